//! `duibiao train`: the weights of matching, learnt anew from graded pairs.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use duibiao::error::Error;
use duibiao::evaluation::extraction::extraction;
use duibiao::evaluation::learning::learn;
use duibiao::evaluation::pools::Pools;
use duibiao::evaluation::{texts, verdicts};
use duibiao::matching::Prepared;
use duibiao::swap::put;
use duibiao::table::from_rows;

use super::eval::{LABELS, labels_or_verdicts, samples, tell};
use super::input::Inputs;
use super::print::text;
use super::{Outcome, Setting};

/// Learn the weights of matching anew from graded pairs
#[derive(Args)]
#[command(
    after_help = "Without -o the weights are printed. The program is built with datasets/matching: build it again after `-o datasets/matching`.\n\nExamples:\n  duibiao train\n  duibiao train --labels 标注 通知/ --sample 抽样.xlsx -o datasets/matching"
)]
pub(super) struct Train {
    /// Folder of labels
    #[arg(long, value_name = "DIR", default_value = LABELS)]
    labels: PathBuf,
    #[command(flatten)]
    inputs: Inputs,
    /// Learn from graded samples too (CSV or XLSX from `match sample`)
    #[arg(long, value_name = "FILE")]
    sample: Vec<PathBuf>,
    /// Folder to write weights.tsv into
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
}

impl Train {
    pub(super) fn run(self, setting: &Setting, out: &mut dyn Write) -> Result<Outcome, Error> {
        let samples = samples(&self.sample)?;
        let loaded = self.inputs.load(setting)?;
        let labels = labels_or_verdicts(&self.labels, &loaded.rows.corrections)?;
        let task_rows = &loaded.rows.tasks;
        let extraction = extraction(&labels, task_rows, &loaded.rows.assignments, &loaded.rows.targets);
        let prepared = Prepared::new(texts::rows(loaded.rows.to_match(), &labels.text_pools));
        let mut pools = Pools::of_labels(&labels, &extraction, &prepared, task_rows)
            .and(Pools::of_texts(&labels.text_pools, &prepared));
        for (name, rows) in &samples {
            pools = pools.and(Pools::of_sample(name, rows, &prepared));
        }
        let judged = verdicts::pairs(&loaded.rows.corrections);
        if !judged.is_empty() {
            pools = pools.and(Pools::of_sample(verdicts::POOL, &judged, &prepared));
        }
        tell(&labels, &pools, setting);
        let (_, [_, _, same]) = pools.counts();
        if same == 0 {
            return Err(Error::Usage(format!(
                "{}: no pair of grade 2 whose notices are among the inputs",
                self.labels.display()
            )));
        }
        let command = self.command();
        let learnt = learn(&pools, &command);
        let columns = [
            ("pool", "标注"),
            ("weights", "权重"),
            ("precision", "P"),
            ("recall", "R"),
            ("f1", "F1"),
            ("f1_low", "95%下限"),
            ("f1_high", "上限"),
            ("average_precision", "AP"),
        ];
        match &self.output {
            None => {
                text(out, &from_rows(&learnt.validated), &columns)?;
                out.write_all(learnt.table.as_bytes()).map_err(Error::write("stdout"))?;
            }
            Some(folder) => {
                text(out, &from_rows(&learnt.validated), &columns)?;
                put(&folder.join("weights.tsv"), learnt.table.as_bytes())?;
                if !setting.quiet {
                    tell!("已写入 {}", folder.display());
                }
            }
        }
        Ok(if loaded.failed { Outcome::Partly } else { Outcome::Done })
    }

    /// What was called, with names of files and folders only: paths differ from machine to machine.
    fn command(&self) -> String {
        let name = |path: &PathBuf| {
            let shown =
                if path.is_absolute() { path.file_name().map(PathBuf::from).unwrap_or_default() } else { path.clone() };
            shown.display().to_string().replace(['\n', '\r'], " ")
        };
        let mut words = vec!["duibiao train".to_owned(), format!("--labels {}", name(&self.labels))];
        words.extend(self.inputs.paths().iter().map(name));
        words.extend(self.inputs.corrections.iter().map(|path| format!("--corrections {}", name(path))));
        words.extend(self.sample.iter().map(|path| format!("--sample {}", name(path))));
        words.join(" ")
    }
}
