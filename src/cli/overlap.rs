//! `duibiao overlap`: how much of each list each other list takes up.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use duibiao::analysis::{self, Overlaps};
use duibiao::error::Error;
use duibiao::report::{Plot, plot};
use duibiao::table::schema::OverlapRow;

use super::input::Inputs;
use super::print::Output;
use super::{Outcome, Setting};

/// Show which share of each list's tasks each other list takes up
#[derive(Args)]
#[command(
    after_help = "Examples:\n  duibiao overlap\n  duibiao overlap --by-function --format csv\n  duibiao overlap --plot 重合度.png"
)]
pub(super) struct Overlap {
    #[command(flatten)]
    inputs: Inputs,
    /// A row for every function too
    #[arg(long)]
    by_function: bool,
    /// Draw the chart into FILE (.svg or .png)
    #[arg(long, value_name = "FILE")]
    plot: Option<PathBuf>,
    #[command(flatten)]
    output: Output,
}

impl Overlap {
    pub(super) fn run(self, setting: &Setting, out: &mut dyn Write) -> Result<Outcome, Error> {
        let loaded = self.inputs.load_paired(setting)?;
        let overlaps = Overlaps::new(&loaded.rows);
        let mut all = overlaps.all_rows();
        if !self.by_function {
            all.retain(|row| row.function.is_none());
        }
        let columns = [
            ("left_list", "清单"),
            ("right_list", "对照清单"),
            ("function", "条线"),
            ("found", "已对应"),
            ("of", "任务数"),
            ("share", "占比"),
            ("pair_share", "任务对的对应率"),
            ("relation", "关系"),
        ];
        let columns = if self.by_function {
            columns.to_vec()
        } else {
            columns.into_iter().filter(|(name, _)| *name != "function").collect()
        };
        if !setting.quiet {
            tell_topics(&all);
        }
        if let Some(file) = &self.plot {
            plot(&loaded.rows, Plot::Overlap, file)?;
        }
        if self.plot.is_none() || self.output.output.is_some() || !self.output.format.is_empty() {
            self.output.write(out, "overlap", &all, &columns)?;
        }
        Ok(if loaded.failed { Outcome::Partly } else { Outcome::Done })
    }
}

/// Says which lists are about one topic, so that nothing was counted.
fn tell_topics(rows: &[OverlapRow]) {
    let is_topic = |row: &&OverlapRow| row.function.is_none() && row.relation == analysis::SHARED_TOPIC;
    for row in rows.iter().filter(is_topic).filter(|row| row.left_list < row.right_list) {
        tell!(
            "{} 与 {} 写的是同一专题（{:.0}%的任务对都对得上）：不计重合，对应只能按分数排列（duibiao match）",
            row.left_list,
            row.right_list,
            row.pair_share.unwrap_or_default() * 100.0
        );
    }
}
