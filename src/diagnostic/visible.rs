//! What a terminal or page may show: characters that steer it made visible, lines cut to a width.

use std::borrow::Cow;
use std::ops::Range;

use unicode_width::UnicodeWidthChar;

/// Columns kept on each side of a word in a line that is too long.
const AROUND: usize = 40;

/// The text on one line, without a character that steers the terminal or turns the order of the others round.
pub fn visible(text: &str) -> String {
    text.chars().map(shown).collect()
}

/// The text as it stands, but for characters that steer what shows it; lines stay lines.
pub fn visible_lines(text: &str) -> Cow<'_, str> {
    let stays = |c: char| matches!(c, '\n' | '\t') || !steers(c);
    if text.chars().all(stays) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| if stays(c) { c } else { shown(c) }).collect())
}

/// Whether a character steers what shows it, or is not seen.
pub(crate) fn steers(c: char) -> bool {
    shown(c) != c
}

/// One character for one character, so that columns stay.
pub(crate) fn shown(c: char) -> char {
    match c {
        '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => ' ',
        // Unicode has a picture of each control character.
        '\0'..='\u{1f}' => char::from_u32(0x2400 + c as u32).unwrap_or('\u{fffd}'),
        '\u{7f}' => '\u{2421}',
        c if c.is_control() => '\u{fffd}',
        // Marks of direction, characters without width, annotations and tags.
        '\u{ad}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}' => '\u{fffd}',
        c => c,
    }
}

/// Columns that a text takes in a terminal.
pub(super) fn columns(text: &str) -> usize {
    text.chars().map(width).sum()
}

/// Columns of the character that is shown for this one.
fn width(c: char) -> usize {
    shown(c).width().unwrap_or(1)
}

/// At most this many columns of a text, with `…` where something was cut.
pub(super) fn shorten(text: &str, most: usize) -> String {
    let end = head(text, most);
    if end == text.len() {
        return visible(text);
    }
    visible(&text[..head(text, most.saturating_sub(1))]) + "…"
}

/// A part of a line that fits a terminal, with a word in it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Window {
    pub(super) text: String,
    /// Bytes of [`Window::text`].
    pub(super) word: Range<usize>,
}

/// Cuts a line to a width round a word: the line itself where it fits, else some columns on each side and `…` where
/// something was cut. A word that is too long is cut at its end.
pub(super) fn window(line: &str, word: Range<usize>, most: usize) -> Window {
    let (before, rest) = line.split_at(word.start);
    let (word, after) = rest.split_at(word.end - word.start);
    let before = before.trim_start();
    let (n_before, n_word, n_after) = (tail(before, most), head(word, most), head(after, most));
    let sides = [columns(&before[n_before..]), columns(&word[..n_word]), columns(&after[..n_after])];
    let fits = n_before == 0 && n_word == word.len() && n_after == after.len() && sides.iter().sum::<usize>() <= most;
    let (before, word, after, cut_before, cut_after) = if fits {
        (before, word, after, false, false)
    } else {
        // One column on each side is the ellipsis.
        let most = most.saturating_sub(2).max(2);
        let [before_columns, word_columns, after_columns] = sides;
        let near = before_columns.min(AROUND / 2) + after_columns.min(AROUND / 2);
        let shown = &word[..head(word, word_columns.min(most.saturating_sub(near).max(most / 2)))];
        let left = most - columns(shown).min(most);
        let is_whole = shown.len() == word.len();
        let right_wanted = if is_whole { after_columns.min(AROUND) } else { 0 };
        let from = tail(before, AROUND.min(left.saturating_sub(right_wanted).max(left / 2)));
        let right = AROUND.min(left.saturating_sub(columns(&before[from..])));
        let to = if is_whole { head(after, right) } else { 0 };
        (&before[from..], shown, &after[..to], from > 0, !is_whole || to < after.len())
    };
    let mut text = String::new();
    if cut_before {
        text.push('…');
    }
    text.push_str(&visible(before));
    let start = text.len();
    text.push_str(&visible(word));
    let end = text.len();
    text.push_str(&visible(after));
    if cut_after {
        text.push('…');
    }
    Window { text, word: start..end }
}

/// Bytes of the longest head that takes at most this many columns.
fn head(text: &str, most: usize) -> usize {
    last_fitting(text.char_indices(), most).map_or(0, |(at, c)| at + c.len_utf8())
}

/// Where the longest tail starts that takes at most this many columns.
fn tail(text: &str, most: usize) -> usize {
    last_fitting(text.char_indices().rev(), most).map_or(text.len(), |(at, _)| at)
}

/// The last character that fits. Those without width are counted too, so that no heap of them is endless.
fn last_fitting(chars: impl Iterator<Item = (usize, char)>, most: usize) -> Option<(usize, char)> {
    let mut columns = 0;
    chars
        .take(4 * most)
        .take_while(|(_, c)| {
            columns += width(*c);
            columns <= most
        })
        .last()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, word: &str, most: usize, want: &str, want_word: &str) {
        let at = line.find(word).unwrap();
        let got = window(line, at..at + word.len(), most);
        assert_eq!((got.text.as_str(), &got.text[got.word.clone()]), (want, want_word));
        assert!(columns(&got.text) <= most, "{want}");
    }

    #[test]
    fn lines_are_cut_round_the_word() {
        check("新增学位900个", "学位", 40, "新增学位900个", "学位");
        check("\u{3000}\u{3000}新增学位900个", "学位", 13, "新增学位900个", "学位");
        check("甲乙丙丁戊己庚辛壬癸", "戊", 10, "…丁戊己庚…", "戊");
        check("甲乙丙丁戊己庚辛壬癸", "甲", 10, "甲乙丙丁…", "甲");
        check("甲乙丙丁戊己庚辛壬癸", "癸", 10, "…庚辛壬癸", "癸");
        check("甲乙丙丁戊己庚辛壬癸", "甲乙丙丁戊己庚辛壬", 10, "甲乙丙…", "甲乙丙");
        check("abc甲乙丙丁戊己庚辛壬癸", "丙", 9, "…乙丙丁…", "丙");
    }

    #[test]
    fn a_long_line_keeps_forty_columns_on_each_side() {
        let line = format!("{}词{}", "前".repeat(9_999), "后".repeat(9_999));
        let at = 9_999 * 3;
        let got = window(&line, at..at + 3, 200);
        assert_eq!(got.text, format!("…{}词{}…", "前".repeat(20), "后".repeat(20)));
        let got = window(&line, 0..line.len(), 80);
        assert_eq!((columns(&got.text), got.word.start), (79, 0));
    }

    #[test]
    fn characters_without_width_do_not_pile_up() {
        let line = format!("词{}", "\u{301}".repeat(50_000));
        assert!(window(&line, 0..3, 80).text.len() < 2_000);
        assert!(shorten(&line, 80).len() < 2_000);
    }

    #[test]
    fn what_steers_a_terminal_is_shown_as_a_character() {
        for (text, want) in [
            ("红\u{1b}[31m字", "红␛[31m字"),
            ("反\u{202e}转", "反\u{fffd}转"),
            ("一\r\n二\t三", "一  二 三"),
            ("铃\u{7}\u{9b}1m", "铃␇\u{fffd}1m"),
            ("平常，“文字”", "平常，“文字”"),
        ] {
            assert_eq!(visible(text), want);
            assert_eq!(text.chars().count(), want.chars().count());
        }
    }
}
