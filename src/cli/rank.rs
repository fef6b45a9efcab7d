//! `duibiao rank`: themes and indicators that recur over districts and years.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use duibiao::analysis;
use duibiao::error::Error;
use duibiao::intake::Known;
use duibiao::pairing::{self, Selector};
use duibiao::report::{Plot, plot};
use duibiao::table::FileFormat;

use super::input::Inputs;
use super::print::Output;
use super::{Outcome, Setting};

/// Rank what recurs over districts and years: themes, or indicators with their figures
#[derive(Args)]
#[command(
    after_help = "Examples:\n  duibiao rank --top 20\n  duibiao rank --of indicators --format csv\n  duibiao rank --only level=district,year=2023 --plot 主题.svg"
)]
pub(super) struct Rank {
    #[command(flatten)]
    inputs: Inputs,
    /// What to rank
    #[arg(long, value_enum, default_value_t = Of::Themes)]
    of: Of,
    /// At most K rows
    #[arg(long, value_name = "K", default_value_t = 30)]
    top: usize,
    /// Only these lists: a list's or notice's id, or conditions (level=city,year=2023); may be given again
    #[arg(long, value_name = "SEL")]
    only: Vec<Selector>,
    /// Only tasks whose units have this function (a code or its Chinese name)
    #[arg(long, value_name = "FUNCTION")]
    function: Option<String>,
    /// Draw the chart into FILE (.svg or .png)
    #[arg(long, value_name = "FILE")]
    plot: Option<PathBuf>,
    #[command(flatten)]
    output: Output,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Of {
    Themes,
    Indicators,
}

impl Rank {
    pub(super) fn run(self, setting: &Setting, out: &mut dyn Write) -> Result<Outcome, Error> {
        let narrowed = !self.only.is_empty() || self.function.is_some();
        let mut loaded = if narrowed { self.inputs.load(setting)? } else { self.inputs.load_paired(setting, None)? };
        if narrowed {
            loaded.tables = pairing::narrow(&loaded.tables, &self.only, self.function.as_deref())?;
            let request = pairing::Request { themes: true, ..pairing::Request::default() };
            super::input::pair(&mut loaded.tables, &request, Known::default(), setting)?;
        }
        let (name, full) = match self.of {
            Of::Themes => ("theme_ranking", loaded.tables.theme_ranking.clone()),
            Of::Indicators => {
                ("indicator_ranking", analysis::indicator_ranking(&analysis::indicators(&loaded.tables)?)?)
            }
        };
        let frame = full.head(Some(self.top));
        let columns: &[(&str, &str)] = match self.of {
            Of::Themes => &[
                ("label", "主题"),
                ("regions", "地区"),
                ("years", "年份"),
                ("lists", "清单"),
                ("tasks", "任务"),
                ("values", "数值"),
            ],
            Of::Indicators => &[
                ("indicator", "指标"),
                ("measure", "单位"),
                ("regions", "地区"),
                ("years", "年份"),
                ("targets", "目标值"),
                ("low", "最低"),
                ("high", "最高"),
                ("values", "数值"),
            ],
        };
        if let Some(file) = &self.plot {
            let what = match self.of {
                Of::Themes => Plot::Themes(self.top),
                Of::Indicators => Plot::Indicators(self.top),
            };
            plot(&loaded.tables, what, file)?;
        }
        if let Some(folder) = &self.output.output {
            let frames: Vec<(&str, &polars::prelude::DataFrame)> = match self.of {
                Of::Themes => vec![(name, &full), ("themes", &loaded.tables.themes)],
                Of::Indicators => vec![(name, &full)],
            };
            duibiao::table::write_files(
                folder,
                name,
                &frames,
                &self.output.files(&[FileFormat::Csv, FileFormat::JsonLines])?,
            )?;
        } else if self.plot.is_none() || !self.output.format.is_empty() {
            self.output.write(out, name, &[(name, &frame)], columns)?;
        }
        Ok(if loaded.failed { Outcome::Partly } else { Outcome::Done })
    }
}
