//! Pools that carry their texts: graded pairs of two lists whose notices need not be at hand.
//!
//! In:  `pools/pool.NAME.jsonl` of a folder of labels: first a row with the tasks of either list, then a row a graded pair.
//! Out: [`TextPool`]s; [`rows`] puts their tasks beside those that were read, so that both are prepared together.

use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::labels::{LabelledPair, objects, parse};
use crate::error::Error;
use crate::quantity::{self, Context};
use crate::table::Rows;
use crate::table::schema::{TargetRow, TaskRow};

/// One task of a pool.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct PoolTask {
    /// What pairs call it; empty for a task that no reader looked at.
    #[serde(default)]
    pub id: String,
    /// Headings, outermost first, split by ` > `.
    #[serde(default)]
    pub section: String,
    pub text: String,
}

/// The tasks of a pool.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct PoolTasks {
    /// Each was read against the whole right list.
    pub left: Vec<PoolTask>,
    /// The other tasks of the left list: what words are worth there.
    #[serde(default)]
    pub left_rest: Vec<PoolTask>,
    pub right: Vec<PoolTask>,
}

/// A pool with its texts.
#[derive(Debug, Clone, Default)]
pub struct TextPool {
    pub name: String,
    pub tasks: PoolTasks,
    pub pairs: Vec<LabelledPair>,
}

impl TextPool {
    /// What a task is called among all that are prepared.
    pub fn task_id(&self, side: &str, id: &str) -> String {
        format!("{}/{side}/{id}", self.name)
    }
}

/// The pools of a folder, by name; none where it has no folder `pools`.
///
/// # Errors
/// [`Error::Read`]; [`Error::Lexicon`] with the line that is no task list or pair.
pub fn open(folder: &Path) -> Result<Vec<TextPool>, Error> {
    let folder = folder.join("pools");
    let mut paths: Vec<PathBuf> = Vec::new();
    if folder.is_dir() {
        for entry in fs::read_dir(&folder).map_err(Error::read(&folder))? {
            paths.push(entry.map_err(Error::read(&folder))?.path());
        }
    }
    paths.sort();
    let mut pools = Vec::new();
    for path in paths {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let Some(name) = name.strip_prefix("pool.").and_then(|name| name.strip_suffix(".jsonl")) else { continue };
        let text = fs::read_to_string(&path).map_err(Error::read(&path))?;
        let (head, pairs) = text.split_once('\n').unwrap_or((&text, ""));
        pools.push(TextPool { name: name.to_owned(), tasks: parse(&path, 0, head)?, pairs: objects(&path, pairs)? });
    }
    Ok(pools)
}

/// The tasks of pools and what they count, behind those that were read.
pub fn rows(mut read: Rows, pools: &[TextPool]) -> Rows {
    for pool in pools {
        let sides = [("left", &pool.tasks.left), ("left", &pool.tasks.left_rest), ("right", &pool.tasks.right)];
        for (side, tasks) in sides {
            for (at, task) in tasks.iter().enumerate() {
                let id = if task.id.is_empty() { format!("rest{at}") } else { task.id.clone() };
                let task_id = pool.task_id(side, &id);
                read.targets.extend(quantity::extract(&task.text, &Context::default()).into_iter().map(|target| {
                    TargetRow {
                        task_id: Some(task_id.clone()),
                        indicator: target.indicator,
                        indicator_id: target.indicator_id.map(str::to_owned),
                        measure: target.measure,
                        text_start: Some(target.raw.start as u32),
                        ..TargetRow::default()
                    }
                }));
                read.tasks.push(TaskRow {
                    task_id,
                    notice_id: pool.name.clone(),
                    list_id: format!("{}/{side}", pool.name),
                    section: task.section.split(" > ").map(str::to_owned).collect(),
                    text: task.text.clone(),
                    ..TaskRow::default()
                });
            }
        }
    }
    read
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pool_carries_its_tasks() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("pools")).unwrap();
        let lines = concat!(
            r#"{"files":["a.txt","b.txt"],"left":[{"id":"L1","section":"一 > 二","text":"新建公厕5座。"}],"#,
            r#""left_rest":[{"text":"植树。"}],"right":[{"id":"R1","text":"改建公厕。"}]}"#,
            "\n",
            r#"{"a":"L1","b":"R1","grade":2,"ca":"新建公厕5座","cb":"改建公厕"}"#,
            "\n"
        );
        fs::write(folder.path().join("pools/pool.a__b.jsonl"), lines).unwrap();
        fs::write(folder.path().join("pools/README.md"), "no pool").unwrap();
        let pools = open(folder.path()).unwrap();
        assert_eq!((pools.len(), pools[0].name.as_str(), pools[0].pairs[0].grade), (1, "a__b", 2));
        let rows = rows(Rows::default(), &pools);
        let ids: Vec<&str> = rows.tasks.iter().map(|task| task.task_id.as_str()).collect();
        assert_eq!(ids, ["a__b/left/L1", "a__b/left/rest0", "a__b/right/R1"]);
        assert_eq!(rows.tasks[0].section, ["一", "二"]);
        assert_eq!(rows.targets[0].task_id.as_deref(), Some("a__b/left/L1"));
        fs::write(folder.path().join("pools/pool.c__d.jsonl"), "{}\n").unwrap();
        assert!(open(folder.path()).is_err());
    }
}
