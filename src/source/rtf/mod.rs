//! RTF: rich text as Word and WPS write it, often in a file whose name ends in `.doc`.
//!
//! In:  groups, control words and characters.
//! Out: paragraphs with the numbers that are printed before them, and tables as rows, as of a [`doc`](super::doc). Headers,
//!      footers, notes and hidden words are dropped; deleted words are gone.
//! Source: the Rich Text Format Specification 1.9.1. Only what text and tables need is read.

mod names;
mod signs;

use std::collections::HashMap;
use std::path::Path;

use encoding_rs::{Encoding, GBK};

use super::blocks::{self, Block, CellShape, RowShape, Table};
use super::budget::Budget;
use super::{Document, Format, MAX_DROPPED, MAX_TEXT, Refusal, grid, guard, title_hint};
use names::{Goes, charset, code_page, destination};
use signs::{Sign, Signs};

pub(super) const FORMAT: Format = Format { name: "rtf", extensions: &["rtf"], fits, read };

/// What a file begins with.
const MARK: &[u8] = b"{\\rtf";
/// Deepest nesting of groups that is told apart.
const MAX_DEPTH: usize = 1000;
/// What a paragraph, a cell or a row takes up beside its words, in bytes.
const BLOCK: usize = 64;

fn fits(bytes: &[u8], _: &Path) -> bool {
    bytes.trim_ascii_start().starts_with(MARK)
}

fn read(bytes: &[u8], _: &Path) -> Result<Vec<Document>, Refusal> {
    guard::apart(|| document(bytes)).unwrap_or_else(|| Err(Refusal::damaged("RTF"))).map(|document| vec![document])
}

fn document(bytes: &[u8]) -> Result<Document, Refusal> {
    let mut reader = Reader::new();
    let mut signs = Signs::of(bytes);
    while let Some(sign) = signs.next() {
        if let Sign::Word(b"bin", n_bytes) = sign {
            signs.pass_over(n_bytes.and_then(|n_bytes| usize::try_from(n_bytes).ok()).unwrap_or(0));
            continue;
        }
        reader.sign(sign);
        if reader.work.is_spent() {
            break;
        }
    }
    reader.work.check()?;
    reader.end_paragraph();
    reader.close_table();
    let mut budget = Budget::new();
    if reader.groups.len() > 1 || reader.n_deep > 0 {
        budget.lose("RTF");
    }
    let lines = blocks::lines(std::mem::take(&mut reader.blocks), &mut budget);
    budget.check()?;
    let mut text = lines.join("\n");
    text.push('\n');
    let hints = title_hint(&reader.title).into_iter().chain(budget.hints()).collect();
    let dropped = [reader.aside].into_iter().filter(|aside| !aside.trim().is_empty()).collect();
    Ok(Document { text, dropped, hints, ..Document::default() })
}

/// What holds until a group ends.
#[derive(Debug, Clone, Copy)]
struct Group {
    goes: Goes,
    is_hidden: bool,
    is_deleted: bool,
    /// Whether it holds the number that is printed before a paragraph.
    is_number: bool,
    encoding: &'static Encoding,
    /// How many characters stand behind a `\u` for those who do not know it.
    n_instead: usize,
}

struct Reader {
    groups: Vec<Group>,
    /// Groups that are nested too deep to be told apart.
    n_deep: usize,
    /// Whether the group has only just begun, and whether it may be passed over.
    is_new: bool,
    may: bool,
    fonts: HashMap<i32, &'static Encoding>,
    font: i32,
    usual: &'static Encoding,
    /// Bytes of text that are not decoded yet, and a half of a pair of UTF-16.
    bytes: Vec<u8>,
    half: Option<u16>,
    /// How many characters that stand for the last one are still to be passed over.
    n_skipped: usize,
    text: String,
    aside: String,
    title: String,
    blocks: Vec<Block>,
    table: Option<Table>,
    /// Whether the paragraph stands in a table.
    in_table: bool,
    shape: RowShape,
    next: CellShape,
    work: Budget,
}

impl Reader {
    fn new() -> Self {
        let group = Group {
            goes: Goes::Text,
            is_hidden: false,
            is_deleted: false,
            is_number: false,
            encoding: GBK,
            n_instead: 1,
        };
        Self {
            groups: vec![group],
            n_deep: 0,
            is_new: false,
            may: false,
            fonts: HashMap::new(),
            font: 0,
            usual: GBK,
            bytes: Vec::new(),
            half: None,
            n_skipped: 0,
            text: String::new(),
            aside: String::new(),
            title: String::new(),
            blocks: Vec::new(),
            table: None,
            in_table: false,
            shape: RowShape::default(),
            next: CellShape::default(),
            work: Budget::of(8 * MAX_TEXT),
        }
    }

    fn group(&mut self) -> &mut Group {
        self.groups.last_mut().expect("the outermost group stays")
    }

    fn sign(&mut self, sign: Sign) {
        let begins = std::mem::take(&mut self.is_new);
        match sign {
            Sign::Byte(byte) => {
                if self.n_skipped > 0 {
                    self.n_skipped -= 1;
                } else {
                    self.bytes.push(byte);
                }
                return;
            }
            Sign::May => {
                self.may = begins;
                self.is_new = begins;
                return;
            }
            _ => self.decode(),
        }
        match sign {
            Sign::Open => {
                (self.is_new, self.may, self.n_skipped) = (true, false, 0);
                if self.groups.len() < MAX_DEPTH {
                    let group = *self.group();
                    self.groups.push(group);
                } else {
                    self.n_deep += 1;
                }
            }
            Sign::Close => {
                self.n_skipped = 0;
                if self.n_deep > 0 {
                    self.n_deep -= 1;
                } else if self.groups.len() > 1 {
                    self.groups.pop();
                }
            }
            Sign::Word(word, number) => {
                if begins && let Some(goes) = destination(word, self.may, self.group().goes) {
                    self.group().goes = goes;
                }
                self.group().is_number |= begins && matches!(word, b"listtext" | b"pntext");
                self.word(word, number);
            }
            Sign::Byte(_) | Sign::May => {}
        }
    }

    fn word(&mut self, word: &[u8], number: Option<i32>) {
        let is_on = number != Some(0);
        match word {
            b"u" => return self.unicode(number.unwrap_or(0)),
            b"uc" => self.group().n_instead = usize::try_from(number.unwrap_or(1)).unwrap_or(1).min(8),
            b"ansicpg" => {
                self.usual = code_page(number.unwrap_or(0)).unwrap_or(self.usual);
                self.group().encoding = self.usual;
            }
            b"f" if self.group().goes == Goes::Fonts => self.font = number.unwrap_or(0),
            b"fcharset" if self.group().goes == Goes::Fonts => {
                if let Some(encoding) = charset(number.unwrap_or(0)) {
                    self.fonts.insert(self.font, encoding);
                }
            }
            b"f" => {
                let encoding = self.fonts.get(&number.unwrap_or(0)).copied().unwrap_or(self.usual);
                self.group().encoding = encoding;
            }
            b"v" => self.group().is_hidden = is_on,
            b"deleted" => self.group().is_deleted = is_on,
            b"plain" => {
                let usual = self.usual;
                let group = self.group();
                (group.is_hidden, group.is_deleted, group.encoding) = (false, false, usual);
            }
            _ => {}
        }
        if self.group().goes != Goes::Text {
            if matches!(word, b"par" | b"tab" | b"cell" | b"row") {
                self.push(" ");
            }
            return;
        }
        match word {
            b"par" | b"sect" => self.end_paragraph(),
            b"pard" => self.in_table = false,
            b"intbl" => self.in_table = is_on,
            b"cell" => self.end_cell(),
            b"row" => self.end_row(),
            b"trowd" => (self.shape, self.next) = (RowShape::default(), CellShape::default()),
            b"trleft" if self.shape.cells.is_empty() => self.shape.edges = vec![edge(number)],
            b"clmrg" => self.next.goes_left = true,
            b"clvmgf" => self.next.merge = Some(false),
            b"clvmrg" => self.next.merge = Some(true),
            b"cellx" => self.cell_edge(edge(number)),
            b"line" => self.push("\n"),
            b"tab" | b"nestcell" | b"nestrow" | b"emspace" | b"enspace" | b"qmspace" => self.push(" "),
            b"emdash" => self.push("—"),
            b"endash" => self.push("–"),
            b"lquote" => self.push("‘"),
            b"rquote" => self.push("’"),
            b"ldblquote" => self.push("“"),
            b"rdblquote" => self.push("”"),
            b"bullet" => self.push("•"),
            _ => {}
        }
    }

    /// A character by its number, and what stands behind it for those who do not know it.
    fn unicode(&mut self, number: i32) {
        self.n_skipped = self.group().n_instead;
        let Ok(unit) = u16::try_from(number.rem_euclid(0x1_0000)) else { return };
        let units = [self.half.take(), Some(unit)];
        if (0xd800..0xdc00).contains(&unit) {
            self.half = Some(unit);
            return;
        }
        let c = char::decode_utf16(units.into_iter().flatten()).filter_map(Result::ok).last();
        if let Some(c) = c {
            self.push(c.encode_utf8(&mut [0; 4]));
        }
    }

    /// Decodes the bytes read so far.
    fn decode(&mut self) {
        if self.bytes.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.bytes);
        if !matches!(self.group().goes, Goes::Nowhere | Goes::Fonts) {
            let text = self.group().encoding.decode_without_bom_handling(&bytes).0.into_owned();
            self.push(&text);
        }
    }

    fn push(&mut self, words: &str) {
        let Group { goes, is_hidden, is_deleted, is_number, .. } = *self.group();
        // tabs set a number apart from the words; a blank is enough behind a point
        let number = words.trim();
        let words = match is_number {
            true if number.ends_with('.') => &format!("{number} "),
            true => number,
            false => words,
        };
        let goes = if is_hidden && goes == Goes::Text { Goes::Aside } else { goes };
        let kept = match goes {
            _ if is_deleted => return,
            Goes::Text if self.work.take(words.len()) => &mut self.text,
            Goes::Aside if self.aside.len() < MAX_DROPPED => &mut self.aside,
            Goes::Title if self.title.len() < MAX_DROPPED => &mut self.title,
            _ => return,
        };
        kept.push_str(words);
    }

    fn end_paragraph(&mut self) {
        self.decode();
        let text = std::mem::take(&mut self.text);
        let blocks = if self.in_table {
            &mut self.table.get_or_insert_default().cell
        } else {
            self.close_table();
            &mut self.blocks
        };
        for line in text.lines().map(str::trim_end).filter(|line| !line.trim().is_empty()) {
            if self.work.take(BLOCK + line.len()) {
                blocks.push(Block::Line(line.to_owned()));
            }
        }
    }

    fn end_cell(&mut self) {
        self.in_table = true;
        self.end_paragraph();
        if self.work.take(BLOCK) {
            let table = self.table.get_or_insert_default();
            let cell = std::mem::take(&mut table.cell);
            table.cells.push(cell);
        }
    }

    fn end_row(&mut self) {
        let n_bytes =
            BLOCK + self.shape.cells.len() * size_of::<CellShape>() + self.shape.edges.len() * size_of::<i16>();
        if self.work.take(n_bytes) {
            self.table.get_or_insert_default().end_row(self.shape.clone());
        }
    }

    fn close_table(&mut self) {
        if let Some(table) = self.table.take() {
            self.blocks.push(table.close());
        }
    }

    /// The right edge of the next cell of a row.
    fn cell_edge(&mut self, edge: i16) {
        if self.shape.cells.len() < grid::MAX_COLUMNS {
            if self.shape.edges.is_empty() {
                self.shape.edges.push(0);
            }
            self.shape.edges.push(edge);
            self.shape.cells.push(std::mem::take(&mut self.next));
        }
    }
}

/// A place across the page, in twentieths of a point.
fn edge(number: Option<i32>) -> i16 {
    let number = number.unwrap_or(0);
    i16::try_from(number).unwrap_or(if number < 0 { i16::MIN } else { i16::MAX })
}

#[cfg(test)]
mod tests;
