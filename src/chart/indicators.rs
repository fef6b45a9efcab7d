//! Shared indicators side by side: one row an indicator, one dot a value, each row on its own scale.

use std::cmp::Ordering;

use super::drawing::Drawing;
use super::frame::{self, MOST_NAMED, WIDTH};
use super::narrow::{self, Around, Track};
use super::ranges::{self, Range};
use super::{Caption, Chart, Name, font};

/// Indicators that several notices set a target for.
#[derive(Clone, Debug, Default)]
pub struct Indicators {
    pub caption: Caption,
    pub notices: Vec<Name>,
    /// Drawn in this order.
    pub rows: Vec<IndicatorRow>,
}

#[derive(Clone, Debug, Default)]
pub struct IndicatorRow {
    pub indicator: String,
    /// The base measure of the values: `人`, `%`.
    pub measure: String,
    pub values: Vec<IndicatorValue>,
}

#[derive(Clone, Debug, Default)]
pub struct IndicatorValue {
    /// Which of [`Indicators::notices`].
    pub notice: usize,
    /// In the row's measure.
    pub value: f64,
    /// As printed: `2.4万人以上`.
    pub text: String,
}

/// Beyond it a value is a slip of the pen.
const LARGEST: f64 = 1e30;
const NOTE: &str = "每行一个指标，各有自己的刻度，从 0 到最高的数；每点一个地区一年，两侧是最低和最高的。";

impl Indicators {
    /// The values that can be drawn: numbers of known notices, from small to large.
    fn values<'a>(&self, row: &'a IndicatorRow) -> Vec<&'a IndicatorValue> {
        let mut values: Vec<&IndicatorValue> =
            row.values.iter().filter(|v| v.value.abs() <= LARGEST && v.notice < self.notices.len()).collect();
        values.sort_by(|a, b| {
            a.value.total_cmp(&b.value).then_with(|| a.text.cmp(&b.text)).then(a.notice.cmp(&b.notice))
        });
        values
    }

    /// The rows whose figures differ; how many do not.
    fn drawn(&self) -> (Vec<(&IndicatorRow, Vec<&IndicatorValue>)>, usize) {
        let rows = self.rows.iter().map(|row| (row, self.values(row)));
        let rows: Vec<_> = rows.filter(|(_, values)| !values.is_empty()).collect();
        let all = rows.len();
        let differ: Vec<_> =
            rows.into_iter().filter(|(_, values)| values[0].value < values[values.len() - 1].value).collect();
        let alike = all - differ.len();
        (differ, alike)
    }

    fn headline(&self, drawn: &[(&IndicatorRow, Vec<&IndicatorValue>)]) -> String {
        let widest = drawn.iter().filter_map(|(row, values)| {
            let (low, high) = (values.first()?, values.last()?);
            let ratio = high.value / low.value;
            (low.value > 0.0 && ratio > 1.0).then_some((ratio, *row, *low, *high))
        });
        let widest =
            widest.reduce(|best, next| if next.0.total_cmp(&best.0) == Ordering::Greater { next } else { best });
        match (drawn.len(), widest) {
            (0, _) => "各地共有的指标：没有可画的数据".to_owned(),
            (n, Some((ratio, row, low, high))) => {
                let ratio = if ratio >= 10.0 { format!("{ratio:.0}") } else { format!("{ratio:.1}") };
                format!(
                    "{n} 个指标可以并列比较；“{}”相差最大：{}是{}的 {ratio} 倍",
                    row.indicator,
                    self.notices[high.notice].phrase(),
                    self.notices[low.notice].phrase(),
                )
            }
            (n, None) => format!("{n} 个指标可以并列比较"),
        }
    }

    fn range<'a>(&self, row: &'a IndicatorRow, values: &[&IndicatorValue]) -> Range<'a> {
        Range {
            name: &row.indicator,
            values: values.iter().map(|value| value.value).collect(),
            low: self.end(row, values, values[0]),
            high: self.end(row, values, values[values.len() - 1]),
        }
    }

    /// A figure as printed, and who set it.
    fn end(&self, row: &IndicatorRow, values: &[&IndicatorValue], end: &IndicatorValue) -> [String; 2] {
        let printed = font::clean(&end.text);
        let printed = if printed.is_empty() { format!("{}{}", plain(end.value), row.measure) } else { printed };
        let mut whose: Vec<usize> = values.iter().filter(|v| v.value == end.value).map(|v| v.notice).collect();
        whose.dedup();
        let name = self.notices[whose[0]].line();
        [printed, if whose.len() > 1 { format!("{name}等{}处", whose.len()) } else { name }]
    }

    fn sample(&self, drawn: &[(&IndicatorRow, Vec<&IndicatorValue>)]) -> String {
        let values: usize = drawn.iter().map(|(_, values)| values.len()).sum();
        format!("样本：{} 个地区和年份，{} 个指标，{values} 个目标值", self.notices.len(), drawn.len())
    }
}

/// A number as people print it, without needless decimals.
pub(super) fn plain(value: f64) -> String {
    let (part, word) = match value.abs() {
        size if size >= 1e15 => return format!("{value:.1e}"),
        size if size >= 1e8 => (value / 1e8, "亿"),
        size if size >= 1e5 => (value / 1e4, "万"),
        _ => (value, ""),
    };
    let text = format!("{part:.2}");
    format!("{}{word}", text.trim_end_matches('0').trim_end_matches('.')).replace('-', "−")
}

impl Chart for Indicators {
    fn draw(&self) -> Drawing {
        let (drawn, alike) = self.drawn();
        let headline = self.headline(&drawn);
        if drawn.is_empty() {
            let why = "没有一个指标在两处以上有不同的目标值，无可画的数据。";
            return frame::nothing(&self.caption, &headline, why);
        }
        let (mut drawing, y) = frame::open(&self.caption, headline, WIDTH);
        let shown = &drawn[..drawn.len().min(MOST_NAMED)];
        let rows: Vec<Range<'_>> = shown.iter().map(|(row, values)| self.range(row, values)).collect();
        let y = ranges::draw(&mut drawing, &rows, y + 8.0);
        let mut notes = vec![NOTE.to_owned()];
        if shown.len() < drawn.len() {
            notes.push(format!("另有 {} 个指标未画出。", drawn.len() - shown.len()));
        }
        if alike > 0 {
            notes.push(format!("另有 {alike} 个指标各处的数都一样，未画出。"));
        }
        frame::close(drawing, &self.caption, y, &notes, &self.sample(&drawn))
    }

    fn draw_narrow(&self) -> Option<Drawing> {
        let (drawn, _) = self.drawn();
        let around = Around {
            caption: &self.caption,
            headline: self.headline(&drawn),
            legend: Vec::new(),
            notes: vec![NOTE.to_owned()],
            sample: self.sample(&drawn),
        };
        let rows: Vec<Track> = drawn.iter().map(|(row, values)| self.range(row, values).track()).collect();
        (!rows.is_empty()).then(|| narrow::tracks(around, &rows, false))
    }
}
