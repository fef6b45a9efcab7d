//! Character pairs: likeness of short Chinese phrases, whatever the words are cut into.

use crate::text::is_telling;

/// How alike two texts are by their pairs of neighbouring characters, 0 to 1.
pub fn likeness(a: &str, b: &str) -> f32 {
    dice(&of(a), &of(b))
}

/// The pairs of neighbouring characters, ascending, repeats kept; punctuation and digits stand between pairs.
pub(super) fn of(text: &str) -> Vec<u32> {
    let mut pairs = Vec::with_capacity(text.len() / 3);
    let mut last = None;
    for c in text.chars() {
        if !is_telling(c) {
            if !matches!(c, '“' | '”' | '"' | '‘' | '’') {
                last = None;
            }
            continue;
        }
        if let Some(last) = last {
            // characters outside the basic plane are rare and may share a number
            pairs.push((last as u32) << 16 ^ c as u32);
        }
        last = Some(c);
    }
    pairs.sort_unstable();
    pairs
}

/// Sørensen–Dice: twice the shared pairs over all pairs, 0 to 1.
pub(super) fn dice(a: &[u32], b: &[u32]) -> f32 {
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    if std::ptr::eq(a, b) {
        return 1.0;
    }
    let (mut i, mut j, mut shared) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        let (x, y) = (a[i], b[j]);
        shared += u32::from(x == y);
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
    2.0 * shared as f32 / (a.len() + b.len()) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twice_the_shared_pairs_over_all() {
        for (a, b, want) in
            [("新增停车泊位", "停车泊位总数", 0.6), ("普法", "法治", 0.0), ("公厕", "", 0.0), ("公厕", "公厕", 1.0)]
        {
            assert!((dice(&of(a), &of(b)) - want).abs() < 1e-6, "{a} {b}");
        }
        // strsim divides by bytes, which is right for letters only
        for (a, b) in [("night", "nacht"), ("context", "contest"), ("aaaa", "aa")] {
            assert!((dice(&of(a), &of(b)) - strsim::sorensen_dice(a, b) as f32).abs() < 1e-6, "{a} {b}");
        }
    }

    #[test]
    fn marks_of_quotation_part_nothing() {
        assert_eq!(of("推进“双碳”工作"), of("推进双碳工作"));
        assert!(of("碳、工").is_empty());
    }
}
