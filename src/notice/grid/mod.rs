//! Grids: tasks printed as a table.
//!
//! In:  lines of cells (`4 | 社会消费品零售总额 | 增长7% | 区商务局 |`), columns of spaces, or one cell a line.
//! Out: rows of cells under the roles of their columns.
//! Not here: what a cell's names mean ([`super::assignment`]).
//! Not here either: the columns that a head announces ([`super::column`]).

mod joined;
mod piped;
mod spaced;
mod stacked;

pub(super) use super::column::Column;
use super::han::is_han;
use super::{Role, office, word};
use crate::source::traced::Traced;

pub(super) use self::joined::unroll;
pub(super) use self::piped::{piped, running};
pub(super) use self::spaced::spaced;
pub(super) use self::stacked::{opens_stack, stacked};

/// One row of a grid: its cells by column.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub cells: Vec<(Column, Traced)>,
    pub line: usize,
}

impl Row {
    /// The first filled cell of a column.
    pub(super) fn first(&self, wanted: Column) -> Option<&Traced> {
        self.cells.iter().find(|(column, text)| *column == wanted && !text.is_empty()).map(|(_, text)| text)
    }
}

/// Splits a printed row at its bars.
pub(super) fn cells(line: &Traced) -> Option<Vec<Traced>> {
    let scan = line.scan();
    if !scan.contains('|') && !scan.contains('│') {
        return None;
    }
    let mut out = Vec::new();
    let mut from = 0;
    for (at, bar) in scan.char_indices().filter(|(_, c)| matches!(c, '|' | '│')) {
        out.push(line.slice(from..at).trim());
        from = at + bar.len_utf8();
    }
    if !scan[from..].trim().is_empty() {
        out.push(line.slice(from..scan.len()).trim());
    }
    if scan.starts_with(['|', '│']) && !out.is_empty() {
        out.remove(0);
    }
    Some(out)
}

/// Puts cells under their columns; a short row lost cells, which its contents tell.
fn place(head: &[Column], cells: Vec<Traced>) -> Vec<(Column, Traced)> {
    if cells.len() >= head.len() {
        return cells
            .into_iter()
            .enumerate()
            .map(|(index, cell)| (head.get(index).copied().unwrap_or(Column::Ignored), cell))
            .collect();
    }
    fit(head, cells)
}

/// Fits cells to columns where empty ones are missing: in order, each cell to the first column it could belong to.
fn fit(head: &[Column], cells: Vec<Traced>) -> Vec<(Column, Traced)> {
    let missing = head.len().saturating_sub(cells.len());
    let mut out = Vec::new();
    let mut column = 0;
    let mut skipped = 0;
    for cell in cells {
        while skipped < missing && column < head.len() && !suits(head[column], cell.scan()) {
            column += 1;
            skipped += 1;
        }
        out.push((head.get(column).copied().unwrap_or(Column::Ignored), cell));
        column += 1;
    }
    out
}

/// Whether a cell could be a person's name: `何 平`, `欧阳一一`.
fn is_personal_name(cell: &str) -> bool {
    let han = cell.chars().filter(|c| is_han(*c)).count();
    // Pages print `?` for a wide space that they could not.
    (2..=4).contains(&han)
        && cell.chars().all(|c| is_han(c) || matches!(c, ' ' | '?'))
        && !office::has_office_ending(cell)
}

/// Whether a cell could stand in a column.
fn suits(column: Column, cell: &str) -> bool {
    let names = cell.split(['、', ',', ';', ' ']).filter(|name| !name.is_empty()).collect::<Vec<_>>();
    let offices = !names.is_empty() && names.iter().all(|name| office::is_office(office::without_and_others(name)));
    match column {
        Column::Number => cell.chars().all(|c| c.is_ascii_digit()),
        Column::Units(Role::Leader) => !offices || cell.chars().filter(|c| is_han(*c)).count() <= 8,
        Column::Units(_) => offices,
        Column::Deadline => {
            let sum = cell.ends_with(['元', '亩', '米']);
            cell.chars().any(|c| c.is_ascii_digit()) && !sum
                || cell.ends_with(['月', '前', '底', '年', '内'])
                || word::form().is(word::Class::Lasting, cell)
        }
        Column::Text => !cell.chars().all(|c| c.is_ascii_digit()),
        Column::Section => !offices && !cell.chars().all(|c| c.is_ascii_digit()),
        Column::Requirement | Column::Measure | Column::Ignored => !offices,
    }
}

#[cfg(test)]
mod tests {
    use super::super::line::Line;
    use super::*;
    use crate::notice::line;

    type Read = fn(&[Line]) -> Option<(Vec<Row>, usize)>;

    #[track_caller]
    fn check(read: Read, text: &str, want: &[&str]) {
        let lines = line::lines(&Traced::plain(text));
        let rows = read(&lines).map(|(rows, _)| rows).unwrap_or_default();
        let got: Vec<String> = rows
            .iter()
            .map(|row| {
                row.cells
                    .iter()
                    .filter(|(column, cell)| !cell.is_empty() && *column != Column::Ignored)
                    .map(|(column, cell)| format!("{column:?}={}", cell.scan()))
                    .collect::<Vec<_>>()
                    .join(" ")
            })
            .collect();
        assert_eq!(got, want);
    }

    #[test]
    fn bars() {
        check(
            piped,
            "序号 | 任 务 名 称 | 指 标 要 求 | 牵 头 部 门 | 配 合 部 门 | 目 标 类 型 |\n4 | 零售总额 | 增长7% | 区商务局 | 区统计局、各街道 | B类 |\n",
            &["Number=4 Text=零售总额 Requirement=增长7% Units(Lead)=区商务局 Units(Support)=区统计局、各街道"],
        );
        check(
            piped,
            "序号 | 利民项目 | 牵头单位 | 投资额 |\n1 | 修路3公里。 | 县交通局 | 30万 |\n",
            &["Number=1 Text=修路3公里。 Units(Lead)=县交通局"],
        );
        check(
            piped,
            "序号 | 工作任务 | | 牵头单位 |\n1 | 共建科学园 | 引进企业20家。 | 区科技局 |\n2 | 共建科学园 | 新建孵化器3个。 | 区科技局 |\n",
            &[
                "Number=1 Section=共建科学园 Text=引进企业20家。 Units(Lead)=区科技局",
                "Number=2 Section=共建科学园 Text=新建孵化器3个。 Units(Lead)=区科技局",
            ],
        );
        check(piped, "索引号: | QL0001 | 信息分类: | 通知 |\n发布机构: | 区政府办 |\n", &[]);
    }

    #[test]
    fn one_cell_a_line() {
        check(
            stacked,
            "序号\n\n主 要 工 作 任 务\n责任单位\n1\n投资增长11%。\n市发展改革委\n2\n就业6万人。\n市人社局\n",
            &[
                "Number=1 Text=投资增长11%。 Units(Responsible)=市发展改革委",
                "Number=2 Text=就业6万人。 Units(Responsible)=市人社局",
            ],
        );
    }

    #[test]
    fn one_cell_a_line_with_heads_broken_over_lines() {
        check(
            stacked,
            "序\n号\n项目名称\n项目内容\n项目投资\n完成\n时限\n责任\n单位\n牵头\n领导\n1\n渡口改造\n改造码头3座。\n总投资\n2.5亿元\n2022年\n启动\n县交通局\n云柘镇\n周启明\n2\n滨河步道\n修步道4公里。\n总投资\n1亿元\n2022年底\n县住建局\n何?? 岚\n",
            &[
                "Number=1 Text=渡口改造 Requirement=改造码头3座。 Deadline=2022年 Deadline=启动 Units(Responsible)=县交通局 Units(Responsible)=云柘镇 Units(Leader)=周启明",
                "Number=2 Text=滨河步道 Requirement=修步道4公里。 Deadline=2022年底 Units(Responsible)=县住建局 Units(Leader)=何?? 岚",
            ],
        );
    }

    #[test]
    fn one_cell_a_line_with_names_stacked_and_a_column_behind_them() {
        check(
            stacked,
            "序号\n利民项目\n责任单位\n完成时限\n1\n整治河道。\n县水务局\n县住建局\n12月底前\n2\n修建敬老院。\n县民政局\n5月底前动工\n开办老年学堂。\n12月底前\n",
            &[
                "Number=1 Text=整治河道。 Units(Responsible)=县水务局 Units(Responsible)=县住建局 Deadline=12月底前",
                "Number=2 Text=修建敬老院。 Units(Responsible)=县民政局 Deadline=5月底前动工",
                "Number=2 Units(Responsible)=县民政局 Text=开办老年学堂。 Deadline=12月底前",
            ],
        );
    }

    #[test]
    fn one_cell_a_line_with_a_head_for_each_section() {
        check(
            stacked,
            "序号\n工作任务\n责任单位\n1\n总值突破1万亿元。\n市发展改革委\n2\n利用外资增长。\n市商务局\n二、今年任务\n序号\n工作任务\n责任单位\n1*\n总值增长6%。\n市发展改革委\n",
            &[
                "Number=1 Text=总值突破1万亿元。 Units(Responsible)=市发展改革委",
                "Number=2 Text=利用外资增长。 Units(Responsible)=市商务局",
                "Section=二、今年任务",
                "Number=1* Text=总值增长6%。 Units(Responsible)=市发展改革委",
            ],
        );
    }

    #[test]
    fn one_cell_a_line_with_a_category_before_the_number() {
        check(
            stacked,
            "分类\n序号\n事项\n责任单位\n牵头单位\n发展方面\n1\n总值增长6%。\n区统计局\n区发改局\n活力方面\n2\n优化审批。\n区数据局\n区数据局\n",
            &[
                "Section=发展方面",
                "Number=1 Text=总值增长6%。 Units(Responsible)=区统计局 Units(Lead)=区发改局",
                "Section=活力方面",
                "Number=2 Text=优化审批。 Units(Responsible)=区数据局 Units(Lead)=区数据局",
            ],
        );
    }

    #[test]
    fn one_cell_a_line_with_leaders() {
        check(
            stacked,
            "序号\n工作任务\n分管领导\n责任单位\n完成时限\n1\n建成公园6个。\n周启明\n区城管局\n区园林中心\n10月底\n2\n新增企业5家,\n其中亿元企业1家。\n何 岚\n区经信局\n全年\n",
            &[
                "Number=1 Text=建成公园6个。 Units(Leader)=周启明 Units(Responsible)=区城管局 Units(Responsible)=区园林中心 Deadline=10月底",
                "Number=2 Text=新增企业5家, Text=其中亿元企业1家。 Units(Leader)=何 岚 Units(Responsible)=区经信局 Deadline=全年",
            ],
        );
    }

    #[test]
    fn one_cell_a_line_with_a_name_over_its_work() {
        check(
            stacked,
            "序号\n工作任务\n牵头单位\n配合单位\n1\n共建科学园\n引进企业20家。\n区科技局\n区商务局、有关街道\n",
            &["Number=1 Text=共建科学园 Text=引进企业20家。 Units(Lead)=区科技局 Units(Support)=区商务局、有关街道"],
        );
    }

    #[test]
    fn spaces() {
        check(
            spaced,
            "序号 工 作 任 务 牵头负责部门\n6 新建高标准农田900万亩 农业农村厅\n7 安排专项资金30亿元,同比增长5% 财政厅\n",
            &[
                "Number=6 Text=新建高标准农田900万亩 Units(Lead)=农业农村厅",
                "Number=7 Text=安排专项资金30亿元,同比增长5% Units(Lead)=财政厅",
            ],
        );
    }
}
