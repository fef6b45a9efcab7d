//! Origin: where a notice comes from.
//!
//! In:  its title, issuer, signature, addressee, file name and text.
//! Out: its [`Region`]; a problem where nothing or too much names one.
//! Not here: which names are places ([`crate::place`]).

use super::han::is_han;
use super::line::Line;
use super::word::{Class, form};
use super::{Code, Header, Problem, Region};
use crate::place::{self, Evidence};
use crate::source::Document;

/// The line that speaks to somebody, of a page without a letter: `各市人民政府,省政府各部门:`.
pub(super) fn addressee_of(lines: &[Line]) -> Option<&str> {
    const HEAD_LINES: usize = 30;
    lines.iter().take(HEAD_LINES).map(Line::scan).find(|scan| scan.starts_with('各') && scan.ends_with(':'))
}

/// Whether a title stands behind the opening of the report or among the links below it: it is another page's.
fn is_title_of_a_link(title: &str, lines: &[Line]) -> bool {
    let bare = |text: &str| text.split_whitespace().collect::<String>();
    let title = bare(title);
    let at = lines.iter().position(|line| !title.is_empty() && bare(&line.text.shown()).contains(&title));
    at.is_some_and(|at| lines[..at].iter().any(|line| place::is_below_titles(line.scan())))
}

/// The region of a notice, from all that names it.
pub(super) fn locate(
    document: &Document,
    header: &Header,
    signer: Option<&str>,
    addressee: &str,
    stem: &str,
    lines: &[Line],
    problems: &mut Vec<Problem>,
) -> Region {
    let body: String = lines.iter().map(super::line::Line::scan).collect::<Vec<_>>().join("\n");
    // `《2023年某市〈政府工作报告〉…》政策解读`: the place stands behind the year.
    let dated =
        header.title.trim_start_matches(|c: char| !is_han(c)).trim_start_matches(['年', '度']).replace('〈', "《");
    let dated = dated.as_str();
    let mut evidence: Vec<(Evidence, &str)> = Vec::new();
    if !is_title_of_a_link(&header.title, lines) {
        evidence.extend([(Evidence::Title, dated), (Evidence::Title, header.title.as_str())]);
    }
    evidence.extend(header.issuer.as_deref().map(|issuer| (Evidence::Issuer, issuer)));
    // An office's own page names itself above the title.
    evidence.extend(
        lines
            .iter()
            .take(2)
            .map(Line::scan)
            .filter(|scan| scan.chars().count() <= 24 && scan.chars().all(is_han))
            .map(|scan| (Evidence::Issuer, scan)),
    );
    evidence.extend(header.doc_number.as_deref().map(|number| (Evidence::DocNumber, number)));
    evidence.extend(signer.map(|signer| (Evidence::Signature, signer)));
    for (name, value) in &document.hints {
        match form().value(Class::Hint, &name.to_lowercase()) {
            Some("place") => evidence.push((Evidence::Hint, value)),
            Some("title") => evidence.push((Evidence::Title, value)),
            _ => {}
        }
    }
    evidence.push((Evidence::Addressee, addressee));
    evidence.push((Evidence::FileName, stem));
    evidence.push((Evidence::Body, &body));
    let located = place::locate(&evidence);
    if located.region.name.is_empty() {
        problems.push(Problem::new(
            Code::UnknownRegion,
            0..0,
            "没有读到所属地区",
            "请在文件名中写明地区，如“某市某区-2023.txt”",
        ));
    } else if !located.ambiguous.is_empty() {
        problems.push(Problem::new(
            Code::AmbiguousRegion,
            0..0,
            format!("“{}”不止一处：{}", located.region.short(), located.ambiguous.join("、")),
            "请在文件名中写明上级地区",
        ));
    }
    located.region
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(file: &str, text: &str, region: &str) {
        let document = Document { path: file.into(), text: text.to_owned(), ..Document::default() };
        assert_eq!(crate::notice::parse(&document).region.name, region, "{file}");
    }

    #[test]
    fn links_units_and_mentions_name_no_region() {
        let report = "各位代表!\n现在,我代表县人民政府向大会报告工作。\n今年我县生产总值增长6%。新建公园3个。\n";
        let links = "相关文章\n01-24\n白浪县2025年政府工作报告\n";
        check("青禾县-2025.txt", &format!("{report}{links}"), "青禾县");
        check("x.txt", &format!("{report}{links}"), "");
        let letter = "各市人民政府，各县（市、区）人民政府，省政府各部门：\n";
        let task =
            "1.支持济南市、青岛市建设产业园5个，支持济南市做强软件名城。（牵头单位：省科技厅；责任单位：济南市政府）\n";
        check("山东省-2024.txt", &format!("{letter}{task}"), "山东省");
        check("x.txt", &format!("{letter}{task}"), "");
        check("x.txt", &format!("{letter}{task}结合山东实际，制定本方案。\n"), "山东省");
    }
}
