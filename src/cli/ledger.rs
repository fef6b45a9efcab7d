//! `duibiao ledger`: the supervision ledger, task books and the calendar.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use duibiao::error::Error;
use duibiao::ledger::{self, Options};
use duibiao::matching::kernel::plan::Rules;
use duibiao::matching::{Request, Selector};
use duibiao::text;

use super::input::{Inputs, pair};
use super::{Outcome, Setting};

/// Write the supervision ledger to fill in, task books of units and leaders, and the calendar
#[derive(Args)]
#[command(
    after_help = "Writes 台账.xlsx (all tasks, a sheet a unit, a calendar sheet) and calendar.ics; --by unit adds 任务书/, --by leader 领导/, \
each as XLSX to fill in and DOCX to print and sign. `duibiao progress DIR RETURNED…` reads them back.\n\n\
Without --list the lowest places get their ledger: beside the city's and the province's notices, the district's own tasks \
are kept, and matched tasks of the others stand in the column 上级任务.\n\n\
Examples:\n  duibiao ledger 通知.docx -o 台账目录\n  duibiao ledger 本区通知.docx 市报告.html 省报告.html -o 台账目录 --by unit,leader\n  duibiao ledger 通知/ --list 洪山区-2025 -o 台账目录"
)]
pub(super) struct Ledger {
    #[command(flatten)]
    inputs: Inputs,
    /// Lists to keep: a list's or notice's id, or conditions (region=洪山区,year=2025); may be given again. Without it the
    /// lowest places' lists that name units
    #[arg(long, value_name = "SEL")]
    list: Vec<Selector>,
    /// Folder to write into; one with workbooks that were filled in is never written over
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
    /// Also write a task book for every unit or leader
    #[arg(long, value_enum, value_name = "WHO", value_delimiter = ',')]
    by: Vec<Who>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Who {
    Unit,
    Leader,
}

impl Ledger {
    pub(super) fn run(self, setting: &Setting) -> Result<Outcome, Error> {
        let mut loaded = self.inputs.load_warm(setting)?;
        let choice = ledger::choose(&loaded.rows, &self.list)?;
        if !loaded.stored || loaded.rows.matches.is_empty() {
            let rules = Rules { same_year: true, across_levels: true, ..Rules::default() };
            if loaded.rows.lists.len() > 1 {
                pair(&mut loaded.rows, &Request { rules, ..Request::default() }, setting)?;
            }
            text::release();
        }
        let options = Options { by_unit: self.by.contains(&Who::Unit), by_leader: self.by.contains(&Who::Leader) };
        let written = ledger::write(&loaded.rows, &choice, &self.output, options)?;
        if !setting.quiet {
            for place in &choice.places {
                let year = place.year.map(|year| format!(" {year}")).unwrap_or_default();
                tell!("台账：{}{year}，{}项任务（{}）", place.name, place.tasks, place.lists.join("、"));
            }
            if !choice.others.is_empty() {
                tell!("只用来对上级任务或没有采用：{}；要给它们建台账，用 --list", choice.others.join("、"));
            }
            tell!(
                "{}项任务、{}个单位、{}位领导；{}项有对应的上级任务；通知自带表格{}种",
                written.tasks,
                written.units,
                written.leaders,
                written.with_upper,
                written.forms
            );
            if options.by_leader && written.leaders == 0 {
                tell!("warning: 通知没有写明责任领导，没有领导任务书");
            }
            tell!("已写入 {}（{}个文件）", self.output.display(), written.files.len());
        }
        Ok(if loaded.failed { Outcome::Partly } else { Outcome::Done })
    }
}
