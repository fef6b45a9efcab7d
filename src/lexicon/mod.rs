//! Lexicons: the words that people may want to change, as tab-separated files.
//!
//! In:  `datasets/lexicon/*.tsv`, built into the binary; a folder given with `--lexicon` replaces them file by file.
//! Out: the rows of one file, [`rows`].
//! Form: UTF-8, first line the column names, `#` opens a comment line, columns split by one tab.
//! Strict: a line with too few columns or with a code that its column does not know is an error with its place.
//! Not here: what the words are used for; only the codes that columns may hold are known ([`code`]).

pub mod code;
pub mod words;

use std::path::Path;
use std::sync::OnceLock;

use crate::error::Error;

/// Texts that stand in for built-in ones, by file name; read once and checked before they are put here.
static REPLACED: OnceLock<Vec<(&'static str, &'static str)>> = OnceLock::new();

/// One lexicon file: its name and the copy built into the binary.
#[derive(Debug, Clone, Copy)]
pub struct Lexicon {
    /// File name under `datasets/lexicon`.
    pub name: &'static str,
    builtin: &'static str,
    /// What a row says wrong, for files with columns of codes.
    check: Option<RowCheck>,
}

/// Why a row cannot be right.
type RowCheck = fn(&[&str]) -> Result<(), String>;

macro_rules! lexicons {
    ($($(#[$doc:meta])* $constant:ident = $file:literal $(, $check:path)?;)*) => {
        $($(#[$doc])* pub const $constant: Lexicon = Lexicon {
            name: $file,
            builtin: include_str!(concat!("../../datasets/lexicon/", $file)),
            check: [$($check as RowCheck,)?].first().copied(),
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
    MEASURES = "measures.tsv", code::measure;
    /// Canonical indicators and their wordings.
    INDICATORS = "indicators.tsv", code::indicator;
    /// Words around figures and what they do there.
    QUANTITY_WORDS = "quantity-words.tsv", code::quantity_word;
    /// Words of printed forms: what lists, tables and letters print around tasks and names.
    FORM_WORDS = "form-words.tsv", code::form_word;
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
    /// Traditional characters and their simplified forms.
    TRADITIONAL = "traditional.tsv";
}

/// Replaces the built-in lexicons by the files of the same names in `folder`.
///
/// Call it once, before the first notice is read. Files that the folder lacks keep their built-in text.
///
/// # Errors
/// [`Error::Missing`] where the folder does not exist or holds none of the files; [`Error::Lexicon`] where a line has
/// another number of columns than the head, or a code that its column does not know; [`Error::Read`] where a file
/// cannot be read.
pub fn use_folder(folder: &Path) -> Result<(), Error> {
    if !ALL.iter().any(|lexicon| folder.join(lexicon.name).is_file()) {
        return Err(Error::Missing { path: folder.join(UNITS.name) });
    }
    let mut replaced = Vec::new();
    for lexicon in ALL {
        let path = folder.join(lexicon.name);
        if path.is_file() {
            let text = std::fs::read_to_string(&path).map_err(Error::read(&path))?;
            check(lexicon, &text).map_err(|(line, reason)| Error::Lexicon { path, line, reason })?;
            // Rows borrow from the text as long as the program runs.
            replaced.push((lexicon.name, &*text.leak()));
        }
    }
    REPLACED.set(replaced).map_err(|_| Error::Usage("the lexicon folder can be chosen only once".to_owned()))
}

/// The first line that the lexicon cannot hold, and why: another number of columns than the head, an unknown code.
fn check(lexicon: &Lexicon, text: &str) -> Result<(), (usize, String)> {
    let mut columns = None;
    for (index, line) in text.lines().enumerate() {
        if line.starts_with('#') || line.trim().is_empty() {
            continue;
        }
        let cells: Vec<&str> = line.split('\t').collect();
        match columns {
            None => columns = Some(cells.len()),
            Some(want) if want != cells.len() => {
                return Err((index + 1, format!("{} columns where the head has {want}", cells.len())));
            }
            Some(_) => lexicon.check.map_or(Ok(()), |check| check(&cells)).map_err(|reason| (index + 1, reason))?,
        }
    }
    columns.map(|_| ()).ok_or((1, "no head line".to_owned()))
}

/// The text of a lexicon: the replacement's, else the one built in.
pub fn text(lexicon: Lexicon) -> &'static str {
    let mut replaced = REPLACED.get().into_iter().flatten();
    replaced.find(|(name, _)| *name == lexicon.name).map_or(lexicon.builtin, |(_, text)| text)
}

/// The rows of a lexicon without head and comments, columns in the order of the file.
///
/// The text lives as long as the program, so rows borrow from it.
pub fn rows(lexicon: Lexicon) -> Vec<Vec<&'static str>> {
    text(lexicon)
        .lines()
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
            check(lexicon, lexicon.builtin)
                .unwrap_or_else(|(line, reason)| panic!("{}: line {line}: {reason}", lexicon.name));
            let rows = rows(*lexicon);
            for pair in rows.windows(2) {
                assert!(pair[0] < pair[1], "{}: {:?} must stand after {:?}, once", lexicon.name, pair[0], pair[1]);
            }
        }
    }

    #[test]
    fn a_crooked_line_is_named() {
        let wrong = |lexicon: &Lexicon, text: &str| check(lexicon, text).unwrap_err();
        assert_eq!(wrong(&WORDS, "a\tb\n# x\nc\n"), (3, "1 columns where the head has 2".to_owned()));
        assert_eq!(wrong(&WORDS, ""), (1, "no head line".to_owned()));
        let text = "measure\tfamily\taliases\tnot_before\n个\tcount\t\t\n只\tcuont\t\t\n";
        assert_eq!(wrong(&MEASURES, text), (3, "unknown family `cuont`".to_owned()));
        let text = "id\ttitle\tfamilies\twordings\twithout\ntrees\t树\tcount|grwoth\t树\t\n";
        assert_eq!(wrong(&INDICATORS, text), (2, "unknown family `grwoth`".to_owned()));
        for (row, reason) in [
            ("力争\tadvreb\t", "unknown class `advreb`"),
            ("以上\tbound_behind\t=>", "unknown op `=>`"),
            ("以上\tbound_behind\t", "unknown op ``"),
            ("力争\tadverb\t=", "class `adverb` takes no value, not `=`"),
            ("城乡\ttwofold\t城镇", "`城镇` is not two halves with | between"),
            ("【确保】\tadverb\t", "`【` never stands in a folded text; write `(`"),
        ] {
            assert_eq!(wrong(&QUANTITY_WORDS, &format!("word\tclass\tvalue\n{row}\n")), (2, reason.to_owned()));
        }
        for (row, reason) in [
            ("等\tother\t", "unknown class `other`"),
            ("等\tothers\tsure", "class `others` takes no value `sure`"),
            ("及\tand\t", "class `and` takes no value ``"),
            ("上旬\tmonth_part\t四十", "`四十` is no number of a day or month"),
        ] {
            assert_eq!(wrong(&FORM_WORDS, &format!("word\tclass\tvalue\n{row}\n")), (2, reason.to_owned()));
        }
    }
}
