//! Court: what all pieces of a notice say together, and which place is chosen from them.
//!
//! In:  the pieces by trust.
//! Out: the place of the most trusted piece that names one of the level that the text speaks at.

use super::Level;
use super::address::Place;
use super::context::{number_province, numbered_by_name, numbered_places};
use super::piece::{Evidence, known_places, level_word, places};
use super::voice::{self, Class, Voice, count};

/// What all pieces say together, and how the place is chosen from them.
pub(super) struct Court<'e> {
    /// By trust.
    pieces: Vec<(Evidence, &'e str)>,
    /// The places that each piece names.
    pub(super) named: Vec<(Evidence, Vec<Place>)>,
    pub(super) voice: Voice,
    /// The level that the pieces state.
    pub(super) stated: Option<Class>,
    prefix: Option<String>,
}

impl<'e> Court<'e> {
    pub(super) fn hear(pieces: Vec<(Evidence, &'e str)>, prefix: Option<String>) -> Self {
        let bodies: Vec<&str> =
            pieces.iter().filter(|(kind, _)| *kind == Evidence::Body).map(|(_, text)| *text).collect();
        let voice = Voice::read(&bodies.join("\n"));
        let own = |kind: Evidence| matches!(kind, Evidence::Title | Evidence::Issuer | Evidence::Signature);
        let stated = voice
            .level
            .or_else(|| pieces.iter().filter(|(kind, _)| own(*kind)).find_map(|(_, text)| level_word(text)))
            .or_else(|| {
                let mut addressees = pieces.iter().filter(|(kind, _)| *kind == Evidence::Addressee);
                addressees.find_map(|(_, text)| voice::addressing(text))
            });
        let named = pieces.iter().map(|&(kind, text)| (kind, places(kind, text))).collect();
        Self { pieces, named, voice, stated, prefix }
    }

    /// The level that the text speaks at, stated or counted.
    pub(super) fn level(&self) -> Option<Class> {
        self.stated.or(self.voice.counted)
    }

    /// Of several places the one whose name ends as the level's word does, else the first of that level. A level that is
    /// only counted tells places of one piece apart, it excludes none where `loose`.
    fn fitting<'p>(&self, places: &'p [Place], loose: bool) -> Option<&'p Place> {
        let Some(class) = self.level() else { return places.first() };
        let well = places.iter().find(|place| class.fits_well(place));
        let found = well.or_else(|| places.iter().find(|place| class.fits(place)));
        found.or_else(|| places.first().filter(|_| loose && self.stated.is_none()))
    }

    fn by_piece(&self, kinds: &[Evidence], loose: bool) -> Option<(Evidence, Place)> {
        let pieces = self.named.iter().filter(|(kind, _)| kinds.contains(kind));
        pieces.into_iter().find_map(|(kind, places)| {
            let place = self.fitting(places, loose)?;
            Some((*kind, self.finest(*kind, places, place)))
        })
    }

    /// The finest of the places of one piece that lies inside `place`: columns of a table name province, city and
    /// district apart. Where the text says its level, that is enough.
    fn finest(&self, kind: Evidence, places: &[Place], place: &Place) -> Place {
        let level = if kind == Evidence::Hint { self.stated } else { self.level() };
        let apart = matches!(kind, Evidence::Hint | Evidence::FileName) && level.is_none_or(|class| !class.fits(place));
        let inside = |other: &&Place| {
            let own = place.city.as_ref().or(place.province.as_ref());
            let around = if place.level == Level::Province { other.province.as_ref() } else { other.city.as_ref() };
            apart && other.level > place.level && around == own
        };
        places.iter().find(inside).unwrap_or(place).clone()
    }

    fn by_number(&self) -> Option<(Evidence, Place)> {
        let (kind, text) = self.pieces.iter().find(|(kind, _)| *kind == Evidence::DocNumber)?;
        number_province(text).map(|place| (*kind, place))
    }

    fn by_body(&self, places: &[Place]) -> Option<(Evidence, Place)> {
        self.fitting(places, false).map(|place| (Evidence::Body, place.clone()))
    }

    /// The place that the most trusted piece names.
    pub(super) fn chosen(&self) -> Option<(Evidence, Place)> {
        let level = self.level().map(|class| class.level);
        let adorned = self.level().and_then(|class| self.voice.adorned(class));
        let often = adorned.clone().filter(|(_, count)| *count > 1 && self.stated.is_some());
        let body = |place: Place| (Evidence::Body, place);
        let province = level == Some(Level::Province);
        self.by_body(&self.voice.speakers)
            .or_else(|| self.by_piece(&[Evidence::Title, Evidence::Issuer], true))
            .or_else(|| self.by_number().filter(|_| province))
            .or_else(|| self.by_piece(&[Evidence::DocNumber, Evidence::Signature], true))
            .or_else(|| self.by_body(&self.voice.owners))
            .or_else(|| often.map(|(place, _)| body(place)))
            .or_else(|| self.by_piece(&[Evidence::FileName], false))
            .or_else(|| self.by_piece(&[Evidence::Hint], false))
            .or_else(|| self.by_number().filter(|_| level.is_none()))
            .or_else(|| self.by_site())
            .or_else(|| adorned.map(|(place, _)| body(place)))
            .or_else(|| self.alone())
            .or_else(|| self.by_piece(&[Evidence::FileName, Evidence::Hint], true))
    }

    /// The only city or province that the text names in full, more than once, outside brackets and lists; a text that
    /// speaks of 我市 and names no other city means that one.
    ///
    /// Measured in November 2026: it tells the province of two of thirteen notices whose page gave no title and no
    /// issuer, rightly, and decides none of 206 reports, twelve pages and five notices.
    fn alone(&self) -> Option<(Evidence, Place)> {
        let class = self.level().filter(|class| matches!(class.level, Level::Province | Level::City))?;
        let (_, text) = self.pieces.iter().find(|(kind, _)| *kind == Evidence::Body)?;
        let mut counts: Vec<(Place, usize)> = Vec::new();
        for (start, place) in known_places(text) {
            let line = &text[text[..start].rfind('\n').map_or(0, |at| at + 1)..start];
            let bracketed = line.rfind('(').is_some_and(|open| !line[open..].contains(')'));
            if !place.short && !bracketed && class.fits_well(&place) {
                count(&mut counts, place);
            }
        }
        match counts.as_slice() {
            [(place, count)] if *count > 1 => Some((Evidence::Body, place.clone())),
            _ => None,
        }
    }

    /// The owner of the site, and the place that a document number abbreviates.
    fn by_site(&self) -> Option<(Evidence, Place)> {
        let bodies = || self.pieces.iter().filter(|(kind, _)| *kind == Evidence::Body).map(|(_, text)| *text);
        let numbered: Vec<Place> = bodies().flat_map(numbered_places).collect();
        self.by_body(&self.voice.sites).or_else(|| self.by_body(&numbered)).or_else(|| {
            let prefix = self.prefix.as_deref()?;
            let place = bodies().find_map(|text| numbered_by_name(text, prefix, self.level()))?;
            Some((Evidence::Body, place))
        })
    }
}
