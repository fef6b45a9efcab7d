//! Clauses: the parts of a task that commit to one thing.
//!
//! In:  a task's words. Out: one [`Clause`] a part, in printed order.

use std::ops::Range;

use super::Clause;
use super::han::is_han;
use crate::source::traced::Traced;

/// Splits a task into clauses: at full stops and semicolons, and at commas where both sides can stand alone.
pub(super) fn clauses(words: &Traced) -> Vec<Clause> {
    let clause =
        |range: Range<usize>| Clause { text: words.shown_at(range.clone()), span: words.span(range.clone()), range };
    clause_ranges(words.scan()).into_iter().map(clause).collect()
}

/// The clauses of a task's text, as bytes of it; see [`Clause`].
pub fn clause_ranges(text: &str) -> Vec<Range<usize>> {
    /// Below this many Chinese characters a part is read together with the next: shorter ones rarely name a commitment.
    const SHORTEST: usize = 8;
    let ahead = han_ahead(text);
    let mut cuts = Vec::new();
    let mut depth = 0i32;
    let mut from = 0;
    let mut han = 0;
    for ((at, c), ahead) in text.char_indices().zip(ahead) {
        match c {
            '“' | '(' | '（' | '《' | '<' | '[' => depth += 1,
            '”' | ')' | '）' | '》' | '>' | ']' => depth = (depth - 1).max(0),
            _ => {}
        }
        let end = at + c.len_utf8();
        let long = han >= SHORTEST;
        han += usize::from(is_han(c));
        let cut = match c {
            '。' | '!' | '！' | '?' | '？' => true,
            ';' | '；' => depth == 0 || long,
            ',' | '，' => depth == 0 && long && ahead >= SHORTEST / 2,
            _ => false,
        };
        if cut {
            cuts.push(from..end);
            from = end;
            depth = 0;
            han = 0;
        }
    }
    cuts.push(from..text.len());
    cuts.into_iter().map(|range| trim(text, range)).filter(|range| !range.is_empty()).collect()
}

/// How many Chinese characters follow each character of a text before the next stop.
fn han_ahead(scan: &str) -> Vec<usize> {
    let mut ahead = 0;
    let mut out: Vec<usize> = scan
        .chars()
        .rev()
        .map(|c| {
            let own = ahead;
            ahead = if matches!(c, '。' | ';' | '；' | '!' | '！') { 0 } else { ahead + usize::from(is_han(c)) };
            own
        })
        .collect();
    out.reverse();
    out
}

fn trim(scan: &str, range: Range<usize>) -> Range<usize> {
    let is_mark = |c: char| c.is_whitespace() || matches!(c, ',' | '，' | ';' | '；' | '。' | '!' | '！');
    let text = &scan[range.clone()];
    let start = range.start + (text.len() - text.trim_start_matches(is_mark).len());
    let end = range.start + text.trim_end_matches(is_mark).len();
    start..end.max(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clauses_end_where_both_sides_can_stand_alone() {
        let check = |text: &str, want: &[&str]| {
            let got = clauses(&Traced::plain(text));
            assert_eq!(got.iter().map(|clause| clause.text.as_str()).collect::<Vec<_>>(), want);
        };
        check("新建学校三所,其中小学两所。改造食堂5个", &["新建学校三所,其中小学两所", "改造食堂5个"]);
        check("新增城镇就业岗位三千个,培训技能人才两百人", &["新增城镇就业岗位三千个", "培训技能人才两百人"]);
        // Commas without words between them part nothing.
        check(&format!("新增学位{}", "1,".repeat(40)), &[&format!("新增学位{}1", "1,".repeat(39))]);
    }
}
