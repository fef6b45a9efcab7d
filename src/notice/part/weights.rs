//! Weights: what each thing that is seen of a sentence speaks for.
//!
//! In:  `datasets/reading/parts.tsv`, learnt by `datasets/scripts/parts.py`: a linear-chain model whose tags say of each
//!      sentence its part and whether it opens the part.
//! Out: the likeliest row of tags for the sentences of a page ([`Weights::decode`]).

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use rustc_hash::FxHashMap;

use super::{Part, Sentence};
use crate::lexicon::words::automaton;

/// The learnt weights as they are built in.
const BUILTIN: &str = include_str!("../../../datasets/reading/parts.tsv");

/// Mark before strings that count only in headings.
const HEADED: char = '#';
/// Name of the weights of one tag behind another.
const AFTER: &str = "@after:";
/// Two tags a part: one that opens it, one that goes on.
pub(super) const TAGS: usize = 2 * Part::LEARNT.len();

/// Sentences of a usual report, in round figures: of the 214 in `datasets/labels/reading/parts.jsonl` the median is 364.
const USUAL: f32 = 400.0;

/// A step back to an earlier part that no labelled report takes.
const BACK: f32 = -6.0;

/// The tag that opens the end of a report, which must say so itself.
const CALL: usize = TAGS - 2;

type Scores = [f32; TAGS];

/// The tag that opens a part, or goes on with it.
fn tag(name: &str) -> Option<usize> {
    let (kind, part) = name.split_once('-')?;
    let part = Part::LEARNT.iter().position(|(name, _)| *name == part)?;
    match kind {
        "B" => Some(2 * part),
        "I" => Some(2 * part + 1),
        _ => None,
    }
}

/// The learnt model.
pub(super) struct Weights {
    /// Strings of cue texts.
    strings: AhoCorasick,
    /// For each string its scores anywhere, and those in headings.
    scores: Vec<(Scores, Scores)>,
    shapes: FxHashMap<String, Scores>,
    after: [Scores; TAGS],
}

impl Weights {
    /// The weights that come with the program.
    pub(super) fn built_in() -> &'static Self {
        static WEIGHTS: LazyLock<Weights> =
            LazyLock::new(|| Weights::read(BUILTIN).expect("the built-in weights are checked by a test"));
        &WEIGHTS
    }

    /// Reads a table of weights: what is seen, a tag, a weight; the first line that is none of it.
    fn read(text: &str) -> Result<Self, String> {
        let mut strings: FxHashMap<String, (Scores, Scores)> = FxHashMap::default();
        let mut shapes: FxHashMap<String, Scores> = FxHashMap::default();
        let mut after = [[0.0; TAGS]; TAGS];
        for line in text.lines().skip(1).filter(|line| !line.starts_with("# ")) {
            let mut columns = line.split('\t');
            let row =
                (columns.next(), columns.next().and_then(tag), columns.next().and_then(|w| w.parse::<f32>().ok()));
            let (Some(seen), Some(tag_of), Some(weight)) = row else { return Err(line.to_owned()) };
            if let Some(before) = seen.strip_prefix(AFTER) {
                after[tag(before).ok_or(line)?][tag_of] = weight;
            } else if seen.starts_with('@') {
                shapes.entry(seen.to_owned()).or_insert([0.0; TAGS])[tag_of] = weight;
            } else if let Some(headed) = seen.strip_prefix(HEADED) {
                strings.entry(headed.to_owned()).or_default().1[tag_of] = weight;
            } else {
                strings.entry(seen.to_owned()).or_default().0[tag_of] = weight;
            }
        }
        // What goes on must have been opened.
        for (before, row) in after.iter_mut().enumerate() {
            for (next, weight) in row.iter_mut().enumerate() {
                if next % 2 == 1 && before / 2 != next / 2 {
                    *weight = f32::NEG_INFINITY;
                } else if next / 2 < before / 2 && *weight == 0.0 {
                    *weight = BACK;
                }
            }
        }
        let mut strings: Vec<(String, (Scores, Scores))> = strings.into_iter().collect();
        strings.sort_by(|a, b| a.0.cmp(&b.0));
        let (patterns, scores): (Vec<String>, Vec<_>) = strings.into_iter().unzip();
        let strings = automaton(&patterns);
        Ok(Self { strings, scores, shapes, after })
    }

    /// Numbers of the strings that stand in a sentence, each once.
    fn strings_of(&self, cue: &str) -> Vec<usize> {
        let mut found: Vec<usize> =
            self.strings.find_overlapping_iter(cue).map(|found| found.pattern().as_usize()).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// What a sentence by itself speaks for.
    fn scores(&self, sentence: &Sentence) -> Scores {
        let mut sum = [0.0; TAGS];
        let mut add = |scores: &Scores| (0..TAGS).for_each(|tag| sum[tag] += scores[tag]);
        let heading = sentence.is_heading();
        for string in self.strings_of(&sentence.cue) {
            add(&self.scores[string].0);
            if heading {
                add(&self.scores[string].1);
            }
        }
        for shape in &sentence.shape {
            self.shapes.get(&**shape).into_iter().for_each(&mut add);
        }
        sum
    }

    /// What is seen of a sentence and speaks for a part, strongest first, with its points: how far it speaks for the part
    /// more than for the best other one.
    pub(super) fn evidence(&self, sentence: &Sentence, part: Part) -> Vec<(String, f32)> {
        let Some(own) = Part::LEARNT.iter().position(|(_, other)| *other == part) else { return Vec::new() };
        let points = |scores: &Scores| {
            let of = |part: usize| scores[2 * part].max(scores[2 * part + 1]);
            let other = (0..Part::LEARNT.len()).filter(|part| *part != own).map(of).fold(f32::MIN, f32::max);
            of(own) - other
        };
        let heading = sentence.is_heading();
        let mut seen: Vec<(String, f32)> = Vec::new();
        for found in self.strings.find_overlapping_iter(&sentence.cue) {
            let (anywhere, headed) = &self.scores[found.pattern().as_usize()];
            let words = &sentence.cue[found.range()];
            if !seen.iter().any(|(other, _)| other == words) {
                let headed = if heading { points(headed) } else { 0.0 };
                seen.push((words.to_owned(), points(anywhere) + headed));
            }
        }
        let shapes =
            sentence.shape.iter().filter_map(|shape| Some((shape.to_string(), points(self.shapes.get(&**shape)?))));
        seen.extend(shapes);
        seen.retain(|(_, points)| *points > 0.0);
        seen.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        seen
    }

    /// The likeliest row of tags for the sentences of a page.
    pub(super) fn decode(&self, sentences: &[&Sentence]) -> Vec<usize> {
        let Some((first, rest)) = sentences.split_first() else { return Vec::new() };
        let mut best = self.scores(first);
        for (tag, score) in best.iter_mut().enumerate() {
            if tag % 2 == 1 {
                *score = f32::NEG_INFINITY;
            }
        }
        // In a short page a part ends sooner than the weights, learnt on whole reports, expect.
        let sooner = (USUAL / sentences.len() as f32).max(1.0).ln();
        let mut back: Vec<[u8; TAGS]> = Vec::with_capacity(rest.len());
        for sentence in rest {
            let own = self.scores(sentence);
            let mut next = [f32::NEG_INFINITY; TAGS];
            let mut from = [0u8; TAGS];
            for (to, next) in next.iter_mut().enumerate() {
                for (before, score) in best.iter().enumerate() {
                    let opens = if to % 2 == 0 && to != CALL { sooner } else { 0.0 };
                    let score = score + self.after[before][to] + opens;
                    if score > *next {
                        *next = score;
                        from[to] = before as u8;
                    }
                }
                *next += own[to];
            }
            best = next;
            back.push(from);
        }
        let last = (0..TAGS).max_by(|a, b| best[*a].total_cmp(&best[*b])).unwrap_or(0);
        let mut tags = vec![last];
        for from in back.iter().rev() {
            tags.push(from[*tags.last().expect("never empty")] as usize);
        }
        tags.reverse();
        tags
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_weights_are_read_whole() {
        let weights = Weights::read(BUILTIN).expect("every line is a weight");
        assert!(weights.after.iter().flatten().any(|weight| *weight > 0.0));
        assert!(!weights.shapes.is_empty() && !weights.scores.is_empty());
    }

    #[test]
    fn a_line_that_is_no_weight_is_named() {
        for line in ["要\tB-plan", "要\tplan\t0.1", "要\tB-nothing\t0.1", "要\tB-plan\tx"] {
            assert_eq!(Weights::read(&format!("seen\ttag\tweight\n{line}\n")).err().as_deref(), Some(line));
        }
    }
}
