//! Places: levels of government, regions and their codes.
//!
//! In:  pieces of a notice that name places, each with the [`Evidence`] it is.
//! Out: [`Level`], [`Region`], and [`locate`], which tells the region that the pieces name.
//! Not here: finding those pieces ([`crate::notice`]); which offices a place has ([`crate::office`]).
//! Source: `regions.tsv`, `zones.tsv`, `selfnames.tsv` and `place-words.tsv`, see `datasets/lexicon/README.md`.

mod address;
mod context;
mod court;
mod gazetteer;
mod locate;
mod piece;
mod voice;
pub(crate) mod word;

#[cfg(test)]
mod tests;

pub use locate::{Located, locate};
pub use piece::Evidence;
pub use voice::is_below_titles;

pub use crate::lexicon::code::Level;
use crate::lexicon::words::Code;

impl Level {
    /// The code in tables.
    pub fn name(self) -> &'static str {
        self.code()
    }
}

/// Where a notice comes from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Region {
    pub province: Option<String>,
    /// Null for the province's own notices; the municipality's name for districts of a municipality.
    pub city: Option<String>,
    pub district: Option<String>,
    /// Full name, `湖北省武汉市洪山区`.
    pub name: String,
    /// GB/T 2260, six digits.
    pub code: Option<String>,
    /// Level of the government that issued it.
    pub level: Option<Level>,
}

impl Region {
    /// The name as people say it, `洪山区`, `全国`; `未知地区` where nothing is known.
    pub fn short(&self) -> &str {
        let named = [&self.district, &self.city, &self.province].into_iter().flatten().next();
        named.map_or_else(|| word::unnamed(self.level), String::as_str)
    }
}

/// A place as people say it: without those above it where its code is known, else its full name.
pub fn short<'a>(code: Option<&str>, full: &'a str) -> &'a str {
    code.and_then(|code| gazetteer::gazetteer().name_of(code)).unwrap_or(full)
}

/// A place of the list of divisions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Below {
    /// Full name.
    pub name: String,
    pub code: String,
}

/// The places of today right below a province or a city, by their codes: cities and what the province rules itself, or districts
/// and counties. The districts of a municipality are right below it.
pub fn below(code: &str) -> Vec<Below> {
    let gazetteer = gazetteer::gazetteer();
    let mut below: Vec<Below> =
        gazetteer.codes_below(code).map(|(code, name)| Below { code: code.to_owned(), name }).collect();
    below.sort_by(|a, b| a.code.cmp(&b.code));
    below
}

/// Makes the table of places ready, on whatever thread has time for it.
pub(crate) fn warm_up() {
    gazetteer::gazetteer();
}
