//! Annexes of a report: lists behind it that are printed in a form of their own.
//!
//! In:  the lines of a report's page.
//! Out: the [`Annex`]es that name units, which are read by their form, and those that tell of last year, which hold results.
//! Not here: annexed deeds without units, which the report's own reader takes as a part of the plan; notes on terms.

use std::ops::Range;

use super::forms;
use super::layout::{self, PartKind};
use super::line::{Line, Marker};
use super::stage::{self, Facts, Stage};
use super::{grid, header};

/// A list behind a report.
pub(super) struct Annex {
    pub title: String,
    /// Its lines with those of its title.
    pub whole: Range<usize>,
    pub body: Range<usize>,
    /// Whether it tells how last year's work went.
    pub past: bool,
}

/// The annexes of a report. `year` is the year that it plans.
///
/// An annex is announced (`附件1`), or stands behind the call that ends the report under a title: the name of a list, or a
/// line right above a table or a first number.
pub(super) fn annexes(lines: &[Line], year: Option<i32>) -> Vec<Annex> {
    let call = lines.iter().position(is_call);
    let list = |at: usize| layout::is_list_title(lines[at].scan());
    // Within a list a line over a first number may be a cell or a heading.
    let opens = |at: &usize| layout::is_annex(lines[*at].scan()) || list(*at) || opens_list(lines, *at);
    let first = call.and_then(|call| (call + 1..lines.len()).find(opens));
    let titled = |at: usize| first.is_some_and(|first| at == first || at > first && list(at));
    let parts = layout::parts(lines, call.unwrap_or(0), &titled);
    let mut from = call.unwrap_or(0);
    let mut out = Vec::new();
    for part in parts {
        let (title, body) = (part.title, part.lines);
        let whole = std::mem::replace(&mut from, body.end)..body.end;
        let listed = part.kind == PartKind::Body && !title.is_empty() && !body.is_empty();
        let past = listed && part.annex && tells_the_past(&title, year);
        if past || listed && names_units(&lines[body.clone()]) {
            out.push(Annex { title, whole, body, past });
        }
    }
    out
}

fn names_units(body: &[Line]) -> bool {
    forms::names_units(body) || forms::names_units_in_a_table(body)
}

/// Whether a line ends the report: it calls to unite.
fn is_call(line: &Line) -> bool {
    stage::report_words().within(stage::Class::LetUs, line.scan()) && Facts::of(line.scan()).closes()
}

/// Whether a line is a title right above a list: numbered lines or a table follow at once.
fn opens_list(lines: &[Line], at: usize) -> bool {
    let (scan, Some(next)) = (lines[at].scan(), lines.get(at + 1)) else { return false };
    let short = (5..=40).contains(&scan.chars().count()) && !scan.contains(['。', ';', ':', ',', '|', '!']);
    let first = |line: &Line| Marker::split(line.scan()).is_some_and(|(marker, _)| !marker.bare && marker.value == 1);
    short
        && !layout::is_glossary_title(scan)
        && Marker::split(scan).is_none()
        && (first(next) || grid::opens_stack(&lines[at + 1..]) || grid::cells(&next.text).is_some_and(|c| c.len() >= 3))
}

/// Whether a title is of what was done in a year before the report's: `2024年民生实事完成情况`.
fn tells_the_past(title: &str, year: Option<i32>) -> bool {
    let named = header::year(title);
    named.zip(year).is_some_and(|(named, year)| named < year) && stage::of_heading(title, year) == Some(Stage::Review)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notice::line;
    use crate::source::traced::Traced;

    /// The annexes behind a report of 2025, each with its title and number of lines; `<` before those of the past.
    #[track_caller]
    fn check(behind: &str, want: &[&str]) {
        let text = format!("二、2025年工作安排\n新建公园5个。\n各位代表!让我们更加紧密地团结起来!\n{behind}");
        let lines = line::lines(&Traced::plain(&text));
        let got: Vec<String> = annexes(&lines, Some(2025))
            .iter()
            .map(|annex| format!("{}{} {}", if annex.past { "<" } else { "" }, annex.title, annex.body.len()))
            .collect();
        assert_eq!(got, want, "{behind}");
    }

    #[test]
    fn lists_with_units_stand_apart() {
        check(
            "附件\n2025年民生实事\n1.建校2所。(牵头单位:县教育局)\n2.修路。(牵头单位:县交通局)\n",
            &["2025年民生实事 2"],
        );
        check("县重点项目表\n序号 | 项目 | 牵头单位 |\n1 | 建校 | 县教育局 |\n", &["县重点项目表 2"]);
        check("名词解释\n1.链主企业:指企业。\n附件\n2025年实事\n一、就业\n主办单位:县人社局\n", &["2025年实事 2"]);
        check(
            "2025年县十件实事\n1.建校。责任单位:县教育局\n附件2\n2024年十件实事进展情况\n1.建校2所。\n",
            &["2025年县十件实事 1", "<2024年十件实事进展情况 1"],
        );
    }

    #[test]
    fn lists_without_units_are_the_reports_own() {
        check("附件\n2025年民生实事\n1.建校2所。\n2.修路3公里。\n", &[]);
        check("名词解释\n1.链主企业:指企业。\n", &[]);
        check("相关文章\n1.某县2025年政府工作报告\n", &[]);
    }
}
