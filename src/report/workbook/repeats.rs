//! The sheet of what one list says twice.

use super::entry::{Entry, number, share, text};
use super::sheets::{Book, Sheet, sheet};
use crate::table::schema::TaskRow;

pub(super) fn sheet<'a>(book: &'a Book<'a>) -> Sheet<'a> {
    let tasks = &book.data.rows.tasks;
    let found = book.data.repeats();
    let line = move |task: &TaskRow| book.line(&task.notice_id, task.span_start, task.line);
    let cells = found.iter().map(move |own| (&tasks[own.first], &tasks[own.second], own.share));
    sheet!("清单内重复", "同一份清单里可能说了两遍的任务：短的一项有多少字也在另一项里", cells, total found.len(), of |(first, ..)| book.of_list(&first.list_id), |(first, second, of)| {
        "序号" 7: number(first),
        "任务" 54: text(&first.text),
        "另一序号" 9: number(second),
        "另一任务" 54: text(&second.text),
        "相同" 9: share(Some(*of)),
        "原文" 8: line(first),
        "另一原文" 9: line(second),
        "清单" 18: book.list(&first.list_id),
        "任务编号" 22: Entry::Text(first.task_id.clone()),
        "另一任务编号" 22: Entry::Text(second.task_id.clone()),
    })
}
