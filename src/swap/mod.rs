//! Swap: a folder made aside and put in the old one's place, so that what stands there is whole or was there before.
//!
//! In:  a folder to write into, and what is written.
//! Out: the folder, with what others put into the old one as it was. Files of ours are told by a marker ([`own`]).
//!
//! Where the system can exchange two folders, there is no moment without one. The folder one stands in, and one that is a
//! disk of its own, are not replaced: their files are, one by one. A run that is killed in the middle leaves what the next
//! run needs to bring it to its end ([`scratch`]). One file alone is [`put`].

mod moves;
mod own;
mod scratch;
mod single;

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};
use walkdir::WalkDir;

use crate::error::Error;
use moves::{exchange, keep_modes, move_to, same_mode};
pub(crate) use own::{Kind, Own};
use own::{is_within, mark, slashed};
pub use scratch::{Hold, abandon};
use scratch::{Note, Scratch, clear_leftovers, hold, turn};
pub use single::put;

/// How the new files come into their place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// The new folder takes the place of the old one.
    Folder,
    /// The new files take the places of the old ones, in the folder that stands.
    Files,
}

/// A folder in the making. Dropped before [`Self::finish`], it leaves the old folder as it was.
pub(crate) struct Swap {
    /// As it was named.
    named: PathBuf,
    /// Links followed.
    target: PathBuf,
    kind: Kind,
    way: Way,
    /// Whether files of ours that are not written anew stay.
    adds: bool,
    scratch: Option<Scratch>,
    /// Folders above it that were made for it, the topmost first.
    parents: Vec<PathBuf>,
}

impl Swap {
    /// Begins a folder that replaces what earlier runs of this kind wrote into `folder`.
    ///
    /// # Errors
    /// [`Error::Write`] where nothing can be made there; [`Error::Refused`] where it is a file, a link to nowhere or has
    /// no place, and for a report where it holds files but no report.
    pub fn open(folder: &Path, kind: Kind) -> Result<Self, Error> {
        Self::begin(folder, kind, false)
    }

    /// Begins tables that are added to those that earlier runs wrote into `folder`.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn add(folder: &Path) -> Result<Self, Error> {
        Self::begin(folder, Kind::Tables, true)
    }

    fn begin(folder: &Path, kind: Kind, adds: bool) -> Result<Self, Error> {
        // The folder that a link leads to is replaced, not the link.
        let target = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_path_buf());
        if target.exists() && !target.is_dir() {
            return Err(refused(folder, "this is a file, not a folder", ELSEWHERE));
        }
        if !target.exists() && fs::symlink_metadata(folder).is_ok() {
            let help = "remove the link, or make the folder that it names";
            return Err(refused(folder, "this is a link that leads nowhere", help));
        }
        let parent = match target.parent() {
            Some(parent) if parent.as_os_str().is_empty() => PathBuf::from("."),
            Some(parent) => parent.to_path_buf(),
            None => return Err(refused(folder, "the root of the file system cannot be replaced", ELSEWHERE)),
        };
        let missing = parent.ancestors().take_while(|above| !above.as_os_str().is_empty() && !above.exists());
        let mut parents: Vec<PathBuf> = missing.map(Path::to_path_buf).collect();
        parents.reverse();
        let named = folder.to_path_buf();
        let mut swap = Self { named, target, kind, way: Way::Folder, adds, scratch: None, parents };
        fs::create_dir_all(&parent).map_err(Error::write(&parent))?;

        let turn = turn(&parent);
        clear_leftovers(&parent, |scratch, note| note.target == swap.name() && mend(scratch, note, &swap.target));
        if swap.target.is_dir() {
            clear_leftovers(&swap.target, |scratch, note| note.target.is_none() && mend(scratch, note, &swap.target));
            if kind == Kind::Report && Own::of(&swap.target, kind).is_none() && holds_files(&swap.target)? {
                let help = "choose another folder, or move what is in it away";
                return Err(refused(folder, "this folder is not empty and holds no report", help));
            }
            if adds || stands_in(&swap.target) || is_mounted(&swap.target, &parent) {
                swap.way = Way::Files;
            }
        }
        let made = match swap.way {
            Way::Folder => Scratch::make(&parent),
            Way::Files => Scratch::make(&swap.target),
        };
        let scratch = match made {
            // nothing can be made beside the folder, but perhaps in it
            Err(_) if swap.way == Way::Folder && swap.target.is_dir() => {
                swap.way = Way::Files;
                Scratch::make(&swap.target).map_err(Error::write(folder))?
            }
            made => made.map_err(Error::write(if swap.way == Way::Folder { &parent } else { folder }))?,
        };
        swap.scratch = Some(scratch);
        drop(turn);
        Ok(swap)
    }

    /// Where to write.
    pub fn path(&self) -> PathBuf {
        self.scratch().new_folder()
    }

    /// An error of writing, with the path at which the file was to stand.
    pub fn named(&self, mut error: Error) -> Error {
        if let Error::Write { path, .. } | Error::Table { path, .. } = &mut error
            && let Ok(within) = path.strip_prefix(self.path())
        {
            *path = self.named.join(within);
        }
        error
    }

    /// Puts what was written into its place; older files of ours go, all others stay. Returns the files, relative to the
    /// folder, sorted. `about` is what the marker tells besides.
    ///
    /// # Errors
    /// [`Error::Write`], and [`Error::Refused`] where a file that is not ours has the name of a new one. What stood there
    /// stands there then.
    pub fn finish(mut self, about: Map<String, Value>) -> Result<Vec<PathBuf>, Error> {
        let new = self.path();
        let mut files: BTreeSet<PathBuf> = files(&new)?.into_iter().collect();
        files.insert(PathBuf::from(self.kind.marker()));
        let files: Vec<PathBuf> = files.into_iter().collect();

        let mut held = hold();
        let turn = turn(self.target.parent().filter(|parent| *parent != Path::new("")).unwrap_or(Path::new(".")));
        let own = Own::with(&self.target, self.kind, &files);
        let (own, listed) = if self.adds {
            let listed: BTreeSet<PathBuf> = own.files().chain(&files).cloned().collect();
            (own.among(&files), listed.into_iter().collect())
        } else {
            (own, files.clone())
        };
        mark(&new, self.kind, about, &listed).map_err(|error| self.named(error))?;
        self.check(&own)?;
        let done = match self.way {
            Way::Folder => self.replace(&own, &files),
            Way::Files => self.merge(&own, &files),
        };
        drop(turn);
        let scratch = self.scratch.take().expect("it is there until the end");
        match done {
            Ok(()) => scratch.clear(&mut held),
            Err(Failed::Undone(error)) => {
                scratch.clear(&mut held);
                return Err(Error::write(&self.named)(error));
            }
            Err(Failed::Halfway(error)) => {
                let path = scratch.leave(&mut held);
                let help = "run again when the disk can be written to; files that were in the folder may lie there";
                return Err(refused(
                    &path,
                    &format!("cannot be swapped in, nor the old folder put back: {error}"),
                    help,
                ));
            }
        }
        self.parents.clear();
        Ok(files)
    }

    fn scratch(&self) -> &Scratch {
        self.scratch.as_ref().expect("it is there until the end")
    }

    /// The folder's name, as notes tell it.
    #[expect(
        clippy::unnecessary_debug_formatting,
        reason = "what is no text is kept, as escapes: no two names are one"
    )]
    fn name(&self) -> Option<String> {
        self.target.file_name().map(|name| format!("{name:?}"))
    }

    /// Refuses where a file that is not ours has the name of a new one.
    fn check(&self, own: &Own) -> Result<(), Error> {
        if !self.target.is_dir() {
            return Ok(());
        }
        let new = self.path();
        let strangers =
            strangers(&self.target, own, &new).map_err(|(path, error)| Error::read(self.shown(&path))(error))?;
        match strangers.iter().find(|name| exists(&new.join(name))) {
            None => Ok(()),
            Some(name) => {
                let help = "move it away, or choose another folder";
                let reason = "this was not written by duibiao, and a new file has the same name";
                Err(refused(&self.named.join(name), reason, help))
            }
        }
    }

    /// Writes down what is going to be swapped.
    fn note(&self, old: Option<&Own>) -> Result<(), Failed> {
        let is_in_it = self.path().starts_with(&self.target);
        let note = Note {
            kind: self.kind,
            target: if is_in_it { None } else { self.name() },
            old: old.map(|own| own.files().map(|file| slashed(file)).collect()),
        };
        self.scratch().note(&note).map_err(Failed::Undone)
    }

    /// A path in the folder as it was named.
    fn shown(&self, path: &Path) -> PathBuf {
        path.strip_prefix(&self.target).map_or_else(|_| path.to_path_buf(), |within| self.named.join(within))
    }

    /// Puts the new folder into the place of the old one, and what is not ours into the new one.
    fn replace(&self, own: &Own, files: &[PathBuf]) -> Result<(), Failed> {
        let (new, target) = (self.path(), &self.target);
        self.note(None)?;
        if !exists(target) {
            return fs::rename(&new, target).map_err(Failed::Undone);
        }
        keep_modes(target, &new);
        let old = match exchange(&new, target, &self.scratch().old_folder()) {
            // Some disks cannot move folders, though they can move files.
            Err(error) if matches!(error.kind(), io::ErrorKind::CrossesDevices | io::ErrorKind::ResourceBusy) => {
                return self.merge(own, files);
            }
            old => old.map_err(Failed::Undone)?,
        };
        let mut moved = Vec::new();
        match keep(&old, target, own, &mut moved) {
            Ok(()) => Ok(()),
            Err(error) => {
                let back = moved.iter().rev().try_for_each(|(from, to)| move_to(to, from));
                let back = back.and_then(|()| {
                    if old == new {
                        exchange(&old, target, &old).map(drop)
                    } else {
                        fs::rename(target, &new).and_then(|()| fs::rename(&old, target))
                    }
                });
                Err(if back.is_ok() { Failed::Undone(error) } else { Failed::Halfway(error) })
            }
        }
    }

    /// Puts the new files into the places of the old ones.
    fn merge(&self, own: &Own, files: &[PathBuf]) -> Result<(), Failed> {
        let (new, target, old) = (self.path(), &self.target, self.scratch().old_folder());
        self.note(Some(own))?;
        let names: BTreeSet<&PathBuf> = own.files().chain(files).collect();
        let mut moved: Vec<(PathBuf, PathBuf)> = Vec::new();
        let mut step = |from: PathBuf, to: PathBuf| -> io::Result<()> {
            fs::create_dir_all(to.parent().unwrap_or(&to))?;
            fs::rename(&from, &to)?;
            moved.push((from, to));
            Ok(())
        };
        let done = names.into_iter().try_for_each(|name| {
            let at = target.join(name);
            if exists(&at) {
                step(at.clone(), old.join(name))?;
            }
            if exists(&new.join(name)) { step(new.join(name), at) } else { Ok(()) }
        });
        match done.and_then(|()| make_folders(&new, target)) {
            Ok(()) => {
                remove_empty(target, own);
                Ok(())
            }
            Err(error) => {
                let back = moved.iter().rev().try_for_each(|(from, to)| fs::rename(to, from));
                Err(if back.is_ok() { Failed::Undone(error) } else { Failed::Halfway(error) })
            }
        }
    }
}

impl Drop for Swap {
    fn drop(&mut self) {
        self.scratch = None;
        for parent in self.parents.iter().rev() {
            // only those that are empty
            let _ = fs::remove_dir(parent);
        }
    }
}

/// Why a swap did not come off.
enum Failed {
    /// Everything stands as it stood.
    Undone(io::Error),
    Halfway(io::Error),
}

const ELSEWHERE: &str = "choose another folder";

fn refused(path: &Path, reason: &str, help: &str) -> Error {
    Error::Refused { path: path.to_path_buf(), reason: reason.to_owned(), help: help.to_owned() }
}

/// Whether something stands there, be it a link that leads nowhere.
fn exists(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// All files below `folder`, relative to it, sorted.
fn files(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut found = Vec::new();
    for entry in WalkDir::new(folder).min_depth(1).sort_by_file_name() {
        let entry = entry.map_err(|error| Error::read(folder)(error.into()))?;
        if !entry.file_type().is_dir() {
            found.push(entry.path().strip_prefix(folder).unwrap_or(entry.path()).to_path_buf());
        }
    }
    Ok(found)
}

/// Whether a folder holds anything but folders.
fn holds_files(folder: &Path) -> Result<bool, Error> {
    let found = WalkDir::new(folder)
        .min_depth(1)
        .into_iter()
        .find(|entry| entry.as_ref().map_or(true, |entry| !entry.file_type().is_dir()));
    match found {
        Some(Err(error)) => Err(Error::read(folder)(error.into())),
        found => Ok(found.is_some()),
    }
}

/// Whether the program stands in a folder or below it.
fn stands_in(folder: &Path) -> bool {
    let here = std::env::current_dir().and_then(fs::canonicalize);
    here.is_ok_and(|here| here.starts_with(folder))
}

/// Whether a folder lies on another disk than the one above it.
#[cfg(unix)]
fn is_mounted(folder: &Path, parent: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let disk = |path: &Path| fs::metadata(path).map(|about| about.dev()).ok();
    disk(folder) != disk(parent)
}

#[cfg(not(unix))]
fn is_mounted(_: &Path, _: &Path) -> bool {
    false
}

/// What stands in the old folder and is not ours, relative to it: files and links, and folders that hold nothing of ours
/// and stand in no way of the new one. Sorted.
///
/// # Errors
/// That of a folder that cannot be listed, with its path.
fn strangers(old: &Path, own: &Own, new: &Path) -> Result<Vec<PathBuf>, (PathBuf, io::Error)> {
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(within) = folders.pop() {
        let folder = old.join(&within);
        for entry in fs::read_dir(&folder).map_err(|error| (folder.clone(), error))? {
            let entry = entry.map_err(|error| (folder.clone(), error))?;
            let kind = entry.file_type().map_err(|error| (folder.clone(), error))?;
            let name = within.join(entry.file_name());
            let is_scratch =
                within == Path::new("") && entry.file_name().to_string_lossy().starts_with(scratch::PREFIX);
            if is_scratch || own.holds(&name) && !kind.is_dir() || own.reaches(&name) && kind.is_symlink() {
                continue;
            }
            let is_shared = || fs::symlink_metadata(new.join(&name)).is_ok_and(|about| about.is_dir());
            if kind.is_dir() && (own.reaches(&name) || is_shared()) {
                folders.push(name);
            } else {
                found.push(name);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Moves what is not ours from the old folder into the one that stands in its place.
fn keep(old: &Path, target: &Path, own: &Own, moved: &mut Vec<(PathBuf, PathBuf)>) -> io::Result<()> {
    for name in strangers(old, own, target).map_err(|(_, error)| error)? {
        let (from, to) = (old.join(&name), target.join(&name));
        if exists(&to) {
            return Err(io::Error::new(io::ErrorKind::AlreadyExists, format!("{} is in the way", name.display())));
        }
        let above: Vec<&Path> = name.ancestors().skip(1).filter(|above| *above != Path::new("")).collect();
        for above in above.into_iter().rev().filter(|above| !exists(&target.join(above))) {
            fs::create_dir(target.join(above))?;
            same_mode(&old.join(above), &target.join(above));
        }
        move_to(&from, &to)?;
        moved.push((from, to));
    }
    Ok(())
}

/// Makes the folders of `new` in `target`.
fn make_folders(new: &Path, target: &Path) -> io::Result<()> {
    for folder in WalkDir::new(new).min_depth(1).into_iter().flatten().filter(|entry| entry.file_type().is_dir()) {
        fs::create_dir_all(target.join(folder.path().strip_prefix(new).unwrap_or(Path::new(""))))?;
    }
    Ok(())
}

/// Removes the folders that held files of ours and hold nothing now.
fn remove_empty(target: &Path, own: &Own) {
    let above = own.files().flat_map(|file| file.ancestors().skip(1));
    let folders: BTreeSet<&Path> = above.filter(|folder| *folder != Path::new("")).collect();
    for folder in folders.into_iter().rev() {
        let _ = fs::remove_dir(target.join(folder));
    }
}

/// Brings a swap to its end that was cut off; says whether nothing of worth is left in the scratch folder.
fn mend(scratch: &Path, note: &Note, target: &Path) -> bool {
    let (new, old) = (scratch.join("new"), scratch.join("old"));
    if let Some(gone) = &note.old {
        let Ok(files) = files(&new) else { return false };
        let written = Own::of(if new.join(note.kind.marker()).exists() { &new } else { target }, note.kind);
        let written = written.unwrap_or_default();
        let gone = gone.iter().map(Path::new).filter(|file| is_within(file) && !written.holds(file));
        gone.for_each(|file| drop(fs::remove_file(target.join(file))));
        return files.iter().all(|file| {
            let to = target.join(file);
            fs::create_dir_all(to.parent().unwrap_or(target)).and_then(|()| fs::rename(new.join(file), to)).is_ok()
        });
    }
    if !exists(target) && new.join(note.kind.marker()).is_file() && fs::rename(&new, target).is_err() {
        return false;
    }
    [old, new].iter().filter(|folder| folder.is_dir()).all(|folder| {
        let own = Own::with(folder, note.kind, &files(target).unwrap_or_default());
        keep(folder, target, &own, &mut Vec::new()).is_ok()
    })
}
