//! The program: arguments in, one library call, output.

mod cli;

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// Rows are millions of small texts, made and dropped on all threads.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    cli::main()
}
