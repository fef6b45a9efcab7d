//! Own files: which files of a folder runs of ours wrote, by the small marker file that each leaves there.
//!
//! In:  a folder.
//! Out: the files that are ours, relative to it. All others are somebody's own: they are kept, and may be notices.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path, PathBuf};

use serde_json::{Map, Value, json};

use crate::error::Error;

/// What a run writes into a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Report,
    Tables,
}

impl Kind {
    /// The file that tells such a folder: which version wrote it, and which files.
    pub const fn marker(self) -> &'static str {
        match self {
            Self::Report => "report.json",
            Self::Tables => "tables.json",
        }
    }

    const fn other(self) -> Self {
        match self {
            Self::Report => Self::Tables,
            Self::Tables => Self::Report,
        }
    }
}

/// Files that runs of ours wrote into a folder, relative to it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Own(BTreeSet<PathBuf>);

impl Own {
    /// What runs of this kind wrote; none where no such run wrote into the folder.
    pub fn of(folder: &Path, kind: Kind) -> Option<Self> {
        let marked = fs::read(folder.join(kind.marker())).ok().and_then(|bytes| listed(&bytes));
        marked.or_else(|| if kind == Kind::Tables { by_names(folder) } else { None })
    }

    /// What runs of this kind wrote, and those of `files` that runs of the other kind wrote: `duibiao.xlsx` is in both.
    pub fn with(folder: &Path, kind: Kind, files: &[PathBuf]) -> Self {
        let mut own = Self::of(folder, kind).unwrap_or_default();
        own.0.extend(Self::of(folder, kind.other()).unwrap_or_default().among(files).0);
        own
    }

    /// Those of some files that are ours.
    pub fn among(&self, files: &[PathBuf]) -> Self {
        files.iter().filter(|file| self.holds(file)).cloned().collect()
    }

    pub fn holds(&self, file: &Path) -> bool {
        self.0.contains(file)
    }

    /// Whether a file below this folder is ours.
    pub fn reaches(&self, folder: &Path) -> bool {
        let mut from = self.0.range(folder.to_path_buf()..);
        // the first one may be of the folder's own name
        from.by_ref().take(2).any(|file| file != folder && file.starts_with(folder))
    }

    pub fn files(&self) -> impl Iterator<Item = &PathBuf> {
        self.0.iter()
    }
}

impl FromIterator<PathBuf> for Own {
    fn from_iter<T: IntoIterator<Item = PathBuf>>(files: T) -> Self {
        Self(files.into_iter().collect())
    }
}

/// The files that a marker of ours lists. A path that leads out of the folder is no file in it.
fn listed(marker: &[u8]) -> Option<Own> {
    let marker: Value = serde_json::from_slice(marker).ok()?;
    marker.get("duibiao")?;
    let files = marker.get("files")?.as_array()?.iter().filter_map(Value::as_str).map(PathBuf::from);
    Some(files.filter(|file| is_within(file)).collect())
}

/// Whether a relative path stays within its folder.
pub(super) fn is_within(path: &Path) -> bool {
    path.components().all(|part| matches!(part, Component::Normal(_)))
}

/// Writes the marker of a folder: the version, what `about` holds, and the files.
///
/// # Errors
/// [`Error::Write`], with the path.
pub(super) fn mark(folder: &Path, kind: Kind, about: Map<String, Value>, files: &[PathBuf]) -> Result<(), Error> {
    let mut marker = Map::new();
    marker.insert("duibiao".to_owned(), json!(env!("CARGO_PKG_VERSION")));
    marker.extend(about);
    marker.insert("files".to_owned(), files.iter().map(|file| slashed(file)).collect());
    let path = folder.join(kind.marker());
    fs::write(&path, format!("{:#}\n", Value::from(marker))).map_err(Error::write(&path))
}

/// A relative path with `/` on every system.
pub(super) fn slashed(path: &Path) -> String {
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// The files of a folder of tables that an earlier version wrote, which left no marker: they go by their names.
fn by_names(folder: &Path) -> Option<Own> {
    /// What such versions called their files; more names do not come.
    const NAMES: &[&str] = &[
        "notices",
        "passages",
        "tasks",
        "clauses",
        "assignments",
        "targets",
        "matches",
        "themes",
        "theme_ranking",
        "deadlines",
        "problems",
        "workload",
        "workload_by_unit",
        "workload_by_function",
        "overlap",
        "coverage",
        "unmatched",
        "indicators",
        "indicator_ranking",
        "duibiao",
    ];
    const ENDINGS: &[&str] = &["parquet", "csv", "jsonl", "xlsx"];
    /// What a run wrote beside its tables.
    const STAMP: &str = "made.json";
    let has = |name: &str| folder.join(name).is_file();
    let is_made = has(STAMP)
        || ENDINGS.iter().any(|ending| has(&format!("notices.{ending}")) && has(&format!("tasks.{ending}")))
        || has("duibiao.xlsx") && folder.join("sources").is_dir() && !has(Kind::Report.marker());
    if !is_made {
        return None;
    }
    let names = NAMES.iter().flat_map(|name| ENDINGS.iter().map(move |ending| format!("{name}.{ending}")));
    let mut own: BTreeSet<PathBuf> =
        names.chain([STAMP.to_owned()]).map(PathBuf::from).filter(|name| folder.join(name).is_file()).collect();
    let sources = fs::read_dir(folder.join("sources")).into_iter().flatten().flatten();
    let texts = sources.map(|entry| Path::new("sources").join(entry.file_name()));
    own.extend(texts.filter(|path| path.extension().is_some_and(|ending| ending == "txt")));
    Some(Own(own))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_marker_reaches_out_of_its_folder() {
        let marker = json!({ "duibiao": "1", "files": ["a.csv", "../b.csv", "/etc/passwd", "t/c.csv", "./d.csv"] });
        let own = listed(marker.to_string().as_bytes()).expect("a marker");
        assert_eq!(own.files().collect::<Vec<_>>(), [Path::new("a.csv"), Path::new("t/c.csv")]);
        assert!(own.reaches(Path::new("t")) && !own.reaches(Path::new("a.csv")) && !own.reaches(Path::new("b")));
        assert_eq!(listed(b"{\"files\": []}"), None);
    }
}
