//! What is no target although it is a number: names, ordinals, dates, slogans, descriptions.
//!
//! One check a kind, so that [`why`] reads as the list of them.

use super::bound::Side;
use super::figure::Figure;
use super::line::{Line, is_mark};
use super::measure::Family;
use super::numeral::{self, Form};
use super::words::CHANGES;

/// Why a number is no target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exclusion {
    /// 第三轮, 二期, 12号.
    Ordinal,
    /// 5G, PM2.5, 1+N, “323”, 《…》.
    Name,
    /// 2025年, 3天, 12分钟 where no time is promised.
    Time,
    /// 一个平台, 三大工程: a count in characters that commits to nothing.
    Article,
    /// 50亿元以上项目, 占地1.4万亩的走廊.
    Description,
    /// 由3.2%降至, 在5%的基础上.
    Base,
    /// 每10万人, 占年度任务41.7%.
    Ratio,
    /// 总结5个社区试点经验: what is there already.
    Existing,
}

/// Whether a quantity is out for one reason.
type Check = fn(&Line, &Figure) -> bool;

/// The first reason why a quantity is no target.
pub(super) fn why(line: &Line, quantity: &Figure) -> Option<Exclusion> {
    let checks: &[(Exclusion, Check)] = &[
        (Exclusion::Ordinal, is_ordinal),
        (Exclusion::Name, is_name),
        (Exclusion::Name, is_quoted),
        (Exclusion::Time, is_plain_time),
        (Exclusion::Name, is_rank_in_a_name),
        (Exclusion::Article, is_article),
        (Exclusion::Base, is_base),
        (Exclusion::Ratio, is_ratio),
        (Exclusion::Description, is_description),
        (Exclusion::Existing, is_existing),
    ];
    checks.iter().find(|(_, holds)| holds(line, quantity)).map(|(why, _)| *why)
}

fn is_ordinal(line: &Line, quantity: &Figure) -> bool {
    // 2期工程 is the second part, 培训2期 are two.
    let part = quantity.measure == "期"
        && line.any_at(quantity.core.end, &["工程", "项目", "建设", "扩建", "厂", "段", "地块"]).is_some();
    part || quantity.family == Family::Name || line.before(quantity.core.start) == Some('第')
}

fn is_name(line: &Line, quantity: &Figure) -> bool {
    let before = quantity.core.start.checked_sub(1).and_then(|position| line.get(position));
    let before_that = quantity.core.start.checked_sub(2).and_then(|position| line.get(position));
    let after = line.get(quantity.core.end);
    let joined =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '*' | '×' | '+' | '.' | '/' | '·' | '_' | '#' | '&');
    // COVID-19, G-20; but 7%-8% has no letter before its dash.
    before.is_some_and(joined)
        || (before == Some('-') && before_that.is_some_and(|c| c.is_ascii_alphabetic()))
        || (before == Some(':') && before_that.is_some_and(|c| c.is_ascii_digit()))
        || matches!(after, Some('+' | '×' | '*'))
        || (quantity.measure.ends_with(|c: char| !c.is_ascii()) && after.is_some_and(|c| matches!(c, '版' | '型')))
        || (quantity.measure.is_ascii() && quantity.measure != "%" && after.is_some_and(|c| c.is_ascii_digit()))
}

fn is_quoted(line: &Line, quantity: &Figure) -> bool {
    line.is_quoted(quantity.core.start) && !is_all_titled(line)
}

/// Whether the whole text stands in title marks: a deed printed as 《新增幼儿园学位900个》.
fn is_all_titled(line: &Line) -> bool {
    let last = (0..line.len()).rev().find(|here| !matches!(line.get(*here), Some('。' | ' ' | ';')));
    line.get(0) == Some('《') && last.is_some_and(|last| line.partner(last) == Some(0))
}

/// A time is a target only where something is to last, to take or to reach it.
fn is_plain_time(line: &Line, quantity: &Figure) -> bool {
    if quantity.family != Family::Time {
        return false;
    }
    let clause = line.clause_start(quantity.raw.start);
    let head = clause..quantity.raw.start;
    let lasting: &[&str] = match quantity.measure.as_str() {
        "年" => &["年限", "寿命"],
        "月" | "日" | "周" => return true,
        "岁" => &["寿命"],
        "天" => &["天数", "缩短", "压缩", "压减", "缩减", "时限", "时间", "控制在", "稳定在", "优良天"],
        _ => &["缩短", "压缩", "压减", "缩减", "时限", "时间", "时长", "控制在", "提速"],
    };
    line.find(head, lasting).is_none()
}

/// 500强企业, 百强县; a rank is a target only behind 前.
fn is_rank_in_a_name(line: &Line, quantity: &Figure) -> bool {
    if quantity.family != Family::Rank {
        return false;
    }
    if rank_before(line, quantity.core.start).is_none() {
        return true;
    }
    // 排名前10的企业, 前20位客户 describe; a commitment ends here.
    !ends_here(line, quantity.raw.end) || line.get(quantity.raw.end) == Some('的')
}

/// Where 进入前, 位居…前 begins, if a rank follows at `position`.
pub(super) fn rank_before(line: &Line, position: usize) -> Option<usize> {
    let before = position.checked_sub(1)?;
    if line.get(before) != Some('前') {
        return None;
    }
    let clause = line.clause_start(before);
    let reach = [
        "进入", "跻身", "进位", "位居", "位列", "排名", "居", "保持", "稳居", "稳定", "列", "力争", "挺进", "冲刺",
        "争进", "晋级", "升至", "进",
    ];
    line.find(clause..before, &reach).map(|_| before)
}

/// A count in characters commits only where it is bounded or large: 不少于三家, 二十个; not 一个, 三大, 十件实事.
fn is_article(line: &Line, quantity: &Figure) -> bool {
    let sided = matches!(
        (quantity.before, quantity.behind),
        (Some(Side::AtLeast | Side::AtMost | Side::Over | Side::Under), _) | (_, Some(_))
    );
    match quantity.form {
        Form::Digits | Form::Half => false,
        Form::Whole(_) => {
            // 八成 without more is a manner of speaking unless it is reached; 建成, 一成不变 are words.
            line.get(quantity.core.end - 1) == Some('成')
                && quantity.before.is_none()
                && quantity.behind.is_none()
                && line.get(quantity.core.end) != Some('的')
        }
        // 突破千亿元, 近万亿元, 稳定在百万吨以上; not 千亿元产业, 万人计划.
        Form::Scale => {
            let reached = matches!(quantity.before, Some(Side::AtLeast | Side::Reach | Side::About))
                || quantity.behind == Some(Side::AtLeast)
                    && line.any_before(quantity.raw.start, &["稳定在", "保持在", "维持在"]).is_some();
            !(reached && ends_here(line, quantity.raw.end)) || quantity.low < 1e4
        }
        Form::Chinese => {
            if quantity.low <= 1.0 {
                return true;
            }
            let named = line
                .any_at(
                    quantity.core.end,
                    &[
                        "方面", "实事", "行动", "举措", "大", "民生", "一批", "统筹", "基地", "攻坚", "重点", "系列",
                        "维护", "确立",
                    ],
                )
                .is_some();
            if named
                || matches!(
                    line.before(quantity.core.start),
                    Some('这' | '那' | '每' | '几' | '数' | '双' | '上' | '下' | '成')
                )
            {
                return true;
            }
            // 五期, 二次, 三层 are names of parts.
            if matches!(
                quantity.measure.as_str(),
                "期" | "轮" | "次" | "道" | "级" | "段" | "片" | "组" | "对" | "队" | "节" | "门" | "度"
            ) {
                return true;
            }
            if sided {
                return false;
            }
            let ends = ends_here(line, quantity.raw.end);
            let plain = quantity.family.is_counted() && quantity.low > 10.0;
            !(quantity.low >= 2.0
                && (ends || plain)
                && quantity.family != Family::Times
                && head_length(line, quantity) >= 2)
        }
    }
}

/// How many characters of its clause stand before the quantity.
fn head_length(line: &Line, quantity: &Figure) -> usize {
    quantity.raw.start - line.clause_start(quantity.raw.start)
}

/// Whether nothing is said behind `position` in its clause: a mark, a bracket, or a conjunction before a new quantity.
pub(super) fn ends_here(line: &Line, position: usize) -> bool {
    let here = line.skip_blanks(position);
    match line.get(here) {
        None => true,
        Some(c) if is_mark(c) || matches!(c, '、' | ')' | '”' | '》' | '(' | '/') => true,
        Some('-') => true,
        _ => line
            .any_at(here, &["和", "及", "与", "以及", "并", "或", "且", "同时", "大关", "台阶", "门槛", "目标", "关口"])
            .is_some(),
    }
}

const CHANGED: &[&str] = &[
    "下降到",
    "下降至",
    "降低到",
    "降低至",
    "减少到",
    "减少至",
    "压缩到",
    "压缩至",
    "压缩为",
    "缩短到",
    "缩短至",
    "缩短为",
    "压减到",
    "压减至",
    "压减为",
    "缩减到",
    "缩减至",
    "缩减为",
    "增加到",
    "增加至",
    "提高到",
    "提高至",
    "提升到",
    "提升至",
    "增长到",
    "增长至",
    "扩大到",
    "扩大至",
    "扩展到",
    "扩展至",
    "上升到",
    "上升至",
    "降到",
    "降至",
    "降为",
    "升到",
    "升至",
    "增到",
    "增至",
    "增为",
    "减至",
    "减到",
    "减为",
    "调整为",
    "调整到",
    "调整至",
    "延长到",
    "延长至",
    "发展到",
    "变为",
    "拓展到",
    "拓展至",
    "跃升到",
    "跃升至",
    "攀升到",
    "攀升至",
    "增加为",
    "减少为",
];

/// Whether a figure that ends at `end` is where a change starts: 由3.2%降至, 从10个到15个.
pub(super) fn is_start_of_change(line: &Line, start: usize, end: usize) -> bool {
    let clause = line.clause_start(start);
    let from = line.find(clause.max(start.saturating_sub(14))..start, &["由", "从"]).is_some();
    let behind = line.skip_blanks(end);
    let behind =
        line.any_at(behind, &["预计", "力争", "计划", "再", "大幅", "逐步", "稳步", "进一步"]).unwrap_or(behind);
    from && (line.any_at(behind, CHANGED).is_some() || line.any_at(behind, &["到", "至"]).is_some())
}

fn is_base(line: &Line, quantity: &Figure) -> bool {
    is_start_of_change(line, quantity.core.start, quantity.core.end)
        || line
            .any_at(
                quantity.raw.end,
                &[
                    "的基础上",
                    "基础上",
                    "的标准",
                    "标准发放",
                    "的比例",
                    "比例给予",
                    "的利率",
                    "的幅度",
                    "的速度",
                    "的税率",
                ],
            )
            .is_some()
        || is_compared(line, quantity)
}

/// 高于年初12%的目标2个百分点: the first figure is what the other is compared with.
fn is_compared(line: &Line, quantity: &Figure) -> bool {
    let clause = line.clause_start(quantity.raw.start);
    line.any_at(quantity.core.end, &["的目标", "的预期", "的年度目标", "的计划"]).is_some()
        && line.find(clause..quantity.raw.start, &["高于", "低于", "高出", "超出", "快于"]).is_some()
}

fn is_ratio(line: &Line, quantity: &Figure) -> bool {
    let start = quantity.core.start;
    let every = line.any_before(start, &["每", "平均每", "按每"]).is_some();
    let clause = line.clause_start(quantity.raw.start);
    let of_plan = quantity.family == Family::Share
        && line
            .find(
                clause..quantity.raw.start,
                &[
                    "占年度任务",
                    "占全年任务",
                    "占全年目标",
                    "占年度目标",
                    "占年计划",
                    "占全年计划",
                    "完成年度任务",
                    "完成全年任务",
                    "完成年度目标",
                    "完成全年目标",
                    "完成年计划",
                    "完成进度",
                    "时间进度",
                ],
            )
            .is_some();
    // 5:5, 1比1.
    let ratio =
        line.get(quantity.core.end) == Some(':') && line.get(quantity.core.end + 1).is_some_and(|c| c.is_ascii_digit());
    every || of_plan || ratio
}

/// Nouns that a size describes: 10亿元项目.
const DESCRIBED: &[&str] = &[
    "项目",
    "企业",
    "产业",
    "集群",
    "园区",
    "楼宇",
    "产业园",
    "工程",
    "大厦",
    "综合体",
    "龙头",
    "总部",
    "工厂",
    "基地",
    "县",
    "镇",
    "区",
    "乡镇",
    "走廊",
    "板块",
    "商圈",
    "赛道",
    "街区",
    "平台",
    "机组",
    "电站",
    "码头",
    "大道",
    "银行",
    "超市",
    "商场",
    "市场",
    "单位",
    "公园",
    "产业带",
    "城",
    "圈",
    "级",
    "大户",
    "品牌",
    "单品",
    "村",
];

/// Nouns that are a quantity of money themselves: 20亿元产业基金.
const FUNDS: &[&str] = &[
    "资金",
    "投资",
    "贷款",
    "基金",
    "债券",
    "额度",
    "授信",
    "补贴",
    "补助",
    "奖励",
    "税收",
    "收入",
    "产值",
    "融资",
    "信贷",
    "费",
    "债",
    "消费券",
    "预算",
    "销售",
    "交易",
    "成本",
    "支出",
    "经费",
    "存款",
    "土地",
    "用地",
    "面积",
    "厂房",
    "能力",
    "规模",
    "装机",
];

/// 亿元以上 before 项目20个; 占地1.4万亩的走廊; 打造500亿元产业集群.
fn is_description(line: &Line, quantity: &Figure) -> bool {
    let end = line.skip_blanks(quantity.raw.end);
    let bounded = matches!(quantity.behind, Some(Side::AtLeast | Side::AtMost));
    if line.get(end) == Some('级') {
        return true;
    }
    let clause = line.clause_start(quantity.raw.start);
    let sized = line.any_before(
        quantity.raw.start,
        &[
            "占地",
            "占地面积",
            "用地面积",
            "总面积",
            "总占地",
            "总占地面积",
            "建筑面积",
            "总建筑面积",
            "全长",
            "总长",
            "总投资",
            "计划总投资",
            "估算投资",
            "概算投资",
            "总投资额",
            "投资额",
            "长",
            "宽",
            "高",
            "深",
            "总用地",
        ],
    );
    if quantity.family.is_size() {
        let alone = sized.is_some_and(|word| {
            let gap: String = line.chars[clause..word].iter().filter(|c| **c != ' ').collect();
            matches!(gap.as_str(), "" | "项目" | "该项目" | "其中" | "计划" | "预计")
        });
        let described: String = line.chars[end..noun_end(line, end)].iter().collect();
        // 规模100亿元的母基金 is the money itself.
        let fund = ["基金", "资金", "贷款", "债券", "额度"].iter().any(|word| described.ends_with(word));
        let of = described.starts_with('的') && !ends_here(line, end + 1) && !fund;
        // 日产500吨垃圾焚烧厂.
        let output = !ends_here(line, end)
            && !fund
            && line.any_before(quantity.raw.start, &["年产", "日产", "日处理", "年处理", "日供水", "总规模"]).is_some();
        let land = line.any_before(quantity.raw.start, &["占地", "占地面积"]).is_some();
        if land || of || output || (alone && sized.is_some()) {
            return true;
        }
    }
    if ends_here(line, end) {
        return false;
    }
    let stop = noun_end(line, end);
    let noun: String = line.chars[end..stop].iter().collect();
    if quantity.family.is_size() {
        // Another figure counts what this one describes.
        if counted_behind(line, end) && (bounded || quantity.before.is_none()) && !has_predicate(line, end, stop) {
            return true;
        }
        // 500万元以上固定资产投资增长5%: what the other figure says is of investments so large.
        if quantity.family == Family::Money && bounded && quantity.before.is_none() && told_behind(line, end) {
            return true;
        }
        if quantity.family == Family::Money
            && quantity.before.is_none()
            && !FUNDS.iter().any(|word| noun.ends_with(word))
            && DESCRIBED.iter().any(|word| noun.ends_with(word) || (bounded && noun.contains(word)))
        {
            return true;
        }
        return bounded && DESCRIBED.iter().any(|word| noun.starts_with(word));
    }
    // 50人以上企业30家, 20户以上村落.
    quantity.family.is_counted()
        && bounded
        && quantity.before.is_none()
        && ["企业", "单位", "村", "自然村", "小区", "社区", "机构", "项目", "工程"]
            .iter()
            .any(|word| noun.starts_with(word))
        && (counted_behind(line, end) || ["率", "覆盖", "全部"].iter().any(|word| noun.contains(word)))
}

/// Where the noun behind a quantity ends at the latest.
fn noun_end(line: &Line, start: usize) -> usize {
    let end = line.clause_end(start);
    (start..end)
        .find(|here| matches!(line.get(*here), Some('、')) || line.get(*here).is_some_and(|c| c.is_ascii_digit()))
        .unwrap_or(end)
}

/// Whether a count follows in the same clause.
fn counted_behind(line: &Line, start: usize) -> bool {
    let end = line.clause_end(start);
    (start..end).take(40).take_while(|here| line.get(*here) != Some('、')).any(|here| {
        line.get(here).is_some_and(|c| c.is_ascii_digit())
            && !line.get(here.wrapping_sub(1)).is_some_and(|c| c.is_ascii_alphanumeric() || c == '.')
            && numeral::read(line, here).is_some_and(|number| {
                super::measure::read(line, number.end).is_some_and(|measure| measure.family.is_counted())
            })
    })
}

/// Whether another figure follows in the same clause, only a noun and a word of change before it.
fn told_behind(line: &Line, start: usize) -> bool {
    let end = line.clause_end(start);
    let figure = (start + 4..end).take(20).find(|here| line.get(*here).is_some_and(|c| c.is_ascii_digit()));
    figure.is_some_and(|figure| {
        let noun = line.any_before(figure, CHANGES).unwrap_or(figure);
        line.find(start..noun, &["、"]).is_none() && !has_predicate(line, start, noun)
    })
}

fn has_predicate(line: &Line, start: usize, stop: usize) -> bool {
    line.find(
        start..stop,
        &[
            "增长", "下降", "用于", "支持", "扶持", "资助", "推动", "推进", "建设", "新增", "覆盖", "惠及", "带动",
            "培育",
        ],
    )
    .is_some()
}

/// 总结…等5个社区试点经验, 聚焦6个领域, 对口5个贫困村: nothing new is promised.
fn is_existing(line: &Line, quantity: &Figure) -> bool {
    if !quantity.family.is_counted() || ends_here(line, quantity.raw.end) || quantity.behind.is_some() {
        return false;
    }
    // 围绕主导产业引进1-2个项目 does promise.
    let creates = [
        "引进", "建成", "新建", "改建", "打造", "培育", "新增", "建设", "实施", "完成", "举办", "开展", "创建", "改造",
        "推出", "策划", "谋划",
    ];
    if line.any_before(quantity.raw.start, &creates).is_some() {
        return false;
    }
    let clause = line.clause_start(quantity.raw.start);
    let head = line.skip_blanks(clause);
    line.any_at(
        head,
        &[
            "总结", "巩固", "围绕", "聚焦", "按照", "根据", "依托", "坚持", "紧盯", "瞄准", "紧扣", "立足", "针对",
            "发挥", "借鉴", "作为",
        ],
    )
    .is_some()
        || line.find(clause..quantity.raw.start, &["对口", "结对帮扶"]).is_some()
}

/// An index has no measure: 指数达到103, 系数降到0.3.
pub(super) fn is_index(line: &Line, start: usize, end: usize) -> bool {
    if !ends_here(line, end) && super::bound::behind(line, end).is_none() {
        return false;
    }
    let clause = line.clause_start(start);
    let mut here = start;
    while let Some((word, _)) = super::bound::before(line, here) {
        here = word;
    }
    here = line
        .any_before(here, &["保持在", "稳定在", "提高到", "提升到", "降到", "降至", "提升至", "提高至", "为"])
        .unwrap_or(here);
    here < start
        && here > clause
        && line.any_before(here, &["指数", "系数", "得分", "评分", "满意度", "CPI", "消费价格", "综合得分"]).is_some()
}
