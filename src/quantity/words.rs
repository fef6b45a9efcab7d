//! Words around a figure: what may stand before, between and behind without naming what is counted.
//!
//! In:  the folded characters of a text.
//! Out: every word of `datasets/lexicon/quantity-words.tsv` in it, found in one pass, by where it begins and ends.
//! Not here: what a class of words does; its comment in the file says it, the code that asks for it does it.

use std::ops::Range;
use std::sync::OnceLock;

use aho_corasick::AhoCorasick;
use rustc_hash::FxHashMap;

pub(super) use crate::lexicon::code::{Op, QuantityClass as Class};
use crate::lexicon::words::{Code, automaton};
use crate::lexicon::{self, QUANTITY_WORDS};

/// Several classes of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Classes(u128);

const _: () = assert!(Class::ALL.len() <= 128, "a class is a bit");

impl From<Class> for Classes {
    fn from(class: Class) -> Self {
        Self(1 << class as u32)
    }
}

impl<const N: usize> From<[Class; N]> for Classes {
    fn from(classes: [Class; N]) -> Self {
        Self(classes.into_iter().fold(0, |set, class| set | Self::from(class).0))
    }
}

impl Classes {
    fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

struct Words {
    finder: AhoCorasick,
    /// For every pattern of the finder.
    classes: Vec<Classes>,
    /// What bound words say, by pattern and class.
    ops: FxHashMap<(u32, Class), Op>,
    lists: FxHashMap<Class, Vec<&'static str>>,
    /// The pattern of each word.
    numbers: FxHashMap<&'static str, u32>,
    /// Most bytes that a word has.
    longest: usize,
    /// Words that say several things in one, with what each is.
    twofold: Vec<(&'static str, Vec<&'static str>)>,
}

impl Words {
    fn is(&self, classes: Classes, text: &str) -> bool {
        self.numbers.get(text).is_some_and(|number| self.classes[*number as usize].meets(classes))
    }
}

/// Makes the words ready.
pub(super) fn warm_up() {
    words();
}

/// All words, read once.
fn words() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    lexicon::once(&WORDS, &[QUANTITY_WORDS], || {
        let mut numbers: FxHashMap<&'static str, u32> = FxHashMap::default();
        let (mut patterns, mut classes, mut twofold) = (Vec::new(), Vec::new(), Vec::new());
        let (mut ops, mut lists) = (FxHashMap::default(), FxHashMap::<_, Vec<_>>::default());
        for row in lexicon::rows(QUANTITY_WORDS) {
            let [word, class, value] = row[..] else { continue };
            let class = Class::parse(class).expect("a lexicon is checked before it is used");
            let number = *numbers.entry(word).or_insert_with(|| {
                patterns.push(word);
                classes.push(Classes(0));
                patterns.len() as u32 - 1
            });
            classes[number as usize].0 |= Classes::from(class).0;
            lists.entry(class).or_default().push(word);
            if let Ok(op) = Op::parse(value) {
                ops.insert((number, class), op);
            }
            if value.contains('|') {
                twofold.push((word, value.split('|').collect()));
            }
        }
        let finder = automaton(&patterns);
        let longest = patterns.iter().map(|word| word.len()).max().unwrap_or(0);
        Words { finder, classes, ops, lists, numbers, longest, twofold }
    })
}

/// The words of a class, in the order of the file.
pub(super) fn list(class: Class) -> &'static [&'static str] {
    words().lists.get(&class).map_or(&[], Vec::as_slice)
}

/// Whether `text` is a word of some classes.
pub(super) fn is(classes: impl Into<Classes>, text: &str) -> bool {
    words().is(classes.into(), text)
}

/// Whether a word of some classes stands in `text`.
pub(super) fn within(classes: impl Into<Classes>, text: &str) -> bool {
    let (words, wanted) = (words(), classes.into());
    words.finder.find_overlapping_iter(text).any(|hit| words.classes[hit.pattern().as_usize()].meets(wanted))
}

/// What follows the longest word of some classes that opens `text`.
pub(super) fn behind(classes: impl Into<Classes>, text: &str) -> Option<&str> {
    let (words, wanted) = (words(), classes.into());
    let ends = (1..=text.len().min(words.longest)).rev().filter(|end| text.is_char_boundary(*end));
    ends.map(|end| text.split_at(end)).find(|(word, _)| words.is(wanted, word)).map(|(_, rest)| rest)
}

/// What stands before the longest word of some classes that ends `text`.
pub(super) fn before(classes: impl Into<Classes>, text: &str) -> Option<&str> {
    let (words, wanted) = (words(), classes.into());
    let starts = (text.len().saturating_sub(words.longest)..text.len()).filter(|start| text.is_char_boundary(*start));
    starts.map(|start| text.split_at(start)).find(|(_, word)| words.is(wanted, word)).map(|(rest, _)| rest)
}

/// Words that say several things in one, 城乡, and what each is.
pub(super) fn twofold() -> &'static [(&'static str, Vec<&'static str>)] {
    &words().twofold
}

/// A word of the lexicon in a text; positions are characters.
#[derive(Debug, Clone, Copy)]
struct Hit {
    start: u32,
    end: u32,
    word: u32,
}

impl Hit {
    fn has(&self, classes: Classes) -> bool {
        words().classes[self.word as usize].meets(classes)
    }
}

/// Every word in a text, by where it begins and by where it ends; longer ones first.
#[derive(Debug, Default)]
pub(super) struct Hits {
    by_start: Vec<Hit>,
    by_end: Vec<Hit>,
    /// For every position, and two more: how many hits begin, or end, before it.
    starts: Vec<u32>,
    ends: Vec<u32>,
    /// For every position: how far words of class `plain` reach that begin before it.
    reach: Vec<u32>,
}

impl Hits {
    /// Looks once at all characters.
    pub(super) fn of(chars: &[char]) -> Self {
        let text: String = chars.iter().collect();
        let mut number = vec![0; text.len() + 1];
        for (position, (byte, _)) in text.char_indices().enumerate() {
            number[byte] = position as u32;
        }
        number[text.len()] = chars.len() as u32;
        let mut by_start: Vec<Hit> = words()
            .finder
            .find_overlapping_iter(&text)
            .map(|hit| Hit { start: number[hit.start()], end: number[hit.end()], word: hit.pattern().as_u32() })
            .collect();
        let mut by_end = by_start.clone();
        by_start.sort_unstable_by_key(|hit| (hit.start, u32::MAX - hit.end));
        by_end.sort_unstable_by_key(|hit| (hit.end, hit.start));
        let starts = index(chars.len(), by_start.iter().map(|hit| hit.start));
        let ends = index(chars.len(), by_end.iter().map(|hit| hit.end));
        let mut reach = vec![0; chars.len() + 1];
        for hit in by_start.iter().filter(|hit| hit.has(Class::Plain.into())) {
            let next = &mut reach[hit.start as usize + 1];
            *next = hit.end.max(*next);
        }
        for position in 1..reach.len() {
            reach[position] = reach[position].max(reach[position - 1]);
        }
        Self { by_start, by_end, starts, ends, reach }
    }

    fn begin(&self, position: usize) -> std::slice::Iter<'_, Hit> {
        slice(&self.by_start, &self.starts, position..position.saturating_add(1)).iter()
    }

    fn finish(&self, position: usize) -> std::slice::Iter<'_, Hit> {
        slice(&self.by_end, &self.ends, position..position.saturating_add(1)).iter()
    }

    /// End of the longest word at `position` that ends by `stop`.
    pub(super) fn at(&self, position: usize, stop: usize, classes: Classes) -> Option<usize> {
        self.begin(position).find(|hit| hit.end as usize <= stop && hit.has(classes)).map(|hit| hit.end as usize)
    }

    /// Start of the longest word that ends at `position`.
    pub(super) fn ending(&self, position: usize, classes: Classes) -> Option<usize> {
        self.finish(position).find(|hit| hit.has(classes)).map(|hit| hit.start as usize)
    }

    /// First place within a range whose longest word stands within it.
    pub(super) fn find(&self, range: Range<usize>, classes: Classes) -> Option<usize> {
        let mut seen = None;
        slice(&self.by_start, &self.starts, range.clone())
            .iter()
            .filter(|hit| hit.has(classes))
            // The longest comes first of those that begin together.
            .filter(|hit| seen.replace(hit.start) != Some(hit.start))
            .find(|hit| hit.end as usize <= range.end)
            .map(|hit| hit.start as usize)
    }

    /// The last such word that begins within a range.
    pub(super) fn last(&self, range: Range<usize>, classes: Classes) -> Option<usize> {
        let hits = slice(&self.by_start, &self.starts, range);
        hits.iter().rev().find(|hit| hit.has(classes)).map(|hit| hit.start as usize)
    }

    /// The longest bound word before or behind `position`, by its class.
    pub(super) fn bound(&self, position: usize, class: Class) -> Option<(Range<usize>, Op)> {
        let mut hits = if class == Class::BoundBefore { self.finish(position) } else { self.begin(position) };
        let hit = hits.find(|hit| hit.has(class.into()))?;
        let op = words().ops.get(&(hit.word, class))?;
        Some((hit.start as usize..hit.end as usize, *op))
    }

    /// Whether the characters of a range are part of a longer word that means something else: the 近 of 附近.
    pub(super) fn is_swallowed(&self, range: Range<usize>) -> bool {
        let longer = |hit: &Hit| hit.end as usize > range.end && hit.has(Class::Plain.into());
        self.reach.get(range.start).is_some_and(|reach| *reach as usize >= range.end)
            || self.begin(range.start).any(longer)
    }
}

/// For every position, and two more, how many of the sorted `places` lie before it.
fn index(length: usize, places: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut before = vec![0; length + 2];
    for place in places {
        before[place as usize + 1] += 1;
    }
    for position in 1..before.len() {
        before[position] += before[position - 1];
    }
    before
}

fn slice<'a>(hits: &'a [Hit], index: &[u32], range: Range<usize>) -> &'a [Hit] {
    let last = index.len() - 1;
    let (start, end) = (index[range.start.min(last)] as usize, index[range.end.min(last)] as usize);
    &hits[start..end.max(start)]
}
