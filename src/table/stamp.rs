//! The stamp of a folder of tables: by which build and words they were made, and which lists were compared, so that a later
//! run can tell what still holds.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::error::Error;
use crate::lexicon;

/// The file that holds it.
pub(super) const STAMP: &str = "made.json";

/// How the matches of some tables were found.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Compared {
    pub min_score: f32,
    pub one_to_one: bool,
    /// Pairs of list ids, left and right, all of whose pairs of tasks were scored and all of whose matches were kept.
    pub pairs: Vec<(String, String)>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Stamp {
    /// Version of the program, for people.
    duibiao: String,
    build: String,
    /// SHA-256 of all lexicons.
    lexicons: String,
    compared: Option<Compared>,
}

impl Stamp {
    fn new(compared: Option<Compared>) -> Self {
        let mut hasher = Sha256::new();
        for lexicon in lexicon::ALL {
            hasher.update(lexicon::text(*lexicon).as_bytes());
        }
        let mut lexicons = String::new();
        for byte in hasher.finalize() {
            // Writing into a string does not fail.
            let _ = write!(lexicons, "{byte:02x}");
        }
        Self {
            duibiao: env!("CARGO_PKG_VERSION").to_owned(),
            build: env!("DUIBIAO_BUILD").to_owned(),
            lexicons,
            compared,
        }
    }
}

/// Stamps a folder of tables that is being made.
pub(super) fn write(folder: &Path, compared: Option<&Compared>) -> Result<(), Error> {
    let path = folder.join(STAMP);
    let failed = |error: serde_json::Error| Error::Table { path: path.clone(), reason: error.to_string() };
    let json = serde_json::to_string_pretty(&Stamp::new(compared.cloned())).map_err(failed)?;
    fs::write(&path, json + "\n").map_err(Error::write(&path))
}

/// Whether this build, with the words at hand, would make the same tables from the same files; and what was compared.
pub(super) fn holds(folder: &Path) -> Option<Option<Compared>> {
    let stamp: Stamp = serde_json::from_slice(&fs::read(folder.join(STAMP)).ok()?).ok()?;
    let own = Stamp::new(None);
    (stamp.build == own.build && stamp.lexicons == own.lexicons).then_some(stamp.compared)
}

/// What was compared, whoever made the tables.
pub(super) fn compared(folder: &Path) -> Option<Compared> {
    serde_json::from_slice::<Stamp>(&fs::read(folder.join(STAMP)).ok()?).ok()?.compared
}
