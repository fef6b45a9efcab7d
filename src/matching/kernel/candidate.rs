//! Candidates: the exact nearest neighbours of many short texts.
//!
//! In:  two sets of sparse vectors, [`Docs`], weights never negative.
//! Out: for each left vector its `top` right vectors by dot product from `floor` up, [`Neighbours`].
//! Rule: best score first, of equal scores the smaller right index; the same bytes for any number of threads.
//!
//! The right side is cut into blocks whose scores fit a processor's cache; a block is an inverted index with number and
//! weight of a posting side by side. For one left vector and one block, terms are set aside, longest posting lists first,
//! as long as all of them together cannot lift a vector over half the score it needs; only the others are summed up. What
//! could still get there is scored anew in full, so nothing is lost and every score is summed in one order.

use rayon::prelude::*;

/// Fewest right vectors in a block.
const BLOCK: usize = 8192;
/// Most bytes for the heads of all blocks' posting lists; above it blocks grow.
const HEADS: usize = 32 << 20;
/// Left vectors that one thread takes at a time, so that a block's postings stay in its cache.
const CHUNK: usize = 128;

/// Sparse vectors, one after the other.
#[derive(Debug, Clone, PartialEq)]
pub struct Docs {
    starts: Vec<u32>,
    terms: Vec<u32>,
    weights: Vec<f32>,
    vocabulary: usize,
}

impl Default for Docs {
    fn default() -> Self {
        Self { starts: vec![0], terms: Vec::new(), weights: Vec::new(), vocabulary: 0 }
    }
}

impl Docs {
    /// Adds a vector. Terms may come in any order; a term that comes twice counts with both weights. Weights that are not
    /// above zero are left out.
    pub fn push(&mut self, entries: &[(u32, f32)]) {
        let mut entries: Vec<_> = entries.iter().copied().filter(|(_, weight)| *weight > 0.0).collect();
        entries.sort_by_key(|(term, _)| *term);
        let start = self.terms.len();
        for (term, weight) in entries {
            if self.terms.len() > start && self.terms.last() == Some(&term) {
                if let Some(last) = self.weights.last_mut() {
                    *last += weight;
                }
            } else {
                self.terms.push(term);
                self.weights.push(weight);
            }
            self.vocabulary = self.vocabulary.max(term as usize + 1);
        }
        self.starts.push(self.terms.len() as u32);
    }

    /// How many vectors there are.
    pub fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Terms, ascending, and weights of one vector.
    pub fn get(&self, index: usize) -> (&[u32], &[f32]) {
        let range = self.starts[index] as usize..self.starts[index + 1] as usize;
        (&self.terms[range.clone()], &self.weights[range])
    }
}

/// The dot product of two vectors, summed in the order of the terms.
pub fn dot((a_terms, a_weights): (&[u32], &[f32]), (b_terms, b_weights): (&[u32], &[f32])) -> f32 {
    let (mut i, mut j, mut sum) = (0, 0, 0.0);
    while i < a_terms.len() && j < b_terms.len() {
        let (a, b) = (a_terms[i], b_terms[j]);
        if a == b {
            sum += a_weights[i] * b_weights[j];
        }
        i += usize::from(a <= b);
        j += usize::from(b <= a);
    }
    sum
}

/// A right vector near a left one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Neighbour {
    pub right: u32,
    pub score: f32,
}

impl Neighbour {
    /// Whether this one stands before another: better score, then smaller index.
    fn before(self, other: Self) -> bool {
        self.score > other.score || (self.score == other.score && self.right < other.right)
    }
}

/// The neighbours of all left vectors.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Neighbours {
    starts: Vec<usize>,
    rows: Vec<Neighbour>,
}

impl Neighbours {
    /// From the neighbours of each left vector, best first.
    pub(super) fn of_each(found: impl Iterator<Item = Vec<Neighbour>>) -> Self {
        let mut all = Self { starts: vec![0], rows: Vec::new() };
        for best in found {
            all.rows.extend(best);
            all.starts.push(all.rows.len());
        }
        all
    }

    /// The neighbours of one left vector, best first; none of one that was not asked for.
    pub fn of(&self, left: usize) -> &[Neighbour] {
        self.starts.get(left..left + 2).map_or(&[], |ends| &self.rows[ends[0]..ends[1]])
    }

    /// All neighbours, left vector by left vector.
    pub fn rows(&self) -> &[Neighbour] {
        &self.rows
    }
}

/// Where a term's postings begin in a block, and the greatest weight among them.
#[derive(Debug, Clone, Copy, Default)]
struct Head {
    start: u32,
    max: f32,
}

/// A right vector within its block, and the term's weight there.
#[derive(Debug, Clone, Copy, Default)]
struct Posting {
    doc: u32,
    weight: f32,
}

/// The inverted index of one block.
#[derive(Debug)]
struct Block {
    first: usize,
    len: usize,
    /// One a term and one more.
    heads: Vec<Head>,
    postings: Vec<Posting>,
}

impl Block {
    fn new(docs: &Docs, first: usize, len: usize) -> Self {
        let mut heads = vec![Head::default(); docs.vocabulary + 1];
        let all = docs.starts[first] as usize..docs.starts[first + len] as usize;
        for &term in &docs.terms[all.clone()] {
            heads[term as usize + 1].start += 1;
        }
        for term in 0..docs.vocabulary {
            heads[term + 1].start += heads[term].start;
        }
        let mut next: Vec<u32> = heads.iter().map(|head| head.start).collect();
        let mut postings = vec![Posting::default(); all.len()];
        for doc in 0..len {
            let (terms, weights) = docs.get(first + doc);
            for (&term, &weight) in terms.iter().zip(weights) {
                let place = &mut next[term as usize];
                postings[*place as usize] = Posting { doc: doc as u32, weight };
                *place += 1;
                let head = &mut heads[term as usize];
                head.max = head.max.max(weight);
            }
        }
        Self { first, len, heads, postings }
    }
}

/// One term of a left vector that a block knows.
#[derive(Debug, Clone, Copy)]
struct Ray {
    weight: f32,
    start: u32,
    end: u32,
    /// The most it can add to any vector of the block.
    most: f32,
}

/// What one thread works with.
struct Desk {
    sums: Vec<f32>,
    rays: Vec<Ray>,
    reached: Vec<u32>,
    /// The left vector spread out over the vocabulary.
    spread: Vec<f32>,
}

/// Finds for each left vector its `top` right vectors that reach `floor`, on as many threads as the pool has.
///
/// A floor of zero or below counts every vector with a shared term; vectors without one are never neighbours.
pub fn neighbours(left: &Docs, right: &Docs, top: usize, floor: f32) -> Neighbours {
    let block_len = BLOCK.max((right.len() * (right.vocabulary + 1) * size_of::<Head>()).div_ceil(HEADS));
    let blocks: Vec<Block> = (0..right.len().div_ceil(block_len))
        .into_par_iter()
        .map(|block| {
            let first = block * block_len;
            Block::new(right, first, block_len.min(right.len() - first))
        })
        .collect();
    let floor = floor.max(f32::MIN_POSITIVE);
    let found: Vec<Vec<Vec<Neighbour>>> = (0..left.len().div_ceil(CHUNK))
        .into_par_iter()
        .map_init(
            || Desk {
                sums: vec![0.0; block_len.min(right.len())],
                rays: Vec::new(),
                reached: Vec::new(),
                spread: vec![0.0; right.vocabulary],
            },
            |desk, chunk| {
                let first = chunk * CHUNK;
                let len = CHUNK.min(left.len() - first);
                let mut best: Vec<Vec<Neighbour>> = vec![Vec::new(); len];
                if top > 0 {
                    for block in &blocks {
                        for (query, best) in best.iter_mut().enumerate() {
                            search(left.get(first + query), block, right, top, floor, best, desk);
                        }
                    }
                }
                best
            },
        )
        .collect();
    Neighbours::of_each(found.into_iter().flatten())
}

/// Looks for better neighbours of one left vector in one block. `best` is kept sorted.
fn search(
    vector: (&[u32], &[f32]),
    block: &Block,
    right: &Docs,
    top: usize,
    floor: f32,
    best: &mut Vec<Neighbour>,
    desk: &mut Desk,
) {
    let need = if best.len() < top { floor } else { best[top - 1].score };
    // rounding may lift a sum by some units in the last place
    if cast(vector, block, &mut desk.rays) * 1.00001 < need {
        return;
    }
    let aside = set_aside(&mut desk.rays, need * 0.5);
    reach(block, (need - aside) * 0.9999, desk);
    if desk.reached.is_empty() {
        return;
    }
    let Desk { reached, spread, .. } = desk;
    let (own_terms, own_weights) = vector;
    for (&term, &weight) in own_terms.iter().zip(own_weights) {
        if let Some(place) = spread.get_mut(term as usize) {
            *place = weight;
        }
    }
    for &doc in reached.iter() {
        let index = block.first + doc as usize;
        let (terms, weights) = right.get(index);
        let score = terms.iter().zip(weights).map(|(&term, &weight)| spread[term as usize] * weight).sum();
        let found = Neighbour { right: index as u32, score };
        if score >= floor && (best.len() < top || found.before(best[top - 1])) {
            let place = best.partition_point(|other| other.before(found));
            best.insert(place, found);
            best.truncate(top);
        }
    }
    for &term in own_terms {
        if let Some(place) = spread.get_mut(term as usize) {
            *place = 0.0;
        }
    }
}

/// Finds the terms of a left vector that a block knows; the most that any vector of the block can come to.
fn cast((terms, weights): (&[u32], &[f32]), block: &Block, rays: &mut Vec<Ray>) -> f32 {
    rays.clear();
    let mut reach = 0.0;
    for (&term, &weight) in terms.iter().zip(weights) {
        let term = term as usize;
        if term + 1 >= block.heads.len() {
            continue;
        }
        let (head, next) = (block.heads[term], block.heads[term + 1]);
        if head.start < next.start {
            let most = weight * head.max;
            reach += most;
            rays.push(Ray { weight, start: head.start, end: next.start, most });
        }
    }
    reach
}

/// Drops the terms with the longest posting lists, as long as all of them together add `most` at most; what they add.
fn set_aside(rays: &mut Vec<Ray>, most: f32) -> f32 {
    rays.sort_by_key(|ray| ray.end - ray.start);
    let mut aside = 0.0;
    while let Some(ray) = rays.last() {
        if aside + ray.most > most {
            break;
        }
        aside += ray.most;
        rays.pop();
    }
    aside
}

/// Sums up the terms at hand, and notes which vectors of the block reach a threshold; the sums are nought again afterwards.
fn reach(block: &Block, threshold: f32, desk: &mut Desk) {
    let Desk { sums, rays, reached, .. } = desk;
    let postings: usize = rays.iter().map(|ray| (ray.end - ray.start) as usize).sum();
    reached.clear();
    for ray in rays.iter() {
        for posting in &block.postings[ray.start as usize..ray.end as usize] {
            sums[posting.doc as usize] += ray.weight * posting.weight;
        }
    }
    if postings * 4 < block.len {
        for ray in rays.iter() {
            for posting in &block.postings[ray.start as usize..ray.end as usize] {
                let sum = &mut sums[posting.doc as usize];
                if *sum >= threshold {
                    reached.push(posting.doc);
                }
                *sum = 0.0;
            }
        }
        return;
    }
    for (lane, part) in sums[..block.len].chunks_mut(16).enumerate() {
        if part.iter().fold(0.0f32, |most, &sum| if sum > most { sum } else { most }) >= threshold {
            for (doc, &sum) in part.iter().enumerate() {
                if sum >= threshold {
                    reached.push((lane * 16 + doc) as u32);
                }
            }
        }
    }
    sums[..block.len].fill(0.0);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Every pair scored, the plain way.
    fn oracle(left: &Docs, right: &Docs, top: usize, floor: f32) -> Vec<Vec<Neighbour>> {
        (0..left.len())
            .map(|a| {
                let mut all: Vec<_> = (0..right.len())
                    .map(|b| Neighbour { right: b as u32, score: dot(left.get(a), right.get(b)) })
                    .filter(|found| found.score >= floor.max(f32::MIN_POSITIVE))
                    .collect();
                all.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.right.cmp(&b.right)));
                all.truncate(top);
                all
            })
            .collect()
    }

    fn docs(rows: &[Vec<(u32, f32)>]) -> Docs {
        let mut docs = Docs::default();
        for row in rows {
            docs.push(row);
        }
        docs
    }

    fn pool(threads: usize) -> rayon::ThreadPool {
        rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads can be started")
    }

    fn rows() -> impl Strategy<Value = Vec<Vec<(u32, f32)>>> {
        // few weights, so that scores tie
        prop::collection::vec(
            prop::collection::vec((0u32..40, prop::sample::select(vec![0.1f32, 0.25, 0.5])), 0..9),
            0..60,
        )
    }

    proptest! {
        #[test]
        fn same_rows_and_order_as_the_oracle(a in rows(), b in rows(), top in 0usize..6, floor in 0.0f32..0.4) {
            let (a, b) = (docs(&a), docs(&b));
            let want = oracle(&a, &b, top, floor);
            for threads in [1, 3] {
                let found = pool(threads).install(|| neighbours(&a, &b, top, floor));
                for (left, want) in want.iter().enumerate() {
                    prop_assert_eq!(found.of(left), want.as_slice());
                }
            }
        }
    }

    #[test]
    fn many_blocks_agree_with_the_oracle() {
        let mut seed = 7u64;
        let mut next = move |most: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % most
        };
        let rows: Vec<Vec<(u32, f32)>> = (0..20_000)
            .map(|_| (0..12).map(|_| ((next(30) * next(30)) as u32, 0.05 + next(8) as f32 / 20.0)).collect())
            .collect();
        let right = docs(&rows);
        let left = docs(&rows[..60]);
        let want = oracle(&left, &right, 10, 0.3);
        let found = neighbours(&left, &right, 10, 0.3);
        for (index, want) in want.iter().enumerate() {
            assert_eq!(found.of(index), want.as_slice());
        }
    }

    #[test]
    fn bad_weights_are_left_out() {
        let docs = docs(&[vec![(1, -1.0), (2, f32::NAN), (3, 0.5), (3, 0.5)], vec![]]);
        assert_eq!(docs.get(0), (&[3][..], &[1.0][..]));
        assert!(neighbours(&docs, &Docs::default(), 3, 0.0).of(1).is_empty());
    }
}
