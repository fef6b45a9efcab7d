//! Indicators: the shortest words that name what a quantity counts.
//!
//! In:  a quantity and the words around it, `力争全年新增停车泊位1万个以上`, `建成8个口袋公园`.
//! Out: 新增停车泊位, 口袋公园. Words are copied from the text; only a head and its change may stand apart
//! (`地区生产总值1255亿元,增长8%`: 地区生产总值增长).

pub(super) mod left;
mod right;
pub(super) mod rules;

use std::ops::Range;

use self::left::{Left, left};
use self::right::right;
use super::canonical::{id_behind, indicator_id};
use super::figure::Figure;
use super::line::Line;
use super::measure::Family;
use super::rule;
use super::words::{self, Class};

/// Which words name the indicator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) text: String,
    /// The name without its word of change, for what follows: 地区生产总值 of 地区生产总值增长.
    pub(super) head: String,
    /// What it was counted in.
    pub(super) measure: String,
    /// The verb right before it, or before its figure: 走访 of 走访企业20家. It is no part of the name but says what is counted.
    pub(super) verb: String,
    /// Where its words end, if they stand behind the figure and the list goes on: 4条道路、公厕9座.
    pub(super) until: Option<usize>,
}

impl Name {
    /// The canonical indicator that the words say, the verb before them included where something is counted.
    pub(super) fn id(&self, text: &str, figure: &Figure) -> Option<&'static str> {
        // 增速高于全国1个百分点 is a difference; a share of what is 优于Ⅲ类 is none.
        let other = words::list(Class::Than).iter().find_map(|word| text.split_once(*word)).map(|(_, other)| other);
        let gap = other.is_some_and(|other| {
            !words::within(Class::Change, other) && words::before(Class::ShareNoun, other).is_none()
        });
        if gap && matches!(figure.family, Family::Points | Family::Share) {
            return None;
        }
        if figure.family.is_ratio() {
            // 固定资产投资中技改投资增长: the part.
            let part = text.rsplit_once('中').and_then(|(_, part)| indicator_id(part, &figure.measure));
            return part.or_else(|| indicator_id(text, &figure.measure));
        }
        id_behind(&self.verb, text, &figure.measure)
    }
}

/// A figure and the words that may name it.
pub(super) struct Phrase<'a> {
    line: &'a Line<'a>,
    figure: &'a Figure,
    /// Where the figure before it ends.
    floor: usize,
    /// The name of the figure before it.
    last: Option<&'a Name>,
    left: Left,
    /// The words behind the figure, while they may name it.
    right: Option<Range<usize>>,
    /// What the words before it say, while rules correct it.
    name: Option<Name>,
}

impl<'a> Phrase<'a> {
    fn has_left(&self) -> bool {
        self.left.noun.len() >= 2
    }

    /// The words before the figure.
    fn head(&self) -> &'a str {
        self.line.words(self.left.noun.clone()).trim()
    }

    /// A name that is its own head.
    fn called(&self, text: String) -> Name {
        let measure = self.figure.measure.clone();
        Name { head: text.clone(), text, measure, verb: String::new(), until: None }
    }

    /// The words behind the figure as its name.
    fn behind(&self) -> Option<Name> {
        let words = self.right.clone()?;
        let until = self.line.skip_blanks(words.end);
        Some(Name {
            verb: left::verb_before(self.line, self.figure.raw.start),
            until: (self.line.get(until) == Some('、')).then_some(until),
            ..self.called(self.line.words(words).trim().to_owned())
        })
    }

    /// Whether a verb stands right before a count.
    fn is_brought_about(&self) -> bool {
        self.figure.family.is_counted() && self.line.any_before(self.figure.raw.start, Class::Verb).is_some()
    }

    /// The name before, if it stands in the same sentence.
    fn last_here(&self) -> Option<&'a Name> {
        self.last.filter(|_| self.line.sentence_start(self.figure.raw.start) <= self.floor)
    }

    /// The name before, if only a figure in the same measure is said of it.
    fn last_of_the_same(&self) -> Option<&'a Name> {
        self.last_here().filter(|last| last.measure == self.figure.measure && self.change().is_empty())
    }

    /// The word of change before the figure; 改造提升 is a verb, no change.
    fn change(&self) -> &str {
        let whole = self.line.words(self.left.whole.clone()).trim_matches([' ', '、']);
        self.left.change.as_deref().filter(|_| !words::is(Class::Verb, whole)).unwrap_or_default()
    }

    /// Adds the noun that was said once to a name that lacks it.
    fn lengthen(&mut self, noun: &str, lacks: fn(&str) -> bool) -> Option<Name> {
        if let Some(name) = self.name.as_mut().filter(|name| lacks(&name.text)) {
            name.text.push_str(noun);
            name.head.clone_from(&name.text);
        }
        None
    }
}

/// Names what `figure` counts.
///
/// `floor` is where the figure before it ends, `next` where the one behind it begins; `last` is the name before.
pub(super) fn name(line: &Line, figure: &Figure, floor: usize, next: usize, last: Option<&Name>) -> Option<Name> {
    let (left, right) = (left(line, floor, figure.raw.start), right(line, figure.raw.end, next));
    rule::apply(rules::RULES, &mut Phrase { line, figure, floor, last, left, right, name: None })
}

/// What the clause before names, for 居民健康水平,达到80%.
fn clause_before(line: &Line, position: usize) -> Option<String> {
    let here = line.clause_start(position).checked_sub(1)?;
    if !matches!(line.get(here), Some(',' | ':' | ';')) {
        return None;
    }
    let start = line.clause_start(here);
    if start >= here || here - start > 60 {
        return None;
    }
    let text = line.words(left(line, start, here).noun).trim();
    let of_time = words::before(Class::TimeNoun, text).is_some();
    (text.chars().count() >= 2 && !of_time).then(|| text.to_owned())
}
