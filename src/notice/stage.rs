//! What the words of a work report's headings and sentences tell: which part they open, name or close.
//!
//! In:  a heading or a sentence, and the year that the report plans.
//! Out: [`Facts`], found in one pass over the words; a [`Stage`] of a heading; whether a sentence opens, names or closes.
//! Source of the words: `datasets/lexicon/report-words.tsv`; what a class does is told at its head.

use std::sync::OnceLock;

use aho_corasick::AhoCorasick;

use super::header::{self, head_words};
use crate::lexicon::code::HeadClass;
pub(super) use crate::lexicon::code::ReportClass as Class;
use crate::lexicon::words::{self, Code, Words};
use crate::lexicon::{self, REPORT_WORDS};

words::words!(REPORT_WORDS, Class);

pub(super) type Pattern = words::Pattern<Class>;

/// The words of reports.
pub(super) fn report_words() -> &'static Words<Class> {
    words()
}

/// A pattern of these words, for a static of a function that needs it.
pub(super) const fn pattern(template: &'static str) -> Pattern {
    Pattern::new(words, template)
}

/// Characters of the longest heading.
const LONGEST_HEADING: usize = 45;

/// Characters of the longest sentence that only leads on.
const LONGEST_LEAD: usize = 120;

/// A part of a work report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    Review,
    /// The plan's general part: requirements, expected targets.
    Preamble,
    /// The plan's work.
    Plan,
}

/// The year that a heading of a report names, and for what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dated {
    /// `2024年工作回顾`
    Reviewed(i32),
    /// `2025年工作安排`
    Planned(i32),
}

/// Which words of which class stand in a text.
pub(super) struct Facts<'a> {
    text: &'a str,
    /// Where the first word of each class ends.
    ends: [u32; Class::ALL.len()],
}

/// No word of a class.
const NONE: u32 = u32::MAX;

/// All words in one automaton, and the classes of each pattern.
struct Finder {
    automaton: AhoCorasick,
    classes: Vec<Class>,
}

fn finder() -> &'static Finder {
    static FINDER: OnceLock<Finder> = OnceLock::new();
    lexicon::once(&FINDER, &[REPORT_WORDS], || {
        let rows = lexicon::rows(REPORT_WORDS).into_iter();
        let (words, classes): (Vec<&str>, Vec<Class>) =
            rows.filter_map(|row| Some((row[0], Class::parse(row[1]).ok()?))).unzip();
        Finder { automaton: words::automaton(words), classes }
    })
}

impl<'a> Facts<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let finder = finder();
        let mut ends = [NONE; Class::ALL.len()];
        for hit in finder.automaton.find_overlapping_iter(text) {
            let end = &mut ends[finder.classes[hit.pattern().as_usize()] as usize];
            *end = (*end).min(hit.end() as u32);
        }
        Self { text, ends }
    }

    pub(super) fn text(&self) -> &'a str {
        self.text
    }

    /// Whether a word of the class stands in the text.
    pub(super) fn has(&self, class: Class) -> bool {
        self.ends[class as usize] != NONE
    }

    fn has_any(&self, classes: &[Class]) -> bool {
        classes.iter().any(|class| self.has(*class))
    }

    /// Bytes up to where the targets that the text names begin; all where it names none.
    fn head(&self) -> usize {
        let Some(rest) = self.text.get(self.ends[Class::Target as usize] as usize..) else { return self.text.len() };
        let goes_on = rest.find([':', ',', ';', '。', '是', '为']);
        goes_on.map_or(self.text.len(), |at| self.text.len() - rest.len() + at)
    }

    /// Whether a word of the class stands before the targets that the text names.
    fn heads_with(&self, class: Class) -> bool {
        self.has(class) && self.ends[class as usize] as usize <= self.head()
    }

    /// Whether the text is as short as a heading and no title of a report, no date.
    fn is_heading(&self) -> bool {
        self.text.chars().count() <= LONGEST_HEADING
            && !head_words().within(HeadClass::WorkReport, self.text)
            && header::date(self.text).is_none()
    }

    /// Whether a heading is of what was done, or says that its targets were reached: `“十五”计划主要预期目标提前实现`.
    fn heads_review(&self) -> bool {
        static REACHED: Pattern = pattern("{:target}{:how_reached}");
        self.has(Class::Review) || self.has(Class::Target) && REACHED.is_match(self.text)
    }

    fn heads_general(&self) -> bool {
        self.has_any(&[Class::General, Class::GeneralAlone])
    }

    /// Whether a heading names a part of a report.
    pub(super) fn names_part(&self) -> bool {
        self.text.chars().count() <= LONGEST_HEADING
            && (self.has_any(&[Class::Review, Class::Plan]) || self.heads_general())
    }

    /// Whether a heading is of the targets alone, not of requirements and targets.
    pub(super) fn is_all_targets(&self) -> bool {
        self.has(Class::Target) && !self.has(Class::BesideTargets)
    }

    /// Whether a sentence tells what has been done. Behind the name of the targets, 全面完成省下达任务 is one of them.
    fn looks_back(&self) -> bool {
        self.heads_with(Class::Past) || self.heads_with(Class::Reached)
    }

    /// Whether a sentence opens the review.
    pub(super) fn opens_review(&self, year: Option<i32>) -> bool {
        let dated = year_at_head(self.text);
        opens_past(self.text) && !is_coming(self.text, year) && dated.zip(year).is_none_or(|(named, year)| named < year)
    }

    /// Whether a sentence opens the plan.
    pub(super) fn opens_plan(&self, year: Option<i32>) -> bool {
        let opens = || OPENINGS.iter().any(|(class, form)| self.has(*class) && form.is_match(self.text));
        if !(opens() || self.has(Class::Goal) && is_coming(self.text, year)) || self.heads_with(Class::Reached) {
            return false;
        }
        // Where the report's year is not known, 2022年是…之年 may open either part.
        match (year_at_head(self.text), year) {
            (Some(named), Some(year)) => named >= year,
            (named, _) => named.is_none(),
        }
    }

    /// Whether a sentence leads from the plan's general part to its work.
    fn opens_work(&self) -> bool {
        static LEADS: Pattern =
            pattern(r"{:effort}{:must}?{:do_well}?[^。,;]{0,16}(?:{:following}|[{#}\d]{1,2}){:counter}?{:work_item}");
        self.has(Class::Effort) && self.has(Class::WorkItem) && LEADS.is_match(self.text) && !self.is_headline()
    }

    /// Whether a sentence only leads on or explains: `重点抓好以下六个方面工作`, `实现上述目标,必须…`, `…,主要考虑是…`.
    pub(super) fn is_transition(&self) -> bool {
        self.has(Class::Reason)
            || self.text.chars().nth(LONGEST_LEAD).is_none() && (self.has(Class::PointingBack) || self.opens_work())
    }

    /// Whether a sentence gives the expected targets.
    pub(super) fn is_headline(&self) -> bool {
        let named = self.has(Class::Target) && (self.has(Class::Says) || self.text.contains(':'));
        let changes = || words().list(Class::Change).filter(|word| self.text.contains(word)).count();
        let dated = || self.has_any(&[Class::ThisYear, Class::WholeYear]) || self.text.contains("20");
        let listed = || self.has(Class::Change) && dated() && changes() >= 2;
        (named || listed()) && !self.looks_back() && figures(self.text) >= if named { 1 } else { 2 }
    }

    /// Whether a text lists growth rates that are to be reached, three or more.
    pub(super) fn lists_targets(&self) -> bool {
        let changes = || words().list(Class::Change).map(|word| self.text.matches(word).count()).sum::<usize>();
        self.has(Class::Change)
            && !self.has(Class::Told)
            && changes() >= 3
            && !self.looks_back()
            && figures(self.text) >= 3
    }

    /// Whether a sentence behind the expected targets gives more of them.
    pub(super) fn goes_on_with_targets(&self) -> bool {
        self.has_any(&[Class::Aims, Class::Change])
            && !self.has_any(&[Class::Reason, Class::Explains, Class::Told])
            && !self.looks_back()
            && has_figure(self.text)
    }

    /// Whether a sentence ends the report's plan.
    pub(super) fn closes(&self) -> bool {
        self.has(Class::LetUs) && self.has(Class::Unite)
    }

    /// The stage that a heading opens, where it says so. `year` is the year that the report plans.
    pub(super) fn stage(&self, year: Option<i32>) -> Option<Stage> {
        if !self.is_heading() {
            return None;
        }
        let named = header::year(self.text);
        let past = named.zip(year).is_some_and(|(named, year)| named < year);
        let present = named.zip(year).is_some_and(|(named, year)| named >= year);
        let ahead = present || self.has(Class::Ahead) || is_coming(self.text, year);
        let (work, general) = (self.has(Class::Plan), self.heads_general());
        if self.heads_review() && !(ahead && work) || past && !(work && general) {
            return Some(Stage::Review);
        }
        if named.is_none() && !ahead {
            return self.has(Class::GeneralAlone).then_some(Stage::Preamble);
        }
        if !work && !general {
            // `二、2022年` says no more than whose year it is.
            let bare = self.text.chars().filter(|c| !c.is_ascii_digit()).count() <= 6;
            return (ahead && bare).then_some(Stage::Preamble);
        }
        // A plan's title opens its general part; its own headings open the work.
        Some(if self.has(Class::Work) && !general { Stage::Plan } else { Stage::Preamble })
    }

    /// What a heading says of the report's year. Titles of reports, dates and spans of years say nothing.
    pub(super) fn dated(&self) -> Option<Dated> {
        let year = header::year(self.text).filter(|year| is_year_of(*year, self.text))?;
        if !self.is_heading() {
            None
        } else if self.heads_review() {
            Some(Dated::Reviewed(year))
        } else if self.has(Class::Plan) && plan_period(self.text).is_none() {
            Some(Dated::Planned(year))
        } else {
            None
        }
    }
}

/// Whether a year stands as `2025年` or in Chinese digits.
pub(super) fn is_year_of(year: i32, text: &str) -> bool {
    let mark = '年';
    text.contains(&format!("{year}{mark}")) || text.contains(mark) && !text.bytes().any(|byte| byte.is_ascii_digit())
}

/// How a plan opens, each with the class that tells it.
static OPENINGS: [(Class, Pattern); 8] = [
    // 今年政府工作的总体要求是; 建议今年经济社会发展的主要预期目标为; 报告提出了2019年经济社会发展主要预期目标
    (
        Class::Aim,
        pattern(
            r"^(?:[^。:,]{0,30},|[^。:,]{0,24}{:announce}[^。:,\d]{0,12})?{:announce}{0,3}(?:20\d\d{:year}|{:this_year}|{:whole_year}),?[^。,;]{0,25}{:aim}",
        ),
    ),
    // 做好今年工作
    (
        Class::DoWell,
        pattern(
            r"^(?:[^。:]{0,20},)?{:must}?{:do_well}(?:20\d\d{:year}|{:this_year}|{:whole_year})[^。,]{0,13}{:task}",
        ),
    ),
    // 今年是…之年
    (
        Class::TurningPoint,
        pattern(r"^(?:20\d\d{:year}|{:this_year}|{:whole_year}),?[^。,]?{:copula}[^。]{2,90}{:turning_point}"),
    ),
    // 今年,我们将…
    (Class::ThisYear, pattern(r"^{:this_year},?{:speaker}?,?(?:{:must}|{:intend})")),
    // 全县经济社会发展的主要预期目标是: a page that begins within the plan
    (Class::Economy, pattern(r"^[^。,;:\d]{0,6}{:economy}[^。,;:\d]{0,5}{:goal}{:announce}?(?:{:copula}|:)")),
    (Class::Outlook, pattern(r"^{:outlook}(?:20\d\d{:year}|{:this_year}|{:whole_year}|{:coming})")),
    // 2017年,全区将…
    (Class::Intend, pattern(r"^20\d\d{:year},?[^。,;:]{0,11}{:intend}")),
    // 今后五年…总体要求
    (Class::ComingYears, pattern(r"^{:coming_years}[^。,;]{0,31}(?:{:goal}|{:task})")),
];

/// Whether a sentence opens with a time that is over: `过去一年`, `2022年,`, `“十三五”时期`.
fn opens_past(sentence: &str) -> bool {
    let over = |rest: &str| rest.starts_with([',', '，', '是', '全', '我']) || words().opens(Class::Since, rest);
    words().opens(Class::PastOpening, sentence)
        || words()
            .behind(Class::Last, sentence)
            .is_some_and(|rest| words().opens(Class::Span, rest) || behind_year(rest).is_some())
        || plan_at(sentence).is_some_and(|(_, rest)| words().opens(Class::Period, rest))
        || behind_year(sentence).is_some_and(over)
}

/// What follows a year that a text opens with.
fn behind_year(text: &str) -> Option<&str> {
    header::year(text.get(..4)?).and_then(|_| text[4..].strip_prefix('年'))
}

/// The five-year plan that a text opens with, 12 of `“十二五”`, and what follows.
fn plan_at(text: &str) -> Option<(i32, &str)> {
    let rest = text.strip_prefix('“').unwrap_or(text).strip_prefix('十')?;
    let digit = rest.chars().next().and_then(header::han_digit).filter(|digit| (1..=7).contains(digit))?;
    let (number, rest) = match rest['一'.len_utf8()..].strip_prefix('五') {
        Some(rest) => (10 + digit, rest),
        None => (10, rest.strip_prefix('五')?),
    };
    Some((number, rest.strip_prefix('”').unwrap_or(rest)))
}

/// The first year of the five-year plan that a text begins with: 2006 of `“十一五”时期`.
fn plan_period(words: &str) -> Option<i32> {
    /// So many characters may stand before it.
    const BEFORE: usize = 6;
    let head = words.char_indices().take(BEFORE + 1).take_while(|(_, c)| !matches!(c, '。' | ',' | ';' | ':'));
    let (number, _) = head.filter(|(_, c)| matches!(c, '十' | '“')).find_map(|(at, _)| plan_at(&words[at..]))?;
    Some(2001 + 5 * (number - 10))
}

/// Whether a text begins with a five-year plan that begins in the report's year or later.
fn is_coming(words: &str, year: Option<i32>) -> bool {
    plan_period(words).zip(year).is_some_and(|(first, year)| first >= year)
}

/// The year that a sentence begins with.
fn year_at_head(sentence: &str) -> Option<i32> {
    /// Characters of its head.
    const HEAD: usize = 14;
    header::year(sentence.char_indices().nth(HEAD).map_or(sentence, |(end, _)| &sentence[..end]))
}

/// A sentence without `各位代表!` before it.
pub(super) fn without_address(sentence: &str) -> &str {
    let pictures = |c: char| matches!(c, '\u{2600}'..='\u{2604}' | '\u{2607}'..='\u{27bf}' | '\u{20e3}' | '\u{fe0f}' | '\u{1f000}'..='\u{1faff}');
    let mut rest = sentence.trim_start().trim_start_matches(pictures).trim_start();
    while let Some(after) = words().behind(Class::Address, rest) {
        rest = after.trim_start_matches(['!', ':', ',', '。', ' ', '、', ';']);
    }
    rest
}

/// The stage that a heading opens, where it says so. `year` is the year that the report plans.
pub(super) fn of_heading(words: &str, year: Option<i32>) -> Option<Stage> {
    Facts::of(words).stage(year)
}

/// Whether a text announces deeds for the people (为民办实事).
pub(super) fn names_deeds(text: &str) -> bool {
    words().within(Class::Deeds, text)
}

/// Whether a sentence counts itself: `一是坚持…`, `第一,…`.
pub(super) fn is_ordinal(sentence: &str) -> bool {
    let (rest, marks) = match sentence.strip_prefix('第') {
        Some(rest) => (rest, [',', '、']),
        None => (sentence, ['是', '要']),
    };
    let words = rest.trim_start_matches(words::NUMERALS);
    let numerals = (rest.len() - words.len()) / '一'.len_utf8();
    (1..=2).contains(&numerals) && words.starts_with(marks)
}

/// The first year whose targets or requirements a line gives: `他提出了2019年经济社会发展主要预期目标:…`.
pub(super) fn year_of_targets(line: &str) -> Option<i32> {
    static OF: Pattern = pattern(r"(20\d\d){:year}[^。,;:\d]{0,20}{:aim}([^。]{0,2}?)(?:[:,。]|{:copula}|$)");
    OF.captures_iter(line).find_map(|found| {
        let whole = found.get(0)?;
        let start = line[..whole.start()].rfind('。').map_or(0, |stop| stop + '。'.len_utf8());
        let end = line[whole.start()..].find('。').map_or(line.len(), |stop| whole.start() + stop);
        // 目标完成, 目标实现 tell what was done.
        let done = found[2].contains(['完', '实']) || Facts::of(&line[start..end]).looks_back();
        found[1].parse().ok().filter(|_| !done)
    })
}

/// Whether sentences tell more of what is to come than of what was done.
pub(super) fn looks_ahead<'a>(lines: impl Iterator<Item = &'a str>) -> bool {
    let count = |line: &str, class| words().list(class).map(|word| line.matches(word).count()).sum::<usize>();
    let (mut ahead, mut back) = (0, 0);
    for line in lines {
        ahead += count(line, Class::TellsAhead);
        back += count(line, Class::TellsBack);
    }
    ahead >= 3 && ahead > 2 * back
}

/// Whether a text holds a figure of growth, money or people.
pub(super) fn has_figure(text: &str) -> bool {
    figures(text) > 0
}

/// Figures that stand as in targets: with a measure of growth, money or people.
fn figures(text: &str) -> usize {
    let digits = |text: &str| text.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
    let told = |point: &str| text.match_indices(point).filter(|(at, _)| text[..*at].ends_with(words::NUMERALS)).count();
    let mut count = words().list(Class::Points).map(told).sum::<usize>()
        + words().list(Class::PerHundred).map(|word| text.matches(word).count()).sum::<usize>();
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        rest = &rest[at + digits(&rest[at..])..];
        // `5—6个`
        let mark = rest.trim_start().trim_start_matches(['—', '-', '~', '至', '到']);
        if mark.len() < rest.trim_start().len() && mark.trim_start().starts_with(|c: char| c.is_ascii_digit()) {
            let other = mark.trim_start();
            let behind = &other[digits(other)..];
            if opens_measure(behind) {
                rest = behind;
                count += 1;
                continue;
            }
        }
        count += usize::from(opens_measure(rest));
    }
    count
}

/// Whether a text opens with the measure of a figure.
fn opens_measure(rest: &str) -> bool {
    words().opens(Class::Measure, rest.strip_prefix('%').unwrap_or(rest)) || words().opens(Class::Measure, rest)
}

/// Whether a text names the expected targets with what follows: `主要预期目标是`, `预期目标:`.
pub(super) fn names_expected(text: &str) -> bool {
    static NAMED: Pattern = pattern("{:expected}{:announce}?(?:{:copula}|:)");
    NAMED.is_match(text)
}

#[cfg(test)]
mod tests;
