//! Matches the city's list with the district's own: `cargo run --release --example match_lists`.

use duibiao::intake;
use duibiao::matching::{self, Request};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut rows = intake::take(&["datasets/notices".into()], &())?.rows;
    let request = Request {
        left: vec!["武昌区-2023/city".parse()?],
        right: vec!["武昌区-2023/district".parse()?],
        ..Request::default()
    };
    let work = matching::pair(&mut rows, &request, &())?;
    println!("{} pairs of tasks, {} matches", work.considered, work.matches);
    for row in rows.matches.rows(0..rows.matches.len().min(10)) {
        println!(
            "{:.2}  {}  {}\n      {}  {}",
            row.score, row.left_task_id, row.left_clause, row.right_task_id, row.right_clause
        );
    }
    Ok(())
}
