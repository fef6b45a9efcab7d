//! Support measures: who gives how much for what.

use std::collections::HashMap;

use crate::quantity::Statement;
use crate::table::Rows;
use crate::table::schema::{ClauseRow, ListRow, SupportRow, TaskRow};

/// Subsidies and rewards, in printed order.
pub fn supports(rows: &Rows) -> Vec<SupportRow> {
    let clauses: HashMap<&str, &ClauseRow> = rows.clauses.iter().map(|row| (row.clause_id.as_str(), row)).collect();
    let lists: HashMap<&str, &ListRow> = rows.lists.iter().map(|row| (row.list_id.as_str(), row)).collect();
    let tasks: HashMap<&str, &TaskRow> = rows.tasks.iter().map(|row| (row.task_id.as_str(), row)).collect();
    let given = rows.targets.iter().filter(|row| row.statement == Statement::Support);
    let row = |target: &crate::table::schema::TargetRow| {
        let task = *tasks.get(target.task_id.as_deref()?)?;
        let list = *lists.get(task.list_id.as_str())?;
        let clause = target.clause_id.as_deref().and_then(|id| clauses.get(id));
        Some(SupportRow {
            target_id: target.target_id.clone(),
            notice_id: target.notice_id.clone(),
            task_id: target.task_id.clone(),
            region: list.region.clone(),
            region_code: list.region_code.clone(),
            level: list.level,
            year: list.year,
            purpose: clause.map_or_else(|| target.indicator.clone(), |clause| clause.text.clone()),
            op: target.op,
            value: target.value,
            value_max: target.value_max,
            measure: target.measure.clone(),
            words: target.raw.clone(),
        })
    };
    given.filter_map(row).collect()
}
