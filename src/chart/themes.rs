//! Recurring themes: ranked bars of districts, and a strip that shows where and when each recurs.

use super::drawing::{Anchor, Drawing, style};
use super::frame::{self, MARGIN, NAME, ROW_LEADING, RowNames, SMALL, WIDTH};
use super::narrow::{self, Around, Bar};
use super::palette::{self, ACCENT, BED, GREY, INK, RULE};
use super::{Caption, Chart, Name, font};

/// Themes over notices.
#[derive(Clone, Debug, Default)]
pub struct Themes {
    pub caption: Caption,
    /// The notices; drawn by year, then in this order.
    pub columns: Vec<Name>,
    /// In any order; drawn from the most districts.
    pub rows: Vec<ThemeRow>,
}

#[derive(Clone, Debug, Default)]
pub struct ThemeRow {
    pub label: String,
    /// Districts (or cities) whose notices have the theme: the length of the bar.
    pub districts: u32,
    pub lists: u32,
    /// Tasks of the theme, one a column; 0 where it does not occur.
    pub tasks: Vec<u32>,
}

const MOST_ROWS: usize = frame::MOST_NAMED;
const MOST_COLUMNS: usize = frame::MOST_NAMED;
const ROW: f32 = 30.0;
const BAR: f32 = 16.0;
/// Between two years of the strip.
const GAP: f32 = 8.0;

impl Themes {
    fn ranked(&self) -> Vec<&ThemeRow> {
        let mut rows: Vec<&ThemeRow> = self.rows.iter().filter(|row| row.districts > 0).collect();
        // of themes as wide, in the order they came in
        rows.sort_by_key(|row| std::cmp::Reverse((row.districts, row.lists)));
        rows
    }

    /// The places of the columns by year.
    fn by_year(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.columns.len()).collect();
        order.sort_by(|&a, &b| self.columns[a].year.cmp(&self.columns[b].year));
        order.truncate(MOST_COLUMNS);
        order
    }

    fn years(&self, row: &ThemeRow) -> String {
        let years = self.columns.iter().zip(&row.tasks).filter(|(name, n)| **n > 0 && !name.year.is_empty());
        let years: Vec<&str> = years.map(|(name, _)| name.year.as_str()).collect();
        match (years.iter().min(), years.iter().max()) {
            (Some(first), Some(last)) if first == last => (*first).to_owned(),
            (Some(first), Some(last)) => format!("{first}–{last}"),
            _ => String::new(),
        }
    }

    fn headline(&self, ranked: &[&ThemeRow]) -> String {
        let Some(first) = ranked.first() else { return "反复出现的目标：没有可画的数据".to_owned() };
        let (label, districts, lists) = (&first.label, first.districts, first.lists);
        let years = match self.years(first) {
            years if years.is_empty() => years,
            years => format!("，{years} 年"),
        };
        format!("“{label}”反复出现得最多：{districts} 个地区、{lists} 份清单{years}")
    }
}

impl Chart for Themes {
    fn draw(&self) -> Drawing {
        let ranked = self.ranked();
        let headline = self.headline(&ranked);
        if ranked.is_empty() {
            return frame::nothing(&self.caption, &headline, "没有一个目标在两份以上的清单中出现，无可画的数据。");
        }
        let rows = ranked.len().min(MOST_ROWS);
        let order = self.by_year();
        let groups = 1 + order.windows(2).filter(|p| self.columns[p[0]].year != self.columns[p[1]].year).count();
        let gaps = GAP * (groups - 1) as f32;

        let names = RowNames::new(ranked[..rows].iter().map(|row| row.label.as_str()), 120.0, 330.0);
        let bars = MARGIN + 34.0 + names.width + 14.0;
        const BARS: f32 = 130.0;
        let widest = |texts: &mut dyn Iterator<Item = String>, least: &str| {
            texts.map(|text| font::width(&text, NAME.size)).fold(font::width(least, SMALL.size), f32::max)
        };
        let shown = || ranked[..rows].iter();
        let districts = widest(&mut shown().map(|row| row.districts.to_string()), "");
        let lists =
            bars + BARS + 7.0 + districts + 16.0 + widest(&mut shown().map(|row| row.lists.to_string()), "清单");
        let years = lists + 20.0;
        let shown_years = |row: &ThemeRow| font::shorten(&font::clean(&self.years(row)), 110.0, SMALL.size);
        let strip = years + widest(&mut shown().map(|row| shown_years(row)), "年份") + 14.0;
        let column = ((WIDTH - MARGIN - strip - gaps) / order.len().max(1) as f32).clamp(27.0, 96.0);
        let width = WIDTH.max(strip + column * order.len() as f32 + gaps + MARGIN);
        let (mut drawing, mut y) = frame::open(&self.caption, headline, width);
        y += 6.0;

        let lefts = self.lefts(&order, strip, column);
        y = self.heads(&mut drawing, &order, &lefts, column, y);
        drawing.write("地区", (bars, y - 12.0), Anchor::Left, SMALL);
        drawing.write("清单", (lists, y - 12.0), Anchor::Right, SMALL);
        drawing.write("年份", (years, y - 12.0), Anchor::Left, SMALL);

        let highest = ranked[0].districts as f32;
        for (i, row) in ranked[..rows].iter().enumerate() {
            let height = names.height(i, ROW);
            let middle = y + height / 2.0;
            drawing.line((MARGIN, y), (width - MARGIN, y), 0.5, RULE);
            drawing.write(&(i + 1).to_string(), (MARGIN + 22.0, middle), Anchor::Right, SMALL);
            drawing.write_lines(&names.lines[i], (MARGIN + 34.0, middle), ROW_LEADING, Anchor::Left, NAME);
            let length = BARS * row.districts as f32 / highest;
            drawing.fill([bars, middle - BAR / 2.0, length, BAR], ACCENT);
            drawing.write(&row.districts.to_string(), (bars + length + 7.0, middle), Anchor::Left, NAME);
            drawing.write(&row.lists.to_string(), (lists, middle), Anchor::Right, SMALL);
            drawing.write(&shown_years(row), (years, middle), Anchor::Left, SMALL);
            for (&place, &x) in order.iter().zip(&lefts) {
                let tasks = row.tasks.get(place).copied().unwrap_or(0);
                let colour = if tasks > 0 { palette::ROLES[1] } else { BED };
                let side = (height - 6.0).min(24.0);
                drawing.fill([x + 1.5, middle - side / 2.0, column - 3.0, side], colour);
                if tasks > 0 {
                    let letters = style(11.0, palette::letters_on(colour));
                    drawing.write(&tasks.to_string(), (x + column / 2.0, middle), Anchor::Middle, letters);
                }
            }
            y += height;
        }

        let mut notes = vec!["右侧每列一份文件，有色即出现该目标，数字为任务数。".to_owned()];
        if rows < ranked.len() {
            let (rest, next) = (ranked.len() - rows, ranked[rows].districts);
            notes.push(format!("另有 {rest} 个目标未画出，各出现于不超过 {next} 个地区。"));
        }
        if order.len() < self.columns.len() {
            notes.push(format!("另有 {} 份文件未画出。", self.columns.len() - order.len()));
        }
        let n = format!("样本：{} 份文件，{} 个反复出现的目标", self.columns.len(), ranked.len());
        frame::close(drawing, &self.caption, y, &notes, &n)
    }

    fn draw_narrow(&self) -> Option<Drawing> {
        let ranked = self.ranked();
        let bar = |row: &&ThemeRow| Bar {
            name: row.label.clone(),
            parts: vec![(f64::from(row.districts), ACCENT)],
            text: row.districts.to_string(),
        };
        let around = Around {
            caption: &self.caption,
            headline: self.headline(&ranked),
            legend: Vec::new(),
            notes: vec!["数字为出现的地区数。".to_owned()],
            sample: format!("样本：{} 份文件，{} 个反复出现的目标", self.columns.len(), ranked.len()),
        };
        (!ranked.is_empty()).then(|| narrow::bars(around, &ranked.iter().map(bar).collect::<Vec<_>>()))
    }
}

impl Themes {
    /// The left edge of each column, with a gap between years.
    fn lefts(&self, order: &[usize], strip: f32, column: f32) -> Vec<f32> {
        let mut x = strip;
        let mut lefts = Vec::with_capacity(order.len());
        for (i, &place) in order.iter().enumerate() {
            if i > 0 && self.columns[place].year != self.columns[order[i - 1]].year {
                x += GAP;
            }
            lefts.push(x);
            x += column;
        }
        lefts
    }

    /// Years once over their columns, regions below; returns the height below.
    fn heads(&self, drawing: &mut Drawing, order: &[usize], lefts: &[f32], column: f32, y: f32) -> f32 {
        const LEADING: f32 = 15.0;
        let heads: Vec<Vec<String>> = order
            .iter()
            .map(|&place| {
                let name = &self.columns[place];
                let mut lines = frame::region_lines(&name.region, column, SMALL.size);
                lines.extend(font::wrap(&name.part, column - 3.0, SMALL.size, 4));
                lines
            })
            .collect();
        let tallest = heads.iter().map(Vec::len).max().unwrap_or(0) as f32;
        let top = y + 22.0;
        let bottom = top + tallest * LEADING + 8.0;
        for (lines, &x) in heads.iter().zip(lefts) {
            for (j, line) in lines.iter().enumerate() {
                let at = (x + column / 2.0, top + LEADING * (j as f32 + 0.5));
                drawing.write(line, at, Anchor::Middle, style(SMALL.size, INK));
            }
        }
        let mut start = 0;
        for end in 1..=order.len() {
            let year = &self.columns[order[start]].year;
            if end == order.len() || self.columns[order[end]].year != *year {
                let (from, to) = (lefts[start] + 1.5, lefts[end - 1] + column - 1.5);
                let year = font::shorten(&font::clean(year), column.max(to - from) + GAP - 2.0, SMALL.size);
                drawing.write(&year, (f32::midpoint(from, to), y + 8.0), Anchor::Middle, SMALL);
                drawing.line((from, y + 17.5), (to, y + 17.5), 1.0, GREY);
                start = end;
            }
        }
        bottom
    }
}
