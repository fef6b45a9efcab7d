//! Scans: pictures of pages, and PDFs and OFD files that hold nothing else.
//!
//! In:  a picture (PNG, JPEG, TIFF, BMP), a PDF or an OFD file without text, and an engine that recognises its words.
//! Out: the text laid out as of a [`pdf`](super::pdf) with a text layer, by the places of its words and the rules of its
//!      tables; which figures the engine is not sure of.
//! Not here: what the words mean; which figures are doubtful for what they say.

mod engine;
mod page;
mod stored;
mod tesseract;

use std::path::Path;

use serde::{Deserialize, Serialize};

pub use engine::Engine;
pub(super) use engine::INSTALL;

use super::budget::Budget;
use super::{Document, Format, Refusal, ofd, pdf};

/// The name in the registry, which tables give as the kind of the source.
pub const NAME: &str = "ocr";
pub(super) const FORMAT: Format =
    Format { name: NAME, extensions: &["png", "jpg", "jpeg", "tif", "tiff", "bmp"], fits, read };

/// The hint of a document of which no figure can be trusted, in words neither.
pub const DOUBTFUL: &str = "ocr:doubtful";

/// Stands behind a doubtful figure while the page is laid out; no text holds it.
const MARK: char = '\u{f8f5}';

fn fits(bytes: &[u8], _: &Path) -> bool {
    is_picture(bytes)
}

fn read(_: &[u8], _: &Path) -> Result<Vec<Document>, Refusal> {
    Err(Refusal::scan("a picture"))
}

/// Whether bytes are a picture that an engine reads.
pub(super) fn is_picture(bytes: &[u8]) -> bool {
    let marks: &[&[u8]] = &[b"\x89PNG\r\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*"];
    let bitmap = bytes.starts_with(b"BM") && bytes.get(6..10) == Some(&[0; 4]);
    bitmap || marks.iter().any(|mark| bytes.starts_with(mark))
}

/// A page as an engine gives it, in its own pixels.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
pub(super) struct Recognised {
    dpi: f64,
    width: f64,
    lines: Vec<Words>,
    /// Kind, place, from, to.
    rules: Vec<(Ruling, f64, f64, f64)>,
    /// Whether no figure of it can be trusted.
    #[serde(default)]
    doubtful: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
enum Ruling {
    Level,
    Upright,
}

/// Words on one line.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
struct Words {
    text: String,
    /// How sure the engine is, up to 1.
    score: f64,
    /// Left, top, right, bottom.
    r#box: [f64; 4],
    /// For every character its left, its right and how sure the engine is.
    #[serde(default)]
    chars: Vec<(f64, f64, f64)>,
}

/// The document of a scanned file; none where no engine is there.
///
/// # Errors
/// A refusal where the engine fails, or no words are found.
pub(super) fn recognised(bytes: &[u8], sha256: &str, by: &super::By) -> Result<Option<Document>, Refusal> {
    if let Some(pages) = stored::load(sha256, by.engine.cache()) {
        return document(&pages).map(Some);
    }
    let Some(pages) = read_pages(bytes, by)? else { return Ok(None) };
    stored::save(sha256, by.engine.cache(), &pages);
    document(&pages).map(Some)
}

/// The pages of a file, of an OFD those of its pictures; none where no engine is there.
fn read_pages(bytes: &[u8], by: &super::By) -> Result<Option<Vec<Recognised>>, Refusal> {
    let Some(pictures) = ofd::pictures(bytes) else { return by.engine.recognise(bytes, by.meter) };
    let mut pages = Vec::new();
    for picture in pictures {
        let Some(own) = by.engine.recognise(&picture, by.meter)? else { return Ok(None) };
        pages.extend(own);
    }
    Ok(Some(pages))
}

fn document(pages: &[Recognised]) -> Result<Document, Refusal> {
    let mut budget = Budget::new();
    let scores: Vec<(f64, usize)> =
        pages.iter().flat_map(|page| &page.lines).map(|line| (line.score, line.text.chars().count())).collect();
    let n_chars: usize = scores.iter().map(|(_, n_chars)| n_chars).sum();
    if n_chars == 0 {
        return Err(Refusal::new(
            "no words were recognised in this scan",
            "scan it again upright and with 200 dots an inch or more, or find the notice as text",
        ));
    }
    let confidence = scores.iter().map(|(score, n_chars)| score * *n_chars as f64).sum::<f64>() / n_chars as f64;
    let laid_out = pdf::lay_out(pages.iter().map(page::page).collect(), &mut budget);
    budget.check()?;
    let is_doubtful = pages.iter().any(|page| page.doubtful);
    let by = if is_doubtful { "tesseract" } else { "RapidOCR" };
    let mut hints = vec![
        ("read:by".to_owned(), by.to_owned()),
        ("ocr:pages".to_owned(), pages.len().to_string()),
        ("ocr:confidence".to_owned(), format!("{confidence:.3}")),
    ];
    if is_doubtful {
        hints.push((DOUBTFUL.to_owned(), by.to_owned()));
    }
    Ok(laid_out.document(hints))
}

/// Takes the marks out of a text; gives the bytes of the figures before them.
pub(super) fn unmark(document: &mut Document) {
    let mut text = String::with_capacity(document.text.len());
    for c in document.text.chars() {
        if c != MARK {
            text.push(c);
            continue;
        }
        let is_figure = |c: char| c.is_ascii_digit() || ".,%".contains(c);
        let start = text.trim_end_matches(is_figure).len();
        document.doubts.push(start..text.len());
    }
    document.text = text;
    document.dropped.iter_mut().for_each(|dropped| dropped.retain(|c| c != MARK));
}

#[cfg(test)]
mod tests;
