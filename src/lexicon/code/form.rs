//! Codes of `form-words.tsv`.

use super::super::words::Code;

codes! {
    /// What a word of `form-words.tsv` does in a printed form.
    FormClass, "class" {
        /// In the title of a page about a notice: 政策解读, 图解.
        About = "about",
        /// Opens the line of whom a letter goes to, besides 各.
        Addressee = "addressee",
        /// Before what all tasks are given to: 均需.
        All = "all",
        /// Opens a rule for several tasks: 以下任务.
        AllOf = "all_of",
        /// Opens clauses of a whole: 其中.
        Among = "among",
        /// Joins two names; value `sure`: it stands within none, `within`: it may (住房和城乡建设局).
        And = "and",
        /// Opens an annex with its number; value `sure`: it does so wherever a sentence ends.
        Annex = "annex",
        /// Between such a word and its number: 附件之一.
        AnnexJoint = "annex_joint",
        /// Opens a line within a part that is neither heading nor task: 抄送, 联系电话.
        Aside = "aside",
        /// Speaks to those who hear a report.
        Assembly = "assembly",
        /// Opens a time: 于6月底前.
        At = "at",
        /// Ends a deadline: 6月底前.
        Before = "before",
        /// Ends the name of a branch, which belongs to the place it stands in: 区分局.
        Branch = "branch",
        /// In the title of a bulletin, which reports and splits nothing.
        Bulletin = "bulletin",
        /// Before the office that acts.
        By = "by",
        /// Between an office and its verb, says nothing.
        ByDuty = "by_duty",
        /// Behind the offices of a rule, what they do.
        Carry = "carry",
        /// Ends a title that is whole, besides names of lists.
        Complete = "complete",
        /// Behind the name of a leader.
        Comrade = "comrade",
        /// Says what something is: 第一位为牵头单位.
        Copula = "copula",
        /// A number of tasks that is no numeral: 以上各项.
        CountWord = "count_word",
        /// Behind a number or 第一, counts names, tasks, months.
        Counter = "counter",
        /// Behind digits, a day.
        Day = "day",
        /// A kind of division, without a name.
        Division = "division",
        /// Ends a note that only says that work is shared: (按职责分工负责).
        DivisionEnding = "division_ending",
        /// Opens such a note.
        DivisionOpening = "division_opening",
        /// Behind a month, what is done in it: 6月完成.
        DoneBy = "done_by",
        /// Which unit: 责任单位.
        Duty = "duty",
        /// Says that all of a kind are meant.
        Each = "each",
        /// In a letter whose list is enclosed.
        Enclosed = "enclosed",
        /// Before a day or a month, in every half of the year: 每半年末月25日前.
        EveryHalf = "every_half",
        /// Before a day, in every month.
        EveryMonth = "every_month",
        /// Before a day or a month, in every quarter.
        EveryQuarter = "every_quarter",
        /// Names the first of a row: 首月, 第一个, 最先.
        First = "first",
        /// Opens a line of a page's foot; a label of units elsewhere.
        Footer = "footer",
        /// The name of a printed form for people; value: its code.
        FormTitle = "form_title",
        /// In the title of a blank form: what it is for; value: its code in the table.
        FormUse = "form_use",
        /// Opens the time from which something recurs: 从3月起.
        From = "from",
        /// Which of a group: 有关部门.
        GroupKind = "group_kind",
        /// A group of offices: 有关部门.
        GroupNoun = "group_noun",
        /// In the title of news of a meeting.
        Held = "held",
        /// Name of a value that comes with a text; value `place` or `title`: what it names.
        Hint = "hint",
        /// Opens the name of a group within the office before it: 各成员单位.
        InnerGroup = "inner_group",
        /// In a letter that sends out a list.
        Issues = "issues",
        /// Opens the title of a notice itself.
        Issuing = "issuing",
        /// Before tasks: they matter.
        Key = "key",
        /// Names the last of a row: 最后一个月.
        Last = "last",
        /// For a deadline, work that goes on all the time.
        Lasting = "lasting",
        /// In a bracket behind a name: it leads.
        LeadNote = "lead_note",
        /// Says that a unit leads.
        Leads = "leads",
        /// Behind the name of a leader, besides the verbs of leading: 主抓.
        LeadsTasks = "leads_tasks",
        /// In a letter, never in the title of a list.
        Letter = "letter",
        /// Before a label: whose units it names.
        LevelLabel = "level_label",
        /// Behind 附件 in a link, not an annex.
        Link = "link",
        /// Behind 不再: names are left out from there on.
        ListVerb = "list_verb",
        /// A mark between names, spelt out; value `name` or `segment`: what it ends.
        MarkName = "mark_name",
        /// Behind an ordinal, opens a part or an article; value: which.
        MarkNoun = "mark_noun",
        /// Right behind digits makes them a figure or a date.
        Measure = "measure",
        /// Ends the title of news of a meeting.
        Meeting = "meeting",
        /// Behind digits, a month.
        Month = "month",
        /// Behind a month, a part of it; value: its last day.
        MonthPart = "month_part",
        /// Ends the name of an office of the capital, whose branch's name may follow.
        National = "national",
        /// Between 均 and the offices.
        Need = "need",
        /// Never in the line of whom a letter goes to.
        NoAddressee = "no_addressee",
        /// Begins with 各 but names no group: 各类.
        NoGroup = "no_group",
        /// Begins with the character of a level but names none: 市场.
        NoLevel = "no_level",
        /// Begins with a measure but is a word of its own: 年内, 分类.
        NoMeasure = "no_measure",
        /// Says that something is left out.
        NoMore = "no_more",
        /// Says that something is missing: 无牵头单位的.
        None = "none",
        /// Joins a word to a noun.
        Of = "of",
        /// Opens the name of an office and says whose it is.
        OfficeOpening = "office_opening",
        /// Between 不再 and such a verb.
        OneByOne = "one_by_one",
        /// Before the number of a row: 第三部分, 第一季度.
        Ordinal = "ordinal",
        /// Ends an open list of names: 等.
        Others = "others",
        /// Behind 等, what the names of the list are: 等相关街道.
        PlaceEnding = "place_ending",
        /// Says that a name has a place in a list: 排第一位.
        Placed = "placed",
        /// Behind a date, in the line that says when a notice was printed.
        Printed = "printed",
        /// Behind such a word, what is done: 持续推进.
        Pursued = "pursued",
        /// Behind a number, a quarter.
        Quarter = "quarter",
        /// Ends the name of an office that reports go to.
        Receiver = "receiver",
        /// Opens a remark among names.
        RemarkOpening = "remark_opening",
        /// The report that a list splits.
        Report = "report",
        /// For names: those of the task above.
        Same = "same",
        /// In the head over columns of quarters: 时间节点.
        Schedule = "schedule",
        /// In a note that says what a name takes in, and is none: (下同).
        ScopeNote = "scope_note",
        /// Opens such a note: (含开发区).
        ScopeOpening = "scope_opening",
        /// Ends a remark among names.
        ScopeRef = "scope_ref",
        /// Behind digits, a score.
        Score = "score",
        /// Ends the name of a division's own government: 区人民政府.
        Seat = "seat",
        /// Says that something is sent: 报送.
        Send = "send",
        /// The ending that a list of places or offices leaves to its last name.
        SharedEnding = "shared_ending",
        /// Ends the time from which something recurs.
        Since = "since",
        /// In the foot of a page, who runs the site.
        Site = "site",
        /// A number that is not said.
        Some = "some",
        /// In the title of a notice that splits a report.
        SplitTitle = "split_title",
        /// Behind 未: what is not said.
        Stated = "stated",
        /// Before a rule for every month or quarter: it begins behind the date before it: 此后.
        Thereafter = "thereafter",
        /// The year of the notice.
        ThisYear = "this_year",
        /// Ends the title of a notice.
        TitleEnd = "title_end",
        /// Between that verb and the office.
        To = "to",
        /// Ends the label of units.
        UnitNoun = "unit_noun",
        /// Opens the title of a list that splits the report of a higher level: 省政府, 市报告.
        UpperReport = "upper_report",
        /// What stands first in a list, besides units: 列第一者.
        Who = "who",
        /// An ending that only whole names of offices have; value `alone`: such a name needs no level before it.
        WholeEnding = "whole_ending",
        /// Between two names of which the second helps.
        With = "with",
        /// Behind tasks: some of them.
        Within = "within",
        /// Work that a rule or a label is about.
        WorkNoun = "work_noun",
        /// Behind digits, a year.
        Year = "year",
        /// The end of the year, as a deadline.
        YearEnd = "year_end",
        /// A part of a year; value: its last month.
        YearPart = "year_part",
        /// Behind digits in the head of a column: 2024年目标值.
        YearWord = "year_word",
    }
}

/// A row of `form-words.tsv`.
pub(in crate::lexicon) fn form_word(row: &[&str]) -> Result<(), String> {
    let [_, class, value] = row else { return Ok(()) };
    let parsed = FormClass::parse(class)?;
    match parsed {
        FormClass::MonthPart | FormClass::YearPart => match value.parse::<u32>() {
            Ok(1..=31) => Ok(()),
            _ => Err(format!("`{value}` is no number of a day or month")),
        },
        FormClass::FormTitle if !value.is_empty() => Ok(()),
        _ if values(parsed).contains(value) => Ok(()),
        _ => Err(format!("class `{class}` takes no value `{value}`")),
    }
}

/// The values that words of a class may have; none where they have no value.
fn values(class: FormClass) -> &'static [&'static str] {
    match class {
        FormClass::Annex => &["", "sure"],
        FormClass::And => &["sure", "within"],
        FormClass::FormUse => &["contacts", "progress", "work_plan"],
        FormClass::Hint => &["place", "title"],
        FormClass::MarkName => &["name", "segment"],
        FormClass::MarkNoun => &["article", "part"],
        FormClass::WholeEnding => &["", "alone"],
        _ => &[""],
    }
}
