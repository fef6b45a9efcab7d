//! Words by class: a file of `word`, `class`, `value` as lists, and patterns that name classes instead of words.
//!
//! In:  the rows of a lexicon whose classes or kinds are an enum of [`codes!`](super::code).
//! Out: the words of a class, what stands around them in a text, their values; [`Words::pattern`] for what lists cannot say.
//! Not here: what a class does; its comment in the file says it, the code that asks for it does it.

use std::hash::Hash;
use std::ops::Deref;
use std::sync::OnceLock;

use aho_corasick::AhoCorasick;
use regex::Regex;
use rustc_hash::FxHashMap;

use super::{Lexicon, once_of, rows};

/// An enum of codes, as [`codes!`](super::code) makes it.
pub trait Code: Copy + Eq + Hash + Sized + 'static {
    const ALL: &'static [Self];
    /// The code in lexicons.
    fn code(self) -> &'static str;
    /// The value of a code.
    ///
    /// # Errors
    /// What is wrong with it, as words.
    fn parse(code: &str) -> Result<Self, String>;
}

/// The words of a lexicon by their class.
#[derive(Debug)]
pub struct Words<C> {
    lexicon: Lexicon,
    lists: FxHashMap<C, List>,
}

/// The words of one class.
#[derive(Debug, Default)]
struct List {
    /// Word and value, in the order of the file.
    pairs: Vec<(&'static str, &'static str)>,
    /// Finds any of many words in one pass.
    finder: OnceLock<Option<AhoCorasick>>,
}

impl<C: Code> Words<C> {
    /// The words of a file of `word`, `class`, `value`, or of `kind`, `word` and perhaps a value; a file that was not
    /// checked loses the rows of unknown classes.
    pub fn of(lexicon: Lexicon) -> Self {
        let mut lists: FxHashMap<C, List> = FxHashMap::default();
        let class_first = class_column(lexicon) == 0;
        for row in rows(lexicon) {
            let (word, class, value) = match row[..] {
                [class, word] if class_first => (word, class, ""),
                [class, word, value] if class_first => (word, class, value),
                [word, class, value] => (word, class, value),
                _ => continue,
            };
            if let Ok(class) = C::parse(class) {
                lists.entry(class).or_default().pairs.push((word, value));
            }
        }
        Self { lexicon, lists }
    }

    /// Words and values of a class, in the order of the file.
    pub fn pairs(&self, class: C) -> impl Iterator<Item = (&'static str, &'static str)> + '_ {
        self.lists.get(&class).map_or(&[][..], |list| &list.pairs).iter().copied()
    }

    /// The words of a class, in the order of the file.
    pub fn list(&self, class: C) -> impl Iterator<Item = &'static str> + '_ {
        self.pairs(class).map(|(word, _)| word)
    }

    /// The words of a class that have a value, in the order of the file.
    pub fn list_of(&self, class: C, value: &'static str) -> impl Iterator<Item = &'static str> + '_ {
        self.pairs(class).filter(move |(_, own)| *own == value).map(|(word, _)| word)
    }

    /// Whether `text` is a word of the class.
    pub fn is(&self, class: C, text: &str) -> bool {
        self.list(class).any(|word| word == text)
    }

    /// Whether a word of the class stands in `text`.
    pub fn within(&self, class: C, text: &str) -> bool {
        /// Fewer are looked for one by one.
        const MANY: usize = 6;
        let Some(List { pairs, finder }) = self.lists.get(&class) else { return false };
        if pairs.len() >= MANY {
            let finder = finder.get_or_init(|| AhoCorasick::new(pairs.iter().map(|(word, _)| word)).ok());
            if let Some(finder) = finder {
                return finder.is_match(text);
            }
        }
        pairs.iter().any(|(word, _)| text.contains(word))
    }

    /// Whether a word of the class opens `text`.
    pub fn opens(&self, class: C, text: &str) -> bool {
        self.list(class).any(|word| behind(text, word).is_some())
    }

    /// Whether a word of the class ends `text`.
    pub fn ends(&self, class: C, text: &str) -> bool {
        self.list(class).any(|word| before(text, word).is_some())
    }

    /// What follows the longest word of the class that opens `text`.
    pub fn behind<'a>(&self, class: C, text: &'a str) -> Option<&'a str> {
        self.list(class).filter_map(|word| behind(text, word)).min_by_key(|rest| rest.len())
    }

    /// What stands before the longest word of the class that ends `text`.
    pub fn before<'a>(&self, class: C, text: &'a str) -> Option<&'a str> {
        self.list(class).filter_map(|word| before(text, word)).min_by_key(|rest| rest.len())
    }

    /// The longest word of the class that opens `text`, its value, and what follows.
    pub fn at_head<'a>(&self, class: C, text: &'a str) -> Option<(&'static str, &'static str, &'a str)> {
        let found = self.pairs(class).filter_map(|(word, value)| Some((word, value, behind(text, word)?)));
        found.min_by_key(|(_, _, rest)| rest.len())
    }

    /// What stands before the longest word of the class that ends `text`, that word, its value.
    pub fn at_end<'a>(&self, class: C, text: &'a str) -> Option<(&'a str, &'static str, &'static str)> {
        let found = self.pairs(class).filter_map(|(word, value)| Some((before(text, word)?, word, value)));
        found.min_by_key(|(rest, ..)| rest.len())
    }

    /// Where the first word of the class stands in `text`; the longest of those that begin together.
    pub fn first(&self, class: C, text: &str) -> Option<std::ops::Range<usize>> {
        let found = self.list(class).filter_map(|word| text.find(word).map(|at| at..at + word.len()));
        found.min_by_key(|range| (range.start, std::cmp::Reverse(range.end)))
    }

    /// First byte of the first word of the class in `text`.
    pub fn find(&self, class: C, text: &str) -> Option<usize> {
        self.first(class, text).map(|word| word.start)
    }

    /// What the file says of a word of the class.
    pub fn value(&self, class: C, word: &str) -> Option<&'static str> {
        self.pairs(class).find(|(own, _)| *own == word).map(|(_, value)| value)
    }

    /// A regular expression in which `{:class}` stands for any word of the class, longer ones first, `{:class=value}` for
    /// those of a value, `{~class}` for the words with or without spaces between their characters, and within a
    /// set of characters `{#}` for the numerals up to ten, `{#100}` with the one for a hundred.
    ///
    /// # Panics
    /// Where the template names a class that is none, or is no pattern: templates are fixed and tests build them all.
    pub fn pattern(&self, template: &str) -> Regex {
        let numerals: String = NUMERALS.iter().collect();
        let template = template.replace("{#}", &numerals).replace("{#100}", &format!("{numerals}{}", '百'));
        let mut pattern = String::new();
        let mut rest = template.as_str();
        while let Some(at) = rest.find("{:").into_iter().chain(rest.find("{~")).min() {
            let (named, behind) = rest[at + 2..].split_once('}').expect("a class in a template is closed");
            let (code, value) = named.split_once('=').map_or((named, None), |(code, value)| (code, Some(value)));
            let class = C::parse(code).unwrap_or_else(|reason| panic!("{template}: {reason}"));
            let of_value = |(_, own): &(&str, &str)| value.is_none_or(|value| value == *own);
            let words = self.pairs(class).filter(of_value).map(|(word, _)| word);
            pattern.push_str(&rest[..at]);
            pattern.push_str(&any_of(words, if rest[at..].starts_with("{~") { " *" } else { "" }));
            rest = behind;
        }
        pattern.push_str(rest);
        Regex::new(&pattern).unwrap_or_else(|reason| panic!("{template}: {reason}"))
    }
}

/// What follows a word that opens a text. One character tells most words from the text, so nothing is called for them: Chinese
/// ones differ in their third byte.
#[expect(clippy::inline_always, reason = "without it reading takes a tenth longer")]
#[inline(always)]
fn behind<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let (bytes, own) = (text.as_bytes(), word.as_bytes());
    let probe = own.len().min(3).saturating_sub(1);
    if own.get(probe) == bytes.get(probe) || own.is_empty() { text.strip_prefix(word) } else { None }
}

/// What stands before a word that ends a text.
#[expect(clippy::inline_always, reason = "without it reading takes a tenth longer")]
#[inline(always)]
fn before<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    if word.as_bytes().last() == text.as_bytes().last() || word.is_empty() { text.strip_suffix(word) } else { None }
}

/// Where the class of a row stands: first in files of `kind`, `word`, else second.
pub(super) fn class_column(lexicon: Lexicon) -> usize {
    let mut lines = super::text(lexicon).lines().filter(|line| !line.starts_with('#'));
    usize::from(!lines.next().is_some_and(|head| head.starts_with("kind\t")))
}

/// The numerals from one to ten.
pub const NUMERALS: [char; 10] = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];

/// Words as alternatives of a pattern, longer ones first, with something that may stand between their characters. Of no
/// words nothing matches.
pub fn any_of<'a>(words: impl Iterator<Item = &'a str>, between: &str) -> String {
    let mut words: Vec<&str> = words.collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
    let spelt = |word: &&str| word.chars().map(|c| regex::escape(c.encode_utf8(&mut [0; 4]))).collect::<Vec<_>>();
    let words: Vec<String> = words.iter().map(|word| spelt(word).join(between)).collect();
    if words.is_empty() { "[^\\s\\S]".to_owned() } else { format!("(?:{})", words.join("|")) }
}

/// All words in one automaton that finds every one of them in a text in one pass, whichever overlap.
///
/// # Panics
/// Where they do not fit into an automaton, which thousands of words do.
pub fn automaton(words: impl IntoIterator<Item = impl AsRef<[u8]>>) -> AhoCorasick {
    AhoCorasick::new(words).expect("the words of a lexicon fit into an automaton")
}

/// A pattern of a lexicon's words, built when it is first asked.
pub struct Pattern<C: 'static> {
    words: fn() -> &'static Words<C>,
    template: &'static str,
    regex: OnceLock<Regex>,
}

impl<C: Code> Pattern<C> {
    /// See [`Words::pattern`] for the template.
    pub const fn new(words: fn() -> &'static Words<C>, template: &'static str) -> Self {
        Self { words, template, regex: OnceLock::new() }
    }
}

impl<C: Code> Deref for Pattern<C> {
    type Target = Regex;

    fn deref(&self) -> &Regex {
        let words = (self.words)();
        once_of(&self.regex, &[], (words.lexicon, &[self.template]), || words.pattern(self.template))
    }
}

/// Checks a row of `word`, `class`, `value` of a file whose words have no values.
///
/// # Errors
/// What is wrong with the row, as words.
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

/// What holds for every file of words by class or kind: each has words and its line `# class: …` in the head.
#[cfg(test)]
pub(crate) fn assert_explained<C: Code>(lexicon: Lexicon) {
    let (rows, column) = (rows(lexicon), class_column(lexicon));
    for class in C::ALL {
        let code = class.code();
        assert!(rows.iter().any(|row| row[column] == code), "{}: `{code}` has no word", lexicon.name);
        let head = format!("# {code}: ");
        assert!(super::text(lexicon).lines().any(|line| line.starts_with(&head)), "{}: no line {head}", lexicon.name);
    }
}

/// A class of words, texts in which `{}` is one of them, and what is read from such a text.
#[cfg(test)]
pub(crate) type Probe<C> = (C, &'static [&'static str], fn(&str) -> String);

/// What holds for every file of words with probes: each class has one, and each row changes what one reads.
#[cfg(test)]
#[track_caller]
pub(crate) fn assert_used<C: Code>(lexicon: Lexicon, probes: &[Probe<C>]) {
    for class in C::ALL {
        assert!(probes.iter().any(|(of, ..)| of == class), "no probe for `{}`", class.code());
    }
    let read = |row: &[&'static str]| -> Vec<String> {
        let probes = probes.iter().filter(|(of, ..)| of.code() == row[1]);
        probes.flat_map(|(_, texts, read)| texts.iter().map(|text| read(&text.replace("{}", row[0])))).collect()
    };
    let idle = super::idle(lexicon, read);
    assert!(idle.is_empty(), "{} rows do nothing:\n{}", idle.len(), idle.join("\n"));
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
