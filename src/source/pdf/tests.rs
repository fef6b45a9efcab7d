use super::interpret::{Glyph, Page, Rule};
use super::*;

/// Characters of a size printed from a place on.
fn glyphs(left: f64, y: f64, size: f64, text: &str) -> Vec<Glyph> {
    let mut left = left;
    let place = |c: char| {
        let width = if c.is_ascii() { size / 2.0 } else { size };
        left += width;
        Glyph { text: c.to_string(), left: left - width, right: left, y, size }
    };
    text.chars().map(place).collect()
}

#[track_caller]
fn check(pages: Vec<Page>, want: &[&str]) {
    assert_eq!(layout::lay_out(pages).text.lines().collect::<Vec<_>>(), want);
}

fn page(lines: &[(f64, f64, &str)]) -> Page {
    let glyphs = lines.iter().flat_map(|&(left, y, text)| glyphs(left, y, 10.0, text)).collect();
    Page { glyphs, width: 260.0, ..Page::default() }
}

#[test]
fn paragraphs_go_on_over_lines_and_pages() {
    check(
        vec![
            page(&[
                (90.0, 20.0, "任务分解的通知"),
                (50.0, 40.0, "一、新增城镇就业一万八千人，城镇调查"),
                (30.0, 55.0, "失业率控制在5%以内，新建口袋公园六个。"),
                (50.0, 70.0, "二、改造老旧小区二十四个，加装电梯六"),
                (120.0, 200.0, "- 1 -"),
            ]),
            page(&[(30.0, 40.0, "十部。"), (50.0, 55.0, "三、新增学位九百个。"), (120.0, 200.0, "- 2 -")]),
        ],
        &[
            "任务分解的通知",
            "一、新增城镇就业一万八千人，城镇调查失业率控制在5%以内，新建口袋公园六个。",
            "二、改造老旧小区二十四个，加装电梯六十部。",
            "三、新增学位九百个。",
        ],
    );
}

/// A table with these column and row places and a text in each cell.
fn table(xs: &[f64], ys: &[f64], skip: &[(usize, usize)], texts: &[(usize, usize, &str)]) -> Page {
    let (left, right, top, bottom) = (xs[0], xs[xs.len() - 1], ys[0], ys[ys.len() - 1]);
    let mut rules: Vec<Rule> = xs.iter().map(|&x| Rule::Upright { x, top, bottom }).collect();
    for (row, &y) in ys.iter().enumerate() {
        for column in 0..xs.len() - 1 {
            if !skip.contains(&(row, column)) {
                rules.push(Rule::Level { y, left: xs[column], right: xs[column + 1] });
            }
        }
    }
    assert!(left < right);
    let glyphs = texts
        .iter()
        .flat_map(|&(row, column, text)| {
            let lines = text.split('\n').enumerate();
            lines
                .flat_map(move |(at, line)| glyphs(xs[column] + 2.0, ys[row] + 12.0 + 12.0 * at as f64, 10.0, line))
                .collect::<Vec<_>>()
        })
        .collect();
    Page { glyphs, rules, width: 260.0, ..Page::default() }
}

#[test]
fn ruled_tables_are_rows() {
    let xs = [30.0, 60.0, 150.0, 200.0];
    check(
        vec![
            table(
                &xs,
                &[20.0, 40.0, 80.0, 120.0],
                &[(2, 2)],
                &[
                    (0, 0, "序号"),
                    (0, 1, "任务"),
                    (0, 2, "单位"),
                    (1, 0, "1"),
                    (1, 1, "新建口袋公园六个，\n绿道十公里"),
                    (1, 2, "区园林局\n各街道"),
                    (2, 0, "2"),
                    (2, 1, "改造老旧小区二十"),
                ],
            ),
            table(
                &xs,
                &[20.0, 40.0, 60.0, 80.0],
                &[],
                &[
                    (0, 0, "序号"),
                    (0, 1, "任务"),
                    (0, 2, "单位"),
                    (1, 1, "四个"),
                    (2, 0, "3"),
                    (2, 1, "修路"),
                    (2, 2, "区城建局"),
                ],
            ),
        ],
        &[
            "序号 | 任务 | 单位 |",
            "1 | 新建口袋公园六个，绿道十公里 | 区园林局 各街道 |",
            "2 | 改造老旧小区二十四个 | 区园林局 各街道 |",
            "3 | 修路 | 区城建局 |",
        ],
    );
}

#[test]
fn rules_under_words_are_no_tables() {
    let mut page = page(&[(50.0, 40.0, "一、稳增长"), (50.0, 60.0, "二、惠民生")]);
    page.rules =
        vec![Rule::Level { y: 45.0, left: 50.0, right: 100.0 }, Rule::Level { y: 65.0, left: 50.0, right: 100.0 }];
    check(vec![page], &["一、稳增长", "二、惠民生"]);
}

#[test]
fn damaged_files_are_refused() {
    for bytes in [
        &b"%PDF-1.7\n%%EOF"[..],
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 1 0 R/Kids[1 0 R]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF",
    ] {
        assert!(fits(bytes, Path::new("a.pdf")));
        assert!(read(bytes, Path::new("a.pdf")).is_err());
    }
}
