//! Parents and children: what the places below carry of a place's figure.
//!
//! In:  the panel; the places that were read.
//! Out: [`ShareRow`]s: a row a figure of a province or city that can be added up, and a place right below it.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::panel::rounded;
use super::verdict::is_rate;
use crate::place::{self, Level};
use crate::quantity::Aspect;
use crate::table::Rows;
use crate::table::schema::{PanelRow, ShareRow};

/// The shares of the places below each province and city that has a figure, where at least one of them names it too.
///
/// Rates, ranks and figures a head cannot be added up and are left out. Places that were not read are told as such.
pub fn shares(rows: &Rows, panel: &[PanelRow]) -> Vec<ShareRow> {
    let read: BTreeSet<(&str, i32)> =
        rows.lists.iter().filter_map(|list| Some((list.region_code.as_deref()?, list.year?))).collect();
    let mut figures: BTreeMap<(&str, i32, &str, &str), &PanelRow> = BTreeMap::new();
    for row in panel.iter().filter(|row| adds_up(row)) {
        if let Some(code) = row.region_code.as_deref() {
            figures.insert((code, row.year, &row.indicator_id, &row.measure), row);
        }
    }
    let mut below: FxHashMap<&str, Vec<place::Below>> = FxHashMap::default();
    let mut out = Vec::new();
    for parent in panel.iter().filter(|row| adds_up(row) && matches!(row.level, Level::Province | Level::City)) {
        let Some(code) = parent.region_code.as_deref() else { continue };
        let children = below.entry(code).or_insert_with(|| place::below(code));
        let figure = |code: &str| {
            let own = figures.get(&(code, parent.year, &*parent.indicator_id, &*parent.measure)).copied();
            own.filter(|own| own.kin() == parent.kin())
        };
        if children.iter().any(|child| figure(&child.code).is_some()) {
            out.extend(children.iter().map(|child| {
                let is_read = read.contains(&(child.code.as_str(), parent.year));
                share(parent, child, figure(&child.code), is_read)
            }));
        }
    }
    out
}

fn share(parent: &PanelRow, child: &place::Below, own: Option<&PanelRow>, is_read: bool) -> ShareRow {
    let (value, of) = (own.and_then(|own| own.value), parent.value.unwrap_or_default());
    let state = match (value, is_read) {
        (Some(_), _) => "given",
        (None, true) => "not_named",
        (None, false) => "not_read",
    };
    ShareRow {
        parent: parent.region.clone(),
        parent_code: parent.region_code.clone(),
        year: parent.year,
        indicator_id: parent.indicator_id.clone(),
        indicator: parent.indicator.clone(),
        aspect: parent.aspect,
        measure: parent.measure.clone(),
        parent_value: of,
        parent_target_id: parent.target_id.clone().unwrap_or_default(),
        region: child.name.clone(),
        region_code: Some(child.code.clone()),
        state: state.to_owned(),
        value,
        target_id: own.and_then(|own| own.target_id.clone()),
        share: value.filter(|_| of != 0.0).map(|value| rounded(value / of)),
    }
}

/// Whether the figures of places come to the figure of the place above them.
fn adds_up(row: &PanelRow) -> bool {
    row.value.is_some()
        && matches!(row.aspect, Aspect::Stock | Aspect::Addition | Aspect::Amount)
        && !is_rate(&row.measure)
        && !row.measure.contains('/')
        && !row.indicator.contains("人均")
        && !row.indicator.contains("平均")
}
