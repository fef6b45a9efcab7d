//! Lexicons: the words that people may want to change, as tab-separated files.
//!
//! In:  `datasets/lexicon/*.tsv`, built into the binary; a folder given with `--lexicon` replaces them file by file.
//! Out: the rows of one file, [`rows`].
//! Form: UTF-8, first line the column names, `#` opens a comment line, columns split by one tab.

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::error::Error;

static FOLDER: OnceLock<PathBuf> = OnceLock::new();

/// One lexicon file: its name and the copy built into the binary.
#[derive(Debug, Clone, Copy)]
pub struct Lexicon {
    /// File name under `datasets/lexicon`.
    pub name: &'static str,
    builtin: &'static str,
}

macro_rules! lexicons {
    ($($(#[$doc:meta])* $constant:ident = $file:literal;)*) => {
        $($(#[$doc])* pub const $constant: Lexicon = Lexicon {
            name: $file,
            builtin: include_str!(concat!("../datasets/lexicon/", $file)),
        };)*
        /// Every lexicon file, for checks over all of them.
        pub const ALL: &[Lexicon] = &[$($constant),*];
    };
}

lexicons! {
    /// Functions: code, Chinese name.
    FUNCTIONS = "functions.tsv";
    /// Offices: stems, their spellings, function codes.
    UNITS = "units.tsv";
    /// Divisions of GB/T 2260 with their codes and former names.
    REGIONS = "regions.tsv";
    /// Development zones and other places outside the list of divisions.
    ZONES = "zones.tsv";
    /// Phrases in which a text names its own place.
    SELFNAMES = "selfnames.tsv";
    /// Measure words and how they convert to a base measure.
    MEASURES = "measures.tsv";
    /// Canonical indicators and their wordings.
    INDICATORS = "indicators.tsv";
    /// Role words: how a notice says who leads, answers or helps.
    ROLES = "roles.tsv";
    /// Headings: words that tell a list of tasks from a blank form, a glossary, a review.
    HEADINGS = "headings.tsv";
    /// Page furniture: lines that are no part of a notice.
    FURNITURE = "furniture.tsv";
    /// Web pages: labels of their metadata, names of the containers that hold the article or stand beside it.
    PAGE = "page.tsv";
    /// Programmes and duties with their wordings and successor names.
    CONCEPTS = "concepts.tsv";
    /// Words that jieba must not tear apart.
    WORDS = "words.tsv";
    /// Words of every notice that say nothing about a commitment.
    BOILERPLATE = "boilerplate.tsv";
    /// Traditional characters and their simplified forms.
    TRADITIONAL = "traditional.tsv";
}

/// Replaces the built-in lexicons by the files of the same names in `folder`.
///
/// Call it once, before the first notice is read. Files that the folder lacks keep their built-in text.
///
/// # Errors
/// [`Error::Missing`] where the folder does not exist or holds none of the files; [`Error::Lexicon`] where a line has
/// another number of columns than the head; [`Error::Read`] where a file cannot be read.
pub fn use_folder(folder: &Path) -> Result<(), Error> {
    if !ALL.iter().any(|lexicon| folder.join(lexicon.name).is_file()) {
        return Err(Error::Missing { path: folder.join(UNITS.name) });
    }
    for lexicon in ALL {
        let path = folder.join(lexicon.name);
        if path.is_file() {
            let text = std::fs::read_to_string(&path).map_err(Error::read(&path))?;
            check(&text).map_err(|(line, reason)| Error::Lexicon { path, line, reason })?;
        }
    }
    FOLDER.set(folder.to_path_buf()).map_err(|_| Error::Usage("the lexicon folder can be chosen only once".to_owned()))
}

/// Whether every line has as many columns as the head: the first line that has not, and why.
fn check(text: &str) -> Result<(), (usize, String)> {
    let mut columns = None;
    for (index, line) in text.lines().enumerate() {
        if line.starts_with('#') || line.trim().is_empty() {
            continue;
        }
        let found = line.split('\t').count();
        match columns {
            None => columns = Some(found),
            Some(want) if want != found => {
                return Err((index + 1, format!("{found} columns where the head has {want}")));
            }
            Some(_) => {}
        }
    }
    columns.map(|_| ()).ok_or((1, "no head line".to_owned()))
}

/// The text of a lexicon: the replacement's, else the one built in.
pub fn text(lexicon: Lexicon) -> Cow<'static, str> {
    match FOLDER.get().map(|folder| folder.join(lexicon.name)) {
        Some(path) if path.is_file() => std::fs::read_to_string(&path).map_or(lexicon.builtin.into(), Cow::Owned),
        _ => lexicon.builtin.into(),
    }
}

/// The rows of a lexicon without head and comments, columns in the order of the file.
///
/// The text lives as long as the program, so rows borrow from it.
pub fn rows(lexicon: Lexicon) -> Vec<Vec<&'static str>> {
    let text: &'static str = match text(lexicon) {
        Cow::Borrowed(text) => text,
        Cow::Owned(text) => Box::leak(text.into_boxed_str()),
    };
    text.lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
        .skip(1)
        .map(|line| line.split('\t').collect())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_well_formed_sorted_and_unique() {
        for lexicon in ALL {
            check(lexicon.builtin).unwrap_or_else(|(line, reason)| panic!("{}: line {line}: {reason}", lexicon.name));
            let rows = rows(*lexicon);
            for pair in rows.windows(2) {
                assert!(pair[0] < pair[1], "{}: {:?} must stand after {:?}, once", lexicon.name, pair[0], pair[1]);
            }
        }
    }

    #[test]
    fn a_crooked_line_is_named() {
        assert_eq!(check("a\tb\n# x\nc\n"), Err((3, "1 columns where the head has 2".to_owned())));
        assert_eq!(check(""), Err((1, "no head line".to_owned())));
    }
}
