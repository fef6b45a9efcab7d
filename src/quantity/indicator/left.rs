//! The words before a quantity that name what it counts.

use std::ops::Range;

use super::Name;
use crate::quantity::figure::Figure;
use crate::quantity::line::Line;
use crate::quantity::measure;
use crate::quantity::rule::{self, Rule, Task, rules};
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
    pub(super) fn name(&self, line: &Line, quantity: &Figure) -> Name {
        let head = line.words(self.noun.clone()).trim().to_owned();
        let text = match &self.change {
            Some(change) => format!("{head}{change}"),
            None => head.clone(),
        };
        let verb = verb_before(line, self.noun.start);
        Name { text, head, measure: quantity.measure.clone(), verb, until: None }
    }
}

/// Words before a figure from which rules take what names nothing.
pub(in crate::quantity) struct Words<'a> {
    line: &'a Line<'a>,
    /// Where the figure before ends, 0 without one.
    floor: usize,
    /// Where the figure begins.
    end: usize,
    start: usize,
    stop: usize,
    change: Option<String>,
    linked: bool,
    whole: Range<usize>,
}

/// To find the noun in the words before a figure.
pub(in crate::quantity) struct Trimming;

impl Task for Trimming {
    type State<'a> = Words<'a>;
    type Decision = Never;
}

/// In this order: the end of the words first, then their head.
pub(in crate::quantity) const RULES: &[Rule<Trimming>] = rules![
    title_left_open,
    number_in_brackets,
    free_for_whom,
    number_of_a_note,
    measure_in_brackets,
    links,
    until_when,
    from_where,
    word_of_change,
    multiple_of_a_base,
    compared_noun,
    next_work_of_a_list,
    behind_a_cue,
    adverbs_and_verbs,
    behind_whom,
    behind_examples,
    built_together,
    behind_means,
    kept_word_alone,
];

/// No rule for the words before a figure decides; each takes something away.
pub(in crate::quantity) enum Never {}

/// The words before the figure that begins at `end`, behind the one that ends at `floor`.
pub(super) fn left(line: &Line, floor: usize, end: usize) -> Left {
    let start = line.skip_blanks(line.clause_start(end).max(floor)).min(end);
    let mut words = Words { line, floor, end, start, stop: end, change: None, linked: false, whole: start..end };
    // Bound words were taken with the figure; 达到 and the like before it say that the noun is the subject.
    words.linked = line.any_at(end, Class::SubjectLink).is_some();
    let _: Option<Never> = rule::apply(RULES, &mut words);
    let Words { start, stop, change, linked, whole, .. } = words;
    Left { noun: start..stop.max(start), change, linked, whole }
}

/// 《新增学位900个》: the mark closes behind the figure.
fn title_left_open(words: &mut Words) -> Option<Never> {
    let (line, start) = (words.line, words.start);
    if line.get(start) == Some('《') && closing(line, start, words.end).is_none() && start < words.end {
        words.start += 1;
        words.whole.start += 1;
    }
    None
}

/// (2)施划标线: the number of a part.
fn number_in_brackets(words: &mut Words) -> Option<Never> {
    let close = closing(words.line, words.start, words.stop)?;
    let inner = &words.line.chars[words.start + 1..close - 1];
    if words.line.get(words.start) == Some('(') && inner.iter().all(char::is_ascii_digit) {
        words.start = close;
        words.whole.start = close;
    }
    None
}

/// “小巨人”企业[16]15家: the number of a note.
fn number_of_a_note(words: &mut Words) -> Option<Never> {
    words.stop = before_note(words.line, words.start, words.stop);
    None
}

/// 新增规上工业企业(家): the measure of a table's column.
fn measure_in_brackets(words: &mut Words) -> Option<Never> {
    let (line, stop) = (words.line, trim_blanks_back(words.line, words.start, words.stop));
    let open = line.partner(stop.checked_sub(1)?).filter(|open| line.get(*open) == Some('('))?;
    let scaled = (open + 1..stop).find(|here| !matches!(line.get(*here), Some('万' | '亿' | '千' | '百')))?;
    // 示范村(社区): a place is more than a measure.
    let measure = measure::read(line, scaled).filter(|measure| measure.family != measure::Family::Place);
    if open > words.start && measure.is_some_and(|measure| measure.end + 1 == stop) {
        words.stop = open;
    }
    None
}

/// 免费为适龄女生接种: who gets it.
fn free_for_whom(words: &mut Words) -> Option<Never> {
    let free = words.line.any_at(words.start, Class::Free)?;
    if words.line.get(free) == Some('为') && free + 2 < words.end {
        words.start = free + 1;
        words.whole.start = words.start;
    }
    None
}

/// 停车泊位力争达到: the words between a noun and its figure.
fn links(words: &mut Words) -> Option<Never> {
    let (line, start) = (words.line, words.start);
    loop {
        words.stop = trim_blanks_back(line, start, words.stop);
        words.whole.end = words.stop;
        let word = line.any_before(words.stop, Class::Link).filter(|word| *word >= start)?..words.stop;
        if line.is_swallowed(word.clone()) {
            return None;
        }
        words.linked |= word.len() >= 2 && !line.is(word.clone(), Class::WeakLink);
        words.stop = word.start;
    }
}

/// 人均生产总值到2010年再翻一番: by when.
fn until_when(words: &mut Words) -> Option<Never> {
    let (line, stop) = (words.line, words.stop);
    let floor = (words.start + 2).max(stop.saturating_sub(8));
    let until = (floor..stop).rev().find(|here| matches!(line.get(*here), Some('到' | '至')))?;
    if timed(line, until, stop) == Some(stop) {
        words.stop = until;
    }
    None
}

/// 登记失业率由3.2%降至: the noun stands before 由.
fn from_where(words: &mut Words) -> Option<Never> {
    let (line, stop) = (words.line, words.stop);
    let from = (words.start..stop).find(|here| matches!(line.get(*here), Some('由' | '从')))?;
    if from > words.start + 1 && line.chars[from..stop].iter().any(char::is_ascii_digit) {
        words.stop = from;
        words.linked = true;
    }
    None
}

/// 全部工业增加值同比增长: the change, and before it what it is compared with.
fn word_of_change(words: &mut Words) -> Option<Never> {
    let word = words.line.any_before(words.stop, Class::Change).filter(|word| *word >= words.start)?;
    words.change = Some(words.line.chars[word..words.stop].iter().collect());
    words.stop = compared(words.line, words.start, word);
    None
}

/// 产品附加值持续翻番: the change is the figure itself.
fn multiple_of_a_base(words: &mut Words) -> Option<Never> {
    if words.change.is_none() && words.line.get(words.end) == Some('翻') {
        words.stop = compared(words.line, words.start, words.stop);
    }
    None
}

/// 民生支出比上年5%, 经济总量在2020年的基础上翻一番: a comparison without a word of change.
fn compared_noun(words: &mut Words) -> Option<Never> {
    let than = comparison_before(words.line, words.start, words.stop).filter(|than| *than > words.start + 1)?;
    if words.change.is_none() {
        words.stop = than;
    }
    None
}

/// 4处绿地广场、建成移动公厕12座: the words before the mark belong to the figure before.
fn next_work_of_a_list(words: &mut Words) -> Option<Never> {
    let (line, start) = (words.line, words.start);
    let work = (start + 2..words.stop).rev().find(|here| begins_work(line, *here))?;
    if words.floor > 0 && start >= words.floor && line.any_at(start, [Class::Verb, Class::Kept]) != Some(work) {
        words.start = work + 1;
    }
    None
}

/// 主要预期目标是地区生产总值增长: behind the last such word.
fn behind_a_cue(words: &mut Words) -> Option<Never> {
    words.start = cue_behind(words.line, words.start, words.stop);
    None
}

/// 力争全年实施产学研项目: they name nothing.
fn adverbs_and_verbs(words: &mut Words) -> Option<Never> {
    words.start = strip_head(words.line, words.start, words.stop);
    None
}

/// 为残疾人提供辅助器具: behind whom it is for.
fn behind_whom(words: &mut Words) -> Option<Never> {
    let (line, start, stop) = (words.line, words.start, words.stop);
    let provided = line.find(start..stop, Class::Provides)?;
    let end = line.any_at(provided, Class::Provides).filter(|end| end + 2 <= stop)?;
    if start > 0 && line.get(start - 1) == Some('为') {
        words.start = strip_head(line, end, stop);
    }
    None
}

/// 放鹰路等口袋公园: 等 closes a list of examples.
fn behind_examples(words: &mut Words) -> Option<Never> {
    words.start = behind_etc(words.line, words.start, words.stop);
    words.start = strip_head(words.line, words.start, words.stop);
    None
}

/// 职业学校与龙头企业共建产业学院: what they build together.
fn built_together(words: &mut Words) -> Option<Never> {
    let (line, start, stop) = (words.line, words.start, words.stop);
    let verb = line.find(start..stop, Class::JointWork)?;
    if verb > start + 2 && verb + 4 <= stop && line.find(start..verb, Class::Together).is_some() {
        words.start = strip_head(line, verb + 2, stop);
    }
    None
}

/// 面向民生领域发布应用场景: behind the verb.
fn behind_means(words: &mut Words) -> Option<Never> {
    let (line, stop) = (words.line, words.stop);
    line.any_at(words.start, Class::Means)?;
    words.start = strip_head(line, first_verb(line, words.start, stop)?, stop);
    None
}

/// 新增 alone names nothing.
fn kept_word_alone(words: &mut Words) -> Option<Never> {
    if words.line.any_at(words.start, Class::Kept) == Some(words.stop) {
        words.start = words.stop;
    }
    None
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

/// The verb that ends at `position`, blanks before it skipped.
pub(super) fn verb_before(line: &Line, position: usize) -> String {
    let end = trim_blanks_back(line, 0, position);
    let word = line.any_before(end, Class::Verb).map_or(end, |start| start.min(end));
    line.chars[word..end].iter().collect()
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

/// Where the words end that end at `stop`, without the number of a note in brackets.
pub(super) fn before_note(line: &Line, start: usize, stop: usize) -> usize {
    let end = trim_blanks_back(line, start, stop);
    let open = end.checked_sub(1).and_then(|last| line.partner(last)).filter(|open| *open > start + 1);
    match open.filter(|open| line.get(*open) == Some('(')) {
        Some(open) if line.chars[open + 1..end - 1].iter().all(char::is_ascii_digit) => open,
        _ => stop,
    }
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
            && !line.is_swallowed(here..end)
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
pub(in crate::quantity) fn strip_head(line: &Line, mut start: usize, stop: usize) -> usize {
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
        let told = line.is(start..end, Class::Verb) && !line.is(start..end, Class::Reaches);
        let empty = told && line.is(end..stop, Class::EmptyNoun);
        let bare = stop - end == 1 || empty;
        // 新能源, 为民, 以旧换新, 重点项目: the word is part of a longer one, or of a name.
        let name = line.is(start..end, Class::Clinging) || is_name_of(line, start..end);
        if end < stop && !line.is(end..stop, Class::Total) && (bare || name) {
            return start;
        }
        start = end;
    }
}

/// 到2025年, 2025年, “十四五”, 12月底前: a time at the head.
fn timed(line: &Line, start: usize, stop: usize) -> Option<usize> {
    if let Some(end) = closing(line, start, stop).filter(|end| *end < stop)
        && line.get(end - 2) == Some('五')
        && line.chars[start + 1..end - 2]
            .iter()
            .all(|c| matches!(c, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十'))
    {
        let behind = (end..stop).find(|here| !matches!(line.get(*here), Some('时' | '期' | '间' | '末' | '内')));
        return behind;
    }
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
        let closes = line.get(here) == Some('等') && here > start + 1 && here + 1 < stop;
        if closes && !line.is_swallowed(here..here + 1) {
            found = here + 1;
        }
        here += 1;
    }
    if found > start {
        // 光伏、风电等领域.
        found = line.any_at(found, Class::Field).filter(|end| *end < stop).unwrap_or(found);
    }
    found
}

/// The first place where a verb begins within the words, brackets skipped.
fn first_verb(line: &Line, start: usize, stop: usize) -> Option<usize> {
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
            return Some(here);
        }
        here += 1;
    }
    None
}
