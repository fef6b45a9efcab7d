//! Files as offices have them: archives, a notice with its annexes, scans.

use std::fs;
use std::io::Write;
use std::path::Path;

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{json_lines, run, scratch};

const LETTER: &str = "汀云区人民政府办公室关于印发2025年《政府工作报告》重点任务分解的通知\n汀政办〔2025〕5号\n各街道办事处，区政府各部门：\n现将重点任务分解表印发给你们，请认真抓好落实。\n附件：1.重点任务分解表\n汀云区人民政府办公室\n2025年2月18日\n";
const TABLE: &str = "序号,重点任务,牵头单位\n1,新增学位900个。,区教育局\n2,新建公园6处。,区神仙局\n";

fn zipped(path: &Path, files: &[(&str, &str)]) {
    let mut zip = ZipWriter::new(fs::File::create(path).unwrap());
    for (name, text) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap();
}

#[test]
fn an_archive_with_a_letter_and_its_annex_is_one_notice() {
    let folder = scratch();
    let archive = folder.path().join("年.zip");
    zipped(&archive, &[("2025/通知.txt", LETTER), ("2025/附件1.csv", TABLE), ("2025/图.bmp", "x")]);
    let tables = folder.path().join("表");
    let (archive, out) = (archive.to_str().unwrap(), tables.to_str().unwrap());
    let (_, err) = run(&["parse", archive, "-o", out, "--format", "jsonl"], 0);
    assert!(err.contains("1份通知、2项任务"), "{err}");
    let notices = json_lines(&tables.join("notices.jsonl"));
    assert!(notices[0]["source"].as_str().unwrap().ends_with("年.zip/2025/通知.txt"), "{notices:?}");
    let text = fs::read_to_string(tables.join("sources/汀云区-2025.txt")).unwrap();
    assert!(text.contains("附件1\n序号 | 重点任务 | 牵头单位 |\n1 | 新增学位900个。 | 区教育局 |"), "{text}");
    // A problem of the annex is told with the annex's own line, and its span lies in the whole text.
    let problems = json_lines(&tables.join("problems.jsonl"));
    let unknown = problems.iter().find(|row| row["code"] == "U001").unwrap();
    assert!(unknown["source"].as_str().unwrap().ends_with("附件1.csv") && unknown["line"] == 3, "{unknown}");
    let at = |name: &str| unknown[name].as_u64().unwrap() as usize;
    assert_eq!(&text[at("span_start")..at("span_end")], "区神仙局");
    let (out, _) = run(&["check", archive], 0);
    assert!(out.contains("附件1.csv:3:") && out.contains("S016") && out.contains("取自txt（纯文字"), "{out}");
    let (_, err) = run(&["parse", archive, "--apart", "-o", out_of(&folder, "分").as_str()], 0);
    assert!(err.contains("2份通知"), "{err}");
}

fn out_of(folder: &tempfile::TempDir, name: &str) -> String {
    folder.path().join(name).to_str().unwrap().to_owned()
}

/// An engine that gives one page with a table's words for whatever it is asked, and writes down that it was.
#[cfg(unix)]
fn engine(folder: &Path) -> String {
    use std::os::unix::fs::PermissionsExt;
    let line = |text: &str, score: f64, left: u32, top: u32| {
        let right = left + 40 * text.chars().count() as u32;
        format!(r#"{{"text":"{text}","score":{score},"box":[{left},{top},{right},{}]}}"#, top + 50)
    };
    let lines = [
        line("汀云区2025年政府工作报告重点任务分解方案", 0.99, 400, 100),
        line("一、经济发展", 0.99, 150, 200),
        line("1.地区生产总值增长6.5%。（牵头单位：区发改局）", 0.99, 150, 300),
        line("2.新增学位900个。（牵头单位：区教育局）", 0.7, 150, 400),
        line("3.新建公园6处。（牵头单位：区园林局）", 0.99, 150, 500),
    ];
    let page = format!(r#"{{"page":0,"dpi":200,"width":1654,"height":2339,"lines":[{}],"rules":[]}}"#, lines.join(","));
    let script = format!(
        "#!/bin/sh\necho '{{\"ready\":\"x\"}}'\nwhile read line; do echo asked >> '{}'; echo '{{\"pages\":1}}'; echo '{page}'; done\n",
        folder.join("asked").display()
    );
    let path = folder.join("engine");
    fs::write(&path, script).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
#[cfg(unix)]
fn scans_are_recognised_once_and_marked() {
    let folder = scratch();
    let picture = folder.path().join("通知.png");
    fs::write(&picture, b"\x89PNG\r\n\x1a\n").unwrap();
    let (engine, picture) = (engine(folder.path()), picture.to_str().unwrap().to_owned());
    let parse = |out: &str, ocr: &str, code: i32| {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_duibiao"))
            .args(["parse", &picture, "-o", out, "--format", "jsonl", "--ocr", ocr])
            .env("DUIBIAO_CACHE", folder.path().join("cache"))
            .output()
            .unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(code), "{err}");
        err
    };
    let err = parse(&out_of(&folder, "a"), "none", 2);
    assert!(err.contains("pip install rapidocr-onnxruntime pypdfium2"), "{err}");
    parse(&out_of(&folder, "a"), &engine, 0);
    parse(&out_of(&folder, "b"), &engine, 0);
    assert_eq!(fs::read_to_string(folder.path().join("asked")).unwrap(), "asked\n");
    let tables = folder.path().join("b");
    assert_eq!(json_lines(&tables.join("notices.jsonl"))[0]["source_kind"], "ocr");
    let tasks: Vec<String> =
        json_lines(&tables.join("tasks.jsonl")).iter().map(|row| row["text"].to_string()).collect();
    assert_eq!(tasks, ["\"地区生产总值增长6.5%。\"", "\"新增学位900个。\"", "\"新建公园6处。\""]);
    let text = fs::read_to_string(tables.join("sources/汀云区-2025.txt")).unwrap();
    let problems = json_lines(&tables.join("problems.jsonl"));
    let printed = |row: &serde_json::Value| {
        let at = |name: &str| row[name].as_u64().unwrap() as usize;
        text[at("span_start")..at("span_end")].to_owned()
    };
    let doubted: Vec<String> = problems.iter().filter(|row| row["code"] == "T013").map(printed).collect();
    // The number of an item is a figure too where its line is doubtful.
    assert!(doubted.contains(&"6.5%".to_owned()) && doubted.contains(&"900".to_owned()), "{doubted:?}");
    assert!(!doubted.contains(&"6".to_owned()) && problems.iter().any(|row| row["code"] == "T012"), "{problems:?}");
    let (out, _) = run(&["panel", tables.to_str().unwrap(), "--format", "jsonl"], 0);
    // no figure of a scan is in the panel without saying so
    let rows: Vec<&str> = out.lines().collect();
    assert!(rows.len() > 1 && rows.iter().all(|row| row.contains("\"source_kind\":\"ocr\"")), "{out}");
}
