//! Every row of `roles.tsv`, `headings.tsv` and `furniture.tsv` makes a difference.

use super::{assigned, line, read, said};
use crate::lexicon::code::{FurnitureKind, HeadingKind, RoleKind};
use crate::lexicon::words::Code;
use crate::lexicon::{self, FURNITURE, HEADINGS, Lexicon, ROLES};
use crate::notice::line::lines;
use crate::notice::{classify, column, gather, label, layout, noise, office, verb};
use crate::source::traced::Traced;

/// The labels of a text.
fn labels(text: &str) -> String {
    let labels = label::find_labels(text);
    said(labels.iter().map(|found| (found.label, found.level, found.range.clone(), found.above)).collect::<Vec<_>>())
}

#[track_caller]
fn check(lexicon: Lexicon, read: impl Fn(&[&'static str]) -> Vec<String>) {
    let idle = lexicon::idle(lexicon, read);
    assert!(idle.is_empty(), "{} rows do nothing:\n{}", idle.len(), idle.join("\n"));
}

fn role(kind: RoleKind, w: &str) -> Vec<String> {
    match kind {
        RoleKind::Adverb => ["负责", "牵头", "配合", "抓好", "参与"]
            .map(|duty| said(verb::split_verb(&format!("区财政局{w}{duty}"))))
            .to_vec(),
        RoleKind::Bureau => vec![assigned(&["市财政局", &format!("教育{w}")])],
        RoleKind::Duty => vec![assigned(&["市财政局", &format!("{w}局")])],
        RoleKind::Ending => vec![
            said(office::is_office(&format!("甲乙{w}"))),
            said(office::has_office_ending(&format!("甲{w}"))),
            said(office::is_division_part(w)),
        ],
        RoleKind::Head => vec![said(column::head(w)), said(column::number_head(&format!("{w}|")))],
        RoleKind::Label => vec![labels(&format!("{w}:区水务局")), said(column::head(w))],
        RoleKind::Middle => {
            vec![labels(&format!("牵头{w}单位:区水务局")), labels(&format!("主导{w}责任部门:区水务局"))]
        }
        RoleKind::Modifier => {
            vec![labels(&format!("区财政局{w}主导部门:区水务局")), labels(&format!("{w}主导单位:区水务局"))]
        }
        RoleKind::Noun => ["主导", "会办", "承担"].map(|stem| labels(&format!("{stem}{w}:区水务局"))).to_vec(),
        RoleKind::Person => vec![said(office::is_person(&format!("某{w}")))],
        RoleKind::Scope => vec![said(label::above(&format!("{w}两项"))), line(&format!("{w}责任单位:区水务局"))],
        RoleKind::Stem => vec![labels(&format!("{w}推进机构:区水务局"))],
        RoleKind::Verb => vec![said(verb::split_verb(&format!("区财政局{w}")))],
        RoleKind::Work => vec![said(office::is_office(&format!("甲{w}乙局")))],
    }
}

#[test]
fn every_role_word_makes_a_difference() {
    check(ROLES, |row| role(RoleKind::parse(row[0]).unwrap(), row[1]));
}

/// A list whose tasks all have units, and something behind it.
fn behind(text: &str) -> String {
    read(&format!(
        "2023年云柘区政府工作报告任务分解\n一、民生\n1.修路3公里。(责任单位:区交通局)\n2.植树。(责任单位:区林业局)\n\
         3.种花。(责任单位:区林业局)\n{text}"
    ))
}

fn heading(kind: HeadingKind, w: &str) -> Vec<String> {
    let annex = |title: &str, text: &str| behind(&format!("附件2\n{title}\n{text}"));
    match kind {
        HeadingKind::Bid => vec![behind(&format!("4.{w}街道平整。\n"))],
        HeadingKind::Form => {
            ["", "表"].map(|end| annex(&format!("云柘区街道{w}{end}"), "街道\n1.种花。\n2.河水。\n")).to_vec()
        }
        HeadingKind::Glossary => {
            vec![behind(&format!("{w}\n1.街道:平整。\n")), annex(&format!("街道{w}"), "1.街道:平整。\n")]
        }
        HeadingKind::List => vec![
            said(layout::is_list_title(&format!("2023年云柘区{w}"))),
            annex(&format!("2023年云柘区街道{w}"), "某某某某某\n1.种花。(责任单位:区林业局)\n"),
        ],
        HeadingKind::Provision | HeadingKind::Requirement => vec![behind(&format!("二、{w}\n4.街道平整。\n"))],
        HeadingKind::ProvisionText => vec![behind(&format!("二、街道\n4.街道平整河水清澈树木成荫{w}甲乙。\n"))],
        HeadingKind::Title => {
            let text = format!("街道平整河水清澈树木{w}\n1.修路3公里。(责任单位:区交通局)\n");
            let items = gather::items(&lines(&Traced::plain(&text)), &mut Vec::new());
            vec![said(classify::classify(&items, classify::Context { units_only: false }))]
        }
    }
}

#[test]
fn every_word_of_headings_makes_a_difference() {
    check(HEADINGS, |row| heading(HeadingKind::parse(row[0]).unwrap(), row[1]));
}

#[test]
fn every_word_of_furniture_makes_a_difference() {
    check(FURNITURE, |row| {
        let w = row[1];
        match FurnitureKind::parse(row[0]).unwrap() {
            FurnitureKind::End => vec![said(noise::is_end(w))],
            FurnitureKind::Field => vec![said(noise::is_furniture(&format!("{w}:")))],
            FurnitureKind::Line | FurnitureKind::Links => {
                vec![said(noise::is_furniture(w)), said(noise::is_furniture(&format!("{w}甲乙")))]
            }
        }
    });
}
