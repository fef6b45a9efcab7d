//! Layout: which lines are letter, list, blank form, glossary or page furniture.
//!
//! In:  the lines of a notice.
//! Out: a [`Layout`]: the covering letter with its signature, and the [`Part`]s behind it, each with its title.
//! Source of the words: `datasets/lexicon/headings.tsv` and `furniture.tsv`.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::line::{Family, Line, Marker};
use super::mend::is_han;
use super::{Code, Problem, grid, header, office, role};
use crate::lexicon;

/// What a part of a notice is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PartKind {
    /// A list of tasks, or a report.
    Body,
    /// A blank form, a list of contacts.
    Form,
    Glossary,
}

/// A run of lines under one title.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub kind: PartKind,
    pub title: String,
    /// Whether it is an annex of its own, so that its title is a section where a list of the same level precedes it.
    pub annex: bool,
    pub lines: Range<usize>,
}

/// The parts of a notice.
#[derive(Debug, Clone, Default)]
pub(super) struct Layout {
    /// Lines of the covering letter, empty where there is none.
    pub letter: Range<usize>,
    /// Lines of the issuer and the date that close the letter.
    pub signature: Option<(usize, usize)>,
    pub parts: Vec<Part>,
}

/// The words of one kind in `headings.tsv`.
pub(super) fn heading_words(kind: &str) -> Vec<&'static str> {
    lexicon::rows(lexicon::HEADINGS).into_iter().filter(|row| row[0] == kind).map(|row| row[1]).collect()
}

struct Furniture {
    lines: Vec<&'static str>,
    ends: Vec<&'static str>,
    spam: Vec<&'static str>,
}

static FURNITURE: LazyLock<Furniture> = LazyLock::new(|| {
    let words = |kind: &str| {
        lexicon::rows(lexicon::FURNITURE).into_iter().filter(|row| row[0] == kind).map(|row| row[1]).collect()
    };
    Furniture { lines: words("line"), ends: words("end"), spam: words("spam") }
});

static LIST: LazyLock<Vec<&'static str>> = LazyLock::new(|| heading_words("list"));
static FORM: LazyLock<Vec<&'static str>> = LazyLock::new(|| heading_words("form"));
static GLOSSARY: LazyLock<Vec<&'static str>> = LazyLock::new(|| heading_words("glossary"));

/// Whether a line closes the page: copyright, licence numbers, links to other pages.
pub(super) fn is_end(scan: &str) -> bool {
    scan.chars().count() <= 200 && FURNITURE.ends.iter().any(|word| scan.contains(word))
}

/// Whether a line is page furniture.
pub(super) fn is_furniture(scan: &str) -> bool {
    // `[打印本页] [关闭窗口]`: every part of the line is.
    let parts: Vec<&str> = scan.split(' ').filter(|part| !part.is_empty()).collect();
    if scan.starts_with(['[', '【', '(', '<']) && parts.iter().all(|part| part.starts_with(['[', '【', '(', '<'])) {
        let inner = |part: &str| part.trim_matches(['[', ']', '【', '】', '(', ')', '<', '>', ' ']).to_owned();
        return parts.iter().all(|part| is_furniture_line(&inner(part)) || is_furniture_line(part));
    }
    is_furniture_line(scan)
}

fn is_furniture_line(scan: &str) -> bool {
    let han = scan.chars().filter(|c| is_han(*c)).count();
    if is_end(scan) {
        return true;
    }
    let short = scan.chars().count() <= 40;
    let said = FURNITURE.lines.iter().any(|word| match word.chars().count() {
        0..=2 => scan == *word,
        3..=4 => short && (scan.starts_with(word) || scan == *word),
        _ => short && scan.contains(word),
    });
    said || han == 0 && scan.chars().any(|c| c.is_ascii_alphabetic()) && !scan.contains('|') && !scan.contains('%')
}

/// Whether a line is of a foreign page: markup, gambling, strings against copying.
pub(super) fn is_spam(scan: &str) -> bool {
    static MARKUP: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"</?(?:li|a|div|ul|span|p|td|tr|script|font)\b|href=|https?://").expect("a fixed pattern")
    });
    let han = scan.chars().filter(|c| is_han(*c)).count();
    let latin = scan.chars().filter(char::is_ascii_alphanumeric).count();
    MARKUP.is_match(scan)
        || FURNITURE.spam.iter().any(|word| scan.contains(word)) && han <= 60
        || han == 0 && latin >= 4 && scan.chars().any(|c| c.is_ascii_alphabetic()) && !scan.contains('|')
        || han <= 2 && latin >= 6 && scan.split(' ').count() >= 4 && !scan.contains('|')
}

/// Whether a line is a jumble of single letters, digits and marks, as forums put between lines against copying.
fn is_jumble(scan: &str) -> bool {
    let parts: Vec<&str> = scan.split(' ').filter(|part| !part.is_empty()).collect();
    parts.len() >= 4 && parts.iter().all(|part| part.len() <= 3) && !scan.chars().any(is_han)
}

/// Whether a line opens an annex: `附件1`, `附件2 2023年市…方案`.
pub(super) fn is_annex(scan: &str) -> bool {
    annex_title(scan).is_some()
}

/// The words behind `附件1` on a line that opens an annex; empty where the title follows on the next line.
fn annex_title(scan: &str) -> Option<usize> {
    static ANNEX: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"^[【\[(]?附 ?(?:件|表|录)? ?(?:[一二三四五六七八九十]|\d{1,2}|之[一二三])? ?[】\])]?(?:-\d)? ?[:、.]?",
        )
        .expect("a fixed pattern")
    });
    if !scan.starts_with(['附', '【', '[', '(']) {
        return None;
    }
    let found = ANNEX.find(scan)?;
    if !found.as_str().contains('附') || found.len() < "附件".len() && found.as_str() != "附:" {
        return None;
    }
    let rest = scan[found.end()..].trim_start();
    let at = scan.len() - rest.len();
    let first_is_mark = !found.as_str().ends_with(['件', '表', '录'])
        || rest.is_empty()
        || found.as_str().contains(|c: char| c.is_ascii_digit());
    // `附件下载`, `附件:1.…` in a letter are told by their place; a sentence is no annex.
    (first_is_mark && rest.chars().count() <= 70 && !rest.contains('。') && !rest.contains("下载")).then_some(at)
}

/// Whether an unmarked line is the title of a list of tasks.
pub(super) fn is_list_title(scan: &str) -> bool {
    let length = scan.chars().count();
    if !(6..=70).contains(&length)
        || scan.contains(['。', ';', '|'])
        || Marker::split(scan).is_some_and(|(marker, _)| marker.family != Family::Arabic || !marker.bare)
    {
        return false;
    }
    if ["现将", "印发", "根据", "按照", "通知", "已经", "如下", "各单位", "为确保", "关于"]
        .iter()
        .any(|word| scan.contains(word))
    {
        return false;
    }
    let of_report = scan.contains("政府工作报告") || scan.contains("工作报告");
    let of_year = header::year(scan).is_some();
    let deeds =
        ["民生实事", "为民办实事", "为民实事", "办实事", "件实事", "民生项目", "惠民实事", "实事项目", "民心工程"]
            .iter()
            .any(|word| scan.contains(word));
    let list = LIST.iter().any(|word| scan.contains(word));
    list && (of_report || of_year || deeds) && !scan.ends_with([',', '、', ':'])
}

/// Whether a title is a blank form's.
fn is_form_title(title: &str) -> bool {
    title.contains("×××")
        || title.contains("XX")
        || title.contains("xx单位")
        || title.contains("××")
        || FORM.iter().any(|word| title.ends_with(word) || title.ends_with(&format!("{word}表")))
}

/// Finds the letter and the parts. In a narrative report only annexes open a part: its own headings read like titles.
pub(super) fn divide(lines: &[Line], narrative: bool) -> Layout {
    let mut layout = Layout::default();
    let has_units: Vec<bool> = lines.iter().map(|line| has_unit_label(line.scan())).collect();
    let mut start = 0;
    if let Some(addressee) = (0..lines.len().min(80)).find(|&index| is_addressee(lines[index].scan())) {
        let limit = lines.len().min(addressee + 80);
        // A notice without labels may name its units by verbs.
        let first_units = (addressee..lines.len())
            .find(|&index| has_units[index])
            .or_else(|| {
                (addressee + 1..lines.len()).find(|&index| {
                    Marker::split(lines[index].scan()).is_some() && role::names_by_verb(lines[index].scan())
                })
            })
            .unwrap_or(lines.len());
        let signed = (addressee + 1..limit).find(|&index| is_signature_date(lines[index].scan()));
        match signed {
            Some(signed) if signed < first_units => {
                layout.letter = addressee..signed + 1;
                let issuer = (addressee + 1..=signed).rev().find(|&index| {
                    let scan = lines[index].scan();
                    !header::is_date_line(scan) && scan.chars().filter(|c| is_han(*c)).count() >= 4
                        || index == signed && !header::is_date_line(scan)
                });
                layout.signature = Some((issuer.unwrap_or(signed), signed));
                start = signed + 1;
            }
            // No signature before the tasks: the letter ends where a list's title or an annex begins.
            _ => {
                let end = (addressee + 1..first_units.min(limit)).find(|&index| {
                    is_annex(lines[index].scan()) && !is_annex_list(lines, index)
                        || index > addressee + 1 && is_list_title(lines[index].scan())
                });
                start = end.unwrap_or(addressee + 1);
                layout.letter = addressee..start;
                if let Some(signed) = signed {
                    layout.signature = Some((signed.saturating_sub(1), signed));
                }
            }
        }
    }
    layout.parts = parts(lines, start, narrative);
    layout
}

/// Whether a line names whom the notice goes to.
fn is_addressee(scan: &str) -> bool {
    let length = scan.chars().count();
    if !(5..=160).contains(&length)
        || scan.contains('。')
        || scan.starts_with("各位")
        || scan.contains("责任单位")
        || scan.contains("牵头")
    {
        return false;
    }
    let opens =
        ["各", "区直", "市直", "县直", "国务院各", "省政府各", "市政府各", "区政府各", "县政府各", "省直", "有关"]
            .iter()
            .any(|word| scan.starts_with(word))
            || scan.contains(",各")
            || scan.contains("、各");
    let parts: Vec<&str> = scan.trim_end_matches(':').split(['、', ',', ';']).collect();
    let offices = parts.iter().filter(|part| office::has_office_ending(part) || part.starts_with('各')).count();
    opens && (scan.ends_with(':') && offices >= 1 || offices >= 3 && offices == parts.len())
}

/// Whether a line is the date under a signature, alone or behind the issuer's name.
fn is_signature_date(scan: &str) -> bool {
    static SIGNED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^[\x{4e00}-\x{9fff} ]{4,30}?(?:办公室|人民政府|政府办|委员会|办|局) ?\(?(?:20\d\d年\d{1,2}月\d{1,2}日?|二[〇○零O0][〇○零一二三][一二三四五六七八九〇○零]年.{2,6}日)\)?$").expect("a fixed pattern")
    });
    header::is_date_line(scan) || SIGNED.is_match(scan)
}

/// Whether an annex line only lists the annexes' names: the next line counts on (`2.…`).
fn is_annex_list(lines: &[Line], index: usize) -> bool {
    let Some(at) = annex_title(lines[index].scan()) else { return false };
    let rest = &lines[index].scan()[at..];
    let listed = |scan: &str, value: u32| {
        Marker::split(scan).is_some_and(|(marker, _)| {
            marker.value == value && matches!(marker.family, Family::Arabic | Family::Bracket | Family::Comma)
        })
    };
    let first = lines[index].scan().contains(':') || listed(rest, 1);
    let next = lines.get(index + 1).map(Line::scan).unwrap_or("");
    first
        && (listed(rest, 1) && (listed(next, 2) || is_form_title(rest))
            || rest.is_empty()
                && listed(next, 1)
                && !has_unit_label(next)
                && lines.get(index + 2).is_some_and(|line| listed(line.scan(), 2) && line.scan().chars().count() <= 60))
}

/// Whether a line holds a role label with its colon.
pub(super) fn has_unit_label(scan: &str) -> bool {
    static LABEL: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:牵头|责任|配合|主责|主办|承办|协办|落实|参与|实施) ?(?:责 ?任 ?|负责 ?|市 ?|区 ?|县 ?)?(?:单 ?位|部 ?门|领导|人|处室|分工)(?:[(〔][^()〔〕]{0,8}[)〕])? ?[:】\]]|责 任 单 位 ?[:】]")
            .expect("a fixed pattern")
    });
    LABEL.is_match(scan)
}

/// Splits the lines behind the letter into parts, at annexes and titles of lists.
fn parts(lines: &[Line], start: usize, narrative: bool) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut open = Part { kind: PartKind::Body, title: String::new(), annex: false, lines: start..start };
    let mut index = start;
    while index < lines.len() {
        let scan = lines[index].scan();
        let annex = annex_title(scan).filter(|_| !scan.starts_with("附件:") || index > start);
        let glossary = annex.is_none() && is_glossary_title(scan);
        let titled = !narrative && (is_list_title(scan) || joined_title(lines, index));
        if let Some(at) = annex {
            if is_annex_list(lines, index) {
                // A list of annexes behind the tasks: nothing but names until the first annex itself.
                close(&mut parts, &mut open, index, lines);
                open = Part {
                    kind: PartKind::Form,
                    title: scan[at..].to_owned(),
                    annex: true,
                    lines: index + 1..index + 1,
                };
                index += 1;
                continue;
            }
            close(&mut parts, &mut open, index, lines);
            let mut title = lines[index].text.shown_at(at..scan.len());
            index += 1;
            index = take_title(lines, index, &mut title);
            open = Part { kind: PartKind::Body, title, annex: true, lines: index..index };
        } else if glossary || titled && !is_inside_task(lines, index) {
            close(&mut parts, &mut open, index, lines);
            let mut title = lines[index].text.shown();
            index += 1;
            if !glossary {
                index = take_title(lines, index, &mut title);
            }
            open = Part { kind: PartKind::Body, title, annex: false, lines: index..index };
        } else {
            index += 1;
        }
        open.lines.end = index;
    }
    close(&mut parts, &mut open, lines.len(), lines);
    parts
}

/// Whether two lines together are a list's title that the page broke.
fn joined_title(lines: &[Line], index: usize) -> bool {
    let (Some(first), Some(second)) = (lines.get(index), lines.get(index + 1)) else { return false };
    let open = first.scan().contains("政府工作报告")
        && first.scan().chars().count() <= 40
        && !first.scan().contains(['。', ':']);
    open && is_list_title(&format!("{}{}", first.scan(), second.scan())) && Marker::split(second.scan()).is_none()
}

/// A title-like line that follows an unfinished one is the end of a task, not a title.
fn is_inside_task(lines: &[Line], index: usize) -> bool {
    index > 0 && lines[index - 1].scan().ends_with([',', '、', '“', '《'])
}

fn is_glossary_title(scan: &str) -> bool {
    let bare: String =
        scan.chars().filter(|c| !c.is_whitespace() && !matches!(c, '(' | ')' | ':' | '【' | '】')).collect();
    bare.chars().count() <= 16
        && GLOSSARY.iter().any(|word| bare == *word || bare.ends_with(word) && word.chars().count() >= 4)
}

/// Adds the lines that go on with a title: unmarked, short, no sentence, no units.
fn take_title(lines: &[Line], mut index: usize, title: &mut String) -> usize {
    let complete = |title: &str| {
        LIST.iter().any(|word| title.ends_with(word))
            || ["方案", "表", "清单", "意见", "分工", "报告", "要点"].iter().any(|word| title.ends_with(word))
    };
    for _ in 0..3 {
        let Some(line) = lines.get(index) else { break };
        let scan = line.scan();
        let goes_on = !scan.contains(['。', '|', ';'])
            && !grid::is_head(scan)
            && scan.chars().count() <= 60
            && Marker::split(scan).is_none()
            && !has_unit_label(scan)
            && !is_annex(scan)
            && !is_form_title(title)
            && (title.is_empty()
                || !complete(title) && !line.after_blank
                || !complete(title) && title.chars().count() < 30 && is_list_title(&format!("{title}{scan}")));
        if !goes_on {
            break;
        }
        title.push_str(&line.text.shown());
        index += 1;
    }
    *title = title.split_whitespace().collect();
    index
}

/// Closes a part and says what it is: a blank form holds no sentence.
fn close(parts: &mut Vec<Part>, open: &mut Part, end: usize, lines: &[Line]) {
    open.lines.end = end.max(open.lines.start);
    let body = &lines[open.lines.clone()];
    let sentences = body
        .iter()
        .filter(|line| line.scan().chars().filter(|c| is_han(*c)).count() >= 10 && !is_furniture(line.scan()))
        .count();
    if is_glossary_title(&open.title) {
        open.kind = PartKind::Glossary;
    } else if open.kind == PartKind::Body
        && is_form_title(&open.title)
        && (sentences <= 3 || open.title.contains("XX") || open.title.contains("××"))
        && !body.iter().any(|line| has_unit_label(line.scan()))
    {
        open.kind = PartKind::Form;
    }
    // A sub-heading 名词解释 inside an annex named only 附件2.
    if !open.lines.is_empty() || open.annex {
        parts.push(open.clone());
    }
}

/// Whether a line is the page's footer, which names the site's own 主办单位 and 承办单位: no units of a task.
fn is_footer(lines: &[Line], index: usize) -> bool {
    const OPENS: [&str; 8] = ["主办", "承办", "主管", "协办", "版权", "网站主办", "网站承办", "运维"];
    let scan = lines[index].scan();
    let Some(label) = OPENS.iter().find(|label| scan.starts_with(**label)) else { return false };
    if !scan.contains([':', ' ']) || scan.chars().count() > 120 {
        return false;
    }
    let behind = &lines[index + 1..];
    let site = ["人民政府", "政府办", "信息中心", "大数据", "电子政务", "政务服务", "融媒体", "网信办", "委员会", "局"]
        .iter()
        .any(|word| scan.contains(word));
    let closes = behind.iter().take(6).any(|line| is_end(line.scan())) || is_end(scan) || behind.is_empty();
    let used_above = lines[..index].iter().any(|line| line.scan().contains(label) && has_unit_label(line.scan()));
    let work_below = behind
        .iter()
        .any(|line| has_unit_label(line.scan()) && !OPENS.iter().any(|label| line.scan().starts_with(label)));
    site && !work_below && (!used_above || closes)
}

/// Takes out spam and furniture. Furniture goes silently, foreign lines with a note.
pub(super) fn without_noise(lines: Vec<Line>, problems: &mut Vec<Problem>) -> Vec<Line> {
    let footers: Vec<bool> = (0..lines.len()).map(|index| is_footer(&lines, index)).collect();
    let works = |scan: &str| has_unit_label(scan) || Marker::split(scan).is_some();
    let last_work = (0..lines.len()).rev().find(|&index| !footers[index] && works(lines[index].scan())).unwrap_or(0);
    let mut out = Vec::with_capacity(lines.len());
    let mut spam: Vec<Range<usize>> = Vec::new();
    let mut closed = false;
    for (index, line) in lines.into_iter().enumerate() {
        let scan = line.scan();
        if index > last_work && (is_end(scan) || footers[index]) {
            closed = true;
        }
        if closed || footers[index] {
            continue;
        }
        if is_spam(scan) && (!is_furniture(scan) || scan.contains('<') || is_jumble(scan)) {
            spam.push(line.text.whole());
        } else if !is_furniture(scan) {
            out.push(line);
        }
    }
    if let Some(first) = spam.first() {
        problems.push(Problem::new(
            Code::SpamLine,
            first.clone(),
            format!("与通知无关的行（共{}行）", spam.len()),
            "已略过；原文见 sources",
        ));
    }
    out
}

/// Mends what breaks lines apart or runs them together: hard line breaks, tasks and headings on one line.
pub(super) fn mend_lines(lines: Vec<Line>, problems: &mut Vec<Problem>) -> Vec<Line> {
    let lines = join_wrapped(unfold(lines), problems);
    let mut out = Vec::with_capacity(lines.len());
    for line in lines {
        out.extend(unglue(line, problems));
    }
    out
}

/// Unfolds a notice that was copied into one line: a space that stands between two sentences or a heading and its text
/// was a line break.
fn unfold(lines: Vec<Line>) -> Vec<Line> {
    /// From so many characters a line may hold a whole notice.
    const WHOLE: usize = 200;
    let total: usize = lines.iter().map(|line| line.scan().len()).sum();
    let mut out = Vec::with_capacity(lines.len());
    for line in lines {
        let scan = line.scan();
        let whole = scan.chars().count() >= WHOLE && scan.len() * 10 >= total * 8 && !scan.contains('|');
        if !whole {
            out.push(line);
            continue;
        }
        let mut from = 0;
        let mut depth = 0i32;
        let mut cuts: Vec<usize> = Vec::new();
        for (at, c) in scan.char_indices() {
            match c {
                '(' | '[' | '〔' | '【' => depth += 1,
                ')' | ']' | '〕' | '】' => depth = (depth - 1).max(0),
                '。' => depth = 0,
                ' ' if depth == 0 && breaks_at(scan, from, at) => {
                    cuts.push(at);
                    from = at + 1;
                }
                _ => {}
            }
        }
        // The title of a notice ends with its kind, whatever follows.
        if let Some(end) = scan
            .char_indices()
            .take(140)
            .find(|(at, _)| scan[*at..].starts_with("的通知"))
            .map(|(at, _)| at + "的通知".len())
            && scan[end..].starts_with(is_han)
            && cuts.first().is_none_or(|&first| first > end)
        {
            cuts.insert(0, end);
        }
        let mut from = 0;
        for to in cuts.into_iter().chain([scan.len()]) {
            let text = line.text.slice(from..to).trim();
            if !text.is_empty() {
                out.push(Line { text, number: line.number, after_blank: line.after_blank && from == 0 });
            }
            from = to;
        }
    }
    out
}

/// Whether a space of a line that holds a whole notice was a line break: not behind a number, nor inside a name.
fn breaks_at(scan: &str, from: usize, at: usize) -> bool {
    // What stands just before decides; a heading is no longer.
    let near = scan[from..at].char_indices().rev().nth(60).map_or(from, |(offset, _)| from + offset);
    let before = scan[near..at].trim();
    let after = scan[at..].trim_start();
    let closed = before.ends_with(['。', ';', ':', '!', ')', ']', '】', '〕', '”']);
    let only_mark = Marker::split(before).is_some_and(|(_, words)| words >= before.len());
    let opens = Marker::split(after).is_some_and(|(marker, _)| !marker.bare)
        || after.starts_with("附件")
        || after.starts_with("各位代表");
    let long = before.chars().filter(|c| is_han(*c)).count() >= 5
        && before.ends_with(|c: char| is_han(c) || c.is_ascii_digit());
    let word = after.starts_with(|c: char| is_han(c) || c.is_ascii_digit() || matches!(c, '《' | '“' | '(' | '—'));
    !before.is_empty() && !only_mark && (closed || opens || long && word && !before.ends_with([',', '、']))
}

/// Joins lines that were broken at a fixed width: most lines are about equally long and end within a sentence.
fn join_wrapped(lines: Vec<Line>, problems: &mut Vec<Problem>) -> Vec<Line> {
    let widths: Vec<usize> = lines.iter().map(|line| line.scan().chars().count()).collect();
    let long: Vec<usize> = widths.iter().copied().filter(|width| *width >= 15).collect();
    if long.len() < 10 {
        return lines;
    }
    let mut sorted = long.clone();
    sorted.sort_unstable();
    let usual = sorted[sorted.len() * 9 / 10];
    let full = |width: usize| width + 4 >= usual && width <= usual + 4;
    let open = |scan: &str| !scan.ends_with(['。', ';', ':', '!', ')', ']', '|', '〕', '】', '>']);
    let broken = lines.iter().zip(&widths).filter(|(line, width)| full(**width) && open(line.scan())).count();
    if usual > 60 || broken * 3 < long.len() {
        return lines;
    }
    let mut out: Vec<Line> = Vec::new();
    let mut joined = Vec::new();
    let mut last_full = false;
    for (line, width) in lines.into_iter().zip(widths) {
        let scan = line.scan();
        let page_number =
            scan.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '—' | ' ' | '·')) && scan.len() <= 12;
        if page_number && last_full {
            continue;
        }
        let starts_new = Marker::split(scan).is_some_and(|(marker, _)| !marker.bare)
            || is_annex(scan)
            || has_unit_label(scan) && scan.starts_with(['(', '[', '牵', '责', '配']);
        match out.last_mut() {
            Some(last) if last_full && !starts_new && (open(last.scan()) || unclosed(last.scan())) => {
                joined.push(last.text.whole().end..last.text.whole().end);
                last.text.append(&line.text);
            }
            _ => out.push(line),
        }
        last_full = full(width);
    }
    if let Some(first) = joined.first() {
        problems.push(Problem::new(
            Code::HardBreak,
            first.clone(),
            format!("句中硬换行（共{}处）", joined.len()),
            "已接上后读取",
        ));
    }
    out
}

/// Whether a bracket is open at a line's end.
fn unclosed(scan: &str) -> bool {
    let count = |marks: &[char]| scan.chars().filter(|c| marks.contains(c)).count();
    count(&['(', '[', '〔', '<']) > count(&[')', ']', '〕', '>'])
}

/// Splits a line that holds several marked items, or an annex glued to a task's end.
fn unglue(line: Line, problems: &mut Vec<Problem>) -> Vec<Line> {
    let scan = line.scan();
    if scan.contains('|') {
        return vec![line];
    }
    let seams = seams(scan);
    if seams.is_empty() {
        return vec![line];
    }
    problems.push(Problem::new(
        if scan[seams[0]..].starts_with('附') { Code::GluedHeading } else { Code::GluedTasks },
        line.text.span(seams[0]..scan.len().min(seams[0] + 1)),
        format!("一行中连排了{}项", seams.len() + 1),
        "已按编号分开",
    ));
    let mut out = Vec::new();
    let mut from = 0;
    for to in seams.into_iter().chain([scan.len()]) {
        let text = line.text.slice(from..to).trim();
        if !text.is_empty() {
            out.push(Line { text, number: line.number, after_blank: line.after_blank && from == 0 });
        }
        from = to;
    }
    out
}

/// Where a line goes on with the next item: a mark that counts on from the one before, behind the end of a sentence.
fn seams(scan: &str) -> Vec<usize> {
    static MARK: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"[(〔][一二三四五六七八九十]{1,3}[)〕]|[一二三四五六七八九十]{1,3}、|\d{1,3}[.、](?:[^\d]|$)|[(〔]\d{1,2}[)〕]|[①-⑳]|附件\d?[一二三四五六]?$|附件\d ?20\d\d年").expect("a fixed pattern")
    });
    // In a line that is the whole notice, headings have no mark at their end; there a first `(一)` or `1.` may follow words.
    let whole = scan.chars().count() > 250;
    let mut last: Vec<(Family, u32)> = Vec::new();
    if let Some((marker, _)) = Marker::split(scan)
        && !marker.bare
    {
        last.push((marker.family, marker.value));
    }
    let mut out = Vec::new();
    let mut at = 0;
    let mut chains: Vec<(Family, usize)> = Vec::new();
    while let Some(found) = MARK.find_at(scan, at) {
        at = found.start() + scan[found.start()..].chars().next().map_or(1, char::len_utf8);
        if found.start() == 0 {
            continue;
        }
        let before = scan[..found.start()].trim_end();
        let closed = before.ends_with(['。', ';', '!', ')', ']', '】', '〕', '>']);
        if found.as_str().starts_with('附') {
            if closed {
                out.push(found.start());
            }
            continue;
        }
        let Some((marker, _)) = Marker::split(&scan[found.start()..]) else { continue };
        if marker.bare {
            continue;
        }
        let counts_on = last
            .iter()
            .rev()
            .find(|(family, _)| *family == marker.family)
            .is_some_and(|(_, value)| marker.value == value + 1);
        let restarts = marker.value == 1 && whole && (closed || before.ends_with(is_han));
        let follows_heading = whole && counts_on && !matches!(marker.family, Family::Circled);
        // `(一)…,(二)…` inside a sentence is one task; behind a full stop or a bracket it is the next.
        let splits = counts_on && closed
            || restarts && starts_chain(scan, found.start(), marker.family, &mut chains)
            || follows_heading && before.ends_with(is_han) && matches!(marker.family, Family::Comma);
        if splits {
            if marker.value == 1 {
                last.retain(|(family, _)| *family != marker.family);
            }
            last.push((marker.family, marker.value));
            out.push(found.start());
        }
    }
    out
}

/// Whether a first mark is followed by a second of its family.
///
/// `last` remembers where the last second mark of each family stands.
fn starts_chain(scan: &str, at: usize, family: Family, last: &mut Vec<(Family, usize)>) -> bool {
    if let Some((_, place)) = last.iter().find(|(known, _)| *known == family) {
        return *place > at;
    }
    let second = Marker::print(family, 2).unwrap_or_default();
    let sign = match family {
        Family::Comma => format!("{second}、"),
        Family::Arabic => second,
        _ => second,
    };
    let place = scan.rfind(&sign).unwrap_or(0);
    last.push((family, place));
    place > at
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notice::line;
    use crate::source::traced::Traced;

    fn lines(text: &str) -> Vec<Line> {
        line::lines(&Traced::plain(text))
    }

    #[test]
    fn letters_end_at_their_signature() {
        let text = "关于印发任务分工的通知\n各街道,区各部门,各有关单位:\n一、各牵头单位要重视。\n云柘区人民政府办公室\n2023年1月3日\n2023年区《政府工作报告》责任分解方案\n一、目标\n(一)增长7%(责任单位:区发改局)\n附件1\n2023年市《政府工作报告》\n任务责任分解表\n1.增长6%。(责任单位:区发改局)\n附件2\nXX单位联络人员名单\n姓名\n";
        let lines = lines(text);
        let layout = divide(&lines, false);
        assert_eq!(layout.letter, 1..5);
        let got: Vec<_> = layout.parts.iter().map(|part| (part.kind, part.title.as_str(), part.lines.len())).collect();
        assert_eq!(
            got,
            [
                (PartKind::Body, "2023年区《政府工作报告》责任分解方案", 2),
                (PartKind::Body, "2023年市《政府工作报告》任务责任分解表", 1),
                (PartKind::Form, "XX单位联络人员名单", 1),
            ]
        );
    }

    #[test]
    fn glued_items_are_split() {
        let mut problems = Vec::new();
        let got: Vec<String> = mend_lines(lines("(一)引进企业4家。(二)楼宇达到26栋。(三)改造楼宇3幢。\n1.给予补助。责任单位:市科技局。2.新增指标5名。\n3.抽检食品(责任单位:区市场监管局)附件2\n"), &mut problems)
            .iter()
            .map(|line| line.scan().to_owned())
            .collect();
        assert_eq!(
            got,
            [
                "(一)引进企业4家。",
                "(二)楼宇达到26栋。",
                "(三)改造楼宇3幢。",
                "1.给予补助。责任单位:市科技局。",
                "2.新增指标5名。",
                "3.抽检食品(责任单位:区市场监管局)",
                "附件2"
            ]
        );
    }

    #[test]
    fn noise_goes() {
        let mut problems = Vec::new();
        let got: Vec<String> = without_noise(
            lines("1.稳增长。\n9 a7 s# x: d6 T\n[打印] [关闭]\n2.稳就业。\n版权所有:云柘区\n主办单位:云柘区政府办\n"),
            &mut problems,
        )
        .iter()
        .map(|line| line.scan().to_owned())
        .collect();
        assert_eq!(got, ["1.稳增长。", "2.稳就业。"]);
    }
}
