//! Figures of several places below each other: a track a row from 0 to the largest, with the words of the least and the largest
//! beside it.
//!
//! In:  rows in the order in which they are drawn.
//! Out: tracks in a drawing of the full width, or rows for a phone.

use super::drawing::{Anchor, Drawing, style};
use super::font;
use super::frame::{MARGIN, NAME, ROW_LEADING, RowNames, SMALL, WIDTH};
use super::narrow::Track;
use super::palette::{ACCENT, GREY, INK, ROLES, RULE};

/// One row; each has a scale of its own.
pub(super) struct Range<'a> {
    pub name: &'a str,
    /// Finite, one a place.
    pub values: Vec<f64>,
    /// The ends: the figure as printed, and whose it is.
    pub low: [String; 2],
    pub high: [String; 2],
}

const ROW: f32 = 27.0;
const RADIUS: f32 = 4.5;
/// Room for the words on either side of a track.
const WORDS: f32 = 230.0;
const GAP: f32 = 14.0;

impl Range<'_> {
    fn ends(&self) -> (f64, f64) {
        let both = |(low, high): (f64, f64), value: &f64| (low.min(*value), high.max(*value));
        self.values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), both)
    }

    /// Where the track begins and ends: at 0, so that lengths compare.
    fn scale(&self) -> (f64, f64) {
        let (low, high) = self.ends();
        (low.min(0.0), high.max(0.0))
    }

    /// The row for a phone; its words are the figures alone.
    pub fn track(&self) -> Track {
        Track {
            name: self.name.to_owned(),
            text: format!("{} – {}", self.low[0], self.high[0]),
            dots: self.values.clone(),
            range: self.scale(),
            colour: ACCENT,
        }
    }
}

/// Draws the rows from the height `y` on; returns the height below.
pub(super) fn draw(drawing: &mut Drawing, rows: &[Range<'_>], mut y: f32) -> f32 {
    let names = RowNames::new(rows.iter().map(|row| row.name), 90.0, 250.0);
    let (left, right) = (MARGIN + names.width + WORDS, WIDTH - MARGIN - WORDS);
    for (at, row) in rows.iter().enumerate() {
        let height = names.height(at, ROW);
        let middle = y + height / 2.0;
        drawing.line((MARGIN, y), (WIDTH - MARGIN, y), 0.5, RULE);
        drawing.write_lines(&names.lines[at], (MARGIN, middle), ROW_LEADING, Anchor::Left, NAME);
        let (low, high) = row.scale();
        let room = if high - low > 0.0 && (high - low).is_finite() { high - low } else { 1.0 };
        let (from, to) = (left + RADIUS, right - RADIUS);
        let place = |value: f64| from + (to - from) * ((value - low) / room).clamp(0.0, 1.0) as f32;
        drawing.line((left, middle), (right, middle), 1.0, RULE);
        let (least, largest) = row.ends();
        drawing.line((place(least), middle), (place(largest), middle), 3.0, ROLES[2]);
        for value in &row.values {
            drawing.dot((place(*value), middle), RADIUS, ACCENT);
        }
        for (words, anchor) in [(&row.low, Anchor::Right), (&row.high, Anchor::Left)] {
            end(drawing, words, (if anchor == Anchor::Right { left - GAP } else { right + GAP }, middle), anchor);
        }
        y += height;
    }
    y
}

/// A figure next to its end of the track, and whose it is beyond.
fn end(drawing: &mut Drawing, [figure, whose]: &[String; 2], (x, y): (f32, f32), anchor: Anchor) {
    const BETWEEN: f32 = 7.0;
    let size = NAME.size - 1.0;
    let room = WORDS - 2.0 * GAP;
    let figure = font::shorten(&font::clean(figure), room, size);
    let taken = font::width(&figure, size) + BETWEEN;
    drawing.write(&figure, (x, y), anchor, style(size, INK));
    if room - taken > 3.0 * SMALL.size {
        let whose = font::shorten(&font::clean(whose), room - taken, SMALL.size);
        let x = if anchor == Anchor::Right { x - taken } else { x + taken };
        drawing.write(&whose, (x, y), anchor, style(SMALL.size, GREY));
    }
}
