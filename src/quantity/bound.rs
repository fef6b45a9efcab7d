//! Bounds: what the words around a figure make of it, 以上 不少于 左右 控制在…以内.
//!
//! 以上, 以下 and 以内 include the figure (民法典 第1259条); 超过 and 突破 are commitments to reach it.

use super::line::Line;

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

impl Bound {
    /// The code in tables.
    pub fn op(self) -> &'static str {
        match self {
            Self::AtLeast(_) => ">=",
            Self::AtMost(_) => "<=",
            Self::About(_) => "~",
            Self::Exactly(_) => "=",
            Self::Over(_) => ">",
            Self::Under(_) => "<",
            Self::Between { .. } => "range",
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

/// What a word before or behind the figure says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Reach,
    AtLeast,
    AtMost,
    About,
    Over,
    Under,
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

const BEFORE: &[(&str, Side)] = &[
    ("不得少于", Side::AtLeast),
    ("不得低于", Side::AtLeast),
    ("不能低于", Side::AtLeast),
    ("不少于", Side::AtLeast),
    ("不低于", Side::AtLeast),
    ("不小于", Side::AtLeast),
    ("不弱于", Side::AtLeast),
    ("至少", Side::AtLeast),
    ("突破", Side::AtLeast),
    ("超过", Side::AtLeast),
    ("超出", Side::AtLeast),
    ("跨过", Side::AtLeast),
    ("迈上", Side::AtLeast),
    ("迈过", Side::AtLeast),
    ("跃上", Side::AtLeast),
    ("跨上", Side::AtLeast),
    ("站上", Side::AtLeast),
    ("超", Side::AtLeast),
    ("逾", Side::AtLeast),
    ("≥", Side::AtLeast),
    (">=", Side::AtLeast),
    ("不得超过", Side::AtMost),
    ("不得高于", Side::AtMost),
    ("不超过", Side::AtMost),
    ("不高于", Side::AtMost),
    ("不多于", Side::AtMost),
    ("不大于", Side::AtMost),
    ("不突破", Side::AtMost),
    ("至多", Side::AtMost),
    ("最多", Side::AtMost),
    ("控制在", Side::AtMost),
    ("控制到", Side::AtMost),
    ("压减到", Side::Reach),
    ("≤", Side::AtMost),
    ("<=", Side::AtMost),
    ("大约", Side::About),
    ("约为", Side::About),
    ("约", Side::About),
    ("接近", Side::About),
    ("近", Side::About),
    ("高于", Side::Over),
    ("大于", Side::Over),
    ("多于", Side::Over),
    (">", Side::Over),
    ("低于", Side::Under),
    ("少于", Side::Under),
    ("小于", Side::Under),
    ("<", Side::Under),
    ("达到", Side::Reach),
    ("达", Side::Reach),
];

const BEHIND: &[(&str, Side)] = &[
    ("及以上", Side::AtLeast),
    ("或以上", Side::AtLeast),
    ("以上", Side::AtLeast),
    ("开外", Side::AtLeast),
    ("及以下", Side::AtMost),
    ("以下", Side::AtMost),
    ("之下", Side::AtMost),
    ("以内", Side::AtMost),
    ("之内", Side::AtMost),
    ("左右", Side::About),
    ("上下", Side::About),
    ("有余", Side::About),
    ("多", Side::About),
    ("余", Side::About),
];

/// The bound word that ends at `position`: where it begins and what it says.
pub(super) fn before(line: &Line, position: usize) -> Option<(usize, Side)> {
    let mut end = position;
    while end > 0 && line.get(end - 1) == Some(' ') {
        end -= 1;
    }
    let head = &line.chars[..end];
    let (word, side) =
        BEFORE.iter().filter(|(word, _)| super::line::ends(head, word)).max_by_key(|(word, _)| word.chars().count())?;
    let start = end - word.chars().count();
    // 附近, 最近, 发达, 制约: the character belongs to another word.
    let other = match *word {
        "近" => &["附", "最", "邻", "靠", "临", "亲", "就"][..],
        "达" => &["发", "到", "抵", "直", "通", "传", "表", "雷", "下", "四"],
        "约" => &["制", "节", "集", "契", "合", "签", "公", "预"],
        "超" => &["高", "赶", "反"],
        "突破" => &["性"],
        "余" => &["其"],
        _ => &[],
    };
    if other.iter().any(|word| line.any_before(start, &[word]).is_some()) {
        return None;
    }
    Some((start, *side))
}

/// The bound word that begins at `position`: where it ends and what it says.
pub(super) fn behind(line: &Line, position: usize) -> Option<(usize, Side)> {
    let start = line.skip_blanks(position);
    let rest = &line.chars[start.min(line.len())..];
    let (word, side) = BEHIND
        .iter()
        .filter(|(word, _)| super::line::starts(rest, word))
        .max_by_key(|(word, _)| word.chars().count())?;
    if matches!(*word, "多" | "余")
        && line.any_at(start, &["多层", "多元", "多功能", "多种", "余热", "多个", "余个"]).is_some()
    {
        return None;
    }
    Some((start + word.chars().count(), *side))
}
