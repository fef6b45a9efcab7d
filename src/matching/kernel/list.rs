//! Lists: how many tasks of each hold what.
//!
//! In:  the tasks of a [`Corpus`].
//! Out: a [`List`] each.

use rayon::prelude::*;

use super::corpus::Corpus;

/// One list: its tasks, and how many of them hold each thing, ascending.
#[derive(Debug, Default)]
pub(super) struct List {
    pub(super) tasks: Vec<u32>,
    pub(super) words: Vec<(u32, u32)>,
    pub(super) grams: Vec<(u32, u32)>,
    /// Concepts, names, indicators; see [`Corpus::things_of`].
    pub(super) things: Vec<(u32, u32)>,
}

impl List {
    /// The place of one of its tasks among them.
    #[inline]
    pub(super) fn place(&self, task: u32) -> Option<usize> {
        // most lists stand together
        let first = self.tasks.first()?;
        let place = task.wrapping_sub(*first) as usize;
        if self.tasks.get(place) == Some(&task) { Some(place) } else { self.tasks.binary_search(&task).ok() }
    }
}

/// Counts numbers; room that is used again.
struct Counter {
    counts: Vec<u32>,
    /// Numbers that were counted.
    seen: Vec<u32>,
}

impl Counter {
    fn new(numbers: usize) -> Self {
        Self { counts: vec![0; numbers], seen: Vec::new() }
    }

    fn add(&mut self, numbers: &[u32]) {
        for &number in numbers {
            let count = &mut self.counts[number as usize];
            if *count == 0 {
                self.seen.push(number);
            }
            *count += 1;
        }
    }

    /// How often each number came, ascending; afterwards none has.
    fn take(&mut self) -> Vec<(u32, u32)> {
        self.seen.sort_unstable();
        self.seen.drain(..).map(|number| (number, std::mem::take(&mut self.counts[number as usize]))).collect()
    }
}

impl Corpus {
    /// How many tasks of each list hold what.
    pub(super) fn count_lists(&mut self) {
        let number = self.tasks.iter().map(|task| task.list as usize + 1).max().unwrap_or(0);
        let mut lists: Vec<List> = (0..number).map(|_| List::default()).collect();
        for (at, task) in self.tasks.iter().enumerate() {
            lists[task.list as usize].tasks.push(at as u32);
        }
        let numbers = self.gram_count.max(self.words.len()).max(self.thing_count());
        lists.par_iter_mut().for_each_init(
            || Counter::new(numbers),
            |counter, list| {
                let mut count = |of: &dyn Fn(usize, &mut Counter)| {
                    list.tasks.iter().for_each(|task| of(*task as usize, counter));
                    counter.take()
                };
                list.words = count(&|task, counter| counter.add(self.words_of(task)));
                list.grams = count(&|task, counter| counter.add(self.grams_of(task)));
                list.things = count(&|task, counter| counter.add(&self.things_of(task)));
            },
        );
        self.lists = lists;
    }
}
