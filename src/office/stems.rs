//! Stems: the lexicon of offices and how a name is taken apart into its words.
//!
//! In:  a name below its level's prefix, `发改局`, `科技和经信局`, `生长改造委`.
//! Out: what the lexicon says of it, [`Hit`]; failing that the names it is like.

use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, MatchKind};
use rustc_hash::FxHashMap;

use super::{Function, UnitKind};
use crate::lexicon;

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
    finder: AhoCorasick,
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

/// Words of type, as printed and written out. Longer ones first, so that a name's longest ending is tried last.
const TYPES: [(&str, &str); 82] = [
    ("工作领导小组办公室", "工作领导小组办公室"),
    ("建设工作领导小组", "建设工作领导小组"),
    ("专项工作领导小组", "专项工作领导小组"),
    ("专业委员会办公室", "专业委员会办公室"),
    ("工作委员会办公室", "工作委员会办公室"),
    ("工作联席会议办公室", "工作联席会议办公室"),
    ("领导小组办公室", "领导小组办公室"),
    ("联席会议办公室", "联席会议办公室"),
    ("工作指挥部办公室", "工作指挥部办公室"),
    ("工作领导小组办", "工作领导小组办公室"),
    ("指挥部办公室", "指挥部办公室"),
    ("委员会办公室", "委员会办公室"),
    ("工作领导小组", "工作领导小组"),
    ("领导小组办", "领导小组办公室"),
    ("事业发展中心", "事业发展中心"),
    ("事业服务中心", "事业服务中心"),
    ("发展服务中心", "发展服务中心"),
    ("服务管理中心", "服务管理中心"),
    ("管理服务中心", "管理服务中心"),
    ("事务服务中心", "事务服务中心"),
    ("事业管理中心", "事业管理中心"),
    ("工作委员会", "工作委员会"),
    ("专业委员会", "专业委员会"),
    ("管理办公室", "管理办公室"),
    ("工作办公室", "工作办公室"),
    ("工作指挥部", "工作指挥部"),
    ("工作联席会议", "工作联席会议"),
    ("指挥部办", "指挥部办公室"),
    ("联席会议", "联席会议"),
    ("领导小组", "领导小组"),
    ("指挥中心", "指挥中心"),
    ("服务中心", "服务中心"),
    ("事务中心", "事务中心"),
    ("发展中心", "发展中心"),
    ("管理中心", "管理中心"),
    ("促进中心", "促进中心"),
    ("工作专班", "工作专班"),
    ("专项小组", "专项小组"),
    ("管理局", "管理局"),
    ("管理处", "管理处"),
    ("管理所", "管理所"),
    ("管理办", "管理办公室"),
    ("服务局", "服务局"),
    ("事务局", "事务局"),
    ("发展局", "发展局"),
    ("工作局", "工作局"),
    ("工作部", "工作部"),
    ("工作办", "工作办公室"),
    ("委员会", "委员会"),
    ("委办", "委员会办公室"),
    ("工委", "工作委员会"),
    ("指挥部", "指挥部"),
    ("专委会", "专业委员会"),
    ("办公室", "办公室"),
    ("办公厅", "办公厅"),
    ("总局", "总局"),
    ("分局", "分局"),
    ("中队", "中队"),
    ("专班", "专班"),
    ("总队", "总队"),
    ("支队", "支队"),
    ("大队", "大队"),
    ("中心", "中心"),
    ("总站", "总站"),
    ("局", "局"),
    ("委", "委员会"),
    ("办", "办公室"),
    ("厅", "厅"),
    ("部", "部"),
    ("署", "署"),
    ("处", "处"),
    ("站", "站"),
    ("所", "所"),
    ("院", "院"),
    ("馆", "馆"),
    ("队", "队"),
    ("组", "组"),
    ("科", "科"),
    ("会", "会"),
    ("台", "台"),
    ("社", "社"),
    ("室", "室"),
];

/// Words that say nothing of the function between two stems of a composed name.
const JOINTS: [&str; 5] = ["和", "与", "及", "、", "·"];
const FILLERS: [&str; 24] = [
    "管理", "事务", "服务", "监督", "行政", "工作", "发展", "事业", "促进", "保障", "推进", "建设", "综合", "执法",
    "指导", "协调", "专项", "信息", "监管", "开发", "整治", "统筹", "专业", "改革",
];

pub(super) fn stems() -> &'static Stems {
    static STEMS: OnceLock<Stems> = OnceLock::new();
    STEMS.get_or_init(|| {
        let mut entries = Vec::new();
        let (mut stems, mut wholes, mut nations) = (FxHashMap::default(), FxHashMap::default(), FxHashMap::default());
        let mut words = Vec::new();
        for row in lexicon::rows(lexicon::UNITS) {
            let [form, name, kind, functions, spellings] = row[..] else { continue };
            let entry = entries.len();
            let map = match form {
                "stem" => &mut stems,
                "whole" => &mut wholes,
                _ => &mut nations,
            };
            map.insert(name, Spelling { entry, own: true });
            let mut spoken = Vec::new();
            for spelling in spellings.split('/').filter(|spelling| !spelling.is_empty()) {
                let (own, text) = spelling.strip_prefix('=').map_or((false, spelling), |text| (true, text));
                map.entry(text).or_insert(Spelling { entry, own });
                spoken.push(text);
            }
            spoken.push(name);
            if form != "nation" {
                words.extend(spoken.drain(..).map(|word| (word, entry)));
            }
            let functions: Vec<Function> = functions.split('/').filter_map(Function::from_code).collect();
            let functions = if functions.is_empty() { vec![Function::other()] } else { functions };
            entries.push(Entry { name, kind: UnitKind::from_name(kind), functions });
        }
        words.retain(|(word, _)| word.chars().count() > 1);
        let finder = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(words.iter().map(|(word, _)| word))
            .expect("some thousand short words fit into an automaton");
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
        Stems { entries, stems, wholes, nations, words, lengths, finder, by_char }
    })
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
    let by_last = BY_LAST.get_or_init(|| {
        let mut by_last: FxHashMap<char, Vec<(&str, &str)>> = FxHashMap::default();
        for &(printed, full) in TYPES.iter().rev() {
            let last = printed.chars().next_back().expect("no word of type is empty");
            by_last.entry(last).or_default().push((printed, full));
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
    fn written_out(&self, printed: &str, spelling: Spelling) -> &'static str {
        let name = self.entries[spelling.entry].name;
        if !spelling.own && is_subsequence(printed, name) { name } else { "" }
    }

    fn hit(&self, printed: &str, spelling: Spelling, full: &str, ending: &'static str) -> Hit {
        let entry = &self.entries[spelling.entry];
        // Laws name bureaus, so their short names can be written out; a 机关事务中心 may be just that.
        let bureau = matches!(ending, "" | "局" | "委" | "厅" | "办" | "分局");
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
                } else if to - from == 1 && JOINTS.contains(&word) && from > 0 && to < chars.len() {
                    Some((1, None))
                } else if to - from == 2 && FILLERS.contains(&word) && from > 0 {
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
        for found in self.finder.find_iter(text) {
            let (word, entry) = self.words[found.pattern().as_usize()];
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
