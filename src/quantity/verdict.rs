//! Verdicts: what a report itself says of a figure, 好于预期, 超额完成年度目标, 未达预期.
//!
//! In:  the results of a text in printed order.
//! Out: the words of its verdict with each that has one; 均符合预期 is said of all of its sentence.

use super::Target;
use super::comparison::words;
use super::line::Line;
use super::setting::Statement;
use super::words::{Class as Word, within};
use crate::lexicon::code::FigureClass as Class;

/// A verdict stands no more bytes behind its figure.
const NEAR: usize = 90;

/// Gives results the verdict behind them.
pub(super) fn tell(line: &Line, targets: &mut [Target]) {
    for at in 0..targets.len() {
        if targets[at].statement != Statement::Result {
            continue;
        }
        let (from, next) = (targets[at].raw.end, targets.get(at + 1).map(|next| next.raw.start));
        let words_behind = behind(line, from, next);
        let Some(verdict) = words().first(Class::Verdict, words_behind) else { continue };
        // A word that begins before the next indicator's figure belongs to it only where a mark stands between.
        let told = words_behind[verdict.clone()].to_owned();
        let all =
            within([Word::Respectively], &words_behind[..verdict.start]) || has_all(&words_behind[..verdict.start]);
        let start = if all { first_of_sentence(line, targets, at) } else { at };
        for target in &mut targets[start..=at] {
            target.own_verdict.get_or_insert_with(|| told.clone());
        }
    }
}

/// The words behind a figure that may hold its verdict: its clause and the next, up to the next figure.
fn behind<'a>(line: &Line<'a>, from: usize, next: Option<usize>) -> &'a str {
    let rest = line.between(from, line.len_bytes());
    let stop = rest.char_indices().map(|(at, _)| at).take_while(|at| *at <= NEAR).last().unwrap_or(0);
    let rest = &rest[..next.map_or(stop, |next| next.saturating_sub(from).min(stop))];
    let end = rest.find(['。', ';', '；', '\n', '！']).unwrap_or(rest.len());
    &rest[..end]
}

/// 均, 都: the verdict is of all figures of the sentence.
fn has_all(words: &str) -> bool {
    words.contains(['均', '都', '皆'])
}

/// The first target of the sentence of another.
fn first_of_sentence(line: &Line, targets: &[Target], at: usize) -> usize {
    let apart = |earlier: &usize| {
        line.between(targets[*earlier].raw.end, targets[*earlier + 1].raw.start).contains(['。', '\n', '！', ';', '；'])
    };
    (0..at).rev().find(apart).map_or(0, |earlier| earlier + 1)
}
