//! Paragraphs: items whose words or units stand in more lines than one.
//!
//! In:  the items of a part as its lines give them.
//! Out: the same with paragraphs joined to their number, and with the units of `以上两项…:` and `同上` where they belong.

use super::gather::with_labelled_parts;
use super::item::{Item, is_heading_like};
use super::line::{Family, rank};
use super::name::Name;
use super::row::join_cells;
use super::{Code, Problem, Stated};

/// Joins paragraphs to the items they belong to, and gives units to what they govern.
pub(super) fn merge(items: Vec<Item>, problems: &mut Vec<Problem>) -> Vec<Item> {
    let mut items = with_labelled_parts(items);
    let with_units = items.iter().any(Item::has_units);
    if !with_units {
        return items;
    }
    for item in &mut items {
        let told = std::mem::take(&mut item.named.told);
        item.named.names.splice(0..0, told);
    }
    let mut items = join_next_paragraph(join_paragraphs(items, problems), problems);
    govern_above(&mut items);
    same_as_above(&mut items);
    items
}

/// Gives items that say 同上 the names of the last item that has some.
fn same_as_above(items: &mut [Item]) {
    let mut last: Vec<Name> = Vec::new();
    for item in items {
        if item.named.same && item.named.names.is_empty() {
            item.named.names = last.iter().map(|name| name.taken_over(Stated::Inherited)).collect();
        } else if item.has_units() {
            last.clone_from(&item.named.names);
        }
    }
}

/// Joins the paragraphs under a marked line that is only their heading: the last of them carries the units of all.
fn join_paragraphs(items: Vec<Item>, problems: &mut Vec<Problem>) -> Vec<Item> {
    let runs: Vec<usize> = (0..items.len()).map(|at| paragraphs(&items, at)).collect();
    // Whether the paragraphs of an item end in its only units.
    let closed = |at: usize| {
        let run = &items[at + 1..at + 1 + runs[at]];
        run.split_last().is_some_and(|(last, rest)| last.has_units() && rest.iter().all(|item| !item.has_units()))
    };
    // Under a heading of the outermost rank one paragraph may be a task of its own: several such headings tell.
    let count = |family: Option<Family>, is: &dyn Fn(usize) -> bool| {
        (0..items.len()).filter(|&at| items[at].family() == family && is(at)).count()
    };
    let families =
        [Family::Article, Family::Comma, Family::Bracket, Family::Arabic, Family::ArabicBracket, Family::Circled];
    let usual: Vec<(Family, bool)> = families
        .into_iter()
        .map(|family| {
            let (all, joined) = (count(Some(family), &|_| true), count(Some(family), &closed));
            let outer = matches!(family, Family::Comma | Family::Bracket);
            (family, joined > 0 && (!outer || joined >= 2 && joined * 2 >= all))
        })
        .collect();
    let joins: Vec<bool> = (0..items.len())
        .map(|at| {
            let usual = items[at].family().is_some_and(|family| usual.contains(&(family, true)));
            // An item whose units were not read, or that has none, stays a task among its like.
            usual
                && runs[at] > 0
                && (closed(at) || items[at + 1..at + 1 + runs[at]].iter().all(|item| !item.has_units()))
        })
        .collect();
    let mut out: Vec<Item> = Vec::with_capacity(items.len());
    let mut left = 0;
    for (at, item) in items.into_iter().enumerate() {
        match out.last_mut() {
            Some(last) if left > 0 => {
                left -= 1;
                problems.push(Problem::new(
                    Code::BrokenLine,
                    item.words.span(0..0),
                    "一项任务分为几段",
                    "已接到上一段",
                ));
                join_cells(&mut last.words, &item.words, true);
                last.words.append(&item.words);
                last.unread |= item.unread;
                last.named.take(item.named);
            }
            _ => {
                left = if joins[at] { runs[at] } else { 0 };
                out.push(item);
            }
        }
    }
    out
}

/// How many unmarked paragraphs follow a marked item without units, where no deeper item follows them.
fn paragraphs(items: &[Item], at: usize) -> usize {
    /// No task has more.
    const MOST: usize = 12;
    let item = &items[at];
    let counts = item.marker.is_some() && !item.row && !item.has_units() && !item.words.is_empty();
    if !counts || matches!(item.family(), Some(Family::Part | Family::Dash | Family::Bullet)) {
        return 0;
    }
    let run = items[at + 1..].iter().take(MOST + 1).take_while(|next| next.marker.is_none() && !next.row).count();
    let ends = items.get(at + 1 + run).is_none_or(|next| !next.row && rank(next.family()) <= rank(item.family()));
    let sentences = items[at + 1..at + 1 + run].iter().all(|next| !is_heading_like(next));
    if run <= MOST && ends && sentences { run } else { 0 }
}

/// Joins an unmarked paragraph that carries the units of the numbered item before it.
fn join_next_paragraph(items: Vec<Item>, problems: &mut Vec<Problem>) -> Vec<Item> {
    let mut out: Vec<Item> = Vec::new();
    for item in items {
        let joins = item.marker.is_none()
            && !item.row
            && item.has_units()
            && item.han() > 0
            && out.last().is_some_and(|last| {
                last.marker.as_ref().is_some_and(|marker| {
                    matches!(marker.family, Family::Arabic | Family::ArabicBracket | Family::Circled)
                }) && !last.has_units()
                    && !last.row
                    && last.words.scan().ends_with(['。', ':', ';'])
            });
        if joins {
            let last = out.last_mut().expect("joins only behind an item");
            problems.push(Problem::new(Code::BrokenLine, item.words.span(0..0), "一项任务分为两段", "已接到上一段"));
            last.words.append(&item.words);
            last.named.take(item.named);
        } else {
            out.push(item);
        }
    }
    out
}

/// Gives the units of `以上两项责任单位:…` to what stands above: so many items of its kind, or all of its section.
fn govern_above(items: &mut [Item]) {
    for at in 0..items.len() {
        let Some(above) = items[at].named.above else { continue };
        let (family, names, deadline) =
            (items[at].family(), items[at].named.names.clone(), items[at].named.deadline.clone());
        let mut left = above.count.map_or(usize::MAX, |count| count.saturating_sub(1));
        for item in items[..at].iter_mut().rev() {
            let outer = rank(item.family()) < rank(family) || item.named.above.is_some();
            if left == 0 || outer {
                break;
            }
            // A number of items takes in those that have units of their own.
            let takes = above.count.is_some() || !item.has_units();
            if item.family() == family && takes && !item.words.is_empty() {
                item.named.names.extend(names.iter().cloned());
                item.named.deadline = item.named.deadline.take().or_else(|| deadline.clone());
                left -= 1;
            }
        }
    }
}

#[cfg(test)]
mod tests;
