//! `duibiao panel` and `duibiao promises`: figures of places over years, and what came of them.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use duibiao::analysis::{self, Direction, Met, Rule};
use duibiao::error::Error;
use duibiao::quantity;
use duibiao::report::{Plot, plot};
use duibiao::table::schema::PanelRow;
use duibiao::table::{Row, Source};

use super::input::Inputs;
use super::print::{Form, Output, grid};
use super::{Outcome, Setting};

/// Which figures are meant.
#[derive(Args)]
struct Choice {
    /// Only this indicator: its id, its name or part of it (gdp_growth, 城镇新增就业); may be given again
    #[arg(long, value_name = "ID")]
    indicator: Vec<String>,
    /// Only places whose full name holds this; may be given again
    #[arg(long, value_name = "NAME")]
    region: Vec<String>,
    /// Only this year; may be given again
    #[arg(long, value_name = "YEAR")]
    year: Vec<i32>,
}

impl Choice {
    /// The rows that are meant.
    ///
    /// # Errors
    /// [`Error::Usage`] where nothing is, with what there is.
    fn choose(&self, panel: Vec<PanelRow>) -> Result<Vec<PanelRow>, Error> {
        for wanted in &self.indicator {
            if !panel.iter().any(|row| is_indicator(row, wanted)) {
                let mut names: Vec<String> = Vec::new();
                for row in &panel {
                    let name = format!("{} {}", row.indicator_id, row.indicator);
                    if names.len() < 20 && !names.contains(&name) {
                        names.push(name);
                    }
                }
                return Err(Error::Usage(if names.is_empty() {
                    format!("`{wanted}`: the input sets no figure of a known indicator")
                } else {
                    format!("no figure of an indicator `{wanted}`; there are: {}", names.join("、"))
                }));
            }
        }
        for wanted in &self.region {
            if !panel.iter().any(|row| row.region.contains(wanted.as_str())) {
                return Err(Error::Usage(format!("no figure of a place whose name holds `{wanted}`")));
            }
        }
        let one_of = |wanted: &[String], is: &dyn Fn(&String) -> bool| wanted.is_empty() || wanted.iter().any(is);
        let keep = |row: &PanelRow| {
            one_of(&self.indicator, &|wanted| is_indicator(row, wanted))
                && one_of(&self.region, &|wanted| row.region.contains(wanted.as_str()))
                && (self.year.is_empty() || self.year.contains(&row.year))
        };
        Ok(panel.into_iter().filter(keep).collect())
    }

    fn is_all(&self) -> bool {
        self.indicator.is_empty()
    }
}

/// Whether a row is of the indicator that somebody names: by id, by part of its name, by a wording such as GDP.
fn is_indicator(row: &PanelRow, wanted: &str) -> bool {
    row.indicator_id == wanted
        || row.indicator.contains(wanted)
        || [wanted.to_owned(), format!("{wanted}增长")]
            .iter()
            .any(|words| quantity::indicator_id(words, &row.measure).is_some_and(|id| id == row.indicator_id))
}

/// One figure a place, year and indicator, beside last year's and what came of it
#[derive(Args)]
#[command(
    after_help = "Examples:\n  duibiao panel 各省报告/ --indicator gdp_growth\n  duibiao panel 各省报告/ --wide -o 面板 --format xlsx,csv\n  duibiao panel 各省报告/ --indicator GDP --plot 经济增长.svg"
)]
pub(super) struct Panel {
    #[command(flatten)]
    inputs: Inputs,
    #[command(flatten)]
    choice: Choice,
    /// Places by years: one table an indicator
    #[arg(long)]
    wide: bool,
    /// Figures outside the sentence of the goals too, where people read the table (files hold them always)
    #[arg(long)]
    all: bool,
    /// Draw last year's goals and this year's, or how the goals are spread, into FILE (.svg or .png)
    #[arg(long, value_name = "FILE")]
    plot: Option<PathBuf>,
    /// With --plot: draw how the goals are spread and mark places whose full name holds this; may be given again
    #[arg(long, value_name = "NAME", requires = "plot")]
    mark: Vec<String>,
    #[command(flatten)]
    output: Output,
}

impl Panel {
    pub(super) fn run(self, setting: &Setting, out: &mut dyn Write) -> Result<Outcome, Error> {
        let loaded = self.inputs.load(setting)?;
        let panel = self.choice.choose(analysis::panel(&loaded.rows))?;
        if let Some(file) = &self.plot {
            plot(&loaded.rows, Plot::Panel(&panel, &self.mark), file)?;
        }
        if self.plot.is_none() || self.output.output.is_some() || !self.output.format.is_empty() {
            self.write(&panel, setting, out)?;
        }
        Ok(if loaded.failed { Outcome::Partly } else { Outcome::Done })
    }

    fn write(&self, panel: &[PanelRow], setting: &Setting, out: &mut dyn Write) -> Result<(), Error> {
        if self.output.output.is_some() {
            let wide = if self.wide { analysis::wide(panel) } else { Vec::new() };
            let names = names(&wide);
            let mut tables = vec![Source::of(PanelRow::TABLE, panel)];
            tables.extend(names.iter().zip(&wide).map(|(name, table)| Source::frame_of(name, table.frame())));
            return self.output.write_files(PanelRow::TABLE, &tables);
        }
        if self.wide {
            return self.write_wide(panel, out);
        }
        let is_text = matches!(self.output.format.first(), None | Some(Form::Text));
        let shown: Vec<PanelRow> = if is_text && !self.all && self.choice.is_all() {
            panel.iter().filter(|row| row.main).cloned().collect()
        } else {
            panel.to_vec()
        };
        if is_text && shown.len() < panel.len() && !setting.quiet {
            tell!(
                "目标句之外另有{}个数没有列出：加 --all 或 --indicator 查看，写文件时都在内",
                panel.len() - shown.len()
            );
        }
        let columns = [
            ("region", "地区"),
            ("year", "年份"),
            ("indicator", "指标"),
            ("words", "目标"),
            ("previous_words", "上年目标"),
            ("direction", "变化"),
            ("outcome_words", "结果"),
            ("met", "是否达到"),
        ];
        if is_text {
            let rows = shown.iter().map(|row| columns.iter().map(|(name, _)| cell(row, name)).collect());
            return grid(out, &columns.map(|(_, head)| head), rows);
        }
        self.output.write(out, PanelRow::TABLE, &shown, &columns)
    }

    /// Places by years on stdout: text, or the first table where a program reads.
    fn write_wide(&self, panel: &[PanelRow], out: &mut dyn Write) -> Result<(), Error> {
        let wide = analysis::wide(panel);
        if let Some(Form::File(format)) = self.output.format.first() {
            let [table] = &wide[..] else {
                return Err(Error::Usage(format!(
                    "{} tables do not go to stdout together: give -o DIR, or one --indicator",
                    wide.len()
                )));
            };
            return duibiao::table::write_text(out, &table.frame(), *format);
        }
        for table in &wide {
            writeln!(out, "{}（{}）", table.indicator, table.measure).map_err(Error::write("stdout"))?;
            let years: Vec<String> = table.years.iter().map(i32::to_string).collect();
            let heads: Vec<&str> = std::iter::once("地区").chain(years.iter().map(String::as_str)).collect();
            let rows = table.rows.iter().map(|row| {
                let values = row.values.iter().map(|value| value.map_or_else(String::new, |value| value.to_string()));
                std::iter::once(row.region.clone()).chain(values).collect()
            });
            grid(out, &heads, rows)?;
        }
        Ok(())
    }
}

/// A name of a file for each wide table: the indicator's, with what tells it from others of the same indicator.
fn names(wide: &[analysis::Wide]) -> Vec<String> {
    let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
    for table in wide {
        *uses.entry(&table.indicator_id).or_default() += 1;
    }
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    wide.iter()
        .map(|table| {
            let mut name = format!("panel_{}", table.indicator_id);
            if uses[table.indicator_id.as_str()] > 1 {
                name = format!("{name}_{}", table.aspect.name());
            }
            let nth = seen.entry(name.clone()).or_default();
            *nth += 1;
            if *nth > 1 { format!("{name}_{nth}") } else { name }
        })
        .collect()
}

/// A cell for people.
fn cell(row: &PanelRow, column: &str) -> String {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    match column {
        "region" => row.region.clone(),
        "year" => row.year.to_string(),
        "indicator" => row.indicator.clone(),
        "words" => match row.stretch {
            Some(stretch) => format!("{}（力争{stretch}）", text(&row.marked_words())),
            None => text(&row.marked_words()),
        },
        "previous_words" => text(&row.previous_words),
        "direction" => {
            let direction = row.direction.as_deref().and_then(Direction::from_name).map_or("", Direction::title);
            match row.change.filter(|change| *change != 0.0) {
                Some(change) => format!("{direction} {change:+}"),
                None => direction.to_owned(),
            }
        }
        "outcome_words" => text(&row.outcome_words),
        "met" => row.met.as_deref().and_then(Met::from_name).map_or("", Met::title).to_owned(),
        "rule" => row.rule.as_deref().and_then(Rule::from_name).map_or("", Rule::title).to_owned(),
        "own_verdict" => text(&row.own_verdict),
        _ => String::new(),
    }
}

/// What was promised and what came of it: kept, broken, not reported
#[derive(Args)]
#[command(
    after_help = "Examples:\n  duibiao promises 各省报告/\n  duibiao promises 各省报告/ --region 湖北省 --format csv > 兑现.csv\n  duibiao promises 各省报告/ --indicator GDP --plot 兑现.svg"
)]
pub(super) struct Promises {
    #[command(flatten)]
    inputs: Inputs,
    #[command(flatten)]
    choice: Choice,
    /// Figures outside the sentence of the goals too, where people read the table (files hold them always)
    #[arg(long)]
    all: bool,
    /// Draw the goals of an indicator against what came of them into FILE (.svg or .png)
    #[arg(long, value_name = "FILE")]
    plot: Option<PathBuf>,
    #[command(flatten)]
    output: Output,
}

impl Promises {
    pub(super) fn run(self, setting: &Setting, out: &mut dyn Write) -> Result<Outcome, Error> {
        let loaded = self.inputs.load(setting)?;
        let panel = analysis::panel(&loaded.rows);
        let promises = self.choice.choose(analysis::promises(&panel))?;
        if let Some(file) = &self.plot {
            plot(&loaded.rows, Plot::Promises(&promises), file)?;
        }
        if !setting.quiet {
            tell_promises(&promises);
        }
        if self.output.output.is_some() {
            self.output.write_files("promises", &[Source::of("promises", &promises)])?;
        } else if self.plot.is_none() || !self.output.format.is_empty() {
            let columns = [
                ("region", "地区"),
                ("year", "年份"),
                ("indicator", "指标"),
                ("words", "目标"),
                ("outcome_words", "结果"),
                ("met", "是否达到"),
                ("rule", "判定依据"),
                ("own_verdict", "报告自评"),
            ];
            match self.output.format.first() {
                None | Some(Form::Text) => {
                    let shown = promises.iter().filter(|row| row.main || self.all || !self.choice.is_all());
                    let rows = shown.map(|row| columns.iter().map(|(name, _)| cell(row, name)).collect());
                    grid(out, &columns.map(|(_, head)| head), rows)?;
                }
                Some(Form::File(_)) => self.output.write(out, "promises", &promises, &columns)?,
            }
        }
        Ok(if loaded.failed { Outcome::Partly } else { Outcome::Done })
    }
}

/// Says how many promises were kept.
fn tell_promises(promises: &[PanelRow]) {
    if promises.is_empty() {
        tell!("没有可以对照的目标和结果：需要同一地区前后两年的工作报告");
        return;
    }
    let of = |main: bool| {
        let met =
            |met: Met| promises.iter().filter(|row| row.main == main && row.met.as_deref() == Some(met.name())).count();
        (met(Met::Yes), met(Met::No), met(Met::NotReported), met(Met::NotDecidable))
    };
    for (main, what) in [(true, "写进主要预期目标的数"), (false, "其他数")] {
        let (yes, no, silent, open) = of(main);
        if yes + no + silent + open > 0 {
            tell!("{what}：{yes}个达到，{no}个未达到，{silent}个下一年没有报告，{open}个不能判定");
        }
    }
}
