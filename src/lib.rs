//! Duibiao reads the notices by which Chinese governments split their yearly work report into tasks, and compares them.
pub mod analysis;
pub mod chart;
pub mod error;
pub mod lexicon;
pub mod notice;
pub mod reading;
pub mod source;
pub mod table;
pub mod target;
pub mod unit;
