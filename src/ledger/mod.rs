//! Ledger: rows to workbooks that people fill in, and what they filled in back to rows.
//!
//! In:  rows with matches; later the files that came back.
//! Out: a folder: `台账.xlsx`, task books of units and leaders as XLSX and DOCX, `calendar.ics`, and `tables/`, by which
//!      [`progress`] knows the tasks again. Returned files to [`ProgressRow`](crate::table::schema::ProgressRow)s and
//!      problems.
//! Not here: what counts as behind ([`crate::analysis::completion`]), the board ([`crate::analysis::board`]).
//!
//! Every sheet of tasks has one form ([`sheet`]): two hidden columns with the task's id and the unit, then what is known,
//! then four columns a quarter to fill in. The words of its heads are those that the reader looks for, so a sheet of ours is
//! read as any other.

mod book;
mod docx;
mod form;
mod ics;
mod letter;
mod model;
mod month;
mod names;
mod place;
mod read;
mod sheet;
mod style;
mod taskbook;
mod words;
mod write;

pub use place::{Choice, Place, choose};
pub use read::{Asked, Returned, progress};
pub use write::{Options, Written, write};
