//! Every row of `progress-words.tsv` makes a difference: a cell is read with the row and without it. What we write is read.

use std::path::Path;

use super::grid::Grid;
use super::unit::Units;
use super::{Asked, answer, head, say};
use crate::ledger::words::{ASKED, Class, HeadKind, ID, UNIT};
use crate::lexicon::PROGRESS_WORDS;
use crate::lexicon::words::{Probe, assert_explained, assert_used};
use crate::table::Rows;
use crate::table::schema::{AssignmentRow, ListRow, TaskRow};

fn foot(text: &str) -> String {
    let grid = Grid { rows: vec![vec![text.to_owned()]], ..Grid::default() };
    answer::is_foot(&grid, 0).to_string()
}

/// The unit behind a label; a longer name elsewhere in the line would be taken otherwise.
fn unit(text: &str) -> String {
    let named = |unit: &str| AssignmentRow { unit: unit.into(), unit_raw: unit.into(), ..AssignmentRow::default() };
    let rows = [named("区水务局"), named("区政府督查室")];
    Units::new(&rows).within(text).unwrap_or_default().to_owned()
}

const PROBES: &[Probe<Class>] = &[
    (Class::Head, &["{}"], |text| format!("{:?}", head::kind(text))),
    (Class::Status, &["{}"], |text| format!("{:?}", say::status(text))),
    (Class::Total, &["{}：张三"], foot),
    (Class::UnitLabel, &["报区政府督查室 {}：区水务局"], unit),
];

#[test]
fn every_word_is_explained_and_used() {
    assert_explained::<Class>(PROGRESS_WORDS);
    assert_used(PROGRESS_WORDS, PROBES);
}

#[test]
fn the_heads_that_we_write_are_read() {
    let heads = [(ID, HeadKind::Id), (UNIT, HeadKind::Unit)];
    let asked = [HeadKind::Words, HeadKind::Value, HeadKind::Status, HeadKind::Note];
    for (head, kind) in heads.into_iter().chain(ASKED.into_iter().zip(asked)) {
        assert_eq!(head::kind(head), Some(kind), "{head}");
    }
}

#[test]
fn a_unit_is_known_by_its_column_where_titles_are_gone() {
    let list = ListRow { list_id: "甲区-2025/district".into(), year: Some(2025), ..ListRow::default() };
    let task = TaskRow {
        task_id: format!("{}/1", list.list_id),
        list_id: list.list_id.clone(),
        text: "新建学校2所。".into(),
        ..TaskRow::default()
    };
    let named = |unit: &str| AssignmentRow {
        task_id: task.task_id.clone(),
        unit: unit.into(),
        unit_raw: unit.into(),
        ..AssignmentRow::default()
    };
    let rows = Rows {
        lists: vec![list],
        assignments: vec![named("区教育局"), named("区财政局")],
        tasks: vec![task.clone()],
        ..Rows::default()
    };
    let row = |cells: [&str; 5]| cells.map(str::to_owned).to_vec();
    let grid = Grid {
        rows: vec![
            row([ID, UNIT, "任务", "一季度进展情况", "一季度状态"]),
            row([&task.task_id, "区财政局", &task.text, "已开工", "正常推进"]),
        ],
        ..Grid::default()
    };
    let (answers, problems) = answer::Reader::new(&rows, Asked::default()).read(Path::new("反馈.xlsx"), &[grid]);
    let units: Vec<Option<&str>> = answers.iter().map(|answer| answer.row.unit.as_deref()).collect();
    assert_eq!((units, problems), (vec![Some("区财政局")], Vec::new()));
}
