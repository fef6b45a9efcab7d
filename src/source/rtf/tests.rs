use super::*;

#[track_caller]
fn check(body: &str, want: &str) {
    let file = format!(
        "{{\\rtf1\\ansi\\ansicpg936\\deff0{{\\fonttbl{{\\f0\\fcharset134 \\'cb\\'ce\\'cc\\'e5;}}{{\\f1\\fcharset0 Times;}}}}{body}}}"
    );
    assert_eq!(document(file.as_bytes()).unwrap().text, format!("{want}\n"), "{body}");
}

/// A text with each character by its number, and a question mark for those who do not know it.
fn by_number(text: &str) -> String {
    let units: Vec<u16> = text.encode_utf16().collect();
    units.iter().map(|unit| format!("\\u{}?", i32::from(*unit) - if *unit > 0x7fff { 0x1_0000 } else { 0 })).collect()
}

#[test]
fn characters_stand_by_bytes_and_by_numbers() {
    check(r"\'d1\'a7\'ce\'bb 900\'b8\'f6", "学位 900个");
    // the second byte of a character may be written as it is
    check("\\'81@\\'d1\\'a7", "丂学");
    check(&by_number("新增学位𠮷900个"), "新增学位𠮷900个");
    check(r"\uc2\u23398\'d1\'a7\uc0\u20301 x\uc1", "学位x");
    check(r"{\uc2 \u23398\'d1\'a7}\u20301?", "学位");
    check(r"a\{b\}\\c\~d\_e\-f\emdash g", "a{b}\\c d-ef—g");
}

#[test]
fn paragraphs_keep_printed_numbers() {
    check(r"{\listtext\pard\plain \tab 1.\tab}\pard one\par\pard two\line three\par", "1. one\ntwo\nthree");
    check("one\r\n two\\par three\\\r\nfour", "one two\nthree\nfour");
}

#[test]
fn what_is_not_the_text_goes_elsewhere() {
    let file = format!(
        r"{{\rtf1\ansi\ansicpg936{{\info{{\title {}}}{{\author x}}}}{{\header{{\pard no.1\par}}}}{{\*\generator y;}}{{\stylesheet{{\s0 z;}}}}text{{\v hid}}{{\deleted gone}}{{\pict\bin3 }}{{}}}}a{{\field{{\*\fldinst PAGE}}{{\fldrslt 7}}}}{{\footnote note}}.\par}}",
        by_number("任务分解")
    );
    let document = document(file.as_bytes()).unwrap();
    assert_eq!((document.text.as_str(), document.dropped), ("texta7.\n", vec!["no.1 hidnote".to_owned()]));
    assert_eq!(document.hints, [("title".to_owned(), "任务分解".to_owned())]);
}

#[test]
fn tables_are_rows() {
    check(
        r"before\par\trowd\trleft0\cellx500\cellx3000\cellx5000\intbl No.\cell Task\cell Unit\cell\row\trowd\cellx500\clvmgf\cellx3000\cellx5000\pard\intbl 1\cell a\par b\cell X\cell\row\trowd\cellx500\clvmrg\cellx3000\cellx5000\pard\intbl 2\cell\cell Y\cell\row\trowd\cellx5000\pard\intbl all\cell\row\pard after\par",
        "before\nNo. | Task | Unit |\n1 | a b | X |\n2 | a b | Y |\nall\nafter",
    );
    // merged to the left; a row that is cut off
    check(
        r"\trowd\clmgf\cellx500\clmrg\cellx3000\cellx5000\intbl A\cell\cell B\cell\row\trowd\cellx500\cellx3000\cellx5000\intbl 1\cell 2\cell 3",
        "A |  | B |\n1 | 2 | 3 |",
    );
}

#[test]
fn a_file_that_ends_too_early_is_told() {
    let is_cut = |text: &str| document(text.as_bytes()).unwrap().hints.iter().any(|(name, _)| name == "cut:parts");
    assert!(!is_cut(r"{\rtf1 one\par}") && is_cut(r"{\rtf1 one\par{\b two"));
}

#[test]
fn broken_files_are_bounded() {
    for body in [
        "{".repeat(200_000),
        "}".repeat(1000),
        "\\".to_owned(),
        "\\'".to_owned(),
        "\\'zz\\u99999999999 \\bin999999999".to_owned(),
    ] {
        let read = document(format!("{{\\rtf1 {body}").as_bytes());
        assert!(read.is_ok_and(|document| document.text.len() < 99), "{}", &body[..body.len().min(20)]);
    }
    let shape = format!("\\trowd{}", (1..900).map(|at| format!("\\cellx{at}")).collect::<String>());
    let rows = format!("{{\\rtf1{shape}{}}}", "\\row".repeat(400_000));
    assert!(document(rows.as_bytes()).is_err_and(|refusal| refusal.reason.contains("MiB of text")));
}
