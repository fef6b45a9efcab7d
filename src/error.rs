//! What can fail outside the program. A broken notice is not here: it is a [`Problem`](crate::notice::Problem).

use std::io;
use std::path::PathBuf;

/// What failed below: an error of a library, or words of our own.
pub type Cause = Box<dyn std::error::Error + Send + Sync>;

/// The world outside failed, or the command line asked for what is not there.
///
/// Messages name the place first, in lower case and without a full stop.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file or folder could not be read.
    #[error("{}: {source}", path.display())]
    Read { path: PathBuf, source: io::Error },
    /// A file or folder could not be written.
    #[error("{}: cannot write: {source}", path.display())]
    Write { path: PathBuf, source: io::Error },
    /// The input does not exist.
    #[error("{}: no such file or folder", path.display())]
    Missing { path: PathBuf },
    /// A folder without a single file that could be a notice.
    #[error("{}: no notice in this folder; put .txt, .html, .docx, .pdf, .xlsx or .csv files there", path.display())]
    EmptyFolder { path: PathBuf },
    /// A file that is not read, with what to do about it.
    #[error("{}: {reason}; {help}", path.display())]
    Refused { path: PathBuf, reason: String, help: String },
    /// A line that does not hold what it should, of a lexicon file or another that people write.
    #[error("{}: line {line}: {source}", path.display())]
    Lexicon { path: PathBuf, line: usize, source: Cause },
    /// A list selector that cannot be understood or selects nothing.
    #[error("selector `{selector}`: {reason}")]
    Selector { selector: String, reason: String },
    /// A task id that no list holds.
    #[error("no task `{id}`{}", nearest.as_ref().map(|near| format!("; the nearest is `{near}`")).unwrap_or_default())]
    UnknownTask { id: String, nearest: Option<String> },
    /// A table that lacks what the contract names, or that could not be made.
    #[error("{}: {source}", path.display())]
    Table { path: PathBuf, source: Cause },
    /// A chart or page that could not be made.
    #[error("{what}: {source:#}")]
    Draw { what: String, source: Cause },
    /// Anything else that the arguments got wrong.
    #[error("{0}")]
    Usage(String),
}

impl Error {
    /// Wraps an I/O failure with the path that was read.
    pub fn read(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::Read { path, source }
    }

    /// Wraps an I/O failure with the path that was written.
    pub fn write(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::Write { path, source }
    }

    /// Wraps what went wrong with a table with its path or name.
    pub fn table<C: Into<Cause>>(path: impl Into<PathBuf>) -> impl FnOnce(C) -> Self {
        let path = path.into();
        move |cause| Self::Table { path, source: cause.into() }
    }
}
