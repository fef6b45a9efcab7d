//! The account as people read it: what each part of a page was read as.
//!
//! In:  a notice that was read, with its passages. Out: its text with their kinds in the margin; one line that says how much
//!      was read, what was left out as what, and how much no rule took.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, Write};

use super::reason;
use super::visible::{columns, visible};
use crate::intake::reading::{ReadNotice, first_word};
use crate::notice::part::Part;
use crate::notice::{self, Passage, is_han};

/// Columns of the margin: two kinds with a mark between them.
const MARGIN: usize = 9;

/// What a kind of passage is called, in two words that fit a margin.
pub fn passage_title(kind: Passage) -> &'static str {
    match kind {
        Passage::Head => "页首",
        Passage::Letter => "信函",
        Passage::Heading => "标题",
        Passage::Task => "任务",
        Passage::Units => "单位",
        Passage::Deadline => "时限",
        Passage::Requirement => "要求",
        Passage::Review => "回顾",
        Passage::Horizon => "远景",
        Passage::Glossary => "注释",
        Passage::Form => "表格",
        Passage::Peroration => "结语",
        Passage::Furniture => "页面",
        Passage::Copy => "副本",
        Passage::Unread => "未读",
    }
}

/// Writes a notice's text with the kinds of its passages in the left margin, each on the line of its first word. Below the
/// line in which a part of a report begins stands what speaks for it, with points: `└ 回顾：标题写明回顾+1.4`.
///
/// # Errors
/// Only those of `out`.
pub fn write_with_margin(out: &mut dyn Write, notice: &ReadNotice) -> io::Result<()> {
    let text = notice.document.text.as_str();
    let mut passages = notice.notice.passages.iter().map(|placed| (first_word(text, &placed.span), placed.kind));
    let mut next = passages.next();
    let reasons = notice::reasons(&notice.document, &notice.notice);
    let opens = |at: usize| at == 0 || reasons[at].part != reasons[at - 1].part;
    // Where a part of a report begins, with what speaks for it.
    let mut opened = (0..reasons.len()).filter(|at| opens(*at)).map(|at| &reasons[at]).peekable();
    let mut end = 0;
    for line in text.split_inclusive('\n') {
        end += line.len();
        let mut kinds: Vec<Passage> = Vec::new();
        while let Some((_, kind)) = next.filter(|(at, _)| *at < end) {
            if !kinds.contains(&kind) {
                kinds.push(kind);
            }
            next = passages.next();
        }
        let names = kinds.into_iter().map(passage_title).collect::<Vec<_>>().join("+");
        let space = " ".repeat(MARGIN.saturating_sub(columns(&names)));
        writeln!(out, "{}", format!("{names}{space} │ {}", visible(line.trim_end())).trim_end())?;
        while let Some(reason) = opened.next_if(|reason| reason.span.start < end) {
            let because = reason::words(reason);
            if !because.is_empty() {
                writeln!(out, "{} └ {}：{because}", " ".repeat(MARGIN), part_title(reason.part))?;
            }
        }
    }
    Ok(())
}

/// The name of a part of a report for people.
fn part_title(part: Part) -> &'static str {
    passage_title(match part {
        Part::Head => Passage::Head,
        Part::Review => Passage::Review,
        Part::Horizon => Passage::Horizon,
        Part::Requirement => Passage::Requirement,
        Part::Plan => return "安排",
        Part::Peroration => Passage::Peroration,
        Part::Glossary => Passage::Glossary,
        Part::Furniture => Passage::Furniture,
        Part::Copy => Passage::Copy,
    })
}

/// How much of a notice was read. It prints as one line for people.
#[derive(Debug, Clone, PartialEq)]
pub struct Account<'a> {
    notice_id: &'a str,
    /// What its file was taken for.
    taken_for: String,
    read_share: f64,
    /// Han characters of each kind.
    han: BTreeMap<Passage, usize>,
}

impl<'a> Account<'a> {
    /// Counts the passages of a notice.
    pub fn of(notice: &'a ReadNotice) -> Self {
        let mut han = BTreeMap::new();
        for placed in &notice.notice.passages {
            let words = notice.document.text.get(placed.span.clone()).unwrap_or_default();
            *han.entry(placed.kind).or_insert(0) += words.chars().filter(|c| is_han(*c)).count();
        }
        let taken_for = super::taken_for(&notice.document);
        Self { notice_id: &notice.id, taken_for, read_share: notice.notice.read_share, han }
    }
}

impl fmt::Display for Account<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let working = [Passage::Task, Passage::Heading, Passage::Units, Passage::Deadline];
        let count = |kinds: &[Passage]| kinds.iter().filter_map(|kind| self.han.get(kind)).sum::<usize>();
        let (read, unread) = (count(&working), count(&[Passage::Unread]));
        write!(f, "{}：正文读入{}（{read}字），未读{unread}字", self.notice_id, share_words(self.read_share))?;
        let left_out = self.han.iter().filter(|(kind, han)| **han > 0 && !working.contains(kind));
        let left_out: Vec<String> = left_out
            .filter(|(kind, _)| **kind != Passage::Unread)
            .map(|(kind, han)| format!("{}{han}字", passage_title(*kind)))
            .collect();
        if !left_out.is_empty() {
            write!(f, "；不入表：{}", left_out.join("、"))?;
        }
        if self.taken_for.is_empty() { Ok(()) } else { write!(f, "；取自{}", self.taken_for) }
    }
}

/// A share for people, never rounded up to the whole: `99.9%`.
pub fn share_words(share: f64) -> String {
    let tenths = (share * 1000.0 + 1e-9).floor();
    if tenths % 10.0 == 0.0 { format!("{:.0}%", tenths / 10.0) } else { format!("{:.1}%", tenths / 10.0) }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::intake::reading::read_document;
    use crate::notice::Placed;
    use crate::source::Document;

    /// A notice whose text is these passages.
    fn notice(passages: &[(Passage, &str)], share: f64) -> ReadNotice {
        let text: String = passages.iter().map(|(_, words)| *words).collect();
        let path = PathBuf::from("青岚区-2024.txt");
        let mut read = read_document(Document { path, text, ..Document::default() });
        let mut at = 0;
        read.id = "青岚区-2024".to_owned();
        read.notice.read_share = share;
        read.notice.passages = passages
            .iter()
            .map(|(kind, words)| {
                at += words.len();
                Placed { kind: *kind, span: at - words.len()..at, task: None }
            })
            .collect();
        read
    }

    fn sample() -> ReadNotice {
        notice(
            &[
                (Passage::Head, "\n任务分解\n"),
                (Passage::Task, "1.新增学位900个"),
                (Passage::Units, "(区教育局)\n"),
                (Passage::Task, "2.改造公园,\n建成\u{1b}[31m绿道。"),
                (Passage::Unread, "另行安排\n\n"),
                (Passage::Furniture, "打印"),
            ],
            0.8,
        )
    }

    #[test]
    fn kinds_stand_in_the_margin_of_their_first_word() {
        let mut out = Vec::new();
        write_with_margin(&mut out, &sample()).unwrap();
        let want = "          │\n\
                    页首      │ 任务分解\n\
                    任务+单位 │ 1.新增学位900个(区教育局)\n\
                    任务      │ 2.改造公园,\n\
                    未读      │ 建成␛[31m绿道。另行安排\n\
                    \u{20}         │\n\
                    页面      │ 打印\n";
        assert_eq!(String::from_utf8(out).unwrap(), want);
    }

    #[test]
    fn an_account_is_one_line() {
        let read = sample();
        let want = "青岚区-2024：正文读入80%（17字），未读4字；不入表：页首4字、页面2字";
        assert_eq!(Account::of(&read).to_string(), want);
        let whole = notice(&[(Passage::Task, "推进")], 1.0);
        assert_eq!(Account::of(&whole).to_string(), "青岚区-2024：正文读入100%（2字），未读0字");
    }

    #[test]
    fn shares_are_not_rounded_up() {
        for (share, want) in [(0.9999, "99.9%"), (1.0, "100%"), (0.95, "95%"), (0.999, "99.9%"), (0.0, "0%")] {
            assert_eq!(share_words(share), want);
        }
    }
}
