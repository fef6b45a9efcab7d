//! Names of sheets and files that every program takes.

use std::collections::BTreeSet;

/// Excel's limit for the name of a sheet, in UTF-16 units.
const MOST_SHEET: usize = 31;
/// Characters of a file's name without its ending: some systems allow 255 bytes.
const MOST_FILE: usize = 60;

/// A name for a sheet that is not used yet: at most 31 characters, without `[]:*?/\` and quotes at its ends; names are one
/// whichever way their letters are written.
pub(super) fn sheet(name: &str, used: &mut BTreeSet<String>) -> String {
    let safe = |c: char| !matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\') && !c.is_control();
    let clean: String = name.chars().map(|c| if safe(c) { c } else { '_' }).collect();
    let clean = clean.trim().trim_matches('\'');
    let base =
        if clean.is_empty() || clean.eq_ignore_ascii_case("history") { format!("_{clean}") } else { clean.to_owned() };
    free(&base, MOST_SHEET, used)
}

/// A name for a file that is not used yet, for Windows too: no reserved name, no mark that it forbids, no dot or space at the
/// end.
pub(super) fn file(name: &str, used: &mut BTreeSet<String>) -> String {
    let safe = |c: char| !matches!(c, '<' | '>' | ':' | '"' | '/' | '\\' | '|' | '?' | '*' | '%') && !c.is_control();
    let clean: String = name.chars().map(|c| if safe(c) && !crate::diagnostic::steers(c) { c } else { '_' }).collect();
    let clean = clean.trim().trim_end_matches(['.', ' ']).trim_start_matches('.');
    let stem = clean.split('.').next().unwrap_or_default().to_ascii_uppercase();
    let numbered =
        |head: &str| stem.strip_prefix(head).is_some_and(|rest| rest.len() == 1 && rest.as_bytes()[0].is_ascii_digit());
    let reserved = ["CON", "PRN", "AUX", "NUL"].contains(&stem.as_str()) || numbered("COM") || numbered("LPT");
    let base = if clean.is_empty() || reserved { format!("_{clean}") } else { clean.to_owned() };
    free(&base, MOST_FILE, used)
}

/// A name as short as it must be, with `~2`, `~3` behind it where it is used.
fn free(base: &str, most: usize, used: &mut BTreeSet<String>) -> String {
    let clip = |most: usize| {
        let mut units = 0;
        base.chars()
            .take_while(|c| {
                units += c.len_utf16();
                units <= most
            })
            .collect::<String>()
    };
    let numbered = (2..).map(|number: u32| {
        let tail = format!("~{number}");
        format!("{}{tail}", clip(most - tail.len()))
    });
    let free = std::iter::once(clip(most)).chain(numbered).find(|name| used.insert(name.to_lowercase()));
    free.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_are_short_and_unique() {
        let mut used = BTreeSet::new();
        assert_eq!(sheet("区发改局", &mut used), "区发改局");
        assert_eq!(sheet("区发改局", &mut used), "区发改局~2");
        assert_eq!(sheet("a/b:c[d]*?", &mut used), "a_b_c_d___");
        let long = "市停车场及新能源汽车配套设施建设工作领导小组办公室及各成员单位联席会议";
        let (one, two) = (sheet(long, &mut used), sheet(long, &mut used));
        assert_eq!((one.chars().count(), two.chars().count()), (31, 31));
        assert_ne!(one, two);
        assert_eq!(sheet("'", &mut used), "_");
    }

    #[test]
    fn files_suit_windows() {
        let mut used = BTreeSet::new();
        assert_eq!(file("区委<区政府>办公室", &mut used), "区委_区政府_办公室");
        assert_eq!(file("con", &mut used), "_con");
        assert_eq!(file("CON.x", &mut used), "_CON.x");
        assert_eq!(file("../甲. ", &mut used), "_甲");
        assert_eq!(file("../甲. ", &mut used), "_甲~2");
    }
}
