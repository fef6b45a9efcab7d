//! Narrow: very many matches in little memory.
//!
//! In:  [`Match`]es.
//! Out: the same by their places, column by column; signals that added nothing take no room.

use super::kernel::{Match, SIGNALS};

/// Matches of which it is kept where their signals begin: every so many.
const STEP: usize = 16;

/// Matches, laid down.
#[derive(Debug, Default)]
pub(super) struct Narrow {
    tasks: Vec<(u32, u32)>,
    /// In ten-thousandths.
    scores: Vec<u16>,
    /// As [`Match::meet`]; [`NOWHERE`] for none.
    meets: Vec<(u16, u16)>,
    /// The signals that added something, as bits.
    signals: Vec<u16>,
    /// What they added, one behind the other; and where that of every [`STEP`]th match begins.
    added: Vec<i16>,
    starts: Vec<u32>,
}

const NOWHERE: (u16, u16) = (u16::MAX, u16::MAX);
const _: () = assert!(SIGNALS <= u16::BITS as usize, "a signal is a bit");

impl Narrow {
    pub fn of(matches: Vec<Match>) -> Self {
        let number = matches.len();
        let all = matches.iter().map(|row| row.added.iter().filter(|cents| **cents != 0).count()).sum();
        let mut narrow = Self {
            tasks: Vec::with_capacity(number),
            scores: Vec::with_capacity(number),
            meets: Vec::with_capacity(number),
            signals: Vec::with_capacity(number),
            added: Vec::with_capacity(all),
            starts: Vec::with_capacity(number / STEP + 1),
        };
        for (at, row) in matches.iter().enumerate() {
            if at % STEP == 0 {
                narrow.starts.push(narrow.added.len() as u32);
            }
            narrow.tasks.push((row.left, row.right));
            narrow.scores.push((row.score * 1e4).round() as u16);
            narrow.meets.push(row.meet.unwrap_or(NOWHERE));
            let mut bits = 0;
            for (signal, cents) in row.added.iter().enumerate() {
                if *cents != 0 {
                    bits |= 1 << signal;
                    narrow.added.push(*cents);
                }
            }
            narrow.signals.push(bits);
        }
        narrow
    }

    pub fn len(&self) -> usize {
        self.tasks.len()
    }

    /// The two tasks of a match, and its score.
    #[inline]
    pub fn pair(&self, at: usize) -> (u32, u32, f32) {
        let (left, right) = self.tasks[at];
        (left, right, f32::from(self.scores[at]) / 1e4)
    }

    /// A match by its place.
    pub fn get(&self, at: usize) -> Match {
        let (left, right, score) = self.pair(at);
        let before = self.signals[at / STEP * STEP..at].iter().map(|bits| bits.count_ones()).sum::<u32>();
        let mut next = (self.starts[at / STEP] + before) as usize;
        let mut added = [0; SIGNALS];
        for (signal, cents) in added.iter_mut().enumerate() {
            if self.signals[at] & 1 << signal != 0 {
                *cents = self.added[next];
                next += 1;
            }
        }
        let meet = Some(self.meets[at]).filter(|meet| *meet != NOWHERE);
        Match { left, right, score, meet, added }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matches_come_back_as_they_went_in() {
        let row = |at: u32| Match {
            left: at / 7,
            right: at * 3,
            score: (5000.0 + at as f32 * 7.0) / 1e4,
            meet: (!at.is_multiple_of(5)).then_some((at as u16, 65_000)),
            added: std::array::from_fn(
                |signal| if (at as usize + signal).is_multiple_of(3) { 0 } else { at as i16 - 300 },
            ),
        };
        let matches: Vec<Match> = (0..700).map(row).collect();
        let narrow = Narrow::of(matches.clone());
        assert_eq!((0..narrow.len()).map(|at| narrow.get(at)).collect::<Vec<_>>(), matches);
        assert_eq!(narrow.pair(40), (matches[40].left, matches[40].right, matches[40].score));
        assert_eq!(Narrow::of(Vec::new()).len(), 0);
    }
}
