//! The kernels alone: exact top 10 neighbours among clauses of about 18 words, floor 0.3, and among dense vectors.
//!
//! `cargo bench --bench kernel`; the clauses are drawn from `datasets/notices` by a fixed seed, dense vectors are made up.

use duibiao::matching::kernel::candidate::{Docs, neighbours};
use duibiao::matching::kernel::dense::{self, Vector};
use duibiao::text;
use rustc_hash::FxHashMap;

fn main() {
    divan::main();
}

/// Words of the pieces of all notices, template words included.
fn pieces() -> Vec<Vec<String>> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/datasets/notices");
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    paths.sort();
    let mut pieces = Vec::new();
    for path in paths {
        let notice = std::fs::read_to_string(path).unwrap_or_default();
        for range in duibiao::notice::clause_ranges(&notice) {
            let words: Vec<String> = text::words(&notice[range]).iter().map(|word| word.text.to_owned()).collect();
            if words.len() > 1 {
                pieces.push(words);
            }
        }
    }
    pieces
}

/// Clauses of 18 words and some more, put together from pieces, as TF-IDF vectors of length 1.
///
/// With `KERNEL_VECTORS=file` they are written there, one a line as `word:weight`, for a peer to read.
fn clauses(number: usize) -> Docs {
    let pieces = pieces();
    let mut numbers: FxHashMap<&str, u32> = FxHashMap::default();
    let mut rows: Vec<Vec<u32>> = Vec::with_capacity(number);
    let mut state = 88_172_645_463_325_252u64;
    while rows.len() < number {
        let mut row: Vec<u32> = Vec::new();
        while row.len() < 18 {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            for word in &pieces[(state >> 11) as usize % pieces.len()] {
                let next = numbers.len() as u32;
                let term = *numbers.entry(word).or_insert(next);
                if !row.contains(&term) {
                    row.push(term);
                }
            }
        }
        rows.push(row);
    }
    let mut counts = vec![0u32; numbers.len()];
    for term in rows.iter().flatten() {
        counts[*term as usize] += 1;
    }
    let mut docs = Docs::default();
    let mut lines = String::new();
    for row in rows {
        let worth = |term: u32| 1.0 + ((1.0 + number as f32) / (1.0 + counts[term as usize] as f32)).ln();
        let length = row.iter().map(|&term| worth(term).powi(2)).sum::<f32>().sqrt();
        let row: Vec<_> = row.into_iter().map(|term| (term, worth(term) / length)).collect();
        for (term, weight) in &row {
            lines.push_str(&format!("{term}:{weight} "));
        }
        lines.push('\n');
        docs.push(&row);
    }
    if let Ok(path) = std::env::var("KERNEL_VECTORS") {
        std::fs::write(path, lines).expect("the vectors can be written");
    }
    docs
}

#[divan::bench(args = [5_000, 20_000], sample_count = 5)]
fn top_ten(bencher: divan::Bencher<'_, '_>, number: usize) {
    let docs = clauses(number);
    bencher.bench_local(|| neighbours(&docs, &docs, 10, 0.3));
}

#[divan::bench(sample_count = 1, sample_size = 1)]
fn top_ten_of_100_000(bencher: divan::Bencher<'_, '_>) {
    let docs = clauses(100_000);
    bencher.bench_local(|| neighbours(&docs, &docs, 10, 0.3));
}

/// Vectors of length 1 or so that stand in a hundred bundles.
fn vectors(number: usize) -> Vec<Vector> {
    let mut state = 88_172_645_463_325_252u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        ((state >> 11) % 1200) as i16 - 600
    };
    let centres: Vec<Vector> = (0..100).map(|_| std::array::from_fn(|_| next())).collect();
    (0..number).map(|at| std::array::from_fn(|place| i16::midpoint(centres[at % 100][place], next()))).collect()
}

#[divan::bench(args = [5_000, 20_000], sample_count = 5)]
fn dense_top_ten(bencher: divan::Bencher<'_, '_>, number: usize) {
    let vectors = vectors(number);
    bencher.bench_local(|| dense::neighbours(&vectors, 10, 0.3));
}
