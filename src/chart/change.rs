//! Two figures a place: last year's goal and this year's, or what was promised and what came of it.

use super::drawing::{Anchor, Drawing, style};
use super::frame::{self, MARGIN, NAME, ROW_LEADING, RowNames, SMALL, WIDTH};
use super::narrow::{self, Around, Track};
use super::palette::{self, Colour, GREY, INK, RULE};
use super::{Caption, Chart, font};

/// A row a place, with an arrow from one figure to the other; of one indicator, aspect and measure.
#[derive(Clone, Debug, Default)]
pub struct Change {
    pub caption: Caption,
    /// What the two figures are: `2025年目标`, `2026年目标`.
    pub from: String,
    pub to: String,
    /// What [`Tone::Up`], [`Tone::Down`] and [`Tone::Same`] mean: `提高`, `降低`, `持平`.
    pub tones: [String; 3],
    /// What the rows are; empty: 地区.
    pub what: String,
    /// In any order; drawn by tone, then by how far the arrow goes.
    pub rows: Vec<ChangeRow>,
}

#[derive(Clone, Debug, Default)]
pub struct ChangeRow {
    pub name: String,
    pub from: f64,
    pub to: f64,
    /// As printed.
    pub from_text: String,
    pub to_text: String,
    pub tone: Tone,
}

/// What an arrow says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tone {
    Up,
    Down,
    #[default]
    Same,
}

impl Tone {
    fn colour(self) -> Colour {
        match self {
            Self::Up => palette::KINDS[0],
            Self::Down => palette::KINDS[1],
            Self::Same => GREY,
        }
    }
}

const MOST_ROWS: usize = frame::MOST_NAMED;
const ROW: f32 = 27.0;
const RADIUS: f32 = 4.5;
/// Room for the printed figures on either side of the track.
const WORDS: f32 = 150.0;

impl Change {
    fn what(&self) -> &str {
        if self.what.is_empty() { "地区" } else { &self.what }
    }

    fn sorted(&self) -> Vec<&ChangeRow> {
        let finite = |row: &&ChangeRow| row.from.is_finite() && row.to.is_finite();
        let mut rows: Vec<&ChangeRow> = self.rows.iter().filter(finite).collect();
        rows.sort_by(|a, b| {
            let change = |row: &ChangeRow| (row.to - row.from).abs();
            a.tone.cmp(&b.tone).then(change(b).total_cmp(&change(a))).then(b.to.total_cmp(&a.to))
        });
        rows
    }

    /// The tones that there are.
    fn legend(&self, rows: &[&ChangeRow]) -> Vec<(Colour, String)> {
        let tones = [Tone::Up, Tone::Same, Tone::Down].into_iter().zip([0, 2, 1]);
        tones
            .filter(|(tone, _)| rows.iter().any(|row| row.tone == *tone))
            .map(|(tone, at)| (tone.colour(), self.tones[at].clone()))
            .collect()
    }

    fn sample(&self, rows: usize) -> String {
        format!("样本：{rows} 个{}", self.what())
    }

    fn headline(&self, rows: &[&ChangeRow]) -> String {
        if rows.is_empty() {
            return "没有可以比较的两个数".to_owned();
        }
        let count = |tone: Tone| rows.iter().filter(|row| row.tone == tone).count();
        let [up, down, same] = &self.tones;
        format!(
            "{}个{}：{}个{up}，{}个{same}，{}个{down}",
            rows.len(),
            self.what(),
            count(Tone::Up),
            count(Tone::Same),
            count(Tone::Down)
        )
    }
}

impl Chart for Change {
    fn draw(&self) -> Drawing {
        let rows = self.sorted();
        let headline = self.headline(&rows);
        if rows.is_empty() {
            return frame::nothing(&self.caption, &headline, "没有一行两个数都有，无可画的数据。");
        }
        let shown = rows.len().min(MOST_ROWS);
        let names = RowNames::new(rows[..shown].iter().map(|row| row.name.as_str()), 90.0, 230.0);
        let (mut drawing, mut y) = frame::open(&self.caption, headline, WIDTH);
        let legend = self.legend(&rows);
        y = frame::legend(&mut drawing, y, &legend) + 4.0;
        let (left, right) = (MARGIN + names.width + WORDS, WIDTH - MARGIN - WORDS);
        let all = || rows[..shown].iter().flat_map(|row| [row.from, row.to]);
        let (low, high) = (all().fold(f64::INFINITY, f64::min), all().fold(f64::NEG_INFINITY, f64::max));
        let room = if high > low { high - low } else { high.abs().max(1.0) };
        let (low, high) = (low - room * 0.06, high + room * 0.06);
        let place = |value: f64| left + (right - left) * ((value - low) / (high - low)) as f32;
        drawing.write(
            &font::shorten(&font::clean(&self.from), WORDS - 24.0, SMALL.size),
            (left - 14.0, y + 8.0),
            Anchor::Right,
            SMALL,
        );
        drawing.write(
            &font::shorten(&font::clean(&self.to), WORDS - 24.0, SMALL.size),
            (right + 14.0, y + 8.0),
            Anchor::Left,
            SMALL,
        );
        y += 20.0;
        let top = y;
        for (at, row) in rows[..shown].iter().enumerate() {
            let height = names.height(at, ROW);
            let middle = y + height / 2.0;
            drawing.line((MARGIN, y), (WIDTH - MARGIN, y), 0.5, RULE);
            drawing.write_lines(&names.lines[at], (MARGIN, middle), ROW_LEADING, Anchor::Left, NAME);
            let words = |text: &str| font::shorten(&font::clean(text), WORDS - 24.0, NAME.size);
            drawing.write(&words(&row.from_text), (left - 14.0, middle), Anchor::Right, style(NAME.size, GREY));
            drawing.write(&words(&row.to_text), (right + 14.0, middle), Anchor::Left, style(NAME.size, INK));
            let (from, to, colour) = (place(row.from), place(row.to), row.tone.colour());
            if (to - from).abs() > 2.0 * RADIUS {
                drawing.line((from, middle), (to, middle), 2.0, colour);
            }
            drawing.dot((from, middle), RADIUS, colour);
            drawing.dot((from, middle), RADIUS - 1.8, palette::PAPER);
            drawing.dot((to, middle), RADIUS, colour);
            y += height;
        }
        drawing.line((left, top), (left, y), 0.5, RULE);
        drawing.line((right, top), (right, y), 0.5, RULE);
        let sides = if self.what.is_empty() { "；两侧是原文的数" } else { "" };
        let mut notes = vec![format!("空心点为{}，实心点为{}{sides}。", self.from, self.to)];
        if shown < rows.len() {
            let rest: Vec<&str> = rows[shown..].iter().take(8).map(|row| row.name.as_str()).collect();
            let more = if rows.len() > shown + rest.len() { "等" } else { "" };
            let (n, what) = (rows.len() - shown, self.what());
            notes.push(format!("另有 {n} 个{what}未画出（{}{more}），全部在表中。", rest.join("、")));
        }
        frame::close(drawing, &self.caption, y, &notes, &self.sample(rows.len()))
    }

    fn draw_narrow(&self) -> Option<Drawing> {
        let rows = self.sorted();
        let all = || rows.iter().flat_map(|row| [row.from, row.to]);
        let range = (all().fold(f64::INFINITY, f64::min), all().fold(f64::NEG_INFINITY, f64::max));
        let track = |row: &&ChangeRow| Track {
            name: row.name.clone(),
            text: format!("{} → {}", row.from_text, row.to_text),
            dots: vec![row.from, row.to],
            range,
            colour: row.tone.colour(),
        };
        let around = Around {
            caption: &self.caption,
            headline: self.headline(&rows),
            legend: self.legend(&rows),
            notes: vec![format!("空心点为{}，实心点为{}。", self.from, self.to)],
            sample: self.sample(rows.len()),
        };
        (!rows.is_empty()).then(|| narrow::tracks(around, &rows.iter().map(track).collect::<Vec<_>>(), true))
    }
}
