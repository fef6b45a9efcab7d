//! Gazetteer: the names of divisions and zones.
//!
//! In:  `regions.tsv` and `zones.tsv`.
//! Out: what a word may stand for, and the divisions around a code.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::address::Place;
use crate::lexicon;
use crate::lexicon::longest::Longest;
use crate::place::Level;

/// One name of a division.
pub(super) struct Division {
    pub(super) code: &'static str,
    pub(super) name: &'static str,
    /// Whether the name is one of the past.
    pub(super) former: bool,
}

/// One zone outside the list of divisions.
pub(super) struct Zone {
    pub(super) name: &'static str,
    pub(super) parent: &'static str,
}

/// What a word may stand for: indices into the tables.
#[derive(Clone, Default)]
pub(super) struct Word {
    pub(super) full: Vec<usize>,
    pub(super) short: Vec<usize>,
    pub(super) zone: Option<usize>,
}

pub(super) struct Gazetteer {
    pub(super) divisions: Vec<Division>,
    pub(super) zones: Vec<Zone>,
    pub(super) words: FxHashMap<&'static str, Word>,
    /// Today's name of a code, else its last one.
    pub(super) by_code: FxHashMap<&'static str, usize>,
    pub(super) finder: Longest,
    /// Most bytes that a word has.
    pub(super) longest: usize,
}

pub(super) const MUNICIPALITIES: [&str; 4] = ["11", "12", "31", "50"];

pub(super) fn level_of(code: &str) -> Level {
    match code {
        _ if code.ends_with("0000") => Level::Province,
        _ if code.ends_with("00") => Level::City,
        _ => Level::District,
    }
}

pub(super) fn gazetteer() -> &'static Gazetteer {
    static GAZETTEER: OnceLock<Gazetteer> = OnceLock::new();
    lexicon::once(&GAZETTEER, &[lexicon::REGIONS, lexicon::ZONES], || {
        let mut divisions = Vec::new();
        let mut words: FxHashMap<&'static str, Word> = FxHashMap::default();
        let mut by_code: FxHashMap<&'static str, usize> = FxHashMap::default();
        for row in lexicon::rows(lexicon::REGIONS) {
            let [code, name, until, short] = row[..] else { continue };
            if code.len() != 6 || !code.bytes().all(|byte| byte.is_ascii_digit()) || name.is_empty() {
                continue;
            }
            let index = divisions.len();
            divisions.push(Division { code, name, former: !until.is_empty() });
            words.entry(name).or_default().full.push(index);
            let mut shorts: Vec<&str> = short.split('/').filter(|short| !short.is_empty()).collect();
            if shorts.is_empty() {
                shorts.extend(name.char_indices().next_back().map(|(at, _)| &name[..at]));
            }
            for short in shorts.into_iter().filter(|short| *short != name) {
                words.entry(short).or_default().short.push(index);
            }
            if until.is_empty() || by_code.get(code).is_none_or(|&old: &usize| divisions[old].former) {
                by_code.insert(code, index);
            }
        }
        let mut zones = Vec::new();
        for row in lexicon::rows(lexicon::ZONES) {
            let [name, parent, others] = row[..] else { continue };
            for word in others.split('/').chain([name]).filter(|word| !word.is_empty()) {
                words.entry(word).or_default().zone = Some(zones.len());
            }
            zones.push(Zone { name, parent });
        }
        let coarse = |index: &usize| level_of(divisions[*index].code) != Level::District;
        let is_found = |(word, meaning): &(&&str, &Word)| {
            word.chars().count() > 1 && (!meaning.full.is_empty() || meaning.short.iter().any(coarse))
        };
        let finder = Longest::of(words.iter().filter(is_found).map(|(word, _)| *word));
        let longest = words.keys().map(|word| word.len()).max().unwrap_or(0);
        Gazetteer { divisions, zones, words, by_code, finder, longest }
    })
}

impl Gazetteer {
    /// The longest word at the head of `text` that `fits`.
    pub(super) fn at_head<'t>(&self, text: &'t str, fits: impl Fn(&Word) -> bool) -> Option<(&'t str, &Word)> {
        let mut end = text.len().min(self.longest);
        while end > 0 {
            if let Some(head) = text.get(..end)
                && let Some(word) = self.words.get(head)
                && fits(word)
            {
                return Some((head, word));
            }
            end -= 1;
        }
        None
    }

    pub(super) fn level(&self, index: usize) -> Level {
        level_of(self.divisions[index].code)
    }

    pub(super) fn name_of(&self, code: &str) -> Option<&'static str> {
        self.by_code.get(code).map(|&index| self.divisions[index].name)
    }

    pub(super) fn province_of(&self, code: &str) -> Option<&'static str> {
        self.name_of(&format!("{}0000", code.get(..2)?))
    }

    /// The city around a code; the municipality's own name in a municipality, none for what the province rules itself.
    pub(super) fn city_of(&self, code: &str) -> Option<&'static str> {
        if MUNICIPALITIES.contains(&code.get(..2)?) {
            return self.province_of(code);
        }
        self.name_of(&format!("{}00", code.get(..4)?))
    }

    /// The codes and full names of today's places right below another.
    pub(super) fn codes_below(&self, code: &str) -> impl Iterator<Item = (&'static str, String)> + '_ {
        let code = code.to_owned();
        let municipal = MUNICIPALITIES.contains(&code.get(..2).unwrap_or_default());
        let is_below = move |other: &str| match level_of(&code) {
            Level::Province if municipal => other.starts_with(&code[..2]) && level_of(other) == Level::District,
            // codes that begin with 90 within a province stand right below it
            Level::Province => {
                other.starts_with(&code[..2])
                    && (level_of(other) == Level::City || &other[2..4] == "90" && other != code)
            }
            Level::City => other.starts_with(&code[..4]) && level_of(other) == Level::District,
            _ => false,
        };
        let now = self.by_code.iter().filter(|(_, index)| !self.divisions[**index].former);
        now.filter(move |(other, _)| is_below(other)).map(|(other, &index)| (*other, self.full_name(index)))
    }

    pub(super) fn full_name(&self, index: usize) -> String {
        let place = self.place(index);
        place.region().name
    }

    pub(super) fn place(&self, index: usize) -> Place {
        let Division { code, name, .. } = self.divisions[index];
        let mut place = Place { ids: vec![index], level: level_of(code), ..Place::default() };
        place.province = self.province_of(code).map(str::to_owned);
        match place.level {
            Level::Province => place.province = Some(name.to_owned()),
            Level::City => place.city = Some(name.to_owned()),
            _ => {
                place.city = self.city_of(code).map(str::to_owned);
                place.district = Some(name.to_owned());
            }
        }
        place
    }

    /// The place that is one of several divisions of one name.
    pub(super) fn one_of(&self, ids: Vec<usize>) -> Option<Place> {
        match ids[..] {
            [] => None,
            [one] => Some(self.place(one)),
            [first, ..] => {
                let name = Some(self.divisions[first].name.to_owned());
                let level = self.level(first);
                let mut place = Place { ids, level, ..Place::default() };
                match level {
                    Level::Province => place.province = name,
                    Level::City => place.city = name,
                    _ => place.district = name,
                }
                Some(place)
            }
        }
    }
}
