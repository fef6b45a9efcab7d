//! Key findings: what the tables say, as sentences with their figures. Every sentence is counted here; none is written
//! where there is nothing to count.

use std::collections::{BTreeMap, BTreeSet};

use super::data::Data;
use super::names::{self, count, percent};
use super::panel;
use super::sources::address;
use super::themes;
use crate::analysis::PairOverlap;
use crate::chart::Name;
use crate::notice::Kind;
use crate::table::schema::{NoticeRow, WorkloadRow};

/// One sentence, and the part of the page that holds its figures.
pub(super) struct Finding {
    pub text: String,
    pub section: &'static str,
    /// What the part shows then: `indicator=…&year=2026`. Empty for all of it.
    pub view: String,
}

/// A view of a part of the page, as its address holds it.
pub(super) fn view(chosen: &[(&str, &str)]) -> String {
    let mut out = String::new();
    for (name, value) in chosen {
        out.push_str(if out.is_empty() { "" } else { "&" });
        out.push_str(name);
        out.push('=');
        address(&mut out, value);
    }
    out
}

/// The unit of a notice that carries the most tasks.
pub(super) struct Busiest<'a> {
    /// All units with that many tasks, one as a rule.
    pub units: Vec<&'a WorkloadRow>,
    /// A word for many units, such as 各街道, that stands at more tasks.
    pub group: Option<&'a WorkloadRow>,
}

/// Whether a carrier's tasks are compared with those of others: persons and offices of a government above are not.
pub(super) fn compares(row: &WorkloadRow) -> bool {
    !matches!(row.kind.as_str(), "person" | "upper") && row.lead + row.responsible + row.support > 0
}

/// The busiest unit of a notice; `None` where no unit is named.
pub(super) fn busiest<'a>(data: &'a Data, notice_id: &str) -> Option<Busiest<'a>> {
    let rows = || data.units_of(notice_id).iter().filter(|row| compares(row));
    let most = rows().filter(|row| row.kind != "group").map(|row| row.tasks).max()?;
    let units = rows().filter(|row| row.kind != "group" && row.tasks == most).collect();
    let group = rows().filter(|row| row.kind == "group" && row.tasks > most).max_by_key(|row| row.tasks);
    Some(Busiest { units, group })
}

impl Busiest<'_> {
    /// `区发展和改革局任务最多，25 项（牵头 8、责任 17）`.
    pub fn sentence(&self) -> String {
        let first = self.units[0];
        let alone = if self.group.is_some() { "单个单位中" } else { "" };
        match self.units.len() {
            1 => {
                let roles = [("牵头", first.lead), ("责任", first.responsible), ("配合", first.support)];
                let roles: Vec<String> =
                    roles.iter().filter(|(_, n)| *n > 0).map(|(role, n)| format!("{role} {n}")).collect();
                format!("{alone}{}任务最多，{} 项（{}）", first.title, first.tasks, roles.join("、"))
            }
            n => {
                let names: Vec<&str> = self.units.iter().take(3).map(|row| row.title.as_str()).collect();
                let more = if n > 3 { format!("等 {n} 个单位") } else { String::new() };
                format!("{alone}{}{more}任务最多，各 {} 项", names.join("、"), first.tasks)
            }
        }
    }
}

/// The regions and years of some lists, without repetition.
fn reach(data: &Data) -> (usize, BTreeSet<i32>) {
    let regions: BTreeSet<&str> =
        data.notices.iter().map(|row| row.region.as_str()).filter(|name| !name.is_empty()).collect();
    (regions.len(), data.notices.iter().filter_map(|row| row.year).collect())
}

/// What was read, in one line.
pub(super) fn headline(data: &Data) -> String {
    if data.notices.is_empty() {
        return "没有读到文件。".to_owned();
    }
    let (regions, years) = reach(data);
    let span = match (years.first(), years.last()) {
        (Some(first), Some(last)) if first == last => format!("，{first} 年"),
        (Some(first), Some(last)) => format!("，{first}–{last} 年间 {} 个年份", years.len()),
        _ => String::new(),
    };
    let (targets, _) = data.targets_and_results();
    format!(
        "读了 {} 份文件（{} 个地区{span}）、{} 份清单，得到 {} 项任务、{} 条责任单位记录、{} 个目标值、{} 组对应。",
        count(data.notices.len() as u64),
        regions,
        count(data.lists.len() as u64),
        count(data.tasks.len() as u64),
        count(data.assignments.len() as u64),
        count(targets as u64),
        count(data.matches.len() as u64),
    )
}

/// The findings, what is news first.
pub(super) fn findings(data: &Data) -> Vec<Finding> {
    /// Sentences of one kind at most.
    const MOST: usize = 5;
    const MOST_NOTICES: usize = 10;
    let mut out = panel::findings(data.panel());
    out.extend(panel::handed_down(data).into_iter().take(MOST));
    let mut say = |section, text, view| out.push(Finding { text, section, view });
    let mut told = 0;
    for (row, name) in data.notices.iter().zip(&data.names) {
        if told == MOST_NOTICES {
            break;
        }
        if let Some(busiest) = busiest(data, &row.notice_id) {
            let share = match busiest.units[..] {
                [unit] => format!("，占全部 {} 项的 {}", unit.of, percent(unit.tasks, unit.of)),
                _ => String::new(),
            };
            let group =
                busiest.group.map(|group| format!("；另有 {} 项交“{}”", group.tasks, group.title)).unwrap_or_default();
            let text = format!("{}：{}{share}{group}。", name.phrase(), busiest.sentence());
            say("workload", text, view(&[("notice", &name.line())]));
            told += 1;
        }
    }
    let named = data.notices.iter().filter(|row| busiest(data, &row.notice_id).is_some()).count();
    if named > told {
        say("workload", format!("其余 {} 份写明单位的文件，见“工作量”。", named - told), String::new());
    }
    out.extend(of_themes(data, MOST));
    let mut say = |section, text, view| out.push(Finding { text, section, view });
    // One sentence a list: where most of it is found.
    for pair in largest_overlaps(data).into_iter().take(MOST) {
        let (left, right) = (&data.lists[pair.left as usize].name, &data.lists[pair.right as usize].name);
        let (found, of, share) = (pair.found, pair.of, percent(pair.found, pair.of));
        let text = format!("{}的 {of} 项任务中，{found} 项（{share}）在{}里有对应。", left.phrase(), right.phrase());
        say("lists", text, of_lists(data, pair.left as usize, pair.right as usize));
    }
    for ((left, right), share) in data.shared_topics().into_iter().take(MOST) {
        let chosen = of_lists(data, left, right);
        let (left, right) = (data.lists[left].name.phrase(), data.lists[right].name.phrase());
        let share = percent(share.count as u32, share.of as u32);
        let text = format!("{left}与{right}写的是同一专题（{share}的任务对都对得上）：重合不计数，对应只按把握排列。");
        say("lists", text, chosen);
    }
    let tasks = data.tasks.len() as u32;
    if tasks > 0 {
        let with = data.tasks_with_target();
        say(
            "tasks",
            format!("{} 项任务中，{} 项（{}）带有目标值。", count(tasks), count(with), percent(with, tasks)),
            view(&[("target", "1")]),
        );
    }
    let (without, of) = data.tasks_without_unit();
    if without > 0 {
        say(
            "tasks",
            format!("写明责任单位的文件里，{} 项任务中有 {} 项没有写明单位。", count(of), count(without)),
            view(&[("without", "1")]),
        );
    }
    let number = |severity: &str| data.problems.iter().filter(|row| row.severity == severity).count() as u64;
    let (errors, warnings) = (number("error"), number("warning"));
    if errors + warnings > 0 {
        let of = [(errors, "错误"), (warnings, "警告")];
        let of: Vec<String> =
            of.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{} 处{what}", count(*n))).collect();
        say("problems", format!("读取时发现 {}，请先核对再引用。", of.join("、")), String::new());
    }
    out
}

/// Which themes rose or fell, and which are the most widespread.
fn of_themes(data: &Data, most: usize) -> Vec<Finding> {
    let mut out = Vec::new();
    let mut say = |text, view| out.push(Finding { text, section: "themes", view });
    if let Some(change) = themes::change(data, 2) {
        say(format!("{}。", change.caption.title), String::new());
    }
    for theme in data.theme_ranking.iter().filter(|theme| theme.lists > 1).take(most) {
        let years = match (theme.first_year, theme.last_year) {
            (Some(first), Some(last)) if first != last => format!("，{first}–{last} 年"),
            (Some(year), _) | (_, Some(year)) => format!("，{year} 年"),
            _ => String::new(),
        };
        let (label, regions, lists, tasks) = (&theme.label, theme.regions, theme.lists, theme.tasks);
        let text = format!("“{label}”在 {regions} 个地区的 {lists} 份清单中出现，共 {tasks} 项任务{years}。");
        say(text, view(&[("label", label)]));
    }
    out
}

fn of_lists(data: &Data, left: usize, right: usize) -> String {
    view(&[("a", &data.lists[left].id), ("b", &data.lists[right].id)])
}

/// Lists of which another list takes up the most, each with the list that does. Lists of a few tasks say little and come last.
pub(super) fn largest_overlaps(data: &Data) -> Vec<PairOverlap> {
    const FEW: u32 = 10;
    let id = |list: u32| &data.lists[list as usize].id;
    let order = |a: &PairOverlap, b: &PairOverlap| {
        let share = |pair: &PairOverlap| f64::from(pair.found) / f64::from(pair.of.max(1));
        let ids = || (id(a.left), id(a.right)).cmp(&(id(b.left), id(b.right)));
        (a.of < FEW).cmp(&(b.of < FEW)).then(share(b).total_cmp(&share(a))).then(b.found.cmp(&a.found)).then_with(ids)
    };
    let mut largest: BTreeMap<u32, PairOverlap> = BTreeMap::new();
    for pair in data.overlap_pairs().filter(|pair| pair.counted() > Some(0)) {
        let known = largest.entry(pair.left).or_insert(pair);
        if order(&pair, known).is_lt() {
            *known = pair;
        }
    }
    let mut largest: Vec<PairOverlap> = largest.into_values().collect();
    largest.sort_by(order);
    largest
}

/// What the notices are called, for the caption of a picture.
pub(super) fn sources(data: &Data) -> String {
    const MOST: usize = 4;
    let titles: Vec<String> =
        data.notices.iter().zip(&data.names).take(MOST).map(|(row, name)| title(row, name)).collect();
    match data.notices.len() {
        0 => String::new(),
        n if n > MOST => format!("{}等 {n} 份文件", titles.join("、")),
        _ => titles.join("、"),
    }
}

/// The title of a notice in quotation marks. What a work report without one begins with is no title: it is told by place and year.
pub(super) fn title(row: &NoticeRow, name: &Name) -> String {
    let is_titled = row.kind != Kind::WorkReport || row.title.contains("报告");
    if row.title.is_empty() || !is_titled {
        format!("{}{}", name.phrase(), names::notice_kind(row.kind.name()))
    } else {
        format!("《{}》", row.title).replace("《《", "《").replace("》》", "》")
    }
}
