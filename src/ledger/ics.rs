//! `calendar.ics`: the calendar for phones and Outlook.
//!
//! In:  the events of a ledger.
//! Out: text by RFC 5545: lines end with CRLF and are folded at 75 bytes between characters; commas, semicolons, backslashes
//!      and line ends of texts are escaped. Events are whole days with a reminder three days before.
//!
//! Identifiers come from what an event says and stamps from the notice's own date, so the same notice gives the same file,
//! and a file that is read in again replaces its events instead of doubling them.
//! The crate `icalendar` draws identifiers by chance and stamps by the clock, which would have to be undone.

use std::fmt::Write as _;

use jiff::ToSpan;
use jiff::civil::Date;
use sha2::{Digest, Sha256};

use super::model::Ledger;
use crate::analysis::{Event, EventKind};

/// RFC 5545, 3.1: a line has no more bytes than this before its end.
const LINE: usize = 75;

/// The calendar's text.
pub(super) fn calendar(ledger: &Ledger) -> String {
    let mut out = String::new();
    let name = format!("{}报送日历", ledger.name());
    for line in
        ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//duibiao//ledger//ZH", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    {
        push(&mut out, line);
    }
    push(&mut out, &format!("X-WR-CALNAME:{}", escaped(&name)));
    push(&mut out, "X-WR-TIMEZONE:Asia/Shanghai");
    let stamp = format!("{}T000000Z", ledger.day().replace('-', ""));
    for event in &ledger.events {
        put(&mut out, event, &stamp, &ledger.place.name);
    }
    push(&mut out, "END:VCALENDAR");
    out
}

fn put(out: &mut String, event: &Event, stamp: &str, place: &str) {
    let Ok(day) = event.on.parse::<Date>() else { return };
    let Ok(next) = day.checked_add(1.day()) else { return };
    let summary = match event.kind {
        EventKind::Report => format!("{place}：报{}", event.what),
        _ => format!("{place}：{}", event.what),
    };
    let mut about = Vec::new();
    if !event.who.is_empty() {
        about.push(format!("单位：{}", event.who.join("、")));
    }
    about.extend(event.to.as_ref().map(|to| format!("报给：{to}")));
    if !event.words.is_empty() {
        about.push(format!("原文第{}行：{}", event.line, event.words));
    }
    let date = |day: Date| day.strftime("%Y%m%d").to_string();
    let mut lines = vec![
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{}@duibiao", identifier(event)),
        format!("DTSTAMP:{stamp}"),
        format!("DTSTART;VALUE=DATE:{}", date(day)),
        format!("DTEND;VALUE=DATE:{}", date(next)),
        format!("SUMMARY:{}", escaped(&summary)),
    ];
    if !about.is_empty() {
        lines.push(format!("DESCRIPTION:{}", escaped(&about.join("\n"))));
    }
    lines.push(format!("CATEGORIES:{}", escaped(event.kind.title())));
    lines.push("TRANSP:TRANSPARENT".to_owned());
    if event.kind != EventKind::Quarter {
        let alarm = ["BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-P3D"].map(str::to_owned);
        lines.extend(alarm);
        lines.push(format!("DESCRIPTION:{}", escaped(&summary)));
        lines.push("END:VALARM".to_owned());
    }
    lines.push("END:VEVENT".to_owned());
    for line in &lines {
        push(out, line);
    }
}

/// The same event has the same identifier.
fn identifier(event: &Event) -> String {
    let said = [&event.notice_id, event.kind.code(), &event.on, &event.what, &event.words].join("\u{1f}");
    Sha256::digest(said).iter().take(16).fold(String::new(), |mut text, byte| {
        // Writing into a string does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// A text as a value. RFC 5545, 3.3.11.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// Adds a line, folded.
fn push(out: &mut String, line: &str) {
    let mut room = LINE;
    for c in line.chars() {
        if c.len_utf8() > room {
            out.push_str("\r\n ");
            room = LINE - 1;
        }
        out.push(c);
        room -= c.len_utf8();
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_folded_between_characters() {
        let mut out = String::new();
        let line = format!("DESCRIPTION:{}", "责任单位报送情况，".repeat(30));
        push(&mut out, &line);
        assert!(out.ends_with("\r\n") && out.lines().count() > 5);
        assert!(out.split("\r\n").all(|line| line.len() <= LINE));
        assert_eq!(out.replace("\r\n ", "").trim_end(), line);
    }

    #[test]
    fn marks_are_escaped() {
        assert_eq!(escaped("a,b;c\\d\ne\u{7}"), "a\\,b\\;c\\\\d\\ne");
    }
}
