//! Report: everything that was found, for people.
//!
//! In:  the tables, matches and themes included.
//! Out: a folder: `index.html` (one self-contained page), `report.md`, `duibiao.xlsx`, `charts/`, `tables/`, and
//!      `report.json`, which says what was read. It is written beside the old folder and swapped in.
//! Not here: what is counted ([`crate::analysis`]) and how pictures look ([`crate::chart`]). minijinja lives here.
//!
//! The words of a notice are hostile: templates escape them, and no cell of the workbook is a formula. The same tables
//! give the same bytes.

mod card;
mod charts;
mod data;
mod findings;
mod marks;
mod names;
mod page;
mod place;
mod plot;
mod render;
mod sheets;
#[cfg(test)]
mod tests;
mod workbook;

pub use plot::{Plot, plot};

use std::fs;
use std::path::{Path, PathBuf};

use crate::chart::Picture;
use crate::error::Error;
use crate::table::{self, FileFormat, Tables};
use charts::Drawn;
use data::Data;
use place::Place;

/// What a report is asked for.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Title of the page; made from what was read where it is missing.
    pub title: Option<String>,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Files relative to the folder, sorted.
    pub files: Vec<PathBuf>,
    /// Tasks that the page holds; the tables hold all.
    pub shown_tasks: usize,
    /// What was read and found, as one sentence.
    pub headline: String,
}

/// Writes a report into `folder`: whole, or not at all. An older report there is replaced; files in it that no report
/// wrote are kept.
///
/// # Errors
/// [`Error::Refused`] where the folder holds something else than a report, [`Error::Write`] where it cannot be written,
/// [`Error::Table`] where a table lacks a column of the contract, [`Error::Draw`] where a page or picture fails. The old
/// report stays then.
pub fn write(tables: &Tables, folder: &Path, options: &Options) -> Result<Written, Error> {
    let place = Place::open(folder)?;
    let data = Data::new(tables)?;
    let title = options.title.clone().unwrap_or_else(|| page::title(&data));
    let root = place.path();
    let (pages, files) = rayon::join(
        || write_pages(&data, &root, &title),
        || {
            let (book, tables) = rayon::join(
                || workbook::write(&data, &root.join("duibiao.xlsx"), &title),
                || write_tables(tables, &data, &root),
            );
            book.and(tables)
        },
    );
    let shown_tasks = pages?;
    files?;
    let files = place.finish(&title, &data.notices)?;
    Ok(Written { files, shown_tasks, headline: findings::headline(&data) })
}

/// The pictures, the page and the Markdown report; returns how many tasks the page holds.
fn write_pages(data: &Data, root: &Path, title: &str) -> Result<usize, Error> {
    let (drawn, cards) = rayon::join(|| charts::draw(data), || render::cards(data));
    let (drawn, cards) = (drawn?, cards?);
    write_charts(&drawn, &root.join("charts"))?;
    let (page, markdown) =
        rayon::join(|| render::page(data, title, &drawn, &cards), || render::markdown(data, title, &drawn));
    put(&root.join("index.html"), page?.as_bytes())?;
    put(&root.join("report.md"), markdown?.as_bytes())?;
    Ok(cards.shown)
}

fn write_charts(drawn: &[Drawn], folder: &Path) -> Result<(), Error> {
    fs::create_dir_all(folder).map_err(Error::write(folder))?;
    for figure in drawn {
        for (picture, bytes) in [(Picture::Svg, figure.svg.as_bytes()), (Picture::Png, &figure.png[..])] {
            put(&folder.join(format!("{}.{}", figure.file, picture.extension())), bytes)?;
        }
    }
    Ok(())
}

fn write_tables(tables: &Tables, data: &Data, root: &Path) -> Result<(), Error> {
    let folder = root.join("tables");
    let analyses = data.frames.iter().map(|(name, frame)| (*name, frame));
    let formats = [FileFormat::Parquet, FileFormat::Csv, FileFormat::JsonLines];
    table::fill_folder(&folder, tables, &analyses.collect::<Vec<_>>(), &formats)
}

fn put(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    fs::write(path, bytes).map_err(Error::write(path))
}
