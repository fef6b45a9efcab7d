//! One file, made aside and put in the old one's place.

use std::fs;
use std::io::Write;
use std::path::Path;

use crate::error::Error;

/// Writes a file whole or not at all, and makes its folder. The file that a link leads to is replaced, not the link; its
/// permissions stay. What is no file (`/dev/stdout`) is written into.
///
/// # Errors
/// [`Error::Write`] where its folder cannot be made or written into.
pub fn put(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let old = fs::metadata(path).ok();
    if old.as_ref().is_some_and(|old| !old.is_file()) {
        return fs::write(path, bytes).map_err(Error::write(path));
    }
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(Error::write(folder))?;
    let mut made = tempfile::NamedTempFile::new_in(folder).map_err(Error::write(path))?;
    made.write_all(bytes).map_err(Error::write(path))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = old.map_or(0o644, |old| old.permissions().mode());
        made.as_file().set_permissions(fs::Permissions::from_mode(mode)).map_err(Error::write(path))?;
    }
    made.persist(&target).map_err(|error| Error::write(path)(error.error))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a/b.tsv");
        put(&path, b"first").unwrap();
        put(&path, b"2").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"2");
        // nothing made aside is left
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
        // a folder is no file
        assert!(matches!(put(folder.path(), b"3"), Err(Error::Write { .. })));
    }

    #[cfg(unix)]
    #[test]
    fn permissions_and_links_stay() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let [file, link] = ["b.tsv", "link.tsv"].map(|name| folder.path().join(name));
        let mode = || fs::metadata(&file).unwrap().permissions().mode() & 0o777;
        put(&file, b"1").unwrap();
        assert_eq!(mode(), 0o644);
        fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
        symlink("b.tsv", &link).unwrap();
        put(&link, b"2").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!((fs::read(&file).unwrap(), mode()), (b"2".to_vec(), 0o600));
    }
}
