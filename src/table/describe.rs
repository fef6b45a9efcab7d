//! What a folder of tables holds, for people and for programs: `codebook.md` in both languages, and `datapackage.json`
//! (Frictionless) that names every file with its columns.
//!
//! In:  the schema and the codebook's words; which files were written.
//! Out: two files beside the tables.
//! Source: <https://specs.frictionlessdata.io/data-package/> (version 1).

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::{Value as Json, json};

use super::cell::FieldKind;
use super::codebook::{self, Lang, Words};
use super::file::{FileFormat, Files};
use super::frame::{Field, Row};
use super::schema::{
    AssignmentRow, BoardRow, ClauseRow, ComparisonRow, CompletionRow, CorrectionRow, CoverageRow, DeadlineRow, FormRow,
    HandedDownRow, IndicatorRankingRow, ListRow, MatchRow, NoticeRow, OverlapRow, PanelRow, PassageRow, ProblemRow,
    ProgressRow, ShareRow, SupportRow, TargetRow, TaskRow, ThemeRankingRow, ThemeRow, UnmatchedRow, WorkloadRow,
};
use crate::error::Error;

/// A table, and what gives its fields.
type Described = (&'static str, fn() -> Vec<Field>);

/// The fields of each table that is described, in the order of the contract.
const TABLES: &[Described] = &[
    (NoticeRow::TABLE, NoticeRow::fields),
    (ListRow::TABLE, ListRow::fields),
    (PassageRow::TABLE, PassageRow::fields),
    (TaskRow::TABLE, TaskRow::fields),
    (ClauseRow::TABLE, ClauseRow::fields),
    (AssignmentRow::TABLE, AssignmentRow::fields),
    (TargetRow::TABLE, TargetRow::fields),
    (MatchRow::TABLE, MatchRow::fields),
    (ThemeRow::TABLE, ThemeRow::fields),
    (ThemeRankingRow::TABLE, ThemeRankingRow::fields),
    (DeadlineRow::TABLE, DeadlineRow::fields),
    (FormRow::TABLE, FormRow::fields),
    (ProblemRow::TABLE, ProblemRow::fields),
    (CorrectionRow::TABLE, CorrectionRow::fields),
    (WorkloadRow::TABLE, WorkloadRow::fields),
    ("workload_by_function", WorkloadRow::fields),
    (OverlapRow::TABLE, OverlapRow::fields),
    (CoverageRow::TABLE, CoverageRow::fields),
    (UnmatchedRow::TABLE, UnmatchedRow::fields),
    (PanelRow::TABLE, PanelRow::fields),
    ("promises", PanelRow::fields),
    (ShareRow::TABLE, ShareRow::fields),
    (HandedDownRow::TABLE, HandedDownRow::fields),
    (SupportRow::TABLE, SupportRow::fields),
    (IndicatorRankingRow::TABLE, IndicatorRankingRow::fields),
    (ComparisonRow::TABLE, ComparisonRow::fields),
    (ProgressRow::TABLE, ProgressRow::fields),
    (CompletionRow::TABLE, CompletionRow::fields),
    (BoardRow::TABLE, BoardRow::fields),
];

/// The tables that the codebook tells of.
#[cfg(test)]
pub(super) fn described() -> impl Iterator<Item = &'static str> {
    TABLES.iter().map(|(name, _)| *name)
}

/// The fields of a table; none where it is not described.
pub(super) fn all_fields(table: &str) -> Vec<Field> {
    TABLES.iter().find(|(name, _)| *name == table).map(|(_, fields)| fields()).unwrap_or_default()
}

/// The column that tells the rows of a table apart.
const KEYS: [(&str, &str); 5] = [
    (NoticeRow::TABLE, "notice_id"),
    (ListRow::TABLE, "list_id"),
    (TaskRow::TABLE, "task_id"),
    (ClauseRow::TABLE, "clause_id"),
    (TargetRow::TABLE, "target_id"),
];

/// Writes both files. `tables` are those of the folder, with how many rows each has.
///
/// # Errors
/// [`Error::Write`], with the path.
pub(super) fn write(folder: &Path, tables: &[(&str, usize)], files: &Files) -> Result<(), Error> {
    let put = |name: &str, text: String| {
        let path = folder.join(name);
        fs::write(&path, text).map_err(Error::write(&path))
    };
    put("codebook.md", codebook(tables))?;
    put("datapackage.json", format!("{:#}\n", package(tables, files)))
}

/// What the schema says, on one line and without its links.
fn plain(doc: &str) -> String {
    doc.trim().replace(['[', ']'], "").replace("crate::", "")
}

fn english(table: &str, field: &Field) -> String {
    let entry = codebook::column(table, field.name);
    match plain(field.doc) {
        doc if doc.is_empty() => entry.map(|entry| entry.en.to_owned()).unwrap_or_default(),
        doc => doc,
    }
}

fn type_names(kind: FieldKind) -> [&'static str; 2] {
    match kind {
        FieldKind::Text => ["text", "文本"],
        FieldKind::Integer => ["integer", "整数"],
        FieldKind::Number => ["number", "数"],
        FieldKind::Bool => ["boolean", "是否"],
        FieldKind::List => ["list", "列表"],
    }
}

fn codebook(tables: &[(&str, usize)]) -> String {
    let mut out = String::from(
        "# 数据说明 · Codebook\n\n\
         CSV 和 XLSX 的表头用中文或英文（`--lang zh`、`--lang en`），JSON Lines 和 Parquet 一律用英文列名和代码。列表在 CSV 和 XLSX 中用 ` / ` 连接；\
         字节位置按 `sources/` 中同名纯文本计。由程序按表的定义写出。\n\n\
         Heads of CSV and XLSX are Chinese or English (`--lang zh`, `--lang en`); JSON Lines and Parquet hold the English names and codes always. \
         Lists are joined with ` / ` in CSV and XLSX; places count the bytes of the plain text of the same name in `sources/`. Made from the schema.\n",
    );
    // Writing into a string does not fail.
    let cell = |text: &str| text.replace('|', "\\|");
    let mut sets: Vec<&str> = Vec::new();
    for (name, _) in tables {
        let (Some(table), fields) = (codebook::table(name), all_fields(name)) else { continue };
        let _ = write!(out, "\n## {} · `{name}`\n\n{}。{}.\n\n", table.title, table.zh, table.en);
        out.push_str("| 列 | Column | 类型 | Type | 说明 | Meaning |\n|---|---|---|---|---|---|\n");
        for field in &fields {
            let Some(entry) = codebook::column(name, field.name) else { continue };
            let [en, zh] = type_names(field.kind);
            let [en, zh] = if field.required {
                [en.to_owned(), zh.to_owned()]
            } else {
                [format!("{en}, may be empty"), format!("{zh}，可空")]
            };
            let codes = entry.codes.map(|set| format!("（代码：[{set}](#{set})）")).unwrap_or_default();
            if let Some(set) = entry.codes.filter(|set| !sets.contains(set)) {
                sets.push(set);
            }
            let _ = writeln!(
                out,
                "| {} | `{}` | {zh} | {en} | {}{codes} | {} |",
                entry.title,
                field.name,
                cell(entry.zh),
                cell(&english(name, field))
            );
        }
    }
    out.push_str("\n# 代码 · Codes\n");
    sets.sort_unstable();
    for set in sets {
        let _ = write!(out, "\n### {set}\n\n| Code | 名称 |\n|---|---|\n");
        for (code, title) in codebook::codes(set) {
            let _ = writeln!(out, "| `{code}` | {title} |");
        }
    }
    out
}

/// The files that a table was written to.
fn formats(files: &Files, rows: usize) -> impl Iterator<Item = FileFormat> + '_ {
    let texts = [FileFormat::Csv, FileFormat::Parquet, FileFormat::JsonLines];
    texts.into_iter().filter(move |format| files.wants(*format, rows))
}

fn package(tables: &[(&str, usize)], files: &Files) -> Json {
    let mut resources: Vec<Json> = Vec::new();
    for (name, rows) in tables {
        for (at, format) in formats(files, *rows).enumerate() {
            resources.push(resource(name, format, at == 0, files.lang, tables));
        }
    }
    json!({
        "profile": "data-package",
        "name": "duibiao",
        "title": "政府工作报告任务、目标和责任单位",
        "description": "Tasks, units and targets read from government work reports and task-splitting notices. What columns mean: codebook.md",
        "resources": resources,
    })
}

fn resource(name: &str, format: FileFormat, is_first: bool, lang: Lang, tables: &[(&str, usize)]) -> Json {
    let table = codebook::table(name);
    let is_csv = format == FileFormat::Csv;
    let lang = if is_csv { lang } else { Lang::En };
    let fields = all_fields(name);
    let words = Words::new(name, fields.iter().map(|field| field.name), lang);
    let head = |column: &str| {
        let at = fields.iter().position(|field| field.name == column);
        at.map(|at| words.heads()[at].clone())
    };
    let described: Vec<Json> = fields
        .iter()
        .zip(words.heads())
        .map(|(field, head)| described_field(name, field, head, format, lang))
        .collect();
    let mut schema = json!({ "fields": described, "missingValues": [""] });
    if let Some((_, key)) = KEYS.iter().find(|(table, _)| *table == name) {
        schema["primaryKey"] = json!(head(key));
    }
    let keys: Vec<Json> = KEYS
        .iter()
        .filter(|(other, _)| *other != name && tables.iter().any(|(table, _)| table == other))
        .filter_map(|(other, key)| {
            let there = Words::new(other, [*key].into_iter(), lang).heads()[0].clone();
            Some(json!({ "fields": head(key)?, "reference": { "resource": resource_name(other, format, is_first), "fields": there } }))
        })
        .collect();
    if !keys.is_empty() {
        schema["foreignKeys"] = json!(keys);
    }
    json!({
        "profile": if is_csv { "tabular-data-resource" } else { "data-resource" },
        "name": resource_name(name, format, is_first),
        "path": format!("{name}.{}", format.extension()),
        "title": table.map_or("", |table| table.title),
        "description": table.map_or("", |table| table.en),
        "format": format.extension(),
        "encoding": "utf-8",
        "schema": schema,
    })
}

fn resource_name(table: &str, format: FileFormat, is_first: bool) -> String {
    if is_first { table.to_owned() } else { format!("{table}-{}", format.extension()) }
}

fn described_field(table: &str, field: &Field, head: &str, format: FileFormat, lang: Lang) -> Json {
    let is_csv = format == FileFormat::Csv;
    // Frictionless reads Parquet through pandas, which knows no list and no whole number that may be missing.
    let is_parquet = format == FileFormat::Parquet;
    let entry = codebook::column(table, field.name);
    let kind = match field.kind {
        FieldKind::Text if field.name.ends_with("_on") => "date",
        FieldKind::Text => "string",
        FieldKind::Integer if is_parquet && !field.required => "number",
        FieldKind::Integer => "integer",
        FieldKind::Number => "number",
        FieldKind::Bool => "boolean",
        FieldKind::List if is_csv => "string",
        FieldKind::List if is_parquet => "any",
        FieldKind::List => "array",
    };
    let mut out = json!({
        "name": head,
        "type": kind,
        "title": entry.map_or("", |entry| entry.title),
        "description": english(table, field),
    });
    if field.kind == FieldKind::Bool && is_csv {
        let [yes, no] = if lang == Lang::Zh { ["是", "否"] } else { ["true", "false"] };
        out["trueValues"] = json!([yes]);
        out["falseValues"] = json!([no]);
    }
    // A list is empty where it has nothing; and the year of a horizon is no fixed code.
    let codes = entry.and_then(|entry| entry.codes).filter(|set| field.kind == FieldKind::Text && *set != "horizon");
    let mut constraints = serde_json::Map::new();
    if field.required && field.kind != FieldKind::List && field.kind != FieldKind::Text {
        constraints.insert("required".to_owned(), json!(true));
    }
    if let Some(set) = codes {
        let all = codebook::codes(set).iter();
        let all: Vec<&str> = all.map(|(code, title)| if lang == Lang::Zh { *title } else { *code }).collect();
        constraints.insert("enum".to_owned(), json!(all));
    }
    if !constraints.is_empty() {
        out["constraints"] = Json::Object(constraints);
    }
    out
}
