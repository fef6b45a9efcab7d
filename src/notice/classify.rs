//! Classifying: which items of an outline are headings and which are tasks.
//!
//! In:  the items of one part.
//! Out: the [`Kind`] of each: an item with units is a task, one without is a heading or a task by what its siblings are.
//!      Nothing is decided by one notice's habits.

use super::item::{Item, is_heading_like};
use super::line::{Family, rank};
use super::stage::{self, Facts};
use super::word::headings::{self, Kind as HeadingKind};
use super::{header, layout};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Task,
    /// A bullet under a task.
    Part,
    Heading,
    /// Neither: a paragraph that leads in, an instruction.
    Aside,
}

/// What the tasks of one part are read with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Context {
    /// Whether only items with units count (a covering letter that holds its tasks itself).
    pub units_only: bool,
}

/// Decides what each item is.
pub(super) fn classify(items: &[Item], context: Context) -> Vec<Kind> {
    let with_units = items.iter().filter(|item| item.has_units()).count();
    let families =
        [Family::Article, Family::Comma, Family::Bracket, Family::Arabic, Family::ArabicBracket, Family::Circled];
    // Families whose items are mostly tasks.
    let task_family = |family: Family| {
        let all = items.iter().filter(|item| item.family() == Some(family)).count();
        let tasks = items.iter().filter(|item| item.family() == Some(family) && item.has_units()).count();
        tasks >= 1 && tasks * 2 >= all
    };
    let task_families: Vec<Family> = families.into_iter().filter(|family| task_family(*family)).collect();
    let deepest = families
        .into_iter()
        .rev()
        .find(|family| items.iter().filter(|item| item.family() == Some(*family)).count() >= 2);
    let below = units_below(items);
    let marked = items.iter().any(|item| item.marker.is_some());
    let mut last = Last::default();
    let mut kinds: Vec<Kind> = Vec::with_capacity(items.len());
    for (index, item) in items.iter().enumerate() {
        let next = items.get(index + 1);
        let deeper_follows = next.is_some_and(|next| {
            rank(next.family()) > rank(item.family())
                && next.family().is_some()
                && next.family() != Some(Family::Bullet)
        });
        let kind = if item.words.is_empty() {
            Kind::Aside
        } else if item.row {
            Kind::Task
        } else if with_units > 0 {
            decomposed(items, index, last, &task_families, deeper_follows, below[index], context)
        } else if context.units_only {
            Kind::Aside
        } else {
            undivided(item, deepest, deeper_follows, marked)
        };
        match kind {
            Kind::Task | Kind::Part => last.task = Some(index),
            Kind::Heading => last.heading = Some(index),
            Kind::Aside => {}
        }
        kinds.push(kind);
    }
    drop_instructions(items, &mut kinds, with_units);
    drop_provisions(items, &mut kinds, with_units);
    drop_empty_plain_headings(items, &mut kinds);
    kinds
}

/// The last task and the last heading so far.
#[derive(Debug, Clone, Copy, Default)]
struct Last {
    task: Option<usize>,
    heading: Option<usize>,
}

/// In a list with units: an item with units is a task; others by their family and neighbours.
fn decomposed(
    items: &[Item],
    index: usize,
    last: Last,
    task_families: &[Family],
    deeper_follows: bool,
    below: bool,
    context: Context,
) -> Kind {
    let item = &items[index];
    let (last_task, last_heading) = (last.task, last.heading);
    // `一、工业(牵头领导:某某)` over tasks with units of their own.
    let leads = item.only_leaders() && matches!(item.family(), Some(Family::Comma | Family::Bracket | Family::Part));
    if leads && below {
        return Kind::Heading;
    }
    if item.has_units() {
        // A heading's units govern the items below it, where those have none.
        let heading = matches!(item.family(), Some(Family::Comma | Family::Bracket | Family::Part))
            && deeper_follows
            && items.get(index + 1).is_some_and(|next| !next.has_units())
            && !item.words.scan().trim_end_matches('。').contains(['。', ';']);
        return if heading { Kind::Heading } else { Kind::Task };
    }
    if is_headline(item) || item.unread && item.family().is_none_or(|family| family != Family::Bullet) {
        return Kind::Task;
    }
    match item.family() {
        Some(Family::Bullet) => match last_task {
            Some(task) if last_heading.is_none_or(|heading| heading < task) => Kind::Part,
            _ => {
                if item.han() >= 6 && !is_heading_like(item) {
                    Kind::Task
                } else {
                    Kind::Heading
                }
            }
        },
        Some(Family::Dash) => {
            if item.han() <= 40 && !item.words.scan().trim_end_matches('。').contains('。') {
                Kind::Heading
            } else {
                Kind::Task
            }
        }
        Some(Family::Part) => Kind::Heading,
        Some(family) => {
            let sentence = item.words.scan().ends_with(['。', ';']) || item.han() > 40;
            if below {
                Kind::Heading
            } else if task_families.contains(&family) && !context.units_only {
                Kind::Task
            } else if matches!(family, Family::Comma | Family::Bracket) && (!sentence || item.han() <= 40) {
                Kind::Heading
            } else if sentence
                && !context.units_only
                && matches!(family, Family::Article | Family::Arabic | Family::ArabicBracket | Family::Circled)
            {
                Kind::Task
            } else if sentence {
                Kind::Aside
            } else {
                Kind::Heading
            }
        }
        None => {
            let scan = item.words.scan();
            // `A类为主要指标;B类为日常工作` and a line in brackets explain.
            let explains = scan.contains(';') || scan.starts_with('(') && scan.ends_with(')');
            let heading = (3..=45).contains(&item.han())
                && !scan.ends_with(['。', ';', ':', ',', '!', '?'])
                && !scan.contains('。')
                && !explains;
            if heading || names_theme(item, items.get(index + 1)) { Kind::Heading } else { Kind::Aside }
        }
    }
}

/// Whether an unmarked line is a sentence that only names the theme of the numbered tasks below it: `壮大主导产业。`
fn names_theme(item: &Item, next: Option<&Item>) -> bool {
    let scan = item.words.scan();
    let plain = !scan.contains([',', ';', ':', '(']) && !scan.chars().any(|c| c.is_ascii_digit());
    plain
        && (4..=20).contains(&item.han())
        && scan.strip_suffix('。').is_some_and(|body| !body.contains('。'))
        && next.is_some_and(|next| next.has_units() && next.family() == Some(Family::Arabic))
}

/// For each item whether marked items deeper than it, up to the next of its rank, have units.
fn units_below(items: &[Item]) -> Vec<bool> {
    let counts =
        |item: &Item| item.has_units() && (item.row || item.family().is_some_and(|family| family != Family::Bullet));
    let mut out = vec![false; items.len()];
    // Where the nearest marked item of each rank stands behind, and the nearest item with units.
    let mut next_of_rank = [usize::MAX; 10];
    let mut next_units = usize::MAX;
    for (index, item) in items.iter().enumerate().rev() {
        let own = rank(item.family()) as usize;
        let end = next_of_rank[..=own].iter().copied().min().unwrap_or(usize::MAX);
        out[index] = next_units < end;
        if item.family().is_some() {
            next_of_rank[own] = index;
        }
        if counts(item) {
            next_units = index;
        }
    }
    out
}

/// In a list without any unit: the innermost marked items are tasks.
fn undivided(item: &Item, deepest: Option<Family>, deeper_follows: bool, marked: bool) -> Kind {
    if is_headline(item) {
        return Kind::Task;
    }
    // `二、2024年工作安排`: the year in it makes no task of a report's heading.
    let scan = item.words.scan();
    if item.han() <= 30 && !scan.contains('。') && stage::of_heading(scan, None).is_some() && !stage::has_figure(scan)
    {
        return Kind::Heading;
    }
    match item.family() {
        Some(Family::Part | Family::Dash) => Kind::Heading,
        Some(Family::Bullet) => Kind::Task,
        Some(family) => {
            let sentence = item.words.scan().ends_with(['。', ';'])
                || item.han() > 30
                || item.words.scan().chars().any(|c| c.is_ascii_digit());
            if deeper_follows && !sentence {
                Kind::Heading
            } else if sentence || deepest == Some(family) && !deeper_follows {
                Kind::Task
            } else {
                Kind::Heading
            }
        }
        None => {
            let scan = item.words.scan();
            let heading = (3..=40).contains(&item.han())
                && !scan.ends_with(['。', ';', ':', ',', '!', '?'])
                && !scan.contains('。');
            // A paragraph that lists growth rates gives the year's targets, whether it says so or not.
            match heading {
                true if marked => Kind::Heading,
                _ if Facts::of(scan).lists_targets() => Kind::Task,
                _ => Kind::Aside,
            }
        }
    }
}

/// The sentence with the year's expected targets is a task wherever it stands.
fn is_headline(item: &Item) -> bool {
    let scan = item.words.scan();
    item.marker.as_ref().is_none_or(|marker| marker.family != Family::Comma)
        && item.han() >= 25
        && stage::names_expected(scan)
}

/// Whether an item holds a word of a kind of headings.
fn says(item: &Item, kind: HeadingKind) -> bool {
    headings::words().within(kind, item.words.scan())
}

/// Sections in which nobody is named while nearly all others name someone are the notice's own instructions.
fn drop_instructions(items: &[Item], kinds: &mut [Kind], with_units: usize) {
    if with_units == 0 {
        drop_closing_bids(items, kinds);
    }
    if with_units < 2 {
        return;
    }
    let tasks = kinds.iter().filter(|kind| **kind == Kind::Task).count();
    let first = items.iter().position(Item::has_units).unwrap_or(0);
    let last = items.iter().rposition(Item::has_units).unwrap_or(items.len());
    // Before the first and behind the last unit, where most tasks have units.
    if with_units * 10 >= tasks * 7 {
        let heading_before_first = kinds[..first].iter().rposition(|kind| *kind == Kind::Heading);
        for index in 0..items.len() {
            let preface = index < first && heading_before_first.is_none_or(|heading| index < heading);
            let coda = index > last && {
                let heading = (last..=index).rev().find(|&at| kinds[at] == Kind::Heading);
                heading.is_some_and(|at| says(&items[at], HeadingKind::Requirement))
            };
            let bids = says(&items[index], HeadingKind::Bid);
            if !items[index].row
                && !items[index].unread
                && !items[index].has_units()
                && (preface && !is_headline(&items[index]) || coda || index > last && bids)
                && kinds[index] == Kind::Task
            {
                kinds[index] = Kind::Aside;
            }
        }
    }
}

/// What a notice rules about itself is no task: what its words mean, to whom it applies, who explains it, how long it
/// holds; nor are lists of what an applicant must bring.
fn drop_provisions(items: &[Item], kinds: &mut [Kind], with_units: usize) {
    /// No such heading is longer, and no such sentence.
    const HEAD: usize = 14;
    const SENTENCE: usize = 120;
    if with_units == 0 {
        return;
    }
    let below = units_below(items);
    // The rank of the heading below which everything without units goes.
    let mut under: Option<u32> = None;
    for ((item, kind), below) in items.iter().zip(kinds).zip(below) {
        let own = rank(item.family());
        under = under.filter(|rank| item.family().is_none() || own > *rank);
        if item.has_units() || item.row {
            continue;
        }
        let scan = item.words.scan();
        let head = item.han() <= HEAD && says(item, HeadingKind::Provision) && !scan.contains(',');
        if head && item.family() != Some(Family::Bullet) {
            under = under.or(Some(own));
            // Nothing that carries units stands below it: it is no section either.
            if *kind == Kind::Heading && !below {
                *kind = Kind::Aside;
            }
        }
        let rules = item.han() <= SENTENCE && says(item, HeadingKind::ProvisionText);
        if matches!(kind, Kind::Task | Kind::Part) && (under.is_some() || head || rules) {
            *kind = Kind::Aside;
        }
    }
}

/// A last section of a list without units that bids offices to report and to be checked holds no task.
fn drop_closing_bids(items: &[Item], kinds: &mut [Kind]) {
    let outer = |at: &usize| kinds[*at] == Kind::Heading && items[*at].family() == Some(Family::Comma);
    let Some(heading) = (0..items.len()).rfind(outer) else { return };
    let behind = heading + 1..items.len();
    let tasks = behind.clone().filter(|&at| kinds[at] == Kind::Task).count();
    let bidding = behind.clone().filter(|&at| kinds[at] == Kind::Task && says(&items[at], HeadingKind::Bid)).count();
    let earlier = kinds[..heading].contains(&Kind::Task);
    if earlier && says(&items[heading], HeadingKind::Requirement) && bidding * 2 > tasks {
        kinds[behind].fill(Kind::Aside);
    }
}

/// Whether a part's first line is the title of its document: it ends in the document's kind.
fn is_title(scan: &str) -> bool {
    /// Shorter lines are headings such as 工作方案.
    const SHORTEST: usize = 9;
    scan.chars().nth(SHORTEST).is_some() && headings::words().ends(HeadingKind::Title, scan)
}

/// Unmarked lines are headings only between or before tasks.
fn drop_empty_plain_headings(items: &[Item], kinds: &mut [Kind]) {
    let first_marked = items.iter().position(|item| item.marker.is_some() || item.row || item.has_units()).unwrap_or(0);
    let last_task = kinds.iter().rposition(|kind| matches!(kind, Kind::Task | Kind::Part));
    for index in 0..items.len() {
        if kinds[index] != Kind::Heading || items[index].marker.is_some() || items[index].row {
            continue;
        }
        let task_follows = last_task.is_some_and(|last| last > index);
        // A line before the first mark is the title's rest or furniture, unless a task follows at once.
        let leads = index + 1 == first_marked
            && items.get(first_marked).is_some_and(|item| {
                matches!(kinds[first_marked], Kind::Task)
                    && item.marker.as_ref().is_none_or(|marker| marker.family != Family::Comma)
            });
        let scan = items[index].words.scan();
        let titled = header::year(scan).is_some() && layout::is_list_title(scan) || index == 0 && is_title(scan);
        if !task_follows || index < first_marked && (!leads || titled) {
            kinds[index] = Kind::Aside;
        }
    }
}

#[cfg(test)]
mod tests;
