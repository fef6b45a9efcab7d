//! What every report keeps to: escaped, self-contained, whole or not there, the same twice.

mod sample;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use scraper::{Html, Selector};

use self::sample::sample;
use super::*;
use crate::table::{Lang, Matches};

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

/// The parts of the page.
const SECTIONS: [&str; 13] = [
    "findings",
    "panel",
    "promises",
    "workload",
    "handed",
    "overlap",
    "lists",
    "themes",
    "supports",
    "deadlines",
    "reading",
    "problems",
    "tasks",
];

/// A piece of the page's data.
fn block(page: &Html, name: &str) -> serde_json::Value {
    let blocks = all(page, &format!("script#data-{name}"));
    let text: String = blocks.first().expect("the block is there").text().collect();
    serde_json::from_str(&text).expect("a block is JSON")
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
    let (_keep, folder, _) = report(&plain());
    let text = read(&folder, "index.html");
    let page = Html::parse_document(&text);
    assert_eq!(block(&page, "tasks-0").as_array().expect("tasks").len(), 7);
    assert_eq!(block(&page, "core")["tasks"], 7);
    assert!(!folder.join("data").exists(), "so little stands within the page");
    // each drawn for a wide page and for a phone
    assert_eq!((all(&page, "figure").len(), all(&page, "figure svg").len()), (4, 8));
    for section in SECTIONS {
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
    for element in all(&page, "a[data-view]") {
        assert!(SECTIONS.contains(&element.attr("href").unwrap().trim_start_matches('#')));
    }
    for file in &written.files {
        assert!(folder.join(file).is_file(), "{}", file.display());
    }
    for link in read(&folder, "report.md").split("](").skip(1).map(|rest| rest.split(')').next().unwrap()) {
        assert!(folder.join(link).exists(), "{link}");
    }
}

#[test]
fn only_files_that_were_written_are_offered() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("reports");
    let files = Files { formats: vec![FileFormat::Parquet, FileFormat::Csv], most_csv_rows: Some(3), lang: Lang::Zh };
    write(&plain(), &target, &Options { files, ..Options::default() }).unwrap();
    let page = Html::parse_document(&read(&target, "index.html"));
    let offered: BTreeSet<&str> = all(&page, "a[href]")
        .into_iter()
        .map(|link| link.attr("href").unwrap())
        .filter(|to| !to.starts_with('#'))
        .collect();
    assert!(offered.contains("tables/tasks.parquet") && offered.contains("tables/notices.csv"), "{offered:?}");
    for to in offered {
        assert!(target.join(to).is_file(), "{to}");
    }
}

#[test]
fn without_a_script_there_is_a_page() {
    let (_keep, folder, _) = report(&plain());
    let page = Html::parse_document(&read(&folder, "index.html"));
    assert!(all(&page, "#findings p a").len() > 3);
    let told: String = all(&page, "noscript").iter().flat_map(scraper::ElementRef::text).collect();
    assert!(told.replace("&#x2f;", "/").contains("tables/tasks.csv"), "{told}");
}

#[test]
fn what_was_not_read_is_said() {
    let (_keep, folder, _) = report(&plain());
    let page = Html::parse_document(&read(&folder, "index.html"));
    let problems = block(&page, "problems");
    assert_eq!(problems[1], serde_json::json!([[0, 3, "新建学校2所,新增学位300个。"]]));
    assert_eq!(block(&page, "core")["notices"][0][10], 0.9999);
    let markdown = read(&folder, "report.md");
    let (_, section) = markdown.split_once("## 读取情况").expect("the section is there");
    assert!(section.contains("99.9% | 第 3 行 新建学校2所,新增学位300个。 |"), "{section}");
}

#[test]
fn figures_are_marked_where_they_stand() {
    // A browser counts in halves of what lies beyond the first plane.
    let rows = sample("通知", "𠮷新增学位300个。", "区教育局");
    let (_keep, folder, _) = report(&rows);
    let page = Html::parse_document(&read(&folder, "index.html"));
    for task in block(&page, "tasks-0").as_array().expect("tasks") {
        let words: Vec<u16> = task[4].as_str().expect("words").encode_utf16().collect();
        let [start, end] = [0, 1].map(|at| task[7][0][at].as_u64().expect("a place") as usize);
        assert_eq!(String::from_utf16(&words[start..end]).expect("words"), "300个");
    }
}

#[test]
fn very_much_data_stands_beside_the_page() {
    let text = "新建学校2所,新增学位300个。".repeat(20_000);
    let (_keep, folder, written) = report(&sample("通知", &text, "区教育局"));
    let page = read(&folder, "index.html");
    let policy = page.replace("&#x27;", "'");
    assert!(
        policy.contains("script-src 'sha256-") && policy.contains("' 'self';"),
        "files beside the page may be loaded"
    );
    let page = Html::parse_document(&page);
    assert!(all(&page, "script#data-tasks-0").is_empty());
    assert!(written.files.contains(&PathBuf::from("data/tasks-0.js")));
    let script = read(&folder, "data/tasks-0.js");
    assert!(script.starts_with("duibiao(\"tasks-0\",'[[") && script.ends_with("')\n"));
    // With less to say the files go.
    write(&plain(), &folder, &Options::default()).unwrap();
    assert!(!folder.join("data/tasks-0.js").exists());
}

#[test]
fn a_line_of_the_source_can_be_linked_to() {
    let text = "关于分解工作报告的通知\n1.新建学校2所,新增学位300个。\n(区教育局)\n";
    let mut rows = plain();
    rows.sources[0].1 = text.to_owned();
    let start = text.find("新建").unwrap() as u32;
    let task = rows.tasks.iter_mut().find(|task| task.task_id == "乙区-2023/district/1").unwrap();
    (task.span_start, task.span_end, task.line) = (start, text.find('。').unwrap() as u32, 2);
    let (_keep, folder, _) = report(&rows);
    let page = Html::parse_document(&read(&folder, "sources/乙区-2023.html"));
    let line = all(&page, "p#L2");
    assert_eq!(line[0].text().collect::<String>(), "211.新建学校2所,新增学位300个。", "line, task, words");
    let to = all(&page, "p#L2 a.task")[0].attr("href").unwrap();
    assert_eq!(to, "../index.html#t-%E4%B9%99%E5%8C%BA-2023%2Fdistrict%2F1");
    let words: String = all(&page, "p#L2 span.task").iter().flat_map(scraper::ElementRef::text).collect();
    assert_eq!(words, "新建学校2所,新增学位300个");
    assert!(all(&page, "script, img, link").is_empty());
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
        let scripts = all(&page, "script");
        let (data, run): (Vec<_>, Vec<_>) =
            scripts.into_iter().partition(|script| script.attr("type") == Some("application/json"));
        assert_eq!(run.len(), 1, "{evil}");
        assert!(data.iter().all(|script| serde_json::from_str::<serde_json::Value>(&script.inner_html()).is_ok()));
        assert!(all(&page, "img, [onerror], [onmouseover]").is_empty(), "{evil}");
        let tasks = block(&page, "tasks-0");
        assert_eq!(tasks.as_array().expect("tasks").len(), 7, "{evil}");
        assert_eq!(tasks[0][4].as_str(), Some(crate::diagnostic::visible(&format!("{evil}新增学位300个")).as_str()));
        let source = Html::parse_document(&read(&folder, "sources/乙区-2023.html"));
        assert!(all(&source, "script, img, [onerror], [onmouseover]").is_empty(), "{evil}");
        let markdown = read(&folder, "report.md");
        assert!(!markdown.contains("<script") && !markdown.replace("\\]", "").contains("](javascript"), "{evil}");
        assert!(!markdown.lines().any(|line| line.starts_with("# c")), "{evil}");
        let wide = markdown.lines().filter(|line| line.starts_with("| ") && line.contains("责任分解通知"));
        for line in wide {
            assert_eq!(line.replace("\\|", "").matches('|').count(), 10, "{line}");
        }
        // the only formulas are links of ours
        let sheets = sheet_text(&folder.join("duibiao.xlsx"));
        let formulas = sheets.split("<f>").skip(1).map(|rest| rest.split("</f>").next().unwrap_or_default());
        for formula in formulas {
            let plain = |c: char| c.is_alphanumeric() || "/-_~.#\",".contains(c);
            let inner = formula.strip_prefix("HYPERLINK(\"sources/").and_then(|rest| rest.strip_suffix("\")"));
            assert!(inner.is_some_and(|inner| inner.chars().all(plain)), "{formula}");
            assert_eq!(formula.matches('"').count(), 4, "{formula}");
        }
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
    let mut words: String = all(&page, "main").iter().flat_map(scraper::ElementRef::text).collect();
    for piece in ["tasks-0", "workload", "problems", "panel", "handed", "supports"] {
        words.push_str(&block(&page, piece).to_string());
    }
    let core = block(&page, "core");
    for names in ["notices", "units", "functions", "sections"] {
        words.push_str(&core[names].to_string());
    }
    // The panel names an indicator by its id too, which the script looks for.
    words = words.replace("\"school_places\"", "");
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
    // a sheet without a row is named on the first one only
    for sheet in ["说明", "通知", "清单", "任务", "责任单位", "目标值", "单位工作量", "条线工作量", "问题"]
    {
        assert!(book.contains(&format!("name=\"{sheet}\"")), "{sheet}");
    }
    for sheet in ["对应", "主题", "主题排行", "目标面板", "上级任务", "分担", "支持措施", "报送时限"]
    {
        assert!(book.contains(sheet), "{sheet}");
    }
}

#[test]
fn nothing_to_report_is_a_report_too() {
    let (_keep, folder, _) = report(&empty());
    let text = read(&folder, "index.html");
    let page = Html::parse_document(&text);
    assert!(text.contains("没有读到文件"));
    assert_eq!(block(&page, "core")["tasks"], 0);
    assert!(all(&page, "figure").is_empty(), "nothing is drawn where there is nothing");
    assert!(read(&folder, "report.md").contains("没有读到报送时限"));
    // Tables without matches: nothing is said to lack a counterpart.
    let rows = Rows { matches: Matches::default(), ..plain() };
    let (_keep, folder, _) = report(&rows);
    assert!(read(&folder, "report.md").contains("没有可比较的清单"));
    let page = Html::parse_document(&read(&folder, "index.html"));
    assert_eq!(block(&page, "core")["matches"]["all"], 0);
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
