//! Units: which a task has, which office a name is, what an office does, as people say.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::find::{Open, Sought, Spot};
use super::{Corrector, Marked};
use crate::correction::{Kind, Say};
use crate::notice::{Assignment, Code, Role, Stated};
use crate::office::{Directory, Function, Known, Office};

impl Corrector {
    /// Of rows about one unit name, of all notices or of one, the last one holds.
    pub(super) fn settle_units(&mut self) {
        let mut same: BTreeMap<(Kind, String, String), Vec<usize>> = BTreeMap::new();
        for at in self.of(|kind| matches!(kind, Kind::Unit | Kind::Function)) {
            let row = self.row(at);
            same.entry((row.kind, row.subject.clone(), row.object.clone())).or_default().push(at);
        }
        for rows in same.into_values() {
            self.last(&rows);
        }
    }

    /// Gives tasks units, and takes some away.
    pub(super) fn assign(&mut self, open: &mut Open) {
        let mut given: BTreeMap<(Spot, String), Vec<usize>> = BTreeMap::new();
        for at in self.of(|kind| matches!(kind, Kind::HasUnit | Kind::NoUnit)) {
            let row = self.row(at);
            match open.task(&row.subject, &row.words) {
                Sought::Elsewhere => {}
                Sought::Missing(why) => self.states[at].why = why,
                Sought::Here(spot) => {
                    let moved = spot.moved;
                    let spot = Spot { moved: false, ..spot };
                    given.entry((spot, row.object.clone())).or_default().push(at);
                    let id = open.read.task_id(spot.list, spot.task);
                    self.states[at].side(0, id, moved);
                }
            }
        }
        let mut new: Vec<(Spot, Role, String)> = Vec::new();
        for ((spot, unit), rows) in given {
            let Some(last) = self.last(&rows) else { continue };
            let Some((known, changed, what)) = self.assigned(open, spot, &unit, last, &mut new) else { continue };
            for at in rows.into_iter().filter(|at| self.states[*at].lost_to.is_none()).collect::<Vec<_>>() {
                let moved = self.states[at].is_moved();
                self.states[at].fit(None, moved, changed, &what);
                open.tell(at, known.clone(), what.clone());
                if self.row(at).kind == Kind::NoUnit {
                    open.read.marks.add(Marked::Task(spot.list, spot.task), &self.row(at).mark());
                }
            }
            open.is_stale |= changed;
        }
        new.sort();
        for (spot, role, unit) in new {
            let assignment = assignment(open, spot, role, unit);
            let span = open.of(spot).span.clone();
            let notice = &mut open.read.notice;
            notice.lists[spot.list].tasks[spot.task].assignments.push(assignment);
            notice.problems.retain(|problem| problem.code != Code::TaskWithoutUnit || problem.span != span);
        }
    }

    /// Does what a row says of a unit and a task: where it is told, whether that changed anything, and what it was.
    fn assigned(
        &self,
        open: &mut Open,
        spot: Spot,
        unit: &str,
        row: usize,
        new: &mut Vec<(Spot, Role, String)>,
    ) -> Option<(Range<usize>, bool, String)> {
        let places = named(open, spot, unit);
        let task = &mut open.read.notice.lists[spot.list].tasks[spot.task];
        let span = places.first().map_or_else(|| task.span.clone(), |at| task.assignments[*at].span.clone());
        Some(match self.row(row).say {
            Say::NoUnit => {
                let is_gone = |at: &usize| places.contains(at);
                let mut at = 0;
                task.assignments.retain(|_| {
                    at += 1;
                    !is_gone(&(at - 1))
                });
                // offices stand beside assignments until they are looked up again
                let offices = &mut open.read.lists[spot.list].tasks[spot.task].offices;
                let mut at = 0;
                offices.retain(|_| {
                    at += 1;
                    !is_gone(&(at - 1))
                });
                (span, !places.is_empty(), format!("这项任务没有“{unit}”"))
            }
            Say::HasUnit(role) => {
                let what = format!("“{unit}”是这项任务的{}单位", title(role));
                let has = places.iter().any(|at| task.assignments[*at].role == role);
                match places.first() {
                    _ if has => (span, false, what),
                    Some(at) => {
                        task.assignments[*at].role = role;
                        (span, true, what)
                    }
                    None => {
                        new.push((spot, role, unit.to_owned()));
                        (span, true, what)
                    }
                }
            }
            _ => return None,
        })
    }

    /// Marks the units that people gave to tasks.
    pub(super) fn mark_units(&mut self, open: &mut Open) {
        for at in self.of(|kind| kind == Kind::HasUnit) {
            let row = self.row(at);
            let Some(id) = &self.states[at].ids[0] else { continue };
            let Sought::Here(spot) = open.task(id, &row.words) else { continue };
            for unit in named(open, spot, &row.object) {
                open.read.marks.add(Marked::Unit(spot.list, spot.task, unit), &row.mark());
            }
        }
    }

    /// Makes names the offices that they are, with what these do.
    pub(super) fn offices(&mut self, open: &mut Open) {
        let rows = self.of(|kind| matches!(kind, Kind::Unit | Kind::Function));
        let is_own = |at: &usize| {
            let object = &self.row(*at).object;
            object.is_empty() || open.ids().any(|id| id == object)
        };
        let mut rows: Vec<usize> = rows.into_iter().filter(is_own).collect();
        // what is said of one notice holds against what is said of all
        rows.sort_by_key(|&at| (self.row(at).kind, self.row(at).object.is_empty(), at));
        if rows.is_empty() {
            return;
        }
        let names: BTreeSet<String> = rows.iter().map(|at| self.row(*at).subject.clone()).collect();
        let mut directory = None;
        let mut cleared: BTreeSet<(usize, usize)> = BTreeSet::new();
        for list in 0..open.read.notice.lists.len() {
            for task in 0..open.read.notice.lists[list].tasks.len() {
                for unit in 0..open.read.notice.lists[list].tasks[task].assignments.len() {
                    let assignment = &open.read.notice.lists[list].tasks[task].assignments[unit];
                    let machine = &open.read.lists[list].tasks[task].offices[unit];
                    if ![&assignment.unit_raw, &assignment.name, &machine.unit].iter().any(|name| names.contains(*name))
                    {
                        continue;
                    }
                    let (assignment, machine) = (assignment.clone(), machine.clone());
                    let mut office = machine.clone();
                    for kind in [Kind::Unit, Kind::Function] {
                        let is = |at: &&usize| {
                            let row = self.row(**at);
                            row.kind == kind && is_called(&row.subject, &assignment, [&machine, &office])
                        };
                        let Some(&at) = rows.iter().find(is) else { continue };
                        let before = office.clone();
                        let what = match &self.row(at).say {
                            Say::Unit(name) => {
                                let directory = directory.get_or_insert_with(|| directory_of(open));
                                office = called(directory.office(name, assignment.level), name, office);
                                cleared.insert((assignment.span.start, assignment.span.end));
                                format!("“{}”是{}", assignment.unit_raw, office.unit)
                            }
                            Say::Functions(functions) => {
                                office = does(office, functions);
                                let titles: Vec<&str> = functions.iter().map(|function| function.title()).collect();
                                format!("“{}”的职能是{}", office.unit, titles.join("、"))
                            }
                            _ => continue,
                        };
                        let id = open.read.task_id(list, task);
                        self.states[at].fit(Some(id), false, office != before, &what);
                        open.tell(at, assignment.span.clone(), what);
                        open.read.marks.add(Marked::Unit(list, task, unit), &self.row(at).mark());
                    }
                    open.read.lists[list].tasks[task].offices[unit] = office;
                }
            }
        }
        let is_unsure = |code: Code| matches!(code, Code::UnknownUnit | Code::LikelyUnit);
        open.read
            .notice
            .problems
            .retain(|problem| !is_unsure(problem.code) || !cleared.contains(&(problem.span.start, problem.span.end)));
    }
}

/// The offices of a notice.
fn directory_of(open: &Open) -> Directory {
    let notice = &open.read.notice;
    let assignments = notice.lists.iter().flat_map(|list| &list.tasks).flat_map(|task| &task.assignments);
    Directory::new(&notice.region, assignments.map(|assignment| (assignment.name.as_str(), assignment.level)))
}

/// Whether a name is that of an assignment: as printed, or the office's.
fn is_called(name: &str, assignment: &Assignment, offices: [&Office; 2]) -> bool {
    assignment.unit_raw == name || assignment.name == name || offices.iter().any(|office| office.unit == name)
}

/// The office that people name; where it is not known, only its name is theirs.
fn called(found: Office, name: &str, before: Office) -> Office {
    match found.known {
        Known::Lexicon | Known::Rule => found,
        Known::Likeness | Known::Unknown => {
            Office { unit: name.to_owned(), known: Known::Rule, nearest: None, ..before }
        }
    }
}

fn does(office: Office, functions: &[Function]) -> Office {
    let function = functions.first().copied().unwrap_or(office.function);
    Office { function, functions: functions.to_vec(), ..office }
}

/// The places of a task's assignments that have a name.
fn named(open: &Open, spot: Spot, name: &str) -> Vec<usize> {
    let offices = open.read.lists.get(spot.list).and_then(|list| list.tasks.get(spot.task)).map(|task| &task.offices);
    let office = |at: usize| offices.and_then(|offices| offices.get(at)).map(|office| office.unit.as_str());
    let assignments = open.of(spot).assignments.iter().enumerate();
    let is = |at: usize, own: &Assignment| own.unit_raw == name || own.name == name || office(at) == Some(name);
    assignments.filter(|(at, own)| is(*at, own)).map(|(at, _)| at).collect()
}

/// A unit that people give to a task. Its level is that of other units of the list; it stands where the task does, or where
/// its passages print it.
fn assignment(open: &Open, spot: Spot, role: Role, unit: String) -> Assignment {
    let list = &open.read.notice.lists[spot.list];
    let mut levels: BTreeMap<_, usize> = BTreeMap::new();
    list.tasks.iter().flat_map(|task| &task.assignments).for_each(|own| *levels.entry(own.level).or_default() += 1);
    let level = levels.into_iter().max_by_key(|(_, count)| *count).map_or(list.level, |(level, _)| level);
    let own = (spot.list as u32, spot.task as u32);
    let printed = open.read.notice.passages.iter().filter(|placed| placed.task == Some(own)).find_map(|placed| {
        let at = open.read.document.text.get(placed.span.clone())?.find(&unit)? + placed.span.start;
        Some(at..at + unit.len())
    });
    let span = printed.unwrap_or_else(|| open.of(spot).span.clone());
    Assignment { role, level, name: unit.clone(), unit_raw: unit, stated: Stated::Explicit, clause: None, span }
}

fn title(role: Role) -> &'static str {
    match role {
        Role::Lead => "牵头",
        Role::Responsible => "责任",
        Role::Support => "配合",
        Role::Leader => "责任领导",
    }
}
