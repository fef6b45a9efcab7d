//! Themes for people: which rose or fell between two years, or how widely they are spread.
//!
//! In:  themes, the lists that hold them, the panel.
//! Out: charts; nothing where there is nothing to say.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::charts::caption;
use super::data::Data;
use super::names;
use super::panel::Names;
use crate::chart::{Change, ChangeRow, ThemeBand, ThemeRange, Themes, Tone};
use crate::quantity::Aspect;
use crate::table::schema::{ListRow, PanelRow, ThemeRankingRow, ThemeRow};

/// Places that must have lists of both years: of fewer, one more or less is chance.
const PAIRED: usize = 5;
/// A change is so many places at least, and a tenth of them.
const FEW: usize = 3;

/// Places of one level that have a list in both of two years, and these years.
struct Paired<'a> {
    level: &'a str,
    years: [i32; 2],
    regions: BTreeSet<&'a str>,
}

/// The level and the two years that the most places have; the last years where that is the same.
fn paired<'a>(data: &Data<'a>) -> Option<Paired<'a>> {
    let mut regions: BTreeMap<(&str, i32), BTreeSet<&str>> = BTreeMap::new();
    for list in &data.rows.lists {
        if let Some(year) = list.year {
            regions.entry((list.level.name(), year)).or_default().insert(&list.region);
        }
    }
    let mut best: Option<Paired<'_>> = None;
    for ((level, from), old) in &regions {
        for ((_, to), new) in regions.range((*level, from + 1)..=(*level, i32::MAX)) {
            let both: BTreeSet<&str> = old.intersection(new).copied().collect();
            let known = best.as_ref().map_or(PAIRED, |best| best.regions.len());
            if both.len() >= known && both.len() >= PAIRED {
                best = Some(Paired { level, years: [*from, *to], regions: both });
            }
        }
    }
    best
}

fn members<'a>(data: &Data<'a>) -> HashMap<&'a str, Vec<&'a ThemeRow>> {
    let mut members: HashMap<&str, Vec<&ThemeRow>> = HashMap::new();
    for row in &data.rows.themes {
        members.entry(&row.theme_id).or_default().push(row);
    }
    members
}

/// Themes that more or fewer of the same places wrote of in a later year, at most `most`.
pub(super) fn change(data: &Data, most: usize) -> Option<Change> {
    let Paired { level, years: [from, to], regions } = paired(data)?;
    let members = members(data);
    let list_of: HashMap<(&str, i32), &ListRow> =
        data.rows.lists.iter().filter_map(|list| Some(((list.list_id.as_str(), list.year?), list))).collect();
    let of = regions.len();
    let least = FEW.max(of.div_ceil(10));
    let row = |theme: &ThemeRankingRow| {
        let in_year = |year: i32| {
            let own = members.get(theme.theme_id.as_str()).into_iter().flatten();
            let lists =
                own.filter_map(|row| list_of.get(&(&*row.list_id, year))).filter(|list| list.level.name() == level);
            let own = lists.map(|list| list.region.as_str()).filter(|region| regions.contains(region));
            own.collect::<BTreeSet<_>>().len()
        };
        let (old, new) = (in_year(from), in_year(to));
        (old.abs_diff(new) >= least).then(|| ChangeRow {
            name: theme.label.clone(),
            from: old as f64,
            to: new as f64,
            from_text: format!("{old}/{of}"),
            to_text: format!("{new}/{of}（{}{}）", if new > old { "+" } else { "−" }, old.abs_diff(new)),
            tone: if new > old { Tone::Up } else { Tone::Down },
        })
    };
    let rows: Vec<ChangeRow> = data.rows.theme_ranking.iter().filter_map(row).collect();
    let (mut up, mut down): (Vec<ChangeRow>, Vec<ChangeRow>) = rows.into_iter().partition(|row| row.tone == Tone::Up);
    for side in [&mut up, &mut down] {
        side.sort_by(|a, b| (b.to - b.from).abs().total_cmp(&(a.to - a.from).abs()));
    }
    if up.is_empty() && down.is_empty() {
        return None;
    }
    let mut said = Vec::new();
    for (side, what, verb) in [(&up, "多", "增得最多"), (&down, "少", "减得最多")] {
        if let Some(first) = side.first() {
            let (n, name) = (side.len(), &first.name);
            said.push(format!("{n}个主题写的地方{what}了，{verb}的是“{name}”（{} → {}）", first.from, first.to));
        }
    }
    let (ups, downs) = (up.len(), down.len());
    let title = format!("{of}个{}{from}年到{to}年：{}", names::places(level), said.join("；"));
    let half = most / 2;
    up.truncate(half.max(most.saturating_sub(downs)));
    down.truncate(half.max(most.saturating_sub(ups)));
    let mut caption = caption(data);
    caption.title = title;
    caption.notes.push(format!(
        "两侧的数是写到这个主题的地区；只比两年都读到了{}清单的{of}个地区；相差不到{least}个的主题不画。",
        names::level(level)
    ));
    let rest = ups + downs - up.len() - down.len();
    if rest > 0 {
        caption.notes.push(format!("另有 {rest} 个主题变化较小，未画出。"));
    }
    up.append(&mut down);
    Some(Change {
        caption,
        from: format!("{from}年写的"),
        to: format!("{to}年写的"),
        tones: ["写的地方多了", "写的地方少了", "没变"].map(str::to_owned),
        what: "主题".to_owned(),
        rows: up,
    })
}

/// How widely themes are spread over places, with the range of figures.
pub(super) fn spread(data: &Data) -> Option<Themes> {
    // a theme counts the places of notices: the city's list in a district's notice is one of the district
    let regions: BTreeSet<&str> = data.lists.iter().map(|list| data.notices[list.notice].region.as_str()).collect();
    let of = regions.len() as u32;
    let (bands, ranges) = (bands(&data.rows.theme_ranking, of), ranges(data));
    let told = bands.iter().filter(|band| band.themes > 0).count() > 1 || !ranges.is_empty();
    (told && !data.rows.theme_ranking.is_empty()).then(|| Themes { caption: caption(data), regions: of, bands, ranges })
}

/// Up to six places a band a number of places, else by shares of them.
fn bands(themes: &[ThemeRankingRow], of: u32) -> Vec<ThemeBand> {
    const MOST_LABELS: usize = 12;
    const SHARES: [(u32, &str); 6] = [
        (90, "九成以上地区"),
        (70, "七成到九成地区"),
        (50, "五成到七成地区"),
        (30, "三成到五成地区"),
        (10, "一成到三成地区"),
        (0, "不到一成地区"),
    ];
    let band = |name: String, is_in: &dyn Fn(u32) -> bool| {
        let own: Vec<&ThemeRankingRow> = themes.iter().filter(|theme| is_in(theme.regions)).collect();
        let labels = own.iter().take(MOST_LABELS).map(|theme| theme.label.clone()).collect();
        ThemeBand { name, themes: own.len() as u32, labels }
    };
    if of <= SHARES.len() as u32 {
        return (1..=of).rev().map(|n| band(format!("{n}个地区"), &|regions| regions == n)).collect();
    }
    let mut above = u32::MAX;
    let shares = SHARES.into_iter().map(|(from, name)| {
        let is_in = |regions: u32| (from..above).contains(&(regions * 100 / of.max(1)));
        let own = band(name.to_owned(), &is_in);
        above = from;
        own
    });
    shares.collect()
}

/// The range of the figures that places of one level set within a theme; each series once, at its most widespread theme.
fn ranges(data: &Data) -> Vec<ThemeRange> {
    const MOST: usize = 12;
    let names = Names::of(data.panel());
    let members = members(data);
    let task_of: HashMap<&str, &str> = data
        .rows
        .targets
        .iter()
        .filter_map(|target| Some((target.target_id.as_str(), target.task_id.as_deref()?)))
        .collect();
    let mut rows_of: HashMap<&str, Vec<&PanelRow>> = HashMap::new();
    for row in data.panel().iter().filter(|row| row.value.is_some()) {
        if let Some(task) = row.target_id.as_deref().and_then(|id| task_of.get(id)) {
            rows_of.entry(task).or_default().push(row);
        }
    }
    let mut used: BTreeSet<(&str, &str, Aspect, &str)> = BTreeSet::new();
    let mut out = Vec::new();
    for theme in &data.rows.theme_ranking {
        let mut series: BTreeMap<(&str, &str, Aspect, &str), BTreeMap<&str, &PanelRow>> = BTreeMap::new();
        for member in members.get(theme.theme_id.as_str()).into_iter().flatten() {
            // a task may set other figures beside the theme's
            let has = |row: &&&PanelRow| row.words.as_deref().is_some_and(|words| member.clause.contains(words));
            for row in rows_of.get(member.task_id.as_str()).into_iter().flatten().filter(has) {
                let key = (row.level.name(), row.indicator_id.as_str(), row.kin(), row.measure.as_str());
                let last = series.entry(key).or_default().entry(&row.region).or_insert(row);
                if row.year > last.year {
                    *last = row;
                }
            }
        }
        let widest = series.into_iter().rev().max_by_key(|(_, places)| places.len());
        let Some((key, places)) = widest.filter(|(_, places)| places.len() >= FEW) else { continue };
        let mut rows: Vec<&PanelRow> = places.into_values().collect();
        let value = |row: &PanelRow| row.value.unwrap_or_default();
        rows.sort_by(|a, b| value(a).total_cmp(&value(b)));
        let (Some(low), Some(high)) = (rows.first(), rows.last()) else { continue };
        if value(high) > value(low) && used.insert(key) {
            let words =
                |row: &PanelRow| [row.words.clone().unwrap_or_default(), format!("{} {}", names.name(row), row.year)];
            let values = rows.iter().map(|row| value(row)).collect();
            out.push(ThemeRange { label: theme.label.clone(), values, low: words(low), high: words(high) });
        }
        if out.len() == MOST {
            break;
        }
    }
    out
}
