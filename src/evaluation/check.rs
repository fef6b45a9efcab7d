//! Checking one list: what of each labelled task was found, and what is wrong.
//!
//! In:  a labelled task and ours.
//! Out: counts in a [`Tally`], and a row for every error.

use std::collections::HashMap;

use super::align::{plain, plain_unit};
use super::extraction::{Found, Tally};
use super::labels::{LabelledTarget, LabelledTask};
use crate::table::schema::{ExtractionErrorRow, TargetRow, TaskRow};

/// Share of characters that two names of one indicator have in common.
const SAME_INDICATOR: f64 = 0.6;

/// One list on its way.
pub(super) struct Check<'a> {
    pub(super) name: &'a str,
    pub(super) level: &'a str,
    pub(super) found: &'a Found<'a>,
    pub(super) tally: Tally,
    pub(super) errors: &'a mut Vec<ExtractionErrorRow>,
}

impl Check<'_> {
    /// Notes that something is wrong with a task.
    pub(super) fn error(&mut self, number: Option<&str>, kind: &str, words: &str) {
        self.errors.push(ExtractionErrorRow {
            labels: self.name.to_owned(),
            level: self.level.to_owned(),
            number: number.map(str::to_owned),
            kind: kind.to_owned(),
            words: words.to_owned(),
        });
    }

    /// Checks ours against a labelled task.
    pub(super) fn task(&mut self, labelled: &LabelledTask, task: Option<&TaskRow>) {
        let number = labelled.number.as_deref();
        match task {
            None => {
                self.tally.tasks.missed += 1;
                self.error(number, "task_missed", &labelled.text);
            }
            Some(task) => {
                self.tally.tasks.right += 1;
                if plain(&labelled.text) == plain(&task.text) {
                    self.tally.texts += 1;
                } else {
                    self.error(number, "text", &format!("{} ≠ {}", task.text, labelled.text));
                }
                if same_number(number.unwrap_or_default(), task.number.as_deref().unwrap_or_default()) {
                    self.tally.numbers += 1;
                } else {
                    self.error(number, "number", task.number.as_deref().unwrap_or_default());
                }
                let section = plain(&task.section.join(" "));
                if labelled.section.iter().all(|heading| section.contains(without_number(&plain(heading)))) {
                    self.tally.sections += 1;
                } else {
                    self.error(
                        number,
                        "section",
                        &format!("{} ≠ {}", task.section.join(" › "), labelled.section.join(" › ")),
                    );
                }
            }
        }
        self.assignments(labelled, task);
        self.targets(labelled, task);
    }

    fn assignments(&mut self, labelled: &LabelledTask, task: Option<&TaskRow>) {
        let mut left: Vec<(&str, String, &str)> = labelled
            .assignments
            .iter()
            .map(|row| (row.role.as_str(), plain_unit(&row.unit), row.unit.as_str()))
            .collect();
        let found = self.found;
        let rows = task.and_then(|task| found.assignments.get(task.task_id.as_str())).into_iter().flatten();
        for row in rows {
            let place = [&row.unit_raw, &row.unit].into_iter().find_map(|name| {
                let name = plain_unit(name);
                left.iter().position(|(role, unit, _)| *role == row.role.name() && *unit == name)
            });
            if let Some(place) = place {
                left.remove(place);
                self.tally.assignments.right += 1;
            } else {
                self.tally.assignments.wrong += 1;
                self.error(
                    labelled.number.as_deref(),
                    "assignment_extra",
                    &format!("{} {}", row.role.name(), row.unit_raw),
                );
            }
        }
        self.tally.assignments.missed += left.len();
        for (role, _, unit) in left {
            self.error(labelled.number.as_deref(), "assignment_missed", &format!("{role} {unit}"));
        }
    }

    fn targets(&mut self, labelled: &LabelledTask, task: Option<&TaskRow>) {
        let number = labelled.number.as_deref();
        let mut left: Vec<&LabelledTarget> = labelled.targets.iter().collect();
        let found = self.found;
        for row in task.and_then(|task| found.targets.get(task.task_id.as_str())).into_iter().flatten() {
            let place = left
                .iter()
                .position(|target| !target.optional && same_target(target, row))
                .or_else(|| left.iter().position(|target| same_target(target, row)));
            let Some(place) = place else {
                self.tally.targets.wrong += 1;
                self.error(number, "target_extra", &format!("{} {}", row.indicator, row.raw));
                continue;
            };
            let target = left.remove(place);
            if target.optional {
                continue;
            }
            self.tally.targets.right += 1;
            if same_op(target, row) {
                self.tally.ops += 1;
            } else {
                self.error(number, "op", &format!("{} {} ≠ {}", row.raw, row.op.name(), target.op));
            }
            if same_letters(&target.indicator, &row.indicator) >= SAME_INDICATOR {
                self.tally.indicators += 1;
            } else {
                self.error(number, "indicator", &format!("{} ≠ {}", row.indicator, target.indicator));
            }
        }
        for target in left.into_iter().filter(|target| !target.optional) {
            self.tally.targets.missed += 1;
            self.error(number, "target_missed", &format!("{} {}", target.indicator, target.raw));
        }
    }
}

/// Whether two numbers are one, brackets and dots aside.
fn same_number(labelled: &str, found: &str) -> bool {
    plain(labelled).trim_matches(['(', ')']) == plain(found).trim_matches(['(', ')', '.'])
}

/// A heading without the number or the dashes before it.
fn without_number(heading: &str) -> &str {
    let dashes = heading.trim_start_matches('—');
    if dashes.len() < heading.len() {
        return dashes;
    }
    let inner = heading.strip_prefix('(').unwrap_or(heading);
    let rest = inner.trim_start_matches(['一', '二', '三', '四', '五', '六', '七', '八', '九', '十']);
    if rest.len() == inner.len() {
        return heading;
    }
    rest.strip_prefix(')').unwrap_or(rest)
}

fn same_target(target: &LabelledTarget, row: &TargetRow) -> bool {
    let near = |a: f64, b: f64, by: f64| (a - b).abs() <= by;
    near(row.value, target.value, 1e-6 * target.value.abs().max(1.0))
        && target.value_max.is_none_or(|most| row.value_max.is_some_and(|value| near(value, most, 1e-6)))
        && plain(&target.measure) == plain(&row.measure)
}

/// 达到 N may be read as N or as N and more.
fn same_op(target: &LabelledTarget, row: &TargetRow) -> bool {
    let reaches = |op: &str| op == "=" || op == ">=";
    target.op == row.op.name()
        || reaches(&target.op) && reaches(row.op.name()) && (target.raw.contains('达') || row.raw.contains('达'))
}

/// The share of characters that two texts have in common, whatever their order.
fn same_letters(left: &str, right: &str) -> f64 {
    let (left, right) = (plain(left), plain(right));
    if left.is_empty() || right.is_empty() {
        return 0.0;
    }
    let mut counts: HashMap<char, usize> = HashMap::new();
    for c in left.chars() {
        *counts.entry(c).or_default() += 1;
    }
    let held = |c: &char| counts.get_mut(c).is_some_and(|n| std::mem::replace(n, n.saturating_sub(1)) > 0);
    let common = right.chars().filter(held).count();
    2.0 * common as f64 / (left.chars().count() + right.chars().count()) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_headings() {
        assert!(same_number("(二)", "（二）") && same_number("5", "5.") && !same_number("5", "6"));
        for (heading, want) in
            [("一修路", "修路"), ("(十一)修路", "修路"), ("——修路", "修路"), ("修路", "修路"), ("(修)路", "(修)路")]
        {
            assert_eq!(without_number(heading), want);
        }
    }
}
