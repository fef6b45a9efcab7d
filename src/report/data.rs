//! Everything that a report is made of: the tables as rows, the analyses, and who belongs to whom.

use std::collections::BTreeMap;

use polars::prelude::DataFrame;

use super::names;
use crate::analysis::{self, By, PairShare, SHARED_TOPIC};
use crate::chart::Name;
use crate::error::Error;
use crate::notice::Passage;
use crate::table::schema::*;
use crate::table::{Row, Tables, rows};

/// One list of tasks.
pub(super) struct List {
    pub id: String,
    /// Its notice's place in [`Data::notices`].
    pub notice: usize,
    /// As printed.
    pub title: String,
    /// `武昌区 2023 市级`.
    pub name: Name,
    /// Whose figures it holds: a district's notice may carry the list of its city.
    pub owner: Name,
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

/// The tables and what was counted in them.
pub(super) struct Data {
    pub notices: Vec<NoticeRow>,
    /// How each notice is called.
    pub names: Vec<Name>,
    pub lists: Vec<List>,
    pub tasks: Vec<TaskRow>,
    pub assignments: Vec<AssignmentRow>,
    pub targets: Vec<TargetRow>,
    pub matches: Vec<MatchRow>,
    pub themes: Vec<ThemeRow>,
    pub theme_ranking: Vec<ThemeRankingRow>,
    pub deadlines: Vec<DeadlineRow>,
    pub problems: Vec<ProblemRow>,
    /// In the order of the notices, then as printed.
    pub unread: Vec<Unread>,
    pub by_unit: Vec<WorkloadRow>,
    pub by_function: Vec<WorkloadRow>,
    pub overlap: Vec<OverlapRow>,
    pub coverage: Vec<CoverageRow>,
    pub unmatched: Vec<UnmatchedRow>,
    pub indicators: Vec<IndicatorRow>,
    pub indicator_ranking: Vec<IndicatorRankingRow>,
    /// Frames of the analyses by the names of their files.
    pub frames: Vec<(&'static str, DataFrame)>,
    /// Places in the vectors above, by task.
    pub assignments_of: Vec<Vec<usize>>,
    pub targets_of: Vec<Vec<usize>>,
    pub matches_of: Vec<Vec<usize>>,
    pub themes_of: Vec<Vec<usize>>,
    task_at: BTreeMap<String, usize>,
    list_at: BTreeMap<String, usize>,
    notice_at: BTreeMap<String, usize>,
}

impl Data {
    /// Opens the tables and runs the analyses.
    ///
    /// # Errors
    /// [`Error::Table`] where a table lacks a column of the contract.
    pub fn new(tables: &Tables) -> Result<Self, Error> {
        let notices: Vec<NoticeRow> = rows(&tables.notices)?;
        let tasks: Vec<TaskRow> = rows(&tables.tasks)?;
        let assignments: Vec<AssignmentRow> = rows(&tables.assignments)?;
        let targets: Vec<TargetRow> = rows(&tables.targets)?;
        let matches: Vec<MatchRow> = rows(&tables.matches)?;
        let themes: Vec<ThemeRow> = rows(&tables.themes)?;

        let by_unit = analysis::workload(tables, By::Unit)?;
        let by_function = analysis::workload(tables, By::Function)?;
        let overlap = analysis::overlap(tables)?;
        let coverage = analysis::coverage(tables)?;
        let unmatched = analysis::unmatched(tables)?;
        let indicators = analysis::indicators(tables)?;
        let indicator_ranking = analysis::indicator_ranking(&indicators)?;

        let names: Vec<Name> = notices.iter().map(names::notice).collect();
        let notice_at = index(notices.iter().map(|row| &row.notice_id));
        let task_at = index(tasks.iter().map(|row| &row.task_id));
        let mut lists = lists(&notices, &names, &notice_at, &tasks);
        let mut topics = analysis::topics(&notices, &tasks);
        for list in &mut lists {
            list.topic = topics.remove(&list.id).unwrap_or_default();
        }
        let list_at = index(lists.iter().map(|list| &list.id));
        let of = |ids: &mut dyn Iterator<Item = (&str, usize)>| {
            let mut places = vec![Vec::new(); tasks.len()];
            for (id, at) in ids {
                if let Some(&task) = task_at.get(id) {
                    places[task].push(at);
                }
            }
            places
        };
        let assignments_of = of(&mut assignments.iter().enumerate().map(|(at, row)| (row.task_id.as_str(), at)));
        let targets_of =
            of(&mut targets.iter().enumerate().filter_map(|(at, row)| Some((row.task_id.as_deref()?, at))));
        let themes_of = of(&mut themes.iter().enumerate().map(|(at, row)| (row.task_id.as_str(), at)));
        let ends = |(at, row): (usize, &'_ MatchRow)| [(row.left_task_id.clone(), at), (row.right_task_id.clone(), at)];
        let both: Vec<(String, usize)> = matches.iter().enumerate().flat_map(ends).collect();
        let mut matches_of = of(&mut both.iter().map(|(id, at)| (id.as_str(), *at)));
        for places in &mut matches_of {
            places.sort_by(|&a, &b| matches[b].score.total_cmp(&matches[a].score).then(a.cmp(&b)));
            places.dedup();
        }
        Ok(Self {
            names,
            lists,
            theme_ranking: rows(&tables.theme_ranking)?,
            deadlines: rows(&tables.deadlines)?,
            problems: rows(&tables.problems)?,
            unread: unread(&rows(&tables.passages)?, &tables.sources, &notice_at),
            by_unit: rows(&by_unit)?,
            by_function: rows(&by_function)?,
            overlap: rows(&overlap)?,
            coverage: rows(&coverage)?,
            unmatched: rows(&unmatched)?,
            indicators: rows(&indicators)?,
            indicator_ranking: rows(&indicator_ranking)?,
            frames: vec![
                (WorkloadRow::TABLE, by_unit),
                ("workload_by_function", by_function),
                (OverlapRow::TABLE, overlap),
                (CoverageRow::TABLE, coverage),
                (UnmatchedRow::TABLE, unmatched),
                (IndicatorRow::TABLE, indicators),
                (IndicatorRankingRow::TABLE, indicator_ranking),
            ],
            notices,
            tasks,
            assignments,
            targets,
            matches,
            themes,
            assignments_of,
            targets_of,
            matches_of,
            themes_of,
            task_at,
            list_at,
            notice_at,
        })
    }

    pub fn task(&self, id: &str) -> Option<&TaskRow> {
        self.task_at.get(id).map(|&at| &self.tasks[at])
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
        let targets = self.targets.iter().filter(|row| row.statement == "target").count();
        (targets, self.targets.len() - targets)
    }

    /// Tasks that have a target.
    pub fn tasks_with_target(&self) -> u32 {
        let has = |places: &&Vec<usize>| places.iter().any(|&at| self.targets[at].statement == "target");
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
        let rows = self.overlap.iter().filter(|row| row.function.is_none() && row.relation == SHARED_TOPIC);
        let pair = |row: &OverlapRow| {
            let lists = (self.list_at(&row.left_list)?, self.list_at(&row.right_list)?);
            let of = u64::from(self.lists[lists.0].tasks) * u64::from(self.lists[lists.1].tasks);
            let count = (row.pair_share? * of as f64).round() as u64;
            (lists.0 < lists.1).then_some((lists, PairShare { count, of }))
        };
        rows.filter_map(pair).collect()
    }

    /// Matches by their two lists, in the order of the lists, each with the best first.
    pub fn matches_by_lists(&self) -> Vec<((usize, usize), Vec<&MatchRow>)> {
        let mut groups: BTreeMap<(usize, usize), Vec<&MatchRow>> = BTreeMap::new();
        for row in &self.matches {
            let place = |id: &str| self.list_at(&self.task(id)?.list_id);
            if let (Some(left), Some(right)) = (place(&row.left_task_id), place(&row.right_task_id)) {
                groups.entry((left, right)).or_default().push(row);
            }
        }
        for rows in groups.values_mut() {
            rows.sort_by(|a, b| {
                let ids = (&a.left_task_id, &a.right_task_id).cmp(&(&b.left_task_id, &b.right_task_id));
                b.score.total_cmp(&a.score).then(ids)
            });
        }
        groups.into_iter().collect()
    }
}

/// The unread passages that hold words.
fn unread(passages: &[PassageRow], sources: &[(String, String)], notice_at: &BTreeMap<String, usize>) -> Vec<Unread> {
    let texts: BTreeMap<&str, &str> = sources.iter().map(|(id, text)| (id.as_str(), text.as_str())).collect();
    let of = |row: &PassageRow| {
        let text = texts.get(row.notice_id.as_str()).copied().unwrap_or_default();
        let printed = text.get(row.span_start as usize..row.span_end as usize).unwrap_or_default();
        let words = printed.split_whitespace().collect::<Vec<_>>().join(" ");
        let is_empty = !text.is_empty() && !words.contains(char::is_alphanumeric);
        let notice = *notice_at.get(&row.notice_id)?;
        (!is_empty).then_some(Unread { notice, line: row.line, words })
    };
    let kind = Passage::Unread.name();
    let mut found: Vec<Unread> = passages.iter().filter(|row| row.kind == kind).filter_map(of).collect();
    found.sort_by_key(|unread| unread.notice);
    found
}

/// The number that a task is called by: as printed, or its place in the list.
pub(super) fn number(task: &TaskRow) -> String {
    task.number.clone().unwrap_or_else(|| format!("第{}项", task.seq))
}

fn index<'a>(ids: impl Iterator<Item = &'a String>) -> BTreeMap<String, usize> {
    ids.enumerate().map(|(at, id)| (id.clone(), at)).collect()
}

/// The lists in the order of their tasks.
fn lists(notices: &[NoticeRow], names: &[Name], notice_at: &BTreeMap<String, usize>, tasks: &[TaskRow]) -> Vec<List> {
    let mut lists: Vec<List> = Vec::new();
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for task in tasks {
        let Some(&notice) = notice_at.get(&task.notice_id) else { continue };
        let place = *places.entry(&task.list_id).or_insert_with(|| {
            let row = &notices[notice];
            let part = names::list_level(&task.level, row);
            let name = Name { part: part.to_owned(), ..names[notice].clone() };
            let upper = match task.level.as_str() {
                "city" => row.city.clone(),
                "province" => row.province.clone(),
                "nation" => Some("全国".to_owned()),
                _ => None,
            };
            let owner = match upper.filter(|_| task.level != names::own_level(row)) {
                Some(region) => Name { region, ..names[notice].clone() },
                None => names[notice].clone(),
            };
            let (id, title) = (task.list_id.clone(), task.list_title.clone());
            lists.push(List { id, notice, title, name, owner, tasks: 0, topic: Vec::new() });
            lists.len() - 1
        });
        lists[place].tasks += 1;
    }
    lists
}
