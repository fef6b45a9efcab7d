//! Lists and styles: what numbers paragraphs without anyone having typed them.
//!
//! In:  a [`File`].
//! Out: its [`Numbering`]; lists are named by their ids, uses and styles by their places.
//! Source: [MS-DOC], style sheet (STSH), list tables (`PlfLst`, `PlfLfo`).

use std::collections::BTreeMap;

use super::bytes::{counted, u16_at, u32_at};
use super::file::{File, Part};
use super::properties;
use crate::source::numbering::{LEVELS, Level, MAX_LEVEL, Numbering, ParagraphStyle, Use, format_of};

/// Most styles, lists and uses that are read.
const MOST: usize = 10_000;

pub(super) fn read(file: &File) -> Numbering {
    let mut numbering = Numbering::default();
    // What comes before a fault stays.
    let _ = styles(file.part(Part::Styles), &mut numbering);
    let _ = lists(file.part(Part::Lists), file.from(Part::Lists), &mut numbering);
    let _ = uses(file.from(Part::ListUses), &mut numbering);
    numbering
}

fn styles(sheet: &[u8], numbering: &mut Numbering) -> Option<()> {
    let n_head = u16_at(sheet, 0)? as usize;
    let n_styles = (u16_at(sheet, 2)? as usize).min(MOST);
    let n_base = u16_at(sheet, 4)? as usize;
    let mut at = 2 + n_head;
    for nth in 0..n_styles {
        let length = u16_at(sheet, at)? as usize;
        let style = sheet.get(at + 2..at + 2 + length)?;
        at += 2 + length;
        if length > 0
            && let Some(read) = style_of(style, n_base)
        {
            numbering.styles.insert(nth.to_string(), read);
        }
    }
    Some(())
}

fn style_of(style: &[u8], n_base: usize) -> Option<ParagraphStyle> {
    const NONE: u16 = 0xfff;
    let kind_and_base = u16_at(style, 2)?;
    let (kind, base) = (kind_and_base & 0xf, kind_and_base >> 4);
    let name = counted(style, n_base)?;
    let mut read = ParagraphStyle {
        based_on: (base != NONE).then(|| base.to_string()),
        name: name.to_lowercase(),
        ..ParagraphStyle::default()
    };
    if kind == 1 {
        // Properties begin at even places, behind the name and the zero that ends it.
        let at = (n_base + 2 + 2 * u16_at(style, n_base)? as usize + 2).next_multiple_of(2);
        let length = u16_at(style, at)? as usize;
        let (list, level) = properties::list_of(style.get(at + 4..at + 2 + length).unwrap_or_default());
        read.num = list.map(|list| list.to_string());
        read.level = level.map(usize::from);
    }
    Some(read)
}

/// The lists, and their levels, which follow all of them.
fn lists(heads: &[u8], bytes: &[u8], numbering: &mut Numbering) -> Option<()> {
    const HEAD: usize = 28;
    const NO_STYLE: u16 = 0xfff;
    let n_lists = (u16_at(heads, 0)? as usize).min(MOST);
    let mut at = 2 + HEAD * n_lists;
    for nth in 0..n_lists {
        let head = bytes.get(2 + HEAD * nth..2 + HEAD * (nth + 1))?;
        let is_simple = head[26] & 1 == 1;
        let mut levels = Vec::new();
        for nth_level in 0..if is_simple { 1 } else { LEVELS } {
            let (mut level, length) = level(bytes.get(at..)?)?;
            let style = u16_at(head, 8 + 2 * nth_level)?;
            level.style = (style != NO_STYLE).then(|| style.to_string());
            levels.push(level);
            at += length;
        }
        numbering.lists.insert(u32_at(head, 0)?.to_string(), levels);
    }
    Some(())
}

/// A level and how many bytes it takes.
fn level(bytes: &[u8]) -> Option<(Level, usize)> {
    const HEAD: usize = 28;
    let head = bytes.get(..HEAD)?;
    let text_at = HEAD + head[24] as usize + head[25] as usize;
    let text = counted(bytes, text_at)?;
    let flags = head[5];
    let level = Level {
        start: u32_at(head, 0)?,
        format: format_of(format_name(head[4])),
        // The place of a level's number is the number of the level.
        text: text
            .chars()
            .take(MAX_LEVEL)
            .flat_map(|c| match u32::from(c) {
                at @ 0..9 => vec!['%', char::from(b'1' + at as u8)],
                _ => vec![c],
            })
            .collect(),
        is_glued: head[15] == 2,
        is_legal: flags & 4 != 0,
        restart: (flags & 8 != 0).then_some(head[26] as usize),
        style: None,
    };
    Some((level, text_at + 2 + 2 * u16_at(bytes, text_at)? as usize))
}

/// The uses of lists, and what they do differently, which follows all of them.
fn uses(bytes: &[u8], numbering: &mut Numbering) -> Option<()> {
    const HEAD: usize = 16;
    let n_uses = (u32_at(bytes, 0)? as usize).min(MOST);
    let mut at = 4 + HEAD * n_uses;
    // All uses are known before the first change is looked at.
    for nth in 0..n_uses {
        let list = u32_at(bytes, 4 + HEAD * nth)?.to_string();
        numbering.uses.insert((nth + 1).to_string(), Use { list, ..Use::default() });
    }
    for nth in 0..n_uses {
        let n_changes = *bytes.get(4 + HEAD * nth + 12)?;
        at += 4;
        let (mut starts, mut levels) = (BTreeMap::new(), BTreeMap::new());
        for _ in 0..n_changes {
            let (start, flags) = (u32_at(bytes, at)?, u32_at(bytes, at + 4)?);
            let changed = (flags & 0xf) as usize;
            at += 8;
            if flags & 0x20 != 0 {
                let (level, length) = level(bytes.get(at..)?)?;
                starts.insert(changed, level.start);
                levels.insert(changed, level);
                at += length;
            } else if flags & 0x10 != 0 {
                starts.insert(changed, start);
            }
        }
        if let Some(r#use) = numbering.uses.get_mut(&(nth + 1).to_string()) {
            (r#use.starts, r#use.levels) = (starts, levels);
        }
    }
    Some(())
}

/// The name that DOCX has for a format.
fn format_name(code: u8) -> &'static str {
    match code {
        1 => "upperRoman",
        2 => "lowerRoman",
        3 => "upperLetter",
        4 => "lowerLetter",
        0x0a => "ideographDigital",
        0x0b => "japaneseCounting",
        0x0e | 0x13 => "decimalFullWidth",
        0x10 => "japaneseLegal",
        0x11 => "japaneseDigitalTenThousand",
        0x12 | 0x1c => "decimalEnclosedCircle",
        0x16 => "decimalZero",
        0x17 => "bullet",
        0x1a => "decimalEnclosedFullstop",
        0x1b => "decimalEnclosedParen",
        0x1e => "ideographTraditional",
        0x1f => "ideographZodiac",
        0x21 => "taiwaneseCounting",
        0x22 => "ideographLegalTraditional",
        0x23 => "taiwaneseCountingThousand",
        0x24 => "taiwaneseDigital",
        0x25 => "chineseCounting",
        0x26 => "chineseLegalSimplified",
        0x27 => "chineseCountingThousand",
        0xff => "none",
        _ => "decimal",
    }
}
