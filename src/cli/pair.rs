//! `duibiao match`: the same commitment across lists.

use std::io::Write;
use std::time::Instant;

use clap::{Args, Subcommand};
use duibiao::error::Error;
use duibiao::matching::kernel::plan::Rules;
use duibiao::matching::kernel::{MIN_SCORE, Options};
use duibiao::matching::{self, Request, Selector};
use duibiao::table::schema::MatchRow;
use duibiao::table::{FileFormat, Files, Rows, from_rows, objects, rows_text, write_folder, write_text};
use duibiao::text;

use super::input::{Bar, Inputs, pair, tell_work};
use super::print::{Form, Output, tame};
use super::reason;
use super::sample::Sample;
use super::{Outcome, Setting};

/// Find the same commitment across lists
#[derive(Args)]
#[command(
    args_conflicts_with_subcommands = true,
    disable_help_subcommand = true,
    after_help = "Examples:\n  duibiao match --left 武昌区-2023/city --right 武昌区-2023/district\n  duibiao match 通知/ --left level=city,year=2023 --right level=district -o 对应 --format csv,xlsx\n  duibiao match --min-score 0.7 --one-to-one --explain"
)]
pub(super) struct Match {
    #[command(flatten)]
    inputs: Inputs,
    /// Lists on the left: a list's or notice's id, or conditions (level=city,year=2023); may be given again
    #[arg(long, value_name = "SEL")]
    left: Vec<Selector>,
    /// Lists on the right
    #[arg(long, value_name = "SEL")]
    right: Vec<Selector>,
    /// Lowest score that counts, 0 to 1; 0.5 is as likely as not
    #[arg(long, value_name = "X", default_value_t = f64::from(MIN_SCORE), value_parser = score)]
    min_score: f64,
    /// At most K matches for a task
    #[arg(long, value_name = "K")]
    top: Option<usize>,
    /// At most one partner a task for each pair of lists
    #[arg(long)]
    one_to_one: bool,
    /// Score every pair, however many; without it each task gets a shortlist above 30 million pairs
    #[arg(long)]
    all_pairs: bool,
    #[command(flatten)]
    rules: Allowed,
    /// Every run reads everything anew; kept for scripts that ask for it
    #[arg(long, hide = true)]
    fresh: bool,
    /// Tell what each signal added to the score: as text, or with --format jsonl
    #[arg(long)]
    explain: bool,
    #[command(flatten)]
    output: Output,
    #[command(subcommand)]
    other: Option<Other>,
}

/// Which pairs of lists are compared.
#[derive(Args, Clone, Copy)]
pub(super) struct Allowed {
    /// Compare only lists of one year
    #[arg(long)]
    same_year: bool,
    /// Compare only lists of different levels
    #[arg(long)]
    across_levels: bool,
    /// Compare only lists of one level
    #[arg(long, conflicts_with = "across_levels")]
    same_level: bool,
    /// Compare only regions of which one is the other's parent
    #[arg(long)]
    kin: bool,
}

impl Allowed {
    pub(super) fn rules(self) -> Rules {
        Rules {
            same_year: self.same_year,
            across_levels: self.across_levels,
            same_level: self.same_level,
            kin: self.kin,
        }
    }
}

/// What `match` does besides matching.
#[derive(Subcommand)]
enum Other {
    Sample(Sample),
}

pub(super) fn score(text: &str) -> Result<f64, String> {
    let value: f64 = text.parse().map_err(|_| format!("`{text}` is no number"))?;
    if (0.0..=1.0).contains(&value) { Ok(value) } else { Err("a score lies between 0 and 1".to_owned()) }
}

impl Match {
    pub(super) fn run(self, setting: &Setting, out: &mut dyn Write) -> Result<Outcome, Error> {
        if let Some(Other::Sample(sample)) = self.other {
            return sample.run(setting, out);
        }
        let request = Request {
            left: self.left,
            right: self.right,
            rules: self.rules.rules(),
            options: Options {
                top: self.top,
                min_score: self.min_score as f32,
                one_to_one: self.one_to_one,
                all_pairs: if self.all_pairs { u64::MAX } else { Options::default().all_pairs },
                ..Options::default()
            },
            themes: self.output.output.is_some(),
        };
        if let (None, Some(Form::File(format @ (FileFormat::Csv | FileFormat::JsonLines)))) =
            (&self.output.output, self.output.format.first())
        {
            // the dictionary loads while the inputs are read
            rayon::spawn(text::warm_up);
            let loaded = self.inputs.load(setting)?;
            stream(loaded.rows, &request, *format, self.explain, out, setting)?;
            return Ok(if loaded.failed { Outcome::Partly } else { Outcome::Done });
        }
        let mut loaded = self.inputs.load(setting)?;
        pair(&mut loaded.rows, &request, setting)?;
        if let Some(folder) = &self.output.output {
            let formats = self.output.files(&[FileFormat::Parquet, FileFormat::Csv, FileFormat::JsonLines])?;
            write_folder(folder, &loaded.rows, &Files::all(&formats).told_in(self.output.lang))?;
            if !setting.quiet {
                tell!("已写入 {}", folder.display());
            }
        } else {
            if self.explain && matches!(self.output.format.first(), None | Some(Form::Text)) {
                explain(&loaded.rows, out)?;
                return Ok(if loaded.failed { Outcome::Partly } else { Outcome::Done });
            }
            let columns = [
                ("score", "分数"),
                ("left_task_id", "左"),
                ("left_clause", "左分句"),
                ("right_task_id", "右"),
                ("right_clause", "右分句"),
            ];
            let matches = &loaded.rows.matches;
            self.output.write(out, "matches", &matches.rows(0..matches.len()).collect::<Vec<_>>(), &columns)?;
        }
        Ok(if loaded.failed { Outcome::Partly } else { Outcome::Done })
    }
}

/// Prints matches part by part: of many notices there are very many.
fn stream(
    rows: Rows,
    request: &Request,
    format: FileFormat,
    explain: bool,
    out: &mut dyn Write,
    setting: &Setting,
) -> Result<(), Error> {
    let start = Instant::now();
    write_text(out, &from_rows::<MatchRow>(&[]), format)?;
    let bar = Bar::new(setting, "比对任务");
    let work = matching::stream(
        rows,
        request,
        &bar,
        |rows| {
            if explain && format == FileFormat::JsonLines {
                explained_lines(rows)
            } else {
                rows_text::<MatchRow, _>(rows, format)
            }
        },
        |part| out.write_all(&part).map_err(Error::write("stdout")),
    )?;
    bar.finish();
    tell_work(&work, start, setting);
    Ok(())
}

/// JSON Lines of matches, each with what its signals added.
fn explained_lines(rows: &mut dyn ExactSizeIterator<Item = MatchRow>) -> Result<Vec<u8>, Error> {
    let rows: Vec<MatchRow> = rows.collect();
    let mut out = Vec::new();
    for (mut object, row) in objects(&from_rows(&rows)).zip(&rows) {
        object.insert("contributions".to_owned(), reason::contributions(row));
        serde_json::to_writer(&mut out, &object).map_err(|error| Error::write("stdout")(error.into()))?;
        out.push(b'\n');
    }
    Ok(out)
}

/// Prints each match with both tasks and what each signal added.
fn explain(rows: &Rows, out: &mut dyn Write) -> Result<(), Error> {
    for (at, pair) in rows.matches.pairs().enumerate() {
        let row = rows.matches.row(at);
        let words = |task: u32| tame(&rows.tasks[task as usize].text);
        write!(
            out,
            "{:.2}  左  {}  {}\n      右  {}  {}\n{}\n",
            row.score,
            row.left_task_id,
            words(pair.left),
            row.right_task_id,
            words(pair.right),
            reason::lines(&row, ["左", "右"], false)
        )
        .map_err(Error::write("stdout"))?;
    }
    Ok(())
}
