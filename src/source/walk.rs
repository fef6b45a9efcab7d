//! Which files of the inputs may be notices.

use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::has_extension;
use super::word::words;
use crate::error::Error;
use crate::lexicon::code::PageKind;

/// Extensions that are looked at in folders. Some of them are refused when read, so that nobody waits for them in vain.
const EXTENSIONS: &[&str] = &[
    "txt", "text", "html", "htm", "shtml", "xhtml", "mht", "mhtml", "docx", "docm", "doc", "wps", "odt", "rtf", "pdf",
    "ofd", "xlsx", "xlsm", "xlsb", "xls", "et", "ods", "csv", "tsv",
];

/// The files of the inputs: those named, and all that may be notices in the folders named.
///
/// Sorted by the bytes of their paths, each once. In folders, hidden files, lock files of office programs and the
/// folders that browsers save beside a page are passed over, and so is every file with another extension.
///
/// # Errors
/// [`Error::Missing`] for an input that does not exist, [`Error::EmptyFolder`] for a folder without such a file,
/// [`Error::Read`] for a folder that cannot be listed.
pub fn walk(inputs: &[PathBuf]) -> Result<Vec<PathBuf>, Error> {
    let mut files = Vec::new();
    for input in inputs {
        if !input.exists() {
            return Err(Error::Missing { path: input.clone() });
        }
        if !input.is_dir() {
            files.push(input.clone());
            continue;
        }
        let before = files.len();
        for entry in WalkDir::new(input)
            .follow_links(true)
            .into_iter()
            .filter_entry(|entry| entry.depth() == 0 || !is_aside(entry.path()))
        {
            match entry {
                Ok(entry) if entry.file_type().is_file() && has_extension(entry.path(), EXTENSIONS) => {
                    files.push(entry.into_path());
                }
                Ok(_) => {}
                // A link that leads back up, or to nowhere, holds nothing new.
                Err(error) if error.loop_ancestor().is_some() || error.depth() > 0 && is_dangling(&error) => {}
                Err(error) => {
                    let path = error.path().unwrap_or(input).to_path_buf();
                    let source = error.into_io_error().unwrap_or_else(|| std::io::Error::other("cannot be listed"));
                    return Err(Error::Read { path, source });
                }
            }
        }
        if files.len() == before {
            return Err(Error::EmptyFolder { path: input.clone() });
        }
    }
    files.sort_by(|a, b| a.as_os_str().as_encoded_bytes().cmp(b.as_os_str().as_encoded_bytes()));
    files.dedup();
    Ok(files)
}

fn is_dangling(error: &walkdir::Error) -> bool {
    error.io_error().is_some_and(|error| error.kind() == std::io::ErrorKind::NotFound)
}

/// Whether a file or folder in a folder is no notice for its name alone.
fn is_aside(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let saved_page = path.is_dir() && words().ends(PageKind::Saved, name);
    name.starts_with('.') || name.starts_with("~$") || saved_page
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn folders_are_walked_in_order() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        for name in ["b.txt", "a/c.HTML", "~$b.docx", ".a.txt", "a/x.png", "a/d.doc", "a/b_files/e.html", "z"] {
            let path = root.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        let names = |inputs: &[PathBuf]| -> Vec<String> {
            let relative = |path: PathBuf| path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
            walk(inputs).unwrap().into_iter().map(relative).collect()
        };
        assert_eq!(names(&[root.to_path_buf()]), ["a/c.HTML", "a/d.doc", "b.txt"]);
        assert_eq!(names(&[root.join("z"), root.join("b.txt"), root.join("z")]), ["b.txt", "z"]);

        assert!(matches!(walk(&[root.join("no")]), Err(Error::Missing { .. })));
        fs::create_dir(root.join("empty")).unwrap();
        assert!(matches!(walk(&[root.join("empty")]), Err(Error::EmptyFolder { .. })));
    }
}
