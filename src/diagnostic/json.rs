//! JSON Lines: one object a problem.

use std::io::{self, Write};

use serde::Serialize;

use super::finding::{self, Finding};
use crate::error::Error;
use crate::intake::reading::ReadNotice;
use crate::notice::Severity;

/// The columns of the `problems` table and where the words are in characters. What concerns a whole notice is at its
/// first byte; a file that could not be read has no place and no notice.
#[derive(Serialize)]
struct Line<'a> {
    notice_id: Option<&'a str>,
    source: String,
    line: Option<usize>,
    column: Option<usize>,
    span_start: Option<usize>,
    span_end: Option<usize>,
    start_char: Option<usize>,
    end_char: Option<usize>,
    code: &'static str,
    severity: &'static str,
    message: &'a str,
    help: &'a str,
}

pub(super) fn write(
    out: &mut dyn Write,
    notices: &[ReadNotice],
    failures: &[Error],
    least: Severity,
) -> io::Result<()> {
    for notice in notices {
        for finding in finding::of_notice(notice, least) {
            line(out, &finding)?;
        }
    }
    for failure in failures {
        line(out, &finding::of_failure(failure))?;
    }
    Ok(())
}

fn line(out: &mut dyn Write, finding: &Finding) -> io::Result<()> {
    let whole = finding.notice_id.map(|_| (1, 1, 0, 0, 0, 0));
    let at = finding.place.map(|place| {
        let (start, end) = (place.start, place.end);
        (start.line, start.column, start.byte, end.byte, start.char, end.char)
    });
    let at = at.or(whole);
    let line = Line {
        notice_id: finding.notice_id,
        source: finding.source(),
        line: at.map(|at| at.0),
        column: at.map(|at| at.1),
        span_start: at.map(|at| at.2),
        span_end: at.map(|at| at.3),
        start_char: at.map(|at| at.4),
        end_char: at.map(|at| at.5),
        code: finding.code.id(),
        severity: finding.code.severity().name(),
        message: &finding.message,
        help: finding.help,
    };
    serde_json::to_writer(&mut *out, &line)?;
    out.write_all(b"\n")
}
