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
mod stamp;
mod stored;

pub use cell::{Additions, Cell, text as cell_text};
pub use file::{FileFormat, cells, objects, rows_text, write as write_files, write_text};
pub use folder::{file_name, fill_folder, write_folder};
pub use frame::{Row, Tables, from_rows};
pub use open::{column_f64, column_strings, rows};
pub use rows::Rows;
pub(crate) use rows::problem_row;
pub use stamp::Compared;
pub use stored::{Kept, Stored, kept, open_rows, open_stored, stored};
