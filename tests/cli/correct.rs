//! What people overrule, from the file to every output.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::{files, json_lines, run, scratch};

const FIRST: &str = "\
青岚区2024年政府工作报告任务分解
1.新增学位900个，新建学校2所。（牵头单位：区教育局；责任单位：区住建局）
2.改造老旧小区12个，惠及居民3000户。（牵头单位：区住建局；责任单位：各街道）
3.办好云雀节，邀请客商200名。（牵头单位：区云雀办）
";

const SECOND: &str = "\
白浪区2024年政府工作报告任务分解
1.改造老旧小区20个，惠及居民5000户。（牵头单位：区住建局）
2.举办风筝会，邀请宾客300名。（牵头单位：区风筝办）
3.新增学位1200个。（牵头单位：区教育局）
";

/// A folder with two notices.
fn notices() -> (tempfile::TempDir, PathBuf) {
    let keep = scratch();
    let folder = keep.path().join("通知");
    fs::create_dir(&folder).expect("a folder can be made");
    for (name, text) in [("青岚区-2024.txt", FIRST), ("白浪区-2024.txt", SECOND)] {
        fs::write(folder.join(name), text).expect("a notice can be written");
    }
    (keep, folder)
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}

const A: &str = "青岚区-2024/district";
const B: &str = "白浪区-2024/district";

fn id(list: &str, number: usize) -> String {
    format!("{list}/{number}")
}

/// The tables of a folder of notices with their matches.
fn matched(folder: &Path, more: &[&str]) -> (Vec<Value>, Vec<Value>) {
    let keep = scratch();
    let out = keep.path().join("out");
    let arguments = ["-q", "match", text(folder), "-o", text(&out), "--format", "jsonl"];
    run(&[&arguments[..], more].concat(), 0);
    (json_lines(&out.join("matches.jsonl")), json_lines(&out.join("corrections.jsonl")))
}

fn has(matches: &[Value], a: &str, b: &str) -> Option<f64> {
    let ids =
        |row: &Value| [&row["left_task_id"], &row["right_task_id"]].map(|id| id.as_str().unwrap_or("").to_owned());
    let is = |row: &&Value| ids(row) == [a, b] || ids(row) == [b, a];
    matches.iter().find(is).and_then(|row| row["score"].as_f64())
}

#[test]
fn verdicts_on_pairs_hold_in_matches_and_everything_after() {
    let (_keep, folder) = notices();
    let input = ["--in", text(&folder)];
    let (before, none) = matched(&folder, &[]);
    assert!(none.is_empty() && has(&before, &id(A, 2), &id(B, 1)).is_some());
    assert!(has(&before, &id(A, 3), &id(B, 2)).is_none_or(|score| score < 1.0));

    let add = |what: &str, a: usize, b: usize| {
        run(&[&["correct", what, &id(A, a), &id(B, b), "--by", "李四"][..], &input].concat(), 0)
    };
    add("not-same", 2, 1);
    add("same", 3, 2);
    let (after, corrections) = matched(&folder, &[]);
    assert_eq!((has(&after, &id(A, 2), &id(B, 1)), has(&after, &id(A, 3), &id(B, 2))), (None, Some(1.0)));
    let given = after.iter().find(|row| row["score"] == 1.0).expect("the given match");
    assert_eq!(given["corrected"], "corrections.tsv:5");
    assert!(given["signals"].to_string().contains("verdict="), "{given}");
    assert!(!given["left_clause"].as_str().unwrap_or("").is_empty());
    let told: Vec<_> = corrections.iter().map(|row| (row["applied"].as_str(), row["rows"].as_u64())).collect();
    assert_eq!(told, [(Some("yes"), Some(1)); 2]);
    assert_eq!(corrections[0]["by"], "李四");
    // one partner a task: who is freed finds another
    let (one, _) = matched(&folder, &["--one-to-one"]);
    assert_eq!(has(&one, &id(A, 3), &id(B, 2)), Some(1.0));
    let (shown, _) = run(&["-q", "show", &id(A, 3), text(&folder)], 0);
    assert!(
        shown.contains("1.00") && shown.contains("人工更正：corrections.tsv 第5行") && shown.contains("人工核定"),
        "{shown}"
    );
    let (csv, _) = run(&["-q", "match", text(&folder), "--format", "csv"], 0);
    assert!(csv.lines().any(|line| line.ends_with("corrections.tsv:5")), "{csv}");
    let (alone, _) = matched(&folder, &["--no-corrections"]);
    assert_eq!(alone, before);
}

#[test]
fn what_is_written_is_checked_first() {
    let (_keep, folder) = notices();
    let input = ["--in", text(&folder)];
    let refused = |arguments: &[&str], words: &str| {
        let (_, err) = run(&[&["correct"], arguments, &input].concat(), 2);
        assert!(err.contains(words), "{arguments:?}: {err}");
        assert!(!folder.join("corrections.tsv").exists());
    };
    refused(
        &["same", "青岚区-2024/district/33", &id(B, 1)],
        "no task `青岚区-2024/district/33`; the nearest is `青岚区-2024/district/3`",
    );
    refused(&["same", &id(A, 1), &id(A, 2)], "同一份清单");
    refused(&["unit", "区云雀委", "区教育局"], "the nearest is `区云雀办`");
    refused(&["function", "区云雀办", "教育局"], "最接近的是“教育”");
    refused(&["target", &format!("{}#9", id(A, 1)), "value=3"], "the nearest is");
    refused(&["target", &format!("{}#1", id(A, 1)), "value=很多"], "不是数值");
    refused(&["target", &format!("{}#1", id(A, 1)), "price=3"], "no field `price`; there are value, op");
    refused(&["notice", "青岚区-2042", "year=2023"], "the nearest is `青岚区-2024`");
    refused(&["task", "青岚区-2024", "没有这样的话"], "不在原文中");
    refused(&["remove-unit", &id(A, 1), "区司法局"], "no unit of this task");
    refused(&["add-unit", &id(A, 1), "区司法局", "--role", "主办"], "可用：牵头");

    run(&[&["correct", "unit", "区云雀办", "区文化和旅游局", "--note", "机构改革"][..], &input].concat(), 0);
    run(&[&["correct", "target", &format!("{}#1", id(A, 1)), "value=1.2万", "op=不低于"][..], &input].concat(), 0);
    run(&[&["correct", "not-task", &id(A, 2)][..], &input].concat(), 0);
    let file = fs::read_to_string(folder.join("corrections.tsv")).expect("the file");
    assert_eq!(file.lines().filter(|line| !line.contains('#') || line.contains("district")).count(), 5, "{file}");
    let (out, err) = run(&["correct", "check", text(&folder)], 0);
    assert!(out.contains("corrections.tsv:4") && out.contains("单位是"), "{out}");
    assert!(err.contains("更正4条：执行4条"), "{err}");
    // ids that people see now are taken too
    run(&[&["correct", "add-unit", &id(A, 2), "区教育局"][..], &input].concat(), 0);
    let (shown, _) = run(&["-q", "show", &id(A, 2), text(&folder)], 0);
    assert!(shown.contains("云雀节") && shown.contains("区教育局") && shown.contains("第8行"), "{shown}");
}

#[test]
fn what_fits_nothing_is_told_and_the_rest_holds() {
    let (_keep, folder) = notices();
    let heads = "种类\t对象\t原文\t另一方\t另一方原文\t改为\n";
    let rows = "单位是\t区云雀办\t\t\t\t区教育局\n换单位\t区云雀办\n不是任务\t青岚区-2024/district/9\t没有这样的话\n";
    fs::write(folder.join("更正.tsv"), format!("{heads}{rows}")).expect("a file can be written");
    let (_, err) = run(&["correct", "check", text(&folder)], 1);
    assert!(err.contains("更正.tsv: 第3行：没有“换单位”这个种类") && err.contains("填写有误1行"), "{err}");
    let (out, _) = run(&["check", text(&folder)], 0);
    for words in [
        "warning[C004]",
        "更正.tsv:3:1",
        "warning[C003]",
        "更正.tsv:4:1",
        "note[C001]",
        "人工更正（更正.tsv 第2行）：“区云雀办”是区教育局",
    ] {
        assert!(out.contains(words), "{words}\n{out}");
    }
    let (_, err) = run(&["parse", text(&folder), "--format", "csv"], 0);
    assert!(err.contains("第4行：这条更正没有执行") && err.contains("更正：2条，执行1条，1条没有执行"), "{err}");
    // A file that is none stops the work before anything is written.
    fs::write(folder.join("更正.tsv"), "任务\t单位\n1\t区教育局\n").expect("a file can be written");
    let (_, err) = run(&["parse", text(&folder)], 2);
    assert!(err.contains("更正.tsv: line 1: no columns 种类 and 对象"), "{err}");
}

#[test]
fn outputs_mark_what_was_corrected_and_are_the_same_for_any_number_of_threads() {
    let (keep, folder) = notices();
    let input = ["--in", text(&folder)];
    run(&[&["correct", "unit", "区云雀办", "区文化和旅游局"][..], &input].concat(), 0);
    run(&[&["correct", "same", &id(A, 3), &id(B, 2)][..], &input].concat(), 0);
    run(&[&["correct", "target", &format!("{}#1", id(A, 1)), "value=950"][..], &input].concat(), 0);
    run(&[&["correct", "notice", "白浪区-2024", "kind=其他文件"][..], &input].concat(), 0);
    let report = |threads: &str| {
        let out = keep.path().join(format!("out{threads}"));
        run(&["-q", "--threads", threads, "report", text(&folder), "-o", text(&out), "--format", "csv,jsonl"], 0);
        out
    };
    let (one, two) = (report("1"), report("2"));
    assert_eq!(files(&one), files(&two));
    let marks = |table: &str| {
        let rows = json_lines(&one.join(format!("tables/{table}.jsonl")));
        rows.iter().filter_map(|row| row["corrected"].as_str().map(str::to_owned)).collect::<Vec<_>>()
    };
    assert_eq!(marks("assignments"), ["corrections.tsv:4"]);
    assert_eq!(marks("matches"), ["corrections.tsv:5"]);
    assert_eq!(marks("targets"), ["corrections.tsv:6"]);
    assert_eq!(marks("notices"), ["corrections.tsv:7"]);
    let page = fs::read_to_string(one.join("index.html")).expect("the page");
    assert!(page.contains("corrections.tsv:6") && page.contains("目标数值是"), "the page tells what was corrected");
    let stored = keep.path().join("again");
    run(&["-q", "match", text(&one), "-o", text(&stored), "--format", "jsonl"], 0);
    assert_eq!(has(&json_lines(&stored.join("matches.jsonl")), &id(A, 3), &id(B, 2)), Some(1.0));
    let (_, err) = run(&["report", text(&one), "--corrections", text(&folder.join("corrections.tsv"))], 2);
    assert!(err.contains("name the notices themselves"), "{err}");
}

#[test]
fn nobodys_corrections_are_overwritten() {
    let (_keep, folder) = notices();
    let own = "种类,对象,改为\n单位是,区云雀办,区教育局\n";
    fs::write(folder.join("corrections.csv"), own).expect("a file can be written");
    let (_, err) = run(&["-q", "parse", text(&folder), "-o", text(&folder), "--format", "csv"], 2);
    assert!(err.contains("corrections.csv: this was not written by duibiao"), "{err}");
    assert_eq!(fs::read_to_string(folder.join("corrections.csv")).ok().as_deref(), Some(own));
    // Tables of ours are no file of corrections.
    fs::remove_file(folder.join("corrections.csv")).expect("the file can be removed");
    run(&["-q", "parse", text(&folder), "-o", text(&folder), "--format", "csv"], 0);
    let (_, err) = run(&["correct", "check", text(&folder)], 0);
    assert!(err.contains("没有更正"), "{err}");
}

#[test]
fn verdicts_are_labels() {
    let (keep, folder) = notices();
    let input = ["--in", text(&folder)];
    let labels = keep.path().join("labels");
    fs::create_dir(&labels).expect("a folder can be made");
    run(&[&["correct", "same", &id(A, 2), &id(B, 1)][..], &input].concat(), 0);
    run(&[&["correct", "same", &id(A, 1), &id(B, 3)][..], &input].concat(), 0);
    run(&[&["correct", "not-same", &id(A, 3), &id(B, 3)][..], &input].concat(), 0);
    run(&[&["correct", "unit", "区云雀办", "区文化和旅游局"][..], &input].concat(), 0);
    run(&[&["correct", "unit", "区教育局", "区教育局"][..], &input].concat(), 0);
    let (out, _) = run(&["-q", "eval", "--labels", text(&labels), text(&folder)], 0);
    assert!(out.contains("单位是 1/2") && out.contains("verdict.unit=0.500"), "{out}");
    assert!(out.contains("corrections=1.000"), "{out}");
    let (out, _) = run(&["-q", "train", "--labels", text(&labels), text(&folder)], 0);
    assert!(out.contains("corrections"), "{out}");
}

#[test]
fn the_template_is_written_once() {
    let keep = scratch();
    let path = keep.path().join("更正.xlsx");
    run(&["-q", "correct", "template", "-o", text(&path)], 0);
    let (_, err) = run(&["correct", "template", "-o", text(&path)], 2);
    assert!(err.contains("there is such a file already"), "{err}");
}
