//! `duibiao report`: the main job.

use std::path::PathBuf;

use clap::Args;
use duibiao::error::Error;
use duibiao::report;

use super::input::Inputs;
use super::{Outcome, Setting};

/// Write the whole report: tables, charts, index.html, report.md, duibiao.xlsx
#[derive(Args)]
#[command(after_help = "Examples:\n  duibiao report\n  duibiao report 通知/ 2024年通知.pdf -o 报告")]
pub(super) struct Report {
    #[command(flatten)]
    inputs: Inputs,
    /// Folder of the report; an old report there is replaced when the new one is whole
    #[arg(short, long, value_name = "DIR", default_value = "reports")]
    output: PathBuf,
    /// Read and compare everything anew, whatever tables stand in the folder
    #[arg(long)]
    fresh: bool,
    /// Title of the report
    #[arg(long)]
    title: Option<String>,
}

impl Report {
    pub(super) fn run(self, setting: &Setting) -> Result<Outcome, Error> {
        let tables = self.output.join("tables");
        let loaded = self.inputs.load_paired(setting, (!self.fresh).then_some(tables.as_path()))?;
        report::write(&loaded.tables, &self.output, &report::Options { title: self.title })?;
        if !setting.quiet {
            eprintln!("报告：{}", self.output.join("index.html").display());
        }
        Ok(if loaded.failed { Outcome::Partly } else { Outcome::Done })
    }
}
