//! Tables of cells: what rows say, and which say nothing.

use std::fs;

use super::*;
use crate::error::Error;

/// What a file with these lines below the usual heads says: each row as its kind and what it says, or the fault.
fn read(name: &str, lines: &str) -> Result<Vec<String>, Error> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, lines).unwrap();
    let corrections = open(&[path])?;
    let rows = corrections.rows.iter().map(|row| (row.line, format!("{} {:?}", row.line, row.say)));
    let faults = corrections.faults.iter().map(|fault| (fault.line, format!("{} !{}", fault.line, fault.message)));
    let mut all: Vec<_> = rows.chain(faults).collect();
    all.sort();
    Ok(all.into_iter().map(|(_, words)| words).collect())
}

#[track_caller]
fn check(row: &str, want: &str) {
    let heads = "种类\t对象\t原文\t另一方\t另一方原文\t改为\n";
    assert_eq!(read("更正.tsv", &format!("{heads}{row}\n")).unwrap(), [format!("2 {want}")], "{row}");
}

#[test]
fn rows_say_what_is_to_be() {
    check("是同一项\ta/district/1\t\tb/district/2", "Same");
    check("not_same\ta/district/1\t\tb/district/2", "NotSame");
    check("单位是\t区科经局\t\t\t\t区经济信息化和科技创新局", "Unit(\"区经济信息化和科技创新局\")");
    check("任务有此单位\ta/district/1\t\t区教育局\t\t牵头", "HasUnit(Lead)");
    check("任务有此单位\ta/district/1\t\t区教育局", "HasUnit(Responsible)");
    check("任务无此单位\ta/district/1\t\t区教育局", "NoUnit");
    check("目标关系是\ta/district/1#1\t900个\t\t\t不低于", "Op(AtLeast)");
    check("目标类别是\ta/district/1#1\t900个\t\t\t存量", "Aspect(Stock)");
    check("不是目标\ta/district/1#1\t900个", "NotTarget");
    check("文件年份是\ta\t\t\t\t2024年", "Year(2024)");
    check("文件类型是\ta\t\t\t\t政府工作报告", "NoticeKind(WorkReport)");
    check("是任务\ta\t新建学校两所", "Task");
    check("不是任务\ta/district/1\t新建学校两所", "NotTask");
}

#[test]
fn values_are_figures_in_the_base_measure() {
    let value = |cell: &str, want: &str| check(&format!("目标数值是\ta/district/1#1\t9个\t\t\t{cell}"), want);
    value("900", "Value(900.0, None)");
    value("2.4万", "Value(24000.0, None)");
    value("2.4万人", "Value(24000.0, None)");
    value("1.5亿", "Value(150000000.0, None)");
    value("24,000", "Value(24000.0, None)");
    value("-0.3", "Value(-0.3, None)");
    value("7%", "Value(7.0, None)");
    value("5-8", "Value(5.0, Some(8.0))");
    value("5–8万", "Value(50000.0, Some(80000.0))");
    value("7%-8%", "Value(7.0, Some(8.0))");
    for cell in ["很多", "8-5", "3个5"] {
        value(cell, &format!("!“{cell}”不是数值"));
    }
}

#[test]
fn rows_that_say_nothing_are_told() {
    check("换单位\t区教育局", "!没有“换单位”这个种类");
    check("是同一项\ta/district/1", "!“另一方”空着");
    check("是同一项\ta/district/1\t\ta/district/1", "!两项任务是同一个编号");
    check("单位是\t区教育局", "!“改为”空着");
    check("单位职能是\t区教育局\t\t\t\t教育局", "!没有“教育局”这项职能；最接近的是“教育”");
    check("任务有此单位\ta/district/1\t\t区教育局\t\t主办", "!没有“主办”这种角色；可用：牵头、责任、配合、责任领导");
    check("文件年份是\ta\t\t\t\t明年", "!“明年”不是年份");
    check("不是任务\ta/district/1", "!“原文”空着");
    check("单位是\t\t\t\t\t区教育局", "!“对象”空着");
}

#[test]
fn files_are_read_as_people_leave_them() {
    let want = ["3 Year(2024)", "5 Year(2023)"];
    for (name, text) in [
        ("corrections.tsv", "# 说明\n种类\t对象\t改为\n文件年份是\ta\t2024\n\nnotice_year\tb\t2023\n"),
        ("更正.csv", "\u{feff}# 说明\r\n备注,改为,种类,对象\r\n,2024,文件年份是,a\r\n,,,\r\n,2023,文件年份是,b\r\n"),
        ("corrections.csv", "# x\nkind,subject,value\nnotice_year,'a,2024\n\nnotice_year,b,'2023\n"),
    ] {
        assert_eq!(read(name, text).unwrap(), want, "{name}");
    }
    // What Excel saves as CSV on a Chinese system.
    let (bytes, _, _) = encoding_rs::GBK.encode("种类,对象,改为\n文件年份是,洪山区,2024\n");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("更正.csv");
    fs::write(&path, bytes).unwrap();
    assert_eq!(open(&[path]).unwrap().rows[0].subject, "洪山区");
}

#[test]
fn a_file_without_the_columns_is_an_error_with_its_line() {
    let error = read("corrections.tsv", "# 说明\n任务\t单位\n1\t区教育局\n").unwrap_err().to_string();
    assert!(error.contains("corrections.tsv: line 2: no columns 种类 and 对象"), "{error}");
}

#[test]
fn what_is_appended_reads_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("corrections.tsv");
    let draft = |words: &str, value: &str| Draft {
        words: words.into(),
        value: value.into(),
        ..Draft::new(Kind::TargetValue, "a/district/1#1")
    };
    append(&path, &[draft("=1+1", "-3")]).unwrap();
    append(&path, &[draft("说“好”，\"真\"好\t9个", "2.4万")]).unwrap();
    let rows = open(std::slice::from_ref(&path)).unwrap().rows;
    let words: Vec<(&str, &Say)> = rows.iter().map(|row| (row.words.as_str(), &row.say)).collect();
    assert_eq!(words, [("=1+1", &Say::Value(-3.0, None)), ("说“好”，\"真\"好 9个", &Say::Value(24_000.0, None))]);
    assert!(!fs::read_to_string(&path).unwrap().lines().any(|line| line.split('\t').any(|cell| cell.starts_with('='))));
    // The wide marks that some spreadsheets take for the narrow ones, and what begins a remark.
    let hostile = folder.path().join("hostile.tsv");
    let words = ["＝1", "﹦1", "＋1", "－1", "＠a", "-a", "#a"];
    append(&hostile, &words.map(|words| draft(words, "3"))).unwrap();
    let text = fs::read_to_string(&hostile).unwrap();
    assert!(words.iter().all(|words| text.contains(&format!("\t'{words}\t"))), "{text}");
    let rows = open(std::slice::from_ref(&hostile)).unwrap().rows;
    assert_eq!(rows.iter().map(|row| row.words.as_str()).collect::<Vec<_>>(), words);
    // Somebody's own order of columns stays.
    let own = folder.path().join("own.csv");
    fs::write(&own, "改为,对象,种类,原文").unwrap();
    append(&own, &[draft("9个", "10")]).unwrap();
    assert!(fs::read_to_string(&own).unwrap().ends_with("改为,对象,种类,原文\n10,a/district/1#1,目标数值是,9个\n"));
    assert!(matches!(append(&folder.path().join("a.xlsx"), &[draft("9个", "10")]), Err(Error::Refused { .. })));
}

#[test]
fn the_template_is_read_as_an_empty_file_and_takes_rows() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("更正.xlsx");
    fs::write(&path, workbook().unwrap()).unwrap();
    assert_eq!(workbook().unwrap(), workbook().unwrap());
    let read = open(&[path]).unwrap();
    assert!(read.is_empty(), "{read:?}");
}

#[test]
fn words_fit_whatever_their_white_space() {
    assert!(fits("新建 学校两所", "新建学校…") && fits("新建学校两所", "") && !fits("新建学校", "新建学校两所"));
    assert!(is_corrections(Path::new("a/更正.TSV")) && !is_corrections(Path::new("a/更正说明.xlsx")));
}
