//! Spread: one task laid out by its character pairs, so that others are quickly held against it one by one.
//!
//! In:  a [`Meeting`], a left task and a right one.
//! Out: a [`Likeness`]: what [`Meeting::likeness`] and [`clauses`] say, digit for digit.
//!
//! For each character pair the clauses of the left task that hold it stand as bits, so a right clause is gone through once
//! and not once for each left clause. Character pairs go by their places in the right list, so that all that is looked up
//! stays in a processor's cache.

use std::ops::Range;

use super::corpus::{Corpus, as_usize};
use super::dense::cosine;
use super::meeting::{Meeting, RIGHTS, dice, greater, together, worth};
use super::signal::{Cell, Clauses, backed, clauses};

/// How alike two tasks are, and their clauses.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Likeness {
    pub(super) whole: f32,
    pub(super) clauses: Clauses,
}

/// A list on the right, laid out.
#[derive(Default)]
struct Laid {
    list: Option<u32>,
    /// For each character pair of the corpus its place among those of the list, from 1; 0 where the list does not hold it.
    places: Vec<u32>,
    /// For each task of the list its clauses, counted through the list.
    tasks: Vec<Range<u32>>,
    /// For each clause its character pairs among `grams`.
    clauses: Vec<Range<u32>>,
    /// Twice the place of a character pair, and one more where the task holds it for the first time.
    grams: Vec<u32>,
    /// What the character pairs of each clause and of each task are worth in the meeting of this number.
    clause_sums: Vec<u32>,
    task_sums: Vec<(u32, u32)>,
}

impl Laid {
    /// Lays out a list instead of the one laid out, if it is another. `last` is room by places, all 0 before and after.
    fn turn_to(&mut self, corpus: &Corpus, list: u32, last: &mut Vec<u32>) {
        if self.list == Some(list) {
            return;
        }
        self.places.resize(corpus.gram_count, 0);
        for (gram, _) in self.list.iter().flat_map(|last| &corpus.lists[*last as usize].grams) {
            self.places[*gram as usize] = 0;
        }
        let own = &corpus.lists[list as usize];
        for (at, (gram, _)) in own.grams.iter().enumerate() {
            self.places[*gram as usize] = at as u32 + 1;
        }
        last.resize(own.grams.len() + 1, 0);
        self.tasks.clear();
        self.clauses.clear();
        self.grams.clear();
        for (at, task) in own.tasks.iter().enumerate() {
            let first = self.clauses.len() as u32;
            for clause in corpus.tasks[*task as usize].clauses.clone() {
                let start = self.grams.len() as u32;
                for gram in corpus.grams_in(corpus.wording(clause)) {
                    let place = self.places[*gram as usize];
                    let held = &mut last[place as usize];
                    self.grams.push(place * 2 + u32::from(*held != at as u32 + 1));
                    *held = at as u32 + 1;
                }
                self.clauses.push(start..self.grams.len() as u32);
            }
            self.tasks.push(first..self.clauses.len() as u32);
        }
        last.fill(0);
        self.clause_sums.resize(self.clauses.len(), 0);
        self.task_sums.clear();
        self.task_sums.resize(self.tasks.len(), (0, 0));
        self.list = Some(list);
    }

    /// What the character pairs of a task by its place are worth; those of its clauses stand in `clause_sums` then.
    fn sum(&mut self, meeting: &Meeting<'_>, place: usize, task: u32, number: u32) -> u32 {
        let (of, sum) = self.task_sums[place];
        if of == number {
            return sum;
        }
        let corpus = meeting.corpus;
        let own = self.tasks[place].clone();
        for (at, clause) in as_usize(&own).zip(corpus.tasks[task as usize].clauses.clone()) {
            self.clause_sums[at] = meeting.grams(corpus.grams_in(corpus.wording(clause)));
        }
        // a task of one clause holds what that holds
        let alone = own.len() == 1;
        let sum =
            if alone { self.clause_sums[own.start as usize] } else { meeting.grams(corpus.grams_of(task as usize)) };
        self.task_sums[place] = (number, sum);
        sum
    }
}

/// A left task laid out.
pub(super) struct Spread {
    rights: Vec<Laid>,
    /// Counts meetings, from 1.
    meeting: u32,
    /// For each character pair of the right list at hand the left clauses that hold it, and what it is worth.
    marks: Vec<u64>,
    worths: Vec<u32>,
    /// The places that are marked.
    marked: Vec<u32>,
    task: usize,
    /// What the character pairs of each clause, and of all, are worth between the lists at hand.
    clause_sums: Vec<u32>,
    sum: u32,
    shared: Vec<u32>,
    room: Vec<u32>,
}

impl Spread {
    pub(super) fn new() -> Self {
        Self {
            rights: (0..RIGHTS).map(|_| Laid::default()).collect(),
            meeting: 0,
            marks: Vec::new(),
            worths: Vec::new(),
            marked: Vec::new(),
            task: 0,
            clause_sums: Vec::new(),
            sum: 0,
            shared: Vec::new(),
            room: Vec::new(),
        }
    }

    /// Takes up two lists.
    pub(super) fn meet(&mut self, meeting: &Meeting<'_>) {
        self.rights[meeting.right as usize % RIGHTS].turn_to(meeting.corpus, meeting.right, &mut self.room);
        for place in self.marked.drain(..) {
            self.marks[place as usize] = 0;
        }
        let places = meeting.list(meeting.right).grams.len() + 1;
        if self.marks.len() < places {
            self.marks.resize(places, 0);
            self.worths.resize(places, 0);
        }
        self.meeting += 1;
    }

    /// Lays out a task of the left list.
    pub(super) fn turn_to(&mut self, meeting: &Meeting<'_>, task: usize) {
        let corpus = meeting.corpus;
        let laid = &self.rights[meeting.right as usize % RIGHTS];
        for place in self.marked.drain(..) {
            self.marks[place as usize] = 0;
        }
        self.task = task;
        self.clause_sums.clear();
        for (at, clause) in corpus.tasks[task].clauses.clone().enumerate() {
            // of more clauses nothing is laid out
            let bit = 1u64.checked_shl(at as u32).unwrap_or(0);
            let mut sum = 0;
            for gram in corpus.grams_in(corpus.wording(clause)) {
                let worth = meeting.gram(*gram);
                sum += worth;
                let place = laid.places[*gram as usize];
                if place > 0 {
                    let marks = &mut self.marks[place as usize];
                    if *marks == 0 {
                        self.marked.push(place);
                        self.worths[place as usize] = worth;
                    }
                    *marks |= bit;
                }
            }
            self.clause_sums.push(sum);
        }
        // a task of one clause holds what that holds
        self.sum = match self.clause_sums[..] {
            [sum] => sum,
            _ => meeting.grams(corpus.grams_of(task)),
        };
        self.shared.resize(self.clause_sums.len(), 0);
    }

    /// How alike the left task and a right one are, by its number and its place in its list; adds a cell for every two
    /// clauses, as [`clauses`] does.
    pub(super) fn likeness(
        &mut self,
        meeting: &Meeting<'_>,
        right: usize,
        place: usize,
        cells: &mut Vec<Cell>,
    ) -> Likeness {
        let corpus = meeting.corpus;
        let (a, b) = (&corpus.tasks[self.task], &corpus.tasks[right]);
        if a.clauses.len() > u64::BITS as usize {
            let clauses = clauses(meeting, self.task, right, cells);
            return Likeness { whole: meeting.likeness(self.task, right, &clauses), clauses };
        }
        let laid = &mut self.rights[meeting.right as usize % RIGHTS];
        let right_sum = laid.sum(meeting, place, right as u32, self.meeting);
        let first = laid.tasks[place].start as usize;
        let (mut chars, mut vectors, mut most, mut any) = (0.0f32, 0.0f32, -1.0f32, 0);
        let (start, width) = (cells.len(), b.clauses.len());
        cells.resize(start + a.clauses.len() * width, Cell::default());
        let cells = &mut cells[start..];
        for (column, y) in b.clauses.clone().enumerate() {
            let vector = corpus.vector(y);
            let grams = &laid.grams[as_usize(&laid.clauses[first + column])];
            any += share(&mut self.shared, &self.marks, &self.worths, grams);
            let sum = laid.clause_sums[first + column];
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
        let whole = cosine(corpus.task_vector(self.task), corpus.task_vector(right));
        let whole = together(greater(most, 0.0), whole, dice(any, self.sum, right_sum));
        Likeness { whole, clauses: Clauses { chars, vectors, most } }
    }
}

/// Sums up what each left clause shares with a right one. Gives what any of them does, of what the right task holds for the
/// first time.
fn share(shared: &mut [u32], marks: &[u64], worths: &[u32], grams: &[u32]) -> u32 {
    shared.fill(0);
    let mut any = 0;
    for &gram in grams {
        let place = (gram / 2) as usize;
        let mut marks = marks[place];
        if marks == 0 {
            continue;
        }
        let worth = worths[place];
        any += worth * (gram % 2);
        while marks != 0 {
            shared[marks.trailing_zeros() as usize] += worth;
            marks &= marks - 1;
        }
    }
    any
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
        let (mut tables, mut spread) = (Tables::new(&corpus), Spread::new());
        let meeting = Meeting::new(&corpus, 0, 1, &mut tables);
        spread.meet(&meeting);
        for (left, right) in (0..6).flat_map(|a| (0..6).map(move |b| (a * 2, b * 2 + 1))) {
            spread.turn_to(&meeting, left);
            let (mut cells, mut want_cells) = (Vec::new(), Vec::new());
            let clauses = clauses(&meeting, left, right, &mut want_cells);
            let want = Likeness { whole: meeting.likeness(left, right, &clauses), clauses };
            assert_eq!(spread.likeness(&meeting, right, right / 2, &mut cells), want, "{left} {right}");
            assert_eq!(cells, want_cells, "{left} {right}");
        }
    }
}
