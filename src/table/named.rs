//! Named tables of a workbook: they can be pivoted, filtered and pointed at by name.
//!
//! In:  a workbook whose tables were each begun with one row, and how many rows each has.
//! Out: the file, each table over all its rows.
//!
//! The library remembers every cell that a table covers, so that no two overlap: 100 MB for three million cells. So a table
//! covers one row while its sheet is written, and is stretched in the finished file; the sheets are copied as they are.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufWriter, Cursor, Read, Write};
use std::path::Path;

use rust_xlsxwriter::{Table, TableColumn, TableStyle, Workbook, Worksheet, XlsxError};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::look::Look;
use crate::error::Error;
use crate::source::guarded;

/// The last rows of tables, counted from 0 for their heads, by their names.
pub(crate) type Lasts = HashMap<String, u32>;

/// Begins the table of a sheet; its head is written by it, and must be the first row that is.
pub(crate) fn begin<'a>(
    page: &mut Worksheet,
    name: &str,
    heads: impl Iterator<Item = &'a str>,
    look: &Look,
) -> Result<(), XlsxError> {
    let head = |head| TableColumn::new().set_header(head).set_header_format(&look.head);
    let heads: Vec<TableColumn> = heads.map(head).collect();
    let table = Table::new().set_name(name).set_columns(&heads).set_style(TableStyle::None);
    page.add_table(0, 0, 1, heads.len() as u16 - 1, &table)?;
    Ok(())
}

/// Makes a workbook and writes it, with tables that reach to their last rows.
///
/// # Errors
/// [`Error::Write`] and [`Error::Table`], with the path.
pub(crate) fn write(path: &Path, make: impl FnOnce() -> Result<(Workbook, Lasts), XlsxError>) -> Result<(), Error> {
    // rows go through a file of the system's, and a full disk makes the writer panic
    let made = guarded(|| make().and_then(|(mut book, lasts)| Ok((book.save_to_buffer()?, lasts))));
    let (bytes, lasts) = made.map_err(Error::table(path))?.map_err(Error::table(path))?;
    let file = File::create(path).map_err(Error::write(path))?;
    stretch(&bytes, &lasts, BufWriter::new(file)).map_err(Error::write(path))
}

fn stretch(bytes: &[u8], lasts: &Lasts, out: impl Write + io::Seek) -> io::Result<()> {
    let mut old = ZipArchive::new(Cursor::new(bytes))?;
    let mut new = ZipWriter::new(out);
    for at in 0..old.len() {
        let mut entry = old.by_index(at)?;
        if !entry.name()?.starts_with("xl/tables/") {
            drop(entry);
            new.raw_copy_file(old.by_index_raw(at)?)?;
            continue;
        }
        let mut xml = String::new();
        entry.read_to_string(&mut xml)?;
        // the day that all parts of a workbook have: same input, same bytes
        let options = SimpleFileOptions::default().last_modified_time(zip::DateTime::default()).unix_permissions(0o600);
        new.start_file(entry.name()?, options)?;
        new.write_all(stretched(&xml, lasts).as_bytes())?;
    }
    new.finish()?.flush()
}

/// A table's description, reaching to the last row that is known of it.
fn stretched(xml: &str, lasts: &Lasts) -> String {
    let attribute = |name: &str| xml.split_once(&format!(" {name}=\"")).and_then(|(_, rest)| rest.split('"').next());
    let known = attribute("displayName").and_then(|name| lasts.get(name)).zip(attribute("ref"));
    let cells = known.and_then(|(last, cells)| Some((last, cells, cells.strip_suffix('2')?)));
    let Some((last, cells, column)) = cells else { return xml.to_owned() };
    xml.replace(&format!(" ref=\"{cells}\""), &format!(" ref=\"{column}{}\"", last + 1))
}
