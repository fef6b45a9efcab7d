//! Sentences of work reports and notices, written for these tests, with what a careful reader would take from them.

use super::*;

mod headlines;
mod notices;
mod rules;

/// One target as the tables write it: `indicator|op|value[..max]|measure`.
fn written(target: &Target) -> String {
    let figure = match target.bound.value_max() {
        Some(high) => format!("{}..{high}", target.bound.value()),
        None => format!("{}", target.bound.value()),
    };
    format!("{}|{}|{figure}|{}", target.indicator, target.bound.op(), target.measure)
}

#[track_caller]
fn check(text: &str, want: &[&str]) {
    check_in(text, &Context { year: Some(2024), review: false }, want);
}

#[track_caller]
fn check_in(text: &str, context: &Context, want: &[&str]) {
    let found = extract(text, context);
    let written: Vec<String> = found.iter().map(written).collect();
    assert_eq!(written, want, "{text}");
    for target in &found {
        assert!(text.get(target.raw.clone()).is_some_and(|words| !words.is_empty()), "{text}: {:?}", target.raw);
    }
}
