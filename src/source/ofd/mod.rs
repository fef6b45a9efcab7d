//! OFD: pages laid out once and for all, as GB/T 33190-2016 has them; offices file and publish what they issue in it.
//!
//! In:  a ZIP archive with `OFD.xml`.
//! Out: as of a [`pdf`] with a text layer: paragraphs without the page's line breaks, ruled tables as rows.
//!      Pages that are pictures are handed out as pictures, for an engine to recognise.
//! Not here: seals and notes that are laid over pages.
//! Source of the names and of how places are counted: GB/T 33190-2016, chapters 7 (documents and pages), 9 (paths) and 11
//! (text).

mod page;

use std::collections::HashMap;
use std::path::Path;

use super::budget::Budget;
use super::pdf::{self, FEW, MAX_PAGES, Page};
use super::xml::{self, Element};
use super::{Document, Format, Refusal, guard, refused, scan, title_hint};
use page::Drawn;

pub(super) const FORMAT: Format = Format { name: "ofd", extensions: &["ofd"], fits, read };

/// The entry that names all others.
pub(super) const ROOT: &str = "OFD.xml";
/// Most memory that the trees of all parts may take one after another, in bytes.
const MAX_WORK: usize = 4 * xml::MAX_TREE;
/// Most bytes of pictures that are recognised.
const MAX_PICTURES: usize = 512 << 20;

fn fits(bytes: &[u8], _: &Path) -> bool {
    refused::is_zip(bytes) && xml::zip_has(bytes, ROOT)
}

fn read(bytes: &[u8], _: &Path) -> Result<Vec<Document>, Refusal> {
    guard::apart(|| File::of(bytes).document())
        .unwrap_or_else(|| Err(Refusal::damaged("OFD")))
        .map(|document| vec![document])
}

/// The pictures of pages in an OFD file, one a page; none where the bytes are no such file.
pub(super) fn pictures(bytes: &[u8]) -> Option<Vec<Vec<u8>>> {
    fits(bytes, Path::new("")).then(|| guard::apart(|| File::of(bytes).pictures().ok()).flatten().unwrap_or_default())
}

/// A file, and what of it was read.
struct File<'a> {
    bytes: &'a [u8],
    work: Budget,
    drawn: Drawn,
    /// Pages that stand below or above others, by their paths.
    templates: HashMap<String, Page>,
}

/// A document of a file: where it stands, and what it says of all its pages.
struct Paper {
    path: String,
    tree: Element,
}

impl Paper {
    /// The elements of this name among those that all pages share.
    fn common<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        let common = self.tree.child("CommonData").into_iter().flat_map(Element::elements);
        common.filter(move |element| element.name == name)
    }
}

impl<'a> File<'a> {
    fn of(bytes: &'a [u8]) -> Self {
        Self { bytes, work: Budget::of(MAX_WORK), drawn: Drawn::new(), templates: HashMap::new() }
    }

    fn document(mut self) -> Result<Document, Refusal> {
        let (papers, title) = self.papers()?;
        let mut pages = Vec::new();
        for paper in &papers {
            self.pages(paper, &mut pages)?;
        }
        if self.work.is_spent() {
            return Err(xml::too_large());
        }
        self.drawn.text.check()?;
        if self.drawn.pairs.is_spent() {
            return Err(too_much("lines"));
        }
        if pages.is_empty() {
            return Err(Refusal::damaged("OFD"));
        }
        self.laid_out(pages, title)
    }

    fn laid_out(mut self, pages: Vec<Page>, title: Option<String>) -> Result<Document, Refusal> {
        let n_chars: usize = pages.iter().map(|page| page.glyphs.len()).sum();
        let n_unknown: usize = pages.iter().map(|page| page.n_unknown).sum();
        if n_unknown > n_chars {
            return Err(Refusal::new(
                "the fonts of this OFD file do not say which characters they print",
                "print it to a PDF from an OFD reader and try again; that is read as a scan where it has to be",
            ));
        }
        if n_chars < FEW * pages.len() {
            return Err(Refusal::scan("this OFD file holds pictures of pages and no text"));
        }
        let laid_out = pdf::lay_out(pages, &mut self.drawn.text);
        self.drawn.text.check()?;
        let title = title.and_then(|title| title_hint(&title));
        Ok(laid_out.document(title.into_iter().chain(self.drawn.text.hints()).collect()))
    }

    /// The documents of the file, and the title of the first that has one.
    fn papers(&mut self) -> Result<(Vec<Paper>, Option<String>), Refusal> {
        let root = self.tree(ROOT).ok_or_else(|| Refusal::damaged("OFD"))?;
        let bodies = || root.elements().filter(|element| element.name == "DocBody");
        let title = bodies().find_map(|body| body.descend(&["DocInfo", "Title"])).map(words);
        let papers = bodies().filter_map(|body| {
            let path = resolved("", &words(body.child("DocRoot")?));
            Some(Paper { tree: self.tree(&path)?, path })
        });
        Ok((papers.collect(), title))
    }

    /// Takes the content of each page of a document.
    fn each_page(&mut self, paper: &Paper, mut take: impl FnMut(&mut Self, Element)) -> Result<(), Refusal> {
        for (at, own) in paper.tree.child("Pages").into_iter().flat_map(Element::elements).enumerate() {
            let Some(content) = own.attribute("BaseLoc").and_then(|place| self.tree(&resolved(&paper.path, place)))
            else {
                continue;
            };
            if at >= MAX_PAGES {
                return Err(too_much("pages"));
            }
            take(self, content);
        }
        Ok(())
    }

    /// The pages of a document with their characters and rules.
    fn pages(&mut self, paper: &Paper, pages: &mut Vec<Page>) -> Result<(), Refusal> {
        let width = paper.common("PageArea").find_map(page::width);
        let templates: HashMap<&str, String> = paper
            .common("TemplatePage")
            .filter_map(|page| Some((page.attribute("ID")?, resolved(&paper.path, page.attribute("BaseLoc")?))))
            .collect();
        self.each_page(paper, |file, content| {
            let mut page = Page::default();
            for template in content.elements().filter(|element| element.name == "Template") {
                if let Some(place) = template.attribute("TemplateID").and_then(|id| templates.get(id)) {
                    file.lay_under(&mut page, place);
                }
            }
            file.drawn.draw(&content, &mut page);
            page.close(&mut file.drawn.pairs);
            page.width = content.child("Area").and_then(page::width).or(width).unwrap_or(page::A4);
            pages.push(page);
        })
    }

    /// The largest picture of each page, as far as an engine can read it.
    fn pictures(mut self) -> Result<Vec<Vec<u8>>, Refusal> {
        let mut left = MAX_PICTURES;
        let mut pictures = Vec::new();
        for paper in &self.papers()?.0 {
            let media = self.media(paper);
            self.each_page(paper, |file, content| {
                let entry = page::largest_picture(&content).and_then(|id| media.get(&id));
                let picture = entry.and_then(|entry| xml::zip_entry(file.bytes, entry));
                if let Some(picture) = picture.filter(|picture| picture.len() <= left && scan::is_picture(picture)) {
                    left -= picture.len();
                    pictures.push(picture);
                }
            })?;
        }
        Ok(pictures)
    }

    /// The entries of a document's pictures by the numbers that pages name them by.
    fn media(&mut self, paper: &Paper) -> HashMap<String, String> {
        let lists: Vec<String> = ["PublicRes", "DocumentRes"]
            .iter()
            .flat_map(|name| paper.common(name))
            .map(|list| resolved(&paper.path, &words(list)))
            .collect();
        let mut media = HashMap::new();
        for path in lists {
            let Some(list) = self.tree(&path) else { continue };
            // files of a list lie in its own folder, or in one below
            let folder = resolved(&path, &format!("{}/.", list.attribute("BaseLoc").unwrap_or(".")));
            let own = list.child("MultiMedias").into_iter().flat_map(Element::elements);
            media.extend(own.filter_map(|medium| {
                let file = words(medium.child("MediaFile")?);
                Some((medium.attribute("ID")?.to_owned(), resolved(&format!("{folder}/."), &file)))
            }));
        }
        media
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
