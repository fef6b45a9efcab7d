//! Voice: what the running text says of its own place.
//!
//! In:  the text of a notice; `selfnames.tsv`, the phrases in which a text names its own place.
//! Out: [`Voice`]: the places it names as its own, by how far each is trusted, and the level it speaks at.
//! Not here: places that are merely mentioned. `支持济南市建设产业园` says nothing of who writes.

use std::sync::OnceLock;

use regex::Regex;

use super::Level;
use super::address::{Place, address};
use super::gazetteer::gazetteer;
use crate::lexicon;

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
    /// The class of a word such as `市`, `自治区`, `街道`.
    pub(super) fn of(word: &str) -> Self {
        let level = match word {
            "国" => Level::Nation,
            "省" | "自治区" => Level::Province,
            "市" | "自治州" | "州" | "盟" | "地区" => Level::City,
            "镇" | "乡" | "街道" => Level::Township,
            _ => Level::District,
        };
        Self { level, last: word.chars().next_back().unwrap_or('区') }
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

/// What a phrase of `selfnames.tsv` tells.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Speaks,
    Opens,
    Nation,
    NationOpens,
    Owns,
    Adorns,
    Site,
}

/// One phrase with a place in it.
struct Form {
    kind: Kind,
    pattern: Regex,
    /// Whether nothing stands between the name and the words before it: `在X第N届…`, `^X…`.
    whole: bool,
}

#[derive(Default)]
struct Phrases {
    forms: Vec<Form>,
    rank_before: Vec<&'static str>,
    rank_after: Vec<&'static str>,
    addressed: Vec<(&'static str, Level)>,
    own_offices: Vec<&'static str>,
    follows: Vec<&'static str>,
    mention_before: Vec<&'static str>,
    mention_after: Vec<&'static str>,
}

fn phrases() -> &'static Phrases {
    static PHRASES: OnceLock<Phrases> = OnceLock::new();
    PHRASES.get_or_init(|| {
        let mut phrases = Phrases::default();
        for row in lexicon::rows(lexicon::SELFNAMES) {
            if let [kind, words] = row[..] {
                phrases.take(kind, words);
            }
        }
        phrases
    })
}

impl Phrases {
    fn take(&mut self, kind: &str, words: &'static str) {
        let kind = match kind {
            "speaks" => Kind::Speaks,
            "opens" => Kind::Opens,
            "nation" => Kind::Nation,
            "nation_opens" => Kind::NationOpens,
            "owns" => Kind::Owns,
            "adorns" => Kind::Adorns,
            "site" => Kind::Site,
            "rank_before" => return self.rank_before.push(words),
            "rank_after" => return self.rank_after.push(words),
            "own_offices" => return self.own_offices.push(words),
            "follows" => return self.follows.push(words),
            "mention_before" => return self.mention_before.push(words),
            "mention_after" => return self.mention_after.push(words),
            other => {
                let levels = [Level::Nation, Level::Province, Level::City, Level::District];
                let level = other.strip_prefix("addressed:");
                let level = levels.into_iter().find(|one| level == Some(one.name()));
                return self.addressed.extend(level.map(|level| (words, level)));
            }
        };
        let whole = !words.starts_with('X');
        self.forms.extend(Regex::new(&pattern(words)).ok().map(|pattern| Form { kind, pattern, whole }));
    }
}

/// Whether words go on as they do behind the name of who writes: `人民政府`, `2025年`, `重点工作`.
pub(super) fn follows_a_name(rest: &str) -> bool {
    phrases().follows.iter().any(|word| rest.starts_with(word))
}

/// Whether a name between these words is only mentioned: `支持济南市`, one of a list.
pub(super) fn is_mention(before: &str, after: &str) -> bool {
    let phrases = phrases();
    phrases.mention_before.iter().any(|word| before.ends_with(word))
        || phrases.mention_after.iter().any(|word| after.starts_with(word))
}

/// A row's words as a pattern: X a name, `X…` words that begin with one, N a number, `…` a few words, `[a|b]` one of
/// them, `^` and `$` the ends of a line.
fn pattern(words: &str) -> String {
    let name = match words {
        _ if words.contains("X…") => r"(\p{Han}{2,30})",
        _ if words.ends_with('X') => r"(\p{Han}{1,20})",
        _ => r"(\p{Han}{1,20}?)\s{0,2}",
    };
    let mut out = String::from("(?m)");
    for c in words.chars() {
        match c {
            'X' => out.push_str(name),
            'N' => out.push_str(r"[〇零一二三四五六七八九十百\d]{1,4}"),
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
        for Form { kind, pattern, whole } in &phrases().forms {
            for found in pattern.captures_iter(text) {
                let at = found.get(0).map_or(0, |whole| whole.start());
                let name = found.get(1).map_or("", |name| name.as_str());
                match kind {
                    Kind::Nation => voice.nation = true,
                    Kind::NationOpens => voice.nation |= is_short_line(text, at),
                    Kind::Speaks => voice.hear(name, true),
                    Kind::Opens if at < HEAD || is_short_line(text, at) => {
                        voice.hear(name, *whole);
                    }
                    Kind::Opens => {}
                    Kind::Owns => voice.owners.extend(last_place(name).or_else(|| first_place(name))),
                    Kind::Site => voice.sites.extend(last_place(name).or_else(|| whole_place(name))),
                    Kind::Adorns => voice.adorning.push(name.to_owned()),
                }
            }
        }
        voice
    }

    /// Takes the name before `人民政府`, which may be the bare word of its level, or a name of no table where it is `whole`.
    fn hear(&mut self, name: &str, whole: bool) {
        let bare = ["自治区", "自治州", "省", "市", "州", "盟", "县", "区", "旗", "镇", "乡", "街道"];
        if let Some(word) = bare.into_iter().find(|word| name == *word || bare_tail(name, word)) {
            self.level.get_or_insert(Class::of(word));
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
            let places = head_places(name).into_iter();
            let Some(place) = places.into_iter().find(|place| class.fits_well(place) || class.fits(place)) else {
                continue;
            };
            match counts.iter_mut().find(|(known, _)| known.ids == place.ids) {
                Some((_, count)) => *count += 1,
                None => counts.push((place, 1)),
            }
        }
        match &counts[..] {
            [one] => Some(one.clone()),
            _ => None,
        }
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
    let own = SELF.get_or_init(|| Regex::new("(全|我)(省|自治区|市|州|盟|县|区|旗|镇|乡)").expect("a fixed pattern"));
    let phrases = phrases();
    let mut counts: [(&str, usize); 10] =
        ["乡", "镇", "旗", "区", "县", "盟", "州", "市", "自治区", "省"].map(|word| (word, 0));
    for found in own.captures_iter(text) {
        let (Some(whole), Some(word)) = (found.get(0), found.get(2)) else { continue };
        let (before, after) = (&text[..whole.start()], &text[whole.end()..]);
        let ours = whole.as_str().starts_with('我');
        let ranked = phrases.rank_before.iter().any(|word| before.ends_with(word))
            || phrases.rank_after.iter().any(|word| after.starts_with(word));
        if !ours && ranked || after.starts_with(['场', '域', '情']) {
            continue;
        }
        if let Some((_, count)) = counts.iter_mut().find(|(known, _)| *known == word.as_str()) {
            *count += if ours { 2 } else { 1 };
        }
    }
    // `全区` of an autonomous region is no district's.
    if text.matches("自治区").count() >= 2 {
        counts[3].1 = 0;
    }
    let rungs = [&counts[0..2], &counts[2..5], &counts[5..8], &counts[8..10]];
    let sums = rungs.map(|rung| rung.iter().map(|(_, count)| count).sum::<usize>());
    let rung = (0..rungs.len()).find(|&at| sums[at] >= FEWEST && sums[at..].iter().all(|sum| sums[at] * 3 >= *sum))?;
    rungs[rung].iter().max_by_key(|(_, count)| *count).map(|(word, _)| Class::of(word))
}

/// The level of the government that a letter comes from, by whom it speaks to: `各市人民政府,省政府各部门:`.
pub(super) fn addressing(line: &str) -> Option<Class> {
    let phrases = phrases();
    let own = |word: &str| phrases.own_offices.iter().any(|rest| line.contains(&format!("{word}{rest}")));
    if let Some(word) = ["省", "自治区", "市", "州", "盟", "县", "区", "旗"].into_iter().find(|word| own(word))
    {
        return Some(Class::of(word));
    }
    // The longest words that stand first: `各市、区` is a city's, `各市` a province's.
    let found = phrases.addressed.iter().filter_map(|(words, level)| line.find(words).map(|at| (at, words, *level)));
    let (_, _, level) = found.min_by_key(|(at, words, _)| (*at, std::cmp::Reverse(words.len())))?;
    Some(match level {
        Level::Nation => Class::of("国"),
        Level::Province => Class::of("省"),
        Level::City => Class::of("市"),
        _ => Class::of("县"),
    })
}
