//! Archives: ZIP, 7z, tar and gzip as folders.
//!
//! In:  an archive, named or met in a folder.
//! Out: the files in it that may be notices, each with its path inside; what could not be unpacked.
//! Not here: Office files, which are ZIP archives of another kind.
//!
//! Nothing is written to disk. What is unpacked is bounded in size, number and depth, for a run as a whole; files that
//! cannot be notices are passed over without being unpacked where the archive allows.

use std::fs::File;
use std::io::{BufReader, Cursor, Read, Seek};
use std::path::{Component, Path, PathBuf};

use flate2::read::MultiGzDecoder;
use sevenz_rust2::{ArchiveReader, EncoderMethod, Password};

use super::picture::{PICTURES, are_page};
use super::walk::{EXTENSIONS, is_aside_name};
use super::word::words;
use super::{MAX_FILE, Refusal, encoding, has_extension, refused, xml};
use crate::error::Error;
use crate::lexicon::code::PageKind;

/// What the registry calls them.
pub(super) const NAME: &str = "archive";
/// Extensions of archives that are opened in folders.
pub(super) const ARCHIVES: &[&str] = &["zip", "7z", "tar", "tgz", "gz"];

/// Largest archive that is opened, in bytes.
const MAX_ARCHIVE: u64 = 2 << 30;
/// Most that the archives of a run come to when unpacked, in bytes.
const MAX_UNPACKED: u64 = 512 << 20;
/// Most that an archive may come to for each of its bytes, beyond what is little.
const MAX_RATIO: u64 = 200;
const LITTLE: u64 = 32 << 20;
/// Most files of one archive that are looked at.
const MAX_MEMBERS: usize = 50_000;
/// Archives in archives.
const MAX_DEPTH: usize = 3;
/// Memory that a 7z archive may ask for while it is unpacked, in KiB.
const MAX_MEMORY: usize = 256 << 10;

/// What archives still may come to in a run.
#[derive(Debug)]
pub(super) struct Room(u64);

impl Default for Room {
    fn default() -> Self {
        Self(MAX_UNPACKED)
    }
}

/// What an archive holds.
#[derive(Debug, Default)]
pub(super) struct Unpacked {
    /// Paths as given, with the path inside behind that of the archive, and their bytes.
    pub(super) files: Vec<(PathBuf, Vec<u8>)>,
    pub(super) failures: Vec<Error>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Zip,
    SevenZ,
    Gzip,
    Tar,
}

/// Whether a file is an archive. Office files, which are ZIP archives too, are none.
pub(super) fn is_archive(path: &Path) -> bool {
    let Ok(mut file) = File::open(path) else { return false };
    let mut head = Vec::new();
    let _ = file.by_ref().take(512).read_to_end(&mut head);
    match kind(&head) {
        Some(Kind::Zip) => match zip::ZipArchive::new(BufReader::new(file)) {
            Ok(archive) => {
                let mut names = (0..archive.len()).filter_map(|at| archive.name_for_index(at)?.ok());
                !names.any(|name| is_office(&name))
            }
            Err(_) => has_extension(path, ARCHIVES),
        },
        kind => kind.is_some(),
    }
}

/// Whether an archive with this entry is an Office file.
fn is_office(name: &str) -> bool {
    ["[Content_Types].xml", "OFD.xml", "content.xml", "mimetype"].contains(&name)
}

fn kind(head: &[u8]) -> Option<Kind> {
    match head {
        head if refused::is_zip(head) => Some(Kind::Zip),
        [b'7', b'z', 0xbc, 0xaf, 0x27, 0x1c, ..] => Some(Kind::SevenZ),
        [0x1f, 0x8b, 8, ..] => Some(Kind::Gzip),
        head if head.get(257..262) == Some(b"ustar") => Some(Kind::Tar),
        _ => None,
    }
}

/// The files of an archive that may be notices.
pub(super) fn unpack(path: &Path, room: &mut Room) -> Unpacked {
    let mut into = Into { room, unpacked: Unpacked::default(), n_members: 0, ratio: 0 };
    let opened = File::open(path).and_then(|file| Ok((file.metadata()?.len(), file)));
    let read = match opened {
        Ok((length, _)) if length > MAX_ARCHIVE => {
            Err(Refusal::new(format!("an archive of more than {} GiB", MAX_ARCHIVE >> 30), UNPACK))
        }
        Ok((length, file)) => {
            into.ratio = length.saturating_mul(MAX_RATIO).max(LITTLE);
            let mut file = BufReader::new(file);
            let head = head(&mut file);
            // What a library stumbles over costs the archive and not the run.
            super::guarded(|| into.read(&head, file, path, 1)).unwrap_or_else(|_| Err(damaged()))
        }
        Err(source) => {
            into.unpacked.failures.push(Error::Read { path: path.to_path_buf(), source });
            Ok(())
        }
    };
    if let Err(refusal) = read {
        into.unpacked.failures.push(refusal.error(path));
    } else if into.unpacked.files.is_empty() && into.unpacked.failures.is_empty() {
        let reason = "no file in this archive that may be a notice";
        into.unpacked
            .failures
            .push(Refusal::new(reason, "see what it holds; RAR archives in it must be unpacked").error(path));
    }
    into.unpacked.files.sort_by(|a, b| a.0.as_os_str().as_encoded_bytes().cmp(b.0.as_os_str().as_encoded_bytes()));
    into.unpacked
}

const UNPACK: &str = "unpack it and give the folder with the notices in it";

fn damaged() -> Refusal {
    Refusal::new("this archive is damaged", "download it again, or unpack what can be unpacked and give that folder")
}

fn encrypted() -> Refusal {
    Refusal::new("this archive is encrypted", "unpack it with its password and give that folder")
}

fn too_much() -> Refusal {
    Refusal::new(
        format!("the archives come to more than {} MiB, or unpack to very much more than they are", MAX_UNPACKED >> 20),
        UNPACK,
    )
}

/// The first bytes, which are read again.
fn head<R: Read + Seek>(reader: &mut R) -> Vec<u8> {
    let mut head = Vec::new();
    let _ = reader.take(512).read_to_end(&mut head);
    let _ = reader.rewind();
    head
}

/// What is unpacked while it is unpacked.
struct Into<'a> {
    room: &'a mut Room,
    unpacked: Unpacked,
    n_members: usize,
    /// Bytes that the archive may still come to for its size.
    ratio: u64,
}

impl Into<'_> {
    fn read<R: Read + Seek>(&mut self, head: &[u8], reader: R, path: &Path, depth: usize) -> Result<(), Refusal> {
        match kind(head) {
            Some(Kind::Zip) => self.zip(reader, path, depth),
            Some(Kind::SevenZ) => self.seven_z(reader, path, depth),
            Some(Kind::Tar) => self.tar(reader, path, depth),
            Some(Kind::Gzip) => self.gzip(reader, path, depth),
            None => Err(damaged()),
        }
    }

    fn zip<R: Read + Seek>(&mut self, reader: R, path: &Path, depth: usize) -> Result<(), Refusal> {
        let mut archive = zip::ZipArchive::new(reader).map_err(|_| damaged())?;
        let mut is_encrypted = false;
        for at in 0..archive.len() {
            // Without its key an entry tells its name only.
            let Ok((name, hidden)) =
                archive.by_index_raw(at).map(|entry| (inside(entry.name_raw()), entry.encrypted()))
            else {
                continue;
            };
            let Some(name) = name.filter(|name| self.is_wanted(name)) else { continue };
            if hidden {
                is_encrypted = true;
                continue;
            }
            match archive.by_index(at) {
                Ok(mut entry) => self.member(&name, &mut entry, path, depth)?,
                Err(_) => self.fail(&path.join(&name), damaged_member()),
            }
        }
        if is_encrypted { Err(encrypted()) } else { Ok(()) }
    }

    fn seven_z<R: Read + Seek>(&mut self, reader: R, path: &Path, depth: usize) -> Result<(), Refusal> {
        let refuse = |error: sevenz_rust2::Error| match error {
            sevenz_rust2::Error::PasswordRequired | sevenz_rust2::Error::MaybeBadPassword(_) => encrypted(),
            sevenz_rust2::Error::MaxMemLimited { .. } => too_much(),
            _ => damaged(),
        };
        let mut archive =
            ArchiveReader::new_with_memory_limit(reader, Password::empty(), MAX_MEMORY).map_err(refuse)?;
        let coders = || archive.archive().blocks.iter().flat_map(|block| &block.coders);
        if coders().any(|coder| coder.encoder_method_id() == EncoderMethod::ID_AES256_SHA256) {
            return Err(encrypted());
        }
        let mut refusal = None;
        let done = archive.for_each_entries(|entry, reader| {
            let name = inside(entry.name().as_bytes()).filter(|name| !entry.is_directory() && self.is_wanted(name));
            if let Some(name) = name {
                refusal = self.member(&name, reader, path, depth).err();
            } else {
                // Files of one block stand behind one another: each is unpacked to reach the next.
                refusal = self.pass(reader).err();
            }
            Ok(refusal.is_none())
        });
        match refusal {
            Some(refusal) => Err(refusal),
            None => done.map_err(refuse),
        }
    }

    fn gzip<R: Read + Seek>(&mut self, mut reader: R, path: &Path, depth: usize) -> Result<(), Refusal> {
        let mut head = Vec::new();
        let _ = MultiGzDecoder::new(&mut reader).take(512).read_to_end(&mut head);
        reader.rewind().map_err(|_| damaged())?;
        let mut unpacked = MultiGzDecoder::new(reader);
        if kind(&head) == Some(Kind::Tar) {
            return self.tar(unpacked, path, depth);
        }
        // One file: its name is that of the archive without the last extension.
        let name = path.file_stem().map(PathBuf::from).unwrap_or_default();
        self.member(&name, &mut unpacked, path, depth)
    }

    fn tar<R: Read>(&mut self, reader: R, path: &Path, depth: usize) -> Result<(), Refusal> {
        // What is passed over is unpacked too.
        let most = self.room.0.min(self.ratio).saturating_mul(2);
        let mut archive = tar::Archive::new(reader.take(most));
        for entry in archive.entries().map_err(|_| damaged())? {
            let mut entry = entry.map_err(|_| damaged())?;
            let is_file = entry.header().entry_type().is_file();
            let Some(name) = inside(&entry.path_bytes()).filter(|name| is_file && self.is_wanted(name)) else {
                continue;
            };
            self.member(&name, &mut entry, path, depth)?;
        }
        Ok(())
    }

    /// Whether a file in an archive may be a notice, or an archive with some.
    fn is_wanted(&mut self, name: &Path) -> bool {
        self.n_members += 1;
        let is_aside = |part: &str| is_aside_name(part) || part == "__MACOSX";
        let mut folders = name.parent().into_iter().flat_map(Path::components);
        let is_saved = |part: &str| words().ends(PageKind::Saved, part);
        let aside = folders.any(|part| {
            let part = part.as_os_str().to_string_lossy();
            is_aside(&part) || is_saved(&part)
        });
        let own = name.file_name().unwrap_or_default().to_string_lossy();
        !aside && !is_aside(&own) && [EXTENSIONS, ARCHIVES, PICTURES].iter().any(|known| has_extension(name, known))
    }

    /// Takes in one file, or the files of an archive in the archive.
    fn member(&mut self, name: &Path, reader: &mut dyn Read, path: &Path, depth: usize) -> Result<(), Refusal> {
        if self.n_members > MAX_MEMBERS {
            return Err(Refusal::new(format!("more than {MAX_MEMBERS} files in this archive"), UNPACK));
        }
        let path = path.join(name);
        let mut bytes = Vec::new();
        let most = self.room.0.min(self.ratio);
        let whole = reader.take((MAX_FILE + 1).min(most + 1)).read_to_end(&mut bytes);
        if bytes.len() as u64 > most {
            return Err(too_much());
        }
        (self.room.0, self.ratio) = (self.room.0 - bytes.len() as u64, self.ratio - bytes.len() as u64);
        if whole.is_err() {
            self.fail(&path, damaged_member());
        } else if bytes.len() as u64 > MAX_FILE {
            self.fail(&path, super::too_large());
        } else if has_extension(name, PICTURES) && !are_page(&bytes) {
            // Too small for a page.
        } else if !has_extension(name, ARCHIVES) || kind(&bytes).is_none() {
            self.unpacked.files.push((path, bytes));
        } else if depth >= MAX_DEPTH {
            self.fail(&path, Refusal::new("an archive too deep in other archives", UNPACK));
        } else if kind(&bytes) == Some(Kind::Zip) && xml::zip_names(&bytes).iter().any(|name| is_office(name)) {
            self.unpacked.files.push((path, bytes));
        } else {
            let head = bytes[..bytes.len().min(512)].to_vec();
            if let Err(refusal) = self.read(&head, Cursor::new(bytes), &path, depth + 1) {
                self.fail(&path, refusal);
            }
        }
        Ok(())
    }

    /// Passes over a file that is unpacked only to reach the next.
    fn pass(&mut self, reader: &mut dyn Read) -> Result<(), Refusal> {
        let most = self.room.0.min(self.ratio);
        let n_bytes = std::io::copy(&mut reader.take(most + 1), &mut std::io::sink()).unwrap_or_default();
        if n_bytes > most {
            return Err(too_much());
        }
        self.ratio -= n_bytes;
        Ok(())
    }

    fn fail(&mut self, path: &Path, refusal: Refusal) {
        self.unpacked.failures.push(refusal.error(path));
    }
}

fn damaged_member() -> Refusal {
    Refusal::new("this file is damaged in its archive", "download the archive again, or unpack it and see what is left")
}

/// The path of a file inside an archive from its name as it is stored: UTF-8, or GBK as Chinese Windows writes it. Parts that
/// lead out of the archive are left out; `None` where nothing is left, and for folders.
fn inside(name: &[u8]) -> Option<PathBuf> {
    let name = match std::str::from_utf8(name) {
        Ok(name) => name.to_owned(),
        Err(_) => encoding::of_name(name),
    };
    if name.ends_with(['/', '\\']) {
        return None;
    }
    let name = PathBuf::from(name.replace('\\', "/"));
    let parts = name.components().filter_map(|part| match part {
        Component::Normal(part) => Some(part),
        _ => None,
    });
    let path: PathBuf = parts.collect();
    (path.file_name().is_some()).then_some(path)
}

#[cfg(test)]
mod tests;
