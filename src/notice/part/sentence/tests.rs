//! Tests of sentences and of the words as cues see them.

use super::*;
use crate::notice::line;
use crate::source::traced::Traced;

#[test]
fn sentences_end_at_stops_outside_short_quotes() {
    #[track_caller]
    fn check(scan: &str, want: &[&str]) {
        assert_eq!(split(scan, 0).into_iter().map(|range| &scan[range]).collect::<Vec<_>>(), want);
    }
    check("修路3条。建桥2座!完", &["修路3条。", "建桥2座!", "完"]);
    check("推行“少跑腿。快办事”改革。", &["推行“少跑腿。快办事”改革。"]);
    check("推行“少跑腿改革。建桥。", &["推行“少跑腿改革。", "建桥。"]);
    check("一个没有句号的标题", &["一个没有句号的标题"]);
    check("修路。 ", &["修路。"]);
    check("", &[]);
    assert_eq!(split("修路。建桥。", "修路。".len()).len(), 1);
}

#[test]
fn years_and_plans_are_told_by_the_report_s_year() {
    #[track_caller]
    fn check(words: &str, want: &str) {
        assert_eq!(cue(words, Some(2024), true, true), want, "{words}");
    }
    check("2024年工作", "^Y年工作$");
    check("2023年工作", "^L年工作$");
    check("2019年工作", "^P年工作$");
    check("2025年工作", "^N年工作$");
    check("2030年目标", "^F年目标$");
    check("2021—2023年成绩", "^P-年成绩$");
    check("二〇二四年工作", "^Y年工作$");
    assert_eq!(cue("2024年工作", None, true, true), "^Z年工作$");
}

#[test]
fn figures_are_one_sign_and_marks_one_bar() {
    assert_eq!(cue("增长6.5%,就业2万人。", None, false, false), "|增长0%|就业0万人|");
    assert_eq!(cue("修 路;“建桥”:3座", None, true, true), "^修路|\"建桥\"|0座$");
}

#[test]
fn a_short_line_without_a_stop_is_a_heading() {
    let of = |text: &str| sentences(&line::lines(&Traced::plain(text)), Some(2024));
    assert!(of("一、重点工作")[0].is_heading());
    assert!(!of("新建公园3个。")[0].is_heading());
    let found = of("新建公园3个。改造道路5条。\n加装电梯");
    assert_eq!(found.iter().map(|sentence| sentence.line).collect::<Vec<_>>(), [0, 0, 1]);
    assert!(found[0].shape.contains(&"@place:first:stop".into()), "{:?}", found[0].shape);
    assert!(found[1].shape.contains(&"@place:last:stop".into()), "{:?}", found[1].shape);
    assert!(of("(二)建桥2座。")[0].shape.contains(&"@mark:bracket:2".into()));
}
