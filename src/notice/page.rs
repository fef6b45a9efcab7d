//! Pages: the lines of a document, mended and whole.

use super::line::{self, Line};
use super::{Problem, fold, mend, noise};
use crate::source::Document;
use crate::source::traced::Traced;

/// The lines that parts are told from: mended, whole, furniture among them.
pub(super) fn page(document: &Document, problems: &mut Vec<Problem>) -> (Traced, Vec<Line>) {
    let text = mend::mend(&document.text, problems);
    let lines = line::lines(&text);
    let lines = fold::mend_lines(noise::without_page_numbers(lines), problems);
    (text, lines)
}
