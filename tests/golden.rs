//! Every folder under `tests/golden` is a notice and what a careful reader takes from it; see its `README.md`.
//!
//! `GOLDEN=v07 cargo test --release --test golden` runs the cases whose name begins so and prints every difference.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use duibiao::reading::{self, ReadNotice};
use serde_json::Value;

/// The cases, sorted by name.
fn cases() -> Vec<PathBuf> {
    let only = std::env::var("GOLDEN").unwrap_or_default();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let mut cases: Vec<PathBuf> = fs::read_dir(root)
        .expect("the golden folder is there")
        .map(|entry| entry.expect("a readable entry").path())
        .filter(|path| path.join("expected.jsonl").is_file())
        .filter(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(&only)))
        .collect();
    cases.sort();
    assert!(!cases.is_empty(), "no golden case");
    cases
}

/// The notice's file in a case's folder.
fn notice_file(case: &Path) -> PathBuf {
    let mut files: Vec<PathBuf> = fs::read_dir(case)
        .expect("a case is a folder")
        .map(|entry| entry.expect("a readable entry").path())
        .filter(|path| path.file_stem().is_some_and(|stem| stem == "notice"))
        .collect();
    files.sort();
    files.into_iter().next().expect("a case holds a notice")
}

/// A text without spaces, punctuation and the difference between kinds of brackets.
fn bare(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '（' | '<' | '〈' | '《' | '[' | '【' | '〔' => '(',
            '）' | '>' | '〉' | '》' | ']' | '】' | '〕' => ')',
            c => c,
        })
        .filter(|c| !c.is_whitespace() && !"“”\"'‘’、，。；：,.;:—!！".contains(*c))
        .collect()
}

struct Check {
    wrong: Vec<String>,
}

impl Check {
    fn that(&mut self, holds: bool, say: impl FnOnce() -> String) {
        if !holds {
            self.wrong.push(say());
        }
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn check_notice(check: &mut Check, want: &Value, read: &ReadNotice) {
    let notice = &read.notice;
    for (key, got) in [
        ("province", &notice.region.province),
        ("city", &notice.region.city),
        ("district", &notice.region.district),
        ("doc_number", &notice.header.doc_number),
    ] {
        if let Some(want) = want.get(key) {
            let got = got.clone().unwrap_or_default();
            check.that(bare(&got) == bare(&text(want)), || format!("{key}: want {want}, got {got}"));
        }
    }
    if let Some(year) = want.get("year") {
        check.that(year.as_i64() == notice.year.map(i64::from), || format!("year: want {year}, got {:?}", notice.year));
    }
    if let Some(kind) = want.get("kind") {
        check.that(*kind == notice.kind.name(), || format!("kind: want {kind}, got {}", notice.kind.name()));
    }
    for deadline in want.get("deadlines").and_then(Value::as_array).into_iter().flatten() {
        let due = deadline["due_on"].as_str();
        check.that(notice.deadlines.iter().any(|got| got.due_on.as_deref() == due), || {
            let got: Vec<_> = notice.deadlines.iter().map(|got| got.due_on.clone().unwrap_or_default()).collect();
            format!("deadline: want {deadline}, got {got:?}")
        });
    }
    for code in want.get("problems").and_then(Value::as_array).into_iter().flatten() {
        check.that(notice.problems.iter().any(|problem| *code == problem.code.id()), || {
            let got: Vec<_> = notice.problems.iter().map(|problem| problem.code.id()).collect();
            format!("problem: want {code}, got {got:?}")
        });
    }
}

/// A target in one line: what is compared of it.
fn target_line(op: &str, value: f64, high: Option<f64>, measure: &str, statement: &str) -> String {
    let high = high.map(|high| format!("..{high}")).unwrap_or_default();
    format!("{op} {value}{high} {measure} {statement}")
}

fn wanted_target(want: &Value) -> String {
    target_line(
        &text(&want["op"]),
        want["value"].as_f64().unwrap_or(f64::NAN),
        want.get("value_max").and_then(Value::as_f64),
        &bare(&text(&want["unit"])),
        want.get("statement").and_then(Value::as_str).unwrap_or("target"),
    )
}

fn got_target(got: &reading::Quantity) -> String {
    let target = &got.target;
    let value = (target.bound.value() * 1e6).round() / 1e6;
    target_line(target.bound.op(), value, target.bound.value_max(), &bare(&target.measure), target.statement.name())
}

/// How alike the characters of two names are, as `eval.py` compares indicators.
fn likeness(a: &str, b: &str) -> f64 {
    let count = |text: &str| {
        let mut counts = BTreeMap::new();
        for c in bare(text).chars() {
            *counts.entry(c).or_insert(0usize) += 1;
        }
        counts
    };
    let (a, b) = (count(a), count(b));
    let common: usize = a.iter().map(|(c, n)| n.min(b.get(c).unwrap_or(&0))).sum();
    let total: usize = a.values().sum::<usize>() + b.values().sum::<usize>();
    if total == 0 { 0.0 } else { 2.0 * common as f64 / total as f64 }
}

fn check_targets(check: &mut Check, place: &str, want: &[Value], got: &[&reading::Quantity], exact: bool) {
    let mut left: Vec<&reading::Quantity> = got.to_vec();
    // Bare and reached figures compare alike, as in the labels: 达到 N is both.
    let alike = |want: &Value, got: &reading::Quantity| wanted_target(want) == got_target(got);
    for wanted in want {
        let optional = wanted.get("optional").and_then(Value::as_bool).unwrap_or(false);
        let named = |got: &reading::Quantity| likeness(&text(&wanted["indicator"]), &got.target.indicator);
        let best = (0..left.len())
            .filter(|&at| alike(wanted, left[at]))
            .max_by(|&a, &b| named(left[a]).total_cmp(&named(left[b])));
        match best {
            Some(at) => {
                let found = left.remove(at);
                check.that(optional || named(found) >= 0.5, || {
                    format!(
                        "{place}: indicator of {}: want {}, got {}",
                        wanted["raw"], wanted["indicator"], found.target.indicator
                    )
                });
            }
            None if optional => {
                // An optional figure may also be read in another way.
                let value = wanted["value"].as_f64().unwrap_or(f64::NAN);
                left.retain(|got| got.target.bound.value() != value);
            }
            None => check.wrong.push(format!("{place}: no target {} ({})", wanted["raw"], wanted_target(wanted))),
        }
    }
    if exact {
        for extra in left {
            check.wrong.push(format!("{place}: target too many: {} = {}", extra.target.indicator, got_target(extra)));
        }
    }
}

fn check_tasks(check: &mut Check, want: &[Value], read: &ReadNotice) {
    let mut got = Vec::new();
    for (list, read_list) in read.notice.lists.iter().zip(&read.lists) {
        for (task, read_task) in list.tasks.iter().zip(&read_list.tasks) {
            got.push((list.level, task, read_task));
        }
    }
    check.that(want.len() == got.len(), || {
        let texts: Vec<String> = got.iter().map(|(_, task, _)| task.words.shown().chars().take(16).collect()).collect();
        format!("tasks: want {}, got {}: {texts:?}", want.len(), got.len())
    });
    let mut from = 0;
    for wanted in want {
        let words = bare(&text(&wanted["text"]));
        let Some(at) = (from..got.len()).chain(0..from).find(|&at| bare(&got[at].1.words.shown()) == words) else {
            let near = got
                .iter()
                .map(|(_, task, _)| task.words.shown())
                .max_by(|a, b| likeness(a, &words).total_cmp(&likeness(b, &words)));
            check.wrong.push(format!("no task {}; nearest: {}", wanted["text"], near.unwrap_or_default()));
            continue;
        };
        from = at + 1;
        let (level, task, read_task) = &got[at];
        let place: String = task.words.shown().chars().take(12).collect();
        check.that(wanted["list"] == level.name(), || {
            format!("{place}: list: want {}, got {}", wanted["list"], level.name())
        });
        let number = text(&wanted["number"]);
        let number_got = task.number.clone().unwrap_or_default();
        check.that(bare(&number).trim_matches(['(', ')']) == bare(&number_got).trim_matches(['(', ')']), || {
            format!("{place}: number: want {number}, got {number_got}")
        });
        let path = bare(&task.section.join(" "));
        for section in wanted.get("section").and_then(Value::as_array).into_iter().flatten() {
            check.that(path.contains(&bare(&text(section))), || {
                format!("{place}: section: want {section}, got {:?}", task.section)
            });
        }
        let mut names: Vec<String> = task
            .assignments
            .iter()
            .map(|a| format!("{} {} {} {}", a.role.name(), a.level.name(), bare(&a.name), a.stated.name()))
            .collect();
        for wanted in wanted.get("assignments").and_then(Value::as_array).into_iter().flatten() {
            let stated = wanted.get("stated").and_then(Value::as_str).unwrap_or("explicit");
            let line = format!(
                "{} {} {} {stated}",
                text(&wanted["role"]),
                text(&wanted["level"]),
                bare(&text(&wanted["unit"]))
            );
            match names.iter().position(|name| *name == line) {
                Some(at) => {
                    names.remove(at);
                }
                None => check.wrong.push(format!("{place}: no assignment {line}")),
            }
        }
        for extra in names {
            check.wrong.push(format!("{place}: assignment too many: {extra}"));
        }
        if let Some(targets) = wanted.get("targets").and_then(Value::as_array) {
            check_targets(check, &place, targets, &read_task.targets.iter().collect::<Vec<_>>(), true);
        }
        if let Some(deadline) = wanted.get("deadline") {
            let due = deadline.get("due_on").map_or_else(|| text(deadline), text);
            check.that(task.deadline.as_deref() == Some(due.as_str()), || {
                format!("{place}: deadline: want {due}, got {:?}", task.deadline)
            });
        }
    }
}

/// Every span of a notice lies on character boundaries and holds the printed words.
fn check_spans(check: &mut Check, read: &ReadNotice) {
    let source = &read.document.text;
    for (list, read_list) in read.notice.lists.iter().zip(&read.lists) {
        for (task, read_task) in list.tasks.iter().zip(&read_list.tasks) {
            check.that(source.get(task.span.clone()).is_some(), || format!("span of a task: {:?}", task.span));
            for quantity in &read_task.targets {
                check.that(
                    source.get(quantity.span.clone()).is_some_and(|words| {
                        words.chars().any(|c| c.is_numeric() || "一二三四五六七八九十百千万亿半两零成倍番".contains(c))
                    }),
                    || format!("span of a target: {:?}", source.get(quantity.span.clone())),
                );
            }
            for assignment in &task.assignments {
                check
                    .that(source.get(assignment.span.clone()).is_some(), || format!("span of {}", assignment.unit_raw));
            }
        }
    }
    for problem in &read.notice.problems {
        check.that(source.get(problem.span.clone()).is_some(), || format!("span of {}", problem.code.id()));
    }
}

fn run(case: &Path) -> Vec<String> {
    let rows: Vec<Value> = fs::read_to_string(case.join("expected.jsonl"))
        .expect("a readable expectation")
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{}: {error}: {line}", case.display())))
        .collect();
    let mut check = Check { wrong: Vec::new() };
    let reading = reading::read(&[notice_file(case)], &()).expect("the notice's file is there");
    if rows.iter().any(|row| row.get("refused").is_some()) {
        check.that(reading.failures.len() == 1, || "the file was not refused".to_owned());
        return check.wrong;
    }
    // Each `notice` row opens what one notice is to give; a file with a notice a row has several.
    let starts: Vec<usize> = (0..rows.len()).filter(|&at| rows[at].get("notice").is_some()).collect();
    if starts.len() != reading.notices.len() {
        return vec![format!("want {} notices, got {}; {:?}", starts.len(), reading.notices.len(), reading.failures)];
    }
    for (index, read) in reading.notices.iter().enumerate() {
        let end = starts.get(index + 1).copied().unwrap_or(rows.len());
        check_read(&mut check, &rows[starts[index]..end], read);
    }
    check.wrong
}

/// Checks one notice against its rows.
fn check_read(check: &mut Check, rows: &[Value], read: &ReadNotice) {
    for row in rows {
        if let Some(want) = row.get("notice") {
            check_notice(check, want, read);
        }
        let targets: Vec<&reading::Quantity> =
            read.lists.iter().flat_map(|list| &list.tasks).flat_map(|task| &task.targets).collect();
        if let Some(headline) = row.get("headline").and_then(Value::as_array) {
            check_targets(check, "headline", headline, &targets, false);
        }
        for result in row.get("results").and_then(Value::as_array).into_iter().flatten() {
            let (value, raw) = (result["value"].as_f64().unwrap_or(f64::NAN), bare(&text(&result["raw"])));
            let taken = targets.iter().any(|got| {
                got.target.statement.name() == "target"
                    && got.target.bound.value() == value
                    && bare(&read.document.text[got.span.clone()]) == raw
                    && likeness(&got.target.indicator, &text(&result["indicator"])) > 0.7
            });
            check.that(!taken, || format!("a result is given as target: {result}"));
        }
    }
    let tasks: Vec<Value> = rows.iter().filter(|row| row.get("text").is_some()).cloned().collect();
    let narrative = rows.iter().any(|row| row.get("headline").is_some());
    if !narrative {
        check_tasks(check, &tasks, read);
    }
    check_spans(check, read);
}

#[test]
fn golden() {
    let mut failed = Vec::new();
    let cases = cases();
    for case in &cases {
        let wrong = run(case);
        if !wrong.is_empty() {
            let name = case.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            failed.push(format!("{name}\n  {}", wrong.join("\n  ")));
        }
    }
    assert!(failed.is_empty(), "{} of {} cases differ\n{}", failed.len(), cases.len(), failed.join("\n"));
}

/// A notice as one line a task, with its units and targets below: what a reader of a difference wants to see.
fn printed(read: &ReadNotice) -> String {
    let mut out = String::new();
    let header = &read.notice.header;
    for (name, value) in [
        ("title", Some(header.title.clone())),
        ("doc_number", header.doc_number.clone()),
        ("region", Some(read.notice.region.name.clone())),
        ("code", read.notice.region.code.clone()),
        ("year", read.notice.year.map(|year| year.to_string())),
        ("kind", Some(read.notice.kind.name().to_owned())),
    ] {
        out += &format!("{name}\t{}\n", value.unwrap_or_default());
    }
    for deadline in &read.notice.deadlines {
        out +=
            &format!("due\t{}\t{}\n", deadline.due_on.as_deref().unwrap_or("-"), deadline.to.as_deref().unwrap_or("-"));
    }
    for (list, read_list) in read.notice.lists.iter().zip(&read.lists) {
        let mut section = Vec::new();
        out += &format!("list\t{}\t{}\n", list.level.name(), list.title);
        for (task, read_task) in list.tasks.iter().zip(&read_list.tasks) {
            if task.section != section {
                section.clone_from(&task.section);
                out += &format!("section\t{}\n", section.join(" / "));
            }
            out += &format!("task\t{}\t{}\n", task.number.as_deref().unwrap_or("-"), task.words.shown());
            for (assignment, office) in task.assignments.iter().zip(&read_task.offices) {
                let clause = assignment.clause.as_deref().map(|clause| format!("\t{clause}")).unwrap_or_default();
                let (role, level) = (assignment.role.name(), assignment.level.name());
                out += &format!(
                    "  {role}\t{level}\t{}\t{}\t{}{clause}\n",
                    assignment.unit_raw,
                    office.unit,
                    office.function.code()
                );
            }
            for quantity in &read_task.targets {
                let raw = &read.document.text[quantity.span.clone()];
                out += &format!("  target\t{}\t{}\t{raw}\n", quantity.target.indicator, got_target(quantity));
            }
        }
    }
    for problem in &read.notice.problems {
        out += &format!("problem\t{}\t{}\n", problem.code.id(), problem.message);
    }
    out
}

/// The five real notices are read as they were last looked through; `UPDATE_GOLDEN=1` rewrites what is kept, and the
/// difference is read like code.
#[test]
fn real_notices() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let reading = reading::read(&[root.join("datasets/notices")], &()).expect("the notices are there");
    assert_eq!(reading.notices.len(), 5);
    for read in &reading.notices {
        let file = root.join("tests/golden/real").join(format!("{}.tsv", read.id));
        let got = printed(read);
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            fs::create_dir_all(file.parent().expect("a folder")).expect("the folder can be made");
            fs::write(&file, &got).expect("the file can be written");
            continue;
        }
        let want = fs::read_to_string(&file).unwrap_or_default();
        let first = want.lines().zip(got.lines()).position(|(want, got)| want != got);
        assert!(want == got, "{} differs at line {:?}", file.display(), first.map(|line| line + 1));
    }
}
