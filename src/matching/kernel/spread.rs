//! Spread: one task laid out by its character pairs, so that others are quickly held against it one by one.
//!
//! In:  a [`Meeting`], a left task and a right one.
//! Out: a [`Likeness`]: what [`Meeting::likeness`] and [`clauses`] say, digit for digit.
//!
//! For each character pair the clauses of the left task that hold it stand as bits, so a right clause is gone through once
//! and not once for each left clause.

use super::corpus::Corpus;
use super::dense::cosine;
use super::meeting::{Meeting, dice, greater, together, worth};
use super::signal::{Cell, Clauses, backed, clauses};

/// How alike two tasks are, and their clauses.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Likeness {
    pub(super) whole: f32,
    pub(super) clauses: Clauses,
}

/// A left task laid out.
pub(super) struct Spread {
    /// For each character pair the clauses that hold it.
    marks: Vec<u64>,
    task: Option<usize>,
    /// What the character pairs of each clause, and of all, are worth between the lists at hand.
    clause_sums: Vec<u32>,
    sum: u32,
    shared: Vec<u32>,
}

impl Spread {
    pub(super) fn new(corpus: &Corpus) -> Self {
        let marks = vec![0; corpus.gram_count];
        Self { marks, task: None, clause_sums: Vec::new(), sum: 0, shared: Vec::new() }
    }

    /// Lays out a task of the left list; again for every two lists.
    pub(super) fn turn_to(&mut self, meeting: &Meeting<'_>, task: usize) {
        let corpus = meeting.corpus;
        let own = &corpus.tasks[task];
        let grams = |clause: u32| corpus.grams_in(corpus.wording(clause));
        if self.task != Some(task) {
            for gram in self.task.iter().flat_map(|last| corpus.grams_of(*last)) {
                self.marks[*gram as usize] = 0;
            }
            for (at, clause) in own.clauses.clone().enumerate().take(u64::BITS as usize) {
                for gram in grams(clause) {
                    self.marks[*gram as usize] |= 1 << at;
                }
            }
            self.task = Some(task);
        }
        self.clause_sums.clear();
        self.clause_sums.extend(own.clauses.clone().map(|clause| meeting.grams(grams(clause))));
        // a task of one clause holds what that holds
        self.sum = match self.clause_sums[..] {
            [sum] => sum,
            _ => meeting.grams(corpus.grams_of(task)),
        };
        self.shared.resize(own.clauses.len(), 0);
    }

    /// How alike the left task and a right one are; adds a cell for every two clauses, as [`clauses`] does.
    pub(super) fn likeness(&mut self, meeting: &Meeting<'_>, right: usize, cells: &mut Vec<Cell>) -> Likeness {
        let corpus = meeting.corpus;
        let left = self.task.unwrap_or(right);
        let (a, b) = (&corpus.tasks[left], &corpus.tasks[right]);
        if a.clauses.len() > u64::BITS as usize {
            let clauses = clauses(meeting, left, right, cells);
            return Likeness { whole: meeting.likeness(left, right, &clauses), clauses };
        }
        let (mut chars, mut vectors, mut most, mut last) = (0.0f32, 0.0f32, -1.0f32, (0, 0));
        let (start, width) = (cells.len(), b.clauses.len());
        cells.resize(start + a.clauses.len() * width, Cell::default());
        let cells = &mut cells[start..];
        for (column, y) in b.clauses.clone().enumerate() {
            let vector = corpus.vector(y);
            last = self.share(meeting, corpus.grams_in(corpus.wording(y)));
            let sum = last.1;
            for (at, &shared) in self.shared.iter().enumerate() {
                let (x, own) = (a.clauses.start + at as u32, self.clause_sums[at]);
                let vector = cosine(corpus.vector(x), vector);
                let dice = dice(shared, own, sum);
                cells[at * width + column] = Cell { vector, dice };
                vectors = greater(vector, vectors);
                chars = greater(backed(dice, worth(shared)), chars);
                most = greater(vector + dice, most);
            }
        }
        // a task of one clause holds what that holds
        let (shared, sum) = if width == 1 { last } else { self.share_whole(meeting, corpus.grams_of(right)) };
        let whole = cosine(corpus.task_vector(left), corpus.task_vector(right));
        let whole = together(greater(most, 0.0), whole, dice(shared, self.sum, sum));
        Likeness { whole, clauses: Clauses { chars, vectors, most } }
    }

    /// Sums up what each left clause shares with a right one; what any of them does, and what the right one holds.
    fn share(&mut self, meeting: &Meeting<'_>, grams: &[u32]) -> (u32, u32) {
        self.shared.fill(0);
        let (mut any, mut sum) = (0, 0);
        for &gram in grams {
            let worth = meeting.gram(gram);
            sum += worth;
            let mut marks = self.marks[gram as usize];
            any += if marks == 0 { 0 } else { worth };
            while marks != 0 {
                self.shared[marks.trailing_zeros() as usize] += worth;
                marks &= marks - 1;
            }
        }
        (any, sum)
    }

    /// What both tasks share, and what the right one holds.
    fn share_whole(&self, meeting: &Meeting<'_>, grams: &[u32]) -> (u32, u32) {
        let (mut shared, mut sum) = (0, 0);
        for &gram in grams {
            let worth = meeting.gram(gram);
            sum += worth;
            shared += if self.marks[gram as usize] == 0 { 0 } else { worth };
        }
        (shared, sum)
    }
}

#[cfg(test)]
mod tests {
    use super::super::meeting::Tables;
    use super::super::tests::task;
    use super::*;

    #[test]
    fn the_same_as_one_by_one() {
        let many = "推进垃圾分类,新建公厕,".repeat(40);
        let texts = [
            "推进垃圾分类工作,新改建公厕5座,推进垃圾分类工作",
            "新增停车泊位3个,打好蓝天保卫战",
            "推进垃圾分类;打造花景大道10条,推进政务公开",
            "公厕改造",
            "",
            &many,
        ];
        let tasks: Vec<_> = (0..12).map(|at| task(at % 2, texts[at as usize / 2])).collect();
        let corpus = Corpus::new(&tasks);
        let (mut tables, mut spread) = (Tables::new(&corpus), Spread::new(&corpus));
        let meeting = Meeting::new(&corpus, 0, 1, &mut tables);
        for (left, right) in (0..6).flat_map(|a| (0..6).map(move |b| (a * 2, b * 2 + 1))) {
            spread.turn_to(&meeting, left);
            let (mut cells, mut want_cells) = (Vec::new(), Vec::new());
            let clauses = clauses(&meeting, left, right, &mut want_cells);
            let want = Likeness { whole: meeting.likeness(left, right, &clauses), clauses };
            assert_eq!(spread.likeness(&meeting, right, &mut cells), want, "{left} {right}");
            assert_eq!(cells, want_cells, "{left} {right}");
        }
    }
}
