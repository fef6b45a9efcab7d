//! A folder of a ledger: written whole or not at all, and never over what people filled in.
//!
//! In:  rows with matches, the places that were chosen.
//! Out: the folder; of several places a folder each in it. `tables/` holds the tasks of all of them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::model::{Carrier, Ledger};
use super::place::{Choice, Place};
use super::taskbook::{self, Whose};
use super::{book, ics, names};
use crate::analysis::{self, Above};
use crate::error::Error;
use crate::source::guarded;
use crate::swap::{Kind, Swap};
use crate::table::{self, FileFormat, Files, Rows};

/// The workbook's name.
const BOOK: &str = "台账.xlsx";

/// What is written besides the ledger.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Options {
    /// A task book a unit.
    pub by_unit: bool,
    /// A task book a leader.
    pub by_leader: bool,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Files relative to the folder, sorted.
    pub files: Vec<PathBuf>,
    pub tasks: usize,
    pub units: usize,
    pub leaders: usize,
    /// Tasks with a task of a list above.
    pub with_upper: usize,
    /// Blank forms of the notices.
    pub forms: usize,
}

/// Writes the ledgers of a choice into `folder`: whole, or not at all.
///
/// # Errors
/// [`Error::Refused`] where the folder holds workbooks that were filled in, or what another command wrote; [`Error::Write`]
/// where it cannot be written; [`Error::Table`] where a workbook cannot be made.
pub fn write(rows: &Rows, choice: &Choice, folder: &Path, options: Options) -> Result<Written, Error> {
    spare(folder)?;
    let swap = Swap::open(folder, Kind::Tables)?;
    let root = swap.path();
    let upper = analysis::above(rows);
    let mut written = Written { files: Vec::new(), tasks: 0, units: 0, leaders: 0, with_upper: 0, forms: 0 };
    let mut used = BTreeSet::from(["tables".to_owned()]);
    for place in &choice.places {
        let own = match choice.places.len() {
            1 => root.clone(),
            _ => root.join(names::file(&place.id, &mut used)),
        };
        fill(rows, place, &upper, &own, options, &mut written).map_err(|error| swap.named(error))?;
    }
    let kept = kept(rows, choice);
    let files = Files::all(&[FileFormat::Parquet, FileFormat::Csv]);
    table::fill_folder(&root.join("tables"), &kept, Vec::new(), &files).map_err(|error| swap.named(error))?;
    let about = about(&root, choice).map_err(|error| swap.named(error))?;
    written.files = swap.finish(about)?;
    Ok(written)
}

/// The ledger of one place.
fn fill(
    rows: &Rows,
    place: &Place,
    upper: &[Above],
    folder: &Path,
    options: Options,
    written: &mut Written,
) -> Result<(), Error> {
    let ledger = Ledger::new(rows, place, upper);
    written.tasks += ledger.entries.len();
    written.units += ledger.units.len();
    written.leaders += ledger.leaders.len();
    written.with_upper += ledger.entries.iter().filter(|entry| !entry.upper.is_empty()).count();
    written.forms += ledger.forms.len();
    fs::create_dir_all(folder).map_err(Error::write(folder))?;
    let books = [
        (options.by_unit, "任务书", &ledger.units, Whose::Unit),
        (options.by_leader, "领导", &ledger.leaders, Whose::Leader),
    ];
    let path = folder.join(BOOK);
    let made = guarded(|| book::book(&ledger)).map_err(Error::table(&path))?.map_err(Error::table(&path))?;
    put(&path, &made)?;
    put(&folder.join("calendar.ics"), ics::calendar(&ledger).as_bytes())?;
    for (_, name, carriers, whose) in books.iter().filter(|(wanted, ..)| *wanted) {
        task_books(&ledger, carriers, *whose, &folder.join(name))?;
    }
    Ok(())
}

/// The task books of some carriers; offices of the city and province stand in a folder of their own.
fn task_books(ledger: &Ledger, carriers: &[Carrier], whose: Whose, folder: &Path) -> Result<(), Error> {
    let mut used: BTreeMap<PathBuf, BTreeSet<String>> = BTreeMap::new();
    let named: Vec<(&Carrier, PathBuf)> = carriers
        .iter()
        .map(|carrier| {
            let is_upper = carrier.rank == super::model::Rank::Upper;
            let own = if is_upper { folder.join("上级单位") } else { folder.to_path_buf() };
            let name = names::file(&carrier.name, used.entry(own.clone()).or_default());
            (carrier, own.join(name))
        })
        .collect();
    for own in used.keys() {
        fs::create_dir_all(own).map_err(Error::write(own))?;
    }
    named.par_iter().try_for_each(|(carrier, path)| {
        let with = |ending: &str| PathBuf::from(format!("{}.{ending}", path.display()));
        let (sheet, letter) = (with("xlsx"), with("docx"));
        let made = guarded(|| taskbook::make(ledger, carrier, whose)).map_err(Error::table(&sheet))?;
        let made = made.map_err(Error::table(&sheet))?;
        put(&sheet, &made.workbook)?;
        put(&letter, &made.letter)
    })
}

/// The rows of the lists in ledgers.
fn kept(rows: &Rows, choice: &Choice) -> Rows {
    let lists: BTreeSet<&str> = choice.places.iter().flat_map(|place| &place.lists).map(String::as_str).collect();
    let tasks: Vec<_> = rows.tasks.iter().filter(|task| lists.contains(task.list_id.as_str())).cloned().collect();
    let ids: BTreeSet<&str> = tasks.iter().map(|task| task.task_id.as_str()).collect();
    let notices: BTreeSet<&str> = tasks.iter().map(|task| task.notice_id.as_str()).collect();
    let is_own = |notice: &String| notices.contains(notice.as_str());
    Rows {
        notices: rows.notices.iter().filter(|row| is_own(&row.notice_id)).cloned().collect(),
        lists: rows.lists.iter().filter(|row| lists.contains(row.list_id.as_str())).cloned().collect(),
        clauses: rows.clauses.iter().filter(|row| ids.contains(row.task_id.as_str())).cloned().collect(),
        assignments: rows.assignments.iter().filter(|row| ids.contains(row.task_id.as_str())).cloned().collect(),
        targets: rows
            .targets
            .iter()
            .filter(|row| row.task_id.as_deref().is_some_and(|id| ids.contains(id)))
            .cloned()
            .collect(),
        deadlines: rows.deadlines.iter().filter(|row| is_own(&row.notice_id)).cloned().collect(),
        forms: rows.forms.iter().filter(|row| is_own(&row.notice_id)).cloned().collect(),
        sources: rows.sources.iter().filter(|(id, _)| is_own(id)).cloned().collect(),
        tasks,
        ..Rows::default()
    }
}

/// What the marker tells: the lists, and the checksum of every file that people may fill in.
fn about(root: &Path, choice: &Choice) -> Result<Map<String, Value>, Error> {
    let mut sums = Map::new();
    for entry in walkdir::WalkDir::new(root).sort_by_file_name().into_iter().flatten() {
        let path = entry.path();
        let is_book = path.extension().is_some_and(|ending| ending == "xlsx" || ending == "docx");
        if let (true, Ok(name)) = (is_book, path.strip_prefix(root)) {
            let name: Vec<_> = name.iter().map(|part| part.to_string_lossy().into_owned()).collect();
            sums.insert(name.join("/"), checksum(path)?.into());
        }
    }
    let lists: Vec<&String> = choice.places.iter().flat_map(|place| &place.lists).collect();
    let about = [("ledger", json!(lists)), ("sha256", Value::Object(sums))];
    Ok(about.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

fn checksum(path: &Path) -> Result<String, Error> {
    let bytes = fs::read(path).map_err(Error::read(path))?;
    Ok(Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Refuses a folder with workbooks that are no longer as we wrote them, and one with tables of another command.
fn spare(folder: &Path) -> Result<(), Error> {
    let marker = folder.join(Kind::Tables.marker());
    let Ok(bytes) = fs::read(&marker) else { return Ok(()) };
    let about: Value = serde_json::from_slice(&bytes).unwrap_or_default();
    let refused = |path: PathBuf, reason: &str, help: &str| {
        Err(Error::Refused { path, reason: reason.to_owned(), help: help.to_owned() })
    };
    if about.get("ledger").is_none() {
        return refused(
            folder.to_path_buf(),
            "this folder holds tables that another command wrote",
            "choose another folder",
        );
    }
    let sums = about.get("sha256").and_then(Value::as_object);
    for (name, sum) in sums.into_iter().flatten() {
        let path = folder.join(name);
        if path.is_file() && checksum(&path)? != sum.as_str().unwrap_or_default() {
            let help = "choose another folder for the new ledger; what was filled in stays as it is";
            return refused(path, "this workbook was filled in or changed since it was written", help);
        }
    }
    Ok(())
}

fn put(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    fs::write(path, bytes).map_err(Error::write(path))
}
