//! Pages: recognised words to characters with places on paper.
//!
//! In:  a page as the engine gives it.
//! Out: its characters and rules, as a PDF's page has them. Columns of text stand below one another.

use super::{MARK, Recognised, Ruling, Words};
use crate::source::pdf::{Glyph, Page, Rule};

/// How sure the engine must be of each character of a figure.
const SURE: f64 = 0.9;
/// How sure it must be of the line.
const SURE_LINE: f64 = 0.8;
/// How wide a blank within a line is at least, in sizes of its print.
const APART: f64 = 1.4;
/// How far above the lower edge of its box a line of print stands, and how large print is, in heights of the box.
const BASE: f64 = 0.18;
const SIZE: f64 = 0.78;

pub(super) fn page(recognised: &Recognised) -> Page {
    let scale = 72.0 / recognised.dpi.max(36.0);
    let split = gutter(recognised);
    let height = recognised.lines.iter().map(|line| line.r#box[3]).fold(0.0, f64::max) + 100.0;
    let mut glyphs = Vec::new();
    for line in &recognised.lines {
        let (mut dx, mut dy) = (0.0, 0.0);
        if let Some(split) = &split
            && line.r#box[0] >= split.at
            && line.r#box[1] >= split.top
        {
            (dx, dy) = (split.left - split.right, height);
        }
        glyphs.extend(characters(line, recognised.doubtful).into_iter().map(|glyph| Glyph {
            left: (glyph.left + dx) * scale,
            right: (glyph.right + dx) * scale,
            y: (glyph.y + dy) * scale,
            size: glyph.size * scale,
            ..glyph
        }));
    }
    let rules = recognised.rules.iter().map(|&(kind, at, from, to)| match kind {
        Ruling::Level => Rule::Level { y: at * scale, left: from * scale, right: to * scale },
        Ruling::Upright => Rule::Upright { x: at * scale, top: from * scale, bottom: to * scale },
    });
    Page { glyphs, rules: rules.collect(), aside: String::new(), n_unknown: 0, width: recognised.width * scale }
}

/// Where a page is split into two columns.
struct Split {
    at: f64,
    /// What stands above is not in columns.
    top: f64,
    /// Left edges of the columns.
    left: f64,
    right: f64,
}

/// The gutter of a page in two columns without a table: few lines cross the middle, and many end left of it or begin right
/// of it on the same height.
fn gutter(page: &Recognised) -> Option<Split> {
    const FEWEST: usize = 6;
    if !page.rules.is_empty() {
        return None;
    }
    let height = |line: &Words| line.r#box[3] - line.r#box[1];
    let left_edge = page.lines.iter().map(|line| line.r#box[0]).fold(f64::MAX, f64::min);
    let right_edge = page.lines.iter().map(|line| line.r#box[2]).fold(0.0, f64::max);
    let middle = f64::midpoint(left_edge, right_edge);
    let crosses = |line: &&Words| line.r#box[0] < middle - height(line) && line.r#box[2] > middle + height(line);
    let top = page.lines.iter().filter(crosses).map(|line| line.r#box[3]).fold(0.0, f64::max);
    let below = || page.lines.iter().filter(|line| line.r#box[1] >= top - height(line) * 0.3);
    let (right, left): (Vec<&Words>, Vec<&Words>) = below().partition(|line| line.r#box[0] >= middle - height(line));
    let widest = |side: &[&Words]| side.iter().map(|line| line.r#box[2] - line.r#box[0]).fold(0.0, f64::max);
    let is_full = |side: &[&Words]| side.len() >= FEWEST && widest(side) > (right_edge - left_edge) * 0.35;
    if !is_full(&left) || !is_full(&right) {
        return None;
    }
    let edge = |side: &[&Words]| side.iter().map(|line| line.r#box[0]).fold(f64::MAX, f64::min);
    let (left, right) = (edge(&left), edge(&right));
    Some(Split { at: right - 1.0, top: top - 20.0, left, right })
}

/// The characters of a line in pixels. A figure of which the engine is not sure is marked behind its last character, where
/// the line is one of words.
fn characters(line: &Words, doubtful: bool) -> Vec<Glyph> {
    let text: Vec<char> = line.text.chars().collect();
    let [left, top, right, bottom] = line.r#box;
    let pitch = (right - left) / text.len().max(1) as f64;
    let is_placed = line.chars.len() == text.len();
    let place = |at: usize| {
        if is_placed { line.chars[at] } else { (left + pitch * at as f64, left + pitch * (at + 1) as f64, line.score) }
    };
    let is_words = text.len() >= 4 && text.iter().any(|&c| is_han(c));
    let printed = wide(&text);
    let (size, y) = ((bottom - top) * SIZE, bottom - (bottom - top) * BASE);
    let mut least = 1.0f64;
    let mut glyphs = Vec::new();
    for (at, &c) in text.iter().enumerate() {
        let (left, right, score) = place(at);
        let is_figure = c.is_ascii_digit() || ".,%".contains(c);
        least = if is_figure { least.min(score) } else { 1.0 };
        let goes_on = text.get(at + 1).is_some_and(|next| next.is_ascii_digit() || ".,%".contains(*next));
        let mut text = printed[at].to_string();
        let has_digit = || {
            (0..=at)
                .rev()
                .map(|at| line_char(&printed, at))
                .take_while(|c| ".,%".contains(*c) || c.is_ascii_digit())
                .any(|c| c.is_ascii_digit())
        };
        if is_words && is_figure && !goes_on && (doubtful || least < SURE || line.score < SURE_LINE) && has_digit() {
            text.push(MARK);
        }
        glyphs.push(Glyph { text, left, right, y, size });
    }
    // Boxes of single characters are narrower than their place: what the engine read as one has no blanks in it.
    for at in 1..glyphs.len() {
        let left = glyphs[at].left;
        if left - glyphs[at - 1].right < APART * size {
            glyphs[at - 1].right = left;
        }
    }
    glyphs
}

fn line_char(printed: &[char], at: usize) -> char {
    printed.get(at).copied().unwrap_or(' ')
}

/// The characters of a line with the marks that Chinese print has beside its words: an engine cannot tell narrow from wide.
fn wide(text: &[char]) -> Vec<char> {
    const PAIRS: [(char, char); 7] =
        [(',', '，'), (';', '；'), (':', '：'), ('?', '？'), ('!', '！'), ('(', '（'), (')', '）')];
    let mut printed: Vec<char> = text.to_vec();
    for at in 0..text.len() {
        let Some(&(_, wide)) = PAIRS.iter().find(|(narrow, _)| *narrow == text[at]) else { continue };
        let beside = |c: Option<&char>| c.is_some_and(|&c| is_han(c) || "%）》”".contains(c));
        let between_digits = at > 0
            && text[at - 1].is_ascii_digit()
            && text.get(at + 1).is_some_and(char::is_ascii_digit)
            && matches!(text[at], ',' | ':');
        if !between_digits && (beside(at.checked_sub(1).map(|before| &printed[before])) || beside(text.get(at + 1))) {
            printed[at] = wide;
        }
    }
    // 2一3: a dash between figures.
    for at in 1..printed.len().saturating_sub(1) {
        if matches!(printed[at], '一' | '–' | '—')
            && printed[at - 1].is_ascii_digit()
            && printed[at + 1].is_ascii_digit()
        {
            printed[at] = '-';
        }
    }
    // 〔2025】: the year of a document's number stands in one pair.
    for at in 0..printed.len().saturating_sub(5) {
        let digits = printed[at + 1..at + 5].iter().all(char::is_ascii_digit);
        let (open, close) = (printed[at], printed[at + 5]);
        if digits && "〔【[".contains(open) && "〕】])）J".contains(close) {
            (printed[at], printed[at + 5]) = ('〔', '〕');
        }
    }
    printed
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}')
}
