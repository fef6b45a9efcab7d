//! What became of a correction so far.

/// How a correction's subject was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) enum Applied {
    #[default]
    No,
    /// Its words stand under another id.
    Moved,
    Yes,
}

impl Applied {
    /// The code in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::No => "no",
            Self::Moved => "moved",
            Self::Yes => "yes",
        }
    }
}

#[derive(Debug, Clone, Default)]
pub(super) struct State {
    pub applied: Applied,
    /// Rows that it fits, and how many of them it changed.
    pub rows: u32,
    pub changed: u32,
    /// Ids of today: of the subject and of the other side.
    pub ids: [Option<String>; 2],
    /// Whether a side of a pair was found under another id.
    has_moved: bool,
    /// What was done first.
    pub what: String,
    /// Why nothing was found, in the notice where it should be.
    pub why: String,
    /// A later row that says otherwise.
    pub lost_to: Option<usize>,
}

impl State {
    /// Notes that it fits something.
    pub fn fit(&mut self, id: Option<String>, moved: bool, changed: bool, what: &str) {
        let applied = if moved { Applied::Moved } else { Applied::Yes };
        self.applied = self.applied.max(applied);
        self.rows += 1;
        self.changed += u32::from(changed);
        if self.ids[0].is_none() {
            self.ids[0] = id;
        }
        if self.what.is_empty() {
            what.clone_into(&mut self.what);
        }
    }

    /// Whether it was found under another id.
    pub fn is_moved(&self) -> bool {
        self.has_moved
    }

    /// Notes a side of a pair, or where a task was found.
    pub fn side(&mut self, side: usize, id: String, moved: bool) {
        if self.ids[side].is_none() {
            self.ids[side] = Some(id);
            self.has_moved |= moved;
        }
        if self.ids.iter().all(Option::is_some) {
            self.applied = if self.has_moved { Applied::Moved } else { Applied::Yes };
        }
    }
}
