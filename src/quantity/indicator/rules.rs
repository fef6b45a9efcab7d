//! Rules for the name of a figure, in the order in which they are asked.
//!
//! In:  a [`Phrase`]: a figure, the words on both sides of it, the name before.
//! Out: its [`Name`]. Early rules correct the words on both sides; the first that returns a name decides.

use super::{Name, Phrase, clause_before};
use crate::quantity::exclude::ends_here;
use crate::quantity::measure::Family;
use crate::quantity::rule::{Rule, Task, rules};
use crate::quantity::words::{self, Class};

/// To find the name of a figure.
pub(in crate::quantity) struct Naming;

impl Task for Naming {
    type State<'a> = Phrase<'a>;
    type Decision = Name;
}

pub(in crate::quantity) const RULES: &[Rule<Naming>] = rules![
    rank_among_others,
    change_behind,
    nothing_before,
    size_of_what_follows,
    work_done_to_places,
    told_of_the_words_before,
    joined_to_what_follows,
    brought_about,
    counted_behind,
    another_stage,
    words_before,
    is_a_multiple_of,
    compared_with_a_time,
    compared_with_another,
    level_without_noun,
    share_of_the_last,
    size_without_noun,
    total_of_the_last,
    named_by_the_words_before,
    all_and_not_only_new,
    kept_word_of_the_last,
    same_again,
    head_of_the_last,
    any_words,
];

/// GDP总量跻身全省前三: the place is no part of the name; nor is what another rank is of.
fn rank_among_others(phrase: &mut Phrase) -> Option<Name> {
    let (line, noun) = (phrase.line, &mut phrase.left.noun);
    if phrase.figure.family != Family::Rank {
        return None;
    }
    let reach = noun.clone().rev().find(|here| line.any_at(*here, Class::RankVerb).is_some())?;
    let other = (noun.start..reach).rev().find(|here| line.get(*here) == Some('、'));
    if let Some(mark) = other.filter(|mark| line.find(noun.start..*mark, Class::RankVerb).is_some()) {
        noun.start = mark + 1;
    }
    if reach > noun.start + 1 {
        noun.end = reach;
    }
    None
}

/// 实现6%左右的增长: the change stands behind its figure.
fn change_behind(phrase: &mut Phrase) -> Option<Name> {
    let (line, end) = (phrase.line, phrase.figure.raw.end);
    let stop = line.any_at(end + 1, Class::Change).filter(|stop| ends_here(line, *stop))?;
    if phrase.left.change.is_none() && line.get(end) == Some('的') {
        phrase.left.change = Some(line.chars[end + 1..stop].iter().collect());
        phrase.left.linked = true;
    }
    None
}

/// 建成8个口袋公园: only the words behind name anything.
fn nothing_before(phrase: &mut Phrase) -> Option<Name> {
    if phrase.has_left() { None } else { phrase.behind() }
}

/// 规模100亿元的母基金: a total before, what it is of behind.
fn size_of_what_follows(phrase: &mut Phrase) -> Option<Name> {
    if phrase.line.is(phrase.left.noun.clone(), Class::Total) { phrase.behind() } else { None }
}

/// 完成电网改造8个村: the work is counted by the places it is done to.
fn work_done_to_places(phrase: &mut Phrase) -> Option<Name> {
    let (line, noun) = (phrase.line, phrase.left.noun.clone());
    let place = line.any_at(phrase.right.as_ref()?.start, Class::Place)?;
    let work = noun.len() >= 4 && words::before(Class::Worked, line.words(noun.clone())).is_some();
    if work && line.any_before(noun.start, Class::Accomplish).is_some() && ends_here(line, place) {
        phrase.right = None;
    }
    None
}

/// 国有企业融资成本下降10个基点: a word of change, 达到 and the like say that the words before are the subject.
fn told_of_the_words_before(phrase: &mut Phrase) -> Option<Name> {
    if phrase.left.linked || phrase.left.change.is_some() && !phrase.is_brought_about() {
        phrase.right = None;
    }
    None
}

/// 新天、星光等5座变电站: what is counted stands behind the list.
fn joined_to_what_follows(phrase: &mut Phrase) -> Option<Name> {
    let before = phrase.line.before(phrase.figure.raw.start);
    if before.is_some_and(|c| matches!(c, '等' | '和' | '与' | '及' | '、')) { phrase.behind() } else { None }
}

/// 围绕短板引进2个亿元项目: a verb right before a count.
fn brought_about(phrase: &mut Phrase) -> Option<Name> {
    if phrase.is_brought_about() { phrase.behind() } else { None }
}

/// 加快城区12个项目建设: a count goes with the noun behind it, unless a purpose stands there.
fn counted_behind(phrase: &mut Phrase) -> Option<Name> {
    let words = phrase.right.clone()?;
    let purpose = phrase.line.any_within(words.start, words.end, Class::Purpose).is_some();
    if phrase.figure.family.is_counted() && !purpose { phrase.behind() } else { None }
}

/// 棚户区改造开工2万套、基本建成1.2万套: another stage of what was named before.
fn another_stage(phrase: &mut Phrase) -> Option<Name> {
    let stage = phrase.head();
    let last = phrase.last_here().filter(|last| last.measure == phrase.figure.measure)?;
    words::is(Class::Stage, stage).then(|| {
        let thing = words::before(Class::Stage, &last.head).unwrap_or(&last.head);
        phrase.called(format!("{thing}{stage}"))
    })
}

/// 新增停车泊位1万个: the words before name it; the rules behind may still correct them.
fn words_before(phrase: &mut Phrase) -> Option<Name> {
    phrase.name = phrase.has_left().then(|| phrase.left.name(phrase.line, phrase.figure));
    // 生产总值增速高于全省1个百分点、7%左右: what follows is of the growth, not of the gap.
    if let Some(name) = phrase.name.as_mut().filter(|_| phrase.figure.family == Family::Points) {
        let gap = words::list(Class::Than).iter().filter_map(|word| name.head.find(*word)).min();
        name.head.truncate(gap.filter(|at| *at > 0).unwrap_or(name.head.len()));
    }
    None
}

/// 累计投资300亿元,是“十五”期末的3倍: the subject was named before.
fn is_a_multiple_of(phrase: &mut Phrase) -> Option<Name> {
    if phrase.head().starts_with('是') {
        phrase.name = None;
    }
    None
}

/// 经济总量,较2020年翻一番: so was that of a comparison.
fn compared_with_a_time(phrase: &mut Phrase) -> Option<Name> {
    if phrase.head().starts_with(['较', '比']) && phrase.head().ends_with(['年', '末', '期', '底']) {
        phrase.name = None;
    }
    None
}

/// 工业增加值增长8%,高于全省3个百分点: how far what was named before is from another.
fn compared_with_another(phrase: &mut Phrase) -> Option<Name> {
    let said = phrase.head();
    let rate = words::behind(Class::Total, said);
    if phrase.figure.family != Family::Points || words::behind(Class::Than, rate.unwrap_or(said)).is_none() {
        return None;
    }
    let last = phrase.last_here()?;
    // 高于全省1个百分点,力争高于全省2个百分点: the gap before is no part of it.
    let gap = words::within(Class::Than, &last.text);
    let of = if rate.is_some() || gap { &last.head } else { &last.text };
    Some(Name { head: last.head.clone(), ..phrase.called(format!("{of}{said}")) })
}

/// 国家级“小巨人”企业5家、省级20家: the noun was said once.
fn level_without_noun(phrase: &mut Phrase) -> Option<Name> {
    let last = phrase.last.filter(|last| last.measure == phrase.figure.measure)?;
    let (_, noun) = last.head.split_once('级')?;
    phrase.lengthen(noun, is_level)
}

/// 外贸300亿元,占全市的七分之一: the share is of what was named before.
fn share_of_the_last(phrase: &mut Phrase) -> Option<Name> {
    let last = phrase.last_here()?.head.clone();
    let name = phrase.name.as_mut().filter(|name| name.text.starts_with('占'))?;
    name.text.insert_str(0, &last);
    name.head = last;
    None
}

/// 5亿元以上项目3个、10亿元以上2个: the noun was said once.
fn size_without_noun(phrase: &mut Phrase) -> Option<Name> {
    let last = phrase.last_here()?;
    let text = &phrase.name.as_ref()?.text;
    let bound = words::list(Class::SizeBound).iter().find(|word| text.ends_with(**word))?;
    let (_, noun) = last.head.split_once(*bound)?;
    phrase.lengthen(noun, |_| true)
}

/// 新增市场主体50万户,总量突破600万户: the total of what was named before; 蔬菜面积20万亩、总产60万吨: what grows there.
fn total_of_the_last(phrase: &mut Phrase) -> Option<Name> {
    let total = phrase.name.as_ref().map(|name| name.text.clone()).filter(|text| words::is(Class::Total, text))?;
    let last = phrase.last_here().map(|last| last.head.clone());
    let last = last.or_else(|| clause_before(phrase.line, phrase.figure.raw.start))?;
    let head = words::behind(Class::Kept, &last).unwrap_or(&last);
    let head = words::before(Class::Rate, head).unwrap_or(head);
    let crop = words::is(Class::Yield, &total).then(|| words::before(Class::Area, head)).flatten();
    let head = crop.unwrap_or(head);
    let head = words::before(Class::Sown, head).unwrap_or(head);
    phrase.name = Some(Name { text: format!("{head}{total}"), head: head.to_owned(), ..phrase.called(String::new()) });
    None
}

/// 公园10个: what is left of the words before, if anything.
fn named_by_the_words_before(phrase: &mut Phrase) -> Option<Name> {
    phrase.name.take()
}

/// 新增经营主体5万户,累计40万户: the whole is no longer new.
fn all_and_not_only_new(phrase: &mut Phrase) -> Option<Name> {
    let last = phrase.last_of_the_same()?;
    phrase.line.find(phrase.left.whole.end..phrase.figure.raw.start, Class::InAll)?;
    words::behind(Class::Kept, &last.head).map(|head| phrase.called(head.to_owned()))
}

/// 财政收入达到60亿元,净增4亿元: the word is kept behind the name.
fn kept_word_of_the_last(phrase: &mut Phrase) -> Option<Name> {
    let (last, whole) = (phrase.last_of_the_same()?, phrase.left.whole.clone());
    let alone = phrase.line.any_before(whole.end, Class::Kept) == Some(whole.start);
    (alone && words::behind(Class::Kept, &last.head).is_none()).then(|| Name {
        head: last.head.clone(),
        ..phrase.called(format!("{}{}", last.head, phrase.line.words(whole)))
    })
}

/// 增长7.5%,力争8%: the same rate again.
fn same_again(phrase: &mut Phrase) -> Option<Name> {
    phrase.last_of_the_same().cloned()
}

/// 地区生产总值1255亿元,增长8%: a change of what was named before.
fn head_of_the_last(phrase: &mut Phrase) -> Option<Name> {
    let before = || clause_before(phrase.line, phrase.figure.raw.start);
    let named = || phrase.last.map(|last| last.head.clone());
    let head = phrase.last_here().map(|last| last.head.clone()).or_else(|| before().or_else(named))?;
    if head.is_empty() {
        return None;
    }
    let changed = words::before(Class::Change, &head).is_some();
    let text = if changed { head.clone() } else { format!("{head}{}", phrase.change()) };
    Some(Name { head, ..phrase.called(text) })
}

/// 累计发放1.32亿元: whatever words the clause has.
fn any_words(phrase: &mut Phrase) -> Option<Name> {
    let text = phrase.line.words(phrase.left.whole.clone()).trim();
    (!text.is_empty()).then(|| phrase.called(text.to_owned()))
}

/// Whether a name says only of which rank something is: 省级, 4A级.
fn is_level(text: &str) -> bool {
    text.strip_suffix('级').is_some_and(|rank| {
        words::is(Class::Level, rank) || rank.trim_start_matches(|c: char| c.is_ascii_digit()).chars().all(|c| c == 'A')
    })
}
