//! `duibiao show`: one task: source words, units, targets, matches and why.

use std::io::Write;

use clap::Args;
use duibiao::diagnostic::visible;
use duibiao::error::Error;
use duibiao::quantity::Statement;
use duibiao::table::Rows;
use duibiao::table::schema::{AssignmentRow, MatchRow, NoticeRow, TargetRow, TaskRow, ThemeRow};

use super::input::Inputs;
use super::print::tame;
use super::reason;
use super::{Outcome, Setting};

/// Show one task: its printed words, units, targets, matches and why they match
#[derive(Args)]
#[command(
    after_help = "Examples:\n  duibiao show 武昌区-2023/city/2\n  duibiao show 洪山区-2025/district/5 通知/ --format json"
)]
pub(super) struct Show {
    /// Id of the task, as in the tables: 洪山区-2025/district/5
    task_id: String,
    #[command(flatten)]
    inputs: Inputs,
    /// At most K matches
    #[arg(long, default_value_t = 10, value_name = "K")]
    top: usize,
    /// Form of the output: text or json
    #[arg(long, default_value = "text", value_parser = ["text", "json"])]
    format: String,
}

/// Everything about one task.
struct Found {
    task: TaskRow,
    notice: NoticeRow,
    printed: String,
    assignments: Vec<AssignmentRow>,
    targets: Vec<TargetRow>,
    matches: Vec<(MatchRow, TaskRow, bool)>,
    themes: Vec<ThemeRow>,
}

impl Show {
    pub(super) fn run(self, setting: &Setting, out: &mut dyn Write) -> Result<Outcome, Error> {
        let loaded = self.inputs.load_paired(setting)?;
        let found = find(&loaded.rows, &self.task_id)?;
        if self.format == "json" {
            let json = serde_json::to_string_pretty(&json(&found)).map_err(|error| Error::Usage(error.to_string()))?;
            writeln!(out, "{json}").map_err(Error::write("stdout"))?;
        } else {
            out.write_all(text(&found, self.top).as_bytes()).map_err(Error::write("stdout"))?;
        }
        Ok(if loaded.failed { Outcome::Partly } else { Outcome::Done })
    }
}

fn find(rows: &Rows, id: &str) -> Result<Found, Error> {
    let Some(place) = rows.tasks.iter().position(|task| task.task_id == id) else {
        let nearest = rows.tasks.iter().map(|task| (strsim::normalized_levenshtein(&task.task_id, id), &task.task_id));
        let nearest = nearest.max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1))).map(|(_, id)| id.clone());
        return Err(Error::UnknownTask { id: id.to_owned(), nearest });
    };
    let task = rows.tasks[place].clone();
    let notice = rows.notices.iter().find(|notice| notice.notice_id == task.notice_id).cloned().unwrap_or_default();
    let source = rows.sources.iter().find(|(id, _)| *id == task.notice_id).map_or("", |(_, text)| text.as_str());
    let printed = source.get(task.span_start as usize..task.span_end as usize).unwrap_or_default().to_owned();
    let pairs = rows.matches.pairs().enumerate();
    let own = pairs.filter_map(|(at, pair)| match (pair.left as usize == place, pair.right as usize == place) {
        (true, _) => Some((rows.matches.row(at), rows.tasks[pair.right as usize].clone(), false)),
        (_, true) => Some((rows.matches.row(at), rows.tasks[pair.left as usize].clone(), true)),
        _ => None,
    });
    let mut matches: Vec<(MatchRow, TaskRow, bool)> = own.collect();
    matches.sort_by(|a, b| b.0.score.total_cmp(&a.0.score).then_with(|| a.1.task_id.cmp(&b.1.task_id)));
    Ok(Found {
        printed,
        notice,
        assignments: rows.assignments.iter().filter(|row| row.task_id == id).cloned().collect(),
        targets: rows.targets.iter().filter(|row| row.task_id.as_deref() == Some(id)).cloned().collect(),
        themes: rows.themes.iter().filter(|row| row.task_id == id).cloned().collect(),
        matches,
        task,
    })
}

/// `人工更正：corrections.tsv 第3行`.
fn by(marks: &str) -> String {
    let place = |mark: &str| match mark.rsplit_once(':') {
        Some((file, line)) => format!("{file} 第{line}行"),
        None => mark.to_owned(),
    };
    tame(&format!("人工更正：{}", marks.split(" / ").map(place).collect::<Vec<_>>().join("、")))
}

fn role(code: &str) -> &'static str {
    match code {
        "lead" => "牵头",
        "responsible" => "责任",
        "support" => "配合",
        _ => "领导",
    }
}

fn text(found: &Found, top: usize) -> String {
    use std::fmt::Write;
    let mut out = String::new();
    let task = &found.task;
    // Writing into a string does not fail.
    let _ = writeln!(out, "{}  {}", task.task_id, tame(&found.notice.title));
    let _ = writeln!(out, "{}:{}", visible(&found.notice.source), task.line);
    let marked =
        |marks: &Option<String>| marks.as_deref().map(|marks| format!("  ← {}", by(marks))).unwrap_or_default();
    if let Some(marks) = &found.notice.corrected {
        let _ = writeln!(out, "{}（文件）", by(marks));
    }
    if let Some(marks) = &task.corrected {
        let _ = writeln!(out, "{}", by(marks));
    }
    if !task.section.is_empty() {
        let _ = writeln!(out, "章节  {}", tame(&task.section.join(" › ")));
    }
    let number = task.number.as_deref().map(|number| format!("{number}  ")).unwrap_or_default();
    let _ = writeln!(out, "\n原文  {number}{}", tame(&found.printed));
    if let Some(deadline) = &task.deadline {
        let _ = writeln!(out, "时限  {deadline}");
    }
    if !found.assignments.is_empty() {
        let _ = writeln!(out, "\n单位");
        for row in &found.assignments {
            let clause = row.clause.as_deref().map(|clause| format!("（{clause}）")).unwrap_or_default();
            let same = if row.unit == row.unit_raw { String::new() } else { format!(" = {}", row.unit) };
            let _ = writeln!(
                out,
                "  {}  {}{same}  {}{}{}",
                role(row.role.name()),
                tame(&row.unit_raw),
                row.function.title(),
                tame(&clause),
                marked(&row.corrected)
            );
        }
    }
    if !found.targets.is_empty() {
        let _ = writeln!(out, "\n目标值");
        for row in &found.targets {
            let high = row.value_max.map(|high| format!("–{high}")).unwrap_or_default();
            let kind = if row.statement == Statement::Result { "（已完成）" } else { "" };
            let _ = writeln!(
                out,
                "  {}  {} {}{high} {}{kind}  “{}”{}",
                tame(&row.indicator),
                row.op.name(),
                row.value,
                row.measure,
                tame(&row.raw),
                marked(&row.corrected)
            );
        }
    }
    for theme in &found.themes {
        let _ = writeln!(out, "\n主题  {} {}（贴近度 {:.2}）", theme.theme_id, tame(&theme.label), theme.score);
    }
    let _ = writeln!(out, "\n对应（{}项）", found.matches.len());
    for (row, other, swapped) in found.matches.iter().take(top) {
        let _ =
            writeln!(out, "\n  {:.2}  {}  {}{}", row.score, other.task_id, tame(&other.text), marked(&row.corrected));
        out.push_str(&reason::lines(row, ["本项", "对方"], *swapped));
    }
    out
}

fn json(found: &Found) -> serde_json::Value {
    serde_json::json!({
        "task_id": found.task.task_id,
        "notice": found.notice.title,
        "source": found.notice.source,
        "line": found.task.line,
        "section": found.task.section,
        "number": found.task.number,
        "text": found.task.text,
        "printed": found.printed,
        "deadline": found.task.deadline,
        "corrected": found.task.corrected,
        "assignments": found.assignments.iter().map(|row| serde_json::json!({
            "role": row.role.name(), "level": row.level.name(), "unit_raw": row.unit_raw, "unit": row.unit, "function": row.function.code(),
            "stated": row.stated.name(), "clause": row.clause, "corrected": row.corrected,
        })).collect::<Vec<_>>(),
        "targets": found.targets.iter().map(|row| serde_json::json!({
            "indicator": row.indicator, "indicator_id": row.indicator_id, "op": row.op.name(), "value": row.value,
            "value_max": row.value_max, "measure": row.measure, "raw": row.raw, "statement": row.statement.name(),
            "corrected": row.corrected,
        })).collect::<Vec<_>>(),
        "themes": found.themes.iter().map(|row| serde_json::json!({"theme_id": &*row.theme_id, "label": &*row.label, "score": row.score})).collect::<Vec<_>>(),
        "matches": found.matches.iter().map(|(row, other, swapped)| serde_json::json!({
            "task_id": other.task_id, "text": other.text, "score": row.score,
            "own_clause": if *swapped { &row.right_clause } else { &row.left_clause },
            "other_clause": if *swapped { &row.left_clause } else { &row.right_clause },
            "contributions": reason::contributions(row), "corrected": row.corrected,
        })).collect::<Vec<_>>(),
    })
}
