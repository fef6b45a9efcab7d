//! Names: one office's name taken apart.
//!
//! In:  a name as printed, the places of the notice, the level of the list.
//! Out: a [`Reading`]: the [`Office`] and the parts that tell whether two names are one office.
//!
//! A name is `市` + `人社` + `局`: the level's prefix or a place, the stem, the word of type. The parts are looked up
//! first; what is not found goes by its ending (街道, 管委会, 集团, 分局), then by the stems it is made of, then by the
//! words in it, and last by likeness, which is marked.

use super::ending::{branch, elsewhere, house, mission, of_a_place, street, zone_by_name, zone_word};
use super::group;
use super::locality::{Head, Places, heads};
use super::stems::{Hit, endings, is_own_branch, stems};
use super::{Function, Known, Office, UnitKind, words};
use crate::lexicon::code::{OfficeClass, PlaceClass};
use crate::place::{Level, word as place};

/// The lowest likeness of a stem to a known one that makes it that one.
///
/// Source: each of the lexicon's 3,000 spellings held out in turn, the likest other one has the same primary function
/// for 90 of 100 at 0.75 to 0.85, for 83 at 0.6 to 0.7, for 60 at 0.5 to 0.6; a test holds it.
pub(super) const FLOOR: f64 = 0.75;

/// What is learnt from one name.
#[derive(Debug, Clone)]
pub(super) struct Reading {
    pub(super) office: Office,
    /// Whose office it is; null where the name does not say.
    pub(super) level: Option<Level>,
    /// Prefix as it stands in the canonical name.
    pub(super) prefix: String,
    /// Rows of the lexicon that the name is made of.
    pub(super) entries: Vec<usize>,
    /// Word of type as printed.
    pub(super) ending: &'static str,
    /// The name without prefix and without what stands in brackets.
    pub(super) core: String,
}

/// A name without blanks, marks of the lead and lost brackets; all brackets are （ and ）.
pub(super) fn cleaned(raw: &str) -> String {
    let mut text = String::new();
    let mut depth = 0_usize;
    for c in raw.chars().take(200) {
        match c {
            '(' | '（' | '<' | '〈' | '《' | '＜' | '[' | '［' | '【' | '〔' | '‹' | '﹤' => {
                depth += 1;
                text.push('（');
            }
            ')' | '）' | '>' | '〉' | '》' | '＞' | ']' | '］' | '】' | '〕' | '›' | '﹥' => {
                if depth > 0 {
                    depth -= 1;
                    text.push('）');
                }
            }
            '*' | '★' | '☆' | '※' | '＊' | '\u{200b}' | '\u{feff}' => {}
            '•' | '・' | '．' | '‧' => text.push('·'),
            _ if c.is_whitespace() || c.is_control() => {}
            _ => text.push(c),
        }
    }
    text.extend(std::iter::repeat_n('）', depth));
    // A scope note is no part of the name.
    while let Some(start) =
        text.match_indices('（').map(|(at, _)| at).find(|at| text[at + '（'.len_utf8()..].starts_with('含'))
    {
        let end = text[start..].find('）').map_or(text.len(), |at| start + at + '）'.len_utf8());
        text.replace_range(start..end, "");
    }
    let text = if text.contains('（') { text.replace("（）", "") } else { text };
    let text = text.trim_matches([',', '，', '、', ';', '；', '。', ':', '：', '.', '"', '“', '”']);
    let short = words().before(OfficeClass::Etc, text).filter(|rest| rest.chars().count() > 1);
    short.unwrap_or(text).to_owned()
}

/// A name without its brackets, and what stood in them.
fn outside(name: &str) -> (String, Vec<String>) {
    let (mut text, mut inner) = (String::new(), Vec::new());
    let mut depth = 0;
    for c in name.chars() {
        match c {
            '（' => {
                depth += 1;
                if depth == 1 {
                    inner.push(String::new());
                }
            }
            '）' => depth -= 1,
            _ if depth > 0 => inner.iter_mut().for_each(|alias| alias.push(c)),
            _ => text.push(c),
        }
    }
    (text, inner)
}

/// Reads one office's name.
pub(super) fn read(raw: &str, level: Level, places: &Places) -> Reading {
    let name = cleaned(raw);
    let (main, aliases) = outside(&name);
    let main = if main.is_empty() { name.clone() } else { main };
    let mut reading = read_main(&main, &name, places);
    // What stands in brackets adds its functions: an office with a second name, a street with its zone.
    if reading.office.kind != UnitKind::Group {
        for alias in &aliases {
            if matches!(reading.office.kind, UnitKind::Street | UnitKind::Zone) {
                let zone = zone_word(alias).is_some();
                add_functions(&mut reading.office, if zone { vec![Function::of("zone")] } else { Vec::new() });
                if words().ends(OfficeClass::Street, alias) {
                    add_functions(&mut reading.office, vec![Function::of("subdistrict")]);
                }
            } else {
                add_alias(&mut reading, alias, places);
            }
        }
        if !aliases.is_empty() {
            reading.office.unit = with_brackets(&name, &main, &reading);
        }
    }
    settle_kind(&mut reading, level, places);
    reading
}

/// The canonical name with its brackets: those at the end follow it, others keep their place in the printed name.
fn with_brackets(name: &str, main: &str, reading: &Reading) -> String {
    if let Some(tail) = name.strip_prefix(main) {
        return format!("{}{tail}", reading.office.unit);
    }
    match endings(name).last() {
        Some((before, _, full)) => format!("{before}{full}"),
        None => name.to_owned(),
    }
}

fn add_alias(reading: &mut Reading, alias: &str, places: &Places) {
    let other = read_main(alias, alias, places);
    let mut functions = other.office.functions;
    if other.office.known > Known::Rule || functions == [Function::other()] {
        functions = stems().keywords(alias).0;
    }
    add_functions(&mut reading.office, functions);
}

/// Adds functions that an office does not have yet.
pub(super) fn add_functions(office: &mut Office, functions: Vec<Function>) {
    if office.function == Function::other() && !functions.is_empty() {
        office.functions.clear();
    }
    for function in functions {
        if function != Function::other() && !office.functions.contains(&function) {
            office.functions.push(function);
        }
    }
    office.function = office.functions.first().copied().unwrap_or_else(Function::other);
}

/// An office above the notice's own is `upper`, whatever else it is.
fn settle_kind(reading: &mut Reading, level: Level, places: &Places) {
    let kind = reading.office.kind;
    let own = places.level.unwrap_or(level);
    let of = reading.level.unwrap_or(level);
    let branch = kind == UnitKind::Vertical && reading.prefix.is_empty() && reading.level.is_none();
    if of < own && !branch && !matches!(kind, UnitKind::Group | UnitKind::Person) {
        reading.office.kind = UnitKind::Upper;
    }
}

/// A reading from its parts.
pub(super) fn reading(unit: String, functions: Vec<Function>, kind: UnitKind, known: Known, core: &str) -> Reading {
    let functions = if functions.is_empty() { vec![Function::other()] } else { functions };
    Reading {
        office: Office { unit, function: functions[0], functions, kind, known, nearest: None },
        level: None,
        prefix: String::new(),
        entries: Vec::new(),
        ending: "",
        core: core.to_owned(),
    }
}

pub(super) fn from_hit(hit: Hit, head: &Head, known: Known) -> Reading {
    let mut kind = hit.kind;
    // A branch under the place's name (洪山社保处) answers upwards.
    let branch = hit.ending.ends_with('处') || is_own_branch(hit.ending);
    let own = head.place && head.own && kind == UnitKind::Department && branch;
    if own || is_sub_bureau(hit.ending) || is_sub_bureau(head.rest) {
        kind = UnitKind::Vertical;
    }
    let mut reading = reading(format!("{}{}", head.prefix, hit.name), hit.functions, kind, known, head.rest);
    reading.level = head.level;
    reading.prefix.clone_from(&head.prefix);
    reading.entries = hit.entries;
    reading.ending = hit.ending;
    reading
}

/// Whether a name ends as a bureau's branch does: 公安分局.
fn is_sub_bureau(name: &str) -> bool {
    name.strip_suffix('局').is_some_and(|rest| rest.ends_with('分'))
}

/// Reads a name without brackets; `whole` is the name with them.
fn read_main(main: &str, whole: &str, places: &Places) -> Reading {
    let zone = zone_word(main).is_some();
    if let Some(functions) = group::functions(main) {
        // `中法生态城相关处室` is one zone's house.
        if zone && !main.starts_with('各') && words().ends(OfficeClass::GroupNoun, main) {
            let functions = vec![Function::of("zone"), Function::of("collective")];
            return reading(whole.to_owned(), functions, UnitKind::Zone, Known::Rule, main);
        }
        let functions = group::functions(whole).unwrap_or(functions);
        return reading(whole.to_owned(), functions, UnitKind::Group, Known::Rule, main);
    }
    if let Some(hit) = stems().nation(main) {
        let mut found = reading(hit.name, hit.functions, UnitKind::Upper, Known::Lexicon, main);
        found.level = Some(Level::Nation);
        found.entries = hit.entries;
        return found;
    }
    if let Some(found) = glued(main, places) {
        return found;
    }
    let heads = heads(main, places);
    let readings =
        [looked_up, place_removed, mission, branch, elsewhere, street, house, zone_by_name, composed, of_a_place];
    for read in readings {
        if let Some(found) = read(main, &heads, places) {
            return found;
        }
    }
    if group::is_person(main) {
        return reading(main.to_owned(), vec![Function::other()], UnitKind::Person, Known::Rule, main);
    }
    guessed(main, &heads)
}

/// What the lexicon says of the name below its prefix. The whole name comes first: `市场监管局` is no city's.
fn looked_up(_: &str, heads: &[Head], places: &Places) -> Option<Reading> {
    heads.iter().find_map(|head| Some(own_party(from_hit(lookup(head.rest)?, head, Known::Lexicon), head, places)))
}

/// Party organs by their 委 after the level: `委宣传部`; the government's offices by 政府: `政府国资局`.
pub(super) fn lookup(rest: &str) -> Option<Hit> {
    let stems = stems();
    if let Some(mut hit) = stems.lookup(rest) {
        if rest.starts_with('委') && hit.kind == UnitKind::Department {
            hit.kind = UnitKind::PartyOrgan;
        }
        return Some(hit);
    }
    let (words, government) = (words(), |text| place::words().at_head(PlaceClass::Government, text));
    if let Some((lead, _, inner)) = government(rest)
        && let Some(mut hit) = stems.lookup(inner).or_else(|| stems.compose(inner))
    {
        hit.name = format!("{lead}{}", hit.name);
        return Some(hit);
    }
    let party = words.at_head(OfficeClass::Party, rest);
    if let Some((lead, _, inner)) = party.filter(|(_, _, inner)| !inner.is_empty()) {
        let inner = words.before(OfficeClass::Organ, inner).unwrap_or(inner);
        // `区委区政府信访局` is both's.
        let below = government(inner.trim_start_matches(LEVELS)).map_or("", |(_, _, below)| below);
        let found = stems.lookup(inner).or_else(|| stems.compose(inner)).map(|hit| (hit, ""));
        let found = found.or_else(|| Some((stems.lookup(below)?, &inner[..inner.len() - below.len()])));
        if let Some((mut hit, middle)) = found {
            hit.name = format!("{lead}{middle}{}", hit.name);
            hit.kind = UnitKind::PartyOrgan;
            return Some(hit);
        }
    }
    if let Some(level) = youth_level(rest)
        && (LEVELS.iter().chain(&['工']).any(|c| level.chars().eq([*c])))
    {
        return youth(rest.to_owned());
    }
    let inner = words.before(OfficeClass::Organ, rest).filter(|inner| inner.chars().count() > 1);
    inner.and_then(|inner| stems.lookup(inner))
}

/// Levels that stand inside a name.
const LEVELS: [char; 6] = ['省', '市', '区', '县', '州', '旗'];

/// The level inside a name of the youth league: 区 of `团区委`.
fn youth_level(name: &str) -> Option<&str> {
    words().behind(OfficeClass::Youth, name)?.strip_suffix('委')
}

/// The youth league, whose level stands inside its name.
fn youth(name: String) -> Option<Hit> {
    let mut hit = stems().lookup(&String::from_iter(['团', '委']))?;
    hit.name = name;
    hit.ending = "";
    Some(hit)
}

/// `团区委`: the level stands in the middle.
fn own_party(mut found: Reading, head: &Head, places: &Places) -> Reading {
    if head.prefix.is_empty()
        && let Some(level) = youth_level(&found.core)
    {
        found.level = places.generic(level).map(|(_, level)| level);
    }
    found
}

/// The own place's name inside the name: `人行蔡甸支行`, `交巡警下陆大队`.
fn place_removed(main: &str, _: &[Head], places: &Places) -> Option<Reading> {
    let (spelling, prefix, level) =
        places.own.iter().find(|(spelling, _, _)| main.find(spelling.as_str()).is_some_and(|at| at > 0))?;
    let at = main.find(spelling.as_str())?;
    let rest = format!("{}{}", &main[..at], &main[at + spelling.len()..]);
    let hit = lookup(&rest).filter(|hit| !hit.composed)?;
    let head = Head { prefix: prefix.clone(), level: Some(*level), rest: &rest, place: true, own: true };
    let mut found = from_hit(hit, &head, Known::Lexicon);
    if found.office.kind == UnitKind::Department {
        found.office.kind = UnitKind::Vertical;
    }
    if words().at_end(OfficeClass::Branch, main).is_none_or(|(_, _, whose)| whose.is_empty()) {
        main.clone_into(&mut found.office.unit);
    }
    Some(found)
}

/// Two names without a mark between them: what both do, and where they part as help.
fn glued(main: &str, places: &Places) -> Option<Reading> {
    let known = |name: &str| {
        heads(name, places).into_iter().find_map(|head| (!head.prefix.is_empty()).then(|| lookup(head.rest)).flatten())
    };
    if let Some((first, second)) = main.split_once('、')
        && let (Some(one), Some(other)) = (known(first), known(second))
    {
        let mut found = reading(main.to_owned(), one.functions, one.kind, Known::Likeness, main);
        add_functions(&mut found.office, other.functions);
        found.office.nearest = Some(main.to_owned());
        return Some(found);
    }
    let ends = main.match_indices(['局', '委', '办', '室', '厅', '部', '会', '心', '队']);
    ends.filter_map(|(at, end)| main.split_at_checked(at + end.len())).find_map(|(first, second)| {
        // `区委区政府信访局` is one office of both.
        if !second.starts_with(['省', '市', '区', '县', '州', '旗']) || first.chars().count() < 3 {
            return None;
        }
        let (one, other) = (known(first)?, known(second)?);
        let mut found = reading(main.to_owned(), one.functions, UnitKind::Department, Known::Likeness, main);
        add_functions(&mut found.office, other.functions);
        found.office.nearest = Some(format!("{first}、{second}"));
        Some(found)
    })
}

/// A name made of several stems, `科技和经信局`.
fn composed(_: &str, heads: &[Head], _: &Places) -> Option<Reading> {
    heads.iter().rev().filter(|head| !head.place || head.own).find_map(|head| {
        if let Some(hit) = stems().compose(head.rest) {
            return Some(from_hit(hit, head, Known::Rule));
        }
        // `粮食局（物资储备中心）` and names that end in 局 twice: `发展改革局科技局`.
        let at = head.rest.find('局').filter(|at| at + '局'.len_utf8() < head.rest.len())?;
        let (first, second) = head.rest.split_at(at + '局'.len_utf8());
        let hit = stems().lookup(first)?;
        let other = stems().lookup(second)?;
        let mut found = from_hit(hit, head, Known::Rule);
        found.office.unit.push_str(&other.name);
        for function in other.functions {
            if !found.office.functions.contains(&function) {
                found.office.functions.push(function);
            }
        }
        Some(found)
    })
}

/// A name that nothing above knows: by the words in it, then by likeness; both are only as good as they are.
fn guessed(main: &str, heads: &[Head]) -> Reading {
    let stems = stems();
    let head = heads.iter().find(|head| !head.prefix.is_empty() && !head.place).or(heads.first());
    let (prefix, level, rest) = head.map_or(("", None, main), |head| (head.prefix.as_str(), head.level, head.rest));
    let ending = endings(rest).last();
    let (stem, printed, full) = ending.unwrap_or((rest, "", ""));
    // 局, 委, 厅 and 部 are founded by law under known names: words in an unknown one prove nothing.
    let lawful = words().is(OfficeClass::Lawful, printed);
    let party = rest.starts_with('委');
    let kind = if party { UnitKind::PartyOrgan } else { UnitKind::Department };
    let (functions, share) = stems.keywords(stem);
    if !functions.is_empty() && !lawful && !printed.is_empty() {
        let mut found = reading(format!("{prefix}{stem}{full}"), functions, kind, Known::Rule, rest);
        (found.level, found.prefix, found.ending) = (level, prefix.to_owned(), printed);
        return found;
    }
    let nearest = stems.nearest(stem);
    let mut found = match nearest {
        Some((_, entry, score)) if score >= FLOOR => {
            let entry = &stems.entries[entry];
            let kind = if party { UnitKind::PartyOrgan } else { entry.kind };
            reading(format!("{prefix}{stem}{full}"), entry.functions.clone(), kind, Known::Likeness, rest)
        }
        _ if !functions.is_empty() && share >= 0.5 => {
            reading(format!("{prefix}{stem}{full}"), functions, kind, Known::Likeness, rest)
        }
        _ => reading(format!("{prefix}{rest}"), vec![Function::other()], kind, Known::Unknown, rest),
    };
    found.office.nearest = nearest.map(|(word, _, _)| format!("{prefix}{word}{full}"));
    (found.level, found.prefix, found.ending) = (level, prefix.to_owned(), printed);
    found
}
