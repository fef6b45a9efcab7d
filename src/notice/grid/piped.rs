//! Grids of bars: a row a line, cells between bars.

use super::{Row, cells, place, suits};
use crate::notice::column::{self, Column, columns};
use crate::notice::han::is_han;
use crate::notice::line::Line;
use crate::notice::{Role, layout, office};
use crate::source::traced::Traced;

/// A grid of bars that starts at the first of some lines: its rows and how many lines it takes.
pub(in crate::notice) fn piped(lines: &[Line]) -> Option<(Vec<Row>, usize)> {
    let first = cells(&lines.first()?.text)?;
    let names: Vec<&str> = first.iter().map(Traced::scan).collect();
    let mut head = columns(&names)?;
    let unnamed: Vec<usize> = (0..names.len()).filter(|&at| column::head(names[at]).is_none()).collect();
    let mut taken = 1;
    // A head of two rows: the second fills what the first spans (quarters, leaders).
    if let Some(second) = lines.get(1).and_then(|line| cells(&line.text)) {
        let texts: Vec<&str> = second.iter().map(Traced::scan).collect();
        let heads: Vec<Option<Column>> = texts.iter().map(|cell| column::head(cell)).collect();
        let known = heads.iter().flatten().count();
        if known >= 2 && known * 2 >= texts.iter().filter(|cell| !cell.is_empty()).count() {
            if texts.len() >= head.len() {
                let old = head.clone();
                head = heads
                    .iter()
                    .enumerate()
                    .map(|(index, column)| column.or(old.get(index).copied()).unwrap_or(Column::Ignored))
                    .collect();
            }
            taken += 1;
        }
    }
    let mut rows: Vec<Row> = Vec::new();
    while let Some(line) = lines.get(taken) {
        let Some(cells) = cells(&line.text) else {
            // A plain line within a grid: a section's name, or the rest of a broken cell.
            let scan = line.scan();
            let next = lines.get(taken + 1).and_then(|line| self::cells(&line.text));
            let number_follows = next.as_ref().is_some_and(|cells| cells.len() + 1 >= head.len().min(3));
            if number_follows && scan.chars().count() <= 60 && !layout::is_annex(scan) {
                rows.push(Row { cells: vec![(Column::Section, line.text.clone())], line: line.number });
                taken += 1;
                continue;
            }
            break;
        };
        taken += 1;
        let texts: Vec<&str> = cells.iter().map(Traced::scan).collect();
        if texts
            .iter()
            .all(|cell| cell.is_empty() || cell.chars().all(|c| matches!(c, '-' | ':' | ' ' | '—' | '=' | '─')))
        {
            continue;
        }
        if let Some(again) = columns(&texts) {
            head = again;
            continue;
        }
        let filled: Vec<usize> = (0..cells.len()).filter(|&index| !cells[index].is_empty()).collect();
        // One filled cell, or the same words in all: a section that spans the grid.
        let spans =
            filled.len() == 1 || filled.len() > 1 && filled.iter().all(|&index| texts[index] == texts[filled[0]]);
        if spans && head.len() > 2 && texts[filled[0]].chars().any(is_han) && !texts[filled[0]].contains('。') {
            rows.push(Row { cells: vec![(Column::Section, cells[filled[0]].clone())], line: line.number });
            continue;
        }
        let placed = place(&head, cells);
        rows.push(Row { cells: placed, line: line.number });
    }
    find_units(&mut rows, &unnamed);
    name_sections(&mut rows);
    Some((rows, taken))
}

/// Where no head announces units, a column whose head is empty or unknown and whose cells are offices holds them.
fn find_units(rows: &mut [Row], unnamed: &[usize]) {
    /// One office may stand in any column.
    const FEWEST: usize = 3;
    let announced = |row: &Row| row.cells.iter().any(|(column, _)| matches!(column, Column::Units(_)));
    if rows.iter().any(announced) {
        return;
    }
    let holds = |at: usize| {
        let cells =
            rows.iter().filter_map(|row| row.cells.get(at)).map(|(_, cell)| cell).filter(|cell| !cell.is_empty());
        let (mut all, mut offices) = (0, 0);
        for cell in cells {
            all += 1;
            let first = cell.scan().split(['、', ',', ';', ' ']).next().unwrap_or("");
            offices +=
                usize::from(office::is_levelled_office(first) && suits(Column::Units(Role::Responsible), cell.scan()));
        }
        offices >= FEWEST && offices * 10 >= all * 9
    };
    let Some(at) = unnamed.iter().copied().find(|&at| holds(at)) else { return };
    for cell in rows.iter_mut().filter_map(|row| row.cells.get_mut(at)) {
        cell.0 = Column::Units(Role::Responsible);
    }
}

/// A grid of bars whose rows were printed one behind the other in a line ([`super::joined`]).
pub(in crate::notice) fn running(lines: &[Line]) -> Option<(Vec<Row>, usize)> {
    let (head, next) = (lines.first()?, lines.get(1)?);
    (head.number == next.number).then(|| piped(lines)).flatten()
}

/// Where two columns of work stand side by side, under one head or two, and the first repeats from row to row, it names
/// the section.
fn name_sections(rows: &mut [Row]) {
    let spanned = |row: &Row| -> Option<(usize, String)> {
        let is = |at: usize, wanted: Column| {
            row.cells.get(at).is_some_and(|(column, cell)| *column == wanted && !cell.is_empty())
        };
        let beside = |at: usize| is(at, Column::Text) || is(at, Column::Requirement);
        let at = (0..row.cells.len()).find(|&at| is(at, Column::Text) && beside(at + 1))?;
        Some((at, row.cells[at].1.scan().to_owned()))
    };
    let found: Vec<Option<(usize, String)>> = rows.iter().map(spanned).collect();
    if !found.windows(2).any(|pair| pair[0].is_some() && pair[0] == pair[1]) {
        return;
    }
    for (row, spanned) in rows.iter_mut().zip(found) {
        if let Some((at, _)) = spanned {
            row.cells[at].0 = Column::Section;
        }
    }
}
