//! Intake: files to rows, and what was read before taken over.
//!
//! In:  paths of files and folders; tables that an earlier run left, [`Kept`].
//! Out: the rows of every notice, those of unchanged files as they stood, and the matches among these that still hold.
//!
//! A file is unchanged where its path and its checksum are. Whatever is taken over, the rows are those that reading
//! everything anew would give: ids are numbered and copies noted over all notices together.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::meter::Meter;
use crate::notice::Code;
use crate::reading::{LineStarts, copies, each, numbered, plain, read_file, unnumbered};
use crate::table::schema::MatchRow;
use crate::table::{Compared, Kept, Rows, problem_row};

/// What was taken in.
#[derive(Debug, Default)]
pub struct Intake {
    pub rows: Rows,
    /// Files that could not be read, in path order.
    pub failures: Vec<Error>,
    /// How many notices were taken over.
    pub taken_over: usize,
    pub known: Known,
}

/// Matches found before, between lists that have not changed since.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// The pairs of lists that were compared, and how.
    pub compared: Compared,
    pub matches: Vec<MatchRow>,
}

/// Reads files and folders, and takes over what `kept` holds of them.
///
/// # Errors
/// [`Error::Missing`] and [`Error::EmptyFolder`]. A file that cannot be read costs nothing else: it is among
/// [`Intake::failures`].
pub fn take(inputs: &[PathBuf], kept: Option<Kept>, meter: &dyn Meter) -> Result<Intake, Error> {
    let kept = kept.unwrap_or_default();
    let shelf = Shelf::new(kept.rows);
    let (mut notices, failures) = each(inputs, meter, |opened| match shelf.file(opened.path, &opened.sha256) {
        Some(rows) => Ok(rows.into_iter().map(|rows| (rows, true)).collect()),
        None => Ok(read_file(opened)?.iter().map(|notice| (Rows::from(notice), false)).collect()),
    })?;
    let old: Vec<String> = notices.iter().map(|(rows, _)| id(rows).to_owned()).collect();
    let new = numbered(old.iter().map(|id| unnumbered(id)));
    for ((rows, _), id) in notices.iter_mut().zip(&new) {
        rows.rename(id);
    }
    note_copies(&mut notices);
    let renamed: HashMap<&str, &str> = notices
        .iter()
        .zip(old.iter().zip(&new))
        .filter(|((_, taken_over), _)| *taken_over)
        .map(|(_, (old, new))| (old.as_str(), new.as_str()))
        .collect();
    let known = kept.compared.map(|compared| Known { compared, matches: kept.matches }.renamed(&renamed));
    let mut intake =
        Intake { failures, taken_over: renamed.len(), known: known.unwrap_or_default(), ..Intake::default() };
    for (rows, _) in notices {
        intake.rows.append(rows);
    }
    Ok(intake)
}

fn id(rows: &Rows) -> &str {
    rows.notices.first().map_or("", |notice| notice.notice_id.as_str())
}

/// Notes notices that repeat nearly all tasks of an earlier one.
fn note_copies(notices: &mut [(Rows, bool)]) {
    let texts: Vec<BTreeSet<String>> =
        notices.iter().map(|(rows, _)| rows.tasks.iter().map(|task| plain(&task.text)).collect()).collect();
    for copy in copies(&texts) {
        let earlier = &notices[copy.of].0.notices[0];
        let problem = copy.problem(&earlier.notice_id, &earlier.source);
        let rows = &mut notices[copy.notice].0;
        let notice = &mut rows.notices[0];
        notice.problems += 1;
        let row = problem_row(&problem, &notice.notice_id, &notice.source, "", &LineStarts::of(""));
        rows.problems.insert(0, row);
    }
}

/// Notices that were read before, by the checksums of their files, in the order of their tables.
struct Shelf(HashMap<String, Vec<Rows>>);

impl Shelf {
    fn new(rows: Rows) -> Self {
        let mut shelf: HashMap<String, Vec<Rows>> = HashMap::new();
        for mut rows in rows.split() {
            // Copies are noted anew over all notices.
            let before = rows.problems.len();
            rows.problems.retain(|problem| problem.code != Code::NearDuplicate.id());
            rows.notices[0].problems -= (before - rows.problems.len()) as u32;
            shelf.entry(rows.notices[0].sha256.clone()).or_default().push(rows);
        }
        Self(shelf)
    }

    /// The notices of a file, where it has not changed.
    fn file(&self, path: &Path, sha256: &str) -> Option<Vec<Rows>> {
        let path = path.display().to_string();
        let of_file = |rows: &&Rows| {
            let part = rows.notices[0].source.strip_prefix(&path);
            part.is_some_and(|part| part.is_empty() || part.starts_with('#'))
        };
        let found: Vec<Rows> = self.0.get(sha256)?.iter().filter(of_file).cloned().collect();
        (!found.is_empty()).then_some(found)
    }
}

impl Known {
    /// With the notices' new ids; what is about other notices is left out.
    fn renamed(self, ids: &HashMap<&str, &str>) -> Self {
        let new = |name: &str| {
            let (notice, rest) = name.split_once('/')?;
            Some(format!("{}/{rest}", ids.get(notice)?))
        };
        let pairs = self.compared.pairs.iter().filter_map(|(left, right)| new(left).zip(new(right))).collect();
        let matches = self.matches.into_iter().filter_map(|row| {
            let (left_task_id, right_task_id) = new(&row.left_task_id).zip(new(&row.right_task_id))?;
            Some(MatchRow { left_task_id, right_task_id, ..row })
        });
        Self { compared: Compared { pairs, ..self.compared }, matches: matches.collect() }
    }
}
