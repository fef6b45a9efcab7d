//! Names in quotation marks: programmes and slogans that two texts share by more than chance.

use std::ops::Range;

/// Longest name, in characters; longer quotations are sentences.
const LONGEST: usize = 14;

/// The words inside quotation marks and title marks, without the marks; bytes of `text`, in order.
///
/// Straight marks open and close in turn. What is longer than 14 characters, shorter than two, or holds a comma or a full
/// stop is no name.
pub fn quoted(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut open: Option<(char, usize)> = None;
    for (at, c) in text.char_indices() {
        let after = at + c.len_utf8();
        match (c, open) {
            ('"', Some(('"', start))) => {
                keep(&mut found, text, start..at);
                open = None;
            }
            ('“' | '‘' | '《' | '「' | '"', _) => open = Some((c, after)),
            ('”' | '’' | '》' | '」', Some((_, start))) => {
                keep(&mut found, text, start..at);
                open = None;
            }
            _ => {}
        }
    }
    found
}

fn keep(found: &mut Vec<Range<usize>>, text: &str, range: Range<usize>) {
    let name = &text[range.clone()];
    let length = name.chars().count();
    let telling = name.chars().filter(|c| c.is_alphanumeric()).count();
    if telling >= 2 && length <= LONGEST && !name.contains(['，', ',', '。', '；', ';', '：', ':']) {
        found.push(range);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, want: &[&str]) {
        let found: Vec<_> = quoted(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, want);
    }

    #[test]
    fn names_stand_in_marks() {
        check("推行“一网通办”“一窗通办”", &["一网通办", "一窗通办"]);
        check("用好\"乐享洪福\"平台,开展\"双千\"活动", &["乐享洪福", "双千"]);
        check("落实《湖北省条例》", &["湖北省条例"]);
    }

    #[test]
    fn sentences_and_single_characters_are_no_names() {
        check("坚持以“用”为导向", &[]);
        check("“坚持人民至上,一切为了人民”", &[]);
        check("“没有关上", &[]);
        check("没有打开”", &[]);
    }
}
