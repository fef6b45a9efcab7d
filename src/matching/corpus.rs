//! Tasks made ready for matching: words as numbers, pieces as ranges, nothing kept as text.
//!
//! In:  [`TaskText`]s.
//! Out: a [`Corpus`]: each task's pieces with their terms and character pairs, its concepts, names, indicators.
//!
//! What a word is worth comes from `datasets/matching/background.tsv`, counts over published notices, and not from the
//! tasks at hand: the score of a pair is the same whatever else is matched.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::concept::{Breadth, Concepts};
use super::{TaskText, grams};
use crate::text;

/// Counts of words over pieces of published notices, the row `*` holding the number of pieces.
const BACKGROUND: &str = include_str!("../../datasets/matching/background.tsv");
/// What is left of a template word's worth.
const TEMPLATE_SHARE: f32 = 0.25;

struct Background {
    pieces: f32,
    counts: FxHashMap<&'static str, f32>,
}

static COUNTS: LazyLock<Background> = LazyLock::new(|| {
    let mut counts: FxHashMap<&str, f32> = BACKGROUND
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .filter_map(|(word, count)| Some((word, count.parse().ok()?)))
        .collect();
    let pieces = counts.remove("*").unwrap_or(1.0);
    Background { pieces, counts }
});

/// What a word is worth: the log of how rare it is among the pieces of published notices.
pub fn worth(word: &str) -> f32 {
    // a word of a single notice is no rarer than one of two: that notice may be the one at hand
    let count = COUNTS.counts.get(word).copied().unwrap_or(0.0).max(2.0);
    let rarity = ((COUNTS.pieces + 1.0) / (count + 1.0)).ln().max(0.1);
    if text::is_template(word) { rarity * TEMPLATE_SHARE } else { rarity }
}

/// A word of a piece or task: its number and worth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Term {
    pub(super) word: u32,
    pub(super) worth: f32,
}

/// A part of a task between commas.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    /// Bytes of the task's text.
    pub(super) range: Range<u32>,
    pub(super) terms: Range<u32>,
    pub(super) grams: Range<u32>,
    /// Length of the vector of worths.
    pub(super) norm: f32,
}

/// A quantity that a task commits to.
#[derive(Debug, Clone)]
pub(super) struct Quantity {
    /// Number of the canonical indicator.
    pub(super) id: Option<u32>,
    pub(super) grams: Range<u32>,
    pub(super) measure: u32,
    pub(super) piece: u32,
}

/// One task, as ranges into the corpus.
#[derive(Debug, Clone)]
pub(super) struct Task {
    pub(super) list: u32,
    pub(super) pieces: Range<u32>,
    /// Distinct words of the whole task, ascending.
    pub(super) terms: Range<u32>,
    pub(super) section: Range<u32>,
    pub(super) quantities: Range<u32>,
    /// Concepts with the piece that names them, ascending.
    pub(super) concepts: Range<u32>,
    /// Quoted names of the corpus that stand in the task, with their piece, ascending.
    pub(super) names: Range<u32>,
    /// Function codes as bits; the primary one by its number.
    pub(super) functions: u64,
    pub(super) primary: u8,
    /// How many specific concepts it names.
    pub(super) specific: u8,
    pub(super) norm: f32,
    pub(super) worth: f32,
    pub(super) section_norm: f32,
}

/// A concept or name and the piece of the task that holds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Mention {
    pub(super) what: u32,
    pub(super) piece: u32,
}

/// All tasks, ready to be compared.
#[derive(Debug, Default)]
pub struct Corpus {
    pub(super) tasks: Vec<Task>,
    pub(super) pieces: Vec<Piece>,
    pub(super) terms: Vec<Term>,
    pub(super) grams: Vec<u32>,
    pub(super) quantities: Vec<Quantity>,
    pub(super) mentions: Vec<Mention>,
    pub(super) words: Vec<Box<str>>,
    pub(super) indicators: Vec<Box<str>>,
}

/// What one task holds before words have numbers.
struct Read<'a> {
    pieces: Vec<(Range<usize>, Vec<&'a str>, Vec<u32>, Vec<u16>)>,
    section: Vec<&'a str>,
    quoted: Vec<&'a str>,
}

/// Gives numbers to strings in the order of their first coming.
#[derive(Default)]
struct Numbers<'a>(FxHashMap<&'a str, u32>);

impl<'a> Numbers<'a> {
    fn of(&mut self, word: &'a str) -> u32 {
        let next = self.0.len() as u32;
        *self.0.entry(word).or_insert(next)
    }

    fn names(&self) -> Vec<Box<str>> {
        let mut names = vec![Box::default(); self.0.len()];
        for (&name, &number) in &self.0 {
            names[number as usize] = Box::from(name);
        }
        names
    }
}

impl Corpus {
    /// Reads all tasks, on as many threads as the pool has.
    pub fn new(tasks: &[TaskText]) -> Self {
        text::warm_up();
        let concepts = Concepts::all();
        let read: Vec<Read<'_>> = tasks.par_iter().map(|task| read(task, concepts)).collect();
        let mut quoted = Numbers::default();
        for name in read.iter().flat_map(|task| &task.quoted) {
            quoted.of(name);
        }
        let named = mentions_of_names(tasks, &quoted);
        let mut corpus = Self::default();
        let (mut words, mut indicators, mut measures, mut functions) =
            (Numbers::default(), Numbers::default(), Numbers::default(), Numbers::default());
        let mut worths: Vec<f32> = Vec::new();
        for (at, (task, read)) in tasks.iter().zip(read).enumerate() {
            let first = corpus.pieces.len() as u32;
            let mut whole: Vec<Term> = Vec::new();
            let mut shared: Vec<Mention> = Vec::new();
            for (piece, (range, piece_words, piece_grams, found)) in (first..).zip(read.pieces) {
                let terms = corpus.push_terms(&piece_words, &mut words, &mut worths);
                whole.extend_from_slice(&corpus.terms[as_usize(&terms)]);
                let norm = norm(&corpus.terms[as_usize(&terms)]);
                let grams = corpus.push_grams(&piece_grams);
                corpus.pieces.push(Piece { range: range.start as u32..range.end as u32, terms, grams, norm });
                shared.extend(found.into_iter().map(|concept| Mention { what: u32::from(concept), piece }));
            }
            let pieces = first..corpus.pieces.len() as u32;
            whole.sort_by_key(|term| term.word);
            whole.dedup_by_key(|term| term.word);
            let (whole_norm, worth) = (norm(&whole), whole.iter().map(|term| term.worth).sum());
            let terms = append(&mut corpus.terms, whole);
            let section = corpus.push_terms(&read.section, &mut words, &mut worths);
            let section_norm = norm(&corpus.terms[as_usize(&section)]);
            shared.sort_unstable();
            let mut specific: Vec<u32> = shared.iter().map(|mention| mention.what).collect();
            specific.dedup();
            specific.retain(|concept| breadth(*concept) == Breadth::Specific);
            let concepts = append(&mut corpus.mentions, shared);
            let names = named[at].iter().map(|&(what, byte)| Mention { what, piece: corpus.piece_at(&pieces, byte) });
            let mut names: Vec<_> = names.collect();
            names.sort_unstable();
            let names = append(&mut corpus.mentions, names);
            let quantities: Vec<_> = task
                .targets
                .iter()
                .map(|target| Quantity {
                    id: target.indicator_id.as_deref().map(|id| indicators.of(id)),
                    grams: corpus.push_grams(&grams::of(&target.indicator)),
                    measure: measures.of(&target.measure),
                    piece: corpus.piece_at(&pieces, target.at),
                })
                .collect();
            let codes: Vec<u32> = task.functions.iter().map(|code| functions.of(code)).collect();
            corpus.tasks.push(Task {
                list: task.list,
                pieces,
                terms,
                section,
                quantities: append(&mut corpus.quantities, quantities),
                concepts,
                names,
                functions: codes.iter().filter(|code| **code < 64).fold(0, |bits, code| bits | 1 << code),
                primary: codes.first().map_or(u8::MAX, |code| (*code).min(254) as u8),
                specific: specific.len().min(255) as u8,
                norm: whole_norm,
                worth,
                section_norm,
            });
        }
        corpus.words = words.names();
        corpus.indicators = indicators.names();
        corpus
    }

    /// How many tasks there are.
    pub fn len(&self) -> usize {
        self.tasks.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.tasks.is_empty()
    }

    /// The list that a task belongs to.
    pub fn list(&self, task: usize) -> u32 {
        self.tasks[task].list
    }

    pub(super) fn piece_terms(&self, piece: u32) -> &[Term] {
        &self.terms[as_usize(&self.pieces[piece as usize].terms)]
    }

    pub(super) fn piece_grams(&self, piece: u32) -> &[u32] {
        &self.grams[as_usize(&self.pieces[piece as usize].grams)]
    }

    pub(super) fn terms_of(&self, task: usize) -> &[Term] {
        &self.terms[as_usize(&self.tasks[task].terms)]
    }

    pub(super) fn section_of(&self, task: usize) -> &[Term] {
        &self.terms[as_usize(&self.tasks[task].section)]
    }

    pub(super) fn concepts_of(&self, task: usize) -> &[Mention] {
        &self.mentions[as_usize(&self.tasks[task].concepts)]
    }

    pub(super) fn names_of(&self, task: usize) -> &[Mention] {
        &self.mentions[as_usize(&self.tasks[task].names)]
    }

    pub(super) fn quantities_of(&self, task: usize) -> &[Quantity] {
        &self.quantities[as_usize(&self.tasks[task].quantities)]
    }

    /// Bytes of the task's text that a piece covers.
    pub(super) fn range(&self, piece: u32) -> Range<usize> {
        as_usize(&self.pieces[piece as usize].range)
    }

    /// The piece that holds a byte of the task's text, or the nearest before it.
    fn piece_at(&self, pieces: &Range<u32>, byte: usize) -> u32 {
        let own = &self.pieces[as_usize(pieces)];
        let after = own.partition_point(|piece| piece.range.start as usize <= byte);
        pieces.start + after.saturating_sub(1) as u32
    }

    /// Adds distinct words, ascending by number.
    fn push_terms<'a>(&mut self, found: &[&'a str], words: &mut Numbers<'a>, worths: &mut Vec<f32>) -> Range<u32> {
        let mut terms: Vec<Term> = found
            .iter()
            .map(|text| {
                let word = words.of(text);
                if word as usize == worths.len() {
                    worths.push(worth(text));
                }
                Term { word, worth: worths[word as usize] }
            })
            .collect();
        terms.sort_by_key(|term| term.word);
        terms.dedup_by_key(|term| term.word);
        append(&mut self.terms, terms)
    }

    fn push_grams(&mut self, grams: &[u32]) -> Range<u32> {
        let start = self.grams.len() as u32;
        self.grams.extend_from_slice(grams);
        start..self.grams.len() as u32
    }
}

/// Cuts one task.
fn read<'a>(task: &'a TaskText, concepts: &Concepts) -> Read<'a> {
    let text = task.text.as_str();
    let pieces = text::pieces(text)
        .into_iter()
        .map(|range| {
            let part = &text[range.clone()];
            let words = text::words(part).into_iter().map(|word| word.text).collect();
            (range, words, grams::of(part), concepts.find(part))
        })
        .collect();
    Read {
        pieces,
        section: text::words(&task.section).into_iter().map(|word| word.text).collect(),
        quoted: text::quoted(text).into_iter().map(|range| &text[range]).collect(),
    }
}

/// Where the quoted names of all tasks stand in each task, quoted or not: name and byte.
fn mentions_of_names(tasks: &[TaskText], quoted: &Numbers<'_>) -> Vec<Vec<(u32, usize)>> {
    let names = quoted.names();
    let finder = AhoCorasick::builder().match_kind(MatchKind::Standard).build(names.iter().map(|name| name.as_bytes()));
    let Ok(finder) = finder else { return vec![Vec::new(); tasks.len()] };
    tasks
        .par_iter()
        .map(|task| {
            let mut found: Vec<_> =
                finder.find_overlapping_iter(&task.text).map(|hit| (hit.pattern().as_u32(), hit.start())).collect();
            found.sort_unstable();
            found.dedup_by_key(|(name, _)| *name);
            found
        })
        .collect()
}

fn append<T>(all: &mut Vec<T>, more: Vec<T>) -> Range<u32> {
    let start = all.len() as u32;
    all.extend(more);
    start..all.len() as u32
}

fn norm(terms: &[Term]) -> f32 {
    terms.iter().map(|term| term.worth * term.worth).sum::<f32>().sqrt()
}

pub(super) fn as_usize(range: &Range<u32>) -> Range<usize> {
    range.start as usize..range.end as usize
}

/// How much a concept by its number says.
pub(super) fn breadth(concept: u32) -> Breadth {
    Concepts::all().get(concept as u16).breadth
}
