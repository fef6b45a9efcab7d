//! Codes of `progress-words.tsv`.

use super::super::words::Code;

codes! {
    /// Where a word of `progress-words.tsv` stands.
    ProgressClass, "class" {
        Head = "head",
        Status = "status",
        Total = "total",
        UnitLabel = "unit_label",
    }
}

codes! {
    /// What stands in a column of a ledger.
    HeadKind, "column" {
        /// The task's id of ours.
        Id = "id",
        /// The number of a row.
        Number = "number",
        Task = "task",
        Goal = "goal",
        Unit = "unit",
        Quarter = "quarter",
        /// What was done, in words.
        Words = "words",
        Value = "value",
        Status = "status",
        Note = "note",
        /// Known already; nothing is to be filled in.
        Other = "other",
    }
}

codes! {
    /// How far a task is, as a unit says it.
    Status, "status" {
        Done = "done",
        OnTrack = "on_track",
        Behind = "behind",
        NotBegun = "not_begun",
    }
}

impl Status {
    /// The code in tables.
    pub fn name(self) -> &'static str {
        self.code()
    }

    /// For people.
    pub fn title(self) -> &'static str {
        match self {
            Self::Done => "已完成",
            Self::OnTrack => "正常推进",
            Self::Behind => "滞后",
            Self::NotBegun => "未启动",
        }
    }

    /// Every status, the best first.
    pub const EVERY: [Self; 4] = [Self::Done, Self::OnTrack, Self::Behind, Self::NotBegun];
}

/// Checks a row of `progress-words.tsv`.
pub(in crate::lexicon) fn progress_word(row: &[&str]) -> Result<(), String> {
    let [_, class, value] = row else { return Ok(()) };
    match ProgressClass::parse(class)? {
        ProgressClass::Head => HeadKind::parse(value).map(drop),
        ProgressClass::Status => Status::parse(value).map(drop),
        _ if value.is_empty() => Ok(()),
        _ => Err(format!("class `{class}` takes no value, not `{value}`")),
    }
}
