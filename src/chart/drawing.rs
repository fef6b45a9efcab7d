//! A laid-out picture, before any file format: shapes and labels with their places.
//!
//! Lengths are pixels of the finished picture at its plain size, y goes down. Labels know their boxes, so that a test
//! can tell whether two meet.

use super::font;
use super::palette::Colour;

/// A chart, laid out: what [`render`](super::render) paints.
#[derive(Debug)]
pub struct Drawing {
    pub(super) width: f32,
    pub(super) height: f32,
    pub(super) title: String,
    /// What a reader who cannot see the picture is told besides the title.
    pub(super) description: String,
    pub(super) shapes: Vec<Shape>,
    pub(super) labels: Vec<Label>,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Shape {
    Box { x: f32, y: f32, width: f32, height: f32, colour: Colour },
    Line { from: (f32, f32), to: (f32, f32), thickness: f32, colour: Colour },
    Dot { centre: (f32, f32), radius: f32, colour: Colour },
}

/// One line of words. `x` is the left edge and `baseline` the line the letters stand on.
#[derive(Clone, Debug)]
pub(super) struct Label {
    pub(super) text: String,
    pub(super) x: f32,
    pub(super) baseline: f32,
    pub(super) size: f32,
    pub(super) colour: Colour,
}

/// Which part of a label stands at the place it is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    Left,
    Middle,
    Right,
}

/// Size and colour of words.
#[derive(Clone, Copy, Debug)]
pub(super) struct Style {
    pub(super) size: f32,
    pub(super) colour: Colour,
}

pub(super) fn style(size: f32, colour: Colour) -> Style {
    Style { size, colour }
}

/// The box of a Chinese character above and below the baseline, in sizes.
#[cfg(test)]
const ABOVE: f32 = 0.88;
#[cfg(test)]
const BELOW: f32 = 0.12;
/// From the middle of a line of words down to its baseline, in sizes.
const MIDDLE: f32 = 0.36;

impl Label {
    /// Left, top, right, bottom.
    #[cfg(test)]
    pub(super) fn bounds(&self) -> [f32; 4] {
        let Self { x, baseline, size, .. } = *self;
        [x, baseline - ABOVE * size, x + font::width(&self.text, size), baseline + BELOW * size]
    }
}

impl Drawing {
    /// The sentence at its head.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Width and height in pixels.
    pub fn size(&self) -> (u32, u32) {
        (self.width.ceil() as u32, self.height.ceil() as u32)
    }

    /// Every line of words in drawing order.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.labels.iter().map(|label| label.text.as_str())
    }

    /// Writes one line with its middle at height `y`; words that show nothing are left out.
    pub(super) fn write(&mut self, text: &str, (x, y): (f32, f32), anchor: Anchor, Style { size, colour }: Style) {
        let text = font::clean(text);
        if text.is_empty() {
            return;
        }
        let width = font::width(&text, size);
        let x = match anchor {
            Anchor::Left => x - font::hang(&text, size),
            Anchor::Middle => x - width / 2.0,
            Anchor::Right => x - width,
        };
        self.labels.push(Label { text, x, baseline: y + MIDDLE * size, size, colour });
    }

    /// Writes lines below each other, their common middle at height `y`.
    pub(super) fn write_lines(
        &mut self,
        lines: &[String],
        (x, y): (f32, f32),
        leading: f32,
        anchor: Anchor,
        style: Style,
    ) {
        let first = y - leading * (lines.len().saturating_sub(1)) as f32 / 2.0;
        for (i, line) in lines.iter().enumerate() {
            self.write(line, (x, first + leading * i as f32), anchor, style);
        }
    }

    pub(super) fn fill(&mut self, [x, y, width, height]: [f32; 4], colour: Colour) {
        if width > 0.0 && height > 0.0 {
            self.shapes.push(Shape::Box { x, y, width, height, colour });
        }
    }

    pub(super) fn line(&mut self, from: (f32, f32), to: (f32, f32), thickness: f32, colour: Colour) {
        self.shapes.push(Shape::Line { from, to, thickness, colour });
    }

    pub(super) fn dot(&mut self, centre: (f32, f32), radius: f32, colour: Colour) {
        self.shapes.push(Shape::Dot { centre, radius, colour });
    }
}
