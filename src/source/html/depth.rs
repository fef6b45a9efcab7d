//! Depth: a page that nests more deeply than any needs is hostile, and is made shallow before it is read.
//!
//! In:  the text of a page.
//! Out: the same without the tags that open too many elements or say too much of one; what its elements cost is taken
//!      from a budget, before they are made.

use std::borrow::Cow;

use crate::source::budget::Budget;

/// Most elements that are open at once.
const MAX_OPEN: usize = 8000;
/// Most elements for the look of words (`<b>`, `<font>`) that are open at once: a browser opens all of them again in every
/// paragraph until they are closed.
const MAX_STYLED: usize = 32;
/// Most attributes of one element.
const MAX_ATTRIBUTES: usize = 256;
/// What an element costs beside its text: its place in the tree, and that of the words in it.
const ELEMENT: usize = 32;

/// The page without the depths that only a hostile page has: where more elements are open than any page needs, further
/// tags are taken out and their text stays. In scripts, styles and comments `<` opens nothing.
///
/// The budget is spent where the page has more elements than fit in memory.
pub(super) fn bounded<'a>(text: &'a str, budget: &mut Budget) -> Cow<'a, str> {
    let (mut n_open, mut n_styled) = (0usize, 0usize);
    let mut cut: Option<String> = None;
    let mut rest = text;
    let mut kept = 0;
    let mut endless = Vec::new();
    while let Some(at) = rest.find('<') {
        let start = text.len() - rest.len() + at;
        let tag = &rest[at + 1..];
        rest = tag;
        if let Some(length) = raw(tag, &mut endless) {
            rest = &tag[length..];
            continue;
        }
        if let Some(tag) = tag.strip_prefix('/') {
            n_open = n_open.saturating_sub(1);
            n_styled -= usize::from(n_styled > 0 && is_styled(tag));
            continue;
        }
        if !tag.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let is_styled = is_styled(tag);
        n_open += usize::from(!is_void(tag));
        n_styled += usize::from(is_styled);
        let is_deep = n_open > MAX_OPEN || is_styled && n_styled > MAX_STYLED;
        // What stays open for the look of words is opened again with every element.
        let n_made = if is_deep { 0 } else { 1 + n_styled.min(MAX_STYLED) };
        if !budget.take(n_made * ELEMENT) {
            break;
        }
        if is_deep || has_too_much(tag) {
            let end = tag.find('>').map_or(text.len(), |end| start + 1 + end + 1);
            cut.get_or_insert_default().push_str(&text[kept..start]);
            kept = end;
            rest = &text[end..];
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

/// Whether a tag has more attributes than any element needs: they are compared with one another when they are read.
fn has_too_much(tag: &str) -> bool {
    let (mut n_words, mut quote, mut before) = (0, None, b'<');
    for &byte in tag.as_bytes() {
        match quote {
            Some(mark) if byte == mark => quote = None,
            Some(_) => {}
            None if byte == b'>' => return false,
            None if matches!(byte, b'"' | b'\'') && before == b'=' => quote = Some(byte),
            // Blanks, slashes and the ends of values part attributes.
            None if matches!(before, b'"' | b'\'' | b'/') || before.is_ascii_whitespace() => n_words += 1,
            None => {}
        }
        if n_words > MAX_ATTRIBUTES {
            return true;
        }
        before = byte;
    }
    false
}

/// The name of the element that a tag opens or closes, in lower case; only its first letters where it is long.
fn name(tag: &str) -> String {
    let end = tag.bytes().take(12).take_while(u8::is_ascii_alphanumeric).count();
    tag[..end].to_ascii_lowercase()
}

/// Whether a tag opens or closes an element for the look of words, which goes on over the ends of paragraphs.
fn is_styled(tag: &str) -> bool {
    let styled = ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];
    styled.contains(&name(tag).as_str())
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
    let voids = [
        "br", "img", "hr", "input", "meta", "link", "p", "li", "td", "tr", "th", "option", "col", "area", "base",
        "param", "dt", "dd", "embed", "wbr", "source",
    ];
    voids.contains(&name(tag).as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_counted_before_they_are_made() {
        let paragraphs = |head: &str| format!("{head}{}", "<p>x".repeat(1000));
        let fonts: String = (0..1000).map(|at| format!("<font color={at}>")).collect();
        for (head, most) in [("", 1000), (fonts.as_str(), 34 * 1000 + 1000)] {
            let mut budget = Budget::of(most * ELEMENT);
            let page = paragraphs(head);
            assert!(bounded(&page, &mut budget).ends_with("<p>x") && !budget.is_spent(), "{head}");
            let _ = bounded(&page, &mut budget);
            assert!(budget.is_spent());
        }
    }

    #[test]
    fn tags_that_say_too_much_are_taken_out() {
        let attributes = |n: usize| (0..n).map(|at| format!("a{at}='1 > 2'")).collect::<Vec<_>>().join(" ");
        for (n, is_cut) in [(100, false), (1000, true)] {
            let page = format!("<div {}>新增学位</div>", attributes(n).replace('>', ""));
            assert_eq!(bounded(&page, &mut Budget::new()).starts_with("新增学位"), is_cut, "{n}");
        }
        assert!(has_too_much(&format!("p {}", "a=1/b='2'c ".repeat(200))));
        assert!(!has_too_much(&format!("img src='data:{}'>", "a / = b ".repeat(2000))));
    }
}
