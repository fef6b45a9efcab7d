//! Sources: bytes to plain text.
//!
//! In:  a file of any kind that notices come in.
//! Out: one [`Document`] a notice, with its plain text and what was dropped on the way.
//! Not here: what the text means; that is [`crate::notice`].

pub mod traced;

use std::path::PathBuf;

/// One notice's plain text, as the file holds it.
#[derive(Debug, Clone, Default)]
pub struct Document {
    /// The file.
    pub path: PathBuf,
    /// Which part of a file that holds several (`第2行`, a sheet's name).
    pub part: Option<String>,
    /// Name of the format, as in the registry: `txt`, `html` …
    pub format: &'static str,
    /// Plain text: UTF-8, `\n` line ends, no byte-order mark. Spans count its bytes. A table row is one line with its
    /// cells split by ` | ` and a ` |` at its end; an empty cell is empty between its bars.
    pub text: String,
    /// SHA-256 of the file's bytes, in hex.
    pub sha256: String,
    /// What a page holds besides the notice (menus, footers), for `--show-source`.
    pub dropped: Vec<String>,
    /// What columns beside the text said of it, for files with one notice a row (`地区`, `年份`), or an HTML page's title.
    pub hints: Vec<(String, String)>,
}
