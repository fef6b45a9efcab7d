//! Endings: names that the lexicon does not have whole and that go by how they end.
//!
//! In:  a name, the ways to read its beginning, the places of the notice.
//! Out: a [`Reading`] each; null where the ending is another. Streets, zones, branches of an office elsewhere, and what
//! goes by its ending alone: companies, mass organisations, schools, hospitals.
//! Source of the words: `office-words.tsv`.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::locality::{Head, Places, heads};
use super::name::{Reading, add_functions, from_hit, lookup, reading};
use super::stems::{Hit, is_bureau, is_own_branch, stems};
use super::{Function, Known, UnitKind, words};
use crate::lexicon::code::{OfficeClass, PlaceClass, SPOKEN};
use crate::lexicon::words::Code;
use crate::lexicon::{self, ZONES};
use crate::place::word as place;

/// The zones of `zones.tsv`: every spelling with the name it stands for.
fn zones() -> &'static FxHashMap<&'static str, &'static str> {
    static ALL: OnceLock<FxHashMap<&'static str, &'static str>> = OnceLock::new();
    lexicon::once(&ALL, &[ZONES], || {
        let mut zones = FxHashMap::default();
        for row in lexicon::rows(ZONES) {
            let [name, _, others] = row[..] else { continue };
            zones.insert(name, name);
            for other in others.split('/').filter(|other| !other.is_empty()) {
                zones.entry(other).or_insert(name);
            }
        }
        zones
    })
}

/// The reading of an office whose name begins at a byte, behind a place that is not the notice's.
fn behind_a_place(main: &str, at: usize, hit: Hit, known: Known) -> Reading {
    let head = Head { prefix: String::new(), level: None, rest: &main[at..], place: true, own: false };
    let mut found = from_hit(hit, &head, known);
    found.office.unit.insert_str(0, &main[..at]);
    main.clone_into(&mut found.core);
    found
}

/// A vertical office under the short name of another place: `武汉海关`, `云柘税务局`.
pub(super) fn elsewhere(main: &str, _: &[Head], _: &Places) -> Option<Reading> {
    main.char_indices().map(|(at, _)| at).skip(2).take(3).find_map(|at| {
        let hit = lookup(&main[at..]).filter(|hit| !hit.composed)?;
        let vertical = hit.kind == UnitKind::Vertical || is_own_branch(hit.ending);
        vertical.then(|| behind_a_place(main, at, hit, Known::Lexicon))
    })
}

/// A known office under the short name of another place, whatever it is: `前海规划局`, `黄石财政局`.
pub(super) fn of_a_place(main: &str, _: &[Head], _: &Places) -> Option<Reading> {
    main.char_indices().map(|(at, _)| at).skip(2).take(2).find_map(|at| {
        let hit = lookup(&main[at..]).filter(|_| main[at..].chars().count() > 2)?;
        let bureau = hit.ending.is_empty() || is_bureau(hit.ending);
        bureau.then(|| behind_a_place(main, at, hit, Known::Rule))
    })
}

/// Offices in another city, and what belongs to the congress.
pub(super) fn mission(main: &str, heads: &[Head], _: &Places) -> Option<Reading> {
    const LONGEST: usize = 13;
    let head = head_of(heads)?;
    let words = words();
    let away = place::words().behind(PlaceClass::Government, head.rest).unwrap_or(head.rest);
    let code = if away.starts_with('驻') && words.ends(OfficeClass::Mission, away) {
        "government_office_affairs"
    } else if words.opens(OfficeClass::Congress, head.rest) && head.rest.chars().count() <= LONGEST {
        "other"
    } else {
        return None;
    };
    Some(under(main, head, vec![Function::of(code)], UnitKind::Department))
}

/// Houses known by their ending, `县第一中学`, `市城投集团`, `区工商业联合会`: what it says, and what the words before it say.
pub(super) fn house(main: &str, heads: &[Head], _: &Places) -> Option<Reading> {
    let (_, end, value) = words().at_end(OfficeClass::House, main)?;
    let (kind, cell) = value.split_once(':')?;
    let head = head_of(heads)?;
    let kind = UnitKind::parse(kind).ok()?;
    let mut found = under(main, head, Function::of_cell(cell), kind);
    if cell.split('/').any(|code| code == SPOKEN) {
        let (mut spoken, _) = stems().keywords(head.rest.strip_suffix(end).unwrap_or(head.rest));
        // 投资 in a company's name is what it does with money, not an office's field.
        spoken.retain(|function| kind != UnitKind::Company || *function != Function::of("commerce_investment"));
        add_functions(&mut found.office, spoken);
    }
    Some(found)
}

/// The beginning of a name that a house goes by: its level where it has one.
fn head_of<'h, 'n>(heads: &'h [Head<'n>]) -> Option<&'h Head<'n>> {
    heads.iter().rev().find(|head| !head.place && !head.prefix.is_empty()).or(heads.first())
}

/// A name that keeps its form, under its level.
fn under(main: &str, head: &Head, functions: Vec<Function>, kind: UnitKind) -> Reading {
    let mut found = reading(main.to_owned(), functions, kind, Known::Rule, head.rest);
    found.level = head.level;
    found.prefix.clone_from(&head.prefix);
    found
}

/// A branch: a known office followed by a place and a word such as 分局. `市生态环境局武昌区分局`, `市公安局交警支队`.
pub(super) fn branch(main: &str, heads: &[Head], places: &Places) -> Option<Reading> {
    let (_, suffix, whose) = words().at_end(OfficeClass::Branch, main)?;
    for head in heads {
        let cuts = head.rest.char_indices().map(|(at, _)| at).skip(2);
        // The longest office at the beginning that leaves something.
        let found = cuts.filter_map(|at| {
            let (office, tail) = head.rest.split_at(at);
            let hit = lookup(office).filter(|hit| !hit.composed).or_else(|| stems().nation(office))?;
            // The branch's word may begin inside the office's name: 办事处 in 政府驻京办事处.
            let place = tail.strip_suffix(suffix)?;
            Some((hit, office, tail, place))
        });
        let Some((hit, office, tail, place)) = found.last() else { continue };
        let under = heads_lookup(tail, places);
        let functions = under.as_ref().map_or(hit.functions, |under| under.functions.clone());
        let kind = if hit.kind == UnitKind::Company { UnitKind::Company } else { UnitKind::Vertical };
        let own = places.own.iter().find(|(spelling, _, _)| place == spelling);
        let name = match own {
            Some((_, prefix, _)) if !whose.is_empty() => {
                let stem = hit.name.strip_suffix('局').unwrap_or(&hit.name);
                format!("{prefix}{stem}{suffix}")
            }
            _ => format!("{}{}", head.prefix, head.rest),
        };
        let mut found = reading(name, functions, kind, Known::Lexicon, office);
        found.entries = hit.entries;
        if let Some((_, prefix, level)) = own {
            found.prefix.clone_from(prefix);
            found.level = Some(*level);
        } else if !place.is_empty() || kind == UnitKind::Company {
            // Another place's branch: whose it is, is not said.
            found.level = None;
        } else {
            found.prefix.clone_from(&head.prefix);
            found.level = head.level;
        }
        return Some(found);
    }
    None
}

fn heads_lookup(name: &str, places: &Places) -> Option<Hit> {
    heads(name, places).iter().find_map(|head| lookup(head.rest)).or_else(|| {
        // `江汉区交通大队`, `下陆大队`: what stands after a short place.
        let cut = name.char_indices().map(|(at, _)| at).skip(2).take(2);
        cut.filter_map(|at| stems().lookup(&name[at..])).find(|hit| hit.kind == UnitKind::Vertical)
    })
}

pub(super) fn street(main: &str, heads: &[Head], places: &Places) -> Option<Reading> {
    let (before, end, full) = words().at_end(OfficeClass::Street, main)?;
    // A street's name is short and is no office's.
    let generic = places.generic(before).map_or(before, |(prefix, _)| &before[prefix.len()..]);
    let head = heads.iter().find(|head| head.place && head.rest.chars().count() > 2 && generic.chars().count() > 5);
    let length = generic.chars().count();
    let own = head.map_or(length, |head| head.rest.chars().count());
    if !(1..=8).contains(&length.min(own)) || before.is_empty() {
        return None;
    }
    // 街 belongs to the name of `东街办`.
    let named = end.starts_with('街') && before.chars().count() == 1;
    let full = if full.is_empty() || named { end } else { full };
    let unit = format!("{before}{full}");
    Some(reading(unit, vec![Function::of("subdistrict")], UnitKind::Street, Known::Rule, before))
}

/// Where the last word of a zone in `name` ends, in bytes.
pub(super) fn zone_word(name: &str) -> Option<usize> {
    // Most names hold none of these but for the level's prefix, and looking for every word takes time.
    let rest = name.strip_prefix('区').unwrap_or(name);
    if !rest.contains(['区', '园', '城', '带', '廊', '港', '谷', '片']) {
        return None;
    }
    words().list(OfficeClass::Zone).filter_map(|word| name.rfind(word).map(|at| at + word.len())).max()
}

pub(super) fn zone_by_name(main: &str, heads: &[Head], _: &Places) -> Option<Reading> {
    let words = words();
    let ends = || words.pairs(OfficeClass::ZoneEnd);
    // 管委会 and the like are written out, and make anything before them a zone.
    let committee = ends().find_map(|(end, full)| Some((main.strip_suffix(end)?, full)).filter(|_| !full.is_empty()));
    let (name, full) = committee.unwrap_or((main, ""));
    // `前海管理局`: a zone's name and who runs it.
    let below = heads.iter().find(|head| !head.place && !head.prefix.is_empty()).map_or(name, |head| head.rest);
    let run_by = || ends().find_map(|(end, _)| zones().get(below.strip_suffix(end)?));
    let whole = zones().get(name).copied();
    let known = whole.or_else(|| run_by().map(|_| name));
    let by_word = zone_word(name).is_some_and(|end| {
        let rest = &name[end..];
        rest.is_empty() || words.ends(OfficeClass::ZoneEnd, rest) && rest.chars().count() <= 10
    });
    if known.is_none() && !by_word && committee.is_none() {
        return None;
    }
    let unit = format!("{}{full}", known.unwrap_or(name));
    let certain = if known.is_some() { Known::Lexicon } else { Known::Rule };
    let mut found = reading(unit, vec![Function::of("zone")], UnitKind::Zone, certain, name);
    // `市临空经济区管委会`: the prefix says whose it is; a place in the name does not.
    if let Some(head) = heads.iter().find(|head| !head.place && !head.prefix.is_empty()) {
        found.level = head.level;
        found.prefix.clone_from(&head.prefix);
    }
    Some(found)
}
