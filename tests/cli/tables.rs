//! Tables and the workbook of a report: their heads in either language, what describes them, the way back.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use calamine::{Data, Reader, Xlsx, open_workbook};

use super::{run, scratch};

fn text(path: &Path) -> &str {
    path.to_str().expect("a path")
}

fn head(file: &Path) -> Vec<String> {
    let table = fs::read_to_string(file).expect("a table");
    let line = table.lines().next().expect("a head").trim_start_matches('\u{feff}');
    line.split(',').map(str::to_owned).collect()
}

#[test]
fn heads_are_in_the_language_asked_for() {
    let folder = scratch();
    let [zh, en, tables] = ["zh", "en", "tables"].map(|name| folder.path().join(name));
    run(&["report", "-o", text(&zh), "--format", "csv,jsonl,parquet"], 0);
    run(&["report", "-o", text(&en), "--format", "csv", "--lang", "en"], 0);
    run(&["parse", "-o", text(&tables), "--format", "csv,xlsx"], 0);
    assert_eq!(head(&zh.join("tables/tasks.csv"))[..4], ["任务编号", "文件编号", "清单编号", "级别"]);
    let table = fs::read_to_string(zh.join("tables/assignments.csv")).expect("a table");
    assert!(table.contains(",牵头,") && !table.contains(",lead,") && !table.contains("department"));
    for folder in [en.join("tables"), tables.clone()] {
        assert_eq!(head(&folder.join("tasks.csv"))[..4], ["task_id", "notice_id", "list_id", "level"]);
    }
    let lines = fs::read_to_string(zh.join("tables/assignments.jsonl")).expect("a table");
    assert!(lines.contains("\"role\":\"lead\""), "JSON Lines are for programs");
    let mut book: Xlsx<_> = open_workbook(en.join("duibiao.xlsx")).expect("a workbook");
    let sheet = book.worksheet_range("assignments").expect("a sheet");
    assert_eq!(sheet.get_value((0, 2)), Some(&Data::String("role".into())));
    let (_, err) = run(&["report", "--lang", "fr"], 2);
    assert!(err.contains("choose from zh, en"), "{err}");
}

#[test]
fn tables_in_either_language_are_read_back() {
    let folder = scratch();
    let (want, _) = run(&["workload", "--format", "csv"], 0);
    for lang in ["zh", "en"] {
        let tables = folder.path().join(lang);
        run(&["parse", "-o", text(&tables), "--format", "csv", "--lang", lang], 0);
        let (found, _) = run(&["workload", text(&tables), "--format", "csv"], 0);
        assert_eq!(found, want, "{lang}");
    }
}

#[test]
fn a_folder_of_tables_says_what_it_holds() {
    let folder = scratch();
    for lang in ["zh", "en"] {
        let tables = folder.path().join(lang);
        run(&["parse", "-o", text(&tables), "--format", "csv,parquet", "--lang", lang], 0);
        let package = fs::read_to_string(tables.join("datapackage.json")).expect("a description");
        let package: serde_json::Value = serde_json::from_str(&package).expect("JSON");
        let resources = package["resources"].as_array().expect("files");
        let described: BTreeSet<&str> = resources.iter().filter_map(|file| file["path"].as_str()).collect();
        let entries = fs::read_dir(&tables).expect("a folder").map(|entry| entry.expect("an entry").file_name());
        let there: BTreeSet<String> = entries.filter_map(|name| name.into_string().ok()).collect();
        let there: BTreeSet<&str> = there
            .iter()
            .map(String::as_str)
            .filter(|name| {
                std::path::Path::new(name).extension().is_some_and(|ext| ext.eq_ignore_ascii_case("csv"))
                    || name.ends_with(".parquet")
            })
            .collect();
        assert_eq!(described, there);
        for file in resources.iter().filter(|file| file["format"] == "csv") {
            let fields = file["schema"]["fields"].as_array().expect("fields").iter();
            let names: Vec<String> = fields.map(|field| field["name"].as_str().expect("a name").to_owned()).collect();
            assert_eq!(names, head(&tables.join(file["path"].as_str().expect("a path"))));
        }
        let codebook = fs::read_to_string(tables.join("codebook.md")).expect("a codebook");
        for words in ["| 牵头 |", "| `lead` |", "`value_max`", "Words of the task", "任务原文"] {
            assert!(codebook.contains(words), "{words}");
        }
    }
}

#[test]
fn the_workbook_can_be_pivoted_printed_and_followed() {
    let folder = scratch();
    let report = folder.path().join("报告");
    run(&["report", "-o", text(&report)], 0);
    let mut book: Xlsx<_> = open_workbook(report.join("duibiao.xlsx")).expect("a workbook");
    for name in
        ["清单", "任务", "责任单位", "目标值", "目标面板", "目标宽表", "对应", "主题", "单位工作量", "报送时限", "问题"]
    {
        let sheet = book.worksheet_range(name).expect("a sheet");
        let heads: Vec<String> =
            (0..3).map(|at| sheet.get_value((0, at)).map(ToString::to_string).unwrap_or_default()).collect();
        assert_eq!(heads, ["地区", "年份", "级别"], "{name}");
    }
    let due = book.worksheet_range("报送时限").expect("a sheet");
    assert!(matches!(due.get_value((1, 3)), Some(Data::DateTime(_))), "{:?}", due.get_value((1, 3)));
    let targets = book.worksheet_range("目标值").expect("a sheet");
    let column =
        |head: &str| targets.rows().next().and_then(|row| row.iter().position(|cell| cell == head)).expect("a column");
    let (value, measure, raw) = (column("数值"), column("单位"), column("原文写法"));
    let shown = targets.rows().find(|row| row[raw] == "5000亿元以上").expect("a figure of the city's list");
    assert_eq!((&shown[value], &shown[measure]), (&Data::Float(5000.0), &Data::String("亿元".into())));
    book.load_tables().expect("tables");
    assert!(book.table_names().iter().any(|name| *name == "目标值") && book.table_names().len() > 12);
    // a link leads to a page of the report and a line of it
    let mut links = BTreeSet::new();
    for name in book.sheet_names() {
        let formulas = book.worksheet_formula(&name).expect("formulas");
        links.extend(formulas.used_cells().map(|(_, _, formula)| formula.clone()));
    }
    let mut pages = BTreeSet::new();
    for link in &links {
        let to = link.strip_prefix("HYPERLINK(\"").and_then(|rest| rest.split('"').next()).expect("a link");
        let (page, line) = to.split_once('#').map_or((to, None), |(page, line)| (page, Some(line)));
        let text = fs::read_to_string(report.join(page)).unwrap_or_else(|error| panic!("{link}: {error}"));
        assert!(line.is_none_or(|line| text.contains(&format!("id=\"{line}\""))), "{link}");
        pages.insert(page.to_owned());
    }
    assert_eq!(pages.len(), 5, "{pages:?}");
    let tasks = book.worksheet_range("任务").expect("a sheet");
    let place = tasks.rows().next().and_then(|row| row.iter().position(|cell| cell == "原文")).expect("a column");
    assert!(
        tasks.rows().nth(1).is_some_and(|row| row[place].to_string().starts_with('第')),
        "the words stand in the cell"
    );
}
