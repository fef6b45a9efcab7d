use super::*;
use crate::lexicon::words::Code;
use crate::lexicon::{self, PAGE};
use crate::source::budget::Budget;
use crate::source::pdf::aligned::tests as aligned;
use crate::source::{html, lines, walk, xlsx};

const TASKS: &str = "<p>1.新增城镇就业1.8万人。（牵头单位：区人社局；责任单位：各街道）</p><p>2.新建口袋公园6个，改造绿道12公里。（责任单位：区园林局）</p>";

/// What is read of a page, on this thread: a row is left out on one only.
fn page(body: &str) -> String {
    html::page(body, "UTF-8", &mut Budget::new()).text
}

/// Where a page says it was published.
fn published(body: &str) -> Option<String> {
    html::page(body, "UTF-8", &mut Budget::new()).url()
}

/// A text of broken lines, joined.
fn joined(lines: &str) -> String {
    let text = format!("建成公园，面积居\n，全市第一。\n，又一句。\n{lines}");
    lines::unwrap(&text).map_or(text, |joined| joined.text)
}

/// How many files are found where one lies in a folder of a name.
fn found(folder: &str) -> usize {
    let root = tempfile::tempdir().unwrap();
    std::fs::create_dir(root.path().join(folder)).unwrap();
    std::fs::write(root.path().join("a.txt"), "a").unwrap();
    std::fs::write(root.path().join(folder).join("b.txt"), "b").unwrap();
    walk::walk(&[root.path().to_path_buf()]).unwrap().files.len()
}

/// A workbook of two sheets, one of a name.
fn workbook(name: &str) -> String {
    let sheet = |name: &str| xlsx::Sheet {
        name: name.to_owned(),
        rows: vec![vec!["序号".to_owned(), "任务".to_owned()]],
        ..xlsx::Sheet::default()
    };
    xlsx::documents(vec![sheet(name), sheet("市级")], Budget::new()).unwrap().remove(0).text
}

/// What a word of each kind changes.
fn probe(kind: PageKind, w: &str) -> String {
    match kind {
        PageKind::Address => {
            format!("{:?}", published(&format!("<meta name='{w}' content='https://a.cn/1.html'><div>{TASKS}</div>")))
        }
        PageKind::Article => {
            page(&format!("<div class={w}>{TASKS}</div><div id=x>街道平整，河水清澈，树木成荫，百姓安居</div>"))
        }
        PageKind::Aside => {
            page(&format!("<div id=x>{TASKS}<div class={w}><p>街道平整，河水清澈</p></div>{TASKS}{TASKS}</div>"))
        }
        PageKind::NumberHead => aligned::under(w),
        PageKind::Attachment => page(&format!("<div id=x>{TASKS}</div><p>{w}.doc</p>")),
        PageKind::Label => page(&format!("<p>{w}：甲乙</p><div id=x>{TASKS}</div>")),
        PageKind::Work => page(&format!("<div>街道平整，河水清澈，树木{w}<div id=x>{TASKS}</div></div>")),
        PageKind::Annex | PageKind::Head => joined(&format!("改造小区。改造路\n{w}\n今年增长5%。\n")),
        PageKind::Duty => joined(&format!("改造小区。{w}\n街道平整。\n")),
        PageKind::LabelEnd => joined(&format!("改造小区。改造路\n街道办{w}：明天。\n")),
        PageKind::Opening => joined(&format!("改造小区。改造路\n{w}，街道平整。\n")),
        PageKind::Person => joined(&format!("改造小区。改造路\n{w}：明天。\n")),
        PageKind::Unit => joined(&format!("改造小区。{w}：街道\n街道平整。\n")),
        PageKind::Saved => found(&format!("甲{w}")).to_string(),
        PageKind::Sheet => workbook(w),
    }
}

#[test]
fn every_row_makes_a_difference() {
    let idle = lexicon::idle(PAGE, |row| probe(PageKind::parse(row[0]).unwrap(), row[1]));
    assert!(idle.is_empty(), "{} rows do nothing:\n{}", idle.len(), idle.join("\n"));
}
