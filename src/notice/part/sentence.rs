//! Sentences of a report and the form of their words that the cues are looked for in.
//!
//! In:  lines, and the year that the report plans.
//! Out: one [`Sentence`] for each, with its cue text: punctuation is one bar, a figure one `0`, a year and a five-year
//!      plan what they are to the report's year, so that cues learnt from reports of one year hold in every other.

use std::borrow::Cow;
use std::ops::Range;

use crate::notice::han::{is_han, parse_numeral};
use crate::notice::header;
use crate::notice::line::{Family, Line, Marker};
use crate::notice::noise;
use crate::notice::stage::{self, Dated, Facts, Stage};

/// What is seen of a sentence besides its words, by its name in the weights.
pub type Shape = Cow<'static, str>;

/// A sentence up to 。 ! or ?, or what stands on a line without one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// Index of its line.
    pub line: usize,
    /// Bytes of the line's scanned text.
    pub range: Range<usize>,
    /// The words as cues see them, between `^` or `|` and `$` or `|`.
    pub cue: String,
    /// What else is seen of it: the mark at its head, its length, its figures.
    pub shape: Vec<Shape>,
}

impl Sentence {
    /// Whether it names more years than the report's and those before it: `今后五年`, a five-year plan, `到2030年`.
    pub fn names_years(&self) -> bool {
        let seen: Vec<char> = self.cue.chars().collect();
        seen.windows(2).any(|pair| {
            matches!(pair, ['五', '年'] | ['W' | 'B' | 'M' | 'E', '五'] | ['N' | 'F', '年' | '-'] | ['Y', '-'])
        })
    }

    /// Whether it stands alone on its line like a heading.
    pub fn is_heading(&self) -> bool {
        self.shape.iter().any(|shape| shape == HEADING)
    }
}

/// The shape of a short line without a full stop.
const HEADING: &str = "@heading";
/// So many lines are the top of a page, a quarter of a short one.
const TOP: usize = 12;
/// Characters of the longest heading.
const LONGEST_HEADING: usize = 40;

/// The sentences of all lines, in order.
pub(in crate::notice) fn sentences(lines: &[Line], year: Option<i32>) -> Vec<Sentence> {
    let mut out = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let scan = line.scan();
        let ranges = split(scan, 0);
        let count = ranges.len();
        for (nth, range) in ranges.into_iter().enumerate() {
            let words = &scan[range.clone()];
            let (first, last) = (nth == 0, nth + 1 == count);
            let cue = cue(words, year, first, last);
            let mut shape = shape(words, first, last);
            let heading = shape.iter().any(|shape| shape == HEADING);
            said(words, year, heading, &mut shape);
            if first && noise::is_furniture(scan) {
                shape.push("@furniture".into());
            }
            if first && index < TOP.min(lines.len() / 4) {
                shape.push("@top".into());
            }
            out.push(Sentence { line: index, range, cue, shape });
        }
    }
    out
}

/// Sentences up to 。 or !, without those inside quotes that close soon.
pub(in crate::notice) fn split(scan: &str, from: usize) -> Vec<Range<usize>> {
    /// A quote that does not close within so many characters was never closed.
    const LONGEST_QUOTE: usize = 60;
    let mut out = Vec::new();
    let mut start = from;
    let mut quoted_to = from;
    for (at, c) in scan[from..].char_indices().map(|(at, c)| (from + at, c)) {
        match c {
            '“' if at >= quoted_to => {
                let close = scan[at..].char_indices().take(LONGEST_QUOTE).find(|(_, c)| *c == '”');
                quoted_to = close.map_or(at, |(offset, _)| at + offset);
            }
            '。' | '!' if at >= quoted_to => {
                out.push(start..at + c.len_utf8());
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    if start < scan.len() && !scan[start..].trim().is_empty() {
        out.push(start..scan.len());
    }
    out
}

/// What a year is to the report's: this one, the last, earlier, the next, later.
fn relative(named: i32, year: i32) -> char {
    match named - year {
        0 => 'Y',
        -1 => 'L',
        ..=-2 => 'P',
        1 => 'N',
        2.. => 'F',
    }
}

/// What the five-year plan of a number (10: `十五`, 2001–2005) is to the report's year: the one it stands in (and whether
/// it is that plan's first year), an earlier, a later.
fn plan(number: i32, year: i32) -> char {
    let first = 2001 + 5 * (number - 10);
    match year - first {
        ..=-1 => 'W',
        0 => 'B',
        1..=4 => 'M',
        5 => 'E',
        6.. => 'D',
    }
}

/// The words as cues see them.
fn cue(words: &str, year: Option<i32>, first: bool, last: bool) -> String {
    let bare: String = words.chars().filter(|c| *c != ' ').collect();
    let mut out = Cue(String::with_capacity(bare.len() + 2));
    out.0.push(if first { '^' } else { '|' });
    let mut rest = bare.as_str();
    while let Some(c) = rest.chars().next() {
        let named = match c {
            '0'..='9' => dated(rest),
            '一' | '二' => dated_in_han(rest),
            '七' | '八' | '九' | '十' => plan_named(rest),
            _ => None,
        };
        let (seen, behind) = match named {
            Some((Named::Year(named), behind)) => {
                out.add(year.map_or('Z', |year| relative(named, year)));
                ("年", behind)
            }
            Some((Named::From(named), behind)) => {
                out.add(year.map_or('Z', |year| relative(named, year)));
                out.add('-');
                ("年", behind)
            }
            Some((Named::Plan(number), behind)) => {
                out.add(year.map_or('Z', |year| plan(number, year)));
                ("五", behind)
            }
            None if c.is_ascii_digit() => {
                ("0", rest.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | ':')))
            }
            None => rest.split_at(c.len_utf8()),
        };
        seen.chars().for_each(|c| out.add(c));
        rest = behind;
    }
    if out.0.ends_with('|') {
        out.0.pop();
    }
    out.0.push(if last { '$' } else { '|' });
    out.0
}

/// A cue text as it grows.
struct Cue(String);

impl Cue {
    fn add(&mut self, c: char) {
        let c = match c {
            ',' | ';' | ':' | '、' | '。' | '!' | '?' | '.' => '|',
            '“' | '”' | '"' | '‘' | '’' => '"',
            c => c,
        };
        if c != '|' || !self.0.ends_with(['|', '^']) {
            self.0.push(c);
        }
    }
}

/// A time that cues see as what it is to the report's year.
enum Named {
    Year(i32),
    /// The first year of a span.
    From(i32),
    Plan(i32),
}

/// A year that a text opens with, `2025年` or `2021-2025年`, and what follows.
fn dated(text: &str) -> Option<(Named, &str)> {
    let year = |text: &str| matches!(text.get(..2), Some("19" | "20"));
    let digits =
        |text: &str, count: usize| text.len() >= count && text.as_bytes()[..count].iter().all(u8::is_ascii_digit);
    if !year(text) || !digits(text, 4) {
        return None;
    }
    let named = text[..4].parse().ok()?;
    if let Some(rest) = text[4..].strip_prefix('年') {
        return Some((Named::Year(named), rest));
    }
    let second = text[4..].strip_prefix(['-', '—', '~', '至', '到'])?;
    let long = year(second).then(|| &second[2..]);

    let rest = long.and_then(two_digits_of_a_year).or_else(|| two_digits_of_a_year(second))?;
    Some((Named::From(named), rest))
}

/// What follows the last two digits of a year and its mark.
fn two_digits_of_a_year(text: &str) -> Option<&str> {
    text.strip_prefix(|c: char| c.is_ascii_digit())?.strip_prefix(|c: char| c.is_ascii_digit())?.strip_prefix('年')
}

/// A year in Chinese digits that a text opens with, and what follows.
fn dated_in_han(text: &str) -> Option<(Named, &str)> {
    let (end, _) = text.char_indices().nth(4)?;
    let rest = text[end..].strip_prefix('年')?;
    // The century: 二〇, 一九, and those that lost it to a nought of another kind.
    let century = text.chars().nth(1).is_some_and(|c| matches!(c, '〇' | '○' | '零' | 'O' | '0' | '九'));
    let named = text[..end].chars().try_fold(0, |year, c| Some(year * 10 + header::han_digit(c)?))?;
    century.then_some((Named::Year(named), rest))
}

/// A five-year plan that a text opens with, `十四五”`, and what follows; one mark or character of time goes with it.
fn plan_named(text: &str) -> Option<(Named, &str)> {
    let decade = |c: &char| matches!(c, '七' | '八' | '九' | '十');
    let first = |text: &str, fits: &dyn Fn(&char) -> bool| text.chars().next().filter(fits).map(char::len_utf8);
    let ten = text.starts_with('十').then_some('十'.len_utf8());
    for start in ten.into_iter().chain([0]) {
        let Some(one) = first(&text[start..], &decade) else { continue };
        let one = start + one;
        let digit = first(&text[one..], &|c| matches!(c, '一' | '二' | '三' | '四' | '五' | '六'));
        for end in digit.map(|digit| one + digit).into_iter().chain([one]) {
            let Some(rest) = text[end..].strip_prefix('五') else { continue };
            let tail = rest.strip_prefix(['”', '时', '规', '计', '期', '以', '目', '战']);
            if let Some(rest) = tail.or(rest.is_empty().then_some(rest)) {
                let number = parse_numeral(&text[..end]).and_then(|number| i32::try_from(number).ok())?;
                return Some((Named::Plan(number), rest));
            }
        }
    }
    None
}

/// What is seen of a sentence besides its words.
fn shape(words: &str, first: bool, last: bool) -> Vec<Shape> {
    let mut out = Vec::new();
    let han = words.chars().filter(|c| is_han(*c)).count();
    let digits = words.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty()).count();
    let trimmed = words.trim_end();
    let end = match trimmed.chars().next_back() {
        Some('。' | '!' | '?') => "stop",
        Some(':') => "colon",
        Some(',' | ';' | '、') => "comma",
        _ => "open",
    };
    let length = match han {
        0..=3 => 3,
        4..=8 => 8,
        9..=16 => 16,
        17..=30 => 30,
        31..=60 => 60,
        _ => 99,
    };
    let place = match (first, last) {
        (true, true) => "alone",
        (true, false) => "first",
        (false, true) => "last",
        (false, false) => "inner",
    };
    out.push(format!("@place:{place}:{end}").into());
    if first && last && end != "stop" && han <= LONGEST_HEADING {
        out.push(HEADING.into());
    }
    out.push(format!("@length:{place}:{length}").into());
    out.push(format!("@figures:{}", digits.min(4)).into());
    if first && let Some((marker, _)) = Marker::split(words).filter(|(marker, _)| !marker.bare) {
        let value = marker.value.min(2);
        out.push(format!("@mark:{}:{value}", mark(marker.family)).into());
        out.push(
            format!("@mark:{}:{value}:{}", mark(marker.family), if last && han <= 40 { "head" } else { "text" }).into(),
        );
    }
    out
}

/// What the grammar of reports says of a sentence: that it opens a part, names one in a heading, gives the targets, leads
/// on, calls to the work.
fn said(words: &str, year: Option<i32>, heading: bool, shape: &mut Vec<Shape>) {
    let bare = stage::without_address(words);
    let bare = Marker::split(bare).filter(|(marker, _)| !marker.bare).map_or(bare, |(_, at)| &bare[at..]);
    let facts = Facts::of(bare);
    let mut add = |holds: bool, said: &'static str| {
        if holds {
            shape.push(said.into());
        }
    };
    add(facts.opens_review(year), "@said:opens-review");
    add(facts.opens_plan(year), "@said:opens-plan");
    add(facts.is_headline(), "@said:targets");
    add(facts.is_transition(), "@said:leads-on");
    add(facts.closes(), "@said:calls");
    if heading {
        let (stage, dated) = (facts.stage(year), facts.dated());
        add(stage == Some(Stage::Review), "@said:heads-review");
        add(stage == Some(Stage::Preamble), "@said:heads-general");
        add(stage == Some(Stage::Plan), "@said:heads-work");
        add(facts.is_all_targets(), "@said:heads-targets");
        add(matches!(dated, Some(Dated::Planned(named)) if Some(named) == year), "@said:heads-year");
        add(matches!(dated, Some(Dated::Reviewed(named)) if Some(named + 1) == year), "@said:heads-last-year");
    }
}

/// The name of a mark's family in shapes.
fn mark(family: Family) -> &'static str {
    match family {
        Family::Part => "part",
        Family::Article => "article",
        Family::Comma => "comma",
        Family::Bracket => "bracket",
        Family::Arabic => "arabic",
        Family::ArabicBracket => "arabic-bracket",
        Family::Circled => "circled",
        Family::Dash => "dash",
        Family::Bullet => "bullet",
    }
}

#[cfg(test)]
mod tests;
