//! Sentences of work reports and notices, written for these tests, with what a careful reader would take from them.

use super::*;

mod headlines;
mod notices;
mod registry;
mod rules;

/// One target as the tables write it: `indicator|op|value[..max]|measure`.
fn written(target: &Target) -> String {
    let figure = match target.bound.value_max() {
        Some(high) => format!("{}..{high}", target.bound.value()),
        None => format!("{}", target.bound.value()),
    };
    format!("{}|{}|{figure}|{}", target.indicator, target.bound.op().name(), target.measure)
}

fn widen(c: char) -> char {
    match c {
        '0'..='9' | ',' | ';' | ':' | '(' | ')' | '%' => char::from_u32(u32::from(c) + 0xfee0).unwrap_or(c),
        _ => c,
    }
}

#[track_caller]
fn check(text: &str, want: &[&str]) {
    check_in(text, &Context { year: Some(2024), review: false }, want);
}

#[track_caller]
fn check_in(text: &str, context: &Context, want: &[&str]) {
    let found = extract(text, context);
    let rows: Vec<String> = found.iter().map(written).collect();
    assert_eq!(rows, want, "{text}");
    // Full-width marks and digits say the same.
    let wide: String = text.chars().map(widen).collect();
    let figures = |targets: &[Target]| -> Vec<(Bound, String)> {
        targets.iter().map(|target| (target.bound, target.measure.clone())).collect()
    };
    assert_eq!(figures(&extract(&wide, context)), figures(&found), "{wide}");
    for target in &found {
        assert!(text.get(target.raw.clone()).is_some_and(|words| !words.is_empty()), "{text}: {:?}", target.raw);
    }
}
