//! Headings that their text follows on the same line, as in a report copied into one line.
//!
//! In:  the lines of a page.
//! Out: the lines with such headings on lines of their own.

use super::han::is_han;
use super::line::{Family, Line, Marker};
use super::stage::{Class, Pattern, pattern, report_words};

/// Splits headings off lines that go on with their text, as in a report copied into one line.
pub(super) fn with_headings_apart(lines: &[Line]) -> Vec<Line> {
    let mut out = Vec::with_capacity(lines.len());
    for line in lines {
        match heading_end(line.scan()) {
            Some(at) => {
                out.push(Line { text: line.text.slice(0..at).trim(), ..line.clone() });
                out.push(Line {
                    text: line.text.slice(at..line.text.len()).trim(),
                    number: line.number,
                    after_blank: false,
                });
            }
            None => out.push(line.clone()),
        }
    }
    out
}

/// Where a heading ends that its own text follows on the line: at a space, or behind a word that ends headings.
pub(super) fn heading_end(scan: &str) -> Option<usize> {
    static ENDING: Pattern = pattern(r"^[^。,;:!?]{0,24}?{:heading_end}");
    let (marker, at) = Marker::split(scan).filter(|(marker, _)| !marker.bare)?;
    if !matches!(marker.family, Family::Part | Family::Comma | Family::Bracket) || scan.chars().count() < 60 {
        return None;
    }
    let rest = &scan[at..];
    let ends = |end: usize| {
        let (words, behind) = (&rest[..end], rest[end..].trim_start());
        let han = words.chars().filter(|c| is_han(*c)).count();
        (4..=40).contains(&han)
            && !words.contains(['。', ';', ':'])
            && behind.starts_with(|c: char| is_han(c) || c.is_ascii_digit() || c == '“')
    };
    if let Some(space) = rest.find(' ').filter(|&end| ends(end)) {
        return Some(at + space);
    }
    let found = ENDING.find(rest)?;
    let behind = rest[found.end()..].chars().next()?;
    let goes_on = matches!(behind, '是' | '为' | '的' | '和' | '及' | '与' | '任' | '目')
        || "、，,:：。;；(（”》".contains(behind)
        || report_words().opens(Class::HowReached, &rest[found.end()..]);
    (!goes_on && ends(found.end())).then(|| at + found.end())
}
