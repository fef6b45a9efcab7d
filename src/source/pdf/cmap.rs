//! Character maps: from the codes in a string to characters.
//!
//! In:  a `ToUnicode` stream.
//! Out: [`Cmap`], which cuts a string into codes and names their characters.

use std::collections::BTreeMap;

/// Most characters that one range may name.
const MAX_RANGE: u32 = 1 << 16;
/// Most characters of one map, and most that its ranges may name again and again.
const MAX_ENTRIES: usize = 1 << 18;
/// Longest text that one code may stand for, in bytes of UTF-16, as the format has it.
const MAX_TEXT: usize = 512;

/// Codes with their characters.
#[derive(Debug, Default)]
pub(super) struct Cmap {
    /// Length in bytes, first and last code.
    spaces: Vec<(usize, u32, u32)>,
    chars: BTreeMap<(usize, u32), String>,
    n_named: usize,
}

enum Token {
    /// Length in bytes, and the bytes.
    Hex(Vec<u8>),
    Open,
    Close,
    Word(Vec<u8>),
}

impl Cmap {
    pub(super) fn parse(stream: &[u8]) -> Self {
        let mut map = Self::default();
        let mut operands: Vec<Token> = Vec::new();
        for token in tokens(stream) {
            let Token::Word(word) = &token else {
                operands.push(token);
                continue;
            };
            match word.as_slice() {
                b"endcodespacerange" => map.spaces(&operands),
                b"endbfchar" => map.singles(&operands),
                b"endbfrange" => map.ranges(&operands),
                _ => {}
            }
            operands.clear();
        }
        map
    }

    pub(super) fn get(&self, length: usize, code: u32) -> Option<&str> {
        self.chars.get(&(length, code)).map(String::as_str)
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

    fn singles(&mut self, operands: &[Token]) {
        for pair in operands.chunks_exact(2) {
            if let [Token::Hex(code), Token::Hex(text)] = pair {
                self.put(code.len(), value(code), text);
            }
        }
    }

    fn ranges(&mut self, operands: &[Token]) {
        let mut rest = operands;
        while let [Token::Hex(first), Token::Hex(last), target, after @ ..] = rest {
            let (length, first, last) = (first.len(), value(first), value(last));
            rest = after;
            match target {
                Token::Hex(text) => {
                    for step in 0..=last.saturating_sub(first).min(MAX_RANGE) {
                        if self.n_named >= MAX_ENTRIES {
                            return;
                        }
                        let mut units = text.clone();
                        // Only the last byte pair counts on, as far as it goes.
                        if let [.., high, low] = units.as_mut_slice() {
                            let unit = u16::from_be_bytes([*high, *low]).wrapping_add(step as u16);
                            [*high, *low] = unit.to_be_bytes();
                        } else if let [low] = units.as_mut_slice() {
                            *low = low.wrapping_add(step as u8);
                        }
                        self.put(length, first.saturating_add(step), &units);
                    }
                }
                Token::Open => {
                    let end = rest.iter().position(|token| matches!(token, Token::Close)).unwrap_or(rest.len());
                    for (step, token) in rest[..end].iter().enumerate() {
                        if let Token::Hex(text) = token {
                            self.put(length, first.saturating_add(step as u32), text);
                        }
                    }
                    rest = rest.get(end + 1..).unwrap_or_default();
                }
                _ => {}
            }
        }
    }

    fn put(&mut self, length: usize, code: u32, text: &[u8]) {
        self.n_named += 1;
        if self.n_named <= MAX_ENTRIES && text.len() <= MAX_TEXT {
            self.chars.insert((length, code), utf16(text));
        }
    }
}

fn tokens(stream: &[u8]) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(&byte) = stream.get(at) {
        match byte {
            b'%' => {
                at += stream[at..].iter().position(|&byte| matches!(byte, b'\n' | b'\r')).unwrap_or(stream.len() - at)
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
        let map = Cmap::parse(b"begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange 2 beginbfchar <0003> <65B0> <0004><589E5B66> endbfchar 2 beginbfrange <0010> <0012> <4E00> <0020> <0021> [<4F4D> <D842DFB7>] endbfrange");
        for (code, want) in [(3, Some("新")), (4, Some("增学")), (0x11, Some("丁")), (0x21, Some("𠮷")), (0x22, None)]
        {
            assert_eq!(map.get(2, code), want, "{code}");
        }
        assert_eq!((map.length(&[0, 3, 1]), map.length(&[0])), (Some(2), None));
        let long = format!("1 beginbfchar <0003> <{}> endbfchar", "65B0".repeat(500_000));
        assert!(Cmap::parse(long.as_bytes()).chars.is_empty());
        let ranges = "<0000> <FFFF> <4E00>".repeat(200_000);
        assert_eq!(Cmap::parse(format!("1 beginbfrange {ranges} endbfrange").as_bytes()).n_named, MAX_ENTRIES);
        assert!(Cmap::parse(b"<zz [ <12").chars.is_empty());
    }
}
