//! The binary, run as people run it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

#[path = "cli/block.rs"]
mod block;
#[path = "cli/correct.rs"]
mod correct;
#[path = "cli/dropped.rs"]
mod dropped;
#[path = "cli/ledger.rs"]
mod ledger;
#[path = "cli/office.rs"]
mod office;
#[path = "cli/panel.rs"]
mod panel;
#[path = "cli/tables.rs"]
mod tables;
#[path = "cli/trust.rs"]
mod trust;

fn notices() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("datasets/notices")
}

fn duibiao(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_duibiao"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("the binary runs")
}

/// Runs a command that must end with this code; gives stdout and stderr.
#[track_caller]
fn run(arguments: &[&str], code: i32) -> (String, String) {
    let output = duibiao(arguments);
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("output is UTF-8");
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(code), "{arguments:?}\n{err}");
    (out, err)
}

fn scratch() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder for the test")
}

fn json_lines(path: &Path) -> Vec<Value> {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    text.lines().map(|line| serde_json::from_str(line).expect("a JSON line")).collect()
}

/// The files below a folder with their bytes, by relative path.
fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found: Vec<_> = walkdir::WalkDir::new(folder)
        .into_iter()
        .map(|entry| entry.expect("a readable entry"))
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let relative = entry.path().strip_prefix(folder).expect("below the folder").to_path_buf();
            (relative, fs::read(entry.path()).expect("a readable file"))
        })
        .collect();
    found.sort();
    found
}

fn parsed() -> (tempfile::TempDir, PathBuf) {
    let folder = scratch();
    let tables = folder.path().join("tables");
    run(&["parse", "-o", tables.to_str().unwrap(), "--format", "jsonl,csv,parquet,xlsx"], 0);
    (folder, tables)
}

#[test]
fn the_five_notices_give_their_tasks() {
    let (_folder, tables) = parsed();
    let notices = json_lines(&tables.join("notices.jsonl"));
    let seen: Vec<(String, u64, String)> = notices
        .iter()
        .map(|row| {
            let text = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
            (text("notice_id"), row["tasks"].as_u64().unwrap(), text("region_code"))
        })
        .collect();
    let want = [
        ("武昌区-2023", 233, "420106"),
        ("江汉区-2019", 124, "420103"),
        ("洪山区-2025", 81, "420111"),
        ("蔡甸区-2023", 119, "420114"),
        ("下陆区-2020", 107, "420204"),
    ];
    for (id, tasks, code) in want {
        let row = seen.iter().find(|(seen, ..)| seen == id).unwrap_or_else(|| panic!("{id}: {seen:?}"));
        if id != "江汉区-2019" {
            assert_eq!(row.1, tasks, "{id}");
        }
        assert_eq!(row.2, code, "{id}");
    }
    let deadlines = json_lines(&tables.join("deadlines.jsonl"));
    let due: Vec<&str> = deadlines
        .iter()
        .filter(|row| row["notice_id"] == "洪山区-2025")
        .filter_map(|row| row["due_on"].as_str())
        .collect();
    assert_eq!(due, ["2025-01-20", "2025-04-08", "2025-07-08", "2025-10-08", "2025-12-08"]);
}

#[test]
fn every_span_holds_the_printed_words() {
    let (_folder, tables) = parsed();
    let source =
        |id: &str| fs::read_to_string(tables.join("sources").join(format!("{id}.txt"))).expect("the source is kept");
    let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let mut checked = 0;
    for table in ["tasks", "clauses", "targets", "assignments", "deadlines", "problems"] {
        for row in json_lines(&tables.join(format!("{table}.jsonl"))) {
            let id = ["notice_id", "task_id", "target_id"]
                .iter()
                .find_map(|name| row[*name].as_str())
                .expect("a row has an id");
            let text = source(id.split('/').next().unwrap());
            let at = |name: &str| usize::try_from(row[name].as_u64().expect("a span")).unwrap();
            let printed = text.get(at("span_start")..at("span_end")).unwrap_or_else(|| panic!("{table}: {row}"));
            match table {
                "targets" => assert_eq!(printed, row["raw"].as_str().unwrap()),
                "clauses" => assert_eq!(bare(printed), bare(row["text"].as_str().unwrap())),
                "deadlines" => assert!(printed.contains(row["due_text"].as_str().unwrap())),
                // A task's words stand in their order between its first and its last; brackets between were cut.
                "tasks" => {
                    let mut rest = printed.chars().filter(|c| !c.is_whitespace());
                    for c in bare(row["text"].as_str().unwrap()).chars() {
                        assert!(rest.any(|printed| printed == c), "{c}: {row}");
                    }
                }
                "assignments" => assert!(!printed.is_empty()),
                _ => {}
            }
            checked += 1;
        }
    }
    assert!(checked > 3000, "only {checked} rows");
}

#[test]
fn every_byte_of_a_notice_is_in_one_passage() {
    let (_folder, tables) = parsed();
    let passages = json_lines(&tables.join("passages.jsonl"));
    let tasks: Vec<Value> = json_lines(&tables.join("tasks.jsonl"));
    for notice in json_lines(&tables.join("notices.jsonl")) {
        let id = notice["notice_id"].as_str().unwrap();
        let text = fs::read_to_string(tables.join("sources").join(format!("{id}.txt"))).unwrap();
        let mut end = 0;
        for (seq, row) in passages.iter().filter(|row| row["notice_id"] == id).enumerate() {
            let at = |name: &str| usize::try_from(row[name].as_u64().unwrap()).unwrap();
            assert_eq!((at("span_start"), at("seq")), (end, seq + 1), "{row}");
            end = at("span_end");
            let printed = text.get(at("span_start")..end).unwrap_or_else(|| panic!("no such place: {row}"));
            let before = text[..at("span_start")].matches('\n').count() + 1;
            let leading = printed.len() - printed.trim_start().len();
            assert_eq!(at("line"), before + printed[..leading].matches('\n').count(), "{row}");
            assert!(row["task_id"].is_null() || tasks.iter().any(|task| task["task_id"] == row["task_id"]), "{row}");
        }
        assert_eq!(end, text.len(), "{id}");
        let share = notice["read_share"].as_f64().expect("a share");
        assert!(share > 0.95, "{id}: {share}");
    }
}

#[test]
fn tables_hold_the_columns_of_the_contract_in_every_format() {
    let (_folder, tables) = parsed();
    let head = fs::read_to_string(tables.join("tasks.csv")).unwrap();
    let columns = "task_id,notice_id,list_id,level,list_title,section,number,seq,text,deadline,line,span_start,span_end,corrected";
    assert_eq!(head.trim_start_matches('\u{feff}').lines().next(), Some(columns));
    let first = &json_lines(&tables.join("assignments.jsonl"))[0];
    for name in
        ["task_id", "seq", "role", "level", "unit_raw", "unit", "function", "functions", "kind", "stated", "clause"]
    {
        assert!(first.get(name).is_some(), "{name}");
    }
    let head = fs::read_to_string(tables.join("passages.csv")).unwrap();
    let columns = "notice_id,seq,kind,task_id,span_start,span_end,line";
    assert_eq!(head.trim_start_matches('\u{feff}').lines().next(), Some(columns));
    assert!(tables.join("passages.parquet").is_file());
    assert!(tables.join("tasks.parquet").is_file() && tables.join("duibiao.xlsx").is_file());
}

#[test]
fn a_report_is_the_same_twice_and_whole() {
    let folder = scratch();
    let into = folder.path().join("a");
    let report = |threads: &str, inputs: &[PathBuf]| {
        let mut arguments = vec!["--threads", threads, "report", "-o", into.to_str().unwrap()];
        arguments.extend(["--format", "parquet,csv,jsonl,xlsx"]);
        arguments.extend(inputs.iter().map(|path| path.to_str().unwrap()));
        run(&arguments, 0);
        files(&into)
    };
    let mut inputs: Vec<PathBuf> = fs::read_dir(notices()).unwrap().map(|entry| entry.unwrap().path()).collect();
    inputs.sort();
    let first = report("1", &inputs);
    let names: Vec<_> = first.iter().map(|(name, _)| name.display().to_string()).collect();
    for want in
        ["index.html", "report.md", "duibiao.xlsx", "charts/overlap.svg", "charts/themes.png", "tables/matches.parquet"]
    {
        assert!(names.iter().any(|name| name == want), "{want} is missing: {names:?}");
    }
    // over the first one, in another order
    inputs.reverse();
    for second in [report("2", &inputs), report("8", &inputs)] {
        assert_eq!(first.len(), second.len());
        for ((name, a), (other, b)) in first.iter().zip(&second) {
            assert_eq!(name, other);
            assert!(a == b, "{} differs", name.display());
        }
    }
    assert!(folder.path().read_dir().unwrap().count() == 1, "nothing is left beside the report");
}

#[test]
fn tables_written_while_reading_are_those_of_the_report() {
    let folder = scratch();
    let [tables, report] = ["tables", "report"].map(|name| folder.path().join(name));
    let formats = ["--format", "parquet,csv,jsonl"];
    run(&[&["parse", "--lang", "zh", "-o", tables.to_str().unwrap()][..], &formats].concat(), 0);
    run(&[&["report", "-o", report.to_str().unwrap()][..], &formats].concat(), 0);
    let matched =
        |name: &Path| ["matches", "themes", "theme_ranking"].iter().any(|table| name.file_stem().unwrap() == *table);
    // each folder tells in files of its own what was written
    let is_marker =
        |name: &Path| ["tables.json", "codebook.md", "datapackage.json"].iter().any(|own| name == Path::new(own));
    for (name, bytes) in files(&tables).into_iter().filter(|(name, _)| !matched(name) && !is_marker(name)) {
        let other = fs::read(report.join("tables").join(&name)).unwrap_or_default();
        assert!(bytes == other, "{} differs", name.display());
    }
}

#[test]
fn stored_tables_are_read_again() {
    let (_folder, tables) = parsed();
    let (from_notices, _) = run(&["workload", "--by", "function", "--format", "csv"], 0);
    let (from_tables, _) = run(&["workload", "--by", "function", "--format", "csv", tables.to_str().unwrap()], 0);
    assert_eq!(from_notices, from_tables);
}

#[test]
fn a_file_of_tasks_needs_nothing_but_texts_and_notices() {
    let folder = scratch();
    let file = folder.path().join("tasks.jsonl");
    let tasks = [
        ("甲区-2023", "新增停车泊位1万个以上。"),
        ("甲区-2023", "推进垃圾分类。"),
        ("乙区-2024", "新增停车泊位300个。"),
    ];
    let lines: Vec<String> = tasks
        .iter()
        .map(|(notice, text)| serde_json::json!({ "notice": notice, "text": text, "seq": 1.0, "more": {} }).to_string())
        .collect();
    fs::write(&file, lines.join("\n")).unwrap();
    let (out, _) = run(&["match", file.to_str().unwrap(), "--format", "jsonl"], 0);
    let rows: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).expect("a JSON line")).collect();
    assert_eq!(rows.len(), 1, "{out}");
    assert_eq!(rows[0]["left_task_id"], "甲区-2023/district/1");
    assert_eq!(rows[0]["right_task_id"], "乙区-2024/district/3");
    // a bad line is named, wherever it stands
    let mut long = vec![lines[0].clone(); 9000];
    long.push("{\"notice\": \"丙区\"".to_owned());
    fs::write(&file, long.join("\n")).unwrap();
    let (_, words) = run(&["match", file.to_str().unwrap(), "--format", "csv"], 2);
    assert!(words.contains("tasks.jsonl: line 9001"), "{words}");
    // one list alone cannot be compared
    fs::write(&file, &lines[0]).unwrap();
    assert!(run(&["match", file.to_str().unwrap(), "--format", "csv"], 0).1.contains("没有可以比对的清单"));
}

#[test]
fn lists_are_matched_and_explained() {
    let (out, err) =
        run(&["match", "--left", "武昌区-2023/city", "--right", "武昌区-2023/district", "--format", "jsonl"], 0);
    let rows: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let jobs =
        rows.iter().find(|row| row["left_task_id"] == "武昌区-2023/city/2").expect("urban jobs have a counterpart");
    assert_eq!(jobs["right_task_id"], "武昌区-2023/district/54");
    assert!(jobs["score"].as_f64().unwrap() >= 0.5);
    assert!(jobs["left_clause"].as_str().unwrap().contains("城镇新增就业"));
    assert_eq!((jobs["left_value"].as_f64(), jobs["right_value"].as_f64()), (Some(220_000.0), Some(23_000.0)));
    assert!(err.contains("148") || err.contains("10656"), "{err}");
    let (one, _) =
        run(&["match", "--left", "level=city", "--right", "level=district", "--one-to-one", "--format", "jsonl"], 0);
    assert!(one.lines().count() > 0);
    let (shown, _) = run(&["show", "武昌区-2023/city/2"], 0);
    assert!(
        shown.contains("城镇新增就业22万人以上") && shown.contains("区人力资源局") && shown.contains("起点"),
        "{shown}"
    );
    let (json, _) = run(&["show", "武昌区-2023/city/2", "--format", "json"], 0);
    assert_eq!(serde_json::from_str::<Value>(&json).unwrap()["task_id"], "武昌区-2023/city/2");
    // the reasons: sums that run from the start to the score's log-odds
    let pair = ["match", "--left", "武昌区-2023/city", "--right", "武昌区-2023/district", "--top", "1", "--explain"];
    let (out, _) = run(&pair, 0);
    assert!(out.contains("起点") && out.contains("同一指标 █"), "{out}");
    let (out, _) = run(&[&pair[..], &["--format", "jsonl"]].concat(), 0);
    for line in out.lines() {
        let row: Value = serde_json::from_str(line).expect("a JSON line");
        let steps = row["contributions"].as_array().expect("every match has reasons");
        let sum: f64 = steps.iter().filter_map(|step| step["added"].as_f64()).sum();
        let end = steps.last().and_then(|step| step["log_odds"].as_f64()).expect("a last sum");
        let score = row["score"].as_f64().expect("a score");
        assert!((sum - end).abs() < 1e-6, "{line}");
        assert!((1.0 / (1.0 + (-end).exp()) - score).abs() < 0.02, "{line}");
    }
}

#[test]
fn lists_are_compared_and_ranked() {
    let (out, _) = run(&["compare", "武昌区-2023/city", "武昌区-2023/district", "--format", "jsonl"], 0);
    let sides: Vec<String> = out
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["side"].as_str().unwrap().to_owned())
        .collect();
    for side in ["common", "left", "right"] {
        assert!(sides.iter().any(|other| other == side), "{side}");
    }
    let (ranked, _) = run(&["rank", "--of", "indicators", "--top", "3", "--format", "jsonl"], 0);
    let first: Value = serde_json::from_str(ranked.lines().next().unwrap()).unwrap();
    assert!(first["regions"].as_u64().unwrap() >= 3);
    let (overlap, _) = run(&["overlap", "--format", "csv"], 0);
    assert_eq!(overlap.lines().count(), 1 + 7 * 6);
    let (themes, _) = run(&["rank", "--only", "level=district", "--top", "5"], 0);
    assert!(themes.contains("主题"));
}

#[test]
fn pictures_are_drawn_into_the_named_file() {
    let folder = scratch();
    let file = folder.path().join("重合度.svg");
    run(&["overlap", "--plot", file.to_str().unwrap()], 0);
    let picture = fs::read_to_string(&file).unwrap();
    assert!(picture.starts_with("<?xml") || picture.starts_with("<svg"));
    assert!(picture.contains("武昌区") && picture.contains("<path"), "letters are outlines, and can be searched");
    let (_, err) = run(&["overlap", "--plot", folder.path().join("图.gif").to_str().unwrap()], 2);
    assert!(err.contains(".svg or .png"), "{err}");
}

#[test]
fn problems_are_underlined() {
    let hongshan = notices().join("武汉市洪山区-2025.txt");
    let (out, err) = run(&["check", hongshan.to_str().unwrap(), "--all"], 0);
    assert!(out.contains("R003") && out.contains('^'), "{out}");
    assert!(err.contains("个"), "{err}");
    let (sarif, _) = run(&["check", hongshan.to_str().unwrap(), "--format", "sarif"], 0);
    assert_eq!(serde_json::from_str::<Value>(&sarif).unwrap()["version"], "2.1.0");
    let (page, _) = run(&["check", "--explain", "R001"], 0);
    assert!(page.starts_with("# R001"));
}

#[test]
fn what_each_part_was_read_as_is_shown() {
    let folder = scratch();
    let file = folder.path().join("青岚区-2024.txt");
    let text = "青岚区2024年政府工作报告任务分解\\r\\n1.新增学位900个。(责任单位:区教育局)\\r\\n2.建成公园3个。(责任单位:区园林局)";
    fs::write(&file, text).unwrap();
    let (shown, _) = run(&["parse", file.to_str().unwrap(), "--show-source"], 0);
    let lines: Vec<&str> = shown.lines().skip(1).collect();
    assert!(lines[1].starts_with("任务+单位 │ 1.新增学位900个"), "{shown}");
    assert_eq!(lines.len(), 3, "{shown}");
    let (checked, _) = run(&["check", file.to_str().unwrap()], 0);
    assert!(checked.contains("note[T010]: 转义符已还原") && checked.contains("（共2处）"), "{checked}");
    let last = checked.lines().last().unwrap();
    assert!(last.starts_with("青岚区-2024：正文读入100%（") && last.contains("未读0字"), "{last}");
    // Programs read the other forms, and get nothing but problems.
    let (json, _) = run(&["check", file.to_str().unwrap(), "--format", "json"], 0);
    assert!(json.lines().all(|line| serde_json::from_str::<Value>(line).is_ok()), "{json}");
}

#[test]
fn bad_input_is_a_clear_error() {
    let folder = scratch();
    let empty = folder.path().join("empty");
    fs::create_dir(&empty).unwrap();
    let binary = folder.path().join("扫描.pdf");
    fs::write(&binary, b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF").unwrap();
    for (arguments, words) in [
        (vec!["parse", "no/such/file.txt"], "no such file"),
        (
            vec!["report", empty.to_str().unwrap(), "-o", folder.path().join("r").to_str().unwrap()],
            "no notice in this folder",
        ),
        (vec!["show", "武昌区-2023/city/9999"], "no task"),
        (vec!["match", "--left", "天上区-2023"], "selects no list"),
        (vec!["match", "--left", "colour=red"], "nothing to select by"),
        (vec!["match", "--min-score", "1.7"], "between 0 and 1"),
        (vec!["compare", "武昌区-2023", "蔡甸区-2023"], "selects 3 lists"),
        (vec!["rank", "--function", "nothing"], "no function"),
        (vec!["check", "--explain", "Z999"], "no code"),
    ] {
        let (out, err) = run(&arguments, 2);
        assert!(err.contains(words), "{arguments:?}: {err}");
        assert!(out.is_empty(), "{arguments:?}: {out}");
    }
    assert!(!folder.path().join("r").exists(), "a report that fails writes nothing");
    // One file that cannot be read costs nothing else.
    let good = notices().join("武汉市蔡甸区-2023.txt");
    let (out, err) = run(&["parse", good.to_str().unwrap(), binary.to_str().unwrap(), "--format", "jsonl"], 1);
    assert_eq!(out.lines().count(), 119);
    assert!(err.contains("扫描.pdf"), "{err}");
}

#[test]
fn a_notice_without_tasks_is_a_warning() {
    let folder = scratch();
    let file = folder.path().join("空.txt");
    fs::write(&file, "关于召开会议的通知\n各单位:\n请准时参加。\n").unwrap();
    let (_, err) = run(&["parse", file.to_str().unwrap()], 0);
    assert!(err.contains("warning"), "{err}");
}

#[test]
fn hostile_words_stay_words() {
    let folder = scratch();
    let file = folder.path().join("汀云市青岚区-2024.txt");
    let text = "2024年青岚区《政府工作报告》责任分解\n一、目标\n1.=cmd|' /C calc'!A1 新建<script>alert(1)</script>停车位5个。(责任单位:区城管局)\n2.建设公园3个。(责任单位:区住建局)\n";
    fs::write(&file, text).unwrap();
    let report = folder.path().join("报告");
    run(&["report", file.to_str().unwrap(), "-o", report.to_str().unwrap()], 0);
    let page = fs::read_to_string(report.join("index.html")).unwrap();
    assert!(!page.contains("<script>alert(1)"), "a notice's markup is escaped");
    let csv = fs::read_to_string(report.join("tables/tasks.csv")).unwrap();
    assert!(csv.contains("'=cmd") && !csv.contains(",=cmd") && !csv.contains(",\"=cmd"), "no cell starts a formula");
}

#[test]
fn every_command_helps_with_an_example() {
    for command in ["report", "parse", "check", "match", "compare", "workload", "overlap", "rank", "show", "correct"] {
        let (out, _) = run(&[command, "--help"], 0);
        assert!(out.contains("Example") && out.contains(&format!("duibiao {command}")), "{command}");
    }
    assert!(run(&["--version"], 0).0.contains(env!("CARGO_PKG_VERSION")));
    assert!(run(&["completions", "bash"], 0).0.contains("duibiao"));
}

#[test]
fn words_can_be_replaced() {
    let folder = scratch();
    let lexicon = folder.path().join("lexicon");
    fs::create_dir(&lexicon).unwrap();
    fs::write(lexicon.join("measures.tsv"), "a\tb\nc\n").unwrap();
    let (_, err) = run(&["--lexicon", lexicon.to_str().unwrap(), "parse"], 2);
    assert!(err.contains("measures.tsv") && err.contains("line 2"), "{err}");
    let (_, err) = run(&["--lexicon", folder.path().join("none").to_str().unwrap(), "parse"], 2);
    assert!(err.contains("no such file"), "{err}");
}
