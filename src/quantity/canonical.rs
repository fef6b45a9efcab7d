//! Canonical indicators: 地区生产总值增长, GDP增速 and 生产总值增幅 are `gdp_growth`.
//!
//! Source: `datasets/lexicon/indicators.tsv`. The measure decides too: 地区生产总值 in 元 is `gdp`.

use std::borrow::Cow;
use std::sync::OnceLock;

use aho_corasick::AhoCorasick;
use rustc_hash::FxHashMap;

use super::measure;
use super::words::{self, Class};
use crate::lexicon;
pub use crate::lexicon::code::{Aspect, Better};
use crate::lexicon::words::{Code, automaton};

/// Parts that must all occur; each is one of several words, by their numbers in [`Lexicon::words`].
type Wording = Vec<Vec<usize>>;

struct Entry {
    id: &'static str,
    title: &'static str,
    families: Vec<&'static str>,
    wordings: Vec<Wording>,
    without: Vec<usize>,
    /// What a figure of it is where its own words say nothing.
    aspect: Option<Aspect>,
    /// Its place in the usual sentence of goals.
    goal: Option<u32>,
    better: Better,
}

struct Lexicon {
    entries: Vec<Entry>,
    index: FxHashMap<&'static str, usize>,
    words: Vec<&'static str>,
    /// Length in characters of every word.
    lengths: Vec<usize>,
    /// For every word the entries that have it in a wording, in order.
    users: Vec<Vec<usize>>,
    finder: AhoCorasick,
}

fn split(text: &'static str, mark: char) -> impl Iterator<Item = &'static str> {
    text.split(mark).filter(|word| !word.is_empty())
}

fn indicators() -> &'static Lexicon {
    static LEXICON: OnceLock<Lexicon> = OnceLock::new();
    lexicon::once(&LEXICON, &[lexicon::INDICATORS], || {
        let mut numbers: FxHashMap<&'static str, usize> = FxHashMap::default();
        let mut words: Vec<&'static str> = Vec::new();
        let mut number = |word: &'static str| {
            *numbers.entry(word).or_insert_with(|| {
                words.push(word);
                words.len() - 1
            })
        };
        let mut entries = Vec::new();
        for row in lexicon::rows(lexicon::INDICATORS) {
            let [id, title, families, wordings, without, ref rest @ ..] = row[..] else { continue };
            let cell = |at: usize| rest.get(at).copied().unwrap_or_default();
            let (aspect, goal, better) = (cell(0), cell(1), cell(2));
            entries.push(Entry {
                id,
                title,
                families: split(families, '|').collect(),
                wordings: split(wordings, '|')
                    .map(|wording| {
                        split(wording, '+').map(|part| split(part, '/').map(&mut number).collect()).collect()
                    })
                    .collect(),
                without: split(without, '|').map(&mut number).collect(),
                aspect: Aspect::parse(aspect).ok(),
                goal: goal.parse().ok(),
                better: Better::parse(better).unwrap_or_default(),
            });
        }
        let index = entries.iter().enumerate().map(|(at, entry)| (entry.id, at)).collect();
        let lengths = words.iter().map(|word| word.chars().count()).collect();
        let mut users = vec![Vec::new(); words.len()];
        for (at, entry) in entries.iter().enumerate() {
            for word in entry.wordings.iter().flatten().flatten() {
                users[*word].push(at);
            }
        }
        let finder = automaton(&words);
        Lexicon { entries, index, words, lengths, users, finder }
    })
}

/// The canonical id of an indicator as worded in a text, by its words and measure; `None` where no wording fits.
///
/// `indicator_id("城镇新增就业", "人")` is `urban_new_jobs`. Of several that fit, the one with the longest words wins.
pub fn indicator_id(indicator: &str, measure: &str) -> Option<&'static str> {
    told(&plain(indicator), "", measure)
}

/// The same where a verb stands before the words: 走访企业 are no new enterprises; 硬化道路 are no new roads.
pub(super) fn id_behind(verb: &str, indicator: &str, measure: &str) -> Option<&'static str> {
    let words = plain(indicator);
    if words::is(Class::Reaches, verb) {
        return None;
    }
    let with_verb = || if verb.is_empty() { None } else { told(&format!("{verb}{words}"), "", measure) };
    told(&words, verb, measure).or_else(with_verb)
}

/// Letters in capitals, without blanks, marks and brackets.
fn plain(indicator: &str) -> String {
    let marks = |c: &char| !c.is_whitespace() && !matches!(c, '“' | '”' | '"' | '(' | ')' | '（' | '）' | '、');
    indicator.chars().filter(marks).flat_map(char::to_uppercase).collect()
}

/// The entry whose wording stands in `words`; none of its other words may stand there or in the verb before.
fn told(words: &str, verb: &str, measure: &str) -> Option<&'static str> {
    let family =
        if measure.is_empty() { "index" } else { measure::family(measure).map_or("", measure::Family::counted_in) };
    // 增加值 is a level.
    let rest =
        words::list(Class::LevelNoun).iter().fold(Cow::Borrowed(words), |rest, word| match rest.contains(word) {
            true => rest.replace(word, "").into(),
            false => rest,
        });
    // A change in per cent is growth, a level in per cent a share.
    let grows = family == "share" && words::within([Class::Change, Class::Rate], &rest);
    let family = if grows { "growth" } else { family };
    // 财政收入净增5亿元 is not the revenue, 粮食增产5亿斤 not the harvest.
    if matches!(family, "money" | "time" | "concentration" | "weight")
        && words::before([Class::Change, Class::Kept], &rest).is_some()
    {
        return None;
    }
    let lexicon = indicators();
    let found = Found::of(words, verb);
    // What is counted is the last noun: 公园 is none of 公园管理处.
    let closes = if matches!(family, "count" | "person" | "length") { closing(words) } else { 0 };
    let fits = |wanted: &&str| *wanted == family || *wanted == measure || (*wanted == "share" && family == "points");
    let mut best: Option<(usize, &Entry)> = None;
    for entry in found.entries().into_iter().map(|entry| &lexicon.entries[entry]) {
        if !entry.families.iter().any(fits) || entry.without.iter().any(|word| found.has(*word)) {
            continue;
        }
        for wording in &entry.wordings {
            let all = wording.iter().try_fold((0, 0), |(sum, last), part| {
                let held = || part.iter().filter_map(|word| found.end(*word).map(|end| (lexicon.lengths[*word], end)));
                let end = held().map(|(_, end)| end).max()?;
                held().map(|(length, _)| length).max().map(|most| (sum + most, last.max(end)))
            });
            if let Some((length, end)) = all
                && end >= closes
                && best.as_ref().is_none_or(|(most, _)| length > *most)
            {
                best = Some((length, entry));
            }
        }
    }
    best.map(|(_, entry)| entry.id)
}

/// The lexicon's words that stand in a name or in the verb before it: each once, with where its last place in the name
/// ends; none for a word that the verb has a part in.
struct Found(Vec<(usize, Option<usize>)>);

impl Found {
    fn of(words: &str, verb: &str) -> Self {
        let text = if verb.is_empty() { Cow::Borrowed(words) } else { format!("{verb}{words}").into() };
        let mut found: Vec<(usize, Option<usize>)> = Vec::new();
        for hit in indicators().finder.find_overlapping_iter(&*text) {
            let (word, end) = (hit.pattern().as_usize(), (hit.start() >= verb.len()).then(|| hit.end() - verb.len()));
            match found.iter_mut().find(|(known, _)| *known == word) {
                Some((_, last)) => *last = end.max(*last),
                None => found.push((word, end)),
            }
        }
        Self(found)
    }

    fn has(&self, word: usize) -> bool {
        self.0.iter().any(|(known, _)| *known == word)
    }

    fn end(&self, word: usize) -> Option<usize> {
        self.0.iter().find(|(known, _)| *known == word).and_then(|(_, end)| *end)
    }

    /// The entries that may be meant, in order: a wording of theirs has one of the words.
    fn entries(&self) -> Vec<usize> {
        let users = &indicators().users;
        let mut entries: Vec<usize> = self.0.iter().flat_map(|(word, _)| &users[*word]).copied().collect();
        entries.sort_unstable();
        entries.dedup();
        entries
    }
}

/// Where the name of what is counted ends at the earliest: behind it stand only words such as 总数, 改造, 开工.
fn closing(words: &str) -> usize {
    const BEHIND: [Class; 8] = [
        Class::CountedTail,
        Class::Tail,
        Class::Total,
        Class::Change,
        Class::Kept,
        Class::Verb,
        Class::Worked,
        Class::Link,
    ];
    // The number of a note: “小巨人”企业[16].
    let mut name = words.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '[' | ']' | '〔' | '〕' | '^'));
    while let Some(rest) = words::before(BEHIND, name) {
        name = rest;
    }
    name.len()
}

/// The Chinese name of a canonical indicator, for people.
pub fn indicator_title(id: &str) -> Option<&'static str> {
    let lexicon = indicators();
    lexicon.index.get(id).map(|at| lexicon.entries[*at].title)
}

/// The canonical indicator with this id or Chinese name.
pub fn indicator_named(name: &str) -> Option<&'static str> {
    let is = |entry: &&Entry| entry.id == name || entry.title == name;
    indicators().entries.iter().find(is).map(|entry| entry.id)
}

/// Words that name a canonical indicator by themselves, for a search: 生产总值 and GDP for `gdp`.
pub fn indicator_words(id: &str) -> Vec<&'static str> {
    let lexicon = indicators();
    let Some(entry) = lexicon.index.get(id).map(|at| &lexicon.entries[*at]) else { return Vec::new() };
    let alone = entry.wordings.iter().filter(|wording| wording.len() == 1).flatten().flatten();
    alone.map(|word| lexicon.words[*word]).collect()
}

/// What a figure of a canonical indicator is where its own words say nothing.
pub fn indicator_aspect(id: &str) -> Option<Aspect> {
    let lexicon = indicators();
    lexicon.index.get(id).and_then(|at| lexicon.entries[*at].aspect)
}

/// The place of a canonical indicator in the usual sentence of a year's goals, from 1; none where it is seldom there.
pub fn goal_order(id: &str) -> Option<u32> {
    let lexicon = indicators();
    lexicon.index.get(id).and_then(|at| lexicon.entries[*at].goal)
}

/// What is better of a canonical indicator where a figure is printed without a bound.
pub fn better(id: &str) -> Better {
    let lexicon = indicators();
    lexicon.index.get(id).map_or_else(Better::default, |at| lexicon.entries[*at].better)
}

/// The words of a name before those that its canonical indicator is told by.
pub(super) fn before_wording<'a>(id: &str, name: &'a str) -> &'a str {
    let lexicon = indicators();
    let entry = lexicon.index.get(id).map(|at| &lexicon.entries[*at]);
    let words = entry.into_iter().flat_map(|entry| entry.wordings.iter().flatten().flatten());
    let first = words.filter_map(|word| name.find(lexicon.words[*word])).min();
    &name[..first.unwrap_or(0)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(indicator: &str, measure: &str, want: Option<&str>) {
        assert_eq!(indicator_id(indicator, measure), want, "{indicator} {measure}");
    }

    #[test]
    fn growth_and_level_are_apart() {
        check("地区生产总值增长", "%", Some("gdp_growth"));
        check("GDP增速", "%", Some("gdp_growth"));
        check("地区生产总值", "元", Some("gdp"));
        check("人均地区生产总值", "元", Some("gdp_per_capita"));
        check("单位地区生产总值能耗下降", "%", Some("energy_intensity_cut"));
        check("研发经费投入占地区生产总值比重", "%", Some("rd_intensity"));
        check("R&D经费占比", "%", Some("rd_intensity"));
        check("数字经济核心产业增加值占地区生产总值比重", "%", Some("digital_core_share"));
        check("地方一般公共预算收入增长", "%", Some("budget_revenue_growth"));
        check("一般公共预算收入", "元", Some("budget_revenue"));
        check("社会消费品零售总额增长", "%", Some("retail_sales_growth"));
        check("固定资产投资增长", "%", Some("fixed_investment_growth"));
        check("工业投资增长", "%", Some("industrial_investment_growth"));
        check("居民消费价格涨幅", "%", Some("cpi_growth"));
        check("城镇调查失业率", "%", Some("surveyed_unemployment_rate"));
        check("城镇登记失业率", "%", Some("registered_unemployment_rate"));
        check("城镇新增就业", "人", Some("urban_new_jobs"));
        check("粮食总产量", "斤", Some("grain_output"));
        check("停车泊位", "个", Some("parking_places"));
        check("充电桩", "根", Some("charging_piles"));
        check("托位", "个", Some("nursery_places"));
        check("义务段学位", "个", Some("school_places"));
        check("老旧小区改造", "个", Some("old_estate_renewal"));
        check("保障性租赁住房", "套", Some("affordable_housing"));
        check("净增高新技术企业", "家", Some("high_tech_firms"));
        check("口袋公园", "个", Some("pocket_parks"));
        check("PM2.5平均浓度", "微克/立方米", Some("pm25"));
        check("森林覆盖率", "%", Some("forest_cover"));
        check("居民消费价格指数", "", Some("cpi_growth"));
        check("风光互补路灯", "盏", None);
    }

    #[test]
    fn a_wording_is_the_name_and_no_piece_of_a_longer_one() {
        check("国家公园", "处", None);
        check("“深夜食堂”特色街区", "条", None);
        check("快检室", "间", None);
        check("省级文明校园", "所", None);
        check("脱贫劳动力务工规模", "人", None);
        check("中央预算内资金", "元", None);
        check("新增省级企业研发中心", "家", Some("rd_platforms"));
        check("省级专精特新“小巨人”企业总数", "家", Some("specialized_firms"));
        check("财政总收入净增", "元", None);
        check("亩均税收提高", "%", Some("tax_per_mu_growth"));
        assert_eq!(id_behind("惠及", "市场主体", "户"), None);
        assert_eq!(id_behind("硬化", "入户路", "公里"), Some("hardened_roads"));
    }

    #[test]
    fn every_id_has_one_row_and_a_title() {
        let Lexicon { entries, index, .. } = indicators();
        assert!(entries.len() >= 120, "{}", entries.len());
        assert_eq!(entries.len(), index.len());
        for entry in entries {
            assert!(
                !entry.title.is_empty() && !entry.wordings.is_empty() && !entry.families.is_empty(),
                "{}",
                entry.id
            );
            assert!(entry.id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'), "{}", entry.id);
            assert_eq!(indicator_title(entry.id), Some(entry.title));
        }
    }
}
