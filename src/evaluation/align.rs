//! Which labelled task is which task of ours.
//!
//! In:  labelled tasks and lists of tasks as read.
//! Out: for each labelled task at most one task of the list that it is aligned to. A list is found by its level and by how
//!      many of its texts are those of the labels, never by a file's name.

use std::collections::HashMap;

use crate::table::schema::TaskRow;

/// How alike two texts must be to be one task, where they are not equal.
const ALIKE: f64 = 0.8;
/// How far apart in their lists two texts that are not equal may stand.
const APART: usize = 60;

/// A text without what a page may change without changing the words: blanks, light punctuation, kinds of brackets.
pub(super) fn plain(text: &str) -> String {
    text.chars()
        .filter_map(|c| match c {
            '<' | '〈' | '‹' | '＜' | '《' | '【' | '[' | '（' => Some('('),
            '>' | '〉' | '›' | '＞' | '》' | '】' | ']' | '）' => Some(')'),
            ',' | ';' | ':' | '“' | '”' | '"' | '\'' | '‘' | '’' | '、' | '，' | '。' | '；' | '：' => {
                None
            }
            c if c.is_whitespace() => None,
            c => Some(c),
        })
        .collect()
}

/// A unit's name without a remark on what it includes.
pub(super) fn plain_unit(name: &str) -> String {
    let mut name = plain(name);
    while let Some(start) = name.find("(含") {
        let Some(length) = name[start..].find(')') else { break };
        name.replace_range(start..=start + length, "");
    }
    name
}

/// How alike two texts are, from 0 to 1: the share of characters in the longest common blocks (Ratcliff and Obershelp).
pub(super) fn likeness(left: &[char], right: &[char]) -> f64 {
    let length = left.len() + right.len();
    if length == 0 { 1.0 } else { 2.0 * common(left, right) as f64 / length as f64 }
}

/// Characters in the longest common block and, to either side of it, in the blocks of what is left.
fn common(left: &[char], right: &[char]) -> usize {
    let mut sum = 0;
    let mut open = vec![(0, left.len(), 0, right.len())];
    let mut lengths = vec![0usize; right.len() + 1];
    while let Some((left_start, left_end, right_start, right_end)) = open.pop() {
        let mut best = (0, 0, 0);
        lengths[right_start..=right_end].fill(0);
        for (i, letter) in left.iter().enumerate().take(left_end).skip(left_start) {
            // from the right, so that the cell to the left still belongs to the row above
            for j in (right_start..right_end).rev() {
                let before = if j > right_start { lengths[j] } else { 0 };
                lengths[j + 1] = if *letter == right[j] { before + 1 } else { 0 };
            }
            for j in right_start..right_end {
                if lengths[j + 1] > best.0 {
                    best = (lengths[j + 1], i + 1 - lengths[j + 1], j + 1 - lengths[j + 1]);
                }
            }
        }
        let (length, i, j) = best;
        if length > 0 {
            sum += length;
            open.push((left_start, i, right_start, j));
            open.push((i + length, left_end, j + length, right_end));
        }
    }
    sum
}

/// For each labelled text the place of the text that stands for it: an equal one, else the likeliest near its place.
pub(super) fn align(labelled: &[&str], found: &[&str]) -> Vec<Option<usize>> {
    let plain_labelled: Vec<String> = labelled.iter().map(|text| plain(text)).collect();
    let plain_found: Vec<String> = found.iter().map(|text| plain(text)).collect();
    let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
    for (place, text) in plain_found.iter().enumerate() {
        places.entry(text).or_default().push(place);
    }
    let mut used = vec![false; found.len()];
    let mut aligned = vec![None; labelled.len()];
    for (at, text) in plain_labelled.iter().enumerate() {
        let equal = places.get(text.as_str()).into_iter().flatten().copied().filter(|&place| !used[place]);
        if let Some(place) = equal.min_by_key(|place| place.abs_diff(at)) {
            aligned[at] = Some(place);
            used[place] = true;
        }
    }
    let letters: Vec<Vec<char>> = plain_found.iter().map(|text| text.chars().collect()).collect();
    for (at, text) in plain_labelled.iter().enumerate() {
        if aligned[at].is_some() {
            continue;
        }
        let text: Vec<char> = text.chars().collect();
        let mut best = (ALIKE, None);
        for place in at.saturating_sub(APART)..found.len().min(at + APART + 1) {
            let other = &letters[place];
            let (short, whole) = (text.len().min(other.len()), text.len() + other.len());
            if used[place] || 2.0 * short as f64 <= best.0 * whole as f64 {
                continue;
            }
            let alike = likeness(&text, other);
            if alike > best.0 {
                best = (alike, Some(place));
            }
        }
        if let Some(place) = best.1 {
            aligned[at] = Some(place);
            used[place] = true;
        }
    }
    aligned
}

/// The place of the text that stands for a labelled one, wherever it is: an equal one, else the likeliest.
pub(super) fn nearest(labelled: &str, found: &[&str]) -> Option<usize> {
    let text = plain(labelled);
    let letters: Vec<char> = text.chars().collect();
    let mut best = (ALIKE, None);
    for (place, other) in found.iter().map(|text| plain(text)).enumerate() {
        if other == text {
            return Some(place);
        }
        let other: Vec<char> = other.chars().collect();
        let (short, whole) = (letters.len().min(other.len()), letters.len() + other.len());
        if 2.0 * short as f64 > best.0 * whole as f64 {
            let alike = likeness(&letters, &other);
            if alike > best.0 {
                best = (alike, Some(place));
            }
        }
    }
    best.1
}

/// The tasks of one list, as read.
#[derive(Debug, Clone)]
pub(super) struct List<'a> {
    pub(super) list_id: &'a str,
    pub(super) notice_id: &'a str,
    pub(super) level: &'a str,
    pub(super) tasks: Vec<&'a TaskRow>,
}

/// The tasks by list, in order.
pub(super) fn lists(tasks: &[TaskRow]) -> Vec<List<'_>> {
    let mut lists: Vec<List<'_>> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for task in tasks {
        let place = *places.entry(&task.list_id).or_insert_with(|| {
            lists.push(List {
                list_id: &task.list_id,
                notice_id: &task.notice_id,
                level: task.level.name(),
                tasks: Vec::new(),
            });
            lists.len() - 1
        });
        lists[place].tasks.push(task);
    }
    lists
}

/// The list of a level that holds most of the labelled texts; of equally good ones the first. `None` where none holds any.
pub(super) fn choose<'a, 'b>(lists: &'a [List<'b>], level: &str, labelled: &[&str]) -> Option<&'a List<'b>> {
    let of_level = || lists.iter().filter(|list| list.level == level);
    let most = |worth: &dyn Fn(&List<'b>) -> usize| {
        let mut best: (usize, Option<&'a List<'b>>) = (0, None);
        for list in of_level() {
            let worth = worth(list);
            if worth > best.0 {
                best = (worth, Some(list));
            }
        }
        best.1
    };
    let mut wanted: HashMap<String, usize> = HashMap::new();
    for text in labelled {
        *wanted.entry(plain(text)).or_default() += 1;
    }
    let equal = |list: &List<'b>| {
        let mut left = wanted.clone();
        let held = |task: &&&TaskRow| {
            left.get_mut(&plain(&task.text)).is_some_and(|n| std::mem::replace(n, n.saturating_sub(1)) > 0)
        };
        list.tasks.iter().filter(held).count()
    };
    let alike = |list: &List<'b>| {
        let texts: Vec<&str> = list.tasks.iter().map(|task| task.text.as_str()).collect();
        align(labelled, &texts).iter().flatten().count()
    };
    most(&equal).or_else(|| most(&alike))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::words::Code as _;
    use crate::place::Level;

    #[test]
    fn likeness_is_the_share_of_common_blocks() {
        for (left, right, want) in
            [("abcd", "bcde", 0.75), ("", "", 1.0), ("甲乙", "丙丁", 0.0), ("甲乙丙", "甲丙", 0.8)]
        {
            let (left, right): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
            assert!((likeness(&left, &right) - want).abs() < 1e-9, "{left:?} {right:?}");
        }
    }

    #[test]
    fn equal_texts_first_then_like_ones() {
        let labelled = ["新建道路十条并通车。", "植树。", "植树。"];
        let found = ["植 树", "新建道路十条，并且通车", "别的事情", "植树"];
        assert_eq!(align(&labelled, &found), [Some(1), Some(0), Some(3)]);
        assert_eq!(align(&["修路"], &["植树"]), [None]);
    }

    #[test]
    fn remarks_on_what_a_unit_includes_are_dropped() {
        assert_eq!(plain_unit("区文旅局（含区文物局）、 体育"), "区文旅局体育");
        assert_eq!(plain_unit("区政府(含"), "区政府(含");
    }

    #[test]
    fn a_list_is_found_by_level_and_texts() {
        let task = |list: &str, level: &str, text: &str| TaskRow {
            list_id: list.into(),
            notice_id: list.into(),
            level: Level::parse(level).unwrap(),
            text: text.into(),
            ..TaskRow::default()
        };
        let tasks = [
            task("a", "city", "修路"),
            task("b", "district", "植树"),
            task("c", "district", "修路"),
            task("c", "district", "植树"),
        ];
        let lists = lists(&tasks);
        let found = |level, texts: &[&str]| choose(&lists, level, texts).map(|list| list.list_id);
        assert_eq!(found("district", &["植树", "修路"]), Some("c"));
        assert_eq!(found("district", &["植树"]), Some("b"));
        assert_eq!(found("province", &["植树"]), None);
        assert_eq!(found("city", &["普查"]), None);
    }
}
