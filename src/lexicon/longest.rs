//! The longest of many words at each place of a text.
//!
//! In:  some thousand words; a text.
//! Out: the words found from left to right, none over another.
//!
//! `aho-corasick` finds the same. To build its automaton of these words takes 10 to 20 ms, as long as a notice is read, and the
//! texts are names and heads of a few characters: words by their first character are ready in less than 1 ms.

use std::cmp::Reverse;
use std::ops::Range;

use rustc_hash::FxHashMap;

/// Words by their first character.
#[derive(Debug)]
pub struct Longest {
    words: Vec<&'static str>,
    /// Their numbers, the longest word first.
    by_first: FxHashMap<char, Vec<u32>>,
}

impl Longest {
    pub fn of(words: impl IntoIterator<Item = &'static str>) -> Self {
        let words: Vec<&str> = words.into_iter().collect();
        let mut by_first: FxHashMap<char, Vec<u32>> = FxHashMap::default();
        for (number, word) in (0..).zip(&words) {
            if let Some(first) = word.chars().next() {
                by_first.entry(first).or_default().push(number);
            }
        }
        for numbers in by_first.values_mut() {
            numbers.sort_by_key(|number| Reverse(words[*number as usize].len()));
        }
        Self { words, by_first }
    }

    /// The words in `text`: where each stands, and its number; the first number of a word that was given twice.
    pub fn find_iter<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (Range<usize>, usize)> + 't {
        let mut end = 0;
        text.char_indices().filter_map(move |(at, first)| {
            let numbers = self.by_first.get(&first).filter(|_| at >= end)?;
            let number = numbers.iter().find(|number| text[at..].starts_with(self.words[**number as usize]))?;
            end = at + self.words[*number as usize].len();
            Some((at..end, *number as usize))
        })
    }
}

#[cfg(test)]
mod tests {
    use aho_corasick::{AhoCorasick, MatchKind};
    use proptest::prelude::*;

    use super::*;

    const WORDS: [&str; 8] = ["江岸", "江", "岸区", "江岸区", "汉", "区政府", "江岸", "政府办"];

    proptest! {
        #[test]
        fn finds_what_an_automaton_finds(text in "[江岸区汉政府办A、]{0,24}") {
            let automaton = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(WORDS).unwrap();
            let want: Vec<_> = automaton.find_iter(&text).map(|found| (found.range(), found.pattern().as_usize())).collect();
            prop_assert_eq!(Longest::of(WORDS).find_iter(&text).collect::<Vec<_>>(), want);
        }
    }
}
