//! Where the parts of a task's text were printed.
//!
//! In:  a task's text and its clauses as the tables give them, the plain text that their spans count.
//! Out: for bytes of the text the bytes of the plain text.
//! How: clauses stand in the text one behind the other, with nothing but marks and space between them. Where a task or a
//!      clause was printed as its text stands, places are exact; where the page was mended, they are the whole clause's.

use std::ops::Range;

use crate::table::schema::ClauseRow;

/// A stretch of a task's text with its place in the plain text.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Stretch {
    text: Range<u32>,
    span: Range<u32>,
    /// Printed letter by letter as the text stands.
    is_exact: bool,
}

/// The places of one task's words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Printed(Vec<Stretch>);

impl Printed {
    /// The places of a task's words in its notice's plain text, of which `span` holds the task.
    pub fn of(task: &str, span: Range<u32>, clauses: &[&ClauseRow], source: &str) -> Self {
        if source.is_empty() {
            return Self::default();
        }
        let is_exact = |text: &str, span: &Range<u32>| source.get(span.start as usize..span.end as usize) == Some(text);
        if is_exact(task, &span) {
            return Self(vec![Stretch { text: 0..task.len() as u32, span, is_exact: true }]);
        }
        let mut from = 0;
        let mut stretches = Vec::with_capacity(clauses.len());
        for clause in clauses {
            let rest = &task[from..];
            let Some(first) = clause.text.chars().next() else { continue };
            // Marks and space may stand before a clause, and none begins with one.
            let Some(start) = rest.find(first).map(|at| from + at) else { break };
            if !task[start..].starts_with(clause.text.as_str()) {
                break;
            }
            from = start + clause.text.len();
            let span = clause.span_start..clause.span_end;
            let is_exact = is_exact(&clause.text, &span);
            stretches.push(Stretch { text: start as u32..from as u32, span, is_exact });
        }
        Self(stretches)
    }

    /// Five numbers a stretch, as [`BlockRow::printed`](crate::table::schema::BlockRow::printed) holds them.
    pub fn numbers(&self) -> Vec<u32> {
        let five =
            |own: &Stretch| [own.text.start, own.text.end, own.span.start, own.span.end, u32::from(own.is_exact)];
        self.0.iter().flat_map(five).collect()
    }

    /// From five numbers a stretch; what is no five is left out.
    pub fn of_numbers(numbers: &[u32]) -> Self {
        let stretch = |five: &[u32; 5]| {
            let [start, end, span_start, span_end, exact] = *five;
            Stretch { text: start..end, span: span_start..span_end, is_exact: exact == 1 }
        };
        Self(numbers.as_chunks().0.iter().map(stretch).collect())
    }

    /// Where some bytes of the text were printed, or the clauses that hold them.
    pub fn span(&self, text: &Range<usize>) -> Option<Range<u32>> {
        let (start, end) = (text.start as u32, text.end as u32);
        let first = self.0.partition_point(|stretch| stretch.text.end <= start);
        let behind = self.0.partition_point(|stretch| stretch.text.start < end);
        let held = self.0.get(first..behind).filter(|_| start < end)?;
        let (from, to) = (held.first()?, held.last()?);
        let into = |stretch: &Stretch, at: u32| stretch.span.start + at.saturating_sub(stretch.text.start);
        let printed_start = if from.is_exact { into(from, start) } else { from.span.start };
        let printed_end = if to.is_exact { into(to, end.min(to.text.end)) } else { to.span.end };
        Some(printed_start..printed_end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(printed: &Printed, source: &str, text: &str, words: Range<usize>, want: &str) {
        let span = printed.span(&words).unwrap_or_else(|| panic!("no place of {}", &text[words.clone()]));
        assert_eq!(&source[span.start as usize..span.end as usize], want, "{}", &text[words]);
    }

    #[test]
    fn words_that_stand_twice_have_each_their_place() {
        let source = "1.新建3个,改造3个。";
        let text = &source[2..];
        let printed = Printed::of(text, 2..source.len() as u32, &[], source);
        let last = text.rfind("3个").unwrap();
        check(&printed, source, text, last..last + 4, "3个");
        assert_eq!(printed.span(&(last..last + 4)).unwrap().start as usize, source.rfind("3个").unwrap());
        assert_eq!(printed.span(&(4..4)), None);
    }

    #[test]
    fn mended_clauses_are_given_whole_and_others_exactly() {
        let source = "增长６ ％左右。 新建学校３所,改造食堂5个";
        let text = "增长6%左右。新建学校3所,改造食堂5个";
        let clause = |words: &str, printed: &str| {
            let start = source.find(printed).unwrap() as u32;
            ClauseRow {
                text: words.to_owned(),
                span_start: start,
                span_end: start + printed.len() as u32,
                ..ClauseRow::default()
            }
        };
        let clauses = [
            clause("增长6%左右", "增长６ ％左右"),
            clause("新建学校3所", "新建学校３所"),
            clause("改造食堂5个", "改造食堂5个"),
        ];
        let printed = Printed::of(text, 0..source.len() as u32, &clauses.each_ref(), source);
        let at = |words: &str| text.find(words).unwrap()..text.find(words).unwrap() + words.len();
        check(&printed, source, text, at("6%"), "增长６ ％左右");
        check(&printed, source, text, at("食堂5个"), "食堂5个");
        check(&printed, source, text, at("学校3所,改造"), "新建学校３所,改造");
        assert_eq!(Printed::of(text, 0..9, &clauses.each_ref(), "").span(&at("6%")), None);
    }
}
