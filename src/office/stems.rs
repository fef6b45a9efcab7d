//! Stems: the lexicon of offices and how a name is taken apart into its words.
//!
//! In:  a name below its level's prefix, `发改局`, `科技和经信局`, `生长改造委`.
//! Out: what the lexicon says of it, [`Hit`]; failing that the names it is like.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::{Function, UnitKind, words};
use crate::lexicon::code::{OfficeClass, UnitForm};
use crate::lexicon::longest::Longest;
use crate::lexicon::words::Code;
use crate::lexicon::{self, FUNCTIONS, OFFICE_WORDS, UNITS};

/// One row of `units.tsv`.
pub(super) struct Entry {
    pub(super) name: &'static str,
    pub(super) kind: UnitKind,
    pub(super) functions: Vec<Function>,
}

/// One spelling of a row.
#[derive(Clone, Copy)]
struct Spelling {
    entry: usize,
    /// Whether it is a name of its own that is not written out in full.
    own: bool,
}

pub(super) struct Stems {
    pub(super) entries: Vec<Entry>,
    stems: FxHashMap<&'static str, Spelling>,
    wholes: FxHashMap<&'static str, Spelling>,
    nations: FxHashMap<&'static str, Spelling>,
    pub(super) words: Vec<(&'static str, usize)>,
    /// Characters of each of `words`.
    lengths: Vec<usize>,
    finder: Longest,
    /// Spellings that hold a character, for likeness.
    by_char: FxHashMap<char, Vec<usize>>,
}

/// A name found in the lexicon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hit {
    /// Rows it is made of, in the order of the name; one unless the name is composed.
    pub(super) entries: Vec<usize>,
    pub(super) functions: Vec<Function>,
    pub(super) kind: UnitKind,
    /// The name written out.
    pub(super) name: String,
    /// The word of type at its end as printed; empty for whole names.
    pub(super) ending: &'static str,
    /// Whether it was composed by rule.
    pub(super) composed: bool,
}

/// What joins two stems of a composed name.
const JOINTS: [char; 5] = ['和', '与', '及', '、', '·'];

pub(super) fn stems() -> &'static Stems {
    static STEMS: OnceLock<Stems> = OnceLock::new();
    lexicon::once(&STEMS, &[UNITS, FUNCTIONS], || Stems::of(lexicon::rows(UNITS)))
}

/// Whether a word of type is one of bureaus, which laws name.
pub(super) fn is_bureau(ending: &str) -> bool {
    words().is(OfficeClass::Bureau, ending)
}

/// Whether a word of type is that of a branch which a district calls its own: 分局.
pub(super) fn is_own_branch(ending: &str) -> bool {
    words().value(OfficeClass::Branch, ending).is_some_and(|value| !value.is_empty())
}

/// Whether all characters of `short` stand in `long` in this order.
pub(super) fn is_subsequence(short: &str, long: &str) -> bool {
    let mut rest = long.chars();
    short.chars().all(|c| rest.any(|other| other == c))
}

/// The words of type that `name` ends with, shortest first, each with what stands before it.
pub(super) fn endings(name: &str) -> impl Iterator<Item = (&str, &'static str, &'static str)> {
    // By the last character, because most names end in none of most words.
    static BY_LAST: OnceLock<FxHashMap<char, Vec<(&str, &str)>>> = OnceLock::new();
    let by_last = lexicon::once(&BY_LAST, &[OFFICE_WORDS], || {
        let mut by_last: FxHashMap<char, Vec<(&str, &str)>> = FxHashMap::default();
        for (printed, full) in words().pairs(OfficeClass::Type) {
            let full = if full.is_empty() { printed } else { full };
            if let Some(last) = printed.chars().next_back() {
                by_last.entry(last).or_default().push((printed, full));
            }
        }
        for words in by_last.values_mut() {
            words.sort_by_key(|(printed, _)| printed.len());
        }
        by_last
    });
    let words = name.chars().next_back().and_then(|last| by_last.get(&last));
    words.into_iter().flatten().filter_map(move |&(printed, full)| {
        let before = name.strip_suffix(printed)?;
        (!before.is_empty()).then_some((before, printed, full))
    })
}

impl Stems {
    /// The offices of the rows of `units.tsv`.
    pub(super) fn of(rows: Vec<Vec<&'static str>>) -> Self {
        let mut entries = Vec::new();
        let (mut stems, mut wholes, mut nations) = (FxHashMap::default(), FxHashMap::default(), FxHashMap::default());
        let mut words = Vec::new();
        for row in rows {
            let [form, name, kind, functions, spellings] = row[..] else { continue };
            let (Ok(form), Ok(kind)) = (UnitForm::parse(form), UnitKind::parse(kind)) else { continue };
            let entry = entries.len();
            let map = match form {
                UnitForm::Stem => &mut stems,
                UnitForm::Whole => &mut wholes,
                UnitForm::Nation => &mut nations,
            };
            map.insert(name, Spelling { entry, own: true });
            let mut spoken = Vec::new();
            for spelling in spellings.split('/').filter(|spelling| !spelling.is_empty()) {
                let (own, text) = spelling.strip_prefix('=').map_or((false, spelling), |text| (true, text));
                map.entry(text).or_insert(Spelling { entry, own });
                spoken.push(text);
            }
            spoken.push(name);
            if form != UnitForm::Nation {
                words.extend(spoken.drain(..).map(|word| (word, entry)));
            }
            entries.push(Entry { name, kind, functions: Function::of_cell(functions) });
        }
        words.retain(|(word, _)| word.chars().count() > 1);
        let finder = Longest::of(words.iter().map(|(word, _)| *word));
        let mut by_char: FxHashMap<char, Vec<usize>> = FxHashMap::default();
        for (index, (word, _)) in words.iter().enumerate() {
            let mut chars: Vec<char> = word.chars().collect();
            chars.sort_unstable();
            chars.dedup();
            for c in chars {
                by_char.entry(c).or_default().push(index);
            }
        }
        let lengths = words.iter().map(|(word, _)| word.chars().count()).collect();
        Self { entries, stems, wholes, nations, words, lengths, finder, by_char }
    }

    fn written_out(&self, printed: &str, spelling: Spelling) -> &'static str {
        let name = self.entries[spelling.entry].name;
        if !spelling.own && is_subsequence(printed, name) { name } else { "" }
    }

    fn hit(&self, printed: &str, spelling: Spelling, full: &str, ending: &'static str) -> Hit {
        let entry = &self.entries[spelling.entry];
        // Laws name bureaus, so their short names can be written out; a 机关事务中心 may be just that.
        let bureau = ending.is_empty() || is_bureau(ending) || is_own_branch(ending);
        let out = if bureau || printed.chars().count() < 3 { self.written_out(printed, spelling) } else { "" };
        Hit {
            entries: vec![spelling.entry],
            functions: entry.functions.clone(),
            kind: entry.kind,
            name: format!("{}{full}", if out.is_empty() { printed } else { out }),
            ending,
            composed: false,
        }
    }

    /// A ministry or another office of the state by its whole name.
    pub(super) fn nation(&self, name: &str) -> Option<Hit> {
        self.nations.get(name).map(|&spelling| self.hit(name, spelling, "", ""))
    }

    /// A name that the lexicon has: a whole one, or a stem with a word of type.
    pub(super) fn lookup(&self, name: &str) -> Option<Hit> {
        if let Some(&spelling) = self.wholes.get(name) {
            return Some(self.hit(name, spelling, "", ""));
        }
        endings(name).find_map(|(stem, printed, full)| {
            let spelling = *self.stems.get(stem)?;
            // One character is a stem only before the commonest types: 农办, 经委, 计委.
            let bare = stem.chars().count() == 1 && !matches!(printed, "委" | "局" | "办");
            (!bare).then(|| self.hit(stem, spelling, full, printed))
        })
    }

    /// A name made of several known stems, `科技和经信局`, or of one and words that say nothing.
    pub(super) fn compose(&self, name: &str) -> Option<Hit> {
        endings(name).find_map(|(stem, printed, full)| {
            let entries = self.take_apart(stem)?;
            let mut functions: Vec<Function> = Vec::new();
            for function in entries.iter().flat_map(|&entry| &self.entries[entry].functions) {
                if !functions.contains(function) {
                    functions.push(*function);
                }
            }
            let kind = self.entries[*entries.first()?].kind;
            let name = format!("{stem}{full}");
            Some(Hit { entries, functions, kind, name, ending: printed, composed: true })
        })
    }

    /// The rows whose spellings, joined by 和 and the like, make up the whole of `text`; the fewest words win.
    fn take_apart(&self, text: &str) -> Option<Vec<usize>> {
        let chars: Vec<(usize, char)> = text.char_indices().collect();
        if chars.len() > 24 {
            return None;
        }
        let at = |index: usize| chars.get(index).map_or(text.len(), |&(at, _)| at);
        // Cost and last step of the cheapest way to each character: (cost, from, row).
        let mut best: Vec<Option<(usize, usize, Option<usize>)>> = vec![None; chars.len() + 1];
        best[0] = Some((0, 0, None));
        for from in 0..chars.len() {
            let Some((cost, _, _)) = best[from] else { continue };
            for to in from + 1..=chars.len().min(from + 12) {
                let word = &text[at(from)..at(to)];
                let step = if let Some(spelling) = self.stems.get(word) {
                    // A single character is the weakest word: it must not tear a longer one apart.
                    Some((if to - from == 1 { 25 } else { 10 }, Some(spelling.entry)))
                } else if to - from == 1 && JOINTS.contains(&chars[from].1) && from > 0 && to < chars.len() {
                    Some((1, None))
                } else if from > 0 && words().is(OfficeClass::Filler, word) {
                    Some((12, None))
                } else {
                    None
                };
                if let Some((price, row)) = step
                    && best[to].is_none_or(|(known, _, _)| cost + price < known)
                {
                    best[to] = Some((cost + price, from, row));
                }
            }
        }
        let mut rows = Vec::new();
        let mut at = chars.len();
        while at > 0 {
            let (_, from, row) = best[at]?;
            rows.extend(row);
            at = from;
        }
        rows.reverse();
        rows.dedup();
        // One lone character among words that say nothing is no name.
        (!rows.is_empty() && best[chars.len()]?.0 < 40 * rows.len()).then_some(rows)
    }

    /// The functions that words anywhere in `text` speak of, in its order, and the share of characters they cover.
    pub(super) fn keywords(&self, text: &str) -> (Vec<Function>, f64) {
        let mut functions: Vec<Function> = Vec::new();
        let mut covered = 0;
        for (_, number) in self.finder.find_iter(text) {
            let (word, entry) = self.words[number];
            covered += word.len();
            for &function in &self.entries[entry].functions {
                if function != Function::other() && !functions.contains(&function) {
                    functions.push(function);
                }
            }
        }
        (functions, covered as f64 / text.len().max(1) as f64)
    }

    /// The spelling likest to `stem` and how like it is, from 0 to 1.
    pub(super) fn nearest(&self, stem: &str) -> Option<(&'static str, usize, f64)> {
        self.nearest_but(stem, "")
    }

    /// [`Self::nearest`] with one spelling left out.
    pub(super) fn nearest_but(&self, stem: &str, without: &str) -> Option<(&'static str, usize, f64)> {
        let length = stem.chars().count();
        if !(2..=20).contains(&length) {
            return None;
        }
        // How many of the characters each spelling holds.
        let mut shared = vec![0_u8; self.words.len()];
        let mut near = Vec::new();
        let mut chars: Vec<char> = stem.chars().collect();
        chars.sort_unstable();
        chars.dedup();
        for c in chars {
            for &index in self.by_char.get(&c).into_iter().flatten() {
                shared[index] += 1;
                if usize::from(shared[index]) == length.div_ceil(2) {
                    near.push(index);
                }
            }
        }
        let mut candidates: Vec<(usize, usize)> = Vec::new();
        for index in near {
            let (word, other, count) = (self.words[index].0, self.lengths[index], usize::from(shared[index]));
            if count * 2 >= other && other.abs_diff(length) <= 2 && word != without {
                candidates.push((count, index));
            }
        }
        candidates.sort_unstable_by_key(|&(count, index)| (std::cmp::Reverse(count), index));
        let mut best: Option<(usize, f64)> = None;
        for (_, index) in candidates.into_iter().take(16) {
            let score = strsim::normalized_damerau_levenshtein(stem, self.words[index].0);
            if best.is_none_or(|(_, known)| score > known) {
                best = Some((index, score));
            }
        }
        best.map(|(index, score)| (self.words[index].0, self.words[index].1, score))
    }
}
