//! Heads in every writing; and that every row of `head-words.tsv` makes a difference.

use super::*;
use crate::lexicon::HEAD_WORDS;
use crate::lexicon::words::{Probe, assert_used};
use crate::notice::line;
use crate::source::Document;
use crate::source::traced::Traced;

fn said(value: impl std::fmt::Debug) -> String {
    format!("{value:?}")
}

fn score(line: &str) -> String {
    said(title_score(line))
}

fn head(text: &str) -> String {
    said(read(&line::lines(&Traced::plain(text)), &[], None))
}

/// The year of a page, and what is wrong with it.
fn page(text: &str) -> String {
    page_with(text, Vec::new())
}

fn page_with(text: &str, hints: Vec<(String, String)>) -> String {
    let document = Document { path: "x.txt".into(), text: text.to_owned(), hints, ..Document::default() };
    let notice = crate::notice::parse(&document);
    said((notice.year, notice.problems.iter().map(|problem| problem.code).collect::<Vec<_>>()))
}

const PROBES: &[Probe<Class>] = &[
    (Class::About, &["云柘区{}做好街道清扫的通知"], score),
    (Class::Annex, &["{}:云柘区街道清扫一览表"], clean_title),
    (Class::Citing, &["云柘区街道清扫{}"], score),
    (Class::Counted, &["放映2025{}"], |text| said(year(text))),
    (Class::Day, &["2023年1月3{}"], |text| said(is_date_line(text))),
    (Class::Division, &["云柘区街道清扫{}"], score),
    (Class::Document, &["云柘区关于做好街道清扫的{}"], score),
    (Class::Field, &["发文机关 云柘区政府办 {}:甲乙丙丁"], head),
    (Class::FormColumn, &["增长XX%,{}"], page),
    (Class::GovernmentReport, &["云柘区{}"], score),
    (Class::Horizon, &["{}2027年,街道平整。"], page),
    (Class::Issuer, &["云柘区{}关于街道清扫"], |text| said(issuer_of(text))),
    (Class::Letterhead, &["云柘区人民政府办公室{}"], |text| said(is_letterhead(text))),
    (Class::Masked, &["增长XX{}"], page),
    (Class::Month, &["2023年1{}3日"], |text| said(date(text))),
    (Class::Nth, &["云政发〔2012〕{}3号"], |text| said(doc_number(text))),
    (Class::Number, &["云政发〔2012〕3{}"], |text| said(doc_number(text))),
    (Class::Path, &["云柘区街道清扫{}"], score),
    (Class::Spoken, &["2023年12月5日在云柘区{}"], page),
    (Class::WorkReport, &["工作回顾{}"], |text| said(crate::notice::stage::of_heading(text, None))),
    (Class::Year, &["2023{}1月3日"], |text| said(date(text))),
    (Class::YearField, &["{}"], |name| page_with("街道平整。", vec![(name.to_owned(), "2021".to_owned())])),
];

#[test]
fn every_row_makes_a_difference() {
    assert_used(HEAD_WORDS, PROBES);
}

#[test]
fn dates_in_every_writing() {
    for (text, want) in [
        ("2023年1月3日", Some("2023-01-03")),
        ("2023-01-03 10:00", Some("2023-01-03")),
        ("20251月6", Some("2025-01-06")),
        ("二〇一二年三月十五日", Some("2012-03-15")),
        ("2023年13月3日", None),
        ("2023年", None),
    ] {
        assert_eq!(date(text).as_deref(), want, "{text}");
    }
}

#[test]
fn years_in_every_writing() {
    for (text, want) in [
        ("2009年工作安排", Some(2009)),
        ("二〇〇八年工作回顾", Some(2008)),
        ("二00八年工作回顾", Some(2008)),
        ("〇〇八年工作回顾", Some(2008)),
        ("一九七八年", None),
        // no counts
        ("新建2000个站点", None),
        ("放映2025场", None),
        ("云柘区2024", Some(2024)),
    ] {
        assert_eq!(year(text), want, "{text}");
    }
}

#[test]
fn document_numbers() {
    assert_eq!(doc_number("文号 洪政办〔2025〕1号 信息").as_deref(), Some("洪政办〔2025〕1号"));
    assert_eq!(doc_number("云政发[2012]3号").as_deref(), Some("云政发〔2012〕3号"));
    assert_eq!(doc_number("青政办〔20208号").as_deref(), Some("青政办〔2020〕8号"));
    assert_eq!(doc_number("2023年1号"), None);
    let cited = "三、另见《关于分解十件实事责任的通知》(云政办发〔2010〕8号)。请一并照办。\n";
    assert_eq!(read(&line::lines(&Traced::plain(cited)), &[], None).doc_number, None);
}

#[test]
fn titles_lose_what_is_not_theirs() {
    for (text, title, issuer) in [
        (
            "(云政办〔2019〕1号)区人民政府办公室关于印发2019年任务分解的通知\n",
            "区人民政府办公室关于印发2019年任务分解的通知",
            Some("区人民政府办公室"),
        ),
        (
            "云政办〔2019〕1号—云柘区人民政府关于印发任务分解的通知\n",
            "云柘区人民政府关于印发任务分解的通知",
            Some("云柘区人民政府"),
        ),
        (
            "云柘县人民政府\n关于印发2020年民生实事的\n通 知\n",
            "云柘县人民政府关于印发2020年民生实事的通知",
            Some("云柘县人民政府"),
        ),
        (
            "关于印发2023年政府工作报告任务分解的通知 云政发〔2023〕1号\n",
            "关于印发2023年政府工作报告任务分解的通知",
            None,
        ),
        (
            "无障碍浏览 长者模式\n《〈政府工作报告〉2024年重点工作任务分工方案》政策解读\n",
            "《〈政府工作报告〉2024年重点工作任务分工方案》政策解读",
            None,
        ),
        (
            "云柘县人民政府办公室文件\n云政办发〔2023〕1号\n云柘县人民政府办公室关于印发2023年\n政府工作报告任务分解的通知\n",
            "云柘县人民政府办公室关于印发2023年政府工作报告任务分解的通知",
            Some("云柘县人民政府办公室"),
        ),
        (
            "云柘县人民政府办公室文件\n云柘县人民政府办公室关于印发2023年\n政府工作报告任务分解的通知\n",
            "云柘县人民政府办公室关于印发2023年政府工作报告任务分解的通知",
            Some("云柘县人民政府办公室"),
        ),
        ("各县区人民政府:\n一、扩大投资\n1.修路。\n牵头单位:市交通局\n", "", None),
        ("国务院关于落实《政府工作报告》分工的意见\n", "国务院关于落实《政府工作报告》分工的意见", Some("国务院")),
        ("各乡镇:\n附件:2016年县政府重点工作任务分解表\n", "2016年县政府重点工作任务分解表", None),
    ] {
        let header = read(&line::lines(&Traced::plain(text)), &[], None);
        assert_eq!((header.title.as_str(), header.issuer.as_deref()), (title, issuer), "{text}");
    }
}

#[test]
fn metadata_lines_are_taken_apart() {
    let text = "索 引 号 MB1534522/2023-05475 发文日期 2023-01-03\n发布机构 区人民政府办公室 文    号 云政办〔2023〕1号\n区人民政府办公室关于印发2023年区《政府工作报告》任务分工的通知\n";
    let header = read(&line::lines(&Traced::plain(text)), &[], None);
    assert_eq!(header.index_number.as_deref(), Some("MB1534522/2023-05475"));
    assert_eq!(header.issuer.as_deref(), Some("区人民政府办公室"));
    assert_eq!(header.issued_on.as_deref(), Some("2023-01-03"));
    assert_eq!(header.doc_number.as_deref(), Some("云政办〔2023〕1号"));
    assert_eq!(header.title, "区人民政府办公室关于印发2023年区《政府工作报告》任务分工的通知");
}
