//! Names: one office's name taken apart.
//!
//! In:  a name as printed, the places of the notice, the level of the list.
//! Out: a [`Reading`]: the [`Office`] and the parts that tell whether two names are one office.
//!
//! A name is `市` + `人社` + `局`: the level's prefix or a place, the stem, the word of type. The parts are looked up
//! first; what is not found goes by its ending (街道, 管委会, 集团, 分局), then by the stems it is made of, then by the
//! words in it, and last by likeness, which is marked.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::group;
use super::stems::{Hit, endings, stems};
use super::{Function, Known, Office, UnitKind};
use crate::lexicon;
use crate::notice::{Level, Region};

/// The lowest likeness of a stem to a known one that makes it that one.
///
/// Source: of the lexicon's 3,100 spellings, each held out in turn, the likest other spelling has the same primary
/// function for 96 of 100 at 0.75 and above, for 81 of 100 at 0.6.
const FLOOR: f64 = 0.75;

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

/// The names by which a notice may call its own place and those around it.
pub(super) struct Places {
    /// Spelling, prefix that stands for it, level; longest spelling first.
    own: Vec<(String, String, Level)>,
    /// Level of the government whose notice it is.
    pub(super) level: Option<Level>,
    /// What 市 stands for as a prefix.
    city: Level,
}

impl Places {
    pub(super) fn new(region: &Region, finest: Option<Level>) -> Self {
        let level = region.level.or(finest);
        let ends_with = |name: &Option<String>, end: char| name.as_deref().is_some_and(|name| name.ends_with(end));
        let city = if level == Some(Level::District) && ends_with(&region.district, '市') {
            Level::District
        } else if level == Some(Level::Province) && ends_with(&region.province, '市') {
            Level::Province
        } else {
            Level::City
        };
        let mut own = Vec::new();
        let parts = [(&region.province, Level::Province), (&region.city, Level::City), (&region.district, Level::District)];
        for (name, level) in parts {
            let Some(name) = name.as_deref() else { continue };
            let suffixes =
                ["自治区", "自治州", "自治县", "自治旗", "地区", "新区", "省", "市", "区", "县", "州", "盟", "旗"];
            let (short, suffix) = suffixes
                .iter()
                .find_map(|suffix| name.strip_suffix(suffix).map(|short| (short, *suffix)))
                .unwrap_or((name, ""));
            let prefix = match suffix {
                "新区" => "区",
                "自治州" => "州",
                "自治县" => "县",
                "自治旗" => "旗",
                "地区" => "地区",
                other => other,
            };
            own.push((name.to_owned(), prefix.to_owned(), level));
            if short.chars().count() > 1 {
                own.push((short.to_owned(), prefix.to_owned(), level));
            }
        }
        own.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| b.2.cmp(&a.2)));
        Self { own, level, city }
    }

    /// What a prefix of one word stands for.
    fn generic(&self, name: &str) -> Option<(&'static str, Level)> {
        let words = [
            ("自治区", Level::Province),
            ("自治州", Level::City),
            ("省", Level::Province),
            ("市", self.city),
            ("区", Level::District),
            ("县", Level::District),
            ("旗", Level::District),
            ("州", Level::City),
            ("盟", Level::City),
            ("镇", Level::Township),
            ("乡", Level::Township),
        ];
        words.into_iter().find(|(word, _)| name.starts_with(word))
    }

    /// The own places at the head of a name: the prefix they stand for, and the rest. `洪山区发改局` and `洪山公安分局`
    /// both begin with `区`.
    fn own_head<'n>(&self, name: &'n str) -> Option<(&str, Level, &'n str)> {
        let mut found = None;
        let mut rest = name;
        while let Some((spelling, prefix, level)) = self.own.iter().find(|(spelling, _, _)| rest.starts_with(spelling)) {
            if found.is_some_and(|(_, known)| *level <= known) {
                break;
            }
            rest = &rest[spelling.len()..];
            found = Some((prefix.as_str(), *level));
        }
        found.map(|(prefix, level)| (prefix, level, rest))
    }
}

/// A beginning of a name that says whose office it is.
struct Head<'n> {
    prefix: String,
    level: Option<Level>,
    rest: &'n str,
    /// Whether a place's name was printed.
    place: bool,
    own: bool,
}

/// The ways to read the beginning of a name, likeliest first.
fn heads<'n>(name: &'n str, places: &Places) -> Vec<Head<'n>> {
    let mut heads = vec![Head { prefix: String::new(), level: None, rest: name, place: false, own: false }];
    if let Some((prefix, level)) = places.generic(name) {
        let rest = &name[prefix.len()..];
        heads.push(Head { prefix: prefix.to_owned(), level: Some(level), rest, place: false, own: false });
    }
    if let Some((prefix, level, rest)) = places.own_head(name) {
        heads.push(Head { prefix: prefix.to_owned(), level: Some(level), rest, place: true, own: true });
    }
    // A place that is not the notice's own: `江岸区人民政府`, `黄石市财政局`.
    for (count, (at, c)) in name.char_indices().enumerate().skip(2).take(6) {
        let level = match c {
            '省' => Level::Province,
            '市' | '州' | '盟' => Level::City,
            '区' | '县' | '旗' => Level::District,
            _ => continue,
        };
        let end = at + c.len_utf8();
        // `区发改局区商务局` is two names without a mark between them.
        let glued = name[..at].contains(['局', '委', '办', '部', '院', '厅', '中', '会', '各']);
        if count >= 2 && end < name.len() && !glued {
            let prefix = name[..end].to_owned();
            heads.push(Head { prefix, level: Some(level), rest: &name[end..], place: true, own: false });
        }
    }
    heads
}

/// The zones of `zones.tsv`: every spelling with the name it stands for.
fn zones() -> &'static FxHashMap<&'static str, &'static str> {
    static ZONES: OnceLock<FxHashMap<&'static str, &'static str>> = OnceLock::new();
    ZONES.get_or_init(|| {
        let mut zones = FxHashMap::default();
        for row in lexicon::rows(lexicon::ZONES) {
            let [name, _, others] = row[..] else { continue };
            zones.insert(name, name);
            for other in others.split('/').filter(|other| !other.is_empty()) {
                zones.entry(other).or_insert(name);
            }
        }
        zones
    })
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
    while let Some(start) = text.find("（含") {
        let end = text[start..].find('）').map_or(text.len(), |at| start + at + '）'.len_utf8());
        text.replace_range(start..end, "");
    }
    let text = text.replace("（）", "");
    let text = text.trim_matches([',', '，', '、', ';', '；', '。', ':', '：', '.', '"', '“', '”']);
    let etc = ["等有关单位", "等相关单位", "等有关部门", "等相关部门", "等单位", "等部门", "等"];
    let short = etc.iter().find_map(|etc| text.strip_suffix(etc)).filter(|rest| rest.chars().count() > 1);
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
                let zone = ZONE_WORDS.iter().any(|word| alias.contains(word));
                add_functions(&mut reading.office, if zone { vec![Function::of("zone")] } else { Vec::new() });
                if alias.ends_with('街') || alias.ends_with("街道") || alias.ends_with('镇') {
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

fn add_functions(office: &mut Office, functions: Vec<Function>) {
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
fn reading(unit: String, functions: Vec<Function>, kind: UnitKind, known: Known, core: &str) -> Reading {
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

fn from_hit(hit: Hit, head: &Head, known: Known) -> Reading {
    let mut kind = hit.kind;
    if hit.ending == "分局" || head.rest.ends_with("分局") {
        kind = UnitKind::Vertical;
    }
    // A branch under the place's name (洪山社保处) answers upwards.
    if head.place && head.own && kind == UnitKind::Department && ["处", "大队", "支队"].contains(&hit.ending) {
        kind = UnitKind::Vertical;
    }
    let mut reading = reading(format!("{}{}", head.prefix, hit.name), hit.functions, kind, known, head.rest);
    reading.level = head.level;
    reading.prefix = head.prefix.clone();
    reading.entries = hit.entries;
    reading.ending = hit.ending;
    reading
}

/// Reads a name without brackets; `whole` is the name with them.
fn read_main(main: &str, whole: &str, places: &Places) -> Reading {
    let zone = ZONE_WORDS.iter().any(|word| main.contains(word));
    if let Some(functions) = group::functions(main) {
        // `中法生态城相关处室` is one zone's house.
        if zone && !main.starts_with('各') && (main.ends_with("处室") || main.ends_with("部门")) {
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
    let heads = heads(main, places);
    let readings =
        [looked_up, place_removed, branch, elsewhere, street, company, zone_by_name, composed, mass_org];
    for read in readings {
        if let Some(found) = read(main, &heads, places) {
            return found;
        }
    }
    if zone && main.ends_with("相关处室") {
        let functions = vec![Function::of("zone"), Function::of("collective")];
        return reading(whole.to_owned(), functions, UnitKind::Zone, Known::Rule, main);
    }
    if group::is_person(main) {
        return reading(main.to_owned(), vec![Function::other()], UnitKind::Person, Known::Rule, main);
    }
    guessed(main, &heads)
}

/// What the lexicon says of the name below its prefix.
fn looked_up(_: &str, heads: &[Head], places: &Places) -> Option<Reading> {
    heads.iter().find_map(|head| {
        // Beyond a place that is not the notice's own only whole offices count: `江岸区人民政府`.
        let hit = lookup(head.rest)?;
        // `市` + `场监管局` is refused by the order of heads; a stem of one character needs its prefix.
        let lone = head.prefix.is_empty() && hit.ending != "" && head.rest.chars().count() < 3;
        (!lone || !hit.composed).then(|| own_party(from_hit(hit, head, Known::Lexicon), head, places))
    })
}

/// Party organs by their 委 after the level: `委宣传部`; the government's offices by 政府: `政府国资局`.
fn lookup(rest: &str) -> Option<Hit> {
    let stems = stems();
    if let Some(hit) = stems.lookup(rest) {
        return Some(hit);
    }
    for lead in ["人民政府", "政府"] {
        if let Some(inner) = rest.strip_prefix(lead)
            && let Some(mut hit) = stems.lookup(inner).or_else(|| stems.compose(inner))
        {
            hit.name = format!("{lead}{}", hit.name);
            return Some(hit);
        }
    }
    if let Some(inner) = rest.strip_prefix('委').filter(|inner| !inner.is_empty()) {
        let inner = inner.strip_suffix("机关").unwrap_or(inner);
        if let Some(mut hit) = stems.lookup(inner).or_else(|| stems.compose(inner)) {
            hit.name = format!("委{}", hit.name);
            hit.kind = UnitKind::PartyOrgan;
            return Some(hit);
        }
    }
    for (lead, name) in [("团", "团"), ("共青团", "共青团")] {
        if let Some(level) = rest.strip_prefix(lead).and_then(|level| level.strip_suffix('委'))
            && ["省", "市", "区", "县", "州", "旗", "工"].contains(&level)
        {
            return youth(format!("{name}{level}委"));
        }
    }
    if let Some(inner) = rest.strip_suffix("机关").filter(|inner| inner.chars().count() > 1) {
        return stems.lookup(inner);
    }
    None
}

/// The youth league, whose level stands inside its name.
fn youth(name: String) -> Option<Hit> {
    let mut hit = stems().lookup("团委")?;
    hit.name = name;
    hit.ending = "";
    Some(hit)
}

/// `团区委`: the level stands in the middle.
fn own_party(mut found: Reading, head: &Head, places: &Places) -> Reading {
    let level = found.core.strip_prefix("共青团").or_else(|| found.core.strip_prefix('团'));
    if head.prefix.is_empty()
        && let Some(level) = level.and_then(|level| level.strip_suffix('委'))
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
    Some(found)
}

/// A vertical office under the short name of another place: `武汉海关`, `云柘税务局`.
fn elsewhere(main: &str, _: &[Head], _: &Places) -> Option<Reading> {
    main.char_indices().map(|(at, _)| at).skip(2).take(3).find_map(|at| {
        let hit = lookup(&main[at..]).filter(|hit| !hit.composed)?;
        let vertical = hit.kind == UnitKind::Vertical || hit.ending == "分局";
        let head = Head { prefix: String::new(), level: None, rest: &main[at..], place: true, own: false };
        let mut found = from_hit(hit, &head, Known::Lexicon);
        found.office.unit.insert_str(0, &main[..at]);
        found.core = main.to_owned();
        vertical.then_some(found)
    })
}

const BRANCHES: [&str; 24] = [
    "监管分局", "监管支局", "税务局", "分公司", "分中心", "管理部", "办事处", "管理处", "监管组", "监管局", "调查队", "中心支行", "分局",
    "支局", "支行", "分行", "支队", "大队", "总队", "分院", "分会", "分站", "调查总队", "服务处",
];

/// A branch: a known office followed by a place and a word such as 分局. `市生态环境局武昌区分局`, `市公安局交警支队`.
fn branch(main: &str, heads: &[Head], places: &Places) -> Option<Reading> {
    let suffix = BRANCHES.iter().find(|suffix| main.ends_with(**suffix))?;
    for head in heads {
        let cuts = head.rest.char_indices().map(|(at, _)| at).skip(2);
        // The longest office at the beginning that leaves something.
        let found = cuts.filter_map(|at| {
            let (office, tail) = head.rest.split_at(at);
            let hit = lookup(office).filter(|hit| !hit.composed).or_else(|| stems().nation(office))?;
            Some((hit, office, tail))
        });
        let Some((hit, office, tail)) = found.last() else { continue };
        let under = heads_lookup(tail, places);
        let functions = under.as_ref().map_or(hit.functions, |under| under.functions.clone());
        let kind = if hit.kind == UnitKind::Company { UnitKind::Company } else { UnitKind::Vertical };
        let place = &tail[..tail.len() - suffix.len()];
        let own = places.own.iter().find(|(spelling, _, _)| place == spelling);
        let name = match own {
            Some((_, prefix, _)) => {
                let stem = hit.name.strip_suffix('局').unwrap_or(&hit.name);
                format!("{prefix}{stem}{suffix}")
            }
            None => format!("{}{}", head.prefix, head.rest),
        };
        let mut found = reading(name, functions, kind, Known::Lexicon, office);
        found.entries = hit.entries;
        if let Some((_, prefix, level)) = own {
            found.prefix = prefix.clone();
            found.level = Some(*level);
        } else if !place.is_empty() || kind == UnitKind::Company {
            // Another place's branch: whose it is, is not said.
            found.level = None;
        } else {
            found.prefix = head.prefix.clone();
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

const STREETS: [(&str, &str); 14] = [
    ("街道办事处", "街道"),
    ("街道办", "街道"),
    ("街办事处", "街道"),
    ("街办", "街办"),
    ("街道", "街道"),
    ("街", "街道"),
    ("镇人民政府", "镇"),
    ("镇政府", "镇"),
    ("镇", "镇"),
    ("乡人民政府", "乡"),
    ("乡政府", "乡"),
    ("乡", "乡"),
    ("办事处", "办事处"),
    ("苏木", "苏木"),
];

fn street(main: &str, heads: &[Head], places: &Places) -> Option<Reading> {
    let (before, full) = STREETS.iter().find_map(|(end, full)| main.strip_suffix(end).map(|before| (before, full)))?;
    // A street's name is short and is no office's.
    let generic = places.generic(before).map_or(before, |(prefix, _)| &before[prefix.len()..]);
    let head = heads.iter().find(|head| head.place && head.rest.chars().count() > 2 && generic.chars().count() > 5);
    let length = generic.chars().count();
    let own = head.map_or(length, |head| head.rest.chars().count());
    if !(1..=8).contains(&length.min(own)) || before.is_empty() {
        return None;
    }
    let full = if *full == "街办" && before.chars().count() > 1 { "街道" } else { full };
    let unit = format!("{before}{full}");
    Some(reading(unit, vec![Function::of("subdistrict")], UnitKind::Street, Known::Rule, before))
}

fn company(main: &str, heads: &[Head], _: &Places) -> Option<Reading> {
    let ends = ["有限责任公司", "股份有限公司", "有限公司", "集团公司", "公司", "集团", "水司", "银行", "农商行", "信用社", "电厂", "投资中心", "联社"];
    let end = ends.iter().find(|end| main.ends_with(**end))?;
    let mut functions = vec![Function::of("state_company")];
    let head = heads.iter().rev().find(|head| !head.place && !head.prefix.is_empty()).or(heads.first())?;
    let about = head.rest.strip_suffix(end).unwrap_or(head.rest);
    let words = if ["银行", "农商行", "信用社"].contains(end) { "金融" } else { about };
    // 投资 in a company's name is what it does with money, not an office's field.
    let vague = Function::of("commerce_investment");
    for function in stems().keywords(words).0 {
        if function != vague && !functions.contains(&function) {
            functions.push(function);
        }
    }
    let mut found = reading(main.to_owned(), functions, UnitKind::Company, Known::Rule, head.rest);
    found.level = head.level;
    found.prefix = head.prefix.clone();
    Some(found)
}

const ZONE_WORDS: [&str; 46] = [
    "开发区", "经开区", "高新区", "新区", "产业园", "工业园", "工业区", "科技园", "园区", "商务区", "示范区", "试验区", "实验区", "度假区",
    "风景区", "风景名胜区", "景区", "保税区", "综保区", "自贸区", "自贸试验区", "自贸港", "科学城", "生态城", "新城", "金融城", "科技城",
    "创新区", "物流园", "合作区", "管理区", "产业城", "集聚区", "集中区", "经济区", "空港区", "港区", "新片区", "示范城", "创业园", "产业带", "创新带",
    "科创带", "大走廊", "经济带", "古城",
];
const ZONE_ENDS: [&str; 20] = [
    "管理委员会", "管委会", "管委", "党工委", "工委", "管理办公室", "建设指挥部", "指挥部", "建设管理处", "管理处", "管理局", "管理办", "办公室", "中心", "办",
    "服务中心", "管理中心", "建设中心", "发展中心", "处",
];

fn zone_by_name(main: &str, heads: &[Head], _: &Places) -> Option<Reading> {
    let committee = ["管理委员会", "管委会", "管委"].iter().find_map(|end| main.strip_suffix(end));
    let name = committee.unwrap_or(main);
    let has_word = |name: &str| ZONE_WORDS.iter().find_map(|word| name.find(word).map(|at| at + word.len()));
    let known = zones().get(name).copied();
    let by_word = has_word(name).is_some_and(|end| {
        let rest = &name[end..];
        rest.is_empty() || ZONE_ENDS.iter().any(|word| rest.ends_with(word)) && rest.chars().count() <= 10
    });
    if known.is_none() && !by_word && committee.is_none() {
        return None;
    }
    let full = if committee.is_some() { "管理委员会" } else { "" };
    let unit = format!("{}{full}", known.unwrap_or(name));
    let certain = if known.is_some() { Known::Lexicon } else { Known::Rule };
    let mut found = reading(unit, vec![Function::of("zone")], UnitKind::Zone, certain, name);
    // `市临空经济区管委会`: the prefix says whose it is; a place in the name does not.
    if let Some(head) = heads.iter().find(|head| !head.place && !head.prefix.is_empty()) {
        found.level = head.level;
        found.prefix = head.prefix.clone();
    }
    Some(found)
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

fn mass_org(main: &str, heads: &[Head], _: &Places) -> Option<Reading> {
    let ends = ["联合会", "协会", "学会", "商会", "促进会", "基金会", "联谊会", "总会", "研究会"];
    ends.iter().find(|end| main.ends_with(**end))?;
    let head = heads.iter().rev().find(|head| !head.place && !head.prefix.is_empty()).or(heads.first())?;
    let mut functions = vec![Function::of("mass_organization")];
    for function in stems().keywords(head.rest).0 {
        if !functions.contains(&function) {
            functions.push(function);
        }
    }
    let mut found = reading(main.to_owned(), functions, UnitKind::MassOrg, Known::Rule, head.rest);
    found.level = head.level;
    found.prefix = head.prefix.clone();
    Some(found)
}

/// A name that nothing above knows: by the words in it, then by likeness; both are only as good as they are.
fn guessed(main: &str, heads: &[Head]) -> Reading {
    let stems = stems();
    let head = heads.iter().find(|head| !head.prefix.is_empty() && !head.place).or(heads.first());
    let (prefix, level, rest) = head.map_or(("", None, main), |head| (head.prefix.as_str(), head.level, head.rest));
    let ending = endings(rest).last();
    let (stem, printed, full) = ending.unwrap_or((rest, "", ""));
    // 局, 委, 厅 and 部 are founded by law under known names: words in an unknown one prove nothing.
    let lawful = ["局", "委", "委员会", "厅", "部", "署", "管理局", "总局"].contains(&printed);
    let party = rest.starts_with('委');
    let kind = if party { UnitKind::PartyOrgan } else { UnitKind::Department };
    let (functions, share) = stems.keywords(stem);
    let nearest = stems.nearest(stem);
    let help = nearest.map(|(word, _, _)| format!("{prefix}{word}{full}"));
    let mut found = match nearest {
        _ if !functions.is_empty() && !lawful && !printed.is_empty() => {
            reading(format!("{prefix}{stem}{full}"), functions, kind, Known::Rule, rest)
        }
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
    if found.office.known > Known::Rule {
        found.office.nearest = help;
    }
    found.level = level;
    found.prefix = prefix.to_owned();
    found.ending = printed;
    found
}
