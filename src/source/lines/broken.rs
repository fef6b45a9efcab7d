//! Broken sentences: pages with links in their words break the line before and behind each link, and copies of headings
//! break where the screen did. `二、“` / `十四五` / `”时期的目标` is one line.
//!
//! In:  text with one line a paragraph, or a piece of one.
//! Out: the paragraphs, and how many pieces were joined to what stands before them.
//! Rule: what a line's own ends say is always believed: nothing begins with `，`, nothing ends with `“`. Where a page shows
//! by such ends that it breaks lines at its links, prose that stops in mid-sentence goes on too. A heading is never joined
//! to the text below it, nor a text to the heading, item, date or label below it.

use std::collections::BTreeMap;

use super::shape::{HAN, begins_item, begins_number, ends_paragraph, has_label, names_units, near};
use crate::lexicon::code::PageKind;
use crate::source::word::words;

/// Lines that begin inside a sentence, from so many on, make a page that breaks lines at its links.
const FEWEST: usize = 2;
/// So many do too where prose stops in mid-sentence before a line that stands in the page again and again.
const FEWEST_STOPS: usize = 3;
/// Longest text of a link, in characters.
const LINK: usize = 20;
/// A line from which on a text is prose, in characters.
const PROSE: usize = 8;
/// Longest heading, in bytes.
const MAX_HEADING: usize = 400;

/// A line of the text.
struct Piece<'a> {
    line: &'a str,
    text: &'a str,
    after_blank: bool,
    indented: bool,
}

/// What the whole page says of its lines.
struct Page<'a> {
    /// How often each line stands in it.
    counts: BTreeMap<&'a str, usize>,
    /// How often the whole text does: some pages hold it twice.
    copies: usize,
    /// Lines are broken at links.
    breaks: bool,
    /// Empty lines part paragraphs: they do not stand between all lines.
    parts: bool,
}

/// How a line goes on with the next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Join {
    /// With the words of a link, behind which the sentence goes on.
    Link,
    Plain,
}

/// A paragraph while its pieces are joined.
#[derive(Default)]
struct Paragraph {
    text: String,
    /// The last piece is a link's words in the middle of a sentence.
    open: bool,
    /// An ASCII quotation mark is open.
    quoted: bool,
    /// A sentence has ended in it.
    has_end: bool,
    has_comma: bool,
    is_row: bool,
}

/// The paragraphs, and how many line ends were taken out; `None` where there is none to take out.
pub(super) fn unwrap(text: &str) -> Option<(String, usize)> {
    let pieces = pieces(text);
    let page = Page::new(&pieces);
    let mut out = String::with_capacity(text.len());
    let mut paragraph = Paragraph::default();
    let mut n_joined = 0;
    for (at, piece) in pieces.iter().enumerate() {
        if let Some(join) = paragraph.goes_on(piece, pieces.get(at + 1), &page) {
            paragraph.open = join == Join::Link;
            // The blank lines between the two go too.
            out.truncate(out.trim_end().len());
            let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
            if letter(out.chars().next_back()) && letter(piece.text.chars().next()) {
                out.push(' ');
            }
            out.push_str(piece.text);
            paragraph.push(piece.text);
            n_joined += 1;
        } else {
            if at > 0 {
                out.push('\n');
            }
            out.push_str(&"\n".repeat(usize::from(piece.after_blank)));
            out.push_str(piece.line);
            paragraph = Paragraph::default();
            paragraph.push(piece.text);
        }
    }
    if text.ends_with('\n') {
        out.push('\n');
    }
    (n_joined > 0).then_some((out, n_joined))
}

/// Marks at which a sentence ends.
const ENDS: [char; 4] = ['。', '！', '？', '!'];

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut after_blank = false;
    for line in text.lines() {
        let text = line.trim();
        if text.is_empty() {
            after_blank = true;
            continue;
        }
        let indented = line.starts_with('\u{3000}') || line.starts_with("  ") || line.starts_with('\t');
        pieces.push(Piece { line, text, after_blank, indented });
        after_blank = false;
    }
    pieces
}

impl<'a> Page<'a> {
    fn new(pieces: &[Piece<'a>]) -> Self {
        let mut counts = BTreeMap::new();
        for piece in pieces {
            *counts.entry(piece.text).or_insert(0) += 1;
        }
        let long = || counts.iter().filter(|(text, _)| text.chars().count() > 2 * LINK);
        let copies = if long().filter(|(_, count)| **count > 1).count() * 3 > long().count() { 2 } else { 1 };
        let n_inside = pieces.iter().filter(|piece| begins_inside(piece.text)).count();
        let n_blank = pieces.iter().filter(|piece| piece.after_blank).count();
        let mut page = Self { counts, copies, breaks: n_inside >= FEWEST, parts: n_blank * 2 < pieces.len() };
        let stops = |triple: &&[Piece]| {
            let [before, link, after] = triple else { return false };
            let is_cut = before.text.contains(ENDS) && !is_ended(before.text);
            is_cut && page.repeats(link.text) && !is_name(link.text) && !is_heading(link.text) && is_prose(after.text)
        };
        page.breaks |= pieces.windows(3).filter(stops).count() >= FEWEST_STOPS;
        page
    }

    /// Whether a short line stands in the text again and again.
    fn repeats(&self, text: &str) -> bool {
        is_link(text) && self.counts.get(text).is_some_and(|&count| count > self.copies)
    }
}

impl Paragraph {
    fn push(&mut self, text: &str) {
        self.has_end |= text.contains(ENDS);
        self.has_comma |= text.contains(['，', ',']);
        self.quoted ^= text.matches('"').count() % 2 == 1;
        self.is_row = text.ends_with('|');
        self.text.push_str(text);
    }

    /// Whether the next line is the same paragraph; `after` is the line behind it.
    fn goes_on(&self, next: &Piece, after: Option<&Piece>, page: &Page) -> Option<Join> {
        if self.is_row || next.text.ends_with('|') || self.text.is_empty() || begins_paragraph(next.text) {
            return None;
        }
        if begins_inside(next.text) {
            return Some(Join::Plain);
        }
        if next.after_blank && page.parts {
            return None;
        }
        if self.ends_inside(next.text) {
            return Some(Join::Plain);
        }
        if !page.breaks || next.indented || is_heading(next.text) {
            return None;
        }
        if self.meets_link(next.text, after, page) {
            return Some(Join::Link);
        }
        (self.stops() || self.is_lone_link(next.text, page)).then_some(Join::Plain)
    }

    /// Whether no sentence ends as this one does: with a comma, an opening mark, or in a quotation.
    fn ends_inside(&self, next: &str) -> bool {
        // An office below a comma is a cell of its own in a table copied one cell to a line.
        let is_cell = next.chars().count() <= LINK && !has_mark(next);
        match self.text.chars().next_back() {
            Some('“' | '‘' | '《' | '〈' | '（' | '(' | '〔') => true,
            Some('，' | ',' | '、') => (!is_cell || self.has_end) && !is_short_heading(&self.text),
            _ => self.quoted && self.text.ends_with('"') && !ends_paragraph(near(&self.text).trim_end_matches('"')),
        }
    }

    /// Whether this is prose that stops in mid-sentence.
    fn stops(&self) -> bool {
        (self.has_end || self.open) && !is_ended(&self.text)
    }

    /// Whether the words of a link follow in the middle of a sentence that is the paragraph's first.
    fn meets_link(&self, next: &str, after: Option<&Piece>, page: &Page) -> bool {
        let follows = after.is_some_and(|after| begins_inside(after.text));
        is_link(next)
            && (follows || page.repeats(next))
            && (self.has_comma || after.is_some_and(|after| has_mark(after.text)))
            && !is_ended(&self.text)
            && !is_heading(&self.text)
    }

    /// Whether this is nothing but a link's words, with which a sentence begins.
    fn is_lone_link(&self, next: &str, page: &Page) -> bool {
        is_prose(next) && page.repeats(&self.text) && !is_heading(&self.text) && !ends_paragraph(near(&self.text))
    }
}

/// Whether a text is a part of a sentence, or more.
fn is_prose(text: &str) -> bool {
    text.chars().count() >= PROSE && text.contains(['，', '。', ','])
}

fn has_mark(text: &str) -> bool {
    text.contains(['，', '。', '、', '；', ',', ';'])
}

/// Whether a text is the name of an office, which stands in a table's cells again and again.
fn is_name(text: &str) -> bool {
    text.ends_with([
        '局', '办', '委', '部', '厅', '院', '会', '道', '镇', '乡', '府', '司', '心', '处', '县', '区', '市',
    ])
}

/// Whether a paragraph ends as sentences and lists of units do.
fn is_ended(text: &str) -> bool {
    ends_paragraph(near(text)) || has_unit_label(near(text))
}

/// Whether a line can be the words of a link.
fn is_link(text: &str) -> bool {
    text.len() <= 4 * LINK
        && text.chars().count() <= LINK
        && !text.contains(['，', '。', '；', '：', '！', '？', ',', ';', ':', '|'])
}

/// Whether a line begins with a mark that nothing begins with.
fn begins_inside(text: &str) -> bool {
    let mut chars = text.chars();
    match chars.next() {
        Some(
            '，' | '、' | '。' | '；' | '”' | '’' | '》' | '〉' | '）' | '〕' | '％' | '‰' | ',' | ';' | ')' | '%',
        ) => true,
        Some('：') => chars.next().is_some(),
        _ => false,
    }
}

/// Whether a line begins what is no part of the sentence before.
fn begins_paragraph(text: &str) -> bool {
    let annex = text.strip_prefix('附').is_some_and(|rest| rest.starts_with(['：', ':']));
    let dash = text.starts_with(['—', '－', '-', '─', '#', '>']);
    annex || dash || words().opens(PageKind::Opening, text) || begins_item(text)
}

/// Whether a text is a heading: a number with words, or a few words that headings are made of.
fn is_heading(text: &str) -> bool {
    if text.len() > MAX_HEADING || text.contains(ENDS) {
        return false;
    }
    if let Some(rest) = ordinal(text) {
        return !rest.ends_with(['，', ',']);
    }
    if begins_number(text) {
        let name = text.trim_start_matches(|c: char| !c.is_alphabetic() || HAN.contains(&c));
        return name.chars().count() > 2;
    }
    !text.contains(['，', ',']) && text.chars().count() <= 40 && words().within(PageKind::Head, text)
}

/// Whether a text is a heading of ten characters at most without a number, whatever mark a copy left behind it.
fn is_short_heading(text: &str) -> bool {
    text.len() <= 30 && !begins_number(text) && is_heading(text)
}

/// What follows `第一，`.
fn ordinal(text: &str) -> Option<&str> {
    let rest = text.strip_prefix('第')?;
    let after = rest.trim_start_matches(|c: char| HAN.contains(&c));
    (after.len() < rest.len() && after.starts_with(['，', ',', '、'])).then_some(after)
}

/// Whether units are named at a text's end.
fn has_unit_label(text: &str) -> bool {
    let colons = || text.match_indices(['：', ':']).map(|(at, _)| &text[..at]);
    has_label(text) || words().within(PageKind::Duty, text) || colons().any(names_units)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, want: &[&str]) {
        let joined = unwrap(text).map_or_else(|| text.to_owned(), |(text, _)| text);
        assert_eq!(joined.lines().filter(|line| !line.is_empty()).collect::<Vec<_>>(), want);
    }

    #[test]
    fn links_do_not_end_lines() {
        check(
            "二、“\n十四五\n”时期的思路和任务\n“\n十四五\n”时期，全县迈入新征程，面积居\n全市第一\n。新建公园12座，在\n全面建设小康社会\n道路上迈出一步。\n三、2025年主要工作\n今后五年，是为\n全面建设小康社会\n奠定基础的五年。\n四、扩大开放\n全面建设小康社会\n，重点在农村。\n",
            &[
                "二、“十四五”时期的思路和任务",
                "“十四五”时期，全县迈入新征程，面积居全市第一。新建公园12座，在全面建设小康社会道路上迈出一步。",
                "三、2025年主要工作",
                "今后五年，是为全面建设小康社会奠定基础的五年。",
                "四、扩大开放",
                "全面建设小康社会，重点在农村。",
            ],
        );
    }

    #[test]
    fn headings_break_at_commas() {
        check(
            "一、回顾过去，我们坚定前行、\n砥砺奋进，取得决定性成就\n“十三五”时期是五年。\n",
            &["一、回顾过去，我们坚定前行、砥砺奋进，取得决定性成就", "“十三五”时期是五年。"],
        );
    }

    #[test]
    fn what_begins_a_paragraph_ends_the_one_before() {
        for text in [
            "建成公园，面积居\n，全市第一。\n，又一句。\n新增学位，\n1.改造老旧小区。\n",
            "全县公园\n，居全市第一。\n，又一句。\n奠定坚实基础。改造小区，修路\n各位代表：\n现在报告工作。\n",
            "全县公园\n，居全市第一。\n，又一句。\n改造小区。改造路\n二、今年工作\n主要预期目标\n今年增长5%。\n",
        ] {
            let (joined, _) = unwrap(text).unwrap();
            for line in ["1.改造老旧小区。", "各位代表：", "二、今年工作", "主要预期目标"] {
                assert!(!text.contains(line) || joined.lines().any(|own| own == line), "{joined}");
            }
        }
    }

    #[test]
    fn short_headings_of_a_text_that_stands_twice_stay() {
        let text = "全县公园\n，居全市第一。\n，又一句。\n壮大产业\n改造老旧厂房，培育链主企业，完善园区管网，办好工匠学院，建设公园。扩建道路十条，改造老旧小区二十个，修建学校三所。\n".repeat(2);
        assert!(unwrap(&text).unwrap().0.contains("\n壮大产业\n改造"));
    }

    #[test]
    fn very_long_paragraphs_take_no_longer_a_line() {
        for line in ["建设公园，\n", "，建设公园\n", "建设公园“\n"] {
            assert_eq!(unwrap(&line.repeat(100_000)).unwrap().1, 99_999, "{line}");
        }
    }

    #[test]
    fn tables_with_a_cell_a_line_stay() {
        for text in [
            "序号\n任务\n责任单位\n1\n新增学位900个，\n区教育局\n2\n建公园6个，修路3条\n区园林局\n",
            "1 | 新增学位900个， |\n，完成 | 区教育局 |\n",
            "总体要求-、\n坚持稳中求进，着力修路。\n",
            "政府工作报告\n首页\n政务服务\n首页\n政府工作报告\n今年，我们修路。\n",
        ] {
            assert_eq!(unwrap(text), None, "{text}");
        }
    }
}
