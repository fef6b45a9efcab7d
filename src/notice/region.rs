//! Regions: which government a notice comes from.
//!
//! In:  pieces of the notice, each with the [`Evidence`] it is: title, issuer, document number, signature, file name …
//! Out: [`Located`]: the [`Region`] with its code, the other places it may be, and which piece told it.
//! Not here: finding those pieces in the notice; which offices a place has ([`crate::unit`]).
//! Source: `regions.tsv` and `zones.tsv`, see `datasets/lexicon/README.md`.
//!
//! The piece trusted most that names a place of the level the title speaks of decides; the others only tell which of
//! several places of one name is meant. A place that is in no table keeps its name and has no code.

use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, MatchKind};
use regex::Regex;
use rustc_hash::FxHashMap;

use super::{Level, Region};
use crate::lexicon;

/// What a piece of text is to the notice, most trusted first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Evidence {
    Title,
    Issuer,
    DocNumber,
    Signature,
    FileName,
    /// What the file says beside the text: a column of a table, the title of a page.
    Hint,
    Body,
}

/// Where a notice comes from and how that is known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Located {
    pub region: Region,
    /// Full names of the places it may be, where nothing tells which.
    pub ambiguous: Vec<String>,
    /// The piece that named the place.
    pub from: Option<Evidence>,
}

/// One name of a division.
struct Division {
    code: &'static str,
    name: &'static str,
    /// Whether the name is one of the past.
    former: bool,
}

/// One zone outside the list of divisions.
struct Zone {
    name: &'static str,
    parent: &'static str,
}

/// What a word may stand for: indices into the tables.
#[derive(Clone, Default)]
struct Word {
    full: Vec<usize>,
    short: Vec<usize>,
    zone: Option<usize>,
}

struct Gazetteer {
    divisions: Vec<Division>,
    zones: Vec<Zone>,
    words: FxHashMap<&'static str, Word>,
    /// Today's name of a code, else its last one.
    by_code: FxHashMap<&'static str, usize>,
    patterns: Vec<&'static str>,
    finder: AhoCorasick,
    /// Most bytes that a word has.
    longest: usize,
}

const MUNICIPALITIES: [&str; 4] = ["11", "12", "31", "50"];

fn level_of(code: &str) -> Level {
    match code {
        _ if code.ends_with("0000") => Level::Province,
        _ if code.ends_with("00") => Level::City,
        _ => Level::District,
    }
}

fn gazetteer() -> &'static Gazetteer {
    static GAZETTEER: OnceLock<Gazetteer> = OnceLock::new();
    GAZETTEER.get_or_init(|| {
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
        let mut patterns: Vec<&str> = words
            .iter()
            .filter(|(word, meaning)| {
                let coarse = |&index: &usize| level_of(divisions[index].code) != Level::District;
                word.chars().count() > 1 && (!meaning.full.is_empty() || meaning.short.iter().any(coarse))
            })
            .map(|(word, _)| *word)
            .collect();
        patterns.sort_unstable();
        let finder = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(&patterns)
            .expect("some thousand short words fit into an automaton");
        let longest = words.keys().map(|word| word.len()).max().unwrap_or(0);
        Gazetteer { divisions, zones, words, by_code, patterns, finder, longest }
    })
}

impl Gazetteer {
    /// The longest word at the head of `text` that `fits`.
    fn at_head<'t>(&self, text: &'t str, fits: impl Fn(&Word) -> bool) -> Option<(&'t str, &Word)> {
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

    fn level(&self, index: usize) -> Level {
        level_of(self.divisions[index].code)
    }

    fn name_of(&self, code: &str) -> Option<&'static str> {
        self.by_code.get(code).map(|&index| self.divisions[index].name)
    }

    fn province_of(&self, code: &str) -> Option<&'static str> {
        self.name_of(&format!("{}0000", code.get(..2)?))
    }

    /// The city around a code; the municipality's own name in a municipality, none for what the province rules itself.
    fn city_of(&self, code: &str) -> Option<&'static str> {
        if MUNICIPALITIES.contains(&code.get(..2)?) {
            return self.province_of(code);
        }
        self.name_of(&format!("{}00", code.get(..4)?))
    }

    fn full_name(&self, index: usize) -> String {
        let place = self.place(index);
        place.region().name
    }

    fn place(&self, index: usize) -> Place {
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
}

/// A place as a text names it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Place {
    province: Option<String>,
    city: Option<String>,
    district: Option<String>,
    /// The divisions it may be; empty where it is in no table.
    ids: Vec<usize>,
    level: Level,
    /// Bytes of the text that it took.
    length: usize,
    /// Whether it was told by a shortened name only.
    short: bool,
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
    fn region(&self) -> Region {
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
const FOREIGN: &str = "年月日第的各全本我该其关于印发与和及或等在对向为是由将被府委办局厅部所院通知报告转发省市区县旗";

/// A name of a place that no table knows at the head of `text`: two to six characters before one of `ends`.
fn made_up<'t>(text: &'t str, ends: &[&str]) -> Option<&'t str> {
    for (count, (at, _)) in text.char_indices().enumerate().take(8) {
        if let Some(end) = ends.iter().find(|end| text[at..].starts_with(**end)) {
            let name = &text[..at + end.len()];
            let common = ["市区", "城区", "社区", "园区", "校区", "景区", "辖区", "片区", "街区", "山区", "地区", "小区"];
            return (count >= 2 && !common.iter().any(|word| name.ends_with(word))).then_some(name);
        }
        let next = text[at..].chars().next()?;
        if FOREIGN.contains(next) || !('\u{4e00}'..='\u{9fff}').contains(&next) {
            return None;
        }
    }
    None
}

/// The place whose name `text` begins with. Shortened names count only where `shorts` allows them.
fn address(text: &str, shorts: bool) -> Option<Place> {
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
        {
            (head, word.short.iter().copied().filter(|index| within(index)).collect(), true)
        } else {
            let known_below = |word: &Word| word.full.iter().any(|&index| gazetteer.level(index) > level);
            let ends: &[&str] = match level {
                Level::Province => &["省", "自治区"],
                Level::City => &["市", "自治州", "地区", "盟"],
                _ => &["区", "县", "市", "旗"],
            };
            match made_up(rest, ends) {
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

/// Whether a full name of a place stands at the head of `text`.
fn address_goes_on(text: &str) -> bool {
    gazetteer().at_head(text, |word| !word.full.is_empty()).is_some()
        || made_up(text, &["区", "县", "市"]).is_some_and(|name| name.chars().count() < 5)
}

/// The parents that the only candidate has; today's name before a former one.
fn completed(mut place: Place) -> Place {
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

/// The level of the government that a text speaks of: `区人民政府办公室` is a district's, whatever stands before it.
fn level_word(text: &str) -> Option<Level> {
    static GOVERNMENT: OnceLock<Regex> = OnceLock::new();
    let government = GOVERNMENT.get_or_init(|| {
        Regex::new("(自治区|自治县|自治州|省|市|州|盟|区|县|旗|镇|乡|街道)(?:委办|人民政府|政府|行署|办事处|(?:20\\d\\d年)?[《〈<“]?政府工作报告)")
            .expect("fixed pattern")
    });
    // `省、市、区政府` speaks of several.
    let words = government.captures_iter(text).filter(|found| {
        let before = found.get(0).map_or("", |whole| &text[..whole.start()]);
        !before.ends_with(['、', '各', '/', '和'])
    });
    words.map(|found| found.get(1).map_or("", |word| word.as_str())).map(level_of_word).next()
}

fn level_of_word(word: &str) -> Level {
    match word {
        "省" | "自治区" => Level::Province,
        "市" | "自治州" | "州" | "盟" => Level::City,
        "镇" | "乡" | "街道" => Level::Township,
        _ => Level::District,
    }
}

/// Whether a place is of the level that the title speaks of.
fn is_of_level(place: &Place, wanted: Level) -> bool {
    match wanted {
        Level::City => {
            let municipality = place.level == Level::Province
                && place.province.as_deref().is_some_and(|name| name.ends_with('市'));
            let county = place.district.as_deref().is_some_and(|name| name.ends_with('市'));
            place.level == Level::City || municipality || county
        }
        Level::Township => place.level == Level::District,
        other => place.level == other,
    }
}

/// Every known place in `text` with its first byte, joined where one stands directly before another.
fn known_places(text: &str) -> Vec<(usize, Place)> {
    let gazetteer = gazetteer();
    let mut places = Vec::new();
    let mut end = 0;
    for found in gazetteer.finder.find_iter(text) {
        if found.start() < end {
            continue;
        }
        let word = gazetteer.patterns[found.pattern().as_usize()];
        let next = &text[found.end()..];
        if word.ends_with('市') && next.starts_with('场') || word.ends_with('区') && next.starts_with('域') {
            continue;
        }
        if let Some(place) = address(&text[found.start()..], false) {
            let name = place.district.as_deref().unwrap_or(word);
            // `城区`, `易县`: words of the language as well, so they need their city before them.
            let bare = place.district.is_some() && place.length == name.len();
            let vague = name.chars().count() < 3 || ["市中区", "新城区", "市南区", "市北区"].contains(&name);
            end = found.start() + place.length;
            if !place.ids.is_empty() && !(bare && vague) {
                places.push((found.start(), place));
            }
        }
    }
    places
}

/// The places that a piece names, likeliest first.
fn places(evidence: Evidence, text: &str) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    match evidence {
        Evidence::DocNumber | Evidence::Body => {}
        Evidence::FileName | Evidence::Hint => {
            let name = if evidence == Evidence::FileName { stem(text) } else { text };
            for token in name.split(|c: char| !('\u{4e00}'..='\u{9fff}').contains(&c)) {
                let token = token.trim_start_matches(['年', '月', '日']);
                if let Some(place) = address(token, true) {
                    let rest = &token[place.length..];
                    let whole = rest.is_empty() || place.length > 0 && !place.short;
                    let goes_on = ["政府", "人民", "年", "工作", "重点", "责任", "任务", "区政府", "市政府", "省政府"];
                    if whole || goes_on.iter().any(|word| rest.starts_with(word)) {
                        places.push(place);
                    }
                }
            }
            // `地区=湖北省` and `城市=武汉市` in two columns: the finest counts.
            places.sort_by_key(|place| std::cmp::Reverse(place.level));
        }
        Evidence::Title | Evidence::Issuer | Evidence::Signature => {
            for line in text.lines() {
                let line = line.trim_start_matches(|c: char| !('\u{4e00}'..='\u{9fff}').contains(&c));
                let line = line.strip_prefix("中国共产党").or_else(|| line.strip_prefix("中共")).unwrap_or(line);
                let head = address(line, false).filter(|place| {
                    // A made-up name counts only before a government's word.
                    let rest = &line[place.length..];
                    let names = ["人民政府", "政府", "委", "人大", "办", "街道", "20", "“", "《", "督查", "管", "发展"];
                    !place.ids.is_empty() || rest.is_empty() || names.iter().any(|word| rest.starts_with(word))
                });
                places.extend(head);
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

/// Which of several places of one name is meant: how often its parents are named anywhere.
struct Context {
    /// Weight by the first two or four digits of a code, or all six.
    weights: FxHashMap<String, f64>,
    prefix: Option<String>,
}

impl Context {
    fn read(evidence: &[(Evidence, &str)]) -> Self {
        let gazetteer = gazetteer();
        static SITE: OnceLock<Regex> = OnceLock::new();
        let site = SITE.get_or_init(|| {
            Regex::new(r"标识码\s*[:：]?\s*(\d{6})\d{4}|(\p{Han})\s*公网安备\s*(\d{6})|(\p{Han})\s*ICP").expect("fixed pattern")
        });
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
                    for found in gazetteer.finder.find_iter(text) {
                        let Some(word) = gazetteer.words.get(gazetteer.patterns[found.pattern().as_usize()]) else {
                            continue;
                        };
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
    fn choose(&self, ids: &[usize]) -> Vec<usize> {
        let gazetteer = gazetteer();
        let weight = |index: usize| self.weight(gazetteer.divisions[index].code);
        let best = ids.iter().map(|&index| weight(index)).fold(0.0, f64::max);
        if best <= 0.0 {
            return ids.to_vec();
        }
        ids.iter().copied().filter(|&index| weight(index) >= best).collect()
    }
}

/// What stands before 政, 府 or 办 in a document number: `洪` of `洪政办〔2025〕1号`.
fn number_prefix(number: &str) -> Option<String> {
    let number = number.trim();
    let at = number.find(['政', '府', '办', '委', '发'])?;
    let prefix = &number[..at];
    let count = prefix.chars().count();
    ((1..=4).contains(&count) && prefix.chars().all(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))).then(|| prefix.to_owned())
}

/// The province of a document number such as `鄂政发〔2023〕1号`.
fn number_province(number: &str) -> Option<Place> {
    let gazetteer = gazetteer();
    let prefix = number_prefix(number)?;
    let word = gazetteer.words.get(prefix.as_str())?;
    let index = word.short.iter().copied().find(|&index| gazetteer.level(index) == Level::Province)?;
    Some(gazetteer.place(index))
}

/// The places that the running text names, likeliest first: at the opening of a congress, before 人民政府, by the
/// site's number, by how often.
fn body_places(text: &str, wanted: Option<Level>, prefix: Option<&str>) -> Vec<Place> {
    static CONGRESS: OnceLock<Regex> = OnceLock::new();
    static SITE: OnceLock<Regex> = OnceLock::new();
    let gazetteer = gazetteer();
    let congress = CONGRESS.get_or_init(|| {
        Regex::new(r"(\p{Han}{2,20}?)第[\p{Han}\d]{1,4}届人民代表大会|版权所有[:：\s©]*(\p{Han}{2,20}?)(?:人民)?政府|主办(?:单位)?[:：\s]*(\p{Han}{2,20}?)(?:人民)?政府")
            .expect("fixed pattern")
    });
    let fits = |place: &Place| wanted.is_none_or(|wanted| is_of_level(place, wanted));
    let mut places: Vec<Place> = Vec::new();
    for found in congress.captures_iter(text) {
        let name = (1..=3).find_map(|group| found.get(group)).map_or("", |name| name.as_str());
        // The longest end of the words before that is one whole name.
        let tails = name.char_indices().map(|(at, _)| &name[at..]);
        let whole = tails.filter_map(|tail| address(tail, false).filter(|place| place.length == tail.len()));
        places.extend(whole.into_iter().find(fits));
    }
    let site = SITE.get_or_init(|| Regex::new(r"标识码\s*[:：]?\s*(\d{6})\d{4}").expect("fixed pattern"));
    for found in site.captures_iter(text) {
        let index = gazetteer.by_code.get(&found[1]);
        places.extend(index.map(|&index| gazetteer.place(index)).filter(|place| fits(place)));
    }
    // Counted in the order of the text, so that equal counts keep it.
    let mut counts: Vec<(Place, usize, bool)> = Vec::new();
    for (start, place) in known_places(text) {
        if place.short || !fits(&place) {
            continue;
        }
        let after = &text[start + place.length..];
        let government = after.starts_with("人民政府") || after.starts_with("政府");
        match counts.iter_mut().find(|(known, _, _)| known.ids == place.ids) {
            Some(known) => {
                known.1 += 1;
                known.2 |= government;
            }
            None => counts.push((place, 1, government)),
        }
    }
    let agrees = |place: &Place| {
        let name = place.district.as_ref().or(place.city.as_ref()).or(place.province.as_ref());
        prefix.is_some_and(|prefix| name.is_some_and(|name| name.starts_with(prefix)))
    };
    let needed = if wanted.is_some() { 2 } else { 3 };
    counts.retain(|(place, count, government)| *count >= needed || *government || agrees(place));
    counts.sort_by_key(|(place, count, government)| std::cmp::Reverse((agrees(place), *government, *count)));
    places.extend(counts.into_iter().map(|(place, _, _)| place));
    places
}

/// Finds the government that a notice comes from.
///
/// The order of `evidence` does not matter; of two pieces of one kind the earlier counts more.
pub fn locate(evidence: &[(Evidence, &str)]) -> Located {
    let mut pieces = evidence.to_vec();
    pieces.sort_by_key(|(kind, _)| *kind);
    let named = |kind: Evidence| matches!(kind, Evidence::Title | Evidence::Issuer | Evidence::Signature);
    let wanted = pieces.iter().filter(|(kind, _)| named(*kind)).find_map(|(_, text)| level_word(text));
    let context = Context::read(&pieces);
    let all: Vec<(Evidence, Vec<Place>)> = pieces.iter().map(|&(kind, text)| (kind, places(kind, text))).collect();
    let number = || pieces.iter().find(|(kind, _)| *kind == Evidence::DocNumber).and_then(|(_, text)| number_province(text));

    let mut chosen: Option<(Evidence, Place)> = None;
    for (kind, places) in &all {
        if *kind == Evidence::DocNumber && wanted == Some(Level::Province) {
            chosen = number().map(|place| (*kind, place));
        }
        let fitting = places.iter().find(|place| wanted.is_none_or(|wanted| is_of_level(place, wanted)));
        if chosen.is_none() {
            chosen = fitting.map(|place| (*kind, finest(places, place)));
        }
    }
    if chosen.is_none() && wanted.is_none_or(|wanted| wanted == Level::Province) {
        chosen = number().map(|place| (Evidence::DocNumber, place));
    }
    if chosen.is_none() {
        let bodies = pieces.iter().filter(|(kind, _)| *kind == Evidence::Body);
        let mut found = bodies.flat_map(|(_, text)| body_places(text, wanted, context.prefix.as_deref()));
        chosen = found.next().map(|place| (Evidence::Body, place));
    }
    // A place of another level is better than none: it is around the place meant, or the only one named.
    let chosen = chosen.or_else(|| {
        let (kind, place) = all.iter().find_map(|(kind, places)| places.first().map(|place| (*kind, place.clone())))?;
        Some((kind, place))
    });
    let Some((from, mut place)) = chosen else {
        let level = wanted;
        return Located { region: Region { level, ..Region::default() }, ..Located::default() };
    };
    settle(&mut place, &all, &context);
    let mut region = place.region();
    if place.ids.len() != 1 && wanted.is_some_and(|wanted| wanted > place.level) || wanted == Some(Level::Township) {
        region.level = wanted;
    }
    let gazetteer = gazetteer();
    let ambiguous = match place.ids.len() {
        0 | 1 => Vec::new(),
        _ => place.ids.iter().map(|&index| gazetteer.full_name(index)).collect(),
    };
    Located { region, ambiguous, from: Some(from) }
}

/// The finest of the places of one piece that lies inside `place`: the piece may name city and district apart.
fn finest(places: &[Place], place: &Place) -> Place {
    let inside = |other: &&Place| {
        other.level > place.level
            && place.level != Level::District
            && [&other.province, &other.city].into_iter().flatten().any(|name| {
                Some(name) == place.city.as_ref() || place.level == Level::Province && Some(name) == place.province.as_ref()
            })
            && other.length > place.length
    };
    places.iter().find(inside).unwrap_or(place).clone()
}

/// Decides between places of one name by what the other pieces say.
fn settle(place: &mut Place, all: &[(Evidence, Vec<Place>)], context: &Context) {
    let gazetteer = gazetteer();
    // The same district with its city named in another piece.
    if place.level == Level::District {
        let same = |other: &&Place| {
            other.district == place.district && other.city.is_some() && (other.ids.len() < 2 || place.ids.is_empty())
        };
        let told = all.iter().flat_map(|(_, places)| places).filter(same).find(|other| {
            place.ids.len() > 1 || place.ids.is_empty() && place.city.is_none() || other.ids.is_empty() && other.length > place.length
        });
        if let Some(other) = told {
            *place = other.clone();
            return;
        }
    }
    if place.ids.len() > 1 {
        place.ids = context.choose(&place.ids);
        if let [one] = place.ids[..] {
            let level = place.level;
            *place = gazetteer.place(one);
            place.level = level;
        }
    } else if place.ids.is_empty() && place.level == Level::District && place.city.is_none() {
        // A district of no table: its city may stand in another piece.
        let cities = all.iter().flat_map(|(_, places)| places).filter(|other| other.level == Level::City);
        if let Some(other) = cities.into_iter().next() {
            place.city = other.city.clone();
            place.province = other.province.clone();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Evidence::{Body, DocNumber, FileName, Hint, Issuer, Signature, Title};
    use super::*;

    #[track_caller]
    fn check(evidence: &[(Evidence, &str)], name: &str, code: Option<&str>, level: Level) {
        let found = locate(evidence);
        assert_eq!(found.region.name, name, "{found:?}");
        assert_eq!(found.region.code.as_deref(), code, "{found:?}");
        assert_eq!(found.region.level, Some(level), "{found:?}");
    }

    #[test]
    fn titles_and_issuers() {
        use Level::{City, District, Province};
        check(&[(Issuer, "洪山区人民政府办公室")], "湖北省武汉市洪山区", Some("420111"), District);
        check(&[(Title, "北京市朝阳区人民政府办公室关于印发2024年工作要点的通知")], "北京市朝阳区", Some("110105"), District);
        check(&[(Title, "湖北省人民政府关于落实《政府工作报告》重点任务分工的意见")], "湖北省", Some("420000"), Province);
        check(&[(Title, "武汉市人民政府关于分解2023年市《政府工作报告》的通知")], "湖北省武汉市", Some("420100"), City);
        check(&[(Title, "昆山市人民政府工作报告任务分解")], "江苏省苏州市昆山市", Some("320583"), District);
        check(&[(Title, "市政府办公室关于印发工作报告的通知"), (Issuer, "昆山市人民政府办公室")], "江苏省苏州市昆山市", Some("320583"), District);
        check(&[(Issuer, "仙桃市人民政府")], "湖北省仙桃市", Some("429004"), District);
        check(&[(Issuer, "东莞市人民政府")], "广东省东莞市", Some("441900"), City);
        check(&[(Issuer, "恩施土家族苗族自治州人民政府")], "湖北省恩施土家族苗族自治州", Some("422800"), City);
        check(&[(Title, "上海市人民政府办公厅关于印发重点工作的通知")], "上海市", Some("310000"), Province);
        check(&[(Title, "市政府办公厅关于印发的通知"), (Issuer, "重庆市人民政府办公厅")], "重庆市", Some("500000"), Province);
        check(&[(Title, "内蒙古自治区人民政府关于2023年工作")], "内蒙古自治区", Some("150000"), Province);
        check(&[(Title, "关于印发2023年武昌区政府工作报告目标任务分解的通知")], "湖北省武汉市武昌区", Some("420106"), District);
        check(&[(Title, "中共武汉市洪山区委办公室关于工作")], "湖北省武汉市洪山区", Some("420111"), District);
    }

    #[test]
    fn a_title_that_names_no_place_leaves_it_to_others() {
        let title = (Title, "区人民政府办公室关于印发2025年区《政府工作报告》确定的主要目标任务责任分解方案的通知");
        let want = "湖北省武汉市洪山区";
        check(&[title, (Issuer, "洪山区人民政府办公室")], want, Some("420111"), Level::District);
        check(&[title, (Signature, "武汉市洪山区人民政府办公室\n2025年1月6日")], want, Some("420111"), Level::District);
        check(&[title, (FileName, "data/武汉市洪山区-2025.txt")], want, Some("420111"), Level::District);
        check(&[title, (DocNumber, "洪政办〔2025〕1号"), (Body, "洪山区与江岸区。政府网站标识码:4201110038")], want, Some("420111"), Level::District);
        check(&[title, (Issuer, "武汉市人民政府"), (FileName, "洪山区2025.html")], want, Some("420111"), Level::District);
        check(&[title, (Hint, "湖北"), (Hint, "武汉"), (Hint, "洪山")], want, Some("420111"), Level::District);
    }

    #[test]
    fn provinces_by_weak_signs() {
        let title = (Title, "政府工作报告");
        check(&[title, (Body, "——2024年1月21日在河北省第十四届人民代表大会第二次会议上")], "河北省", Some("130000"), Level::Province);
        check(&[title, (FileName, "2023年浙江省政府工作报告.docx")], "浙江省", Some("330000"), Level::Province);
        check(&[title, (FileName, "广西-2024.txt")], "广西壮族自治区", Some("450000"), Level::Province);
        check(&[title, (Hint, "2023"), (Hint, "湖北")], "湖北省", Some("420000"), Level::Province);
        check(&[(Title, "省人民政府关于落实重点工作的通知"), (DocNumber, "鄂政发〔2023〕1号")], "湖北省", Some("420000"), Level::Province);
        check(&[title, (FileName, "北京.docx")], "北京市", Some("110000"), Level::Province);
    }

    #[test]
    fn one_name_several_places() {
        let issuer = (Issuer, "鼓楼区人民政府办公室");
        let found = locate(&[issuer]);
        assert_eq!((found.region.code, found.ambiguous.len() >= 4), (None, true));
        assert_eq!(found.region.name, "鼓楼区");
        let district = Level::District;
        check(&[issuer, (FileName, "南京市鼓楼区-2024.txt")], "江苏省南京市鼓楼区", Some("320106"), district);
        check(&[issuer, (Body, "福州市闽江沿线。福州软件园。")], "福建省福州市鼓楼区", Some("350102"), district);
        check(&[(Issuer, "朝阳区人民政府"), (Body, "京ICP备1号")], "北京市朝阳区", Some("110105"), district);
        check(&[(Issuer, "朝阳区人民政府"), (Body, "长春市朝阳区")], "吉林省长春市朝阳区", Some("220104"), district);
        check(&[(Issuer, "西湖区人民政府"), (Body, "政府网站标识码：3301060001")], "浙江省杭州市西湖区", Some("330106"), district);
        check(&[(Issuer, "新华区人民政府"), (FileName, "平顶山市新华区.doc")], "河南省平顶山市新华区", Some("410402"), district);
        check(&[(Issuer, "晋城市城区人民政府")], "山西省晋城市城区", Some("140502"), district);
    }

    #[test]
    fn places_of_the_past() {
        check(&[(Issuer, "杭州市江干区人民政府")], "浙江省杭州市江干区", Some("330104"), Level::District);
        check(&[(Issuer, "上海市闸北区人民政府")], "上海市闸北区", Some("310108"), Level::District);
        check(&[(Issuer, "崇文区人民政府")], "北京市崇文区", Some("110103"), Level::District);
        check(&[(Issuer, "天津市蓟县人民政府")], "天津市蓟县", Some("120225"), Level::District);
    }

    #[test]
    fn places_of_no_table() {
        for evidence in [(Title, "汀云市青岚区人民政府办公室关于印发的通知"), (Issuer, "汀云市青岚区人民政府办公室"), (FileName, "x/汀云市青岚区-2016-000003.txt")] {
            let found = locate(&[evidence]).region;
            assert_eq!((found.city.as_deref(), found.district.as_deref(), &found.code), (Some("汀云市"), Some("青岚区"), &None), "{evidence:?}");
            assert_eq!(found.name, "汀云市青岚区");
        }
        check(&[(Issuer, "武汉市青岚区人民政府")], "湖北省武汉市青岚区", None, Level::District);
        check(&[(Issuer, "汀云市朝阳区人民政府")], "汀云市朝阳区", None, Level::District);
        check(&[(Issuer, "青岚县人民政府办公室")], "青岚县", None, Level::District);
        check(&[(Issuer, "朝阳区人民政府"), (FileName, "汀云市朝阳区-2020.txt")], "汀云市朝阳区", None, Level::District);
    }

    #[test]
    fn zones() {
        check(&[(Issuer, "武汉东湖新技术开发区管委会")], "湖北省武汉市东湖新技术开发区", None, Level::District);
        check(&[(Issuer, "苏州工业园区管理委员会")], "江苏省苏州市苏州工业园区", None, Level::District);
        check(&[(Issuer, "河北雄安新区管理委员会")], "河北省保定市雄安新区", None, Level::District);
        check(&[(Issuer, "浦东新区人民政府")], "上海市浦东新区", Some("310115"), Level::District);
    }

    #[test]
    fn words_that_are_no_places() {
        for text in ["2023年全市重点工作", "各市人民政府", "各区县、市直部门", "全市各县区", "关于印发市区道路整治方案的通知", "", "政府工作报告"] {
            let found = locate(&[(Title, text), (Issuer, text), (FileName, text), (Body, text)]);
            assert_eq!(found.region.name, "", "{text}: {found:?}");
        }
    }
}
