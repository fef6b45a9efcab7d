//! Forms: the ways in which tasks are printed, and which of them a part of a notice has.
//!
//! In:  the lines of one part.
//! Out: the form that fits best with the line that shows it, and the tasks as its reader reads them.
//! How: a form is a reader's file and a line in [`FORMS`]; it fits as far as lines show it.
//! Not here: which lines are a part ([`super::layout`]). A list whose lines change their form is read line by line: the
//!          outline's reader takes tables, labels and verbs where they begin.

use super::classify::Context;
use super::line::{Line, Marker};
use super::outline::{self, Draft};
use super::stage::{self, Stage};
use super::word::{Class, form};
use super::{Passage, Printed, Problem, Review, grid, label, narrative, verb};

/// One printed form.
pub(super) struct Form {
    /// Its code; `form-words.tsv` has its name for people.
    pub name: &'static str,
    fits: fn(&Part<'_>) -> Option<Fit>,
    read: fn(&Part<'_>, &mut Vec<Problem>) -> Reading,
}

/// What a part is read with.
pub(super) struct Part<'a> {
    pub lines: &'a [Line],
    pub year: Option<i32>,
    /// Whether the notice names units anywhere.
    pub units: bool,
    /// Whether only items with units count.
    pub units_only: bool,
}

/// How well a form fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Fit {
    /// How many lines or rows show it.
    shown: usize,
    /// The first of them.
    at: usize,
}

/// What a part holds.
#[derive(Default)]
pub(super) struct Reading {
    pub drafts: Vec<Draft>,
    pub review: Vec<Review>,
    pub horizon: Vec<Review>,
    /// What a report's sentences are: bytes of the plain text.
    pub passages: Vec<(Passage, std::ops::Range<usize>)>,
    /// Whether it is a report that sets goals for the year; none where it is no report.
    pub plan: Option<bool>,
}

impl Reading {
    /// Lines that tell of what was done: their figures are results.
    pub(super) fn past(lines: &[Line]) -> Self {
        let told = |line: &&Line| line.scan().chars().any(|c| c.is_ascii_digit());
        Self {
            review: lines.iter().filter(told).map(|line| Review { words: line.text.clone() }).collect(),
            passages: lines.iter().map(|line| (Passage::Review, line.text.whole())).collect(),
            ..Self::default()
        }
    }
}

/// Every printed form. Of those that fit as well as each other the first counts.
pub(super) static FORMS: &[Form] = &[
    Form { name: "report", fits: is_report, read: report },
    Form { name: "running", fits: |part| table(part, grid::running), read: outline },
    Form { name: "bars", fits: |part| table(part, grid::piped), read: outline },
    Form { name: "stacked", fits: |part| table(part, grid::stacked), read: outline },
    Form { name: "spaced", fits: |part| table(part, grid::spaced), read: outline },
    Form { name: "labels", fits: |part| lines(part, |line| label::has_label(line.scan())), read: outline },
    Form { name: "verbs", fits: |part| lines(part, verb_closes), read: outline },
    Form { name: "offices", fits: |part| lines(part, heads_office), read: outline },
    Form { name: "items", fits: items, read: outline },
];

/// Reads a part by the form that fits best, and says which and why.
pub(super) fn read(part: &Part<'_>, problems: &mut Vec<Problem>) -> (Printed, Reading) {
    let fits = FORMS.iter().filter_map(|form| (form.fits)(part).map(|fit| (form, fit)));
    let best = fits.reduce(|best, next| if next.1.shown > best.1.shown { next } else { best });
    let Some((form, fit)) = best else { return (Printed::default(), Reading::default()) };
    let shows = &part.lines[fit.at];
    let printed = Printed { form: form.name, line: shows.number, words: shows.text.shown() };
    (printed, (form.read)(part, problems))
}

/// Reads a whole page that is a report.
pub(super) fn read_report(lines: &[Line], year: Option<i32>, problems: &mut Vec<Problem>) -> (Printed, Reading) {
    let part = Part { lines, year, units: false, units_only: false };
    let first = lines.first();
    let words = first.map(|line| line.text.shown()).unwrap_or_default();
    let printed = Printed { form: FORMS[0].name, line: first.map_or(0, |line| line.number), words };
    (printed, report(&part, problems))
}

/// Whether a text names units: by a label, in a table, or by verbs in brackets in several places.
pub(super) fn names_units(lines: &[Line]) -> bool {
    /// One bracket with a verb may be an aside of a report.
    const FEWEST: usize = 2;
    let by_verb = |line: &&Line| line.scan().ends_with([')', ']', '〕', '。']) && verb::names_by_verb(line.scan());
    lines.iter().any(|line| label::has_label(line.scan()))
        || (0..lines.len()).any(|at| grid::opens_stack(&lines[at..]))
        || lines.iter().filter(by_verb).take(FEWEST).count() == FEWEST
}

/// Whether a table with a column of units stands in a text.
pub(super) fn names_units_in_a_table(lines: &[Line]) -> bool {
    let units = |row: &grid::Row| row.cells.iter().any(|(column, _)| matches!(column, grid::Column::Units(_)));
    let tables: [Rows; 4] = [grid::running, grid::piped, grid::stacked, grid::spaced];
    (0..lines.len())
        .any(|at| tables.iter().any(|read| read(&lines[at..]).is_some_and(|(rows, _)| rows.iter().any(units))))
}

/// The name of a form for people.
pub(super) fn title(name: &str) -> &'static str {
    form().pairs(Class::FormTitle).find(|(_, form)| *form == name).map_or("", |(title, _)| title)
}

/// A report is one whole: where the lines read so, all of them show it.
fn is_report(part: &Part<'_>) -> Option<Fit> {
    (!part.units && !part.lines.is_empty() && narrative::is_narrative(part.lines))
        .then_some(Fit { shown: usize::MAX, at: 0 })
}

/// Reads a table's rows and where its last line stands.
type Rows = fn(&[Line]) -> Option<(Vec<grid::Row>, usize)>;

/// A table fits by its rows.
fn table(part: &Part<'_>, read: Rows) -> Option<Fit> {
    let (at, (rows, _)) = (0..part.lines.len()).find_map(|at| Some((at, read(&part.lines[at..])?)))?;
    Some(Fit { shown: rows.len(), at })
}

/// Other forms fit by the lines that show them.
fn lines(part: &Part<'_>, shows: impl Fn(&Line) -> bool) -> Option<Fit> {
    let mut found = part.lines.iter().enumerate().filter(|(_, line)| shows(line)).map(|(at, _)| at);
    let at = found.next()?;
    Some(Fit { shown: 1 + found.count(), at })
}

/// `(市教育局牵头,各区配合)` at a line's end, without a label.
fn verb_closes(line: &Line) -> bool {
    let scan = line.scan();
    scan.ends_with([')', ']', '〕', '。']) && !label::has_label(scan) && verb::names_by_verb(scan)
}

/// `一、区教育局`: a heading that is an office's name.
fn heads_office(line: &Line) -> bool {
    Marker::split(line.scan())
        .is_some_and(|(_, at)| outline::is_office_heading(line.scan()[at..].trim_end_matches(':')))
}

/// Marked lines without anything that names units: the form of what has no other.
fn items(part: &Part<'_>) -> Option<Fit> {
    let marked = part.lines.iter().position(|line| Marker::split(line.scan()).is_some());
    (!part.lines.is_empty()).then(|| Fit { shown: 0, at: marked.unwrap_or(0) })
}

fn report(part: &Part<'_>, _: &mut Vec<Problem>) -> Reading {
    let report = narrative::read(part.lines, part.year);
    Reading {
        drafts: report.drafts,
        review: report.review,
        horizon: report.horizon,
        passages: report.passages,
        plan: Some(report.has_plan),
    }
}

fn outline(part: &Part<'_>, problems: &mut Vec<Problem>) -> Reading {
    let mut drafts = outline::read(part.lines, Context { units_only: part.units_only }, problems);
    let review = if part.units { Vec::new() } else { take_review(&mut drafts, part.year) };
    Reading { drafts, review, ..Reading::default() }
}

/// Takes what stands under a heading of the review out of the drafts: it was done.
fn take_review(drafts: &mut Vec<Draft>, year: Option<i32>) -> Vec<Review> {
    let looks_back =
        |draft: &Draft| draft.section.iter().any(|title| stage::of_heading(title, year) == Some(Stage::Review));
    let (review, tasks) = std::mem::take(drafts).into_iter().partition(looks_back);
    *drafts = tasks;
    review.into_iter().map(|draft: Draft| Review { words: draft.words }).collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    /// For every form a golden notice that is printed so, and the words that show it.
    const SHOWN: &[(&str, &str)] = &[
        ("report", "blind-23-district-work-report"),
        ("running", "units-08-running-table"),
        ("bars", "v32-pipe-table"),
        ("stacked", "v33-table-cell-per-line"),
        ("spaced", "v34-space-separated-rows"),
        ("labels", "v01-round-bracket-two-roles"),
        ("verbs", "blind-16-province-verbs"),
        ("offices", "blind-32-html-by-department"),
        ("items", "v30-run-together-no-units"),
    ];

    #[test]
    fn every_form_reads_a_golden_notice() {
        let names: Vec<&str> = SHOWN.iter().map(|(name, _)| *name).collect();
        assert_eq!(FORMS.iter().map(|form| form.name).collect::<Vec<_>>(), names, "one golden folder a form");
        let mut wrong = Vec::new();
        for (name, folder) in SHOWN {
            assert!(!title(name).is_empty(), "{name} has a name for people");
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(folder);
            let mut files = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
            let file = files.find(|path| path.file_stem().is_some_and(|stem| stem == "notice")).unwrap();
            let documents = crate::source::open(&file).unwrap().documents().unwrap();
            let got: Vec<String> = documents
                .iter()
                .flat_map(|document| crate::notice::parse(document).lists)
                .map(|list| format!("{} at line {}: {}", list.printed.form, list.printed.line, list.printed.words))
                .collect();
            if !got.iter().any(|form| form.starts_with(&format!("{name} "))) {
                wrong.push(format!("{name} {}: {got:?}", folder.display()));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
