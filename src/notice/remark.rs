//! Remarks: what stands among names and is none.
//!
//! In:  a part of a list of names.
//! Out: whether it is a remark (`下同`, `不再一一列出`, `0.5分`) or says by when (`6月底前出台办法`).

use super::word::{Pattern, pattern};
use super::{deadline, office};

/// Remarks among names that are no names: `下同`, `排第一位的为牵头单位`, `以下不再重复列出`, `0.5分`.
pub(super) fn is_remark(text: &str) -> bool {
    static REMARK: Pattern = pattern(
        r"{:scope_ref}$|{:copula}{:leads}{:unit_noun}|{:leads}{:unit_noun}{:of}|{:no_more}{:one_by_one}?{:list_verb}|^{:remark_opening}|^[(（]?[+-]?\d+(?:\.\d+)?{:score}[)）]?$|^(?:{:none}|{:same}|[/\-—]|{:lasting}{:pursued}?)$",
    );
    REMARK.is_match(text.trim())
}

/// A part that says by when, as it is printed: `6月底前出台相关措施`, `年内持续推进`, `6月底完成`.
pub(super) fn deadline_words(text: &str) -> Option<String> {
    let text = text.trim();
    (deadline::names_a_time(text) && !office::is_office(text)).then(|| text.to_owned())
}
