//! Signals: what speaks for two tasks holding the same commitment.
//!
//! In:  two tasks of a [`Corpus`].
//! Out: one figure a [`Signal`], 0 (nothing) to 1 (all one could ask), and the two pieces that meet.
//!
//! Every signal is monotone: more of it never speaks against a match.

use std::ops::Range;

use super::concept::Breadth;
use super::corpus::{Corpus, Mention, Name, Quantity, Term, as_usize, breadth};
use super::grams::{dice, dice_bound};

/// What is looked at. The order is that of the table of weights and of explanations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Signal {
    ClauseWords,
    ClauseChars,
    TaskWords,
    Containment,
    RareWord,
    Names,
    Concept,
    MoreConcepts,
    ConceptClause,
    ConceptCover,
    FieldConcept,
    FieldClause,
    BroadConcept,
    Indicator,
    Function,
    Section,
}

impl Signal {
    /// Every signal, in order.
    pub const ALL: [Self; 16] = [
        Self::ClauseWords,
        Self::ClauseChars,
        Self::TaskWords,
        Self::Containment,
        Self::RareWord,
        Self::Names,
        Self::Concept,
        Self::MoreConcepts,
        Self::ConceptClause,
        Self::ConceptCover,
        Self::FieldConcept,
        Self::FieldClause,
        Self::BroadConcept,
        Self::Indicator,
        Self::Function,
        Self::Section,
    ];

    /// The code in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::ClauseWords => "clause_words",
            Self::ClauseChars => "clause_chars",
            Self::TaskWords => "task_words",
            Self::Containment => "containment",
            Self::RareWord => "rare_word",
            Self::Names => "names",
            Self::Concept => "concept",
            Self::MoreConcepts => "more_concepts",
            Self::ConceptClause => "concept_clause",
            Self::ConceptCover => "concept_cover",
            Self::FieldConcept => "field_concept",
            Self::FieldClause => "field_clause",
            Self::BroadConcept => "broad_concept",
            Self::Indicator => "indicator",
            Self::Function => "function",
            Self::Section => "section",
        }
    }

    /// The name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::ClauseWords => "分句用词相近",
            Self::ClauseChars => "分句用字相近",
            Self::TaskWords => "全文用词相近",
            Self::Containment => "一方内容包含在另一方中",
            Self::RareWord => "共有少见词",
            Self::Names => "共有引号中的名称",
            Self::Concept => "同一事项",
            Self::MoreConcepts => "不止一个同一事项",
            Self::ConceptClause => "同一事项的分句相近",
            Self::ConceptCover => "事项大多相同",
            Self::FieldConcept => "同类工作",
            Self::FieldClause => "同类工作的分句相近",
            Self::BroadConcept => "同一领域",
            Self::Indicator => "同一指标",
            Self::Function => "牵头单位职能相同",
            Self::Section => "所在章节相近",
        }
    }
}

/// How many signals there are.
pub const SIGNALS: usize = Signal::ALL.len();

/// One figure a signal.
pub type Values = [f32; SIGNALS];

/// The pieces that meet, by their numbers in the corpus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Evidence {
    pub(super) left: u32,
    pub(super) right: u32,
}

/// Shared worth at which a likeness counts half: few or common words may agree by chance.
const HALF_WORTH: f32 = 3.0;
/// Worth of the rarest shared word below which it says nothing, and from which on it says all.
const RARE: (f32, f32) = (3.0, 7.0);

/// What two sets of words share.
#[derive(Debug, Clone, Copy, Default)]
struct Shared {
    /// Sums of 64ths, exact in any order.
    worth: f64,
    product: f64,
    rarest: f32,
}

impl Shared {
    fn worth(self) -> f32 {
        self.worth as f32
    }

    /// The cosine of two vectors of such lengths.
    fn cosine(self, a: f32, b: f32) -> f32 {
        if self.product > 0.0 { self.product as f32 / (a * b) } else { 0.0 }
    }
}

fn shared(a: &[Term], b: &[Term]) -> Shared {
    let (mut i, mut j) = (0, 0);
    let mut sum = Shared::default();
    while i < a.len() && j < b.len() {
        let (x, y) = (a[i].word, b[j].word);
        if x == y {
            let worth = a[i].worth;
            sum.worth += f64::from(worth);
            sum.product += f64::from(worth) * f64::from(worth);
            sum.rarest = sum.rarest.max(worth);
        }
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
    sum
}

/// Less than 1 where little is shared.
fn trust(worth: f32) -> f32 {
    worth / (worth + HALF_WORTH)
}

/// All signals of a pair, and where it meets: nowhere where nothing at all is shared.
pub(super) fn measure(corpus: &Corpus, left: usize, right: usize) -> (Values, Option<Evidence>) {
    measure_if(corpus, left, right, |_| true).unwrap_or_default()
}

/// As [`measure`], unless `hope` is given up at the sight of what the signals can come to at most: comparing pieces, the
/// costly part, is then spared.
pub(super) fn measure_if(
    corpus: &Corpus,
    left: usize,
    right: usize,
    hope: impl FnOnce(&Values) -> bool,
) -> Option<(Values, Option<Evidence>)> {
    let (a, b) = (&corpus.tasks[left], &corpus.tasks[right]);
    let mut values = [0.0; SIGNALS];
    let mut set = |signal: Signal, value: f32| values[signal as usize] = value;
    let mut best: Option<(f32, Evidence)> = None;

    if a.functions & b.functions != 0 {
        set(Signal::Function, if a.primary == b.primary { 1.0 } else { 0.5 });
    }
    let section = shared(corpus.section_of(left), corpus.section_of(right));
    set(Signal::Section, section.cosine(a.section_norm, b.section_norm));

    let whole = shared(corpus.terms_of(left), corpus.terms_of(right));
    set(Signal::TaskWords, whole.cosine(a.norm, b.norm) * trust(whole.worth()));
    let least = a.worth.min(b.worth);
    if least > 0.0 {
        set(Signal::Containment, whole.worth() / least * trust(whole.worth()));
    }

    let names = shared_names(corpus.names_of(left), corpus.names_of(right));
    set(Signal::Names, 1.0 - 0.5f32.powi(names));

    // concepts, each with the likeness of the two pieces that name it
    let (mut last, mut number) = (u32::MAX, [0u32; 3]);
    let (mut concept_clause, mut field_clause) = (0.0f32, 0.0f32);
    for_shared(corpus.concepts_of(left), corpus.concepts_of(right), |x, y| {
        let breadth = breadth(x.what);
        if x.what != last {
            number[breadth as usize] += 1;
            last = x.what;
        }
        if breadth == Breadth::Broad {
            return;
        }
        let (x_grams, y_grams) = (corpus.grams_in(corpus.wording(x.piece)), corpus.grams_in(corpus.wording(y.piece)));
        let (so_far, base) = if breadth == Breadth::Specific { (concept_clause, 0.8) } else { (field_clause, 0.3) };
        let bound = dice_bound(x_grams, y_grams);
        if bound <= so_far && best.is_some_and(|(most, _)| base + bound <= most) {
            return;
        }
        let like = dice(x_grams, y_grams);
        match breadth {
            Breadth::Specific => {
                concept_clause = concept_clause.max(like);
                offer(&mut best, base + like, x.piece, y.piece);
            }
            Breadth::Field => {
                field_clause = field_clause.max(like);
                offer(&mut best, base + like, x.piece, y.piece);
            }
            Breadth::Broad => {}
        }
    });
    let [specific, field, broad] = number.map(|number| number as f32);
    set(Signal::Concept, specific.min(1.0));
    set(Signal::MoreConcepts, 1.0 - 0.5f32.powf((specific - 1.0).max(0.0)));
    set(Signal::ConceptClause, concept_clause);
    let fewest = f32::from(a.specific.min(b.specific));
    set(Signal::ConceptCover, if specific > 0.0 { specific / fewest } else { 0.0 });
    set(Signal::FieldConcept, 1.0 - 0.5f32.powf(field));
    set(Signal::FieldClause, field_clause);
    set(Signal::BroadConcept, broad.min(1.0));

    let mut indicator = 0.0f32;
    for x in corpus.quantities_of(left) {
        for y in corpus.quantities_of(right) {
            let likeness = same_name(corpus, x, y) * if x.measure == y.measure { 1.0 } else { 0.6 };
            indicator = indicator.max(likeness);
            if likeness > 0.0 {
                offer(&mut best, 0.9 + likeness, x.piece, y.piece);
            }
        }
    }
    set(Signal::Indicator, indicator);

    set(Signal::RareWord, rarity(whole.rarest));
    // No two pieces share more than the tasks do.
    let most = trust(whole.worth());
    set(Signal::ClauseWords, most);
    set(Signal::ClauseChars, most);
    if !hope(&values) {
        return None;
    }
    let (words, chars) = match whole.worth > 0.0 {
        true => clauses(corpus, a.pieces.clone(), b.pieces.clone(), &mut best),
        false => (0.0, 0.0),
    };
    values[Signal::ClauseWords as usize] = words;
    values[Signal::ClauseChars as usize] = chars;
    Some((values, best.map(|(_, evidence)| evidence)))
}

/// The greatest likeness of any two pieces by words and by characters, each trusted as far as it rests on worth.
fn clauses(corpus: &Corpus, left: Range<u32>, right: Range<u32>, best: &mut Option<(f32, Evidence)>) -> (f32, f32) {
    let (mut words, mut chars, mut most) = (0.0f32, 0.0f32, 0.0f32);
    // pieces of one wording are as alike as can be: seen first, they spare most of the others
    for x in left.clone() {
        let wording = corpus.pieces[x as usize].wording;
        for y in right.clone() {
            if corpus.pieces[y as usize].wording == wording {
                let trust = trust(corpus.wordings[wording as usize].worth);
                words = words.max(trust);
                chars = chars.max(trust);
                most = most.max(trust * 1.5);
                offer(best, trust * 1.5, x, y);
            }
        }
    }
    for x in left {
        let x_wording = corpus.wording(x);
        let x_trust = trust(x_wording.worth);
        if x_trust <= words && x_trust <= chars && x_trust * 1.5 <= most {
            continue;
        }
        for y in right.clone() {
            let y_wording = corpus.wording(y);
            let bound = x_trust.min(trust(y_wording.worth));
            let apart = x_wording.bits & y_wording.bits == 0;
            if apart || bound <= words && bound <= chars && bound * 1.5 <= most {
                continue;
            }
            let both = shared(corpus.terms_in(x_wording), corpus.terms_in(y_wording));
            if both.worth <= 0.0 {
                continue;
            }
            let trust = trust(both.worth());
            let likeness = both.cosine(x_wording.norm, y_wording.norm) * trust;
            words = words.max(likeness);
            let (x_grams, y_grams) = (corpus.grams_in(x_wording), corpus.grams_in(y_wording));
            let bound = dice_bound(x_grams, y_grams) * trust;
            if bound <= chars && likeness + bound * 0.5 <= most {
                continue;
            }
            let like = dice(x_grams, y_grams) * trust;
            chars = chars.max(like);
            most = most.max(likeness + like * 0.5);
            offer(best, likeness + like * 0.5, x, y);
        }
    }
    (words, chars)
}

/// How alike two indicators are called: 1 for one canonical indicator, 0 where the names are not close.
fn same_name(corpus: &Corpus, x: &Quantity, y: &Quantity) -> f32 {
    if x.id.is_some() && x.id == y.id {
        return 1.0;
    }
    let like = dice(&corpus.grams[as_usize(&x.grams)], &corpus.grams[as_usize(&y.grams)]);
    if like >= 0.5 { like } else { 0.0 }
}

/// The targets of either task that count the same thing in the same measure: their numbers among the tasks' targets.
pub(super) fn same_indicator(corpus: &Corpus, left: usize, right: usize) -> Option<(usize, usize)> {
    let mut best: Option<(f32, (usize, usize))> = None;
    for (a, x) in corpus.quantities_of(left).iter().enumerate() {
        for (b, y) in corpus.quantities_of(right).iter().enumerate() {
            let likeness = same_name(corpus, x, y);
            if x.measure == y.measure && likeness > best.map_or(0.0, |(most, _)| most) {
                best = Some((likeness, (a, b)));
            }
        }
    }
    best.map(|(_, targets)| targets)
}

/// The signals of two clauses that are known to be about one thing, as if each were its whole task.
pub(super) fn clause_values(corpus: &Corpus, left: (u32, u32), right: (u32, u32)) -> Values {
    let mut values = [0.0; SIGNALS];
    let mut set = |signal: Signal, value: f32| values[signal as usize] = value;
    let (a, b) = (&corpus.tasks[left.0 as usize], &corpus.tasks[right.0 as usize]);
    if a.functions & b.functions != 0 {
        set(Signal::Function, if a.primary == b.primary { 1.0 } else { 0.5 });
    }
    let (x, y) = (corpus.wording(left.1), corpus.wording(right.1));
    let both = shared(corpus.terms_in(x), corpus.terms_in(y));
    let like = dice(corpus.grams_in(x), corpus.grams_in(y));
    set(Signal::ClauseWords, both.cosine(x.norm, y.norm) * trust(both.worth()));
    set(Signal::ClauseChars, like * trust(both.worth()));
    set(Signal::RareWord, rarity(both.rarest));
    set(Signal::Concept, 1.0);
    set(Signal::ConceptClause, like);
    set(Signal::ConceptCover, 1.0);
    values
}

fn rarity(worth: f32) -> f32 {
    ((worth - RARE.0) / (RARE.1 - RARE.0)).clamp(0.0, 1.0)
}

fn offer(best: &mut Option<(f32, Evidence)>, strength: f32, left: u32, right: u32) {
    if best.is_none_or(|(most, _)| strength > most) {
        *best = Some((strength, Evidence { left, right }));
    }
}

/// Calls with every pair of mentions of the same thing.
fn for_shared(a: &[Mention], b: &[Mention], mut call: impl FnMut(Mention, Mention)) {
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

/// How many names both tasks hold, of which one at least quotes them.
fn shared_names(a: &[Name], b: &[Name]) -> i32 {
    let (mut i, mut j, mut count) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        let (x, y) = (a[i], b[j]);
        count += i32::from(x.what == y.what && (x.quoted || y.quoted));
        i += usize::from(x.what <= y.what);
        j += usize::from(y.what <= x.what);
    }
    count
}
