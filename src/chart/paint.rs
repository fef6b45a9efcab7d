//! A [`Drawing`] through plotters into the bytes of a file.
//!
//! plotters draws the shapes. Words do not go through its own text code, which has no side bearings and leaves the
//! letters of an SVG to the reader's fonts: [`Page`] hands shapes on and sets the words itself, from the same outlines
//! in both formats.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use ab_glyph::{Font, Glyph, GlyphId, OutlineCurve, point};
use plotters::backend::{BitMapBackend, SVGBackend};
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters::element::{Circle, PathElement, Rectangle};
use plotters::style::{Color, IntoFont, ShapeStyle, TextStyle};
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind};

use super::drawing::{Drawing, Label, Shape};
use super::{font, palette};
use crate::diagnostic::shown;
use crate::error::Cause;

/// Both formats are drawn at twice the plain size: plotters places things on whole pixels.
const SCALE: f32 = 2.0;

/// A backend that leaves shapes to `shapes` and words to `words`.
struct Page<B, W> {
    shapes: B,
    words: W,
}

/// Sets one line of words with its left end on the baseline at `place`, `size` pixels high.
trait Words<B: DrawingBackend> {
    fn set(
        &mut self,
        shapes: &mut B,
        text: &str,
        place: BackendCoord,
        size: f32,
        colour: BackendColor,
    ) -> Result<(), DrawingErrorKind<B::ErrorType>>;
}

impl<B: DrawingBackend, W: Words<B>> DrawingBackend for Page<B, W> {
    type ErrorType = B::ErrorType;

    fn get_size(&self) -> (u32, u32) {
        self.shapes.get_size()
    }

    fn ensure_prepared(&mut self) -> Result<(), DrawingErrorKind<B::ErrorType>> {
        self.shapes.ensure_prepared()
    }

    fn present(&mut self) -> Result<(), DrawingErrorKind<B::ErrorType>> {
        self.shapes.present()
    }

    fn draw_pixel(&mut self, at: BackendCoord, colour: BackendColor) -> Result<(), DrawingErrorKind<B::ErrorType>> {
        self.shapes.draw_pixel(at, colour)
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Result<(), DrawingErrorKind<B::ErrorType>> {
        self.shapes.draw_line(from, to, style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        upper_left: BackendCoord,
        lower_right: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Result<(), DrawingErrorKind<B::ErrorType>> {
        self.shapes.draw_rect(upper_left, lower_right, style, fill)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Result<(), DrawingErrorKind<B::ErrorType>> {
        self.shapes.draw_path(path, style)
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        centre: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Result<(), DrawingErrorKind<B::ErrorType>> {
        self.shapes.draw_circle(centre, radius, style, fill)
    }

    fn draw_text<S: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &S,
        place: BackendCoord,
    ) -> Result<(), DrawingErrorKind<B::ErrorType>> {
        self.words.set(&mut self.shapes, text, place, style.size() as f32, style.color())
    }
}

/// Draws everything on `area`, which is [`SCALE`] times as large as `drawing`.
fn paint<B: DrawingBackend>(drawing: &Drawing, area: &DrawingArea<B, Shift>) -> Result<(), Cause>
where
    B::ErrorType: 'static,
{
    area.fill(&palette::PAPER)?;
    for shape in &drawing.shapes {
        match *shape {
            Shape::Box { x, y, width, height, colour } => {
                area.draw(&Rectangle::new([pixel(x, y), pixel(x + width, y + height)], colour.filled()))
            }
            Shape::Line { from, to, thickness, colour } => {
                let style =
                    ShapeStyle { color: colour.to_rgba(), filled: false, stroke_width: length(thickness).max(1) };
                area.draw(&PathElement::new([pixel(from.0, from.1), pixel(to.0, to.1)], style))
            }
            Shape::Dot { centre, radius, colour } => {
                area.draw(&Circle::new(pixel(centre.0, centre.1), length(radius), colour.filled()))
            }
        }?;
    }
    for Label { text, x, baseline, size, colour } in &drawing.labels {
        let style = TextStyle::from((font::FAMILY, f64::from(size * SCALE)).into_font()).color(colour);
        area.draw_text(text, &style, pixel(*x, *baseline))?;
    }
    Ok(area.present()?)
}

fn pixel(x: f32, y: f32) -> BackendCoord {
    ((x * SCALE).round() as i32, (y * SCALE).round() as i32)
}

fn length(pixels: f32) -> u32 {
    (pixels * SCALE).round() as u32
}

fn scaled_size(drawing: &Drawing) -> (u32, u32) {
    let (width, height) = drawing.size();
    (width * SCALE as u32, height * SCALE as u32)
}

/// The drawing as an SVG page of its own.
pub(super) fn svg(drawing: &Drawing) -> Result<String, Cause> {
    font::register()?;
    let size = scaled_size(drawing);
    let mut page = String::new();
    let mut words = Outlines::default();
    {
        let backend = Page { shapes: SVGBackend::with_string(&mut page, size), words: &mut words };
        paint(drawing, &backend.into_drawing_area())?;
    }
    let shapes = page.split_once(">\n").and_then(|(_, rest)| rest.rsplit_once("</svg>")).map(|(shapes, _)| shapes);
    let shapes = shapes.ok_or("plotters wrote no SVG")?.replace(" opacity=\"1\"", "").replace(" stroke=\"none\"", "");
    let (title, description) = (escape(&drawing.title), escape(&drawing.description));
    let (width, height) = drawing.size();
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"{width}\" \
         height=\"{height}\" viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{title}\">\n<title>{title}</title>\n\
         <desc>{description}</desc>\n{}{shapes}{}</svg>\n",
        size.0,
        size.1,
        words.definitions(),
        words.lines()
    ))
}

/// The words of an SVG: every outline once, and lines that use them.
///
/// An outline's id is its number in the font, so that two pictures on one web page may share ids.
#[derive(Default)]
struct Outlines {
    used: BTreeMap<u16, String>,
    /// Lines by colour.
    drawn: BTreeMap<(u8, u8, u8), String>,
    /// Lines by size in hundredths of a pixel.
    searched: BTreeMap<u32, String>,
}

impl<'a> Words<SVGBackend<'a>> for &mut Outlines {
    fn set(
        &mut self,
        _: &mut SVGBackend<'a>,
        text: &str,
        (x, y): BackendCoord,
        size: f32,
        colour: BackendColor,
    ) -> Result<(), DrawingErrorKind<std::io::Error>> {
        let zoom = size / font::units_per_em();
        // Writing into a String cannot fail.
        let drawn = self.drawn.entry(colour.rgb).or_default();
        let _ = write!(drawn, "<g transform=\"translate({x} {y})scale({})\">", short(zoom));
        for (id, left) in font::glyphs(text) {
            let outline = self.used.entry(id.0).or_insert_with(|| path(id));
            if outline.is_empty() {
                continue;
            }
            let _ = write!(drawn, "<use xlink:href=\"#dbg{}\"", id.0);
            if left > 0.0 {
                let _ = write!(drawn, " x=\"{}\"", short(left));
            }
            drawn.push_str("/>");
        }
        drawn.push_str("</g>\n");
        let searched = self.searched.entry((size * 100.0).round() as u32).or_default();
        let length = font::width(text, size).round();
        // Numbers are about as wide in any font.
        let length = if text.is_ascii() { String::new() } else { format!(" textLength=\"{length}\"") };
        let _ = writeln!(searched, "<text x=\"{x}\" y=\"{y}\"{length}>{}</text>", escape(text));
        Ok(())
    }
}

impl Outlines {
    fn definitions(&self) -> String {
        let mut out = String::from("<defs>\n");
        for (id, outline) in self.used.iter().filter(|(_, outline)| !outline.is_empty()) {
            let _ = writeln!(out, "<path id=\"dbg{id}\" d=\"{outline}\"/>");
        }
        out + "</defs>\n"
    }

    /// The outlines in their places, and unseen text over them for searching and copying.
    fn lines(&self) -> String {
        let mut out = String::new();
        for ((r, g, b), lines) in &self.drawn {
            let _ = write!(out, "<g aria-hidden=\"true\" fill=\"#{r:02x}{g:02x}{b:02x}\">\n{lines}</g>\n");
        }
        out.push_str("<g fill-opacity=\"0\" font-family=\"sans-serif\">\n");
        for (size, lines) in &self.searched {
            let _ = write!(out, "<g font-size=\"{}\">\n{lines}</g>\n", short(*size as f32 / 100.0));
        }
        out + "</g>\n"
    }
}

/// A glyph's outline as SVG path data in font units, y down; empty for a space.
fn path(id: GlyphId) -> String {
    let Some(outline) = font::face().outline(id) else { return String::new() };
    let mut out = String::new();
    let mut pen: Option<(i32, i32)> = None;
    let whole = |p: ab_glyph::Point| (p.x.round() as i32, -p.y.round() as i32);
    for curve in &outline.curves {
        let (from, rest) = match *curve {
            OutlineCurve::Line(a, b) => (whole(a), vec![whole(b)]),
            OutlineCurve::Quad(a, b, c) => (whole(a), vec![whole(b), whole(c)]),
            OutlineCurve::Cubic(a, b, c, d) => (whole(a), vec![whole(b), whole(c), whole(d)]),
        };
        if pen != Some(from) {
            out.push_str(if pen.is_some() { "zM" } else { "M" });
            pair(&mut out, from);
        }
        let to = rest[rest.len() - 1];
        match rest.len() {
            1 if to.1 == from.1 => {
                let _ = write!(out, "h{}", to.0 - from.0);
            }
            1 if to.0 == from.0 => {
                let _ = write!(out, "v{}", to.1 - from.1);
            }
            n => {
                out.push(["l", "q", "c"][n - 1].as_bytes()[0] as char);
                for p in rest {
                    pair(&mut out, (p.0 - from.0, p.1 - from.1));
                }
            }
        }
        pen = Some(to);
    }
    if !out.is_empty() {
        out.push('z');
    }
    out
}

/// Appends two numbers with as few separators as SVG needs.
fn pair(out: &mut String, (x, y): (i32, i32)) {
    for number in [x, y] {
        if number >= 0 && out.ends_with(|c: char| c.is_ascii_digit()) {
            out.push(' ');
        }
        let _ = write!(out, "{number}");
    }
}

/// A number in few characters: at most four decimals, no trailing zeros.
fn short(number: f32) -> String {
    let text = format!("{number:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(shown(c)),
        }
    }
    out
}

/// The drawing as a PNG, two pixels for each of its own.
pub(super) fn png(drawing: &Drawing) -> Result<Vec<u8>, Cause> {
    font::register()?;
    let size = scaled_size(drawing);
    let mut pixels = vec![0; size.0 as usize * size.1 as usize * 3];
    {
        let backend = Page { shapes: BitMapBackend::with_buffer(&mut pixels, size), words: Ink };
        paint(drawing, &backend.into_drawing_area())?;
    }
    Ok(encode(&pixels, size)?)
}

/// The words of a bitmap.
struct Ink;

impl<'a> Words<BitMapBackend<'a>> for Ink {
    fn set(
        &mut self,
        shapes: &mut BitMapBackend<'a>,
        text: &str,
        (x, y): BackendCoord,
        size: f32,
        colour: BackendColor,
    ) -> Result<(), DrawingErrorKind<<BitMapBackend<'a> as DrawingBackend>::ErrorType>> {
        /// Shades of an edge: few enough that a picture keeps to a small table of colours.
        const SHADES: f32 = 8.0;
        let face = font::face();
        let zoom = size / font::units_per_em();
        let (width, height) = shapes.get_size();
        for (id, left) in font::glyphs(text) {
            let place = point(x as f32 + left * zoom, y as f32);
            let glyph = Glyph { id, scale: (face.height_unscaled() * zoom).into(), position: place };
            let Some(outline) = face.outline_glyph(glyph) else { continue };
            let corner = outline.px_bounds().min;
            let mut result = Ok(());
            outline.draw(|dx, dy, cover| {
                let at = (corner.x as i32 + dx as i32, corner.y as i32 + dy as i32);
                let alpha = (cover.clamp(0.0, 1.0) * SHADES).round() / SHADES;
                let inside = (0..width as i32).contains(&at.0) && (0..height as i32).contains(&at.1);
                if inside && alpha > 0.0 && result.is_ok() {
                    result = shapes.draw_pixel(at, BackendColor { alpha: f64::from(alpha), ..colour });
                }
            });
            result?;
        }
        Ok(())
    }
}

/// RGB pixels as a PNG: with a table of colours where 256 do.
fn encode(pixels: &[u8], (width, height): (u32, u32)) -> Result<Vec<u8>, png::EncodingError> {
    let mut table: BTreeMap<[u8; 3], u8> = BTreeMap::new();
    let mut indexed = Vec::with_capacity(pixels.len() / 3);
    let mut last = None;
    let few = pixels.chunks_exact(3).all(|rgb| {
        let colour = [rgb[0], rgb[1], rgb[2]];
        // Most pixels are as their neighbours.
        if let Some((_, index)) = last.filter(|(before, _)| *before == colour) {
            indexed.push(index);
            return true;
        }
        let next = u8::try_from(table.len()).ok();
        let index = table.get(&colour).copied().or(next);
        if let Some(index) = index {
            table.entry(colour).or_insert(index);
            indexed.push(index);
            last = Some((colour, index));
        }
        index.is_some()
    });
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, width, height);
    encoder.set_compression(png::Compression::Balanced);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_pixel_dims(Some(png::PixelDimensions { xppu: 5669, yppu: 5669, unit: png::Unit::Meter }));
    if few {
        let mut colours = vec![0; table.len() * 3];
        for (rgb, &index) in &table {
            colours[usize::from(index) * 3..][..3].copy_from_slice(rgb);
        }
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_palette(colours);
        encoder.set_filter(png::Filter::NoFilter);
    } else {
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_filter(png::Filter::Adaptive);
    }
    let mut writer = encoder.write_header()?;
    writer.write_image_data(if few { &indexed } else { pixels })?;
    writer.finish()?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outlines_are_closed_paths() {
        for c in ['区', 'A', '8', '□'] {
            let path = path(font::face().glyph_id(c));
            assert!(path.starts_with('M') && path.ends_with('z'), "{c}: {path}");
        }
        assert_eq!(path(font::face().glyph_id(' ')), "");
    }

    #[test]
    fn numbers_are_short() {
        for (number, want) in [(0.05, "0.05"), (28.0, "28"), (1.0 / 3.0, "0.3333"), (0.0, "0")] {
            assert_eq!(short(number), want);
        }
        let mut out = String::from("M");
        pair(&mut out, (1, -2));
        pair(&mut out, (3, 4));
        assert_eq!(out, "M1-2 3 4");
    }

    #[test]
    fn many_colours_still_make_a_png() {
        let pixels: Vec<u8> = (0..3 * 32 * 32).map(|i| (i * 7 % 256) as u8).collect();
        for (pixels, size) in [(pixels, (32, 32)), (vec![255; 3 * 16], (4, 4))] {
            assert!(encode(&pixels, size).is_ok_and(|bytes| bytes.starts_with(b"\x89PNG")));
        }
    }
}
