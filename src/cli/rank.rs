//! `duibiao rank`: themes and indicators that recur over districts and years.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use duibiao::analysis;
use duibiao::error::Error;
use duibiao::matching::{self, Selector};
use duibiao::report::{Plot, plot};
use duibiao::table::{Row, Source};

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
        // indicators are ranked without matches
        let pairs = self.of == Of::Themes;
        let mut loaded =
            if narrowed || !pairs { self.inputs.load(setting)? } else { self.inputs.load_paired(setting)? };
        if narrowed {
            loaded.rows = matching::narrow(loaded.rows, &self.only, self.function.as_deref())?;
        }
        if narrowed && pairs {
            let request = matching::Request { themes: true, ..matching::Request::default() };
            super::input::pair(&mut loaded.rows, &request, setting)?;
        }
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
                ("targets", "数值个数"),
                ("low", "最低"),
                ("high", "最高"),
                ("values", "数值"),
            ],
        };
        match self.of {
            Of::Themes => {
                let ranking = &loaded.rows.theme_ranking;
                if let Some(file) = &self.plot {
                    plot(&loaded.rows, Plot::Themes(self.top), file)?;
                }
                let tables = [Source::of("theme_ranking", ranking), Source::of("themes", &loaded.rows.themes)];
                self.write(out, ranking, &tables, columns)?;
            }
            Of::Indicators => {
                let ranking = analysis::indicator_ranking(&analysis::panel(&loaded.rows));
                if let Some(file) = &self.plot {
                    plot(&loaded.rows, Plot::Indicators(self.top), file)?;
                }
                self.write(out, &ranking, &[Source::of("indicator_ranking", &ranking)], columns)?;
            }
        }
        Ok(if loaded.failed { Outcome::Partly } else { Outcome::Done })
    }

    /// Writes all of the tables into the folder where one is given, else the first rows of the ranking to stdout.
    fn write<R: Row>(
        &self,
        out: &mut dyn Write,
        ranking: &[R],
        tables: &[Source<'_>],
        columns: &[(&str, &str)],
    ) -> Result<(), Error> {
        if self.output.output.is_some() {
            return self.output.write_files(R::TABLE, tables);
        }
        // a picture is asked for instead, unless a form of text is named too
        if self.plot.is_some() && self.output.format.is_empty() {
            return Ok(());
        }
        self.output.write(out, R::TABLE, &ranking[..ranking.len().min(self.top)], columns)
    }
}
