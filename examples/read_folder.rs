//! Reads a folder of notices and prints its tasks with who leads: `cargo run --release --example read_folder [FOLDER]`.

use std::path::PathBuf;

use duibiao::intake;
use duibiao::notice::Role;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args_os().nth(1).map_or_else(|| PathBuf::from("datasets/notices"), PathBuf::from);
    let intake = intake::take(&[folder], &())?;
    for failure in &intake.failures {
        eprintln!("{failure}");
    }
    for task in intake.rows.tasks.iter().take(10) {
        let own = intake.rows.assignments.iter().filter(|row| row.task_id == task.task_id && row.role == Role::Lead);
        let leads: Vec<&str> = own.map(|row| row.unit.as_str()).collect();
        println!("{}  {}  {}", task.task_id, leads.join("、"), task.text);
    }
    Ok(())
}
