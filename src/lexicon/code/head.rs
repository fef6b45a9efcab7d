//! Codes of `head-words.tsv` and `headings.tsv`.

use crate::lexicon::words::Code;

codes! {
    /// What a word of `head-words.tsv` does.
    HeadClass, "class" {
        /// Opens the title of a document, behind its issuer.
        About = "about",
        /// Before a title on its own line.
        Annex = "annex",
        /// In a line that cites another document or tells of one: no title and no number of its own; at the head of a report's name it is only mentioned.
        Citing = "citing",
        /// Behind four digits: they count something and are no year.
        Counted = "counted",
        /// Behind the digits of a day.
        Day = "day",
        /// In a title: the document divides work or lists it.
        Division = "division",
        /// Ends the title of a document: its kind: 关于…的通知.
        Document = "document",
        /// The name of a metadata field as pages print it; a field's value ends where the next name begins; value: what of the head it gives (number index issuer issued published title source), else empty.
        Field = "field",
        /// In a line that is the head of a blank form: its marks hide no figure.
        FormColumn = "form_column",
        /// Names the government's own work report.
        GovernmentReport = "government_report",
        /// Before a year: something is to be reached by then; it is not the year of the document.
        Horizon = "horizon",
        /// Ends the name of who issues documents.
        Issuer = "issuer",
        /// Behind an issuer, on a line by itself: the red head of its paper, no title.
        Letterhead = "letterhead",
        /// Behind a figure that the page hides: 增长X.X%.
        Masked = "masked",
        /// Behind the digits of a month.
        Month = "month",
        /// Before the number of a document.
        Nth = "nth",
        /// Behind the number of a document.
        Number = "number",
        /// In a line of the page's own path: no title.
        Path = "path",
        /// In a line with a date: the report was given there and then.
        Spoken = "spoken",
        /// Names a work report of any body.
        WorkReport = "work_report",
        /// Behind the digits of a year.
        Year = "year",
        /// Names a field of the page that gives the year.
        YearField = "year_field",
    }
}

codes! {
    /// What of the head a metadata field gives.
    HeadItem, "item" {
        Index = "index",
        Issued = "issued",
        Issuer = "issuer",
        Number = "number",
        Published = "published",
        Source = "source",
        Title = "title",
    }
}

codes! {
    /// What a word of `headings.tsv` tells of a heading.
    HeadingKind, "kind" {
        /// Bids offices to do, report and check: no task behind the last unit.
        Bid = "bid",
        /// Ends the title of a blank form.
        Form = "form",
        /// Opens notes on terms.
        Glossary = "glossary",
        /// In the title of a list of tasks.
        List = "list",
        /// Heads what a notice rules about itself.
        Provision = "provision",
        /// In a sentence of such rules.
        ProvisionText = "provision_text",
        /// Heads how the work is to be led and checked.
        Requirement = "requirement",
        /// Ends the title of a document: its kind.
        Title = "title",
    }
}

/// A row of `head-words.tsv`.
pub(in crate::lexicon) fn head_word(row: &[&str]) -> Result<(), String> {
    let [_, class, value] = row else { return Ok(()) };
    match HeadClass::parse(class)? {
        _ if value.is_empty() => Ok(()),
        HeadClass::Field => HeadItem::parse(value).map(|_| ()),
        _ => Err(format!("class `{class}` takes no value, not `{value}`")),
    }
}

/// A row of `headings.tsv`.
pub(in crate::lexicon) fn heading(row: &[&str]) -> Result<(), String> {
    let [kind, _] = row else { return Ok(()) };
    HeadingKind::parse(kind).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::{self, words};

    #[test]
    fn every_class_has_words_and_is_explained() {
        words::assert_explained::<HeadClass>(lexicon::HEAD_WORDS);
    }

    #[test]
    fn every_kind_has_words_and_is_explained() {
        words::assert_explained::<HeadingKind>(lexicon::HEADINGS);
    }
}
