//! Which files of the inputs may be notices.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::{fs, io};

use walkdir::WalkDir;

use super::archive::{self, ARCHIVES, Room};
use super::has_extension;
use super::picture::is_page;
use super::word::words;
use crate::correction::is_corrections;
use crate::error::Error;
use crate::lexicon::code::PageKind;
use crate::swap::{Kind, Own};

/// Extensions that are looked at in folders. Some of them are refused when read, so that nobody waits for them in vain.
pub(super) const EXTENSIONS: &[&str] = &[
    "txt", "text", "html", "htm", "shtml", "xhtml", "mht", "mhtml", "docx", "docm", "dotx", "doc", "dot", "wps", "wpt",
    "odt", "ott", "rtf", "pdf", "ofd", "xlsx", "xlsm", "xlsb", "xls", "et", "ods", "csv", "tsv", "rar",
];

/// What the inputs hold.
#[derive(Debug, Default)]
pub struct Walked {
    /// Files that may be notices, sorted by the bytes of their paths, each once.
    pub files: Vec<Input>,
    /// Folders that cannot be listed, links that lead nowhere, and what is neither file nor folder.
    pub failures: Vec<Error>,
    /// Folders in which reports or tables of ours were passed over.
    pub passed: Vec<PathBuf>,
    /// Files of corrections, which are no notices: those named, those in the folders named, and those beside files that are
    /// named. Sorted like the files.
    pub corrections: Vec<PathBuf>,
}

/// A file that may be a notice: on disk, or in an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// As given; of a file in an archive, the archive's path and the path inside.
    pub path: PathBuf,
    /// Its bytes, where it was in an archive.
    pub(super) bytes: Option<Vec<u8>>,
}

impl From<PathBuf> for Input {
    fn from(path: PathBuf) -> Self {
        Self { path, bytes: None }
    }
}

/// The files of the inputs: those named, and all that may be notices in the folders named.
///
/// Each once, however it is named. In folders, hidden files, lock files of office programs and the folders that browsers
/// save beside a page are passed over, and so are every file with another extension, every report of ours, and the files of
/// tables of ours. Archives are folders too, named or met in a folder.
///
/// # Errors
/// [`Error::Missing`] for an input that does not exist, [`Error::EmptyFolder`] for a folder without such a file,
/// [`Error::Refused`] for a report.
pub fn walk(inputs: &[PathBuf]) -> Result<Walked, Error> {
    let mut walked = Walked::default();
    for input in inputs {
        if !input.exists() {
            return Err(Error::Missing { path: input.clone() });
        }
        if !input.is_dir() {
            if is_corrections(input) {
                walked.corrections.push(input.clone());
            } else {
                walked.files.push(input.clone().into());
                walked.corrections.extend(beside(input));
            }
            continue;
        }
        if Own::of(input, Kind::Report).is_some() {
            return Err(Error::Refused {
                path: input.clone(),
                reason: "this folder holds a report that duibiao wrote".to_owned(),
                help: "name the notices that were read for it".to_owned(),
            });
        }
        let before = (walked.files.len(), walked.failures.len());
        walk_folder(input, &mut walked);
        if before == (walked.files.len(), walked.failures.len()) {
            return Err(Error::EmptyFolder { path: input.clone() });
        }
    }
    walked.files.sort_by(|a, b| bytes(&a.path).cmp(bytes(&b.path)));
    walked.passed.sort();
    walked.passed.dedup();
    walked.corrections.sort_by(|a, b| bytes(a).cmp(bytes(b)));
    // One file may be named in several ways.
    let mut seen = HashSet::new();
    let mut is_new = |file: &PathBuf| seen.insert(fs::canonicalize(file).unwrap_or_else(|_| file.clone()));
    walked.files.retain(|file| is_new(&file.path));
    walked.corrections.retain(&mut is_new);
    unpack(&mut walked);
    Ok(walked)
}

/// The files of corrections in the folder of a file, without those that are tables of ours.
fn beside(file: &Path) -> Vec<PathBuf> {
    let folder = file.parent().unwrap_or(Path::new(""));
    let looked = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let own = Own::of(looked, Kind::Tables);
    let entries = fs::read_dir(looked).into_iter().flatten().flatten();
    let names = entries.map(|entry| PathBuf::from(entry.file_name())).filter(|name| is_corrections(name));
    let names = names.filter(|name| !own.as_ref().is_some_and(|own| own.holds(name)));
    names.map(|name| folder.join(name)).filter(|path| path.is_file()).collect()
}

/// Puts the files of archives in the archives' places.
fn unpack(walked: &mut Walked) {
    let mut room = Room::default();
    for file in std::mem::take(&mut walked.files) {
        if file.path.is_file() && archive::is_archive(&file.path) {
            let unpacked = archive::unpack(&file.path, &mut room);
            walked.files.extend(unpacked.files.into_iter().map(|(path, bytes)| Input { path, bytes: Some(bytes) }));
            walked.failures.extend(unpacked.failures);
        } else {
            walked.files.push(file);
        }
    }
    walked.files.sort_by(|a, b| bytes(&a.path).cmp(bytes(&b.path)));
}

fn bytes(path: &Path) -> &[u8] {
    path.as_os_str().as_encoded_bytes()
}

/// Adds what a folder holds.
fn walk_folder(folder: &Path, walked: &mut Walked) {
    // Folders with tables of ours, each with those of its files that are.
    let mut tables: Vec<(PathBuf, Own)> = Vec::new();
    let mut entries = WalkDir::new(folder).follow_links(true).into_iter();
    while let Some(entry) = entries.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                walked.failures.extend(failure(folder, error));
                continue;
            }
        };
        let path = entry.path();
        if entry.depth() > 0 && is_aside(path) {
            if entry.file_type().is_dir() {
                entries.skip_current_dir();
            }
        } else if entry.file_type().is_dir() {
            if Own::of(path, Kind::Report).is_some() {
                walked.passed.push(path.to_path_buf());
                entries.skip_current_dir();
            } else if let Some(own) = Own::of(path, Kind::Tables) {
                walked.passed.push(path.to_path_buf());
                tables.push((path.to_path_buf(), own));
            }
        } else if has_extension(path, EXTENSIONS) || has_extension(path, ARCHIVES) || is_page(path) {
            let is_own = |(folder, own): &(PathBuf, Own)| path.strip_prefix(folder).is_ok_and(|name| own.holds(name));
            if tables.iter().any(is_own) {
                continue;
            }
            if entry.file_type().is_file() && is_corrections(path) {
                walked.corrections.push(path.to_path_buf());
            } else if entry.file_type().is_file() {
                walked.files.push(path.to_path_buf().into());
            } else {
                walked.failures.push(no_file(path));
            }
        }
    }
}

/// What is told of an entry that cannot be looked at: nothing where nobody misses it.
fn failure(folder: &Path, error: walkdir::Error) -> Option<Error> {
    let path = error.path().unwrap_or(folder).to_path_buf();
    // A link that leads back up holds nothing new.
    if error.loop_ancestor().is_some() || error.depth() > 0 && is_aside(&path) {
        return None;
    }
    let is_link = fs::symlink_metadata(&path).is_ok_and(|about| about.is_symlink());
    if is_link && error.io_error().is_some_and(|error| error.kind() == io::ErrorKind::NotFound) {
        let may_be_notice = path.extension().is_none() || has_extension(&path, EXTENSIONS);
        let help = "put the file or folder there that it names, or remove the link".to_owned();
        return may_be_notice.then(|| Error::Refused {
            path,
            reason: "this is a link that leads nowhere".to_owned(),
            help,
        });
    }
    let source = error.into_io_error().unwrap_or_else(|| io::Error::other("cannot be listed"));
    Some(Error::Read { path, source })
}

/// The error of what is neither file nor folder.
pub(super) fn no_file(path: &Path) -> Error {
    Error::Refused {
        path: path.to_path_buf(),
        reason: "this is neither a file nor a folder".to_owned(),
        help: "save what it gives to a file".to_owned(),
    }
}

/// Whether a file or folder in a folder is no notice for its name alone.
fn is_aside(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let saved_page = path.is_dir() && words().ends(PageKind::Saved, name);
    is_aside_name(name) || saved_page
}

/// Whether a name is that of a hidden file or of the lock of an office program.
pub(super) fn is_aside_name(name: &str) -> bool {
    name.starts_with('.') || name.starts_with("~$")
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// Files in a new folder, and those of them that are walked, with the folders that are passed over.
    #[track_caller]
    fn check(files: &[(&str, &str)], want: &[&str], passed: &[&str]) {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let walked = walk(&[folder.path().to_path_buf()]).unwrap();
        let relative = |paths: &[PathBuf]| -> Vec<String> {
            paths.iter().map(|path| path.strip_prefix(folder.path()).unwrap().to_str().unwrap().to_owned()).collect()
        };
        let files = paths(walked.files);
        assert_eq!((relative(&files), relative(&walked.passed)), (strings(want), strings(passed)));
    }

    fn paths(files: Vec<Input>) -> Vec<PathBuf> {
        files.into_iter().map(|file| file.path).collect()
    }

    fn strings(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn what_we_wrote_is_no_notice() {
        let report = r#"{"duibiao": "1", "files": ["index.html"]}"#;
        check(&[("a.txt", ""), ("r/report.json", report), ("r/index.html", ""), ("r/b.txt", "")], &["a.txt"], &["r"]);
        // Beside tables notices may lie.
        let tables = r#"{"duibiao": "1", "files": ["tasks.csv", "sources/x.txt"]}"#;
        let beside = [("a.txt", ""), ("tasks.csv", ""), ("sources/x.txt", ""), ("sources/y.txt", "")];
        check(&[&beside[..], &[("tables.json", tables)]].concat(), &["a.txt", "sources/y.txt"], &[""]);
        // Of earlier versions there is no list.
        check(
            &[
                ("d/tasks.csv", ""),
                ("d/notices.csv", ""),
                ("d/sources/x.txt", ""),
                ("d/other.csv", ""),
                ("d/n.txt", ""),
            ],
            &["d/n.txt", "d/other.csv"],
            &["d"],
        );
        // Others have a report.json too.
        check(&[("r/report.json", "{}"), ("r/b.txt", "")], &["r/b.txt"], &[]);
    }

    #[test]
    #[cfg(unix)]
    fn links_that_lead_nowhere_are_told_and_files_counted_once() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::write(root.join("b.txt"), "x").unwrap();
        for (to, name) in [("b.txt", "c.txt"), ("nowhere", "d.txt"), ("nowhere", "e.png"), (".", "f")] {
            std::os::unix::fs::symlink(to, root.join(name)).unwrap();
        }
        let walked = walk(&[root.to_path_buf()]).unwrap();
        assert_eq!(paths(walked.files), [root.join("b.txt")]);
        let failures: Vec<String> = walked.failures.iter().map(ToString::to_string).collect();
        assert!(
            failures.len() == 1 && failures[0].contains("d.txt: this is a link that leads nowhere"),
            "{failures:?}"
        );
    }

    #[test]
    fn folders_are_walked_in_order() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        for name in ["b.txt", "a/c.HTML", "~$b.docx", ".a.txt", "a/d.doc", "a/b_files/e.html", "z"] {
            let path = root.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        // a sign of 32 by 32 pixels
        let sign = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x20\0\0\0\x20\x08\x02\0\0\0\0\0\0\0";
        fs::write(root.join("a/x.png"), sign).unwrap();
        let names = |inputs: &[PathBuf]| -> Vec<String> {
            let relative = |path: PathBuf| path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
            paths(walk(inputs).unwrap().files).into_iter().map(relative).collect()
        };
        assert_eq!(names(&[root.to_path_buf()]), ["a/c.HTML", "a/d.doc", "b.txt"]);
        assert_eq!(names(&[root.join("z"), root.join("b.txt"), root.join("z")]), ["b.txt", "z"]);

        assert_eq!(names(&[root.to_path_buf(), root.join("a/../b.txt")]), ["a/../b.txt", "a/c.HTML", "a/d.doc"]);

        assert!(matches!(walk(&[root.join("no")]), Err(Error::Missing { .. })));
        fs::create_dir(root.join("empty")).unwrap();
        assert!(matches!(walk(&[root.join("empty")]), Err(Error::EmptyFolder { .. })));
    }
}
