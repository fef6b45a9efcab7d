//! ODS: a spreadsheet of `LibreOffice`.
//!
//! In:  a ZIP archive with `content.xml`.
//! Out: as for every spreadsheet; cells are read as they are shown, which this format keeps beside the values.

use std::path::Path;

use super::budget::{Budget, PLACE};
use super::xlsx::{self, Sheet};
use super::xml::{self, Element, Node};
use super::{Document, Format, Refusal, guard, refused};

pub(super) const FORMAT: Format = Format { name: "ods", extensions: &["ods"], fits, read };

/// Most columns of a sheet.
const MAX_COLUMNS: usize = 1000;
/// Empty or equal rows that are repeated more often than this only fill the sheet.
const MAX_REPEAT: usize = 1000;

fn fits(bytes: &[u8], _: &Path) -> bool {
    let is_sheet = |kind: Vec<u8>| String::from_utf8_lossy(&kind).contains("spreadsheet");
    refused::is_zip(bytes)
        && xml::zip_has(bytes, "content.xml")
        && xml::zip_entry(bytes, "mimetype").is_some_and(is_sheet)
}

/// The sheets of a workbook, hidden ones too.
///
/// # Errors
/// A refusal for a damaged file or one that is too large.
pub(super) fn book(bytes: &[u8]) -> Result<Vec<Sheet>, Refusal> {
    let (mut budget, mut trees) = (Budget::new(), Budget::of(xml::MAX_TREE));
    let sheets = guard::apart(|| sheets(bytes, &mut budget, &mut trees)).flatten();
    budget.check()?;
    if trees.is_spent() {
        return Err(xml::too_large());
    }
    sheets.ok_or_else(|| Refusal::damaged("ODS"))
}

fn read(bytes: &[u8], _: &Path) -> Result<Vec<Document>, Refusal> {
    if xml::zip_entry(bytes, "META-INF/manifest.xml")
        .is_some_and(|manifest| String::from_utf8_lossy(&manifest).contains("encryption-data"))
    {
        return Err(Refusal::new(
            "an encrypted ODS file",
            "open it with its password, save it without one and try again",
        ));
    }
    let (mut budget, mut trees) = (Budget::new(), Budget::of(xml::MAX_TREE));
    let sheets = guard::apart(|| sheets(bytes, &mut budget, &mut trees)).flatten();
    if trees.is_spent() {
        return Err(xml::too_large());
    }
    budget.lose_as(&trees);
    xlsx::documents(sheets.ok_or_else(|| Refusal::damaged("ODS"))?, budget)
}

/// The sheets of a workbook.
fn sheets(bytes: &[u8], budget: &mut Budget, trees: &mut Budget) -> Option<Vec<Sheet>> {
    let tree = xml::zip_tree(bytes, "content.xml", trees)?;
    let hidden = hidden_styles(&tree);
    let book = tree.descend(&["body", "spreadsheet"])?;
    Some(book.elements().filter(|element| element.name == "table").map(|table| sheet(table, &hidden, budget)).collect())
}

/// Names of table styles that hide the sheet.
fn hidden_styles(tree: &Element) -> Vec<String> {
    let styles = tree.child("automatic-styles");
    let is_hidden = |style: &&Element| {
        style.child("table-properties").and_then(|table| table.attribute("display")) == Some("false")
    };
    styles
        .iter()
        .flat_map(|styles| styles.elements())
        .filter(is_hidden)
        .filter_map(|style| style.attribute("name"))
        .map(str::to_owned)
        .collect()
}

fn sheet(table: &Element, hidden: &[String], budget: &mut Budget) -> Sheet {
    let mut sheet = Sheet {
        name: table.attribute("name").unwrap_or_default().to_owned(),
        is_hidden: table.attribute("style-name").is_some_and(|style| hidden.iter().any(|hidden| hidden == style)),
        ..Sheet::default()
    };
    rows(table, &mut sheet, budget);
    sheet
}

/// Reads the rows of a table, also those in groups and heads.
fn rows(parent: &Element, sheet: &mut Sheet, budget: &mut Budget) {
    for element in parent.elements() {
        match element.name.as_str() {
            "table-row" => row(element, sheet, budget),
            "table-header-rows" | "table-row-group" | "table-rows" => rows(element, sheet, budget),
            _ => {}
        }
    }
}

fn row(row: &Element, sheet: &mut Sheet, budget: &mut Budget) {
    let at = sheet.rows.len();
    let mut cells: Vec<String> = Vec::new();
    // Empty cells count once something stands behind them: most rows end with a thousand.
    let mut n_empty = 0;
    for cell in row.elements().filter(|cell| matches!(cell.name.as_str(), "table-cell" | "covered-table-cell")) {
        let text = if cell.name == "table-cell" { shown(cell) } else { String::new() };
        let (rows, columns) = (number(cell, "number-rows-spanned"), number(cell, "number-columns-spanned"));
        if rows > 1 || columns > 1 {
            let column = cells.len() + n_empty;
            sheet.merges.push((at, column, at.saturating_add(rows - 1), column.saturating_add(columns - 1)));
        }
        let wanted = number(cell, "number-columns-repeated");
        let repeat = wanted.min(MAX_COLUMNS.saturating_sub(cells.len() + n_empty));
        if text.is_empty() {
            n_empty += repeat;
            continue;
        }
        budget.leave_out(wanted - repeat, || sheet.place(at, cells.len() + n_empty + repeat));
        if !budget.take_places("", n_empty) || !budget.take_places(&text, repeat) {
            return;
        }
        cells.resize(cells.len() + std::mem::take(&mut n_empty), String::new());
        cells.extend(std::iter::repeat_n(text, repeat));
    }
    let mut repeat = number(row, "number-rows-repeated");
    if repeat > MAX_REPEAT {
        budget.leave_out((repeat - 1).saturating_mul(cells.len()), || sheet.place(at + 1, 0));
        repeat = 1;
    }
    let n_bytes: usize = cells.iter().map(|cell| cell.len() + PLACE).sum();
    if budget.take(n_bytes.saturating_add(PLACE).saturating_mul(repeat - 1)) {
        sheet.rows.extend(std::iter::repeat_n(cells, repeat));
    }
}

fn number(element: &Element, name: &str) -> usize {
    element.attribute(name).and_then(|number| number.parse().ok()).unwrap_or(1).max(1)
}

/// The paragraphs of a cell as they are shown.
fn shown(cell: &Element) -> String {
    let mut text = String::new();
    for paragraph in cell.elements().filter(|element| element.name == "p") {
        if !text.is_empty() {
            text.push('\n');
        }
        words(paragraph, &mut text);
    }
    text
}

fn words(element: &Element, text: &mut String) {
    for node in &element.children {
        match node {
            Node::Text(words) => text.push_str(words),
            Node::Element(element) => match element.name.as_str() {
                "s" => text.extend(std::iter::repeat_n(' ', number(element, "c").min(100))),
                "tab" => text.push('\t'),
                "line-break" => text.push('\n'),
                "annotation" | "ruby-text" => {}
                _ => words(element, text),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    /// A workbook with this content.
    fn ods(content: &str) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in [("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", content)] {
            zip.start_file(name, SimpleFileOptions::default()).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    /// A workbook of one sheet with these rows.
    fn sheet_of(rows: &str) -> Vec<u8> {
        ods(&format!("<d><body><spreadsheet><table name='Sheet1'>{rows}</table></spreadsheet></body></d>"))
    }

    #[test]
    fn what_is_repeated_is_bounded() {
        let row = "<table-row number-rows-repeated='1000'><table-cell number-columns-repeated='1000'><p>建设</p></table-cell></table-row>";
        let refusal = read(&sheet_of(&row.repeat(10)), Path::new("a.ods")).unwrap_err();
        assert!(refusal.reason.contains("MiB of text"), "{}", refusal.reason);
    }

    #[test]
    fn empty_cells_behind_the_last_word_cost_nothing() {
        let row =
            "<table-row><table-cell><p>建</p></table-cell><table-cell number-columns-repeated='16383'/></table-row>";
        assert!(read(&sheet_of(&row.repeat(20_000)), Path::new("a.ods")).is_ok());
    }

    #[test]
    fn what_is_left_out_is_told() {
        let cell = |repeat: usize| format!("<table-cell number-columns-repeated='{repeat}'><p>建设</p></table-cell>");
        for (rows, n_cut, place) in [
            (format!("<table-row>{}</table-row>", cell(1003)), "3", "Sheet1!ALM1"),
            (format!("<table-row number-rows-repeated='5000'>{}</table-row>", cell(2)), "9998", "Sheet1!A2"),
        ] {
            let documents = read(&sheet_of(&rows), Path::new("a.ods")).unwrap();
            let hints =
                [("cut:cells", n_cut), ("cut:at", place)].map(|(key, value)| (key.to_owned(), value.to_owned()));
            assert_eq!(documents[0].hints, hints);
        }
    }

    #[test]
    fn cells_are_read_as_shown() {
        let content = "<d xmlns:office='o' xmlns:table='t' xmlns:text='x'><office:automatic-styles/><office:body><office:spreadsheet><table:table table:name='Sheet1'>\
            <table:table-row><table:table-cell table:number-columns-spanned='3'><text:p>2024年任务</text:p></table:table-cell><table:covered-table-cell table:number-columns-repeated='2'/></table:table-row>\
            <table:table-row><table:table-cell table:number-rows-spanned='2'><text:p>一、城建</text:p></table:table-cell><table:table-cell office:value='0.065'><text:p>6.5%</text:p></table:table-cell><table:table-cell><text:p>区财政局</text:p><text:p>各街道</text:p></table:table-cell></table:table-row>\
            <table:table-row><table:covered-table-cell/><table:table-cell table:number-columns-repeated='2'><text:p>同上</text:p></table:table-cell></table:table-row>\
            <table:table-row table:number-rows-repeated='1048570'><table:table-cell table:number-columns-repeated='16384'/></table:table-row>\
            </table:table></office:spreadsheet></office:body></d>";
        let bytes = ods(content);
        assert!(fits(&bytes, Path::new("a.ods")));
        let documents = read(&bytes, Path::new("a.ods")).unwrap();
        assert_eq!(
            documents[0].text.trim_end(),
            "2024年任务\n一、城建 | 6.5% | 区财政局 各街道 |\n一、城建 | 同上 | 同上 |"
        );
    }
}
