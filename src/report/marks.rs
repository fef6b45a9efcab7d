//! Words within words: where the evidence of a match stands in a task's text.

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
