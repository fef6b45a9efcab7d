//! How far units are with their tasks: horizontal stacked bars of statuses.

use super::drawing::{Anchor, Drawing, style};
use super::frame::{self, MARGIN, NAME, ROW_LEADING, RowNames, SMALL, WIDTH, round_step};
use super::narrow::{self, Around, Bar};
use super::palette::{self, Colour, INK, RULE};
use super::{Caption, Chart, font};

/// The tasks of each unit by how far they are, for one quarter.
#[derive(Clone, Debug, Default)]
pub struct Progress {
    pub caption: Caption,
    /// `2025年第一季度`.
    pub quarter: String,
    /// In any order; the most tasks are drawn first.
    pub units: Vec<UnitProgress>,
    /// How many bars at most; 0 means 25.
    pub most: usize,
}

/// The tasks of one unit.
#[derive(Clone, Debug, Default)]
pub struct UnitProgress {
    pub unit: String,
    /// Done, on track, not begun, behind, reported without a status, not reported.
    pub counts: [u32; 6],
}

impl UnitProgress {
    fn total(&self) -> u32 {
        self.counts.iter().sum()
    }
}

const NAMES: [&str; 6] = ["已完成", "正常推进", "未启动", "滞后", "未说明状态", "未报送"];
const MOST: usize = 25;
const BAR: f32 = 17.0;

/// Green, light green, yellow and red that differ in lightness too; what is not said is grey.
const COLOURS: [Colour; 6] = [
    palette::rgb(23, 110, 70),
    palette::rgb(132, 191, 143),
    palette::rgb(243, 205, 88),
    palette::rgb(190, 52, 44),
    palette::rgb(150, 160, 170),
    palette::rgb(222, 227, 232),
];

impl Progress {
    fn ranked(&self) -> Vec<&UnitProgress> {
        let mut units: Vec<&UnitProgress> = self.units.iter().filter(|unit| unit.total() > 0).collect();
        units.sort_by(|a, b| (b.total(), &a.unit).cmp(&(a.total(), &b.unit)));
        units
    }

    fn headline(&self, totals: &[u32; 6]) -> String {
        let sum: u32 = totals.iter().sum();
        format!(
            "{}：{sum} 项次任务中 {} 项次已完成，{} 项次滞后，{} 项次未报送",
            self.quarter, totals[0], totals[3], totals[5]
        )
    }

    fn totals(&self) -> [u32; 6] {
        let mut totals = [0; 6];
        for unit in &self.units {
            totals.iter_mut().zip(unit.counts).for_each(|(total, count)| *total += count);
        }
        totals
    }
}

impl Chart for Progress {
    fn draw(&self) -> Drawing {
        let (ranked, totals) = (self.ranked(), self.totals());
        let sum: u32 = totals.iter().sum();
        let headline = self.headline(&totals);
        if ranked.is_empty() {
            return frame::nothing(&self.caption, &headline, "没有一个单位有要报送的任务，无可画的数据。");
        }
        let shown = ranked.len().min(if self.most == 0 { MOST } else { self.most });
        let (mut drawing, mut y) = frame::open(&self.caption, headline, WIDTH);
        let parts: Vec<usize> = (0..NAMES.len()).filter(|&at| totals[at] > 0).collect();
        let entries: Vec<_> = parts.iter().map(|&at| (COLOURS[at], format!("{} {}", NAMES[at], totals[at]))).collect();
        y = frame::legend(&mut drawing, y, &entries) + 16.0;

        let names = RowNames::new(ranked[..shown].iter().map(|unit| unit.unit.as_str()), 90.0, 320.0);
        let left = MARGIN + names.width + 14.0;
        let room = font::width(&ranked[0].total().to_string(), 14.0);
        let right = WIDTH - MARGIN - room - 10.0;
        let highest = f64::from(ranked[0].total());
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
            bar(&mut drawing, unit, &parts, middle, &place);
            let end = place(f64::from(unit.total()));
            drawing.write(&unit.total().to_string(), (end + 7.0, middle), Anchor::Left, style(14.0, INK));
            y += height;
        }
        let rest = ranked.len() - shown;
        let notes: Vec<String> =
            (rest > 0).then(|| format!("另有 {rest} 个任务较少的单位未画出。")).into_iter().collect();
        frame::close(drawing, &self.caption, y, &notes, &sample(ranked.len(), sum))
    }

    fn draw_narrow(&self) -> Option<Drawing> {
        let (ranked, totals) = (self.ranked(), self.totals());
        let bar = |unit: &&UnitProgress| Bar {
            name: unit.unit.clone(),
            parts: unit.counts.into_iter().map(f64::from).zip(COLOURS).collect(),
            text: unit.total().to_string(),
        };
        let legend = (0..NAMES.len()).filter(|at| totals[*at] > 0);
        let around = Around {
            caption: &self.caption,
            headline: self.headline(&totals),
            legend: legend.map(|at| (COLOURS[at], format!("{} {}", NAMES[at], totals[at]))).collect(),
            notes: Vec::new(),
            sample: sample(ranked.len(), totals.iter().sum()),
        };
        (!ranked.is_empty()).then(|| narrow::bars(around, &ranked.iter().map(bar).collect::<Vec<_>>()))
    }
}

fn sample(units: usize, tasks: u32) -> String {
    format!("样本：{units} 个单位，{tasks} 项次")
}

/// The bar of one unit around the height `middle`.
fn bar(drawing: &mut Drawing, unit: &UnitProgress, parts: &[usize], middle: f32, place: &impl Fn(f64) -> f32) {
    let mut done = 0.0;
    for &part in parts {
        let count = unit.counts[part];
        let (from, to) = (place(done), place(done + f64::from(count)));
        done += f64::from(count);
        if count == 0 {
            continue;
        }
        drawing.fill([from, middle - BAR / 2.0, (to - from - 1.0).max(0.5), BAR], COLOURS[part]);
        let text = count.to_string();
        if to - from > font::width(&text, 11.5) + 8.0 {
            let letters = style(11.5, palette::letters_on(COLOURS[part]));
            drawing.write(&text, (f32::midpoint(from, to), middle), Anchor::Middle, letters);
        }
    }
}
