//! Inputs: files, folders of notices, or a folder of tables that was written before.

use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;
use duibiao::correction::Wanted;
use duibiao::error::Error;
use duibiao::intake::reading::{self, Aside, Reading};
use duibiao::intake::{self, Intake};
use duibiao::matching::{self, Request, Work};
use duibiao::meter::Meter;
use duibiao::notice::Code;
use duibiao::source;
use duibiao::table::schema::ProblemRow;
use duibiao::table::{self, Rows, Stored};
use duibiao::text;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::Setting;

/// The inputs of a command.
#[derive(Args, Debug, Clone)]
pub(super) struct Inputs {
    /// Notices: files, folders or archives (zip, 7z, tar.gz), without what duibiao wrote there; or a folder of tables
    /// without notices. None means datasets/notices
    #[arg(value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    /// Read a notice and the files of its annexes (附件1.xls …) in one folder or archive as files of their own, not as one
    /// notice
    #[arg(long)]
    pub apart: bool,
    /// Python with the engine that recognises scans (`pip install rapidocr-onnxruntime pypdfium2`); `none` recognises
    /// nothing. Without it, DUIBIAO_OCR_PYTHON, then python3
    #[arg(long, value_name = "PYTHON")]
    pub ocr: Option<PathBuf>,
    /// File of corrections to obey besides those beside the inputs (corrections.xlsx, 更正.tsv …); see docs/corrections.md
    #[arg(long, value_name = "FILE")]
    pub corrections: Vec<PathBuf>,
    /// Read as the machine alone does, without corrections
    #[arg(long, conflicts_with = "corrections")]
    pub no_corrections: bool,
}

/// Rows with what could not be read on the way.
pub(super) struct Loaded {
    pub rows: Rows,
    /// Whether some inputs failed.
    pub failed: bool,
    /// Whether the rows were read, with their matches, from tables.
    pub stored: bool,
}

const DEFAULT: &str = "datasets/notices";

impl Inputs {
    /// Inputs with nothing else said.
    pub(super) fn of(inputs: Vec<PathBuf>) -> Self {
        Self { inputs, apart: false, ocr: None, corrections: Vec::new(), no_corrections: false }
    }

    /// The paths, or the default folder.
    pub(super) fn paths(&self) -> Vec<PathBuf> {
        if self.inputs.is_empty() { vec![PathBuf::from(DEFAULT)] } else { self.inputs.clone() }
    }

    /// What is to be read; the default folder must be there.
    pub(super) fn request(&self) -> Result<reading::Request, Error> {
        if self.inputs.is_empty() && !Path::new(DEFAULT).is_dir() {
            return Err(Error::Usage(format!(
                "no INPUT given and no folder {DEFAULT} here; name a file or folder of notices"
            )));
        }
        let (apart, ocr, corrections) = (self.apart, self.ocr.clone(), self.wanted());
        Ok(reading::Request { inputs: self.paths(), apart, ocr, corrections })
    }

    /// The rows that the machine alone reads.
    pub(super) fn alone(&self) -> Result<Rows, Error> {
        Ok(intake::take(reading::Request { corrections: Wanted::Nothing, ..self.request()? }, &())?.rows)
    }

    /// The corrections to obey.
    fn wanted(&self) -> Wanted {
        if self.no_corrections { Wanted::Nothing } else { Wanted::Beside(self.corrections.clone()) }
    }

    /// Reads the notices with all that is known of them, and no tables; files that fail are told on stderr.
    pub(super) fn read(&self, setting: &Setting) -> Result<Reading, Error> {
        let request = self.request()?;
        let bar = Bar::new(setting, "读取通知");
        let reading = reading::read(request, &bar)?;
        bar.finish();
        tell_passed(&reading.passed, setting);
        for failure in &reading.failures {
            tell!("error: {failure}");
        }
        Ok(reading)
    }

    /// Reads notices or stored tables.
    pub(super) fn load(&self, setting: &Setting) -> Result<Loaded, Error> {
        self.load_with(setting, || ())
    }

    /// As [`Inputs::load`]; `begin` begins what can be made ready while notices are read.
    fn load_with(&self, setting: &Setting, begin: impl FnOnce()) -> Result<Loaded, Error> {
        if let Some(stored) = self.stored(setting)? {
            return Ok(Loaded { rows: table::open_rows(&stored)?, failed: false, stored: true });
        }
        begin();
        let request = self.request()?;
        let bar = Bar::new(setting, "读取通知");
        let Intake { rows, failures, passed } = intake::take(request, &bar)?;
        bar.finish();
        tell_passed(&passed, setting);
        let mut told = Told::default();
        told.add(&rows, setting);
        told.finish(&failures, setting)?;
        Ok(Loaded { rows, failed: !failures.is_empty(), stored: false })
    }

    /// As [`Inputs::load`], part by part; whether some inputs failed.
    pub(super) fn load_in_parts(
        &self,
        setting: &Setting,
        mut take: impl FnMut(&Rows) -> Result<(), Error>,
    ) -> Result<bool, Error> {
        if let Some(stored) = self.stored(setting)? {
            take(&table::open_rows(&stored)?)?;
            return Ok(false);
        }
        let request = self.request()?;
        let bar = Bar::new(setting, "读取通知");
        let mut told = Told::default();
        let Aside { failures, passed, .. } = intake::take_in_parts(request, &bar, |rows| {
            told.add(&rows, setting);
            take(&rows)
        })?;
        bar.finish();
        tell_passed(&passed, setting);
        told.finish(&failures, setting)?;
        Ok(!failures.is_empty())
    }

    /// The tables that the one input holds, where it holds any, and no notices beside them: those that came later would be
    /// missed.
    ///
    /// # Errors
    /// [`Error::Usage`] where corrections are to be made of tables: they are made while notices are read.
    fn stored(&self, setting: &Setting) -> Result<Option<Stored>, Error> {
        let stored = self.stored_alone(setting);
        match (&stored, self.corrections.first()) {
            (Some(_), Some(file)) => Err(Error::Usage(format!(
                "{}: corrections apply while notices are read; these are tables that were read before: name the notices \
                 themselves",
                file.display()
            ))),
            _ => Ok(stored),
        }
    }

    fn stored_alone(&self, setting: &Setting) -> Option<Stored> {
        let [path] = self.inputs.as_slice() else { return None };
        let stored = table::stored(path)?;
        let Stored::Folder(tables) = &stored else { return Some(stored) };
        // a report is refused: its folder is nowhere looked at for notices
        let beside = source::walk(std::slice::from_ref(path)).map_or(0, |walked| walked.files.len());
        if beside == 0 {
            return Some(stored);
        }
        if tables == path && !setting.quiet {
            tell!(
                "warning: {}: 表格旁有{beside}个可能是通知的文件：读这些文件，不用表格；要用表格，请把它们移到别处",
                path.display()
            );
        }
        None
    }

    /// As [`Inputs::load`], with the dictionary loading meanwhile.
    pub(super) fn load_warm(&self, setting: &Setting) -> Result<Loaded, Error> {
        self.load_with(setting, || rayon::spawn(text::warm_up))
    }

    /// Reads notices or stored tables, and pairs every two lists where the tables hold no matches yet.
    pub(super) fn load_paired(&self, setting: &Setting) -> Result<Loaded, Error> {
        let mut loaded = self.load_with(setting, || rayon::spawn(text::warm_up))?;
        if !loaded.stored || loaded.rows.matches.is_empty() {
            let request = Request { themes: true, ..Request::default() };
            pair(&mut loaded.rows, &request, setting)?;
        }
        Ok(loaded)
    }
}

/// Pairs, with a sign of life on long work and a line about what was done.
pub(super) fn pair(rows: &mut Rows, request: &Request, setting: &Setting) -> Result<Work, Error> {
    let bar = Bar::new(setting, "比对任务");
    let start = Instant::now();
    let work = matching::pair(rows, request, &bar)?;
    bar.finish();
    tell_work(&work, start, setting);
    Ok(work)
}

/// Says which folders were passed over because we wrote them.
pub(super) fn tell_passed(passed: &[PathBuf], setting: &Setting) {
    if !setting.quiet && !passed.is_empty() {
        let names: Vec<String> = passed.iter().map(|path| path.display().to_string()).collect();
        tell!("略过 duibiao 写的报告和表格：{}", names.join("、"));
    }
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

    fn more(&self, steps: u64) {
        self.0.inc_length(steps);
    }
}

/// Says what was compared, pruned and found.
pub(super) fn tell_work(work: &Work, start: Instant, setting: &Setting) {
    if !setting.quiet && work.list_pairs == 0 {
        tell!(
            "warning: 没有可以比对的清单：共{}份；比对需要两份以上清单（任务文件用 list_id 或 notice_id 一列区分）",
            work.lists
        );
    }
    if !setting.quiet {
        let spared: Vec<String> =
            work.spared.iter().map(|(rule, count)| format!("，按规则略过{count}对（{rule}）")).collect();
        tell!(
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
        if let Some(estimate) = work.estimate {
            let recall = match estimate.recall {
                Some(recall) => format!("，应有的对应至多找到{:.0}%", recall * 100.0),
                None => String::new(),
            };
            tell!("按分数估计：给出的对应约{:.0}%是对的{recall}（未经人工核对）", estimate.precision * 100.0);
        }
    }
}

/// What is said of the notices that were read.
#[derive(Default)]
struct Told {
    notices: usize,
    tasks: usize,
    severities: BTreeMap<String, usize>,
    /// Notices by what their files were taken for.
    formats: BTreeMap<String, usize>,
    /// Corrections, and those that apply.
    corrections: [usize; 2],
}

impl Told {
    /// Counts rows, and says which notices hold no task.
    fn add(&mut self, rows: &Rows, setting: &Setting) {
        self.notices += rows.notices.len();
        self.tasks += rows.tasks.len();
        for kind in rows.notices.iter().filter_map(|notice| notice.source_kind.clone()) {
            *self.formats.entry(kind).or_insert(0) += 1;
        }
        self.corrections[0] += rows.corrections.len();
        self.corrections[1] += rows.corrections.iter().filter(|row| row.applied != "no").count();
        for row in rows.corrections.iter().filter(|row| row.applied == "no" && !setting.quiet) {
            tell!("warning: {}: 第{}行：这条更正没有执行：{}", row.source, row.line, row.message);
        }
        let of_corrections = |problem: &&ProblemRow| problem.code == Code::BadCorrection.id() && !setting.quiet;
        for problem in rows.problems.iter().filter(of_corrections) {
            tell!("warning: {}: 第{}行：{}；{}", problem.source, problem.line, problem.message, problem.help);
        }
        for problem in &rows.problems {
            *self.severities.entry(problem.severity.clone()).or_insert(0) += 1;
        }
        for notice in rows.notices.iter().filter(|notice| notice.tasks == 0 && !setting.quiet) {
            let about = [Code::NoTask, Code::CoveringLetterOnly, Code::NotANotice].map(Code::id);
            let mut own = rows.problems.iter().rev().filter(|problem| problem.notice_id == notice.notice_id);
            let why = own
                .find(|problem| about.contains(&problem.code.as_str()))
                .map_or_else(|| "没有读到任务".to_owned(), |problem| format!("{}；{}", problem.message, problem.help));
            tell!("warning: {}: {why}", notice.source);
        }
    }

    /// Says what was read and what failed.
    ///
    /// # Errors
    /// [`Error::Usage`] where nothing was read.
    fn finish(self, failures: &[Error], setting: &Setting) -> Result<(), Error> {
        for failure in failures {
            tell!("error: {failure}");
        }
        if self.notices == 0 {
            return Err(Error::Usage("none of the inputs could be read".to_owned()));
        }
        if setting.quiet {
            return Ok(());
        }
        let count = |name: &str| self.severities.get(name).copied().unwrap_or(0);
        let failed = match failures.len() {
            0 => String::new(),
            number => format!("，{number}个文件未能读取"),
        };
        // Texts and pages are what everybody has; others may be read by something else.
        if self.formats.keys().any(|format| !["txt", "html"].contains(&format.as_str())) {
            let formats = self.formats.iter().map(|(format, count)| format!("{format} {count}份"));
            tell!("格式：{}（duibiao formats 说明各由什么读）", formats.collect::<Vec<_>>().join("、"));
        }
        tell!(
            "读取：{}份通知、{}项任务{failed}；问题：{}个错误、{}个警告、{}个提示（duibiao check 查看）",
            self.notices,
            self.tasks,
            count("error"),
            count("warning"),
            count("note"),
        );
        let [all, applied] = self.corrections;
        if all > 0 {
            let rest = if applied < all { format!("，{}条没有执行", all - applied) } else { String::new() };
            tell!("更正：{all}条，执行{applied}条{rest}（duibiao correct check 查看）");
        }
        Ok(())
    }
}
