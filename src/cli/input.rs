//! Inputs: files, folders of notices, or a folder of tables that was written before.

use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;
use duibiao::error::Error;
use duibiao::intake::{self, Intake, Known};
use duibiao::meter::Meter;
use duibiao::notice::Code;
use duibiao::pairing::{self, Request, Work};
use duibiao::reading::{self, Reading};
use duibiao::table::{self, Rows, Stored, Tables};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::Setting;

/// The inputs of a command.
#[derive(Args, Debug, Clone)]
pub(super) struct Inputs {
    /// Notices: files or folders; or a folder of tables. None means datasets/notices
    #[arg(value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
}

/// Tables with what could not be read on the way.
pub(super) struct Loaded {
    pub tables: Tables,
    /// Whether some inputs failed.
    pub failed: bool,
    /// Whether the tables were read, with their matches, and not made anew.
    pub stored: bool,
    /// Matches that still hold.
    pub known: Known,
}

const DEFAULT: &str = "datasets/notices";

impl Inputs {
    /// The paths, or the default folder.
    pub(super) fn paths(&self) -> Vec<PathBuf> {
        if self.inputs.is_empty() { vec![PathBuf::from(DEFAULT)] } else { self.inputs.clone() }
    }

    /// The paths; the default folder must be there.
    fn checked_paths(&self) -> Result<Vec<PathBuf>, Error> {
        if self.inputs.is_empty() && !Path::new(DEFAULT).is_dir() {
            return Err(Error::Usage(format!(
                "no INPUT given and no folder {DEFAULT} here; name a file or folder of notices"
            )));
        }
        Ok(self.paths())
    }

    /// Reads the notices with all that is known of them, and no tables; files that fail are told on stderr.
    pub(super) fn read(&self, setting: &Setting) -> Result<Reading, Error> {
        let paths = self.checked_paths()?;
        let bar = Bar::new(setting, "读取通知");
        let reading = reading::read(&paths, &bar)?;
        bar.finish();
        for failure in &reading.failures {
            eprintln!("error: {failure}");
        }
        Ok(reading)
    }

    /// Reads notices or stored tables.
    pub(super) fn load(&self, setting: &Setting) -> Result<Loaded, Error> {
        self.load_over(setting, None)
    }

    /// As [`Inputs::load`]; notices that have not changed since the tables in the folder `old` were written are taken
    /// from there.
    pub(super) fn load_over(&self, setting: &Setting, old: Option<&Path>) -> Result<Loaded, Error> {
        if let Some(stored) = self.stored() {
            let tables = table::open_stored(&stored)?;
            return Ok(Loaded { tables, failed: false, stored: true, known: Known::default() });
        }
        let intake = self.take(setting, old)?;
        let failed = !intake.failures.is_empty();
        Ok(Loaded { tables: intake.rows.frames(), failed, stored: false, known: intake.known })
    }

    /// As [`Inputs::load`], as rows and without matches and themes; and whether some inputs failed.
    pub(super) fn load_rows(&self, setting: &Setting) -> Result<(Rows, bool), Error> {
        match self.stored() {
            Some(stored) => Ok((table::open_rows(&stored)?, false)),
            None => {
                let intake = self.take(setting, None)?;
                Ok((intake.rows, !intake.failures.is_empty()))
            }
        }
    }

    /// The tables that the one input holds, where it holds any.
    fn stored(&self) -> Option<Stored> {
        match self.inputs.as_slice() {
            [path] => table::stored(path),
            _ => None,
        }
    }

    fn take(&self, setting: &Setting, old: Option<&Path>) -> Result<Intake, Error> {
        let paths = self.checked_paths()?;
        let bar = Bar::new(setting, "读取通知");
        let intake = intake::take(&paths, old.and_then(table::kept), &bar)?;
        bar.finish();
        tell(&intake, setting);
        if intake.rows.notices.is_empty() {
            return Err(Error::Usage("none of the inputs could be read".to_owned()));
        }
        Ok(intake)
    }

    /// Reads notices or stored tables, and pairs every two lists where the tables hold no matches yet. Tables that stand in
    /// the folder `old` are taken over as far as they hold.
    pub(super) fn load_paired(&self, setting: &Setting, old: Option<&Path>) -> Result<Loaded, Error> {
        let mut loaded = self.load_over(setting, old)?;
        if !loaded.stored || loaded.tables.matches.height() == 0 {
            let request = Request { themes: true, ..Request::default() };
            let known = std::mem::take(&mut loaded.known);
            pair(&mut loaded.tables, &request, known, setting)?;
        }
        Ok(loaded)
    }
}

/// Pairs, with a sign of life on long work and a line about what was done.
pub(super) fn pair(tables: &mut Tables, request: &Request, known: Known, setting: &Setting) -> Result<Work, Error> {
    let bar = Bar::new(setting, "比对任务");
    let start = Instant::now();
    let work = pairing::pair(tables, request, known, &bar)?;
    bar.finish();
    tell_work(&work, start, setting);
    Ok(work)
}

/// A progress bar on stderr with the time left; hidden in files and when quiet.
pub(super) struct Bar(ProgressBar);

impl Bar {
    pub(super) fn new(setting: &Setting, what: &'static str) -> Self {
        let shown = !setting.quiet && std::io::stderr().is_terminal();
        let target = if shown { ProgressDrawTarget::stderr_with_hz(5) } else { ProgressDrawTarget::hidden() };
        let style = ProgressStyle::with_template("{msg} {bar:30} {percent}%，剩余 {eta}")
            .unwrap_or_else(|_| ProgressStyle::default_bar());
        Self(ProgressBar::with_draw_target(None, target).with_style(style).with_message(what))
    }

    pub(super) fn finish(&self) {
        self.0.finish_and_clear();
    }
}

impl Meter for Bar {
    fn begin(&self, steps: u64) {
        self.0.set_length(steps);
    }

    fn advance(&self, steps: u64) {
        self.0.inc(steps);
    }
}

/// Says what was compared, pruned and found.
pub(super) fn tell_work(work: &Work, start: Instant, setting: &Setting) {
    if !setting.quiet && work.list_pairs == 0 {
        eprintln!(
            "warning: 没有可以比对的清单：共{}份；比对需要两份以上清单（任务文件用 list_id 或 notice_id 一列区分）",
            work.lists
        );
    }
    if !setting.quiet {
        let spared: Vec<String> =
            work.spared.iter().map(|(rule, count)| format!("，按规则略过{count}对（{rule}）")).collect();
        eprintln!(
            "比对：{}份清单、{}项任务；{}组清单共{}对任务，打分{}对，候选之外{}对{}{}；对应{}对，主题{}个（{:.1}秒）",
            work.lists,
            work.tasks,
            work.list_pairs,
            work.considered,
            work.scored,
            work.pruned,
            if work.known > 0 { format!("，沿用{}对", work.known) } else { String::new() },
            spared.concat(),
            work.matches,
            work.themes,
            start.elapsed().as_secs_f64()
        );
        if let Some(estimate) = work.estimate {
            let recall = match estimate.recall {
                Some(recall) => format!("，应有的对应至多找到{:.0}%", recall * 100.0),
                None => String::new(),
            };
            eprintln!("按分数估计：给出的对应约{:.0}%是对的{recall}（未经人工核对）", estimate.precision * 100.0);
        }
    }
}

/// Says what was read, what failed, and which notices hold no task.
fn tell(intake: &Intake, setting: &Setting) {
    for failure in &intake.failures {
        eprintln!("error: {failure}");
    }
    if setting.quiet {
        return;
    }
    let rows = &intake.rows;
    for notice in rows.notices.iter().filter(|notice| notice.tasks == 0) {
        let about = [Code::NoTask, Code::CoveringLetterOnly, Code::NotANotice].map(Code::id);
        let mut own = rows.problems.iter().rev().filter(|problem| problem.notice_id == notice.notice_id);
        let why = own
            .find(|problem| about.contains(&problem.code.as_str()))
            .map_or_else(|| "没有读到任务".to_owned(), |problem| format!("{}；{}", problem.message, problem.help));
        eprintln!("warning: {}: {why}", notice.source);
    }
    let mut severities: BTreeMap<&str, usize> = BTreeMap::new();
    for problem in &rows.problems {
        *severities.entry(problem.severity.as_str()).or_insert(0) += 1;
    }
    let count = |name: &str| severities.get(name).copied().unwrap_or(0);
    let part = |number: usize, words: &str| if number == 0 { String::new() } else { format!("，{number}{words}") };
    eprintln!(
        "读取：{}份通知、{}项任务{}{}；问题：{}个错误、{}个警告、{}个提示（duibiao check 查看）",
        rows.notices.len(),
        rows.tasks.len(),
        part(intake.taken_over, "份未变、沿用已有数据表"),
        part(intake.failures.len(), "个文件未能读取"),
        count("error"),
        count("warning"),
        count("note"),
    );
}
