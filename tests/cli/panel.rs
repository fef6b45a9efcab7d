//! Figures of places over years: `panel` and `promises`.

use super::*;

/// Two reports of a city, in our own words: what it wants in 2024, what came of it, what it wants in 2025.
const BEFORE: &str = "随州市2024年政府工作报告\n\n——2024年1月8日在市第五届人民代表大会第三次会议上\n\n市长　张某\n\n各位代表：\n\n现在，我代表市人民政府，向大会报告工作，请予审议。\n\n一、2023年工作回顾\n\n过去一年，地区生产总值增长5.1%，城镇新增就业1.8万人，一般公共预算收入增长6.2%。\n\n二、2024年工作安排\n\n今年经济社会发展主要预期目标是：地区生产总值增长6%左右，城镇新增就业2万人以上，一般公共预算收入增长7%，居民消费价格涨幅3%左右，粮食产量稳定在140万吨以上，居民收入增长与经济增长同步。\n\n（一）壮大产业。培育高新技术企业30家，新建改建农村公路210公里。\n";
const AFTER: &str = "随州市2025年政府工作报告\n\n——2025年1月9日在市第五届人民代表大会第四次会议上\n\n市长　张某\n\n各位代表：\n\n现在，我代表市人民政府，向大会报告工作，请予审议。\n\n一、2024年工作回顾\n\n过去一年，地区生产总值增长5.8%，城镇新增就业2.1万人，一般公共预算收入增长4.5%，居民消费价格上涨0.2%，居民人均可支配收入增长5.6%。\n\n二、2025年工作安排\n\n今年经济社会发展主要预期目标是：地区生产总值增长5.5%以上、力争6%，城镇新增就业2万人以上，一般公共预算收入增长5%左右，居民消费价格涨幅2%左右，城镇调查失业率控制在5.5%以内。\n\n（一）壮大产业。培育高新技术企业35家，对新认定企业给予最高20万元奖励。\n";

fn two_years() -> tempfile::TempDir {
    let folder = scratch();
    fs::write(folder.path().join("随州市-2024.txt"), BEFORE).expect("a file");
    fs::write(folder.path().join("随州市-2025.txt"), AFTER).expect("a file");
    folder
}

fn rows(arguments: &[&str], folder: &tempfile::TempDir) -> Vec<Value> {
    let input = folder.path().to_str().expect("a path");
    let all: Vec<&str> = [&arguments[..1], &[input], &arguments[1..], &["--format", "jsonl"]].concat();
    let (out, _) = run(&all, 0);
    out.lines().map(|line| serde_json::from_str(line).expect("a JSON line")).collect()
}

fn find<'a>(rows: &'a [Value], indicator: &str, year: i64) -> &'a Value {
    let is = |row: &&Value| row["indicator_id"] == indicator && row["year"] == year;
    rows.iter().find(is).unwrap_or_else(|| panic!("{indicator} {year} in {rows:#?}"))
}

#[test]
fn figures_stand_beside_last_years_and_what_came_of_them() {
    let folder = two_years();
    let panel = rows(&["panel"], &folder);
    for (indicator, year, words, previous, direction, outcome, met, rule) in [
        ("gdp_growth", 2024, "6%左右", None, None, Some(5.8), Some("yes"), Some("about")),
        ("gdp_growth", 2025, "5.5%以上", Some(6.0), Some("lowered"), None, None, None),
        ("urban_new_jobs", 2024, "2万人以上", None, None, Some(21_000.0), Some("yes"), Some("at_least")),
        ("urban_new_jobs", 2025, "2万人以上", Some(20_000.0), Some("kept"), None, None, None),
        ("budget_revenue_growth", 2024, "7%", None, None, Some(4.5), Some("no"), Some("figure")),
        ("cpi_growth", 2024, "3%左右", None, None, Some(0.2), Some("not_decidable"), Some("price")),
        ("grain_output", 2024, "140万吨以上", None, None, None, Some("not_reported"), None),
        ("resident_income_growth", 2024, "与经济增长同步", None, None, Some(5.6), Some("yes"), Some("with_growth")),
        ("surveyed_unemployment_rate", 2025, "5.5%以内", None, Some("new"), None, None, None),
    ] {
        let row = find(&panel, indicator, year);
        let text = |name: &str| row[name].as_str();
        assert!(text("words").is_some_and(|printed| printed.contains(words)), "{indicator} {year}: {row:#}");
        assert_eq!(row["previous"].as_f64(), previous, "{indicator} {year}");
        assert_eq!(text("direction"), direction, "{indicator} {year}");
        assert_eq!(row["outcome"].as_f64(), outcome, "{indicator} {year}");
        assert_eq!((text("met"), text("rule")), (met, rule), "{indicator} {year}");
        assert_eq!((text("region"), text("level")), (Some("湖北省随州市"), Some("city")));
        assert_eq!(row["main"], true, "{indicator} {year}");
    }
    assert_eq!(find(&panel, "gdp_growth", 2025)["stretch"], 6);
    assert_eq!(find(&panel, "grain_output", 2025)["direction"], "dropped");
    // a reward is no target
    assert!(panel.iter().all(|row| row["measure"] != "元" || row["value"] != 200_000));
}

#[test]
fn promises_are_kept_or_broken() {
    let folder = two_years();
    let promises = rows(&["promises"], &folder);
    assert!(promises.iter().all(|row| row["met"].is_string() && row["year"] == 2024));
    let input = folder.path().to_str().expect("a path");
    let (text, told) = run(&["promises", input], 0);
    assert!(text.contains("未达到") && text.contains("不能判定"), "{text}");
    assert!(told.contains("3个达到，1个未达到，1个下一年没有报告，1个不能判定"), "{told}");
    let (_, told) = run(&["panel", input, "--indicator", "没有的指标"], 2);
    assert!(told.contains("gdp_growth 地区生产总值增长"), "{told}");
}

#[test]
fn places_stand_in_rows_and_years_in_columns() {
    let (folder, out) = (two_years(), scratch());
    let (input, files) = (folder.path().to_str().expect("a path"), out.path().join("面板"));
    let arguments =
        ["panel", input, "--wide", "-o", files.to_str().expect("a path"), "--format", "csv,xlsx,parquet,jsonl"];
    run(&arguments, 0);
    let wide = fs::read_to_string(files.join("panel_gdp_growth.csv")).expect("a table");
    assert_eq!(wide, "\u{feff}region,region_code,level,2024,2025\n湖北省随州市,421300,city,6,5.5\n");
    for file in ["panel.xlsx", "panel.parquet", "panel_urban_new_jobs.parquet", "panel.jsonl"] {
        assert!(files.join(file).is_file(), "{file}");
    }
    let (text, _) = run(&["panel", input, "--wide", "--indicator", "GDP"], 0);
    assert!(text.contains("地区生产总值增长（%）") && text.contains("2025"), "{text}");
}

#[test]
fn pictures_of_figures_are_drawn() {
    let (folder, out) = (two_years(), scratch());
    let input = folder.path().to_str().expect("a path");
    for command in ["panel", "promises"] {
        let file = out.path().join(format!("{command}.svg"));
        run(&[command, input, "--indicator", "gdp_growth", "--plot", file.to_str().expect("a path")], 0);
        assert!(fs::read_to_string(&file).expect("a picture").contains("</svg>"));
    }
}

#[test]
fn places_of_ours_are_marked() {
    let (folder, out) = (scratch(), scratch());
    for (city, goal) in [("随州市", "6%左右"), ("荆门市", "5%以上"), ("鄂州市", "5.5%左右")] {
        let text = BEFORE.replace("随州市", city).replace("6%左右", goal);
        fs::write(folder.path().join(format!("{city}-2024.txt")), text).expect("a file");
    }
    let (input, file) = (folder.path().to_str().expect("a path"), out.path().join("各市.svg"));
    let to = file.to_str().expect("a path");
    run(&["panel", input, "--indicator", "gdp_growth", "--plot", to, "--mark", "荆门"], 0);
    let words = fs::read_to_string(&file).expect("a picture");
    assert!(words.contains("荆门市 5%以上") && !words.contains("鄂州市 5.5%"), "{words}");
}
