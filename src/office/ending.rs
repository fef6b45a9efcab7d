//! Endings: names that the lexicon does not have whole and that go by how they end.
//!
//! In:  a name, the ways to read its beginning, the places of the notice.
//! Out: a [`Reading`] each; null where the ending is another. Streets, zones, companies, mass organisations, branches
//! of an office elsewhere, schools and hospitals.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::locality::{Head, Places, heads};
use super::name::{LOCAL_BRANCHES, Reading, from_hit, lookup, reading};
use super::stems::{Hit, stems};
use super::{Function, Known, UnitKind};
use crate::lexicon;

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

/// A vertical office under the short name of another place: `武汉海关`, `云柘税务局`.
pub(super) fn elsewhere(main: &str, _: &[Head], _: &Places) -> Option<Reading> {
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

/// A known office under the short name of another place, whatever it is: `前海规划局`, `黄石财政局`.
pub(super) fn of_a_place(main: &str, _: &[Head], _: &Places) -> Option<Reading> {
    main.char_indices().map(|(at, _)| at).skip(2).take(2).find_map(|at| {
        let hit = lookup(&main[at..]).filter(|_| main[at..].chars().count() > 2)?;
        let bureau = matches!(hit.ending, "局" | "委" | "厅" | "管理局" | "委员会" | "");
        let head = Head { prefix: String::new(), level: None, rest: &main[at..], place: true, own: false };
        let mut found = from_hit(hit, &head, Known::Rule);
        found.office.unit.insert_str(0, &main[..at]);
        found.core = main.to_owned();
        bureau.then_some(found)
    })
}

/// Houses known by their ending, `县第一中学`; offices in another city; what belongs to the congress.
pub(super) fn house(main: &str, heads: &[Head], _: &Places) -> Option<Reading> {
    let head = heads.iter().rev().find(|head| !head.place && !head.prefix.is_empty()).or(heads.first())?;
    let endings = [
        ("education", &["中学", "小学", "大学", "学院", "学校", "幼儿园", "高中", "初中", "职校", "学校联盟"][..]),
        ("health", &["医院", "卫生院", "保健院", "卫生服务中心", "医疗集团", "医共体"][..]),
        ("media", &["电视台", "日报社", "报社", "广电台"][..]),
        (
            "culture_tourism_sport",
            &["博物馆", "图书馆", "美术馆", "文化馆", "体育馆", "剧院", "纪念馆", "大剧院", "体育场"][..],
        ),
        ("landscape_forestry", &["林场", "植物园", "动物园", "森林公园", "湿地公园"][..]),
        ("judiciary", &["法院", "检察院"][..]),
    ];
    let code = endings.iter().find(|(_, words)| words.iter().any(|word| main.ends_with(word))).map(|(code, _)| *code);
    let away = head.rest.strip_prefix("人民政府").or_else(|| head.rest.strip_prefix("政府")).unwrap_or(head.rest);
    let away = away.starts_with('驻') && ["办", "办事处", "联络处", "办公室"].iter().any(|end| away.ends_with(end));
    let congress = ["人大", "人大常委会", "政协"].iter().any(|lead| head.rest.starts_with(lead));
    let code = match code {
        _ if away => "government_office_affairs",
        _ if congress && head.rest.chars().count() < 14 => "other",
        Some(code) => code,
        None => return None,
    };
    let mut found = reading(main.to_owned(), vec![Function::of(code)], UnitKind::Department, Known::Rule, head.rest);
    found.level = head.level;
    found.prefix = head.prefix.clone();
    Some(found)
}

const BRANCHES: [&str; 24] = [
    "监管分局",
    "监管支局",
    "税务局",
    "分公司",
    "分中心",
    "管理部",
    "办事处",
    "管理处",
    "监管组",
    "监管局",
    "调查队",
    "中心支行",
    "分局",
    "支局",
    "支行",
    "分行",
    "支队",
    "大队",
    "总队",
    "分院",
    "分会",
    "分站",
    "调查总队",
    "服务处",
];

/// A branch: a known office followed by a place and a word such as 分局. `市生态环境局武昌区分局`, `市公安局交警支队`.
pub(super) fn branch(main: &str, heads: &[Head], places: &Places) -> Option<Reading> {
    let suffix = BRANCHES.iter().find(|suffix| main.ends_with(**suffix))?;
    for head in heads {
        let cuts = head.rest.char_indices().map(|(at, _)| at).skip(2);
        // The longest office at the beginning that leaves something.
        let found = cuts.filter_map(|at| {
            let (office, tail) = head.rest.split_at(at);
            let hit = lookup(office).filter(|hit| !hit.composed).or_else(|| stems().nation(office))?;
            // The branch's word may begin inside the office's name: 办事处 in 政府驻京办事处.
            let place = tail.strip_suffix(suffix)?;
            Some((hit, office, tail, place))
        });
        let Some((hit, office, tail, place)) = found.last() else { continue };
        let under = heads_lookup(tail, places);
        let functions = under.as_ref().map_or(hit.functions, |under| under.functions.clone());
        let kind = if hit.kind == UnitKind::Company { UnitKind::Company } else { UnitKind::Vertical };
        let own = places.own.iter().find(|(spelling, _, _)| place == spelling);
        let name = match own {
            Some((_, prefix, _)) if LOCAL_BRANCHES.contains(suffix) => {
                let stem = hit.name.strip_suffix('局').unwrap_or(&hit.name);
                format!("{prefix}{stem}{suffix}")
            }
            _ => format!("{}{}", head.prefix, head.rest),
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

pub(super) fn street(main: &str, heads: &[Head], places: &Places) -> Option<Reading> {
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

pub(super) fn company(main: &str, heads: &[Head], _: &Places) -> Option<Reading> {
    let ends = [
        "有限责任公司",
        "股份有限公司",
        "有限公司",
        "集团公司",
        "公司",
        "集团",
        "水司",
        "银行",
        "农商行",
        "信用社",
        "电厂",
        "投资中心",
        "联社",
    ];
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

const ZONE_WORDS: [&str; 51] = [
    "开发区",
    "经开区",
    "高新区",
    "新区",
    "产业园",
    "工业园",
    "工业区",
    "科技园",
    "园区",
    "商务区",
    "示范区",
    "试验区",
    "实验区",
    "度假区",
    "风景区",
    "风景名胜区",
    "景区",
    "保税区",
    "综保区",
    "自贸区",
    "自贸试验区",
    "自贸港",
    "科学城",
    "生态城",
    "新城",
    "金融城",
    "科技城",
    "创新区",
    "物流园",
    "合作区",
    "管理区",
    "产业城",
    "集聚区",
    "集中区",
    "经济区",
    "空港区",
    "港区",
    "新片区",
    "示范城",
    "创业园",
    "产业带",
    "创新带",
    "科创带",
    "大走廊",
    "经济带",
    "古城",
    "农高区",
    "产业区",
    "创新港",
    "软件园",
    "智谷",
];
const ZONE_ENDS: [&str; 20] = [
    "管理委员会",
    "管委会",
    "管委",
    "党工委",
    "工委",
    "管理办公室",
    "建设指挥部",
    "指挥部",
    "建设管理处",
    "管理处",
    "管理局",
    "管理办",
    "办公室",
    "中心",
    "办",
    "服务中心",
    "管理中心",
    "建设中心",
    "发展中心",
    "处",
];

/// Where the first word of a zone in `name` ends, in bytes.
pub(super) fn zone_word(name: &str) -> Option<usize> {
    // Most names hold none of these but for the level's prefix, and looking for every word takes time.
    let rest = name.strip_prefix('区').unwrap_or(name);
    if !rest.contains(['区', '园', '城', '带', '廊', '港', '谷', '片']) {
        return None;
    }
    ZONE_WORDS.iter().find_map(|word| name.find(word).map(|at| at + word.len()))
}

pub(super) fn zone_by_name(main: &str, heads: &[Head], _: &Places) -> Option<Reading> {
    let committee = ["管理委员会", "管委会", "管委"].iter().find_map(|end| main.strip_suffix(end));
    let name = committee.unwrap_or(main);
    // `前海管理局`: a zone's name and who runs it.
    let below = heads.iter().find(|head| !head.place && !head.prefix.is_empty()).map_or(name, |head| head.rest);
    let run_by = || ZONE_ENDS.iter().find_map(|end| zones().get(below.strip_suffix(end)?));
    let whole = zones().get(name).copied();
    let known = whole.or_else(|| run_by().map(|_| name));
    let by_word = zone_word(name).is_some_and(|end| {
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

pub(super) fn mass_org(main: &str, heads: &[Head], _: &Places) -> Option<Reading> {
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
