//! Findings: what every style writes, one problem or one unreadable file each.

use std::path::Path;

use super::place::{Place, Places};
use crate::error::Error;
use crate::intake::reading::ReadNotice;
use crate::notice::{Code, Severity};

/// One thing to tell.
#[derive(Debug, Clone)]
pub(super) struct Finding<'a> {
    pub(super) notice_id: Option<&'a str>,
    pub(super) path: Option<&'a Path>,
    /// Which part of a file that holds several notices.
    pub(super) part: Option<&'a str>,
    pub(super) code: Code,
    pub(super) message: String,
    pub(super) help: &'a str,
    /// None for what concerns a whole notice or file.
    pub(super) place: Option<Place>,
}

impl Finding<'_> {
    /// The path as given with the part behind a `#`, as the tables name a source.
    pub(super) fn source(&self) -> String {
        let path = self.path.map(|path| path.display().to_string()).unwrap_or_default();
        match self.part {
            Some(part) => format!("{path}#{part}"),
            None => path,
        }
    }

    /// Message and help in one sentence.
    pub(super) fn sentence(&self) -> String {
        match self.help {
            "" => self.message.clone(),
            help => format!("{}；{help}", self.message),
        }
    }
}

/// The problems of a notice that are at least this bad, by place.
pub(super) fn of_notice(notice: &ReadNotice, least: Severity) -> Vec<Finding<'_>> {
    let mut problems: Vec<_> =
        notice.notice.problems.iter().filter(|problem| problem.code.severity() >= least).collect();
    problems.sort_by_key(|problem| (problem.span.start, problem.span.end, problem.code));
    let places = Places::new(&notice.document.text);
    problems
        .into_iter()
        .map(|problem| {
            let (path, start) = notice.document.file_at(problem.span.start);
            Finding {
                notice_id: Some(&notice.id),
                path: Some(path),
                part: notice.document.part.as_deref(),
                code: problem.code,
                message: problem.message.clone(),
                help: &problem.help,
                place: (problem.span != (0..0)).then(|| places.place(&problem.span).in_file(&places, start)),
            }
        })
        .collect()
}

/// A file that could not be read.
pub(super) fn of_failure(failure: &Error) -> Finding<'_> {
    let (path, message, help) = match failure {
        Error::Refused { path, reason, help } => (Some(path), reason.clone(), help.as_str()),
        Error::Read { path, source } | Error::Write { path, source } => (Some(path), source.to_string(), ""),
        Error::Missing { path } => (Some(path), "no such file or folder".to_owned(), ""),
        other => (None, other.to_string(), ""),
    };
    Finding {
        notice_id: None,
        path: path.map(std::path::PathBuf::as_path),
        part: None,
        code: Code::UnreadableFile,
        message,
        help,
        place: None,
    }
}
