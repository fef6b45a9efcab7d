//! Pieces: which places a piece of a notice names, and which level it speaks of.
//!
//! In:  one piece with the [`Evidence`] it is.
//! Out: the [`Place`]s it names, likeliest first; the class of the government's word in it.
//! Not here: which of them is the notice's own; that is [`super::court`].

use std::sync::OnceLock;

use regex::Regex;

use super::address::{Place, address, county_without_class, prefecture_as_city};
use super::gazetteer::gazetteer;
use super::voice::{self, Class};
use super::word::{before_level, is_of_names, words};
use crate::lexicon::code::PlaceClass;
use crate::lexicon::{self, PLACE_WORDS};

/// What a piece of text is to the notice, most trusted first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Evidence {
    Title,
    Issuer,
    DocNumber,
    Signature,
    /// The line that a letter opens with: `各市人民政府,省政府各部门:`.
    Addressee,
    FileName,
    /// What the file says beside the text: a column of a table, the title of a page.
    Hint,
    Body,
}

/// The level of the government that a text speaks of: `区人民政府办公室` is a district's, whatever stands before it.
pub(super) fn level_word(text: &str) -> Option<Class> {
    static GOVERNMENT: OnceLock<Regex> = OnceLock::new();
    let government = lexicon::once(&GOVERNMENT, &[PLACE_WORDS], || {
        words().pattern(r"({:level})(?:{:seat}|{:government}|(?:20\d\d\p{Han})?[《〈<“]?{:report})")
    });
    // `某市关于贯彻落实《某省政府工作报告》…`: who writes stands before 关于.
    let opening = words().find(PlaceClass::About, text).map(|at| &text[..at]);
    let place = opening.filter(|opening| (2..=16).contains(&opening.chars().count()));
    if let Some((_, own)) = place.and_then(before_level) {
        return Some(Class::of(own.word));
    }
    // `省、市、区政府` speaks of several.
    let words = government.captures_iter(text).filter(|found| {
        let before = found.get(0).map_or("", |whole| &text[..whole.start()]);
        !before.ends_with(['、', '各', '/', '和'])
    });
    words.map(|found| found.get(1).map_or("", |word| word.as_str())).map(Class::of).next()
}

/// Every known place in `text` with its first byte, joined where one stands directly before another.
pub(super) fn known_places(text: &str) -> Vec<(usize, Place)> {
    let gazetteer = gazetteer();
    let mut places = Vec::new();
    let mut end = 0;
    for (found, _) in gazetteer.finder.find_iter(text) {
        if found.start < end {
            continue;
        }
        let word = &text[found.clone()];
        let next = &text[found.end..];
        if word.ends_with('市') && next.starts_with('场') || word.ends_with('区') && next.starts_with('域') {
            continue;
        }
        if let Some(place) = address(&text[found.start..], false) {
            let name = place.district.as_deref().unwrap_or(word);
            // `城区`, `易县`: words of the language as well, so they need their city before them.
            let bare = place.district.is_some() && place.length == name.len();
            let vague = name.chars().count() < 3 || words().is(PlaceClass::Vague, name);
            end = found.start + place.length;
            // A short name of a county before 人民政府 can be nothing else.
            let behind = &text[end..];
            let governs = name.ends_with('县') && words().opens(PlaceClass::Government, behind);
            let told = (!bare || !vague || governs) && !voice::is_mention(&text[..found.start], behind);
            if told && !place.ids.is_empty() {
                places.push((found.start, place));
            }
        }
    }
    places
}

/// The places that a piece names, likeliest first.
pub(super) fn places(evidence: Evidence, text: &str) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    match evidence {
        Evidence::Body | Evidence::Addressee => {}
        // `云柘政办〔2023〕1号`: an organ that writes its place's name out.
        Evidence::DocNumber => {
            let named = address(text, true).filter(|place| !place.ids.is_empty());
            places.extend(named.filter(|place| text[place.length..].starts_with(['政', '府'])));
        }
        Evidence::FileName | Evidence::Hint => {
            let name = if evidence == Evidence::FileName { stem(text) } else { text };
            for token in name.split(|c: char| !is_of_names(c)) {
                let token = token.trim_start_matches(['年', '月', '日']);
                let ends = |place: &Place| {
                    let rest = &token[place.length..];
                    rest.is_empty() || !place.short || voice::follows_a_name(rest)
                };
                let named = address(token, true);
                if let Some(place) = &named {
                    places.extend(county_without_class(place, &token[place.length..]));
                }
                places.extend(named.filter(ends));
                places.extend(prefecture_as_city(token));
            }
            // `地区=湖北省` and `城市=武汉市` in two columns: the finest counts.
            places.sort_by_key(|place| std::cmp::Reverse(place.level));
        }
        Evidence::Title | Evidence::Issuer | Evidence::Signature => {
            for line in text.lines() {
                let line = line.trim_start_matches(|c: char| !is_of_names(c));
                let line = words().behind(PlaceClass::Party, line).unwrap_or(line);
                let head = address(line, false).filter(|place| {
                    // A made-up name counts only before a government's word.
                    let rest = &line[place.length..];
                    // `云柘县栗坪镇人民政府`, `汀云市青岚区教育局`.
                    let town = rest.find(['镇', '乡']).is_some_and(|at| {
                        (2..=5).contains(&rest[..at].chars().count())
                            && words().within(PlaceClass::Government, &rest[at..])
                    });
                    let office = rest.chars().count() <= 12 && rest.ends_with(['局', '厅']);
                    !place.ids.is_empty() || rest.is_empty() || town || office || voice::follows_a_name(rest)
                });
                let head = head.filter(|place| !voice::is_mention("", &line[place.length..]));
                if let Some(place) = &head {
                    places.extend(county_without_class(place, &line[place.length..]));
                }
                places.extend(head);
                places.extend(prefecture_as_city(line).filter(|place| voice::follows_a_name(&line[place.length..])));
                let within = known_places(line);
                places.extend(within.into_iter().map(|(_, place)| place));
            }
        }
    }
    places
}

/// A file's name without folder and ending.
fn stem(path: &str) -> &str {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    match name.rsplit_once('.') {
        Some((stem, ending)) if ending.len() <= 5 && ending.is_ascii() && !stem.is_empty() => stem,
        _ => name,
    }
}
