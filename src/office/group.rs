//! Groups and persons: names that stand for several offices, or for who holds one.
//!
//! In:  a cleaned name, `各街道办事处`, `区有关部门`, `常务副市长`.
//! Out: whether it is one, and for groups which functions it speaks of.

use super::Function;
use super::stems::stems;

/// Endings that make a name a group wherever it stands.
const GROUP_ENDINGS: [&str; 24] = [
    "成员单位",
    "责任单位",
    "牵头单位",
    "有关部门",
    "相关部门",
    "有关单位",
    "相关单位",
    "主管部门",
    "执法部门",
    "职能部门",
    "组成部门",
    "直部门",
    "属部门",
    "直单位",
    "属单位",
    "垂管单位",
    "相关街道",
    "有关街道",
    "相关企业",
    "平台公司",
    "有关方面",
    "政府部门",
    "属国有企业",
    "属企业",
];
/// Names that are groups as they stand.
const GROUP_NAMES: [&str; 20] = [
    "街道",
    "街乡",
    "街镇",
    "镇街",
    "乡镇",
    "镇乡",
    "乡镇街道",
    "乡镇（街道）",
    "街道办事处",
    "镇（街道）",
    "街道（乡镇）",
    "镇（街）",
    "县区",
    "区县",
    "县市区",
    "市县区",
    "部门",
    "乡镇政府",
    "镇办",
    "乡镇人民政府",
];
const TOWNS: [&str; 7] = ["街", "镇", "乡", "社区", "苏木", "办事处", "居委"];
const ZONES: [&str; 9] = ["园区", "开发区", "新区", "管委会", "功能区", "示范区", "产业园", "景区", "管理区"];
const DIVISIONS: [&str; 8] = ["区人民政府", "区政府", "县政府", "县人民政府", "市、区", "县、区", "市区", "县区"];

/// The functions of a group, the primary one first; none where the name is one office's.
pub(super) fn functions(name: &str) -> Option<Vec<Function>> {
    let plain: String = name.chars().filter(|c| !matches!(c, '（' | '）' | '、')).collect();
    let bare = plain.trim_start_matches(['省', '市', '区', '县', '州', '旗']);
    let is_group = plain.starts_with('各')
        || ["全区", "全市", "全县", "全省", "有关", "相关", "其他", "其它", "所有", "所属", "属地"]
            .iter()
            .any(|word| plain.starts_with(word))
        || plain.contains('各') && (plain.chars().count() > 3 || plain == "各部门")
        || GROUP_ENDINGS.iter().any(|ending| plain.ends_with(ending))
        || GROUP_NAMES.contains(&bare)
        || GROUP_NAMES.contains(&name);
    if !is_group {
        return None;
    }
    let collective = Function::of("collective");
    let mut functions = Vec::new();
    let says = |words: &[&str]| words.iter().any(|word| plain.contains(word));
    if says(&TOWNS) && !plain.contains("部门") {
        functions.push(Function::of("subdistrict"));
    }
    if says(&ZONES) {
        if functions.is_empty() && says(&DIVISIONS) {
            functions.push(collective);
        }
        functions.push(Function::of("zone"));
    }
    if !functions.contains(&collective) {
        functions.push(collective);
    }
    // `各安全生产专委会成员单位`: what the offices meet for. 各部门 meet for nothing.
    let meets =
        ["成员单位", "指挥部", "领导小组", "委员会", "专班", "专委会", "小组"].iter().any(|word| plain.contains(word));
    if !meets {
        return Some(functions);
    }
    let topic =
        GROUP_ENDINGS.iter().fold(plain.trim_start_matches('各'), |rest, ending| rest.trim_end_matches(ending));
    for function in stems().keywords(topic).0 {
        if !functions.contains(&function) {
            functions.push(function);
        }
    }
    Some(functions)
}

/// Surnames of four fifths of the people; a two- or three-character name that begins with one may be a person's.
const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭\
陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳\
翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳欧阳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓\
古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝";

/// Last characters of offices' names.
const OFFICE_ENDS: [char; 30] = [
    '局', '委', '办', '厅', '部', '署', '院', '站', '队', '司', '团', '社', '会', '馆', '台', '校', '所', '中', '区',
    '县', '市', '镇', '乡', '街', '处', '科', '室', '组', '网', '心',
];

/// Whether a name is a person's or a person's office.
pub(super) fn is_person(name: &str) -> bool {
    let heads = [
        "省长",
        "市长",
        "区长",
        "县长",
        "州长",
        "旗长",
        "盟长",
        "秘书长",
        "镇长",
        "乡长",
        "主席",
        "书记",
        "领导",
        "常委",
        "委员",
        "局长",
    ];
    let posts = ["主任", "部长", "厅长", "处长", "主任委员", "政委", "司令员"];
    let length = name.chars().count();
    if name.ends_with("同志") || heads.iter().chain(&posts).any(|head| name.ends_with(head)) && length <= 16 {
        return true;
    }
    // `副区长张三`.
    let named = heads.iter().any(|head| {
        name.find(head).is_some_and(|at| {
            (2..=4).contains(&name[at + head.len()..].chars().count()) && name[..at].chars().count() < 4
        })
    });
    if named && name.contains('长') && length <= 9 && !name.ends_with(OFFICE_ENDS) {
        return true;
    }
    // `张市长`, `李某某`, `何平`.
    if !(2..=3).contains(&length) {
        return false;
    }
    let first = name.chars().next().is_some_and(|first| SURNAMES.contains(first));
    let office = name.ends_with(OFFICE_ENDS);
    first && !office
}
