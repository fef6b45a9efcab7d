use std::io::Write;

use super::*;

/// A document whose pieces stand in its stream in this order and are printed in the order of their numbers; a piece of
/// Latin-1 or GBK bytes is narrow.
fn doc(pieces: &[(usize, &[u8], bool)], flags: u16) -> Vec<u8> {
    let mut word = vec![0; 1024];
    let mut places = vec![(0, 0, false); pieces.len()];
    for &(nth, bytes, is_narrow) in pieces {
        let n_chars = if is_narrow { bytes.len() } else { bytes.len() / 2 };
        places[nth] = (word.len(), n_chars, is_narrow);
        word.extend(bytes);
    }
    let n_chars: usize = places.iter().map(|(_, n_chars, _)| n_chars).sum();
    let (mut starts, mut records, mut at) = (Vec::new(), Vec::new(), 0u32);
    for (start, n_chars, is_narrow) in places {
        starts.extend(at.to_le_bytes());
        let place = if is_narrow { (2 * start as u32) | 0x4000_0000 } else { start as u32 };
        records.extend([&[0, 0][..], &place.to_le_bytes(), &[0, 0]].concat());
        at += n_chars as u32;
    }
    starts.extend(at.to_le_bytes());
    let mut table = vec![2];
    table.extend(((starts.len() + records.len()) as u32).to_le_bytes());
    table.extend(starts.into_iter().chain(records));
    let mut put = |at: usize, bytes: &[u8]| word[at..at + bytes.len()].copy_from_slice(bytes);
    put(0, &0xa5ecu16.to_le_bytes());
    put(6, &0x804u16.to_le_bytes());
    put(10, &flags.to_le_bytes());
    put(32, &14u16.to_le_bytes());
    put(62, &22u16.to_le_bytes());
    put(76, &(n_chars as u32).to_le_bytes());
    put(152, &93u16.to_le_bytes());
    put(154 + 8 * Part::Pieces as usize + 4, &(table.len() as u32).to_le_bytes());
    let mut file = cfb::CompoundFile::create(std::io::Cursor::new(Vec::new())).unwrap();
    for (name, bytes) in [("/WordDocument", word), ("/0Table", table)] {
        file.create_stream(name).unwrap().write_all(&bytes).unwrap();
    }
    file.into_inner().into_inner()
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

#[track_caller]
fn check(pieces: &[(usize, &[u8], bool)], want: &[&str]) {
    let bytes = doc(pieces, 0);
    assert!(fits(&bytes, Path::new("a.wps")));
    let documents = read(&bytes, Path::new("a.wps")).unwrap();
    assert_eq!(documents[0].text.lines().collect::<Vec<_>>(), want);
}

#[test]
fn pieces_are_printed_in_their_order() {
    // As a file that was saved fast has them.
    let (first, last) = (utf16("一、城建\r新增学位"), utf16("个。\r"));
    check(&[(2, &last, false), (0, &first, false), (1, b"900", true)], &["一、城建", "新增学位900个。"]);
    let (gbk, ..) = encoding_rs::GBK.encode("二、新建公园6处，\u{b}增长6.5%。\r");
    check(&[(0, &gbk, true)], &["二、新建公园6处，", "增长6.5%。"]);
}

#[test]
fn fields_print_their_result() {
    let text = utf16("见\u{13} HYPERLINK \"http://a\" \u{14}附件\u{15}。\u{13} PAGE \u{15}\r\u{1}\u{8}完\r");
    check(&[(0, &text, false)], &["见附件。", "完"]);
}

#[test]
fn a_table_without_shape_has_a_cell_a_mark() {
    let text = utf16("序号\u{7}任务\u{7}");
    check(&[(0, &text, false)], &["序号 | 任务 |"]);
}

#[test]
fn what_cannot_be_read_is_told() {
    let text = utf16("新增学位。\r");
    let said = |bytes: &[u8]| {
        let read = document(bytes, &mut Budget::new(), &mut Budget::of(2 * MAX_TEXT));
        read.map(|document| document.text.trim_end().to_owned())
    };
    let whole = doc(&[(0, &text, false)], 0);
    assert_eq!(said(&whole).as_deref(), Ok("新增学位。"));
    assert_eq!(said(&doc(&[(0, &text, false)], 0x100)), Err(Fault::Encrypted));
    // What is left of a file is read as it stands there, or the file is damaged.
    for length in 0..whole.len() / 64 {
        let left = said(&whole[..64 * length]);
        assert!(left.as_ref().is_ok_and(|left| "新增学位。".starts_with(left.as_str())) || left == Err(Fault::Damaged));
    }
    assert_eq!(said(&whole[..whole.len() / 4]), Err(Fault::Damaged));
}

#[test]
fn repeated_pieces_are_bounded() {
    // Every piece is the whole stream.
    let text = utf16(&"新".repeat(1 << 19));
    let bytes = doc(&[(0, &text, false)], 0);
    let file = File::open(&bytes).unwrap();
    let pieces = Pieces::read(&file).unwrap();
    let mut work = Budget::of(4 << 20);
    for _ in 0..5 {
        pieces.each(file.story(BODY), &mut work, |_| ());
    }
    assert!(work.is_spent());
}
