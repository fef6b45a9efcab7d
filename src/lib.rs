//! Duibiao (对标) reads the notices by which Chinese governments split their yearly work report into tasks, turns them into
//! tables, finds the same commitment across levels, districts and years, and writes the comparison report.
//!
//! The stages, each knowing only those above it:
//!
//! | module | from | to |
//! |---|---|---|
//! | [`source`] | bytes | plain text |
//! | [`place`] | names | levels, regions, codes |
//! | [`mod@office`] | a name | canonical office and its functions |
//! | [`mod@quantity`] | text | the quantities a task commits to |
//! | [`notice`] | text | [`notice::Notice`]: header, lists, tasks, assignments, deadlines, problems |
//! | [`reading`] | files | notices with offices and targets: the four stages above in one call |
//! | [`diagnostic`] | problems | what `check` prints |
//! | [`table`] | notices | rows; polars frames and files of rows; the only place that spells column names |
//! | [`intake`] | files | rows, whole or in parts |
//! | [`text`] | clauses | terms; jieba lives here |
//! | [`matching`] | tasks | matches and themes |
//! | [`pairing`] | rows | the same rows with matches and themes |
//! | [`analysis`] | rows | rows: workload, overlap, coverage, recurrence, comparison |
//! | [`evaluation`] | labels, rows | how good they are, and weights learnt from labels |
//! | [`chart`] | numbers | pictures; plotters lives here |
//! | [`report`] | rows | `index.html`, `report.md`, `duibiao.xlsx` |
//!
//! The words that people may want to change are lexicon files: see [`lexicon`].

// Public docs may point at the private file where a rule lives.
#![allow(rustdoc::private_intra_doc_links)]

pub mod analysis;
pub mod chart;
pub mod diagnostic;
pub mod error;
pub mod evaluation;
pub mod intake;
pub mod lexicon;
pub mod matching;
pub mod meter;
pub mod notice;
pub mod office;
pub mod pairing;
pub mod place;
pub mod quantity;
pub mod reading;
pub mod report;
pub mod source;
pub mod swap;
pub mod table;
pub mod text;
