//! Words around names of places, and those of levels.
//!
//! In:  `place-words.tsv`.
//! Out: its words by class, [`words`]; the words of levels, coarsest level first, [`levels`].

use std::sync::OnceLock;

use super::Level;
use crate::lexicon::code::PlaceClass;
use crate::lexicon::words::{Code, words};
use crate::lexicon::{self, PLACE_WORDS};

words!(pub(crate) PLACE_WORDS, PlaceClass);

/// A word of a level: `市`, `自治州`.
pub(crate) struct LevelWord {
    pub(crate) word: &'static str,
    pub(crate) level: Level,
    /// The prefix of offices that it stands for: 州 for 自治州.
    pub(crate) prefix: &'static str,
}

/// The words of levels: coarsest level first, longer words first.
pub(crate) fn levels() -> &'static [LevelWord] {
    static LEVELS: OnceLock<Vec<LevelWord>> = OnceLock::new();
    lexicon::once(&LEVELS, &[PLACE_WORDS], || {
        let mut levels = Vec::new();
        for (word, value) in words().pairs(PlaceClass::Level) {
            let (level, prefix) = value.split_once(':').unwrap_or((value, word));
            levels.extend(Level::parse(level).ok().map(|level| LevelWord { word, level, prefix }));
        }
        levels.sort_by_key(|own| (own.level, std::cmp::Reverse(own.word.len())));
        levels
    })
    .as_slice()
}

/// What stands before the longest word of a level that ends `name`, and that word.
pub(crate) fn before_level(name: &str) -> Option<(&str, &'static LevelWord)> {
    let found = levels().iter().filter_map(|own| Some((name.strip_suffix(own.word)?, own)));
    found.min_by_key(|(before, _)| before.len())
}

/// Whether a character may stand in the name of a place.
pub(super) fn is_of_names(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// A name for people of what has no name.
pub(super) fn unnamed(level: Option<Level>) -> &'static str {
    let nation = if level == Some(Level::Nation) { Level::Nation.name() } else { "" };
    let mut names = words().pairs(PlaceClass::Unnamed).filter(|(_, of)| *of == nation);
    names.next().map_or("", |(name, _)| name)
}
