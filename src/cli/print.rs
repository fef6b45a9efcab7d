//! Frames on stdout: as a table for people, or as CSV or JSON Lines for programs; or into a folder.

use std::io::Write;
use std::path::PathBuf;
use std::str::FromStr;

use clap::Args;
use comfy_table::{ContentArrangement, Table, presets};
use duibiao::diagnostic::visible;
use duibiao::error::Error;
use duibiao::table::{self, FileFormat, Files, Lang, Row, Source, Words, from_rows};
use polars::prelude::DataFrame;

/// Where a table goes and in which form.
#[derive(Args, Debug, Clone)]
pub(super) struct Output {
    /// Folder to write files into; without it the table goes to stdout
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Form: text, csv, jsonl on stdout; parquet, csv, jsonl, xlsx in a folder (comma-separated)
    #[arg(long, value_name = "FORM", value_delimiter = ',')]
    pub format: Vec<Form>,
    /// Language of the heads and cells of CSV and XLSX: en for the names and codes of the schema, zh for Chinese
    #[arg(long, value_name = "LANG", default_value = "en")]
    pub lang: Lang,
}

/// A form of output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Text,
    File(FileFormat),
}

impl FromStr for Form {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        match name {
            "text" => Ok(Self::Text),
            name => FileFormat::from_str(name)
                .map(Self::File)
                .map_err(|_| format!("`{name}` is no form of output; choose from text, csv, jsonl, parquet, xlsx")),
        }
    }
}

impl Output {
    /// The file formats asked for, `default` where none is.
    pub(super) fn files(&self, default: &[FileFormat]) -> Result<Vec<FileFormat>, Error> {
        let mut files = Vec::new();
        for form in &self.format {
            match form {
                Form::File(format) => files.push(*format),
                Form::Text => return Err(Error::Usage("text goes to stdout; leave -o out".to_owned())),
            }
        }
        Ok(if files.is_empty() { default.to_vec() } else { files })
    }

    /// Writes a table: into the folder where one is given, else to stdout.
    ///
    /// `columns` are what people see in text, `(column, head)`.
    pub(super) fn write<R: Row>(
        &self,
        out: &mut dyn Write,
        name: &str,
        rows: &[R],
        columns: &[(&str, &str)],
    ) -> Result<(), Error> {
        if self.output.is_some() {
            return self.write_files(name, &[Source::of(name, rows)]);
        }
        match self.format.first() {
            None | Some(Form::Text) => text(out, &from_rows(rows), columns),
            Some(Form::File(format)) => {
                let words = Words::new(name, R::COLUMNS.iter().copied(), self.lang);
                table::write_text_in(out, &from_rows(rows), *format, &words)
            }
        }
    }

    /// Writes tables into the folder that is given.
    pub(super) fn write_files(&self, name: &str, tables: &[Source<'_>]) -> Result<(), Error> {
        let Some(folder) = &self.output else { return Ok(()) };
        let files = Files::all(&self.files(&[FileFormat::Csv, FileFormat::JsonLines])?).told_in(self.lang);
        table::write_files(folder, name, tables, &files)
    }
}

/// Prints a frame for people.
pub(super) fn text(out: &mut dyn Write, frame: &DataFrame, columns: &[(&str, &str)]) -> Result<(), Error> {
    let names: Vec<String> = frame.columns().iter().map(|column| column.name().to_string()).collect();
    let chosen: Vec<(usize, &str)> = columns
        .iter()
        .filter_map(|(name, head)| names.iter().position(|other| other == name).map(|at| (at, *head)))
        .collect();
    // a score is an estimate: its third digit says nothing
    let shown = |at: usize, value: &table::Cell| match value {
        table::Cell::Number(value) if names[at] == "score" => format!("{value:.2}"),
        value => cell(value),
    };
    let rows = table::cells(frame).map(|row| {
        let cells = chosen.iter().map(|(at, _)| row.get(*at).map(|value| shown(*at, value)).unwrap_or_default());
        cells.collect::<Vec<_>>()
    });
    grid(out, &chosen.iter().map(|(_, head)| *head).collect::<Vec<_>>(), rows)
}

/// Prints rows under heads, as wide as the terminal.
pub(super) fn grid(out: &mut dyn Write, heads: &[&str], rows: impl Iterator<Item = Vec<String>>) -> Result<(), Error> {
    let mut table = Table::new();
    table.load_style(presets::UTF8_HORIZONTAL_ONLY);
    table.set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(width());
    table.set_header(heads.iter().map(|head| (*head).to_owned()).collect::<Vec<_>>());
    for row in rows {
        table.add_row(row.iter().map(|cell| tame(cell)).collect::<Vec<_>>());
    }
    writeln!(out, "{table}").map_err(Error::write("stdout"))
}

/// Columns of the terminal; 120 where nobody says.
fn width() -> u16 {
    std::env::var("COLUMNS")
        .ok()
        .and_then(|width| width.parse().ok())
        .filter(|width| (40..=400).contains(width))
        .unwrap_or(120)
}

fn cell(cell: &table::Cell) -> String {
    match cell {
        table::Cell::Number(value) if value.fract() != 0.0 => format!("{value:.3}"),
        cell => table::cell_text(cell),
    }
}

/// A text without characters that would steer a terminal; its lines stay lines.
pub(super) fn tame(text: &str) -> String {
    text.lines().map(visible).collect::<Vec<_>>().join("\n")
}
