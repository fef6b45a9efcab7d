//! Scoring all pairs of two lists, the tasks made ready before the clock, in pairs a second; and making them ready.

use divan::counter::ItemsCount;
use duibiao::matching::kernel::{Corpus, Options, TaskText, Weights, find};

fn main() {
    divan::main();
}

/// The lines of a notice that are long enough for a task, as one list.
fn tasks(list: u32, name: &str) -> Vec<TaskText> {
    const FEWEST_BYTES: usize = 60;
    let path = format!("{}/datasets/notices/{name}.txt", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let lines = text.lines().filter(|line| line.len() >= FEWEST_BYTES);
    lines.map(|line| TaskText { list, text: line.to_owned(), ..TaskText::default() }).collect()
}

fn lists() -> Vec<TaskText> {
    let mut all = tasks(0, "武汉市江汉区-2019");
    all.extend(tasks(1, "武汉市武昌区-2023"));
    all
}

#[divan::bench(sample_count = 20)]
fn all_pairs(bencher: divan::Bencher<'_, '_>) {
    let corpus = Corpus::new(&lists());
    let pairs = corpus.tasks_of(0).len() * corpus.tasks_of(1).len();
    let all = || find(&corpus, Weights::built_in(), &[(0, 1)], &Options::default(), &()).rows.len();
    bencher.counter(ItemsCount::new(pairs)).bench_local(all);
}

#[divan::bench(sample_count = 20)]
fn shortlists(bencher: divan::Bencher<'_, '_>) {
    let corpus = Corpus::new(&lists());
    let pairs = corpus.tasks_of(0).len() * corpus.tasks_of(1).len();
    let options = Options { all_pairs: 0, ..Options::default() };
    let all = || find(&corpus, Weights::built_in(), &[(0, 1)], &options, &()).rows.len();
    bencher.counter(ItemsCount::new(pairs)).bench_local(all);
}

#[divan::bench(sample_count = 20)]
fn tasks_made_ready(bencher: divan::Bencher<'_, '_>) {
    let all = lists();
    Corpus::new(&all);
    bencher.counter(ItemsCount::new(all.len())).bench_local(|| Corpus::new(&all).len());
}
