//! What the templates are filled with: the sections of the page and of the Markdown report.

use std::collections::{BTreeMap, BTreeSet};

use minijinja::{Value, context};

use super::card::{file_name, line};
use super::charts::{Drawn, MOST_NOTICES, is_of};
use super::data::{Data, PairMatches};
use super::findings::{busiest, compares, findings, headline};
use super::marks::{excerpt, shorten};
use super::names::{self, percent};
use super::panel::Names;
use crate::analysis::{Met, Rule};
use crate::diagnostic::share_words;
use crate::matching;
use crate::table::file_name as source_name;
use crate::table::schema::{CoverageRow, DeadlineRow, IndicatorRankingRow, MatchRow, ProblemRow, UnmatchedRow};

/// Rows of the longer sections of the page; the tables hold all.
const MOST_INDICATORS: usize = 60;
const MOST_PANEL: usize = 400;
const MOST_HANDED: usize = 200;
const MOST_SUPPORTS: usize = 200;
const MOST_THEMES: usize = 30;
const MOST_MEMBERS: usize = 40;
const MOST_PAIRS: usize = 40;
const MOST_MATCHES: usize = 8;
const MOST_UNITS: usize = 12;
const MOST_MISSING: usize = 200;
const MOST_PLACES: usize = 50;
const MOST_UNREAD: usize = 12;

/// The title of a report where none is given.
pub(super) fn title(data: &Data) -> String {
    match &data.names[..] {
        [] => "政府工作任务对标报告".to_owned(),
        [one] => format!("{}：政府工作任务报告", one.phrase()),
        many => format!("{} 份政府工作任务文件对标报告", many.len()),
    }
}

/// Everything but the pictures and the task browser.
pub(super) fn content(data: &Data, title: &str) -> Value {
    let (targets, results) = data.targets_and_results();
    context! {
        title,
        version => env!("CARGO_PKG_VERSION"),
        headline => headline(data),
        findings => grouped_findings(data),
        counts => context! {
            notices => data.notices.len(),
            lists => data.lists.len(),
            tasks => data.tasks.len(),
            assignments => data.assignments.len(),
            targets, results,
            matches => data.matches.len(),
            themes => data.theme_ranking.len(),
            deadlines => data.deadlines.len(),
            problems => data.problems.len(),
        },
        notices => notices(data),
        more_notices => data.notices.len() > MOST_NOTICES,
        most_notices => MOST_NOTICES,
        workload => workload(data),
        panel => panel(data),
        more_panel => data.panel().iter().filter(|row| row.main).count().saturating_sub(MOST_PANEL),
        handed => handed(data),
        more_handed => data.handed_down().len().saturating_sub(MOST_HANDED),
        supports => supports(data),
        more_supports => data.supports().len().saturating_sub(MOST_SUPPORTS),
        indicators => indicators(data),
        more_indicators => shared(data).count().saturating_sub(MOST_INDICATORS),
        themes => themes(data),
        more_themes => data.theme_ranking.len().saturating_sub(MOST_THEMES),
        pairs => pairs(data),
        facing => facing(data),
        deadlines => deadlines(data),
        problems => problems(data),
        readings => readings(data),
        severe => severe(data),
    }
}

/// The findings by the section that holds their figures.
fn grouped_findings(data: &Data) -> Value {
    let mut groups: Vec<(&str, Vec<String>)> = Vec::new();
    for finding in findings(data) {
        match groups.last_mut().filter(|(section, _)| *section == finding.section) {
            Some((_, texts)) => texts.push(finding.text),
            None => groups.push((finding.section, vec![finding.text])),
        }
    }
    let title = |section: &str| match section {
        "tasks" => "任务",
        "workload" => "工作量",
        "overlap" => "重合",
        "themes" => "主题",
        "panel" => "目标变化",
        "promises" => "目标兑现",
        "handed" => "上级任务",
        _ => "问题",
    };
    let groups = groups.into_iter();
    groups.map(|(section, texts)| context! { section, title => title(section), texts }).collect()
}

/// The pictures with their sections.
pub(super) fn figures(drawn: &[Drawn], svgs: Vec<String>) -> Value {
    let figures = drawn.iter().zip(svgs).enumerate();
    figures
        .map(|(at, (figure, svg))| {
            context! {
                number => at + 1,
                section => figure.section,
                notice => figure.notice.clone(),
                file => figure.file.clone(),
                title => figure.title.clone(),
                what => figure.what.clone(),
                table => figure.table,
                svg => Value::from_safe_string(svg),
            }
        })
        .collect()
}

fn notices(data: &Data) -> Value {
    let lists = |at: usize| {
        let own = data.lists.iter().filter(move |list| list.notice == at);
        own.map(|list| context! { part => list.name.part.clone(), tasks => list.tasks, title => list.title.clone(), topic => list.topic.clone() })
            .collect::<Value>()
    };
    let rows = data.notices.iter().zip(&data.names).enumerate();
    rows.map(|(at, (row, name))| {
        let severe = data.problems.iter().filter(|p| p.notice_id == row.notice_id && p.severity != "note").count();
        context! {
            id => row.notice_id.clone(),
            title => row.title.clone(),
            number => row.doc_number.clone(),
            issuer => row.issuer.clone(),
            region => row.region.clone(),
            name => name.line(),
            year => row.year,
            issued_on => row.issued_on.as_ref().or(row.published_on.as_ref()),
            kind => names::notice_kind(row.kind.name()),
            tasks => row.tasks,
            lists => lists(at),
            problems => row.problems,
            read_share => row.read_share.map(share_words),
            severe,
            file => source_name(&row.notice_id),
            source => file_name(&row.source),
        }
    })
    .collect()
}

/// The units with most tasks, notice by notice.
fn workload(data: &Data) -> Value {
    let notices = data.notices.iter().zip(&data.names);
    notices
        .map(|(row, name)| {
            let units = || data.units_of(&row.notice_id).iter().filter(|unit| compares(unit));
            let rows: Value = units()
                .take(MOST_UNITS)
                .map(|unit| {
                    context! {
                        unit => unit.title.clone(),
                        function => names::function(&unit.function),
                        kind => names::unit_kind(&unit.kind),
                        lead => unit.lead,
                        responsible => unit.responsible,
                        support => unit.support,
                        tasks => unit.tasks,
                        share => percent(unit.tasks, unit.of),
                    }
                })
                .collect();
            let words = busiest(data, &row.notice_id).map(|busiest| busiest.sentence());
            context! { id => row.notice_id.clone(), name => name.phrase(), units => units().count(), tasks => row.tasks, rows, words }
        })
        .collect()
}

/// Indicators that more than one place or year sets a figure for.
fn shared<'a>(data: &'a Data) -> impl Iterator<Item = &'a IndicatorRankingRow> {
    data.indicator_ranking().iter().filter(|row| row.targets > 1)
}

/// The task that holds a target.
fn task_of(target_id: Option<&str>) -> String {
    target_id.and_then(|id| id.split('#').next()).unwrap_or_default().to_owned()
}

fn indicators(data: &Data) -> Value {
    let places = Names::of(data.panel());
    let rows = shared(data).take(MOST_INDICATORS);
    rows.map(|row| {
        let same = data.panel().iter().filter(|value| value.value.is_some() && is_of(value, row));
        let values: Value = same
            .map(|value| {
                let id = task_of(value.target_id.as_deref());
                let label = data.task_label(&id);
                let who = format!("{} {}", places.name(value), value.year);
                context! { who, raw => value.words.clone(), id, label }
            })
            .collect();
        let aspect = names::aspect(row.aspect.name());
        context! { indicator => row.indicator.clone(), aspect, measure => row.measure.clone(), regions => row.regions, values }
    })
    .collect()
}

/// The figures of the goals' sentences beside last year's and what came of them.
fn panel(data: &Data) -> Value {
    let places = Names::of(data.panel());
    let rows = data.panel().iter().filter(|row| row.main).take(MOST_PANEL);
    rows.map(|row| {
        let direction = row.direction.as_deref().map(names::direction);
        let met = row.met.as_deref().and_then(Met::from_name).map(Met::title);
        let rule = row.rule.as_deref().and_then(Rule::from_name).map(Rule::title);
        let id = row.task_id.clone().unwrap_or_else(|| task_of(row.previous_id.as_deref()));
        context! {
            region => places.name(row),
            year => row.year,
            indicator => row.indicator.clone(),
            words => row.words.clone(),
            stretch => row.stretch.map(names::number),
            previous => row.previous_words.clone(),
            change => row.change.filter(|change| *change != 0.0).map(|change| names::quantity(change, &row.measure)),
            direction,
            outcome => row.outcome_words.clone(),
            met,
            rule,
            own => row.own_verdict.clone(),
            id,
        }
    })
    .collect()
}

/// Tasks of a list above in the place's own list.
fn handed(data: &Data) -> Value {
    let rows = data.handed_down().iter().take(MOST_HANDED);
    rows.map(|row| {
        let figures = row.value.zip(row.own_value).zip(row.measure.as_deref()).map(|((value, own), measure)| {
            format!("上级{}，本级{}", names::quantity(value, measure), names::quantity(own, measure))
        });
        context! {
            id => row.task_id.clone(),
            label => data.task_label(&row.task_id),
            text => shorten(&row.text, 60),
            units => row.units.join("、"),
            own => row.own_task_id.clone(),
            own_label => row.own_task_id.as_deref().map(|id| data.task_label(id)),
            own_text => row.own_text.as_deref().map(|text| shorten(text, 60)),
            score => row.score.map(names::score),
            figures,
        }
    })
    .collect()
}

/// Subsidies and rewards.
fn supports(data: &Data) -> Value {
    let rows = data.supports().iter().take(MOST_SUPPORTS);
    rows.map(|row| {
        context! {
            region => row.region.clone(),
            year => row.year,
            purpose => shorten(&row.purpose, 80),
            words => row.words.clone(),
            id => row.task_id.clone(),
        }
    })
    .collect()
}

fn themes(data: &Data) -> Value {
    let rows = data.theme_ranking.iter().take(MOST_THEMES);
    rows.map(|theme| {
        let members: Vec<_> = data.themes.iter().filter(|row| row.theme_id == theme.theme_id).collect();
        let span = match (theme.first_year, theme.last_year) {
            (Some(first), Some(last)) if first != last => format!("{first}–{last}"),
            (Some(year), _) | (_, Some(year)) => year.to_string(),
            _ => String::new(),
        };
        context! {
            label => theme.label.clone(),
            regions => theme.regions,
            years => theme.years,
            lists => theme.lists,
            tasks => theme.tasks,
            span,
            values => theme.values.clone(),
            members => members.iter().take(MOST_MEMBERS).map(|row| line(data, &row.task_id, 90)).collect::<Value>(),
            more => members.len().saturating_sub(MOST_MEMBERS),
        }
    })
    .collect()
}

/// One side of a match.
fn side(data: &Data, id: &str, clause: &str) -> Value {
    let words = excerpt(data.task(id).map_or("", |task| &task.text), clause, 48);
    context! { id, label => data.task_label(id), before => words.before, clause => words.clause, after => words.after }
}

fn figures_of(row: &MatchRow) -> Option<String> {
    let (left, right) = (row.left_value?, row.right_value?);
    let measure = row.measure.as_deref().unwrap_or("");
    let indicator = row.indicator.as_deref().map(|name| format!("{name}：")).unwrap_or_default();
    // A rate is no part of another rate.
    let ratio = row.ratio.filter(|ratio| ratio.is_finite() && !measure.starts_with('%') && !measure.contains("百分点"));
    let ratio = ratio.map(|ratio| format!("（右为左的 {}%）", names::number((ratio * 1000.0).round() / 10.0)));
    let (left, right) = (names::quantity(left, measure), names::quantity(right, measure));
    let apart = row.figures.as_deref().and_then(matching::apart).map(|reason| format!("（{reason}，不作比）"));
    Some(format!("{indicator}左 {left}，右 {right}{}", apart.or(ratio).unwrap_or_default()))
}

/// Matches by their two lists, those with the most first.
fn pairs(data: &Data) -> Value {
    let (pairs, all) = data.busiest_pairs(MOST_PAIRS, MOST_MATCHES);
    let topics: BTreeSet<(usize, usize)> = data.shared_topics().into_iter().map(|(lists, _)| lists).collect();
    let shown = pairs.into_iter().map(|PairMatches { lists: (left, right), count, best }| {
        let topic = topics.contains(&(left.min(right), left.max(right)));
        let (left, right) = (&data.lists[left], &data.lists[right]);
        let shown = best.len();
        let best = best.into_iter().map(|at| {
            let row = &data.matches.row(at);
            context! {
                score => names::score(row.score),
                left => side(data, &row.left_task_id, &row.left_clause),
                right => side(data, &row.right_task_id, &row.right_clause),
                figures => figures_of(row),
            }
        });
        context! {
            left => left.name.phrase(),
            right => right.name.phrase(),
            topic,
            count,
            shown,
            rows => best.collect::<Value>(),
        }
    });
    context! { rows => shown.collect::<Value>(), count => all, more => all.saturating_sub(MOST_PAIRS) }
}

/// Lists of one notice against each other: how much of either is taken up by the other, and what is not.
fn facing(data: &Data) -> Value {
    let mut missing: BTreeMap<(&str, &str), &[UnmatchedRow]> = BTreeMap::new();
    for rows in data.unmatched().chunk_by(|a, b| (&a.list_id, &a.against) == (&b.list_id, &b.against)) {
        missing.insert((&rows[0].list_id, &rows[0].against), rows);
    }
    let bars = |rows: &mut dyn Iterator<Item = &CoverageRow>| {
        let bar = |row: &CoverageRow| {
            context! { name => row.name.clone(), found => row.found, of => row.of, share => percent(row.found, row.of), width => (row.share * 100.0).round() as u32 }
        };
        rows.map(bar).collect::<Value>()
    };
    let of_pair = |rows: &[CoverageRow]| {
        let (left, right) = (rows[0].left_list.as_str(), rows[0].right_list.as_str());
        let by = |by: &'static str| rows.iter().filter(move |row| row.by == by);
        let missing = missing.get(&(left, right)).copied().unwrap_or_default();
        let of = data.list(left).map_or(0, |list| list.tasks);
        let found = of.saturating_sub(missing.len() as u32);
        let rest = missing.iter().take(MOST_MISSING).map(|row| {
            context! {
                id => row.task_id.clone(),
                number => row.number.clone(),
                section => row.section.first(),
                units => row.units.clone(),
                text => shorten(&row.text, 80),
            }
        });
        context! {
            left => data.list_phrase(left),
            right => data.list_phrase(right),
            found, of,
            share => percent(found, of),
            missing => missing.len(),
            rest => rest.collect::<Value>(),
            more => missing.len().saturating_sub(MOST_MISSING),
            sections => bars(&mut by("section")),
            units => bars(&mut by("unit").take(MOST_UNITS)),
        }
    };
    data.coverage()
        .chunk_by(|a, b| (&a.left_list, &a.right_list) == (&b.left_list, &b.right_list))
        .map(of_pair)
        .collect()
}

/// Deadlines with the same words stand once, with all their dates.
fn deadlines(data: &Data) -> Value {
    let mut rows: Vec<_> = data.deadlines.iter().collect();
    // By notice as read, then by date; what has no date stands last.
    rows.sort_by_key(|row| (data.notice_at(&row.notice_id), row.due_on.is_none(), row.due_on.clone(), row.line));
    let mut groups: Vec<Vec<&DeadlineRow>> = Vec::new();
    let mut places: BTreeMap<(&str, &str, Option<&str>), usize> = BTreeMap::new();
    for row in rows {
        let place = *places.entry((&row.notice_id, &row.what, row.to.as_deref())).or_insert(groups.len());
        match groups.get_mut(place) {
            Some(group) => group.push(row),
            None => groups.push(vec![row]),
        }
    }
    let words = |group: &[&DeadlineRow]| {
        let mut words: Vec<String> = group.iter().map(|row| row.due_text.clone()).collect();
        words.dedup();
        words
    };
    groups
        .iter()
        .map(|group| {
            context! {
                name => notice_name(data, &group[0].notice_id),
                what => group[0].what.clone(),
                dates => group.iter().filter_map(|row| row.due_on.clone()).collect::<Value>(),
                due_texts => words(group),
                to => group[0].to.clone(),
                line => group[0].line,
                file => source_name(&group[0].notice_id),
            }
        })
        .collect()
}

fn notice_name(data: &Data, id: &str) -> String {
    data.notice_at(id).map_or_else(|| id.to_owned(), |at| data.names[at].line())
}

fn problem(data: &Data, row: &ProblemRow) -> Value {
    context! {
        name => notice_name(data, &row.notice_id),
        title => names::problem(&row.code),
        severity => names::severity(&row.severity),
        line => row.line,
        message => row.message.clone(),
        help => row.help.clone(),
        file => source_name(&row.notice_id),
    }
}

/// Problems by their code, the worst and most frequent first.
fn problems(data: &Data) -> Value {
    let mut groups: BTreeMap<&str, Vec<&ProblemRow>> = BTreeMap::new();
    for row in &data.problems {
        groups.entry(&row.code).or_default().push(row);
    }
    let weight = |severity: &str| match severity {
        "error" => 0,
        "warning" => 1,
        _ => 2,
    };
    let mut groups: Vec<_> = groups.into_iter().collect();
    groups.sort_by_key(|(code, rows)| (weight(&rows[0].severity), std::cmp::Reverse(rows.len()), *code));
    groups
        .into_iter()
        .map(|(code, rows)| {
            let mut notices: Vec<String> = rows.iter().map(|row| notice_name(data, &row.notice_id)).collect();
            notices.dedup();
            context! {
                code,
                title => names::problem(code),
                level => rows[0].severity.clone(),
                severity => names::severity(&rows[0].severity),
                count => rows.len(),
                notices => notices,
                places => rows.iter().take(MOST_PLACES).map(|row| problem(data, row)).collect::<Value>(),
                more => rows.len().saturating_sub(MOST_PLACES),
            }
        })
        .collect()
}

/// How much of each notice was read, and what was not.
fn readings(data: &Data) -> Value {
    let notices = data.notices.iter().zip(&data.names).enumerate();
    notices
        .map(|(at, (row, name))| {
            let unread: Vec<_> = data.unread.iter().filter(|unread| unread.notice == at).collect();
            let places = unread.iter().take(MOST_UNREAD);
            context! {
                name => name.line(),
                share => row.read_share.map(share_words),
                count => unread.len(),
                places => places.map(|unread| context! { line => unread.line, words => shorten(&unread.words, 60) }).collect::<Value>(),
                more => unread.len().saturating_sub(MOST_UNREAD),
                file => source_name(&row.notice_id),
            }
        })
        .collect()
}

/// Errors and warnings with their places, for the Markdown report.
fn severe(data: &Data) -> Value {
    data.problems.iter().filter(|row| row.severity != "note").take(MOST_PLACES).map(|row| problem(data, row)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_that_stand_alone_say_why() {
        let row = |ratio: Option<f64>, figures: &str| MatchRow {
            indicator: Some("学位".to_owned()),
            left_value: Some(300.0),
            right_value: Some(150.0),
            measure: Some("个".to_owned()),
            ratio,
            figures: Some(figures.to_owned()),
            ..MatchRow::default()
        };
        for (row, want) in [
            (row(Some(0.5), "comparable"), "学位：左 300个，右 150个（右为左的 50%）"),
            (row(None, "addition_total"), "学位：左 300个，右 150个（一个是新增，一个是总量，不作比）"),
        ] {
            assert_eq!(figures_of(&row).as_deref(), Some(want));
        }
    }
}
