//! Web: the address of the page that a document was published on.
//!
//! In:  what the file tells of itself ([`Document::hints`]).
//! Out: an address that people can open, or none. Nothing is guessed from names, and nothing is looked up.

use super::Document;
use super::word::words;
use crate::lexicon::code::PageKind;

/// The hint of a page's own address, as its publisher or the browser that saved it wrote it.
pub(super) const ADDRESS: &str = "address";
/// Longest address, in bytes.
const LONGEST: usize = 2_000;

/// Whether a text is the address of a page: of the web, whole, and not of a site's first page, which is no notice.
pub(super) fn is_page(text: &str) -> bool {
    let fits = |c: char| !c.is_whitespace() && !c.is_control() && !"\"'<>\\`{}|^".contains(c);
    let lower = text.get(..8).unwrap_or_default().to_ascii_lowercase();
    let Some(rest) =
        ["https://", "http://"].iter().find(|start| lower.starts_with(**start)).map(|start| &text[start.len()..])
    else {
        return false;
    };
    let Some((host, path)) = rest.split_once('/') else { return false };
    text.len() <= LONGEST && text.chars().all(fits) && host.contains('.') && !host.contains('@') && !path.is_empty()
}

impl Document {
    /// The page of the web that it was published on, where the file tells it.
    pub fn url(&self) -> Option<String> {
        let page = |(_, value): &(String, String)| is_page(value.trim()).then(|| value.trim().to_owned());
        let own = self.hints.iter().filter(|(name, _)| name == ADDRESS);
        let named = |name: &str| {
            let name = name.strip_prefix("meta:").unwrap_or(name).trim().to_ascii_lowercase();
            words().is(PageKind::Address, &name)
        };
        own.chain(self.hints.iter().filter(|(name, _)| named(name))).find_map(page)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_that_of_a_page() {
        for page in ["https://www.wuchang.gov.cn/a/b.html?id=1#c", "HTTP://a.gov.cn/1", "http://10.0.0.1:8080/x"] {
            assert!(is_page(page), "{page}");
        }
        let others = [
            "javascript:alert(1)",
            "https://www.gov.cn/",
            "https://www.gov.cn",
            "file:///C:/a/b.html",
            "/a.html",
            "http://a.cn/\"b",
            "https://a@b.cn/c",
            "//a.cn/b",
            "https://intranet/a",
            "网址",
        ];
        for other in others {
            assert!(!is_page(other), "{other}");
        }
    }
}
