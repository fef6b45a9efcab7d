//! Reading: from files to notices with their offices and targets, the first four stages in one call.
//!
//! In:  paths of files and folders.
//! Out: one [`ReadNotice`] a notice, in the order of the paths, with ids that the same input always gets; files that
//!      could not be read.
//! Not here: columns; [`crate::table`] spells them.

mod correct;
mod goals;
mod scan;
mod seen;
mod set;

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::correction::{self, Corrections, Wanted};
use crate::error::Error;
use crate::meter::Meter;
use crate::notice::{self, Clause, Code, Notice, Passage, Problem, Review, Task};
use crate::office::{self, Directory, Known, Office};
use crate::place;
use crate::quantity::{self, Horizon, Target};
use crate::source::{self, By, Document, Engine, Set, Walked};
use set::{ReadSet, read_set};

use correct::Corrector;
pub use correct::{Marked, Marks, Overruled};
use seen::{Seen, texts};

/// A notice with everything that the stages before the tables know of it.
#[derive(Debug, Clone)]
pub struct ReadNotice {
    /// `洪山区-2025`, made unique by `~2`, `~3`.
    pub id: String,
    pub document: Document,
    pub notice: Notice,
    pub lists: Vec<ReadList>,
    /// Results found in the review, in printed order.
    pub results: Vec<Quantity>,
    /// Targets found in the five-year part, in printed order.
    pub long_term: Vec<Quantity>,
    /// What people overruled.
    pub marks: Marks,
}

impl ReadNotice {
    /// A notice of which nothing is known.
    fn none() -> Self {
        Self {
            id: String::new(),
            document: Document::default(),
            notice: Notice::default(),
            lists: Vec::new(),
            results: Vec::new(),
            long_term: Vec::new(),
            marks: Marks::default(),
        }
    }

    /// What stands behind the notice's id in the id of a list; a report's annex of the report's own level is `district~2`.
    pub fn list_key(&self, nth: usize) -> String {
        let level = self.notice.lists[nth].level;
        let same = self.notice.lists[..nth].iter().filter(|list| list.level == level).count();
        if same == 0 { level.name().to_owned() } else { format!("{}~{}", level.name(), same + 1) }
    }

    /// The id of a list by its place in the notice.
    pub fn list_id(&self, nth: usize) -> String {
        format!("{}/{}", self.id, self.list_key(nth))
    }

    /// The id of a task by the places of its list and of it.
    pub fn task_id(&self, nth: usize, index: usize) -> String {
        format!("{}/{}", self.list_id(nth), index + 1)
    }

    /// Counts the share of the working part that was read, after its passages changed.
    fn share_again(&mut self) {
        self.notice.read_share = notice::read_share(&self.document.text, &self.notice.passages);
    }
}

/// The tasks of one list, in the order of [`crate::notice::List::tasks`].
#[derive(Debug, Clone, Default)]
pub struct ReadList {
    pub tasks: Vec<ReadTask>,
}

/// What a task's units and words come to.
#[derive(Debug, Clone, Default)]
pub struct ReadTask {
    /// One for each assignment, in order.
    pub offices: Vec<Office>,
    pub targets: Vec<Quantity>,
}

/// A target with its place in the notice.
#[derive(Debug, Clone)]
pub struct Quantity {
    pub target: Target,
    /// Index of the clause that holds it; none where there is no task.
    pub clause: Option<usize>,
    /// Bytes of the task's words as people are shown them; none where there is no task.
    pub text: Option<Range<usize>>,
    /// Bytes of the plain text.
    pub span: Range<usize>,
    pub line: usize,
    /// The lines of corrections that people made of it.
    pub corrected: Option<String>,
}

/// What is to be read, and how.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Request {
    /// Files and folders.
    pub inputs: Vec<PathBuf>,
    /// Whether files that look like a notice and its annexes are read apart.
    pub apart: bool,
    /// The Python in which scans are recognised, if not the usual one; `none` for none.
    pub ocr: Option<PathBuf>,
    /// Which corrections are obeyed.
    pub corrections: Wanted,
}

impl<P: AsRef<[PathBuf]> + ?Sized> From<&P> for Request {
    fn from(inputs: &P) -> Self {
        Self { inputs: inputs.as_ref().to_vec(), ..Self::default() }
    }
}

/// What was read.
#[derive(Debug, Default)]
pub struct Reading {
    pub notices: Vec<ReadNotice>,
    /// Files and folders that could not be read, folders first, each in path order.
    pub failures: Vec<Error>,
    /// Folders in which reports or tables of ours were passed over.
    pub passed: Vec<PathBuf>,
    /// What became of the corrections that people made.
    pub overruled: Overruled,
}

/// What was read besides notices, and what was not.
#[derive(Debug, Default)]
pub struct Aside {
    /// As [`Reading::failures`].
    pub failures: Vec<Error>,
    /// As [`Reading::passed`].
    pub passed: Vec<PathBuf>,
    /// As [`Reading::overruled`].
    pub overruled: Overruled,
}

/// Reads files and folders, with the corrections that are wanted; of paths alone with those that lie beside them.
///
/// # Errors
/// [`Error::Missing`], [`Error::EmptyFolder`], and [`Error::Refused`] for a report's folder; those of
/// [`crate::correction::open`]. A file or folder in a folder that cannot be read costs nothing else: it is among
/// [`Reading::failures`].
pub fn read(request: impl Into<Request>, meter: &dyn Meter) -> Result<Reading, Error> {
    let mut reading = Reading::default();
    let aside = read_in_parts(request, meter, |part| {
        reading.notices.extend(part);
        Ok(())
    })?;
    Ok(Reading { failures: aside.failures, passed: aside.passed, overruled: aside.overruled, ..reading })
}

/// Reads files and folders and hands the notices on in parts, in order, so that very many never stand in memory at once.
/// Returns what was not read.
///
/// # Errors
/// As [`read`], and what `take` returns.
pub fn read_in_parts(
    request: impl Into<Request>,
    meter: &dyn Meter,
    mut take: impl FnMut(Vec<ReadNotice>) -> Result<(), Error>,
) -> Result<Aside, Error> {
    /// Sets of files of a part.
    const SETS: usize = 64;
    let request: Request = request.into();
    let Walked { files, mut failures, passed, corrections: mut given } = source::walk(&request.inputs)?;
    let given = match &request.corrections {
        Wanted::Beside(more) => {
            given.extend(more.iter().cloned());
            correction::open(&given)?
        }
        Wanted::Nothing => Corrections::default(),
    };
    meter.begin(files.len() as u64);
    warm_up();
    let mut seen = Seen::with(Corrector::new(given));
    let engine = Engine::of(request.ocr.clone());
    let by = By { engine: &engine, meter };
    let mut sets = source::sets(files).into_iter().peekable();
    while sets.peek().is_some() {
        let part: Vec<Set> = sets.by_ref().take(SETS).collect();
        let read = part.into_par_iter().map(|set| {
            let n_files = set.files.len() as u64;
            let read = read_set(set, request.apart, &by);
            meter.advance(n_files);
            read
        });
        let read: Vec<ReadSet> = read.collect();
        let mut notices = Vec::new();
        for set in read {
            notices.extend(set.notices);
            failures.extend(set.failures);
        }
        take(notices.into_iter().map(|(texts, notice)| seen.add(notice, texts)).collect())?;
    }
    let overruled = seen.into_corrector().map(Corrector::finish).unwrap_or_default();
    Ok(Aside { failures, passed, overruled })
}

/// Has the larger tables of words made ready while the first file is opened: on one other thread, what is needed first before
/// the rest, unless more of them have nothing to do.
fn warm_up() {
    rayon::spawn(|| {
        let early = || rayon::join(notice::warm_up, place::warm_up);
        rayon::join(early, || rayon::join(office::warm_up, quantity::warm_up));
    });
}

/// What work on a file gives; a panic over it is an error of the file.
fn guarded<T>(path: &Path, work: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    source::guarded(work).unwrap_or_else(|fault| Err(stumbled(path, &fault)))
}

/// A file over which the program stumbled: its own fault, which costs this file only.
fn stumbled(path: &Path, fault: &str) -> Error {
    Error::Refused {
        path: path.to_path_buf(),
        reason: format!("the program stumbled over this file ({fault})"),
        help: "all other files were read; please report it with the file".to_owned(),
    }
}

/// Reads one document that is already in memory, as [`read`] does with files.
pub fn read_document(document: Document) -> ReadNotice {
    let notice = notice::parse(&document);
    let year = notice.year.map_or_else(|| "未知年份".to_owned(), |year| year.to_string());
    let id = format!("{}-{year}", notice.region.short());
    finish(id, document, notice)
}

/// Looks up the offices and the targets of a notice.
fn finish(id: String, document: Document, mut notice: Notice) -> ReadNotice {
    let assignments = || notice.lists.iter().flat_map(|list| &list.tasks).flat_map(|task| &task.assignments);
    let directory =
        Directory::new(&notice.region, assignments().map(|assignment| (assignment.name.as_str(), assignment.level)));
    let context = quantity::Context { year: notice.year, review: false };
    let starts = LineStarts::of(&document.text);
    let read_task = |task: &Task| ReadTask {
        offices: task.assignments.iter().map(|a| directory.office(&a.name, a.level)).collect(),
        targets: targets(task, &context, &starts),
    };
    let mut lists: Vec<ReadList> =
        notice.lists.iter().map(|list| ReadList { tasks: list.tasks.iter().map(read_task).collect() }).collect();
    notice.lists.iter().zip(&mut lists).for_each(|(list, read)| goals::mark(list, read));
    let results = results(&notice.review, &quantity::Context { review: true, ..context }, &starts);
    let long_term = long_term(&notice, &document.text, &context, &starts);
    let unit_problems = unit_problems(&notice, &lists, &directory);
    notice.problems.extend(unit_problems);
    let figures = lists.iter().flat_map(|list| &list.tasks).flat_map(|task| &task.targets);
    notice.problems.extend(scan::problems(&document, figures.chain(&results).chain(&long_term)));
    notice.problems.sort_by_key(|problem| (problem.span.start, problem.span.end, problem.code));
    ReadNotice { id, document, notice, lists, results, long_term, marks: Marks::default() }
}

/// The targets of a task, in printed order.
fn targets(task: &Task, context: &quantity::Context, starts: &LineStarts) -> Vec<Quantity> {
    let found = quantity::extract(task.words.scan(), context).into_iter();
    found
        .map(|target| {
            let span = task.words.span(target.raw.clone());
            let holds = |clause: &Clause| clause.range.contains(&target.raw.start);
            Quantity {
                clause: task.clauses.iter().position(holds),
                text: Some(task.words.shown_range(target.raw.clone())),
                line: starts.line(span.start),
                span,
                target,
                corrected: None,
            }
        })
        .collect()
}

/// The figures of the review, in printed order.
fn results(sentences: &[Review], context: &quantity::Context, starts: &LineStarts) -> Vec<Quantity> {
    let mut found: Vec<Vec<Quantity>> = sentences.iter().map(|sentence| taskless(sentence, context, starts)).collect();
    goals::mark_results(&mut found);
    found.into_iter().flatten().collect()
}

/// The figures of a sentence that is no task, in printed order.
fn taskless(sentence: &Review, context: &quantity::Context, starts: &LineStarts) -> Vec<Quantity> {
    let place = |target: Target| {
        let span = sentence.words.span(target.raw.clone());
        Quantity { clause: None, text: None, line: starts.line(span.start), span, target, corrected: None }
    };
    quantity::extract(sentence.words.scan(), context).into_iter().map(place).collect()
}

/// The figures of the five-year part, in printed order. One that names no year of its own is for the end of the plan that
/// its sentence names, else of the plan that the part names first, else for a period whose end nobody says.
fn long_term(notice: &Notice, text: &str, context: &quantity::Context, starts: &LineStarts) -> Vec<Quantity> {
    let mut parts = notice.passages.iter().filter(|placed| placed.kind == Passage::Horizon);
    let named = parts.find_map(|part| plan_end(text.get(part.span.clone())?, notice.year));
    let of = |sentence: &Review| {
        let words = sentence.words.scan();
        let is_this_year = ["今年", "本年", "当年", "年内"].iter().any(|word| words.contains(word));
        let end = plan_end(words, notice.year).or(named).map_or(Horizon::Period, Horizon::Until);
        let mut found = taskless(sentence, context, starts);
        for figure in found.iter_mut().filter(|_| !is_this_year) {
            let target = &mut figure.target;
            if !matches!(target.horizon, Horizon::Until(_)) {
                target.horizon = end;
            }
            target.year = if let Horizon::Until(year) = target.horizon { Some(year) } else { None };
        }
        found
    };
    notice.horizon.iter().flat_map(of).collect()
}

/// The last year of the first five-year plan that is named and not over: “十五五” is 2030.
fn plan_end(words: &str, year: Option<i32>) -> Option<i32> {
    /// The first plan began in 1953; the tenth ended in 2005.
    const BEFORE_THE_FIRST: i32 = 1955;
    /// A plan that ends later than this is no plan but a number.
    const FARTHEST: i32 = 10;
    let value = |c: char| "一二三四五六七八九十".chars().position(|known| known == c).map(|at| at as i32 + 1);
    let runs = words.split(|c| value(c).is_none()).filter(|run| run.chars().count() > 1);
    let mut ends = runs.filter_map(|run| {
        let behind = &words[run.as_ptr() as usize - words.as_ptr() as usize + run.len()..];
        if !behind.starts_with(['”', '"', '’', '规', '期', '时', '末']) {
            return None;
        }
        let digits: Vec<i32> = run.strip_suffix('五')?.chars().filter_map(value).collect();
        let number = match digits[..] {
            [number] => number,
            [10, ones] => 10 + ones,
            [tens, 10] => tens * 10,
            [tens, 10, ones] => tens * 10 + ones,
            _ => return None,
        };
        Some(BEFORE_THE_FIRST + 5 * number)
    });
    let is_current = |end: &i32| year.is_none_or(|year| (year..=year + FARTHEST).contains(end));
    ends.find(is_current)
}

/// Where the lines of a text begin, looked up by halving: for the places of many things in one text.
///
/// ```
/// use duibiao::intake::reading::LineStarts;
///
/// let text = "一、城建\n建公园。修路。";
/// let starts = LineStarts::of(text);
/// let at = text.find("修路").unwrap();
/// assert_eq!((starts.line(at), starts.column(text, at)), (2, 5));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineStarts(Vec<usize>);

impl LineStarts {
    pub fn of(text: &str) -> Self {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        Self(std::iter::once(0).chain(ends.map(|(at, _)| at + 1)).collect())
    }

    /// 1-based line of a byte of the text; those beyond its end are on the last line.
    pub fn line(&self, at: usize) -> usize {
        self.0.partition_point(|&start| start <= at)
    }

    /// The first byte of a 1-based line; of one beyond the last, that of the last.
    pub fn start(&self, line: usize) -> usize {
        self.0[line.clamp(1, self.0.len()) - 1]
    }

    /// 1-based column of a byte of the text, in characters.
    pub fn column(&self, text: &str, at: usize) -> usize {
        let start = self.0[self.line(at) - 1];
        text.get(start..at.min(text.len())).map_or(1, |before| before.chars().count() + 1)
    }
}

/// Where the first word of a part of a text stands; its start where it holds only space.
pub fn first_word(text: &str, span: &Range<usize>) -> usize {
    let part = text.get(span.clone()).unwrap_or_default();
    span.start + part.find(|c: char| !c.is_whitespace()).unwrap_or(0)
}

/// Each unknown unit, each guess, each pair of spellings, once, at its first place.
fn unit_problems(notice: &Notice, lists: &[ReadList], directory: &Directory) -> Vec<Problem> {
    let mut seen = BTreeSet::new();
    let mut problems = Vec::new();
    for (list, read) in notice.lists.iter().zip(lists) {
        for (task, read) in list.tasks.iter().zip(&read.tasks) {
            for (assignment, office) in task.assignments.iter().zip(&read.offices) {
                if !seen.insert(&assignment.name) {
                    continue;
                }
                let (code, what) = match office.known {
                    Known::Unknown => (Code::UnknownUnit, "不在单位词表中"),
                    Known::Likeness => (Code::LikelyUnit, "按近似名称识别"),
                    Known::Lexicon | Known::Rule => continue,
                };
                let help = match &office.nearest {
                    Some(near) => format!("最接近的已知名称是“{near}”；如需识别，请在 units.tsv 中加一行"),
                    None => "如需识别，请在 units.tsv 中加一行".to_owned(),
                };
                let message = format!("“{}”{what}", assignment.unit_raw);
                problems.push(Problem::new(code, assignment.span.clone(), message, help));
            }
        }
    }
    for unified in directory.unified() {
        let place = notice
            .lists
            .iter()
            .flat_map(|list| &list.tasks)
            .flat_map(|task| &task.assignments)
            .find(|assignment| assignment.name == unified.other);
        if let Some(place) = place {
            problems.push(Problem::new(
                Code::UnifiedUnit,
                place.span.clone(),
                format!("“{}”与“{}”是同一单位", unified.other, unified.kept),
                format!("统一为“{}”", unified.unit),
            ));
        }
    }
    problems
}

#[cfg(test)]
mod tests;
