//! Templates and what fills them, to the text of the page and of the Markdown report.

use minijinja::{AutoEscape, Environment, Value, context};
use sha2::{Digest, Sha256};

use super::charts::Drawn;
use super::pack::Packed;
use super::page::figures;
use crate::diagnostic::visible_lines;
use crate::error::Error;

/// The script of the page, part by part: each is readable by itself, and tests run them in the same order.
const SCRIPT: &str = concat!(
    "\"use strict\";\n(() => {\n",
    include_str!("script/dom.js"),
    include_str!("script/state.js"),
    include_str!("script/pairs.js"),
    include_str!("script/data.js"),
    include_str!("script/verdicts.js"),
    include_str!("script/search.js"),
    include_str!("script/print.js"),
    include_str!("script/table.js"),
    include_str!("script/panel.js"),
    include_str!("script/sections.js"),
    include_str!("script/lists.js"),
    include_str!("script/tasks.js"),
    include_str!("script/main.js"),
    "})();\n"
);

fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|name| {
        if std::path::Path::new(name).extension().is_some_and(|ending| ending == "html") {
            AutoEscape::Html
        } else {
            AutoEscape::None
        }
    });
    environment.add_filter("md", markdown_words);
    environment
}

/// A template with its values.
///
/// # Errors
/// [`Error::Draw`] where the template fails.
pub(super) fn fill(name: &str, template: &str, values: Value) -> Result<String, Error> {
    let failed = |error: minijinja::Error| Error::Draw { what: name.to_owned(), source: error.into() };
    environment().render_named_str(name, template, values).map_err(failed)
}

/// The page.
///
/// # Errors
/// [`Error::Draw`] where the template fails.
pub(super) fn page(content: &Value, drawn: &[Drawn], packed: &Packed, offers: &Value) -> Result<String, Error> {
    let (glyphs, svgs) = share_glyphs(drawn);
    let safe = Value::from_safe_string;
    let values = context! {
        style => safe(include_str!("style.css").to_owned()),
        script => safe(SCRIPT.to_owned()),
        policy => policy(packed.has_files),
        glyphs => safe(glyphs),
        blocks => safe(packed.blocks.clone()),
        offers,
        figures => figures(drawn, svgs),
        ..content.clone()
    };
    let page = fill("index.html", include_str!("index.html"), values)?;
    Ok(visible_lines(&page).into_owned())
}

/// The Markdown report.
///
/// # Errors
/// [`Error::Draw`] where the template fails.
pub(super) fn markdown(content: &Value, drawn: &[Drawn], offers: &Value) -> Result<String, Error> {
    let values = context! { offers, figures => figures(drawn, vec![Shown::default(); drawn.len()]), ..content.clone() };
    let text = fill("report.md", include_str!("report.md"), values)?;
    let text = visible_lines(&text);
    // Templates leave runs of empty lines behind.
    let mut out = String::with_capacity(text.len());
    let mut empty = 0;
    for line in text.lines().map(str::trim_end) {
        empty = if line.is_empty() { empty + 1 } else { 0 };
        if empty < 2 {
            out.push_str(line);
            out.push('\n');
        }
    }
    Ok(out)
}

/// What a browser may run and load for the page: its one script, by its checksum, the files of its data where there are any,
/// its own styles, and nothing from elsewhere. A second lock: words of notices are escaped.
fn policy(has_files: bool) -> String {
    let checksum = base64(&Sha256::digest(SCRIPT));
    let files = if has_files { " 'self'" } else { "" };
    format!(
        "default-src 'none'; script-src 'sha256-{checksum}'{files}; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; \
         form-action 'none'"
    )
}

/// Bytes in Base64.
fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let bits = three.iter().fold(0, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - three.len()));
        for place in 0..4 {
            let sign = SIGNS[(bits >> (18 - 6 * place)) as usize & 63];
            out.push(if place > three.len() { '=' } else { char::from(sign) });
        }
    }
    out
}

/// A picture on the page, wide and for a phone.
pub(super) type Shown = [String; 2];

/// Takes the outlines of letters out of the pictures: within one page each needs to stand once.
fn share_glyphs(drawn: &[Drawn]) -> (String, Vec<Shown>) {
    let mut seen = std::collections::BTreeSet::new();
    let mut glyphs = String::new();
    let mut take = |svg: &'_ str| {
        let mut rest = String::with_capacity(svg.len());
        for line in svg.lines() {
            if !line.starts_with("<path id=\"dbg") {
                rest.push_str(line);
                rest.push('\n');
            } else if seen.insert(line.to_owned()) {
                glyphs.push_str(line);
                glyphs.push('\n');
            }
        }
        rest
    };
    let svgs: Vec<Shown> =
        drawn.iter().map(|figure| [take(&figure.svg), take(figure.narrow.as_deref().unwrap_or_default())]).collect();
    (glyphs, svgs)
}

/// Words of a notice within Markdown: one line, and nothing in them is markup.
fn markdown_words(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for c in value.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '|' | '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '~' | '!' => out.extend(['\\', c]),
            c if c.is_whitespace() || c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksums_are_written_in_base64() {
        for (bytes, want) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg==")] {
            assert_eq!(base64(bytes.as_bytes()), want);
        }
    }

    #[test]
    fn no_word_is_markup() {
        assert_eq!(markdown_words("a|b\n<c> [d](e) *f*"), "a\\|b &lt;c&gt; \\[d\\](e) \\*f\\*");
        assert_eq!(markdown_words("新建3个"), "新建3个");
    }
}
