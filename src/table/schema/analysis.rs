//! The tables of [`crate::analysis`]: what is counted in the rows.

use super::super::cell::{Cell, Value};
use super::super::frame::{Field, Row};
use crate::place::Level;
use crate::quantity::{Aspect, Op};

table! {
    /// What one unit, or one function, carries in one notice. Made by [`crate::analysis::workload`].
    WorkloadRow = "workload" {
        notice_id: String,
        region: String,
        year: Option<i32>,
        /// Canonical unit, or the code of a function.
        carrier: String,
        /// Name for people.
        title: String,
        function: String,
        kind: String,
        /// Tasks that it leads, and so on; a task counts once a role.
        lead: u32,
        responsible: u32,
        support: u32,
        leader: u32,
        /// Different tasks in any role.
        tasks: u32,
        /// Tasks of the notice.
        of: u32,
    }
}

table! {
    /// How much of one list's tasks another list takes up. Made by [`crate::analysis::Overlaps`].
    OverlapRow = "overlap" {
        left_list: String,
        right_list: String,
        /// Function of the left tasks' first unit; null for all.
        function: Option<String>,
        /// Tasks of the left list with a match in the right one; null where the lists share a topic.
        found: Option<u32>,
        of: u32,
        share: Option<f64>,
        /// Of all pairs of tasks of the two lists, how many match; null for a function.
        pair_share: Option<f64>,
        /// `counted`; or `shared_topic`: so many pairs match that the two lists are about one topic, and matches can be ranked
        /// only.
        relation: String,
    }
}

table! {
    /// How much of a list's sections and units another list takes up. Made by [`crate::analysis::Facing`].
    CoverageRow = "coverage" {
        left_list: String,
        right_list: String,
        /// `section` or `unit`.
        by: String,
        name: String,
        found: u32,
        of: u32,
        share: f64,
    }
}

table! {
    /// Tasks of one list that another list does not take up. Made by [`crate::analysis::Facing`].
    UnmatchedRow = "unmatched" {
        list_id: String,
        against: String,
        task_id: String,
        number: Option<String>,
        section: Vec<String>,
        units: Vec<String>,
        text: String,
    }
}

table! {
    /// Indicators, the most widespread first. Made by [`crate::analysis::indicator_ranking`].
    IndicatorRankingRow = "indicator_ranking" {
        indicator_id: String,
        indicator: String,
        aspect: Aspect,
        measure: String,
        regions: u32,
        years: u32,
        /// Figures of the panel: one a place and year.
        targets: u32,
        low: f64,
        high: f64,
        values: Vec<String>,
    }
}

table! {
    /// A figure of a place and year, beside last year's and what came of it. Made by [`crate::analysis::panel`].
    PanelRow = "panel" {
        /// Full name of the place that the figure belongs to.
        region: String,
        region_code: Option<String>,
        level: Level,
        year: i32,
        indicator_id: String,
        indicator: String,
        aspect: Aspect,
        measure: String,
        /// Null, like the value, where last year's goal is set no more.
        op: Option<String>,
        value: Option<f64>,
        value_max: Option<f64>,
        stretch: Option<f64>,
        target_id: Option<String>,
        /// Ids of the place's other targets for the same, which differ.
        others: Vec<String>,
        /// The figure of the year before.
        previous: Option<f64>,
        /// `value - previous`.
        change: Option<f64>,
        /// `raised`, `kept`, `lowered`; `new` and `dropped` of the goals' sentence; null where the year before was not read.
        direction: Option<String>,
        /// What the next year's report says came of it.
        outcome: Option<f64>,
        outcome_id: Option<String>,
        /// `yes`, `no`, `not_reported`, `not_decidable`; null where the next year's report was not read.
        met: Option<String>,
        /// What decided: see [`crate::analysis::Rule`].
        rule: Option<String>,
        /// The report's own words about it: 好于预期.
        own_verdict: Option<String>,
        /// Whether it stands in the sentence of the goals.
        main: bool,
        /// As printed. A goal without a figure is `与经济增长同步` and the like: its value is null and its op `~`.
        words: Option<String>,
        /// The task that holds it.
        task_id: Option<String>,
        previous_id: Option<String>,
        previous_words: Option<String>,
        outcome_words: Option<String>,
        /// `ocr` where the figure was recognised on a picture of a page.
        source_kind: Option<String>,
    }
}

table! {
    /// What places of one region above carry of its figure. Made by [`crate::analysis::shares`].
    ShareRow = "shares" {
        /// Whose figure it is.
        parent: String,
        parent_code: Option<String>,
        year: i32,
        indicator_id: String,
        indicator: String,
        aspect: Aspect,
        measure: String,
        parent_value: f64,
        parent_target_id: String,
        /// The place below it.
        region: String,
        region_code: Option<String>,
        /// `given`; `not_named`: it was read and names no such figure; `not_read`.
        state: String,
        value: Option<f64>,
        target_id: Option<String>,
        /// `value / parent_value`.
        share: Option<f64>,
    }
}

table! {
    /// What became of a task of the list above in a place's own list. Made by [`crate::analysis::handed_down`].
    HandedDownRow = "handed_down" {
        task_id: String,
        list_id: String,
        /// The place below.
        region: String,
        year: Option<i32>,
        text: String,
        /// Units of the place below that the task names.
        units: Vec<String>,
        own_list: String,
        /// The likeliest match in the place's own list; null where none is.
        own_task_id: Option<String>,
        own_text: Option<String>,
        score: Option<f64>,
        indicator: Option<String>,
        value: Option<f64>,
        own_value: Option<f64>,
        measure: Option<String>,
        /// `own_value / value`, where the figures compare.
        share: Option<f64>,
    }
}

table! {
    /// Who gives how much for what: subsidies and rewards. Made by [`crate::analysis::supports`].
    SupportRow = "supports" {
        target_id: String,
        notice_id: String,
        task_id: Option<String>,
        region: String,
        region_code: Option<String>,
        level: Level,
        year: Option<i32>,
        /// What it is given for: the words of the clause.
        purpose: String,
        op: Op,
        value: f64,
        value_max: Option<f64>,
        measure: String,
        words: String,
    }
}

table! {
    /// Two lists side by side. Made by [`crate::analysis::compare`].
    ComparisonRow = "comparison" {
        /// `common`, `left` or `right`.
        side: String,
        score: Option<f64>,
        left_task_id: Option<String>,
        left_number: Option<String>,
        left_text: Option<String>,
        right_task_id: Option<String>,
        right_number: Option<String>,
        right_text: Option<String>,
        indicator: Option<String>,
        left_value: Option<f64>,
        right_value: Option<f64>,
        measure: Option<String>,
        ratio: Option<f64>,
        /// As in `matches`.
        figures: Option<String>,
    }
}
