//! One text, character by character, folded so that every printed form of a mark reads alike.

use std::ops::Range;

use super::words::{Class, Classes, Hits, Op};

/// A text with its characters folded one for one; positions are characters unless they say bytes.
pub(super) struct Line<'a> {
    text: &'a str,
    /// Folded: half-width ASCII, one dash, one tilde.
    pub(super) chars: Vec<char>,
    /// Byte where each character begins, and the length of the text last.
    at: Vec<usize>,
    /// Inside quotation marks or a book title.
    quoted: Vec<bool>,
    /// For a closing bracket or quotation mark: where it was opened.
    partner: Vec<Option<usize>>,
    /// For every position where its clause begins and ends, and where its sentence begins.
    clauses: Vec<usize>,
    clause_ends: Vec<usize>,
    sentences: Vec<usize>,
    /// The whole text stands in title marks: a deed printed as 《新增幼儿园学位900个》.
    titled: bool,
    /// The words of the lexicon in it.
    hits: Hits,
}

/// A quotation longer than this many characters is no name.
const LONGEST_NAME: usize = 40;

/// Words further away than this many characters say nothing about a figure.
const REACH: usize = 160;

fn fold(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => fold(char::from_u32(u32::from(c) - 0xfee0).unwrap_or(' ')),
        '\u{3000}' | '\u{a0}' => ' ',
        '—' | '–' | '−' | '‐' | '‑' | '―' | '─' => '-',
        '∼' | '〜' => '~',
        '﹪' | '℅' => '%',
        '〔' | '【' | '[' => '(',
        '〕' | '】' | ']' => ')',
        '「' | '『' => '“',
        '」' | '』' => '”',
        _ => c,
    }
}

impl<'a> Line<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let mut chars = Vec::with_capacity(text.len() / 2);
        let mut at = Vec::with_capacity(text.len() / 2 + 1);
        for (byte, c) in text.char_indices() {
            chars.push(fold(c));
            at.push(byte);
        }
        at.push(text.len());
        let mut quoted = vec![false; chars.len()];
        let mut partner = vec![None; chars.len()];
        let mut open: Vec<(usize, char)> = Vec::new();
        let mut straight: Option<usize> = None;
        for (position, c) in chars.iter().enumerate() {
            match c {
                '“' | '‘' | '《' | '(' | '〈' => open.push((position, *c)),
                '”' | '’' | '》' | ')' | '〉' => {
                    let wanted = match c {
                        '”' => '“',
                        '’' => '‘',
                        '》' => '《',
                        '〉' => '〈',
                        _ => '(',
                    };
                    if let Some(index) = open.iter().rposition(|(_, mark)| *mark == wanted) {
                        let start = open[index].0;
                        open.truncate(index);
                        partner[position] = Some(start);
                        if wanted != '(' && position - start <= LONGEST_NAME {
                            quoted[start..=position].fill(true);
                        }
                    }
                }
                '"' => match straight.take() {
                    Some(start) => {
                        partner[position] = Some(start);
                        if position - start <= LONGEST_NAME {
                            quoted[start..=position].fill(true);
                        }
                    }
                    None => straight = Some(position),
                },
                '\n' => {
                    open.clear();
                    straight = None;
                }
                _ => {}
            }
        }
        let (clauses, clause_ends, sentences) = (Vec::new(), Vec::new(), Vec::new());
        let hits = Hits::of(&chars);
        let last = (0..chars.len()).rev().find(|here| !matches!(chars[*here], '。' | ' ' | ';'));
        let titled = chars.first() == Some(&'《') && last.is_some_and(|last| partner[last] == Some(0));
        let mut line = Self { text, chars, at, quoted, partner, clauses, clause_ends, sentences, titled, hits };
        line.divide();
        line
    }

    pub(super) fn len(&self) -> usize {
        self.chars.len()
    }

    pub(super) fn get(&self, position: usize) -> Option<char> {
        self.chars.get(position).copied()
    }

    /// The character before `position`, blanks skipped.
    pub(super) fn before(&self, position: usize) -> Option<char> {
        self.chars[..position].iter().rev().find(|c| **c != ' ').copied()
    }

    /// The printed words of a range of characters.
    pub(super) fn words(&self, range: Range<usize>) -> &'a str {
        &self.text[self.bytes(range)]
    }

    pub(super) fn bytes(&self, range: Range<usize>) -> Range<usize> {
        self.at[range.start]..self.at[range.end.max(range.start)]
    }

    /// Bytes of the text.
    pub(super) fn len_bytes(&self) -> usize {
        self.text.len()
    }

    /// The text between two bytes.
    pub(super) fn between(&self, start: usize, end: usize) -> &'a str {
        self.text.get(start..end).unwrap_or("")
    }

    pub(super) fn is_quoted(&self, position: usize) -> bool {
        self.quoted.get(position).copied().unwrap_or(false)
    }

    pub(super) fn partner(&self, position: usize) -> Option<usize> {
        self.partner.get(position).copied().flatten()
    }

    pub(super) fn skip_blanks(&self, mut position: usize) -> usize {
        while self.get(position) == Some(' ') {
            position += 1;
        }
        position
    }

    /// End of the longest word of some classes that stands at `position`.
    pub(super) fn any_at(&self, position: usize, classes: impl Into<Classes>) -> Option<usize> {
        self.hits.at(position, usize::MAX, classes.into())
    }

    /// End of the longest such word that stands at `position` and ends by `stop`.
    pub(super) fn any_within(&self, position: usize, stop: usize, classes: impl Into<Classes>) -> Option<usize> {
        self.hits.at(position, stop, classes.into())
    }

    /// Start of the longest such word that ends at `position`.
    pub(super) fn any_before(&self, position: usize, classes: impl Into<Classes>) -> Option<usize> {
        self.hits.ending(position.min(self.len()), classes.into())
    }

    /// First place of any such word within a range.
    pub(super) fn find(&self, range: Range<usize>, classes: impl Into<Classes>) -> Option<usize> {
        self.hits.find(range, classes.into())
    }

    /// The last place within a range where any such word begins.
    pub(super) fn last(&self, range: Range<usize>, classes: impl Into<Classes>) -> Option<usize> {
        self.hits.last(range, classes.into())
    }

    /// Whether the words of a range are such a word, no more and no less.
    pub(super) fn is(&self, range: Range<usize>, classes: impl Into<Classes>) -> bool {
        self.hits.at(range.start, range.end, classes.into()) == Some(range.end)
    }

    /// The bound word at `position`, or of class `bound_before` the one that ends there.
    pub(super) fn bound(&self, position: usize, class: Class) -> Option<(Range<usize>, Op)> {
        self.hits.bound(position, class)
    }

    /// Whether the characters of a range belong to a longer word that means something else: the 近 of 附近.
    pub(super) fn is_swallowed(&self, range: Range<usize>) -> bool {
        self.hits.is_swallowed(range)
    }

    /// Whether one of `marks` stands within a range.
    pub(super) fn has(&self, range: Range<usize>, marks: &[char]) -> bool {
        self.chars[range].iter().any(|c| marks.contains(c))
    }

    pub(super) fn is_all_titled(&self) -> bool {
        self.titled
    }

    /// Where the clause of `position` begins: behind the last mark, brackets and quotations skipped.
    pub(super) fn clause_start(&self, position: usize) -> usize {
        self.clauses[position.min(self.len())].max(position.saturating_sub(REACH))
    }

    /// Where the sentence of `position` begins.
    pub(super) fn sentence_start(&self, position: usize) -> usize {
        self.sentences[position.min(self.len())].max(position.saturating_sub(2 * REACH))
    }

    /// Where the clause of `position` ends: at the next mark, or at the end.
    pub(super) fn clause_end(&self, position: usize) -> usize {
        self.clause_ends[position.min(self.len())].min(position.saturating_add(REACH))
    }

    pub(super) fn sentence_end(&self, position: usize) -> usize {
        let stop = self.len().min(position.saturating_add(2 * REACH));
        (position..stop).find(|here| is_full_stop(self.chars[*here])).unwrap_or(stop)
    }

    /// Marks out clauses and sentences once, so that no question about them costs more than a look.
    fn divide(&mut self) {
        let length = self.len();
        self.clauses = Vec::with_capacity(length + 1);
        self.sentences = Vec::with_capacity(length + 1);
        self.clauses.push(0);
        self.sentences.push(0);
        let mut closes = vec![None; length];
        for end in 1..=length {
            let c = self.chars[end - 1];
            let dashes = c == '-' && end > 1 && self.chars[end - 2] == '-';
            let (clause, sentence) = match self.partner[end - 1] {
                Some(open) => {
                    closes[open] = Some(end - 1);
                    (self.clauses[open], self.sentences[open])
                }
                None => (
                    if is_mark(c) || dashes { end } else { self.clauses[end - 1] },
                    if is_full_stop(c) { end } else { self.sentences[end - 1] },
                ),
            };
            self.clauses.push(clause);
            self.sentences.push(sentence);
        }
        self.clause_ends = vec![length; length + 1];
        for start in (0..length).rev() {
            let c = self.chars[start];
            let dashes = c == '-' && self.get(start + 1) == Some('-');
            self.clause_ends[start] = match closes[start] {
                Some(close) => self.clause_ends[close + 1],
                None if is_mark(c) || dashes || c == ')' => start,
                None => self.clause_ends[start + 1],
            };
        }
    }
}

fn is_full_stop(c: char) -> bool {
    matches!(c, '。' | '!' | '?' | '\n')
}

/// A mark that ends a clause.
pub(super) fn is_mark(c: char) -> bool {
    matches!(c, ',' | '。' | ';' | ':' | '!' | '?' | '…' | '\n' | '\t' | '|')
}

pub(super) fn starts(chars: &[char], word: &str) -> bool {
    let mut rest = chars.iter();
    word.chars().all(|c| rest.next() == Some(&c))
}
