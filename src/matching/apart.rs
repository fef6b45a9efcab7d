//! Why figures stand alone, for people.

use crate::quantity::Comparison;
use crate::table::code_title;

/// Why two figures of a match are not divided by each other; `figures` is the code in the table. Nothing where they compare.
pub fn apart(figures: &str) -> Option<&'static str> {
    match Comparison::parse(figures)? {
        Comparison::Comparable => None,
        _ => code_title("comparison", figures),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_but_one_has_a_reason() {
        for comparison in Comparison::ALL {
            assert_eq!(apart(comparison.code()).is_none(), comparison == Comparison::Comparable);
        }
        assert_eq!(apart("other"), None);
    }
}
