//! Narrative work reports: no units; every sentence of the plan is a task, the review gives results.
//!
//! In:  the lines of a report and its year.
//! Out: its tasks, and the sentences of its review.
//! How: [`super::part`] says which sentences are the plan's; of these headings, themes and lead-ins are told from tasks.
//! Source of the rule: `labels/GUIDELINES.md`; of the words: `datasets/lexicon/report-words.tsv`.

use std::ops::Range;

use super::glued;
use super::han::is_han;
use super::header::head_words;
use super::line::{Family, Line, Marker};
use super::outline::Draft;
use super::part::sentence::split as sentences;
use super::part::{self, Divided, Part, Sentence};
use super::stage::{self, Class, Facts, Pattern, Stage, report_words};
use super::{Passage, Review};
use crate::lexicon::code::HeadClass;
use crate::source::traced::Traced;

/// What a report gives.
#[derive(Debug, Clone, Default)]
pub(super) struct Report {
    pub drafts: Vec<Draft>,
    pub review: Vec<Review>,
    /// Sentences of the five-year part.
    pub horizon: Vec<Review>,
    /// What each sentence is: bytes of the plain text.
    pub passages: Vec<(Passage, Range<usize>)>,
    /// Whether the report sets goals for the year.
    pub has_plan: bool,
}

/// A line that is a heading.
struct Heading {
    rank: u32,
    title: String,
    words: String,
}

/// Reads a report. `year` is the year that it plans.
pub(super) fn read(lines: &[Line], year: Option<i32>) -> Report {
    let lines = glued::with_headings_apart(lines);
    let mut divided = part::divide(&lines, year);
    without_parts(&lines, year, &mut divided);
    let mut reader = Reader {
        lines: &lines,
        stack: Vec::new(),
        listing: false,
        deeds: false,
        announced: false,
        last_number: 0,
        report: Report::default(),
    };
    reader.report.has_plan = divided.has(Part::Plan);
    let mut at = 0;
    while at < divided.sentences.len() {
        let line = divided.sentences[at].line;
        let count = divided.sentences[at..].iter().take_while(|sentence| sentence.line == line).count();
        let parts = &divided.parts[at..at + count];
        reader.paragraph(line, &divided.sentences[at..at + count], parts);
        at += count;
    }
    reader.report
}

/// Mends what was divided where nothing opens a plan: a page of deeds for the people, a page cut out of a plan, a plan that
/// is nothing but its targets.
fn without_parts(lines: &[Line], year: Option<i32>, divided: &mut Divided) {
    let deeds = tells_deeds(lines);
    if divided.has(Part::Plan) && !deeds {
        return;
    }
    let headed = lines.iter().any(|line| stage::of_heading(line.scan(), year).is_some());
    let ahead = || !headed && stage::looks_ahead(lines.iter().map(Line::scan));
    let from = if deeds || ahead() {
        Some(0)
    } else {
        let targets = |at: &usize| {
            let sentence = &divided.sentences[*at];
            let words = &lines[sentence.line].scan()[sentence.range.clone()];
            divided.parts[*at] == Part::Requirement && {
                let facts = Facts::of(words);
                facts.is_headline() || facts.lists_targets()
            }
        };
        (0..divided.parts.len()).find(targets)
    };
    let whole = from == Some(0);
    // The title of the report that a page was cut out of stands over no task.
    let titles = |sentence: &Sentence| {
        sentence.is_heading() && head_words().within(HeadClass::WorkReport, lines[sentence.line].scan())
    };
    for (part, sentence) in divided.parts.iter_mut().zip(&divided.sentences).skip(from.unwrap_or(usize::MAX)) {
        if *part == Part::Requirement || whole && !matches!(part, Part::Copy | Part::Furniture) && !titles(sentence) {
            *part = Part::Plan;
        }
    }
}

struct Reader<'a> {
    lines: &'a [Line],
    /// Headings above, with their ranks.
    stack: Vec<(u32, String)>,
    /// Whether lines are items of the expected targets.
    listing: bool,
    /// Whether lines are items of the deeds for the people.
    deeds: bool,
    /// Whether the last heading only announces a list of deeds: it ends with the list.
    announced: bool,
    last_number: u32,
    report: Report,
}

/// What a sentence outside the plan is in the account of the page.
fn passage(part: Part) -> Passage {
    match part {
        Part::Head => Passage::Head,
        Part::Review => Passage::Review,
        Part::Horizon => Passage::Horizon,
        Part::Requirement => Passage::Requirement,
        Part::Plan => Passage::Task,
        Part::Peroration => Passage::Peroration,
        Part::Glossary => Passage::Glossary,
        Part::Furniture => Passage::Furniture,
        Part::Copy => Passage::Copy,
    }
}

impl Reader<'_> {
    /// Reads one line of the page.
    fn paragraph(&mut self, index: usize, sentences: &[Sentence], parts: &[Part]) {
        let line = &self.lines[index];
        let whole = parts.iter().all(|part| *part == parts[0]);
        if matches!(parts[0], Part::Plan | Part::Requirement)
            && whole
            && let Some(heading) = heading(self.lines, index)
        {
            self.report.passages.push((Passage::Heading, line.text.whole()));
            self.heading(heading);
            return;
        }
        let mut planned = Vec::new();
        for (sentence, part) in sentences.iter().zip(parts) {
            let words = line.text.slice(sentence.range.clone()).trim();
            match part {
                Part::Plan => {
                    planned.push(sentence.range.clone());
                    continue;
                }
                Part::Review if words.scan().chars().any(|c| c.is_ascii_digit()) => {
                    self.report.review.push(Review { words: words.clone() });
                }
                Part::Horizon if words.scan().chars().any(|c| c.is_ascii_digit()) => {
                    self.report.horizon.push(Review { words: words.clone() });
                }
                Part::Requirement => {}
                _ => self.stack.clear(),
            }
            self.report.passages.push((passage(*part), words.whole()));
        }
        if !planned.is_empty() {
            self.planned(index, &planned);
        }
    }

    /// The heading that announced a list of deeds goes with the list.
    fn end_announced(&mut self) {
        if std::mem::take(&mut self.announced) {
            self.stack.retain(|(rank, _)| *rank != RANK_ANNOUNCED);
        }
    }

    /// Takes a sentence that announces a list of deeds as the heading over them.
    fn announce(&mut self, words: &Traced) {
        (self.deeds, self.announced, self.last_number) = (true, true, 0);
        let title: String = words.shown().split_whitespace().collect();
        self.stack.push((RANK_ANNOUNCED, title.trim_end_matches(['。', '，', '！']).to_owned()));
        self.report.passages.push((Passage::Heading, words.whole()));
    }

    fn heading(&mut self, heading: Heading) {
        self.end_announced();
        let facts = Facts::of(&heading.words);
        (self.listing, self.deeds) = (facts.has(Class::Target), facts.has(Class::Deeds));
        self.last_number = 0;
        self.stack.retain(|(rank, _)| *rank < heading.rank);
        self.stack.push((heading.rank, heading.title));
    }

    /// Reads the sentences of a line that belong to the plan.
    fn planned(&mut self, index: usize, sentences: &[Range<usize>]) {
        let line = &self.lines[index];
        let scan = line.scan();
        let marker = Marker::split(scan).filter(|(marker, at)| !marker.bare && *at < scan.len());
        let begins = sentences[0].start == 0;
        if begins && self.item(line, marker.as_ref()) {
            return;
        }
        self.end_announced();
        let mut theme: Vec<String> = Vec::new();
        self.listing = false;
        for (nth, range) in sentences.iter().enumerate() {
            let from =
                if range.start == 0 { marker.as_ref().map_or(0, |(_, at)| *at).min(range.end) } else { range.start };
            let words = line.text.slice(from..range.end).trim();
            let bare = stage::without_address(words.scan()).to_owned();
            let facts = Facts::of(&bare);
            let han = bare.chars().filter(|c| is_han(*c)).count();
            if han == 0 {
                self.report.passages.push((Passage::Heading, words.whole()));
                continue;
            }
            let figures = bare.chars().any(|c| c.is_ascii_digit());
            let last = nth + 1 == sentences.len();
            // `今年要办好下面几件实事。` over the first of them.
            let announces = || {
                last && facts.has(Class::Deeds)
                    && facts.has(Class::Following)
                    && !figures_of_deeds(&bare)
                    && self.lines.get(index + 1).is_some_and(|next| opens_deeds(next.scan()))
            };
            let leads = last && bare.ends_with(':') || !figures && facts.is_transition();
            if !leads && announces() {
                self.announce(&words);
                continue;
            }
            if leads {
                self.lead_in(index, &words, &facts);
                continue;
            }
            if facts.has(Class::Deeds) && !figures_of_deeds(&bare) {
                self.deeds = true;
                self.last_number = 0;
            }
            // The first sentence of a paragraph may only name its theme.
            let names_theme = nth == 0
                && sentences.len() > 1
                && han <= 24
                && !figures
                && (from > 0 || stage::is_ordinal(&bare) || !bare.contains(',') && han <= 16);
            if names_theme {
                theme.push(words.shown().trim_end_matches(['。', '!', '！', ';', '；']).to_owned());
                self.report.passages.push((Passage::Heading, words.whole()));
            } else {
                self.add(words, line, None, &theme);
            }
        }
    }

    /// Reads a line that is one item of a list: an expected target, a deed for the people. Whether it was one.
    fn item(&mut self, line: &Line, marker: Option<&(Marker, usize)>) -> bool {
        let scan = line.scan();
        // `主要预期目标如下:` and then a line for each target.
        if self.listing && is_target_item(scan) {
            let at = marker.map_or(0, |(_, at)| *at);
            self.add(line.text.slice(at..line.text.len()), line, None, &[]);
            return true;
        }
        // `十件民生实事:` and then a line for each deed.
        if self.deeds
            && let Some((marker, at)) = marker
            && !matches!(marker.family, Family::Dash | Family::Bullet)
            && (marker.value == self.last_number + 1 || self.last_number == 0)
        {
            self.last_number = marker.value;
            self.add(line.text.slice(*at..line.text.len()), line, marker.number(), &[]);
            return true;
        }
        // `一是提升教育。新建…`: a deed for each line that counts on.
        if self.deeds && stage::is_ordinal(scan) {
            self.add(line.text.clone(), line, None, &[]);
            return true;
        }
        false
    }

    /// Takes a sentence that leads on to what follows as the heading above it.
    fn lead_in(&mut self, index: usize, words: &Traced, facts: &Facts<'_>) {
        let below = self.lines.get(index + 1).and_then(begins);
        let rank = below.map_or(RANK_UNMARKED, rank) - 1;
        self.listing = facts.has(Class::Target);
        if facts.has(Class::Deeds) && !figures_of_deeds(facts.text()) {
            self.deeds = true;
            self.last_number = 0;
        }
        self.stack.retain(|(other, _)| *other < rank);
        let title: String = words.shown().split_whitespace().collect();
        self.stack.push((rank, title.trim_end_matches([':', '：', '。', '，', ',']).to_owned()));
        self.report.passages.push((Passage::Heading, words.whole()));
    }

    fn add(&mut self, words: Traced, line: &Line, number: Option<String>, theme: &[String]) {
        let mut section: Vec<String> = self.stack.iter().map(|(_, title)| title.clone()).collect();
        section.extend(theme.iter().cloned());
        if words.scan().chars().any(is_han) {
            self.report.passages.push((Passage::Task, words.whole()));
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
    single
        && (marked
            || scan.ends_with(';') && han <= 120
            || figures && han <= 60 && Facts::of(scan).goes_on_with_targets())
}

/// Whether a line is the first of a list of deeds.
fn opens_deeds(scan: &str) -> bool {
    let first = Marker::split(scan).is_some_and(|(marker, _)| !marker.bare && marker.value == 1);
    first || stage::is_ordinal(scan) && scan.starts_with(['一', '第'])
}

/// Whether a sentence about deeds is itself one: it says how many of something else than deeds.
pub(super) fn figures_of_deeds(sentence: &str) -> bool {
    static OWN: Pattern = stage::pattern(r"\d+{:counter}?{:deed}|(?:19|20)\d\d{:year}");
    OWN.replace_all(sentence, "").chars().any(|c| c.is_ascii_digit())
}

/// The family of the mark that a line begins with.
fn begins(line: &Line) -> Option<Family> {
    Marker::split(line.scan()).filter(|(marker, _)| !marker.bare).map(|(marker, _)| marker.family)
}

/// Rank of a sentence that announces a list of deeds: no heading above it ends.
const RANK_ANNOUNCED: u32 = RANK_UNMARKED + 1;

/// Rank of a heading without a mark.
const RANK_UNMARKED: u32 = 12;

/// The rank of a mark's family: a heading stands above those of higher rank. Lead-ins stand between.
fn rank(family: Family) -> u32 {
    match family {
        Family::Part | Family::Article => 2,
        Family::Comma => 4,
        Family::Bracket => 6,
        Family::Arabic => 8,
        Family::ArabicBracket | Family::Circled => 10,
        Family::Dash | Family::Bullet => RANK_UNMARKED,
    }
}

/// A heading: a short line without a full stop, or a marked one that only names its theme.
fn heading(lines: &[Line], index: usize) -> Option<Heading> {
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
    let facts = Facts::of(body);
    let part = facts.names_part();
    if body.len() < words.trim_end().len() {
        // `(一)加快产业升级。` on a line of its own, with its work in the next line.
        let longer_follows = lines.get(index + 1).is_some_and(|next| {
            let inner = begins(next);
            next.scan().chars().filter(|c| is_han(*c)).count() > han
                && (inner.is_none() && !stage::is_ordinal(next.scan()) || inner != family && inner.is_some())
        });
        let marked = matches!(family, Some(Family::Part | Family::Comma | Family::Bracket)) || ordinal;
        let named = part && han <= 24;
        if !(marked && (named || han <= 30 && !figures && longer_follows)) {
            return None;
        }
    }
    // Short lines without a mark are headings only where they hold no figure and no sentence's worth of words.
    let deeds = facts.has(Class::Deeds);
    if family.is_none()
        && (!deeds && stage::has_figure(&words) || !part && !ordinal && (han > 24 || figures && !deeds || han < 4))
    {
        return None;
    }
    if matches!(family, Some(Family::Dash | Family::Bullet)) {
        // Of bullets that follow each other each is an item; one before its text names a theme.
        let listed = family == Some(Family::Bullet) && lines.get(index + 1).is_none_or(|next| begins(next) == family);
        if figures || han > 30 || scan.ends_with(';') || listed {
            return None;
        }
    }
    if matches!(family, Some(Family::Arabic | Family::ArabicBracket | Family::Circled)) && figures && !part {
        return None;
    }
    let rank = match family {
        None | Some(Family::Dash | Family::Bullet) if part => rank(Family::Part),
        Some(family) => rank(family),
        None if ordinal => rank(Family::Arabic),
        None => RANK_UNMARKED,
    };
    let title: String = line.text.shown().split_whitespace().collect();
    let title = title.trim_start_matches(['—', '-']).trim_end_matches(['。', '；', ';', '!', '！']).to_owned();
    Some(Heading { rank, title, words: body.to_owned() })
}

/// Whether a page is of deeds for the people, told one by one: `一是…`, `二是…`.
fn tells_deeds(lines: &[Line]) -> bool {
    let named = lines.iter().take(5).any(|line| line.scan().chars().count() <= 40 && stage::names_deeds(line.scan()));
    named && lines.iter().filter(|line| stage::is_ordinal(line.scan())).count() >= 3
}

/// Whether a text is a narrative report: it says so, addresses deputies, or has a review and a plan; in sentences.
pub(super) fn is_narrative(lines: &[Line]) -> bool {
    let full_stops = lines.iter().filter(|line| line.scan().contains('。')).count();
    let long = lines.iter().map(|line| line.scan().chars().count()).max().unwrap_or(0);
    let few = full_stops == 0 || full_stops < 3 && long < 300;
    /// No heading that tells its stage is longer.
    const LONGEST_HEADING: usize = 50;
    let short = lines.iter().map(Line::scan).filter(|scan| scan.chars().nth(LONGEST_HEADING).is_none());
    let stages: Vec<Stage> = short.filter_map(|scan| stage::of_heading(scan, None)).collect();
    if few && stages.is_empty() {
        return false;
    }
    let names = |scan: &str| head_words().within(HeadClass::WorkReport, scan);
    let own = |scan: &str| head_words().within(HeadClass::GovernmentReport, scan);
    let divides = |scan: &str| names(scan) && report_words().within(Class::Division, scan);
    let head = || lines.iter().take(15).map(Line::scan).filter(|scan| scan.chars().count() <= 60);
    // A notice in one line says at its head what it is.
    let opening = |line: &Line| line.scan().chars().take(60).collect::<String>();
    let openings: Vec<String> = lines.iter().take(3).map(opening).collect();
    let rows = lines.iter().any(|line| line.scan().matches('|').count() >= 6);
    if rows || head().any(divides) || openings.iter().any(|head| divides(head)) {
        return false;
    }
    let titled = head().any(names) || openings.iter().any(|head| own(head));
    if few {
        return titled;
    }
    let deputies = || lines.iter().any(|line| report_words().within(Class::Deputies, line.scan()));
    let both = stages.contains(&Stage::Review) && stages.iter().any(|stage| *stage != Stage::Review);
    titled || both || deputies() || is_page(lines, &stages) || tells_deeds(lines)
}

/// Whether a text is one page of a report, or news of it: the plan's title, its targets, and paragraphs without numbers.
fn is_page(lines: &[Line], stages: &[Stage]) -> bool {
    let own = |line: &Line| head_words().within(HeadClass::GovernmentReport, line.scan());
    let told = lines.iter().take(6).any(own) || stages.contains(&Stage::Preamble);
    let gives_targets = |scan: &str| sentences(scan, 0).into_iter().any(|at| Facts::of(&scan[at]).is_headline());
    told && lines.iter().any(|line| line.scan().matches('。').count() >= 2)
        && !lines.iter().any(|line| begins(line) == Some(Family::Arabic))
        && lines.iter().any(|line| gives_targets(line.scan()))
}

#[cfg(test)]
mod tests;
