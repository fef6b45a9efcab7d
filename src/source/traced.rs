//! Text that remembers where each of its characters was printed.
//!
//! Notices are mended and folded before they are read (pinyin dropped, full-width punctuation made half-width), yet every
//! span must point into the plain text as it was printed. A [`Traced`] text carries, for every character, the form the
//! parser scans, the form people are shown, and its bytes in the plain text.

use std::ops::Range;

/// One character of a [`Traced`] text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Glyph {
    /// What the parser looks at: simplified, half-width.
    pub scan: char,
    /// What people are shown: mended, but with the notice's own punctuation.
    pub shown: char,
    /// First byte in the plain text.
    pub start: u32,
    /// One past the last byte in the plain text.
    pub end: u32,
}

/// A text for scanning with the plain text's bytes behind every character. Ranges are bytes of [`Traced::scan`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Traced {
    scan: String,
    glyphs: Vec<Glyph>,
    /// Byte offset in `scan` of each glyph.
    at: Vec<u32>,
    /// The ends, in `scan` and as shown, of the glyphs that are not equally long in both; between them both run alike.
    shifts: Vec<(u32, u32)>,
}

impl Traced {
    /// A plain text as it stands: scanned, shown and printed alike.
    pub fn plain(text: &str) -> Self {
        glyphs(text).collect()
    }

    /// The text to scan.
    pub fn scan(&self) -> &str {
        &self.scan
    }

    /// The characters, in order.
    pub fn glyphs(&self) -> &[Glyph] {
        &self.glyphs
    }

    /// Whether there is no character.
    pub fn is_empty(&self) -> bool {
        self.glyphs.is_empty()
    }

    /// Length of [`Traced::scan`] in bytes.
    pub fn len(&self) -> usize {
        self.scan.len()
    }

    /// The whole text as people are shown it.
    pub fn shown(&self) -> String {
        self.glyphs.iter().map(|glyph| glyph.shown).collect()
    }

    /// A part as people are shown it.
    pub fn shown_at(&self, range: Range<usize>) -> String {
        self.glyphs[self.indices(range)].iter().map(|glyph| glyph.shown).collect()
    }

    /// Byte offset in [`Traced::shown`] of a byte offset in [`Traced::scan`].
    pub fn shown_offset(&self, at: usize) -> usize {
        let at = self.at.get(self.index(at)).map_or(self.scan.len(), |&at| at as usize);
        let before = self.shifts.partition_point(|&(scan, _)| scan as usize <= at);
        let (scan, shown) = before.checked_sub(1).map_or((0, 0), |last| self.shifts[last]);
        shown as usize + (at - scan as usize)
    }

    /// Where a part stands in [`Traced::shown`]: its bytes there.
    pub fn shown_range(&self, range: Range<usize>) -> Range<usize> {
        let start = self.shown_offset(range.start);
        start..self.shown_offset(range.end).max(start)
    }

    /// Where a part was printed: bytes of the plain text, from its first to its last character.
    ///
    /// An empty part gives an empty span at its place.
    pub fn span(&self, range: Range<usize>) -> Range<usize> {
        let indices = self.indices(range);
        match self.glyphs.get(indices.clone()) {
            Some([first, .., last]) => first.start as usize..last.end as usize,
            Some([only]) => only.start as usize..only.end as usize,
            _ => {
                let at = match self.glyphs.get(indices.start) {
                    Some(glyph) => glyph.start as usize,
                    None => self.glyphs.last().map_or(0, |glyph| glyph.end as usize),
                };
                at..at
            }
        }
    }

    /// Where the whole text was printed.
    pub fn whole(&self) -> Range<usize> {
        self.span(0..self.scan.len())
    }

    /// A part with its traces.
    pub fn slice(&self, range: Range<usize>) -> Self {
        let indices = self.indices(range);
        let byte = |index: usize| self.at.get(index).map_or(self.scan.len(), |&at| at as usize);
        let (start, end) = (byte(indices.start), byte(indices.end));
        let before = self.shifts.partition_point(|&(scan, _)| scan as usize <= start);
        let within = self.shifts[before..].iter().take_while(|&&(scan, _)| scan as usize <= end);
        let shown = self.shown_offset(start) as u32;
        Self {
            scan: self.scan[start..end].to_owned(),
            glyphs: self.glyphs[indices.clone()].to_vec(),
            at: self.at[indices].iter().map(|at| at - start as u32).collect(),
            shifts: within.map(|(scan, end)| (scan - start as u32, end - shown)).collect(),
        }
    }

    /// The text without white space at its ends.
    pub fn trim(&self) -> Self {
        let trimmed = self.scan.trim();
        let start = trimmed.as_ptr() as usize - self.scan.as_ptr() as usize;
        self.slice(start..start + trimmed.len())
    }

    /// Adds one character.
    pub fn push(&mut self, glyph: Glyph) {
        if glyph.scan.len_utf8() != glyph.shown.len_utf8() {
            let shown = self.shown_offset(self.scan.len()) + glyph.shown.len_utf8();
            self.shifts.push(((self.scan.len() + glyph.scan.len_utf8()) as u32, shown as u32));
        }
        self.at.push(self.scan.len() as u32);
        self.scan.push(glyph.scan);
        self.glyphs.push(glyph);
    }

    /// Adds another text.
    pub fn append(&mut self, other: &Self) {
        self.extend(other.glyphs.iter().copied());
    }

    /// Index of the glyph that starts at or after byte `at` of the scanned text.
    fn index(&self, at: usize) -> usize {
        self.at.partition_point(|&start| (start as usize) < at)
    }

    fn indices(&self, range: Range<usize>) -> Range<usize> {
        let start = self.index(range.start);
        start..self.index(range.end).max(start)
    }
}

impl Extend<Glyph> for Traced {
    fn extend<T: IntoIterator<Item = Glyph>>(&mut self, glyphs: T) {
        let glyphs = glyphs.into_iter();
        // Most characters are Chinese, three bytes long.
        let count = glyphs.size_hint().0;
        self.scan.reserve(3 * count);
        self.glyphs.reserve(count);
        self.at.reserve(count);
        for glyph in glyphs {
            self.push(glyph);
        }
    }
}

impl FromIterator<Glyph> for Traced {
    fn from_iter<T: IntoIterator<Item = Glyph>>(glyphs: T) -> Self {
        let mut text = Self::default();
        text.extend(glyphs);
        text
    }
}

/// The characters of a text as they are printed.
pub fn glyphs(text: &str) -> impl Iterator<Item = Glyph> + '_ {
    text.char_indices().map(|(at, c)| Glyph { scan: c, shown: c, start: at as u32, end: (at + c.len_utf8()) as u32 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_point_at_the_printed_words() {
        let plain = "新增（fù）学位１２个";
        let kept: Traced =
            Traced::plain(plain).glyphs().iter().copied().filter(|g| !"（fù）".contains(g.scan)).collect();
        let at = kept.scan().find("学位").unwrap();
        assert_eq!(&plain[kept.span(at..at + "学位".len())], "学位");
        assert_eq!(&plain[kept.span(0..at + "学位".len())], "新增（fù）学位");
        assert_eq!(kept.span(at..at), kept.span(at..at + 3).start..kept.span(at..at + 3).start);
        assert_eq!(kept.shown(), "新增学位１２个");
    }

    #[test]
    fn places_in_the_shown_words_are_those_that_counting_gives() {
        let mut text = Traced::default();
        for (at, c) in "（增长）6%，改造3个。（完）".char_indices() {
            let scan = match c {
                '（' => '(',
                '）' => ')',
                '，' => ',',
                // A glyph may also be shorter as it is shown.
                '6' => '六',
                c => c,
            };
            text.push(Glyph { scan, shown: c, start: at as u32, end: (at + c.len_utf8()) as u32 });
        }
        let mut counted = 0;
        for (glyph, (at, _)) in text.glyphs().iter().zip(text.scan().char_indices()) {
            assert_eq!(text.shown_offset(at), counted, "{at}");
            counted += glyph.shown.len_utf8();
        }
        assert_eq!(text.shown_offset(text.len()), counted);
        let at = text.scan().find("改造").unwrap();
        assert_eq!(&text.shown()[text.shown_range(at..at + "改造3个".len())], "改造3个");
        for start in text.at.iter().map(|&at| at as usize) {
            let pushed: Traced = text.glyphs[text.indices(start..at)].iter().copied().collect();
            assert_eq!(text.slice(start..at), pushed, "{start}");
        }
    }

    #[test]
    fn slices_keep_their_traces() {
        let text = Traced::plain("  一、稳增长 ");
        assert_eq!(text.trim().scan(), "一、稳增长");
        assert_eq!(text.trim().whole(), 2..2 + "一、稳增长".len());
        assert_eq!(Traced::default().whole(), 0..0);
    }
}
