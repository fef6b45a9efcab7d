//! Hard line breaks: lines that end where the page was full, not where the sentence was.
//!
//! In:  text as a printed page breaks it, with page numbers in between.
//! Out: one line a paragraph.

/// Text with its hard line breaks joined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Joined {
    pub(crate) text: String,
    /// How many line breaks were taken out.
    pub(crate) n_joined: usize,
    /// Page numbers that were taken out.
    pub(crate) dropped: Vec<String>,
}

/// How far below the full width a broken line may end, in columns: a sign that must not begin a line, or a figure that
/// was not torn, leaves up to three characters free.
const SLACK: usize = 6;
/// Narrowest and widest page, in columns (a Chinese character is two).
const PAGE: std::ops::RangeInclusive<usize> = 24..=120;

/// A line with what decides whether it goes on.
#[derive(Clone, Copy)]
pub(super) struct Line<'a> {
    text: &'a str,
    /// Columns before the first sign.
    indent: usize,
    /// Columns up to the last sign.
    width: usize,
    /// A row of a table, which is never joined to anything.
    is_fixed: bool,
}

impl<'a> Line<'a> {
    fn new(line: &'a str) -> Self {
        let text = line.trim();
        let before = &line[..line.len() - line.trim_start().len()];
        let indent = columns(before);
        Self { text, indent, width: indent + columns(text), is_fixed: text.ends_with('|') }
    }

    /// A line whose place on the page is known, in columns.
    pub(super) fn placed(text: &'a str, indent: usize, width: usize) -> Self {
        Self { text: text.trim(), indent, width, is_fixed: false }
    }

    /// A row of a table.
    pub(super) fn fixed(text: &'a str) -> Self {
        Self { text: text.trim_end(), indent: 0, width: 0, is_fixed: true }
    }
}

/// Whether most lines end at the same width without ending a sentence.
pub(crate) fn has_hard_lines(text: &str) -> bool {
    let lines: Vec<Line> = text.lines().map(Line::new).filter(|line| !line.text.is_empty()).collect();
    let Some(full) = full_width(&lines) else { return false };
    let is_full = |line: &&Line| line.width + SLACK >= full && line.width <= full + 2;
    let n_full = lines.iter().filter(is_full).count();
    let n_broken = lines.iter().filter(is_full).filter(|line| !ends_paragraph(line.text)).count();
    let n_over = lines.iter().filter(|line| line.width > full + 2).count();
    let (n_short, n_ended) = lines
        .iter()
        .filter(|line| line.width + SLACK < full)
        .fold((0, 0), |(n, ended), line| (n + 1, ended + usize::from(ends_paragraph(line.text) || begins_item(line.text))));
    n_broken >= 5 && n_broken * 4 >= lines.len() && n_full * 5 >= lines.len() * 2 && n_over * 50 <= lines.len() && n_ended * 10 >= n_short * 3
}

/// Joins lines that end because the page was full, across page numbers too.
///
/// Where paragraphs are indented, indents decide; elsewhere a full line goes on unless it ends a sentence or a bracket.
/// A line that begins an item, a heading or a label always begins a paragraph, and rows of tables stay as they are.
pub(crate) fn join_hard_lines(text: &str) -> Joined {
    let mut dropped = Vec::new();
    // A page number, and the empty lines around it, stand between two lines of one paragraph or between two paragraphs.
    let mut lines: Vec<(Line, bool)> = Vec::new();
    let mut blank = false;
    let mut turned = false;
    let pages: Vec<&str> = text.split('\u{c}').collect();
    for (page, part) in pages.iter().enumerate() {
        let rows: Vec<&str> = part.lines().collect();
        let is_edge = |at: usize| {
            rows[..at].iter().all(|row| row.trim().is_empty()) || rows[at + 1..].iter().all(|row| row.trim().is_empty())
        };
        turned |= page > 0;
        for (at, row) in rows.iter().enumerate() {
            let line = Line::new(row);
            let is_number = is_page_number(line.text) || pages.len() > 1 && is_edge(at) && is_lone_number(line.text);
            if line.text.is_empty() {
                blank = true;
            } else if is_number {
                dropped.push(line.text.to_owned());
                turned = true;
            } else {
                lines.push((line, blank && !turned));
                blank = false;
                turned = false;
            }
        }
    }
    Joined { dropped, ..join(&lines) }
}

/// Joins lines; each tells whether an empty line stands before it.
pub(super) fn join(lines: &[(Line, bool)]) -> Joined {
    let only: Vec<Line> = lines.iter().map(|(line, _)| *line).collect();
    let full = full_width(&only).unwrap_or(usize::MAX);
    let indented = uses_indents(&only);
    let mut joined = Joined { text: String::new(), n_joined: 0, dropped: Vec::new() };
    let mut previous: Option<&Line> = None;
    for (line, after_blank) in lines {
        if let Some(previous) = previous {
            if !after_blank && goes_on(previous, line, full, indented) {
                joined.n_joined += 1;
                let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
                if letter(previous.text.chars().last()) && letter(line.text.chars().next()) {
                    joined.text.push(' ');
                }
            } else {
                joined.text.push_str(if *after_blank { "\n\n" } else { "\n" });
            }
        }
        joined.text.push_str(line.text);
        previous = Some(line);
    }
    if !joined.text.is_empty() {
        joined.text.push('\n');
    }
    joined
}

/// Whether `next` is the same paragraph as `line`.
fn goes_on(line: &Line, next: &Line, full: usize, indented: bool) -> bool {
    if line.width.saturating_add(SLACK) < full || line.is_fixed || next.is_fixed || begins_item(next.text) {
        return false;
    }
    if indented { next.indent < 2 } else { !ends_paragraph(line.text) && next.indent <= line.indent }
}

/// The width at which lines break: the widest at which a good part of the lines end.
fn full_width(lines: &[Line]) -> Option<usize> {
    let mut counts = vec![0usize; PAGE.end() + 3];
    let mut n_lines = 0;
    for line in lines.iter().filter(|line| !line.is_fixed) {
        n_lines += 1;
        if let Some(count) = counts.get_mut(line.width) {
            *count += 1;
        }
    }
    let enough = (n_lines / 10).max(2);
    PAGE.rev().find(|&width| counts[width] > 0 && counts[width.saturating_sub(3)..=width].iter().sum::<usize>() >= enough)
}

/// Whether paragraphs are told by indents: some lines have them, more have none.
fn uses_indents(lines: &[Line]) -> bool {
    let n_indented = lines.iter().filter(|line| (2..=6).contains(&line.indent)).count();
    let n_flush = lines.iter().filter(|line| line.indent < 2).count();
    n_indented >= 2 && n_indented * 12 >= lines.len() && n_flush * 3 >= lines.len()
}

/// Whether a line ends as sentences, items and brackets end.
fn ends_paragraph(text: &str) -> bool {
    let mut chars = text.trim_end_matches(['”', '"', '’', '》', ' ']).chars().rev();
    match chars.next() {
        Some(')' | '）' | ']' | '］' | '〕' | '】') => text.contains(['位', '门', '：', ':', '。', '；']) && !text.ends_with("个)"),
        Some(last) => matches!(last, '。' | '；' | '：' | '！' | '？' | ';' | ':' | '!' | '?' | '|'),
        None => true,
    }
}

/// Whether a line begins with a number, a bullet or a label that begins a paragraph.
fn begins_item(text: &str) -> bool {
    let first = text.chars().next().unwrap_or_default();
    if matches!(first, '▲' | '●' | '■' | '◆' | '★' | '•' | '·' | '△' | '○' | '①'..='⑳' | '⑴'..='⒛' | '【' | '[' | '〔' | '|') {
        return true;
    }
    if text.starts_with("——") || text.starts_with("附件") || text.starts_with("附表") {
        return true;
    }
    const HAN: &str = "一二三四五六七八九十百〇零";
    let after = |set: fn(char) -> bool| {
        let end = text.find(|c| !set(c)).unwrap_or(text.len());
        (end > 0).then(|| &text[end..])
    };
    if let Some(rest) = after(|c| HAN.contains(c)) {
        return rest.starts_with(['、', '，', '．']) && text.len() - rest.len() <= 12;
    }
    if let Some(rest) = after(|c| c.is_ascii_digit() || ('０'..='９').contains(&c)) {
        let mut rest_chars = rest.chars();
        let mark = rest_chars.next().is_some_and(|c| matches!(c, '.' | '．' | '、'));
        return mark && text.len() - rest.len() <= 9 && !rest_chars.next().is_some_and(|c| c.is_ascii_digit() || ('０'..='９').contains(&c));
    }
    if let Some(inside) = text.strip_prefix(['(', '（']) {
        let number = inside.trim_start_matches(|c: char| c.is_ascii_digit() || HAN.contains(c));
        if number.len() < inside.len() && number.starts_with([')', '）']) {
            return true;
        }
        return has_label(inside);
    }
    if let Some(rest) = text.strip_prefix('第') {
        let number = rest.trim_start_matches(|c: char| HAN.contains(c));
        return number.len() < rest.len() && number.starts_with(['章', '节', '条', '部']);
    }
    has_label(text)
}

/// Whether a text begins with a short label such as `责任单位：` or `完成时限:`.
fn has_label(text: &str) -> bool {
    let Some(end) = text.find(['：', ':']) else { return false };
    let label = text[..end].replace([' ', '\u{3000}'], "");
    label.chars().count() <= 8
        && label.chars().all(char::is_alphabetic)
        && ["单位", "部门", "领导", "责任人", "时限", "时间", "分工"].iter().any(|word| label.ends_with(word))
}

/// Whether a line is nothing but a page number with its marks: `- 2 -`, `— 2 —`, `第2页`, `第 2 页 共 9 页`.
pub(super) fn is_page_number(text: &str) -> bool {
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
pub(super) fn is_lone_number(text: &str) -> bool {
    (1..=4).contains(&text.chars().count()) && text.chars().all(|c| c.is_ascii_digit() || ('０'..='９').contains(&c))
}

/// Width on a terminal or a page: two for wide characters, one for others.
pub(super) fn columns(text: &str) -> usize {
    text.chars().map(|c| if c > '\u{2e7f}' || matches!(c, '—' | '…' | '“' | '”' | '‘' | '’' | '·' | '①'..='⒛') { 2 } else { 1 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, want: &[&str]) {
        let joined = join_hard_lines(text);
        let lines: Vec<&str> = joined.text.lines().filter(|line| !line.is_empty()).collect();
        assert_eq!(lines, want);
    }

    #[test]
    fn full_lines_go_on() {
        check(
            "　　坚持稳中求进工作总基调，完整准确\n全面贯彻新发展理念，地区生产总值增长\n6%以上，规模以上工业增加值增长7.\n5%。\n　　（二）新增城镇就业1.8万人，城镇\n调查失业率控制在5.5%以内。（责任单\n位：区人社局）\n",
            &[
                "坚持稳中求进工作总基调，完整准确全面贯彻新发展理念，地区生产总值增长6%以上，规模以上工业增加值增长7.5%。",
                "（二）新增城镇就业1.8万人，城镇调查失业率控制在5.5%以内。（责任单位：区人社局）",
            ],
        );
    }

    #[test]
    fn without_indents_sentence_ends_and_items_begin_paragraphs() {
        check(
            "一、推动经济稳中向好\n1.新增规模以上工业企业20家，高新技\n术企业净增30家，技改投资增长9%左右。\n牵头单位：区工信局、区科技局、区发改\n局、区财政局\n责任单位：各街道\n2.推进12号线建设，征收房屋面积超过\n2.4万平方米，新建城市道路8条。\n",
            &[
                "一、推动经济稳中向好",
                "1.新增规模以上工业企业20家，高新技术企业净增30家，技改投资增长9%左右。",
                "牵头单位：区工信局、区科技局、区发改局、区财政局",
                "责任单位：各街道",
                "2.推进12号线建设，征收房屋面积超过2.4万平方米，新建城市道路8条。",
            ],
        );
    }

    #[test]
    fn page_numbers_do_not_break_sentences() {
        check(
            "新建成口袋公园12处，改造老旧小区24个\n，完成燃气管网更新改造30公里，新增公\n\n— 3 —\n\n共停车泊位900个，实施雨污分流改造工程\n6项，打造美丽街区两个。\n",
            &["新建成口袋公园12处，改造老旧小区24个，完成燃气管网更新改造30公里，新增公共停车泊位900个，实施雨污分流改造工程6项，打造美丽街区两个。"],
        );
        for (text, want) in [
            ("- 2 -", true),
            ("—12—", true),
            ("第 2 页 共 9 页", true),
            ("第3页", true),
            ("12", false),
            ("2-3", false),
            ("——2", false),
            ("- 二 -", false),
        ] {
            assert_eq!(is_page_number(text), want, "{text}");
        }
    }

    #[test]
    fn paragraphs_of_their_own_are_left_alone() {
        let text = "一、稳增长\n1.新建口袋公园12处，改造老旧小区24个，完成燃气管网更新改造30公里。（责任单位：区住建局）\n2.新增学位2700个。（责任单位：区教育局）\n3.新增托位320个。\n责任单位：区卫健局\n".repeat(4);
        assert!(!has_hard_lines(&text));
        let table = "序号\n任务\n责任单位\n1\n新增学位2700个\n区教育局\n".repeat(6);
        assert!(!has_hard_lines(&table));
    }
}
