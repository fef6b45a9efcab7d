//! Places: bytes of a text to lines, columns and characters.

use std::ops::Range;

/// Bytes between two counts of characters.
const STEP: usize = 1024;

/// A point between two characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Point {
    /// Bytes before it.
    pub(super) byte: usize,
    /// Characters before it.
    pub(super) char: usize,
    /// 1-based.
    pub(super) line: usize,
    /// 1-based, in characters.
    pub(super) column: usize,
}

/// From one point to another; both are the same where something is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) start: Point,
    pub(super) end: Point,
}

impl Place {
    /// The same with the lines of a file whose text begins at a byte of the whole.
    pub(super) fn in_file(mut self, places: &Places, start: usize) -> Self {
        let before = places.point(start).line - 1;
        self.start.line = self.start.line.saturating_sub(before).max(1);
        self.end.line = self.end.line.saturating_sub(before).max(1);
        self
    }
}

/// Where the lines of a text start, and how many characters stand before every 1,024th byte.
///
/// A text may be one line of many megabytes, so a column is not counted from its line's start.
pub(super) struct Places<'a> {
    text: &'a str,
    line_starts: Vec<usize>,
    chars_before: Vec<usize>,
}

impl<'a> Places<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let newlines = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        let mut chars = 0;
        let mut chars_before = Vec::with_capacity(text.len() / STEP + 1);
        for step in text.as_bytes().chunks(STEP) {
            chars_before.push(chars);
            chars += count(step);
        }
        chars_before.push(chars);
        Self { text, line_starts: [0].into_iter().chain(newlines).collect(), chars_before }
    }

    /// A span that runs out of the text, backwards or through a character is cut to what is there.
    pub(super) fn place(&self, span: &Range<usize>) -> Place {
        let start = self.text.floor_char_boundary(span.start);
        let end = self.text.ceil_char_boundary(span.end.max(start));
        Place { start: self.point(start), end: self.point(end) }
    }

    fn point(&self, byte: usize) -> Point {
        let line = self.line_starts.partition_point(|start| *start <= byte);
        let char = self.chars(byte);
        Point { byte, char, line, column: char - self.chars(self.line_starts[line - 1]) + 1 }
    }

    /// Characters before a byte.
    fn chars(&self, byte: usize) -> usize {
        let step = byte / STEP;
        self.chars_before[step] + count(&self.text.as_bytes()[step * STEP..byte])
    }
}

/// How many characters start in these bytes.
fn count(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| (**byte as i8) >= -0x40).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, span: Range<usize>, start: (usize, usize, usize), end: (usize, usize, usize)) {
        let place = Places::new(text).place(&span);
        let numbers = |point: Point| (point.line, point.column, point.char);
        assert_eq!((numbers(place.start), numbers(place.end)), (start, end), "{span:?}");
    }

    #[test]
    fn columns_count_characters() {
        check("新增学位", 3..6, (1, 2, 1), (1, 3, 2));
        check("一\n二a三\n", 4..5, (2, 1, 2), (2, 2, 3));
        check("一\n二a三\n", 8..11, (2, 3, 4), (2, 4, 5));
        check("一\n二", 0..7, (1, 1, 0), (2, 2, 3));
        check("一\n", 4..4, (2, 1, 2), (2, 1, 2));
        check("𠮷a", 4..5, (1, 2, 1), (1, 3, 2));
    }

    #[test]
    fn broken_spans_are_cut_to_the_text() {
        check("新增", 4..5, (1, 2, 1), (1, 3, 2));
        check("新增", 3..99, (1, 2, 1), (1, 3, 2));
        check("新增", 99..120, (1, 3, 2), (1, 3, 2));
        #[expect(clippy::reversed_empty_ranges, reason = "this is what a broken span looks like")]
        check("新增", 3..0, (1, 2, 1), (1, 2, 1));
        check("", 0..1, (1, 1, 0), (1, 1, 0));
    }

    #[test]
    fn long_lines_count_like_short_ones() {
        let text = format!("{}\n{}", "甲a".repeat(5_000), "乙".repeat(3_000));
        for (line_start, char, byte) in [(0, 0, 0), (0, 1, 3), (0, 1_023, 511 * 4 + 3), (10_001, 2_000, 20_001 + 6_000)]
        {
            let point = Places::new(&text).place(&(byte..byte)).start;
            assert_eq!((point.char, point.column), (line_start + char, char + 1), "{byte}");
        }
    }
}
