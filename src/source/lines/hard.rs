//! Hard line breaks: lines that end where the page was full, not where the sentence was.
//!
//! In:  text as a printed page breaks it, with page numbers in between.
//! Out: one line a paragraph.
//! Not here: sentences broken elsewhere than at a width; see [`super::broken`].

use super::Joined;
use super::shape::{
    begins_heading, begins_item, begins_number, columns, ends_paragraph, has_label, head, is_lone_number, is_open,
    is_page_number, names_units, near,
};

/// How far below the full width a broken line may end, in columns: a sign that must not begin a line, or a figure that
/// was not torn, leaves up to three characters free.
const SLACK: usize = 6;
/// Narrowest and widest page, in columns (a Chinese character is two).
const PAGE: std::ops::RangeInclusive<usize> = 24..=120;

/// A line with what decides whether it goes on.
#[derive(Clone, Copy)]
pub(in crate::source) struct Line<'a> {
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
    pub(in crate::source) fn placed(text: &'a str, indent: usize, width: usize) -> Self {
        Self { text: text.trim(), indent, width, is_fixed: false }
    }

    /// A row of a table.
    pub(in crate::source) fn fixed(text: &'a str) -> Self {
        Self { text: text.trim_end(), indent: 0, width: 0, is_fixed: true }
    }
}

/// Whether most lines end at the same width without ending a sentence.
pub(super) fn is_hard(text: &str) -> bool {
    let lines: Vec<Line> = text.lines().map(Line::new).filter(|line| !line.text.is_empty() && !line.is_fixed).collect();
    let Some(full) = full_width(&lines) else { return false };
    let is_full = |line: &&Line| line.width + SLACK >= full && line.width <= full + 2;
    let n_full = lines.iter().filter(is_full).count();
    let n_broken = lines.iter().filter(is_full).filter(|line| !ends_paragraph(line.text)).count();
    let n_over = lines.iter().filter(|line| line.width > full + 2).count();
    let (n_short, n_ended) = lines.iter().filter(|line| line.width + SLACK < full).fold((0, 0), |(n, ended), line| {
        (n + 1, ended + usize::from(ends_paragraph(line.text) || begins_item(line.text)))
    });
    n_broken >= 5
        && n_broken * 4 >= lines.len()
        && n_full * 5 >= lines.len() * 2
        && n_over * 50 <= lines.len()
        && (n_ended * 10 >= n_short * 3 || n_short * 10 <= lines.len())
}

/// Joins lines that end because the page was full, across page numbers too.
///
/// Where paragraphs are indented, indents decide; elsewhere a full line goes on unless it ends a sentence or a bracket.
/// A line that begins an item, a heading or a label always begins a paragraph, and rows of tables stay as they are.
pub(super) fn unwrap(text: &str) -> Joined {
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
    Joined { dropped, ..join(&lines, Measure::Counted) }
}

/// How well the width of lines is known.
#[derive(Clone, Copy)]
pub(in crate::source) enum Measure {
    /// Somebody broke the lines, sometimes by a number of characters: broken lines are not all of one width.
    Counted,
    /// Lines lie on a page; its width in columns, if known, for texts too short to show it.
    Placed(Option<usize>),
}

/// Joins lines; each tells whether an empty line stands before it.
pub(in crate::source) fn join(lines: &[(Line, bool)], measure: Measure) -> Joined {
    let only: Vec<Line> = lines.iter().map(|(line, _)| *line).collect();
    let margin = match measure {
        Measure::Placed(margin) => margin,
        Measure::Counted => None,
    };
    let counted = matches!(measure, Measure::Counted).then(|| full_count(&only)).flatten();
    // A few titles that end at one place do not make it the margin; the lines of a column do.
    let is_far = |width: &usize| margin.is_none_or(|margin| width * 5 >= margin * 4 || is_common(&only, *width));
    let full = full_width(&only).filter(is_far).or(margin).unwrap_or(usize::MAX);
    let indented = uses_indents(&only);
    let mut joined = Joined { text: String::new(), n_joined: 0, dropped: Vec::new() };
    let mut previous: Option<&Line> = None;
    let mut begun = 0;
    for (line, after_blank) in lines {
        if let Some(previous) = previous {
            let paragraph = &joined.text[begun..];
            let (begin, end) = (head(paragraph), near(paragraph));
            // Prose that stops in mid-sentence goes on although its line is not quite full.
            let is_prose = matches!(measure, Measure::Counted)
                && !ends_paragraph(end)
                && !(paragraph.trim() == previous.text && begins_heading(begin))
                && (begins_number(begin)
                    || [begin, end].iter().any(|part| part.contains([',', '，', ';', '；', '、'])));
            let fullness = match counted {
                Some(count) if previous.text.chars().count() < count => Fullness::Short,
                Some(_) => Fullness::Exact,
                None if previous.width + 2 >= full => Fullness::Exact,
                None if previous.width + SLACK >= full => Fullness::Nearly,
                None if is_prose && previous.width * 10 >= full * 7 => Fullness::Nearly,
                None => Fullness::Short,
            };
            if !after_blank && goes_on(previous, line, fullness, indented, is_open(end)) {
                joined.n_joined += 1;
                let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
                if letter(previous.text.chars().last()) && letter(line.text.chars().next()) {
                    joined.text.push(' ');
                }
            } else {
                joined.text.push_str(if *after_blank { "\n\n" } else { "\n" });
                begun = joined.text.len();
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
///
/// In a bracket that is still open, a label is no new paragraph.
fn goes_on(line: &Line, next: &Line, fullness: Fullness, indented: bool, in_bracket: bool) -> bool {
    if fullness == Fullness::Short || line.is_fixed || next.is_fixed || begins_number(next.text) {
        return false;
    }
    if has_label(next.text.trim_start_matches(['(', '（'])) && !in_bracket {
        return false;
    }
    // A title goes on in the middle of the page.
    let in_middle = next.indent > 6 && !ends_paragraph(line.text);
    if indented {
        return next.indent < 2 || in_middle;
    }
    // A sentence may end where the line is full, and the paragraph go on.
    let in_paragraph = fullness == Fullness::Exact && line.text.ends_with(['。', '；'])
        || in_bracket
        || line.text.strip_suffix([':', '：']).is_some_and(names_units);
    let ends = ends_paragraph(line.text) && !in_paragraph;
    !ends && (next.indent <= line.indent || in_middle)
}

/// How much of its line a text takes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fullness {
    Short,
    Nearly,
    Exact,
}

/// The number of characters at which lines were broken, where they were counted.
fn full_count(lines: &[Line]) -> Option<usize> {
    let counts: Vec<usize> = lines.iter().filter(|line| !line.is_fixed).map(|line| line.text.chars().count()).collect();
    let most = counts.iter().copied().max()?;
    let n_full = counts.iter().filter(|&&count| count == most).count();
    (n_full >= 5 && n_full * 10 >= counts.len() * 4).then_some(most)
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
    PAGE.rev()
        .find(|&width| counts[width] > 0 && counts[width.saturating_sub(3)..=width].iter().sum::<usize>() >= enough)
}

/// Whether at least a quarter of the lines end at a width.
fn is_common(lines: &[Line], width: usize) -> bool {
    const FEWEST: usize = 4;
    let ends: Vec<usize> = lines.iter().filter(|line| !line.is_fixed).map(|line| line.width).collect();
    let n_there = ends.iter().filter(|end| (width.saturating_sub(3)..=width + 2).contains(end)).count();
    n_there >= FEWEST && n_there * 4 >= ends.len()
}

/// Whether paragraphs are told by indents: some lines have them, more have none.
fn uses_indents(lines: &[Line]) -> bool {
    let n_indented = lines.iter().filter(|line| (2..=6).contains(&line.indent)).count();
    let n_flush = lines.iter().filter(|line| line.indent < 2).count();
    n_indented >= 2 && n_indented * 12 >= lines.len() && n_flush * 3 >= lines.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, want: &[&str]) {
        let joined = unwrap(text);
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
    fn lines_broken_by_a_count_of_characters_go_on_too() {
        check(
            "某区人民政府办公室关于印发2024年区《\n政府工作报告》任务分解方案的通知\n某政办〔2024〕2号\n1.推进新型工业化，实施技改项目6\n0个，新增专精特新企业20家。（牵\n头单位：区经信局；责任单位：区发改局）\n某区人民政府办公室\n2024年2月5日\n",
            &[
                "某区人民政府办公室关于印发2024年区《政府工作报告》任务分解方案的通知",
                "某政办〔2024〕2号",
                "1.推进新型工业化，实施技改项目60个，新增专精特新企业20家。（牵头单位：区经信局；责任单位：区发改局）",
                "某区人民政府办公室",
                "2024年2月5日",
            ],
        );
    }

    #[test]
    fn page_numbers_do_not_break_sentences() {
        check(
            "新建成口袋公园12处，改造老旧小区24个\n，完成燃气管网更新改造30公里，新增公\n\n— 3 —\n\n共停车泊位900个，实施雨污分流改造工程\n6项，打造美丽街区两个。\n",
            &[
                "新建成口袋公园12处，改造老旧小区24个，完成燃气管网更新改造30公里，新增公共停车泊位900个，实施雨污分流改造工程6项，打造美丽街区两个。",
            ],
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
    fn a_title_alone_is_shorter_than_the_rest() {
        let body = "坚持稳中求进工作总基调，完整准确全面贯\n彻新发展理念，地区生产总值增长6%以上，\n规模以上工业增加值增长7.5%，新建公园六\n个，改造老旧小区二十四个。\n".repeat(5);
        assert!(is_hard(&format!("青岚区2024年政府工作报告\n{}", body.replace("个，改造老旧小区二十四个。\n", ""))));
    }

    #[test]
    fn very_long_paragraphs_take_no_longer_a_line() {
        let text = "建设公园改造小区培育企业新增学位实施项目完善管网\n".repeat(100_000);
        assert!(is_hard(&text));
        assert_eq!(unwrap(&text).n_joined, 99_999);
    }

    #[test]
    fn paragraphs_of_their_own_are_left_alone() {
        let text = "一、稳增长\n1.新建口袋公园12处，改造老旧小区24个，完成燃气管网更新改造30公里。（责任单位：区住建局）\n2.新增学位2700个。（责任单位：区教育局）\n3.新增托位320个。\n责任单位：区卫健局\n".repeat(4);
        assert!(!is_hard(&text));
        let table = "序号\n任务\n责任单位\n1\n新增学位2700个\n区教育局\n".repeat(6);
        assert!(!is_hard(&table));
    }
}
