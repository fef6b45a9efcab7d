//! Pairing: matches and themes over the tables.
//!
//! In:  the tables of the notices that were read.
//! Out: the same tables with `matches`, `themes` and `theme_ranking` filled in.
//! Not here: how two tasks are scored ([`crate::matching`]) and how a selector is spelt on the command line.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use rayon::prelude::*;

use crate::error::Error;
use crate::matching::plan::{Plan, Rules, plan};
use crate::matching::signal::Signal;
use crate::matching::theme::{self, Theme};
use crate::matching::{self, Corpus, ListInfo, Match, Options, TargetKey, TaskText, Weights};
use crate::table::schema::{
    AssignmentRow, ClauseRow, MatchRow, NoticeRow, TargetRow, TaskRow, ThemeRankingRow, ThemeRow,
};
use crate::table::{Tables, from_rows, rows};
use crate::target::indicator_title;
use crate::unit::Function;

/// Which lists are compared, and how.
#[derive(Debug, Clone, Default)]
pub struct Request {
    pub left: Vec<Selector>,
    pub right: Vec<Selector>,
    pub rules: Rules,
    pub options: Options,
    /// Whether themes are gathered too.
    pub themes: bool,
}

/// What was done, for words about the work.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Work {
    pub lists: usize,
    pub tasks: usize,
    /// Pairs of lists compared.
    pub list_pairs: usize,
    /// Pairs of tasks in them, scored, and left out because no shortlist named them.
    pub considered: u64,
    pub scored: u64,
    pub pruned: u64,
    /// Pairs of tasks spared by a rule, by the rule's name.
    pub spared: Vec<(&'static str, u64)>,
    pub matches: usize,
    pub themes: usize,
}

/// A choice of lists: a list's id, a notice's id, or conditions such as `level=city,year=2023`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selector {
    text: String,
    conditions: Vec<(String, String)>,
}

impl std::str::FromStr for Selector {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut conditions = Vec::new();
        if text.contains('=') {
            for part in text.split(',') {
                let (key, value) = part
                    .split_once('=')
                    .ok_or_else(|| format!("`{part}` is no condition; write level=city,year=2023"))?;
                let key = key.trim().to_ascii_lowercase();
                if !["level", "year", "region", "notice", "list", "province", "city", "district", "kind"]
                    .contains(&key.as_str())
                {
                    return Err(format!(
                        "`{key}` is nothing to select by; choose from level, year, region, notice, list, province, city, district, kind"
                    ));
                }
                conditions.push((key, value.trim().to_owned()));
            }
        } else if text.trim().is_empty() {
            return Err("an empty selector selects nothing".to_owned());
        }
        Ok(Self { text: text.trim().to_owned(), conditions })
    }
}

impl Selector {
    /// Whether a list is chosen.
    fn fits(&self, list: &ListInfo, notice: &NoticeRow) -> bool {
        if self.conditions.is_empty() {
            return list.list_id == self.text
                || list.notice_id == self.text
                || list.notice_id.split('-').next() == Some(&self.text);
        }
        self.conditions.iter().all(|(key, value)| {
            let has = |text: &Option<String>| text.as_deref().is_some_and(|text| text.starts_with(value.as_str()));
            match key.as_str() {
                "level" => list.level == *value,
                "year" => list.year.map(|year| year.to_string()).as_deref() == Some(value),
                "notice" => list.notice_id == *value,
                "list" => list.list_id == *value,
                "province" => has(&notice.province),
                "city" => has(&notice.city),
                "district" => has(&notice.district),
                "kind" => notice.kind == *value,
                _ => notice.region.contains(value.as_str()),
            }
        })
    }
}

/// The tasks of some tables as matching sees them.
pub struct Prepared {
    pub tasks: Vec<TaskText>,
    pub lists: Vec<ListInfo>,
    pub corpus: Corpus,
    /// The tasks' rows; their texts stand in `tasks`.
    rows: Vec<TaskRow>,
    notices: Vec<NoticeRow>,
    targets: Vec<Vec<TargetRow>>,
}

/// Prepares the tasks: segments them and looks up concepts and indicators.
///
/// # Errors
/// [`Error::Table`] where a column of the contract is missing.
pub fn prepare(tables: &Tables) -> Result<Prepared, Error> {
    let mut task_rows: Vec<TaskRow> = rows(&tables.tasks)?;
    let notices: Vec<NoticeRow> = rows(&tables.notices)?;
    let of_notice: HashMap<&str, &NoticeRow> =
        notices.iter().map(|notice| (notice.notice_id.as_str(), notice)).collect();
    let mut functions: HashMap<String, Vec<(bool, String)>> = HashMap::new();
    for row in rows::<AssignmentRow>(&tables.assignments)? {
        if row.role != "leader" {
            functions.entry(row.task_id).or_default().push((row.role == "lead", row.function));
        }
    }
    let mut targets: HashMap<String, Vec<TargetRow>> = HashMap::new();
    for row in rows::<TargetRow>(&tables.targets)? {
        if let Some(task) = &row.task_id {
            targets.entry(task.clone()).or_default().push(row);
        }
    }
    let mut lists: Vec<ListInfo> = Vec::new();
    let mut numbers: HashMap<String, u32> = HashMap::new();
    let mut tasks = Vec::with_capacity(task_rows.len());
    let mut kept_targets = Vec::with_capacity(task_rows.len());
    for row in &mut task_rows {
        let list = *numbers.entry(row.list_id.clone()).or_insert_with(|| {
            let notice = of_notice.get(row.notice_id.as_str());
            let region = notice.map(|notice| notice.region.clone()).unwrap_or_default();
            let short = notice
                .and_then(|notice| notice.district.as_ref().or(notice.city.as_ref()).or(notice.province.as_ref()));
            let parent = short.and_then(|short| region.strip_suffix(short.as_str())).unwrap_or_default().to_owned();
            lists.push(ListInfo {
                list_id: row.list_id.clone(),
                notice_id: row.notice_id.clone(),
                level: row.level.clone(),
                region,
                parent,
                year: notice.and_then(|notice| notice.year),
            });
            lists.len() as u32 - 1
        });
        // Units that lead come first; where none leads, those that answer stand in.
        let mut carried = functions.remove(&row.task_id).unwrap_or_default();
        carried.sort_by_key(|(leads, _)| !leads);
        let leading = carried.iter().filter(|(leads, _)| *leads).count();
        carried.truncate(if leading > 0 { leading } else { carried.len() });
        let own = targets.remove(&row.task_id).unwrap_or_default();
        let text = std::mem::take(&mut row.text);
        tasks.push(TaskText {
            task_id: row.task_id.clone(),
            list,
            section: row.section.join(" "),
            functions: carried.into_iter().map(|(_, function)| function).collect(),
            targets: own
                .iter()
                .map(|target| TargetKey {
                    indicator: target.indicator.clone(),
                    indicator_id: target.indicator_id.clone(),
                    measure: target.measure.clone(),
                    value: target.value,
                    at: text.find(target.raw.as_str()).unwrap_or(0),
                })
                .collect(),
            text,
        });
        kept_targets.push(own);
    }
    let corpus = Corpus::new(&tasks);
    Ok(Prepared { tasks, lists, corpus, rows: task_rows, notices, targets: kept_targets })
}

impl Prepared {
    /// Number of the task with an id.
    pub fn task(&self, id: &str) -> Option<u32> {
        self.tasks.iter().position(|task| task.task_id == id).map(|at| at as u32)
    }

    fn notice(&self, list: &ListInfo) -> Option<&NoticeRow> {
        self.notices.iter().find(|notice| notice.notice_id == list.notice_id)
    }

    /// The lists that selectors choose; no selector chooses all.
    fn chosen(&self, selectors: &[Selector]) -> Result<Vec<bool>, Error> {
        let mut chosen = vec![selectors.is_empty(); self.lists.len()];
        for selector in selectors {
            let mut any = false;
            for (at, list) in self.lists.iter().enumerate() {
                if self.notice(list).is_some_and(|notice| selector.fits(list, notice)) {
                    chosen[at] = true;
                    any = true;
                }
            }
            if !any {
                let known: Vec<&str> = self.lists.iter().map(|list| list.list_id.as_str()).take(8).collect();
                return Err(Error::Selector {
                    selector: selector.text.clone(),
                    reason: format!("selects no list; there are {}", known.join(", ")),
                });
            }
        }
        Ok(chosen)
    }

    /// The lists to compare.
    ///
    /// # Errors
    /// [`Error::Selector`] where a selector chooses nothing.
    pub fn plan(&self, request: &Request) -> Result<Plan, Error> {
        let mut sizes = vec![0; self.lists.len()];
        for task in &self.tasks {
            sizes[task.list as usize] += 1;
        }
        let (left, right) = (self.chosen(&request.left)?, self.chosen(&request.right)?);
        Ok(plan(&self.lists, &sizes, |list| left[list], |list| right[list], request.rules))
    }

    /// The matches that are asked for, and what was done.
    fn find(&self, request: &Request) -> Result<(Vec<Match>, Work), Error> {
        let plan = self.plan(request)?;
        let found = matching::find(&self.corpus, Weights::built_in(), &plan.pairs, &request.options);
        let work = Work {
            lists: self.lists.len(),
            tasks: self.tasks.len(),
            list_pairs: plan.pairs.len(),
            considered: found.considered,
            scored: found.scored,
            pruned: found.pruned(),
            spared: plan.spared.iter().map(|(rule, count)| (rule.label(), *count)).collect(),
            matches: found.rows.len(),
            themes: 0,
        };
        Ok((found.rows, work))
    }

    /// The row of a match.
    pub fn match_row(&self, weights: &Weights, found: &Match, sources: &Sources<'_>) -> MatchRow {
        let (left, right) = (found.left as usize, found.right as usize);
        let words =
            |task: usize, range: &Range<usize>| self.tasks[task].text.get(range.clone()).unwrap_or_default().to_owned();
        let (left_clause, right_clause) = (words(left, &found.left_clause), words(right, &found.right_clause));
        let left_span = sources.span(&self.rows[left], &left_clause);
        let right_span = sources.span(&self.rows[right], &right_clause);
        let why = matching::explain(&self.corpus, weights, found.left, found.right);
        let shared = why.targets.and_then(|(a, b)| self.targets[left].get(a).zip(self.targets[right].get(b)));
        let agree = shared.is_some_and(|(a, b)| a.measure == b.measure);
        let mut signals: Vec<(f32, &'static str)> = why
            .added
            .iter()
            .zip(Signal::ALL)
            .map(|(added, signal)| (*added, signal.name()))
            .filter(|(added, _)| added.abs() >= 0.005)
            .collect();
        signals.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
        signals.insert(0, (why.start, START));
        MatchRow {
            left_task_id: self.tasks[left].task_id.clone(),
            right_task_id: self.tasks[right].task_id.clone(),
            score: (f64::from(found.score) * 1e4).round() / 1e4,
            left_clause,
            right_clause,
            left_clause_start: left_span.as_ref().map(|span| span.start as u32),
            left_clause_end: left_span.map(|span| span.end as u32),
            right_clause_start: right_span.as_ref().map(|span| span.start as u32),
            right_clause_end: right_span.map(|span| span.end as u32),
            signals: signals.into_iter().map(|(added, name)| addition(name, added)).collect(),
            indicator: shared.map(|(a, _)| title(a)),
            left_value: shared.map(|(a, _)| a.value),
            right_value: shared.map(|(_, b)| b.value),
            measure: shared.filter(|_| agree).map(|(a, _)| a.measure.clone()),
            ratio: shared.filter(|(a, _)| agree && a.value != 0.0).map(|(a, b)| b.value / a.value),
        }
    }
}

/// `name=1.25`. There are millions of them in a large table, so no float is formatted.
fn addition(name: &str, added: f32) -> String {
    let cents = (added * 100.0).round() as i64;
    let sign = if cents < 0 { "-" } else { "" };
    let (whole, rest) = (cents.unsigned_abs() / 100, cents.unsigned_abs() % 100);
    let mut out = String::with_capacity(name.len() + 7);
    out.push_str(name);
    out.push('=');
    out.push_str(sign);
    out.push_str(&whole.to_string());
    out.push('.');
    out.push((b'0' + (rest / 10) as u8) as char);
    out.push((b'0' + (rest % 10) as u8) as char);
    out
}

/// The canonical name of a target's indicator, else its own words.
fn title(target: &TargetRow) -> String {
    target.indicator_id.as_deref().and_then(indicator_title).map_or_else(|| target.indicator.clone(), str::to_owned)
}

/// The plain texts, to find where a clause was printed.
pub struct Sources<'a> {
    texts: HashMap<&'a str, &'a str>,
    clauses: HashMap<String, Vec<ClauseRow>>,
}

impl<'a> Sources<'a> {
    /// # Errors
    /// [`Error::Table`] where a column of the contract is missing.
    pub fn new(tables: &'a Tables) -> Result<Self, Error> {
        let mut clauses: HashMap<String, Vec<ClauseRow>> = HashMap::new();
        for row in rows::<ClauseRow>(&tables.clauses)? {
            clauses.entry(row.task_id.clone()).or_default().push(row);
        }
        let texts = tables.sources.iter().map(|(id, text)| (id.as_str(), text.as_str())).collect();
        Ok(Self { texts, clauses })
    }

    /// Where a part of a task was printed: as it stands in the source, else the clauses that hold it (the page was mended).
    fn span(&self, task: &TaskRow, words: &str) -> Option<Range<usize>> {
        if words.is_empty() {
            return None;
        }
        let span = task.span_start as usize..task.span_end as usize;
        let printed = self.texts.get(task.notice_id.as_str()).and_then(|text| text.get(span.clone()));
        if let Some(at) = printed.and_then(|printed| printed.find(words)) {
            return Some(span.start + at..span.start + at + words.len());
        }
        let held: Vec<&ClauseRow> = self
            .clauses
            .get(&task.task_id)?
            .iter()
            .filter(|clause| clause.text.contains(words) || words.contains(clause.text.as_str()))
            .collect();
        let (first, last) = (held.first()?, held.last()?);
        Some(first.span_start as usize..last.span_end as usize)
    }
}

/// What a match starts from before any signal is counted, in [`MatchRow::signals`].
const START: &str = "start";

/// How a match's score came about: each signal's name for people, what it added to the log-odds, and the sum so far.
pub fn waterfall(row: &MatchRow) -> Vec<(&'static str, f64, f64)> {
    let mut total = 0.0;
    row.signals
        .iter()
        .filter_map(|signal| {
            let (name, added) = signal.split_once('=')?;
            let added: f64 = added.parse().ok()?;
            let label = match name {
                START => "起点",
                name => Signal::ALL.iter().find(|signal| signal.name() == name)?.label(),
            };
            total += added;
            Some((label, added, total))
        })
        .collect()
}

/// Finds matches and themes and fills them into the tables.
///
/// # Errors
/// [`Error::Selector`] where a selector chooses no list, [`Error::Table`] where a column of the contract is missing.
pub fn pair(tables: &mut Tables, request: &Request) -> Result<Work, Error> {
    let prepared = prepare(tables)?;
    let weights = Weights::built_in();
    let (found, mut work) = prepared.find(request)?;
    let sources = Sources::new(tables)?;
    let match_rows: Vec<MatchRow> = found.par_iter().map(|row| prepared.match_row(weights, row, &sources)).collect();
    drop(sources);
    tables.matches = from_rows(&match_rows);
    if request.themes {
        let themes = theme::themes(&prepared.corpus, weights, &prepared.lists, &found, |id: &str| {
            indicator_title(id).map(str::to_owned)
        });
        work.themes = themes.len();
        let (members, ranking) = theme_rows(&prepared, &themes);
        tables.themes = from_rows(&members);
        tables.theme_ranking = from_rows(&ranking);
    }
    Ok(work)
}

/// Finds matches and hands them on in parts, in order, so that very many never stand in memory at once.
///
/// `make` turns a part into what `take` gets; parts are made on all threads.
///
/// # Errors
/// As [`pair`], and what `take` returns.
pub fn stream<T: Send>(
    mut tables: Tables,
    request: &Request,
    make: impl Fn(&[MatchRow]) -> Result<T, Error> + Sync,
    mut take: impl FnMut(T) -> Result<(), Error>,
) -> Result<Work, Error> {
    /// Rows of a part: a few megabytes of text.
    const PART: usize = 4096;
    let prepared = prepare(&tables)?;
    // What is prepared is not needed twice.
    tables.tasks = from_rows::<TaskRow>(&[]);
    tables.assignments = from_rows::<AssignmentRow>(&[]);
    tables.targets = from_rows::<TargetRow>(&[]);
    let weights = Weights::built_in();
    let (found, work) = prepared.find(request)?;
    let sources = Sources::new(&tables)?;
    let at_once = rayon::current_num_threads() * 2;
    for parts in found.chunks(PART * at_once) {
        let made: Vec<Result<T, Error>> = parts
            .par_chunks(PART)
            .map(|part| {
                let rows: Vec<MatchRow> = part.iter().map(|row| prepared.match_row(weights, row, &sources)).collect();
                make(&rows)
            })
            .collect();
        for part in made {
            take(part?)?;
        }
    }
    Ok(work)
}

/// The one list that a selector chooses.
///
/// # Errors
/// [`Error::Selector`] where it chooses none or several.
pub fn one_list(tables: &Tables, selector: &Selector) -> Result<String, Error> {
    let found = chosen_lists(tables, std::slice::from_ref(selector))?;
    match found.as_slice() {
        [only] => Ok(only.clone()),
        several => Err(Error::Selector {
            selector: selector.text.clone(),
            reason: format!("selects {} lists ({}); name one", several.len(), several.join(", ")),
        }),
    }
}

/// The ids of the lists that selectors choose, in order; no selector chooses all.
fn chosen_lists(tables: &Tables, selectors: &[Selector]) -> Result<Vec<String>, Error> {
    let notices: Vec<NoticeRow> = rows(&tables.notices)?;
    let of_notice: HashMap<&str, &NoticeRow> =
        notices.iter().map(|notice| (notice.notice_id.as_str(), notice)).collect();
    let mut lists: Vec<ListInfo> = Vec::new();
    for task in rows::<TaskRow>(&tables.tasks)? {
        if lists.last().is_none_or(|list| list.list_id != task.list_id) {
            let year = of_notice.get(task.notice_id.as_str()).and_then(|notice| notice.year);
            lists.push(ListInfo {
                list_id: task.list_id,
                notice_id: task.notice_id,
                level: task.level,
                year,
                ..ListInfo::default()
            });
        }
    }
    for selector in selectors {
        if !lists
            .iter()
            .any(|list| of_notice.get(list.notice_id.as_str()).is_some_and(|notice| selector.fits(list, notice)))
        {
            let known: Vec<&str> = lists.iter().map(|list| list.list_id.as_str()).take(8).collect();
            return Err(Error::Selector {
                selector: selector.text.clone(),
                reason: format!("selects no list; there are {}", known.join(", ")),
            });
        }
    }
    Ok(lists
        .into_iter()
        .filter(|list| {
            selectors.is_empty()
                || selectors.iter().any(|selector| {
                    of_notice.get(list.notice_id.as_str()).is_some_and(|notice| selector.fits(list, notice))
                })
        })
        .map(|list| list.list_id)
        .collect())
}

/// The tables with only some lists, and only the tasks of one function; matches and themes are dropped.
///
/// # Errors
/// [`Error::Selector`] where a selector chooses nothing, [`Error::Usage`] where the function is unknown.
pub fn narrow(tables: &Tables, selectors: &[Selector], function: Option<&str>) -> Result<Tables, Error> {
    let lists: BTreeSet<String> = chosen_lists(tables, selectors)?.into_iter().collect();
    let assignments: Vec<AssignmentRow> = rows(&tables.assignments)?;
    let of_function: Option<BTreeSet<&str>> = match function {
        None => None,
        Some(name) => {
            let known = Function::all()
                .find(|function| function.code() == name || function.title() == name)
                .ok_or_else(|| {
                    let names: Vec<String> =
                        Function::all().map(|function| format!("{} {}", function.code(), function.title())).collect();
                    Error::Usage(format!("`{name}` is no function; choose from {}", names.join(", ")))
                })?;
            let tasks = assignments.iter().filter(|row| row.functions.iter().any(|code| code == known.code()));
            Some(tasks.map(|row| row.task_id.as_str()).collect())
        }
    };
    let tasks: Vec<TaskRow> = rows::<TaskRow>(&tables.tasks)?
        .into_iter()
        .filter(|task| {
            lists.contains(&task.list_id)
                && of_function.as_ref().is_none_or(|tasks| tasks.contains(task.task_id.as_str()))
        })
        .collect();
    let kept: BTreeSet<&str> = tasks.iter().map(|task| task.task_id.as_str()).collect();
    let clauses: Vec<ClauseRow> =
        rows::<ClauseRow>(&tables.clauses)?.into_iter().filter(|row| kept.contains(row.task_id.as_str())).collect();
    let targets: Vec<TargetRow> = rows::<TargetRow>(&tables.targets)?
        .into_iter()
        .filter(|row| row.task_id.as_deref().is_some_and(|task| kept.contains(task)))
        .collect();
    let kept_assignments: Vec<AssignmentRow> =
        assignments.iter().filter(|row| kept.contains(row.task_id.as_str())).cloned().collect();
    Ok(Tables {
        tasks: from_rows(&tasks),
        clauses: from_rows(&clauses),
        targets: from_rows(&targets),
        assignments: from_rows(&kept_assignments),
        matches: from_rows::<MatchRow>(&[]),
        themes: from_rows::<ThemeRow>(&[]),
        theme_ranking: from_rows::<ThemeRankingRow>(&[]),
        ..tables.clone()
    })
}

/// The tables of some themes, in their order.
fn theme_rows(prepared: &Prepared, themes: &[Theme]) -> (Vec<ThemeRow>, Vec<ThemeRankingRow>) {
    let mut members = Vec::new();
    let mut ranking = Vec::new();
    for (at, theme) in themes.iter().enumerate() {
        let theme_id = format!("T{:04}", at + 1);
        // By year and region, so that a reader sees the figures move.
        let mut values: BTreeMap<(Option<i32>, String, u32), Vec<String>> = BTreeMap::new();
        for member in &theme.members {
            let task = &prepared.rows[member.task as usize];
            let list = &prepared.lists[prepared.tasks[member.task as usize].list as usize];
            members.push(ThemeRow {
                theme_id: theme_id.clone(),
                label: theme.label.clone(),
                task_id: task.task_id.clone(),
                list_id: list.list_id.clone(),
                region: list.region.clone(),
                year: list.year,
                level: list.level.clone(),
                score: (f64::from(member.score) * 1e4).round() / 1e4,
            });
            for target in &member.targets {
                if let Some(target) = prepared.targets[member.task as usize].get(*target as usize) {
                    let words = format!("{}{}", target.indicator, target.raw.trim());
                    let figures = values.entry((list.year, list.list_id.clone(), member.task)).or_default();
                    if !figures.contains(&words) {
                        figures.push(words);
                    }
                }
            }
        }
        ranking.push(ThemeRankingRow {
            theme_id,
            label: theme.label.clone(),
            regions: theme.regions as u32,
            years: theme.years as u32,
            lists: theme.lists as u32,
            tasks: theme.members.len() as u32,
            first_year: theme.first_year,
            last_year: theme.last_year,
            values: values
                .into_iter()
                .map(|((_, list, _), figures)| format!("{list}: {}", figures.join("、")))
                .collect(),
        });
    }
    (members, ranking)
}
