//! `duibiao man`: manual pages.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, CommandFactory};
use clap_mangen::Man as Page;
use duibiao::error::Error;

use super::{Cli, Outcome};

/// Print the manual page, or write one for every command into a folder
#[derive(Args)]
#[command(after_help = "Examples:\n  duibiao man | man -l -\n  duibiao man -o ~/.local/share/man/man1")]
pub(super) struct Man {
    /// Folder for duibiao.1, duibiao-report.1 …
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
}

impl Man {
    pub(super) fn run(self, out: &mut dyn Write) -> Result<Outcome, Error> {
        if let Some(folder) = self.output {
            std::fs::create_dir_all(&folder).map_err(Error::write(&folder))?;
            clap_mangen::generate_to(Cli::command(), &folder).map_err(Error::write(&folder))?;
        } else {
            let mut page = Vec::new();
            Page::new(Cli::command()).render(&mut page).map_err(Error::write("stdout"))?;
            out.write_all(&page).map_err(Error::write("stdout"))?;
        }
        Ok(Outcome::Done)
    }
}
