//! Every row of `form-words.tsv` makes a difference: for each class a text is read with the row and without it.

use super::*;
use crate::lexicon::words::Code;
use crate::lexicon::{self, FORM_WORDS};
use crate::notice::assign::{Issuer, assign};
use crate::notice::line::{Marker, opens_with_measure};
use crate::notice::name::Name;
use crate::notice::rule::{Blanket, Rules};
use crate::notice::{Level, Role, Stated, column, deadline, kind, label, layout, lists, office, remark, roster};
use crate::source::Document;

/// What is read of a text in which a word stands.
type Probe = fn(&str) -> String;

/// All that a notice says, in one text.
fn read_with(text: &str, hints: &[(&str, &str)]) -> String {
    let hints = hints.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let document = Document { path: "x.txt".into(), text: text.to_owned(), hints, ..Document::default() };
    let mut notice = crate::notice::parse(&document);
    for problem in &mut notice.problems {
        problem.help.clear();
    }
    format!("{notice:?}")
}

fn read(text: &str) -> String {
    read_with(text, &[])
}

/// A line in the middle of a list.
fn line(line: &str) -> String {
    read(&format!(
        "2023年云柘区政府工作报告任务分解\n1.修路3公里。(责任单位:区交通局)\n{line}\n3.植树。(责任单位:区林业局)\n"
    ))
}

/// The names of a task.
fn names(names: &str) -> String {
    line(&format!("2.建桥2座。(责任单位:{names})"))
}

/// A sentence of a covering letter.
fn letter(words: &str) -> String {
    let head = "关于做好工作的通知\n各街道,区各部门,各有关单位:\n现将任务发给你们。";
    read(&format!("{head}{words}\n云柘区人民政府办公室\n2023年1月3日\n1.修路。(责任单位:区交通局)\n"))
}

fn said(value: impl std::fmt::Debug) -> String {
    format!("{value:?}")
}

fn rules(words: &str) -> String {
    said(Rules::read(words))
}

fn blanket(words: &str) -> String {
    said(Blanket::read(words))
}

fn assigned(texts: &[&str]) -> String {
    let name = |text: &&str| Name::told(Role::Lead, Stated::Explicit, (*text).to_owned(), 0..0);
    let names: Vec<Name> = texts.iter().map(name).collect();
    said(assign(&names, &Rules::default(), Issuer { level: Level::District, certain: true }))
}

const TABLE: &str = "2023年云柘区政府工作报告任务分解表\n序号\n任务\n责任单位\n";

const PROBES: &[(Class, Probe)] = &[
    (Class::About, |w| said(kind::is_about_a_notice(&format!("云柘区报告{w}")))),
    (Class::Addressee, |w| {
        read(&format!(
            "关于做好工作的通知\n{w}部门,区财政局:\n现将任务发给你们。\n云柘区人民政府办公室\n2023年1月3日\n"
        ))
    }),
    (Class::All, |w| blanket(&format!("以下任务{w}需各区政府落实,不再一一列出"))),
    (Class::AllOf, |w| blanket(&format!("{w}任务均需各区政府落实,不再一一列出"))),
    (Class::Among, |w| line(&format!("2.推动循环【{w},创新机制(牵头单位:市发改委)牵头单位:区教育局】"))),
    (Class::And, |w| names(&format!("区城管局{w}区财政局"))),
    (Class::Annex, |w| line(&format!("2.建桥。(责任单位:区交通局)\n{w}1\n2023年区重点工作任务分解表"))),
    (Class::Annex, |w| line(&format!("2.建桥。(责任单位:区交通局)\n{w}:\n2023年区重点工作任务分解表"))),
    (Class::AnnexJoint, |w| said(layout::is_annex(&format!("附件{w}一分解表")))),
    (Class::Aside, |w| line(&format!("{w}甲乙丙丁戊己庚辛壬癸。(责任单位:区财政局)"))),
    (Class::Assembly, |w| {
        read(&format!(
            "政府工作报告\n{w}:\n现在,我代表云柘区人民政府,向大会报告工作,请予审议。\n一、2022年工作回顾\n过去一年,地区生产总值增长6%,新建公园3个。\n二、2023年工作安排\n{w}!今年要新建公园5个,修路3公里,建成学校2所。(责任单位:区教育局)\n"
        ))
    }),
    (Class::At, |w| said(remark::deadline_words(&format!("{w}6月底前出台办法")))),
    (Class::Before, |w| said(remark::deadline_words(&format!("6月5日{w}出台办法")))),
    (Class::Branch, |w| assigned(&[&format!("市海关{w}")])),
    (Class::Bulletin, |w| read(&format!("云柘区2023年政府工作报告{w}\n新建公园5个。\n"))),
    (Class::By, |w| said(label::above(&format!("以上两项{w}区财政局")))),
    (Class::ByDuty, |w| blanket(&format!("以下任务均需各区政府{w}落实,不再一一列出"))),
    (Class::Carry, |w| blanket(&format!("以下任务均需各区政府{w},不再一一列出"))),
    (Class::Complete, |w| {
        line(&format!("2.建桥。(责任单位:区交通局)\n附件2\n云柘区有关{w}\n某某某某某\n1.种花。(责任单位:区林业局)"))
    }),
    (Class::Comrade, |w| line(&format!("一、林市长{w}主抓工作\n2.建桥。(责任单位:区交通局)"))),
    (Class::Copula, |w| rules(&format!("第一个{w}牵头单位"))),
    (Class::CountWord, |w| said(label::above(&format!("以上{w}项工作")))),
    (Class::Counter, |w| said(label::above(&format!("以上两{w}工作")))),
    (Class::Day, |w| said(remark::deadline_words(&format!("6月5{w}前出台办法")))),
    (Class::Division, |w| said(office::goes_on_with_group("各区", w))),
    (Class::DivisionEnding, |w| roster::without_scope_note(&format!("市住建局(按规定{w})"))),
    (Class::DivisionOpening, |w| roster::without_scope_note(&format!("市住建局({w}职责分工)"))),
    (Class::DoneBy, |w| said(remark::deadline_words(&format!("6月{w}工程")))),
    (Class::Duty, |w| rules(&format!("第一个{w}单位为牵头"))),
    (Class::Each, |w| office::without_and_others(&format!("区财政局等{w}部门")).to_owned()),
    (Class::Enclosed, |w| {
        let head = "关于下达任务的通知\n各街道,区各部门,各有关单位:\n现将任务";
        read(&format!("{head}{w}。\n云柘区人民政府办公室\n2023年1月3日\n此后无文\n"))
    }),
    (Class::EveryHalf, |w| letter(&format!("请各单位{w}末月25日前报区政府督查室。"))),
    (Class::EveryMonth, |w| letter(&format!("请各单位{w}25日前报区政府督查室。"))),
    (Class::EveryQuarter, |w| letter(&format!("请各单位{w}第1个月的10日前报区政府督查室。"))),
    (Class::First, |w| rules(&format!("排名{w}的牵头"))),
    (Class::Footer, |w| line(&format!("{w}:云柘区人民政府"))),
    (Class::Footer, |w| {
        read(&format!("2023年云柘区政府工作报告任务分解\n1.修路3公里。(责任单位:区交通局)\n{w}:云柘区人民政府\n"))
    }),
    (Class::FormUse, |w| crate::notice::blank::kind(&format!("XX单位{w}")).to_owned()),
    (Class::From, |w| letter(&format!("{w}2022年3月起,每月25日前报区政府督查室。"))),
    (Class::GroupKind, |w| office::without_and_others(&format!("区财政局等{w}部门")).to_owned()),
    (Class::GroupNoun, |w| office::without_and_others(&format!("区财政局等有关{w}")).to_owned()),
    (Class::Held, |w| said(kind::is_about_a_notice(&format!("云柘区{w}第一次会议")))),
    (Class::Hint, |w| read_with("1.修路3公里。(责任单位:区交通局)\n", &[(w, "湖北省政府工作报告")])),
    (Class::Hint, |w| read_with("1.修路3公里。(责任单位:区交通局)\n", &[(w, "湖北省")])),
    (Class::InnerGroup, |w| {
        let text = format!("市指挥部{w}小组");
        said(roster::split_glued(&text, 0..text.len()))
    }),
    (Class::Issues, |w| {
        read(&format!(
            "关于任务分工的通知\n各街道,区各部门,各有关单位:\n现将任务分工{w}给你们:\n一、提高站位。要迎难而上。\n二、压实责任。各牵头单位要抓总。\n三、严格督查。区督查室将查看。\n"
        ))
    }),
    (Class::Issuing, |w| said(kind::is_about_a_notice(&format!("{w}任务分解问答的通知")))),
    (Class::Key, |w| said(label::above(&format!("以上两项{w}工作")))),
    (Class::Last, |w| letter(&format!("请各单位每季度{w}个月的10日前报区政府督查室。"))),
    (Class::Lasting, |w| said(remark::is_remark(&format!("{w}推进")))),
    (Class::LeadNote, |w| said(roster::leads_by_note(&format!("市住建局({w})")))),
    (Class::Leads, |w| rules(&format!("第一个为{w}单位"))),
    (Class::LeadsTasks, |w| line(&format!("一、林市长{w}工作\n2.建桥。(责任单位:区交通局)"))),
    (Class::Letter, |w| said(layout::is_list_title(&format!("2023年云柘区{w}政府工作报告任务分解表")))),
    (Class::LevelLabel, |w| office::without_and_others(&format!("区财政局等{w}部门")).to_owned()),
    (Class::Link, |w| said(layout::is_annex(&format!("附件1{w}")))),
    (Class::ListVerb, |w| said(remark::is_remark(&format!("不再{w}")))),
    (Class::MarkName, |w| rules(&format!("第一个{w}前为牵头单位"))),
    (Class::MarkNoun, |w| said(Marker::split(&format!("第三{w} 工作")))),
    (Class::Measure, |w| said(opens_with_measure(w))),
    (Class::Meeting, |w| said(kind::is_about_a_notice(&format!("云柘区召开某{w}")))),
    (Class::Month, |w| said(remark::deadline_words(&format!("6{w}底前出台办法")))),
    (Class::MonthPart, |w| letter(&format!("请于6月{w}前报区政府督查室。"))),
    (Class::National, |w| said(roster::is_national(&format!("甲乙{w}")))),
    (Class::Need, |w| blanket(&format!("以下任务均{w}各区政府落实,不再一一列出"))),
    (Class::NoAddressee, |w| {
        read(&format!(
            "关于做好工作的通知\n各街道,{w},区财政局:\n现将任务发给你们。\n云柘区人民政府办公室\n2023年1月3日\n"
        ))
    }),
    (Class::NoGroup, |w| said(office::is_group(&format!("{w}甲乙")))),
    (Class::NoLevel, |w| assigned(&[&format!("{w}监管局"), "财政局"])),
    (Class::NoMeasure, |w| said(opens_with_measure(w))),
    (Class::NoMore, |w| said(remark::is_remark(&format!("{w}列出")))),
    (Class::None, |w| said(remark::is_remark(w))),
    (Class::Of, |w| said(label::above(&format!("以上两项工作{w}")))),
    (Class::OfficeOpening, |w| said(office::is_levelled(&format!("{w}甲局")))),
    (Class::OneByOne, |w| said(remark::is_remark(&format!("不再{w}列出")))),
    (Class::Ordinal, |w| said(Marker::split(&format!("{w}三部分 工作")))),
    (Class::Others, |w| office::without_and_others(&format!("区财政局{w}")).to_owned()),
    (Class::PlaceEnding, |w| names(&format!("关山、张家湾等相关{w}"))),
    (Class::Placed, |w| rules(&format!("{w}第一的牵头"))),
    (Class::Printed, |w| line(&format!("2023年1月3日{w}通知。(责任单位:区财政局)"))),
    (Class::Pursued, |w| said(remark::is_remark(&format!("持续{w}")))),
    (Class::Quarter, |w| said(remark::deadline_words(&format!("二{w}末出台办法")))),
    (Class::Receiver, |w| letter(&format!("请于3月底前报区人民{w}。"))),
    (Class::RemarkOpening, |w| said(remark::is_remark(&format!("{w}甲乙")))),
    (Class::Report, |w| said(lists::list_level(&format!("汉江省{w}任务"), Level::District))),
    (Class::Same, |w| said(remark::is_remark(w))),
    (Class::Schedule, |w| {
        let over = ["时间要求", "完成节点", "进度要求"].into_iter().find(|head| head.contains(w)).unwrap();
        read(&format!(
            "{TABLE}{over}\n第一季度\n第二季度\n1\n修路。\n区交通局\n3月定线\n6月开工\n2\n植树。\n区林业局\n3月选苗\n6月种植\n"
        ))
    }),
    (Class::ScopeNote, |w| roster::without_scope_note(&format!("各街道(甲乙{w})"))),
    (Class::ScopeOpening, |w| roster::without_scope_note(&format!("各街道({w}开发区)"))),
    (Class::ScopeRef, |w| said(remark::is_remark(&format!("甲{w}")))),
    (Class::Score, |w| said(remark::is_remark(&format!("5{w}")))),
    (Class::Seat, |w| said(office::goes_on_with_group("各县(市)", &format!("区{w}")))),
    (Class::Send, |w| letter(&format!("请于3月底前{w}区政府督查室。"))),
    (Class::SharedEnding, |w| names(&format!("关山、张家湾、珞南{w}"))),
    (Class::Since, |w| letter(&format!("从2022年3月{w},每月25日前报区政府督查室。"))),
    (Class::Site, |w| {
        read(&format!("2023年云柘区政府工作报告任务分解\n1.修路3公里。(责任单位:区交通局)\n主办:云柘{w}\n"))
    }),
    (Class::Some, |w| office::without_and_others(&format!("区财政局等{w}个部门")).to_owned()),
    (Class::SplitTitle, |w| read(&format!("云柘区2023年政府工作报告{w}\n新建公园5个。\n"))),
    (Class::Stated, |w| rules(&format!("未{w}牵头单位的,由责任单位牵头"))),
    (Class::Thereafter, |w| letter(&format!("请于3月1日前报区政府督查室,{w}每月25日前更新。"))),
    (Class::ThisYear, |w| said(remark::deadline_words(&format!("{w}底出台办法")))),
    (Class::TitleEnd, |w| {
        read(&format!("云柘区关于做好工作{w}各街道{}。(责任单位:区发改局)\n", "建设社区食堂和口袋公园".repeat(20)))
    }),
    (Class::To, |w| letter(&format!("请于3月底前报{w}区政府督查室。"))),
    (Class::UnitNoun, |w| rules(&format!("第一个责任{w}为牵头"))),
    (Class::UpperReport, |w| said(lists::list_level(&format!("{w}重点工作"), Level::Township))),
    (Class::WholeEnding, |w| {
        let text = format!("区某某{w}和县财政局");
        said(roster::split_at_and(&text, 0..text.len()))
    }),
    (Class::WholeEnding, |w| said(office::is_levelled_office(&format!("云柘{w}")))),
    (Class::Who, |w| rules(&format!("第一{w}为牵头"))),
    (Class::With, |w| names(&format!("区城管局{w}区财政局"))),
    (Class::Within, |w| blanket(&format!("以下任务{w}均需各区政府落实,不再一一列出"))),
    (Class::WorkNoun, |w| said(label::above(&format!("以上两项{w}")))),
    (Class::Year, |w| said(remark::deadline_words(&format!("2023{w}办结")))),
    (Class::YearEnd, |w| letter(&format!("请于{w}前报区政府督查室。"))),
    (Class::YearPart, |w| said(deadline::task_date(w, Some(2023)))),
    (Class::YearPart, |w| said(remark::deadline_words(&format!("{w}出台办法")))),
    (Class::YearWord, |w| said(column::head(&format!("2024{w}目标值")))),
];

/// Classes whose rows change nothing in what is read, and why.
const NOT_PROBED: &[(Class, &str)] = &[(Class::FormTitle, "the name of a form stands in the help of problems only")];

#[test]
fn every_row_makes_a_difference() {
    for class in Class::ALL {
        let excused = NOT_PROBED.iter().any(|(of, _)| of == class);
        assert!(excused != PROBES.iter().any(|(of, _)| of == class), "{}: a probe, or why there is none", class.code());
    }
    let read = |row: &[&'static str]| -> Vec<String> {
        PROBES.iter().filter(|(of, _)| of.code() == row[1]).map(|(_, probe)| probe(row[0])).collect()
    };
    let mut idle = lexicon::idle(FORM_WORDS, read);
    idle.retain(|row| !NOT_PROBED.iter().any(|(of, _)| row.split(' ').nth(1) == Some(of.code())));
    assert!(idle.is_empty(), "{} rows do nothing:\n{}", idle.len(), idle.join("\n"));
}

#[test]
fn every_template_is_a_pattern() {
    for template in ["{:year}[{#}]", "{~annex}[{#100}]", "{:and=sure}"] {
        form().pattern(template);
    }
}

mod kinds;
