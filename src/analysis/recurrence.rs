//! Recurrence: indicators that several districts and years set a figure for.

use std::collections::{BTreeMap, BTreeSet};

use polars::prelude::*;

use super::{frame, places, run, sorted};
use crate::error::Error;
use crate::quantity::indicator_title;
use crate::table::schema::{IndicatorRankingRow, IndicatorRow};
use crate::table::{Row, Rows, column as c, from_rows, rows as rows_of};

/// All of this year's targets with a canonical indicator, by indicator, measure, region and year. Results of reviews and
/// goals beyond the year are left out.
///
/// # Errors
/// [`Error::Table`] where the frames cannot be joined.
pub fn indicators(rows: &Rows) -> Result<Vec<IndicatorRow>, Error> {
    let tasks = frame(
        &rows.tasks,
        &[
            (c::TASK_ID, |row| Some(&row.task_id)),
            (c::NOTICE_ID, |row| Some(&row.notice_id)),
            (c::LIST_ID, |row| Some(&row.list_id)),
            (c::LEVEL, |row| Some(row.level.name())),
        ],
    );
    let joined = from_rows(&rows.targets)
        .lazy()
        .filter(
            col(c::INDICATOR_ID)
                .is_not_null()
                .and(col(c::STATEMENT).eq(lit("target")))
                .and(col(c::HORIZON).eq(lit("year"))),
        )
        .join(tasks.lazy(), [col(c::TASK_ID)], [col(c::TASK_ID)], JoinArgs::new(JoinType::Inner))
        .join(places(rows), [col(c::NOTICE_ID)], [col(c::NOTICE_ID)], JoinArgs::new(JoinType::Left))
        .select(IndicatorRow::COLUMNS.iter().map(|name| col(*name)).collect::<Vec<_>>());
    let by = [
        (c::INDICATOR_ID, false),
        (c::MEASURE, false),
        (c::REGION, false),
        (c::YEAR, false),
        (c::TASK_ID, false),
        (c::VALUE, false),
    ];
    let mut out: Vec<IndicatorRow> = rows_of(&run(sorted(joined, &by), "indicators")?)?;
    for row in &mut out {
        if let Some(title) = indicator_title(&row.indicator_id) {
            row.indicator = title.to_owned();
        }
    }
    Ok(out)
}

/// The indicators by how many regions, then years, then lists set a figure for them.
pub fn indicator_ranking(all: &[IndicatorRow]) -> Vec<IndicatorRankingRow> {
    let mut groups: BTreeMap<(&str, &str), Vec<&IndicatorRow>> = BTreeMap::new();
    for row in all {
        groups.entry((&row.indicator_id, &row.measure)).or_default().push(row);
    }
    let mut out: Vec<IndicatorRankingRow> = groups
        .into_iter()
        .map(|((id, measure), members)| {
            let count = |key: fn(&IndicatorRow) -> &str| {
                members.iter().map(|row| key(row)).collect::<BTreeSet<_>>().len() as u32
            };
            IndicatorRankingRow {
                indicator_id: id.to_owned(),
                indicator: members[0].indicator.clone(),
                measure: measure.to_owned(),
                regions: count(|row| &row.region),
                years: members.iter().map(|row| row.year).collect::<BTreeSet<_>>().len() as u32,
                lists: count(|row| &row.list_id),
                targets: members.len() as u32,
                low: members.iter().map(|row| row.value).fold(f64::INFINITY, f64::min),
                high: members.iter().map(|row| row.value_max.unwrap_or(row.value)).fold(f64::NEG_INFINITY, f64::max),
                values: members
                    .iter()
                    .map(|row| {
                        let year = row.year.map(|year| format!(" {year}")).unwrap_or_default();
                        format!("{}{year}: {}", row.list_id.split('-').next().unwrap_or(""), row.raw)
                    })
                    .collect(),
            }
        })
        .collect();
    out.sort_by(|a, b| {
        (b.regions, b.years, b.lists, b.targets)
            .cmp(&(a.regions, a.years, a.lists, a.targets))
            .then_with(|| (&a.indicator_id, &a.measure).cmp(&(&b.indicator_id, &b.measure)))
    });
    out
}
