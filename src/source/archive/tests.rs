use std::io::Write;

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A ZIP archive of one stored file whose name is in GBK and not marked as UTF-8.
fn gbk(name: &str, bytes: &[u8]) -> Vec<u8> {
    let (name, ..) = encoding_rs::GBK.encode(name);
    let shared = |at_central: bool| {
        let crc = flate2::Crc::new();
        let mut crc = crc;
        crc.update(bytes);
        let mut head = Vec::new();
        head.extend([20, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        head.extend(crc.sum().to_le_bytes());
        head.extend((bytes.len() as u32).to_le_bytes().repeat(2));
        head.extend((name.len() as u16).to_le_bytes());
        head.extend([0, 0]);
        if at_central {
            head.extend([0; 14]);
        }
        head.extend(name.iter());
        head
    };
    let mut zip = b"PK\x03\x04".to_vec();
    zip.extend(shared(false));
    zip.extend(bytes);
    let start = zip.len() as u32;
    zip.extend(b"PK\x01\x02\x14\0");
    zip.extend(shared(true));
    let length = zip.len() as u32 - start;
    zip.extend(b"PK\x05\x06\0\0\0\0\x01\0\x01\0");
    zip.extend(length.to_le_bytes());
    zip.extend(start.to_le_bytes());
    zip.extend([0, 0]);
    zip
}

fn tarred(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut tar = tar::Builder::new(Vec::new());
    for (name, bytes) in files {
        let mut header = tar::Header::new_ustar();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        tar.append_data(&mut header, name, *bytes).unwrap();
    }
    tar.into_inner().unwrap()
}

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(bytes).unwrap();
    gzip.finish().unwrap()
}

/// What is unpacked from an archive of this name: `path: text`, and the failures' reasons.
fn unpacked(name: &str, bytes: &[u8]) -> (Vec<String>, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    let unpacked = unpack(&path, &mut Room::default());
    let root = folder.path();
    let file = |(path, bytes): (PathBuf, Vec<u8>)| {
        let path = path.strip_prefix(root).unwrap().display().to_string().replace('\\', "/");
        format!("{path}: {}", String::from_utf8_lossy(&bytes))
    };
    let reason = |error: Error| match error {
        Error::Refused { path, reason, .. } => format!("{}: {reason}", path.strip_prefix(root).unwrap().display()),
        error => error.to_string(),
    };
    (unpacked.files.into_iter().map(file).collect(), unpacked.failures.into_iter().map(reason).collect())
}

#[track_caller]
fn check(name: &str, bytes: &[u8], files: &[&str], failures: &[&str]) {
    let (got, failed) = unpacked(name, bytes);
    assert_eq!((got, failed), (strings(files), strings(failures)), "{name}");
}

fn strings(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

#[test]
fn archives_are_folders() {
    let files: &[(&str, &[u8])] = &[
        ("内/通知.txt", b"b"),
        ("a.txt", b"a"),
        ("图.bmp", b"x"),
        ("页_files/j.html", b"x"),
        ("__MACOSX/._a.txt", b"x"),
    ];
    check("年.zip", &zipped(files), &["年.zip/a.txt: a", "年.zip/内/通知.txt: b"], &[]);
    check("年.tar", &tarred(files), &["年.tar/a.txt: a", "年.tar/内/通知.txt: b"], &[]);
    check("年.tar.gz", &gzipped(&tarred(files)), &["年.tar.gz/a.txt: a", "年.tar.gz/内/通知.txt: b"], &[]);
    check("通知.txt.gz", &gzipped(b"a"), &["通知.txt.gz/通知.txt: a"], &[]);
    check("年.zip", &gbk("内\\通知.txt", b"b"), &["年.zip/内/通知.txt: b"], &[]);
}

#[test]
fn seven_z_is_unpacked() {
    let bytes = include_bytes!("tests/sample.7z");
    check("年.7z", bytes, &["年.7z/a.txt: a\n", "年.7z/内/通知.txt: 新增学位900个。\n"], &[]);
    let (files, failures) = unpacked("年.7z", &bytes[..bytes.len() / 2]);
    assert!(files.is_empty() && failures == ["年.7z: this archive is damaged"], "{files:?} {failures:?}");
    let secret = include_bytes!("tests/secret.7z");
    check("年.7z", secret, &[], &["年.7z: this archive is encrypted"]);
}

#[test]
fn archives_in_archives_are_bounded_in_depth() {
    let mut bytes = zipped(&[("a.txt", b"a")]);
    check("x.zip", &zipped(&[("y.zip", &bytes)]), &["x.zip/y.zip/a.txt: a"], &[]);
    for _ in 0..4 {
        bytes = zipped(&[("y.zip", &bytes)]);
    }
    check("x.zip", &bytes, &[], &["x.zip/y.zip/y.zip/y.zip: an archive too deep in other archives"]);
}

#[test]
fn bombs_and_traps_cost_themselves_only() {
    let zeros = vec![0; 1 << 20];
    let many: Vec<(String, &[u8])> = (0..80).map(|at| (format!("{at}.txt"), zeros.as_slice())).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    let (files, failures) = unpacked("x.zip", &zipped(&many));
    assert!(
        files.len() < 40 && failures.len() == 1 && failures[0].contains("unpack to very much more"),
        "{failures:?}"
    );
    check(
        "x.zip",
        &zipped(&[("../../a.txt", b"a"), ("/etc/b.txt", b"b")]),
        &["x.zip/a.txt: a", "x.zip/etc/b.txt: b"],
        &[],
    );
    check("x.zip", &zipped(&[("a.bmp", b"a")]), &[], &["x.zip: no file in this archive that may be a notice"]);
    check("x.zip", b"PK\x03\x04", &[], &["x.zip: this archive is damaged"]);
}
