//! PDF with a text layer.
//!
//! In:  pages that place characters on paper and draw lines around them.
//! Out: paragraphs without the page's line breaks, ruled tables as rows. Page numbers and running heads are dropped.
//! Not here: pictures of pages; they are refused.

mod cmap;
mod font;
mod interpret;
mod layout;
mod ruled;

use std::path::Path;

use lopdf::{LoadOptions, Object};

use super::{Document, Format, Refusal, guard};

pub(super) const FORMAT: Format = Format { name: "pdf", fits, read };

/// How far into a file its mark may stand, in bytes.
const HEAD: usize = 1024;
/// Largest stream of a file when unpacked, in bytes.
const MAX_STREAM: usize = 64 << 20;
/// Largest map of a font's characters when unpacked, in bytes.
const MAX_MAP: usize = 16 << 20;
/// Most drawing instructions of a file, in bytes, each counted as often as a page draws it.
const MAX_CONTENT: usize = 256 << 20;
/// Most pages that are read.
const MAX_PAGES: usize = 3000;
/// Fewest characters a page that a file with a text layer has.
const FEW: usize = 10;

fn fits(bytes: &[u8], _: &Path) -> bool {
    bytes[..bytes.len().min(HEAD)].windows(5).any(|window| window == b"%PDF-")
}

fn read(bytes: &[u8], _: &Path) -> Result<Vec<Document>, Refusal> {
    guard::apart(|| document(bytes)).unwrap_or_else(|| Err(Refusal::damaged("PDF"))).map(|document| vec![document])
}

fn document(bytes: &[u8]) -> Result<Document, Refusal> {
    let options = LoadOptions { max_decompressed_size: Some(MAX_STREAM), ..LoadOptions::default() };
    let encrypted = || {
        Refusal::new(
            "an encrypted PDF",
            "open it with its password, print it to a new PDF or save its text as .txt and try again",
        )
    };
    let file = lopdf::Document::load_mem_with_options(bytes, options).map_err(|error| match error {
        lopdf::Error::Decryption(_) | lopdf::Error::InvalidPassword | lopdf::Error::UnsupportedSecurityHandler(_) => {
            encrypted()
        }
        _ => Refusal::damaged("PDF"),
    })?;
    if file.is_encrypted() {
        return Err(encrypted());
    }
    let mut work = interpret::Work::new();
    let pages: Vec<interpret::Page> =
        file.page_iter().take(MAX_PAGES).map(|page| interpret::read(&file, page, &mut work)).collect();
    work.text.check()?;
    if work.content.is_spent() {
        return Err(Refusal::new(
            format!("more than {} MiB of drawing in this PDF", MAX_CONTENT >> 20),
            "print the pages of the notice to a new PDF, or save its text as .txt, and try again",
        ));
    }
    if pages.is_empty() {
        return Err(Refusal::damaged("PDF"));
    }
    let n_chars: usize =
        pages.iter().map(|page| page.glyphs.iter().filter(|glyph| !glyph.text.trim().is_empty()).count()).sum();
    let n_unknown: usize = pages.iter().map(|page| page.n_unknown).sum();
    if n_unknown > n_chars {
        return Err(Refusal::new(
            "the fonts of this PDF do not say which characters they print",
            "run text recognition (OCR) on it, or find the notice as a web page or .docx, and try again",
        ));
    }
    if n_chars < FEW * pages.len() {
        return Err(Refusal::new(
            "this PDF holds pictures of pages and no text",
            "run text recognition (OCR) on it, save the text as .txt or .docx and try again",
        ));
    }
    let laid_out = layout::lay_out(pages, &mut work.text);
    work.text.check()?;
    let mut hints = title(&file);
    if laid_out.n_joined > 0 {
        hints.push(("mended:lines".to_owned(), laid_out.n_joined.to_string()));
    }
    Ok(Document { text: laid_out.text, dropped: laid_out.dropped, hints, ..Document::default() })
}

/// The title that the file's own properties give.
fn title(file: &lopdf::Document) -> Vec<(String, String)> {
    let title = || {
        let info = file.trailer.get_deref(b"Info", file).and_then(Object::as_dict).ok()?;
        lopdf::decode_text_string(info.get_deref(b"Title", file).ok()?).ok()
    };
    title()
        .filter(|title| title.chars().any(|c| c > '\u{2e7f}'))
        .map(|title| ("title".to_owned(), super::grid::flat(&title)))
        .into_iter()
        .collect()
}

#[cfg(test)]
mod tests;
