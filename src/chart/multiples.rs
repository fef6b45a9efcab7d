//! Small pictures, one a place: its goal and what came of it over the years, all on one scale.

use super::drawing::{Anchor, Drawing, style};
use super::frame::{self, SMALL, WIDTH};
use super::narrow::NARROW;
use super::palette::{ACCENT, BED, GREY, INK, KINDS};
use super::{Caption, Chart, font};

/// One indicator, aspect and measure over places and years.
#[derive(Clone, Debug, Default)]
pub struct Multiples {
    pub caption: Caption,
    /// The years, ascending, without a gap.
    pub years: Vec<i32>,
    pub places: Vec<PlaceYears>,
}

#[derive(Clone, Debug, Default)]
pub struct PlaceYears {
    pub name: String,
    /// A value a year.
    pub goals: Vec<Option<f64>>,
    pub outcomes: Vec<Option<f64>>,
    /// The last goal as printed.
    pub last: String,
}

const MOST: usize = frame::MOST_NAMED;
const COLUMNS: usize = 6;
const HEIGHT: f32 = 74.0;
const GAP: f32 = 18.0;

impl Multiples {
    fn lay_out(&self, wide: f32, most_columns: usize, most: usize) -> Drawing {
        let edge = frame::margin(wide);
        let goals = |place: &&PlaceYears| place.goals.iter().flatten().any(|goal| goal.is_finite());
        let places: Vec<&PlaceYears> = self.places.iter().filter(goals).collect();
        let headline = match (self.years.first(), self.years.last()) {
            (Some(first), Some(last)) if first < last => format!("{}个地区{first}–{last}年的目标和结果", places.len()),
            _ => format!("{}个地区的目标和结果", places.len()),
        };
        if places.is_empty() || self.years.len() < 2 {
            return frame::nothing(&self.caption, &headline, "没有两年以上的目标，无可画的数据。");
        }
        let (mut drawing, mut y) = frame::open(&self.caption, headline, wide);
        let legend = [(ACCENT, "目标".to_owned()), (KINDS[1], "结果".to_owned())];
        y = frame::legend(&mut drawing, y, &legend) + 6.0;
        let shown = places.len().min(most);
        let all = || {
            places[..shown]
                .iter()
                .flat_map(|place| place.goals.iter().chain(&place.outcomes))
                .flatten()
                .copied()
                .filter(|value| value.is_finite())
        };
        let (low, high) = (all().fold(f64::INFINITY, f64::min), all().fold(f64::NEG_INFINITY, f64::max));
        let room = if high > low { high - low } else { 1.0 };
        let columns = most_columns.min(shown);
        let width = (wide - 2.0 * edge - GAP * (columns - 1) as f32) / columns as f32;
        for (at, place) in places[..shown].iter().enumerate() {
            let (column, row) = (at % columns, at / columns);
            let left = edge + column as f32 * (width + GAP);
            let top = y + row as f32 * (HEIGHT + 44.0);
            let name = font::shorten(&font::clean(&place.name), width - 60.0, 13.5);
            drawing.write(&name, (left, top + 8.0), Anchor::Left, style(13.5, INK));
            drawing.write(
                &font::shorten(&font::clean(&place.last), 58.0, SMALL.size),
                (left + width, top + 8.0),
                Anchor::Right,
                SMALL,
            );
            drawing.fill([left, top + 18.0, width, HEIGHT], BED);
            let x = |year: usize| left + 10.0 + (width - 20.0) * year as f32 / (self.years.len() - 1) as f32;
            let height = |value: f64| top + 18.0 + HEIGHT - 8.0 - (HEIGHT - 16.0) * ((value - low) / room) as f32;
            for (values, colour) in [(&place.goals, ACCENT), (&place.outcomes, KINDS[1])] {
                let mut before: Option<(f32, f32)> = None;
                for (year, value) in values.iter().enumerate().take(self.years.len()) {
                    let here = value.filter(|value| value.is_finite()).map(|value| (x(year), height(value)));
                    if let (Some(from), Some(to)) = (before, here) {
                        drawing.line(from, to, 1.6, colour);
                    }
                    if let Some(point) = here {
                        drawing.dot(point, 2.6, colour);
                    }
                    before = here;
                }
            }
        }
        let rows = shown.div_ceil(columns) as f32;
        y += rows * (HEIGHT + 44.0) - 20.0;
        let (first, last) = (self.years[0], self.years[self.years.len() - 1]);
        drawing.write(&first.to_string(), (edge + 10.0, y + 4.0), Anchor::Middle, style(SMALL.size, GREY));
        drawing.write(&last.to_string(), (edge + width - 10.0, y + 4.0), Anchor::Middle, style(SMALL.size, GREY));
        let mut notes = vec!["各小图纵轴相同，从最低的数到最高的数；右上是最后一年的目标原文。".to_owned()];
        if shown < places.len() {
            notes.push(format!("另有 {} 个地区未画出，全部在表中。", places.len() - shown));
        }
        frame::close(
            drawing,
            &self.caption,
            y + 14.0,
            &notes,
            &format!("样本：{} 个地区，{} 年", places.len(), self.years.len()),
        )
    }
}

impl Chart for Multiples {
    fn draw(&self) -> Drawing {
        self.lay_out(WIDTH, COLUMNS, MOST)
    }

    fn draw_narrow(&self) -> Option<Drawing> {
        let drawing = self.lay_out(NARROW, 2, 30);
        let has_places = self.places.iter().any(|place| place.goals.iter().flatten().any(|goal| goal.is_finite()));
        (has_places && self.years.len() > 1).then_some(drawing)
    }
}
