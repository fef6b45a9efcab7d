//! Goals: the figures in the sentence of the year's goals, and in the sentence that sums the past year up.
//!
//! In:  the tasks of a list with what they say of goals, and their figures; the figures of the review's sentences.
//! Out: `main` is set on those figures.

use std::ops::Range;

use super::{Quantity, ReadList};
use crate::notice::{self, Goal, List, Task};
use crate::quantity::{Horizon, Statement, Target, goal_order};

/// So many figures of different indicators that goals usually have make a sentence one that sums up.
const FEW: usize = 3;

/// Marks the figures in the sentences of the goals of the year: the sentence that names them, else those under a heading that
/// does, else the first that lists some as goals do; with the sentences behind it that go on.
pub(super) fn mark(list: &List, read: &mut ReadList) {
    let goals = notice::goals(list);
    let orders: Vec<Vec<u32>> = read.tasks.iter().map(|task| orders(&task.targets, is_goal)).collect();
    let known: Vec<bool> = read.tasks.iter().map(|task| task.targets.iter().any(has_id)).collect();
    let output = |at: &usize| orders[*at].iter().any(|order| *order <= 2);
    let goals = &goals;
    let of = |goal: Goal| (0..goals.len()).filter(move |at| goals[*at] == goal);
    let first = of(Goal::Named)
        .find(output)
        .or_else(|| of(Goal::Named).find(|at| orders[*at].len() >= FEW))
        .or_else(|| of(Goal::Headed).find(output))
        .or_else(|| of(Goal::Listed).find(|at| output(at) && orders[*at].len() >= FEW))
        .or_else(|| of(Goal::Named).find(|at| known[*at]))
        .or_else(|| (0..goals.len()).find(|at| orders[*at].first() == Some(&1)));
    let Some(first) = first else { return };
    let mut range = first..first + 1;
    let headed = goals[first] == Goal::Headed;
    let alike = |at: usize| list.tasks[at].section == list.tasks[first].section;
    let names = |at: usize| {
        matches!(goals[at], Goal::Named | Goal::Listed | Goal::Follows) || goals[at] == Goal::Headed && headed
    };
    while range.start > 0 && headed && alike(range.start - 1) && goals[range.start - 1] == Goal::Headed {
        range.start -= 1;
    }
    while range.end < goals.len()
        && alike(range.end)
        && names(range.end)
        && (headed || known[range.end])
        && near(list, &range)
    {
        range.end += 1;
    }
    for task in &mut read.tasks[range] {
        task.targets.iter_mut().filter(|figure| is_goal(figure)).for_each(|figure| figure.target.main = true);
    }
}

/// Whether the next task stands close behind the goals: on the same line or the next ones.
fn near(list: &List, goals: &Range<usize>) -> bool {
    /// Lines from one item of the goals to the next.
    const LINES: usize = 3;
    let line = |task: &Task| task.line;
    line(&list.tasks[goals.end]).saturating_sub(line(&list.tasks[goals.end - 1])) <= LINES
}

fn has_id(figure: &Quantity) -> bool {
    figure.target.indicator_id.is_some() && is_goal(figure)
}

/// Whether a figure may be a goal of the year.
fn is_goal(figure: &Quantity) -> bool {
    let Target { statement, horizon, scope, .. } = &figure.target;
    *statement == Statement::Target && *horizon == Horizon::Year && scope.is_none()
}

/// Whether a figure may be the year's total of the whole place.
fn is_total(figure: &Quantity) -> bool {
    let Target { statement, horizon, scope, .. } = &figure.target;
    *statement == Statement::Result && *horizon == Horizon::Year && scope.is_none()
}

/// The places in the usual sentence of goals of the indicators of such figures, each once.
fn orders(figures: &[Quantity], is_such: fn(&Quantity) -> bool) -> Vec<u32> {
    let ids = figures.iter().filter(|figure| is_such(figure)).filter_map(|figure| figure.target.indicator_id);
    let mut orders: Vec<u32> = ids.filter_map(goal_order).collect();
    orders.sort_unstable();
    orders.dedup();
    orders
}

/// Marks the results in the sentences that sum the past year up: the first of the review that tells output and other figures
/// that goals usually have, and those around it that tell several.
pub(super) fn mark_results(sentences: &mut [Vec<Quantity>]) {
    let orders: Vec<Vec<u32>> = sentences.iter().map(|figures| orders(figures, is_total)).collect();
    // The growth of the output is of the year; its level may end a sentence on five years.
    let grows = |at: &usize| orders[*at].first() == Some(&1);
    let tells = |at: &usize| orders[*at].iter().any(|order| *order <= 2);
    let many = |at: &usize| orders[*at].len() >= FEW;
    let all = || 0..sentences.len();
    let first = all()
        .find(|at| grows(at) && many(at))
        .or_else(|| all().find(|at| tells(at) && many(at)))
        .or_else(|| all().find(grows))
        .or_else(|| all().find(tells));
    let Some(first) = first else { return };
    let mut range = first..first + 1;
    while range.end < sentences.len() && orders[range.end].len() >= 2 {
        range.end += 1;
    }
    let mut seen: Vec<&'static str> = Vec::new();
    for figure in sentences[range].iter_mut().flatten().filter(|figure| is_total(figure)) {
        let Some(id) = figure.target.indicator_id else { continue };
        figure.target.main = !seen.contains(&id);
        seen.push(id);
    }
}
