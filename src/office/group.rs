//! Groups and persons: names that stand for several offices, or for who holds one.
//!
//! In:  a cleaned name, `各街道办事处`, `区有关部门`, `常务副市长`.
//! Out: whether it is one, and for groups which functions it speaks of.

use super::stems::stems;
use super::{Function, words};
use crate::lexicon::code::{OfficeClass, PlaceClass};
use crate::place::word as place;

/// Levels that may stand before the words of a group.
const LEVELS: [char; 6] = ['省', '市', '区', '县', '州', '旗'];
/// Characters of words of towns.
const TOWNS: [char; 5] = ['街', '道', '乡', '镇', '办'];

/// What stands before the words that make a name a group by its ending: `安委会` before `成员单位`.
fn before_group(name: &str) -> Option<&str> {
    let words = words();
    words.before(OfficeClass::GroupLead, words.before(OfficeClass::GroupNoun, name)?)
}

/// Whether a name is nothing but words of divisions, two at least: `区县`, `乡镇(街道)`, `乡镇人民政府`.
fn is_divisions(name: &str) -> bool {
    let bare = name.trim_start_matches(LEVELS);
    let levels = name[..name.len() - bare.len()].chars().count();
    let governs = |class| place::words().before(class, bare);
    let towns = governs(PlaceClass::Government).or_else(|| governs(PlaceClass::Seat)).unwrap_or(bare);
    towns.is_empty() && levels > 1 || towns.chars().count() > 1 && towns.chars().all(|c| TOWNS.contains(&c))
}

/// The functions of a group, the primary one first; none where the name is one office's.
pub(super) fn functions(name: &str) -> Option<Vec<Function>> {
    let words = words();
    let plain: String = name.chars().filter(|c| !matches!(c, '（' | '）' | '、')).collect();
    let is_group = plain.contains('各') && (plain.starts_with('各') || plain.chars().count() > 3)
        || words.opens(OfficeClass::GroupOpening, &plain)
        || before_group(&plain).is_some()
        || words.is(OfficeClass::GroupNoun, plain.trim_start_matches(LEVELS))
        || is_divisions(&plain);
    if !is_group {
        return None;
    }
    let collective = Function::of("collective");
    let mut functions = Vec::new();
    let says = |code: &str| words.pairs(OfficeClass::GroupOf).any(|(word, of)| of == code && plain.contains(word));
    if says("subdistrict") && !says("collective") {
        functions.push(Function::of("subdistrict"));
    }
    if says("zone") {
        if functions.is_empty() && words.within(OfficeClass::Division, &plain) {
            functions.push(collective);
        }
        functions.push(Function::of("zone"));
    }
    if !functions.contains(&collective) {
        functions.push(collective);
    }
    // `各安全生产专委会成员单位`: what the offices meet for. 各部门 meet for nothing.
    if !words.within(OfficeClass::Meeting, &plain) {
        return Some(functions);
    }
    let topic = plain.trim_start_matches('各');
    for function in stems().keywords(before_group(topic).unwrap_or(topic)).0 {
        if !functions.contains(&function) {
            functions.push(function);
        }
    }
    Some(functions)
}

/// Last characters of offices' names.
const OFFICE_ENDS: [char; 30] = [
    '局', '委', '办', '厅', '部', '署', '院', '站', '队', '司', '团', '社', '会', '馆', '台', '校', '所', '中', '区',
    '县', '市', '镇', '乡', '街', '处', '科', '室', '组', '网', '心',
];

/// Whether a name is a person's or a person's office.
pub(super) fn is_person(name: &str) -> bool {
    const LONGEST: usize = 16;
    let words = words();
    let length = name.chars().count();
    if length <= LONGEST && words.ends(OfficeClass::Post, name) {
        return true;
    }
    // `副区长张三`.
    let named = words.list(OfficeClass::Post).any(|post| {
        name.find(post).is_some_and(|at| {
            (2..=4).contains(&name[at + post.len()..].chars().count()) && name[..at].chars().count() < 4
        })
    });
    if named && name.contains('长') && length <= 9 && !name.ends_with(OFFICE_ENDS) {
        return true;
    }
    // `张市长`, `李某某`, `何平`.
    (2..=3).contains(&length) && words.opens(OfficeClass::Surname, name) && !name.ends_with(OFFICE_ENDS)
}
