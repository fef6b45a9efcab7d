//! Codes of offices: their kinds, what words do in their names, the columns of units and functions.

use super::super::words::{Code, without_values};

codes! {
    /// What sort of office it is.
    #[derive(Default)]
    UnitKind, "kind" {
        /// Part of the government, courts and congress included.
        #[default]
        Department = "department",
        PartyOrgan = "party_organ",
        /// A street, town or township.
        Street = "street",
        /// A development zone, new area or scenic area, and who builds it.
        Zone = "zone",
        Company = "company",
        MassOrg = "mass_org",
        /// Led from above: tax, police and environment branches, banks' supervision.
        Vertical = "vertical",
        /// Several offices under one word, `各街道`.
        Group = "group",
        /// A person or a person's office, `常务副市长`.
        Person = "person",
        /// An office of a government above the notice's own.
        Upper = "upper",
    }
}

codes! {
    /// How a name of `units.tsv` stands in texts.
    UnitForm, "form" {
        /// Before a word of type.
        Stem = "stem",
        /// Below the prefix of a level.
        Whole = "whole",
        /// An office of the state.
        Nation = "nation",
    }
}

codes! {
    /// What a word of `office-words.tsv` does; the head of the file says it.
    OfficeClass, "class" {
        Branch = "branch",
        Bureau = "bureau",
        Congress = "congress",
        Division = "division",
        Etc = "etc",
        Filler = "filler",
        GroupLead = "group_lead",
        GroupNoun = "group_noun",
        GroupOf = "group_of",
        GroupOpening = "group_opening",
        House = "house",
        Lawful = "lawful",
        Meeting = "meeting",
        Mission = "mission",
        Organ = "organ",
        Party = "party",
        Post = "post",
        Street = "street",
        Surname = "surname",
        Type = "type",
        Youth = "youth",
        Zone = "zone",
        ZoneEnd = "zone_end",
    }
}

/// Stands among the functions of a `house` for those that the words before it speak of.
pub const SPOKEN: &str = "…";

/// A row of `functions.tsv`.
pub(in crate::lexicon) fn function(row: &[&str]) -> Result<(), String> {
    let [code, title] = row else { return Ok(()) };
    if code.is_empty() || !code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_') {
        return Err(format!("`{code}` is no code of small letters and _"));
    }
    if title.is_empty() { Err(format!("function `{code}` has no name for people")) } else { Ok(()) }
}

/// A row of `units.tsv`; its functions are looked up by [`functions_of`].
pub(in crate::lexicon) fn unit(row: &[&str]) -> Result<(), String> {
    let [form, name, kind, functions, _] = row else { return Ok(()) };
    UnitForm::parse(form)?;
    UnitKind::parse(kind)?;
    match (name.is_empty(), functions.is_empty()) {
        (true, _) => Err("a unit without a name".to_owned()),
        (_, true) => Err(format!("unit `{name}` has no function")),
        _ => Ok(()),
    }
}

/// A row of `office-words.tsv`.
pub(in crate::lexicon) fn office_word(row: &[&str]) -> Result<(), String> {
    let [_, class, value] = row else { return Ok(()) };
    match OfficeClass::parse(class)? {
        OfficeClass::House => match value.split_once(':') {
            Some((kind, functions)) if !functions.is_empty() => UnitKind::parse(kind).map(|_| ()),
            _ => Err(format!("`{value}` is not a kind, a colon and functions")),
        },
        OfficeClass::Branch if matches!(*value, "" | "own") => Ok(()),
        OfficeClass::Branch => Err(format!("`{value}` is not own or nothing")),
        OfficeClass::GroupOf if value.is_empty() => Err("a function is missing".to_owned()),
        OfficeClass::Type | OfficeClass::Street | OfficeClass::ZoneEnd | OfficeClass::GroupOf => Ok(()),
        _ => without_values::<OfficeClass>(row),
    }
}

/// The function codes that a row of a lexicon names; they must stand in `functions.tsv`.
pub(in crate::lexicon) fn functions_of<'r>(lexicon: &str, row: &[&'r str]) -> Vec<&'r str> {
    let cell = match (lexicon, row) {
        ("units.tsv", [_, _, _, functions, _]) => functions,
        ("office-words.tsv", [_, "house", value]) => value.split_once(':').map_or("", |(_, functions)| functions),
        ("office-words.tsv", [_, "group_of", function]) => function,
        _ => return Vec::new(),
    };
    cell.split('/').filter(|code| *code != SPOKEN).collect()
}
