//! Tables: notices as polars frames, and frames as files.
//!
//! In:  the notices that were read; frames that other stages made.
//! Out: the tables of the contract, as frames ([`Tables`]) and as Parquet, CSV, JSON Lines and XLSX files.
//! Column names are spelt here and nowhere else: see [`schema`].

mod cell;
pub mod column;
mod file;
mod folder;
mod frame;
mod open;
mod rows;
pub mod schema;
mod stored;

pub use cell::{Additions, Cell, text as cell_text};
pub use file::{FileFormat, cells, rows_text, write as write_files, write_text};
pub use folder::{file_name, replace_folder, write_folder};
pub use frame::{Row, Tables, from_rows};
pub use open::{column_f64, column_strings, rows};
pub use rows::Rows;
pub use stored::{Stored, open_rows, open_stored, stored};
