//! A report on the five notices stage by stage, the words and the dictionary loaded before the clock.
//!
//! Other notices: `DUIBIAO_BENCH=FOLDER cargo bench --bench report`.

use std::path::PathBuf;

use divan::counter::BytesCount;
use duibiao::analysis::{Facing, Overlaps};
use duibiao::matching::{self, Request};
use duibiao::table::Rows;
use duibiao::{intake, notice, report, source, text};

fn main() {
    text::warm_up();
    let _ = rows();
    divan::main();
}

fn folder() -> PathBuf {
    let given = std::env::var_os("DUIBIAO_BENCH").map(PathBuf::from);
    given.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("datasets/notices"))
}

fn documents() -> Vec<source::Document> {
    let walked = source::walk(&[folder()]).expect("a folder of notices");
    let opened = walked.files.iter().filter_map(|file| file.open().ok()?.documents().ok());
    opened.flatten().collect()
}

fn rows() -> Rows {
    intake::take(&[folder()], &()).expect("a folder of notices").rows
}

fn paired() -> Rows {
    let mut rows = rows();
    matching::pair(&mut rows, &Request { themes: true, ..Request::default() }, &()).expect("lists to pair");
    rows
}

/// For scale: jieba alone on the same texts.
#[divan::bench]
fn jieba(bencher: divan::Bencher<'_, '_>) {
    let documents = documents();
    let bytes: usize = documents.iter().map(|document| document.text.len()).sum();
    bencher
        .counter(BytesCount::new(bytes))
        .bench_local(|| documents.iter().map(|document| text::words(&document.text).len()).sum::<usize>());
}

#[divan::bench]
fn parse(bencher: divan::Bencher<'_, '_>) {
    let documents = documents();
    let bytes: usize = documents.iter().map(|document| document.text.len()).sum();
    bencher
        .counter(BytesCount::new(bytes))
        .bench_local(|| documents.iter().map(|document| notice::parse(document).lists.len()).sum::<usize>());
}

/// Parsing, offices and targets.
#[divan::bench]
fn read(bencher: divan::Bencher<'_, '_>) {
    let documents = documents();
    let bytes: usize = documents.iter().map(|document| document.text.len()).sum();
    bencher
        .counter(BytesCount::new(bytes))
        .with_inputs(|| documents.clone())
        .bench_local_values(|documents| documents.into_iter().map(intake::reading::read_document).count());
}

/// Files to rows, on all threads.
#[divan::bench]
fn take() -> usize {
    rows().tasks.len()
}

#[divan::bench]
fn pair(bencher: divan::Bencher<'_, '_>) {
    bencher.with_inputs(rows).bench_local_values(|mut rows| {
        let request = Request { themes: true, ..Request::default() };
        matching::pair(&mut rows, &request, &()).map(|work| work.matches)
    });
}

#[divan::bench]
fn analyse(bencher: divan::Bencher<'_, '_>) {
    let rows = paired();
    bencher.bench_local(|| (Overlaps::new(&rows).pairs().count(), Facing::new(&rows).coverage().len()));
}

#[divan::bench]
fn write(bencher: divan::Bencher<'_, '_>) {
    let rows = paired();
    let folder = std::env::temp_dir().join(format!("duibiao-bench-{}", std::process::id()));
    bencher
        .bench_local(|| report::write(&rows, &folder, &report::Options::default()).map(|written| written.files.len()));
    // what a bench leaves behind is in the way of nobody
    let _ = std::fs::remove_dir_all(&folder);
}
