//! Tests of shapes: how lines begin and end.

use super::*;

#[track_caller]
fn check(is: fn(&str) -> bool, yes: &[&str], no: &[&str]) {
    for text in yes {
        assert!(is(text), "{text}");
    }
    for text in no {
        assert!(!is(text), "{text}");
    }
}

#[test]
fn paragraphs_end_as_sentences_and_brackets_do() {
    check(
        ends_paragraph,
        &["修路。", "修路；", "修路。”", "各单位：", "（责任单位：区交通局）", "1 | 修路 |", ""],
        &["修路", "修路，", "修路（二期）", "新建公园（3个)", "修路、"],
    );
}

#[test]
fn a_bracket_stays_open_until_it_closes() {
    check(is_open, &["修路。（责任单位：区交", "（（一）修路"], &["修路。（责任单位：区交通局）", "修路", "修路）"]);
}

#[test]
fn numbers_and_bullets_begin_items() {
    check(
        begins_number,
        &[
            "一、修路",
            "十二、修路",
            "（三）修路",
            "(4)修路",
            "5.修路",
            "６．修路",
            "7、修路",
            "①修路",
            "●修路",
            "——修路",
            "第三章 总则",
            "第五条 修路",
            "附件2",
            "2024年2月5日",
            "岚政办〔2024〕2号",
            "【责任单位】",
        ],
        &["修路", "一心修路", "2.5公里", "3个公园", "第三产业增长", "（含引道）", "2024年工作", "12月底"],
    );
}

#[test]
fn headings_begin_with_a_number_and_are_no_sentence() {
    check(begins_heading, &["一、城建", "（二）道路", "第三章 城建"], &["1.城建", "一、修路。建桥。", "城建"]);
}

#[test]
fn labels_are_short_and_end_in_known_nouns() {
    check(
        has_label,
        &["责任单位：区交通局", "完 成 时 限：9月", "牵头领导:何岚", "责任人：何岚"],
        &["单位：区交通局", "修路：3公里", "各有关责任单位和配合单位：", "责任单位"],
    );
    check(begins_item, &["（责任单位：区交通局）", "1.修路"], &["修路3公里", "时间：9月"]);
}

#[test]
fn dates_and_document_numbers_fill_their_line() {
    check(is_date, &["2024年2月5日", "2024 年 2 月 5 日"], &["2024年2月", "于2024年2月5日", "2024年2月5日前"]);
    check(
        is_doc_number,
        &["岚政办〔2024〕2号", "岚政发[2024]12号"],
        &["岚政办2024", "关于印发〔2024〕2号文件", "〔2024〕2号"],
    );
}

#[test]
fn page_numbers_have_marks() {
    check(
        is_page_number,
        &["- 2 -", "—２—", "第2页", "第 2 页 共 9 页", "第2页/共9页"],
        &["2", "- 2", "第二页", "第2页表格", "-12345-"],
    );
    check(is_lone_number, &["2", "１２"], &["", "12345", "2.", "二"]);
}

#[test]
fn long_texts_are_looked_at_from_their_ends() {
    let long = "修".repeat(300);
    assert_eq!((head(&long).chars().count(), near(&long).chars().count()), (200, 201));
    assert_eq!((head("修路"), near("修路")), ("修路", "修路"));
}

#[test]
fn wide_characters_take_two_columns() {
    for (text, want) in [("", 0), ("ab", 2), ("修路", 4), ("修a“b”", 8), ("—①", 4)] {
        assert_eq!(columns(text), want, "{text}");
    }
}
