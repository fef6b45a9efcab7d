//! The folder of a report: made beside the old one and swapped in, so that a report is whole or not there.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::error::Error;
use crate::swap::Swap;
use crate::table::schema::NoticeRow;

/// The file that tells a folder for a report: what was read, and which files are the report's own.
pub(super) const MARKER: &str = "report.json";

/// A report in the making. Dropped before [`Self::finish`], it leaves the old report as it was.
pub(super) struct Place {
    swap: Swap,
    /// Files in the old folder that no report wrote; they are kept.
    strangers: Vec<PathBuf>,
}

impl Place {
    /// Looks at the target and makes an empty folder beside it.
    ///
    /// # Errors
    /// [`Error::Refused`] where the target holds something that is no report; those of [`Swap::open`].
    pub fn open(folder: &Path) -> Result<Self, Error> {
        let swap = Swap::open(folder)?;
        let strangers = if swap.target().exists() { strangers(swap.target())? } else { Vec::new() };
        Ok(Self { swap, strangers })
    }

    /// Where to write the new report.
    pub fn path(&self) -> PathBuf {
        self.swap.path()
    }

    /// Swaps the new folder in and removes the old one.
    ///
    /// # Errors
    /// [`Error::Write`]; the old report is back in its place then. [`Error::Refused`] where a file that no report wrote
    /// has the name of a new one.
    pub fn finish(self, title: &str, notices: &[NoticeRow]) -> Result<Vec<PathBuf>, Error> {
        let new = self.path();
        let mut files = files(&new)?;
        files.push(PathBuf::from(MARKER));
        files.sort();
        write_marker(&new, title, notices, &files)?;
        for file in &self.strangers {
            let (from, to) = (self.swap.target().join(file), new.join(file));
            if to.exists() {
                return Err(refused(&from, "not written by a report, and the report has a file of this name"));
            }
            if let Some(parent) = to.parent() {
                fs::create_dir_all(parent).map_err(Error::write(parent))?;
            }
            fs::copy(&from, &to).map_err(Error::write(&to))?;
        }
        self.swap.finish()?;
        Ok(files)
    }
}

fn refused(path: &Path, reason: &str) -> Error {
    let help = "choose another folder, or move what is in it away".to_owned();
    Error::Refused { path: path.to_path_buf(), reason: reason.to_owned(), help }
}

/// All files below `folder`, relative to it, sorted.
fn files(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut found = Vec::new();
    for entry in walkdir::WalkDir::new(folder).min_depth(1).sort_by_file_name() {
        let entry = entry.map_err(|error| Error::read(folder)(error.into()))?;
        if !entry.file_type().is_dir() {
            found.push(entry.path().strip_prefix(folder).unwrap_or(entry.path()).to_path_buf());
        }
    }
    Ok(found)
}

/// The files of an old folder that no report wrote.
fn strangers(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let all = files(folder)?;
    if all.is_empty() {
        return Ok(all);
    }
    let marker = fs::read(folder.join(MARKER)).ok().and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok());
    let own = marker
        .as_ref()
        .filter(|marker| marker.get("duibiao").is_some())
        .and_then(|marker| marker.get("files")?.as_array());
    let Some(own) = own else { return Err(refused(folder, "this folder is not empty and holds no report")) };
    let own: BTreeSet<&str> = own.iter().filter_map(Value::as_str).collect();
    Ok(all.into_iter().filter(|file| !own.contains(slashed(file).as_str())).collect())
}

/// A relative path with `/` on every system.
fn slashed(path: &Path) -> String {
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

fn write_marker(folder: &Path, title: &str, notices: &[NoticeRow], files: &[PathBuf]) -> Result<(), Error> {
    let read = |row: &NoticeRow| json!({ "notice_id": row.notice_id, "source": row.source, "sha256": row.sha256 });
    let marker = json!({
        "duibiao": env!("CARGO_PKG_VERSION"),
        "title": title,
        "notices": notices.iter().map(read).collect::<Vec<_>>(),
        "files": files.iter().map(|file| slashed(file)).collect::<Vec<_>>(),
    });
    let path = folder.join(MARKER);
    fs::write(&path, format!("{marker:#}\n")).map_err(Error::write(&path))
}
