//! `block`: parts of a corpus give the rows that the whole gives.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use polars::prelude::*;

use super::{notices, run, scratch};

/// The matches of a file in the order of their ids, with the numbers of blocks left out.
fn matches(path: &Path) -> Vec<String> {
    let file = std::fs::File::open(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let frame = ParquetReader::new(file).finish().expect("a table of matches");
    let frame = frame.drop_many(["left_number", "right_number"]);
    let mut rows: Vec<String> =
        (0..frame.height()).map(|row| format!("{:?}", frame.get_row(row).expect("a row").0)).collect();
    rows.sort();
    rows
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}

#[test]
fn blocks_give_the_rows_of_one_run() {
    let folder = scratch();
    let at = |name: &str| folder.path().join(name);
    run(&["match", "--all-pairs", "-o", text(&at("whole")), "--format", "parquet"], 0);
    let want = matches(&at("whole/matches.parquet"));
    assert!(want.len() > 1000, "{}", want.len());

    run(&["block", "tasks", "-o", text(&at("all.parquet"))], 0);
    run(&["block", "--left", text(&at("all.parquet")), "-o", text(&at("one.parquet"))], 0);
    assert!(matches(&at("one.parquet")) == want, "one block");

    let mut files: Vec<_> = std::fs::read_dir(notices()).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending == "txt"));
    files.sort();
    let (first, second) = files.split_at(2);
    for (name, files, from) in [("a", first, "0"), ("b", second, "100000")] {
        let output = at(&format!("{name}.parquet"));
        let mut arguments = vec!["block", "tasks", "-o", text(&output), "--first", from];
        arguments.extend(files.iter().map(|file| text(file)));
        run(&arguments, 0);
    }
    for cross in [("a", Some("b")), ("b", Some("a"))] {
        let rows = rows_of(&[("a", None), ("b", None), cross], &at);
        assert!(rows == want, "{cross:?}: {} rows, {} of one run", rows.len(), want.len());
    }
}

/// The rows of pairs of blocks, put together.
fn rows_of(pairs: &[(&str, Option<&str>)], at: &dyn Fn(&str) -> PathBuf) -> Vec<String> {
    let mut rows = Vec::new();
    for (left, right) in pairs {
        let (left, right) = (at(&format!("{left}.parquet")), right.map(|name| at(&format!("{name}.parquet"))));
        let output = at("part.parquet");
        let mut arguments = vec!["--threads", "1", "block", "--left", text(&left), "-o", text(&output)];
        if let Some(right) = &right {
            arguments.extend(["--right", text(right)]);
        }
        run(&arguments, 0);
        rows.extend(matches(&output));
    }
    rows.sort();
    rows
}

#[test]
fn blocks_go_through_streams() {
    let folder = scratch();
    let at = |name: &str| folder.path().join(name);
    run(&["block", "tasks", "-o", text(&at("all.parquet"))], 0);
    run(&["block", "--left", text(&at("all.parquet")), "-o", text(&at("file.parquet")), "--top", "2"], 0);
    let output = Command::new(env!("CARGO_BIN_EXE_duibiao"))
        .args(["block", "--left", "-", "-o", "-", "--top", "2"])
        .stdin(Stdio::from(std::fs::File::open(at("all.parquet")).unwrap()))
        .output()
        .expect("the binary runs");
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stdout == std::fs::read(at("file.parquet")).unwrap(), "the stream holds the file's bytes");
}

#[test]
fn a_block_that_is_none_is_told() {
    let folder = scratch();
    let (bad, out) = (folder.path().join("bad.parquet"), folder.path().join("out.parquet"));
    std::fs::write(&bad, "no parquet").unwrap();
    let (_, err) = run(&["block", "--left", text(&bad), "-o", text(&out)], 2);
    assert!(err.contains("bad.parquet"), "{err}");
    assert!(!out.exists());
    run(&["block", "--left", text(&bad)], 2);
    run(&["block", "--left", "-", "--right", "-", "-o", text(&out)], 2);
}
