//! Comparison: whether two figures of one indicator may be divided by each other, and if not, why.
//!
//! In:  two figures as they are [`Stated`], each with the words around it.
//! Out: a [`Comparison`]; the [`Kind`] of a figure, so that an addition finds an addition where a task states both.
//! Not here: whether two figures are of one indicator; [`crate::matching::kernel`] says that.

use std::collections::BTreeSet;

use super::bound::Op;
use super::canonical::indicator_title;
use super::setting::Horizon;
use crate::lexicon::code::FigureClass as Class;
use crate::lexicon::words::words;

words!(pub(super) FIGURE_KINDS, Class);

/// A figure with what was printed around it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Stated<'a> {
    pub indicator: &'a str,
    pub indicator_id: Option<&'a str>,
    pub op: Op,
    pub measure: &'a str,
    pub horizon: Horizon,
    /// The exact words of the quantity.
    pub raw: &'a str,
    /// The task's words before them.
    pub before: &'a str,
}

/// What a figure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kind {
    /// What comes new, or is done, within a time.
    Flow,
    /// All there is at its end.
    Total,
    /// A change of a rate or a level.
    Growth,
    /// A level, or what nothing is said of.
    #[default]
    Level,
}

/// How two figures of one indicator stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    Comparable,
    /// One is a change, the other what changes.
    GrowthLevel,
    OtherMeasure,
    /// One is a lower bound, the other an upper.
    OtherBound,
    /// One is what comes new, the other all there is.
    AdditionTotal,
    /// One is for this year, the other for a longer time.
    OtherPeriod,
    /// One is of projects signed, the other of projects begun.
    OtherStep,
    /// One counts a part of what the other counts, or either counts another part.
    Part,
    /// The indicators are called alike, but not the same.
    OtherName,
}

impl Comparison {
    pub const ALL: [Self; 9] = [
        Self::Comparable,
        Self::GrowthLevel,
        Self::OtherMeasure,
        Self::OtherBound,
        Self::AdditionTotal,
        Self::OtherPeriod,
        Self::OtherStep,
        Self::Part,
        Self::OtherName,
    ];

    /// The code in tables.
    pub fn code(self) -> &'static str {
        match self {
            Self::Comparable => "comparable",
            Self::GrowthLevel => "growth_level",
            Self::OtherMeasure => "other_measure",
            Self::OtherBound => "other_bound",
            Self::AdditionTotal => "addition_total",
            Self::OtherPeriod => "other_period",
            Self::OtherStep => "other_step",
            Self::Part => "part",
            Self::OtherName => "other_name",
        }
    }

    /// What a code in tables says.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|comparison| comparison.code() == code)
    }
}

/// What the words around a figure say of it. Looked up once a figure: a figure is compared with very many others.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Said {
    pub kind: Kind,
    step: Option<&'static str>,
    parts: BTreeSet<&'static str>,
}

impl Said {
    pub fn of(stated: &Stated<'_>) -> Self {
        Self { kind: kind(stated), step: step(stated), parts: parts(stated) }
    }
}

/// Whether two figures of one indicator compare, each with what is [`Said`] of it. The first rule that tells them apart is
/// the reason.
pub fn compare((a, said_a): (&Stated<'_>, &Said), (b, said_b): (&Stated<'_>, &Said)) -> Comparison {
    let kinds = [said_a.kind, said_b.kind];
    let has = |kind: Kind| kinds.contains(&kind);
    if has(Kind::Growth) && kinds[0] != kinds[1] {
        Comparison::GrowthLevel
    } else if !one_measure(a.measure, b.measure) {
        Comparison::OtherMeasure
    } else if side(a.op) * side(b.op) < 0 {
        Comparison::OtherBound
    } else if has(Kind::Flow) && has(Kind::Total) {
        Comparison::AdditionTotal
    } else if a.horizon != b.horizon {
        Comparison::OtherPeriod
    } else if said_a.step.zip(said_b.step).is_some_and(|(a, b)| a != b) {
        Comparison::OtherStep
    } else if said_a.parts != said_b.parts {
        Comparison::Part
    } else if a.indicator_id.is_none() || a.indicator_id != b.indicator_id {
        by_name(bare(a.indicator), bare(b.indicator))
    } else {
        Comparison::Comparable
    }
}

/// Whether two measures are one: 套 and 套(间) count the same.
pub fn one_measure(a: &str, b: &str) -> bool {
    let bare = |measure: &str| measure.find(['(', '（']).filter(|at| *at > 0).unwrap_or(measure.len());
    a[..bare(a)] == b[..bare(b)]
}

/// What indicators without a canonical name are to each other.
fn by_name(a: &str, b: &str) -> Comparison {
    if a == b {
        Comparison::Comparable
    } else if a.contains(b) || b.contains(a) {
        Comparison::Part
    } else {
        Comparison::OtherName
    }
}

/// An indicator without the words of doing before it.
fn bare(indicator: &str) -> &str {
    let mut rest = indicator;
    for class in [Class::Addition, Class::Work, Class::Addition] {
        rest = words().behind(class, rest).filter(|rest| !rest.is_empty()).unwrap_or(rest);
    }
    rest
}

/// Below 0 for an upper bound, above for a lower.
fn side(op: Op) -> i8 {
    match op {
        Op::AtLeast | Op::Over => 1,
        Op::AtMost | Op::Under => -1,
        _ => 0,
    }
}

/// What a figure counts, by the words before it.
fn kind(stated: &Stated<'_>) -> Kind {
    if words().is(Class::Growth, stated.measure) {
        return Kind::Growth;
    }
    let (clause, item) = (clause(stated), item(stated));
    let named = |class: Class| words().within(class, stated.indicator) || words().within(class, item);
    if stated.measure.starts_with('%') {
        let is_change = words().ends(Class::Growth, stated.indicator)
            || stated.indicator_id.is_some_and(|id| id.ends_with("_growth"))
            || words().ends(Class::Growth, item.trim_end());
        return if is_change { Kind::Growth } else { Kind::Level };
    }
    let adds = words().within(Class::Addition, clause) || words().within(Class::Addition, stated.indicator);
    let is_yearly = words().is(Class::Yearly, stated.measure);
    if adds {
        Kind::Flow
    } else if named(Class::Total) {
        Kind::Total
    } else if is_yearly {
        Kind::Level
    } else if words().within(Class::Work, clause) {
        Kind::Flow
    } else if words().opens(Class::Reach, stated.raw) || words().ends(Class::Reach, item.trim_end()) {
        Kind::Total
    } else {
        Kind::Level
    }
}

/// The step of a project that the words nearest to the figure name.
fn step(stated: &Stated<'_>) -> Option<&'static str> {
    let clause = clause(stated);
    let last = words().pairs(Class::Step).filter_map(|(word, step)| Some((clause.rfind(word)?, step)));
    last.max_by_key(|(at, _)| *at).map(|(_, step)| step)
}

/// The parts that the words around a figure narrow it to, but those that the indicator is called by.
fn parts(stated: &Stated<'_>) -> BTreeSet<&'static str> {
    let title = stated.indicator_id.and_then(indicator_title).unwrap_or_default();
    let item = item(stated);
    let named = words().pairs(Class::Part).filter(|(word, part)| {
        (stated.indicator.contains(word) || item.contains(word)) && !title.contains(word) && !title.contains(part)
    });
    named.map(|(_, part)| part).collect()
}

/// The words of the figure's clause before it: what is said to be done there holds for every item of an enumeration.
fn clause<'a>(stated: &Stated<'a>) -> &'a str {
    behind_last(stated.before, &['，', ',', '。', '；', ';', '：', ':', '\n'])
}

/// As [`clause`], of its own item only.
fn item<'a>(stated: &Stated<'a>) -> &'a str {
    behind_last(clause(stated), &['、'])
}

fn behind_last<'a>(text: &'a str, marks: &[char]) -> &'a str {
    text.rfind(marks).map_or(text, |at| text[at..].trim_start_matches(marks))
}

#[cfg(test)]
mod tests {
    use super::super::{Context, Target, extract};
    use super::*;

    /// Compares the last targets of two texts.
    #[track_caller]
    fn check(left: &str, right: &str, want: Comparison) {
        let found = |text| extract(text, &Context::default()).pop().expect(text);
        let (a, b) = (found(left), found(right));
        let (a, b) = (stated(left, &a), stated(right, &b));
        let (said_a, said_b) = (Said::of(&a), Said::of(&b));
        assert_eq!(compare((&a, &said_a), (&b, &said_b)), want, "{left} / {right}: {a:?} {b:?}");
        assert_eq!(compare((&b, &said_b), (&a, &said_a)), want, "{right} / {left}");
    }

    fn stated<'a>(text: &'a str, target: &'a Target) -> Stated<'a> {
        Stated {
            indicator: &target.indicator,
            indicator_id: target.indicator_id,
            op: target.bound.op(),
            measure: &target.measure,
            horizon: Horizon::Year,
            raw: &text[target.raw.clone()],
            before: &text[..target.raw.start],
        }
    }

    #[test]
    fn figures_that_compare() {
        for (left, right) in [
            ("新增停车泊位12万个", "新增停车泊位1万个以上"),
            ("新增停车泊位12万个", "建设停车位3000个"),
            ("城镇新增就业2.3万人", "新增就业2万人"),
            ("城镇新增就业2.3万人", "城镇新增就业突破2万人"),
            ("地区生产总值增长6.5%", "地区生产总值增长6%左右"),
            ("固定资产投资突破1000亿元", "完成固定资产投资500亿元"),
            ("完成260个老旧小区改造", "改造老旧小区57个"),
            ("高新技术企业总数达到1.3万家", "高新技术企业突破180家"),
            ("打造绿道100公里", "新建绿道5公里"),
            ("筹集保障性租赁住房5770套", "筹集保障性租赁住房5.1万套(间)"),
        ] {
            check(left, right, Comparison::Comparable);
        }
    }

    #[test]
    fn figures_that_stand_alone() {
        use Comparison::*;
        for (left, right, want) in [
            ("高新技术企业突破1.3万家", "净增高新技术企业40家以上", AdditionTotal),
            ("高新技术企业总量突破1.8万家", "新增科技型中小企业500家、高新技术企业60家", AdditionTotal),
            ("力争市场主体总量突破200万户", "净增市场主体6000户", AdditionTotal),
            ("地区生产总值突破1000亿元", "地区生产总值增长6%", GrowthLevel),
            ("城镇化率达到65%", "城镇化率提高1个百分点", GrowthLevel),
            ("新建绿道5公里", "新建绿道3条", OtherMeasure),
            ("空气质量优良天数比率不低于80%", "空气质量优良天数比率控制在80%以内", OtherBound),
            ("签约亿元以上项目50个", "开工亿元以上项目20个", OtherStep),
            ("改造老旧小区57个", "打造老旧小区改造示范点5个", Part),
            ("建成省级美丽乡村9个", "新建美丽乡村2000个", Part),
        ] {
            check(left, right, want);
        }
    }

    #[test]
    fn names_without_a_canonical_indicator() {
        for (a, b, want) in [
            ("技改项目", "技改项目", Comparison::Comparable),
            ("建设五星级饭店", "五星级饭店", Comparison::Comparable),
            ("饭店", "五星级饭店", Comparison::Part),
            ("核心产业增加值增长", "高新技术产业增加值增长", Comparison::OtherName),
        ] {
            assert_eq!(by_name(bare(a), bare(b)), want, "{a} / {b}");
        }
    }
}
