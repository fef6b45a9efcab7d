//! Dense vectors: what is near by meaning, whatever the words are.
//!
//! In:  [`Vector`]s of length 1 as whole numbers.
//! Out: [`cosine`] of two; [`neighbours`]: for each vector its `top` others from `floor` up.
//! Rule: as in [`super::candidate`]: best first, of equal ones the smaller index; the same bytes for any number of threads.
//!
//! Every vector is held against every other, block by block, so that a block stays in a processor's cache. Products are sums
//! of whole numbers and so exact in any order.

use rayon::prelude::*;

use super::background::DIMENSIONS;
use super::candidate::{Neighbour, Neighbours};

/// A vector of length 1 as whole numbers, 4096 for 1; padded to whole registers.
pub type Vector = [i16; WIDTH];
/// Numbers of a [`Vector`].
pub const WIDTH: usize = DIMENSIONS.next_multiple_of(LANES);
/// What stands for 1.
pub const ONE: f32 = 4096.0;

/// Numbers of a register.
const LANES: usize = 8;
/// Vectors in a block, and vectors that one thread holds against it at a time.
const BLOCK: usize = 1024;
const CHUNK: usize = 128;

/// The product of two vectors. Eight sums side by side: the compiler makes multiply-and-add instructions of them, 4 ns; of
/// one sum over all it makes 17 ns. No `zip`: where crates are built piece by piece and not put together again
/// (`incremental`, `lto = "off"`), its calls stay calls, 500 ns.
#[inline]
fn product(a: &Vector, b: &Vector) -> i32 {
    let (a, b) = (a.as_chunks::<LANES>().0, b.as_chunks::<LANES>().0);
    let mut sums = [0i32; LANES];
    for (at, a) in a.iter().enumerate() {
        let b = &b[at];
        for (lane, sum) in sums.iter_mut().enumerate() {
            *sum += i32::from(a[lane]) * i32::from(b[lane]);
        }
    }
    let mut all = 0;
    for sum in sums {
        all += sum;
    }
    all
}

/// The products of one vector and each of others. Kept apart from what is done with them, or the compiler loses its way.
#[inline(never)]
pub(super) fn products(vector: &Vector, others: &[Vector], products: &mut [i32]) {
    for (at, other) in others.iter().enumerate() {
        products[at] = product(vector, other);
    }
}

/// The cosine behind a product, nothing below 0 or above 1.
#[inline]
pub(super) fn cosine_of(product: i32) -> f32 {
    let cosine = product as f32 / (ONE * ONE);
    let cosine = if cosine > 0.0 { cosine } else { 0.0 };
    if cosine < 1.0 { cosine } else { 1.0 }
}

/// The cosine of two vectors of length 1, nothing below 0.
#[inline]
pub fn cosine(a: &Vector, b: &Vector) -> f32 {
    cosine_of(product(a, b))
}

/// Finds for each vector its `top` nearest others that reach `floor`, on as many threads as the pool has.
pub fn neighbours(vectors: &[Vector], top: usize, floor: f32) -> Neighbours {
    let least = (floor.max(0.0) * ONE * ONE).ceil() as i32;
    let found: Vec<Vec<Vec<Neighbour>>> = vectors
        .par_chunks(CHUNK)
        .enumerate()
        .map(|(chunk, own)| {
            let mut room = [0; BLOCK];
            let mut best: Vec<Vec<(i32, u32)>> = vec![Vec::new(); own.len()];
            for (block, others) in vectors.chunks(BLOCK).enumerate().filter(|_| top > 0) {
                for ((at, vector), best) in own.iter().enumerate().zip(&mut best) {
                    let room = &mut room[..others.len()];
                    products(vector, others, room);
                    keep(room, chunk * CHUNK + at, block * BLOCK, top, least, best);
                }
            }
            let neighbour = |(product, right)| Neighbour { right, score: cosine_of(product) };
            best.into_iter().map(|best| best.into_iter().map(neighbour).collect()).collect()
        })
        .collect();
    Neighbours::of_each(found.into_iter().flatten())
}

/// Keeps what is better of the products of one vector and a block. `best` is kept sorted.
fn keep(products: &[i32], own: usize, first: usize, top: usize, least: i32, best: &mut Vec<(i32, u32)>) {
    let mut need = if best.len() < top { least } else { best[top - 1].0 + 1 };
    for (at, &product) in products.iter().enumerate() {
        if product < need || first + at == own {
            continue;
        }
        // indexes ascend, so of equal products the ones that stand there are smaller
        let place = best.partition_point(|(other, _)| *other >= product);
        best.insert(place, (product, (first + at) as u32));
        best.truncate(top);
        if best.len() == top {
            need = best[top - 1].0 + 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Every pair multiplied, the plain way.
    fn oracle(vectors: &[Vector], top: usize, floor: f32) -> Vec<Vec<Neighbour>> {
        let plain = |a: &Vector, b: &Vector| a.iter().zip(b).map(|(a, b)| i32::from(*a) * i32::from(*b)).sum::<i32>();
        (0..vectors.len())
            .map(|a| {
                let mut all: Vec<(i32, u32)> = (0..vectors.len())
                    .filter(|b| *b != a)
                    .map(|b| (plain(&vectors[a], &vectors[b]), b as u32))
                    .collect();
                all.retain(|(product, _)| *product as f32 >= floor * ONE * ONE);
                all.sort_by_key(|(product, right)| (-product, *right));
                all.truncate(top);
                all.into_iter().map(|(product, right)| Neighbour { right, score: cosine_of(product) }).collect()
            })
            .collect()
    }

    fn pool(threads: usize) -> rayon::ThreadPool {
        rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads can be started")
    }

    /// Vectors of few different numbers, so that products tie.
    fn vectors() -> impl Strategy<Value = Vec<Vector>> {
        let number = || prop::sample::select(vec![-1200i16, 0, 0, 900, 2048]);
        let vector = prop::collection::vec(number(), 6).prop_map(|few| {
            let mut vector = [0; WIDTH];
            for (at, number) in few.into_iter().enumerate() {
                vector[at * 20] = number;
            }
            vector
        });
        prop::collection::vec(vector, 0..300)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn same_rows_and_order_as_the_oracle(vectors in vectors(), top in 0usize..6, floor in 0.0f32..0.9) {
            let want = oracle(&vectors, top, floor);
            for threads in [1, 3] {
                let found = pool(threads).install(|| neighbours(&vectors, top, floor));
                for (at, want) in want.iter().enumerate() {
                    prop_assert_eq!(found.of(at), want.as_slice());
                }
            }
        }
    }

    #[test]
    fn many_blocks_agree_with_the_oracle() {
        let mut seed = 7u64;
        let mut next = || {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            ((seed >> 33) % 1200) as i16 - 600
        };
        let vectors: Vec<Vector> = (0..3000).map(|_| std::array::from_fn(|_| next())).collect();
        let want = oracle(&vectors, 10, 0.05);
        let found = neighbours(&vectors, 10, 0.05);
        for (at, want) in want.iter().enumerate() {
            assert_eq!(found.of(at), want.as_slice());
        }
    }
}
