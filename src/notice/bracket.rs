//! Brackets: where each ends.
//!
//! In:  a line with brackets of any kind, mixed, nested or never closed.
//! Out: [`Brackets`], found in one pass.

/// Where the brackets of a line end, found in one pass.
///
/// Brackets of any kind nest; a closing bracket of the wrong kind closes what it can, for mixed pairs are common in
/// copies. A bracket that never closes ends where its sentence ends, or with the line.
pub(super) struct Brackets {
    /// Place of each opening bracket, in order, with its end and whether it was closed.
    pub(super) ends: Vec<(usize, usize, bool)>,
}

impl Brackets {
    pub(super) fn read(scan: &str) -> Self {
        let mut ends: Vec<(usize, usize, bool)> = Vec::new();
        // Indices into `ends` of brackets that are open, with their kinds, and how many of each kind.
        let mut open: Vec<(usize, usize)> = Vec::new();
        let mut counts = [0usize; OPEN.len()];
        let mut stops: Vec<usize> = Vec::new();
        for (at, c) in scan.char_indices() {
            if let Some(kind) = OPEN.iter().position(|open| *open == c) {
                open.push((ends.len(), kind));
                counts[kind] += 1;
                ends.push((at, scan.len(), false));
            } else if let Some(kind) = CLOSE.iter().position(|close| *close == c) {
                let own = counts[kind] > 0;
                while let Some((index, closed)) = open.pop() {
                    counts[closed] -= 1;
                    ends[index].1 = at + c.len_utf8();
                    ends[index].2 = true;
                    if !own || closed == kind {
                        break;
                    }
                }
            } else if c == '。' {
                stops.push(at + c.len_utf8());
            }
        }
        for (index, _) in open {
            let start = ends[index].0;
            ends[index].1 = stops.get(stops.partition_point(|&stop| stop <= start)).copied().unwrap_or(scan.len());
        }
        Self { ends }
    }

    /// The end of the bracket that opens at `start`, and whether its closing bracket was found (`None`: not).
    pub(super) fn end(&self, start: usize) -> Option<(usize, Option<bool>)> {
        let index = self.ends.binary_search_by_key(&start, |(open, ..)| *open).ok()?;
        let (_, end, closed) = self.ends[index];
        Some((end, closed.then_some(true)))
    }
}

pub(super) const OPEN: [char; 7] = ['(', '[', '{', '〔', '【', '<', '〖'];

pub(super) const CLOSE: [char; 7] = [')', ']', '}', '〕', '】', '>', '〗'];
