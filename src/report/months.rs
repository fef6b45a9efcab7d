//! The calendar of the page: months with something due.
//!
//! In:  the events of the report's notices.
//! Out: what the template fills its months with; months without reports or tasks are left out.

use std::collections::BTreeMap;

use jiff::civil::Date;
use minijinja::{Value, context};

use super::data::Data;
use super::findings::view;
use crate::analysis::{self, Event, EventKind};

/// Months on the page; of many notices the tables hold the rest.
const MOST: usize = 36;

/// Events of a day that the calendar names; the list below it holds all.
const MOST_A_DAY: usize = 3;

/// The months with their weeks.
pub(super) fn months(data: &Data) -> Value {
    let events = analysis::calendar(data.rows);
    let mut months: BTreeMap<(i16, i8), BTreeMap<i8, Vec<&Event>>> = BTreeMap::new();
    for event in events.iter().filter(|event| event.kind != EventKind::Quarter) {
        if let Ok(day) = event.on.parse::<Date>() {
            months.entry((day.year(), day.month())).or_default().entry(day.day()).or_default().push(event);
        }
    }
    let more = months.len().saturating_sub(MOST);
    let shown = months.into_iter().take(MOST).map(|((year, month), days)| {
        context! { title => format!("{year}年{month}月"), weeks => weeks(data, year, month, &days) }
    });
    context! { months => shown.collect::<Vec<_>>(), more }
}

/// The weeks of a month from Monday on; days of other months are empty.
fn weeks(data: &Data, year: i16, month: i8, days: &BTreeMap<i8, Vec<&Event>>) -> Vec<Vec<Value>> {
    let Ok(first) = Date::new(year, month, 1) else { return Vec::new() };
    let lead = usize::from(first.weekday().to_monday_zero_offset().unsigned_abs());
    let mut cells: Vec<Value> = vec![context! { day => "" }; lead];
    for day in 1..=first.days_in_month() {
        let due = days.get(&day).map(Vec::as_slice).unwrap_or_default();
        // one more is as short as saying that there is one more
        let shown = if due.len() > MOST_A_DAY + 1 { MOST_A_DAY } else { due.len() };
        let events: Vec<Value> = due[..shown].iter().map(|event| told(data, event)).collect();
        let rest = &due[shown..];
        let (list, key) = match due.iter().any(|event| event.kind == EventKind::Report) {
            true => ("deadlines", "date"),
            false => ("tasks", "deadline"),
        };
        let view = due.first().map(|event| view(&[(key, &event.on)]));
        cells.push(context! { day, events, more => rest.len(), list, view });
    }
    cells.resize(cells.len().div_ceil(7) * 7, context! { day => "" });
    cells.chunks(7).map(<[Value]>::to_vec).collect()
}

fn told(data: &Data, event: &Event) -> Value {
    let name = data.notice_at(&event.notice_id).map(|at| data.names[at].line()).unwrap_or_default();
    let who = if event.who.is_empty() { "" } else { "单位：" };
    let few = event.who.iter().take(3).cloned().collect::<Vec<_>>().join("、");
    let many = if event.who.len() > 3 { format!("等{}个", event.who.len()) } else { String::new() };
    context! {
        kind => event.kind.code(),
        what => event.what.clone(),
        name,
        who => format!("{who}{few}{many}"),
        to => event.to.clone(),
    }
}
