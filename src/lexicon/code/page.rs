//! Codes of printed pages: what role words stand for, furniture, marks of web pages.

use super::super::words::Code;

codes! {
    /// Where a word of `roles.tsv` stands.
    RoleKind, "kind" {
        Adverb = "adverb",
        Bureau = "bureau",
        Duty = "duty",
        Ending = "ending",
        Head = "head",
        Label = "label",
        Middle = "middle",
        Modifier = "modifier",
        Noun = "noun",
        Person = "person",
        Scope = "scope",
        Stem = "stem",
        Verb = "verb",
        Work = "work",
    }
}

codes! {
    /// What a word of `roles.tsv` says of the names beside it, or of its column.
    RoleWord, "role" {
        Lead = "lead",
        Responsible = "responsible",
        Support = "support",
        Leader = "leader",
        Deadline = "deadline",
        Text = "text",
        Requirement = "requirement",
        Number = "number",
        Measure = "measure",
        Section = "section",
        Ignored = "ignored",
        /// Nothing: the word belongs to names.
        Name = "name",
    }
}

codes! {
    /// Which lines of a page a word of `furniture.tsv` tells.
    FurnitureKind, "kind" {
        End = "end",
        Field = "field",
        Line = "line",
        Links = "links",
    }
}

codes! {
    /// What a word of `page.tsv` is in a web page, a text of broken lines or a workbook; the file's head explains each.
    PageKind, "kind" {
        Address = "address",
        Annex = "annex",
        Article = "article",
        Aside = "aside",
        Attachment = "attachment",
        Duty = "duty",
        Head = "head",
        Label = "label",
        LabelEnd = "label_end",
        NumberHead = "number_head",
        Opening = "opening",
        Person = "person",
        Saved = "saved",
        Sheet = "sheet",
        Unit = "unit",
        Work = "work",
    }
}

/// A row of `roles.tsv`: a role that its kind can have.
pub(in crate::lexicon) fn role(row: &[&str]) -> Result<(), String> {
    let [kind, _, role] = row else { return Ok(()) };
    let word = RoleWord::parse(role)?;
    let who = matches!(word, RoleWord::Lead | RoleWord::Responsible | RoleWord::Support | RoleWord::Leader);
    let fits = match RoleKind::parse(kind)? {
        RoleKind::Head => word != RoleWord::Name,
        RoleKind::Label => who || word == RoleWord::Deadline,
        RoleKind::Verb | RoleKind::Stem => who,
        RoleKind::Noun => matches!(word, RoleWord::Leader | RoleWord::Name),
        _ => word == RoleWord::Name,
    };
    if fits { Ok(()) } else { Err(format!("kind `{kind}` has no role `{role}`")) }
}

/// A row of `furniture.tsv`.
pub(in crate::lexicon) fn furniture(row: &[&str]) -> Result<(), String> {
    kind_and_word::<FurnitureKind>(row)
}

/// A row of `page.tsv`.
pub(in crate::lexicon) fn page(row: &[&str]) -> Result<(), String> {
    kind_and_word::<PageKind>(row)
}

fn kind_and_word<C: Code>(row: &[&str]) -> Result<(), String> {
    let [kind, word] = row else { return Ok(()) };
    C::parse(kind)?;
    if word.trim().is_empty() { Err(format!("kind `{kind}` without a word")) } else { Ok(()) }
}
