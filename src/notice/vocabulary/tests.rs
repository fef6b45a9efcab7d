//! Tests of the vocabulary: names mended by the other names of their notice.

use super::*;

fn name(text: &str) -> Name {
    Name {
        role: None,
        level: None,
        text: text.to_owned(),
        stated: crate::notice::Stated::Explicit,
        clause: None,
        span: 0..text.len(),
        last: true,
        first: true,
        segment: 0,
        full: None,
    }
}

/// The names of a task as they are looked up when these others stand in the notice, and the problems told.
#[track_caller]
fn check(names: &[&str], others: &[&str], want: &[&str], codes: &[Code]) {
    let mut own: Vec<Name> = names.iter().map(|text| name(text)).collect();
    let mut rest: Vec<Name> = others.iter().map(|text| name(text)).collect();
    let mut problems = Vec::new();
    mend_names(&mut [&mut own, &mut rest], &mut problems);
    assert_eq!(own.iter().map(Name::full).collect::<Vec<_>>(), want, "{names:?}");
    assert_eq!(problems.iter().map(|problem| problem.code).collect::<Vec<_>>(), codes, "{names:?}");
}

#[test]
fn a_lost_ending_is_completed() {
    check(&["区水务"], &["区水务局"], &["区水务局"], &[Code::TruncatedUnit]);
    check(&["各街"], &["各街乡", "各街乡", "各街道"], &["各街乡"], &[Code::TruncatedUnit]);
}

#[test]
fn the_printed_name_stays_beside_the_whole_one() {
    let mut own = vec![name("区水务")];
    mend_names(&mut [&mut own, &mut vec![name("区水务局")]], &mut Vec::new());
    assert_eq!((own[0].text.as_str(), own[0].full()), ("区水务", "区水务局"));
}

#[test]
fn whole_names_stay() {
    check(&["区水务局"], &["区水务局党组"], &["区水务局"], &[]);
    check(&["区水务"], &["区交通局"], &["区水务"], &[]);
    // Three characters more are another name.
    check(&["区水务"], &["区水务建设局"], &["区水务"], &[]);
}

#[test]
fn names_run_together_are_parted() {
    check(&["区水务局区住房保障局"], &["区住房保障局", "区水务局"], &["区水务局", "区住房保障局"], &[Code::GluedUnits]);
    check(&["区水务局区住房保障局"], &["区财政局"], &["区水务局区住房保障局"], &[]);
    check(&["区公安局交警分局"], &["交警分局"], &["区公安局交警分局"], &[]);
}
