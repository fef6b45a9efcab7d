//! Text: from a task's words to the terms that likeness is made of.
//!
//! In:  a text as the notice prints it.
//! Out: [`words`] with their places, [`quoted`] names.
//! Not here: what a term is worth; that is [`crate::matching::kernel`]'s.
//!
//! Numbers, dates and amounts are no words: they are taken out before the segmenter sees the text, because it would tear
//! `3.5万人` apart. The segmenter runs without its model for unknown words, which invents words out of names.

mod quote;

use std::sync::{PoisonError, RwLock};

use jieba_rs::Jieba;
use rustc_hash::FxHashSet;

use crate::lexicon::{self, Lexicons, WORDS};

pub use quote::quoted;

/// Words that the segmenter kept whole where the vectors of [`crate::matching::kernel`] were learnt, in the order in which it got
/// them; other words would have no vector.
const LEARNT: &str = include_str!("../../datasets/matching/words.txt");

/// The segmenter with the words of `words.txt` and of each `words.tsv` that is read with: it loads when the first text is cut,
/// which takes a good part of a second and 60 MB.
static JIEBAS: RwLock<Vec<(Lexicons, Jieba)>> = RwLock::new(Vec::new());

fn load() -> Jieba {
    let mut jieba = Jieba::new();
    let own = lexicon::rows(WORDS).into_iter().filter_map(|row| row.first().copied());
    let mut known = FxHashSet::default();
    for word in LEARNT.lines().chain(own).filter(|word| !word.is_empty()) {
        // a word that comes twice would be given another frequency
        if known.insert(word) {
            jieba.add_word(word, None, None);
        }
    }
    jieba
}

/// Calls with the segmenter. Whoever cut while it was written cannot have left it half made.
fn with_jieba<T>(mut call: impl FnMut(&Jieba) -> T) -> T {
    let lexicons = Lexicons::current();
    loop {
        let jiebas = JIEBAS.read().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, jieba)) = jiebas.iter().find(|(of, _)| *of == lexicons) {
            return call(jieba);
        }
        drop(jiebas);
        let mut jiebas = JIEBAS.write().unwrap_or_else(PoisonError::into_inner);
        if jiebas.iter().all(|(of, _)| *of != lexicons) {
            jiebas.push((lexicons, load()));
        }
    }
}

/// One word and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word<'a> {
    pub text: &'a str,
    /// First byte in the text that was cut.
    pub start: usize,
}

impl Word<'_> {
    /// One past the last byte.
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

/// Loads the dictionary, so that the first text is not slower than the others.
pub fn warm_up() {
    with_jieba(|_| ());
}

/// Gives the dictionary's memory back, where no text is to be cut any more; it would load again.
pub fn release() {
    let lexicons = Lexicons::current();
    JIEBAS.write().unwrap_or_else(PoisonError::into_inner).retain(|(of, _)| *of != lexicons);
}

/// The words of two characters or more, in order. Numbers and what counts them are left out; names with letters stay
/// whole (`5G`, `PM2.5`).
pub fn words(text: &str) -> Vec<Word<'_>> {
    let mut found = Vec::with_capacity(text.len() / 6);
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let Some(first) = rest.chars().next() else { break };
        let len = if first.is_ascii_alphanumeric() {
            let len = token_len(rest);
            let token = &rest[..len];
            if token.bytes().any(|b| b.is_ascii_alphabetic()) {
                if len > 1 {
                    found.push(Word { text: token, start: at });
                }
                len
            } else {
                len + amount_len(&rest[len..])
            }
        } else if is_han(first) {
            let len = rest.find(|c| !is_han(c)).unwrap_or(rest.len());
            with_jieba(|jieba| {
                let tokens = jieba.cut(&rest[..len], false).into_iter();
                let long = tokens.filter(|token| token.word.len() > first.len_utf8());
                found.extend(long.map(|token| Word { text: token.word, start: at + token.byte_start }));
            });
            len
        } else {
            first.len_utf8()
        };
        at += len;
    }
    found
}

/// Length of a run of letters and digits, dots and hyphens only between them.
fn token_len(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut end = 0;
    while end < bytes.len() {
        let inner = matches!(bytes[end], b'.' | b'-') && bytes.get(end + 1).is_some_and(u8::is_ascii_alphanumeric);
        if !bytes[end].is_ascii_alphanumeric() && !inner {
            break;
        }
        end += 1;
    }
    end
}

/// Length of what follows a number and belongs to it: `万`, `余`, `%`.
fn amount_len(text: &str) -> usize {
    text.find(|c| {
        !matches!(c, '万' | '亿' | '千' | '百' | '多' | '余' | '%' | '％' | '年' | '月' | '日' | '—' | '-' | '~')
    })
    .unwrap_or(text.len())
}

/// Whether a character belongs to a Chinese word.
fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Whether a character counts for likeness by characters: no punctuation, no white space, no digit.
pub fn is_telling(c: char) -> bool {
    is_han(c) || c.is_ascii_alphabetic()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, want: &str) {
        let found: Vec<_> = words(text).iter().map(|word| word.text).collect();
        assert_eq!(found.join(" "), want, "{text}");
        for word in words(text) {
            assert_eq!(&text[word.start..word.end()], word.text);
        }
    }

    #[test]
    fn numbers_are_no_words() {
        check("城镇新增就业2.4万人以上", "城镇新增就业 以上");
        check("2025年1月20日前", "");
        check("增长6%左右", "增长 左右");
    }

    #[test]
    fn names_with_letters_stay_whole() {
        check("新建5G基站,PM2.5下降", "新建 5G 基站 PM2.5 下降");
        check("5G+工业互联网", "5G 工业互联网");
    }

    #[test]
    fn domain_words_are_not_torn() {
        check("深入推进扫黑除恶", "深入 推进 扫黑除恶");
        check("完成260个老旧小区改造", "完成 老旧小区改造");
    }

    #[test]
    fn odd_texts_do_not_fail() {
        for text in ["", "。", "1.", ".5", "a", "—", "𠮷野家", "5", "\u{feff}x", "１２万"] {
            words(text);
        }
    }
}
