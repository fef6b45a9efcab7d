//! `duibiao check`: problems with the notice's own words underlined.

use std::io::{IsTerminal, Write};

use clap::{Args, ValueEnum};
use duibiao::analysis;
use duibiao::diagnostic::{self, Account, Layout, Style, Summary};
use duibiao::error::Error;
use duibiao::intake::reading::ReadNotice;
use duibiao::intake::rows_of;
use duibiao::notice::{Code, Severity};

use super::input::{Inputs, tell_passed};
use super::{Outcome, Setting};

/// Print what is broken in notices, with the words underlined
#[derive(Args)]
#[command(
    after_help = "Examples:\n  duibiao check 通知.html\n  duibiao check 通知/ --least warning --format sarif > 问题.sarif\n  duibiao check --explain R001"
)]
pub(super) struct Check {
    #[command(flatten)]
    inputs: Inputs,
    /// Form of the output
    #[arg(long, value_enum, default_value_t = Form::Text)]
    format: Form,
    /// Least severity that is printed
    #[arg(long, value_enum, default_value_t = Least::Note)]
    least: Least,
    /// Print every place, also where one problem recurs many times
    #[arg(long)]
    all: bool,
    /// Also tell each list's topic: words of so many of its tasks that they count for little in matching (loads the dictionary)
    #[arg(long)]
    topic: bool,
    /// Explain a code (T001, R001 …) and do nothing else
    #[arg(long, value_name = "CODE")]
    explain: Option<String>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Form {
    Text,
    Json,
    Sarif,
    Github,
}

#[derive(Clone, Copy, ValueEnum)]
enum Least {
    Note,
    Warning,
    Error,
}

/// One line a list that has a topic.
fn topics(notices: &[ReadNotice], out: &mut dyn Write) -> Result<(), Error> {
    for notice in notices {
        let rows = rows_of(notice);
        for (list, words) in analysis::topics(&rows.notices, &rows.tasks) {
            writeln!(out, "{list}：主题词 {}（比对时几乎不计）", words.join("、")).map_err(Error::write("stdout"))?;
        }
    }
    Ok(())
}

impl Check {
    pub(super) fn run(self, setting: &Setting, out: &mut dyn Write) -> Result<Outcome, Error> {
        if let Some(code) = &self.explain {
            let known =
                Code::of(code).ok_or_else(|| Error::Usage(format!("`{code}` is no code; see docs/problems")))?;
            out.write_all(known.page().as_bytes()).map_err(Error::write("stdout"))?;
            return Ok(Outcome::Done);
        }
        let least = match self.least {
            Least::Note => Severity::Note,
            Least::Warning => Severity::Warning,
            Least::Error => Severity::Error,
        };
        let style = match self.format {
            Form::Text => Style::Text(Layout {
                colour: std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none(),
                fold: if self.all { None } else { Layout::default().fold },
                ..Layout::default()
            }),
            Form::Json => Style::Json,
            Form::Sarif => Style::Sarif,
            Form::Github => Style::Github,
        };
        let quiet = Setting { quiet: true };
        let mut reading = self.inputs.read(&quiet)?;
        let read = reading.notices.len();
        reading.notices.append(&mut reading.overruled.papers);
        tell_passed(&reading.passed, setting);
        diagnostic::write(out, &reading.notices, &reading.failures, style, least).map_err(Error::write("stdout"))?;
        if matches!(style, Style::Text(_)) {
            for notice in &reading.notices[..read] {
                writeln!(out, "{}", Account::of(notice)).map_err(Error::write("stdout"))?;
            }
            if self.topic {
                topics(&reading.notices[..read], out)?;
            }
        }
        let summary = Summary::new(&reading.notices, &reading.failures, least);
        if !setting.quiet {
            tell!("{summary}");
        }
        Ok(if summary.errors > 0 { Outcome::Partly } else { Outcome::Done })
    }
}
