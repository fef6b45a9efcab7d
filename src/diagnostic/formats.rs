//! Formats as people read of them: what each is, what reads it, what it needs.
//!
//! In:  the registry of [`crate::source`].
//! Out: one table in Markdown; what a notice was taken for and by what it was read, in a few words.

use std::fmt::Write;

use crate::source::{self, Document};

/// What people call a format, what reads it, what it needs.
#[rustfmt::skip]
const WORDS: &[(&str, &str, &str, &str)] = &[
    ("pdf", "有文字层的 PDF", "Duibiao（lopdf）", "—"),
    ("doc", "Word 97-2003、WPS 文字", "Duibiao（cfb）；读不了时由 LibreOffice 转换", "—；装有 LibreOffice 更好（`DUIBIAO_SOFFICE` 可指定）"),
    ("rtf", "RTF，也常以 `.doc` 为扩展名", "Duibiao", "—"),
    ("odt", "OpenDocument 文字、Word 2003 XML", "由 LibreOffice 转换", "LibreOffice（`DUIBIAO_SOFFICE` 可指定）"),
    ("xlsx", "Excel、WPS 表格，新旧格式", "Duibiao（calamine）", "—"),
    ("ods", "OpenDocument 表格", "Duibiao", "—"),
    ("ofd", "OFD 版式文件，国标 GB/T 33190", "Duibiao；整页是图片的按扫描件识别", "—"),
    ("docx", "Word 2007 起", "Duibiao", "—"),
    ("ocr", "扫描件：图片，没有文字层的 PDF、OFD", "RapidOCR；没有时由 tesseract，数字都列为存疑", "`pip install rapidocr-onnxruntime pypdfium2`（`--ocr` 指定 Python）"),
    ("mhtml", "浏览器存成一个文件的网页", "Duibiao", "—"),
    ("html", "网页，另存的 `_files` 文件夹略过", "Duibiao（scraper）", "—"),
    ("csv", "逗号、制表符分隔的表", "Duibiao（csv）", "—"),
    ("txt", "纯文字，UTF-8、GB18030、Big5、UTF-16", "Duibiao", "—"),
    ("archive", "压缩包，当文件夹读：zip、7z、tar、tar.gz", "Duibiao（zip、sevenz-rust2、tar）", "—；加密的和 rar 请先解开"),
];

fn words(name: &str) -> Option<(&'static str, &'static str, &'static str)> {
    WORDS.iter().find(|(own, ..)| *own == name).map(|&(_, title, by, needs)| (title, by, needs))
}

/// Every format in the order in which it is tried, as a table in Markdown.
pub fn formats() -> String {
    let mut table = "| 格式 | 扩展名 | 是什么 | 由什么读 | 需要 |\n|---|---|---|---|---|\n".to_owned();
    for (name, extensions) in source::formats() {
        let (title, by, needs) = words(name).unwrap_or((name, "", ""));
        let extensions: Vec<String> = extensions.iter().map(|extension| format!("`.{extension}`")).collect();
        let _ = writeln!(table, "| `{name}` | {} | {title} | {by} | {needs} |", extensions.join(" "));
    }
    table
}

/// What a notice's file was taken for and by what it was read: `doc（Word 97-2003、WPS 文字），由LibreOffice转换后读取`.
pub fn taken_for(document: &Document) -> String {
    let one = |format: &str| match words(format) {
        Some((title, ..)) => format!("{format}（{title}）"),
        None => format.to_owned(),
    };
    let mut formats: Vec<&str> = document.pieces.iter().map(|piece| piece.format).collect();
    formats.dedup();
    let what = match formats.as_slice() {
        [] => one(document.format),
        formats => formats.iter().map(|format| one(format)).collect::<Vec<_>>().join("、"),
    };
    let by = document.hints.iter().find(|(key, _)| key == "read:by").map(|(_, by)| by.as_str());
    match by {
        Some(by) if document.format == source::SCAN => format!("{what}，由{by}识别"),
        Some(by) => format!("{what}，由{by}转换后读取"),
        None => what,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_is_told_and_the_readme_tells_the_same() {
        for (name, _) in source::formats() {
            assert!(words(name).is_some(), "{name}");
        }
        assert_eq!(WORDS.len(), source::formats().len());
        let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
        assert!(readme.contains(&formats()), "README.md lacks what `duibiao formats` prints:\n{}", formats());
    }

    #[test]
    fn a_notice_says_what_it_was_taken_for() {
        let hints = vec![("read:by".to_owned(), "LibreOffice".to_owned())];
        let document = Document { format: "doc", hints, ..Document::default() };
        assert_eq!(taken_for(&document), "doc（Word 97-2003、WPS 文字），由LibreOffice转换后读取");
        assert_eq!(taken_for(&Document { format: "docx", ..Document::default() }), "docx（Word 2007 起）");
    }
}
