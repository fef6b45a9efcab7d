//! Cutting real notices into words, the dictionary loaded before the clock, in characters a second.

use divan::counter::CharsCount;
use duibiao::text;

fn main() {
    text::warm_up();
    divan::main();
}

/// The shortest, a usual and the longest notice.
const NOTICES: [&str; 3] = ["黄石市下陆区-2020", "武汉市江汉区-2019", "武汉市武昌区-2023"];

fn notice(name: &str) -> String {
    let path = format!("{}/datasets/notices/{name}.txt", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).unwrap_or_default()
}

#[divan::bench(args = NOTICES)]
fn words(bencher: divan::Bencher<'_, '_>, name: &str) {
    let text = notice(name);
    bencher.counter(CharsCount::of_str(&text)).bench_local(|| text::words(&text).len());
}

#[divan::bench(args = NOTICES)]
fn clauses(bencher: divan::Bencher<'_, '_>, name: &str) {
    let text = notice(name);
    bencher.counter(CharsCount::of_str(&text)).bench_local(|| duibiao::notice::clause_ranges(&text).len());
}
