//! Calendar: what falls due on which day.
//!
//! In:  rows: deadlines of covering letters, deadlines of tasks, the years of the notices.
//! Out: [`Event`]s by day: who reports what to whom, which tasks are to be done, where a quarter ends.
//! Not here: how often a rule of a letter falls in the year; the reader unrolls it (`每季度末月25日前` is four deadlines).

use std::collections::{BTreeMap, BTreeSet};

use crate::notice::Role;
use crate::table::Rows;
use crate::table::schema::{DeadlineRow, NoticeRow, TaskRow};

/// What sort of day it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EventKind {
    /// Something is to be reported, by the covering letter.
    Report,
    /// Tasks are to be done, by their own words.
    Task,
    /// A quarter ends.
    Quarter,
}

impl EventKind {
    /// For people.
    pub fn title(self) -> &'static str {
        match self {
            Self::Report => "报送",
            Self::Task => "任务到期",
            Self::Quarter => "季度末",
        }
    }

    /// A word for identifiers.
    pub fn code(self) -> &'static str {
        match self {
            Self::Report => "report",
            Self::Task => "task",
            Self::Quarter => "quarter",
        }
    }
}

/// A day on which something falls due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// ISO date.
    pub on: String,
    pub kind: EventKind,
    pub notice_id: String,
    /// In a few words.
    pub what: String,
    /// As printed.
    pub words: String,
    /// Who reports or does it, as printed; may be empty.
    pub who: Vec<String>,
    /// To whom.
    pub to: Option<String>,
    /// Tasks that are due.
    pub tasks: Vec<String>,
    /// 1-based line of the notice; 0 for quarters.
    pub line: u32,
}

/// The days of all notices with tasks, in the order of the days.
pub fn calendar(rows: &Rows) -> Vec<Event> {
    let mut events: Vec<Event> = rows.deadlines.iter().filter_map(reported).collect();
    events.extend(due_tasks(rows));
    events.extend(rows.notices.iter().filter(|notice| notice.tasks > 0).flat_map(quarters));
    events.sort_by(|a, b| (&a.on, a.kind, &a.notice_id, a.line).cmp(&(&b.on, b.kind, &b.notice_id, b.line)));
    events.dedup();
    events
}

fn reported(row: &DeadlineRow) -> Option<Event> {
    Some(Event {
        on: row.due_on.clone()?,
        kind: EventKind::Report,
        notice_id: row.notice_id.clone(),
        what: matter(row),
        words: row.what.clone(),
        who: reporters(&row.what).map(str::to_owned).into_iter().collect(),
        to: row.to.clone(),
        tasks: Vec::new(),
        line: row.line,
    })
}

/// Marks between parts of a sentence.
const MARKS: [char; 6] = ['，', ',', '。', '；', ';', '：'];

/// What is to be reported: the words behind 将, up to the date or the next mark; else the part of the sentence with the date.
fn matter(row: &DeadlineRow) -> String {
    /// No longer one is a matter in a few words.
    const LONGEST: usize = 40;
    let sentence = row.what.as_str();
    let due = sentence.find(row.due_text.as_str());
    let clip = |words: &str| words.chars().take(LONGEST).collect::<String>();
    let mut taken = sentence.match_indices('将').filter_map(|(at, mark)| {
        let rest = &sentence[at + mark.len()..];
        let until = due.filter(|due| *due > at).map_or(rest.len(), |due| due - at - mark.len());
        let end =
            [rest.find(MARKS), rest.find('报'), rest.find('于')].into_iter().flatten().min().unwrap_or(rest.len());
        let words = rest[..end.min(until)].trim();
        (4..=LONGEST).contains(&words.chars().count()).then_some(words)
    });
    if let Some(words) = taken.next_back() {
        return words.trim_end_matches(['在', '前']).trim_end_matches(|c: char| c.is_ascii_digit()).to_owned();
    }
    let Some(due) = due else { return clip(sentence) };
    let start =
        sentence[..due].rfind(MARKS).map_or(0, |at| at + sentence[at..].chars().next().map_or(1, char::len_utf8));
    let end = sentence[due..].find(['。', '；', ';']).map_or(sentence.len(), |at| due + at);
    clip(sentence[start..end].replacen(&row.due_text, "", 1).trim_start_matches(['并', '于', ',', '，']))
}

/// Who reports: the first words that begin with 各 and end with a noun of offices.
fn reporters(sentence: &str) -> Option<&str> {
    /// A name of all reporters has no more characters.
    const LONGEST: usize = 16;
    let nouns = ["单位", "部门", "街道", "街乡", "乡镇"];
    sentence.match_indices('各').find_map(|(at, _)| {
        let rest = &sentence[at..];
        let reach = rest.char_indices().nth(LONGEST).map_or(rest.len(), |(at, _)| at);
        let end = nouns.iter().filter_map(|noun| rest[..reach].find(noun).map(|at| at + noun.len())).min()?;
        (!rest[..end].contains(MARKS)).then_some(&rest[..end])
    })
}

/// The tasks that are due on a day, one event a notice and day.
fn due_tasks(rows: &Rows) -> Vec<Event> {
    let mut days: BTreeMap<(&str, &str), Vec<&TaskRow>> = BTreeMap::new();
    for task in &rows.tasks {
        let is_date = |words: &&str| words.len() == 10 && words.parse::<jiff::civil::Date>().is_ok();
        if let Some(on) = task.deadline.as_deref().filter(is_date) {
            days.entry((task.notice_id.as_str(), on)).or_default().push(task);
        }
    }
    let mut units: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for row in rows.assignments.iter().filter(|row| matches!(row.role, Role::Lead | Role::Responsible)) {
        units.entry(&row.task_id).or_default().insert(&row.unit);
    }
    let event = |((notice, on), tasks): ((&str, &str), Vec<&TaskRow>)| {
        let who: BTreeSet<&str> =
            tasks.iter().filter_map(|task| units.get(task.task_id.as_str())).flatten().copied().collect();
        Event {
            on: on.to_owned(),
            kind: EventKind::Task,
            notice_id: notice.to_owned(),
            what: format!("{}项任务到期", tasks.len()),
            words: tasks.iter().map(|task| task.text.as_str()).collect::<Vec<_>>().join("\n"),
            who: who.into_iter().map(str::to_owned).collect(),
            to: None,
            tasks: tasks.iter().map(|task| task.task_id.clone()).collect(),
            line: tasks.first().map_or(0, |task| task.line),
        }
    };
    days.into_iter().map(event).collect()
}

/// The last days of the quarters of a notice's year.
fn quarters(notice: &NoticeRow) -> Vec<Event> {
    let Some(year) = notice.year else { return Vec::new() };
    let ends = [("03-31", "一"), ("06-30", "二"), ("09-30", "三"), ("12-31", "四")];
    let event = |(day, number): &(&str, &str)| Event {
        on: format!("{year}-{day}"),
        kind: EventKind::Quarter,
        notice_id: notice.notice_id.clone(),
        what: format!("第{number}季度结束"),
        words: String::new(),
        who: Vec::new(),
        to: None,
        tasks: Vec::new(),
        line: 0,
    };
    ends.iter().map(event).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_reports_what_to_whom() {
        for (sentence, due, what, who) in [
            (
                "各责任单位于2023年2月28日前将工作联络员名单及其联系方式报区政府督查室。",
                "2023年2月28日前",
                "工作联络员名单及其联系方式",
                Some("各责任单位"),
            ),
            ("同时,将任务各季度完成情况4月8日、7月8日前,报区政府督查室。", "4月8日", "任务各季度完成情况", None),
            (
                "各牵头单位对照要求,认真制定方案,并于1月20日前书面报区政府督查室。",
                "1月20日前",
                "书面报区政府督查室",
                Some("各牵头单位"),
            ),
        ] {
            let row = DeadlineRow { what: sentence.to_owned(), due_text: due.to_owned(), ..DeadlineRow::default() };
            assert_eq!(matter(&row), what);
            assert_eq!(reporters(sentence), who);
        }
    }

    #[test]
    fn days_come_in_order() {
        let notice = NoticeRow { notice_id: "甲区-2024".into(), year: Some(2024), tasks: 2, ..NoticeRow::default() };
        let task = |id: &str, deadline: &str| TaskRow {
            task_id: id.into(),
            notice_id: "甲区-2024".into(),
            deadline: Some(deadline.into()),
            ..TaskRow::default()
        };
        let tasks = vec![task("1", "2024-06-30"), task("2", "每季度"), task("3", "2024-06-30")];
        let rows = Rows { notices: vec![notice], tasks, ..Rows::default() };
        let events = calendar(&rows);
        let days: Vec<_> = events.iter().map(|event| (event.on.as_str(), event.what.as_str())).collect();
        assert_eq!(
            days,
            [
                ("2024-03-31", "第一季度结束"),
                ("2024-06-30", "2项任务到期"),
                ("2024-06-30", "第二季度结束"),
                ("2024-09-30", "第三季度结束"),
                ("2024-12-31", "第四季度结束"),
            ]
        );
    }
}
