//! Signs: the bytes of a rich text to groups, control words and characters.
//!
//! In:  the bytes of a file.
//! Out: one [`Sign`] after another.
//! Source: the Rich Text Format Specification 1.9.1, "RTF Syntax".

/// Longest control word that is one.
const LONGEST: usize = 32;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign<'a> {
    Open,
    Close,
    /// `\*`: the group may be passed over by whoever does not know it.
    May,
    /// A control word and its number.
    Word(&'a [u8], Option<i32>),
    /// A byte of text, in the encoding of its font.
    Byte(u8),
}

pub(super) struct Signs<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Signs<'a> {
    pub(super) fn of(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// Passes over bytes that are no signs.
    pub(super) fn pass_over(&mut self, n_bytes: usize) {
        self.at = self.at.saturating_add(n_bytes).min(self.bytes.len());
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// What stands behind a backslash.
    fn control(&mut self) -> Option<Sign<'a>> {
        let c = self.peek()?;
        if !c.is_ascii_alphabetic() {
            self.at += 1;
            return Some(match c {
                b'*' => Sign::May,
                b'\'' => {
                    let digits = self.bytes.get(self.at..self.at + 2).unwrap_or_default();
                    let byte = std::str::from_utf8(digits).ok().and_then(|digits| u8::from_str_radix(digits, 16).ok());
                    self.pass_over(byte.map_or(0, |_| 2));
                    byte.map_or_else(|| self.next(), |byte| Some(Sign::Byte(byte)))?
                }
                b'~' => Sign::Byte(b' '),
                b'_' => Sign::Byte(b'-'),
                b'\r' | b'\n' => Sign::Word(b"par", None),
                b'\t' => Sign::Word(b"tab", None),
                b'\\' | b'{' | b'}' => Sign::Byte(c),
                _ => Sign::Word(b"", None),
            });
        }
        let rest = &self.bytes[self.at..];
        let length = rest.iter().take(LONGEST).take_while(|c| c.is_ascii_alphabetic()).count();
        let word = &rest[..length];
        self.at += length;
        let rest = &self.bytes[self.at..];
        let is_negative = rest.first() == Some(&b'-') && rest.get(1).is_some_and(u8::is_ascii_digit);
        let n_digits = rest[usize::from(is_negative)..].iter().take_while(|c| c.is_ascii_digit()).count();
        let number = &rest[..usize::from(is_negative) + n_digits];
        self.at += number.len();
        if self.peek() == Some(b' ') {
            self.at += 1;
        }
        Some(Sign::Word(word, std::str::from_utf8(number).ok().and_then(|number| number.parse().ok())))
    }
}

impl<'a> Iterator for Signs<'a> {
    type Item = Sign<'a>;

    fn next(&mut self) -> Option<Sign<'a>> {
        loop {
            let c = self.peek()?;
            self.at += 1;
            return match c {
                b'{' => Some(Sign::Open),
                b'}' => Some(Sign::Close),
                b'\\' => self.control(),
                b'\r' | b'\n' | 0 => continue,
                c => Some(Sign::Byte(c)),
            };
        }
    }
}
