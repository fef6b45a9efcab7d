//! What every report keeps to: escaped, self-contained, whole or not there, the same twice.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use scraper::{Html, Selector};

use super::*;
use crate::lexicon::words::Code as _;
use crate::notice::{Kind, Passage, Role, Stated};
use crate::office::{Function, UnitKind};
use crate::place::Level;
use crate::quantity::Op;
use crate::table::Matches;
use crate::table::schema::*;

/// A district's notice with a list of its city and a list of its own.
fn sample(title: &str, text: &str, unit: &str) -> Rows {
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
        theme_id: "t1".to_owned(),
        label: unit.to_owned(),
        task_id: task.task_id.clone(),
        list_id: task.list_id.clone(),
        region: "乙区".to_owned(),
        year: Some(2023),
        level: task.level.name().to_owned(),
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
    Rows {
        notices: vec![notice("乙区", 2023, 5), notice("丙区", 2024, 2)],
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

fn plain() -> Rows {
    sample("关于分解工作报告的通知", "新建学校2所,新增学位300个。", "区教育局")
}

fn empty() -> Rows {
    Rows::default()
}

fn report(rows: &Rows) -> (tempfile::TempDir, PathBuf, Written) {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("reports");
    let written = write(rows, &target, &Options::default()).unwrap();
    (folder, target, written)
}

fn read(folder: &Path, file: &str) -> String {
    fs::read_to_string(folder.join(file)).unwrap()
}

fn all<'a>(page: &'a Html, selector: &str) -> Vec<scraper::ElementRef<'a>> {
    page.select(&Selector::parse(selector).unwrap()).collect()
}

/// The text of a part inside a workbook.
fn sheet_text(book: &Path) -> String {
    let mut zip = zip::ZipArchive::new(fs::File::open(book).unwrap()).unwrap();
    let mut text = String::new();
    for at in 0..zip.len() {
        let mut part = zip.by_index(at).unwrap();
        if part.name().unwrap().ends_with(".xml") {
            std::io::Read::read_to_string(&mut part, &mut text).unwrap();
        }
    }
    text
}

#[test]
fn the_page_is_whole_and_needs_no_network() {
    let (_keep, folder, written) = report(&plain());
    let text = read(&folder, "index.html");
    let page = Html::parse_document(&text);
    assert_eq!(all(&page, "article.task").len(), 7);
    assert_eq!(written.shown_tasks, 7);
    assert_eq!(all(&page, "figure svg").len(), 6);
    for section in [
        "findings",
        "notices",
        "workload",
        "functions",
        "overlap",
        "matches",
        "unmatched",
        "themes",
        "indicators",
        "panel",
        "promises",
        "handed",
        "supports",
    ] {
        assert_eq!(all(&page, &format!("section#{section}")).len(), 1, "{section}");
    }
    assert!(all(&page, "link, img, iframe, script[src]").is_empty());
    for element in all(&page, "[src], [href]") {
        let to = element.attr("src").or(element.attr("href")).unwrap();
        assert!(!to.contains("//"), "{to}");
    }
    assert!(!text.contains("url(") && !text.contains("@import"));
}

#[test]
fn every_link_leads_somewhere() {
    let (_keep, folder, written) = report(&plain());
    let text = read(&folder, "index.html");
    let page = Html::parse_document(&text);
    let ids: Vec<&str> = all(&page, "[id]").into_iter().filter_map(|element| element.attr("id")).collect();
    let unique: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), unique.len(), "an id stands twice");
    for element in all(&page, "a[href]") {
        let to = element.attr("href").unwrap();
        match to.strip_prefix('#') {
            Some(id) => assert!(unique.contains(id), "{to}"),
            None => assert!(folder.join(to).is_file(), "{to}"),
        }
    }
    for file in &written.files {
        assert!(folder.join(file).is_file(), "{}", file.display());
    }
    for link in read(&folder, "report.md").split("](").skip(1).map(|rest| rest.split(')').next().unwrap()) {
        assert!(folder.join(link).exists(), "{link}");
    }
}

#[test]
fn what_was_not_read_is_said() {
    let (_keep, folder, _) = report(&plain());
    let text = read(&folder, "index.html");
    let page = Html::parse_document(&text);
    let rows: Vec<String> =
        all(&page, "section#reading tbody tr").into_iter().map(|row| row.text().collect::<String>()).collect();
    assert_eq!(rows.len(), 2, "{rows:?}");
    for words in ["99.9%", "1 处", "第 3 行 新建学校2所,新增学位300个。"] {
        assert!(rows[0].contains(words), "{words}: {}", rows[0]);
    }
    assert!(rows[1].contains('—') && rows[1].contains("0 处") && rows[1].contains("没有"), "{}", rows[1]);
    let markdown = read(&folder, "report.md");
    let (_, section) = markdown.split_once("## 读取情况").expect("the section is there");
    assert!(section.contains("99.9% | 第 3 行 新建学校2所,新增学位300个。 |"), "{section}");
}

#[test]
fn figures_are_marked_where_they_stand() {
    let (_keep, folder, _) = report(&plain());
    let page = Html::parse_document(&read(&folder, "index.html"));
    let marks: Vec<String> = all(&page, "article.task p.words mark").iter().map(|mark| mark.text().collect()).collect();
    assert_eq!(marks, ["300个"; 7]);
}

#[test]
fn hostile_words_stay_words() {
    const EVIL: &str = "</script><script>alert(1)</script><img src=x onerror=alert(1)>";
    for evil in
        [EVIL, "=cmd|' /C calc'!A0", "a|b\n\n# c [d](javascript:x) <!-- \u{2028}{{ 7*7 }}", "\"' onmouseover='x'"]
    {
        let (_keep, folder, _) = report(&sample(evil, &format!("{evil}新增学位300个"), evil));
        let text = read(&folder, "index.html");
        let page = Html::parse_document(&text);
        assert_eq!(all(&page, "script").len(), 1, "{evil}");
        assert!(all(&page, "img, [onerror], [onmouseover]").is_empty(), "{evil}");
        assert_eq!(all(&page, "article.task").len(), 7, "{evil}");
        let markdown = read(&folder, "report.md");
        assert!(!markdown.contains("<script") && !markdown.replace("\\]", "").contains("](javascript"), "{evil}");
        assert!(!markdown.lines().any(|line| line.starts_with("# c")), "{evil}");
        let wide = markdown.lines().filter(|line| line.starts_with("| ") && line.contains("责任分解通知"));
        for line in wide {
            assert_eq!(line.replace("\\|", "").matches('|').count(), 10, "{line}");
        }
        assert!(!sheet_text(&folder.join("duibiao.xlsx")).contains("<f>"), "{evil}");
    }
}

#[test]
fn the_same_tables_give_the_same_bytes() {
    let (_a, one, first) = report(&plain());
    let (_b, two, second) = report(&plain());
    assert_eq!(first, second);
    for file in &first.files {
        assert_eq!(fs::read(one.join(file)).unwrap(), fs::read(two.join(file)).unwrap(), "{}", file.display());
    }
}

#[test]
fn figures_are_those_of_the_tables() {
    let rows = plain();
    let (_keep, folder, _) = report(&rows);
    let markdown = read(&folder, "report.md");
    let row = |name: &str| {
        let line = markdown.lines().find(|line| line.starts_with(&format!("| {name} |"))).unwrap();
        line.split('|').nth(2).unwrap().trim().parse::<usize>().unwrap()
    };
    for (name, count) in [
        ("文件", rows.notices.len()),
        ("任务", rows.tasks.len()),
        ("责任单位记录", rows.assignments.len()),
        ("目标值", rows.targets.len()),
        ("对应", rows.matches.len()),
        ("主题", rows.theme_ranking.len()),
        ("报送时限", rows.deadlines.len()),
        ("问题", rows.problems.len()),
    ] {
        assert_eq!(row(name), count, "{name}");
    }
    assert_eq!(row("清单"), 3);
    for sentence in [
        "7 项任务中，7 项（100%）带有目标值。",
        "乙区2023年：区教育局任务最多，5 项（牵头 5），占全部 5 项的 100%。",
        "丙区2024年：区教育局任务最多，2 项（牵头 2），占全部 2 项的 100%。",
        "“区教育局”在 2 个地区的 3 份清单中出现，共 7 项任务，2023–2024 年。",
        "丙区2024年区级清单的 2 项任务中，1 项（50%）在乙区2023年区级清单里有对应。",
        "读取时发现 1 处警告，请先核对再引用。",
    ] {
        assert!(markdown.contains(sentence), "{sentence}\n{markdown}");
    }
}

#[test]
fn codes_do_not_show() {
    let (_keep, folder, _) = report(&plain());
    let text = read(&folder, "index.html");
    let page = Html::parse_document(&text);
    let words: String = all(&page, "main").iter().flat_map(|element| element.text()).collect();
    let mut book = sheet_text(&folder.join("duibiao.xlsx"));
    // Ids of tasks hold the code of the level, and links their fragments.
    book = book.replace("/district", "").replace("/city", "");
    for code in ["education", "department", "explicit", "decomposition", "school_places", "warning", ">lead<"] {
        assert!(!words.contains(code), "{code} on the page");
        assert!(!book.contains(&format!(">{code}<")), "{code} in the workbook");
    }
    for word in ["教育", "牵头", "责任分解通知", "未识别的单位"] {
        assert!(words.contains(word), "{word}");
    }
    for sheet in [
        "说明",
        "通知",
        "任务",
        "责任单位",
        "目标值",
        "对应",
        "主题",
        "主题排行",
        "单位工作量",
        "条线工作量",
        "重合度",
        "未对应任务",
        "目标面板",
        "上级任务",
        "分担",
        "支持措施",
        "报送时限",
        "问题",
    ] {
        assert!(book.contains(&format!("name=\"{sheet}\"")), "{sheet}");
    }
}

#[test]
fn nothing_to_report_is_a_report_too() {
    let (_keep, folder, written) = report(&empty());
    assert_eq!(written.shown_tasks, 0);
    let text = read(&folder, "index.html");
    assert!(text.contains("没有读到文件"));
    assert!(read(&folder, "report.md").contains("没有读到报送时限"));
    // Tables without matches: nothing is said to lack a counterpart.
    let rows = Rows { matches: Matches::default(), ..plain() };
    let (_keep, folder, _) = report(&rows);
    assert!(read(&folder, "index.html").contains("没有找到任何对应"));
}

#[test]
fn a_report_replaces_a_report_and_keeps_what_is_not_its_own() {
    let (_keep, folder, _) = report(&plain());
    fs::write(folder.join("notes.txt"), "mine").unwrap();
    fs::write(folder.join("index.html"), "old").unwrap();
    write(&empty(), &folder, &Options { title: Some("新".to_owned()), ..Options::default() }).unwrap();
    assert_eq!(read(&folder, "notes.txt"), "mine");
    assert!(read(&folder, "index.html").contains("<title>新</title>"));
    assert!(!folder.join("charts/workload-乙区-2023.svg").exists());
    assert_eq!(fs::read_dir(folder.parent().unwrap()).unwrap().count(), 1, "scratch folders are gone");
}

#[test]
fn what_is_no_report_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("mine");
    fs::create_dir(&target).unwrap();
    write(&empty(), &target, &Options::default()).unwrap();
    let other = folder.path().join("other");
    fs::create_dir(&other).unwrap();
    fs::write(other.join("thesis.docx"), "years of work").unwrap();
    assert!(matches!(write(&plain(), &other, &Options::default()), Err(Error::Refused { .. })));
    assert_eq!(read(&other, "thesis.docx"), "years of work");
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    assert!(matches!(write(&plain(), &file, &Options::default()), Err(Error::Refused { .. })));
}

#[test]
fn a_report_that_fails_leaves_the_old_one() {
    let (_keep, folder, _) = report(&plain());
    let before = read(&folder, "index.html");
    // A stranger's file in the way of a new one.
    fs::write(folder.join("charts/workload-丁区-2023.svg"), "mine").unwrap();
    let mut rows = plain();
    rows.notices[1].notice_id = "丁区-2023".to_owned();
    for task in rows.tasks.iter_mut().filter(|task| task.notice_id == "丙区-2024") {
        task.notice_id = "丁区-2023".to_owned();
    }
    assert!(matches!(write(&rows, &folder, &Options::default()), Err(Error::Refused { .. })));
    assert_eq!(read(&folder, "index.html"), before);
    assert_eq!(read(&folder, "charts/workload-丁区-2023.svg"), "mine");
}
