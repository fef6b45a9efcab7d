//! Scans: which figures of a recognised notice somebody must look at.
//!
//! In:  a document that was recognised, and the figures read of it.
//! Out: one [`Problem`] for the document, and one for every figure that the engine was not sure of or whose meaning turns on
//!      a small sign.

use std::collections::BTreeMap;

use super::Quantity;
use crate::notice::{Code, Problem};
use crate::source::{self, Document};

/// Signs that turn the meaning of a figure.
const SIGNS: [char; 7] = ['%', '％', '.', '．', '万', '亿', '‰'];

/// What is to be told of a document, where it was recognised.
pub(super) fn problems<'a>(document: &'a Document, figures: impl Iterator<Item = &'a Quantity>) -> Vec<Problem> {
    let is_scan = document.format == source::SCAN || document.pieces.iter().any(|piece| piece.format == source::SCAN);
    if !is_scan {
        return Vec::new();
    }
    let hint = |key: &str| document.hints.iter().find(|(own, _)| own == key).map_or("?", |(_, value)| value.as_str());
    let message = format!("文字由图像识别而来（{}页，平均可信度{}）", hint("ocr:pages"), hint("ocr:confidence"));
    let mut problems = vec![Problem::new(Code::Recognised, 0..0, message, "引用前请对照原件；数字见T013")];
    let mut places: BTreeMap<(usize, usize), bool> =
        document.doubts.iter().map(|span| ((span.start, span.end), true)).collect();
    let is_untrusted = document.hints.iter().any(|(key, _)| key == source::DOUBTFUL);
    for figure in figures {
        let span = &figure.span;
        let raw = document.text.get(span.clone()).unwrap_or_default();
        let is_doubted = document.doubts.iter().any(|doubt| doubt.start < span.end && span.start < doubt.end);
        if !is_doubted && (is_untrusted || raw.contains(SIGNS)) {
            places.insert((span.start, span.end), is_untrusted);
        }
    }
    problems.extend(places.into_iter().map(|((start, end), is_doubted)| {
        let raw = document.text.get(start..end).unwrap_or_default();
        let why = if is_doubted { "由图像识别而来，把握不大" } else { "由图像识别而来" };
        Problem::new(Code::DoubtfulFigure, start..end, format!("“{raw}”{why}"), "请对照原件")
    }));
    problems
}
