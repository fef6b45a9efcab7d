//! Tasks per unit by role: horizontal stacked bars, one picture a notice.

use super::drawing::Drawing;
use super::narrow::{self, Around, Bar};
use super::{Caption, Chart, Name, bars, frame, palette};

/// How much each unit of one notice carries.
#[derive(Clone, Debug, Default)]
pub struct Workload {
    pub caption: Caption,
    pub notice: Name,
    /// Tasks of the notice, with and without a unit.
    pub tasks: u32,
    /// What the bars are: `单位` or `条线`.
    pub what: String,
    /// In any order; the longest bars are drawn.
    pub units: Vec<UnitLoad>,
    /// How many bars at most; 0 means 25.
    pub most: usize,
}

/// The tasks of one unit. A task counts once for each role the unit has in it.
#[derive(Clone, Debug, Default)]
pub struct UnitLoad {
    pub unit: String,
    pub lead: u32,
    pub responsible: u32,
    pub support: u32,
}

impl UnitLoad {
    pub fn total(&self) -> u64 {
        self.parts().into_iter().map(u64::from).sum()
    }

    fn parts(&self) -> [u32; 3] {
        [self.lead, self.responsible, self.support]
    }
}

const ROLES: [&str; 3] = ["牵头", "责任", "配合"];

impl Workload {
    /// The units in the order of their bars: the most tasks first, among equals the most led, then by name.
    fn ranked(&self) -> Vec<&UnitLoad> {
        let mut units: Vec<&UnitLoad> = self.units.iter().filter(|unit| unit.total() > 0).collect();
        units.sort_by(|a, b| {
            (b.total(), b.lead, b.responsible, &a.unit).cmp(&(a.total(), a.lead, a.responsible, &b.unit))
        });
        units
    }

    fn what(&self) -> &str {
        if self.what.is_empty() { "单位" } else { &self.what }
    }

    fn headline(&self, ranked: &[&UnitLoad]) -> String {
        let name = self.notice.phrase();
        let Some(first) = ranked.first() else { return format!("{name}：没有写明责任{}的任务", self.what()) };
        let ties = ranked.iter().take_while(|unit| unit.total() == first.total()).count();
        let roles = first.parts().into_iter().zip(ROLES).filter(|(n, _)| *n > 0);
        let roles: Vec<String> = roles.map(|(n, role)| format!("{role} {n}")).collect();
        let roles = if roles.len() > 1 { format!("（{}）", roles.join("、")) } else { String::new() };
        let others = if ties > 1 { format!("等 {ties} 个{}", self.what()) } else { String::new() };
        format!("{name}：{}{others}任务最多，{} 项{roles}", first.unit, first.total())
    }

    /// What is drawn at any width.
    fn laid_out(&self) -> (Around<'_>, Vec<Bar>) {
        let (ranked, what) = (self.ranked(), self.what());
        let bar = |unit: &&UnitLoad| Bar {
            name: unit.unit.clone(),
            parts: unit.parts().into_iter().map(f64::from).zip(palette::ROLES).collect(),
            text: unit.total().to_string(),
            ..Bar::default()
        };
        let of = |role: usize| ranked.iter().map(|unit| u64::from(unit.parts()[role])).sum::<u64>();
        let totals = [of(0), of(1), of(2)];
        let legend = (0..3).filter(|role| totals[*role] > 0);
        let sum: u64 = totals.iter().sum();
        let mut notes = Vec::new();
        if sum > u64::from(self.tasks) {
            notes.push(format!("一项任务可由多个{what}承担，各{what}之和因此大于任务数。"));
        }
        let around = Around {
            caption: &self.caption,
            headline: self.headline(&ranked),
            legend: legend.map(|i| (palette::ROLES[i], format!("{} {} 项次", ROLES[i], totals[i]))).collect(),
            notes,
            sample: format!("样本：{} 项任务，{} 个{what}，{sum} 项次", self.tasks, ranked.len()),
        };
        (around, ranked.iter().map(bar).collect())
    }
}

impl Chart for Workload {
    fn draw(&self) -> Drawing {
        let (around, bars) = self.laid_out();
        if bars.is_empty() {
            let why = format!("这份文件的 {} 项任务没有写明责任{}，无可画的数据。", self.tasks, self.what());
            return frame::nothing(&self.caption, &around.headline, &why);
        }
        bars::stacked(around, &bars, self.what(), self.most)
    }

    fn draw_narrow(&self) -> Option<Drawing> {
        let (around, bars) = self.laid_out();
        (!bars.is_empty()).then(|| narrow::bars(around, &bars))
    }
}
