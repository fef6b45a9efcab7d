//! A notice's year, region and kind, as people say.

use super::super::{ReadNotice, read_document};
use super::{Corrector, Marked};
use crate::correction::{Kind, Say, fits};
use crate::notice::{self, Code, Problem, hint};
use crate::place::Region;

/// What people say of a notice.
#[derive(Default)]
struct Said {
    year: Option<i32>,
    region: Option<Region>,
    kind: Option<notice::Kind>,
}

impl Corrector {
    /// The notice with the year, region and kind that people say. Its id is not numbered yet; `numbered` tells what it will be.
    pub fn about(&mut self, mut read: ReadNotice, machine: &str, numbered: impl Fn(&str) -> String) -> ReadNotice {
        const KINDS: [Kind; 3] = [Kind::NoticeYear, Kind::NoticeRegion, Kind::NoticeKind];
        let all = self.of(|kind| KINDS.contains(&kind));
        let before = (read.notice.year, read.notice.region.clone(), read.notice.kind);
        let mut used: Vec<usize> = Vec::new();
        // a row may use the id that another one gives
        loop {
            let own = numbered(&read.id);
            let fresh = |at: &usize| !used.contains(at) && self.names(*at, &read, &own, machine);
            let fresh: Vec<usize> = all.iter().copied().filter(fresh).collect();
            if fresh.is_empty() {
                break;
            }
            used.extend(fresh);
            let mut said = Said::default();
            for kind in KINDS {
                let own: Vec<usize> = used.iter().copied().filter(|at| self.row(*at).kind == kind).collect();
                let last = self.last(&own);
                match last.map(|at| self.row(at).say.clone()) {
                    Some(Say::Year(year)) => said.year = Some(year),
                    Some(Say::Region(region)) => said.region = Some(*region),
                    Some(Say::NoticeKind(kind)) => said.kind = Some(kind),
                    _ => {}
                }
            }
            read = said.of(read);
        }
        for at in used.into_iter().filter(|at| self.states[*at].lost_to.is_none()).collect::<Vec<_>>() {
            let row = self.row(at);
            let (changed, what) = match &row.say {
                Say::Year(year) => (before.0 != Some(*year), format!("年份为{year}")),
                Say::Region(region) => (before.1 != **region, format!("地区为{}", region.name)),
                Say::NoticeKind(kind) => (before.2 != *kind, format!("类型为{}", row.value)),
                _ => continue,
            };
            read.marks.add(Marked::Notice, &row.mark());
            let message = format!("人工更正（{}）：{what}", row.place());
            read.notice.problems.insert(0, Problem::new(Code::Corrected, 0..0, message, "按人工核定的结论读取"));
            self.states[at].fit(None, false, changed, &what);
        }
        read
    }

    /// Notes the number that a notice got, for the rows about it.
    pub fn numbered(&mut self, read: &ReadNotice) {
        let marks = read.marks.of(Marked::Notice).unwrap_or_default();
        if marks.is_empty() {
            return;
        }
        for at in self.of(|kind| matches!(kind, Kind::NoticeYear | Kind::NoticeRegion | Kind::NoticeKind)) {
            if self.states[at].ids[0].is_none() && marks.split(" / ").any(|mark| mark == self.row(at).mark()) {
                self.states[at].ids[0] = Some(read.id.clone());
            }
        }
    }

    /// Whether a row is about this notice: by the id it has without corrections, by the id that other corrections give it
    /// and its title, or by its file's name.
    fn names(&mut self, at: usize, read: &ReadNotice, own: &str, machine: &str) -> bool {
        let row = &self.given.rows[at];
        let file = read.document.path.file_name().map(|name| name.to_string_lossy());
        let by_id = row.subject == machine || row.subject == own && !row.words.is_empty();
        if !by_id && file.as_deref() != Some(row.subject.as_str()) {
            return false;
        }
        let is_right = fits(&read.notice.header.title, &row.words);
        if !is_right {
            self.states[at].why = format!("编号下的标题是“{}”", read.notice.header.title);
        }
        is_right
    }
}

impl Said {
    /// A notice read with what is said of it.
    fn of(self, read: ReadNotice) -> ReadNotice {
        let ReadNotice { mut document, .. } = read;
        document.hints.retain(|(name, _)| name != hint::YEAR && name != hint::REGION);
        document.hints.extend(self.year.map(|year| (hint::YEAR.to_owned(), year.to_string())));
        document.hints.extend(self.region.map(|region| (hint::REGION.to_owned(), region.name)));
        let mut read = read_document(document);
        read.notice.kind = self.kind.unwrap_or(read.notice.kind);
        read
    }
}
