//! The words before a quantity that name what it counts.

use std::ops::Range;

use super::Name;
use crate::quantity::figure::Figure;
use crate::quantity::line::{Line, ends};
use crate::quantity::words::{ADVERBS, CHANGES, COMPARISONS, KEPT, LINKS, NEXT_WORKS, NOUN_ENDINGS, TOTALS, VERBS};

/// The words before a quantity: what they name, and the word of change at their end.
pub(super) struct Left {
    pub(super) noun: Range<usize>,
    pub(super) change: Option<String>,
    /// A word such as 达到 stood between: the noun is the subject.
    pub(super) linked: bool,
    /// All words of the clause before the quantity, for want of better.
    pub(super) whole: Range<usize>,
}

impl Left {
    pub(super) fn length(&self) -> usize {
        self.noun.len()
    }

    pub(super) fn name(&self, line: &Line, quantity: &Figure) -> Name {
        let head = line.words(self.noun.clone()).trim().to_owned();
        let text = match &self.change {
            Some(change) => format!("{head}{change}"),
            None => head.clone(),
        };
        Name { text, head, measure: quantity.measure.clone() }
    }
}

pub(super) fn left(line: &Line, floor: usize, end: usize) -> Left {
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
        stop = compared(line, start, word);
    } else if line.get(end) == Some('翻') {
        // 总量再次翻番, 在2020年基础上翻一番: the change is the figure itself.
        stop = compared(line, start, stop);
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

/// Where the words of comparison begin that end at `position`: 同比, 比上年再, 在2020年的基础上.
fn compared(line: &Line, start: usize, position: usize) -> usize {
    let mut head = position;
    loop {
        head = trim_blanks_back(line, start, head);
        let per_head = line.any_before(head, &["人均", "户均", "亩均", "日均"]).is_some();
        let word = line.any_before(head, COMPARISONS).filter(|earlier| *earlier >= start && !per_head);
        match word.or_else(|| comparison_before(line, start, head)) {
            Some(earlier) => head = earlier,
            None => return head,
        }
    }
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
    if let Some(base) = line.any_before(position, &["的基础上", "基础上"])
        && let Some(word) = (floor..base).rev().find(|here| line.get(*here) == Some('在'))
    {
        return ends(&line.chars[word..base], "年").then_some(word);
    }
    let word = (floor..position).rev().find(|here| matches!(line.get(*here), Some('比' | '较')))?;
    let words = &line.chars[word + 1..position];
    let timed = ["年", "同期", "平均", "水平", "全国", "全省", "全市", "上月"].iter().any(|ending| ends(words, ending));
    let of_share = line.any_at(word, &["比重", "比例", "比率", "比较", "较大", "较高"]).is_some()
        || matches!(line.get(word.wrapping_sub(1)), Some('占' | '同' | '环' | '对'));
    (timed && !of_share).then_some(word)
}

pub(super) fn trim_blanks_back(line: &Line, start: usize, mut stop: usize) -> usize {
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
