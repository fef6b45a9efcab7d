//! Every row of `progress-words.tsv` makes a difference: a cell is read with the row and without it.

use super::grid::Grid;
use super::unit::Units;
use super::{answer, head, say};
use crate::ledger::words::Class;
use crate::lexicon::PROGRESS_WORDS;
use crate::lexicon::words::{Probe, assert_explained, assert_used};
use crate::table::schema::AssignmentRow;

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
