//! What the templates are filled with: the sections of the page and of the Markdown report.

use std::collections::{BTreeMap, BTreeSet};

use minijinja::{Value, context};

use super::charts::{Drawn, is_of};
use super::data::{Data, PairMatches};
use super::findings::{Finding, busiest, compares, findings, headline};
use super::marks::{excerpt, shorten};
use super::names::{self, percent};
use super::panel::Names;
use super::render::Shown;
use crate::analysis::{Direction, Met, Rule};
use crate::diagnostic::share_words;
use crate::table::schema::{CoverageRow, DeadlineRow, IndicatorRankingRow, ProblemRow};

/// Rows of the longer sections of the page; the tables hold all.
const MOST_INDICATORS: usize = 60;
const MOST_PANEL: usize = 400;
const MOST_THEMES: usize = 30;
const MOST_PAIRS: usize = 40;
const MOST_MATCHES: usize = 8;
const MOST_UNITS: usize = 12;
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
        workload => workload(data),
        panel => panel(data),
        more_panel => data.panel().iter().filter(|row| row.main).count().saturating_sub(MOST_PANEL),
        indicators => indicators(data),
        themes => themes(data),
        pairs => pairs(data),
        facing => facing(data),
        deadlines => deadlines(data),
        calendar => super::months::months(data),
        board => super::board::content(data),
        problems => problems(data),
        readings => readings(data),
        severe => severe(data),
    }
}

/// The findings by the section that holds their figures.
fn grouped_findings(data: &Data) -> Value {
    let mut groups: Vec<(&str, Vec<Value>)> = Vec::new();
    for Finding { text, section, view } in findings(data) {
        let told = context! { text, view };
        match groups.iter_mut().find(|(known, _)| *known == section) {
            Some((_, texts)) => texts.push(told),
            None => groups.push((section, vec![told])),
        }
    }
    let title = |section: &str| match section {
        "tasks" => "任务",
        "workload" => "工作量",
        "lists" => "重合",
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
pub(super) fn figures(drawn: &[Drawn], svgs: Vec<Shown>) -> Value {
    let figures = drawn.iter().zip(svgs).enumerate();
    figures
        .map(|(at, (figure, [svg, narrow]))| {
            context! {
                number => at + 1,
                section => figure.section,
                notice => figure.notice.clone(),
                file => figure.file.clone(),
                title => figure.title.clone(),
                what => figure.what.clone(),
                table => figure.table,
                svg => Value::from_safe_string(svg),
                narrow => Value::from_safe_string(narrow),
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

fn indicators(data: &Data) -> Value {
    let places = Names::of(data.panel());
    let rows = shared(data).take(MOST_INDICATORS);
    rows.map(|row| {
        let same = data.panel().iter().filter(|value| value.value.is_some() && is_of(value, row));
        let values: Value = same
            .map(|value| {
                let who = format!("{} {}", places.name(value), value.year);
                context! { who, raw => value.words.clone() }
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
        let direction = row.direction.as_deref().and_then(Direction::from_name).map(Direction::title);
        let met = row.met.as_deref().and_then(Met::from_name).map(Met::title);
        let rule = row.rule.as_deref().and_then(Rule::from_name).map(Rule::title);
        context! {
            region => places.name(row),
            year => row.year,
            indicator => row.indicator.clone(),
            words => row.marked_words(),
            stretch => row.stretch.map(names::number),
            previous => row.previous_words.clone(),
            change => row.change.filter(|change| *change != 0.0).map(|change| names::quantity(change, &row.measure)),
            direction,
            outcome => row.outcome_words.clone(),
            met,
            rule,
            own => row.own_verdict.clone(),
        }
    })
    .collect()
}

fn themes(data: &Data) -> Value {
    let rows = data.theme_ranking.iter().take(MOST_THEMES);
    rows.map(|theme| {
        context! {
            label => theme.label.clone(),
            regions => theme.regions,
            years => theme.years,
            lists => theme.lists,
            tasks => theme.tasks,
            values => theme.values.clone(),
        }
    })
    .collect()
}

/// One side of a match.
fn side(data: &Data, id: &str, clause: &str) -> Value {
    let words = excerpt(data.task(id).map_or("", |task| &task.text), clause, 48);
    context! { label => data.task_label(id), before => words.before, clause => words.clause }
}

/// Matches by their two lists, those with the most first.
fn pairs(data: &Data) -> Value {
    let (pairs, all) = data.busiest_pairs(MOST_PAIRS, MOST_MATCHES);
    let topics: BTreeSet<(usize, usize)> = data.shared_topics().into_iter().map(|(lists, _)| lists).collect();
    let shown = pairs.into_iter().map(|PairMatches { lists: (left, right), count, best }| {
        let topic = topics.contains(&(left.min(right), left.max(right)));
        let (left, right) = (&data.lists[left], &data.lists[right]);
        let best = best.into_iter().map(|at| {
            let row = &data.matches.row(at);
            context! {
                score => names::score(row.score),
                left => side(data, &row.left_task_id, &row.left_clause),
                right => side(data, &row.right_task_id, &row.right_clause),
            }
        });
        context! {
            left => left.name.phrase(),
            right => right.name.phrase(),
            topic,
            count,
            rows => best.collect::<Value>(),
        }
    });
    context! { rows => shown.collect::<Value>(), count => all }
}

/// Lists of one notice against each other: how much of either is taken up by the other, and what is not.
fn facing(data: &Data) -> Value {
    let mut missing: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for row in data.unmatched() {
        *missing.entry((&row.list_id, &row.against)).or_default() += 1;
    }
    let of_pair = |rows: &[CoverageRow]| {
        let (left, right) = (rows[0].left_list.as_str(), rows[0].right_list.as_str());
        let missing = missing.get(&(left, right)).copied().unwrap_or_default();
        let of = data.list(left).map_or(0, |list| list.tasks);
        let found = of.saturating_sub(missing as u32);
        context! {
            left => data.list_phrase(left),
            right => data.list_phrase(right),
            found, of,
            share => percent(found, of),
            missing,
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
                title => names::problem(code),
                severity => names::severity(&rows[0].severity),
                count => rows.len(),
                notices => notices,
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
            }
        })
        .collect()
}

/// Errors and warnings with their places, for the Markdown report.
fn severe(data: &Data) -> Value {
    data.problems.iter().filter(|row| row.severity != "note").take(MOST_PLACES).map(|row| problem(data, row)).collect()
}
