//! Tables: notices as rows, rows as polars frames and as files.
//!
//! In:  the notices that were read; rows that other stages made.
//! Out: [`Rows`], which all stages work on; [`from_rows`] makes a frame of any of its tables; Parquet, CSV, JSON Lines and
//!      XLSX files, and rows read back from these.
//! Column names are spelt here and nowhere else: see [`schema`].

mod additions;
mod block;
mod cell;
mod codebook;
mod coded;
pub mod column;
mod csv_rows;
mod describe;
mod file;
mod folder;
mod formula;
mod frame;
mod lists;
pub(crate) mod look;
mod match_columns;
mod matches;
pub(crate) mod named;
mod open;
mod parquet;
mod rows;
pub mod schema;
mod shared;
mod stored;
mod xlsx;

pub use additions::Additions;
pub use block::{read_block, write_block, write_block_matches};
pub use cell::{Cell, text as cell_text};
pub use codebook::{Lang, Words, code_title};
pub use file::{FileFormat, Files, PART, Source, objects, rows_text, write_text, write_text_in};
pub use folder::{FolderWriter, file_name, fill_folder, sources, write_files, write_folder};
pub(crate) use formula::harmless;
pub use frame::{Row, cells, from_rows};
pub use lists::{lists, own_level};
pub use match_columns::{AdditionLists, MatchColumns, Texts};
pub use matches::{Maker, Matches, Pair};
pub use open::rows;
pub use rows::Rows;
pub use shared::Shared;
pub use stored::{Stored, holds, open, open_rows, stored};
pub use xlsx::write as write_workbook;
