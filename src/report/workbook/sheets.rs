//! The sheets: which there are, and whose their rows are.

use std::borrow::Cow;
use std::collections::HashMap;

use super::super::data::Data;
use super::super::names;
use super::super::origins::Origins;
use super::corrections::with_corrections;
use super::entry::{Entry, text, year};
use super::{board, compared, panel, read, repeats};
use crate::place::Level;
use crate::table::own_level;
use crate::table::schema::{ListRow, TargetRow};

/// Rows of a sheet at most: a workbook is for reading, the tables hold all.
pub(super) const MOST_ROWS: usize = 20_000;
/// Rows of the sheets of matches and themes at most: each holds the texts of tasks again.
pub(super) const MOST_PAIRS: usize = 10_000;

/// One sheet, a table with a name.
pub(super) struct Sheet<'a> {
    /// Of the sheet and of its table.
    pub name: &'static str,
    /// What it holds, for the first sheet.
    pub what: &'static str,
    /// Head and width in characters. The first ones are printed, as many as fit on paper.
    pub columns: Vec<(Cow<'static, str>, f64)>,
    /// Columns on the left that stay in sight.
    pub kept: u16,
    /// All columns are printed, sheet beside sheet, with so many of the first ones on each.
    pub across: Option<u16>,
    /// How many rows are shown at most.
    pub most: usize,
    /// They, made one by one; no fewer than are shown.
    pub rows: Box<dyn Iterator<Item = Vec<Entry>> + Send + 'a>,
    /// All rows that there are.
    pub total: usize,
}

impl Sheet<'_> {
    /// Its last row, counted from 0 for the head.
    pub fn last(&self) -> u32 {
        self.total.min(self.most) as u32
    }
}

/// The heads of [`Place`].
pub(super) const PLACE: [(&str, f64); 3] = [("地区", 18.5), ("年份", 6.5), ("级别", 8.0)];

/// Whose a row is: the full name of the place, the year of the report, the level.
pub(super) type Place = [Entry; 3];

/// A sheet of rows that belong to a list or a notice opens with [`PLACE`].
macro_rules! sheet {
    ($name:literal, $what:literal, $rows:expr, of |$owner:pat_param| $place:expr, |$row:pat_param| { $($cells:tt)* }) => {
        sheet!($name, $what, $rows, total $rows.count(), of |$owner| $place, |$row| { $($cells)* })
    };
    ($name:literal, $what:literal, $rows:expr, total $total:expr, of |$owner:pat_param| $place:expr, |$row:pat_param| { $($cells:tt)* }) => {
        sheet!($name, $what, $rows, total $total, most $crate::report::workbook::sheets::MOST_ROWS, of |$owner| $place, |$row| { $($cells)* })
    };
    ($name:literal, $what:literal, $rows:expr, total $total:expr, most $most:expr, of |$owner:pat_param| $place:expr,
     |$row:pat_param| { $($head:literal $width:literal: $cell:expr,)* }) => {
        $crate::report::workbook::sheets::Sheet {
            name: $name,
            what: $what,
            columns: $crate::report::workbook::sheets::PLACE
                .into_iter()
                .chain([$(($head, f64::from($width))),*])
                .map(|(head, width)| (std::borrow::Cow::Borrowed(head), width))
                .collect(),
            kept: 3,
            across: None,
            total: $total,
            most: $most,
            rows: Box::new($rows.map(move |row| {
                let $owner = &row;
                let mut cells = Vec::from($place);
                let $row = &row;
                cells.extend([$($cell),*]);
                cells
            })),
        }
    };
}
pub(super) use sheet;

/// What all sheets are made of.
pub(super) struct Book<'a> {
    pub data: &'a Data<'a>,
    origins: Origins<'a>,
    lists: HashMap<&'a str, &'a ListRow>,
    pub targets: super::scale::Scales<(&'a str, &'a str)>,
    pub panel: super::scale::Scales<(&'a str, &'a str)>,
    pub supports: super::scale::Scales<&'a str>,
}

/// What the figures of a target are compared within.
pub(super) fn kin(row: &TargetRow) -> (&str, &str) {
    (row.indicator_id.as_deref().unwrap_or(&row.indicator), &row.measure)
}

impl<'a> Book<'a> {
    pub fn new(data: &'a Data<'a>) -> Self {
        use super::scale::Scales;
        let panel = data.panel().iter();
        let panel = panel.filter_map(|row| Some(((row.indicator_id.as_str(), row.measure.as_str()), row.value?)));
        Self {
            data,
            origins: Origins::of(data),
            lists: data.rows.lists.iter().map(|row| (row.list_id.as_str(), row)).collect(),
            targets: Scales::of(data.rows.targets.iter().map(|row| (kin(row), row.value))),
            panel: Scales::of(panel),
            supports: Scales::of(data.supports().iter().map(|row| (row.measure.as_str(), row.value))),
        }
    }

    pub fn of_list(&self, id: &str) -> Place {
        match self.lists.get(id) {
            Some(list) => place(&list.region, list.year, Some(list.level)),
            None => [Entry::None, Entry::None, Entry::None],
        }
    }

    pub fn of_task(&self, id: &str) -> Place {
        self.of_list(self.data.task(id).map_or("", |task| &task.list_id))
    }

    pub fn of_notice(&self, id: &str) -> Place {
        match self.data.notice_at(id).map(|at| &self.data.notices[at]) {
            Some(row) => place(&row.region, row.year, own_level(row)),
            None => [Entry::None, Entry::None, Entry::None],
        }
    }

    /// A target's place: that of its task's list, or of its notice.
    pub fn of_target(&self, row: &TargetRow) -> Place {
        row.task_id.as_deref().map_or_else(|| self.of_notice(&row.notice_id), |id| self.of_task(id))
    }

    /// The line of a byte of a notice, on the page that shows it.
    pub fn line(&self, notice: &str, at: u32, otherwise: u32) -> Entry {
        let Some(place) = self.data.notice_at(notice) else { return Entry::None };
        let line = self.origins.line(place, at, otherwise);
        let words = format!("第{line}行");
        match self.origins.page(place) {
            Some(page) => Entry::Link { to: format!("{page}#L{line}"), text: words },
            None => text(words),
        }
    }

    /// The page of a notice.
    pub fn page(&self, notice: &str) -> Entry {
        let page = self.data.notice_at(notice).and_then(|at| self.origins.page(at));
        page.map_or(Entry::None, |to| Entry::Link { to, text: "打开".to_owned() })
    }

    pub fn line_of_task(&self, id: &str) -> Entry {
        self.data.task(id).map_or(Entry::None, |task| self.line(&task.notice_id, task.span_start, task.line))
    }

    /// The name of a list on one line.
    pub fn list(&self, id: &str) -> Entry {
        text(self.data.list_line(id))
    }

    pub fn number_of(&self, id: &str) -> Entry {
        self.data.task(id).map_or(Entry::None, super::entry::number)
    }

    pub fn words_of(&self, id: &str) -> Entry {
        self.data.task(id).map_or(Entry::None, |task| text(&task.text))
    }

    /// What a notice is called.
    pub fn notice(&self, id: &str) -> Entry {
        text(self.data.notice_at(id).map_or_else(|| id.to_owned(), |at| self.data.names[at].line()))
    }
}

pub(super) fn place(region: &str, of: Option<i32>, level: Option<Level>) -> Place {
    [text(region), year(of), level.map_or(Entry::None, |level| text(names::level(level.name())))]
}

/// All sheets but the first, in order.
pub(super) fn sheets<'a>(book: &'a Book<'a>) -> Vec<Sheet<'a>> {
    let sheets = read::sheets(book)
        .into_iter()
        .chain(panel::sheets(book))
        .chain(compared::counts(book))
        .chain([repeats::sheet(book)])
        .chain(compared::matches(book))
        .chain(read::letters(book))
        .chain(board::sheets(book.data));
    with_corrections(book.data, sheets)
}
