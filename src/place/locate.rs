//! Regions: which government a notice comes from.
//!
//! In:  pieces of the notice, each with the [`Evidence`] it is: title, issuer, document number, signature, file name …
//! Out: [`Located`]: the [`Region`] with its code, the other places it may be, and which piece told it.
//! Not here: finding those pieces in the notice; which offices a place has ([`crate::office`]).
//! Source: `regions.tsv` and `zones.tsv`, see `datasets/lexicon/README.md`.
//!
//! The piece trusted most that names a place of the level the title speaks of decides; the others only tell which of
//! several places of one name is meant. A place that is in no table keeps its name and has no code.

use std::sync::OnceLock;

use regex::Regex;
use rustc_hash::FxHashMap;

use super::address::{Place, address};
use super::gazetteer::{MUNICIPALITIES, gazetteer};
use super::{Level, Region};

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

/// The level of the government that a text speaks of: `区人民政府办公室` is a district's, whatever stands before it.
fn level_word(text: &str) -> Option<Level> {
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
        return Some(level_of_word(word));
    }
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
            let municipality =
                place.level == Level::Province && place.province.as_deref().is_some_and(|name| name.ends_with('市'));
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
            // A short name of a county before 人民政府 can be nothing else.
            let behind = &text[end..];
            let governs = name.ends_with('县') && ["人民政府", "政府"].iter().any(|word| behind.starts_with(word));
            let told = !bare || !vague || governs;
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
        Evidence::Body => {}
        // `云柘政办〔2023〕1号`: an organ that writes its place's name out.
        Evidence::DocNumber => {
            let named = address(text, true).filter(|place| !place.ids.is_empty());
            places.extend(named.filter(|place| text[place.length..].starts_with(['政', '府'])));
        }
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
                    let names = [
                        "人民政府",
                        "政府",
                        "委",
                        "人大",
                        "办",
                        "街道",
                        "20",
                        "“",
                        "《",
                        "督查",
                        "管",
                        "发展",
                        "重点",
                        "主要",
                        "目标",
                        "责任",
                        "任务",
                        "民生",
                    ];
                    // `云柘县栗坪镇人民政府`, `汀云市青岚区教育局`.
                    let town = rest
                        .find(['镇', '乡'])
                        .is_some_and(|at| (2..=5).contains(&rest[..at].chars().count()) && rest[at..].contains("政府"));
                    let office = rest.chars().count() <= 12 && rest.ends_with(['局', '厅']);
                    !place.ids.is_empty()
                        || rest.is_empty()
                        || town
                        || office
                        || names.iter().any(|word| rest.starts_with(word))
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

/// The places that the running text names, likeliest first: at the opening of a congress, before its head, by the
/// site's number, by how often.
fn body_places(text: &str, wanted: Option<Level>, prefix: Option<&str>) -> Vec<Place> {
    static CONGRESS: OnceLock<Regex> = OnceLock::new();
    static SITE: OnceLock<Regex> = OnceLock::new();
    let gazetteer = gazetteer();
    let congress = CONGRESS.get_or_init(|| {
        Regex::new(r"(\p{Han}{2,20}?)\s*第[\p{Han}\d]{1,4}届(?:人民代表大会|人大)|版权所有[:：\s©]*(\p{Han}{2,20}?)(?:人民)?政府|主办(?:单位)?[:：\s]*(\p{Han}{2,20}?)(?:人民)?政府|(\p{Han}{2,12}?)(?:人民政府)?代?(?:省长|市长|县长|区长|州长|旗长|盟长|主席)")
            .expect("fixed pattern")
    });
    let fits = |place: &Place| wanted.is_none_or(|wanted| is_of_level(place, wanted));
    let mut places: Vec<Place> = Vec::new();
    for found in congress.captures_iter(text) {
        let name = (1..=4).find_map(|group| found.get(group)).map_or("", |name| name.as_str());
        let name = ["根据", "按照", "为贯彻"].iter().find_map(|word| name.strip_prefix(word)).unwrap_or(name);
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
    // The columns of a table are one piece: `湖北`, `武汉`, `洪山`.
    let hints: Vec<&str> = evidence.iter().filter(|(kind, _)| *kind == Evidence::Hint).map(|(_, text)| *text).collect();
    let hints = hints.join(" ");
    let mut pieces: Vec<(Evidence, &str)> =
        evidence.iter().copied().filter(|(kind, _)| *kind != Evidence::Hint).collect();
    pieces.push((Evidence::Hint, &hints));
    pieces.sort_by_key(|(kind, _)| *kind);
    let named_state = |(kind, text): &&(Evidence, &str)| {
        matches!(kind, Evidence::Title | Evidence::Issuer) && text.trim_start().starts_with("国务院")
    };
    if let Some((kind, _)) = pieces.iter().find(named_state) {
        let region = Region { name: "全国".to_owned(), level: Some(Level::Nation), ..Region::default() };
        return Located { region, ambiguous: Vec::new(), from: Some(*kind) };
    }
    let named = |kind: Evidence| matches!(kind, Evidence::Title | Evidence::Issuer | Evidence::Signature);
    let wanted = pieces.iter().filter(|(kind, _)| named(*kind)).find_map(|(_, text)| level_word(text));
    let context = Context::read(&pieces);
    let all: Vec<(Evidence, Vec<Place>)> = pieces.iter().map(|&(kind, text)| (kind, places(kind, text))).collect();
    let number =
        || pieces.iter().find(|(kind, _)| *kind == Evidence::DocNumber).and_then(|(_, text)| number_province(text));

    let mut chosen: Option<(Evidence, Place)> = None;
    for (kind, places) in &all {
        if *kind == Evidence::DocNumber && wanted == Some(Level::Province) {
            chosen = number().map(|place| (*kind, place)).or(chosen);
        }
        let fitting = places.iter().find(|place| wanted.is_none_or(|wanted| is_of_level(place, wanted)));
        if chosen.is_none() {
            chosen = fitting.map(|place| (*kind, finest(*kind, places, place)));
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
fn settle(place: &mut Place, all: &[(Evidence, Vec<Place>)], context: &Context) {
    let gazetteer = gazetteer();
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
