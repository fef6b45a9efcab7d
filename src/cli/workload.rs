//! `duibiao workload`: tasks per unit or function by role.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use duibiao::analysis::{self, By};
use duibiao::error::Error;
use duibiao::report::{Plot, plot};

use super::input::Inputs;
use super::print::Output;
use super::{Outcome, Setting};

/// Count the tasks of every unit or function by role
#[derive(Args)]
#[command(
    after_help = "Examples:\n  duibiao workload --by function\n  duibiao workload 通知.docx --plot 工作量.svg\n  duibiao workload --format csv > 工作量.csv"
)]
pub(super) struct Workload {
    #[command(flatten)]
    inputs: Inputs,
    /// What to count by
    #[arg(long, value_enum, default_value_t = Key::Unit)]
    by: Key,
    /// Draw the chart into FILE (.svg or .png); several notices get one file each
    #[arg(long, value_name = "FILE")]
    plot: Option<PathBuf>,
    #[command(flatten)]
    output: Output,
}

#[derive(Clone, Copy, ValueEnum)]
enum Key {
    Unit,
    Function,
}

impl Workload {
    pub(super) fn run(self, setting: &Setting, out: &mut dyn Write) -> Result<Outcome, Error> {
        let by = match self.by {
            Key::Unit => By::Unit,
            Key::Function => By::Function,
        };
        let loaded = self.inputs.load(setting)?;
        let rows = analysis::workload(&loaded.rows, by)?;
        let columns = [
            ("notice_id", "通知"),
            ("title", if by == By::Unit { "单位" } else { "条线" }),
            ("lead", "牵头"),
            ("responsible", "责任"),
            ("support", "配合"),
            ("leader", "领导"),
            ("tasks", "任务数"),
            ("of", "任务总数"),
        ];
        if let Some(file) = &self.plot {
            plot(&loaded.rows, Plot::Workload(by, &rows), file)?;
        }
        if self.plot.is_none() || self.output.output.is_some() || !self.output.format.is_empty() {
            self.output.write(out, "workload", &rows, &columns)?;
        }
        Ok(if loaded.failed { Outcome::Partly } else { Outcome::Done })
    }
}
