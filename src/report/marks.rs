//! Words within words: where the figures and the evidence of a task stand in its text.

use std::ops::Range;

/// A piece of a text; marked pieces say why.
#[derive(Debug, PartialEq)]
pub(super) struct Piece<'a> {
    pub text: &'a str,
    pub why: Option<String>,
}

/// Cuts `text` at places, given in its order. Of one place told twice the reasons stand together; what is no place of the
/// text, or runs into the one before, is left out.
pub(super) fn marked(text: &str, places: impl Iterator<Item = (Range<usize>, String)>) -> Vec<Piece<'_>> {
    let mut pieces: Vec<Piece<'_>> = Vec::new();
    let mut done = 0..0;
    for (place, why) in places {
        let told = pieces.last_mut().and_then(|piece| piece.why.as_mut()).filter(|_| place == done);
        if let Some(told) = told {
            told.push('；');
            told.push_str(&why);
            continue;
        }
        let Some(words) = text.get(place.clone()).filter(|words| !words.is_empty() && place.start >= done.end) else {
            continue;
        };
        if place.start > done.end {
            pieces.push(Piece { text: &text[done.end..place.start], why: None });
        }
        pieces.push(Piece { text: words, why: Some(why) });
        done = place;
    }
    if done.end < text.len() {
        pieces.push(Piece { text: &text[done.end..], why: None });
    }
    pieces
}

/// A clause with some of the words before and after it.
#[derive(Debug, PartialEq)]
pub(super) struct Excerpt {
    pub before: String,
    pub clause: String,
    pub after: String,
}

/// The surroundings of `clause` in `text`, some `room` characters to either side. Without the clause, the beginning.
pub(super) fn excerpt(text: &str, clause: &str, room: usize) -> Excerpt {
    let clause = clause.trim_matches(['。', '；', ';', ' ']);
    let Some(at) = (!clause.is_empty()).then(|| text.find(clause)).flatten() else {
        return Excerpt { before: shorten(text, 2 * room), clause: String::new(), after: String::new() };
    };
    let (before, after) = (&text[..at], &text[at + clause.len()..]);
    let skipped = before.chars().count().saturating_sub(room);
    let mut head: String = before.chars().skip(skipped).collect();
    if skipped > 0 {
        head.insert(0, '…');
    }
    Excerpt { before: head, clause: clause.to_owned(), after: shorten(after, room) }
}

/// The first `most` characters.
pub(super) fn shorten(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_marked_at_their_places() {
        let check = |text: &str, places: &[Range<usize>], want: &[(&str, Option<&str>)]| {
            let numbered = places.iter().cloned().zip(1..).map(|(place, number)| (place, number.to_string()));
            let pieces = marked(text, numbered);
            let pieces: Vec<_> = pieces.iter().map(|piece| (piece.text, piece.why.as_deref())).collect();
            assert_eq!(pieces, want);
        };
        let text = "新建3个、改造3个。";
        let figures = [6..10, 19..23];
        check(
            text,
            &figures,
            &[("新建", None), ("3个", Some("1")), ("、改造", None), ("3个", Some("2")), ("。", None)],
        );
        // One figure may say two things; what is no place of the text is left out.
        let odd = [6..10, 6..10, 8..19, 19..23, 20..99];
        check(text, &odd, &[("新建", None), ("3个", Some("1；2")), ("、改造", None), ("3个", Some("4")), ("。", None)]);
        check("新建3个", &[0..10, 0..0], &[("新建3个", Some("1"))]);
        check("", &[0..0, 0..3], &[]);
    }

    #[test]
    fn excerpts_keep_the_clause() {
        let text = "一二三四五六,新建公园,七八九十。";
        let want = |before: &str, clause: &str, after: &str| Excerpt {
            before: before.to_owned(),
            clause: clause.to_owned(),
            after: after.to_owned(),
        };
        assert_eq!(excerpt(text, "新建公园。", 3), want("…五六,", "新建公园", ",七八…"));
        assert_eq!(excerpt(text, "没有", 3), want("一二三四五六…", "", ""));
        assert_eq!(excerpt(text, "", 50), want(text, "", ""));
    }
}
