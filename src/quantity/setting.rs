//! The setting of a figure: a target or a result, how strongly worded, for when.

use super::figure::Figure;
use super::line::Line;
use super::{Context, Target};

/// Whether a figure is to be reached or was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Statement {
    #[default]
    Target,
    Result,
}

impl Statement {
    /// The code in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Target => "target",
            Self::Result => "result",
        }
    }
}

/// How strongly a target is worded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Strength {
    #[default]
    Plain,
    /// 力争, 争取.
    Strive,
    /// 确保, 必保.
    Ensure,
    /// 努力.
    Endeavour,
}

impl Strength {
    /// The code in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Strive => "strive",
            Self::Ensure => "ensure",
            Self::Endeavour => "endeavour",
        }
    }
}

/// When a target is to be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Horizon {
    /// In the report's year.
    #[default]
    Year,
    /// 到2025年.
    Until(i32),
    /// “十四五”期间, 五年内: longer than a year without a named end.
    Period,
}

/// Words that say by whom a figure is promised, strongest meaning last found counts.
const STRENGTHS: &[(&str, Strength)] = &[
    ("力争", Strength::Strive),
    ("争取", Strength::Strive),
    ("力促", Strength::Strive),
    ("确保", Strength::Ensure),
    ("必保", Strength::Ensure),
    ("力保", Strength::Ensure),
    ("保证", Strength::Ensure),
    ("努力", Strength::Endeavour),
];

/// No word so many characters away says anything of a figure.
const FAR: usize = 400;

/// Where the figure's sentence begins, or so far before it that no word matters.
fn sentence_start(line: &Line, quantity: &Figure) -> usize {
    line.sentence_start(quantity.raw.start).max(quantity.raw.start.saturating_sub(FAR))
}

/// The last such word of the sentence before the figure, not beyond `;`.
pub(super) fn strength(line: &Line, quantity: &Figure) -> Strength {
    let start = sentence_start(line, quantity);
    let mut here = quantity.raw.start;
    while here > start {
        here -= 1;
        if line.get(here) == Some(';') {
            break;
        }
        if let Some((_, strength)) = STRENGTHS.iter().find(|(word, _)| line.starts(here, word)) {
            return *strength;
        }
    }
    Strength::Plain
}

/// A result where the text is a review, or where its sentence says that something has been done.
pub(super) fn statement(line: &Line, quantity: &Figure, context: &Context) -> Statement {
    if context.review {
        return Statement::Result;
    }
    let start = sentence_start(line, quantity);
    let end = line.sentence_end(quantity.raw.end).min(quantity.raw.end + FAR);
    let head = start..quantity.raw.start;
    let planned = line
        .find(head.clone(), &["力争", "确保", "将", "计划", "目标", "争取", "到年底", "全年实现", "今年"])
        .is_some();
    let done = [
        "截至",
        "截止",
        "目前,",
        "目前已",
        "已完成",
        "已建成",
        "已开工",
        "已新增",
        "已累计",
        "已实现",
        "已投入",
        "已引进",
        "已培育",
        "已发放",
        "已改造",
        "已达",
        "已有",
        "去年",
        "上年,",
        "上一年度",
        "累计已",
    ];
    if !planned
        && line.find(head.clone(), &done).is_some()
        && line.find(head.clone(), &["比去年", "较去年", "去年的", "比上年"]).is_none()
    {
        return Statement::Result;
    }
    // 上半年,建成5个,占年度任务41.7%: the share of the plan tells a report from a plan.
    let of_plan = [
        "占年度任务",
        "占全年任务",
        "占全年目标",
        "占年度目标",
        "占年计划",
        "完成年度任务的",
        "完成全年任务的",
        "完成年度目标的",
        "完成全年目标的",
        "占全年计划",
        "完成年度计划的",
    ];
    let behind = quantity.raw.end..end;
    if !planned && (line.find(behind.clone(), &of_plan).is_some() || tells_completion(line, behind)) {
        return Statement::Result;
    }
    // 进展情况:前三季度增长6.3%: what stands under such a label has been done, up to 下一步.
    if reports(line, quantity.raw.start) {
        return Statement::Result;
    }
    // 1-6月,全区完成….
    if !planned && months_at(line, line.skip_blanks(start)) {
        return Statement::Result;
    }
    // 2018年实现…: a year before the report's.
    if let Some(year) = context.year
        && !planned
        && let Some(found) = year_at(line, line.skip_blanks(start))
        && found < year
        && (line.get(line.skip_blanks(start) + 5) == Some(',')
            || line.find(head, &["完成", "实现", "建成", "新增", "达到", "同比", "增长"]).is_some())
    {
        return Statement::Result;
    }
    Statement::Target
}

/// Whether a rate of completion is told with its figure: 完成率98%; 提升投资完成率 is a plan.
fn tells_completion(line: &Line, range: std::ops::Range<usize>) -> bool {
    line.find(range, &["完成率"]).is_some_and(|rate| {
        let figure = line.any_at(rate + 3, &["达到", "达", "为"]).unwrap_or(rate + 3);
        line.get(figure).is_some_and(|c| c.is_ascii_digit())
    })
}

/// Whether the last label before `position` says that a report of progress follows.
fn reports(line: &Line, position: usize) -> bool {
    let progress =
        ["进展情况", "完成情况", "落实情况", "推进情况", "进展", "工作进展", "实际完成", "完成进度", "办理情况"];
    let plans = ["下一步", "下步", "年度目标", "目标任务", "工作目标", "计划", "打算"];
    let from = position.saturating_sub(2 * FAR);
    (from..position).rev().filter(|here| line.get(*here) == Some(':')).find_map(|colon| {
        if line.any_before(colon, &progress).is_some() {
            Some(true)
        } else {
            line.any_before(colon, &plans).map(|_| false)
        }
    }) == Some(true)
        && line.find(from..position, &["下一步", "下步"]).is_none()
}

/// Whether a span of months stands at `position`: 1-6月.
fn months_at(line: &Line, position: usize) -> bool {
    let mut here = position;
    let mut dashes = 0;
    while let Some(c) = line.get(here).filter(|c| c.is_ascii_digit() || *c == '-') {
        dashes += usize::from(c == '-');
        here += 1;
    }
    dashes == 1 && here - position <= 5 && line.get(here) == Some('月')
}

/// The year printed at `position`: 2025年.
fn year_at(line: &Line, position: usize) -> Option<i32> {
    let digits: String =
        (position..position + 4).map_while(|here| line.get(here)).filter(char::is_ascii_digit).collect();
    let year: i32 = digits.parse().ok()?;
    ((1950..2100).contains(&year) && line.get(position + 4) == Some('年')).then_some(year)
}

/// 到2025年 and “十四五”期间 hold for what follows them in their sentence, up to `;` unless a list behind `:` is meant;
/// 今年 ends them.
pub(super) fn horizon(line: &Line, quantity: &Figure, context: &Context) -> Horizon {
    let start = sentence_start(line, quantity);
    // The next `;` and `:` behind the words looked at, between them and the figure.
    let (mut semicolon, mut colon) = (usize::MAX, usize::MAX);
    for here in (start..quantity.raw.start).rev() {
        match line.get(here) {
            Some(';') => semicolon = here,
            Some(':') => colon = here,
            _ => {}
        }
        if semicolon < colon {
            continue;
        }
        if let Some(horizon) = horizon_at(line, here, context) {
            return horizon;
        }
    }
    Horizon::Year
}

/// The horizon that the words at a place give.
fn horizon_at(line: &Line, here: usize, context: &Context) -> Option<Horizon> {
    let long = [
        "五”期间",
        "五”时期",
        "五期间",
        "五时期",
        "五”末",
        "五”以来",
        "五年内",
        "未来五年",
        "今后五年",
        "三年内",
        "未来三年",
        "今后三年",
        "五年累计",
        "三年累计",
        "用五年",
        "用三年",
        "年均增长",
        "年均增速",
        "年均递增",
        "年均下降",
        "年均提高",
    ];
    let later = |year: &i32| context.year.is_none_or(|now| *year > now);
    if line.any_at(here, &["今年", "全年", "年内", "本年", "当年"]).is_some() {
        return Some(Horizon::Year);
    }
    if line.any_at(here, &["到", "至"]).is_some()
        && let Some(year) = year_at(line, here + 1)
    {
        return Some(if later(&year) { Horizon::Until(year) } else { Horizon::Year });
    }
    if let Some(year) = year_at(line, here).filter(|year| context.year.is_some() && later(year))
        && line.any_at(here + 5, &["底", "末", "前", "底前"]).is_some()
    {
        return Some(Horizon::Until(year));
    }
    line.any_at(here, &long).map(|_| Horizon::Period)
}

/// Where a later sentence of a progress bulletin names what an earlier target promised, it is the result of it.
pub(super) fn settle(line: &Line, context: &Context, targets: &mut [Target]) {
    if context.review {
        return;
    }
    let _ = line;
    // Within a sentence whose first figure is a result, the figures behind it are results too.
    for index in 1..targets.len() {
        let (done, rest) = targets.split_at_mut(index);
        let (earlier, later) = (&done[index - 1], &mut rest[0]);
        let together = later.raw.start >= earlier.raw.end && !has_stop(line, earlier.raw.end, later.raw.start);
        if earlier.statement == Statement::Result && together && later.strength == Strength::Plain {
            later.statement = Statement::Result;
        }
    }
}

fn has_stop(line: &Line, start: usize, end: usize) -> bool {
    line.between(start, end).contains(['。', ';', '；', '!', '！', '\n'])
}
