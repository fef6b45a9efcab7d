//! Narrative work reports: no units; every sentence of the plan is a task, the review gives results.
//!
//! In:  the lines of a report and its year.
//! Out: its tasks, and the sentences of its review.
//! How: headings say where review and plan begin; where a report has none, or is one long line, its opening sentences
//!      say it (`过去一年,…`, `今年是…之年`, `今年经济社会发展的主要预期目标是:…`).
//! Source of the rule: `labels/GUIDELINES.md`; of the words: `datasets/lexicon/headings.tsv`.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::Review;
use super::header;
use super::layout::heading_words;
use super::line::{Family, Line, Marker};
use super::mend::is_han;
use super::outline::Draft;
use super::stage::{self, Stage};
use crate::source::traced::Traced;

/// What a report gives.
#[derive(Debug, Clone, Default)]
pub(super) struct Report {
    pub drafts: Vec<Draft>,
    pub review: Vec<Review>,
}

/// A line that is a heading.
struct Heading {
    rank: u32,
    title: String,
    words: String,
    stage: Option<Stage>,
}

/// Reads a report. `year` is the year that it plans.
pub(super) fn read(lines: &[Line], year: Option<i32>) -> Report {
    let lines = with_headings_apart(lines);
    let headings: Vec<Option<Heading>> = (0..lines.len()).map(|index| heading(&lines, index, year)).collect();
    let read = |first, opening| read_with(&lines, &headings, year, first, opening);
    let mut report = read(Stage::Before, Stage::Preamble);
    // A plan without headings of its own, or without its targets, is work from its first sentence.
    if report.drafts.is_empty() {
        report = read(Stage::Before, Stage::Plan);
    }
    // A page cut out of the plan says by its verbs that it looks ahead; deeds for the people are yet to be done.
    let ahead = || tells_deeds(&lines) || stage::looks_ahead(lines.iter().map(Line::scan));
    if report.drafts.is_empty() && !headings.iter().flatten().any(|heading| heading.stage.is_some()) && ahead() {
        report = read(Stage::Plan, Stage::Plan);
    }
    report
}

/// Reads a report that begins in the stage `first` and whose plan begins with `opening`.
fn read_with(lines: &[Line], headings: &[Option<Heading>], year: Option<i32>, first: Stage, opening: Stage) -> Report {
    let mut reader = Reader {
        year,
        opening,
        stage: first,
        stack: Vec::new(),
        targets_seen: false,
        listing: false,
        deeds: false,
        last_number: 0,
        report: Report::default(),
    };
    for (index, (line, heading)) in lines.iter().zip(headings).enumerate() {
        let scan = line.scan();
        let title = reader.report.drafts.is_empty() && scan.contains("工作报告") && !scan.contains(['。', ',']);
        if header::is_date_line(scan) || super::noise::is_furniture(scan) || title {
            continue;
        }
        match heading {
            Some(heading) => reader.heading(heading),
            None => {
                let inner_ahead = headings[index + 1..]
                    .iter()
                    .flatten()
                    .next()
                    .is_some_and(|next| !matches!(next.stage, Some(Stage::Review)));
                reader.line(line, inner_ahead);
            }
        }
    }
    reader.report
}

struct Reader {
    year: Option<i32>,
    /// What the plan's title opens: its general part, or its work where a report has no general part.
    opening: Stage,
    stage: Stage,
    /// Headings above, with their ranks.
    stack: Vec<(u32, String)>,
    /// Whether the sentence with the year's targets was read.
    targets_seen: bool,
    /// Whether lines are items of the expected targets.
    listing: bool,
    /// Whether lines are items of the deeds for the people.
    deeds: bool,
    last_number: u32,
    report: Report,
}

impl Reader {
    fn heading(&mut self, heading: &Heading) {
        self.listing = stage::names_targets(&heading.words);
        // `(二)主要预期目标`: what follows are targets, whether it says so again or not.
        self.targets_seen |= stage::is_all_targets(&heading.words);
        self.deeds = stage::names_deeds(&heading.words);
        self.last_number = 0;
        let before = self.stage;
        self.stage = match (heading.stage, before) {
            // A plan's section may look back; only a heading of the report's own rank goes back to the review.
            (Some(Stage::Review), Stage::Plan) if self.stack.iter().any(|(rank, _)| *rank < heading.rank) => {
                Stage::Plan
            }
            (Some(Stage::Preamble), _) => self.opening,
            (Some(stage), _) => stage,
            // `(一)预期性指标`
            (None, Stage::Before) if stage::is_all_targets(&heading.words) => Stage::Preamble,
            (None, Stage::Preamble) if stage::is_preamble(&heading.words) => Stage::Preamble,
            (None, Stage::Preamble | Stage::Closed) => Stage::Plan,
            (None, stage) => stage,
        };
        if matches!(self.stage, Stage::Preamble | Stage::Plan) {
            if !matches!(before, Stage::Preamble | Stage::Plan | Stage::Closed) {
                self.stack.clear();
            }
            self.stack.retain(|(rank, _)| *rank < heading.rank);
            self.stack.push((heading.rank, heading.title.clone()));
        } else {
            self.stack.clear();
        }
    }

    fn line(&mut self, line: &Line, inner_ahead: bool) {
        let scan = line.scan();
        let marker = Marker::split(scan).filter(|(marker, at)| !marker.bare && *at < scan.len());
        // `主要预期目标如下:` and then a line for each target.
        if self.listing && self.stage == Stage::Preamble && is_target_item(scan) {
            let at = marker.as_ref().map_or(0, |(_, at)| *at);
            self.targets_seen = true;
            self.add(line.text.slice(at..line.text.len()), line, None, &[]);
            return;
        }
        // `十件民生实事:` and then a line for each deed.
        if self.deeds
            && matches!(self.stage, Stage::Preamble | Stage::Plan | Stage::Closed)
            && let Some((marker, at)) = &marker
            && !matches!(marker.family, Family::Dash | Family::Bullet)
            && (marker.value == self.last_number + 1 || self.last_number == 0)
        {
            self.last_number = marker.value;
            self.add(line.text.slice(*at..line.text.len()), line, marker.number(), &[]);
            return;
        }
        // `一是提升教育。新建…`: a deed for each line that counts on.
        if self.deeds && matches!(self.stage, Stage::Preamble | Stage::Plan) && stage::is_ordinal(scan) {
            self.add(line.text.clone(), line, None, &[]);
            return;
        }
        let from = marker.as_ref().map_or(0, |(_, at)| *at);
        let sentences = sentences(scan, from);
        let mut theme: Vec<String> = Vec::new();
        let mut listing = false;
        let opened_with = self.stage;
        let call = call(scan, &sentences);
        for (index, range) in sentences.iter().enumerate() {
            let words = line.text.slice(range.clone()).trim();
            let sentence = words.scan();
            if call.contains(&index) {
                continue;
            }
            let bare = stage::without_address(sentence);
            let han = bare.chars().filter(|c| is_han(*c)).count();
            if han == 0 {
                continue;
            }
            let figures = bare.chars().any(|c| c.is_ascii_digit());
            self.step(bare, index == 0 && opened_with == Stage::Preamble && !inner_ahead);
            listing = matches!(self.stage, Stage::Preamble | Stage::Plan)
                && bare.ends_with(':')
                && stage::names_targets(bare);
            if stage::names_deeds(bare)
                && !figures_of_deeds(bare)
                && matches!(self.stage, Stage::Preamble | Stage::Plan)
            {
                self.deeds = true;
                self.last_number = 0;
            }
            match self.stage {
                Stage::Before | Stage::Review => {
                    // Above the review stand index numbers and the like.
                    let said = bare.ends_with(['。', '!', ';']) || stage::has_figure(bare);
                    if figures && (self.stage == Stage::Review || said) {
                        self.report.review.push(Review { words });
                    }
                }
                Stage::Preamble if index == 0 && sentences.len() > 1 && !figures && han <= 16 => {
                    self.targets_seen |= stage::is_all_targets(bare);
                    theme.push(words.shown().trim_end_matches(['。', '!', '！']).to_owned());
                }
                Stage::Preamble => {
                    let wanted =
                        stage::is_headline(bare) || figures && self.targets_seen && stage::goes_on_with_targets(bare);
                    if wanted {
                        self.targets_seen = true;
                        self.add(words, line, None, &theme);
                    }
                }
                Stage::Plan => {
                    // The first sentence of a paragraph may only name its theme.
                    let names_theme = index == 0
                        && sentences.len() > 1
                        && han <= 24
                        && !figures
                        && (from > 0 || stage::is_ordinal(bare) || !bare.contains(',') && han <= 16);
                    if names_theme {
                        theme.push(words.shown().trim_end_matches(['。', '!', '！', ';', '；']).to_owned());
                    } else if !bare.ends_with(':') && !stage::is_closing(bare) && !stage::is_transition(bare) {
                        self.add(words, line, None, &theme);
                    }
                }
                Stage::Closed => {}
            }
        }
        self.listing = listing;
    }

    /// Moves on to the stage that a sentence opens.
    fn step(&mut self, sentence: &str, plain_plan: bool) {
        let next = match self.stage {
            Stage::Before if stage::opens_plan(sentence, self.year) => Some(Stage::Preamble),
            Stage::Before if stage::opens_review(sentence, self.year) => Some(Stage::Review),
            Stage::Review if stage::opens_plan(sentence, self.year) => Some(Stage::Preamble),
            // Without headings the work begins behind the targets.
            Stage::Preamble if stage::opens_work(sentence) => Some(Stage::Plan),
            Stage::Preamble | Stage::Plan if self.stack.is_empty() && stage::turns_back(sentence, self.year) => {
                Some(Stage::Review)
            }
            Stage::Preamble
                if plain_plan
                    && self.targets_seen
                    && !stage::is_preamble(sentence)
                    && !stage::is_headline(sentence) =>
            {
                Some(Stage::Plan)
            }
            Stage::Plan if stage::closes(sentence) => Some(Stage::Closed),
            _ => None,
        };
        if let Some(next) = next {
            if matches!(next, Stage::Preamble | Stage::Review) {
                self.stack.clear();
            }
            self.stage = if next == Stage::Preamble { self.opening } else { next };
        }
    }

    fn add(&mut self, words: Traced, line: &Line, number: Option<String>, theme: &[String]) {
        let mut section: Vec<String> = self.stack.iter().map(|(_, title)| title.clone()).collect();
        section.extend(theme.iter().cloned());
        if words.scan().chars().any(is_han) {
            self.report.drafts.push(Draft {
                section,
                number,
                words,
                names: Vec::new(),
                deadline: None,
                line: line.number,
            });
        }
    }
}

/// Whether a line is one of a list of targets: marked, or closed by a semicolon, or short and with a figure.
fn is_target_item(scan: &str) -> bool {
    let marked = Marker::split(scan).is_some_and(|(marker, _)| !marker.bare);
    let figures = scan.chars().any(|c| c.is_ascii_digit());
    let han = scan.chars().filter(|c| is_han(*c)).count();
    let single = !scan.trim_end_matches(['。', ';']).contains('。');
    single && (marked || scan.ends_with(';') && han <= 120 || figures && han <= 60 && stage::goes_on_with_targets(scan))
}

/// Whether a sentence about deeds is itself one: it says how many of something else than deeds.
fn figures_of_deeds(sentence: &str) -> bool {
    static OWN: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"\d+(?:大|个方面|项|件|类)?(?:为民|民生|惠民)?实事|(?:19|20)\d\d年").expect("a fixed pattern")
    });
    OWN.replace_all(sentence, "").chars().any(|c| c.is_ascii_digit())
}

/// Splits headings off lines that go on with their text, as in a report copied into one line.
fn with_headings_apart(lines: &[Line]) -> Vec<Line> {
    let mut out = Vec::with_capacity(lines.len());
    for line in lines {
        match glued_heading(line.scan()) {
            Some(at) => {
                out.push(Line { text: line.text.slice(0..at).trim(), ..line.clone() });
                out.push(Line {
                    text: line.text.slice(at..line.text.len()).trim(),
                    number: line.number,
                    after_blank: false,
                });
            }
            None => out.push(line.clone()),
        }
    }
    out
}

/// Where a heading ends that its own text follows on the line: at a space, or behind a word that ends headings.
fn glued_heading(scan: &str) -> Option<usize> {
    static ENDING: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^[^。,;:!?]{0,24}?(?:工作回顾|工作总结|的回顾|工作安排|工作部署|总体要求和主要(?:预期)?目标|总体要求及主要目标|总体要求|预期目标|目标任务|重点工作任务|重点工作|主要任务|工作任务|年的?主要工作)").expect("a fixed pattern")
    });
    let (marker, at) = Marker::split(scan).filter(|(marker, _)| !marker.bare)?;
    if !matches!(marker.family, Family::Part | Family::Comma | Family::Bracket) || scan.chars().count() < 60 {
        return None;
    }
    let rest = &scan[at..];
    let ends = |end: usize| {
        let (words, behind) = (&rest[..end], rest[end..].trim_start());
        let han = words.chars().filter(|c| is_han(*c)).count();
        (4..=40).contains(&han)
            && !words.contains(['。', ';', ':'])
            && behind.starts_with(|c: char| is_han(c) || c.is_ascii_digit() || c == '“')
    };
    if let Some(space) = rest.find(' ').filter(|&end| ends(end)) {
        return Some(at + space);
    }
    let found = ENDING.find(rest)?;
    let behind = rest[found.end()..].chars().next()?;
    let reached = ["提前", "实现", "全面", "圆满", "顺利", "如期", "胜利", "超额", "完成", "较好", "基本"]
        .iter()
        .any(|word| rest[found.end()..].starts_with(word));
    let goes_on = reached || "是为的和及与、，,:：。;；(（任目”》".contains(behind);
    (!goes_on && ends(found.end())).then(|| at + found.end())
}

/// The family of the mark that a line begins with.
fn begins(line: &Line) -> Option<Family> {
    Marker::split(line.scan()).filter(|(marker, _)| !marker.bare).map(|(marker, _)| marker.family)
}

/// A heading: a short line without a full stop, or a marked one that only names its theme.
fn heading(lines: &[Line], index: usize, year: Option<i32>) -> Option<Heading> {
    let line = &lines[index];
    let scan = line.scan();
    let han = scan.chars().filter(|c| is_han(*c)).count();
    if !(2..=45).contains(&han) || scan.ends_with([':', ',', '?']) || stage::without_address(scan).len() < scan.len() {
        return None;
    }
    let (family, at) = match Marker::split(scan) {
        Some((marker, at)) if !marker.bare => (Some(marker.family), at),
        _ => (None, 0),
    };
    let words = scan[at..].to_owned();
    let figures = words.chars().any(|c| c.is_ascii_digit());
    let ordinal = family.is_none() && stage::is_ordinal(&words);
    let body = words.trim_end_matches(['。', ';', '!', ' ']);
    if body.contains('。') {
        return None;
    }
    let stage = stage::of_heading(body, year);
    if body.len() < words.trim_end().len() {
        // `(一)加快产业升级。` on a line of its own, with its work in the next line.
        let longer_follows = lines.get(index + 1).is_some_and(|next| {
            let inner = begins(next);
            next.scan().chars().filter(|c| is_han(*c)).count() > han
                && (inner.is_none() && !stage::is_ordinal(next.scan()) || inner != family && inner.is_some())
        });
        let marked = matches!(family, Some(Family::Part | Family::Comma | Family::Bracket)) || ordinal;
        let named = stage.is_some() && han <= 24 || stage::is_all_targets(body) && han <= 12;
        if !(marked && (named || han <= 30 && !figures && longer_follows)) {
            return None;
        }
    }
    // Unmarked short lines without a stage's word are headings only where they hold no figure and no sentence's worth of
    // words; the date and the speaker under the title stand in brackets or behind a dash.
    let told = header::date(&words).is_some() || stage::has_figure(&words) && !stage::names_deeds(&words);
    if family.is_none() && stage.is_some() && told {
        return None;
    }
    if family.is_none()
        && stage.is_none()
        && !ordinal
        && (told || han > 24 || figures && !stage::names_deeds(&words) || scan.starts_with('(') || han < 4)
    {
        return None;
    }
    if matches!(family, Some(Family::Dash | Family::Bullet)) {
        // Of bullets that follow each other each is an item; one before its text names a theme.
        let listed = family == Some(Family::Bullet) && lines.get(index + 1).is_none_or(|next| begins(next) == family);
        let themed = !figures && han <= 30 && !scan.ends_with(';') && !listed;
        if !themed && (stage.is_none() || stage::has_figure(&words)) {
            return None;
        }
    }
    if matches!(family, Some(Family::Arabic | Family::ArabicBracket | Family::Circled)) && figures && stage.is_none() {
        return None;
    }
    let rank = match family {
        Some(Family::Part) => 1,
        None | Some(Family::Dash | Family::Bullet) if stage.is_some() => 1,
        Some(Family::Comma) => 2,
        Some(Family::Bracket) => 3,
        Some(Family::Arabic) => 4,
        _ if ordinal => 4,
        Some(_) => 5,
        None => 6,
    };
    let title: String = line.text.shown().split_whitespace().collect();
    let title = title.trim_start_matches(['—', '-']).trim_end_matches(['。', '；', ';', '!', '！']).to_owned();
    Some(Heading { rank, title, words: body.to_owned(), stage })
}

/// The sentences of the call at a report's end: from `各位代表!` up to `让我们…`.
fn call(scan: &str, sentences: &[Range<usize>]) -> Range<usize> {
    let Some(last) = sentences.iter().rposition(|range| stage::closes(&scan[range.clone()])) else { return 0..0 };
    let address = sentences[..last].iter().rposition(|range| scan[range.clone()].trim_start().starts_with("各位代表"));
    address.map_or(0..0, |first| first..last)
}

/// Sentences up to 。 or !, without those inside quotes that close soon.
fn sentences(scan: &str, from: usize) -> Vec<Range<usize>> {
    /// A quote that does not close within so many characters was never closed.
    const LONGEST_QUOTE: usize = 60;
    let mut out = Vec::new();
    let mut start = from;
    let mut quoted_to = from;
    for (at, c) in scan[from..].char_indices().map(|(at, c)| (from + at, c)) {
        match c {
            '“' if at >= quoted_to => {
                let close = scan[at..].char_indices().take(LONGEST_QUOTE).find(|(_, c)| *c == '”');
                quoted_to = close.map_or(at, |(offset, _)| at + offset);
            }
            '。' | '!' if at >= quoted_to => {
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

/// Whether a page is of deeds for the people, told one by one: `一是…`, `二是…`.
fn tells_deeds(lines: &[Line]) -> bool {
    let named = lines.iter().take(5).any(|line| line.scan().chars().count() <= 40 && stage::names_deeds(line.scan()));
    named && lines.iter().filter(|line| stage::is_ordinal(line.scan())).count() >= 3
}

/// Whether a text is a narrative report: it says so, addresses deputies, or has a review and a plan; in sentences.
pub(super) fn is_narrative(lines: &[Line]) -> bool {
    static SPLIT: LazyLock<Vec<&'static str>> = LazyLock::new(|| heading_words("split"));
    let full_stops = lines.iter().filter(|line| line.scan().contains('。')).count();
    let long = lines.iter().map(|line| line.scan().chars().count()).max().unwrap_or(0);
    let of = |wanted: fn(Stage) -> bool| {
        lines
            .iter()
            .filter(|line| line.scan().chars().count() <= 50)
            .any(|line| stage::of_heading(line.scan(), None).is_some_and(wanted))
    };
    let few = full_stops == 0 || full_stops < 3 && long < 300;
    if few && !of(|_| true) {
        return false;
    }
    let head = || lines.iter().take(15).map(|line| line.scan()).filter(|scan| scan.chars().count() <= 60);
    if head().any(|scan| scan.contains("工作报告") && SPLIT.iter().any(|word| scan.contains(word))) {
        return false;
    }
    // A notice in one line says at its head what it is.
    let openings = || lines.iter().take(3).map(|line| line.scan().chars().take(60).collect::<String>());
    let rows = lines.iter().any(|line| line.scan().matches('|').count() >= 6);
    if rows || openings().any(|head| head.contains("工作报告") && SPLIT.iter().any(|word| head.contains(word))) {
        return false;
    }
    let titled = head().any(|scan| scan.contains("工作报告")) || openings().any(|head| head.contains("政府工作报告"));
    let deputies = lines.iter().any(|line| line.scan().contains("各位代表"));
    if few {
        return titled;
    }
    let both = of(|stage| stage == Stage::Review) && of(|stage| stage != Stage::Review);
    // One page of a report, or news of it: the plan's title, its targets, and paragraphs without numbers.
    let paragraphs = lines.iter().filter(|line| line.scan().matches('。').count() >= 2).count();
    let numbered = lines.iter().any(|line| begins(line) == Some(Family::Arabic));
    let told = lines.iter().take(6).any(|line| line.scan().contains("政府工作报告"));
    let page = (told || of(|stage| stage == Stage::Preamble))
        && paragraphs >= 1
        && !numbered
        && lines
            .iter()
            .any(|line| sentences(line.scan(), 0).into_iter().any(|at| stage::is_headline(&line.scan()[at])));
    titled || deputies || both || page || tells_deeds(lines)
}
