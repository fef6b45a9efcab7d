//! Samples: pairs that are worth grading, and reading them back with their grades.
//!
//! In:  matches at any score; or a file of graded pairs, CSV or XLSX.
//! Out: [`SampleRow`]s, a pair each. The nearer a score is to 0.5, the more a grade teaches.

use std::collections::{BTreeSet, HashMap};
use std::io::Cursor;
use std::path::Path;
use std::{fs, str};

use calamine::{Data, Reader};
use rust_xlsxwriter::{Color, DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, XlsxError};

use crate::error::{Cause, Error};
use crate::matching::kernel::{self, Match, Options, Weights};
use crate::matching::{Prepared, Request};
use crate::table::Row;
use crate::table::schema::SampleRow;

/// Scores that are doubtful at all.
const DOUBTFUL: std::ops::RangeInclusive<f32> = 0.05..=0.95;
/// A task stands in at most so many pairs of a sample, so that the sample shows many tasks.
const A_TASK: usize = 3;
/// Excel's limit for one cell is 32,767 characters.
const LONGEST: usize = 32_000;

/// The pairs with scores nearest to 0.5, spread over lists and topics; pairs that were graded are left out.
///
/// # Errors
/// [`Error::Selector`] where a selector of the request chooses nothing.
pub fn uncertain(
    prepared: &Prepared,
    weights: &Weights,
    request: &Request,
    graded: &BTreeSet<(String, String)>,
    number: usize,
) -> Result<Vec<SampleRow>, Error> {
    let plan = prepared.plan(request)?;
    let options = Options { min_score: *DOUBTFUL.start(), top: None, one_to_one: false, ..request.options };
    let found = kernel::find(&prepared.corpus, weights, &plan.pairs, &options, &());
    let id = |task: u32| prepared.tasks[task as usize].task_id.as_str();
    let fits = |row: &Match| {
        DOUBTFUL.contains(&row.score) && !graded.contains(&(id(row.left).to_owned(), id(row.right).to_owned()))
    };
    let list = |task: u32| prepared.tasks[task as usize].list;
    let candidates = found.rows.iter().filter(fits).map(|row| Candidate {
        lists: [list(row.left), list(row.right)],
        topics: prepared.corpus.shared_concepts(row.left, row.right),
        row,
    });
    let chosen = spread(candidates.collect(), number);
    Ok(chosen.iter().map(|row| sample_row(prepared, row)).collect())
}

/// A pair that may be drawn, with its two lists and what both tasks are about.
#[derive(Debug, Clone)]
struct Candidate {
    row: Match,
    lists: [u32; 2],
    topics: Vec<u32>,
}

/// Takes one pair after the other: the one nearest to 0.5, less near the more its lists, its topics and its tasks were taken
/// before; of the pairs as near the first.
fn spread(mut candidates: Vec<Candidate>, number: usize) -> Vec<Match> {
    /// What a list or a topic that was taken once counts in distance from 0.5.
    const TAKEN: f32 = 0.05;
    let mut tasks: HashMap<u32, usize> = HashMap::new();
    let (mut lists, mut topics): (HashMap<u32, usize>, HashMap<u32, usize>) = Default::default();
    let mut chosen = Vec::new();
    while chosen.len() < number {
        let times = |taken: &HashMap<u32, usize>, what: &u32| taken.get(what).copied().unwrap_or(0);
        candidates.retain(|one| [one.row.left, one.row.right].iter().all(|task| times(&tasks, task) < A_TASK));
        let far = |one: &Candidate| {
            let before: usize = one.lists.iter().map(|list| times(&lists, list)).sum::<usize>()
                + one.topics.iter().map(|topic| times(&topics, topic)).sum::<usize>()
                + [one.row.left, one.row.right].iter().map(|task| times(&tasks, task)).sum::<usize>();
            (one.row.score - 0.5).abs() + TAKEN * before as f32
        };
        let nearest = candidates.iter().enumerate().map(|(at, one)| (far(one), at));
        let Some((_, at)) = nearest.reduce(|best, next| if next.0 < best.0 { next } else { best }) else { break };
        let one = candidates.remove(at);
        for (taken, what) in [(&mut lists, &one.lists[..]), (&mut topics, &one.topics[..])] {
            for what in what {
                *taken.entry(*what).or_default() += 1;
            }
        }
        for task in [one.row.left, one.row.right] {
            *tasks.entry(task).or_default() += 1;
        }
        chosen.push(one.row);
    }
    chosen
}

fn sample_row(prepared: &Prepared, row: &Match) -> SampleRow {
    let (left, right) = (&prepared.tasks[row.left as usize], &prepared.tasks[row.right as usize]);
    let (left_clause, right_clause) = row.clauses(&prepared.corpus);
    SampleRow {
        a: left.task_id.clone(),
        b: right.task_id.clone(),
        left_text: left.text.clone(),
        right_text: right.text.clone(),
        left_clause: left.text.get(left_clause).unwrap_or_default().to_owned(),
        right_clause: right.text.get(right_clause).unwrap_or_default().to_owned(),
        score: (f64::from(row.score) * 1e4).round() / 1e4,
        grade: None,
    }
}

/// What the grades mean, for the sheet beside the pairs.
pub const NOTE: &[(&str, &str)] = &[
    ("怎样评分", "读完左右两项任务的全文，在 grade 一列填 2、1 或 0；拿不准可以空着，空着的不计入。"),
    (
        "2 同一项承诺",
        "左右各有一个分句承诺同一件具体的事：同一指标、同一项目或行动、同一项具体职责。数值、年份、地区、措辞可以不同。督查人员会把它们放在同一行。",
    ),
    ("1 相关", "同一政策领域，但没有共同的具体承诺。不计对错。"),
    ("0 无关", "只有套话相同（加快推进、高质量发展、服务体系）。"),
    ("套话也算", "具体的规定动作算 2：过紧日子、中央八项规定、依法行政、接受人大政协监督。"),
    ("score", "程序给的分数：0.5 表示是与不是各半。先看原文再看分数。"),
    ("读回", "填好后：duibiao eval --sample 本文件；一并用来学习：duibiao train --sample 本文件。a、b 两列不要改。"),
];

/// The sample as a workbook: the pairs, with a choice of grades, and a sheet that explains them.
///
/// # Errors
/// [`Error::Table`] where the workbook cannot be made.
pub fn workbook(rows: &[SampleRow]) -> Result<Vec<u8>, Error> {
    make(rows).map_err(Error::table(SampleRow::TABLE))
}

fn make(rows: &[SampleRow]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // The time of writing is no part of the result: same input, same bytes.
    book.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?));
    let head = Format::new().set_bold();
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let top = Format::new().set_align(FormatAlign::Top);
    let asked = Format::new().set_align(FormatAlign::Top).set_background_color(Color::RGB(0x00FF_F4CC));
    let sheet = book.add_worksheet();
    sheet.set_name(SampleRow::TABLE)?;
    for (column, (name, width)) in
        SampleRow::COLUMNS.iter().zip([22.0, 22.0, 60.0, 60.0, 30.0, 30.0, 8.0, 8.0]).enumerate()
    {
        sheet.write_string_with_format(0, column as u16, *name, &head)?;
        sheet.set_column_width(column as u16, width)?;
    }
    for (at, row) in rows.iter().enumerate() {
        let line = at as u32 + 1;
        let texts = [&row.a, &row.b, &row.left_text, &row.right_text, &row.left_clause, &row.right_clause];
        for (column, text) in texts.into_iter().enumerate() {
            let text: String = text.chars().take(LONGEST).collect();
            sheet.write_string_with_format(line, column as u16, text, if column < 2 { &top } else { &wrapped })?;
        }
        sheet.write_number_with_format(line, 6, row.score, &top)?;
        match row.grade {
            Some(grade) => sheet.write_number_with_format(line, 7, grade, &asked)?,
            None => sheet.write_blank(line, 7, &asked)?,
        };
    }
    if !rows.is_empty() {
        let choice = DataValidation::new().allow_list_strings(&["2", "1", "0"])?;
        sheet.add_data_validation(1, 7, rows.len() as u32, 7, &choice)?;
        sheet.autofilter(0, 0, rows.len() as u32, 7)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    let note = book.add_worksheet();
    note.set_name("说明")?;
    note.set_column_width(0, 16)?;
    note.set_column_width(1, 100)?;
    for (line, (title, words)) in NOTE.iter().enumerate() {
        note.write_string_with_format(line as u32, 0, *title, &head)?;
        note.write_string_with_format(line as u32, 1, *words, &wrapped)?;
    }
    book.save_to_buffer()
}

/// Reads a sample that people graded: CSV (UTF-8, comma or semicolon or tab) or a workbook. Columns go by their heads; those
/// of ids and grade must be there.
///
/// # Errors
/// [`Error::Read`]; [`Error::Lexicon`] with the row whose grade is none of 0, 1, 2; [`Error::Table`] where a column is missing.
pub fn open(path: &Path) -> Result<Vec<SampleRow>, Error> {
    let bytes = fs::read(path).map_err(Error::read(path))?;
    let failed = |cause: Cause| Error::Table { path: path.to_path_buf(), source: cause };
    let rows = if bytes.starts_with(b"PK") { sheet_rows(&bytes) } else { csv_rows(&bytes) }.map_err(failed)?;
    let mut rows = rows.into_iter();
    let heads = rows.next().unwrap_or_default();
    let place = |name: &str| heads.iter().position(|head| head.trim() == name);
    let needed = |name: &str| place(name).ok_or_else(|| failed(format!("no column `{name}`").into()));
    let (a, b, grade) = (needed("a")?, needed("b")?, needed("grade")?);
    let optional = ["left_text", "right_text", "left_clause", "right_clause", "score"].map(place);
    let mut sample = Vec::new();
    for (line, row) in rows.enumerate() {
        let cell = |place: usize| row.get(place).map(|cell| cell.trim()).unwrap_or_default();
        let words = |at: usize| optional[at].map(cell).unwrap_or_default().to_owned();
        if cell(a).is_empty() && cell(b).is_empty() {
            continue;
        }
        let grade = match cell(grade) {
            "" => None,
            "0" | "0.0" => Some(0),
            "1" | "1.0" => Some(1),
            "2" | "2.0" => Some(2),
            other => {
                let reason = format!("grade `{other}`: write 2, 1 or 0, or leave it empty");
                return Err(Error::Lexicon { path: path.to_path_buf(), line: line + 2, source: reason.into() });
            }
        };
        sample.push(SampleRow {
            a: cell(a).to_owned(),
            b: cell(b).to_owned(),
            left_text: words(0),
            right_text: words(1),
            left_clause: words(2),
            right_clause: words(3),
            score: words(4).parse().unwrap_or(0.0),
            grade,
        });
    }
    Ok(sample)
}

fn csv_rows(bytes: &[u8]) -> Result<Vec<Vec<String>>, Cause> {
    let text = str::from_utf8(bytes)
        .map_err(|error| format!("not UTF-8 at byte {}; save it as CSV UTF-8", error.valid_up_to()))?;
    let text = text.trim_start_matches('\u{feff}');
    let head = text.lines().next().unwrap_or_default();
    let delimiter = [b',', b'\t', b';']
        .into_iter()
        .max_by_key(|&mark| (head.bytes().filter(|byte| *byte == mark).count(), mark == b','));
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter.unwrap_or(b','))
        .from_reader(text.as_bytes());
    let rows = reader.records().map(|row| row.map(|row| row.iter().map(str::to_owned).collect()));
    Ok(rows.collect::<Result<_, csv::Error>>()?)
}

fn sheet_rows(bytes: &[u8]) -> Result<Vec<Vec<String>>, Cause> {
    let mut book = calamine::open_workbook_auto_from_rs(Cursor::new(bytes))?;
    let sheet = book.worksheet_range_at(0).ok_or("a workbook without a sheet")??;
    let cell = |cell: &Data| match cell {
        Data::Float(value) if value.fract() == 0.0 => format!("{value:.0}"),
        cell => cell.to_string(),
    };
    Ok(sheet.rows().map(|row| row.iter().map(cell).collect()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::kernel::SIGNALS;

    fn pair(left: u32, right: u32, score: f32) -> Match {
        Match { left, right, score, meet: None, added: [0; SIGNALS] }
    }

    fn candidate(left: u32, right: u32, score: f32, lists: [u32; 2], topics: &[u32]) -> Candidate {
        Candidate { row: pair(left, right, score), lists, topics: topics.to_vec() }
    }

    fn check(candidates: Vec<Candidate>, number: usize, want: &[u32]) {
        let chosen = spread(candidates, number);
        assert_eq!(chosen.iter().map(|row| row.left).collect::<Vec<_>>(), want);
    }

    #[test]
    fn the_most_doubtful_spread_over_lists_and_topics() {
        let one_place = vec![
            candidate(0, 90, 0.9, [0, 1], &[]),
            candidate(1, 91, 0.52, [0, 1], &[]),
            candidate(2, 92, 0.5, [0, 1], &[]),
            candidate(3, 93, 0.42, [2, 3], &[]),
        ];
        // another place before the second of the first
        check(one_place.clone(), 9, &[2, 3, 1, 0]);
        check(one_place, 2, &[2, 3]);
        let topics = vec![
            candidate(1, 91, 0.5, [0, 1], &[7]),
            candidate(2, 92, 0.5, [2, 3], &[7]),
            candidate(3, 93, 0.48, [4, 5], &[8]),
        ];
        check(topics, 3, &[1, 3, 2]);
        // no task fills a sample
        let one_task = (0..9).map(|right| candidate(1, 100 + right, 0.5, [0, 1], &[])).collect();
        check(one_task, 9, &[1; A_TASK]);
    }

    fn row(grade: Option<u32>) -> SampleRow {
        SampleRow {
            a: "甲-2020/city/1".into(),
            b: "乙-2020/city/2".into(),
            left_text: "=修路，\n植树".into(),
            score: 0.5123,
            grade,
            ..SampleRow::default()
        }
    }

    #[test]
    fn a_workbook_reads_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sample.xlsx");
        let rows = [row(None), row(Some(2)), row(Some(0))];
        fs::write(&path, workbook(&rows).unwrap()).unwrap();
        assert_eq!(open(&path).unwrap(), rows);
        assert_eq!(workbook(&rows).unwrap(), workbook(&rows).unwrap());
    }

    #[test]
    fn tables_of_people_read_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sample.csv");
        for (text, want) in [
            ("\u{feff}a,b,grade\nx,y,2\nx,z,\n", Ok(vec![Some(2), None])),
            ("grade;score;b;a\n1;0.5;y;x\n;;;\n", Ok(vec![Some(1)])),
            ("a\tb\tgrade\nx\ty\t3\n", Err(())),
            ("a,b\nx,y\n", Err(())),
        ] {
            fs::write(&path, text).unwrap();
            let found = open(&path).map(|rows| rows.iter().map(|row| row.grade).collect::<Vec<_>>()).map_err(|_| ());
            assert_eq!(found, want, "{text}");
        }
    }
}
