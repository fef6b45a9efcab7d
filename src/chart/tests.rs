//! What every chart keeps to, whatever its data: tested over [`samples`](super::samples).

use super::samples::{self, all};
use super::*;

#[test]
fn every_chart_has_samples() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/chart");
    let samples = all();
    for file in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file()) {
        let text = std::fs::read_to_string(&file).unwrap();
        for chart in text.lines().filter_map(|line| line.strip_prefix("impl Chart for ")) {
            let own = chart.trim_end_matches(" {").to_lowercase() + "-";
            assert!(samples.iter().any(|(name, _)| name.starts_with(&own)), "{chart}: not in samples.rs");
        }
    }
}

#[test]
fn words_stay_inside_and_apart() {
    for (name, chart) in all() {
        let wide = chart.draw();
        assert!(wide.width >= 1200.0 && wide.height > 100.0, "{name}: {:?}", wide.size());
        let narrow = chart.draw_narrow();
        assert!(narrow.iter().all(|drawing| drawing.width == 400.0), "{name}");
        for drawing in std::iter::once(wide).chain(narrow) {
            words_are_apart(&name, &drawing);
        }
    }
}

fn words_are_apart(name: &str, drawing: &Drawing) {
    let bounds: Vec<[f32; 4]> = drawing.labels.iter().map(super::drawing::Label::bounds).collect();
    for (i, [left, top, right, bottom]) in bounds.iter().enumerate() {
        let inside = *left >= 0.0 && *top >= 0.0 && *right <= drawing.width && *bottom <= drawing.height;
        assert!(inside, "{name}: `{}` leaves the picture: {:?}", drawing.labels[i].text, bounds[i]);
        for (j, [l, t, r, b]) in bounds.iter().enumerate().skip(i + 1) {
            let apart = right <= l || r <= left || bottom <= t || b <= top;
            assert!(apart, "{name}: `{}` meets `{}`", drawing.labels[i].text, drawing.labels[j].text);
        }
    }
}

#[test]
fn shapes_stay_inside() {
    use super::drawing::Shape;
    for (name, chart) in all() {
        let drawing = chart.draw();
        let inside = |x: f32, y: f32| (0.0..=drawing.width).contains(&x) && (0.0..=drawing.height).contains(&y);
        for shape in &drawing.shapes {
            let ok = match *shape {
                Shape::Box { x, y, width, height, .. } => inside(x, y) && inside(x + width, y + height),
                Shape::Line { from, to, .. } => inside(from.0, from.1) && inside(to.0, to.1),
                Shape::Dot { centre: (x, y), radius, .. } => {
                    inside(x - radius, y - radius) && inside(x + radius, y + radius)
                }
            };
            assert!(ok, "{name}: {shape:?}");
        }
    }
}

#[test]
fn pictures_are_whole_small_and_the_same_twice() {
    for (name, chart) in all() {
        let svg = render(&*chart, Picture::Svg).unwrap();
        assert_eq!(svg, render(&*chart, Picture::Svg).unwrap(), "{name}");
        let svg = String::from_utf8(svg).unwrap();
        assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>\n"), "{name}");
        for part in ["viewBox=\"0 0 ", "role=\"img\"", "<title>", "<desc>"] {
            assert_eq!(svg.matches(part).count(), 1, "{name}: {part}");
        }
        assert!(!svg.contains("<script") && !svg.contains('\u{202e}') && !svg.contains('\u{0}'), "{name}");
    }
    for (name, chart) in all().into_iter().filter(|(name, _)| name.contains("-5") || name.starts_with("hostile")) {
        let png = render(&*chart, Picture::Png).unwrap();
        assert!(png.starts_with(b"\x89PNG\r\n"), "{name}");
        assert!(png.len() < 300_000, "{name}: {} bytes", png.len());
        assert_eq!(png, render(&*chart, Picture::Png).unwrap(), "{name}");
    }
}

#[track_caller]
fn check(chart: &dyn Chart, title: &str, words: &[&str]) {
    let drawing = chart.draw();
    assert_eq!(drawing.title(), title);
    let found: Vec<&str> = drawing.words().collect();
    for word in words {
        assert!(found.contains(word), "no `{word}` in {found:?}");
    }
}

fn unit(unit: &str, lead: u32, responsible: u32, support: u32) -> UnitLoad {
    UnitLoad { unit: unit.to_owned(), lead, responsible, support }
}

#[test]
fn workload_ranks_and_owns_up_to_the_rest() {
    let units = vec![unit("乙局", 1, 0, 1), unit("甲局", 3, 0, 1), unit("丙局", 1, 0, 0), unit("无", 0, 0, 0)];
    let chart = Workload { notice: Name::notice("某区", "2023"), tasks: 5, units, most: 1, ..Workload::default() };
    check(
        &chart,
        "某区2023年：甲局任务最多，4 项（牵头 3、配合 1）",
        &[
            "牵头 5 项次",
            "配合 2 项次",
            "甲局",
            "4",
            "另有 2 个单位未画出：合计 3 项次，每个不超过 2 项。",
            "样本：5 项任务，3 个单位，7 项次",
        ],
    );
    let tied = Workload { units: vec![unit("乙局", 2, 0, 0), unit("甲局", 2, 0, 0)], ..chart.clone() };
    assert_eq!(tied.draw().title(), "某区2023年：乙局等 2 个单位任务最多，2 项");
    check(&Workload { units: Vec::new(), ..chart }, "某区2023年：没有写明责任单位的任务", &["样本：0"]);
}

#[test]
fn functions_share_out_of_their_own_notice() {
    let column = |region, tasks| FunctionColumn { name: Name::notice(region, "2023"), tasks };
    let row = |function: &str, counts: &[u32]| FunctionRow { function: function.to_owned(), counts: counts.to_vec() };
    let chart = Functions {
        columns: vec![column("甲区", 10), column("乙区", 40)],
        rows: vec![row("教育", &[5, 4]), row("水务", &[1]), row("审计", &[0, 0])],
        ..Functions::default()
    };
    check(
        &chart,
        "教育条线的任务平均占比最高（10%–50%），在 2 份文件中的 2 份居首",
        &["5", "50%", "4", "10%", "样本：2 份文件，50 项任务，2 个条线"],
    );
}

#[test]
fn overlap_prints_both_directions_with_denominators() {
    let list = |region, commitments| OverlapList { name: Name::list(region, "2023", "区级"), commitments };
    let shared = |found, of| Some(Shared { found, of });
    let chart = Overlap {
        lists: vec![list("甲区", 72), list("乙区", 40)],
        cells: vec![vec![None, shared(22, 72)], vec![shared(20, 40), None]],
        ..Overlap::default()
    };
    check(
        &chart,
        "乙区2023年区级清单的承诺有 50%（20/40）也在甲区2023年区级清单中",
        &["31%", "22/72", "50%", "20/40", "72 条"],
    );
}

#[test]
fn themes_tell_how_widely_they_are_spread() {
    let band = |name: &str, themes, labels: &[&str]| ThemeBand {
        name: name.to_owned(),
        themes,
        labels: labels.iter().map(|label| (*label).to_owned()).collect(),
    };
    let range = ThemeRange {
        label: "新增就业".to_owned(),
        values: vec![2300.0, 24_000.0, 9000.0],
        low: ["2300人", "甲区 2020"].map(str::to_owned),
        high: ["2.4万人", "乙区 2023"].map(str::to_owned),
    };
    let chart = Themes {
        regions: 5,
        bands: vec![
            band("5个地区", 12, &["新增就业", "加装电梯"]),
            band("4个地区", 0, &[]),
            band("2个地区", 80, &["口袋公园"]),
        ],
        ranges: vec![range],
        ..Themes::default()
    };
    check(
        &chart,
        "92个反复出现的主题里，在5个地区出现的有12个，只在2个地区出现的有80个",
        &[
            "12",
            "80",
            "新增就业、加装电梯等",
            "2300人",
            "甲区 2020",
            "2.4万人",
            "乙区 2023",
            "样本：5 个地区，92 个反复出现的主题",
        ],
    );
    let words: Vec<String> = chart.draw().words().map(str::to_owned).collect();
    assert!(!words.iter().any(|word| word == "4个地区"), "what has no theme is not drawn: {words:?}");
    assert!(chart.draw_narrow().is_some() && Themes::default().draw_narrow().is_none());
}

#[test]
fn progress_and_workload_are_the_same_bars() {
    let units = vec![
        UnitProgress { unit: "甲局".to_owned(), counts: [2, 1, 0, 0, 0, 4] },
        UnitProgress { unit: "乙局".to_owned(), counts: [1, 0, 0, 1, 0, 0] },
    ];
    let chart = Progress { quarter: "2025年第一季度".to_owned(), units, most: 1, ..Progress::default() };
    check(
        &chart,
        "2025年第一季度：9 项次任务中 3 项次已完成，1 项次滞后，4 项次未报送",
        &["已完成 3", "甲局", "7", "另有 1 个单位未画出：合计 2 项次，每个不超过 2 项。", "样本：2 个单位，9 项次"],
    );
}

#[test]
fn indicators_print_the_ends_with_their_places() {
    let value = |notice, value, text: &str| IndicatorValue { notice, value, text: text.to_owned() };
    let chart = Indicators {
        notices: vec![Name::notice("甲区", "2023"), Name::notice("乙区", "2025"), Name::notice("丙区", "2020")],
        rows: vec![IndicatorRow {
            indicator: "新增就业".to_owned(),
            measure: "人".to_owned(),
            values: vec![value(0, 12_000.0, "1.2万人以上"), value(1, 24_000.0, ""), value(2, 12_000.0, "1.2万人以上")],
        }],
        ..Indicators::default()
    };
    check(
        &chart,
        "1 个指标可以并列比较；“新增就业”相差最大：乙区2025年是甲区2023年的 2.0 倍",
        &["1.2万人以上", "甲区 2023等2处", "24000人", "乙区 2025", "样本：3 个地区和年份，1 个指标，3 个目标值"],
    );
}

#[test]
fn the_hostile_words_are_still_words() {
    let mut chart = samples::workload(1);
    chart.units[0].unit = "<b>&局".to_owned();
    let svg = String::from_utf8(render(&chart, Picture::Svg).unwrap()).unwrap();
    assert!(svg.contains("&lt;b&gt;&amp;局</text>"));
}

#[test]
fn indicators_that_are_alike_are_not_drawn() {
    let value = |notice, value| IndicatorValue { notice, value, text: format!("{value}个") };
    let row = |values: Vec<IndicatorValue>| IndicatorRow { values, ..IndicatorRow::default() };
    let notices = vec![Name::notice("甲区", "2023"), Name::notice("乙区", "2025")];
    let rows = vec![row(vec![value(0, 5.0), value(1, 5.0), value(9, 6.0)]), row(vec![value(0, 5.0), value(1, 7.0)])];
    let drawing = Indicators { notices, rows, ..Indicators::default() }.draw();
    let dots = drawing.shapes.iter().filter(|shape| matches!(shape, super::drawing::Shape::Dot { .. })).count();
    assert_eq!(dots, 2);
    assert!(drawing.words().any(|words| words == "另有 1 个指标各处的数都一样，未画出。"));
}

#[test]
fn the_most_lists_are_drawn_with_their_share_only() {
    for (lists, fractions) in [(24, true), (25, false)] {
        let words: Vec<String> = samples::overlap(lists).draw().words().map(str::to_owned).collect();
        assert_eq!(words.iter().any(|word| word.contains('/') && !word.contains('）')), fractions, "{lists} lists");
    }
}
