//! Passages that are tasks, or are none, as people say.

use std::collections::BTreeMap;
use std::ops::Range;

use super::super::ReadTask;
use super::find::{Open, Sought, Spot};
use super::{Corrector, Marked};
use crate::correction::{Kind, plain};
use crate::notice::{self, Code, List, Passage, Placed, Printed};
use crate::place::Level;

impl Corrector {
    /// Takes out what is no task, and puts in what is one.
    pub(super) fn tasks(&mut self, open: &mut Open) {
        let mut given: BTreeMap<Spot, Vec<usize>> = BTreeMap::new();
        let mut new: Vec<(Range<usize>, usize, usize)> = Vec::new();
        let mut moved = Vec::new();
        for at in self.of(|kind| matches!(kind, Kind::Task | Kind::NotTask)) {
            let row = self.row(at);
            let found = if row.kind == Kind::NotTask {
                open.task(&row.subject, &row.words)
            } else {
                match place(open, &row.subject, &row.words) {
                    Placing::New(list, span) => {
                        new.push((span, list, at));
                        continue;
                    }
                    Placing::Known(sought) => sought,
                }
            };
            match found {
                Sought::Elsewhere => {}
                Sought::Missing(why) => self.states[at].why = why,
                Sought::Here(spot) => {
                    if spot.moved {
                        moved.push(at);
                    }
                    given.entry(Spot { moved: false, ..spot }).or_default().push(at);
                }
            }
        }
        for (spot, rows) in given.into_iter().rev() {
            let Some(last) = self.last(&rows) else { continue };
            let out = self.row(last).kind == Kind::NotTask;
            let (id, span) = (open.read.task_id(spot.list, spot.task), open.of(spot).span.clone());
            for at in rows.into_iter().filter(|at| self.states[*at].lost_to.is_none()).collect::<Vec<_>>() {
                let what = if out { "这段文字不是任务" } else { "这段文字是任务" };
                self.states[at].fit(Some(id.clone()), moved.contains(&at), out, what);
                open.tell(at, span.clone(), what.to_owned());
                if !out {
                    open.read.marks.add(Marked::Task(spot.list, spot.task), &self.row(at).mark());
                }
            }
            if out {
                remove(open, spot);
            }
        }
        new.sort_by_key(|(span, list, at)| (span.start, span.end, *list, *at));
        let mut added: Vec<(Range<usize>, usize, usize)> = Vec::new();
        for (span, list, at) in new {
            match added.last() {
                Some((known, ..)) if *known == span => {}
                Some((known, ..)) if span.start < known.end => {
                    "与另一条更正给出的任务重叠".clone_into(&mut self.states[at].why);
                    continue;
                }
                _ => insert(open, list, &span),
            }
            added.push((span, list, at));
        }
        self.mark_added(open, added);
    }

    /// Marks the tasks that were put in, once all stand at their places.
    fn mark_added(&mut self, open: &mut Open, added: Vec<(Range<usize>, usize, usize)>) {
        for (span, _, at) in added {
            let lists = open.read.notice.lists.iter().enumerate();
            let mut tasks =
                lists.flat_map(|(list, own)| own.tasks.iter().enumerate().map(move |(task, own)| (list, task, own)));
            let Some((list, task)) = tasks.find(|(.., own)| own.span == span).map(|(list, task, _)| (list, task))
            else {
                continue;
            };
            open.read.marks.add(Marked::Task(list, task), &self.row(at).mark());
            self.states[at].fit(Some(open.read.task_id(list, task)), false, true, "这段文字是任务");
            open.tell(at, span, "这段文字是任务".to_owned());
        }
    }
}

/// Where a passage stands that people say is a task.
enum Placing {
    /// The list that it goes to, which may be one that is not there yet, and its bytes.
    New(usize, Range<usize>),
    /// It is a task already, or is not found.
    Known(Sought),
}

/// Looks for the words of a task that was not read, in the notice or list with this id.
fn place(open: &Open, id: &str, words: &str) -> Placing {
    let key = if open.ids().any(|own| own == id) { Some("") } else { open.behind(id).map(|(key, _)| key).next() };
    let Some(key) = key else { return Placing::Known(Sought::Elsewhere) };
    let words_of = plain(words);
    let lists = &open.read.notice.lists;
    let named = open.list(key);
    if !key.is_empty() && named.is_none() {
        return Placing::Known(Sought::Missing("文件里没有这份清单".to_owned()));
    }
    let goes_on = words.trim_end().ends_with('…');
    let mut found: Vec<Range<usize>> = Vec::new();
    for span in spans(&open.read.document.text, &words_of) {
        let mut end = span.end;
        if goes_on {
            end = open.read.document.text[end..].find('\n').map_or(open.read.document.text.len(), |line| end + line);
        }
        let whole = |task: &notice::Task| task.span.start == span.start && (goes_on || task.span.end == end);
        for (list, own) in lists.iter().enumerate() {
            if let Some(task) = own.tasks.iter().position(whole) {
                return Placing::Known(Sought::Here(Spot { list, task, moved: false }));
            }
        }
        let meets = |task: &notice::Task| task.span.start < end && span.start < task.span.end;
        if !lists.iter().flat_map(|list| &list.tasks).any(meets) {
            found.push(span.start..end);
        }
    }
    match &found[..] {
        [span] => {
            let before =
                |list: &List| list.tasks.iter().rev().map(|task| task.span.start).find(|start| *start < span.start);
            let nearest = (0..lists.len()).max_by_key(|&nth| (before(&lists[nth]), std::cmp::Reverse(nth)));
            Placing::New(named.or(nearest).unwrap_or(0), span.clone())
        }
        [] => Placing::Known(Sought::Missing("这些文字不在原文中，或已在别的任务里".to_owned())),
        _ => Placing::Known(Sought::Missing(format!("原文中有{}处这样的文字；请写长一些", found.len()))),
    }
}

/// Where words stand in a text, white space aside: bytes of the text.
fn spans(text: &str, words: &str) -> Vec<Range<usize>> {
    let Some(first) = words.chars().next() else { return Vec::new() };
    let mut found = Vec::new();
    for (start, _) in text.match_indices(first) {
        let mut wanted = words.chars().peekable();
        let mut end = start;
        for (at, c) in text[start..].char_indices().filter(|(_, c)| !c.is_whitespace()) {
            if wanted.next_if_eq(&c).is_none() {
                break;
            }
            end = start + at + c.len_utf8();
        }
        if wanted.peek().is_none() {
            found.push(start..end);
        }
    }
    found
}

/// Takes a task out of its list; its words become a passage that only calls to work.
fn remove(open: &mut Open, spot: Spot) {
    let task = open.read.notice.lists[spot.list].tasks.remove(spot.task);
    if let Some(tasks) = open.read.lists.get_mut(spot.list).map(|list| &mut list.tasks) {
        tasks.remove(spot.task);
    }
    open.numbers[spot.list].remove(spot.task);
    open.read.notice.problems.retain(|problem| problem.code != Code::TaskWithoutUnit || problem.span != task.span);
    let (list, gone) = (spot.list as u32, spot.task as u32);
    for passage in &mut open.read.notice.passages {
        match &mut passage.task {
            Some((own, task)) if *own == list && *task == gone => {
                passage.task = None;
                if passage.kind == Passage::Task {
                    passage.kind = Passage::Requirement;
                }
            }
            Some((own, task)) if *own == list && *task > gone => *task -= 1,
            _ => {}
        }
    }
    let marks = std::mem::take(&mut open.read.marks.0);
    open.read.marks.0 = marks.into_iter().map(|(what, mark)| (shifted(what, spot, false), mark)).collect();
    open.read.share_again();
    open.is_stale = true;
}

/// Puts a task into a list, before the first that stands behind it.
fn insert(open: &mut Open, list: usize, span: &Range<usize>) {
    let read = &mut open.read;
    if read.notice.lists.is_empty() {
        let level = read.notice.region.level.unwrap_or(Level::District);
        read.notice.lists.push(List { level, title: String::new(), printed: Printed::default(), tasks: Vec::new() });
        read.lists.push(crate::intake::reading::ReadList::default());
        open.numbers.push(Vec::new());
    }
    let own = &mut read.notice.lists[list];
    let task = own.tasks.iter().position(|task| task.span.start > span.start).unwrap_or(own.tasks.len());
    let section = task.checked_sub(1).map(|before| own.tasks[before].section.clone()).unwrap_or_default();
    own.tasks.insert(task, notice::given(&read.document, span.clone(), section, read.notice.year));
    read.lists[list].tasks.insert(task, ReadTask::default());
    open.numbers[list].insert(task, None);
    for passage in &mut read.notice.passages {
        if let Some((own, at)) = &mut passage.task
            && *own == list as u32
            && *at >= task as u32
        {
            *at += 1;
        }
    }
    let marks = std::mem::take(&mut read.marks.0);
    let spot = Spot { list, task, moved: false };
    read.marks.0 = marks.into_iter().map(|(what, mark)| (shifted(what, spot, true), mark)).collect();
    carve(&mut read.notice.passages, span, (list as u32, task as u32));
    read.share_again();
    open.is_stale = true;
}

/// A mark's place where a task was put in, or taken out, before it.
fn shifted(what: Marked, spot: Spot, is_in: bool) -> Marked {
    let move_on = |task: usize| match (is_in, task) {
        (true, task) if task >= spot.task => task + 1,
        (false, task) if task > spot.task => task - 1,
        (_, task) => task,
    };
    match what {
        Marked::Task(list, task) if list == spot.list => Marked::Task(list, move_on(task)),
        Marked::Unit(list, task, unit) if list == spot.list => Marked::Unit(list, move_on(task), unit),
        what => what,
    }
}

/// Makes a stretch of the text a passage of its own: a task's. What is left of those it cuts stays what it was.
fn carve(passages: &mut Vec<Placed>, span: &Range<usize>, task: (u32, u32)) {
    let mut parts = Vec::with_capacity(passages.len() + 2);
    let mut is_in = false;
    for placed in passages.drain(..) {
        let Range { start, end } = placed.span;
        if start < span.start.min(end) {
            parts.push(Placed { span: start..span.start.min(end), ..placed.clone() });
        }
        if !is_in && end > span.start {
            parts.push(Placed { kind: Passage::Task, span: span.clone(), task: Some(task) });
            is_in = true;
        }
        if end > span.end.max(start) {
            parts.push(Placed { span: span.end.max(start)..end, ..placed });
        }
    }
    *passages = parts;
}
