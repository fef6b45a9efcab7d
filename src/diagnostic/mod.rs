//! Diagnostics: problems as people and programs read them.
//!
//! In:  notices that were read, [`ReadNotice`], and the files that could not be read.
//! Out: text with the notice's own words underlined, JSON Lines, SARIF 2.1.0 or GitHub's workflow commands; a
//!      [`Summary`] of how many there are; the page that explains a code, [`Code::page`](crate::notice::Code::page); what each part of a page was read
//!      as, [`Account`] and [`write_with_margin`].
//! Not here: what is a problem; the stages above decide that.

mod account;
mod finding;
mod formats;
mod github;
mod json;
mod place;
mod reason;
mod sarif;
mod text;
mod visible;

use std::collections::BTreeSet;
use std::fmt;
use std::io::{self, Write};
use std::path::Path;
use std::str::FromStr;

pub use account::{Account, passage_title, share_words, write_with_margin};
pub use formats::{formats, taken_for};
pub(crate) use visible::{shown, steers};
pub use visible::{visible, visible_lines};

use crate::error::Error;
use crate::intake::reading::ReadNotice;
use crate::notice::Severity;

/// How problems are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// For people, as a compiler prints them.
    Text(Layout),
    /// One object a line, with the columns of the `problems` table and `start_char`, `end_char`.
    Json,
    /// SARIF 2.1.0, for editors and code-review pages.
    Sarif,
    /// GitHub's workflow commands, which become annotations of a file.
    Github,
}

/// How [`Style::Text`] looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// Whether ANSI colours are written.
    pub colour: bool,
    /// Columns of the terminal; a Chinese character takes two.
    pub width: usize,
    /// How many problems with one code a notice shows before the rest is counted in one line; none shows all.
    pub fold: Option<usize>,
}

impl Default for Layout {
    fn default() -> Self {
        Self { colour: false, width: 100, fold: Some(5) }
    }
}

impl FromStr for Style {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self, Error> {
        match name {
            "text" => Ok(Self::Text(Layout::default())),
            "json" => Ok(Self::Json),
            "sarif" => Ok(Self::Sarif),
            "github" => Ok(Self::Github),
            _ => Err(Error::Usage(format!("no style `{name}`; there are text, json, sarif, github"))),
        }
    }
}

/// Writes the problems of these notices that are at least `least` bad, in the notices' order and by place, then the
/// files that could not be read, which are errors.
///
/// # Errors
/// Only those of `out`.
pub fn write(
    out: &mut dyn Write,
    notices: &[ReadNotice],
    failures: &[Error],
    style: Style,
    least: Severity,
) -> io::Result<()> {
    match style {
        Style::Text(layout) => text::write(out, notices, failures, layout, least),
        Style::Json => json::write(out, notices, failures, least),
        Style::Sarif => sarif::write(out, notices, failures, least),
        Style::Github => github::write(out, notices, failures, least),
    }
}

/// What [`write()`] writes.
pub fn render(notices: &[ReadNotice], failures: &[Error], style: Style, least: Severity) -> String {
    let mut out = Vec::new();
    write(&mut out, notices, failures, style, least).expect("memory takes everything");
    String::from_utf8(out).expect("every style writes UTF-8")
}

/// How many problems there are, whether shown or not. It prints as one line for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    /// Files that were opened, read or not.
    pub files: usize,
    /// Files that could not be read; each is also an error.
    pub unread: usize,
    pub errors: usize,
    pub warnings: usize,
    pub notes: usize,
    /// Problems less bad than what is shown.
    pub hidden: usize,
}

impl Summary {
    /// Counts the problems of these notices and the files that could not be read.
    pub fn new(notices: &[ReadNotice], failures: &[Error], least: Severity) -> Self {
        let read: BTreeSet<&Path> = notices.iter().map(|notice| notice.document.path.as_path()).collect();
        let mut summary = Self {
            files: read.len() + failures.len(),
            unread: failures.len(),
            errors: failures.len(),
            ..Self::default()
        };
        for problem in notices.iter().flat_map(|notice| &notice.notice.problems) {
            let severity = problem.code.severity();
            *match severity {
                Severity::Error => &mut summary.errors,
                Severity::Warning => &mut summary.warnings,
                Severity::Note => &mut summary.notes,
            } += 1;
            summary.hidden += usize::from(severity < least);
        }
        summary
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "检查了{}个文件", self.files)?;
        if self.unread > 0 {
            write!(f, "（{}个无法读取）", self.unread)?;
        }
        if self.errors + self.warnings + self.notes == 0 {
            return f.write_str("，没有发现问题");
        }
        write!(f, "：{}个错误，{}个警告，{}个提示", self.errors, self.warnings, self.notes)?;
        if self.hidden > 0 {
            write!(f, "（其中{}个未显示）", self.hidden)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
