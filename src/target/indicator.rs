//! Indicators: the shortest words that name what a quantity counts.
//!
//! In:  a quantity and the words around it, `力争全年新增停车泊位1万个以上`, `建成8个口袋公园`.
//! Out: 新增停车泊位, 口袋公园. Words are copied from the text; only a head and its change may stand apart
//! (`地区生产总值1255亿元,增长8%`: 地区生产总值增长).

use std::ops::Range;

use super::exclude::ends_here;
use super::line::{Line, ends, starts};
use super::measure::Family;
use super::quantity::Quantity;

/// Adverbs and phrases of time and place before a commitment; they never name what is counted.
const ADVERBS: &[&str] = &[
    "力争", "争取", "确保", "努力", "力保", "必保", "保证", "全年", "年内", "今年", "明年", "本年", "年度", "年底前", "年底", "年末", "上半年", "下半年", "预计", "计划", "预期", "拟",
    "将", "还将", "要", "还要", "再", "共", "累计", "总共", "合计", "共计", "继续", "持续", "加快", "加速", "加大", "大力", "积极", "着力", "全力", "全面", "稳步", "有序",
    "深入", "扎实", "高标准", "高质量", "高水平", "高效", "重点", "分类", "分批", "协同", "统筹", "合力", "共同", "突出", "进一步", "不断", "切实", "至少", "实现",
    "完成", "达到", "做到", "做好", "抓好", "办好", "每年", "每月", "每季度", "年均", "平均", "同时", "其中", "通过", "以及", "并", "和", "与", "及", "、", "到年底", "已",
    "顺利", "成功", "有效", "科学", "严格", "主动", "有力", "快速", "平稳", "如期", "超额", "因地制宜", "一批", "滚动", "推动", "推进", "加强", "强化", "做大", "做强", "提速",
    "全市", "全区", "全省", "全县", "全国", "全镇", "全州", "我省", "我市", "我区", "我县", "辖区", "全域", "为", "对", "使", "让", "把", "将", "令", "以", "的", "各", "各类别",
    "促进", "带动", "撬动", "引导", "吸引", "鼓励", "确定", "预期目标", "主要预期目标", "按照", "约", "近", "超", "逾", "了", "也", "均", "都", "又", "新", "更", "期间", "总体", "目前", "截至目前",
];

/// Verbs that bring something about; what is brought about is the indicator.
const VERBS: &[&str] = &[
    "建成投用", "建成投产", "建成运营", "建成使用", "建成开放", "建成通车", "建成", "建设筹集", "筹集建设", "建设改造", "建设", "筹建", "筹集", "新建改建", "新建改造", "新建改扩建",
    "新改扩建", "新改建", "新(改、扩)建", "新、改、扩建", "新、改建", "新(改)建", "改扩建", "改(扩)建", "改建", "扩建", "新建", "改造提升", "改造升级", "提升改造", "改造", "提升", "提档升级", "升级改造", "升级", "优化", "打造", "创建",
    "培育壮大", "培育发展", "培育引进", "引进培育", "引育", "培育", "培养", "新引进", "引进", "引入", "招引", "新招引", "靶向招引", "新签约", "签约落地", "签约引进", "签约", "开工建设", "新开工建设", "新开工", "开工", "复工",
    "续建", "启动建设", "启动实施", "启动", "实施", "组织实施", "组织开展", "策划举办", "开展", "举办", "承办", "组织", "创成", "争创", "新认定", "认定", "建立", "设立", "配置", "配备", "安装", "加装",
    "增设", "发放", "发布", "推出", "推广", "修复", "修缮", "整治", "盘活", "清理", "提供", "筹措", "投入", "投放", "安排", "落实", "新入库", "入库", "谋划储备", "谋划", "储备", "布局", "组建",
    "选派", "选聘", "招聘", "招录", "帮扶", "资助", "支持", "扶持", "促成", "新促成", "出台", "制定", "评选", "遴选", "举行", "策划", "维护", "疏通", "打通", "通车", "竣工", "投产", "投用", "完工", "建改", "新增加", "增加", "落地",
    "承接", "转化", "对接转化", "对接", "搭建", "构建", "开通", "开设", "开办", "新开办", "新办", "创办", "办成", "化解", "救助", "资助", "发展", "形成", "规划建设", "规划", "营造", "栽植", "种植", "绿化", "征集", "购置", "新购", "购买", "采购", "更新",
    "拓展", "争取", "争取到", "到位", "吸纳", "吸收", "孵化", "孵育", "新孵化", "选树", "评定", "获批", "申报", "储备", "收储", "供应", "出让", "保持", "稳定", "维持", "覆盖", "惠及", "服务", "解决", "检测", "办理", "推介", "辅导", "推荐", "新设", "新设立", "新获批", "新创建", "新培育", "新组建", "扩容", "扩大", "减免",
];

/// A verb followed by one of these is part of a name: 建设用地, 开工率, 投入强度.
const NOUN_ENDINGS: &[&str] = &[
    "率", "量", "额", "数", "面积", "强度", "占", "里程", "用地", "时间", "时限", "能力", "规模", "总", "标准", "水平", "密度", "系数", "指数", "收入", "体系", "资金", "投资", "比例", "比重",
    "金额", "区", "者", "性", "型", "化", "机构", "中心", "公司", "站", "员", "兵团", "成本", "岗位", "指标", "方案",
];

/// Verbs whose noun endings are the thing itself: 建设资金 may be a name, 建设中心 is not.
fn is_name_of(line: &Line, verb: &str, end: usize) -> bool {
    let Some(stop) = line.any_at(end, NOUN_ENDINGS) else { return false };
    let ending: String = line.chars[end..stop].iter().collect();
    match ending.as_str() {
        "率" | "量" | "额" | "占" | "数" | "者" | "性" | "化" | "总" | "金额" | "里程" | "时限" | "面积" | "强度" => {
            !(ending == "数" && line.any_at(end, &["数字", "数据", "数创"]).is_some())
                && !(ending == "化" && line.any_at(end, &["化肥", "化工"]).is_some())
        }
        "用地" => matches!(verb, "建设" | "规划"),
        "标准" => matches!(verb, "补助" | "救助" | "资助" | "帮扶"),
        "投资" | "资金" | "收入" | "规模" | "水平" | "比例" | "比重" | "体系" | "能力" | "时间" | "密度" | "系数" | "指数" | "成本" => {
            matches!(verb, "服务" | "落地" | "到位" | "发展" | "办理" | "供应" | "投入")
        }
        "区" | "机构" | "公司" | "站" | "员" | "中心" => matches!(verb, "服务" | "检测" | "救助" | "建成" | "发展"),
        "岗位" => matches!(verb, "服务"),
        _ => false,
    }
}

/// Words that stay at the head of an indicator and end the stripping: 新增就业 is what is counted.
const KEPT: &[&str] = &["新增", "净增", "累计新增", "净增加"];

/// Words between an indicator and its figure.
const LINKS: &[&str] = &[
    "达到", "达", "突破", "超过", "超", "完成", "实现", "保持在", "稳定在", "控制在", "维持在", "稳定到", "提高到", "提升到", "提高至", "提升至", "增长到", "增加到", "增加至", "扩大到", "扩大至",
    "扩展到", "降到", "降至", "降低到", "降低至", "下降到", "下降至", "压缩到", "压缩至", "压减到", "压减至", "缩短到", "缩短至", "缩至", "缩到", "的", "缩减到", "缩减至", "减少到", "减少至", "增至", "增到", "升至", "升到", "上升到", "上升至", "调整到", "延长到", "延长至", "发展到", "拓展到",
    "为", "是", "约", "近", "以", "至", "到", "在", "力争", "争取", "确保", "努力", "力争达到", "共", "共计", "合计", "总计", "累计", "将", "要", "均", "都", "各", "分别", "再", "保持", "稳定", "仅", "也", "已", "了", "计", "预计", "目标", "目标为", "预期", "预期为", "指标", "预期目标", "任务", "各新增", "不", "用于", "进入", "跻身", "位居", "排名", "位列", "力保", "保底", "全年", "年内", "有望", "：", "全", "(", "一次性", "年均",
];

/// Words of change: they end the name of a rate.
pub(super) const CHANGES: &[&str] = &[
    "增长", "下降", "降低", "提高", "提升", "减少", "压减", "压缩", "精简", "增加", "缩减", "上升", "回升", "削减", "缩短", "下浮", "增收", "提速", "递增", "负增长", "扩大", "上浮", "提标", "上涨", "改善",
];

/// Words between a head and its change: 同比增长, 比上年再提高.
const COMPARISONS: &[&str] = &[
    "同比", "可比", "环比", "同口径", "按可比价", "按可比价计算", "按可比价格计算", "可比价", "按同口径", "年均", "年平均", "均", "都", "再", "分别", "各", "力争", "实现", "平均", "名义", "实际", "预计", "有望", "稳步", "持续", "比上年", "较上年", "比去年", "较去年",
    "比上年同期", "同口径可比", "要", "将", "确保", "努力", "也", "又", "计划", "全年", "力争实现", "预期", "继续", "争取", "总体", "累计", "可", "左右", "五年", "保持", "水平", "目标", "逐年", "每年", "一般", "恢复性", "平稳", "合理",
];

/// What may follow a counted thing without being part of its name.
const TAILS: &[&str] = &[
    "开工建设", "建设进度", "建设步伐", "建设任务", "建设工作", "建设和提档升级", "建设", "开工", "投产", "建成投产", "竣工投产", "竣工", "投产达效", "工作", "进度", "步伐", "落地", "落户", "投用", "建成投用", "任务", "等", "前期工作", "主体施工", "竣工验收", "进程", "实施", "投入使用", "投入运营", "完工", "落地见效", "落地开工", "新开工", "有序推进", "顺利推进",
];

/// Verbs behind a quantity: the words after it are a purpose, not what is counted.
const PURPOSES: &[&str] = &[
    "用于", "支持", "推动", "推进", "促进", "助力", "带动", "确保", "保障", "实现", "打造", "形成", "以满足", "满足", "努力", "力争", "并", "落户", "落地", "开工", "投产", "竣工", "建成", "投用", "来", "以", "后", "时", "前", "为", "进入", "通过", "可", "能", "将", "使", "让", "助推", "引领", "全部", "入驻", "入库", "挂牌", "覆盖", "惠及", "上市", "完工", "通车", "纳入",
];

/// Which words name the indicator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) text: String,
    /// The name without its word of change, for what follows: 地区生产总值 of 地区生产总值增长.
    pub(super) head: String,
    /// What it was counted in.
    pub(super) measure: String,
}

/// Names what `quantity` counts.
///
/// `floor` is where the quantity before it ends, `next` where the one behind it begins; `last` is the name before.
pub(super) fn name(line: &Line, quantity: &Quantity, floor: usize, next: usize, last: Option<&Name>) -> Option<Name> {
    let mut left = left(line, floor, quantity.raw.start);
    // GDP总量跻身全省前三: the place is no part of the name.
    if quantity.family == Family::Rank
        && let Some(reach) = line.find(left.noun.clone(), &["进入", "跻身", "位居", "位列", "稳居", "挺进", "保持", "进位"])
        && reach > left.noun.start + 1
    {
        left.noun.end = reach;
    }
    let right = right(line, quantity.raw.end, next);
    let has_left = left.length() >= 2;
    let right_first = match &right {
        None => false,
        Some(_) if !has_left => true,
        Some(words) => {
            let conjunction = line.before(quantity.raw.start).is_some_and(|c| matches!(c, '等' | '和' | '与' | '及' | '、'));
            let purpose = PURPOSES.iter().any(|word| starts(&line.chars[words.start..words.end], word));
            if left.change.is_some() || left.linked {
                false
            } else if conjunction {
                true
            } else if quantity.family.is_counted() {
                !purpose
            } else {
                false
            }
        }
    };
    if right_first && let Some(words) = right {
        let text = line.words(words).trim().to_owned();
        return Some(Name { head: text.clone(), text, measure: quantity.measure.clone() });
    }
    if has_left {
        let mut name = left.name(line, quantity);
        // 占全市总量的七分之一: the share is of what was named before.
        if name.text.starts_with('占')
            && let Some(last) = last.filter(|_| line.sentence_start(quantity.raw.start) <= floor)
        {
            name = Name { text: format!("{}{}", last.head, name.text), head: last.head.clone(), ..name };
        }
        return Some(name);
    }
    // Only a word of change or nothing: the thing was named before.
    let measure = quantity.measure.clone();
    let change = left.change.unwrap_or_default();
    let here = line.sentence_start(quantity.raw.start) <= floor;
    // 增长7.5%,力争8%: the same rate again.
    if let Some(same) = last.filter(|last| here && change.is_empty() && last.measure == measure) {
        return Some(same.clone());
    }
    let before = match last {
        Some(name) if here => Some(name.head.clone()),
        _ => clause_before(line, quantity.raw.start).or_else(|| last.map(|name| name.head.clone())),
    };
    if let Some(head) = before.filter(|head| !head.is_empty()) {
        let text = if ends_with_change(&head) { head.clone() } else { format!("{head}{change}") };
        return Some(Name { text, head, measure });
    }
    let text = line.words(left.whole.clone()).trim().to_owned();
    (!text.is_empty()).then(|| Name { head: text.clone(), text, measure })
}

fn ends_with_change(text: &str) -> bool {
    CHANGES.iter().any(|word| text.ends_with(word))
}

/// The words before a quantity: what they name, and the word of change at their end.
struct Left {
    noun: Range<usize>,
    change: Option<String>,
    /// A word such as 达到 stood between: the noun is the subject.
    linked: bool,
    /// All words of the clause before the quantity, for want of better.
    whole: Range<usize>,
}

impl Left {
    fn length(&self) -> usize {
        self.noun.len()
    }

    fn name(&self, line: &Line, quantity: &Quantity) -> Name {
        let head = line.words(self.noun.clone()).trim().to_owned();
        let text = match &self.change {
            Some(change) => format!("{head}{change}"),
            None => head.clone(),
        };
        Name { text, head, measure: quantity.measure.clone() }
    }
}

fn left(line: &Line, floor: usize, end: usize) -> Left {
    let start = line.clause_start(end).max(floor);
    let mut start = line.skip_blanks(start).min(end);
    let mut stop = end;
    // Bound words were taken with the figure; 达到 and the like before it say that the noun is the subject.
    let mut linked = line.any_at(end, &["达", "突破", "超过", "不低于", "不少于", "不超过", "控制在"]).is_some();
    loop {
        stop = trim_blanks_back(line, start, stop);
        let Some(word) = line.any_before(stop, LINKS).filter(|word| *word >= start) else { break };
        let taken: String = line.chars[word..stop].iter().collect();
        if guarded(line, word, &taken) {
            break;
        }
        linked |= taken.chars().count() >= 2 && !matches!(taken.as_str(), "完成" | "实现" | "力争" | "争取" | "确保" | "努力" | "全年" | "年内");
        stop = word;
    }
    let whole = start..stop;
    // 登记失业率由3.2%降至: the noun stands before 由.
    if let Some(from) = line.find(start..stop, &["由", "从"])
        && from > start + 1
        && line.chars[from..stop].iter().any(char::is_ascii_digit)
    {
        stop = from;
        linked = true;
    }
    let mut change = None;
    if let Some(word) = line.any_before(stop, CHANGES).filter(|word| *word >= start) {
        change = Some(line.chars[word..stop].iter().collect::<String>());
        let mut head = word;
        loop {
            head = trim_blanks_back(line, start, head);
            if let Some(earlier) = line.any_before(head, COMPARISONS).filter(|earlier| *earlier >= start) {
                head = earlier;
            } else if let Some(earlier) = comparison_before(line, start, head) {
                head = earlier;
            } else {
                break;
            }
        }
        stop = head;
    }
    // 在全区…, 面向…等领域发布: behind the last verb.
    start = cue_behind(line, start, stop);
    start = strip_head(line, start, stop);
    start = behind_etc(line, start, stop);
    if line.any_at(start, &["在", "面向", "通过", "依托", "围绕", "利用", "向", "根据", "按照", "立足"]).is_some()
        && let Some(verb) = last_verb(line, start, stop)
    {
        start = strip_head(line, verb, stop);
    }
    start = strip_head(line, start, stop);
    // 新增 alone names nothing.
    if line.any_at(start, KEPT) == Some(stop) {
        start = stop;
    }
    let noun = start..stop.max(start);
    Left { noun, change, linked, whole }
}

/// Links that are part of a longer word: 占…比重为 is fine, 认为 and 行为 are not links.
fn guarded(line: &Line, word: usize, taken: &str) -> bool {
    let before = word.checked_sub(1).and_then(|position| line.get(position));
    match taken {
        "为" => matches!(before, Some('行' | '作' | '成' | '认')),
        "是" => matches!(before, Some('但' | '于')),
        "在" => matches!(before, Some('存' | '潜')),
        "达" => matches!(before, Some('发' | '通')),
        "超" => matches!(before, Some('高')),
        "近" => matches!(before, Some('附' | '邻')),
        "共" => matches!(before, Some('公')),
        "约" => matches!(before, Some('节' | '集' | '签' | '预' | '履')),
        "任务" | "目标" | "稳定" => false,
        "计" => matches!(before, Some('审' | '设' | '统' | '会' | '合' | '总' | '累')),
        "到" => matches!(before, Some('得')),
        "以" => matches!(before, Some('可' | '所')),
        "全" => matches!(before, Some('安' | '健' | '保')),
        "要" => matches!(before, Some('主' | '重' | '需' | '必')),
        "再" | "各" => false,
        "不" => false,
        "均" => matches!(before, Some('人' | '户' | '亩' | '年' | '平')),
        "都" => matches!(before, Some('首' | '成' | '之')),
        _ => false,
    }
}

/// 比2019年, 较全国平均水平: the start of a comparison that ends at `position`.
fn comparison_before(line: &Line, start: usize, position: usize) -> Option<usize> {
    let floor = start.max(position.saturating_sub(12));
    let word = (floor..position).rev().find(|here| matches!(line.get(*here), Some('比' | '较')))?;
    let words = &line.chars[word + 1..position];
    let timed = ["年", "同期", "平均", "水平", "全国", "全省", "全市", "上月"].iter().any(|ending| ends(words, ending));
    let of_share = line.any_at(word, &["比重", "比例", "比率", "比较", "较大", "较高"]).is_some()
        || matches!(line.get(word.wrapping_sub(1)), Some('占' | '同' | '环' | '对'));
    (timed && !of_share).then_some(word)
}

fn trim_blanks_back(line: &Line, start: usize, mut stop: usize) -> usize {
    while stop > start && line.get(stop - 1).is_some_and(|c| matches!(c, ' ' | '、')) {
        stop -= 1;
    }
    stop
}

/// Behind the last 力争, 确保 … within the words, where something follows.
fn cue_behind(line: &Line, start: usize, stop: usize) -> usize {
    let mut found = start;
    let mut here = start;
    while here < stop {
        if let Some(open) = closing(line, here, stop) {
            here = open;
            continue;
        }
        if let Some(end) = line.any_at(here, &["力争", "确保", "争取", "努力实现", "目标是", "目标为", "目标建议为", "建议为", "预期目标", "任务是", "年内", "力促"])
            && end < stop
        {
            // 争取资金 is no cue at its own head.
            found = end;
            here = end;
        } else {
            here += 1;
        }
    }
    found
}

/// Where the bracket or quotation that opens at `position` ends.
fn closing(line: &Line, position: usize, stop: usize) -> Option<usize> {
    if !matches!(line.get(position), Some('(' | '“' | '《' | '‘' | '〈' | '"')) {
        return None;
    }
    (position + 1..stop).take(60).find(|here| line.partner(*here) == Some(position)).map(|here| here + 1)
}

/// Takes adverbs and verbs from the head while something is left.
fn strip_head(line: &Line, mut start: usize, stop: usize) -> usize {
    loop {
        while start < stop && matches!(line.get(start), Some(' ' | '、' | '·' | '-')) {
            start += 1;
        }
        if line.any_at(start, KEPT).is_some_and(|end| end < stop) {
            return start;
        }
        let adverb = line.any_at(start, ADVERBS).filter(|end| *end <= stop);
        let verb = line.any_at(start, VERBS).filter(|end| *end <= stop);
        let end = match (adverb, verb) {
            (Some(adverb), Some(verb)) => adverb.max(verb),
            (Some(end), None) | (None, Some(end)) => end,
            (None, None) => match timed(line, start, stop) {
                Some(end) => end,
                None => return start,
            },
        };
        let word: String = line.chars[start..end].iter().collect();
        // 签约项目: without its verb the noun would say nothing; 招聘会: nothing of a word may be left alone.
        let rest: String = line.chars[end..stop].iter().collect();
        let bare = stop - end == 1 || (verb == Some(end) && matches!(rest.as_str(), "项目" | "企业" | "机构" | "活动" | "资金"));
        if end < stop && (bare || is_name_of(line, &word, end) || begins_name(line, start, &word)) {
            return start;
        }
        // One character of a longer word: 新能源, 为民, 对外, 以旧换新, 要素.
        start = end;
    }
}

/// Words whose first character or characters look like an adverb or verb but are a name.
fn begins_name(line: &Line, start: usize, word: &str) -> bool {
    let names: &[&str] = match word {
        "新" => return line.any_at(start, &["新入库", "新认定", "新培育", "新引进", "新签约", "新开"]).is_none(),
        "为" => &["为民", "为老"],
        "对" => &["对外", "对口", "对标"],
        "以" => &["以旧换新", "以工代赈", "以商"],
        "要" => &["要素"],
        "共" => &["共享", "共同", "共有", "共建", "共富"],
        "再" => &["再生", "再担保", "再就业", "再贷款"],
        "将" => &["将军"],
        "和" => &["和美", "和谐", "和平"],
        "及" => &["及时"],
        "与" => &[],
        "并" => &["并网", "并购"],
        "的" => &["的士"],
        "各" => return line.any_at(start, &["各类", "各级", "各种", "各项"]).is_some(),
        "重点" | "平均" | "高标准" | "累计" => return matches!(word, "重点" | "平均" | "高标准"),
        "平" => return true,
        "更" => &["更新"],
        "超" => &["超算", "超高", "超低", "超市", "超充", "超级", "超大"],
        "近" => &["近海", "近零", "近岸", "近视"],
        "约" => &[],
        "高效" | "高质量" | "高水平" | "科学" | "有效" => return true,
        "服务" => &["服务业", "服务贸易", "服务站", "服务消费", "服务网点", "服务中心", "服务场所", "服务机构", "服务综合体", "服务驿站", "服务区", "服务点", "服务企业"],
        "发展" => &["发展党员"],
        "规划" => &["规划展览"],
        "绿化" | "种植" => return line.any_at(start, &["绿化覆盖", "绿化面积", "种植面积"]).is_some(),
        "养老" => return true,
        "救助" | "检测" | "资助" => return line.any_at(start, &["救助站", "检测机构"]).is_some(),
        "维护" | "组织" | "支持" => &[],
        "全国" | "全省" | "全市" => &["全国重点", "全国文明", "全国百强", "全省重点", "全市重点"],
        "全域" | "通过" => return matches!(word, "全域"),
        "期间" => return false,
        "投资" => return true,
        _ => &[],
    };
    line.any_at(start, names).is_some()
}

/// 到2025年, 2025年, “十四五”期间, 12月底前: a time at the head.
fn timed(line: &Line, start: usize, stop: usize) -> Option<usize> {
    let mut here = start;
    if line.get(here).is_some_and(|c| matches!(c, '到' | '至' | '于' | '截')) {
        here += 1;
    }
    let digits = here;
    while line.get(here).is_some_and(|c| c.is_ascii_digit() || matches!(c, '-')) {
        here += 1;
    }
    if here == digits {
        return None;
    }
    let mut end = line.any_at(here, &["年底前", "年末", "年底", "年前", "年度", "年", "月底前", "月底", "月末", "月前", "月份", "月"])?;
    while let Some(c) = line.get(end).filter(|c| matches!(c, '前' | '底' | '末' | '内')) {
        let _ = c;
        end += 1;
    }
    (end <= stop).then_some(end)
}

/// Behind the last 等 that closes a list of examples.
fn behind_etc(line: &Line, start: usize, stop: usize) -> usize {
    let mut found = start;
    let mut here = start;
    while here < stop {
        if let Some(end) = closing(line, here, stop) {
            here = end;
            continue;
        }
        if line.get(here) == Some('等') && here > start + 1 {
            let word = line.any_at(here, &["等级", "等次", "等值", "等同", "等额", "等价", "等效"]).is_some()
                || matches!(line.get(here - 1), Some('高' | '中' | '初' | '均' | '平' | '同' | '优' | '一' | '二' | '三' | '相' | '对' | '特'))
                    && line.any_at(here, &["等教育", "等职业", "等学", "等院", "等化", "等"]).is_some_and(|_| {
                        line.any_before(here + 1, &["高等", "中等", "初等", "均等", "平等", "同等", "优等", "相等", "对等"]).is_some()
                    });
            if !word && here + 1 < stop {
                found = here + 1;
            }
        }
        here += 1;
    }
    if found > start {
        for word in ["领域", "方面", "环节", "行业", "重点"] {
            if line.starts(found, word) && found + word.chars().count() < stop && word != "重点" {
                found += word.chars().count();
            }
        }
    }
    found
}

/// The last place where a verb begins within the words, brackets skipped.
fn last_verb(line: &Line, start: usize, stop: usize) -> Option<usize> {
    let mut found = None;
    let mut here = start;
    while here < stop {
        if let Some(end) = closing(line, here, stop) {
            here = end;
            continue;
        }
        if let Some(end) = line.any_at(here, VERBS).filter(|end| *end < stop)
            && end - here >= 2
            && !is_name_of(line, &line.chars[here..end].iter().collect::<String>(), end)
        {
            found.get_or_insert(here);
        }
        here += 1;
    }
    found
}

/// The words behind a quantity that name what is counted.
fn right(line: &Line, end: usize, next: usize) -> Option<Range<usize>> {
    if ends_here(line, end) && !matches!(line.get(line.skip_blanks(end)), Some('“')) {
        return None;
    }
    let mut start = line.skip_blanks(end);
    if line.get(start) == Some('的') {
        start += 1;
    }
    let mut stop = line.clause_end(start).min(next.max(start));
    // 5个公园、3个广场: the list goes on with the next quantity.
    if stop == next {
        stop = line
            .any_before(stop, &["以及", "和", "及", "与", "、", "并", "约", "近", "共"])
            .map_or(stop, |earlier| earlier.max(start));
        let verbs = ["、新建", "、改建", "、改造", "、建设", "、打造", "、培育", "、新增", "、引进", "、提升", "、完成"];
        if let Some(list) = line.find(start..stop, &verbs) {
            stop = list;
        } else if let Some(list) = (start..stop).rev().find(|here| line.get(*here) == Some('、')) {
            // 3个广场、公园5个: the words behind the mark belong to the next.
            stop = list;
        }
    }
    let mut stop = trim_blanks_back(line, start, stop);
    if let Some(build) = line.find(start + 2..stop, &["建设和", "建设与", "建设及", "担任", "免费", "开展"]) {
        stop = build;
    }
    loop {
        match line.any_before(stop, TAILS) {
            Some(word) if word >= start + 2 => stop = trim_blanks_back(line, start, word),
            _ => break,
        }
    }
    // “武汉名品”: the marks are no part of the name.
    let last = stop.checked_sub(1)?;
    if line.get(start) == Some('“') && line.partner(last) == Some(start) {
        start += 1;
        stop -= 1;
    }
    (stop > start).then_some(start..stop)
}

/// What the clause before names, for 居民健康水平,达到80%.
fn clause_before(line: &Line, position: usize) -> Option<String> {
    let here = line.clause_start(position).checked_sub(1)?;
    if !matches!(line.get(here), Some(',' | ':' | ';')) {
        return None;
    }
    let start = line.clause_start(here);
    if start >= here || here - start > 60 {
        return None;
    }
    let text = line.words(left(line, start, here).noun).trim();
    let of_time = ["年", "月", "半年", "季度", "目前", "期间", "今年", "以来"].iter().any(|word| text.ends_with(word));
    (text.chars().count() >= 2 && !of_time).then(|| text.to_owned())
}
