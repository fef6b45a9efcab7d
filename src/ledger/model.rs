//! The ledger of one place and year: its tasks, and who carries what in them.
//!
//! In:  rows with matches, a [`Place`].
//! Out: a [`Ledger`]: what every workbook, letter and calendar is made of.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::place::Place;
use super::words::{self, list_short};
use crate::analysis::{Above, Event, calendar, tracked};
use crate::notice::Role;
use crate::office::{Function, UnitKind};
use crate::table::Rows;
use crate::table::schema::{FormRow, ListRow, NoticeRow, TargetRow, TaskRow};

/// A ledger.
pub(super) struct Ledger<'a> {
    pub place: &'a Place,
    pub notices: Vec<&'a NoticeRow>,
    pub entries: Vec<Entry<'a>>,
    /// Units in the order in which the notice names them first, the place's own first, then groups, then upper offices.
    pub units: Vec<Carrier>,
    pub leaders: Vec<Carrier>,
    pub events: Vec<Event>,
    pub forms: Vec<&'a FormRow>,
}

/// A task as the ledger keeps it.
pub(super) struct Entry<'a> {
    pub task: &'a TaskRow,
    /// As printed, with the level of its list where there are several: `市12`.
    pub number: String,
    /// What is to be reached, in the order of [`tracked`].
    pub targets: Vec<&'a TargetRow>,
    /// Units by role, in printed order, each once.
    pub units: BTreeMap<Role, Vec<&'a str>>,
    /// Matched tasks of lists above, in words.
    pub upper: String,
    /// Where it is printed, in words.
    pub place: String,
}

impl Entry<'_> {
    /// The units of a role on one line.
    pub fn names(&self, role: Role) -> String {
        self.units.get(&role).map(|units| units.join("、")).unwrap_or_default()
    }

    /// The units of a role but one, on one line.
    pub fn others(&self, role: Role, but: &str) -> String {
        let units = self.units.get(&role).into_iter().flatten();
        units.copied().filter(|unit| *unit != but).collect::<Vec<_>>().join("、")
    }

    /// The targets in words: one as it is, several each with its number.
    pub fn goals(&self) -> String {
        let said = |target: &&TargetRow| format!("{} {}", target.indicator, target.raw).trim().to_owned();
        match self.targets.as_slice() {
            [] => String::new(),
            [only] => said(only),
            several => {
                let lines =
                    several.iter().enumerate().map(|(at, target)| format!("{}{}", words::circled(at), said(target)));
                lines.collect::<Vec<_>>().join("\n")
            }
        }
    }

    /// When it is to be done, in words.
    pub fn due(&self) -> &str {
        self.task.deadline.as_deref().unwrap_or_default()
    }
}

/// A unit or leader with tasks.
pub(super) struct Carrier {
    pub name: String,
    pub function: Function,
    pub rank: Rank,
    /// In the order of the ledger; a task stands once.
    pub duties: Vec<Duty>,
}

/// Where a unit stands to the place that keeps the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    Own,
    /// 各街道, 区有关部门: many units in one name.
    Group,
    /// An office of the city or province.
    Upper,
}

impl Rank {
    /// For people.
    pub fn title(self) -> &'static str {
        match self {
            Self::Own => "本级单位",
            Self::Group => "统称",
            Self::Upper => "上级单位",
        }
    }
}

/// What a carrier has to do with a task.
pub(super) struct Duty {
    /// Place in [`Ledger::entries`].
    pub entry: usize,
    pub roles: Vec<Role>,
    /// The words that the duty is limited to.
    pub clauses: Vec<String>,
}

impl Duty {
    /// The roles in words, with what they are limited to.
    pub fn role(&self) -> String {
        let mut said = self.roles.iter().map(|role| words::role(*role)).collect::<Vec<_>>().join("、");
        if !self.clauses.is_empty() {
            said.push_str(&format!("（限：{}）", self.clauses.join("；")));
        }
        said
    }
}

impl Carrier {
    /// Tasks with a role.
    pub fn count(&self, role: Role) -> usize {
        self.duties.iter().filter(|duty| duty.roles.contains(&role)).count()
    }
}

impl<'a> Ledger<'a> {
    pub fn new(rows: &'a Rows, place: &'a Place, upper: &[Above]) -> Self {
        let lists: Vec<&ListRow> = rows.lists.iter().filter(|list| place.lists.contains(&list.list_id)).collect();
        let notices: Vec<&NoticeRow> =
            rows.notices.iter().filter(|row| lists.iter().any(|list| list.notice_id == row.notice_id)).collect();
        let entries = entries(rows, &lists, upper);
        let (units, leaders) = carriers(rows, &entries, &notices);
        let is_own = |id: &str| notices.iter().any(|notice| notice.notice_id == id);
        // days of tasks that are in no list of the ledger are none of its own
        let tasks: BTreeSet<&str> = entries.iter().map(|entry| entry.task.task_id.as_str()).collect();
        let is_kept = |event: &Event| {
            is_own(&event.notice_id)
                && (event.tasks.is_empty() || event.tasks.iter().any(|id| tasks.contains(id.as_str())))
        };
        let mut events: Vec<Event> = calendar(rows).into_iter().filter(is_kept).collect();
        // a quarter ends once, however many notices there are
        events.dedup_by(|a, b| a.on == b.on && a.what == b.what && a.words == b.words);
        let forms = rows.forms.iter().filter(|form| is_own(&form.notice_id)).collect();
        Self { place, notices, entries, units, leaders, events, forms }
    }

    /// `洪山区2025年`.
    pub fn name(&self) -> String {
        match self.place.year {
            Some(year) => format!("{}{year}年", self.place.name),
            None => self.place.name.clone(),
        }
    }

    /// Whom is reported to, by the covering letter.
    pub fn receiver(&self) -> Option<&str> {
        self.events.iter().find_map(|event| event.to.as_deref())
    }

    /// A day of the notice for what needs a date: when it was issued or published, else the first of its year.
    pub fn day(&self) -> String {
        let dates = self.notices.iter().filter_map(|row| row.issued_on.clone().or(row.published_on.clone()));
        dates.max().unwrap_or_else(|| format!("{}-01-01", self.place.year.unwrap_or(2000)))
    }
}

fn entries<'a>(rows: &'a Rows, lists: &[&'a ListRow], upper: &[Above]) -> Vec<Entry<'a>> {
    let list_of: FxHashMap<&str, &ListRow> = lists.iter().map(|list| (list.list_id.as_str(), *list)).collect();
    let sources: FxHashMap<&str, &NoticeRow> = rows.notices.iter().map(|row| (row.notice_id.as_str(), row)).collect();
    let mut targets: FxHashMap<&str, Vec<&TargetRow>> = FxHashMap::default();
    for target in tracked(&rows.targets) {
        targets.entry(target.task_id.as_deref().unwrap_or_default()).or_default().push(target);
    }
    let mut units: FxHashMap<&str, BTreeMap<Role, Vec<&str>>> = FxHashMap::default();
    for row in &rows.assignments {
        let of = units.entry(&row.task_id).or_default().entry(row.role).or_default();
        if !of.contains(&row.unit.as_str()) {
            of.push(&row.unit);
        }
    }
    let mut above: FxHashMap<u32, Vec<&Above>> = FxHashMap::default();
    for found in upper {
        above.entry(found.task).or_default().push(found);
    }
    let mut entries = Vec::new();
    for (at, task) in (0..).zip(&rows.tasks) {
        let Some(list) = list_of.get(task.list_id.as_str()) else { continue };
        let number = task.number.clone().unwrap_or_else(|| task.seq.to_string());
        let number = if lists.len() > 1 { format!("{}{number}", list_short(list, lists)) } else { number };
        entries.push(Entry {
            task,
            number,
            targets: targets.get(task.task_id.as_str()).cloned().unwrap_or_default(),
            units: units.remove(task.task_id.as_str()).unwrap_or_default(),
            upper: above.get(&at).map(|found| upper_words(rows, found, &targets)).unwrap_or_default(),
            place: place_words(task, sources.get(task.notice_id.as_str()).copied()),
        });
    }
    entries
}

/// `武汉市2025年第12项：…（城镇新增就业 22万人以上）`, a line a list above.
fn upper_words(rows: &Rows, found: &[&Above], targets: &FxHashMap<&str, Vec<&TargetRow>>) -> String {
    /// A longer text is cut: the whole stands in the report.
    const LONGEST: usize = 60;
    let line = |above: &&Above| {
        let task = &rows.tasks[above.upper as usize];
        let list = rows.lists.iter().find(|list| list.list_id == task.list_id);
        let owner = list.map(words::owner).unwrap_or_default();
        let number = task.number.clone().unwrap_or_else(|| task.seq.to_string());
        let clipped: String = task.text.chars().take(LONGEST).collect();
        let dots = if clipped.len() < task.text.len() { "…" } else { "" };
        let match_row = rows.matches.row(above.pair);
        let own = targets.get(task.task_id.as_str()).map(Vec::as_slice).unwrap_or_default();
        // the figure that both set, else the first of the task above
        let shared = own.iter().find(|target| match_row.indicator.as_deref() == Some(target.indicator.as_str()));
        let figure =
            shared.or(own.first()).map(|target| format!("【{} {}】", target.indicator, target.raw)).unwrap_or_default();
        format!("{owner}第{number}项{figure}：{clipped}{dots}（把握{:.2}）", above.score)
    };
    found.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn place_words(task: &TaskRow, notice: Option<&NoticeRow>) -> String {
    let source = notice.map(|notice| notice.source.as_str()).unwrap_or_default();
    let file = source.rsplit(['/', '\\']).next().unwrap_or_default();
    format!("{file} 第{}行", task.line)
}

/// The units and the leaders.
fn carriers(rows: &Rows, entries: &[Entry<'_>], notices: &[&NoticeRow]) -> (Vec<Carrier>, Vec<Carrier>) {
    let own_level = notices.iter().filter_map(|notice| crate::table::own_level(notice)).max();
    let places: FxHashMap<&str, usize> =
        entries.iter().enumerate().map(|(at, entry)| (entry.task.task_id.as_str(), at)).collect();
    let mut all: Vec<Carrier> = Vec::new();
    let mut known: FxHashMap<(bool, &str), usize> = FxHashMap::default();
    for row in &rows.assignments {
        let Some(&entry) = places.get(row.task_id.as_str()) else { continue };
        let is_leader = row.role == Role::Leader;
        let at = *known.entry((is_leader, &row.unit)).or_insert_with(|| {
            let is_upper = own_level.is_some_and(|own| row.level < own) && row.kind != UnitKind::Group;
            let rank = match row.kind {
                UnitKind::Upper => Rank::Upper,
                UnitKind::Group => Rank::Group,
                _ if is_upper => Rank::Upper,
                _ => Rank::Own,
            };
            all.push(Carrier { name: row.unit.clone(), function: row.function, rank, duties: Vec::new() });
            all.len() - 1
        });
        let duties = &mut all[at].duties;
        let duty = match duties.iter().position(|duty| duty.entry == entry) {
            Some(known) => &mut duties[known],
            None => {
                duties.push(Duty { entry, roles: Vec::new(), clauses: Vec::new() });
                duties.last_mut().expect("one was pushed")
            }
        };
        if !duty.roles.contains(&row.role) {
            duty.roles.push(row.role);
        }
        duty.clauses.extend(row.clause.clone().filter(|clause| !duty.clauses.contains(clause)));
    }
    for carrier in &mut all {
        carrier.duties.sort_by_key(|duty| duty.entry);
    }
    let leaders: BTreeSet<usize> = known.iter().filter(|((leader, _), _)| *leader).map(|(_, &at)| at).collect();
    let mut units = Vec::new();
    let mut people = Vec::new();
    for (at, carrier) in all.into_iter().enumerate() {
        if leaders.contains(&at) { people.push(carrier) } else { units.push(carrier) }
    }
    units.sort_by_key(|unit: &Carrier| unit.rank);
    (units, people)
}
