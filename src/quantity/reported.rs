//! Reported figures: what a person writes into a cell that asks for one figure.
//!
//! In:  the text of such a cell: `98`, `已完成98%`, `1.2万人`, `约300个`.
//! Out: every number in it with its measure, where it has one. Nothing is named: the cell's row says what is counted.
//! Not here: which target a figure is of; dates, which are no figures.

use std::ops::Range;

use super::bound::Op;
use super::figure;
use super::line::Line;
use super::measure::Family;
use super::numeral::{self, Form};

/// A figure as it was reported.
#[derive(Debug, Clone, PartialEq)]
pub struct Reported {
    /// Bytes of the text: number and measure.
    pub range: Range<usize>,
    /// In the base measure: 1.2万人 is 12,000.
    pub value: f64,
    /// The higher end of a range.
    pub high: Option<f64>,
    /// Empty where none is written.
    pub measure: String,
    pub op: Op,
}

/// The figures of a text, in order.
pub fn reported(text: &str) -> Vec<Reported> {
    let line = Line::new(text);
    let figures = figure::scan(&line);
    let mut found: Vec<(usize, Reported)> = Vec::new();
    for figure in &figures {
        if matches!(figure.family, Family::Time | Family::Name) {
            continue;
        }
        let bound = figure.bound();
        let (range, value, high) = (line.bytes(figure.core.clone()), figure.low, figure.high);
        found.push((
            figure.core.start,
            Reported { range, value, high, measure: figure.measure.clone(), op: bound.op() },
        ));
    }
    let mut here = 0;
    while let Some(c) = line.get(here) {
        if let Some(figure) = figures.iter().find(|figure| figure.raw.contains(&here)) {
            here = figure.raw.end;
            continue;
        }
        let number = numeral::read(&line, here).filter(|_| numeral::is_start(c));
        let Some(number) = number.filter(|number| number.form == Form::Digits) else {
            here += 1;
            continue;
        };
        let range = line.bytes(here..number.end);
        found
            .push((here, Reported { range, value: number.value, high: None, measure: String::new(), op: Op::Exactly }));
        here = number.end.max(here + 1);
    }
    found.sort_by_key(|(at, _)| *at);
    found.into_iter().map(|(_, figure)| figure).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, want: &[(f64, &str)]) {
        let got = reported(text);
        let got: Vec<(f64, &str)> = got.iter().map(|figure| (figure.value, figure.measure.as_str())).collect();
        assert_eq!(got, want, "{text}");
    }

    #[test]
    fn figures_of_cells() {
        check("98", &[(98.0, "")]);
        check("1,200.5", &[(1200.5, "")]);
        check("已完成98%", &[(98.0, "%")]);
        check("1.2万人", &[(12_000.0, "人")]);
        check("约300个", &[(300.0, "个")]);
        check("①98个 ②4项；③150亿元", &[(98.0, "个"), (4.0, "项"), (15_000_000_000.0, "元")]);
        check("3.5万", &[(35_000.0, "")]);
        check("正在推进", &[]);
        check("截至6月底完成5公里", &[(5.0, "公里")]);
    }
}
