//! Recurrence: indicators that several districts and years set a figure for.

use std::collections::{BTreeMap, BTreeSet};

use polars::prelude::*;

use super::{run, sorted};
use crate::error::Error;
use crate::quantity::indicator_title;
use crate::table::schema::{IndicatorRankingRow, IndicatorRow};
use crate::table::{Row, Tables, column as c, from_rows, rows};

/// All of this year's targets with a canonical indicator, by indicator, measure, region and year.
///
/// The rows are [`IndicatorRow`]s. Results of reviews and goals beyond the year are left out.
///
/// # Errors
/// [`Error::Table`] where the tables do not have the columns of the contract.
pub fn indicators(tables: &Tables) -> Result<DataFrame, Error> {
    let tasks =
        tables.tasks.clone().lazy().select([col(c::TASK_ID), col(c::NOTICE_ID), col(c::LIST_ID), col(c::LEVEL)]);
    let notices = tables.notices.clone().lazy().select([col(c::NOTICE_ID), col(c::REGION), col(c::YEAR)]);
    let frame = tables
        .targets
        .clone()
        .lazy()
        .filter(
            col(c::INDICATOR_ID)
                .is_not_null()
                .and(col(c::STATEMENT).eq(lit("target")))
                .and(col(c::HORIZON).eq(lit("year"))),
        )
        .join(tasks, [col(c::TASK_ID)], [col(c::TASK_ID)], JoinArgs::new(JoinType::Inner))
        .join(notices, [col(c::NOTICE_ID)], [col(c::NOTICE_ID)], JoinArgs::new(JoinType::Left))
        .select(IndicatorRow::COLUMNS.iter().map(|name| col(*name)).collect::<Vec<_>>());
    let by = [
        (c::INDICATOR_ID, false),
        (c::MEASURE, false),
        (c::REGION, false),
        (c::YEAR, false),
        (c::TASK_ID, false),
        (c::VALUE, false),
    ];
    let mut out: Vec<IndicatorRow> = rows(&run(sorted(frame, &by), "indicators")?)?;
    for row in &mut out {
        if let Some(title) = indicator_title(&row.indicator_id) {
            row.indicator = title.to_owned();
        }
    }
    Ok(from_rows(&out))
}

/// The indicators by how many regions, then years, then lists set a figure for them.
///
/// The rows are [`IndicatorRankingRow`]s.
///
/// # Errors
/// [`Error::Table`] where `indicators` is not a frame made by [`indicators`].
pub fn indicator_ranking(indicators: &DataFrame) -> Result<DataFrame, Error> {
    let all: Vec<IndicatorRow> = rows(indicators)?;
    let mut groups: BTreeMap<(&str, &str), Vec<&IndicatorRow>> = BTreeMap::new();
    for row in &all {
        groups.entry((&row.indicator_id, &row.measure)).or_default().push(row);
    }
    let mut out: Vec<IndicatorRankingRow> = groups
        .into_iter()
        .map(|((id, measure), members)| {
            let count = |key: fn(&IndicatorRow) -> String| {
                members.iter().map(|row| key(row)).collect::<BTreeSet<_>>().len() as u32
            };
            IndicatorRankingRow {
                indicator_id: id.to_owned(),
                indicator: members[0].indicator.clone(),
                measure: measure.to_owned(),
                regions: count(|row| row.region.clone()),
                years: count(|row| row.year.map(|year| year.to_string()).unwrap_or_default()),
                lists: count(|row| row.list_id.clone()),
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
    Ok(from_rows(&out))
}
