//! Automatic numbers of DOCX: its lists and styles, and what a paragraph says of them.
//!
//! In:  `numbering.xml`, `styles.xml` and the properties of paragraphs.
//! Out: a [`Numbering`], and the printed number of each paragraph.

use std::collections::BTreeMap;

use crate::source::numbering::{LEVELS, Level, MAX_LEVEL, Numbering, ParagraphStyle, Use, format_of};
use crate::source::xml::Element;

/// The lists and styles of a document.
pub(super) fn read(numbering: Option<Element>, styles: Option<Element>) -> Numbering {
    let mut read = Numbering::default();
    for style in styles.iter().flat_map(Element::elements).filter(|element| element.name == "style") {
        let Some(id) = style.attribute("styleId") else { continue };
        let numbers = style.descend(&["pPr", "numPr"]);
        let is_default = style.attribute("default").is_some_and(|value| matches!(value, "1" | "true"));
        if is_default && style.attribute("type") == Some("paragraph") {
            read.default_style = Some(id.to_owned());
        }
        let style = ParagraphStyle {
            based_on: style.value("basedOn").map(str::to_owned),
            num: numbers.and_then(|numbers| numbers.value("numId")).map(str::to_owned),
            level: numbers.and_then(|numbers| numbers.value("ilvl")).and_then(|level| level.parse().ok()),
            name: style.value("name").unwrap_or_default().to_lowercase(),
        };
        read.styles.insert(id.to_owned(), style);
    }
    let Some(numbering) = numbering else { return read };
    let mut linked = BTreeMap::new();
    for list in numbering.elements().filter(|element| element.name == "abstractNum") {
        let Some(id) = list.attribute("abstractNumId") else { continue };
        if let Some(style) = list.value("numStyleLink") {
            linked.insert(id.to_owned(), style.to_owned());
        }
        read.lists.insert(id.to_owned(), levels(list));
    }
    for list in numbering.elements().filter(|element| element.name == "num") {
        let (Some(id), Some(abstract_id)) = (list.attribute("numId"), list.value("abstractNumId")) else {
            continue;
        };
        let mut r#use = Use { list: abstract_id.to_owned(), ..Use::default() };
        for change in list.elements().filter(|element| element.name == "lvlOverride") {
            let Some(level) = change.attribute("ilvl").and_then(|level| level.parse().ok()) else { continue };
            if let Some(start) = change.value("startOverride").and_then(|start| start.parse().ok()) {
                r#use.starts.insert(level, start);
            }
            if let Some(changed) = change.child("lvl") {
                r#use.levels.insert(level, self::level(changed));
            }
        }
        read.uses.insert(id.to_owned(), r#use);
    }
    // A list that only refers to a style has the levels of the list that the style names.
    for (id, style) in linked {
        let target = read.styles.get(&style).and_then(|style| style.num.as_ref()).and_then(|num| read.uses.get(num));
        if let Some(levels) = target.and_then(|target| read.lists.get(&target.list)).cloned() {
            read.lists.insert(id, levels);
        }
    }
    read
}

/// The number that Word prints before a paragraph with these properties, with the space after it; counts on.
pub(super) fn next(numbering: &mut Numbering, properties: Option<&Element>) -> Option<String> {
    let own = properties.and_then(|properties| properties.child("numPr"));
    let num = own.and_then(|own| own.value("numId"));
    let level = own.and_then(|own| own.value("ilvl")).and_then(|level| level.parse().ok());
    numbering.count(style(properties), num, level)
}

/// Whether a paragraph is a line of a table of contents.
pub(super) fn is_contents(numbering: &Numbering, properties: Option<&Element>) -> bool {
    numbering.is_contents(style(properties))
}

fn style(properties: Option<&Element>) -> Option<&str> {
    properties?.value("pStyle")
}

fn levels(list: &Element) -> Vec<Level> {
    let mut levels = Vec::new();
    for level in list.elements().filter(|element| element.name == "lvl") {
        let at = level.attribute("ilvl").and_then(|at| at.parse::<usize>().ok()).unwrap_or(levels.len());
        if at < LEVELS {
            levels.resize_with(levels.len().max(at + 1), || Level { start: 1, ..Level::default() });
            levels[at] = self::level(level);
        }
    }
    levels
}

fn level(level: &Element) -> Level {
    // A format that only newer programs know stands in a choice beside one that all know.
    let format = level.value("numFmt").or_else(|| level.find("numFmt").and_then(|format| format.attribute("val")));
    Level {
        start: level.value("start").and_then(|start| start.parse().ok()).unwrap_or(1),
        format: format_of(format.unwrap_or("decimal")),
        text: level.value("lvlText").unwrap_or_default().chars().take(MAX_LEVEL).collect(),
        is_glued: level.value("suff") == Some("nothing"),
        is_legal: level.child("isLgl").is_some(),
        restart: level.value("lvlRestart").and_then(|restart| restart.parse().ok()),
        style: level.value("pStyle").map(str::to_owned),
    }
}
