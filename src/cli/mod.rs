//! The command line: arguments to one library call to output. clap lives here, one file a command.
//!
//! Tables and text go to stdout, words about the work to stderr. Exit 0 done, 1 done but some inputs failed or `check`
//! found errors, 2 usage or the outside world failed.

/// Says something about the work on stderr, on one line. Where nobody listens, nothing is lost: the work goes on.
macro_rules! tell {
    ($($words:tt)*) => { $crate::cli::say(&format!($($words)*)) };
}

mod block;
mod check;
mod compare;
mod completions;
mod correct;
mod dropped;
mod eval;
mod formats;
mod input;
mod ledger;
mod man;
mod overlap;
mod pair;
mod panel;
mod parse;
mod print;
mod progress;
mod rank;
mod reason;
mod report;
mod sample;
mod show;
mod signals;
mod train;
mod workload;

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use duibiao::diagnostic::visible;
use duibiao::error::Error;
use duibiao::lexicon::Lexicons;

/// 对标：读取政府工作报告任务分解通知，转成数据表，跨层级、跨地区、跨年份比对
#[derive(Parser)]
#[command(name = "duibiao", version, about, long_about = LONG, after_help = AFTER, max_term_width = 100)]
struct Cli {
    /// Folder of lexicon files that replace the built-in ones (units.tsv, roles.tsv …)
    #[arg(long, global = true, value_name = "DIR")]
    lexicon: Option<PathBuf>,
    /// Say nothing about the work, only errors
    #[arg(long, short, global = true)]
    quiet: bool,
    /// Threads to work with; the result is the same for any number
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    #[command(subcommand)]
    command: Command,
}

const LONG: &str = "\
对标（Duibiao）读取政府工作报告责任分解、任务分工、重点工作通知（docx、doc、wps、pdf、扫描件、xlsx、xls、html、txt、csv，也可以是压缩包），
转成数据表，在市与区、区与区、年与年之间找出同一项承诺，写出可以逐字溯源的比较报告。

Reads the notices by which Chinese governments split their work report into tasks, turns them into tables,
finds the same commitment across levels, districts and years, and writes the comparison report.";

const AFTER: &str = "\
INPUT is a file, a folder or an archive (both walked), or a folder of tables that `parse` or `report` wrote; none means datasets/notices.
Reports and tables that duibiao wrote into a folder are not read as notices. Where notices lie beside tables, the
notices are read and the tables are not; a folder with a report is always read for its tables.

A folder that is dropped on the program, or named without a command, gets its report beside it.

Examples:
  duibiao report                                   everything about datasets/notices into reports/
  duibiao parse 通知/ -o 表格 --format xlsx,csv      tables only
  duibiao match --left level=city --right level=district -o 对应
  duibiao correct --help                           overrule the machine once and for all";

#[derive(Subcommand)]
enum Command {
    Report(report::Report),
    Parse(parse::Parse),
    Check(check::Check),
    Match(pair::Match),
    Compare(compare::Compare),
    Workload(workload::Workload),
    Overlap(overlap::Overlap),
    Panel(panel::Panel),
    Promises(panel::Promises),
    Rank(rank::Rank),
    Ledger(ledger::Ledger),
    Progress(progress::Progress),
    Show(show::Show),
    Correct(correct::Correct),
    Eval(eval::Eval),
    Train(train::Train),
    Block(block::Block),
    Formats(formats::Formats),
    Completions(completions::Completions),
    Man(man::Man),
}

/// How a command ended.
enum Outcome {
    Done,
    /// Done, but some inputs failed or errors were found.
    Partly,
}

/// What every command gets besides its own arguments.
struct Setting {
    quiet: bool,
}

/// Runs the program.
pub(crate) fn main() -> ExitCode {
    let (arguments, is_dropped) = dropped::arguments(std::env::args_os().collect());
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => return usage(&error),
    };
    duibiao::source::keep_panics_quiet();
    signals::watch();
    let mut out = io::BufWriter::new(io::stdout().lock());
    let outcome = run(cli, &mut out).and_then(|outcome| {
        out.flush().map_err(Error::write("stdout"))?;
        Ok(outcome)
    });
    let code = match outcome {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Partly) => ExitCode::from(1),
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            tell!("error: {error}");
            ExitCode::from(2)
        }
    };
    if is_dropped {
        dropped::wait();
    }
    code
}

/// Says a line on stderr, with nothing in it that would steer the terminal: names of files may hold anything.
fn say(words: &str) {
    // a closed or full stderr is no reason to give the work up
    let _ = io::stderr().write_all(format!("{}\n", visible(words)).as_bytes());
}

/// Help and version, or what is wrong with the arguments.
fn usage(error: &clap::Error) -> ExitCode {
    let is_tame = |argument: OsString| argument.to_str().is_some_and(|argument| visible(argument) == argument);
    if !error.use_stderr() || std::env::args_os().skip(1).all(is_tame) {
        let _ = error.print();
    } else {
        error.render().to_string().lines().for_each(say);
    }
    ExitCode::from(if error.use_stderr() { 2 } else { 0 })
}

/// A reader that stopped reading (`| head`) is no failure.
fn is_broken_pipe(error: &Error) -> bool {
    matches!(error, Error::Write { source, .. } if source.kind() == io::ErrorKind::BrokenPipe)
}

fn run(cli: Cli, out: &mut dyn Write) -> Result<Outcome, Error> {
    let lexicons = cli.lexicon.as_deref().map_or(Ok(Lexicons::built_in()), Lexicons::of_folder)?;
    if cli.threads.is_some() || lexicons != Lexicons::built_in() {
        // of 0 threads there are as many as processors
        let threads = cli.threads.map_or(0, usize::from);
        let pool = lexicons.threads().num_threads(threads);
        pool.build_global().map_err(|error| Error::Usage(format!("{threads} threads: {error}")))?;
    }
    lexicons.here(|| run_command(cli, out))
}

fn run_command(cli: Cli, out: &mut dyn Write) -> Result<Outcome, Error> {
    let setting = Setting { quiet: cli.quiet };
    match cli.command {
        Command::Report(command) => command.run(&setting),
        Command::Parse(command) => command.run(&setting, out),
        Command::Check(command) => command.run(&setting, out),
        Command::Match(command) => command.run(&setting, out),
        Command::Compare(command) => command.run(&setting, out),
        Command::Workload(command) => command.run(&setting, out),
        Command::Overlap(command) => command.run(&setting, out),
        Command::Panel(command) => command.run(&setting, out),
        Command::Promises(command) => command.run(&setting, out),
        Command::Rank(command) => command.run(&setting, out),
        Command::Ledger(command) => command.run(&setting),
        Command::Progress(command) => command.run(&setting, out),
        Command::Show(command) => command.run(&setting, out),
        Command::Correct(command) => command.run(&setting, out),
        Command::Eval(command) => command.run(&setting, out),
        Command::Train(command) => command.run(&setting, out),
        Command::Block(command) => command.run(&setting),
        Command::Formats(command) => command.run(out),
        Command::Completions(command) => command.run(out),
        Command::Man(command) => command.run(out),
    }
}
