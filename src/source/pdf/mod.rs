//! PDF with a text layer.
//!
//! In:  pages that place characters on paper and draw lines around them.
//! Out: paragraphs without the page's line breaks, ruled tables as rows. Page numbers and running heads are dropped.
//! Not here: pictures of pages; they are refused.

pub(super) mod aligned;
mod cmap;
mod font;
mod interpret;
mod layout;
mod ruled;

use std::cell::Cell;
use std::path::Path;

use lopdf::{LoadOptions, Object};

use super::{Document, Format, Refusal, guard, title_hint};
pub(super) use interpret::{GLYPH, Glyph, MAX_PAIRS, MAX_RULES, Matrix, Page, Rule, apply};
pub(super) use layout::lay_out;

pub(super) const FORMAT: Format = Format { name: "pdf", extensions: &["pdf"], fits, read };

/// How far into a file its mark may stand, in bytes.
const HEAD: usize = 1024;
/// Largest stream of a file when unpacked, in bytes.
const MAX_STREAM: usize = 64 << 20;
/// Largest map of a font's characters when unpacked, in bytes.
const MAX_MAP: usize = 4 << 20;
/// Largest stream of objects when unpacked, in bytes.
const MAX_OBJECTS: usize = 8 << 20;
/// Most numbers, names and other objects of a file, as far as they can be told from its bytes.
const MAX_TOKENS: usize = 4 << 20;
/// Most drawing instructions of a file, in bytes, each counted as often as it is unpacked.
const MAX_CONTENT: usize = 128 << 20;
/// Most pages that are read.
pub(super) const MAX_PAGES: usize = 3000;
/// Fewest characters a page that a file with a text layer has.
pub(super) const FEW: usize = 10;

fn fits(bytes: &[u8], _: &Path) -> bool {
    bytes[..bytes.len().min(HEAD)].windows(5).any(|window| window == b"%PDF-")
}

fn read(bytes: &[u8], _: &Path) -> Result<Vec<Document>, Refusal> {
    guard::apart(|| document(bytes)).unwrap_or_else(|| Err(Refusal::damaged("PDF"))).map(|document| vec![document])
}

fn document(bytes: &[u8]) -> Result<Document, Refusal> {
    if !is_bounded(bytes) {
        return Err(too_much("objects"));
    }
    let options = LoadOptions { max_decompressed_size: Some(MAX_OBJECTS), ..LoadOptions::default() };
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
        lopdf::Error::Decompress(lopdf::DecompressError::MemoryLimitExceeded { .. }) => too_much("objects"),
        _ => Refusal::damaged("PDF"),
    })?;
    if file.is_encrypted() {
        return Err(encrypted());
    }
    let mut work = interpret::Work::new();
    let ids: Vec<lopdf::ObjectId> = file.page_iter().take(MAX_PAGES + 1).collect();
    if ids.len() > MAX_PAGES {
        return Err(too_much("pages"));
    }
    let pages: Vec<interpret::Page> = ids.into_iter().map(|page| interpret::read(&file, page, &mut work)).collect();
    work.text.check()?;
    if work.is_too_much() {
        return Err(too_much("drawing instructions"));
    }
    if pages.is_empty() {
        return Err(Refusal::damaged("PDF"));
    }
    let n_chars: usize =
        pages.iter().map(|page| page.glyphs.iter().filter(|glyph| !glyph.text.trim().is_empty()).count()).sum();
    let n_unknown: usize = pages.iter().map(|page| page.n_unknown).sum();
    if n_unknown > n_chars {
        return Err(Refusal::scan("the fonts of this PDF do not say which characters they print"));
    }
    if n_chars < FEW * pages.len() {
        return Err(Refusal::scan("this PDF holds pictures of pages and no text"));
    }
    let laid_out = layout::lay_out(pages, &mut work.text);
    work.text.check()?;
    let hints = title(&file).into_iter().chain(work.text.hints()).collect();
    Ok(laid_out.document(hints))
}

/// For a file with more of something than any notice has.
fn too_much(what: &str) -> Refusal {
    Refusal::new(
        format!("too many {what} in this PDF"),
        "print the pages of the notice to a new PDF, or save its text as .txt, and try again",
    )
}

/// Whether the objects of a file fit in memory, also those that are packed in streams. They are looked at one after
/// another and none is kept.
fn is_bounded(bytes: &[u8]) -> bool {
    thread_local! {
        static N_TOKENS: Cell<usize> = const { Cell::new(0) };
    }
    fn count(_: (u32, u16), object: &mut Object) -> Option<((u32, u16), Object)> {
        if let Ok(stream) = object.as_stream()
            && stream.dict.has_type(b"ObjStm")
            && N_TOKENS.get() <= MAX_TOKENS
        {
            let unpacked = stream.decompressed_content_with_limit(MAX_OBJECTS);
            let n_tokens = unpacked.map_or(MAX_TOKENS, |unpacked| interpret::n_tokens(&unpacked));
            N_TOKENS.set(N_TOKENS.get() + n_tokens);
        }
        None
    }
    N_TOKENS.set(interpret::n_tokens(bytes));
    if N_TOKENS.get() > MAX_TOKENS {
        return false;
    }
    let options =
        LoadOptions { max_decompressed_size: Some(MAX_OBJECTS), filter: Some(count), ..LoadOptions::default() };
    // What is wrong with the file is told when it is read.
    let _ = lopdf::Document::load_mem_with_options(bytes, options);
    N_TOKENS.get() <= MAX_TOKENS
}

/// The title that the file's own properties give.
fn title(file: &lopdf::Document) -> Option<(String, String)> {
    let info = file.trailer.get_deref(b"Info", file).and_then(Object::as_dict).ok()?;
    title_hint(&lopdf::decode_text_string(info.get_deref(b"Title", file).ok()?).ok()?)
}

#[cfg(test)]
mod tests;
