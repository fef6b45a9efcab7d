use rust_xlsxwriter::{Format as Style, Workbook};

use super::*;

fn book(fill: impl FnOnce(&mut Workbook)) -> Vec<Document> {
    let mut workbook = Workbook::new();
    fill(&mut workbook);
    let bytes = workbook.save_to_buffer().unwrap();
    assert!(fits(&bytes, Path::new("a.xlsx")));
    read(&bytes, Path::new("a.xlsx")).unwrap()
}

#[test]
fn tasks_become_rows() {
    let documents = book(|book| {
        let style = Style::new();
        let percent = Style::new().set_num_format("0.0%");
        let sheet = book.add_worksheet();
        sheet.merge_range(0, 0, 0, 4, "青岚区2024年重点工作任务分解表", &style).unwrap();
        for (column, text) in ["类别", "序号", "任务", "指标", "责任单位"].into_iter().enumerate() {
            sheet.write(1, column as u16, text).unwrap();
        }
        sheet.merge_range(2, 0, 3, 0, "一、经济", &style).unwrap();
        sheet.write(2, 1, 1).unwrap().write(2, 2, "财政收入增长").unwrap();
        sheet.write_with_format(2, 3, 0.065, &percent).unwrap().write(2, 4, "区财政局\n区税务局").unwrap();
        sheet.write(3, 1, 2.0).unwrap().write(3, 2, "新增企业").unwrap().write(3, 3, 20.5).unwrap();
        sheet.write(4, 0, "二、民生").unwrap();
        book.add_worksheet().set_name("草稿").unwrap().set_hidden(true).write(0, 0, "不公开").unwrap();
    });
    assert_eq!(documents.len(), 1);
    assert_eq!(
        documents[0].text.lines().collect::<Vec<_>>(),
        [
            "青岚区2024年重点工作任务分解表",
            "类别 | 序号 | 任务 | 指标 | 责任单位 |",
            "一、经济 | 1 | 财政收入增长 | 6.5% | 区财政局 区税务局 |",
            "一、经济 | 2 | 新增企业 | 20.5 |  |",
            "二、民生",
        ]
    );
    assert_eq!(documents[0].dropped, ["不公开 |"]);
}

/// Why a workbook is refused.
fn refused(fill: impl FnOnce(&mut Workbook)) -> String {
    let mut workbook = Workbook::new();
    fill(&mut workbook);
    read(&workbook.save_to_buffer().unwrap(), Path::new("a.xlsx")).unwrap_err().reason
}

#[test]
fn what_cells_share_and_merges_repeat_is_bounded() {
    let long = "建".repeat(10_000);
    for reason in [
        // One shared string in many cells.
        refused(|book| {
            let sheet = book.add_worksheet();
            (0..1200).for_each(|row| {
                sheet.write(row, 0, &long).unwrap();
            });
        }),
        // One cell merged over many rows.
        refused(|book| {
            let sheet = book.add_worksheet();
            sheet.merge_range(0, 0, 1200, 0, &long, &Style::new()).unwrap();
            (0..1200).for_each(|row| {
                sheet.write(row, 1, 1).unwrap();
            });
        }),
        // Rows whose only cell lies far out.
        refused(|book| {
            let sheet = book.add_worksheet();
            (0..9000).for_each(|row| {
                sheet.write(row, 999, 1).unwrap();
            });
        }),
    ] {
        assert!(reason.contains("MiB of text"), "{reason}");
    }
}

#[test]
fn overlapping_merges_are_bounded() {
    let sheet = Sheet {
        rows: vec![vec![String::new(); 1000]; 1000],
        merges: vec![(0, 0, 999, 999); 20_000],
        ..Sheet::default()
    };
    assert!(documents(vec![sheet], Budget::new()).is_err());
}

#[test]
fn columns_too_far_out_are_told() {
    let documents = book(|book| {
        book.add_worksheet().write(0, 0, "序号").unwrap().write(0, 1, "任务").unwrap().write(0, 1000, "远").unwrap();
    });
    let hints = [("cut:cells", "1"), ("cut:at", "Sheet1!ALM1")].map(|(key, value)| (key.to_owned(), value.to_owned()));
    assert_eq!(documents[0].hints, hints);
}

#[test]
fn sheets_are_told_apart_by_their_names() {
    let documents = book(|book| {
        for name in ["市级任务", "区级任务", "Sheet3"] {
            let sheet = book.add_worksheet().set_name(name).unwrap();
            sheet.write(0, 0, "序号").unwrap().write(0, 1, "任务").unwrap();
        }
    });
    assert_eq!(documents[0].text, "市级任务\n序号 | 任务 |\n区级任务\n序号 | 任务 |\n序号 | 任务 |\n");
}

#[test]
fn a_column_of_full_texts_makes_a_document_a_row() {
    let body = "一、推进城市更新。\n改造老旧小区12个。".repeat(20);
    let documents = book(|book| {
        let sheet = book.add_worksheet();
        for (column, text) in ["地区", "年份", "报告全文"].into_iter().enumerate() {
            sheet.write(0, column as u16, text).unwrap();
        }
        for row in 1..4 {
            sheet.write(row, 0, "甲市").unwrap().write(row, 1, 2020 + row).unwrap().write(row, 2, &body).unwrap();
        }
    });
    assert_eq!(documents.len(), 3);
    assert_eq!((documents[0].part.as_deref(), documents[0].text.as_str()), (Some("第2行"), body.as_str()));
    assert_eq!(documents[2].hints, [("地区".to_owned(), "甲市".to_owned()), ("年份".to_owned(), "2023".to_owned())]);
}

#[test]
fn numbers_are_shown_as_their_cells_show_them() {
    for (value, format, want) in [
        (5.0, None, "5"),
        (0.1 + 0.2, None, "0.3"),
        (0.065, Some("0.0%"), "6.5%"),
        (0.06, Some("0%"), "6%"),
        (0.065, Some("0%"), "6.5%"),
        (12.0, Some("0\"个\""), "12个"),
        (1e15, Some("General"), "1000000000000000"),
    ] {
        assert_eq!(number(value, format), want);
    }
}

#[test]
fn parts_that_are_kept_in_memory_are_smaller_than_sheets() {
    for (name, want) in [
        ("xl/worksheets/sheet1.xml", Some(u64::MAX)),
        ("xl/sharedStrings.xml", Some(32 << 20)),
        ("xl/styles.xml", Some(MAX_PARTS)),
        ("/XL/Workbook.bin", Some(MAX_PARTS)),
        ("xl/media/image1.png", None),
    ] {
        assert_eq!(largest(name), want, "{name}");
    }
}

#[test]
fn styles_that_all_hold_a_long_name_are_refused() {
    use std::io::Write;
    let styles = |n: usize, name: usize| {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file("xl/styles.xml", zip::write::SimpleFileOptions::default()).unwrap();
        let font = "a".repeat(name);
        write!(zip, "<s><fonts><font><name val='{font}'/></font></fonts><cellXfs>{}</cellXfs></s>", "<xf/>".repeat(n))
            .unwrap();
        zip.finish().unwrap().into_inner()
    };
    for (n, name, want) in [(64_000, 20, true), (400_000, 20, false), (1000, 1_000_000, false)] {
        assert_eq!(styles_are_bounded(&styles(n, name)), want, "{n} {name}");
    }
}
