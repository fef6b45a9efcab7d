//! Which ledgers: the places and years whose lists are kept, and the lists that only tell what is handed down.
//!
//! In:  rows of one or more notices, what the command asked for.
//! Out: [`Place`]s, each with its lists.
//!
//! Where nothing is asked for, a ledger is made for the lowest places: a supervision office that reads its own notice
//! beside the city's and the province's gets its own. Within a place, lists that name units are kept and reports without
//! units are not, unless there is nothing else.

use std::collections::BTreeSet;

use crate::analysis::holds;
use crate::error::Error;
use crate::matching::{Selector, chosen_lists};
use crate::table::Rows;
use crate::table::schema::{ListRow, NoticeRow};

/// A place and year with the lists of its ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// As people say it, `洪山区`.
    pub name: String,
    pub year: Option<i32>,
    /// The id of its first notice, for names of files.
    pub id: String,
    /// In order.
    pub lists: Vec<String>,
    pub tasks: usize,
}

/// Which lists become ledgers, and which only stand behind them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice {
    pub places: Vec<Place>,
    /// Lists that are in no ledger.
    pub others: Vec<String>,
}

/// Chooses.
///
/// # Errors
/// [`Error::Selector`] where a selector chooses no list; [`Error::Usage`] where there is no task at all.
pub fn choose(rows: &Rows, selectors: &[Selector]) -> Result<Choice, Error> {
    let asked: BTreeSet<String> = chosen_lists(rows, selectors)?.into_iter().collect();
    let mut groups = groups(rows, &asked);
    if groups.is_empty() {
        return Err(Error::Usage("the inputs hold no task, so there is nothing to keep a ledger of".to_owned()));
    }
    if selectors.is_empty() {
        let assigned = assigned_lists(rows);
        for group in &mut groups {
            keep_some(&mut group.lists, |list| assigned.contains(list.list_id.as_str()));
        }
        let has_units = |group: &Group| group.lists.iter().any(|list| assigned.contains(list.list_id.as_str()));
        let lowest: Vec<bool> = groups.iter().map(|group| !groups.iter().any(|other| is_above(group, other))).collect();
        let mut kept = lowest.into_iter();
        groups.retain(|_| kept.next().unwrap_or(true));
        keep_some(&mut groups, |group| has_units(group));
    }
    let places: Vec<Place> = groups.into_iter().map(Group::place).collect();
    let taken: BTreeSet<&str> = places.iter().flat_map(|place| &place.lists).map(String::as_str).collect();
    let others = rows.lists.iter().map(|list| &list.list_id).filter(|list| !taken.contains(list.as_str()));
    Ok(Choice { others: others.cloned().collect(), places })
}

/// The lists of one place's notices of one year.
struct Group<'a> {
    notice: &'a NoticeRow,
    lists: Vec<&'a ListRow>,
}

impl Group<'_> {
    fn place(self) -> Place {
        Place {
            name: said(self.notice),
            year: self.notice.year,
            id: self.notice.notice_id.clone(),
            tasks: self.lists.iter().map(|list| list.tasks as usize).sum(),
            lists: self.lists.iter().map(|list| list.list_id.clone()).collect(),
        }
    }
}

/// A notice's place as people say it.
pub(super) fn said(notice: &NoticeRow) -> String {
    let short = [&notice.district, &notice.city, &notice.province].into_iter().flatten().next();
    let from_id = || notice.notice_id.split_once('-').map_or(notice.notice_id.as_str(), |(place, _)| place).to_owned();
    short.cloned().unwrap_or_else(from_id)
}

fn groups<'a>(rows: &'a Rows, asked: &BTreeSet<String>) -> Vec<Group<'a>> {
    let mut groups: Vec<Group> = Vec::new();
    for list in rows.lists.iter().filter(|list| asked.contains(&list.list_id)) {
        let Some(notice) = rows.notices.iter().find(|notice| notice.notice_id == list.notice_id) else { continue };
        let is_same = |group: &Group| {
            let other = group.notice;
            let same = match (&other.region_code, &notice.region_code) {
                (Some(a), Some(b)) => a == b,
                _ => other.region == notice.region && !notice.region.is_empty(),
            };
            other.notice_id == notice.notice_id || same && other.year == notice.year
        };
        match groups.iter_mut().find(|group| is_same(group)) {
            Some(group) => group.lists.push(list),
            None => groups.push(Group { notice, lists: vec![list] }),
        }
    }
    groups
}

/// Whether the second place lies in the first, in the same year.
fn is_above(upper: &Group, lower: &Group) -> bool {
    let (upper, lower) = (upper.notice, lower.notice);
    upper.year == lower.year && holds(upper.region_code.as_deref(), lower.region_code.as_deref())
}

fn assigned_lists(rows: &Rows) -> BTreeSet<&str> {
    let tasks: BTreeSet<&str> = rows.assignments.iter().map(|row| row.task_id.as_str()).collect();
    rows.tasks.iter().filter(|task| tasks.contains(task.task_id.as_str())).map(|task| task.list_id.as_str()).collect()
}

/// Keeps those that fit, or all where none does.
fn keep_some<T>(of: &mut Vec<T>, fits: impl Fn(&T) -> bool) {
    if of.iter().any(&fits) {
        of.retain(|one| fits(one));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::Level;
    use crate::table::schema::{AssignmentRow, TaskRow};

    /// Rows of lists: place's code, year, notice, level, whether units are named.
    fn rows(lists: &[(&str, i32, &str, Level, bool)]) -> Rows {
        let mut rows = Rows::default();
        for &(code, year, notice, level, units) in lists {
            if rows.notices.iter().all(|row| row.notice_id != notice) {
                rows.notices.push(NoticeRow {
                    notice_id: notice.into(),
                    region: format!("地{code}"),
                    region_code: Some(code.into()),
                    year: Some(year),
                    ..NoticeRow::default()
                });
            }
            let list_id = format!("{notice}/{}", level.name());
            let task_id = format!("{list_id}/1");
            rows.tasks.push(TaskRow {
                task_id: task_id.clone(),
                notice_id: notice.into(),
                list_id,
                level,
                ..TaskRow::default()
            });
            if units {
                rows.assignments.push(AssignmentRow { task_id, ..AssignmentRow::default() });
            }
        }
        rows.lists = crate::table::lists(&rows.notices, &rows.tasks);
        rows
    }

    #[track_caller]
    fn check(lists: &[(&str, i32, &str, Level, bool)], selectors: &[&str], want: &[&str]) {
        let selectors: Vec<Selector> = selectors.iter().map(|text| text.parse().expect("a selector")).collect();
        let choice = choose(&rows(lists), &selectors).expect("tasks");
        let got: Vec<String> = choice.places.iter().map(|place| place.lists.join("+")).collect();
        assert_eq!(got, want);
    }

    #[test]
    fn the_lowest_places_get_ledgers() {
        use Level::{City, District, Province};
        let three = [
            ("420000", 2025, "湖北省-2025", Province, false),
            ("420100", 2025, "武汉市-2025", City, true),
            ("420111", 2025, "洪山区-2025", District, true),
        ];
        check(&three, &[], &["洪山区-2025/district"]);
        check(&three, &["level=city"], &["武汉市-2025/city"]);
        let own = [("420106", 2023, "武昌区-2023", City, true), ("420106", 2023, "武昌区-2023", District, true)];
        check(&own, &[], &["武昌区-2023/city+武昌区-2023/district"]);
        let report =
            [("420111", 2025, "洪山区-2025", District, false), ("420111", 2025, "洪山区-2025~2", District, true)];
        check(&report, &[], &["洪山区-2025~2/district"]);
        let two = [("420111", 2025, "洪山区-2025", District, true), ("420106", 2023, "武昌区-2023", District, true)];
        check(&two, &[], &["洪山区-2025/district", "武昌区-2023/district"]);
        check(&three[..1], &[], &["湖北省-2025/province"]);
    }
}
