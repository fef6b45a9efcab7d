//! Lists: the drafts of a notice's parts become its lists of tasks.
//!
//! In:  the drafts of each part, the notice's rules.
//! Out: one [`List`] a level of report, and one a level of a report's annexes, its names mended by each other and assigned.

use std::ops::Range;

use super::assign::{Issuer, assign};
use super::forms::Reading;
use super::name::Name;
use super::outline::Draft;
use super::rule::{Blanket, Rules};
use super::word::{Class, form};
use super::{Code, Level, List, Passage, Printed, Problem, Review, Stated, Task, clause, deadline, forms, vocabulary};
use crate::source::traced::Traced;

/// What the parts of a notice hold, before names are mended.
#[derive(Default)]
pub(super) struct Found {
    pub lists: Vec<Drafted>,
    pub review: Vec<Review>,
    pub horizon: Vec<Review>,
    /// Whether a part is a report.
    pub narrative: bool,
    /// What a report's sentences are: bytes of the plain text.
    pub passages: Vec<(Passage, Range<usize>)>,
}

/// A list before names are mended.
pub(super) struct Drafted {
    pub level: Level,
    pub title: String,
    /// Whether it is a report's own plan.
    pub narrative: bool,
    /// The form of its first part.
    pub printed: Printed,
    pub drafts: Vec<Draft>,
}

impl Found {
    /// Adds what a part holds. Its tasks go to the list of its level; a second part of a level goes on under its own title
    /// as a section. A report's own plan and the annexes behind it are two lists.
    pub(super) fn add(&mut self, level: Level, title: &str, annex: bool, printed: Printed, reading: Reading) {
        let Reading { mut drafts, review, horizon, passages, plan } = reading;
        let narrative = plan.is_some();
        self.narrative |= narrative;
        self.review.extend(review);
        self.horizon.extend(horizon);
        self.passages.extend(passages);
        if drafts.is_empty() {
            return;
        }
        match self.lists.iter_mut().find(|list| list.level == level && list.narrative == narrative) {
            Some(list) => {
                if (annex || list.title != title) && !title.is_empty() {
                    for draft in &mut drafts {
                        draft.section.insert(0, title.to_owned());
                    }
                }
                list.drafts.append(&mut drafts);
            }
            None => self.lists.push(Drafted { level, title: title.to_owned(), narrative, printed, drafts }),
        }
    }
}

/// Whose report a list decomposes: the last level named before 《政府工作报告》, else the issuer's own.
pub(super) fn list_level(title: &str, own: Level) -> Level {
    let report = form().find(Class::Report, title);
    let before = report.map_or(title, |at| &title[..at]);
    let before = before.trim_end_matches(['《', '<', '〈', '“', '"', ' ']);
    // `《某省政府工作报告》《某市政府工作报告》任务分解`: several reports in one list.
    if report.is_some_and(|at| form().find(Class::Report, behind_report(&title[at..])).is_some()) {
        return own;
    }
    // A county-level city's own report is its district-level one.
    let level = match (before.chars().next_back().and_then(level_of), own) {
        (Some(Level::City), Level::District)
            if !title.contains(['区', '县']) && report.is_some() && !before.trim_end_matches('市').ends_with('年') =>
        {
            Level::District
        }
        (Some(level), _) if report.is_some() => level,
        _ => {
            // `附件2 市报告涉及本县事项`, `附件1 省重点工作`
            let bare = title.trim_start_matches(|c: char| c.is_ascii_digit() || c == '年');
            let named = form().opens(Class::UpperReport, bare).then(|| bare.chars().next().and_then(level_of));
            named.flatten().unwrap_or(own)
        }
    };
    // Nothing decomposes the report of a level below its own issuer.
    if level > own { own } else { level }
}

/// What follows the words for a report at the head of a text.
fn behind_report(text: &str) -> &str {
    form().behind(Class::Report, text).unwrap_or(text)
}

/// The level of the government that a name's character says.
fn level_of(c: char) -> Option<Level> {
    match c {
        '国' => Some(Level::Nation),
        '省' => Some(Level::Province),
        '市' | '州' => Some(Level::City),
        '区' | '县' | '旗' => Some(Level::District),
        '镇' | '乡' => Some(Level::Township),
        _ => None,
    }
}

/// Mends names by each other, and adds the units that the notice names once for all tasks behind that place.
pub(super) fn finish_names(found: &mut Found, text: &Traced, problems: &mut Vec<Problem>) {
    let mut names: Vec<&mut Vec<Name>> =
        found.lists.iter_mut().flat_map(|list| list.drafts.iter_mut().map(|draft| &mut draft.names)).collect();
    vocabulary::mend_names(&mut names, problems);
    let Some(blanket) = Blanket::read(text.scan()) else { return };
    let at = text.span(blanket.range());
    for draft in found.lists.iter_mut().flat_map(|list| &mut list.drafts) {
        // The task that states the rule names its units itself.
        if draft.words.whole().start > at.start {
            blanket.add(&mut draft.names, at.clone());
        }
    }
}

/// Turns drafts into the notice's lists.
pub(super) fn lists(
    found: Found,
    rules: &Rules,
    own: Issuer,
    year: Option<i32>,
    problems: &mut Vec<Problem>,
) -> Vec<List> {
    found
        .lists
        .into_iter()
        .map(|Drafted { level, title, narrative, printed, drafts }| {
            let with_units = drafts.iter().filter(|draft| !draft.names.is_empty()).count();
            if let Some(first) = drafts.first().filter(|_| with_units == 0 && !narrative) {
                problems.push(Problem::new(
                    Code::TaskWithoutUnit,
                    first.words.whole(),
                    format!("本清单{}项任务都没有读到责任单位", drafts.len()),
                    format!(
                        "原文未印责任单位，或责任单位在附件中；未作推断（按“{}”读取，自第{}行）",
                        forms::title(printed.form),
                        printed.line
                    ),
                ));
            }
            let tasks = drafts
                .into_iter()
                .map(|draft| {
                    if draft.names.is_empty() && with_units > 0 && !narrative {
                        problems.push(Problem::new(
                            Code::TaskWithoutUnit,
                            draft.words.whole(),
                            "这项任务没有读到责任单位",
                            "原文未印责任单位，或标签损坏；未作推断",
                        ));
                    }
                    task(draft, rules, own, year, problems)
                })
                .collect();
            List { level, title, printed, tasks }
        })
        .collect()
}

fn task(draft: Draft, rules: &Rules, own: Issuer, year: Option<i32>, problems: &mut Vec<Problem>) -> Task {
    let assignments = assign(&draft.names, rules, own);
    if let Some(guessed) = assignments.iter().find(|a| matches!(a.stated, Stated::FirstListed | Stated::DefaultRule)) {
        problems.push(Problem::new(
            Code::DefaultRole,
            guessed.span.clone(),
            format!("“{}”按约定为牵头单位", guessed.unit_raw),
            match guessed.stated {
                Stated::FirstListed => "通知约定列第一位者牵头",
                _ => "通知约定无牵头单位时责任单位牵头",
            },
        ));
    }
    let deadline = match &draft.deadline {
        Some(words) => Some(deadline::task_date(words, year).unwrap_or_else(|| words.clone())),
        None => deadline::in_task(draft.words.scan(), year),
    };
    let span = draft.words.whole();
    Task {
        section: draft.section,
        number: draft.number,
        clauses: clause::clauses(&draft.words),
        words: draft.words,
        assignments,
        deadline,
        line: draft.line,
        span,
    }
}
