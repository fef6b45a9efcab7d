//! Themes: commitments that recur over districts and years.
//!
//! In:  a [`Corpus`] and its lists.
//! Out: [`Theme`]s, the ones of most districts and years first, each with the tasks that hold it and how near they are.
//!
//! A theme grows around one centre and never from member to member, so it cannot drift: tasks that name one concept or
//! count one indicator are gathered, the clause that is nearest to all others is the centre, and what is not near the
//! centre is left out. What no concept names is gathered around the task with most matches.

use std::ops::Range;
use std::sync::OnceLock;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::background::Background;
use super::concept::{Breadth, Concepts};
use super::corpus::{Corpus, breadth};
use super::evidence::nearest_clauses;
use super::signal::clause_likeness;
use super::{ListInfo, Sorted, TaskText};
use crate::lexicon::{self, CONCEPTS, WORDS};
use crate::text;

/// What makes a theme one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seed {
    /// A concept of the lexicon.
    Concept(&'static str),
    /// A canonical indicator.
    Indicator,
    /// Matches only.
    Words,
}

/// A task that holds a theme.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    pub task: u32,
    /// How near its clause is to the centre's, 0 to 1; the centre itself has 1.
    pub score: f32,
    /// The clause: bytes of the task's text.
    pub clause: Range<usize>,
    /// The task's targets in that clause, by their numbers.
    pub targets: Vec<u32>,
}

/// A commitment that several lists hold.
#[derive(Debug, Clone, PartialEq)]
pub struct Theme {
    pub seed: Seed,
    /// For people: the concept's or indicator's name, else a phrase that members share.
    pub label: String,
    /// Nearest first.
    pub members: Vec<Member>,
    pub regions: usize,
    pub years: usize,
    pub lists: usize,
    pub first_year: Option<i32>,
    pub last_year: Option<i32>,
}

/// How near to the centre a member must be. Source: of members of three sets of notices, 18 a band, some 14 of those nearer than
/// 0.30 to 0.34 belong to the theme, 15 of those to 0.38, 16 of those to 0.42.
const NEAR: f32 = 0.34;
/// No theme holds more than one task in so many.
const SHARE: usize = 34;
/// So many tasks vote on the centre.
const VOTERS: usize = 120;
/// Two themes that share so much of the smaller one are one.
const SAME: f32 = 0.6;

/// A clause that may belong to a theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Holder {
    task: u32,
    clause: u32,
}

/// Gathers the themes of all tasks; `texts` are those that the corpus was made of, `matches` those among them, `titles`
/// names canonical indicators.
pub fn themes(
    corpus: &Corpus,
    texts: &[TaskText],
    lists: &[ListInfo],
    matches: &Sorted,
    titles: impl Fn(&str) -> Option<String>,
) -> Vec<Theme> {
    let all = Concepts::all();
    let mut by_concept: Vec<Vec<Holder>> = vec![Vec::new(); all.len()];
    let mut by_indicator: Vec<Vec<Holder>> = vec![Vec::new(); corpus.indicators.len()];
    for task in 0..corpus.len() {
        for mention in corpus.concepts_of(task) {
            if breadth(mention.what) != Breadth::Broad {
                by_concept[mention.what as usize].push(Holder { task: task as u32, clause: mention.clause });
            }
        }
        for quantity in corpus.quantities_of(task) {
            if let Some(id) = quantity.id {
                by_indicator[id as usize].push(Holder { task: task as u32, clause: quantity.clause });
            }
        }
    }
    let most = (corpus.len() / SHARE).max(2);
    let mut seeds: Vec<(Seed, String, Vec<Holder>)> = Vec::new();
    for (concept, holders) in by_concept.into_iter().enumerate() {
        let concept = all.get(concept as u16);
        seeds.push((Seed::Concept(concept.id), concept.label.to_owned(), holders));
    }
    for (indicator, holders) in by_indicator.into_iter().enumerate() {
        let id = &corpus.indicators[indicator];
        seeds.push((Seed::Indicator, titles(id).unwrap_or_else(|| id.to_string()), holders));
    }
    let gathered: Vec<(Option<Theme>, Vec<u32>)> = seeds
        .into_par_iter()
        .map(|(seed, label, holders)| {
            let (members, near) = gather(corpus, &holders, most);
            (theme(corpus, lists, seed, label, members), near)
        })
        .collect();
    let mut found = Vec::new();
    let mut covered: FxHashSet<u32> = FxHashSet::default();
    for (theme, near) in gathered {
        if let Some(theme) = theme {
            found.push(theme);
            covered.extend(near);
        }
    }
    found.extend(by_words(corpus, texts, lists, matches, &covered, most));
    merge(&mut found);
    found.sort_by(|a, b| {
        // of themes as wide, the named programmes and figures first, then the ones whose members are closest
        let rank = |theme: &Theme| (theme.regions, theme.years, theme.lists, is_definite(theme.seed));
        let mean = |theme: &Theme| theme.members.iter().map(|m| m.score).sum::<f32>() / theme.members.len() as f32;
        rank(b).cmp(&rank(a)).then(mean(b).total_cmp(&mean(a))).then(a.label.cmp(&b.label))
    });
    found
}

/// Whether a theme has a name that stands for one commitment.
fn is_definite(seed: Seed) -> bool {
    match seed {
        Seed::Concept(id) => Concepts::all().by_id(id).is_some_and(|concept| concept.breadth == Breadth::Specific),
        Seed::Indicator => true,
        Seed::Words => false,
    }
}

/// The holders near the centre, nearest first, at most `most`; and the tasks of all that are near.
fn gather(corpus: &Corpus, holders: &[Holder], most: usize) -> (Vec<Member>, Vec<u32>) {
    if holders.len() < 2 {
        return Default::default();
    }
    let likeness = |a: &Holder, b: &Holder| {
        if a == b { 1.0 } else { clause_likeness(corpus, a.clause, b.clause) }
    };
    // voters evenly over all holders, so that every list has its say
    let step = holders.len().div_ceil(VOTERS);
    let voters: Vec<&Holder> = holders.iter().step_by(step).collect();
    let votes = |one: &Holder| {
        let own = corpus.list(one.task as usize);
        voters
            .iter()
            .filter(|other| corpus.list(other.task as usize) != own)
            .map(|other| likeness(one, other))
            .sum::<f32>()
    };
    let Some(centre) = voters.iter().map(|one| (votes(one), **one)).reduce(|a, b| if b.0 > a.0 { b } else { a }) else {
        return Default::default();
    };
    let mut members: Vec<(f32, Holder)> = holders.iter().map(|one| (likeness(&centre.1, one), *one)).collect();
    members.retain(|(score, _)| *score >= NEAR);
    let near = members.iter().map(|(_, holder)| holder.task).collect();
    members.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1.task, a.1.clause).cmp(&(b.1.task, b.1.clause))));
    // a task that says it twice is there once, by its nearer clause
    let mut once: FxHashSet<u32> = FxHashSet::default();
    members.retain(|(_, holder)| once.insert(holder.task));
    if members.len() > most {
        // every list's nearest first, so that a long notice does not crowd out the others
        let mut seen: FxHashMap<u32, usize> = FxHashMap::default();
        let mut ranked: Vec<(usize, (f32, Holder))> = members
            .into_iter()
            .map(|member| {
                let rank = seen.entry(corpus.list(member.1.task as usize)).or_default();
                *rank += 1;
                (*rank, member)
            })
            .collect();
        ranked.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.0.total_cmp(&a.1.0)).then(a.1.1.task.cmp(&b.1.1.task)));
        ranked.truncate(most);
        members = ranked.into_iter().map(|(_, member)| member).collect();
        members.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.task.cmp(&b.1.task)));
    }
    (members.into_iter().map(|(score, holder)| member(corpus, score, holder)).collect(), near)
}

fn member(corpus: &Corpus, score: f32, holder: Holder) -> Member {
    let quantities = corpus.quantities_of(holder.task as usize).iter().enumerate();
    let targets = quantities.filter(|(_, q)| q.clause == holder.clause).map(|(at, _)| at as u32).collect();
    Member { task: holder.task, score, clause: corpus.range(holder.clause), targets }
}

/// Themes around the tasks with most matches, among tasks that hold none of the themes found.
fn by_words(
    corpus: &Corpus,
    texts: &[TaskText],
    lists: &[ListInfo],
    matches: &Sorted,
    covered: &FxHashSet<u32>,
    most: usize,
) -> Vec<Theme> {
    let mut around: FxHashMap<u32, Vec<(f32, u32)>> = FxHashMap::default();
    for (left, right, score) in matches.pairs() {
        if !covered.contains(&left) && !covered.contains(&right) {
            around.entry(left).or_default().push((score, right));
            around.entry(right).or_default().push((score, left));
        }
    }
    let mut centres: Vec<(f32, u32)> =
        around.iter().map(|(task, near)| (near.iter().map(|(score, _)| score).sum(), *task)).collect();
    centres.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut taken: FxHashSet<u32> = FxHashSet::default();
    let mut themes = Vec::new();
    for (_, centre) in centres {
        if taken.contains(&centre) {
            continue;
        }
        let mut near = around[&centre].clone();
        near.retain(|(_, task)| !taken.contains(task));
        near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        near.truncate(most.saturating_sub(1));
        let Some(&(_, first)) = near.first() else { continue };
        let own = nearest_clauses(corpus, centre as usize, first as usize).left;
        let own = Member { task: centre, score: 1.0, clause: corpus.range(own), targets: Vec::new() };
        let others = near.iter().map(|&(score, task)| {
            let clause = nearest_clauses(corpus, centre as usize, task as usize).right;
            Member { task, score, clause: corpus.range(clause), targets: Vec::new() }
        });
        let members: Vec<Member> = std::iter::once(own).chain(others).collect();
        taken.extend(members.iter().map(|member| member.task));
        let label = shared_phrase(texts, &members);
        if !label.is_empty() {
            themes.extend(theme(corpus, lists, Seed::Words, label, members));
        }
    }
    themes
}

/// The name of what the clauses of a theme say in the same words: the run of words that at least half of the members share
/// with the centre and that is worth most. Empty where what they share names nothing.
fn shared_phrase(texts: &[TaskText], members: &[Member]) -> String {
    let clause = |member: &Member| texts[member.task as usize].text.get(member.clause.clone()).unwrap_or_default();
    let Some((centre, others)) = members.split_first() else { return String::new() };
    let centre = clause(centre);
    let least = members.len().div_ceil(2).max(2);
    let is_shared = |run: &str| others.iter().filter(|other| clause(other).contains(run)).count() + 1 >= least;
    let mut best: Option<(f32, &str)> = None;
    for run in names_in(centre) {
        let Some(worth) = worth_of_name(&centre[run.range.clone()]) else { continue };
        // a run that goes on to the left in the same words is the end of a name
        let goes_on = run.longer.is_some_and(|longer| is_shared(&centre[longer..run.range.end]));
        if best.is_none_or(|(most, _)| worth > most) && is_shared(&centre[run.range.clone()]) && !goes_on {
            best = Some((worth, &centre[run.range]));
        }
    }
    best.map_or_else(String::new, |(_, run)| run.to_owned())
}

/// A run of whole words of a clause.
struct Run {
    range: Range<usize>,
    /// Where it would begin with the word before it, if that belongs to a name.
    longer: Option<usize>,
}

/// The runs of whole words of a clause that are long enough to be a name and short enough to be read as one. Only Chinese
/// characters and letters stand in them, and no joint of grammar.
fn names_in(clause: &str) -> Vec<Run> {
    /// Characters of a name.
    const LENGTHS: std::ops::RangeInclusive<usize> = 4..=14;
    let words = text::words(clause);
    // what stands between two words is marks, figures or words of one character
    let joined = |a: &text::Word<'_>, b: &text::Word<'_>| {
        clause[a.end()..b.start].chars().all(|c| text::is_telling(c) && !is_joint(c))
    };
    let mut names = Vec::new();
    for (at, first) in words.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| &words[before]);
        let before = before.filter(|before| joined(before, first) && !is_common(before.text));
        for (place, last) in words.iter().enumerate().skip(at) {
            let length = clause[first.start..last.end()].chars().count();
            if length > *LENGTHS.end() || (place > at && !joined(&words[place - 1], last)) {
                break;
            }
            if LENGTHS.contains(&length) {
                let longer = before.map(|before| before.start);
                names.push(Run { range: first.start..last.end(), longer });
            }
        }
    }
    names
}

/// Whether a character joins words to a sentence, so that a run with it is no name.
fn is_joint(c: char) -> bool {
    "的地得了着把被让使是在为以将向从不要等".contains(c)
}

/// Whether two documents in three hold a word: it names nothing (推进, 工作).
fn is_common(word: &str) -> bool {
    const COMMON: f32 = 0.4;
    Background::built_in().document_worth(word) < COMMON
}

/// What a run of words is worth as a name: its words by documents. Nothing where it begins with a common word, where no word
/// of it is telling, or where it has no word that concepts and indicators are called by: slogans have none.
fn worth_of_name(run: &str) -> Option<f32> {
    /// Worth by documents of a word that tells what a text is about: one document in four or five has it.
    const TELLING: f32 = 1.5;
    static NAMING: OnceLock<FxHashSet<&str>> = OnceLock::new();
    let naming = lexicon::once(&NAMING, &[CONCEPTS, WORDS], || {
        let all = Concepts::all();
        let concepts = (0..all.len()).map(|at| all.get(at as u16).label);
        concepts.flat_map(text::words).map(|word| word.text).collect()
    });
    let background = Background::built_in();
    let words = text::words(run);
    let worth = |word: &text::Word<'_>| background.document_worth(word.text);
    let is_telling = words.iter().any(|word| worth(word) >= TELLING);
    let is_naming = words.iter().any(|word| naming.contains(word.text));
    if !is_telling || !is_naming || words.first().is_none_or(|word| is_common(word.text)) {
        return None;
    }
    Some(words.iter().map(worth).sum())
}

/// A theme of members of at least two lists.
fn theme(corpus: &Corpus, lists: &[ListInfo], seed: Seed, label: String, members: Vec<Member>) -> Option<Theme> {
    let mut own: Vec<u32> = members.iter().map(|member| corpus.list(member.task as usize)).collect();
    own.sort_unstable();
    own.dedup();
    if own.len() < 2 {
        return None;
    }
    let infos: Vec<&ListInfo> = own.iter().filter_map(|list| lists.get(*list as usize)).collect();
    let mut regions: Vec<&str> = infos.iter().map(|info| info.region.as_str()).collect();
    regions.sort_unstable();
    regions.dedup();
    let mut years: Vec<i32> = infos.iter().filter_map(|info| info.year).collect();
    years.sort_unstable();
    years.dedup();
    Some(Theme {
        seed,
        label,
        members,
        regions: regions.len(),
        years: years.len(),
        lists: own.len(),
        first_year: years.first().copied(),
        last_year: years.last().copied(),
    })
}

/// Leaves out a theme whose tasks are mostly those of a larger one; a concept's theme outlives an indicator's.
fn merge(themes: &mut Vec<Theme>) {
    let order = |theme: &Theme| (theme.members.len(), theme.seed != Seed::Indicator);
    themes.sort_by(|a, b| order(b).cmp(&order(a)).then(a.label.cmp(&b.label)));
    let mut named: FxHashSet<String> = FxHashSet::default();
    let mut holding: FxHashMap<(u32, usize), Vec<usize>> = FxHashMap::default();
    let mut kept: Vec<bool> = Vec::with_capacity(themes.len());
    for (at, theme) in themes.iter().enumerate() {
        let mut shared: FxHashMap<usize, usize> = FxHashMap::default();
        for member in &theme.members {
            for &other in holding.get(&(member.task, member.clause.start)).into_iter().flatten() {
                *shared.entry(other).or_default() += 1;
            }
        }
        // two themes of one name cannot be told apart
        let same = shared.values().any(|&count| count as f32 >= SAME * theme.members.len() as f32)
            || !named.insert(theme.label.clone());
        kept.push(!same);
        if !same {
            for member in &theme.members {
                holding.entry((member.task, member.clause.start)).or_default().push(at);
            }
        }
    }
    let mut keep = kept.into_iter();
    themes.retain(|_| keep.next().unwrap_or(true));
}

#[cfg(test)]
mod tests {
    use super::super::tests::task;
    use super::super::{Options, Weights, find};
    use super::*;

    fn lists(regions: &[(&str, i32)]) -> Vec<ListInfo> {
        regions
            .iter()
            .map(|(region, year)| ListInfo { region: (*region).to_owned(), year: Some(*year), ..ListInfo::default() })
            .collect()
    }

    #[test]
    fn districts_and_years_outrank_repeats() {
        let lists = lists(&[("甲区", 2020), ("乙区", 2021), ("丙区", 2022)]);
        let mut tasks = vec![
            task(0, "常态化开展扫黑除恶斗争。"),
            task(1, "铲除黑恶势力,推进扫黑除恶。"),
            task(2, "开展扫黑除恶专项斗争。"),
        ];
        tasks.extend((0..60).map(|_| task(0, "新改建公厕5座。")));
        tasks.extend((0..60).map(|_| task(1, "新建公厕6座。")));
        let corpus = Corpus::new(&tasks);
        let matches = find(&corpus, Weights::built_in(), &[(0, 1), (0, 2), (1, 2)], &Options::default(), &());
        let found = themes(&corpus, &tasks, &lists, &matches.rows, |_| None);
        assert_eq!((found[0].label.as_str(), found[0].regions, found[0].years), ("扫黑除恶", 3, 3));
        assert!(found[1].label.contains("公厕"), "{}", found[1].label);
        assert!(found.iter().all(|theme| theme.members.len() <= 123 / 34));
    }

    #[test]
    fn one_list_alone_makes_no_theme() {
        let tasks: Vec<_> = (0..5).map(|_| task(0, "新改建公厕5座。")).collect();
        let corpus = Corpus::new(&tasks);
        assert!(themes(&corpus, &tasks, &lists(&[("甲区", 2020)]), &Sorted::default(), |_| None).is_empty());
    }
}
