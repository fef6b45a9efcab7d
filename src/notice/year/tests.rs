//! Tests of years: what each piece of evidence says, and which one holds.

use super::*;

#[track_caller]
fn check(file: &str, text: &str, want: Option<i32>) {
    let document = Document { path: file.into(), text: text.to_owned(), ..Document::default() };
    assert_eq!(crate::notice::parse(&document).year, want, "{text}");
}

#[test]
fn what_the_text_plans_weighs_most() {
    let targets = "2019年全区经济社会发展主要预期目标是:地区生产总值增长7%,固定资产投资增长9%,城镇新增就业1万人。\n";
    check("x.txt", targets, Some(2019));
    check("岚汀区-2021.txt", targets, Some(2019));
    check("x.txt", "关于2018年重点工作任务分解的通知\n1.修路3公里。(责任单位:区交通局)\n", Some(2018));
    check("岚汀区-2021.txt", "重点工作任务分解\n1.修路3公里。(责任单位:区交通局)\n", Some(2021));
}

#[test]
fn a_review_is_of_the_year_before() {
    check(
        "x.txt",
        "政府工作报告\n各位代表:\n一、2020年工作回顾\n新增就业2万人。\n二、今年工作安排\n新建公园3个。\n",
        Some(2021),
    );
}

#[test]
fn nothing_names_no_year() {
    check("x.txt", "重点工作任务分解\n1.修路2000米。(责任单位:区交通局)\n", None);
}

#[test]
fn reports_of_the_year_s_end_plan_the_next() {
    for (scan, want) in [
        ("2021年1月12日在岚汀区第三次会议上", Some(2021)),
        ("2021年12月28日在岚汀区第四次会议上", Some(2022)),
        ("在岚汀区第四次会议上", None),
    ] {
        assert_eq!(spoken_year(scan), want, "{scan}");
    }
}

#[test]
fn a_span_of_years_is_no_year() {
    for title in ["三年行动方案(2022-2024年)", "2022—2024年实施方案", "2022年至2024年计划"] {
        assert!(several_years(title), "{title}");
    }
    for title in ["2022年任务分解", "办字〔2022〕24号"] {
        assert!(!several_years(title), "{title}");
    }
}

#[test]
fn votes_add_up_and_ties_go_to_the_earlier() {
    let winner = |votes: &[(i32, u32)]| {
        let mut all = Votes::default();
        for (year, weight) in votes {
            all.add(Some(*year), *weight);
        }
        all.winner()
    };
    assert_eq!(winner(&[]), None);
    assert_eq!(winner(&[(2020, 3), (2021, 3)]), Some(2020));
    assert_eq!(winner(&[(2020, 5), (2021, 3), (2021, 3)]), Some(2021));
}

#[test]
fn headings_stand_alone_or_behind_a_mark() {
    let of = |scan: &'static str| headings(scan).collect::<Vec<_>>();
    assert_eq!(of("2020年工作回顾"), ["2020年工作回顾"]);
    let long = "一、2020年工作回顾过去一年成绩来之不易,全区上下齐心协力,克服各种困难,较好完成了年初确定的目标任务。二、2021年工作安排";
    assert_eq!(of(long), ["2020年工作回顾过去一年成绩来之不易", "2021年工作安排"]);
}

#[test]
fn a_page_without_head_takes_no_year_from_its_horizons() {
    for (text, want) in [
        ("到2027年,全社会研发投入强度达到2.8%。\n", None),
        ("实施期限为2026—2028年。\n", None),
        ("截至2023年底,共有园区5个。到2027年达到8个。\n", Some(2023)),
        ("2024年,全市新建学校5所。到2027年达到8所。\n", Some(2024)),
        ("2026年3月1日印发\n2026—2028年行动方案\n到2028年,新建学校5所。\n", Some(2026)),
    ] {
        let document = Document { path: "page.txt".into(), text: text.to_owned(), ..Document::default() };
        assert_eq!(crate::notice::parse(&document).year, want, "{text}");
    }
}

#[test]
fn headings_of_parts_are_found_within_lines() {
    let line = "各位代表:现在报告工作。一、2022年工作回顾 过去一年,我们办了实事;(二)不看;第二部分 2023年工作安排";
    assert_eq!(headings(line).collect::<Vec<_>>(), ["2022年工作回顾 过去一年", "不看", "2023年工作安排"]);
}
