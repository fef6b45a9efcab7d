//! Invented data of every size for the tests: nothing here is a real figure.

use super::*;

const REGIONS: [&str; 20] = [
    "武昌区",
    "洪山区",
    "蔡甸区",
    "江汉区",
    "下陆区",
    "东湖新技术开发区",
    "天河区",
    "浦东新区",
    "西湖区",
    "东西湖区",
    "鄂托克前旗",
    "雨花台区",
    "双流区",
    "积石山保安族东乡族撒拉族自治县",
    "黄埔区",
    "南山区",
    "罗湖区",
    "思明区",
    "历下区",
    "市南区",
];

const UNITS: [&str; 15] = [
    "区发展和改革局",
    "区教育局",
    "区城管执法局",
    "区停车场及新能源汽车配套设施建设工作领导小组",
    "区人社局",
    "区水务和湖泊局",
    "区卫生健康局",
    "区住房保障和房屋管理局",
    "各街道办事处",
    "区政务服务和大数据管理局",
    "区自然资源和规划分局",
    "区委组织部",
    "武汉市公安局区分局交通大队",
    "区财政局",
    "区经济信息化和科技创新局",
];

const FUNCTIONS: [&str; 18] = [
    "发展改革",
    "经信科技",
    "教育",
    "公安",
    "民政",
    "人力社保",
    "自然资源",
    "生态环境",
    "住房保障",
    "城市建设",
    "城管执法",
    "交通运输",
    "水务",
    "农业农村",
    "商务招商",
    "文旅体育",
    "卫生健康",
    "应急管理",
];

const THEMES: [&str; 10] = [
    "新增城镇就业",
    "老旧小区改造",
    "新建改扩建中小学、幼儿园，新增学位",
    "规模以上工业增加值增长",
    "招商引资到位资金",
    "新建口袋公园",
    "加装电梯",
    "社区嵌入式养老服务设施",
    "固定资产投资增长率不低于全市平均水平",
    "空气质量优良天数比例",
];

const INDICATORS: [(&str, &str, f64); 6] = [
    ("城镇新增就业", "人", 24_000.0),
    ("一般公共预算收入增长", "%", 7.5),
    ("老旧小区改造", "个", 60.0),
    ("社会消费品零售总额增长率（扣除价格因素后可比口径）", "%", 9.0),
    ("招商引资实际到位资金", "元", 45_000_000_000.0),
    ("新建、改扩建口袋公园", "个", 12.0),
];

/// The same numbers every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n.max(1)
    }
}

fn caption(source: &str) -> Caption {
    Caption { source: source.to_owned(), ..Caption::default() }
}

fn numbered(names: &[&str], i: usize) -> String {
    let again = i / names.len();
    let name = names[i % names.len()];
    if again == 0 { name.to_owned() } else { format!("{name}{again}") }
}

pub(super) fn notice(i: usize) -> Name {
    Name::notice(numbered(&REGIONS, i), (2019 + (i * 3) % 7).to_string())
}

pub(super) fn workload(units: usize) -> Workload {
    let mut dice = Dice(units as u64);
    let unit = |i: usize| UnitLoad {
        unit: numbered(&UNITS, i),
        lead: dice.below(14) as u32,
        responsible: dice.below(9) as u32 * dice.below(2) as u32,
        support: dice.below(11) as u32 + 1,
    };
    Workload {
        caption: caption("《关于分解2023年政府工作报告目标任务的通知》"),
        notice: notice(0),
        tasks: 148,
        units: (0..units).map(unit).collect(),
        ..Workload::default()
    }
}

pub(super) fn progress(units: usize) -> Progress {
    let mut dice = Dice(9);
    let unit = |i: usize| UnitProgress {
        unit: numbered(&UNITS, i),
        counts: std::array::from_fn(|_| dice.below(12) as u32 * dice.below(2) as u32),
    };
    Progress {
        caption: caption("收回的台账"),
        quarter: "2025年第一季度".to_owned(),
        units: (0..units).map(unit).collect(),
        ..Progress::default()
    }
}

pub(super) fn functions(columns: usize, rows: usize) -> Functions {
    let mut dice = Dice(7);
    Functions {
        caption: caption("各区县责任分解通知"),
        columns: (0..columns).map(|i| FunctionColumn { name: notice(i), tasks: 60 + i as u32 * 7 }).collect(),
        rows: (0..rows)
            .map(|i| FunctionRow {
                function: numbered(&FUNCTIONS, i),
                counts: (0..columns).map(|_| dice.below(24).saturating_sub(4 + i as u64 % 9) as u32).collect(),
            })
            .collect(),
    }
}

pub(super) fn overlap(lists: usize) -> Overlap {
    let mut dice = Dice(3);
    let parts = ["省级", "市级", "区级"];
    let lists: Vec<OverlapList> = (0..lists)
        .map(|i| {
            let Name { region, year, .. } = notice(i / 2);
            OverlapList { name: Name::list(region, year, parts[i % 3]), commitments: 13 + dice.below(160) as u32 }
        })
        .collect();
    let cells = (0..lists.len())
        .map(|i| {
            let of = lists[i].commitments;
            let cell = |j: usize| (i != j).then(|| Shared { found: dice.below(u64::from(of) / 2 + 1) as u32, of });
            (0..lists.len()).map(cell).collect()
        })
        .collect();
    Overlap { caption: caption("各区县责任分解通知"), lists, cells }
}

pub(super) fn themes(bands: usize, ranges: usize) -> Themes {
    let mut dice = Dice(11);
    let labels = |n: usize| (0..n).map(|i| numbered(&THEMES, i)).collect();
    Themes {
        caption: caption("各区县责任分解通知"),
        regions: 31,
        bands: (0..bands)
            .map(|i| ThemeBand {
                name: format!("{}个地区", 31 - i),
                themes: dice.below(300) as u32 * u32::from(i % 5 != 3) + 1,
                labels: labels(i % 13),
            })
            .collect(),
        ranges: (0..ranges)
            .map(|i| ThemeRange {
                label: numbered(&THEMES, i),
                values: (0..=i % 30 + 1).map(|_| dice.below(90) as f64).collect(),
                low: ["2300人以上", "积石山保安族东乡族撒拉族自治县 2020"].map(str::to_owned),
                high: ["2.4万人", "武昌区 2023"].map(str::to_owned),
            })
            .collect(),
    }
}

pub(super) fn indicators(notices: usize, rows: usize) -> Indicators {
    let mut dice = Dice(5);
    let row = |i: usize| {
        let (indicator, measure, size) = INDICATORS[i % INDICATORS.len()];
        let values = (0..notices).filter(|j| (i + j) % 4 != 3).map(|notice| {
            let value = (size * (0.3 + dice.below(8) as f64 / 10.0)).round();
            let text = if value > 1e8 {
                format!("{}亿元以上", value / 1e8)
            } else if measure == "%" {
                format!("{value}%左右")
            } else {
                format!("{value}{measure}")
            };
            IndicatorValue { notice, value, text }
        });
        IndicatorRow { indicator: numbered(&[indicator], 0), measure: measure.to_owned(), values: values.collect() }
    };
    let rows = (0..rows).map(row).collect();
    Indicators { caption: caption("各区县责任分解通知"), notices: (0..notices).map(notice).collect(), rows }
}

pub(super) fn change(rows: usize) -> Change {
    let tones = [Tone::Down, Tone::Same, Tone::Up];
    let row = |i: usize| {
        let (from, to) = (5.0 + (i % 7) as f64 * 0.5, 5.0 + (i % 5) as f64 * 0.5);
        ChangeRow {
            name: numbered(&REGIONS, i),
            from,
            to,
            from_text: format!("{from}%左右"),
            to_text: format!("{to}%以上"),
            tone: tones[i % 3],
        }
    };
    let tones = ["提高", "降低", "持平"].map(str::to_owned);
    let (from, to) = ("2024年目标".to_owned(), "2025年目标".to_owned());
    Change {
        caption: caption("各地政府工作报告"),
        from,
        to,
        tones,
        rows: (0..rows).map(row).collect(),
        ..Change::default()
    }
}

pub(super) fn spread(values: usize) -> Spread {
    let value = |i: usize| {
        let value = 4.0 + (i * 7 % 23) as f64 * 0.25;
        SpreadValue { name: numbered(&REGIONS, i), value, text: format!("{value}%左右"), marked: i % 11 == 3 }
    };
    let values = (0..values).map(value).collect();
    Spread {
        caption: caption("各地政府工作报告"), name: "经济增长".to_owned(), measure: "%".to_owned(), values
    }
}

pub(super) fn multiples(places: usize, years: usize) -> Multiples {
    let place = |i: usize| PlaceYears {
        name: numbered(&REGIONS, i),
        goals: (0..years).map(|year| Some(5.0 + ((i + year) % 5) as f64)).collect(),
        outcomes: (0..years).map(|year| (year + 1 < years).then_some(4.5 + ((i * 3 + year) % 6) as f64)).collect(),
        last: "5%左右".to_owned(),
    };
    let years = (0..years as i32).map(|year| 2015 + year).collect();
    Multiples { caption: caption("各地政府工作报告"), years, places: (0..places).map(place).collect() }
}

/// Words that try to break out of a picture or to overflow it.
pub(super) const HOSTILE: &str =
    "<script>alert(1)</script>&\"'\u{202e}]]>\u{0}\u{feff}一二三四五六七八九十，，，。。。）））";

/// Every chart in every size, with a name for each.
pub(super) fn all() -> Vec<(String, Box<dyn Chart>)> {
    let mut all: Vec<(String, Box<dyn Chart>)> = Vec::new();
    for n in [0, 1, 5, 30, 300] {
        all.push((format!("workload-{n}"), Box::new(workload(n))));
        all.push((format!("progress-{n}"), Box::new(progress(n))));
    }
    for (columns, rows) in [(0, 0), (0, 3), (1, 1), (5, 18), (20, 18), (60, 300)] {
        all.push((format!("functions-{columns}-{rows}"), Box::new(functions(columns, rows))));
    }
    for n in [0, 1, 2, 8, 36, 300] {
        all.push((format!("overlap-{n}"), Box::new(overlap(n))));
    }
    for (bands, ranges) in [(0, 0), (1, 0), (5, 1), (6, 12), (60, 300)] {
        all.push((format!("themes-{bands}-{ranges}"), Box::new(themes(bands, ranges))));
    }
    for (notices, rows) in [(0, 0), (0, 2), (1, 1), (5, 6), (20, 6), (60, 300)] {
        all.push((format!("indicators-{notices}-{rows}"), Box::new(indicators(notices, rows))));
    }
    for n in [0, 1, 5, 31, 300] {
        all.push((format!("change-{n}"), Box::new(change(n))));
        all.push((format!("spread-{n}"), Box::new(spread(n))));
    }
    for (places, years) in [(0, 0), (1, 5), (5, 3), (31, 6), (300, 2)] {
        all.push((format!("multiples-{places}-{years}"), Box::new(multiples(places, years))));
    }
    all.extend(hostile());
    all
}

fn hostile() -> Vec<(String, Box<dyn Chart>)> {
    let long = HOSTILE.repeat(9);
    let caption = Caption {
        title: long.clone(),
        subtitle: long.clone(),
        notes: vec![long.clone(), String::new()],
        source: long.clone(),
    };
    let name = Name::list(long.clone(), long.clone(), HOSTILE);
    let mut work = workload(3);
    work.caption = caption.clone();
    work.notice = name.clone();
    work.what = HOSTILE.to_owned();
    work.units[0].unit = long.clone();
    work.units[1] = UnitLoad { unit: String::new(), lead: u32::MAX, responsible: 0, support: u32::MAX };
    let mut functions = functions(3, 3);
    functions.caption = caption.clone();
    functions.columns[1] = FunctionColumn { name: name.clone(), tasks: 0 };
    functions.rows[0] = FunctionRow { function: long.clone(), counts: vec![u32::MAX] };
    let mut overlap = overlap(3);
    overlap.caption = caption.clone();
    overlap.lists[2] = OverlapList { name: name.clone(), commitments: u32::MAX };
    overlap.cells[0] = vec![None, Some(Shared { found: u32::MAX, of: u32::MAX })];
    overlap.cells[1][2] = Some(Shared { found: 3, of: 0 });
    overlap.cells.pop();
    let mut themes = themes(3, 3);
    themes.caption = caption.clone();
    themes.bands[1] = ThemeBand { name: long.clone(), themes: u32::MAX, labels: vec![long.clone(), String::new()] };
    let odd = vec![-1e300, 0.0, f64::MAX];
    themes.ranges[0] =
        ThemeRange { label: long.clone(), values: odd, low: [long.clone(), long.clone()], high: Default::default() };
    themes.ranges[1].values = vec![f64::NAN, f64::INFINITY];
    let mut indicators = indicators(3, 3);
    indicators.caption = caption;
    indicators.notices[2] = name;
    indicators.rows[0].indicator = long.clone();
    indicators.rows[0].measure = long.clone();
    let odd = [f64::NAN, f64::INFINITY, -5.0, 0.0, 1e300, f64::MIN_POSITIVE];
    indicators.rows[0].values =
        odd.iter().enumerate().map(|(i, &value)| IndicatorValue { notice: i, value, text: long.clone() }).collect();
    indicators.rows[1].values = [-5.0, 0.0, 1e300, 0.0, f64::MAX, f64::MIN]
        .iter()
        .enumerate()
        .map(|(i, &value)| IndicatorValue { notice: i % 3, value, text: String::new() })
        .collect();
    let mut change = change(4);
    change.caption = indicators.caption.clone();
    (change.from, change.to, change.tones[0]) = (long.clone(), long.clone(), long.clone());
    change.rows[0] = ChangeRow { name: long.clone(), from: f64::NAN, ..ChangeRow::default() };
    change.rows[1] =
        ChangeRow { name: long.clone(), from: -1e300, to: 1e300, from_text: long.clone(), ..change.rows[1].clone() };
    let mut spread = spread(5);
    spread.caption = indicators.caption.clone();
    spread.values[0].value = f64::INFINITY;
    spread.values[3] = SpreadValue { name: long.clone(), value: 1e300, text: long.clone(), marked: true };
    let mut multiples = multiples(4, 3);
    multiples.caption = indicators.caption.clone();
    multiples.places[0].name = long.clone();
    multiples.places[1].goals = vec![Some(f64::NAN), Some(1e300)];
    multiples.places[2].last = long.clone();
    vec![
        ("hostile-change".to_owned(), Box::new(change) as Box<dyn Chart>),
        ("hostile-spread".to_owned(), Box::new(spread)),
        ("hostile-multiples".to_owned(), Box::new(multiples)),
        ("hostile-workload".to_owned(), Box::new(work) as Box<dyn Chart>),
        ("hostile-functions".to_owned(), Box::new(functions)),
        ("hostile-overlap".to_owned(), Box::new(overlap)),
        ("hostile-themes".to_owned(), Box::new(themes)),
        ("hostile-indicators".to_owned(), Box::new(indicators)),
    ]
}
