//! Column names, for expressions over frames. The tables themselves are in [`super::schema`].

macro_rules! columns {
    ($($constant:ident = $name:literal,)*) => { $(pub const $constant: &str = $name;)* };
}

columns! {
    CARRIER = "carrier",
    FUNCTION = "function",
    HORIZON = "horizon",
    INDICATOR_ID = "indicator_id",
    KIND = "kind",
    LEAD = "lead",
    LEADER = "leader",
    LEVEL = "level",
    LIST_ID = "list_id",
    MEASURE = "measure",
    NOTICE_ID = "notice_id",
    OF = "of",
    REGION = "region",
    REGION_CODE = "region_code",
    RESPONSIBLE = "responsible",
    ROLE = "role",
    STATEMENT = "statement",
    SUPPORT = "support",
    TASK_ID = "task_id",
    TASKS = "tasks",
    TITLE = "title",
    UNIT = "unit",
    VALUE = "value",
    YEAR = "year",
}
