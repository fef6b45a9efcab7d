//! Tests of [`super::locate`].

mod rows;

use super::Evidence::{Addressee, Body, DocNumber, FileName, Hint, Issuer, Signature, Title};
use super::locate::*;
use super::*;

#[track_caller]
fn check(evidence: &[(Evidence, &str)], name: &str, code: Option<&str>, level: Level) {
    let found = locate(evidence);
    assert_eq!(found.region.name, name, "{found:?}");
    assert_eq!(found.region.code.as_deref(), code, "{found:?}");
    assert_eq!(found.region.level, Some(level), "{found:?}");
}

#[test]
fn titles_and_issuers() {
    use Level::{City, District, Province};
    check(&[(Issuer, "洪山区人民政府办公室")], "湖北省武汉市洪山区", Some("420111"), District);
    check(
        &[(Title, "北京市朝阳区人民政府办公室关于印发2024年工作要点的通知")],
        "北京市朝阳区",
        Some("110105"),
        District,
    );
    check(&[(Title, "湖北省人民政府关于落实《政府工作报告》重点任务分工的意见")], "湖北省", Some("420000"), Province);
    check(&[(Title, "武汉市人民政府关于分解2023年市《政府工作报告》的通知")], "湖北省武汉市", Some("420100"), City);
    check(&[(Title, "昆山市人民政府工作报告任务分解")], "江苏省苏州市昆山市", Some("320583"), District);
    check(
        &[(Title, "市政府办公室关于印发工作报告的通知"), (Issuer, "昆山市人民政府办公室")],
        "江苏省苏州市昆山市",
        Some("320583"),
        District,
    );
    check(&[(Issuer, "仙桃市人民政府")], "湖北省仙桃市", Some("429004"), District);
    check(&[(Issuer, "东莞市人民政府")], "广东省东莞市", Some("441900"), City);
    check(&[(Issuer, "恩施土家族苗族自治州人民政府")], "湖北省恩施土家族苗族自治州", Some("422800"), City);
    check(&[(Title, "上海市人民政府办公厅关于印发重点工作的通知")], "上海市", Some("310000"), Province);
    check(
        &[(Title, "市政府办公厅关于印发的通知"), (Issuer, "重庆市人民政府办公厅")],
        "重庆市",
        Some("500000"),
        Province,
    );
    check(&[(Title, "内蒙古自治区人民政府关于2023年工作")], "内蒙古自治区", Some("150000"), Province);
    check(
        &[(Title, "关于印发2023年武昌区政府工作报告目标任务分解的通知")],
        "湖北省武汉市武昌区",
        Some("420106"),
        District,
    );
    check(&[(Title, "中共武汉市洪山区委办公室关于工作")], "湖北省武汉市洪山区", Some("420111"), District);
}

#[test]
fn a_title_that_names_no_place_leaves_it_to_others() {
    let title = (Title, "区人民政府办公室关于印发2025年区《政府工作报告》确定的主要目标任务责任分解方案的通知");
    let want = "湖北省武汉市洪山区";
    check(&[title, (Issuer, "洪山区人民政府办公室")], want, Some("420111"), Level::District);
    check(&[title, (Signature, "武汉市洪山区人民政府办公室\n2025年1月6日")], want, Some("420111"), Level::District);
    check(&[title, (FileName, "data/武汉市洪山区-2025.txt")], want, Some("420111"), Level::District);
    check(
        &[title, (DocNumber, "洪政办〔2025〕1号"), (Body, "洪山区与江岸区。政府网站标识码:4201110038")],
        want,
        Some("420111"),
        Level::District,
    );
    check(&[title, (Issuer, "武汉市人民政府"), (FileName, "洪山区2025.html")], want, Some("420111"), Level::District);
    check(&[title, (Hint, "湖北"), (Hint, "武汉"), (Hint, "洪山")], want, Some("420111"), Level::District);
}

#[test]
fn provinces_by_weak_signs() {
    let title = (Title, "政府工作报告");
    check(
        &[title, (Body, "——2024年1月21日在河北省第十四届人民代表大会第二次会议上")],
        "河北省",
        Some("130000"),
        Level::Province,
    );
    check(&[title, (FileName, "2023年浙江省政府工作报告.docx")], "浙江省", Some("330000"), Level::Province);
    check(&[title, (FileName, "广西-2024.txt")], "广西壮族自治区", Some("450000"), Level::Province);
    check(&[title, (Hint, "2023"), (Hint, "湖北")], "湖北省", Some("420000"), Level::Province);
    check(
        &[(Title, "省人民政府关于落实重点工作的通知"), (DocNumber, "鄂政发〔2023〕1号")],
        "湖北省",
        Some("420000"),
        Level::Province,
    );
    check(&[title, (FileName, "北京.docx")], "北京市", Some("110000"), Level::Province);
}

#[test]
fn one_name_several_places() {
    let issuer = (Issuer, "鼓楼区人民政府办公室");
    let found = locate(&[issuer]);
    assert_eq!((found.region.code, found.ambiguous.len() >= 4), (None, true));
    assert_eq!(found.region.name, "鼓楼区");
    let district = Level::District;
    check(&[issuer, (FileName, "南京市鼓楼区-2024.txt")], "江苏省南京市鼓楼区", Some("320106"), district);
    check(&[issuer, (Body, "福州市闽江沿线。福州软件园。")], "福建省福州市鼓楼区", Some("350102"), district);
    check(&[(Issuer, "朝阳区人民政府"), (Body, "京ICP备1号")], "北京市朝阳区", Some("110105"), district);
    check(&[(Issuer, "朝阳区人民政府"), (Body, "长春市朝阳区")], "吉林省长春市朝阳区", Some("220104"), district);
    check(
        &[(Issuer, "西湖区人民政府"), (Body, "政府网站标识码：3301060001")],
        "浙江省杭州市西湖区",
        Some("330106"),
        district,
    );
    check(
        &[(Issuer, "新华区人民政府"), (FileName, "平顶山市新华区.doc")],
        "河南省平顶山市新华区",
        Some("410402"),
        district,
    );
    check(&[(Issuer, "晋城市城区人民政府")], "山西省晋城市城区", Some("140502"), district);
}

#[test]
fn places_in_titles_and_issuers() {
    use Level::{City, District, Province};
    check(&[(Title, "湖北省人民政府关于支持武汉市加快发展的意见")], "湖北省", Some("420000"), Province);
    check(&[(Title, "吉林市人民政府关于2023年工作")], "吉林省吉林市", Some("220200"), City);
    check(&[(Title, "海南藏族自治州人民政府关于2023年工作")], "青海省海南藏族自治州", Some("632500"), City);
    check(
        &[(Title, "广西壮族自治区南宁市青秀区人民政府2023年工作")],
        "广西壮族自治区南宁市青秀区",
        Some("450103"),
        District,
    );
    check(
        &[(Title, "市人民政府办公室关于印发的通知"), (Signature, "黄石市人民政府办公室")],
        "湖北省黄石市",
        Some("420200"),
        City,
    );
    check(&[(Title, "国务院关于落实《政府工作报告》重点工作分工的意见")], "全国", None, Level::Nation);
    check(&[(Issuer, "义乌市人民政府")], "浙江省金华市义乌市", Some("330782"), District);
    check(
        &[(Title, "孝南区政府工作报告任务分解"), (Issuer, "孝感市人民政府")],
        "湖北省孝感市孝南区",
        Some("420902"),
        District,
    );
    check(&[(Title, "2023年重庆市渝中区重点工作任务")], "重庆市渝中区", Some("500103"), District);
    check(
        &[(Title, "蔡甸街道办事处2023年工作"), (Issuer, "武汉市蔡甸区蔡甸街道办事处")],
        "湖北省武汉市蔡甸区",
        Some("420114"),
        Level::Township,
    );
    check(
        &[(Title, "新沟镇人民政府工作报告"), (Issuer, "武汉市东西湖区新沟镇人民政府")],
        "湖北省武汉市东西湖区",
        Some("420112"),
        Level::Township,
    );
    check(&[(Issuer, "兴文县人民政府办公室")], "四川省宜宾市兴文县", Some("511528"), District);
}

#[test]
fn places_in_pieces_beside_them() {
    use Level::{City, District, Province};
    let report = (Title, "政府工作报告");
    check(
        &[(Title, "关于印发《2024年滨湖区政府工作报告》重点任务分解的通知"), (FileName, "无锡市滨湖区2024.html")],
        "江苏省无锡市滨湖区",
        Some("320211"),
        District,
    );
    check(&[report, (FileName, "无锡市-2023年市政府重点工作.html")], "江苏省无锡市", Some("320200"), City);
    check(
        &[report, (FileName, "gz_2023.html"), (Body, "广州市人民政府 版权所有：广州市人民政府办公厅 粤ICP备")],
        "广东省广州市",
        Some("440100"),
        City,
    );
    check(
        &[
            (Title, "县人民政府办公室关于印发工作的通知"),
            (DocNumber, "阳政办发〔2023〕1号"),
            (Body, "阳新县与大冶市。阳新县。"),
        ],
        "湖北省黄石市阳新县",
        Some("420222"),
        District,
    );
    check(&[(Hint, "内蒙古"), (Hint, "2024")], "内蒙古自治区", Some("150000"), Province);
    check(&[(Hint, "湖北省"), (Hint, "武汉市"), (Hint, "洪山区")], "湖北省武汉市洪山区", Some("420111"), District);
    check(&[(Hint, "江苏省"), (Hint, "南京市"), (Hint, "鼓楼区")], "江苏省南京市鼓楼区", Some("320106"), District);
    check(&[report, (FileName, "2022 新疆 政府工作报告.txt")], "新疆维吾尔自治区", Some("650000"), Province);
    check(&[report, (FileName, "新疆维吾尔自治区2022年政府工作报告")], "新疆维吾尔自治区", Some("650000"), Province);
    check(&[report, (Body, "在上海市第十六届人民代表大会第一次会议上")], "上海市", Some("310000"), Province);
    check(
        &[report, (Body, "在洪山区第十六届人民代表大会第一次会议上")],
        "湖北省武汉市洪山区",
        Some("420111"),
        District,
    );
    check(
        &[(Title, "北京市海淀区人民政府关于印发的通知"), (FileName, "湖北省.txt")],
        "北京市海淀区",
        Some("110108"),
        District,
    );
    check(
        &[
            (Title, "区政府办关于印发2016年工作的通知"),
            (Issuer, "青临市云汀区人民政府办公室"),
            (FileName, "青临市云汀区-2016-000003"),
        ],
        "青临市云汀区",
        None,
        District,
    );
}

#[test]
fn places_of_the_past() {
    check(&[(Issuer, "杭州市江干区人民政府")], "浙江省杭州市江干区", Some("330104"), Level::District);
    check(&[(Issuer, "上海市闸北区人民政府")], "上海市闸北区", Some("310108"), Level::District);
    check(&[(Issuer, "崇文区人民政府")], "北京市崇文区", Some("110103"), Level::District);
    check(&[(Issuer, "天津市蓟县人民政府")], "天津市蓟县", Some("120225"), Level::District);
}

#[test]
fn places_of_no_table() {
    for evidence in [
        (Title, "汀云市青岚区人民政府办公室关于印发的通知"),
        (Issuer, "汀云市青岚区人民政府办公室"),
        (FileName, "x/汀云市青岚区-2016-000003.txt"),
    ] {
        let found = locate(&[evidence]).region;
        assert_eq!(
            (found.city.as_deref(), found.district.as_deref(), &found.code),
            (Some("汀云市"), Some("青岚区"), &None),
            "{evidence:?}"
        );
        assert_eq!(found.name, "汀云市青岚区");
    }
    check(&[(Issuer, "武汉市青岚区人民政府")], "湖北省武汉市青岚区", None, Level::District);
    check(&[(Issuer, "汀云市朝阳区人民政府")], "汀云市朝阳区", None, Level::District);
    check(&[(Issuer, "青岚县人民政府办公室")], "青岚县", None, Level::District);
    check(&[(Issuer, "朝阳区人民政府"), (FileName, "汀云市朝阳区-2020.txt")], "汀云市朝阳区", None, Level::District);
}

#[test]
fn zones() {
    check(&[(Issuer, "武汉东湖新技术开发区管委会")], "湖北省武汉市东湖新技术开发区", None, Level::District);
    check(&[(Issuer, "苏州工业园区管理委员会")], "江苏省苏州市苏州工业园区", None, Level::District);
    check(&[(Issuer, "河北雄安新区管理委员会")], "河北省保定市雄安新区", None, Level::District);
    check(&[(Issuer, "浦东新区人民政府")], "上海市浦东新区", Some("310115"), Level::District);
}

/// A text under a file's name: the region that is read.
#[track_caller]
fn read(file: &str, text: &str, name: &str) {
    let found = locate(&[(FileName, file), (Body, text)]);
    assert_eq!(found.region.name, name, "{file}: {text}: {found:?}");
}

#[test]
fn who_speaks_is_stronger_than_the_file() {
    for (file, text, name) in [
        ("保定市-2024", "现在,我代表青禾县人民政府向大会报告工作。全市、全市、全市", "河北省保定市青禾县"),
        ("易县-2024", "1月24日在米易县第十九届人民代表大会第二次会议上\n现在,我代表县人民政府", "四川省攀枝花市米易县"),
        ("唐县-2021", "在高唐县第十七届人民代表大会第五次会议上", "山东省聊城市高唐县"),
        ("保定市-2024", "高唐县人民政府县长 某某\n各位代表:现在,我代表县人民政府", "山东省聊城市高唐县"),
        ("保定市-2011", "——在徐水县第十四届人民代表大会第五次会议上\n我代表徐水县人民政府", "河北省保定市徐水县"),
        ("襄阳市-2024", "各位代表:\n现在,我代表国务院,向大会报告政府工作", "全国"),
        ("x", "——2024年3月5日在第十四届全国人民代表大会第二次会议上\n国务院总理 某", "全国"),
        // The words say the level, the file's name the place.
        ("洪山区-2024", "现在,我代表区人民政府向大会报告工作。武汉市支持。武汉市人民政府。", "湖北省武汉市洪山区"),
        ("武汉市-2024", "现在,我代表市人民政府,向大会报告。洪山区人民政府建成公园,洪山区、武昌区。", "湖北省武汉市"),
        // No name fits: unknown, not a name of another level.
        ("武汉市-2024", "现在,我代表县人民政府,向大会报告。", ""),
        ("x", "较好完成了市十六届人民代表大会三次会议确定的任务。", ""),
    ] {
        read(file, text, name);
    }
}

#[test]
fn prefectures_written_as_cities() {
    let prefecture = "现在,我代表州人民政府向大会报告工作。居全省第一。";
    for (file, text, name) in [
        ("甘孜市-2024", prefecture, "四川省甘孜藏族自治州"),
        ("阿坝市-2024", prefecture, "四川省阿坝藏族羌族自治州"),
        ("四川省凉山市-2024", prefecture, "四川省凉山彝族自治州"),
        ("黔南市-2024", "我代表州人民政府。龙里县、龙里县、龙里县", "贵州省黔南布依族苗族自治州"),
        ("黔南市-2024", "全州上下,全州,我州;全省,全省", "贵州省黔南布依族苗族自治州"),
        ("兴安市-2024", "我代表盟行政公署,全盟,全盟,全盟", "内蒙古自治区兴安盟"),
        // 恩施 is both: the text's word decides, the file's where it has none.
        ("恩施市-2024", prefecture, "湖北省恩施土家族苗族自治州"),
        ("恩施市-2024", "我代表市人民政府。全州第一,全州", "湖北省恩施土家族苗族自治州恩施市"),
        ("恩施市-2024", "", "湖北省恩施土家族苗族自治州恩施市"),
        ("恩施州-2024", "", "湖北省恩施土家族苗族自治州"),
        ("吉林市-2024", "", "吉林省吉林市"),
    ] {
        read(file, text, name);
    }
}

#[test]
fn a_place_that_is_mentioned_says_nothing() {
    for (text, name) in [
        ("支持济南市、青岛市建设产业园5个,支持济南市做强软件名城。(责任单位:济南市人民政府)全省,全省", ""),
        ("(责任单位:市科技局、崂山区政府、西海岸新区管委)(责任单位:崂山区政府)结合我市实际,全市", ""),
        ("相关文章\n白浪县2025年政府工作报告\n武汉市2025年政府工作报告", ""),
        ("根据《济南市人民政府关于加快发展的意见》,制定本方案。", ""),
        // What it says of itself.
        ("结合青岛实际,制定本方案。全市,我市。支持烟台市、烟台市。", "山东省青岛市"),
        ("全省,全省,我省。打造数字山东。支持济南市,济南市,济南市。", "山东省"),
        ("对山东、对青岛工作的重要指示要求,全市,全市", "山东省青岛市"),
        ("对山东、对青岛工作的重要指示要求,全省,全省", "山东省"),
        ("本细则适用于在青岛市行政区域内进行的测试。", "山东省青岛市"),
        ("本政策由济南市科技局负责解释。我市,我市", "山东省济南市"),
        ("青岛市工业和信息化局办公室 2020年9月22日印发", "山东省青岛市"),
        ("现将青岛市方案印发给你们", ""),
        // Of two the text says nothing.
        ("结合青岛实际,结合济南实际。全市,我市", ""),
    ] {
        read("000012", text, name);
    }
}

#[test]
fn a_letter_speaks_at_a_level() {
    let body = (Body, "支持济南市做强软件名城,结合山东实际。");
    for (addressee, name, level) in [
        ("各市人民政府,各县(市、区)人民政府,省政府各部门:", "山东省", Some(Level::Province)),
        ("各区、县(市)人民政府,市政府各部门:", "", Some(Level::City)),
        ("各市、区人民政府,市直各部门:", "", Some(Level::City)),
        ("各乡镇人民政府、各街道办事处,县政府各部门:", "", Some(Level::District)),
        ("各省、自治区、直辖市人民政府,国务院各部委:", "全国", Some(Level::Nation)),
        ("各有关单位:", "", None),
    ] {
        let found = locate(&[(Addressee, addressee), body]).region;
        assert_eq!((found.name.as_str(), found.level), (name, level), "{addressee}");
    }
}

#[test]
fn counties_and_zones_in_titles() {
    use Level::District;
    let report = "保定市徐水2011年政府工作报告";
    check(&[(Title, report), (Body, "我代表徐水县人民政府")], "河北省保定市徐水县", Some("130625"), District);
    check(&[(Title, report), (Body, "我代表县人民政府")], "河北省保定市徐水县", Some("130625"), District);
    check(&[(Title, report), (Body, "我代表区人民政府")], "河北省保定市徐水区", Some("130609"), District);
    check(
        &[(Title, "大连高新区管委会办公室关于印发2023年重点工作任务分解的通知")],
        "辽宁省大连市高新技术产业开发区",
        None,
        District,
    );
    check(&[(FileName, "大连高新区-2023.txt")], "辽宁省大连市高新技术产业开发区", None, District);
    check(
        &[(Title, "平潭综合实验区管委会办公室关于印发方案的通知"), (Body, "全区,全区,我区。福州市。")],
        "福建省福州市平潭综合实验区",
        None,
        District,
    );
    check(
        &[(Title, "支持济南市、青岛市建设产业园"), (FileName, "烟台市.txt")],
        "山东省烟台市",
        Some("370600"),
        Level::City,
    );
}

#[test]
fn words_that_are_no_places() {
    for text in [
        "2023年全市重点工作",
        "各市人民政府",
        "各区县、市直部门",
        "全市各县区",
        "关于印发市区道路整治方案的通知",
        "",
        "政府工作报告",
    ] {
        let found = locate(&[(Title, text), (Issuer, text), (FileName, text), (Body, text)]);
        assert_eq!(found.region.name, "", "{text}: {found:?}");
    }
}

#[test]
fn nothing_panics() {
    let parts = [
        "武汉",
        "市",
        "区",
        "洪山",
        "省",
        "人民政府",
        "县",
        "旗",
        "自治",
        "州",
        "湖北",
        "鼓楼区",
        "城区",
        "ICP",
        "鄂",
        "公网安备 420111",
        "标识码:4201119999",
        "第",
        "届人民代表大会",
        "东湖高新区",
        "-",
        "\u{3000}",
        "😀",
        "（",
        "政发〔2020〕",
        "在",
        "",
        "a",
        "2023年",
        "\n",
    ];
    let mut seed = 7_u64;
    for _ in 0..4000 {
        let mut text = String::new();
        for _ in 0..6 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            text.push_str(parts[(seed >> 33) as usize % parts.len()]);
        }
        for kind in [Title, Issuer, DocNumber, Signature, FileName, Hint, Body] {
            locate(&[(kind, &text), (Body, &text)]);
        }
    }
}

#[test]
fn a_government_s_word_tells_its_level() {
    for (title, level) in [
        ("丙丁地区行署工作报告", Level::City),
        ("丙丁自治州人民政府工作报告", Level::City),
        ("丙丁自治县人民政府工作报告", Level::District),
        ("丙丁街道办事处工作报告", Level::Township),
        ("丙丁省2024年政府工作报告", Level::Province),
    ] {
        assert_eq!(locate(&[(Title, title)]).region.level, Some(level), "{title}");
    }
}
