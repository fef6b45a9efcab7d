//! The panel of figures as a polars frame: `cargo run --release --example panel_frame [FOLDER]`.

use std::path::PathBuf;

use duibiao::{analysis, intake, table};
use polars::prelude::*;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args_os().nth(1).map_or_else(|| PathBuf::from("datasets/notices"), PathBuf::from);
    let rows = intake::take(&[folder], &())?.rows;
    let panel = table::from_rows(&analysis::panel(&rows)).lazy();
    let growth = panel.filter(col("aspect").eq(lit("growth")));
    let chosen = growth.select([col("region"), col("year"), col("indicator"), col("op"), col("value"), col("measure")]);
    println!("{}", chosen.collect()?);
    Ok(())
}
