//! What a machine can hold of `ARCHITECTURE.md`: where words stand, which stage knows which crate, and how long things get.
//!
//! The language knowledge of a stage lives in `datasets/lexicon`, not in its source: a folder joins [`FOLDERS`] when its words
//! have moved. Comments and parts under `#[cfg(test)]` are not looked at.

use std::fs;
use std::path::{Path, PathBuf};

/// Folders of `src` without Chinese words in their code.
#[rustfmt::skip]
const FOLDERS: &[&str] = &[
    "src/notice",
    "src/office",
    "src/place",
    "src/quantity",
    "src/source",
];

/// Files whose words are all shown to people.
const TEXTS: &[&str] = &["src/notice/problem.rs"];

/// Calls whose arguments are shown to people: what is wrong with a notice, and what to do.
const SHOWN: &[&str] = &["Problem::new(", "report("];

/// A literal is a word from this many characters on; single characters are marks, numerals and joints of grammar.
const WORD: usize = 2;

#[test]
fn words_live_in_the_lexicon() {
    let mut found = Vec::new();
    for folder in FOLDERS {
        let files = sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder));
        assert!(!files.is_empty(), "{folder} holds no source");
        for file in files.into_iter().filter(|file| !TEXTS.iter().any(|text| file.ends_with(text))) {
            let text = fs::read_to_string(&file).unwrap();
            for (line, literal) in literals(&text) {
                if literal.chars().count() >= WORD && literal.chars().any(is_han) {
                    found.push(format!("{}:{line}: \"{literal}\"", file.display()));
                }
            }
        }
    }
    assert!(found.is_empty(), "{} words belong into datasets/lexicon:\n{}", found.len(), found.join("\n"));
}

/// Crates, and the only places below `src` that know them: what a crate is good for has one home.
const HOMES: &[(&str, &[&str])] = &[
    ("ab_glyph", &["chart"]),
    ("annotate_snippets", &["diagnostic"]),
    ("clap", &["cli"]),
    ("comfy_table", &["cli"]),
    ("imagesize", &["source"]),
    ("indicatif", &["cli"]),
    ("jieba_rs", &["text"]),
    ("lopdf", &["source"]),
    ("minijinja", &["report"]),
    ("plotters", &["chart"]),
    // the stages that read know no frame: they compile and test in seconds
    ("polars", &["analysis", "cli", "table"]),
    ("polars_arrow", &["table"]),
    ("polars_parquet", &["table"]),
    ("rustix", &["swap"]),
    ("scraper", &["source"]),
    // names that were misspelt, and the nearest id: matching measures words by its own signals
    ("strsim", &["cli", "correction", "office"]),
];

#[test]
fn every_crate_has_its_home() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    for file in sources(&root) {
        let home = file.strip_prefix(&root).unwrap().iter().next().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(&file).unwrap();
        for (name, homes) in HOMES {
            let is_known = uses(code(&text), name);
            if is_known && !homes.contains(&home.trim_end_matches(".rs")) {
                found.push(format!("{}: {name}", file.display()));
            }
        }
    }
    assert!(found.is_empty(), "crates outside their homes:\n{}", found.join("\n"));
    for (name, homes) in HOMES {
        for home in *homes {
            let known =
                sources(&root.join(home)).iter().any(|file| uses(code(&fs::read_to_string(file).unwrap()), name));
            assert!(known, "{home} knows {name} no more: take it out of HOMES");
        }
    }
}

/// The part of a source before its tests.
fn code(text: &str) -> &str {
    text.split("#[cfg(test)]\nmod ").next().unwrap_or_default()
}

/// Whether a crate's path stands in a source, comments aside.
fn uses(text: &str, name: &str) -> bool {
    let path = format!("{name}::");
    let lines = text.lines().map(|line| line.split("//").next().unwrap_or_default());
    lines.into_iter().any(|line| {
        line.match_indices(&path)
            .any(|(at, _)| !line[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | ':')))
    })
}

/// Lines that a file, and a function, may have.
const LONGEST_FILE: usize = 500;
const LONGEST_FUNCTION: usize = 80;

#[test]
fn files_and_functions_are_short() {
    let mut found = Vec::new();
    for file in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        let text = fs::read_to_string(&file).unwrap();
        let lines = text.lines().count();
        if lines > LONGEST_FILE {
            found.push(format!("{}: {lines} lines", file.display()));
        }
        found.extend(
            functions(&text)
                .into_iter()
                .filter(|(_, length)| *length > LONGEST_FUNCTION)
                .map(|(line, length)| format!("{}:{line}: a function of {length} lines", file.display())),
        );
    }
    assert!(found.is_empty(), "too long:\n{}", found.join("\n"));
}

/// The functions of a formatted source: the line that each begins in, and its lines.
fn functions(text: &str) -> Vec<(usize, usize)> {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let mut found = Vec::new();
    // the line that each open one begins in, and its indent
    let mut open: Vec<(usize, usize)> = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let words = line.trim_start();
        let begins = words.starts_with("fn ")
            || words.starts_with("pub") && words.contains(" fn ")
            || words.starts_with("const fn ");
        if begins && !line.ends_with([';', '}']) {
            open.push((at, indent(line)));
        } else if words == "}" {
            while let Some((start, _)) = open.pop_if(|(_, own)| *own >= indent(line)) {
                found.push((start + 1, at - start + 1));
            }
        }
    }
    found
}

#[test]
fn every_stage_says_what_goes_in_and_out() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    for file in sources(&root) {
        let text = fs::read_to_string(&file).unwrap();
        let head: Vec<&str> = text.lines().take_while(|line| line.starts_with("//!")).collect();
        if head.is_empty() {
            found.push(format!("{}: no line says what it is", file.display()));
        }
        let is_stage = file.ends_with("mod.rs") && file.strip_prefix(&root).unwrap().iter().count() == 2;
        // what comes in on the command line are arguments, what goes out is written in its own words
        if is_stage
            && !file.ends_with("cli/mod.rs")
            && !["//! In:", "//! Out:"].iter().all(|part| head.iter().any(|line| line.starts_with(part)))
        {
            found.push(format!("{}: a stage says In: and Out:", file.display()));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_scan_finds_functions() {
    let source = "fn a() {\n    1\n}\nimpl B {\n    pub(super) fn b(\n        x: u8,\n    ) {\n        if x {\n        }\n    }\n    fn c() {}\n}\n";
    assert_eq!(functions(source), [(1, 3), (5, 6)]);
    assert!(
        uses("use polars::prelude::*;", "polars")
            && !uses("// polars::x\nuse my_polars::x; crate::polars::y", "polars")
    );
}

/// Rust files below a folder but for those of tests.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap_or_default().to_owned();
        if name == "tests" {
            continue;
        }
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '〇')
}

/// The string literals of a source with their lines, without those of comments, of items under `#[cfg(test)]` and of the
/// arguments of [`SHOWN`] calls.
fn literals(text: &str) -> Vec<(usize, String)> {
    let chars: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let (mut here, mut line, mut depth) = (0, 1, 0usize);
    // The depth of braces at which an item under `#[cfg(test)]` began; it ends with its brace or its `;`.
    let mut test: Option<usize> = None;
    // How many parentheses of such a call are open.
    let mut shown = 0usize;
    while here < chars.len() {
        let rest = &chars[here..];
        let begins = |word: &str| word.chars().eq(rest.iter().copied().take(word.chars().count()));
        let length = if begins("//") {
            rest.iter().position(|c| *c == '\n').unwrap_or(rest.len())
        } else if begins("/*") {
            rest.windows(2).position(|two| two == ['*', '/']).map_or(rest.len(), |end| end + 2)
        } else if begins("#[cfg(test)]") {
            test = test.or(Some(depth));
            "#[cfg(test)]".len()
        } else if let Some(call) = SHOWN.iter().filter(|_| shown == 0).find(|call| begins(call)) {
            shown = 1;
            call.chars().count()
        } else if let Some((literal, length)) = string(rest) {
            if test.is_none() && shown == 0 {
                found.push((line, literal));
            }
            length
        } else if let Some(length) = character(rest) {
            length
        } else {
            match rest[0] {
                '{' => depth += 1,
                '}' => {
                    depth = depth.saturating_sub(1);
                    test = test.filter(|began| depth > *began);
                }
                '(' if shown > 0 => shown += 1,
                ')' if shown > 0 => shown -= 1,
                ';' => test = test.filter(|began| depth > *began),
                _ => {}
            }
            1
        };
        line += rest[..length].iter().filter(|c| **c == '\n').count();
        here += length;
    }
    found
}

/// The string literal that opens `rest`, plain or raw, and its length with its marks.
fn string(rest: &[char]) -> Option<(String, usize)> {
    if rest[0] == '"' {
        let mut end = 1;
        while *rest.get(end)? != '"' {
            end += if rest[end] == '\\' { 2 } else { 1 };
        }
        return Some((rest[1..end].iter().collect(), end + 1));
    }
    if rest[0] != 'r' {
        return None;
    }
    let hashes = rest[1..].iter().take_while(|c| **c == '#').count();
    let start = 1 + hashes;
    if rest.get(start) != Some(&'"') {
        return None;
    }
    let mut close = vec!['"'];
    close.resize(1 + hashes, '#');
    let end = rest[start + 1..].windows(close.len()).position(|window| window == close)? + start + 1;
    Some((rest[start + 1..end].iter().collect(), end + close.len()))
}

/// The length of the character literal that opens `rest`; a lifetime is none.
fn character(rest: &[char]) -> Option<usize> {
    match rest {
        ['\'', '\\', ..] => rest[2..].iter().skip(1).position(|c| *c == '\'').map(|end| end + 4),
        ['\'', _, '\'', ..] => Some(3),
        _ => None,
    }
}

#[test]
fn the_scan_reads_rust() {
    let source = r##"
const A: &str = "甲乙"; // "注释"
/* "注释" */ const C: char = '"';
const D: &[char] = &['\'', '\u{4e00}', '"'];
fn f<'a>(x: &'a str) { x.find(r#"正"则"#); }
#[cfg(test)]
mod tests { fn g() { "试验"; { "也是"; } } }
#[cfg(test)]
const T: &str = "试验";
const B: &str = "a\"丙丁";
fn g() { Problem::new(code, format!("{}处“错误”", n(1)), "请核对"); "戊己" }
"##;
    let words: Vec<(usize, String)> = literals(source).into_iter().filter(|(_, word)| !word.is_empty()).collect();
    let want = [(2, "甲乙"), (5, "正\"则"), (10, "a\\\"丙丁"), (11, "戊己")];
    assert_eq!(words, want.map(|(line, word)| (line, word.to_owned())));
}

/// What documents point at is there: linked files, printed paths, and the function or type that a link is named for.
#[test]
fn documents_point_at_what_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let link = regex::Regex::new(r"\[([^\]\[]+)\]\(([^)\s#]+)[^)]*\)").unwrap();
    let path = regex::Regex::new(r"`((?:src|tests|datasets|docs|scale|benches|examples|notebooks)/[\w./-]+)`").unwrap();
    let (mut found, mut links) = (Vec::new(), 0);
    for file in documents(root) {
        let text = fs::read_to_string(&file).unwrap();
        let beside = file.parent().unwrap();
        let name = file.strip_prefix(root).unwrap().display();
        for [whole, title, to] in
            link.captures_iter(&text).map(|link| [0, 1, 2].map(|at| link.get(at).unwrap().as_str()))
        {
            if to.contains(':') {
                continue;
            }
            links += 1;
            let target = beside.join(to);
            let is_named = |last: &str| {
                let is_file = to.split(['/', '.']).any(|part| part == last);
                let text = fs::read_to_string(&target).unwrap_or_default();
                is_file || ["fn", "struct", "enum", "trait"].iter().any(|kind| text.contains(&format!("{kind} {last}")))
            };
            if !target.exists() || title.rsplit_once("::").is_some_and(|(_, last)| !is_named(last.trim_matches('`'))) {
                found.push(format!("{name}: {whole}"));
            }
        }
        let paths = path.captures_iter(&text).map(|path| path.get(1).unwrap().as_str());
        found.extend(
            paths.filter(|path| !root.join(path.trim_end_matches('.')).exists()).map(|path| format!("{name}: {path}")),
        );
    }
    assert!(links > 20, "only {links} links");
    assert!(found.is_empty(), "not there:\n{}", found.join("\n"));
}

/// What people read who want to know how it is done.
fn documents(root: &Path) -> Vec<PathBuf> {
    let named = |name: &str| root.join(name);
    let mut found = vec![named("scale/README.md"), named("tests/golden/README.md"), named("datasets/README.md")];
    for folder in [root, &root.join("docs")] {
        let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        // what changed once may be gone
        found.extend(
            files.filter(|file| {
                file.extension().is_some_and(|ending| ending == "md") && !file.ends_with("CHANGELOG.md")
            }),
        );
    }
    found.sort();
    found
}
