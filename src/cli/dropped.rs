//! Files and folders dropped on the program: a report beside them, without a word typed.

use std::ffi::{OsStr, OsString};
use std::path::Path;

use clap::CommandFactory;

use super::Cli;

/// The arguments to parse: where all of them are files or folders that are there, and none is a command, those of `report`
/// with a folder beside the first; else as they are. Whether things were dropped.
pub(super) fn arguments(given: Vec<OsString>) -> (Vec<OsString>, bool) {
    let Some(first) = given.get(1) else { return (given, false) };
    let is_path = |argument: &OsString| !starts_with_dash(argument) && Path::new(argument).exists();
    // a command that is misspelt is told, though a folder may be called so: `reports`
    let is_near = |name: &str| strsim::levenshtein(name, &first.to_string_lossy()) <= 1;
    let is_command = Cli::command().get_subcommands().any(|command| is_near(command.get_name())) || is_near("help");
    if is_command || !given[1..].iter().all(is_path) {
        return (given, false);
    }
    let path = Path::new(first);
    // a folder may be named `.` or `通知/`
    let whole = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    let stem = if whole.is_dir() { whole.file_name() } else { whole.file_stem() };
    let mut name = stem.unwrap_or(OsStr::new("duibiao")).to_owned();
    name.push("-对标报告");
    let beside = whole.parent().unwrap_or(Path::new(".")).join(name);
    let mut arguments = vec![given[0].clone(), "report".into()];
    arguments.extend(given.into_iter().skip(1));
    arguments.extend(["-o".into(), beside.into_os_string()]);
    (arguments, true)
}

fn starts_with_dash(argument: &OsStr) -> bool {
    argument.as_encoded_bytes().first() == Some(&b'-')
}

/// Keeps the window open in which a dropped folder's report was told.
pub(super) fn wait() {
    if cfg!(windows) {
        tell!("按回车键关闭");
        let _ = std::io::stdin().read_line(&mut String::new());
    }
}
