//! Verdicts: what people said of pairs of tasks.
//!
//! In:  corrections whose tasks were found, the prepared tasks.
//! Out: the pairs that are, or are not, the same by their word; what each correction did.

use std::collections::{BTreeMap, HashSet};

use rustc_hash::FxHashMap;

use super::Prepared;
use super::kernel::{Overrule, Sorted};
use crate::correction::{Kind, mark};
use crate::table::schema::CorrectionRow;

/// Verdicts by pairs of tasks, the lower number first: whether they are the same, and the lines that say so.
#[derive(Default)]
pub(super) struct Verdicts(BTreeMap<(u32, u32), (bool, Vec<usize>, String)>);

impl Verdicts {
    pub fn of(rows: &[CorrectionRow], prepared: &Prepared) -> Self {
        let mut verdicts = Self::default();
        let said = |row: &CorrectionRow| Kind::parse(&row.kind).filter(|kind| kind.is_pair() && row.applied != "no");
        if !rows.iter().any(|row| said(row).is_some()) {
            return verdicts;
        }
        let places: FxHashMap<&str, u32> =
            (0..).zip(&prepared.tasks).map(|(at, task)| (task.task_id.as_str(), at)).collect();
        let place = |id: &Option<String>| places.get(id.as_deref()?).copied();
        for (at, row) in rows.iter().enumerate() {
            let Some(kind) = said(row) else { continue };
            let Some((a, b)) = place(&row.subject_id).zip(place(&row.object_id)) else { continue };
            let (same, lines, words) = verdicts.0.entry((a.min(b), a.max(b))).or_default();
            *same = kind == Kind::Same;
            lines.push(at);
            if !words.is_empty() {
                words.push_str(" / ");
            }
            words.push_str(&mark(&row.source, row.line));
        }
        verdicts
    }

    pub fn overrule(&self) -> Overrule {
        Overrule(self.0.iter().map(|(pair, (same, ..))| (*pair, *same)).collect())
    }

    /// The lines that say of pairs that they are the same.
    pub fn marks(self) -> FxHashMap<(u32, u32), String> {
        let same = self.0.into_iter().filter(|(_, (same, ..))| *same);
        same.map(|(pair, (_, _, words))| (pair, words)).collect()
    }

    /// Says of each correction of a pair whether its lists were compared.
    pub fn tell(&self, rows: &mut [CorrectionRow], found: &Sorted) {
        if self.0.is_empty() {
            return;
        }
        let found: HashSet<(u32, u32)> =
            found.pairs().map(|(left, right, _)| (left.min(right), left.max(right))).collect();
        for (pair, (same, lines, _)) in &self.0 {
            for &at in lines {
                let Some(row) = rows.get_mut(at) else { continue };
                row.rows = u32::from(*same == found.contains(pair));
                if row.rows == 0 {
                    "这次没有比对这两份清单，或另有更合适的对应".clone_into(&mut row.message);
                }
            }
        }
    }
}
