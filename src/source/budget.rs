//! Budget: how much text one file may come to, counted wherever text is made or repeated.
//!
//! In:  bytes, before they are made.
//! Out: whether they are still within the bound. A few bytes of a file may say "a thousand times the same", and what is
//!      too much must be known before it fills the memory. Where a budget is spent, reading stops and the file is refused.

use super::{MAX_TEXT, Refusal};

/// What a place in a table costs beside its text: its bars, and some of the memory that it takes.
pub(super) const PLACE: usize = 8;
/// What a line costs beside its text.
pub(super) const LINE: usize = 64;

/// The bytes that a file may still come to, and what was left out of it by then: cells that lie too far out or only repeat.
#[derive(Debug)]
pub(super) struct Budget {
    left: usize,
    is_spent: bool,
    n_cut: usize,
    /// Where the first of them would have stood.
    cut_at: String,
    /// Parts of the file that are damaged or missing, so that words of theirs may be lost.
    damaged: Vec<String>,
}

impl Budget {
    /// The budget of one file's text.
    pub(super) fn new() -> Self {
        Self::of(MAX_TEXT)
    }

    pub(super) fn of(bytes: usize) -> Self {
        Self { left: bytes, is_spent: false, n_cut: 0, cut_at: String::new(), damaged: Vec::new() }
    }

    /// Takes some bytes; `false` where they are not left, and from then on.
    #[must_use]
    pub(super) fn take(&mut self, n_bytes: usize) -> bool {
        self.is_spent |= n_bytes > self.left;
        self.left = self.left.saturating_sub(n_bytes);
        !self.is_spent
    }

    /// Takes what a text costs that stands in so many places of a table.
    #[must_use]
    pub(super) fn take_places(&mut self, text: &str, n_places: usize) -> bool {
        self.take(text.len().saturating_add(PLACE).saturating_mul(n_places))
    }

    /// Gives back what was taken for something that will be counted again where it is printed.
    pub(super) fn give_back(&mut self, n_bytes: usize) {
        self.left += n_bytes;
    }

    pub(super) fn left(&self) -> usize {
        self.left
    }

    pub(super) fn is_spent(&self) -> bool {
        self.is_spent
    }

    /// Counts cells that are left out, the first of them at a place for people.
    pub(super) fn leave_out(&mut self, n_cells: usize, place: impl FnOnce() -> String) {
        if self.n_cut == 0 && n_cells > 0 {
            self.cut_at = place();
        }
        self.n_cut = self.n_cut.saturating_add(n_cells);
    }

    /// Tells that a part of the file is damaged or missing: what was in it from there on is not read.
    pub(super) fn lose(&mut self, part: &str) {
        const MOST: usize = 8;
        if self.damaged.len() < MOST && !self.damaged.iter().any(|own| own == part) {
            self.damaged.push(part.to_owned());
        }
    }

    /// Takes over what another budget of the same file tells as damaged.
    pub(super) fn lose_as(&mut self, other: &Self) {
        for part in &other.damaged {
            self.lose(part);
        }
    }

    /// The hints that say what was left out or lost.
    pub(super) fn hints(&self) -> Vec<(String, String)> {
        let count = (self.n_cut > 0).then(|| ("cut:cells".to_owned(), self.n_cut.to_string()));
        let place = (!self.cut_at.is_empty()).then(|| ("cut:at".to_owned(), self.cut_at.clone()));
        let lost = (!self.damaged.is_empty()).then(|| ("cut:parts".to_owned(), self.damaged.join("、")));
        count.into_iter().chain(place).chain(lost).collect()
    }

    /// Refuses a file whose budget is spent.
    pub(super) fn check(&self) -> Result<(), Refusal> {
        if self.is_spent { Err(Refusal::too_long()) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spent_budget_stays_spent() {
        let mut budget = Budget::of(24);
        assert!(budget.take(10) && budget.take_places("新", 1) && budget.check().is_ok());
        assert!(!budget.take_places("新", usize::MAX) && !budget.take(0));
        assert!(budget.check().is_err());
    }

    #[test]
    fn damaged_parts_are_named_once() {
        let (mut budget, mut other) = (Budget::new(), Budget::new());
        for part in ["a.xml", "b.xml", "a.xml"] {
            other.lose(part);
        }
        budget.lose("b.xml");
        budget.lose_as(&other);
        assert_eq!(budget.hints(), [("cut:parts".to_owned(), "b.xml、a.xml".to_owned())]);
    }

    #[test]
    fn what_is_left_out_has_a_place() {
        let mut budget = Budget::new();
        budget.leave_out(0, || "A1".to_owned());
        assert_eq!(budget.hints(), []);
        budget.leave_out(2, || "B1".to_owned());
        budget.leave_out(1, || "C1".to_owned());
        assert_eq!(budget.hints().iter().map(|(_, value)| value.as_str()).collect::<Vec<_>>(), ["3", "B1"]);
    }
}
