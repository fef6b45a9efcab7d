//! Items: marked lines with what belongs to them.
//!
//! In:  one line, or one cell of a table.
//! Out: an [`Item`]: a mark, words, names.
//! Not here: what several lines make together ([`super::gather`]).

use super::han::is_han;
use super::line::{Family, Line, Marker};
use super::name::Named;
use super::{Problem, Role, assignment, role, verb};
use crate::source::traced::Traced;

/// A marked line with what belongs to it.
#[derive(Debug, Clone)]
pub(super) struct Item {
    pub(super) marker: Option<Marker>,
    /// The mark as printed, for headings.
    pub(super) printed: String,
    pub(super) words: Traced,
    pub(super) named: Named,
    pub(super) line: usize,
    /// Whether it came from a grid: a row is a task whatever it looks like.
    pub(super) row: bool,
    /// Section that a grid's own column names.
    pub(super) section: Option<String>,
    /// The marks of the lines below it that hold its units under labels: `(一)责任领导:…`, `(二)责任单位:…`.
    pub(super) labelled: Option<Family>,
    /// Whether it has its units from a line that stands below its siblings.
    pub(super) shared: bool,
    /// Whether it ends in a bracket of duties whose names were not read: it is a task all the same.
    pub(super) unread: bool,
}

impl Item {
    /// An item without a mark.
    pub(super) fn of(words: Traced, named: Named, line: usize) -> Self {
        Self {
            marker: None,
            printed: String::new(),
            words,
            named,
            line,
            row: false,
            section: None,
            labelled: None,
            shared: false,
            unread: false,
        }
    }

    pub(super) fn has_units(&self) -> bool {
        !self.named.names.is_empty()
    }

    /// Whether it names people who lead and no office.
    pub(super) fn only_leaders(&self) -> bool {
        self.has_units() && self.named.names.iter().all(|name| name.role == Some(Role::Leader))
    }

    pub(super) fn family(&self) -> Option<Family> {
        self.marker.as_ref().map(|marker| marker.family)
    }

    pub(super) fn han(&self) -> usize {
        self.words.scan().chars().filter(|c| is_han(*c)).count()
    }
}

/// The mark of a line. Digits before a word count as a mark only where the order bears it out.
pub(super) fn marker(scan: &str, last: u32, previous: Option<&Item>, following: &[Line]) -> (Option<Marker>, usize) {
    match Marker::split(scan) {
        Some((marker, at)) if marker.bare => {
            let alone = at >= scan.len();
            let next = marker.value == last + 1 || marker.value == 1;
            let near = marker.value > last && marker.value <= last + 3;
            // Jumping numbers: one department's extract of a longer list prints each number on a line of its own.
            let jumps = alone && marker.value > last && marker.value < 1000;
            let open = previous.is_some_and(|item| item.words.scan().ends_with([',', '、']));
            // A list that begins at a higher number: the lines below count on.
            let chain = following.iter().take(6).any(|line| {
                Marker::split(line.scan())
                    .is_some_and(|(other, _)| other.family == Family::Arabic && other.value == marker.value + 1)
            });
            if (next || near || jumps || chain && marker.value > last) && !open {
                (Some(marker), at)
            } else {
                (None, 0)
            }
        }
        Some((marker, at)) => (Some(marker), at),
        None => (None, 0),
    }
}

/// Takes a line's words and names apart.
pub(super) fn item(body: &Traced, line: usize, problems: &mut Vec<Problem>) -> Item {
    let split = role::split(body, problems);
    let named = assignment::names_of(body, &split, problems);
    let mut words = Traced::default();
    for range in split.words {
        words.append(&body.slice(range));
    }
    // Marks left over from a bracket that was cut.
    let words = trim_words(&words);
    let unread = named.names.is_empty() && verb::ends_in_duty(words.scan());
    Item { unread, ..Item::of(words, named, line) }
}

fn trim_words(words: &Traced) -> Traced {
    let words = words.trim();
    let scan = words.scan();
    let mut end = scan.trim_end_matches(['(', '[', '〔', '<', ' ', ',']).len();
    // `。。` and `。)` behind a cut bracket.
    let count = |mark: char| scan[..end].chars().filter(|c| *c == mark).count();
    let (opened, mut closed) = (count('('), count(')'));
    while closed > opened && scan[..end].ends_with(')') {
        end -= 1;
        closed -= 1;
    }
    if scan[..end].ends_with("。。") {
        end -= "。".len();
    }
    let start = scan.len() - scan.trim_start_matches([',', ';', '。', ':', ' ']).len();
    words.slice(start.min(end)..end).trim()
}

pub(super) fn is_heading_like(item: &Item) -> bool {
    !item.has_units() && item.han() <= 22 && !item.words.scan().ends_with(['。', ';'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_left_over_from_a_bracket_go() {
        let check = |text: &str, want: &str| assert_eq!(trim_words(&Traced::plain(text)).scan(), want);
        check("新建学校(含2所小学)。)", "新建学校(含2所小学)。");
        check(&format!("新建学校{}", ")".repeat(50)), "新建学校");
        check(",新建学校。。", "新建学校。");
    }
}
