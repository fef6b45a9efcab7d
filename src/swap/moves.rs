//! Moves: files and folders into the place of others, as they are, with the modes and owners of those that go.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

/// Moves a file, link or folder as it is. A folder that nobody may write to cannot be moved: it is opened meanwhile.
pub(super) fn move_to(from: &Path, to: &Path) -> io::Result<()> {
    match fs::rename(from, to) {
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
            let is_folder = fs::symlink_metadata(from)?.is_dir();
            let before = fs::symlink_metadata(from)?.permissions();
            from.parent().into_iter().for_each(open_up);
            if is_folder {
                open_up(from);
            }
            let done = fs::rename(from, to);
            if is_folder {
                let _ = fs::set_permissions(if done.is_ok() { to } else { from }, before);
            }
            done
        }
        done => done,
    }
}

/// Lets the owner of a folder write to it.
pub(super) fn open_up(folder: &Path) {
    #[cfg(unix)]
    if let Ok(about) = fs::metadata(folder) {
        use std::os::unix::fs::PermissionsExt;
        let mode = about.permissions().mode();
        let _ = fs::set_permissions(folder, fs::Permissions::from_mode(mode | 0o700));
    }
    #[cfg(not(unix))]
    let _ = folder;
}

/// Gives the folders of `new` the modes and owners of those in `old`.
pub(super) fn keep_modes(old: &Path, new: &Path) {
    let folders = WalkDir::new(new).into_iter().flatten().filter(|entry| entry.file_type().is_dir());
    for folder in folders {
        let within = folder.path().strip_prefix(new).unwrap_or(Path::new(""));
        same_mode(&old.join(within), folder.path());
    }
}

/// Gives a folder of ours the mode and, where one may, the owner of an older one; its owner can always write to it.
pub(super) fn same_mode(old: &Path, new: &Path) {
    #[cfg(unix)]
    if let Ok(about) = fs::symlink_metadata(old)
        && about.is_dir()
    {
        use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
        let _ = chown(new, Some(about.uid()), Some(about.gid()));
        let _ = fs::set_permissions(new, fs::Permissions::from_mode(about.mode() & 0o7777 | 0o700));
    }
    #[cfg(not(unix))]
    let _ = (old, new);
}

/// Puts `new` into the place of `target`; returns where the old folder is: at `new`, or at `aside` where the system cannot
/// exchange two folders.
pub(super) fn exchange(new: &Path, target: &Path, aside: &Path) -> io::Result<PathBuf> {
    #[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        use rustix::io::Errno;
        match renameat_with(CWD, new, CWD, target, RenameFlags::EXCHANGE) {
            Ok(()) => return Ok(new.to_path_buf()),
            // the system or the disk cannot do it
            Err(Errno::NOSYS | Errno::INVAL | Errno::NOTSUP) => {}
            Err(error) => return Err(error.into()),
        }
    }
    fs::rename(target, aside)?;
    if let Err(error) = fs::rename(new, target) {
        fs::rename(aside, target)?;
        return Err(error);
    }
    Ok(aside.to_path_buf())
}
