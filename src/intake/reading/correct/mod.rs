//! Corrections applied: what people overruled, in the notices that were read.
//!
//! In:  corrections, and each notice with the id that it has without them.
//! Out: the notice as people say it is, marked with the lines that say so; at the end what became of each correction.
//! Not here: verdicts on pairs of tasks, whose ids only are looked up here ([`crate::matching`] obeys them).
//!
//! The way of a notice: its year, region and kind, which may have it read anew; its tasks; their units, by names; then its
//! offices and figures are looked up again where anything of these changed, and corrected themselves. The order of the rows
//! does not matter; of rows that contradict each other the last one holds.

mod find;
mod notices;
mod state;
mod targets;
mod tasks;
mod told;
mod units;

use std::collections::BTreeMap;

use super::{ReadNotice, finish};
use crate::correction::{Correction, Corrections, Kind};
use crate::notice::{Code, Problem};
use find::{Open, Sought};
use state::State;
pub use told::Overruled;

/// What of a notice a correction was made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Marked {
    Notice,
    /// List and task.
    Task(usize, usize),
    /// List, task and assignment.
    Unit(usize, usize, usize),
}

/// The lines of corrections by what they were made of.
#[derive(Debug, Clone, Default)]
pub struct Marks(BTreeMap<Marked, String>);

impl Marks {
    /// The lines, `corrections.tsv:3`; several with ` / ` between.
    pub fn of(&self, what: Marked) -> Option<String> {
        if self.0.is_empty() { None } else { self.0.get(&what).cloned() }
    }

    fn add(&mut self, what: Marked, mark: &str) {
        add_mark(self.0.entry(what).or_default(), mark);
    }
}

/// Adds a line to those that are there, once.
fn add_mark(marks: &mut String, mark: &str) {
    if marks.split(" / ").any(|known| known == mark) {
        return;
    }
    if !marks.is_empty() {
        marks.push_str(" / ");
    }
    marks.push_str(mark);
}

/// Corrections while notices are read.
#[derive(Debug)]
pub(super) struct Corrector {
    given: Corrections,
    states: Vec<State>,
}

impl Corrector {
    /// Nothing where there are no corrections.
    pub fn new(given: Corrections) -> Option<Self> {
        if given.is_empty() {
            return None;
        }
        let states = vec![State::default(); given.rows.len()];
        let mut corrector = Self { given, states };
        corrector.settle_units();
        Some(corrector)
    }

    /// The places of the rows of some kinds that no other row contradicts so far.
    fn of(&self, is: impl Fn(Kind) -> bool) -> Vec<usize> {
        let rows = self.given.rows.iter().enumerate();
        rows.filter(|(at, row)| is(row.kind) && self.states[*at].lost_to.is_none()).map(|(at, _)| at).collect()
    }

    fn row(&self, at: usize) -> &Correction {
        &self.given.rows[at]
    }

    /// Of rows about one thing the last, and those whose words differ lose to it.
    fn last(&mut self, rows: &[usize]) -> Option<usize> {
        let last = rows.iter().copied().max()?;
        for &at in rows {
            if self.row(at).say != self.row(last).say {
                self.states[at].lost_to = Some(last);
            }
        }
        Some(last)
    }

    /// The notice as people say it is; `machine` is the id that it has without corrections.
    pub fn within(&mut self, read: ReadNotice, machine: &str) -> ReadNotice {
        let mut open = Open::new(read, machine);
        if open.ids().any(|id| self.given.rows.iter().any(|row| row.subject.starts_with(id) || row.object == id)) {
            self.tasks(&mut open);
            self.assign(&mut open);
            if open.is_stale {
                anew(&mut open.read);
            }
            self.mark_units(&mut open);
        }
        self.offices(&mut open);
        self.targets(&mut open);
        self.pairs(&open);
        self.tell(&mut open);
        open.read
    }

    /// The ids of today of the pairs' tasks.
    fn pairs(&mut self, open: &Open) {
        for at in self.of(Kind::is_pair) {
            let row = self.row(at);
            let sides = [(&row.subject, &row.words), (&row.object, &row.object_words)];
            let found = sides.map(|(id, words)| open.task(id, words));
            for (side, sought) in found.into_iter().enumerate() {
                match sought {
                    Sought::Elsewhere => {}
                    Sought::Missing(why) => self.states[at].why = why,
                    Sought::Here(spot) => {
                        let id = open.read.task_id(spot.list, spot.task);
                        self.states[at].side(side, id, spot.moved);
                    }
                }
            }
        }
    }

    /// Says at their places what was corrected in this notice.
    fn tell(&self, open: &mut Open) {
        for (at, span, words) in std::mem::take(&mut open.told) {
            let row = self.row(at);
            let message = format!("人工更正（{}）：{words}", row.place());
            let help = if row.note.is_empty() { "按人工核定的结论读取".to_owned() } else { row.note.clone() };
            open.read.notice.problems.push(Problem::new(Code::Corrected, span, message, help));
        }
        open.read.notice.problems.sort_by_key(|problem| (problem.span.start, problem.span.end, problem.code));
    }
}

/// Looks offices and targets of a notice up again.
fn anew(read: &mut ReadNotice) {
    let ReadNotice { id, document, mut notice, marks, .. } = std::mem::replace(read, ReadNotice::none());
    let of_units = [Code::UnknownUnit, Code::LikelyUnit, Code::UnifiedUnit];
    notice.problems.retain(|problem| !of_units.contains(&problem.code));
    *read = ReadNotice { marks, ..finish(id, document, notice) };
}

#[cfg(test)]
mod tests;
