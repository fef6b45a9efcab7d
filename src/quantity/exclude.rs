//! What is no target although it is a number: names, ordinals, dates, slogans, descriptions.
//!
//! One check a kind, so that [`why`] reads as the list of them.

use super::bound::Side;
use super::figure::Figure;
use super::line::{Line, is_mark};
use super::measure::Family;
use super::numeral::{self, Form};
use super::words::{self, Class};

/// Why a number is no target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exclusion {
    /// 第三轮, 二期, 12号.
    Ordinal,
    /// 5G, PM2.5, 1+N, “323”, 《…》.
    Name,
    /// 2025年, 3天, 12分钟 where no time is promised.
    Time,
    /// 一个平台, 三大工程: a count in characters that commits to nothing.
    Article,
    /// 50亿元以上项目, 占地1.4万亩的走廊.
    Description,
    /// 由3.2%降至, 在5%的基础上.
    Base,
    /// 每10万人, 占年度任务41.7%.
    Ratio,
    /// 总结5个社区试点经验: what is there already.
    Existing,
}

/// Whether a quantity is out for one reason.
type Check = fn(&Line, &Figure) -> bool;

/// The first reason why a quantity is no target.
pub(super) fn why(line: &Line, quantity: &Figure) -> Option<Exclusion> {
    let checks: &[(Exclusion, Check)] = &[
        (Exclusion::Ordinal, is_ordinal),
        (Exclusion::Name, is_name),
        (Exclusion::Name, is_quoted),
        (Exclusion::Time, is_plain_time),
        (Exclusion::Name, is_rank_in_a_name),
        (Exclusion::Article, is_article),
        (Exclusion::Base, is_base),
        (Exclusion::Ratio, is_ratio),
        (Exclusion::Description, is_description),
        (Exclusion::Existing, is_existing),
    ];
    checks.iter().find(|(_, holds)| holds(line, quantity)).map(|(why, _)| *why)
}

fn is_ordinal(line: &Line, quantity: &Figure) -> bool {
    // 2期工程 is the second part, 培训2期 are two.
    let part = quantity.measure == "期" && line.any_at(quantity.core.end, Class::PartOfWorks).is_some();
    part || quantity.family == Family::Name || line.before(quantity.core.start) == Some('第')
}

fn is_name(line: &Line, quantity: &Figure) -> bool {
    let before = quantity.core.start.checked_sub(1).and_then(|position| line.get(position));
    let before_that = quantity.core.start.checked_sub(2).and_then(|position| line.get(position));
    let after = line.get(quantity.core.end);
    let joined =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '*' | '×' | '+' | '.' | '/' | '·' | '_' | '#' | '&');
    // COVID-19, G-20; but 7%-8% has no letter before its dash.
    before.is_some_and(joined)
        || (before == Some('-') && before_that.is_some_and(|c| c.is_ascii_alphabetic()))
        || (before == Some(':') && before_that.is_some_and(|c| c.is_ascii_digit()))
        || matches!(after, Some('+' | '×' | '*'))
        || (quantity.measure.ends_with(|c: char| !c.is_ascii()) && after.is_some_and(|c| matches!(c, '版' | '型')))
        || (quantity.measure.is_ascii() && quantity.measure != "%" && after.is_some_and(|c| c.is_ascii_digit()))
}

fn is_quoted(line: &Line, quantity: &Figure) -> bool {
    line.is_quoted(quantity.core.start) && !line.is_all_titled()
}

/// A time is a target only where something is to last, to take or to reach it.
fn is_plain_time(line: &Line, quantity: &Figure) -> bool {
    if quantity.family != Family::Time {
        return false;
    }
    let clause = line.clause_start(quantity.raw.start);
    let head = clause..quantity.raw.start;
    let lasting = match quantity.measure.as_str() {
        "年" => Class::LastsYears,
        "月" | "日" | "周" => return true,
        "岁" => Class::LastsLife,
        "天" => Class::LastsDays,
        _ => Class::LastsHours,
    };
    line.find(head, lasting).is_none()
}

/// 500强企业, 百强县; a rank is a target only behind 前.
fn is_rank_in_a_name(line: &Line, quantity: &Figure) -> bool {
    if quantity.family != Family::Rank {
        return false;
    }
    if rank_before(line, quantity.core.start).is_none() {
        return true;
    }
    // 排名前10的企业, 前20位客户 describe; a commitment ends here.
    !ends_here(line, quantity.raw.end) || line.get(quantity.raw.end) == Some('的')
}

/// Where 进入前, 位居…前 begins, if a rank follows at `position`.
pub(super) fn rank_before(line: &Line, position: usize) -> Option<usize> {
    let before = position.checked_sub(1)?;
    if line.get(before) != Some('前') {
        return None;
    }
    let clause = line.clause_start(before);
    line.find(clause..before, Class::RankCue).map(|_| before)
}

/// A count in characters commits only where it is bounded or large: 不少于三家, 二十个; not 一个, 三大, 十件实事.
fn is_article(line: &Line, quantity: &Figure) -> bool {
    let sided = matches!(
        (quantity.before, quantity.behind),
        (Some(Side::AtLeast | Side::AtMost | Side::Over | Side::Under), _) | (_, Some(_))
    );
    match quantity.form {
        Form::Digits | Form::Half => false,
        Form::Whole(_) => {
            // 八成 without more is a manner of speaking unless it is reached; 建成, 一成不变 are words.
            line.get(quantity.core.end - 1) == Some('成')
                && quantity.before.is_none()
                && quantity.behind.is_none()
                && line.get(quantity.core.end) != Some('的')
        }
        // 突破千亿元, 近万亿元, 稳定在百万吨以上; not 千亿元产业, 万人计划.
        Form::Scale => {
            let reached = matches!(quantity.before, Some(Side::AtLeast | Side::Reach | Side::About))
                || quantity.behind == Some(Side::AtLeast)
                    && line.any_before(quantity.raw.start, Class::Steady).is_some();
            !(reached && ends_here(line, quantity.raw.end)) || quantity.low < 1e4
        }
        Form::Chinese => {
            if quantity.low <= 1.0 {
                return true;
            }
            let named = line.any_at(quantity.core.end, Class::ArticleNoun).is_some();
            if named
                || matches!(
                    line.before(quantity.core.start),
                    Some('这' | '那' | '每' | '几' | '数' | '双' | '上' | '下' | '成')
                )
            {
                return true;
            }
            // 五期, 二次, 三层 are names of parts.
            if matches!(
                quantity.measure.as_str(),
                "期" | "轮" | "次" | "道" | "级" | "段" | "片" | "组" | "对" | "队" | "节" | "门" | "度"
            ) {
                return true;
            }
            if sided {
                return false;
            }
            let ends = ends_here(line, quantity.raw.end);
            let plain = quantity.family.is_counted() && quantity.low > 10.0;
            !(quantity.low >= 2.0
                && (ends || plain)
                && quantity.family != Family::Times
                && head_length(line, quantity) >= 2)
        }
    }
}

/// How many characters of its clause stand before the quantity.
fn head_length(line: &Line, quantity: &Figure) -> usize {
    quantity.raw.start - line.clause_start(quantity.raw.start)
}

/// Whether nothing is said behind `position` in its clause: a mark, a bracket, or a conjunction before a new quantity.
pub(super) fn ends_here(line: &Line, position: usize) -> bool {
    let here = line.skip_blanks(position);
    match line.get(here) {
        None => true,
        Some(c) if is_mark(c) || matches!(c, '、' | ')' | '”' | '》' | '(' | '/') => true,
        Some('-') => true,
        _ => line.any_at(here, [Class::ClauseJoint, Class::Milestone]).is_some(),
    }
}

/// Whether a figure that ends at `end` is where a change starts: 由3.2%降至, 从10个到15个.
pub(super) fn is_start_of_change(line: &Line, start: usize, end: usize) -> bool {
    let clause = line.clause_start(start);
    let from = line.has(clause.max(start.saturating_sub(14))..start, &['由', '从']);
    let behind = line.skip_blanks(end);
    let behind = line.any_at(behind, Class::ChangeAdverb).unwrap_or(behind);
    from && (line.any_at(behind, Class::Changed).is_some() || matches!(line.get(behind), Some('到' | '至')))
}

fn is_base(line: &Line, quantity: &Figure) -> bool {
    is_start_of_change(line, quantity.core.start, quantity.core.end)
        || line.any_at(quantity.raw.end, Class::Given).is_some()
        || is_compared(line, quantity)
}

/// 高于年初12%的目标2个百分点: the first figure is what the other is compared with.
fn is_compared(line: &Line, quantity: &Figure) -> bool {
    let clause = line.clause_start(quantity.raw.start);
    line.any_at(quantity.core.end, Class::Planned).is_some()
        && line.find(clause..quantity.raw.start, Class::Than).is_some()
}

fn is_ratio(line: &Line, quantity: &Figure) -> bool {
    let start = quantity.core.start;
    let every = start > 0 && line.get(start - 1) == Some('每');
    let clause = line.clause_start(quantity.raw.start);
    // 每引进1名博士,增加2名指标: a rule for each.
    let rule = |clause: usize| line.get(clause) == Some('每') && line.any_at(clause + 1, Class::Verb).is_some();
    let ruled = rule(clause) || clause > 0 && line.get(clause - 1) == Some(',') && rule(line.clause_start(clause - 1));
    let of_plan = quantity.family == Family::Share
        && line.find(clause..quantity.raw.start, [Class::OfPlan, Class::PlanDone]).is_some();
    // 5:5, 1比1.
    let ratio =
        line.get(quantity.core.end) == Some(':') && line.get(quantity.core.end + 1).is_some_and(|c| c.is_ascii_digit());
    every || ruled || of_plan || ratio
}

/// 亿元以上 before 项目20个; 占地1.4万亩的走廊; 打造500亿元产业集群.
fn is_description(line: &Line, quantity: &Figure) -> bool {
    let end = line.skip_blanks(quantity.raw.end);
    let bounded = matches!(quantity.behind, Some(Side::AtLeast | Side::AtMost));
    if line.get(end) == Some('级') {
        return true;
    }
    if quantity.family.is_size() && tells_a_size(line, quantity, end) {
        return true;
    }
    if ends_here(line, end) {
        return false;
    }
    let stop = noun_end(line, end);
    let noun: String = line.chars[end..stop].iter().collect();
    if quantity.family.is_size() {
        // Another figure counts what this one describes.
        if counted_behind(line, end) && (bounded || quantity.before.is_none()) && !has_predicate(line, end, stop) {
            return true;
        }
        // 500万元以上固定资产投资增长5%: what the other figure says is of investments so large.
        if quantity.family == Family::Money && bounded && quantity.before.is_none() && told_behind(line, end) {
            return true;
        }
        if quantity.family == Family::Money
            && quantity.before.is_none()
            && words::before(Class::MoneyNoun, &noun).is_none()
            && (words::before(Class::Described, &noun).is_some() || bounded && words::within(Class::Described, &noun))
        {
            return true;
        }
        return bounded && words::behind(Class::Described, &noun).is_some();
    }
    // 50人以上企业30家, 20户以上村落.
    quantity.family.is_counted()
        && bounded
        && quantity.before.is_none()
        && words::behind(Class::SizedUnit, &noun).is_some()
        && (counted_behind(line, end) || words::within(Class::Covers, &noun))
}

/// Whether words right around a size say that it is only one: 占地1.4万亩, 总投资5亿元的项目, 日产500吨垃圾焚烧厂.
fn tells_a_size(line: &Line, quantity: &Figure, end: usize) -> bool {
    let before = |class: Class| line.any_before(quantity.raw.start, class);
    let clause = line.clause_start(quantity.raw.start);
    let alone = before(Class::SizeNoun).is_some_and(|word| {
        let gap: String = line.chars[clause..word].iter().filter(|c| **c != ' ').collect();
        gap.is_empty() || words::is(Class::SizeOpening, &gap)
    });
    let described: String = line.chars[end..noun_end(line, end)].iter().collect();
    // 规模100亿元的母基金 is the money itself.
    let fund = words::before(Class::Fund, &described).is_some();
    let of = described.starts_with('的') && !ends_here(line, end + 1) && !fund;
    let output = !ends_here(line, end) && !fund && before(Class::Output).is_some();
    before(Class::Land).is_some() || of || output || alone
}

/// Where the noun behind a quantity ends at the latest.
fn noun_end(line: &Line, start: usize) -> usize {
    let end = line.clause_end(start);
    (start..end)
        .find(|here| matches!(line.get(*here), Some('、')) || line.get(*here).is_some_and(|c| c.is_ascii_digit()))
        .unwrap_or(end)
}

/// Whether a count follows in the same clause.
fn counted_behind(line: &Line, start: usize) -> bool {
    let end = line.clause_end(start);
    (start..end).take(40).take_while(|here| line.get(*here) != Some('、')).any(|here| {
        line.get(here).is_some_and(|c| c.is_ascii_digit())
            && !line.get(here.wrapping_sub(1)).is_some_and(|c| c.is_ascii_alphanumeric() || c == '.')
            && numeral::read(line, here).is_some_and(|number| {
                super::measure::read(line, number.end).is_some_and(|measure| measure.family.is_counted())
            })
    })
}

/// Whether another figure follows in the same clause, only a noun and a word of change before it.
fn told_behind(line: &Line, start: usize) -> bool {
    let end = line.clause_end(start);
    let figure = (start + 4..end).take(20).find(|here| line.get(*here).is_some_and(|c| c.is_ascii_digit()));
    figure.is_some_and(|figure| {
        let noun = line.any_before(figure, Class::Change).unwrap_or(figure);
        !line.has(start..noun, &['、']) && !has_predicate(line, start, noun)
    })
}

fn has_predicate(line: &Line, start: usize, stop: usize) -> bool {
    line.find(start..stop, Class::Predicate).is_some()
}

/// 总结…等5个社区试点经验, 聚焦6个领域, 对口5个贫困村: nothing new is promised.
fn is_existing(line: &Line, quantity: &Figure) -> bool {
    if !quantity.family.is_counted() || ends_here(line, quantity.raw.end) || quantity.behind.is_some() {
        return false;
    }
    // 围绕主导产业引进1-2个项目 does promise.
    if line.any_before(quantity.raw.start, Class::Creates).is_some() {
        return false;
    }
    let clause = line.clause_start(quantity.raw.start);
    let head = line.skip_blanks(clause);
    line.any_at(head, Class::Existing).is_some() || line.find(clause..quantity.raw.start, Class::PairedAid).is_some()
}

/// An index has no measure: 指数达到103, 系数降到0.3.
pub(super) fn is_index(line: &Line, start: usize, end: usize) -> bool {
    if !ends_here(line, end) && super::bound::behind(line, end).is_none() {
        return false;
    }
    let clause = line.clause_start(start);
    let mut here = start;
    while let Some((word, _)) = super::bound::before(line, here) {
        here = word;
    }
    here = line.any_before(here, Class::Link).unwrap_or(here);
    here < start && here > clause && line.any_before(here, Class::IndexNoun).is_some()
}
