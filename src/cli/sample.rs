//! `duibiao match sample`: pairs that are worth grading.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use duibiao::error::Error;
use duibiao::evaluation::extraction::extraction;
use duibiao::evaluation::labels;
use duibiao::evaluation::pools::Pools;
use duibiao::evaluation::sample::{uncertain, workbook};
use duibiao::matching::kernel::Weights;
use duibiao::matching::{Prepared, Request, Selector};
use duibiao::swap;
use duibiao::table::schema::SampleRow;
use duibiao::table::{FileFormat, from_rows, write_text};

use super::eval::LABELS;
use super::input::Inputs;
use super::print::{Form, text};
use super::{Outcome, Setting};

/// Draw pairs of tasks that are worth grading by hand; `eval --sample` and `train --sample` read them back
#[derive(Args)]
#[command(
    after_help = "Examples:\n  duibiao match sample --uncertain 50 -o 抽样.xlsx\n  duibiao match sample --uncertain 20 通知/ --left level=city --format csv > 抽样.csv"
)]
pub(super) struct Sample {
    /// How many pairs: those with scores nearest to 0.5, spread over lists and topics
    #[arg(long, value_name = "N", default_value_t = 50)]
    uncertain: usize,
    #[command(flatten)]
    inputs: Inputs,
    /// Leave out pairs that this folder of labels has graded
    #[arg(long, value_name = "DIR")]
    labels: Option<PathBuf>,
    /// Lists on the left: a list's or notice's id, or conditions (level=city,year=2023); may be given again
    #[arg(long, value_name = "SEL")]
    left: Vec<Selector>,
    /// Lists on the right
    #[arg(long, value_name = "SEL")]
    right: Vec<Selector>,
    /// File to write (.xlsx, .csv, .jsonl), or a folder for sample.xlsx and sample.csv; without it CSV goes to stdout
    #[arg(short, long, value_name = "PATH")]
    output: Option<PathBuf>,
    /// Form: text, csv, jsonl on stdout; xlsx, csv, jsonl in files (comma-separated)
    #[arg(long, value_name = "FORM", value_delimiter = ',')]
    format: Vec<Form>,
}

impl Sample {
    pub(super) fn run(self, setting: &Setting, out: &mut dyn Write) -> Result<Outcome, Error> {
        let loaded = self.inputs.load(setting)?;
        let prepared = Prepared::of(&loaded.rows);
        let default = Path::new(LABELS);
        let folder = self.labels.as_deref().or(default.is_dir().then_some(default));
        let graded = match folder {
            None => BTreeSet::new(),
            Some(folder) => {
                let labels = labels::open(folder)?;
                let tasks = &loaded.rows.tasks;
                let aligned = extraction(&labels, tasks, &[], &[]);
                Pools::of_labels(&labels, &aligned, &prepared, tasks).graded_ids(&prepared)
            }
        };
        let request = Request { left: self.left.clone(), right: self.right.clone(), ..Request::default() };
        let sample = uncertain(&prepared, Weights::built_in(), &request, &graded, self.uncertain)?;
        if !setting.quiet {
            tell!(
                "抽样：{}对任务，分数最接近0.5，分散在各份清单和各类工作里；在 grade 一列填 2（同一项承诺）、1（相关）或 0（无关）",
                sample.len()
            );
        }
        match &self.output {
            None => self.print(&sample, out)?,
            Some(path) => self.write(&sample, path, setting)?,
        }
        Ok(if loaded.failed { Outcome::Partly } else { Outcome::Done })
    }

    fn print(&self, sample: &[SampleRow], out: &mut dyn Write) -> Result<(), Error> {
        let frame = from_rows(sample);
        match self.format.first() {
            Some(Form::Text) => text(
                out,
                &frame,
                &[("score", "分数"), ("a", "左"), ("left_text", "左任务"), ("b", "右"), ("right_text", "右任务")],
            ),
            Some(Form::File(format)) => write_text(out, &frame, *format),
            None => write_text(out, &frame, FileFormat::Csv),
        }
    }

    /// Writes a file by its ending, or files into a folder.
    fn write(&self, sample: &[SampleRow], path: &Path, setting: &Setting) -> Result<(), Error> {
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_ascii_lowercase();
        let mut asked = Vec::new();
        for form in &self.format {
            match form {
                Form::File(FileFormat::Parquet) => {
                    return Err(Error::Usage("people do not grade parquet; choose from xlsx, csv, jsonl".to_owned()));
                }
                Form::File(format) => asked.push(*format),
                Form::Text => return Err(Error::Usage("text goes to stdout; leave -o out".to_owned())),
            }
        }
        let by_ending = match ending.as_str() {
            "xlsx" => Some(FileFormat::Xlsx),
            "csv" => Some(FileFormat::Csv),
            "jsonl" => Some(FileFormat::JsonLines),
            _ => None,
        };
        if let Some(format) = by_ending
            && !path.is_dir()
        {
            return put(sample, path, format, setting);
        }
        if asked.is_empty() {
            asked = vec![FileFormat::Xlsx, FileFormat::Csv];
        }
        for format in asked {
            let name = match format {
                FileFormat::Xlsx => "sample.xlsx",
                FileFormat::Csv | FileFormat::Parquet => "sample.csv",
                FileFormat::JsonLines => "sample.jsonl",
            };
            put(sample, &path.join(name), format, setting)?;
        }
        Ok(())
    }
}

fn put(sample: &[SampleRow], path: &Path, format: FileFormat, setting: &Setting) -> Result<(), Error> {
    let mut bytes = Vec::new();
    if format == FileFormat::Xlsx {
        bytes = workbook(sample)?;
    } else {
        write_text(&mut bytes, &from_rows(sample), format)?;
    }
    swap::put(path, &bytes)?;
    if !setting.quiet {
        tell!("已写入 {}", path.display());
    }
    Ok(())
}
