//! Why figures stand alone, for people.

use crate::quantity::Comparison;

/// Why two figures of a match are not divided by each other; `figures` is the code in the table. Nothing where they compare.
pub fn apart(figures: &str) -> Option<&'static str> {
    match Comparison::parse(figures)? {
        Comparison::Comparable => None,
        Comparison::GrowthLevel => Some("一个是增减幅度，一个是水平"),
        Comparison::OtherMeasure => Some("计量单位不同"),
        Comparison::OtherBound => Some("一个是下限，一个是上限"),
        Comparison::AdditionTotal => Some("一个是新增，一个是总量"),
        Comparison::OtherPeriod => Some("期限不同"),
        Comparison::OtherStep => Some("项目所处阶段不同"),
        Comparison::Part => Some("统计范围不同"),
        Comparison::OtherName => Some("指标名称相近，不是同一指标"),
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
