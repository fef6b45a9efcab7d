//! `duibiao overlap`: how much of each list each other list takes up.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use duibiao::analysis::Overlaps;
use duibiao::error::Error;
use duibiao::report::{Plot, plot};

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
            tell_topics(&overlaps);
        }
        if let Some(file) = &self.plot {
            plot(&loaded.rows, Plot::Overlap(&overlaps), file)?;
        }
        if self.plot.is_none() || self.output.output.is_some() || !self.output.format.is_empty() {
            let mut all = overlaps.all_rows();
            all.retain(|row| self.by_function || row.function.is_none());
            self.output.write(out, "overlap", &all, &columns)?;
        }
        Ok(if loaded.failed { Outcome::Partly } else { Outcome::Done })
    }
}

/// Says which lists are about one topic, so that nothing was counted.
fn tell_topics(overlaps: &Overlaps) {
    let name = |list: u32| overlaps.lists()[list as usize].as_str();
    let topics = overlaps.pairs().filter(|pair| pair.pairs.is_shared_topic());
    for pair in topics.filter(|pair| name(pair.left) < name(pair.right)) {
        tell!(
            "{} 与 {} 写的是同一专题（{:.0}%的任务对都对得上）：不计重合，对应只能按分数排列（duibiao match）",
            name(pair.left),
            name(pair.right),
            pair.pairs.share() * 100.0
        );
    }
}
