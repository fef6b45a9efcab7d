//! Escapes: what a database or a page printed in place of line ends and blanks.
//!
//! In:  plain text with `\r\n` in letters, `&nbsp;`, or `?` for the blanks that paragraphs begin with.
//! Out: the text with real line ends and blanks, and how many were mended; nothing where the text is not plainly so.
//! Not here: characters that are lost. A single `?` and U+FFFD stay as they are.

use std::borrow::Cow;

/// So many printed line ends make a text of that kind.
const FEWEST: usize = 3;
/// So many paragraphs that begin with `??` make a text of that kind.
const FEWEST_INDENTS: usize = 3;
/// Longest name of an entity.
const MAX_NAME: usize = 9;

/// The mended text and how many places were mended.
pub(super) fn mend(text: &str) -> Option<(String, usize)> {
    let mut n_mended = 0;
    let mut mended = Cow::Borrowed(text);
    for step in [entities, breaks, blanks] {
        if let Some((text, n)) = step(&mended) {
            mended = Cow::Owned(text);
            n_mended += n;
        }
    }
    (n_mended > 0).then(|| (mended.into_owned(), n_mended))
}

/// A printed escape at the start of a text: its sign and its length. Backslashes may be doubled.
fn escape(text: &str) -> Option<(char, usize)> {
    let slashes = text.len() - text.trim_start_matches('\\').len();
    let sign = text[slashes..].chars().next().filter(|c| slashes > 0 && matches!(c, 'r' | 'n' | 't'))?;
    let end = slashes + 1;
    let after = text[end..].trim_start_matches('\\');
    if sign == 'r' && after.len() < text[end..].len() && after.starts_with('n') {
        return Some(('n', text.len() - after.len() + 1));
    }
    // `\new` is a path, `\nGDP` is a line.
    let is_word = text[end..].starts_with(|c: char| c.is_ascii_lowercase());
    (!is_word).then_some((if sign == 't' { 't' } else { 'n' }, end))
}

/// Line ends and tabs in letters; in a row of a table they are blanks.
fn breaks(text: &str) -> Option<(String, usize)> {
    let mut n_pairs = 0;
    let mut n_ends = 0;
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        rest = &rest[at..];
        match escape(rest) {
            Some((sign, length)) => {
                n_ends += usize::from(sign == 'n');
                n_pairs += usize::from(sign == 'n' && rest[..length].contains('r') && rest[..length].ends_with('n'));
                rest = &rest[length..];
            }
            None => rest = rest.trim_start_matches('\\'),
        }
    }
    let n_lines = text.lines().filter(|line| !line.trim().is_empty()).count();
    if n_pairs < 2 && (n_ends < FEWEST || n_ends * 2 < n_lines) {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let mut n_mended = 0;
    for line in text.split_inclusive('\n') {
        let is_row = line.trim_end().ends_with(" |");
        let mut rest = line;
        while let Some(at) = rest.find('\\') {
            out.push_str(&rest[..at]);
            rest = &rest[at..];
            let Some((sign, length)) = escape(rest) else {
                let after = rest.trim_start_matches('\\');
                out.push_str(&rest[..rest.len() - after.len()]);
                rest = after;
                continue;
            };
            out.push(if sign == 'n' && !is_row { '\n' } else { ' ' });
            n_mended += 1;
            rest = &rest[length..];
        }
        out.push_str(rest);
    }
    Some((out, n_mended))
}

/// HTML entities left in plain text.
fn entities(text: &str) -> Option<(String, usize)> {
    let mut out = String::new();
    let mut n_mended = 0;
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        match entity(rest) {
            Some((c, length)) => {
                out.push(c);
                n_mended += 1;
                rest = &rest[length..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    (n_mended > 0).then_some((out, n_mended))
}

/// The character of an entity at the start of a text and the entity's length. `&amp;nbsp;` was escaped twice.
fn entity(text: &str) -> Option<(char, usize)> {
    let inner = text.strip_prefix('&')?;
    if let Some(twice) = inner.strip_prefix("amp;") {
        let again = named(twice).map(|(c, length)| (c, 1 + "amp;".len() + length));
        return again.or(Some(('&', 1 + "amp;".len())));
    }
    named(inner).map(|(c, length)| (c, 1 + length))
}

/// The character of `nbsp;` or `#160;`, and their length. Only blanks are so common that they count without their end.
fn named(text: &str) -> Option<(char, usize)> {
    let end = text.bytes().take(MAX_NAME).position(|byte| !byte.is_ascii_alphanumeric() && byte != b'#');
    let end = end.unwrap_or(text.len().min(MAX_NAME));
    let name = text.get(..end)?;
    let is_closed = text[end..].starts_with(';');
    let c = match name.strip_prefix('#') {
        Some(number) if is_closed => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => number.parse(),
            };
            plain(char::from_u32(code.ok()?)?)
        }
        Some(_) => return None,
        None => character(name)?,
    };
    (is_closed || matches!(name, "nbsp" | "ensp" | "emsp")).then_some((c, end + usize::from(is_closed)))
}

fn character(name: &str) -> Option<char> {
    Some(match name {
        "nbsp" | "ensp" | "thinsp" => ' ',
        "emsp" => '\u{3000}',
        "quot" => '"',
        "apos" => '\'',
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "ldquo" => '“',
        "rdquo" => '”',
        "lsquo" => '‘',
        "rsquo" => '’',
        "middot" => '·',
        "mdash" => '—',
        "ndash" => '–',
        "hellip" => '…',
        "permil" => '‰',
        "times" => '×',
        "deg" => '°',
        "bull" => '•',
        _ => return None,
    })
}

/// A character that may stand in plain text.
fn plain(c: char) -> char {
    match c {
        '\u{a0}' | '\u{2002}'..='\u{200a}' | '\u{202f}' => ' ',
        '|' => '｜',
        '\r' | '\n' => '\n',
        c if c.is_control() => ' ',
        c => c,
    }
}

/// Blanks at the start of paragraphs that an encoding turned into `??`.
fn blanks(text: &str) -> Option<(String, usize)> {
    /// The run of `?`, maybe with blanks among them, and whether something that words begin with follows.
    fn indent(line: &str) -> Option<usize> {
        let rest = line.trim_start_matches(|c: char| c == '?' || c.is_whitespace());
        let run = &line[..line.len() - rest.len()];
        let begins = rest.starts_with(|c: char| c.is_alphanumeric() || "“《（(【—".contains(c));
        (run.matches('?').count() >= 2 && begins).then_some(run.len())
    }
    // `各位代表：????现在` is two paragraphs that were set on one line.
    fn starts(line: &str) -> impl Iterator<Item = (usize, usize)> {
        let behind = line.match_indices(['。', '：']).map(|(at, mark)| at + mark.len());
        let inner = behind.filter(|&at| line[at..].starts_with("??"));
        std::iter::once(0).chain(inner).filter_map(|at| Some((at, indent(&line[at..])?)))
    }
    let n_found: usize = text.lines().map(|line| starts(line).count()).sum();
    if n_found < FEWEST_INDENTS {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let mut from = 0;
        for (at, length) in starts(line) {
            out.push_str(&line[from..at]);
            out.push_str(&line[at..at + length].replace('?', " "));
            from = at + length;
        }
        out.push_str(&line[from..]);
    }
    Some((out, n_found))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, want: &str) {
        assert_eq!(mend(text).map_or_else(|| text.to_owned(), |(text, _)| text), want);
    }

    #[test]
    fn printed_line_ends_are_real() {
        check(
            r"一、回顾\r\n新建公园12座。\r\n\r\n（一）改造老旧厂房。\n5G基站\t900个。",
            "一、回顾\n新建公园12座。\n\n（一）改造老旧厂房。\n5G基站 900个。",
        );
        check(r"一、回顾\\r\\n新建公园。\\r\\n完", "一、回顾\n新建公园。\n完");
        check(
            "序号 | 任务 |\n1 | 建公园\\r\\n6个 |\n2 | 修\\r\\n路 |\n",
            "序号 | 任务 |\n1 | 建公园 6个 |\n2 | 修 路 |\n",
        );
    }

    #[test]
    fn a_few_backslashes_are_no_line_ends() {
        for text in [r"见 D:\notes\readme.txt 与 D:\new", r"一\n二", "一\\n二\n三\n四\n五\n六\\n七\n八\n九\n"]
        {
            assert_eq!(mend(text), None, "{text}");
        }
    }

    #[test]
    fn entities_are_characters() {
        check(
            "下降8.7%&nbsp;和5.7%。&emsp;&ldquo;三农&rdquo;&#160;&#x3000;完",
            "下降8.7% 和5.7%。\u{3000}“三农” \u{3000}完",
        );
        check("&amp;nbsp;一&amp;quot;二&amp;三&nbsp四", " 一\"二&三 四");
        for text in ["A&B公司", "a?x=1&copy=2", "意见。&ems......", "&#;", "&"] {
            assert_eq!(mend(text), None, "{text}");
        }
    }

    #[test]
    fn question_marks_for_blanks_are_blanks() {
        check("??现在报告。\n????一、回顾\n? ?新建公园。\n完", "  现在报告。\n    一、回顾\n   新建公园。\n完");
        check("各位代表：????现在报告。??一、回顾。??完", "各位代表：    现在报告。  一、回顾。  完");
        for text in ["?。ㄈ┬陆ü\n?。ㄋ\n?。ㄎ", "怎么办??\n好吗??\n行吗??", "??县\n新建公园。", "政??府??工??作"]
        {
            assert_eq!(mend(text), None, "{text}");
        }
    }
}
