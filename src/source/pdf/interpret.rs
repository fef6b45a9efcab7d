//! Pages: the drawing instructions of a page to characters and rules with their places.

use std::ops::Range;
use std::rc::Rc;

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId};

use super::font::{Font, Fonts, number};
use super::{MAX_CONTENT, MAX_STREAM};
use crate::source::budget::Budget;

/// Deepest nesting of forms in forms.
const MAX_FORMS: usize = 12;
/// Most numbers, names and operators of one stream: an instruction is held in memory as a whole.
const MAX_TOKENS: usize = 2 << 20;
/// Most of them in all pages of a file, each counted as often as it is followed.
const MAX_FOLLOWED: usize = 8 << 20;
/// Most steps in all pages of a file to find which rules touch: every two rules of a page are compared.
pub(in crate::source) const MAX_PAIRS: usize = 1 << 30;
/// Most rules of one page.
pub(in crate::source) const MAX_RULES: usize = 20_000;
/// What a character costs at least, for its place on the page.
pub(in crate::source) const GLYPH: usize = 12;
/// What drawing a form costs beside its instructions.
const FORM: usize = 256;
/// Thickest rule, in points.
const THICK: f64 = 3.5;
/// Most saved states.
const MAX_STATES: usize = 512;

/// A page with its top at the top: y grows downwards, in points.
#[derive(Debug, Default)]
pub(in crate::source) struct Page {
    pub(in crate::source) glyphs: Vec<Glyph>,
    pub(in crate::source) rules: Vec<Rule>,
    /// Characters that the page calls running heads, page numbers or watermarks.
    pub(in crate::source) aside: String,
    /// Codes whose characters no one knows.
    pub(in crate::source) n_unknown: usize,
    pub(in crate::source) width: f64,
}

impl Page {
    /// Sizes of print that words have, in points.
    const SIZES: Range<f64> = 0.5..400.0;

    /// Puts a character on the page: aside where it stands nowhere, in no size that words have, or `is_aside` says so.
    pub(in crate::source) fn put(&mut self, glyph: Glyph, is_aside: bool) {
        if is_aside || !glyph.left.is_finite() || !glyph.y.is_finite() || !Self::SIZES.contains(&glyph.size) {
            self.aside.push_str(&glyph.text);
        } else {
            self.glyphs.push(Glyph { right: glyph.right.max(glyph.left), ..glyph });
        }
    }

    /// Ends the page: every two of its rules will be compared, as far as the budget reaches.
    pub(in crate::source) fn close(&mut self, pairs: &mut Budget) {
        let n_rules = self.rules.len();
        if !pairs.take(n_rules * n_rules) {
            self.rules.clear();
        }
    }
}

/// A character, or a few that one glyph prints.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::source) struct Glyph {
    pub(in crate::source) text: String,
    pub(in crate::source) left: f64,
    pub(in crate::source) right: f64,
    /// Base line.
    pub(in crate::source) y: f64,
    pub(in crate::source) size: f64,
}

/// A straight line between two points, level or upright.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::source) enum Rule {
    Level { y: f64, left: f64, right: f64 },
    Upright { x: f64, top: f64, bottom: f64 },
}

impl Rule {
    /// The rule from one point to another; none where it is neither level nor upright, or too short.
    pub(in crate::source) fn between(from: (f64, f64), to: (f64, f64)) -> Option<Self> {
        let (wide, high) = ((to.0 - from.0).abs(), (to.1 - from.1).abs());
        if high <= 1.0 && wide > THICK {
            Some(Self::Level { y: f64::midpoint(from.1, to.1), left: from.0.min(to.0), right: from.0.max(to.0) })
        } else if wide <= 1.0 && high > THICK {
            Some(Self::Upright { x: f64::midpoint(from.0, to.0), top: from.1.min(to.1), bottom: from.1.max(to.1) })
        } else {
            None
        }
    }
}

/// `[a b c d e f]` of a transformation.
pub(in crate::source) type Matrix = [f64; 6];

const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// First `a`, then `b`.
fn then(a: Matrix, b: Matrix) -> Matrix {
    [
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    ]
}

pub(in crate::source) fn apply(matrix: Matrix, x: f64, y: f64) -> (f64, f64) {
    (matrix[0] * x + matrix[2] * y + matrix[4], matrix[1] * x + matrix[3] * y + matrix[5])
}

#[derive(Clone)]
struct State {
    ctm: Matrix,
    font: Option<Rc<Font>>,
    size: f64,
    char_space: f64,
    word_space: f64,
    scale: f64,
    leading: f64,
    rise: f64,
}

/// What the pages of a file share: its fonts, and how much may still be read.
pub(super) struct Work {
    fonts: Fonts,
    /// Characters, each counted as often as it is drawn.
    pub(super) text: Budget,
    /// Unpacked bytes, each counted as often as it is unpacked.
    content: Budget,
    tokens: Budget,
    pairs: Budget,
}

impl Work {
    pub(super) fn new() -> Self {
        Self {
            fonts: Fonts::default(),
            text: Budget::new(),
            content: Budget::of(MAX_CONTENT),
            tokens: Budget::of(MAX_FOLLOWED),
            pairs: Budget::of(MAX_PAIRS),
        }
    }

    /// Whether the file draws more than is followed.
    pub(super) fn is_too_much(&self) -> bool {
        [&self.content, &self.tokens, &self.pairs, &self.fonts.names].iter().any(|budget| budget.is_spent())
    }

    /// Unpacks instructions within what is left.
    fn unpack(&mut self, unpack: impl FnOnce(usize) -> lopdf::Result<Vec<u8>>) -> Option<Vec<u8>> {
        if self.is_spent() {
            return None;
        }
        let left = self.content.left();
        let content = unpack(left.min(MAX_STREAM)).ok();
        // What does not fit in what is left spends it.
        let n_bytes = content.as_ref().map_or(if left < MAX_STREAM { left + 1 } else { 0 }, Vec::len);
        let is_within = self.content.take(n_bytes);
        content.filter(|_| is_within)
    }

    fn is_spent(&self) -> bool {
        self.text.is_spent() || self.is_too_much()
    }
}

struct Reader<'a> {
    file: &'a Document,
    page: Page,
    work: &'a mut Work,
    /// How many marked parts are open, and since which the page is aside.
    marks: Vec<bool>,
    points: Vec<(f64, f64)>,
    rules: Vec<((f64, f64), (f64, f64))>,
}

/// Reads a page. What cannot be understood is left out.
pub(super) fn read(file: &Document, page: ObjectId, work: &mut Work) -> Page {
    let inherited = |key: &[u8]| {
        let mut at = file.get_dictionary(page).ok();
        for _ in 0..64 {
            let dictionary = at?;
            if let Ok(value) = dictionary.get_deref(key, file) {
                return Some(value);
            }
            at = dictionary.get_deref(b"Parent", file).and_then(Object::as_dict).ok();
        }
        None
    };
    let media: Vec<f64> = inherited(b"MediaBox")
        .and_then(|media| media.as_array().ok())
        .map(|media| media.iter().filter_map(|side| number(file.dereference(side).ok()?.1)).collect())
        .unwrap_or_default();
    let [left, bottom, right, top] = media.try_into().unwrap_or([0.0, 0.0, 595.0, 842.0]);
    let rotation = inherited(b"Rotate").and_then(|rotation| rotation.as_i64().ok()).unwrap_or(0).rem_euclid(360);
    let (width, height) = (right - left, top - bottom);
    // The page as people see it, with y growing downwards.
    let base = match rotation {
        90 => [0.0, 1.0, 1.0, 0.0, -bottom, -left],
        180 => [-1.0, 0.0, 0.0, 1.0, right, -bottom],
        270 => [0.0, -1.0, -1.0, 0.0, top, right],
        _ => [1.0, 0.0, 0.0, -1.0, -left, top],
    };
    let mut reader = Reader {
        file,
        page: Page { width: if rotation % 180 == 0 { width } else { height }, ..Page::default() },
        work,
        marks: Vec::new(),
        points: Vec::new(),
        rules: Vec::new(),
    };
    let empty = Dictionary::new();
    let resources = inherited(b"Resources").and_then(|resources| resources.as_dict().ok()).unwrap_or(&empty);
    if let Some(content) = reader.work.unpack(|most| file.get_page_content_with_limit(page, most)) {
        let state = State {
            ctm: base,
            font: None,
            size: 0.0,
            char_space: 0.0,
            word_space: 0.0,
            scale: 1.0,
            leading: 0.0,
            rise: 0.0,
        };
        reader.stream(&content, resources, state, 0);
    }
    reader.page.close(&mut reader.work.pairs);
    reader.page
}

impl Reader<'_> {
    fn stream(&mut self, content: &[u8], resources: &Dictionary, start: State, depth: usize) {
        let n_tokens = n_tokens(content);
        if !self.work.tokens.take(if n_tokens > MAX_TOKENS { usize::MAX } else { n_tokens }) {
            return;
        }
        let n_marks = self.marks.len();
        let mut state = start;
        let mut states: Vec<State> = Vec::new();
        let (mut line, mut text) = (IDENTITY, IDENTITY);
        // One after another: all of them together may take much more memory than their bytes.
        for operation in Content::decode_iter(content).map_while(Result::ok) {
            if self.work.is_spent() {
                return;
            }
            let operands = &operation.operands;
            let n = |at: usize| operands.get(at).and_then(number).unwrap_or(0.0);
            let matrix = || [n(0), n(1), n(2), n(3), n(4), n(5)];
            match operation.operator.as_str() {
                "q" if states.len() < MAX_STATES => states.push(state.clone()),
                "Q" => state = states.pop().unwrap_or(state),
                "cm" => state.ctm = then(matrix(), state.ctm),
                "BT" => (line, text) = (IDENTITY, IDENTITY),
                "Tf" => {
                    let name = operands.first().and_then(|name| name.as_name().ok()).unwrap_or_default();
                    state.font = self.font(resources, name);
                    state.size = n(1);
                }
                "Tc" => state.char_space = n(0),
                "Tw" => state.word_space = n(0),
                "Tz" => state.scale = n(0) / 100.0,
                "TL" => state.leading = n(0),
                "Ts" => state.rise = n(0),
                "Tm" => (line, text) = (matrix(), matrix()),
                "Td" | "TD" => {
                    if operation.operator == "TD" {
                        state.leading = -n(1);
                    }
                    line = then([1.0, 0.0, 0.0, 1.0, n(0), n(1)], line);
                    text = line;
                }
                "T*" | "'" | "\"" => {
                    if operation.operator == "\"" {
                        (state.word_space, state.char_space) = (n(0), n(1));
                    }
                    line = then([1.0, 0.0, 0.0, 1.0, 0.0, -state.leading], line);
                    text = line;
                    if let Some(Object::String(string, _)) = operands.last() {
                        self.show(string, &state, &mut text);
                    }
                }
                "Tj" => {
                    if let Some(Object::String(string, _)) = operands.first() {
                        self.show(string, &state, &mut text);
                    }
                }
                "TJ" => {
                    for part in operands.first().and_then(|parts| parts.as_array().ok()).into_iter().flatten() {
                        match part {
                            Object::String(string, _) => self.show(string, &state, &mut text),
                            part => {
                                let back = number(part).unwrap_or(0.0) / 1000.0 * state.size * state.scale;
                                text = then([1.0, 0.0, 0.0, 1.0, -back, 0.0], text);
                            }
                        }
                    }
                }
                "BDC" => self.marks.push(self.is_aside() || is_pagination(operands)),
                "BMC" => self.marks.push(self.is_aside()),
                "EMC" if self.marks.len() > n_marks => {
                    self.marks.pop();
                }
                "Do" if depth < MAX_FORMS => {
                    let name = operands.first().and_then(|name| name.as_name().ok()).unwrap_or_default();
                    self.form(resources, name, &state, depth);
                }
                operator => self.path(operator, operands, state.ctm),
            }
        }
        self.marks.truncate(n_marks);
    }

    /// Follows the instructions that draw lines.
    fn path(&mut self, operator: &str, operands: &[Object], ctm: Matrix) {
        let n = |at: usize| operands.get(at).and_then(number).unwrap_or(0.0);
        match operator {
            "m" => self.points = vec![apply(ctm, n(0), n(1))],
            "l" => {
                let to = apply(ctm, n(0), n(1));
                if let Some(&from) = self.points.last() {
                    self.rules.push((from, to));
                }
                self.points.push(to);
            }
            "c" => self.points.push(apply(ctm, n(4), n(5))),
            "v" | "y" => self.points.push(apply(ctm, n(2), n(3))),
            "h" => {
                if let (Some(&first), Some(&last)) = (self.points.first(), self.points.last()) {
                    self.rules.push((last, first));
                }
            }
            "re" => {
                let (a, b) = (apply(ctm, n(0), n(1)), apply(ctm, n(0) + n(2), n(1) + n(3)));
                let corners = [a, (b.0, a.1), b, (a.0, b.1)];
                for at in 0..4 {
                    self.rules.push((corners[at], corners[(at + 1) % 4]));
                }
            }
            "S" | "s" | "f" | "F" | "f*" | "B" | "B*" | "b" | "b*" => self.draw(),
            "n" => {
                self.rules.clear();
                self.points.clear();
            }
            _ => {}
        }
    }

    fn is_aside(&self) -> bool {
        self.marks.last().copied().unwrap_or(false)
    }

    fn font(&mut self, resources: &Dictionary, name: &[u8]) -> Option<Rc<Font>> {
        let fonts = resources.get_deref(b"Font", self.file).and_then(Object::as_dict).ok()?;
        let entry = fonts.get(name).ok()?;
        let font = self.file.dereference(entry).ok()?.1.as_dict().ok()?;
        Some(self.work.fonts.font(self.file, font, &mut self.work.content))
    }

    fn form(&mut self, resources: &Dictionary, name: &[u8], state: &State, depth: usize) {
        let objects = resources.get_deref(b"XObject", self.file).and_then(Object::as_dict);
        let Ok(Object::Stream(form)) = objects.and_then(|objects| objects.get_deref(name, self.file)) else { return };
        if !form.dict.get_deref(b"Subtype", self.file).and_then(Object::as_name).is_ok_and(|name| name == b"Form") {
            return;
        }
        if !self.work.content.take(FORM) {
            return;
        }
        let Some(content) = self.work.unpack(|most| form.decompressed_content_with_limit(most)) else { return };
        let matrix: Vec<f64> = form
            .dict
            .get_deref(b"Matrix", self.file)
            .and_then(Object::as_array)
            .map(|matrix| matrix.iter().filter_map(number).collect())
            .unwrap_or_default();
        let matrix = matrix.try_into().unwrap_or(IDENTITY);
        let own = form.dict.get_deref(b"Resources", self.file).and_then(Object::as_dict).unwrap_or(resources);
        let state = State { ctm: then(matrix, state.ctm), ..state.clone() };
        // A form inside itself draws all of its instructions again: the count of tokens ends that.
        self.stream(&content, own, state, depth + 1);
    }

    /// Shows a string and moves on.
    fn show(&mut self, string: &[u8], state: &State, text: &mut Matrix) {
        let Some(font) = &state.font else { return };
        for sign in font.decode(string) {
            if !self.work.text.take(sign.text.len().max(GLYPH)) {
                return;
            }
            let advance = (sign.width / 1000.0 * state.size
                + state.char_space
                + if sign.is_space { state.word_space } else { 0.0 })
                * state.scale;
            let place = then([state.size * state.scale, 0.0, 0.0, state.size, 0.0, state.rise], then(*text, state.ctm));
            *text = then([1.0, 0.0, 0.0, 1.0, advance, 0.0], *text);
            if sign.text.is_empty() {
                self.page.n_unknown += 1;
                continue;
            }
            let (left, y) = (place[4], place[5]);
            let (right, _) = apply(place, sign.width / 1000.0, 0.0);
            // Slanted words are watermarks, words in the margin are running heads.
            let is_level = place[1].abs() < 0.2 * place[0].abs() && place[0] > 0.0;
            let size = (place[2].hypot(place[3])).abs();
            let is_aside = self.is_aside() || !is_level;
            self.page.put(Glyph { text: sign.text, left, right, y, size }, is_aside);
        }
    }

    /// Keeps the level and upright lines of the path; the edges of a thin box are one line.
    fn draw(&mut self) {
        for (from, to) in self.rules.drain(..) {
            if self.page.rules.len() < MAX_RULES
                && let Some(rule) = Rule::between(from, to)
            {
                self.page.rules.push(rule);
            }
        }
        self.points.clear();
    }
}

/// No fewer than the numbers, names, strings and operators of a stream: all that may begin one is counted, also in strings.
pub(super) fn n_tokens(content: &[u8]) -> usize {
    /// A blank or a bracket's end: what stands behind it begins anew.
    const PARTS: u8 = 1;
    const BLANK: u8 = 2;
    /// Signs and points part numbers without a blank; `null`, `true` and `false` need none either.
    const BEGINS: u8 = 4;
    const KINDS: [u8; 256] = {
        let mut kinds = [0; 256];
        let mut byte = 0u8;
        while byte < 128 {
            kinds[byte as usize] = match byte {
                0 | b' ' | b'\t' | b'\n' | b'\r' | 0xc => PARTS | BLANK,
                b')' | b'>' | b']' => PARTS,
                b'(' | b'<' | b'[' | b'/' | b'+' | b'-' | b'.' | b'u' | b's' => BEGINS,
                _ => 0,
            };
            byte += 1;
        }
        kinds
    };
    let mut before = PARTS;
    let mut n_tokens = 0;
    for &byte in content {
        let kind = KINDS[byte as usize];
        n_tokens += usize::from(kind & BEGINS != 0 || kind & BLANK == 0 && before & PARTS != 0);
        before = kind;
    }
    n_tokens
}

/// Whether marked content is what a page repeats: page numbers, running heads, watermarks.
fn is_pagination(operands: &[Object]) -> bool {
    let [Object::Name(tag), Object::Dictionary(properties), ..] = operands else { return false };
    let kind = properties.get(b"Type").and_then(Object::as_name).unwrap_or_default();
    tag == b"Artifact" && kind == b"Pagination"
}

#[cfg(test)]
mod tests {
    use super::n_tokens;

    #[test]
    fn tokens_are_never_fewer_than_objects() {
        for (content, least) in
            [("q Q", 2), ("0 0 m", 3), ("[]()<>", 3), ("1-2.5+3", 3), ("/a/b", 2), ("nullnulltrue", 3), (" % ", 1)]
        {
            assert!(n_tokens(content.as_bytes()) >= least, "{content}");
        }
        assert_eq!(n_tokens(&[b' '; 100]), 0);
    }
}
