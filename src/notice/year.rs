//! The year that a notice's report plans, from everything that names one.
//!
//! In:  the head, the titles, the lines, the file's name and hints.
//! Out: the year with most weight, or none.
//! How: each piece of evidence names years with a weight; what the text says of its own plan weighs most, what a page or a
//!      file's name says least. A line of links or a tag cloud says nothing. Ties go to the earlier piece.

use std::iter;

use super::header::{Pattern, head_words};
use super::layout::Part;
use super::line::{Family, Line, Marker};
use super::stage::{self, Facts};
use super::{Header, header};
use crate::lexicon::code::HeadClass;
use crate::lexicon::words;
use crate::source::Document;

/// How much each kind of evidence weighs. Chosen on the development reports: with these 106 of 107 come out right, under wrong
/// file names too (河北省-2011, an outline of five years, does not).
mod weight {
    /// `2025年经济社会发展主要预期目标是`
    pub(super) const TARGETS: u32 = 9;
    /// `二、2025年工作安排`
    pub(super) const PLANNED: u32 = 7;
    /// `——2025年1月16日在某市第八届人民代表大会第四次会议上`
    pub(super) const SPOKEN: u32 = 6;
    /// `一、2024年工作回顾`: the year after.
    pub(super) const REVIEWED: u32 = 5;
    /// The title of the notice, of a list.
    pub(super) const TITLE: u32 = 5;
    pub(super) const LIST: u32 = 4;
    /// What the file says beside the text, and its name.
    pub(super) const HINT: u32 = 3;
    pub(super) const FILE: u32 = 3;
    /// Issued or published.
    pub(super) const ISSUED: u32 = 2;
}

/// The years named, with their weights, in the order of the evidence.
#[derive(Default)]
struct Votes(Vec<(i32, u32)>);

impl Votes {
    fn add(&mut self, year: Option<i32>, weight: u32) {
        if let Some(year) = year {
            match self.0.iter_mut().find(|(known, _)| *known == year) {
                Some((_, sum)) => *sum += weight,
                None => self.0.push((year, weight)),
            }
        }
    }

    fn winner(&self) -> Option<i32> {
        let most = self.0.iter().map(|(_, weight)| *weight).max()?;
        self.0.iter().find(|(_, weight)| *weight == most).map(|(year, _)| *year)
    }
}

/// The year of a report. `lines` are the page's.
pub(super) fn of(header: &Header, parts: &[Part], document: &Document, stem: &str, lines: &[Line]) -> Option<i32> {
    let mut votes = Votes::default();
    from_text(lines, &mut votes);
    // A plan of several years is of the year that it was issued in.
    if !several_years(&header.title) {
        votes.add(header::year(&header.title), weight::TITLE);
    }
    for part in parts.iter().filter(|part| !several_years(&part.title)).take(3) {
        votes.add(header::year(&part.title), weight::LIST);
    }
    for (name, value) in &document.hints {
        if name.eq_ignore_ascii_case("year") || head_words().is(HeadClass::YearField, name) {
            votes.add(header::year(value), weight::HINT);
        }
    }
    votes.add(header::year(stem), weight::FILE);
    let issued = header.issued_on.as_deref().or(header.published_on.as_deref());
    votes.add(issued.and_then(header::year), weight::ISSUED);
    votes.add(header.doc_number.as_deref().and_then(header::year), weight::ISSUED);
    votes.add(document.part.as_deref().and_then(header::year), weight::ISSUED);
    votes.winner().or_else(|| mentioned(lines))
}

/// What the text says of its own plan and review.
fn from_text(lines: &[Line], votes: &mut Votes) {
    let spoken = lines.iter().take(15).map(Line::scan).find(|scan| is_spoken_line(scan));
    votes.add(spoken.and_then(spoken_year), weight::SPOKEN);
    let (mut planned, mut reviewed, mut targets) = (None, None, None);
    for scan in lines.iter().map(Line::scan) {
        if targets.is_none() {
            targets = stage::year_of_targets(scan);
        }
        for head in headings(scan) {
            match Facts::of(head).dated() {
                Some(stage::Dated::Reviewed(year)) if reviewed.is_none() => reviewed = Some(year + 1),
                Some(stage::Dated::Planned(year)) if planned.is_none() => planned = Some(year),
                _ => {}
            }
        }
    }
    votes.add(targets, weight::TARGETS);
    votes.add(planned, weight::PLANNED);
    votes.add(reviewed, weight::REVIEWED);
}

/// The heads of a line that may be headings: the whole of a short line; in a long one what stands behind a mark.
fn headings(scan: &str) -> impl Iterator<Item = &str> {
    /// Characters of the longest heading.
    const LONGEST: usize = 40;
    let short = scan.chars().nth(LONGEST).is_none().then_some(scan);
    let starts = iter::once(0).chain(scan.match_indices(['。', '!', ';', ' ']).map(|(at, mark)| at + mark.len()));
    let mut looked_at = None;
    let marked = starts.filter_map(move |start| {
        // Each of many blanks leads to the same words, which are looked at once.
        if looked_at.is_some_and(|before| start <= before) {
            return None;
        }
        let line = scan[start..].trim_start();
        looked_at = Some(scan.len() - line.len());
        // The marks of a report's parts; looked at before the whole line is.
        let opens = line.strip_prefix(['第', '(']).unwrap_or(line);
        let (marker, at) = opens.starts_with(words::NUMERALS).then(|| Marker::split(line)).flatten()?;
        let part = matches!(marker.family, Family::Part | Family::Comma | Family::Bracket) && marker.value <= 6;
        let words = &line[at..];
        let words = words.char_indices().nth(LONGEST).map_or(words, |(most, _)| &words[..most]);
        part.then(|| &words[..words.find(['。', ',', ';', ':']).unwrap_or(words.len())])
    });
    short.into_iter().chain(marked)
}

/// Whether a line says when and before whom the report was given.
fn is_spoken_line(scan: &str) -> bool {
    let alone = scan.starts_with('(') && header::is_date_line(scan);
    scan.chars().count() <= 80
        && header::date(scan).is_some()
        && (alone || head_words().within(HeadClass::Spoken, scan))
}

/// The year that a report given on a date plans: reports of November and December plan the next.
fn spoken_year(scan: &str) -> Option<i32> {
    let date = header::date(scan)?;
    let year = header::year(&date)?;
    let month: u32 = date.get(5..7)?.parse().ok()?;
    Some(if month >= 11 { year + 1 } else { year })
}

/// Whether a title names a span of years: `(2026—2028年)`.
fn several_years(title: &str) -> bool {
    static SPAN: Pattern = header::pattern(r"20\d\d ?{:year}? ?(?:[-—–~]|{:horizon}){1,2} ?20\d\d ?{:year}");
    SPAN.is_match(title)
}

/// The first year that the head of the page names, without those by which something is to be reached: a page that says
/// `到2027年` may be of any year before, one of 2026—2028 is of the year that it was issued in. 2000万元 is no year.
fn mentioned(lines: &[Line]) -> Option<i32> {
    static HORIZON: Pattern = header::pattern(r"(?:20\d\d ?{:year}? ?[-—–~]{1,2}|{:horizon}) ?20\d\d ?{:year}");
    lines.iter().take(40).map(Line::scan).find_map(|scan| {
        let mut named = scan.to_owned();
        // 截至2023年 is of what was done by then.
        let horizons =
            HORIZON.find_iter(scan).map(|found| found.range()).filter(|range| !scan[..range.start].ends_with('截'));
        for range in horizons.collect::<Vec<_>>().into_iter().rev() {
            named.replace_range(range, "");
        }
        header::year(&named).filter(|year| stage::is_year_of(*year, &named))
    })
}

#[cfg(test)]
mod tests;
