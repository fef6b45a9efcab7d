//! The sheet of the calendar: what falls due, as a list and month by month.
//!
//! In:  the events of a ledger.
//! Out: a sheet; three months stand side by side, so that a year fits on four bands.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Worksheet, XlsxError};

use super::model::Ledger;
use super::style::{Style, cell, clip, paper};
use crate::analysis::{Event, EventKind};

/// Columns of a month with the gap behind it.
const MONTH: u16 = 8;
const WEEKDAYS: [&str; 7] = ["一", "二", "三", "四", "五", "六", "日"];
/// Rows of a week: the day, and what is due on it.
const WEEKS: u32 = 6;

/// Writes the sheet.
///
/// # Errors
/// As the writer's.
pub(super) fn fill(page: &mut Worksheet, ledger: &Ledger, style: &Style) -> Result<(), XlsxError> {
    let title = format!("{}报送日历", ledger.name());
    page.merge_range(0, 0, 0, MONTH * 3 - 2, &title, &style.title)?;
    page.set_row_height(0, 30)?;
    for column in 0..MONTH * 3 - 1 {
        page.set_column_width(column, if column % MONTH == 7 { 2.0 } else { 9.0 })?;
    }
    let next = months(page, ledger, 2, style)?;
    list(page, &ledger.events, next + 1, style)?;
    paper(page);
    page.set_print_fit_to_pages(1, 0);
    Ok(())
}

/// The months of the ledger's year; returns the next free row.
fn months(page: &mut Worksheet, ledger: &Ledger, from: u32, style: &Style) -> Result<u32, XlsxError> {
    let Some(year) = ledger.place.year.and_then(|year| i16::try_from(year).ok()) else { return Ok(from) };
    let mut days: BTreeMap<Date, Vec<&Event>> = BTreeMap::new();
    for event in &ledger.events {
        if let Ok(day) = event.on.parse::<Date>() {
            days.entry(day).or_default().push(event);
        }
    }
    let band = 2 + WEEKS * 2 + 1;
    for month in 1..=12i8 {
        let at = u32::from(month.unsigned_abs() - 1);
        let (row, column) = (from + at / 3 * band, at as u16 % 3 * MONTH);
        page.merge_range(row, column, row, column + 6, &format!("{year}年{month}月"), &style.head)?;
        for (at, name) in (0..).zip(WEEKDAYS) {
            page.write_string_with_format(row + 1, column + at, name, &style.centre)?;
        }
        let Ok(first) = Date::new(year, month, 1) else { continue };
        let lead = u32::from(first.weekday().to_monday_zero_offset().unsigned_abs());
        for week in 0..WEEKS {
            page.set_row_height(row + 3 + week * 2, 30)?;
        }
        for day in 1..=first.days_in_month() {
            let place = lead + u32::from(day.unsigned_abs()) - 1;
            let (row, column) = (row + 2 + place / 7 * 2, column + (place % 7) as u16);
            let due = Date::new(year, month, day).ok().and_then(|day| days.get(&day));
            let [over, under] = look(due.and_then(|events| events.first()).map(|event| event.kind));
            page.write_number_with_format(row, column, f64::from(day), &over)?;
            let said: Vec<String> = due.into_iter().flatten().map(|event| short(event)).collect();
            page.write_string_with_format(row + 1, column, cell(&said.join("\n")), &under)?;
        }
    }
    Ok(from + 4 * band)
}

/// What a day's cell says.
fn short(event: &Event) -> String {
    match event.kind {
        EventKind::Report => format!("报{}", clip(&event.what, 12)),
        _ => clip(&event.what, 12),
    }
}

/// The look of a day's two cells.
fn look(kind: Option<EventKind>) -> [Format; 2] {
    let line = Color::RGB(0x00C5_CDD5);
    let shade = match kind {
        Some(EventKind::Report) => Some(0x00FC_E4D6),
        Some(EventKind::Task) => Some(0x00FF_F2CC),
        Some(EventKind::Quarter) => Some(0x00E7_EDF3),
        None => None,
    };
    let base = || {
        let format = Format::new().set_font_name("宋体").set_text_wrap().set_border_color(line);
        let format = format.set_border_left(FormatBorder::Thin).set_border_right(FormatBorder::Thin);
        shade.map_or_else(|| format.clone(), |shade| format.clone().set_background_color(Color::RGB(shade)))
    };
    [
        base().set_font_size(9).set_align(FormatAlign::Right).set_border_top(FormatBorder::Thin),
        base().set_font_size(8).set_align(FormatAlign::Top).set_border_bottom(FormatBorder::Thin),
    ]
}

/// All events in a table, for those who read lists.
fn list(page: &mut Worksheet, events: &[Event], from: u32, style: &Style) -> Result<(), XlsxError> {
    // head, first and last column of what it spans
    let columns: [(&str, u16, u16); 6] = [
        ("日期", 0, 1),
        ("类别", 2, 2),
        ("报送内容或事项", 3, 10),
        ("报送单位", 11, 13),
        ("报给", 14, 15),
        ("原文", 16, 22),
    ];
    for (head, first, last) in columns {
        span(page, (from, first, last), head, &style.head)?;
    }
    for (row, event) in (from + 1..).zip(events) {
        let who = match event.who.as_slice() {
            several if several.len() > 4 => format!("{}等{}个单位", several[..3].join("、"), several.len()),
            few => few.join("、"),
        };
        let line = if event.line > 0 { format!("第{}行：{}", event.line, event.words) } else { String::new() };
        let texts =
            [&event.on, event.kind.title(), &event.what, &who, event.to.as_deref().unwrap_or(""), &clip(&line, 200)];
        for ((_, first, last), text) in columns.iter().zip(texts) {
            span(page, (row, *first, *last), text, &style.text)?;
        }
        page.set_row_height(row, if line.chars().count() > 60 { 54 } else { 30 })?;
    }
    Ok(())
}

fn span(
    page: &mut Worksheet,
    (row, first, last): (u32, u16, u16),
    text: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    if first == last {
        page.write_string_with_format(row, first, cell(text), format)?;
    } else {
        page.merge_range(row, first, row, last, &cell(text), format)?;
    }
    Ok(())
}
