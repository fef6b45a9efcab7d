//! Pile: matches as they are found, in any order; then sorted, so that each can be asked for.
//!
//! In:  [`Match`]es of one pair of lists after the other.
//! Out: [`Sorted`]: by left task, best first, then by right task.
//!
//! Only the two tasks of a match and its score are asked for again and again: these stay in memory, ten bytes each. The rest
//! lies in a file of the system's once there is more of it than [`MOST_HELD`]; matches that are not sorted yet lie in files
//! too, a file a range of left tasks, so that never more than one range stands in memory. Where such a file cannot be
//! written, all stays in memory.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::assign::keep_best;
use super::{Match, SIGNALS, order};

/// Bytes of matches that stand in memory before they go to files: about a million matches.
const MOST_HELD: usize = 48 << 20;
/// Ranges of left tasks: a file each, and with ten million matches ten megabytes to sort.
const RANGES: usize = 64;
/// Bytes of a match without its tasks and its score, and of all of it.
const REST: usize = 4 + 2 * SIGNALS;
const WHOLE: usize = 10 + REST;
/// Stands for no pieces that meet.
const NOWHERE: (u16, u16) = (u16::MAX, u16::MAX);

/// Matches that are being gathered.
#[derive(Debug)]
pub(super) struct Pile {
    tasks: usize,
    most_held: usize,
    kept: Kept,
}

/// What is kept of them.
#[derive(Debug)]
enum Kept {
    /// The best of each task: few enough to stay in memory.
    Best {
        rows: Vec<Match>,
        top: usize,
        limit: usize,
    },
    All {
        ranges: Vec<Bytes>,
        held: usize,
    },
}

impl Pile {
    /// For the matches of so many tasks; only the `top` best of either task are kept where that is given.
    pub fn new(tasks: usize, top: Option<usize>) -> Self {
        Self::holding(tasks, top, MOST_HELD)
    }

    fn holding(tasks: usize, top: Option<usize>, most_held: usize) -> Self {
        let kept = match top {
            Some(top) => Kept::Best { rows: Vec::new(), top, limit: top.saturating_mul(tasks) },
            None => Kept::All { ranges: (0..RANGES).map(|_| Bytes::default()).collect(), held: 0 },
        };
        Self { tasks, most_held, kept }
    }

    pub fn add(&mut self, found: &[Match]) {
        let step = self.tasks.div_ceil(RANGES).max(1);
        match &mut self.kept {
            Kept::Best { rows, top, limit } => {
                rows.extend_from_slice(found);
                // what is not among the best by now will not be later
                if rows.len() > *limit {
                    keep_best(rows, self.tasks, *top);
                    *limit = (*limit).max(rows.len() * 3 / 2);
                }
            }
            Kept::All { ranges, held } => {
                for row in found {
                    let bytes = &mut ranges[row.left as usize / step].waiting;
                    bytes.extend(row.left.to_le_bytes());
                    bytes.extend(row.right.to_le_bytes());
                    bytes.extend(score_of(row).to_le_bytes());
                    put_rest(row, bytes);
                }
                *held += found.len() * WHOLE;
                if *held > self.most_held {
                    ranges.iter_mut().for_each(Bytes::put_away);
                    *held = ranges.iter().map(|range| range.waiting.len()).sum();
                }
            }
        }
    }

    pub fn sorted(self) -> Sorted {
        let mut sorted = Sorted::default();
        match self.kept {
            Kept::Best { mut rows, top, .. } => {
                keep_best(&mut rows, self.tasks, top);
                rows.par_sort_unstable_by(order);
                sorted.add(&rows, self.most_held);
            }
            Kept::All { ranges, .. } => {
                sorted.expect(ranges.iter().map(|range| range.len() / WHOLE).sum());
                for range in ranges {
                    let bytes = range.get(0..range.len());
                    drop(range);
                    let mut rows: Vec<Match> = bytes.as_chunks::<WHOLE>().0.iter().map(whole).collect();
                    drop(bytes);
                    rows.par_sort_unstable_by(order);
                    sorted.add(&rows, self.most_held);
                }
                if sorted.rest.away > 0 {
                    sorted.rest.put_away();
                }
            }
        }
        sorted
    }
}

/// In ten-thousandths.
fn score_of(row: &Match) -> u16 {
    (row.score * 1e4).round() as u16
}

fn put_rest(row: &Match, bytes: &mut Vec<u8>) {
    let (left, right) = row.meet.unwrap_or(NOWHERE);
    bytes.extend(left.to_le_bytes());
    bytes.extend(right.to_le_bytes());
    bytes.extend(row.added.iter().flat_map(|cents| cents.to_le_bytes()));
}

fn whole(bytes: &[u8; WHOLE]) -> Match {
    let number = |at: usize| u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
    let score = u16::from_le_bytes([bytes[8], bytes[9]]);
    read(number(0), number(4), score, &bytes[10..])
}

fn read(left: u32, right: u32, score: u16, rest: &[u8]) -> Match {
    let two = |at: usize| [rest[2 * at], rest[2 * at + 1]];
    let meet = (u16::from_le_bytes(two(0)), u16::from_le_bytes(two(1)));
    let added = std::array::from_fn(|signal| i16::from_le_bytes(two(signal + 2)));
    Match { left, right, score: f32::from(score) / 1e4, meet: (meet != NOWHERE).then_some(meet), added }
}

/// Bytes that are added at the end: the first ones in a file, the others waiting.
#[derive(Debug, Default)]
struct Bytes {
    file: Option<Mutex<File>>,
    /// How many lie in the file.
    away: usize,
    waiting: Vec<u8>,
    /// No file takes any more.
    is_full: bool,
}

impl Bytes {
    fn len(&self) -> usize {
        self.away + self.waiting.len()
    }

    /// Writes what waits to the file; what cannot be written goes on waiting.
    fn put_away(&mut self) {
        if self.is_full || self.waiting.is_empty() {
            return;
        }
        let file = self
            .file
            .take()
            .map_or_else(tempfile::tempfile, |file| Ok(file.into_inner().unwrap_or_else(PoisonError::into_inner)));
        let written = file.and_then(|mut file| {
            let written = file.seek(SeekFrom::Start(self.away as u64)).and_then(|_| file.write_all(&self.waiting));
            self.file = Some(Mutex::new(file));
            written
        });
        match written {
            Ok(()) => {
                self.away += self.waiting.len();
                // its room too: matches come list by list, and every range would keep as much as it ever got at once
                self.waiting = Vec::new();
            }
            // bytes behind `away` are never read
            Err(_) => self.is_full = true,
        }
    }

    /// Some of the bytes.
    ///
    /// # Panics
    /// Where the device fails that holds a file which this process wrote and nobody else can name.
    fn get(&self, range: Range<usize>) -> Vec<u8> {
        let mut bytes = vec![0; range.len()];
        let (away, here) = bytes.split_at_mut(self.away.saturating_sub(range.start).min(range.len()));
        if let Some(file) = self.file.as_ref().filter(|_| !away.is_empty()) {
            let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
            let read = file.seek(SeekFrom::Start(range.start as u64)).and_then(|_| file.read_exact(away));
            read.unwrap_or_else(|error| panic!("a temporary file cannot be read again: {error}"));
        }
        let start = (range.start + away.len()).saturating_sub(self.away);
        here.copy_from_slice(&self.waiting[start..start + here.len()]);
        bytes
    }
}

/// Matches by left task, best first, then by right task.
#[derive(Debug, Default)]
pub struct Sorted {
    tasks: Vec<(u32, u32)>,
    scores: Vec<u16>,
    rest: Bytes,
}

impl Sorted {
    /// Of matches in any order.
    #[cfg(test)]
    pub(super) fn of(mut rows: Vec<Match>) -> Self {
        rows.sort_unstable_by(order);
        let mut sorted = Self::default();
        sorted.add(&rows, usize::MAX);
        sorted
    }

    /// Makes room for so many: very much memory is not to be asked for twice.
    fn expect(&mut self, number: usize) {
        self.tasks.reserve_exact(number);
        self.scores.reserve_exact(number);
    }

    /// Adds matches that stand behind all others.
    fn add(&mut self, rows: &[Match], most_held: usize) {
        for row in rows {
            self.tasks.push((row.left, row.right));
            self.scores.push(score_of(row));
            put_rest(row, &mut self.rest.waiting);
            if self.rest.waiting.len() > most_held {
                self.rest.put_away();
            }
        }
    }

    pub fn len(&self) -> usize {
        self.tasks.len()
    }

    pub fn is_empty(&self) -> bool {
        self.tasks.is_empty()
    }

    /// The two tasks of a match, and its score.
    #[inline]
    pub fn pair(&self, at: usize) -> (u32, u32, f32) {
        let (left, right) = self.tasks[at];
        (left, right, f32::from(self.scores[at]) / 1e4)
    }

    /// The two tasks and the score of all.
    pub fn pairs(&self) -> impl ExactSizeIterator<Item = (u32, u32, f32)> + '_ {
        (0..self.len()).map(|at| self.pair(at))
    }

    /// Some matches by their places.
    pub fn get(&self, range: Range<usize>) -> Vec<Match> {
        let rest = self.rest.get(range.start * REST..range.end * REST);
        let rows = range.zip(rest.as_chunks::<REST>().0);
        rows.map(|(at, rest)| read(self.tasks[at].0, self.tasks[at].1, self.scores[at], rest)).collect()
    }

    /// All matches, one after the other.
    pub fn iter(&self) -> impl Iterator<Item = Match> + '_ {
        /// Matches that are read at a time.
        const PART: usize = 1024;
        let parts = (0..self.len()).step_by(PART);
        parts.flat_map(|start| self.get(start..(start + PART).min(self.len())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches() -> Vec<Match> {
        let row = |at: u32| Match {
            left: at / 7,
            right: at * 3,
            score: (9000.0 - (at % 7) as f32 * 7.0) / 1e4,
            meet: (!at.is_multiple_of(5)).then_some((at as u16, 65_000)),
            added: std::array::from_fn(
                |signal| if (at as usize + signal).is_multiple_of(3) { 0 } else { at as i16 - 300 },
            ),
        };
        (0..700).map(row).collect()
    }

    #[test]
    fn matches_come_back_sorted_from_memory_and_from_files() {
        let want = matches();
        let mut mixed = want.clone();
        mixed.sort_by_key(|row| row.right.wrapping_mul(2_654_435_761));
        for most_held in [0, 1000, usize::MAX] {
            let mut pile = Pile::holding(100, None, most_held);
            mixed.chunks(13).for_each(|found| pile.add(found));
            let sorted = pile.sorted();
            assert_eq!(sorted.rest.file.is_some(), most_held < usize::MAX, "{most_held}");
            assert_eq!(sorted.iter().collect::<Vec<_>>(), want, "{most_held}");
            assert_eq!(sorted.get(333..350), want[333..350], "{most_held}");
            assert_eq!(sorted.pair(40), (want[40].left, want[40].right, want[40].score));
        }
        assert_eq!(Sorted::of(mixed).iter().collect::<Vec<_>>(), want);
        assert!(Pile::new(0, None).sorted().is_empty());
    }

    #[test]
    fn the_best_of_each_task_are_kept_however_many_come() {
        // seven left tasks' matches with one right task each
        let star: Vec<Match> = matches().iter().map(|row| Match { right: 100 + row.left, ..*row }).collect();
        let mut pile = Pile::new(200, Some(2));
        star.chunks(13).rev().for_each(|found| pile.add(found));
        let kept: Vec<Match> = pile.sorted().iter().collect();
        let best: Vec<Match> = star.chunks(7).flat_map(|own| own[..2].to_vec()).collect();
        assert_eq!(kept, best);
    }

    #[test]
    fn what_no_file_takes_stays_in_memory() {
        let mut bytes = Bytes { waiting: vec![1, 2, 3], ..Bytes::default() };
        bytes.put_away();
        bytes.waiting.extend([4, 5]);
        bytes.is_full = true;
        bytes.put_away();
        assert_eq!((bytes.away, bytes.len()), (3, 5));
        assert_eq!((bytes.get(0..5), bytes.get(1..4), bytes.get(4..5)), (vec![1, 2, 3, 4, 5], vec![2, 3, 4], vec![5]));
    }
}
