//! Tests over the units of real notices and of other cities.

mod rows;

use super::*;
use crate::place::{Level, Region};

fn region(city: &str, district: &str) -> Region {
    let own = |name: &str| (!name.is_empty()).then(|| name.to_owned());
    let level = if district.is_empty() { Level::City } else { Level::District };
    let province = own("湖北省");
    Region { province, city: own(city), district: own(district), level: Some(level), ..Region::default() }
}

fn level(name: &str) -> Level {
    match name {
        "province" => Level::Province,
        "city" => Level::City,
        _ => Level::District,
    }
}

#[test]
fn units_of_other_cities() {
    let mut wrong = Vec::new();
    for line in include_str!("known_units.tsv").lines().filter(|line| !line.starts_with('#')) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [name, functions, kinds, of] = columns[..] else { panic!("{line}") };
        let of = level(of);
        let region = Region { level: Some(of), ..Region::default() };
        let office = Directory::new(&region, [(name, of)]).office(name, of);
        let right = functions.split('|').any(|code| code == office.function.code());
        if !right || !kinds.split('|').any(|kind| kind == office.kind.name()) || office.known > Known::Rule {
            wrong.push(format!(
                "{name}: {} {} {:?}, not {functions} {kinds}",
                office.function.code(),
                office.kind.name(),
                office
            ));
        }
    }
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn labelled_units() {
    let mut wrong = Vec::new();
    for line in include_str!("../../datasets/labels/units.tsv").lines().skip(1) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [notice, name, functions, kind] = columns[..] else { panic!("{line}") };
        let region = region("武汉市", if notice.starts_with("wuchang") { "武昌区" } else { "蔡甸区" });
        let of = if kind == "upper" { Level::City } else { Level::District };
        let office = Directory::new(&region, [(name, of)]).office(name, of);
        if !functions.split('|').any(|code| code == office.function.code())
            || kind != office.kind.name()
            || office.known > Known::Rule
        {
            wrong.push(format!(
                "{name}: {} {} {:?}, not {functions} {kind}",
                office.function.code(),
                office.kind.name(),
                office
            ));
        }
    }
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong.join("\n"));
}

/// The offices of one notice of 武汉市洪山区.
#[track_caller]
fn check_unified(names: &[&str], want: &[(&str, &str)]) {
    let directory = Directory::new(&region("武汉市", "洪山区"), names.iter().map(|name| (*name, Level::District)));
    for (name, unit) in want {
        assert_eq!(directory.office(name, Level::District).unit, *unit, "{name}");
    }
}

#[test]
fn two_spellings_are_one_unit() {
    check_unified(&["区人资局", "区人力资源局"], &[("区人资局", "区人力资源局"), ("区人力资源局", "区人力资源局")]);
    let zone = "洪山经济开发区管理委员会";
    check_unified(&["洪山经开区管委会", "洪山经开区管委会", zone], &[("洪山经开区管委会", zone), (zone, zone)]);
    check_unified(&["区发改局", "区发改局", "区发改委"], &[("区发改委", "区发展和改革局")]);
    check_unified(
        &["区科经局", "区科技和经信局"],
        &[("区科经局", "区科技和经济信息化局"), ("区科技和经信局", "区科技和经济信息化局")],
    );
    check_unified(&["和平街", "和平街道", "和平街道办事处"], &[("和平街", "和平街道"), ("和平街道办事处", "和平街道")]);
    check_unified(&["财政局", "区财政局"], &[("财政局", "区财政局")]);
    check_unified(&["洪山区教育局", "区教育局"], &[("洪山区教育局", "区教育局")]);
    check_unified(
        &["区政府办", "区人民政府办公室", "区政府办公室"],
        &[("区政府办", "区人民政府办公室"), ("区政府办公室", "区人民政府办公室")],
    );
    check_unified(&["区建设局", "区建设局(人防办)"], &[("区建设局(人防办)", "区建设局")]);
}

#[test]
fn two_units_stay_two() {
    for names in [
        ["区卫健局", "市卫健委"],
        ["区人社局", "区人力资源局"],
        ["区教育局", "区招生考试院"],
        ["区就业服务中心", "区人社局"],
        ["关山街道", "洪山街道"],
        ["东街办(工业新区)", "东街办(旅游新区)"],
        ["区城投公司", "区城投集团"],
        ["区委办公室", "区政府办公室"],
        ["江岸区人民政府", "武昌区人民政府"],
        ["洪山公安分局", "洪山交通大队"],
        ["区政务服务中心", "区政务服务局"],
        ["青菱都市工业园管委会", "洪山经开区管委会"],
        ["各街道", "各街乡"],
    ] {
        let directory = Directory::new(&region("武汉市", "洪山区"), names.map(|name| (name, Level::District)));
        let [left, right] = names.map(|name| directory.office(name, Level::District).unit);
        assert_ne!(left, right, "{names:?}");
        assert!(directory.unified().is_empty(), "{names:?}");
    }
}

#[test]
fn canonical_names() {
    let directory = Directory::new(&region("武汉市", "洪山区"), []);
    for (raw, unit, kind) in [
        ("区发改局", "区发展和改革局", UnitKind::Department),
        ("区发改委", "区发展和改革委员会", UnitKind::Department),
        ("市人社局", "市人力资源和社会保障局", UnitKind::Upper),
        ("洪山公安分局", "区公安分局", UnitKind::Vertical),
        ("区公安分局", "区公安分局", UnitKind::Vertical),
        ("市生态环境局洪山区分局", "区生态环境分局", UnitKind::Vertical),
        ("洪山生态环境分局", "区生态环境分局", UnitKind::Vertical),
        ("武汉市洪山区发改局", "区发展和改革局", UnitKind::Department),
        ("武汉市教育局", "市教育局", UnitKind::Upper),
        ("省教育厅", "省教育厅", UnitKind::Upper),
        ("区委<区政府>办公室", "区委（区政府）办公室", UnitKind::PartyOrgan),
        ("区城管执法<园林>局", "区城管执法（园林）局", UnitKind::Department),
        ("区经济信息化和科技创新局", "区经济信息化和科技创新局", UnitKind::Department),
        ("区委编办", "区委机构编制委员会办公室", UnitKind::PartyOrgan),
        ("区纪委监委", "区纪委监委", UnitKind::PartyOrgan),
        ("人行洪山支行", "人行洪山支行", UnitKind::Vertical),
        ("东湖高新区管委会", "武汉东湖新技术开发区管理委员会", UnitKind::Zone),
        ("甲乙片管理委员会", "甲乙片管理委员会", UnitKind::Zone),
        ("省“甲乙”推进机制牵头部门", "省“甲乙”推进机制牵头部门", UnitKind::Group),
        ("市区人民政府", "市区人民政府", UnitKind::Group),
        ("区第二医院", "区第二医院", UnitKind::Department),
        ("区甲乙协会", "区甲乙协会", UnitKind::MassOrg),
        ("市政府驻甲乙办事处", "市政府驻甲乙办事处", UnitKind::Upper),
        ("东街办", "东街办", UnitKind::Street),
        ("各街<含洪山经开区管委会,下同>", "各街", UnitKind::Group),
        ("区 教 育 局", "区教育局", UnitKind::Department),
        ("*区教育局", "区教育局", UnitKind::Department),
    ] {
        let office = directory.office(raw, Level::District);
        assert_eq!((office.unit.as_str(), office.kind), (unit, kind), "{raw}");
    }
}

#[test]
fn what_is_not_known_says_so() {
    let directory = Directory::new(&region("武汉市", "洪山区"), []);
    for name in
        ["省生长改造委", "区成长变革局", "市物业卖力局", "区发改局区商务局", "甲乙丙", "", "（", "区", "局", "12345678"]
    {
        let office = directory.office(name, Level::District);
        assert!(office.known > Known::Rule, "{name}: {office:?}");
    }
    let office = directory.office("区发改局区商务局", Level::District);
    assert_eq!(office.nearest.as_deref(), Some("区发改局、区商务局"));
    // One wrong character is known by likeness, and says so.
    let office = directory.office("区人力资原局", Level::District);
    assert_eq!((office.function.code(), office.known), ("human_resources", Known::Likeness));
}

#[test]
fn a_hundred_thousand_names_take_a_second() {
    let stems = ["发改", "科技和经信", "生长改造", "大学之城", "长乐投资", "经济信息化和科技创新", "无人知道的"];
    let names: Vec<String> = (0..100_000)
        .map(|index| {
            format!(
                "区{}{}{}",
                stems[index % stems.len()],
                char::from_u32(0x4e00 + (index % 5000) as u32).unwrap_or('一'),
                ["局", "中心", "街道", "公司"][index % 4]
            )
        })
        .collect();
    let directory = Directory::new(&region("武汉市", "洪山区"), []);
    directory.office("区教育局", Level::District);
    let start = std::time::Instant::now();
    let named = names.iter().filter(|name| !directory.office(name, Level::District).unit.is_empty()).count();
    assert_eq!(named, names.len());
    // Generous: the machine may be shared.
    assert!(start.elapsed().as_secs_f64() < 20.0, "{:?}", start.elapsed());
    println!("{:?}", start.elapsed());
}

/// The share of the lexicon's spellings whose likest other spelling, at `floor` or above, has the same function.
fn right_at(floor: f64) -> (usize, f64) {
    let stems = stems::stems();
    let (mut right, mut all) = (0, 0);
    for &(word, entry) in &stems.words {
        if let Some((_, other, score)) = stems.nearest_but(word, word)
            && (floor..floor + 0.1).contains(&score)
        {
            all += 1;
            right += usize::from(stems.entries[entry].functions[0] == stems.entries[other].functions[0]);
        }
    }
    (all, right as f64 / all.max(1) as f64)
}

#[test]
fn the_floor_of_likeness_is_where_it_is_mostly_right() {
    let (n, right) = right_at(name::FLOOR);
    assert!(n > 500 && right > 0.85, "{n} {right}");
    assert!(right_at(0.5).1 < 0.75);
}

#[test]
fn nothing_panics() {
    let parts = [
        "区",
        "市",
        "委",
        "政府",
        "局",
        "办",
        "（",
        "）",
        "<",
        ">",
        "各",
        "街道",
        "驻",
        "办事处",
        "洪山",
        "武汉市",
        "公司",
        "管委会",
        "大队",
        "分局",
        "教育",
        "和",
        "、",
        "",
        "😀",
        "\u{3000}",
        "等单位",
        "含",
        "成员单位",
        "区长",
        "银行",
        "人大",
        "团",
        "某",
        "监管组",
        "开发区",
    ];
    let directory = Directory::new(&region("武汉市", "洪山区"), []);
    let mut seed = 7_u64;
    for _ in 0..20_000 {
        let mut name = String::new();
        for _ in 0..5 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            name.push_str(parts[(seed >> 33) as usize % parts.len()]);
        }
        let office = directory.office(&name, Level::District);
        assert_eq!(office.functions.first(), Some(&office.function), "{name}");
    }
    directory.office(&"区教育局".repeat(10_000), Level::District);
}

#[test]
fn the_same_prefix_means_another_level_elsewhere() {
    let own = |name: &str| Some(name.to_owned());
    let county = Region {
        province: own("江苏省"),
        city: own("苏州市"),
        district: own("昆山市"),
        level: Some(Level::District),
        ..Region::default()
    };
    let capital = Region { province: own("北京市"), level: Some(Level::Province), ..Region::default() };
    let inner = Region {
        province: own("上海市"),
        city: own("上海市"),
        district: own("黄浦区"),
        level: Some(Level::District),
        ..Region::default()
    };
    let nothing = Region::default();
    for (region, raw, level, unit, kind) in [
        (&county, "市发改委", Level::District, "市发展和改革委员会", UnitKind::Department),
        (&county, "昆山市教育局", Level::District, "市教育局", UnitKind::Department),
        (&county, "苏州市教育局", Level::District, "苏州市教育局", UnitKind::Upper),
        (&capital, "市教委", Level::Province, "市教育委员会", UnitKind::Department),
        (&inner, "市教委", Level::District, "市教育委员会", UnitKind::Upper),
        (&inner, "区教育局", Level::District, "区教育局", UnitKind::Department),
        (&inner, "财政部", Level::District, "财政部", UnitKind::Upper),
        (&nothing, "区教育局", Level::District, "区教育局", UnitKind::Department),
        (&nothing, "市教育局", Level::City, "市教育局", UnitKind::Department),
    ] {
        let directory = Directory::new(region, [(raw, level)]);
        let office = directory.office(raw, level);
        assert_eq!((office.unit.as_str(), office.kind), (unit, kind), "{raw} {region:?}");
    }
}
