//! Recurrence: indicators that several places and years set a figure for.

use std::collections::{BTreeMap, BTreeSet};

use crate::place;
use crate::quantity::Aspect;
use crate::table::schema::{IndicatorRankingRow, PanelRow};

/// What figures of one indicator share, and those of the panel that have a value.
type Key<'a> = (&'a str, Aspect, &'a str);
type Members<'a> = Vec<(f64, &'a PanelRow)>;

/// The indicators of a panel by how many regions, then years set a figure for them.
pub fn indicator_ranking(panel: &[PanelRow]) -> Vec<IndicatorRankingRow> {
    let mut groups: BTreeMap<Key<'_>, Members<'_>> = BTreeMap::new();
    for row in panel {
        if let Some(value) = row.value {
            groups.entry((&row.indicator_id, row.kin(), &row.measure)).or_default().push((value, row));
        }
    }
    let mut out: Vec<IndicatorRankingRow> = groups.into_iter().map(|(key, members)| ranked(key, &members)).collect();
    out.sort_by(|a, b| {
        (b.regions, b.years, b.targets)
            .cmp(&(a.regions, a.years, a.targets))
            .then_with(|| (&a.indicator_id, a.aspect, &a.measure).cmp(&(&b.indicator_id, b.aspect, &b.measure)))
    });
    out
}

fn ranked((id, aspect, measure): Key<'_>, members: &[(f64, &PanelRow)]) -> IndicatorRankingRow {
    IndicatorRankingRow {
        indicator_id: id.to_owned(),
        indicator: members[0].1.indicator.clone(),
        aspect,
        measure: measure.to_owned(),
        regions: members.iter().map(|(_, row)| &row.region).collect::<BTreeSet<_>>().len() as u32,
        years: members.iter().map(|(_, row)| row.year).collect::<BTreeSet<_>>().len() as u32,
        targets: members.len() as u32,
        low: members.iter().map(|(value, _)| *value).fold(f64::INFINITY, f64::min),
        high: members.iter().map(|(value, row)| row.value_max.unwrap_or(*value)).fold(f64::NEG_INFINITY, f64::max),
        values: members.iter().map(|(_, row)| said(row)).collect(),
    }
}

/// `洪山区 2025: 2.4万人`.
fn said(row: &PanelRow) -> String {
    let name = place::short(row.region_code.as_deref(), &row.region);
    format!("{name} {}: {}", row.year, row.words.as_deref().unwrap_or_default())
}
