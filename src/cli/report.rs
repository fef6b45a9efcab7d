//! `duibiao report`: the main job.

use std::path::PathBuf;

use clap::Args;
use duibiao::error::Error;
use duibiao::report;
use duibiao::table::{FileFormat, Files, Lang};

use super::input::Inputs;
use super::{Outcome, Setting};

/// Write the whole report: tables, charts, index.html, report.md, duibiao.xlsx
#[derive(Args)]
#[command(
    after_help = "Examples:\n  duibiao report\n  duibiao report 通知/ 2024年通知.pdf -o 报告\n  duibiao report 通知/ -o report --lang en\n  duibiao report 通知/ --progress 一季度 -o 报告"
)]
pub(super) struct Report {
    #[command(flatten)]
    inputs: Inputs,
    /// Folder of the report; an old report there is replaced when the new one is whole
    #[arg(short, long, value_name = "DIR", default_value = "reports")]
    output: PathBuf,
    /// Formats of the tables: parquet, csv, jsonl, xlsx. CSV is left out of tables with more than 200,000 rows
    #[arg(long, value_name = "FORM", value_delimiter = ',', default_value = "parquet,csv")]
    format: Vec<FileFormat>,
    /// Language of the heads and cells of CSV tables and of duibiao.xlsx: zh, or en for the names and codes of the schema
    #[arg(long, value_name = "LANG", default_value = "zh")]
    lang: Lang,
    /// Every run reads everything anew; kept for scripts that ask for it
    #[arg(long, hide = true)]
    fresh: bool,
    /// Folder that `duibiao progress` wrote: adds the board of what was reported
    #[arg(long, value_name = "DIR")]
    progress: Option<PathBuf>,
    /// Title of the report
    #[arg(long)]
    title: Option<String>,
}

impl Report {
    pub(super) fn run(self, setting: &Setting) -> Result<Outcome, Error> {
        let loaded = self.inputs.load_paired(setting)?;
        let files = Files { formats: self.format, most_csv_rows: Some(report::MOST_CSV_ROWS), lang: self.lang };
        let back = self.progress.as_deref().map(|folder| report::Back::open(folder, &loaded.rows)).transpose()?;
        let written = report::write(&loaded.rows, &self.output, &report::Options { title: self.title, files, back })?;
        if !setting.quiet {
            if !written.without_csv.is_empty() {
                tell!(
                    "表格 {} 超过{}行，只有 Parquet：{}",
                    written.without_csv.join("、"),
                    report::MOST_CSV_ROWS,
                    self.output.join("tables").display()
                );
            }
            tell!("报告：{}", self.output.join("index.html").display());
        }
        // the process ends: nobody needs to take the rows apart
        std::mem::forget(loaded.rows);
        Ok(if loaded.failed { Outcome::Partly } else { Outcome::Done })
    }
}
