//! Stages of a work report: where its review ends and its plan begins, told by headings and by opening sentences.
//!
//! In:  a heading or a sentence, and the year that the report plans.
//! Out: a [`Stage`], or whether the sentence opens, names or closes something.
//! Source of the words: `datasets/lexicon/headings.tsv`.

use std::sync::LazyLock;

use regex::Regex;

use super::header;
use super::layout::heading_words;

/// A part of a work report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    Review,
    /// The plan's general part: requirements, expected targets.
    Preamble,
    /// The plan's work.
    Plan,
}

struct Words {
    review: Vec<&'static str>,
    plan: Vec<&'static str>,
    headline: Vec<&'static str>,
    deeds: Vec<&'static str>,
    preamble: Vec<&'static str>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| Words {
    review: heading_words("review"),
    plan: heading_words("plan"),
    headline: heading_words("headline"),
    deeds: heading_words("deeds"),
    preamble: heading_words("preamble"),
});

fn has(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}

/// The first year of the five-year plan that a text begins with: 2006 of `“十一五”时期`.
fn plan_period(words: &str) -> Option<i32> {
    static PERIOD: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^[^。,;:]{0,6}?“?(十[一二三四五六七]?)五”?").expect("a fixed pattern"));
    let number = super::line::parse_numeral(&PERIOD.captures(words)?[1])?;
    i32::try_from(number).ok().map(|number| 2001 + 5 * (number - 10))
}

/// Whether a heading says that its targets were reached: `“十五”计划主要预期目标提前实现`.
fn is_reached(words: &str) -> bool {
    let named = WORDS.headline.iter().filter_map(|word| Some(words.find(word)? + word.len())).max();
    named.is_some_and(|end| {
        ["提前实现", "提前完成", "圆满", "全面完成", "顺利", "如期", "胜利", "超额", "较好完成", "基本完成"]
            .iter()
            .any(|word| words[end..].starts_with(word))
    })
}

/// The stage that a heading opens, where it says so. `year` is the year that the report plans.
pub(super) fn of_heading(words: &str, year: Option<i32>) -> Option<Stage> {
    if words.contains("工作报告") || words.chars().count() > 45 || header::date(words).is_some() {
        return None;
    }
    let named = header::year(words);
    let past = named.zip(year).is_some_and(|(named, year)| named < year);
    let present = named.zip(year).is_some_and(|(named, year)| named >= year);
    let looks_back = has(words, &WORDS.review) || is_reached(words);
    let coming = plan_period(words).zip(year).is_some_and(|(first, year)| first >= year);
    let looks_ahead = coming
        || ["今年", "今后", "未来", "下一步", "下步", "新一年", "新的一年", "下一阶段", "下一个五年"]
            .iter()
            .any(|word| words.contains(word))
        || present;
    let work = has(words, &WORDS.plan);
    if looks_back && !(looks_ahead && work) || past && !work {
        return Some(Stage::Review);
    }
    let general = has(words, &WORDS.preamble);
    if past && !general {
        return Some(Stage::Review);
    }
    let undated = named.is_none() && !looks_ahead;
    if undated && !general {
        return None;
    }
    if !work && !general {
        // `二、2022年` says no more than whose year it is.
        let bare = words.chars().filter(|c| !c.is_ascii_digit()).count() <= 6;
        return (looks_ahead && bare).then_some(Stage::Preamble);
    }
    if undated
        && !has(
            words,
            &[
                "总体要求",
                "预期目标",
                "预期总目标",
                "总体思路",
                "指导思想",
                "基本思路",
                "目标任务",
                "主要目标",
                "奋斗目标",
            ],
        )
    {
        return None;
    }
    // A plan's title opens its general part; its own headings open the work.
    Some(
        if has(words, &["重点任务", "主要任务", "重点工作", "工作任务", "主要工作", "工作重点"]) && !general
        {
            Stage::Plan
        } else {
            Stage::Preamble
        },
    )
}

/// The year that a heading of a report names, and for what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dated {
    /// `2024年工作回顾`
    Reviewed(i32),
    /// `2025年工作安排`
    Planned(i32),
}

/// What a heading says of the report's year. Titles of reports, dates and spans of years say nothing.
pub(super) fn heading_year(words: &str) -> Option<Dated> {
    if words.contains("工作报告") || words.chars().count() > 45 || header::date(words).is_some() {
        return None;
    }
    let year = header::year(words).filter(|year| words.contains(&format!("{year}年")) || has_han_year(words))?;
    if has(words, &WORDS.review) || is_reached(words) {
        Some(Dated::Reviewed(year))
    } else if has(words, &WORDS.plan) && plan_period(words).is_none() {
        Some(Dated::Planned(year))
    } else {
        None
    }
}

/// Whether a year stands in Chinese digits: `二〇二五年`.
fn has_han_year(words: &str) -> bool {
    words.contains('年') && !words.chars().any(|c| c.is_ascii_digit())
}

/// Whether a heading names a part of a report.
pub(super) fn names_part(words: &str) -> bool {
    words.chars().count() <= 45 && (has(words, &WORDS.review) || has(words, &WORDS.plan) || has(words, &WORDS.preamble))
}

/// Whether a text names the expected targets.
pub(super) fn names_targets(words: &str) -> bool {
    has(words, &WORDS.headline)
}

/// Whether a heading is of the targets alone, not of requirements and targets.
pub(super) fn is_all_targets(words: &str) -> bool {
    names_targets(words) && !has(words, &["要求", "思路", "任务", "思想", "原则", "完成", "五年", "规划"])
}

/// Whether a text announces deeds for the people (为民办实事).
pub(super) fn names_deeds(words: &str) -> bool {
    has(words, &WORDS.deeds)
}

/// A sentence without `各位代表!` before it.
pub(super) fn without_address(sentence: &str) -> &str {
    let pictures = |c: char| matches!(c, '\u{2600}'..='\u{2604}' | '\u{2607}'..='\u{27bf}' | '\u{20e3}' | '\u{fe0f}' | '\u{1f000}'..='\u{1faff}');
    let mut rest = sentence.trim_start().trim_start_matches(pictures).trim_start();
    while let Some(after) =
        ["各位代表", "各位委员", "各位领导", "同志们"].iter().find_map(|word| rest.strip_prefix(word))
    {
        rest = after.trim_start_matches(['!', ':', ',', '。', ' ', '、', ';']);
    }
    rest
}

/// Whether a sentence counts itself: `一是坚持…`, `第一,…`.
pub(super) fn is_ordinal(sentence: &str) -> bool {
    static ORDINAL: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?:[一二三四五六七八九十]{1,2}(?:是|要)|第[一二三四五六七八九十]{1,2}[,、])")
            .expect("a fixed pattern")
    });
    ORDINAL.is_match(sentence)
}

/// Whether the year that a sentence begins with is the plan's.
fn years(sentence: &str) -> Option<i32> {
    let head: String = sentence.chars().take(14).collect();
    header::year(&head)
}

/// The year whose targets or requirements a sentence gives: `他提出了2019年经济社会发展主要预期目标:…`.
pub(super) fn year_of_targets(sentence: &str) -> Option<i32> {
    static OF: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(20\d\d)年[^。,;:\d]{0,20}(?:预期目标|主要目标|总体要求|总体思路|奋斗目标)[^完实]{0,2}(?:[:是为,]|$)",
        )
        .expect("a fixed pattern")
    });
    (!looks_back(sentence)).then(|| OF.captures(sentence)?[1].parse().ok()).flatten()
}

/// Whether a sentence opens the review.
pub(super) fn opens_review(sentence: &str, year: Option<i32>) -> bool {
    static OPENS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?:一、)?(?:刚刚)?(?:过去(?:的)?(?:一年|五年|几年|20\d\d年|这一年)|一年来|五年来|去年|上一年|回顾|本届政府|“?十[二三四五六]五”?(?:时期|期间|以来)|20\d\d年(?:是|以来|,|，|全|我))").expect("a fixed pattern")
    });
    let dated = years(sentence);
    let coming = plan_period(sentence).zip(year).is_some_and(|(first, year)| first >= year);
    OPENS.is_match(sentence) && !coming && dated.zip(year).is_none_or(|(named, year)| named < year)
}

/// Whether a sentence opens the plan.
pub(super) fn opens_plan(sentence: &str, year: Option<i32>) -> bool {
    static YEAR: &str = r"(?:(?:20\d\d)年|今年|全年|新的一年|新一年)";
    static OPENS: LazyLock<[Regex; 8]> = LazyLock::new(|| {
        [
            // 今年政府工作的总体要求是; 建议今年经济社会发展的主要预期目标为; 报告提出了2019年经济社会发展主要预期目标
            format!(r"^(?:[^。:,]{{0,30}},|[^。:,]{{0,24}}(?:提出|明确|确定)(?:了|的)?[^。:,\d]{{0,12}})?(?:我们|现)?(?:建议|提出|确定|安排|拟定|初步安排)?(?:将)?{YEAR}(?:度)?,?[^。,;]{{0,24}}(?:总体要求|总体思路|总要求|指导思想|基本思路|工作思路|预期目标|主要目标|奋斗目标|发展目标|主要指标|工作总体|预期为)"),
            // 做好今年工作
            format!(r"^(?:[^。:]{{0,20}},)?(?:要)?(?:做好|搞好|抓好|干好)(?:{YEAR})的?[^。,]{{0,12}}工作"),
            // 今年是…之年
            format!(r"^{YEAR},?(?:,|既)?是[^。]{{2,90}}(?:之年|开局|第一年|头一年|关键|重要|周年|最后一年|收官|起步|决胜)"),
            // 今年,我们将…
            r"^(?:今年|新的一年),?(?:我们|省政府|市政府|区政府|县政府)?,?(?:要|将|必须|重点|着力|突出|主要|计划|安排)".to_owned(),
            // 全县经济社会发展的主要预期目标是: a page that begins within the plan
            r"^(?:全?(?:省|市|县|区|州|旗|盟|镇|乡)的?)?(?:国民)?经济(?:和)?社会发展的?(?:主要)?(?:预期)?目标(?:建议|确定|设定)?(?:是|为|:)".to_owned(),
            format!(r"^展望(?:{YEAR}|未来)"),
            // 2017年,全区将…
            r"^20\d\d年,?[^。,;:]{0,10}(?:还?将|计划|拟)".to_owned(),
            // 今后五年…总体要求
            r"^(?:今后|未来)(?:五|几|一个时期|三)年?[^。,;]{0,30}(?:总体要求|总体思路|目标|任务|工作)".to_owned(),
        ]
        .map(|form| Regex::new(&form).expect("a fixed pattern"))
    });
    let coming = plan_period(sentence).zip(year).is_some_and(|(first, year)| first >= year)
        && ["目标", "要求", "指导思想", "思路"].iter().any(|word| sentence.contains(word));
    if !coming && !OPENS.iter().any(|form| form.is_match(sentence)) {
        return false;
    }
    let reached = ["圆满完成", "全面完成", "超额完成", "顺利完成", "较好完成", "如期实现", "胜利完成"]
        .iter()
        .any(|word| head(sentence).contains(word));
    let own = years(sentence).zip(year).is_none_or(|(named, year)| named >= year);
    // Where the report's year is not known, 2022年是…之年 may open either part.
    let known = year.is_some() || years(sentence).is_none();
    own && known && !reached
}

/// Whether sentences tell more of what is to come than of what was done.
pub(super) fn looks_ahead<'a>(lines: impl Iterator<Item = &'a str>) -> bool {
    let count = |line: &str, words: &[&str]| words.iter().map(|word| line.matches(word).count()).sum::<usize>();
    let (mut ahead, mut back) = (0, 0);
    for line in lines {
        ahead += count(line, &["力争", "确保", "争取", "计划", "年内", "将", "努力", "要", "新的一年"]);
        back += count(line, &["了", "已", "获评", "荣获", "被评为", "入选", "同比", "预计", "累计", "成功", "过去"]);
    }
    ahead >= 3 && ahead > 2 * back
}

/// Whether a text holds a figure of growth, money or people.
pub(super) fn has_figure(text: &str) -> bool {
    figures(text) > 0
}

/// Whether a sentence leads from the plan's general part to its work.
pub(super) fn opens_work(sentence: &str) -> bool {
    static OPENS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:重点|着力|突出|主要|集中|切实|扎实|全力|努力)(?:要)?(?:做好|抓好|抓|推进|落实|实施|围绕)?[^。,;]{0,16}(?:以下|下列|如下|[一二三四五六七八九十\d]{1,2})(?:个|大|项)?(?:方面|工作|重点|任务|件事)").expect("a fixed pattern")
    });
    OPENS.is_match(sentence) && sentence.chars().count() <= 120 && !is_headline(sentence)
}

/// Whether a sentence only leads on or explains: `重点抓好以下六个方面工作`, `实现上述目标,必须…`, `…,主要考虑是…`.
pub(super) fn is_transition(sentence: &str) -> bool {
    let leads = ["上述目标", "以上目标", "这些目标", "以上任务", "上述任务"].iter().any(|word| sentence.contains(word));
    sentence.contains("主要考虑") || (leads || opens_work(sentence)) && sentence.chars().count() <= 120
}

/// Figures that stand as in targets: with a measure of growth, money or people.
fn figures(sentence: &str) -> usize {
    static FIGURE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"\d[\d.]*(?:\s?[—\-~至到]+\s?\d[\d.]*)?%?(?:个百分点|%|亿|万|元|人|吨|斤|套|户|个|公里|亩|左右|以上|以内)|百分之|[一二三四五六七八九十]个百分点").expect("a fixed pattern")
    });
    FIGURE.find_iter(sentence).count()
}

/// A sentence up to where the targets that it names begin; the whole sentence where it names none.
fn head(sentence: &str) -> &str {
    let named = WORDS.headline.iter().filter_map(|word| Some(sentence.find(word)? + word.len())).min();
    named.map_or(sentence, |end| {
        let goes_on = sentence[end..].find([':', ',', ';', '。', '是', '为']);
        &sentence[..goes_on.map_or(sentence.len(), |at| end + at)]
    })
}

/// Whether a sentence tells what has been done. Behind the name of the targets, 全面完成省下达任务 is one of them.
fn looks_back(sentence: &str) -> bool {
    let head = head(sentence);
    [
        "去年",
        "上年",
        "过去",
        "年初确定",
        "年初预期",
        "圆满完成",
        "全面完成",
        "超额完成",
        "顺利完成",
        "提前完成",
        "胜利完成",
        "较好完成",
        "基本完成",
        "预期目标完成",
    ]
    .iter()
    .any(|word| head.contains(word))
}

/// Whether a sentence gives the expected targets.
pub(super) fn is_headline(sentence: &str) -> bool {
    let names = names_targets(sentence);
    let dated = ["今年", "全年", "20"].iter().any(|word| sentence.contains(word));
    let says = [":", "是", "为", "定为", "设定", "如下", "目标"].iter().any(|word| sentence.contains(word));
    let count = figures(sentence);
    let changes =
        ["增长", "失业率", "涨幅", "下降", "增速", "控制在"].iter().filter(|word| sentence.contains(**word)).count();
    !looks_back(sentence) && (names && says && count >= 1 || dated && count >= 2 && changes >= 2)
}

/// Whether a text lists growth rates that are to be reached, three or more.
pub(super) fn lists_targets(text: &str) -> bool {
    let changes =
        ["增长", "增速", "涨幅", "下降", "控制在"].iter().map(|word| text.matches(word).count()).sum::<usize>();
    let told = ["同比", "比上年", "完成了", "预计", "截至"].iter().any(|word| text.contains(word));
    changes >= 3 && figures(text) >= 3 && !told && !looks_back(text)
}

/// Whether a sentence behind the expected targets gives more of them.
pub(super) fn goes_on_with_targets(sentence: &str) -> bool {
    let aims = [
        "增长",
        "达到",
        "控制在",
        "左右",
        "以上",
        "以内",
        "力争",
        "确保",
        "不低于",
        "不少于",
        "降低",
        "下降",
        "提高",
        "稳定在",
        "新增",
        "保持在",
        "同步",
    ]
    .iter()
    .any(|word| sentence.contains(word));
    let explains =
        ["主要考虑", "这样安排", "之所以", "综合考虑", "有利于", "以来", "同比", "预计", "相比", "比上年实际"]
            .iter()
            .any(|word| sentence.contains(word));
    figures(sentence) >= 1 && aims && !explains && !looks_back(sentence)
}

/// Whether a sentence ends the report's plan.
pub(super) fn closes(sentence: &str) -> bool {
    sentence.contains("让我们")
        && ["紧密团结", "高举", "携手", "团结", "同心", "以习近平", "以邓小平", "在以", "在党中央", "在中共"]
            .iter()
            .any(|word| sentence.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_tell_their_stage() {
        for (heading, want) in [
            ("2022年工作回顾", Some(Stage::Review)),
            ("过去五年工作", Some(Stage::Review)),
            ("2022年和“十三五”时期工作", Some(Stage::Review)),
            ("2023年工作安排", Some(Stage::Preamble)),
            ("今后五年的总体要求和奋斗目标", Some(Stage::Preamble)),
            ("2023年重点任务", Some(Stage::Plan)),
            ("加快建设现代化产业体系", None),
            ("2023年云柘省政府工作报告", None),
            ("“十五五”时期的目标任务", Some(Stage::Preamble)),
            ("“十三五”计划主要预期目标提前实现", Some(Stage::Review)),
        ] {
            assert_eq!(of_heading(heading, Some(2023)), want, "{heading}");
        }
    }

    #[test]
    fn sentences_open_the_parts_of_a_report_without_headings() {
        let opens = |sentence| (opens_review(sentence, Some(2023)), opens_plan(sentence, Some(2023)));
        assert_eq!(opens("过去一年,全省生产总值增长4%。"), (true, false));
        assert_eq!(opens("2022年,全省生产总值增长4%。"), (true, false));
        assert_eq!(opens("2023年是全面贯彻党的二十大精神的开局之年。"), (false, true));
        assert_eq!(opens("综合考虑各方面因素,建议今年全省经济社会发展主要预期目标为:增长5%。"), (false, true));
        assert_eq!(opens("圆满完成今年主要预期目标。"), (false, false));
    }

    #[test]
    fn results_are_no_headline() {
        assert!(is_headline("今年全省经济社会发展主要预期目标是:地区生产总值增长6%左右,城镇新增就业70万人。"));
        assert!(is_headline("今年经济增长预期目标定为8.5%左右。"));
        assert!(is_headline("今年主要预期目标是:固定资产投资增长9%,全面完成省下达的减排任务。"));
        assert!(!is_headline("全年主要预期目标圆满完成,固定资产投资增长9%。"));
        assert!(!is_headline("圆满完成年初确定的主要预期目标:固定资产投资增长16.5%。"));
        assert!(!is_headline("今年政府工作的总体要求是:坚持稳中求进。"));
    }
}
