//! Noise: lines that are not the notice's own.
//!
//! In:  the lines of a page.
//! Out: the lines without page furniture, footers, foreign links and strings against copying.
//! Source of the words: `datasets/lexicon/furniture.tsv`.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::han::is_han;
use super::label::has_label;
use super::line::{Line, Marker};
use super::word::{Class, form};
use super::{Code, Problem};
use crate::lexicon::code::FurnitureKind;
use crate::lexicon::words;

words::words!(FURNITURE, FurnitureKind);

/// Whether a line closes the page: copyright, licence numbers, links to other pages.
pub(super) fn is_end(scan: &str) -> bool {
    !is_longer(scan, 200) && words().within(FurnitureKind::End, scan)
}

/// Whether a line has more than so many characters.
fn is_longer(scan: &str, count: usize) -> bool {
    // No character has more than four bytes, none less than one.
    scan.len() > 4 * count || scan.len() > count && scan.chars().count() > count
}

/// Whether a line is page furniture.
pub(super) fn is_furniture(scan: &str) -> bool {
    // `[打印本页] [关闭窗口]`: every part of the line is.
    let parts: Vec<&str> = scan.split(' ').filter(|part| !part.is_empty()).collect();
    if scan.starts_with(['[', '【', '(', '<']) && parts.iter().all(|part| part.starts_with(['[', '【', '(', '<'])) {
        let inner = |part: &str| part.trim_matches(['[', ']', '【', '】', '(', ')', '<', '>', ' ']).to_owned();
        return parts.iter().all(|part| is_furniture_line(&inner(part)) || is_furniture_line(part));
    }
    is_furniture_line(scan)
}

/// Whether a word is a line of a page by itself: a menu.
pub(super) fn is_menu(word: &str) -> bool {
    words().is(FurnitureKind::Line, word)
}

fn is_furniture_line(scan: &str) -> bool {
    if is_end(scan) || is_form_field(scan) {
        return true;
    }
    // All words of it are shorter than a long line.
    let short = !is_longer(scan, 40);
    let said = |word: &str| match word.chars().count() {
        0..=2 => scan == word,
        3..=4 => scan.starts_with(word),
        _ => scan.contains(word),
    };
    short && [FurnitureKind::Line, FurnitureKind::Links].iter().any(|kind| words().list(*kind).any(said))
        || !scan.contains(is_han)
            && scan.chars().any(|c| c.is_ascii_alphabetic())
            && !scan.contains('|')
            && !scan.contains('%')
}

/// Whether a line is an empty field of the page's own form: `• *姓 名:`.
fn is_form_field(scan: &str) -> bool {
    let Some(name) = scan.trim_end().strip_suffix(':') else { return false };
    let bare: String = name.chars().filter(|c| is_han(*c)).collect();
    let marks = name.chars().all(|c| is_han(c) || c.is_whitespace() || "*·•-[]()".contains(c));
    marks && words().is(FurnitureKind::Field, &bare)
}

/// Whether a line is of a foreign page: markup, gambling, strings against copying.
pub(super) fn is_spam(scan: &str) -> bool {
    static MARKUP: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"</?(?:li|a|div|ul|span|p|td|tr|script|font)\b|href=|https?://").expect("a fixed pattern")
    });
    let han = scan.chars().filter(|c| is_han(*c)).count();
    let latin = scan.chars().filter(char::is_ascii_alphanumeric).count();
    // Markup left in a numbered item or beside units is damage to a task, which is kept.
    let work = || has_label(scan) || han >= 8 && Marker::split(scan).is_some_and(|(marker, _)| !marker.bare);
    MARKUP.is_match(scan) && !work()
        || han == 0 && latin >= 4 && scan.chars().any(|c| c.is_ascii_alphabetic()) && !scan.contains('|')
        || han <= 2 && latin >= 6 && scan.split(' ').count() >= 4 && !scan.contains('|')
}

/// Whether a line is a jumble of single letters, digits and marks, as forums put between lines against copying.
fn is_jumble(scan: &str) -> bool {
    let parts: Vec<&str> = scan.split(' ').filter(|part| !part.is_empty()).collect();
    parts.len() >= 4 && parts.iter().all(|part| part.len() <= 3) && !scan.chars().any(is_han)
}

/// Whether a line is the page's footer, which names the site's own 主办单位 and 承办单位: no units of a task.
fn is_footer(lines: &[Line], index: usize) -> bool {
    let scan = lines[index].scan();
    let Some(label) = form().list(Class::Footer).find(|label| scan.starts_with(label)) else { return false };
    // A footer stands at the foot.
    const FOOT: usize = 40;
    if !scan.contains([':', ' ']) || scan.chars().count() > 120 || index + FOOT < lines.len() {
        return false;
    }
    let behind = &lines[index + 1..];
    let site = scan.contains('局') || form().within(Class::Site, scan);
    // Where tasks have lines `主办单位:…` of their own, they are no footers; a second one under the last task's is.
    let above = &lines[index.saturating_sub(10 * FOOT)..index];
    let used_above = above.iter().any(|line| line.scan().starts_with(label) && has_label(line.scan()));
    let own_task = above
        .iter()
        .rev()
        .take_while(|line| !line.scan().starts_with(label))
        .any(|line| Marker::split(line.scan()).is_some());
    let used_below = behind
        .iter()
        .position(|line| line.scan().starts_with(label) && has_label(line.scan()))
        .is_some_and(|next| behind[..next].iter().any(|line| Marker::split(line.scan()).is_some()));
    let work_below = behind.iter().any(|line| has_label(line.scan()) && !form().opens(Class::Footer, line.scan()));
    let is_work = work_below || used_below || used_above && own_task;
    site && !is_work
}

/// Where links to other pages begin under the last task: a line `相关链接` with nothing below that is a sentence.
fn links_from(lines: &[Line], footers: &[bool], last_work: usize) -> Option<usize> {
    /// Characters of the longest title of a page.
    const LONGEST: usize = 60;
    const MARKS: [char; 9] = [' ', ':', '[', ']', '【', '】', '>', '·', '-'];
    let is_title = |scan: &str| !is_longer(scan, LONGEST) && !scan.ends_with(['。', ';', '!']);
    let closes = |(scan, footer): (&str, bool)| footer || is_end(scan) || is_title(scan);
    let mut below = lines.iter().map(Line::scan).zip(footers.iter().copied());
    let below = below.rposition(|line| !closes(line)).map_or(0, |last| last + 1);
    let from = below.max(last_work + 1);
    let opens = |line: &Line| words().is(FurnitureKind::Links, line.scan().trim_matches(MARKS));
    lines.get(from..)?.iter().position(opens).map(|at| from + at)
}

/// Whether a line is a page's number between dashes: `- 2 -`.
fn is_page_number(scan: &str) -> bool {
    let dash = |c: char| matches!(c, '-' | '—' | '–' | '―' | '·' | ' ');
    let bare = scan.trim_matches(dash);
    scan.starts_with(dash)
        && scan.ends_with(dash)
        && (1..=4).contains(&bare.len())
        && bare.bytes().all(|c| c.is_ascii_digit())
}

/// Takes out the numbers of pages, which stand between the halves of broken sentences.
pub(super) fn without_page_numbers(lines: Vec<Line>) -> Vec<Line> {
    lines.into_iter().filter(|line| !is_page_number(line.scan())).collect()
}

/// Takes out spam and furniture. Furniture goes silently, foreign lines with a note.
pub(super) fn without_noise(lines: Vec<Line>, problems: &mut Vec<Problem>) -> Vec<Line> {
    let footers: Vec<bool> = (0..lines.len()).map(|index| is_footer(&lines, index)).collect();
    let works = |scan: &str| has_label(scan) || Marker::split(scan).is_some();
    let last_work = (0..lines.len()).rev().find(|&index| !footers[index] && works(lines[index].scan())).unwrap_or(0);
    let links = links_from(&lines, &footers, last_work).unwrap_or(lines.len());
    let mut out = Vec::with_capacity(lines.len());
    let mut spam: Vec<Range<usize>> = Vec::new();
    let mut closed = false;
    for (index, line) in lines.into_iter().enumerate() {
        let scan = line.scan();
        if index > last_work && (is_end(scan) || footers[index]) || index >= links {
            closed = true;
        }
        if closed || footers[index] {
            continue;
        }
        if is_spam(scan) && (!is_furniture(scan) || scan.contains('<') || is_jumble(scan)) {
            spam.push(line.text.whole());
        } else if !is_furniture(scan) {
            out.push(line);
        }
    }
    if let Some(first) = spam.first() {
        problems.push(Problem::new(
            Code::SpamLine,
            first.clone(),
            format!("与通知无关的行（共{}行）", spam.len()),
            "已略过；原文见 sources",
        ));
    }
    out
}

#[cfg(test)]
mod tests;
