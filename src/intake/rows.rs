//! Rows of a notice: from what was read to the tables of the contract.
//!
//! In:  a [`ReadNotice`].
//! Out: its rows, with ids that the same notice always gets.

use super::reading::{LineStarts, Marked, Quantity, ReadNotice, ReadTask, first_word};
use crate::notice::{Form, Placed, Problem, Task};
use crate::source::{self, Document};
use crate::table::schema::{
    AssignmentRow, ClauseRow, DeadlineRow, FormRow, NoticeRow, PassageRow, ProblemRow, TargetRow, TaskRow,
};
use crate::table::{self, Rows};

/// The rows of a notice.
pub fn rows_of(read: &ReadNotice) -> Rows {
    let mut rows = Rows::default();
    let (notice, text) = (&read.notice, read.document.text.as_str());
    let starts = LineStarts::of(text);
    rows.sources.push((read.id.clone(), text.to_owned()));
    rows.notices.push(notice_row(read));
    rows.passages.extend(notice.passages.iter().enumerate().map(|(at, placed)| passage_row(read, at, placed, &starts)));
    for (nth, (list, read_list)) in notice.lists.iter().zip(&read.lists).enumerate() {
        for (index, (task, read_task)) in list.tasks.iter().zip(&read_list.tasks).enumerate() {
            rows.tasks.push(task_row(read, nth, index));
            add_parts(&mut rows, read, (nth, index), task, read_task);
        }
    }
    let mut results: Vec<(usize, &Quantity)> = read.results.iter().enumerate().collect();
    results.sort_by_key(|(_, quantity)| quantity.target.aside(notice.year));
    for (at, quantity) in results {
        let place = Place { target_id: format!("{}/review#{}", read.id, at + 1), ..Place::of(read) };
        rows.targets.push(target_row(place, quantity, text));
    }
    for (at, quantity) in read.long_term.iter().enumerate() {
        let place = Place { target_id: format!("{}/horizon#{}", read.id, at + 1), ..Place::of(read) };
        rows.targets.push(target_row(place, quantity, text));
    }
    for deadline in &notice.deadlines {
        rows.deadlines.push(DeadlineRow {
            notice_id: read.id.clone(),
            what: deadline.what.clone(),
            due_on: deadline.due_on.clone(),
            due_text: deadline.due_text.clone(),
            to: deadline.to.clone(),
            line: deadline.line as u32,
            span_start: deadline.span.start as u32,
            span_end: deadline.span.end as u32,
        });
    }
    rows.forms.extend(notice.forms.iter().map(|form| form_row(form, &read.id)));
    rows.problems.extend(notice.problems.iter().map(|problem| problem_row(problem, read, &starts)));
    rows.lists = table::lists(&rows.notices, &rows.tasks);
    rows
}

/// The problems of a file of corrections, which belong to no notice.
pub(super) fn problems_of(paper: &ReadNotice) -> Vec<ProblemRow> {
    let starts = LineStarts::of(&paper.document.text);
    paper.notice.problems.iter().map(|problem| problem_row(problem, paper, &starts)).collect()
}

/// Adds a task's clauses, assignments and targets.
fn add_parts(rows: &mut Rows, notice: &ReadNotice, (nth, index): (usize, usize), task: &Task, read: &ReadTask) {
    let task_id = &notice.task_id(nth, index);
    for (at, clause) in task.clauses.iter().enumerate() {
        rows.clauses.push(ClauseRow {
            clause_id: format!("{task_id}.{}", at + 1),
            task_id: task_id.clone(),
            seq: at as u32 + 1,
            text: clause.text.clone(),
            span_start: clause.span.start as u32,
            span_end: clause.span.end as u32,
        });
    }
    for (at, (assignment, office)) in task.assignments.iter().zip(&read.offices).enumerate() {
        rows.assignments.push(AssignmentRow {
            task_id: task_id.clone(),
            seq: at as u32 + 1,
            role: assignment.role,
            level: assignment.level,
            unit_raw: assignment.unit_raw.clone(),
            unit: office.unit.clone(),
            function: office.function,
            functions: office.functions.clone(),
            kind: office.kind,
            stated: assignment.stated,
            clause: assignment.clause.clone(),
            span_start: assignment.span.start as u32,
            span_end: assignment.span.end as u32,
            corrected: notice.marks.of(Marked::Unit(nth, index, at)),
        });
    }
    for (at, quantity) in read.targets.iter().enumerate() {
        let place = Place {
            target_id: format!("{task_id}#{}", at + 1),
            task_id: Some(task_id.clone()),
            clause_id: quantity.clause.map(|clause| format!("{task_id}.{}", clause + 1)),
            ..Place::of(notice)
        };
        rows.targets.push(target_row(place, quantity, &notice.document.text));
    }
}

/// The path as given, with the part behind a `#` where a file holds several notices.
fn source_of(read: &ReadNotice) -> String {
    match &read.document.part {
        Some(part) => format!("{}#{part}", read.document.path.display()),
        None => read.document.path.display().to_string(),
    }
}

fn notice_row(read: &ReadNotice) -> NoticeRow {
    let (notice, header, region) = (&read.notice, &read.notice.header, &read.notice.region);
    NoticeRow {
        notice_id: read.id.clone(),
        title: header.title.clone(),
        doc_number: header.doc_number.clone(),
        index_number: header.index_number.clone(),
        issuer: header.issuer.clone(),
        province: region.province.clone(),
        city: region.city.clone(),
        district: region.district.clone(),
        region: region.name.clone(),
        region_code: region.code.clone(),
        year: notice.year,
        issued_on: header.issued_on.clone(),
        published_on: header.published_on.clone(),
        kind: notice.kind,
        source: source_of(read),
        sha256: read.document.sha256.clone(),
        tasks: notice.lists.iter().map(|list| list.tasks.len() as u32).sum(),
        problems: notice.problems.len() as u32,
        read_share: Some((notice.read_share * 1e4).round() / 1e4),
        source_kind: Some(source_kind(&read.document).to_owned()).filter(|kind| !kind.is_empty()),
        corrected: read.marks.of(Marked::Notice),
        url: read.document.url(),
    }
}

/// What the file was taken for; of several, `ocr` where one of them is a scan.
fn source_kind(document: &Document) -> &'static str {
    let scanned = document.pieces.iter().find(|piece| piece.format == source::SCAN);
    scanned.map_or(document.format, |piece| piece.format)
}

fn passage_row(read: &ReadNotice, at: usize, placed: &Placed, starts: &LineStarts) -> PassageRow {
    let task = placed.task.map(|(list, task)| read.task_id(list as usize, task as usize));
    PassageRow {
        notice_id: read.id.clone(),
        seq: at as u32 + 1,
        kind: placed.kind,
        task_id: task,
        span_start: placed.span.start as u32,
        span_end: placed.span.end as u32,
        line: starts.line(first_word(&read.document.text, &placed.span)) as u32,
    }
}

fn task_row(read: &ReadNotice, nth: usize, index: usize) -> TaskRow {
    let list = &read.notice.lists[nth];
    let task = &list.tasks[index];
    TaskRow {
        task_id: read.task_id(nth, index),
        notice_id: read.id.clone(),
        list_id: read.list_id(nth),
        level: list.level,
        list_title: list.title.clone(),
        section: task.section.clone(),
        number: task.number.clone(),
        seq: index as u32 + 1,
        text: task.words.shown(),
        deadline: task.deadline.clone(),
        line: task.line as u32,
        span_start: task.span.start as u32,
        span_end: task.span.end as u32,
        corrected: read.marks.of(Marked::Task(nth, index)),
    }
}

fn form_row(form: &Form, id: &str) -> FormRow {
    FormRow {
        notice_id: id.to_owned(),
        form: form.kind.to_owned(),
        title: form.title.clone(),
        columns: form.columns.clone(),
        rows: form.rows.clone(),
        around: form.around.clone(),
        line: form.line as u32,
        span_start: form.span.start as u32,
        span_end: form.span.end as u32,
    }
}

/// The row of a problem of a notice whose lines begin at `starts`: with the file in which it stands and its line there.
fn problem_row(problem: &Problem, read: &ReadNotice, starts: &LineStarts) -> ProblemRow {
    let document = &read.document;
    let (file, start) = document.file_at(problem.span.start);
    let source = if start == 0 { source_of(read) } else { file.display().to_string() };
    ProblemRow {
        notice_id: read.id.clone(),
        source,
        line: (starts.line(problem.span.start) - starts.line(start) + 1) as u32,
        column: starts.column(&document.text, problem.span.start) as u32,
        span_start: problem.span.start as u32,
        span_end: problem.span.end as u32,
        code: problem.code.id().to_owned(),
        severity: problem.code.severity().name().to_owned(),
        message: problem.message.clone(),
        help: problem.help.clone(),
    }
}

/// The ids of a target.
struct Place {
    target_id: String,
    notice_id: String,
    task_id: Option<String>,
    clause_id: Option<String>,
}

impl Place {
    /// In a notice, with nothing else known.
    fn of(read: &ReadNotice) -> Self {
        Self { target_id: String::new(), notice_id: read.id.clone(), task_id: None, clause_id: None }
    }
}

fn target_row(place: Place, quantity: &Quantity, text: &str) -> TargetRow {
    let target = &quantity.target;
    let Place { target_id, notice_id, task_id, clause_id } = place;
    TargetRow {
        target_id,
        notice_id,
        task_id,
        clause_id,
        indicator: target.indicator.clone(),
        indicator_id: target.indicator_id.map(str::to_owned),
        aspect: target.aspect,
        op: target.bound.op(),
        value: target.bound.value(),
        value_max: target.bound.value_max(),
        stretch: target.stretch,
        measure: target.measure.clone(),
        raw: text.get(quantity.span.clone()).unwrap_or_default().to_owned(),
        statement: target.statement,
        year: target.year,
        scope: target.scope.clone(),
        main: target.main,
        own_verdict: target.own_verdict.clone(),
        strength: target.strength,
        horizon: target.horizon,
        text_start: quantity.text.as_ref().map(|text| text.start as u32),
        text_end: quantity.text.as_ref().map(|text| text.end as u32),
        span_start: quantity.span.start as u32,
        span_end: quantity.span.end as u32,
        corrected: quantity.corrected.clone(),
    }
}
