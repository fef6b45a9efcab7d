//! Tests of rows: what the cells of a grid's row say together.

use super::*;
use crate::notice::{grid, line};

/// The items of a grid of bars, `number words = role:name … by deadline`.
#[track_caller]
fn check(text: &str, want: &[&str]) {
    let (rows, _) = grid::piped(&line::lines(&Traced::plain(text))).expect("a grid");
    let items: Vec<Item> = rows.into_iter().flat_map(|row| row_items(row, &mut Vec::new())).collect();
    let show = |item: &Item| {
        let number = item.marker.as_ref().and_then(Marker::number).unwrap_or_default();
        let role = |name: &Name| name.role.map_or("-", Role::name);
        let names: Vec<String> = item.named.names.iter().map(|name| format!("{}:{}", role(name), name.text)).collect();
        let section = item.section.as_deref().map(|section| format!("{section} > ")).unwrap_or_default();
        let due = item.named.deadline.as_deref().map(|due| format!(" by {due}")).unwrap_or_default();
        format!("{section}{number} {} = {}{due}", item.words.shown(), names.join(" "))
    };
    assert_eq!(items.iter().map(show).collect::<Vec<_>>(), want, "{text}");
}

#[test]
fn a_name_and_its_requirement_are_joined() {
    check(
        "序号 | 工作任务 | 目标要求 | 牵头单位 | 责任单位 |\n1 | 零售总额 | 增长7% | 区商务局 | 各街道 |\n2 | 修路。 | 3公里 | 区交通局 | |\n",
        &["1 零售总额，增长7% = lead:区商务局 responsible:各街道", "2 修路。3公里 = lead:区交通局"],
    );
}

#[test]
fn a_figure_takes_the_measure_of_its_column_or_its_name() {
    check(
        "序号 | 工作任务 | 计量单位 | 目标值 | 责任单位 |\n1 | 新增企业 | 家 | 35 | 区商务局 |\n2 | 新增绿地 | - | 3公顷 | 区园林局 |\n",
        &["1 新增企业，35家 = responsible:区商务局", "2 新增绿地，3公顷 = responsible:区园林局"],
    );
    check(
        "序号 | 工作任务 | 目标值 | 责任单位 |\n1 | 新增绿地(万平方米) | 3.6 | 区园林局 |\n",
        &["1 新增绿地(万平方米)，3.6万平方米 = responsible:区园林局"],
    );
}

#[test]
fn leaders_are_padded_and_run_together() {
    check(
        "序号 | 工作任务 | 责任领导 | 责任单位 | 完成时限 |\n1 | 修路3公里 | 何 岚 | 区交通局 | 9月底 |\n2 | 建桥2座 | 何 岚周启明 | 区水务局 | 全年 |\n",
        &[
            "1 修路3公里 = leader:何岚 responsible:区交通局 by 9月底",
            "2 建桥2座 = leader:何岚 leader:周启明 responsible:区水务局 by 全年",
        ],
    );
}

#[test]
fn labels_within_a_cell_hold() {
    check(
        "序号 | 工作任务 | 责任单位 |\n1 | 修路3公里 | 牵头单位:区交通局;配合单位:区财政局 |\n",
        &["1 修路3公里 = lead:区交通局 support:区财政局"],
    );
}

#[test]
fn the_text_s_own_mark_is_the_number_where_no_column_is() {
    check(
        "工作任务 | 完成时限 | 责任单位 |\n1.修路3公里 | 9月底 | 区交通局 |\n建桥2座 | 全年 | 区水务局 |\n",
        &["1 修路3公里 = responsible:区交通局 by 9月底", " 建桥2座 = responsible:区水务局 by 全年"],
    );
}

#[test]
fn measures_stand_in_the_last_bracket() {
    let of = |name: &str| bracketed_measure(&Traced::plain(name)).map(|measure| measure.shown());
    for (name, want) in [
        ("新增绿地(公顷)", Some("公顷")),
        ("新增绿地(万平方米)", Some("万平方米")),
        ("占比(%)", Some("%")),
        ("新增绿地(含口袋公园和街头绿地)", None),
        ("新增绿地", None),
        ("(公顷)新增绿地", None),
    ] {
        assert_eq!(of(name).as_deref(), want, "{name}");
    }
}

#[test]
fn a_column_without_a_head_that_holds_offices_is_theirs() {
    check(
        "序号 | 考核项目 | | 分值 | 考核内容 | 评分标准 |\n1 | 重点部门 | 县水利局 | 20 | 清理河道5处 | 少1处扣2分 |\n2 | 重点部门 | 县林业局 | 10 | 植树3万株 | 按比例得分 |\n3 | 重点部门 | 县住建局 | 10 | 新建泵站2座 | 按比例得分 |\n",
        &[
            "重点部门 > 1 清理河道5处 = responsible:县水利局",
            "重点部门 > 2 植树3万株 = responsible:县林业局",
            "重点部门 > 3 新建泵站2座 = responsible:县住建局",
        ],
    );
    // Who checks is no unit, and one office may stand anywhere.
    check(
        "序号 | 工作任务 | 考核部门 | 说明 |\n1 | 修路 | 县交通局 | 县住建局 |\n2 | 植树 | 县林业局 | 新增 |\n3 | 建泵站 | 县水利局 | |\n",
        &["1 修路 = ", "2 植树 = ", "3 建泵站 = "],
    );
}

#[test]
fn work_that_repeats_beside_its_own_measures_is_the_section() {
    check(
        "序号 | 重点任务 | 工作举措 | 牵头单位 | 配合单位 |\n1 | 发展渔业 | 建冷库2座。 | 市农业农村局 | 无 |\n2 | 发展渔业 | 培训渔民300人。 | 市人社局、市海洋局按职责分工负责 | 云柘县政府、青岚实验室 |\n",
        &[
            "发展渔业 > 1 建冷库2座。 = lead:市农业农村局",
            "发展渔业 > 2 培训渔民300人。 = lead:市人社局 lead:市海洋局 support:云柘县政府 support:青岚实验室",
        ],
    );
}

#[test]
fn a_label_inside_a_column_leaves_the_names_before_it_to_the_column() {
    check(
        "条目 | 考核内容及评分标准 | 责任部门 |\n7 | 未清理河道的,每处扣2分 | 市水务局、市城管局;配合部门:市公安局 |\n",
        &["7 未清理河道的,每处扣2分 = responsible:市水务局 responsible:市城管局 support:市公安局"],
    );
}
