use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;

/// A document with this body, lists and styles.
fn docx(body: &str, numbering: &str, styles: &str) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let wrap = |root: &str, inner: &str| format!("<?xml version=\"1.0\"?><w:{root} xmlns:w=\"w\">{inner}</w:{root}>");
    for (name, text) in [
        ("word/document.xml", wrap("document", &format!("<w:body>{body}</w:body>"))),
        ("word/numbering.xml", wrap("numbering", numbering)),
        ("word/styles.xml", wrap("styles", styles)),
        ("word/footer1.xml", wrap("ftr", "<w:p><w:r><w:t>第1页</w:t></w:r></w:p>")),
    ] {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn p(properties: &str, text: &str) -> String {
    format!("<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn num(id: u32, level: u32) -> String {
    format!("<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{id}\"/></w:numPr>")
}

fn level(at: u32, format: &str, text: &str) -> String {
    format!(
        "<w:lvl w:ilvl=\"{at}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/><w:lvlText w:val=\"{text}\"/></w:lvl>"
    )
}

#[track_caller]
fn check_with(body: &str, numbering: &str, styles: &str, want: &[&str]) {
    let bytes = docx(body, numbering, styles);
    let documents = read(&bytes, Path::new("a.docx")).unwrap();
    assert_eq!(documents[0].text.lines().collect::<Vec<_>>(), want);
}

#[track_caller]
fn check(body: &str, want: &[&str]) {
    check_with(body, "", "", want);
}

#[test]
fn automatic_numbers_are_printed() {
    let list = |id: u32, levels: &str| format!("<w:abstractNum w:abstractNumId=\"{id}\">{levels}</w:abstractNum>");
    let numbering = [
        list(7, &[level(0, "chineseCountingThousand", "%1、"), level(1, "chineseCounting", "（%2）"), level(2, "decimal", "%3.")].concat()),
        list(8, &level(0, "decimal", "%1")),
        list(9, &[level(0, "decimal", "%1."), level(1, "decimal", "%1.%2")].concat()),
        list(10, &[level(0, "bullet", "\u{f0b7}"), level(1, "bullet", "▲")].concat()),
        "<w:num w:numId=\"1\"><w:abstractNumId w:val=\"7\"/></w:num>".to_owned(),
        "<w:num w:numId=\"2\"><w:abstractNumId w:val=\"8\"/></w:num>".to_owned(),
        "<w:num w:numId=\"3\"><w:abstractNumId w:val=\"8\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"5\"/></w:lvlOverride></w:num>".to_owned(),
        "<w:num w:numId=\"4\"><w:abstractNumId w:val=\"9\"/></w:num>".to_owned(),
        "<w:num w:numId=\"5\"><w:abstractNumId w:val=\"10\"/></w:num>".to_owned(),
    ]
    .concat();
    let body = [
        p(&num(1, 0), "稳增长"),
        p(&num(1, 1), "抓工业"),
        p(&num(1, 2), "新增企业20家"),
        p(&num(1, 2), "技改增长9%"),
        p(&num(1, 1), "抓商贸"),
        p(&num(1, 2), "引进首店3家"),
        p("", "不编号"),
        p(&num(1, 0), "惠民生"),
        p(&num(1, 1), "抓就业"),
        p(&num(2, 0), "甲"),
        p(&num(2, 0), "乙"),
        p(&num(3, 0), "丙"),
        p(&num(3, 0), "丁"),
        p(&num(4, 0), "戊"),
        p(&num(4, 1), "己"),
        p(&num(5, 0), "庚"),
        p(&num(5, 1), "辛"),
        p(&num(0, 0), "壬"),
    ]
    .concat();
    check_with(
        &body,
        &numbering,
        "",
        &[
            "一、稳增长",
            "（一）抓工业",
            "1. 新增企业20家",
            "2. 技改增长9%",
            "（二）抓商贸",
            "1. 引进首店3家",
            "不编号",
            "二、惠民生",
            "（一）抓就业",
            "1 甲",
            "2 乙",
            "5 丙",
            "6 丁",
            "1. 戊",
            "1.1 己",
            "·庚",
            "▲辛",
            "壬",
        ],
    );
}

#[test]
fn styles_carry_numbers() {
    let numbering = "<w:abstractNum w:abstractNumId=\"0\">\
        <w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"chineseCounting\"/><w:pStyle w:val=\"H1\"/><w:suff w:val=\"nothing\"/><w:lvlText w:val=\"%1、\"/></w:lvl>\
        <w:lvl w:ilvl=\"1\"><w:numFmt w:val=\"decimal\"/><w:pStyle w:val=\"H2\"/><w:lvlText w:val=\"%2.\"/></w:lvl></w:abstractNum>\
        <w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>";
    let styles = "<w:style w:styleId=\"H1\"><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr></w:style>\
        <w:style w:styleId=\"H2\"><w:basedOn w:val=\"H1\"/></w:style>\
        <w:style w:styleId=\"TOC1\"><w:name w:val=\"toc 1\"/></w:style>";
    let body = [
        p("<w:pStyle w:val=\"TOC1\"/>", "一、稳增长 1"),
        p("<w:pStyle w:val=\"H1\"/>", "稳增长"),
        p("<w:pStyle w:val=\"H2\"/>", "新增企业20家"),
        p("<w:pStyle w:val=\"H2\"/>", "新增学位900个"),
    ]
    .concat();
    check_with(&body, numbering, styles, &["一、稳增长", "1. 新增企业20家", "2. 新增学位900个"]);
}

#[test]
fn what_is_printed_is_read_and_nothing_else() {
    check(
        "<w:p><w:r><w:t>新增</w:t></w:r><w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:ins><w:r><w:t>学位</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>暗</w:t></w:r><w:hyperlink><w:r><w:t>900</w:t></w:r></w:hyperlink><w:r><w:fldChar/><w:instrText>PAGE</w:instrText><w:t xml:space=\"preserve\"> 个</w:t><w:tab/><w:t>。</w:t><w:br/><w:t>二</w:t></w:r></w:p>",
        &["新增学位900 个\t。", "二"],
    );
    check(
        "<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx><w:txbxContent><w:p><w:r><w:t>框中</w:t></w:r></w:p></w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>框中</w:t></w:r></w:p></w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent><w:t>框外</w:t></w:r></w:p>",
        &["框外", "框中"],
    );
    check(
        "<w:p><w:r><w:ruby><w:rt><w:r><w:t>fù</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>富</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>",
        &["富"],
    );
}

#[test]
fn tables_are_rows() {
    let tc = |properties: &str, text: &str| format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", p("", text));
    let tr = |cells: &[String]| format!("<w:tr>{}</w:tr>", cells.concat());
    let body = [
        "<w:tbl>".to_owned(),
        tr(&[tc("", "序号"), tc("", "任务"), tc("<w:gridSpan w:val=\"2\"/>", "单位")]),
        tr(&[tc("<w:gridSpan w:val=\"4\"/>", "一、城建")]),
        tr(&[
            tc("", "1"),
            tc("", "建公园</w:t><w:br/><w:t>6个"),
            tc("<w:vMerge w:val=\"restart\"/>", "区园林局"),
            tc("", "各街道"),
        ]),
        tr(&[tc("", "2"), tc("", "修绿道"), tc("<w:vMerge/>", ""), tc("", "")]),
        tr(&[tc("", "3"), tc("", "修路"), tc("", "区城建局"), tc("", "")]),
        "</w:tbl>".to_owned(),
    ]
    .concat();
    check(
        &body,
        &[
            "序号 | 任务 | 单位 |  |",
            "一、城建",
            "1 | 建公园 6个 | 区园林局 | 各街道 |",
            "2 | 修绿道 | 区园林局 |  |",
            "3 | 修路 | 区城建局 |  |",
        ],
    );
}

#[test]
fn footers_can_be_seen_apart() {
    let documents = read(&docx(&p("", "通知"), "", ""), Path::new("a.docx")).unwrap();
    assert_eq!(documents[0].dropped, ["第1页"]);
}

#[test]
fn a_damaged_document_is_refused() {
    let mut bytes = docx(&p("", "通知"), "", "");
    bytes.truncate(bytes.len() / 2);
    assert!(!fits(&bytes, Path::new("a.docx")) || read(&bytes, Path::new("a.docx")).is_err());
}

#[test]
fn a_document_that_breaks_off_is_read_so_far_and_told() {
    let lost = |body: &str| {
        let document = read(&docx(body, "", ""), Path::new("a.docx")).unwrap().remove(0);
        (document.text, document.hints.into_iter().find(|(name, _)| name == "cut:parts").map(|(_, parts)| parts))
    };
    assert_eq!(lost(&p("", "通知")), ("通知\n".to_owned(), None));
    let cut = format!("{}<w:p><w:r><", p("", "通知"));
    assert_eq!(lost(&cut), ("通知\n".to_owned(), Some("word/document.xml".to_owned())));
}

#[test]
fn what_merged_cells_repeat_is_bounded() {
    let cell = |merge: &str, text: &str| {
        format!("<w:tc><w:tcPr>{merge}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>")
    };
    let row = |merge: &str, text: &str| format!("<w:tr>{}{}</w:tr>", cell(merge, text), cell("", "1"));
    let long = "建".repeat(10_000);
    let body = format!("{}{}", row("<w:vMerge w:val=\"restart\"/>", &long), row("<w:vMerge/>", "").repeat(1200));
    let refusal = read(&docx(&format!("<w:tbl>{body}</w:tbl>"), "", ""), Path::new("a.docx")).unwrap_err();
    assert!(refusal.reason.contains("MiB of text"), "{}", refusal.reason);
}

#[test]
fn what_takes_too_much_memory_or_time_is_refused() {
    let list = |text: &str| {
        format!(
            "<w:abstractNum w:abstractNumId=\"7\">{}</w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"7\"/></w:num>",
            level(0, "decimal", text)
        )
    };
    let refused =
        |body: &str, numbering: &str| read(&docx(body, numbering, ""), Path::new("a.docx")).unwrap_err().reason;
    let reason = refused(&"<a b=\"c\"/>".repeat(2 << 20), "");
    assert!(reason.contains("monstrous"), "{reason}");
    // The text of a level stands before every paragraph of it: it is cut short.
    let numbering = list(&"建".repeat(300_000));
    let text =
        read(&docx(&p(&num(1, 0), "学位").repeat(1000), &numbering, ""), Path::new("a.docx")).unwrap().remove(0).text;
    assert!(text.len() < 1000 * 200, "{}", text.len());
}

#[test]
fn cells_of_a_monstrous_row_are_left_out_and_told() {
    let cell = "<w:tc><w:tcPr><w:vMerge w:val=\"restart\"/></w:tcPr><w:p><w:r><w:t>建</w:t></w:r></w:p></w:tc>";
    let body = format!("<w:tbl><w:tr>{}</w:tr></w:tbl>", cell.repeat(3000));
    let document = read(&docx(&body, "", ""), Path::new("a.docx")).unwrap().remove(0);
    assert!(document.hints.contains(&("cut:at".to_owned(), "ALN1".to_owned())), "{:?}", document.hints);
    assert!(document.text.len() < 10_000);
}

#[test]
fn tables_in_tables_are_read_once() {
    let mut inner = p("", "学位");
    for _ in 0..60 {
        inner = format!("<w:tbl><w:tr><w:tc>{inner}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>", p("", "建"));
    }
    let document = read(&docx(&inner, "", ""), Path::new("a.docx")).unwrap().remove(0);
    assert_eq!((document.text.matches("学位").count(), document.text.matches('建').count()), (1, 60));
}
