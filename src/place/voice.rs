//! Voice: what the running text says of its own place.
//!
//! In:  the text of a notice; `selfnames.tsv`, the phrases in which a text names its own place; `place-words.tsv`.
//! Out: [`Voice`]: the places it names as its own, by how far each is trusted, and the level it speaks at.
//! Not here: places that are merely mentioned. `支持济南市建设产业园` says nothing of who writes.

use std::sync::OnceLock;

use aho_corasick::AhoCorasick;
use regex::Regex;

use super::Level;
use super::address::{Place, address};
use super::gazetteer::gazetteer;
use super::word::{levels, words};
use crate::lexicon::code::{PlaceClass, Selfname};
use crate::lexicon::words::{Code, automaton};
use crate::lexicon::{self, PLACE_WORDS, SELFNAMES};

/// What counts as the head of a page: a line as short as this, in characters, or the text's first bytes.
const SHORT_LINE: usize = 60;
const HEAD: usize = 1500;

/// The level that a text speaks at, with the last character of the word for it: `州` of `我代表州人民政府`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Class {
    pub(super) level: Level,
    pub(super) last: char,
}

impl Class {
    /// The class of a word of a level, `市`, `自治区`, `街道`; of a district where it is none.
    pub(super) fn of(word: &str) -> Self {
        let level = levels().iter().find(|own| own.word == word).map_or(Level::District, |own| own.level);
        Self { level, last: word.chars().next_back().unwrap_or('区') }
    }

    /// The class of a level without a word for it.
    fn of_level(level: Level) -> Self {
        let last = match level {
            Level::Nation => '国',
            Level::Province => '省',
            Level::City => '市',
            _ => '县',
        };
        Self { level: level.min(Level::District), last }
    }

    /// Whether a place may be meant. A 市 may be a county-level one or a municipality, a 州 may not.
    pub(super) fn fits(self, place: &Place) -> bool {
        let ends = |name: &Option<String>| name.as_deref().is_some_and(|name| name.ends_with('市'));
        match self.level {
            Level::City => {
                let municipality = place.level == Level::Province && ends(&place.province);
                place.level == Level::City || self.last == '市' && (municipality || ends(&place.district))
            }
            Level::Township => place.level == Level::District,
            other => place.level == other,
        }
    }

    /// Whether a place's name ends as the word does: of 恩施市 and 恩施土家族苗族自治州 the text tells one.
    pub(super) fn fits_well(self, place: &Place) -> bool {
        let name = place.district.as_ref().or(place.city.as_ref()).or(place.province.as_ref());
        self.fits(place) && name.is_some_and(|name| name.ends_with(self.last))
    }
}

/// One phrase with a place in it.
struct Form {
    kind: Selfname,
    words: &'static str,
    /// Built when a text holds a word that the phrase needs; none where the words are no pattern.
    pattern: OnceLock<Option<Regex>>,
    /// Whether nothing stands between the name and the words before it: `在X第N届…`, `^X…`.
    whole: bool,
}

impl Form {
    fn pattern(&self) -> Option<&Regex> {
        self.pattern.get_or_init(|| Regex::new(&pattern(self.words)).ok()).as_ref()
    }
}

/// All phrases, with the words that each needs.
struct Forms {
    forms: Vec<Form>,
    /// One of its words stands in whatever a phrase matches.
    needs: AhoCorasick,
    /// For every word of `needs` the phrase that needs it.
    needed_by: Vec<usize>,
}

impl Forms {
    /// For every phrase the part of a text from its head on in which it may stand; all but a few stand at the head or nowhere,
    /// which one look at the text tells of all.
    fn parts<'t>(&self, text: &'t str) -> impl Iterator<Item = (&Form, &'t str)> {
        /// White space of two characters may stand behind a name, and break the line.
        const LINES: usize = 3;
        let mut last = vec![None; self.forms.len()];
        for hit in self.needs.find_overlapping_iter(text) {
            last[self.needed_by[hit.pattern().as_usize()]] = Some(hit.end());
        }
        self.forms.iter().zip(last).filter_map(move |(form, last)| {
            let behind = &text[last?..];
            let end = behind.match_indices('\n').nth(LINES - 1).map_or(behind.len(), |(at, _)| at);
            Some((form, &text[..last? + end]))
        })
    }
}

fn forms() -> &'static Forms {
    static FORMS: OnceLock<Forms> = OnceLock::new();
    lexicon::once(&FORMS, &[SELFNAMES], || {
        let (mut forms, mut needs, mut needed_by) = (Vec::new(), Vec::new(), Vec::new());
        for row in lexicon::rows(SELFNAMES) {
            let [kind, words] = row[..] else { continue };
            if let Ok(kind) = Selfname::parse(kind) {
                let own = needs_of(words);
                needed_by.resize(needed_by.len() + own.len(), forms.len());
                needs.extend(own);
                forms.push(Form { kind, words, pattern: OnceLock::new(), whole: !words.starts_with('X') });
            }
        }
        Forms { forms, needs: automaton(&needs), needed_by }
    })
}

/// The words one of which stands in whatever a row matches: the longest that all its readings have, else those of its
/// brackets that cannot be left out.
fn needs_of(words: &str) -> Vec<&str> {
    let parts = || words.split_inclusive(']').map(|part| part.split_once('[').unwrap_or((part, "")));
    let plain = parts().flat_map(|(plain, _)| plain.split(['X', 'N', '…', '^', '$'])).max_by_key(|word| word.len());
    match plain.filter(|word| !word.is_empty()) {
        Some(word) => vec![word],
        None => {
            let mut choices = parts().map(|(_, choices)| choices.trim_end_matches(']').split('|').collect::<Vec<_>>());
            choices.rfind(|choices| choices.iter().all(|word| !word.is_empty())).unwrap_or_else(|| vec![""])
        }
    }
}

/// Whether words go on as they do behind the name of who writes: `人民政府`, `2025年`, `重点工作`.
pub(super) fn follows_a_name(rest: &str) -> bool {
    words().opens(PlaceClass::Follows, rest)
}

/// Whether a name between these words is only mentioned: `支持济南市`, one of a list.
pub(super) fn is_mention(before: &str, after: &str) -> bool {
    words().ends(PlaceClass::MentionBefore, before) || words().opens(PlaceClass::MentionAfter, after)
}

/// Numerals of a number of years or sessions.
const NUMERALS: &[char] = &['〇', '零', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '百'];

/// A row's words as a pattern: X a name, `X…` words that begin with one, N a number, `…` a few words, `[a|b]` one of
/// them, `^` and `$` the ends of a line.
fn pattern(words: &str) -> String {
    let name = match words {
        _ if words.contains("X…") => r"(\p{Han}{2,30})",
        _ if words.ends_with('X') => r"(\p{Han}{1,20})",
        _ => r"(\p{Han}{1,20}?)\s{0,2}",
    };
    let mut out = String::from("(?m)");
    let number = format!(r"[{}\d]{{1,4}}", NUMERALS.iter().collect::<String>());
    for c in words.chars() {
        match c {
            'X' => out.push_str(name),
            'N' => out.push_str(&number),
            '…' => out.push_str(r"[^。;，,、\n]{0,30}?"),
            '[' => out.push_str("(?:"),
            ']' => out.push(')'),
            '^' => out.push_str(r"^\s*"),
            '$' => out.push_str(r"\s*$"),
            '|' => out.push('|'),
            c => out.push_str(&regex::escape(c.encode_utf8(&mut [0; 4]))),
        }
    }
    out
}

/// What a text says of its own place.
#[derive(Debug, Default)]
pub(super) struct Voice {
    /// The State Council's own report.
    pub(super) nation: bool,
    /// `我代表县人民政府`, `在县第十六届人民代表大会第四次会议上`.
    pub(super) level: Option<Class>,
    /// The word that `全省`, `全市`, `全州` and `我县` speak for.
    pub(super) counted: Option<Class>,
    /// Who gives the report, and the congress that it is given to.
    pub(super) speakers: Vec<Place>,
    /// Who printed it, answers for it, where it holds.
    pub(super) owners: Vec<Place>,
    /// Names in set phrases, one a phrase: `结合青岛实际`.
    pub(super) adorning: Vec<String>,
    /// Whose site it stands on.
    pub(super) sites: Vec<Place>,
}

impl Voice {
    pub(super) fn read(text: &str) -> Self {
        let mut voice = Self { counted: counted(text), ..Self::default() };
        for (form, part) in forms().parts(text) {
            let Form { kind, whole, .. } = form;
            for found in form.pattern().iter().flat_map(|pattern| pattern.captures_iter(part)) {
                let at = found.get(0).map_or(0, |whole| whole.start());
                let name = found.get(1).map_or("", |name| name.as_str());
                match kind {
                    Selfname::Nation => voice.nation = true,
                    Selfname::NationOpens => voice.nation |= is_short_line(text, at),
                    Selfname::Speaks => voice.hear(name, true),
                    Selfname::Opens if at < HEAD || is_short_line(text, at) => {
                        voice.hear(name, *whole);
                    }
                    Selfname::Opens => {}
                    Selfname::Owns => voice.owners.extend(last_place(name).or_else(|| first_place(name))),
                    Selfname::Site => voice.sites.extend(last_place(name).or_else(|| whole_place(name))),
                    Selfname::Adorns => voice.adorning.push(name.to_owned()),
                }
            }
        }
        voice
    }

    /// Takes the name before `人民政府`, which may be the bare word of its level, or a name of no table where it is `whole`.
    fn hear(&mut self, name: &str, whole: bool) {
        if let Some(own) = levels().iter().find(|own| name == own.word || bare_tail(name, own.word)) {
            self.level.get_or_insert(Class::of(own.word));
            return;
        }
        let place = last_place(name).or_else(|| whole_place(name).filter(|_| whole));
        if let Some(place) = place {
            let word = match place.level {
                Level::Province => "省",
                Level::City if name.ends_with(['州', '盟']) => "州",
                Level::City => "市",
                _ if name.ends_with('市') => "市",
                _ if name.ends_with('县') => "县",
                _ => "区",
            };
            // A municipality calls itself 市.
            let word = if place.level == Level::Province && name.ends_with('市') { "市" } else { word };
            self.level.get_or_insert(Class::of(word));
            self.speakers.push(place);
        }
    }

    /// The one place that the set phrases name at the level of the text, and how often; none where they differ.
    pub(super) fn adorned(&self, class: Class) -> Option<(Place, usize)> {
        let mut counts: Vec<(Place, usize)> = Vec::new();
        for name in &self.adorning {
            let places = head_places(name);
            let well = places.iter().find(|place| class.fits_well(place));
            let Some(place) = well.or_else(|| places.iter().find(|place| class.fits(place))) else { continue };
            count(&mut counts, place.clone());
        }
        match &counts[..] {
            [one] => Some(one.clone()),
            _ => None,
        }
    }
}

/// Counts a place among others, in the order of the text.
pub(super) fn count(counts: &mut Vec<(Place, usize)>, place: Place) {
    match counts.iter_mut().find(|(known, _)| known.ids == place.ids) {
        Some((_, count)) => *count += 1,
        None => counts.push((place, 1)),
    }
}

/// `在县` and `县` are the bare word, `青禾县` is not.
fn bare_tail(name: &str, word: &str) -> bool {
    name.strip_suffix(word).is_some_and(|before| ["在", "了", "于", "日"].contains(&before))
}

/// Whether the line around a byte is short.
fn is_short_line(text: &str, at: usize) -> bool {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let line = text[start..].split('\n').next().unwrap_or("");
    line.chars().take(SHORT_LINE + 1).count() <= SHORT_LINE
}

/// The longest end of some words that is one whole known name.
fn last_place(words: &str) -> Option<Place> {
    let tails = words.char_indices().map(|(at, _)| &words[at..]);
    let mut whole = tails.filter_map(|tail| address(tail, false).filter(|place| place.length == tail.len()));
    whole.find(|place| !place.ids.is_empty())
}

/// The known place that some words begin with: `青岛市工业和信息化局办公室`.
fn first_place(words: &str) -> Option<Place> {
    address(words, false).filter(|place| !place.ids.is_empty())
}

/// Words that are one whole name, be it in a table or not.
fn whole_place(words: &str) -> Option<Place> {
    address(words, false).filter(|place| place.length == words.len())
}

/// Every known place of which some words begin with a name, full or short.
fn head_places(words: &str) -> Vec<Place> {
    let gazetteer = gazetteer();
    let mut places: Vec<Place> = address(words, false).into_iter().collect();
    let heads = words.char_indices().map(|(at, c)| &words[..at + c.len_utf8()]).skip(1).collect::<Vec<_>>();
    for head in heads.into_iter().rev() {
        let Some(word) = gazetteer.words.get(head) else { continue };
        for level in [Level::Province, Level::City, Level::District] {
            let all = word.full.iter().chain(&word.short).copied();
            let ids: Vec<usize> =
                all.filter(|&id| gazetteer.level(id) == level && !gazetteer.divisions[id].former).collect();
            places.extend(gazetteer.one_of(ids));
        }
    }
    // `城区`, `郊区`: words of the language as well.
    let vague =
        |place: &Place| place.district.as_deref().is_some_and(|name| name.ends_with('区') && name.chars().count() < 3);
    places.retain(|place| !place.ids.is_empty() && !vague(place));
    places
}

/// The level whose word the text uses of itself: the finest that it uses often enough. A city's report compares itself
/// with 全省 more often than it speaks of 全市, so comparisons do not count.
fn counted(text: &str) -> Option<Class> {
    const FEWEST: usize = 2;
    static SELF: OnceLock<Regex> = OnceLock::new();
    let own = lexicon::once(&SELF, &[PLACE_WORDS], || words().pattern("({:own})({:level})"));
    let words = words();
    let mut counts: Vec<(Class, &str, usize)> = levels().iter().map(|own| (Class::of(own.word), own.word, 0)).collect();
    for found in own.captures_iter(text) {
        let (Some(own), Some(word)) = (found.get(1), found.get(2)) else { continue };
        let (before, after) = (&text[..own.start()], &text[word.end()..]);
        let weight = words.value(PlaceClass::Own, own.as_str()).and_then(|weight| weight.parse().ok()).unwrap_or(1);
        let ranked = words.ends(PlaceClass::RankBefore, before) || words.opens(PlaceClass::RankAfter, after);
        if weight == 1 && ranked || after.starts_with(['场', '域', '情']) {
            continue;
        }
        if let Some((.., count)) = counts.iter_mut().find(|(_, known, _)| *known == word.as_str()) {
            *count += weight;
        }
    }
    // `全区` of an autonomous region is no district's.
    let regions = counts.iter().filter(|(class, word, _)| class.level == Level::Province && word.ends_with('区'));
    if regions.map(|(_, word, _)| text.matches(*word).count()).sum::<usize>() >= 2 {
        counts.retain(|(_, word, _)| *word != "区");
    }
    let rungs = [Level::Township, Level::District, Level::City, Level::Province];
    let sums = rungs
        .map(|level| counts.iter().filter(|(class, ..)| class.level == level).map(|(.., count)| count).sum::<usize>());
    let rung = (0..rungs.len()).find(|&at| sums[at] >= FEWEST && sums[at..].iter().all(|sum| sums[at] * 3 >= *sum))?;
    let of_rung = counts.iter().filter(|(class, ..)| class.level == rungs[rung]);
    of_rung.max_by_key(|(.., count)| *count).map(|(class, ..)| *class)
}

/// Whether a line stands below a page's own title: it opens the report, or the links to other pages.
pub fn is_below_titles(line: &str) -> bool {
    words().opens(PlaceClass::BelowTitles, line.trim_start())
}

/// The level of the government that a letter comes from, by whom it speaks to: `各市人民政府,省政府各部门:`.
pub(super) fn addressing(line: &str) -> Option<Class> {
    let own = |word: &str| words().list(PlaceClass::OwnOffice).any(|rest| line.contains(&format!("{word}{rest}")));
    if let Some(level) = levels().iter().find(|level| own(level.word)) {
        return Some(Class::of(level.word));
    }
    // The longest words that stand first: `各市、区` is a city's, `各市` a province's.
    let found =
        words().pairs(PlaceClass::Addressed).filter_map(|(words, level)| Some((line.find(words)?, words, level)));
    let (_, _, level) = found.min_by_key(|(at, words, _)| (*at, std::cmp::Reverse(words.len())))?;
    Level::parse(level).ok().map(Class::of_level)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_phrase_is_a_pattern() {
        assert_eq!(forms().forms.len(), lexicon::rows(SELFNAMES).len());
        assert!(forms().forms.iter().all(|form| form.pattern().is_some()));
    }

    #[test]
    fn every_phrase_needs_a_word() {
        assert_eq!(needs_of("X[第|]N届人民代表大会第N次"), ["届人民代表大会第"]);
        assert_eq!(needs_of("^X[|人民政府][|代][省长|市长]"), ["省长", "市长"]);
        assert_eq!(needs_of("^X…[印发|公开发布]$"), ["印发", "公开发布"]);
        let plain: Vec<&str> = lexicon::rows(SELFNAMES).iter().flat_map(|row| needs_of(row[1])).collect();
        assert!(plain.iter().all(|word| !word.is_empty()), "{plain:?}");
    }

    #[test]
    fn the_level_is_the_finest_that_speaks_often_enough() {
        for (text, last) in [
            ("全省上下,全省,我省", Some('省')),
            ("居全省第一,全省第二,高于全省平均,全市,我市", Some('市')),
            ("全省,全省,全省,全省,全省,全州,我州", Some('州')),
            ("全市,全市,全县,我县", Some('县')),
            ("全市,全市,全市,全市,全市,全市,全市,全市,全县,全县", Some('市')),
            ("自治区党委、自治区政府,全区,全区,全市,我市", Some('市')),
            ("全区,我区", Some('区')),
            ("全市场,全区域,我省", Some('省')),
            ("全市", None),
        ] {
            assert_eq!(counted(text).map(|class| class.last), last, "{text}");
        }
    }
}
