//! How much of each list another list shares: a heatmap, rows in columns.

use super::drawing::{Anchor, Drawing, style};
use super::frame::{self, MARGIN, NAME, ROW_LEADING, RowNames, SMALL, WIDTH, percent};
use super::narrow::{self, Around, Bar};
use super::palette::{self, ACCENT, BED};
use super::{Caption, Chart, Name, font};

/// Lists against lists.
#[derive(Clone, Debug, Default)]
pub struct Overlap {
    pub caption: Caption,
    pub lists: Vec<OverlapList>,
    /// `cells[row][column]`: how much of the row's list is found in the column's. `None` was not compared.
    pub cells: Vec<Vec<Option<Shared>>>,
}

#[derive(Clone, Debug, Default)]
pub struct OverlapList {
    pub name: Name,
    /// Commitments of the list.
    pub commitments: u32,
}

/// `found` of `of` commitments.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shared {
    pub found: u32,
    pub of: u32,
}

impl Shared {
    fn share(self) -> f64 {
        if self.of == 0 { 0.0 } else { f64::from(self.found) / f64::from(self.of) }
    }

    fn fraction(self) -> String {
        format!("{}/{}", self.found, self.of)
    }
}

const MOST: usize = frame::MOST_NAMED;
/// With more lists the cells hold the share only.
const MOST_FRACTIONS: usize = 24;

impl Overlap {
    fn cell(&self, row: usize, column: usize) -> Option<Shared> {
        let cell = *self.cells.get(row)?.get(column)?;
        cell.filter(|shared| row != column && shared.of > 0)
    }

    /// The cell with the largest share; among equals the one of more commitments, then the first.
    fn largest(&self) -> Option<(usize, usize, Shared)> {
        let n = self.lists.len();
        let cells = (0..n).flat_map(|i| (0..n).filter_map(move |j| Some((i, j, self.cell(i, j)?))));
        cells.reduce(|best, next| {
            let order = next.2.share().total_cmp(&best.2.share()).then(next.2.found.cmp(&best.2.found));
            if order.is_gt() { next } else { best }
        })
    }

    fn headline(&self) -> String {
        match self.largest() {
            Some((i, j, shared)) if shared.found > 0 => format!(
                "{}的承诺有 {}（{}）也在{}中{}",
                self.lists[i].name.phrase(),
                percent(shared.share()),
                shared.fraction(),
                self.lists[j].name.phrase(),
                if self.lists.len() > 2 { "，为各对清单之最" } else { "" },
            ),
            Some(_) => "各份清单之间没有找到相同的承诺".to_owned(),
            None => "清单之间的重合：没有可画的数据".to_owned(),
        }
    }
}

impl Chart for Overlap {
    fn draw(&self) -> Drawing {
        let Some((_, _, largest)) = self.largest() else {
            let why = "少于两份有承诺的清单，无可比较的数据。";
            return frame::nothing(&self.caption, &self.headline(), why);
        };
        let n = self.lists.len().min(MOST);
        let lines: Vec<String> = self.lists[..n].iter().map(|list| list.name.line()).collect();
        let names = RowNames::new(lines.iter().map(String::as_str), 110.0, 250.0);
        let counts: Vec<String> = self.lists[..n].iter().map(|list| format!("{} 条", list.commitments)).collect();
        let counts_width = counts.iter().map(|text| font::width(text, SMALL.size)).fold(0.0, f32::max);
        let left = MARGIN + names.width + 12.0 + counts_width + 14.0;

        let fractions = n <= MOST_FRACTIONS;
        let row = if fractions { 42.0 } else { 27.0 };
        let cells = (0..n).flat_map(|i| (0..n).filter_map(move |j| self.cell(i, j)));
        let words = cells.map(|shared| if fractions { shared.fraction() } else { percent(shared.share()) });
        let widest = words.map(|words| font::width(&words, 10.5)).fold(26.0, f32::max);
        let column = ((WIDTH - MARGIN - left) / n as f32).clamp(widest + 8.0, 110.0_f32.max(widest + 8.0));
        let width = WIDTH.max(left + column * n as f32 + MARGIN);
        let (mut drawing, mut y) = frame::open(&self.caption, self.headline(), width);
        // Whole tens, so that pictures of like data have like colours.
        let highest = ((largest.share() * 10.0).ceil() / 10.0).max(0.1);
        let what = "每格：左边清单的承诺中，有多少也在上边清单中";
        y = frame::scale(&mut drawing, y, what, highest);
        let heads: Vec<Name> = self.lists[..n].iter().map(|list| list.name.clone()).collect();
        y = frame::heads(&mut drawing, &heads, left, column, y);

        for (i, count) in counts.iter().enumerate() {
            let height = names.height(i, row);
            let middle = y + height / 2.0;
            drawing.write_lines(&names.lines[i], (MARGIN, middle), ROW_LEADING, Anchor::Left, NAME);
            drawing.write(count, (left - 12.0, middle), Anchor::Right, SMALL);
            for j in 0..n {
                let x = left + column * j as f32;
                let cell = self.cell(i, j);
                if i == j {
                    continue;
                }
                let colour = match cell {
                    Some(shared) if shared.found > 0 => palette::ramp(shared.share() / highest),
                    _ => BED,
                };
                drawing.fill([x + 1.0, y + 1.0, column - 2.0, height - 2.0], colour);
                let Some(shared) = cell else { continue };
                let letters = palette::letters_on(colour);
                let x = x + column / 2.0;
                let letters = if shared.found > 0 { letters } else { palette::GREY };
                let share = percent(shared.share());
                if fractions {
                    drawing.write(&share, (x, middle - 7.5), Anchor::Middle, style(14.0, letters));
                    drawing.write(&shared.fraction(), (x, middle + 9.5), Anchor::Middle, style(10.5, letters));
                } else {
                    drawing.write(&share, (x, middle), Anchor::Middle, style(10.5, letters));
                }
            }
            y += height;
        }

        let small =
            if fractions { "小字为“找到的/全部的”。" } else { "清单较多，格内只写比重。" };
        let mut notes = vec![format!("{small}两份清单长短不同，两个方向的比重因此不同。")];
        if n < self.lists.len() {
            notes.push(format!("另有 {} 份清单未画出。", self.lists.len() - n));
        }
        let commitments: u64 = self.lists.iter().map(|list| u64::from(list.commitments)).sum();
        let n = format!("样本：{} 份清单，{commitments} 条承诺", self.lists.len());
        frame::close(drawing, &self.caption, y, &notes, &n)
    }

    fn draw_narrow(&self) -> Option<Drawing> {
        let n = self.lists.len();
        let best = |row: usize| {
            let cells = (0..n).filter_map(|column| Some((row, column, self.cell(row, column)?)));
            cells
                .filter(|(.., shared)| shared.found > 0)
                .reduce(|best, next| if next.2.share() > best.2.share() { next } else { best })
        };
        let mut pairs: Vec<(usize, usize, Shared)> = (0..n).filter_map(best).collect();
        pairs.sort_by(|a, b| b.2.share().total_cmp(&a.2.share()).then(b.2.found.cmp(&a.2.found)));
        let bar = |(row, column, shared): &(usize, usize, Shared)| Bar {
            name: format!("{} → {}", self.lists[*row].name.line(), self.lists[*column].name.line()),
            parts: vec![(shared.share(), ACCENT)],
            text: percent(shared.share()),
            ..Bar::default()
        };
        let around = Around {
            caption: &self.caption,
            headline: self.headline(),
            legend: Vec::new(),
            notes: vec!["每份清单只列重合最多的另一份：左边的承诺有多少也在右边。".to_owned()],
            sample: format!("样本：{n} 份清单"),
        };
        (!pairs.is_empty()).then(|| narrow::bars(around, &pairs.iter().map(bar).collect::<Vec<_>>()))
    }
}
