//! The tables of [`crate::ledger`]: blank forms, answers that came back, how far the work is.

use super::super::cell::{Cell, Value};
use super::super::frame::{Field, Row};
use crate::quantity::Op;

table! {
    /// A blank form that a notice prints for those who report.
    FormRow = "forms" {
        notice_id: String,
        /// `work_plan`, `progress`, `contacts`; `other`.
        form: String,
        /// As printed, with its blanks.
        title: String,
        /// Heads of its columns.
        columns: Vec<String>,
        /// What stands in its rows already: numbers, quarters, who is to be named.
        rows: Vec<String>,
        /// Lines over and under the table that are to be filled in: `填报时间:`.
        around: Vec<String>,
        line: u32,
        span_start: u32,
        span_end: u32,
    }
}

table! {
    /// What a unit answered on a task for a quarter. Made by [`crate::ledger::progress`].
    ProgressRow = "progress" {
        task_id: String,
        /// Canonical; null where the answer is the ledger's own, for all units.
        unit: Option<String>,
        /// `2025Q1`.
        quarter: String,
        /// `done`, `on_track`, `behind`, `not_begun`; null where none of these was said.
        status: Option<String>,
        /// As written in the cell for the figure.
        value: Option<String>,
        /// What was written of the work.
        words: Option<String>,
        note: Option<String>,
        /// How the task was known: `id`, `text`, `alike`, `number`.
        known_by: String,
        source: String,
        /// `sheet!C7`, or the line of a text.
        cell: String,
    }
}

table! {
    /// A target against what was reported by the end of a quarter. Made by [`crate::analysis::completion`].
    CompletionRow = "completion" {
        task_id: String,
        target_id: String,
        quarter: String,
        indicator: String,
        op: Op,
        target: f64,
        measure: String,
        /// In the target's measure, from the start of the year; null where none or no single one was reported.
        value: Option<f64>,
        /// `value / target`, or what was reported as a share; null for caps, ranks and growths.
        rate: Option<f64>,
        /// `yes`, `no`; null where there is no value.
        met: Option<String>,
        /// `yes`, `no`; null where the time passed says nothing about it.
        behind: Option<String>,
        /// What decided `behind`: `pro_rata`, `cap`, `year_end`, `deadline`.
        rule: Option<String>,
        /// Unit that reported it.
        unit: Option<String>,
        source: Option<String>,
        cell: Option<String>,
    }
}

table! {
    /// How far the work is, counted by unit, function, leader, section, list or quarter. Made by [`crate::analysis::board`].
    BoardRow = "board" {
        /// `quarter`, `unit`, `function`, `leader`, `section`.
        by: String,
        name: String,
        quarter: String,
        /// Tasks that are to be reported on.
        tasks: u32,
        reported: u32,
        done: u32,
        on_track: u32,
        behind: u32,
        not_begun: u32,
        /// `reported / tasks`.
        share: f64,
        /// Change of `done` since the quarter before; null for the first.
        change: Option<i32>,
        /// Targets with a value, of these met, and behind schedule.
        targets: u32,
        met: u32,
        targets_behind: u32,
    }
}
