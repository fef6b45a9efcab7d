use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use unicode_width::UnicodeWidthStr;

use super::*;
use crate::intake::reading::read_document;
use crate::notice::{Code, Problem};
use crate::source::{self, Document};

/// A notice in this file with these problems instead of its own.
fn notice(text: &str, problems: &[Problem]) -> ReadNotice {
    let document = Document { path: PathBuf::from("通知/某区.txt"), text: text.to_owned(), ..Document::default() };
    let mut notice = read_document(document);
    notice.notice.problems = problems.to_vec();
    notice
}

/// A problem at the first place of these words.
fn problem(code: Code, text: &str, words: &str, message: &str) -> Problem {
    let at = text.find(words).expect("the words are in the text");
    Problem::new(code, at..at + words.len(), message, "请核对原文")
}

fn text(width: usize) -> Style {
    Style::Text(Layout { width, ..Layout::default() })
}

fn refused() -> Error {
    Error::Refused {
        path: PathBuf::from("旧.doc"),
        reason: "a binary .doc file".into(),
        help: "save it as .docx".into(),
    }
}

#[track_caller]
fn check(notices: &[ReadNotice], failures: &[Error], style: Style, want: &str) {
    let got = render(notices, failures, style, Severity::Note);
    assert_eq!(got, want, "\n{got}");
}

const SHORT: &str = "任务分解\n1.新增学位900个(责任单位:区教育局\n";

#[test]
fn words_are_underlined() {
    let bracket = problem(Code::LostBracket, SHORT, "(责任单位:区教育局", "右括号缺失");
    check(
        &[notice(SHORT, &[bracket])],
        &[],
        text(80),
        "\
note[R001]: 括号缺失
 --> 通知/某区.txt:2:11
  |
2 | 1.新增学位900个(责任单位:区教育局
  |                ^^^^^^^^^^^^^^^^^^ 右括号缺失
  |
  = help: 请核对原文

",
    );
}

#[test]
fn what_has_no_words_has_no_snippet() {
    let whole = Problem::new(Code::UnknownYear, 0..0, "没有读到年份", "");
    check(
        &[notice(SHORT, &[whole])],
        &[refused(), Error::Usage("other".into())],
        text(80),
        "\
warning[M002]: 未识别年份
--> 通知/某区.txt
 = 没有读到年份

error[F001]: 无法读取的文件
--> 旧.doc
 = a binary .doc file
 = help: save it as .docx

error[F001]: 无法读取的文件
 |
 = other

",
    );
}

#[test]
fn long_lines_are_cut_round_the_words() {
    let line = format!("{}责任单位:区教育局{}\n", "甲".repeat(10_000), "乙".repeat(10_000));
    let label = problem(Code::GluedLabel, &line, "责任单位", "标签粘连");
    check(
        &[notice(&line, &[label])],
        &[],
        text(70),
        "\
note[R002]: 标签粘连
 --> 通知/某区.txt:1:10001
  |
1 | …甲甲甲甲甲甲甲甲甲甲甲甲甲责任单位:区教育局乙乙乙乙乙乙乙乙乙乙…
  |                            ^^^^^^^^ 标签粘连
  |
  = help: 请核对原文

",
    );
}

#[test]
fn every_place_can_be_shown() {
    let shown = |text: &str, span: std::ops::Range<usize>| {
        let problem = Problem::new(Code::HardBreak, span, "换行", "");
        let printed = render(&[notice(text, &[problem])], &[], super::tests::text(60), Severity::Note);
        printed.lines().skip(1).map(str::trim_end).collect::<Vec<_>>().join("\n").trim_end().to_owned()
    };
    // A line's end, a span over several lines, an empty line, the text's end, a span that runs out of the text.
    for (text, span, want) in [
        ("一二\n三\n", 6..6, " --> 通知/某区.txt:1:3\n  |\n1 | 一二\n  |     ^ 换行"),
        ("一二\n三四\n五", 3..13, " --> 通知/某区.txt:1:2\n  |\n1 | 一二\n  |   ^^ 换行"),
        ("一\n\n三", 4..4, "--> 通知/某区.txt:2:1\n = 换行"),
        ("一\n", 4..4, "--> 通知/某区.txt:2:1\n = 换行"),
        ("一二", 3..60, " --> 通知/某区.txt:1:2\n  |\n1 | 一二\n  |   ^^ 换行"),
    ] {
        assert_eq!(shown(text, span), want, "{text:?}");
    }
}

#[test]
fn what_a_notice_holds_does_not_steer_the_terminal() {
    let line = "红\u{1b}[31m字\u{202e}反\t甲局\u{feff}\n";
    let mut bad = problem(Code::UnknownUnit, line, "甲局", "“\u{1b}]8;;x\u{7}甲局”\n不在单位词表中");
    bad.help = "\u{9b}2J".into();
    let mut notice = notice(line, &[bad]);
    notice.document.path = PathBuf::from("\u{1b}[2J.txt");
    notice.document.part = Some("表\n1".into());
    let printed = render(&[notice], &[], text(80), Severity::Note);
    assert!(printed.contains("1 | 红␛[31m字\u{fffd}反 甲局\u{fffd}\n"), "{printed}");
    assert!(printed.contains("--> ␛[2J.txt#表 1:1:"), "{printed}");
    assert!(
        !printed.contains(|c: char| c.is_control() && c != '\n' || ('\u{202a}'..='\u{202e}').contains(&c)),
        "{printed:?}"
    );
}

#[test]
fn many_problems_of_a_kind_are_folded() {
    let line = "甲局乙局丙局丁局戊局\n";
    let problems: Vec<_> = ["戊", "丁", "丙", "乙", "甲"]
        .iter()
        .map(|word| problem(Code::UnknownUnit, line, word, "未识别"))
        .chain([problem(Code::GluedUnits, line, "乙局丙", "缺分隔")])
        .collect();
    let notices = [notice(line, &problems)];
    let style = |fold| Style::Text(Layout { fold, ..Layout::default() });
    let places = |style: Style, least: Severity| -> Vec<String> {
        let printed = render(&notices, &[], style, least);
        printed
            .lines()
            .filter(|line| line.contains("某区.txt"))
            .map(|line| line.trim().replace("--> 通知/某区.txt", ""))
            .collect()
    };
    assert_eq!(
        places(style(Some(2)), Severity::Note),
        [":1:1", ":1:3", ":1:3", "… 另有 3 处 U001 未识别的单位：通知/某区.txt"]
    );
    assert_eq!(places(style(Some(5)), Severity::Warning), [":1:1", ":1:3", ":1:5", ":1:7", ":1:9"]);
    assert_eq!(places(style(None), Severity::Note).len(), 6);
    assert!(places(style(None), Severity::Error).is_empty());
    let summary = Summary::new(&notices, &[refused()], Severity::Warning);
    assert_eq!(summary.to_string(), "检查了2个文件（1个无法读取）：1个错误，5个警告，1个提示（其中1个未显示）");
    assert_eq!(Summary::new(&[notice(line, &[])], &[], Severity::Note).to_string(), "检查了1个文件，没有发现问题");
}

#[test]
fn colours_change_no_word() {
    let bracket = problem(Code::LostBracket, SHORT, "(责任单位:区教育局", "右括号缺失");
    let notices = [notice(SHORT, &[bracket, Problem::new(Code::NoTask, 0..0, "没有任务", "")])];
    let plain = render(&notices, &[refused()], text(80), Severity::Note);
    let coloured = Style::Text(Layout { colour: true, width: 80, fold: Some(5) });
    let coloured = render(&notices, &[refused()], coloured, Severity::Note);
    assert!(coloured.contains("\u{1b}["));
    assert_eq!(anstream::adapter::strip_str(&coloured).to_string(), plain);
}

#[test]
fn json_has_the_columns_of_the_table_and_characters() {
    let bracket = problem(Code::LostBracket, SHORT, "(责任单位", "“右括号”缺失\n");
    let whole = Problem::new(Code::UnknownYear, 0..0, "没有读到年份", "");
    let mut notice = notice(SHORT, &[bracket, whole]);
    notice.id = "某区-2025".into();
    notice.document.part = Some("第2行".into());
    check(
        &[notice],
        &[refused()],
        Style::Json,
        concat!(
            r#"{"notice_id":"某区-2025","source":"通知/某区.txt#第2行","line":1,"column":1,"span_start":0,"span_end":0,"start_char":0,"end_char":0,"code":"M002","severity":"warning","message":"没有读到年份","help":""}"#,
            "\n",
            r#"{"notice_id":"某区-2025","source":"通知/某区.txt#第2行","line":2,"column":11,"span_start":33,"span_end":46,"start_char":15,"end_char":20,"code":"R001","severity":"note","message":"“右括号”缺失\n","help":"请核对原文"}"#,
            "\n",
            r#"{"notice_id":null,"source":"旧.doc","line":null,"column":null,"span_start":null,"span_end":null,"start_char":null,"end_char":null,"code":"F001","severity":"error","message":"a binary .doc file","help":"save it as .docx"}"#,
            "\n",
        ),
    );
}

#[test]
fn sarif_is_one_log() {
    let bracket = problem(Code::LostBracket, SHORT, "(责任单位", "右括号缺失");
    let whole = Problem::new(Code::UnknownYear, 0..0, "没有读到年份", "");
    let log = render(&[notice(SHORT, &[bracket, whole])], &[refused()], Style::Sarif, Severity::Note);
    let log: Value = serde_json::from_str(&log).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let ids: Vec<_> = rules.iter().map(|rule| rule["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["F001", "M002", "R001"]);
    assert_eq!(rules[2]["shortDescription"]["text"], "括号缺失");
    assert!(rules[2]["help"]["markdown"].as_str().unwrap().starts_with("# R001 括号缺失\n"));
    let results = run["results"].as_array().unwrap();
    let said: Vec<_> = results
        .iter()
        .map(|result| {
            let rule = &rules[result["ruleIndex"].as_u64().unwrap() as usize]["id"];
            assert_eq!(rule, &result["ruleId"]);
            format!("{} {} {}", rule, result["level"], result["message"]["text"])
        })
        .collect();
    assert_eq!(
        said,
        [
            r#""M002" "warning" "没有读到年份""#,
            r#""R001" "note" "右括号缺失；请核对原文""#,
            r#""F001" "error" "a binary .doc file；save it as .docx""#,
        ]
    );
    let at = &results[1]["locations"][0]["physicalLocation"];
    assert_eq!(at["artifactLocation"]["uri"], "%E9%80%9A%E7%9F%A5/%E6%9F%90%E5%8C%BA.txt");
    let region = r#"{"startLine":2,"startColumn":11,"endLine":2,"endColumn":16,"charOffset":15,"charLength":5,"byteOffset":33,"byteLength":13}"#;
    assert_eq!(at["region"].to_string(), region);
    assert!(results[0]["locations"][0]["physicalLocation"].get("region").is_none());
    let empty: Value = serde_json::from_str(&render(&[], &[], Style::Sarif, Severity::Note)).unwrap();
    assert_eq!(empty["runs"][0]["results"].to_string(), "[]");
}

#[test]
fn github_gets_one_command_a_line() {
    let text = "甲,乙:50%\n丙\n";
    let mut notice = notice(
        text,
        &[
            problem(Code::UnknownUnit, text, "乙", "50%\n::error::"),
            problem(Code::BrokenLine, text, "乙:50%\n丙", "断开"),
            Problem::new(Code::NoTask, 0..0, "没有任务", ""),
        ],
    );
    notice.document.path = PathBuf::from("a,b:c.txt");
    check(
        &[notice],
        &[refused()],
        Style::Github,
        "\
::warning file=a%2Cb%3Ac.txt,title=S001 没有读到任务::没有任务
::warning file=a%2Cb%3Ac.txt,line=1,endLine=1,col=3,endColumn=4,title=U001 未识别的单位::50%25%0A::error::；请核对原文
::notice file=a%2Cb%3Ac.txt,line=1,endLine=2,title=S008 任务内换行已接上::断开；请核对原文
::error file=旧.doc,title=F001 无法读取的文件::a binary .doc file；save it as .docx
",
    );
}

#[test]
fn styles_have_names() {
    for (name, want) in [
        ("text", Style::Text(Layout::default())),
        ("json", Style::Json),
        ("sarif", Style::Sarif),
        ("github", Style::Github),
    ] {
        assert_eq!(name.parse::<Style>().unwrap(), want);
    }
    assert!("xml".parse::<Style>().unwrap_err().to_string().contains("text, json, sarif, github"));
}

#[test]
fn huge_lines_cost_little() {
    let line = "牵头单位区教育局，".repeat(200_000);
    let spans = (0..400).map(|at| at * 1_000 * 27..at * 1_000 * 27 / 2 + 2_700_000);
    let problems: Vec<_> = spans
        .filter(|span| span.start < span.end && span.end <= line.len())
        .map(|span| Problem::new(Code::GluedUnits, span, "长".repeat(100_000), "长".repeat(100_000)))
        .collect();
    let notices = [notice("", &problems)].map(|mut notice| {
        notice.document.text = line.clone();
        notice
    });
    let all = Style::Text(Layout { fold: None, ..Layout::default() });
    let printed = render(&notices, &[], all, Severity::Note);
    assert!(problems.len() > 100 && printed.len() < problems.len() * 4_000, "{}", printed.len());
}

/// The part of a line between two columns.
fn between(line: &str, from: usize, to: usize) -> String {
    let mut column = 0;
    let mut part = String::new();
    for c in line.chars() {
        if (from..to).contains(&column) {
            part.push(c);
        }
        column += c.to_string().width();
    }
    part
}

proptest::proptest! {
    /// The carets stand under the words, whatever their width, however the line is cut.
    #[test]
    fn carets_stand_under_the_words(
        lines in proptest::collection::vec("[ 　\t]{0,30}([a-z0-9 \t\u{1b}\u{202e}]|[一-龥]|[，。（）％“”…]){0,120}", 1..4),
        from in 0..500_usize, n in 0..200_usize, width in 40..160_usize,
    ) {
        let text = lines.join("\n");
        let bounds: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let (start, end) = (bounds[from.min(bounds.len() - 1)], bounds[(from + n).min(bounds.len() - 1)]);
        let printed = render(
            &[notice(&text, &[Problem::new(Code::LostBracket, start..end, "", "")])], &[], super::tests::text(width), Severity::Note,
        );
        let rows: Vec<&str> = printed.lines().collect();
        proptest::prop_assert!(rows.iter().all(|row| row.width() <= width), "{printed}");
        if let Some(under) = rows.iter().position(|row| row.contains('^')) {
            let column = rows[under].find('^').unwrap();
            let count = rows[under].matches('^').count();
            let source = format!("{}{}", rows[under - 1], " ".repeat(count));
            let shown = between(&source, column, column + count);
            let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
            let word = super::visible::visible(&text[start..end.min(line_end)]);
            if word.is_empty() {
                proptest::prop_assert_eq!(count, 1, "{}", &printed);
            } else {
                proptest::prop_assert!(word.trim_end().starts_with(shown.trim_end()), "{word:?} {shown:?}\n{printed}");
            }
        }
    }

    /// No style fails on any text, span or width.
    #[test]
    fn nothing_panics(text in ".{0,80}(\n.{0,40}){0,3}", from in 0..400_usize, to in 0..400_usize, width in 0..200_usize) {
        let at = |at: usize| text.floor_char_boundary(at.min(text.len()));
        let span = at(from.min(to))..at(from.max(to));
        let mut notice = notice("", &[Problem::new(Code::LostBracket, span, text.clone(), text.clone())]);
        notice.document.text.clone_from(&text);
        for style in [super::tests::text(width), Style::Json, Style::Sarif, Style::Github] {
            let printed = render(std::slice::from_ref(&notice), &[], style, Severity::Note);
            proptest::prop_assert!(!printed.is_empty());
        }
    }
}

/// Every code has a page that says its title, and the list of pages names it.
#[test]
fn every_code_has_a_page() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/problems");
    let list = fs::read_to_string(folder.join("README.md")).unwrap();
    for own in Code::ALL {
        let (code, title, severity, page) = (own.id(), own.title(), own.severity(), own.page());
        assert!(page.starts_with(&format!("# {code} {title}\n\n*")), "{code}: its page is not headed by it");
        assert!(page.contains(&format!("（{}）\n", severity.name())), "{code}: its page says another severity");
        assert!(page.contains("## Duibiao 怎么做") && page.contains("## 您要做什么"), "{code}");
        let row = format!("| [{code}]({code}.md) | {title} | {} |\n", severity.name());
        assert!(list.contains(&row), "{code}: not in README.md");
    }
    let codes: BTreeSet<String> = Code::ALL.iter().map(|code| format!("{}.md", code.id())).collect();
    let files: BTreeSet<String> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != "README.md")
        .collect();
    assert_eq!(files, codes);
    assert_eq!((Code::of("t001"), Code::of("T999")), (Some(Code::DroppedPinyin), None));
}

/// The notice and what is printed of it, in a page that shows both.
fn example(page: &str) -> Option<(&str, &str)> {
    let (_, rest) = page.split_once("原文：\n\n```text\n")?;
    let (original, rest) =
        rest.split_once("```\n\n打印为：\n\n```text\n").expect("an original is followed by what is printed");
    Some((original, rest.split_once("```").expect("a block ends").0))
}

/// What is printed first of the problems with a code in a page's example: as it stands, or as a file, whose lines are mended
/// before it is read.
fn printed(code: &str, original: &str) -> String {
    let document = Document { text: original.to_owned(), ..Document::default() };
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("通知.txt");
    fs::write(&file, original).unwrap();
    let documents = [document, source::open(&file).unwrap().documents().unwrap().remove(0)];
    let printed = documents.into_iter().map(|document| {
        let mut notice = read_document(Document { path: PathBuf::from("通知.txt"), ..document });
        notice.notice.problems.retain(|problem| problem.code.id() == code);
        notice.notice.problems.truncate(1);
        render(&[notice], &[], text(80), Severity::Note).trim_end().to_owned() + "\n"
    });
    printed.into_iter().find(|printed| printed.contains(code)).unwrap_or_default()
}

/// Every page shows what is really printed; `UPDATE_GOLDEN=1` rewrites what is shown.
#[test]
fn examples_of_the_pages_are_true() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/problems");
    let mut failed = Vec::new();
    for (code, page) in Code::ALL.iter().map(|code| (code.id(), code.page())) {
        let Some((original, shown)) = example(page) else { continue };
        let printed = printed(code, original);
        assert!(printed.contains(code), "{code}: its example has no such problem");
        if printed != shown {
            failed.push(format!("{code}:\n{printed}"));
        }
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            let at = shown.as_ptr() as usize - page.as_ptr() as usize;
            let page = format!("{}{printed}{}", &page[..at], &page[at + shown.len()..]);
            fs::write(folder.join(format!("{code}.md")), page).unwrap();
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}
