//! The panel for people: which series there are, their pictures, and what is news in them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::data::Data;
use super::findings::{Finding, view};
use super::names::{self, count, percent};
use crate::analysis::{self, Direction, Met};
use crate::chart::{Caption, Change, ChangeRow, Multiples, PlaceYears, Spread, SpreadValue, Tone};
use crate::place::{self, Level};
use crate::quantity::{Aspect, goal_order};
use crate::table::schema::{HandedDownRow, ListRow, PanelRow};

/// Places that a sentence or a picture about many needs at least.
const FEW: usize = 3;

/// Figures of one indicator, kin and measure of places of one level.
pub(crate) struct Series<'a> {
    pub level: Level,
    pub indicator_id: &'a str,
    pub indicator: &'a str,
    pub measure: &'a str,
    pub rows: Vec<&'a PanelRow>,
}

impl<'a> Series<'a> {
    /// The rows of one year.
    fn of_year(&self, year: i32) -> impl Iterator<Item = &'a PanelRow> + '_ {
        self.rows.iter().copied().filter(move |row| row.year == year)
    }

    fn years(&self) -> BTreeSet<i32> {
        self.rows.iter().filter(|row| row.value.is_some()).map(|row| row.year).collect()
    }

    /// The last year for which enough places have what is asked for.
    fn last_year(&self, has: impl Fn(&PanelRow) -> bool) -> Option<i32> {
        let enough = |year: &i32| self.of_year(*year).filter(|row| has(row)).count() >= FEW;
        self.years().into_iter().rev().find(enough)
    }

    /// Whether what some places of a year have tells of its level: they are a quarter of those that have a figure at all.
    fn is_told_of(&self, year: i32, has: impl Fn(&PanelRow) -> bool) -> bool {
        self.of_year(year).filter(|row| has(row)).count() * 4 >= self.places()
    }

    /// The last year for which enough places have what is asked for to tell of their level, else the last for which any has:
    /// these are told by name.
    fn told_year(&self, has: impl Fn(&PanelRow) -> bool) -> Option<(i32, bool)> {
        let many = self.last_year(&has).filter(|year| self.is_told_of(*year, &has)).map(|year| (year, true));
        let any =
            || self.years().into_iter().rev().find(|year| self.of_year(*year).any(&has)).map(|year| (year, false));
        many.or_else(any)
    }

    /// Places that have a figure in any year.
    fn places(&self) -> usize {
        let of = self.rows.iter().filter(|row| row.value.is_some());
        of.map(|row| (row.region_code.as_deref(), row.region.as_str())).collect::<BTreeSet<_>>().len()
    }
}

/// The series of a panel, those of the goals' sentence first, in its order; then the most widespread.
pub(crate) fn series(panel: &[PanelRow]) -> Vec<Series<'_>> {
    let mut groups: BTreeMap<(Level, &str, Aspect, &str), Vec<&PanelRow>> = BTreeMap::new();
    for row in panel {
        groups.entry((row.level, &row.indicator_id, row.kin(), &row.measure)).or_default().push(row);
    }
    let mut all: Vec<Series<'_>> = groups
        .into_iter()
        .map(|((level, indicator_id, _, measure), rows)| Series {
            level,
            indicator_id,
            indicator: rows[0].indicator.as_str(),
            measure,
            rows,
        })
        .collect();
    all.sort_by_key(|series| {
        let goal = goal_order(series.indicator_id).unwrap_or(u32::MAX);
        (goal, std::cmp::Reverse(series.places()), series.level)
    });
    all
}

/// What places are called where they stand side by side: as people say it, in full where two are called alike.
pub(crate) struct Names<'a>(HashMap<&'a str, String>);

impl<'a> Names<'a> {
    pub fn of(panel: &'a [PanelRow]) -> Self {
        let short = |row: &PanelRow| place::short(row.region_code.as_deref(), &row.region).to_owned();
        let regions: BTreeMap<&str, String> = panel.iter().map(|row| (row.region.as_str(), short(row))).collect();
        let mut uses: HashMap<&str, usize> = HashMap::new();
        for name in regions.values() {
            *uses.entry(name).or_default() += 1;
        }
        let name = |(region, short): (&&'a str, &String)| {
            (*region, if uses[short.as_str()] > 1 { (*region).to_owned() } else { short.clone() })
        };
        Self(regions.iter().map(name).collect())
    }

    pub fn name(&self, row: &PanelRow) -> String {
        self.0.get(row.region.as_str()).cloned().unwrap_or_else(|| row.region.clone())
    }
}

/// `18个降低、13个持平`: what there is none of is left out; of one thing only, 都.
fn counted(counts: &[(usize, &str)]) -> String {
    let some: Vec<_> = counts.iter().filter(|(count, _)| *count > 0).collect();
    match some[..] {
        [(_, what)] => format!("都{what}"),
        _ => some.iter().map(|(count, what)| format!("{count}个{what}")).collect::<Vec<_>>().join("、"),
    }
}

fn direction(row: &PanelRow) -> Option<Direction> {
    row.direction.as_deref().and_then(Direction::from_name)
}

fn words(text: Option<&String>) -> String {
    text.cloned().unwrap_or_default()
}

/// Last year's goals and this year's.
pub(crate) fn change(series: &Series<'_>, names: &Names<'_>, source: &str) -> Option<Change> {
    let year = series.last_year(|row| row.value.is_some() && row.previous.is_some())?;
    let rows = series.of_year(year).filter_map(|row| {
        let tone = match direction(row)? {
            Direction::Raised => Tone::Up,
            Direction::Lowered => Tone::Down,
            _ => Tone::Same,
        };
        Some(ChangeRow {
            name: names.name(row),
            from: row.previous?,
            to: row.value?,
            from_text: words(row.previous_words.as_ref()),
            to_text: words(row.words.as_ref()),
            tone,
        })
    });
    let rows: Vec<ChangeRow> = rows.collect();
    let of = |tone: Tone| rows.iter().filter(|row| row.tone == tone).count();
    let counts = counted(&[(of(Tone::Up), "提高"), (of(Tone::Same), "持平"), (of(Tone::Down), "降低")]);
    let title = format!("{}：{}个地区{year}年的目标与上年比，{counts}", series.indicator, rows.len());
    Some(Change {
        caption: Caption { title, source: source.to_owned(), ..Caption::default() },
        from: format!("{}年目标", year - 1),
        to: format!("{year}年目标"),
        tones: ["提高", "降低", "持平"].map(str::to_owned),
        what: String::new(),
        rows,
    })
}

/// Goals and what came of them.
pub(crate) fn outcome(series: &Series<'_>, names: &Names<'_>, source: &str) -> Option<Change> {
    let year = series.last_year(|row| row.value.is_some() && row.outcome.is_some())?;
    let rows = series.of_year(year).filter_map(|row| {
        let tone = match row.met.as_deref().and_then(Met::from_name)? {
            Met::Yes => Tone::Up,
            Met::No => Tone::Down,
            _ => Tone::Same,
        };
        Some(ChangeRow {
            name: names.name(row),
            from: row.value?,
            to: row.outcome?,
            from_text: words(row.words.as_ref()),
            to_text: words(row.outcome_words.as_ref()),
            tone,
        })
    });
    let rows: Vec<ChangeRow> = rows.collect();
    let of = |tone: Tone| rows.iter().filter(|row| row.tone == tone).count();
    let counts = counted(&[(of(Tone::Up), "达到"), (of(Tone::Down), "未达到"), (of(Tone::Same), "不能判定")]);
    Some(Change {
        caption: Caption {
            title: format!("{}：{}个地区{year}年的目标有结果，{counts}", series.indicator, rows.len()),
            source: source.to_owned(),
            ..Caption::default()
        },
        from: format!("{year}年目标"),
        to: format!("{year}年结果"),
        tones: ["达到", "未达到", "不能判定"].map(str::to_owned),
        what: String::new(),
        rows,
    })
}

/// How the goals of the last year are spread; places of `ours` are marked.
pub(crate) fn spread(series: &Series<'_>, names: &Names<'_>, ours: &[String], source: &str) -> Option<Spread> {
    let year = series.last_year(|row| row.value.is_some())?;
    let values = series.of_year(year).filter_map(|row| {
        let marked = ours.iter().any(|ours| row.region.contains(ours.as_str()));
        Some(SpreadValue { name: names.name(row), value: row.value?, text: words(row.words.as_ref()), marked })
    });
    let values: Vec<SpreadValue> = values.collect();
    let all_alike = values.windows(2).all(|two| two[0].value == two[1].value);
    (!all_alike).then(|| Spread {
        caption: Caption {
            subtitle: format!("{year}年目标，{}", names::level(series.level.name())),
            source: source.to_owned(),
            ..Caption::default()
        },
        name: series.indicator.to_owned(),
        measure: series.measure.to_owned(),
        values,
    })
}

/// Goals and outcomes over the years, a small picture a place.
pub(crate) fn multiples(series: &Series<'_>, names: &Names<'_>, source: &str) -> Option<Multiples> {
    let years = series.years();
    let (first, last) = (*years.first()?, *years.last()?);
    if last - first < 2 {
        return None;
    }
    let years: Vec<i32> = (first..=last).collect();
    let mut places: BTreeMap<&str, PlaceYears> = BTreeMap::new();
    for row in series.rows.iter().filter(|row| row.value.is_some()) {
        let place = places.entry(row.region.as_str()).or_insert_with(|| PlaceYears {
            name: names.name(row),
            goals: vec![None; years.len()],
            outcomes: vec![None; years.len()],
            last: String::new(),
        });
        let at = (row.year - first) as usize;
        place.goals[at] = row.value;
        place.outcomes[at] = row.outcome;
        place.last = words(row.words.as_ref());
    }
    Some(Multiples {
        caption: Caption {
            title: format!("{}：{}个地区{first}–{last}年的目标和结果", series.indicator, places.len()),
            source: source.to_owned(),
            ..Caption::default()
        },
        years,
        places: places.into_values().collect(),
    })
}

/// What is news in the panel: changes, promises, who stands off.
pub(super) fn findings(panel: &[PanelRow]) -> Vec<Finding> {
    /// Sentences of one kind at most.
    const MOST: usize = 6;
    let (all, names) = (series(panel), Names::of(panel));
    let goals = || all.iter().filter(|series| goal_order(series.indicator_id).is_some());
    let mut out: Vec<Finding> = Vec::new();
    let told = |tell: &dyn Fn(&Series<'_>) -> Option<(i32, String)>, section: &'static str| -> Vec<Finding> {
        let told = goals().filter_map(|series| {
            let (year, text) = tell(series)?;
            let (year, level) = (year.to_string(), names::level(series.level.name()));
            let view = view(&[("indicator", series.indicator), ("year", &year), ("level", level)]);
            Some(Finding { text, section, view })
        });
        told.take(MOST).collect()
    };
    out.extend(told(&|series| changed(series, &names), "panel"));
    if let Some((year, text)) = kept(panel) {
        out.push(Finding {
            text,
            section: "promises",
            view: view(&[("year", &year.to_string()), ("main", "主要目标")]),
        });
    }
    out.extend(told(&|series| broken(series, &names), "promises"));
    out.extend(told(&|series| stands_off(series, &names), "panel"));
    out
}

/// Places that a sentence names at most.
const NAMED: usize = 4;

/// `天津市（4.5%左右 → 5%左右）、…`: places, each with two figures.
fn told_places(rows: &[&PanelRow], names: &Names<'_>, two: fn(&PanelRow) -> [&Option<String>; 2]) -> String {
    let told = rows.iter().take(NAMED).map(|row| {
        let [from, to] = two(row).map(|text| words(text.as_ref()));
        format!("{}（{from} → {to}）", names.name(row))
    });
    let more = if rows.len() > NAMED { format!("等{}个", rows.len()) } else { String::new() };
    format!("{}{more}", told.collect::<Vec<_>>().join("、"))
}

/// `地区生产总值增长：31个省份2026年的目标，18个低于上年、13个持平、没有提高的。` Nothing where all kept it. Where few places have
/// both years, who changed is named.
fn changed(series: &Series<'_>, names: &Names<'_>) -> Option<(i32, String)> {
    let (year, many) = series.told_year(|row| row.value.is_some() && row.previous.is_some())?;
    let of = |wanted: Direction| -> Vec<&PanelRow> {
        series.of_year(year).filter(|row| direction(row) == Some(wanted)).collect()
    };
    let (up, down, same) = (of(Direction::Raised), of(Direction::Lowered), of(Direction::Kept));
    let all = up.len() + down.len() + same.len();
    if up.is_empty() && down.is_empty() {
        return None;
    }
    let level = names::places(series.level.name());
    if let ([], [one], what) | ([one], [], what) =
        (up.as_slice(), down.as_slice(), if up.is_empty() { "降低" } else { "提高" })
        && all == 1
    {
        let (from, to) = (words(one.previous_words.as_ref()), words(one.words.as_ref()));
        let text = format!("{}：{}{year}年的目标比上年{what}（{from} → {to}）。", series.indicator, names.name(one));
        return Some((year, text));
    }
    if !many {
        let mut said: Vec<String> = [(&up, "提高"), (&down, "降低")]
            .into_iter()
            .filter(|(rows, _)| !rows.is_empty())
            .map(|(rows, what)| {
                format!("{what}的有{}", told_places(rows, names, |row| [&row.previous_words, &row.words]))
            })
            .collect();
        if !same.is_empty() {
            said.push(format!("{}个持平", same.len()));
        }
        let text = format!("{}：两年都读到的{all}个{level}里，{year}年比上年{}。", series.indicator, said.join("，"));
        return Some((year, text));
    }
    let new = match of(Direction::New).len() {
        0 => String::new(),
        new => format!("；另有{new}个上年没有这个目标"),
    };
    let counts = counted(&[(up.len(), "提高"), (down.len(), "降低"), (same.len(), "持平")]);
    Some((year, format!("{}：{all}个{level}{year}年的目标与上年比，{counts}{new}。", series.indicator)))
}

/// `2025年的目标中有139项可以判定：90项达到（65%），49项未达到；21项下一年的报告没有提到。`
fn kept(panel: &[PanelRow]) -> Option<(i32, String)> {
    let mut years: BTreeMap<i32, [u32; 4]> = BTreeMap::new();
    for row in panel.iter().filter(|row| row.main) {
        if let Some(met) = row.met.as_deref().and_then(Met::from_name) {
            years.entry(row.year).or_default()[met as usize] += 1;
        }
    }
    let (year, [yes, no, silent, open]) = years.into_iter().rev().find(|(_, counts)| counts[0] + counts[1] > 0)?;
    let places = |has: &dyn Fn(&&PanelRow) -> bool| {
        panel.iter().filter(|row| row.main).filter(has).map(|row| row.region.as_str()).collect::<BTreeSet<_>>().len()
    };
    let followed = places(&|row| row.year == year && row.met.is_some());
    // what a few places alone are known to have done is no news about all of them
    let few = followed * 4 < places(&|row| row.value.is_some());
    let whose = if few { format!("读到次年报告的{followed}个地区，") } else { String::new() };
    let decided = yes + no;
    let rest: Vec<String> = [(silent, "项下一年的报告没有说"), (open, "项不能判定")]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(number, what)| format!("{}{what}", count(number)))
        .collect();
    let rest = if rest.is_empty() { String::new() } else { format!("；另有{}", rest.join("、")) };
    let text = format!(
        "{whose}{year}年写进主要预期目标的数中有{}项可以判定：{}项达到（{}），{}项未达到{rest}。",
        count(decided),
        count(yes),
        percent(yes, decided),
        count(no)
    );
    Some((year, text))
}

/// `一般公共预算收入增长：2025年27个省份可以判定，12个未达到。` Nothing where all kept it; a few are named.
fn broken(series: &Series<'_>, names: &Names<'_>) -> Option<(i32, String)> {
    let decided = |row: &PanelRow| matches!(row.met.as_deref().and_then(Met::from_name), Some(Met::Yes | Met::No));
    let (year, _) = series.told_year(decided)?;
    let all = series.of_year(year).filter(|row| decided(row)).count();
    let no: Vec<&PanelRow> = series.of_year(year).filter(|row| row.met.as_deref() == Some(Met::No.name())).collect();
    let level = names::places(series.level.name());
    if let ([one], 1) = (no.as_slice(), all) {
        let (from, to) = (words(one.words.as_ref()), words(one.outcome_words.as_ref()));
        let text = format!("{}：{}{year}年没有达到目标（{from} → {to}）。", series.indicator, names.name(one));
        return Some((year, text));
    }
    (!no.is_empty()).then(|| {
        let named = match no.len() {
            ..=NAMED => format!("：{}", told_places(&no, names, |row| [&row.words, &row.outcome_words])),
            _ => String::new(),
        };
        (year, format!("{}：{year}年可以判定的{all}个{level}中，{}个没有达到目标{named}。", series.indicator, no.len()))
    })
}

/// `地区生产总值增长：2025年27个省份居中的是5%左右；西藏自治区7%以上，高出2个百分点。` Only who stands far off is named.
fn stands_off(series: &Series<'_>, names: &Names<'_>) -> Option<(i32, String)> {
    const FAR: f64 = 3.5;
    let year = series.last_year(|row| row.value.is_some())?;
    let mut rows: Vec<&PanelRow> = series.of_year(year).filter(|row| row.value.is_some()).collect();
    if rows.len() < 8 || !analysis::is_rate(series.measure) {
        return None;
    }
    let value = |row: &PanelRow| row.value.unwrap_or_default();
    rows.sort_by(|a, b| value(a).total_cmp(&value(b)));
    let middle = rows[rows.len() / 2];
    let mut off: Vec<f64> = rows.iter().map(|row| (value(row) - value(middle)).abs()).collect();
    off.sort_by(f64::total_cmp);
    // half a point at least: of places that all say the same, one that says a little else is no outlier
    let usual = off[off.len() / 2].max(0.5);
    let farthest = rows.iter().max_by(|a, b| {
        let off = |row: &PanelRow| (value(row) - value(middle)).abs();
        off(a).total_cmp(&off(b))
    })?;
    let far = value(farthest) - value(middle);
    (far.abs() >= FAR * usual).then(|| {
        let text = format!(
            "{}：{year}年{}个{}居中的目标是{}；{}定了{}，{}{}个百分点。",
            series.indicator,
            rows.len(),
            names::places(series.level.name()),
            words(middle.words.as_ref()),
            names.name(farthest),
            words(farthest.words.as_ref()),
            if far > 0.0 { "高出" } else { "低了" },
            names::number(far.abs())
        );
        (year, text)
    })
}

/// `武汉市2023年清单的120项任务，58项点名武昌区的单位，44项在武昌区自己的清单里有对应；31项两者都没有。`
pub(super) fn handed_down(data: &Data) -> Vec<Finding> {
    let rows = data.handed_down();
    let list = |id: &str| data.rows.lists.iter().find(|list| list.list_id == id);
    let mut groups: BTreeMap<(&str, &str), Vec<&HandedDownRow>> = BTreeMap::new();
    for row in rows {
        groups.entry((&row.list_id, &row.own_list)).or_default().push(row);
    }
    let sentence = |((above, below), rows): ((&str, &str), Vec<&HandedDownRow>)| {
        let (above, below) = (list(above)?, list(below)?);
        let year = above.year.map(|year| format!("{year}年")).unwrap_or_default();
        let short = |list: &ListRow| place::short(list.region_code.as_deref(), &list.region).to_owned();
        let (upper, lower) = (short(above), short(below));
        let named = rows.iter().filter(|row| !row.units.is_empty()).count();
        let own = rows.iter().filter(|row| row.own_task_id.is_some()).count();
        let neither = rows.iter().filter(|row| row.units.is_empty() && row.own_task_id.is_none()).count();
        let naming = if named > 0 { format!("{named}项点名{lower}的单位，") } else { String::new() };
        let rest = match (neither, named) {
            (0, _) => String::new(),
            (_, 0) => format!("；{neither}项没有"),
            _ => format!("；{neither}项两者都没有"),
        };
        let of = rows.len();
        let text = format!("{upper}{year}清单的{of}项任务，{naming}{own}项在{lower}自己的清单里有对应{rest}。");
        let chosen = [data.list_line(&above.list_id), data.list_line(&below.list_id)];
        Some(Finding { text, section: "handed", view: view(&[("from", &chosen[0]), ("to", &chosen[1])]) })
    };
    groups.into_iter().filter_map(sentence).collect()
}
