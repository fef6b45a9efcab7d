//! Repeats: what one list says twice, tasks of which the shorter stands in the longer almost whole.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::table::schema::TaskRow;

/// Two tasks of one list.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Repeat {
    /// The place of the first among the tasks.
    pub first: usize,
    /// That of the second, which comes later.
    pub second: usize,
    /// How much of the shorter one is in the other, 0 to 1.
    pub share: f64,
}

/// Of the letter pairs of the shorter task, as many stand in the longer one. Source: read by hand over the lists of the five
/// notices in `datasets/notices`, where no pair from here on was of two things.
const LEAST: f64 = 0.7;
/// A shorter text says too little to be the same: 抓好财政工作.
const FEWEST: usize = 8;

/// Two neighbouring letters.
type Two = (char, char);

/// Pairs of neighbouring letters, sorted; marks and blanks are no letters.
fn letter_pairs(text: &str) -> Vec<Two> {
    let letters: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
    let mut pairs: Vec<Two> = letters.windows(2).map(|two| (two[0], two[1])).collect();
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// How much of the shorter one stands in the other.
fn shared(a: &[Two], b: &[Two]) -> f64 {
    let (mut at, mut found) = (0, 0);
    for pair in a {
        while at < b.len() && b[at] < *pair {
            at += 1;
        }
        found += usize::from(b.get(at) == Some(pair));
    }
    f64::from(found as u32) / f64::from(a.len().min(b.len()).max(1) as u32)
}

/// The repeats among some texts, as their letter pairs; places are those of the texts.
///
/// Two texts are compared only where they share one of the shorter one's rarest pairs: it may lack so many of its pairs, and of
/// one more than that at least one must be in the other.
fn within(texts: &[Vec<Two>]) -> Vec<Repeat> {
    let mut holders: FxHashMap<Two, Vec<usize>> = FxHashMap::default();
    for (at, pairs) in texts.iter().enumerate().filter(|(_, pairs)| pairs.len() >= FEWEST) {
        for pair in pairs {
            holders.entry(*pair).or_default().push(at);
        }
    }
    let mut found = Vec::new();
    // by whom a text was last compared
    let mut by = vec![usize::MAX; texts.len()];
    for (at, own) in texts.iter().enumerate().filter(|(_, own)| own.len() >= FEWEST) {
        let mut rare: Vec<&Vec<usize>> = own.iter().map(|pair| &holders[pair]).collect();
        rare.sort_unstable_by_key(|holders| holders.len());
        let may_lack = own.len() - (own.len() as f64 * LEAST).floor() as usize;
        for &other in rare.into_iter().take(may_lack + 1).flatten() {
            // the longer one, and of two as long the earlier one, is compared with this
            let is_longer = (texts[other].len(), at) > (own.len(), other);
            if !is_longer || by[other] == at {
                continue;
            }
            by[other] = at;
            let share = shared(own, &texts[other]);
            if share >= LEAST {
                found.push(Repeat { first: at.min(other), second: at.max(other), share });
            }
        }
    }
    found
}

/// What lists say twice, in the order of the tasks.
pub fn repeats(tasks: &[TaskRow]) -> Vec<Repeat> {
    let mut lists: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for (at, task) in tasks.iter().enumerate() {
        lists.entry(&task.list_id).or_default().push(at);
    }
    let of_list = |places: Vec<usize>| {
        let texts: Vec<Vec<Two>> = places.iter().map(|at| letter_pairs(&tasks[*at].text)).collect();
        let placed = |own: Repeat| Repeat { first: places[own.first], second: places[own.second], ..own };
        within(&texts).into_iter().map(placed).collect::<Vec<_>>()
    };
    let mut all: Vec<Repeat> = lists.into_values().collect::<Vec<_>>().into_par_iter().flat_map_iter(of_list).collect();
    all.sort_unstable_by_key(|own| (own.first, own.second));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_list_says_twice_is_found() {
        let texts = [
            ("甲/city", "修复20万平方米人行道。"),
            ("甲/city", "扎实做好民族、宗教工作。"),
            ("甲/city", "整治易渍水点19处,新建排水管网100公里。"),
            ("甲/city", "修复人行道20万平方米。"),
            ("甲/city", "扎实做好档案工作。"),
            ("甲/city", "新建排水管网100公里。"),
            ("乙/city", "修复人行道20万平方米。"),
        ];
        let tasks = texts.map(|(list, text)| TaskRow { list_id: list.into(), text: text.into(), ..TaskRow::default() });
        let found: Vec<(usize, usize)> = repeats(&tasks).into_iter().map(|own| (own.first, own.second)).collect();
        assert_eq!(found, [(0, 3), (2, 5)]);
    }

    proptest::proptest! {
        /// Of few letters, so that texts share many pairs: whoever is left uncompared would be missed here.
        #[test]
        fn no_repeat_is_missed(texts in proptest::collection::vec("[一二三四五六七八九十百千]{6,30}", 2..14)) {
            let texts: Vec<Vec<Two>> = texts.iter().map(|text| letter_pairs(text)).collect();
            let mut found: Vec<(usize, usize)> = within(&texts).into_iter().map(|own| (own.first, own.second)).collect();
            found.sort_unstable();
            let fits = |at: &usize| texts[*at].len() >= FEWEST;
            let all = (0..texts.len()).flat_map(|first| (first + 1..texts.len()).map(move |second| (first, second)));
            let want: Vec<_> = all
                .filter(|(a, b)| fits(a) && fits(b) && shared(&texts[*a], &texts[*b]) >= LEAST)
                .collect();
            proptest::prop_assert_eq!(found, want);
        }
    }
}
