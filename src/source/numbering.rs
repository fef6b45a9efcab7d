//! Automatic numbers: what Word prints before a paragraph without anyone having typed it.
//!
//! In:  the lists of a document as its format gives them, then its paragraphs in order.
//! Out: the printed number of each.

use std::collections::{BTreeMap, BTreeSet};

use super::numbers::{self, Style};

/// Levels of a list.
pub(super) const LEVELS: usize = 9;
/// Longest text of a level, in characters.
pub(super) const MAX_LEVEL: usize = 40;
/// Longest chain of styles that is followed.
const MAX_CHAIN: usize = 20;

/// The lists of a document and how far they have been counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    /// By the id of the list (`abstractNumId`).
    pub(super) lists: BTreeMap<String, Vec<Level>>,
    /// By the id of the use (`numId`).
    pub(super) uses: BTreeMap<String, Use>,
    /// By style: what a paragraph of it inherits.
    pub(super) styles: BTreeMap<String, ParagraphStyle>,
    /// By `abstractNumId`: the last number of each level, where one was printed.
    counts: BTreeMap<String, [Option<u32>; LEVELS]>,
    /// `numId`s that have been used; their start overrides work once.
    begun: BTreeSet<(String, usize)>,
    pub(super) default_style: Option<String>,
}

/// One level of a list.
#[derive(Debug, Clone, Default)]
pub(super) struct Level {
    pub(super) start: u32,
    pub(super) format: Format,
    /// `%1、`, `（%1）`, `%1.%2`.
    pub(super) text: String,
    /// Whether nothing stands between number and words.
    pub(super) is_glued: bool,
    /// All numbers of the text in Arabic digits.
    pub(super) is_legal: bool,
    /// The level above that starts this one again (1-based), if not every one above.
    pub(super) restart: Option<usize>,
    pub(super) style: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Format {
    Number(Style),
    Bullet,
    #[default]
    None,
}

/// A use of a list, with what it does differently.
#[derive(Debug, Default)]
pub(super) struct Use {
    pub(super) list: String,
    pub(super) starts: BTreeMap<usize, u32>,
    pub(super) levels: BTreeMap<usize, Level>,
}

/// What a style says of numbers.
#[derive(Debug, Default)]
pub(super) struct ParagraphStyle {
    pub(super) based_on: Option<String>,
    pub(super) num: Option<String>,
    pub(super) level: Option<usize>,
    pub(super) name: String,
}

impl Numbering {
    /// The number that Word prints before a paragraph, with the space after it; counts on. Use and level are those that the
    /// paragraph names itself, beside its style.
    pub(super) fn count(&mut self, style: Option<&str>, num: Option<&str>, level: Option<usize>) -> Option<String> {
        let style = style.or(self.default_style.as_deref()).map(str::to_owned);
        let (style_num, style_level) = self.of_style(style.as_deref());
        let num = num.map(str::to_owned).or(style_num)?;
        if num == "0" {
            return None;
        }
        let r#use = self.uses.get(&num)?;
        let list = r#use.list.clone();
        let levels = self.lists.get(&list)?;
        let by_style = || levels.iter().position(|level| level.style.is_some() && level.style == style);
        let at: usize = level.or_else(by_style).or(style_level).unwrap_or(0).min(LEVELS - 1);
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

    /// Whether a paragraph of this style is a line of a table of contents.
    pub(super) fn is_contents(&self, style: Option<&str>) -> bool {
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

/// The format of this name, as DOCX spells it.
pub(super) fn format_of(name: &str) -> Format {
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
