//! The whole notice: problems that no single line shows.
//!
//! In:  a notice that was read, and its file's name.
//! Out: its problems with those of the whole: no tasks, figures that are masked, tasks that repeat, years that disagree.

use std::collections::BTreeMap;

use super::han::is_han;
use super::header::Pattern;
use super::kind::is_about_a_notice;
use super::line::Line;
use super::{Code, Kind, Notice, Problem, header};
use crate::lexicon::code::HeadClass;

/// Problems of the notice as a whole.
pub(super) fn check(notice: &mut Notice, lines: &[Line], stem: &str) {
    let tasks: usize = notice.lists.iter().map(|list| list.tasks.len()).sum();
    let first = lines.first().map_or(0..0, |line| line.text.whole());
    if tasks == 0 {
        let problem = match notice.kind {
            Kind::CoveringLetter => Problem::new(
                Code::CoveringLetterOnly,
                first,
                "只有通知正文，没有任务",
                "分解表在附件，请下载附件后一并读取",
            ),
            _ if is_about_a_notice(&notice.header.title) => {
                Problem::new(Code::NotANotice, first, "这是解读或新闻，不是通知本身", "请读取通知原文")
            }
            _ => Problem::new(
                Code::NoTask,
                first,
                "没有读到任务",
                "请核对文件是否完整，或用 --show-source 查看读到的文字",
            ),
        };
        notice.problems.push(problem);
    }
    masked_figures(notice, lines);
    repeated_tasks(notice);
    other_year(notice, stem);
}

/// Figures that the page hides: `增长X.X%`, `新增**个`.
fn masked_figures(notice: &mut Notice, lines: &[Line]) {
    static MASKED: Pattern = header::pattern(r"(?:[XxＸ×]{1,4}(?:\.[XxＸ×]{1,2})?|\*{1,4}){:masked}");
    let mut places = lines.iter().flat_map(|line| {
        let form = header::head_words().within(HeadClass::FormColumn, line.scan());
        MASKED.find_iter(line.scan()).filter(move |_| !form).map(|found| line.text.span(found.range()))
    });
    if let Some(first) = places.next() {
        let count = 1 + places.count();
        let problem =
            Problem::new(Code::MaskedFigure, first, format!("数字被符号遮盖（共{count}处）"), "未作为目标值读取");
        notice.problems.push(problem);
    }
}

/// Tasks that stand twice in one list with the same words: a count of them would count twice.
fn repeated_tasks(notice: &mut Notice) {
    let mut problems = Vec::new();
    for list in &notice.lists {
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        for (index, task) in list.tasks.iter().enumerate() {
            let words: String = task.words.scan().chars().filter(|c| is_han(*c) || c.is_ascii_digit()).collect();
            if words.chars().count() < 8 {
                continue;
            }
            match seen.get(&words) {
                Some(&first) => {
                    let number = list.tasks[first].number.clone();
                    problems.push(Problem::new(
                        Code::DuplicateTask,
                        task.span.clone(),
                        format!("与同一清单的任务{}文字相同", number.unwrap_or_else(|| format!("第{}项", first + 1))),
                        "两项都保留；计数时请注意",
                    ));
                }
                None => {
                    seen.insert(words, index);
                }
            }
        }
    }
    notice.problems.extend(problems);
}

/// A year in the file's name, or of issue, that the report's year does not fit: a notice comes in its report's year, or
/// at the end of the year before.
fn other_year(notice: &mut Notice, stem: &str) {
    let Some(year) = notice.year else { return };
    let issued = notice.header.issued_on.as_deref().and_then(header::year);
    for (issue, other, slack) in [(false, header::year(stem), 0), (true, issued, 1)] {
        if let Some(other) = other.filter(|other| (year - other).abs() > slack) {
            notice.problems.push(Problem::new(
                Code::ConflictingYear,
                0..0,
                format!("标题为{year}年，{}为{other}年", if issue { "成文日期" } else { "文件名" }),
                format!("按{year}年读取；请核对"),
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Document;

    #[track_caller]
    fn check(path: &str, text: &str, want: &[Code]) {
        let document = Document { path: path.into(), text: text.to_owned(), ..Document::default() };
        let notice = crate::notice::parse(&document);
        let codes = [Code::DuplicateTask, Code::ConflictingYear];
        let got: Vec<Code> =
            notice.problems.iter().map(|problem| problem.code).filter(|code| codes.contains(code)).collect();
        assert_eq!(got, want);
    }

    const HEAD: &str = "2023年青岚区《政府工作报告》责任分解方案\n一、目标\n";

    #[test]
    fn tasks_that_repeat_are_noted() {
        let tasks = "1.创建精细化管理示范片区100个。(责任单位:区城管局)\n2.新建口袋公园6个。(责任单位:区园林局)\n3.创建精细化管理示范片区100个。(责任单位:区城管局)\n";
        check("汀云市青岚区-2023.txt", &format!("{HEAD}{tasks}"), &[Code::DuplicateTask]);
    }

    #[test]
    fn years_that_disagree_are_noted() {
        let task = "1.新建口袋公园6个。(责任单位:区园林局)\n";
        check("汀云市青岚区-2019.txt", &format!("{HEAD}{task}"), &[Code::ConflictingYear]);
        check("汀云市青岚区.txt", &format!("{HEAD}{task}"), &[]);
    }
}
