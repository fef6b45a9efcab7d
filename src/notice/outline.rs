//! Outlines: which marked lines are headings and which are tasks.
//!
//! In:  the lines of one part of a notice.
//! Out: its tasks in printed order, each with its headings, number, words and names.
//! How: lines become items (a marked line with what belongs to it); an item with units is a task, one without is a
//!      heading or a task by what its siblings are. Nothing is decided by one notice's habits.
//! Not here: reports without marks and units ([`super::narrative`]).

use std::sync::LazyLock;

use regex::Regex;

use super::assignment::{self, Name, Named};
use super::grid::{self, Column};
use super::layout;
use super::line::{Family, Line, Marker};
use super::mend::is_han;
use super::role::{self, Label, Run, Tail};
use super::{Code, Problem, Role, Stated, header, office};
use crate::source::traced::Traced;

/// A task before names are mended across the notice.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub section: Vec<String>,
    pub number: Option<String>,
    pub words: Traced,
    pub names: Vec<Name>,
    pub deadline: Option<String>,
    pub line: usize,
}

/// What the tasks of one part are read with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Context {
    /// Whether only items with units count (a covering letter that holds its tasks itself).
    pub units_only: bool,
}

/// A marked line with what belongs to it.
#[derive(Debug, Clone)]
struct Item {
    marker: Option<Marker>,
    /// The mark as printed, for headings.
    printed: String,
    words: Traced,
    named: Named,
    line: usize,
    /// Whether it came from a grid: a row is a task whatever it looks like.
    row: bool,
    /// Section that a grid's own column names.
    section: Option<String>,
}

impl Item {
    fn has_units(&self) -> bool {
        !self.named.names.is_empty()
    }

    fn family(&self) -> Option<Family> {
        self.marker.as_ref().map(|marker| marker.family)
    }

    fn han(&self) -> usize {
        self.words.scan().chars().filter(|c| is_han(*c)).count()
    }
}

/// Reads a part's tasks.
pub(super) fn read(lines: &[Line], context: Context, problems: &mut Vec<Problem>) -> Vec<Draft> {
    let items = items(lines, problems);
    let items = merge(items, problems);
    sections(items, context, problems)
}

/// Turns lines into items.
fn items(lines: &[Line], problems: &mut Vec<Problem>) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    let mut last_number = 0;
    let mut index = 0;
    while index < lines.len() {
        let rest = &lines[index..];
        let grid = grid::piped(rest).or_else(|| grid::stacked(rest)).or_else(|| grid::spaced(rest));
        if let Some((rows, taken)) = grid {
            for row in rows {
                items.extend(row_items(row, problems));
            }
            index += taken.max(1);
            continue;
        }
        let line = &lines[index];
        index += 1;
        if is_aside(line.scan()) {
            continue;
        }
        // Rows of a form or of metadata are no words.
        if grid::cells(&line.text).is_some_and(|cells| cells.len() >= 2)
            && Marker::split(line.scan()).is_none_or(|(marker, _)| marker.bare)
        {
            continue;
        }
        let (marker, at) = marker(line.scan(), last_number, items.last(), &lines[index..]);
        if let Some(marker) = &marker
            && marker.family == Family::Arabic
        {
            last_number = marker.value;
        }
        let body = line.text.slice(at..line.text.len());
        let mut item = item(&body, line.number, problems);
        item.printed = line.text.shown_at(0..at).trim().to_owned();
        item.marker = marker;
        let unit_line = item.words.scan().chars().filter(|c| is_han(*c)).count() == 0
            && (item.has_units() || item.named.deadline.is_some())
            && item.marker.is_none();
        if unit_line {
            attach(&mut items, item, problems);
        } else if goes_on(&items, &item, line) {
            let last = items.last_mut().expect("an item goes on only behind another");
            problems.push(Problem::new(Code::BrokenLine, line.text.span(0..0), "一项任务被换行断开", "已接到上一行"));
            last.words.append(&item.words);
            take_names(&mut last.named, item.named);
        } else if waits_for_words(&items, &item) {
            let last = items.last_mut().expect("only a number waits for words");
            last.words = item.words;
            take_names(&mut last.named, item.named);
        } else if let Some(named) = bare_names(&items, &item, problems) {
            let last = items.last_mut().expect("names alone follow a task");
            take_names(&mut last.named, named);
        } else {
            items.push(item);
        }
    }
    items
}

fn take_names(to: &mut Named, from: Named) {
    to.names.extend(from.names);
    if to.deadline.is_none() {
        to.deadline = from.deadline;
    }
}

/// Lines inside a part that are neither heading nor task.
fn is_aside(scan: &str) -> bool {
    static ASIDE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?:\(?此(?:件|页)|抄送|主题词|印发|共印|联系人|联系电话|电话|邮箱|传真|填报|注:|注：|备注|说明:|附:?$|附件:?$|单位:|单位名称|[—\-·…\s]+$|\(?\d{4}年\d{1,2}月\d{1,2}日印发|\(?讨论稿|\(?征求意见)").expect("a fixed pattern")
    });
    ASIDE.is_match(scan) || header::is_date_line(scan) || layout::is_furniture(scan)
}

/// The mark of a line. Digits before a word count as a mark only where the order bears it out.
fn marker(scan: &str, last: u32, previous: Option<&Item>, following: &[Line]) -> (Option<Marker>, usize) {
    match Marker::split(scan) {
        Some((marker, at)) if marker.bare => {
            let alone = at >= scan.len();
            let next = marker.value == last + 1 || marker.value == 1;
            let near = marker.value > last && marker.value <= last + 3;
            // Jumping numbers: one department's extract of a longer list prints each number on a line of its own.
            let jumps = alone && marker.value > last && marker.value < 1000;
            let open = previous.is_some_and(|item| item.words.scan().ends_with([',', '、']));
            // A list that begins at a higher number: the lines below count on.
            let chain = following.iter().take(6).any(|line| {
                Marker::split(line.scan())
                    .is_some_and(|(other, _)| other.family == Family::Arabic && other.value == marker.value + 1)
            });
            if (next || near || jumps || chain && marker.value > last) && !open {
                (Some(marker), at)
            } else {
                (None, 0)
            }
        }
        Some((marker, at)) => (Some(marker), at),
        None => (None, 0),
    }
}

/// Takes a line's words and names apart.
fn item(body: &Traced, line: usize, problems: &mut Vec<Problem>) -> Item {
    let split = role::split(body, problems);
    let named = assignment::names(body, &split.tails, problems);
    let mut words = Traced::default();
    for range in split.words {
        words.append(&body.slice(range));
    }
    // Marks left over from a bracket that was cut.
    let words = trim_words(&words);
    Item { marker: None, printed: String::new(), words, named, line, row: false, section: None }
}

fn trim_words(words: &Traced) -> Traced {
    let words = words.trim();
    let scan = words.scan();
    let end = scan.trim_end_matches(['(', '[', '〔', '<', ' ', ',']).len();
    let tail: &str = &scan[..end];
    // `。。` and `。)` behind a cut bracket.
    let mut end = tail.len();
    while scan[..end].ends_with(')') && scan[..end].matches(')').count() > scan[..end].matches('(').count() {
        end -= 1;
    }
    if scan[..end].ends_with("。。") {
        end -= "。".len();
    }
    let start = scan.len() - scan.trim_start_matches([',', ';', '。', ':', ' ']).len();
    words.slice(start.min(end)..end).trim()
}

/// Attaches a line of units to the item it belongs to: the last one, or the one above its bullets.
fn attach(items: &mut [Item], units: Item, problems: &mut Vec<Problem>) {
    let bullets =
        items.iter().rev().take_while(|item| item.family() == Some(Family::Bullet) && !item.has_units()).count();
    let at = match bullets {
        0 => items.len().checked_sub(1),
        n => items
            .len()
            .checked_sub(n + 1)
            .filter(|&at| !items[at].has_units() && items[at].marker.is_some())
            .or(items.len().checked_sub(1)),
    };
    match at {
        Some(at) => take_names(&mut items[at].named, units.named),
        None => {
            if let Some(name) = units.named.names.first() {
                problems.push(Problem::new(
                    Code::NoTask,
                    name.span.clone(),
                    "责任单位前没有任务",
                    "请核对原文是否缺了任务",
                ));
            }
        }
    }
}

/// Whether an unmarked line goes on with the item before it: that one broke off within a sentence.
fn goes_on(items: &[Item], item: &Item, line: &Line) -> bool {
    let Some(last) = items.last() else { return false };
    let scan = last.words.scan();
    if item.marker.is_some() || last.row || scan.is_empty() || last.has_units() {
        return false;
    }
    let open = scan.ends_with([',', '、', '(', '“', '《', '“']);
    let closed = scan.ends_with(['。', ';', ':', '!', '?', ')', ']', '”', '》']);
    let long = last.han() >= 22
        && last
            .marker
            .as_ref()
            .is_some_and(|marker| !matches!(marker.family, Family::Comma | Family::Part | Family::Dash));
    // A numbered line that ends without a mark, and the rest of its sentence with the units.
    let rest = item.has_units() && scan.contains(',') && last.han() >= 12 && last.family() == Some(Family::Arabic);
    open || !closed && (long || rest) && !line.after_blank && !is_heading_like(item)
}

fn is_heading_like(item: &Item) -> bool {
    !item.has_units() && item.han() <= 22 && !item.words.scan().ends_with(['。', ';'])
}

/// Whether the last item is a number alone on its line, and this line its words.
fn waits_for_words(items: &[Item], item: &Item) -> bool {
    items.last().is_some_and(|last| last.words.is_empty() && last.marker.is_some() && !last.row)
        && item.marker.is_none()
        && !item.words.is_empty()
}

/// Names alone on a line under a task that has a number on a line of its own: a table that lost its cells.
fn bare_names(items: &[Item], item: &Item, problems: &mut Vec<Problem>) -> Option<Named> {
    let last = items.last()?;
    if item.marker.is_some() || item.has_units() || last.words.is_empty() || last.row {
        return None;
    }
    let numbered = last.marker.as_ref().is_some_and(|marker| marker.family == Family::Arabic && marker.bare);
    let scan = item.words.scan();
    let names: Vec<&str> = scan.split(['、', ',', ' ', ';']).filter(|name| !name.is_empty()).collect();
    let offices = !names.is_empty() && names.iter().all(|name| office::is_office(office::without_and_others(name)));
    if !numbered || !offices || scan.ends_with('。') {
        return None;
    }
    // The first line of names answers, the ones below it help: the table's order of columns.
    let role = if last.has_units() { Role::Support } else { Role::Responsible };
    let run = Run { label: Some(Label::Role(role)), level: None, names: 0..scan.len() };
    let tail = Tail { range: 0..scan.len(), runs: vec![run], clause: None };
    Some(assignment::names(&item.words, &[tail], problems))
}

/// The items of a grid's row.
fn row_items(row: grid::Row, problems: &mut Vec<Problem>) -> Vec<Item> {
    let cell = |wanted: Column| {
        row.cells
            .iter()
            .filter(|(column, text)| *column == wanted && !text.is_empty())
            .map(|(_, text)| text)
            .collect::<Vec<_>>()
    };
    let texts = cell(Column::Text);
    let requirements = cell(Column::Requirement);
    let section = cell(Column::Section).first().map(|text| text.shown());
    if texts.is_empty() && requirements.is_empty() {
        let Some(title) = cell(Column::Section).first().map(|text| (*text).clone()) else { return Vec::new() };
        let (marker, at) = marker(title.scan(), 0, None, &[]);
        let printed = title.shown_at(0..at).trim().to_owned();
        let words = title.slice(at..title.len());
        return vec![Item {
            marker,
            printed,
            words,
            named: Named::default(),
            line: row.line,
            row: false,
            section: None,
        }];
    }
    let mut words = Traced::default();
    let mut named = Named::default();
    let measure = cell(Column::Measure).first().map(|text| (*text).clone());
    for (index, text) in texts.iter().chain(&requirements).enumerate() {
        // A text cell may hold brackets with units of its own.
        let part = item(text, row.line, problems);
        take_names(&mut named, part.named);
        if index > 0 && !words.is_empty() && !part.words.is_empty() {
            join_cells(&mut words, &part.words, index >= texts.len());
        }
        words.append(&part.words);
    }
    // `新增规上工业企业(家)` and `35` in the next cell: the name holds the measure.
    let measure =
        measure.or_else(|| texts.first().filter(|_| !requirements.is_empty()).and_then(|text| bracketed_measure(text)));
    if let Some(measure) = measure {
        append_measure(&mut words, &measure);
    }
    let mut number = None;
    for (column, text) in &row.cells {
        match column {
            Column::Number => number = number.or(text.scan().trim_end_matches(['.', '、']).parse().ok()),
            Column::Units(role) if !text.is_empty() => {
                let split = role::split(text, &mut Vec::new());
                let labelled = split.tails.iter().any(|tail| tail.runs.iter().any(|run| run.label.is_some()));
                let tails = if labelled {
                    split.tails
                } else {
                    vec![Tail {
                        range: 0..text.len(),
                        runs: vec![Run { label: Some(Label::Role(*role)), level: None, names: 0..text.len() }],
                        clause: None,
                    }]
                };
                let read = if *role == Role::Leader {
                    leaders(text, &tails, problems)
                } else {
                    assignment::names(text, &tails, problems)
                };
                take_names(&mut named, read);
            }
            Column::Deadline if !text.is_empty() => {
                named.deadline.get_or_insert_with(|| text.shown());
            }
            _ => {}
        }
    }
    // The text cell may hold its own mark: `1.推进…`.
    let (inner, at) = marker(words.scan(), 0, None, &[]);
    let printed = words.shown_at(0..at);
    let marker = match (number, inner) {
        (Some(value), _) => Some(Marker { family: Family::Arabic, value, bare: false, range: 0..0 }),
        (None, inner) => inner.filter(|marker| !marker.bare),
    };
    let words = if at > 0 && !printed.trim().is_empty() && printed.trim().chars().any(|c| !c.is_ascii_digit()) {
        words.slice(at..words.len())
    } else {
        words
    };
    vec![Item { marker, printed: String::new(), words, named, line: row.line, row: true, section }]
}

/// Joins the name of a target and what is required of it: a comma unless the name ends a sentence.
fn join_cells(words: &mut Traced, next: &Traced, requirement: bool) {
    let Some(last) = words.glyphs().last().copied() else { return };
    let closed = matches!(last.scan, '。' | ';' | ',' | ':' | '、');
    if !closed {
        let c = if requirement || next.scan().starts_with(is_han) { ',' } else { ' ' };
        let shown = if c == ',' { '，' } else { c };
        words.push(crate::source::traced::Glyph { scan: c, shown, start: last.end, end: last.end });
    }
}

/// The measure that a name carries in a bracket at its end: `高标准农田(万亩)`.
fn bracketed_measure(name: &Traced) -> Option<Traced> {
    let scan = name.scan();
    let inner = scan.strip_suffix(')')?;
    let open = inner.rfind('(')?;
    let measure = &inner[open + 1..];
    let length = measure.chars().count();
    let plain = (1..=5).contains(&length) && measure.chars().all(|c| is_han(c) || matches!(c, '%' | '‰' | '/'));
    plain.then(|| name.slice(open + 1..inner.len()))
}

/// Adds the measure that a grid's own column holds behind a figure without one: `≥620` in 万株.
fn append_measure(words: &mut Traced, measure: &Traced) {
    let bare = measure.scan().trim();
    if bare.is_empty() || bare == "-" || bare == "/" || bare == "—" {
        return;
    }
    // The measure's own place lies before the figure: its characters count as printed right behind it.
    if let Some(last) = words.glyphs().last().copied().filter(|last| last.scan.is_ascii_digit()) {
        words.extend(measure.glyphs().iter().map(|glyph| crate::source::traced::Glyph {
            start: last.end,
            end: last.end,
            ..*glyph
        }));
    }
}

/// Names of leaders in a cell: two-character names are padded with a space, several run together.
fn leaders(text: &Traced, tails: &[Tail], problems: &mut Vec<Problem>) -> Named {
    static PADDED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"([\x{4e00}-\x{9fff}]) ([\x{4e00}-\x{9fff}])(?:$|[ 、,;]|[\x{4e00}-\x{9fff}])")
            .expect("a fixed pattern")
    });
    let scan = text.scan();
    let mut out = Named::default();
    let han: Vec<char> = scan.chars().filter(|c| is_han(*c)).collect();
    let plain = scan.chars().all(|c| is_han(c) || c == ' ');
    if plain
        && !scan.trim().is_empty()
        && han.len() <= 16
        && (PADDED.is_match(scan) || han.len() % 3 == 0 && han.len() >= 6)
        && !office::holds_title(scan)
    {
        let mut at = 0;
        let characters: Vec<(usize, char)> = scan.char_indices().collect();
        while at < characters.len() {
            if characters[at].1 == ' ' {
                at += 1;
                continue;
            }
            // `何 平` is a name of two; otherwise three characters are one.
            let padded = characters.get(at + 1).is_some_and(|(_, c)| *c == ' ')
                && characters.get(at + 2).is_some_and(|(_, c)| *c != ' ');
            let mut to = if padded { at + 3 } else { (at + 3).min(characters.len()) };
            if !padded && let Some(space) = (at..to).find(|&index| characters[index].1 == ' ') {
                to = space;
            }
            let end = characters.get(to).map_or(scan.len(), |(end, _)| *end);
            let range = characters[at].0..end;
            let name: String = scan[range.clone()].chars().filter(|c| *c != ' ').collect();
            out.names.push(Name {
                role: Some(Role::Leader),
                level: None,
                text: name,
                stated: Stated::Explicit,
                clause: None,
                span: text.span(range),
                last: false,
                first: false,
            });
            at = to;
        }
        return out;
    }
    assignment::names(text, tails, problems)
}

/// Joins an unmarked paragraph that carries the units of the numbered item before it.
fn merge(items: Vec<Item>, problems: &mut Vec<Problem>) -> Vec<Item> {
    let with_units = items.iter().filter(|item| item.has_units()).count();
    let mut out: Vec<Item> = Vec::new();
    for item in items {
        let joins = with_units > 0
            && item.marker.is_none()
            && !item.row
            && item.has_units()
            && item.han() > 0
            && out.last().is_some_and(|last| {
                last.marker.as_ref().is_some_and(|marker| {
                    matches!(marker.family, Family::Arabic | Family::ArabicBracket | Family::Circled)
                }) && !last.has_units()
                    && !last.row
                    && last.words.scan().ends_with(['。', ':', ';'])
            });
        if joins {
            let last = out.last_mut().expect("joins only behind an item");
            problems.push(Problem::new(Code::BrokenLine, item.words.span(0..0), "一项任务分为两段", "已接到上一段"));
            last.words.append(&item.words);
            take_names(&mut last.named, item.named);
        } else {
            out.push(item);
        }
    }
    out
}

/// Ranks of headings, outermost first.
fn rank(family: Option<Family>) -> u32 {
    match family {
        Some(Family::Part) => 1,
        Some(Family::Comma) => 2,
        Some(Family::Bracket) => 3,
        Some(Family::Arabic) => 4,
        Some(Family::ArabicBracket) => 5,
        Some(Family::Circled) => 6,
        Some(Family::Dash) => 7,
        None => 8,
        Some(Family::Bullet) => 9,
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Task,
    /// A bullet under a task.
    Part,
    Heading,
    /// Neither: a paragraph that leads in, an instruction.
    Aside,
}

/// Tells headings from tasks and gives every task its headings.
fn sections(items: Vec<Item>, context: Context, problems: &mut Vec<Problem>) -> Vec<Draft> {
    let kinds = classify(&items, context);
    let mut stack: Vec<(u32, String, Option<Name>)> = Vec::new();
    let mut drafts: Vec<Draft> = Vec::new();
    let mut marks: Vec<Option<Marker>> = Vec::new();
    let mut heading_units: Vec<(u32, Vec<Name>)> = Vec::new();
    let mut grid_section: Option<String> = None;
    let mut seen_headings: Vec<(u32, u32, usize)> = Vec::new();
    for (index, item) in items.iter().enumerate() {
        match kinds[index] {
            Kind::Aside => {}
            Kind::Heading => {
                let rank = heading_rank(&items, &kinds, index, &stack);
                stack.retain(|(other, ..)| *other < rank);
                heading_units.retain(|(other, _)| *other < rank);
                let title = heading_title(item);
                if let Some(marker) = &item.marker
                    && matches!(marker.family, Family::Comma | Family::Bracket)
                {
                    check_heading_order(&mut seen_headings, rank, marker.value, item, problems);
                }
                let leader = leader_of(item);
                if item.has_units() {
                    heading_units.push((rank, item.named.names.clone()));
                } else if let Some(name) = office_heading(item) {
                    heading_units.push((rank, vec![name]));
                }
                stack.push((rank, title, leader));
                grid_section = None;
            }
            Kind::Task | Kind::Part => {
                let mut section: Vec<String> = stack.iter().map(|(_, title, _)| title.clone()).collect();
                if let Some(own) = item.section.clone().or_else(|| item.row.then(|| grid_section.clone()).flatten()) {
                    grid_section = Some(own.clone());
                    section.push(own);
                }
                let mut names = item.named.names.clone();
                if kinds[index] == Kind::Part
                    && names.is_empty()
                    && let Some(above) = drafts
                        .iter()
                        .zip(&marks)
                        .rev()
                        .find(|(_, mark)| mark.as_ref().is_none_or(|mark| mark.family != Family::Bullet))
                        .map(|(draft, _)| draft)
                {
                    names = above
                        .names
                        .iter()
                        .cloned()
                        .map(|name| Name { stated: Stated::Inherited, clause: None, ..name })
                        .collect();
                } else if names.is_empty()
                    && let Some((_, inherited)) = heading_units.last()
                {
                    names = inherited
                        .iter()
                        .cloned()
                        .map(|name| Name { stated: Stated::Heading, clause: None, ..name })
                        .collect();
                }
                if let Some(leader) = stack.iter().rev().find_map(|(_, _, leader)| leader.clone()) {
                    names.insert(0, leader);
                }
                drafts.push(Draft {
                    section,
                    number: item.marker.as_ref().and_then(Marker::number),
                    words: item.words.clone(),
                    names,
                    deadline: item.named.deadline.clone(),
                    line: item.line,
                });
                marks.push(item.marker.clone());
            }
        }
    }
    restore_numbers(&mut drafts, &mut marks, problems);
    check_order(&drafts, &marks, problems);
    drafts
}

/// Decides what each item is.
fn classify(items: &[Item], context: Context) -> Vec<Kind> {
    let with_units = items.iter().filter(|item| item.has_units()).count();
    let families = [Family::Comma, Family::Bracket, Family::Arabic, Family::ArabicBracket, Family::Circled];
    // Families whose items are mostly tasks.
    let task_family = |family: Family| {
        let all = items.iter().filter(|item| item.family() == Some(family)).count();
        let tasks = items.iter().filter(|item| item.family() == Some(family) && item.has_units()).count();
        tasks >= 1 && tasks * 2 >= all
    };
    let task_families: Vec<Family> = families.into_iter().filter(|family| task_family(*family)).collect();
    let deepest = families
        .into_iter()
        .rev()
        .find(|family| items.iter().filter(|item| item.family() == Some(*family)).count() >= 2);
    let below = units_below(items);
    let marked = items.iter().any(|item| item.marker.is_some());
    let mut last = Last::default();
    let mut kinds: Vec<Kind> = Vec::with_capacity(items.len());
    for (index, item) in items.iter().enumerate() {
        let next = items.get(index + 1);
        let deeper_follows = next.is_some_and(|next| {
            rank(next.family()) > rank(item.family())
                && next.family().is_some()
                && next.family() != Some(Family::Bullet)
        });
        let kind = if item.words.is_empty() {
            Kind::Aside
        } else if item.row {
            Kind::Task
        } else if with_units > 0 {
            decomposed(items, index, last, &task_families, deeper_follows, below[index], context)
        } else if context.units_only {
            Kind::Aside
        } else {
            undivided(item, deepest, deeper_follows, marked)
        };
        match kind {
            Kind::Task | Kind::Part => last.task = Some(index),
            Kind::Heading => last.heading = Some(index),
            Kind::Aside => {}
        }
        kinds.push(kind);
    }
    drop_instructions(items, &mut kinds, with_units);
    drop_empty_plain_headings(items, &mut kinds);
    kinds
}

/// The last task and the last heading so far.
#[derive(Debug, Clone, Copy, Default)]
struct Last {
    task: Option<usize>,
    heading: Option<usize>,
}

/// In a list with units: an item with units is a task; others by their family and neighbours.
fn decomposed(
    items: &[Item],
    index: usize,
    last: Last,
    task_families: &[Family],
    deeper_follows: bool,
    below: bool,
    context: Context,
) -> Kind {
    let item = &items[index];
    let (last_task, last_heading) = (last.task, last.heading);
    if item.has_units() {
        // A heading's units govern the items below it, where those have none.
        let heading = matches!(item.family(), Some(Family::Comma | Family::Bracket | Family::Part))
            && deeper_follows
            && items.get(index + 1).is_some_and(|next| !next.has_units())
            && !item.words.scan().trim_end_matches('。').contains(['。', ';']);
        return if heading { Kind::Heading } else { Kind::Task };
    }
    if is_headline(item) {
        return Kind::Task;
    }
    match item.family() {
        Some(Family::Bullet) => match last_task {
            Some(task) if last_heading.is_none_or(|heading| heading < task) => Kind::Part,
            _ => {
                if item.han() >= 6 && !is_heading_like(item) {
                    Kind::Task
                } else {
                    Kind::Heading
                }
            }
        },
        Some(Family::Dash) => {
            if item.han() <= 40 && !item.words.scan().trim_end_matches('。').contains('。') {
                Kind::Heading
            } else {
                Kind::Task
            }
        }
        Some(Family::Part) => Kind::Heading,
        Some(family) => {
            let sentence = item.words.scan().ends_with(['。', ';']) || item.han() > 40;
            if below {
                Kind::Heading
            } else if task_families.contains(&family) && !context.units_only {
                Kind::Task
            } else if matches!(family, Family::Comma | Family::Bracket) && (!sentence || item.han() <= 40) {
                Kind::Heading
            } else if sentence
                && !context.units_only
                && matches!(family, Family::Arabic | Family::ArabicBracket | Family::Circled)
            {
                Kind::Task
            } else if sentence {
                Kind::Aside
            } else {
                Kind::Heading
            }
        }
        None => {
            let scan = item.words.scan();
            let heading = (3..=45).contains(&item.han())
                && !scan.ends_with(['。', ';', ':', ',', '!', '?'])
                && !scan.contains('。');
            if heading { Kind::Heading } else { Kind::Aside }
        }
    }
}

/// For each item whether marked items deeper than it, up to the next of its rank, have units.
fn units_below(items: &[Item]) -> Vec<bool> {
    let counts =
        |item: &Item| item.has_units() && (item.row || item.family().is_some_and(|family| family != Family::Bullet));
    let mut out = vec![false; items.len()];
    // Where the nearest marked item of each rank stands behind, and the nearest item with units.
    let mut next_of_rank = [usize::MAX; 10];
    let mut next_units = usize::MAX;
    for (index, item) in items.iter().enumerate().rev() {
        let own = rank(item.family()) as usize;
        let end = next_of_rank[..=own].iter().copied().min().unwrap_or(usize::MAX);
        out[index] = next_units < end;
        if item.family().is_some() {
            next_of_rank[own] = index;
        }
        if counts(item) {
            next_units = index;
        }
    }
    out
}

/// In a list without any unit: the innermost marked items are tasks.
fn undivided(item: &Item, deepest: Option<Family>, deeper_follows: bool, marked: bool) -> Kind {
    if is_headline(item) {
        return Kind::Task;
    }
    match item.family() {
        Some(Family::Part | Family::Dash) => Kind::Heading,
        Some(Family::Bullet) => Kind::Task,
        Some(family) => {
            let sentence = item.words.scan().ends_with(['。', ';'])
                || item.han() > 30
                || item.words.scan().chars().any(|c| c.is_ascii_digit());
            if deeper_follows && !sentence {
                Kind::Heading
            } else if sentence || deepest == Some(family) && !deeper_follows {
                Kind::Task
            } else {
                Kind::Heading
            }
        }
        None => {
            let scan = item.words.scan();
            let heading = (3..=40).contains(&item.han())
                && !scan.ends_with(['。', ';', ':', ',', '!', '?'])
                && !scan.contains('。');
            if heading && marked { Kind::Heading } else { Kind::Aside }
        }
    }
}

/// The sentence with the year's expected targets is a task wherever it stands.
fn is_headline(item: &Item) -> bool {
    let scan = item.words.scan();
    item.marker.as_ref().is_none_or(|marker| marker.family != Family::Comma)
        && item.han() >= 25
        && (scan.contains("主要预期目标是")
            || scan.contains("预期目标为")
            || scan.contains("预期目标是")
            || scan.contains("主要预期目标:")
            || scan.contains("主要预期目标建议为"))
}

/// Sections in which nobody is named while nearly all others name someone are the notice's own instructions.
fn drop_instructions(items: &[Item], kinds: &mut [Kind], with_units: usize) {
    if with_units < 2 {
        return;
    }
    static WORDS: LazyLock<Vec<&'static str>> = LazyLock::new(|| layout::heading_words("requirement"));
    let tasks = kinds.iter().filter(|kind| **kind == Kind::Task).count();
    let first = items.iter().position(Item::has_units).unwrap_or(0);
    let last = items.iter().rposition(Item::has_units).unwrap_or(items.len());
    // Before the first and behind the last unit, where most tasks have units.
    if with_units * 10 >= tasks * 7 {
        let heading_before_first = kinds[..first].iter().rposition(|kind| *kind == Kind::Heading);
        for index in 0..items.len() {
            let preface = index < first && heading_before_first.is_none_or(|heading| index < heading);
            let coda = index > last && {
                let heading = (last..=index).rev().find(|&at| kinds[at] == Kind::Heading);
                heading.is_some_and(|at| WORDS.iter().any(|word| items[at].words.scan().contains(word)))
            };
            let bids = [
                "各责任单位",
                "各单位",
                "各牵头单位",
                "牵头单位要",
                "责任单位要",
                "各地各部门",
                "各部门要",
                "各地各有关",
                "督查室",
                "报送",
                "各承办单位",
                "各级各部门",
            ]
            .iter()
            .any(|word| items[index].words.scan().contains(word));
            if !items[index].row
                && !items[index].has_units()
                && (preface && !is_headline(&items[index]) || coda || index > last && bids)
                && kinds[index] == Kind::Task
            {
                kinds[index] = Kind::Aside;
            }
        }
    }
}

/// Unmarked lines are headings only between or before tasks.
fn drop_empty_plain_headings(items: &[Item], kinds: &mut [Kind]) {
    let first_marked = items.iter().position(|item| item.marker.is_some() || item.row || item.has_units()).unwrap_or(0);
    let last_task = kinds.iter().rposition(|kind| matches!(kind, Kind::Task | Kind::Part));
    for index in 0..items.len() {
        if kinds[index] != Kind::Heading || items[index].marker.is_some() || items[index].row {
            continue;
        }
        let task_follows = last_task.is_some_and(|last| last > index);
        // A line before the first mark is the title's rest or furniture, unless a task follows at once.
        let leads = index + 1 == first_marked
            && items.get(first_marked).is_some_and(|item| {
                matches!(kinds[first_marked], Kind::Task)
                    && item.marker.as_ref().is_none_or(|marker| marker.family != Family::Comma)
            });
        let titled =
            header::year(items[index].words.scan()).is_some() && layout::is_list_title(items[index].words.scan());
        if !task_follows || index < first_marked && (!leads || titled) {
            kinds[index] = Kind::Aside;
        }
    }
}

/// The rank of a heading; an unmarked one that lost its number takes the rank of its siblings.
fn heading_rank(items: &[Item], kinds: &[Kind], index: usize, stack: &[(u32, String, Option<Name>)]) -> u32 {
    let own = rank(items[index].family());
    if items[index].marker.is_some() {
        return own;
    }
    // What follows: a heading of rank r that already stands in the stack below another means this one is that other's
    // sibling: `(一)… ——… [lost (二)]… ——…`.
    let next = (index + 1..items.len()).find(|&at| kinds[at] != Kind::Aside);
    let Some(next) = next.filter(|&at| kinds[at] == Kind::Heading && items[at].marker.is_some()) else { return own };
    let below = rank(items[next].family());
    match stack.iter().rposition(|(rank, ..)| *rank == below) {
        Some(at) if at > 0 => stack[at - 1].0,
        _ => own.min(below.saturating_sub(1)),
    }
}

/// A heading as tables give it: number kept, dashes and marks at the end dropped.
fn heading_title(item: &Item) -> String {
    let words = item.words.shown();
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let words = words.trim_end_matches(['。', ':', '：', ';', '；', ',', '，', '.']);
    let mark = match item.family() {
        None | Some(Family::Dash | Family::Bullet) => "",
        _ => item.printed.as_str(),
    };
    format!("{mark}{words}")
}

/// The person who leads all tasks under a heading: `林市长主抓重点工作`.
fn leader_of(item: &Item) -> Option<Name> {
    static LEADER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?:由)?([\x{4e00}-\x{9fff}]{0,8}?(?:省长|市长|区长|县长|镇长|乡长|书记|主任|主席|秘书长|常委|州长)[\x{4e00}-\x{9fff}]{0,3}?)(?:同志)?(?:主抓|分管|牵头|负责|包联|领衔|挂帅|督办|抓)").expect("a fixed pattern")
    });
    let found = LEADER.captures(item.words.scan())?;
    let name = found.get(1)?;
    Some(Name {
        role: Some(Role::Leader),
        level: None,
        text: item.words.shown_at(name.range()),
        stated: Stated::Heading,
        clause: None,
        span: item.words.span(name.range()),
        last: false,
        first: false,
    })
}

/// A heading that is nothing but an office's name: its tasks are that office's.
fn office_heading(item: &Item) -> Option<Name> {
    let scan = item.words.scan().trim_end_matches([':', '。']);
    let office = office::is_levelled_office(scan) && scan.chars().count() <= 16 && !scan.contains(',');
    (office
        && item.marker.is_some()
        && ["局", "委", "办", "厅", "办公室", "中心", "部", "街道", "街道办事处", "镇", "委员会"]
            .iter()
            .any(|ending| scan.ends_with(ending)))
    .then(|| Name {
        role: Some(Role::Responsible),
        level: None,
        text: item.words.shown_at(0..scan.len()),
        stated: Stated::Heading,
        clause: None,
        span: item.words.span(0..scan.len()),
        last: false,
        first: false,
    })
}

/// Notes headings whose ordinal repeats.
fn check_heading_order(
    seen: &mut Vec<(u32, u32, usize)>,
    rank: u32,
    value: u32,
    item: &Item,
    problems: &mut Vec<Problem>,
) {
    seen.retain(|(other, ..)| *other <= rank);
    if let Some((_, last, _)) = seen.iter().rev().find(|(other, ..)| *other == rank)
        && *last == value
    {
        problems.push(Problem::new(
            Code::RepeatedHeading,
            item.words.whole(),
            format!("标题“{}”的序号与上一标题相同", item.printed),
            "按原文保留；请核对原文",
        ));
    }
    seen.push((rank, value, item.line));
}

/// Gives tasks that lost their number the one that the order makes certain.
fn restore_numbers(drafts: &mut [Draft], marks: &mut [Option<Marker>], problems: &mut Vec<Problem>) {
    let mut index = 0;
    while index < drafts.len() {
        if marks[index].is_some() {
            index += 1;
            continue;
        }
        let end = (index..drafts.len()).find(|&at| marks[at].is_some()).unwrap_or(drafts.len());
        let before = index
            .checked_sub(1)
            .and_then(|at| marks[at].clone())
            .filter(|mark| same_list(drafts, index - 1, index, mark.family));
        let after = marks.get(end).cloned().flatten().filter(|mark| same_list(drafts, end, index, mark.family));
        let missing = (end - index) as u32;
        let certain = match (&before, &after) {
            (Some(before), Some(after)) => before.family == after.family && before.value + missing + 1 == after.value,
            (None, Some(after)) => {
                after.value == missing + 1 && (index == 0 || drafts[index - 1].section != drafts[index].section)
            }
            _ => false,
        };
        if certain && let Some(after) = after {
            for (at, value) in (index..end).zip(after.value - missing..) {
                drafts[at].number = Marker::print(after.family, value);
                problems.push(Problem::new(
                    Code::LostNumber,
                    drafts[at].words.span(0..0),
                    "任务的编号缺失",
                    format!("按前后顺序补为“{}”", drafts[at].number.as_deref().unwrap_or("")),
                ));
                marks[at] = Some(Marker { family: after.family, value, bare: false, range: 0..0 });
            }
        }
        index = end.max(index + 1);
    }
}

/// Whether two tasks count in one list: numbers in brackets restart with every section.
fn same_list(drafts: &[Draft], a: usize, b: usize, family: Family) -> bool {
    family == Family::Arabic || drafts[a].section == drafts[b].section
}

/// Notes numbers that neither count on nor restart.
fn check_order(drafts: &[Draft], marks: &[Option<Marker>], problems: &mut Vec<Problem>) {
    let mut last: Option<(Family, u32)> = None;
    for (draft, mark) in drafts.iter().zip(marks) {
        let Some(mark) = mark.as_ref().filter(|mark| mark.value > 0) else { continue };
        if let Some((family, value)) = last
            && family == mark.family
            && mark.value != value + 1
            && mark.value != 1
        {
            problems.push(Problem::new(
                Code::NumberOutOfOrder,
                draft.words.span(0..0),
                format!("编号{}后面是{}", value, mark.value),
                "请核对原文是否缺了任务",
            ));
        }
        last = Some((mark.family, mark.value));
    }
}
