//! `LibreOffice`: a reader for Office files that no own one takes apart.
//!
//! In:  the bytes of a file.
//! Out: its notices by way of DOCX, where the program is installed and makes one in time.
//!
//! It works in a folder of its own with a profile of its own, without macros and without a window, and is ended where it
//! takes too long.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use std::{fs, io, thread};

use super::{Document, Refusal, docx};

/// What people know it by.
const NAME: &str = "LibreOffice";
/// The variable that names its program; empty for none.
const PROGRAM: &str = "DUIBIAO_SOFFICE";
/// How long it may take.
const TIME: Duration = Duration::from_mins(1);
/// Settings of its profile: no macros whatever a file says, nothing loaded from elsewhere.
const SETTINGS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"#;

/// The notices in a file of a kind: its extension and the filter that reads it.
///
/// # Errors
/// A refusal for this reason where the program is not installed or cannot read it either.
pub(super) fn documents(bytes: &[u8], kind: (&str, &str), reason: &str) -> Result<Vec<Document>, Refusal> {
    const INSTEAD: &str =
        "open it in Word or WPS, save it as .docx and try again; where LibreOffice is installed, it is tried too";
    let bytes = to_docx(bytes, kind).ok_or_else(|| Refusal::new(reason, INSTEAD))?;
    let mut documents = docx::read(&bytes, Path::new(""))?;
    for document in &mut documents {
        document.hints.push(("read:by".to_owned(), NAME.to_owned()));
    }
    Ok(documents)
}

/// A file of a kind as DOCX; `None` where that cannot be done.
fn to_docx(bytes: &[u8], (extension, filter): (&str, &str)) -> Option<Vec<u8>> {
    let program = program()?;
    let folder = tempfile::Builder::new().prefix("duibiao-").tempdir().ok()?;
    let profile = folder.path().join("profile");
    fs::create_dir_all(profile.join("user")).ok()?;
    fs::write(profile.join("user/registrymodifications.xcu"), SETTINGS).ok()?;
    let input = folder.path().join(format!("notice.{extension}"));
    fs::write(&input, bytes).ok()?;
    let out = folder.path().join("out");
    let child = Command::new(program)
        .arg(format!("-env:UserInstallation=file://{}", profile.display()))
        .args(["--headless", "--norestore", "--nolockcheck", "--nodefault"])
        .arg(format!("--infilter={filter}"))
        .args(["--convert-to", "docx", "--outdir"])
        .arg(&out)
        .arg(&input)
        .current_dir(folder.path())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    finish(child, TIME).ok()?;
    fs::read(out.join("notice.docx")).ok()
}

/// Waits for a program; ends it where it takes too long.
fn finish(mut child: Child, most: Duration) -> io::Result<()> {
    let start = Instant::now();
    while child.try_wait()?.is_none() {
        if start.elapsed() > most {
            child.kill()?;
            child.wait()?;
            return Err(io::ErrorKind::TimedOut.into());
        }
        thread::sleep(Duration::from_millis(20));
    }
    Ok(())
}

/// Where the program is: where its variable says, or on the path.
fn program() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os(PROGRAM) {
        return Some(PathBuf::from(named)).filter(|path| path.is_file());
    }
    let path = std::env::var_os("PATH")?;
    let names = ["soffice", "libreoffice", "soffice.com"];
    let mut places = std::env::split_paths(&path).flat_map(|folder| names.map(|name| folder.join(name)));
    places.find(|place: &PathBuf| Path::new(place).is_file())
}
