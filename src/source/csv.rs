//! CSV and TSV: a table of tasks, or one notice a row.

use std::path::Path;

use csv::ReaderBuilder;

use super::budget::Budget;
use super::grid;
use super::{Document, Format, MAX_TEXT, Refusal, encoding, has_extension, refused};

pub(super) const FORMAT: Format = Format { name: "csv", extensions: &["csv", "tsv"], fits, read };

/// Fewest characters of a usual cell that is a whole notice.
const FULL_TEXT: usize = 300;
/// How much of a file's first rows is looked at, in bytes.
const HEAD: usize = 256 << 10;
/// Characters by which columns may be split, likeliest first.
const DELIMITERS: &[u8] = b",\t;|";

fn fits(bytes: &[u8], path: &Path) -> bool {
    has_extension(path, &["csv", "tsv"]) && encoding::decode(bytes, None).is_some()
}

fn read(bytes: &[u8], _: &Path) -> Result<Vec<Document>, Refusal> {
    let (text, _) = encoding::decode(bytes, None).ok_or_else(refused::unknown)?;
    let mut budget = Budget::new();
    let delimiter = delimiter(&text);
    // A row is read as a whole, however long it is: its cells are counted before.
    let n_cells = text.bytes().filter(|&byte| byte == delimiter).count();
    let rows = if budget.take_places("", n_cells) { records(&text, delimiter, &mut budget) } else { Vec::new() };
    budget.check()?;
    let numbered: Vec<(usize, &[String])> = (1..).zip(rows.iter().map(Vec::as_slice)).collect();
    if let Some(documents) = full_texts(&numbered, None)? {
        return Ok(documents);
    }
    let text = table(rows, &mut budget).join("\n");
    budget.check()?;
    Ok(vec![Document { text, hints: budget.hints(), ..Document::default() }])
}

/// The rows of a text; where the budget is spent, they end. Their cells are counted by whoever asks for them.
fn records(text: &str, delimiter: u8, budget: &mut Budget) -> Vec<Vec<String>> {
    let mut reader =
        ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let records = reader.records().flatten();
    let rows = records.map_while(|record| {
        let is_within = budget.take_places("", 1);
        is_within.then(|| record.iter().map(str::to_owned).collect())
    });
    rows.collect()
}

/// The delimiter that splits the first rows most evenly.
pub(super) fn delimiter(text: &str) -> u8 {
    let end = text.match_indices('\n').nth(59).map_or(text.len(), |(at, _)| at + 1).min(HEAD);
    let head = &text[..(0..=end).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)];
    let score = |delimiter: u8| {
        let widths: Vec<usize> = records(head, delimiter, &mut Budget::new()).iter().map(Vec::len).collect();
        let usual = widths
            .iter()
            .copied()
            .filter(|&width| width > 1)
            .max_by_key(|&width| (widths.iter().filter(|&&other| other == width).count(), width));
        let n_even = widths.iter().filter(|&&width| Some(width) == usual).count();
        usual.map_or(0, |usual| n_even * 1000 / widths.len() + usual.min(20))
    };
    // The first of the best wins.
    DELIMITERS.iter().copied().rev().max_by_key(|&delimiter| score(delimiter)).unwrap_or(b',')
}

/// One document a row, where a column holds whole notices; `rows` are numbered as people see them.
///
/// Several such columns are one text, in their order; all others are hints under their headings.
pub(super) fn full_texts(rows: &[(usize, &[String])], sheet: Option<&str>) -> Result<Option<Vec<Document>>, Refusal> {
    let Some(((_, head), rows)) = rows.split_first() else { return Ok(None) };
    let width = head.len();
    let is_long = |column: usize| {
        let mut lengths: Vec<usize> = rows
            .iter()
            .filter_map(|(_, row)| row.get(column))
            .map(|cell| cell.trim().chars().count())
            .filter(|&length| length > 0)
            .collect();
        lengths.sort_unstable();
        // A sheet of tasks may have long cells too, but not so long, and not beside a lead and a number each.
        lengths.get(lengths.len() / 2).is_some_and(|&median| median >= FULL_TEXT) && lengths.len() * 2 >= rows.len()
    };
    let long: Vec<usize> = (0..width).filter(|&column| is_long(column)).collect();
    let head_is_short = head.iter().all(|name| name.chars().count() < 40);
    if long.is_empty() || !head_is_short {
        return Ok(None);
    }
    let mut n_bytes = 0;
    let mut documents = Vec::new();
    for (number, row) in rows {
        let texts: Vec<&str> = long
            .iter()
            .filter_map(|&column| row.get(column))
            .map(|cell| cell.trim())
            .filter(|cell| !cell.is_empty())
            .collect();
        if texts.is_empty() {
            continue;
        }
        let text = texts.join("\n");
        n_bytes += text.len();
        if n_bytes > MAX_TEXT {
            return Err(Refusal::too_long());
        }
        let hints = head
            .iter()
            .zip(row.iter())
            .enumerate()
            .filter(|(column, (name, value))| {
                !long.contains(column) && !name.trim().is_empty() && !value.trim().is_empty()
            })
            .map(|(_, (name, value))| (grid::flat(name), grid::flat(value)))
            .collect();
        let row = format!("{}{number}{}", '第', '行');
        let part = sheet.map_or_else(|| row.clone(), |sheet| format!("{sheet} {row}"));
        documents.push(Document { text, hints, part: Some(part), ..Document::default() });
    }
    Ok((!documents.is_empty()).then_some(documents))
}

/// The lines of a table whose cells are merged nowhere. Where the budget is spent, the table ends.
///
/// A row with nothing but its first cell is a title or a heading, unless that is a number.
pub(super) fn table(rows: Vec<Vec<String>>, budget: &mut Budget) -> Vec<String> {
    let rows: Vec<Vec<String>> =
        rows.into_iter().map(|row| row.iter().map(|cell| grid::flat(cell)).collect()).collect();
    let width = rows
        .iter()
        .filter_map(|row: &Vec<String>| row.iter().rposition(|cell| !cell.is_empty()))
        .max()
        .map_or(0, |last| last + 1);
    let mut lines = Vec::new();
    for mut row in rows {
        let n_filled = row.iter().filter(|cell| !cell.is_empty()).count();
        let is_heading =
            n_filled == 1 && width > 1 && !row[0].is_empty() && !row[0].bytes().all(|byte| byte.is_ascii_digit());
        if is_heading {
            lines.push(std::mem::take(&mut row[0]));
        } else if n_filled > 0 {
            // Rows that are cut short print the bars of their empty cells.
            if !budget.take_places("", width.saturating_sub(row.len())) {
                break;
            }
            row.resize(width, String::new());
            lines.extend(grid::bars(&row));
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn documents(text: &str) -> Vec<Document> {
        read(text.as_bytes(), Path::new("a.csv")).unwrap()
    }

    #[test]
    fn tasks_become_rows() {
        for text in [
            "2024年重点工作\n序号,任务,牵头单位\n1,\"新增学位900个,\n其中公办600个\",区教育局\n2,\"建公园6个;\",\"区园林局,各街道\"\n",
            "2024年重点工作\n序号\t任务\t牵头单位\n1\t\"新增学位900个,\n其中公办600个\"\t区教育局\n2\t建公园6个;\t区园林局,各街道\n",
        ] {
            assert_eq!(
                documents(text)[0].text.lines().collect::<Vec<_>>(),
                [
                    "2024年重点工作",
                    "序号 | 任务 | 牵头单位 |",
                    "1 | 新增学位900个, 其中公办600个 | 区教育局 |",
                    "2 | 建公园6个; | 区园林局,各街道 |"
                ]
            );
        }
    }

    #[test]
    fn one_long_row_does_not_widen_all_beyond_the_bound() {
        let text = format!("{}\n{}", ",1".repeat(100_000), "1,2\n".repeat(1000));
        assert!(read(text.as_bytes(), Path::new("a.csv")).is_err());
    }

    #[test]
    fn empty_cells_are_counted_before_they_are_made() {
        for text in [",".repeat(5 << 20), ",,,\n".repeat(2 << 20)] {
            let refusal = read(text.as_bytes(), Path::new("a.csv")).unwrap_err();
            assert!(refusal.reason.contains("MiB of text"), "{}", refusal.reason);
        }
    }

    #[test]
    fn a_column_of_full_texts_makes_a_document_a_row() {
        let body = "一、推进城市更新。\n改造老旧小区12个。".repeat(20);
        let documents = documents(&format!("地区,年份,正文\n甲市,2024,\"{body}\"\n乙市,2023,\"{body}\"\n丙市,2022,\n"));
        assert_eq!(documents.len(), 2);
        assert_eq!(documents[1].part.as_deref(), Some("第3行"));
        assert_eq!(documents[1].text, body);
        assert_eq!(
            documents[1].hints,
            [("地区".to_owned(), "乙市".to_owned()), ("年份".to_owned(), "2023".to_owned())]
        );
    }
}
