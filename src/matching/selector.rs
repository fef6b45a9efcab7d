//! Selectors: which lists are meant, and the rows narrowed to them.

use std::collections::{BTreeSet, HashMap};

use crate::error::Error;
use crate::matching::kernel::ListInfo;
use crate::office::Function;
use crate::table::schema::NoticeRow;
use crate::table::{self, Matches, Rows};

/// A choice of lists: a list's id, a notice's id, or conditions such as `level=city,year=2023`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selector {
    text: String,
    conditions: Vec<(String, String)>,
}

impl std::str::FromStr for Selector {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut conditions = Vec::new();
        if text.contains('=') {
            for part in text.split(',') {
                let (key, value) = part
                    .split_once('=')
                    .ok_or_else(|| format!("`{part}` is no condition; write level=city,year=2023"))?;
                let key = key.trim().to_ascii_lowercase();
                if !["level", "year", "region", "notice", "list", "province", "city", "district", "kind"]
                    .contains(&key.as_str())
                {
                    return Err(format!(
                        "`{key}` is nothing to select by; choose from level, year, region, notice, list, province, city, district, kind"
                    ));
                }
                conditions.push((key, value.trim().to_owned()));
            }
        } else if text.trim().is_empty() {
            return Err("an empty selector selects nothing".to_owned());
        }
        Ok(Self { text: text.trim().to_owned(), conditions })
    }
}

impl Selector {
    /// The error of a selector that none of the lists fits.
    pub(super) fn chooses_nothing<'a>(&self, lists: impl Iterator<Item = &'a str>) -> Error {
        let known: Vec<&str> = lists.take(8).collect();
        let reason = format!("selects no list; there are {}", known.join(", "));
        Error::Selector { selector: self.text.clone(), reason }
    }

    /// Whether a list is chosen.
    pub(super) fn fits(&self, list: &ListInfo, notice: &NoticeRow) -> bool {
        if self.conditions.is_empty() {
            return list.list_id == self.text
                || list.notice_id == self.text
                || list.notice_id.split('-').next() == Some(&self.text);
        }
        self.conditions.iter().all(|(key, value)| {
            let has = |text: &Option<String>| text.as_deref().is_some_and(|text| text.starts_with(value.as_str()));
            match key.as_str() {
                "level" => list.level == *value,
                "year" => list.year.map(|year| year.to_string()).as_deref() == Some(value),
                "notice" => list.notice_id == *value,
                "list" => list.list_id == *value,
                "province" => has(&notice.province),
                "city" => has(&notice.city),
                "district" => has(&notice.district),
                "kind" => notice.kind.name() == *value,
                _ => notice.region.contains(value.as_str()),
            }
        })
    }
}

/// The one list that a selector chooses.
///
/// # Errors
/// [`Error::Selector`] where it chooses none or several.
pub fn one_list(rows: &Rows, selector: &Selector) -> Result<String, Error> {
    let found = chosen_lists(rows, std::slice::from_ref(selector))?;
    match found.as_slice() {
        [only] => Ok(only.clone()),
        several => Err(Error::Selector {
            selector: selector.text.clone(),
            reason: format!("selects {} lists ({}); name one", several.len(), several.join(", ")),
        }),
    }
}

/// The ids of the lists that selectors choose, in order; no selector chooses all.
///
/// # Errors
/// [`Error::Selector`] where a selector chooses none.
pub fn chosen_lists(rows: &Rows, selectors: &[Selector]) -> Result<Vec<String>, Error> {
    let of_notice: HashMap<&str, &NoticeRow> =
        rows.notices.iter().map(|notice| (notice.notice_id.as_str(), notice)).collect();
    let mut lists: Vec<ListInfo> = Vec::new();
    for task in &rows.tasks {
        if lists.last().is_none_or(|list| list.list_id != task.list_id) {
            let year = of_notice.get(task.notice_id.as_str()).and_then(|notice| notice.year);
            lists.push(ListInfo {
                list_id: task.list_id.clone(),
                notice_id: task.notice_id.clone(),
                level: task.level.name().to_owned(),
                year,
                ..ListInfo::default()
            });
        }
    }
    for selector in selectors {
        if !lists
            .iter()
            .any(|list| of_notice.get(list.notice_id.as_str()).is_some_and(|notice| selector.fits(list, notice)))
        {
            return Err(selector.chooses_nothing(lists.iter().map(|list| list.list_id.as_str())));
        }
    }
    Ok(lists
        .into_iter()
        .filter(|list| {
            selectors.is_empty()
                || selectors.iter().any(|selector| {
                    of_notice.get(list.notice_id.as_str()).is_some_and(|notice| selector.fits(list, notice))
                })
        })
        .map(|list| list.list_id)
        .collect())
}

/// The rows of only some lists, and only the tasks of one function; matches and themes are dropped.
///
/// # Errors
/// [`Error::Selector`] where a selector chooses nothing, [`Error::Usage`] where the function is unknown.
pub fn narrow(mut rows: Rows, selectors: &[Selector], function: Option<&str>) -> Result<Rows, Error> {
    let lists: BTreeSet<String> = chosen_lists(&rows, selectors)?.into_iter().collect();
    let function = match function {
        None => None,
        Some(name) => {
            let is_named = |function: &Function| function.code() == name || function.title() == name;
            Some(Function::all().find(is_named).ok_or_else(|| {
                let names: Vec<String> =
                    Function::all().map(|function| format!("{} {}", function.code(), function.title())).collect();
                Error::Usage(format!("`{name}` is no function; choose from {}", names.join(", ")))
            })?)
        }
    };
    if let Some(known) = function {
        let of_it = rows.assignments.iter().filter(|row| row.functions.contains(&known));
        let of_it: BTreeSet<&str> = of_it.map(|row| row.task_id.as_str()).collect();
        rows.tasks.retain(|task| of_it.contains(task.task_id.as_str()));
    }
    rows.tasks.retain(|task| lists.contains(&task.list_id));
    rows.lists = table::lists(&rows.notices, &rows.tasks);
    let kept: BTreeSet<&str> = rows.tasks.iter().map(|task| task.task_id.as_str()).collect();
    rows.clauses.retain(|row| kept.contains(row.task_id.as_str()));
    rows.targets.retain(|row| row.task_id.as_deref().is_some_and(|task| kept.contains(task)));
    rows.assignments.retain(|row| kept.contains(row.task_id.as_str()));
    (rows.matches, rows.themes, rows.theme_ranking) = (Matches::default(), Vec::new(), Vec::new());
    Ok(rows)
}
