//! What can fail outside the program. A broken notice is not here: it is a [`Problem`](crate::notice::Problem).

use std::io;
use std::path::PathBuf;

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
    /// A lexicon file that does not hold what it should.
    #[error("{}: line {line}: {reason}", path.display())]
    Lexicon { path: PathBuf, line: usize, reason: String },
    /// A list selector that cannot be understood or selects nothing.
    #[error("selector `{selector}`: {reason}")]
    Selector { selector: String, reason: String },
    /// A task id that no list holds.
    #[error("no task `{id}`{}", nearest.as_ref().map(|near| format!("; the nearest is `{near}`")).unwrap_or_default())]
    UnknownTask { id: String, nearest: Option<String> },
    /// A table that lacks what the contract names, or that could not be made.
    #[error("{}: {reason}", path.display())]
    Table { path: PathBuf, reason: String },
    /// A chart or page that could not be made.
    #[error("{what}: {reason}")]
    Draw { what: String, reason: String },
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
}
