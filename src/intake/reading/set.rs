//! Sets of files: a notice, the files of its annexes, pictures of pages.
//!
//! In:  a [`Set`].
//! Out: its notices; what could not be read.

use std::collections::BTreeSet;
use std::path::Path;

use super::{ReadNotice, guarded, read_document, texts};
use crate::error::Error;
use crate::notice::{self, Code, Notice, Problem};
use crate::source::{self, By, Document, Set};

/// What a set of files gives: notices with what copies are told by, and what could not be read.
#[derive(Default)]
pub(super) struct ReadSet {
    pub(super) notices: Vec<(BTreeSet<u64>, ReadNotice)>,
    pub(super) failures: Vec<Error>,
}

impl ReadSet {
    fn add(&mut self, notice: ReadNotice) {
        self.notices.push((texts(&notice), notice));
    }
}

/// Reads a notice, with the files of its annexes as one where its letter holds no list and they do.
pub(super) fn read_set(set: Set, apart: bool, by: &By) -> ReadSet {
    let mut read = ReadSet::default();
    let mut documents: Vec<Vec<Document>> = Vec::new();
    for file in &set.files {
        let own = guarded(&file.path, || file.open()?.documents_by(by));
        documents.push(own.unwrap_or_else(|error| {
            read.failures.push(error);
            Vec::new()
        }));
    }
    let main = set.main;
    if set.are_pages && !apart && documents.iter().filter(|own| !own.is_empty()).count() > 1 {
        let pages: Vec<Document> = documents.into_iter().flatten().collect();
        match guarded(&set.files[main].path, || Ok(read_pages(pages))) {
            Ok(notice) => read.add(notice),
            Err(error) => read.failures.push(error),
        }
        return read;
    }
    if set.files.len() > 1
        && !set.are_pages
        && !apart
        && documents.iter().enumerate().any(|(at, own)| at != main && !own.is_empty())
        && let [letter] = documents[main].as_slice()
    {
        let annexes = documents.iter().enumerate().filter(|(at, _)| *at != main).flat_map(|(_, own)| own.clone());
        let joined = source::guarded(|| joined(letter, annexes.collect())).ok().flatten();
        if let Some(notice) = joined {
            read.add(notice);
            return read;
        }
    }
    for (file, own) in set.files.iter().zip(documents) {
        for document in own {
            match guarded(&file.path, || Ok(read_document(document))) {
                Ok(notice) => read.add(notice),
                Err(error) => read.failures.push(error),
            }
        }
    }
    read
}

/// A letter with its annexes; `None` where the letter holds a list itself, or none is read with them.
fn joined(letter: &Document, annexes: Vec<Document>) -> Option<ReadNotice> {
    let n_tasks = |notice: &Notice| notice.lists.iter().map(|list| list.tasks.len()).sum::<usize>();
    let names_them = source::names_annexes(letter);
    if !names_them || n_tasks(&notice::parse(letter)) > 0 {
        return None;
    }
    let names: Vec<String> = annexes.iter().map(|annex| file_name(&annex.path)).collect();
    let mut read = read_document(source::join(letter.clone(), annexes));
    if n_tasks(&read.notice) == 0 {
        return None;
    }
    let message = format!("与附件文件合并为一份通知读取：{}", names.join("、"));
    let help = "如各是各的文件，请加 --apart 分开读取";
    read.notice.problems.insert(0, Problem::new(Code::JoinedFiles, 0..0, message, help));
    Some(read)
}

/// Numbered pictures as the pages of one notice.
fn read_pages(pages: Vec<Document>) -> ReadNotice {
    let names: Vec<String> = pages.iter().skip(1).map(|page| file_name(&page.path)).collect();
    let mut read = read_document(source::join_pages(pages));
    let message = format!("与其余各页图片合并为一份通知读取：{}", names.join("、"));
    let help = "如各是各的文件，请加 --apart 分开读取";
    read.notice.problems.insert(0, Problem::new(Code::JoinedFiles, 0..0, message, help));
    read
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
