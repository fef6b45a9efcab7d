//! Tests of matching as a whole.

use std::collections::BTreeSet;

use super::*;

pub(super) fn task(list: u32, text: &str) -> TaskText {
    TaskText { task_id: format!("{list}/{text}"), list, text: text.to_owned(), ..TaskText::default() }
}

fn check(left: &str, right: &str, want: bool) -> Explanation {
    let corpus = Corpus::new(&[task(0, left), task(1, right)]);
    let found = explain(&corpus, Weights::built_in(), 0, 1);
    assert_eq!(found.score >= MIN_SCORE, want, "{left} / {right}: {}", found.score);
    found
}

#[test]
fn the_same_commitment_in_other_words() {
    check("常态化开展扫黑除恶斗争。", "深入推进扫黑除恶专项斗争,坚决铲除黑恶势力。", true);
    check("完成260个老旧小区改造。", "夯实民生保障基础,完成57个老旧小区改造。", true);
    check("新增停车泊位12万个。", "完善基础设施,打通断头路3条,新增停车泊位1万个以上。", true);
    check("加快推进项目建设。", "持续推进制度建设。", false);
    check("推进“无废城市”建设。", "加强退役军人服务保障体系建设。", false);
}

#[test]
fn the_words_that_meet_are_named() {
    let (left, right) = ("新增停车泊位12万个。", "打通城区微循环道路3条,新增停车泊位1万个以上,持续完善路网。");
    let found = check(left, right, true);
    assert_eq!(&left[found.left_clause], "新增停车泊位12万个");
    assert_eq!(&right[found.right_clause], "新增停车泊位1万个以上");
}

#[test]
fn top_counts_for_either_side() {
    let tasks: Vec<_> =
        [(0, "推进垃圾分类。"), (1, "推进垃圾分类。"), (1, "做好垃圾分类工作。"), (1, "实施垃圾分类。")]
            .into_iter()
            .map(|(list, text)| task(list, text))
            .collect();
    let corpus = Corpus::new(&tasks);
    let options = Options { top: Some(1), ..Options::default() };
    // each right task's best is the one left task
    assert_eq!(find(&corpus, Weights::built_in(), &[(0, 1)], &options, &()).rows.len(), 3);
    let options = Options { one_to_one: true, ..Options::default() };
    let found = find(&corpus, Weights::built_in(), &[(0, 1)], &options, &());
    assert_eq!(found.rows.iter().map(|row| (row.left, row.right)).collect::<Vec<_>>(), [(0, 1)]);
    assert_eq!((found.considered, found.pruned()), (3, 0));
}

#[test]
fn scores_say_how_good_matches_are() {
    let row = |score| Match { left: 0, right: 1, score, meet: None, added: [0; SIGNALS] };
    let found = |below| Matches { rows: Sorted::of(vec![row(0.5), row(0.75)]), below, ..Matches::default() };
    assert_eq!(found(None).estimate(), Some(Estimate { precision: 0.625, recall: None }));
    assert_eq!(found(Some(1_250_000)).estimate(), Some(Estimate { precision: 0.625, recall: Some(0.5) }));
    assert_eq!(Matches::default().estimate(), None);
}

#[test]
fn shortlists_agree_with_scoring_all() {
    let texts =
        ["推进垃圾分类工作", "新增停车泊位3个", "开展经济普查", "打好蓝天保卫战", "新改建公厕5座", "推进政务公开"];
    let tasks: Vec<_> = (0..60).map(|at| task(at % 5, texts[(at / 5) as usize % 6])).collect();
    let corpus = Corpus::new(&tasks);
    let pairs: Vec<_> = (0..5).flat_map(|a| (a + 1..5).map(move |b| (a, b))).collect();
    let all = find(&corpus, Weights::built_in(), &pairs, &Options::default(), &());
    let few = find(&corpus, Weights::built_in(), &pairs, &Options { all_pairs: 0, ..Options::default() }, &());
    assert!(few.scored < all.scored);
    let tasks = |found: &Matches| found.rows.iter().map(|row| (row.left, row.right)).collect::<BTreeSet<_>>();
    assert_eq!(tasks(&few), tasks(&all));
}

#[test]
fn people_overrule_what_no_shortlist_names() {
    let corpus =
        Corpus::new(&[task(0, "推进垃圾分类工作。"), task(1, "开展经济普查。"), task(2, "推进垃圾分类工作。")]);
    let overrule = Overrule([((0, 1), true), ((0, 2), false), ((1, 2), true)].into());
    for all_pairs in [0, 100] {
        let options = Options { all_pairs, ..Options::default() };
        let found = find_with(&corpus, Weights::built_in(), &[(0, 2), (1, 0)], &options, &overrule, &());
        // the lists of 1 and 2 are not compared
        let pairs: Vec<_> = found.rows.pairs().collect();
        assert_eq!(pairs, [(1, 0, 1.0)], "{all_pairs}");
    }
}

#[test]
fn a_score_does_not_hang_on_other_tasks() {
    let pair = [
        task(0, "深化“双千兆”城市建设,推动工业互联网标识解析体系落地,新增停车泊位3000个。"),
        task(1, "加快双千兆网络覆盖,落实工业互联网标识解析,新建改建停车泊位2500个,推进垃圾分类。"),
    ];
    // words and quoted names in another order, before and after
    let others = [
        task(2, "推进垃圾分类,新建改建停车泊位,网络覆盖,标识解析“工业互联网”,落地体系建设城市深化。"),
        task(3, "“双千兆”“标识解析体系”落地。"),
    ];
    let alone = explain(&Corpus::new(&pair), Weights::built_in(), 0, 1);
    let mut all = others.to_vec();
    all.extend(pair.clone());
    let among = explain(&Corpus::new(&all), Weights::built_in(), 2, 3);
    assert_eq!((alone.score, alone.values), (among.score, among.values));
}

#[test]
fn what_is_spared_is_no_match() {
    let texts = [
        "推进垃圾分类工作,新改建公厕5座",
        "新增停车泊位3个,打好蓝天保卫战",
        "打造花景大道10条,推进政务公开",
        "公厕改造",
        "",
    ];
    let tasks: Vec<_> = (0..10).map(|at| task(at % 2, texts[at as usize / 2])).collect();
    let corpus = Corpus::new(&tasks);
    for min_score in [0.0, 0.01, 0.3, 0.5, 0.99, 1.0] {
        for (left, right) in (0..10).flat_map(|a| (0..10).map(move |b| (a, b))) {
            let score = explain(&corpus, Weights::built_in(), left, right).score;
            let lists = [(corpus.list(left as usize), corpus.list(right as usize))];
            let options = Options { min_score, ..Options::default() };
            let found = find(&corpus, Weights::built_in(), &lists, &options, &()).rows;
            let found: Vec<_> = found.iter().filter(|row| (row.left, row.right) == (left, right)).collect();
            assert_eq!(found.len(), usize::from(score >= min_score), "{left} {right}: {score} for {min_score}");
            assert!(found.iter().all(|row| row.score == rounded(score)), "{left} {right}: {score}");
        }
    }
}

#[test]
fn odd_inputs_do_not_fail() {
    let corpus = Corpus::new(&[task(7, ""), task(2, "。"), task(2, "“”,“a”")]);
    for all_pairs in [0, 100] {
        let options = Options { min_score: 0.0, all_pairs, ..Options::default() };
        find(&corpus, Weights::built_in(), &[(7, 2), (2, 7), (9, 9), (2, 2)], &options, &());
    }
    assert!(find(&Corpus::new(&[]), Weights::built_in(), &[(0, 1)], &Options::default(), &()).rows.is_empty());
}
