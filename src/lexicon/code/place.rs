//! Codes of places: levels, what words and phrases do around names, the columns of divisions and zones.

use super::super::words::{Code, without_values};

codes! {
    /// Whose report a list decomposes, or whose office is meant. A list that does not say so is of a district.
    #[derive(Default)]
    Level, "level" {
        Nation = "nation",
        Province = "province",
        City = "city",
        #[default]
        District = "district",
        Township = "township",
    }
}

codes! {
    /// What a word of `place-words.tsv` does; the head of the file says it.
    PlaceClass, "class" {
        About = "about",
        Addressed = "addressed",
        BelowTitles = "below_titles",
        Common = "common",
        Filing = "filing",
        Follows = "follows",
        Government = "government",
        Level = "level",
        MadeUp = "made_up",
        MentionAfter = "mention_after",
        MentionBefore = "mention_before",
        Own = "own",
        OwnOffice = "own_office",
        Party = "party",
        RankAfter = "rank_after",
        RankBefore = "rank_before",
        Report = "report",
        Seat = "seat",
        Sentence = "sentence",
        SiteCode = "site_code",
        State = "state",
        Unnamed = "unnamed",
        Vague = "vague",
    }
}

codes! {
    /// What a phrase of `selfnames.tsv` tells.
    Selfname, "kind" {
        /// Who gives the report.
        Speaks = "speaks",
        /// A short line at the head.
        Opens = "opens",
        /// The State Council's own report.
        Nation = "nation",
        NationOpens = "nation_opens",
        /// Who printed it, answers for it, where it holds.
        Owns = "owns",
        /// Its own name in set phrases.
        Adorns = "adorns",
        /// Whose site the page stands on.
        Site = "site",
    }
}

/// A row of `place-words.tsv`.
pub(in crate::lexicon) fn place_word(row: &[&str]) -> Result<(), String> {
    let [_, class, value] = row else { return Ok(()) };
    let level = |code: &str| Level::parse(code).map(|_| ());
    match PlaceClass::parse(class)? {
        PlaceClass::Level => level(value.split(':').next().unwrap_or_default()),
        PlaceClass::MadeUp => value.split('/').try_for_each(level),
        PlaceClass::Addressed => level(value),
        PlaceClass::Own => value.parse::<usize>().map(|_| ()).map_err(|_| format!("`{value}` is no number")),
        PlaceClass::Unnamed if value.is_empty() => Ok(()),
        PlaceClass::Unnamed => level(value),
        _ => without_values::<PlaceClass>(row),
    }
}

/// A row of `selfnames.tsv`: a known kind, one X but for the nation's, brackets in pairs.
pub(in crate::lexicon) fn selfname(row: &[&str]) -> Result<(), String> {
    let [kind, words] = row else { return Ok(()) };
    let names = usize::from(!matches!(Selfname::parse(kind)?, Selfname::Nation | Selfname::NationOpens));
    let found = words.matches('X').count();
    if found < names {
        return Err(format!("`{words}` has no X for the place"));
    }
    let depth = words.chars().try_fold(0_usize, |depth, c| match c {
        '[' => Some(depth + 1),
        ']' => depth.checked_sub(1),
        _ => Some(depth),
    });
    if depth == Some(0) { Ok(()) } else { Err(format!("`{words}` has a bracket without its other half")) }
}

/// A row of `regions.tsv`.
pub(in crate::lexicon) fn region(row: &[&str]) -> Result<(), String> {
    let [code, name, until, _] = row else { return Ok(()) };
    division_code(code)?;
    if name.is_empty() {
        return Err("a division without a name".to_owned());
    }
    let year = until.is_empty() || until.len() == 4 && until.bytes().all(|byte| byte.is_ascii_digit());
    if year { Ok(()) } else { Err(format!("`{until}` is no year")) }
}

/// A row of `zones.tsv`.
pub(in crate::lexicon) fn zone(row: &[&str]) -> Result<(), String> {
    let [name, parent, _] = row else { return Ok(()) };
    if name.is_empty() {
        return Err("a zone without a name".to_owned());
    }
    division_code(parent)
}

fn division_code(code: &str) -> Result<(), String> {
    let plain = code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit());
    if plain { Ok(()) } else { Err(format!("`{code}` is no code of six digits")) }
}
