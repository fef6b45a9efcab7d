//! A notice of our own words, with corrections, and what changes.

use std::fs;
use std::path::Path;

use proptest::prelude::*;

use crate::correction::Wanted;
use crate::intake::reading::Request;
use crate::intake::{Intake, take};
use crate::table::Rows;
use crate::table::schema::CorrectionRow;

const NOTICE: &str = "\
青岚区2024年政府工作报告任务分解
一、教育
1.新增学位900个，新建学校2所。（牵头单位：区教育局；责任单位：区住建局）
2.改造老旧小区12个，惠及居民3000户。（牵头单位：区住建局；责任单位：各街道）
3.办好云雀节，办好云雀节。（牵头单位：区云雀办）
二、要求
各单位要高度重视。建成云雀公园1座。
";

const HEADS: &str = "种类\t对象\t原文\t另一方\t另一方原文\t改为\n";

/// The rows of the notice with these corrections.
#[track_caller]
fn rows_of(text: &str, corrections: &str) -> Rows {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("青岚区-2024.txt");
    fs::write(&path, text).unwrap();
    let given = folder.path().join("corrections.tsv");
    if !corrections.is_empty() {
        fs::write(given, format!("{HEADS}{corrections}")).unwrap();
    }
    let Intake { rows, failures, .. } = take(&[path], &()).unwrap();
    assert!(failures.is_empty());
    rows
}

fn rows(corrections: &str) -> Rows {
    rows_of(NOTICE, corrections)
}

/// The tasks, units and figures as short lines.
fn shown(rows: &Rows) -> Vec<String> {
    let mark = |corrected: &Option<String>| corrected.as_ref().map(|mark| format!(" [{mark}]")).unwrap_or_default();
    let mut lines = Vec::new();
    for row in &rows.notices {
        lines.push(format!("{} {:?} {}{}", row.notice_id, row.year, row.kind.name(), mark(&row.corrected)));
    }
    for task in &rows.tasks {
        let short: String = task.text.chars().take(6).collect();
        lines.push(format!("{} {short}{}", task.task_id, mark(&task.corrected)));
        for row in rows.assignments.iter().filter(|row| row.task_id == task.task_id) {
            lines.push(format!("  {} {} {}{}", row.role.name(), row.unit, row.function.code(), mark(&row.corrected)));
        }
        for row in rows.targets.iter().filter(|row| row.task_id.as_ref() == Some(&task.task_id)) {
            let value = format!("{} {} {}{}", row.indicator, row.op.name(), row.value, row.measure);
            lines.push(format!("  {value}{}", mark(&row.corrected)));
        }
    }
    lines
}

/// Asserts what goes and what comes with some corrections, and whether the first applies, with how many rows and changes.
#[track_caller]
fn check(corrections: &str, applied: (&str, u32, u32), gone: &[&str], come: &[&str]) {
    let (before, after) = (shown(&rows("")), rows(corrections));
    let row = &after.corrections[0];
    assert_eq!((row.applied.as_str(), row.rows, row.changed), applied, "{}", row.message);
    let after = shown(&after);
    let without = |all: &[String], other: &[String]| {
        all.iter().filter(|line| !other.contains(line)).map(|line| line.trim().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(without(&before, &after), gone, "gone of {before:#?}");
    assert_eq!(without(&after, &before), come, "come");
}

#[test]
fn units() {
    check(
        "单位是\t区云雀办\t\t\t\t区文化和旅游局",
        ("yes", 1, 1),
        &["lead 区云雀办 other"],
        &["lead 区文化和旅游局 culture_tourism_sport [corrections.tsv:2]"],
    );
    check(
        "单位职能是\t区云雀办\t\t\t\t教育",
        ("yes", 1, 1),
        &["lead 区云雀办 other"],
        &["lead 区云雀办 education [corrections.tsv:2]"],
    );
    check(
        "任务无此单位\t青岚区-2024/district/1\t新增学位\t区住建局",
        ("yes", 1, 1),
        &["青岚区-2024/district/1 新增学位90", "responsible 区住房和城乡建设局 urban_construction"],
        &["青岚区-2024/district/1 新增学位90 [corrections.tsv:2]"],
    );
    check(
        "任务有此单位\t青岚区-2024/district/3\t办好云雀节\t区教育局\t\t配合",
        ("yes", 1, 1),
        &[],
        &["support 区教育局 education [corrections.tsv:2]"],
    );
    check(
        "任务有此单位\t青岚区-2024/district/1\t\t区住建局\t\t配合",
        ("yes", 1, 1),
        &["responsible 区住房和城乡建设局 urban_construction"],
        &["support 区住房和城乡建设局 urban_construction [corrections.tsv:2]"],
    );
    // What the machine has right is marked and not changed.
    check(
        "任务有此单位\t青岚区-2024/district/1\t\t区教育局\t\t牵头",
        ("yes", 1, 0),
        &["lead 区教育局 education"],
        &["lead 区教育局 education [corrections.tsv:2]"],
    );
    check("单位是\t区风筝办\t\t\t\t区教育局", ("no", 0, 0), &[], &[]);
    check("单位是\t区云雀办\t\t青岚区-2023\t\t区教育局", ("no", 0, 0), &[], &[]);
}

#[test]
fn figures() {
    check(
        "目标数值是\t青岚区-2024/district/1#1\t900个\t\t\t1.2万",
        ("yes", 1, 1),
        &["新增学位 = 900个"],
        &["新增学位 = 12000个 [corrections.tsv:2]"],
    );
    check(
        "目标关系是\t青岚区-2024/district/1#1\t900个\t\t\t不低于",
        ("yes", 1, 1),
        &["新增学位 = 900个"],
        &["新增学位 >= 900个 [corrections.tsv:2]"],
    );
    check(
        "目标指标是\t青岚区-2024/district/1#1\t900个\t\t\t公办学位",
        ("yes", 1, 1),
        &["新增学位 = 900个"],
        &["公办学位 = 900个 [corrections.tsv:2]"],
    );
    check(
        "不是目标\t青岚区-2024/district/1#2\t2所",
        ("yes", 1, 1),
        &["青岚区-2024/district/1 新增学位90", "学校 = 2所"],
        &["青岚区-2024/district/1 新增学位90 [corrections.tsv:2]"],
    );
    // The number is another one now; its words tell.
    check(
        "目标数值是\t青岚区-2024/district/1#7\t2所\t\t\t3",
        ("moved", 1, 1),
        &["学校 = 2所"],
        &["学校 = 3所 [corrections.tsv:2]"],
    );
    check(
        "目标数值是\t青岚区-2024/district/2#1\t2所\t\t新增学位\t3",
        ("moved", 1, 1),
        &["学校 = 2所"],
        &["学校 = 3所 [corrections.tsv:2]"],
    );
    check("目标数值是\t青岚区-2024/district/1#1\t800个\t\t\t3", ("no", 0, 0), &[], &[]);
}

#[test]
fn tasks() {
    let gone = [
        "青岚区-2024/district/2 改造老旧小区",
        "lead 区住房和城乡建设局 urban_construction",
        "responsible 各街道 subdistrict",
        "老旧小区 = 12个",
        "居民 = 3000户",
        "青岚区-2024/district/3 办好云雀节，",
    ];
    check(
        "不是任务\t青岚区-2024/district/2\t改造老旧小区",
        ("yes", 1, 1),
        &gone,
        &["青岚区-2024/district/2 办好云雀节，"],
    );
    check(
        "是任务\t青岚区-2024\t建成云雀公园1座",
        ("yes", 1, 1),
        &[],
        &["青岚区-2024/district/4 建成云雀公园 [corrections.tsv:2]", "云雀公园 = 1座"],
    );
    check(
        "是任务\t青岚区-2024/district\t办好云雀节，办好云雀节。",
        ("yes", 1, 0),
        &["青岚区-2024/district/3 办好云雀节，"],
        &["青岚区-2024/district/3 办好云雀节， [corrections.tsv:2]"],
    );
    check("是任务\t青岚区-2024\t没有这样的话", ("no", 0, 0), &[], &[]);
    check(
        "不是任务\t青岚区-2024/district/9\t改造老旧小区",
        ("moved", 1, 1),
        &gone,
        &["青岚区-2024/district/2 办好云雀节，"],
    );
    let rows = rows("不是任务\t青岚区-2024/district/2\t改造老旧小区\n是任务\t青岚区-2024\t建成云雀公园1座");
    let length = NOTICE.len() as u32;
    let mut at = 0;
    for passage in &rows.passages {
        assert_eq!(passage.span_start, at, "every byte is in one passage");
        at = passage.span_end;
    }
    assert_eq!(at, length);
    for task in &rows.tasks {
        let own = rows.passages.iter().filter(|row| row.task_id.as_ref() == Some(&task.task_id));
        assert!(own.clone().count() > 0 && own.clone().all(|row| row.span_start <= task.span_end), "{}", task.task_id);
    }
}

#[test]
fn notices() {
    check(
        "文件类型是\t青岚区-2024\t\t\t\t其他文件",
        ("yes", 1, 1),
        &["青岚区-2024 Some(2024) decomposition"],
        &["青岚区-2024 Some(2024) other [corrections.tsv:2]"],
    );
    let rows = rows(
        "文件年份是\t青岚区-2024.txt\t\t\t\t2022\n单位是\t区云雀办\t\t青岚区-2022\t\t区教育局\n任务有此单位\t青岚区-2022/district/3\t办好云雀节\t区司法局\n任务有此单位\t青岚区-2024/district/3\t办好云雀节\t区民政局\n文件地区是\t青岚区-2022\t青岚区2024年政府工作报告任务分解\t\t\t湖北省武汉市洪山区",
    );
    let applied: Vec<(&str, &str)> =
        rows.corrections.iter().map(|row| (row.applied.as_str(), row.message.as_str())).collect();
    assert!(applied[0].0 == "yes" && applied[3].0 == "yes" && applied[4].0 == "yes", "{applied:?}");
    assert_eq!(rows.notices[0].notice_id, "洪山区-2022");
    assert_eq!(rows.notices[0].region_code.as_deref(), Some("420111"));
    assert!(rows.tasks.iter().all(|task| task.task_id.starts_with("洪山区-2022/district/")));
    assert!(rows.problems.iter().all(|row| row.code != "M002"));
}

#[test]
fn ids_that_shift_are_found_by_the_words() {
    let out = "不是任务\t青岚区-2024/district/1\t新增学位\n";
    for (row, applied) in [
        // as it was, and as it is now
        ("任务有此单位\t青岚区-2024/district/3\t办好云雀节\t区教育局", "yes"),
        ("任务有此单位\t青岚区-2024/district/2\t办好云雀节\t区教育局", "yes"),
        ("任务有此单位\t青岚区-2024/district/9\t办好云雀节\t区教育局", "moved"),
        // without words nobody knows which numbering is meant
        ("任务有此单位\t青岚区-2024/district/2\t\t区教育局", "no"),
    ] {
        let rows = rows(&format!("{out}{row}"));
        assert_eq!(rows.corrections[1].applied, applied, "{row}: {}", rows.corrections[1].message);
        let given = rows.assignments.iter().find(|row| row.unit == "区教育局").map(|row| row.task_id.as_str());
        assert_eq!(given, (applied != "no").then_some("青岚区-2024/district/2"), "{row}");
    }
}

#[test]
fn contradictions_are_told_and_the_last_holds() {
    for (first, second) in [
        ("单位是\t区云雀办\t\t\t\t区教育局", "单位是\t区云雀办\t\t\t\t区司法局"),
        (
            "任务有此单位\t青岚区-2024/district/1\t\t区教育局\t\t牵头",
            "任务无此单位\t青岚区-2024/district/1\t\t区教育局",
        ),
        ("目标数值是\t青岚区-2024/district/1#1\t900个\t\t\t1", "不是目标\t青岚区-2024/district/1#1\t900个"),
        ("不是目标\t青岚区-2024/district/1#1\t900个", "目标数值是\t青岚区-2024/district/1#1\t900个\t\t\t1"),
        ("文件年份是\t青岚区-2024\t\t\t\t2022", "文件年份是\t青岚区-2024\t\t\t\t2021"),
        ("不是任务\t青岚区-2024/district/3\t办好云雀节", "是任务\t青岚区-2024\t办好云雀节，办好云雀节。"),
    ] {
        let both = rows(&format!("{first}\n{second}"));
        let applied: Vec<&str> = both.corrections.iter().map(|row| row.applied.as_str()).collect();
        assert_eq!(applied, ["no", "yes"], "{first}: {:?}", both.corrections);
        assert!(
            both.problems
                .iter()
                .any(|row| row.code == "C005" && row.line == 2 && row.source.ends_with("corrections.tsv"))
        );
        let plain = |rows: &Rows| shown(rows).join("\n").replace("corrections.tsv:3", "corrections.tsv:2");
        assert_eq!(plain(&both), plain(&rows(second)), "{first}");
    }
}

#[test]
fn bad_rows_cost_nothing_else() {
    let rows = rows("怎么办\t区云雀办\n单位是\t区云雀办\t\t\t\t区教育局\n单位是\t区风筝办\t\t\t\t区教育局");
    let told: Vec<(&str, u32)> =
        rows.problems.iter().filter(|row| row.code.starts_with('C')).map(|row| (row.code.as_str(), row.line)).collect();
    assert_eq!(told, [("C001", 5), ("C004", 2), ("C003", 4)]);
    assert!(
        rows.assignments
            .iter()
            .any(|row| row.unit == "区教育局" && row.corrected.as_deref() == Some("corrections.tsv:3"))
    );
}

/// Corrections that do not contradict each other.
const ROWS: [&str; 9] = [
    "单位是\t区云雀办\t\t\t\t区文化和旅游局",
    "单位职能是\t各街道\t\t\t\t教育",
    "任务有此单位\t青岚区-2024/district/3\t办好云雀节\t区司法局\t\t配合",
    "任务有此单位\t青岚区-2024/district/3\t办好云雀节\t区民政局\t\t配合",
    "任务无此单位\t青岚区-2024/district/2\t改造老旧小区\t各街道",
    "目标数值是\t青岚区-2024/district/1#1\t900个\t\t新增学位\t1.2万",
    "目标关系是\t青岚区-2024/district/1#1\t900个\t\t新增学位\t不低于",
    "不是任务\t青岚区-2024/district/2\t改造老旧小区",
    "是任务\t青岚区-2024\t建成云雀公园1座",
];

/// The rows without the lines of the file.
fn plain(rows: &Rows) -> Vec<String> {
    let line = |text: String| text.split(" [").next().unwrap_or_default().to_owned();
    shown(rows).into_iter().map(line).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_order_of_rows_does_not_matter(order in Just(ROWS.to_vec()).prop_shuffle()) {
        prop_assert_eq!(plain(&rows(&order.join("\n"))), plain(&rows(&ROWS.join("\n"))));
    }

    #[test]
    fn twice_is_once(some in proptest::sample::subsequence(ROWS.to_vec(), 0..=ROWS.len())) {
        let twice: Vec<&str> = some.iter().chain(&some).copied().collect();
        prop_assert_eq!(plain(&rows(&twice.join("\n"))), plain(&rows(&some.join("\n"))));
    }

    #[test]
    fn what_fits_nothing_changes_nothing(id in "[a-z]{1,4}-20[0-9]{2}/district/[0-9]{1,2}", words in "[甲-癸]{1,6}") {
        let lines = ["单位是", "单位职能是", "任务有此单位", "任务无此单位", "不是目标", "不是任务", "是任务", "文件年份是"]
            .map(|kind| format!("{kind}\t{id}#1\t{words}\t{words}\t\t2020"));
        let after = rows(&lines.join("\n"));
        prop_assert_eq!(shown(&after), shown(&rows("")));
        prop_assert!(after.corrections.iter().all(|row: &CorrectionRow| row.applied == "no"));
    }
}

#[test]
fn corrections_are_found_beside_and_never_read_as_notices() {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    put("青岚区-2024.txt", NOTICE);
    put("更正.tsv", &format!("{HEADS}单位是\t区云雀办\t\t\t\t区教育局\n"));
    let take = |input: &Path, wanted: &Wanted| {
        let request = Request { corrections: wanted.clone(), ..Request::from(&[input.to_path_buf()]) };
        take(request, &()).unwrap().rows
    };
    for input in [folder.path(), &folder.path().join("青岚区-2024.txt")] {
        let rows = take(input, &Wanted::default());
        assert_eq!((rows.notices.len(), rows.corrections.len()), (1, 1));
        assert_eq!(take(input, &Wanted::Nothing).corrections.len(), 0);
    }
    put("另外.tsv", &format!("{HEADS}单位职能是\t区教育局\t\t\t\t民政\n"));
    let more = Wanted::Beside(vec![folder.path().join("另外.tsv")]);
    let rows = take(&folder.path().join("青岚区-2024.txt"), &more);
    let marks: Vec<_> = rows.assignments.iter().filter_map(|row| row.corrected.as_deref()).collect();
    assert_eq!(marks, ["另外.tsv:2", "更正.tsv:2 / 另外.tsv:2"]);
}
