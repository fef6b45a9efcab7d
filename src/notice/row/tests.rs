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
