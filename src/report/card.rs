//! One figure in words, and the name of a file.

use super::names;
use crate::quantity::{Horizon, Op, Statement, Strength};
use crate::table::schema::TargetRow;

/// A figure in words: `城镇新增就业：不低于2.4万人，力争`.
pub(super) fn target_words(row: &TargetRow) -> String {
    let mut words = format!("{}：{}", row.indicator, bound(row));
    if row.strength != Strength::Plain {
        words.push_str(&format!("，{}", names::strength(row.strength.name())));
    }
    if row.horizon != Horizon::Year {
        words.push_str(&format!("，{}", names::horizon(&row.horizon.name())));
    }
    if row.statement != Statement::Target {
        words.push_str(&format!("，{}", names::statement(row.statement.name())));
    }
    words
}

/// `不低于2.4万人`, `4–6个`.
fn bound(row: &TargetRow) -> String {
    match row.value_max {
        Some(high) => format!("{}–{}", names::quantity(row.value, ""), names::quantity(high, &row.measure)),
        None if row.op == Op::Exactly => names::quantity(row.value, &row.measure),
        None => format!("{}{}", names::op(row.op.name()), names::quantity(row.value, &row.measure)),
    }
}

/// The last part of a path, whichever way its slashes lean.
pub(super) fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}
