//! Automatic numbers: what Word prints before a paragraph without anyone having typed it.
//!
//! In:  `numbering.xml` and `styles.xml`, then the paragraphs in order.
//! Out: the printed number of each.

use std::collections::{BTreeMap, BTreeSet};

use crate::source::numbers::{self, Style};
use crate::source::xml::Element;

/// Levels of a list.
const LEVELS: usize = 9;
/// Longest text of a level, in characters.
const MAX_LEVEL: usize = 40;
/// Longest chain of styles that is followed.
const MAX_CHAIN: usize = 20;

/// The lists of a document and how far they have been counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    /// By `abstractNumId`.
    lists: BTreeMap<String, Vec<Level>>,
    /// By `numId`.
    uses: BTreeMap<String, Use>,
    /// By style: what a paragraph of it inherits.
    styles: BTreeMap<String, ParagraphStyle>,
    /// By `abstractNumId`: the last number of each level, where one was printed.
    counts: BTreeMap<String, [Option<u32>; LEVELS]>,
    /// `numId`s that have been used; their start overrides work once.
    begun: BTreeSet<(String, usize)>,
    default_style: Option<String>,
}

/// One level of a list.
#[derive(Debug, Clone)]
struct Level {
    start: u32,
    format: Format,
    /// `%1、`, `（%1）`, `%1.%2`.
    text: String,
    /// Whether nothing stands between number and words.
    is_glued: bool,
    /// All numbers of the text in Arabic digits.
    is_legal: bool,
    /// The level above that starts this one again (1-based), if not every one above.
    restart: Option<usize>,
    style: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Number(Style),
    Bullet,
    None,
}

/// A use of a list, with what it does differently.
#[derive(Debug, Default)]
struct Use {
    list: String,
    starts: BTreeMap<usize, u32>,
    levels: BTreeMap<usize, Level>,
}

/// What a style says of numbers.
#[derive(Debug, Default)]
struct ParagraphStyle {
    based_on: Option<String>,
    num: Option<String>,
    level: Option<usize>,
    name: String,
}

impl Numbering {
    pub(super) fn read(numbering: Option<Element>, styles: Option<Element>) -> Self {
        let mut read = Self::default();
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
                    r#use.levels.insert(level, Level::read(changed));
                }
            }
            read.uses.insert(id.to_owned(), r#use);
        }
        // A list that only refers to a style has the levels of the list that the style names.
        for (id, style) in linked {
            let target =
                read.styles.get(&style).and_then(|style| style.num.as_ref()).and_then(|num| read.uses.get(num));
            if let Some(levels) = target.and_then(|target| read.lists.get(&target.list)).cloned() {
                read.lists.insert(id, levels);
            }
        }
        read
    }

    /// The number that Word prints before a paragraph with these properties, with the space after it; counts on.
    pub(super) fn next(&mut self, properties: Option<&Element>) -> Option<String> {
        let style = properties
            .and_then(|properties| properties.value("pStyle"))
            .or(self.default_style.as_deref())
            .map(str::to_owned);
        let own = properties.and_then(|properties| properties.child("numPr"));
        let (style_num, style_level) = self.of_style(style.as_deref());
        let num = own.and_then(|own| own.value("numId")).map(str::to_owned).or(style_num)?;
        if num == "0" {
            return None;
        }
        let r#use = self.uses.get(&num)?;
        let list = r#use.list.clone();
        let levels = self.lists.get(&list)?;
        let own_level = own.and_then(|own| own.value("ilvl")).and_then(|level| level.parse().ok());
        let by_style = || levels.iter().position(|level| level.style.is_some() && level.style == style);
        let at: usize = own_level.or_else(by_style).or(style_level).unwrap_or(0).min(LEVELS - 1);
        let level = |at: usize| r#use.levels.get(&at).or_else(|| levels.get(at));
        let current = level(at)?.clone();

        let counts = self.counts.entry(list).or_default();
        let restarts = !self.begun.contains(&(num.clone(), at));
        let start = match r#use.starts.get(&at) {
            Some(&start) if restarts => {
                counts[at] = None;
                start
            }
            Some(&start) => start,
            None => current.start,
        };
        if restarts {
            self.begun.insert((num.clone(), at));
        }
        counts[at] = Some(counts[at].map_or(start, |count| count.saturating_add(1)));
        for (above, count) in counts.iter_mut().enumerate().take(at) {
            count.get_or_insert_with(|| level(above).map_or(1, |level| level.start));
        }
        for (below, count) in counts.iter_mut().enumerate().skip(at + 1) {
            // A level starts again after a higher one was printed, unless it says after which.
            let again = level(below).and_then(|level| level.restart).is_none_or(|restart| restart > at);
            if again {
                *count = None;
            }
        }
        match current.format {
            Format::None => None,
            Format::Bullet => Some(bullet(&current.text)),
            Format::Number(_) => {
                let number = print(&current, |at| Some((counts.get(at).copied().flatten()?, level(at)?.format)));
                // A style of headings may count without printing.
                (!number.trim().is_empty()).then(|| {
                    let spaced = !current.is_glued && number.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '.');
                    if spaced { format!("{number} ") } else { number }
                })
            }
        }
    }

    /// Whether a paragraph is a line of a table of contents.
    pub(super) fn is_contents(&self, properties: Option<&Element>) -> bool {
        let style = properties.and_then(|properties| properties.value("pStyle"));
        let name = style.and_then(|id| self.styles.get(id)).map_or("", |style| style.name.as_str());
        name.starts_with("toc ") || name == "toc heading"
    }

    /// List and level that a style gives, by itself or by the styles it is based on.
    fn of_style(&self, style: Option<&str>) -> (Option<String>, Option<usize>) {
        let mut found = (None, None);
        let mut next = style;
        for _ in 0..MAX_CHAIN {
            let Some(style) = next.and_then(|id| self.styles.get(id)) else { break };
            found.1 = found.1.or(style.level);
            if style.num.is_some() {
                found.0.clone_from(&style.num);
                break;
            }
            next = style.based_on.as_deref();
        }
        found
    }
}

fn levels(list: &Element) -> Vec<Level> {
    let mut levels = Vec::new();
    for level in list.elements().filter(|element| element.name == "lvl") {
        let at = level.attribute("ilvl").and_then(|at| at.parse::<usize>().ok()).unwrap_or(levels.len());
        if at < LEVELS {
            levels.resize_with(levels.len().max(at + 1), || Level {
                start: 1,
                format: Format::None,
                text: String::new(),
                is_glued: false,
                is_legal: false,
                restart: None,
                style: None,
            });
            levels[at] = Level::read(level);
        }
    }
    levels
}

impl Level {
    fn read(level: &Element) -> Self {
        // A format that only newer programs know stands in a choice beside one that all know.
        let format = level.value("numFmt").or_else(|| level.find("numFmt").and_then(|format| format.attribute("val")));
        Self {
            start: level.value("start").and_then(|start| start.parse().ok()).unwrap_or(1),
            format: format_of(format.unwrap_or("decimal")),
            text: level.value("lvlText").unwrap_or_default().chars().take(MAX_LEVEL).collect(),
            is_glued: level.value("suff") == Some("nothing"),
            is_legal: level.child("isLgl").is_some(),
            restart: level.value("lvlRestart").and_then(|restart| restart.parse().ok()),
            style: level.value("pStyle").map(str::to_owned),
        }
    }
}

fn format_of(name: &str) -> Format {
    Format::Number(match name {
        "bullet" => return Format::Bullet,
        "none" => return Format::None,
        "decimalZero" => Style::DecimalZero,
        "decimalFullWidth" | "decimalFullWidth2" => Style::FullWidth,
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => Style::Circled,
        "decimalEnclosedParen" => Style::Parenthesized,
        "decimalEnclosedFullstop" => Style::Dotted,
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand" => Style::Chinese,
        "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital" => Style::ChineseDigits,
        "chineseLegalSimplified" | "ideographLegalTraditional" | "japaneseLegal" => Style::Formal,
        "ideographTraditional" => Style::Stems,
        "ideographZodiac" => Style::Branches,
        "lowerLetter" => Style::LowerLetter,
        "upperLetter" => Style::UpperLetter,
        "lowerRoman" => Style::LowerRoman,
        "upperRoman" => Style::UpperRoman,
        _ => Style::Decimal,
    })
}

/// A level's text with the numbers of the levels that it names.
fn print(level: &Level, number: impl Fn(usize) -> Option<(u32, Format)>) -> String {
    let mut printed = String::new();
    let mut rest = level.text.as_str();
    while let Some(at) = rest.find('%') {
        printed.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let Some(digit) = rest.chars().next().and_then(|c| c.to_digit(10)).filter(|&digit| digit > 0) else { continue };
        rest = &rest[1..];
        if let Some((count, Format::Number(style))) = number(digit as usize - 1) {
            printed.push_str(&numbers::print(count, if level.is_legal { Style::Decimal } else { style }));
        }
    }
    printed.push_str(rest);
    printed
}

/// A bullet as people see it: signs of symbol fonts lie in the private area and become a dot.
fn bullet(text: &str) -> String {
    match text.trim().chars().next() {
        Some(c @ ('▲' | '△' | '●' | '○' | '■' | '□' | '◆' | '★' | '※' | '—' | '·' | '•')) => {
            c.to_string()
        }
        Some('-' | '–') => "—".to_owned(),
        Some(_) => "·".to_owned(),
        None => String::new(),
    }
}
