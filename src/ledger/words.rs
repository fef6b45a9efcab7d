//! Words of the workbooks: heads of columns, quarters, roles; and the words by which returned sheets are read.
//!
//! Source of what is looked for in returned files: `datasets/lexicon/progress-words.tsv`.

pub(super) use crate::lexicon::code::{HeadKind, ProgressClass as Class, Status};
use crate::lexicon::words;
use crate::notice::{Level, Role};
use crate::table::schema::ListRow;

words::words!(PROGRESS_WORDS, Class);

/// The words of returned sheets.
pub(super) fn progress_words() -> &'static words::Words<Class> {
    words()
}

/// Heads of the two hidden columns.
pub(super) const ID: &str = "系统编号";
pub(super) const UNIT: &str = "填报单位";

/// Heads of what is to be filled in, a quarter.
pub(super) const ASKED: [&str; 4] = ["进展情况", "完成值", "状态", "备注"];

/// The quarters of a year.
pub(super) const QUARTERS: [&str; 4] = ["一季度", "二季度", "三季度", "四季度"];

/// A role for people.
pub(super) fn role(role: Role) -> &'static str {
    match role {
        Role::Lead => "牵头",
        Role::Responsible => "责任",
        Role::Support => "配合",
        Role::Leader => "责任领导",
    }
}

/// `①` for the first of several; from the 21st on `(21)`.
pub(super) fn circled(at: usize) -> String {
    match u32::try_from(at).ok().filter(|at| *at < 20).and_then(|at| char::from_u32('①' as u32 + at)) {
        Some(mark) => mark.to_string(),
        None => format!("({})", at + 1),
    }
}

/// The level of a list in one character, and its place among several of the level: `市`, `区2-`.
pub(super) fn list_short(list: &ListRow, lists: &[&ListRow]) -> String {
    let level = match list.level {
        Level::Nation => "国",
        Level::Province => "省",
        Level::City => "市",
        Level::District if list.region.ends_with('县') => "县",
        Level::District => "区",
        Level::Township => "乡",
    };
    let same: Vec<_> = lists.iter().filter(|other| other.level == list.level).collect();
    let nth = same.iter().position(|other| other.list_id == list.list_id).unwrap_or(0);
    if same.len() > 1 { format!("{level}{}-", nth + 1) } else { level.to_owned() }
}

/// Whose list it is and of which year: `湖北省武汉市2025年`.
pub(super) fn owner(list: &ListRow) -> String {
    let year = list.year.map(|year| format!("{year}年")).unwrap_or_default();
    format!("{}{year}", list.region)
}
