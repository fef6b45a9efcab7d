//! The pictures of a report: which there are, what is in them, and their files.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::data::Data;
use super::findings::{busiest, compares, sources, title};
use super::names;
use super::panel::{self, Names, series};
use super::themes;
use crate::analysis::By;
use crate::chart::{
    self, Caption, Chart, FunctionColumn, FunctionRow, Functions, IndicatorRow, IndicatorValue, Indicators, Name,
    Overlap, OverlapList, Picture, Shared, UnitLoad, Workload,
};
use crate::error::Error;
use crate::place::Level;
use crate::quantity::goal_order;
use crate::table::schema::{IndicatorRankingRow, PanelRow};

/// Notices that get a picture of their own.
pub(super) const MOST_NOTICES: usize = 20;
/// Bars of one picture.
const MOST_BARS: usize = 18;
/// Rows of the picture of functions.
const MOST_FUNCTIONS: usize = 30;
/// Rows of the pictures of themes and of indicators.
const MOST_ROWS: usize = 24;

/// One picture in both formats.
pub(super) struct Drawn {
    /// Name of its files, without the ending.
    pub file: String,
    /// What is seen, as a sentence; the picture says it too.
    pub title: String,
    /// What is drawn, in a few words.
    pub what: String,
    /// The section of the page it stands in.
    pub section: &'static str,
    /// The notice it is about; empty for all.
    pub notice: String,
    /// The table its figures are in.
    pub table: &'static str,
    pub svg: String,
    /// Drawn anew for a phone.
    pub narrow: Option<String>,
    pub png: Vec<u8>,
}

/// A chart of any kind, drawn on any thread.
pub(super) type Drawable = Box<dyn Chart + Send + Sync>;

fn boxed<C: Chart + Send + Sync + 'static>(chart: Option<C>) -> Option<Drawable> {
    chart.map(|chart| Box::new(chart) as Drawable)
}

struct Plan {
    file: String,
    section: &'static str,
    notice: String,
    what: String,
    table: &'static str,
    chart: Drawable,
}

/// Draws all pictures of a report, on all threads.
///
/// # Errors
/// [`Error::Draw`] with the picture's title.
pub(super) fn draw(data: &Data) -> Result<Vec<Drawn>, Error> {
    let mut plans = workloads(data);
    let plan = |section, what: &str, table, chart| Plan {
        file: String::from(section),
        section,
        notice: String::new(),
        what: what.to_owned(),
        table,
        chart,
    };
    // nothing is drawn where there is nothing
    let functions = functions(data);
    if !functions.rows.is_empty() {
        plans.push(plan("functions", "各条线的任务数和占比", "workload_by_function", Box::new(functions)));
    }
    let overlap = overlap(data);
    if overlap.cells.iter().flatten().any(Option::is_some) {
        plans.push(plan("overlap", "清单之间的重合度", "overlap", Box::new(overlap)));
    }
    if let Some(chart) = themes::change(data, MOST_ROWS) {
        plans.push(plan("themes", "增减最多的主题", "theme_ranking", Box::new(chart)));
    } else if let Some(chart) = themes::spread(data) {
        plans.push(plan("themes", "主题分布得多广", "theme_ranking", Box::new(chart)));
    }
    let indicators = indicators(data, MOST_ROWS);
    if !indicators.rows.is_empty() && data.notices.len() <= MOST_NOTICES {
        plans.push(plan("indicators", "共同指标的数值", "panel", Box::new(indicators)));
    }
    plans.extend(of_panel(data));
    if let Some(chart) = super::board::chart(data) {
        plans.push(plan("progress", "各单位任务的状态", "board", Box::new(chart)));
    }
    plans.into_par_iter().map(Plan::draw).collect()
}

impl Plan {
    fn draw(self) -> Result<Drawn, Error> {
        let (svg, png) = rayon::join(
            || chart::render(self.chart.as_ref(), Picture::Svg),
            || chart::render(self.chart.as_ref(), Picture::Png),
        );
        let svg =
            String::from_utf8(svg?).map_err(|error| Error::Draw { what: self.file.clone(), source: error.into() })?;
        let narrow = chart::render_narrow(self.chart.as_ref())?;
        let title = self.chart.draw().title().to_owned();
        Ok(Drawn {
            file: self.file,
            title,
            what: self.what,
            section: self.section,
            notice: self.notice,
            table: self.table,
            svg,
            narrow,
            png: png?,
        })
    }
}

/// One picture a notice that names units, the first notices only.
fn workloads(data: &Data) -> Vec<Plan> {
    let mut used = std::collections::BTreeSet::new();
    let mut plans = Vec::new();
    for (row, name) in data.notices.iter().zip(&data.names) {
        let Some(busiest) = busiest(data, &row.notice_id) else { continue };
        if plans.len() == MOST_NOTICES {
            break;
        }
        let of = || data.units_of(&row.notice_id).iter();
        let left_out: u32 = of().filter(|unit| !compares(unit)).count() as u32;
        let mut notes = Vec::new();
        if left_out > 0 {
            notes.push(format!("上级单位和领导个人（{left_out} 个）不计入。"));
        }
        let units = of().filter(|unit| compares(unit)).map(|unit| UnitLoad {
            unit: unit.title.clone(),
            lead: unit.lead,
            responsible: unit.responsible,
            support: unit.support,
        });
        let chart = Workload {
            caption: Caption {
                title: format!("{}：{}", name.phrase(), busiest.sentence()),
                notes,
                source: title(row, name),
                ..Caption::default()
            },
            notice: name.clone(),
            tasks: row.tasks,
            units: units.collect(),
            most: MOST_BARS,
            ..Workload::default()
        };
        let file = names::unused(format!("workload-{}", names::file(&row.notice_id)), &mut used);
        let notice = row.notice_id.clone();
        let what = format!("{}各单位的任务数", name.phrase());
        plans.push(Plan { file, section: "workload", notice, what, table: "workload", chart: Box::new(chart) });
    }
    plans
}

pub(super) fn caption(data: &Data) -> Caption {
    Caption { source: sources(data), ..Caption::default() }
}

/// Functions against notices that name units.
fn functions(data: &Data) -> Functions {
    let mut columns = Vec::new();
    let mut places = vec![None; data.notices.len()];
    for row in data.workload(By::Function) {
        if let Some(at) = data.notice_at(&row.notice_id).filter(|&at| places[at].is_none()) {
            places[at] = Some(columns.len());
            columns.push((at, FunctionColumn { name: data.names[at].clone(), tasks: row.of }));
        }
    }
    // In the order of the notices.
    columns.sort_by_key(|(at, _)| *at);
    for (column, (at, _)) in columns.iter().enumerate() {
        places[*at] = Some(column);
    }
    let mut rows: Vec<FunctionRow> = Vec::new();
    for row in data.workload(By::Function) {
        let Some(column) = data.notice_at(&row.notice_id).and_then(|at| places[at]) else { continue };
        // Places carry what all functions ask of them; what no rule could place has no function.
        if matches!(row.carrier.as_str(), "subdistrict" | "zone" | "collective" | "other" | "") {
            continue;
        }
        let place = rows.iter().position(|known| known.function == row.title).unwrap_or_else(|| {
            rows.push(FunctionRow { function: row.title.clone(), counts: vec![0; columns.len()] });
            rows.len() - 1
        });
        rows[place].counts[column] += row.tasks;
    }
    let columns: Vec<FunctionColumn> = columns.into_iter().map(|(_, column)| column).collect();
    let weight = |row: &FunctionRow| -> f64 {
        row.counts.iter().zip(&columns).map(|(n, column)| f64::from(*n) / f64::from(column.tasks.max(1))).sum()
    };
    rows.sort_by(|a, b| weight(b).total_cmp(&weight(a)).then_with(|| a.function.cmp(&b.function)));
    let mut caption = caption(data);
    caption.notes.push("不含街道乡镇、园区开发区、多家单位的统称和未能归类的单位。".to_owned());
    if rows.len() > MOST_FUNCTIONS {
        caption.notes.push(format!("另有 {} 个任务较少的条线未画出。", rows.len() - MOST_FUNCTIONS));
        rows.truncate(MOST_FUNCTIONS);
    }
    Functions { caption, columns, rows }
}

pub(super) fn overlap(data: &Data) -> Overlap {
    let lists: Vec<OverlapList> =
        data.lists.iter().map(|list| OverlapList { name: list.name.clone(), commitments: list.tasks }).collect();
    let mut cells = vec![vec![None; lists.len()]; lists.len()];
    // Without a single match nothing was compared.
    if !data.matches.is_empty() {
        for pair in data.overlap_pairs() {
            let shared = pair.counted().map(|found| Shared { found, of: pair.of });
            cells[pair.left as usize][pair.right as usize] = shared;
        }
    }
    let mut caption = caption(data);
    if !data.shared_topics().is_empty() {
        caption.notes.push("写同一专题的两份清单不计重合，格子空着。".to_owned());
    }
    Overlap { caption, lists, cells }
}

/// Indicators that more than one place or year of a level sets a figure for, at most `most`; of the level with the most figures.
pub(super) fn indicators(data: &Data, most: usize) -> Indicators {
    let places = Names::of(data.panel());
    let mut levels: BTreeMap<Level, usize> = BTreeMap::new();
    for row in data.panel().iter().filter(|row| row.value.is_some()) {
        *levels.entry(row.level).or_default() += 1;
    }
    let Some(level) = levels.iter().max_by_key(|(_, figures)| **figures).map(|(level, _)| *level) else {
        return Indicators::default();
    };
    let name = |row: &PanelRow| Name::notice(places.name(row), row.year.to_string());
    let valued = || data.panel().iter().filter(|row| row.value.is_some() && row.level == level);
    let mut notices: Vec<Name> = valued().map(name).collect();
    notices.sort();
    notices.dedup();
    let shared = data.indicator_ranking().iter().filter(|row| row.targets > 1);
    let rows = shared.map(|row| {
        let values = valued().filter(|value| is_of(value, row)).filter_map(|value| {
            let notice = notices.binary_search(&name(value)).ok()?;
            Some(IndicatorValue { notice, value: value.value?, text: value.words.clone().unwrap_or_default() })
        });
        IndicatorRow { indicator: row.indicator.clone(), measure: row.measure.clone(), values: values.collect() }
    });
    let rows: Vec<IndicatorRow> = rows.filter(|row| row.values.len() > 1).take(most).collect();
    let mut caption = caption(data);
    if levels.len() > 1 {
        caption.notes.push(format!("只画{}的数：各级的数大小不同，不放在一起。", names::level(level.name())));
    }
    Indicators { caption, notices, rows }
}

/// Whether a figure is of a ranked indicator.
pub(super) fn is_of(value: &PanelRow, row: &IndicatorRankingRow) -> bool {
    (&value.indicator_id, value.kin(), &value.measure) == (&row.indicator_id, row.aspect, &row.measure)
}

/// The goals of the first indicator of the panel that enough places have: beside last year's, else how they are spread; how they
/// are spread where places are marked.
pub(super) fn goals(data: &Data, marked: &[String]) -> Drawable {
    let (all, places, sources) = (series(data.panel()), Names::of(data.panel()), sources(data));
    let change = || boxed(all.iter().find_map(|series| panel::change(series, &places, &sources)));
    let spread = || boxed(all.iter().find_map(|series| panel::spread(series, &places, marked, &sources)));
    let chosen = if marked.is_empty() { change().or_else(spread) } else { spread().or_else(change) };
    if let Some(chosen) = chosen {
        return chosen;
    }
    Box::new(all.iter().find_map(|series| panel::multiples(series, &places, &sources)).unwrap_or_default())
}

/// The goals of the first indicator of the panel that enough places have a result of, beside it.
pub(super) fn outcomes(data: &Data) -> Drawable {
    let (all, places, sources) = (series(data.panel()), Names::of(data.panel()), sources(data));
    Box::new(all.iter().find_map(|series| panel::outcome(series, &places, &sources)).unwrap_or_default())
}

/// Pictures of the panel: changes, outcomes, spread and years of the indicators that goals name first.
fn of_panel(data: &Data) -> Vec<Plan> {
    /// Indicators that get pictures.
    const MOST: usize = 6;
    /// Fewer figures are read faster in the table.
    const LEAST: usize = 5;
    let (all, places, sources) = (series(data.panel()), Names::of(data.panel()), sources(data));
    let mut plans = Vec::new();
    let mut used = std::collections::BTreeSet::new();
    for series in all.iter().filter(|series| goal_order(series.indicator_id).is_some()) {
        let mut add = |kind: &str, section: &'static str, what: String, chart: Option<Drawable>| {
            let file = format!("{kind}-{}-{}", series.indicator_id, series.level.name());
            if let Some(chart) = chart.filter(|_| used.insert(file.clone())) {
                let table = if section == "promises" { "promises" } else { "panel" };
                plans.push(Plan { file, section, notice: String::new(), what, table, chart });
            }
        };
        let tells =
            |chart: &chart::Change| chart.rows.len() >= LEAST && chart.rows.iter().any(|row| row.from != row.to);
        let change = panel::change(series, &places, &sources).filter(tells);
        let is_alone = change.is_none();
        let title = series.indicator;
        add("change", "panel", format!("{title}：上年目标和今年目标"), boxed(change));
        if is_alone {
            // of two figures a sentence is enough
            let differ = |chart: &chart::Spread| {
                let mut values: Vec<f64> = chart.values.iter().map(|own| own.value).collect();
                values.sort_by(f64::total_cmp);
                values.dedup();
                chart.values.len() >= LEAST && values.len() > 2
            };
            let spread = panel::spread(series, &places, &[], &sources).filter(differ);
            add("spread", "panel", format!("{title}：各地的目标"), boxed(spread));
        }
        // a place with one year has no course
        let courses = |chart: &chart::Multiples| {
            chart.places.iter().filter(|place| place.goals.iter().flatten().count() > 1).count()
        };
        let years = panel::multiples(series, &places, &sources).filter(|chart| courses(chart) > 2);
        add("years", "panel", format!("{title}：各地历年的目标和结果"), boxed(years));
        let outcome = panel::outcome(series, &places, &sources).filter(tells);
        add("promises", "promises", format!("{title}：目标和结果"), boxed(outcome));
        if plans.len() >= 3 * MOST {
            break;
        }
    }
    plans
}
