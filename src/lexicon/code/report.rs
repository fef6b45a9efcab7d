//! Codes of `report-words.tsv`.

codes! {
    /// What a word of `report-words.tsv` does.
    ReportClass, "class" {
        /// Speaks to the hearers.
        Address = "address",
        /// In a heading: a time to come.
        Ahead = "ahead",
        /// Names what the plan's first sentence sets: requirements or targets.
        Aim = "aim",
        /// A sentence behind the targets gives more of them.
        Aims = "aims",
        /// Before the year of the plan: something is set for it.
        Announce = "announce",
        /// In a heading that names the targets: it is of more than them, or of old ones.
        BesideTargets = "beside_targets",
        /// A change that targets give.
        Change = "change",
        /// A time to come without its length.
        Coming = "coming",
        /// Some years to come.
        ComingYears = "coming_years",
        /// Between a subject and what is said of it.
        Copula = "copula",
        /// Between a number and what it counts.
        Counter = "counter",
        /// Behind a number: so many of them, no deed itself.
        Deed = "deed",
        /// Names deeds for the people.
        Deeds = "deeds",
        /// Speaks to the deputies: the page is a report.
        Deputies = "deputies",
        /// In the head of a page that names a work report: a notice that divides the report, not the report.
        Division = "division",
        /// Before the work of the year: it is to be done well.
        DoWell = "do_well",
        /// Whose targets they are.
        Economy = "economy",
        /// Opens a sentence that leads on to the work: 重点抓好以下工作.
        Effort = "effort",
        /// Names the expected targets themselves: with what follows the sentence that gives them.
        Expected = "expected",
        /// Explains a figure.
        Explains = "explains",
        /// Before what follows.
        Following = "following",
        /// In a heading with its year: the general part of the plan, its requirement and targets.
        General = "general",
        /// Says so without a year too.
        GeneralAlone = "general_alone",
        /// What a five-year part sets.
        Goal = "goal",
        /// Hands the report in; the review of a short page begins behind it: 请予审议.
        HandsIn = "hands_in",
        /// Ends a heading that its text follows on the same line.
        HeadingEnd = "heading_end",
        /// Right behind the name of targets or the end of a heading: they were reached.
        HowReached = "how_reached",
        /// It will be done.
        Intend = "intend",
        /// Before a year or such a time: it is over: 过去的一年.
        Last = "last",
        /// Calls to the work.
        LetUs = "let_us",
        /// Behind digits: a figure as in targets.
        Measure = "measure",
        /// Behind the year or who will do it: the plan begins.
        Must = "must",
        /// Looks forward.
        Outlook = "outlook",
        /// Tells of a year that is over.
        Past = "past",
        /// Opens the review.
        PastOpening = "past_opening",
        /// Before a numeral: the same.
        PerHundred = "per_hundred",
        /// Behind a five-year plan: the years of it.
        Period = "period",
        /// In a heading with its year: what is to be done.
        Plan = "plan",
        /// Points back to the targets: the sentence leads on.
        PointingBack = "pointing_back",
        /// Behind a numeral: the same.
        Points = "points",
        /// Tells that targets were reached.
        Reached = "reached",
        /// Gives the reasons of the targets.
        Reason = "reason",
        /// In a heading: what was done.
        Review = "review",
        /// Between the targets' name and their figures.
        Says = "says",
        /// Behind a year that a sentence opens with: it is over.
        Since = "since",
        /// Behind such a word: a time of some years.
        Span = "span",
        /// Who will do it.
        Speaker = "speaker",
        /// Names the expected targets.
        Target = "target",
        /// The work itself.
        Task = "task",
        /// In lines of a page without headings: told of what is to come.
        TellsAhead = "tells_ahead",
        /// In such lines: told of what was done.
        TellsBack = "tells_back",
        /// The year of the plan.
        ThisYear = "this_year",
        /// Tells a figure of what was done.
        Told = "told",
        /// What a year is said to be: 开局之年.
        TurningPoint = "turning_point",
        /// What the call at the end is to.
        Unite = "unite",
        /// All of a year, this or the last.
        WholeYear = "whole_year",
        /// In such a heading: the tasks themselves, not the general part.
        Work = "work",
        /// What follows: so many of it.
        WorkItem = "work_item",
        /// Behind the digits of a year.
        Year = "year",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::{self, words};

    #[test]
    fn every_class_has_words_and_is_explained() {
        words::assert_explained::<ReportClass>(lexicon::REPORT_WORDS);
    }
}
