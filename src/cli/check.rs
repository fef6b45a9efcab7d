//! `duibiao check`: problems with the notice's own words underlined.

use std::io::{IsTerminal, Write};

use clap::{Args, ValueEnum};
use duibiao::diagnostic::{self, Account, Layout, Style, Summary};
use duibiao::error::Error;
use duibiao::notice::Severity;

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

impl Check {
    pub(super) fn run(self, setting: &Setting, out: &mut dyn Write) -> Result<Outcome, Error> {
        if let Some(code) = &self.explain {
            let page = diagnostic::explain(code)
                .ok_or_else(|| Error::Usage(format!("`{code}` is no code; see docs/problems")))?;
            out.write_all(page.as_bytes()).map_err(Error::write("stdout"))?;
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
        let reading = self.inputs.read(&quiet)?;
        tell_passed(&reading.passed, setting);
        diagnostic::write(out, &reading.notices, &reading.failures, style, least).map_err(Error::write("stdout"))?;
        if matches!(style, Style::Text(_)) {
            for notice in &reading.notices {
                writeln!(out, "{}", Account::of(notice)).map_err(Error::write("stdout"))?;
            }
        }
        let summary = Summary::new(&reading.notices, &reading.failures, least);
        if !setting.quiet {
            tell!("{summary}");
        }
        Ok(if summary.errors > 0 { Outcome::Partly } else { Outcome::Done })
    }
}
