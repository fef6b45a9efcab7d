//! The contract: the name of every table, of every column, and its type.
//!
//! A row type stands for a table. Its fields are the columns, in order; `Option` is a column that may be null, `Vec` one
//! that holds a list.

use super::additions::Additions;
use super::cell::{Cell, Value};
use super::frame::{Field, Row};
use super::shared::Shared;
use crate::notice::{Kind, Passage, Role, Stated};
use crate::office::{Function, UnitKind};
use crate::place::Level;
use crate::quantity::{Aspect, Horizon, Op, Statement, Strength};

macro_rules! table {
    ($(#[$doc:meta])* $row:ident = $name:literal { $($(#[doc = $field_doc:literal])* $field:ident: $type:ty,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Default)]
        pub struct $row { $($(#[doc = $field_doc])* pub $field: $type,)* }

        impl Row for $row {
            const TABLE: &'static str = $name;
            const COLUMNS: &'static [&'static str] = &[$(stringify!($field)),*];

            fn fields() -> Vec<Field> {
                vec![$(Field {
                    name: stringify!($field),
                    doc: concat!($($field_doc),*),
                    kind: <$type as Value>::KIND,
                    required: <$type as Value>::REQUIRED,
                }),*]
            }

            fn columns(rows: &[Self]) -> Vec<polars::prelude::Column> {
                vec![$(Value::column(stringify!($field), rows.iter().map(|row| &row.$field)),)*]
            }

            fn read(frame: &polars::prelude::DataFrame) -> polars::prelude::PolarsResult<Vec<Self>> {
                $(let mut $field = <$type as Value>::values_of(frame, stringify!($field))?.into_iter();)*
                Ok((0..frame.height()).map(|_| Self { $($field: $field.next().unwrap_or_default(),)* }).collect())
            }

            fn set(&mut self, column: &str, cell: Cell) {
                match column {
                    $(stringify!($field) => self.$field = Value::of(cell),)*
                    _ => {}
                }
            }

            fn texts(&self, room: &mut String, take: &mut dyn FnMut(&str, bool)) {
                $({
                    let (text, words) = Value::text(&self.$field, room);
                    take(text, words);
                })*
            }
        }
    };
}

mod analysis;
mod block;
mod correction;
mod evaluation;
mod ledger;

pub use analysis::*;
pub use block::*;
pub use correction::*;
pub use evaluation::*;
pub use ledger::*;

table! {
    /// One published document.
    NoticeRow = "notices" {
        notice_id: String,
        title: String,
        doc_number: Option<String>,
        index_number: Option<String>,
        issuer: Option<String>,
        province: Option<String>,
        city: Option<String>,
        district: Option<String>,
        /// Full name.
        region: String,
        /// GB/T 2260.
        region_code: Option<String>,
        /// Of the report.
        year: Option<i32>,
        issued_on: Option<String>,
        published_on: Option<String>,
        kind: Kind,
        /// Path as given.
        source: String,
        sha256: String,
        tasks: u32,
        problems: u32,
        /// Share of the working part's Han characters that stand in tasks, headings, units or deadlines; null where only the
        /// tasks are known.
        read_share: Option<f64>,
        /// What the file was taken for, as `duibiao formats` names it: `docx`, `doc`, `pdf` …, `ocr` for words that were
        /// recognised on pictures of pages; null where only the tasks are known.
        source_kind: Option<String>,
        /// The lines of corrections that people made of it: `corrections.tsv:3`; null where none is.
        corrected: Option<String>,
        /// The page of the web that it was published on, where the file tells it.
        url: Option<String>,
    }
}

table! {
    /// A list of tasks, and whose it is: the city's list in a district's notice belongs to the city. Made by
    /// [`crate::table::lists`].
    ListRow = "lists" {
        list_id: String,
        notice_id: String,
        level: Level,
        title: String,
        /// Full name of the place that it belongs to.
        region: String,
        /// GB/T 2260.
        region_code: Option<String>,
        year: Option<i32>,
        tasks: u32,
    }
}

table! {
    /// A stretch of a notice's plain text and what it is. Every byte is in exactly one.
    PassageRow = "passages" {
        notice_id: String,
        /// 1-based in its notice.
        seq: u32,
        kind: Passage,
        /// The task whose words or units it holds.
        task_id: Option<String>,
        span_start: u32,
        span_end: u32,
        /// 1-based line of its first word.
        line: u32,
    }
}

table! {
    /// One item that carries work.
    TaskRow = "tasks" {
        task_id: String,
        notice_id: String,
        list_id: String,
        level: Level,
        list_title: String,
        /// Outermost first.
        section: Vec<String>,
        /// As printed, mended.
        number: Option<String>,
        /// 1-based in its list.
        seq: u32,
        text: String,
        deadline: Option<String>,
        line: u32,
        span_start: u32,
        span_end: u32,
        /// The lines of corrections that people made of it: `corrections.tsv:3`; null where none is.
        corrected: Option<String>,
    }
}

table! {
    /// A part of a task that commits to one thing.
    ClauseRow = "clauses" {
        clause_id: String,
        task_id: String,
        seq: u32,
        text: String,
        span_start: u32,
        span_end: u32,
    }
}

table! {
    /// A unit tied to a task.
    AssignmentRow = "assignments" {
        task_id: String,
        seq: u32,
        role: Role,
        level: Level,
        unit_raw: String,
        unit: String,
        /// The primary one.
        function: Function,
        functions: Vec<Function>,
        kind: UnitKind,
        stated: Stated,
        clause: Option<String>,
        span_start: u32,
        span_end: u32,
        /// The lines of corrections that people made of it: `corrections.tsv:3`; null where none is.
        corrected: Option<String>,
    }
}

table! {
    /// A quantity that a task commits to, or that a review reports.
    TargetRow = "targets" {
        target_id: String,
        notice_id: String,
        /// Null for results of a review and for targets of a five-year part.
        task_id: Option<String>,
        clause_id: Option<String>,
        indicator: String,
        indicator_id: Option<String>,
        /// What the figure is: `stock` (all there is), `addition` (what comes new), `growth`, `share`, `amount` (what flows in
        /// the year), `limit` (a cap, a fall that is wanted), `rank`. See `docs/figures.md`.
        aspect: Aspect,
        op: Op,
        /// Below 0 where a growth is a fall.
        value: f64,
        value_max: Option<f64>,
        /// What is striven for beyond the bound: 8 of 7%以上、力争8%.
        stretch: Option<f64>,
        measure: String,
        raw: String,
        /// `target`, `result`, or `support`: granted to each who has a right to it, no target.
        statement: Statement,
        /// That the figure is of: the planned year, of a result the year just over, or the one that the words name. Null for
        /// several years.
        year: Option<i32>,
        /// The words that narrow the indicator to a part of the place or of what it counts; null for the whole.
        scope: Option<String>,
        /// It stands in the sentence of the goals of the year, or of what became of them.
        main: bool,
        /// The report's own words on a result: 好于预期.
        own_verdict: Option<String>,
        strength: Strength,
        /// `year`, `until_2025` or `period`: a goal beyond this year is no figure of this year's; `part`: a result of some
        /// months.
        horizon: Horizon,
        /// Where its words stand in its task's text: bytes. Null where there is no task.
        text_start: Option<u32>,
        text_end: Option<u32>,
        span_start: u32,
        span_end: u32,
        /// The lines of corrections that people made of it: `corrections.tsv:3`; null where none is.
        corrected: Option<String>,
    }
}

table! {
    /// The same commitment in two lists.
    MatchRow = "matches" {
        left_task_id: String,
        right_task_id: String,
        /// 0–1; 0.5 means as likely as not the same commitment.
        score: f64,
        left_clause: String,
        right_clause: String,
        left_clause_start: Option<u32>,
        left_clause_end: Option<u32>,
        right_clause_start: Option<u32>,
        right_clause_end: Option<u32>,
        /// `name=log-odds`, strongest first after where the log-odds start.
        signals: Additions,
        /// Canonical name of the indicator that both set a figure for.
        indicator: Option<String>,
        left_value: Option<f64>,
        right_value: Option<f64>,
        measure: Option<String>,
        /// `right_value / left_value`, where the figures compare.
        ratio: Option<f64>,
        /// `comparable`, or why the figures stand alone: `addition_total` (one is new, one is all there is), `growth_level`
        /// (one is a change), `other_measure`, `other_bound` (one lower, one upper), `other_period`, `other_step` (signed,
        /// begun, built), `part` (one counts a part), `other_name` (called alike only). Null where no indicator is shared.
        figures: Option<String>,
        /// The lines of corrections that people made of it: `corrections.tsv:3`; null where none is.
        corrected: Option<String>,
    }
}

table! {
    /// A task's place in a theme.
    ThemeRow = "themes" {
        theme_id: Shared,
        label: Shared,
        task_id: String,
        list_id: Shared,
        region: Shared,
        year: Option<i32>,
        level: Shared,
        score: f64,
        /// The words of the task that hold the theme.
        clause: String,
    }
}

table! {
    /// Themes, the most widespread first.
    ThemeRankingRow = "theme_ranking" {
        theme_id: String,
        label: String,
        regions: u32,
        years: u32,
        lists: u32,
        tasks: u32,
        first_year: Option<i32>,
        last_year: Option<i32>,
        /// Figures by district and year, `洪山区 2025: 2.4万人`.
        values: Vec<String>,
    }
}

table! {
    /// Who must report what by when.
    DeadlineRow = "deadlines" {
        notice_id: String,
        what: String,
        due_on: Option<String>,
        due_text: String,
        to: Option<String>,
        line: u32,
        span_start: u32,
        span_end: u32,
    }
}

table! {
    /// What is broken in a notice, with its place.
    ProblemRow = "problems" {
        notice_id: String,
        source: String,
        /// 1-based.
        line: u32,
        /// 1-based, in characters.
        column: u32,
        span_start: u32,
        span_end: u32,
        code: String,
        severity: String,
        message: String,
        help: String,
    }
}
