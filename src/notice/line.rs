//! Lines and the marks at their head.
//!
//! In:  a mended text.
//! Out: its lines without white space at the ends, and for each the [`Marker`] it opens with.
//! Not here: whether a marked line is a heading or a task; that needs the lines around it ([`super::outline`]).

use super::han::{is_han, numeral, parse_numeral};
use super::word::{Class, Pattern, form, pattern};
use crate::lexicon::words::NUMERALS;
use crate::source::traced::Traced;
use std::ops::Range;

/// One line of a notice.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub text: Traced,
    /// 1-based line of the plain text.
    pub number: usize,
    /// Whether an empty line stands before it.
    pub after_blank: bool,
}

impl Line {
    pub(super) fn scan(&self) -> &str {
        self.text.scan()
    }
}

/// The lines that hold anything. Line numbers count the plain text's lines.
pub(super) fn lines(text: &Traced) -> Vec<Line> {
    let mut out = Vec::new();
    let mut from = 0;
    let mut blank = true;
    for (index, part) in text.scan().split('\n').enumerate() {
        let to = from + part.len();
        let line = text.slice(from..to).trim();
        from = to + 1;
        if line.is_empty() {
            blank = true;
        } else {
            out.push(Line { text: line, number: index + 1, after_blank: blank });
            blank = false;
        }
    }
    out
}

/// The family of a mark; marks of one family stand on one level of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Family {
    /// `第一部分`
    Part,
    /// `第五条`
    Article,
    /// `一、`
    Comma,
    /// `(一)`
    Bracket,
    /// `1.` `1、` `1` before a word
    Arabic,
    /// `(1)` `1)`
    ArabicBracket,
    /// `①`
    Circled,
    /// `——`
    Dash,
    /// `▲` `·`
    Bullet,
}

/// The mark at the head of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Marker {
    pub family: Family,
    /// Its number; 0 for marks that do not count.
    pub value: u32,
    /// Whether digits stand before a word without any mark, so that only the order tells a number from a figure.
    pub bare: bool,
    /// Bytes of the line's scanned text that the mark takes.
    pub range: Range<usize>,
}

impl Marker {
    /// The mark as the tables give it: `5` for `5.`, `(二)` for `(二)`, `一` for `一、`; none for dashes and bullets.
    pub(super) fn number(&self) -> Option<String> {
        Self::print(self.family, self.value)
    }

    /// How a mark of a family is printed in tables.
    pub(super) fn print(family: Family, value: u32) -> Option<String> {
        match family {
            Family::Part => ordinal(value, "part"),
            Family::Article => ordinal(value, "article"),
            Family::Comma => Some(numeral(value)),
            Family::Bracket => Some(format!("({})", numeral(value))),
            Family::Arabic => Some(value.to_string()),
            Family::ArabicBracket => Some(format!("({value})")),
            Family::Circled => char::from_u32('①' as u32 + value.saturating_sub(1)).map(|c| c.to_string()),
            Family::Dash | Family::Bullet => None,
        }
    }

    /// Splits the mark off a line: the mark, and where the words begin.
    pub(super) fn split(scan: &str) -> Option<(Self, usize)> {
        static MARKS: [(Family, Pattern); 11] = [
            (Family::Part, pattern(r"^{:ordinal}([{#}]{1,3}){:mark_noun=part}[、:. ]?")),
            (Family::Article, pattern(r"^{:ordinal} ?([{#100}]{1,5}|\d{1,3}) ?{:mark_noun=article}(?:[、:. ]|$)")),
            (Family::Comma, pattern(r"^([{#100}]{1,4}) ?[、.．,]")),
            (Family::Bracket, pattern(r"^[(〔\[] ?([{#100}]{1,4}) ?[)〕\]] ?[、.,]?")),
            (Family::ArabicBracket, pattern(r"^[(〔] ?(\d{1,3}) ?[)〕] ?[、.,]?")),
            (Family::ArabicBracket, pattern(r"^(\d{1,3})[)〕] ?[、.,]?")),
            (Family::Arabic, pattern(r"^[【\[]?(\d{1,4})[】\]]? ?(?:[、,]|\.(?:\D|$))")),
            // `1.2023年启动…`
            (Family::Arabic, pattern(r"^(\d{1,3})\.(?:19|20)\d\d{:year}")),
            (Family::Circled, pattern(r"^([①-⑳])[、.]?")),
            (Family::Dash, pattern(r"^(?:—{1,3}|–{1,3}|―{1,3}|-{2,3}|─{1,3})")),
            (Family::Bullet, pattern(r"^[▲△●○◆◇■□★☆·•∙▪►▶※]")),
        ];
        // Most lines open with a word.
        let numeral = |c: char| NUMERALS.contains(&c) || c == '百';
        if scan.starts_with(|c| is_han(c) && !numeral(c)) && !form().opens(Class::Ordinal, scan) {
            return None;
        }
        for (family, mark) in &MARKS {
            let Some(found) = mark.captures(scan) else { continue };
            let whole = found.get(0)?.as_str();
            let value = match found.get(1).map(|value| value.as_str()) {
                None => 0,
                Some(value) => match family {
                    Family::Part | Family::Article | Family::Comma | Family::Bracket => {
                        value.parse().ok().or_else(|| parse_numeral(value))?
                    }
                    Family::Circled => value.chars().next()? as u32 - '①' as u32 + 1,
                    _ => value.parse().ok()?,
                },
            };
            // The pattern of `1.` looks one character ahead.
            let end = match family {
                Family::Arabic if whole.contains('.') => whole.find('.')? + 1,
                _ => whole.len(),
            };
            let words = end + scan[end..].len() - scan[end..].trim_start().len();
            return Some((Self { family: *family, value, bare: false, range: 0..end }, words));
        }
        Self::split_before_figure(scan).or_else(|| Self::split_bare(scan))
    }

    /// `2.121人才项目…`: a number with its point right before digits that belong to a word and measure nothing.
    fn split_before_figure(scan: &str) -> Option<(Self, usize)> {
        let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
        let end = digits(scan);
        let rest = scan[end..].strip_prefix('.')?;
        let figure = digits(rest);
        let word = &rest[figure..];
        let named = word.starts_with(is_han) && !opens_with_measure(word);
        let value = scan[..end].parse().ok().filter(|value| (1..1000).contains(value))?;
        // Two digits behind a point are a share or a sum that lost its measure.
        (figure >= 3 && named)
            .then_some((Self { family: Family::Arabic, value, bare: false, range: 0..end + 1 }, end + 1))
    }

    /// `1坚持…`: digits right before a word that is no measure, or alone on a line.
    fn split_bare(scan: &str) -> Option<(Self, usize)> {
        let digits = scan.bytes().take_while(u8::is_ascii_digit).count();
        let value = scan[..digits].parse().ok()?;
        if digits == 0 || digits > 3 || value == 0 {
            return None;
        }
        let rest = scan[digits..].trim_start();
        let words = scan.len() - rest.len();
        let first = rest.chars().next();
        let word = match first {
            None => true,
            Some(c) => (is_han(c) || matches!(c, '“' | '"' | '《' | '「')) && !opens_with_measure(rest),
        };
        word.then_some((Self { family: Family::Arabic, value, bare: true, range: 0..digits }, words))
    }
}

/// Whether words right behind digits make them a figure or a date: `3个`, `12月`, `40余家`.
pub(super) fn opens_with_measure(words: &str) -> bool {
    form().opens(Class::Measure, words) && !form().opens(Class::NoMeasure, words)
}

/// `第三部分`, `第五条`: a number with the noun of its kind of mark.
fn ordinal(value: u32, kind: &'static str) -> Option<String> {
    let noun = form().list_of(Class::MarkNoun, kind).next()?;
    let before = form().list(Class::Ordinal).next()?;
    Some(format!("{before}{}{noun}", numeral(value)))
}

/// Ranks of headings, outermost first.
pub(super) fn rank(family: Option<Family>) -> u32 {
    match family {
        Some(Family::Part) => 1,
        Some(Family::Article | Family::Comma) => 2,
        Some(Family::Bracket) => 3,
        Some(Family::Arabic) => 4,
        Some(Family::ArabicBracket) => 5,
        Some(Family::Circled) => 6,
        Some(Family::Dash) => 7,
        None => 8,
        Some(Family::Bullet) => 9,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, want: Option<(Family, u32, &str)>) {
        let got = Marker::split(line);
        assert_eq!(got.map(|(marker, at)| (marker.family, marker.value, &line[at..])), want, "{line}");
    }

    #[test]
    fn marks_of_every_style() {
        check("一、推动发展", Some((Family::Comma, 1, "推动发展")));
        check("(二十三)稳增长", Some((Family::Bracket, 23, "稳增长")));
        check("12、推进", Some((Family::Arabic, 12, "推进")));
        check("12. 推进", Some((Family::Arabic, 12, "推进")));
        check("1坚持以“用”为导向", Some((Family::Arabic, 1, "坚持以“用”为导向")));
        check("57", Some((Family::Arabic, 57, "")));
        check("(3)稳就业", Some((Family::ArabicBracket, 3, "稳就业")));
        check("②稳就业", Some((Family::Circled, 2, "稳就业")));
        check("——提升能级", Some((Family::Dash, 0, "提升能级")));
        check("▲地区增加值", Some((Family::Bullet, 0, "地区增加值")));
        check("第三部分 工作要求", Some((Family::Part, 3, "工作要求")));
        check("第五条 对新设企业给予补贴", Some((Family::Article, 5, "对新设企业给予补贴")));
        check("1.2023年启动试点", Some((Family::Arabic, 1, "2023年启动试点")));
        check("2.121人才梯队项目", Some((Family::Arabic, 2, "121人才梯队项目")));
        check("40以畅通路网", Some((Family::Arabic, 40, "以畅通路网")));
    }

    #[test]
    fn figures_and_dates_are_no_marks() {
        for line in [
            "2.4万人",
            "3.125公里",
            "第五条例外情形",
            "12月底前完成",
            "3个项目",
            "2023年工作",
            "5G基站",
            "40余家",
            "十分重要",
            "推进",
        ] {
            check(line, None);
        }
    }
}
