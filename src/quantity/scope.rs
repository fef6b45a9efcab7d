//! Scopes: whose figure it is where it is not the whole place's.
//!
//! In:  the name of a figure with its canonical indicator.
//! Out: the words that narrow it: 南疆五地州 of 南疆五地州居民收入增长, 民营企业 of 民营企业进出口增长.
//! Not here: parts that have an indicator of their own; words that narrow nothing are `neutral` in `figure-kinds.tsv`.

use super::canonical::{before_wording, goal_order};
use super::comparison::words;
use super::measure::Family;
use crate::lexicon::code::FigureClass as Class;

/// The words of a name that narrow its indicator to a part, if any: of an indicator that goals usually have any words that
/// are not neutral, of another those that name a part of a place. Counts are narrowed by their own names.
pub(super) fn scope(name: &str, id: Option<&str>, family: Family) -> Option<String> {
    if family.is_counted() {
        return None;
    }
    let id = id?;
    let mut rest = trimmed(before_wording(id, name));
    if goal_order(id).is_none() {
        return words().ends(Class::PlacePart, rest).then(|| rest.to_owned());
    }
    while let Some(less) = words().behind(Class::Neutral, rest).or_else(|| words().before(Class::Neutral, rest)) {
        rest = trimmed(less);
    }
    (rest.chars().count() > 1).then(|| rest.to_owned())
}

/// Words without the marks and joints around them.
fn trimmed(words: &str) -> &str {
    const JOINTS: &[char] = &['和', '与', '及', '的'];
    words.trim_matches(|c: char| !c.is_alphanumeric() || JOINTS.contains(&c))
}

#[cfg(test)]
mod tests {
    use super::super::{Context, extract};

    #[test]
    fn a_part_is_told_and_the_whole_is_not() {
        for (text, want) in [
            ("南疆五地州居民人均可支配收入增长8%", Some("南疆五地州")),
            ("对东盟进出口增长12%", Some("对东盟")),
            ("民营企业进出口增长12%", Some("民营企业")),
            ("开发区规上工业增加值增长9%", Some("开发区")),
            ("县级一般公共预算收入增长5%", Some("县级")),
            ("城区污水处理率达到98%", Some("城区")),
            ("全省地区生产总值增长5%", None),
            ("全社会固定资产投资增长5%", None),
            ("地方一般公共预算收入增长5%", None),
            ("外贸进出口总额增长5%", None),
            ("基本医疗保险参保率达到95%", None),
            ("城镇新增就业5万人", None),
        ] {
            let found = extract(text, &Context { year: Some(2024), review: false });
            assert_eq!(found[0].scope.as_deref(), want, "{text}");
        }
    }
}
