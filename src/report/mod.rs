//! Report: everything that was found, for people.
//!
//! In:  the rows, matches and themes included.
//! Out: a folder: `index.html` (one self-contained page; of very much data `data/` beside it), `sources/` (the notices line by
//!      line), `report.md`, `duibiao.xlsx`, `charts/`, `tables/`, and
//!      `report.json`, which says what was read. It is written beside the old folder and swapped in.
//! Not here: what is counted ([`crate::analysis`]) and how pictures look ([`crate::chart`]). minijinja lives here.
//!
//! The words of a notice are hostile: templates escape them, and the only formulas of the workbook are links to lines. The
//! same tables give the same bytes.

mod board;
mod card;
mod charts;
mod data;
mod findings;
mod marks;
mod months;
mod names;
mod origins;
mod pack;
mod pack_matches;
mod pack_tables;
mod page;
mod panel;
mod plot;
mod render;
mod sources;
mod store;
#[cfg(test)]
mod tests;
mod themes;
mod workbook;

pub use board::Back;
pub use plot::{Plot, plot};

use std::fs;
use std::path::{Path, PathBuf};

use crate::analysis::{self, By};
use crate::chart::Picture;
use crate::error::Error;
use crate::swap::{Kind, Swap};
use crate::table::schema::{
    CoverageRow, HandedDownRow, IndicatorRankingRow, NoticeRow, OverlapRow, PanelRow, ShareRow, SupportRow,
    UnmatchedRow, WorkloadRow,
};
use crate::table::{self, FileFormat, Files, Lang, Row, Rows, Source};
use crate::text;
use charts::Drawn;
use data::Data;
use minijinja::Value;
use origins::Origins;
use serde_json::{Map, json};
use store::Store;

/// What a report is asked for.
#[derive(Debug, Clone)]
pub struct Options {
    /// Title of the page; made from what was read where it is missing.
    pub title: Option<String>,
    /// The files of its tables.
    pub files: Files,
    /// What came back of its ledgers, for the board.
    pub back: Option<Back>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            title: None,
            back: None,
            files: Files { formats: FORMATS.to_vec(), most_csv_rows: Some(MOST_CSV_ROWS), lang: Lang::Zh },
        }
    }
}

/// The formats of a report's tables where nothing else is asked for.
pub const FORMATS: [FileFormat; 2] = [FileFormat::Parquet, FileFormat::Csv];
/// A longer table is no table for a spreadsheet: it stands as Parquet only.
pub const MOST_CSV_ROWS: usize = 200_000;

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Files relative to the folder, sorted.
    pub files: Vec<PathBuf>,
    /// What was read and found, as one sentence.
    pub headline: String,
    /// Tables that are too long for CSV.
    pub without_csv: Vec<String>,
}

/// Writes a report of some rows into `folder`: whole, or not at all. An older report there is replaced; files in it that no report
/// wrote are kept.
///
/// # Errors
/// [`Error::Refused`] where the folder holds something else than a report, [`Error::Write`] where it cannot be written,
/// [`Error::Table`] where an analysis fails, [`Error::Draw`] where a page or picture fails. The old report stays then.
pub fn write(rows: &Rows, folder: &Path, options: &Options) -> Result<Written, Error> {
    let swap = Swap::open(folder, Kind::Report)?;
    let mut data = Data::with_topics(rows);
    data.back.clone_from(&options.back);
    let data = data;
    // no text is cut any more, and pictures and pages need the room
    text::release();
    let (by_unit, by_function) =
        rayon::join(|| analysis::workload(rows, By::Unit), || analysis::workload(rows, By::Function));
    data.take_workload(By::Unit, by_unit?);
    data.take_workload(By::Function, by_function?);
    data.overlaps();
    rayon::join(
        || (data.panel(), data.shares(), data.indicator_ranking()),
        || (data.coverage(), data.handed_down(), data.supports(), data.repeats()),
    );
    let title = options.title.clone().unwrap_or_else(|| page::title(&data));
    let root = swap.path();
    let promises = analysis::promises(data.panel());
    let analyses = analyses(&data, &promises);
    let offers = offers(&data, &analyses, &options.files);
    let (pages, files) = rayon::join(
        || write_pages(&data, &root, &title, &offers),
        || {
            let (book, tables) = rayon::join(
                || match options.files.lang {
                    Lang::Zh => workbook::write(&data, &root.join("duibiao.xlsx"), &title),
                    Lang::En => write_table_book(&data, &promises, &root.join("duibiao.xlsx")),
                },
                || write_tables(&data, &root, analyses, &options.files),
            );
            book.and(tables)
        },
    );
    pages.map_err(|error| swap.named(error))?;
    let without_csv = files.map_err(|error| swap.named(error))?;
    let files = swap.finish(about(&title, &data.notices))?;
    Ok(Written { files, headline: findings::headline(&data), without_csv })
}

/// What `report.json` tells of a report: its title, and what was read.
fn about(title: &str, notices: &[NoticeRow]) -> Map<String, serde_json::Value> {
    let read = |row: &NoticeRow| json!({ "notice_id": row.notice_id, "source": row.source, "sha256": row.sha256 });
    let about = [("title", json!(title)), ("notices", notices.iter().map(read).collect())];
    about.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

/// The tables that the page may send its readers to, by name with the file's ending.
fn offers(data: &Data, analyses: &[Source], files: &Files) -> Value {
    let all = table::sources(data.rows);
    let offered = all.iter().chain(analyses).filter_map(|table| {
        let ending = files.offered(table)?;
        Some((table.name(), format!("tables/{}.{ending}", table.name())))
    });
    Value::from_pairs(offered)
}

/// The pictures, the page with its data and its sources, and the Markdown report.
fn write_pages(data: &Data, root: &Path, title: &str, offers: &Value) -> Result<(), Error> {
    let origins = Origins::of(data);
    let store = Store::new(root, store::MOST_WITHIN);
    let (drawn, packed) = rayon::join(|| charts::draw(data), || pack::pack(data, &origins, store));
    let (drawn, packed) = (drawn?, packed?);
    write_charts(&drawn, &root.join("charts"))?;
    sources::write(data, &origins, root)?;
    let content = page::content(data, title);
    let (page, markdown) =
        rayon::join(|| render::page(&content, &drawn, &packed, offers), || render::markdown(&content, &drawn, offers));
    put(&root.join("index.html"), page?.as_bytes())?;
    put(&root.join("report.md"), markdown?.as_bytes())
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

/// What was counted, as tables.
fn analyses<'a>(data: &'a Data, promises: &'a [PanelRow]) -> Vec<Source<'a>> {
    let back = data.back.iter().flat_map(Back::sources);
    let overlaps = data.overlaps();
    let (rows, lists) = (overlaps.len(), overlaps.lists().len());
    // a part is made of whole lists
    let lists_of_part = (lists * table::PART / rows.max(1)).clamp(1, lists.max(1));
    let overlap_rows = move |part: usize| {
        let lists = part * lists_of_part..((part + 1) * lists_of_part).min(lists);
        lists.flat_map(|left| overlaps.rows(left)).collect::<Vec<_>>()
    };
    let counted = vec![
        Source::of(WorkloadRow::TABLE, data.workload(By::Unit)),
        Source::of("workload_by_function", data.workload(By::Function)),
        Source::in_parts(OverlapRow::TABLE, rows, lists.div_ceil(lists_of_part), overlap_rows),
        Source::of(CoverageRow::TABLE, data.coverage()),
        Source::of(UnmatchedRow::TABLE, data.unmatched()),
        Source::of(PanelRow::TABLE, data.panel()),
        Source::of("promises", promises),
        Source::of(ShareRow::TABLE, data.shares()),
        Source::of(HandedDownRow::TABLE, data.handed_down()),
        Source::of(SupportRow::TABLE, data.supports()),
        Source::of(IndicatorRankingRow::TABLE, data.indicator_ranking()),
    ];
    counted.into_iter().chain(back).collect()
}

/// The workbook for who asks for the names of the schema: the tables as they are.
fn write_table_book(data: &Data, promises: &[PanelRow], path: &Path) -> Result<(), Error> {
    let mut tables = table::sources(data.rows);
    tables.extend(analyses(data, promises));
    tables.retain(|table| table.len() <= MOST_CSV_ROWS);
    table::write_workbook(path, &tables, Lang::En)
}

/// Writes the rows and what was counted in them; returns the tables that are too long for CSV.
fn write_tables(data: &Data, root: &Path, analyses: Vec<Source>, files: &Files) -> Result<Vec<String>, Error> {
    let without = table::fill_folder(&root.join("tables"), data.rows, analyses, files)?;
    Ok(without.into_iter().map(str::to_owned).collect())
}

fn put(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    fs::write(path, bytes).map_err(Error::write(path))
}
