//! Everything that a report is made of: the rows, the analyses, and who belongs to whom.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::names;
use crate::analysis::{self, By, Facing, Overlaps, PairOverlap, PairShare, Repeat};
use crate::chart::Name;
use crate::notice::Passage;
use crate::place::Level;
use crate::quantity::Statement;
use crate::table::schema::{
    CoverageRow, HandedDownRow, IndicatorRankingRow, ListRow, PanelRow, PassageRow, ShareRow, SupportRow, TaskRow,
    UnmatchedRow, WorkloadRow,
};
use crate::table::{Pair, Rows};

/// One list of tasks.
pub(super) struct List {
    pub id: String,
    /// Its notice's place in [`Data::notices`].
    pub notice: usize,
    pub level: Level,
    /// As printed.
    pub title: String,
    /// `武昌区 2023 市级`.
    pub name: Name,
    pub tasks: u32,
    /// Words that so many of its tasks hold that they tell nothing apart in it.
    pub topic: Vec<String>,
}

/// A passage of the working part that no rule took.
pub(super) struct Unread {
    /// Its notice's place in [`Data::notices`].
    pub notice: usize,
    pub line: u32,
    /// Its words on one line; empty where the plain text is not at hand.
    pub words: String,
}

/// The rows and what was counted in them. Each analysis is run once, when it is asked for first.
pub(super) struct Data<'a> {
    pub rows: &'a Rows,
    /// How each notice is called.
    pub names: Vec<Name>,
    pub lists: Vec<List>,
    /// In the order of the notices, then as printed.
    pub unread: Vec<Unread>,
    /// Places in the rows, by task.
    pub assignments_of: Vec<Vec<usize>>,
    pub targets_of: Vec<Vec<usize>>,
    pub themes_of: Vec<Vec<usize>>,
    /// What came back of the ledgers.
    pub back: Option<super::board::Back>,
    task_at: FxHashMap<&'a str, usize>,
    list_at: FxHashMap<String, usize>,
    notice_at: FxHashMap<&'a str, usize>,
    matches_of: OnceLock<Vec<BestMatches>>,
    by_unit: OnceLock<Vec<WorkloadRow>>,
    by_function: OnceLock<Vec<WorkloadRow>>,
    overlaps: OnceLock<Overlaps>,
    facing: OnceLock<(Vec<CoverageRow>, Vec<UnmatchedRow>)>,
    panel: OnceLock<Vec<PanelRow>>,
    indicator_ranking: OnceLock<Vec<IndicatorRankingRow>>,
    shares: OnceLock<Vec<ShareRow>>,
    handed_down: OnceLock<Vec<HandedDownRow>>,
    supports: OnceLock<Vec<SupportRow>>,
    repeats: OnceLock<Vec<Repeat>>,
}

/// The best matches of a task, by their places, and how many there are.
#[derive(Debug, Clone, Default)]
pub(super) struct BestMatches {
    pub best: Vec<u32>,
    pub total: usize,
}

/// The matches of two lists.
#[derive(Debug, Clone)]
pub(super) struct PairMatches {
    /// Places of the lists, left and right as the matches stand.
    pub lists: (usize, usize),
    pub count: usize,
    /// Places of the best.
    pub best: Vec<usize>,
}

/// Matches kept for a task.
pub(super) const MOST_MATCHES: usize = 6;

impl Deref for Data<'_> {
    type Target = Rows;

    fn deref(&self) -> &Rows {
        self.rows
    }
}

impl<'a> Data<'a> {
    /// Looks up who belongs to whom.
    pub fn new(rows: &'a Rows) -> Self {
        let names: Vec<Name> = rows.notices.iter().map(names::notice).collect();
        let notice_at: FxHashMap<&str, usize> = index(rows.notices.iter().map(|row| row.notice_id.as_str()));
        let task_at: FxHashMap<&str, usize> = index(rows.tasks.iter().map(|row| row.task_id.as_str()));
        let lists = lists(rows, &names, &notice_at);
        let list_at = lists.iter().enumerate().map(|(at, list)| (list.id.clone(), at)).collect();
        let of = |ids: &mut dyn Iterator<Item = (&str, usize)>| {
            let mut places = vec![Vec::new(); rows.tasks.len()];
            for (id, at) in ids {
                if let Some(&task) = task_at.get(id) {
                    places[task].push(at);
                }
            }
            places
        };
        let targets = rows.targets.iter().enumerate().filter_map(|(at, row)| Some((row.task_id.as_deref()?, at)));
        Self {
            assignments_of: of(&mut rows.assignments.iter().enumerate().map(|(at, row)| (row.task_id.as_str(), at))),
            targets_of: of(&mut { targets }),
            themes_of: of(&mut rows.themes.iter().enumerate().map(|(at, row)| (row.task_id.as_str(), at))),
            unread: unread(&rows.passages, &rows.sources, &notice_at),
            back: None,
            rows,
            names,
            lists,
            task_at,
            list_at,
            notice_at,
            matches_of: OnceLock::new(),
            by_unit: OnceLock::new(),
            by_function: OnceLock::new(),
            overlaps: OnceLock::new(),
            facing: OnceLock::new(),
            panel: OnceLock::new(),
            indicator_ranking: OnceLock::new(),
            shares: OnceLock::new(),
            handed_down: OnceLock::new(),
            supports: OnceLock::new(),
            repeats: OnceLock::new(),
        }
    }

    /// As [`Self::new`], with the topics of the lists.
    pub fn with_topics(rows: &'a Rows) -> Self {
        let mut data = Self::new(rows);
        let mut topics = analysis::topics(&rows.notices, &rows.tasks);
        for list in &mut data.lists {
            list.topic = topics.remove(&list.id).unwrap_or_default();
        }
        data
    }

    pub fn workload(&self, by: By) -> &[WorkloadRow] {
        let rows = match by {
            By::Unit => &self.by_unit,
            By::Function => &self.by_function,
        };
        rows.get().map_or(&[], Vec::as_slice)
    }

    /// Takes what was counted, for [`Self::workload`].
    pub fn take_workload(&self, by: By, counted: Vec<WorkloadRow>) {
        let rows = match by {
            By::Unit => &self.by_unit,
            By::Function => &self.by_function,
        };
        rows.get_or_init(|| counted);
    }

    /// The units of one notice, the busiest first.
    pub fn units_of(&self, notice_id: &str) -> &[WorkloadRow] {
        // Rows are sorted by notice.
        let all = self.workload(By::Unit);
        let start = all.partition_point(|row| row.notice_id.as_str() < notice_id);
        let end = all.partition_point(|row| row.notice_id.as_str() <= notice_id);
        &all[start..end]
    }

    /// To be asked for first outside of parallel work: it is counted on all threads, and one that waits for it may have to count
    /// it.
    pub fn overlaps(&self) -> &Overlaps {
        self.overlaps.get_or_init(|| Overlaps::new(self.rows))
    }

    /// Takes what was counted, for [`Self::overlaps`].
    pub fn take_overlaps(&self, counted: Overlaps) {
        self.overlaps.get_or_init(|| counted);
    }

    /// Every two lists, either way round; places are those of [`Self::lists`].
    pub fn overlap_pairs(&self) -> impl Iterator<Item = PairOverlap> + '_ {
        let places: Vec<Option<usize>> = self.overlaps().lists().iter().map(|id| self.list_at(id)).collect();
        self.overlaps().pairs().filter_map(move |pair| {
            let (left, right) = (places[pair.left as usize]? as u32, places[pair.right as usize]? as u32);
            Some(PairOverlap { left, right, ..pair })
        })
    }

    pub fn coverage(&self) -> &[CoverageRow] {
        &self.facing().0
    }

    pub fn unmatched(&self) -> &[UnmatchedRow] {
        &self.facing().1
    }

    fn facing(&self) -> &(Vec<CoverageRow>, Vec<UnmatchedRow>) {
        self.facing.get_or_init(|| {
            let facing = Facing::new(self.rows);
            (facing.coverage(), facing.unmatched())
        })
    }

    pub fn panel(&self) -> &[PanelRow] {
        self.panel.get_or_init(|| analysis::panel(self.rows))
    }

    /// Takes what was counted, for [`Self::panel`].
    pub fn take_panel(&self, counted: Vec<PanelRow>) {
        self.panel.get_or_init(|| counted);
    }

    pub fn indicator_ranking(&self) -> &[IndicatorRankingRow] {
        self.indicator_ranking.get_or_init(|| analysis::indicator_ranking(self.panel()))
    }

    pub fn shares(&self) -> &[ShareRow] {
        self.shares.get_or_init(|| analysis::shares(self.rows, self.panel()))
    }

    pub fn handed_down(&self) -> &[HandedDownRow] {
        self.handed_down.get_or_init(|| analysis::handed_down(self.rows))
    }

    pub fn supports(&self) -> &[SupportRow] {
        self.supports.get_or_init(|| analysis::supports(self.rows))
    }

    /// What lists say twice.
    pub fn repeats(&self) -> &[Repeat] {
        self.repeats.get_or_init(|| analysis::repeats(&self.rows.tasks))
    }

    /// The best matches of a task.
    pub fn matches_of(&self, task: usize) -> &BestMatches {
        &self.matches_of.get_or_init(|| best_matches(self.rows))[task]
    }

    pub fn task(&self, id: &str) -> Option<&'a TaskRow> {
        self.task_at(id).map(|at| &self.rows.tasks[at])
    }

    /// The place of a task in [`Rows::tasks`].
    pub fn task_at(&self, id: &str) -> Option<usize> {
        self.task_at.get(id).copied()
    }

    pub fn list(&self, id: &str) -> Option<&List> {
        self.list_at.get(id).map(|&at| &self.lists[at])
    }

    /// The place of a list in [`Self::lists`].
    pub fn list_at(&self, id: &str) -> Option<usize> {
        self.list_at.get(id).copied()
    }

    /// The place of a notice in [`Self::notices`].
    pub fn notice_at(&self, id: &str) -> Option<usize> {
        self.notice_at.get(id).copied()
    }

    /// A list's name within a sentence, `武昌区2023年市级清单`; its id where it has no tasks.
    pub fn list_phrase(&self, id: &str) -> String {
        self.list(id).map_or_else(|| id.to_owned(), |list| list.name.phrase())
    }

    /// A list's name on one line, `武昌区 2023 市级`.
    pub fn list_line(&self, id: &str) -> String {
        self.list(id).map_or_else(|| id.to_owned(), |list| list.name.line())
    }

    /// What a task is called: `武昌区 2023 市级 · 18`.
    pub fn task_label(&self, id: &str) -> String {
        match self.task(id) {
            Some(task) => format!("{} · {}", self.list_line(&task.list_id), number(task)),
            None => id.to_owned(),
        }
    }

    /// The targets that tasks set, and the results that a review reports.
    pub fn targets_and_results(&self) -> (usize, usize) {
        let targets = self.targets.iter().filter(|row| row.statement == Statement::Target).count();
        (targets, self.targets.len() - targets)
    }

    /// Tasks that have a target.
    pub fn tasks_with_target(&self) -> u32 {
        let has = |places: &&Vec<usize>| places.iter().any(|&at| self.targets[at].statement == Statement::Target);
        self.targets_of.iter().filter(has).count() as u32
    }

    /// Tasks that no unit is named for, of those in notices that name units.
    pub fn tasks_without_unit(&self) -> (u32, u32) {
        let mut named = vec![false; self.notices.len()];
        let at = |task: &TaskRow| self.notice_at(&task.notice_id);
        for (task, places) in self.tasks.iter().zip(&self.assignments_of) {
            if let Some(notice) = at(task).filter(|_| !places.is_empty()) {
                named[notice] = true;
            }
        }
        let of = |task: &TaskRow| at(task).is_some_and(|notice| named[notice]);
        let tasks = self.tasks.iter().zip(&self.assignments_of).filter(|(task, _)| of(task));
        tasks.fold((0, 0), |(without, all), (_, places)| (without + u32::from(places.is_empty()), all + 1))
    }

    /// Lists about one topic, each two once, in their order.
    pub fn shared_topics(&self) -> Vec<((usize, usize), PairShare)> {
        let topics = self.overlap_pairs().filter(|pair| pair.left < pair.right && pair.pairs.is_shared_topic());
        topics.map(|pair| ((pair.left as usize, pair.right as usize), pair.pairs)).collect()
    }

    /// The pairs of lists with the most matches, at most so many; and how many pairs have any.
    pub fn busiest_pairs(&self, most: usize, best: usize) -> (Vec<PairMatches>, usize) {
        let list = |task: &TaskRow| self.list_at(&task.list_id).map(|at| at as u32);
        let list_of: Vec<Option<u32>> = self.rows.tasks.iter().map(list).collect();
        let matches = &self.rows.matches;
        let of = |pair: Pair| list_of[pair.left as usize].zip(list_of[pair.right as usize]);
        let mut counts: FxHashMap<(u32, u32), u32> = FxHashMap::default();
        for lists in matches.pairs().filter_map(of) {
            *counts.entry(lists).or_default() += 1;
        }
        let mut chosen: Vec<((u32, u32), u32)> = counts.into_iter().collect();
        let all = chosen.len();
        chosen.sort_unstable_by_key(|(lists, count)| (Reverse(*count), *lists));
        chosen.truncate(most);
        let mut places: FxHashMap<(u32, u32), Vec<usize>> =
            chosen.iter().map(|(lists, _)| (*lists, Vec::new())).collect();
        for (at, pair) in matches.pairs().enumerate() {
            if let Some(places) = of(pair).and_then(|lists| places.get_mut(&lists)) {
                places.push(at);
            }
        }
        let key = |at: usize| {
            let pair = matches.pair(at);
            let id = |task: u32| &self.rows.tasks[task as usize].task_id;
            (pair.score, id(pair.left), id(pair.right))
        };
        let best = |(lists, count): ((u32, u32), u32)| {
            let mut places = places.remove(&lists).unwrap_or_default();
            places.sort_by(|&a, &b| {
                let (a, b) = (key(a), key(b));
                b.0.total_cmp(&a.0).then_with(|| (a.1, a.2).cmp(&(b.1, b.2)))
            });
            places.truncate(best);
            PairMatches { lists: (lists.0 as usize, lists.1 as usize), count: count as usize, best: places }
        };
        (chosen.into_iter().map(best).collect(), all)
    }
}

/// The best matches of every task.
fn best_matches(rows: &Rows) -> Vec<BestMatches> {
    let mut all = vec![BestMatches::default(); rows.tasks.len()];
    let score = |at: u32| rows.matches.pair(at as usize).score;
    for (at, pair) in rows.matches.pairs().enumerate() {
        for task in [pair.left, pair.right] {
            let BestMatches { best, total } = &mut all[task as usize];
            *total += 1;
            let place = best.partition_point(|&other| score(other) >= pair.score);
            if place < MOST_MATCHES {
                best.truncate(MOST_MATCHES - 1);
                best.insert(place, at as u32);
            }
        }
    }
    all
}

/// The unread passages that hold words.
fn unread(passages: &[PassageRow], sources: &[(String, String)], notice_at: &FxHashMap<&str, usize>) -> Vec<Unread> {
    let texts: BTreeMap<&str, &str> = sources.iter().map(|(id, text)| (id.as_str(), text.as_str())).collect();
    let of = |row: &PassageRow| {
        let text = texts.get(row.notice_id.as_str()).copied().unwrap_or_default();
        let printed = text.get(row.span_start as usize..row.span_end as usize).unwrap_or_default();
        let words = printed.split_whitespace().collect::<Vec<_>>().join(" ");
        let is_empty = !text.is_empty() && !words.contains(char::is_alphanumeric);
        let notice = *notice_at.get(row.notice_id.as_str())?;
        (!is_empty).then_some(Unread { notice, line: row.line, words })
    };
    let kind = Passage::Unread;
    let mut found: Vec<Unread> = passages.iter().filter(|row| row.kind == kind).filter_map(of).collect();
    found.sort_by_key(|unread| unread.notice);
    found
}

/// The number that a task is called by: as printed, or its place in the list.
pub(super) fn number(task: &TaskRow) -> String {
    task.number.clone().unwrap_or_else(|| format!("第{}项", task.seq))
}

fn index<'a>(ids: impl Iterator<Item = &'a str>) -> FxHashMap<&'a str, usize> {
    ids.enumerate().map(|(at, id)| (id, at)).collect()
}

/// The lists with what they are called.
fn lists(rows: &Rows, names: &[Name], notice_at: &FxHashMap<&str, usize>) -> Vec<List> {
    let list = |row: &ListRow| {
        let notice = *notice_at.get(row.notice_id.as_str())?;
        let part = names::list_level(row.level.name(), &rows.notices[notice]);
        Some(List {
            id: row.list_id.clone(),
            notice,
            level: row.level,
            title: row.title.clone(),
            name: Name { part: part.to_owned(), ..names[notice].clone() },
            tasks: row.tasks,
            topic: Vec::new(),
        })
    };
    rows.lists.iter().filter_map(list).collect()
}
