//! Words within words: where the figures and the evidence of a task stand in its text.

/// A piece of a text; marked pieces say why.
#[derive(Debug, PartialEq)]
pub(super) struct Piece<'a> {
    pub text: &'a str,
    pub why: Option<String>,
}

/// Cuts `text` at the needles, each looked for behind the one before it. One that is not there is left out: the page
/// shows the mended words, which can differ from the printed ones.
pub(super) fn marked<'a>(text: &'a str, needles: impl Iterator<Item = (&'a str, String)>) -> Vec<Piece<'a>> {
    let mut pieces = Vec::new();
    let mut done = 0;
    for (needle, why) in needles.filter(|(needle, _)| !needle.is_empty()) {
        let Some(at) = text[done..].find(needle) else { continue };
        if at > 0 {
            pieces.push(Piece { text: &text[done..done + at], why: None });
        }
        done += at + needle.len();
        pieces.push(Piece { text: &text[done - needle.len()..done], why: Some(why) });
    }
    if done < text.len() {
        pieces.push(Piece { text: &text[done..], why: None });
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
    fn figures_are_marked_in_order() {
        let check = |text: &str, needles: &[&str], want: &[(&str, bool)]| {
            let pieces = marked(text, needles.iter().map(|needle| (*needle, String::new())));
            let pieces: Vec<_> = pieces.iter().map(|piece| (piece.text, piece.why.is_some())).collect();
            assert_eq!(pieces, want);
        };
        check(
            "新建3个、改造3个。",
            &["3个", "3个"],
            &[("新建", false), ("3个", true), ("、改造", false), ("3个", true), ("。", false)],
        );
        check("新建3个", &["9个", "", "3个"], &[("新建", false), ("3个", true)]);
        check("", &["3个"], &[]);
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
