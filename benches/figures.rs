//! Finding the figures of real notices and of hostile texts, lexicon loaded before the clock, in characters a second.
//!
//! The hostile texts come in two lengths: the characters a second of both should be alike.

use divan::counter::CharsCount;
use duibiao::quantity::{Context, extract};

fn main() {
    extract("新增就业2万人", &Context::default());
    divan::main();
}

/// The shortest, a usual and the longest notice.
const NOTICES: [&str; 3] = ["黄石市下陆区-2020", "武汉市江汉区-2019", "武汉市武昌区-2023"];

#[divan::bench(args = NOTICES)]
fn notices(bencher: divan::Bencher<'_, '_>, name: &str) {
    let path = format!("{}/datasets/notices/{name}.txt", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap_or_default();
    bencher.counter(CharsCount::of_str(&text)).bench_local(|| figures(&text));
}

#[divan::bench(args = [10_000, 40_000])]
fn one_clause(bencher: divan::Bencher<'_, '_>, times: usize) {
    let text = "增长5%以上".repeat(times);
    bencher.counter(CharsCount::of_str(&text)).bench_local(|| figures(&text));
}

#[divan::bench(args = [10_000, 40_000])]
fn one_list(bencher: divan::Bencher<'_, '_>, times: usize) {
    let text = format!("分别达到{}5个", "1、".repeat(times));
    bencher.counter(CharsCount::of_str(&text)).bench_local(|| figures(&text));
}

fn figures(text: &str) -> usize {
    text.lines().map(|line| extract(line, &Context::default()).len()).sum()
}
