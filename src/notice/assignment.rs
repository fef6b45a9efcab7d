//! Assignments: who a task is given to.
//!
//! In:  the tails of a task, runs of names under a label: `区发改局、区水务湖泊局区自然资源和城乡建设局、各街`.
//! Out: one [`Name`] each, in printed order, with the page's faults mended: names run together are split, lost
//!      endings completed from the notice's own names, elliptical lists expanded, level prefixes restored.
//! Not here: whether 区科经局 and 区经信局 are one office ([`crate::office`]).

use std::ops::Range;

use super::han::is_han;
use super::name::{Name, Named};
use super::remark::{deadline_words, is_remark};
use super::roster::{
    OPEN_LIST, elliptical_ending, join_groups, split_at_and, split_at_spaces, split_glued, split_outside_brackets,
    trim_brackets, without_scope_note,
};
use super::tail::{Label, Split, Tail};
use super::verb::split_verb;
use super::word::{Class, form};
use super::{Code, Level, Problem, Role, Stated, office, roster};
use crate::source::traced::Traced;

/// Reads the names of a task's tails.
pub(super) fn names(words: &Traced, tails: &[Tail], problems: &mut Vec<Problem>) -> Named {
    let mut named = Named::default();
    for tail in tails {
        named.above = named.above.or(tail.above);
        let clause = tail.clause.clone().map(|range| words.shown_at(range));
        for run in &tail.runs {
            match run.label {
                Some(Label::Deadline) => {
                    named.deadline.get_or_insert_with(|| words.shown_at(run.names.clone()));
                }
                Some(Label::Role(role)) => {
                    let reader = Reader { words, role: Some(role), level: run.level, clause: clause.as_deref() };
                    reader.run(run.names.clone(), &mut named, problems);
                }
                None => {
                    let reader = Reader { words, role: None, level: run.level, clause: clause.as_deref() };
                    reader.run(run.names.clone(), &mut named, problems);
                }
            }
        }
    }
    named
}

/// Reads the names of a line taken apart, those told in its running text too.
pub(super) fn names_of(words: &Traced, split: &Split, problems: &mut Vec<Problem>) -> Named {
    let mut named = names(words, &split.tails, problems);
    named.told = names(words, &split.told, &mut Vec::new()).names;
    named
}

struct Reader<'a> {
    words: &'a Traced,
    role: Option<Role>,
    level: Option<Level>,
    clause: Option<&'a str>,
}

impl Reader<'_> {
    /// Reads one run: segments split by commas and semicolons, each perhaps closed by a verb, each a list of names.
    fn run(&self, range: Range<usize>, named: &mut Named, problems: &mut Vec<Problem>) {
        let scan = self.words.scan();
        let start = named.names.len();
        let mut waiting: Vec<usize> = Vec::new();
        let mut verbs = 0;
        for (count, segment) in split_outside_brackets(scan, range.clone(), &[',', ';', '。']).into_iter().enumerate()
        {
            let text = &scan[segment.clone()];
            if is_remark(&without_scope_note(text)) {
                named.same |= form().ends(Class::Same, text.trim_end());
                continue;
            }
            if let Some(date) = deadline_words(text) {
                named.deadline.get_or_insert(date);
                continue;
            }
            let (names, verb) = match split_verb(text) {
                // `区委办` ends like 办理 does not; a verb needs a name before it.
                Some((names, verb)) if !names.trim_matches(['由', ' ']).is_empty() && !is_whole_office(text, names) => {
                    (segment.start..segment.start + names.len(), Some(verb))
                }
                _ => (segment.clone(), None),
            };
            // `牵头单位:甲局、乙局按职责分工负责`: a first verb that tells no role leaves them the label's.
            let verb = verb.filter(|verb| verbs > 0 || self.role.is_none() || *verb != Role::Responsible);
            let before = named.names.len();
            verbs += usize::from(verb.is_some());
            self.list(names, verb, named, problems);
            for name in &mut named.names[before..] {
                name.segment = count;
            }
            match verb {
                // `甲局,乙局、丙局配合`: who stands before the first helpers helps nobody.
                Some(Role::Support) if verbs == 1 => waiting.clear(),
                // Lists without a verb wait for the next one's: `市发改委,市财政局牵头`.
                Some(verb) => {
                    for index in waiting.drain(..) {
                        named.names[index].role = Some(verb);
                    }
                }
                // Under a label they wait only behind a first verb: `部门分工:市发改委牵头,市财政局,各区配合`.
                None if self.role.is_none() || verbs > 0 => waiting.extend(before..named.names.len()),
                None => {}
            }
        }
        if let Some(first) = named.names.get_mut(start) {
            first.first = true;
        }
        if let Some(last) = named.names.last_mut()
            && last.span.end + 1 >= self.words.span(range).end
        {
            last.last = true;
        }
    }

    /// Reads a list of names split by `、` and spaces.
    fn list(&self, range: Range<usize>, verb: Option<Role>, named: &mut Named, problems: &mut Vec<Problem>) {
        let scan = self.words.scan();
        let range = range.end - scan[range.clone()].trim_start().len()..range.end;
        let (kept, shared) = match OPEN_LIST.captures(&scan[range.clone()]) {
            Some(found) => {
                let start = found.get(0).map_or(0, |whole| whole.start());
                (&scan[range.start..range.start + start], found.get(1).map(|ending| ending.as_str()))
            }
            None => (office::without_and_others(&scan[range.clone()]), None),
        };
        let range = range.start..range.start + kept.len();
        let mut role = verb.or(self.role);
        let mut pieces: Vec<(Range<usize>, Option<Role>)> = Vec::new();
        for piece in split_outside_brackets(scan, range, &['、', '\n', '|', '/']) {
            for piece in split_at_spaces(scan, piece) {
                // `甲局会同乙局负责`: the first acts with the second.
                match form().first(Class::With, &scan[piece.clone()]) {
                    Some(with) if with.start > 0 => {
                        pieces.push((piece.start..piece.start + with.start, role));
                        role = Some(Role::Support);
                        pieces.push((piece.start + with.end..piece.end, role));
                    }
                    _ => pieces.push((piece, role)),
                }
            }
        }
        let pieces: Vec<_> = join_groups(scan, verbs_within(scan, pieces))
            .into_iter()
            .flat_map(|(piece, role)| split_at_and(scan, piece).into_iter().map(move |part| (part, role)))
            .collect();
        let ellipsis = shared.or_else(|| elliptical_ending(&pieces, scan));
        for (piece, role) in pieces {
            for part in split_glued(scan, piece.clone()) {
                if part.len() < piece.len() && part.start == piece.start {
                    problems.push(Problem::new(
                        Code::GluedUnits,
                        self.words.span(piece.clone()),
                        format!("“{}”中两个单位之间缺分隔符", &scan[piece.clone()]),
                        "已分为两个单位",
                    ));
                }
                self.name(part, role, ellipsis, named);
            }
        }
    }

    fn name(&self, range: Range<usize>, role: Option<Role>, ellipsis: Option<&str>, named: &mut Named) {
        /// A place in a list of places is no longer.
        const PLACE: usize = 5;
        let scan = self.words.scan();
        let is_mark = |c: char| c.is_whitespace() || matches!(c, '.' | ':' | '。' | ',' | ';' | '|' | '-' | '—' | '/');
        let text = &scan[range.clone()];
        let start = range.start + (text.len() - text.trim_start_matches(is_mark).len());
        let end = start.max(range.start + text.trim_end_matches(is_mark).len());
        let starred = scan[start..end].starts_with(['*', '★', '☆']) || scan[start..end].ends_with(['*', '★', '☆']);
        let range = trim_brackets(scan, start..end);
        let mut text = self.words.shown_at(range.clone());
        text.retain(|c| !matches!(c, '*' | '★' | '☆') && !c.is_whitespace());
        let leads = roster::leads_by_note(&text);
        text = without_scope_note(&text);
        let text = text.strip_prefix('由').unwrap_or(&text).to_owned();
        // `区发改局等有关单位、各街乡`: the open end may stand inside the list.
        let bare = office::without_and_others(&text);
        let text = if office::is_office(bare) { bare.to_owned() } else { text };
        if text.is_empty() || is_remark(&text) || !text.chars().any(is_han) {
            return;
        }
        let text = match ellipsis {
            // `区发改、…、各街乡` lost its own ending; only bare names of places share the last one's.
            Some(ending)
                if !office::has_office_ending(&text)
                    && !text.ends_with('室')
                    && !text.starts_with(['省', '市', '区', '县', '各'])
                    && (!form().ends(Class::Seat, ending)
                        || text.chars().count() <= PLACE && text.chars().all(is_han)) =>
            {
                format!("{text}{ending}")
            }
            _ => text,
        };
        let person = office::is_person(&text) && !office::has_office_ending(&text);
        let role = if person && self.role.is_none() { Some(Role::Leader) } else { role };
        let (role, stated) = match (starred, leads) {
            (true, _) => (Some(Role::Lead), Stated::Starred),
            (false, true) => (Some(Role::Lead), Stated::Explicit),
            (false, false) => (role, Stated::Explicit),
        };
        named.names.push(Name {
            role,
            level: self.level,
            text,
            stated,
            clause: self.clause.map(str::to_owned),
            span: self.words.span(range),
            last: false,
            first: false,
            segment: 0,
            full: None,
        });
    }
}

/// Gives the verb that closes a name within a list to the names up to it: `甲局、乙局牵头、丙局负责`.
fn verbs_within(scan: &str, mut pieces: Vec<(Range<usize>, Option<Role>)>) -> Vec<(Range<usize>, Option<Role>)> {
    let mut from = 0;
    for at in 0..pieces.len() {
        let text = &scan[pieces[at].0.clone()];
        let Some((names, verb)) = split_verb(text).filter(|(names, _)| office::is_acting_office(names)) else {
            continue;
        };
        if is_whole_office(text, names) {
            continue;
        }
        pieces[at].0.end = pieces[at].0.start + names.len();
        for piece in &mut pieces[from..=at] {
            piece.1 = Some(verb);
        }
        from = at + 1;
    }
    pieces
}

/// Whether `names` + verb is in truth one office (`区招商局督办`).
fn is_whole_office(text: &str, names: &str) -> bool {
    let last = text.rsplit(['、', ' ']).next().unwrap_or(text);
    let stem = names.rsplit(['、', ' ']).next().unwrap_or(names);
    office::is_office(last) && !office::is_office(office::without_and_others(stem))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notice::assign::{Issuer, assign};
    use crate::notice::mend::mend;
    use crate::notice::role;
    use crate::notice::rule::Rules;
    use crate::notice::vocabulary::mend_names;

    fn print(texts: &[&str], rules: &Rules) -> String {
        let mut problems = Vec::new();
        let mut all: Vec<Vec<Name>> = texts
            .iter()
            .map(|text| {
                let words = mend(text, &mut problems);
                let split = role::split(&words, &mut problems);
                names(&words, &split.tails, &mut problems).names
            })
            .collect();
        mend_names(&mut all.iter_mut().collect::<Vec<_>>(), &mut problems);
        let out = assign(&all[0], rules, Issuer { level: Level::District, certain: true });
        out.iter().map(|a| format!("{}:{}", a.role.name(), a.name)).collect::<Vec<_>>().join(" ")
    }

    #[track_caller]
    fn check(texts: &[&str], want: &str) {
        assert_eq!(print(texts, &Rules::default()), want);
    }

    #[test]
    fn names_run_together_are_two() {
        check(
            &["(责任单位:区水务湖泊局区自然资源和城乡建设局)"],
            "responsible:区水务湖泊局 responsible:区自然资源和城乡建设局",
        );
        check(&["(责任单位:区委<区政府>办公室区科技局)"], "responsible:区委<区政府>办公室 responsible:区科技局");
        check(&["(责任单位:市生态环境局青岚区分局)"], "responsible:市生态环境局青岚区分局");
        check(
            &["(责任单位:站区综管办云柘商务区指挥部)", "(责任单位:云柘商务区指挥部)"],
            "responsible:站区综管办 responsible:云柘商务区指挥部",
        );
    }

    #[test]
    fn lost_endings_are_completed_from_the_notice() {
        check(&["(责任单位:区发改", "(责任单位:区发改局)"], "responsible:区发改局");
        check(&["(责任单位:各街", "(责任单位:各街乡)", "(责任单位:各街乡)", "(责任单位:各街道)"], "responsible:各街乡");
    }

    #[test]
    fn open_and_elliptical_lists() {
        check(&["(责任单位:区民宗局、区发改局等相关单位)"], "responsible:区民宗局 responsible:区发改局");
        check(&["(责任单位:关山、珞南等相关街道)"], "responsible:关山街道 responsible:珞南街道");
    }

    #[test]
    fn verbs_tell_roles() {
        check(
            &["建房。(区委组织部、区住建局牵头,区财政局等配合,各街道按职责分工负责)"],
            "lead:区委组织部 lead:区住建局 support:区财政局 responsible:各街道",
        );
        check(
            &["(责任单位:县民政局牵头,县教育局等有关部门参加,各镇街落实)"],
            "lead:县民政局 support:县教育局 responsible:各镇街",
        );
        check(&["(责任单位:县人社局、县农业农村局分别牵头)"], "lead:县人社局 lead:县农业农村局");
        check(&["(部门分工:县民政局牵头,县教育局,各乡镇配合)"], "lead:县民政局 support:县教育局 support:各乡镇");
        check(
            &["增收。(分管副省长、联系副秘书长负责,省发改委牵头)"],
            "leader:分管副省长 leader:联系副秘书长 lead:省发改委",
        );
    }

    #[test]
    fn rules_of_the_notice() {
        let rules = Rules::read("责任单位:市经信局、市财政局(列第一位者为牵头单位,下同)");
        assert!(rules.first_listed);
        assert_eq!(print(&["(责任单位:市经信局、市财政局)"], &rules), "lead:市经信局 responsible:市财政局");
        assert!(Rules::read("责任单位:市经信局(列第一位者为工作牵头单位或汇总单位,下同)").first_listed);
        let rules = Rules::read("(无牵头单位的,由责任单位牵头,下同)");
        assert_eq!(print(&["(责任单位:市经信局)"], &rules), "lead:市经信局");
        check(&["(责任单位:*县数据局、县科技局)"], "lead:县数据局 responsible:县科技局");
    }

    #[test]
    fn prefixes_are_restored() {
        check(
            &["(责任单位:市税务局等相关部门,各县(市)区政府、各开发区管委会)"],
            "responsible:市税务局 responsible:各县(市)区政府 responsible:各开发区管委会",
        );
        check(&["(配合单位:市发改委、财政局,汀河区政府)"], "support:市发改委 support:市财政局 support:汀河区政府");
        check(
            &["(牵头单位:市发改委;配合单位:市科技局、外经贸局)"],
            "lead:市发改委 support:市科技局 support:市外经贸局",
        );
        check(
            &["(责任单位:区商务局、蔡甸街道、人行支行)"],
            "responsible:区商务局 responsible:蔡甸街道 responsible:人行支行",
        );
    }

    #[test]
    fn scope_notes_are_no_units() {
        check(&["(责任单位:各区人民政府〈含云柘新区管委会,下同〉)"], "responsible:各区人民政府");
        check(&["(责任单位:各街<含经开区管委会,下同>", "(责任单位:各街道)"], "responsible:各街道");
    }
}
