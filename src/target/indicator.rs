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
use super::words::{
    ADVERBS, CHANGES, COMPARISONS, KEPT, LINKS, NEXT_WORKS, NOUN_ENDINGS, PURPOSES, STAGES, TAILS, TOTALS, VERBS,
};

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
    // GDP总量跻身全省前三: the place is no part of the name; nor is what another rank is of.
    let reaches = ["进入", "跻身", "位居", "位列", "稳居", "挺进", "保持", "进位"];
    if quantity.family == Family::Rank
        && let Some(reach) = left.noun.clone().rev().find(|here| line.any_at(*here, &reaches).is_some())
    {
        let other = (left.noun.start..reach).rev().find(|here| line.get(*here) == Some('、'));
        if let Some(mark) = other.filter(|mark| line.find(left.noun.start..*mark, &reaches).is_some()) {
            left.noun.start = mark + 1;
        }
        if reach > left.noun.start + 1 {
            left.noun.end = reach;
        }
    }
    // 增速高于全省平均水平1个百分点: nor is what it is compared with.
    if quantity.family == Family::Points
        && let Some(than) = line.find(left.noun.clone(), &["高于", "低于", "快于", "优于", "领先", "好于"])
        && than > left.noun.start + 1
    {
        left.noun.end = than;
    }
    let right = right(line, quantity.raw.end, next);
    // 实现6%左右的增长: the change stands behind its figure.
    if left.change.is_none()
        && line.get(quantity.raw.end) == Some('的')
        && let Some(end) = line.any_at(quantity.raw.end + 1, CHANGES)
        && ends_here(line, end)
    {
        left.change = Some(line.chars[quantity.raw.end + 1..end].iter().collect());
        left.linked = true;
    }
    let has_left = left.length() >= 2;
    let right_first = match &right {
        None => false,
        Some(_) if !has_left => true,
        // 规模100亿元的母基金.
        Some(_) if TOTALS.contains(&line.words(left.noun.clone())) => true,
        Some(words) => {
            let conjunction =
                line.before(quantity.raw.start).is_some_and(|c| matches!(c, '等' | '和' | '与' | '及' | '、'));
            let purpose = PURPOSES.iter().any(|word| starts(&line.chars[words.start..words.end], word));
            let brought = quantity.family.is_counted() && line.any_before(quantity.raw.start, VERBS).is_some();
            if done_to_places(line, &left, words.start) || left.change.is_some() && !brought || left.linked {
                false
            } else if conjunction || brought {
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
    // 五年累计投资300亿元,是“十五”期末的3倍; 较2020年翻一番; 高于预期2个百分点: the subject was named before.
    let head = line.words(left.noun.clone()).trim();
    let of_subject = head.starts_with('是')
        || head.starts_with(['较', '比']) && head.ends_with(['年', '末', '期', '底'])
        || quantity.family == Family::Points
            && ["高于", "低于", "高出", "快于"].iter().any(|word| head.starts_with(word));
    // 棚户区改造开工2万套、基本建成1万套: another stage of what was named before.
    if let Some(last) = last.filter(|last| last.measure == quantity.measure && STAGES.contains(&head))
        && line.sentence_start(quantity.raw.start) <= floor
    {
        let thing = STAGES.iter().find_map(|stage| last.head.strip_suffix(stage)).unwrap_or(&last.head);
        let text = format!("{thing}{head}");
        return Some(Name { head: text.clone(), text, measure: quantity.measure.clone() });
    }
    if has_left && !of_subject {
        let mut name = left.name(line, quantity);
        // 国家级小巨人企业5家、省级20家: the noun was said once.
        if let Some(last) = last.filter(|last| last.measure == quantity.measure)
            && is_level(&name.text)
            && let Some((_, noun)) = last.head.split_once('级')
        {
            name.text.push_str(noun);
            name.head.clone_from(&name.text);
        }
        // 占全市总量的七分之一: the share is of what was named before.
        if name.text.starts_with('占')
            && let Some(last) = last.filter(|_| line.sentence_start(quantity.raw.start) <= floor)
        {
            name = Name { text: format!("{}{}", last.head, name.text), head: last.head.clone(), ..name };
        }
        // 5亿元以上项目3个、10亿元以上2个: the noun was said once.
        if let Some(last) = last.filter(|_| line.sentence_start(quantity.raw.start) <= floor)
            && let Some((_, noun)) = ["以上", "以下"]
                .iter()
                .find(|word| name.text.ends_with(*word))
                .and_then(|word| last.head.split_once(word))
        {
            name.text.push_str(noun);
            name.head.clone_from(&name.text);
        }
        // 新增市场主体50万户,总量突破600万户: the total of what was named before.
        if TOTALS.contains(&name.text.as_str()) {
            let last = last.filter(|_| line.sentence_start(quantity.raw.start) <= floor).map(|last| last.head.clone());
            if let Some(last) = last.or_else(|| clause_before(line, quantity.raw.start)) {
                let head = KEPT.iter().find_map(|word| last.strip_prefix(word)).unwrap_or(&last);
                let head = head.trim_end_matches("增速").trim_end_matches("增幅");
                // 蔬菜面积20万亩、总产60万吨: what grows on the area is weighed.
                let crop = ["总产", "总产量", "产量"]
                    .contains(&name.text.as_str())
                    .then(|| head.strip_suffix("面积"))
                    .flatten();
                let head = crop.unwrap_or(head).trim_end_matches("种植").trim_end_matches("播种");
                name = Name { text: format!("{head}{}", name.text), head: head.to_owned(), ..name };
            }
        }
        return Some(name);
    }
    // Only a word of change or nothing: the thing was named before.
    let measure = quantity.measure.clone();
    // 新建高标准农田2万亩、改造提升1万亩: a verb, no change.
    let verb = VERBS.contains(&line.words(left.whole.clone()).trim_matches([' ', '、']));
    let change = left.change.filter(|_| !verb).unwrap_or_default();
    let here = line.sentence_start(quantity.raw.start) <= floor;
    // 新增经营主体52万户,累计394万户: the whole is no longer new.
    if let Some(last) = last.filter(|last| here && change.is_empty() && last.measure == measure)
        && line.find(left.whole.end..quantity.raw.start, &["累计", "总计", "总数"]).is_some()
        && let Some(head) = KEPT.iter().find_map(|word| last.head.strip_prefix(word))
    {
        return Some(Name { text: head.to_owned(), head: head.to_owned(), measure });
    }
    // 财政收入达到600亿元,净增40亿元.
    if let Some(last) = last.filter(|last| here && change.is_empty() && last.measure == measure)
        && let Some(kept) = line.any_before(left.whole.end, KEPT).filter(|kept| *kept == left.whole.start)
        && !KEPT.iter().any(|word| last.head.starts_with(word))
    {
        let text = format!("{}{}", last.head, line.words(kept..left.whole.end));
        return Some(Name { text, head: last.head.clone(), measure });
    }
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

/// Whether a name says only of which rank something is: 省级, 4A级.
fn is_level(text: &str) -> bool {
    text.strip_suffix('级').is_some_and(|rank| {
        matches!(rank, "国家" | "省" | "市" | "州" | "县" | "区" | "部")
            || rank.trim_start_matches(|c: char| c.is_ascii_digit()).chars().all(|c| c == 'A')
    })
}

/// 完成电网改造8个村: the work is counted by the places it is done to.
fn done_to_places(line: &Line, left: &Left, right: usize) -> bool {
    let work = ["改造", "建设", "整治", "治理", "提升", "修复", "普查", "覆盖", "清理"];
    let noun = line.words(left.noun.clone());
    noun.chars().count() >= 4
        && work.iter().any(|word| noun.ends_with(word))
        && line.any_before(left.noun.start, &["完成", "实现", "实施"]).is_some()
        && line
            .any_at(right, &["小区", "社区", "村", "行政村", "自然村", "乡镇", "镇", "街道", "院落"])
            .is_some_and(|end| ends_here(line, end))
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
    // 《新增学位900个》: the mark closes behind the figure.
    if line.get(start) == Some('《') && closing(line, start, end).is_none() && start < end {
        start += 1;
    }
    // 免费为适龄女生接种: who gets it.
    if line.starts(start, "免费为") && start + 4 < end {
        start += 3;
    }
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
        linked |= taken.chars().count() >= 2
            && !matches!(taken.as_str(), "完成" | "实现" | "力争" | "争取" | "确保" | "努力" | "全年" | "年内");
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
            let per_head = line.any_before(head, &["人均", "户均", "亩均", "日均"]).is_some();
            let compared = line.any_before(head, COMPARISONS).filter(|earlier| *earlier >= start && !per_head);
            if let Some(earlier) = compared {
                head = earlier;
            } else if let Some(earlier) = comparison_before(line, start, head) {
                head = earlier;
            } else {
                break;
            }
        }
        stop = head;
    } else if let Some(than) = comparison_before(line, start, stop).filter(|than| *than > start + 1) {
        // 生产总值较2020年翻一番.
        stop = than;
    }
    // 4处绿地、建成公厕12座: the words before the mark belong to the figure before.
    if let Some(work) = (start + 2..stop).rev().find(|here| line.any_at(*here, NEXT_WORKS).is_some())
        && floor > 0
        && start >= floor
        && line.any_at(start, VERBS).max(line.any_at(start, KEPT)) != Some(work)
    {
        start = work + 1;
    }
    // 在全区…, 面向…等领域发布: behind the last verb.
    start = cue_behind(line, start, stop);
    start = strip_head(line, start, stop);
    start = behind_etc(line, start, stop);
    // 职业学校与龙头企业共建产业学院2个: what they build together.
    if let Some(verb) = line.find(start..stop, &["共建"])
        && verb > start + 2
        && verb + 4 <= stop
        && line.find(start..verb, &["与", "和", "联合"]).is_some()
    {
        start = verb + 2;
    }
    if line
        .any_at(start, &["帮助", "在", "面向", "通过", "依托", "围绕", "利用", "向", "根据", "按照", "立足"])
        .is_some()
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

/// Verbs whose noun endings are the thing itself: 建设资金 may be a name, 建设中心 is not.
fn is_name_of(line: &Line, verb: &str, end: usize) -> bool {
    let Some(stop) = line.any_at(end, NOUN_ENDINGS) else { return false };
    let ending: String = line.chars[end..stop].iter().collect();
    match ending.as_str() {
        "率" | "量" | "额" | "占" | "数" | "者" | "性" | "化" | "总" | "金额" | "里程" | "时限" | "面积" | "强度" => {
            line.any_at(end, &["数字", "数据", "数创", "化肥", "化工"]).is_none()
        }
        "用地" => matches!(verb, "建设" | "规划"),
        "标准" => matches!(verb, "补助" | "救助" | "资助" | "帮扶"),
        "投资" | "资金" | "收入" | "规模" | "水平" | "比例" | "比重" | "体系" | "能力" | "时间" | "密度" | "系数"
        | "指数" | "成本" => {
            matches!(verb, "服务" | "落地" | "到位" | "发展" | "办理" | "供应" | "投入")
        }
        "区" | "机构" | "公司" | "站" | "员" | "中心" => {
            matches!(verb, "服务" | "检测" | "救助" | "建成" | "发展")
        }
        "岗位" => matches!(verb, "服务"),
        _ => false,
    }
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
        if let Some(end) = line.any_at(
            here,
            &[
                "力争",
                "确保",
                "争取",
                "努力实现",
                "目标是",
                "目标为",
                "目标建议为",
                "建议为",
                "预期目标",
                "预期目标是",
                "预期目标为",
                "任务是",
                "年内",
                "力促",
            ],
        ) && end < stop
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
        while start < stop
            && (matches!(line.get(start), Some(' ' | '、' | '·' | '-'))
                || (line.get(start) == Some('(') && closing(line, start, stop).is_none()))
        {
            start += 1;
        }
        if line.any_at(start, KEPT).is_some_and(|end| end < stop) {
            return start;
        }
        let adverb = line.any_within(start, stop, ADVERBS);
        let verb = line.any_within(start, stop, VERBS);
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
        let bare = stop - end == 1
            || (verb == Some(end) && matches!(rest.as_str(), "项目" | "企业" | "机构" | "活动" | "资金"));
        let total = TOTALS.contains(&rest.as_str());
        if end < stop && !total && (bare || is_name_of(line, &word, end) || begins_name(line, start, &word)) {
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
        "超" => &["超长", "超算", "超高", "超低", "超市", "超充", "超级", "超大"],
        "近" => &["近海", "近零", "近岸", "近视"],
        "约" => &[],
        "高效" | "高质量" | "高水平" | "科学" | "有效" => return true,
        "服务" => &[
            "服务业",
            "服务贸易",
            "服务站",
            "服务消费",
            "服务网点",
            "服务中心",
            "服务场所",
            "服务机构",
            "服务综合体",
            "服务驿站",
            "服务区",
            "服务点",
            "服务企业",
        ],
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
    if line.starts(here, "截至") || line.starts(here, "截止") {
        here += 2;
    } else if line.get(here).is_some_and(|c| matches!(c, '到' | '至' | '于' | '截')) {
        here += 1;
    }
    let digits = here;
    while line.get(here).is_some_and(|c| c.is_ascii_digit() || matches!(c, '-')) {
        here += 1;
    }
    if here == digits {
        return None;
    }
    let mut end = line.any_at(
        here,
        &["年底前", "年末", "年底", "年前", "年度", "年", "月底前", "月底", "月末", "月前", "月份", "月"],
    )?;
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
                || matches!(
                    line.get(here - 1),
                    Some('高' | '中' | '初' | '均' | '平' | '同' | '优' | '一' | '二' | '三' | '相' | '对' | '特')
                ) && line.any_at(here, &["等教育", "等职业", "等学", "等院", "等化", "等"]).is_some_and(|_| {
                    line.any_before(here + 1, &["高等", "中等", "初等", "均等", "平等", "同等", "优等", "相等", "对等"])
                        .is_some()
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
        if let Some(list) = line.find(start..stop, NEXT_WORKS) {
            stop = list;
        } else if let Some(list) = (start..stop).rev().find(|here| line.get(*here) == Some('、')) {
            // 3个广场、公园5个: the words behind the mark belong to the next.
            stop = list;
        }
    }
    // 6条道路、建成天桥: the next work begins.
    if let Some(work) = line.find((start + 2).min(stop)..stop, NEXT_WORKS) {
        stop = work;
    }
    let mut stop = trim_blanks_back(line, start, stop);
    if let Some(build) = line.find(start + 2..stop, &["建设和", "建设与", "建设及", "担任", "免费", "开展", "提供"])
    {
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
    let of_time = ["年", "月", "半年", "季度", "目前", "期间", "今年", "以来", "月底", "年底", "月末", "情况"]
        .iter()
        .any(|word| text.ends_with(word));
    (text.chars().count() >= 2 && !of_time).then(|| text.to_owned())
}
