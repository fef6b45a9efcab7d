//! The bundled font: how wide words are, and where they break.
//!
//! In:  words and a size, the side of a Chinese character in pixels.
//! Out: widths, lines, glyphs. Source of the font: `datasets/fonts/README.md`.

use std::sync::LazyLock;

use ab_glyph::{Font, FontRef, GlyphId};
use plotters::style::{FontStyle, register_font};

use crate::error::Cause;

pub(super) const FAMILY: &str = "Duibiao Sans";
static BYTES: &[u8] = include_bytes!("../../datasets/fonts/duibiao-sans.otf");
static FACE: LazyLock<FontRef<'static>> =
    LazyLock::new(|| FontRef::try_from_slice(BYTES).expect("the bundled font is a font: a test draws with it"));
static REGISTERED: LazyLock<bool> = LazyLock::new(|| register_font(FAMILY, FontStyle::Normal, BYTES).is_ok());

/// Stands for a character that the font lacks.
const UNKNOWN: char = '□';
/// Marks that must not begin a line.
const CLOSING: &str = "，。、；：！？）］｝】〕》〉」』”’％%),.;:!?·…";
/// Marks that must not end a line.
const OPENING: &str = "（［｛【〔《〈「『“‘(";
/// Full-width marks whose right half is white.
const LEFT_HALF: &str = "，。、；：！？）］｝】〕》〉」』”’";

/// Makes the font known to plotters.
pub(super) fn register() -> Result<(), Cause> {
    REGISTERED.then_some(()).ok_or_else(|| "the bundled font cannot be read".into())
}

pub(super) fn face() -> &'static FontRef<'static> {
    &FACE
}

/// Font units in one size.
pub(super) fn units_per_em() -> f32 {
    FACE.units_per_em().unwrap_or(1000.0)
}

/// The glyphs of `text`, each with its left edge in font units.
pub(super) fn glyphs(text: &str) -> impl Iterator<Item = (GlyphId, f32)> {
    let mut previous = None;
    text.chars().scan(0.0, move |right, c| {
        let id = glyph(c);
        let left = *right + previous.map_or(0.0, |p| squeeze(p, c));
        previous = Some(c);
        *right = left + FACE.h_advance_unscaled(id);
        Some((id, left))
    })
}

/// Between two full-width marks the half that both leave white is dropped, as a typesetter does: `）、`, `：“`.
fn squeeze(previous: char, c: char) -> f32 {
    let marks = |set: &str, c: char| !c.is_ascii() && set.contains(c);
    let meet = (marks(LEFT_HALF, previous) && (marks(LEFT_HALF, c) || marks(OPENING, c)))
        || (marks(OPENING, previous) && marks(OPENING, c));
    if meet { -units_per_em() / 2.0 } else { 0.0 }
}

/// How far a line may hang out to the left: the white half of an opening mark at its head.
pub(super) fn hang(text: &str, size: f32) -> f32 {
    let opens = text.chars().next().is_some_and(|c| !c.is_ascii() && OPENING.contains(c));
    if opens { size / 2.0 } else { 0.0 }
}

fn glyph(c: char) -> GlyphId {
    let id = FACE.glyph_id(c);
    if id.0 == 0 { FACE.glyph_id(UNKNOWN) } else { id }
}

pub(super) fn width(text: &str, size: f32) -> f32 {
    let end = glyphs(text).last().map_or(0.0, |(id, left)| left + FACE.h_advance_unscaled(id));
    end * size / units_per_em()
}

/// Words fit for a picture: one line, no character that is unseen or that turns the line around.
pub(super) fn clean(text: &str) -> String {
    let seen = text.chars().filter(|&c| !is_hidden(c)).map(|c| if c.is_control() { ' ' } else { c });
    let seen: String = seen.collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_hidden(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff0}'..='\u{fffb}'
        | '\u{fffe}'..='\u{ffff}' | '\u{e0000}'..='\u{e0fff}')
        || (c.is_control() && !c.is_whitespace())
}

/// `text` cut with `…` to at most `limit` pixels.
pub(super) fn shorten(text: &str, limit: f32, size: f32) -> String {
    if width(text, size) <= limit {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut used = width("…", size);
    for c in text.chars() {
        used += width(c.encode_utf8(&mut [0; 4]), size);
        if used > limit {
            break;
        }
        kept.push(c);
    }
    let kept = kept.trim_end();
    format!("{kept}…")
}

/// `text` in at most `most` lines of at most `limit` pixels; what is left over ends in `…`.
///
/// Numbers and Latin words stay whole, marks stay with their words, and the lines are about equally long.
pub(super) fn wrap(text: &str, limit: f32, size: f32, most: usize) -> Vec<String> {
    let text = clean(text);
    let pieces = pieces(&text, limit, size);
    let lines = fill(&pieces, limit, size);
    if lines.len() > most {
        let mut lines: Vec<String> = lines;
        let rest = lines.split_off(most.max(1) - 1).concat();
        lines.push(shorten(&rest, limit, size));
        return lines;
    }
    if lines.len() < 2 {
        return lines;
    }
    // The narrowest measure with as many lines leaves no lonely last character.
    let (mut low, mut high) = (limit / 2.0, limit);
    for _ in 0..6 {
        let middle = f32::midpoint(low, high);
        if fill(&pieces, middle, size).len() > lines.len() { low = middle } else { high = middle }
    }
    fill(&pieces, high, size)
}

/// The parts between which a line may break.
fn pieces(text: &str, limit: f32, size: f32) -> Vec<String> {
    /// Words in brackets and quotation marks that are no longer stay on one line: `（吉安市）`.
    const BRACKETED: usize = 8;
    const PAIRS: [(char, char); 2] = [('（', '）'), ('“', '”')];
    let mut pieces: Vec<String> = Vec::new();
    let mut previous = None;
    let mut closes = 0;
    for (at, c) in text.char_indices() {
        let pair = PAIRS.into_iter().find(|(open, _)| *open == c);
        if let Some((_, close)) = pair {
            let inner = text[at..].char_indices().take(BRACKETED + 2).find(|(_, c)| *c == close);
            closes = inner.map_or(closes, |(end, _)| at + end);
        }
        let stays = previous.is_some_and(|p: char| {
            CLOSING.contains(c)
                || OPENING.contains(p)
                || (is_latin(p) && is_latin(c))
                || (c == ' ' && p != ' ')
                || (at <= closes && pair.is_none())
        });
        match pieces.last_mut() {
            Some(last) if stays && width(last, size) + width(c.encode_utf8(&mut [0; 4]), size) <= limit => last.push(c),
            _ => pieces.push(c.to_string()),
        }
        previous = Some(c);
    }
    pieces
}

fn is_latin(c: char) -> bool {
    c.is_ascii_graphic() || c == '·'
}

fn fill(pieces: &[String], limit: f32, size: f32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for piece in pieces {
        match lines.last_mut() {
            Some(line) if width(line, size) + width(piece.trim_end(), size) <= limit => line.push_str(piece),
            _ => lines.push(piece.clone()),
        }
    }
    lines.into_iter().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_are_the_fonts_own() {
        // A Chinese character is as wide as the size, a digit a little more than half.
        assert_eq!(width("武昌区", 10.0), 30.0);
        assert!((5.0..6.0).contains(&width("8", 10.0)));
        assert_eq!(width("\u{10ffff}", 10.0), width("□", 10.0));
    }

    #[test]
    fn marks_are_set_closely() {
        for (text, want) in [("）、", 15.0), ("：“区", 25.0), ("区，区", 30.0), ("），“（", 25.0), ("（（", 15.0)]
        {
            assert_eq!(width(text, 10.0), want, "{text}");
        }
        assert_eq!((hang("“区", 10.0), hang("区", 10.0), hang("(1)", 10.0)), (5.0, 0.0, 0.0));
    }

    #[test]
    fn hostile_characters_go() {
        for (text, want) in [
            ("区\u{202e}教育局", "区教育局"),
            ("  a\tb\r\nc\u{0}  ", "a b c"),
            ("\u{feff}\u{200b}", ""),
            ("<b>&\"'", "<b>&\"'"),
        ] {
            assert_eq!(clean(text), want);
        }
    }

    #[track_caller]
    fn check(text: &str, characters: f32, most: usize, want: &[&str]) {
        assert_eq!(wrap(text, characters * 10.0, 10.0, most), want, "{text}");
    }

    #[test]
    fn lines_break_between_words() {
        check("", 4.0, 2, &[]);
        check("区教育局", 4.0, 2, &["区教育局"]);
        check("区发展和改革局", 6.0, 2, &["区发展和", "改革局"]);
        check("新增就业2.4万人以上", 6.5, 3, &["新增就业2.4", "万人以上"]);
        check("（一）推进，建设", 4.0, 3, &["（一）推", "进，建设"]);
        check("区停车场及新能源汽车配套设施建设工作领导小组", 6.0, 2, &["区停车场及新", "能源汽车配…"]);
        check("从5%（吉安市）到7%（乌鲁木齐市）", 9.0, 3, &["从5%（吉安市）到", "7%（乌鲁木齐市）"]);
        check("aaaaaaaaaaaaaaaaaaaa", 4.0, 9, &["aaaaaaa", "aaaaaaa", "aaaaaa"]);
    }

    #[test]
    fn no_line_is_wider_than_its_limit() {
        for text in
            ["））））））））））））", "武昌区2023年abcdefghijklmn（市级）", "，", "1234567890123456789012345"]
        {
            for limit in [12.0, 30.0, 75.0] {
                for line in wrap(text, limit, 12.0, 3) {
                    assert!(width(&line, 12.0) <= limit.max(12.0) + 0.01, "{line} in {limit}");
                }
            }
        }
    }
}
