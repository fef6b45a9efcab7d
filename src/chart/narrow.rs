//! Charts drawn anew for the width of a phone: names stand above their marks, and there are fewer of these.
//!
//! In:  rows that are already ranked.
//! Out: a drawing [`NARROW`] pixels wide, with letters as large as in the wide one.

use super::drawing::{Anchor, Drawing, style};
use super::frame::{self, NAME, SMALL};
use super::palette::{self, BED, Colour, GREY, INK};
use super::{Caption, font};

pub(super) const NARROW: f32 = 400.0;
/// Rows of a narrow picture at most.
pub(super) const MOST: usize = 20;
const EDGE: f32 = frame::NARROW_MARGIN;
const BAR: f32 = 12.0;
const ROW: f32 = 42.0;

/// A bar of one part or several.
#[derive(Default)]
pub(super) struct Bar {
    pub name: String,
    /// On the right of the name.
    pub words: String,
    pub parts: Vec<(f64, Colour)>,
    /// At its end.
    pub text: String,
}

impl Bar {
    pub(super) fn length(&self) -> f64 {
        self.parts.iter().map(|(value, _)| *value).sum()
    }
}

/// What stands around the rows.
pub(super) struct Around<'a> {
    pub caption: &'a Caption,
    pub headline: String,
    pub legend: Vec<(Colour, String)>,
    pub notes: Vec<String>,
    pub sample: String,
}

/// Bars below each other, at most [`MOST`]; how many were left out is said.
pub(super) fn bars(around: Around<'_>, rows: &[Bar]) -> Drawing {
    bars_and_tracks(around, rows, "", &[])
}

/// Bars, and below them tracks under a head of their own.
pub(super) fn bars_and_tracks(around: Around<'_>, rows: &[Bar], head: &str, more: &[Track]) -> Drawing {
    let shown = &rows[..rows.len().min(MOST)];
    let (mut drawing, mut y) = open(&around);
    let highest = shown.iter().map(Bar::length).fold(0.0, f64::max).max(f64::MIN_POSITIVE);
    let text = |bar: &Bar| font::shorten(&font::clean(&bar.text), NARROW * 0.4, NAME.size);
    let widest = shown.iter().map(|bar| font::width(&text(bar), NAME.size)).fold(0.0, f32::max);
    let room = NARROW - 2.0 * EDGE - widest - 8.0;
    for bar in shown {
        name(&mut drawing, &bar.name, &bar.words, y);
        let mut x = EDGE;
        drawing.fill([EDGE, y + 22.0, room, BAR], BED);
        for (value, colour) in &bar.parts {
            let wide = room * (*value / highest) as f32;
            drawing.fill([x, y + 22.0, wide - 0.5, BAR], *colour);
            x += wide;
        }
        drawing.write(&text(bar), (x + 7.0, y + 28.0), Anchor::Left, style(NAME.size, INK));
        y += ROW;
    }
    let mut left_out = rows.len() - shown.len();
    if !more.is_empty() {
        drawing.write(head, (EDGE, y + 12.0), Anchor::Left, style(NAME.size, GREY));
        let tracks = &more[..more.len().min(MOST)];
        left_out += more.len() - tracks.len();
        y = draw_tracks(&mut drawing, tracks, false, y + 30.0);
    }
    close(drawing, around, y, left_out)
}

/// A track from one figure to another, or over several.
pub(super) struct Track {
    pub name: String,
    /// On the right of the name.
    pub text: String,
    /// The first hollow where there are two.
    pub dots: Vec<f64>,
    /// Where the track begins and ends; what all tracks share compares.
    pub range: (f64, f64),
    pub colour: Colour,
}

/// Tracks below each other, at most [`frame::MOST_NAMED`].
pub(super) fn tracks(around: Around<'_>, rows: &[Track], hollow: bool) -> Drawing {
    let shown = &rows[..rows.len().min(frame::MOST_NAMED)];
    let (mut drawing, y) = open(&around);
    let y = draw_tracks(&mut drawing, shown, hollow, y);
    close(drawing, around, y, rows.len() - shown.len())
}

fn draw_tracks(drawing: &mut Drawing, tracks: &[Track], hollow: bool, mut y: f32) -> f32 {
    for track in tracks {
        const RADIUS: f32 = 4.5;
        name(drawing, &track.name, &track.text, y);
        let (low, high) = track.range;
        let room = if high > low { high - low } else { 1.0 };
        let (left, right) = (EDGE + RADIUS, NARROW - EDGE - RADIUS);
        let place = |value: f64| left + (right - left) * ((value - low) / room).clamp(0.0, 1.0) as f32;
        let middle = y + 28.0;
        drawing.line((left, middle), (right, middle), 1.0, palette::RULE);
        if let [from, to] = track.dots[..]
            && hollow
        {
            drawing.line((place(from), middle), (place(to), middle), 2.0, track.colour);
        }
        for (at, dot) in track.dots.iter().enumerate() {
            drawing.dot((place(*dot), middle), RADIUS, track.colour);
            if hollow && at == 0 && track.dots.len() > 1 {
                drawing.dot((place(*dot), middle), RADIUS - 1.8, palette::PAPER);
            }
        }
        y += ROW;
    }
    y
}

/// A name on the left and words on the right, each as long as there is room.
fn name(drawing: &mut Drawing, name: &str, words: &str, y: f32) {
    let room = NARROW - 2.0 * EDGE;
    let words = font::shorten(&font::clean(words), room * 0.62, SMALL.size);
    let taken = if words.is_empty() { 0.0 } else { font::width(&words, SMALL.size) + 12.0 };
    let name = font::shorten(&font::clean(name), room - taken, NAME.size);
    drawing.write(&name, (EDGE, y + 10.0), Anchor::Left, NAME);
    drawing.write(&words, (NARROW - EDGE, y + 10.0), Anchor::Right, style(SMALL.size, GREY));
}

fn open(around: &Around<'_>) -> (Drawing, f32) {
    let (mut drawing, y) = frame::open(around.caption, around.headline.clone(), NARROW);
    let y = if around.legend.is_empty() { y } else { frame::legend(&mut drawing, y, &around.legend) };
    (drawing, y + 6.0)
}

fn close(drawing: Drawing, around: Around<'_>, y: f32, left_out: usize) -> Drawing {
    let mut notes = around.notes;
    if left_out > 0 {
        notes.push(format!("窄屏只画前面的，另有 {left_out} 行在宽屏的图或表格中。"));
    }
    frame::close(drawing, around.caption, y - 6.0, &notes, &around.sample)
}
