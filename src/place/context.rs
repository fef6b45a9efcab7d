//! Context: which of several places of one name is meant, by all that the pieces name; the numbers of documents and sites.
//!
//! In:  all pieces of a notice.
//! Out: [`Context`], weights of divisions; the places that document numbers and sites stand for.

use std::sync::OnceLock;

use regex::Regex;
use rustc_hash::FxHashMap;

use super::Level;
use super::address::Place;
use super::gazetteer::{MUNICIPALITIES, gazetteer};
use super::piece::{Evidence, known_places, places};
use super::voice::{Class, count};
use super::word::{is_of_names, words};
use crate::lexicon::{self, PLACE_WORDS};

/// Which of several places of one name is meant: how often its parents are named anywhere.
pub(super) struct Context {
    /// Weight by the first two or four digits of a code, or all six.
    weights: FxHashMap<String, f64>,
    pub(super) prefix: Option<String>,
}

impl Context {
    pub(super) fn read(evidence: &[(Evidence, &str)]) -> Self {
        let gazetteer = gazetteer();
        let site = site();
        let mut weights: FxHashMap<String, f64> = FxHashMap::default();
        let mut prefix = None;
        for &(kind, text) in evidence {
            let trust = if kind == Evidence::Body { 1.0 } else { 20.0 };
            let mut add = |code: &str, width: usize, weight: f64| {
                *weights.entry(code[..width].to_owned()).or_default() += weight * trust;
            };
            match kind {
                Evidence::DocNumber => prefix = prefix.or_else(|| number_prefix(text)),
                _ => {
                    for (found, _) in gazetteer.finder.find_iter(text) {
                        let Some(word) = gazetteer.words.get(&text[found]) else { continue };
                        for &index in word.full.iter().chain(&word.short) {
                            match gazetteer.level(index) {
                                Level::Province => add(gazetteer.divisions[index].code, 2, 1.0),
                                Level::City => add(gazetteer.divisions[index].code, 4, 1.0),
                                _ => {}
                            }
                        }
                    }
                    if matches!(kind, Evidence::FileName | Evidence::Hint) {
                        for place in places(kind, text) {
                            for index in place.ids {
                                let code = gazetteer.divisions[index].code;
                                add(code, if place.level == Level::Province { 2 } else { 4 }, 1.0);
                            }
                        }
                    }
                }
            }
            for found in site.captures_iter(text) {
                if let Some(code) = found.get(1) {
                    add(code.as_str(), 6, 40.0);
                    add(code.as_str(), 4, 10.0);
                    add(code.as_str(), 2, 3.0);
                } else if let Some(code) = found.get(3) {
                    add(code.as_str(), 4, 5.0);
                    add(code.as_str(), 2, 3.0);
                }
                let sign = found.get(2).or_else(|| found.get(4)).map_or("", |sign| sign.as_str());
                for &index in gazetteer.words.get(sign).into_iter().flat_map(|word| &word.short) {
                    if gazetteer.level(index) == Level::Province {
                        add(gazetteer.divisions[index].code, 2, 3.0);
                    }
                }
            }
        }
        Self { weights, prefix }
    }

    fn weight(&self, code: &str) -> f64 {
        let of = |width: usize| self.weights.get(&code[..width]).copied().unwrap_or(0.0);
        let gazetteer = gazetteer();
        let agrees = self.prefix.as_deref().is_some_and(|prefix| {
            let province = gazetteer.words.get(&prefix[..prefix.chars().next().map_or(0, char::len_utf8)]);
            let abbreviation = province.is_some_and(|word| {
                word.short.iter().any(|&index| {
                    gazetteer.level(index) == Level::Province && gazetteer.divisions[index].code[..2] == code[..2]
                })
            });
            abbreviation || gazetteer.city_of(code).is_some_and(|city| city.starts_with(prefix))
        });
        // A municipality has no city of its own: its province counts for both.
        let city = if MUNICIPALITIES.contains(&&code[..2]) { of(2) } else { of(4) };
        of(6) + 2.0 * city + of(2) + if agrees { 2.0 } else { 0.0 }
    }

    /// The candidate named best, if one is; otherwise all.
    pub(super) fn choose(&self, ids: &[usize]) -> Vec<usize> {
        let gazetteer = gazetteer();
        let weight = |index: usize| self.weight(gazetteer.divisions[index].code);
        let best = ids.iter().map(|&index| weight(index)).fold(0.0, f64::max);
        if best <= 0.0 {
            return ids.to_vec();
        }
        ids.iter().copied().filter(|&index| weight(index) >= best).collect()
    }
}

/// The numbers of a site: its own, which begins with the code of its place, and those it is filed under.
fn site() -> &'static Regex {
    static SITE: OnceLock<Regex> = OnceLock::new();
    lexicon::once(&SITE, &[PLACE_WORDS], || {
        let template = r"{:site_code}\s*[:：]?\s*(\d{6})\d{4}|(\p{Han})\s*{:filing}\s*(\d{6})|(\p{Han})\s*ICP";
        words().pattern(template)
    })
}

/// What stands before 政, 府 or 办 in a document number: `洪` of `洪政办〔2025〕1号`.
fn number_prefix(number: &str) -> Option<String> {
    let number = number.trim();
    let at = number.find(['政', '府', '办', '委', '发'])?;
    let prefix = &number[..at];
    let count = prefix.chars().count();
    ((1..=4).contains(&count) && prefix.chars().all(is_of_names)).then(|| prefix.to_owned())
}

/// The province of a document number such as `鄂政发〔2023〕1号`.
pub(super) fn number_province(number: &str) -> Option<Place> {
    let gazetteer = gazetteer();
    let prefix = number_prefix(number)?;
    let word = gazetteer.words.get(prefix.as_str())?;
    let index = word.short.iter().copied().find(|&index| gazetteer.level(index) == Level::Province)?;
    Some(gazetteer.place(index))
}

/// The place of the site's number, `标识码:4201110038`.
pub(super) fn numbered_places(text: &str) -> Vec<Place> {
    let gazetteer = gazetteer();
    let codes = site().captures_iter(text).filter_map(|found| found.get(1));
    let numbers = codes.filter_map(|code| gazetteer.by_code.get(code.as_str()));
    numbers.map(|&index| gazetteer.place(index)).collect()
}

/// The place whose name a document number begins: the 阳 of `阳政办发〔2023〕1号` is 阳新县 where the text names that.
pub(super) fn numbered_by_name(text: &str, prefix: &str, class: Option<Class>) -> Option<Place> {
    let mut counts: Vec<(Place, usize)> = Vec::new();
    for (_, place) in known_places(text) {
        let name = place.district.as_ref().or(place.city.as_ref()).or(place.province.as_ref());
        let agrees = name.is_some_and(|name| name.starts_with(prefix));
        if place.short || !agrees || class.is_some_and(|class| !class.fits(&place)) {
            continue;
        }
        count(&mut counts, place);
    }
    let most = counts.iter().map(|(_, count)| *count).max()?;
    let mut best = counts.into_iter().filter(|(_, count)| *count == most);
    let (place, _) = best.next()?;
    best.next().is_none().then_some(place)
}
