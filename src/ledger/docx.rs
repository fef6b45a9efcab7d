//! DOCX: a writer of the few parts that a printed letter needs.
//!
//! In:  paragraphs and tables.
//! Out: the bytes of a document, A4 across with page numbers; heads of tables repeat on every page.
//!
//! Written by hand with `zip`, which the reader of such files needs anyway: `docx-rs` brings pictures, XML and dates of
//! its own for parts that never change here. No clock: the same letter has the same bytes.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use quick_xml::escape::escape;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// How a paragraph looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    Title,
    Plain,
    /// A line for signatures, with room above.
    Sign,
}

impl Look {
    fn style(self) -> &'static str {
        match self {
            Self::Title => "Title",
            Self::Plain => "Normal",
            Self::Sign => "Sign",
        }
    }
}

/// A column of a table: its head, its width in twentieths of a point, whether its cells are centred.
#[derive(Debug, Clone)]
pub(super) struct Column {
    pub head: String,
    pub width: u32,
    pub is_centred: bool,
}

/// Width between the margins of A4 across, in twentieths of a point.
pub(super) const WIDTH: u32 = 16_838 - 2 * MARGIN;
const MARGIN: u32 = 1_000;

/// A document in the making.
#[derive(Debug, Default)]
pub(super) struct Docx {
    body: String,
}

impl Docx {
    pub fn paragraph(&mut self, text: &str, look: Look) {
        let style = look.style();
        self.add(&format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{}</w:p>", run(text)));
    }

    pub fn page_break(&mut self) {
        self.add("<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>");
    }

    /// A table; a cell with how many rows it spans, 0 where one above spans it.
    pub fn table(&mut self, columns: &[Column], rows: &[Vec<(String, u32)>]) {
        let grid: String = columns.iter().map(|column| format!("<w:gridCol w:w=\"{}\"/>", column.width)).collect();
        self.add(&format!(
            "<w:tbl><w:tblPr><w:tblStyle w:val=\"Grid\"/><w:tblW w:w=\"{}\" w:type=\"dxa\"/>\
             <w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>",
            columns.iter().map(|column| column.width).sum::<u32>()
        ));
        let heads: String = columns.iter().map(|column| cell(&column.head, column.width, 1, "TableHead")).collect();
        self.add(&format!("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{heads}</w:tr>"));
        for row in rows {
            let cells = row.iter().zip(columns).map(|((text, span), column)| {
                let style = if column.is_centred { "TableCentre" } else { "TableText" };
                cell(text, column.width, *span, style)
            });
            self.add(&format!("<w:tr><w:trPr><w:cantSplit/></w:trPr>{}</w:tr>", cells.collect::<String>()));
        }
        // a document ends with a paragraph, and two tables without one between would become one
        self.add("</w:tbl><w:p><w:pPr><w:spacing w:after=\"0\" w:line=\"120\" w:lineRule=\"exact\"/></w:pPr></w:p>");
    }

    fn add(&mut self, xml: &str) {
        self.body.push_str(xml);
    }

    /// The document's bytes.
    pub fn finish(self, title: &str) -> Vec<u8> {
        let document = format!(
            "{HEAD}<w:document xmlns:w=\"{WORD}\" xmlns:r=\"{RELATIONS}\"><w:body>{}<w:sectPr>\
             <w:footerReference w:type=\"default\" r:id=\"rId2\"/><w:pgSz w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\"/>\
             <w:pgMar w:top=\"1000\" w:right=\"{MARGIN}\" w:bottom=\"900\" w:left=\"{MARGIN}\" w:header=\"500\" w:footer=\"400\" \
             w:gutter=\"0\"/></w:sectPr></w:body></w:document>",
            self.body
        );
        let core = format!(
            "{HEAD}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
             xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{}</dc:title></cp:coreProperties>",
            safe(title)
        );
        let footer = format!(
            "{HEAD}<w:ftr xmlns:w=\"{WORD}\"><w:p><w:pPr><w:jc w:val=\"center\"/></w:pPr><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>\
             <w:r><w:instrText xml:space=\"preserve\"> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>\
             <w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p></w:ftr>"
        );
        let parts: [(&str, &str); 7] = [
            ("[Content_Types].xml", TYPES),
            ("_rels/.rels", PACKAGE),
            ("docProps/core.xml", &core),
            ("word/document.xml", &document),
            ("word/styles.xml", &styles()),
            ("word/footer1.xml", &footer),
            ("word/_rels/document.xml.rels", PARTS),
        ];
        zipped(&parts).unwrap_or_default()
    }
}

/// Packs parts; their times are those of the format's first day.
fn zipped(parts: &[(&str, &str)]) -> zip::result::ZipResult<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(zip::DateTime::default());
    for (name, text) in parts {
        archive.start_file(*name, options)?;
        archive.write_all(text.as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}

/// A text without what XML forbids.
fn safe(text: &str) -> String {
    let allowed: String = text.chars().filter(|c| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}')).collect();
    escape(allowed.as_str()).into_owned()
}

fn run(text: &str) -> String {
    let mut out = String::from("<w:r>");
    for (at, line) in text.lines().enumerate() {
        let line_break = if at > 0 { "<w:br/>" } else { "" };
        // Writing into a string does not fail.
        let _ = write!(out, "{line_break}<w:t xml:space=\"preserve\">{}</w:t>", safe(line));
    }
    out.push_str("</w:r>");
    out
}

fn cell(text: &str, width: u32, span: u32, style: &str) -> String {
    let merge = match span {
        0 => "<w:vMerge/>",
        1 => "",
        _ => "<w:vMerge w:val=\"restart\"/>",
    };
    format!(
        "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{merge}<w:vAlign w:val=\"center\"/></w:tcPr>\
         <w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{}</w:p></w:tc>",
        run(text)
    )
}

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

const TYPES: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
<Default Extension=\"xml\" ContentType=\"application/xml\"/>\
<Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>\
<Override PartName=\"/word/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml\"/>\
<Override PartName=\"/word/footer1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml\"/>\
<Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>\
</Types>";

const PACKAGE: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/>\
<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/>\
</Relationships>";

const PARTS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/>\
<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer\" Target=\"footer1.xml\"/>\
</Relationships>";

/// The styles: 黑体 for titles, 仿宋 for text, as official papers are set (GB/T 9704).
fn styles() -> String {
    let style = |id: &str, name: &str, paragraph: &str, font: &str, size: u32| {
        let bold = if id == "TableHead" { "<w:b/>" } else { "" };
        format!(
            "<w:style w:type=\"paragraph\" w:styleId=\"{id}\"{}><w:name w:val=\"{name}\"/><w:pPr>{paragraph}</w:pPr><w:rPr>\
             <w:rFonts w:ascii=\"Times New Roman\" w:hAnsi=\"Times New Roman\" w:eastAsia=\"{font}\"/>{bold}<w:sz w:val=\"{size}\"/>\
             <w:szCs w:val=\"{size}\"/></w:rPr></w:style>",
            if id == "Normal" { " w:default=\"1\"" } else { "" }
        )
    };
    let tight = "<w:spacing w:before=\"20\" w:after=\"20\" w:line=\"250\" w:lineRule=\"exact\"/>";
    let centred = format!("{tight}<w:jc w:val=\"center\"/>");
    let border = |side: &str| format!("<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/>");
    let borders: String = ["top", "left", "bottom", "right", "insideH", "insideV"].map(border).concat();
    [
        format!("{HEAD}<w:styles xmlns:w=\"{WORD}\">"),
        style("Normal", "Normal", "<w:spacing w:after=\"80\" w:line=\"340\" w:lineRule=\"atLeast\"/>", "仿宋", 24),
        style("Title", "Title", "<w:spacing w:before=\"120\" w:after=\"160\"/><w:jc w:val=\"center\"/>", "黑体", 36),
        style("Sign", "Sign", "<w:keepLines/><w:spacing w:before=\"320\" w:after=\"0\"/>", "仿宋", 24),
        style("TableHead", "TableHead", &centred, "黑体", 20),
        style("TableText", "TableText", tight, "仿宋", 19),
        style("TableCentre", "TableCentre", &centred, "仿宋", 19),
        format!(
            "<w:style w:type=\"table\" w:styleId=\"Grid\"><w:name w:val=\"Table Grid\"/><w:tblPr><w:tblBorders>{borders}</w:tblBorders>\
             <w:tblCellMar><w:left w:w=\"70\" w:type=\"dxa\"/><w:right w:w=\"70\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style>\
             </w:styles>"
        ),
    ]
    .concat()
}
