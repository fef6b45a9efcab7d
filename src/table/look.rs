//! Look of a workbook: formats, heights of rows, and what fits on paper.
//!
//! In:  texts and the widths of their columns.
//! Out: formats and heights; how many columns can be printed so that they can be read.
//! Not here: what stands in a sheet.
//!
//! Excel grows a row to its text when it opens a workbook; `LibreOffice` and WPS take the height that is stored. So each row gets one,
//! counted from the width of its letters.

use std::borrow::Cow;

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Worksheet, XlsxError};

/// Excel's limit for one cell is 32,767 characters.
pub(crate) const LONGEST: usize = 32_000;
/// Points of the letters.
const SIZE: f64 = 10.0;
/// Letters are printed no smaller than this many points.
const LEAST_PRINTED: f64 = 8.0;
/// Per cent that a sheet is printed at, at least.
pub(crate) const LEAST_SCALE: u16 = (100.0 * LEAST_PRINTED / SIZE) as u16;
/// Points between the margins of A4 laid across: 297 mm without twice [`SIDE`] inches.
const ACROSS: f64 = 842.0 - 2.0 * SIDE * 72.0;
/// Inches.
const SIDE: f64 = 0.4;
/// From this width on, in characters, texts wrap.
const WRAPS: f64 = 9.0;

pub(crate) struct Look {
    pub head: Format,
    pub plain: Format,
    /// A number without marks between its digits.
    pub plain_number: Format,
    pub wrapped: Format,
    pub whole: Format,
    pub number: Format,
    pub share: Format,
    pub score: Format,
    /// With all digits that there are.
    pub exact: Format,
    pub date: Format,
    pub link: Format,
    pub title: Format,
    pub words: Format,
}

impl Look {
    pub fn new() -> Self {
        let rule = Color::RGB(0x00DF_E5EA);
        let font = || Format::new().set_font_name("Microsoft YaHei").set_font_size(SIZE).set_align(FormatAlign::Top);
        let number = |shown: &str| {
            let cell = font().set_border_bottom(FormatBorder::Thin).set_border_bottom_color(rule);
            cell.set_num_format(shown).set_align(FormatAlign::Right).set_indent(1)
        };
        let cell = || font().set_border_bottom(FormatBorder::Thin).set_border_bottom_color(rule);
        Self {
            head: font()
                .set_bold()
                .set_background_color(Color::RGB(0x0014_548C))
                .set_font_color(Color::White)
                .set_align(FormatAlign::VerticalCenter)
                .set_text_wrap(),
            plain: cell(),
            plain_number: cell().set_num_format("0").set_align(FormatAlign::Left),
            wrapped: cell().set_text_wrap(),
            whole: number("#,##0"),
            number: number("#,##0.0###"),
            share: number("0.0%"),
            score: number("0.00"),
            exact: number("General"),
            date: cell().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Left),
            link: cell()
                .set_font_color(Color::RGB(0x0014_548C))
                .set_underline(rust_xlsxwriter::FormatUnderline::Single),
            title: font().set_bold().set_font_size(16).set_align(FormatAlign::VerticalCenter),
            words: font().set_text_wrap(),
        }
    }

    /// Every format, in the order of the fields.
    pub fn all(&self) -> [&Format; 13] {
        let Self { head, plain, plain_number, wrapped, whole, number, share, score, exact, date, link, title, words } =
            self;
        [head, plain, plain_number, wrapped, whole, number, share, score, exact, date, link, title, words]
    }
}

pub(crate) fn clip(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

/// Whether texts of a column wrap.
pub(crate) fn is_wrapped(width: f64) -> bool {
    width >= WRAPS
}

/// The height of a row in points, for its texts and the widths of their columns in characters.
pub(crate) fn height<'a>(texts: impl Iterator<Item = (&'a str, f64)>) -> f64 {
    /// Excel's limit.
    const MOST: f64 = 409.0;
    let lines = texts.map(|(text, width)| lines(text, width)).max().unwrap_or(1).max(1);
    ((lines - 1) as f64 * LINE + ROW).min(MOST)
}

/// Points of a line, and of a row of one line.
const LINE: f64 = 15.0;
const ROW: f64 = LINE + 3.0;

/// Gives a row its height; one of one line has that of the sheet ([`page_setup`]), for a height that is set takes room.
pub(crate) fn set_height(page: &mut Worksheet, row: u32, height: f64) -> Result<(), XlsxError> {
    if height > ROW {
        page.set_row_height(row, height)?;
    }
    Ok(())
}

/// How many lines a text takes up in a column of so many characters, with a little room: programs break lines differently.
fn lines(text: &str, width: f64) -> usize {
    let room = (width - 1.0).max(2.0);
    let of = |line: &str| {
        let wide: f64 = line.chars().map(|c| if c.is_ascii() { 1.0 } else { 1.95 }).sum();
        ((wide / room).ceil() as usize).max(1)
    };
    text.lines().map(of).sum()
}

/// Points that a column takes up on paper at its full size.
fn points(width: f64) -> f64 {
    (width * 7.0 + 5.0).trunc() * 0.75
}

/// How many of the first columns fit on A4 laid across, in letters that can be read.
pub(crate) fn printed(columns: &[(Cow<'static, str>, f64)]) -> u16 {
    let mut used = 0.0;
    let fits = columns.iter().take_while(|(_, width)| {
        used += points(*width);
        used * f64::from(LEAST_SCALE) / 100.0 <= ACROSS
    });
    (fits.count() as u16).max(1)
}

/// Rows of a sheet within its printed area: ten thousand tasks are more than a thousand sheets of paper, which nobody means to
/// print and which LibreOffice lays out for minutes. The footer says so.
pub(crate) const MOST_PRINTED: u32 = 1_000;

/// A4 across, with the head again on each page, and page numbers. `area` is the last row and how many columns are printed.
pub(crate) fn page_setup(page: &mut Worksheet, title: &str, area: Option<(u32, u16)>) -> Result<(), XlsxError> {
    page.set_default_row_height(ROW);
    page.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    page.set_margins(SIDE, SIDE, 0.5, 0.6, 0.3, 0.3);
    // an ampersand begins an order
    // and a digit after a size belongs to the size
    let rows = area.map_or(0, |(last, _)| last);
    let cut =
        if rows > MOST_PRINTED { format!("（共 {rows} 行，印前 {MOST_PRINTED} 行）") } else { String::new() };
    page.set_footer(format!("&L&8 {}&C&8 第 &P 页，共 &N 页&R&8 &A{cut}", clip(title, 60).replace('&', "&&")));
    if let Some((last, columns)) = area {
        page.set_repeat_rows(0, 0)?;
        page.set_print_area(0, 0, last.min(MOST_PRINTED), columns - 1)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_as_high_as_their_texts() {
        let high = |text: &str, width: f64| ((height([(text, width)].into_iter()) - 3.0) / 15.0) as usize;
        let forty = "推".repeat(40);
        for (text, width, want) in
            [("", 10.0, 1), ("推进", 10.0, 1), (&forty, 41.0, 2), (&forty, 21.0, 4), ("a\nb", 9.0, 2)]
        {
            assert_eq!(high(text, width), want, "{text} {width}");
        }
        assert!(height([("推".repeat(9000).as_str(), 20.0)].into_iter()) <= 409.0);
    }

    #[test]
    fn what_is_printed_can_be_read() {
        let columns: Vec<_> = (0..40).map(|_| (Cow::Borrowed("数"), 20.0)).collect();
        let wide: f64 = columns[..usize::from(printed(&columns))].iter().map(|(_, width)| points(*width)).sum();
        assert!(SIZE * ACROSS / wide >= LEAST_PRINTED && wide > ACROSS);
    }
}
