//! Names: what control words and numbers stand for.
//!
//! In:  the control word that a group begins with; the number of a code page or of a set of characters.
//! Out: where the words of the group go; the encoding.
//! Source: the Rich Text Format Specification 1.9.1, appendix B (destinations) and "Font Table".

use encoding_rs::{BIG5, EUC_KR, Encoding, GBK, SHIFT_JIS, UTF_8, WINDOWS_1252};

/// Where the words of a group go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Goes {
    Text,
    /// Headers, footers, notes.
    Aside,
    Title,
    /// The table of fonts.
    Fonts,
    Nowhere,
}

/// Where the words of a group go that begins with a control word; none where that names no destination.
pub(super) fn destination(word: &[u8], may: bool, around: Goes) -> Option<Goes> {
    let own = match word {
        b"fonttbl" => Goes::Fonts,
        b"title" if around == Goes::Nowhere => return Some(Goes::Title),
        b"header" | b"headerl" | b"headerr" | b"headerf" | b"footer" | b"footerl" | b"footerr" | b"footerf"
        | b"footnote" | b"annotation" => Goes::Aside,
        b"colortbl" | b"stylesheet" | b"info" | b"pict" | b"objdata" | b"listtable" | b"listoverridetable"
        | b"revtbl" | b"filetbl" | b"fldinst" | b"nonshppict" | b"shprslt" | b"sp" | b"template" | b"xe" | b"tc" => {
            Goes::Nowhere
        }
        // the picture or the words that are shown
        b"shppict" | b"shpinst" | b"shptxt" | b"ud" | b"pntext" | b"listtext" => return None,
        _ if may => Goes::Nowhere,
        _ => return None,
    };
    Some(if around == Goes::Nowhere { Goes::Nowhere } else { own })
}

/// The encoding of a code page of Windows.
pub(super) fn code_page(number: i32) -> Option<&'static Encoding> {
    match number {
        936 | 54936 => Some(GBK),
        950 => Some(BIG5),
        932 => Some(SHIFT_JIS),
        949 => Some(EUC_KR),
        1252 => Some(WINDOWS_1252),
        65001 => Some(UTF_8),
        _ => None,
    }
}

/// The encoding of a font's set of characters; none for those of the file.
pub(super) fn charset(number: i32) -> Option<&'static Encoding> {
    match number {
        134 => Some(GBK),
        136 => Some(BIG5),
        128 => Some(SHIFT_JIS),
        129 => Some(EUC_KR),
        _ => None,
    }
}
