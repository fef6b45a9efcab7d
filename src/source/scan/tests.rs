use super::*;

/// A line of words in a box, its characters side by side and each as sure as the score.
fn words(text: &str, score: f64, left: f64, top: f64) -> Words {
    const SIZE: f64 = 40.0;
    let n_chars = text.chars().count();
    let chars: Vec<(f64, f64, f64)> =
        (0..n_chars).map(|at| (left + SIZE * at as f64, left + SIZE * (at + 1) as f64, score)).collect();
    Words { text: text.to_owned(), score, r#box: [left, top, left + SIZE * n_chars as f64, top + 50.0], chars }
}

fn page(lines: Vec<Words>, rules: &[(Ruling, f64, f64, f64)]) -> Recognised {
    Recognised { dpi: 200.0, width: 1654.0, lines, rules: rules.to_vec(), doubtful: false }
}

/// The lines of a page, and the figures that are doubted.
#[track_caller]
fn check(page: Recognised, want: &[&str], doubted: &[&str]) {
    let document = super::super::finished(document(&[page]).unwrap()).unwrap();
    let doubts: Vec<&str> = document.doubts.iter().map(|span| &document.text[span.clone()]).collect();
    assert_eq!((document.text.lines().collect::<Vec<_>>(), doubts), (want.to_vec(), doubted.to_vec()));
}

#[test]
fn words_go_back_to_lines() {
    check(
        page(vec![words("二、民生实事", 0.99, 150.0, 300.0), words("汀政办〔2025】5号", 0.99, 600.0, 200.0)], &[]),
        &["汀政办〔2025〕5号", "二、民生实事"],
        &[],
    );
}

#[test]
fn words_go_back_to_ruled_cells() {
    let (xs, ys) = ([100.0, 300.0, 900.0, 1300.0], [100.0, 200.0, 300.0]);
    let levels = ys.map(|y| (Ruling::Level, y, xs[0], xs[3]));
    let uprights = xs.map(|x| (Ruling::Upright, x, ys[0], ys[2]));
    let rules = [&levels[..], &uprights].concat();
    let lines = vec![
        words("序号", 1.0, 120.0, 120.0),
        words("重点任务", 1.0, 400.0, 122.0),
        words("牵头单位", 1.0, 950.0, 119.0),
        words("1", 1.0, 180.0, 225.0),
        words("新建公园6处", 1.0, 320.0, 226.0),
        words("区园林局", 1.0, 950.0, 224.0),
    ];
    check(page(lines, &rules), &["序号 | 重点任务 | 牵头单位 |", "1 | 新建公园6处 | 区园林局 |"], &[]);
}

#[test]
fn lines_of_a_cell_are_one_where_no_more_had_room() {
    let (xs, ys) = ([100.0, 300.0, 900.0, 1300.0], [100.0, 200.0, 320.0]);
    let levels = ys.map(|y| (Ruling::Level, y, xs[0], xs[3]));
    let uprights = xs.map(|x| (Ruling::Upright, x, ys[0], ys[2]));
    let rules = [&levels[..], &uprights].concat();
    // a bracket ends no line; boxes are as high as their ink
    let mut first = words("新开工保障性住房一千五百套", 1.0, 320.0, 210.0);
    first.r#box[3] -= 12.0;
    let mut units = words("区教育局、区财政", 1.0, 920.0, 210.0);
    units.r#box[3] -= 15.0;
    let lines = vec![
        words("序号", 1.0, 120.0, 120.0),
        words("重点任务", 1.0, 400.0, 122.0),
        words("责任单位", 1.0, 950.0, 119.0),
        words("1", 1.0, 180.0, 235.0),
        first,
        words("（间）和学位900个", 1.0, 320.0, 262.0),
        units,
        words("局", 1.0, 920.0, 262.0),
    ];
    check(
        page(lines, &rules),
        &["序号 | 重点任务 | 责任单位 |", "1 | 新开工保障性住房一千五百套（间）和学位900个 | 区教育局、区财政局 |"],
        &[],
    );
}

#[test]
fn columns_are_read_one_after_the_other() {
    let (mut lines, mut want) =
        (vec![words("汀云区二〇二五年重点任务分解表如下所列请予落实", 1.0, 300.0, 100.0)], Vec::new());
    for (column, left) in [("甲", 120.0), ("乙", 880.0)] {
        for row in 0..7 {
            let text = format!("{}、完善{column}项目建设推进机制责任", ["一", "二", "三", "四", "五", "六", "七"][row]);
            lines.push(words(&text, 1.0, left, 200.0 + 70.0 * row as f64));
            want.push(text);
        }
    }
    let document = super::super::finished(document(&[page(lines, &[])]).unwrap()).unwrap();
    let flat: String = document.text.split_whitespace().collect();
    assert!(flat.ends_with(&want.concat()), "{}", document.text);
}

#[test]
fn a_line_over_the_gutter_is_two() {
    // The engine took the first line of both columns for one; a box of the right column reaches over the gutter.
    let long = |text: &str, left: f64, top: f64| words(text, 1.0, left, top);
    let (mut first, second) =
        (long("一、新增学位九百个并建成公园", 100.0, 200.0), long("6处，道路要修好八公里以上。", 800.0, 200.0));
    first.text.push_str(&second.text);
    first.chars.extend(second.chars);
    first.r#box[2] = second.r#box[2];
    let mut over = long("四、办成9件各项民生实事。", 800.0, 410.0);
    over.r#box[0] = 690.0;
    let lines = vec![
        long("汀云区重点任务", 560.0, 100.0),
        first,
        long("口袋绿地也建成，让市民都满意", 100.0, 270.0),
        long("二、修好农村的路灯以及桥梁。", 100.0, 340.0),
        long("三、各项改革事项要全部落地。", 800.0, 340.0),
        over,
    ];
    check(
        page(lines, &[]),
        &[
            "汀云区重点任务",
            "一、新增学位九百个并建成公园口袋绿地也建成，让市民都满意",
            "二、修好农村的路灯以及桥梁。",
            "6处，道路要修好八公里以上。",
            "三、各项改革事项要全部落地。",
            "四、办成9件各项民生实事。",
        ],
        // it may go on from the left column, or not
        &["6"],
    );
}

#[test]
fn a_title_above_two_columns_does_not_mix_them() {
    // in the middle, wider to the right; a last line that reaches a little over the gutter
    let mut lines = vec![words("各位代表们", 1.0, 640.0, 100.0)];
    let row = |text: &str, left: f64, at: usize| words(text, 1.0, left, 200.0 + 70.0 * at as f64);
    let left = ["一、新增学位九百个并建成公园", "六处，修好道路八公里以及桥梁", "二、办好各项民生实事让大家满"];
    let right = ["意并加快建设三条地铁线路工程", "三、改造老旧小区26个惠及居民", "2300户，新增停车位1200个以上。"];
    for at in 0..3 {
        lines.push(row(left[at], 100.0, at));
        lines.push(row(right[at], 800.0, at));
    }
    let document = super::super::finished(document(&[page(lines.clone(), &[])]).unwrap()).unwrap();
    let flat: String = document.text.split_whitespace().collect();
    assert!(flat.contains(&left.concat()) && flat.contains(&right.concat()), "{}", document.text);
    // where the columns are not told apart all the same, no figure is trusted
    let mut mixed = lines;
    for at in 3..6 {
        let mut over = row("四、这里的行都越过了两栏之间的空白处九个", 100.0, at + 3);
        over.r#box[2] = 1000.0;
        over.chars.clear();
        mixed.push(over);
        mixed.push(row("新增绿地35公顷绿道12公里", 800.0, at));
        mixed.push(row("五、新建公园7个、厂房12万平方", 100.0, at));
    }
    let document = super::super::finished(super::document(&[page(mixed, &[])]).unwrap()).unwrap();
    let doubts: Vec<&str> = document.doubts.iter().map(|span| &document.text[span.clone()]).collect();
    assert!(["26", "2300", "1200", "35", "12", "7"].iter().all(|figure| doubts.contains(figure)), "{doubts:?}");
}

#[test]
fn figures_without_certainty_are_told_by_their_place() {
    let mut unsure = words("新增学位900个，增长6.5%。", 0.97, 150.0, 200.0);
    unsure.chars[5].2 = 0.6;
    check(page(vec![unsure], &[]), &["新增学位900个，增长6.5%。"], &["900"]);
    let none = Recognised {
        doubtful: true, ..page(vec![words("新增学位900个，增长6.5%。", 0.97, 150.0, 200.0)], &[])
    };
    check(none, &["新增学位900个，增长6.5%。"], &["900", "6.5%"]);
    // A cell or a short line is a figure as any other.
    check(page(vec![words("8家", 0.6, 150.0, 200.0)], &[]), &["8家"], &["8"]);
}

#[test]
fn marks_are_those_of_chinese_print() {
    let mut gaps = words("(一)新增3一5家,增长11%;完成.", 1.0, 150.0, 200.0);
    // Boxes of characters are narrower than their place.
    gaps.chars.iter_mut().for_each(|(left, right, _)| (*left, *right) = (*left + 8.0, *right - 8.0));
    check(
        page(vec![words("\"双招双引\"、“百日攻坚\"丶招商", 1.0, 150.0, 200.0)], &[]),
        &["“双招双引”、“百日攻坚”、招商"],
        &[],
    );
    check(page(vec![gaps], &[]), &["（一）新增3-5家，增长11%；完成."], &[]);
    check(
        page(
            vec![
                words("一一经济回升。一一收支平衡，一一落实", 1.0, 150.0, 200.0),
                words("一一对应", 1.0, 150.0, 300.0),
            ],
            &[],
        ),
        &["——经济回升。——收支平衡，一一落实", "一一对应"],
        &[],
    );
}

#[test]
fn a_page_without_words_is_refused() {
    assert!(document(&[page(Vec::new(), &[])]).is_err_and(|refusal| refusal.reason.contains("no words")));
}
