//! Encodings: bytes to characters.
//!
//! In:  a file's bytes, and the encoding its page claims, if any.
//! Out: its text with the encoding that was found; nothing where the bytes are no text.
//! Order of trust: a byte-order mark, valid UTF-8, UTF-16 by its pattern, the page's claim, then GB18030 against Big5 by
//! where their common characters lie.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How many characters in a thousand may be unreadable, beside a cut one, before a file counts as no text.
const MAX_FAULTS: usize = 20;
/// How many bytes are looked at to tell encodings apart.
const SAMPLE: usize = 256 << 10;

/// The text and the encoding it was in; `None` where the bytes are no text.
pub(super) fn decode(bytes: &[u8], claimed: Option<&str>) -> Option<(String, &'static str)> {
    let (encoding, text) = if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        (encoding, encoding.decode_without_bom_handling(&bytes[length..]).0)
    } else if let Some(text) = utf8(bytes) {
        (UTF_8, Cow::Borrowed(text))
    } else {
        let encoding = utf16(bytes)
            .or_else(|| almost_utf8(bytes))
            .or_else(|| believe(bytes, claimed?))
            .unwrap_or_else(|| chinese(bytes));
        (encoding, encoding.decode_without_bom_handling(bytes).0)
    };
    is_text(&text).then(|| (text.into_owned(), encoding.name()))
}

/// The name of a file in an archive that is not UTF-8.
pub(super) fn of_name(name: &[u8]) -> String {
    let (text, had_faults) = GB18030.decode_without_bom_handling(name);
    if had_faults { BIG5.decode_without_bom_handling(name).0.into_owned() } else { text.into_owned() }
}

/// The text of an XML part, which is UTF-8 or UTF-16.
pub(super) fn xml_text(bytes: Vec<u8>) -> String {
    match Encoding::for_bom(&bytes) {
        Some((encoding, length)) => encoding.decode_without_bom_handling(&bytes[length..]).0.into_owned(),
        None => String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()),
    }
}

/// Whether decoded characters are mostly what people write.
fn is_text(text: &str) -> bool {
    let (mut n_chars, mut n_faults) = (0, 0);
    for c in text.chars() {
        n_chars += 1;
        let fault =
            c == '\u{fffd}' || c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{b}' | '\u{c}' | '\u{85}');
        n_faults += usize::from(fault);
    }
    n_faults * 1000 <= n_chars * MAX_FAULTS + 1000
}

/// Valid UTF-8. Where all its characters beyond ASCII have two bytes, they may be two-byte characters of GB18030.
fn utf8(bytes: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(bytes).ok()?;
    let mut n_short = 0;
    for c in text.chars().take(SAMPLE) {
        match c {
            '\u{800}'.. => return Some(text),
            '\u{80}'.. => n_short += 1,
            _ => {}
        }
    }
    let common = |bytes: &&[u8]| matches!(bytes, [0xb0..=0xd7, 0xa1..=0xfe]);
    let n_common = bytes.chunks(2).filter(common).count();
    (n_short == 0 || n_common * 2 < n_short || n_short < 2).then_some(text)
}

/// UTF-16 without a mark: one byte order makes Chinese of it and the other does not.
fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    if bytes.len() < 4 || !bytes.len().is_multiple_of(2) {
        return None;
    }
    let share = |of: fn([u8; 2]) -> u16| {
        let pairs = bytes[..bytes.len().min(SAMPLE)].chunks_exact(2);
        let n_pairs = pairs.len();
        let common = |&unit: &u16| matches!(unit, 0x0a | 0x0d | 0x09 | 0x20..=0x7e | 0x2010..=0x2027 | 0x3000..=0x3020 | 0x4e00..=0x9fff | 0xff01..=0xff5e);
        pairs.map(|pair| of([pair[0], pair[1]])).filter(common).count() as f64 / n_pairs as f64
    };
    let (little, big) = (share(u16::from_le_bytes), share(u16::from_be_bytes));
    match () {
        () if little > 0.95 && little > big + 0.1 => Some(UTF_16LE),
        () if big > 0.95 && big > little + 0.1 => Some(UTF_16BE),
        () => None,
    }
}

/// UTF-8 with a few broken characters, as pages cut at a number of bytes have.
fn almost_utf8(bytes: &[u8]) -> Option<&'static Encoding> {
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(SAMPLE)]);
    let n_wide = text.chars().filter(|&c| c > '\u{7ff}' && c != '\u{fffd}').count();
    let n_broken = text.chars().filter(|&c| c == '\u{fffd}').count();
    (n_wide > 20 * n_broken.max(1)).then_some(UTF_8)
}

/// The claimed encoding, where the bytes do not speak against it.
fn believe(bytes: &[u8], claimed: &str) -> Option<&'static Encoding> {
    let mut encoding = Encoding::for_label(claimed.trim().as_bytes())?;
    if encoding == GBK {
        encoding = GB18030;
    }
    let doubtful = [UTF_8, UTF_16LE, UTF_16BE, WINDOWS_1252].contains(&encoding);
    let (text, _) = encoding.decode_without_bom_handling(&bytes[..bytes.len().min(SAMPLE)]);
    let n_faults = text.chars().filter(|&c| c == '\u{fffd}').count();
    (!doubtful && n_faults * 200 <= text.chars().count()).then_some(encoding)
}

/// GB18030 or Big5, by the share of characters that lie in their blocks of common characters.
///
/// Big5 puts a third of its second bytes below 0x80, where GB18030 has only rare characters; read the other way round,
/// common characters of GB18030 fall into the rare half of Big5.
fn chinese(bytes: &[u8]) -> &'static Encoding {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let (mut n_pairs, mut gb, mut big5) = (0u32, 0u32, 0u32);
    let mut at = 0;
    while let Some(&lead) = sample.get(at) {
        let Some(&trail) = sample.get(at + 1) else { break };
        if lead < 0x80 {
            at += 1;
            continue;
        }
        n_pairs += 1;
        gb += u32::from(matches!(lead, 0xa1..=0xa3 | 0xb0..=0xd7) && trail >= 0xa1);
        big5 += u32::from(matches!(lead, 0xa1..=0xc6) && matches!(trail, 0x40..=0x7e | 0xa1..=0xfe));
        at += 2;
    }
    let faults = |encoding: &'static Encoding| {
        encoding.decode_without_bom_handling(sample).0.chars().filter(|&c| c == '\u{fffd}').count() as u32
    };
    let (gb_faults, big5_faults) = (faults(GB18030), faults(BIG5));
    if gb_faults.min(big5_faults) * 50 > n_pairs {
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        detector.feed(sample, true);
        return match detector.guess(Some(b"cn"), Utf8Detection::Deny) {
            guess if guess == GBK => GB18030,
            guess => guess,
        };
    }
    let score = |common: u32, faults: u32| i64::from(common) - 10 * i64::from(faults);
    if score(big5, big5_faults) > score(gb, gb_faults) { BIG5 } else { GB18030 }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIMPLIFIED: &str =
        "关于印发政府工作报告任务分解的通知：新增城镇就业1.8万人（责任单位：区人社局、各街道）。\r\n";
    const TRADITIONAL: &str =
        "關於印發政府工作報告任務分解的通知：新增城鎮就業1.8萬人（責任單位：區人社局、各街道）。\r\n";

    #[track_caller]
    fn check(bytes: &[u8], claimed: Option<&str>, text: &str, name: &str) {
        assert_eq!(decode(bytes, claimed), Some((text.to_owned(), name)));
    }

    fn units(text: &str, bytes_of: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes_of).collect()
    }

    #[test]
    fn every_encoding_of_chinese_is_found() {
        check(SIMPLIFIED.as_bytes(), None, SIMPLIFIED, "UTF-8");
        check(format!("\u{feff}{SIMPLIFIED}").as_bytes(), None, SIMPLIFIED, "UTF-8");
        for text in [SIMPLIFIED, TRADITIONAL] {
            check(&units(text, u16::to_le_bytes), None, text, "UTF-16LE");
            check(&units(text, u16::to_be_bytes), None, text, "UTF-16BE");
            check(&units(&format!("\u{feff}{text}"), u16::to_le_bytes), None, text, "UTF-16LE");
            check(&GB18030.encode(text).0, None, text, "gb18030");
        }
        check(&BIG5.encode(TRADITIONAL).0, None, TRADITIONAL, "Big5");
        check(&GB18030.encode("𠮷旺镇、㐂村").0, None, "𠮷旺镇、㐂村", "gb18030");
        check(&GB18030.encode("通知").0, None, "通知", "gb18030");
        check(&BIG5.encode("責任單位").0, None, "責任單位", "Big5");
    }

    #[test]
    fn a_claim_counts_only_where_the_bytes_allow_it() {
        check(SIMPLIFIED.as_bytes(), Some("gb2312"), SIMPLIFIED, "UTF-8");
        check(&GB18030.encode(SIMPLIFIED).0, Some("utf-8"), SIMPLIFIED, "gb18030");
        check(&GB18030.encode(SIMPLIFIED).0, Some("gb2312"), SIMPLIFIED, "gb18030");
        check(&BIG5.encode(TRADITIONAL).0, Some("big5"), TRADITIONAL, "Big5");
    }

    #[test]
    fn a_cut_character_does_not_change_the_encoding() {
        let cut = &SIMPLIFIED.as_bytes()[..SIMPLIFIED.len() - 7];
        assert_eq!(decode(cut, None).unwrap().1, "UTF-8");
        let gb = GB18030.encode(SIMPLIFIED).0;
        assert_eq!(decode(&gb[..gb.len() - 3], None).unwrap().1, "gb18030");
    }

    #[test]
    fn bytes_that_are_no_text_are_refused() {
        for bytes in [&[0, 1, 2, 3, 0xff, 0xfe, 0, 0, 7, 8][..], b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0>\0"] {
            assert_eq!(decode(bytes, None), None);
        }
    }
}
