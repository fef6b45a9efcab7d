//! Narrative work reports: no marks, no units; every sentence of the plan is a task, the review gives results.
//!
//! In:  the lines of a report.
//! Out: its tasks, and the sentences of its review.
//! Source of the rule: `labels/GUIDELINES.md`; of the words: `datasets/lexicon/headings.tsv`.

use std::ops::Range;
use std::sync::LazyLock;

use super::Review;
use super::layout::heading_words;
use super::line::{Family, Line, Marker};
use super::mend::is_han;
use super::outline::Draft;
use crate::source::traced::Traced;

/// What a report gives.
#[derive(Debug, Clone, Default)]
pub(super) struct Report {
    pub drafts: Vec<Draft>,
    pub review: Vec<Review>,
}

struct Words {
    review: Vec<&'static str>,
    plan: Vec<&'static str>,
    headline: Vec<&'static str>,
    closing: Vec<&'static str>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| Words {
    review: heading_words("review"),
    plan: heading_words("plan"),
    headline: heading_words("headline"),
    closing: heading_words("closing"),
});

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Before,
    Review,
    /// The plan's general part: requirements, expected targets.
    Preamble,
    /// The plan's work under headings.
    Plan,
    Closed,
}

/// Reads a report.
pub(super) fn read(lines: &[Line]) -> Report {
    let mut report = Report::default();
    let mut stage = Stage::Before;
    let mut stack: Vec<(u32, String)> = Vec::new();
    let last_heading = lines.iter().rposition(|line| heading(line).is_some()).unwrap_or(0);
    let mut listing = false;
    for (index, line) in lines.iter().enumerate() {
        let scan = line.scan();
        if super::header::is_date_line(scan) || super::layout::is_furniture(scan) {
            continue;
        }
        if let Some((rank, title, words)) = heading(line) {
            stage = next_stage(stage, &words);
            if matches!(stage, Stage::Preamble | Stage::Plan) {
                let inner = stack.iter().any(|(other, _)| *other < rank);
                // Work begins under the first heading inside the plan, or under a plan heading that names work.
                if inner && stage == Stage::Preamble && !is_preamble(&words) {
                    stage = Stage::Plan;
                }
                stack.retain(|(other, _)| *other < rank);
                stack.push((rank, title));
            } else {
                stack.clear();
            }
            continue;
        }
        if index > last_heading && is_closing(scan) {
            stage = Stage::Closed;
        }
        if stage != Stage::Closed && stage != Stage::Preamble && stage != Stage::Plan && announces_plan(scan) {
            stage = Stage::Preamble;
        }
        // `主要预期目标是:` and then a line for each target.
        if listing && stage == Stage::Preamble && scan.chars().any(|c| c.is_ascii_digit()) && is_listed(scan) {
            let at = Marker::split(scan).map_or(0, |(_, at)| at);
            report.drafts.push(draft(&titles(&stack), line.text.slice(at..line.text.len()), line));
            continue;
        }
        listing = stage == Stage::Preamble && scan.ends_with(':') && WORDS.headline.iter().any(|word| scan.contains(word)) || listing && is_listed(scan);
        paragraph(line, stage, &stack, &mut report);
    }
    report
}

/// Whether a line is one of a list of targets.
fn is_listed(scan: &str) -> bool {
    Marker::split(scan).is_some_and(|(marker, _)| !marker.bare) || scan.ends_with(';')
}

fn titles(stack: &[(u32, String)]) -> Vec<String> {
    stack.iter().map(|(_, title)| title.clone()).collect()
}

/// A heading: its rank, its title and its words. A short line without a full stop.
fn heading(line: &Line) -> Option<(u32, String, String)> {
    let scan = line.scan();
    let han = scan.chars().filter(|c| is_han(*c)).count();
    if !(2..=45).contains(&han) || scan.ends_with(['。', ';', ':', '!', ',', '?']) || scan.contains('。') || scan.starts_with("各位代表") {
        return None;
    }
    let (family, at) = match Marker::split(scan) {
        Some((marker, at)) if !marker.bare => (Some(marker.family), at),
        _ => (None, 0),
    };
    let words = scan[at..].to_owned();
    let stage_word = is_review(&words) || is_plan(&words);
    let rank = match family {
        Some(Family::Part) => 1,
        None if stage_word => 1,
        Some(Family::Comma) => 2,
        Some(Family::Bracket) => 3,
        Some(Family::Arabic) => 4,
        Some(_) => 5,
        None => 6,
    };
    // Unmarked short lines without a stage's word are headings only where they hold no figure and no comma's worth of
    // sentence; names and dates of the session stand in brackets.
    if family.is_none() && !stage_word && (han > 24 || scan.chars().any(|c| c.is_ascii_digit()) || scan.starts_with('(') || han < 4) {
        return None;
    }
    let title: String = line.text.shown().split_whitespace().collect();
    Some((rank, title.trim_start_matches(['—', '-']).to_owned(), words))
}

fn is_review(words: &str) -> bool {
    WORDS.review.iter().any(|word| words.contains(word)) && !words.contains("今年工作") && !words.contains("安排")
}

fn is_plan(words: &str) -> bool {
    let dated = words.contains('年') || words.contains("今后") || words.contains("下一步");
    WORDS.plan.iter().any(|word| words.contains(word)) && (dated || words.contains("总体要求") || words.contains("预期目标"))
}

/// A heading of the plan's general part.
fn is_preamble(words: &str) -> bool {
    ["总体要求", "预期目标", "总体思路", "指导思想", "主要目标", "奋斗目标", "发展目标", "基本要求", "工作思路"].iter().any(|word| words.contains(word))
        && !["重点工作", "主要任务", "工作任务"].iter().any(|word| words.contains(word))
}

fn next_stage(stage: Stage, words: &str) -> Stage {
    if is_review(words) && !is_plan(words) {
        return if matches!(stage, Stage::Plan) { stage } else { Stage::Review };
    }
    if is_plan(words) {
        return match stage {
            Stage::Plan if is_preamble(words) => Stage::Preamble,
            Stage::Plan => Stage::Plan,
            _ if is_preamble(words) => Stage::Preamble,
            // A title alone opens the plan; its own headings open the work.
            _ => Stage::Preamble,
        };
    }
    match stage {
        Stage::Before => Stage::Before,
        Stage::Closed => Stage::Plan,
        stage => stage,
    }
}

/// Whether a paragraph opens the plan where no heading does.
fn announces_plan(scan: &str) -> bool {
    (scan.contains("预期目标") || scan.contains("主要目标")) && (scan.contains("今年") || scan.contains("全年")) && is_headline(scan)
        || scan.starts_with("今年是") && scan.contains("总体要求")
        || scan.contains("今年政府工作的总体要求") || scan.contains("年政府工作的总体要求")
}

/// Whether a sentence gives the expected targets.
fn is_headline(sentence: &str) -> bool {
    let names = WORDS.headline.iter().any(|word| sentence.contains(word));
    let figures = sentence.chars().filter(char::is_ascii_digit).count();
    let says = [":", "是", "为"].iter().any(|word| sentence.contains(word));
    names && says && figures >= 2
}

fn is_closing(scan: &str) -> bool {
    WORDS.closing.iter().any(|word| scan.contains(word)) || scan.starts_with("各位代表") && (scan.contains("让我们") || scan.contains("征程") || scan.contains("奋斗"))
}

/// Reads one paragraph.
fn paragraph(line: &Line, stage: Stage, stack: &[(u32, String)], report: &mut Report) {
    let scan = line.scan();
    let from = match Marker::split(scan) {
        Some((marker, at)) if !marker.bare => at,
        _ => 0,
    };
    let sentences = sentences(scan, from);
    let mut section = titles(stack);
    for (index, range) in sentences.iter().enumerate() {
        let words = line.text.slice(range.clone()).trim();
        let sentence = words.scan();
        let han = sentence.chars().filter(|c| is_han(*c)).count();
        if han == 0 || sentence.starts_with("各位代表") && han <= 6 {
            continue;
        }
        match stage {
            Stage::Before | Stage::Review => {
                if sentence.chars().any(|c| c.is_ascii_digit()) {
                    report.review.push(Review { words });
                }
            }
            Stage::Preamble => {
                if is_headline(sentence) {
                    report.drafts.push(draft(&section, words, line));
                }
            }
            Stage::Plan => {
                // The first sentence of a paragraph may only name its theme.
                let theme = index == 0 && sentences.len() > 1 && han <= 22 && !sentence.chars().any(|c| c.is_ascii_digit()) && (from > 0 || !sentence.contains(',') && han <= 16);
                if theme {
                    section.push(words.shown().trim_end_matches(['。', '!', '！']).to_owned());
                } else if !sentence.ends_with(':') && !is_closing(sentence) {
                    report.drafts.push(draft(&section, words, line));
                }
            }
            Stage::Closed => {}
        }
    }
}

fn draft(section: &[String], words: Traced, line: &Line) -> Draft {
    Draft { section: section.to_vec(), number: None, words, names: Vec::new(), deadline: None, line: line.number }
}

/// Sentences up to 。 or !, without those inside quotes.
fn sentences(scan: &str, from: usize) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start = from;
    let mut depth = 0i32;
    for (at, c) in scan[from..].char_indices().map(|(at, c)| (from + at, c)) {
        match c {
            '“' => depth += 1,
            '”' => depth = (depth - 1).max(0),
            '。' | '!' if depth == 0 => {
                out.push(start..at + c.len_utf8());
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    if start < scan.len() && !scan[start..].trim().is_empty() {
        out.push(start..scan.len());
    }
    out
}

/// Whether a text is a narrative report: long unmarked or lightly marked paragraphs, addressed to deputies.
pub(super) fn is_narrative(lines: &[Line]) -> bool {
    let long = lines.iter().filter(|line| line.scan().chars().filter(|c| is_han(*c)).count() >= 80).count();
    let sections = lines.iter().filter(|line| heading(line).is_some_and(|(_, _, words)| is_review(&words) || is_plan(&words))).count();
    long >= 5 && (sections >= 1 || lines.iter().any(|line| line.scan().contains("各位代表")))
}
