//! Prints what the parts of work reports are learnt from: `cargo run --release --example cues -- LABELS FOLDER > cues.jsonl`.
//!
//! In:  labels (`datasets/labels/reading/parts.jsonl`) and a folder with the reports they name.
//! Out: a JSON line a report: its plain text, and for each sentence its line, bytes, cue text and shapes.
//! Then: `python3 datasets/scripts/parts.py cues.jsonl LABELS datasets/reading/parts.tsv`.

use std::collections::HashMap;
use std::error::Error;
use std::io::Write;
use std::path::PathBuf;

use duibiao::{notice::part, source};
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1);
    let (Some(labels), Some(folder)) = (arguments.next(), arguments.next()) else {
        return Err("usage: cues LABELS FOLDER".into());
    };
    let mut years: HashMap<String, i32> = HashMap::new();
    for line in std::fs::read_to_string(labels)?.lines() {
        let label: Value = serde_json::from_str(line)?;
        let year = label["year"].as_i64().and_then(|year| i32::try_from(year).ok());
        years.extend(label["file"].as_str().map(str::to_owned).zip(year));
    }
    let mut out = std::io::BufWriter::new(std::io::stdout());
    for file in source::walk(&[PathBuf::from(folder)])?.files {
        let stem = file.path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let Some(&year) = years.get(&stem) else { continue };
        let Some(document) = file.open()?.documents()?.into_iter().next() else { continue };
        let rows: Vec<Value> = part::sentences(&document, Some(year))
            .into_iter()
            .map(|(sentence, span)| json!([sentence.line, span.start, span.end, sentence.cue, sentence.shape]))
            .collect();
        writeln!(out, "{}", json!({"file": stem, "text": document.text, "sentences": rows}))?;
    }
    Ok(())
}
