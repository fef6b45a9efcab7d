//! Sentences of a report and the form of their words that the cues are looked for in.
//!
//! In:  lines, and the year that the report plans.
//! Out: one [`Sentence`] for each, with its cue text: punctuation is one bar, a figure one `0`, a year and a five-year
//!      plan what they are to the report's year, so that cues learnt from reports of one year hold in every other.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::notice::header;
use crate::notice::line::{self, Family, Line, Marker};
use crate::notice::mend::is_han;
use crate::notice::noise;
use crate::notice::stage::{self, Dated, Stage};

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
    pub shape: Vec<String>,
}

impl Sentence {
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
            shape.extend(said(words, year, shape.iter().any(|shape| shape == HEADING)));
            if first && noise::is_furniture(scan) {
                shape.push("@furniture".to_owned());
            }
            if first && index < TOP.min(lines.len() / 4) {
                shape.push("@top".to_owned());
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
    static FORMS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(concat!(
            r"(?P<year>(?:19|20)\d\d)(?P<after>年|[-—~至到](?:19|20)?\d\d年)",
            r"|(?P<han>[一二]九?[〇○零O0九][〇○零O0一二三四五六七八九]{2})年",
            r"|(?P<plan>[十]?[七八九十][一二三四五六]?)五(?:[”时规计期以目战]|$)",
            r"|(?P<figure>\d[\d.,:]*)"
        ))
        .expect("a fixed pattern")
    });
    let bare: String = words.chars().filter(|c| *c != ' ').collect();
    let mut text = String::with_capacity(bare.len());
    let mut at = 0;
    for found in FORMS.captures_iter(&bare) {
        let whole = found.get(0).map_or(0..0, |whole| whole.range());
        text.push_str(&bare[at..whole.start]);
        at = whole.end;
        if let Some(named) = found.name("year").and_then(|named| named.as_str().parse().ok()) {
            text.push(year.map_or('Z', |year| relative(named, year)));
            if found.name("after").is_some_and(|after| after.as_str() != "年") {
                text.push('-');
            }
            text.push('年');
        } else if let Some(named) = found.name("han") {
            let digits: String = named.as_str().chars().filter_map(header::han_digit).map(|d| d.to_string()).collect();
            let named = digits.parse().ok();
            text.push(named.zip(year).map_or('Z', |(named, year)| relative(named, year)));
            text.push('年');
        } else if let Some(number) = found.name("plan") {
            let value = line::parse_numeral(number.as_str()).and_then(|number| i32::try_from(number).ok());
            text.push(value.zip(year).map_or('Z', |(number, year)| plan(number, year)));
            text.push('五');
            text.push_str(found.name("tail").map_or("", |tail| tail.as_str()));
        } else {
            text.push('0');
        }
    }
    text.push_str(&bare[at..]);
    let mut out = String::with_capacity(text.len() + 2);
    out.push(if first { '^' } else { '|' });
    for c in text.chars() {
        let c = match c {
            ',' | ';' | ':' | '、' | '。' | '!' | '?' | '.' => '|',
            '“' | '”' | '"' | '‘' | '’' => '"',
            c => c,
        };
        if c != '|' || !out.ends_with(['|', '^']) {
            out.push(c);
        }
    }
    if out.ends_with('|') {
        out.pop();
    }
    out.push(if last { '$' } else { '|' });
    out
}

/// What is seen of a sentence besides its words.
fn shape(words: &str, first: bool, last: bool) -> Vec<String> {
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
    out.push(format!("@place:{place}:{end}"));
    if first && last && end != "stop" && han <= LONGEST_HEADING {
        out.push(HEADING.to_owned());
    }
    out.push(format!("@length:{place}:{length}"));
    out.push(format!("@figures:{}", digits.min(4)));
    if first && let Some((marker, _)) = Marker::split(words).filter(|(marker, _)| !marker.bare) {
        let value = marker.value.min(2);
        out.push(format!("@mark:{}:{value}", mark(marker.family)));
        out.push(format!("@mark:{}:{value}:{}", mark(marker.family), if last && han <= 40 { "head" } else { "text" }));
    }
    out
}

/// What the grammar of reports says of a sentence: that it opens a part, names one in a heading, gives the targets, leads
/// on, calls to the work.
fn said(words: &str, year: Option<i32>, heading: bool) -> Vec<String> {
    let mut out = Vec::new();
    let mut add = |holds: bool, name: &str| {
        if holds {
            out.push(format!("@said:{name}"));
        }
    };
    let bare = stage::without_address(words);
    let bare = Marker::split(bare).filter(|(marker, _)| !marker.bare).map_or(bare, |(_, at)| &bare[at..]);
    add(stage::opens_review(bare, year), "opens-review");
    add(stage::opens_plan(bare, year), "opens-plan");
    add(stage::is_headline(bare), "targets");
    add(stage::is_transition(bare), "leads-on");
    add(stage::closes(bare), "calls");
    if heading {
        let stage = stage::of_heading(bare, year);
        add(stage == Some(Stage::Review), "heads-review");
        add(stage == Some(Stage::Preamble), "heads-general");
        add(stage == Some(Stage::Plan), "heads-work");
        add(stage::is_all_targets(bare), "heads-targets");
        let dated = stage::heading_year(bare);
        add(dated.is_some_and(|dated| matches!(dated, Dated::Planned(named) if Some(named) == year)), "heads-year");
        add(
            dated.is_some_and(|dated| matches!(dated, Dated::Reviewed(named) if Some(named + 1) == year)),
            "heads-last-year",
        );
    }
    out
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
