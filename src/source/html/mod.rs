//! HTML: the article of a web page, not its furniture.
//!
//! In:  a page as a browser saved it or a server sent it, in any encoding.
//! Out: its article with title and metadata as lines; menus, footers and lists of links are dropped, and kept for people
//!      to look at.

mod address;
mod article;
mod blocks;
mod depth;
mod list;
mod table;

use std::path::Path;

use scraper::Html;

use super::budget::Budget;
use super::{Document, Format, Refusal, encoding, guard, has_extension, refused};

pub(super) const FORMAT: Format = Format { name: "html", extensions: &["html", "htm", "shtml", "xhtml"], fits, read };

/// How far into a file its first tags are looked for, in bytes.
const HEAD: usize = 8 << 10;
/// Most metadata of a page.
const MAX_META: usize = 60;
/// Longest value of metadata, in characters.
const MAX_META_CHARS: usize = 300;

fn fits(bytes: &[u8], path: &Path) -> bool {
    let head = &bytes[..bytes.len().min(HEAD)];
    if !head.contains(&b'<') {
        return false;
    }
    let Some((head, _)) = encoding::decode(head, claimed(head).as_deref()) else { return false };
    let head = head.to_ascii_lowercase();
    let marks = ["<html", "<!doctype html", "<head>", "<body"];
    if marks.iter().any(|mark| head.contains(mark)) {
        return true;
    }
    let tags = [
        "<div", "<p>", "<p ", "<table", "<meta ", "<span", "<section", "<article", "<style", "<title", "<h1", "<h2",
        "<font", "<center", "<ul", "<ol", "<br", "<script", "<!--",
    ];
    let begins = tags.iter().any(|tag| head.trim_start().starts_with(tag));
    begins || has_extension(path, &["html", "htm", "shtml", "xhtml"]) && tags.iter().any(|tag| head.contains(tag))
}

fn read(bytes: &[u8], _: &Path) -> Result<Vec<Document>, Refusal> {
    let claim = claimed(&bytes[..bytes.len().min(HEAD)]);
    let (text, encoding) = encoding::decode(bytes, claim.as_deref()).ok_or_else(refused::unknown)?;
    let (mut budget, mut elements) = (Budget::new(), Budget::new());
    let text = depth::bounded(&text, &mut elements);
    if elements.is_spent() {
        return Err(Refusal::new(
            "more elements in this page than fit in memory",
            "copy the notice from a browser into a .txt or .docx file and try again",
        ));
    }
    let mut document = guard::apart(|| page(&text, encoding, &mut budget)).ok_or_else(|| Refusal::damaged("HTML"))?;
    budget.check()?;
    document.hints.extend(budget.hints());
    if document.text.trim().is_empty() {
        return Err(Refusal::new(
            "no text in this page; its text may come from a script or a picture",
            "open it in a browser, save the page or its attachment from there and try again",
        ));
    }
    Ok(vec![document])
}

/// The document of a page that is not too deep.
pub(super) fn page(text: &str, encoding: &'static str, budget: &mut Budget) -> Document {
    let html = Html::parse_document(text);
    let mut hints = vec![("encoding".to_owned(), encoding.to_owned())];
    hints.extend(metadata(&html));
    hints.extend(address::told(&html));
    let page = blocks::Page::read(&html, budget);
    let article = article::choose(&page, &hints);
    Document { text: article.text, dropped: article.dropped, hints, ..Document::default() }
}

/// The encoding that a page claims in its `<meta>` or XML declaration.
fn claimed(head: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    ["charset=", "encoding="].iter().find_map(|key| {
        let at = head.find(key)? + key.len();
        let value = head[at..].trim_start_matches(['"', '\'', ' ']);
        let end = value.find(|c: char| !c.is_ascii_alphanumeric() && !"-_:.".contains(c)).unwrap_or(value.len());
        (end > 0).then(|| value[..end].to_owned())
    })
}

/// The title and what `<meta name= content=>` say, in the page's order.
fn metadata(html: &Html) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for node in html.tree.nodes() {
        let Some(element) = node.value().as_element() else { continue };
        let (key, value) = match element.name() {
            "title" => {
                let text: String =
                    node.descendants().filter_map(|node| node.value().as_text()).map(|text| &**text).collect();
                ("title".to_owned(), text)
            }
            "meta" => match (element.attr("name").or(element.attr("property")), element.attr("content")) {
                (Some(name), Some(content)) if !name.eq_ignore_ascii_case("viewport") => {
                    (format!("meta:{}", name.trim()), content.to_owned())
                }
                _ => continue,
            },
            _ => continue,
        };
        if value.len() > MAX_META_CHARS && super::web::is_page(&value) {
            // cut, it would lead elsewhere
            continue;
        }
        let value: String = super::grid::flat(&value).chars().take(MAX_META_CHARS).collect();
        if !value.is_empty()
            && found.len() < MAX_META
            && !(key == "title" && found.iter().any(|(key, _)| key == "title"))
        {
            found.push((key, value));
        }
    }
    found
}

#[cfg(test)]
mod tests;
