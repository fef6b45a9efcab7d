//! Lexicons: the words that people may want to change, as tab-separated files.
//!
//! In:  `datasets/lexicon/*.tsv`, built into the binary; a folder given with `--lexicon` replaces them file by file.
//! Out: [`Lexicons`], a value that work reads with; the rows of one file, [`rows`].
//! Form: UTF-8, first line the column names, `#` opens a comment line, columns split by one tab.
//! Strict: a line with too few columns or with a code that its column does not know is an error with its place.
//! Not here: what the words are used for; only the codes that columns may hold are known ([`code`]).

pub mod code;
pub mod longest;
mod set;
pub mod words;

use std::path::Path;

use crate::error::Error;
pub use set::Lexicons;
#[cfg(test)]
pub(crate) use set::idle;
pub use set::{once, once_of};

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
    FUNCTIONS = "functions.tsv", code::function;
    /// Offices: stems, their spellings, function codes.
    UNITS = "units.tsv", code::unit;
    /// Words in names of offices and what they do there.
    OFFICE_WORDS = "office-words.tsv", code::office_word;
    /// Divisions of GB/T 2260 with their codes and former names.
    REGIONS = "regions.tsv", code::region;
    /// Development zones and other places outside the list of divisions.
    ZONES = "zones.tsv", code::zone;
    /// Phrases in which a text names its own place.
    SELFNAMES = "selfnames.tsv", code::selfname;
    /// Words around names of places and what they do there.
    PLACE_WORDS = "place-words.tsv", code::place_word;
    /// Measure words and how they convert to a base measure.
    MEASURES = "measures.tsv", code::measure;
    /// Canonical indicators and their wordings.
    INDICATORS = "indicators.tsv", code::indicator;
    /// What words before a figure make of it: an addition, a total, a part.
    FIGURE_KINDS = "figure-kinds.tsv", code::figure_kind;
    /// Words around figures and what they do there.
    QUANTITY_WORDS = "quantity-words.tsv", code::quantity_word;
    /// Words of printed forms: what lists, tables and letters print around tasks and names.
    FORM_WORDS = "form-words.tsv", code::form_word;
    /// Role words: how a notice says who leads, answers or helps.
    ROLES = "roles.tsv", code::role;
    /// Headings: words that tell a list of tasks from a blank form, a glossary, a rule.
    HEADINGS = "headings.tsv", code::heading;
    /// Words of the head of a document and what they do there.
    HEAD_WORDS = "head-words.tsv", code::head_word;
    /// Words that tell the parts and sentences of a work report.
    REPORT_WORDS = "report-words.tsv", words::without_values::<code::ReportClass>;
    /// Page furniture: lines that are no part of a notice.
    FURNITURE = "furniture.tsv", code::furniture;
    /// Web pages: labels of their metadata, names of the containers that hold the article or stand beside it.
    PAGE = "page.tsv", code::page;
    /// Words of ledgers that come back filled in.
    PROGRESS_WORDS = "progress-words.tsv", code::progress_word;
    /// Programmes and duties with their wordings and successor names.
    CONCEPTS = "concepts.tsv";
    /// Words that jieba must not tear apart.
    WORDS = "words.tsv";
    /// Traditional characters and their simplified forms.
    TRADITIONAL = "traditional.tsv";
}

/// The files of `folder` that stand in for built-in ones, checked.
fn read_folder(folder: &Path) -> Result<Vec<(&'static str, String)>, Error> {
    if !ALL.iter().any(|lexicon| folder.join(lexicon.name).is_file()) {
        return Err(Error::Missing { path: folder.join(UNITS.name) });
    }
    let mut texts = Vec::new();
    for lexicon in ALL {
        let path = folder.join(lexicon.name);
        if path.is_file() {
            let text = std::fs::read_to_string(&path).map_err(Error::read(&path))?;
            check(lexicon, &text).map_err(|(line, reason)| Error::Lexicon { path, line, source: reason.into() })?;
            texts.push((lexicon.name, text));
        }
    }
    for (name, text) in &texts {
        check_functions(name, text, &texts).map_err(|(line, reason)| Error::Lexicon {
            path: folder.join(name),
            line,
            source: reason.into(),
        })?;
    }
    Ok(texts)
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

/// The first line that names a function which `functions.tsv` does not have, the folder's where it has one.
fn check_functions(name: &str, text: &str, replaced: &[(&str, String)]) -> Result<(), (usize, String)> {
    let functions =
        replaced.iter().find(|(name, _)| *name == FUNCTIONS.name).map_or(FUNCTIONS.builtin, |(_, text)| text.as_str());
    let is_code = |code: &str| functions.lines().any(|line| line.split('\t').next() == Some(code));
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.starts_with('#')).skip(1) {
        let row: Vec<&str> = line.split('\t').collect();
        if let Some(code) = code::functions_of(name, &row).into_iter().find(|code| !is_code(code)) {
            return Err((index + 1, format!("unknown function `{code}`")));
        }
    }
    Ok(())
}

/// The text of a lexicon that this thread reads with.
pub fn text(lexicon: Lexicon) -> &'static str {
    Lexicons::current().text(lexicon).unwrap_or(lexicon.builtin)
}

/// The rows of a lexicon without head and comments, columns in the order of the file.
///
/// The text lives as long as the program, so rows borrow from it.
pub fn rows(lexicon: Lexicon) -> Vec<Vec<&'static str>> {
    let lexicons = Lexicons::current();
    text(lexicon)
        .lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
        .skip(1)
        .enumerate()
        .filter(|(index, _)| lexicons.has(lexicon, *index))
        .map(|(_, line)| line.split('\t').collect())
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
            check_functions(lexicon.name, lexicon.builtin, &[])
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
        assert_eq!(wrong(&HEADINGS, "kind\tword\nlits\t清单\n"), (2, "unknown kind `lits`".to_owned()));
        let text = "word\tclass\tvalue\n文号\tfield\tnumbre\n";
        assert_eq!(wrong(&HEAD_WORDS, text), (2, "unknown item `numbre`".to_owned()));
        let text = "word\tclass\tvalue\n回顾\treveiw\t\n";
        assert_eq!(wrong(&REPORT_WORDS, text), (2, "unknown class `reveiw`".to_owned()));
        for (row, reason) in [
            ("力争\tadvreb\t", "unknown class `advreb`"),
            ("以上\tbound_behind\t=>", "unknown op `=>`"),
            ("以上\tbound_behind\t", "unknown op ``"),
            ("力争\tadverb\t=", "class `adverb` takes no value, not `=`"),
            ("城乡\ttwofold\t城镇", "`城镇` is not two or more parts with | between"),
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

    #[test]
    fn a_crooked_code_is_named() {
        let tables = [
            (FUNCTIONS, "code\ttitle", "Tax\t税务", "`Tax` is no code of small letters and _"),
            (FUNCTIONS, "code\ttitle", "tax\t", "function `tax` has no name for people"),
            (UNITS, "form\tname\tkind\tfunctions\tspellings", "stme\t税务\tvertical\ttax\t", "unknown form `stme`"),
            (UNITS, "form\tname\tkind\tfunctions\tspellings", "stem\t税务\tvertcal\ttax\t", "unknown kind `vertcal`"),
            (
                UNITS,
                "form\tname\tkind\tfunctions\tspellings",
                "stem\t税务\tvertical\t\t",
                "unit `税务` has no function",
            ),
            (OFFICE_WORDS, "word\tclass\tvalue", "局\ttpye\t", "unknown class `tpye`"),
            (
                OFFICE_WORDS,
                "word\tclass\tvalue",
                "医院\thouse\thealth",
                "`health` is not a kind, a colon and functions",
            ),
            (OFFICE_WORDS, "word\tclass\tvalue", "医院\thouse\thouse:health", "unknown kind `house`"),
            (OFFICE_WORDS, "word\tclass\tvalue", "支队\tbranch\tits", "`its` is not own or nothing"),
            (OFFICE_WORDS, "word\tclass\tvalue", "新区\tzone\tzone", "class `zone` takes no value, not `zone`"),
            (REGIONS, "code\tname\tuntil\tshort", "42011\t洪山区\t\t", "`42011` is no code of six digits"),
            (REGIONS, "code\tname\tuntil\tshort", "420111\t\t\t", "a division without a name"),
            (REGIONS, "code\tname\tuntil\tshort", "420111\t洪山区\t2019年\t", "`2019年` is no year"),
            (ZONES, "name\tparent\tothers", "滨海新区\t天津\t", "`天津` is no code of six digits"),
            (SELFNAMES, "kind\twords", "speak\t我代表X", "unknown kind `speak`"),
            (SELFNAMES, "kind\twords", "speaks\t我代表", "`我代表` has no X for the place"),
            (SELFNAMES, "kind\twords", "speaks\t[我代表X", "`[我代表X` has a bracket without its other half"),
            (PLACE_WORDS, "word\tclass\tvalue", "省\tlevel\tprovence", "unknown level `provence`"),
            (PLACE_WORDS, "word\tclass\tvalue", "市\tmade_up\tcity/", "unknown level ``"),
            (PLACE_WORDS, "word\tclass\tvalue", "关于\tabout\tcity", "class `about` takes no value, not `city`"),
            (ROLES, "kind\tword\trole", "lable\t牵头单位\tlead", "unknown kind `lable`"),
            (ROLES, "kind\tword\trole", "label\t牵头单位\tleads", "unknown role `leads`"),
            (ROLES, "kind\tword\trole", "verb\t牵头\tname", "kind `verb` has no role `name`"),
            (FURNITURE, "kind\tword", "lines\t打印本页", "unknown kind `lines`"),
            (PAGE, "kind\tword", "aside\t", "kind `aside` without a word"),
        ];
        for (lexicon, head, row, reason) in tables {
            assert_eq!(check(&lexicon, &format!("{head}\n{row}\n")), Err((2, reason.to_owned())), "{}", lexicon.name);
        }
        let unit = "form\tname\tkind\tfunctions\tspellings\n# x\nstem\t税务\tvertical\ttax/teh\t\n";
        assert_eq!(check_functions("units.tsv", unit, &[]), Err((3, "unknown function `teh`".to_owned())));
        let own = [("functions.tsv", "code\ttitle\ntax\t税务\nteh\t其他\n".to_owned())];
        assert_eq!(check_functions("units.tsv", unit, &own), Ok(()));
    }
}
