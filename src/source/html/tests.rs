use super::*;

/// The article of a page.
fn article(html: &str) -> Document {
    read(html.as_bytes(), Path::new("a.html")).unwrap().remove(0)
}

#[track_caller]
fn check(html: &str, want: &[&str]) {
    assert_eq!(article(html).text.lines().collect::<Vec<_>>(), want);
}

#[test]
fn lines_are_those_a_browser_prints() {
    check(
        "<p>新增<span>学</span><b>位</b><a href=x.doc>900</a>个。<br>二、<font>民\n生</font><p>(三)a\n b &nbsp;c",
        &["新增学位900个。", "二、民生", "(三)a b  c"],
    );
    check("<div>一<p>二</p>三<div>四</div></div><h3>五</h3>", &["一", "二", "三", "四", "五"]);
    check("<pre>一\n  二</pre><p style='white-space: pre-wrap'>三\n四</p>", &["一", "二", "三", "四"]);
    check(
        "<p>新增<span style='display:none'>旧</span>学位</p><script>var a='牵头'</script><style>p{}</style><p hidden>暗",
        &["新增学位"],
    );
    check(
        "<dl><dt>索引号：</dt><dd>A1</dd><dt>文号：</dt><dd>青政办〔2024〕2号</dd></dl>",
        &["索引号： A1", "文号： 青政办〔2024〕2号"],
    );
    check("<p><ruby>富<rt>fù</rt></ruby>民</p>", &["富民"]);
}

#[test]
fn ordered_lists_keep_their_numbers() {
    check("<ol><li>甲<li><p>乙</p><p>丙</p><li value=7>丁<li>8.戊</ol>", &["1. 甲", "2. 乙", "丙", "7. 丁", "8.戊"]);
    check("<ol start=3 type=A><li>甲</ol><ul><li>乙</ul>", &["C. 甲", "乙"]);
    check(
        "<ol style='list-style-type: cjk-ideographic'><li>甲<ol><li>乙</li></ol><li>丙</ol>",
        &["一、甲", "1. 乙", "二、丙"],
    );
    check(
        "<ol style='list-style:none'><li>甲</ol><ol><li style='list-style-type:none'>乙<li>丙</ol>",
        &["甲", "乙", "2. 丙"],
    );
}

#[test]
fn tables_are_rows_and_layout_is_not() {
    check(
        "<table><caption>任务表</caption><tr><th rowspan=2>序号<th colspan=2>单位<tr><th>牵头<th>配合<tr><td>1<td rowspan=0>区园<br>林局<td>a|b<tr><td>2<td></table>",
        &["任务表", "序号 | 单位 |  |", "序号 | 牵头 | 配合 |", "1 | 区园 林局 | a｜b |", "2 | 区园 林局 |  |"],
    );
    check("<table><tr><td><p>一</p><p>二</p></td></tr></table>", &["一", "二"]);
    let long = "改造老旧小区，".repeat(40);
    check(
        &format!("<table><tr><td>左<td><p>{long}</p><table><tr><td>1<td>建公园</table></td></tr></table>"),
        &[&long, "1 | 建公园 |"],
    );
    check(
        &format!("<table><tr><td>任务<td>单位<tr><td>{long}<td>甲<tr><td>b<td>乙</table>"),
        &["任务 | 单位 |", &format!("{long} | 甲 |"), "b | 乙 |"],
    );
}

const TASKS: &str = "<p>1.新增城镇就业1.8万人。（牵头单位：区人社局；责任单位：各街道）</p><p>2.新建口袋公园6个，改造绿道12公里。（责任单位：区园林局）</p>";

#[test]
fn the_article_is_chosen_and_the_furniture_dropped() {
    let page = format!(
        "<title>任务分解的通知_某区</title><nav>网站导航</nav><ul><li><a href=1>首页</a><li><a href=2>公开</a><li><a href=3>服务</a></ul>\
        <table><tr><td>索 引 号<td>A1<td>文号<td>青政办〔2024〕2号</table><h1>任务分解的通知</h1><div id=x>{TASKS}</div>\
        <p>附件：<a href=1.docx>分解表.docx</a></p><div><h4>相关链接</h4><a href=4>政策解读一图读懂</a></div><footer>版权所有 某区人民政府，未经许可不得转载。</footer>"
    );
    let document = article(&page);
    assert_eq!(
        document.text.lines().collect::<Vec<_>>(),
        [
            "索 引 号 | A1 | 文号 | 青政办〔2024〕2号 |",
            "任务分解的通知",
            "1.新增城镇就业1.8万人。（牵头单位：区人社局；责任单位：各街道）",
            "2.新建口袋公园6个，改造绿道12公里。（责任单位：区园林局）",
            "附件：分解表.docx",
        ]
    );
    let dropped = document.dropped.join("\n");
    for word in ["网站导航", "公开", "政策解读", "版权所有"] {
        assert!(dropped.contains(word), "{word} is not in {dropped}");
    }
    assert!(document.hints.contains(&("title".to_owned(), "任务分解的通知_某区".to_owned())));
}

#[test]
fn a_page_tells_where_it_was_published() {
    let told = |head: &str| article(&format!("{head}<div>{TASKS}</div>")).url();
    let cases = [
        ("<link rel='canonical' href='https://www.a.gov.cn/art/1.html'>", Some("https://www.a.gov.cn/art/1.html")),
        ("<meta property='og:url' content='http://www.a.gov.cn/art/2.html'>", Some("http://www.a.gov.cn/art/2.html")),
        ("<meta name='Url' content='http://www.a.gov.cn/art/3.html'>", Some("http://www.a.gov.cn/art/3.html")),
        (
            "<!-- saved from url=(0031)http://www.a.gov.cn/art/4.html -->\n<html>",
            Some("http://www.a.gov.cn/art/4.html"),
        ),
        (
            "<!-- saved from url=(0031)http://www.a.gov.cn/art/4.html -->\n<link rel=canonical href=https://www.a.gov.cn/art/5.html>",
            Some("https://www.a.gov.cn/art/5.html"),
        ),
        // a site's first page, a script and a file of one's own are no page that others can open
        ("<link rel='canonical' href='https://www.a.gov.cn/'>", None),
        ("<meta name='url' content='javascript:alert(1)'>", None),
        ("<!-- saved from url=(0016)file:///C:/a.html -->", None),
        ("<a href='https://www.a.gov.cn/art/6.html'>附</a>", None),
    ];
    for (head, want) in cases {
        assert_eq!(told(head).as_deref(), want, "{head}");
    }
    let long = format!("https://www.a.gov.cn/{}", "a".repeat(400));
    assert_eq!(told(&format!("<meta name=url content='{long}'>")), None, "a cut address leads elsewhere");
}

#[test]
fn no_part_of_the_notice_is_lost() {
    // What must be found, wherever the page puts it.
    let annex = "<table><tr><td>序号<td>任务<td>牵头单位<tr><td>3<td>新增学位900个<td>区教育局</table>";
    let letter = "<p>现将任务分解印发给你们，请各责任单位于2024年2月28日前报送方案。</p>";
    let nav = "<div><a href=1>首页</a><a href=2>公开</a></div>";
    for page in [
        format!("{nav}<div class=a>{letter}</div><div class=b>{TASKS}</div><div class=c>{annex}</div>"),
        format!("{nav}{letter}{TASKS}{annex}"),
        format!("<form id=aspnetForm>{nav}<div>{letter}{TASKS}{annex}</div></form>"),
        format!("{nav}<div style='display:none'>{letter}{TASKS}{annex}</div>"),
        format!("<table><tr><td>{nav}<td><table><tr><td>{letter}{TASKS}<tr><td>{annex}</table></table>"),
        format!("{nav}<div class='content share'>{letter}{TASKS}{annex}</div>"),
        format!("<aside>{letter}{TASKS}{annex}</aside>"),
        format!(
            "<div><div><div>{letter}</div></div><section><div><span>{TASKS}</span></div></section></div><div><div>{annex}</div></div>"
        ),
    ] {
        let text = article(&page).text;
        for words in ["2月28日前", "1.8万人", "口袋公园6个", "3 | 新增学位900个 | 区教育局 |"] {
            assert!(text.contains(words), "{words} is not in {text:?} of {page}");
        }
    }
}

#[test]
fn a_page_without_words_is_refused() {
    let error = read(b"<html><body><script>load()</script></body></html>", Path::new("a.html")).unwrap_err();
    assert!(error.reason.contains("no text"));
}

#[test]
fn hostile_pages_are_bounded() {
    for tags in ["<div>", "<b>", "<table><tr><td>", "<ol><li>", "<p><font color=red>", "<dl><dt>"] {
        assert!(article(&format!("{}新增学位900个。", tags.repeat(9000))).text.contains("900个"), "{tags}");
    }
    let spans = "<tr><td rowspan=65534 colspan=1000>甲".repeat(500);
    assert!(!article(&format!("<table>{spans}</table>")).text.is_empty());
}

#[test]
fn what_spans_repeat_is_bounded() {
    let long = "建".repeat(10_000);
    let rows = "<tr><td>1</td></tr>".repeat(1200);
    let page = format!("<table><tr><td rowspan=65534>{long}</td><td>1</td></tr>{rows}</table>");
    let refusal = read(page.as_bytes(), Path::new("a.html")).unwrap_err();
    assert!(refusal.reason.contains("MiB of text"), "{}", refusal.reason);
}

#[test]
fn scripts_open_no_elements() {
    for (before, after) in [
        ("<script>", "</script>"),
        ("<STYLE>", "</Style>"),
        ("<!--", "-->"),
        // An end that never comes ends the page as it does in a browser, but not the program.
        ("</p><p>新增学位900个。<script></script>", "<script>"),
    ] {
        let page = format!("{before}{}{after}<p>新增学位900个。</p>", "i<length;".repeat(9000));
        assert!(article(&page).text.contains("900个"), "{before}");
    }
}

#[test]
fn pages_with_more_than_fits_in_memory_are_refused() {
    let fonts: String = (0..60).map(|at| format!("<font color={at}>")).collect();
    for page in ["<p>".repeat(2 << 20), format!("<p>{fonts}{}", "<p>x".repeat(100_000))] {
        let refusal = read(format!("<body>{page}").as_bytes(), Path::new("a.html")).unwrap_err();
        assert!(refusal.reason.contains("more elements"), "{}", refusal.reason);
    }
    // What is opened again in every paragraph, and what says too much, is left out; the words stay.
    let fonts: String = (0..4000).map(|at| format!("<font color={at}>")).collect();
    let attributes: String = (0..100_000).map(|at| format!(" a{at}=1")).collect();
    for page in [format!("<p>{fonts}{}", "<p>新增学位".repeat(100)), format!("<p{attributes}>新增学位")] {
        assert!(article(&page).text.contains("新增学位"));
    }
}

#[test]
fn words_in_nested_tables_are_counted_within_bounds() {
    let page = format!("{}{}", "<table><tr><td>a<td>".repeat(100), "新增学位。".repeat(100_000));
    assert_eq!(article(&page).text.matches("新增学位").count(), 100_000);
}
