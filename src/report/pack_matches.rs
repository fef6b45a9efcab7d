//! Pack: matches by their two lists, with what decided.

use std::cmp::Reverse;
use std::fmt::Write as _;

use rayon::prelude::*;
use serde_json::{Value, json};

use super::names;
use super::pack::{Context, place};
use super::store::{Store, encoded};
use crate::analysis::is_rate;
use crate::diagnostic::visible;
use crate::error::Error;
use crate::matching;
use crate::table::schema::MatchRow;

/// Matches that a page holds at most; of more the best of every two lists.
const MOST: usize = 2_000_000;
/// Matches that it holds with their clauses and what decided; of more the best of every two lists.
const MOST_TOLD: usize = 200_000;
/// Matches of one piece, about: pieces are made of whole pairs of lists.
const PART: usize = 4_000;

/// Names of what decides, in the order of their numbers.
pub(super) fn signals() -> Value {
    matching::signal_labels().map(|(_, label)| json!(label)).collect()
}

/// Packs the matches. Gives the pieces by the lists that they begin with, how many matches there are, and where not all are
/// held, or not all are told, how many of two lists are.
///
/// # Errors
/// [`Error::Write`], with the path.
pub(super) fn put(context: &Context, store: &mut Store) -> Result<Value, Error> {
    let data = context.data;
    let list_of: Vec<Option<usize>> = data.tasks.iter().map(|task| data.list_at(&task.list_id)).collect();
    // the two lists of a match, the earlier one first
    let lists = |at: u32| {
        let pair = data.matches.pair(at as usize);
        let (left, right) = (list_of[pair.left as usize]?, list_of[pair.right as usize]?);
        Some((left.min(right), left.max(right)))
    };
    let mut order: Vec<u32> = (0..data.matches.len() as u32).filter(|at| lists(*at).is_some()).collect();
    order.par_sort_unstable_by_key(|&at| {
        let pair = data.matches.pair(at as usize);
        (lists(at), Reverse((f64::from(pair.score) * 1e6) as u64), pair.left, pair.right)
    });
    let groups: Vec<&[u32]> = order.chunk_by(|a, b| lists(*a) == lists(*b)).collect();
    let (most, told) = (most_of_pair(&groups, MOST), most_of_pair(&groups, MOST_TOLD));
    let labels: Vec<&str> = matching::signal_labels().map(|(name, _)| name).collect();
    let mut pieces = Vec::new();
    let mut from = 0;
    while from < groups.len() {
        let mut to = from;
        let mut count = 0;
        while to < groups.len() && (count == 0 || count + groups[to].len().min(most) <= PART) {
            count += groups[to].len().min(most);
            to += 1;
        }
        let group = |group: &&[u32]| {
            let (left, right) = lists(group[0]).unwrap_or_default();
            let own: Vec<(usize, &u32)> = group.iter().take(most).enumerate().collect();
            let rows: Vec<String> = own
                .into_par_iter()
                .map(|(place, &at)| {
                    let is_turned = list_of[data.matches.pair(at as usize).left as usize] != Some(left);
                    row(context, at as usize, is_turned, (place < told).then_some(labels.as_slice()))
                })
                .collect();
            format!("[{left},{right},{},[{}]]", group.len(), rows.join(","))
        };
        let piece: Vec<String> = groups[from..to].iter().map(group).collect();
        let (left, right) = lists(groups[from][0]).unwrap_or_default();
        store.put(&format!("matches-{}", pieces.len()), format!("[{}]", piece.join(",")))?;
        pieces.push(json!([left, right]));
        from = to;
    }
    let longest = groups.iter().map(|group| group.len()).max().unwrap_or_default();
    let cut = |most: usize| (longest > most).then_some(most);
    Ok(json!({ "pieces": pieces, "all": order.len(), "most": cut(most), "told": cut(told) }))
}

/// How many matches of two lists are held, so that all together are not too many.
fn most_of_pair(groups: &[&[u32]], all: usize) -> usize {
    let total = |most: usize| groups.iter().map(|group| group.len().min(most)).sum::<usize>();
    let longest = groups.iter().map(|group| group.len()).max().unwrap_or_default();
    if total(longest) <= all {
        return longest.max(1);
    }
    let (mut low, mut high) = (1, longest);
    while low + 1 < high {
        let middle = (low + high) / 2;
        if total(middle) <= all { low = middle } else { high = middle }
    }
    low
}

/// A match: the tasks of the earlier and the later list, its score; where `labels` are given, where the clauses stand, what
/// decided, figures, and the lines of corrections that say so.
fn row(context: &Context, at: usize, is_turned: bool, labels: Option<&[&str]>) -> String {
    let data = context.data;
    let pair = data.matches.pair(at);
    let (first, second) = if is_turned { (pair.right, pair.left) } else { (pair.left, pair.right) };
    let score = (f64::from(pair.score) * 1e4).round() as u32;
    let Some(labels) = labels else { return format!("[{first},{second},{score}]") };
    let row = data.matches.row(at);
    let clause = |task: u32, clause: &str| {
        let text = &data.tasks[task as usize].text;
        let clause = clause.trim_matches(['。', '；', ';', ' ']);
        let start = (!clause.is_empty()).then(|| text.find(clause)).flatten();
        start.map_or([0, 0], |start| [start, start + clause.len()].map(|at| place(text, at).unwrap_or_default()))
    };
    let clauses = if is_turned { [&row.right_clause, &row.left_clause] } else { [&row.left_clause, &row.right_clause] };
    let ([a, b], [c, d]) = (clause(first, clauses[0]), clause(second, clauses[1]));
    let mut out = format!("[{first},{second},{score},[{a},{b},{c},{d}],[");
    let mut mark = "";
    for (name, cents) in &row.signals.0 {
        if let Some(signal) = labels.iter().position(|label| **label == **name) {
            // Writing into a string does not fail.
            let _ = write!(out, "{mark}{signal},{cents}");
            mark = ",";
        }
    }
    out.push(']');
    let figures = figures(&row, is_turned);
    if figures != json!(0) || row.corrected.is_some() {
        out.push(',');
        out.push_str(&encoded(&figures));
    }
    if let Some(corrected) = &row.corrected {
        out.push(',');
        out.push_str(&encoded(&json!(visible(corrected))));
    }
    out.push(']');
    out
}

/// Figures of one indicator side by side: its name, both in words, how much the second is of the first, or why that is not
/// told. 0 where no indicator is shared.
fn figures(row: &MatchRow, is_turned: bool) -> Value {
    let Some((left, right)) = row.left_value.zip(row.right_value) else { return json!(0) };
    let (first, second) = if is_turned { (right, left) } else { (left, right) };
    let measure = row.measure.as_deref().unwrap_or("");
    // A rate is no part of another rate.
    let ratio = row.ratio.map(|_| second / first).filter(|ratio| ratio.is_finite() && !is_rate(measure));
    json!([
        visible(row.indicator.as_deref().unwrap_or_default()),
        visible(&names::quantity(first, measure)),
        visible(&names::quantity(second, measure)),
        ratio.map(|ratio| (ratio * 1e4).round() / 1e4),
        row.figures.as_deref().and_then(matching::apart),
    ])
}
