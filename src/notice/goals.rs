//! Goals: which tasks of a list may give the place's goals of the year.
//!
//! In:  the tasks of a list.
//! Out: for each what its words and its headings say of that: [`Goal`].
//! Not here: whether its figures are those of goals; [`crate::intake::reading`] knows them.

use super::stage::{Class, Facts, without_address};
use super::{List, Task};

/// What a task says of the goals of the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Goal {
    /// It names them and gives figures: 主要预期目标是….
    Named,
    /// Its own heading names them.
    Headed,
    /// It lists changes as goals do.
    Listed,
    /// It may give more of them where the task before gives some.
    Follows,
    #[default]
    None,
}

/// What each task of a list says of the goals of the year.
pub fn goals(list: &List) -> Vec<Goal> {
    list.tasks.iter().map(goal).collect()
}

fn goal(task: &Task) -> Goal {
    let words = without_address(task.words.scan());
    let facts = Facts::of(words);
    let headed = || {
        task.section.last().is_some_and(|heading| {
            let facts = Facts::of(heading);
            facts.is_all_targets()
                && !facts.has(Class::PointingBack)
                && !facts.has(Class::Effort)
                && !facts.has(Class::Reason)
        })
    };
    if facts.has(Class::Target) && facts.is_headline() {
        Goal::Named
    } else if headed() {
        Goal::Headed
    } else if facts.is_headline() || facts.lists_targets() {
        Goal::Listed
    } else if facts.goes_on_with_targets() {
        Goal::Follows
    } else {
        Goal::None
    }
}
