//! Cases of reading: places, plans of five years, copies, files that fail.

use super::*;
use crate::notice::Placed;
use crate::quantity::Statement;
use crate::source::traced::Traced;

#[test]
fn places_are_those_that_counting_gives() {
    let line_of = |text: &str, at: usize| text[..at].matches('\n').count() + 1;
    for text in ["", "\n", "一\n\n二三\n", "无行末", "a\r\nb"] {
        let starts = LineStarts::of(text);
        for (at, _) in text.char_indices().chain([(text.len(), ' ')]) {
            let column = text[..at].chars().rev().take_while(|c| *c != '\n').count() + 1;
            assert_eq!((starts.line(at), starts.column(text, at)), (line_of(text, at), column), "{text:?} {at}");
        }
        assert_eq!(starts.line(text.len() + 9), line_of(text, text.len()));
    }
}

#[test]
fn figures_have_their_place_in_the_task_however_they_are_printed() {
    let text = "青岚区2024年政府工作报告任务分解\n\
        1.地区生产总值增长６％左右，城镇新增就业2.5 万人，（含）新增学位９００个、改造９００个泊位。(责任单位:区发改局)\n";
    let read = read_document(Document { text: text.to_owned(), ..Document::default() });
    let (task, figures) = (&read.notice.lists[0].tasks[0], &read.lists[0].tasks[0].targets);
    let shown = task.words.shown();
    let seen: Vec<(&str, &str)> = figures
        .iter()
        .map(|figure| (&text[figure.span.clone()], &shown[figure.text.clone().expect("a place")]))
        .collect();
    assert_eq!(
        seen,
        [("６％左右", "6%左右"), ("2.5 万人", "2.5万人"), ("９００个", "900个"), ("９００个", "900个")],
        "{shown}"
    );
    let places: Vec<usize> = figures.iter().filter_map(|figure| Some(figure.text.as_ref()?.start)).collect();
    assert!(places.windows(2).all(|pair| pair[0] < pair[1]) && places[0] > 0, "{places:?}");
}

#[test]
fn plans_end_when_their_name_says() {
    for (words, year, want) in [
        ("“十五五”时期,生产总值年均增长6%", Some(2026), Some(2030)),
        ("“十四五”以来建成20个,“十五五”末达到50个", Some(2026), Some(2030)),
        ("十四五期间新增学位2万个", Some(2021), Some(2025)),
        ("“十四五”规划", None, Some(2025)),
        ("“十五”期间", Some(2003), Some(2005)),
        // Over, or no plan.
        ("“十四五”期间", Some(2026), None),
        ("建设一百五十五个,三五期间,二十五时", Some(2026), None),
        ("", Some(2026), None),
    ] {
        assert_eq!(plan_end(words, year), want, "{words}");
    }
}

#[test]
fn figures_of_the_five_year_part_are_targets_with_their_horizon() {
    let text = "二、“十五五”时期目标\n到2028年,地区生产总值突破1000亿元。居民收入年均增长6%以上。今年新建学校3所。\n";
    let mut notice = read_document(Document { text: text.to_owned(), ..Document::default() }).notice;
    notice.year = Some(2026);
    notice.passages = vec![Placed { kind: Passage::Horizon, span: 0..text.len(), task: None }];
    let (plain, mut from) = (Traced::plain(text), 0);
    notice.horizon.clear();
    for sentence in text.split_inclusive(['。', '\n']) {
        notice.horizon.push(Review { words: plain.slice(from..from + sentence.len()) });
        from += sentence.len();
    }
    let context = quantity::Context { year: notice.year, review: false };
    let found = long_term(&notice, text, &context, &LineStarts::of(text));
    let seen: Vec<(&str, Horizon, Statement, usize)> = found
        .iter()
        .map(|figure| (&text[figure.span.clone()], figure.target.horizon, figure.target.statement, figure.line))
        .collect();
    let want = [
        ("突破1000亿元", Horizon::Until(2028), Statement::Target, 2),
        ("6%以上", Horizon::Until(2030), Statement::Target, 2),
        ("3所", Horizon::Year, Statement::Target, 2),
    ];
    assert_eq!(seen, want);
}

#[test]
fn a_panic_costs_its_file_only() {
    let beyond = "900".len();
    let failure = guarded(Path::new("a.txt"), || Ok([1, 2][beyond])).unwrap_err().to_string();
    assert!(failure.contains("a.txt: the program stumbled") && failure.contains("out of bounds"), "{failure}");
    assert!(guarded(Path::new("b.txt"), || Ok(7)).is_ok());
}

/// Ids, numbers of tasks and problems' codes of the notices in a folder with these files.
fn read_folder(files: &[(&str, &str)], apart: bool) -> Vec<(String, usize, Vec<&'static str>)> {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let request = Request { apart, ..Request::from(&[folder.path().to_path_buf()]) };
    let reading = read(request, &()).unwrap();
    let of = |read: &ReadNotice| {
        let n_tasks = read.notice.lists.iter().map(|list| list.tasks.len()).sum();
        let codes = read.notice.problems.iter().map(|problem| problem.code.id());
        (read.id.clone(), n_tasks, codes.filter(|code| matches!(*code, "S009" | "S016")).collect())
    };
    reading.notices.iter().map(of).collect()
}

const LETTER: &str = "汀云区人民政府办公室关于印发2025年《政府工作报告》重点任务分解的通知\n汀政办〔2025〕5号\n各街道办事处，区政府各部门：\n现将重点任务分解表印发给你们，请认真抓好落实。\n附件：1.重点任务分解表\n2.进展情况表\n汀云区人民政府办公室\n2025年2月18日\n";
const TABLE: &str = "序号,重点任务,牵头单位\n1,新增学位900个。,区教育局\n2,新建公园6处。,区园林局\n";

#[test]
fn a_letter_and_its_annexes_are_one_notice() {
    let files =
        [("通知.txt", LETTER), ("附件1.csv", TABLE), ("附件2.txt", "附件2\n进展情况表\n序号 | 任务 | 进展 |\n")];
    assert_eq!(read_folder(&files, false), [("汀云区-2025".to_owned(), 2, vec!["S016"])]);
    assert_eq!(read_folder(&files, true).len(), 3);
    // A notice with a list of its own stays alone, and so does a letter whose annexes hold nothing.
    let own = format!("{LETTER}1.新增学位900个。（牵头单位：区教育局）\n2.新建公园6处。（牵头单位：区园林局）\n");
    assert_eq!(read_folder(&[("通知.txt", &own), ("附件1.csv", TABLE)], false).len(), 2);
    assert_eq!(read_folder(&[("通知.txt", LETTER), ("附件1.txt", "附件1\n无\n")], false).len(), 2);
}
