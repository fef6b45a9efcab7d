//! Notices: what a document says, task by task.
//!
//! In:  a [`Document`](crate::source::Document).
//! Out: a [`Notice`]: header, lists of tasks with their assignments as printed, deadlines, problems.
//! Not here: which office a name stands for ([`crate::office`]), which quantities a task commits to ([`crate::quantity`]).
//! Never fails: a broken notice costs a [`Problem`], not the notice.

mod account;
mod annex;
mod assign;
mod assignment;
mod blank;
mod bracket;
mod classify;
mod clause;
mod column;
mod deadline;
mod fold;
mod forms;
mod gather;
mod given;
mod glued;
mod goals;
mod grid;
mod han;
mod header;
pub(crate) mod hint;
mod item;
mod kind;
mod label;
mod layout;
mod line;
mod lists;
mod mend;
mod name;
mod narrative;
mod noise;
mod office;
mod origin;
mod outline;
mod page;
mod paragraph;
mod parse;
pub mod part;
pub mod problem;
mod remark;
mod role;
mod roster;
mod row;
mod rule;
mod seam;
mod stage;
mod tail;
mod verb;
mod vocabulary;
mod whole;
mod word;
mod year;

use std::ops::Range;

pub(crate) use account::read_share;
pub use blank::Form;
pub use clause::clause_ranges;
pub(crate) use given::given;
pub use goals::{Goal, goals};
pub(crate) use han::is_han;
pub(crate) use label::warm_up;
pub use parse::{parse, reasons};
pub use problem::{Code, Problem, Severity};

pub use crate::place::{Level, Region};
use crate::source::traced::Traced;

/// What kind of document it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Kind {
    /// Tasks with their units.
    Decomposition,
    /// A work report without units.
    WorkReport,
    /// Only the covering letter; the table is in an annex that is not here.
    CoveringLetter,
    #[default]
    Other,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Decomposition, Self::WorkReport, Self::CoveringLetter, Self::Other];

    /// The code in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Decomposition => "decomposition",
            Self::WorkReport => "work_report",
            Self::CoveringLetter => "covering_letter",
            Self::Other => "other",
        }
    }
}

/// What stands at the head of a notice.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Header {
    pub title: String,
    pub doc_number: Option<String>,
    pub index_number: Option<String>,
    pub issuer: Option<String>,
    /// ISO date.
    pub issued_on: Option<String>,
    /// ISO date.
    pub published_on: Option<String>,
}

/// How a unit is tied to a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Role {
    Lead,
    #[default]
    Responsible,
    Support,
    Leader,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 4] = [Self::Lead, Self::Responsible, Self::Support, Self::Leader];

    /// The code in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Lead => "lead",
            Self::Responsible => "responsible",
            Self::Support => "support",
            Self::Leader => "leader",
        }
    }
}

/// How the role is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Stated {
    /// A label or a verb says it.
    #[default]
    Explicit,
    /// The first name leads, by the notice's own rule.
    FirstListed,
    /// A star marks the lead.
    Starred,
    /// The notice states once what holds where nothing is said.
    DefaultRule,
    /// Named once for all tasks.
    Blanket,
    /// Taken over from the task above (bullets under a task).
    Inherited,
    /// The heading above names the unit or leader.
    Heading,
}

impl Stated {
    /// Every way.
    pub const ALL: [Self; 7] = [
        Self::Explicit,
        Self::FirstListed,
        Self::Starred,
        Self::DefaultRule,
        Self::Blanket,
        Self::Inherited,
        Self::Heading,
    ];

    /// The code in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Explicit => "explicit",
            Self::FirstListed => "first_listed",
            Self::Starred => "starred",
            Self::DefaultRule => "default_rule",
            Self::Blanket => "blanket",
            Self::Inherited => "inherited",
            Self::Heading => "heading",
        }
    }
}

/// A unit or a person's office, tied to a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    pub role: Role,
    pub level: Level,
    /// As printed; an elliptical list's names each with the ending that the list prints once.
    pub unit_raw: String,
    /// The name by which the office is looked up: a lost ending completed, a level prefix that the list prints only once
    /// put in.
    pub name: String,
    pub stated: Stated,
    /// The words of the task it is tied to, where that is only a part.
    pub clause: Option<String>,
    /// Where the name was printed: bytes of the plain text.
    pub span: Range<usize>,
}

/// A part of a task that commits to one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    pub text: String,
    /// Bytes of [`Task::words`]' scanned text.
    pub range: Range<usize>,
    /// Bytes of the plain text.
    pub span: Range<usize>,
}

/// One item that carries work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// Headings, outermost first.
    pub section: Vec<String>,
    /// As printed, mended: `5`, `(二)`.
    pub number: Option<String>,
    /// The task's own words with their traces; targets are looked for here.
    pub words: Traced,
    pub clauses: Vec<Clause>,
    pub assignments: Vec<Assignment>,
    /// ISO date, or the printed words where they are no date (`每季度`).
    pub deadline: Option<String>,
    /// 1-based line of the plain text.
    pub line: usize,
    /// From the task's first to its last own word: bytes of the plain text.
    pub span: Range<usize>,
}

/// The form in which a list is printed, and what shows it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Printed {
    /// A code of the registry of forms: `bars`, `labels` …
    pub form: &'static str,
    /// 1-based line of the plain text that shows it first.
    pub line: usize,
    /// The words of that line.
    pub words: String,
}

/// One list of tasks in a notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    pub level: Level,
    pub title: String,
    /// Of a list in several parts, the first part's.
    pub printed: Printed,
    pub tasks: Vec<Task>,
}

/// Who must report what by when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    pub what: String,
    /// ISO date.
    pub due_on: Option<String>,
    pub due_text: String,
    /// To whom.
    pub to: Option<String>,
    pub line: usize,
    pub span: Range<usize>,
}

/// What a stretch of a notice's plain text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Passage {
    /// Title, number, dates, speaker, address.
    Head,
    /// The covering letter.
    Letter,
    Heading,
    Task,
    Units,
    Deadline,
    /// The general requirement, and words that only call to work.
    Requirement,
    Review,
    /// The five-year part.
    Horizon,
    Glossary,
    /// A blank form, a list of contacts, definitions and closing rules.
    Form,
    Peroration,
    /// The page's own text.
    Furniture,
    /// The page's second copy of what it holds.
    Copy,
    /// Text of the working part that no rule took.
    #[default]
    Unread,
}

impl Passage {
    /// Every kind, in the order of the contract.
    pub const ALL: [Self; 15] = [
        Self::Head,
        Self::Letter,
        Self::Heading,
        Self::Task,
        Self::Units,
        Self::Deadline,
        Self::Requirement,
        Self::Review,
        Self::Horizon,
        Self::Glossary,
        Self::Form,
        Self::Peroration,
        Self::Furniture,
        Self::Copy,
        Self::Unread,
    ];

    /// The code in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Head => "head",
            Self::Letter => "letter",
            Self::Heading => "heading",
            Self::Task => "task",
            Self::Units => "units",
            Self::Deadline => "deadline",
            Self::Requirement => "requirement",
            Self::Review => "review",
            Self::Horizon => "horizon",
            Self::Glossary => "glossary",
            Self::Form => "form",
            Self::Peroration => "peroration",
            Self::Furniture => "furniture",
            Self::Copy => "copy",
            Self::Unread => "unread",
        }
    }
}

/// A stretch of the plain text and what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    pub kind: Passage,
    /// Bytes of the plain text.
    pub span: Range<usize>,
    /// Index of the list and of the task in it.
    pub task: Option<(u32, u32)>,
}

/// A part of a review, where figures are results and not targets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    pub words: Traced,
}

/// One published document.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Notice {
    pub header: Header,
    pub region: Region,
    /// Year of the report.
    pub year: Option<i32>,
    pub kind: Kind,
    pub lists: Vec<List>,
    /// Sentences of the review part, for `statement = result`.
    pub review: Vec<Review>,
    /// Sentences of the five-year part, whose figures are targets with their horizon.
    pub horizon: Vec<Review>,
    pub deadlines: Vec<Deadline>,
    /// Blank forms for those who report.
    pub forms: Vec<Form>,
    /// What every byte of the plain text is, in order, without gap or overlap.
    pub passages: Vec<Placed>,
    /// Share of the working part's Han characters that stand in tasks, headings, units or deadlines.
    pub read_share: f64,
    pub problems: Vec<Problem>,
}
