//! From a document to a notice: the order in which the parts of this stage work.

use std::ops::Range;

use super::account;
use super::assignment::{self, Issuer};
use super::layout::{self, PartKind};
use super::line::{self, Line};
use super::mend::{self, is_han};
use super::outline::{self, Draft};
use super::rule::Rules;
use super::stage::Stage;
use super::{
    Code, Kind, Level, List, Notice, Passage, Problem, Region, Review, Stated, Task, clause, deadline, fold, grid,
    header, label, narrative, noise, rule, stage, verb, vocabulary, whole, year,
};
use crate::place::{self, Evidence};
use crate::source::Document;
use crate::source::traced::Traced;

/// Reads one document. Never fails: what is broken is among [`Notice::problems`].
pub fn parse(document: &Document) -> Notice {
    let mut problems = Vec::new();
    let (text, all) = page(document, &mut problems);
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
    let addressee = addressee.or_else(|| addressee_of(&lines)).unwrap_or("");
    let signer = signature.as_ref().map(|(issuer, _)| issuer.as_str());
    let region = locate(document, &header, signer, addressee, &stem, &all, &mut problems);
    let year = year::of(&header, &layout.parts, document, &stem, &lines);
    if year.is_none() {
        problems.push(Problem::new(
            Code::UnknownYear,
            0..0,
            "没有读到年份",
            "请在文件名中写明年份，如“某某区-2023.txt”",
        ));
    }
    let own = region.level.unwrap_or(Level::District);

    let rules = Rules::read(text.scan());
    let mut found = if report && !is_about_a_notice(&header.title) {
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
        passages,
        read_share,
        problems,
    };
    notice.kind = kind(&notice, narrative, &lines, &layout);
    whole::check(&mut notice, &lines, &stem);
    notice.problems.sort_by_key(|problem| (problem.span.start, problem.span.end, problem.code));
    notice.problems.dedup();
    notice
}

/// The lines that parts are told from: mended, whole, furniture among them.
pub(super) fn page(document: &Document, problems: &mut Vec<Problem>) -> (Traced, Vec<Line>) {
    let text = mend::mend(&document.text, problems);
    let lines = line::lines(&text);
    let lines = fold::mend_lines(noise::without_page_numbers(lines), problems);
    (text, lines)
}

/// Whether a text names units: by a label, in a table, or by verbs in brackets in several places.
fn names_units(lines: &[Line]) -> bool {
    /// One bracket with a verb may be an aside of a report.
    const FEWEST: usize = 2;
    let by_verb = |line: &&Line| line.scan().ends_with([')', ']', '〕', '。']) && verb::names_by_verb(line.scan());
    lines.iter().any(|line| label::has_label(line.scan()))
        || (0..lines.len()).any(|at| grid::opens_stack(&lines[at..]))
        || lines.iter().filter(by_verb).take(FEWEST).count() == FEWEST
}

/// Whether a page is a work report: it reads like one, and names units in an annex at most.
fn is_report(lines: &[Line]) -> bool {
    if !narrative::is_narrative(lines) {
        return false;
    }
    let addressed = lines.iter().filter(|line| line.scan().contains("各位代表")).count() >= 2;
    !names_units(lines) || addressed
}

/// Reads a report, and the annexes behind it that name units by their own form.
fn reported(lines: &[Line], own: Level, year: Option<i32>, problems: &mut Vec<Problem>) -> Found {
    let report = narrative::read(lines, year);
    let mut found = Found { narrative: true, review: report.review, horizon: report.horizon, ..Found::default() };
    let behind = report.drafts.last().map_or(0, |draft| draft.line);
    add(&mut found, own, "", false, report.drafts);
    let from = lines.iter().position(|line| line.number > behind).unwrap_or(lines.len());
    let annexes = noise::without_noise(lines[from..].to_vec(), problems);
    if behind > 0 && names_units(&annexes) {
        for part in layout::divide(&annexes, false).parts {
            let body = &annexes[part.lines.clone()];
            if part.kind == PartKind::Body && names_units(body) {
                let drafts = outline::read(body, outline::Context { units_only: true }, problems);
                add(&mut found, list_level(&part.title, own), &part.title, part.annex, drafts);
            }
        }
    }
    if !report.has_plan {
        let at = lines.first().map_or(0..0, |line| line.text.whole());
        problems.push(Problem::new(
            Code::NoPlan,
            at,
            "报告中没有读到本年度工作安排",
            "请核对文本是否完整：可能只有工作回顾或五年规划部分",
        ));
    }
    found.passages = report.passages;
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
        &|count| format!("表格中有{count}个单元格过远或只是重复，没有读入"),
        "请核对表格，把需要的内容移到表格前部再读",
    );
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

/// The line that speaks to somebody, of a page without a letter: `各市人民政府,省政府各部门:`.
fn addressee_of(lines: &[Line]) -> Option<&str> {
    const HEAD_LINES: usize = 30;
    lines.iter().take(HEAD_LINES).map(Line::scan).find(|scan| scan.starts_with('各') && scan.ends_with(':'))
}

/// Whether a title stands behind the opening of the report or among the links below it: it is another page's.
fn is_title_of_a_link(title: &str, lines: &[Line]) -> bool {
    let bare = |text: &str| text.split_whitespace().collect::<String>();
    let title = bare(title);
    let at = lines.iter().position(|line| !title.is_empty() && bare(&line.text.shown()).contains(&title));
    at.is_some_and(|at| lines[..at].iter().any(|line| place::is_below_titles(line.scan())))
}

fn locate(
    document: &Document,
    header: &super::Header,
    signer: Option<&str>,
    addressee: &str,
    stem: &str,
    lines: &[Line],
    problems: &mut Vec<Problem>,
) -> Region {
    let body: String = lines.iter().map(|line| line.scan()).collect::<Vec<_>>().join("\n");
    // `《2023年某市〈政府工作报告〉…》政策解读`: the place stands behind the year.
    let dated =
        header.title.trim_start_matches(|c: char| !is_han(c)).trim_start_matches(['年', '度']).replace('〈', "《");
    let dated = dated.as_str();
    let mut evidence: Vec<(Evidence, &str)> = Vec::new();
    if !is_title_of_a_link(&header.title, lines) {
        evidence.extend([(Evidence::Title, dated), (Evidence::Title, header.title.as_str())]);
    }
    evidence.extend(header.issuer.as_deref().map(|issuer| (Evidence::Issuer, issuer)));
    // An office's own page names itself above the title.
    evidence.extend(
        lines
            .iter()
            .take(2)
            .map(Line::scan)
            .filter(|scan| scan.chars().count() <= 24 && scan.chars().all(is_han))
            .map(|scan| (Evidence::Issuer, scan)),
    );
    evidence.extend(header.doc_number.as_deref().map(|number| (Evidence::DocNumber, number)));
    evidence.extend(signer.map(|signer| (Evidence::Signature, signer)));
    for (name, value) in &document.hints {
        let about_place = [
            "地区", "省", "市", "区", "县", "区县", "城市", "省份", "region", "province", "city", "district", "county",
            "name", "地名",
        ];
        if about_place.iter().any(|word| name.eq_ignore_ascii_case(word)) {
            evidence.push((Evidence::Hint, value));
        } else if name.eq_ignore_ascii_case("title") || name == "标题" {
            evidence.push((Evidence::Title, value));
        }
    }
    evidence.push((Evidence::Addressee, addressee));
    evidence.push((Evidence::FileName, stem));
    evidence.push((Evidence::Body, &body));
    let located = place::locate(&evidence);
    if located.region.name.is_empty() {
        problems.push(Problem::new(
            Code::UnknownRegion,
            0..0,
            "没有读到所属地区",
            "请在文件名中写明地区，如“某市某区-2023.txt”",
        ));
    } else if !located.ambiguous.is_empty() {
        problems.push(Problem::new(
            Code::AmbiguousRegion,
            0..0,
            format!("“{}”不止一处：{}", located.region.short(), located.ambiguous.join("、")),
            "请在文件名中写明上级地区",
        ));
    }
    located.region
}

/// What the parts of a notice hold, before names are mended.
#[derive(Default)]
struct Found {
    lists: Vec<(Level, String, Vec<Draft>)>,
    review: Vec<Review>,
    horizon: Vec<Review>,
    narrative: bool,
    /// What a report's sentences are.
    passages: Vec<(Passage, Range<usize>)>,
}

fn bodies(
    lines: &[Line],
    layout: &layout::Layout,
    title: &str,
    own: Level,
    year: Option<i32>,
    problems: &mut Vec<Problem>,
) -> Found {
    let mut found = Found::default();
    if is_about_a_notice(title) {
        return found;
    }
    let any_units = names_units(lines);
    for part in &layout.parts {
        if part.kind != PartKind::Body || part.lines.is_empty() {
            continue;
        }
        let body = &lines[part.lines.clone()];
        if !any_units && narrative::is_narrative(body) {
            let report = narrative::read(body, year);
            found.narrative = true;
            found.review.extend(report.review);
            found.horizon.extend(report.horizon);
            found.passages.extend(report.passages);
            add(&mut found, list_level(&part.title, own), &part.title, part.annex, report.drafts);
            continue;
        }
        let mut drafts = outline::read(body, outline::Context { units_only: false }, problems);
        if !any_units {
            found.review.extend(take_review(&mut drafts, year));
        }
        add(&mut found, list_level(&part.title, own), &part.title, part.annex, drafts);
    }
    // A notice that holds its tasks in the letter itself.
    if found.lists.iter().all(|(_, _, drafts)| drafts.is_empty()) && !layout.letter.is_empty() {
        let letter = &lines[layout.letter.clone()];
        if letter.iter().any(|line| label::has_label(line.scan()) || verb::names_by_verb(line.scan()))
            || layout.letter.len() > 12
        {
            let drafts = outline::read(letter, outline::Context { units_only: true }, problems);
            add(&mut found, own, "", false, drafts);
        }
    }
    found.lists.retain(|(_, _, drafts)| !drafts.is_empty());
    found
}

/// Takes what stands under a heading of the review out of the drafts: it was done.
fn take_review(drafts: &mut Vec<Draft>, year: Option<i32>) -> Vec<Review> {
    let looks_back =
        |draft: &Draft| draft.section.iter().any(|title| stage::of_heading(title, year) == Some(Stage::Review));
    let (review, tasks) = std::mem::take(drafts).into_iter().partition(looks_back);
    *drafts = tasks;
    review.into_iter().map(|draft: Draft| Review { words: draft.words }).collect()
}

/// Adds a part's tasks to the list of its level; a second list of a level goes on under its own title as a section.
fn add(found: &mut Found, level: Level, title: &str, annex: bool, mut drafts: Vec<Draft>) {
    if drafts.is_empty() {
        return;
    }
    match found.lists.iter_mut().find(|(other, ..)| *other == level) {
        Some((_, first, list)) => {
            if (annex || *first != title) && !title.is_empty() {
                for draft in &mut drafts {
                    draft.section.insert(0, title.to_owned());
                }
            }
            list.append(&mut drafts);
        }
        None => found.lists.push((level, title.to_owned(), drafts)),
    }
}

/// Whether a title announces a page about a notice: an interpretation, a chart, news.
pub(super) fn is_about_a_notice(title: &str) -> bool {
    ["政策解读", "解读", "一图读懂", "图解", "答记者问", "新闻发布会", "问答"].iter().any(|word| title.contains(word))
        && !title.starts_with("关于印发")
        || title.trim_end_matches([')', '》', '）']).ends_with("名词解释") && !title.contains('附')
        || ["主持召开", "召开"].iter().any(|word| title.contains(word)) && title.ends_with("会议")
}

/// Whose report a list decomposes: the last level named before 《政府工作报告》, else the issuer's own.
fn list_level(title: &str, own: Level) -> Level {
    let report = title.find("政府工作报告").or_else(|| title.find("工作报告"));
    let before = report.map_or(title, |at| &title[..at]);
    let before = before.trim_end_matches(['《', '<', '〈', '“', '"', ' ']);
    let named = |text: &str| match text.chars().next_back() {
        Some('省') => Some(Level::Province),
        Some('市' | '州') => Some(Level::City),
        Some('区' | '县' | '旗') => Some(Level::District),
        Some('镇' | '乡') => Some(Level::Township),
        Some('国') => Some(Level::Nation),
        _ => None,
    };
    // `《某省政府工作报告》《某市政府工作报告》任务分解`: several reports in one list.
    if title.matches("工作报告").count() > 1 {
        return own;
    }
    // A county-level city's own report is its district-level one.
    let level = match (named(before), own) {
        (Some(Level::City), Level::District)
            if !title.contains(['区', '县']) && report.is_some() && !before.trim_end_matches('市').ends_with('年') =>
        {
            Level::District
        }
        (Some(level), _) if report.is_some() => level,
        _ => {
            // `附件2 市报告涉及本县事项`, `附件1 省重点工作`
            let bare = title.trim_start_matches(|c: char| c.is_ascii_digit() || c == '年');
            match bare.chars().next() {
                Some('省') if bare.starts_with("省政府") || bare.starts_with("省报告") || bare.starts_with("省级") => {
                    Level::Province
                }
                Some('市')
                    if own != Level::City
                        && (bare.starts_with("市政府")
                            || bare.starts_with("市报告")
                            || bare.starts_with("市级")
                            || bare.starts_with("市委")) =>
                {
                    Level::City
                }
                Some('国') if bare.starts_with("国务院") || bare.starts_with("国家") => Level::Nation,
                _ => own,
            }
        }
    };
    // Nothing decomposes the report of a level below its own issuer.
    if level > own { own } else { level }
}

/// Mends names by each other, and adds the units that the notice names once for all tasks behind that place.
fn finish_names(found: &mut Found, text: &Traced, problems: &mut Vec<Problem>) {
    let mut names: Vec<&mut Vec<assignment::Name>> =
        found.lists.iter_mut().flat_map(|(_, _, drafts)| drafts.iter_mut().map(|draft| &mut draft.names)).collect();
    vocabulary::mend_names(&mut names, problems);
    let Some(blanket) = rule::Blanket::read(text.scan()) else { return };
    let at = text.span(blanket.at()..blanket.at() + 3);
    for draft in found.lists.iter_mut().flat_map(|(_, _, drafts)| drafts) {
        // The task that states the rule names its units itself.
        if draft.words.whole().start > at.start {
            blanket.add(&mut draft.names, at.clone());
        }
    }
}

/// Turns drafts into the notice's lists.
fn lists(found: Found, rules: &Rules, own: Issuer, year: Option<i32>, problems: &mut Vec<Problem>) -> Vec<List> {
    let narrative = found.narrative;
    found
        .lists
        .into_iter()
        .map(|(level, title, drafts)| {
            let with_units = drafts.iter().filter(|draft| !draft.names.is_empty()).count();
            if let Some(first) = drafts.first().filter(|_| with_units == 0 && !narrative) {
                problems.push(Problem::new(
                    Code::TaskWithoutUnit,
                    first.words.whole(),
                    format!("本清单{}项任务都没有读到责任单位", drafts.len()),
                    "原文未印责任单位，或责任单位在附件中；未作推断",
                ));
            }
            let tasks = drafts
                .into_iter()
                .map(|draft| {
                    if draft.names.is_empty() && with_units > 0 && !narrative {
                        problems.push(Problem::new(
                            Code::TaskWithoutUnit,
                            draft.words.whole(),
                            "这项任务没有读到责任单位",
                            "原文未印责任单位，或标签损坏；未作推断",
                        ));
                    }
                    task(draft, rules, own, year, problems)
                })
                .collect();
            List { level, title, tasks }
        })
        .collect()
}

fn task(draft: Draft, rules: &Rules, own: Issuer, year: Option<i32>, problems: &mut Vec<Problem>) -> Task {
    let assignments = assignment::assign(&draft.names, rules, own);
    if let Some(guessed) = assignments.iter().find(|a| matches!(a.stated, Stated::FirstListed | Stated::DefaultRule)) {
        let help = match guessed.stated {
            Stated::FirstListed => "通知约定列第一位者牵头",
            _ => "通知约定无牵头单位时责任单位牵头",
        };
        problems.push(Problem::new(
            Code::DefaultRole,
            guessed.span.clone(),
            format!("“{}”按约定为牵头单位", guessed.unit_raw),
            help,
        ));
    }
    let deadline = match &draft.deadline {
        Some(words) => Some(deadline::task_date(words, year).unwrap_or_else(|| words.clone())),
        None => deadline::in_task(draft.words.scan(), year),
    };
    let span = draft.words.whole();
    Task {
        section: draft.section,
        number: draft.number,
        clauses: clause::clauses(&draft.words),
        words: draft.words,
        assignments,
        deadline,
        line: draft.line,
        span,
    }
}

/// What kind of document it is.
fn kind(notice: &Notice, narrative: bool, lines: &[Line], layout: &layout::Layout) -> Kind {
    let tasks = notice.lists.iter().map(|list| list.tasks.len()).sum::<usize>();
    let units = notice.lists.iter().flat_map(|list| &list.tasks).any(|task| !task.assignments.is_empty());
    let title = notice.header.title.as_str();
    let report = title.contains("政府工作报告") || title.contains("工作报告");
    let bulletin = ["通报", "完成情况", "落实情况", "进展情况"].iter().any(|word| title.contains(word));
    let split = ["分解", "分工", "责任", "任务", "立项"].iter().any(|word| title.contains(word));
    if is_about_a_notice(title) {
        Kind::Other
    } else if units && !narrative {
        Kind::Decomposition
    } else if narrative && lines.iter().any(|line| line.scan().contains("各位代表"))
        || report && !split && !bulletin
        || tasks > 0 && (narrative || !notice.review.is_empty())
    {
        Kind::WorkReport
    } else if tasks > 0 {
        if split { Kind::Decomposition } else { Kind::Other }
    } else if !layout.letter.is_empty()
        && (layout.letter.end == lines.len()
            || lines.iter().any(|line| line.scan().contains("附件") || line.scan().contains("印发给你们")))
    {
        Kind::CoveringLetter
    } else {
        Kind::Other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(file: &str, text: &str, region: &str) {
        let document = Document { path: file.into(), text: text.to_owned(), ..Document::default() };
        assert_eq!(parse(&document).region.name, region, "{file}");
    }

    #[test]
    fn links_units_and_mentions_name_no_region() {
        let report = "各位代表!\n现在,我代表县人民政府向大会报告工作。\n今年我县生产总值增长6%。新建公园3个。\n";
        let links = "相关文章\n01-24\n白浪县2025年政府工作报告\n";
        check("青禾县-2025.txt", &format!("{report}{links}"), "青禾县");
        check("x.txt", &format!("{report}{links}"), "");
        let letter = "各市人民政府，各县（市、区）人民政府，省政府各部门：\n";
        let task =
            "1.支持济南市、青岛市建设产业园5个，支持济南市做强软件名城。（牵头单位：省科技厅；责任单位：济南市政府）\n";
        check("山东省-2024.txt", &format!("{letter}{task}"), "山东省");
        check("x.txt", &format!("{letter}{task}"), "");
        check("x.txt", &format!("{letter}{task}结合山东实际，制定本方案。\n"), "山东省");
    }
}
