//! Rows: the currency from reading to report.

use super::matches::Matches;
use super::schema::{
    AssignmentRow, ClauseRow, CorrectionRow, DeadlineRow, FormRow, ListRow, NoticeRow, PassageRow, ProblemRow,
    TargetRow, TaskRow, ThemeRankingRow, ThemeRow,
};

/// The rows of all tables of the contract.
#[derive(Debug, Clone, Default)]
pub struct Rows {
    pub notices: Vec<NoticeRow>,
    pub lists: Vec<ListRow>,
    pub passages: Vec<PassageRow>,
    pub tasks: Vec<TaskRow>,
    pub clauses: Vec<ClauseRow>,
    pub assignments: Vec<AssignmentRow>,
    pub targets: Vec<TargetRow>,
    pub deadlines: Vec<DeadlineRow>,
    pub forms: Vec<FormRow>,
    pub problems: Vec<ProblemRow>,
    /// What people overruled, once everything is read.
    pub corrections: Vec<CorrectionRow>,
    /// The plain text of each notice, by its id; spans count its bytes.
    pub sources: Vec<(String, String)>,
    /// Matches and themes are none until [`crate::matching`] finds them.
    pub matches: Matches,
    pub themes: Vec<ThemeRow>,
    pub theme_ranking: Vec<ThemeRankingRow>,
}

impl Rows {
    /// What matching needs: no passages, deadlines and problems, and no matches.
    pub fn to_match(&self) -> Self {
        Self {
            notices: self.notices.clone(),
            lists: self.lists.clone(),
            tasks: self.tasks.clone(),
            clauses: self.clauses.clone(),
            assignments: self.assignments.clone(),
            targets: self.targets.clone(),
            corrections: self.corrections.clone(),
            sources: self.sources.clone(),
            ..Self::default()
        }
    }

    /// Adds the rows of other notices; matches and themes stay.
    pub fn append(&mut self, other: Self) {
        self.notices.extend(other.notices);
        self.lists.extend(other.lists);
        self.passages.extend(other.passages);
        self.tasks.extend(other.tasks);
        self.clauses.extend(other.clauses);
        self.assignments.extend(other.assignments);
        self.targets.extend(other.targets);
        self.deadlines.extend(other.deadlines);
        self.forms.extend(other.forms);
        self.problems.extend(other.problems);
        self.corrections.extend(other.corrections);
        self.sources.extend(other.sources);
    }
}
