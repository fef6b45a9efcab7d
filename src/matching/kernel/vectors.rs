//! Vectors of clauses, tasks and headings: the mean of their words' vectors.
//!
//! In:  words, and what the background says of them.
//! Out: [`Vector`]s of length 1.

use rayon::prelude::*;

use super::background::{Background, DIMENSIONS, LEAST_WORTH, unit};
use super::dense::{ONE, Vector, WIDTH};
use crate::text;

/// A word with what the background says of it.
pub(super) struct Known {
    pub(super) worth: f32,
    vector: Option<[f32; DIMENSIONS]>,
}

/// What the background knows of each word.
pub(super) fn known(words: &[&str]) -> Vec<Known> {
    let background = Background::built_in();
    words
        .par_iter()
        .map(|word| Known { worth: background.worth(word).max(LEAST_WORTH), vector: background.vector(word) })
        .collect()
}

/// The vector of each item by its words: their mean weighted by worth, less what all texts have in common.
pub(super) fn vectors<'a, T: Sync>(
    items: &[T],
    known: &[Known],
    words: impl Fn(&T) -> &'a [u32] + Sync,
) -> Vec<Vector> {
    items.par_iter().map(|item| mean(words(item).iter().map(|word| &known[*word as usize]))).collect()
}

fn mean<'a>(words: impl Iterator<Item = &'a Known>) -> Vector {
    // the words of a text come in the order of the corpus: sums this wide are the same in any order, so that a text has one
    // vector, whatever else is matched
    let (mut sums, mut weights) = ([0.0f64; DIMENSIONS], 0.0);
    for word in words {
        let Some(vector) = &word.vector else { continue };
        weights += f64::from(word.worth);
        for (at, sum) in sums.iter_mut().enumerate() {
            *sum += f64::from(word.worth * vector[at]);
        }
    }
    if weights == 0.0 {
        return [0; WIDTH];
    }
    let mut mean = [0.0f32; DIMENSIONS];
    for ((value, sum), common) in mean.iter_mut().zip(sums).zip(Background::built_in().mean()) {
        *value = (sum / weights) as f32 - common;
    }
    whole(&unit(mean))
}

/// The vector of a task's headings: rare words, by documents, say where it stands.
pub(super) fn section_vector(section: &str) -> Vector {
    let background = Background::built_in();
    let mut sum = [0.0f32; DIMENSIONS];
    for word in text::words(section) {
        let Some(vector) = background.vector(word.text) else { continue };
        let worth = background.document_worth(word.text);
        for ((sum, value), mean) in sum.iter_mut().zip(vector).zip(background.mean()) {
            *sum += worth * (value - mean);
        }
    }
    whole(&unit(sum))
}

/// A vector of length 1 as whole numbers.
fn whole(vector: &[f32; DIMENSIONS]) -> Vector {
    let mut whole = [0; WIDTH];
    for (whole, value) in whole.iter_mut().zip(vector) {
        *whole = (value * ONE).round() as i16;
    }
    whole
}
