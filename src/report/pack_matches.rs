//! Pack: matches by their two lists, with what decided.

use std::cmp::Reverse;
use std::ops::Range;

use rayon::prelude::*;
use serde_json::{Value, json};

use super::names;
use super::pack::{Context, units};
use super::store::{Store, encoded};
use crate::analysis::is_rate;
use crate::diagnostic::visible;
use crate::error::Error;
use crate::matching;
use crate::table::Pair;
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
    let list_of: Vec<Option<u32>> =
        data.tasks.iter().map(|task| data.list_at(&task.list_id).map(|at| at as u32)).collect();
    let order = by_lists(context, &list_of);
    let lists = |at: u32| lists_of(data.matches.pair(at as usize), &list_of);
    let groups: Vec<&[u32]> = order.chunk_by(|a, b| lists(*a) == lists(*b)).collect();
    let (most, told) = (most_of_pair(&groups, MOST), most_of_pair(&groups, MOST_TOLD));
    let own_pieces = pieces(&groups, most);
    let made = |piece: &Range<usize>| {
        let groups: Vec<String> = groups[piece.clone()]
            .iter()
            .map(|all| {
                let (left, right) = lists(all[0]).unwrap_or_default();
                group(context, [left, right], all, &list_of, [told.min(most), most])
            })
            .collect();
        format!("[{}]", groups.join(","))
    };
    // some pieces at a time, on all threads
    for (at, some) in own_pieces.chunks(rayon::current_num_threads()).enumerate() {
        let all: Vec<String> = some.par_iter().map(made).collect();
        for (place, json) in all.into_iter().enumerate() {
            store.put(&format!("matches-{}", at * rayon::current_num_threads() + place), json)?;
        }
    }
    let starts: Vec<Value> = own_pieces.iter().map(|piece| json!(lists(groups[piece.start][0]))).collect();
    let longest = groups.iter().map(|group| group.len()).max().unwrap_or_default();
    let cut = |most: usize| (longest > most).then_some(most);
    Ok(json!({ "pieces": starts, "all": order.len(), "most": cut(most), "told": cut(told) }))
}

/// The two lists of a match, the earlier one first.
fn lists_of(pair: Pair, list_of: &[Option<u32>]) -> Option<(u32, u32)> {
    let (left, right) = (list_of[pair.left as usize]?, list_of[pair.right as usize]?);
    Some((left.min(right), left.max(right)))
}

/// The places of all matches by their two lists, of two lists the best first.
fn by_lists(context: &Context, list_of: &[Option<u32>]) -> Vec<u32> {
    let data = context.data;
    let first = |at: usize| Some(lists_of(data.matches.pair(at), list_of)?.0 as usize);
    let mut ends = vec![0; data.lists.len() + 1];
    for list in (0..data.matches.len()).filter_map(first) {
        ends[list + 1] += 1;
    }
    for list in 0..data.lists.len() {
        ends[list + 1] += ends[list];
    }
    let (mut order, mut next) = (vec![0; ends[data.lists.len()]], ends.clone());
    for at in 0..data.matches.len() {
        if let Some(list) = first(at) {
            order[next[list]] = at as u32;
            next[list] += 1;
        }
    }
    let mut parts = Vec::with_capacity(data.lists.len());
    let mut rest = &mut order[..];
    for list in ends.windows(2) {
        let (part, others) = rest.split_at_mut(list[1] - list[0]);
        parts.push(part);
        rest = others;
    }
    parts.into_par_iter().for_each(|part| {
        let key = |&at: &u32| {
            let pair = data.matches.pair(at as usize);
            let score = (f64::from(pair.score) * 1e6) as u32;
            (lists_of(pair, list_of), Reverse(score), pair.left, pair.right)
        };
        part.sort_by_cached_key(key);
    });
    order
}

/// The groups of each piece.
fn pieces(groups: &[&[u32]], most: usize) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let mut from = 0;
    while from < groups.len() {
        let mut to = from;
        let mut count = 0;
        while to < groups.len() && (count == 0 || count + groups[to].len().min(most) <= PART) {
            count += groups[to].len().min(most);
            to += 1;
        }
        pieces.push(from..to);
        from = to;
    }
    pieces
}

/// The matches of two lists: the lists, how many there are, those that are told, and the others that are held: a number
/// below 0 tells by one more than how much their score is less than that of the ones before; then a task of the earlier list, counted from the
/// one before or the first of the list, and one of the later list, counted from its first.
fn group(context: &Context, lists: [u32; 2], all: &[u32], list_of: &[Option<u32>], [told, most]: [usize; 2]) -> String {
    let data = context.data;
    let labels: Vec<&str> = matching::signal_labels().map(|(name, _)| name).collect();
    let is_turned = |at: u32| list_of[data.matches.pair(at as usize).left as usize] != Some(lists[0]);
    let (first, rest) = all[..all.len().min(most)].split_at(all.len().min(told));
    let rows: Vec<String> = first.iter().map(|&at| row(context, at as usize, is_turned(at), &labels)).collect();
    let mut out = String::new();
    add_numbers(&mut out, "[", &[i64::from(lists[0]), i64::from(lists[1]), all.len() as i64]);
    out.push_str(",[");
    out.push_str(&rows.join(","));
    let starts = lists.map(|list| context.ends[list as usize].map_or(0, |(first, _)| first as i64));
    let (mut score, mut last, mut mark) = (BEST, starts[0], "],[");
    for &at in rest {
        let pair = data.matches.pair(at as usize);
        let (left, right) = if is_turned(at) { (pair.right, pair.left) } else { (pair.left, pair.right) };
        let (own, left, right) = (self::score(pair), i64::from(left), i64::from(right));
        // of one score the tasks ascend, unless the lists are turned round
        if own < score || left < last {
            add_numbers(&mut out, mark, &[i64::from(own) - i64::from(score) - 1]);
            mark = ",";
            (score, last) = (own, starts[0]);
        }
        add_numbers(&mut out, mark, &[left - last, right - starts[1]]);
        (mark, last) = (",", left);
    }
    out.push_str("]]");
    out
}

/// The best score, in ten-thousandths.
const BEST: u32 = 10_000;

/// The score of a match in ten-thousandths.
fn score(pair: Pair) -> u32 {
    (f64::from(pair.score) * 1e4).round() as u32
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
        let middle = usize::midpoint(low, high);
        if total(middle) <= all { low = middle } else { high = middle }
    }
    low
}

/// A match: the tasks of the earlier and the later list, its score, where the clauses stand, what decided, figures, and the
/// lines of corrections that say so.
fn row(context: &Context, at: usize, is_turned: bool, labels: &[&str]) -> String {
    let data = context.data;
    let pair = data.matches.pair(at);
    let (first, second) = if is_turned { (pair.right, pair.left) } else { (pair.left, pair.right) };
    let score = score(pair);
    let row = data.matches.row(at);
    let clause = |task: u32, clause: &str| {
        let text = data.tasks[task as usize].text.as_str();
        let clause = clause.trim_matches(['。', '；', ';', ' ']);
        find(text, clause).map_or([0, 0], |start| {
            let place = units(&text[..start]);
            [place, place + units(clause)]
        })
    };
    let clauses = if is_turned { [&row.right_clause, &row.left_clause] } else { [&row.left_clause, &row.right_clause] };
    let ([a, b], [c, d]) = (clause(first, clauses[0]), clause(second, clauses[1]));
    let mut out = String::with_capacity(128);
    let places = [a, b, c, d].map(|place| place as i64);
    add_numbers(&mut out, "[", &[i64::from(first), i64::from(second), i64::from(score)]);
    add_numbers(&mut out, ",[", &places);
    let mut mark = "],[";
    for (name, cents) in &row.signals.0 {
        if let Some(signal) = labels.iter().position(|label| **label == **name) {
            add_numbers(&mut out, mark, &[signal as i64, i64::from(*cents)]);
            mark = ",";
        }
    }
    out.push_str(if mark == "," { "]" } else { "],[]" });
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

/// Adds numbers with commas between them behind a mark.
fn add_numbers(out: &mut String, mark: &str, numbers: &[i64]) {
    let mut room = itoa::Buffer::new();
    let mut mark = mark;
    for number in numbers {
        out.push_str(mark);
        out.push_str(room.format(*number));
        mark = ",";
    }
}

/// The first place of some words in a text; none of no words.
fn find(text: &str, words: &str) -> Option<usize> {
    let (text, words) = (text.as_bytes(), words.as_bytes());
    // the last byte of a Chinese character tells it from others best
    let probe = words.len().min(3).checked_sub(1)?;
    memchr::memchr_iter(words[probe], text.get(probe..)?).find(|at| text[*at..].starts_with(words))
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
