//! Formats of the workbooks' cells.

use rust_xlsxwriter::{
    Color, ConditionalFormatCell, ConditionalFormatCellRule, DocProperties, ExcelDateTime, Format, FormatAlign,
    FormatBorder, Workbook, Worksheet, XlsxError,
};

use super::words::Status;

/// Excel's limit for one cell is 32,767 characters.
const LONGEST: usize = 32_000;

/// What cells look like.
pub(super) struct Style {
    pub title: Format,
    pub note: Format,
    pub head: Format,
    /// Over the columns of a quarter; two shades, so that neighbours are told apart.
    pub quarters: [Format; 2],
    pub text: Format,
    pub centre: Format,
    /// To be filled in.
    pub open: Format,
    pub open_centre: Format,
    pub link: Format,
    pub small: Format,
    pub remark: Format,
    pub plain: Format,
    pub bold: Format,
}

impl Style {
    pub fn new() -> Self {
        let font = || Format::new().set_font_name("宋体").set_font_size(11).set_align(FormatAlign::VerticalCenter);
        let line = Color::RGB(0x008A_96A3);
        let boxed = |format: Format| format.set_border(FormatBorder::Thin).set_border_color(line);
        let head = |shade: u32| {
            boxed(font())
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Center)
                .set_background_color(Color::RGB(shade))
        };
        let open = || boxed(font()).set_text_wrap().set_background_color(Color::RGB(0x00FF_FDF3)).set_unlocked();
        Self {
            title: Format::new()
                .set_font_name("黑体")
                .set_font_size(16)
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::VerticalCenter),
            note: font().set_text_wrap().set_font_color(Color::RGB(0x0044_5566)),
            head: head(0x00DC_E6F1),
            quarters: [head(0x00E2_EFDA), head(0x00FC_E4D6)],
            text: boxed(font()).set_text_wrap(),
            centre: boxed(font()).set_text_wrap().set_align(FormatAlign::Center),
            open: open(),
            open_centre: open().set_align(FormatAlign::Center),
            link: boxed(font())
                .set_text_wrap()
                .set_font_color(Color::RGB(0x0005_63C1))
                .set_underline(rust_xlsxwriter::FormatUnderline::Single),
            small: font().set_font_size(9).set_font_color(Color::RGB(0x0066_7788)).set_text_wrap(),
            remark: font().set_font_size(9),
            plain: font(),
            bold: font().set_bold(),
        }
    }
}

/// A workbook with a fixed date: same input, same bytes.
///
/// # Errors
/// As the writer's.
pub(super) fn workbook(title: &str) -> Result<Workbook, XlsxError> {
    let mut book = Workbook::new();
    let day = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_title(clip(title, 200)).set_creation_datetime(&day));
    Ok(book)
}

/// A text as long as a cell may be.
pub(super) fn cell(text: &str) -> String {
    clip(text, LONGEST)
}

pub(super) fn clip(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

/// Colours of statuses: green, yellow, red.
///
/// # Errors
/// As the writer's.
pub(super) fn colour(page: &mut Worksheet, first: u32, last: u32, column: u16) -> Result<(), XlsxError> {
    for status in Status::EVERY {
        let (back, front) = match status {
            Status::Done => (0x00C6_EFCE, 0x0000_6100),
            Status::OnTrack => (0x00E9_F7E4, 0x0037_6B2B),
            Status::NotBegun => (0x00FF_EB9C, 0x007F_6000),
            Status::Behind => (0x00FF_C7CE, 0x009C_0006),
        };
        let format = Format::new().set_background_color(Color::RGB(back)).set_font_color(Color::RGB(front));
        let rule = ConditionalFormatCell::new()
            .set_rule(ConditionalFormatCellRule::EqualTo(status.title()))
            .set_format(format);
        page.add_conditional_format(first, column, last, column, &rule)?;
    }
    Ok(())
}

/// A4 across, the same margins on every sheet, page numbers in the foot.
pub(super) fn paper(page: &mut Worksheet) {
    page.set_landscape().set_paper_size(9).set_margins(0.4, 0.4, 0.5, 0.5, 0.2, 0.2);
    page.set_footer("&C第 &P 页，共 &N 页");
}
