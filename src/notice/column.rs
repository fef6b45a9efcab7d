//! Columns: what the head of a table announces.
//!
//! In:  a cell, or a row of cells.
//! Out: the [`Column`]s they announce.
//! Not here: the rows under them ([`super::grid`]).
//! Source of the column names: `datasets/lexicon/roles.tsv`.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::Role;
use super::han::is_han;
use super::line::{Family, Marker};
use super::word::roles::{self, Kind, RoleWord};
use super::word::{Class, form};
use crate::lexicon::{self, ROLES};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Column {
    Number,
    Section,
    Text,
    Requirement,
    Measure,
    Units(Role),
    Deadline,
    Ignored,
}

/// Names of columns, and labels, which may stand over a column too.
pub(super) fn heads() -> &'static FxHashMap<&'static str, Column> {
    static HEADS: OnceLock<FxHashMap<&str, Column>> = OnceLock::new();
    lexicon::once(&HEADS, &[ROLES], || {
        let column = |said| match said {
            RoleWord::Deadline => Column::Deadline,
            RoleWord::Text => Column::Text,
            RoleWord::Requirement => Column::Requirement,
            RoleWord::Number => Column::Number,
            RoleWord::Measure => Column::Measure,
            RoleWord::Section => Column::Section,
            said => roles::role(said).map_or(Column::Ignored, Column::Units),
        };
        roles::said(Kind::Head).chain(roles::said(Kind::Label)).map(|(word, said)| (word, column(said))).collect()
    })
}

/// What a head cell announces: `任 务 名 称`, `责任单位(部门)`, `2024年目标值`.
pub(super) fn head(cell: &str) -> Option<Column> {
    /// Characters of the longest name.
    const LONGEST: usize = 14;
    const MARKS: [char; 3] = [':', '*', '、'];
    let name = || cell.chars().filter(|c| !c.is_whitespace()).take_while(|c| *c != '(');
    if name().filter(|c| !MARKS.contains(c)).nth(LONGEST).is_some() || is_section_line(cell) {
        return None;
    }
    let bare: String = name().collect();
    let bare = bare.trim_matches(MARKS);
    if bare.is_empty() || bare.chars().count() > LONGEST {
        return None;
    }
    let dated = bare.trim_start_matches(|c: char| c.is_ascii_digit());
    let undated = form().behind(Class::YearWord, dated).unwrap_or(dated);
    let inner = form().behind(Class::LevelLabel, undated).unwrap_or(undated);
    if let Some(column) = heads().get(bare).or_else(|| heads().get(undated)).or_else(|| heads().get(inner)) {
        return Some(*column);
    }
    // Compound heads: `牵头及责任单位`, `主要任务及目标`, `责任单位和责任人`.
    let parts: Vec<&str> = bare.split(['及', '和', '与', '、', '/']).collect();
    if parts.len() > 1 {
        // What a list leaves out counts last: `考核内容及评分标准`.
        let known = || parts.iter().rev().filter_map(|part| heads().get(part)).copied();
        return known().find(|column| *column != Column::Ignored).or_else(|| known().next());
    }
    None
}

/// The column whose head broke over two lines of a narrow cell: `责任` over `单位`, `序` over `号`.
pub(super) fn broken_head(first: &str, second: &str) -> Option<Column> {
    /// No half is longer.
    const HALF: usize = 3;
    let half = |text: &str| (1..=HALF).contains(&text.chars().count()) && text.chars().all(is_han);
    let joined = (half(first) && half(second)).then(|| head(&format!("{first}{second}"))).flatten()?;
    // Halves that are heads by themselves may stand over columns of their own: `任务` and `目标`; `责任` beside `单位` does not.
    let own = |text: &str| text.chars().count() > 1 && head(text).is_some();
    (matches!(joined, Column::Units(_)) || !own(first) || !own(second)).then_some(joined)
}

/// What the word before a colon announces, where it is the name of a column: `项目内容及任务分解:`.
pub(super) fn column_before_colon(scan: &str) -> Option<(Column, usize)> {
    let at = scan.find(':')?;
    head(&scan[..at]).map(|column| (column, at + ':'.len_utf8()))
}

/// Whether a line is the head of a column.
pub(super) fn is_head(scan: &str) -> bool {
    head(scan).is_some()
}

/// The columns that a row of cells announces, where it is a head.
pub(super) fn columns(cells: &[&str]) -> Option<Vec<Column>> {
    let found: Vec<Option<Column>> = cells.iter().map(|cell| head(cell)).collect();
    let known = found.iter().flatten().count();
    let units = found.iter().flatten().any(|column| matches!(column, Column::Units(_)));
    let text = found.iter().flatten().any(|column| matches!(column, Column::Text | Column::Requirement));
    let filled = cells.iter().filter(|cell| !cell.trim().is_empty()).count();
    // Half of the cells are known heads, and both work and units are announced.
    let numbered = found.iter().flatten().any(|column| *column == Column::Number);
    let table = known >= 2 && known * 2 >= filled && (units && (text || numbered) || text && numbered);
    // A name that no lexicon holds is the work's own, where no other column is.
    let work =
        (!text).then(|| (0..found.len()).find(|&at| found[at].is_none() && !cells[at].trim().is_empty())).flatten();
    table.then(|| {
        let unknown = |at| if Some(at) == work { Column::Text } else { Column::Ignored };
        let mut columns: Vec<Column> =
            found.into_iter().enumerate().map(|(at, column)| column.unwrap_or_else(|| unknown(at))).collect();
        // A head that spans two columns stands over the first; the second holds work too.
        for at in 1..columns.len() {
            if cells[at].trim().is_empty() && matches!(columns[at - 1], Column::Text | Column::Requirement) {
                columns[at] = columns[at - 1];
            }
        }
        columns
    })
}

/// Where the head of a table's column of numbers stands in a line of bars: `序号|`.
pub(super) fn number_head(scan: &str) -> Option<usize> {
    let numbers = heads().iter().filter(|(_, column)| **column == Column::Number);
    let names: Vec<&str> = numbers.map(|(name, _)| *name).collect();
    scan.match_indices('|').find_map(|(bar, _)| {
        let before = scan[..bar].trim_end();
        names.iter().filter_map(|name| before.strip_suffix(name)).map(str::len).min()
    })
}

/// A section's name between stacked rows.
pub(super) fn is_section_line(scan: &str) -> bool {
    Marker::split(scan)
        .is_some_and(|(marker, _)| matches!(marker.family, Family::Comma | Family::Bracket | Family::Part))
        && scan.chars().count() <= 50
        && !scan.ends_with('。')
}
