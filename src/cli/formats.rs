//! `duibiao formats`: the kinds of files that are read.

use std::io::Write;

use clap::Args;
use duibiao::diagnostic;
use duibiao::error::Error;

use super::Outcome;

/// Print the formats that are read, by what, and what each needs
#[derive(Args)]
#[command(after_help = "Example:\n  duibiao formats")]
pub(super) struct Formats {}

impl Formats {
    pub(super) fn run(self, out: &mut dyn Write) -> Result<Outcome, Error> {
        out.write_all(diagnostic::formats().as_bytes()).map_err(Error::write("stdout"))?;
        Ok(Outcome::Done)
    }
}
