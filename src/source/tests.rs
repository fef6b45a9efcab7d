use super::*;

/// The plain text of a file with these bytes.
fn text(name: &str, bytes: &[u8]) -> Result<String, String> {
    parse(bytes, Path::new(name))
        .map(|(format, documents)| format!("{format}:{}", documents[0].text.trim_end()))
        .map_err(|refusal| refusal.reason)
}

#[track_caller]
fn check(name: &str, bytes: &[u8], want: &str) {
    assert_eq!(text(name, bytes).as_deref(), Ok(want), "{name}");
}

#[track_caller]
fn refuses(name: &str, bytes: &[u8], reason: &str) {
    let got = text(name, bytes);
    assert!(got.as_ref().is_err_and(|got| got.contains(reason)), "{name}: {got:?} lacks {reason}");
}

#[test]
fn the_content_decides_not_the_name() {
    check("a.txt", "新增学位900个。\r\n".as_bytes(), "txt:新增学位900个。");
    check("a.docx", "新增学位900个。".as_bytes(), "txt:新增学位900个。");
    check("a.doc", b"<html><body><p>\xe6\x96\xb0</p></body></html>", "html:新");
    check("a.txt", "\u{feff}<!DOCTYPE html><p>新增学位</p>".as_bytes(), "html:新增学位");
    check("a.html", "新增学位900个。".as_bytes(), "txt:新增学位900个。");
    check("a.xls", "<table><tr><td>1</td><td>新</td></tr></table>".as_bytes(), "html:1 | 新 |");
    check("a.doc", b"{\\rtf1\\ansi\\ansicpg936 \\'d0\\'c2}", "rtf:新");
    check("a.csv", "序号,任务\n1,新".as_bytes(), "csv:序号 | 任务 |\n1 | 新 |");
}

#[test]
fn what_cannot_be_read_is_refused_by_name() {
    refuses("a.txt", b"", "empty");
    refuses("a.txt", b" \n\t", "no text");
    refuses("a.rtf", b"{\\rtf1\\ansi", "no text");
    refuses("a.pdf", b"\x89PNG\r\n\x1a\n", "picture");
    refuses("a.zip", b"PK\x03\x04", "archive");
    refuses("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Office");
    refuses("a.txt", &[0, 1, 2, 3, 4, 5, 250, 251, 252, 0, 0, 0, 1, 9, 2, 7], "not text");
    refuses("a.pdf", b"%PDF-1.4\n", "damaged");
}

/// Every `tests/golden/filetype-*` holds one file `notice.*` and what is read from it, or why it is refused.
#[test]
fn golden_files() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let mut n_cases = 0;
    for case in std::fs::read_dir(&root).unwrap().map(|entry| entry.unwrap().path()) {
        if !case.file_name().unwrap().to_str().unwrap().starts_with("filetype-") {
            continue;
        }
        n_cases += 1;
        let names = std::fs::read_dir(&case).unwrap().map(|entry| entry.unwrap().path());
        let input =
            names.into_iter().find(|path| path.file_stem().unwrap() == "notice").expect("every case has a notice");
        let got = match open(&input).and_then(|opened| opened.documents()) {
            Ok(documents) => documents.iter().fold(String::new(), |mut all, document| {
                if let Some(part) = &document.part {
                    writeln!(all, "=== {part} {:?}", document.hints).unwrap();
                }
                writeln!(all, "{}", document.text.trim_end()).unwrap();
                all
            }),
            Err(Error::Refused { reason, help, .. }) => format!("refused: {reason}; {help}\n"),
            Err(error) => panic!("{error}"),
        };
        let golden = case.join("source.txt");
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            std::fs::write(&golden, &got).unwrap();
        }
        assert_eq!(got, std::fs::read_to_string(&golden).unwrap_or_default(), "{}", case.display());
    }
    assert!(n_cases > 10, "{n_cases} cases in {}", root.display());
}

#[test]
fn lines_are_bounded_in_number_and_length() {
    let digits = |n: usize| "1".repeat(n);
    refuses("a.txt", "\n".repeat(2 << 20).as_bytes(), "lines in this file");
    refuses("a.txt", "\r".repeat(2 << 20).as_bytes(), "lines in this file");
    refuses("a.txt", digits(MAX_LINE + 1).as_bytes(), "a line of more than");
    assert!(text("a.txt", format!("{0}\n{0}", digits(MAX_LINE / 2)).as_bytes()).is_ok());
}

#[test]
fn a_missing_file_is_named() {
    let error = open(Path::new("no/such.txt")).unwrap_err();
    assert!(matches!(error, Error::Missing { .. }), "{error}");
}

#[test]
fn what_prints_nothing_is_dropped() {
    for (text, want) in [
        ("a\r\nb\rc\n", "a\nb\nc\n"),
        ("\u{feff}新\0增\u{200b}学", "新增学"),
        ("a\u{c}b\tc", "a\nb\tc"),
        ("⼯⼈⻘⺠⼾", "工人青民户"),
    ] {
        assert_eq!(clean(text), want);
    }
}
