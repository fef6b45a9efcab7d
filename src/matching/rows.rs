//! Rows of matches: what was found, in words.
//!
//! In:  a [`Match`] and the tasks that it is of.
//! Out: its [`MatchRow`]; of many matches the same as columns, in which nothing is written twice.

use std::cmp::Reverse;
use std::ops::Range;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::prepared::{Figure, Prepared};
use crate::matching::kernel::signal::Signal;
use crate::matching::kernel::{self, Match, SIGNALS, Sorted, Weights};
use crate::quantity::{self, Comparison, indicator_title};
use crate::table::schema::MatchRow;
use crate::table::{Additions, Maker, MatchColumns, Pair};

/// The matches among tasks.
pub(super) struct Found {
    prepared: Prepared,
    matches: Sorted,
    /// By their numbers in the corpus.
    clauses: Vec<Place>,
    /// Pairs that people said are the same, the earlier task first, with the lines that say so.
    verdicts: FxHashMap<(u32, u32), String>,
}

/// Where a clause stands.
#[derive(Debug, Clone, Default)]
struct Place {
    /// Bytes of the task's text.
    text: Range<u32>,
    /// Bytes of the notice's plain text, where they are known.
    span: Option<Range<u32>>,
    /// Whether it sets a figure.
    has_figure: bool,
}

impl Place {
    fn range(&self) -> Range<usize> {
        self.text.start as usize..self.text.end as usize
    }
}

impl Maker for Found {
    fn count(&self) -> usize {
        self.matches.len()
    }

    fn pair(&self, at: usize) -> Pair {
        let (left, right, score) = self.matches.pair(at);
        Pair { left, right, score }
    }

    fn row(&self, at: usize) -> MatchRow {
        self.row_of(&self.matches.get(at..at + 1)[0])
    }

    fn columns(&self, range: Range<usize>) -> Option<MatchColumns<'_>> {
        let mut columns = MatchColumns::default();
        self.matches.get(range).iter().for_each(|found| self.add_row(&mut columns, found));
        Some(columns)
    }
}

/// What two figures of one indicator come to.
struct Shared<'a> {
    title: &'a str,
    left: f64,
    right: f64,
    /// Where both have the same.
    measure: Option<&'a str>,
    ratio: Option<f64>,
    /// The code of [`Comparison`].
    figures: &'static str,
}

impl Found {
    pub fn new(mut prepared: Prepared, matches: Sorted, verdicts: FxHashMap<(u32, u32), String>) -> Self {
        let printed = std::mem::take(&mut prepared.printed);
        let place = |(task, clause): (usize, u32)| {
            let range = prepared.corpus.range(clause);
            let is_within = |figure: &Figure| figure.text_start.is_some_and(|at| range.contains(&(at as usize)));
            let has_figure = prepared.targets[task].iter().any(is_within);
            Place { span: printed[task].span(&range), text: range.start as u32..range.end as u32, has_figure }
        };
        let clauses = (0..prepared.tasks.len()).flat_map(|task| {
            let numbers = prepared.corpus.clauses_of(task);
            numbers.map(move |clause| (task, clause))
        });
        let clauses = clauses.map(place).collect();
        Self { prepared, matches, clauses, verdicts }
    }

    /// The line of the correction that says that the tasks of a match are the same.
    fn verdict(&self, found: &Match) -> Option<&str> {
        let pair = (found.left.min(found.right), found.left.max(found.right));
        if self.verdicts.is_empty() { None } else { self.verdicts.get(&pair).map(String::as_str) }
    }

    /// The clauses of a match that meet, by their numbers; and where they stand.
    fn meet(&self, found: &Match) -> ([u64; 2], [&Place; 2]) {
        static NOWHERE: Place = Place { text: 0..0, span: None, has_figure: false };
        match found.clause_numbers(&self.prepared.corpus) {
            Some((a, b)) => ([a.into(), b.into()], [&self.clauses[a as usize], &self.clauses[b as usize]]),
            None => ([u64::MAX; 2], [&NOWHERE; 2]),
        }
    }

    /// The row of a match.
    fn row_of(&self, found: &Match) -> MatchRow {
        let (left, right) = (found.left as usize, found.right as usize);
        let (_, meet) = self.meet(found);
        let [left_clause, right_clause] = meet;
        let shared = self.shared(found, meet);
        let shared = shared.as_ref();
        let verdict = self.verdict(found);
        let mut signals: Vec<_> = additions(found).map(|(_, name, cents)| (name.into(), i32::from(cents))).collect();
        signals.extend(verdict.map(|_| (VERDICT.into(), i32::from(verdict_cents(found)))));
        MatchRow {
            left_task_id: self.prepared.tasks[left].task_id.clone(),
            right_task_id: self.prepared.tasks[right].task_id.clone(),
            score: score(found),
            left_clause: self.words(left, left_clause).to_owned(),
            right_clause: self.words(right, right_clause).to_owned(),
            left_clause_start: left_clause.span.as_ref().map(|span| span.start),
            left_clause_end: left_clause.span.as_ref().map(|span| span.end),
            right_clause_start: right_clause.span.as_ref().map(|span| span.start),
            right_clause_end: right_clause.span.as_ref().map(|span| span.end),
            signals: Additions(signals),
            indicator: shared.map(|shared| shared.title.to_owned()),
            left_value: shared.map(|shared| shared.left),
            right_value: shared.map(|shared| shared.right),
            measure: shared.and_then(|shared| shared.measure).map(str::to_owned),
            ratio: shared.and_then(|shared| shared.ratio),
            figures: shared.map(|shared| shared.figures.to_owned()),
            corrected: verdict.map(str::to_owned),
        }
    }

    /// Adds the row of a match to columns.
    fn add_row<'a>(&'a self, columns: &mut MatchColumns<'a>, found: &Match) {
        let tasks = &self.prepared.tasks;
        let (left, right) = (found.left as usize, found.right as usize);
        let (numbers, meet) = self.meet(found);
        columns.left_task_id.push(left as u64, || &tasks[left].task_id);
        columns.right_task_id.push(right as u64, || &tasks[right].task_id);
        columns.score.push(score(found));
        columns.left_clause.push(numbers[0], || self.words(left, meet[0]));
        columns.right_clause.push(numbers[1], || self.words(right, meet[1]));
        columns.left_clause_start.push(meet[0].span.as_ref().map(|span| span.start));
        columns.left_clause_end.push(meet[0].span.as_ref().map(|span| span.end));
        columns.right_clause_start.push(meet[1].span.as_ref().map(|span| span.start));
        columns.right_clause_end.push(meet[1].span.as_ref().map(|span| span.end));
        for (part, name, cents) in additions(found) {
            columns.signals.add(part, name, cents);
        }
        let verdict = self.verdict(found);
        if verdict.is_some() {
            columns.signals.add(SIGNALS + 1, VERDICT, verdict_cents(found));
        }
        columns.signals.end_row();
        let shared = self.shared(found, meet);
        columns.indicator.push_words(shared.as_ref().map(|shared| shared.title));
        columns.left_value.push(shared.as_ref().map(|shared| shared.left));
        columns.right_value.push(shared.as_ref().map(|shared| shared.right));
        columns.measure.push_words(shared.as_ref().and_then(|shared| shared.measure));
        columns.ratio.push(shared.as_ref().and_then(|shared| shared.ratio));
        columns.figures.push_words(shared.as_ref().map(|shared| shared.figures));
        columns.corrected.push_words(verdict);
    }

    fn words(&self, task: usize, clause: &Place) -> &str {
        self.prepared.tasks[task].text.get(clause.range()).unwrap_or_default()
    }

    /// What the figures come to that the clauses that meet set for one indicator.
    fn shared(&self, found: &Match, meet: [&Place; 2]) -> Option<Shared<'_>> {
        let (a, b) = self.shared_figures(found, meet)?;
        let tasks = &self.prepared.tasks;
        let (left, right) = (&tasks[found.left as usize].text, &tasks[found.right as usize].text);
        let comparison = quantity::compare((&a.stated(left), &a.said), (&b.stated(right), &b.said));
        let compare = comparison == Comparison::Comparable && a.value != 0.0;
        Some(Shared {
            title: title(a),
            left: a.value,
            right: b.value,
            measure: quantity::one_measure(&a.measure, &b.measure).then_some(&*a.measure),
            ratio: compare.then(|| b.value / a.value),
            figures: comparison.code(),
        })
    }

    /// The figures that the clauses that meet set for one indicator: in one measure, else in different ones, else a change in
    /// one and what changes in the other.
    fn shared_figures(&self, found: &Match, meet: [&Place; 2]) -> Option<(&Figure, &Figure)> {
        if meet.iter().any(|clause| !clause.has_figure) {
            return None;
        }
        let Prepared { targets, corpus, .. } = &self.prepared;
        let (left, right) = (&targets[found.left as usize], &targets[found.right as usize]);
        let within = |figure: &Figure, clause: &Place| figure.text_start.is_some_and(|at| clause.text.contains(&at));
        let in_one_measure = kernel::same_indicator(corpus, found.left, found.right)
            .and_then(|(a, b)| left.get(a).zip(right.get(b)))
            .filter(|(a, b)| within(a, meet[0]) && within(b, meet[1]));
        let of_one = |same: fn(&str, &str) -> bool| {
            let is_one = |a: &Figure, b: &Figure| {
                a.indicator_id.as_deref().zip(b.indicator_id.as_deref()).is_some_and(|(a, b)| same(a, b))
            };
            let mut lefts = left.iter().filter(|a| within(a, meet[0]));
            lefts.find_map(|a| Some((a, right.iter().filter(|b| within(b, meet[1])).find(|b| is_one(a, b))?)))
        };
        let stem = |a: &str, b: &str| a.strip_suffix("_growth").unwrap_or(a) == b.strip_suffix("_growth").unwrap_or(b);
        in_one_measure.or_else(|| of_one(|a, b| a == b)).or_else(|| of_one(stem))
    }
}

/// The score as tables hold it.
fn score(found: &Match) -> f64 {
    (f64::from(found.score) * 1e4).round() / 1e4
}

/// What the log-odds of a match start from, then what each signal added, strongest first: the part's number, its name and
/// hundredths.
fn additions(found: &Match) -> impl Iterator<Item = (usize, &'static str, i16)> {
    /// The places of the signals in the order of their names.
    static BY_NAME: LazyLock<[u8; SIGNALS]> = LazyLock::new(|| {
        let before = |signal: Signal| Signal::ALL.iter().filter(|other| other.name() < signal.name()).count();
        Signal::ALL.map(|signal| before(signal) as u8)
    });
    let by_name = *BY_NAME;
    let start = kernel::cents(Weights::built_in().start);
    let mut parts = [(0i16, 0u8); SIGNALS];
    let mut number = 0;
    for (at, cents) in (0..).zip(found.added).filter(|(_, cents)| *cents != 0) {
        parts[number] = (cents, at);
        number += 1;
    }
    parts[..number].sort_unstable_by_key(|&(cents, at)| (Reverse(cents), by_name[at as usize]));
    let parts = parts.into_iter().take(number);
    let parts = parts.map(|(cents, at)| (usize::from(at) + 1, Signal::ALL[at as usize].name(), cents));
    std::iter::once((0, START, start)).chain(parts)
}

/// What a match starts from before any signal is counted, in [`MatchRow::signals`].
const START: &str = "start";
/// What people's own verdict adds.
const VERDICT: &str = "verdict";
/// Its name for people.
const VERDICT_LABEL: &str = "人工核定";

/// What a verdict adds so that the log-odds come to those of a score that is 1 to four digits.
fn verdict_cents(found: &Match) -> i16 {
    /// Log-odds in hundredths: the score is above 0.99995.
    const SURE: i32 = 1000;
    let others: i32 = additions(found).map(|(_, _, cents)| i32::from(cents)).sum();
    (SURE - others).clamp(i16::MIN.into(), i16::MAX.into()) as i16
}

/// Names of what adds to a score: in [`MatchRow::signals`], and for people.
pub fn signal_labels() -> impl Iterator<Item = (&'static str, &'static str)> {
    let signals = Signal::ALL.iter().map(|signal| (signal.name(), signal.label()));
    std::iter::once((START, "起点")).chain(signals).chain([(VERDICT, VERDICT_LABEL)])
}

/// How a match's score came about: each signal's name for people, what it added to the log-odds, and the sum so far.
pub fn waterfall(row: &MatchRow) -> Vec<(&'static str, f64, f64)> {
    let mut total = 0;
    row.signals
        .0
        .iter()
        .filter_map(|(name, cents)| {
            let label = match &**name {
                START => "起点",
                VERDICT => VERDICT_LABEL,
                name => Signal::ALL.iter().find(|signal| signal.name() == name)?.label(),
            };
            total += cents;
            Some((label, f64::from(*cents) / 100.0, f64::from(total) / 100.0))
        })
        .collect()
}

/// The canonical name of a target's indicator, else its own words.
fn title(target: &Figure) -> &str {
    target.indicator_id.as_deref().and_then(indicator_title).unwrap_or(&target.indicator)
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use crate::intake;
    use crate::matching::{Request, pair};
    use crate::table::schema::MatchRow;
    use crate::table::{FileFormat, Files, Stored, open_rows, write_folder};

    #[test]
    fn columns_are_those_of_the_rows() {
        let notices: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("datasets/notices");
        let mut rows = intake::take(&[notices], &()).expect("the notices can be read").rows;
        pair(&mut rows, &Request::default(), &()).expect("no selector");
        let want: Vec<MatchRow> = rows.matches.rows(0..rows.matches.len()).collect();
        assert!(want.len() > 200 && want.iter().any(|row| row.ratio.is_some()));
        let folder = tempfile::tempdir().expect("a folder for the test");
        let folder = folder.path().join("tables");
        write_folder(&folder, &rows, &Files::all(&[FileFormat::Parquet])).expect("tables can be written");
        let read = open_rows(&Stored::Folder(folder)).expect("tables can be read").matches;
        assert_eq!(read.rows(0..read.len()).collect::<Vec<_>>(), want);
    }
}
