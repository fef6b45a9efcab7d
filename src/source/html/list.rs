//! Lists: the numbers that a browser prints before their items.
//!
//! In:  an element with its `type` and `style`.
//! Out: its [`ListStyle`], and a number printed in it.

use scraper::node::Element;

use super::blocks::declarations;
use crate::lexicon::words::NUMERALS;
use crate::source::numbers::{self, Style};

/// How a list prints its numbers.
#[derive(Clone, Copy)]
pub(super) struct ListStyle(Style);

impl ListStyle {
    pub(super) const DECIMAL: Self = Self(Style::Decimal);

    /// The style of a list or an item: its own, or the one it inherits; `None` where no number is printed.
    pub(super) fn of(element: &Element, inherited: Option<Self>) -> Option<Self> {
        let declared = declarations(element)
            .filter(|(property, _)| matches!(property.as_str(), "list-style" | "list-style-type"))
            .last();
        let by_style = declared.and_then(|(_, value)| value.split_whitespace().find_map(style_of));
        match by_style.or_else(|| element.attr("type").and_then(|letter| style_of_type(letter.trim()))) {
            Some(style) => style.map(Self),
            None => inherited,
        }
    }

    /// A number with the mark behind it.
    pub(super) fn print(self, number: u32) -> String {
        let mark = match self.0 {
            Style::Chinese | Style::Formal | Style::ChineseDigits | Style::Stems | Style::Branches => "、",
            _ => ". ",
        };
        format!("{}{mark}", numbers::print(number, self.0))
    }
}

/// A list's `type`: a style, no number (`Some(None)`), or no such type.
#[expect(clippy::option_option, reason = "no number is not the same as no such type")]
fn style_of_type(letter: &str) -> Option<Option<Style>> {
    Some(match letter {
        "a" => Some(Style::LowerLetter),
        "A" => Some(Style::UpperLetter),
        "i" => Some(Style::LowerRoman),
        "I" => Some(Style::UpperRoman),
        "1" => Some(Style::Decimal),
        "disc" | "circle" | "square" => None,
        _ => return None,
    })
}

/// A keyword of `list-style-type`: a style, no number (`Some(None)`), or no such keyword.
#[expect(clippy::option_option, reason = "no number is not the same as no such keyword")]
fn style_of(keyword: &str) -> Option<Option<Style>> {
    Some(match keyword {
        "decimal" => Some(Style::Decimal),
        "decimal-leading-zero" => Some(Style::DecimalZero),
        "lower-alpha" | "lower-latin" => Some(Style::LowerLetter),
        "upper-alpha" | "upper-latin" => Some(Style::UpperLetter),
        "lower-roman" => Some(Style::LowerRoman),
        "upper-roman" => Some(Style::UpperRoman),
        "cjk-ideographic" | "simp-chinese-informal" | "trad-chinese-informal" | "japanese-informal" => {
            Some(Style::Chinese)
        }
        "simp-chinese-formal" | "trad-chinese-formal" => Some(Style::Formal),
        "cjk-decimal" => Some(Style::ChineseDigits),
        "cjk-heavenly-stem" => Some(Style::Stems),
        "cjk-earthly-branch" => Some(Style::Branches),
        "none" | "disc" | "circle" | "square" => None,
        _ => return None,
    })
}

/// Whether an item already prints a number of its own.
pub(super) fn begins_with_number(text: &str) -> bool {
    let text = text.trim_start_matches(['(', '（', '[', '【', '第', ' ']);
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '百' || NUMERALS.contains(&c));
    rest.len() < text.len() && rest.starts_with(['.', '．', '、', ')', '）', ']', '】', '章', '条', '项'])
}
