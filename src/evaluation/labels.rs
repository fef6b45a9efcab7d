//! Labels: what people wrote down by hand.
//!
//! In:  a folder of label files. `*.jsonl` hold labelled tasks (rows with `list` and `text`) or graded pairs (rows with `a`,
//!      `b` and `grade`); `units.tsv` holds units with their functions; `notices.tsv` tells which notice a name in the
//!      other files means, where no labelled tasks show it.
//! Out: [`Labels`], in the order of the files' names.

use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::texts::{self, TextPool};
use crate::error::Error;

/// One labelled task.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct LabelledTask {
    /// Level of the list.
    pub list: String,
    #[serde(default)]
    pub number: Option<String>,
    #[serde(default)]
    pub section: Vec<String>,
    pub text: String,
    #[serde(default)]
    pub assignments: Vec<LabelledAssignment>,
    #[serde(default)]
    pub targets: Vec<LabelledTarget>,
    /// Counts neither for nor against.
    #[serde(default)]
    pub optional: bool,
}

/// A labelled unit of a task.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct LabelledAssignment {
    pub role: String,
    pub unit: String,
}

/// A labelled target of a task.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct LabelledTarget {
    #[serde(default)]
    pub indicator: String,
    #[serde(default)]
    pub op: String,
    pub value: f64,
    #[serde(default)]
    pub value_max: Option<f64>,
    #[serde(rename = "unit", default)]
    pub measure: String,
    #[serde(default)]
    pub raw: String,
    /// Counts neither for nor against.
    #[serde(default)]
    pub optional: bool,
}

/// A graded pair of tasks, by names such as `wuchang-2023/city/12`.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct LabelledPair {
    pub a: String,
    pub b: String,
    /// 2 same commitment, 1 related, 0 unrelated.
    pub grade: u8,
    #[serde(rename = "ca", default)]
    pub left_clause: String,
    #[serde(rename = "cb", default)]
    pub right_clause: String,
    /// The tasks' words, where a name alone would not find them.
    #[serde(rename = "ta", default)]
    pub left_text: String,
    #[serde(rename = "tb", default)]
    pub right_text: String,
}

/// A file of labelled tasks.
#[derive(Debug, Clone, Default)]
pub struct LabelFile {
    /// The file's name without its ending.
    pub name: String,
    pub tasks: Vec<LabelledTask>,
}

impl LabelFile {
    /// What pairs call the notice: the name up to its first dot.
    pub fn notice(&self) -> &str {
        self.name.split('.').next().unwrap_or_default()
    }

    /// What pairs call a task.
    pub fn task_name(&self, row: usize) -> String {
        let task = &self.tasks[row];
        let number = task.number.clone().filter(|number| !number.is_empty()).unwrap_or_else(|| format!("r{}", row + 1));
        format!("{}/{}/{number}", self.notice(), task.list)
    }

    /// The levels of its lists, in order of their first coming.
    pub fn levels(&self) -> Vec<&str> {
        let mut levels: Vec<&str> = Vec::new();
        for task in &self.tasks {
            if !levels.contains(&task.list.as_str()) {
                levels.push(&task.list);
            }
        }
        levels
    }
}

/// A file of graded pairs.
#[derive(Debug, Clone, Default)]
pub struct PairFile {
    pub name: String,
    /// Whether it came with the guideline; the name of a file of our own starts with `own.`.
    pub shared: bool,
    pub pairs: Vec<LabelledPair>,
}

/// A labelled unit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LabelledUnit {
    pub notice: String,
    pub unit: String,
    /// Any of them is right.
    pub functions: Vec<String>,
}

/// Everything in a folder of labels.
#[derive(Debug, Clone, Default)]
pub struct Labels {
    pub files: Vec<LabelFile>,
    pub pools: Vec<PairFile>,
    pub text_pools: Vec<TextPool>,
    pub units: Vec<LabelledUnit>,
    /// A notice's name in the labels, and its id in the tables.
    pub notices: Vec<(String, String)>,
}

/// Reads a folder of labels.
///
/// # Errors
/// [`Error::Read`] and [`Error::Missing`]; [`Error::Lexicon`] with the line that is no label; [`Error::Usage`] where the
/// folder holds no label at all.
pub fn open(folder: &Path) -> Result<Labels, Error> {
    if !folder.is_dir() {
        return Err(Error::Missing { path: folder.to_path_buf() });
    }
    let mut paths: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(folder).map_err(Error::read(folder))? {
        paths.push(entry.map_err(Error::read(folder))?.path());
    }
    paths.sort();
    let mut labels = Labels::default();
    for path in paths {
        let Some(file) = path.file_name().and_then(|name| name.to_str()) else { continue };
        if let Some(name) = file.strip_suffix(".jsonl") {
            let text = fs::read_to_string(&path).map_err(Error::read(&path))?;
            read_lines(&mut labels, &path, name, &text)?;
        } else if file == "units.tsv" {
            let text = fs::read_to_string(&path).map_err(Error::read(&path))?;
            labels.units = units(&path, &text)?;
        } else if file == "notices.tsv" {
            let text = fs::read_to_string(&path).map_err(Error::read(&path))?;
            labels.notices =
                columns(&path, &text, ["label", "notice_id"])?.into_iter().map(|[label, id]| (label, id)).collect();
        }
    }
    labels.text_pools = texts::open(folder)?;
    let none = labels.files.is_empty() && labels.pools.is_empty() && labels.text_pools.is_empty();
    if none && labels.units.is_empty() {
        return Err(Error::Usage(format!(
            "{}: no labels in this folder; see the README of datasets/labels",
            folder.display()
        )));
    }
    Ok(labels)
}

/// A file of tasks or of pairs: its first row tells.
fn read_lines(labels: &mut Labels, path: &Path, name: &str, text: &str) -> Result<(), Error> {
    let Some((line, first)) = text.lines().enumerate().find(|(_, line)| !line.trim().is_empty()) else { return Ok(()) };
    let first: serde_json::Value = parse(path, line, first)?;
    if first.get("grade").is_some() {
        let (shared, name) = name.strip_prefix("own.").map_or((true, name), |name| (false, name));
        let name = name.strip_prefix("match.").unwrap_or(name).to_owned();
        labels.pools.push(PairFile { name, shared, pairs: objects(path, text)? });
    } else {
        labels.files.push(LabelFile { name: name.to_owned(), tasks: objects(path, text)? });
    }
    Ok(())
}

pub(super) fn objects<T: DeserializeOwned>(path: &Path, text: &str) -> Result<Vec<T>, Error> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines.map(|(line, text)| parse(path, line, text)).collect()
}

pub(super) fn parse<T: DeserializeOwned>(path: &Path, line: usize, text: &str) -> Result<T, Error> {
    let text = text.trim_start_matches('\u{feff}');
    serde_json::from_str(text).map_err(|error| Error::Lexicon {
        path: path.to_path_buf(),
        line: line + 1,
        source: error.into(),
    })
}

fn units(path: &Path, text: &str) -> Result<Vec<LabelledUnit>, Error> {
    let rows = columns(path, text, ["notice", "unit", "function"])?;
    let unit = |[notice, unit, functions]: [String; 3]| LabelledUnit {
        notice,
        unit,
        functions: functions.split('|').map(str::to_owned).collect(),
    };
    Ok(rows.into_iter().map(unit).collect())
}

/// Some columns of a tab-separated table with a header; lines that start with `#` are comments.
fn columns<const N: usize>(path: &Path, text: &str, names: [&str; N]) -> Result<Vec<[String; N]>, Error> {
    let mut lines = text.trim_start_matches('\u{feff}').lines().filter(|line| !line.starts_with('#'));
    let header: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
    let mut places = [0; N];
    for (place, name) in places.iter_mut().zip(names) {
        *place = header.iter().position(|head| head.trim() == name).ok_or_else(|| Error::Lexicon {
            path: path.to_path_buf(),
            line: 1,
            source: format!("no column `{name}`").into(),
        })?;
    }
    let rows = lines.filter(|line| !line.trim().is_empty()).map(|line| {
        let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
        places.map(|place| cells.get(place).copied().unwrap_or_default().to_owned())
    });
    Ok(rows.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_row_tells_what_a_file_holds() {
        let mut labels = Labels::default();
        let path = Path::new("x.jsonl");
        let task = r#"{"list":"city","number":"(一)","text":"修路。","assignments":[{"role":"lead","unit":"市交通局"}],"targets":[{"indicator":"路","op":"=","value":3,"unit":"条","raw":"3条"}]}"#;
        read_lines(
            &mut labels,
            path,
            "town-2020.city",
            &format!("{task}\n\n{}", r#"{"list":"city","number":null,"text":"植树。"}"#),
        )
        .unwrap();
        read_lines(
            &mut labels,
            path,
            "own.match.a__b",
            r#"{"a":"town-2020/city/(一)","b":"b/city/1","grade":2,"ca":"路","cb":"路"}"#,
        )
        .unwrap();
        let file = &labels.files[0];
        assert_eq!(
            (file.task_name(0).as_str(), file.task_name(1).as_str()),
            ("town-2020/city/(一)", "town-2020/city/r2")
        );
        assert_eq!(file.tasks[0].targets[0].measure, "条");
        assert_eq!((labels.pools[0].name.as_str(), labels.pools[0].shared), ("a__b", false));
        assert!(read_lines(&mut labels, path, "x", "{\"list\":\"city\"}").is_err());
    }

    #[test]
    fn columns_are_found_by_their_heads() {
        let table = "# units\nkind\tunit\tnotice\tfunction\ndepartment\t区教育局\ttown\teducation|other\n";
        let want = LabelledUnit {
            notice: "town".into(),
            unit: "区教育局".into(),
            functions: vec!["education".into(), "other".into()],
        };
        assert_eq!(units(Path::new("units.tsv"), table).unwrap(), [want]);
        assert!(units(Path::new("units.tsv"), "unit\n").is_err());
    }
}
