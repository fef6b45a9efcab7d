//! Hints by which people overrule what a notice says of itself: keys of [`Document::hints`](crate::source::Document).

/// The year of the report.
pub(crate) const YEAR: &str = "given:year";
/// The full name of the place.
pub(crate) const REGION: &str = "given:region";

/// What people say under a key.
pub(super) fn given<'a>(hints: &'a [(String, String)], key: &str) -> Option<&'a str> {
    hints.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str())
}
