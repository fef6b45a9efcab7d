//! Sources: bytes to plain text.
//!
//! In:  a file of any kind that notices come in.
//! Out: one [`Document`] a notice, with its plain text and what was dropped on the way.
//! Not here: what the text means; that is [`crate::notice`].

mod archive;
mod blocks;
mod budget;
mod cells;
mod csv;
mod doc;
mod docx;
mod encoding;
mod escapes;
mod grid;
mod guard;
mod html;
mod libreoffice;
mod lines;
mod mhtml;
mod numbering;
mod numbers;
mod ods;
mod odt;
mod ofd;
mod pdf;
mod picture;
mod refused;
mod rtf;
mod scan;
mod sets;
pub mod traced;
mod txt;
mod walk;
mod web;
mod word;
mod xls;
mod xlsx;
mod xml;

use std::borrow::Cow;
use std::fmt::Write;
use std::fs::File;
use std::io::Read;
use std::ops::Range;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

use crate::error::Error;
use crate::meter::Meter;
use budget::{Budget, LINE};
pub use cells::{Cells, cells};
pub(crate) use grid::place;
pub(crate) use guard::guarded;
pub use guard::keep_panics_quiet;
pub use scan::{DOUBTFUL, Engine, NAME as SCAN};
pub use sets::{Set, join, join_pages, names_annexes, sets};
pub use walk::{Input, Walked, walk};
pub(crate) use xlsx::Sheet;

/// Largest file that is read, in bytes.
const MAX_FILE: u64 = 64 << 20;
/// Longest plain text of one file, in bytes.
const MAX_TEXT: usize = 32 << 20;
/// Longest line of a text, in bytes: a paragraph or a table's row.
const MAX_LINE: usize = 2 << 20;
/// How much of what was dropped is kept for people to look at, in bytes.
const MAX_DROPPED: usize = 64 << 10;

/// One notice's plain text, as the file holds it.
#[derive(Debug, Clone, Default)]
pub struct Document {
    /// The file.
    pub path: PathBuf,
    /// Which part of a file that holds several (`第2行`, a sheet's name).
    pub part: Option<String>,
    /// Name of the format, as in the registry: `txt`, `html` …
    pub format: &'static str,
    /// Plain text: UTF-8, `\n` line ends, no byte-order mark. Spans count its bytes. A table row is one line with its
    /// cells split by ` | ` and a ` |` at its end; an empty cell is empty between its bars.
    pub text: String,
    /// SHA-256 of the file's bytes, in hex.
    pub sha256: String,
    /// What a page holds besides the notice (menus, footers), for `--show-source`.
    pub dropped: Vec<String>,
    /// What columns beside the text said of it, for files with one notice a row (`地区`, `年份`), or an HTML page's title.
    ///
    /// Keys of the program's own are `title`, `encoding`, `meta:<name>`, `address` (the page of the web that it was saved from), `mended:lines` (how many line ends inside
    /// sentences were taken out) and `mended:escapes` (how many line ends and blanks were printed as `\r\n`, `&nbsp;` or
    /// `?`) and `cut:cells` and `cut:at` (how many cells of tables were left out because they lie too far out or only repeat,
    /// and where the first of them would have stood) and `cut:parts` (which parts of the file are damaged); all
    /// others are a table's own headings.
    pub hints: Vec<(String, String)>,
    /// The files that it was put together from, where it is a notice with files of its own for its annexes.
    pub pieces: Vec<Piece>,
    /// Bytes of figures that were recognised on a scan without certainty.
    pub doubts: Vec<Range<usize>>,
}

/// A file whose text is a part of a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Piece {
    /// First byte of its text in the document's.
    pub start: usize,
    pub path: PathBuf,
    /// As [`Document::format`].
    pub format: &'static str,
}

impl Document {
    /// The file in which a byte of the text stands, and where that file's text begins.
    pub fn file_at(&self, at: usize) -> (&Path, usize) {
        let piece = self.pieces.iter().rev().find(|piece| piece.start <= at);
        piece.map_or((self.path.as_path(), 0), |piece| (piece.path.as_path(), piece.start))
    }
}

/// A kind of file that can be read.
struct Format {
    name: &'static str,
    /// Usual extensions.
    extensions: &'static [&'static str],
    /// Whether the bytes are of this kind. The path only decides where the bytes leave it open.
    fits: fn(&[u8], &Path) -> bool,
    /// The notices in it. Path, format and checksum are filled in by [`Opened::documents`].
    read: fn(&[u8], &Path) -> Result<Vec<Document>, Refusal>,
}

/// Every format, most telling first: the first that fits reads the file.
static FORMATS: &[Format] = &[
    pdf::FORMAT,
    doc::FORMAT,
    rtf::FORMAT,
    odt::FORMAT,
    xlsx::FORMAT,
    ods::FORMAT,
    ofd::FORMAT,
    docx::FORMAT,
    scan::FORMAT,
    mhtml::FORMAT,
    html::FORMAT,
    csv::FORMAT,
    txt::FORMAT,
];

/// The names of all formats with their usual extensions, as the registry has them, archives last.
pub fn formats() -> Vec<(&'static str, &'static [&'static str])> {
    let archives = (archive::NAME, archive::ARCHIVES);
    FORMATS.iter().map(|format| (format.name, format.extensions)).chain([archives]).collect()
}

/// The hint that tells the title which a file's own properties give; those without Chinese name a program or a template.
fn title_hint(title: &str) -> Option<(String, String)> {
    title.chars().any(|c| c > '\u{2e7f}').then(|| ("title".to_owned(), grid::flat(title)))
}

/// Why a file is not read, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Refusal {
    reason: String,
    help: String,
    /// Whether an engine may read it all the same.
    is_scan: bool,
}

impl Refusal {
    fn new(reason: impl Into<String>, help: impl Into<String>) -> Self {
        Self { reason: reason.into(), help: help.into(), is_scan: false }
    }

    /// For pages that are pictures: they are read where an engine recognises them.
    fn scan(reason: impl Into<String>) -> Self {
        Self { is_scan: true, ..Self::new(reason, scan::INSTALL) }
    }

    fn error(self, path: &Path) -> Error {
        Error::Refused { path: path.to_path_buf(), reason: self.reason, help: self.help }
    }

    /// For a file that starts like its kind but cannot be taken apart.
    fn damaged(kind: &str) -> Self {
        Self::new(
            format!("this {kind} file is damaged"),
            "open it in the program that made it, save it again as .docx or .txt and try again",
        )
    }

    fn no_text() -> Self {
        Self::new("no text in this file", "check that it was saved whole, or copy its text into a .txt file")
    }

    fn too_long() -> Self {
        Self::new(
            format!("more than {} MiB of text in this file", MAX_TEXT >> 20),
            "split it into one file a notice and try again",
        )
    }
}

/// What scans are recognised by, and who is told of their pages.
#[derive(Clone, Copy)]
pub struct By<'a> {
    pub engine: &'a Engine,
    pub meter: &'a dyn Meter,
}

/// A file's bytes, not yet taken apart.
#[derive(Debug)]
pub struct Opened<'a> {
    pub path: &'a Path,
    bytes: Cow<'a, [u8]>,
    /// SHA-256 of the bytes, in hex.
    pub sha256: String,
}

/// Opens one file.
///
/// # Errors
/// [`Error::Missing`], [`Error::Read`], and [`Error::Refused`] for a file that is too large or a pipe that may wait for ever.
pub fn open(path: &Path) -> Result<Opened<'_>, Error> {
    if waits(path) {
        return Err(walk::no_file(path));
    }
    let bytes = load(path)?.map_err(|refusal| refusal.error(path))?;
    Ok(Opened { path, sha256: digest(&bytes), bytes: bytes.into() })
}

impl Input {
    /// Opens it.
    ///
    /// # Errors
    /// As [`open`].
    pub fn open(&self) -> Result<Opened<'_>, Error> {
        match &self.bytes {
            Some(bytes) => Ok(Opened { path: &self.path, sha256: digest(bytes), bytes: bytes.into() }),
            None => open(&self.path),
        }
    }
}

/// SHA-256, in hex.
fn digest(bytes: &[u8]) -> String {
    let mut sha256 = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        write!(sha256, "{byte:02x}").expect("a string takes everything");
    }
    sha256
}

impl Opened<'_> {
    /// The sheets of a workbook; nothing where the file is none.
    ///
    /// # Errors
    /// [`Error::Refused`] for a workbook that cannot be read, with what to do.
    pub(crate) fn sheets(&self) -> Result<Option<Vec<Sheet>>, Error> {
        let read = match () {
            () if (xlsx::FORMAT.fits)(&self.bytes, self.path) => xlsx::book(&self.bytes),
            () if (ods::FORMAT.fits)(&self.bytes, self.path) => ods::book(&self.bytes),
            () => return Ok(None),
        };
        read.map(Some).map_err(|refusal| refusal.error(self.path))
    }

    /// The notices in the file.
    ///
    /// One document, or one a row where a table holds a whole notice in each row. The kind is known by the file's bytes;
    /// its name only decides between kinds of plain text.
    ///
    /// # Errors
    /// [`Error::Refused`] for a file that holds no readable text, with what to do.
    pub fn documents(&self) -> Result<Vec<Document>, Error> {
        self.documents_by(&By { engine: &Engine::none(), meter: &() })
    }

    /// As [`Opened::documents`], with the words of scans recognised.
    ///
    /// # Errors
    /// As [`Opened::documents`], and where no engine is there or it fails.
    pub fn documents_by(&self, by: &By) -> Result<Vec<Document>, Error> {
        let read = parse(&self.bytes, self.path).or_else(|refusal| {
            if !refusal.is_scan {
                return Err(refusal);
            }
            let document = scan::recognised(&self.bytes, &self.sha256, by)?.ok_or(refusal)?;
            Ok((scan::NAME, vec![finished(document)?]))
        });
        let (format, mut documents) = read.map_err(|refusal| refusal.error(self.path))?;
        for document in &mut documents {
            document.path = self.path.to_path_buf();
            document.format = format;
            document.sha256.clone_from(&self.sha256);
            bound(&mut document.dropped);
        }
        Ok(documents)
    }
}

/// Whether a path is a pipe or socket of the file system, which gives something only when somebody writes to it. What a
/// shell hands over (`<(command)`, `/dev/stdin`) is read.
fn waits(path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        let handed_over = ["/dev/fd", "/dev/stdin", "/proc/self/fd"].iter().any(|own| path.starts_with(own));
        let kind = std::fs::metadata(path).map(|about| about.file_type());
        !handed_over && kind.is_ok_and(|kind| kind.is_fifo() || kind.is_socket())
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        false
    }
}

/// The bytes of a file that is not too large.
fn load(path: &Path) -> Result<Result<Vec<u8>, Refusal>, Error> {
    let file = File::open(path).map_err(|source| match source.kind() {
        std::io::ErrorKind::NotFound => Error::Missing { path: path.to_path_buf() },
        _ => Error::Read { path: path.to_path_buf(), source },
    })?;
    let mut bytes = Vec::new();
    file.take(MAX_FILE + 1).read_to_end(&mut bytes).map_err(Error::read(path))?;
    if bytes.len() as u64 > MAX_FILE {
        return Ok(Err(too_large()));
    }
    Ok(Ok(bytes))
}

fn too_large() -> Refusal {
    Refusal::new(
        format!("larger than {} MiB", MAX_FILE >> 20),
        "remove its pictures or split it into one file a notice and try again",
    )
}

/// The format's name and the notices in it.
fn parse(bytes: &[u8], path: &Path) -> Result<(&'static str, Vec<Document>), Refusal> {
    if let Some(refusal) = refused::find(bytes) {
        return Err(refusal);
    }
    let format = FORMATS.iter().find(|format| (format.fits)(bytes, path)).ok_or_else(refused::unknown)?;
    let mut documents = (format.read)(bytes, path)?;
    documents.iter().try_for_each(is_bounded)?;
    documents.iter_mut().for_each(finish);
    if documents.iter().all(|document| document.text.trim().is_empty()) {
        return Err(Refusal::no_text());
    }
    if documents.iter().map(|document| document.text.len()).sum::<usize>() > MAX_TEXT {
        return Err(Refusal::too_long());
    }
    Ok((format.name, documents))
}

/// A recognised document, bounded and mended as all are.
fn finished(mut document: Document) -> Result<Document, Refusal> {
    is_bounded(&document)?;
    finish(&mut document);
    scan::unmark(&mut document);
    Ok(document)
}

/// Refuses a text whose lines are too many or too long to be a notice's, before any of them is looked at.
fn is_bounded(document: &Document) -> Result<(), Refusal> {
    let text = &document.text;
    let mut budget = Budget::new();
    // A carriage return may end a line too.
    let n_lines = text.bytes().filter(|byte| matches!(byte, b'\n' | b'\r' | 0xb | 0xc)).count();
    if !budget.take(text.len()) {
        return budget.check();
    }
    if !budget.take(n_lines.saturating_mul(LINE)) {
        return Err(Refusal::new(
            format!("{n_lines} lines in this file"),
            "take out its empty lines or split it into one file a notice and try again",
        ));
    }
    let longest = text.split(['\n', '\r']).map(str::len).max().unwrap_or(0);
    if longest > MAX_LINE {
        return Err(Refusal::new(
            format!("a line of more than {} MiB in this file", MAX_LINE >> 20),
            "break it where its paragraphs end and try again",
        ));
    }
    Ok(())
}

/// Mends what copying did to the text of a document: the same for every format.
fn finish(document: &mut Document) {
    const LINES: &str = "mended:lines";
    if let Some((text, n_mended)) = escapes::mend(&document.text) {
        document.text = text;
        document.hints.push(("mended:escapes".to_owned(), n_mended.to_string()));
    }
    if document.text.contains('\r') {
        document.text = document.text.replace("\r\n", "\n").replace('\r', "\n");
    }
    // Page breaks tell where page numbers stand, so lines are joined before they are cleaned away. Where the places of
    // lines on the page are known, they have been joined by them.
    if !document.hints.iter().any(|(key, _)| key == LINES)
        && let Some(joined) = lines::unwrap(&document.text)
    {
        document.text = joined.text;
        document.dropped.extend(joined.dropped);
        document.hints.push((LINES.to_owned(), joined.n_joined.to_string()));
    }
    document.text = clean(&document.text);
}

/// Whether a path ends in one of these extensions, in any case.
fn has_extension(path: &Path, extensions: &[&str]) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    extensions.iter().any(|wanted| extension.eq_ignore_ascii_case(wanted))
}

/// The text with plain line ends and without characters that print nothing.
fn clean(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                chars.next_if_eq(&'\n');
                clean.push('\n');
            }
            '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => clean.push('\n'),
            '\n' | '\t' => clean.push(c),
            // Zero-width characters, marks of direction and the byte-order mark.
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}' => {}
            c if c.is_control() => {}
            '\u{2e80}'..='\u{2fdf}' => clean.push(unified(c)),
            c => clean.push(c),
        }
    }
    clean
}

/// The character that a radical stands for: some programs print 工 by the radical of the same form.
fn unified(radical: char) -> char {
    #[rustfmt::skip]
    const PAIRS: [(char, char); 83] = [
        ('⺁', '厂'), ('⺄', '乙'), ('⺇', '几'), ('⺌', '小'), ('⺎', '兀'), ('⺒', '巳'), ('⺓', '幺'), ('⺔', '彑'),
        ('⺖', '忄'), ('⺙', '攵'), ('⺛', '旡'), ('⺝', '月'), ('⺟', '母'), ('⺠', '民'), ('⺡', '氵'), ('⺢', '氺'),
        ('⺣', '灬'), ('⺤', '爫'), ('⺧', '牛'), ('⺩', '王'), ('⺪', '疋'), ('⺫', '目'), ('⺬', '示'), ('⺭', '礻'),
        ('⺮', '竹'), ('⺰', '纟'), ('⺲', '罒'), ('⺶', '羊'), ('⺷', '羊'), ('⺹', '耂'), ('⺺', '肀'), ('⺼', '月'),
        ('⺾', '艹'), ('⻀', '艹'), ('⻂', '衤'), ('⻃', '覀'), ('⻄', '西'), ('⻅', '见'), ('⻆', '角'), ('⻇', '角'),
        ('⻈', '讠'), ('⻉', '贝'), ('⻊', '足'), ('⻋', '车'), ('⻌', '辶'), ('⻍', '辶'), ('⻎', '辶'), ('⻏', '阝'),
        ('⻐', '钅'), ('⻑', '長'), ('⻒', '镸'), ('⻓', '长'), ('⻔', '门'), ('⻖', '阝'), ('⻗', '雨'), ('⻘', '青'),
        ('⻙', '韦'), ('⻚', '页'), ('⻛', '风'), ('⻜', '飞'), ('⻝', '食'), ('⻟', '飠'), ('⻠', '饣'), ('⻡', '首'),
        ('⻢', '马'), ('⻣', '骨'), ('⻤', '鬼'), ('⻥', '鱼'), ('⻦', '鸟'), ('⻧', '卤'), ('⻨', '麦'), ('⻩', '黄'),
        ('⻪', '黾'), ('⻫', '斉'), ('⻬', '齐'), ('⻭', '歯'), ('⻮', '齿'), ('⻯', '竜'), ('⻰', '龙'), ('⻱', '龜'),
        ('⻲', '亀'), ('⻳', '龟'), ('⼾', '户'),
    ];
    let named = PAIRS.iter().find(|(from, _)| *from == radical).map(|(_, to)| *to);
    named.unwrap_or_else(|| radical.nfkc().next().unwrap_or(radical))
}

/// Cuts what was dropped down to what a person may want to look at.
fn bound(dropped: &mut Vec<String>) {
    let mut left = MAX_DROPPED;
    dropped.retain_mut(|text| {
        *text = clean(text);
        let keep = left > 0 && !text.trim().is_empty();
        if keep && text.len() > left {
            let end = (0..=left).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
            text.truncate(end);
        }
        left = left.saturating_sub(text.len());
        keep
    });
}

#[cfg(test)]
mod tests;
