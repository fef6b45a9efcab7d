//! Reads notices with offices of one's own: `cargo run --release --example own_lexicon`.
//!
//! A folder of lexicon files stands in for the built-in ones file by file; here one office is added to `units.tsv`.

use std::fs;

use duibiao::intake;
use duibiao::lexicon::Lexicons;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::temp_dir().join("duibiao-own-lexicon");
    fs::create_dir_all(&folder)?;
    let units = fs::read_to_string("datasets/lexicon/units.tsv")?;
    fs::write(folder.join("units.tsv"), units + "stem\t首义\tdepartment\tculture_tourism\t\n")?;
    for lexicons in [Lexicons::built_in(), Lexicons::of_folder(&folder)?] {
        let rows = lexicons.install(|| intake::take(&["datasets/notices".into()], &()))??.rows;
        let known = rows.assignments.iter().filter(|row| row.function.code() != "other").count();
        println!("{} assignments, {known} of them of known offices", rows.assignments.len());
    }
    Ok(())
}
