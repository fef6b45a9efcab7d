//! Stretch: a bound and the more that is striven for, 7%以上、力争8%, are one figure.
//!
//! In:  the targets of a text in printed order.
//! Out: the same, where two of one indicator are a bound and a stretch one row with both.

use super::Target;
use super::bound::{Bound, Op};
use super::comparison::words;
use super::line::Line;
use super::setting::{Statement, Strength};
use crate::lexicon::code::FigureClass as Class;

/// Between a bound and its stretch stand no more bytes: 、在实际工作中努力争取达到.
const APART: usize = 60;

/// Joins each bound with the stretch right behind or before it.
pub(super) fn join(line: &Line, targets: &mut Vec<Target>) {
    let mut at = 1;
    while at < targets.len() {
        match joined(line, &targets[at - 1], &targets[at]) {
            Some(target) => {
                targets[at - 1] = target;
                targets.remove(at);
            }
            None => at += 1,
        }
    }
    for target in targets.iter_mut().filter(|target| target.statement == Statement::Target) {
        if is_to_be_better(line, target.raw.end) {
            target.bound = at_least(target.bound);
        }
    }
}

/// The one target that two say, if they do.
fn joined(line: &Line, first: &Target, second: &Target) -> Option<Target> {
    let one = first.indicator == second.indicator
        && first.measure == second.measure
        && [first, second].iter().all(|target| target.statement == Statement::Target && target.stretch.is_none())
        && first.horizon == second.horizon;
    let between = line.between(first.raw.end, second.raw.start);
    if !one || first.raw.end > second.raw.start || between.len() > APART || between.contains(['。', ';', '；', '\n'])
    {
        return None;
    }
    let lead = line.between(first.raw.end, second.raw.end);
    let strives = |text: &str| words().within(Class::Stretch, text);
    let (low, high) = if strives(lead) && first.bound.value() < second.bound.value() {
        (first, second)
    } else if first.strength == Strength::Strive
        && second.strength == Strength::Ensure
        && second.bound.value() < first.bound.value()
    {
        (second, first)
    } else {
        return None;
    };
    Some(Target {
        bound: at_least(low.bound),
        stretch: Some(high.bound.value_max().unwrap_or(high.bound.value())),
        raw: first.raw.start..second.raw.end,
        ..low.clone()
    })
}

/// A bare figure that more is striven for is a lower bound.
fn at_least(bound: Bound) -> Bound {
    if bound.op() == Op::Exactly { Bound::AtLeast(bound.value()) } else { bound }
}

/// Whether 力争更好结果 stands right behind a figure that ends at this byte.
fn is_to_be_better(line: &Line, end: usize) -> bool {
    let rest = line.between(end, line.len_bytes());
    let rest = rest.trim_start_matches(['、', '，', ',', ' ']);
    let clause = rest.split(['，', ',', '。', ';', '；', '、', '\n']).next().unwrap_or_default();
    rest.len() < line.between(end, line.len_bytes()).len()
        && words().within(Class::Stretch, clause)
        && words().within(Class::Better, clause)
}
