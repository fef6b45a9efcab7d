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

/// What a word is worth: the log of how rare it is among the pieces of published notices, in 64ths.
///
/// Sums of 64ths and of their products are exact in `f64`, so that they are the same in any order.
pub fn worth(word: &str) -> f32 {
    // a word of a single notice is no rarer than one of two: that notice may be the one at hand
    let count = COUNTS.counts.get(word).copied().unwrap_or(0.0).max(2.0);
    let rarity = ((COUNTS.pieces + 1.0) / (count + 1.0)).ln().max(0.1);
    let worth = if text::is_template(word) { rarity * TEMPLATE_SHARE } else { rarity };
    (worth * 64.0).round() / 64.0
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
    /// Number of its wording.
    pub(super) wording: u32,
}

/// What a piece says, its figures aside; notices repeat each other, so many pieces have one wording.
#[derive(Debug, Clone)]
pub(super) struct Wording {
    pub(super) terms: Range<u32>,
    pub(super) grams: Range<u32>,
    /// Length of the vector of worths.
    pub(super) norm: f32,
    /// Sum of the worths.
    pub(super) worth: f32,
    /// One bit for each word, by its number; sets without a common bit share no word.
    pub(super) bits: u64,
    /// Concepts, ascending.
    concepts: Range<u32>,
    /// Quoted names of the corpus that stand in it, ascending: twice their number, and one more where it quotes them.
    names: Range<u32>,
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
    /// Quoted names of the corpus that stand in the task, ascending.
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

/// A concept and the piece of the task that names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Mention {
    pub(super) what: u32,
    pub(super) piece: u32,
}

/// What the pieces of some tasks say together.
#[derive(Debug, Default)]
struct Gathered {
    terms: Vec<Term>,
    mentions: Vec<Mention>,
    names: Vec<Name>,
    tasks: Vec<Said>,
}

/// What the pieces of one task say together, as ranges of a [`Gathered`]; see [`Task`].
#[derive(Debug)]
struct Said {
    terms: Range<u32>,
    concepts: Range<u32>,
    names: Range<u32>,
    norm: f32,
    worth: f32,
    specific: u8,
}

/// A name that some task of the corpus quotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Name {
    pub(super) what: u32,
    /// Whether this task quotes it.
    pub(super) quoted: bool,
}

/// All tasks, ready to be compared.
#[derive(Debug, Default)]
pub struct Corpus {
    pub(super) tasks: Vec<Task>,
    pub(super) pieces: Vec<Piece>,
    pub(super) wordings: Vec<Wording>,
    pub(super) terms: Vec<Term>,
    pub(super) grams: Vec<u32>,
    pub(super) quantities: Vec<Quantity>,
    pub(super) mentions: Vec<Mention>,
    pub(super) names: Vec<Name>,
    /// Concepts and names of the wordings.
    things: Vec<u32>,
    pub(super) words: Vec<Box<str>>,
    pub(super) indicators: Vec<Box<str>>,
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
        let (cut, ()) = rayon::join(|| cut(tasks), text::warm_up);
        let mut corpus = Self::default();
        let (mut words, mut worths) = (Numbers::default(), Vec::new());
        corpus.push_wordings(&cut.wordings, &mut words, &mut worths);
        let (mut indicators, mut measures, mut functions, mut sections) =
            (Numbers::default(), Numbers::default(), Numbers::default(), Numbers::default());
        let mut names: FxHashMap<&str, Range<u32>> = FxHashMap::default();
        let mut headings: Vec<(Range<u32>, f32)> = Vec::new();
        let mut said = Vec::with_capacity(tasks.len());
        let gathered = corpus.gathered(&cut.pieces);
        corpus.terms.reserve(gathered.iter().map(|part| part.terms.len()).sum());
        corpus.pieces.reserve(cut.pieces.iter().map(Vec::len).sum());
        corpus.tasks.reserve(tasks.len());
        for part in gathered {
            let (terms, mentions) = (corpus.terms.len() as u32, corpus.mentions.len() as u32);
            let names = corpus.names.len() as u32;
            corpus.terms.extend(part.terms);
            corpus.mentions.extend(part.mentions);
            corpus.names.extend(part.names);
            said.extend(part.tasks.into_iter().map(|own| Said {
                terms: shifted(&own.terms, terms),
                concepts: shifted(&own.concepts, mentions),
                names: shifted(&own.names, names),
                ..own
            }));
        }
        for ((task, pieces), said) in tasks.iter().zip(&cut.pieces).zip(said) {
            let first = corpus.pieces.len() as u32;
            corpus.pieces.extend(pieces.iter().cloned().map(|(range, wording)| Piece { range, wording }));
            let pieces = first..corpus.pieces.len() as u32;
            let section = sections.of(&task.section) as usize;
            if section == headings.len() {
                let found: Vec<&str> = text::words(&task.section).into_iter().map(|word| word.text).collect();
                let terms = corpus.push_terms(&found, &mut words, &mut worths);
                headings.push((terms.clone(), norm(&corpus.terms[as_usize(&terms)])));
            }
            let (section, section_norm) = headings[section].clone();
            let quantities: Vec<_> = task
                .targets
                .iter()
                .map(|target| Quantity {
                    id: target.indicator_id.as_deref().map(|id| indicators.of(id)),
                    grams: names
                        .entry(&target.indicator)
                        .or_insert_with(|| append(&mut corpus.grams, &mut grams::of(&target.indicator)))
                        .clone(),
                    measure: measures.of(&target.measure),
                    piece: corpus.piece_at(&pieces, target.at),
                })
                .collect();
            let codes: Vec<u32> = task.functions.iter().map(|code| functions.of(code)).collect();
            corpus.tasks.push(Task {
                list: task.list,
                pieces,
                terms: said.terms,
                section,
                quantities: append(&mut corpus.quantities, &mut { quantities }),
                concepts: said.concepts,
                names: said.names,
                functions: codes.iter().filter(|code| **code < 64).fold(0, |bits, code| bits | 1 << code),
                primary: codes.first().map_or(u8::MAX, |code| (*code).min(254) as u8),
                specific: said.specific,
                norm: said.norm,
                worth: said.worth,
                section_norm,
            });
        }
        corpus.words = words.names();
        corpus.indicators = indicators.names();
        corpus
    }

    /// What the pieces of all tasks say together, part by part.
    fn gathered(&self, tasks: &[Vec<(Range<u32>, u32)>]) -> Vec<Gathered> {
        /// Tasks that one thread takes at a time.
        const PART: usize = 1024;
        let mut next = 0;
        let first = |part: &[Vec<_>]| {
            let own = part.iter().map(Vec::len).sum::<usize>() as u32;
            next += own;
            next - own
        };
        let firsts: Vec<u32> = tasks.chunks(PART).map(first).collect();
        tasks.par_chunks(PART).zip(firsts).map(|(part, first)| self.gather(part, first)).collect()
    }

    /// What the pieces of some tasks say together; `first` is the number of the first task's first piece.
    fn gather(&self, tasks: &[Vec<(Range<u32>, u32)>], mut first: u32) -> Gathered {
        let mut all = Gathered::default();
        let (mut terms, mut concepts, mut names) = (Vec::new(), Vec::new(), Vec::new());
        for pieces in tasks {
            for (piece, (_, wording)) in (first..).zip(pieces) {
                let wording = &self.wordings[*wording as usize];
                terms.extend_from_slice(&self.terms[as_usize(&wording.terms)]);
                let mention = |&what: &u32| Mention { what, piece };
                concepts.extend(self.things[as_usize(&wording.concepts)].iter().map(mention));
                let name = |&name: &u32| Name { what: name / 2, quoted: name % 2 == 1 };
                names.extend(self.things[as_usize(&wording.names)].iter().map(name));
            }
            first += pieces.len() as u32;
            terms.sort_unstable_by_key(|term: &Term| term.word);
            terms.dedup_by_key(|term| term.word);
            concepts.sort_unstable();
            // of a name that stands there both ways, the quoted one is kept
            names.sort_unstable_by_key(|name: &Name| (name.what, !name.quoted));
            names.dedup_by_key(|name| name.what);
            let different = concepts.chunk_by(|a: &Mention, b| a.what == b.what);
            let specific = different.filter(|same| breadth(same[0].what) == Breadth::Specific).count();
            all.tasks.push(Said {
                norm: norm(&terms),
                worth: sum(&terms),
                specific: specific.min(255) as u8,
                terms: append(&mut all.terms, &mut terms),
                concepts: append(&mut all.mentions, &mut concepts),
                names: append(&mut all.names, &mut names),
            });
        }
        all
    }

    /// Adds what each wording says.
    fn push_wordings<'a>(&mut self, wordings: &'a [String], words: &mut Numbers<'a>, worths: &mut Vec<f32>) {
        let concepts = Concepts::all();
        let mut quoted = Numbers::default();
        for wording in wordings {
            for range in text::quoted(wording) {
                quoted.of(&wording[range]);
            }
        }
        let names = quoted.names();
        let names = names.iter().map(|name| name.as_bytes());
        let names = AhoCorasick::builder().match_kind(MatchKind::Standard).build(names).ok();
        let read: Vec<_> = wordings
            .par_iter()
            .map(|wording| {
                let found: Vec<&str> = text::words(wording).into_iter().map(|word| word.text).collect();
                let own = text::quoted(wording);
                let mut named: Vec<u32> = names
                    .iter()
                    .flat_map(|names| names.find_overlapping_iter(wording))
                    .map(|hit| hit.pattern().as_u32() * 2 + u32::from(own.contains(&hit.range())))
                    .collect();
                named.sort_unstable();
                named.dedup();
                let concepts: Vec<u32> = concepts.find(wording).into_iter().map(u32::from).collect();
                (found, grams::of(wording), concepts, named)
            })
            .collect();
        for (found, mut grams, mut concepts, mut named) in read {
            let terms = self.push_terms(&found, words, worths);
            let own = &self.terms[as_usize(&terms)];
            let (norm, worth) = (norm(own), sum(own));
            let bits = own.iter().fold(0, |bits, term| bits | 1u64 << (term.word % 64));
            let grams = append(&mut self.grams, &mut grams);
            let concepts = append(&mut self.things, &mut concepts);
            let names = append(&mut self.things, &mut named);
            self.wordings.push(Wording { terms, grams, norm, worth, bits, concepts, names });
        }
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
    #[inline]
    pub fn list(&self, task: usize) -> u32 {
        self.tasks[task].list
    }

    /// What a piece says.
    #[inline]
    pub(super) fn wording(&self, piece: u32) -> &Wording {
        &self.wordings[self.pieces[piece as usize].wording as usize]
    }

    #[inline]
    pub(super) fn terms_in(&self, wording: &Wording) -> &[Term] {
        &self.terms[as_usize(&wording.terms)]
    }

    #[inline]
    pub(super) fn grams_in(&self, wording: &Wording) -> &[u32] {
        &self.grams[as_usize(&wording.grams)]
    }

    #[inline]
    pub(super) fn terms_of(&self, task: usize) -> &[Term] {
        &self.terms[as_usize(&self.tasks[task].terms)]
    }

    #[inline]
    pub(super) fn section_of(&self, task: usize) -> &[Term] {
        &self.terms[as_usize(&self.tasks[task].section)]
    }

    #[inline]
    pub(super) fn concepts_of(&self, task: usize) -> &[Mention] {
        &self.mentions[as_usize(&self.tasks[task].concepts)]
    }

    #[inline]
    pub(super) fn names_of(&self, task: usize) -> &[Name] {
        &self.names[as_usize(&self.tasks[task].names)]
    }

    #[inline]
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
        append(&mut self.terms, &mut terms)
    }
}

/// All tasks cut into pieces, and the distinct wordings of these.
struct Cut {
    wordings: Vec<String>,
    /// For each task its pieces: bytes and wording.
    pieces: Vec<Vec<(Range<u32>, u32)>>,
}

fn cut(tasks: &[TaskText]) -> Cut {
    /// Tasks that one thread takes at a time, and all of them before their wordings are put together.
    const PART: usize = 512;
    const ROUND: usize = 16 * PART;
    let mut number: FxHashMap<String, u32> = FxHashMap::default();
    let mut pieces = Vec::with_capacity(tasks.len());
    for tasks in tasks.chunks(ROUND) {
        let parts: Vec<Cut> = tasks.par_chunks(PART).map(cut_part).collect();
        for part in parts {
            let number_of = |wording| {
                let next = number.len() as u32;
                *number.entry(wording).or_insert(next)
            };
            let numbers: Vec<u32> = part.wordings.into_iter().map(number_of).collect();
            pieces.extend(part.pieces.into_iter().map(|mut task| {
                for (_, wording) in &mut task {
                    *wording = numbers[*wording as usize];
                }
                task
            }));
        }
    }
    Cut { wordings: in_order(number), pieces }
}

/// As [`cut`], on one thread.
fn cut_part(tasks: &[TaskText]) -> Cut {
    let mut number: FxHashMap<String, u32> = FxHashMap::default();
    let mut own = |text: &str, range: Range<usize>| {
        let next = number.len() as u32;
        (range.start as u32..range.end as u32, *number.entry(wording(&text[range])).or_insert(next))
    };
    let pieces = tasks
        .iter()
        .map(|task| text::pieces(&task.text).into_iter().map(|range| own(&task.text, range)).collect())
        .collect();
    Cut { wordings: in_order(number), pieces }
}

fn in_order(number: FxHashMap<String, u32>) -> Vec<String> {
    let mut wordings = vec![String::new(); number.len()];
    for (wording, at) in number {
        wordings[at as usize] = wording;
    }
    wordings
}

/// A piece with every figure put to 0; figures in names (`5G`, `“323”`) and those that a concept is called by stay.
fn wording(piece: &str) -> String {
    let kept = Concepts::all();
    let mut wording = String::with_capacity(piece.len());
    let mut rest = piece;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, from) = rest.split_at(at);
        let len = from.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
        let (figure, after) = from.split_at(len);
        wording.push_str(before);
        let in_name =
            |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '“' | '”' | '"' | '.' | '-'));
        if in_name(before.chars().next_back()) || in_name(after.chars().next()) || kept.is_called_by(figure) {
            wording.push_str(figure);
        } else {
            wording.push('0');
        }
        rest = after;
    }
    wording.push_str(rest);
    wording
}

/// Moves everything to the end of the other and leaves `more` empty.
fn append<T>(all: &mut Vec<T>, more: &mut Vec<T>) -> Range<u32> {
    let start = all.len() as u32;
    all.append(more);
    start..all.len() as u32
}

fn shifted(range: &Range<u32>, by: u32) -> Range<u32> {
    range.start + by..range.end + by
}

fn norm(terms: &[Term]) -> f32 {
    terms.iter().map(|term| f64::from(term.worth).powi(2)).sum::<f64>().sqrt() as f32
}

fn sum(terms: &[Term]) -> f32 {
    terms.iter().map(|term| f64::from(term.worth)).sum::<f64>() as f32
}

#[inline]
pub(super) fn as_usize(range: &Range<u32>) -> Range<usize> {
    range.start as usize..range.end as usize
}

/// How much a concept by its number says.
pub(super) fn breadth(concept: u32) -> Breadth {
    Concepts::all().get(concept as u16).breadth
}
