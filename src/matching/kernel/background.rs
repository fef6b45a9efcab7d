//! What a word is worth before two lists are compared: counts and vectors from many published reports.
//!
//! In:  `datasets/matching/background.tsv` (in how many documents and parts each word stands) and `vectors.bin` (a vector a
//!      word), both made by `datasets/scripts/vectors.py`.
//! Out: [`Background::worth`], [`Background::document_worth`], [`Background::vector`].
//! Not here: how common a word is in the lists at hand; that is [`super::meeting`]'s.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

const COUNTS: &str = include_str!("../../../datasets/matching/background.tsv");
const VECTORS: &[u8] = include_bytes!("../../../datasets/matching/vectors.bin");

/// Numbers of a vector.
pub const DIMENSIONS: usize = 100;

/// Worths are whole numbers of this part, so that sums of them are the same in any order.
pub const PARTS_OF_WORTH: f32 = 256.0;

/// What a word or character pair is worth at least, so that sums of worths are never 0.
pub(super) const LEAST_WORTH: f32 = 0.02;

/// Brings the worth by parts to the range of that by documents: the mean of `ln((D+1)/(d+1))` over the vocabulary against
/// that of `ln((P+1)/(p+1))`.
const PARTS_SHARE: f32 = 0.4727;

/// A word without a vector is read as the known words of so many characters that it is cut into, longest first.
const PIECES: [usize; 3] = [4, 3, 2];

/// How common a word is.
#[derive(Debug, Clone, Copy)]
struct Count {
    documents: f32,
    parts: f32,
}

/// Counts and vectors, read once.
pub struct Background {
    all: Count,
    counts: FxHashMap<&'static str, Count>,
    /// Number of each word that has a vector.
    known: FxHashMap<&'static str, u32>,
    /// Scale of each vector; its numbers times the scale make a vector of length 1.
    scales: Vec<f32>,
    numbers: &'static [u8],
    /// What all texts have in common: the mean of all vectors, weighted by use and worth.
    mean: [f32; DIMENSIONS],
}

static ALL: LazyLock<Background> = LazyLock::new(Background::read);

impl Background {
    /// The data built into the program.
    pub fn built_in() -> &'static Self {
        &ALL
    }

    fn read() -> Self {
        let mut counts: FxHashMap<&str, Count> = FxHashMap::default();
        for line in COUNTS.lines().filter(|line| !line.starts_with('#')).skip(1) {
            let mut cells = line.split('\t');
            let (Some(word), Some(documents), Some(parts)) = (cells.next(), cells.next(), cells.next()) else {
                continue;
            };
            if let (Ok(documents), Ok(parts)) = (documents.parse(), parts.parse()) {
                counts.insert(word, Count { documents, parts });
            }
        }
        let all = counts.remove("*").unwrap_or(Count { documents: 1.0, parts: 1.0 });
        let mut read = Self {
            all,
            counts,
            known: FxHashMap::default(),
            scales: Vec::new(),
            numbers: &[],
            mean: [0.0; DIMENSIONS],
        };
        read.read_vectors().expect("vectors.bin is whole: a test reads it");
        read.find_mean();
        read
    }

    /// Reads `DBV1`, the number of words and of dimensions, each word behind its length, each scale, each vector.
    fn read_vectors(&mut self) -> Option<()> {
        let number = |at: usize| Some(u32::from_le_bytes(VECTORS.get(at..at + 4)?.try_into().ok()?) as usize);
        let (words, dimensions) = (number(4)?, number(8)?);
        if VECTORS.get(..4)? != b"DBV1" || dimensions != DIMENSIONS {
            return None;
        }
        let mut at = 12;
        for word in 0..words {
            let length = usize::from(*VECTORS.get(at)?);
            self.known.insert(std::str::from_utf8(VECTORS.get(at + 1..at + 1 + length)?).ok()?, word as u32);
            at += 1 + length;
        }
        for word in 0..words {
            let bytes = VECTORS.get(at + word * 4..at + word * 4 + 4)?.try_into().ok()?;
            self.scales.push(f32::from_le_bytes(bytes));
        }
        at += words * 4;
        self.numbers = VECTORS.get(at..at + words * DIMENSIONS)?;
        Some(())
    }

    fn find_mean(&mut self) {
        let mut words: Vec<(u32, f32)> = self
            .known
            .iter()
            .map(|(word, number)| {
                let parts = self.counts.get(word).map_or(1.0, |count| count.parts);
                (*number, parts * ((self.all.parts + 1.0) / (parts + 1.0)).ln())
            })
            .collect();
        words.sort_unstable_by_key(|(number, _)| *number);
        let mut sum = [0.0f64; DIMENSIONS];
        let mut weights = 0.0f64;
        for (number, weight) in words {
            let mut vector = [0.0; DIMENSIONS];
            self.add(number, 1.0, &mut vector);
            weights += f64::from(weight);
            for (sum, value) in sum.iter_mut().zip(vector) {
                *sum += f64::from(value * weight);
            }
        }
        self.mean = sum.map(|sum| (sum / weights.max(1e-9)) as f32);
    }

    fn count(&self, word: &str) -> Count {
        self.counts.get(word).copied().unwrap_or(Count { documents: 1.0, parts: 1.0 })
    }

    /// Log of how rare a word is among documents.
    pub fn document_worth(&self, word: &str) -> f32 {
        ((self.all.documents + 1.0) / (self.count(word).documents + 1.0)).ln()
    }

    /// The mean of how rare a word is among documents and among parts: by documents alone what every report holds (就业) is
    /// worth nothing, by parts alone everything is.
    pub fn worth(&self, word: &str) -> f32 {
        let parts = ((self.all.parts + 1.0) / (self.count(word).parts + 1.0)).ln() * PARTS_SHARE;
        f32::midpoint(self.document_worth(word), parts)
    }

    /// Adds `weight` times the vector of a known word.
    fn add(&self, number: u32, weight: f32, sum: &mut [f32; DIMENSIONS]) {
        let scale = self.scales[number as usize] * weight;
        let numbers = &self.numbers[number as usize * DIMENSIONS..][..DIMENSIONS];
        for (sum, value) in sum.iter_mut().zip(numbers) {
            *sum += scale * f32::from(*value as i8);
        }
    }

    /// The vector of a word, of length 1; of an unknown word the mean of the known words in it; none where it holds none.
    pub fn vector(&self, word: &str) -> Option<[f32; DIMENSIONS]> {
        let mut sum = [0.0; DIMENSIONS];
        if let Some(number) = self.known.get(word) {
            self.add(*number, 1.0, &mut sum);
            return Some(unit(sum));
        }
        let mut found = false;
        let mut rest = word;
        while !rest.is_empty() {
            let piece = PIECES.iter().find_map(|length| {
                let end = rest.char_indices().nth(*length).map_or(rest.len(), |(end, _)| end);
                let piece = &rest[..end];
                let number = self.known.get(piece).filter(|_| piece.chars().count() == *length)?;
                Some((*number, end))
            });
            let end = match piece {
                Some((number, end)) => {
                    self.add(number, 1.0, &mut sum);
                    found = true;
                    end
                }
                None => rest.chars().next().map_or(0, char::len_utf8),
            };
            rest = &rest[end..];
        }
        found.then(|| unit(sum))
    }

    /// What all texts have in common.
    pub fn mean(&self) -> &[f32; DIMENSIONS] {
        &self.mean
    }
}

/// A vector of length 1 in the same direction; nothing stays nothing.
pub fn unit(mut vector: [f32; DIMENSIONS]) -> [f32; DIMENSIONS] {
    let length = vector.iter().map(|value| value * value).sum::<f32>().sqrt();
    if length > 1e-6 {
        for value in &mut vector {
            *value /= length;
        }
    }
    vector
}

#[cfg(test)]
mod tests {
    use super::*;

    fn likeness(a: &str, b: &str) -> f32 {
        let background = Background::built_in();
        let (a, b) = (background.vector(a).unwrap(), background.vector(b).unwrap());
        a.iter().zip(b).map(|(a, b)| a * b).sum()
    }

    #[test]
    fn rare_words_are_worth_more() {
        let background = Background::built_in();
        assert!(background.worth("推进") < 1.0 && background.worth("推进") < background.worth("就业"));
        assert!(background.worth("就业") < background.worth("人才公寓"));
        assert!(background.worth("从未印过的词") >= background.worth("人才公寓"));
    }

    #[test]
    fn words_of_one_field_are_near() {
        assert!(likeness("幼儿园", "学位") > likeness("幼儿园", "高速公路") + 0.2);
        assert!(likeness("污水", "黑臭水体") > likeness("污水", "招商") + 0.2);
        // an unknown word is read by the words in it
        assert!(likeness("幼儿园学位", "学位") > 0.6);
        assert!(Background::built_in().vector("〇〇").is_none());
    }
}
