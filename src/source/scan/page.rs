//! Pages: recognised words to characters with places on paper.
//!
//! In:  a page as the engine gives it.
//! Out: its characters and rules, as a PDF's page has them. Columns of text stand below one another.

use std::borrow::Cow;

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
/// How wide a digit or a letter is, in sizes of the print.
const NARROW: f64 = 0.52;

pub(super) fn page(recognised: &Recognised) -> Page {
    let scale = 72.0 / recognised.dpi.max(36.0);
    let split = gutter(recognised);
    let below = recognised.lines.iter().map(|line| line.r#box[3]).fold(0.0, f64::max) + 100.0;
    let mut glyphs = Vec::new();
    let lines = recognised.lines.iter().flat_map(|line| match &split {
        Some(split) => divided(line, split.middle),
        None => vec![Cow::Borrowed(line)],
    });
    let lines: Vec<Cow<Words>> = lines.collect();
    let is_right = |line: &Words| split.as_ref().is_some_and(|split| split.is_right(line));
    // whether the words before it are those at the foot of the left column, nobody can see
    let tops = lines.iter().filter(|line| is_right(line)).map(|line| line.r#box[1] + height(line) / 2.0);
    let turn = tops.fold(f64::MAX, f64::min);
    // words of two columns may stand in each other's lines
    let is_mixed = split.is_none() && has_words_side_by_side(recognised);
    for line in &lines {
        let (mut dx, mut dy) = (0.0, 0.0);
        if let Some(split) = split.as_ref().filter(|split| split.is_right(line)) {
            (dx, dy) = (split.left - split.right, below);
        }
        let doubtful = recognised.doubtful || is_mixed || is_right(line) && line.r#box[1] < turn;
        glyphs.extend(characters(line, doubtful).into_iter().map(|glyph| Glyph {
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
    middle: f64,
    /// What stands above is not in columns.
    top: f64,
    /// Left edges of the columns.
    left: f64,
    right: f64,
}

impl Split {
    /// Whether a line stands in the right column. Boxes reach a little over their words; what is centred is a title.
    fn is_right(&self, line: &Words) -> bool {
        let [left, top, right, _] = line.r#box;
        let centre = f64::midpoint(left, right);
        top >= self.top && centre > self.middle + height(line) / 2.0 && left > self.middle - 2.0 * height(line)
    }
}

fn height(line: &Words) -> f64 {
    line.r#box[3] - line.r#box[1]
}

/// How far over the middle a line reaches on both sides, in its heights, if it stands in both columns.
const ACROSS: f64 = 4.0;

fn crosses(line: &Words, middle: f64) -> bool {
    let reach = ACROSS * height(line);
    line.r#box[0] < middle - reach && line.r#box[2] > middle + reach
}

/// The gutter of a page in two columns without a table: below the last line that goes across, lines end left of the middle or
/// begin right of it, and some on both sides fill their column.
fn gutter(page: &Recognised) -> Option<Split> {
    const FEWEST: usize = 3;
    const FULL: f64 = 0.35;
    if !page.rules.is_empty() {
        return None;
    }
    let left_edge = page.lines.iter().map(|line| line.r#box[0]).fold(f64::MAX, f64::min);
    let right_edge = page.lines.iter().map(|line| line.r#box[2]).fold(0.0, f64::max);
    let middle = f64::midpoint(left_edge, right_edge);
    let lines: Vec<Cow<Words>> = page.lines.iter().flat_map(|line| divided(line, middle)).collect();
    let lines = || lines.iter().map(Cow::as_ref);
    let is_full = |line: &&Words| line.r#box[2] - line.r#box[0] > (right_edge - left_edge) * FULL;
    // what stands above the first full line is a title
    let first = lines().filter(is_full).map(|line| line.r#box[1]).fold(f64::MAX, f64::min);
    let lowest = lines().filter(|line| crosses(line, middle)).max_by(|a, b| a.r#box[3].total_cmp(&b.r#box[3]));
    let top = lowest.map_or(0.0, |line| line.r#box[3] - height(line) * 0.3).max(first - 1.0);
    let split = Split { middle, top, left: left_edge, right: middle };
    let below = lines().filter(|line| line.r#box[1] >= top);
    let (right, left): (Vec<&Words>, Vec<&Words>) = below.partition(|line| split.is_right(line));
    let fills = |side: &[&Words]| side.len() >= FEWEST && side.iter().filter(|line| is_full(line)).count() >= 2;
    let stays = |line: &&Words| line.r#box[2] < middle + 2.0 * height(line);
    if !fills(&left) || !fills(&right) || left.iter().filter(|line| !stays(line)).count() > 1 {
        return None;
    }
    Some(Split { left: edge(&left), right: edge(&right), ..split })
}

/// The left edge of a column: where its leftmost lines begin, but for single boxes that reach over.
fn edge(side: &[&Words]) -> f64 {
    let mut starts: Vec<f64> = side.iter().map(|line| line.r#box[0]).collect();
    starts.sort_by(f64::total_cmp);
    starts[starts.len() / 5]
}

/// The character behind which a line leaves the gutter blank, where its characters have places.
fn gap(line: &Words, middle: f64) -> Option<usize> {
    /// From middle to middle of the characters on both sides, in heights of the line.
    const WIDE: f64 = 1.8;
    let is_placed = line.chars.len() == line.text.chars().count();
    let chars = if is_placed { line.chars.as_slice() } else { &[] };
    chars.windows(2).position(|pair| {
        let [(l, r, _), (next_l, next_r, _)] = [pair[0], pair[1]];
        let is_wide = (next_l + next_r - l - r) / 2.0 > WIDE * height(line);
        is_wide && (f64::midpoint(r, next_l) - middle).abs() < 2.0 * height(line)
    })
}

/// Whether a page without a table has words beside words on many lines, as in columns.
fn has_words_side_by_side(page: &Recognised) -> bool {
    const FEWEST: usize = 4;
    const WIDE: f64 = 0.25;
    let is_wide = |line: &&Words| line.r#box[2] - line.r#box[0] > page.width * WIDE;
    let wide: Vec<&Words> = page.lines.iter().filter(is_wide).collect();
    let is_beside = |line: &&&Words| {
        let base = f64::midpoint(line.r#box[1], line.r#box[3]);
        let meets = |other: &&Words| other.r#box[0] > line.r#box[2] && (other.r#box[1]..other.r#box[3]).contains(&base);
        wide.iter().any(meets)
    };
    page.rules.is_empty() && wide.iter().filter(is_beside).count() >= FEWEST
}

/// A line that an engine read over the gutter is two.
fn divided(line: &Words, middle: f64) -> Vec<Cow<'_, Words>> {
    let is_over = line.r#box[0] < middle - ACROSS * height(line) && line.r#box[2] > middle + height(line);
    let at = is_over.then(|| gap(line, middle)).flatten();
    let Some(at) = at.map(|at| at + 1) else { return vec![Cow::Borrowed(line)] };
    let [left, top, right, bottom] = line.r#box;
    let part = |chars: &[(f64, f64, f64)], text: String, left: f64, right: f64| {
        Cow::Owned(Words { text, score: line.score, r#box: [left, top, right, bottom], chars: chars.to_vec() })
    };
    let (before, behind) = line.chars.split_at(at);
    vec![
        part(before, line.text.chars().take(at).collect(), left, before[at - 1].1),
        part(behind, line.text.chars().skip(at).collect(), behind[0].0, right),
    ]
}

/// The characters of a line in pixels. A figure of which the engine is not sure is marked behind its last character.
fn characters(line: &Words, doubtful: bool) -> Vec<Glyph> {
    let text: Vec<char> = line.text.chars().collect();
    let [left, top, right, bottom] = line.r#box;
    let pitch = (right - left) / text.len().max(1) as f64;
    let is_placed = line.chars.len() == text.len();
    let place = |at: usize| {
        if is_placed { line.chars[at] } else { (left + pitch * at as f64, left + pitch * (at + 1) as f64, line.score) }
    };
    let printed = wide(&text);
    let (size, y) = (size(line, &printed), bottom - (bottom - top) * BASE);
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
        if is_figure && !goes_on && (doubtful || least < SURE || line.score < SURE_LINE) && has_digit() {
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
    // The box of a mark that ends a line holds its ink and not the paper that it takes up.
    if let Some(last) = glyphs.last_mut().filter(|last| last.text.starts_with(|c: char| c > '\u{2e7f}')) {
        last.right = last.right.max(last.left + 0.9 * size);
    }
    glyphs
}

/// How large the print of a line is: what a character of Chinese takes up, where there are enough of them side by side. Boxes
/// are as high as their own ink, so their heights differ from line to line.
fn size(line: &Words, printed: &[char]) -> f64 {
    const FEWEST: usize = 4;
    let n_wide = printed.iter().filter(|c| **c > '\u{2e7f}').count();
    let by_height = height(line) * SIZE;
    if n_wide < FEWEST {
        return by_height;
    }
    let width = n_wide as f64 + (printed.len() - n_wide) as f64 * NARROW;
    ((line.r#box[2] - line.r#box[0]) / width).clamp(by_height, height(line))
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
    if text.iter().any(|&c| is_han(c)) {
        quotes(&mut printed);
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
    // 一一经济: the dash that begins a line or a sentence.
    for at in 0..printed.len().saturating_sub(2) {
        let begins = at == 0 || matches!(printed[at - 1], '。' | '；' | '：' | '！');
        if begins
            && printed[at] == '一'
            && printed[at + 1] == '一'
            && is_han(printed[at + 2])
            && printed[at + 2] != '对'
        {
            (printed[at], printed[at + 1]) = ('—', '—');
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

/// Quotation marks are pairs; the stroke that an engine takes a comma of lists for stands in no word.
fn quotes(printed: &mut [char]) {
    let mut is_open = false;
    for c in printed {
        match c {
            '"' => *c = if is_open { '”' } else { '“' },
            '\u{4e36}' => *c = '、',
            _ => {}
        }
        is_open = *c == '“' || is_open && *c != '”';
    }
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}')
}
