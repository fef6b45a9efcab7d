//! Depth: a page that nests more deeply than any needs is hostile, and is made shallow before it is read.
//!
//! In:  the text of a page.
//! Out: the same without the tags that open too many elements.

use std::borrow::Cow;

/// The page without the depths that only a hostile page has: where more elements are open than any page needs, further
/// tags are taken out and their text stays. In scripts, styles and comments `<` opens nothing.
pub(super) fn bounded(text: &str) -> Cow<'_, str> {
    const DEEP: i64 = 8000;
    let mut depth = 0i64;
    let mut cut: Option<String> = None;
    let mut rest = text;
    let mut kept = 0;
    let mut endless = Vec::new();
    while let Some(at) = rest.find('<') {
        let start = text.len() - rest.len() + at;
        let tag = &rest[at + 1..];
        if let Some(length) = raw(tag, &mut endless) {
            rest = &tag[length..];
            continue;
        }
        let is_tag = tag.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
        depth += match tag.as_bytes().first() {
            Some(b'/') => -1,
            Some(_) if is_tag && !is_void(tag) => 1,
            _ => 0,
        };
        depth = depth.max(0);
        rest = tag;
        if is_tag && depth > DEEP {
            let end = tag.find('>').map_or(text.len(), |end| start + 1 + end + 1);
            cut.get_or_insert_default().push_str(&text[kept..start]);
            kept = end;
            rest = &text[end..];
            depth = depth.min(DEEP * 1000);
        }
    }
    match cut {
        Some(mut cut) => {
            cut.push_str(&text[kept..]);
            Cow::Owned(cut)
        }
        None => Cow::Borrowed(text),
    }
}

/// How long what follows a `<` is, up to the end of the script, style or comment that it opens; `None` for other tags and
/// where there is no such end. `endless` keeps the kinds that have none in the rest of the page.
fn raw(tag: &str, endless: &mut Vec<&'static str>) -> Option<usize> {
    let name = ["!--", "script", "style"].into_iter().find(|name| {
        let is_named = tag.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
        is_named && (*name == "!--" || !tag[name.len()..].starts_with(|c: char| c.is_ascii_alphanumeric()))
    })?;
    if endless.contains(&name) {
        return None;
    }
    let end = if name == "!--" {
        tag[name.len()..].find("-->").map(|at| name.len() + at + 3)
    } else {
        let is_end = |at: usize| tag.get(at..at + name.len()).is_some_and(|end| end.eq_ignore_ascii_case(name));
        tag.match_indices("</").map(|(at, _)| at + 2).find(|&at| is_end(at)).map(|at| at + name.len())
    };
    if end.is_none() {
        endless.push(name);
    }
    end
}

/// Whether a tag opens nothing that must be closed, or closes by itself as old pages leave it.
fn is_void(tag: &str) -> bool {
    let end = tag.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(tag.len());
    let name = tag[..end.min(12)].to_ascii_lowercase();
    let voids = [
        "br", "img", "hr", "input", "meta", "link", "p", "li", "td", "tr", "th", "option", "col", "area", "base",
        "param", "dt", "dd", "embed", "wbr", "source",
    ];
    voids.contains(&name.as_str())
}
