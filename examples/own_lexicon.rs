//! Reads notices with offices of one's own: `cargo run --release --example own_lexicon`.
//!
//! A folder of lexicon files replaces the built-in ones file by file; here one office is added to `units.tsv`.

use std::fs;

use duibiao::{intake, lexicon};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::temp_dir().join("duibiao-own-lexicon");
    fs::create_dir_all(&folder)?;
    let units = fs::read_to_string("datasets/lexicon/units.tsv")?;
    let head = units.lines().find(|line| !line.starts_with('#')).unwrap_or_default().to_owned();
    println!("columns of units.tsv: {}", head.replace('\t', ", "));
    fs::write(folder.join("units.tsv"), units)?;
    lexicon::use_folder(&folder)?;
    let rows = intake::take(&["datasets/notices".into()], &())?.rows;
    println!("{} assignments, {} of them of known offices", rows.assignments.len(), {
        rows.assignments.iter().filter(|row| row.function.code() != "other").count()
    });
    Ok(())
}
