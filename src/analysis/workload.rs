//! Workload: how many tasks each unit, or each function, carries in which role.

use polars::prelude::*;

use super::{frame, places, run, sorted};
use crate::error::Error;
use crate::notice::Role;
use crate::office::Function;
use crate::table::schema::WorkloadRow;
use crate::table::{Row, Rows, column as c, rows as rows_of};

/// What tasks are counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    Unit,
    Function,
}

/// Counts the tasks of every unit or function, notice by notice, the busiest first.
///
/// A task counts once for each role that a unit has in it; groups such as 各街道 count
/// like units and are told by their kind.
///
/// # Errors
/// [`Error::Table`] where the frames cannot be joined.
pub fn workload(rows: &Rows, by: By) -> Result<Vec<WorkloadRow>, Error> {
    let tasks =
        frame(&rows.tasks, &[(c::TASK_ID, |row| Some(&row.task_id)), (c::NOTICE_ID, |row| Some(&row.notice_id))]);
    let tasks = tasks.lazy();
    let totals = tasks.clone().group_by([col(c::NOTICE_ID)]).agg([len().cast(DataType::UInt32).alias(c::OF)]);
    let assignments = frame(
        &rows.assignments,
        &[
            (c::TASK_ID, |row| Some(&row.task_id)),
            (c::UNIT, |row| Some(&row.unit)),
            (c::FUNCTION, |row| Some(row.function.code())),
            (c::KIND, |row| Some(row.kind.name())),
            (c::ROLE, |row| Some(row.role.name())),
        ],
    );
    let key = match by {
        By::Unit => c::UNIT,
        By::Function => c::FUNCTION,
    };
    let of_role = |role: Role, name: &str| {
        col(c::TASK_ID).filter(col(c::ROLE).eq(lit(role.name()))).n_unique().cast(DataType::UInt32).alias(name)
    };
    // A unit's function and kind: those of its first mention.
    let (function, kind) = match by {
        By::Unit => (col(c::FUNCTION).first(), col(c::KIND).first()),
        By::Function => (col(c::FUNCTION).first(), lit("").first()),
    };
    let counted = assignments
        .lazy()
        .join(tasks, [col(c::TASK_ID)], [col(c::TASK_ID)], JoinArgs::new(JoinType::Inner))
        .group_by_stable([col(c::NOTICE_ID), col(key).alias(c::CARRIER)])
        .agg([
            function.alias("carried_function"),
            kind.alias("carried_kind"),
            of_role(Role::Lead, c::LEAD),
            of_role(Role::Responsible, c::RESPONSIBLE),
            of_role(Role::Support, c::SUPPORT),
            of_role(Role::Leader, c::LEADER),
            col(c::TASK_ID).n_unique().cast(DataType::UInt32).alias(c::TASKS),
        ])
        .join(places(rows), [col(c::NOTICE_ID)], [col(c::NOTICE_ID)], JoinArgs::new(JoinType::Left))
        .join(totals, [col(c::NOTICE_ID)], [col(c::NOTICE_ID)], JoinArgs::new(JoinType::Left))
        .with_column(col(c::CARRIER).alias(c::TITLE))
        .with_columns([col("carried_function").alias(c::FUNCTION), col("carried_kind").alias(c::KIND)])
        .select(WorkloadRow::COLUMNS.iter().map(|name| col(*name)).collect::<Vec<_>>());
    let counted = sorted(counted, &[(c::NOTICE_ID, false), (c::TASKS, true), (c::LEAD, true), (c::CARRIER, false)]);
    let mut out: Vec<WorkloadRow> = rows_of(&run(counted, "workload")?)?;
    if by == By::Function {
        // Reports never show a bare code.
        for row in &mut out {
            row.title = Function::from_code(&row.carrier)
                .map_or_else(|| row.carrier.clone(), |function| function.title().to_owned());
        }
    }
    Ok(out)
}
