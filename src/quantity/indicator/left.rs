//! The words before a quantity that name what it counts.

use std::ops::Range;

use super::Name;
use crate::quantity::figure::Figure;
use crate::quantity::line::Line;
use crate::quantity::words::Class;

/// The words before a quantity: what they name, and the word of change at their end.
pub(super) struct Left {
    pub(super) noun: Range<usize>,
    pub(super) change: Option<String>,
    /// A word such as 达到 stood between: the noun is the subject.
    pub(super) linked: bool,
    /// All words of the clause before the quantity, for want of better.
    pub(super) whole: Range<usize>,
}

impl Left {
    pub(super) fn length(&self) -> usize {
        self.noun.len()
    }

    pub(super) fn name(&self, line: &Line, quantity: &Figure) -> Name {
        let head = line.words(self.noun.clone()).trim().to_owned();
        let text = match &self.change {
            Some(change) => format!("{head}{change}"),
            None => head.clone(),
        };
        Name { text, head, measure: quantity.measure.clone() }
    }
}

pub(super) fn left(line: &Line, floor: usize, end: usize) -> Left {
    let start = line.clause_start(end).max(floor);
    let mut start = line.skip_blanks(start).min(end);
    // 《新增学位900个》: the mark closes behind the figure.
    if line.get(start) == Some('《') && closing(line, start, end).is_none() && start < end {
        start += 1;
    }
    // 免费为适龄女生接种: who gets it.
    if let Some(free) = line.any_at(start, Class::Free).filter(|free| line.get(*free) == Some('为') && free + 2 < end)
    {
        start = free + 1;
    }
    let mut stop = end;
    // Bound words were taken with the figure; 达到 and the like before it say that the noun is the subject.
    let mut linked = line.any_at(end, Class::SubjectLink).is_some();
    loop {
        stop = trim_blanks_back(line, start, stop);
        let Some(word) = line.any_before(stop, Class::Link).filter(|word| *word >= start) else { break };
        if line.is_swallowed(word..stop) {
            break;
        }
        linked |= stop - word >= 2 && !line.is(word..stop, Class::WeakLink);
        stop = word;
    }
    let whole = start..stop;
    // 登记失业率由3.2%降至: the noun stands before 由.
    if let Some(from) = (start..stop).find(|here| matches!(line.get(*here), Some('由' | '从')))
        && from > start + 1
        && line.chars[from..stop].iter().any(char::is_ascii_digit)
    {
        stop = from;
        linked = true;
    }
    let mut change = None;
    if let Some(word) = line.any_before(stop, Class::Change).filter(|word| *word >= start) {
        change = Some(line.chars[word..stop].iter().collect::<String>());
        stop = compared(line, start, word);
    } else if line.get(end) == Some('翻') {
        // 总量再次翻番, 在2020年基础上翻一番: the change is the figure itself.
        stop = compared(line, start, stop);
    } else if let Some(than) = comparison_before(line, start, stop).filter(|than| *than > start + 1) {
        // 生产总值较2020年翻一番.
        stop = than;
    }
    // 4处绿地、建成公厕12座: the words before the mark belong to the figure before.
    if let Some(work) = (start + 2..stop).rev().find(|here| begins_work(line, *here))
        && floor > 0
        && start >= floor
        && line.any_at(start, [Class::Verb, Class::Kept]) != Some(work)
    {
        start = work + 1;
    }
    // 在全区…, 面向…等领域发布: behind the last verb.
    start = cue_behind(line, start, stop);
    start = strip_head(line, start, stop);
    start = behind_etc(line, start, stop);
    // 职业学校与龙头企业共建产业学院2个: what they build together.
    if let Some(verb) = line.find(start..stop, Class::JointWork)
        && verb > start + 2
        && verb + 4 <= stop
        && line.find(start..verb, Class::Together).is_some()
    {
        start = verb + 2;
    }
    if line.any_at(start, Class::Means).is_some()
        && let Some(verb) = last_verb(line, start, stop)
    {
        start = strip_head(line, verb, stop);
    }
    start = strip_head(line, start, stop);
    // 新增 alone names nothing.
    if line.any_at(start, Class::Kept) == Some(stop) {
        start = stop;
    }
    let noun = start..stop.max(start);
    Left { noun, change, linked, whole }
}

/// Where the words of comparison begin that end at `position`: 同比, 比上年再, 在2020年的基础上.
fn compared(line: &Line, start: usize, position: usize) -> usize {
    let mut head = position;
    loop {
        head = trim_blanks_back(line, start, head);
        let per_head = line.any_before(head, Class::PerHead).is_some();
        let word = line.any_before(head, Class::Comparison).filter(|earlier| *earlier >= start && !per_head);
        match word.or_else(|| comparison_before(line, start, head)) {
            Some(earlier) => head = earlier,
            None => return head,
        }
    }
}

/// Whether the word of a range, a verb, is part of a name with what follows it: 开工率, 服务收入, 检测站.
fn is_name_of(line: &Line, word: Range<usize>) -> bool {
    let end = word.end;
    let ending = line.any_at(end, [Class::NounEnding, Class::Plain]);
    line.any_at(word.start, Class::Plain).is_some_and(|longer| longer > end)
        || ending.is_some_and(|stop| line.is(end..stop, Class::NounEnding))
        || line.is(word.clone(), Class::AmountVerb) && line.any_at(end, Class::AmountNoun).is_some()
        || line.is(word, Class::PlaceVerb) && line.any_at(end, Class::PlaceOf).is_some()
}

/// Whether the next work of a list begins with the mark at `position`: 、建成.
pub(super) fn begins_work(line: &Line, position: usize) -> bool {
    line.get(position) == Some('、') && line.any_at(position + 1, Class::NextWork).is_some()
}

/// 比2019年, 较全国平均水平: the start of a comparison that ends at `position`.
fn comparison_before(line: &Line, start: usize, position: usize) -> Option<usize> {
    let floor = start.max(position.saturating_sub(12));
    if let Some(base) = line.any_before(position, Class::Base)
        && let Some(word) = (floor..base).rev().find(|here| line.get(*here) == Some('在'))
    {
        return (line.get(base - 1) == Some('年')).then_some(word);
    }
    let word = (floor..position).rev().find(|here| matches!(line.get(*here), Some('比' | '较')))?;
    let timed = line.any_before(position, Class::ComparedTo).is_some_and(|base| base > word);
    (timed && !line.is_swallowed(word..word + 1)).then_some(word)
}

pub(super) fn trim_blanks_back(line: &Line, start: usize, mut stop: usize) -> usize {
    while stop > start && line.get(stop - 1).is_some_and(|c| matches!(c, ' ' | '、')) {
        stop -= 1;
    }
    stop
}

/// Behind the last 力争, 确保 … within the words, where something follows.
fn cue_behind(line: &Line, start: usize, stop: usize) -> usize {
    let mut found = start;
    let mut here = start;
    while here < stop {
        if let Some(open) = closing(line, here, stop) {
            here = open;
            continue;
        }
        if let Some(end) = line.any_at(here, Class::Cue)
            && end < stop
        {
            // 争取资金 is no cue at its own head.
            found = end;
            here = end;
        } else {
            here += 1;
        }
    }
    found
}

/// Where the bracket or quotation that opens at `position` ends.
fn closing(line: &Line, position: usize, stop: usize) -> Option<usize> {
    if !matches!(line.get(position), Some('(' | '“' | '《' | '‘' | '〈' | '"')) {
        return None;
    }
    (position + 1..stop).take(60).find(|here| line.partner(*here) == Some(position)).map(|here| here + 1)
}

/// Takes adverbs and verbs from the head while something is left.
fn strip_head(line: &Line, mut start: usize, stop: usize) -> usize {
    loop {
        while start < stop
            && (matches!(line.get(start), Some(' ' | '、' | '·' | '-'))
                || (line.get(start) == Some('(') && closing(line, start, stop).is_none()))
        {
            start += 1;
        }
        if line.any_at(start, Class::Kept).is_some_and(|end| end < stop) {
            return start;
        }
        let word = line.any_within(start, stop, [Class::Adverb, Class::Verb]);
        let Some(end) = word.or_else(|| timed(line, start, stop)) else { return start };
        // 签约项目: without its verb the noun would say nothing; 招聘会: nothing of a word may be left alone.
        let empty = line.is(start..end, Class::Verb) && line.is(end..stop, Class::EmptyNoun);
        let bare = stop - end == 1 || empty;
        // 新能源, 为民, 以旧换新, 重点项目: the word is part of a longer one, or of a name.
        let name = line.is(start..end, Class::Clinging) || is_name_of(line, start..end);
        if end < stop && !line.is(end..stop, Class::Total) && (bare || name) {
            return start;
        }
        start = end;
    }
}

/// 到2025年, 2025年, “十四五”期间, 12月底前: a time at the head.
fn timed(line: &Line, start: usize, stop: usize) -> Option<usize> {
    let mut here = start;
    if let Some(end) = line.any_at(here, Class::Until) {
        here = end;
    } else if line.get(here).is_some_and(|c| matches!(c, '到' | '至' | '于' | '截')) {
        here += 1;
    }
    let digits = here;
    while line.get(here).is_some_and(|c| c.is_ascii_digit() || matches!(c, '-')) {
        here += 1;
    }
    if here == digits {
        return None;
    }
    let mut end = line.any_at(here, Class::TimeEnding)?;
    while matches!(line.get(end), Some('前' | '底' | '末' | '内')) {
        end += 1;
    }
    (end <= stop).then_some(end)
}

/// Behind the last 等 that closes a list of examples.
fn behind_etc(line: &Line, start: usize, stop: usize) -> usize {
    let mut found = start;
    let mut here = start;
    while here < stop {
        if let Some(end) = closing(line, here, stop) {
            here = end;
            continue;
        }
        if line.get(here) == Some('等') && here > start + 1 {
            if !line.is_swallowed(here..here + 1) && here + 1 < stop {
                found = here + 1;
            }
        }
        here += 1;
    }
    if found > start {
        // 光伏、风电等领域.
        found = line.any_at(found, Class::Field).filter(|end| *end < stop).unwrap_or(found);
    }
    found
}

/// The last place where a verb begins within the words, brackets skipped.
fn last_verb(line: &Line, start: usize, stop: usize) -> Option<usize> {
    let mut found = None;
    let mut here = start;
    while here < stop {
        if let Some(end) = closing(line, here, stop) {
            here = end;
            continue;
        }
        if let Some(end) = line.any_at(here, Class::Verb).filter(|end| *end < stop)
            && end - here >= 2
            && !is_name_of(line, here..end)
        {
            found.get_or_insert(here);
        }
        here += 1;
    }
    found
}
