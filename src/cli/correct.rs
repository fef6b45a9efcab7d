//! `duibiao correct`: what people overruled, written down once.

mod write;

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use duibiao::correction::{self, Kind};
use duibiao::error::Error;
use duibiao::matching::{self, Request};
use duibiao::notice::Code;
use duibiao::swap;
use duibiao::table::schema::CorrectionRow;
use duibiao::text;

use self::write::Written;
use super::input::Inputs;
use super::print::{Form, Output, grid};
use super::{Outcome, Setting};

/// Overrule the machine once and for all: write corrections down, and check what they do
#[derive(Args)]
#[command(
    disable_help_subcommand = true,
    after_help = "Corrections are rows of corrections.tsv beside the inputs (also corrections.xlsx, 更正.xlsx …); every command\nobeys them, and every output marks what was corrected and by which line. docs/corrections.md tells all kinds.\n\nExamples:\n  duibiao correct same 武昌区-2023/city/1 武昌区-2023/district/7 --by 李四 --note 同一工程\n  duibiao correct not-same 武昌区-2023/city/1 武昌区-2023/district/9\n  duibiao correct unit 区科经局 区经济信息化和科技创新局\n  duibiao correct function 区云雀办 教育\n  duibiao correct add-unit 洪山区-2025/district/5 区教育局 --role 牵头\n  duibiao correct target 洪山区-2025/district/5#1 value=2.4万 op=不低于\n  duibiao correct notice 洪山区-2025 year=2024\n  duibiao correct not-task 洪山区-2025/district/5 --in 通知/\n  duibiao correct check 通知/\n  duibiao correct template -o 通知/更正.xlsx"
)]
pub(super) struct Correct {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Two tasks are the same commitment
    Same(write::Pair),
    /// Two tasks are not the same commitment
    NotSame(write::Pair),
    /// A name is that office
    Unit(write::Named),
    /// An office has that function, by its name or code; several with / between
    Function(write::Named),
    /// A task has that unit, in that role
    AddUnit(write::AddUnit),
    /// A task does not have that unit
    RemoveUnit(write::RemoveUnit),
    /// A target's value, op, measure, indicator or aspect
    Target(write::Fields),
    /// A figure is no target
    NotTarget(write::One),
    /// A notice's year, region or kind
    Notice(write::Fields),
    /// A passage is a task
    Task(write::Passage),
    /// A task is none
    NotTask(write::One),
    /// List all corrections and what each does now; exit 1 where one does nothing
    Check(Check),
    /// Write an empty workbook of corrections, with choices to pick from
    Template(Template),
}

/// Corrections that are there, and what they do.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  duibiao correct check 通知/\n  duibiao correct check 通知/ --format csv > 更正情况.csv"
)]
struct Check {
    #[command(flatten)]
    inputs: Inputs,
    #[command(flatten)]
    output: Output,
}

#[derive(Args)]
#[command(after_help = "Example:\n  duibiao correct template -o 通知/更正.xlsx")]
struct Template {
    /// The workbook to write
    #[arg(short, long, value_name = "FILE", default_value = "更正.xlsx")]
    output: PathBuf,
}

impl Correct {
    pub(super) fn run(self, setting: &Setting, out: &mut dyn Write) -> Result<Outcome, Error> {
        let written = match self.what {
            What::Check(check) => return check.run(setting, out),
            What::Template(template) => return template.run(setting),
            What::Same(pair) => pair.write(Kind::Same)?,
            What::NotSame(pair) => pair.write(Kind::NotSame)?,
            What::Unit(named) => named.write(Kind::Unit)?,
            What::Function(named) => named.write(Kind::Function)?,
            What::AddUnit(unit) => unit.write()?,
            What::RemoveUnit(unit) => unit.write()?,
            What::Target(fields) => fields.write_target()?,
            What::NotTarget(one) => one.write(Kind::NotTarget)?,
            What::Notice(fields) => fields.write_notice()?,
            What::Task(passage) => passage.write()?,
            What::NotTask(one) => one.write(Kind::NotTask)?,
        };
        let Written { file, messages } = written;
        for message in messages.iter().filter(|message| !message.is_empty()) {
            writeln!(out, "{message}").map_err(Error::write("stdout"))?;
        }
        if !setting.quiet {
            tell!("已写入 {}", file.display());
        }
        Ok(Outcome::Done)
    }
}

impl Check {
    fn run(self, setting: &Setting, out: &mut dyn Write) -> Result<Outcome, Error> {
        let mut loaded = self.inputs.load(&Setting { quiet: true })?;
        let rows = &mut loaded.rows;
        let is_pair = |row: &CorrectionRow| Kind::parse(&row.kind).is_some_and(Kind::is_pair) && row.applied != "no";
        if !loaded.stored && rows.corrections.iter().any(is_pair) {
            rayon::spawn(text::warm_up);
            matching::pair(rows, &Request::default(), &())?;
        }
        let faults: Vec<_> = rows.problems.iter().filter(|problem| problem.code == Code::BadCorrection.id()).collect();
        let idle = rows.corrections.iter().filter(|row| row.applied == "no").count();
        if self.output.output.is_some() || !matches!(self.output.format.first(), None | Some(Form::Text)) {
            self.output.write(out, "corrections", &rows.corrections, &[])?;
        } else if !rows.corrections.is_empty() {
            grid(out, &["出处", "种类", "对象", "改为", "执行", "改动", "说明"], rows.corrections.iter().map(line))?;
        }
        for fault in &faults {
            tell!("warning: {}: 第{}行：{}；{}", fault.source, fault.line, fault.message, fault.help);
        }
        if !setting.quiet {
            let all = rows.corrections.len();
            match all + faults.len() {
                0 => tell!("没有更正；用 duibiao correct --help 看怎样写"),
                _ => tell!("更正{all}条：执行{}条，没有执行{idle}条，填写有误{}行", all - idle, faults.len()),
            }
        }
        Ok(if loaded.failed || idle > 0 || !faults.is_empty() { Outcome::Partly } else { Outcome::Done })
    }
}

/// A correction for people.
fn line(row: &CorrectionRow) -> Vec<String> {
    let applied = match row.applied.as_str() {
        "yes" => "是",
        "moved" => "是（编号变了）",
        _ => "否",
    };
    let subject = if row.object.is_empty() { row.subject.clone() } else { format!("{}\n{}", row.subject, row.object) };
    let is_pair = Kind::parse(&row.kind).is_some_and(Kind::is_pair);
    let changed = match row.applied.as_str() {
        "no" => String::new(),
        _ if is_pair => String::new(),
        _ => format!("{}/{}", row.changed, row.rows),
    };
    vec![
        correction::mark(&row.source, row.line),
        Kind::title_of(&row.kind).to_owned(),
        subject,
        row.value.clone(),
        applied.to_owned(),
        changed,
        row.message.clone(),
    ]
}

impl Template {
    fn run(self, setting: &Setting) -> Result<Outcome, Error> {
        if self.output.exists() {
            return Err(Error::Refused {
                path: self.output,
                reason: "there is such a file already".to_owned(),
                help: "name another one, or move it away".to_owned(),
            });
        }
        swap::put(&self.output, &correction::workbook()?)?;
        if !setting.quiet {
            tell!("已写入 {}", self.output.display());
        }
        Ok(Outcome::Done)
    }
}
