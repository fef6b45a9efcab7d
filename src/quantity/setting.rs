//! The setting of a figure: a target or a result, how strongly worded, for when.

use std::borrow::Cow;

use super::comparison::words as kinds;
use super::figure::Figure;
use super::line::Line;
use super::measure::Family;
use super::words::{self, Class};
use super::{Context, Target};
use crate::lexicon::code::FigureClass as Kind;

/// Whether a figure is to be reached or was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Statement {
    #[default]
    Target,
    Result,
    /// Granted to each who has a right to it: 给予最高100万元奖励.
    Support,
}

impl Statement {
    pub const ALL: [Self; 3] = [Self::Target, Self::Result, Self::Support];

    /// The code in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Target => "target",
            Self::Result => "result",
            Self::Support => "support",
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
    pub const ALL: [Self; 4] = [Self::Plain, Self::Strive, Self::Ensure, Self::Endeavour];

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
    /// 上半年, 一季度: a part of a year.
    Part,
}

impl Horizon {
    /// The code in tables: `year`, `until_2025`, `period`, `part`.
    pub fn name(self) -> Cow<'static, str> {
        match self {
            Self::Year => "year".into(),
            Self::Until(year) => format!("until_{year}").into(),
            Self::Period => "period".into(),
            Self::Part => "part".into(),
        }
    }

    /// What a code in tables says.
    pub fn parse(code: &str) -> Option<Self> {
        match code {
            "year" => Some(Self::Year),
            "period" => Some(Self::Period),
            "part" => Some(Self::Part),
            code => code.strip_prefix("until_")?.parse().ok().map(Self::Until),
        }
    }
}

/// How strongly words promise a figure.
const STRENGTHS: [(Class, Strength); 3] =
    [(Class::Strive, Strength::Strive), (Class::Ensure, Strength::Ensure), (Class::Endeavour, Strength::Endeavour)];

/// No word so many characters away says anything of a figure.
const FAR: usize = 400;

/// Where the figure's sentence begins, or so far before it that no word matters.
fn sentence_start(line: &Line, quantity: &Figure) -> usize {
    line.sentence_start(quantity.raw.start).max(quantity.raw.start.saturating_sub(FAR))
}

/// The last such word of the sentence before the figure, not beyond `;`.
pub(super) fn strength(line: &Line, quantity: &Figure) -> Strength {
    let end = quantity.raw.start;
    let word = line.last(sentence_start(line, quantity)..end, STRENGTHS.map(|(class, _)| class));
    let Some(word) = word.filter(|word| !line.has(*word..end, &[';']) && !is_work(line, *word, quantity)) else {
        return Strength::Plain;
    };
    let found = STRENGTHS.iter().find(|(class, _)| line.any_at(word, *class).is_some());
    found.map_or(Strength::Plain, |(_, strength)| *strength)
}

/// 争取中央预算内资金4亿元: the word is the work itself, not how strongly it is meant.
fn is_work(line: &Line, word: usize, quantity: &Figure) -> bool {
    let Some(noun) = line.any_at(word, Class::Striven) else { return false };
    // The figure stands behind what is striven for, or before it: 争取10亿元以上资金.
    let range = if noun < quantity.raw.start {
        noun..quantity.raw.start
    } else {
        quantity.raw.end..line.clause_end(quantity.raw.end)
    };
    line.find(range.clone(), [Class::Verb, Class::Change, Class::Link]).is_none()
        && !line.has(range.clone(), &[',', '、'])
        && words::before(Class::Granted, line.words(range).trim()).is_some()
}

/// A result where the text is a review, or where its sentence says that something has been done; a support where it is granted.
pub(super) fn statement(line: &Line, quantity: &Figure, id: Option<&str>, context: &Context) -> Statement {
    if context.review {
        return Statement::Result;
    }
    if id.is_none() && is_granted(line, quantity) {
        return Statement::Support;
    }
    let start = sentence_start(line, quantity);
    let end = line.sentence_end(quantity.raw.end).min(quantity.raw.end + FAR);
    let head = start..quantity.raw.start;
    let planned = line.find(head.clone(), Class::PlanCue).is_some();
    if !planned
        && line.find(head.clone(), Class::DoneCue).is_some()
        && line.find(head.clone(), Class::ThanBefore).is_none()
    {
        return Statement::Result;
    }
    // 上半年,建成5个,占年度任务41.7%: the share of the plan tells a report from a plan.
    let behind = quantity.raw.end..end;
    if !planned
        && (line.find(behind.clone(), [Class::OfPlan, Class::PlanDoneOf]).is_some() || tells_completion(line, behind))
    {
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
        && (line.get(line.skip_blanks(start) + 5) == Some(',') || line.find(head, Class::DoneVerb).is_some())
    {
        return Statement::Result;
    }
    Statement::Target
}

/// Whether a sum is granted to each who has a right to it: 给予最高100万元奖励, 奖励20万元; not one that is handed out as a whole.
fn is_granted(line: &Line, quantity: &Figure) -> bool {
    /// A larger sum is no grant to one, unless a most is named.
    const LARGEST: f64 = 5e7;
    /// A smaller one is for one, also where it is handed out.
    const SMALLEST: f64 = 1e6;
    if quantity.family != Family::Money {
        return false;
    }
    let mut before = line.words(line.clause_start(quantity.raw.start)..quantity.core.start).trim_end();
    let whole = before.len();
    while let Some(rest) = kinds().before(Kind::GrantGap, before) {
        before = rest.trim_end();
    }
    let most = before.len() < whole;
    let handed = quantity.low >= SMALLEST && kinds().within(Kind::Handed, before);
    if handed || !most && quantity.low >= LARGEST {
        return false;
    }
    let behind = line.words(quantity.raw.end..line.clause_end(quantity.raw.end)).trim_start();
    let noun = kinds().opens(Kind::GrantNoun, behind);
    kinds().ends(Kind::GrantVerb, before) || noun && (most || kinds().within(Kind::GrantVerb, before))
}

/// Whether a rate of completion is told with its figure: 完成率98%; 提升投资完成率 is a plan.
fn tells_completion(line: &Line, range: std::ops::Range<usize>) -> bool {
    line.find(range, Class::Completion).is_some_and(|rate| {
        let figure = line.any_at(rate + 3, Class::Link).unwrap_or(rate + 3);
        line.get(figure).is_some_and(|c| c.is_ascii_digit())
    })
}

/// Whether the last label before `position` says that a report of progress follows.
fn reports(line: &Line, position: usize) -> bool {
    let from = position.saturating_sub(2 * FAR);
    (from..position).rev().filter(|here| line.get(*here) == Some(':')).find_map(|colon| {
        if line.any_before(colon, Class::ProgressLabel).is_some() {
            Some(true)
        } else {
            line.any_before(colon, Class::PlanLabel).map(|_| false)
        }
    }) == Some(true)
        && line.find(from..position, Class::NextStep).is_none()
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
    let digits = line.chars.get(position..position + 4)?;
    let year = digits.iter().try_fold(0, |year, c| Some(year * 10 + i32::try_from(c.to_digit(10)?).ok()?))?;
    ((1950..2100).contains(&year) && line.get(position + 4) == Some('年')).then_some(year)
}

/// 到2025年 and “十四五”期间 hold for what follows them in their sentence, up to `;` unless a list behind `:` is meant;
/// 今年 ends them. A result may be of a part of a year.
pub(super) fn horizon(line: &Line, quantity: &Figure, context: &Context, statement: Statement) -> Horizon {
    match long_horizon(line, quantity, context) {
        Horizon::Year if statement == Statement::Result && is_of_part(line, quantity) => Horizon::Part,
        Horizon::Period if statement == Statement::Result && is_led_to(line, quantity) => Horizon::Year,
        horizon => horizon,
    }
}

/// Whether a figure is where some years have led to: 五年来生产总值由5000亿元增加到1万亿元.
fn is_led_to(line: &Line, quantity: &Figure) -> bool {
    const LEVELS: [Kind; 2] = [Kind::Reach, Kind::StandsAt];
    let clause = line.clause_start(quantity.raw.start);
    let before = line.words(clause..quantity.raw.start).trim_end();
    let raw = line.words(quantity.raw.clone());
    LEVELS.iter().any(|class| kinds().ends(*class, before) || kinds().opens(*class, raw))
        && line.find(clause..quantity.raw.start, Class::InAll).is_none()
}

/// Whether the last words before a figure that tell a time are of a part of a year: 上半年, 三季度.
fn is_of_part(line: &Line, quantity: &Figure) -> bool {
    let before = line.words(sentence_start(line, quantity)..quantity.raw.start);
    let before = before.rsplit([';', '；']).next().unwrap_or(before);
    let last = |class: Kind| kinds().list(class).filter_map(|word| before.rfind(word).map(|at| at + word.len())).max();
    let Some(part) = last(Kind::PartYear) else { return false };
    // 1月1日 is a date.
    !before[part..].starts_with(|c: char| c.is_ascii_digit()) && last(Kind::WholeYear).is_none_or(|whole| whole < part)
}

/// The year that a figure is of: the one named, of a target the year that is planned, of a result the one just over.
pub(super) fn year(
    line: &Line,
    quantity: &Figure,
    context: &Context,
    (statement, horizon): (Statement, Horizon),
) -> Option<i32> {
    match (statement, horizon) {
        (_, Horizon::Until(year)) => Some(year),
        (_, Horizon::Period) => None,
        (Statement::Result, _) => {
            let over = context.year.map(|year| year - i32::from(context.review));
            named_year(line, quantity).filter(|named| over.is_none_or(|over| *named <= over)).or(over)
        }
        _ => context.year,
    }
}

/// The last year before a figure that a clause of its sentence opens with: 2023年, 到2023年底.
fn named_year(line: &Line, quantity: &Figure) -> Option<i32> {
    let start = sentence_start(line, quantity);
    (start..quantity.raw.start).rev().find_map(|here| {
        let year = year_at(line, here)?;
        let clause = line.skip_blanks(line.clause_start(here));
        let opens = here == clause || here == clause + 1 && matches!(line.get(clause), Some('到' | '至'));
        opens.then_some(year)
    })
}

/// The horizon beyond this year that words before a figure give.
fn long_horizon(line: &Line, quantity: &Figure, context: &Context) -> Horizon {
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
    let later = |year: &i32| context.year.is_none_or(|now| *year > now);
    if line.any_at(here, Class::ThisYear).is_some() {
        return Some(Horizon::Year);
    }
    if matches!(line.get(here), Some('到' | '至'))
        && let Some(year) = year_at(line, here + 1)
    {
        return Some(if later(&year) { Horizon::Until(year) } else { Horizon::Year });
    }
    // “十四五”以来连跨4个台阶,2024年达到…: of the year that the clause of a review opens with.
    let opens = || line.skip_blanks(line.clause_start(here)) == here;
    if context.review && year_at(line, here).is_some_and(|year| !later(&year)) && opens() {
        return Some(Horizon::Year);
    }
    if let Some(year) = year_at(line, here).filter(|year| context.year.is_some() && later(year))
        && matches!(line.get(here + 5), Some('底' | '末' | '前'))
    {
        return Some(Horizon::Until(year));
    }
    line.any_at(here, Class::Period).map(|_| Horizon::Period)
}

/// Within a sentence whose first figure is a result, the figures behind it are results too.
pub(super) fn settle(line: &Line, context: &Context, targets: &mut [Target]) {
    if context.review {
        return;
    }
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
