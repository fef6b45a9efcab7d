//! Swap: a folder made beside the old one and put in its place, so that what stands there is whole or was there before.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::error::Error;

/// A folder in the making. Dropped before [`Self::finish`], it leaves the old folder as it was.
pub(crate) struct Swap {
    target: PathBuf,
    scratch: TempDir,
}

impl Swap {
    /// Makes an empty folder beside `folder`.
    ///
    /// # Errors
    /// [`Error::Write`] where nothing can be made beside it; [`Error::Refused`] where it is a file or has no place.
    pub fn open(folder: &Path) -> Result<Self, Error> {
        // The folder that a link leads to is replaced, not the link.
        let target = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_path_buf());
        if target.exists() && !target.is_dir() {
            return Err(refused(folder, "this is a file, not a folder"));
        }
        let parent = match target.parent() {
            Some(parent) if parent.as_os_str().is_empty() => PathBuf::from("."),
            Some(parent) => parent.to_path_buf(),
            None => return Err(refused(folder, "the root of the file system cannot be replaced")),
        };
        fs::create_dir_all(&parent).map_err(Error::write(&parent))?;
        let scratch =
            tempfile::Builder::new().prefix(".duibiao-").tempdir_in(&parent).map_err(Error::write(&parent))?;
        let swap = Self { target, scratch };
        fs::create_dir(swap.path()).map_err(Error::write(swap.path()))?;
        Ok(swap)
    }

    /// The folder that will be replaced, links followed.
    pub fn target(&self) -> &Path {
        &self.target
    }

    /// Where to write.
    pub fn path(&self) -> PathBuf {
        self.scratch.path().join("new")
    }

    /// Puts the new folder in the old one's place; the old one goes.
    ///
    /// # Errors
    /// [`Error::Write`]; the old folder is back in its place then.
    pub fn finish(self) -> Result<(), Error> {
        let old = self.scratch.path().join("old");
        let there = self.target.exists();
        if there {
            fs::rename(&self.target, &old).map_err(Error::write(&self.target))?;
        }
        if let Err(error) = fs::rename(self.path(), &self.target) {
            if there {
                fs::rename(&old, &self.target).map_err(Error::write(&self.target))?;
            }
            return Err(Error::write(&self.target)(error));
        }
        Ok(())
    }
}

fn refused(path: &Path, reason: &str) -> Error {
    let help = "choose another folder".to_owned();
    Error::Refused { path: path.to_path_buf(), reason: reason.to_owned(), help }
}
