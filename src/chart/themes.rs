//! How widely themes are spread over places: how many stand in how many of them, and the range of their figures.

use super::drawing::{Anchor, Drawing, style};
use super::frame::{self, MARGIN, NAME, ROW_LEADING, RowNames, SMALL, WIDTH};
use super::narrow::{self, Around, Bar, Track};
use super::palette::{ACCENT, GREY, INK};
use super::ranges::{self, Range};
use super::{Caption, Chart, font};

/// Themes where no two years compare.
#[derive(Clone, Debug, Default)]
pub struct Themes {
    pub caption: Caption,
    /// Places that were read.
    pub regions: u32,
    /// From the most places to the fewest; those without a theme are not drawn.
    pub bands: Vec<ThemeBand>,
    /// In the order in which they are drawn.
    pub ranges: Vec<ThemeRange>,
}

/// Themes that stand in about as many places.
#[derive(Clone, Debug, Default)]
pub struct ThemeBand {
    /// `九成以上地区`, `5个地区`.
    pub name: String,
    pub themes: u32,
    /// Some of them, the most widespread first.
    pub labels: Vec<String>,
}

/// The figures that places of one level set within a theme.
#[derive(Clone, Debug, Default)]
pub struct ThemeRange {
    pub label: String,
    /// One a place.
    pub values: Vec<f64>,
    /// The ends in words: `2300人`, `下陆区 2020`.
    pub low: [String; 2],
    pub high: [String; 2],
}

impl ThemeRange {
    fn row(&self) -> Range<'_> {
        let Self { label, values, low, high } = self;
        Range { name: label, values: values.clone(), low: low.clone(), high: high.clone() }
    }
}

const MOST_BANDS: usize = 10;
const MOST_RANGES: usize = frame::MOST_NAMED - MOST_BANDS;
const ROW: f32 = 27.0;
const BAR: f32 = 17.0;
/// The longest bar of a band; its themes are named to the right.
const BARS: f32 = 300.0;

impl Themes {
    fn drawn(&self) -> (Vec<&ThemeBand>, Vec<&ThemeRange>) {
        let bands = self.bands.iter().filter(|band| band.themes > 0).take(MOST_BANDS).collect();
        let is_drawn = |range: &&ThemeRange| range.values.iter().all(|value| value.is_finite());
        (bands, self.ranges.iter().filter(is_drawn).filter(|range| range.values.len() > 1).take(MOST_RANGES).collect())
    }

    fn all(&self) -> u64 {
        self.bands.iter().map(|band| u64::from(band.themes)).sum()
    }

    fn headline(&self, bands: &[&ThemeBand]) -> String {
        let all = self.all();
        match bands {
            [] => "反复出现的主题：没有可画的数据".to_owned(),
            [only] => format!("{all}个反复出现的主题都在{}出现", only.name),
            [first, .., last] => format!(
                "{all}个反复出现的主题里，在{}出现的有{}个，只在{}出现的有{}个",
                first.name, first.themes, last.name, last.themes
            ),
        }
    }

    fn sample(&self) -> String {
        format!("样本：{} 个地区，{} 个反复出现的主题", self.regions, self.all())
    }
}

const OF_RANGES: &str = "有数的主题：同级地区里最低和最高的目标";
const NOTE_RANGES: &str = "每点一个地区的目标；每行各有自己的刻度，从 0 到最高的数。";

impl Chart for Themes {
    fn draw(&self) -> Drawing {
        let (bands, ranges) = self.drawn();
        let headline = self.headline(&bands);
        if bands.is_empty() {
            return frame::nothing(&self.caption, &headline, "没有一个主题在两份以上的清单中出现，无可画的数据。");
        }
        let (mut drawing, y) = frame::open(&self.caption, headline, WIDTH);
        let mut y = draw_bands(&mut drawing, &bands, y + 8.0);
        let mut notes = Vec::new();
        if !ranges.is_empty() {
            drawing.write(OF_RANGES, (MARGIN, y + 22.0), Anchor::Left, style(NAME.size, GREY));
            let rows: Vec<Range<'_>> = ranges.iter().map(|range| range.row()).collect();
            y = ranges::draw(&mut drawing, &rows, y + 36.0);
            notes.push(NOTE_RANGES.to_owned());
        }
        frame::close(drawing, &self.caption, y, &notes, &self.sample())
    }

    fn draw_narrow(&self) -> Option<Drawing> {
        let (bands, ranges) = self.drawn();
        let bar = |band: &&ThemeBand| Bar {
            name: band.name.clone(),
            words: band.labels.first().map(|label| format!("如“{label}”")).unwrap_or_default(),
            parts: vec![(f64::from(band.themes), ACCENT)],
            text: band.themes.to_string(),
        };
        let around = Around {
            caption: &self.caption,
            headline: self.headline(&bands),
            legend: Vec::new(),
            notes: if ranges.is_empty() { Vec::new() } else { vec![NOTE_RANGES.to_owned()] },
            sample: self.sample(),
        };
        let (bars, tracks): (Vec<Bar>, Vec<Track>) =
            (bands.iter().map(bar).collect(), ranges.iter().map(|range| range.row().track()).collect());
        (!bars.is_empty()).then(|| narrow::bars_and_tracks(around, &bars, OF_RANGES, &tracks))
    }
}

/// A bar a band, with some of its themes beside it; returns the height below.
fn draw_bands(drawing: &mut Drawing, bands: &[&ThemeBand], mut y: f32) -> f32 {
    let names = RowNames::new(bands.iter().map(|band| band.name.as_str()), 90.0, 200.0);
    let left = MARGIN + names.width + 14.0;
    let total = |band: &&ThemeBand| font::width(&band.themes.to_string(), NAME.size);
    let examples = left + BARS + bands.iter().map(total).fold(0.0, f32::max) + 30.0;
    let highest = bands.iter().map(|band| band.themes).max().unwrap_or(1) as f32;
    drawing.write("主题数", (left, y), Anchor::Left, SMALL);
    drawing.write("例如", (examples, y), Anchor::Left, SMALL);
    y += 12.0;
    for (at, band) in bands.iter().enumerate() {
        let height = names.height(at, ROW);
        let middle = y + height / 2.0;
        drawing.write_lines(&names.lines[at], (left - 12.0, middle), ROW_LEADING, Anchor::Right, NAME);
        let length = BARS * band.themes as f32 / highest;
        drawing.fill([left, middle - BAR / 2.0, length.max(1.0), BAR], ACCENT);
        drawing.write(&band.themes.to_string(), (left + length + 7.0, middle), Anchor::Left, style(NAME.size, INK));
        let labels = some(&band.labels, band.themes as usize, WIDTH - MARGIN - examples);
        drawing.write(&labels, (examples, middle), Anchor::Left, style(SMALL.size + 0.5, GREY));
        y += height;
    }
    y
}

/// As many whole labels as there is room for; whether there are more.
fn some(labels: &[String], all: usize, room: f32) -> String {
    let size = SMALL.size + 0.5;
    let told = |n: usize| format!("{}{}", labels[..n].join("、"), if n < all { "等" } else { "" });
    let fits = (1..=labels.len()).rev().map(told).find(|words| font::width(&font::clean(words), size) <= room);
    fits.unwrap_or_else(|| font::shorten(&font::clean(&labels.join("、")), room, size))
}
