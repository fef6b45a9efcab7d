//! Names for people: what the codes of the tables are called in Chinese. A report never shows a bare code.

use std::collections::BTreeSet;

use crate::chart::Name;
use crate::office::Function;
use crate::table::code_title;
use crate::table::schema::NoticeRow;

macro_rules! titles {
    ($($(#[$doc:meta])* $name:ident of $set:literal,)*) => {$(
        $(#[$doc])*
        pub(super) fn $name(code: &str) -> &str {
            named($set, code)
        }
    )*};
}

/// What the codebook calls a code. One of a later version is shown as it is rather than hidden.
fn named<'a>(set: &str, code: &'a str) -> &'a str {
    match code_title(set, code) {
        _ if code.is_empty() => "未写明",
        Some(title) => title,
        None => code,
    }
}

titles! {
    /// How a unit is tied to a task.
    role of "role",
    /// Whose office, or whose report.
    level of "level",
    /// What sort of office.
    unit_kind of "unit_kind",
    /// What sort of document.
    notice_kind of "notice_kind",
    /// How the role is known.
    stated of "stated",
    /// What a target bounds.
    op of "op",
    /// Whether a figure is to be reached or was.
    statement of "statement",
    /// How strongly a target is worded.
    strength of "strength",
    /// How bad a problem is.
    severity of "severity",
    /// What a figure is.
    aspect of "aspect",
    /// Whether a place below names a figure.
    share_state of "share_state",
    /// What is wrong, `未识别的单位`.
    problem of "problem",
}

/// The name of a function, `发展改革`.
pub(super) fn function(code: &str) -> &str {
    match Function::from_code(code) {
        Some(function) => function.title(),
        None if code.is_empty() => "未写明",
        None => code,
    }
}

/// When a target is to be reached.
pub(super) fn horizon(code: &str) -> String {
    match code.strip_prefix("until_") {
        Some(year) => format!("到{year}年"),
        None if code == "year" => "当年".to_owned(),
        None if code == "period" => "规划期".to_owned(),
        None if code == "part" => "年内某段".to_owned(),
        None => code.to_owned(),
    }
}

/// The region as people say it, the year, and a number where ids had to be told apart: `洪山区（2）`, `2025`.
pub(super) fn notice(row: &NoticeRow) -> Name {
    let short = [&row.district, &row.city, &row.province].into_iter().flatten().next();
    let mut region = short.cloned().unwrap_or_else(|| {
        row.notice_id.split_once('-').map_or(row.notice_id.as_str(), |(region, _)| region).to_owned()
    });
    if let Some((_, number)) = row.notice_id.rsplit_once('~') {
        region.push_str(&format!("（{number}）"));
    }
    Name::notice(region, row.year.map(|year| year.to_string()).unwrap_or_default())
}

/// The level of a list within a notice, `市级`; a county's own is `县级`, not `区县级`.
pub(super) fn list_level(level_code: &str, row: &NoticeRow) -> &'static str {
    match level_code {
        "nation" => "国家级",
        "province" => "省级",
        "city" => "市级",
        "district" => match row.district.as_deref() {
            Some(name) if name.ends_with('区') => "区级",
            Some(name) if name.ends_with('县') => "县级",
            Some(name) if name.ends_with('旗') => "旗级",
            Some(name) if name.ends_with('市') => "县级市",
            _ => "区县级",
        },
        "township" => "乡镇级",
        _ => "",
    }
}

/// A name that every file system takes: letters, digits and a few marks.
pub(super) fn file(id: &str) -> String {
    let safe = |c: char| if c.is_alphanumeric() || matches!(c, '-' | '_' | '~' | '.') { c } else { '_' };
    let name: String = id.chars().map(safe).take(60).collect();
    if name.is_empty() || name.starts_with('.') { format!("_{name}") } else { name }
}

/// A name of a file that is not used yet: with `_2`, `_3` where it is. Some file systems take A for a.
pub(super) fn unused(base: String, used: &mut BTreeSet<String>) -> String {
    let numbered = (2..).map(|number| format!("{base}_{number}"));
    let free = std::iter::once(base.clone()).chain(numbered).find(|name| used.insert(name.to_lowercase()));
    free.unwrap_or(base)
}

/// Groups digits: `12,345`.
pub(super) fn count(n: impl Into<u64>) -> String {
    let digits = n.into().to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A share as whole per cent; what is neither none nor all never reads 0% or 100%.
pub(super) fn percent(found: u32, of: u32) -> String {
    if of == 0 {
        return "—".to_owned();
    }
    let share = (f64::from(found) * 100.0 / f64::from(of)).round() as u32;
    match share {
        0 if found > 0 => "不到1%".to_owned(),
        100 if found < of => "超过99%".to_owned(),
        share => format!("{share}%"),
    }
}

/// A number without needless digits: `24000`, `6.5`.
pub(super) fn number(value: f64) -> String {
    if value.fract() == 0.0 && value.abs() < 9e15 {
        format!("{}", value as i64)
    } else {
        let text = format!("{value:.4}");
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    }
}

/// A figure with its measure, large ones in 万 and 亿: `2.4万人`, `5000亿元`, `6.5%`.
pub(super) fn quantity(value: f64, measure: &str) -> String {
    let (value, power) = match value.abs() {
        size if size >= 1e8 => (value / 1e8, "亿"),
        size if size >= 1e4 => (value / 1e4, "万"),
        _ => (value, ""),
    };
    format!("{}{power}{measure}", number(value))
}

/// Whether a correction applies.
pub(super) fn applied(code: &str) -> &str {
    match code {
        "yes" => "是",
        "moved" => "是，编号变了",
        _ => "否",
    }
}

/// Places of a level, counted: `31个省份`.
pub(super) fn places(level: &str) -> &'static str {
    match level {
        "province" => "省份",
        "city" => "市",
        "district" => "区县",
        _ => "地区",
    }
}

/// A score with two digits; none reads as certain.
pub(super) fn score(value: f64) -> String {
    if value >= 0.995 { "0.99+".to_owned() } else { format!("{value:.2}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        assert_eq!(
            ["0", "999", "1,000", "1,234,567"],
            [0u32, 999, 1000, 1_234_567].map(count).each_ref().map(std::string::String::as_str)
        );
        let shares =
            [(0, 3, "0%"), (1, 3, "33%"), (3, 3, "100%"), (1, 1000, "不到1%"), (999, 1000, "超过99%"), (0, 0, "—")];
        for (found, of, want) in shares {
            assert_eq!(percent(found, of), want);
        }
        assert_eq!(
            [quantity(24_000.0, "人"), quantity(5e11, "元"), quantity(6.5, "%")],
            ["2.4万人", "5000亿元", "6.5%"]
        );
        assert_eq!([number(24_000.0), number(6.5), number(0.123_456)], ["24000", "6.5", "0.1235"]);
    }

    #[test]
    fn files_are_named_safely() {
        assert_eq!(file("洪山区-2025~2"), "洪山区-2025~2");
        assert_eq!(file("../a/b:c"), "_.._a_b_c");
        assert_eq!(file(""), "_");
    }

    #[test]
    fn every_code_has_a_name() {
        use crate::notice::{Kind, Level, Role, Severity, Stated};
        for code in [Level::Nation, Level::Province, Level::City, Level::District, Level::Township].map(Level::name) {
            assert_ne!(level(code), code);
        }
        for code in [Role::Lead, Role::Responsible, Role::Support, Role::Leader].map(Role::name) {
            assert_ne!(role(code), code);
        }
        for code in [Kind::Decomposition, Kind::WorkReport, Kind::CoveringLetter, Kind::Other].map(Kind::name) {
            assert_ne!(notice_kind(code), code);
        }
        for code in [Severity::Note, Severity::Warning, Severity::Error].map(Severity::name) {
            assert_ne!(severity(code), code);
        }
        for code in [Stated::Explicit, Stated::FirstListed, Stated::Starred, Stated::DefaultRule].map(Stated::name) {
            assert_ne!(stated(code), code);
        }
        assert!(Function::all().all(|known| function(known.code()) != known.code()));
        assert_eq!((problem("U001"), problem("P001")), ("未识别的单位", "对不上任务的行"));
    }
}
