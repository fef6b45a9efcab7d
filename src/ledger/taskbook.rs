//! Task books: what one unit, or one leader, has to do, as a workbook to fill in and as a letter to print and sign.
//!
//! In:  a ledger and one of its carriers.
//! Out: the bytes of both files.

use std::collections::BTreeSet;

use rust_xlsxwriter::XlsxError;

use super::form::{self, Filled};
use super::letter;
use super::model::{Carrier, Ledger};
use super::sheet::{self, TaskSheet};
use super::style::{Style, workbook};
use super::{book, names};

/// Whose book it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whose {
    Unit,
    Leader,
}

/// A task book.
pub(super) struct TaskBook {
    pub workbook: Vec<u8>,
    pub letter: Vec<u8>,
}

/// Makes the book of a carrier.
///
/// # Errors
/// As the writer's.
pub(super) fn make(ledger: &Ledger, carrier: &Carrier, whose: Whose) -> Result<TaskBook, XlsxError> {
    let forms: Vec<Filled> = match whose {
        Whose::Unit => ledger.forms.iter().map(|form| form::fill(form, ledger, carrier)).collect(),
        Whose::Leader => Vec::new(),
    };
    let title = title(ledger, carrier, whose);
    let letter = letter::letter(ledger, carrier, whose, &title, &forms);
    Ok(TaskBook { workbook: tasks(ledger, carrier, whose, &title, &forms)?, letter })
}

fn title(ledger: &Ledger, carrier: &Carrier, whose: Whose) -> String {
    match whose {
        Whose::Unit => format!("{}政府工作报告目标任务书（{}）", ledger.name(), carrier.name),
        Whose::Leader => format!("{}政府工作报告目标任务（{}）", ledger.name(), carrier.name),
    }
}

fn tasks(
    ledger: &Ledger,
    carrier: &Carrier,
    whose: Whose,
    title: &str,
    forms: &[Filled],
) -> Result<Vec<u8>, XlsxError> {
    let (mut book, style) = (workbook(title)?, Style::new());
    let page = book.add_worksheet();
    page.set_name("任务书")?;
    let unit = (whose == Whose::Unit).then_some(carrier.name.as_str());
    let mut sheet = TaskSheet::of(ledger, &carrier.duties, title.to_owned(), book::note(ledger), unit);
    sheet.signs = match whose {
        Whose::Unit => vec![
            format!(
                "单位（盖章）：{}　　　　　　　　单位主要负责人（签字）：　　　　　　　　　　日期：　　　　年　　月　　日",
                carrier.name
            ),
            "填报人：　　　　　　　　　　联系电话：".to_owned(),
        ],
        Whose::Leader => vec!["责任领导（签字）：　　　　　　　　　　日期：　　　　年　　月　　日".to_owned()],
    };
    sheet::fill(page, &sheet, &style)?;
    let mut used = BTreeSet::from(["任务书".to_owned()]);
    for filled in forms {
        let page = book.add_worksheet();
        page.set_name(names::sheet(&filled.sheet, &mut used))?;
        form::write(page, filled, &style)?;
    }
    book.save_to_buffer()
}
