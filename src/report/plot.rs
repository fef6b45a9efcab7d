//! One picture of a report, into a file that somebody names.

use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::charts;
use super::data::Data;
use super::findings::compares;
use super::names;
use super::themes;
use crate::analysis::{By, Overlaps};
use crate::chart::{self, Caption, Picture, UnitLoad, Workload};
use crate::error::Error;
use crate::table::Rows;
use crate::table::schema::{PanelRow, WorkloadRow};

/// What to draw, with what was counted of it.
#[derive(Debug, Clone, Copy)]
pub enum Plot<'a> {
    /// Tasks per unit or function, one picture a notice.
    Workload(By, &'a [WorkloadRow]),
    Overlap(&'a Overlaps),
    /// The themes that rose or fell the most between two years, at most so many; how widely they are spread where no two compare.
    Themes(usize),
    /// The most widespread indicators, at most so many.
    Indicators(usize),
    /// The goals of the first indicator of a panel beside last year's, or how they are spread, with the places marked whose
    /// names hold these words.
    Panel(&'a [PanelRow], &'a [String]),
    /// The goals of the first indicator beside what came of them.
    Promises(&'a [PanelRow]),
}

/// Draws a picture into `file`, SVG or PNG by its ending; several notices get a file each, named after the notice.
/// Returns the files.
///
/// # Errors
/// [`Error::Usage`] where the ending is neither, [`Error::Write`] and [`Error::Draw`].
pub fn plot(rows: &Rows, plot: Plot<'_>, file: &Path) -> Result<Vec<PathBuf>, Error> {
    let ending = file.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    let Some(picture) = Picture::ALL.into_iter().find(|picture| picture.extension() == ending) else {
        return Err(Error::Usage(format!("{}: a picture's name ends in .svg or .png", file.display())));
    };
    let data = Data::new(rows);
    match plot {
        Plot::Workload(by, counted) => data.take_workload(by, counted.to_vec()),
        Plot::Overlap(counted) => data.take_overlaps(counted.clone()),
        Plot::Panel(counted, _) | Plot::Promises(counted) => data.take_panel(counted.to_vec()),
        Plot::Themes(_) | Plot::Indicators(_) => {}
    }
    let charts: Vec<(PathBuf, charts::Drawable)> = match plot {
        Plot::Workload(by, _) => workloads(&data, by, file),
        Plot::Overlap(_) => vec![(file.to_path_buf(), Box::new(charts::overlap(&data)))],
        Plot::Themes(most) => {
            let spread = || Box::new(themes::spread(&data).unwrap_or_default()) as charts::Drawable;
            let chart = themes::change(&data, most).map_or_else(spread, |chart| Box::new(chart) as charts::Drawable);
            vec![(file.to_path_buf(), chart)]
        }
        Plot::Indicators(most) => vec![(file.to_path_buf(), Box::new(charts::indicators(&data, most)))],
        Plot::Panel(_, marked) => vec![(file.to_path_buf(), charts::goals(&data, marked))],
        Plot::Promises(_) => vec![(file.to_path_buf(), charts::outcomes(&data))],
    };
    if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder).map_err(Error::write(folder))?;
    }
    charts
        .into_par_iter()
        .map(|(path, chart)| {
            let bytes = chart::render(chart.as_ref(), picture)?;
            fs::write(&path, bytes).map_err(Error::write(&path))?;
            Ok(path)
        })
        .collect()
}

fn workloads(data: &Data, by: By, file: &Path) -> Vec<(PathBuf, charts::Drawable)> {
    let rows = data.workload(by);
    let named: Vec<usize> = (0..data.notices.len())
        .filter(|&at| rows.iter().any(|row| row.notice_id == data.notices[at].notice_id))
        .collect();
    named
        .iter()
        .map(|&at| {
            let notice = &data.notices[at];
            let path = match named.len() {
                1 => file.to_path_buf(),
                _ => {
                    let stem = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
                    let ending =
                        file.extension().map(|ending| ending.to_string_lossy().into_owned()).unwrap_or_default();
                    file.with_file_name(format!("{stem}-{}.{ending}", names::file(&notice.notice_id)))
                }
            };
            let units = rows
                .iter()
                .filter(|row| row.notice_id == notice.notice_id && (by == By::Function || compares(row)))
                .map(|row| UnitLoad {
                    unit: row.title.clone(),
                    lead: row.lead,
                    responsible: row.responsible,
                    support: row.support,
                });
            let chart = Workload {
                caption: Caption { source: notice.title.clone(), ..Caption::default() },
                notice: data.names[at].clone(),
                tasks: notice.tasks,
                what: if by == By::Unit { "单位" } else { "条线" }.to_owned(),
                units: units.collect(),
                ..Workload::default()
            };
            (path, Box::new(chart) as charts::Drawable)
        })
        .collect()
}
