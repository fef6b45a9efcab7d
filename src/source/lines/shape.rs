//! Shapes: how a line of text begins and ends.
//!
//! In:  one line, or a paragraph so far.
//! Out: whether it ends as sentences do, or begins as headings, items, labels, dates and page numbers do.

use crate::lexicon::code::PageKind;
use crate::source::word::words;

/// Digits of Chinese numbers.
pub(super) const HAN: [char; 13] = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '百', '〇', '零'];

/// How much of a long paragraph is looked at from either end, in characters.
const NEAR: usize = 200;

/// The beginning of a text.
pub(super) fn head(text: &str) -> &str {
    let to = text.char_indices().nth(NEAR).map_or(text.len(), |(at, _)| at);
    &text[..to]
}

/// The end of a text.
pub(super) fn near(text: &str) -> &str {
    let from = text.char_indices().rev().nth(NEAR).map_or(0, |(at, _)| at);
    &text[from..]
}

/// Whether a line ends as sentences, items and brackets end.
pub(super) fn ends_paragraph(text: &str) -> bool {
    let mut chars = text.trim_end_matches(['”', '"', '’', '》', ' ']).chars().rev();
    match chars.next() {
        Some(')' | '）' | ']' | '］' | '〕' | '】') => {
            let counted = text.strip_suffix(')').is_some_and(|text| text.ends_with('个'));
            text.contains(['位', '门', '：', ':', '。', '；']) && !counted
        }
        Some(last) => matches!(last, '。' | '；' | '：' | '！' | '？' | ';' | ':' | '!' | '?' | '|'),
        None => true,
    }
}

/// Whether a bracket is open at the end of a paragraph so far; only its last part counts, for brackets that are lost.
pub(super) fn is_open(text: &str) -> bool {
    let mut depth = 0;
    for c in text.chars().rev().take(200) {
        match c {
            ')' | '）' | ']' | '］' | '〕' | '】' => depth += 1,
            '(' | '（' | '[' | '［' | '〔' | '【' if depth == 0 => return true,
            '(' | '（' | '[' | '［' | '〔' | '【' => depth -= 1,
            _ => {}
        }
    }
    false
}

/// Whether a line begins with a number, a bullet or a label that begins a paragraph.
pub(super) fn begins_item(text: &str) -> bool {
    begins_number(text) || has_label(text.trim_start_matches(['(', '（']))
}

/// Whether a paragraph begins as headings do: `一、`, `（一）`, `第一章`.
pub(super) fn begins_heading(text: &str) -> bool {
    begins_number(text)
        && text.trim_start_matches(['(', '（', '第']).starts_with(|c| HAN.contains(&c))
        && !text.contains('。')
}

/// Whether a line is nothing but a date: `2024年2月5日`.
pub(super) fn is_date(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
        && text.chars().filter(|c| !c.is_whitespace() && !c.is_ascii_digit()).eq(['年', '月', '日'])
}

/// Whether a line is nothing but a document number: `青政办〔2024〕2号`.
pub(super) fn is_doc_number(text: &str) -> bool {
    /// Characters of the longest name of an office in it.
    const LONGEST: usize = 12;
    let mut head = text.char_indices().take(LONGEST + 1);
    let Some((at, open)) = head.find(|(_, c)| matches!(c, '〔' | '［' | '[' | '（' | '(')) else { return false };
    let (office, rest) = (&text[..at], &text[at + open.len_utf8()..]);
    let mut rest = rest.chars().filter(|c| !c.is_ascii_digit());
    office.chars().nth(1).is_some()
        && office.chars().all(char::is_alphabetic)
        && rest.next().is_some_and(|c| matches!(c, '〕' | '］' | ']' | '）' | ')'))
        && rest.eq(['号'])
}

/// Whether a line begins with a number or a bullet.
pub(super) fn begins_number(text: &str) -> bool {
    let first = text.chars().next().unwrap_or_default();
    if matches!(first, '▲' | '●' | '■' | '◆' | '★' | '•' | '·' | '△' | '○' | '①'..='⑳' | '⑴'..='⒛' | '【' | '[' | '〔' | '|')
    {
        return true;
    }
    if text.starts_with("——") || words().opens(PageKind::Annex, text) || is_date(text) || is_doc_number(text) {
        return true;
    }
    let after = |set: fn(char) -> bool| {
        let end = text.find(|c| !set(c)).unwrap_or(text.len());
        (end > 0).then(|| &text[end..])
    };
    if let Some(rest) = after(|c| HAN.contains(&c)) {
        return rest.starts_with(['、', '，', '．']) && text.len() - rest.len() <= 12;
    }
    if let Some(rest) = after(|c| c.is_ascii_digit() || ('０'..='９').contains(&c)) {
        let mut rest_chars = rest.chars();
        let mark = rest_chars.next().is_some_and(|c| matches!(c, '.' | '．' | '、'));
        return mark
            && text.len() - rest.len() <= 9
            && !rest_chars.next().is_some_and(|c| c.is_ascii_digit() || ('０'..='９').contains(&c));
    }
    if let Some(inside) = text.strip_prefix(['(', '（']) {
        let number = inside.trim_start_matches(|c: char| c.is_ascii_digit() || HAN.contains(&c));
        return number.len() < inside.len() && number.starts_with([')', '）']);
    }
    if let Some(rest) = text.strip_prefix('第') {
        let number = rest.trim_start_matches(|c: char| HAN.contains(&c));
        return number.len() < rest.len() && number.starts_with(['章', '节', '条', '部']);
    }
    false
}

/// Whether a text begins with a short label such as `责任单位：` or `完成时限:`.
pub(super) fn has_label(text: &str) -> bool {
    let Some(end) = text.find(['：', ':']) else { return false };
    let label = text[..end].replace([' ', '\u{3000}'], "");
    // Shorter ones are the rest of a label that was broken.
    ((4..=8).contains(&label.chars().count()) || words().is(PageKind::Person, &label))
        && label.chars().all(char::is_alphabetic)
        && words().ends(PageKind::LabelEnd, &label)
}

/// Whether words before a colon end as those do that names of units follow: `责任单位`.
pub(super) fn names_units(label: &str) -> bool {
    words().ends(PageKind::Unit, label)
}

/// Whether a line is nothing but a page number with its marks: `- 2 -`, `— 2 —`, `第2页`, `第 2 页 共 9 页`.
pub(in crate::source) fn is_page_number(text: &str) -> bool {
    const DASHES: [char; 8] = ['-', '–', '—', '－', '―', '─', '‐', '~'];
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if plain.len() > 40 {
        return false;
    }
    let inner = plain.trim_matches(DASHES);
    if inner.len() < plain.len() {
        let both = plain.starts_with(DASHES) && plain.ends_with(DASHES);
        return both && is_lone_number(inner);
    }
    if let Some(rest) = plain.strip_prefix('第')
        && let Some((number, rest)) = rest.split_once('页')
    {
        let rest = rest.trim_matches(['/', '，', ',', '共', '页']);
        return is_lone_number(number) && (rest.is_empty() || is_lone_number(rest));
    }
    false
}

/// Whether a line is nothing but up to four digits.
pub(in crate::source) fn is_lone_number(text: &str) -> bool {
    (1..=4).contains(&text.chars().count()) && text.chars().all(|c| c.is_ascii_digit() || ('０'..='９').contains(&c))
}

/// Width on a terminal or a page: two for wide characters, one for others.
pub(super) fn columns(text: &str) -> usize {
    text.chars()
        .map(|c| {
            if c > '\u{2e7f}' || matches!(c, '—' | '…' | '“' | '”' | '‘' | '’' | '·' | '①'..='⒛') {
                2
            } else {
                1
            }
        })
        .sum()
}

#[cfg(test)]
mod tests;
