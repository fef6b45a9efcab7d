//! `duibiao completions`: completion scripts for shells.

use std::io::Write;

use clap::{Args, CommandFactory};
use clap_complete::Shell;
use duibiao::error::Error;

use super::{Cli, Outcome};

/// Print a completion script for a shell
#[derive(Args)]
#[command(after_help = "Example:\n  duibiao completions bash > ~/.local/share/bash-completion/completions/duibiao")]
pub(super) struct Completions {
    /// The shell
    shell: Shell,
}

impl Completions {
    pub(super) fn run(self, out: &mut dyn Write) -> Result<Outcome, Error> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "duibiao", &mut script);
        out.write_all(&script).map_err(Error::write("stdout"))?;
        Ok(Outcome::Done)
    }
}
