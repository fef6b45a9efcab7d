//! The program: arguments in, one library call, output.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::main()
}
