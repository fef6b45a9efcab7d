//! Scratch folders: where a new folder is made, cleared however the run ends.
//!
//! A scratch folder is called `.duibiao-XXXXXX` and holds `new` (the folder in the making), `old` (what is taken out of
//! the old one), `lock` (locked as long as its run lives) and, from the moment the swap begins, `swap.json` (what is
//! swapped). What a killed run leaves is cleared by the next run beside it; a swap that was cut off is brought to its end.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::moves::open_up;
use super::own::Kind;

/// What the names of all scratch folders begin with.
pub(super) const PREFIX: &str = ".duibiao-";
const LOCK: &str = "lock";
const NOTE: &str = "swap.json";

/// The scratch folders of this process.
static MADE: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// Keeps everyone from ending the program, and from making or clearing a scratch folder, as long as it lives.
pub struct Hold(MutexGuard<'static, Vec<PathBuf>>);

pub(super) fn hold() -> Hold {
    Hold(MADE.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Clears the folders that are in the making, for a program that is told to end. No folder is begun, swapped in or given up
/// while the result lives; a swap that has begun is waited for.
pub fn abandon() -> Hold {
    let mut held = hold();
    for path in held.0.drain(..) {
        // under another name nothing new can be made in it meanwhile
        let gone = path.with_extension("gone");
        let path = if fs::rename(&path, &gone).is_ok() { gone } else { path };
        remove(&path);
    }
    held
}

pub(super) struct Scratch {
    path: PathBuf,
    /// Locked as long as it is open.
    _lock: Option<File>,
}

impl Scratch {
    /// Makes one in a folder.
    pub fn make(within: &Path) -> io::Result<Self> {
        let mut held = hold();
        let made = tempfile::Builder::new().prefix(PREFIX).tempdir_in(within);
        // without the name of the scratch folder, which nobody asked for
        let path = made.map_err(|error| io::Error::from(error.kind()))?.keep();
        held.0.push(path.clone());
        let lock = File::create(path.join(LOCK)).ok().filter(|file| file.try_lock().is_ok());
        drop(held);
        let scratch = Self { path, _lock: lock };
        fs::create_dir(scratch.new_folder())?;
        Ok(scratch)
    }

    /// The folder in the making.
    pub fn new_folder(&self) -> PathBuf {
        self.path.join("new")
    }

    /// Where the old folder goes, or files of it.
    pub fn old_folder(&self) -> PathBuf {
        self.path.join("old")
    }

    /// Writes down what is going to be swapped.
    pub fn note(&self, note: &Note) -> io::Result<()> {
        fs::write(self.path.join(NOTE), note.json().to_string())
    }

    /// Removes it, with what is left in it.
    pub fn clear(mut self, held: &mut Hold) {
        self.forget(held);
    }

    /// Leaves it where it is, for a later run to bring to its end.
    pub fn leave(mut self, held: &mut Hold) -> PathBuf {
        held.0.retain(|path| *path != self.path);
        std::mem::take(&mut self.path)
    }

    fn forget(&mut self, held: &mut Hold) {
        let path = std::mem::take(&mut self.path);
        held.0.retain(|other| *other != path);
        remove(&path);
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if self.path != Path::new("") {
            self.forget(&mut hold());
        }
    }
}

/// What a swap that has begun is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Note {
    pub kind: Kind,
    /// The name of the folder that is written to; none where the scratch folder lies in it.
    pub target: Option<String>,
    /// The older files of ours, where files are replaced and not the folder.
    pub old: Option<Vec<String>>,
}

impl Note {
    fn json(&self) -> Value {
        json!({ "marker": self.kind.marker(), "target": self.target, "old": self.old })
    }

    fn read(scratch: &Path) -> Option<Self> {
        let note: Value = serde_json::from_slice(&fs::read(scratch.join(NOTE)).ok()?).ok()?;
        let kind = [Kind::Report, Kind::Tables].into_iter().find(|kind| note["marker"] == kind.marker())?;
        let old = note["old"].as_array().map(|old| old.iter().filter_map(Value::as_str).map(str::to_owned).collect());
        Some(Self { kind, target: note["target"].as_str().map(str::to_owned), old })
    }
}

/// Clears what killed runs left in a folder. `mend` brings a swap to its end that was cut off, and says whether it did: a
/// scratch folder that it leaves alone stays.
pub(super) fn clear_leftovers(within: &Path, mut mend: impl FnMut(&Path, &Note) -> bool) {
    for entry in fs::read_dir(within).into_iter().flatten().flatten() {
        let is_scratch = entry.file_name().to_string_lossy().starts_with(PREFIX);
        if !is_scratch || !entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            continue;
        }
        let path = entry.path();
        let lock = File::options().read(true).write(true).open(path.join(LOCK));
        let is_over = match &lock {
            Ok(file) => file.try_lock().is_ok(),
            // a run that ended before it could lock it
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                /// Nobody takes so long from making a folder to locking it.
                const LONG: Duration = Duration::from_hours(1);
                let age = entry.metadata().and_then(|about| about.modified()).ok().and_then(|time| time.elapsed().ok());
                age.is_some_and(|age| age > LONG) && !path.join("old").exists()
            }
            Err(_) => false,
        };
        if is_over {
            match Note::read(&path) {
                None if path.join(NOTE).exists() => {}
                Some(note) if !mend(&path, &note) => {}
                _ => remove(&path),
            }
        }
    }
}

/// Waits for one's turn to swap folders within `parent`: runs that write into one folder go one after the other. The turn
/// ends when the file is dropped. None where the system has no such locks, or somebody holds it for very long.
pub(super) fn turn(parent: &Path) -> Option<File> {
    const LONGEST: Duration = Duration::from_mins(1);
    let file = File::open(parent).ok()?;
    let start = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => return Some(file),
            Err(TryLockError::WouldBlock) if start.elapsed() < LONGEST => thread::sleep(Duration::from_millis(10)),
            Err(_) => return None,
        }
    }
}

/// Removes a folder of ours with all that is in it; folders that nobody may write to are made writable. What cannot be
/// removed stays: a later run tries again.
fn remove(path: &Path) {
    if fs::remove_dir_all(path).is_ok() {
        return;
    }
    for entry in walkdir::WalkDir::new(path).into_iter().flatten().filter(|entry| entry.file_type().is_dir()) {
        open_up(entry.path());
    }
    let _ = fs::remove_dir_all(path);
}
