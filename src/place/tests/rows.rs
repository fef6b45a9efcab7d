//! Every row of the lexicons of places makes a difference: a notice is located otherwise without it.

use crate::lexicon::code::PlaceClass;
use crate::lexicon::words::Code;
use crate::lexicon::{self, PLACE_WORDS, REGIONS, SELFNAMES, ZONES};
use crate::place::Evidence::{self, Addressee, Body, FileName, Issuer, Title};
use crate::place::{gazetteer, is_below_titles, locate};

/// All that is told of each text where it is the only piece of a notice, of its parts where they are several pieces.
fn read(probes: &[Probe]) -> String {
    let told = probes.iter().map(|probe| {
        let pieces: Vec<(Evidence, &str)> = probe.iter().map(|(kind, text)| (*kind, text.as_str())).collect();
        let located = locate(&pieces);
        let below = pieces.iter().any(|(_, text)| is_below_titles(text));
        format!("{located:?} {} {below}", located.region.short())
    });
    told.collect::<Vec<_>>().join("\n")
}

/// The pieces of one notice.
type Probe = Vec<(Evidence, String)>;

/// Notices in which a word of a class shows what it does; W stands for it.
fn probes(class: PlaceClass, word: &str) -> Vec<Probe> {
    let forms: &[&[(Evidence, &str)]] = match class {
        PlaceClass::About => &[&[(Title, "洪山区W印发省政府工作报告任务分工的通知")]],
        PlaceClass::Addressed => &[&[(Addressee, "W人民政府:")]],
        PlaceClass::BelowTitles => &[&[(Body, "W")]],
        PlaceClass::Common => &[&[(FileName, "丙W.txt")]],
        PlaceClass::Filing => &[&[(Title, "鼓楼区人民政府"), (Body, "苏W32010602010288号")]],
        PlaceClass::Follows => &[&[(Issuer, "丙丁县W")], &[(FileName, "洪山W.txt")], &[(FileName, "武汉W.txt")]],
        PlaceClass::Government => &[&[(Issuer, "丙丁县栗坪镇W")], &[(FileName, "保定市徐水W.txt")], &[(Title, "省W")]],
        PlaceClass::Level => &[&[(Body, "我代表W人民政府")], &[(Title, "W人民政府")]],
        PlaceClass::MadeUp => &[&[(Issuer, "丙丁W人民政府")]],
        PlaceClass::MentionAfter => &[&[(Title, "洪山区W")], &[(Title, "关于洪山区W")]],
        PlaceClass::MentionBefore => &[&[(Title, "关于甲乙W洪山区道路的通知")]],
        PlaceClass::Own => &[&[(Body, "W市W市")], &[(Body, "W市")]],
        PlaceClass::OwnOffice => &[&[(Addressee, "市W:")]],
        PlaceClass::Party => &[&[(Issuer, "W丙丁县人民政府")]],
        PlaceClass::RankAfter => &[&[(Body, "全省W,全省W,全省W,全省W,全省W,全省W,全省W,全市,全市")]],
        PlaceClass::RankBefore => &[&[(Body, "W全省,W全省,W全省,W全省,W全省,W全省,W全省,全市,全市")]],
        PlaceClass::Report => &[&[(Title, "省2024年W")]],
        PlaceClass::Seat => &[&[(Title, "县W")]],
        PlaceClass::Sentence => &[&[(Issuer, "W丙县人民政府")]],
        PlaceClass::SiteCode => &[&[(Body, "网站W:4201110038")]],
        PlaceClass::State => &[&[(Title, "W办公厅")]],
        PlaceClass::Unnamed => &[&[(Body, "我代表国务院")], &[(Body, "甲")]],
        PlaceClass::Vague => &[&[(Title, "关于W道路的通知")]],
    };
    let filled =
        |form: &&[(Evidence, &str)]| form.iter().map(|(kind, text)| (*kind, text.replace('W', word))).collect();
    forms.iter().map(filled).collect()
}

#[test]
fn every_place_word_makes_a_difference() {
    let idle = lexicon::idle(PLACE_WORDS, |row| read(&probes(PlaceClass::parse(row[1]).unwrap(), row[0])));
    assert!(idle.is_empty(), "{} rows do nothing:\n{}", idle.len(), idle.join("\n"));
}

/// A phrase with its signs filled in: the first of alternatives, a number, the place.
fn spoken(words: &str) -> String {
    let mut text = String::new();
    let mut rest = words;
    while let Some((before, behind)) = rest.split_once('[') {
        let (choice, after) = behind.split_once(']').unwrap();
        text.push_str(before);
        text.push_str(choice.split('|').find(|one| !one.is_empty()).unwrap_or_default());
        rest = after;
    }
    text.push_str(rest);
    text.replace('X', "洪山区").replace('N', "十六").replace('…', "").replace(['^', '$'], "\n")
}

#[test]
fn every_phrase_makes_a_difference() {
    let idle = lexicon::idle(SELFNAMES, |row| {
        let text = spoken(row[1]);
        // Set phrases need a text that says its level.
        let unknown = text.replace("洪山区", "丙丁县");
        read(&[vec![(Body, text.clone())], vec![(Body, unknown)], vec![(Body, format!("全区,我区。{text}。"))]])
    });
    assert!(idle.is_empty(), "{} rows do nothing:\n{}", idle.len(), idle.join("\n"));
}

/// Not by leaving rows out, since the table takes long to make: a name leads to its own row, so without it to none.
#[test]
fn every_division_and_zone_is_found_by_its_name() {
    let gazetteer = gazetteer::gazetteer();
    let mut idle = Vec::new();
    for row in lexicon::rows(REGIONS) {
        let found = gazetteer.words.get(row[1]).is_some_and(|word| {
            word.full.iter().any(|&id| gazetteer.divisions[id].code == row[0] && gazetteer.divisions[id].name == row[1])
        });
        if !found {
            idle.push(row.join(" "));
        }
        let known = |short: &&str| gazetteer.words.get(short).is_some_and(|word| !word.short.is_empty());
        idle.extend(row[3].split('/').filter(|short| !short.is_empty() && !known(short)).map(str::to_owned));
    }
    let mut seen = std::collections::BTreeSet::new();
    for row in lexicon::rows(ZONES) {
        for name in row[2].split('/').chain([row[0]]).filter(|name| !name.is_empty()) {
            let zone = gazetteer.words.get(name).and_then(|word| word.zone);
            if !seen.insert(name) || zone.is_none_or(|zone| gazetteer.zones[zone].name != row[0]) {
                idle.push(format!("{}: {name} leads elsewhere", row[0]));
            }
        }
    }
    assert!(idle.is_empty(), "{} rows do nothing:\n{}", idle.len(), idle.join("\n"));
}
