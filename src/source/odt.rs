//! ODT, and the XML of Word 2003: documents that `LibreOffice` reads for us.
//!
//! In:  a ZIP archive that says it is an OpenDocument text, or one XML with Word's root.
//! Out: as of DOCX.

use std::path::Path;

use super::{Document, Format, Refusal, libreoffice, refused, xml};

pub(super) const FORMAT: Format = Format { name: "odt", extensions: &["odt", "ott"], fits, read };

fn fits(bytes: &[u8], _: &Path) -> bool {
    is_text(bytes) || refused::xml_head(bytes).is_some_and(|head| head.contains("wordDocument"))
}

fn is_text(bytes: &[u8]) -> bool {
    let says = |kind: Vec<u8>| {
        [&b"opendocument.text"[..], b"opendocument.text-template"].iter().any(|own| kind.ends_with(own))
    };
    refused::is_zip(bytes) && xml::zip_entry(bytes, "mimetype").is_some_and(says)
}

fn read(bytes: &[u8], _: &Path) -> Result<Vec<Document>, Refusal> {
    if is_text(bytes) {
        return libreoffice::documents(bytes, ("odt", "writer8"), "an .odt file");
    }
    libreoffice::documents(bytes, ("xml", "MS Word 2003 XML"), "a Word file in one XML")
}
