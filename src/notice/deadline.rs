//! Deadlines: who must report what by when, from the covering letter.
//!
//! In:  the lines of the covering letter and the notice's year.
//! Out: one [`Deadline`] a date; a recurring one (`每季度第一个月10日前`) gives a date for each time it falls in the year.

use std::ops::Range;

use super::han::parse_numeral;
use super::line::{Line, Marker};
use super::word::{Class, Pattern, form, pattern};
use super::{Code, Deadline, Problem};

/// Reads the deadlines of a covering letter. `year` stands in where a date names none.
pub(super) fn read(lines: &[Line], year: Option<i32>, problems: &mut Vec<Problem>) -> Vec<Deadline> {
    let mut out: Vec<Deadline> = Vec::new();
    for line in lines {
        let scan = line.scan();
        for sentence in sentences(scan) {
            for due in due_dates(&scan[sentence.clone()], year) {
                let range = sentence.start + due.range.start..sentence.start + due.range.end;
                let span = line.text.span(range.clone());
                if due.lost {
                    problems.push(Problem::new(
                        Code::LostCharacter,
                        span.clone(),
                        format!("日期“{}”缺字", &scan[range.clone()]),
                        format!("按 {} 读取", due.on.as_deref().unwrap_or("原文")),
                    ));
                }
                // `三、各责任单位…`: the letter's own number is no part of what is asked.
                let mark = Marker::split(scan).filter(|(marker, _)| !marker.bare && sentence.start == 0);
                let words = mark.map_or(sentence.start, |(_, at)| at.min(range.start))..sentence.end;
                out.push(Deadline {
                    what: line.text.shown_at(words).trim().to_owned(),
                    due_on: due.on,
                    due_text: line.text.shown_at(range),
                    to: addressee(&scan[sentence.clone()]),
                    line: line.number,
                    span,
                });
            }
        }
    }
    out
}

fn sentences(scan: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut from = 0;
    for (at, c) in scan.char_indices() {
        if matches!(c, '。' | ';' | '!') {
            out.push(from..at + c.len_utf8());
            from = at + c.len_utf8();
        }
    }
    if from < scan.len() {
        out.push(from..scan.len());
    }
    out
}

struct Due {
    on: Option<String>,
    range: Range<usize>,
    /// Whether the page lost a character of the date.
    lost: bool,
}

fn iso(year: i32, month: u32, day: u32) -> Option<String> {
    jiff::civil::Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?)
        .ok()
        .map(|date| date.to_string())
}

/// The last day of a month where it has no such day (`每季度最后一个月的30日` in a month of 30 days is exact).
fn iso_or_last(year: i32, month: u32, day: u32) -> Option<String> {
    (0..4).find_map(|less| iso(year, month, day.checked_sub(less)?))
}

/// The dates by which a sentence asks for something.
fn due_dates(sentence: &str, year: Option<i32>) -> Vec<Due> {
    let (mut out, taken) = recurring(sentence, year)
        .or_else(|| half_yearly(sentence, year))
        .or_else(|| monthly(sentence, year))
        .unwrap_or_default();
    if let Some(from) = taken.last().and_then(|rule| begins_behind(&sentence[..rule.start], year)) {
        out.retain(|due| due.on.as_ref().is_none_or(|on| *on > from));
    }
    out.extend(named_dates(sentence, year, &taken));
    if out.is_empty() {
        out.extend(end_of_year(sentence, year));
    }
    out
}

/// The date behind which a rule begins: `须于2月20日前填报,此后每月25日前…`. In: the words before the rule.
fn begins_behind(before: &str, year: Option<i32>) -> Option<String> {
    let words = before.trim_end_matches([',', '起']);
    form().before(Class::Thereafter, words)?;
    named_dates(words, year, &[]).into_iter().filter_map(|due| due.on).max()
}

/// The dates of a rule, and the ranges of the sentence that it takes.
type Ruled = (Vec<Due>, Vec<Range<usize>>);

/// `从第二季度起,每季度第一个月10日前`: a date in every quarter.
fn recurring(sentence: &str, year: Option<i32>) -> Option<Ruled> {
    static RECURRING: Pattern = pattern(
        r"(?:{:from}?(?:(?P<year>\d{4}){:year})?{:ordinal}?(?P<quarter>[{#}]){:quarter}{:since},?)?[^。;]{0,20}?{:every_quarter}{:of}?(?:{:ordinal}(?P<month>[{#}1-3]){:counter}?{:month}|(?P<first>{:first}){:month}|{:last}{:counter}?{:month})?{:of}?(?P<day>\d{1,2}){:day}{:before}",
    );
    /// Where the words name no month of the quarter.
    const LAST: u32 = 3;
    let found = RECURRING.captures(sentence)?;
    let named = |name: &str| found.name(name).map(|part| part.as_str());
    let whole = found.get(0)?.range();
    let start = form().find(Class::EveryQuarter, &sentence[whole.clone()]).map_or(whole.start, |at| whole.start + at);
    let of = named("year").and_then(|of| of.parse().ok()).or(year);
    let from = named("quarter").and_then(parse_numeral);
    let month = match named("month") {
        Some(month) => month.parse().ok().or_else(|| parse_numeral(month)).unwrap_or(LAST).min(LAST),
        None if found.name("first").is_some() => 1,
        None => LAST,
    };
    let day = found["day"].parse().unwrap_or(0);
    let due = |quarter: u32| Due {
        on: of.and_then(|of| iso_or_last(of, (quarter - 1) * 3 + month, day)),
        range: start..whole.end,
        lost: false,
    };
    let taken = if from.is_some() { whole.clone() } else { start..whole.end };
    Some(((from.unwrap_or(1).max(1)..=4).map(due).collect(), vec![taken]))
}

/// `每半年末月25日前`: a date in June and one in December.
fn half_yearly(sentence: &str, year: Option<i32>) -> Option<Ruled> {
    static HALVES: Pattern =
        pattern(r"{:every_half}{:of}?(?:{:last}{:counter}?{:month})?{:of}?(\d{1,2}){:day}{:before}");
    let found = HALVES.captures(sentence)?;
    let whole = found.get(0)?.range();
    let day = found[1].parse().unwrap_or(0);
    let due =
        |month: u32| Due { on: year.and_then(|year| iso_or_last(year, month, day)), range: whole.clone(), lost: false };
    Some(([6, 12].map(due).into(), vec![whole.clone()]))
}

/// `从2022年3月起,每月25日前`: a date in every month.
fn monthly(sentence: &str, year: Option<i32>) -> Option<Ruled> {
    static MONTHLY: Pattern = pattern(r"{:every_month}{:of}?(\d{1,2}){:day}{:before}");
    static SINCE: Pattern = pattern(r"{:from}(?:20\d\d{:year})?(\d{1,2}){:month}{:since}");
    let found = MONTHLY.captures(sentence)?;
    let whole = found.get(0)?.range();
    let day = found[1].parse().unwrap_or(0);
    let since = SINCE.captures(&sentence[..whole.start]);
    let first = since.as_ref().and_then(|since| since[1].parse().ok()).filter(|since| (1..=12).contains(since));
    let due =
        |month: u32| Due { on: year.and_then(|year| iso_or_last(year, month, day)), range: whole.clone(), lost: false };
    let since = since.and_then(|since| since.get(0)).map(|since| since.range());
    Some(((first.unwrap_or(1)..=12).map(due).collect(), since.into_iter().chain([whole.clone()]).collect()))
}

/// Dates that are named one by one. A list of them ends with 前; the first may name the year for all:
/// `2025年4月8日、7月8日及12月8日前`.
fn named_dates(sentence: &str, year: Option<i32>, taken: &[Range<usize>]) -> Vec<Due> {
    static DATE: Pattern = pattern(
        r"(?:(?P<year>20\d\d) ?(?P<mark>{:year})? ?)?(?P<month>\d{1,2}) ?{:month} ?(?:(?P<day>\d{1,2}) ?{:day}|(?P<part>{:month_part}))(?P<before>{:before})?",
    );
    let found: Vec<_> = DATE.captures_iter(sentence).collect();
    let range = |date: &regex::Captures<'_>| date.get(0).map_or(0..0, |whole| whole.range());
    let closes = |date: &regex::Captures<'_>| date.name("before").is_some();
    let mut out = Vec::new();
    let mut of = None;
    for (index, date) in found.iter().enumerate() {
        let whole = range(date);
        if taken.iter().any(|other| other.start < whole.end && whole.start < other.end) {
            continue;
        }
        let named = |name: &str| date.name(name).map(|part| part.as_str());
        of = named("year").and_then(|of| of.parse().ok()).or(of);
        let listed = found[index..].windows(2).enumerate().all(|(step, pair)| {
            let between = sentence[range(&pair[0]).end..range(&pair[1]).start].trim();
            matches!(between, "、" | ",")
                || form().is(Class::And, between)
                || found[index..=index + step].iter().any(closes)
        });
        if !(closes(date) || listed && found[index..].iter().any(closes)) {
            continue;
        }
        let (Some(of), Ok(month)) = (of.or(year), date["month"].parse::<u32>()) else { continue };
        let last = |part| form().value(Class::MonthPart, part).and_then(|last| last.parse().ok());
        let day = named("day").and_then(|day| day.parse().ok()).or_else(|| named("part").and_then(last)).unwrap_or(31);
        // 20251月20日: the year ran into the month.
        let lost = date.name("year").is_some() && date.name("mark").is_none();
        out.push(Due { on: iso_or_last(of, month, day), range: whole, lost });
    }
    out
}

/// `2023年年底前`.
fn end_of_year(sentence: &str, year: Option<i32>) -> Option<Due> {
    static YEAR_END: Pattern = pattern(r"(?:(20\d\d){:year})?{:year_end}{:before}");
    let found = YEAR_END.captures(sentence)?;
    let of = found.get(1).and_then(|of| of.as_str().parse().ok()).or(year);
    Some(Due { on: of.and_then(|of| iso(of, 12, 31)), range: found.get(0)?.range(), lost: false })
}

/// The date that a task's deadline words name, in the notice's year: `2023年12月底` is 2023-12-31.
pub(super) fn task_date(words: &str, year: Option<i32>) -> Option<String> {
    static WHEN: Pattern = pattern(
        r"(?:(?P<year>20\d\d) ?{:year})?(?:(?P<month>\d{1,2}){:month}(?:(?P<day>\d{1,2}){:day})?|{:ordinal}?(?P<quarter>[{#}]){:quarter}|(?P<part>{:year_part}))",
    );
    let found = WHEN.captures(words)?;
    let named = |name: &str| found.name(name).map(|part| part.as_str());
    let of = named("year").and_then(|of| of.parse().ok()).or(year)?;
    let number = |name: &str| named(name).and_then(|part| part.parse::<u32>().ok());
    if let Some(month) = number("month") {
        return iso_or_last(of, month, number("day").unwrap_or(31));
    }
    if let Some(quarter) = named("quarter") {
        return iso_or_last(of, parse_numeral(quarter)? * 3, 31);
    }
    // The file gives the last month of a part of the year.
    iso_or_last(of, form().value(Class::YearPart, named("part")?)?.parse().ok()?, 31)
}

/// A part that says by when: `6月底前出台相关措施`, `年内持续推进`, `6月底完成`.
pub(super) fn names_a_time(text: &str) -> bool {
    static WORDS: Pattern = pattern(
        r"^{:at}?(?:(?:20\d\d{:year})?\d{1,2}{:month}(?:\d{1,2}{:day}|{:month_part})?(?:{:before}|{:done_by}|$)|(?:20\d\d{:year}|{:this_year})?{:year_part}|{:ordinal}?[{#}]{:quarter}|20\d\d{:year})[^、]{0,16}$",
    );
    WORDS.is_match(text)
}

/// The deadline that a task's own words set: `6月底前`, `年底前`.
pub(super) fn in_task(words: &str, year: Option<i32>) -> Option<String> {
    static BEFORE: Pattern = pattern(
        r"(?:(?:20\d\d{:year})?\d{1,2}{:month}(?:\d{1,2}{:day}|{:month_part})?|(?:20\d\d{:year})?{:year_end}|20\d\d{:year}{:month_part}?|{:ordinal}?[{#}]{:quarter}{:month_part}?){:before}",
    );
    let found = BEFORE.find(words)?;
    task_date(found.as_str(), year).filter(|date| year.is_none_or(|year| date.starts_with(&year.to_string())))
}

/// To whom it goes: `报区政府督查室`.
fn addressee(sentence: &str) -> Option<String> {
    static TO: Pattern = pattern(r"{:send}{:to}?([\x{4e00}-\x{9fff}()<>]{2,24}?{:receiver})");
    TO.captures(sentence).map(|found| found[1].to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notice::line;
    use crate::source::traced::Traced;

    #[track_caller]
    fn check(text: &str, year: i32, want: &[(&str, Option<&str>)]) {
        let mut problems = Vec::new();
        let got = read(&line::lines(&Traced::plain(text)), Some(year), &mut problems);
        let got: Vec<_> =
            got.iter().map(|deadline| (deadline.due_on.as_deref().unwrap_or("?"), deadline.to.as_deref())).collect();
        assert_eq!(got, want, "{text}");
    }

    #[test]
    fn single_dates() {
        check("各单位于2023年2月28日前将名单报区政府督查室(见附件4)。", 2023, &[("2023-02-28", Some("区政府督查室"))]);
        check("认真制定方案,并于20251月20日前书面报区政府督查室。", 2025, &[("2025-01-20", Some("区政府督查室"))]);
        check("请于3月底前报县政府办公室。", 2021, &[("2021-03-31", Some("县政府办公室"))]);
        check("会议于2023年1月3日召开。", 2023, &[]);
    }

    #[test]
    fn lists_of_dates() {
        check(
            "将完成情况20254月8日、7月8日、10月8日及12月8日前,报送至区政府督查室。",
            2025,
            &[
                ("2025-04-08", Some("区政府督查室")),
                ("2025-07-08", Some("区政府督查室")),
                ("2025-10-08", Some("区政府督查室")),
                ("2025-12-08", Some("区政府督查室")),
            ],
        );
    }

    #[test]
    fn recurring_dates() {
        check(
            "从2023年第二季度起,每个季度第1个月的10日前,各单位将情况报区政府督查室。",
            2023,
            &[
                ("2023-04-10", Some("区政府督查室")),
                ("2023-07-10", Some("区政府督查室")),
                ("2023-10-10", Some("区政府督查室")),
            ],
        );
        check(
            "从2023年第一季度开始,各单位要在每季度最后一个月的30日前报区人民政府办公室。",
            2023,
            &["2023-03-30", "2023-06-30", "2023-09-30", "2023-12-30"].map(|day| (day, Some("区人民政府办公室"))),
        );
    }

    #[test]
    fn halves_months_and_last_months_recur() {
        let to = Some("区政府督查室");
        let dates = ["2024-03-25", "2024-06-25", "2024-09-25", "2024-12-25"].map(|day| (day, to));
        check("各单位每季度末月25日前将进展报区政府督查室。", 2024, &dates);
        let dates = ["2024-06-20", "2024-12-20"].map(|day| (day, to));
        check("各单位每半年末月20日前将总结报区政府督查室。", 2024, &dates);
        let dates: Vec<String> = (1..=12).map(|month| format!("2024-{month:02}-05")).collect();
        let dates: Vec<_> = dates.iter().map(|day| (day.as_str(), to)).collect();
        check("各单位每月5日前将进展报区政府督查室。", 2024, &dates);
    }

    #[test]
    fn dates_of_tasks() {
        assert_eq!(task_date("2023年12月底", Some(2023)).as_deref(), Some("2023-12-31"));
        assert_eq!(task_date("年内持续推进", Some(2021)).as_deref(), Some("2021-12-31"));
        assert_eq!(in_task("6月底前出台办法。", Some(2021)).as_deref(), Some("2021-06-30"));
        assert_eq!(in_task("建成6座。", Some(2021)), None);
    }
}
