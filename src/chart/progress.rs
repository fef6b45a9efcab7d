//! How far units are with their tasks: horizontal stacked bars of statuses.

use super::drawing::Drawing;
use super::narrow::{self, Around, Bar};
use super::palette::{self, Colour};
use super::{Caption, Chart, bars, frame};

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

    /// What is drawn at any width.
    fn laid_out(&self) -> (Around<'_>, Vec<Bar>) {
        let (ranked, totals) = (self.ranked(), self.totals());
        let bar = |unit: &&UnitProgress| Bar {
            name: unit.unit.clone(),
            parts: unit.counts.into_iter().map(f64::from).zip(COLOURS).collect(),
            text: unit.total().to_string(),
            ..Bar::default()
        };
        let legend = (0..NAMES.len()).filter(|at| totals[*at] > 0);
        let around = Around {
            caption: &self.caption,
            headline: self.headline(&totals),
            legend: legend.map(|at| (COLOURS[at], format!("{} {}", NAMES[at], totals[at]))).collect(),
            notes: Vec::new(),
            sample: format!("样本：{} 个单位，{} 项次", ranked.len(), totals.iter().sum::<u32>()),
        };
        (around, ranked.iter().map(bar).collect())
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
        let (around, bars) = self.laid_out();
        if bars.is_empty() {
            return frame::nothing(&self.caption, &around.headline, "没有一个单位有要报送的任务，无可画的数据。");
        }
        bars::stacked(around, &bars, "单位", self.most)
    }

    fn draw_narrow(&self) -> Option<Drawing> {
        let (around, bars) = self.laid_out();
        (!bars.is_empty()).then(|| narrow::bars(around, &bars))
    }
}
