//! Targets: the quantities that a task commits to reaching.
//!
//! In:  the words of one task, or of one sentence of a review.
//! Out: one [`Target`] a figure, in printed order: what is counted, the bound, the measure, the exact words.
//! Not here: names, ordinals, dates, slogans and figures that only describe; `exclude` lists them check by check.
//! Source: `datasets/labels/GUIDELINES.md` decides doubtful cases; measures and indicators are lexicon files.

mod aspect;
mod bound;
mod canonical;
mod comparison;
mod exclude;
mod figure;
mod headline;
mod indicator;
mod line;
mod measure;
mod numeral;
mod pace;
mod reported;
mod rule;
mod scope;
mod setting;
mod stretch;
#[cfg(test)]
mod tests;
mod verdict;
mod words;

use std::ops::Range;

pub use bound::{Bound, Op};
pub use canonical::{
    Aspect, Better, better, goal_order, indicator_aspect, indicator_id, indicator_named, indicator_title,
    indicator_words,
};
pub use comparison::{Comparison, Kind, Said, Stated, compare, one_measure};
pub use pace::{Pace, paces};
pub use reported::{Reported, reported};
pub use setting::{Horizon, Statement, Strength};

use figure::Figure;
use headline::Group;
use indicator::Name;
use line::Line;

/// Makes the tables of words ready, on whatever thread has time for them.
pub(crate) fn warm_up() {
    words::warm_up();
    indicator_title("");
}

/// One quantity that a text commits to, or reports.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// The shortest words that name what is counted, copied from the text.
    pub indicator: String,
    /// See [`indicator_id`].
    pub indicator_id: Option<&'static str>,
    pub aspect: Aspect,
    /// In the base measure: 2.4万人 is 24,000 人. Below 0 where a growth is a fall.
    pub bound: Bound,
    /// What is striven for beyond the bound: 8 of 7%以上、力争8%.
    pub stretch: Option<f64>,
    /// As printed, without 万 and 亿: `个`, `平方米`, `%`, `个百分点`, `吨/日`.
    pub measure: String,
    /// The quantity's exact words: bytes of the text.
    pub raw: Range<usize>,
    pub statement: Statement,
    pub strength: Strength,
    pub horizon: Horizon,
    /// That the figure is of, where the words or the report say so.
    pub year: Option<i32>,
    /// The words that narrow the indicator to a part; none for the whole place.
    pub scope: Option<String>,
    /// It stands in the sentence of the goals of the year, or of what became of them; told where the whole notice is known.
    pub main: bool,
    /// What the report itself says of it: 好于预期.
    pub own_verdict: Option<String>,
}

impl Target {
    /// How far a result stands aside from the yearly total of the whole place: 0 in the sentence that sums the year up, 1 a
    /// year's figure of the whole of an indicator that goals usually have, 2 of another, 3 of a part, of some months, of
    /// several years. `year` is the year that the report plans.
    pub fn aside(&self, year: Option<i32>) -> u8 {
        let whole = self.scope.is_none()
            && self.horizon == Horizon::Year
            && year.zip(self.year).is_none_or(|(now, of)| of + 1 == now);
        match (self.main, whole) {
            (true, _) => 0,
            (false, true) if self.indicator_id.and_then(goal_order).is_some() => 1,
            (false, true) => 2,
            (false, false) => 3,
        }
    }
}

/// What is known of the text besides its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Context {
    /// Year of the report.
    pub year: Option<i32>,
    /// The text reports what was done: every figure is a result.
    pub review: bool,
}

/// Finds the targets of one task, in printed order. Never fails; time grows with the length of the text.
pub fn extract(text: &str, context: &Context) -> Vec<Target> {
    let line = Line::new(text);
    let quantities = figure::scan(&line);
    let mut targets: Vec<Target> = Vec::new();
    let mut names: Vec<Name> = Vec::new();
    let (mut index, mut floor, mut ahead) = (0, 0, 0);
    while index < quantities.len() {
        let quantity = &quantities[index];
        if quantity.out.is_some() {
            index += 1;
            continue;
        }
        // Figures that are out still belong to the words of what they describe, except where a change starts.
        if let Some(group) = headline::group(&line, &quantities, index, floor, &names) {
            index = group.members.end;
            floor = quantities[index - 1].raw.end;
            grouped(&line, &quantities, &group, context, &mut targets);
            names.extend(group.names);
            continue;
        }
        ahead = ahead.max(index + 1);
        while quantities.get(ahead).is_some_and(|later| later.out.is_some()) {
            ahead += 1;
        }
        let next = quantities.get(ahead).map_or(line.len(), |later| later.raw.start);
        if let Some(name) = indicator::name(&line, quantity, floor, next, names.last()) {
            let id = name.id(&name.text, quantity);
            targets.push(target(&line, quantity, &name, id, quantity.bound(), context));
            names.push(name);
        }
        floor = names.last().and_then(|name| name.until).unwrap_or(0).max(quantity.raw.end);
        index += 1;
    }
    setting::settle(&line, context, &mut targets);
    stretch::join(&line, &mut targets);
    verdict::tell(&line, &mut targets);
    targets
}

/// The targets of a list with shared heads. A bound behind the last figure holds for all: 分别增长7%、8%左右.
fn grouped(line: &Line, quantities: &[Figure], group: &Group, context: &Context, targets: &mut Vec<Target>) {
    let members = &quantities[group.members.clone()];
    let behind = members.last().and_then(|quantity| quantity.behind);
    let before = members.first().and_then(|quantity| quantity.before);
    for (position, name) in group.names.iter().enumerate() {
        let Some(quantity) = (if group.each { members.first() } else { members.get(position) }) else { continue };
        let mut shared = quantity.clone();
        shared.behind = shared.behind.or(behind);
        shared.before = shared.before.or(before);
        let id = name.id(&name.text, quantity);
        targets.push(target(line, quantity, name, id, shared.bound(), context));
    }
    // 会议、文件均精简5%: heads that are no indicators of their own share one row.
    if group.each && group.names.len() > 1 {
        let start = targets.len() - group.names.len();
        let counted = members.first().is_some_and(|quantity| quantity.family.is_counted());
        if !counted && targets[start..].iter().any(|target| target.indicator_id.is_none()) {
            let heads: Vec<&str> = group.names.iter().map(|name| name.head.as_str()).collect();
            let change = group.names.last().map_or("", |name| name.text.strip_prefix(name.head.as_str()).unwrap_or(""));
            targets.truncate(start + 1);
            if let Some(target) = targets.last_mut() {
                target.indicator = format!("{}{change}", heads.join("、"));
                target.indicator_id = None;
            }
        }
    }
}

/// The target that a figure and its name make.
fn target(
    line: &Line,
    quantity: &Figure,
    name: &Name,
    id: Option<&'static str>,
    bound: Bound,
    context: &Context,
) -> Target {
    let clause = line.words(line.clause_start(quantity.raw.start)..quantity.raw.start);
    let aspect = aspect::aspect(&aspect::Given {
        indicator: &name.text,
        id,
        family: quantity.family,
        measure: &quantity.measure,
        op: bound.op(),
        raw: line.words(quantity.raw.clone()),
        item: clause.rsplit('、').next().unwrap_or(clause),
        clause,
    });
    // 居民消费价格下降0.3% is a growth of -0.3%.
    let falls = aspect::falls(&name.text) && id.and_then(indicator_aspect) == Some(Aspect::Growth);
    let statement = setting::statement(line, quantity, id, context);
    let aspect = if statement == Statement::Support { Aspect::Amount } else { aspect };
    let horizon = setting::horizon(line, quantity, context, statement);
    Target {
        indicator: name.text.clone(),
        indicator_id: id,
        aspect,
        bound: if falls && bound.value() >= 0.0 { bound.negated() } else { bound },
        stretch: None,
        measure: quantity.measure.clone(),
        raw: line.bytes(quantity.raw.clone()),
        statement,
        strength: setting::strength(line, quantity),
        horizon,
        year: setting::year(line, quantity, context, (statement, horizon)),
        scope: scope::scope(&name.text, id, quantity.family),
        main: false,
        own_verdict: None,
    }
}
