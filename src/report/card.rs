//! One task of the task browser: its words, units, figures, matches and place.

use minijinja::{Value, context};

use super::data::{Data, MOST_MATCHES, number};
use super::marks::{excerpt, marked, shorten};
use super::names;
use super::render::ALL_TASKS;
use crate::notice::Stated;
use crate::quantity::{Horizon, Op, Statement, Strength};
use crate::table::file_name as source_name;
use crate::table::schema::TargetRow;

/// Matches shown with a task where there are many tasks.
const FEW_MATCHES: usize = 2;

/// What the template `card.html` needs of task number `at`.
pub(super) fn card(data: &Data, at: usize) -> Value {
    let task = &data.tasks[at];
    let most_matches = if data.tasks.len() > ALL_TASKS { FEW_MATCHES } else { MOST_MATCHES };
    let notice = data.notice_at(&task.notice_id);
    let targets: Vec<&TargetRow> = data.targets_of[at].iter().map(|&at| &data.targets[at]).collect();
    let mut functions: Vec<&str> = Vec::new();
    let mut roles: Vec<(&str, Vec<Value>)> = Vec::new();
    for row in data.assignments_of[at].iter().map(|&at| &data.assignments[at]) {
        let own = if row.functions.is_empty() { std::slice::from_ref(&row.function) } else { &row.functions[..] };
        for function in own.iter().map(|function| function.title()) {
            if !functions.contains(&function) {
                functions.push(function);
            }
        }
        let unit = context! {
            unit => row.unit.clone(),
            raw => (row.unit_raw != row.unit).then_some(&row.unit_raw),
            kind => names::unit_kind(row.kind.name()),
            stated => (row.stated != Stated::Explicit).then(|| names::stated(row.stated.name())),
            clause => row.clause.clone(),
        };
        let role = names::role(row.role.name());
        match roles.iter_mut().find(|(known, _)| *known == role) {
            Some((_, units)) => units.push(unit),
            None => roles.push((role, vec![unit])),
        }
    }
    let roles = roles.into_iter();
    let roles: Value =
        roles.map(|(role, units)| context! { role, units => units.into_iter().collect::<Value>() }).collect();
    let places = targets.iter().filter_map(|row| {
        let place = row.text_start.zip(row.text_end)?;
        Some((place.0 as usize..place.1 as usize, target_words(row)))
    });
    let pieces: Value =
        marked(&task.text, places).into_iter().map(|piece| context! { text => piece.text, why => piece.why }).collect();
    let matches = data.matches_of(at);
    let more_matches = matches.total.saturating_sub(most_matches);
    let matches: Value = matches
        .best
        .iter()
        .take(most_matches)
        .filter_map(|&at| {
            let row = data.matches.row(at as usize);
            let (other, clause) = match row.left_task_id == task.task_id {
                true => (&row.right_task_id, &row.right_clause),
                false => (&row.left_task_id, &row.left_clause),
            };
            let other = data.task(other)?;
            let words = excerpt(&other.text, clause, 24);
            Some(context! {
                id => other.task_id.clone(),
                label => data.task_label(&other.task_id),
                score => names::score(row.score),
                before => words.before,
                clause => words.clause,
                after => words.after,
            })
        })
        .collect();
    let mut seen = Vec::new();
    for &at in &data.themes_of[at] {
        let label = data.themes[at].label.as_str();
        if !seen.contains(&label) {
            seen.push(label);
        }
    }
    context! {
        id => task.task_id.clone(),
        number => number(task),
        list => data.list_line(&task.list_id),
        notice => task.notice_id.clone(),
        level => names::level(task.level.name()),
        section => task.section.clone(),
        functions => functions.into_iter().collect::<Value>(),
        roles,
        pieces,
        targets => targets.iter().map(|row| context! { raw => row.raw.clone(), words => target_words(row) }).collect::<Value>(),
        has_target => !targets.is_empty(),
        matches,
        more_matches,
        themes => seen.into_iter().collect::<Value>(),
        deadline => task.deadline.clone(),
        line => task.line,
        file => source_name(&task.notice_id),
        source => notice.map(|at| file_name(&data.notices[at].source)),
    }
}

/// A figure in words: `城镇新增就业：不低于2.4万人，力争`.
pub(super) fn target_words(row: &TargetRow) -> String {
    let mut words = format!("{}：{}", row.indicator, bound(row));
    if row.strength != Strength::Plain {
        words.push_str(&format!("，{}", names::strength(row.strength.name())));
    }
    if row.horizon != Horizon::Year {
        words.push_str(&format!("，{}", names::horizon(&row.horizon.name())));
    }
    if row.statement != Statement::Target {
        words.push_str(&format!("，{}", names::statement(row.statement.name())));
    }
    words
}

/// `不低于2.4万人`, `4–6个`.
fn bound(row: &TargetRow) -> String {
    match row.value_max {
        Some(high) => format!("{}–{}", names::quantity(row.value, ""), names::quantity(high, &row.measure)),
        None if row.op == Op::Exactly => names::quantity(row.value, &row.measure),
        None => format!("{}{}", names::op(row.op.name()), names::quantity(row.value, &row.measure)),
    }
}

/// The last part of a path, whichever way its slashes lean.
pub(super) fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// What stands in a list of tasks: id, label, the first words.
pub(super) fn line(data: &Data, id: &str, most: usize) -> Value {
    context! {
        id,
        label => data.task_label(id),
        text => data.task(id).map(|task| shorten(&task.text, most)),
    }
}
