//! Kinds: what kind of document a page is, and pages that are only about one.

use super::layout::{self, Layout};
use super::line::Line;
use super::word::{Class, form};
use super::{Kind, Notice};

/// Whether a title announces a page about a notice: an interpretation, a chart, news.
pub(super) fn is_about_a_notice(title: &str) -> bool {
    let about = form().within(Class::About, title) && !form().opens(Class::Issuing, title);
    let glossary = layout::ends_as_glossary(title.trim_end_matches([')', '》', '）'])) && !title.contains('附');
    let meeting = form().within(Class::Held, title) && form().ends(Class::Meeting, title);
    about || glossary || meeting
}

/// What kind of document it is.
pub(super) fn kind(notice: &Notice, narrative: bool, lines: &[Line], layout: &Layout) -> Kind {
    let tasks = notice.lists.iter().map(|list| list.tasks.len()).sum::<usize>();
    let units = notice.lists.iter().flat_map(|list| &list.tasks).any(|task| !task.assignments.is_empty());
    let title = notice.header.title.as_str();
    let report = form().within(Class::Report, title);
    let bulletin = form().within(Class::Bulletin, title);
    let split = form().within(Class::SplitTitle, title);
    let holds = |class: Class| lines.iter().any(|line| form().within(class, line.scan()));
    if is_about_a_notice(title) {
        Kind::Other
    } else if units && !narrative {
        Kind::Decomposition
    } else if narrative && holds(Class::Assembly)
        || report && !split && !bulletin
        || tasks > 0 && (narrative || !notice.review.is_empty())
    {
        Kind::WorkReport
    } else if tasks > 0 {
        if split { Kind::Decomposition } else { Kind::Other }
    } else if !layout.letter.is_empty() && (layout.letter.end == lines.len() || holds(Class::Enclosed)) {
        Kind::CoveringLetter
    } else {
        Kind::Other
    }
}
