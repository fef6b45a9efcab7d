//! What looks like the name of an office, by its ending. Which office it is, [`crate::office`] says.
//!
//! Source of the words: `datasets/lexicon/roles.tsv`, kinds `ending`, `person`, `work` and `duty`.

use super::word::roles::{self, Kind};
use super::word::{Class, Pattern, form, pattern};

/// Whether a text could be the name of an office, or of a person's office.
pub(super) fn is_office(name: &str) -> bool {
    let name = bare(name);
    !roles::words().within(Kind::Work, name) && !name.contains('“') && ends_as_office(name)
}

/// Whether a text that a verb of duty follows could be the name of an office: words of work may stand inside it
/// (`省产业推进组成员单位`, `省“八大集群”协调推进机制牵头部门`), not at its head, where it names its level.
pub(super) fn is_acting_office(name: &str) -> bool {
    let bare = bare(name);
    let inside = |word: &str| bare.find(word).is_none_or(|at| at > 0);
    is_office(name)
        || form().opens(Class::OfficeOpening, bare)
            && roles::words().list(Kind::Work).all(inside)
            && bare.matches('“').count() == bare.matches('”').count()
            && !bare.contains(['的', '了', '并'])
            && ends_as_office(bare)
}

fn ends_as_office(name: &str) -> bool {
    let length = name.chars().take(41).count();
    (2..=40).contains(&length)
        && !name.contains(['。', ':', ';', '%'])
        && (roles::words().ends(Kind::Ending, name) || is_person(name))
}

/// Whether a text is an office that names its level or place, so that it needs no role word to be recognised.
pub(super) fn is_levelled_office(name: &str) -> bool {
    let name = bare(name);
    let alone = || form().list_of(Class::WholeEnding, "alone").any(|ending| name.ends_with(ending));
    let known = is_levelled(name) || alone() || is_ministry(name);
    known && name.chars().count() >= 3 && is_office(name)
}

/// Whether a name is a ministry's: `公安部`, `工信部`. Its noun alone proves nothing (`外联部`); its duty does.
fn is_ministry(name: &str) -> bool {
    name.strip_suffix('部').is_some_and(|duty| roles::words().opens(Kind::Duty, duty))
}

/// Whether a name stands for several at once, whatever they are: `各高校`, `各电信运营商`.
pub(super) fn is_group(name: &str) -> bool {
    const LONGEST: usize = 10;
    let plain = |c: char| matches!(c, '\u{4e00}'..='\u{9fff}');
    name.starts_with('各')
        && !form().opens(Class::NoGroup, name)
        && name.chars().take(LONGEST + 1).count() <= LONGEST
        && name.chars().count() >= 3
        && name.chars().all(plain)
        && !roles::words().within(Kind::Work, name)
}

/// Whether a name begins with the level of its office.
pub(super) fn is_levelled(name: &str) -> bool {
    form().opens(Class::OfficeOpening, name)
        || name.strip_prefix('团').is_some_and(|rest| rest.starts_with(['省', '市', '区', '县']))
}

/// Whether a name is only the noun of a group that stands before it: `成员单位` of `指挥部成员单位`.
pub(super) fn is_group_noun(name: &str) -> bool {
    let kind = form().before(Class::GroupNoun, name);
    kind.is_some_and(|kind| kind.is_empty() || form().is(Class::GroupKind, kind))
}

/// Whether a text that a verb of duty follows, behind another office that acts, could be one.
pub(super) fn acts_too(name: &str) -> bool {
    let bare = bare(name);
    is_acting_office(name)
        || roles::words().list(Kind::Work).all(|word| bare.find(word).is_none_or(|at| at > 0))
            && bare.matches('“').count() == bare.matches('”').count()
            && !bare.contains(['的', '了', '并', '和'])
            && ends_as_office(bare)
}

/// Whether a text ends as offices do, whatever it holds.
pub(super) fn has_office_ending(name: &str) -> bool {
    let name = bare(name);
    // 海关 is a name; 局 alone is none.
    let whole = |ending: &str| name.len() > ending.len() || ending.chars().nth(1).is_some();
    roles::words().list(Kind::Ending).any(|ending| name.ends_with(ending) && whole(ending))
}

/// Where titles of persons end in a text: behind `市长` in `林市长主抓`.
pub(super) fn titles(text: &str) -> impl Iterator<Item = usize> + '_ {
    roles::words().list(Kind::Person).flat_map(|title| text.match_indices(title)).map(|(at, title)| at + title.len())
}

/// A person by the office held.
pub(super) fn is_person(name: &str) -> bool {
    roles::words().ends(Kind::Person, name)
}

/// Whether a text names an office held by a person: `副市长周启明`.
pub(super) fn holds_title(text: &str) -> bool {
    roles::words().within(Kind::Person, text)
}

/// A name without a bracket at its end: `县农业局(畜牧中心)`.
fn bare(name: &str) -> &str {
    let name = name.trim().trim_start_matches('*').trim_end_matches('*');
    match name.find(['(', '<', '[', '〔']) {
        Some(at) if at > 0 && name.ends_with([')', '>', ']', '〕']) => name[..at].trim_end(),
        _ => name,
    }
}

/// `各县(市)` of `各县(市)、区人民政府`: a group whose noun stands with the next name.
pub(super) fn is_open_group(name: &str) -> bool {
    group_words(name).is_some_and(is_division_words)
}

/// Whether the next name of a list is no name of its own but goes on with a group: `区人民政府` behind `各县(市)`, `县级市`
/// behind `各区`, `街道办事处` behind `各乡镇`.
pub(super) fn goes_on_with_group(group: &str, next: &str) -> bool {
    let Some(group) = group_words(group) else { return false };
    let next = next.trim();
    let kind = form().before(Class::Seat, next).unwrap_or(next);
    is_division_words(group) && is_division_words(kind) && (is_towns(group) == is_towns(kind))
        || is_towns(group) && is_towns(kind)
}

/// What a group is of: `县(市)` of `各县(市)`, `乡镇` of `各有关乡镇`.
fn group_words(name: &str) -> Option<&str> {
    let name = name.trim();
    let rest = name.strip_prefix('各');
    form().behind(Class::GroupKind, rest.unwrap_or(name)).or(rest)
}

/// The characters of a text of divisions, without brackets; none where it is longer than such words are.
fn division_words(text: &str) -> Option<String> {
    const LONGEST: usize = 12;
    let short = text.chars().nth(LONGEST).is_none();
    let plain = |c: &char| !matches!(c, '(' | ')' | '〔' | '〕' | '[' | ']' | '<' | '>' | '、');
    short.then(|| text.chars().filter(plain).collect::<String>()).filter(|bare| !bare.is_empty())
}

/// Whether a text is nothing but words of divisions: `县(市)`, `县级市`, `乡镇`.
fn is_division_words(text: &str) -> bool {
    division_words(text).is_some_and(|bare| {
        const DIVISIONS: [char; 10] = ['省', '市', '州', '县', '区', '旗', '乡', '镇', '街', '盟'];
        let plain = bare.chars().count() <= 4 && bare.chars().all(|c| DIVISIONS.contains(&c));
        plain || form().is(Class::Division, &bare)
    })
}

/// Whether a name is only the rest of one: an ending alone, or words of divisions.
pub(super) fn is_division_part(name: &str) -> bool {
    roles::words().is(Kind::Ending, name) || is_division_words(name)
}

/// Whether a text is nothing but words of towns and streets: `乡镇`, `街道`.
fn is_towns(text: &str) -> bool {
    const TOWNS: [char; 4] = ['乡', '镇', '街', '道'];
    division_words(text).is_some_and(|bare| bare.chars().count() <= 5 && bare.chars().all(|c| TOWNS.contains(&c)))
}

/// Whether a name ends as only whole names do: no word of a sentence ends so.
pub(super) fn has_whole_ending(name: &str) -> bool {
    form().ends(Class::WholeEnding, name)
}

/// A list without `等有关部门` at its end.
pub(super) fn without_and_others(names: &str) -> &str {
    let names = names.trim().trim_end_matches(['。', ',', ';']);
    // What stands behind the last name is short.
    const LONGEST: usize = 24;
    let from = names.char_indices().rev().nth(LONGEST).map_or(0, |(at, _)| at);
    match AND_OTHERS.find(&names[from..]) {
        Some(found) if names[..from + found.start()].chars().take(2).count() == 2 => {
            names[..from + found.start()].trim_end()
        }
        _ => names,
    }
}

/// What stands behind the last name of an open list: `等`, `等5个部门`, `等市直有关部门和单位`.
static AND_OTHERS: Pattern = pattern(
    r"{:others}(?:(?:(?:[\d{#}]|{:some}){1,3}{:counter}?)?(?:{:level_label}|{:each}|{:group_kind}){0,5}{:group_noun}(?:(?:{:and}|、)?{:group_kind}?{:group_noun})?)?$",
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offices_by_their_ending() {
        for name in
            ["区发改局", "县农业局(畜牧中心)", "各街道", "云柘海关", "财政部", "分管副省长", "团区委", "各有关部门"]
        {
            assert!(is_office(name), "{name}");
        }
        for name in ["推进住房改革委", "含分论坛", "街道)", "增长5%", "年内持续推进", ""] {
            assert!(!is_office(name), "{name}");
        }
    }

    #[test]
    fn open_lists_lose_their_ending() {
        assert_eq!(without_and_others("区财政局等有关部门"), "区财政局");
        assert_eq!(without_and_others("区财政局等"), "区财政局");
        assert_eq!(without_and_others("区财政局"), "区财政局");
    }
}
