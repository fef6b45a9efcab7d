//! Charts: what the analysis counted, as pictures.
//!
//! In:  one plain struct a chart ([`Workload`], [`Functions`], [`Overlap`], [`Themes`], [`Indicators`]): names and
//!      numbers that are already decided.
//! Out: the bytes of an SVG or PNG file by [`render`]. The letters are drawn from the bundled font, so Chinese shows
//!      on a machine without a Chinese font; in an SVG they can still be searched and copied.
//! Not here: what is counted and where files go. plotters lives here and nowhere else.
//!
//! A new chart is a file with a struct and its [`Chart`].

mod bars;
mod change;
mod drawing;
mod font;
mod frame;
mod functions;
mod indicators;
mod multiples;
mod narrow;
mod overlap;
mod paint;
mod palette;
mod progress;
mod ranges;
#[cfg(test)]
mod samples;
mod spread;
#[cfg(test)]
mod tests;
mod themes;
mod workload;

pub use change::{Change, ChangeRow, Tone};
pub use drawing::Drawing;
pub use functions::{FunctionColumn, FunctionRow, Functions};
pub use indicators::{IndicatorRow, IndicatorValue, Indicators};
pub use multiples::{Multiples, PlaceYears};
pub use overlap::{Overlap, OverlapList, Shared};
pub use progress::{Progress, UnitProgress};
pub use spread::{Spread, SpreadValue};
pub use themes::{ThemeBand, ThemeRange, Themes};
pub use workload::{UnitLoad, Workload};

use crate::error::Error;

/// The words around a chart.
#[derive(Clone, Debug, Default)]
pub struct Caption {
    /// What is seen, as a sentence. Empty: the chart says it from its own numbers.
    pub title: String,
    /// How to read it, below the title; may be empty.
    pub subtitle: String,
    /// What to mind, one line each, below the chart. The chart adds what it left out.
    pub notes: Vec<String>,
    /// Where the words come from, such as the notices' titles. The chart adds its n.
    pub source: String,
}

/// The kind of picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Picture {
    Svg,
    Png,
}

impl Picture {
    pub const ALL: [Self; 2] = [Self::Svg, Self::Png];

    /// The ending of the file's name, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Svg => "svg",
            Self::Png => "png",
        }
    }
}

/// How a notice or a list is called in a chart: `武昌区`, `2023`, `市级`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name {
    pub region: String,
    /// The year of the report; empty if unknown.
    pub year: String,
    /// Which list of the notice; empty for a whole notice.
    pub part: String,
}

impl Name {
    pub fn notice(region: impl Into<String>, year: impl Into<String>) -> Self {
        Self { region: region.into(), year: year.into(), part: String::new() }
    }

    pub fn list(region: impl Into<String>, year: impl Into<String>, part: impl Into<String>) -> Self {
        Self { part: part.into(), ..Self::notice(region, year) }
    }

    /// The name within a sentence: `武昌区2023年市级清单`.
    pub fn phrase(&self) -> String {
        let year = if self.year.is_empty() || self.year.ends_with('年') { "" } else { "年" };
        let list = if self.part.is_empty() || self.part.contains("清单") { "" } else { "清单" };
        format!("{}{}{year}{}{list}", self.region, self.year, self.part)
    }

    /// The name on one line: `武昌区 2023 市级`.
    pub fn line(&self) -> String {
        let words = [&self.region, &self.year, &self.part];
        words.into_iter().filter(|word| !word.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" ")
    }
}

/// What can be drawn.
pub trait Chart {
    /// Lays the chart out. Never fails: without data the picture says so.
    fn draw(&self) -> Drawing;

    /// Lays it out anew for the width of a phone; nothing where there is nothing to draw.
    fn draw_narrow(&self) -> Option<Drawing>;
}

/// Draws `chart` as a file's bytes: the same chart gives the same bytes.
///
/// # Errors
/// [`Error::Draw`] with the chart's title, if the picture could not be made.
pub fn render(chart: &dyn Chart, picture: Picture) -> Result<Vec<u8>, Error> {
    paint(&chart.draw(), picture)
}

/// Draws `chart` for the width of a phone, as an SVG.
///
/// # Errors
/// As [`render`].
pub fn render_narrow(chart: &dyn Chart) -> Result<Option<String>, Error> {
    let Some(drawing) = chart.draw_narrow() else { return Ok(None) };
    paint::svg(&drawing).map(Some).map_err(|source| Error::Draw { what: drawing.title().to_owned(), source })
}

fn paint(drawing: &Drawing, picture: Picture) -> Result<Vec<u8>, Error> {
    let painted = match picture {
        Picture::Svg => paint::svg(drawing).map(String::into_bytes),
        Picture::Png => paint::png(drawing),
    };
    painted.map_err(|source| Error::Draw { what: drawing.title().to_owned(), source })
}
