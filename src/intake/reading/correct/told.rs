//! What became of the corrections: a row each, and the files with what is wrong in them.

use std::collections::BTreeMap;
use std::ops::Range;

use super::super::ReadNotice;
use super::Corrector;
use super::state::Applied;
use crate::correction::{Correction, Kind};
use crate::notice::{Code, Problem};
use crate::source::Document;
use crate::table::schema::CorrectionRow;

/// What became of the corrections once everything is read.
#[derive(Debug, Clone, Default)]
pub struct Overruled {
    /// One a correction, in the order of the files and lines.
    pub rows: Vec<CorrectionRow>,
    /// The files in which something is wrong, as if they were notices: their text and the problems with their places.
    pub papers: Vec<ReadNotice>,
}

impl Corrector {
    /// What became of the corrections.
    pub fn finish(mut self) -> Overruled {
        self.settle_pairs();
        let rows = (0..self.given.rows.len()).map(|at| self.told(at)).collect();
        Overruled { rows, papers: self.papers() }
    }

    /// Of verdicts on one pair the last holds; tasks of one list are no pair.
    fn settle_pairs(&mut self) {
        let list = |id: &String| id.rsplit_once('/').map(|(list, _)| list.to_owned());
        for at in self.of(Kind::is_pair) {
            let state = &mut self.states[at];
            if let [Some(a), Some(b)] = &state.ids
                && list(a) == list(b)
            {
                state.applied = Applied::No;
                "两项任务在同一份清单里，清单内部不比对".clone_into(&mut state.why);
            }
        }
        let mut same: BTreeMap<[String; 2], Vec<usize>> = BTreeMap::new();
        for at in self.of(Kind::is_pair) {
            if let [Some(a), Some(b)] = &self.states[at].ids {
                let mut pair = [a.clone(), b.clone()];
                pair.sort();
                same.entry(pair).or_default().push(at);
            }
        }
        for rows in same.into_values() {
            self.last(&rows);
        }
    }

    fn told(&self, at: usize) -> CorrectionRow {
        let (row, state) = (self.row(at).clone(), &self.states[at]);
        let applied = if state.lost_to.is_some() { Applied::No } else { state.applied };
        let [subject_id, object_id] = state.ids.clone();
        CorrectionRow {
            source: row.source.display().to_string(),
            line: row.line as u32,
            kind: row.kind.code().to_owned(),
            message: self.message(at, applied),
            subject: row.subject,
            words: row.words,
            object: row.object,
            object_words: row.object_words,
            value: row.value,
            note: row.note,
            by: row.by,
            on: row.on,
            applied: applied.name().to_owned(),
            rows: if applied == Applied::No { 0 } else { state.rows },
            changed: if applied == Applied::No { 0 } else { state.changed },
            subject_id,
            object_id,
        }
    }

    /// What was done, or why nothing was.
    fn message(&self, at: usize, applied: Applied) -> String {
        let (row, state) = (self.row(at), &self.states[at]);
        if let Some(other) = state.lost_to {
            return format!("与 {} 矛盾，以后者为准", self.row(other).place());
        }
        let now = state.ids[0].as_deref().filter(|_| applied == Applied::Moved && !row.kind.is_pair());
        let now = now.map(|id| format!("；现在的编号是 {id}")).unwrap_or_default();
        match applied {
            Applied::No if !state.why.is_empty() => state.why.clone(),
            Applied::No if row.kind.is_pair() => match &state.ids {
                [None, Some(_)] => format!("没有找到“{}”", row.subject),
                [Some(_), None] => format!("没有找到“{}”", row.object),
                _ => "两项任务都没有找到".to_owned(),
            },
            Applied::No => "读入的文件里没有这个对象".to_owned(),
            _ if row.kind.is_pair() => match &state.ids {
                [Some(a), Some(b)] if applied == Applied::Moved => format!("现在的编号是 {a}、{b}"),
                _ => String::new(),
            },
            _ if state.rows > 1 => format!("{}（{}处）{now}", state.what, state.rows),
            _ => format!("{}{now}", state.what),
        }
    }

    /// The files of corrections in which something is wrong.
    fn papers(&self) -> Vec<ReadNotice> {
        let paper = |(path, text): &(std::path::PathBuf, String)| {
            let starts = super::super::LineStarts::of(text);
            let mut problems: Vec<Problem> = Vec::new();
            for fault in self.given.faults.iter().filter(|fault| fault.source == *path) {
                let span = line(text, &starts, fault.line);
                problems.push(Problem::new(Code::BadCorrection, span, fault.message.clone(), fault.help.clone()));
            }
            for (at, row) in self.given.rows.iter().enumerate().filter(|(_, row)| row.source == *path) {
                problems.extend(self.problem(at, row, line(text, &starts, row.line)));
            }
            problems.sort_by_key(|problem| (problem.span.start, problem.code));
            let mut read = ReadNotice::none();
            read.id = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            read.document =
                Document { path: path.clone(), format: "corrections", text: text.clone(), ..Document::default() };
            read.notice.problems = problems;
            read
        };
        self.given.files.iter().map(paper).filter(|read| !read.notice.problems.is_empty()).collect()
    }

    /// What is to be told of a row that does not apply as it stands.
    fn problem(&self, at: usize, row: &Correction, span: Range<usize>) -> Option<Problem> {
        let state = &self.states[at];
        let applied = if state.lost_to.is_some() { Applied::No } else { state.applied };
        let message = format!("“{}”：{}", row.kind.title(), self.message(at, applied));
        Some(match (state.lost_to, applied) {
            (Some(_), _) => Problem::new(Code::ContradictingCorrections, span, message, "请删去其中一条"),
            (None, Applied::No) => {
                let help = "请核对编号和原文；对象确已不在时删去这一条";
                Problem::new(Code::StaleCorrection, span, message, help)
            }
            (None, Applied::Moved) => {
                Problem::new(Code::MovedCorrection, span, message, "仍按原文执行；可把编号改成现在的")
            }
            (None, Applied::Yes) => return None,
        })
    }
}

/// A line of a text: its bytes.
fn line(text: &str, starts: &super::super::LineStarts, number: usize) -> Range<usize> {
    let start = starts.start(number).min(text.len());
    let end = text[start..].find('\n').map_or(text.len(), |length| start + length);
    start..end.max(start)
}
