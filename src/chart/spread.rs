//! How one figure is spread over places: a dot a place, ours marked.

use super::drawing::{Anchor, Drawing, style};
use super::frame::{self, MARGIN, SMALL, WIDTH};
use super::indicators::plain;
use super::narrow::{self, Around, Bar};
use super::palette::{ACCENT, Colour, GREY, INK, KINDS, RULE};
use super::{Caption, Chart, font};

/// One indicator, aspect and measure over places.
#[derive(Clone, Debug, Default)]
pub struct Spread {
    pub caption: Caption,
    /// The indicator; the headline opens with it.
    pub name: String,
    pub measure: String,
    pub values: Vec<SpreadValue>,
}

#[derive(Clone, Debug, Default)]
pub struct SpreadValue {
    pub name: String,
    pub value: f64,
    /// As printed.
    pub text: String,
    /// Ours: drawn in colour and named.
    pub marked: bool,
}

const RADIUS: f32 = 6.0;
/// Dots on top of each other at most; beyond it they move closer.
const TALLEST: f32 = 260.0;

/// Up to so many places are named.
const FEW: usize = 15;

impl Spread {
    fn sorted(&self) -> Vec<&SpreadValue> {
        let mut values: Vec<&SpreadValue> = self.values.iter().filter(|value| value.value.is_finite()).collect();
        values.sort_by(|a, b| a.value.total_cmp(&b.value).then_with(|| a.name.cmp(&b.name)));
        values
    }

    fn headline(&self, values: &[&SpreadValue]) -> String {
        let (Some(first), Some(last)) = (values.first(), values.last()) else {
            return "没有可画的数据".to_owned();
        };
        let middle = values[values.len() / 2];
        let name = if self.name.is_empty() { String::new() } else { format!("{}：", self.name) };
        let printed = if middle.text.is_empty() {
            format!("{}{}", plain(middle.value), self.measure)
        } else {
            middle.text.clone()
        };
        format!(
            "{name}{}个地区从{}（{}）到{}（{}），居中的是{printed}",
            values.len(),
            first.text,
            first.name,
            last.text,
            last.name,
        )
    }
}

impl Chart for Spread {
    fn draw(&self) -> Drawing {
        let values = self.sorted();
        let headline = self.headline(&values);
        let (Some(first), Some(last)) = (values.first(), values.last()) else {
            return frame::nothing(&self.caption, &headline, "没有一个地区有这个指标的数，无可画的数据。");
        };
        let (mut drawing, y) = frame::open(&self.caption, headline, WIDTH);
        let (left, right) = (MARGIN + 30.0, WIDTH - MARGIN - 30.0);
        let room = if last.value > first.value { last.value - first.value } else { 1.0 };
        let place = |value: f64| left + (right - left) * ((value - first.value) / room) as f32;
        // dots that would meet stand on top of each other
        let mut stacks: Vec<(f32, Vec<&SpreadValue>)> = Vec::new();
        for value in &values {
            let x = place(value.value);
            match stacks.last_mut().filter(|(at, _)| x - *at < 2.0 * RADIUS) {
                Some((_, stack)) => stack.push(value),
                None => stacks.push((x, vec![value])),
            }
        }
        let tallest = stacks.iter().map(|(_, stack)| stack.len()).max().unwrap_or(1) as f32;
        let step = (2.0 * RADIUS + 1.0).min(TALLEST / tallest);
        let marked = values.iter().filter(|value| value.marked).count().min(6) as f32;
        let base = y + 30.0 + marked * 20.0 + step * tallest;
        drawing.line((left - 12.0, base + RADIUS + 4.0), (right + 12.0, base + RADIUS + 4.0), 1.0, RULE);
        let mut named = 0;
        for (x, stack) in &stacks {
            for (level, value) in stack.iter().enumerate() {
                let at = (*x, base - step * level as f32);
                let colour: Colour = if value.marked { KINDS[1] } else { ACCENT };
                drawing.dot(at, RADIUS, colour);
                if value.marked && named < 6 {
                    let words = font::shorten(&font::clean(&format!("{} {}", value.name, value.text)), 420.0, 14.0);
                    let wide = font::width(&words, 14.0);
                    let anchor = if x + wide > right { Anchor::Right } else { Anchor::Left };
                    let height = y + 16.0 + 20.0 * named as f32;
                    drawing.line((*x, height + 9.0), (at.0, at.1), 1.0, KINDS[1]);
                    drawing.write(&words, (*x, height), anchor, style(14.0, INK));
                    named += 1;
                }
            }
        }
        // values below the line, where there is room for the next
        let mut free = f32::NEG_INFINITY;
        for (x, stack) in &stacks {
            let words =
                if stack.len() > 1 { format!("{}（{}）", stack[0].text, stack.len()) } else { stack[0].text.clone() };
            // of few places each has its name
            let mut whose: Vec<&str> = stack.iter().map(|value| value.name.as_str()).collect();
            whose.truncate(if values.len() <= FEW { 3 } else { 0 });
            let more = if whose.is_empty() || whose.len() == stack.len() { "" } else { "等" };
            let whose = font::shorten(&font::clean(&format!("{}{more}", whose.join("、"))), 200.0, SMALL.size);
            let wide = font::width(&words, SMALL.size).max(font::width(&whose, SMALL.size));
            let inside = x - wide / 2.0 > 4.0 && x + wide / 2.0 < WIDTH - 4.0;
            if inside && x - wide / 2.0 > free {
                drawing.write(&words, (*x, base + RADIUS + 18.0), Anchor::Middle, style(SMALL.size, INK));
                drawing.write(&whose, (*x, base + RADIUS + 34.0), Anchor::Middle, style(SMALL.size, GREY));
                free = x + wide / 2.0 + 8.0;
            }
        }
        let notes = ["每点一个地区；括号内是该处的地区数。".to_owned()];
        frame::close(
            drawing,
            &self.caption,
            base + if values.len() <= FEW { 50.0 } else { 34.0 },
            &notes,
            &format!("样本：{} 个地区", values.len()),
        )
    }

    fn draw_narrow(&self) -> Option<Drawing> {
        let values = self.sorted();
        let groups: Vec<&[&SpreadValue]> = values.chunk_by(|a, b| a.value == b.value).collect();
        // where nearly every place has a figure of its own, the figures are drawn, not how many places have each
        let alone = groups.len() * 2 > values.len() && self.values.iter().all(|value| value.value >= 0.0);
        let place = |value: &&SpreadValue| Bar {
            name: value.name.clone(),
            parts: vec![(value.value, if value.marked { KINDS[1] } else { ACCENT })],
            text: value.text.clone(),
            ..Bar::default()
        };
        let bar = |group: &&[&SpreadValue]| {
            let marked: Vec<&str> =
                group.iter().filter(|value| value.marked).map(|value| value.name.as_str()).collect();
            let alone = if group.len() == 1 { format!(" {}", group[0].name) } else { String::new() };
            let named = if marked.is_empty() { alone } else { format!(" {}", marked.join("、")) };
            Bar {
                name: format!("{}{named}", group[0].text),
                parts: vec![(group.len() as f64, if marked.is_empty() { ACCENT } else { KINDS[1] })],
                text: group.len().to_string(),
                ..Bar::default()
            }
        };
        let around = Around {
            caption: &self.caption,
            headline: self.headline(&values),
            legend: Vec::new(),
            notes: vec![if alone { "从高到低。" } else { "从低到高；数字为地区数。" }.to_owned()],
            sample: format!("样本：{} 个地区", values.len()),
        };
        let bars: Vec<Bar> =
            if alone { values.iter().rev().map(place).collect() } else { groups.iter().map(bar).collect() };
        (!bars.is_empty()).then(|| narrow::bars(around, &bars))
    }
}
