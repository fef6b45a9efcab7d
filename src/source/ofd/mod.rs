//! OFD: pages laid out once and for all, as GB/T 33190-2016 has them; offices file and publish what they issue in it.
//!
//! In:  a ZIP archive with `OFD.xml`.
//! Out: as of a [`pdf`] with a text layer: paragraphs without the page's line breaks, ruled tables as rows.
//! Not here: pages that are pictures, which are refused; seals and notes that are laid over pages.
//! Source of the names and of how places are counted: GB/T 33190-2016, chapters 7 (documents and pages), 9 (paths) and 11
//! (text).

mod page;

use std::collections::HashMap;
use std::path::Path;

use super::budget::Budget;
use super::pdf::{self, Page};
use super::xml::{self, Element};
use super::{Document, Format, Refusal, grid, guard, refused};
use page::Drawn;

pub(super) const FORMAT: Format = Format { name: "ofd", extensions: &["ofd"], fits, read };

/// The entry that names all others.
pub(super) const ROOT: &str = "OFD.xml";
/// Most pages that are read.
const MAX_PAGES: usize = 3000;
/// Most memory that the trees of all parts may take one after another, in bytes.
const MAX_WORK: usize = 4 * xml::MAX_TREE;
/// Fewest characters a page that a file with words has.
const FEW: usize = 10;

fn fits(bytes: &[u8], _: &Path) -> bool {
    refused::is_zip(bytes) && xml::zip_has(bytes, ROOT)
}

fn read(bytes: &[u8], _: &Path) -> Result<Vec<Document>, Refusal> {
    let file = File { bytes, work: Budget::of(MAX_WORK), drawn: Drawn::new(), templates: HashMap::new() };
    guard::apart(|| file.document()).unwrap_or_else(|| Err(Refusal::damaged("OFD"))).map(|document| vec![document])
}

/// A file, and what of it was read.
struct File<'a> {
    bytes: &'a [u8],
    work: Budget,
    drawn: Drawn,
    /// Pages that stand below or above others, by their paths.
    templates: HashMap<String, Page>,
}

impl File<'_> {
    fn document(mut self) -> Result<Document, Refusal> {
        let root = self.tree(ROOT).ok_or_else(|| Refusal::damaged("OFD"));
        let mut pages = Vec::new();
        let mut title = None;
        for body in root?.elements().filter(|element| element.name == "DocBody") {
            title = title.or_else(|| body.descend(&["DocInfo", "Title"]).map(words));
            let Some(place) = body.child("DocRoot").map(words) else { continue };
            self.pages(&resolved("", &place), &mut pages)?;
        }
        if self.work.is_spent() {
            return Err(xml::too_large());
        }
        self.drawn.text.check()?;
        if self.drawn.is_too_much() {
            return Err(too_much("lines"));
        }
        if pages.is_empty() {
            return Err(Refusal::damaged("OFD"));
        }
        self.laid_out(pages, title)
    }

    fn laid_out(mut self, pages: Vec<Page>, title: Option<String>) -> Result<Document, Refusal> {
        const INSTEAD: &str =
            "print it to a PDF from an OFD reader and try again; that is read as a scan where it has to be";
        let n_chars: usize = pages.iter().map(|page| page.glyphs.len()).sum();
        let n_unknown: usize = pages.iter().map(|page| page.n_unknown).sum();
        if n_unknown > n_chars {
            return Err(Refusal::new("the fonts of this OFD file do not say which characters they print", INSTEAD));
        }
        if n_chars < FEW * pages.len() {
            return Err(Refusal::new("this OFD file holds pictures of pages and no text", INSTEAD));
        }
        let laid_out = pdf::lay_out(pages, &mut self.drawn.text);
        self.drawn.text.check()?;
        let is_title = |title: &String| title.chars().any(|c| c > '\u{2e7f}');
        let mut hints: Vec<_> =
            title.filter(is_title).map(|title| ("title".to_owned(), grid::flat(&title))).into_iter().collect();
        hints.extend(self.drawn.text.hints());
        if laid_out.n_joined > 0 {
            hints.push(("mended:lines".to_owned(), laid_out.n_joined.to_string()));
        }
        Ok(Document { text: laid_out.text, dropped: laid_out.dropped, hints, ..Document::default() })
    }

    /// The pages of one document of the file.
    fn pages(&mut self, path: &str, pages: &mut Vec<Page>) -> Result<(), Refusal> {
        let Some(tree) = self.tree(path) else { return Ok(()) };
        let width = tree.descend(&["CommonData", "PageArea"]).and_then(page::width);
        let templates = || tree.child("CommonData").into_iter().flat_map(Element::elements);
        let templates: HashMap<&str, String> = templates()
            .filter(|element| element.name == "TemplatePage")
            .filter_map(|page| Some((page.attribute("ID")?, resolved(path, page.attribute("BaseLoc")?))))
            .collect();
        for own in tree.child("Pages").into_iter().flat_map(Element::elements) {
            let Some(content) = own.attribute("BaseLoc").and_then(|place| self.tree(&resolved(path, place))) else {
                continue;
            };
            if pages.len() == MAX_PAGES {
                return Err(too_much("pages"));
            }
            let mut page = Page::default();
            for template in content.elements().filter(|element| element.name == "Template") {
                if let Some(place) = template.attribute("TemplateID").and_then(|id| templates.get(id)) {
                    self.lay_under(&mut page, place);
                }
            }
            self.drawn.draw(&content, &mut page);
            self.drawn.close(&mut page);
            page.width = content.child("Area").and_then(page::width).or(width).unwrap_or(page::A4);
            pages.push(page);
        }
        Ok(())
    }

    /// Adds to a page what stands on one that is laid under it.
    fn lay_under(&mut self, page: &mut Page, path: &str) {
        let is_head = self.templates.contains_key(path);
        if !is_head {
            let mut under = Page::default();
            if let Some(content) = self.tree(path) {
                self.drawn.draw(&content, &mut under);
            }
            self.templates.insert(path.to_owned(), under);
        }
        self.drawn.copy(&self.templates[path], page, is_head);
    }

    /// The tree of an entry; none where it is missing, damaged or more than may still be read.
    fn tree(&mut self, path: &str) -> Option<Element> {
        let most = xml::MAX_TREE.min(self.work.left());
        let mut own = Budget::of(most);
        let tree = xml::zip_tree(self.bytes, path, &mut own);
        if tree.is_none() {
            own.lose(path);
        }
        self.drawn.text.lose_as(&own);
        let n_bytes = if own.is_spent() { usize::MAX } else { most - own.left() };
        (self.work.take(n_bytes)).then_some(tree).flatten()
    }
}

/// The words directly in an element, without blanks around them.
fn words(element: &Element) -> String {
    element.own_text().trim().to_owned()
}

/// The entry that a path names which stands in another entry: from the root where it begins with a slash.
fn resolved(from: &str, place: &str) -> String {
    let place = place.trim().replace('\\', "/");
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let base = if place.starts_with('/') { "" } else { folder };
    let mut parts: Vec<&str> = Vec::new();
    for part in base.split('/').chain(place.split('/')) {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// For a file with more of something than any notice has.
fn too_much(what: &str) -> Refusal {
    Refusal::new(
        format!("too many {what} in this OFD file"),
        "print the pages of the notice to a PDF, or save its text as .txt, and try again",
    )
}

#[cfg(test)]
mod tests;
