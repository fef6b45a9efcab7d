//! What every chart has around it: title, legend, heads of columns, notes, source.

use super::drawing::{Anchor, Drawing, Style, style};
use super::palette::{self, Colour, GREY, INK, RULE};
use super::{Caption, Name, font};

pub(super) const WIDTH: f32 = 1200.0;
pub(super) const MARGIN: f32 = 40.0;
pub(super) const NARROW_MARGIN: f32 = 14.0;
/// Marks of a picture that are named at most; the rest is summarised.
pub(super) const MOST_NAMED: usize = 30;

/// The margin of a picture of this width.
pub(super) fn margin(width: f32) -> f32 {
    if width < WIDTH / 2.0 { NARROW_MARGIN } else { MARGIN }
}

const TITLE: Style = Style { size: 25.0, colour: INK };
const NARROW_TITLE: Style = Style { size: 18.0, colour: INK };
const SUBTITLE: Style = Style { size: 14.5, colour: GREY };
const NOTE: Style = Style { size: 12.5, colour: GREY };
/// Names of rows.
pub(super) const NAME: Style = Style { size: 14.0, colour: INK };
/// Numbers on axes, heads of columns, legends.
pub(super) const SMALL: Style = Style { size: 12.0, colour: GREY };

/// A drawing with its title, and the height where the chart may begin.
pub(super) fn open(caption: &Caption, headline: String, width: f32) -> (Drawing, f32) {
    let given = font::clean(&caption.title);
    let title = if given.is_empty() { font::clean(&headline) } else { given };
    let mut drawing = Drawing {
        width,
        height: 0.0,
        title,
        description: font::clean(&caption.subtitle),
        shapes: Vec::new(),
        labels: Vec::new(),
    };
    let title = drawing.title.clone();
    let narrow = width < WIDTH / 2.0;
    let (style, leading) = if narrow { (NARROW_TITLE, 25.0) } else { (TITLE, 35.0) };
    let mut y = margin(width) + if narrow { 10.0 } else { 6.0 };
    y = paragraph(&mut drawing, &title, y, style, leading, if narrow { 6 } else { 3 }) + 3.0;
    y = paragraph(&mut drawing, &caption.subtitle, y, SUBTITLE, 22.0, 3);
    (drawing, y + 4.0)
}

/// Notes, source and n below the chart, which ends at height `y`.
pub(super) fn close(mut drawing: Drawing, caption: &Caption, y: f32, notes: &[String], n: &str) -> Drawing {
    let mut y = y + 18.0;
    drawing.line((margin(drawing.width), y), (drawing.width - margin(drawing.width), y), 1.0, RULE);
    y += 20.0;
    for note in notes.iter().chain(&caption.notes) {
        y = paragraph(&mut drawing, note, y, NOTE, 19.0, 5);
    }
    y = paragraph(&mut drawing, n, y, NOTE, 19.0, 3);
    let source = font::clean(&caption.source);
    if !source.is_empty() {
        y = paragraph(&mut drawing, &format!("来源：{source}"), y, NOTE, 19.0, 6);
    }
    drawing.height = (y + 14.0).ceil();
    let words: Vec<&str> = notes.iter().map(String::as_str).chain([n]).collect();
    drawing.description = font::clean(&format!("{} {}", drawing.description, words.join(" ")));
    drawing
}

/// The picture of a chart without data.
pub(super) fn nothing(caption: &Caption, headline: &str, why: &str) -> Drawing {
    let (mut drawing, y) = open(caption, headline.to_owned(), WIDTH);
    drawing.fill([MARGIN, y, WIDTH - 2.0 * MARGIN, 120.0], palette::BED);
    let lines = font::wrap(why, WIDTH - 4.0 * MARGIN, 15.0, 2);
    drawing.write_lines(&lines, (WIDTH / 2.0, y + 60.0), 22.0, Anchor::Middle, style(15.0, GREY));
    close(drawing, caption, y + 120.0, &[], "样本：0")
}

fn paragraph(drawing: &mut Drawing, text: &str, y: f32, style: Style, leading: f32, most: usize) -> f32 {
    let lines = font::wrap(text, drawing.width - 2.0 * margin(drawing.width), style.size, most);
    for (i, line) in lines.iter().enumerate() {
        drawing.write(line, (margin(drawing.width), y + leading * i as f32), Anchor::Left, style);
    }
    y + leading * lines.len() as f32
}

/// Chips of colour with their names, from left to right; returns the height below them.
pub(super) fn legend(drawing: &mut Drawing, y: f32, entries: &[(Colour, String)]) -> f32 {
    const CHIP: f32 = 12.0;
    let edge = margin(drawing.width);
    let (mut x, mut y) = (edge, y + 8.0);
    for (colour, text) in entries {
        let text = font::shorten(&font::clean(text), 260.0, SMALL.size + 1.0);
        let width = CHIP + 6.0 + font::width(&text, SMALL.size + 1.0);
        if x > edge && x + width > drawing.width - edge {
            (x, y) = (edge, y + 22.0);
        }
        drawing.fill([x, y - CHIP / 2.0, CHIP, CHIP], *colour);
        drawing.write(&text, (x + CHIP + 6.0, y), Anchor::Left, style(SMALL.size + 1.0, INK));
        x += width + 22.0;
    }
    y + 18.0
}

/// The scale of a heatmap from 0 to `highest` (a share); returns the height below it.
pub(super) fn scale(drawing: &mut Drawing, y: f32, what: &str, highest: f64) -> f32 {
    const STEPS: usize = 9;
    const STEP: f32 = 22.0;
    let y = y + 8.0;
    let what = font::shorten(&font::clean(what), drawing.width - 2.0 * MARGIN - 300.0, SMALL.size + 1.0);
    drawing.write(&what, (MARGIN, y), Anchor::Left, style(SMALL.size + 1.0, INK));
    let mut x = MARGIN + font::width(&what, SMALL.size + 1.0) + 14.0;
    drawing.write("0", (x, y), Anchor::Left, SMALL);
    x += 13.0;
    for i in 0..STEPS {
        let colour = palette::ramp(i as f64 / (STEPS - 1) as f64);
        drawing.fill([x + STEP * i as f32, y - 6.0, STEP, 12.0], colour);
    }
    drawing.write(&percent(highest), (x + STEP * STEPS as f32 + 6.0, y), Anchor::Left, SMALL);
    y + 18.0
}

/// Writes the heads of columns of `column` pixels, standing on one line; returns the height below them.
pub(super) fn heads(drawing: &mut Drawing, names: &[Name], left: f32, column: f32, y: f32) -> f32 {
    const LEADING: f32 = 15.0;
    let heads: Vec<Vec<(String, Style)>> = names.iter().map(|name| head(name, column)).collect();
    let tallest = heads.iter().map(Vec::len).max().unwrap_or(0) as f32;
    let bottom = y + 6.0 + tallest * LEADING + 6.0;
    for (i, lines) in heads.iter().enumerate() {
        let x = left + column * (i as f32 + 0.5);
        let first = bottom - 6.0 - LEADING * lines.len() as f32 + LEADING / 2.0;
        for (j, (line, style)) in lines.iter().enumerate() {
            drawing.write(line, (x, first + LEADING * j as f32), Anchor::Middle, *style);
        }
    }
    bottom
}

/// A region at the head of a column of `column` pixels: wrapped, or standing upright where the column is narrow.
pub(super) fn region_lines(region: &str, column: f32, size: f32) -> Vec<String> {
    const NARROW: f32 = 38.0;
    const MOST: usize = 5;
    const MOST_UPRIGHT: usize = 9;
    if column < NARROW {
        font::wrap(region, size + 1.0, size, MOST_UPRIGHT)
    } else {
        font::wrap(region, column - 4.0, size, MOST)
    }
}

/// Region, year and part below each other, each wrapped.
fn head(name: &Name, column: f32) -> Vec<(String, Style)> {
    let region = style(SMALL.size + 0.5, INK);
    let small = style(SMALL.size - 1.0, GREY);
    let mut lines: Vec<(String, Style)> =
        region_lines(&name.region, column, region.size).into_iter().map(|line| (line, region)).collect();
    for text in [&name.year, &name.part] {
        lines.extend(font::wrap(text, column - 4.0, small.size, 6).into_iter().map(|line| (line, small)));
    }
    lines
}

/// The names of rows, each in at most two lines, and the width of their column.
pub(super) struct RowNames {
    pub(super) lines: Vec<Vec<String>>,
    pub(super) width: f32,
}

pub(super) const ROW_LEADING: f32 = 17.0;

impl RowNames {
    pub(super) fn new<'a>(names: impl Iterator<Item = &'a str>, narrowest: f32, widest: f32) -> Self {
        let names: Vec<String> = names.map(font::clean).collect();
        let longest = names.iter().map(|name| font::width(name, NAME.size)).fold(0.0, f32::max);
        let width = longest.clamp(narrowest, widest).ceil();
        Self { lines: names.iter().map(|name| font::wrap(name, width, NAME.size, 2)).collect(), width }
    }

    /// The height of row `i`, at least `least`.
    pub(super) fn height(&self, i: usize, least: f32) -> f32 {
        least.max(self.lines.get(i).map_or(0, Vec::len) as f32 * ROW_LEADING + 9.0)
    }
}

/// A share as people print it: `31%`, `<1%`.
pub(super) fn percent(share: f64) -> String {
    match share * 100.0 {
        p if !p.is_finite() || p <= 0.0 => "0%".to_owned(),
        p if p < 0.995 => "<1%".to_owned(),
        p => format!("{}%", p.round()),
    }
}

/// A round step that divides `highest` into about `parts`.
pub(super) fn round_step(highest: f64, parts: f64) -> f64 {
    if !highest.is_finite() || highest <= 0.0 {
        return 1.0;
    }
    let rough = highest / parts;
    let power = 10f64.powf(rough.log10().floor());
    let steps = [1.0, 2.0, 5.0, 10.0];
    power * steps.into_iter().find(|step| step * power >= rough * 0.999).unwrap_or(10.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_printed_without_lying() {
        for (share, want) in
            [(0.0, "0%"), (0.001, "<1%"), (0.3056, "31%"), (1.0, "100%"), (f64::NAN, "0%"), (-1.0, "0%")]
        {
            assert_eq!(percent(share), want);
        }
    }

    #[test]
    fn steps_are_round() {
        for (highest, want) in [(31.0, 10.0), (4.0, 1.0), (0.0, 1.0), (f64::INFINITY, 1.0), (1200.0, 500.0)] {
            assert_eq!(round_step(highest, 4.0), want, "{highest}");
        }
    }
}
