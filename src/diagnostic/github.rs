//! GitHub's workflow commands: a line each, which its runner turns into an annotation of the file.
//!
//! Source: <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::finding::{self, Finding};
use super::visible::visible;
use crate::error::Error;
use crate::intake::reading::ReadNotice;
use crate::notice::Severity;

pub(super) fn write(
    out: &mut dyn Write,
    notices: &[ReadNotice],
    failures: &[Error],
    least: Severity,
) -> io::Result<()> {
    for notice in notices {
        for finding in finding::of_notice(notice, least) {
            writeln!(out, "{}", command(&finding))?;
        }
    }
    for failure in failures {
        writeln!(out, "{}", command(&finding::of_failure(failure)))?;
    }
    Ok(())
}

fn command(finding: &Finding) -> String {
    let mut command = String::from(match finding.code.severity() {
        Severity::Error => "::error ",
        Severity::Warning => "::warning ",
        Severity::Note => "::notice ",
    });
    if let Some(path) = finding.path {
        let path = path.display().to_string();
        let path = if cfg!(windows) { path.replace('\\', "/") } else { path };
        write!(command, "file={},", property(&path)).expect("a string takes everything");
    }
    if let Some(place) = finding.place {
        let (start, end) = (place.start, place.end);
        write!(command, "line={},endLine={},", start.line, end.line).expect("a string takes everything");
        // Columns count only within one line.
        if start.line == end.line {
            write!(command, "col={},endColumn={},", start.column, end.column).expect("a string takes everything");
        }
    }
    let title = property(&format!("{} {}", finding.code.id(), finding.code.title()));
    let part = finding.part.map(|part| format!("{part}：")).unwrap_or_default();
    write!(command, "title={title}::{}", data(&(part + &finding.sentence()))).expect("a string takes everything");
    command
}

/// A message: line ends would end the command.
fn data(text: &str) -> String {
    let escaped = text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    visible(&escaped)
}

/// A property's value: it ends at a comma or colon.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_the_command_are_escaped() {
        assert_eq!(property("甲:乙,50%\r\n"), "甲%3A乙%2C50%25%0D%0A");
        assert_eq!(data("甲:乙,50%\n::error::\u{1b}[2J"), "甲:乙,50%25%0A::error::␛[2J");
    }
}
