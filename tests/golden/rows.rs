//! Rows of `expected.jsonl`: what a file gives, under the names of the tables' columns.
//!
//! In:  what was read of a file. Out: one [`Row`] a line, in printed order. A column that is null, empty or what it usually
//! is (see [`unusual`]) is left out.

use duibiao::intake::reading::{LineStarts, Quantity, ReadNotice, ReadTask};
use duibiao::notice;
use duibiao::quantity::Horizon;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// A line of an expectation. A notice opens what it gives; a file may hold several.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Row {
    /// The file is not read: what is said of it.
    Refused(String),
    Notice(Notice),
    Task(Task),
    /// A figure of the review: a target without a task.
    Review(Target),
    /// A figure of the five-year part: a target without a task.
    Horizon(Target),
}

macro_rules! rows {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty,)* })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
        #[serde(default, deny_unknown_fields)]
        pub struct $name {
            $($(#[$field_doc])* #[serde(skip_serializing_if = "is_default")] pub $field: $type,)*
            /// What a careful reader takes instead, where this is known to be read wrongly.
            #[serde(skip_serializing_if = "is_default")]
            pub wrong: Option<String>,
        }
    )*};
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

rows! {
    Notice {
        title: String,
        doc_number: Option<String>,
        index_number: Option<String>,
        issuer: Option<String>,
        province: Option<String>,
        city: Option<String>,
        district: Option<String>,
        region: String,
        region_code: Option<String>,
        year: Option<i32>,
        issued_on: Option<String>,
        published_on: Option<String>,
        kind: String,
        deadlines: Vec<Deadline>,
        forms: Vec<Form>,
        problems: Vec<Problem>,
    }
    Deadline {
        what: String,
        due_on: Option<String>,
        due_text: String,
        to: Option<String>,
        line: usize,
    }
    Form {
        form: String,
        title: String,
        columns: Vec<String>,
        rows: Vec<String>,
        around: Vec<String>,
        line: usize,
    }
    Problem {
        code: String,
        line: usize,
    }
    Task {
        level: String,
        list_title: String,
        section: Vec<String>,
        number: Option<String>,
        text: String,
        deadline: Option<String>,
        line: usize,
        /// Their texts.
        clauses: Vec<String>,
        assignments: Vec<Assignment>,
        targets: Vec<Target>,
    }
    Assignment {
        role: String,
        level: String,
        unit_raw: String,
        unit: String,
        function: String,
        /// Where they are more than one.
        functions: Vec<String>,
        /// Null for `department`.
        kind: Option<String>,
        /// Null for `explicit`.
        stated: Option<String>,
        clause: Option<String>,
    }
    Target {
        indicator: String,
        indicator_id: Option<String>,
        /// Null for `addition`.
        aspect: Option<String>,
        op: String,
        value: Value,
        value_max: Value,
        stretch: Value,
        measure: String,
        raw: String,
        /// Null for `target`.
        statement: Option<String>,
        /// Null for `plain`.
        strength: Option<String>,
        /// Null for the year that the report plans, of a result for the one before.
        year: Option<i32>,
        scope: Option<String>,
        main: bool,
        own_verdict: Option<String>,
        /// Null for `year`.
        horizon: Option<String>,
        text_start: Option<usize>,
        text_end: Option<usize>,
    }
}

impl Row {
    /// The notes on wrong readings in it.
    pub fn marks(&mut self) -> Vec<&mut Option<String>> {
        match self {
            Self::Refused(_) => Vec::new(),
            Self::Notice(row) => {
                let parts = row.deadlines.iter_mut().map(|row| &mut row.wrong);
                let problems = row.problems.iter_mut().map(|row| &mut row.wrong);
                parts.chain(problems).chain([&mut row.wrong]).collect()
            }
            Self::Task(row) => {
                let parts = row.assignments.iter_mut().map(|row| &mut row.wrong);
                let targets = row.targets.iter_mut().map(|row| &mut row.wrong);
                parts.chain(targets).chain([&mut row.wrong]).collect()
            }
            Self::Review(row) | Self::Horizon(row) => vec![&mut row.wrong],
        }
    }

    /// The row as it was read, without the notes.
    pub fn unmarked(&self) -> Self {
        let mut row = self.clone();
        row.marks().into_iter().for_each(|mark| *mark = None);
        row
    }

    /// The row in lines, one for itself and one for each part, as a difference is shown.
    pub fn lines(&self) -> Vec<String> {
        let print = |value: Value| value.to_string();
        let mut value = json!(self);
        let parts: Vec<String> = value
            .as_object_mut()
            .into_iter()
            .flat_map(|row| row.values_mut())
            .filter_map(Value::as_object_mut)
            .flat_map(|row| {
                let names = ["deadlines", "problems", "assignments", "targets"];
                names.into_iter().filter_map(|name| Some((name, row.shift_remove(name)?))).collect::<Vec<_>>()
            })
            .flat_map(|(name, parts)| match parts {
                Value::Array(parts) => parts.into_iter().map(|part| print(json!({ name: part }))).collect(),
                _ => Vec::new(),
            })
            .collect();
        std::iter::once(print(value)).chain(parts).collect()
    }
}

/// The rows of a notice.
pub fn of(read: &ReadNotice) -> Vec<Row> {
    let source = &read.document.text;
    let mut rows = vec![Row::Notice(notice(read))];
    for (list, read_list) in read.notice.lists.iter().zip(&read.lists) {
        let tasks = list.tasks.iter().zip(&read_list.tasks);
        let of = |(row, task)| Row::Task(self::task((list, read.notice.year), row, task, source));
        rows.extend(tasks.map(of));
    }
    let year = read.notice.year;
    rows.extend(read.results.iter().map(|quantity| Row::Review(target(quantity, source, year.map(|year| year - 1)))));
    rows.extend(read.long_term.iter().map(|quantity| Row::Horizon(target(quantity, source, year))));
    rows
}

fn notice(read: &ReadNotice) -> Notice {
    let (notice, header, region) = (&read.notice, &read.notice.header, &read.notice.region);
    let starts = LineStarts::of(&read.document.text);
    let deadline = |row: &notice::Deadline| Deadline {
        what: row.what.clone(),
        due_on: row.due_on.clone(),
        due_text: row.due_text.clone(),
        to: row.to.clone(),
        line: row.line,
        wrong: None,
    };
    let form = |row: &notice::Form| Form {
        form: row.kind.to_owned(),
        title: row.title.clone(),
        columns: row.columns.clone(),
        rows: row.rows.clone(),
        around: row.around.clone(),
        line: row.line,
        wrong: None,
    };
    let problem = |row: &notice::Problem| Problem {
        code: row.code.id().to_owned(),
        line: starts.line(row.span.start),
        wrong: None,
    };
    Notice {
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
        kind: notice.kind.name().to_owned(),
        deadlines: notice.deadlines.iter().map(deadline).collect(),
        forms: notice.forms.iter().map(form).collect(),
        problems: notice.problems.iter().map(problem).collect(),
        wrong: None,
    }
}

fn task((list, year): (&notice::List, Option<i32>), task: &notice::Task, read: &ReadTask, source: &str) -> Task {
    let assignment = |(row, office): (&notice::Assignment, &duibiao::office::Office)| Assignment {
        role: row.role.name().to_owned(),
        level: row.level.name().to_owned(),
        unit_raw: row.unit_raw.clone(),
        unit: office.unit.clone(),
        function: office.function.code().to_owned(),
        functions: match &office.functions[..] {
            [_] => Vec::new(),
            functions => functions.iter().map(|function| function.code().to_owned()).collect(),
        },
        kind: unusual(office.kind.name(), "department"),
        stated: unusual(row.stated.name(), "explicit"),
        clause: row.clause.clone(),
        wrong: None,
    };
    Task {
        level: list.level.name().to_owned(),
        list_title: list.title.clone(),
        section: task.section.clone(),
        number: task.number.clone(),
        text: task.words.shown(),
        deadline: task.deadline.clone(),
        line: task.line,
        clauses: task.clauses.iter().map(|clause| clause.text.clone()).collect(),
        assignments: task.assignments.iter().zip(&read.offices).map(assignment).collect(),
        targets: read.targets.iter().map(|quantity| target(quantity, source, year)).collect(),
        wrong: None,
    }
}

/// The row of a figure; `year` is the usual one.
fn target(quantity: &Quantity, source: &str, year: Option<i32>) -> Target {
    let target = &quantity.target;
    let horizon = match target.horizon {
        Horizon::Year => None,
        Horizon::Until(year) => Some(format!("until_{year}")),
        Horizon::Period => Some("period".to_owned()),
        Horizon::Part => Some("part".to_owned()),
    };
    Target {
        indicator: target.indicator.clone(),
        indicator_id: target.indicator_id.map(str::to_owned),
        aspect: unusual(target.aspect.name(), "addition"),
        op: target.bound.op().name().to_owned(),
        value: number(target.bound.value()),
        value_max: target.bound.value_max().map_or(Value::Null, number),
        stretch: target.stretch.map_or(Value::Null, number),
        measure: target.measure.clone(),
        raw: source[quantity.span.clone()].to_owned(),
        statement: unusual(target.statement.name(), "target"),
        strength: unusual(target.strength.name(), "plain"),
        year: target.year.filter(|of| Some(*of) != year),
        scope: target.scope.clone(),
        main: target.main,
        own_verdict: target.own_verdict.clone(),
        horizon,
        text_start: quantity.text.as_ref().map(|text| text.start),
        text_end: quantity.text.as_ref().map(|text| text.end),
        wrong: None,
    }
}

/// A code, unless it is the usual one.
fn unusual(code: &str, usual: &str) -> Option<String> {
    (code != usual).then(|| code.to_owned())
}

/// A figure as people write it: whole numbers without a point.
fn number(value: f64) -> Value {
    /// From here on not every whole number is a figure of this kind.
    const WHOLE: f64 = 9e15;
    if value.fract() == 0.0 && value.abs() < WHOLE { json!(value as i64) } else { json!(value) }
}
