use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";

/// A file of these entries.
fn archive(entries: &[(&str, String)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in entries {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A file of pages with these objects, and what is laid under each.
fn file(pages: &[String], under: &str) -> Vec<u8> {
    let page = |objects: &str, template: &str| {
        format!(
            "{HEAD}<ofd:Page xmlns:ofd=\"http://www.ofdspec.org/2016\">{template}<ofd:Content><ofd:Layer ID=\"9\">{objects}\
             </ofd:Layer></ofd:Content></ofd:Page>"
        )
    };
    let template = "<ofd:Template TemplateID=\"3\" ZOrder=\"Background\"/>";
    let list: String =
        (0..pages.len()).map(|at| format!("<ofd:Page ID=\"{at}\" BaseLoc=\"Pages/Page_{at}/Content.xml\"/>")).collect();
    let names: Vec<String> = (0..pages.len()).map(|at| format!("Doc_0/Pages/Page_{at}/Content.xml")).collect();
    let mut entries = vec![
        (
            ROOT,
            format!(
                "{HEAD}<ofd:OFD xmlns:ofd=\"http://www.ofdspec.org/2016\"><ofd:DocBody><ofd:DocInfo><ofd:Title>任务分解</ofd:Title>\
                 </ofd:DocInfo><ofd:DocRoot>/Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
            ),
        ),
        (
            "Doc_0/Document.xml",
            format!(
                "{HEAD}<ofd:Document xmlns:ofd=\"http://www.ofdspec.org/2016\"><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297\
                 </ofd:PhysicalBox></ofd:PageArea><ofd:TemplatePage ID=\"3\" BaseLoc=\"Tpls/T.xml\"/></ofd:CommonData>\
                 <ofd:Pages>{list}</ofd:Pages></ofd:Document>"
            ),
        ),
        ("Doc_0/Tpls/T.xml", page(under, "")),
    ];
    entries.extend(names.iter().zip(pages).map(|(name, objects)| (name.as_str(), page(objects, template))));
    archive(&entries)
}

/// A line of print, five millimetres a character.
fn line(left: f64, base: f64, words: &str) -> String {
    let n = words.chars().count() - 1;
    format!(
        "<ofd:TextObject Boundary=\"{left} {} 180 6\" Font=\"1\" Size=\"5\"><ofd:TextCode X=\"0\" Y=\"5\" DeltaX=\"g {n} 5\">{words}\
         </ofd:TextCode></ofd:TextObject>",
        base - 5.0
    )
}

fn rule(from: (f64, f64), to: (f64, f64)) -> String {
    format!(
        "<ofd:PathObject Boundary=\"{} {} {} {}\" LineWidth=\"0.3\"><ofd:AbbreviatedData>M 0 0 L {} {}</ofd:AbbreviatedData></ofd:PathObject>",
        from.0,
        from.1,
        to.0 - from.0 + 0.1,
        to.1 - from.1 + 0.1,
        to.0 - from.0,
        to.1 - from.1
    )
}

fn text(bytes: &[u8]) -> String {
    read(bytes, Path::new("")).unwrap().remove(0).text
}

#[test]
fn lines_of_a_paragraph_are_one() {
    let full = "各街道办事处和区政府各部门要把重点工作抓实抓细抓出成效按时报送进展情况";
    let (first, rest) = (full.chars().take(34).collect::<String>(), full.chars().skip(34).collect::<String>());
    let page = [line(30.0, 40.0, &first), line(20.0, 50.0, &rest), line(30.0, 60.0, "特此通知。")].concat();
    assert_eq!(text(&file(&[page], "")), format!("{full}\n特此通知。\n"));
}

#[test]
fn ruled_tables_are_rows() {
    let (xs, ys) = ([20.0, 40.0, 130.0, 190.0], [30.0, 45.0, 60.0]);
    let level = ys.map(|y| rule((xs[0], y), (xs[3], y))).concat();
    let upright = xs.map(|x| rule((x, ys[0]), (x, ys[2]))).concat();
    let words = [
        line(22.0, 40.0, "序号"),
        line(50.0, 40.0, "重点任务"),
        line(140.0, 40.0, "责任单位"),
        line(28.0, 55.0, "1"),
        line(45.0, 55.0, "新建公园6处"),
        line(135.0, 55.0, "区园林局"),
    ];
    let page = level.clone() + &upright + &words.concat();
    let want = "序号 | 重点任务 | 责任单位 |\n1 | 新建公园6处 | 区园林局 |\n";
    assert_eq!(text(&file(std::slice::from_ref(&page), "")), want);
    // a frame that is laid under the page
    assert_eq!(text(&file(&[words.concat()], &(level + &upright))), want);
}

#[test]
fn places_follow_the_transformation_of_an_object() {
    let turned = "<ofd:TextObject Boundary=\"20 20 100 100\" CTM=\"0.7 0.7 -0.7 0.7 0 0\" Size=\"20\"><ofd:TextCode X=\"0\" Y=\"9\" \
                  DeltaX=\"20\">草稿</ofd:TextCode></ofd:TextObject>";
    // twice as large by its transformation, no steps told; then words that nobody sees
    let large = "<ofd:TextObject Boundary=\"20 100 160 20\" CTM=\"2 0 0 2 0 0\" Size=\"3\"><ofd:TextCode X=\"1\" Y=\"4\">一、主要目标和任务分工</ofd:TextCode>\
                 </ofd:TextObject><ofd:TextObject Visible=\"false\" Boundary=\"20 150 160 20\" Size=\"3\"><ofd:TextCode X=\"1\" Y=\"4\">藏</ofd:TextCode></ofd:TextObject>";
    let document = read(&file(&[format!("{turned}{large}")], ""), Path::new("")).unwrap().remove(0);
    assert_eq!((document.text.as_str(), document.dropped), ("一、主要目标和任务分工\n", vec!["草稿".to_owned()]));
    assert_eq!(document.hints[0], ("title".to_owned(), "任务分解".to_owned()));
}

#[test]
fn what_cannot_be_read_says_what_to_do() {
    let picture = "<ofd:ImageObject ID=\"5\" Boundary=\"0 0 210 297\" ResourceID=\"7\"/>".to_owned();
    for (bytes, reason) in [
        (file(&[picture], ""), "holds pictures of pages"),
        (file(&[line(20.0, 40.0, &"\u{e001}".repeat(20))], ""), "do not say which characters"),
        (archive(&[(ROOT, "<a/>".to_owned())]), "damaged"),
        (archive(&[(ROOT, String::new())]), "damaged"),
    ] {
        let refusal = read(&bytes, Path::new("")).unwrap_err();
        assert!(refusal.reason.contains(reason), "{refusal:?}");
        assert!(!refusal.help.is_empty());
    }
}

#[test]
fn pages_that_are_pictures_are_handed_out() {
    let page = |id: u32| {
        format!(
            "<a><Content><Layer><PageBlock><ImageObject Boundary=\"0 0 9 9\" ResourceID=\"5\"/><ImageObject Boundary=\"0 0 210 297\" ResourceID=\"{id}\"/></PageBlock></Layer></Content></a>"
        )
    };
    let entries = [
        (ROOT, "<a><DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody></a>".to_owned()),
        (
            "Doc_0/Document.xml",
            "<a><CommonData><DocumentRes>DocumentRes.xml</DocumentRes></CommonData><Pages><Page BaseLoc=\"P.xml\"/><Page BaseLoc=\"Q.xml\"/></Pages></a>".to_owned(),
        ),
        (
            "Doc_0/DocumentRes.xml",
            "<a BaseLoc=\"Res\"><MultiMedias><MultiMedia ID=\"5\"><MediaFile>logo.png</MediaFile></MultiMedia><MultiMedia ID=\"6\"><MediaFile>one.png</MediaFile></MultiMedia><MultiMedia ID=\"7\"><MediaFile>/Doc_0/two.jpg</MediaFile></MultiMedia></MultiMedias></a>".to_owned(),
        ),
        ("Doc_0/P.xml", page(6)),
        ("Doc_0/Q.xml", page(7)),
        ("Doc_0/Res/logo.png", "\u{89}PNG no".to_owned()),
    ];
    let mut zip = ZipWriter::new_append(Cursor::new(archive(&entries))).unwrap();
    for (name, bytes) in [("Doc_0/Res/one.png", &b"\x89PNG\r\n1"[..]), ("Doc_0/two.jpg", b"\xff\xd8\xff2")] {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    let bytes = zip.finish().unwrap().into_inner();
    assert_eq!(pictures(&bytes).unwrap(), [&b"\x89PNG\r\n1"[..], b"\xff\xd8\xff2"]);
    assert!(read(&bytes, Path::new("")).is_err_and(|refusal| refusal.is_scan));
    assert_eq!(pictures(b"%PDF-1.4"), None);
}

#[test]
fn what_is_damaged_is_told() {
    let whole = line(20.0, 40.0, "新增学位九百个并建成公园");
    let lost = |bytes: &[u8]| {
        let hints = read(bytes, Path::new("")).unwrap().remove(0).hints;
        hints.into_iter().find(|(name, _)| name == "cut:parts").map(|(_, parts)| parts)
    };
    assert_eq!(lost(&file(std::slice::from_ref(&whole), "")), None);
    // a page that ends in the middle; one that is named and not there
    let cut = format!("{whole}<ofd:TextObject Boundary=\"20 60 9 9\" Size=\"5\"><");
    assert_eq!(lost(&file(&[cut], "")).as_deref(), Some("Doc_0/Pages/Page_0/Content.xml"));
    let document = "<a><Pages><Page BaseLoc=\"P.xml\"/><Page BaseLoc=\"Q.xml\"/></Pages></a>".to_owned();
    let page = format!("<a><Content>{whole}</Content></a>");
    let entries =
        [(ROOT, "<a><DocBody><DocRoot>D.xml</DocRoot></DocBody></a>".to_owned()), ("D.xml", document), ("P.xml", page)];
    assert_eq!(lost(&archive(&entries)).as_deref(), Some("Q.xml"));
}

#[test]
fn few_bytes_do_not_become_many() {
    // steps beyond the characters, a page named a hundred thousand times, a template on each of many pages
    let one = "<ofd:TextObject Boundary=\"20 20 9 9\" Size=\"5\"><ofd:TextCode X=\"0\" Y=\"5\" DeltaX=\"g 4000000000 5\">新增学位九百个并建成公园</ofd:TextCode></ofd:TextObject>";
    assert_eq!(text(&file(&[one.to_owned()], "")), "新增学位九百个并建成公园\n");
    let pages = vec![one.to_owned(); MAX_PAGES + 1];
    assert!(read(&file(&pages, ""), Path::new("")).is_err_and(|refusal| refusal.reason.contains("too many pages")));
    let under = line(20.0, 40.0, &"学".repeat(20_000));
    let pages = vec![one.to_owned(); 300];
    assert!(read(&file(&pages, &under), Path::new("")).is_err_and(|refusal| refusal.reason.contains("MiB of text")));
}

#[test]
fn places_are_told_from_where_they_are_named() {
    for (from, place, want) in [
        ("", "Doc_0/Document.xml", "Doc_0/Document.xml"),
        ("Doc_0/Document.xml", "Pages/P.xml", "Doc_0/Pages/P.xml"),
        ("Doc_0/Document.xml", "/Doc_0/./Pages\\P.xml", "Doc_0/Pages/P.xml"),
        ("Doc_0/a/b.xml", "../../../../c.xml", "c.xml"),
    ] {
        assert_eq!(resolved(from, place), want);
    }
}
