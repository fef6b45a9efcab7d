//! The matches of a plan: those known from before, and those found now.

use std::collections::{HashMap, HashSet};

use super::prepared::Prepared;
use super::{Request, Work};
use crate::intake::Known;
use crate::matching::plan::Plan;
use crate::matching::{self, Match, SIGNALS, Weights};
use crate::meter::Meter;
use crate::table::Compared;
use crate::table::schema::MatchRow;

/// A match, with its row where that is known from before.
pub(super) struct Paired {
    pub found: Match,
    known: Option<MatchRow>,
}

impl Paired {
    /// Its row, once.
    pub fn row(&mut self, prepared: &Prepared) -> MatchRow {
        self.known.take().unwrap_or_else(|| prepared.match_row(&self.found))
    }
}

/// The matches that are asked for, by left task, best first, and what was done.
pub(super) fn find(
    prepared: &Prepared,
    plan: &Plan,
    request: &Request,
    known: Known,
    meter: &dyn Meter,
) -> (Vec<Paired>, Work) {
    let holds = is_whole(prepared, plan, request)
        && (known.compared.min_score, known.compared.one_to_one)
            == (request.options.min_score, request.options.one_to_one);
    let pairs: HashSet<(&str, &str)> =
        known.compared.pairs.iter().filter(|_| holds).map(|(left, right)| (left.as_str(), right.as_str())).collect();
    let is_known = |&(left, right): &(u32, u32)| {
        let id = |list: u32| prepared.lists[list as usize].list_id.as_str();
        pairs.contains(&(id(left), id(right)))
    };
    let (old, new): (Vec<_>, Vec<_>) = plan.pairs.iter().copied().partition(is_known);
    let (found, mut work) = fresh(prepared, &new, plan, request, meter);
    let mut paired: Vec<Paired> = found.into_iter().map(|found| Paired { found, known: None }).collect();
    if !old.is_empty() {
        let sizes = prepared.sizes();
        work.known = old.iter().map(|&(left, right)| (sizes[left as usize] * sizes[right as usize]) as u64).sum();
        work.considered += work.known;
        let old: HashSet<(u32, u32)> = old.into_iter().collect();
        let tasks: HashMap<&str, u32> =
            (0..).zip(&prepared.tasks).map(|(at, task)| (task.task_id.as_str(), at)).collect();
        let list = |task: u32| prepared.tasks[task as usize].list;
        paired.extend(known.matches.into_iter().filter_map(|row| {
            let (left, right) = (*tasks.get(row.left_task_id.as_str())?, *tasks.get(row.right_task_id.as_str())?);
            let found = Match { left, right, score: row.score as f32, meet: None, added: [0; SIGNALS] };
            old.contains(&(list(left), list(right))).then_some(Paired { found, known: Some(row) })
        }));
        paired.sort_by(|a, b| matching::order(&a.found, &b.found));
        work.matches = paired.len();
    }
    (paired, work)
}

/// The matches of some pairs of lists of a plan.
pub(super) fn fresh(
    prepared: &Prepared,
    pairs: &[(u32, u32)],
    plan: &Plan,
    request: &Request,
    meter: &dyn Meter,
) -> (Vec<Match>, Work) {
    let found = matching::find(&prepared.corpus, Weights::built_in(), pairs, &request.options, meter);
    let work = Work {
        lists: prepared.lists.len(),
        tasks: prepared.tasks.len(),
        list_pairs: plan.pairs.len(),
        considered: found.considered,
        scored: found.scored,
        pruned: found.pruned(),
        spared: plan.spared.iter().map(|(rule, count)| (rule.label(), *count)).collect(),
        matches: found.rows.len(),
        estimate: found.estimate().filter(|_| !request.options.one_to_one && request.options.top.is_none()),
        ..Work::default()
    };
    (found.rows, work)
}

/// Whether all pairs of tasks are scored and all matches kept, so that those of two lists do not hang on other lists.
fn is_whole(prepared: &Prepared, plan: &Plan, request: &Request) -> bool {
    let sizes = prepared.sizes();
    let pairs: u64 =
        plan.pairs.iter().map(|&(left, right)| (sizes[left as usize] * sizes[right as usize]) as u64).sum();
    request.options.top.is_none() && pairs <= request.options.all_pairs
}

/// What a later run may take over.
pub(super) fn compared(prepared: &Prepared, plan: &Plan, request: &Request) -> Option<Compared> {
    let id = |list: u32| prepared.lists[list as usize].list_id.clone();
    is_whole(prepared, plan, request).then(|| Compared {
        min_score: request.options.min_score,
        one_to_one: request.options.one_to_one,
        pairs: plan.pairs.iter().map(|&(left, right)| (id(left), id(right))).collect(),
    })
}
