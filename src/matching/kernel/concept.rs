//! Concepts: programmes and duties under all the names that reports give them.
//!
//! In:  `concepts.tsv` and the clauses of a task.
//! Out: which concepts a clause names, [`Concepts::find`].

use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, MatchKind};
use rustc_hash::FxHashMap;

use crate::lexicon::{self, CONCEPTS};

/// How much it says that two tasks share a concept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Breadth {
    /// Sharing it usually means the same commitment.
    Specific,
    /// A kind of work; sharing it often means the same commitment.
    Field,
    /// A field of policy; sharing it means little.
    Broad,
}

/// One programme or duty.
#[derive(Debug, Clone, Copy)]
pub struct Concept {
    pub id: &'static str,
    /// Its name for people.
    pub label: &'static str,
    pub breadth: Breadth,
}

/// One wording: parts that must all stand in a clause, and parts that must not.
#[derive(Debug)]
struct Wording {
    concept: u16,
    wanted: Vec<u32>,
    unwanted: Vec<u32>,
}

/// All concepts with what finds them.
pub struct Concepts {
    concepts: Vec<Concept>,
    parts: Option<AhoCorasick>,
    wordings: Vec<Wording>,
    /// Wordings by their first wanted part.
    by_part: Vec<Vec<u32>>,
    /// The figures in wordings: `323`, `12345`.
    figures: Vec<&'static str>,
}

impl Concepts {
    /// The concepts of the lexicon, read once.
    pub fn all() -> &'static Self {
        static ALL: OnceLock<Concepts> = OnceLock::new();
        lexicon::once(&ALL, &[CONCEPTS], Self::load)
    }

    fn load() -> Self {
        let mut concepts = Vec::new();
        let mut wordings = Vec::new();
        let mut parts: Vec<&'static str> = Vec::new();
        let mut number: FxHashMap<&'static str, u32> = FxHashMap::default();
        for row in lexicon::rows(CONCEPTS) {
            let [id, label, weight, words] = row[..] else { continue };
            let breadth = match weight {
                "broad" => Breadth::Broad,
                "field" => Breadth::Field,
                _ => Breadth::Specific,
            };
            let concept = concepts.len() as u16;
            concepts.push(Concept { id, label, breadth });
            for wording in words.split('|') {
                let (mut wanted, mut unwanted) = (Vec::new(), Vec::new());
                for part in wording.split('+').filter(|part| !part.is_empty()) {
                    let (list, part) = match part.strip_prefix('!') {
                        Some(part) => (&mut unwanted, part),
                        None => (&mut wanted, part),
                    };
                    let next = parts.len() as u32;
                    let at = *number.entry(part).or_insert(next);
                    if at == next {
                        parts.push(part);
                    }
                    list.push(at);
                }
                if !wanted.is_empty() {
                    wordings.push(Wording { concept, wanted, unwanted });
                }
            }
        }
        let mut by_part = vec![Vec::new(); parts.len()];
        for (at, wording) in wordings.iter().enumerate() {
            by_part[wording.wanted[0] as usize].push(at as u32);
        }
        let digits = |part: &&'static str| part.split(|c: char| !c.is_ascii_digit()).collect::<Vec<_>>();
        let mut figures: Vec<&str> = parts.iter().flat_map(digits).filter(|figure| !figure.is_empty()).collect();
        figures.sort_unstable();
        figures.dedup();
        let parts = AhoCorasick::builder().match_kind(MatchKind::Standard).build(&parts).ok();
        Self { concepts, parts, wordings, by_part, figures }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.concepts.len()
    }

    /// Whether the lexicon is empty.
    pub fn is_empty(&self) -> bool {
        self.concepts.is_empty()
    }

    /// One concept by its number.
    pub fn get(&self, concept: u16) -> &Concept {
        &self.concepts[concept as usize]
    }

    /// One concept by its id.
    pub fn by_id(&self, id: &str) -> Option<&Concept> {
        self.concepts.iter().find(|concept| concept.id == id)
    }

    /// Whether a figure is part of what a concept is called.
    pub(super) fn is_called_by(&self, figure: &str) -> bool {
        self.figures.binary_search(&figure).is_ok()
    }

    /// The concepts that a clause names, ascending. Quotation marks and white space do not part a name.
    pub fn find(&self, clause: &str) -> Vec<u16> {
        let Some(parts) = &self.parts else { return Vec::new() };
        let bare: String = clause
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '“' | '”' | '"' | '‘' | '’' | '《' | '》'))
            .collect();
        let mut seen: Vec<u32> = parts.find_overlapping_iter(&bare).map(|hit| hit.pattern().as_u32()).collect();
        seen.sort_unstable();
        seen.dedup();
        let has = |part: &u32| seen.binary_search(part).is_ok();
        let mut found: Vec<u16> = seen
            .iter()
            .flat_map(|&part| &self.by_part[part as usize])
            .map(|&at| &self.wordings[at as usize])
            .filter(|wording| wording.wanted.iter().all(has) && !wording.unwanted.iter().any(has))
            .map(|wording| wording.concept)
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(clause: &str, want: &[&str]) {
        let all = Concepts::all();
        let found: Vec<_> = all.find(clause).into_iter().map(|concept| all.get(concept).id).collect();
        assert_eq!(found, want, "{clause}");
    }

    #[test]
    fn old_and_new_names_are_one_concept() {
        check("常态化开展扫黑除恶斗争", &["organized_crime"]);
        check("坚决依法铲除黑恶势力和“保护伞”", &["organized_crime"]);
        check("深化政务服务“一网、一门、一次”改革", &["government_service", "one_stop_service"]);
        check("深化“高效办成一件事”改革", &["one_stop_service"]);
        check("财政一般性支出预算压缩20%", &["frugality"]);
        check("坚持过紧日子", &["frugality"]);
    }

    #[test]
    fn all_parts_must_stand_in_the_clause() {
        check("补齐短板", &[]);
        check("推行“零基”预算改革", &["zero_budget"]);
    }

    #[test]
    fn there_are_enough_and_ids_are_unique() {
        let all = Concepts::all();
        assert!(all.len() >= 150, "{}", all.len());
        for pair in all.concepts.windows(2) {
            assert!(pair[0].id < pair[1].id, "{}", pair[1].id);
        }
    }
}
