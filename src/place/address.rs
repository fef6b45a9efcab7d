//! Addresses: the place whose name a text begins with.
//!
//! In:  text from the first character of a name on, `湖北省武汉市洪山区人民政府`.
//! Out: a [`Place`], known or made of unknown names by their endings.

use super::gazetteer::{Word, gazetteer};
use super::word::{is_of_names, words};
use super::{Level, Region};
use crate::lexicon::code::PlaceClass;

/// A place as a text names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) province: Option<String>,
    pub(super) city: Option<String>,
    pub(super) district: Option<String>,
    /// The divisions it may be; empty where it is in no table.
    pub(super) ids: Vec<usize>,
    pub(super) level: Level,
    /// Bytes of the text that it took.
    pub(super) length: usize,
    /// Whether it was told by a shortened name only.
    pub(super) short: bool,
}

impl Default for Place {
    fn default() -> Self {
        Self {
            province: None,
            city: None,
            district: None,
            ids: Vec::new(),
            level: Level::Province,
            length: 0,
            short: false,
        }
    }
}

impl Place {
    pub(super) fn region(&self) -> Region {
        let gazetteer = gazetteer();
        let city = self.city.as_deref().filter(|_| self.level != Level::Province);
        let mut name = String::new();
        for part in [self.province.as_deref(), city, self.district.as_deref()].into_iter().flatten() {
            if !name.ends_with(part) {
                name.push_str(part);
            }
        }
        let code = match self.ids[..] {
            [one] => Some(gazetteer.divisions[one].code.to_owned()),
            _ => None,
        };
        Region {
            province: self.province.clone(),
            city: city.map(str::to_owned),
            district: self.district.clone(),
            name,
            code,
            level: Some(self.level),
        }
    }
}

/// Characters that stand in no made-up place name: they belong to the sentence around it.
const FOREIGN: &[char] = &[
    '年', '月', '日', '第', '的', '各', '全', '本', '我', '该', '其', '关', '于', '印', '发', '与', '和', '及', '或',
    '等', '在', '对', '向', '为', '是', '由', '将', '被', '府', '委', '办', '局', '厅', '部', '所', '院', '通', '知',
    '报', '告', '转', '省', '市', '区', '县', '旗',
];

/// A name of a `level` that no table knows at the head of `text`: two to six characters before one of its endings.
fn made_up(text: &str, level: Level) -> Option<&str> {
    let words = words();
    let ends = words.pairs(PlaceClass::MadeUp).filter(|(_, of)| of.split('/').any(|one| one == level.name()));
    let ends: Vec<&str> = ends.map(|(end, _)| end).collect();
    for (count, (at, _)) in text.char_indices().enumerate().take(8) {
        if let Some(end) = ends.iter().find(|end| text[at..].starts_with(**end)) {
            let name = &text[..at + end.len()];
            let told = words.within(PlaceClass::Sentence, name) || words.ends(PlaceClass::Common, name);
            return (count >= 2 && !told).then_some(name);
        }
        let next = text[at..].chars().next()?;
        if FOREIGN.contains(&next) || !is_of_names(next) {
            return None;
        }
    }
    None
}

/// The place whose name `text` begins with. Shortened names count only where `shorts` allows them.
pub(super) fn address(text: &str, shorts: bool) -> Option<Place> {
    let gazetteer = gazetteer();
    let mut place = Place::default();
    let mut found = false;
    let mut rest = text;
    // The divisions that the parts so far may be.
    let mut inside: Option<Vec<usize>> = None;
    for level in [Level::Province, Level::City, Level::District] {
        let within = |index: &usize| {
            gazetteer.level(*index) == level
                && inside.as_ref().is_none_or(|parents| {
                    let code = gazetteer.divisions[*index].code;
                    parents.iter().any(|&parent| {
                        let parent = gazetteer.divisions[parent].code;
                        let width = if parent.ends_with("0000") { 2 } else { 4 };
                        parent[..width] == code[..width]
                    })
                })
        };
        let full = gazetteer.at_head(rest, |word| word.full.iter().any(within));
        let (head, ids, short) = if let Some((head, word)) = full {
            (head, word.full.iter().copied().filter(|index| within(index)).collect::<Vec<_>>(), false)
        } else if level == Level::District
            && let Some((head, zone)) = gazetteer.at_head(rest, |word| word.zone.is_some()).and_then(|(head, word)| {
                let zone = &gazetteer.zones[word.zone?];
                let around = place.city.as_deref().is_none_or(|city| gazetteer.city_of(zone.parent) == Some(city));
                around.then_some((head, zone))
            })
        {
            place.province = gazetteer.province_of(zone.parent).map(str::to_owned);
            place.city = gazetteer.city_of(zone.parent).map(str::to_owned);
            let plain = place.city.as_deref().map_or("", |city| city.trim_end_matches('市'));
            let own = zone.name.strip_prefix(plain).filter(|own| own.chars().count() > 4).unwrap_or(zone.name);
            place.district = Some(own.to_owned());
            place.level = Level::District;
            place.length = text.len() - rest.len() + head.len();
            place.ids = Vec::new();
            return Some(place);
        } else if let Some((head, word)) = gazetteer.at_head(rest, |word| {
            // `湖北武汉洪山区`: a shortened name before a further name needs no leave.
            word.short.iter().any(within)
        }) && (head.chars().count() > 1)
            && (shorts || level != Level::District && address_goes_on(&rest[head.len()..]))
            && !longer_below(rest, head, level)
        {
            (head, word.short.iter().copied().filter(|index| within(index)).collect(), true)
        } else {
            let known_below = |word: &Word| word.full.iter().any(|&index| gazetteer.level(index) > level);
            match made_up(rest, level) {
                // `昆山市` is known, though not as a city.
                Some(_) if level != Level::District && gazetteer.at_head(rest, known_below).is_some() => continue,
                Some(head) => (head, Vec::new(), false),
                None => continue,
            }
        };
        // What stands inside a place that no table knows is not the known place of that name.
        let unknown_around = found && place.ids.is_empty();
        let ids = if unknown_around { Vec::new() } else { ids };
        let name = match (&ids[..], short) {
            ([one, ..], true) => gazetteer.divisions[*one].name,
            _ => head,
        };
        match level {
            Level::Province => place.province = Some(name.to_owned()),
            Level::City => place.city = Some(name.to_owned()),
            _ => place.district = Some(name.to_owned()),
        }
        rest = &rest[head.len()..];
        place.level = level;
        place.short = short;
        place.length = text.len() - rest.len();
        inside = (!ids.is_empty()).then(|| ids.clone());
        place.ids = ids;
        found = true;
    }
    found.then(|| completed(place))
}

/// Whether a full name of a lower level, or of a zone, takes more of `text` than a shortened name does: `恩施市` is no
/// 恩施州, `吉林市` not the province.
fn longer_below(text: &str, short: &str, level: Level) -> bool {
    let gazetteer = gazetteer();
    let below = |word: &Word| word.zone.is_some() || word.full.iter().any(|&index| gazetteer.level(index) > level);
    gazetteer.at_head(text, below).is_some_and(|(head, _)| head.len() > short.len())
}

/// A prefecture or league whose name someone wrote with 市: `甘孜市`, `四川省凉山市`.
pub(super) fn prefecture_as_city(text: &str) -> Option<Place> {
    let gazetteer = gazetteer();
    let province = |word: &Word| word.full.iter().chain(&word.short).any(|&id| gazetteer.level(id) == Level::Province);
    let around = gazetteer.at_head(text, province).map_or("", |(head, _)| head);
    for before in [around, ""] {
        let rest = &text[before.len()..];
        let Some(end) = rest.find('市') else { continue };
        let Some(word) = gazetteer.words.get(&rest[..end]) else { continue };
        let named = word.short.iter().find(|&&id| {
            let division = &gazetteer.divisions[id];
            gazetteer.level(id) == Level::City && !division.former && !division.name.ends_with('市')
        });
        if let Some(&id) = named {
            let length = before.len() + end + '市'.len_utf8();
            return Some(Place { length, ..gazetteer.place(id) });
        }
    }
    None
}

/// A county of `city` that is named without its class word before a year or the word for its government:
/// `徐水` of `保定市徐水2011年政府工作报告`.
pub(super) fn county_without_class(city: &Place, rest: &str) -> Vec<Place> {
    let gazetteer = gazetteer();
    let ([one], Level::City) = (&city.ids[..], city.level) else { return Vec::new() };
    let prefix = &gazetteer.divisions[*one].code[..4];
    let inside =
        |&id: &usize| gazetteer.level(id) == Level::District && gazetteer.divisions[id].code.starts_with(prefix);
    let Some((head, word)) = gazetteer.at_head(rest, |word| word.short.iter().any(inside)) else { return Vec::new() };
    let behind = &rest[head.len()..];
    let ends = behind.is_empty()
        || behind.starts_with(|c: char| c.is_ascii_digit())
        || behind.starts_with('年')
        || words().opens(PlaceClass::Government, behind);
    if head.chars().count() < 2 || !ends {
        return Vec::new();
    }
    let mut ids: Vec<usize> = word.short.iter().copied().filter(inside).collect();
    // Today's name first.
    ids.sort_by_key(|&id| gazetteer.divisions[id].former);
    ids.into_iter().map(|id| Place { length: city.length + head.len(), ..gazetteer.place(id) }).collect()
}

/// Whether a full name of a place stands at the head of `text`.
pub(super) fn address_goes_on(text: &str) -> bool {
    gazetteer().at_head(text, |word| !word.full.is_empty()).is_some()
        || made_up(text, Level::District).is_some_and(|name| name.chars().count() < 5)
}

/// The parents that the only candidate has; today's name before a former one.
pub(super) fn completed(mut place: Place) -> Place {
    let gazetteer = gazetteer();
    if place.ids.len() > 1 && place.ids.iter().any(|&index| !gazetteer.divisions[index].former) {
        place.ids.retain(|&index| !gazetteer.divisions[index].former);
    }
    if let [one] = place.ids[..] {
        let whole = gazetteer.place(one);
        place.province = whole.province;
        place.city = whole.city;
    } else if place.ids.is_empty() && place.level == Level::District {
        // `武汉市青岚区`: the city is known, the district is not.
        let parents = place.city.as_deref().and_then(|city| gazetteer.words.get(city)).map(|word| &word.full[..]);
        if let Some([one]) = parents
            && place.province.is_none()
        {
            place.province = gazetteer.province_of(gazetteer.divisions[*one].code).map(str::to_owned);
        }
    }
    place
}
