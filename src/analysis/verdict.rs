//! Verdicts: whether what came of a figure keeps what was promised.
//!
//! In:  a target, a result of the same indicator and kin, and what is better there.
//! Out: [`Met`] and the [`Rule`] that decided.
//! Source: 以上, 以下 and 以内 include the number (民法典 第1259条); 左右 is taken for 0.3 points of a rate and for one in a
//!      hundred of anything else.

use crate::quantity::{Better, Op};
use crate::table::code_title;
use crate::table::schema::TargetRow;

/// Whether a promise was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Met {
    Yes,
    No,
    /// The next year's report was read and does not say.
    NotReported,
    NotDecidable,
}

impl Met {
    pub const ALL: [Self; 4] = [Self::Yes, Self::No, Self::NotReported, Self::NotDecidable];

    /// The code in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::NotReported => "not_reported",
            Self::NotDecidable => "not_decidable",
        }
    }

    /// For people.
    pub fn title(self) -> &'static str {
        code_title("met", self.name()).unwrap_or_else(|| self.name())
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|met| met.name() == name)
    }
}

/// A goal against that of the year before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    Raised,
    Kept,
    Lowered,
    /// The goals of the year before were read and do not name it.
    New,
    /// The goals of this year name it no more.
    Dropped,
}

impl Direction {
    pub const ALL: [Self; 5] = [Self::Raised, Self::Kept, Self::Lowered, Self::New, Self::Dropped];

    /// The code in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Raised => "raised",
            Self::Kept => "kept",
            Self::Lowered => "lowered",
            Self::New => "new",
            Self::Dropped => "dropped",
        }
    }

    /// For people.
    pub fn title(self) -> &'static str {
        code_title("direction", self.name()).unwrap_or_else(|| self.name())
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|direction| direction.name() == name)
    }
}

/// What decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// 以上, 突破: the number or more.
    AtLeast,
    /// 以内, 不超过: the number or less.
    AtMost,
    /// 高于, 低于: without the number.
    Beyond,
    /// 左右: within 0.3 points or one in a hundred, or better.
    About,
    /// A bare figure: it, or better.
    Figure,
    /// A range: its nearer end, or better.
    Range,
    /// A price goal: neither more nor less is better; what falls short of it can be read both ways.
    Price,
    /// The result is printed as a bound only, which lies on the other side.
    OpenResult,
    /// 与经济增长同步, 快于经济增长: the growth of output of the same year.
    WithGrowth,
}

impl Rule {
    pub const ALL: [Self; 9] = [
        Self::AtLeast,
        Self::AtMost,
        Self::Beyond,
        Self::About,
        Self::Figure,
        Self::Range,
        Self::Price,
        Self::OpenResult,
        Self::WithGrowth,
    ];

    /// The code in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::AtLeast => "at_least",
            Self::AtMost => "at_most",
            Self::Beyond => "beyond",
            Self::About => "about",
            Self::Figure => "figure",
            Self::Range => "range",
            Self::Price => "price",
            Self::OpenResult => "open_result",
            Self::WithGrowth => "with_growth",
        }
    }

    /// For people.
    pub fn title(self) -> &'static str {
        code_title("rule", self.name()).unwrap_or_else(|| self.name())
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.name() == name)
    }
}

/// Points of a rate, and the share of anything else, by which 左右 may be missed.
const POINTS: f64 = 0.3;
const SHARE: f64 = 0.01;

/// How far a figure of so much may be off where it is said to be about that.
pub(super) fn slack(value: f64, measure: &str) -> f64 {
    if is_rate(measure) { POINTS } else { value.abs() * SHARE }
}

/// Per cent and points.
pub fn is_rate(measure: &str) -> bool {
    measure.starts_with('%') || measure.starts_with('‰') || measure.ends_with("百分点")
}

/// Whether a result keeps a target.
pub(super) fn verdict(target: &TargetRow, result: &TargetRow, better: Better) -> (Met, Rule) {
    let (value, most) = (target.value, target.value_max.unwrap_or(target.value));
    let (rule, low, high) = match (target.op, better) {
        (Op::AtLeast, _) => (Rule::AtLeast, Some(value), None),
        (Op::AtMost, _) => (Rule::AtMost, None, Some(most)),
        (Op::Over, _) => (Rule::Beyond, Some(value), None),
        (Op::Under, _) => (Rule::Beyond, None, Some(most)),
        (op, better) => {
            let slack = if op == Op::About { slack(value, &target.measure) } else { 0.0 };
            let rule = match op {
                Op::About => Rule::About,
                Op::Between => Rule::Range,
                _ => Rule::Figure,
            };
            match better {
                Better::More => (rule, Some(value - slack), None),
                Better::Less => (rule, None, Some(most + slack)),
                Better::Neither => (rule, Some(value - slack), Some(most + slack)),
            }
        }
    };
    let strict = rule == Rule::Beyond;
    let below = low.is_some_and(|low| less(result.value, low) || strict && !less(low, result.value));
    let above = high.is_some_and(|high| less(high, result.value) || strict && !less(result.value, high));
    // 超过200家 may be enough or not where 210 was promised
    let open =
        below && matches!(result.op, Op::AtLeast | Op::Over) || above && matches!(result.op, Op::AtMost | Op::Under);
    match (below, above) {
        _ if open => (Met::NotDecidable, Rule::OpenResult),
        (true, _) if better == Better::Neither && high.is_some() => (Met::NotDecidable, Rule::Price),
        (false, false) => (Met::Yes, rule),
        _ => (Met::No, rule),
    }
}

/// Whether a growth kept up with the growth of output, or was above it where that was promised.
pub(super) fn with_growth(op: Op, growth: f64, output: f64) -> Met {
    let kept = match op {
        Op::Over => less(output, growth),
        Op::AtLeast => !less(growth, output),
        _ => !less(growth, output - POINTS),
    };
    if kept { Met::Yes } else { Met::No }
}

/// Less, rounding aside.
fn less(a: f64, b: f64) -> bool {
    a < b - 1e-9 * a.abs().max(b.abs()).max(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(op: Op, value: f64, value_max: Option<f64>, measure: &str) -> TargetRow {
        TargetRow { op, value, value_max, measure: measure.to_owned(), ..TargetRow::default() }
    }

    #[test]
    fn words_of_the_bound_decide() {
        use Better::{Less, More, Neither};
        for (op, value, max, measure, better, came, want, rule) in [
            (Op::AtLeast, 5.0, None, "%", More, 5.0, Met::Yes, Rule::AtLeast),
            (Op::AtLeast, 5.0, None, "%", More, 4.9, Met::No, Rule::AtLeast),
            (Op::Over, 5.0, None, "%", More, 5.0, Met::No, Rule::Beyond),
            (Op::About, 5.0, None, "%", More, 4.8, Met::Yes, Rule::About),
            (Op::About, 5.0, None, "%", More, 4.7, Met::Yes, Rule::About),
            (Op::About, 5.0, None, "%", More, 4.6, Met::No, Rule::About),
            (Op::About, 5.0, None, "%", More, 6.1, Met::Yes, Rule::About),
            (Op::About, 5.5, None, "%", Less, 5.8, Met::Yes, Rule::About),
            (Op::About, 5.5, None, "%", Less, 5.9, Met::No, Rule::About),
            (Op::About, 2000.0, None, "人", More, 1985.0, Met::Yes, Rule::About),
            (Op::AtMost, 5.5, None, "%", Less, 5.5, Met::Yes, Rule::AtMost),
            (Op::AtMost, 5.5, None, "%", Less, 5.6, Met::No, Rule::AtMost),
            (Op::Exactly, 6.0, None, "%", More, 5.9, Met::No, Rule::Figure),
            (Op::Exactly, 6.0, None, "%", More, 6.0, Met::Yes, Rule::Figure),
            (Op::Between, 4.5, Some(5.0), "%", More, 4.5, Met::Yes, Rule::Range),
            (Op::Between, 4.5, Some(5.0), "%", More, 5.5, Met::Yes, Rule::Range),
            (Op::About, 2.0, None, "%", Neither, 2.2, Met::Yes, Rule::About),
            (Op::About, 2.0, None, "%", Neither, 2.9, Met::No, Rule::About),
            (Op::About, 2.0, None, "%", Neither, 0.1, Met::NotDecidable, Rule::Price),
            (Op::AtMost, 3.0, None, "%", Neither, 0.1, Met::Yes, Rule::AtMost),
        ] {
            let got = verdict(&row(op, value, max, measure), &row(Op::Exactly, came, None, measure), better);
            assert_eq!(got, (want, rule), "{op:?} {value} {came}");
        }
    }

    #[test]
    fn a_bound_is_no_result_below_the_target() {
        let target = row(Op::AtLeast, 210.0, None, "家");
        let open = verdict(&target, &row(Op::AtLeast, 200.0, None, "家"), Better::More);
        assert_eq!(open, (Met::NotDecidable, Rule::OpenResult));
        let enough = verdict(&target, &row(Op::AtLeast, 220.0, None, "家"), Better::More);
        assert_eq!(enough, (Met::Yes, Rule::AtLeast));
    }

    #[test]
    fn codes_read_back() {
        assert!(Met::ALL.iter().all(|met| Met::from_name(met.name()) == Some(*met)));
        assert!(Direction::ALL.iter().all(|way| Direction::from_name(way.name()) == Some(*way)));
        assert!(Rule::ALL.iter().all(|rule| Rule::from_name(rule.name()) == Some(*rule)));
    }
}
