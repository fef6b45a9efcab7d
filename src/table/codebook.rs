//! The codebook: what tables, columns and codes are called for people, and what they mean.
//!
//! In:  the schema, and the words beside it (`schema/*.tsv`).
//! Out: heads and cells in either language ([`Words`]) and the way back; what a column means, for [`super::describe`].
//!
//! JSON Lines and Parquet are for programs: they hold the names and codes of the schema always.

use std::borrow::Cow;
use std::collections::HashMap;
use std::str::FromStr;
use std::sync::LazyLock;

use crate::notice::Code;
use crate::office::Function;

/// The language of what people open: CSV and XLSX.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    /// Chinese heads, and what codes are called.
    Zh,
    /// The names and codes of the schema.
    #[default]
    En,
}

impl FromStr for Lang {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        match name.trim().to_ascii_lowercase().as_str() {
            "zh" | "zh-cn" | "中文" => Ok(Self::Zh),
            "en" => Ok(Self::En),
            other => Err(format!("`{other}` is no language of the tables; choose from zh, en")),
        }
    }
}

/// What a column is called and means.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub title: &'static str,
    /// The set of its codes.
    pub codes: Option<&'static str>,
    pub zh: &'static str,
    /// Empty where the schema says it.
    pub en: &'static str,
}

/// What a table is called and means.
#[derive(Debug, Clone, Copy)]
pub(super) struct TableEntry {
    pub title: &'static str,
    pub zh: &'static str,
    pub en: &'static str,
}

struct Book {
    tables: HashMap<&'static str, TableEntry>,
    columns: HashMap<(&'static str, &'static str), Entry>,
    /// By set, in the order of the file.
    codes: HashMap<&'static str, Vec<(&'static str, &'static str)>>,
}

static BOOK: LazyLock<Book> = LazyLock::new(Book::read);

/// The columns of a line; a test holds that all are there.
fn fields<const N: usize>(line: &'static str) -> [&'static str; N] {
    let mut parts = line.split('\t');
    std::array::from_fn(|_| parts.next().unwrap_or_default())
}

fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().filter(|line| !line.starts_with('#') && !line.is_empty())
}

impl Book {
    fn read() -> Self {
        let tables = lines(include_str!("schema/tables.tsv")).map(|line| {
            let [table, title, zh, en] = fields(line);
            (table, TableEntry { title, zh, en })
        });
        let columns = lines(include_str!("schema/columns.tsv")).map(|line| {
            let [table, column, title, codes, zh, en] = fields(line);
            ((table, column), Entry { title, codes: (!codes.is_empty()).then_some(codes), zh, en })
        });
        let mut codes: HashMap<&str, Vec<(&str, &str)>> = HashMap::new();
        for line in lines(include_str!("schema/codes.tsv")) {
            let [set, code, title] = fields(line);
            codes.entry(set).or_default().push((code, title));
        }
        codes.insert("function", Function::all().map(|function| (function.code(), function.title())).collect());
        codes.insert("problem", Code::ALL.iter().map(|code| (code.id(), code.title())).collect());
        Self { tables: tables.collect(), columns: columns.collect(), codes }
    }
}

/// What is known of a column of a table.
pub(super) fn column(table: &str, name: &str) -> Option<Entry> {
    let own = BOOK.columns.get(&(table, name) as &(&str, &str));
    own.or_else(|| BOOK.columns.get(&("*", name) as &(&str, &str))).copied()
}

/// What is known of a table.
pub(super) fn table(name: &str) -> Option<TableEntry> {
    BOOK.tables.get(name).copied()
}

/// The codes of a set and what they are called.
pub(super) fn codes(set: &str) -> &'static [(&'static str, &'static str)] {
    BOOK.codes.get(set).map_or(&[], Vec::as_slice)
}

/// What a code is called; `None` for one that the set lacks.
pub fn code_title(set: &str, code: &str) -> Option<&'static str> {
    codes(set).iter().find(|(known, _)| *known == code).map(|(_, title)| *title)
}

/// As [`code_title`]; the year of a horizon is part of its name.
fn told(set: &str, code: &str) -> Option<Cow<'static, str>> {
    match code.strip_prefix("until_") {
        Some(year) if set == "horizon" => Some(format!("到{year}年").into()),
        _ => code_title(set, code).map(Cow::Borrowed),
    }
}

/// The code that is called so.
pub(super) fn code_of(set: &str, title: &str) -> Option<Cow<'static, str>> {
    let known = codes(set).iter().find(|(_, known)| *known == title).map(|(code, _)| Cow::Borrowed(*code));
    match title.strip_prefix('到').and_then(|rest| rest.strip_suffix('年')) {
        Some(year) if set == "horizon" => Some(format!("until_{year}").into()),
        _ => known,
    }
}

/// The heads of a table in some language, and what its cells become.
#[derive(Debug, Clone, Default)]
pub struct Words {
    heads: Vec<String>,
    /// The set of codes of each column; empty where all stay as they are.
    codes: Vec<Option<&'static str>>,
}

impl Words {
    /// The words of a table's columns. A column that the codebook does not know keeps its name.
    pub fn new<'a>(table: &str, names: impl Iterator<Item = &'a str>, lang: Lang) -> Self {
        let mut words = Self::default();
        for name in names {
            let entry = column(table, name).filter(|_| lang == Lang::Zh);
            words.heads.push(entry.map_or(name, |entry| entry.title).to_owned());
            if lang == Lang::Zh {
                words.codes.push(entry.and_then(|entry| entry.codes));
            }
        }
        words
    }

    pub fn heads(&self) -> &[String] {
        &self.heads
    }

    /// What stands in a cell of a column that holds `text`.
    pub fn cell<'t>(&self, column: usize, text: &'t str) -> Cow<'t, str> {
        if self.codes.is_empty() {
            return Cow::Borrowed(text);
        }
        match (self.codes.get(column).copied().flatten(), text) {
            (None, "true") => Cow::Borrowed("是"),
            (None, "false") => Cow::Borrowed("否"),
            (None, _) | (_, "") => Cow::Borrowed(text),
            (Some(set), _) => {
                let named = |code: &str| told(set, code).unwrap_or_else(|| Cow::Owned(code.to_owned()));
                Cow::Owned(text.split(super::cell::BETWEEN).map(named).collect::<Vec<_>>().join(super::cell::BETWEEN))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::describe::{all_fields, described};
    use super::*;

    #[test]
    fn every_column_has_a_name_and_a_meaning() {
        for name in described() {
            let known = table(name).unwrap_or_else(|| panic!("no words for the table {name}"));
            assert!(!known.title.is_empty() && !known.zh.is_empty() && !known.en.is_empty(), "{name}");
            let mut titles = BTreeSet::new();
            for field in all_fields(name) {
                let entry = column(name, field.name).unwrap_or_else(|| panic!("no words for {name}.{}", field.name));
                assert!(titles.insert(entry.title), "{name}: two columns are called {}", entry.title);
                assert!(!field.doc.is_empty() || !entry.en.is_empty(), "no English for {name}.{}", field.name);
                if let Some(set) = entry.codes {
                    assert!(!codes(set).is_empty(), "{name}.{}: no codes of {set}", field.name);
                }
            }
        }
    }

    #[test]
    fn every_line_is_whole_and_used_once() {
        for (text, wide) in [
            (include_str!("schema/tables.tsv"), 4),
            (include_str!("schema/columns.tsv"), 6),
            (include_str!("schema/codes.tsv"), 3),
        ] {
            let mut seen = BTreeSet::new();
            for line in lines(text) {
                assert_eq!(line.split('\t').count(), wide, "{line}");
                let keys: Vec<&str> = line.split('\t').take(if wide == 4 { 1 } else { 2 }).collect();
                assert!(seen.insert(keys), "twice: {line}");
            }
        }
    }

    #[test]
    fn a_title_leads_back_to_its_code() {
        for set in BOOK.codes.keys() {
            for (code, title) in codes(set) {
                assert_eq!(code_of(set, title).as_deref(), Some(*code), "{set}: {title}");
            }
        }
        assert_eq!(told("horizon", "until_2030").as_deref(), Some("到2030年"));
        assert_eq!(code_of("horizon", "到2030年").as_deref(), Some("until_2030"));
    }

    #[test]
    fn every_problem_has_a_title() {
        // one family a letter: text, structure, roles, units, corrections, metadata, files, files that come back
        let families: BTreeSet<&str> = codes("problem").iter().map(|(code, _)| &code[..1]).collect();
        assert_eq!(families.into_iter().collect::<String>(), "CFMPRSTU");
        for code in Code::ALL {
            assert_eq!(code_title("problem", code.id()), Some(code.title()));
        }
        let words = Words::new("problems", ["code"].into_iter(), Lang::Zh);
        assert_eq!(words.cell(0, "P001"), "对不上任务的行");
    }

    #[test]
    fn cells_are_told_in_chinese() {
        let names = || ["role", "functions", "unit", "main"].into_iter();
        let zh = Words::new("assignments", names(), Lang::Zh);
        assert_eq!(zh.heads(), ["角色", "全部条线", "单位", "主要目标"]);
        assert_eq!(zh.cell(1, "education / health"), "教育 / 卫生健康");
        assert_eq!((zh.cell(0, "lead").as_ref(), zh.cell(2, "lead").as_ref()), ("牵头", "lead"));
        assert_eq!((zh.cell(0, "boss").as_ref(), zh.cell(3, "true").as_ref()), ("boss", "是"));
        let en = Words::new("assignments", names(), Lang::En);
        assert_eq!((en.heads()[0].as_str(), en.cell(0, "lead").as_ref()), ("role", "lead"));
    }
}
