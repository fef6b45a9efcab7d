//! Tasks per unit by role: horizontal stacked bars, one picture a notice.

use super::drawing::{Anchor, Drawing, style};
use super::frame::{self, MARGIN, NAME, ROW_LEADING, RowNames, SMALL, WIDTH, round_step};
use super::narrow::{self, Around, Bar};
use super::palette::{self, INK, RULE};
use super::{Caption, Chart, Name, font};

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
const MOST: usize = 25;
const BAR: f32 = 17.0;

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

    fn notes(&self, ranked: &[&UnitLoad], shown: usize) -> Vec<String> {
        let rest = &ranked[shown..];
        let Some(largest) = rest.first() else { return Vec::new() };
        let sum: u64 = rest.iter().map(|unit| unit.total()).sum();
        let (n, what) = (rest.len(), self.what());
        vec![format!("另有 {n} 个{what}未画出：合计 {sum} 项次，每个不超过 {} 项。", largest.total())]
    }
}

impl Chart for Workload {
    fn draw(&self) -> Drawing {
        let ranked = self.ranked();
        let headline = self.headline(&ranked);
        if ranked.is_empty() {
            let why = format!("这份文件的 {} 项任务没有写明责任{}，无可画的数据。", self.tasks, self.what());
            return frame::nothing(&self.caption, &headline, &why);
        }
        let shown = ranked.len().min(if self.most == 0 { MOST } else { self.most });
        let (mut drawing, mut y) = frame::open(&self.caption, headline, WIDTH);

        let totals: Vec<u64> =
            (0..3).map(|role| ranked.iter().map(|unit| u64::from(unit.parts()[role])).sum()).collect();
        let roles: Vec<usize> = (0..3).filter(|&role| totals[role] > 0).collect();
        let entries: Vec<_> =
            roles.iter().map(|&i| (palette::ROLES[i], format!("{} {} 项次", ROLES[i], totals[i]))).collect();
        y = frame::legend(&mut drawing, y, &entries) + 16.0;

        let names = RowNames::new(ranked[..shown].iter().map(|unit| unit.unit.as_str()), 90.0, 320.0);
        let left = MARGIN + names.width + 14.0;
        let total = font::width(&ranked[0].total().to_string(), 14.0);
        let right = WIDTH - MARGIN - total - 10.0;
        let highest = ranked[0].total() as f64;
        let place = |n: f64| left + (f64::from(right - left) * n / highest) as f32;

        let rows: f32 = (0..shown).map(|i| names.height(i, BAR + 9.0)).sum();
        let step = round_step(highest, 5.0).max(1.0);
        for i in 0..=(highest / step) as usize {
            let x = place(step * i as f64);
            drawing.line((x, y), (x, y + rows), 1.0, RULE);
            drawing.write(&format!("{}", step * i as f64), (x, y - 9.0), Anchor::Middle, SMALL);
        }
        for (i, unit) in ranked[..shown].iter().enumerate() {
            let height = names.height(i, BAR + 9.0);
            let middle = y + height / 2.0;
            drawing.write_lines(&names.lines[i], (left - 12.0, middle), ROW_LEADING, Anchor::Right, NAME);
            let mut done = 0.0;
            for &role in &roles {
                let n = unit.parts()[role];
                let (from, to) = (place(done), place(done + f64::from(n)));
                done += f64::from(n);
                let colour = palette::ROLES[role];
                drawing.fill([from, middle - BAR / 2.0, to - from - 1.0, BAR], colour);
                let text = n.to_string();
                if n > 0 && roles.len() > 1 && to - from > font::width(&text, 11.5) + 8.0 {
                    let letters = style(11.5, palette::letters_on(colour));
                    drawing.write(&text, (f32::midpoint(from, to), middle), Anchor::Middle, letters);
                }
            }
            drawing.write(&unit.total().to_string(), (place(done) + 7.0, middle), Anchor::Left, style(14.0, INK));
            y += height;
        }
        let mut notes = self.notes(&ranked, shown);
        let sum: u64 = totals.iter().sum();
        if sum > u64::from(self.tasks) {
            notes.push(format!("一项任务可由多个{}承担，各{}之和因此大于任务数。", self.what(), self.what()));
        }
        let n = format!("样本：{} 项任务，{} 个{}，{sum} 项次", self.tasks, ranked.len(), self.what());
        frame::close(drawing, &self.caption, y, &notes, &n)
    }

    fn draw_narrow(&self) -> Option<Drawing> {
        let ranked = self.ranked();
        let bar = |unit: &&UnitLoad| Bar {
            name: unit.unit.clone(),
            parts: unit.parts().into_iter().map(f64::from).zip(palette::ROLES).collect(),
            text: unit.total().to_string(),
        };
        let of = |role: usize| ranked.iter().map(|unit| u64::from(unit.parts()[role])).sum::<u64>();
        let legend = (0..3).filter(|role| of(*role) > 0);
        let around = Around {
            caption: &self.caption,
            headline: self.headline(&ranked),
            legend: legend.map(|role| (palette::ROLES[role], ROLES[role].to_owned())).collect(),
            notes: Vec::new(),
            sample: format!("样本：{} 项任务，{} 个{}", self.tasks, ranked.len(), self.what()),
        };
        (!ranked.is_empty()).then(|| narrow::bars(around, &ranked.iter().map(bar).collect::<Vec<_>>()))
    }
}
