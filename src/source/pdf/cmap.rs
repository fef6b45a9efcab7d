//! Character maps: from the codes in a string to characters.
//!
//! In:  a `ToUnicode` stream.
//! Out: [`Cmap`], which cuts a string into codes and names their characters.

use std::collections::BTreeMap;

use crate::source::budget::Budget;

/// Most characters that one range may name.
const MAX_RANGE: u32 = 1 << 16;
/// Ranges of more characters than this are kept as ranges, as long as they are few.
const LONG: u32 = 256;
const MAX_LONG: usize = 64;
/// What a character costs of what the fonts of a file may name, beside its text.
const NAME: usize = 3;
/// Longest text that one code may stand for, in bytes of UTF-16, as the format has it.
const MAX_TEXT: usize = 512;

/// Codes with their characters.
#[derive(Debug, Default)]
pub(super) struct Cmap {
    /// Length in bytes, first and last code.
    spaces: Vec<(usize, u32, u32)>,
    chars: BTreeMap<(usize, u32), String>,
    /// Later ones before earlier ones, all behind `chars`.
    ranges: Vec<Range>,
}

/// Codes of one length that count on from a text.
#[derive(Debug)]
struct Range {
    length: usize,
    first: u32,
    last: u32,
    text: Vec<u8>,
}

enum Token {
    /// Length in bytes, and the bytes.
    Hex(Vec<u8>),
    Open,
    Close,
    Word(Vec<u8>),
}

impl Cmap {
    /// Reads a map, as far as the budget of names reaches.
    pub(super) fn parse(stream: &[u8], names: &mut Budget) -> Self {
        let mut map = Self::default();
        let mut operands: Vec<Token> = Vec::new();
        for token in tokens(stream) {
            let Token::Word(word) = &token else {
                operands.push(token);
                continue;
            };
            match word.as_slice() {
                b"endcodespacerange" => map.spaces(&operands),
                b"endbfchar" => map.singles(&operands, names),
                b"endbfrange" => map.ranges(&operands, names),
                _ => {}
            }
            operands.clear();
        }
        map
    }

    pub(super) fn get(&self, length: usize, code: u32) -> Option<String> {
        let named = self.chars.get(&(length, code)).cloned();
        let range = |range: &&Range| range.length == length && (range.first..=range.last).contains(&code);
        named.or_else(|| {
            let range = self.ranges.iter().rev().find(range)?;
            Some(utf16(&counted_on(&range.text, code - range.first)))
        })
    }

    /// Length of the code at the start of a string, if a code space says so.
    pub(super) fn length(&self, bytes: &[u8]) -> Option<usize> {
        (1..=bytes.len().min(4)).find(|&length| {
            let code = value(&bytes[..length]);
            self.spaces.iter().any(|&(space, first, last)| space == length && (first..=last).contains(&code))
        })
    }

    fn spaces(&mut self, operands: &[Token]) {
        for pair in operands.chunks_exact(2) {
            if let [Token::Hex(first), Token::Hex(last)] = pair {
                self.spaces.push((first.len(), value(first), value(last)));
            }
        }
    }

    fn singles(&mut self, operands: &[Token], names: &mut Budget) {
        for pair in operands.chunks_exact(2) {
            if let [Token::Hex(code), Token::Hex(text)] = pair {
                self.put(code.len(), value(code), text, names);
            }
        }
    }

    fn ranges(&mut self, operands: &[Token], names: &mut Budget) {
        let mut rest = operands;
        while let [Token::Hex(first), Token::Hex(last), target, after @ ..] = rest {
            let (length, first, last) = (first.len(), value(first), value(last));
            rest = after;
            match target {
                Token::Hex(text) => {
                    let n_more = last.saturating_sub(first).min(MAX_RANGE);
                    let last = first.saturating_add(n_more);
                    if n_more > LONG && self.ranges.len() < MAX_LONG && text.len() <= MAX_TEXT && names.take(NAME) {
                        self.chars.retain(|&(own, code), _| own != length || !(first..=last).contains(&code));
                        self.ranges.push(Range { length, first, last, text: text.clone() });
                        continue;
                    }
                    for step in 0..=n_more {
                        if names.is_spent() {
                            return;
                        }
                        self.put(length, first.saturating_add(step), &counted_on(text, step), names);
                    }
                }
                Token::Open => {
                    let end = rest.iter().position(|token| matches!(token, Token::Close)).unwrap_or(rest.len());
                    for (step, token) in rest[..end].iter().enumerate() {
                        if let Token::Hex(text) = token {
                            self.put(length, first.saturating_add(step as u32), text, names);
                        }
                    }
                    rest = rest.get(end + 1..).unwrap_or_default();
                }
                _ => {}
            }
        }
    }

    fn put(&mut self, length: usize, code: u32, text: &[u8], names: &mut Budget) {
        if text.len() <= MAX_TEXT && names.take(NAME + text.len() / 8) {
            self.chars.insert((length, code), utf16(text));
        }
    }
}

/// The text of a code that lies so many steps behind the first of a range. Only the last byte pair counts on, as far as it
/// goes.
fn counted_on(text: &[u8], step: u32) -> Vec<u8> {
    let mut units = text.to_vec();
    if let [.., high, low] = units.as_mut_slice() {
        let unit = u16::from_be_bytes([*high, *low]).wrapping_add(step as u16);
        [*high, *low] = unit.to_be_bytes();
    } else if let [low] = units.as_mut_slice() {
        *low = low.wrapping_add(step as u8);
    }
    units
}

fn tokens(stream: &[u8]) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(&byte) = stream.get(at) {
        match byte {
            b'%' => {
                at += stream[at..].iter().position(|&byte| matches!(byte, b'\n' | b'\r')).unwrap_or(stream.len() - at);
            }
            b'<' if stream.get(at + 1) == Some(&b'<') => at += 2,
            b'<' => {
                let end = stream[at..].iter().position(|&byte| byte == b'>').map_or(stream.len(), |end| at + end);
                let digits: Vec<u8> = stream[at + 1..end]
                    .iter()
                    .filter_map(|&byte| (byte as char).to_digit(16))
                    .map(|digit| digit as u8)
                    .collect();
                tokens.push(Token::Hex(
                    digits.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or(0)).collect(),
                ));
                at = end + 1;
            }
            b'[' => {
                tokens.push(Token::Open);
                at += 1;
            }
            b']' => {
                tokens.push(Token::Close);
                at += 1;
            }
            byte if byte.is_ascii_whitespace() || byte == b'>' => at += 1,
            _ => {
                let is_end = |byte: &u8| byte.is_ascii_whitespace() || b"<>[]%".contains(byte);
                let length = stream[at + 1..].iter().position(is_end).map_or(stream.len() - at, |end| end + 1);
                tokens.push(Token::Word(stream[at..at + length].to_vec()));
                at += length;
            }
        }
    }
    tokens
}

fn value(bytes: &[u8]) -> u32 {
    bytes.iter().take(4).fold(0, |value, &byte| value << 8 | u32::from(byte))
}

fn utf16(bytes: &[u8]) -> String {
    if let [byte] = bytes {
        return char::from(*byte).to_string();
    }
    let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
    String::from_utf16_lossy(&units)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn maps_name_characters() {
        let parse = |stream: &[u8]| Cmap::parse(stream, &mut Budget::of(1 << 20));
        let map = parse(b"begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange 2 beginbfchar <0003> <65B0> <0004><589E5B66> endbfchar 2 beginbfrange <0010> <0012> <4E00> <0020> <0021> [<4F4D> <D842DFB7>] endbfrange");
        for (code, want) in [(3, Some("新")), (4, Some("增学")), (0x11, Some("丁")), (0x21, Some("𠮷")), (0x22, None)]
        {
            assert_eq!(map.get(2, code).as_deref(), want, "{code}");
        }
        assert_eq!((map.length(&[0, 3, 1]), map.length(&[0])), (Some(2), None));
        let long = format!("1 beginbfchar <0003> <{}> endbfchar", "65B0".repeat(500_000));
        assert!(parse(long.as_bytes()).chars.is_empty());
        assert!(parse(b"<zz [ <12").chars.is_empty());
    }

    #[test]
    fn long_ranges_are_kept_short() {
        let ranges = |n: usize| {
            format!(
                "1 beginbfchar <0002> <65B0> endbfchar 1 beginbfrange {} endbfrange 1 beginbfchar <0003> <65B0> endbfchar",
                "<0000> <FFFF> <4E00>".repeat(n)
            )
        };
        for (n, is_spent) in [(1, false), (MAX_LONG, false), (200_000, true)] {
            let mut names = Budget::of(1 << 20);
            let map = Cmap::parse(ranges(n).as_bytes(), &mut names);
            assert_eq!(names.is_spent(), is_spent, "{n}");
            assert!(map.chars.len() <= 1 << 20);
            // What is named last holds.
            let got: Vec<String> = [1, 2, 3].into_iter().filter_map(|code| map.get(2, code)).collect();
            assert!(is_spent || got == ["丁", "丂", "新"], "{got:?}");
        }
    }
}
