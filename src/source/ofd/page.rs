//! Pages: the objects of a page to characters and rules with their places.
//!
//! In:  the tree of a page. Lengths are millimetres, y grows downwards; an object has a box (`Boundary`) and a
//!      transformation (`CTM`) of its own.
//! Out: a page as of a PDF, in points.

use crate::source::budget::Budget;
use crate::source::pdf::{GLYPH, Glyph, MAX_PAIRS, MAX_RULES, Matrix, Page, Rule, apply};
use crate::source::xml::Element;

/// Points of a millimetre.
const POINTS: f64 = 72.0 / 25.4;
/// Width of a page that does not tell it, in points.
pub(super) const A4: f64 = 210.0 * POINTS;
/// Most parts of an outline.
const MAX_PATH: usize = 1 << 20;

/// The width of the paper that an element tells, in points.
pub(super) fn width(area: &Element) -> Option<f64> {
    let area = area.child("PhysicalBox").map(Element::own_text)?;
    numbers(&area).nth(2).filter(|width| *width > 0.0).map(|width| width * POINTS)
}

/// The number of the picture that takes up most of a page.
pub(super) fn largest_picture(element: &Element) -> Option<String> {
    fn all<'a>(element: &'a Element, found: &mut Vec<(f64, &'a str)>) {
        for object in element.elements() {
            let area: Vec<f64> = object.attribute("Boundary").map(|list| numbers(list).collect()).unwrap_or_default();
            match (object.name.as_str(), object.attribute("ResourceID"), area.as_slice()) {
                ("ImageObject", Some(id), [_, _, width, height]) => found.push((width * height, id)),
                _ => all(object, found),
            }
        }
    }
    let mut found = Vec::new();
    all(element, &mut found);
    found.into_iter().max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, id)| id.to_owned())
}

/// What may still be drawn.
pub(super) struct Drawn {
    /// Characters, each counted as often as it is drawn.
    pub(super) text: Budget,
    pub(super) pairs: Budget,
}

/// The box and the transformation of an object.
struct Frame {
    left: f64,
    top: f64,
    matrix: Matrix,
}

impl Frame {
    fn of(object: &Element) -> Self {
        let own = |name| object.attribute(name).map(|list| numbers(list).collect::<Vec<f64>>()).unwrap_or_default();
        let (area, matrix) = (own("Boundary"), own("CTM"));
        Self {
            left: area.first().copied().unwrap_or(0.0),
            top: area.get(1).copied().unwrap_or(0.0),
            matrix: matrix.try_into().unwrap_or([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]),
        }
    }

    /// A place of the object on the page, in points.
    fn place(&self, x: f64, y: f64) -> (f64, f64) {
        let (x, y) = apply(self.matrix, x, y);
        ((self.left + x) * POINTS, (self.top + y) * POINTS)
    }
}

impl Drawn {
    pub(super) fn new() -> Self {
        Self { text: Budget::new(), pairs: Budget::of(MAX_PAIRS) }
    }

    /// Draws the objects below an element.
    pub(super) fn draw(&mut self, element: &Element, page: &mut Page) {
        for object in element.elements().filter(|object| object.attribute("Visible") != Some("false")) {
            match object.name.as_str() {
                "TextObject" => self.words(object, page),
                "PathObject" => outline(object, page),
                "Content" | "Layer" | "PageBlock" => self.draw(object, page),
                _ => {}
            }
        }
    }

    /// Draws all of a page on another one; words that an earlier page has too are a running head.
    pub(super) fn copy(&mut self, from: &Page, page: &mut Page, is_head: bool) {
        let n_bytes: usize = from.glyphs.iter().map(|glyph| glyph.text.len().max(GLYPH)).sum();
        if self.text.take(n_bytes) {
            if is_head {
                page.aside.extend(from.glyphs.iter().map(|glyph| glyph.text.as_str()));
            } else {
                page.glyphs.extend_from_slice(&from.glyphs);
            }
            page.rules.extend(from.rules.iter().take(MAX_RULES - page.rules.len().min(MAX_RULES)));
            page.n_unknown += from.n_unknown;
        }
    }

    fn words(&mut self, object: &Element, page: &mut Page) {
        let frame = Frame::of(object);
        let own = |name| object.attribute(name).and_then(|number| number.parse::<f64>().ok());
        let (size, scale) = (own("Size").unwrap_or(0.0), own("HScale").unwrap_or(1.0));
        let [a, b, c, d, ..] = frame.matrix;
        // Slanted and upright words are watermarks and words along the edge.
        let is_level = b.abs() < 0.2 * a.abs() && a > 0.0 && own("ReadDirection").unwrap_or(0.0) == 0.0;
        let print = size * c.hypot(d) * POINTS;
        let (mut x, mut y) = (0.0, 0.0);
        for code in object.elements().filter(|element| element.name == "TextCode") {
            let place = |name| code.attribute(name).and_then(|number| number.parse::<f64>().ok());
            (x, y) = (place("X").unwrap_or(x), place("Y").unwrap_or(y));
            let words = code.own_text();
            let n_chars = words.chars().count();
            let steps = |name| code.attribute(name).map(|list| advances(list, n_chars)).unwrap_or_default();
            let (across, down) = (steps("DeltaX"), steps("DeltaY"));
            for (at, c) in words.chars().enumerate() {
                if !self.text.take(c.len_utf8().max(GLYPH)) {
                    return;
                }
                let width = size * scale * if c > '\u{2e7f}' { 1.0 } else { 0.5 };
                let step = across.get(at).copied();
                // the next character stands behind it, or further away where words are set apart
                let drawn = step.filter(|step| *step > 0.0).map_or(width, |step| step.min(size * scale));
                let ((left, base), (right, _)) = (frame.place(x, y), frame.place(x + drawn, y));
                x += step.unwrap_or(if down.is_empty() { width } else { 0.0 });
                y += down.get(at).copied().unwrap_or(0.0);
                if c.is_control() {
                    continue;
                }
                if matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{fffd}') {
                    page.n_unknown += 1;
                } else {
                    page.put(Glyph { text: c.to_string(), left, right, y: base, size: print }, !is_level);
                }
            }
        }
    }
}

/// The level and upright lines of an outline.
fn outline(object: &Element, page: &mut Page) {
    let is = |name, usual| object.attribute(name).map_or(usual, |is| is == "true");
    let Some(path) = object.child("AbbreviatedData").filter(|_| is("Stroke", true) || is("Fill", false)) else {
        return;
    };
    let frame = Frame::of(object);
    let path = path.own_text();
    let mut parts = path.split_whitespace().take(MAX_PATH);
    let (mut start, mut at) = (None, None);
    while let Some(part) = parts.next() {
        // how many numbers follow; the last two are where it goes
        let n_numbers = match part {
            "S" | "M" | "L" => 2,
            "Q" => 4,
            "B" => 6,
            "A" => 7,
            _ => 0,
        };
        let own: Vec<f64> = parts.by_ref().take(n_numbers).filter_map(|number| number.parse().ok()).collect();
        let to = match own.as_slice() {
            [.., x, y] => Some(frame.place(*x, *y)),
            _ => start,
        };
        if matches!(part, "L" | "C")
            && page.rules.len() < MAX_RULES
            && let Some(rule) = at.zip(to).and_then(|(from, to)| Rule::between(from, to))
        {
            page.rules.push(rule);
        }
        if matches!(part, "S" | "M") {
            start = to;
        }
        at = to.or(at);
    }
}

/// How far each character stands from the next: `g 3 5.5` is three times 5.5.
fn advances(list: &str, most: usize) -> Vec<f64> {
    let mut out = Vec::new();
    let mut parts = list.split_whitespace();
    while out.len() < most
        && let Some(part) = parts.next()
    {
        let (n, step) = match part {
            "g" | "G" => (parts.next().and_then(|n| n.parse().ok()).unwrap_or(0), parts.next()),
            part => (1, Some(part)),
        };
        if let Some(step) = step.and_then(|step| step.parse::<f64>().ok()) {
            out.extend(std::iter::repeat_n(step, usize::min(n, most - out.len())));
        }
    }
    out
}

fn numbers(list: &str) -> impl Iterator<Item = f64> {
    list.split_whitespace().filter_map(|number| number.parse().ok())
}
