//! Codes of `measures.tsv`, `indicators.tsv`, `quantity-words.tsv` and `figure-kinds.tsv`.

use super::super::words::Code;

codes! {
    /// What kind of quantity a measure counts.
    Family, "family" {
        Count = "count",
        Person = "person",
        Money = "money",
        Share = "share",
        Points = "points",
        Length = "length",
        Area = "area",
        Volume = "volume",
        Weight = "weight",
        Power = "power",
        Energy = "energy",
        Data = "data",
        Speed = "speed",
        Concentration = "concentration",
        /// 10吨/日, 5元/人.
        Rate = "rate",
        Times = "times",
        Time = "time",
        Score = "score",
        Rank = "rank",
        Index = "index",
        /// 5镇, 3社区: places counted without a measure word.
        Place = "place",
        /// A figure that only names something: 级, 号, 个方面.
        Name = "name",
    }
}

codes! {
    /// What a word before or behind a figure makes of it.
    Op, "op" {
        Reach = "=",
        AtLeast = ">=",
        AtMost = "<=",
        About = "~",
        Over = ">",
        Under = "<",
    }
}

codes! {
    /// What a word of `quantity-words.tsv` does near a figure.
    QuantityClass, "class" {
        /// Before such work.
        Accomplish = "accomplish",
        /// Before a commitment, of manner, time or place; never names what is counted: 力争 全年 大力.
        Adverb = "adverb",
        /// See `amount_verb`.
        AmountNoun = "amount_noun",
        /// Part of a name before an `amount_noun`: 服务收入, 到位资金.
        AmountVerb = "amount_verb",
        /// Ends the name of an area that is sown.
        Area = "area",
        /// Behind a count in characters: it names, not counts: 三大工程, 十件实事.
        ArticleNoun = "article_noun",
        /// Ends the base of a change: 在2020年的基础上.
        Base = "base",
        /// Before a figure, with what it makes of it: 不少于.
        BoundBefore = "bound_before",
        /// Behind a figure: 以上 左右.
        BoundBehind = "bound_behind",
        /// Ends the name of a rate: 增长 下降.
        Change = "change",
        /// Before such a word.
        ChangeAdverb = "change_adverb",
        /// Behind a figure: a change starts from it: 由3.2%降至.
        Changed = "changed",
        /// Behind a figure: nothing more is said of it.
        ClauseJoint = "clause_joint",
        /// An adverb that belongs to the noun behind it: 重点项目, 高质量发展.
        Clinging = "clinging",
        /// Ends what a change is compared with: 比2019年, 较全国平均水平.
        ComparedTo = "compared_to",
        /// Between a head and its change: 同比 比上年.
        Comparison = "comparison",
        /// A rate of completion: with a figure it reports.
        Completion = "completion",
        /// Behind what is counted, names nothing else: 高新技术企业总数.
        CountedTail = "counted_tail",
        /// In the noun behind such a size: the share of them is the target: 20户以上自然村全覆盖.
        Covers = "covers",
        /// Before a count: it is of something new.
        Creates = "creates",
        /// The commitment begins behind it: 目标是 力争.
        Cue = "cue",
        /// Behind a name that follows its figure, begins what is done with it.
        Deed = "deed",
        /// A noun that a size describes: 10亿元项目.
        Described = "described",
        /// Before a figure: it was reached.
        DoneCue = "done_cue",
        /// Behind a year that is over: it was done then.
        DoneVerb = "done_verb",
        /// Says nothing without its verb: 签约项目.
        EmptyNoun = "empty_noun",
        /// How strongly: with effort.
        Endeavour = "endeavour",
        /// How strongly: it is ensured.
        Ensure = "ensure",
        /// Opens a clause about what is there already: 围绕6个领域.
        Existing = "existing",
        /// Behind 等: ends the list of examples with it: 等领域.
        Field = "field",
        /// For nothing; whom a free service is for is no part of what is counted: 免费为女生接种.
        Free = "free",
        /// Money that a size counts: 规模100亿元的母基金.
        Fund = "fund",
        /// Behind a figure: it is a base, a price or a pace, no target: 在5%的基础上.
        Given = "given",
        /// Ends the name of what is granted: 争取资金.
        Granted = "granted",
        /// Before a number without measure: households.
        HouseholdsBefore = "households_before",
        /// Behind a number without measure: households: 50万用户.
        HouseholdsBehind = "households_behind",
        /// All of a thing, also what is not new: 累计394万户.
        InAll = "in_all",
        /// A figure without measure: 指数达到103.
        IndexNoun = "index_noun",
        /// Joins names or figures of a list, besides 、 and 和及与.
        Joint = "joint",
        /// What two build together is counted: 学校与企业共建产业学院.
        JointWork = "joint_work",
        /// Stays at the head of an indicator: 新增就业 is what is counted.
        Kept = "kept",
        /// Of whom or what, where the first name leaves out the rest: 城镇、农村居民收入.
        Kind = "kind",
        /// Before the land that something covers, never a target.
        Land = "land",
        /// Before days that are promised.
        LastsDays = "lasts_days",
        /// Before hours and minutes that are promised.
        LastsHours = "lasts_hours",
        /// Before an age that is promised.
        LastsLife = "lasts_life",
        /// Before years that are promised.
        LastsYears = "lasts_years",
        /// A rank of authority before 级: 省级.
        Level = "level",
        /// Contains a word of change but is a level: 增加值.
        LevelNoun = "level_noun",
        /// Between an indicator and its figure: 达到 控制在 分别.
        Link = "link",
        /// Behind the last name of such a list, before 分别.
        ListEnding = "list_ending",
        /// Before the first name of a list with shared figures.
        ListOpening = "list_opening",
        /// Opens a means or a place: the name begins behind the next verb: 面向…等领域发布.
        Means = "means",
        /// Behind a figure, says only that it is one: 千亿大关.
        Milestone = "milestone",
        /// Before a number without measure: money: 收入达到1000亿.
        MoneyBefore = "money_before",
        /// A noun that is a quantity of money or land itself: 20亿元产业基金.
        MoneyNoun = "money_noun",
        /// What is planned begins.
        NextStep = "next_step",
        /// Behind 、 the next work of a list: 6条道路、建成天桥1座.
        NextWork = "next_work",
        /// Begins with 各 but shares nothing out: 各县.
        NotEach = "not_each",
        /// Behind a verb makes it part of a name: 开工率, 建设里程.
        NounEnding = "noun_ending",
        /// A share of what was planned: the figure reports: 占年度任务41.7%.
        OfPlan = "of_plan",
        /// Before what a plant puts through, which describes it: 日产500吨垃圾焚烧厂.
        Output = "output",
        /// Before what is helped, nothing new: 对口5个贫困村.
        PairedAid = "paired_aid",
        /// Behind 2期 makes it the second part of works.
        PartOfWorks = "part_of_works",
        /// Between the whole and the part of a fraction: 三分之一.
        PartsOf = "parts_of",
        /// Before a number without measure: people: 就业60万.
        PeopleBefore = "people_before",
        /// Behind a number without measure: people: 5万居民.
        PeopleBehind = "people_behind",
        /// By whom an amount is divided: 人均提高5元.
        PerHead = "per_head",
        /// Before a number: it is in per cent: 百分之九十.
        PerHundred = "per_hundred",
        /// Before a number: it is in parts of ten thousand.
        PerTenThousand = "per_ten_thousand",
        /// Before a number: it is in per mille.
        PerThousand = "per_thousand",
        /// Longer than a year without a named end: 五年内.
        Period = "period",
        /// A place that such work is done to.
        Place = "place",
        /// See `place_verb`.
        PlaceOf = "place_of",
        /// Part of a name before a `place_of`: 服务中心, 检测站.
        PlaceVerb = "place_verb",
        /// A word that only swallows a shorter one in it: 附近 is not 近, 新能源 not 新, 节约 not 约.
        Plain = "plain",
        /// Before a figure: it is planned, whatever else is said.
        PlanCue = "plan_cue",
        /// Before a share of what was planned.
        PlanDone = "plan_done",
        /// Behind a figure: it is a result.
        PlanDoneOf = "plan_done_of",
        /// A label before what is planned.
        PlanLabel = "plan_label",
        /// Behind a figure: the figure is a plan to compare with.
        Planned = "planned",
        /// Says something of a thing so large: it is no description.
        Predicate = "predicate",
        /// A label before what has been done: 进展情况:.
        ProgressLabel = "progress_label",
        /// Between whom something is for and what it is: 为残疾人提供辅助器具.
        Provides = "provides",
        /// Behind a figure: the words after it are a purpose, not what is counted: 用于 支持.
        Purpose = "purpose",
        /// A rank follows if 前 does: 排名前10.
        RankCue = "rank_cue",
        /// Reaches a place among others; the place is no part of the name: 跻身全省前三.
        RankVerb = "rank_verb",
        /// Names a change as much as 增长 does: 增速.
        Rate = "rate",
        /// Before those whom something reaches: they are no new ones: 走访企业.
        Reaches = "reaches",
        /// Shares figures out among the names before: 分别.
        Respectively = "respectively",
        /// Before the next figure of a list, no part of the name between.
        RightJoint = "right_joint",
        /// Ends the name of a share: only a share can be more than half.
        ShareNoun = "share_noun",
        /// Ends a size that describes: 5亿元以上项目3个、10亿元以上2个.
        SizeBound = "size_bound",
        /// Before a size that may describe a thing: 占地 总投资.
        SizeNoun = "size_noun",
        /// Opens a clause that tells only a size.
        SizeOpening = "size_opening",
        /// Described by how many it has: 50人以上企业30家.
        SizedUnit = "sized_unit",
        /// Before the area that is sown.
        Sown = "sown",
        /// A stage of building that is counted apart: 开工2万套、基本建成1万套.
        Stage = "stage",
        /// Before a large count in characters that is to be held: 稳定在百万吨以上.
        Steady = "steady",
        /// How strongly a target is worded: it is striven for.
        Strive = "strive",
        /// May be the work itself, not how strongly it is meant: 争取资金.
        Striven = "striven",
        /// At a figure: the noun before it is the subject.
        SubjectLink = "subject_link",
        /// Behind a counted thing without being part of its name: 建设进度 落地.
        Tail = "tail",
        /// What is compared with stands behind: 高于全省平均水平1个百分点.
        Than = "than",
        /// Before a figure: last year is only what it is compared with.
        ThanBefore = "than_before",
        /// The year of the report.
        ThisYear = "this_year",
        /// Behind digits makes them a time: 2025年 12月底前.
        TimeEnding = "time_ending",
        /// Ends a clause that names only a time, or a label.
        TimeNoun = "time_noun",
        /// Between those who build together.
        Together = "together",
        /// Names nothing without the noun before: 总量 增速.
        Total = "total",
        /// Says two or three things in one; value: what each is.
        Twofold = "twofold",
        /// Opens a date: 截至6月底.
        Until = "until",
        /// Brings something about; what is brought about is the indicator: 建成 培育.
        Verb = "verb",
        /// A link that does not make the noun before it the subject.
        WeakLink = "weak_link",
        /// Ends work that is counted by the places it is done to: 电网改造8个村.
        Worked = "worked",
        /// What is grown: weighed, where the area before it was measured.
        Yield = "yield",
    }
}

codes! {
    /// What a figure is, by its words, its measure and its indicator.
    #[derive(Default)]
    Aspect, "aspect" {
        /// All there is at the end: 总量, 保有量, 累计; a count or an amount that is reached: 达到180家.
        #[default]
        Stock = "stock",
        /// What comes new, or is done piece by piece, within the time: 新增, 净增, 培育, 建设.
        Addition = "addition",
        /// A change against the time before, in per cent or points, or by how much a level goes up: 增长, 提高.
        Growth = "growth",
        /// A level in per cent: a rate, a share: 占比, 覆盖率.
        Share = "share",
        /// What flows within the time: money, goods, people served: 完成投资, 产量, 接待游客.
        Amount = "amount",
        /// A cap on a level, or a fall that is wanted: 控制在5%以内, 能耗下降3%.
        Limit = "limit",
        /// A place among others: 排名前10.
        Rank = "rank",
    }
}

codes! {
    /// What is better of a figure that is printed without a bound.
    #[derive(Default)]
    Better, "better" {
        #[default]
        More = "more",
        Less = "less",
        /// Of prices neither.
        Neither = "neither",
    }
}

codes! {
    /// What a word of `figure-kinds.tsv` makes of the figure near it.
    FigureClass, "class" {
        /// It is what comes new: 新增.
        Addition = "addition",
        /// All there is, where a figure stands alone: 规模.
        AllOf = "all_of",
        /// Behind 力争: more than the figure before, without a figure.
        Better = "better",
        /// What grows when the economy does.
        Economy = "economy",
        /// In the name of a rate or a level, or before its figure: it goes down.
        Fall = "fall",
        /// In the name of what is counted in money or goods: it flows, so that reaching it and doing it are one.
        Flow = "flow",
        /// Between a grant and its sum.
        GrantGap = "grant_gap",
        /// Behind a sum: it is granted.
        GrantNoun = "grant_noun",
        /// Before a sum: it is granted to each who has a right to it.
        GrantVerb = "grant_verb",
        /// It is a change, of a rate: 增长.
        Growth = "growth",
        /// Sums are handed out or spent as a whole: no grant to one.
        Handed = "handed",
        /// Before the name of an indicator, says nothing of whose figure it is: 全市, 地方.
        Neutral = "neutral",
        /// What comes new, where a figure stands alone: 新注册.
        Newly = "newly",
        /// Behind the economy: something grows as it does.
        Pace = "pace",
        /// Between them.
        PaceAdverb = "pace_adverb",
        /// Before what grows so.
        PaceCue = "pace_cue",
        /// Joins what grows with the economy.
        PaceJoint = "pace_joint",
        /// Of such words: at least as much.
        PaceLeast = "pace_least",
        /// Before the economy: something grows faster.
        PaceOver = "pace_over",
        /// It counts a part only; value: the word that its spellings share.
        Part = "part",
        /// Ends the name of a part of a place: 城区, 开发区.
        PlacePart = "place_part",
        /// A part of a year: 上半年, 一季度.
        PartYear = "part_year",
        /// So many there are then: 达到.
        Reach = "reach",
        /// It is a change, where a figure stands alone: 上涨.
        Rises = "rises",
        /// So many there are then, where a figure stands alone: 提高到.
        StandsAt = "stands_at",
        /// How far a project is to come; value: the step.
        Step = "step",
        /// Before a figure behind another: it is striven for beyond the first.
        Stretch = "stretch",
        /// All there is: 总量.
        Total = "total",
        /// What a report itself says of its figures: 好于预期. Value: `better`, `met` or `missed`.
        Verdict = "verdict",
        /// All of a year.
        WholeYear = "whole_year",
        /// So many are done: 建成.
        Work = "work",
        /// A measure of what a year brings: 元.
        Yearly = "yearly",
    }
}

/// A row of `measures.tsv`.
pub(in crate::lexicon) fn measure(row: &[&str]) -> Result<(), String> {
    let [_, family, ..] = row else { return Ok(()) };
    Family::parse(family).map(|_| ())
}

/// A row of `indicators.tsv`: families, `growth` for a change in per cent, or a measure by its Chinese name; the aspect; its
/// place in the sentence of goals; what is better.
pub(in crate::lexicon) fn indicator(row: &[&str]) -> Result<(), String> {
    let [_, _, families, _, _, rest @ ..] = row else { return Ok(()) };
    for family in families.split('|').filter(|family| *family != "growth" && family.is_ascii()) {
        Family::parse(family)?;
    }
    let [aspect, goal, better] = rest else { return Ok(()) };
    Aspect::parse(aspect)?;
    if !better.is_empty() {
        Better::parse(better)?;
    }
    if goal.is_empty() || goal.parse::<u32>().is_ok() { Ok(()) } else { Err(format!("`{goal}` is no number")) }
}

/// A row of `quantity-words.tsv`.
pub(in crate::lexicon) fn quantity_word(row: &[&str]) -> Result<(), String> {
    let [word, class, value] = row else { return Ok(()) };
    if let Some((printed, folded)) = FOLDED.iter().find(|(printed, _)| word.contains(*printed)) {
        return Err(format!("`{printed}` never stands in a folded text; write `{folded}`"));
    }
    match QuantityClass::parse(class)? {
        QuantityClass::BoundBefore | QuantityClass::BoundBehind => Op::parse(value).map(|_| ()),
        QuantityClass::Twofold if value.split('|').count() >= 2 => Ok(()),
        QuantityClass::Twofold => Err(format!("`{value}` is not two or more parts with | between")),
        _ if value.is_empty() => Ok(()),
        _ => Err(format!("class `{class}` takes no value, not `{value}`")),
    }
}

/// A row of `figure-kinds.tsv`: a step, a part and a verdict have a value, the others none.
pub(in crate::lexicon) fn figure_kind(row: &[&str]) -> Result<(), String> {
    let [_, class, value] = row else { return Ok(()) };
    match FigureClass::parse(class)? {
        FigureClass::Part | FigureClass::Step if value.is_empty() => Err(format!("class `{class}` needs a value")),
        FigureClass::Part | FigureClass::Step => Ok(()),
        FigureClass::Verdict if matches!(*value, "better" | "met" | "missed") => Ok(()),
        FigureClass::Verdict => Err(format!("`{value}` is no verdict: better, met or missed")),
        _ => super::super::words::without_values::<FigureClass>(row),
    }
}

/// Marks that are folded before words are looked for.
const FOLDED: &[(char, char)] = &[
    ('（', '('),
    ('）', ')'),
    ('【', '('),
    ('】', ')'),
    ('：', ':'),
    ('，', ','),
    ('；', ';'),
    ('％', '%'),
    ('「', '“'),
    ('」', '”'),
];
