//! Origins: where words were printed, as the page of their notice and the line in it.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::data::Data;
use super::names;
use crate::table::schema::TargetRow;

/// The plain text of one notice and the page that shows it.
pub(super) struct Origin<'a> {
    /// The file in `sources/`, without its ending.
    pub file: String,
    pub text: &'a str,
    /// Where its lines begin.
    starts: Vec<u32>,
}

impl Origin<'_> {
    /// The line of a byte, from 1.
    pub fn line(&self, at: u32) -> u32 {
        self.starts.partition_point(|start| *start <= at) as u32
    }
}

/// The plain texts of all notices; none where a text is not at hand.
pub(super) struct Origins<'a>(Vec<Option<Origin<'a>>>);

impl<'a> Origins<'a> {
    pub fn of(data: &Data<'a>) -> Self {
        let mut all: Vec<Option<Origin<'a>>> = data.notices.iter().map(|_| None).collect();
        let mut used = BTreeSet::new();
        for (id, text) in &data.rows.sources {
            let Some(at) = data.notice_at(id) else { continue };
            let file = names::unused(names::file(id), &mut used);
            let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
            let starts = std::iter::once(0).chain(ends.map(|(at, _)| at as u32 + 1)).collect();
            all[at] = Some(Origin { file, text, starts });
        }
        Self(all)
    }

    pub fn get(&self, notice: usize) -> Option<&Origin<'a>> {
        self.0.get(notice)?.as_ref()
    }

    /// The page of a notice, relative to the report.
    pub fn page(&self, notice: usize) -> Option<String> {
        self.get(notice).map(|origin| format!("sources/{}.html", origin.file))
    }

    /// The line of a byte of a notice; that which the table gives where the text is not at hand.
    pub fn line(&self, notice: usize, at: u32, otherwise: u32) -> u32 {
        self.get(notice).map_or(otherwise, |origin| origin.line(at))
    }

    /// Where a target was printed, `[notice, line]`; 0 for none.
    pub fn of_target(&self, data: &Data, target: Option<&TargetRow>) -> Value {
        let place = target.and_then(|row| {
            let notice = data.notice_at(&row.notice_id)?;
            Some(json!([notice, self.get(notice)?.line(row.span_start)]))
        });
        place.unwrap_or(json!(0))
    }
}
