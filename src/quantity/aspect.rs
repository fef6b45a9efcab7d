//! Aspects: whether a figure is a stock, an addition, a growth, a share, an amount, a limit or a rank.
//!
//! In:  a figure with its measure, its indicator and the words before it.
//! Out: its [`Aspect`].
//! How: the nearest words first: the bound, the name, the item of the list, the clause; where they say nothing the
//!      indicator's own aspect, then the measure.
//! Source of the words: `datasets/lexicon/figure-kinds.tsv`; of the indicators' own: `indicators.tsv`.

use std::borrow::Cow;

use super::bound::Op;
use super::canonical::{Aspect, indicator_aspect};
use super::comparison::words;
use super::measure::Family;
use crate::lexicon::code::FigureClass as Class;
use crate::lexicon::words::Code;

impl Aspect {
    /// Every aspect.
    pub const EVERY: &'static [Self] = Self::ALL;

    /// The code in tables.
    pub fn name(self) -> &'static str {
        self.code()
    }

    /// What a limit caps: of 失业率控制在5.5%以内 a share, as 失业率5.2% is one. All else is what it is. Figures of one
    /// indicator and kin compare.
    pub fn kin(self, indicator_id: Option<&str>, measure: &str) -> Self {
        match indicator_id.and_then(indicator_aspect) {
            Some(own) if self == Self::Limit => own,
            None if self == Self::Limit && measure.starts_with('%') => Self::Share,
            _ => self,
        }
    }
}

/// A figure with what was printed around it.
pub(super) struct Given<'a> {
    pub(super) indicator: &'a str,
    pub(super) id: Option<&'a str>,
    pub(super) family: Family,
    pub(super) measure: &'a str,
    pub(super) op: Op,
    /// The exact words of the quantity.
    pub(super) raw: &'a str,
    /// The words before them, of the item of their list.
    pub(super) item: &'a str,
    /// The same, of the whole clause.
    pub(super) clause: &'a str,
}

impl Given<'_> {
    /// The name, or the words right before the figure, end with such a word.
    fn ends(&self, classes: &[Class]) -> bool {
        let ends = |class: &Class| words().ends(*class, self.indicator) || words().ends(*class, self.item.trim_end());
        classes.iter().any(ends)
    }

    fn is_capped(&self) -> bool {
        matches!(self.op, Op::AtMost | Op::Under)
    }

    /// Reached, or kept: 达到, 突破, 稳定在.
    fn is_reached(&self) -> bool {
        words().opens(Class::Reach, self.raw)
            || words().opens(Class::StandsAt, self.raw)
            || self.ends(&[Class::Reach, Class::StandsAt])
    }
}

fn has(classes: &[Class], text: &str) -> bool {
    // 增加值 is a level.
    let levels = super::words::list(super::words::Class::LevelNoun);
    let text = levels.iter().fold(Cow::Borrowed(text), |rest, level| match rest.contains(level) {
        true => rest.replace(level, "").into(),
        false => rest,
    });
    classes.iter().any(|class| words().within(*class, &text))
}

/// Whether a name ends with a fall: 居民消费价格下降.
pub(super) fn falls(name: &str) -> bool {
    words().ends(Class::Fall, name)
}

/// What a figure is.
pub(super) fn aspect(given: &Given) -> Aspect {
    let own = given.id.and_then(indicator_aspect);
    match given.family {
        Family::Rank => Aspect::Rank,
        _ if given.is_capped() => Aspect::Limit,
        Family::Share | Family::Points | Family::Times => ratio(given, own),
        _ => level(given, own),
    }
}

/// A figure in per cent, points or times.
fn ratio(given: &Given, own: Option<Aspect>) -> Aspect {
    match own {
        Some(Aspect::Growth | Aspect::Limit) => own.unwrap_or_default(),
        _ if given.ends(&[Class::Fall]) => Aspect::Limit,
        _ if given.family != Family::Share || given.ends(&[Class::Growth, Class::Rises]) => Aspect::Growth,
        _ => Aspect::Share,
    }
}

/// A figure in any other measure.
fn level(given: &Given, own: Option<Aspect>) -> Aspect {
    const NEW: &[Class] = &[Class::Addition, Class::Newly];
    const ALL: &[Class] = &[Class::Total, Class::AllOf];
    let sized = matches!(given.family, Family::Money | Family::Weight | Family::Volume | Family::Energy);
    let flows = own == Some(Aspect::Amount)
        || own.is_none()
            && (words().within(Class::Flow, given.indicator)
                || words().is(Class::Yearly, given.measure) && !sized
                || sized && words().within(Class::Work, given.clause));
    if own == Some(Aspect::Limit) || words().within(Class::Fall, given.indicator) || given.ends(&[Class::Fall]) {
        Aspect::Limit
    } else if has(NEW, given.indicator) {
        Aspect::Addition
    } else if has(ALL, given.indicator) || has(ALL, given.item) && !has(NEW, given.item) {
        if flows { Aspect::Amount } else { Aspect::Stock }
    } else if !given.ends(&[Class::StandsAt]) && (has(NEW, given.item) || has(NEW, given.clause) && !given.is_reached())
    {
        Aspect::Addition
    } else if !given.family.is_counted() && given.ends(&[Class::Growth, Class::Rises]) {
        Aspect::Growth
    } else if flows {
        Aspect::Amount
    } else if given.is_reached() {
        let made = given.family.is_counted() && words().within(Class::Work, given.item);
        if made { Aspect::Addition } else { Aspect::Stock }
    } else {
        let made = own == Some(Aspect::Stock) && words().within(Class::Work, given.clause);
        own.filter(|_| !made).unwrap_or_else(|| of_measure(given.family))
    }
}

/// What a figure is whose words say nothing.
fn of_measure(family: Family) -> Aspect {
    match family {
        Family::Money | Family::Weight | Family::Volume | Family::Energy => Aspect::Amount,
        Family::Time
        | Family::Speed
        | Family::Concentration
        | Family::Rate
        | Family::Score
        | Family::Index
        | Family::Data
        | Family::Name => Aspect::Stock,
        _ => Aspect::Addition,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Context, extract};
    use super::*;

    #[test]
    fn words_measure_and_indicator_decide() {
        use Aspect::*;
        for (text, want) in [
            ("新增停车泊位1万个以上", Addition),
            ("净增高新技术企业40家", Addition),
            ("培育专精特新企业60家", Addition),
            ("新建改建农村公路210公里", Addition),
            ("建成8个口袋公园", Addition),
            ("城镇新增就业2.3万人", Addition),
            ("高新技术企业总数达到1.3万家", Stock),
            ("高新技术企业突破180家", Stock),
            ("累计建成5G基站3000座", Stock),
            ("经营主体保有量达到50万户", Stock),
            ("数字经济规模突破500亿元", Stock),
            ("空气质量优良天数达到310天", Stock),
            ("地区生产总值增长6%左右", Growth),
            ("居民消费价格上涨0.2%", Growth),
            ("居民消费价格涨幅2%左右", Growth),
            ("城镇化率提高1个百分点", Growth),
            ("基础养老金每人每月提高10元", Growth),
            ("文旅产业增加值翻一番", Growth),
            ("森林覆盖率达到45%", Share),
            ("数字经济占比达到38%", Share),
            ("城镇调查失业率5.5%左右", Share),
            ("文化产业增加值突破130亿元", Amount),
            ("地区生产总值由50亿元增加到90亿元", Amount),
            ("完成固定资产投资680亿元", Amount),
            ("地区生产总值突破1000亿元", Amount),
            ("粮食产量稳定在80亿斤以上", Amount),
            ("接待游客8000万人次", Amount),
            ("社会消费品零售总额达到420亿元", Amount),
            ("城镇调查失业率控制在5.5%以内", Limit),
            ("居民消费价格涨幅控制在3%以内", Limit),
            ("单位生产总值能耗下降3%", Limit),
            ("平均办理时限压缩到8个工作日以内", Limit),
            ("事故起数下降10%", Limit),
            ("PM2.5平均浓度33微克/立方米", Limit),
            ("营商环境评价进入全省前10位", Rank),
        ] {
            let found = extract(text, &Context { year: Some(2024), review: false });
            assert_eq!(found.last().map(|target| target.aspect), Some(want), "{text}");
        }
    }

    #[test]
    fn a_limit_is_kin_to_what_it_caps() {
        assert_eq!(Aspect::Limit.kin(Some("surveyed_unemployment_rate"), "%"), Aspect::Share);
        assert_eq!(Aspect::Limit.kin(Some("cpi_growth"), "%"), Aspect::Growth);
        assert_eq!(Aspect::Limit.kin(Some("energy_intensity_cut"), "%"), Aspect::Limit);
        assert_eq!(Aspect::Stock.kin(Some("cpi_growth"), "%"), Aspect::Stock);
    }
}
