//! Rosters: lists of names taken apart.
//!
//! In:  a run of names, `区发改局、区水务湖泊局区自然资源和城乡建设局、关山、张家湾等相关街道`.
//! Out: where each name stands; the ending that an elliptical list shares.
//! Not here: roles and rules ([`super::assignment`]).

use std::ops::Range;

use super::word::{Class, Pattern, form, pattern};
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
    // The surer word first: 及 joins names, 和 stands inside them too.
    let joints = form().list_of(Class::And, "sure").chain(form().list_of(Class::And, "within"));
    for word in joints {
        let plain = form().value(Class::And, word) == Some("sure");
        for (at, _) in scan[range.clone()].match_indices(word) {
            let at = range.start + at;
            let (before, after) = (&scan[range.start..at], &scan[at + word.len()..range.end]);
            let ended = form().ends(Class::WholeEnding, before) || plain && office::has_office_ending(before);
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
    /// What says whose office a name is, at its head.
    const LEVELS: [char; 5] = ['区', '市', '县', '省', '各'];
    let text = &scan[range.clone()];
    for (at, _) in text.match_indices(LEVELS) {
        let (before, after) = (&text[..at], &text[at..]);
        let ended = before.ends_with([')', '>', ']']) || form().ends(Class::WholeEnding, before);
        if ended
            && before.chars().count() >= 3
            && after.chars().count() >= 3
            && !is_own_part(before, after)
            && balanced(before)
            && balanced(after)
            && office::is_office(before)
            && office::is_office(after)
        {
            return std::iter::once(range.start..range.start + at)
                .chain(split_glued(scan, range.start + at..range.end))
                .collect();
        }
    }
    vec![range]
}

/// Whether what follows a name is a part of it: `区分局` behind `市生态环境局`, `各成员单位` behind `市指挥部`, `区政府`
/// behind `区委`, `各部门` behind `区人民政府`.
fn is_own_part(before: &str, after: &str) -> bool {
    const SHORT: usize = 4;
    let seat = before.strip_suffix('委').and_then(|place| place.chars().next_back());
    let government = before.ends_with('府') && after.starts_with('各');
    after.chars().count() <= SHORT && form().ends(Class::Branch, after)
        || form().opens(Class::InnerGroup, after)
        || office::is_open_group(before)
        || office::is_group_noun(after)
        || is_national(before)
        || government
        || seat.and_then(|place| after.strip_prefix(place)).is_some_and(|rest| form().opens(Class::Seat, rest))
}

/// Whether a note behind a name says that it leads: `市住建局(牵头)`.
pub(super) fn leads_by_note(text: &str) -> bool {
    let inner = text.strip_suffix([')', '）', '>', '〉']);
    let note = inner.and_then(|inner| form().before(Class::LeadNote, inner));
    note.is_some_and(|name| name.ends_with(['(', '（', '<', '〈']))
}

/// Whether a name is the capital's office, whose branch's name may follow: `国家税务总局某市税务局`.
pub(super) fn is_national(name: &str) -> bool {
    name.ends_with('署') || form().ends(Class::National, name)
}

pub(super) fn balanced(text: &str) -> bool {
    let count = |marks: &[char]| text.chars().filter(|c| marks.contains(c)).count();
    count(&['(', '<', '[', '〔', '（', '〈']) == count(&[')', '>', ']', '〕', '）', '〉'])
}

/// `关山、张家湾等相关街道`: the names share the ending behind 等.
pub(super) static OPEN_LIST: Pattern = pattern(r"{:others}{:each}?{:group_kind}?({:place_ending})$");

/// The ending that an elliptical list leaves to its last name: `关山、洪山、珞南街道` gives 街道 to each.
pub(super) fn elliptical_ending<'a>(pieces: &[(Range<usize>, Option<Role>)], scan: &'a str) -> Option<&'a str> {
    let last = pieces.last().map(|(range, _)| &scan[range.clone()])?;
    // `某某经济特区` is a whole name though no ending of offices.
    let whole = |text: &str| text.ends_with(['区', '县']) && text.chars().count() >= 5;
    let bare = |text: &str| !office::has_office_ending(text) && !text.is_empty() && !whole(text);
    if pieces.len() < 2 || !pieces[..pieces.len() - 1].iter().any(|(range, _)| bare(&scan[range.clone()])) {
        return None;
    }
    let at = form().before(Class::SharedEnding, last)?.len();
    (at > 0).then(|| &last[at..])
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
            let note = text.rfind(opens).filter(|&at| {
                form().within(Class::ScopeOpening, &text[at..]) || form().within(Class::ScopeNote, &text[at..])
            });
            return note.map_or(range.clone(), |at| range.start..range.start + at);
        }
    }
    range
}

/// Drops `〈含云柘新区管委会,下同〉`: it says what a group takes in and is no unit.
pub(super) fn without_scope_note(text: &str) -> String {
    static NOTE: Pattern = pattern(
        r"[(（<〈\[〔]{:scope_opening}[^)）>〉\]〕]*[)）>〉\]〕]?|[(（<〈\[〔][^)）>〉\]〕]*{:scope_note}[^)）>〉\]〕]*[)）>〉\]〕]?|[(（<〈]{:division_opening}[^)）>〉]*{:division_ending}[)）>〉]|[(（<〈]{:lead_note}[)）>〉]|[(（][+-]?\d+(?:\.\d+)?{:score}[)）]?",
    );
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
        assert_eq!(split_glued("有关区市政府", 0.."有关区市政府".len()).len(), 1);
    }
}
