//! `duibiao parse`: tables only.

use std::io::Write;
use std::path::Path;

use clap::Args;
use duibiao::diagnostic::{self, visible};
use duibiao::error::Error;
use duibiao::table::{self, FileFormat, Files, FolderWriter};

use super::input::Inputs;
use super::print::Output;
use super::{Outcome, Setting};

/// Read notices and write their tables
#[derive(Args)]
#[command(
    after_help = "Examples:\n  duibiao parse 通知/ -o 表格\n  duibiao parse 通知.docx -o 表格 --format xlsx,parquet\n  duibiao parse 通知/ -o 表格 --format csv,xlsx --lang zh\n  duibiao parse 通知.html --show-source"
)]
pub(super) struct Parse {
    #[command(flatten)]
    inputs: Inputs,
    #[command(flatten)]
    output: Output,
    /// Every run reads everything anew; kept for scripts that ask for it
    #[arg(long, hide = true)]
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
                let path = visible(&document.path.display().to_string());
                writeln!(out, "==> {path} ({}) {}", visible(&diagnostic::taken_for(document)), visible(&notice.id))
                    .map_err(Error::write("stdout"))?;
                diagnostic::write_with_margin(out, notice).map_err(Error::write("stdout"))?;
                for dropped in &document.dropped {
                    for line in dropped.lines() {
                        writeln!(out, "- {}", visible(line)).map_err(Error::write("stdout"))?;
                    }
                }
            }
        } else {
            failed = if let Some(folder) = &self.output.output {
                self.write(folder, setting)?
            } else {
                let loaded = self.inputs.load(setting)?;
                let columns = [("task_id", "任务"), ("number", "编号"), ("text", "内容"), ("deadline", "时限")];
                self.output.write(out, "tasks", &loaded.rows.tasks, &columns)?;
                loaded.failed
            };
        }
        Ok(if failed { Outcome::Partly } else { Outcome::Done })
    }

    /// Writes tables into a folder, while notices are read where that is possible; whether some inputs failed.
    fn write(&self, folder: &Path, setting: &Setting) -> Result<bool, Error> {
        let formats = self.output.files(&[FileFormat::Parquet, FileFormat::Csv, FileFormat::JsonLines])?;
        let failed = if formats.contains(&FileFormat::Xlsx) {
            let loaded = self.inputs.load(setting)?;
            table::write_folder(folder, &loaded.rows, &Files::all(&formats).told_in(self.output.lang))?;
            loaded.failed
        } else {
            let mut tables = FolderWriter::open(folder, &Files::all(&formats).told_in(self.output.lang))?;
            let failed = self.inputs.load_in_parts(setting, |rows| tables.put(rows))?;
            tables.finish()?;
            failed
        };
        if !setting.quiet {
            tell!("已写入 {}", folder.display());
        }
        Ok(failed)
    }
}
