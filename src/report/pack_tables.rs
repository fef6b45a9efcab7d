//! Pack: the tables of the page's sections, row by row as arrays. `script/sections.js` names their columns.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::data::Data;
use super::names::{self, quantity};
use super::pack::{Context, task_place};
use super::panel::Names;
use super::store::listed;
use crate::analysis::{By, Direction, Met, Rule, is_rate};
use crate::diagnostic::visible;
use crate::quantity::{Horizon, Statement};
use crate::table::schema::{PanelRow, TargetRow};

fn words(text: Option<&String>) -> Value {
    text.map_or(json!(0), |text| json!(visible(text)))
}

/// Figures of places and years.
pub(super) fn panel(context: &Context) -> String {
    let Context { data, origins, index, .. } = context;
    let places = Names::of(data.panel());
    let printed = |id: Option<&String>| {
        let target = id.and_then(|id| index.target_at.get(id.as_str())).map(|at| &data.targets[*at]);
        origins.of_target(data, target)
    };
    // a goal without a figure of its own is where its task is
    let of_task = |id: Option<&String>| {
        let task = id.and_then(|id| data.task(id))?;
        let notice = data.notice_at(&task.notice_id)?;
        Some(json!([notice, task.line]))
    };
    let own = |row: &PanelRow| match &row.target_id {
        None => of_task(row.task_id.as_ref()).unwrap_or(json!(0)),
        id => printed(id.as_ref()),
    };
    let outputs = outputs(data);
    let row = |row: &PanelRow| {
        json!([
            visible(&places.name(row)),
            names::level(row.level.name()),
            row.year,
            row.indicator_id,
            visible(&row.indicator),
            names::aspect(row.aspect.name()),
            row.measure,
            row.value,
            words(row.marked_words().as_ref()),
            row.previous,
            words(row.previous_words.as_ref()),
            row.change,
            row.direction.as_deref().and_then(Direction::from_name).map(Direction::title),
            row.outcome,
            words(row.outcome_words.as_ref()),
            row.met.as_deref().and_then(Met::from_name).map(Met::title),
            row.rule.as_deref().and_then(Rule::from_name).map(Rule::title),
            words(row.own_verdict.as_ref()),
            u8::from(row.main),
            task_place(data, row.task_id.as_deref()),
            own(row),
            printed(row.previous_id.as_ref()),
            printed(row.outcome_id.as_ref()),
            row.stretch.map(|value| quantity(value, &row.measure)),
            outputs
                .get(row.region.as_str())
                .filter(|_| row.main && is_rate(&row.measure))
                .map(|(_, value)| (value / 1e8).round()),
        ])
    };
    listed(data.panel().iter().map(row))
}

/// The last output of each place that its reports print, with its year, in 元: what means are weighted by.
fn outputs<'a>(data: &'a Data) -> HashMap<&'a str, (i32, f64)> {
    let mut outputs: HashMap<&'a str, (i32, f64)> = HashMap::new();
    let whole = |row: &&TargetRow| {
        row.indicator_id.as_deref() == Some("gdp")
            && row.measure == "元"
            && row.statement == Statement::Result
            && (row.scope.is_none() && row.horizon == Horizon::Year)
    };
    for row in data.rows.targets.iter().filter(whole) {
        let notice = data.notice_at(&row.notice_id).map(|at| &data.rows.notices[at]);
        let (Some(notice), Some(year)) = (notice, row.year) else { continue };
        let known = outputs.entry(notice.region.as_str()).or_insert((year, row.value));
        if known.0 < year {
            *known = (year, row.value);
        }
    }
    outputs
}

/// What each unit carries.
pub(super) fn workload(context: &Context) -> String {
    let data = context.data;
    let rows = data.workload(By::Unit).iter().filter_map(|row| {
        let notice = data.notice_at(&row.notice_id)?;
        let (function, kind) = (names::function(&row.function), names::unit_kind(&row.kind));
        Some(json!([
            notice,
            visible(&row.title),
            function,
            kind,
            row.lead,
            row.responsible,
            row.support,
            row.leader,
            row.tasks,
            row.of,
            visible(&row.carrier),
        ]))
    });
    listed(rows)
}

/// Tasks of a list above in the place's own list.
pub(super) fn handed(context: &Context) -> String {
    let data = context.data;
    let rows = data.handed_down().iter().map(|row| {
        let figures =
            row.value.zip(row.own_value).zip(row.measure.as_deref()).map(|((value, own), measure)| {
                format!("上级{}，本级{}", quantity(value, measure), quantity(own, measure))
            });
        json!([
            task_place(data, Some(&row.task_id)),
            data.list_at(&row.own_list),
            row.units.iter().map(|unit| visible(unit)).collect::<Vec<_>>().join("、"),
            task_place(data, row.own_task_id.as_deref()),
            row.score,
            row.indicator.as_deref().map(visible),
            figures.as_deref().map(visible),
            row.share,
        ])
    });
    listed(rows)
}

/// What places carry of the figure above them.
pub(super) fn shares(context: &Context) -> String {
    let Context { data, origins, index, .. } = context;
    let rows = data.shares().iter().map(|row| {
        let printed = |id: Option<&str>| {
            let target = id.and_then(|id| index.target_at.get(id)).map(|at| &data.targets[*at]);
            origins.of_target(data, target)
        };
        json!([
            visible(&row.parent),
            row.year,
            visible(&row.indicator),
            names::aspect(row.aspect.name()),
            visible(&quantity(row.parent_value, &row.measure)),
            visible(&row.region),
            names::share_state(&row.state),
            row.value.map(|value| visible(&quantity(value, &row.measure))),
            row.value,
            row.share,
            printed(Some(&row.parent_target_id)),
            printed(row.target_id.as_deref()),
        ])
    });
    listed(rows)
}

/// Subsidies and rewards.
pub(super) fn supports(context: &Context) -> String {
    let Context { data, origins, index, .. } = context;
    let rows = data.supports().iter().map(|row| {
        let target = index.target_at.get(row.target_id.as_str()).map(|at| &data.targets[*at]);
        json!([
            visible(&row.region),
            names::level(row.level.name()),
            row.year,
            visible(&row.purpose),
            visible(&row.words),
            row.value,
            visible(&quantity(row.value_max.unwrap_or(row.value), &row.measure)),
            task_place(data, row.task_id.as_deref()),
            origins.of_target(data, target),
        ])
    });
    listed(rows)
}

/// By left list the tasks found in every other one: -1 of lists about one topic, null where nothing was compared.
pub(super) fn overlap(context: &Context) -> String {
    let data = context.data;
    let lists = data.lists.len();
    let mut found: Vec<Option<i64>> = vec![None; lists * lists];
    if !data.matches.is_empty() {
        for pair in data.overlap_pairs() {
            let place = pair.left as usize * lists + pair.right as usize;
            found[place] = Some(pair.counted().map_or(-1, i64::from));
        }
    }
    listed(found.chunks(lists.max(1)).map(|row| json!(row)))
}

/// What lists say twice.
pub(super) fn repeats(context: &Context) -> String {
    let rows = context.data.repeats().iter();
    listed(rows.map(|own| json!([own.first, own.second, (own.share * 1e3).round() / 1e3])))
}

/// Themes with their lists by year and their tasks.
pub(super) fn themes(context: &Context) -> String {
    let data = context.data;
    let mut members: std::collections::BTreeMap<&str, Vec<(usize, Option<usize>)>> =
        std::collections::BTreeMap::default();
    for row in &data.themes {
        if let Some(at) = data.task_at(&row.task_id) {
            members.entry(&row.theme_id).or_default().push((at, data.list_at(&row.list_id)));
        }
    }
    let rows = data.theme_ranking.iter().map(|theme| {
        let own = members.remove(theme.theme_id.as_str()).unwrap_or_default();
        let mut lists: Vec<usize> = own.iter().filter_map(|(_, list)| *list).collect();
        lists.sort_unstable();
        lists.dedup();
        json!([
            theme.theme_id,
            visible(&theme.label),
            theme.regions,
            theme.tasks,
            lists,
            own.iter().map(|(at, _)| at).collect::<Vec<_>>(),
            theme.values.iter().map(|words| visible(words)).collect::<Vec<_>>(),
        ])
    });
    listed(rows)
}

/// Who reports what by when.
pub(super) fn deadlines(context: &Context) -> String {
    let Context { data, origins, .. } = context;
    let rows = data.deadlines.iter().filter_map(|row| {
        let notice = data.notice_at(&row.notice_id)?;
        let line = origins.line(notice, row.span_start, row.line);
        Some(json!([
            notice,
            row.due_on,
            visible(&row.due_text),
            row.to.as_deref().map(visible),
            visible(&row.what),
            line,
        ]))
    });
    listed(rows)
}

/// What is broken, and what was not read.
pub(super) fn problems(context: &Context) -> String {
    let data = context.data;
    let rows = data.problems.iter().filter_map(|row| {
        Some(json!([
            data.notice_at(&row.notice_id)?,
            row.line,
            names::severity(&row.severity),
            row.code,
            names::problem(&row.code),
            visible(&row.message),
            visible(&row.help),
        ]))
    });
    let unread = data.unread.iter().map(|row| json!([row.notice, row.line, visible(&row.words)]));
    format!("[{},{}]", listed(rows), listed(unread))
}
