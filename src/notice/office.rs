//! What looks like the name of an office, by its ending. Which office it is, [`crate::office`] says.

/// Endings of names of offices. Source: the units of the five notices and of `format-variants`.
const ENDINGS: &[&str] = &[
    "局",
    "委",
    "办",
    "厅",
    "部",
    "署",
    "院",
    "委员会",
    "办公室",
    "中心",
    "政府",
    "街道",
    "街办",
    "街乡",
    "镇街",
    "乡镇",
    "街镇",
    "乡",
    "镇",
    "街",
    "集团",
    "公司",
    "大队",
    "支队",
    "总队",
    "队",
    "管委会",
    "指挥部",
    "专班",
    "小组",
    "法院",
    "检察院",
    "银行",
    "支行",
    "分行",
    "总行",
    "人行",
    "联",
    "协",
    "科协",
    "馆",
    "总站",
    "站",
    "总工会",
    "工会",
    "团委",
    "妇联",
    "残联",
    "社",
    "处",
    "处室",
    "科",
    "科室",
    "园区",
    "新区",
    "开发区",
    "高新区",
    "经开区",
    "功能区",
    "景区",
    "度假区",
    "商务区",
    "示范区",
    "生态城",
    "学校",
    "大学",
    "学院",
    "医院",
    "单位",
    "部门",
    "机关",
    "机构",
    "企业",
    "分局",
    "监管局",
    "税务",
    "海关",
    "海事",
    "气象",
    "团市委",
    "团省委",
    "团县委",
    "团区委",
    "办事处",
    "联社",
    "电视台",
    "台",
    "所",
    "监管组",
    "联合会",
    "协会",
    "学会",
    "工商联",
    "组织部",
    "宣传部",
    "统战部",
    "政法委",
    "编办",
    "纪委",
    "监委",
    "党校",
    "军分区",
    "武装部",
    "基地",
    "平台公司",
    "管理站",
    "专委会",
    "领导小组",
    "督查室",
    "研究室",
    "信访",
    "各区",
    "各县",
    "各市",
    "县区",
    "市区",
    "各镇",
    "各街",
    "城区",
    "区县",
    "县市",
    "县市区",
    "街区",
    "州",
    "盟",
    "旗",
    "农场",
    "林场",
    "水司",
    "委办局",
    "法制办",
    "工委",
    "商会",
    "侨联",
    "文联",
    "社联",
    "红十字会",
    "监会",
    "关工委",
    "港",
    "集中区",
    "工业园",
    "产业园",
    "科技园",
    "物流园",
    "保税区",
    "管理区",
    "实验区",
    "片区",
    "自贸区",
    "保护区",
    "口岸办",
];

/// Persons by their office.
const PERSONS: &[&str] = &[
    "省长",
    "市长",
    "区长",
    "县长",
    "镇长",
    "乡长",
    "主任",
    "书记",
    "主席",
    "秘书长",
    "局长",
    "部长",
    "常委",
    "州长",
    "主任委员",
    "同志",
    "负责人",
    "领导",
];

/// Words of work: a text with one of them is a sentence, not a name.
const WORK: &[&str] = &[
    "推进",
    "加快",
    "完成",
    "实现",
    "提升",
    "提高",
    "深化",
    "加强",
    "强化",
    "确保",
    "开展",
    "实施",
    "增长",
    "新增",
    "力争",
    "打造",
    "推动",
    "促进",
    "落实好",
    "做好",
    "完善",
    "健全",
    "坚持",
    "支持",
    "鼓励",
    "以上",
    "以内",
    "左右",
];

/// Whether a text could be the name of an office, or of a person's office.
pub(super) fn is_office(name: &str) -> bool {
    let name = bare(name);
    let length = name.chars().count();
    (2..=40).contains(&length)
        && !WORK.iter().any(|word| name.contains(word))
        && !name.contains(['。', ':', ';', '“', '%'])
        && (ENDINGS.iter().any(|ending| name.ends_with(ending)) || PERSONS.iter().any(|ending| name.ends_with(ending)))
}

/// Whether a text is an office that names its level or place, so that it needs no role word to be recognised.
pub(super) fn is_levelled_office(name: &str) -> bool {
    let name = bare(name);
    let known = ["省", "市", "区", "县", "州", "团省", "团市", "团区", "团县", "各"]
        .iter()
        .any(|prefix| name.starts_with(prefix))
        || ["局", "委", "厅", "办", "分局", "管委会", "人民政府", "街道办事处", "委员会"]
            .iter()
            .any(|ending| name.ends_with(ending));
    known && name.chars().count() >= 3 && is_office(name)
}

/// Whether a text ends as offices do, whatever it holds.
pub(super) fn has_office_ending(name: &str) -> bool {
    let name = bare(name);
    ENDINGS.iter().any(|ending| name.ends_with(ending) && name.len() > ending.len())
}

/// A person by the office held.
pub(super) fn is_person(name: &str) -> bool {
    PERSONS.iter().any(|ending| name.ends_with(ending))
}

/// Whether a text names an office held by a person: `副市长周启明`.
pub(super) fn holds_title(text: &str) -> bool {
    PERSONS.iter().any(|title| text.contains(title))
}

/// A name without a bracket at its end: `县农业局(畜牧中心)`.
fn bare(name: &str) -> &str {
    let name = name.trim().trim_start_matches('*').trim_end_matches('*');
    match name.find(['(', '<', '[', '〔']) {
        Some(at) if at > 0 && name.ends_with([')', '>', ']', '〕']) => name[..at].trim_end(),
        _ => name,
    }
}

/// `各县(市)` of `各县(市)、区人民政府`: a group whose noun stands with the next name.
pub(super) fn is_open_group(name: &str) -> bool {
    let Some(rest) = name.trim().strip_prefix('各') else { return false };
    let rest = rest.trim_start_matches("有关").trim_start_matches("相关");
    let bare: String =
        rest.chars().filter(|c| !matches!(c, '(' | ')' | '〔' | '〕' | '[' | ']' | '<' | '>' | '、')).collect();
    (1..=3).contains(&bare.chars().count()) && bare.chars().all(|c| "省市州县区旗乡镇街盟".contains(c))
}

/// `区人民政府` behind such a group: no office of its own, but the group's noun.
pub(super) fn closes_group(name: &str) -> bool {
    let name = name.trim();
    let noun = ["人民政府", "政府", "管委会", "人民政府(管委会)", "政府(管委会)", "办事处"]
        .iter()
        .find_map(|noun| name.strip_suffix(noun));
    noun.is_some_and(|kind| {
        let bare: String =
            kind.chars().filter(|c| !matches!(c, '(' | ')' | '〔' | '〕' | '[' | ']' | '<' | '>')).collect();
        (1..=3).contains(&bare.chars().count()) && bare.chars().all(|c| "省市州县区旗乡镇街盟".contains(c))
    })
}

/// A list without `等有关部门` at its end.
pub(super) fn without_and_others(names: &str) -> &str {
    let names = names.trim().trim_end_matches(['。', ',', ';']);
    for ending in AND_OTHERS {
        if let Some(kept) = names.strip_suffix(ending)
            && kept.chars().count() >= 2
        {
            return kept.trim_end();
        }
    }
    names
}

/// What stands behind the last name of an open list.
pub(super) const AND_OTHERS: &[&str] = &[
    "等有关责任单位",
    "等相关责任单位",
    "等有关职能部门",
    "等相关职能部门",
    "等有关部门和单位",
    "等相关部门和单位",
    "等有关部门单位",
    "等相关部门单位",
    "等有关单位",
    "等相关单位",
    "等有关部门",
    "等相关部门",
    "等成员单位",
    "等责任单位",
    "等牵头部门",
    "等部门单位",
    "等部门和单位",
    "等市直部门",
    "等区直部门",
    "等县直部门",
    "等职能部门",
    "等有关方面",
    "等部门",
    "等单位",
    "等",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offices_by_their_ending() {
        for name in
            ["区发改局", "县农业局(畜牧中心)", "各街道", "云柘海关", "财政部", "分管副省长", "团区委", "各有关部门"]
        {
            assert!(is_office(name), "{name}");
        }
        for name in ["推进住房改革委", "含分论坛", "街道)", "增长5%", "年内持续推进", ""] {
            assert!(!is_office(name), "{name}");
        }
    }

    #[test]
    fn open_lists_lose_their_ending() {
        assert_eq!(without_and_others("区财政局等有关部门"), "区财政局");
        assert_eq!(without_and_others("区财政局等"), "区财政局");
        assert_eq!(without_and_others("区财政局"), "区财政局");
    }
}
