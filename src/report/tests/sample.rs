//! Two notices with a bit of everything.

use crate::lexicon::words::Code as _;
use crate::notice::{Kind, Passage, Role, Stated};
use crate::office::{Function, UnitKind};
use crate::place::Level;
use crate::quantity::Op;
use crate::table::schema::*;
use crate::table::{Matches, Rows, lists};

/// A district's notice with a list of its city and a list of its own.
#[expect(clippy::too_many_lines, reason = "rows of every table, one after the other")]
pub(super) fn sample(title: &str, text: &str, unit: &str) -> Rows {
    let notice = |region: &str, year: i32, tasks: u32| NoticeRow {
        notice_id: format!("{region}-{year}"),
        title: title.to_owned(),
        city: Some("甲市".to_owned()),
        district: Some(region.to_owned()),
        region: format!("甲市{region}"),
        year: Some(year),
        kind: Kind::Decomposition,
        source: format!("notices/{region}.txt"),
        sha256: "00".to_owned(),
        tasks,
        problems: 1,
        read_share: (year == 2023).then_some(0.9999),
        ..NoticeRow::default()
    };
    let task = |list: &str, seq: u32| TaskRow {
        task_id: format!("{list}/{seq}"),
        notice_id: list.split('/').next().unwrap().to_owned(),
        list_id: list.to_owned(),
        level: Level::parse(list.split('/').nth(1).unwrap()).unwrap(),
        section: vec!["一、重点工作".to_owned()],
        number: Some(seq.to_string()),
        seq,
        text: text.to_owned(),
        line: seq,
        ..TaskRow::default()
    };
    let tasks: Vec<TaskRow> = [("乙区-2023/city", 2), ("乙区-2023/district", 3), ("丙区-2024/district", 2)]
        .into_iter()
        .flat_map(|(list, count)| (1..=count).map(move |seq| task(list, seq)))
        .collect();
    let assignment = |task: &TaskRow| AssignmentRow {
        task_id: task.task_id.clone(),
        seq: 1,
        role: Role::Lead,
        level: Level::District,
        unit_raw: unit.to_owned(),
        unit: unit.to_owned(),
        function: Function::from_code("education").unwrap(),
        functions: vec![Function::from_code("education").unwrap()],
        kind: UnitKind::Department,
        stated: Stated::Explicit,
        ..AssignmentRow::default()
    };
    let target = |task: &TaskRow| TargetRow {
        target_id: format!("{}#1", task.task_id),
        task_id: Some(task.task_id.clone()),
        indicator: "学位".to_owned(),
        indicator_id: Some("school_places".to_owned()),
        op: Op::AtLeast,
        value: f64::from(task.seq) * 100.0,
        measure: "个".to_owned(),
        raw: "300个".to_owned(),
        text_start: task.text.find("300个").map(|at| at as u32),
        text_end: task.text.find("300个").map(|at| at as u32 + 6),
        ..TargetRow::default()
    };
    let found = |left: &str, right: &str| MatchRow {
        left_task_id: left.to_owned(),
        right_task_id: right.to_owned(),
        score: 0.9,
        left_clause: "新增学位300个".to_owned(),
        right_clause: "新增学位300个".to_owned(),
        indicator: Some("学位".to_owned()),
        left_value: Some(300.0),
        right_value: Some(150.0),
        measure: Some("个".to_owned()),
        ratio: Some(0.5),
        figures: Some("comparable".to_owned()),
        ..MatchRow::default()
    };
    let theme = |task: &TaskRow| ThemeRow {
        theme_id: "t1".into(),
        label: unit.into(),
        task_id: task.task_id.clone(),
        list_id: task.list_id.as_str().into(),
        region: "乙区".into(),
        year: Some(2023),
        level: task.level.name().into(),
        score: 1.0,
        clause: task.text.clone(),
    };
    let ranking = ThemeRankingRow {
        theme_id: "t1".to_owned(),
        label: unit.to_owned(),
        regions: 2,
        years: 2,
        lists: 3,
        tasks: 7,
        first_year: Some(2023),
        last_year: Some(2024),
        values: vec![format!("乙区 2023: {unit}")],
    };
    let deadline = DeadlineRow {
        notice_id: "乙区-2023".to_owned(),
        what: text.to_owned(),
        due_on: Some("2023-04-10".to_owned()),
        due_text: "4月10日前".to_owned(),
        to: Some(unit.to_owned()),
        ..DeadlineRow::default()
    };
    let problem = ProblemRow {
        notice_id: "乙区-2023".to_owned(),
        line: 1,
        column: 1,
        code: "U001".to_owned(),
        severity: "warning".to_owned(),
        message: text.to_owned(),
        help: unit.to_owned(),
        ..ProblemRow::default()
    };
    let matches =
        [found("乙区-2023/city/1", "乙区-2023/district/1"), found("乙区-2023/district/1", "丙区-2024/district/2")];
    let passages = [
        PassageRow { kind: Passage::Task, ..PassageRow::default() },
        PassageRow { kind: Passage::Unread, span_end: text.len() as u32, line: 3, ..PassageRow::default() },
    ]
    .map(|row| PassageRow { notice_id: "乙区-2023".to_owned(), ..row });
    let notices = vec![notice("乙区", 2023, 5), notice("丙区", 2024, 2)];
    Rows {
        lists: lists(&notices, &tasks),
        notices,
        passages: passages.to_vec(),
        assignments: tasks.iter().map(assignment).collect(),
        targets: tasks.iter().map(target).collect(),
        matches: Matches::of_rows(matches.to_vec(), &tasks),
        themes: tasks.iter().map(theme).collect(),
        theme_ranking: vec![ranking],
        deadlines: vec![deadline],
        problems: vec![problem],
        sources: vec![("乙区-2023".to_owned(), text.to_owned()), ("丙区-2024".to_owned(), "原文".to_owned())],
        tasks,
        ..Rows::default()
    }
}
