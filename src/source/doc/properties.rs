//! Properties: what the bytes of a Word file are, run by run.
//!
//! In:  a [`File`].
//! Out: for a byte of the stream, the [`Paragraph`] that it ends and the [`Look`] of its character.
//! Source: [MS-DOC], formatted disk pages (FKP) and single property modifiers (sprm).

use std::collections::BTreeSet;

use super::bytes::{parts, u16_at, u32_at};
use super::file::{File, Part};
use super::pieces::Own;
use crate::source::blocks::{CellShape, RowShape};

const PAGE: usize = 512;

/// A range of bytes of the stream with the place of its properties.
#[derive(Debug, Clone, Copy)]
struct Run {
    start: u32,
    end: u32,
    at: usize,
    length: usize,
}

/// All runs of a file.
#[derive(Debug)]
pub(super) struct Runs<'a> {
    file: &'a File,
    paragraphs: Vec<Run>,
    characters: Vec<Run>,
}

/// What is known of a paragraph.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Paragraph {
    pub(super) style: u16,
    pub(super) is_in_table: bool,
    /// Whether it only ends a row.
    pub(super) ends_row: bool,
    /// How many tables are around it.
    depth: u32,
    /// Of tables in tables, whose cells end like paragraphs.
    pub(super) ends_inner_cell: bool,
    pub(super) ends_inner_row: bool,
    pub(super) list: Option<u16>,
    pub(super) level: Option<u8>,
    pub(super) row: RowShape,
}

/// How a character looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Look {
    pub(super) is_hidden: bool,
    pub(super) is_deleted: bool,
    /// Whether it stands for something else than itself.
    pub(super) is_special: bool,
}

impl Paragraph {
    /// How many tables are around it.
    pub(super) fn depth(&self) -> u32 {
        if self.is_in_table || self.depth > 0 { self.depth.max(1) } else { 0 }
    }
}

impl<'a> Runs<'a> {
    pub(super) fn read(file: &'a File) -> Self {
        let paragraphs = runs(file, Part::ParagraphRuns, 13, |page, at| {
            let start = *page.get(at)? as usize * 2;
            let n_words = *page.get(start)? as usize;
            // A length of nothing is followed by the true one.
            let (start, length) = match n_words {
                0 => (start + 2, *page.get(start + 1)? as usize * 2),
                n_words => (start + 1, n_words * 2 - 1),
            };
            (at >= 4).then_some((start, length))
        });
        let characters = runs(file, Part::CharacterRuns, 1, |page, at| {
            let start = *page.get(at)? as usize * 2;
            if start == 0 { Some((0, 0)) } else { Some((start + 1, *page.get(start)? as usize)) }
        });
        Self { file, paragraphs, characters }
    }

    /// The paragraph that the character at a byte of the stream ends; `own` are the properties of its piece.
    pub(super) fn paragraph(&self, byte: u32, own: &Own) -> Paragraph {
        let mut paragraph = Paragraph::default();
        if let Some(properties) = find(&self.file.word, &self.paragraphs, byte) {
            paragraph.style = u16_at(properties, 0).unwrap_or_default();
            self.change(&mut paragraph, properties.get(2..).unwrap_or_default(), true);
        }
        match own {
            Own::One(code, value) => change(&mut paragraph, *code, &[*value]),
            Own::Shared(properties) => self.change(&mut paragraph, properties, true),
        }
        paragraph
    }

    fn change(&self, paragraph: &mut Paragraph, properties: &[u8], may_refer: bool) {
        /// What stands in another stream because it is long.
        const FAR: [u16; 2] = [0x6646, 0x646b];
        for (code, operand) in changes(properties) {
            if may_refer && FAR.contains(&code) {
                let far = u32_at(operand, 0).and_then(|at| {
                    let data = self.file.data.get(at as usize..)?;
                    data.get(2..2 + u16_at(data, 0)? as usize)
                });
                self.change(paragraph, far.unwrap_or_default(), false);
            } else {
                change(paragraph, code, operand);
            }
        }
    }

    /// How the character at a byte of the stream looks.
    pub(super) fn look(&self, byte: u32, own: &Own) -> Look {
        let mut look = Look::default();
        let properties = find(&self.file.word, &self.characters, byte).unwrap_or_default();
        changes(properties).for_each(|(code, operand)| look.change(code, operand));
        match own {
            Own::One(code, value) => look.change(*code, &[*value]),
            Own::Shared(properties) => changes(properties).for_each(|(code, operand)| look.change(code, operand)),
        }
        look
    }
}

impl Look {
    fn change(&mut self, code: u16, operand: &[u8]) {
        let is_on = matches!(operand, [1 | 0x81, ..]);
        match code {
            0x083c => self.is_hidden = is_on,
            0x0800 => self.is_deleted = is_on,
            0x0855 => self.is_special = is_on,
            // A sign of a symbol font.
            0x6a09 => self.is_special = true,
            _ => {}
        }
    }
}

fn change(paragraph: &mut Paragraph, code: u16, operand: &[u8]) {
    let first = operand.first().copied().unwrap_or_default();
    let row = &mut paragraph.row;
    match code {
        0x4600 => paragraph.style = u16_at(operand, 0).unwrap_or(paragraph.style),
        0x2416 => paragraph.is_in_table = first == 1,
        0x2417 => paragraph.ends_row = first == 1,
        0x6649 => paragraph.depth = u32_at(operand, 0).unwrap_or_default(),
        0x244b => paragraph.ends_inner_cell = first == 1,
        0x244c => paragraph.ends_inner_row = first == 1,
        0x460b => paragraph.list = u16_at(operand, 0),
        0x260a => paragraph.level = Some(first),
        0xd608 => *row = row_shape(operand).unwrap_or_default(),
        0x5624 => {
            let last = operand.get(1).copied().unwrap_or_default() as usize;
            let merged = (first as usize + 1)..last.min(row.cells.len());
            row.cells.get_mut(merged).into_iter().flatten().for_each(|cell| cell.goes_left = true);
        }
        0xd62b => {
            let how = operand.get(1).copied().unwrap_or_default();
            if let Some(cell) = row.cells.get_mut(first as usize) {
                cell.merge = (how & 1 == 1).then_some(how & 2 == 0);
            }
        }
        _ => {}
    }
}

/// Edges and cells of a row's definition.
fn row_shape(operand: &[u8]) -> Option<RowShape> {
    let n_cells = *operand.first()? as usize;
    let edges: Option<Vec<i16>> = (0..=n_cells).map(|at| Some(u16_at(operand, 1 + 2 * at)? as i16)).collect();
    let shapes = 1 + 2 * (n_cells + 1);
    let cell = |at: usize| {
        let flags = u16_at(operand, shapes + 20 * at).unwrap_or_default();
        let merge = match flags >> 5 & 3 {
            0 => None,
            how => Some(how & 2 == 0),
        };
        CellShape { goes_left: flags & 3 == 2, merge }
    };
    Some(RowShape { edges: edges?, cells: (0..n_cells).map(cell).collect() })
}

/// The runs of pages that a table of places names, in the order of the stream. `place` finds the properties of a run in its
/// page.
fn runs(file: &File, part: Part, size: usize, place: impl Fn(&[u8], usize) -> Option<(usize, usize)>) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut read = BTreeSet::new();
    for (_, _, number) in parts(file.part(part), 4) {
        let at = (u32_at(number, 0).unwrap_or_default() & 0x3f_ffff) as usize * PAGE;
        let Some(page) = file.word.get(at..at + PAGE).filter(|_| read.insert(at)) else { continue };
        let n_runs = page[PAGE - 1] as usize;
        for nth in 0..n_runs {
            let (Some(start), Some(end)) = (u32_at(page, 4 * nth), u32_at(page, 4 * nth + 4)) else { break };
            let (offset, length) = place(page, 4 * (n_runs + 1) + size * nth).unwrap_or((0, 0));
            let length = length.min(PAGE.saturating_sub(offset));
            if start < end {
                runs.push(Run { start, end, at: at + offset, length });
            }
        }
    }
    runs.sort_by_key(|run| run.start);
    runs
}

/// The properties of the run that holds a byte.
fn find<'a>(word: &'a [u8], runs: &[Run], byte: u32) -> Option<&'a [u8]> {
    let run = runs[..runs.partition_point(|run| run.start <= byte)].last().filter(|run| byte < run.end)?;
    word.get(run.at..run.at + run.length)
}

/// The changes of a list of properties: each a code and its operand.
fn changes(mut properties: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    std::iter::from_fn(move || {
        let code = u16_at(properties, 0)?;
        let rest = &properties[2..];
        let (skipped, length) = match code >> 13 {
            0 | 1 => (0, 1),
            2 | 4 | 5 => (0, 2),
            3 => (0, 4),
            7 => (0, 3),
            // The definition of a row is counted in two bytes, one too many.
            _ if code == 0xd608 => (2, (u16_at(rest, 0)? as usize).saturating_sub(1)),
            // So many tab stops that their length is not said.
            _ if code == 0xc615 && rest.first() == Some(&255) => {
                let n_removed = *rest.get(1)? as usize;
                (1, 2 + 4 * n_removed + 3 * *rest.get(2 + 4 * n_removed)? as usize)
            }
            _ => (1, *rest.first()? as usize),
        };
        let operand = &rest[skipped.min(rest.len())..(skipped + length).min(rest.len())];
        properties = rest.get(skipped + length..).unwrap_or_default();
        Some((code, operand))
    })
}

/// The list and the level that properties of a style name.
pub(super) fn list_of(properties: &[u8]) -> (Option<u16>, Option<u8>) {
    let mut paragraph = Paragraph::default();
    changes(properties).for_each(|(code, operand)| change(&mut paragraph, code, operand));
    (paragraph.list, paragraph.level)
}
