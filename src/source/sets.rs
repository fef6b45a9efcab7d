//! Sets: a notice and the files of its annexes.
//!
//! In:  the files of the inputs.
//! Out: which of them may be one notice, told by their names alone, [`sets`]; their texts as one, [`join`].
//! Not here: whether they are one; what is read of the letter decides that.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::picture::PICTURES;
use super::word::words;
use super::{Document, Input, Piece, has_extension};
use crate::lexicon::code::PageKind;

/// A file, and those that by their names are its annexes.
#[derive(Debug, Default)]
pub struct Set {
    /// The files, in the order of their paths.
    pub files: Vec<Input>,
    /// Which of them is the notice; all others are annexes, unless it is the only one.
    pub main: usize,
    /// Whether they are pictures of pages, in the order of their numbers.
    pub are_pages: bool,
}

/// Files as sets, in the order of the first file of each.
///
/// A file whose name begins with the word for an annex belongs to the one other file of its folder, and one whose name goes
/// on with it behind the name of another (`通知附件1`) to that. Pictures of one folder whose names differ in a last number
/// only are the pages of one notice. All others stand alone.
pub fn sets(files: Vec<Input>) -> Vec<Set> {
    let (pages, files) = pages(files);
    let mut sets = annexed_sets(files);
    sets.extend(pages);
    sets.sort_by(|a, b| first_path(a).cmp(first_path(b)));
    sets
}

fn first_path(set: &Set) -> &[u8] {
    set.files.first().map_or(&[], |file| file.path.as_os_str().as_encoded_bytes())
}

/// Pictures that are pages of one notice, and all other files.
fn pages(files: Vec<Input>) -> (Vec<Set>, Vec<Input>) {
    let mut groups: BTreeMap<(PathBuf, String), BTreeMap<u32, Input>> = BTreeMap::new();
    let mut others = Vec::new();
    for file in files {
        let numbered = has_extension(&file.path, PICTURES).then(|| numbered(&stem(&file.path))).flatten();
        let Some((name, number)) = numbered else {
            others.push(file);
            continue;
        };
        // Of two with one number nobody knows which is the page.
        if let Some(same) = groups.entry((folder(&file).to_path_buf(), name)).or_default().insert(number, file) {
            others.push(same);
        }
    }
    let mut sets = Vec::new();
    for group in groups.into_values() {
        let files: Vec<Input> = group.into_values().collect();
        if files.len() > 1 {
            sets.push(Set { files, main: 0, are_pages: true });
        } else {
            others.extend(files);
        }
    }
    others.sort_by(|a, b| a.path.as_os_str().as_encoded_bytes().cmp(b.path.as_os_str().as_encoded_bytes()));
    (sets, others)
}

/// A name without the number at its end, and the number.
fn numbered(stem: &str) -> Option<(String, u32)> {
    let bare = stem.trim_end_matches([')', '）', '页']);
    let name = bare.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = bare[name.len()..].parse().ok()?;
    Some((name.to_owned(), number))
}

fn annexed_sets(files: Vec<Input>) -> Vec<Set> {
    let stems: Vec<String> = files.iter().map(|file| stem(&file.path)).collect();
    let mut mains: BTreeMap<&Path, Vec<usize>> = BTreeMap::new();
    for (at, file) in files.iter().enumerate().filter(|(at, _)| annexed(&stems[*at]).is_none()) {
        mains.entry(folder(file)).or_default().push(at);
    }
    // For every annex its notice.
    let main_of = |at: usize| {
        let before = annexed(&stems[at])?;
        let others = mains.get(folder(&files[at]))?;
        match others.as_slice() {
            [only] if before.is_empty() => Some(*only),
            _ if before.is_empty() => None,
            others => others.iter().copied().find(|&other| stems[other] == before),
        }
    };
    let owners: Vec<Option<usize>> = (0..files.len()).map(main_of).collect();
    let mut sets: BTreeMap<usize, Set> = BTreeMap::new();
    // Where the first file of each notice stands.
    let mut firsts: BTreeMap<usize, usize> = BTreeMap::new();
    let places: Vec<(usize, usize)> = (0..files.len())
        .map(|at| {
            let main = owners[at].unwrap_or(at);
            (*firsts.entry(main).or_insert(at), main)
        })
        .collect();
    for ((at, file), (first, main)) in files.into_iter().enumerate().zip(places) {
        let set = sets.entry(first).or_default();
        if at == main {
            set.main = set.files.len();
        }
        set.files.push(file);
    }
    sets.into_values().collect()
}

fn folder(file: &Input) -> &Path {
    file.path.parent().unwrap_or(Path::new(""))
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().trim().to_owned()
}

/// What stands before the word for an annex and its number in a file's name, if it is the name of an annex.
fn annexed(stem: &str) -> Option<String> {
    let at = words().first(PageKind::Annex, stem)?;
    let before = stem[..at.start].trim_end_matches(|c: char| !c.is_alphanumeric());
    let behind = stem[at.end..].trim_start_matches(|c: char| !c.is_alphanumeric());
    let is_numbered = behind.is_empty() || behind.starts_with(|c: char| c.is_ascii_digit() || NUMERALS.contains(c));
    (before.is_empty() || is_numbered).then(|| before.to_owned())
}

const NUMERALS: &str = "\u{4e00}\u{4e8c}\u{4e09}\u{56db}\u{4e94}\u{516d}\u{4e03}\u{516b}\u{4e5d}\u{5341}";

/// A letter and its annexes as one document, in this order. An annex that does not say that it is one is headed by the name
/// of its file, which does.
pub fn join(main: Document, annexes: Vec<Document>) -> Document {
    let mut joined = main;
    joined.pieces.push(Piece { start: 0, path: joined.path.clone(), format: joined.format });
    for annex in annexes {
        if !joined.text.ends_with('\n') {
            joined.text.push('\n');
        }
        let says = annex.text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
        if !words().opens(PageKind::Annex, says.trim()) {
            joined.text.push_str(&stem(&annex.path));
            joined.text.push('\n');
        }
        let start = joined.text.len();
        joined.pieces.push(Piece { start, path: annex.path, format: annex.format });
        joined.doubts.extend(annex.doubts.into_iter().map(|doubt| doubt.start + start..doubt.end + start));
        joined.text.push_str(&annex.text);
        add_hints(&mut joined, annex.hints);
        joined.dropped.extend(annex.dropped);
    }
    joined
}

/// Pages as one document, in this order.
pub fn join_pages(pages: Vec<Document>) -> Document {
    let mut pages = pages.into_iter();
    let mut joined = pages.next().unwrap_or_default();
    joined.pieces.push(Piece { start: 0, path: joined.path.clone(), format: joined.format });
    for page in pages {
        let start = joined.text.len();
        joined.pieces.push(Piece { start, path: page.path, format: page.format });
        joined.text.push_str(&page.text);
        add_hints(&mut joined, page.hints);
        joined.doubts.extend(page.doubts.into_iter().map(|doubt| doubt.start + start..doubt.end + start));
        joined.dropped.extend(page.dropped);
    }
    joined
}

/// What hints say of how a part was recognised holds for the whole: pages are added up, the least confidence counts.
fn add_hints(joined: &mut Document, hints: Vec<(String, String)>) {
    for (key, value) in hints.into_iter().filter(|(key, _)| key.starts_with("ocr:") || key == "read:by") {
        let figure = |text: &str| text.parse::<f64>().unwrap_or_default();
        match joined.hints.iter_mut().find(|(own, _)| *own == key) {
            Some((_, own)) if key == "ocr:pages" => *own = (figure(own) + figure(&value)).to_string(),
            Some((_, own)) if key == "ocr:confidence" && figure(&value) < figure(own) => *own = value,
            Some(_) => {}
            None => joined.hints.push((key, value)),
        }
    }
}

/// Whether a letter names annexes.
pub fn names_annexes(letter: &Document) -> bool {
    words().within(PageKind::Annex, &letter.text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(files: &[&str], want: &[&[&str]]) {
        let got = sets(files.iter().map(|file| PathBuf::from(file).into()).collect());
        let name = |file: &Input| file.path.display().to_string();
        let got: Vec<Vec<String>> = got
            .iter()
            .map(|set| {
                let annexes = (0..set.files.len()).filter(|&at| at != set.main);
                [set.main].into_iter().chain(annexes).map(|at| name(&set.files[at])).collect()
            })
            .collect();
        assert_eq!(got, want);
    }

    #[test]
    fn annexes_belong_to_the_one_notice_of_their_folder() {
        check(
            &["a/通知.docx", "a/附件1.xls", "a/附件2：报送表.doc"],
            &[&["a/通知.docx", "a/附件1.xls", "a/附件2：报送表.doc"]],
        );
        // Of two notices nobody knows whose they are, unless their names say it.
        check(&["甲.docx", "乙.docx", "附件1.xls"], &[&["乙.docx"], &["甲.docx"], &["附件1.xls"]]);
        check(
            &["乙.docx", "甲.docx", "甲-附件1.xls", "甲附件二.xls"],
            &[&["乙.docx"], &["甲.docx", "甲-附件1.xls", "甲附件二.xls"]],
        );
        // A word within a name tells nothing.
        check(&["关于附件下载的通知.html", "通知.html"], &[&["关于附件下载的通知.html"], &["通知.html"]]);
        check(&["a/通知.docx", "b/附件1.xls"], &[&["a/通知.docx"], &["b/附件1.xls"]]);
        check(&["扫描10.jpg", "扫描9.jpg", "印章.png"], &[&["印章.png"], &["扫描9.jpg", "扫描10.jpg"]]);
        check(&["附件1.xls", "附件2.xls"], &[&["附件1.xls"], &["附件2.xls"]]);
    }

    #[test]
    fn every_byte_of_a_joined_text_has_its_file() {
        let document =
            |path: &str, text: &str| Document { path: path.into(), text: text.into(), ..Document::default() };
        let joined = join(
            document("通知.txt", "请落实。"),
            vec![document("附件1.xls", "1 | 修路 |\n"), document("附件2.txt", "附件2\n完\n")],
        );
        assert_eq!(joined.text, "请落实。\n附件1\n1 | 修路 |\n附件2\n完\n");
        for (word, path, start) in [("落实", "通知.txt", 0), ("修路", "附件1.xls", 21), ("完", "附件2.txt", 34)]
        {
            let at = joined.text.find(word).unwrap();
            assert_eq!(joined.file_at(at), (Path::new(path), start), "{word}");
        }
    }
}
