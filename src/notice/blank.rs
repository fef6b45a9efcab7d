//! Blank forms: what an annex prints for those who report.
//!
//! In:  the lines of a part that is a blank form, its title.
//! Out: a [`Form`]: what it is for, the heads of its columns, what its rows say already, the lines around the table.
//! Not here: which part is a blank form ([`super::layout`]); who fills it in with what ([`crate::ledger`]).
//!
//! A form is printed with a row a line, with one cell a line, or with one cell a line and bars between the cells. Where
//! empty cells are printed, their number tells the columns; where they are lost, the first number of a row does.

use std::ops::Range;

use super::grid;
use super::layout::{self, Part, PartKind};
use super::line::{self, Line};
use super::word::{Class, form};
use crate::source::traced::Traced;

/// A blank form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// `work_plan`, `progress`, `contacts`; `other`.
    pub kind: &'static str,
    pub title: String,
    pub columns: Vec<String>,
    /// What stands in its rows already, from the left.
    pub rows: Vec<String>,
    /// Lines over and under the table that are to be filled in or tell how.
    pub around: Vec<String>,
    /// 1-based line of its first word.
    pub line: usize,
    pub span: Range<usize>,
}

/// The blank forms of a notice, in order.
///
/// They are read from the plain text: reading tables of tasks may have joined the cells of a form to rows. What names no
/// columns is no form.
pub(super) fn forms(plain: &str, lines: &[Line], parts: &[Part]) -> Vec<Form> {
    let all = line::lines(&Traced::plain(plain));
    let is_form = |part: &&Part| part.kind == PartKind::Form && !part.lines.is_empty();
    let mut found = Vec::new();
    for part in parts.iter().filter(is_form) {
        let own = &lines[part.lines.clone()];
        let (Some(first), Some(last)) = (own.first(), own.last()) else { continue };
        let (start, end) = (first.text.whole().start, last.text.whole().end);
        let from = all.partition_point(|line| line.text.whole().end <= start);
        let to = all.partition_point(|line| line.text.whole().start < end);
        found.extend(divided(&all[from..to], &part.title));
    }
    found.retain(|form| form.columns.len() >= 2);
    found
}

/// The forms of some lines: each further annex opens one, under the title on its next line.
fn divided(lines: &[Line], title: &str) -> Vec<Form> {
    let opens = |line: &Line| layout::is_annex(&fold(line));
    let mut starts: Vec<usize> = (1..lines.len()).filter(|at| opens(&lines[*at])).collect();
    starts.push(lines.len());
    let mut out = vec![read(&lines[..starts[0]], title)];
    for pair in starts.windows(2) {
        let body = pair[0] + 1..pair[1];
        if let Some(named) = lines.get(body.start).filter(|_| !body.is_empty()) {
            let title: String = named.text.shown().split_whitespace().collect();
            out.push(read(&lines[body.start + 1..body.end], &title));
        }
    }
    out
}

/// A line's words with brackets and colons of one kind.
fn fold(line: &Line) -> String {
    let fold = |c: char| match c {
        '：' => ':',
        '（' => '(',
        '）' => ')',
        '｜' => '|',
        c => c,
    };
    line.scan().chars().map(fold).collect()
}

/// What a form is for, by the last word of its title that says so.
pub(super) fn kind(title: &str) -> &'static str {
    let said = form().pairs(Class::FormUse).filter_map(|(word, kind)| Some((title.rfind(word)?, word.len(), kind)));
    said.max_by_key(|(at, length, _)| at + length).map_or("other", |(.., kind)| kind)
}

fn read(lines: &[Line], title: &str) -> Form {
    let is_table = |line: &&Line| line.scan().contains('|');
    let first = lines.iter().position(|line| is_cell(line.scan())).unwrap_or(lines.len());
    let has_bars = lines.iter().any(|line| is_table(&line));
    let is_within = |at: usize, line: &Line| {
        at >= first
            && if has_bars {
                is_table(&line) || lines[at..].iter().any(|line| is_table(&line))
            } else {
                is_cell(line.scan())
            }
    };
    let (mut within, mut around) = (Vec::new(), Vec::new());
    for (at, line) in lines.iter().enumerate() {
        if is_within(at, line) && !(has_bars && !is_table(&line) && line.scan().contains([':', '：'])) {
            within.push(line);
        } else {
            around.extend(fields(line));
        }
    }
    let (columns, rows) = table(&within, has_bars);
    // a remark in the last row of a table is no row
    let (remarks, rows): (Vec<String>, Vec<String>) = rows.into_iter().partition(|row| row.contains([':', '：', '。']));
    around.extend(remarks);
    let end = lines.last().map_or(0, |line| line.text.whole().end);
    Form {
        kind: kind(title),
        title: title.to_owned(),
        columns,
        rows,
        around,
        line: lines.first().map_or(0, |line| line.number),
        span: lines.first().map_or(0, |line| line.text.whole().start)..end,
    }
}

/// Whether a line may be a cell of a head or a table row: no sentence, nothing to be filled in behind a colon.
fn is_cell(scan: &str) -> bool {
    scan.contains('|') || !scan.contains([':', '：', '。', ';', '；']) && scan.chars().count() <= 24
}

/// What a line outside the table asks for: `单位: 主要负责人(签字):` two things. A line that says something is one.
fn fields(line: &Line) -> Vec<String> {
    let shown = line.text.shown();
    let parts: Vec<&str> = shown.split_inclusive([':', '：']).map(str::trim).filter(|part| !part.is_empty()).collect();
    if parts.iter().all(|part| part.ends_with([':', '：']) && part.chars().count() <= 16) {
        parts.into_iter().map(str::to_owned).collect()
    } else {
        vec![shown.trim().to_owned()]
    }
}

/// The heads of the columns and what stands in the rows.
fn table(lines: &[&Line], has_bars: bool) -> (Vec<String>, Vec<String>) {
    let rows: Vec<Vec<String>> = lines.iter().map(|line| row(line)).collect();
    let filled = |row: &Vec<String>| row.iter().filter(|cell| !cell.is_empty()).count();
    if let Some(head) = rows.iter().position(|row| filled(row) >= 2) {
        let told = rows[head + 1..].iter().flatten();
        return (rows[head].clone(), said(told));
    }
    let cells = stream(lines, &rows);
    let width = if has_bars { width(&cells) } else { None };
    let is_number = |cell: &String| cell.trim_end_matches(['.', '、']).parse::<u32>() == Ok(1);
    let width = width.or_else(|| cells.iter().position(is_number)).unwrap_or(cells.len());
    (cells[..width].to_vec(), said(cells[width..].iter()))
}

/// The cells of a line; a line without bars is one.
fn row(line: &Line) -> Vec<String> {
    match grid::cells(&line.text) {
        Some(cells) => cells.iter().map(|cell| cell.shown().split_whitespace().collect()).collect(),
        None => vec![line.text.shown().split_whitespace().collect()],
    }
}

/// All cells one behind the other. Words of a line without bars go on in the next one, where other lines have bars; bars
/// alone are empty cells.
fn stream(lines: &[&Line], rows: &[Vec<String>]) -> Vec<String> {
    let has_bars = lines.iter().any(|line| line.scan().contains('|'));
    let (mut cells, mut open) = (Vec::new(), String::new());
    for (line, row) in lines.iter().zip(rows) {
        let bars = line.scan().matches('|').count();
        if bars == 0 && has_bars {
            open.push_str(row.first().map_or("", String::as_str));
        } else if row.iter().all(String::is_empty) {
            cells.extend(std::iter::repeat_n(String::new(), bars));
        } else {
            let mut row = row.clone();
            row[0].insert_str(0, &std::mem::take(&mut open));
            cells.extend(row);
        }
    }
    cells
}

/// How many columns a run of cells has: so many filled cells, then a filled one and empty ones up to the row's end.
fn width(cells: &[String]) -> Option<usize> {
    (2..=cells.len() / 2).find(|&width| {
        cells[..=width].iter().all(|cell| !cell.is_empty()) && cells[width + 1..2 * width].iter().all(String::is_empty)
    })
}

/// What is said in cells, each once, in order.
fn said<'a>(cells: impl Iterator<Item = &'a String>) -> Vec<String> {
    let mut said: Vec<String> = Vec::new();
    for cell in cells.filter(|cell| !cell.is_empty()) {
        if !said.contains(cell) {
            said.push(cell.clone());
        }
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(title: &str, text: &str, kind: &str, columns: &[&str], rows: &[&str], around: &[&str]) {
        let form = read(&line::lines(&Traced::plain(text)), title);
        assert_eq!(form.kind, kind, "{title}");
        assert_eq!(form.columns, columns, "{title}");
        assert_eq!(form.rows, rows, "{title}");
        assert_eq!(form.around, around, "{title}");
    }

    #[test]
    fn one_cell_a_line_without_the_empty_ones() {
        check(
            "××(单位)年度办理工作方案",
            "填报单位:\n序号\n\n任务内容\n分季安排\n牵头科室\n1\n一季度\n\n二季度\n2\n一季度\n二季度\n……\n",
            "work_plan",
            &["序号", "任务内容", "分季安排", "牵头科室"],
            &["1", "一季度", "二季度", "2", "……"],
            &["填报单位:"],
        );
    }

    #[test]
    fn one_cell_a_line_with_bars_for_the_empty_ones() {
        check(
            "XX单位联络人员名单",
            "岗位 |\n姓名 |\n电话 |\n分管领导 |\n||\n综合科室\n负责人 |\n||\n",
            "contacts",
            &["岗位", "姓名", "电话"],
            &["分管领导", "综合科室负责人"],
            &[],
        );
        check(
            "XX局前X季度任务进展情况",
            "单位: 负责人(签字):\n编号 |\n事项 |\n进展 |\n1 |\n||\n2 |\n||\n备注:编号按方案填写。 |\n",
            "progress",
            &["编号", "事项", "进展"],
            &["1", "2"],
            &["单位:", "负责人(签字):", "备注:编号按方案填写。"],
        );
    }

    #[test]
    fn an_annex_within_opens_another_form() {
        let text = "姓名 |\n电话 |\n经办人 |\n|\n附件5\nXX局进展情况\n编号 |\n事项 |\n1 |\n|\n";
        let got: Vec<(String, usize)> = divided(&line::lines(&Traced::plain(text)), "XX局联络名单")
            .into_iter()
            .map(|form| (format!("{} {}", form.title, form.columns.join("+")), form.line))
            .collect();
        assert_eq!(got, [("XX局联络名单 姓名+电话".to_owned(), 1), ("XX局进展情况 编号+事项".to_owned(), 7)]);
    }

    #[test]
    fn a_row_a_line() {
        check(
            "×季度重点工作完成情况表",
            "填报时间:\n序号 | 事项 | 完成情况 | 存在问题 |\n1 | | | |\n2 | | | |\n",
            "progress",
            &["序号", "事项", "完成情况", "存在问题"],
            &["1", "2"],
            &["填报时间:"],
        );
        check("XX企业意见反馈表", "意见 | 签名 |\n", "other", &["意见", "签名"], &[], &[]);
    }
}
