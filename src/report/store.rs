//! Store: the data of the page, within it or beside it.
//!
//! In:  named pieces of JSON, one by one.
//! Out: blocks within the page while they are few; scripts in `data/` from then on, which the page loads when it needs them.
//! How: a browser lets a page that was opened from a disk load scripts beside it, but no other data.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::diagnostic::steers;
use crate::error::Error;

/// Up to so many bytes the page holds its data.
pub(super) const MOST_WITHIN: usize = 3_000_000;

/// The data of a page.
pub(super) struct Store {
    folder: PathBuf,
    /// Pieces within the page; none once there are files.
    kept: Vec<(String, String)>,
    bytes: usize,
    most: usize,
    has_files: bool,
}

impl Store {
    /// Data of a page in `root`, of which at most so many bytes stand within it.
    pub fn new(root: &Path, most: usize) -> Self {
        Self { folder: root.join("data"), kept: Vec::new(), bytes: 0, most, has_files: false }
    }

    /// Takes a piece, as [`encoded`] gives it.
    ///
    /// # Errors
    /// [`Error::Write`], with the path.
    pub fn put(&mut self, name: &str, json: String) -> Result<(), Error> {
        self.bytes += json.len();
        if self.has_files {
            return self.write(name, &json);
        }
        self.kept.push((name.to_owned(), json));
        if self.bytes <= self.most {
            return Ok(());
        }
        self.has_files = true;
        fs::create_dir_all(&self.folder).map_err(Error::write(&self.folder))?;
        std::mem::take(&mut self.kept).into_iter().try_for_each(|(name, json)| self.write(&name, &json))
    }

    fn write(&self, name: &str, json: &str) -> Result<(), Error> {
        let path = self.folder.join(format!("{name}.js"));
        // Nothing in the JSON ends a quotation but a backslash would be lost.
        let script = format!("duibiao(\"{name}\",'{}')\n", json.replace('\\', "\\\\"));
        fs::write(&path, script).map_err(Error::write(&path))
    }

    /// Whether the data stand in files.
    pub fn has_files(&self) -> bool {
        self.has_files
    }

    /// The blocks of the page: those that were kept, and one more that always stands within it.
    pub fn blocks(&self, name: &str, json: &str) -> String {
        let last = [(name, json)];
        let kept = self.kept.iter().map(|(name, json)| (name.as_str(), json.as_str()));
        kept.chain(last).fold(String::new(), |mut out, (name, json)| {
            // Writing into a string does not fail.
            let _ = writeln!(out, "<script type=\"application/json\" id=\"data-{name}\">{json}</script>");
            out
        })
    }
}

/// JSON in which nothing ends a block of a page or a quotation of a script, and nothing steers what shows it.
pub(super) fn encoded(value: &Value) -> String {
    let mut out = String::new();
    add(&mut out, value);
    out
}

/// A list of values, as [`encoded`] gives it; they are made one by one, so that a long list never stands in memory as values.
pub(super) fn listed(values: impl Iterator<Item = Value>) -> String {
    let mut out = String::from("[");
    for value in values {
        if out.len() > 1 {
            out.push(',');
        }
        add(&mut out, &value);
    }
    out.push(']');
    out
}

fn add(out: &mut String, value: &Value) {
    let json = value.to_string();
    out.reserve(json.len());
    for c in json.chars() {
        if matches!(c, '<' | '>' | '&' | '\'') || steers(c) {
            for half in c.encode_utf16(&mut [0; 2]) {
                // Writing into a string does not fail.
                let _ = write!(out, "\\u{half:04x}");
            }
        } else {
            out.push(c);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn nothing_ends_a_block_or_a_quotation() {
        let words = "</script><!-- ' \" \\ & \u{2028}\u{2029}\u{202e}\u{e0001}\n";
        let text = encoded(&json!([words]));
        assert!(!text.contains(['<', '>', '\'', '&']) && !text.chars().any(steers), "{text}");
        assert_eq!(serde_json::from_str::<Vec<String>>(&text).expect("JSON"), [words]);
    }

    #[test]
    fn what_does_not_fit_stands_in_files() {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let mut store = Store::new(folder.path(), 10);
        store.put("a", "[1]".to_owned()).expect("kept");
        assert!(store.blocks("core", "{}").contains("data-a") && !store.has_files());
        store.put("b", "[\"\\u003c234567\"]".to_owned()).expect("written");
        store.put("c", "[3]".to_owned()).expect("written");
        let blocks = store.blocks("core", "{}");
        assert!(store.has_files() && !blocks.contains("data-a") && blocks.contains("data-core"), "{blocks}");
        let read = |name: &str| fs::read_to_string(folder.path().join("data").join(name)).expect("a file");
        assert_eq!(read("a.js"), "duibiao(\"a\",'[1]')\n");
        assert_eq!(read("b.js"), "duibiao(\"b\",'[\"\\\\u003c234567\"]')\n");
        assert_eq!(read("c.js"), "duibiao(\"c\",'[3]')\n");
    }
}
