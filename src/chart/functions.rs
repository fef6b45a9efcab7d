//! Tasks per function across notices: a heatmap of shares with the counts in its cells.

use super::drawing::{Anchor, Drawing, style};
use super::frame::{self, MARGIN, NAME, ROW_LEADING, RowNames, WIDTH, percent};
use super::narrow::{self, Around, Bar};
use super::palette::{self, BED};
use super::{Caption, Chart, Name, font};

/// How the tasks of each notice spread over functions.
#[derive(Clone, Debug, Default)]
pub struct Functions {
    pub caption: Caption,
    pub columns: Vec<FunctionColumn>,
    /// In any order; drawn from the largest mean share.
    pub rows: Vec<FunctionRow>,
}

/// One notice.
#[derive(Clone, Debug, Default)]
pub struct FunctionColumn {
    pub name: Name,
    /// The tasks that shares are taken of.
    pub tasks: u32,
}

/// One function by its Chinese name.
#[derive(Clone, Debug, Default)]
pub struct FunctionRow {
    pub function: String,
    /// Tasks of this function, one a column; a missing one is 0.
    pub counts: Vec<u32>,
}

const MOST_COLUMNS: usize = frame::MOST_NAMED;
const MOST_ROWS: usize = frame::MOST_NAMED;
const ROW: f32 = 26.0;

impl Functions {
    /// The share of the tasks of column `column` that `row` has.
    fn share(&self, row: &FunctionRow, column: usize) -> f64 {
        let count = f64::from(row.counts.get(column).copied().unwrap_or(0));
        let tasks = f64::from(self.columns[column].tasks);
        if tasks > 0.0 { count / tasks } else { 0.0 }
    }

    fn mean(&self, row: &FunctionRow) -> f64 {
        (0..self.columns.len()).map(|i| self.share(row, i)).sum::<f64>() / self.columns.len().max(1) as f64
    }

    fn ranked(&self) -> Vec<&FunctionRow> {
        let mut rows: Vec<(f64, &FunctionRow)> = self.rows.iter().map(|row| (self.mean(row), row)).collect();
        rows.retain(|(mean, _)| *mean > 0.0);
        rows.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.function.cmp(&b.1.function)));
        rows.into_iter().map(|(_, row)| row).collect()
    }

    fn headline(&self, ranked: &[&FunctionRow]) -> String {
        let Some(first) = ranked.first() else { return "各条线的任务：没有可画的数据".to_owned() };
        let shares: Vec<f64> = (0..self.columns.len()).map(|i| self.share(first, i)).collect();
        if let [share] = shares[..] {
            return format!(
                "{}：{}条线的任务最多，占 {}",
                self.columns[0].name.phrase(),
                first.function,
                percent(share)
            );
        }
        let (low, high) = shares.iter().fold((f64::MAX, 0.0f64), |(l, h), &s| (l.min(s), h.max(s)));
        let most = (0..shares.len())
            .filter(|&i| ranked.iter().all(|row| self.share(row, i) <= shares[i]) && shares[i] > 0.0)
            .count();
        let (low, high, n) = (percent(low), percent(high), shares.len());
        format!("{}条线的任务平均占比最高（{low}–{high}），在 {n} 份文件中的 {most} 份居首", first.function)
    }
}

impl Chart for Functions {
    fn draw(&self) -> Drawing {
        let ranked = self.ranked();
        let headline = self.headline(&ranked);
        if ranked.is_empty() {
            return frame::nothing(&self.caption, &headline, "没有一项任务能归入条线，无可画的数据。");
        }
        let columns = self.columns.len().min(MOST_COLUMNS);
        let rows = ranked.len().min(MOST_ROWS);
        let names = RowNames::new(ranked[..rows].iter().map(|row| row.function.as_str()), 90.0, 240.0);
        let left = MARGIN + names.width + 14.0;
        let column = ((WIDTH - MARGIN - left) / columns as f32).clamp(34.0, 160.0);
        let width = WIDTH.max(left + column * columns as f32 + MARGIN);
        let (mut drawing, mut y) = frame::open(&self.caption, headline, width);

        let shares = || ranked[..rows].iter().flat_map(|row| (0..columns).map(|i| self.share(row, i)));
        let highest = shares().fold(0.0, f64::max);
        y = frame::scale(&mut drawing, y, "颜色：该条线任务占本文件任务的比重；数字：任务数", highest);
        let heads: Vec<Name> = self.columns[..columns].iter().map(|column| column.name.clone()).collect();
        y = frame::heads(&mut drawing, &heads, left, column, y);

        // The share stands beside the count where every cell has room for both.
        let widest = ranked[..rows].iter().flat_map(|row| row.counts.iter().take(columns)).max().copied().unwrap_or(0);
        let room = font::width(&widest.to_string(), 13.0) + 5.0 + font::width("100%", 10.5);
        let both = room + 12.0 <= column;
        for (i, row) in ranked[..rows].iter().enumerate() {
            let height = names.height(i, ROW);
            let middle = y + height / 2.0;
            drawing.write_lines(&names.lines[i], (left - 12.0, middle), ROW_LEADING, Anchor::Right, NAME);
            for j in 0..columns {
                let x = left + column * j as f32;
                let count = row.counts.get(j).copied().unwrap_or(0);
                let share = self.share(row, j);
                let colour = if count == 0 { BED } else { palette::ramp(share / highest) };
                drawing.fill([x + 1.0, y + 1.0, column - 2.0, height - 2.0], colour);
                if count == 0 {
                    continue;
                }
                let letters = palette::letters_on(colour);
                let text = count.to_string();
                if both {
                    let small = percent(share);
                    let all = font::width(&text, 13.0) + 5.0 + font::width(&small, 10.5);
                    let start = x + (column - all) / 2.0;
                    drawing.write(&text, (start, middle), Anchor::Left, style(13.0, letters));
                    drawing.write(&small, (start + all, middle + 0.9), Anchor::Right, style(10.5, letters));
                } else {
                    drawing.write(&text, (x + column / 2.0, middle), Anchor::Middle, style(12.5, letters));
                }
            }
            y += height;
        }

        let mut notes = vec!["空格为 0。一项任务可归入多个条线，各列之和因此可大于任务数。".to_owned()];
        if columns < self.columns.len() {
            notes.push(format!("另有 {} 份文件未画出。", self.columns.len() - columns));
        }
        if rows < ranked.len() {
            notes.push(format!("另有 {} 个条线未画出。", ranked.len() - rows));
        }
        let tasks: u64 = self.columns.iter().map(|column| u64::from(column.tasks)).sum();
        let n = format!("样本：{} 份文件，{tasks} 项任务，{} 个条线", self.columns.len(), ranked.len());
        frame::close(drawing, &self.caption, y, &notes, &n)
    }

    fn draw_narrow(&self) -> Option<Drawing> {
        let ranked = self.ranked();
        let headline = self.headline(&ranked);
        let mut ranked = ranked;
        ranked.sort_by_key(|row| std::cmp::Reverse(row.counts.iter().map(|n| u64::from(*n)).sum::<u64>()));
        let all: u32 = self.columns.iter().map(|column| column.tasks).sum();
        let bar = |row: &&FunctionRow| {
            let tasks = row.counts.iter().sum::<u32>();
            Bar {
                name: row.function.clone(),
                parts: vec![(f64::from(tasks), palette::ACCENT)],
                text: tasks.to_string(),
                ..Bar::default()
            }
        };
        let around = Around {
            caption: &self.caption,
            headline,
            legend: Vec::new(),
            notes: vec!["各份文件合计的任务数。".to_owned()],
            sample: format!("样本：{} 份文件，{all} 项任务", self.columns.len()),
        };
        (!ranked.is_empty()).then(|| narrow::bars(around, &ranked.iter().map(bar).collect::<Vec<_>>()))
    }
}
