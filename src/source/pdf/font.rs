//! Fonts: the strings of a page to characters with their widths.

use std::collections::BTreeMap;
use std::rc::Rc;

use encoding_rs::{BIG5, Encoding, GB18030, UTF_16BE, WINDOWS_1252};
use lopdf::{DecompressError, Dictionary, Document, Error, Object, Stream};

use super::MAX_MAP;
use super::cmap::Cmap;
use crate::source::budget::Budget;

/// Most widths and characters that the fonts of a file may name.
const MAX_NAMES: usize = 4 << 20;

/// The fonts of a file. They and their maps are known by where they lie in the file's memory, whatever names them.
#[derive(Debug)]
pub(super) struct Fonts {
    fonts: BTreeMap<*const Dictionary, Rc<Font>>,
    maps: BTreeMap<*const Stream, Rc<Cmap>>,
    /// What fonts may still name.
    pub(super) names: Budget,
}

impl Default for Fonts {
    fn default() -> Self {
        Self { fonts: BTreeMap::new(), maps: BTreeMap::new(), names: Budget::of(MAX_NAMES) }
    }
}

impl Fonts {
    /// A font of the file, read once. Unpacked bytes are taken from the budget.
    pub(super) fn font(&mut self, file: &Document, font: &Dictionary, content: &mut Budget) -> Rc<Font> {
        if let Some(known) = self.fonts.get(&std::ptr::from_ref(font)) {
            return Rc::clone(known);
        }
        let read = Rc::new(Font::read(file, font, self, content));
        self.fonts.insert(font, Rc::clone(&read));
        read
    }

    fn map(&mut self, stream: &Stream, content: &mut Budget) -> Rc<Cmap> {
        if let Some(known) = self.maps.get(&std::ptr::from_ref(stream)) {
            return Rc::clone(known);
        }
        let unpacked = stream.decompressed_content_with_limit(MAX_MAP.min(content.left()));
        let is_within = match &unpacked {
            Ok(unpacked) => content.take(unpacked.len()),
            // A map that is too large is told as such; one that is damaged names nothing.
            Err(Error::Decompress(DecompressError::MemoryLimitExceeded { .. })) => self.names.take(usize::MAX),
            Err(_) => false,
        };
        let unpacked = unpacked.ok().filter(|_| is_within);
        let map = Rc::new(unpacked.map(|unpacked| Cmap::parse(&unpacked, &mut self.names)).unwrap_or_default());
        self.maps.insert(stream, Rc::clone(&map));
        map
    }
}

/// What a code means.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Sign {
    /// Empty where the font does not say.
    pub(super) text: String,
    /// In thousandths of the font's size.
    pub(super) width: f64,
    /// A one-byte space, which word spacing widens.
    pub(super) is_space: bool,
}

/// How codes become characters where no map says so.
#[derive(Debug, Clone, Copy)]
enum Coding {
    /// Codes are numbers of glyphs.
    Glyphs,
    /// Codes are characters in an encoding.
    Text(&'static Encoding),
}

#[derive(Debug)]
pub(super) struct Font {
    /// Whether codes have several bytes.
    is_composite: bool,
    map: Rc<Cmap>,
    coding: Coding,
    /// Characters of codes that a simple font names.
    names: BTreeMap<u8, String>,
    widths: BTreeMap<u32, f64>,
    default_width: f64,
}

impl Font {
    fn read(file: &Document, font: &Dictionary, fonts: &mut Fonts, content: &mut Budget) -> Self {
        let get = |dictionary: &Dictionary, key: &[u8]| dictionary.get_deref(key, file).ok().cloned();
        let is_composite =
            font.get_deref(b"Subtype", file).and_then(Object::as_name).is_ok_and(|name| name == b"Type0");
        let map = match font.get_deref(b"ToUnicode", file) {
            Ok(Object::Stream(stream)) => fonts.map(stream, content),
            _ => Rc::default(),
        };
        let encoding = get(font, b"Encoding");
        let mut read = Self {
            is_composite,
            map,
            coding: if is_composite { Coding::Glyphs } else { Coding::Text(WINDOWS_1252) },
            names: BTreeMap::new(),
            widths: BTreeMap::new(),
            default_width: if is_composite { 1000.0 } else { 500.0 },
        };
        if is_composite {
            if let Some(Object::Name(name)) = &encoding {
                read.coding = coding(name);
            }
            let descendant = font.get_deref(b"DescendantFonts", file).and_then(Object::as_array).ok();
            let descendant = descendant.and_then(|fonts| fonts.first()).and_then(|font| file.dereference(font).ok());
            if let Some(descendant) = descendant.and_then(|(_, font)| font.as_dict().ok()) {
                read.default_width = get(descendant, b"DW").and_then(|width| number(&width)).unwrap_or(1000.0);
                if let Some(Object::Array(widths)) = get(descendant, b"W") {
                    read.composite_widths(file, &widths, &mut fonts.names);
                }
            }
        } else {
            if let Some(Object::Dictionary(encoding)) = &encoding
                && let Some(Object::Array(differences)) = get(encoding, b"Differences")
            {
                read.differences(&differences);
            }
            let first = get(font, b"FirstChar").and_then(|first| first.as_i64().ok()).unwrap_or(0).max(0) as u32;
            if let Some(Object::Array(widths)) = get(font, b"Widths") {
                let widths = widths
                    .iter()
                    .take(256)
                    .map(|width| file.dereference(width).ok().and_then(|(_, width)| number(width)));
                read.widths = (first..).zip(widths).filter_map(|(code, width)| Some((code, width?))).collect();
            }
        }
        read
    }

    /// The characters of a string, one after another.
    pub(super) fn decode<'a>(&'a self, bytes: &'a [u8]) -> impl Iterator<Item = Sign> + 'a {
        let mut rest = bytes;
        std::iter::from_fn(move || {
            let length = self.length(rest.first().map(|_| rest)?).clamp(1, rest.len());
            let (code, after) = rest.split_at(length);
            rest = after;
            Some(self.sign(code))
        })
    }

    fn sign(&self, code: &[u8]) -> Sign {
        let value = code.iter().fold(0u32, |value, &byte| value << 8 | u32::from(byte));
        let text = match self.map.get(code.len(), value) {
            Some(text) => text,
            None => self.by_coding(code),
        };
        // Widths of composite fonts go by glyph number, which other codings do not tell.
        let width = match self.coding {
            Coding::Text(_) if self.is_composite && (code.len() == 1 || value < 0x100) => 500.0,
            Coding::Text(_) if self.is_composite => self.default_width,
            _ => self.widths.get(&value).copied().unwrap_or(self.default_width),
        };
        Sign { text, width, is_space: code.len() == 1 && value == 32 }
    }

    fn length(&self, bytes: &[u8]) -> usize {
        if !self.is_composite {
            return 1;
        }
        match self.coding {
            Coding::Glyphs => self.map.length(bytes).unwrap_or(2),
            Coding::Text(encoding) if encoding == UTF_16BE => {
                if matches!(bytes[0], 0xd8..=0xdb) {
                    4
                } else {
                    2
                }
            }
            Coding::Text(encoding) => match bytes {
                [..=0x80, ..] => 1,
                [_, 0x30..=0x39, ..] if encoding == GB18030 => 4,
                _ => 2,
            },
        }
    }

    fn by_coding(&self, code: &[u8]) -> String {
        if let [byte] = code
            && let Some(name) = self.names.get(byte)
        {
            return name.clone();
        }
        match self.coding {
            Coding::Glyphs => String::new(),
            Coding::Text(encoding) => encoding.decode_without_bom_handling(code).0.replace('\u{fffd}', ""),
        }
    }

    fn composite_widths(&mut self, file: &Document, widths: &[Object], names: &mut Budget) {
        let mut rest = widths;
        while !names.is_spent() {
            let (first, each, after) = match rest {
                [first, each @ (Object::Array(_) | Object::Reference(_)), after @ ..] => (first, each, after),
                [first, last, width, after @ ..] => {
                    if let (Ok(first), Ok(last), Some(width)) = (first.as_i64(), last.as_i64(), number(width)) {
                        let (first, last) = (first.max(0) as u32, last.clamp(0, i64::from(u16::MAX)) as u32);
                        if names.take((first..=last).count()) {
                            self.widths.extend((first..=last).map(|code| (code, width)));
                        }
                    }
                    rest = after;
                    continue;
                }
                _ => break,
            };
            if let (Ok(first), Ok((_, Object::Array(each)))) = (first.as_i64(), file.dereference(each))
                && names.take(each.len())
            {
                let codes = first.max(0) as u32..;
                self.widths.extend(codes.zip(each).filter_map(|(code, width)| Some((code, number(width)?))));
            }
            rest = after;
        }
    }

    fn differences(&mut self, differences: &[Object]) {
        let mut code = 0u8;
        for difference in differences {
            match difference {
                Object::Integer(first) => code = *first as u8,
                Object::Name(name) => {
                    if let Some(text) = glyph(&String::from_utf8_lossy(name)) {
                        self.names.insert(code, text);
                    }
                    code = code.wrapping_add(1);
                }
                _ => {}
            }
        }
    }
}

/// The coding that a predefined map of a composite font stands for.
fn coding(name: &[u8]) -> Coding {
    let name = String::from_utf8_lossy(name);
    match name.as_ref() {
        name if name.contains("-UCS2-") || name.contains("-UTF16-") => Coding::Text(UTF_16BE),
        name if name.starts_with("GB") => Coding::Text(GB18030),
        name if name.contains("B5") => Coding::Text(BIG5),
        _ => Coding::Glyphs,
    }
}

/// The character of a glyph's name.
fn glyph(name: &str) -> Option<String> {
    let hex = name.strip_prefix("uni").or_else(|| name.strip_prefix('u'));
    if let Some(c) =
        hex.and_then(|hex| u32::from_str_radix(hex.get(..hex.len().min(6))?, 16).ok()).and_then(char::from_u32)
        && name.len() >= 5
    {
        return Some(c.to_string());
    }
    let mut chars = name.chars();
    if let (Some(c), None) = (chars.next(), chars.next()) {
        return Some(c.to_string());
    }
    const NAMES: &[(&str, &str)] = &[
        ("space", " "),
        ("zero", "0"),
        ("one", "1"),
        ("two", "2"),
        ("three", "3"),
        ("four", "4"),
        ("five", "5"),
        ("six", "6"),
        ("seven", "7"),
        ("eight", "8"),
        ("nine", "9"),
        ("period", "."),
        ("comma", ","),
        ("colon", ":"),
        ("semicolon", ";"),
        ("percent", "%"),
        ("hyphen", "-"),
        ("minus", "-"),
        ("endash", "–"),
        ("emdash", "—"),
        ("parenleft", "("),
        ("parenright", ")"),
        ("bracketleft", "["),
        ("bracketright", "]"),
        ("slash", "/"),
        ("plus", "+"),
        ("equal", "="),
        ("quotedbl", "\""),
        ("quotesingle", "'"),
        ("quoteleft", "‘"),
        ("quoteright", "’"),
        ("quotedblleft", "“"),
        ("quotedblright", "”"),
        ("less", "<"),
        ("greater", ">"),
        ("underscore", "_"),
        ("asterisk", "*"),
        ("numbersign", "#"),
        ("ampersand", "&"),
        ("at", "@"),
        ("question", "?"),
        ("exclam", "!"),
        ("bar", "|"),
        ("bullet", "•"),
        ("degree", "°"),
        ("periodcentered", "·"),
        ("guilsinglleft", "‹"),
        ("guilsinglright", "›"),
        ("tilde", "~"),
        ("asciitilde", "~"),
    ];
    NAMES.iter().find(|(known, _)| *known == name).map(|(_, text)| (*text).to_owned())
}

/// A number of either kind.
pub(super) fn number(object: &Object) -> Option<f64> {
    object.as_float().ok().map(f64::from).filter(|number| number.is_finite())
}
