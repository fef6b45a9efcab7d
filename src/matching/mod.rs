//! Matching: matches and themes of rows.
//!
//! In:  the rows of the notices that were read.
//! Out: the same rows with `matches`, `themes` and `theme_ranking` filled in.
//! Not here: how two tasks are scored ([`kernel`]) and how a selector is spelt on the command line.

mod apart;
mod block;
pub mod kernel;
mod prepared;
mod printed;
mod rows;
mod selector;
mod themes;
mod verdicts;

use std::sync::mpsc;

use rayon::prelude::*;

use crate::error::Error;
use crate::lexicon::Lexicons;
use crate::meter::Meter;
use crate::quantity::indicator_title;
use crate::table::schema::MatchRow;
use crate::table::{Maker, Matches, Rows};
use crate::text;

pub use self::apart::apart;
pub use self::block::{Block, block, block_rows};
use self::kernel::plan::{Plan, Rules};
use self::kernel::{Estimate, Options, Sorted, Weights, theme};
pub use self::prepared::Prepared;
use self::rows::Found;
pub use self::rows::{signal_labels, waterfall};
pub use self::selector::{Selector, chosen_lists, narrow, one_list};
use self::verdicts::Verdicts;

/// Which lists are compared, and how.
#[derive(Debug, Clone, Default)]
pub struct Request {
    pub left: Vec<Selector>,
    pub right: Vec<Selector>,
    pub rules: Rules,
    pub options: Options,
    /// Whether themes are gathered too.
    pub themes: bool,
}

/// What was done, for words about the work.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Work {
    pub lists: usize,
    pub tasks: usize,
    /// Pairs of lists compared.
    pub list_pairs: usize,
    /// Pairs of tasks in them, scored, and left out because no shortlist named them.
    pub considered: u64,
    pub scored: u64,
    pub pruned: u64,
    /// Pairs of tasks spared by a rule, by the rule's name.
    pub spared: Vec<(&'static str, u64)>,
    pub matches: usize,
    pub themes: usize,
    /// How good the matches are, by their own scores; nothing where one partner a task or the best were chosen.
    pub estimate: Option<Estimate>,
}

/// Finds matches and themes and puts them beside the rows.
///
/// # Errors
/// [`Error::Selector`] where a selector chooses no list.
pub fn pair(rows: &mut Rows, request: &Request, meter: &dyn Meter) -> Result<Work, Error> {
    let mut prepared = Prepared::of(rows);
    let plan = prepared.plan(request)?;
    let verdicts = Verdicts::of(&rows.corrections, &prepared);
    let (found, mut work) = find(&prepared, &plan, request, &verdicts, meter);
    verdicts.tell(&mut rows.corrections, &found);
    (rows.themes, rows.theme_ranking) = Default::default();
    if request.themes {
        let themes = theme::themes(&prepared.corpus, &prepared.tasks, &prepared.lists, &found, |id: &str| {
            indicator_title(id).map(str::to_owned)
        });
        work.themes = themes.len();
        (rows.themes, rows.theme_ranking) = themes::theme_rows(&prepared, &themes);
    }
    prepared.corpus.forget_likeness();
    rows.matches = Matches::new(Found::new(prepared, found, verdicts.marks()));
    Ok(work)
}

/// The matches of a plan, and what was done.
fn find(prepared: &Prepared, plan: &Plan, request: &Request, verdicts: &Verdicts, meter: &dyn Meter) -> (Sorted, Work) {
    let (corpus, weights) = (&prepared.corpus, Weights::built_in());
    let found = kernel::find_with(corpus, weights, &plan.pairs, &request.options, &verdicts.overrule(), meter);
    let work = Work {
        lists: prepared.lists.len(),
        tasks: prepared.tasks.len(),
        list_pairs: plan.pairs.len(),
        considered: found.considered,
        scored: found.scored,
        pruned: found.pruned(),
        spared: plan.spared.iter().map(|(rule, count)| (rule.label(), *count)).collect(),
        matches: found.rows.len(),
        estimate: found.estimate().filter(|_| !request.options.one_to_one && request.options.top.is_none()),
        themes: 0,
    };
    (found.rows, work)
}

/// Finds matches and hands them on in parts, in order, so that very many never stand in memory at once.
///
/// `make` turns a part into what `take` gets; parts are made on all threads while this one takes.
///
/// # Errors
/// [`Error::Selector`] where a selector chooses no list, and what `make` and `take` return.
pub fn stream<T: Send>(
    rows: Rows,
    request: &Request,
    meter: &dyn Meter,
    make: impl Fn(&mut dyn ExactSizeIterator<Item = MatchRow>) -> Result<T, Error> + Sync,
    mut take: impl FnMut(T) -> Result<(), Error>,
) -> Result<Work, Error> {
    /// Rows of a part: its text stays in a processor's cache until it is taken.
    const PART: usize = 512;
    let mut rows = rows;
    let corrections = std::mem::take(&mut rows.corrections);
    let mut prepared = Prepared::new(rows);
    text::release();
    let plan = prepared.plan(request)?;
    let verdicts = Verdicts::of(&corrections, &prepared);
    let (found, work) = find(&prepared, &plan, request, &verdicts, meter);
    prepared.corpus.forget_likeness();
    let found = Found::new(prepared, found, verdicts.marks());
    let at_once = rayon::current_num_threads() * 8;
    let lexicons = Lexicons::current();
    std::thread::scope(|scope| {
        let (made, waiting) = mpsc::sync_channel::<Vec<Result<T, Error>>>(1);
        scope.spawn(|| {
            let made = made;
            for start in (0..found.count()).step_by(PART * at_once) {
                let parts = (0..at_once).into_par_iter().map(|part| {
                    let from = (start + part * PART).min(found.count());
                    let rows = from..(from + PART).min(found.count());
                    (!rows.is_empty()).then(|| lexicons.here(|| make(&mut rows.map(|at| found.row(at)))))
                });
                let parts = parts.flatten().collect();
                // nobody waits any more: taking has failed
                if made.send(parts).is_err() {
                    break;
                }
            }
        });
        waiting.into_iter().flatten().try_for_each(|part| take(part?))
    })?;
    // many small pieces: nobody needs to wait until they are freed
    rayon::spawn(move || drop(found));
    Ok(work)
}
