//! Rules: what a notice says once about roles and units.
//!
//! In:  the scanned text of a notice.
//! Out: [`Rules`] (`列第一位者为牵头单位,下同`), and [`Blanket`] units (`以下任务均需各区政府落实,不再一一列出`).

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::assignment::Name;
use super::{Role, Stated, office};

/// What a notice says once about roles.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Rules {
    /// The first name of a list leads.
    pub first_listed: bool,
    /// The names before the first comma of a list lead.
    pub first_segment: bool,
    /// A star marks the lead.
    pub starred: bool,
    /// Where nobody leads, the responsible units lead.
    pub default_lead: bool,
}

impl Rules {
    /// Reads the rules from the whole notice, whatever their wording: a place in the list, and that it leads.
    pub(super) fn read(scan: &str) -> Self {
        static FIRST: LazyLock<Regex> = LazyLock::new(|| {
            Regex::new(
                r"(?:列|排|居|位|在|序)[^。;,\n第首最]{0,4}(?:第一|首|最前|最先)[^。;\n季届批年]{0,10}(?:牵头|主办|主责|负总责)|(?:第一|首)(?:个|位|家|名|列)?(?:次)?(?:的)?(?:责任|承办|主体)?(?:单位|部门|者|名称)[^。;\n:]{0,4}(?:为|是|即|系|作|负责|作为)[^。;\n]{0,6}(?:牵头|主办|主责|负总责)|(?:第一|首)(?:位|个|名)(?:为|是|即|系)[^。;\n]{0,6}(?:牵头|主办|主责)",
            )
            .expect("a fixed pattern")
        });
        static SEGMENT: LazyLock<Regex> = LazyLock::new(|| {
            Regex::new(r"(?:第一|首)个?(逗号|分号|顿号|空格)(?:之|以)?前[^。;\n]{0,10}(?:为|是|即|系|作)[^。;\n]{0,6}(?:牵头|主办|主责)")
                .expect("a fixed pattern")
        });
        static STAR: LazyLock<Regex> = LazyLock::new(|| {
            Regex::new(r"(?:\*|★|星号|加星)[^。;\n]{0,12}(?:为|是|表示|代表)牵头").expect("a fixed pattern")
        });
        static DEFAULT: LazyLock<Regex> = LazyLock::new(|| {
            Regex::new(r"(?:无|没有|未|不)(?:明确|标明|注明|列|列出|确定|设|指定)?(?:出)?牵头(?:单位|部门)?的[^。\n]{0,12}责任(?:单位|部门)[^。\n]{0,10}(?:牵头|负责)")
                .expect("a fixed pattern")
        });
        let mark = SEGMENT.captures(scan).map(|found| found[1].to_owned());
        let pause = mark.as_deref() == Some("顿号");
        Self {
            first_listed: pause || mark.is_none() && FIRST.is_match(scan),
            first_segment: mark.is_some() && !pause,
            starred: STAR.is_match(scan),
            default_lead: DEFAULT.is_match(scan),
        }
    }

    /// Whether a name leads by its place in its list.
    pub(super) fn leads(&self, name: &Name) -> bool {
        self.first_listed && name.first || self.first_segment && name.segment == 0
    }
}

/// Units that a notice names once for all tasks from there on: `以下任务均需各区政府落实，不再一一列出`.
#[derive(Debug, Clone)]
pub(super) struct Blanket {
    names: Vec<String>,
    /// The words before the rule, by which the task that states it is found.
    scan_at: usize,
}

impl Blanket {
    /// Reads the rule from the whole notice.
    pub(super) fn read(scan: &str) -> Option<Self> {
        static RULE: LazyLock<Regex> = LazyLock::new(|| {
            Regex::new(r"(?:以下|下列|各项|所有|上述|以上)(?:各项|所有)?(?:任务|工作|事项|责任事项)?(?:中)?,?(?:均|都)(?:需|由|须|涉及|要求)?(?:要)?([\x{4e00}-\x{9fff}、<>()]{2,40}?)(?:按职责)?(?:负责|抓好|参与|配合)?(?:落实|负责|参与|配合|为责任单位)[^。]{0,6}?,?(?:不再|不|下文不再)(?:一一|逐一|重复)?(?:列出|罗列|单列|列示|标注|注明|赘列)").expect("a fixed pattern")
        });
        let found = RULE.captures(scan)?;
        let names: Vec<String> = found[1]
            .split(['、', ','])
            .map(|name| office::without_and_others(name).to_owned())
            .filter(|name| office::is_office(name))
            .collect();
        (!names.is_empty()).then(|| Self { names, scan_at: found.get(0).map_or(0, |whole| whole.start()) })
    }

    /// Where the rule stands: bytes of the scanned text.
    pub(super) fn at(&self) -> usize {
        self.scan_at
    }

    /// Adds the blanket units to a task's names.
    pub(super) fn add(&self, names: &mut Vec<Name>, at: Range<usize>) {
        for text in &self.names {
            if !names.iter().any(|name| name.text == *text) {
                names.push(Name {
                    role: Some(Role::Responsible),
                    level: None,
                    text: text.clone(),
                    stated: Stated::Blanket,
                    clause: None,
                    span: at.clone(),
                    last: false,
                    first: false,
                    segment: 0,
                    full: None,
                });
            }
        }
    }
}

#[cfg(test)]
mod tests;
