//! Tasks made ready for matching: words, character pairs and vectors as numbers, nothing kept as text.
//!
//! In:  [`TaskText`]s.
//! Out: a [`Corpus`]: each task's clauses with their words, character pairs and vectors, its concepts, names, indicators; and
//!      for each list how many of its tasks hold what.
//!
//! What is kept of a task does not hang on any other task; what a word is worth between two lists is
//! [`super::meeting`]'s.

use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::background::{Background, PARTS_OF_WORTH};
use super::concept::{Breadth, Concepts};
use super::cut::cut;
use super::dense::Vector;
use super::list::List;
use super::vectors::{known, section_vector, vectors};
use super::{TaskText, grams};
use crate::quantity::Kind;
use crate::text;

/// A part of a task that commits to one thing.
#[derive(Debug, Clone)]
pub(super) struct Clause {
    /// Bytes of the task's text.
    pub(super) range: Range<u32>,
    /// Number of its wording.
    pub(super) wording: u32,
}

/// What a clause says, its figures aside; notices repeat each other, so many clauses have one wording.
#[derive(Debug, Clone)]
pub(super) struct Wording {
    /// Distinct words, ascending.
    pub(super) words: Range<u32>,
    /// Distinct character pairs, ascending.
    pub(super) grams: Range<u32>,
    /// Sum of the worths that its words have before lists are compared, and of their squares' root: what shortlists use.
    pub(super) worth: f32,
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
    /// Character pairs of its name, ascending, repeats kept.
    pub(super) name: Range<u32>,
    pub(super) measure: u32,
    pub(super) kind: Kind,
    pub(super) clause: u32,
}

/// One task, as ranges into the corpus.
#[derive(Debug, Clone)]
pub(super) struct Task {
    pub(super) list: u32,
    pub(super) clauses: Range<u32>,
    /// Distinct words and character pairs of the whole task, ascending.
    pub(super) words: Range<u32>,
    pub(super) grams: Range<u32>,
    /// Number of its vector.
    vector: u32,
    /// Number of its headings' vector.
    pub(super) section: u32,
    pub(super) quantities: Range<u32>,
    /// Concepts with the clause that names them, ascending.
    pub(super) concepts: Range<u32>,
    /// Quoted names of the corpus that stand in the task, ascending.
    pub(super) names: Range<u32>,
    /// Concepts but broad ones, names and indicators as bits by their numbers: without a common bit nothing is shared.
    pub(super) things: u64,
    /// Function codes as bits; the primary one by its number.
    pub(super) functions: u64,
    pub(super) primary: u8,
}

/// A concept and the clause of the task that names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Mention {
    pub(super) what: u32,
    pub(super) clause: u32,
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
    pub(super) clauses: Vec<Clause>,
    pub(super) wordings: Vec<Wording>,
    /// What the ranges of words, character pairs, concepts and names point into.
    numbers: Vec<u32>,
    quantities: Vec<Quantity>,
    mentions: Vec<Mention>,
    names: Vec<Name>,
    /// Of each wording, of tasks by their clauses' wordings, of each heading.
    pub(super) wording_vectors: Vec<Vector>,
    task_vectors: Vec<Vector>,
    pub(super) section_vectors: Vec<Vector>,
    pub(super) lists: Vec<List>,
    pub(super) words: Vec<Box<str>>,
    /// What each word is worth before lists are compared, in 256ths.
    pub(super) worths: Vec<u32>,
    /// What each name's rarest word says, 0 to 1.
    pub(super) name_shares: Vec<f32>,
    pub(super) indicators: Vec<Box<str>>,
    /// How many different character pairs there are.
    pub(super) gram_count: usize,
}

/// Gives numbers to keys in the order of their first coming.
struct Numbers<K>(FxHashMap<K, u32>);

impl<K: std::hash::Hash + Eq + Copy> Numbers<K> {
    fn new() -> Self {
        Self(FxHashMap::default())
    }

    fn of(&mut self, key: K) -> u32 {
        let next = self.0.len() as u32;
        *self.0.entry(key).or_insert(next)
    }

    /// All keys by their number.
    fn keys(&self) -> Vec<K> {
        let mut keys: Vec<(u32, K)> = self.0.iter().map(|(key, number)| (*number, *key)).collect();
        keys.sort_unstable_by_key(|(number, _)| *number);
        keys.into_iter().map(|(_, key)| key).collect()
    }
}

impl Corpus {
    /// Reads all tasks, on as many threads as the pool has.
    pub fn new(tasks: &[TaskText]) -> Self {
        let (cut, ()) = rayon::join(|| cut(tasks), text::warm_up);
        let mut corpus = Self::default();
        let mut words = Numbers::new();
        corpus.push_wordings(&cut.wordings, &mut words);
        let known = known(&words.keys());
        corpus.wording_vectors = vectors(&corpus.wordings, &known, |wording| &corpus.numbers[as_usize(&wording.words)]);
        for wording in &mut corpus.wordings {
            let own = &corpus.numbers[as_usize(&wording.words)];
            wording.worth = own.iter().map(|word| known[*word as usize].worth).sum();
        }
        let sayings = corpus.push_tasks(tasks, &cut.clauses);
        corpus.task_vectors = vectors(&sayings, &known, |words| &corpus.numbers[as_usize(words)]);
        corpus.worths = known.iter().map(|word| (word.worth * PARTS_OF_WORTH) as u32).collect();
        corpus.words = words.keys().into_iter().map(Box::from).collect();
        corpus.count_lists();
        corpus
    }

    /// Adds what each wording says.
    fn push_wordings<'a>(&mut self, wordings: &'a [String], words: &mut Numbers<&'a str>) {
        let concepts = Concepts::all();
        let mut quoted = Numbers::new();
        for wording in wordings {
            for range in text::quoted(wording) {
                quoted.of(&wording[range]);
            }
        }
        let names = quoted.keys();
        self.name_shares = names.iter().map(|name| name_share(name)).collect();
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
        let mut pairs = Numbers::new();
        for (found, grams, concepts, named) in read {
            let mut own = |numbers: Vec<u32>| append(&mut self.numbers, distinct(numbers));
            let words = own(found.into_iter().map(|word| words.of(word)).collect());
            let grams = own(grams.into_iter().map(|pair| pairs.of(pair)).collect());
            let (concepts, names) = (own(concepts), own(named));
            self.wordings.push(Wording { words, grams, worth: 0.0, concepts, names });
        }
        self.gram_count = pairs.0.len();
    }

    /// Adds all tasks, their clauses known by their wordings. Returns the words of each vector that tasks have: tasks of the
    /// same wordings share all that hangs on them.
    fn push_tasks(&mut self, tasks: &[TaskText], clauses: &[Vec<(Range<u32>, u32)>]) -> Vec<Range<u32>> {
        let (mut known, mut sayings) = (FxHashMap::default(), Vec::new());
        let (mut indicators, mut measures, mut functions, mut sections) =
            (Numbers::new(), Numbers::new(), Numbers::new(), Numbers::new());
        // what is called alike shares its character pairs, which shows quickly that it is
        let mut called: FxHashMap<&str, Range<u32>> = FxHashMap::default();
        for (task, own) in tasks.iter().zip(clauses) {
            let first = self.clauses.len() as u32;
            self.clauses.extend(own.iter().cloned().map(|(range, wording)| Clause { range, wording }));
            let clauses = first..self.clauses.len() as u32;
            let mut quantities: Vec<Quantity> = Vec::with_capacity(task.targets.len());
            for target in &task.targets {
                let name = called.entry(&target.indicator);
                let name = name.or_insert_with(|| append(&mut self.numbers, grams::of(&target.indicator)));
                quantities.push(Quantity {
                    id: target.indicator_id.as_deref().map(|id| indicators.of(id)),
                    name: name.clone(),
                    measure: measures.of(target.measure.as_str()),
                    kind: target.kind,
                    clause: self.clause_at(&clauses, target.at),
                });
            }
            let codes: Vec<u32> = task.functions.iter().map(|code| functions.of(code.as_str())).collect();
            let wordings: Vec<u32> = own.iter().map(|(_, wording)| *wording).collect();
            let (vector, words, grams) = known.entry(wordings).or_insert_with_key(|wordings| {
                let (words, grams) = self.words_and_grams(wordings);
                sayings.push(words.clone());
                (sayings.len() as u32 - 1, words, grams)
            });
            let (vector, words, grams) = (*vector, words.clone(), grams.clone());
            let said = self.gather(clauses, quantities);
            self.tasks.push(Task {
                list: task.list,
                words,
                grams,
                vector,
                section: sections.of(task.section.as_str()),
                functions: codes.iter().filter(|code| **code < 64).fold(0, |bits, code| bits | 1 << code),
                primary: codes.first().map_or(u8::MAX, |code| (*code).min(254) as u8),
                ..said
            });
        }
        self.section_vectors = sections.keys().par_iter().map(|section| section_vector(section)).collect();
        self.indicators = indicators.keys().into_iter().map(Box::from).collect();
        sayings
    }

    /// The distinct words and character pairs of some wordings together; of one they are its own.
    fn words_and_grams(&mut self, wordings: &[u32]) -> (Range<u32>, Range<u32>) {
        if let [alone] = wordings {
            let wording = &self.wordings[*alone as usize];
            return (wording.words.clone(), wording.grams.clone());
        }
        let (mut words, mut grams) = (Vec::new(), Vec::new());
        for wording in wordings {
            let wording = &self.wordings[*wording as usize];
            words.extend_from_slice(self.words_in(wording));
            grams.extend_from_slice(self.grams_in(wording));
        }
        (append(&mut self.numbers, distinct(words)), append(&mut self.numbers, distinct(grams)))
    }

    /// What the clauses of one task name and count.
    fn gather(&mut self, clauses: Range<u32>, quantities: Vec<Quantity>) -> Task {
        let (mut concepts, mut names) = (Vec::new(), Vec::new());
        for clause in clauses.clone() {
            let wording = &self.wordings[self.clauses[clause as usize].wording as usize];
            let mention = |&what: &u32| Mention { what, clause };
            concepts.extend(self.numbers[as_usize(&wording.concepts)].iter().map(mention));
            let name = |&name: &u32| Name { what: name / 2, quoted: name % 2 == 1 };
            names.extend(self.numbers[as_usize(&wording.names)].iter().map(name));
        }
        concepts.sort_unstable();
        // of a name that stands there both ways, the quoted one is kept
        names.sort_unstable_by_key(|name: &Name| (name.what, !name.quoted));
        names.dedup_by_key(|name| name.what);
        let telling = concepts.iter().filter(|mention| breadth(mention.what) != Breadth::Broad);
        let bit = |number: u32, kind: u32| 1u64 << ((number * 3 + kind).wrapping_mul(0x9E37_79B1) >> 26);
        let things = telling.map(|mention| bit(mention.what, 0));
        let things = things.chain(names.iter().map(|name| bit(name.what, 1)));
        let things = things.chain(quantities.iter().filter_map(|quantity| Some(bit(quantity.id?, 2))));
        let things = things.fold(0, |all, bit| all | bit);
        Task {
            list: 0,
            clauses,
            things,
            words: 0..0,
            grams: 0..0,
            vector: 0,
            section: 0,
            quantities: append(&mut self.quantities, quantities),
            concepts: append(&mut self.mentions, concepts),
            names: append(&mut self.names, names),
            functions: 0,
            primary: u8::MAX,
        }
    }

    /// Gives back what likeness is measured by. What is left tells where clauses stand and what figures count; scores
    /// can no longer be made.
    pub fn forget_likeness(&mut self) {
        self.wording_vectors = Vec::new();
        self.task_vectors = Vec::new();
        self.section_vectors = Vec::new();
        self.lists = Vec::new();
        self.wordings = Vec::new();
        self.words = Vec::new();
        self.worths = Vec::new();
        self.mentions = Vec::new();
        self.names = Vec::new();
        // of the numbers, those of the names of quantities; many have one name
        let (mut kept, mut places) = (Vec::new(), FxHashMap::default());
        for Quantity { name, .. } in &mut self.quantities {
            let own = || append(&mut kept, self.numbers[as_usize(name)].to_vec());
            *name = places.entry(name.clone()).or_insert_with(own).clone();
        }
        self.numbers = kept;
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

    /// The tasks of a list, ascending.
    pub fn tasks_of(&self, list: u32) -> &[u32] {
        self.lists.get(list as usize).map_or(&[], |list| &list.tasks)
    }

    /// Whether two tasks differ in figures only.
    pub(super) fn says_the_same(&self, left: usize, right: usize) -> bool {
        let wordings =
            |task: usize| self.clauses[as_usize(&self.tasks[task].clauses)].iter().map(|clause| clause.wording);
        wordings(left).eq(wordings(right))
    }

    /// What a clause says.
    #[inline]
    pub(super) fn wording(&self, clause: u32) -> &Wording {
        &self.wordings[self.clauses[clause as usize].wording as usize]
    }

    /// The vector of a whole task.
    #[inline]
    pub(super) fn task_vector(&self, task: usize) -> &Vector {
        &self.task_vectors[self.tasks[task].vector as usize]
    }

    /// The vector of what a clause says.
    #[inline]
    pub(super) fn vector(&self, clause: u32) -> &Vector {
        &self.wording_vectors[self.clauses[clause as usize].wording as usize]
    }

    #[inline]
    pub(super) fn words_in(&self, wording: &Wording) -> &[u32] {
        &self.numbers[as_usize(&wording.words)]
    }

    #[inline]
    pub(super) fn grams_in(&self, wording: &Wording) -> &[u32] {
        &self.numbers[as_usize(&wording.grams)]
    }

    #[inline]
    pub(super) fn words_of(&self, task: usize) -> &[u32] {
        &self.numbers[as_usize(&self.tasks[task].words)]
    }

    #[inline]
    pub(super) fn grams_of(&self, task: usize) -> &[u32] {
        &self.numbers[as_usize(&self.tasks[task].grams)]
    }

    #[inline]
    pub(super) fn concepts_of(&self, task: usize) -> &[Mention] {
        &self.mentions[as_usize(&self.tasks[task].concepts)]
    }

    /// The concepts that two tasks both name, broad ones aside, ascending.
    pub fn shared_concepts(&self, left: u32, right: u32) -> Vec<u32> {
        let own = |task: u32| self.concepts_of(task as usize).iter().map(|mention| mention.what);
        let mut shared: Vec<u32> = own(left).filter(|what| breadth(*what) != Breadth::Broad).collect();
        shared.dedup();
        shared.retain(|what| own(right).any(|other| other == *what));
        shared
    }

    #[inline]
    pub(super) fn names_of(&self, task: usize) -> &[Name] {
        &self.names[as_usize(&self.tasks[task].names)]
    }

    #[inline]
    pub(super) fn quantities_of(&self, task: usize) -> &[Quantity] {
        &self.quantities[as_usize(&self.tasks[task].quantities)]
    }

    /// Character pairs of a quantity's name.
    pub(super) fn name_of(&self, quantity: &Quantity) -> &[u32] {
        &self.numbers[as_usize(&quantity.name)]
    }

    /// What tasks may share is numbered through: concepts, then names, then indicators.
    #[inline]
    pub(super) fn name_thing(&self, name: u32) -> u32 {
        Concepts::all().len() as u32 + name
    }

    #[inline]
    pub(super) fn indicator_thing(&self, indicator: u32) -> u32 {
        self.name_thing(self.name_shares.len() as u32) + indicator
    }

    /// How many such things there are.
    pub(super) fn thing_count(&self) -> usize {
        self.indicator_thing(self.indicators.len() as u32) as usize
    }

    /// The concepts, names and indicators of a task, each once, ascending.
    pub(super) fn things_of(&self, task: usize) -> Vec<u32> {
        let mut all: Vec<u32> = self.concepts_of(task).iter().map(|mention| mention.what).collect();
        all.extend(self.names_of(task).iter().map(|name| self.name_thing(name.what)));
        all.extend(
            self.quantities_of(task).iter().filter_map(|quantity| quantity.id).map(|id| self.indicator_thing(id)),
        );
        distinct(all)
    }

    /// The clauses of a task, by their numbers.
    pub fn clauses_of(&self, task: usize) -> Range<u32> {
        self.tasks[task].clauses.clone()
    }

    /// Bytes of the task's text that a clause covers.
    pub fn range(&self, clause: u32) -> Range<usize> {
        as_usize(&self.clauses[clause as usize].range)
    }

    /// The clause that holds a byte of the task's text, or the nearest before it.
    fn clause_at(&self, clauses: &Range<u32>, byte: usize) -> u32 {
        let own = &self.clauses[as_usize(clauses)];
        let after = own.partition_point(|clause| clause.range.start as usize <= byte);
        clauses.start + after.saturating_sub(1) as u32
    }
}

/// Each number once, ascending.
fn distinct(mut numbers: Vec<u32>) -> Vec<u32> {
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

/// Moves everything to the end of the other.
fn append<T>(all: &mut Vec<T>, more: Vec<T>) -> Range<u32> {
    let start = all.len() as u32;
    all.extend(more);
    start..all.len() as u32
}

#[inline]
pub(super) fn as_usize(range: &Range<u32>) -> Range<usize> {
    range.start as usize..range.end as usize
}

/// How much a concept by its number says.
pub(super) fn breadth(concept: u32) -> Breadth {
    Concepts::all().get(concept as u16).breadth
}

/// How much a shared name says by its rarest word: 绿色 stands in every report, 乐享洪福 in none.
fn name_share(name: &str) -> f32 {
    /// Worth by documents from which on a word says all.
    const RARE: f32 = 2.5;
    let background = Background::built_in();
    let words = text::words(name);
    let rarest = words.iter().map(|word| background.document_worth(word.text)).fold(0.0, f32::max);
    if words.is_empty() { 1.0 } else { (rarest / RARE).min(1.0) }
}
