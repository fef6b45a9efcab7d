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
//! | [`table`] | rows | polars frames and files of rows, and rows of files; the only place that spells column names |
//! | [`correction`] | a file of corrections | what people overruled, as types |
//! | [`intake`] | files | rows of notices, whole or in parts; the four stages above in one call: [`intake::reading`] |
//! | [`diagnostic`] | problems | what `check` prints |
//! | [`text`] | clauses | terms; jieba lives here |
//! | [`matching`] | rows | the same rows with matches and themes; how two tasks are scored: [`matching::kernel`] |
//! | [`analysis`] | rows | rows: workload, overlap, coverage, recurrence, comparison |
//! | [`evaluation`] | labels, rows | how good they are, and weights learnt from labels |
//! | [`chart`] | numbers | pictures; plotters lives here |
//! | [`report`] | rows | `index.html`, `report.md`, `duibiao.xlsx` |
//! | [`ledger`] | rows | workbooks that people fill in, and what they filled in back to rows |
//!
//! The words that people may want to change are lexicon files: see [`lexicon`].

// Public docs may point at the private file where a rule lives.
#![allow(rustdoc::private_intra_doc_links)]

pub mod analysis;
pub mod chart;
pub mod correction;
pub mod diagnostic;
pub mod error;
pub mod evaluation;
pub mod intake;
pub mod ledger;
pub mod lexicon;
pub mod matching;
pub mod meter;
pub mod notice;
pub mod office;
pub mod place;
pub mod quantity;
pub mod report;
pub mod source;
pub mod swap;
pub mod table;
pub mod text;
