//! One sentence for every rule: it is read rightly with the rule and wrongly without it.

use super::{check, written};
use crate::quantity::indicator::{left, rules};
use crate::quantity::{Context, extract, rule};

/// Rule, sentence, what a careful reader takes from it.
const SENTENCES: &[(&str, &str, &[&str])] = &[
    ("title_left_open", "《新增幼儿园学位900个》", &["新增幼儿园学位|=|900|个"]),
    ("number_in_brackets", "整治路口。(1)增设信号灯20处", &["信号灯|=|20|处"]),
    ("free_for_whom", "免费为适龄女生接种疫苗2000人次", &["适龄女生接种疫苗|=|2000|人次"]),
    ("number_of_a_note", "培育“小巨人”企业[16]15家", &["“小巨人”企业|=|15|家"]),
    ("measure_in_brackets", "新建社区食堂(家),12家", &["社区食堂|=|12|家"]),
    ("links", "低保标准提高到1200元", &["低保标准|=|1200|元"]),
    ("until_when", "人均生产总值到2010年翻一番", &["人均生产总值|=|2|倍"]),
    ("from_where", "工业比重从28%提升到35%", &["工业比重|=|35|%"]),
    ("word_of_change", "固定资产投资同比增长24%", &["固定资产投资增长|=|24|%"]),
    ("multiple_of_a_base", "产品附加值持续翻番", &["产品附加值|=|2|倍"]),
    ("compared_noun", "民生支出比上年5%", &["民生支出|=|5|%"]),
    ("next_work_of_a_list", "新建绿道5公里、滨河亮化、建成公厕3座", &["绿道|=|5|公里", "公厕|=|3|座"]),
    ("behind_a_cue", "争取到位省预算内资金16亿元", &["省预算内资金|=|1600000000|元"]),
    ("adverbs_and_verbs", "新增奖励22项、其中一等奖4项", &["新增奖励|=|22|项", "一等奖|=|4|项"]),
    ("behind_whom", "为残疾人提供辅助器具适配800人次", &["辅助器具适配|=|800|人次"]),
    ("behind_examples", "举办广州艺术季等惠民活动20场", &["惠民活动|=|20|场"]),
    ("built_together", "职业学校与龙头企业共建产业学院2个", &["产业学院|=|2|个"]),
    ("behind_means", "向社会提供停车位2000个", &["停车位|=|2000|个"]),
    ("kept_word_alone", "实施企业倍增计划,新增450家", &["企业倍增计划|=|450|家"]),
    ("rank_among_others", "人才吸引力指数跻身全国前三", &["人才吸引力指数|<=|3|位"]),
    ("change_behind", "地区生产总值实现6%左右的增长", &["地区生产总值增长|~|6|%"]),
    ("nothing_before", "完成140公里河道划界", &["河道划界|=|140|公里"]),
    ("size_of_what_follows", "组建规模3亿元的母基金", &["母基金|=|300000000|元"]),
    ("work_done_to_places", "完成农村电网改造8个村", &["农村电网改造|=|8|个"]),
    ("told_of_the_words_before", "国有企业融资成本下降10个基点", &["国有企业融资成本下降|=|10|个"]),
    ("joined_to_what_follows", "完成4个老旧小区和4公里供水管网改造", &["老旧小区|=|4|个", "供水管网改造|=|4|公里"]),
    ("brought_about", "研究制定11条推动经济发展措施", &["推动经济发展措施|=|11|条"]),
    ("counted_behind", "牵头重组4家重点实验室", &["重点实验室|=|4|家"]),
    (
        "another_stage",
        "棚户区改造开工2万套、基本建成1.2万套",
        &["棚户区改造开工|=|20000|套", "棚户区改造基本建成|=|12000|套"],
    ),
    ("words_before", "新建公厕3座", &["公厕|=|3|座"]),
    ("is_a_multiple_of", "省外资金10亿元,是2006年的3倍", &["省外资金|=|1000000000|元", "省外资金|=|3|倍"]),
    ("compared_with_a_time", "财政收入42亿元,比“十一五”末翻一番", &["财政收入|=|4200000000|元", "财政收入|=|2|倍"]),
    (
        "compared_with_another",
        "工业增加值增长8%,高于全省3个百分点",
        &["工业增加值增长|=|8|%", "工业增加值增长高于全省|=|3|个百分点"],
    ),
    ("level_without_noun", "省级重点专科1个、市级14个", &["省级重点专科|=|1|个", "市级重点专科|=|14|个"]),
    ("share_of_the_last", "民生支出31亿元,占财政支出85%", &["民生支出|=|3100000000|元", "民生支出占财政支出|=|85|%"]),
    ("size_without_noun", "亿元以上项目50个,其中5亿元以上11个", &["亿元以上项目|=|50|个", "5亿元以上项目|=|11|个"]),
    ("total_of_the_last", "新增三级医院2家、总数达9家", &["新增三级医院|=|2|家", "三级医院总数|=|9|家"]),
    ("named_by_the_words_before", "新建城市书房3处", &["城市书房|=|3|处"]),
    ("all_and_not_only_new", "新增经营主体5万户,累计40万户", &["新增经营主体|=|50000|户", "经营主体|=|400000|户"]),
    ("kept_word_of_the_last", "财政收入60亿元,净增4亿元", &["财政收入|=|6000000000|元", "财政收入净增|=|400000000|元"]),
    ("same_again", "固定资产投资增长6%、力争6.5%", &["固定资产投资增长|>=|6|%"]),
    ("head_of_the_last", "网络零售额121亿元、增长20%", &["网络零售额|=|12100000000|元", "网络零售额增长|=|20|%"]),
    ("any_words", "累计发放1.32亿元", &["累计发放|=|132000000|元"]),
];

#[test]
fn every_rule_has_its_sentence() {
    let names: Vec<&str> =
        left::RULES.iter().map(|rule| rule.name).chain(rules::RULES.iter().map(|rule| rule.name)).collect();
    let told: Vec<&str> = SENTENCES.iter().map(|(rule, ..)| *rule).collect();
    assert_eq!(told, names);
}

#[test]
fn every_sentence_needs_its_rule() {
    let read = |text: &str| -> Vec<String> {
        extract(text, &Context { year: Some(2024), review: false }).iter().map(written).collect()
    };
    let mut idle = Vec::new();
    for (name, text, want) in SENTENCES {
        check(text, want);
        if rule::without(name, || read(text)) == *want {
            idle.push((name, text));
        }
    }
    assert!(idle.is_empty(), "read rightly without the rule: {idle:?}");
}
