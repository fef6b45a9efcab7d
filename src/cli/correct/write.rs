//! Rows added to the file of corrections: checked against what is read before anything is written.

use std::path::PathBuf;

use clap::Args;
use duibiao::correction::{self, Draft, Kind, Wanted};
use duibiao::error::Error;
use duibiao::intake::reading::Request;
use duibiao::intake::{self, Intake};
use duibiao::table::Rows;
use duibiao::table::schema::{TargetRow, TaskRow};

use crate::cli::input::Inputs;

/// What all that write share.
#[derive(Args)]
pub(super) struct Writing {
    /// Inputs that it is about: files or folders of notices; none means datasets/notices
    #[arg(long = "in", value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    /// File to add to; corrections.tsv beside the first input where none is named
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
    /// Why
    #[arg(long, value_name = "WORDS", default_value = "", hide_default_value = true)]
    note: String,
    /// Who says so
    #[arg(long, value_name = "NAME", default_value = "", hide_default_value = true)]
    by: String,
    /// When, as it is to stand in the file
    #[arg(long, value_name = "DATE", default_value = "", hide_default_value = true)]
    on: String,
}

/// What was written.
pub(super) struct Written {
    pub file: PathBuf,
    /// What each row does.
    pub messages: Vec<String>,
}

#[derive(Args)]
pub(super) struct Pair {
    /// Id of a task: 武昌区-2023/city/1
    a: String,
    /// Id of the other task
    b: String,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Args)]
pub(super) struct Named {
    /// The unit as printed, or its canonical name
    name: String,
    /// The office's name; or the function's name or code
    value: String,
    /// Only in this notice
    #[arg(long, value_name = "NOTICE_ID", default_value = "", hide_default_value = true)]
    only: String,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Args)]
pub(super) struct AddUnit {
    /// Id of the task
    task: String,
    /// The unit
    unit: String,
    /// 牵头, 责任, 配合 or 责任领导
    #[arg(long, default_value = "责任")]
    role: String,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Args)]
pub(super) struct RemoveUnit {
    /// Id of the task
    task: String,
    /// The unit as printed, or its canonical name
    unit: String,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Args)]
pub(super) struct Fields {
    /// Id of the target (洪山区-2025/district/5#1) or of the notice (洪山区-2025)
    id: String,
    /// What is to be what: value=2.4万 op=不低于 measure=人 indicator=城镇新增就业 aspect=新增; year=2024 region=某市某区
    /// kind=政府工作报告
    #[arg(required = true, value_name = "FIELD=VALUE")]
    fields: Vec<String>,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Args)]
pub(super) struct One {
    /// Id of the task or target
    id: String,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Args)]
pub(super) struct Passage {
    /// Id of the notice or list that it belongs to: 洪山区-2025/district
    list: String,
    /// The printed words of the task, all of them; … at the end goes on to the end of the line
    words: String,
    #[command(flatten)]
    writing: Writing,
}

impl Pair {
    pub(super) fn write(self, kind: Kind) -> Result<Written, Error> {
        let work = self.writing.read()?;
        let (a, b) = (work.task(&self.a)?, work.task(&self.b)?);
        let draft = Draft {
            words: work.beginning(a),
            object: self.b.clone(),
            object_words: work.beginning(b),
            ..Draft::new(kind, &self.a)
        };
        work.write(vec![draft])
    }
}

impl Named {
    pub(super) fn write(self, kind: Kind) -> Result<Written, Error> {
        let work = self.writing.read()?;
        let names = work.rows.assignments.iter().flat_map(|row| [row.unit_raw.as_str(), row.unit.as_str()]);
        known("unit", &self.name, names)?;
        if !self.only.is_empty() {
            known("notice", &self.only, work.rows.notices.iter().map(|row| row.notice_id.as_str()))?;
        }
        work.write(vec![Draft { object: self.only, value: self.value, ..Draft::new(kind, self.name) }])
    }
}

impl AddUnit {
    pub(super) fn write(self) -> Result<Written, Error> {
        let work = self.writing.read()?;
        let words = work.beginning(work.task(&self.task)?);
        work.write(vec![Draft { words, object: self.unit, value: self.role, ..Draft::new(Kind::HasUnit, self.task) }])
    }
}

impl RemoveUnit {
    pub(super) fn write(self) -> Result<Written, Error> {
        let work = self.writing.read()?;
        let words = work.beginning(work.task(&self.task)?);
        let own = work.rows.assignments.iter().filter(|row| row.task_id == self.task);
        known("unit of this task", &self.unit, own.flat_map(|row| [row.unit_raw.as_str(), row.unit.as_str()]))?;
        work.write(vec![Draft { words, object: self.unit, ..Draft::new(Kind::NoUnit, self.task) }])
    }
}

impl Fields {
    pub(super) fn write_target(self) -> Result<Written, Error> {
        let names = [
            ("value", Kind::TargetValue),
            ("op", Kind::TargetOp),
            ("measure", Kind::TargetMeasure),
            ("indicator", Kind::TargetIndicator),
            ("aspect", Kind::TargetAspect),
        ];
        let fields = fields(&self.fields, &names)?;
        let work = self.writing.read()?;
        let target = work.target(&self.id)?.clone();
        let of = work.of_target(&target);
        let draft = |(kind, value)| Draft { value, ..of.draft(kind, &self.id) };
        work.write(fields.into_iter().map(draft).collect())
    }

    pub(super) fn write_notice(self) -> Result<Written, Error> {
        let names = [("year", Kind::NoticeYear), ("region", Kind::NoticeRegion), ("kind", Kind::NoticeKind)];
        let fields = fields(&self.fields, &names)?;
        let work = self.writing.read()?;
        let rows = &work.rows.notices;
        known("notice", &self.id, rows.iter().map(|row| row.notice_id.as_str()))?;
        let title = rows.iter().find(|row| row.notice_id == self.id).map(|row| row.title.clone()).unwrap_or_default();
        let draft = |(kind, value)| Draft { words: title.clone(), value, ..Draft::new(kind, &self.id) };
        work.write(fields.into_iter().map(draft).collect())
    }
}

impl One {
    pub(super) fn write(self, kind: Kind) -> Result<Written, Error> {
        let work = self.writing.read()?;
        let draft = if kind.is_target() {
            let target = work.target(&self.id)?.clone();
            work.of_target(&target).draft(kind, &self.id)
        } else {
            Draft { words: work.beginning(work.task(&self.id)?), ..Draft::new(kind, &self.id) }
        };
        work.write(vec![draft])
    }
}

impl Passage {
    pub(super) fn write(self) -> Result<Written, Error> {
        let work = self.writing.read()?;
        let notices = work.rows.notices.iter().map(|row| row.notice_id.as_str());
        known("notice or list", &self.list, notices.chain(work.rows.lists.iter().map(|row| row.list_id.as_str())))?;
        work.write(vec![Draft { words: self.words, ..Draft::new(Kind::Task, self.list) }])
    }
}

/// `field=value` as kinds and values.
fn fields(given: &[String], names: &[(&str, Kind)]) -> Result<Vec<(Kind, String)>, Error> {
    let all = || names.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
    let one = |text: &String| {
        let Some((name, value)) = text.split_once('=') else {
            return Err(Error::Usage(format!("`{text}` is no FIELD=VALUE; fields are {}", all())));
        };
        let kind = names.iter().find(|(known, _)| *known == name.trim()).map(|(_, kind)| *kind);
        let kind = kind.ok_or_else(|| Error::Usage(format!("no field `{name}`; there are {}", all())))?;
        Ok((kind, value.trim().to_owned()))
    };
    given.iter().map(one).collect()
}

/// Whether a name is among those that there are.
///
/// # Errors
/// [`Error::Usage`], with the nearest one.
fn known<'a>(what: &str, name: &str, all: impl Iterator<Item = &'a str>) -> Result<(), Error> {
    let mut nearest: Option<(f64, &str)> = None;
    for one in all {
        if one == name {
            return Ok(());
        }
        let likeness = strsim::normalized_levenshtein(one, name);
        if nearest.is_none_or(|(best, known)| likeness > best || likeness == best && one < known) {
            nearest = Some((likeness, one));
        }
    }
    let nearest = nearest.map(|(_, one)| format!("; the nearest is `{one}`")).unwrap_or_default();
    Err(Error::Usage(format!("no {what} `{name}`{nearest}")))
}

/// The inputs that were read, and what is to be written with every row.
struct Work {
    rows: Rows,
    writing: Writing,
    request: Request,
    file: PathBuf,
}

/// What a row about a target holds besides what it says.
struct OfTarget {
    words: String,
    object_words: String,
}

impl OfTarget {
    fn draft(&self, kind: Kind, id: &str) -> Draft {
        Draft { words: self.words.clone(), object_words: self.object_words.clone(), ..Draft::new(kind, id) }
    }
}

impl Writing {
    /// Reads the inputs with the corrections that there are.
    fn read(self) -> Result<Work, Error> {
        let mut request = Inputs::of(self.inputs.clone()).request()?;
        let file = self.file.clone().unwrap_or_else(|| correction::beside(&request.inputs[0]));
        let known: Vec<PathBuf> = Some(file.clone()).filter(|file| file.exists()).into_iter().collect();
        request.corrections = Wanted::Beside(known);
        let Intake { rows, failures, .. } = intake::take(request.clone(), &())?;
        for failure in &failures {
            tell!("error: {failure}");
        }
        Ok(Work { rows, writing: self, request, file })
    }
}

impl Work {
    fn task(&self, id: &str) -> Result<&TaskRow, Error> {
        known("task", id, self.rows.tasks.iter().map(|row| row.task_id.as_str()))?;
        let found = self.rows.tasks.iter().find(|row| row.task_id == id);
        found.ok_or_else(|| Error::UnknownTask { id: id.to_owned(), nearest: None })
    }

    fn target(&self, id: &str) -> Result<&TargetRow, Error> {
        known("target", id, self.rows.targets.iter().map(|row| row.target_id.as_str()))?;
        let found = self.rows.targets.iter().find(|row| row.target_id == id);
        found.ok_or_else(|| Error::Usage(format!("no target `{id}`")))
    }

    fn of_target(&self, target: &TargetRow) -> OfTarget {
        let task = target.task_id.as_deref().and_then(|id| self.rows.tasks.iter().find(|task| task.task_id == id));
        let object_words = task.map(|task| self.beginning(task)).unwrap_or_default();
        OfTarget { words: target.raw.clone(), object_words }
    }

    /// The beginning of a task's words that no other task of the notice has; all where there is none.
    fn beginning(&self, task: &TaskRow) -> String {
        /// Characters that people know a task again by.
        const LEAST: usize = 24;
        let text: String = task.text.split_whitespace().collect();
        let count = text.chars().count();
        let others: Vec<&TaskRow> = self.rows.tasks.iter().filter(|other| other.notice_id == task.notice_id).collect();
        let cut = |length: usize| text.chars().take(length).collect::<String>();
        let is_own = |length: &usize| {
            let begins = cut(*length);
            others.iter().filter(|other| correction::fits(&other.text, &begins)).count() == 1
        };
        match (LEAST..count).step_by(8).find(is_own) {
            Some(length) => format!("{}…", cut(length)),
            None => text,
        }
    }

    /// Adds rows to the file, once each is known to do something.
    ///
    /// # Errors
    /// [`Error::Usage`] for a row that cannot be understood or fits nothing, and those of reading and writing.
    fn write(self, drafts: Vec<Draft>) -> Result<Written, Error> {
        let Writing { note, by, on, .. } = &self.writing;
        let signed = |draft: Draft| Draft { note: note.clone(), by: by.clone(), on: on.clone(), ..draft };
        let drafts: Vec<Draft> = drafts.into_iter().map(signed).collect();
        let folder = tempfile::tempdir().map_err(Error::write(std::env::temp_dir()))?;
        let trial = folder.path().join(correction::FILE);
        correction::append(&trial, &drafts)?;
        if let Some(fault) = correction::open(std::slice::from_ref(&trial))?.faults.first() {
            return Err(Error::Usage(format!("{}；{}", fault.message, fault.help)));
        }
        let mut files: Vec<PathBuf> = Some(self.file.clone()).filter(|file| file.exists()).into_iter().collect();
        files.push(trial.clone());
        let request = Request { corrections: Wanted::Beside(files), ..self.request };
        let rows = intake::take(request, &())?.rows.corrections;
        let trial = trial.display().to_string();
        let own: Vec<_> = rows.into_iter().filter(|row| row.source == trial).collect();
        if let Some(idle) = own.iter().find(|row| row.applied == "no") {
            return Err(Error::Usage(format!("`{}`: {}", idle.subject, idle.message)));
        }
        correction::append(&self.file, &drafts)?;
        Ok(Written { file: self.file, messages: own.into_iter().map(|row| row.message).collect() })
    }
}
