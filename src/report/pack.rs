//! Pack: the rows as the page's script reads them.
//!
//! In:  the data of a report.
//! Out: pieces of JSON in a [`Store`]: tasks, then a piece a section, matches by their two lists, and `core`, which says what
//!      there is and holds the names that the others count off.
//! How: a row is an array, a name the place in a list of names, a task its place among the tasks, a printed place
//!      `[notice, line]`. `script/data.js` reads what is written here: the two go together.

use std::collections::BTreeSet;

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde_json::{Value, json};

use super::card::target_words;
use super::data::{Data, List, number};
use super::names;
use super::origins::Origins;
use super::pack_matches;
use super::pack_tables as tables;
use super::store::{Store, encoded, listed};
use crate::correction;
use crate::diagnostic::{shown, visible};
use crate::error::Error;
use crate::notice::Stated;
use crate::quantity::{Statement, indicator_title, indicator_words};
use crate::table::schema::{AssignmentRow, CorrectionRow, TargetRow, TaskRow};

/// Packs one table.
type Piece = fn(&Context) -> String;

/// Tasks of one piece.
const PART: usize = 1_000;

/// What was packed.
pub(super) struct Packed {
    /// The blocks of the page.
    pub blocks: String,
    /// Whether the page loads files beside it.
    pub has_files: bool,
}

/// A unit as the page knows it: the same name may stand for a department here and for all of them there.
type Unit<'a> = (&'a str, &'static str, Vec<&'static str>);

/// Names that the rows count off.
pub(super) struct Index<'a> {
    units: Vec<Unit<'a>>,
    unit_at: FxHashMap<Unit<'a>, usize>,
    functions: Vec<&'static str>,
    sections: Vec<String>,
    section_at: FxHashMap<&'a [String], usize>,
    /// Canonical indicators of any figure.
    indicators: Vec<&'a str>,
    indicator_at: FxHashMap<&'a str, usize>,
    pub target_at: FxHashMap<&'a str, usize>,
}

/// Functions of a unit, for people.
fn functions(row: &AssignmentRow) -> Vec<&'static str> {
    let own = if row.functions.is_empty() { std::slice::from_ref(&row.function) } else { &row.functions[..] };
    own.iter().map(|function| function.title()).collect()
}

impl<'a> Index<'a> {
    pub fn of(data: &Data<'a>) -> Self {
        let rows = data.rows;
        let unit = |row: &'a AssignmentRow| (row.unit.as_str(), row.kind.name(), functions(row));
        let (mut units, mut unit_at) = (Vec::new(), FxHashMap::default());
        for row in &rows.assignments {
            unit_at.entry(unit(row)).or_insert_with(|| {
                units.push(unit(row));
                units.len() - 1
            });
        }
        let functions: BTreeSet<&'static str> = units.iter().flat_map(|(_, _, functions)| functions).copied().collect();
        let (mut sections, mut section_at) = (Vec::new(), FxHashMap::default());
        for row in &rows.tasks {
            section_at.entry(row.section.as_slice()).or_insert_with(|| {
                sections.push(visible(&row.section.join(" › ")));
                sections.len() - 1
            });
        }
        let ids = rows.targets.iter().filter_map(|row| row.indicator_id.as_deref());
        let indicators: Vec<&str> = ids.collect::<BTreeSet<_>>().into_iter().collect();
        let places = |ids: &mut dyn Iterator<Item = &'a str>| ids.enumerate().map(|(at, id)| (id, at)).collect();
        Self {
            units,
            unit_at,
            functions: functions.into_iter().collect(),
            sections,
            section_at,
            indicator_at: places(&mut indicators.iter().copied()),
            indicators,
            target_at: places(&mut rows.targets.iter().map(|row| row.target_id.as_str())),
        }
    }

    pub fn indicator(&self, id: &str) -> Value {
        self.indicator_at.get(id).map_or(json!(-1), |at| json!(at))
    }
}

/// The place of a task; -1 for none.
pub(super) fn task_place(data: &Data, id: Option<&str>) -> Value {
    id.and_then(|id| data.task_at(id)).map_or(json!(-1), |at| json!(at))
}

/// What every part of the packing needs.
pub(super) struct Context<'a> {
    pub data: &'a Data<'a>,
    pub origins: &'a Origins<'a>,
    pub index: Index<'a>,
    /// The first and the last task of each list.
    pub ends: Vec<Option<(usize, usize)>>,
}

/// Packs everything.
///
/// # Errors
/// [`Error::Write`], with the path.
pub(super) fn pack(data: &Data, origins: &Origins, mut store: Store) -> Result<Packed, Error> {
    let mut ends: Vec<Option<(usize, usize)>> = vec![None; data.lists.len()];
    for (at, task) in data.tasks.iter().enumerate() {
        if let Some(list) = data.list_at(&task.list_id) {
            ends[list] = Some((ends[list].map_or(at, |(first, _)| first), at));
        }
    }
    let context = Context { data, origins, index: Index::of(data), ends };
    let themes: FxHashMap<&str, usize> =
        data.theme_ranking.iter().enumerate().map(|(at, theme)| (theme.theme_id.as_str(), at)).collect();
    // parts are made on all threads, some at a time
    let at_once = PART * rayon::current_num_threads();
    for (start, some) in (0..).step_by(at_once).zip(data.tasks.chunks(at_once)) {
        let part = |(at, part): (usize, &[TaskRow])| {
            let tasks = (start + at * PART..).zip(part).map(|(at, row)| task(&context, &themes, at, row));
            listed(tasks)
        };
        let parts: Vec<String> = some.par_chunks(PART).enumerate().map(part).collect();
        for (at, json) in parts.into_iter().enumerate() {
            store.put(&format!("tasks-{}", start / PART + at), json)?;
        }
    }
    let pieces: [(&str, Piece); 10] = [
        ("panel", tables::panel),
        ("workload", tables::workload),
        ("handed", tables::handed),
        ("shares", tables::shares),
        ("supports", tables::supports),
        ("overlap", tables::overlap),
        ("repeats", tables::repeats),
        ("themes", tables::themes),
        ("deadlines", tables::deadlines),
        ("problems", tables::problems),
    ];
    let made: Vec<String> = pieces.par_iter().map(|(_, make)| make(&context)).collect();
    pieces.iter().zip(made).try_for_each(|((name, _), json)| store.put(name, json))?;
    let matches = pack_matches::put(&context, &mut store)?;
    let has_files = store.has_files();
    let core = core(&context, matches, has_files);
    Ok(Packed { blocks: store.blocks("core", &encoded(&core)), has_files })
}

/// Names and what there is.
fn core(context: &Context, matches: Value, has_files: bool) -> Value {
    let Context { data, origins, index, ends } = context;
    let function = |title: &&str| index.functions.binary_search(title).unwrap_or_default();
    let units = index.units.iter().map(|(unit, kind, functions)| {
        json!([visible(unit), names::unit_kind(kind), functions.iter().map(function).collect::<Vec<_>>()])
    });
    let indicators = index.indicators.iter().map(|id| {
        let title = indicator_title(id).unwrap_or(id);
        json!([id, title, indicator_words(id)])
    });
    json!({
        "files": has_files,
        "part": PART,
        "tasks": data.tasks.len(),
        "notices": (0..data.notices.len()).map(|at| notice(data, origins, at)).collect::<Value>(),
        "lists": data.lists.iter().zip(ends).map(|(row, ends)| list(row, *ends)).collect::<Value>(),
        "units": units.collect::<Value>(),
        "functions": index.functions,
        "sections": index.sections,
        "indicators": indicators.collect::<Value>(),
        "signals": pack_matches::signals(),
        "matches": matches,
        "corrections": data.corrections.iter().map(correction).collect::<Value>(),
    })
}

fn notice(data: &Data, origins: &Origins, at: usize) -> Value {
    let (row, name) = (&data.notices[at], &data.names[at]);
    json!([
        row.notice_id,
        visible(&name.line()),
        visible(&row.title),
        visible(&row.region),
        row.year,
        names::notice_kind(row.kind.name()),
        visible(super::card::file_name(&row.source)),
        origins.page(at),
        row.tasks,
        row.problems,
        row.read_share,
        row.issued_on.as_ref().or(row.published_on.as_ref()),
        row.doc_number.as_deref().map(visible),
        row.url.as_deref().map(visible),
    ])
}

/// A correction for people: its place, kind, subject, whether it applies, what it did.
fn correction(row: &CorrectionRow) -> Value {
    let subject =
        if row.object.is_empty() { row.subject.clone() } else { format!("{} — {}", row.subject, row.object) };
    json!([
        visible(&correction::mark(&row.source, row.line)),
        correction::Kind::title_of(&row.kind),
        visible(&subject),
        names::applied(&row.applied),
        visible(&row.message),
    ])
}

fn list(list: &List, ends: Option<(usize, usize)>) -> Value {
    json!([
        list.id,
        list.notice,
        visible(&list.name.line()),
        visible(&list.name.phrase()),
        visible(&list.title),
        list.tasks,
        ends.map(|(first, last)| [first, last]),
        visible(&list.name.region),
        list.name.year,
        names::level(list.level.name()),
        list.topic.iter().map(|word| visible(word)).collect::<Vec<_>>(),
    ])
}

/// Without what says nothing at its end.
fn trimmed(mut row: Vec<Value>) -> Value {
    while row.last().is_some_and(|last| *last == json!(0)) {
        row.pop();
    }
    Value::Array(row)
}

/// The place of a byte in a text as a browser counts it.
pub(super) fn place(text: &str, at: usize) -> Option<usize> {
    text.get(..at).map(units)
}

/// The length of a text as a browser counts it once it is made visible.
pub(super) fn units(text: &str) -> usize {
    let (mut starts, mut is_far) = (0, false);
    for byte in text.as_bytes() {
        starts += usize::from(byte & 0xC0 != 0x80);
        is_far |= *byte >= 0xF0;
    }
    // characters beyond the basic plane count twice, where they are shown as they are
    starts + if is_far { text.chars().filter(|c| shown(*c) > '\u{ffff}').count() } else { 0 }
}

fn task(context: &Context, themes: &FxHashMap<&str, usize>, at: usize, row: &TaskRow) -> Value {
    let Context { data, origins, index, .. } = context;
    let notice = data.notice_at(&row.notice_id).unwrap_or_default();
    let line_of = |span: u32| i64::from(origins.line(notice, span, row.line)) - i64::from(row.line);
    let units = data.assignments_of[at].iter().map(|&at| {
        let own = &data.assignments[at];
        let unit = index.unit_at.get(&(own.unit.as_str(), own.kind.name(), functions(own)));
        trimmed(vec![
            json!(names::role(own.role.name())),
            json!(unit),
            json!(line_of(own.span_start)),
            if own.unit_raw == own.unit { json!(0) } else { json!(visible(&own.unit_raw)) },
            if own.stated == Stated::Explicit { json!(0) } else { json!(names::stated(own.stated.name())) },
            own.clause.as_deref().map_or(json!(0), |clause| json!(visible(clause))),
        ])
    });
    let targets = data.targets_of[at]
        .iter()
        .map(|&at| target(context, row, &data.targets[at], line_of(data.targets[at].span_start)));
    let best = data.matches_of(at);
    let matches = best.best.iter().flat_map(|&place| {
        let pair = data.matches.pair(place as usize);
        let other = if pair.left as usize == at { pair.right } else { pair.left };
        [json!(other), json!((f64::from(pair.score) * 100.0).floor() as u32)]
    });
    let mut own_themes: Vec<usize> =
        data.themes_of[at].iter().filter_map(|&at| themes.get(&*data.themes[at].theme_id).copied()).collect();
    own_themes.dedup();
    let own_id = row.task_id.strip_prefix(&row.list_id).and_then(|rest| rest.strip_prefix('/'));
    trimmed(vec![
        json!(data.list_at(&row.list_id)),
        json!(own_id.unwrap_or(&row.task_id)),
        json!(visible(&number(row))),
        json!(index.section_at.get(row.section.as_slice())),
        json!(visible(&row.text)),
        json!(row.line),
        units.collect(),
        targets.collect(),
        matches.collect(),
        json!(best.total),
        json!(own_themes),
        row.deadline.as_deref().map_or(json!(0), |deadline| json!(visible(deadline))),
        corrected(data, at, row),
    ])
}

/// The lines of corrections of a task, its units and its figures; 0 where there are none.
fn corrected(data: &Data, at: usize, row: &TaskRow) -> Value {
    let units = data.assignments_of[at].iter().map(|&at| &data.assignments[at].corrected);
    let targets = data.targets_of[at].iter().map(|&at| &data.targets[at].corrected);
    let marks = std::iter::once(&row.corrected).chain(units).chain(targets).flatten();
    let mut marks: Vec<&str> = marks.flat_map(|marks| marks.split(" / ")).collect();
    marks.sort_unstable();
    marks.dedup();
    if marks.is_empty() { json!(0) } else { json!(visible(&marks.join(" / "))) }
}

/// A figure: where it stands in its task's text, what it says, its indicator, its line; its words where they are others than
/// those of the text, and whether it is no target.
fn target(context: &Context, task: &TaskRow, row: &TargetRow, line: i64) -> Value {
    let span = row.text_start.zip(row.text_end).map(|(start, end)| (start as usize, end as usize));
    let words = span.and_then(|(start, end)| task.text.get(start..end)).filter(|words| !words.is_empty());
    let place = |at: usize| place(&task.text, at).unwrap_or_default();
    let (start, end) = match span.filter(|_| words.is_some()) {
        Some((start, end)) => (place(start), place(end)),
        None => (0, 0),
    };
    trimmed(vec![
        json!(start),
        json!(end),
        json!(visible(&target_words(row))),
        context.index.indicator(row.indicator_id.as_deref().unwrap_or_default()),
        json!(line),
        if words == Some(row.raw.as_str()) { json!(0) } else { json!(visible(&row.raw)) },
        json!(u8::from(row.statement != Statement::Target)),
    ])
}
