//! Rows of matches: what was found, in words.
//!
//! In:  a [`Match`] and the tasks that it is of.
//! Out: its [`MatchRow`]; of many matches the same as columns, in which nothing is written twice.

use std::cmp::Reverse;
use std::ops::Range;
use std::sync::LazyLock;

use super::prepared::{Figure, Prepared, stated};
use crate::matching::kernel::signal::Signal;
use crate::matching::kernel::{self, Match, SIGNALS, Weights};
use crate::quantity::{self, Comparison, indicator_title};
use crate::table::schema::{MatchRow, TargetRow};
use crate::table::{Additions, Maker, MatchColumns, Pair, Texts};

/// The matches among tasks.
pub(super) struct Found {
    pub prepared: Prepared,
    pub matches: Vec<Match>,
}

impl Maker for Found {
    fn len(&self) -> usize {
        self.matches.len()
    }

    fn pair(&self, at: usize) -> Pair {
        let Match { left, right, score, .. } = self.matches[at];
        Pair { left, right, score }
    }

    fn row(&self, at: usize) -> MatchRow {
        self.prepared.match_row(&self.matches[at])
    }

    fn columns(&self, range: Range<usize>) -> Option<MatchColumns<'_>> {
        let mut columns = MatchColumns::default();
        for found in &self.matches[range] {
            self.prepared.add_row(&mut columns, found);
        }
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

impl Prepared {
    /// The row of a match.
    pub(super) fn match_row(&self, found: &Match) -> MatchRow {
        let (left, right) = (found.left as usize, found.right as usize);
        let (left_range, right_range) = found.clauses(&self.corpus);
        let (left_span, right_span) = (self.printed[left].span(&left_range), self.printed[right].span(&right_range));
        let shared = self.shared(found, [&left_range, &right_range]);
        let shared = shared.as_ref();
        MatchRow {
            left_task_id: self.tasks[left].task_id.clone(),
            right_task_id: self.tasks[right].task_id.clone(),
            score: score(found),
            left_clause: self.words(left, left_range).to_owned(),
            right_clause: self.words(right, right_range).to_owned(),
            left_clause_start: left_span.as_ref().map(|span| span.start),
            left_clause_end: left_span.map(|span| span.end),
            right_clause_start: right_span.as_ref().map(|span| span.start),
            right_clause_end: right_span.map(|span| span.end),
            signals: Additions(additions(found).map(|(_, name, cents)| (name.into(), i32::from(cents))).collect()),
            indicator: shared.map(|shared| shared.title.to_owned()),
            left_value: shared.map(|shared| shared.left),
            right_value: shared.map(|shared| shared.right),
            measure: shared.and_then(|shared| shared.measure).map(str::to_owned),
            ratio: shared.and_then(|shared| shared.ratio),
            figures: shared.map(|shared| shared.figures.to_owned()),
        }
    }

    /// Adds the row of a match to columns.
    fn add_row<'a>(&'a self, columns: &mut MatchColumns<'a>, found: &Match) {
        columns.left_task_id.push(found.left.into(), || self.tasks[found.left as usize].task_id.as_str().into());
        columns.right_task_id.push(found.right.into(), || self.tasks[found.right as usize].task_id.as_str().into());
        columns.score.push(score(found));
        let meet = found.clause_numbers(&self.corpus);
        let MatchColumns { left_clause, left_clause_start, left_clause_end, .. } = columns;
        let left =
            self.add_clause([left_clause_start, left_clause_end], left_clause, found.left, meet.map(|meet| meet.0));
        let MatchColumns { right_clause, right_clause_start, right_clause_end, .. } = columns;
        let right =
            self.add_clause([right_clause_start, right_clause_end], right_clause, found.right, meet.map(|meet| meet.1));
        for (part, name, cents) in additions(found) {
            columns.signals.add(part, name, cents);
        }
        columns.signals.end_row();
        let shared = self.shared(found, [&left, &right]);
        add(&mut columns.indicator, shared.as_ref().map(|shared| shared.title));
        columns.left_value.push(shared.as_ref().map(|shared| shared.left));
        columns.right_value.push(shared.as_ref().map(|shared| shared.right));
        add(&mut columns.measure, shared.as_ref().and_then(|shared| shared.measure));
        columns.ratio.push(shared.as_ref().and_then(|shared| shared.ratio));
        add(&mut columns.figures, shared.as_ref().map(|shared| shared.figures));
    }

    /// Adds a clause with its place, nothing where none meets; gives its bytes of the task's text.
    fn add_clause<'a>(
        &'a self,
        [start, end]: [&mut Vec<Option<u32>>; 2],
        texts: &mut Texts<'a>,
        task: u32,
        clause: Option<u32>,
    ) -> Range<usize> {
        let task = task as usize;
        let range = clause.map_or(0..0, |clause| self.corpus.range(clause));
        let span = self.printed[task].span(&range);
        start.push(span.as_ref().map(|span| span.start));
        end.push(span.map(|span| span.end));
        texts.push(clause.map_or(u64::MAX, u64::from), || self.words(task, range.clone()).into());
        range
    }

    fn words(&self, task: usize, range: Range<usize>) -> &str {
        self.tasks[task].text.get(range).unwrap_or_default()
    }

    /// What the figures come to that the clauses that meet set for one indicator.
    fn shared(&self, found: &Match, meet: [&Range<usize>; 2]) -> Option<Shared<'_>> {
        let (a, b) = self.shared_figures(found, meet)?;
        let (left, right) = (&self.tasks[found.left as usize].text, &self.tasks[found.right as usize].text);
        let comparison = quantity::compare((&stated(&a.row, left), &a.said), (&stated(&b.row, right), &b.said));
        let (a, b) = (&a.row, &b.row);
        let compare = comparison == Comparison::Comparable && a.value != 0.0;
        Some(Shared {
            title: title(a),
            left: a.value,
            right: b.value,
            measure: quantity::one_measure(&a.measure, &b.measure).then_some(a.measure.as_str()),
            ratio: compare.then(|| b.value / a.value),
            figures: comparison.code(),
        })
    }

    /// The figures that the clauses that meet set for one indicator: in one measure, else in different ones, else a change in
    /// one and what changes in the other.
    fn shared_figures(&self, found: &Match, meet: [&Range<usize>; 2]) -> Option<(&Figure, &Figure)> {
        let (left, right) = (&self.targets[found.left as usize], &self.targets[found.right as usize]);
        let within = |figure: &Figure, clause: &Range<usize>| {
            figure.row.text_start.is_some_and(|at| clause.contains(&(at as usize)))
        };
        if !left.iter().any(|a| within(a, meet[0])) || !right.iter().any(|b| within(b, meet[1])) {
            return None;
        }
        let in_one_measure = kernel::same_indicator(&self.corpus, found.left, found.right)
            .and_then(|(a, b)| left.get(a).zip(right.get(b)))
            .filter(|(a, b)| within(a, meet[0]) && within(b, meet[1]));
        let of_one = |same: fn(&str, &str) -> bool| {
            let is_one = |a: &Figure, b: &Figure| {
                a.row.indicator_id.as_deref().zip(b.row.indicator_id.as_deref()).is_some_and(|(a, b)| same(a, b))
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

/// Adds a text or nothing.
fn add<'a>(texts: &mut Texts<'a>, text: Option<&'a str>) {
    match text {
        Some(text) => texts.push_same(text),
        None => texts.push_null(),
    }
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

/// How a match's score came about: each signal's name for people, what it added to the log-odds, and the sum so far.
pub fn waterfall(row: &MatchRow) -> Vec<(&'static str, f64, f64)> {
    let mut total = 0;
    row.signals
        .0
        .iter()
        .filter_map(|(name, cents)| {
            let label = match &**name {
                START => "起点",
                name => Signal::ALL.iter().find(|signal| signal.name() == name)?.label(),
            };
            total += cents;
            Some((label, f64::from(*cents) / 100.0, f64::from(total) / 100.0))
        })
        .collect()
}

/// The canonical name of a target's indicator, else its own words.
fn title(target: &TargetRow) -> &str {
    target.indicator_id.as_deref().and_then(indicator_title).unwrap_or(&target.indicator)
}
