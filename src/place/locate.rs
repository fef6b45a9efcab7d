//! Regions: which government a notice comes from.
//!
//! In:  pieces of the notice, each with the [`Evidence`] it is: title, issuer, document number, signature, file name …
//! Out: [`Located`]: the [`Region`] with its code, the other places it may be, and which piece told it.
//! Not here: finding those pieces in the notice; which offices a place has ([`crate::office`]).
//! Source: `regions.tsv`, `zones.tsv`, `selfnames.tsv`, see `datasets/lexicon/README.md`.
//!
//! What is trusted, most first:
//!
//! 1. who speaks: `我代表国务院`, `我代表青禾县人民政府`, `在青禾县第十六届人民代表大会第四次会议上`;
//! 2. title, issuer, document number, signature;
//! 3. who printed it, answers for it, where it holds: `由青禾市科技局负责解释`;
//! 4. set phrases that all name one place (`结合青禾实际`), where they stand twice;
//! 5. the file's name, then what the file says beside the text;
//! 6. one set phrase; the site that the page stands on.
//!
//! Each speaks only at the level of the government that writes: of 1, of the titles, of the addressee
//! (`各市人民政府,省政府各部门:`), else of the word that the text uses of itself (全省, 我市, 全州). That last one is weaker
//! than a name. A place that is merely mentioned, listed or linked says nothing: no region is better than a wrong one. A
//! place that is in no table keeps its name and has no code.

use std::sync::OnceLock;

use regex::Regex;
use rustc_hash::FxHashMap;

use super::address::{Place, address, county_without_class, prefecture_as_city};
use super::gazetteer::{MUNICIPALITIES, gazetteer};
use super::voice::{self, Class, Voice};
use super::{Level, Region};

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

/// Where a notice comes from and how that is known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Located {
    pub region: Region,
    /// Full names of the places it may be, where nothing tells which.
    pub ambiguous: Vec<String>,
    /// The piece that named the place.
    pub from: Option<Evidence>,
}

/// The level of the government that a text speaks of: `区人民政府办公室` is a district's, whatever stands before it.
fn level_word(text: &str) -> Option<Class> {
    static GOVERNMENT: OnceLock<Regex> = OnceLock::new();
    let government = GOVERNMENT.get_or_init(|| {
        Regex::new("(自治区|自治县|自治州|省|市|州|盟|区|县|旗|镇|乡|街道)(?:委办|人民政府|政府|行署|办事处|(?:20\\d\\d年)?[《〈<“]?政府工作报告)")
            .expect("fixed pattern")
    });
    // `某市关于贯彻落实《某省政府工作报告》…`: who writes stands before 关于.
    let opening = text.split("关于").next().filter(|opening| opening.len() < text.len());
    let place = opening.filter(|opening| (2..=16).contains(&opening.chars().count()));
    if let Some(word) =
        place.and_then(|place| ["省", "市", "县", "区", "旗"].into_iter().find(|end| place.ends_with(end)))
    {
        return Some(Class::of(word));
    }
    // `省、市、区政府` speaks of several.
    let words = government.captures_iter(text).filter(|found| {
        let before = found.get(0).map_or("", |whole| &text[..whole.start()]);
        !before.ends_with(['、', '各', '/', '和'])
    });
    words.map(|found| found.get(1).map_or("", |word| word.as_str())).map(Class::of).next()
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
            // A short name of a county before 人民政府 can be nothing else.
            let behind = &text[end..];
            let governs = name.ends_with('县') && ["人民政府", "政府"].iter().any(|word| behind.starts_with(word));
            let told = (!bare || !vague || governs) && !voice::is_mention(&text[..found.start()], behind);
            if told && !place.ids.is_empty() {
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
        Evidence::Body | Evidence::Addressee => {}
        // `云柘政办〔2023〕1号`: an organ that writes its place's name out.
        Evidence::DocNumber => {
            let named = address(text, true).filter(|place| !place.ids.is_empty());
            places.extend(named.filter(|place| text[place.length..].starts_with(['政', '府'])));
        }
        Evidence::FileName | Evidence::Hint => {
            let name = if evidence == Evidence::FileName { stem(text) } else { text };
            for token in name.split(|c: char| !('\u{4e00}'..='\u{9fff}').contains(&c)) {
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
                let line = line.trim_start_matches(|c: char| !('\u{4e00}'..='\u{9fff}').contains(&c));
                let line = line.strip_prefix("中国共产党").or_else(|| line.strip_prefix("中共")).unwrap_or(line);
                let head = address(line, false).filter(|place| {
                    // A made-up name counts only before a government's word.
                    let rest = &line[place.length..];
                    // `云柘县栗坪镇人民政府`, `汀云市青岚区教育局`.
                    let town = rest
                        .find(['镇', '乡'])
                        .is_some_and(|at| (2..=5).contains(&rest[..at].chars().count()) && rest[at..].contains("政府"));
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
            Regex::new(r"标识码\s*[:：]?\s*(\d{6})\d{4}|(\p{Han})\s*公网安备\s*(\d{6})|(\p{Han})\s*ICP")
                .expect("fixed pattern")
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
    ((1..=4).contains(&count) && prefix.chars().all(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)))
        .then(|| prefix.to_owned())
}

/// The province of a document number such as `鄂政发〔2023〕1号`.
fn number_province(number: &str) -> Option<Place> {
    let gazetteer = gazetteer();
    let prefix = number_prefix(number)?;
    let word = gazetteer.words.get(prefix.as_str())?;
    let index = word.short.iter().copied().find(|&index| gazetteer.level(index) == Level::Province)?;
    Some(gazetteer.place(index))
}

/// The place of the site's number, `标识码:4201110038`.
fn numbered_places(text: &str) -> Vec<Place> {
    static SITE: OnceLock<Regex> = OnceLock::new();
    let site = SITE.get_or_init(|| Regex::new(r"标识码\s*[:：]?\s*(\d{6})\d{4}").expect("fixed pattern"));
    let gazetteer = gazetteer();
    let numbers = site.captures_iter(text).filter_map(|found| gazetteer.by_code.get(&found[1]));
    numbers.map(|&index| gazetteer.place(index)).collect()
}

/// The place whose name a document number begins: the 阳 of `阳政办发〔2023〕1号` is 阳新县 where the text names that.
fn numbered_by_name(text: &str, prefix: &str, class: Option<Class>) -> Option<Place> {
    let mut counts: Vec<(Place, usize)> = Vec::new();
    for (_, place) in known_places(text) {
        let name = place.district.as_ref().or(place.city.as_ref()).or(place.province.as_ref());
        let agrees = name.is_some_and(|name| name.starts_with(prefix));
        if place.short || !agrees || class.is_some_and(|class| !class.fits(&place)) {
            continue;
        }
        match counts.iter_mut().find(|(known, _)| known.ids == place.ids) {
            Some((_, count)) => *count += 1,
            None => counts.push((place, 1)),
        }
    }
    let most = counts.iter().map(|(_, count)| *count).max()?;
    let mut best = counts.into_iter().filter(|(_, count)| *count == most);
    let (place, _) = best.next()?;
    best.next().is_none().then_some(place)
}

/// What all pieces say together, and how the place is chosen from them.
struct Court<'e> {
    /// By trust.
    pieces: Vec<(Evidence, &'e str)>,
    /// The places that each piece names.
    named: Vec<(Evidence, Vec<Place>)>,
    voice: Voice,
    /// The level that the pieces state.
    stated: Option<Class>,
    prefix: Option<String>,
}

impl<'e> Court<'e> {
    fn hear(pieces: Vec<(Evidence, &'e str)>, prefix: Option<String>) -> Self {
        let bodies: Vec<&str> =
            pieces.iter().filter(|(kind, _)| *kind == Evidence::Body).map(|(_, text)| *text).collect();
        let voice = Voice::read(&bodies.join("\n"));
        let own = |kind: Evidence| matches!(kind, Evidence::Title | Evidence::Issuer | Evidence::Signature);
        let stated = voice
            .level
            .or_else(|| pieces.iter().filter(|(kind, _)| own(*kind)).find_map(|(_, text)| level_word(text)))
            .or_else(|| {
                let addressees = pieces.iter().filter(|(kind, _)| *kind == Evidence::Addressee);
                addressees.filter_map(|(_, text)| voice::addressing(text)).next()
            });
        let named = pieces.iter().map(|&(kind, text)| (kind, places(kind, text))).collect();
        Self { pieces, named, voice, stated, prefix }
    }

    /// The level that the text speaks at, stated or counted.
    fn level(&self) -> Option<Class> {
        self.stated.or(self.voice.counted)
    }

    /// Of several places the one whose name ends as the level's word does, else the first of that level. A level that is
    /// only counted tells places of one piece apart, it excludes none where `loose`.
    fn fitting<'p>(&self, places: &'p [Place], loose: bool) -> Option<&'p Place> {
        let Some(class) = self.level() else { return places.first() };
        let well = places.iter().find(|place| class.fits_well(place));
        let found = well.or_else(|| places.iter().find(|place| class.fits(place)));
        found.or_else(|| places.first().filter(|_| loose && self.stated.is_none()))
    }

    fn by_piece(&self, kinds: &[Evidence], loose: bool) -> Option<(Evidence, Place)> {
        let pieces = self.named.iter().filter(|(kind, _)| kinds.contains(kind));
        pieces.into_iter().find_map(|(kind, places)| {
            let place = self.fitting(places, loose)?;
            Some((*kind, finest(*kind, places, place)))
        })
    }

    fn by_number(&self) -> Option<(Evidence, Place)> {
        let (kind, text) = self.pieces.iter().find(|(kind, _)| *kind == Evidence::DocNumber)?;
        number_province(text).map(|place| (*kind, place))
    }

    fn by_body(&self, places: &[Place]) -> Option<(Evidence, Place)> {
        self.fitting(places, false).map(|place| (Evidence::Body, place.clone()))
    }

    /// The place that the most trusted piece names.
    fn chosen(&self) -> Option<(Evidence, Place)> {
        let level = self.level().map(|class| class.level);
        let adorned = self.level().and_then(|class| self.voice.adorned(class));
        let often = adorned.clone().filter(|(_, count)| *count > 1 && self.stated.is_some());
        let body = |place: Place| (Evidence::Body, place);
        let province = level == Some(Level::Province);
        self.by_body(&self.voice.speakers)
            .or_else(|| self.by_piece(&[Evidence::Title, Evidence::Issuer], true))
            .or_else(|| self.by_number().filter(|_| province))
            .or_else(|| self.by_piece(&[Evidence::DocNumber, Evidence::Signature], true))
            .or_else(|| self.by_body(&self.voice.owners))
            .or_else(|| often.map(|(place, _)| body(place)))
            .or_else(|| self.by_piece(&[Evidence::FileName], false))
            .or_else(|| self.by_piece(&[Evidence::Hint], false))
            .or_else(|| self.by_number().filter(|_| level.is_none()))
            .or_else(|| self.by_site())
            .or_else(|| adorned.map(|(place, _)| body(place)))
            .or_else(|| self.by_piece(&[Evidence::FileName, Evidence::Hint], true))
    }

    /// The owner of the site, and the place that a document number abbreviates.
    fn by_site(&self) -> Option<(Evidence, Place)> {
        let bodies = || self.pieces.iter().filter(|(kind, _)| *kind == Evidence::Body).map(|(_, text)| *text);
        let numbered: Vec<Place> = bodies().flat_map(numbered_places).collect();
        self.by_body(&self.voice.sites).or_else(|| self.by_body(&numbered)).or_else(|| {
            let prefix = self.prefix.as_deref()?;
            let place = bodies().find_map(|text| numbered_by_name(text, prefix, self.level()))?;
            Some((Evidence::Body, place))
        })
    }
}

/// Finds the government that a notice comes from.
///
/// The order of `evidence` does not matter; of two pieces of one kind the earlier counts more.
pub fn locate(evidence: &[(Evidence, &str)]) -> Located {
    // The columns of a table are one piece: `湖北`, `武汉`, `洪山`.
    let hints: Vec<&str> = evidence.iter().filter(|(kind, _)| *kind == Evidence::Hint).map(|(_, text)| *text).collect();
    let hints = hints.join(" ");
    let mut pieces: Vec<(Evidence, &str)> =
        evidence.iter().copied().filter(|(kind, _)| *kind != Evidence::Hint).collect();
    pieces.push((Evidence::Hint, &hints));
    pieces.sort_by_key(|(kind, _)| *kind);
    let context = Context::read(&pieces);
    let named_state = pieces.iter().find(|(kind, text)| {
        matches!(kind, Evidence::Title | Evidence::Issuer) && text.trim_start().starts_with("国务院")
    });
    let named_state = named_state.map(|(kind, _)| *kind);
    let court = Court::hear(pieces, context.prefix.clone());
    let wanted = court.stated.map(|class| class.level);
    let spoken = (court.voice.nation || wanted == Some(Level::Nation)).then_some(Evidence::Body);
    if let Some(kind) = named_state.or(spoken) {
        let region = Region { name: "全国".to_owned(), level: Some(Level::Nation), ..Region::default() };
        return Located { region, ambiguous: Vec::new(), from: Some(kind) };
    }
    let Some((from, mut place)) = court.chosen() else {
        let level = court.level().map(|class| class.level);
        return Located { region: Region { level, ..Region::default() }, ..Located::default() };
    };
    settle(&mut place, &court, &context);
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

/// The finest of the places of one piece that lies inside `place`: columns of a table name province, city and district
/// apart.
fn finest(kind: Evidence, places: &[Place], place: &Place) -> Place {
    let apart = matches!(kind, Evidence::Hint | Evidence::FileName);
    let inside = |other: &&Place| {
        let own = place.city.as_ref().or(place.province.as_ref());
        let around = if place.level == Level::Province { other.province.as_ref() } else { other.city.as_ref() };
        apart && other.level > place.level && around == own
    };
    places.iter().find(inside).unwrap_or(place).clone()
}

/// Decides between places of one name by what the other pieces say.
fn settle(place: &mut Place, court: &Court, context: &Context) {
    let gazetteer = gazetteer();
    let all = &court.named;
    // The same district with its city named in another piece.
    if place.level == Level::District {
        let same = |other: &&Place| {
            other.district == place.district && other.city.is_some() && (other.ids.len() < 2 || place.ids.is_empty())
        };
        let told = all.iter().flat_map(|(_, places)| places).filter(same).find(|other| {
            place.ids.len() > 1
                || place.ids.is_empty() && place.city.is_none()
                || other.ids.is_empty() && other.length > place.length
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
