//! The page's second copy: sentences that stood on the page before.
//!
//! In:  the cue texts of a page's sentences.
//! Out: for each whether it belongs to a second copy.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::Sentence;
use crate::notice::han::is_han;

/// Sentences with fewer characters are said twice for other reasons.
const SHORTEST: usize = 10;
/// So many sentences ahead tell whether a copy begins or goes on.
const AHEAD: usize = 24;
/// A copy has at least so many sentences. Fewer are a summary, or a list that is told and annexed.
const FEWEST: usize = 16;

/// The runs of sentences that repeat what stood before them.
pub(super) fn copies(sentences: &[Sentence]) -> Vec<Range<usize>> {
    let mut seen: FxHashSet<&str> = FxHashSet::default();
    // Per long sentence its index and whether it stood before.
    let mut long: Vec<(usize, bool)> = Vec::new();
    for (index, sentence) in sentences.iter().enumerate() {
        if sentence.cue.chars().filter(|c| is_han(*c)).count() >= SHORTEST {
            let words = sentence.cue.trim_matches(['^', '|', '$']);
            long.push((index, !seen.insert(words)));
        }
    }
    let repeated = |from: usize| {
        let ahead = &long[from..(from + AHEAD).min(long.len())];
        (ahead.iter().filter(|(_, repeated)| *repeated).count(), ahead.len())
    };
    let mut out = Vec::new();
    let mut at = 0;
    while at < long.len() {
        let (count, ahead) = repeated(at);
        if !long[at].1 || count < FEWEST || count * 4 < ahead * 3 {
            at += 1;
            continue;
        }
        let mut last = at;
        let mut next = at;
        while next < long.len() {
            if long[next].1 {
                last = next;
            } else if next - last > AHEAD / 2 {
                break;
            }
            next += 1;
        }
        out.push(long[at].0..long[last].0 + 1);
        at = last + 1;
    }
    out
}
