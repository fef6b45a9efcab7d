//! Rows to frames and back.

use std::borrow::Cow;

use polars::prelude::*;

use super::schema::{
    AssignmentRow, ClauseRow, DeadlineRow, MatchRow, NoticeRow, ProblemRow, TargetRow, TaskRow, ThemeRankingRow,
    ThemeRow,
};
use crate::reading::{Quantity, ReadNotice, line_of};
use crate::target::Horizon;

/// A row of a table of the contract.
pub trait Row: Sized + Clone {
    /// Name of the table and of its files.
    const TABLE: &'static str;
    /// Names of its columns, in order.
    const COLUMNS: &'static [&'static str];
    /// The columns of some rows.
    fn columns(rows: &[Self]) -> Vec<Column>;
    /// The rows of a frame.
    ///
    /// # Errors
    /// Where a column is missing or of another type.
    fn read(frame: &DataFrame) -> PolarsResult<Vec<Self>>;
    /// The row of a JSON object; what the object lacks is null, empty or zero.
    fn from_json(object: &serde_json::Value) -> Self;
    /// Hands each cell's text on, in the order of the columns; see [`Value::text`].
    fn texts(&self, take: &mut dyn FnMut(&str, bool));
}

/// The type of a cell.
pub trait Value: Sized {
    fn column(name: &str, values: Vec<Self>) -> Column;
    fn values(column: &Column) -> PolarsResult<Vec<Self>>;
    fn json(value: &serde_json::Value) -> Self;
    /// As text, lists joined with ` / `; whether it came from words that people wrote, and not from a number.
    fn text(&self) -> (Cow<'_, str>, bool);
}

impl Value for String {
    fn column(name: &str, values: Vec<Self>) -> Column {
        Column::new(name.into(), values)
    }

    fn values(column: &Column) -> PolarsResult<Vec<Self>> {
        Ok(column.str()?.iter().map(|value| value.unwrap_or_default().to_owned()).collect())
    }

    fn json(value: &serde_json::Value) -> Self {
        value.as_str().unwrap_or_default().to_owned()
    }

    fn text(&self) -> (Cow<'_, str>, bool) {
        (Cow::Borrowed(self), true)
    }
}

impl Value for Option<String> {
    fn column(name: &str, values: Vec<Self>) -> Column {
        Column::new(name.into(), values)
    }

    fn values(column: &Column) -> PolarsResult<Vec<Self>> {
        Ok(column.str()?.iter().map(|value| value.map(str::to_owned)).collect())
    }

    fn json(value: &serde_json::Value) -> Self {
        value.as_str().map(str::to_owned)
    }

    fn text(&self) -> (Cow<'_, str>, bool) {
        (Cow::Borrowed(self.as_deref().unwrap_or_default()), true)
    }
}

impl Value for Vec<String> {
    fn column(name: &str, values: Vec<Self>) -> Column {
        let length = values.iter().map(Vec::len).sum();
        let mut builder = ListStringChunkedBuilder::new(name.into(), values.len(), length);
        for value in &values {
            builder.append_values_iter(value.iter().map(String::as_str));
        }
        builder.finish().into_series().into()
    }

    fn values(column: &Column) -> PolarsResult<Vec<Self>> {
        let lists = column.list()?;
        (0..lists.len())
            .map(|index| match lists.get_as_series(index) {
                Some(list) => Ok(list.str()?.iter().map(|value| value.unwrap_or_default().to_owned()).collect()),
                None => Ok(Vec::new()),
            })
            .collect()
    }

    fn json(value: &serde_json::Value) -> Self {
        let texts = value
            .as_array()
            .map(|values| values.iter().filter_map(|value| value.as_str()).map(str::to_owned).collect());
        texts.unwrap_or_default()
    }

    fn text(&self) -> (Cow<'_, str>, bool) {
        (Cow::Owned(self.join(" / ")), true)
    }
}

macro_rules! numbers {
    ($($type:ty, $read:ident;)*) => {$(
        impl Value for $type {
            fn column(name: &str, values: Vec<Self>) -> Column {
                Column::new(name.into(), values)
            }

            fn values(column: &Column) -> PolarsResult<Vec<Self>> {
                Ok(column.$read()?.iter().map(Option::unwrap_or_default).collect())
            }

            fn json(value: &serde_json::Value) -> Self {
                value.as_f64().map(|value| value as Self).unwrap_or_default()
            }

            fn text(&self) -> (Cow<'_, str>, bool) {
                (Cow::Owned(super::file::number_text(f64::from(*self))), false)
            }
        }

        impl Value for Option<$type> {
            fn column(name: &str, values: Vec<Self>) -> Column {
                Column::new(name.into(), values)
            }

            fn values(column: &Column) -> PolarsResult<Vec<Self>> {
                Ok(column.$read()?.iter().collect())
            }

            fn json(value: &serde_json::Value) -> Self {
                value.as_f64().map(|value| value as $type)
            }

            fn text(&self) -> (Cow<'_, str>, bool) {
                (self.map_or(Cow::Borrowed(""), |value| Cow::Owned(super::file::number_text(f64::from(value)))), false)
            }
        }
    )*};
}

numbers! {
    u32, u32;
    i32, i32;
    f64, f64;
}

/// A frame of rows. The frame of no rows has all columns.
pub fn from_rows<R: Row>(rows: &[R]) -> DataFrame {
    DataFrame::new(rows.len(), R::columns(rows)).expect("columns of one table are equally long and differently named")
}

/// The tables of the contract.
#[derive(Debug, Clone)]
pub struct Tables {
    pub notices: DataFrame,
    pub tasks: DataFrame,
    pub clauses: DataFrame,
    pub assignments: DataFrame,
    pub targets: DataFrame,
    pub matches: DataFrame,
    pub themes: DataFrame,
    pub theme_ranking: DataFrame,
    pub deadlines: DataFrame,
    pub problems: DataFrame,
    /// The plain text of each notice, by its id; spans count its bytes.
    pub sources: Vec<(String, String)>,
}

impl Tables {
    /// The frames by the names of their files, in the order of the contract.
    pub fn named(&self) -> [(&'static str, &DataFrame); 10] {
        [
            (NoticeRow::TABLE, &self.notices),
            (TaskRow::TABLE, &self.tasks),
            (ClauseRow::TABLE, &self.clauses),
            (AssignmentRow::TABLE, &self.assignments),
            (TargetRow::TABLE, &self.targets),
            (MatchRow::TABLE, &self.matches),
            (ThemeRow::TABLE, &self.themes),
            (ThemeRankingRow::TABLE, &self.theme_ranking),
            (DeadlineRow::TABLE, &self.deadlines),
            (ProblemRow::TABLE, &self.problems),
        ]
    }
}

/// The tables of some notices; matches and themes are empty until [`crate::matching`] has found them.
pub fn tables(notices: &[ReadNotice]) -> Tables {
    let mut rows = Rows::default();
    for notice in notices {
        rows.notice(notice);
    }
    Tables {
        notices: from_rows(&rows.notices),
        tasks: from_rows(&rows.tasks),
        clauses: from_rows(&rows.clauses),
        assignments: from_rows(&rows.assignments),
        targets: from_rows(&rows.targets),
        matches: from_rows::<MatchRow>(&[]),
        themes: from_rows::<ThemeRow>(&[]),
        theme_ranking: from_rows::<ThemeRankingRow>(&[]),
        deadlines: from_rows(&rows.deadlines),
        problems: from_rows(&rows.problems),
        sources: notices.iter().map(|notice| (notice.id.clone(), notice.document.text.clone())).collect(),
    }
}

#[derive(Default)]
struct Rows {
    notices: Vec<NoticeRow>,
    tasks: Vec<TaskRow>,
    clauses: Vec<ClauseRow>,
    assignments: Vec<AssignmentRow>,
    targets: Vec<TargetRow>,
    deadlines: Vec<DeadlineRow>,
    problems: Vec<ProblemRow>,
}

impl Rows {
    fn notice(&mut self, read: &ReadNotice) {
        let (notice, document) = (&read.notice, &read.document);
        let source = match &document.part {
            Some(part) => format!("{}#{part}", document.path.display()),
            None => document.path.display().to_string(),
        };
        self.notices.push(NoticeRow {
            notice_id: read.id.clone(),
            title: notice.header.title.clone(),
            doc_number: notice.header.doc_number.clone(),
            index_number: notice.header.index_number.clone(),
            issuer: notice.header.issuer.clone(),
            province: notice.region.province.clone(),
            city: notice.region.city.clone(),
            district: notice.region.district.clone(),
            region: notice.region.name.clone(),
            region_code: notice.region.code.clone(),
            year: notice.year,
            issued_on: notice.header.issued_on.clone(),
            published_on: notice.header.published_on.clone(),
            kind: notice.kind.name().to_owned(),
            source: source.clone(),
            sha256: document.sha256.clone(),
            tasks: notice.lists.iter().map(|list| list.tasks.len() as u32).sum(),
            problems: notice.problems.len() as u32,
        });
        for (list, read_list) in notice.lists.iter().zip(&read.lists) {
            let list_id = format!("{}/{}", read.id, list.level.name());
            for (index, (task, read_task)) in list.tasks.iter().zip(&read_list.tasks).enumerate() {
                let task_id = format!("{list_id}/{}", index + 1);
                self.tasks.push(TaskRow {
                    task_id: task_id.clone(),
                    notice_id: read.id.clone(),
                    list_id: list_id.clone(),
                    level: list.level.name().to_owned(),
                    list_title: list.title.clone(),
                    section: task.section.clone(),
                    number: task.number.clone(),
                    seq: index as u32 + 1,
                    text: task.words.shown(),
                    deadline: task.deadline.clone(),
                    line: task.line as u32,
                    span_start: task.span.start as u32,
                    span_end: task.span.end as u32,
                });
                for (at, clause) in task.clauses.iter().enumerate() {
                    self.clauses.push(ClauseRow {
                        clause_id: format!("{task_id}.{}", at + 1),
                        task_id: task_id.clone(),
                        seq: at as u32 + 1,
                        text: clause.text.clone(),
                        span_start: clause.span.start as u32,
                        span_end: clause.span.end as u32,
                    });
                }
                for (at, (assignment, office)) in task.assignments.iter().zip(&read_task.offices).enumerate() {
                    self.assignments.push(AssignmentRow {
                        task_id: task_id.clone(),
                        seq: at as u32 + 1,
                        role: assignment.role.name().to_owned(),
                        level: assignment.level.name().to_owned(),
                        unit_raw: assignment.unit_raw.clone(),
                        unit: office.unit.clone(),
                        function: office.function.code().to_owned(),
                        functions: office.functions.iter().map(|function| function.code().to_owned()).collect(),
                        kind: office.kind.name().to_owned(),
                        stated: assignment.stated.name().to_owned(),
                        clause: assignment.clause.clone(),
                        span_start: assignment.span.start as u32,
                        span_end: assignment.span.end as u32,
                    });
                }
                for (at, quantity) in read_task.targets.iter().enumerate() {
                    let clause = quantity.clause.map(|clause| format!("{task_id}.{}", clause + 1));
                    let id = format!("{task_id}#{}", at + 1);
                    self.targets.push(target_row(id, Some(task_id.clone()), clause, quantity, &document.text));
                }
            }
        }
        for (at, quantity) in read.results.iter().enumerate() {
            let id = format!("{}/review#{}", read.id, at + 1);
            self.targets.push(target_row(id, None, None, quantity, &document.text));
        }
        for deadline in &notice.deadlines {
            self.deadlines.push(DeadlineRow {
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
        for problem in &notice.problems {
            let before = &document.text[..problem.span.start.min(document.text.len())];
            self.problems.push(ProblemRow {
                notice_id: read.id.clone(),
                source: source.clone(),
                line: line_of(&document.text, problem.span.start) as u32,
                column: before.chars().rev().take_while(|c| *c != '\n').count() as u32 + 1,
                span_start: problem.span.start as u32,
                span_end: problem.span.end as u32,
                code: problem.code.id().to_owned(),
                severity: problem.code.severity().name().to_owned(),
                message: problem.message.clone(),
                help: problem.help.clone(),
            });
        }
    }
}

fn target_row(
    target_id: String,
    task_id: Option<String>,
    clause_id: Option<String>,
    quantity: &Quantity,
    text: &str,
) -> TargetRow {
    let target = &quantity.target;
    TargetRow {
        target_id,
        task_id,
        clause_id,
        indicator: target.indicator.clone(),
        indicator_id: target.indicator_id.map(str::to_owned),
        op: target.bound.op().to_owned(),
        value: target.bound.value(),
        value_max: target.bound.value_max(),
        measure: target.measure.clone(),
        raw: text.get(quantity.span.clone()).unwrap_or_default().to_owned(),
        statement: target.statement.name().to_owned(),
        strength: target.strength.name().to_owned(),
        horizon: match target.horizon {
            Horizon::Year => "year".to_owned(),
            Horizon::Until(year) => format!("until_{year}"),
            Horizon::Period => "period".to_owned(),
        },
        span_start: quantity.span.start as u32,
        span_end: quantity.span.end as u32,
    }
}
