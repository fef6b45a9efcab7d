//! Deadlines: who must report what by when, from the covering letter.
//!
//! In:  the lines of the covering letter and the notice's year.
//! Out: one [`Deadline`] a date; a recurring one (`每季度第一个月10日前`) gives a date for each time it falls in the year.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::line::Line;
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
                let mark = super::line::Marker::split(scan).filter(|(marker, _)| !marker.bare && sentence.start == 0);
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
    static RECURRING: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:从?(?:(\d{4})年)?第?([一二三四])季度(?:开始|起)[,，]?)?[^。;]{0,20}?每个?季度?(?:的)?(?:第([一二三123])个?月|(?:最后一|末)个?月|(首)月|(末)月)?(?:的)?(\d{1,2})日(?:之?前|以前)").expect("a fixed pattern")
    });
    static MONTHLY: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"每(?:个)?月(?:的)?(\d{1,2})日(?:之?前|以前)").expect("a fixed pattern"));
    static SINCE: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"[从自](?:20\d\d年)?(\d{1,2})月份?(?:起|开始)").expect("a fixed pattern"));
    static DATE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:(20\d\d) ?(年)? ?)?(\d{1,2}) ?月 ?(?:(\d{1,2}) ?日|(底|末|上旬|中旬|下旬))(前|之前|以前)?")
            .expect("a fixed pattern")
    });
    static YEAR_END: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?:(20\d\d)年)?年?(?:年底|年末)(?:前|之前|以前)").expect("a fixed pattern"));
    let mut out = Vec::new();
    let mut taken: Vec<Range<usize>> = Vec::new();
    if let Some(found) = RECURRING.captures(sentence) {
        let whole = found.get(0).map_or(0..0, |whole| whole.range());
        let start = sentence[whole.clone()].find('每').map_or(whole.start, |at| whole.start + at);
        let of = found.get(1).and_then(|of| of.as_str().parse().ok()).or(year);
        let from = found.get(2).and_then(|quarter| super::line::parse_numeral(quarter.as_str())).unwrap_or(1);
        let month = match found.get(3).map(|month| month.as_str()) {
            Some("一" | "1") => 1,
            Some("二" | "2") => 2,
            Some(_) => 3,
            None if found.get(4).is_some() => 1,
            None => 3,
        };
        let day = found[6].parse().unwrap_or(0);
        for quarter in from..=4 {
            out.push(Due {
                on: of.and_then(|of| iso_or_last(of, (quarter - 1) * 3 + month, day)),
                range: start..whole.end,
                lost: false,
            });
        }
        taken.push(if found.get(2).is_some() { whole } else { start..whole.end });
    } else if let Some(found) = MONTHLY.captures(sentence) {
        let whole = found.get(0).map_or(0..0, |whole| whole.range());
        let day = found[1].parse().unwrap_or(0);
        // `从2022年3月起,每月25日前`
        let since = SINCE.captures(&sentence[..whole.start]).and_then(|since| since[1].parse().ok());
        if let Some(since) = SINCE.find(&sentence[..whole.start]) {
            taken.push(since.range());
        }
        for month in since.filter(|since| (1..=12).contains(since)).unwrap_or(1)..=12 {
            out.push(Due {
                on: year.and_then(|year| iso_or_last(year, month, day)),
                range: whole.clone(),
                lost: false,
            });
        }
        taken.push(whole);
    }
    // A list of dates ends with 前; the first may name the year for all: `2025年4月8日、7月8日及12月8日前`.
    let found: Vec<_> = DATE.captures_iter(sentence).collect();
    let mut of = None;
    for (index, date) in found.iter().enumerate() {
        let whole = date.get(0).map_or(0..0, |whole| whole.range());
        if taken.iter().any(|other| other.start < whole.end && whole.start < other.end) {
            continue;
        }
        of = date.get(1).and_then(|of| of.as_str().parse().ok()).or(of);
        let before = found[index..].iter().enumerate().all(|(step, next)| {
            step == 0 || {
                let from = found[index + step - 1].get(0).map_or(0, |whole| whole.end());
                let to = next.get(0).map_or(0, |whole| whole.start());
                matches!(sentence[from..to].trim(), "、" | "和" | "及" | "," | "以及" | "与")
                    || found[index..index + step].iter().any(|earlier| earlier.get(6).is_some())
            }
        });
        let due = date.get(6).is_some() || before && found[index..].iter().any(|next| next.get(6).is_some());
        if !due {
            continue;
        }
        let (Some(of), Ok(month)) = (of.or(year), date[3].parse::<u32>()) else { continue };
        let day = match (date.get(4).and_then(|day| day.as_str().parse().ok()), date.get(5).map(|part| part.as_str())) {
            (Some(day), _) => day,
            (None, Some("上旬")) => 10,
            (None, Some("中旬")) => 20,
            _ => 31,
        };
        // 20251月20日: the year ran into the month.
        let lost = date.get(1).is_some() && date.get(2).is_none();
        out.push(Due { on: iso_or_last(of, month, day), range: whole, lost });
    }
    if out.is_empty()
        && let Some(found) = YEAR_END.captures(sentence)
    {
        let of = found.get(1).and_then(|of| of.as_str().parse().ok()).or(year);
        let range = found.get(0).map_or(0..0, |whole| whole.range());
        out.push(Due { on: of.and_then(|of| iso(of, 12, 31)), range, lost: false });
    }
    out
}

/// The date that a task's deadline words name, in the notice's year: `2023年12月底` is 2023-12-31.
pub(super) fn task_date(words: &str, year: Option<i32>) -> Option<String> {
    static WHEN: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:(20\d\d) ?年)?(?:(\d{1,2})月(?:(\d{1,2})日|底|末)?|(年底|年末|年内|全年|底|12月)|第?([一二三四])季度|(上半年)|(下半年))").expect("a fixed pattern")
    });
    let found = WHEN.captures(words)?;
    let of = found.get(1).and_then(|of| of.as_str().parse().ok()).or(year)?;
    let number = |index: usize| found.get(index).and_then(|part| part.as_str().parse::<u32>().ok());
    if let Some(month) = number(2) {
        return iso_or_last(of, month, number(3).unwrap_or(31));
    }
    if let Some(quarter) = found.get(5) {
        return iso_or_last(of, super::line::parse_numeral(quarter.as_str())? * 3, 31);
    }
    if found.get(6).is_some() {
        return iso(of, 6, 30);
    }
    iso(of, 12, 31)
}

/// The deadline that a task's own words set: `6月底前`, `年底前`.
pub(super) fn in_task(words: &str, year: Option<i32>) -> Option<String> {
    static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:(?:20\d\d年)?\d{1,2}月(?:\d{1,2}日|底|末)?(?:前|之前|以前)|(?:20\d\d年)?年底(?:前|之前|以前)|20\d\d年底?前|第?[一二三四]季度(?:前|末前))").expect("a fixed pattern")
    });
    let found = BEFORE.find(words)?;
    task_date(found.as_str(), year).filter(|date| year.is_none_or(|year| date.starts_with(&year.to_string())))
}

/// To whom it goes: `报区政府督查室`.
fn addressee(sentence: &str) -> Option<String> {
    static TO: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:报送|报|送|反馈|提交|抄送|发送)(?:至|到|给)?([\x{4e00}-\x{9fff}()<>]{2,24}?(?:督查室|办公室|政府办(?:公室)?|督查科|目标办|考评办|发改委|发改局|督办室|绩效办|督导室|信息科|秘书科|专班|委员会|室|局|科|处))").expect("a fixed pattern")
    });
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
    fn dates_of_tasks() {
        assert_eq!(task_date("2023年12月底", Some(2023)).as_deref(), Some("2023-12-31"));
        assert_eq!(task_date("年内持续推进", Some(2021)).as_deref(), Some("2021-12-31"));
        assert_eq!(in_task("6月底前出台办法。", Some(2021)).as_deref(), Some("2021-06-30"));
        assert_eq!(in_task("建成6座。", Some(2021)), None);
    }
}
