//! Words by class: a file of `word`, `class`, `value` as lists, and patterns that name classes instead of words.
//!
//! In:  the rows of a lexicon whose classes are an enum of [`codes!`](super::code).
//! Out: the words of a class, what stands around them in a text, their values; [`Words::pattern`] for what lists cannot say.
//! Not here: what a class does; its comment in the file says it, the code that asks for it does it.

use std::hash::Hash;

use regex::Regex;
use rustc_hash::FxHashMap;

use super::{Lexicon, rows};

/// An enum of codes, as [`codes!`](super::code) makes it.
pub trait Code: Copy + Eq + Hash + Sized + 'static {
    const ALL: &'static [Self];
    /// The code in lexicons.
    fn code(self) -> &'static str;
    /// The value of a code, or what is wrong with it.
    fn parse(code: &str) -> Result<Self, String>;
}

/// The words of a lexicon by their class.
#[derive(Debug)]
pub struct Words<C> {
    /// Word and value, in the order of the file.
    lists: FxHashMap<C, Vec<(&'static str, &'static str)>>,
}

impl<C: Code> Words<C> {
    /// The words of a file of `word`, `class`, `value`; a file that was not checked loses the rows of unknown classes.
    pub fn of(lexicon: Lexicon) -> Self {
        let mut lists: FxHashMap<C, Vec<_>> = FxHashMap::default();
        for row in rows(lexicon) {
            let [word, class, value] = row[..] else { continue };
            if let Ok(class) = C::parse(class) {
                lists.entry(class).or_default().push((word, value));
            }
        }
        Self { lists }
    }

    fn rows(&self, class: C) -> &[(&'static str, &'static str)] {
        self.lists.get(&class).map_or(&[], Vec::as_slice)
    }

    /// The words of a class, in the order of the file.
    pub fn list(&self, class: C) -> impl Iterator<Item = &'static str> + '_ {
        self.rows(class).iter().map(|(word, _)| *word)
    }

    /// Whether `text` is a word of the class.
    pub fn is(&self, class: C, text: &str) -> bool {
        self.list(class).any(|word| word == text)
    }

    /// Whether a word of the class stands in `text`.
    pub fn within(&self, class: C, text: &str) -> bool {
        self.list(class).any(|word| text.contains(word))
    }

    /// Whether a word of the class opens `text`.
    pub fn opens(&self, class: C, text: &str) -> bool {
        self.list(class).any(|word| text.starts_with(word))
    }

    /// Whether a word of the class ends `text`.
    pub fn ends(&self, class: C, text: &str) -> bool {
        self.list(class).any(|word| text.ends_with(word))
    }

    /// What follows the longest word of the class that opens `text`.
    pub fn behind<'a>(&self, class: C, text: &'a str) -> Option<&'a str> {
        self.list(class).filter_map(|word| text.strip_prefix(word)).min_by_key(|rest| rest.len())
    }

    /// What stands before the longest word of the class that ends `text`.
    pub fn before<'a>(&self, class: C, text: &'a str) -> Option<&'a str> {
        self.list(class).filter_map(|word| text.strip_suffix(word)).min_by_key(|rest| rest.len())
    }

    /// The longest word of the class that opens `text`, its value, and what follows.
    pub fn at_head<'a>(&self, class: C, text: &'a str) -> Option<(&'static str, &'static str, &'a str)> {
        let found = self.pairs(class).filter_map(|(word, value)| Some((word, value, text.strip_prefix(word)?)));
        found.min_by_key(|(_, _, rest)| rest.len())
    }

    /// What stands before the longest word of the class that ends `text`, that word, its value.
    pub fn at_end<'a>(&self, class: C, text: &'a str) -> Option<(&'a str, &'static str, &'static str)> {
        let found = self.pairs(class).filter_map(|(word, value)| Some((text.strip_suffix(word)?, word, value)));
        found.min_by_key(|(rest, ..)| rest.len())
    }

    /// First byte of the first word of the class in `text`.
    pub fn find(&self, class: C, text: &str) -> Option<usize> {
        self.list(class).filter_map(|word| text.find(word)).min()
    }

    /// What the file says of a word of the class.
    pub fn value(&self, class: C, word: &str) -> Option<&'static str> {
        self.rows(class).iter().find(|(own, _)| *own == word).map(|(_, value)| *value)
    }

    /// Words and values of a class, in the order of the file.
    pub fn pairs(&self, class: C) -> impl Iterator<Item = (&'static str, &'static str)> + '_ {
        self.rows(class).iter().copied()
    }

    /// A regular expression in which `{:class}` stands for any word of the class, longer ones first.
    ///
    /// # Panics
    /// Where the template names a class that is none, or is no pattern: templates are fixed and tests build them all.
    pub fn pattern(&self, template: &str) -> Regex {
        let mut pattern = String::new();
        let mut rest = template;
        while let Some((before, named)) = rest.split_once("{:") {
            let (class, behind) = named.split_once('}').expect("a class in a template is closed");
            let class = C::parse(class).unwrap_or_else(|reason| panic!("{template}: {reason}"));
            let mut words: Vec<String> = self.list(class).map(regex::escape).collect();
            words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
            // A class without words matches nothing.
            let any = if words.is_empty() { "[^\\s\\S]".to_owned() } else { words.join("|") };
            pattern.push_str(&format!("{before}(?:{any})"));
            rest = behind;
        }
        pattern.push_str(rest);
        Regex::new(&pattern).unwrap_or_else(|reason| panic!("{template}: {reason}"))
    }
}

/// Checks a row of `word`, `class`, `value` of a file whose words have no values.
pub fn without_values<C: Code>(row: &[&str]) -> Result<(), String> {
    let [_, class, value] = row else { return Ok(()) };
    C::parse(class)?;
    if value.is_empty() { Ok(()) } else { Err(format!("class `{class}` takes no value, not `{value}`")) }
}

/// A function `words()` in the module that asks for it: the words of one lexicon, read once.
macro_rules! words {
    ($visible:vis $lexicon:ident, $class:ty) => {
        /// All words of the lexicon, read once.
        $visible fn words() -> &'static $crate::lexicon::words::Words<$class> {
            static WORDS: std::sync::OnceLock<$crate::lexicon::words::Words<$class>> = std::sync::OnceLock::new();
            $crate::lexicon::once(&WORDS, &[$crate::lexicon::$lexicon], || {
                $crate::lexicon::words::Words::of($crate::lexicon::$lexicon)
            })
        }
    };
}
pub(crate) use words;

/// What holds for every file of `word`, `class`, `value`: each class has words and its line `# class: …` in the head.
#[cfg(test)]
pub(super) fn assert_explained<C: Code>(lexicon: Lexicon) {
    let rows = rows(lexicon);
    for class in C::ALL {
        let code = class.code();
        assert!(rows.iter().any(|row| row[1] == code), "{}: `{code}` has no word", lexicon.name);
        let head = format!("# {code}: ");
        assert!(super::text(lexicon).lines().any(|line| line.starts_with(&head)), "{}: no line {head}", lexicon.name);
    }
}

#[cfg(test)]
mod tests {
    use super::super::QUANTITY_WORDS;
    use super::super::code::QuantityClass as Class;
    use super::*;

    #[test]
    fn lists_and_patterns_are_of_the_file() {
        let words: Words<Class> = Words::of(QUANTITY_WORDS);
        assert!(words.is(Class::Cue, "力争") && !words.is(Class::Cue, "以上"));
        assert_eq!(words.behind(Class::BoundBefore, "不少于5个"), Some("5个"));
        assert_eq!(words.before(Class::BoundBehind, "5个以上"), Some("5个"));
        assert_eq!(words.value(Class::BoundBehind, "以上"), Some(">="));
        let pattern = words.pattern(r"^(?P<cue>{:cue})[0-9]{1,3}个{:bound_behind}$");
        assert_eq!(&pattern.captures("力争20个以上").unwrap()["cue"], "力争");
        assert!(!pattern.is_match("尽力20个以上"));
    }

    #[test]
    #[should_panic(expected = "unknown class `cues`")]
    fn a_template_of_an_unknown_class_is_refused() {
        Words::<Class>::of(QUANTITY_WORDS).pattern("{:cues}");
    }
}
