//! Regions: which government a notice comes from.
//!
//! In:  pieces of the notice, each with the [`Evidence`] it is: title, issuer, document number, signature, file name …
//! Out: [`Located`]: the [`Region`] with its code, the other places it may be, and which piece told it.
//! Not here: finding those pieces in the notice; which offices a place has ([`crate::office`]).
//! Source: `regions.tsv`, `zones.tsv`, `selfnames.tsv`, `place-words.tsv`, see `datasets/lexicon/README.md`.
//!
//! What is trusted, most first:
//!
//! 1. who speaks: `我代表国务院`, `我代表青禾县人民政府`, `在青禾县第十六届人民代表大会第四次会议上`;
//! 2. title, issuer, document number, signature;
//! 3. who printed it, answers for it, where it holds: `由青禾市科技局负责解释`;
//! 4. set phrases that all name one place (`结合青禾实际`), where they stand twice;
//! 5. the file's name, then what the file says beside the text;
//! 6. the site that the page stands on; one set phrase; the only city or province that the text names.
//!
//! Each speaks only at the level of the government that writes: of 1, of the titles, of the addressee
//! (`各市人民政府,省政府各部门:`), else of the word that the text uses of itself (全省, 我市, 全州). That last one is weaker
//! than a name. A place that is merely mentioned, listed or linked says nothing: no region is better than a wrong one. A
//! place that is in no table keeps its name and has no code.

use super::address::Place;
use super::context::Context;
use super::court::Court;
use super::gazetteer::gazetteer;
use super::piece::Evidence;
use super::word::{unnamed, words};
use super::{Level, Region};
use crate::lexicon::code::PlaceClass;

/// Where a notice comes from and how that is known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Located {
    pub region: Region,
    /// Full names of the places it may be, where nothing tells which.
    pub ambiguous: Vec<String>,
    /// The piece that named the place.
    pub from: Option<Evidence>,
}

/// Finds the government that a notice comes from.
///
/// The order of `evidence` does not matter; of two pieces of one kind the earlier counts more.
pub fn locate(evidence: &[(Evidence, &str)]) -> Located {
    // The columns of a table are one piece: `湖北`, `武汉`, `洪山`.
    let hints: Vec<&str> = evidence.iter().filter(|(kind, _)| *kind == Evidence::Hint).map(|(_, text)| *text).collect();
    let hints = hints.join(" ");
    let mut pieces: Vec<(Evidence, &str)> =
        evidence.iter().copied().filter(|(kind, _)| *kind != Evidence::Hint).collect();
    pieces.push((Evidence::Hint, &hints));
    pieces.sort_by_key(|(kind, _)| *kind);
    let context = Context::read(&pieces);
    let named_state = pieces.iter().find(|(kind, text)| {
        matches!(kind, Evidence::Title | Evidence::Issuer) && words().opens(PlaceClass::State, text.trim_start())
    });
    let named_state = named_state.map(|(kind, _)| *kind);
    let court = Court::hear(pieces, context.prefix.clone());
    let wanted = court.stated.map(|class| class.level);
    let spoken = (court.voice.nation || wanted == Some(Level::Nation)).then_some(Evidence::Body);
    if let Some(kind) = named_state.or(spoken) {
        let region =
            Region { name: unnamed(Some(Level::Nation)).to_owned(), level: Some(Level::Nation), ..Region::default() };
        return Located { region, ambiguous: Vec::new(), from: Some(kind) };
    }
    let Some((from, mut place)) = court.chosen() else {
        let level = court.level().map(|class| class.level);
        return Located { region: Region { level, ..Region::default() }, ..Located::default() };
    };
    settle(&mut place, &court, &context);
    let mut region = place.region();
    if place.ids.len() != 1 && wanted.is_some_and(|wanted| wanted > place.level) || wanted == Some(Level::Township) {
        region.level = wanted;
    }
    let gazetteer = gazetteer();
    let ambiguous = match place.ids.len() {
        0 | 1 => Vec::new(),
        _ => place.ids.iter().map(|&index| gazetteer.full_name(index)).collect(),
    };
    Located { region, ambiguous, from: Some(from) }
}

/// Decides between places of one name by what the other pieces say.
fn settle(place: &mut Place, court: &Court, context: &Context) {
    let gazetteer = gazetteer();
    let all = &court.named;
    // The same district with its city named in another piece.
    if place.level == Level::District {
        let same = |other: &&Place| {
            other.district == place.district && other.city.is_some() && (other.ids.len() < 2 || place.ids.is_empty())
        };
        let told = all.iter().flat_map(|(_, places)| places).filter(same).find(|other| {
            place.ids.len() > 1
                || place.ids.is_empty() && place.city.is_none()
                || other.ids.is_empty() && other.length > place.length
        });
        if let Some(other) = told {
            *place = other.clone();
            return;
        }
    }
    if place.ids.len() > 1 {
        place.ids = context.choose(&place.ids);
        if let [one] = place.ids[..] {
            let level = place.level;
            *place = gazetteer.place(one);
            place.level = level;
        }
    } else if place.ids.is_empty() && place.level == Level::District && place.city.is_none() {
        // A district of no table: its city may stand in another piece.
        let cities = all.iter().flat_map(|(_, places)| places).filter(|other| other.level == Level::City);
        if let Some(other) = cities.into_iter().next() {
            place.city.clone_from(&other.city);
            place.province.clone_from(&other.province);
        }
    }
}
