//! `duibiao parse`: tables only.

use std::io::Write;

use clap::Args;
use duibiao::diagnostic;
use duibiao::error::Error;
use duibiao::table::{self, FileFormat};

use super::input::Inputs;
use super::print::Output;
use super::{Outcome, Setting};

/// Read notices and write their tables
#[derive(Args)]
#[command(
    after_help = "Examples:\n  duibiao parse 通知/ -o 表格\n  duibiao parse 通知.docx -o 表格 --format xlsx,parquet\n  duibiao parse 通知.html --show-source"
)]
pub(super) struct Parse {
    #[command(flatten)]
    inputs: Inputs,
    #[command(flatten)]
    output: Output,
    /// Read everything anew, whatever tables stand in the output folder
    #[arg(long)]
    fresh: bool,
    /// Print the plain text with what each part was read as in the margin, and what was dropped, instead of tables
    #[arg(long)]
    show_source: bool,
}

impl Parse {
    pub(super) fn run(self, setting: &Setting, out: &mut dyn Write) -> Result<Outcome, Error> {
        let failed;
        if self.show_source {
            let reading = self.inputs.read(setting)?;
            failed = !reading.failures.is_empty();
            for notice in &reading.notices {
                let document = &notice.document;
                writeln!(out, "==> {} ({}) {}", document.path.display(), document.format, notice.id)
                    .map_err(Error::write("stdout"))?;
                diagnostic::write_with_margin(out, notice).map_err(Error::write("stdout"))?;
                for dropped in &document.dropped {
                    for line in dropped.lines() {
                        writeln!(out, "- {line}").map_err(Error::write("stdout"))?;
                    }
                }
            }
        } else {
            let old = self.output.output.as_deref().filter(|_| !self.fresh);
            let loaded = self.inputs.load_over(setting, old)?;
            failed = loaded.failed;
            match &self.output.output {
                Some(folder) => {
                    let formats = self.output.files(&[FileFormat::Parquet, FileFormat::Csv, FileFormat::JsonLines])?;
                    table::write_folder(folder, &loaded.tables, &[], &formats)?;
                    if !setting.quiet {
                        eprintln!("已写入 {}", folder.display());
                    }
                }
                None => self.output.write(
                    out,
                    "tasks",
                    &[("tasks", &loaded.tables.tasks)],
                    &[("task_id", "任务"), ("number", "编号"), ("text", "内容"), ("deadline", "时限")],
                )?,
            }
        }
        Ok(if failed { Outcome::Partly } else { Outcome::Done })
    }
}
