//! ODS: a spreadsheet of LibreOffice.
//!
//! In:  a ZIP archive with `content.xml`.
//! Out: as for every spreadsheet; cells are read as they are shown, which this format keeps beside the values.

use std::path::Path;

use super::xlsx::{self, Sheet};
use super::xml::{self, Element, Node};
use super::{Document, Format, Refusal, guard, refused};

pub(super) const FORMAT: Format = Format { name: "ods", fits, read };

/// Most columns of a sheet.
const MAX_COLUMNS: usize = 1000;
/// Most rows of a sheet.
const MAX_ROWS: usize = 200_000;
/// Empty or equal rows that are repeated more often than this only fill the sheet.
const MAX_REPEAT: usize = 1000;

fn fits(bytes: &[u8], _: &Path) -> bool {
    let is_sheet = |kind: Vec<u8>| String::from_utf8_lossy(&kind).contains("spreadsheet");
    refused::is_zip(bytes)
        && xml::zip_has(bytes, "content.xml")
        && xml::zip_entry(bytes, "mimetype").is_some_and(is_sheet)
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
    xlsx::documents(guard::apart(|| sheets(bytes)).flatten().ok_or_else(|| Refusal::damaged("ODS"))?)
}

/// The sheets of a workbook.
fn sheets(bytes: &[u8]) -> Option<Vec<Sheet>> {
    let tree = xml::zip_tree(bytes, "content.xml")?;
    let hidden = hidden_styles(&tree);
    let book = tree.descend(&["body", "spreadsheet"])?;
    Some(book.elements().filter(|element| element.name == "table").map(|table| sheet(table, &hidden)).collect())
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

fn sheet(table: &Element, hidden: &[String]) -> Sheet {
    let mut sheet = Sheet {
        name: table.attribute("name").unwrap_or_default().to_owned(),
        is_hidden: table.attribute("style-name").is_some_and(|style| hidden.iter().any(|hidden| hidden == style)),
        ..Sheet::default()
    };
    rows(table, &mut sheet);
    sheet
}

/// Reads the rows of a table, also those in groups and heads.
fn rows(parent: &Element, sheet: &mut Sheet) {
    for element in parent.elements() {
        match element.name.as_str() {
            "table-row" => row(element, sheet),
            "table-header-rows" | "table-row-group" | "table-rows" => rows(element, sheet),
            _ => {}
        }
    }
}

fn row(row: &Element, sheet: &mut Sheet) {
    let at = sheet.rows.len();
    let mut cells: Vec<String> = Vec::new();
    for cell in row.elements().filter(|cell| matches!(cell.name.as_str(), "table-cell" | "covered-table-cell")) {
        let text = if cell.name == "table-cell" { shown(cell) } else { String::new() };
        let (rows, columns) = (number(cell, "number-rows-spanned"), number(cell, "number-columns-spanned"));
        if rows > 1 || columns > 1 {
            sheet.merges.push((at, cells.len(), at + rows - 1, cells.len() + columns - 1));
        }
        let repeat = number(cell, "number-columns-repeated").min(MAX_COLUMNS - cells.len().min(MAX_COLUMNS));
        cells.extend(std::iter::repeat_n(text, repeat));
    }
    while cells.last().is_some_and(String::is_empty) {
        cells.pop();
    }
    let repeat = match number(row, "number-rows-repeated") {
        repeat if repeat > MAX_REPEAT => 1,
        repeat => repeat,
    };
    for _ in 0..repeat {
        if sheet.rows.len() < MAX_ROWS {
            sheet.rows.push(cells.clone());
        }
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

    #[test]
    fn cells_are_read_as_shown() {
        let content = "<d xmlns:office='o' xmlns:table='t' xmlns:text='x'><office:automatic-styles/><office:body><office:spreadsheet><table:table table:name='Sheet1'>\
            <table:table-row><table:table-cell table:number-columns-spanned='3'><text:p>2024年任务</text:p></table:table-cell><table:covered-table-cell table:number-columns-repeated='2'/></table:table-row>\
            <table:table-row><table:table-cell table:number-rows-spanned='2'><text:p>一、城建</text:p></table:table-cell><table:table-cell office:value='0.065'><text:p>6.5%</text:p></table:table-cell><table:table-cell><text:p>区财政局</text:p><text:p>各街道</text:p></table:table-cell></table:table-row>\
            <table:table-row><table:covered-table-cell/><table:table-cell table:number-columns-repeated='2'><text:p>同上</text:p></table:table-cell></table:table-row>\
            <table:table-row table:number-rows-repeated='1048570'><table:table-cell table:number-columns-repeated='16384'/></table:table-row>\
            </table:table></office:spreadsheet></office:body></d>";
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in [("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", content)] {
            zip.start_file(name, SimpleFileOptions::default()).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        let bytes = zip.finish().unwrap().into_inner();
        assert!(fits(&bytes, Path::new("a.ods")));
        let documents = read(&bytes, Path::new("a.ods")).unwrap();
        assert_eq!(
            documents[0].text.trim_end(),
            "2024年任务\n一、城建 | 6.5% | 区财政局 各街道 |\n一、城建 | 同上 | 同上 |"
        );
    }
}
