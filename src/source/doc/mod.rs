//! DOC: documents of Word 97-2003, and of WPS, which writes the same.
//!
//! In:  a compound file with a stream `WordDocument`.
//! Out: its paragraphs with the numbers that Word prints before them, and its tables as rows, as of a [`docx`] file.
//!      Headers, footers, notes, contents and hidden words are dropped; deleted words are gone. A file that cannot be taken
//!      apart is handed to `LibreOffice` where that is installed.
//! Source: [MS-DOC]. Only what text and tables need is read.

mod body;
mod bytes;
mod file;
mod lists;
mod pieces;
mod properties;

use std::path::Path;

use super::budget::Budget;
use super::{Document, Format, MAX_DROPPED, MAX_TEXT, Refusal, blocks, guard, libreoffice, refused};
use body::Body;
use bytes::{parts, u32_at};
use file::{Fault, File, Part};
use pieces::Pieces;
use properties::Runs;

pub(super) const FORMAT: Format = Format { name: "doc", extensions: &["doc", "dot", "wps", "wpt"], fits, read };

/// Stories of a file, in their order.
const BODY: usize = 0;
const FOOTNOTES: usize = 1;
const HEADERS: usize = 2;
const ENDNOTES: usize = 5;
const BOXES: usize = 6;

fn fits(bytes: &[u8], _: &Path) -> bool {
    refused::is_ole(bytes) && refused::names(bytes, "WordDocument")
}

fn read(bytes: &[u8], _: &Path) -> Result<Vec<Document>, Refusal> {
    let mut budget = Budget::new();
    // Each byte of a file is looked at once, whatever its table of pieces says.
    let mut work = Budget::of(2 * MAX_TEXT);
    let document = guard::apart(|| document(bytes, &mut budget, &mut work)).unwrap_or(Err(Fault::Damaged));
    budget.check()?;
    work.check()?;
    match document {
        Ok(mut document) => {
            document.hints.extend(budget.hints());
            Ok(vec![document])
        }
        Err(Fault::Encrypted) => {
            Err(Refusal::new("an encrypted .doc file", "open it with its password, save it without one and try again"))
        }
        Err(Fault::Damaged) => libreoffice::documents(bytes, ("doc", "MS Word 97"), "this .doc file is damaged"),
        Err(Fault::Old) => libreoffice::documents(bytes, ("doc", "MS Word 95"), "a .doc file of Word 6 or 95"),
    }
}

fn document(bytes: &[u8], budget: &mut Budget, work: &mut Budget) -> Result<Document, Fault> {
    let file = File::open(bytes)?;
    let pieces = Pieces::read(&file).ok_or(Fault::Damaged)?;
    let runs = Runs::read(&file);
    let mut body = Body::new(&pieces, &runs, lists::read(&file));
    // What stands in boxes is read first, for it is printed where they hang.
    let boxes = file.story(BOXES);
    for (anchor, range) in anchors(&file) {
        let range = boxes.start.saturating_add(range.start)..boxes.start.saturating_add(range.end).min(boxes.end);
        let blocks = body.story(range, work);
        let lines = blocks::lines(blocks, &mut Budget::of(budget.left()));
        body.boxes.entry(anchor).or_default().extend(lines);
    }
    let blocks = body.story(file.story(BODY), work);
    let mut lines = blocks::lines(blocks, budget);
    // Boxes that hang on nothing are read all the same.
    lines.extend(std::mem::take(&mut body.boxes).into_values().flatten());
    if lines.is_empty() && !file.story(BODY).is_empty() {
        return Err(Fault::Damaged);
    }
    let mut dropped = std::mem::take(&mut body.dropped);
    for story in [FOOTNOTES, HEADERS, ENDNOTES] {
        let blocks = body.story(file.story(story), work);
        dropped.extend(blocks::lines(blocks, &mut Budget::of(MAX_DROPPED)));
    }
    let mut text = lines.join("\n");
    text.push('\n');
    let hints = file.title().map(|title| ("title".to_owned(), title)).into_iter().collect();
    Ok(Document { text, dropped, hints, ..Document::default() })
}

/// The characters on which text boxes hang, each with its range in their story.
fn anchors(file: &File) -> Vec<(u32, std::ops::Range<u32>)> {
    let hangs: std::collections::BTreeMap<u32, u32> =
        parts(file.part(Part::Anchors), 26).filter_map(|(at, _, shape)| Some((u32_at(shape, 0)?, at))).collect();
    parts(file.part(Part::TextBoxes), 22)
        .filter_map(|(start, end, about)| Some((*hangs.get(&u32_at(about, 14)?)?, start..end)))
        .collect()
}

#[cfg(test)]
mod tests;
