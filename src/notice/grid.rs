//! Grids: tasks printed as a table.
//!
//! In:  lines of cells (`4 | 社会消费品零售总额 | 增长7% | 区商务局 |`), columns of spaces, or one cell a line.
//! Out: rows of cells under the roles of their columns.
//! Not here: what a cell's names mean ([`super::assignment`]).
//! Source of the column names: `datasets/lexicon/roles.tsv`.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::line::Line;
use super::mend::is_han;
use super::{Role, office};
use crate::lexicon;
use crate::source::traced::Traced;

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

/// One row of a grid: its cells by column.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub cells: Vec<(Column, Traced)>,
    pub line: usize,
}

static HEADS: LazyLock<HashMap<&'static str, Column>> = LazyLock::new(|| {
    lexicon::rows(lexicon::ROLES)
        .into_iter()
        .filter(|row| row[0] != "verb")
        .map(|row| {
            let column = match row[2] {
                "lead" => Column::Units(Role::Lead),
                "responsible" => Column::Units(Role::Responsible),
                "support" => Column::Units(Role::Support),
                "leader" => Column::Units(Role::Leader),
                "deadline" => Column::Deadline,
                "text" => Column::Text,
                "requirement" => Column::Requirement,
                "number" => Column::Number,
                "measure" => Column::Measure,
                "section" => Column::Section,
                _ => Column::Ignored,
            };
            (row[1], column)
        })
        .collect()
});

/// What a head cell announces: `任 务 名 称`, `责任单位(部门)`, `2024年目标值`.
fn head(cell: &str) -> Option<Column> {
    if is_section_line(cell) {
        return None;
    }
    let bare: String = cell.chars().filter(|c| !c.is_whitespace()).collect();
    let bare = bare.split(['(', '(']).next().unwrap_or("").trim_matches([':', '*', '、']).to_owned();
    if bare.is_empty() || bare.chars().count() > 14 {
        return None;
    }
    let strip = |word: &str| {
        let word =
            word.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches("年度").trim_start_matches('年');
        word.strip_prefix("市级")
            .or_else(|| word.strip_prefix("区级"))
            .or_else(|| word.strip_prefix("县级"))
            .unwrap_or(word)
            .to_owned()
    };
    if let Some(column) = HEADS.get(bare.as_str()).or_else(|| HEADS.get(strip(&bare).as_str())) {
        return Some(*column);
    }
    // Compound heads: `牵头及责任单位`, `主要任务及目标`, `责任单位和责任人`.
    let parts: Vec<&str> = bare.split(['及', '和', '与', '、', '/']).collect();
    if parts.len() > 1 {
        let found = parts.iter().rev().find_map(|part| HEADS.get(part));
        return found.copied();
    }
    None
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
fn columns(cells: &[&str]) -> Option<Vec<Column>> {
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

/// Splits a printed row at its bars.
pub(super) fn cells(line: &Traced) -> Option<Vec<Traced>> {
    let scan = line.scan();
    if !scan.contains('|') && !scan.contains('│') {
        return None;
    }
    let mut out = Vec::new();
    let mut from = 0;
    for (at, bar) in scan.char_indices().filter(|(_, c)| matches!(c, '|' | '│')) {
        out.push(line.slice(from..at).trim());
        from = at + bar.len_utf8();
    }
    if !scan[from..].trim().is_empty() {
        out.push(line.slice(from..scan.len()).trim());
    }
    if scan.starts_with(['|', '│']) && !out.is_empty() {
        out.remove(0);
    }
    Some(out)
}

/// A grid of bars that starts at the first of some lines: its rows and how many lines it takes.
pub(super) fn piped(lines: &[Line]) -> Option<(Vec<Row>, usize)> {
    let first = cells(&lines.first()?.text)?;
    let mut head = columns(&first.iter().map(Traced::scan).collect::<Vec<_>>())?;
    let mut taken = 1;
    // A head of two rows: the second fills what the first spans (quarters, leaders).
    if let Some(second) = lines.get(1).and_then(|line| cells(&line.text)) {
        let texts: Vec<&str> = second.iter().map(Traced::scan).collect();
        let heads: Vec<Option<Column>> = texts.iter().map(|cell| self::head(cell)).collect();
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
            if number_follows && scan.chars().count() <= 60 && !super::layout::is_annex(scan) {
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
    name_sections(&mut rows);
    Some((rows, taken))
}

/// Where one head spans two columns of work and the first repeats from row to row, it names the section.
fn name_sections(rows: &mut [Row]) {
    let spanned = |row: &Row| -> Option<(usize, String)> {
        let texts =
            |at: usize| row.cells.get(at).is_some_and(|(column, cell)| *column == Column::Text && !cell.is_empty());
        let at = (0..row.cells.len()).find(|&at| texts(at) && texts(at + 1))?;
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

/// Puts cells under their columns; a short row lost cells, which its contents tell.
fn place(head: &[Column], cells: Vec<Traced>) -> Vec<(Column, Traced)> {
    if cells.len() >= head.len() {
        return cells
            .into_iter()
            .enumerate()
            .map(|(index, cell)| (head.get(index).copied().unwrap_or(Column::Ignored), cell))
            .collect();
    }
    fit(head, cells)
}

/// Fits cells to columns where empty ones are missing: in order, each cell to the first column it could belong to.
fn fit(head: &[Column], cells: Vec<Traced>) -> Vec<(Column, Traced)> {
    let missing = head.len().saturating_sub(cells.len());
    let mut out = Vec::new();
    let mut column = 0;
    let mut skipped = 0;
    for cell in cells {
        while skipped < missing && column < head.len() && !suits(head[column], cell.scan()) {
            column += 1;
            skipped += 1;
        }
        out.push((head.get(column).copied().unwrap_or(Column::Ignored), cell));
        column += 1;
    }
    out
}

/// Whether a cell could be a person's name: `何 平`, `欧阳一一`.
fn is_personal_name(cell: &str) -> bool {
    let han = cell.chars().filter(|c| is_han(*c)).count();
    (2..=4).contains(&han) && cell.chars().all(|c| is_han(c) || c == ' ') && !office::has_office_ending(cell)
}

/// Whether a cell could stand in a column.
fn suits(column: Column, cell: &str) -> bool {
    let names = cell.split(['、', ',', ';', ' ']).filter(|name| !name.is_empty()).collect::<Vec<_>>();
    let offices = !names.is_empty() && names.iter().all(|name| office::is_office(office::without_and_others(name)));
    match column {
        Column::Number => cell.chars().all(|c| c.is_ascii_digit()),
        Column::Units(Role::Leader) => !offices || cell.chars().filter(|c| is_han(*c)).count() <= 8,
        Column::Units(_) => offices,
        Column::Deadline => {
            cell.chars().any(|c| c.is_ascii_digit())
                || cell.ends_with('月')
                || cell.ends_with('前')
                || cell.ends_with('底')
                || cell.ends_with('年')
                || matches!(cell, "长期" | "持续" | "年内" | "常年")
        }
        Column::Text => !cell.chars().all(|c| c.is_ascii_digit()),
        Column::Section => !offices && !cell.chars().all(|c| c.is_ascii_digit()),
        Column::Requirement | Column::Measure | Column::Ignored => !offices,
    }
}

/// A grid with one cell a line: a run of head lines, then rows that each restart with a number.
pub(super) fn stacked(lines: &[Line]) -> Option<(Vec<Row>, usize)> {
    let mut head = stacked_head(lines)?;
    let numbered = head.contains(&Column::Number);
    let again = |at: usize| stacked_head(&lines[at..]).filter(|head| head.first() == Some(&Column::Number));
    let mut rows = Vec::new();
    let mut at = head.len();
    spread(&mut head, &lines[..at]);
    if !numbered {
        return None;
    }
    // `1*`: a star marks some tasks.
    let number = |line: &Line| line.scan().trim_end_matches('*').parse::<u32>().ok().filter(|_| line.scan().len() <= 4);
    let mut last = 0;
    let mut first_text = head.iter().position(|column| *column == Column::Number).unwrap_or(0);
    while at < lines.len() {
        let line = &lines[at];
        let scan = line.scan();
        if super::layout::is_annex(scan) || super::noise::is_end(scan) {
            break;
        }
        // The head again, over the next section's rows, which count anew.
        if let Some(next) = again(at) {
            // A head without rows is no table; the next head is read by itself.
            if !rows.iter().any(|row: &Row| row.cells.len() > 1) {
                return None;
            }
            let from = at;
            at += next.len();
            head = next;
            spread(&mut head, &lines[from..at]);
            (last, first_text) = (0, 0);
            continue;
        }
        match number(line) {
            Some(value) if value > last && value < last + 60 || number(line).is_some() && last == 0 => {
                let value = number(line).unwrap_or(0);
                last = value;
                let mut cells = vec![line.text.clone()];
                let start = line.number;
                at += 1;
                while let Some(next) = lines.get(at) {
                    let stop = number(next).is_some_and(|n| n > last && n < last + 60)
                        || super::layout::is_annex(next.scan())
                        || super::noise::is_end(next.scan())
                        || is_section_line(next.scan())
                        || again(at).is_some();
                    if stop {
                        break;
                    }
                    cells.push(next.text.clone());
                    at += 1;
                }
                rows.extend(stack_rows(&head, first_text, cells).into_iter().map(|cells| Row { cells, line: start }));
            }
            _ => {
                if is_section_line(scan) || self::head(scan).is_none() {
                    rows.push(Row { cells: vec![(Column::Section, line.text.clone())], line: line.number });
                }
                at += 1;
            }
        }
    }
    (rows.iter().filter(|row| row.cells.len() > 1).count() >= 1).then_some((rows, at))
}

/// The columns of a head with one cell a line. Behind the column of numbers one name that no lexicon holds is the work's
/// own (`民生实事` beside `责任单位`), where no other column is.
fn stacked_head(lines: &[Line]) -> Option<Vec<Column>> {
    /// No list has more columns.
    const MOST: usize = 16;
    let mut head: Vec<Option<Column>> = Vec::new();
    while let Some(line) = lines.get(head.len()).filter(|_| head.len() <= MOST) {
        let scan = line.scan();
        let column = self::head(scan);
        let first = head.first().copied().flatten();
        let next = lines.get(head.len() + 1).and_then(|line| self::head(line.scan()));
        let han = scan.chars().filter(|c| is_han(*c)).count();
        let unknown = first == Some(Column::Number)
            && next.is_some()
            && (2..=12).contains(&han)
            && !scan.contains(['。', ',', ';', ':'])
            && !is_section_line(scan)
            && head.iter().flatten().count() == head.len();
        if column.is_none() && !unknown {
            break;
        }
        head.push(column);
    }
    let work = |column: &Option<Column>| matches!(column, Some(Column::Text | Column::Requirement));
    let has_work = head.iter().any(work);
    let head: Vec<Column> = head
        .into_iter()
        .map(|column| column.unwrap_or(if has_work { Column::Ignored } else { Column::Text }))
        .collect();
    let units = head.iter().any(|column| matches!(column, Column::Units(_)));
    let opens_with_units = head.first().is_some_and(|column| matches!(column, Column::Units(_)));
    (head.len() >= 2 && units && !opens_with_units).then_some(head)
}

/// Whether a numbered table with one cell a line begins at the first of some lines.
pub(super) fn opens_stack(lines: &[Line]) -> bool {
    stacked_head(lines).is_some_and(|head| head.first() == Some(&Column::Number) && head.len() >= 3)
}

/// Puts the columns of a head's second row (`第一季度` …) where its first row names them all in one (`时间节点安排`).
fn spread(head: &mut Vec<Column>, lines: &[Line]) {
    let quarter = |line: &Line| line.scan().contains("季度") && !line.scan().contains("安排");
    let first = lines.iter().position(quarter);
    let Some(first) = first.filter(|&first| lines[first..].iter().all(quarter) && lines.len() - first >= 2) else {
        return;
    };
    let over = lines[..first]
        .iter()
        .position(|line| ["时间", "节点", "进度", "季度安排", "安排"].iter().any(|word| line.scan().contains(word)));
    let Some(over) = over else { return };
    let quarters = head.split_off(first).len();
    head.splice(over..=over, std::iter::repeat_n(Column::Ignored, quarters));
}

/// A section's name between stacked rows.
fn is_section_line(scan: &str) -> bool {
    super::line::Marker::split(scan).is_some_and(|(marker, _)| {
        matches!(marker.family, super::line::Family::Comma | super::line::Family::Bracket | super::line::Family::Part)
    }) && scan.chars().count() <= 50
        && !scan.ends_with('。')
}

/// Fits the cells of one stacked row. A text cell may have been broken over lines; names of offices may be stacked. Work
/// behind the last column is a second row whose number and units span both.
fn stack_rows(head: &[Column], number_at: usize, cells: Vec<Traced>) -> Vec<Vec<(Column, Traced)>> {
    let head = &head[number_at..];
    if cells.len() == head.len() {
        let all = cells
            .iter()
            .zip(head)
            .all(|(cell, column)| suits(*column, cell.scan()) || !matches!(column, Column::Units(_)));
        if all {
            return vec![head.iter().copied().zip(cells).collect()];
        }
    }
    if cells.len() <= head.len() {
        return vec![fit(head, cells)];
    }
    // More cells than columns: words before the first office, names stacked in the unit columns, the rest behind them.
    let is_leader = |column: &Column| matches!(column, Column::Units(Role::Leader));
    let is_unit = |column: &Column| matches!(column, Column::Units(_)) && !is_leader(column);
    let leader_at = head.iter().position(is_leader);
    let first_unit = head.iter().position(is_unit).unwrap_or(head.len());
    let last_unit = head.iter().rposition(is_unit).unwrap_or(head.len());
    let before: Vec<Column> = head[..first_unit].iter().copied().filter(|column| !is_leader(column)).collect();
    let behind = &head[(last_unit + 1).min(head.len())..];
    let unit_columns: Vec<Column> = head.iter().copied().filter(is_unit).collect();
    let mut rows: Vec<Vec<(Column, Traced)>> = Vec::new();
    let mut out: Vec<(Column, Traced)> = Vec::new();
    let (mut words, mut units, mut rest) = (0, 0, 0);
    let mut section = None;
    let count = cells.len();
    for (index, cell) in cells.into_iter().enumerate() {
        let scan = cell.scan();
        let office = index >= before.len().min(2) && index > 0 && suits(Column::Units(Role::Lead), scan);
        // Leaders stand before the offices or behind them, as their column does.
        let led = leader_at.is_some_and(|at| if at < first_unit { units == 0 } else { units > 0 });
        let column = if led && index > 1 && !office && is_personal_name(scan) && !suits(Column::Deadline, scan) {
            Column::Units(Role::Leader)
        } else if office && (rest == 0 || units == 0) {
            let column = unit_columns.get(units).or(unit_columns.last()).copied();
            units += 1;
            column.unwrap_or(Column::Ignored)
        } else if units == 0 {
            // More words than columns for them: a cell broken over lines, or a name over its requirement.
            let column = before.get(words).copied().unwrap_or(Column::Text);
            words += 1;
            column
        } else if let Some(place) = (rest..behind.len()).find(|&at| suits(behind[at], scan)) {
            rest = place + 1;
            behind[place]
        } else if number_at > 0 && index + 1 == count && !scan.ends_with('。') {
            // A category stands before its first number: behind the last cell of the row above.
            section = Some(cell);
            continue;
        } else if scan.chars().filter(|c| is_han(*c)).count() >= 4 && !behind.is_empty() {
            let shared: Vec<(Column, Traced)> =
                out.iter().filter(|(column, _)| *column == Column::Number || is_unit(column)).cloned().collect();
            rows.push(std::mem::replace(&mut out, shared));
            rest = 0;
            Column::Text
        } else {
            unit_columns.last().copied().unwrap_or(Column::Ignored)
        };
        out.push((column, cell));
    }
    rows.push(out);
    rows.extend(section.map(|cell| vec![(Column::Section, cell)]));
    rows
}

/// A grid of columns split by spaces: a head of known words, then rows `6 新建高标准农田900万亩 农业农村厅`.
pub(super) fn spaced(lines: &[Line]) -> Option<(Vec<Row>, usize)> {
    let head = spaced_head(lines.first()?.scan())?;
    let units = head.iter().filter(|column| matches!(column, Column::Units(_))).count();
    if units == 0 {
        return None;
    }
    let mut rows: Vec<Row> = Vec::new();
    let mut taken = 1;
    while let Some(line) = lines.get(taken) {
        let parts = words(&line.text);
        let Some(number) = parts.first().filter(|part| part.scan().chars().all(|c| c.is_ascii_digit())) else {
            if is_section_line(line.scan()) {
                rows.push(Row { cells: vec![(Column::Section, line.text.clone())], line: line.number });
                taken += 1;
                continue;
            }
            break;
        };
        if parts.len() < 3 {
            break;
        }
        let mut offices = 0;
        while offices < parts.len() - 2 && suits(Column::Units(Role::Lead), parts[parts.len() - 1 - offices].scan()) {
            offices += 1;
        }
        if offices == 0 {
            break;
        }
        let text_to = parts.len() - offices;
        let mut text = Traced::default();
        for part in &parts[1..text_to] {
            text.append(part);
        }
        let unit_columns: Vec<Column> =
            head.iter().copied().filter(|column| matches!(column, Column::Units(_))).collect();
        let mut cells = vec![(Column::Number, number.clone()), (Column::Text, text)];
        for (index, part) in parts[text_to..].iter().enumerate() {
            let column = unit_columns.get(index).or(unit_columns.last()).copied().unwrap_or(Column::Ignored);
            cells.push((column, part.clone()));
        }
        rows.push(Row { cells, line: line.number });
        taken += 1;
    }
    (!rows.is_empty()).then_some((rows, taken))
}

fn words(line: &Traced) -> Vec<Traced> {
    let scan = line.scan();
    let mut out = Vec::new();
    let mut from = 0;
    for part in scan.split(' ') {
        if !part.is_empty() {
            out.push(line.slice(from..from + part.len()));
        }
        from += part.len() + 1;
    }
    out
}

/// The columns of a head split by spaces, where words may be spaced themselves: `序号 工 作 任 务 牵头负责部门`.
fn spaced_head(scan: &str) -> Option<Vec<Column>> {
    let parts: Vec<&str> = scan.split_whitespace().collect();
    let mut out = Vec::new();
    let mut at = 0;
    while at < parts.len() {
        let longest = (1..=(parts.len() - at).min(10))
            .rev()
            .find_map(|count| head(&parts[at..at + count].concat()).map(|column| (column, count)));
        let (column, count) = longest?;
        out.push(column);
        at += count;
    }
    let units = out.iter().any(|column| matches!(column, Column::Units(_)));
    (out.len() >= 2 && units && out.iter().any(|column| matches!(column, Column::Text | Column::Number))).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notice::line;

    type Read = fn(&[Line]) -> Option<(Vec<Row>, usize)>;

    #[track_caller]
    fn check(read: Read, text: &str, want: &[&str]) {
        let lines = line::lines(&Traced::plain(text));
        let rows = read(&lines).map(|(rows, _)| rows).unwrap_or_default();
        let got: Vec<String> = rows
            .iter()
            .map(|row| {
                row.cells
                    .iter()
                    .filter(|(column, cell)| !cell.is_empty() && *column != Column::Ignored)
                    .map(|(column, cell)| format!("{column:?}={}", cell.scan()))
                    .collect::<Vec<_>>()
                    .join(" ")
            })
            .collect();
        assert_eq!(got, want);
    }

    #[test]
    fn bars() {
        check(
            piped,
            "序号 | 任 务 名 称 | 指 标 要 求 | 牵 头 部 门 | 配 合 部 门 | 目 标 类 型 |\n4 | 零售总额 | 增长7% | 区商务局 | 区统计局、各街道 | B类 |\n",
            &["Number=4 Text=零售总额 Requirement=增长7% Units(Lead)=区商务局 Units(Support)=区统计局、各街道"],
        );
        check(
            piped,
            "序号 | 利民项目 | 牵头单位 | 投资额 |\n1 | 修路3公里。 | 县交通局 | 30万 |\n",
            &["Number=1 Text=修路3公里。 Units(Lead)=县交通局"],
        );
        check(
            piped,
            "序号 | 工作任务 | | 牵头单位 |\n1 | 共建科学园 | 引进企业20家。 | 区科技局 |\n2 | 共建科学园 | 新建孵化器3个。 | 区科技局 |\n",
            &[
                "Number=1 Section=共建科学园 Text=引进企业20家。 Units(Lead)=区科技局",
                "Number=2 Section=共建科学园 Text=新建孵化器3个。 Units(Lead)=区科技局",
            ],
        );
        check(piped, "索引号: | QL0001 | 信息分类: | 通知 |\n发布机构: | 区政府办 |\n", &[]);
    }

    #[test]
    fn one_cell_a_line() {
        check(
            stacked,
            "序号\n\n主 要 工 作 任 务\n责任单位\n1\n投资增长11%。\n市发展改革委\n2\n就业6万人。\n市人社局\n",
            &[
                "Number=1 Text=投资增长11%。 Units(Responsible)=市发展改革委",
                "Number=2 Text=就业6万人。 Units(Responsible)=市人社局",
            ],
        );
    }

    #[test]
    fn one_cell_a_line_with_names_stacked_and_a_column_behind_them() {
        check(
            stacked,
            "序号\n利民项目\n责任单位\n完成时限\n1\n整治河道。\n县水务局\n县住建局\n12月底前\n2\n修建敬老院。\n县民政局\n5月底前动工\n开办老年学堂。\n12月底前\n",
            &[
                "Number=1 Text=整治河道。 Units(Responsible)=县水务局 Units(Responsible)=县住建局 Deadline=12月底前",
                "Number=2 Text=修建敬老院。 Units(Responsible)=县民政局 Deadline=5月底前动工",
                "Number=2 Units(Responsible)=县民政局 Text=开办老年学堂。 Deadline=12月底前",
            ],
        );
    }

    #[test]
    fn one_cell_a_line_with_a_head_for_each_section() {
        check(
            stacked,
            "序号\n工作任务\n责任单位\n1\n总值突破1万亿元。\n市发展改革委\n2\n利用外资增长。\n市商务局\n二、今年任务\n序号\n工作任务\n责任单位\n1*\n总值增长6%。\n市发展改革委\n",
            &[
                "Number=1 Text=总值突破1万亿元。 Units(Responsible)=市发展改革委",
                "Number=2 Text=利用外资增长。 Units(Responsible)=市商务局",
                "Section=二、今年任务",
                "Number=1* Text=总值增长6%。 Units(Responsible)=市发展改革委",
            ],
        );
    }

    #[test]
    fn one_cell_a_line_with_a_category_before_the_number() {
        check(
            stacked,
            "分类\n序号\n事项\n责任单位\n牵头单位\n发展方面\n1\n总值增长6%。\n区统计局\n区发改局\n活力方面\n2\n优化审批。\n区数据局\n区数据局\n",
            &[
                "Section=发展方面",
                "Number=1 Text=总值增长6%。 Units(Responsible)=区统计局 Units(Lead)=区发改局",
                "Section=活力方面",
                "Number=2 Text=优化审批。 Units(Responsible)=区数据局 Units(Lead)=区数据局",
            ],
        );
    }

    #[test]
    fn one_cell_a_line_with_leaders() {
        check(
            stacked,
            "序号\n工作任务\n分管领导\n责任单位\n完成时限\n1\n建成公园6个。\n周启明\n区城管局\n区园林中心\n10月底\n2\n新增企业5家,\n其中亿元企业1家。\n何 岚\n区经信局\n全年\n",
            &[
                "Number=1 Text=建成公园6个。 Units(Leader)=周启明 Units(Responsible)=区城管局 Units(Responsible)=区园林中心 Deadline=10月底",
                "Number=2 Text=新增企业5家, Text=其中亿元企业1家。 Units(Leader)=何 岚 Units(Responsible)=区经信局 Deadline=全年",
            ],
        );
    }

    #[test]
    fn one_cell_a_line_with_a_name_over_its_work() {
        check(
            stacked,
            "序号\n工作任务\n牵头单位\n配合单位\n1\n共建科学园\n引进企业20家。\n区科技局\n区商务局、有关街道\n",
            &["Number=1 Text=共建科学园 Text=引进企业20家。 Units(Lead)=区科技局 Units(Support)=区商务局、有关街道"],
        );
    }

    #[test]
    fn spaces() {
        check(
            spaced,
            "序号 工 作 任 务 牵头负责部门\n6 新建高标准农田900万亩 农业农村厅\n7 安排专项资金30亿元,同比增长5% 财政厅\n",
            &[
                "Number=6 Text=新建高标准农田900万亩 Units(Lead)=农业农村厅",
                "Number=7 Text=安排专项资金30亿元,同比增长5% Units(Lead)=财政厅",
            ],
        );
    }
}
