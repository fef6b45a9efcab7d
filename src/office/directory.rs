//! Directory: the offices of one notice, each under one name.
//!
//! In:  the region of a notice and all its unit names with the level of their lists.
//! Out: an [`Office`] a name; names that are one office in two spellings share its canonical name, see [`Unified`].
//!
//! Two names are one office where level and prefix agree and the lexicon takes both to the same stems (发改局, 发改委),
//! or where one is short for the other: its characters stand in the other in order and both do the same.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::locality::Places;
use super::name::{Reading, cleaned, read};
use super::stems::{is_bureau, is_subsequence};
use super::{Known, Office, UnitKind};
use crate::place::{Level, Region};

/// Two spellings that one notice prints for one office.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unified {
    /// The spelling printed more often.
    pub kept: String,
    pub other: String,
    /// The canonical name both have.
    pub unit: String,
}

/// The offices of one notice.
pub struct Directory {
    places: Places,
    offices: FxHashMap<(String, Level), Office>,
    unified: Vec<Unified>,
}

/// One spelling and how often it is printed.
struct Spelled {
    raw: String,
    level: Level,
    count: usize,
    reading: Reading,
}

impl Directory {
    /// Reads all names of a notice; a name that stands there twice counts twice.
    pub fn new<'a>(region: &Region, names: impl IntoIterator<Item = (&'a str, Level)>) -> Self {
        let mut order: FxHashMap<(&str, Level), usize> = FxHashMap::default();
        let mut counted: Vec<(&str, Level, usize)> = Vec::new();
        for (raw, level) in names {
            let index = *order.entry((raw, level)).or_insert_with(|| {
                counted.push((raw, level, 0));
                counted.len() - 1
            });
            counted[index].2 += 1;
        }
        let places = Places::new(region, counted.iter().map(|(_, level, _)| *level).max());
        let mut spelled: Vec<Spelled> = counted
            .into_iter()
            .map(|(raw, level, count)| {
                let reading = read(raw, level, &places);
                Spelled { raw: raw.to_owned(), level, count, reading }
            })
            .collect();
        let unified = unify(&mut spelled);
        let offices = spelled.into_iter().map(|name| ((name.raw, name.level), name.reading.office)).collect();
        Self { places, offices, unified }
    }

    /// The office of a name; a name that was not among those of the notice is read alone.
    pub fn office(&self, unit_raw: &str, level: Level) -> Office {
        // The key is owned because a tuple of borrowed parts cannot be looked up.
        let known = self.offices.get(&(unit_raw.to_owned(), level)).cloned();
        known.unwrap_or_else(|| read(unit_raw, level, &self.places).office)
    }

    /// The spellings that were made one, in the order of the notice.
    pub fn unified(&self) -> &[Unified] {
        &self.unified
    }
}

/// Gives spellings of one office one canonical name and tells which they were.
fn unify(spelled: &mut [Spelled]) -> Vec<Unified> {
    // The group that each spelling belongs to: the index of its first spelling.
    let mut group: Vec<usize> = (0..spelled.len()).collect();
    // Names can only be one office inside a bucket, which keeps the pairs few.
    let mut buckets: BTreeMap<(Option<Level>, &str, UnitKind), Vec<usize>> = BTreeMap::new();
    for (index, name) in spelled.iter().enumerate() {
        let office = &name.reading.office;
        if office.known <= Known::Rule && !matches!(office.kind, UnitKind::Group | UnitKind::Person) {
            let level = name.reading.level.or(Some(name.level));
            buckets.entry((level, office.function.code(), office.kind)).or_default().push(index);
        }
    }
    for members in buckets.values() {
        for (at, &right) in members.iter().enumerate().take(200) {
            // Where a short name fits two different longer ones it is neither.
            let fits: Vec<usize> = members[..at]
                .iter()
                .copied()
                .filter(|&left| same_office(&spelled[left].reading, &spelled[right].reading))
                .map(|left| group[left])
                .collect();
            match fits.first() {
                Some(&first) if fits.iter().all(|&other| other == first) => group[right] = first,
                _ => {}
            }
        }
    }
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (index, &first) in group.iter().enumerate() {
        groups.entry(first).or_default().push(index);
    }
    let mut unified = Vec::new();
    for members in groups.values().filter(|members| members.len() > 1) {
        // The majority form; of two printed as often the longer, which is the official one.
        let weight = |index: usize| {
            let name = &spelled[index];
            let same = members.iter().filter(|&&other| spelled[other].reading.ending == name.reading.ending);
            let votes: usize = same.map(|&other| spelled[other].count).sum();
            let unit = &name.reading.office.unit;
            (votes, !unit.contains('（'), unit.chars().count(), name.count)
        };
        let Some(best) = members.iter().copied().max_by_key(|&index| (weight(index), std::cmp::Reverse(index))) else {
            continue;
        };
        let office = spelled[best].reading.office.clone();
        let kept = members.iter().copied().max_by_key(|&index| (spelled[index].count, std::cmp::Reverse(index)));
        let kept = kept.unwrap_or(best);
        for &index in members {
            if index != kept && cleaned(&spelled[index].raw) != cleaned(&spelled[kept].raw) {
                unified.push(Unified {
                    kept: spelled[kept].raw.clone(),
                    other: spelled[index].raw.clone(),
                    unit: office.unit.clone(),
                });
            }
            let own = &mut spelled[index].reading.office;
            let functions = if own.functions.len() > office.functions.len() {
                own.functions.clone()
            } else {
                office.functions.clone()
            };
            *own = Office { functions, ..office.clone() };
        }
    }
    unified
}

/// Whether two names of one level, function and kind are one office.
fn same_office(left: &Reading, right: &Reading) -> bool {
    if left.office.unit == right.office.unit {
        return true;
    }
    // `东街办（工业新区）` and `东街办（旅游新区）` are two houses.
    let alias = |reading: &Reading| reading.office.unit.find('（').map(|at| reading.office.unit[at..].to_owned());
    if let (Some(one), Some(other)) = (alias(left), alias(right))
        && one != other
    {
        return false;
    }
    // `局` beside `区…局`: the prefix is left out; two places are two offices.
    let prefixes = left.prefix == right.prefix || left.prefix.is_empty() || right.prefix.is_empty();
    if !prefixes {
        return false;
    }
    let endings = left.ending == right.ending || is_bureau(left.ending) && is_bureau(right.ending);
    if !left.entries.is_empty() && left.entries == right.entries && endings {
        // The same stems; a 服务中心 beside a 局 is another house.
        return left.office.functions == right.office.functions || left.core == right.core;
    }
    if left.core == right.core && !left.core.is_empty() && left.ending == right.ending {
        return true;
    }
    if left.office.kind == UnitKind::Street {
        return false;
    }
    // One is short for the other.
    let (short, long) = if left.core.len() <= right.core.len() { (left, right) } else { (right, left) };
    let (one, other) = (stem(short), stem(long));
    let begins = one.chars().next() == other.chars().next();
    let ending = match left.office.kind {
        UnitKind::Zone => true,
        UnitKind::Company => false,
        _ => left.ending == right.ending && !left.ending.is_empty(),
    };
    let inside = short.entries.iter().all(|entry| long.entries.contains(entry)) || long.entries.is_empty();
    begins && ending && inside && one.chars().count() > 1 && is_subsequence(&one, &other)
}

/// A name's core without its word of type.
fn stem(reading: &Reading) -> String {
    let core = reading.core.as_str();
    let core = core.strip_suffix(reading.ending).unwrap_or(core);
    core.to_owned()
}
