//! What holds for every text: reading never panics, every span holds printed words, and the way of printing a notice
//! (line ends, byte-order mark, full-width punctuation) changes nothing that is read from it.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use duibiao::intake::reading::{self, ReadNotice};
use duibiao::notice::Passage;
use duibiao::source::Document;
use proptest::prelude::*;
use proptest::test_runner::Config;

/// A notice with most of what notices hold: letter, two lists, brackets of several kinds, bounds, a broken bracket.
const NOTICE: &str = "青岚区人民政府办公室关于印发2023年区《政府工作报告》责任分解方案的通知
各街道办事处,区政府各部门:
现将方案印发给你们,请各责任单位于2023年2月10日前将工作方案报区政府督查室。
一、各牵头单位要高度重视。
汀云市青岚区人民政府办公室
2023年1月20日
附件1
2023年市《政府工作报告》目标任务责任分解
一、创新发展
1.新增高新技术企业120家以上,技术合同成交额突破30亿元。(市级牵头单位:市科技局;区级牵头单位:区科经局)
2.推进12号线二期建设,完成投资4.5亿元。(区级责任单位:区重点办、各街道)
附件2
2023年区《政府工作报告》目标任务责任分解
一、主要目标
(一)地区生产总值增长7%左右,城镇新增就业2.4万人。(牵头单位:区发改局;责任单位:区人社局、区统计局)
(二)居民收入与经济增长同步。[责任单位:区农业局(畜牧中心)、各街]
二、重点任务
(三)改造老旧小区24个,新建口袋公园6-8个。牵头单位:区住建局;责任单位:区园林局)
(四)办好老年食堂12家。(区民政局牵头,区财政局、各街道配合,6月底前完成)
(五)“一网统管”覆盖率不低于95%。由区数据局、区公安分局负责落实。
";

/// A work report with the parts that reports have: head, review, five-year part, plan, annex of notes, the page's own words.
const REPORT: &str = "首页 > 政务公开 > 政府工作报告
青岚区政府工作报告
——2026年1月8日在青岚区第三届人民代表大会第六次会议上
区长 丁一
各位代表:
现在,我代表区人民政府,向大会报告工作,请予审议。
一、2025年工作回顾
地区生产总值增长6.1%,城镇新增就业2.3万人,改造老旧小区24个。
二、“十五五”时期经济社会发展目标
到2030年,地区生产总值突破1000亿元,森林覆盖率达到40%。
“十五五”期间,居民人均可支配收入年均增长6%。
三、2026年工作安排
今年政府工作的总体要求是:坚持稳中求进,推动高质量发展。
主要预期目标是:地区生产总值增长6.5%左右,城镇新增就业2.4万人。
(一)着力扩大有效投资。开工建设重点项目50个，完成投资8０亿元。新建学校3所,新增学位1.2 万个。
(二)着力改善民生。改造老旧小区24个;建成口袋公园6-8个。
各位代表!让我们团结奋斗,谱写新篇章!
名词解释
1.“一网统管”:指城市运行的统一管理平台。
打印本页 关闭窗口
";

fn read(text: &str) -> ReadNotice {
    let document = Document {
        path: PathBuf::from("青岚区-2023.txt"),
        format: "txt",
        text: text.to_owned(),
        ..Document::default()
    };
    reading::read_document(document)
}

/// Every place is in the text and on character boundaries, and a target's words lie in its task's.
fn check_spans(read: &ReadNotice) {
    let text = read.document.text.as_str();
    let words =
        |span: &std::ops::Range<usize>| text.get(span.clone()).unwrap_or_else(|| panic!("no such place: {span:?}"));
    for (list, read_list) in read.notice.lists.iter().zip(&read.lists) {
        for (task, read_task) in list.tasks.iter().zip(&read_list.tasks) {
            words(&task.span);
            for clause in &task.clauses {
                assert!(words(&clause.span).chars().count() >= 1);
            }
            for assignment in &task.assignments {
                words(&assignment.span);
                assert!(!assignment.unit_raw.is_empty());
            }
            let shown = task.words.shown();
            for quantity in &read_task.targets {
                let raw = words(&quantity.span);
                let target = &task.words.scan()[quantity.target.raw.clone()];
                assert!(!raw.is_empty(), "a target without words: {target}");
                let place = quantity.text.clone().expect("a task's figure has its place in the text");
                let there = shown.get(place.clone()).unwrap_or_else(|| panic!("no such place: {place:?} in {shown}"));
                assert_eq!(there, task.words.shown_at(quantity.target.raw.clone()));
                assert!(quantity.target.bound.value().is_finite());
            }
        }
    }
    for quantity in read.results.iter().chain(&read.long_term) {
        assert!(!words(&quantity.span).is_empty());
    }
    for problem in &read.notice.problems {
        words(&problem.span);
    }
    check_passages(read);
    for deadline in &read.notice.deadlines {
        assert!(words(&deadline.span).contains(|c: char| c.is_numeric()) || deadline.due_text.contains('年'));
    }
}

/// Passages partition the plain text, in order, on character boundaries; those of tasks name a task that is there.
fn check_passages(read: &ReadNotice) {
    let text = read.document.text.as_str();
    let mut end = 0;
    for placed in &read.notice.passages {
        assert_eq!(placed.span.start, end, "a gap or an overlap before {placed:?}");
        assert!(placed.span.end > placed.span.start, "an empty passage: {placed:?}");
        assert!(text.is_char_boundary(placed.span.end), "a passage ends inside a character: {placed:?}");
        if let Some((list, task)) = placed.task {
            assert!(read.notice.lists[list as usize].tasks.len() > task as usize, "no such task: {placed:?}");
        }
        end = placed.span.end;
    }
    assert_eq!(end, text.len(), "the last passage does not end with the text");
    assert!((0.0..=1.0).contains(&read.notice.read_share), "{}", read.notice.read_share);
}

/// What is read of a notice, without places: texts are compared in half-width form.
fn summary(read: &ReadNotice) -> Vec<String> {
    let fold = |text: &str| -> String {
        text.chars()
            .filter(|c| !c.is_whitespace())
            .map(|c| match c {
                '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
                c => c,
            })
            .collect()
    };
    let mut out = vec![format!("{:?} {:?} {:?}", read.notice.year, read.notice.kind, read.notice.region.name)];
    for deadline in &read.notice.deadlines {
        out.push(format!("due {:?} {:?}", deadline.due_on, deadline.to));
    }
    for (list, read_list) in read.notice.lists.iter().zip(&read.lists) {
        for (task, read_task) in list.tasks.iter().zip(&read_list.tasks) {
            out.push(format!(
                "{:?} {:?} {:?} {}",
                list.level,
                task.number,
                task.section.iter().map(|title| fold(title)).collect::<Vec<_>>(),
                fold(&task.words.shown())
            ));
            for assignment in &task.assignments {
                out.push(format!(
                    "  {:?} {:?} {} {:?}",
                    assignment.role,
                    assignment.level,
                    fold(&assignment.unit_raw),
                    assignment.stated
                ));
            }
            for quantity in &read_task.targets {
                let target = &quantity.target;
                out.push(format!(
                    "  {} {:?} {} {:?}",
                    fold(&target.indicator),
                    target.bound,
                    target.measure,
                    target.statement
                ));
            }
        }
    }
    out
}

/// The text with full-width punctuation and digits.
fn full_width(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            ',' => '，',
            ';' => '；',
            ':' => '：',
            '(' => '（',
            ')' => '）',
            '%' => '％',
            '0'..='9' => char::from_u32(c as u32 + 0xfee0).unwrap_or(c),
            c => c,
        })
        .collect()
}

/// Characters that mean something to the parser, so that random texts come near to notices.
fn pieces() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "一、",
        "(一)",
        "（二）",
        "1.",
        "2、",
        "3",
        "①",
        "——",
        "▲",
        "附件1",
        "附件：",
        "牵头单位",
        "责任单位",
        "配合单位",
        "：",
        ":",
        "；",
        "、",
        "，",
        "。",
        "\n",
        "\n\n",
        " ",
        "　",
        "(",
        ")",
        "（",
        "）",
        "[",
        "]",
        "〔",
        "〕",
        "<",
        ">",
        "〈",
        "〉",
        "“",
        "”",
        "《",
        "》",
        "|",
        " | ",
        "区发改局",
        "市财政局",
        "各街道",
        "等有关部门",
        "由",
        "牵头",
        "配合",
        "负责落实",
        "2023年",
        "12月底前",
        "每季度",
        "力争",
        "新建",
        "学校",
        "30所",
        "1.2万人",
        "增长7%左右",
        "5%—6%",
        "不少于",
        "第三轮",
        "X%",
        "序号",
        "工作任务",
        "下同",
        "排第一位的为牵头单位",
        "?。ㄈ",
        "發(fā)",
        "各位代表！",
        "2022年工作回顾",
        "2023年工作安排",
        "主要预期目标是：",
        "\u{feff}",
        "\u{200b}",
        "𠮷",
        "é",
        "\t",
        "9 a7 s# x: d6 T",
    ]);
    prop::collection::vec(prop_oneof![4 => words.prop_map(str::to_owned), 1 => "\\PC{0,6}"], 0..60)
        .prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(Config { failure_persistence: None, ..Config::default() })]

    #[test]
    fn any_string_is_read(text in "\\PC{0,200}") {
        check_spans(&read(&text));
    }

    #[test]
    fn any_pieces_are_read(text in pieces()) {
        check_spans(&read(&text));
    }

    /// A notice or a report with a part taken out, doubled, moved or put in.
    #[test]
    fn mutated_notices_are_read(page in 0usize..2, from in 0usize..1_000, length in 0usize..120, to in 0usize..1_000, kind in 0u8..4, put in pieces()) {
        let mut text: Vec<char> = [NOTICE, REPORT][page].chars().collect();
        let from = from % text.len();
        let end = (from + length).min(text.len());
        match kind {
            0 => { text.drain(from..end); }
            1 => { let part: Vec<char> = text[from..end].to_vec(); let to = to % text.len(); text.splice(to..to, part); }
            2 => { let part: Vec<char> = text.drain(from..end).collect(); let to = to % (text.len() + 1); text.splice(to..to, part); }
            _ => { text.splice(from..from, put.chars()); }
        }
        check_spans(&read(&text.into_iter().collect::<String>()));
    }

    /// One line dropped, doubled or joined with the next.
    #[test]
    fn notices_with_shuffled_lines_are_read(page in 0usize..2, at in 0usize..30, kind in 0u8..3) {
        let mut lines: Vec<&str> = [NOTICE, REPORT][page].lines().collect();
        let at = at % lines.len();
        match kind {
            0 => { lines.remove(at); }
            1 => { let line = lines[at]; lines.insert(at, line); }
            _ => { lines.swap(at, 0); }
        }
        check_spans(&read(&lines.join("\n")));
    }
}

/// The pages that are mutated are read by the roads that they stand for.
#[test]
fn the_pages_have_passages_of_many_kinds() {
    let kinds = |page: &str| -> Vec<Passage> { read(page).notice.passages.iter().map(|placed| placed.kind).collect() };
    let (notice, report) = (kinds(NOTICE), kinds(REPORT));
    for kind in [Passage::Letter, Passage::Heading, Passage::Task, Passage::Units, Passage::Deadline] {
        assert!(notice.contains(&kind), "{kind:?}: {notice:?}");
    }
    for kind in [Passage::Head, Passage::Review, Passage::Horizon, Passage::Heading, Passage::Task, Passage::Glossary] {
        assert!(report.contains(&kind), "{kind:?}: {report:?}");
    }
}

#[test]
fn printing_changes_nothing() {
    let plain = summary(&read(NOTICE));
    assert!(plain.len() > 20, "{plain:#?}");
    let spaced = NOTICE.replace('\n', "\n　　");
    let blank = NOTICE.replace('\n', "\n\n");
    for (name, text) in [("full width", full_width(NOTICE)), ("indented", spaced), ("empty lines", blank)] {
        assert_eq!(summary(&read(&text)), plain, "{name}");
    }
}

/// Line ends and a byte-order mark are the file's, so they are tried through a file.
#[test]
fn line_ends_and_byte_order_marks_change_nothing() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let plain = summary(&read(NOTICE));
    for (name, text) in [
        ("lf", NOTICE.to_owned()),
        ("crlf", NOTICE.replace('\n', "\r\n")),
        ("cr", NOTICE.replace('\n', "\r")),
        ("bom", format!("\u{feff}{NOTICE}")),
    ] {
        let path = folder.path().join("青岚区-2023.txt");
        std::fs::write(&path, text).expect("the folder can be written");
        let reading = reading::read(&[path], &()).expect("the file is there");
        assert_eq!(summary(&reading.notices[0]), plain, "{name}");
    }
}

/// Hostile lines of two hundred thousand bytes are read in a time that grows with their length.
#[test]
fn long_lines_do_not_hang() {
    for piece in [
        "(",
        "）",
        "(责任单位:",
        "责任单位:",
        "牵头单位:区发改局、",
        "1.",
        "一、",
        "(一)",
        "1.建设(一)二、",
        "区发改局",
        "、区发改局",
        "增长7%、",
        "5—6—",
        "“",
        "《",
        "<",
        "由区发改局负责,",
        "年",
        "2023年",
        "| ",
        "1 | 建设 | 区发改局 |\n",
        "序号\n工作任务\n责任单位\n1\n",
        "建设。",
        "建设,",
        "分别增长1%、",
        "每季度",
        "报区政府",
        "各位代表!",
        "一、回顾 ",
        "一百",
        "1",
        "1.5",
        "万",
        " ",
        "的",
        "新建学校1所",
        "、",
        "等",
        "附件1\n",
        "主办单位:区发改局\n",
        "a1 ",
    ] {
        let text = piece.repeat((200_000 / piece.len()).max(1));
        let start = Instant::now();
        check_spans(&read(&text));
        let taken = start.elapsed();
        assert!(taken < Duration::from_secs(20), "{piece:?} took {taken:?}");
    }
}
