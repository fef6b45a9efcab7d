//! Every folder under `tests/golden` is a notice and what a careful reader takes from it; see its `README.md`.
//!
//! `GOLDEN=v07 cargo test --release --test golden` runs the cases whose name begins so and prints every difference.
//! `UPDATE_GOLDEN=1` writes what is read; the difference is read like code.

use std::fs;
use std::path::{Path, PathBuf};

use duibiao::intake::reading::{self, ReadNotice};

#[path = "golden/rows.rs"]
mod rows;
use rows::Row;

/// How many readings of the cases are known to be wrong. One more is a fault; one less is an improvement, told here.
const KNOWN_WRONG: usize = 47;

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

/// Whether expectations are written instead of compared.
fn is_update() -> bool {
    std::env::var_os("UPDATE_GOLDEN").is_some()
}

/// What a case gives, and what is wrong with the places of it.
fn read(case: &Path) -> (Vec<Row>, Vec<String>) {
    let file = notice_file(case);
    // What engine a machine has is no matter of the cases.
    let request = reading::Request { ocr: Some("none".into()), ..std::slice::from_ref(&file).into() };
    let reading = reading::read(request, &()).expect("the notice's file is there");
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let said = |error: &duibiao::error::Error| error.to_string().replace(&*file.to_string_lossy(), &name);
    let refused = reading.failures.iter().map(|error| Row::Refused(said(error)));
    let rows = refused.chain(reading.notices.iter().flat_map(rows::of)).collect();
    (rows, reading.notices.iter().flat_map(misplaced).collect())
}

/// The rows that a case expects.
///
/// # Errors
/// The line that is no row, and why.
fn expected(case: &Path) -> Result<Vec<Row>, String> {
    let text = fs::read_to_string(case.join("expected.jsonl")).expect("a readable expectation");
    let rows = text.lines().filter(|line| !line.trim().is_empty());
    rows.map(|line| serde_json::from_str(line).map_err(|error| format!("{error}: {line}"))).collect()
}

/// Writes what is read. Notes on wrong readings stay with rows that did not change; others are told, to be looked at.
fn update(case: &Path, mut got: Vec<Row>) {
    let mut old = expected(case).unwrap_or_default();
    for row in &mut got {
        if let Some(at) = old.iter().position(|old| old.unmarked() == *row) {
            *row = old.remove(at);
        }
    }
    for mark in old.iter_mut().flat_map(Row::marks).flatten() {
        eprintln!("{}: no longer noted as wrong: {mark}", case.display());
    }
    let lines: Vec<String> = got.iter().map(|row| serde_json::to_string(row).expect("a row is JSON")).collect();
    fs::write(case.join("expected.jsonl"), lines.join("\n") + "\n").expect("the file can be written");
}

/// The lines of `some` that `others` lacks.
fn lacking(some: &[Row], others: &[Row]) -> Vec<String> {
    let mut rest: Vec<String> = others.iter().flat_map(Row::lines).collect();
    let lines = some.iter().flat_map(Row::lines);
    lines
        .filter(|line| match rest.iter().position(|other| other == line) {
            Some(at) => {
                rest.swap_remove(at);
                false
            }
            None => true,
        })
        .collect()
}

/// What differs between what is expected and what is read; a note on a wrong reading is shown with its row.
fn differences(want: &[Row], got: &[Row]) -> Vec<String> {
    let bare: Vec<Row> = want.iter().map(Row::unmarked).collect();
    if bare == got {
        return Vec::new();
    }
    let mut said: Vec<String> = lacking(&bare, got).iter().map(|line| format!("- {line}")).collect();
    said.extend(lacking(got, &bare).iter().map(|line| format!("+ {line}")));
    if said.is_empty() {
        said.push("the same rows in another order".to_owned());
    }
    for row in want.iter().filter(|row| !got.contains(&row.unmarked())) {
        said.extend(row.clone().marks().into_iter().flatten().map(|mark| format!("was noted as wrong: {mark}")));
    }
    said
}

/// Places of a notice that do not lie on character boundaries or do not hold the printed words.
fn misplaced(read: &ReadNotice) -> Vec<String> {
    let source = &read.document.text;
    let mut wrong = Vec::new();
    let mut check = |holds: bool, what: String| wrong.extend((!holds).then(|| format!("misplaced: {what}")));
    for (list, read_list) in read.notice.lists.iter().zip(&read.lists) {
        for (task, read_task) in list.tasks.iter().zip(&read_list.tasks) {
            let shown = task.words.shown();
            check(source.get(task.span.clone()).is_some(), format!("task {:?}", task.span));
            for clause in &task.clauses {
                let words = source.get(clause.span.clone()).unwrap_or_default();
                let inside = task.span.start <= clause.span.start && clause.span.end <= task.span.end;
                check(inside && !words.is_empty(), format!("clause {words} for {}", clause.text));
            }
            for quantity in &read_task.targets {
                let words = source.get(quantity.span.clone()).unwrap_or_default();
                let text = quantity.text.clone().and_then(|text| shown.get(text)).unwrap_or_default();
                check(is_figure(words) && is_figure(text), format!("target {words} for {text}"));
            }
            for assignment in &task.assignments {
                let words = source.get(assignment.span.clone());
                check(words.is_some_and(|words| !words.is_empty()), format!("unit {}", assignment.unit_raw));
            }
        }
    }
    for problem in &read.notice.problems {
        check(source.get(problem.span.clone()).is_some(), format!("problem {}", problem.code.id()));
    }
    wrong
}

/// Whether words hold a figure.
fn is_figure(words: &str) -> bool {
    words.chars().any(|c| c.is_numeric() || "一二三四五六七八九十百千万亿半两零成倍番".contains(c))
}

#[test]
fn golden() {
    let (mut failed, mut known) = (Vec::new(), 0);
    let cases = cases();
    for case in &cases {
        let (got, mut wrong) = read(case);
        if is_update() {
            update(case, got);
        } else {
            let want = expected(case);
            wrong.extend(want.as_ref().map_or_else(|error| vec![error.clone()], |want| differences(want, &got)));
        }
        known += expected(case).unwrap_or_default().iter_mut().flat_map(Row::marks).flatten().count();
        if !wrong.is_empty() {
            let name = case.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            failed.push(format!("{name}\n  {}", wrong.join("\n  ")));
        }
    }
    println!("{} cases, {known} readings known to be wrong", cases.len());
    assert!(failed.is_empty(), "{} of {} cases differ\n{}", failed.len(), cases.len(), failed.join("\n"));
    if std::env::var_os("GOLDEN").is_none() {
        assert_eq!(known, KNOWN_WRONG, "readings known to be wrong");
    }
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
                let target = &quantity.target;
                let high = target.bound.value_max().map(|high| format!("..{high}")).unwrap_or_default();
                let figure = format!("{} {}{high} {}", target.bound.op().name(), target.bound.value(), target.measure);
                out += &format!("  target\t{}\t{figure} {}\t{raw}\n", target.indicator, target.statement.name());
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
        if is_update() {
            fs::create_dir_all(file.parent().expect("a folder")).expect("the folder can be made");
            fs::write(&file, &got).expect("the file can be written");
            continue;
        }
        let want = fs::read_to_string(&file).unwrap_or_default();
        let first = want.lines().zip(got.lines()).position(|(want, got)| want != got);
        assert!(want == got, "{} differs at line {:?}", file.display(), first.map(|line| line + 1));
    }
}
