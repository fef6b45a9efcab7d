//! The folder of a report: made beside the old one and swapped in, so that a report is whole or not there.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::error::Error;
use crate::table::schema::NoticeRow;

/// The file that tells a folder for a report: what was read, and which files are the report's own.
pub(super) const MARKER: &str = "report.json";

/// A folder in the making. Dropped before [`Self::finish`], it leaves the old report as it was.
pub(super) struct Place {
    target: PathBuf,
    scratch: TempDir,
    /// Files in the old folder that no report wrote; they are kept.
    strangers: Vec<PathBuf>,
    exists: bool,
}

impl Place {
    /// Looks at the target and makes an empty folder beside it.
    ///
    /// # Errors
    /// [`Error::Refused`] where the target holds something that is no report; [`Error::Write`] where nothing can be
    /// made beside it.
    pub fn open(folder: &Path) -> Result<Self, Error> {
        // The folder that a link leads to is replaced, not the link.
        let target = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_path_buf());
        let exists = target.exists();
        let strangers = if exists { strangers(&target)? } else { Vec::new() };
        let parent = match target.parent() {
            Some(parent) if parent.as_os_str().is_empty() => PathBuf::from("."),
            Some(parent) => parent.to_path_buf(),
            None => return Err(refused(folder, "the root of the file system cannot become a report")),
        };
        fs::create_dir_all(&parent).map_err(Error::write(&parent))?;
        let scratch =
            tempfile::Builder::new().prefix(".duibiao-").tempdir_in(&parent).map_err(Error::write(&parent))?;
        let place = Self { target, scratch, strangers, exists };
        fs::create_dir(place.path()).map_err(Error::write(place.path()))?;
        Ok(place)
    }

    /// Where to write the new report.
    pub fn path(&self) -> PathBuf {
        self.scratch.path().join("report")
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
            let (from, to) = (self.target.join(file), new.join(file));
            if to.exists() {
                return Err(refused(&from, "not written by a report, and the report has a file of this name"));
            }
            if let Some(parent) = to.parent() {
                fs::create_dir_all(parent).map_err(Error::write(parent))?;
            }
            fs::copy(&from, &to).map_err(Error::write(&to))?;
        }
        if !self.exists {
            fs::rename(&new, &self.target).map_err(Error::write(&self.target))?;
            return Ok(files);
        }
        let old = self.scratch.path().join("old");
        fs::rename(&self.target, &old).map_err(Error::write(&self.target))?;
        if let Err(error) = fs::rename(&new, &self.target) {
            fs::rename(&old, &self.target).map_err(Error::write(&self.target))?;
            return Err(Error::write(&self.target)(error));
        }
        // The old report goes with the scratch folder.
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
    if !folder.is_dir() {
        return Err(refused(folder, "this is a file, not a folder"));
    }
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
