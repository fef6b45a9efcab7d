//! Rosters: lists of names taken apart.
//!
//! In:  a run of names, `区发改局、区水务湖泊局区自然资源和城乡建设局、关山、张家湾等相关街道`.
//! Out: where each name stands; the ending that an elliptical list shares.
//! Not here: roles and rules ([`super::assignment`]).

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::{Role, office};

/// Splits a range at marks that stand outside brackets.
pub(super) fn split_outside_brackets(scan: &str, range: Range<usize>, marks: &[char]) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut depth = 0i32;
    let mut from = range.start;
    for (at, c) in scan[range.clone()].char_indices().map(|(at, c)| (range.start + at, c)) {
        match c {
            '(' | '[' | '{' | '〔' | '【' | '<' => depth += 1,
            ')' | ']' | '}' | '〕' | '】' | '>' => depth = (depth - 1).max(0),
            c if depth == 0 && marks.contains(&c) => {
                parts.push(from..at);
                from = at + c.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(from..range.end);
    // A bracket that never closes hides the marks behind it: then the marks decide.
    if depth > 0
        && parts.len() == 1
        && scan[range.clone()].contains(marks)
        && !scan[range.clone()].contains([')', '>', ']'])
    {
        parts.clear();
        let mut from = range.start;
        for (at, c) in scan[range.clone()].char_indices().filter(|(_, c)| marks.contains(c)) {
            parts.push(from..range.start + at);
            from = range.start + at + c.len_utf8();
        }
        parts.push(from..range.end);
    }
    parts.retain(|part| !scan[part.clone()].trim().is_empty());
    parts
}

/// Splits at a space where both sides are names; a space inside a name is dropped later.
pub(super) fn split_at_spaces(scan: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let mut parts: Vec<Range<usize>> = Vec::new();
    let mut from = range.start;
    for (at, _) in scan[range.clone()].match_indices(' ') {
        let at = range.start + at;
        let (before, after) = (scan[from..at].trim(), scan[at..range.end].trim());
        if office::has_office_ending(before) && after.chars().count() >= 2 {
            parts.push(from..at);
            from = at + 1;
        }
    }
    parts.push(from..range.end);
    parts.retain(|part| !scan[part.clone()].trim().is_empty());
    parts
}

/// Splits `区城管局及河长制成员单位` and `甲局和乙局` where both sides are names. 和 and 与 stand inside names too
/// (`住房和城乡建设局`), so what stands before them must end as only whole names do.
pub(super) fn split_at_and(scan: &str, range: Range<usize>) -> Vec<Range<usize>> {
    const WHOLE: [&str; 21] = [
        "局",
        "委",
        "办",
        "厅",
        "中心",
        "街道",
        "办公室",
        "公司",
        "集团",
        "管委会",
        "委员会",
        "政府",
        "镇",
        "大队",
        "支队",
        "总站",
        "部",
        "部门",
        "单位",
        "地区",
        "乡镇",
    ];
    for (word, plain) in [("以及", true), ("及", true), ("和", false), ("与", false)] {
        for (at, _) in scan[range.clone()].match_indices(word) {
            let at = range.start + at;
            let (before, after) = (&scan[range.start..at], &scan[at + word.len()..range.end]);
            let ended =
                WHOLE.iter().any(|ending| before.ends_with(ending)) || plain && office::has_office_ending(before);
            let named = |name: &str| name.chars().take(3).count() == 3 || name.starts_with('各');
            // `区有关部门及单位`: one group under two nouns.
            if ended
                && !office::is_group_noun(after)
                && named(before)
                && named(after)
                && office::has_office_ending(after)
            {
                return std::iter::once(range.start..at)
                    .chain(split_at_and(scan, at + word.len()..range.end))
                    .collect();
            }
        }
    }
    vec![range]
}

/// Joins `各县(市)、区人民政府`, one group that the separator runs through.
pub(super) fn join_groups(scan: &str, pieces: Vec<(Range<usize>, Option<Role>)>) -> Vec<(Range<usize>, Option<Role>)> {
    let mut out: Vec<(Range<usize>, Option<Role>)> = Vec::with_capacity(pieces.len());
    for (piece, role) in pieces {
        match out.last_mut() {
            Some((last, _)) if office::goes_on_with_group(&scan[last.clone()], &scan[piece.clone()]) => {
                last.end = piece.end;
            }
            _ => out.push((piece, role)),
        }
    }
    out
}

/// Splits two names that run together: an ending right before a level prefix, `区水务湖泊局区自然资源局`.
pub(super) fn split_glued(scan: &str, range: Range<usize>) -> Vec<Range<usize>> {
    static SEAM: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:局|委|办公室|办|中心|厅|街道|集团|公司|大队|支队|委员会|管委会|指挥部|检察院|法院|部|镇|联|工会|[)>\]])(?:区委|区|市|县|省|各)")
            .expect("a fixed pattern")
    });
    let text = &scan[range.clone()];
    let mut from = 0;
    while let Some(found) = SEAM.find_at(text, from) {
        let prefix = ["区委", "区", "市", "县", "省", "各"]
            .iter()
            .filter(|prefix| found.as_str().ends_with(**prefix))
            .map(|prefix| prefix.len())
            .max()
            .unwrap_or(3);
        let at = found.end() - prefix;
        let (before, after) = (&text[..at], &text[at..]);
        let own_part = ["区分局", "县分局", "市分局", "区支行", "县支行", "区大队", "区支队", "市支队", "县大队"]
            .contains(&after)
            || after.ends_with("分局") && after.chars().count() <= 4
            || office::is_open_group(before)
            || after.starts_with("各成员")
            || after.starts_with("各专项")
            || after.starts_with("各相关科")
            || office::is_group_noun(after)
            || is_national(before)
            || before.ends_with("区委") && after.starts_with("区政府")
            || before.ends_with("市委") && after.starts_with("市政府")
            || before.ends_with("县委") && after.starts_with("县政府");
        if !own_part
            && balanced(before)
            && balanced(after)
            && before.chars().count() >= 3
            && office::is_office(before)
            && office::is_office(after)
            && after.chars().count() >= 3
        {
            return std::iter::once(range.start..range.start + at)
                .chain(split_glued(scan, range.start + at..range.end))
                .collect();
        }
        from = found.start() + text[found.start()..].chars().next().map_or(1, char::len_utf8);
    }
    vec![range]
}

/// Whether a note behind a name says that it leads: `市住建局(牵头)`.
pub(super) fn leads_by_note(text: &str) -> bool {
    ["牵头", "总牵头", "主办", "主责"].iter().any(|word| {
        let behind = |open, close| text.ends_with(&format!("{open}{word}{close}"));
        behind('(', ')') || behind('（', '）') || behind('<', '>') || behind('〈', '〉')
    })
}

/// Whether a name is the capital's office, whose branch's name may follow: `国家税务总局某市税务局`.
pub(super) fn is_national(name: &str) -> bool {
    name.ends_with('署')
        || ["总局", "总行", "国家统计局", "财政部", "中国人民银行", "中国气象局"]
            .iter()
            .any(|word| name.ends_with(word))
}

pub(super) fn balanced(text: &str) -> bool {
    let count = |marks: &[char]| text.chars().filter(|c| marks.contains(c)).count();
    count(&['(', '<', '[', '〔', '（', '〈']) == count(&[')', '>', ']', '〕', '）', '〉'])
}

/// `关山、张家湾等相关街道`: the names share the ending behind 等.
pub(super) static OPEN_LIST: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"等(?:各)?(?:相关|有关)?(街道办事处|街道|镇街|街乡|乡镇|镇|乡|区|县|社区)$").expect("a fixed pattern")
});

/// The ending that an elliptical list leaves to its last name: `关山、洪山、珞南街道` gives 街道 to each.
pub(super) fn elliptical_ending<'a>(pieces: &[(Range<usize>, Option<Role>)], scan: &'a str) -> Option<&'a str> {
    let last = pieces.last().map(|(range, _)| &scan[range.clone()])?;
    // `某某经济特区` is a whole name though no ending of offices.
    let whole = |text: &str| text.ends_with(['区', '县']) && text.chars().count() >= 5;
    let bare = |text: &str| !office::has_office_ending(text) && !text.is_empty() && !whole(text);
    if pieces.len() < 2 || !pieces[..pieces.len() - 1].iter().any(|(range, _)| bare(&scan[range.clone()])) {
        return None;
    }
    const SHARED: [&str; 22] = [
        "市人民政府",
        "区人民政府",
        "县人民政府",
        "镇人民政府",
        "乡人民政府",
        "市政府",
        "区政府",
        "县政府",
        "镇政府",
        "乡政府",
        "州政府",
        "区管委会",
        "街道办事处",
        "街道办",
        "街道",
        "街",
        "镇",
        "乡",
        "局",
        "委",
        "区",
        "县",
    ];
    SHARED.into_iter().find(|ending| last.ends_with(ending) && last.len() > ending.len()).map(|ending| {
        let at = last.len() - ending.len();
        &last[at..]
    })
}

/// Cuts brackets that have no partner at the ends of a name.
pub(super) fn trim_brackets(scan: &str, range: Range<usize>) -> Range<usize> {
    let opens = |c: char| matches!(c, '(' | '<' | '[' | '〔' | '【' | '（' | '〈');
    let closes = |c: char| matches!(c, ')' | '>' | ']' | '〕' | '】' | '）' | '〉');
    let mut range = range;
    let count = |is: &dyn Fn(char) -> bool| scan[range.clone()].chars().filter(|c| is(*c)).count();
    let (mut opened, mut closed) = (count(&opens), count(&closes));
    while opened != closed {
        let text = &scan[range.clone()];
        let bracket = |c: &char| opens(*c) || closes(*c);
        let mut drop = |c: char| if opens(c) { opened -= 1 } else { closed -= 1 };
        if let Some(last) = text.chars().next_back().filter(bracket) {
            drop(last);
            range.end -= last.len_utf8();
        } else if let Some(first) = text.chars().next().filter(bracket) {
            drop(first);
            range.start += first.len_utf8();
        } else {
            // An opening bracket inside that never closes: what follows is a remark cut short, or an alias.
            let note = text.rfind(opens).filter(|&at| text[at..].contains('含') || text[at..].contains("下同"));
            return note.map_or(range.clone(), |at| range.start..range.start + at);
        }
    }
    range
}

/// Drops `〈含云柘新区管委会,下同〉`: it says what a group takes in and is no unit.
pub(super) fn without_scope_note(text: &str) -> String {
    static NOTE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"[(（<〈\[〔](?:含|包括|包含|不含|除)[^)）>〉\]〕]*[)）>〉\]〕]?|[(（<〈\[〔][^)）>〉\]〕]*(?:下同|牵头单位|列第一|排第一|不再)[^)）>〉\]〕]*[)）>〉\]〕]?|[(（<〈](?:按|根据|依据|分别|共同)[^)）>〉]*(?:分工|职责|负责|牵头|权限)[)）>〉]|[(（<〈](?:总)?(?:牵头|主办|主责)[)）>〉]|[(（][+-]?\d+(?:\.\d+)?分[)）]?")
            .expect("a fixed pattern")
    });
    NOTE.replace_all(text, "").into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_without_a_partner_are_cut_off() {
        let check = |text: &str, want: &str| assert_eq!(&text[trim_brackets(text, 0..text.len())], want);
        check("((((市财政局", "市财政局");
        check("市财政局)】", "市财政局");
        check("县农业局(畜牧中心)", "县农业局(畜牧中心)");
        check("各街道(含开发区", "各街道");
    }

    #[test]
    fn groups_stay_whole_and_lists_are_parted() {
        let check = |text: &str, want: &[&str]| {
            let pieces = split_outside_brackets(text, 0..text.len(), &['、']).into_iter().map(|piece| (piece, None));
            let joined = join_groups(text, pieces.collect());
            let got: Vec<&str> =
                joined.into_iter().flat_map(|(piece, _)| split_at_and(text, piece)).map(|piece| &text[piece]).collect();
            assert_eq!(got, want);
        };
        check("市教育局、各区、县级市", &["市教育局", "各区、县级市"]);
        check("各市、县(市、区)人民政府", &["各市、县(市、区)人民政府"]);
        check("各乡镇、街道、县财政局", &["各乡镇、街道", "县财政局"]);
        check("省直有关部门及各地区", &["省直有关部门", "各地区"]);
        check("市指挥部牵头单位及成员单位", &["市指挥部牵头单位及成员单位"]);
        check("市住房和城乡建设局", &["市住房和城乡建设局"]);
    }
}
