//! Places: whose office a name says it is.
//!
//! In:  a name and the region of its notice.
//! Out: the ways to read its beginning, [`Head`]: a level's prefix, the own place's name, another place's name.

use crate::place::word::{before_level, levels};
use crate::place::{Level, Region};

/// The names by which a notice may call its own place and those around it.
pub(super) struct Places {
    /// Spelling, prefix that stands for it, level; longest spelling first.
    pub(super) own: Vec<(String, String, Level)>,
    /// Level of the government whose notice it is.
    pub(super) level: Option<Level>,
    /// What 市 stands for as a prefix.
    city: Level,
}

impl Places {
    pub(super) fn new(region: &Region, finest: Option<Level>) -> Self {
        let level = region.level.or(finest);
        let ends_with = |name: &Option<String>, end: char| name.as_deref().is_some_and(|name| name.ends_with(end));
        let city = if level == Some(Level::District) && ends_with(&region.district, '市') {
            Level::District
        } else if level == Some(Level::Province) && ends_with(&region.province, '市') {
            Level::Province
        } else {
            Level::City
        };
        let mut own = Vec::new();
        let parts =
            [(&region.province, Level::Province), (&region.city, Level::City), (&region.district, Level::District)];
        for (name, level) in parts {
            let Some(name) = name.as_deref() else { continue };
            let (short, word) = before_level(name).map_or((name, None), |(short, word)| (short, Some(word)));
            // 浦东新区 is 浦东 for short.
            let short = if name.ends_with('区') { short.strip_suffix('新').unwrap_or(short) } else { short };
            let prefix = match word {
                // In a county-level city 市 is the own level; the city above keeps its name.
                Some(word) if word.word == "市" && level == Level::City && city == Level::District => name,
                other => other.map_or("", |word| word.prefix),
            };
            own.push((name.to_owned(), prefix.to_owned(), level));
            if short.chars().count() > 1 {
                own.push((short.to_owned(), prefix.to_owned(), level));
            }
        }
        own.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| b.2.cmp(&a.2)));
        Self { own, level, city }
    }

    /// What a prefix of one word stands for.
    pub(super) fn generic(&self, name: &str) -> Option<(&'static str, Level)> {
        let own = levels().iter().find(|own| name.starts_with(own.word))?;
        Some((own.word, if own.word == "市" { self.city } else { own.level }))
    }

    /// The own places at the head of a name: the prefix they stand for, and the rest. `洪山区发改局` and `洪山公安分局`
    /// both begin with `区`.
    fn own_head<'n>(&self, name: &'n str) -> Option<(&str, Level, &'n str)> {
        let mut found = None;
        let mut rest = name;
        while let Some((spelling, prefix, level)) = self.own.iter().find(|(spelling, _, _)| rest.starts_with(spelling))
        {
            if found.is_some_and(|(_, known)| *level <= known) {
                break;
            }
            rest = &rest[spelling.len()..];
            found = Some((prefix.as_str(), *level));
        }
        found.map(|(prefix, level)| (prefix, level, rest))
    }
}

/// A beginning of a name that says whose office it is.
pub(super) struct Head<'n> {
    pub(super) prefix: String,
    pub(super) level: Option<Level>,
    pub(super) rest: &'n str,
    /// Whether a place's name was printed.
    pub(super) place: bool,
    /// Whether that is the notice's own place.
    pub(super) own: bool,
}

/// The ways to read the beginning of a name, likeliest first.
pub(super) fn heads<'n>(name: &'n str, places: &Places) -> Vec<Head<'n>> {
    let mut heads = vec![Head { prefix: String::new(), level: None, rest: name, place: false, own: false }];
    if let Some((prefix, level)) = places.generic(name) {
        let rest = &name[prefix.len()..];
        heads.push(Head { prefix: prefix.to_owned(), level: Some(level), rest, place: false, own: false });
    }
    if let Some((prefix, level, rest)) = places.own_head(name) {
        heads.push(Head { prefix: prefix.to_owned(), level: Some(level), rest, place: true, own: true });
    }
    // A place that is not the notice's own: `江岸区人民政府`, `黄石市财政局`.
    for (count, (at, c)) in name.char_indices().enumerate().skip(2).take(6) {
        let level = match c {
            '省' => Level::Province,
            '市' | '州' | '盟' => Level::City,
            '区' | '县' | '旗' => Level::District,
            _ => continue,
        };
        let end = at + c.len_utf8();
        // `区发改局区商务局` is two names without a mark between them.
        let glued = name[..at].contains(['局', '委', '办', '部', '院', '厅', '中', '会', '各', '、', '联']);
        if count >= 2 && end < name.len() && !glued {
            let prefix = name[..end].to_owned();
            heads.push(Head { prefix, level: Some(level), rest: &name[end..], place: true, own: false });
        }
    }
    heads
}
