//! The rows of matches, column by column.
//!
//! In:  for each match what its row says, texts by numbers that its maker gives them.
//! Out: the columns of [`MatchRow`](super::schema::MatchRow), in its order. Texts that stand in many rows stand once in a
//!      column, so that millions of rows are made without a string each.

use polars_arrow::array::{DictionaryArray, ListArray, PrimitiveArray, Utf8ViewArray};
use polars_arrow::datatypes::{ArrowDataType, IntegerType};
use polars_arrow::offset::OffsetsBuffer;
use rustc_hash::FxHashMap;

use super::additions::Additions;
use super::parquet::Array;

/// A column of texts: each text once, and which of them a row has.
#[derive(Debug, Default)]
pub struct Texts<'a> {
    texts: Vec<&'a str>,
    /// Places of texts by the numbers that the maker gives them, or by their words.
    numbers: FxHashMap<u64, u32>,
    words: FxHashMap<&'a str, u32>,
    /// The number of the row before: many rows go on with it.
    last: Option<u64>,
    rows: Vec<Option<u32>>,
}

impl<'a> Texts<'a> {
    /// Adds a row with a text, which is asked for where it has a new number.
    pub fn push(&mut self, number: u64, text: impl FnOnce() -> &'a str) {
        if self.last == Some(number) {
            self.rows.extend_from_within(self.rows.len() - 1..);
            return;
        }
        let next = self.texts.len() as u32;
        let place = *self.numbers.entry(number).or_insert(next);
        if place == next {
            self.texts.push(text());
        }
        self.last = Some(number);
        self.rows.push(Some(place));
    }

    /// Adds a row with a text that is known by its words, or with none.
    pub fn push_words(&mut self, text: Option<&'a str>) {
        let next = self.texts.len() as u32;
        let place = text.map(|text| *self.words.entry(text).or_insert(next));
        if place == Some(next) {
            self.texts.extend(text);
        }
        self.rows.push(place);
    }

    fn array(self) -> Array {
        /// Of columns with more different texts than this share of the rows no dictionary is made: polars makes none there.
        const MOST_DIFFERENT: f64 = 0.75;
        let (texts, rows) = (self.texts, self.rows);
        if rows.len() > 128 && texts.len() as f64 / rows.len() as f64 > MOST_DIFFERENT {
            let rows: Vec<Option<&str>> = rows.iter().map(|row| row.map(|at| texts[at as usize])).collect();
            return Utf8ViewArray::from_slice(rows).boxed();
        }
        dictionary(PrimitiveArray::from(rows), &texts)
    }
}

fn dictionary(places: PrimitiveArray<u32>, texts: &[impl AsRef<str>]) -> Array {
    let values = Utf8ViewArray::from_slice_values(texts).boxed();
    let dtype = ArrowDataType::Dictionary(IntegerType::UInt32, Box::new(values.dtype().clone()), false);
    DictionaryArray::try_new(dtype, places, values).expect("every place is that of a text").boxed()
}

/// A column of [`Additions`].
#[derive(Debug, Default)]
pub struct AdditionLists {
    texts: Vec<String>,
    numbers: FxHashMap<(usize, i16), u32>,
    places: Vec<u32>,
    ends: Vec<usize>,
}

impl AdditionLists {
    /// Adds what a part added in hundredths to the list of the row at hand; `part` is the number of the part's name.
    pub fn add(&mut self, part: usize, name: &str, cents: i16) {
        let next = self.texts.len() as u32;
        let place = *self.numbers.entry((part, cents)).or_insert(next);
        if place == next {
            let mut text = String::new();
            Additions::push(&mut text, name, i32::from(cents));
            self.texts.push(text);
        }
        self.places.push(place);
    }

    /// Ends the row at hand.
    pub fn end_row(&mut self) {
        self.ends.push(self.places.len());
    }

    fn array(self) -> Array {
        let values = dictionary(PrimitiveArray::from_vec(self.places), &self.texts);
        let ends = std::iter::once(0).chain(self.ends).map(|end| end as i64).collect::<Vec<i64>>();
        let ends = OffsetsBuffer::try_from(ends).expect("ends ascend");
        ListArray::<i64>::new(ListArray::<i64>::default_datatype(values.dtype().clone()), ends, values, None).boxed()
    }
}

/// The columns of some matches. Fields as in [`MatchRow`](super::schema::MatchRow).
#[derive(Debug, Default)]
pub struct MatchColumns<'a> {
    pub left_task_id: Texts<'a>,
    pub right_task_id: Texts<'a>,
    pub score: Vec<f64>,
    pub left_clause: Texts<'a>,
    pub right_clause: Texts<'a>,
    pub left_clause_start: Vec<Option<u32>>,
    pub left_clause_end: Vec<Option<u32>>,
    pub right_clause_start: Vec<Option<u32>>,
    pub right_clause_end: Vec<Option<u32>>,
    pub signals: AdditionLists,
    pub indicator: Texts<'a>,
    pub left_value: Vec<Option<f64>>,
    pub right_value: Vec<Option<f64>>,
    pub measure: Texts<'a>,
    pub ratio: Vec<Option<f64>>,
    pub figures: Texts<'a>,
    pub corrected: Texts<'a>,
}

impl MatchColumns<'_> {
    /// In the order of the row's fields.
    pub(super) fn arrays(self) -> Vec<Array> {
        let counts = |values: Vec<Option<u32>>| PrimitiveArray::from(values).boxed();
        let values = |values: Vec<Option<f64>>| PrimitiveArray::from(values).boxed();
        vec![
            self.left_task_id.array(),
            self.right_task_id.array(),
            PrimitiveArray::from_vec(self.score).boxed(),
            self.left_clause.array(),
            self.right_clause.array(),
            counts(self.left_clause_start),
            counts(self.left_clause_end),
            counts(self.right_clause_start),
            counts(self.right_clause_end),
            self.signals.array(),
            self.indicator.array(),
            values(self.left_value),
            values(self.right_value),
            self.measure.array(),
            values(self.ratio),
            self.figures.array(),
            self.corrected.array(),
        ]
    }
}
