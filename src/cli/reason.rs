//! Why two tasks match: the words that meet, figures beside each other, and what each signal added.

use std::fmt::Write;

use duibiao::matching;
use duibiao::table::schema::MatchRow;
use serde_json::{Value, json};

use super::print::tame;

/// Lines about a match. `sides` names the two tasks; where they are `swapped`, the right one comes first.
pub(super) fn lines(row: &MatchRow, sides: [&str; 2], swapped: bool) -> String {
    let mut out = String::new();
    let [first, second] = sides;
    let clauses = (row.left_clause.as_str(), row.right_clause.as_str());
    let (own, its) = if swapped { (clauses.1, clauses.0) } else { clauses };
    // Writing into a string does not fail.
    let _ = writeln!(out, "        {first}“{}” ↔ {second}“{}”", tame(own), tame(its));
    if let (Some(indicator), Some(left), Some(right)) = (&row.indicator, row.left_value, row.right_value) {
        let (own, its) = if swapped { (right, left) } else { (left, right) };
        let measure = row.measure.as_deref().map(|measure| format!("（{}）", tame(measure))).unwrap_or_default();
        let apart = row.figures.as_deref().and_then(matching::apart);
        let ratio = match apart {
            Some(reason) => format!("；{reason}，不作比"),
            None if row.ratio.is_some() && own != 0.0 => format!("，{second}为{first}的 {:.1}%", its / own * 100.0),
            None => String::new(),
        };
        let _ = writeln!(out, "        {}：{first} {own}，{second} {its}{measure}{ratio}", tame(indicator));
    }
    for (name, added, total) in matching::waterfall(row) {
        let long = (added.abs() * 4.0).round().clamp(0.0, 40.0) as usize;
        let bar = if added >= 0.0 { "█" } else { "░" }.repeat(long);
        let _ = writeln!(out, "        {added:+6.2} → {total:+6.2}  {name} {bar}");
    }
    out
}

/// What each signal added to the log-odds, and the sum so far.
pub(super) fn contributions(row: &MatchRow) -> Value {
    let each = matching::waterfall(row).into_iter();
    each.map(|(name, added, total)| json!({ "signal": name, "added": added, "log_odds": total })).collect()
}
