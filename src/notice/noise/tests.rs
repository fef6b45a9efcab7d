//! Tests of noise: lines that are the page's and not the notice's.

use super::*;
use crate::notice::line::lines;
use crate::source::traced::Traced;

#[test]
fn furniture_is_the_page_s_own() {
    for scan in ["打印", "[打印本页] [关闭窗口]", "版权所有 某某网", "扫一扫在手机打开当前页", "姓 名:", "abc def"]
    {
        assert!(is_furniture(scan), "{scan}");
    }
    for scan in ["1.修路3公里。", "打印社区地图2000份", "区住建局", "(责任单位:区住建局)", "GDP增长6%", "A | B |"]
    {
        assert!(!is_furniture(scan), "{scan}");
    }
}

#[test]
fn foreign_lines_are_spam() {
    for scan in ["<li>快来看</li>", "href=abc 更多", "x7d2 k9 qq wz3", "aXk29dkQ"] {
        assert!(is_spam(scan), "{scan}");
    }
    for scan in ["1.修建健身步道3公里并安装照明。</p>", "责任单位:区住建局<br>https://a.b", "推进5G应用", "3 | 5 | 7 |"]
    {
        assert!(!is_spam(scan), "{scan}");
    }
}

#[test]
fn page_numbers_stand_between_dashes() {
    for scan in ["- 2 -", "—12—", "· 3 ·"] {
        assert!(is_page_number(scan), "{scan}");
    }
    for scan in ["2", "- 2", "-12345-", "--", "- 二 -"] {
        assert!(!is_page_number(scan), "{scan}");
    }
}

/// The lines that stay, and how many foreign ones are told.
#[track_caller]
fn check(text: &str, want: &[&str], told: usize) {
    let mut problems = Vec::new();
    let left = without_noise(lines(&Traced::plain(text)), &mut problems);
    assert_eq!(left.iter().map(Line::scan).collect::<Vec<_>>(), want);
    assert_eq!(problems.iter().filter(|problem| problem.code == Code::SpamLine).count(), told);
}

#[test]
fn furniture_goes_silently_and_foreign_lines_with_a_note() {
    check("1.修路。\n打印\n<a>某某游戏</a>\n2.建桥。\n", &["1.修路。", "2.建桥。"], 1);
}

#[test]
fn the_page_ends_behind_the_last_work() {
    check("1.修路。(责任单位:区交通局)\n主办:岚汀区人民政府办公室\n友情提示页\n", &["1.修路。(责任单位:区交通局)"], 0);
    // Titles of other pages are no lists.
    let links = "1.修路。(责任单位:区交通局)\n【相关链接】\n岚汀区2022年重点工作任务分解\n一图读懂\n主办单位:岚汀区人民政府办公室 承办单位:岚汀区大数据中心 网站标识码:9900000001 联系电话:0990-12345678(仅受理网站建设维护事宜)\n";
    check(links, &["1.修路。(责任单位:区交通局)"], 0);
    check(
        "相关链接\n岚汀区的新闻\n1.修路。\n各单位要抓好落实。\n",
        &["岚汀区的新闻", "1.修路。", "各单位要抓好落实。"],
        0,
    );
    // Units of a task are no footer, whatever they are called.
    let tasks = "1.修路。\n主办单位:区交通局\n2.建桥。\n主办单位:区水务局\n";
    check(tasks, &["1.修路。", "主办单位:区交通局", "2.建桥。", "主办单位:区水务局"], 0);
}
