//! Address: where a page says it was published, or a browser says it took it from.

use scraper::Html;

use crate::source::web::{ADDRESS, is_page};

/// What a browser writes at the head of a page that it saves: `saved from url=(0042)https://…`.
const SAVED: &str = "saved from url=";

/// The hint of a page's address: its publisher's word before that of who saved it.
pub(super) fn told(html: &Html) -> Option<(String, String)> {
    let mut saved = None;
    for node in html.tree.nodes() {
        if let Some(element) = node.value().as_element() {
            let is_canonical = element.name() == "link"
                && element
                    .attr("rel")
                    .is_some_and(|rel| rel.split_whitespace().any(|one| one.eq_ignore_ascii_case("canonical")));
            let address = element.attr("href").map(str::trim).filter(|address| is_canonical && is_page(address));
            if let Some(address) = address {
                return Some((ADDRESS.to_owned(), address.to_owned()));
            }
        } else if let Some(comment) = node.value().as_comment()
            && saved.is_none()
        {
            saved = saved_from(comment);
        }
    }
    saved.map(|address| (ADDRESS.to_owned(), address))
}

fn saved_from(comment: &str) -> Option<String> {
    let (_, told) = comment.split_once(SAVED)?;
    // the length that stands in brackets before it
    let address =
        told.split_once(')').filter(|(before, _)| before.starts_with('(')).map_or(told, |(_, address)| address);
    Some(address.trim()).filter(|address| is_page(address)).map(str::to_owned)
}
