//! Stacked bars below each other: how much each unit carries, by parts.
//!
//! In:  rows that are already ranked, their parts in the order of the legend.
//! Out: a drawing of the full width; [`narrow::bars`](super::narrow::bars) draws the same rows for a phone.

use super::drawing::{Anchor, Drawing, style};
use super::font;
use super::frame::{self, MARGIN, NAME, ROW_LEADING, RowNames, SMALL, WIDTH, round_step};
use super::narrow::{Around, Bar};
use super::palette::{self, INK, RULE};

const MOST: usize = 25;
const BAR: f32 = 17.0;
/// The size of a count within its part.
const COUNT: f32 = 11.5;

/// At most `most` bars, 25 where it is 0; how many `what` were left out is said.
pub(super) fn stacked(around: Around<'_>, rows: &[Bar], what: &str, most: usize) -> Drawing {
    let (shown, rest) = rows.split_at(rows.len().min(if most == 0 { MOST } else { most }));
    let (mut drawing, mut y) = frame::open(around.caption, around.headline, WIDTH);
    y = frame::legend(&mut drawing, y, &around.legend) + 16.0;
    let names = RowNames::new(shown.iter().map(|bar| bar.name.as_str()), 90.0, 320.0);
    let left = MARGIN + names.width + 14.0;
    let total = shown.iter().map(|bar| font::width(&bar.text, NAME.size)).fold(0.0, f32::max);
    let right = WIDTH - MARGIN - total - 10.0;
    let highest = shown.iter().map(Bar::length).fold(0.0, f64::max).max(f64::MIN_POSITIVE);
    let place = |n: f64| left + (f64::from(right - left) * n / highest) as f32;
    let heights: Vec<f32> = (0..shown.len()).map(|i| names.height(i, BAR + 9.0)).collect();
    let bottom = y + heights.iter().sum::<f32>();
    let step = round_step(highest, 5.0).max(1.0);
    for i in 0..=(highest / step) as usize {
        let x = place(step * i as f64);
        drawing.line((x, y), (x, bottom), 1.0, RULE);
        drawing.write(&format!("{}", step * i as f64), (x, y - 9.0), Anchor::Middle, SMALL);
    }
    // of one part its count stands at the end of the bar
    let counts = around.legend.len() > 1;
    for ((bar, lines), height) in shown.iter().zip(&names.lines).zip(heights) {
        let middle = y + height / 2.0;
        drawing.write_lines(lines, (left - 12.0, middle), ROW_LEADING, Anchor::Right, NAME);
        let mut done = 0.0;
        for (n, colour) in bar.parts.iter().filter(|(n, _)| *n > 0.0) {
            let (from, to) = (place(done), place(done + n));
            done += n;
            drawing.fill([from, middle - BAR / 2.0, (to - from - 1.0).max(0.5), BAR], *colour);
            let text = n.to_string();
            if counts && to - from > font::width(&text, COUNT) + 8.0 {
                let letters = style(COUNT, palette::letters_on(*colour));
                drawing.write(&text, (f32::midpoint(from, to), middle), Anchor::Middle, letters);
            }
        }
        drawing.write(&bar.text, (place(done) + 7.0, middle), Anchor::Left, style(NAME.size, INK));
        y += height;
    }
    let mut notes = Vec::new();
    if let Some(largest) = rest.first() {
        let (n, sum, largest) = (rest.len(), rest.iter().map(Bar::length).sum::<f64>(), largest.length());
        notes.push(format!("另有 {n} 个{what}未画出：合计 {sum} 项次，每个不超过 {largest} 项。"));
    }
    notes.extend(around.notes);
    frame::close(drawing, around.caption, y, &notes, &around.sample)
}
