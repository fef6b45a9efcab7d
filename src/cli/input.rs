//! Inputs: files, folders of notices, or a folder of tables that was written before.

use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;
use duibiao::error::Error;
use duibiao::matching::Meter;
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
}

const DEFAULT: &str = "datasets/notices";

impl Inputs {
    /// The paths, or the default folder.
    pub(super) fn paths(&self) -> Vec<PathBuf> {
        if self.inputs.is_empty() { vec![PathBuf::from(DEFAULT)] } else { self.inputs.clone() }
    }

    /// Reads the notices; files that fail are told on stderr.
    pub(super) fn read(&self, setting: &Setting) -> Result<Reading, Error> {
        let paths = self.paths();
        if self.inputs.is_empty() && !Path::new(DEFAULT).is_dir() {
            return Err(Error::Usage(format!(
                "no INPUT given and no folder {DEFAULT} here; name a file or folder of notices"
            )));
        }
        let bar = progress(setting, "读取通知");
        let reading = reading::read(&paths, |total| bar.set_length(total as u64), |_| bar.inc(1))?;
        bar.finish_and_clear();
        tell(&reading, setting);
        Ok(reading)
    }

    /// Reads notices or stored tables.
    pub(super) fn load(&self, setting: &Setting) -> Result<Loaded, Error> {
        if let Some(stored) = self.stored() {
            return Ok(Loaded { tables: table::open_stored(&stored)?, failed: false, stored: true });
        }
        let (rows, failed) = self.read_rows(setting)?;
        Ok(Loaded { tables: rows.frames(), failed, stored: false })
    }

    /// As [`Inputs::load`], as rows and without matches and themes; and whether some inputs failed.
    pub(super) fn load_rows(&self, setting: &Setting) -> Result<(Rows, bool), Error> {
        match self.stored() {
            Some(stored) => Ok((table::open_rows(&stored)?, false)),
            None => self.read_rows(setting),
        }
    }

    /// The tables that the one input holds, where it holds any.
    fn stored(&self) -> Option<Stored> {
        match self.inputs.as_slice() {
            [path] => table::stored(path),
            _ => None,
        }
    }

    fn read_rows(&self, setting: &Setting) -> Result<(Rows, bool), Error> {
        let reading = self.read(setting)?;
        if reading.notices.is_empty() {
            return Err(Error::Usage("none of the inputs could be read".to_owned()));
        }
        let mut rows = Rows::default();
        for notice in &reading.notices {
            rows.add(notice);
        }
        Ok((rows, !reading.failures.is_empty()))
    }

    /// Reads notices or stored tables, and pairs every two lists where the tables hold no matches yet.
    pub(super) fn load_paired(&self, setting: &Setting) -> Result<Loaded, Error> {
        let mut loaded = self.load(setting)?;
        if !loaded.stored || loaded.tables.matches.height() == 0 {
            let request = Request { themes: true, ..Request::default() };
            pair(&mut loaded.tables, &request, setting)?;
        }
        Ok(loaded)
    }
}

/// Pairs, with a sign of life on long work and a line about what was done.
pub(super) fn pair(tables: &mut Tables, request: &Request, setting: &Setting) -> Result<Work, Error> {
    let bar = Bar(progress(setting, "比对任务"));
    let start = Instant::now();
    let work = pairing::pair(tables, request, &bar)?;
    bar.0.finish_and_clear();
    tell_work(&work, start, setting);
    Ok(work)
}

/// A progress bar that matching moves on.
pub(super) struct Bar(pub ProgressBar);

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
    if !setting.quiet {
        let spared: Vec<String> =
            work.spared.iter().map(|(rule, count)| format!("，按规则略过{count}对（{rule}）")).collect();
        eprintln!(
            "比对：{}份清单、{}项任务；{}组清单共{}对任务，打分{}对，候选之外{}对{}；对应{}对，主题{}个（{:.1}秒）",
            work.lists,
            work.tasks,
            work.list_pairs,
            work.considered,
            work.scored,
            work.pruned,
            spared.concat(),
            work.matches,
            work.themes,
            start.elapsed().as_secs_f64()
        );
    }
}

/// A progress bar on stderr with the time left; hidden in files and when quiet.
pub(super) fn progress(setting: &Setting, what: &'static str) -> ProgressBar {
    let shown = !setting.quiet && std::io::stderr().is_terminal();
    let target = if shown { ProgressDrawTarget::stderr_with_hz(5) } else { ProgressDrawTarget::hidden() };
    let style = ProgressStyle::with_template("{msg} {bar:30} {pos}/{len}，剩余 {eta}")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::with_draw_target(None, target).with_style(style).with_message(what)
}

/// Says what was read, what failed, and which notices hold no task.
fn tell(reading: &Reading, setting: &Setting) {
    for failure in &reading.failures {
        eprintln!("error: {failure}");
    }
    for notice in &reading.notices {
        if notice.notice.lists.is_empty() && !setting.quiet {
            let why = notice.notice.problems.iter().rev().find(|problem| {
                use duibiao::notice::Code;
                matches!(problem.code, Code::NoTask | Code::CoveringLetterOnly | Code::NotANotice)
            });
            let why = why
                .map_or_else(|| "没有读到任务".to_owned(), |problem| format!("{}；{}", problem.message, problem.help));
            eprintln!("warning: {}: {why}", notice.document.path.display());
        }
    }
    if setting.quiet {
        return;
    }
    let tasks: usize =
        reading.notices.iter().flat_map(|notice| &notice.notice.lists).map(|list| list.tasks.len()).sum();
    let mut severities: BTreeMap<&str, usize> = BTreeMap::new();
    for problem in reading.notices.iter().flat_map(|notice| &notice.notice.problems) {
        *severities.entry(problem.code.severity().name()).or_insert(0) += 1;
    }
    let count = |name: &str| severities.get(name).copied().unwrap_or(0);
    let failed = if reading.failures.is_empty() {
        String::new()
    } else {
        format!("，{}个文件未能读取", reading.failures.len())
    };
    eprintln!(
        "读取：{}份通知、{tasks}项任务{failed}；问题：{}个错误、{}个警告、{}个提示（duibiao check 查看）",
        reading.notices.len(),
        count("error"),
        count("warning"),
        count("note"),
    );
}
