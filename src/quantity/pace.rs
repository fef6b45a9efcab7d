//! Pace: promises without a figure, that something grows as the economy does: 居民收入增长与经济增长基本同步.
//!
//! In:  the words of a task, or of a sentence of a review.
//! Out: one [`Pace`] an indicator. Whether it was kept is known where both growths are printed.

use std::ops::Range;

use super::bound::Op;
use super::canonical::indicator_id;
use super::comparison::words;
use crate::lexicon::code::FigureClass as Class;
use crate::lexicon::words::Pattern;

/// An indicator that is to grow as the economy does, or faster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pace {
    /// Copied from the text: 居民收入.
    pub indicator: String,
    /// Of its growth.
    pub indicator_id: Option<&'static str>,
    /// `About` for 同步, `Over` for 高于 and 快于, `AtLeast` for 不低于.
    pub op: Op,
    /// All words of the promise: bytes of the text.
    pub raw: Range<usize>,
}

/// The indicators of a text that are to grow as the economy does, in printed order.
///
/// ```
/// use duibiao::quantity::{Op, paces};
///
/// let text = "城镇新增就业5万人，居民人均可支配收入增长与经济增长基本同步。";
/// let found = paces(text);
/// assert_eq!((found[0].indicator_id, found[0].op), (Some("resident_income_growth"), Op::About));
/// assert_eq!(found[0].indicator, "居民人均可支配收入");
/// ```
pub fn paces(text: &str) -> Vec<Pace> {
    static AS: Pattern<Class> = Pattern::new(
        words,
        r"([^,，。;；:：\n]+?){:growth}?{:pace_adverb}*{:pace_joint}({:economy}){:growth}?{:pace_adverb}*{:pace}",
    );
    static OVER: Pattern<Class> =
        Pattern::new(words, r"([^,，。;；:：\n]+?){:growth}?{:pace_over}{:economy}{:growth}?");
    let over = |words_of: &str| if words().within(Class::PaceLeast, words_of) { Op::AtLeast } else { Op::Over };
    let mut found = Vec::new();
    for (pattern, op) in [(&AS, None), (&OVER, Some(over))] {
        for caught in pattern.captures_iter(text) {
            let (Some(all), Some(named)) = (caught.get(0), caught.get(1)) else { continue };
            let op = op.map_or(Op::About, |op| op(&text[named.end()..all.end()]));
            found.extend(named.as_str().split(['、', '和', '及']).filter_map(|name| {
                let (head, id) = known(name)?;
                Some(Pace { indicator: head, indicator_id: id, op, raw: all.range() })
            }));
        }
    }
    found.sort_by_key(|pace| pace.raw.start);
    found
}

/// The words of a name that an indicator of growth is told by, and its id.
fn known(name: &str) -> Option<(String, Option<&'static str>)> {
    /// The measure of a growth.
    const MEASURE: &str = "%";
    let name = name.trim_matches(|c: char| !c.is_alphanumeric());
    let head = words().before(Class::Growth, name).unwrap_or(name);
    let head = words().behind(Class::PaceCue, head).unwrap_or(head);
    let id = words().list(Class::Growth).find_map(|word| indicator_id(&format!("{head}{word}"), MEASURE));
    id.is_some().then(|| (head.to_owned(), id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn incomes_that_grow_as_the_economy_does() {
        for (text, want) in [
            ("居民收入增长与经济增长同步。", &[("居民收入", "resident_income_growth", Op::About)][..]),
            ("居民收入与经济同步增长", &[("居民收入", "resident_income_growth", Op::About)]),
            ("粮食产量5万吨，农村居民收入增速快于经济增长", &[("农村居民收入", "rural_income_growth", Op::Over)]),
            (
                "一般公共预算收入、居民人均可支配收入与经济增长基本同步",
                &[
                    ("一般公共预算收入", "budget_revenue_growth", Op::About),
                    ("居民人均可支配收入", "resident_income_growth", Op::About),
                ],
            ),
            ("城镇居民收入增长不低于经济增长", &[("城镇居民收入", "urban_income_growth", Op::AtLeast)]),
            ("规划与建设同步推进", &[]),
            ("地区生产总值增长6%", &[]),
        ] {
            let found = paces(text);
            let read: Vec<_> = found
                .iter()
                .map(|pace| (pace.indicator.as_str(), pace.indicator_id.unwrap_or_default(), pace.op))
                .collect();
            assert_eq!(read, want, "{text}");
        }
    }
}
