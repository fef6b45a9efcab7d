//! Pictures: which of those in a folder may be pages.
//!
//! In:  the path or the bytes of a file.
//! Out: whether it is named as a picture and as large as a page.
//! Not here: what stands on it; that is read in [`super::scan`].

use std::path::Path;

use super::has_extension;

/// Extensions of pictures.
pub(super) const PICTURES: &[&str] = &["png", "jpg", "jpeg", "tif", "tiff"];
/// Pixels of the shorter side of a page, at least: A4 at 60 dots an inch, below which no letter can be read.
const SHORTER: usize = 500;

/// Whether a file is a picture that may be a page. One that tells no size may be: it is refused by name when it is read.
pub(super) fn is_page(path: &Path) -> bool {
    has_extension(path, PICTURES) && path.is_file() && imagesize::size(path).map_or(true, holds)
}

/// Whether the bytes of a picture may be those of a page.
pub(super) fn are_page(bytes: &[u8]) -> bool {
    imagesize::blob_size(bytes).map_or(true, holds)
}

fn holds(size: imagesize::ImageSize) -> bool {
    size.width.min(size.height) >= SHORTER
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The head of a PNG of so many pixels.
    fn head(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
        bytes.extend([width.to_be_bytes(), height.to_be_bytes()].concat());
        bytes.extend(b"\x08\x02\0\0\0\0\0\0\0");
        bytes
    }

    #[test]
    fn pages_are_told_by_pixels_not_by_bytes() {
        let cases = [((1654, 2339), true), ((2339, 1654), true), ((1200, 90), false), ((32, 32), false)];
        for ((width, height), want) in cases {
            let folder = tempfile::tempdir().unwrap();
            for name in ["a.png", "b.txt"] {
                std::fs::write(folder.path().join(name), head(width, height)).unwrap();
            }
            assert_eq!(is_page(&folder.path().join("a.png")), want, "{width}x{height}");
            assert!(!is_page(&folder.path().join("b.txt")));
            assert_eq!(are_page(&head(width, height)), want, "{width}x{height}");
        }
        assert!(are_page(b"no picture"), "it is refused by name when it is read");
    }
}
