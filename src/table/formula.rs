//! Texts that no spreadsheet takes for a formula: what comes from a notice is hostile.

use std::borrow::Cow;

/// Whether a spreadsheet takes a text for a formula; some take the wide marks for the narrow ones.
fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '﹦', '＋', '－', '＠'])
}

/// A text that no spreadsheet takes for a formula.
pub(crate) fn harmless(text: &str) -> Cow<'_, str> {
    if is_formula(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// What [`harmless`] was made of.
pub(super) fn unharmed(text: &str) -> &str {
    text.strip_prefix('\'').filter(|text| is_formula(text)).unwrap_or(text)
}
