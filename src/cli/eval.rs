//! `duibiao eval`: the tables and the matches against labels.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use clap::Args;
use duibiao::correction::Kind;
use duibiao::error::Error;
use duibiao::evaluation::extraction::{Extraction, TOTAL, extraction};
use duibiao::evaluation::labels::{self, Labels};
use duibiao::evaluation::pools::{GradedPool, Pools};
use duibiao::evaluation::{sample, texts, verdicts};
use duibiao::matching::Prepared;
use duibiao::matching::kernel::{Estimate, MIN_SCORE, Weights};
use duibiao::table::schema::{
    CorrectionRow, ExtractionErrorRow, ExtractionRow, FigureRow, MatchErrorRow, QualityRow, ReliabilityRow,
};
use duibiao::table::{FileFormat, Row, Rows, Source, write_text};
use polars::prelude::DataFrame;

use super::input::Inputs;
use super::pair::score;
use super::print::{Form, Output, grid, tame, text};
use super::{Outcome, Setting};

/// Where our labels are.
pub(super) const LABELS: &str = "datasets/labels";

/// Measure tables and matches against labelled notices: precision, recall, F1
#[derive(Args)]
#[command(
    after_help = "Figures for --need: task text number section assign target op indicator function, a pool's name for its F1\n(with .ap for average precision), match for the mean F1 of the pools,\nevidence for the share of pairs shown with the clauses that readers named; with --cross-validate also cv.POOL, cv.POOL.ap,\nall.POOL …, out.POOL …;\nverdict.KIND for the share of people's corrections of a kind that the machine alone had right (docs/corrections.md)\n\nExamples:\n  duibiao eval\n  duibiao eval --labels 标注 通知/ --errors 10\n  duibiao eval --cross-validate --need match=0.85 target=0.9\n  duibiao eval --sample 抽样.xlsx"
)]
pub(super) struct Eval {
    /// Folder of labels: labelled tasks, graded pairs, units.tsv
    #[arg(long, value_name = "DIR", default_value = LABELS)]
    labels: PathBuf,
    #[command(flatten)]
    inputs: Inputs,
    /// Score a graded sample (CSV or XLSX from `match sample`) instead of the labels
    #[arg(long, value_name = "FILE")]
    sample: Vec<PathBuf>,
    /// Also show figures of weights that did not see the pairs they score (takes a while)
    #[arg(long)]
    cross_validate: bool,
    /// Show up to N errors of each kind with their explanation
    #[arg(long, value_name = "N", default_value_t = 0)]
    errors: usize,
    /// Score from which on a pair counts as a match
    #[arg(long, value_name = "X", default_value_t = f64::from(MIN_SCORE), value_parser = score)]
    threshold: f64,
    /// Exit 1 where a figure is lower: target=0.9 match=0.8
    #[arg(long, value_name = "NAME=MIN", num_args = 1..)]
    need: Vec<Need>,
    #[command(flatten)]
    output: Output,
}

/// A figure and its least value.
#[derive(Debug, Clone, PartialEq)]
struct Need {
    name: String,
    least: f64,
}

impl FromStr for Need {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, least) = text.split_once('=').ok_or_else(|| format!("`{text}` is no NAME=MIN"))?;
        let least = least.trim().parse().map_err(|_| format!("`{least}` is no number"))?;
        Ok(Self { name: name.trim().to_owned(), least })
    }
}

/// Everything that was measured.
#[derive(Default)]
struct Measured {
    extraction: Extraction,
    qualities: Vec<QualityRow>,
    thresholds: Vec<QualityRow>,
    reliability: Vec<ReliabilityRow>,
    estimate: Option<Estimate>,
    /// Pairs whose clauses are shown as readers named them, and how many were named.
    evidence: (usize, usize),
    errors: Vec<MatchErrorRow>,
    /// Of each kind of correction how many the machine alone had right, and how many there are.
    confirmed: Vec<(Kind, usize, usize)>,
    figures: Vec<FigureRow>,
}

impl Eval {
    pub(super) fn run(self, setting: &Setting, out: &mut dyn Write) -> Result<Outcome, Error> {
        let samples = samples(&self.sample)?;
        let loaded = self.inputs.load(setting)?;
        let labels = if samples.is_empty() {
            labels_or_verdicts(&self.labels, &loaded.rows.corrections)?
        } else {
            Labels::default()
        };
        let task_rows = &loaded.rows.tasks;
        let extracted = |rows: &Rows| extraction(&labels, &rows.tasks, &rows.assignments, &rows.targets);
        // labels measure what the machine alone reads; people's verdicts are labels themselves
        let corrections = &loaded.rows.corrections;
        let alone = (!corrections.is_empty() && !loaded.stored).then(|| self.inputs.alone()).transpose()?;
        let given = extracted(&loaded.rows);
        let extraction = alone.as_ref().map_or_else(|| given.clone(), extracted);
        let mut measured = Measured { extraction, confirmed: verdicts::confirmed(corrections), ..Measured::default() };
        let judged = verdicts::pairs(corrections);
        if !labels.pools.is_empty() || !labels.text_pools.is_empty() || !samples.is_empty() || !judged.is_empty() {
            let prepared = Prepared::new(texts::rows(loaded.rows.to_match(), &labels.text_pools));
            let mut pools = Pools::of_labels(&labels, &given, &prepared, task_rows)
                .and(Pools::of_texts(&labels.text_pools, &prepared));
            for (name, rows) in &samples {
                pools = pools.and(Pools::of_sample(name, rows, &prepared));
            }
            if !judged.is_empty() {
                pools = pools.and(Pools::of_sample(verdicts::POOL, &judged, &prepared));
            }
            tell(&labels, &pools, setting);
            let (weights, threshold) = (Weights::built_in(), self.threshold as f32);
            measured.qualities = pools.qualities(weights, threshold, self.cross_validate);
            measured.thresholds = pools.thresholds(weights);
            let built_in = pools.scores(weights);
            measured.reliability = pools.reliability("built_in", &built_in);
            measured.estimate = pools.estimate(&built_in, threshold);
            if let Some(scores) = Some(()).filter(|()| self.cross_validate).and_then(|()| pools.left_out()) {
                measured.reliability = pools.reliability("left_out", &scores);
            }
            measured.errors = pools.errors(&prepared, weights, threshold, self.errors);
            measured.evidence = pools.evidence(&prepared);
            measured.figures = figures(&measured, &pools.pools);
        } else {
            measured.figures = figures(&measured, &[]);
        }
        let enough = self.check(&mut measured)?;
        self.write(&measured, out)?;
        Ok(if loaded.failed || !enough { Outcome::Partly } else { Outcome::Done })
    }

    /// Whether every figure that was asked for is high enough.
    fn check(&self, measured: &mut Measured) -> Result<bool, Error> {
        for need in &self.need {
            let Some(figure) = measured.figures.iter_mut().find(|figure| figure.name == need.name) else {
                let known: Vec<&str> = measured.figures.iter().map(|figure| figure.name.as_str()).collect();
                return Err(Error::Usage(format!("no figure `{}`; there are {}", need.name, known.join(", "))));
            };
            figure.needed = Some(need.least);
        }
        Ok(measured.figures.iter().all(|figure| figure.needed.is_none_or(|least| figure.value >= least)))
    }

    fn write(&self, measured: &Measured, out: &mut dyn Write) -> Result<(), Error> {
        let wrong: Vec<ExtractionErrorRow> = first_of_each_kind(&measured.extraction.errors, self.errors);
        let tables: Vec<Source<'_>> = [
            Source::of(ExtractionRow::TABLE, &measured.extraction.rows),
            Source::of(ExtractionErrorRow::TABLE, &wrong),
            Source::of(QualityRow::TABLE, &measured.qualities),
            Source::of("matching_thresholds", &measured.thresholds),
            Source::of(ReliabilityRow::TABLE, &measured.reliability),
            Source::of(MatchErrorRow::TABLE, &measured.errors),
            Source::of(FigureRow::TABLE, &measured.figures),
        ]
        .into_iter()
        .filter(|table| !table.is_empty())
        .collect();
        if self.output.output.is_some() {
            return self.output.write_files("evaluation", &tables);
        }
        let frames: Vec<(&str, DataFrame)> = tables.iter().map(|table| (table.name(), table.frame())).collect();
        match self.output.format.first() {
            None | Some(Form::Text) => people(measured, &frames, out),
            Some(Form::File(FileFormat::JsonLines)) => json_lines(&frames, out),
            Some(Form::File(format)) => {
                let (_, figures) = frames.last().ok_or_else(|| Error::Usage("nothing was measured".to_owned()))?;
                write_text(out, figures, *format)
            }
        }
    }
}

/// The labels of a folder; none where it holds none and people's verdicts are there to measure by.
///
/// # Errors
/// Those of [`labels::open`].
pub(super) fn labels_or_verdicts(folder: &Path, corrections: &[CorrectionRow]) -> Result<Labels, Error> {
    let is_ours = folder == Path::new(LABELS);
    match labels::open(folder) {
        Err(Error::Usage(_)) if !corrections.is_empty() => Ok(Labels::default()),
        Err(Error::Missing { .. } | Error::Read { .. }) if is_ours && !corrections.is_empty() => Ok(Labels::default()),
        labels => labels,
    }
}

/// Graded samples by the names of their files.
pub(super) fn samples(paths: &[PathBuf]) -> Result<Vec<(String, Vec<duibiao::table::schema::SampleRow>)>, Error> {
    let name = |path: &PathBuf| path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    paths.iter().map(|path| Ok((name(path), sample::open(path)?))).collect()
}

/// Says which pools and tasks are not at hand.
pub(super) fn tell(labels: &Labels, pools: &Pools, setting: &Setting) {
    if setting.quiet {
        return;
    }
    for file in labels.pools.iter().filter(|file| !pools.pools.iter().any(|pool| pool.name == file.name)) {
        tell!("warning: {}: 输入中没有这组标注所用的通知，略过", file.name);
    }
    for pool in pools.pools.iter().filter(|pool| !pool.unknown.is_empty()) {
        let some: Vec<&str> = pool.unknown.iter().map(String::as_str).take(5).collect();
        tell!(
            "warning: {}: {}个标注的任务没有读到（{} …），其中评为2的{}对计为漏掉",
            pool.name,
            pool.unknown.len(),
            some.join("、"),
            pool.lost
        );
    }
}

fn first_of_each_kind(errors: &[ExtractionErrorRow], most: usize) -> Vec<ExtractionErrorRow> {
    let mut kept: Vec<ExtractionErrorRow> = Vec::new();
    for error in errors {
        if kept.iter().filter(|other| other.kind == error.kind).count() < most {
            kept.push(error.clone());
        }
    }
    kept
}

/// The figures by their short names.
fn figures(measured: &Measured, pools: &[GradedPool]) -> Vec<FigureRow> {
    let mut figures = Vec::new();
    let mut add = |name: String, value: f64| figures.push(FigureRow { name, value, needed: None });
    if let Some(total) = measured.extraction.rows.iter().find(|row| row.labels == TOTAL) {
        for (name, value) in [
            ("task", total.task_f1),
            ("text", total.text),
            ("number", total.number),
            ("section", total.section),
            ("assign", total.assignment_f1),
            ("target", total.target_f1),
            ("op", total.op),
            ("indicator", total.indicator),
        ] {
            add(name.to_owned(), value);
        }
    }
    if let Some((right, all)) = measured.extraction.functions {
        add("function".to_owned(), right as f64 / all.max(1) as f64);
    }
    for row in &measured.qualities {
        let prefix = match row.weights.as_str() {
            "cv_shared" => "cv.",
            "cv_all" => "all.",
            "left_out" => "out.",
            _ => "",
        };
        add(format!("{prefix}{}", row.pool), row.f1);
        add(format!("{prefix}{}.ap", row.pool), row.average_precision);
    }
    let is_shared = |row: &QualityRow| pools.iter().any(|pool| pool.shared && pool.name == row.pool);
    let built_in: Vec<&QualityRow> = measured.qualities.iter().filter(|row| row.weights == "built_in").collect();
    let any_shared = built_in.iter().any(|row| is_shared(row));
    let counted: Vec<f64> = built_in.iter().filter(|row| !any_shared || is_shared(row)).map(|row| row.f1).collect();
    if !counted.is_empty() {
        add("match".to_owned(), counted.iter().sum::<f64>() / counted.len() as f64);
    }
    for (kind, right, all) in &measured.confirmed {
        add(format!("verdict.{}", kind.code()), *right as f64 / *all as f64);
    }
    let (right, all) = measured.evidence;
    if all > 0 {
        add("evidence".to_owned(), right as f64 / all as f64);
    }
    figures
}

/// Tables under headings, and last one line of figures.
fn people(measured: &Measured, frames: &[(&str, DataFrame)], out: &mut dyn Write) -> Result<(), Error> {
    let failed = || Error::write("stdout");
    for (name, frame) in frames {
        let (title, columns): (&str, &[(&str, &str)]) = match *name {
            "extraction" => ("抽取：与标注比较", &EXTRACTION),
            "extraction_errors" => (
                "抽取错误",
                &[
                    ("labels", "标注"),
                    ("level", "层级"),
                    ("number", "序号"),
                    ("kind", "类别"),
                    ("words", "内容（读到 ≠ 标注）"),
                ],
            ),
            "matching_quality" => ("比对：每组标注", &QUALITY),
            "matching_thresholds" => ("比对：不同分数线的 F1（P / R）", &[]),
            "matching_reliability" => ("比对：各分数段里有多少是对的", &[]),
            _ => continue,
        };
        writeln!(out, "{title}").map_err(failed())?;
        match *name {
            "matching_thresholds" => thresholds(&measured.thresholds, out)?,
            "matching_reliability" => reliability(&measured.reliability, measured.estimate, out)?,
            _ => text(out, frame, columns)?,
        }
        writeln!(out).map_err(failed())?;
    }
    if let Some((right, all)) = measured.extraction.functions {
        writeln!(out, "单位职能：{right}/{all}\n").map_err(failed())?;
    }
    if !measured.confirmed.is_empty() {
        let kinds = measured.confirmed.iter().map(|(kind, right, all)| format!("{} {right}/{all}", kind.title()));
        let kinds: Vec<String> = kinds.collect();
        writeln!(out, "人工更正中程序自己读对的：{}\n", kinds.join("；")).map_err(failed())?;
    }
    if let (right, all @ 1..) = measured.evidence {
        writeln!(out, "显示的分句与读者指出的一致：{right}/{all}（读者每对只指出一处，其他处也可能是对的）\n")
            .map_err(failed())?;
    }
    for row in &measured.errors {
        let kind = if row.kind == "missed" { "漏掉" } else { "误判" };
        let grade = row.graded.map_or_else(|| "未评".to_owned(), |grade| format!("评为{grade}"));
        writeln!(out, "{kind}（{grade}） {:.2}  {}  {} ↔ {}", row.score, row.pool, row.left_task_id, row.right_task_id)
            .map_err(failed())?;
        writeln!(out, "  左  {}\n  右  {}", tame(&row.left_text), tame(&row.right_text)).map_err(failed())?;
        writeln!(out, "  相遇  {} ↔ {}", tame(&row.left_clause), tame(&row.right_clause)).map_err(failed())?;
        if let (Some(left), Some(right)) = (&row.wanted_left, &row.wanted_right) {
            writeln!(out, "  标注  {} ↔ {}", tame(left), tame(right)).map_err(failed())?;
        }
        writeln!(out, "  依据  {}\n", row.signals.join("；")).map_err(failed())?;
    }
    let figures: Vec<String> = measured
        .figures
        .iter()
        .map(|figure| match figure.needed {
            Some(least) if figure.value < least => format!("{}={:.3}(<{least})", figure.name, figure.value),
            _ => format!("{}={:.3}", figure.name, figure.value),
        })
        .collect();
    writeln!(out, "{}", figures.join(" ")).map_err(failed())
}

const EXTRACTION: [(&str, &str); 17] = [
    ("labels", "清单"),
    ("labelled", "标注"),
    ("found", "读到"),
    ("task_precision", "任务P"),
    ("task_recall", "R"),
    ("task_f1", "F1"),
    ("text", "文字"),
    ("number", "序号"),
    ("section", "章节"),
    ("assignment_precision", "单位P"),
    ("assignment_recall", "R"),
    ("assignment_f1", "F1"),
    ("target_precision", "目标P"),
    ("target_recall", "R"),
    ("target_f1", "F1"),
    ("op", "比较"),
    ("indicator", "指标"),
];

const QUALITY: [(&str, &str); 12] = [
    ("pool", "标注"),
    ("weights", "权重"),
    ("threshold", "分数线"),
    ("gold", "应有"),
    ("printed", "给出"),
    ("precision", "P"),
    ("recall", "R"),
    ("f1", "F1"),
    ("f1_low", "95%下限"),
    ("f1_high", "上限"),
    ("average_precision", "AP"),
    ("average_precision_printed", "AP（给出的）"),
];

/// A line a threshold, a column a pool.
fn thresholds(rows: &[QualityRow], out: &mut dyn Write) -> Result<(), Error> {
    let mut pools: Vec<&str> = rows.iter().map(|row| row.pool.as_str()).collect();
    pools.dedup();
    let heads: Vec<&str> = std::iter::once("分数线").chain(pools.iter().copied()).collect();
    let lines = rows.iter().filter(|row| row.pool == pools[0]).map(|first| {
        let own = rows.iter().filter(|row| row.threshold == first.threshold);
        let cells = own.map(|row| format!("{:.3}（{:.2} / {:.2}）", row.f1, row.precision, row.recall));
        std::iter::once(format!("{:.1}", first.threshold)).chain(cells).collect()
    });
    grid(out, &heads, lines)
}

/// A line a tenth, the highest first, and what the scores say of all matches.
fn reliability(rows: &[ReliabilityRow], estimate: Option<Estimate>, out: &mut dyn Write) -> Result<(), Error> {
    let failed = || Error::write("stdout");
    let how = match rows.first() {
        Some(row) if row.weights == "left_out" => "每组都用没有学过它的权重打分",
        _ => "用内置权重打分，学过的标注会偏好",
    };
    writeln!(out, "（{how}；整组读过而未评的对计为不对）").map_err(failed())?;
    let line = |row: &ReliabilityRow| {
        let share = if row.pairs == 0 { "—".to_owned() } else { format!("{:.2}", row.share) };
        let expected = if row.pairs == 0 { "—".to_owned() } else { format!("{:.2}", row.expected) };
        vec![format!("{:.1}–{:.1}", row.low, row.high), row.pairs.to_string(), row.right.to_string(), share, expected]
    };
    grid(out, &["分数", "任务对", "对的", "对的占", "分数均值"], rows.iter().rev().map(line))?;
    if let Some(estimate) = estimate {
        let recall = estimate.recall.map(|recall| format!("，应有的对应约找到 {recall:.2}")).unwrap_or_default();
        writeln!(out, "只按分数估计：给出的对应约 {:.2} 是对的{recall}", estimate.precision).map_err(failed())?;
    }
    Ok(())
}

/// One object a row; `table` tells which table it is of.
fn json_lines(frames: &[(&str, DataFrame)], out: &mut dyn Write) -> Result<(), Error> {
    for (name, frame) in frames {
        let mut lines = Vec::new();
        write_text(&mut lines, frame, FileFormat::JsonLines)?;
        for line in String::from_utf8_lossy(&lines).lines() {
            // every line is an object that is not empty
            writeln!(out, "{{\"table\":\"{name}\",{}", &line[1..]).map_err(Error::write("stdout"))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn needs_are_names_with_numbers() {
        assert_eq!("match=0.8".parse(), Ok(Need { name: "match".into(), least: 0.8 }));
        for text in ["match", "match=high", "=."] {
            assert!(text.parse::<Need>().is_err(), "{text}");
        }
    }

    #[test]
    fn errors_are_cut_kind_by_kind() {
        let error = |kind: &str| ExtractionErrorRow { kind: kind.into(), ..ExtractionErrorRow::default() };
        let errors = [error("a"), error("a"), error("b"), error("a")];
        let kinds = |most| first_of_each_kind(&errors, most).iter().map(|error| error.kind.clone()).collect::<String>();
        assert_eq!((kinds(0).as_str(), kinds(1).as_str(), kinds(2).as_str()), ("", "ab", "aab"));
    }
}
