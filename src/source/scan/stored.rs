//! What was recognised, kept by the checksum of its file, so that nothing is recognised twice.
//!
//! In:  a checksum and a folder.
//! Out: the pages that an earlier run stored there; a page a line of JSON.

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use super::Recognised;

/// What the pages were made by; another number is another file.
const VERSION: u32 = 2;
/// Largest file that is believed, in bytes.
const MAX: u64 = 256 << 20;

fn path(sha256: &str, folder: Option<PathBuf>) -> Option<PathBuf> {
    Some(folder?.join("ocr").join(format!("{sha256}.{VERSION}.jsonl")))
}

pub(super) fn load(sha256: &str, folder: Option<PathBuf>) -> Option<Vec<Recognised>> {
    let path = path(sha256, folder)?;
    if fs::metadata(&path).ok()?.len() > MAX {
        return None;
    }
    fs::read_to_string(&path).ok()?.lines().map(|line| serde_json::from_str(line).ok()).collect()
}

/// Stores pages, whole or not at all; a folder that cannot be written costs time only.
pub(super) fn save(sha256: &str, folder: Option<PathBuf>, pages: &[Recognised]) {
    let Some(path) = path(sha256, folder) else { return };
    // What cannot be trusted is recognised anew by a better engine.
    if pages.iter().any(|page| page.doubtful) {
        return;
    }
    let write = || {
        let folder = path.parent()?;
        fs::create_dir_all(folder).ok()?;
        let mut file = tempfile::NamedTempFile::new_in(folder).ok()?;
        for page in pages {
            writeln!(file, "{}", serde_json::to_string(page).ok()?).ok()?;
        }
        file.persist(&path).ok()
    };
    let _ = write();
}
