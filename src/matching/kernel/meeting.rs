//! Meeting: two lists, and what words, character pairs and near neighbours are worth between them.
//!
//! In:  a [`Corpus`] and two of its lists.
//! Out: a [`Meeting`]: worths by how many tasks of the two lists hold a thing. [`super::nearness`] tells how much nearer two
//!      tasks are than either is to its nearest others.
//!
//! Nothing here hangs on other lists, and turning the lists round changes nothing. Sums are of whole numbers, so that their
//! order changes nothing either.

use super::background::{LEAST_WORTH, PARTS_OF_WORTH};
use super::corpus::{Corpus, Wording};
use super::dense::cosine;
use super::list::List;
use super::signal::Clauses;

/// How much more a word may be worth than its rarity between two lists says: a word of few tasks may still be common
/// elsewhere, a word of many is common here.
const PLUS: f32 = 0.25;
/// Two lists of fewer tasks than this together are read as if others stood beside them that hold nothing: in two lists of one
/// task each nothing would be rare.
pub(super) const FEWEST: usize = 60;
/// Neighbours whose nearness a task's own is held against.
pub(super) const CROWD: usize = 5;
/// What a neighbour that a short list does not have is taken for: the mean over lists of work reports.
pub(super) const USUAL: f32 = 1.9;
/// What the likeness of whole tasks counts beside that of their best clauses.
const WHOLE: f32 = 2.0;

/// Lists on the right whose counts are kept: whoever goes through the pairs of lists by as many right ones at a time lays
/// out few lists anew.
pub(super) const RIGHTS: usize = 8;

/// How many tasks of one list hold each word, character pair and thing.
#[derive(Debug)]
struct Counts {
    list: Option<u32>,
    words: Vec<u32>,
    grams: Vec<u32>,
    things: Vec<u32>,
}

impl Counts {
    fn new(corpus: &Corpus) -> Self {
        let (words, grams) = (vec![0; corpus.words.len()], vec![0; corpus.gram_count]);
        Self { list: None, words, grams, things: vec![0; corpus.thing_count()] }
    }

    /// Lays out a list instead of the one laid out, if it is another.
    fn turn_to(&mut self, corpus: &Corpus, list: u32) {
        if self.list != Some(list) {
            if let Some(last) = self.list {
                self.set(&corpus.lists[last as usize], |_| 0);
            }
            self.set(&corpus.lists[list as usize], |held| held);
            self.list = Some(list);
        }
    }

    fn set(&mut self, list: &List, count: impl Fn(u32) -> u32) {
        let kinds = [(&mut self.words, &list.words), (&mut self.grams, &list.grams), (&mut self.things, &list.things)];
        for (counts, held) in kinds {
            for &(what, held) in held {
                counts[what as usize] = count(held);
            }
        }
    }
}

/// What is counted of the two lists at hand; used again for the next two lists.
#[derive(Debug)]
pub(super) struct Tables {
    left: Counts,
    rights: Vec<Counts>,
    /// Of no list: what stands on the right where a list is held against itself.
    nothing: Counts,
    /// By how many tasks hold a thing: the log of how rare it is, in 256ths; for so many tasks.
    rarity: Vec<u32>,
    tasks: Option<usize>,
}

impl Tables {
    pub(super) fn new(corpus: &Corpus) -> Self {
        let (left, nothing) = (Counts::new(corpus), Counts::new(corpus));
        Self { left, rights: Vec::new(), nothing, rarity: Vec::new(), tasks: None }
    }

    fn turn_to(&mut self, corpus: &Corpus, left: u32, right: u32) {
        self.left.turn_to(corpus, left);
        while self.rights.len() <= right as usize % RIGHTS {
            self.rights.push(Counts::new(corpus));
        }
        self.rights[right as usize % RIGHTS].turn_to(corpus, right);
        let size = |list: u32| corpus.lists[list as usize].tasks.len();
        let tasks = if left == right { size(left) } else { size(left) + size(right) };
        if self.tasks != Some(tasks) {
            let rarity = |held| (rarity(tasks.max(FEWEST), held) * PARTS_OF_WORTH) as u32;
            self.rarity = (0..=tasks).map(rarity).collect();
            self.tasks = Some(tasks);
        }
    }
}

/// Two lists that are compared.
pub(super) struct Meeting<'a> {
    pub(super) corpus: &'a Corpus,
    pub(super) left: u32,
    pub(super) right: u32,
    /// How many tasks of either list hold what, and how rare that makes it.
    counts: [&'a Counts; 2],
    rarity: &'a [u32],
}

impl<'a> Meeting<'a> {
    pub(super) fn new(corpus: &'a Corpus, left: u32, right: u32, tables: &'a mut Tables) -> Self {
        tables.turn_to(corpus, left, right);
        let other = if left == right { &tables.nothing } else { &tables.rights[right as usize % RIGHTS] };
        Self { corpus, left, right, counts: [&tables.left, other], rarity: &tables.rarity }
    }

    pub(super) fn list(&self, list: u32) -> &'a List {
        &self.corpus.lists[list as usize]
    }

    /// What a word is worth between the two lists, in 256ths.
    #[inline]
    pub(super) fn word(&self, word: u32) -> u32 {
        let held = self.counts[0].words[word as usize] + self.counts[1].words[word as usize];
        let here = self.rarity[held as usize] + (PLUS * PARTS_OF_WORTH) as u32;
        self.corpus.worths[word as usize].min(here)
    }

    /// What a character pair is worth.
    #[inline]
    pub(super) fn gram(&self, gram: u32) -> u32 {
        let held = self.counts[0].grams[gram as usize] + self.counts[1].grams[gram as usize];
        self.rarity[held as usize].max((LEAST_WORTH * PARTS_OF_WORTH) as u32)
    }

    /// What character pairs are worth together.
    pub(super) fn grams(&self, grams: &[u32]) -> u32 {
        let mut sum = 0;
        for gram in grams {
            sum += self.gram(*gram);
        }
        sum
    }

    /// What is shared by both, in 256ths.
    fn shared(&self, a: &[u32], b: &[u32], worth: impl Fn(&Self, u32) -> u32) -> u32 {
        let mut sum = 0;
        for_shared(a, b, |what| sum += worth(self, what));
        sum
    }

    /// Worth of the words that both tasks hold.
    pub(super) fn shared_words(&self, left: usize, right: usize) -> f32 {
        let shared = self.shared(self.corpus.words_of(left), self.corpus.words_of(right), Self::word);
        worth(shared)
    }

    /// How rare a thing is by how many tasks of either list hold it, as a share of what there could be; at most 1, so that no
    /// thing decides alone.
    #[inline]
    pub(super) fn rare(&self, thing: u32) -> f32 {
        /// Rarity from which on a thing says all.
        const ALL: f32 = 5.0;
        let held = self.counts[0].things[thing as usize] + self.counts[1].things[thing as usize];
        (self.rarity[held as usize] as f32 / PARTS_OF_WORTH / ALL).min(1.0)
    }

    /// How alike two clauses are by characters: twice what they share over what they hold, and what they share.
    pub(super) fn characters(&self, x: &Wording, y: &Wording) -> (f32, f32) {
        let (x, y) = (self.corpus.grams_in(x), self.corpus.grams_in(y));
        let shared = self.shared(x, y, Self::gram);
        (dice(shared, self.grams(x), self.grams(y)), worth(shared))
    }

    /// How alike two tasks are: their best clauses and both as wholes.
    pub(super) fn likeness(&self, left: usize, right: usize, clauses: &Clauses) -> f32 {
        let corpus = self.corpus;
        let (x, y) = (corpus.grams_of(left), corpus.grams_of(right));
        let characters = dice(self.shared(x, y, Self::gram), self.grams(x), self.grams(y));
        let vectors = cosine(corpus.task_vector(left), corpus.task_vector(right));
        together(greater(clauses.most, 0.0), vectors, characters)
    }
}

/// The log of how rare a thing is that so many of all tasks hold.
fn rarity(tasks: usize, held: usize) -> f32 {
    ((tasks as f32 + 1.0) / (held as f32 + 1.0)).ln()
}

fn for_shared(a: &[u32], b: &[u32], mut call: impl FnMut(u32)) {
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        let (x, y) = (a[i], b[j]);
        if x == y {
            call(x);
        }
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
}

/// Twice what is shared over what both hold. Sums stay far below the half of what a number holds.
#[inline]
pub(super) fn dice(shared: u32, a: u32, b: u32) -> f32 {
    2.0 * (shared as i32 as f32) / greater((a + b) as i32 as f32, 1.0)
}

/// A sum of worths in 256ths.
#[inline]
pub(super) fn worth(sum: u32) -> f32 {
    sum as i32 as f32 / PARTS_OF_WORTH
}

/// The greater number of two that are numbers; one instruction, unlike `f32::max`.
#[inline]
pub(super) fn greater(a: f32, b: f32) -> f32 {
    if a > b { a } else { b }
}

#[inline]
pub(super) fn together(clauses: f32, vectors: f32, characters: f32) -> f32 {
    clauses + WHOLE * (vectors + characters)
}

/// The mean of the greatest likenesses; what a short list lacks is taken for the usual.
pub(super) fn crowd(likeness: impl Iterator<Item = f32>, usual: f32) -> f32 {
    let mut best = [f32::MIN; CROWD];
    let mut number = 0;
    for value in likeness {
        number += 1;
        if value > best[CROWD - 1] {
            best[CROWD - 1] = value;
            best.sort_by(|a, b| b.total_cmp(a));
        }
    }
    let own: f32 = best.iter().take(number).sum();
    (own + usual * CROWD.saturating_sub(number) as f32) / CROWD as f32
}

/// How much more alike two tasks are than either is to its nearest others.
#[inline]
pub(super) fn stands_out(likeness: f32, left_crowd: f32, right_crowd: f32) -> f32 {
    likeness - f32::midpoint(left_crowd, right_crowd)
}
