//! Tables: notices as polars frames, and frames as files.
//!
//! In:  the notices that were read; frames that other stages made.
//! Out: the tables of the contract, as frames ([`Tables`]) and as Parquet, CSV, JSON Lines and XLSX files.
//! Column names are spelt here and nowhere else: see [`schema`].

pub mod column;
mod file;
mod folder;
mod frame;
mod open;
pub mod schema;

pub use file::{Cell, FileFormat, cells, rows_text, text as cell_text, write as write_files, write_text};
pub use folder::{Stored, open_stored, replace_folder, stored, write_folder};
pub use frame::{Row, Tables, from_rows, tables};
pub use open::{column_f64, column_strings, rows};
