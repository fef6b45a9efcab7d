//! Bounds: what the words around a figure make of it, 以上 不少于 左右 控制在…以内.
//!
//! 以上, 以下 and 以内 include the figure (民法典 第1259条); 超过 and 突破 are commitments to reach it.

use super::line::Line;
use super::words::Class;
pub(super) use super::words::Op as Side;

/// What a target commits to, in its base measure: `2.4万人以上` is `AtLeast(24_000.0)` 人.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Bound {
    AtLeast(f64),
    AtMost(f64),
    About(f64),
    Exactly(f64),
    Over(f64),
    Under(f64),
    Between { low: f64, high: f64 },
}

/// Which side of a figure is meant: the sign of a [`Bound`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Op {
    AtLeast,
    AtMost,
    About,
    #[default]
    Exactly,
    Over,
    Under,
    Between,
}

impl Op {
    pub const ALL: [Self; 7] =
        [Self::AtLeast, Self::AtMost, Self::About, Self::Exactly, Self::Over, Self::Under, Self::Between];

    /// The code in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::AtLeast => ">=",
            Self::AtMost => "<=",
            Self::About => "~",
            Self::Exactly => "=",
            Self::Over => ">",
            Self::Under => "<",
            Self::Between => "range",
        }
    }
}

impl Bound {
    /// The bound with a sign; one of a range has its higher figure, which others leave out.
    pub fn of(op: Op, value: f64, value_max: Option<f64>) -> Self {
        match op {
            Op::AtLeast => Self::AtLeast(value),
            Op::AtMost => Self::AtMost(value),
            Op::About => Self::About(value),
            Op::Exactly => Self::Exactly(value),
            Op::Over => Self::Over(value),
            Op::Under => Self::Under(value),
            Op::Between => Self::Between { low: value, high: value_max.unwrap_or(value) },
        }
    }

    /// Its sign.
    pub fn op(self) -> Op {
        match self {
            Self::AtLeast(_) => Op::AtLeast,
            Self::AtMost(_) => Op::AtMost,
            Self::About(_) => Op::About,
            Self::Exactly(_) => Op::Exactly,
            Self::Over(_) => Op::Over,
            Self::Under(_) => Op::Under,
            Self::Between { .. } => Op::Between,
        }
    }

    /// The same of the other direction: a fall by 3% or more is a growth of -3% or less.
    pub(super) fn negated(self) -> Self {
        match self {
            Self::AtLeast(value) => Self::AtMost(-value),
            Self::AtMost(value) => Self::AtLeast(-value),
            Self::About(value) => Self::About(-value),
            Self::Exactly(value) => Self::Exactly(-value),
            Self::Over(value) => Self::Under(-value),
            Self::Under(value) => Self::Over(-value),
            Self::Between { low, high } => Self::Between { low: -high, high: -low },
        }
    }

    /// The figure, the lower one of a range.
    pub fn value(self) -> f64 {
        match self {
            Self::AtLeast(value)
            | Self::AtMost(value)
            | Self::About(value)
            | Self::Exactly(value)
            | Self::Over(value)
            | Self::Under(value)
            | Self::Between { low: value, .. } => value,
        }
    }

    /// The higher figure of a range.
    pub fn value_max(self) -> Option<f64> {
        if let Self::Between { high, .. } = self { Some(high) } else { None }
    }
}

impl Side {
    pub(super) fn of(self, value: f64) -> Bound {
        match self {
            Self::Reach => Bound::Exactly(value),
            Self::AtLeast => Bound::AtLeast(value),
            Self::AtMost => Bound::AtMost(value),
            Self::About => Bound::About(value),
            Self::Over => Bound::Over(value),
            Self::Under => Bound::Under(value),
        }
    }
}

/// The bound word that ends at `position`: where it begins and what it says.
pub(super) fn before(line: &Line, position: usize) -> Option<(usize, Side)> {
    let mut end = position;
    while end > 0 && line.get(end - 1) == Some(' ') {
        end -= 1;
    }
    let (word, side) = line.bound(end, Class::BoundBefore)?;
    // 附近, 发达, 制约: the character belongs to another word.
    (!line.is_swallowed(word.clone())).then_some((word.start, side))
}

/// The bound word that begins at `position`: where it ends and what it says.
pub(super) fn behind(line: &Line, position: usize) -> Option<(usize, Side)> {
    let (word, side) = line.bound(line.skip_blanks(position), Class::BoundBehind)?;
    (!line.is_swallowed(word.clone())).then_some((word.end, side))
}
