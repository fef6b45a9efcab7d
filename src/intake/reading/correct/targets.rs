//! Figures, as people say: the value and what it is of, or that it is no target.

use std::collections::BTreeMap;

use super::super::Quantity;
use super::find::{Open, Sought};
use super::{Corrector, Marked, add_mark};
use crate::correction::{Kind, Say, plain};
use crate::quantity::{Bound, Op, Target, indicator_id};

/// Where figures stand: in a task of a list, in the review, in the five-year part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Task(usize, usize),
    Review,
    Horizon,
}

impl Corrector {
    /// Corrects the figures of a notice.
    pub(super) fn targets(&mut self, open: &mut Open) {
        let mut given: BTreeMap<(Place, usize), Vec<usize>> = BTreeMap::new();
        let mut moved = Vec::new();
        for at in self.of(Kind::is_target) {
            match self.target(open, at) {
                Ok(Some((place, target, is_moved))) => {
                    given.entry((place, target)).or_default().push(at);
                    if is_moved {
                        moved.push(at);
                    }
                }
                Ok(None) => {}
                Err(why) => self.states[at].why = why,
            }
        }
        // those that go are taken out from behind, so that the others keep their places
        for ((place, target), rows) in given.into_iter().rev() {
            let rows = self.holding(rows);
            let id = id(open, place, target);
            let mut is_out = false;
            for at in rows {
                let row = self.row(at).clone();
                let words = printed(open, place, target);
                let figure = &mut figures(open, place)[target];
                let span = figure.span.clone();
                add_mark(figure.corrected.get_or_insert_default(), &row.mark());
                let before = figure.target.clone();
                change(&mut figure.target, &row.say);
                let changed = row.say == Say::NotTarget || figure.target != before;
                let what = match row.say {
                    Say::NotTarget => format!("“{words}”不是目标"),
                    _ => format!("“{words}”的{}{}", row.kind.title().trim_start_matches("目标"), row.value),
                };
                self.states[at].fit(Some(id.clone()), moved.contains(&at), changed, &what);
                open.tell(at, span, what);
                if row.say == Say::NotTarget {
                    is_out = true;
                    let mark = match place {
                        Place::Task(list, task) => Marked::Task(list, task),
                        Place::Review | Place::Horizon => Marked::Notice,
                    };
                    open.read.marks.add(mark, &row.mark());
                }
            }
            if is_out {
                figures(open, place).remove(target);
            }
        }
    }

    /// The rows about one figure that hold, in an order in which each can be done: the last of each kind; a figure that is no
    /// target has nothing else, and the last row says which.
    fn holding(&mut self, mut rows: Vec<usize>) -> Vec<usize> {
        let Some(last) = rows.iter().copied().max() else { return rows };
        let is_out = |at: usize, own: &Self| own.row(at).kind == Kind::NotTarget;
        let out = is_out(last, self);
        for &at in rows.iter().filter(|at| is_out(**at, self) != out).collect::<Vec<_>>() {
            self.states[at].lost_to = Some(last);
        }
        rows.retain(|at| self.states[*at].lost_to.is_none());
        let mut kinds: BTreeMap<Kind, Vec<usize>> = BTreeMap::new();
        for at in rows {
            kinds.entry(self.row(at).kind).or_default().push(at);
        }
        let mut held = Vec::new();
        for own in kinds.into_values() {
            self.last(&own);
            held.extend(own.into_iter().filter(|at| self.states[*at].lost_to.is_none()));
        }
        held
    }

    /// The figure that a row is about, and whether it stands under another id; nothing where it is of another notice.
    fn target(&self, open: &mut Open, at: usize) -> Result<Option<(Place, usize, bool)>, String> {
        let row = self.row(at);
        let Some((of, number)) = row.subject.rsplit_once('#') else {
            return match open.behind(&row.subject).next() {
                Some(_) => Err("目标编号形如 洪山区-2025/district/5#1".to_owned()),
                None => Ok(None),
            };
        };
        let words = plain(&row.words);
        let part = open.behind(of).find_map(|(rest, _)| match rest {
            "review" => Some(Place::Review),
            "horizon" => Some(Place::Horizon),
            _ => None,
        });
        let (place, task_moved) = match part {
            Some(place) => (place, false),
            None => match open.task(of, &row.object_words) {
                Sought::Elsewhere => return Ok(None),
                Sought::Missing(why) => return Err(why),
                Sought::Here(spot) => (Place::Task(spot.list, spot.task), spot.moved),
            },
        };
        let count = figures(open, place).len();
        let is = |open: &mut Open, at: usize| words.is_empty() || plain(&printed(open, place, at)) == words;
        let named = number.parse::<usize>().ok().and_then(|number| number.checked_sub(1)).filter(|at| *at < count);
        if let Some(target) = named.filter(|target| is(open, *target)) {
            return Ok(Some((place, target, task_moved)));
        }
        if words.is_empty() {
            return Err("没有这个编号".to_owned());
        }
        let same: Vec<usize> = (0..count).filter(|at| is(open, *at)).collect();
        match same[..] {
            [target] => Ok(Some((place, target, true))),
            [] => Err(format!("这项任务里没有“{}”这个数字", row.words)),
            _ => Err(format!("编号下不是“{}”，而任务里有{}处", row.words, same.len())),
        }
    }
}

fn figures(open: &mut Open, place: Place) -> &mut Vec<Quantity> {
    match place {
        Place::Task(list, task) => &mut open.read.lists[list].tasks[task].targets,
        Place::Review => &mut open.read.results,
        Place::Horizon => &mut open.read.long_term,
    }
}

/// A figure's printed words.
fn printed(open: &mut Open, place: Place, target: usize) -> String {
    let span = figures(open, place)[target].span.clone();
    open.read.document.text.get(span).unwrap_or_default().to_owned()
}

fn id(open: &Open, place: Place, target: usize) -> String {
    let of = match place {
        Place::Task(list, task) => open.read.task_id(list, task),
        Place::Review => format!("{}/review", open.read.id),
        Place::Horizon => format!("{}/horizon", open.read.id),
    };
    format!("{of}#{}", target + 1)
}

/// Does what is said of a figure.
fn change(target: &mut Target, say: &Say) {
    match say {
        Say::Value(low, high) => {
            let op = match (target.bound.op(), high) {
                (_, Some(_)) => Op::Between,
                (Op::Between, None) => Op::Exactly,
                (op, None) => op,
            };
            target.bound = Bound::of(op, *low, *high);
        }
        Say::Op(op) => target.bound = Bound::of(*op, target.bound.value(), target.bound.value_max()),
        Say::Measure(measure) => target.measure.clone_from(measure),
        Say::Indicator { id, name } => {
            target.indicator.clone_from(name);
            target.indicator_id = id.or_else(|| indicator_id(name, &target.measure));
        }
        Say::Aspect(aspect) => target.aspect = *aspect,
        _ => {}
    }
}
