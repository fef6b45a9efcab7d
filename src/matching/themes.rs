//! Rows of themes.

use std::collections::BTreeMap;

use super::prepared::Prepared;
use crate::matching::kernel::theme::Theme;
use crate::table::Shared;
use crate::table::schema::{ThemeRankingRow, ThemeRow};

/// The tables of some themes, in their order.
pub(super) fn theme_rows(prepared: &Prepared, themes: &[Theme]) -> (Vec<ThemeRow>, Vec<ThemeRankingRow>) {
    let mut members = Vec::new();
    let mut ranking = Vec::new();
    // what many rows say stands in memory once
    let shared = |text: &str| Shared::from(text);
    let lists: Vec<[Shared; 3]> =
        prepared.lists.iter().map(|list| [shared(&list.list_id), shared(&list.region), shared(&list.level)]).collect();
    for (at, theme) in themes.iter().enumerate() {
        let theme_id = format!("T{:04}", at + 1);
        let (shared_id, label) = (shared(&theme_id), shared(&theme.label));
        // By year and region, so that a reader sees the figures move.
        let mut values: BTreeMap<(Option<i32>, String, u32), Vec<String>> = BTreeMap::new();
        for member in &theme.members {
            let task = &prepared.tasks[member.task as usize];
            let list = &prepared.lists[task.list as usize];
            let [list_id, region, level] = &lists[task.list as usize];
            members.push(ThemeRow {
                theme_id: shared_id.clone(),
                label: label.clone(),
                task_id: task.task_id.clone(),
                list_id: list_id.clone(),
                region: region.clone(),
                year: list.year,
                level: level.clone(),
                score: (f64::from(member.score) * 1e4).round() / 1e4,
                clause: task.text.get(member.clause.clone()).unwrap_or_default().to_owned(),
            });
            for target in &member.targets {
                if let Some(target) = prepared.targets[member.task as usize].get(*target as usize) {
                    let words = format!("{}{}", target.indicator, target.raw.trim());
                    let figures = values.entry((list.year, list.list_id.clone(), member.task)).or_default();
                    if !figures.contains(&words) {
                        figures.push(words);
                    }
                }
            }
        }
        ranking.push(ThemeRankingRow {
            theme_id,
            label: theme.label.clone(),
            regions: theme.regions as u32,
            years: theme.years as u32,
            lists: theme.lists as u32,
            tasks: theme.members.len() as u32,
            first_year: theme.first_year,
            last_year: theme.last_year,
            values: figures(values),
        });
    }
    (members, ranking)
}

/// `list: figure、figure`, each once: tasks of one list may say the same.
fn figures(values: BTreeMap<(Option<i32>, String, u32), Vec<String>>) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for ((_, list, _), figures) in values {
        let line = format!("{list}: {}", figures.join("、"));
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines
}
