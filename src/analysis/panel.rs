//! The panel: one figure a place, year and indicator, beside last year's and what came of it.
//!
//! In:  rows: lists, targets and results.
//! Out: [`PanelRow`]s, by place, year and the order of the goals' sentence.
//! How: a figure belongs to its list's place. Where a place names several for one cell, that of the goals' sentence wins, then
//!      that of the place's own document, then the first; the others stay named. What came of it is told by the review of the
//!      next year's report.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use polars::prelude::*;

use super::verdict::{Direction, Met, Rule, verdict, with_growth};
use crate::notice::Kind;
use crate::place::Level;
use crate::quantity::{self, Aspect, Horizon, Op, Statement, better, goal_order, indicator_title};
use crate::source::SCAN;
use crate::table::schema::{ListRow, NoticeRow, PanelRow, TargetRow, TaskRow};
use crate::table::{Rows, column as c, own_level};

/// The figures of every place and year.
pub fn panel(rows: &Rows) -> Vec<PanelRow> {
    let figures = Figures::of(rows);
    let mut panel = Vec::new();
    for (cell, years) in &figures.cells {
        for (&year, of_year) in years {
            panel.push(figures.row(cell, year, of_year));
        }
        panel.extend(figures.dropped(cell, years));
    }
    panel.extend(figures.pace_rows());
    panel.sort_by(|a, b| order(a).cmp(&order(b)));
    mark_scans(rows, &mut panel);
    panel
}

/// Marks the rows with a figure that was recognised on a picture of a page.
fn mark_scans(rows: &Rows, panel: &mut [PanelRow]) {
    let scanned = |notice: &&NoticeRow| notice.source_kind.as_deref() == Some(SCAN);
    let notices: BTreeSet<&str> = rows.notices.iter().filter(scanned).map(|notice| notice.notice_id.as_str()).collect();
    if notices.is_empty() {
        return;
    }
    let targets = rows.targets.iter().filter(|target| notices.contains(target.notice_id.as_str()));
    let targets: BTreeSet<&str> = targets.map(|target| target.target_id.as_str()).collect();
    let is_scanned = |id: &Option<String>| id.as_deref().is_some_and(|id| targets.contains(id));
    for row in panel {
        if [&row.target_id, &row.previous_id, &row.outcome_id].into_iter().any(is_scanned) {
            row.source_kind = Some(SCAN.to_owned());
        }
    }
}

/// Whether the panel says of a figure that its promise was kept or broken, or why that cannot be told.
pub fn promises(panel: &[PanelRow]) -> Vec<PanelRow> {
    panel.iter().filter(|row| row.met.is_some()).cloned().collect()
}

/// Places from the large to the small, then years, then indicators as goals name them.
fn order(row: &PanelRow) -> impl Ord + '_ {
    let place = (row.level, row.region_code.is_none(), row.region_code.as_deref(), row.region.as_str());
    let goal = goal_order(&row.indicator_id).unwrap_or(u32::MAX);
    (place, row.year, goal, row.indicator_id.as_str(), row.aspect, row.measure.as_str())
}

/// The growth of output, to which others are tied.
const OUTPUT: &str = "gdp_growth";

impl PanelRow {
    /// The words as printed, marked where they or what they are compared with were recognised on a picture of a page.
    pub fn marked_words(&self) -> Option<String> {
        let words = self.words.clone()?;
        Some(if self.source_kind.is_some() { format!("{words}（图像识别，待核）") } else { words })
    }

    /// What the figure counts, limits set aside: see [`Aspect::kin`]. Figures of one indicator, kin and measure compare.
    pub fn kin(&self) -> Aspect {
        self.aspect.kin(Some(&self.indicator_id), &self.measure)
    }

    /// Takes what came of the figure.
    fn put_outcome(&mut self, result: &TargetRow, rule: Rule) {
        self.outcome = Some(result.value);
        self.outcome_id = Some(result.target_id.clone());
        self.outcome_words = Some(result.raw.clone());
        self.own_verdict.clone_from(&result.own_verdict);
        self.rule = Some(rule.name().to_owned());
    }
}

/// What figures must share to be of one series.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Cell<'a> {
    place: usize,
    indicator: &'a str,
    /// See [`Aspect::kin`].
    kin: Aspect,
    measure: &'a str,
}

/// A target that sets a figure of a place.
#[derive(Debug, Clone, Copy)]
struct Figure<'a> {
    row: &'a TargetRow,
    /// Printed by the place itself, and not by one below it.
    is_own: bool,
    /// Printed in a work report.
    is_report: bool,
}

#[derive(Debug)]
struct Place<'a> {
    region: &'a str,
    code: Option<&'a str>,
    level: Level,
}

#[derive(Debug, Default)]
struct Figures<'a> {
    places: Vec<Place<'a>>,
    cells: BTreeMap<Cell<'a>, BTreeMap<i32, Vec<Figure<'a>>>>,
    /// Results by place, indicator and the year that they are of, as printed, those of the summing sentence first.
    results: HashMap<(usize, &'a str, i32), Vec<&'a TargetRow>>,
    /// Goals without a figure that are tied to the growth of output: by place, year and indicator the task and the words.
    paces: BTreeMap<(usize, i32, &'a str), (&'a TaskRow, &'a str, Op)>,
    /// Places and years of which goals were read, and of which results were.
    with_goals: BTreeSet<(usize, i32)>,
    with_results: BTreeSet<(usize, i32)>,
}

impl<'a> Figures<'a> {
    fn of(rows: &'a Rows) -> Self {
        let mut figures = Self::default();
        let mut at: HashMap<&str, usize> = HashMap::new();
        let notices: HashMap<&str, &NoticeRow> = rows.notices.iter().map(|row| (row.notice_id.as_str(), row)).collect();
        let lists: HashMap<&str, &ListRow> = rows.lists.iter().map(|row| (row.list_id.as_str(), row)).collect();
        let list_of: HashMap<&str, &ListRow> = rows
            .tasks
            .iter()
            .filter_map(|task| Some((task.task_id.as_str(), *lists.get(task.list_id.as_str())?)))
            .collect();
        for row in rows.targets.iter().filter(|row| row.scope.is_none() && row.horizon == Horizon::Year) {
            let Some(notice) = notices.get(row.notice_id.as_str()).copied() else { continue };
            match (row.statement, row.task_id.as_deref().and_then(|task| list_of.get(task))) {
                (Statement::Target, Some(list)) => {
                    let place = figures.place(&mut at, &list.region, list.region_code.as_deref(), list.level);
                    figures.add_target(row, place, list, notice);
                }
                (Statement::Result, None) => {
                    let level = own_level(notice).unwrap_or_default();
                    let place = figures.place(&mut at, &notice.region, notice.region_code.as_deref(), level);
                    figures.add_result(row, place, notice);
                }
                _ => {}
            }
        }
        figures.add_paces(rows, &list_of, &mut at);
        for results in figures.results.values_mut() {
            results.sort_by_key(|row| !row.main);
        }
        figures
    }

    /// The number of a place, by its code, else by its name.
    fn place(
        &mut self,
        at: &mut HashMap<&'a str, usize>,
        region: &'a str,
        code: Option<&'a str>,
        level: Level,
    ) -> usize {
        *at.entry(code.unwrap_or(region)).or_insert_with(|| {
            self.places.push(Place { region, code, level });
            self.places.len() - 1
        })
    }

    fn add_target(&mut self, row: &'a TargetRow, place: usize, list: &ListRow, notice: &NoticeRow) {
        let Some(year) = row.year.or(list.year) else { return };
        if row.main {
            self.with_goals.insert((place, year));
        }
        let Some(indicator) = row.indicator_id.as_deref() else { return };
        let cell = Cell { place, indicator, kin: row.aspect.kin(Some(indicator), &row.measure), measure: &row.measure };
        let is_own = list.region == notice.region;
        let figure = Figure { row, is_own, is_report: notice.kind == Kind::WorkReport };
        self.cells.entry(cell).or_default().entry(year).or_default().push(figure);
    }

    /// Adds what the tasks that give goals tie to the growth of output.
    fn add_paces(&mut self, rows: &'a Rows, list_of: &HashMap<&str, &'a ListRow>, at: &mut HashMap<&'a str, usize>) {
        let goals: BTreeSet<&str> =
            rows.targets.iter().filter(|row| row.main).filter_map(|row| row.task_id.as_deref()).collect();
        for task in rows.tasks.iter().filter(|task| goals.contains(task.task_id.as_str())) {
            let Some((list, year)) = list_of.get(task.task_id.as_str()).and_then(|list| Some((*list, list.year?)))
            else {
                continue;
            };
            let place = self.place(at, &list.region, list.region_code.as_deref(), list.level);
            for pace in quantity::paces(&task.text) {
                if let (Some(id), Some(words)) = (pace.indicator_id, task.text.get(pace.raw)) {
                    self.paces.entry((place, year, id)).or_insert((task, words, pace.op));
                }
            }
        }
    }

    /// The rows of goals that are tied to the growth of output, where no figure is set too.
    fn pace_rows(&self) -> Vec<PanelRow> {
        let row = |(&(place, year, indicator), &(task, words, op)): (&(usize, i32, &'a str), &(&TaskRow, &str, Op))| {
            let cell = Cell { place, indicator, kin: Aspect::Growth, measure: "%" };
            if self.names(&cell, year) {
                return None;
            }
            let before = self.cells.get(&cell).and_then(|years| years.get(&(year - 1)));
            let mut row = PanelRow {
                op: Some(op.name().to_owned()),
                main: true,
                words: Some(words.to_owned()),
                task_id: Some(task.task_id.clone()),
                ..self.empty(&cell, year, Aspect::Growth, before.map(|before| chosen(before).row))
            };
            if self.with_results.contains(&(place, year)) {
                let output = Cell { indicator: OUTPUT, ..cell };
                Self::tell_pace(&mut row, op, self.result(&cell, year), self.result(&output, year));
            }
            Some(row)
        };
        self.paces.iter().filter_map(row).collect()
    }

    /// What came of a goal that is tied to the growth of output.
    fn tell_pace(row: &mut PanelRow, op: Op, result: Option<&TargetRow>, output: Option<&TargetRow>) {
        let met = match (result, output) {
            (None, _) => Met::NotReported,
            (Some(_), None) => Met::NotDecidable,
            (Some(result), Some(output)) => with_growth(op, result.value, output.value),
        };
        if let Some(result) = result {
            row.put_outcome(result, Rule::WithGrowth);
        }
        row.met = Some(met.name().to_owned());
    }

    /// Adds a result of the year just ended; others are no outcome of a plan.
    fn add_result(&mut self, row: &'a TargetRow, place: usize, notice: &NoticeRow) {
        let Some(ended) = notice.year.map(|year| year - 1) else { return };
        if row.year.is_some_and(|year| year != ended) {
            return;
        }
        self.with_results.insert((place, ended));
        if let Some(indicator) = row.indicator_id.as_deref() {
            self.results.entry((place, indicator, ended)).or_default().push(row);
        }
    }

    /// The row of a cell and year.
    fn row(&self, cell: &Cell<'a>, year: i32, figures: &[Figure<'a>]) -> PanelRow {
        let chosen = chosen(figures);
        let target = chosen.row;
        let before = self.cells[cell].get(&(year - 1)).map(|figures| self::chosen(figures).row);
        let is_new = target.main && self.with_goals.contains(&(cell.place, year - 1)) && !self.names(cell, year - 1);
        let direction = match before {
            Some(before) if target.value > before.value => Some(Direction::Raised),
            Some(before) if target.value < before.value => Some(Direction::Lowered),
            Some(_) => Some(Direction::Kept),
            None => is_new.then_some(Direction::New),
        };
        let mut row = PanelRow {
            op: Some(target.op.name().to_owned()),
            value: Some(target.value),
            value_max: target.value_max,
            stretch: target.stretch,
            target_id: Some(target.target_id.clone()),
            others: others(figures, target),
            change: before.map(|before| rounded(target.value - before.value)),
            direction: direction.map(|direction| direction.name().to_owned()),
            main: target.main,
            words: Some(target.raw.clone()),
            task_id: target.task_id.clone(),
            ..self.empty(cell, year, target.aspect, before)
        };
        self.tell_outcome(cell, year, target, &mut row);
        row
    }

    /// What a row says of its place and indicator, and of the year before.
    fn empty(&self, cell: &Cell<'a>, year: i32, aspect: Aspect, before: Option<&TargetRow>) -> PanelRow {
        let Place { region, code, level } = &self.places[cell.place];
        PanelRow {
            region: (*region).to_owned(),
            region_code: code.map(str::to_owned),
            level: *level,
            year,
            indicator_id: cell.indicator.to_owned(),
            indicator: indicator_title(cell.indicator).unwrap_or(cell.indicator).to_owned(),
            aspect,
            measure: cell.measure.to_owned(),
            previous: before.map(|before| before.value),
            previous_id: before.map(|before| before.target_id.clone()),
            previous_words: before.map(|before| before.raw.clone()),
            ..PanelRow::default()
        }
    }

    /// What came of a target, where the next year's report was read.
    fn tell_outcome(&self, cell: &Cell<'a>, year: i32, target: &TargetRow, row: &mut PanelRow) {
        if !self.with_results.contains(&(cell.place, year)) {
            return;
        }
        let Some(result) = self.result(cell, year) else {
            row.met = Some(Met::NotReported.name().to_owned());
            return;
        };
        let (met, rule) = verdict(target, result, better(cell.indicator));
        row.put_outcome(result, rule);
        row.met = Some(met.name().to_owned());
    }

    /// The result of a cell and year: of the same kin, else one that is no growth where the target is none either.
    fn result(&self, cell: &Cell<'a>, year: i32) -> Option<&'a TargetRow> {
        let results = self.results.get(&(cell.place, cell.indicator, year))?;
        let alike = || results.iter().copied().filter(|row| row.measure == cell.measure);
        let kin = |row: &TargetRow| row.aspect.kin(row.indicator_id.as_deref(), &row.measure);
        let is_level = |kin: Aspect| !matches!(kin, Aspect::Growth | Aspect::Rank);
        let same = alike().find(|row| kin(row) == cell.kin);
        same.or_else(|| alike().find(|row| is_level(kin(row)) && is_level(cell.kin)))
    }

    /// Whether a place sets a goal for the indicator in a year, of whatever kin.
    fn names(&self, cell: &Cell<'a>, year: i32) -> bool {
        let first = Cell { kin: Aspect::EVERY[0], measure: "", ..*cell };
        let of_indicator = self
            .cells
            .range(first..)
            .take_while(|(other, _)| (other.place, other.indicator) == (cell.place, cell.indicator));
        of_indicator.into_iter().any(|(_, years)| years.contains_key(&year))
    }

    /// Goals that the next year's goals do not name.
    fn dropped(&self, cell: &Cell<'a>, years: &BTreeMap<i32, Vec<Figure<'a>>>) -> Vec<PanelRow> {
        let gone = |(&year, figures): (&i32, &Vec<Figure<'a>>)| {
            let target = chosen(figures).row;
            let next = year + 1;
            let is_tied = self.paces.contains_key(&(cell.place, next, cell.indicator));
            let is_gone =
                target.main && self.with_goals.contains(&(cell.place, next)) && !self.names(cell, next) && !is_tied;
            is_gone.then(|| PanelRow {
                direction: Some(Direction::Dropped.name().to_owned()),
                main: true,
                ..self.empty(cell, next, target.aspect, Some(target))
            })
        };
        years.iter().filter_map(gone).collect()
    }
}

/// The figure that stands for a place: that of the goals' sentence, of its own document, of a report, the first.
fn chosen<'a>(figures: &[Figure<'a>]) -> Figure<'a> {
    let rank = |figure: &&Figure<'a>| (!figure.row.main, !figure.is_own, !figure.is_report);
    *figures.iter().min_by_key(rank).expect("a cell holds a figure")
}

/// The ids of figures that say something else than the chosen one.
fn others(figures: &[Figure<'_>], chosen: &TargetRow) -> Vec<String> {
    let said = |row: &TargetRow| (row.op, row.value.to_bits(), row.value_max.map(f64::to_bits));
    let mut seen: Vec<(Op, u64, Option<u64>)> = vec![said(chosen)];
    let mut others = Vec::new();
    for figure in figures {
        if !seen.contains(&said(figure.row)) {
            seen.push(said(figure.row));
            others.push(figure.row.target_id.clone());
        }
    }
    others
}

/// Without the dust of binary fractions: 5.5 − 5.2 is 0.3.
pub(super) fn rounded(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}

/// One indicator of the panel as places by years.
#[derive(Debug, Clone, PartialEq)]
pub struct Wide {
    pub indicator_id: String,
    pub indicator: String,
    pub aspect: Aspect,
    pub measure: String,
    pub years: Vec<i32>,
    /// A row a place.
    pub rows: Vec<WideRow>,
}

/// A place of a [`Wide`] table.
#[derive(Debug, Clone, PartialEq)]
pub struct WideRow {
    /// Full name.
    pub region: String,
    pub region_code: Option<String>,
    pub level: Level,
    /// A value a year of the table.
    pub values: Vec<Option<f64>>,
}

impl Wide {
    /// The table as a frame: `region`, `region_code`, `level` and a column a year.
    pub fn frame(&self) -> DataFrame {
        let texts = |name: &str, of: fn(&WideRow) -> Option<&str>| {
            StringChunked::from_iter_options(name.into(), self.rows.iter().map(of)).into_column()
        };
        let mut columns = vec![
            texts(c::REGION, |row| Some(&row.region)),
            texts(c::REGION_CODE, |row| row.region_code.as_deref()),
            texts(c::LEVEL, |row| Some(row.level.name())),
        ];
        for (at, year) in self.years.iter().enumerate() {
            let values: Vec<Option<f64>> = self.rows.iter().map(|row| row.values[at]).collect();
            columns.push(Column::new(year.to_string().into(), values));
        }
        DataFrame::new(self.rows.len(), columns).expect("years differ")
    }
}

/// The panel with a column a year, one table an indicator, kin and measure; in the order of the panel.
pub fn wide(panel: &[PanelRow]) -> Vec<Wide> {
    let key = |row: &PanelRow| {
        let goal = goal_order(&row.indicator_id).unwrap_or(u32::MAX);
        (goal, row.indicator_id.clone(), row.kin(), row.measure.clone())
    };
    let mut groups: BTreeMap<_, Vec<&PanelRow>> = BTreeMap::new();
    for row in panel.iter().filter(|row| row.value.is_some()) {
        groups.entry(key(row)).or_default().push(row);
    }
    let table = |rows: Vec<&PanelRow>| {
        let years: BTreeSet<i32> = rows.iter().map(|row| row.year).collect();
        let years: Vec<i32> = years.into_iter().collect();
        let mut places: Vec<WideRow> = Vec::new();
        for row in &rows {
            let PanelRow { region, region_code, level, .. } = row;
            if places.last().is_none_or(|last| (&last.region, &last.region_code) != (region, region_code)) {
                let (region, region_code) = (region.clone(), region_code.clone());
                places.push(WideRow { region, region_code, level: *level, values: vec![None; years.len()] });
            }
            let at = years.binary_search(&row.year).expect("every year was gathered");
            places.last_mut().expect("a place was added").values[at] = row.value;
        }
        let PanelRow { indicator_id, indicator, aspect, measure, .. } = rows[0].clone();
        Wide { indicator_id, indicator, aspect, measure, years, rows: places }
    };
    groups.into_values().map(table).collect()
}
