//! Duibiao reads the notices by which Chinese governments split their yearly work report into tasks, and compares them.
pub mod error;
pub mod lexicon;
pub mod source;
pub mod notice;
pub mod unit;
pub mod target;
