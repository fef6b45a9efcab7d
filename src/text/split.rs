//! Where a task's words are parted: sentences, and the pieces between commas that commit to one thing each.

use std::ops::Range;

/// The parts between 。 and ；, without their closing mark; bytes of `text`.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    split(text, |c| matches!(c, '。' | '；' | ';' | '！' | '!' | '？' | '?' | '\n'))
}

/// The parts between commas; `新建绿道5公里、公园3个` is two, because each part counts something; bytes of `text`.
pub fn pieces(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for piece in split(text, is_stop) {
        let mut start = piece.start;
        for (at, mark) in text[piece.clone()].match_indices('、') {
            let at = piece.start + at;
            let next = text[at + mark.len()..piece.end].split('、').next().unwrap_or("");
            if counts(&text[start..at]) && counts(next) {
                push(&mut found, text, start..at);
                start = at + mark.len();
            }
        }
        push(&mut found, text, start..piece.end);
    }
    found
}

fn is_stop(c: char) -> bool {
    matches!(c, '。' | '；' | ';' | '！' | '!' | '？' | '?' | '\n' | '，' | ',' | '：' | ':')
}

/// Whether a part holds a figure that stands behind words, as an amount does.
fn counts(part: &str) -> bool {
    part.chars().skip(1).any(|c| c.is_ascii_digit()) && !part.is_ascii()
}

fn split(text: &str, is_stop: fn(char) -> bool) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let bytes = text.as_bytes();
    for (at, c) in text.char_indices() {
        if !is_stop(c) {
            continue;
        }
        // the comma of 12,000 parts nothing
        let digit = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
        if c == ',' && digit(at.checked_sub(1)) && digit(Some(at + 1)) && !digit(Some(at + 4)) && digit(Some(at + 3)) {
            continue;
        }
        push(&mut found, text, start..at);
        start = at + c.len_utf8();
    }
    push(&mut found, text, start..text.len());
    found
}

/// Adds a range without white space at its ends, unless nothing is left.
fn push(found: &mut Vec<Range<usize>>, text: &str, range: Range<usize>) {
    let part = &text[range.clone()];
    let trimmed = part.trim();
    if !trimmed.is_empty() {
        let start = range.start + (part.len() - part.trim_start().len());
        found.push(start..start + trimmed.len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, want: &[&str]) {
        let found: Vec<_> = pieces(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, want);
    }

    #[test]
    fn pieces_commit_to_one_thing() {
        check("新改建绿道100公里、各类公园100个。", &["新改建绿道100公里", "各类公园100个"]);
        check("完善养老、助残等保障,建成12个中心;推进3项", &["完善养老、助残等保障", "建成12个中心", "推进3项"]);
        check("筹集资金12,000万元,完成", &["筹集资金12,000万元", "完成"]);
        check("一、二、三", &["一、二、三"]);
        check("、,、。", &["、", "、"]);
        check(" ", &[]);
    }

    #[test]
    fn sentences_end_at_full_stops() {
        let text = "做实A,推进B。落实C；D";
        let found: Vec<_> = sentences(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ["做实A,推进B", "落实C", "D"]);
    }
}
