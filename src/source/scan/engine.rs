//! The engine: a program that recognises the words of pages.
//!
//! In:  a scanned file.
//! Out: its pages as the engine gives them.
//! Not here: what is made of them.
//!
//! It is `RapidOCR` in a Python of the user's; it runs as one process that reads file after file with all processors, is ended
//! where it takes too long, and learns nothing but the path of a copy. Where it is not installed, tesseract reads, and none
//! of its figures are trusted.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use serde_json::{Value, json};

use super::{Recognised, tesseract};
use crate::meter::Meter;
use crate::source::Refusal;

/// The variable that names the Python, or `none`.
const PYTHON: &str = "DUIBIAO_OCR_PYTHON";
/// The variable that names the folder where what was recognised is kept.
const CACHE: &str = "DUIBIAO_CACHE";
/// What the Python runs.
const SCRIPT: &str = include_str!("engine.py");
/// How long it may take to begin, and for a page.
const BEGIN: Duration = Duration::from_mins(2);
const PAGE: Duration = Duration::from_mins(5);
/// Most pages of a file.
const MAX_PAGES: u64 = 1000;
/// What people install.
pub(in crate::source) const INSTALL: &str = "install the engine by `pip install rapidocr-onnxruntime pypdfium2` (name another Python by --ocr) and try again, or find the notice as text";

/// What recognises, and where its work is kept.
#[derive(Debug, Default)]
pub struct Engine {
    /// A Python, or `none`; where it is not named, the one of the path.
    python: Option<PathBuf>,
    /// Whether what was kept is not looked at either.
    is_shut: bool,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
enum State {
    #[default]
    NotBegun,
    Running(Running),
    /// No Python with the engine.
    Missing,
}

#[derive(Debug)]
struct Running {
    child: Child,
    asks: ChildStdin,
    answers: Receiver<String>,
}

impl Engine {
    /// The engine in this Python; `none` for no engine at all.
    pub fn of(python: Option<PathBuf>) -> Self {
        let named = python.or_else(|| std::env::var_os(PYTHON).map(PathBuf::from));
        Self { python: named, ..Self::default() }
    }

    /// No engine, and nothing kept of earlier runs.
    pub fn none() -> Self {
        Self { python: Some("none".into()), is_shut: true, ..Self::default() }
    }

    fn is_off(&self) -> bool {
        self.python.as_deref() == Some(Path::new("none"))
    }

    /// The folder where what was recognised is kept.
    pub(super) fn cache(&self) -> Option<PathBuf> {
        if self.is_shut {
            return None;
        }
        let of = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        let own = || Some(of("XDG_CACHE_HOME").or_else(|| Some(of("HOME")?.join(".cache")))?.join("duibiao"));
        of(CACHE).or_else(|| of("LOCALAPPDATA").map(|folder| folder.join("duibiao"))).or_else(own)
    }

    /// The pages of a file; the meter is told of each. None where no engine is there.
    pub(super) fn recognise(&self, bytes: &[u8], meter: &dyn Meter) -> Result<Option<Vec<Recognised>>, Refusal> {
        if self.is_off() {
            return Ok(None);
        }
        let failed = |what: String| Refusal::new(format!("the engine could not read this scan ({what})"), INSTALL);
        let mut copy =
            tempfile::Builder::new().prefix("duibiao-").tempfile().map_err(|error| failed(error.to_string()))?;
        copy.write_all(bytes).and_then(|()| copy.flush()).map_err(|error| failed(error.to_string()))?;
        // One engine works with all processors; others wait.
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if matches!(*state, State::NotBegun) {
            *state = self.begin().map_or(State::Missing, State::Running);
        }
        let State::Running(running) = &mut *state else {
            return Ok(tesseract::recognise(copy.path()));
        };
        let pages = running.pages(copy.path(), meter);
        if pages.is_err() {
            // What it still does is of no use; the next file begins anew.
            *state = State::NotBegun;
        }
        pages.map(Some).map_err(failed)
    }

    fn begin(&self) -> Option<Running> {
        let named: Vec<PathBuf> = match &self.python {
            Some(python) => vec![python.clone()],
            None => ["python3", "python"].map(PathBuf::from).to_vec(),
        };
        named.iter().find_map(|python| Running::begin(python))
    }
}

impl Running {
    fn begin(python: &Path) -> Option<Self> {
        let mut child = Command::new(python)
            .args(["-c", SCRIPT])
            .env("PYTHONIOENCODING", "utf-8")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let (asks, out) = (child.stdin.take()?, child.stdout.take()?);
        let (send, answers) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(out).lines().map_while(Result::ok) {
                if send.send(line).is_err() {
                    break;
                }
            }
        });
        let mut running = Self { child, asks, answers };
        let is_ready = running.answer(BEGIN).is_ok_and(|answer| answer.get("ready").is_some());
        is_ready.then_some(running)
    }

    fn pages(&mut self, path: &Path, meter: &dyn Meter) -> Result<Vec<Recognised>, String> {
        let ask = json!({ "path": path }).to_string();
        writeln!(self.asks, "{ask}").and_then(|()| self.asks.flush()).map_err(|error| error.to_string())?;
        let n_pages = self.answer(PAGE)?.get("pages").and_then(Value::as_u64).ok_or("it said nothing of pages")?;
        if n_pages > MAX_PAGES {
            return Err(format!("more than {MAX_PAGES} pages"));
        }
        meter.more(n_pages);
        (0..n_pages)
            .map(|_| {
                let page = self.answer(PAGE)?;
                meter.advance(1);
                serde_json::from_value(page).map_err(|error| error.to_string())
            })
            .collect()
    }

    fn answer(&mut self, most: Duration) -> Result<Value, String> {
        let line = self.answers.recv_timeout(most).map_err(|_| "it did not answer in time".to_owned())?;
        let answer: Value = serde_json::from_str(&line).map_err(|error| error.to_string())?;
        match answer.get("error").and_then(Value::as_str) {
            Some(error) => Err(error.chars().take(200).collect()),
            None => Ok(answer),
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
