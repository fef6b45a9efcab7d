//! `duibiao progress`: returned ledgers read back.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use duibiao::analysis::{self, Quarter};
use duibiao::error::Error;
use duibiao::ledger::{self, Asked};
use duibiao::source;
use duibiao::table::schema::{BoardRow, CompletionRow, ProblemRow, ProgressRow};
use duibiao::table::{self, FileFormat, Files, Row, Rows, Source};

use super::print::Output;
use super::{Outcome, Setting};

/// Read returned ledgers and task books: answers, completion, who has not reported, what is wrong
#[derive(Args)]
#[command(
    after_help = "Reads whole ledgers, sheets of units and task books (xlsx, xls, ods, docx), however they were renamed, sorted or \
edited: by the hidden ids, else by the words of the task. Nothing is written over; with -o the tables progress, completion, board \
and problems are written, which `duibiao report … --progress DIR` shows as a board.\n\n\
Examples:\n  duibiao progress 台账目录 收到的/ -o 一季度\n  duibiao progress 台账目录 区发改局.xlsx 区民政局.docx --quarter 2 -o 二季度\n  duibiao progress 台账目录 收到的/ --format csv > 答复.csv"
)]
pub(super) struct Progress {
    /// Folder that `duibiao ledger` wrote
    #[arg(value_name = "LEDGER")]
    ledger: PathBuf,
    /// Files and folders that came back
    #[arg(value_name = "RETURNED", required = true)]
    returned: Vec<PathBuf>,
    /// Quarter (1 to 4) of answers that name none
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=4))]
    quarter: Option<u8>,
    #[command(flatten)]
    output: Output,
}

impl Progress {
    pub(super) fn run(self, setting: &Setting, out: &mut dyn Write) -> Result<Outcome, Error> {
        let rows = open(&self.ledger)?;
        let walked = source::walk(&self.returned)?;
        for failure in &walked.failures {
            tell!("error: {failure}");
        }
        let files: Vec<PathBuf> = walked.files.into_iter().map(|file| file.path).collect();
        let back = ledger::progress(&rows, &files, Asked { quarter: self.quarter })?;
        let board = analysis::board(&rows, &back.progress, &back.completion);
        if self.output.output.is_some() {
            let tables = [
                Source::of(ProgressRow::TABLE, &back.progress),
                Source::of(CompletionRow::TABLE, &back.completion),
                Source::of(BoardRow::TABLE, &board),
                Source::of(ProblemRow::TABLE, &back.problems),
            ];
            self.write(&tables)?;
        } else {
            let columns = [
                ("task_id", "任务"),
                ("unit", "单位"),
                ("quarter", "季度"),
                ("status", "状态"),
                ("value", "完成值"),
                ("words", "进展情况"),
                ("cell", "出处"),
            ];
            self.output.write(out, ProgressRow::TABLE, &back.progress, &columns)?;
        }
        self.tell(&rows, &back, files.len(), setting);
        let failed = back.unread > 0 || !walked.failures.is_empty();
        Ok(if failed { Outcome::Partly } else { Outcome::Done })
    }

    fn write(&self, tables: &[Source<'_>]) -> Result<(), Error> {
        let Some(folder) = &self.output.output else { return Ok(()) };
        let formats = self.output.files(&[FileFormat::Parquet, FileFormat::Csv, FileFormat::JsonLines])?;
        table::write_files(folder, "progress", tables, &Files::all(&formats))
    }

    /// Says what came back: how many answers, what is wrong, who has not reported.
    fn tell(&self, rows: &Rows, back: &ledger::Returned, files: usize, setting: &Setting) {
        /// More are in the table only.
        const MOST: usize = 30;
        let severe = || back.problems.iter().filter(|problem| problem.severity != "note");
        for problem in severe().take(MOST) {
            tell!(
                "{}[{}]: {}：{}（{}）",
                problem.severity,
                problem.code,
                problem.source,
                problem.message,
                problem.help
            );
        }
        if severe().count() > MOST {
            tell!("warning: 另有{}个问题，见 problems 表（用 -o 写出）", severe().count() - MOST);
        }
        if setting.quiet {
            return;
        }
        let tasks: BTreeSet<&str> = back.progress.iter().map(|row| row.task_id.as_str()).collect();
        let notes = back.problems.iter().filter(|problem| problem.severity == "note").count();
        tell!(
            "读取：{files}个文件、{}个答复，涉及{}项任务（共{}项）；问题{}个，其中提示{notes}个",
            back.progress.len(),
            tasks.len(),
            rows.tasks.len(),
            back.problems.len()
        );
        let quarters: BTreeSet<&str> =
            back.progress.iter().map(|row| row.quarter.as_str()).filter(|code| !code.is_empty()).collect();
        for quarter in quarters {
            let title = Quarter::parse(quarter).map_or_else(|| quarter.to_owned(), Quarter::title);
            let missing = analysis::unreported(rows, &back.progress, quarter);
            let behind = back
                .completion
                .iter()
                .filter(|row| row.quarter == quarter && row.behind.as_deref() == Some("yes"))
                .count();
            let named = missing.iter().take(10).copied().collect::<Vec<_>>().join("、");
            let more = if missing.len() > 10 { format!("等{}个单位", missing.len()) } else { String::new() };
            let missing = if missing.is_empty() {
                "各单位都已报送".to_owned()
            } else {
                format!("未报送：{named}{more}")
            };
            tell!("{title}：{behind}个目标落后于进度；{missing}");
        }
        if let Some(folder) = &self.output.output {
            tell!("已写入 {}", folder.display());
        }
    }
}

/// The tasks of a ledger's folder; a folder within it will do.
///
/// # Errors
/// [`Error::Missing`], [`Error::Usage`] where it holds no ledger, and what reading it returns.
pub(super) fn open(folder: &Path) -> Result<Rows, Error> {
    if !folder.exists() {
        return Err(Error::Missing { path: folder.to_path_buf() });
    }
    let above = folder.parent().filter(|above| !above.as_os_str().is_empty());
    let stored = [Some(folder), above].into_iter().flatten().filter(|path| path.is_dir()).find_map(table::stored);
    let Some(stored) = stored else {
        return Err(Error::Usage(format!(
            "{}: no ledger here; name the folder that `duibiao ledger -o` wrote",
            folder.display()
        )));
    };
    table::open_rows(&stored)
}
