//! XLSX, XLSM, XLSB and XLS: workbooks of Excel or WPS.
//!
//! In:  sheets of cells.
//! Out: one document with the rows of all sheets, or one a row where a column holds whole notices. Merged cells are
//!      repeated down their rows; hidden sheets are dropped.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;
use std::ops::Range;
use std::path::Path;

use calamine::{Data, Reader, SheetVisible, Sheets, StyleRange};

use super::budget::Budget;
use super::grid::{self, Cell};
use super::refused::OLE;
use super::word::words;
use super::{Document, Format, Refusal, csv, guard, refused, xls, xml};
use crate::lexicon::code::PageKind;

pub(super) const FORMAT: Format =
    Format { name: "xlsx", extensions: &["xlsx", "xlsm", "xlsb", "xls", "et"], fits, read };

/// Most columns of one sheet.
const MAX_COLUMNS: usize = 1000;

/// Largest part that names the sheets, in bytes.
const MAX_PARTS: u64 = 4 << 20;
/// Longest code of a number format, in bytes, as Excel has it.
const MAX_FORMAT: usize = 255;
/// What a style costs beside its texts, and how much all may cost, in bytes.
const STYLE: usize = 1000;
const MAX_STYLES: usize = 100 << 20;
/// What each row of a merged range costs beside its cells.
const MERGED: usize = 16;

/// A sheet as its format gives it.
#[derive(Debug, Default)]
pub(crate) struct Sheet {
    pub(crate) name: String,
    pub(crate) is_hidden: bool,
    /// Every row from the first, however empty.
    pub(crate) rows: Vec<Vec<String>>,
    /// First row and column, last row and column.
    pub(crate) merges: Vec<(usize, usize, usize, usize)>,
}

/// The sheets of a workbook, hidden ones too.
///
/// # Errors
/// A refusal for a damaged file or one that is too large.
pub(super) fn book(bytes: &[u8]) -> Result<Vec<Sheet>, Refusal> {
    if refused::is_zip(bytes) && !(xml::zip_is_bounded(bytes, largest) && styles_are_bounded(bytes)) {
        return Err(xml::too_large());
    }
    let mut budget = Budget::new();
    let sheets = guard::apart(|| sheets(bytes, &mut budget)).flatten();
    budget.check()?;
    sheets.ok_or_else(|| Refusal::damaged("workbook"))
}

impl Sheet {
    /// A place for people: `任务!C7`.
    pub(super) fn place(&self, row: usize, column: usize) -> String {
        format!("{}!{}", self.name, grid::place(row, column))
    }
}

fn fits(bytes: &[u8], _: &Path) -> bool {
    is_workbook(bytes) || bytes.starts_with(OLE)
}

/// Whether a ZIP archive is a workbook.
pub(super) fn is_workbook(bytes: &[u8]) -> bool {
    refused::is_zip(bytes) && (xml::zip_has(bytes, "xl/workbook.xml") || xml::zip_has(bytes, "xl/workbook.bin"))
}

fn read(bytes: &[u8], _: &Path) -> Result<Vec<Document>, Refusal> {
    let mut budget = Budget::new();
    documents(bounded_sheets(bytes, &mut budget)?, budget)
}

/// The sheets of a workbook of bounded size, as far as the budget reaches.
///
/// # Errors
/// A refusal of a workbook that is damaged or would fill the memory.
pub(super) fn bounded_sheets(bytes: &[u8], budget: &mut Budget) -> Result<Vec<Sheet>, Refusal> {
    if refused::is_zip(bytes) && !(xml::zip_is_bounded(bytes, largest) && styles_are_bounded(bytes)) {
        return Err(xml::too_large());
    }
    let sheets = guard::apart(|| sheets(bytes, budget)).flatten();
    sheets.ok_or_else(|| Refusal::damaged("workbook"))
}

/// How large a part of a workbook may be when unpacked, in bytes: what is kept in memory as a whole less than sheets,
/// which are read cell by cell. Pictures are not read.
fn largest(name: &str) -> Option<u64> {
    let part = name.trim_start_matches('/').to_ascii_lowercase();
    Some(match part.rsplit_once('.')? {
        (stem, "xml" | "bin") if stem.ends_with("sharedstrings") => 32 << 20,
        (_, "xml" | "bin") if part.contains("sheets/") => u64::MAX,
        (_, "xml" | "bin" | "rels") => MAX_PARTS,
        _ => return None,
    })
}

/// Whether the styles of a workbook fit in memory: every one of them holds its own copy of what it names.
fn styles_are_bounded(bytes: &[u8]) -> bool {
    let is_styles = |name: &String| largest(name) == Some(MAX_PARTS) && name.to_ascii_lowercase().contains("style");
    xml::zip_names(bytes).iter().filter(|name| is_styles(name)).all(|name| {
        let Some(tree) = xml::zip_tree_within(bytes, name, MAX_PARTS) else { return true };
        let n_styles = tree.child("cellXfs").map_or(0, |styles| styles.elements().count());
        n_styles.saturating_mul(STYLE + tree.longest_attribute()) <= MAX_STYLES
    })
}

/// The sheets of a workbook, as far as the budget reaches.
fn sheets(bytes: &[u8], budget: &mut Budget) -> Option<Vec<Sheet>> {
    let mut book = calamine::open_workbook_auto_from_rs(Cursor::new(bytes)).ok()?;
    let metadata: Vec<(String, bool)> = book
        .sheets_metadata()
        .iter()
        .map(|sheet| (sheet.name.clone(), sheet.visible != SheetVisible::Visible))
        .collect();
    let parts = parts(bytes);
    let formats = xls::Formats::read(bytes);
    let mut read = BTreeSet::new();
    let mut sheets = Vec::new();
    for (name, is_hidden) in metadata {
        if budget.is_spent() {
            break;
        }
        // Sheets that are one part of the archive are one sheet.
        if parts.get(&name).is_some_and(|part| !read.insert(part)) {
            continue;
        }
        let mut cells = Cells { cells: BTreeMap::new(), sheet: &name, budget };
        // A chart or a macro sheet has no cells to read.
        let Some(merges) = read_sheet(&mut book, &formats, &mut cells) else { continue };
        let merges = merges
            .iter()
            .map(|merge| (merge.start, merge.end))
            .map(|((top, left), (bottom, right))| (top as usize, left as usize, bottom as usize, right as usize));
        let (merges, rows) = (merges.collect(), cells.rows());
        sheets.push(Sheet { name, is_hidden, rows, merges });
    }
    Some(sheets)
}

/// The part of the archive that each sheet is, by the sheet's name, where the format says so.
fn parts(bytes: &[u8]) -> BTreeMap<String, String> {
    let tree = |name| refused::is_zip(bytes).then(|| xml::zip_tree_within(bytes, name, MAX_PARTS)).flatten();
    let (Some(book), Some(relations)) = (tree("xl/workbook.xml"), tree("xl/_rels/workbook.xml.rels")) else {
        return BTreeMap::new();
    };
    let targets: BTreeMap<&str, &str> = relations
        .elements()
        .filter_map(|relation| Some((relation.attribute("Id")?, relation.attribute("Target")?)))
        .collect();
    let sheets = book.child("sheets").map(super::xml::Element::elements).into_iter().flatten();
    sheets
        .filter_map(|sheet| Some((sheet.attribute("name")?, targets.get(sheet.attribute("id")?)?)))
        .map(|(name, part)| (name.to_owned(), (*part).to_owned()))
        .collect()
}

/// Reads the cells of a sheet and gives its merged ranges; `None` for a sheet without cells.
fn read_sheet(
    book: &mut Sheets<Cursor<&[u8]>>,
    formats: &xls::Formats,
    cells: &mut Cells,
) -> Option<Vec<calamine::Dimensions>> {
    let name = cells.sheet;
    match book {
        Sheets::Xlsx(book) => {
            let merges = book.merge_cells_by_sheet_name(name).unwrap_or_default();
            let styles = book.worksheet_style(name).unwrap_or_else(|_| StyleRange::empty());
            let mut reader = book.worksheet_cells_reader(name).ok()?;
            while let Ok(Some(cell)) = reader.next_cell() {
                let (row, column) = cell.get_position();
                let format = styles.get((row, column)).and_then(|style| style.number_format.as_ref());
                let format = format.map(|format| format.format_code.as_str()).filter(|code| code.len() <= MAX_FORMAT);
                if !cells.put(row, column, show(&Data::from(cell.get_value().clone()), format)) {
                    break;
                }
            }
            Some(merges)
        }
        // A range would take memory for every place between its corners.
        Sheets::Xlsb(book) => {
            let mut reader = book.worksheet_cells_reader(name).ok()?;
            while let Ok(Some(cell)) = reader.next_cell() {
                let (row, column) = cell.get_position();
                if !cells.put(row, column, show(&Data::from(cell.get_value().clone()), None)) {
                    break;
                }
            }
            Some(Vec::new())
        }
        book => {
            let merges = match book {
                Sheets::Xls(book) => book.merge_cells_by_sheet_name(name).unwrap_or_default(),
                _ => Vec::new(),
            };
            let range = book.worksheet_range(name).ok()?;
            let (top, left) = range.start().unwrap_or_default();
            for (row, column, value) in range.used_cells() {
                let (row, column) = (top + row as u32, left + column as u32);
                if !cells.put(row, column, show(value, formats.of(name, row, column))) {
                    break;
                }
            }
            Some(merges)
        }
    }
}

/// The cells of a sheet while they are read.
struct Cells<'a> {
    cells: BTreeMap<(u32, u32), String>,
    sheet: &'a str,
    budget: &'a mut Budget,
}

impl Cells<'_> {
    /// Takes in a cell; `false` where the budget is spent.
    fn put(&mut self, row: u32, column: u32, text: String) -> bool {
        if text.is_empty() {
            return true;
        }
        if column as usize >= MAX_COLUMNS {
            let place = || format!("{}!{}", self.sheet, grid::place(row as usize, column as usize));
            self.budget.leave_out(1, place);
            return true;
        }
        let within = self.budget.take_places(&text, 1);
        if within {
            self.cells.insert((row, column), text);
        }
        within
    }

    /// Cells to rows, from the first to the last that says something.
    fn rows(self) -> Vec<Vec<String>> {
        let mut rows: Vec<Vec<String>> = Vec::new();
        for ((row, column), text) in self.cells {
            let n_empty = (row as usize + 1).saturating_sub(rows.len());
            if !self.budget.take_places("", n_empty) {
                break;
            }
            rows.resize_with(rows.len() + n_empty, Vec::new);
            let cells = &mut rows[row as usize];
            let n_empty = (column as usize).saturating_sub(cells.len());
            if !self.budget.take_places("", n_empty) {
                break;
            }
            cells.resize(cells.len() + n_empty, String::new());
            cells.push(text);
        }
        rows
    }
}

/// A value as the sheet shows it, as far as its format is known.
fn show(value: &Data, format: Option<&str>) -> String {
    match value {
        Data::Empty | Data::Error(_) => String::new(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.trim().to_owned(),
        Data::Bool(value) => if *value { "是" } else { "否" }.to_owned(),
        Data::Int(value) => number(*value as f64, format),
        Data::Float(value) => number(*value, format),
        Data::DateTime(value) => {
            let (year, month, day, hour, minute, ..) = value.to_ymd_hms_milli();
            match value.as_f64() {
                days if days < 1.0 => format!("{hour:02}:{minute:02}"),
                _ if (hour, minute) == (0, 0) => match format {
                    Some(format) if format.contains('年') && !format.contains('d') => {
                        format!("{year}{}{month}{}", '年', '月')
                    }
                    Some(format) if format.contains('年') => format!("{year}{}{month}{}{day}{}", '年', '月', '日'),
                    Some(format) if format.contains('月') => format!("{month}{}{day}{}", '月', '日'),
                    _ => format!("{year:04}-{month:02}-{day:02}"),
                },
                _ => format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}"),
            }
        }
    }
}

/// A number without what binary fractions add to it: `5.0` is 5, `0.065` of a cell in per cent is `6.5%`.
fn number(value: f64, format: Option<&str>) -> String {
    let format = format.unwrap_or_default().split(';').next().unwrap_or_default();
    let plain = |value: f64| {
        let rounded = format!("{value:.10}");
        let rounded = rounded.trim_end_matches('0').trim_end_matches('.');
        if rounded == "-0" { "0".to_owned() } else { rounded.to_owned() }
    };
    // Words in quotes stand before or after the number.
    let words: Vec<&str> = format.split('"').collect();
    let (before, after) = match words.as_slice() {
        [head, word, ..] if head.trim().is_empty() => (*word, ""),
        [_, word, ..] => ("", *word),
        _ => ("", ""),
    };
    let codes: String = words.iter().step_by(2).copied().collect();
    let n_decimals =
        codes.split_once('.').map(|(_, decimals)| decimals.chars().take_while(|c| matches!(c, '0' | '#')).count());
    let shown = if codes.contains('%') {
        match n_decimals {
            Some(n_decimals) => format!("{:.n_decimals$}%", value * 100.0),
            None if codes.contains('0') => format!("{}%", plain((value * 1e6).round() / 1e4)),
            None => format!("{}%", plain(value * 100.0)),
        }
    } else {
        plain(value)
    };
    format!("{before}{shown}{after}")
}

/// The documents of a workbook's sheets.
///
/// # Errors
/// A refusal where the budget is spent, or was before.
pub(super) fn documents(sheets: Vec<Sheet>, mut budget: Budget) -> Result<Vec<Document>, Refusal> {
    budget.check()?;
    let (hidden, shown): (Vec<Sheet>, Vec<Sheet>) = sheets.into_iter().partition(|sheet| sheet.is_hidden);
    let n_shown = shown.iter().filter(|sheet| sheet.rows.iter().any(|row| !row.is_empty())).count();
    let dropped: Vec<String> = hidden.into_iter().map(|sheet| lines(sheet, &mut budget).join("\n")).collect();
    let mut documents = Vec::new();
    let mut text = String::new();
    for sheet in shown {
        let name = sheet.name.clone();
        let rows = (1..).zip(sheet.rows.iter().map(Vec::as_slice));
        let numbered: Vec<(usize, &[String])> = rows.filter(|(_, row)| !row.is_empty()).collect();
        if let Some(found) = csv::full_texts(&numbered, (n_shown > 1).then_some(name.as_str()))? {
            documents.extend(found);
            continue;
        }
        let lines = lines(sheet, &mut budget);
        budget.check()?;
        if lines.is_empty() {
            continue;
        }
        if n_shown > 1 && !is_default(&name) && lines.first() != Some(&name) {
            text.push_str(&name);
            text.push('\n');
        }
        for line in lines {
            text.push_str(&line);
            text.push('\n');
        }
    }
    // A sheet of notes beside one with a notice a row is no notice of its own.
    if documents.is_empty() {
        documents.push(Document { text, dropped, ..Document::default() });
    } else {
        documents[0].dropped.extend(dropped.into_iter().chain([text]));
    }
    documents[0].hints.extend(budget.hints());
    Ok(documents)
}

/// Whether a sheet's name says nothing.
fn is_default(name: &str) -> bool {
    let name = name.trim().to_lowercase();
    let stem = name.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, ' ' | '(' | ')'));
    stem.is_empty() || words().is(PageKind::Sheet, stem)
}

/// The rows of a sheet as lines. Where the budget is spent, the sheet ends.
fn lines(sheet: Sheet, budget: &mut Budget) -> Vec<String> {
    if sheet.merges.is_empty() {
        return csv::table(sheet.rows, budget);
    }
    let width = sheet.rows.iter().map(Vec::len).max().unwrap_or(0);
    let n_rows = sheet.rows.len();
    let mut spans: BTreeMap<(usize, usize), (usize, usize)> = BTreeMap::new();
    // Columns that lie in a merged range, row by row.
    let mut covered: BTreeMap<usize, Vec<Range<usize>>> = BTreeMap::new();
    for (top, left, bottom, right) in sheet.merges {
        if top >= n_rows || left >= width || bottom < top || right < left {
            continue;
        }
        let (bottom, right) = (bottom.min(n_rows - 1), right.min(width - 1));
        // Ranges that do not overlap cover no more than the sheet.
        if !budget.take((bottom - top + 1) * (right - left + 1 + MERGED)) {
            break;
        }
        spans.insert((top, left), (bottom - top + 1, right - left + 1));
        for row in top..=bottom {
            covered.entry(row).or_default().push(left..right + 1);
        }
    }
    let mut printed = Vec::new();
    for (at, mut row) in sheet.rows.into_iter().enumerate() {
        if !budget.take_places("", width - row.len()) {
            break;
        }
        row.resize(width, String::new());
        let mut is_covered = vec![false; width];
        covered.remove(&at).into_iter().flatten().for_each(|columns| is_covered[columns].fill(true));
        printed.push(cells(row, at, &spans, &is_covered));
    }
    grid::lines(printed, budget)
}

/// The cells of a row with what they span.
fn cells(
    row: Vec<String>,
    at: usize,
    spans: &BTreeMap<(usize, usize), (usize, usize)>,
    is_covered: &[bool],
) -> Vec<Cell> {
    let width = row.len();
    let n_filled = row.iter().filter(|text| !text.is_empty()).count();
    let is_number = row.first().is_some_and(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
    let alone =
        n_filled == 1 && !is_number && (1..width).all(|column| !is_covered[column] || spans.contains_key(&(at, 0)));
    let mut cells = Vec::new();
    for (column, text) in row.into_iter().enumerate() {
        match spans.get(&(at, column)) {
            Some(&(rows, columns)) => {
                cells.push(Cell::new(grid::flat(&text), rows, if alone && column == 0 { width } else { columns }));
            }
            None if is_covered[column] => {}
            None if alone && column == 0 => cells.push(Cell::new(grid::flat(&text), 1, width)),
            None if alone => {}
            None => cells.push(Cell::new(grid::flat(&text), 1, 1)),
        }
    }
    cells
}

#[cfg(test)]
mod tests;
