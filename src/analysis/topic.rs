//! Topic: the words that so many tasks of a list hold that they tell its tasks not apart.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::matching::kernel::background::Background;
use crate::table::schema::{NoticeRow, TaskRow};
use crate::text;

/// A word of the topic stands in one task of so many at least.
const ONE_IN: usize = 4;
/// Worth by documents from which on a word tells what a text is about; 推进 stands in every list.
const TELLING: f32 = 1.5;
/// A shorter list has no topic: its words are in a quarter of it by chance.
const FEWEST: usize = 8;
/// So many words are enough to know a topic by.
const MOST: usize = 8;

/// The topic words of each list that has any, those of most tasks first. The names of its own place are none.
///
/// Between two lists such words are worth little: [`crate::matching::kernel`] counts how many tasks hold them.
pub fn topics(notices: &[NoticeRow], tasks: &[TaskRow]) -> BTreeMap<String, Vec<String>> {
    let regions: BTreeMap<&str, &str> =
        notices.iter().map(|notice| (notice.notice_id.as_str(), notice.region.as_str())).collect();
    let mut lists: BTreeMap<&str, Vec<&TaskRow>> = BTreeMap::new();
    for task in tasks {
        lists.entry(&task.list_id).or_default().push(task);
    }
    let lists: Vec<(&str, Vec<&TaskRow>)> = lists.into_iter().filter(|(_, tasks)| tasks.len() >= FEWEST).collect();
    let of = |(list, tasks): &(&str, Vec<&TaskRow>)| {
        let region = regions.get(tasks[0].notice_id.as_str()).copied().unwrap_or_default();
        ((*list).to_owned(), topic(tasks, region))
    };
    let topics: Vec<(String, Vec<String>)> = lists.par_iter().map(of).collect();
    topics.into_iter().filter(|(_, topic)| !topic.is_empty()).collect()
}

fn topic(tasks: &[&TaskRow], region: &str) -> Vec<String> {
    let background = Background::built_in();
    let mut held: BTreeMap<&str, usize> = BTreeMap::new();
    for task in tasks {
        let own: BTreeSet<&str> = text::words(&task.text).into_iter().map(|word| word.text).collect();
        for word in own {
            *held.entry(word).or_default() += 1;
        }
    }
    // 洪山, 洪山区 and 武汉市洪山区 all name the place
    let is_place = |word: &str| region.contains(word) || (!region.is_empty() && word.contains(region));
    let mut words: Vec<(usize, &str)> = held
        .into_iter()
        .filter(|(word, held)| held * ONE_IN >= tasks.len() && background.document_worth(word) > TELLING)
        .filter(|(word, _)| !is_place(word))
        .map(|(word, held)| (held, word))
        .collect();
    words.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
    words.into_iter().take(MOST).map(|(_, word)| word.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(texts: &[&str], want: &[&str]) {
        let task = |text: &&str| TaskRow { list_id: "l".into(), text: (*text).to_owned(), ..TaskRow::default() };
        let tasks: Vec<TaskRow> = texts.iter().map(task).collect();
        let found = topics(&[], &tasks);
        assert_eq!(found.get("l").map_or(&[][..], Vec::as_slice), want);
    }

    #[test]
    fn words_of_a_quarter_of_the_tasks_that_tell_something() {
        let topic = ["推进区块链平台建设。", "区块链赋能制造业。", "推进改造。", "推进就业。"].repeat(2);
        check(&topic, &["区块链"]);
        check(&["推进就业。"; 8], &[]);
        // too short to have one
        check(&topic[..4], &[]);
    }
}
