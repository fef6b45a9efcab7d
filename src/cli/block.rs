//! `duibiao block`: the unit of work that a distributed engine runs.

use std::path::PathBuf;
use std::time::Instant;

use clap::{Args, Subcommand};
use duibiao::error::Error;
use duibiao::matching::kernel::{MIN_SCORE, Options};
use duibiao::matching::{self, Request};
use duibiao::table::{read_block, write_block, write_block_matches};
use duibiao::text;

use super::input::{Bar, Inputs, tell_work};
use super::pair::{Allowed, score};
use super::{Outcome, Setting};

/// Match two blocks of a corpus that is too large for one machine: the unit of work of a distributed engine
///
/// A block is a Parquet file of whole lists, a row a task, with all that matching needs (`duibiao block tasks` makes it). The
/// matches have the scores that `duibiao match --all-pairs` gives, and the numbers of both tasks, by which an engine puts the
/// best of each task together. See scale/README.md.
#[derive(Args)]
#[command(
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    disable_help_subcommand = true,
    after_help = "Examples:\n  duibiao block tasks 通知/ -o 任务.parquet\n  duibiao block --left A.parquet --right B.parquet -o 对应.parquet --top 10\n  cat A.parquet | duibiao block --left - -o - > 对应.parquet    within one block"
)]
pub(super) struct Block {
    /// Tasks on the left, a Parquet file; - is standard input
    #[arg(long, value_name = "A", required = true)]
    left: Option<PathBuf>,
    /// Tasks on the right; without it the lists of A are compared with each other
    #[arg(long, value_name = "B")]
    right: Option<PathBuf>,
    /// Parquet file of matches; - is standard output
    #[arg(short, long, value_name = "C", required = true)]
    output: Option<PathBuf>,
    /// Lowest score that counts, 0 to 1; 0.5 is as likely as not
    #[arg(long, value_name = "X", default_value_t = f64::from(MIN_SCORE), value_parser = score)]
    min_score: f64,
    /// At most K matches for a task: a match stays while it is among the best of either task
    #[arg(long, value_name = "K")]
    top: Option<usize>,
    #[command(flatten)]
    rules: Allowed,
    #[command(subcommand)]
    other: Option<Other>,
}

/// What `block` does besides matching.
#[derive(Subcommand)]
enum Other {
    Tasks(Tasks),
}

/// Write the tasks of notices or tables as a block
#[derive(Args)]
#[command(
    after_help = "Examples:\n  duibiao block tasks 表格/ -o 任务.parquet\n  duibiao block tasks 通知/ -o - --first 24000 | …"
)]
struct Tasks {
    #[command(flatten)]
    inputs: Inputs,
    /// Parquet file of tasks; - is standard output
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// Number of the first task: of equal scores the smaller number is better
    #[arg(long, value_name = "N", default_value_t = 0)]
    first: u32,
}

impl Block {
    pub(super) fn run(self, setting: &Setting) -> Result<Outcome, Error> {
        if let Some(Other::Tasks(tasks)) = self.other {
            return tasks.run(setting);
        }
        let (Some(left), Some(output)) = (self.left, self.output) else {
            return Err(Error::Usage("block needs --left and -o".to_owned()));
        };
        let is_stream = |path: &PathBuf| path.as_os_str() == "-";
        if is_stream(&left) && self.right.as_ref().is_some_and(is_stream) {
            return Err(Error::Usage("only one block can come from standard input".to_owned()));
        }
        // the dictionary loads while the blocks are read
        rayon::spawn(text::warm_up);
        let start = Instant::now();
        let lefts = read_block(&left)?;
        let rights = self.right.as_deref().map(read_block).transpose()?;
        let options = Options { top: self.top, min_score: self.min_score as f32, ..Options::default() };
        let request = Request { rules: self.rules.rules(), options, ..Request::default() };
        let bar = Bar::new(setting, "比对任务");
        let found = matching::block(lefts, rights, &request, &bar)?;
        bar.finish();
        write_block_matches(&output, &found.matches, &found.numbers)?;
        tell_work(&found.work, start, setting);
        Ok(Outcome::Done)
    }
}

impl Tasks {
    fn run(self, setting: &Setting) -> Result<Outcome, Error> {
        let loaded = self.inputs.load(setting)?;
        write_block(&self.output, &matching::block_rows(&loaded.rows, self.first))?;
        Ok(if loaded.failed { Outcome::Partly } else { Outcome::Done })
    }
}
