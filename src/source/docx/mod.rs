//! DOCX: a document of Word or WPS.
//!
//! In:  a ZIP archive with `word/document.xml`.
//! Out: its paragraphs with the numbers that Word prints before them, and its tables as rows. Headers, footers, contents
//!      and hidden words are dropped; deleted words are gone.

mod body;
mod numbering;

use std::path::Path;

use super::budget::Budget;
use super::xml::{self, Element, Node};
use super::{Document, Format, MAX_DROPPED, Refusal, guard, refused};
use body::Body;

pub(super) const FORMAT: Format = Format { name: "docx", extensions: &["docx", "docm", "dotx"], fits, read };

fn fits(bytes: &[u8], _: &Path) -> bool {
    refused::is_zip(bytes) && xml::zip_has(bytes, "word/document.xml")
}

/// Largest header, footer or set of notes that is looked at when unpacked, in bytes.
const MAX_ASIDE: u64 = 4 << 20;

pub(super) fn read(bytes: &[u8], _: &Path) -> Result<Vec<Document>, Refusal> {
    let (mut budget, mut trees) = (Budget::new(), Budget::of(xml::MAX_TREE));
    let document = guard::apart(|| document(bytes, &mut budget, &mut trees)).flatten();
    budget.check()?;
    if trees.is_spent() {
        return Err(xml::too_large());
    }
    let mut document = document.ok_or_else(|| Refusal::damaged("DOCX"))?;
    budget.lose_as(&trees);
    document.hints.extend(budget.hints());
    Ok(vec![document])
}

fn document(bytes: &[u8], budget: &mut Budget, trees: &mut Budget) -> Option<Document> {
    let mut tree_of = |name| xml::zip_tree(bytes, name, trees);
    let tree = tree_of("word/document.xml")?;
    let numbering = numbering::read(tree_of("word/numbering.xml"), tree_of("word/styles.xml"));
    let mut body = Body::new(numbering, budget);
    body.blocks(tree.child("body")?);
    let mut dropped = body.dropped;
    let mut n_dropped: usize = dropped.iter().map(String::len).sum();
    for name in xml::zip_names(bytes) {
        let is_aside = ["word/header", "word/footer", "word/footnotes"].iter().any(|head| name.starts_with(head));
        if is_aside && n_dropped <= MAX_DROPPED {
            let aside = xml::zip_tree_within(bytes, &name, MAX_ASIDE).map(|tree| plain(&tree)).unwrap_or_default();
            n_dropped += aside.len();
            dropped.push(aside);
        }
    }
    let mut text = body.lines.join("\n");
    text.push('\n');
    Some(Document { text, dropped, hints: properties(bytes), ..Document::default() })
}

/// The title that the document's own properties give.
fn properties(bytes: &[u8]) -> Vec<(String, String)> {
    let tree = xml::zip_tree_within(bytes, "docProps/core.xml", MAX_ASIDE);
    let title = tree.as_ref().and_then(|tree| tree.child("title")).map(plain).unwrap_or_default();
    if title.is_empty() { Vec::new() } else { vec![("title".to_owned(), title)] }
}

/// All words below an element, on one line.
fn plain(element: &Element) -> String {
    fn collect(element: &Element, text: &mut String) {
        for node in &element.children {
            match node {
                Node::Text(words) => text.push_str(words),
                Node::Element(element) if element.name == "instrText" => {}
                Node::Element(element) => {
                    collect(element, text);
                    if matches!(element.name.as_str(), "p" | "tab" | "br") {
                        text.push(' ');
                    }
                }
            }
        }
    }
    let mut text = String::new();
    collect(element, &mut text);
    super::grid::flat(&text)
}

#[cfg(test)]
mod tests;
