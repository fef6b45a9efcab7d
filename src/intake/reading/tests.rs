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
    let folder = tempfile::tempdir().unwrap();
    for name in ["a.txt", "b.txt"] {
        std::fs::write(folder.path().join(name), "新增学位900个。").unwrap();
    }
    let paths = ["a.txt", "b.txt"].map(|name| folder.path().join(name));
    let (found, failures) = each(&paths, &(), |opened| {
        assert!(!opened.path.ends_with("a.txt"), "out of bounds");
        Ok(vec![opened.path.to_path_buf()])
    });
    assert_eq!(found, [folder.path().join("b.txt")]);
    let failure = failures[0].to_string();
    assert!(failure.contains("a.txt: the program stumbled") && failure.contains("out of bounds"), "{failure}");
}
