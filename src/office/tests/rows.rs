//! Every row of the lexicons of offices makes a difference: a name is read otherwise without it.

use crate::lexicon::code::{OfficeClass, UnitKind};
use crate::lexicon::words::Code;
use crate::lexicon::{self, FUNCTIONS, OFFICE_WORDS, UNITS};
use crate::office::stems::{Hit, Stems};
use crate::office::{Directory, Function, locality, name};
use crate::place::Level;

/// All that is learnt from names, together and each alone, in a notice of 武汉市洪山区; functions by their codes.
fn read(names: &[String]) -> String {
    let region = super::region("武汉市", "洪山区");
    let places = locality::Places::new(&region, Some(Level::District));
    let directory = Directory::new(&region, names.iter().map(|name| (name.as_str(), Level::District)));
    let codes = |functions: &[Function]| functions.iter().map(|own| (own.code(), own.title())).collect::<Vec<_>>();
    let mut told = format!("{:?}", directory.unified());
    for raw in names {
        let alone = name::read(raw, Level::District, &places);
        told.push_str(&format!("{:?} {:?} {}", alone.level, alone.prefix, alone.core));
        for office in [directory.office(raw, Level::District), alone.office] {
            let codes = codes(&office.functions);
            told.push_str(&format!(
                "{} {:?} {:?} {codes:?} {:?}",
                office.unit, office.kind, office.known, office.nearest
            ));
        }
    }
    told
}

/// Names in which a word of a class shows what it does.
fn probes(class: OfficeClass, word: &str, value: &str) -> Vec<String> {
    let forms: &[&str] = match class {
        OfficeClass::Branch => &["市公安局青山W", "市公安局洪山W", "洪山税务W"],
        OfficeClass::Bureau => &["区发改W", "区发改局", "区发改委", "前海财政W"],
        OfficeClass::Congress => &["市W财经某某处"],
        OfficeClass::Division => &["各W、园区"],
        OfficeClass::Etc => &["区财政局W"],
        OfficeClass::Filler => &["区卫健W局", "区卫健W和科技局"],
        OfficeClass::GroupLead => &["甲乙丙W单位"],
        OfficeClass::GroupNoun => &["甲乙丙有关W"],
        OfficeClass::GroupOf if value == "collective" => &["各街道W"],
        OfficeClass::GroupOf => &["各W"],
        OfficeClass::GroupOpening => &["W甲乙丙"],
        OfficeClass::House => &["区甲乙W", "区卫健W"],
        OfficeClass::Lawful => &["区成长科技变革W"],
        OfficeClass::Meeting => &["各安全生产W"],
        OfficeClass::Mission => &["市政府驻甲乙W"],
        OfficeClass::Organ => &["区委宣传部W"],
        OfficeClass::Party => &["区W宣传部"],
        OfficeClass::Post => &["甲乙丙丁W", "副W张三"],
        OfficeClass::Street => &["青山W", "东W"],
        OfficeClass::Surname => &["W某某"],
        OfficeClass::Type => &["区教育W", "区发改W"],
        OfficeClass::Youth => &["W区委"],
        OfficeClass::Zone => &["甲乙W", "甲乙W管理处", "区甲乙局（W）"],
        OfficeClass::ZoneEnd => &["前海W", "甲乙新区W", "甲乙片W"],
    };
    forms.iter().map(|form| form.replace('W', word)).collect()
}

#[test]
fn every_office_word_makes_a_difference() {
    let idle = lexicon::idle(OFFICE_WORDS, |row| read(&probes(OfficeClass::parse(row[1]).unwrap(), row[0], row[2])));
    assert!(idle.is_empty(), "{} rows do nothing:\n{}", idle.len(), idle.join("\n"));
}

/// A function is what a unit of `units.tsv` does, or what a word of `office-words.tsv` stands for.
#[test]
fn every_function_makes_a_difference() {
    let units = lexicon::rows(UNITS);
    let idle = lexicon::idle(FUNCTIONS, |function| {
        let does = |row: &&Vec<&'static str>| row[3].split('/').any(|code| code == function[0]);
        let unit = units.iter().find(does).map(|row| match row[0] {
            "stem" => format!("区{}局", row[1]),
            "whole" => format!("区{}", row[1]),
            _ => row[1].to_owned(),
        });
        let names = unit.into_iter().chain(["各街道", "甲乙新区", "区甲乙公司"].map(str::to_owned));
        read(&names.collect::<Vec<_>>())
    });
    assert!(idle.is_empty(), "{} rows do nothing:\n{}", idle.len(), idle.join("\n"));
}

/// What the lexicon says of a row's name, its functions by code; rows are told by what they say, not by their place.
fn said(stems: &Stems, row: &[&'static str]) -> Vec<String> {
    let spellings = row[4].split('/').filter(|spelling| !spelling.is_empty());
    let names = spellings.map(|spelling| spelling.strip_prefix('=').unwrap_or(spelling)).chain([row[1]]);
    let hit = |name: &str| match row[0] {
        "nation" => stems.nation(name),
        "whole" => stems.lookup(name),
        _ => stems.lookup(&format!("{name}局")),
    };
    let told = |hit: Hit| format!("{} {:?} {:?}", hit.name, hit.kind, hit.functions);
    // With the functions that the name speaks of wherever it stands.
    names.map(|name| format!("{:?} {:?}", hit(name).map(told), stems.keywords(name))).collect()
}

#[test]
fn every_unit_makes_a_difference() {
    let rows = lexicon::rows(UNITS);
    let all = Stems::of(rows.clone());
    let mut idle = Vec::new();
    for index in 0..rows.len() {
        let mut others = rows.clone();
        let row = others.remove(index);
        if said(&all, &row) == said(&Stems::of(others), &row) {
            idle.push(row.join(" "));
        }
    }
    assert!(idle.is_empty(), "{} rows do nothing:\n{}", idle.len(), idle.join("\n"));
}

/// A spelling that an earlier row has as well is never looked up in its own.
#[test]
fn every_spelling_is_one_row_s() {
    let mut seen = std::collections::BTreeMap::new();
    let mut twice = Vec::new();
    for row in lexicon::rows(UNITS) {
        let spellings = row[4].split('/').filter(|spelling| !spelling.is_empty());
        for spelling in spellings.map(|spelling| spelling.strip_prefix('=').unwrap_or(spelling)).chain([row[1]]) {
            if let Some(other) = seen.insert((row[0], spelling), row[1]) {
                twice.push(format!("{} {spelling}: {other}, {}", row[0], row[1]));
            }
        }
    }
    assert!(twice.is_empty(), "{} spellings stand twice:\n{}", twice.len(), twice.join("\n"));
}

/// A new kind needs an office that has it.
#[test]
fn every_kind_has_an_office() {
    let names = [
        ("区财政局", UnitKind::Department),
        ("区委宣传部", UnitKind::PartyOrgan),
        ("青山街道", UnitKind::Street),
        ("甲乙新区", UnitKind::Zone),
        ("区城投公司", UnitKind::Company),
        ("区妇联", UnitKind::MassOrg),
        ("区税务局", UnitKind::Vertical),
        ("各街道", UnitKind::Group),
        ("常务副区长", UnitKind::Person),
        ("省财政厅", UnitKind::Upper),
    ];
    let region = super::region("武汉市", "洪山区");
    let directory = Directory::new(&region, names.iter().map(|(name, _)| (*name, Level::District)));
    for kind in UnitKind::ALL {
        assert!(names.iter().any(|(_, of)| of == kind), "no office of kind `{}`", kind.code());
    }
    for (name, kind) in names {
        assert_eq!(directory.office(name, Level::District).kind, kind, "{name}");
    }
}
