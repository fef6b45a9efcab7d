//! Tests over the units of real notices and of other cities.

use super::*;
use crate::notice::{Level, Region};

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
            wrong.push(format!("{name}: {} {} {:?}, not {functions} {kinds}", office.function.code(), office.kind.name(), office));
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
        if !functions.split('|').any(|code| code == office.function.code()) || kind != office.kind.name() || office.known > Known::Rule {
            wrong.push(format!("{name}: {} {} {:?}, not {functions} {kind}", office.function.code(), office.kind.name(), office));
        }
    }
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong.join("\n"));
}
