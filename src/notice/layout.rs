//! Layout: which lines are letter, list, blank form, glossary or page furniture.
//!
//! In:  the lines of a notice.
//! Out: a [`Layout`]: the covering letter with its signature, and the [`Part`]s behind it, each with its title.
//! Source of the words: `datasets/lexicon/headings.tsv` and `furniture.tsv`.

use std::ops::Range;

use super::han::is_han;
use super::line::{Family, Line, Marker};
use super::noise::is_furniture;
use super::word::headings::{self, Kind};
use super::word::{Class, Pattern, form, pattern};
use super::{column, header, label, office, stage, verb};

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

/// Whether a line opens an annex: `附件1`, `附件2 2023年市…方案`.
pub(super) fn is_annex(scan: &str) -> bool {
    annex_title(scan).is_some()
}

/// The words behind `附件1` on a line that opens an annex; empty where the title follows on the next line.
fn annex_title(scan: &str) -> Option<usize> {
    static ANNEX: Pattern =
        pattern(r"^[【\[(]?{~annex} ?(?P<number>{:annex_joint}?[{#}]|\d{1,2})? ?[】\])]?(?P<part>-\d)? ?[:、.]?");
    let found = ANNEX.captures(scan)?;
    let whole = found.get(0)?;
    // `附近…` is a word; `附:` and `附一` open an annex.
    let short = whole.as_str().len() < 2 * '附'.len_utf8() && !whole.as_str().ends_with(':');
    let at = whole.end() + (scan[whole.end()..].len() - scan[whole.end()..].trim_start().len());
    let rest = &scan[at..];
    let counted = ["number", "part"].iter().any(|name| found.name(name).is_some());
    let first_is_mark = counted || rest.is_empty() || !form().ends(Class::Annex, whole.as_str());
    // `附件下载`, `附件:1.…` in a letter are told by their place; a sentence is no annex.
    (first_is_mark && rest.chars().count() <= 70 && !rest.contains('。') && !short && !form().within(Class::Link, rest))
        .then_some(at)
}

/// Whether a line only says that annexes follow: `附件:1.…` in a letter.
fn is_annex_label(scan: &str) -> bool {
    form().behind(Class::Annex, scan).is_some_and(|rest| rest.starts_with(':'))
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
    let deeds = || stage::names_deeds(scan);
    !form().within(Class::Letter, scan)
        && headings::words().within(Kind::List, scan)
        && (form().within(Class::Report, scan) || header::year(scan).is_some() || deeds())
        && !scan.ends_with([',', '、', ':'])
}

/// Whether a title is a blank form's.
fn is_form_title(title: &str) -> bool {
    /// What stands for a name that is to be filled in.
    const BLANKS: [&str; 3] = ["××", "XX", "xx"];
    let title = title.trim_end();
    BLANKS.iter().any(|blank| title.contains(blank))
        || headings::words().ends(Kind::Form, title)
        || title.strip_suffix('表').is_some_and(|form| headings::words().ends(Kind::Form, form))
}

/// Finds the letter and the parts. In a narrative report only annexes open a part: its own headings read like titles.
pub(super) fn divide(lines: &[Line], narrative: bool) -> Layout {
    let mut layout = Layout::default();
    let has_units: Vec<bool> = lines.iter().map(|line| label::has_label(line.scan())).collect();
    let mut start = 0;
    // Behind the head of a table or the first units a list of offices is no addressee.
    let table = lines.windows(2).position(|pair| pair.iter().all(|line| column::is_head(line.scan())));
    let tasks = table.or_else(|| has_units.iter().position(|has| *has)).unwrap_or(lines.len());
    if let Some(addressee) = (0..tasks.min(80)).find(|&index| is_addressee(lines[index].scan())) {
        let limit = lines.len().min(addressee + 80);
        // A notice without labels may name its units by verbs.
        let first_units = (addressee..lines.len())
            .find(|&index| has_units[index])
            .or_else(|| {
                (addressee + 1..lines.len()).find(|&index| {
                    Marker::split(lines[index].scan()).is_some() && verb::names_by_verb(lines[index].scan())
                })
            })
            .unwrap_or(lines.len());
        let signed = (addressee + 1..limit)
            .find(|&index| is_signature_date(lines[index].scan()) || is_broken_date(lines, index));
        match signed {
            Some(signed) if signed < first_units => {
                layout.letter = addressee..signed + 1;
                let issuer = (addressee + 1..=signed).rev().take(4).find(|&index| {
                    let scan = lines[index].scan();
                    is_signer(scan) || index == signed && !header::is_date_line(scan)
                });
                layout.signature = Some((issuer.unwrap_or(signed), signed));
                start = signed + 1;
            }
            // No signature before the tasks: the letter ends where a list's title or an annex begins.
            _ => {
                let end = (addressee + 1..first_units.min(limit)).find(|&index| {
                    let annex = is_annex(lines[index].scan());
                    annex && !is_annex_list(lines, index)
                        || !annex && index > addressee + 1 && is_list_title(lines[index].scan())
                });
                let whole = end.is_none() && first_units == lines.len() && is_letter_only(&lines[addressee + 1..]);
                start = end.unwrap_or(if whole { lines.len() } else { addressee + 1 });
                layout.letter = addressee..start;
                if let Some(signed) = signed {
                    let signer = signed.saturating_sub(1);
                    let signer = if is_signer(lines[signer].scan()) { signer } else { signed };
                    layout.signature = Some((signer, signed));
                }
            }
        }
    }
    let titled = |at: usize| !narrative && (is_list_title(lines[at].scan()) || joined_title(lines, at));
    layout.parts = parts(lines, start, &titled);
    layout
}

/// Whether a line is the name of the office that signs: no sentence, no annex.
pub(super) fn is_signer(scan: &str) -> bool {
    let han = scan.chars().filter(|c| is_han(*c)).count();
    (4..=40).contains(&han)
        && !scan.contains(['。', ';', ':', '《'])
        && !is_annex(scan)
        && Marker::split(scan).is_none()
        && office::has_office_ending(scan)
}

/// Whether the lines behind an addressee are a letter that lost its signature or has none: its numbered parts bid the
/// offices get to work and name no work, and no table follows.
fn is_letter_only(lines: &[Line]) -> bool {
    let outer = lines.iter().find_map(|line| part_family(line.scan()));
    let Some(outer) = outer else { return false };
    if lines.windows(2).any(|pair| pair.iter().all(|line| column::is_head(line.scan())))
        || lines.iter().any(|line| line.scan().contains('|') && line.scan().chars().any(is_han))
    {
        return false;
    }
    let opening = lines.iter().take_while(|line| part_family(line.scan()).is_none());
    if !opening.into_iter().any(|line| form().within(Class::Issues, line.scan())) {
        return false;
    }
    let mut parts: Vec<bool> = Vec::new();
    for line in lines {
        if part_family(line.scan()) == Some(outer) {
            parts.push(false);
        }
        let bids = headings::words().within(Kind::Bid, line.scan());
        if let Some(part) = parts.last_mut() {
            *part |= bids;
        }
    }
    parts.len() <= 12 && parts.iter().filter(|bids| **bids).count() * 2 > parts.len()
}

/// The family of the mark that opens a part of a letter: `一、`, `(一)`, `1.`
fn part_family(scan: &str) -> Option<Family> {
    let (marker, _) = Marker::split(scan).filter(|(marker, _)| !marker.bare)?;
    matches!(marker.family, Family::Comma | Family::Bracket | Family::Arabic).then_some(marker.family)
}

/// Whether a line names whom the notice goes to.
fn is_addressee(scan: &str) -> bool {
    let length = scan.chars().count();
    if !(5..=160).contains(&length) || scan.contains('。') || form().within(Class::NoAddressee, scan) {
        return false;
    }
    let opens = scan.starts_with('各')
        || form().opens(Class::Addressee, scan)
        || scan.match_indices([',', '、']).any(|(at, mark)| scan[at + mark.len()..].starts_with('各'));
    let parts: Vec<&str> = scan.trim_end_matches(':').split(['、', ',', ';']).collect();
    let offices = parts.iter().filter(|part| office::has_office_ending(part) || part.starts_with('各')).count();
    opens && (scan.ends_with(':') && offices >= 1 || offices >= 3 && offices == parts.len())
}

/// Whether a line is the date under a signature, alone or behind the issuer's name.
fn is_signature_date(scan: &str) -> bool {
    /// No office that signs has a longer name.
    const LONGEST: usize = 30;
    let dated = |at: usize| {
        let name = scan[..at].trim_end().trim_end_matches('(').trim_end();
        header::is_date_line(scan[at..].trim_end_matches(')'))
            && (4..=LONGEST).contains(&name.chars().count())
            && name.chars().all(|c| is_han(c) || c == ' ')
            && office::has_whole_ending(name)
    };
    header::is_date_line(scan)
        || scan.char_indices().take(LONGEST + 4).any(|(at, c)| matches!(c, '2' | '二') && dated(at))
}

/// Whether a line is a signature's date that lost its 年 and 月: digits alone under the issuer's name.
fn is_broken_date(lines: &[Line], index: usize) -> bool {
    let digits = lines[index].scan().trim_end_matches('日');
    (6..=8).contains(&digits.len())
        && digits.starts_with("20")
        && digits.bytes().all(|c| c.is_ascii_digit())
        && index.checked_sub(1).is_some_and(|before| is_signer(lines[before].scan()))
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
    let next = lines.get(index + 1).map_or("", Line::scan);
    first
        && (listed(rest, 1) && (listed(next, 2) || is_form_title(rest))
            || rest.is_empty()
                && listed(next, 1)
                && !label::has_label(next)
                && lines.get(index + 2).is_some_and(|line| listed(line.scan(), 2) && line.scan().chars().count() <= 60))
}

/// Splits the lines from one on into parts: at annexes, at notes on terms, and where `titled` says that a list's title stands.
pub(super) fn parts(lines: &[Line], start: usize, titled: &dyn Fn(usize) -> bool) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut open = Part { kind: PartKind::Body, title: String::new(), annex: false, lines: start..start };
    let mut index = start;
    while index < lines.len() {
        let scan = lines[index].scan();
        let annex = annex_title(scan).filter(|_| index > start || !is_annex_label(scan));
        let glossary = annex.is_none() && is_glossary_title(scan);
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
        } else if glossary || titled(index) && !is_inside_task(lines, index) {
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
    let open = form().within(Class::Report, first.scan())
        && first.scan().chars().count() <= 40
        && !first.scan().contains(['。', ':']);
    open && is_list_title(&format!("{}{}", first.scan(), second.scan())) && Marker::split(second.scan()).is_none()
}

/// A title-like line that follows an unfinished one is the end of a task, not a title.
fn is_inside_task(lines: &[Line], index: usize) -> bool {
    index > 0 && lines[index - 1].scan().ends_with([',', '、', '“', '《'])
}

/// Whether a title ends in the name of a glossary.
pub(super) fn ends_as_glossary(title: &str) -> bool {
    headings::words().list(Kind::Glossary).any(|word| title.ends_with(word) && word.chars().count() >= 4)
}

/// Whether a line is the title of a glossary.
pub(super) fn is_glossary_title(scan: &str) -> bool {
    let bare: String =
        scan.chars().filter(|c| !c.is_whitespace() && !matches!(c, '(' | ')' | ':' | '【' | '】')).collect();
    bare.chars().count() <= 16 && (headings::words().is(Kind::Glossary, &bare) || ends_as_glossary(&bare))
}

/// Adds the lines that go on with a title: unmarked, short, no sentence, no units.
fn take_title(lines: &[Line], mut index: usize, title: &mut String) -> usize {
    let complete = |title: &str| headings::words().ends(Kind::List, title) || form().ends(Class::Complete, title);
    for _ in 0..3 {
        let Some(line) = lines.get(index) else { break };
        let scan = line.scan();
        let goes_on = !scan.contains(['。', '|', ';'])
            && !scan.ends_with(':')
            && !column::is_head(scan)
            && lines.get(index + 1).is_none_or(|next| column::broken_head(scan, next.scan()).is_none())
            && scan.chars().count() <= 60
            && Marker::split(scan).is_none()
            && !label::has_label(scan)
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
        && (sentences <= 3 || ["XX", "××"].iter().any(|blank| open.title.contains(blank)))
        && !body.iter().any(|line| label::has_label(line.scan()))
    {
        open.kind = PartKind::Form;
    }
    // A sub-heading 名词解释 inside an annex named only 附件2.
    if !open.lines.is_empty() || open.annex {
        parts.push(open.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notice::fold::mend_lines;
    use crate::notice::line;
    use crate::notice::noise::without_noise;
    use crate::source::traced::Traced;

    fn lines(text: &str) -> Vec<Line> {
        line::lines(&Traced::plain(text))
    }

    #[test]
    fn cells_with_many_offices_are_no_addressees() {
        let text = "2023年区政府工作报告重点工作责任分解\n分类\n序号\n事项\n责任单位\n目标\n1\n总值增长6%。\n区发改局\n2\n节能。\n区发改局、区经信局、区供电公司、各乡镇\n";
        assert_eq!(divide(&lines(text), false).letter, 0..0);
    }

    #[test]
    fn letters_without_a_signature() {
        let head = "关于印发任务分工的通知\n各街道,区各部门,各有关单位:\n现将任务分工印发给你们,并通知如下:\n";
        for (rest, letter) in [
            ("一、提高站位。要迎难而上。\n二、压实责任。各牵头单位要抓总。\n三、严格督查。区督查室将通报。\n", 1..6),
            ("云柘区人民政府办公室\n2023108日\n1.修路3公里。\n2.建校2所。\n", 1..5),
            (
                "附件:1. 2023年区政府工作报告目标任务分解表\n2. 2023年区政府工作报告重点工作分解表\n附件1\n2023年区政府工作报告目标任务分解表\n序号\n任务\n责任单位\n1\n修路。\n区交通局\n",
                1..5,
            ),
            ("一、修路。各部门配合。\n二、建校2所。\n三、绿化10亩。\n", 1..2),
        ] {
            let lines = lines(&format!("{head}{rest}"));
            assert_eq!(divide(&lines, false).letter, letter, "{rest}");
        }
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
