//! Indicators: the shortest words that name what a quantity counts.
//!
//! In:  a quantity and the words around it, `力争全年新增停车泊位1万个以上`, `建成8个口袋公园`.
//! Out: 新增停车泊位, 口袋公园. Words are copied from the text; only a head and its change may stand apart
//! (`地区生产总值1255亿元,增长8%`: 地区生产总值增长).

mod left;
mod right;

use self::left::{Left, left};
use self::right::right;
use super::exclude::ends_here;
use super::figure::Figure;
use super::line::Line;
use super::measure::Family;
use super::words::{self, Class};

/// Which words name the indicator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) text: String,
    /// The name without its word of change, for what follows: 地区生产总值 of 地区生产总值增长.
    pub(super) head: String,
    /// What it was counted in.
    pub(super) measure: String,
}

/// Names what `quantity` counts.
///
/// `floor` is where the quantity before it ends, `next` where the one behind it begins; `last` is the name before.
pub(super) fn name(line: &Line, quantity: &Figure, floor: usize, next: usize, last: Option<&Name>) -> Option<Name> {
    let mut left = left(line, floor, quantity.raw.start);
    // GDP总量跻身全省前三: the place is no part of the name; nor is what another rank is of.
    if quantity.family == Family::Rank
        && let Some(reach) = left.noun.clone().rev().find(|here| line.any_at(*here, Class::RankVerb).is_some())
    {
        let other = (left.noun.start..reach).rev().find(|here| line.get(*here) == Some('、'));
        if let Some(mark) = other.filter(|mark| line.find(left.noun.start..*mark, Class::RankVerb).is_some()) {
            left.noun.start = mark + 1;
        }
        if reach > left.noun.start + 1 {
            left.noun.end = reach;
        }
    }
    // 增速高于全省平均水平1个百分点: nor is what it is compared with.
    if quantity.family == Family::Points
        && let Some(than) = line.find(left.noun.clone(), Class::Than)
        && than > left.noun.start + 1
    {
        left.noun.end = than;
    }
    let right = right(line, quantity.raw.end, next);
    // 实现6%左右的增长: the change stands behind its figure.
    if left.change.is_none()
        && line.get(quantity.raw.end) == Some('的')
        && let Some(end) = line.any_at(quantity.raw.end + 1, Class::Change)
        && ends_here(line, end)
    {
        left.change = Some(line.chars[quantity.raw.end + 1..end].iter().collect());
        left.linked = true;
    }
    let has_left = left.length() >= 2;
    let right_first = match &right {
        None => false,
        Some(_) if !has_left => true,
        // 规模100亿元的母基金.
        Some(_) if line.is(left.noun.clone(), Class::Total) => true,
        Some(words) => {
            let conjunction =
                line.before(quantity.raw.start).is_some_and(|c| matches!(c, '等' | '和' | '与' | '及' | '、'));
            let purpose = line.any_within(words.start, words.end, Class::Purpose).is_some();
            let brought = quantity.family.is_counted() && line.any_before(quantity.raw.start, Class::Verb).is_some();
            if done_to_places(line, &left, words.start) || left.change.is_some() && !brought || left.linked {
                false
            } else if conjunction || brought {
                true
            } else if quantity.family.is_counted() {
                !purpose
            } else {
                false
            }
        }
    };
    if right_first && let Some(words) = right {
        let text = line.words(words).trim().to_owned();
        return Some(Name { head: text.clone(), text, measure: quantity.measure.clone() });
    }
    // 五年累计投资300亿元,是“十五”期末的3倍; 较2020年翻一番; 高于预期2个百分点: the subject was named before.
    let head = line.words(left.noun.clone()).trim();
    let of_subject = head.starts_with('是')
        || head.starts_with(['较', '比']) && head.ends_with(['年', '末', '期', '底'])
        || quantity.family == Family::Points && words::behind(Class::OverBefore, head).is_some();
    // 棚户区改造开工2万套、基本建成1万套: another stage of what was named before.
    if let Some(last) = last.filter(|last| last.measure == quantity.measure && words::is(Class::Stage, head))
        && line.sentence_start(quantity.raw.start) <= floor
    {
        let thing = words::before(Class::Stage, &last.head).unwrap_or(&last.head);
        let text = format!("{thing}{head}");
        return Some(Name { head: text.clone(), text, measure: quantity.measure.clone() });
    }
    if has_left && !of_subject {
        let mut name = left.name(line, quantity);
        // 国家级小巨人企业5家、省级20家: the noun was said once.
        if let Some(last) = last.filter(|last| last.measure == quantity.measure)
            && is_level(&name.text)
            && let Some((_, noun)) = last.head.split_once('级')
        {
            name.text.push_str(noun);
            name.head.clone_from(&name.text);
        }
        // 占全市总量的七分之一: the share is of what was named before.
        if name.text.starts_with('占')
            && let Some(last) = last.filter(|_| line.sentence_start(quantity.raw.start) <= floor)
        {
            name = Name { text: format!("{}{}", last.head, name.text), head: last.head.clone(), ..name };
        }
        // 5亿元以上项目3个、10亿元以上2个: the noun was said once.
        if let Some(last) = last.filter(|_| line.sentence_start(quantity.raw.start) <= floor)
            && let Some(bound) = words::list(Class::SizeBound).iter().find(|word| name.text.ends_with(**word))
            && let Some((_, noun)) = last.head.split_once(*bound)
        {
            name.text.push_str(noun);
            name.head.clone_from(&name.text);
        }
        // 新增市场主体50万户,总量突破600万户: the total of what was named before.
        if words::is(Class::Total, &name.text) {
            let last = last.filter(|_| line.sentence_start(quantity.raw.start) <= floor).map(|last| last.head.clone());
            if let Some(last) = last.or_else(|| clause_before(line, quantity.raw.start)) {
                let head = words::behind(Class::Kept, &last).unwrap_or(&last);
                let head = words::before(Class::PureRate, head).unwrap_or(head);
                // 蔬菜面积20万亩、总产60万吨: what grows on the area is weighed.
                let crop = words::is(Class::Yield, &name.text).then(|| words::before(Class::Area, head)).flatten();
                let head = crop.unwrap_or(head);
                let head = words::before(Class::Sown, head).unwrap_or(head);
                name = Name { text: format!("{head}{}", name.text), head: head.to_owned(), ..name };
            }
        }
        return Some(name);
    }
    // Only a word of change or nothing: the thing was named before.
    let measure = quantity.measure.clone();
    // 新建高标准农田2万亩、改造提升1万亩: a verb, no change.
    let verb = words::is(Class::Verb, line.words(left.whole.clone()).trim_matches([' ', '、']));
    let change = left.change.filter(|_| !verb).unwrap_or_default();
    let here = line.sentence_start(quantity.raw.start) <= floor;
    // 新增经营主体52万户,累计394万户: the whole is no longer new.
    if let Some(last) = last.filter(|last| here && change.is_empty() && last.measure == measure)
        && line.find(left.whole.end..quantity.raw.start, Class::InAll).is_some()
        && let Some(head) = words::behind(Class::Kept, &last.head)
    {
        return Some(Name { text: head.to_owned(), head: head.to_owned(), measure });
    }
    // 财政收入达到600亿元,净增40亿元.
    if let Some(last) = last.filter(|last| here && change.is_empty() && last.measure == measure)
        && let Some(kept) = line.any_before(left.whole.end, Class::Kept).filter(|kept| *kept == left.whole.start)
        && words::behind(Class::Kept, &last.head).is_none()
    {
        let text = format!("{}{}", last.head, line.words(kept..left.whole.end));
        return Some(Name { text, head: last.head.clone(), measure });
    }
    // 增长7.5%,力争8%: the same rate again.
    if let Some(same) = last.filter(|last| here && change.is_empty() && last.measure == measure) {
        return Some(same.clone());
    }
    let before = match last {
        Some(name) if here => Some(name.head.clone()),
        _ => clause_before(line, quantity.raw.start).or_else(|| last.map(|name| name.head.clone())),
    };
    if let Some(head) = before.filter(|head| !head.is_empty()) {
        let text = if ends_with_change(&head) { head.clone() } else { format!("{head}{change}") };
        return Some(Name { text, head, measure });
    }
    let text = line.words(left.whole.clone()).trim().to_owned();
    (!text.is_empty()).then(|| Name { head: text.clone(), text, measure })
}

/// Whether a name says only of which rank something is: 省级, 4A级.
fn is_level(text: &str) -> bool {
    text.strip_suffix('级').is_some_and(|rank| {
        words::is(Class::Level, rank) || rank.trim_start_matches(|c: char| c.is_ascii_digit()).chars().all(|c| c == 'A')
    })
}

/// 完成电网改造8个村: the work is counted by the places it is done to.
fn done_to_places(line: &Line, left: &Left, right: usize) -> bool {
    let noun = line.words(left.noun.clone());
    noun.chars().count() >= 4
        && words::before(Class::Worked, noun).is_some()
        && line.any_before(left.noun.start, Class::Accomplish).is_some()
        && line.any_at(right, Class::Place).is_some_and(|end| ends_here(line, end))
}

fn ends_with_change(text: &str) -> bool {
    words::before(Class::Change, text).is_some()
}

/// What the clause before names, for 居民健康水平,达到80%.
fn clause_before(line: &Line, position: usize) -> Option<String> {
    let here = line.clause_start(position).checked_sub(1)?;
    if !matches!(line.get(here), Some(',' | ':' | ';')) {
        return None;
    }
    let start = line.clause_start(here);
    if start >= here || here - start > 60 {
        return None;
    }
    let text = line.words(left(line, start, here).noun).trim();
    let of_time = words::before(Class::TimeNoun, text).is_some();
    (text.chars().count() >= 2 && !of_time).then(|| text.to_owned())
}
