//! Parts: what each sentence of a work report is, from the head of the page to its last link.
//!
//! In:  the lines of a page and the year that the report plans.
//! Out: [`Divided`]: the sentences, and for each its [`Part`].
//! How: all evidence together. Each sentence is seen as strings of its cue text ([`sentence`]) and as shapes (mark, length,
//!      place in its line); each speaks for and against parts with a learnt weight ([`weights`]), as does the part before;
//!      the likeliest row of parts of the whole page is taken. No word alone opens or closes a part.
//! Not here: which sentences of the plan are tasks and which headings ([`super::narrative`]).

mod copy;
pub(in crate::notice) mod sentence;
mod weights;

use std::ops::Range;

pub use sentence::Sentence;

use self::weights::Weights;
use super::han::is_han;
use super::header::head_words;
use super::line::{Line, Marker};
use super::stage::Facts;
use super::{glued, layout, noise, stage};
use crate::lexicon::code::HeadClass;
use crate::source::Document;

/// What a sentence of a work report belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// Title, date, speaker, address; what the page prints above them.
    Head,
    /// What was done.
    Review,
    /// What is to be done in five years.
    Horizon,
    /// The general requirement: by what it is to be done.
    Requirement,
    /// The year's targets and tasks, with the government's own duties and annexed deeds.
    Plan,
    /// The call at the end.
    Peroration,
    /// Explanations of terms behind the report.
    Glossary,
    /// The page's own text behind the report.
    Furniture,
    /// The report again.
    Copy,
}

impl Part {
    /// The parts that the weights know, in the order of a report, by their names in `parts.tsv`; what stands behind the plan
    /// is told apart by [`behind`].
    const LEARNT: [(&str, Self); 6] = [
        ("head", Self::Head),
        ("review", Self::Review),
        ("horizon", Self::Horizon),
        ("requirement", Self::Requirement),
        ("plan", Self::Plan),
        ("end", Self::Peroration),
    ];
}

/// A page divided into parts.
#[derive(Debug, Clone, Default)]
pub struct Divided {
    pub sentences: Vec<Sentence>,
    /// One for each sentence.
    pub parts: Vec<Part>,
}

impl Divided {
    /// Whether any sentence belongs to a part.
    pub fn has(&self, part: Part) -> bool {
        self.parts.contains(&part)
    }
}

/// Divides a page. `year` is the year that the report plans.
pub(super) fn divide(lines: &[Line], year: Option<i32>) -> Divided {
    let sentences = sentence::sentences(lines, year);
    let mut copied = vec![false; sentences.len()];
    copy::copies(&sentences).into_iter().flatten().for_each(|index| copied[index] = true);
    let kept: Vec<&Sentence> = sentences.iter().zip(&copied).filter(|(_, copied)| !**copied).map(|(s, _)| s).collect();
    let mut tags = Weights::built_in().decode(&kept).into_iter().map(|tag| Part::LEARNT[tag / 2].1);
    let mut parts: Vec<Part> =
        copied.iter().map(|copied| if *copied { Part::Copy } else { tags.next().unwrap_or(Part::Head) }).collect();
    behind(lines, &sentences, &mut parts);
    review_in_the_head(lines, &sentences, year, &mut parts);
    horizons_without_years(&sentences, &mut parts);
    Divided { sentences, parts }
}

/// Where a short page has no review, what stands in its head behind the sentence that hands the report in is one, up to the
/// sentence that opens the plan.
fn review_in_the_head(lines: &[Line], sentences: &[Sentence], year: Option<i32>, parts: &mut [Part]) {
    /// Fewer characters are an address.
    const SHORTEST: usize = 8;
    if parts.contains(&Part::Review) {
        return;
    }
    let words = |at: usize| &lines[sentences[at].line].scan()[sentences[at].range.clone()];
    let head = parts.iter().take_while(|part| **part == Part::Head).count();
    let handed = (0..head).rfind(|&at| stage::report_words().within(stage::Class::HandsIn, words(at)));
    let Some(handed) = handed else { return };
    let mut part = Part::Review;
    for (at, kept) in parts.iter_mut().enumerate().take(head).skip(handed + 1) {
        if Facts::of(stage::without_address(words(at))).opens_plan(year) {
            part = Part::Requirement;
        }
        if words(at).chars().filter(|c| is_han(*c)).count() >= SHORTEST {
            *kept = part;
        }
    }
}

/// A five-year part names its years; a run of sentences that names none belongs to the part before it.
fn horizons_without_years(sentences: &[Sentence], parts: &mut [Part]) {
    let mut from = 0;
    while from < parts.len() {
        let to = (from..parts.len()).find(|&at| parts[at] != parts[from]).unwrap_or(parts.len());
        let named = || sentences[from..to].iter().any(Sentence::names_years);
        if from > 0 && parts[from] == Part::Horizon && !named() {
            let before = parts[from - 1];
            parts[from..to].fill(before);
        }
        from = to;
    }
}

/// Tells apart what stands behind the plan: the call, explanations of terms, the page's own text, annexed deeds for the
/// people, which belong to the plan.
fn behind(lines: &[Line], sentences: &[Sentence], parts: &mut [Part]) {
    let mut open = Part::Peroration;
    for index in 0..parts.len() {
        if parts[index] != Part::Peroration {
            open = Part::Peroration;
            continue;
        }
        let scan = lines[sentences[index].line].scan();
        if layout::is_glossary_title(scan) {
            open = Part::Glossary;
        } else if opens_deeds(lines, sentences, index) {
            open = Part::Plan;
        } else if noise::is_furniture(scan)
            || open == Part::Plan && sentences[index].is_heading() && layout::is_annex(scan)
        {
            open = if open == Part::Plan { Part::Furniture } else { open };
            parts[index] = Part::Furniture;
            continue;
        }
        parts[index] = open;
    }
}

/// Whether a sentence is the title of annexed deeds for the people: numbered lines follow it.
fn opens_deeds(lines: &[Line], sentences: &[Sentence], index: usize) -> bool {
    let title = &sentences[index];
    let scan = lines[title.line].scan();
    let listed = |line: &Line| Marker::split(line.scan()).is_some_and(|(marker, _)| !marker.bare && marker.value == 1);
    title.is_heading()
        && stage::names_deeds(scan)
        && !head_words().within(HeadClass::WorkReport, scan)
        && lines[title.line + 1..].iter().take(3).any(listed)
}

/// Why a sentence is of its part.
#[derive(Debug, Clone, PartialEq)]
pub struct Reason {
    pub part: Part,
    /// Bytes of the plain text.
    pub span: Range<usize>,
    /// What is seen of it and speaks for its part, strongest first, by its name in the weights: a string of its cue text or
    /// a shape (`@…`), with how far it speaks for this part more than for the best other one.
    pub seen: Vec<(String, f32)>,
}

/// Why each sentence of a page is of its part. `year` is the year that the report plans.
pub(super) fn reasons(lines: &[Line], year: Option<i32>) -> Vec<Reason> {
    let Divided { sentences, parts } = divide(lines, year);
    let weights = Weights::built_in();
    let reason = |(sentence, part): (&Sentence, Part)| Reason {
        part,
        span: lines[sentence.line].text.span(sentence.range.clone()),
        seen: weights.evidence(sentence, part),
    };
    sentences.iter().zip(parts).map(reason).collect()
}

/// The sentences of a document as the weights see them, each with its bytes of the plain text: what
/// `datasets/scripts/parts.py` learns from. Sentences of a second copy have the shape `@copy`.
pub fn sentences(document: &Document, year: Option<i32>) -> Vec<(Sentence, Range<usize>)> {
    let (_, lines) = super::page::page(document, &mut Vec::new());
    let lines = glued::with_headings_apart(&lines);
    let mut found = sentence::sentences(&lines, year);
    for index in copy::copies(&found).into_iter().flatten() {
        found[index].shape.push("@copy".into());
    }
    let span = |sentence: &Sentence| lines[sentence.line].text.span(sentence.range.clone());
    found.into_iter().map(|sentence| (span(&sentence), sentence)).map(|(span, sentence)| (sentence, span)).collect()
}
