//! What headings and sentences tell; and that every row of `report-words.tsv` makes a difference.

use super::*;
use crate::lexicon::words::{Probe, assert_used};
use crate::notice::line::{Line, lines};
use crate::notice::{glued, narrative};
use crate::source::traced::Traced;

fn said(value: impl std::fmt::Debug) -> String {
    format!("{value:?}")
}

fn stage_now(text: &str) -> String {
    said(of_heading(text, Some(2023)))
}

fn stage_ever(text: &str) -> String {
    said(of_heading(text, None))
}

fn headline(text: &str) -> String {
    said(Facts::of(text).is_headline())
}

fn review(text: &str) -> String {
    said(Facts::of(text).opens_review(Some(2023)))
}

fn plan(text: &str) -> String {
    said(Facts::of(text).opens_plan(Some(2023)))
}

fn leads_on(text: &str) -> String {
    said(Facts::of(text).is_transition())
}

fn goes_on(text: &str) -> String {
    said(Facts::of(text).goes_on_with_targets())
}

fn figure(text: &str) -> String {
    said(has_figure(text))
}

fn deeds_counted(text: &str) -> String {
    said(narrative::figures_of_deeds(text))
}

fn ahead(text: &str) -> String {
    said(looks_ahead([text].into_iter()))
}

/// Whether a page with this line on top is a report.
fn report(line: &str) -> String {
    let page = format!("{line}\n街道平整。\n河水清澈。\n树木成荫。\n");
    let lines: Vec<Line> = lines(&Traced::plain(&page));
    said(narrative::is_narrative(&lines))
}

/// Where a heading ends that its text follows.
fn glued(heading: &str) -> String {
    let text = "一是街道平整,河水清澈,树木成荫,百姓安居,商旅云集,道路畅通,灯火明亮,书声琅琅,歌声悠扬,欢声笑语,人人称好";
    said(glued::heading_end(&format!("一、全县{heading}{text}。")))
}

const PROBES: &[Probe<Class>] = &[
    (Class::Address, &["{}!天气好"], |text| without_address(text).to_owned()),
    (Class::Ahead, &["{}的工作"], stage_now),
    (Class::Aim, &["全年{}是稳"], plan),
    (Class::Aims, &["{}5%"], goes_on),
    (Class::Announce, &["报告{}了2023年预期目标"], plan),
    (Class::BesideTargets, &["预期目标和{}"], |text| said(Facts::of(text).is_all_targets())),
    (Class::Change, &["{}5%"], goes_on),
    (Class::Coming, &["展望{}"], plan),
    (Class::ComingYears, &["{}的目标"], plan),
    (Class::Copula, &["今年{}稳定发展的关键"], plan),
    (Class::Counter, &["办好10{}实事"], deeds_counted),
    (Class::Deed, &["办好10件{}"], deeds_counted),
    (Class::Deeds, &["{}"], |text| said(Facts::of(text).has(Class::Deeds))),
    (Class::Deputies, &["{}:"], report),
    (Class::Division, &["政府工作报告{}"], report),
    (Class::DoWell, &["要{}今年的工作"], plan),
    (Class::Economy, &["全县{}目标是稳"], plan),
    (Class::Effort, &["{}做好以下工作"], leads_on),
    (Class::Expected, &["{}是"], |text| said(names_expected(text))),
    (Class::Explains, &["增长5%,{}"], goes_on),
    (Class::Following, &["重点做好{}工作"], leads_on),
    (Class::General, &["2020年{}", "2023年全县各乡镇{}"], stage_now),
    (Class::GeneralAlone, &["{}"], stage_now),
    (Class::Goal, &["全县经济社会发展{}是稳"], plan),
    (Class::HandsIn, &["{}"], |text| {
        let text = format!(
            "2023年全县政府工作报告\n现在报告工作,{text}。\n街道平整10公里,河水清澈,树木成荫。\n今年预期目标是:增长5%。\n各位代表!让我们团结起来!\n"
        );
        let document = crate::source::Document { text, ..Default::default() };
        said(crate::notice::parse(&document).review.len())
    }),
    (Class::HeadingEnd, &["{}"], glued),
    (Class::HowReached, &["预期目标{}"], stage_ever),
    (Class::Intend, &["今年{}稳"], plan),
    (Class::Last, &["{}一年"], review),
    (Class::LetUs, &["{}团结"], |text| said(Facts::of(text).closes())),
    (Class::Measure, &["5{}"], figure),
    (Class::Must, &["今年{}稳"], plan),
    (Class::Outlook, &["{}今年"], plan),
    (Class::Past, &["{}预期目标:增长5%", "{}:增长5%"], headline),
    (Class::PastOpening, &["{},街道平整"], review),
    (Class::PerHundred, &["{}五"], figure),
    (Class::Period, &["“十二五”{},"], review),
    (Class::Plan, &["2023年全县各乡镇{}"], stage_now),
    (Class::PointingBack, &["实现{},"], leads_on),
    (Class::Points, &["三{}"], figure),
    (Class::Reached, &["{}预期目标:增长5%"], headline),
    (Class::Reason, &["{}街道"], leads_on),
    (Class::Review, &["{}"], stage_ever),
    (Class::Says, &["主要指标{}5%"], headline),
    (Class::Since, &["2020年{}"], review),
    (Class::Span, &["过去{}"], review),
    (Class::Speaker, &["今年{}将稳"], plan),
    (Class::Target, &["{}:增长5%"], headline),
    (Class::Task, &["做好今年的{}"], plan),
    (Class::TellsAhead, &["{}{}{}"], ahead),
    (Class::TellsBack, &["将将将{}{}"], ahead),
    (Class::ThisYear, &["{}将稳"], plan),
    (Class::Told, &["增长5%,{}"], goes_on),
    (Class::TurningPoint, &["今年是街道平整{}"], plan),
    (Class::Unite, &["让我们{}"], |text| said(Facts::of(text).closes())),
    (Class::WholeYear, &["{}预期目标"], plan),
    (Class::Work, &["2023年全县各乡镇{}"], stage_now),
    (Class::WorkItem, &["集中做好以下{}"], leads_on),
    (Class::Year, &["2023{}将稳"], plan),
];

#[test]
fn every_row_makes_a_difference() {
    assert_used(REPORT_WORDS, PROBES);
}

fn is_headline(sentence: &str) -> bool {
    Facts::of(sentence).is_headline()
}

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
    let opens = |sentence| {
        let facts = Facts::of(sentence);
        (facts.opens_review(Some(2023)), facts.opens_plan(Some(2023)))
    };
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
