//! Quantities: every number with a measure, its bounds and, where it is no target, why.

use std::ops::Range;

use super::bound::{self, Bound, Side};
use super::exclude::{self, Exclusion};
use super::line::Line;
use super::measure::{self, Family, Measure};
use super::numeral::{self, Form, Numeral};
use super::words::Class;

/// A number with its measure and bounds; ranges count characters.
#[derive(Debug, Clone)]
pub(super) struct Figure {
    /// With the bound words: `不少于100个`.
    pub(super) raw: Range<usize>,
    /// Number and measure only: `100个`.
    pub(super) core: Range<usize>,
    pub(super) low: f64,
    pub(super) high: Option<f64>,
    pub(super) measure: String,
    pub(super) family: Family,
    pub(super) form: Form,
    pub(super) before: Option<Side>,
    pub(super) behind: Option<Side>,
    /// 余 or 多 within.
    pub(super) more: bool,
    pub(super) out: Option<Exclusion>,
}

impl Figure {
    pub(super) fn bound(&self) -> Bound {
        if let Some(high) = self.high {
            return Bound::Between { low: self.low, high };
        }
        let side = match (self.behind, self.before) {
            (Some(side), _) => side,
            (None, Some(side @ (Side::AtLeast | Side::AtMost | Side::About | Side::Over | Side::Under))) => side,
            _ if self.more => Side::About,
            (None, before) => before.unwrap_or(Side::Reach),
        };
        side.of(self.low)
    }
}

/// A number and what follows it, before bounds.
struct Core {
    numeral: Numeral,
    measure: Option<Measure>,
    end: usize,
}

fn core(line: &Line, start: usize) -> Option<Core> {
    let numeral = numeral::read(line, start)?;
    let measure = match numeral.form {
        Form::Whole(name) => Some(Measure {
            end: numeral.end,
            name: name.to_owned(),
            family: if name == "倍" { Family::Times } else { Family::Share },
        }),
        Form::Half => Some(Measure { end: numeral.end, name: "%".to_owned(), family: Family::Share }),
        _ => measure::read(line, numeral.end),
    };
    let end = measure.as_ref().map_or(numeral.end, |measure| measure.end);
    Some(Core { numeral, measure, end })
}

/// What joins the two ends of a range: `-`, `~`, 至, 到.
fn joint(line: &Line, position: usize) -> Option<usize> {
    let start = line.skip_blanks(position);
    let mut end = start;
    while matches!(line.get(end), Some('-' | '~')) && end - start < 2 {
        end += 1;
    }
    if end == start && matches!(line.get(start), Some('至' | '到')) {
        end += 1;
    }
    let end_skipped = line.skip_blanks(end);
    (end > start && line.get(end_skipped).is_some_and(numeral::is_start)).then_some(end_skipped)
}

/// Every quantity of the text, in order, also those that are no target.
pub(super) fn scan(line: &Line) -> Vec<Figure> {
    let mut found: Vec<Figure> = Vec::new();
    let mut here = 0;
    while let Some(c) = line.get(here) {
        if !numeral::is_start(c) {
            here += 1;
            continue;
        }
        let Some(first) = core(line, here) else {
            here = numeral::skip(line, here);
            continue;
        };
        let next = first.end.max(here + 1);
        if let Some((quantity, end)) = quantity(line, here, first, &found) {
            here = end.max(next);
            found.push(quantity);
        } else {
            here = next;
        }
    }
    found
}

/// The quantity that begins at `start` with the number `first`, and where it ends.
fn quantity(line: &Line, start: usize, first: Core, found: &[Figure]) -> Option<(Figure, usize)> {
    let floor = found.last().map_or(0, |last| last.raw.end);
    let (more, form) = (first.numeral.more, first.numeral.form);
    let (mut low, high, last) = ranged(line, start, first);
    let measure = measured(line, start, last, &mut low)?;
    let core = start..measure.end;
    let half = (form == Form::Half).then_some(Side::AtLeast);
    let (bound_start, before) = bounds_before(line, core.start, floor, half);
    let (bound_end, behind) = bound_behind(line, core.end);
    let mut quantity = Figure {
        raw: bound_start..bound_end,
        core,
        low,
        high,
        measure: measure.name,
        family: measure.family,
        form,
        before,
        behind,
        more,
        out: None,
    };
    if matches!(quantity.family, Family::Rank | Family::Person | Family::Count)
        && let Some(rank) = exclude::rank_before(line, quantity.raw.start)
    {
        quantity.family = Family::Rank;
        quantity.raw.start = rank;
        quantity.before = Some(Side::AtMost);
        if quantity.measure == "强" {
            "位".clone_into(&mut quantity.measure);
        }
    }
    quantity.out = exclude::why(line, &quantity);
    let end = quantity.raw.end;
    Some((quantity, end))
}

/// The two ends of a range, or the one value, and the number printed last. Behind 由 or 从 a change starts, no range.
fn ranged(line: &Line, start: usize, first: Core) -> (f64, Option<f64>, Core) {
    let mut low = first.numeral.value;
    let second = joint(line, first.end)
        .filter(|_| !exclude::is_start_of_change(line, start, first.end) && first.numeral.form != Form::Scale)
        .and_then(|start| core(line, start))
        .filter(|second| second.measure.is_some() && second.numeral.value > 0.0)
        .filter(|second| first.measure.as_ref().is_none_or(|measure| same(measure, second)));
    let Some(second) = second else { return (low, None, first) };
    let (one, two) = (first.numeral, second.numeral);
    // 1-1.2万: the 万 of the second holds for the first; 8000-1万 does not.
    if one.power == 0 && two.power > 0 && first.measure.is_none() && one.plain <= two.plain {
        low = format!("{}e{}", one.plain, two.power).parse().unwrap_or(low);
    }
    // 三五个, 2023-2025: only a rising range is one.
    if two.value > low { (low, Some(two.value), second) } else { (low, None, first) }
}

/// The measure printed behind the number, shared with the last of a list, or implied by the words around.
fn measured(line: &Line, start: usize, last: Core, low: &mut f64) -> Option<Measure> {
    let end = last.numeral.end;
    if let Some(measure) = last.measure {
        // 分别提高1.5个、1.2个百分点.
        let shared = (measure.name == "个").then(|| shared_measure(line, start, measure.end)).flatten();
        let points = shared.map(|(shared, _)| shared).filter(|shared| shared.family == Family::Points);
        return Some(points.unwrap_or(measure));
    }
    if let Some((measure, power)) = shared_measure(line, start, end) {
        // 分别达到26.6、0.6亿公斤: so is the 亿.
        if last.numeral.power == 0 && power > 0 {
            *low = format!("{}e{power}", last.numeral.plain).parse().unwrap_or(*low);
        }
        return Some(measure);
    }
    let bare = |name: &str, family| Measure { end, name: name.to_owned(), family };
    measure::implied(line, start..end, is_scaled(&last.numeral))
        .or_else(|| exclude::is_index(line, start, end).then(|| bare("", Family::Index)))
        .or_else(|| exclude::rank_before(line, start).map(|_| bare("位", Family::Rank)))
}

/// Where the bound words before `start` begin and what they say. Several may stand in a row: 力争达到不少于.
fn bounds_before(line: &Line, mut start: usize, floor: usize, mut said: Option<Side>) -> (usize, Option<Side>) {
    while let Some((word, side)) = bound::before(line, start).filter(|(word, _)| *word >= floor) {
        said = match (said, side) {
            (Some(kept), Side::Reach) => Some(kept),
            (None | Some(Side::Reach), side) => Some(side),
            (kept, _) => kept,
        };
        start = word;
    }
    (start, said)
}

/// Where the bound word behind `end` ends and what it says.
fn bound_behind(line: &Line, end: usize) -> (usize, Option<Side>) {
    match bound::behind(line, end) {
        None => (end, None),
        // 达到50%以上左右 is read by its last word.
        Some((end, side)) => match bound::behind(line, end) {
            Some((end, Side::About)) => (end, Some(Side::About)),
            _ => (end, Some(side)),
        },
    }
}

/// No more figures than this share the measure of the last.
const MOST_SHARING: usize = 32;

/// 分别达到59和49%: the measure is printed behind the last figure of the list, with its power of ten.
fn shared_measure(line: &Line, start: usize, end: usize) -> Option<(Measure, i32)> {
    line.find(line.clause_start(start)..start, Class::Respectively)?;
    let mut here = end;
    for _ in 0..MOST_SHARING {
        let mark = line.skip_blanks(here);
        line.get(mark).filter(|c| matches!(c, '、' | '和' | '与' | '及'))?;
        let later = core(line, line.skip_blanks(mark + 1)).filter(|later| later.numeral.form == Form::Digits)?;
        if let Some(measure) = later.measure.filter(|measure| measure.name != "个") {
            return Some((Measure { end, ..measure }, later.numeral.power));
        }
        here = later.end;
    }
    None
}

/// Whether a number is so large that its measure may be left out: 60万, 千亿.
fn is_scaled(numeral: &Numeral) -> bool {
    match numeral.form {
        Form::Digits => numeral.power > 0,
        Form::Scale | Form::Chinese => numeral.value >= 1e8,
        Form::Whole(_) | Form::Half => false,
    }
}

fn same(measure: &Measure, second: &Core) -> bool {
    second.measure.as_ref().is_some_and(|other| other.name == measure.name)
}
