//! From a document to a notice: the order in which the parts of this stage work.

use super::assign::Issuer;
use super::forms::{self, Reading};
use super::layout::{self, PartKind};
use super::line::Line;
use super::lists::{Found, finish_names, list_level, lists};
use super::part::{self, Reason};
use super::rule::Rules;
use super::word::{Class, form};
use super::{
    Code, Kind, Level, Notice, Passage, Printed, Problem, account, annex, blank, deadline, glued, header, hint, kind,
    label, narrative, noise, origin, page, verb, whole, year,
};
use crate::place::{self, Evidence};
use crate::source::Document;

/// Reads one document. Never fails: what is broken is among [`Notice::problems`].
pub fn parse(document: &Document) -> Notice {
    let mut problems = Vec::new();
    let (text, all) = page::page(document, &mut problems);
    let lines = noise::without_noise(all.clone(), &mut problems);
    report_joined(document, &mut problems);
    let report = is_report(&lines);
    let layout = layout::divide(&lines, report);
    // A letter in front sends tasks out; its parts are read each by its own form.
    let report = report && layout.letter.is_empty();

    let signature = layout.signature.map(|(issuer, date)| (signer(&lines[issuer]), lines[date].scan().to_owned()));
    let header =
        header::read(&all, &document.hints, signature.as_ref().map(|(issuer, date)| (issuer.as_str(), date.as_str())));
    let stem = document.path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let addressee = lines.get(layout.letter.start).filter(|_| !layout.letter.is_empty()).map(Line::scan);
    let addressee = addressee.or_else(|| origin::addressee_of(&lines)).unwrap_or("");
    let signer = signature.as_ref().map(|(issuer, _)| issuer.as_str());
    let region = match hint::given(&document.hints, hint::REGION) {
        Some(name) => place::locate(&[(Evidence::FileName, name)]).region,
        None => origin::locate(document, &header, signer, addressee, &stem, &all, &mut problems),
    };
    let year = match hint::given(&document.hints, hint::YEAR) {
        Some(year) => year.parse().ok(),
        None => year::of(&header, &layout.parts, document, &stem, &lines),
    };
    problems.extend(year.is_none().then(no_year));
    let own = region.level.unwrap_or(Level::District);

    let rules = Rules::read(text.scan());
    let mut found = if report && !kind::is_about_a_notice(&header.title) {
        reported(&lines, own, year, &mut problems)
    } else {
        bodies(&lines, &layout, &header.title, own, year, &mut problems)
    };
    finish_names(&mut found, &text, &mut problems);
    let deadlines = deadline::read(&lines[layout.letter.clone()], year, &mut problems);
    let review = std::mem::take(&mut found.review);
    let horizon = std::mem::take(&mut found.horizon);
    let passages = std::mem::take(&mut found.passages);
    let narrative = found.narrative;
    let issuer = Issuer { level: own, certain: region.level.is_some() && !region.short().ends_with('市') };
    let lists = lists(found, &rules, issuer, year, &mut problems);

    let page = account::Page {
        plain: &document.text,
        all: &all,
        lines: &lines,
        layout: &layout,
        report: &passages,
        lists: &lists,
        deadlines: &deadlines,
    };
    let passages = account::passages(&page);
    let read_share = account::read_share(&document.text, &passages);
    problems.extend(account::problem(&document.text, &passages, read_share));

    let mut notice = Notice {
        header,
        region,
        year,
        kind: Kind::Other,
        lists,
        review,
        horizon,
        deadlines,
        forms: blank::forms(&document.text, &lines, &layout.parts),
        passages,
        read_share,
        problems,
    };
    notice.kind = kind::kind(&notice, narrative, &lines, &layout);
    whole::check(&mut notice, &lines, &stem);
    notice.problems.sort_by_key(|problem| (problem.span.start, problem.span.end, problem.code));
    notice.problems.dedup();
    notice
}

fn no_year() -> Problem {
    Problem::new(Code::UnknownYear, 0..0, "没有读到年份", "请在文件名中写明年份，如“某某区-2023.txt”")
}

/// Whether a page is a work report: it reads like one, and names units in its annexes at most.
fn is_report(lines: &[Line]) -> bool {
    if !narrative::is_narrative(lines) {
        return false;
    }
    let addressed = || lines.iter().filter(|line| form().within(Class::Assembly, line.scan())).count() >= 2;
    let behind = || annex::annexes(lines, None).first().map_or(lines.len(), |annex| annex.whole.start);
    let apart = || {
        let report = &lines[..behind()];
        report.len() < lines.len() && narrative::is_narrative(report) && !forms::names_units(report)
    };
    !forms::names_units(lines) || addressed() || apart()
}

/// What the sentences of a report's page are, with what speaks for it; nothing for a page that was read otherwise.
pub fn reasons(document: &Document, notice: &Notice) -> Vec<Reason> {
    if notice.kind != Kind::WorkReport {
        return Vec::new();
    }
    let (_, all) = page::page(document, &mut Vec::new());
    let lines = noise::without_noise(all, &mut Vec::new());
    if !is_report(&lines) || !layout::divide(&lines, true).letter.is_empty() {
        return Vec::new();
    }
    let (own, _) = apart(&lines, notice.year, &mut Vec::new());
    part::reasons(&glued::with_headings_apart(&own), notice.year)
}

/// The lines of a report, and the annexes behind it that have a form of their own.
fn apart(
    lines: &[Line],
    year: Option<i32>,
    problems: &mut Vec<Problem>,
) -> (Vec<Line>, Vec<(String, Printed, Reading)>) {
    let (mut own, mut read) = (Vec::new(), Vec::new());
    let mut from = 0;
    for annex in annex::annexes(lines, year) {
        let body = forms::Part { lines: &lines[annex.body.clone()], year, units: true, units_only: false };
        let mut said = Vec::new();
        let (printed, mut reading) = match annex.past {
            true => (Printed::default(), Reading::past(&lines[annex.body.clone()])),
            false => forms::read(&body, &mut said),
        };
        if !annex.past && reading.drafts.iter().all(|draft| draft.names.is_empty()) {
            continue;
        }
        problems.append(&mut said);
        let title = &lines[annex.whole.start..annex.body.start];
        reading.passages.splice(0..0, title.iter().map(|line| (Passage::Heading, line.text.whole())));
        own.extend_from_slice(&lines[from..annex.whole.start]);
        from = annex.whole.end;
        read.push((annex.title, printed, reading));
    }
    own.extend_from_slice(&lines[from..]);
    (own, read)
}

/// Reads a report and the annexes behind it that have a form of their own; the rest of the page is the report's.
fn reported(lines: &[Line], own: Level, year: Option<i32>, problems: &mut Vec<Problem>) -> Found {
    let mut found = Found::default();
    let (rest, annexes) = apart(lines, year, problems);
    for (title, printed, reading) in annexes {
        found.add(list_level(&title, own), &title, true, printed, reading);
    }
    let (printed, report) = forms::read_report(&rest, year, problems);
    let plan = report.plan;
    found.add(own, "", false, printed, report);
    // The report stands first on the page.
    found.lists.sort_by_key(|list| !list.narrative);
    if plan == Some(false) {
        let at = lines.first().map_or(0..0, |line| line.text.whole());
        problems.push(Problem::new(
            Code::NoPlan,
            at,
            "报告中没有读到本年度工作安排",
            "请核对文本是否完整：可能只有工作回顾或五年规划部分",
        ));
    }
    found
}

/// Says what was mended or left out when the file was read: lines joined, escapes put back, cells cut.
fn report_joined(document: &Document, problems: &mut Vec<Problem>) {
    let mut report = |hint: &str, code: Code, message: &dyn Fn(usize) -> String, help: &str| {
        let hint = document.hints.iter().find(|(name, _)| name == hint);
        let count = hint.and_then(|(_, count)| count.parse::<usize>().ok()).filter(|count| *count > 0);
        problems.extend(count.map(|count| Problem::new(code, 0..0, message(count), help)));
    };
    report("mended:lines", Code::HardBreak, &|count| format!("句中硬换行（共{count}处）"), "已接上后读取");
    report(
        "mended:escapes",
        Code::PrintedEscape,
        &|count| format!("换行或空格被写成字符（共{count}处）"),
        "已还原后读取",
    );
    report(
        "cut:cells",
        Code::CutCells,
        &|count| {
            let at = document.hints.iter().find(|(name, _)| name == "cut:at");
            let at = at.map(|(_, at)| format!("（第一个在{at}）")).unwrap_or_default();
            format!("表格中有{count}个单元格过远或只是重复，没有读入{at}")
        },
        "请核对表格，把需要的内容移到表格前部再读",
    );
    let lost = document.hints.iter().find(|(name, _)| name == "cut:parts");
    problems.extend(lost.map(|(_, parts)| {
        Problem::new(
            Code::DamagedPart,
            0..0,
            format!("文件在{parts}处损坏，其后的内容没有读入"),
            "请重新下载，或在原来的软件里打开后另存，再读一次",
        )
    }));
}

/// The issuer on a signature's line, without the date behind it.
fn signer(line: &Line) -> String {
    let scan = line.scan();
    if header::is_date_line(scan) {
        return String::new();
    }
    let at = scan.find(|c: char| c.is_ascii_digit() || c == '〇').unwrap_or(scan.len());
    line.text.shown_at(0..at).split_whitespace().collect()
}

/// Reads the parts of a notice, each by its form.
fn bodies(
    lines: &[Line],
    layout: &layout::Layout,
    title: &str,
    own: Level,
    year: Option<i32>,
    problems: &mut Vec<Problem>,
) -> Found {
    let mut found = Found::default();
    if kind::is_about_a_notice(title) {
        return found;
    }
    let units = forms::names_units(lines);
    for part in layout.parts.iter().filter(|part| part.kind == PartKind::Body && !part.lines.is_empty()) {
        let body = forms::Part { lines: &lines[part.lines.clone()], year, units, units_only: false };
        let (printed, reading) = forms::read(&body, problems);
        found.add(list_level(&part.title, own), &part.title, part.annex, printed, reading);
    }
    // A notice that holds its tasks in the letter itself.
    if found.lists.iter().all(|list| list.drafts.is_empty()) && !layout.letter.is_empty() {
        let letter = &lines[layout.letter.clone()];
        if letter.iter().any(|line| label::has_label(line.scan()) || verb::names_by_verb(line.scan()))
            || layout.letter.len() > 12
        {
            let body = forms::Part { lines: letter, year, units: true, units_only: true };
            let (printed, reading) = forms::read(&body, problems);
            found.add(own, "", false, printed, reading);
        }
    }
    found.lists.retain(|list| !list.drafts.is_empty());
    found
}
