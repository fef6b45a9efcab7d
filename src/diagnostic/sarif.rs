//! SARIF 2.1.0: one log with one run.
//!
//! Lines, columns and offsets are those of the notice's plain text, which is the file itself where that is UTF-8 with
//! plain line ends; `properties.format` tells a web page or a Word file from it.
//! Source: <https://docs.oasis-open.org/sarif/sarif/v2.1.0/>.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;

use serde_json::{Value, json};

use super::finding::{self, Finding};
use crate::error::Error;
use crate::intake::reading::ReadNotice;
use crate::notice::{Code, Severity};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

pub(super) fn write(
    out: &mut dyn Write,
    notices: &[ReadNotice],
    failures: &[Error],
    least: Severity,
) -> io::Result<()> {
    let per_notice: Vec<(&ReadNotice, Vec<Finding>)> =
        notices.iter().map(|notice| (notice, finding::of_notice(notice, least))).collect();
    let failed: Vec<Finding> = failures.iter().map(finding::of_failure).collect();
    let all = || per_notice.iter().flat_map(|(_, findings)| findings).chain(&failed);
    let codes: BTreeMap<&str, Code> = all().map(|finding| (finding.code.id(), finding.code)).collect();
    let index = |finding: &Finding| codes.range(..finding.code.id()).count();
    let results: Vec<Value> = per_notice
        .iter()
        .flat_map(|(notice, findings)| findings.iter().map(move |finding| (Some(*notice), finding)))
        .chain(failed.iter().map(|finding| (None, finding)))
        .map(|(notice, finding)| result(notice, finding, index(finding)))
        .collect();
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "Duibiao",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": codes.values().copied().map(rule).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    serde_json::to_writer_pretty(&mut *out, &log)?;
    out.write_all(b"\n")
}

/// What a code means. Its page goes along: a log is read where the pages are not.
fn rule(code: Code) -> Value {
    json!({
        "id": code.id(),
        "name": code.title(),
        "shortDescription": { "text": code.title() },
        "help": { "text": code.page(), "markdown": code.page() },
        "defaultConfiguration": { "level": code.severity().name() },
        "properties": { "page": format!("docs/problems/{}.md", code.id()) },
    })
}

fn result(notice: Option<&ReadNotice>, finding: &Finding, rule: usize) -> Value {
    let mut result = json!({
        "ruleId": finding.code.id(),
        "ruleIndex": rule,
        "level": finding.code.severity().name(),
        "message": { "text": finding.sentence() },
    });
    if let Some(path) = finding.path {
        let mut location = json!({ "artifactLocation": { "uri": uri(path) } });
        if let Some(place) = finding.place {
            let (start, end) = (place.start, place.end);
            location["region"] = json!({
                "startLine": start.line,
                "startColumn": start.column,
                "endLine": end.line,
                "endColumn": end.column,
                "charOffset": start.char,
                "charLength": end.char - start.char,
                "byteOffset": start.byte,
                "byteLength": end.byte - start.byte,
            });
        }
        result["locations"] = json!([{ "physicalLocation": location }]);
    }
    if let Some(notice) = notice {
        result["properties"] = json!({ "noticeId": notice.id, "format": notice.document.format });
        if let Some(part) = finding.part {
            result["properties"]["part"] = json!(part);
        }
    }
    result
}

/// A path as a URI: an absolute one with its scheme, a relative one as a reference.
fn uri(path: &Path) -> String {
    let mut uri = String::new();
    let mut bytes = path.as_os_str().as_encoded_bytes().to_vec();
    if cfg!(windows) {
        bytes.iter_mut().filter(|byte| **byte == b'\\').for_each(|byte| *byte = b'/');
    }
    if path.is_absolute() {
        uri.push_str("file://");
        if bytes.first() != Some(&b'/') {
            uri.push('/');
        }
    }
    for byte in bytes {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(byte as char),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_uris() {
        for (path, want) in [
            ("notices/a-1.txt", "notices/a-1.txt"),
            ("通知/某区 2025.txt", "%E9%80%9A%E7%9F%A5/%E6%9F%90%E5%8C%BA%202025.txt"),
            ("a:b#c?d%.txt", "a%3Ab%23c%3Fd%25.txt"),
            ("../x.txt", "../x.txt"),
        ] {
            assert_eq!(uri(Path::new(path)), want);
        }
        if cfg!(unix) {
            assert_eq!(uri(Path::new("/tmp/通.txt")), "file:///tmp/%E9%80%9A.txt");
        }
    }
}
