//! XML in ZIP archives, as office programs write it: a small tree that is bounded in size and depth.

use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::budget::Budget;
use super::{Refusal, encoding};

/// Largest part of an archive that is unpacked, in bytes.
const MAX_ENTRY: u64 = 64 << 20;
/// Deepest nesting of elements.
const MAX_DEPTH: usize = 400;
/// Most memory that the trees of one file may take, in bytes, as far as it can be told beforehand.
pub(super) const MAX_TREE: usize = 256 << 20;

/// What a piece of memory costs beside its bytes.
const ALLOCATION: usize = 32;

/// An element: its name and attributes without name-space prefixes.
#[derive(Debug, Default)]
pub(super) struct Element {
    pub(super) name: String,
    attributes: Vec<(String, String)>,
    pub(super) children: Vec<Node>,
}

#[derive(Debug)]
pub(super) enum Node {
    Element(Element),
    Text(String),
}

impl Element {
    /// About how much memory it takes without what is in it.
    fn size(&self) -> usize {
        let attributes = self.attributes.iter().map(|(key, value)| 2 * size_of::<String>() + key.len() + value.len());
        // Lists of children and of attributes grow by doubling.
        2 * size_of::<Node>() + ALLOCATION + 2 * attributes.map(|size| size + 2 * ALLOCATION).sum::<usize>()
    }

    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The length of the longest value of an attribute, here or below.
    pub(super) fn longest_attribute(&self) -> usize {
        let own = self.attributes.iter().map(|(_, value)| value.len()).max().unwrap_or(0);
        self.elements().map(Self::longest_attribute).fold(own, usize::max)
    }

    /// The elements directly below.
    pub(super) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The first element of this name directly below.
    pub(super) fn child(&self, name: &str) -> Option<&Element> {
        self.elements().find(|element| element.name == name)
    }

    /// The first element at the end of a path of names.
    pub(super) fn descend(&self, names: &[&str]) -> Option<&Element> {
        names.iter().try_fold(self, |element, name| element.child(name))
    }

    /// The `val` of a child, as Word writes most properties.
    pub(super) fn value(&self, name: &str) -> Option<&str> {
        self.child(name)?.attribute("val")
    }

    /// The words directly in it, not those of elements below.
    pub(super) fn own_text(&self) -> String {
        let words = self.children.iter().filter_map(|node| match node {
            Node::Text(words) => Some(words.as_str()),
            Node::Element(_) => None,
        });
        words.collect()
    }

    /// The first element of this name anywhere below.
    pub(super) fn find(&self, name: &str) -> Option<&Element> {
        self.elements().find_map(|element| if element.name == name { Some(element) } else { element.find(name) })
    }
}

/// The root element and whether the text is whole; `None` where it is no XML or goes beyond the bounds.
///
/// What follows a fault is lost, what came before it stays.
pub(super) fn parse(text: &str, budget: &mut Budget) -> Option<(Element, bool)> {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_dangling_amp = true;
    let mut open = vec![Element::default()];
    let mut is_whole = true;
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => {
                let child = element(&start);
                if open.len() > MAX_DEPTH || !budget.take(child.size()) {
                    return None;
                }
                open.push(child);
            }
            Ok(Event::Empty(start)) => {
                let child = element(&start);
                if !budget.take(child.size()) {
                    return None;
                }
                open.last_mut()?.children.push(Node::Element(child));
            }
            Ok(Event::End(_)) => close(&mut open),
            Ok(Event::Text(text)) => push(&mut open, &text.xml10_content(), budget),
            Ok(Event::CData(text)) => push(&mut open, &text.xml10_content(), budget),
            Ok(Event::GeneralRef(reference)) => {
                let name: &str = &reference;
                match reference.resolve_char_ref() {
                    Ok(Some(c)) => push(&mut open, c.encode_utf8(&mut [0; 4]), budget),
                    _ => push(&mut open, entity(name), budget),
                }
            }
            Ok(Event::Eof) => break,
            Err(_) => {
                is_whole = false;
                break;
            }
            Ok(_) => {}
        }
        if budget.is_spent() {
            return None;
        }
    }
    is_whole &= open.len() == 1;
    while open.len() > 1 {
        close(&mut open);
    }
    let root = open.pop()?.children.into_iter().find_map(|node| match node {
        Node::Element(element) => Some(element),
        Node::Text(_) => None,
    });
    root.map(|root| (root, is_whole))
}

fn element(start: &BytesStart) -> Element {
    // Marks of who edited what when are many, and nobody asks for them.
    let is_kept = |name: &str| !["rsid", "paraId", "textId"].iter().any(|mark| name.starts_with(mark));
    let attributes = start
        .attributes()
        .with_checks(false)
        .flatten()
        .filter(|attribute| is_kept(attribute.key.local_name().as_ref()))
        .map(|attribute| {
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).map(std::borrow::Cow::into_owned);
            (attribute.key.local_name().as_ref().to_owned(), value.unwrap_or_default())
        })
        .collect();
    Element { name: start.local_name().as_ref().to_owned(), attributes, children: Vec::new() }
}

fn close(open: &mut Vec<Element>) {
    if open.len() > 1 {
        let element = open.pop().expect("more than one is open");
        open.last_mut().expect("the root stays").children.push(Node::Element(element));
    }
}

/// Adds words to the innermost element, as far as the budget reaches.
fn push(open: &mut [Element], text: &str, budget: &mut Budget) {
    let children = &mut open.last_mut().expect("the root stays").children;
    match children.last_mut() {
        Some(Node::Text(last)) if budget.take(2 * text.len()) => last.push_str(text),
        Some(Node::Text(_)) => {}
        _ if budget.take(2 * size_of::<Node>() + ALLOCATION + text.len()) => {
            children.push(Node::Text(text.to_owned()));
        }
        _ => {}
    }
}

fn entity(name: &str) -> &'static str {
    match name {
        "lt" => "<",
        "gt" => ">",
        "amp" => "&",
        "quot" => "\"",
        "apos" => "'",
        "nbsp" => "\u{a0}",
        _ => "",
    }
}

/// Whether a ZIP archive holds an entry of this name.
pub(super) fn zip_has(bytes: &[u8], name: &str) -> bool {
    ZipArchive::new(Cursor::new(bytes)).is_ok_and(|mut archive| archive.by_name(name).is_ok())
}

/// The unpacked bytes of an entry; `None` where it is missing, damaged or too large.
pub(super) fn zip_entry(bytes: &[u8], name: &str) -> Option<Vec<u8>> {
    zip_entry_within(bytes, name, MAX_ENTRY).map(|(entry, _)| entry)
}

/// The unpacked bytes of an entry, and whether they are all that was packed.
fn zip_entry_within(bytes: &[u8], name: &str, most: u64) -> Option<(Vec<u8>, bool)> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let entry = archive.by_name(name).ok()?;
    let mut unpacked = Vec::new();
    // A checksum that fails at the very end leaves the text readable.
    let is_whole = entry.take(most + 1).read_to_end(&mut unpacked).is_ok();
    (!unpacked.is_empty() && unpacked.len() as u64 <= most).then_some((unpacked, is_whole))
}

/// The tree of an entry. The budget is spent where the entry is larger than any that is unpacked, or its tree than what
/// is left; it tells of an entry that is not whole.
pub(super) fn zip_tree(bytes: &[u8], name: &str, budget: &mut Budget) -> Option<Element> {
    let entry = zip_entry_within(bytes, name, MAX_ENTRY);
    if entry.is_none() && zip_is_too_large(bytes, name) {
        let _ = budget.take(usize::MAX);
    }
    let (entry, is_unpacked) = entry?;
    let (tree, is_whole) = parse(&encoding::xml_text(entry), budget)?;
    if !is_unpacked || !is_whole {
        budget.lose(name);
    }
    Some(tree)
}

/// The tree of an entry that is no larger than this when unpacked.
pub(super) fn zip_tree_within(bytes: &[u8], name: &str, most: u64) -> Option<Element> {
    let (entry, _) = zip_entry_within(bytes, name, most)?;
    parse(&encoding::xml_text(entry), &mut Budget::of(MAX_TREE)).map(|(tree, _)| tree)
}

/// Whether an entry is larger than any that is unpacked.
fn zip_is_too_large(bytes: &[u8], name: &str) -> bool {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else { return false };
    archive.by_name(name).is_ok_and(|entry| n_unpacked(entry, MAX_ENTRY) > MAX_ENTRY)
}

/// The names of the entries, sorted.
pub(super) fn zip_names(bytes: &[u8]) -> Vec<String> {
    let Ok(archive) = ZipArchive::new(Cursor::new(bytes)) else { return Vec::new() };
    let mut names: Vec<String> = (0..archive.len())
        .filter_map(|index| archive.name_for_index(index)?.ok().map(std::borrow::Cow::into_owned))
        .collect();
    names.sort();
    names
}

/// For an archive with parts that are not unpacked, for they are too large.
pub(super) fn too_large() -> Refusal {
    Refusal::new(
        "an Office file that unpacks to a monstrous size",
        "copy the notice alone into a new file and try again",
    )
}

/// Whether the parts of an archive stay below a number of bytes when unpacked, whatever its directory claims.
///
/// `most` says how large a part may be by its name; parts for which it says nothing are not looked at.
pub(super) fn zip_is_bounded(bytes: &[u8], most: impl Fn(&str) -> Option<u64>) -> bool {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else { return false };
    let mut left = MAX_ENTRY;
    for index in 0..archive.len() {
        let name = archive.name_for_index(index).and_then(|name| Some(name.ok()?.into_owned()));
        let Some(most) = name.and_then(|name| most(&name)) else { continue };
        let Ok(entry) = archive.by_index(index) else { continue };
        let most = left.min(most);
        let n_bytes = n_unpacked(entry, most);
        if n_bytes > most {
            return false;
        }
        left -= n_bytes;
    }
    true
}

/// How many bytes an entry unpacks to; one more than `most` where it is larger.
fn n_unpacked(entry: impl Read, most: u64) -> u64 {
    std::io::copy(&mut entry.take(most + 1), &mut std::io::sink()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(text: &str) -> Option<Element> {
        parse(text, &mut Budget::of(MAX_TREE)).map(|(tree, _)| tree)
    }

    #[test]
    fn faults_are_told() {
        for (text, want) in
            [("<a><b/>x</a>", true), ("<a>x & y</a>", true), ("<a><b>x</b>", false), ("<a>x<</a>", false)]
        {
            assert_eq!(parse(text, &mut Budget::of(MAX_TREE)).is_some_and(|(_, is_whole)| is_whole), want, "{text}");
        }
    }

    #[test]
    fn trees_keep_text_and_drop_prefixes() {
        let root =
            tree("<?xml version=\"1.0\"?><w:a w:val=\"1&lt;2\"><b>新&#x589e;<![CDATA[<学>]]>&amp;位</b><c/></w:a>")
                .unwrap();
        assert_eq!((root.name.as_str(), root.attribute("val")), ("a", Some("1<2")));
        assert!(matches!(&root.child("b").unwrap().children[..], [Node::Text(text)] if text == "新增<学>&位"));
        assert!(root.child("c").is_some());
    }

    #[test]
    fn broken_and_bottomless_trees_are_bounded() {
        assert!(tree("").is_none());
        assert!(tree("<a><b>x").unwrap().child("b").is_some());
        assert!(tree(&"<a>".repeat(100_000)).is_none());
    }

    #[test]
    fn trees_are_bounded_in_memory() {
        for text in ["<a/>", "x<a/>", "<a b='c' d='e'/>", "<a>x</a>", "&#65;<!-- -->"] {
            let text = format!("<r>{}</r>", text.repeat(10_000));
            let mut budget = Budget::of(100_000);
            assert!(parse(&text, &mut budget).is_none() == budget.is_spent(), "{}", &text[..9]);
            assert!(parse(&text, &mut Budget::of(MAX_TREE)).is_some());
        }
    }
}
