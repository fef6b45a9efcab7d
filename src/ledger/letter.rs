//! The task book as a letter: to print, to sign, and to fill in by those who work in Word.
//!
//! In:  a ledger and one of its carriers, the forms filled for it.
//! Out: a document: what is to be done with room for signatures; for a unit a table for a quarter's answers, then the forms.
//!
//! Readers of documents drop hidden words, so the task's id stands small in the table of answers.

use super::docx::{Column, Docx, Look, WIDTH};
use super::form::Filled;
use super::model::{Carrier, Duty, Entry, Ledger};
use super::taskbook::Whose;
use super::words::{ASKED, ID};
use crate::notice::Role;

/// The document's bytes.
pub(super) fn letter(ledger: &Ledger, carrier: &Carrier, whose: Whose, title: &str, forms: &[Filled]) -> Vec<u8> {
    let mut docx = Docx::default();
    docx.paragraph(title, Look::Title);
    docx.paragraph(&opening(ledger, carrier, whose), Look::Plain);
    let rows =
        carrier.duties.iter().map(|duty| row(&ledger.entries[duty.entry], duty, &carrier.name)).collect::<Vec<_>>();
    docx.table(
        &columns(&[("序号", 6), ("任务", 44), ("目标值", 18), ("角色", 7), ("其他单位", 20), ("完成时限", 9)]),
        &rows,
    );
    match whose {
        Whose::Unit => {
            docx.paragraph(
                "单位（盖章）：　　　　　　　　　　单位主要负责人（签字）：　　　　　　　　　　　　　　年　　月　　日",
                Look::Sign,
            );
            answers(&mut docx, ledger, carrier);
        }
        Whose::Leader => docx.paragraph("责任领导（签字）：　　　　　　　　　　　　　　年　　月　　日", Look::Sign),
    }
    for form in forms {
        docx.page_break();
        printed_form(&mut docx, form);
    }
    docx.finish(title)
}

/// Who has to do how much, and when it is to be reported to whom.
fn opening(ledger: &Ledger, carrier: &Carrier, whose: Whose) -> String {
    let counts = [Role::Lead, Role::Responsible, Role::Support]
        .map(|role| (super::words::role(role), carrier.count(role)))
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(role, count)| format!("{role}{count}项"));
    let source: Vec<&str> =
        ledger.notices.iter().map(|notice| notice.title.as_str()).filter(|title| !title.is_empty()).collect();
    let source = if source.is_empty() { String::new() } else { format!("据《{}》，", source.join("》《")) };
    let shared = counts.collect::<Vec<_>>().join("、");
    let shared = if whose == Whose::Unit && !shared.is_empty() { format!("（{shared}）") } else { String::new() };
    let reports = ledger.events.iter().filter(|event| event.to.is_some());
    let dates: Vec<&str> = reports.clone().map(|event| event.on.as_str()).collect();
    let to = ledger.receiver().map(|to| format!("报{to}：{}。", dates.join("、"))).unwrap_or_default();
    format!("{source}{}承担下列{}项任务{shared}。{to}", carrier.name, carrier.duties.len())
}

/// Columns whose widths are shares of the page's.
fn columns(heads: &[(&str, u32)]) -> Vec<Column> {
    let all: u32 = heads.iter().map(|(_, share)| share).sum();
    let column = |(head, share): &(&str, u32)| Column {
        head: (*head).to_owned(),
        width: WIDTH * share / all.max(1),
        is_centred: *share <= 9,
    };
    heads.iter().map(column).collect()
}

/// A task with what the carrier of the book has to do, and who else.
fn row(entry: &Entry, duty: &Duty, carrier: &str) -> Vec<(String, u32)> {
    let others = [Role::Leader, Role::Lead, Role::Responsible, Role::Support]
        .map(|role| (super::words::role(role), entry.others(role, carrier)))
        .into_iter()
        .filter(|(_, names)| !names.is_empty())
        .map(|(role, names)| format!("{role}：{names}"));
    let mut text = entry.task.text.clone();
    if !entry.upper.is_empty() {
        text.push_str(&format!("\n〔上级任务〕{}", entry.upper));
    }
    let cells = [
        entry.number.clone(),
        text,
        entry.goals(),
        duty.role(),
        others.collect::<Vec<_>>().join("\n"),
        entry.due().to_owned(),
    ];
    cells.into_iter().map(|text| (text, 1)).collect()
}

/// The table for a quarter's answers.
fn answers(docx: &mut Docx, ledger: &Ledger, carrier: &Carrier) {
    docx.page_break();
    docx.paragraph(&format!("{}____季度目标任务进展情况", ledger.name()), Look::Title);
    docx.paragraph(&format!("填报单位：{}", carrier.name), Look::Plain);
    docx.paragraph(
        "请在标题中写明季度；完成值填年初至本季度末的累计数；状态填：已完成、正常推进、滞后、未启动。",
        Look::Plain,
    );
    let heads = columns(&[
        ("序号", 6),
        ("任务", 32),
        ("目标值", 17),
        (ASKED[0], 26),
        (ASKED[1], 12),
        (ASKED[2], 9),
        (ASKED[3], 12),
        (ID, 9),
    ]);
    let row = |duty: &Duty| {
        let entry = &ledger.entries[duty.entry];
        let blank = String::new;
        [
            entry.number.clone(),
            entry.task.text.clone(),
            entry.goals(),
            blank(),
            blank(),
            blank(),
            blank(),
            entry.task.task_id.clone(),
        ]
        .map(|text| (text, 1))
        .to_vec()
    };
    docx.table(&heads, &carrier.duties.iter().map(row).collect::<Vec<_>>());
    docx.paragraph("填报人：　　　　　　　　联系电话：　　　　　　　　　　单位主要负责人（签字）：　　　　　　　　　　　年　　月　　日", Look::Sign);
}

fn printed_form(docx: &mut Docx, form: &Filled) {
    docx.paragraph(&form.title, Look::Title);
    if !form.over.is_empty() {
        docx.paragraph(&form.over.join("　　　　　　　　"), Look::Plain);
    }
    let wide = |at: usize| form.rows.iter().any(|row| row.get(at).is_some_and(|(text, _)| text.chars().count() > 30));
    let shares: Vec<(&str, u32)> = form
        .columns
        .iter()
        .enumerate()
        .map(|(at, head)| {
            let share = match head.chars().count() as u32 {
                _ if wide(at) => 36,
                _ if head.contains("序号") || head.contains("编号") => 7,
                length => (length + 10).clamp(12, 24),
            };
            (head.as_str(), share)
        })
        .collect();
    docx.table(&columns(&shares), &form.rows);
    for line in &form.under {
        docx.paragraph(line, Look::Plain);
    }
}
