//! Files that are refused for what they are.
//!
//! In:  a file's bytes.
//! Out: what it is and what its owner can do, or nothing where it may be readable.

use std::borrow::Cow;

use super::{Refusal, ofd, xlsx, xml};

/// Whether a kind of file is refused, with what to tell people.
struct Kind {
    is: fn(&[u8]) -> bool,
    reason: &'static str,
    help: &'static str,
}

const SAVE_AS: &str = "open it in Word or WPS, save it as .docx or .txt and try again";

/// First bytes of Office files before 2007, and of encrypted ones since.
pub(super) const OLE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

static KINDS: &[Kind] = &[
    Kind { is: <[u8]>::is_empty, reason: "an empty file", help: "download or save it again" },
    Kind {
        is: |bytes| is_ole(bytes) && names(bytes, "EncryptedPackage"),
        reason: "an encrypted Office file",
        help: "open it with its password, save it without one and try again",
    },
    Kind {
        is: |bytes| is_ole(bytes) && !["WordDocument", "Workbook", "Book"].iter().any(|stream| names(bytes, stream)),
        reason: "a binary Office file that is neither a workbook nor a .docx",
        help: SAVE_AS,
    },
    Kind {
        // Word for DOS, 1 and 2.
        is: |bytes| {
            let marks: &[&[u8]] = &[b"\x31\xbe\0\0", b"\x9b\xa5", b"\xdb\xa5"];
            marks.iter().any(|mark| bytes.starts_with(mark)) && bytes.contains(&0)
        },
        reason: "a .doc file of a Word older than 6",
        help: "open it in LibreOffice or WPS, save it as .docx and try again",
    },
    Kind {
        is: |bytes| {
            let marks = ["pkg:package", "urn:schemas-microsoft-com:office:spreadsheet"];
            xml_head(bytes).is_some_and(|head| marks.iter().any(|mark| head.contains(mark)))
        },
        reason: "an Office file in one XML",
        help: "open it in Word, Excel or WPS, save it as .docx or .xlsx and try again",
    },
    Kind {
        is: is_picture,
        reason: "a picture of a kind that no engine reads",
        help: "save it as .png or .jpg, or the text in it as .txt, and try again",
    },
    Kind {
        is: |bytes| {
            is_zip(bytes)
                && !xml::zip_has(bytes, "word/document.xml")
                && !xlsx::is_workbook(bytes)
                && !xml::zip_has(bytes, ofd::ROOT)
                && !xml::zip_has(bytes, "content.xml")
        },
        reason: "an archive or an unknown kind of Office file",
        help: "unpack it and give the files in it, as .docx, .xlsx, .pdf, .html or .txt",
    },
    Kind {
        is: |bytes| {
            [&b"Rar!\x1a\x07"[..], b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08", b"BZh9"]
                .iter()
                .any(|mark| bytes.starts_with(mark))
        },
        reason: "an archive",
        help: "unpack it and give the files in it, as .docx, .xlsx, .pdf, .html or .txt",
    },
];

/// Why these bytes are refused, if they are.
pub(super) fn find(bytes: &[u8]) -> Option<Refusal> {
    KINDS.iter().find(|kind| (kind.is)(bytes)).map(|kind| Refusal::new(kind.reason, kind.help))
}

/// For a file that no format takes.
pub(super) fn unknown() -> Refusal {
    Refusal::new("not text and no known kind of file", SAVE_AS)
}

/// The beginning of a file that is one XML, where its root stands.
pub(super) fn xml_head(bytes: &[u8]) -> Option<Cow<'_, str>> {
    const HEAD: usize = 2048;
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]);
    head.trim_start_matches('\u{feff}').trim_start().starts_with("<?xml").then_some(head)
}

pub(super) fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

pub(super) fn is_ole(bytes: &[u8]) -> bool {
    bytes.starts_with(OLE)
}

/// Whether the directory of an OLE file names a stream. Its entries are 128 bytes, in sectors of 512 bytes or more.
pub(super) fn names(bytes: &[u8], stream: &str) -> bool {
    let mut name: Vec<u8> = stream.encode_utf16().flat_map(u16::to_le_bytes).collect();
    name.extend([0, 0]);
    bytes
        .chunks(128)
        .any(|entry| entry.starts_with(&name) && entry.get(64).is_none_or(|&size| size as usize == name.len()))
}

fn is_picture(bytes: &[u8]) -> bool {
    let marks: &[&[u8]] = &[b"GIF87a", b"GIF89a", b"\0\0\x01\0", b"%!PS"];
    let riff = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP");
    riff || marks.iter().any(|mark| bytes.starts_with(mark))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An OLE file whose directory names these streams.
    fn ole(streams: &[&str]) -> Vec<u8> {
        let mut bytes = OLE.to_vec();
        bytes.resize(512, 0);
        for stream in streams {
            let start = bytes.len();
            bytes.extend(stream.encode_utf16().flat_map(u16::to_le_bytes));
            bytes.resize(start + 128, 0);
            bytes[start + 64] = 2 * stream.len() as u8 + 2;
        }
        bytes
    }

    #[test]
    fn the_oldest_word_files_are_named() {
        for mark in [b"\xdb\xa5\x2d\0\x61\x40", b"\x9b\xa5\x21\0\0\0", b"\x31\xbe\0\0\0\xab"] {
            let refusal = find(mark).unwrap();
            assert!(refusal.reason.contains("older than 6") && refusal.help.contains("WPS"), "{refusal:?}");
        }
    }

    #[test]
    fn office_files_are_told_apart_by_their_streams() {
        for (streams, want) in [
            (&["Root Entry", "WordDocument"][..], None),
            (&["EncryptionInfo", "EncryptedPackage"], Some("an encrypted Office file")),
            (&["Root Entry", "Workbook"], None),
            (
                &["Root Entry", "PowerPoint Document"],
                Some("a binary Office file that is neither a workbook nor a .docx"),
            ),
        ] {
            assert_eq!(find(&ole(streams)).map(|refusal| refusal.reason).as_deref(), want, "{streams:?}");
        }
    }
}
