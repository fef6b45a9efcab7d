//! Text for people: the notice's own words underlined, as a compiler prints its errors.

use std::collections::BTreeMap;
use std::io::{self, Write};

use annotate_snippets::renderer::Renderer;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Snippet};

use super::Layout;
use super::finding::{self, Finding};
use super::visible::{Window, columns, shorten, window};
use crate::error::Error;
use crate::intake::reading::ReadNotice;
use crate::notice::Severity;

/// Columns that a message, a help or a path may take at most.
const LONGEST: usize = 400;
/// Narrowest width that is laid out.
const NARROWEST: usize = 40;

pub(super) fn write(
    out: &mut dyn Write,
    notices: &[ReadNotice],
    failures: &[Error],
    layout: Layout,
    least: Severity,
) -> io::Result<()> {
    for notice in notices {
        let findings = finding::of_notice(notice, least);
        let mut seen: BTreeMap<&str, (usize, &Finding)> = BTreeMap::new();
        for finding in &findings {
            let (count, _) = seen.entry(finding.code.id()).or_insert((0, finding));
            *count += 1;
            if layout.fold.is_none_or(|most| *count <= most) {
                one(out, finding, Some(&notice.document.text), layout)?;
            }
        }
        let Some(most) = layout.fold else { continue };
        let mut folded = false;
        for (count, finding) in seen.into_values().filter(|(count, _)| *count > most) {
            folded = true;
            let source = shorten(&finding.source(), LONGEST);
            writeln!(out, "… 另有 {} 处 {} {}：{source}", count - most, finding.code.id(), finding.code.title())?;
        }
        if folded {
            writeln!(out)?;
        }
    }
    for failure in failures {
        one(out, &finding::of_failure(failure), None, layout)?;
    }
    Ok(())
}

/// One problem with its snippet.
fn one(out: &mut dyn Write, finding: &Finding, text: Option<&str>, layout: Layout) -> io::Result<()> {
    let level = match finding.code.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let message = shorten(&finding.message, LONGEST);
    let help = shorten(finding.help, LONGEST);
    let mut origin = finding.path.map(|_| Origin::path(shorten(&finding.source(), LONGEST)));
    let mut label = None;
    let mut snippet = None;
    if let (Some(place), Some(text)) = (finding.place, text) {
        origin = origin.map(|origin| origin.line(place.start.line).char_column(place.start.column));
        // The number with ` | `, and a caret that stands behind the last word.
        let gutter = place.start.line.to_string().len() + 4;
        let most = layout.width.max(NARROWEST) - gutter.min(NARROWEST / 2);
        let Window { text, word } = line_window(text, place.start.byte..place.end.byte, most);
        if !text.trim().is_empty() {
            let room = most.saturating_sub(columns(&text[..word.start]) + columns(&text[word.clone()]).max(1) + 1);
            label = (columns(&message) <= room).then(|| message.clone());
            let annotation = AnnotationKind::Primary.span(word).label(label.clone());
            snippet = Some(Snippet::source(text).line_start(place.start.line).annotation(annotation));
        }
    }
    let has_snippet = snippet.is_some();
    let title = level.primary_title(finding.code.title()).id(finding.code.id());
    let mut group = Group::with_title(title).elements(origin).elements(snippet);
    if label.is_none() && !message.is_empty() {
        group = group.element(Level::NOTE.no_name().message(message));
    }
    if !help.is_empty() {
        group = group.element(Level::HELP.message(help));
    }
    // The snippet is cut to the width already.
    let renderer = if layout.colour { Renderer::styled() } else { Renderer::plain() }.term_width(usize::MAX / 4);
    let printed = renderer.render(&[group]);
    for (at, line) in printed.lines().enumerate() {
        // Behind title, place and bar the renderer says that a snippet without a path is of a further file. This one is
        // of the same file, but its column is the whole line's and not the shown part's, so its path stands apart.
        if !(has_snippet && at == 3) {
            writeln!(out, "{line}")?;
        }
    }
    writeln!(out)
}

/// The first line of a span, cut to a width round the span.
fn line_window(text: &str, span: std::ops::Range<usize>, most: usize) -> Window {
    let start = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[span.start..].find('\n').map_or(text.len(), |at| span.start + at);
    window(&text[start..end], span.start - start..span.end.min(end) - start, most)
}
