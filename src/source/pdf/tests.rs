use super::interpret::{Glyph, Page, Rule};
use super::*;
use crate::source::budget::Budget;

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
    assert_eq!(layout::lay_out(pages, &mut Budget::new()).text.lines().collect::<Vec<_>>(), want);
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

/// A file whose pages all have this content, with one font `F` and one form `X` of this content.
fn pdf(n_pages: usize, content: &[u8], map: &[u8], form: &[u8]) -> Vec<u8> {
    use lopdf::{Stream, dictionary};
    let mut file = lopdf::Document::with_version("1.5");
    let stream = |content: &[u8], dictionary| {
        let mut stream = Stream::new(dictionary, content.to_vec());
        stream.compress().unwrap();
        stream
    };
    let content = file.add_object(stream(content, dictionary! {}));
    let map = file.add_object(stream(map, dictionary! {}));
    let form = file.add_object(stream(form, dictionary! { "Type" => "XObject", "Subtype" => "Form" }));
    let font = file.add_object(dictionary! { "Type" => "Font", "Subtype" => "Type0", "ToUnicode" => map });
    let resources = dictionary! { "Font" => dictionary! { "F" => font }, "XObject" => dictionary! { "X" => form } };
    let pages = file.new_object_id();
    let kids: Vec<Object> = (0..n_pages)
        .map(|_| {
            let page = dictionary! { "Type" => "Page", "Parent" => pages, "Contents" => content, "Resources" => resources.clone() };
            file.add_object(page).into()
        })
        .collect();
    let n_pages = n_pages as i64;
    file.objects.insert(pages, dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => n_pages }.into());
    let catalog = file.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    file.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    file.save_to(&mut bytes).unwrap();
    bytes
}

#[test]
fn what_pages_draw_again_and_again_is_bounded() {
    let map = b"1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfchar <0001> <65B0> endbfchar";
    let show = |n: usize| format!("BT /F 10 Tf 9 0 0 9 50 500 Tm <{}> Tj ET", "0001".repeat(n)).into_bytes();
    let read = |bytes: &[u8]| read(bytes, Path::new("a.pdf"));
    assert_eq!(read(&pdf(2, &show(30), map, b"")).unwrap()[0].text.matches('新').count(), 60);
    // Pages that share one long text.
    let refusal = read(&pdf(60, &show(100_000), map, b"")).unwrap_err();
    assert!(refusal.reason.contains("MiB of text"), "{}", refusal.reason);
    // Blanks drawn as a form, and pages that share one stream of blanks.
    let blanks = vec![b' '; 8 << 20];
    for bytes in [pdf(1, &b"/X Do ".repeat(100), map, &blanks), pdf(100, &blanks, map, b"")] {
        let refusal = read(&bytes).unwrap_err();
        assert!(refusal.reason.contains("too many drawing"), "{}", refusal.reason);
    }
}

/// Why a file with one page of this content is refused.
fn refused(content: &str, map: &str) -> String {
    read(&pdf(1, content.as_bytes(), map.as_bytes(), b"/X Do /X Do /X Do"), Path::new("a.pdf")).unwrap_err().reason
}

#[test]
fn instructions_names_and_objects_are_bounded() {
    for content in
        ["q ".repeat(3 << 20), "0 ".repeat(3 << 20), format!("{}TJ", "[]".repeat(3 << 20)), "/X Do ".repeat(1000)]
    {
        let reason = refused(&content, "");
        assert!(reason.contains("too many drawing"), "{reason}");
    }
    let show = "BT /F 10 Tf <0001> Tj ET";
    let ranges = format!("100 beginbfrange {} endbfrange", "<0000> <FFFF> <4E00>".repeat(1000));
    assert!(refused(show, &ranges).contains("too many drawing"));
    assert!(refused(show, &" ".repeat(MAX_MAP + 1)).contains("too many drawing"));
    // An object that is one long array.
    let array = format!("%PDF-1.5\n1 0 obj\n[{}]\nendobj\n", "0 ".repeat(5 << 20));
    let refusal = read(array.as_bytes(), Path::new("a.pdf")).unwrap_err();
    assert!(refusal.reason.contains("too many objects"), "{}", refusal.reason);
}

#[test]
fn objects_packed_in_streams_are_counted_before_they_are_made() {
    use lopdf::{Stream, dictionary};
    let mut file = lopdf::Document::with_version("1.5");
    for id in 0..4 {
        let array = format!("{} 0 [{}]", 100 + id, "0 ".repeat(2 << 20));
        let head = array.find('[').unwrap() as i64;
        // The library writes no such streams as they are.
        let mut stream = Stream::new(dictionary! { "Type" => "ObjSt_", "N" => 1, "First" => head }, array.into_bytes());
        stream.compress().unwrap();
        file.add_object(stream);
    }
    let mut bytes = Vec::new();
    let pages = file.add_object(dictionary! { "Type" => "Pages", "Kids" => Vec::<Object>::new(), "Count" => 0 });
    let catalog = file.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    file.trailer.set("Root", catalog);
    file.save_to(&mut bytes).unwrap();
    for at in 0..bytes.len() - 6 {
        if &bytes[at..at + 6] == b"ObjSt_" {
            bytes[at + 5] = b'm';
        }
    }
    assert!(bytes.len() < 200_000);
    let refusal = read(&bytes, Path::new("a.pdf")).unwrap_err();
    assert!(refusal.reason.contains("too many objects"), "{}", refusal.reason);
}
