//! The sheet of what one list says twice: tasks of which the shorter stands in the longer almost whole.

use std::collections::HashMap;

use rayon::prelude::*;

use super::entry::{Entry, number, share, text};
use super::sheets::{Book, Sheet, sheet};
use crate::table::schema::TaskRow;

/// Two tasks of one list, by their places, and how much of the shorter one is in the other.
type Repeat = (usize, usize, f64);

/// Of the letter pairs of the shorter task, as many stand in the longer one. Source: read by hand over the lists of the five
/// notices in `datasets/notices`, where no pair from here on was of two things.
const LEAST: f64 = 0.7;
/// A shorter text says too little to be the same: 抓好财政工作.
const FEWEST: usize = 8;

/// Pairs of neighbouring letters, sorted; marks and blanks are no letters.
fn letter_pairs(text: &str) -> Vec<(char, char)> {
    let letters: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
    let mut pairs: Vec<(char, char)> = letters.windows(2).map(|two| (two[0], two[1])).collect();
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// How much of the shorter one stands in the other.
fn shared(a: &[(char, char)], b: &[(char, char)]) -> f64 {
    let (mut at, mut found) = (0, 0);
    for pair in a {
        while at < b.len() && b[at] < *pair {
            at += 1;
        }
        found += usize::from(b.get(at) == Some(pair));
    }
    f64::from(found as u32) / f64::from(a.len().min(b.len()).max(1) as u32)
}

/// What lists say twice, in their order.
fn repeats(tasks: &[TaskRow]) -> Vec<Repeat> {
    let mut lists: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, task) in tasks.iter().enumerate() {
        lists.entry(&task.list_id).or_default().push(at);
    }
    let of_list = |places: Vec<usize>| {
        let pairs: Vec<_> = places.iter().map(|at| letter_pairs(&tasks[*at].text)).collect();
        let mut found: Vec<Repeat> = Vec::new();
        for (second, b) in pairs.iter().enumerate().filter(|(_, pairs)| pairs.len() >= FEWEST) {
            for (first, a) in pairs[..second].iter().enumerate().filter(|(_, pairs)| pairs.len() >= FEWEST) {
                let share = shared(a, b);
                if share >= LEAST {
                    found.push((places[first], places[second], share));
                }
            }
        }
        found
    };
    let mut all: Vec<Repeat> = lists.into_values().collect::<Vec<_>>().into_par_iter().flat_map_iter(of_list).collect();
    all.sort_by_key(|(first, second, _)| (*first, *second));
    all
}

pub(super) fn sheet<'a>(book: &'a Book<'a>) -> Sheet<'a> {
    let tasks = &book.data.rows.tasks;
    let found = repeats(tasks);
    let total = found.len();
    let line = move |task: &TaskRow| book.line(&task.notice_id, task.span_start, task.line);
    let cells = move |(first, second, of): Repeat| (&tasks[first], &tasks[second], of);
    sheet!("清单内重复", "同一份清单里可能说了两遍的任务：短的一项有多少字也在另一项里", found.into_iter().map(cells), total total, of |(first, ..)| book.of_list(&first.list_id), |(first, second, of)| {
        "序号" 7: number(first),
        "任务" 54: text(&first.text),
        "另一序号" 9: number(second),
        "另一任务" 54: text(&second.text),
        "相同" 9: share(Some(*of)),
        "原文" 8: line(first),
        "另一原文" 9: line(second),
        "清单" 18: book.list(&first.list_id),
        "任务编号" 22: Entry::Text(first.task_id.clone()),
        "另一任务编号" 22: Entry::Text(second.task_id.clone()),
    })
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
        let found: Vec<(usize, usize)> = repeats(&tasks).into_iter().map(|(a, b, _)| (a, b)).collect();
        assert_eq!(found, [(0, 3), (2, 5)]);
    }
}
