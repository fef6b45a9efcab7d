//! Signals: what speaks for two tasks holding the same commitment.
//!
//! In:  two tasks of a [`Meeting`], and how much more alike they are than either is to its nearest others.
//! Out: one figure a [`Signal`], 0 (nothing) to 1 (all one could ask), [`Signal::Near`] also below and above.
//! Not here: which clauses are shown for it; that is `super::evidence`'s.
//!
//! Every signal is monotone: more of it never speaks against a match.

use std::sync::LazyLock;

use super::concept::Breadth;
use super::corpus::{Corpus, Mention, Quantity, breadth};
use super::dense::cosine;
use super::grams;
use super::meeting::Meeting;
use super::score::Weights;

/// What is looked at. The order is that of the table of weights and of explanations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Signal {
    /// How much more alike the two are than either is to its nearest others in the other list.
    Near,
    /// The greatest likeness of two clauses by characters, less where little is shared.
    ClauseChars,
    /// The greatest likeness of two clauses by the meaning of their words.
    ClauseVectors,
    /// How much the words are worth that both hold.
    SharedWorth,
    /// The rarest programme or duty that both name.
    Concept,
    /// The rarest kind of work that both name.
    FieldConcept,
    /// How rare the other programmes and duties are that both name.
    MoreConcepts,
    /// How alike the clauses are that name one of them.
    ConceptClause,
    /// The rarest indicator that both count.
    Indicator,
    /// The rarest name that one quotes and both hold.
    Name,
    /// Likeness of the headings by meaning.
    Section,
    /// Whether units of one function lead.
    Function,
    /// How much both say: a long task has nearer others than its own commitments make.
    Parts,
}

impl Signal {
    /// Every signal, in order.
    pub const ALL: [Self; 13] = [
        Self::Near,
        Self::ClauseChars,
        Self::ClauseVectors,
        Self::SharedWorth,
        Self::Concept,
        Self::FieldConcept,
        Self::MoreConcepts,
        Self::ConceptClause,
        Self::Indicator,
        Self::Name,
        Self::Section,
        Self::Function,
        Self::Parts,
    ];

    /// The code in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Near => "near",
            Self::ClauseChars => "clause_chars",
            Self::ClauseVectors => "clause_vectors",
            Self::SharedWorth => "shared_worth",
            Self::Concept => "concept",
            Self::FieldConcept => "field_concept",
            Self::MoreConcepts => "more_concepts",
            Self::ConceptClause => "concept_clause",
            Self::Indicator => "indicator",
            Self::Name => "name",
            Self::Section => "section",
            Self::Function => "function",
            Self::Parts => "parts",
        }
    }

    /// The name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Near => "比两份清单里其他任务更相近",
            Self::ClauseChars => "分句用字相近",
            Self::ClauseVectors => "分句意思相近",
            Self::SharedWorth => "共有少见词",
            Self::Concept => "同一事项",
            Self::FieldConcept => "同类工作",
            Self::MoreConcepts => "不止一个同一事项",
            Self::ConceptClause => "同一事项的分句相近",
            Self::Indicator => "同一指标",
            Self::Name => "共有引号中的名称",
            Self::Section => "所在章节相近",
            Self::Function => "牵头单位职能相同",
            Self::Parts => "任务内容较多",
        }
    }
}

/// How many signals there are.
pub const SIGNALS: usize = Signal::ALL.len();

/// One figure a signal.
pub type Values = [f32; SIGNALS];

/// Shared worth at which likeness by characters and shared words count half: few or common ones may agree by chance.
const HALF_CHARS: f32 = 12.0;
const HALF_WORDS: f32 = 10.0;
/// Brings the logarithm of the clauses of two long tasks to 1.
const MANY_PARTS: f32 = 5.0;

/// All signals of a pair; `near` is how much the pair stands out among its neighbours, `cells` gets what [`clauses`] adds.
pub(super) fn measure(meeting: &Meeting<'_>, left: usize, right: usize, near: f32, cells: &mut Vec<Cell>) -> Values {
    let clauses = clauses(meeting, left, right, cells);
    let mut values = at_most(meeting.corpus, left, right, near, [clauses.chars, clauses.vectors]);
    shared(meeting, left, right, &mut values);
    values
}

/// As [`measure`], the quick signals first, and only as long as all may still come to `enough`.
///
/// `most` is what [`Signal::ClauseChars`] and [`Signal::ClauseVectors`] come to at most; `clauses` gives them, as [`clauses`]
/// does.
pub(super) fn measure_where<'a>(
    meeting: &Meeting<'_>,
    (left, right): (usize, usize),
    near: f32,
    most: [f32; 2],
    clauses: impl FnOnce() -> (Clauses, &'a [Cell]),
    enough: impl Fn(&Values) -> bool,
) -> Option<(Values, &'a [Cell])> {
    let mut values = at_most(meeting.corpus, left, right, near, most);
    if !enough(&values) {
        return None;
    }
    shared(meeting, left, right, &mut values);
    if !enough(&values) {
        return None;
    }
    let (clauses, cells) = clauses();
    values[Signal::ClauseChars as usize] = clauses.chars;
    values[Signal::ClauseVectors as usize] = clauses.vectors;
    Some((values, cells))
}

/// The most that the signals can come to, from what is quickly known; only those of [`shared`] are not exact, and those of
/// clauses where `most` is not.
fn at_most(corpus: &Corpus, left: usize, right: usize, near: f32, most: [f32; 2]) -> Values {
    let mut values = [1.0; SIGNALS];
    values[Signal::Near as usize] = near;
    [values[Signal::ClauseChars as usize], values[Signal::ClauseVectors as usize]] = most;
    values[Signal::Section as usize] = section(corpus, left, right);
    values[Signal::Function as usize] = function(corpus, left, right);
    values[Signal::Parts as usize] = parts(corpus, left, right);
    values
}

/// Sets the signals of words and things that both tasks hold.
fn shared(meeting: &Meeting<'_>, left: usize, right: usize, values: &mut Values) {
    let mut set = |signal: Signal, value: f32| values[signal as usize] = value;
    let shared = meeting.shared_words(left, right);
    set(Signal::SharedWorth, shared / (shared + HALF_WORDS));
    let (mut together, mut indicated, mut named) = (Together::default(), 0.0, 0.0);
    if meeting.corpus.tasks[left].things & meeting.corpus.tasks[right].things != 0 {
        together = concepts(meeting, left, right);
        indicated = indicator(meeting, left, right);
        named = name(meeting, left, right);
    }
    set(Signal::Concept, together.specific);
    set(Signal::FieldConcept, together.field);
    set(Signal::MoreConcepts, together.more);
    set(Signal::ConceptClause, together.clause);
    set(Signal::Indicator, indicated);
    set(Signal::Name, named);
}

/// Spares most pairs of two lists: whether their signals can come to enough, from a few of them.
pub(super) struct Sieve {
    pub(super) weights: Weights,
    /// Log-odds that are enough.
    pub(super) least: f32,
    /// What the other signals add at most, without and with a thing that both hold.
    rest: [f32; 2],
}

impl Sieve {
    pub(super) fn new(weights: &Weights, least: f32) -> Self {
        let most = |signals: &[Signal]| signals.iter().map(|signal| weights.each[*signal as usize]).sum::<f32>();
        let apart = most(&[Signal::SharedWorth, Signal::Section, Signal::Function]);
        let things = most(&[
            Signal::Concept,
            Signal::FieldConcept,
            Signal::MoreConcepts,
            Signal::ConceptClause,
            Signal::Indicator,
            Signal::Name,
        ]);
        Self { weights: *weights, least, rest: [apart, apart + things] }
    }

    /// Whether two tasks may come to enough; `most` as for [`measure_where`].
    #[inline]
    pub(super) fn lets(&self, corpus: &Corpus, (left, right): (usize, usize), near: f32, most: [f32; 2]) -> bool {
        let each = |signal: Signal| self.weights.each[signal as usize];
        let things = corpus.tasks[left].things & corpus.tasks[right].things != 0;
        let quick = each(Signal::Near) * near
            + each(Signal::ClauseChars) * most[0]
            + each(Signal::ClauseVectors) * most[1]
            + self.rest[usize::from(things)];
        self.weights.start + quick + each(Signal::Parts) * parts(corpus, left, right) >= self.least
    }
}

fn section(corpus: &Corpus, left: usize, right: usize) -> f32 {
    let vector = |task: usize| &corpus.section_vectors[corpus.tasks[task].section as usize];
    cosine(vector(left), vector(right))
}

fn function(corpus: &Corpus, left: usize, right: usize) -> f32 {
    let (a, b) = (&corpus.tasks[left], &corpus.tasks[right]);
    match a.functions & b.functions {
        0 => 0.0,
        _ if a.primary == b.primary => 1.0,
        _ => 0.5,
    }
}

#[inline]
fn parts(corpus: &Corpus, left: usize, right: usize) -> f32 {
    let number = |task: usize| corpus.tasks[task].clauses.len();
    let product = number(left) * number(right);
    LOGS.get(product).copied().unwrap_or_else(|| (product as f32).ln()) / MANY_PARTS
}

/// The logarithms of the first whole numbers.
static LOGS: LazyLock<[f32; 512]> = LazyLock::new(|| std::array::from_fn(|at| (at as f32).ln()));

/// Likeness by characters, less where little is shared.
#[inline]
pub(super) fn backed(dice: f32, shared: f32) -> f32 {
    dice * shared / (shared + HALF_CHARS)
}

/// The greatest likeness of any two clauses by characters, by vectors, and by both together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Clauses {
    pub(super) chars: f32,
    pub(super) vectors: f32,
    pub(super) most: f32,
}

/// How alike two clauses are by the meaning of their words and by characters.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Cell {
    pub(super) vector: f32,
    pub(super) dice: f32,
}

/// Holds every clause of one task against every one of the other; adds a cell for every two, by the left one, then by the
/// right one.
pub(super) fn clauses(meeting: &Meeting<'_>, left: usize, right: usize, cells: &mut Vec<Cell>) -> Clauses {
    let corpus = meeting.corpus;
    let (a, b) = (&corpus.tasks[left], &corpus.tasks[right]);
    let (mut chars, mut vectors, mut most) = (0.0f32, 0.0f32, -1.0f32);
    for x in a.clauses.clone() {
        for y in b.clauses.clone() {
            let vector = cosine(corpus.vector(x), corpus.vector(y));
            let (dice, shared) = meeting.characters(corpus.wording(x), corpus.wording(y));
            cells.push(Cell { vector, dice });
            vectors = vectors.max(vector);
            chars = chars.max(backed(dice, shared));
            most = most.max(vector + dice);
        }
    }
    Clauses { chars, vectors, most }
}

/// What two tasks say of the concepts that both name.
#[derive(Debug, Clone, Copy, Default)]
struct Together {
    /// The rarest specific and the rarest field concept.
    specific: f32,
    field: f32,
    /// The other specific ones.
    more: f32,
    /// How alike their clauses are, as far as the concept is rare.
    clause: f32,
}

fn concepts(meeting: &Meeting<'_>, left: usize, right: usize) -> Together {
    /// What the likeness of clauses counts that share a kind of work only.
    const FIELD: f32 = 0.5;
    /// So many other concepts, as rare as can be, say all.
    const MANY: f32 = 2.0;
    let (mut together, mut all, mut last) = (Together::default(), 0.0f32, u32::MAX);
    let corpus = meeting.corpus;
    for_shared(corpus.concepts_of(left), corpus.concepts_of(right), |x, y| {
        let share = match breadth(x.what) {
            Breadth::Specific => 1.0,
            Breadth::Field => FIELD,
            Breadth::Broad => return,
        };
        let rare = meeting.rare(x.what);
        // likeness is 1 at most
        if share * rare > together.clause {
            together.clause = together.clause.max(share * rare * clause_likeness(corpus, x.clause, y.clause));
        }
        if x.what == last {
            return;
        }
        last = x.what;
        if breadth(x.what) == Breadth::Specific {
            together.specific = together.specific.max(rare);
            all += rare;
        } else {
            together.field = together.field.max(rare);
        }
    });
    together.more = (all - together.specific).min(MANY) / MANY;
    together
}

/// The rarest canonical indicator that both tasks count.
fn indicator(meeting: &Meeting<'_>, left: usize, right: usize) -> f32 {
    let mut most = 0.0f32;
    for x in meeting.corpus.quantities_of(left) {
        for y in meeting.corpus.quantities_of(right) {
            if let Some(id) = x.id.filter(|_| x.id == y.id) {
                most = most.max(meeting.rare(meeting.corpus.indicator_thing(id)));
            }
        }
    }
    most
}

/// The rarest name that both tasks hold and one at least quotes.
fn name(meeting: &Meeting<'_>, left: usize, right: usize) -> f32 {
    let corpus = meeting.corpus;
    let (a, b) = (corpus.names_of(left), corpus.names_of(right));
    let (mut i, mut j, mut most) = (0, 0, 0.0f32);
    while i < a.len() && j < b.len() {
        let (x, y) = (a[i], b[j]);
        if x.what == y.what && (x.quoted || y.quoted) {
            let rare = meeting.rare(corpus.name_thing(x.what)) * corpus.name_shares[x.what as usize];
            most = most.max(rare);
        }
        i += usize::from(x.what <= y.what);
        j += usize::from(y.what <= x.what);
    }
    most
}

/// How alike two indicators are called: 1 for one canonical indicator, 0 for two and where the names are not close.
fn same_name(corpus: &Corpus, x: &Quantity, y: &Quantity) -> f32 {
    if x.id.is_some() && y.id.is_some() {
        return if x.id == y.id { 1.0 } else { 0.0 };
    }
    let like = grams::dice(corpus.name_of(x), corpus.name_of(y));
    if like >= 0.5 { like } else { 0.0 }
}

/// The targets of either task that count the same thing in the same measure: their numbers among the tasks' targets. Of
/// targets called alike those of one kind come first: an addition is held against an addition.
pub(super) fn same_indicator(corpus: &Corpus, left: usize, right: usize) -> Option<(usize, usize)> {
    /// Decide between names that are alike.
    const KIND: f32 = 0.01;
    const WORDS: f32 = 0.1;
    let mut best: Option<(f32, (usize, usize))> = None;
    for (a, x) in corpus.quantities_of(left).iter().enumerate() {
        for (b, y) in corpus.quantities_of(right).iter().enumerate() {
            if x.measure != y.measure {
                continue;
            }
            let called = same_name(corpus, x, y);
            if called == 0.0 {
                continue;
            }
            // 科技小巨人 and 专精特新 are one indicator, but less one than 高新技术 and 高新技术
            let words = WORDS * grams::dice(corpus.name_of(x), corpus.name_of(y));
            let likeness = called + words + if x.kind == y.kind { KIND } else { 0.0 };
            if likeness > best.map_or(0.0, |(most, _)| most) {
                best = Some((likeness, (a, b)));
            }
        }
    }
    best.map(|(_, targets)| targets)
}

/// Calls with every pair of mentions of the same thing.
pub(super) fn for_shared(a: &[Mention], b: &[Mention], mut call: impl FnMut(Mention, Mention)) {
    let mut j = 0;
    for x in a {
        while j < b.len() && b[j].what < x.what {
            j += 1;
        }
        for y in b[j..].iter().take_while(|y| y.what == x.what) {
            call(*x, *y);
        }
    }
}

/// How alike two clauses are whatever the lists: by meaning and by characters, 0 to 1.
pub(super) fn clause_likeness(corpus: &Corpus, x: u32, y: u32) -> f32 {
    let (a, b) = (corpus.grams_in(corpus.wording(x)), corpus.grams_in(corpus.wording(y)));
    f32::midpoint(cosine(corpus.vector(x), corpus.vector(y)), grams::dice(a, b))
}
