//! Ledgers and what comes back: `ledger`, `progress`, and the board of `report`.

use std::collections::{BTreeMap, BTreeSet};

use calamine::{Reader, Xlsx, open_workbook};
use rust_xlsxwriter::Workbook;

use super::*;

/// Three levels of one year, in our own words.
const PROVINCE: &str = "湖北省人民政府办公厅关于印发2025年省《政府工作报告》重点任务分工的通知\n各市、州、县人民政府,省政府各部门:\n现将《2025年省〈政府工作报告〉重点任务分工》印发给你们,请认真贯彻执行。\n湖北省人民政府办公厅\n2025年1月20日\n2025年省《政府工作报告》重点任务分工\n1.城镇新增就业70万人以上。(牵头单位:省人社厅)\n2.新建口袋公园300个。(牵头单位:省住建厅)\n";
const CITY: &str = "武汉市人民政府办公厅关于印发2025年市《政府工作报告》目标任务责任分解的通知\n各区人民政府,市人民政府各部门:\n现将《2025年市〈政府工作报告〉目标任务责任分解》印发给你们,请认真贯彻执行。\n武汉市人民政府办公厅\n2025年1月15日\n2025年市《政府工作报告》目标任务责任分解\n1.城镇新增就业22万人以上。(牵头单位:市人社局)\n2.新建口袋公园100个,改造绿道200公里。(牵头单位:市园林和林业局)\n3.建成社区食堂300个。(牵头单位:市民政局)\n";
const DISTRICT: &str = "武汉市洪山区人民政府办公室关于印发2025年区《政府工作报告》目标任务责任分解方案的通知\n各街道办事处,区人民政府各部门,各有关单位:\n现将《2025年区〈政府工作报告〉目标任务责任分解方案》印发给你们,请认真贯彻执行。\n一、按时报告。各责任单位每季度末月25日前将任务完成情况报区政府督查室(填写附件)。\n武汉市洪山区人民政府办公室\n2025年1月6日\n2025年区《政府工作报告》目标任务责任分解方案\n一、主要目标\n1.城镇新增就业2.4万人。(牵头单位:区人力资源局;责任单位:各街道)\n2.城镇调查失业率控制在5.5%以内。(牵头单位:区人力资源局)\n二、重点工作\n3.新建口袋公园8个,改造绿道12公里。(牵头单位:区城管执法局;责任单位:区建设局)\n4.6月底前建成社区食堂20个。(牵头单位:区民政局;配合单位:区商务局)\n5.完善营商环境工作机制。(责任单位:区商务局)\n附件\n×××(单位)×季度完成情况表\n填报时间:\n序号\n责任事项\n完成情况\n1\n\n2\n";

/// Where the rows of tasks begin in a sheet of ours.
const FIRST: usize = 4;

fn text(path: &Path) -> &str {
    path.to_str().expect("a path")
}

/// The cells of a sheet of a workbook.
fn cells(path: &Path, sheet: &str) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = open_workbook(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let range = book.worksheet_range(sheet).unwrap_or_else(|error| panic!("{}!{sheet}: {error}", path.display()));
    let (rows, columns) = range.end().map_or((0, 0), |(row, column)| (row + 1, column + 1));
    let cell = |row, column| range.get_value((row, column)).map(ToString::to_string).unwrap_or_default();
    (0..rows).map(|row| (0..columns).map(|column| cell(row, column)).collect()).collect()
}

fn sheets(path: &Path) -> Vec<String> {
    let book: Xlsx<_> = open_workbook(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    book.sheet_names()
}

/// The tasks of a sheet of ours: unit and task's id.
fn duties(rows: &[Vec<String>]) -> Vec<(String, String)> {
    let tasks = rows.iter().skip(FIRST).filter(|row| row[0].contains('/'));
    tasks.map(|row| (row[1].clone(), row[0].clone())).collect()
}

fn write(path: &Path, sheet: &str, rows: &[Vec<String>]) {
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    page.set_name(sheet).expect("a name");
    for (at, row) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(row) {
            match cell.parse::<f64>() {
                Ok(number) => page.write_number(at, column, number).expect("a cell"),
                Err(_) => page.write_string(at, column, cell).expect("a cell"),
            };
        }
    }
    book.save(path).expect("a workbook");
}

#[test]
fn every_duty_stands_in_the_ledger_and_in_the_task_books_of_its_units() {
    let folder = scratch();
    let (ledger, tables) = (folder.path().join("台账目录"), folder.path().join("表格"));
    run(&["ledger", "-o", text(&ledger), "--by", "unit"], 0);
    run(&["parse", "-o", text(&tables), "--format", "jsonl"], 0);
    let told = |row: &Value, name: &str| row[name].as_str().expect("a text").to_owned();
    let place = |id: &str| id.split('/').next().unwrap_or_default().to_owned();
    let mut want: BTreeMap<String, BTreeSet<(String, String)>> = BTreeMap::new();
    for row in json_lines(&tables.join("assignments.jsonl")).iter().filter(|row| row["role"] != "leader") {
        let id = told(row, "task_id");
        want.entry(place(&id)).or_default().insert((told(row, "unit"), id));
    }
    // 江汉区's report names no units
    assert_eq!(want.len(), 4);
    let tasks = json_lines(&tables.join("tasks.jsonl"));
    for (notice, duties_of) in want {
        let own = ledger.join(&notice);
        let book = own.join("台账.xlsx");
        let ids: Vec<String> = duties(&cells(&book, "台账")).into_iter().map(|(_, id)| id).collect();
        let all = tasks.iter().map(|row| told(row, "task_id")).filter(|id| place(id) == notice);
        assert_eq!(ids, all.collect::<Vec<_>>(), "{notice}: tasks of the ledger");
        let names = sheets(&book);
        assert!(names.iter().all(|name| name.encode_utf16().count() <= 31), "{names:?}");
        let in_sheets: Vec<_> = names.iter().skip(3).flat_map(|name| duties(&cells(&book, name))).collect();
        let books: Vec<PathBuf> = files(&own.join("任务书"))
            .into_iter()
            .map(|(path, _)| own.join("任务书").join(path))
            .filter(|path| path.extension().is_some_and(|ending| ending == "xlsx"))
            .collect();
        assert!(books.iter().all(|path| path.with_extension("docx").is_file()));
        let in_books: Vec<_> = books.iter().flat_map(|path| duties(&cells(path, "任务书"))).collect();
        for found in [in_sheets, in_books] {
            let set: BTreeSet<(String, String)> = found.iter().cloned().collect();
            assert_eq!(set.len(), found.len(), "{notice}: a task stands twice in a book");
            assert_eq!(set, duties_of, "{notice}");
        }
        // the index counts what the sheets hold
        let index = cells(&book, "目录");
        let counted: Vec<f64> = index.iter().skip(6).filter_map(|row| row[7].parse().ok()).collect();
        assert_eq!(counted.iter().sum::<f64>() as usize, duties_of.len(), "{notice}");
    }
}

#[test]
fn the_same_ledger_twice_and_none_over_what_was_filled_in() {
    let folder = scratch();
    let input = folder.path().join("洪山区-2025.txt");
    fs::write(&input, DISTRICT).expect("a file");
    let [one, two] = ["甲", "乙"].map(|name| folder.path().join(name));
    run(&["ledger", text(&input), "-o", text(&one), "--by", "unit"], 0);
    run(&["ledger", text(&input), "-o", text(&two), "--by", "unit", "--threads", "1"], 0);
    let same =
        |folder: &Path| files(folder).into_iter().filter(|(path, _)| !path.starts_with("tables")).collect::<Vec<_>>();
    assert_eq!(same(&one), same(&two));
    // as it was written it may be written again
    run(&["ledger", text(&input), "-o", text(&one)], 0);
    let book = one.join("台账.xlsx");
    let mut rows = cells(&book, "台账");
    rows[FIRST][13] = "已启动".to_owned();
    write(&book, "台账", &rows);
    let filled = fs::read(&book).expect("a file");
    let (_, told) = run(&["ledger", text(&input), "-o", text(&one)], 2);
    assert!(told.contains("台账.xlsx") && told.contains("filled in"), "{told}");
    assert_eq!(fs::read(&book).expect("a file"), filled);
    // nor over tables of another command
    let tables = folder.path().join("表格");
    run(&["parse", text(&input), "-o", text(&tables)], 0);
    run(&["ledger", text(&input), "-o", text(&tables)], 2);
}

#[test]
fn the_calendar_is_one_that_programs_open() {
    let folder = scratch();
    let input = folder.path().join("洪山区-2025.txt");
    fs::write(&input, DISTRICT).expect("a file");
    let ledger = folder.path().join("台账目录");
    run(&["ledger", text(&input), "-o", text(&ledger)], 0);
    let calendar = fs::read_to_string(ledger.join("calendar.ics")).expect("a calendar");
    assert!(calendar.split("\r\n").all(|line| line.len() <= 75 && !line.contains('\n')));
    let unfolded = calendar.replace("\r\n ", "");
    let values =
        |name: &str| unfolded.lines().filter_map(|line| line.strip_prefix(name)).map(str::to_owned).collect::<Vec<_>>();
    let starts = values("DTSTART;VALUE=DATE:");
    for day in ["20250325", "20250625", "20250925", "20251225", "20250630", "20250331"] {
        assert!(starts.iter().any(|start| start == day), "{day}: {starts:?}");
    }
    let ids = values("UID:");
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), starts.len());
    assert!(unfolded.contains("报给：区政府督查室") && unfolded.contains("DTSTAMP:20250106T000000Z"), "{unfolded}");
    assert_eq!(values("BEGIN:VEVENT").len(), values("END:VEVENT").len());
    // the month view says the same
    let months = cells(&ledger.join("台账.xlsx"), "月历").concat().join(" ");
    assert!(
        months.contains("2025年6月") && months.contains("1项任务到期") && months.contains("任务完成情况"),
        "{months}"
    );
}

/// The year of a supervision office: ledgers of a folder with three levels.
struct Year {
    _folder: tempfile::TempDir,
    input: PathBuf,
    ledger: PathBuf,
    back: PathBuf,
    out: PathBuf,
}

fn year() -> Year {
    let folder = scratch();
    let [input, ledger, back, out] = ["通知", "台账目录", "收到的", "一季度"].map(|name| folder.path().join(name));
    fs::create_dir_all(&input).expect("a folder");
    fs::create_dir_all(&back).expect("a folder");
    for (name, text) in [("湖北省-2025.txt", PROVINCE), ("武汉市-2025.txt", CITY), ("洪山区-2025.txt", DISTRICT)]
    {
        fs::write(input.join(name), text).expect("a file");
    }
    let (_, told) = run(&["ledger", text(&input), "-o", text(&ledger), "--by", "unit"], 0);
    assert!(told.contains("台账：洪山区 2025，5项任务（洪山区-2025/district）"), "{told}");
    assert!(told.contains("武汉市-2025/city") && told.contains("通知自带表格1种"), "{told}");
    Year { _folder: folder, input, ledger, back, out }
}

/// The rows of the task book of the unit that leads the task with some words, and its name.
fn task_book(year: &Year, words: &str) -> (Vec<Vec<String>>, String) {
    let books = files(&year.ledger.join("任务书")).into_iter().map(|(path, _)| year.ledger.join("任务书").join(path));
    let books = books.filter(|path| path.extension().is_some_and(|ending| ending == "xlsx"));
    let leads = |rows: &Vec<Vec<String>>| {
        rows.iter().skip(FIRST).any(|row| row[3].contains(words) && row.iter().any(|cell| cell == "牵头"))
    };
    let rows = books.map(|path| cells(&path, "任务书")).find(leads).unwrap_or_else(|| panic!("no book with {words}"));
    let name = rows[FIRST][1].clone();
    (rows, name)
}

/// The first column of a quarter, from 0: 进展情况, then 完成值, 状态, 备注.
fn column(rows: &[Vec<String>], quarter: &str) -> usize {
    rows[2].iter().position(|cell| cell == quarter).expect("the quarter stands over its columns")
}

fn fill(rows: &mut [Vec<String>], task: usize, from: usize, answers: [&str; 3]) {
    for (at, answer) in answers.iter().enumerate() {
        (*answer).clone_into(&mut rows[FIRST + task][from + at]);
    }
}

/// Three units return their books with what people do to them.
fn return_books(year: &Year) {
    // what is asked stands before what is known, the file is renamed
    let (mut rows, _) = task_book(year, "城镇新增就业");
    let first = column(&rows, "一季度");
    fill(&mut rows, 0, first, ["举办招聘会", "0.5万人", "正常推进"]);
    fill(&mut rows, 1, first, ["监测就业", "5.6%", "滞后"]);
    for row in &mut rows {
        row.rotate_left(first);
    }
    write(&year.back.join("反馈-最终版.xlsx"), "Sheet1", &rows);
    // no hidden columns, other heads, the text cut, a row added, the quarter in the title only
    let (rows, unit) = task_book(year, "口袋公园");
    let task: String = rows[FIRST][3].chars().take(14).collect();
    let table = [
        vec![format!("{unit}2025年第一季度任务进展情况")],
        ["编号", "责任事项", "工作进展", "实际完成", "进度状态"].map(str::to_owned).to_vec(),
        vec!["3".to_owned(), task, "正在施工".to_owned(), "①1 ②3公里".to_owned(), "推进中".to_owned()],
        vec![String::new(), "开展夜市专项整治".to_owned(), "整治3次".to_owned(), String::new(), "已完成".to_owned()],
        vec!["填报人：张三".to_owned(), String::new(), "电话".to_owned()],
    ];
    write(&year.back.join("表.xlsx"), "汇总", &table);
    // words for a number, a status out of the list, and a second file that says something else
    let (mut rows, _) = task_book(year, "社区食堂");
    let first = column(&rows, "一季度");
    fill(&mut rows, 0, first, ["选址完成", "正在统计", "待定"]);
    write(&year.back.join("民政局.xlsx"), "任务书", &rows);
    fill(&mut rows, 0, first, ["已开工4个", "4个", "滞后"]);
    write(&year.back.join("民政局2.xlsx"), "任务书", &rows);
}

#[test]
fn a_year_of_a_supervision_office() {
    let year = year();
    let ledger = cells(&year.ledger.join("台账.xlsx"), "台账");
    let upper = ledger[2].iter().position(|head| head == "上级任务").expect("a column of tasks above");
    assert!(ledger[FIRST][upper].contains("22万人") && ledger[FIRST][upper].contains("70万人"), "{:?}", ledger[FIRST]);
    let (rows, _) = task_book(&year, "城镇新增就业");
    assert!(rows[0].concat().contains("任务书"), "{:?}", rows[0]);
    return_books(&year);

    let (_, told) =
        run(&["progress", text(&year.ledger), text(&year.back), "-o", text(&year.out), "--format", "jsonl,parquet"], 0);
    assert!(told.contains("未报送：") && told.contains("2025年第一季度"), "{told}");
    let progress = json_lines(&year.out.join("progress.jsonl"));
    let of = |task: u32| {
        let id = format!("洪山区-2025/district/{task}");
        progress.iter().filter(|row| row["task_id"] == id.as_str()).collect::<Vec<_>>()
    };
    for (task, known_by, status, value, words) in [
        (1, "id", "on_track", "0.5万人", "举办招聘会"),
        (2, "id", "behind", "5.6%", "监测就业"),
        (3, "alike", "on_track", "①1 ②3公里", "正在施工"),
    ] {
        let rows = of(task);
        let [row] = rows.as_slice() else { panic!("task {task}: {rows:?}") };
        assert_eq!((row["known_by"].as_str(), row["status"].as_str()), (Some(known_by), Some(status)), "{row}");
        assert_eq!((row["value"].as_str(), row["words"].as_str()), (Some(value), Some(words)), "{row}");
        assert_eq!(row["quarter"], "2025Q1");
        assert!(row["unit"].as_str().is_some_and(|unit| unit.starts_with('区')), "{row}");
        assert!(row["cell"].as_str().is_some_and(|cell| cell.contains('!')), "{row}");
    }
    assert_eq!(of(4).len(), 2, "both answers are kept");
    assert!(of(5).is_empty());

    let problems = json_lines(&year.out.join("problems.jsonl"));
    let find =
        |code: &str| problems.iter().find(|row| row["code"] == code).unwrap_or_else(|| panic!("{code}: {problems:#?}"));
    for (code, file, words) in [
        ("P001", "表.xlsx", "整治3次"),
        ("P003", "民政局.xlsx", "正在统计"),
        ("P004", "民政局.xlsx", "待定"),
        ("P005", "民政局2.xlsx", "已开工"),
        ("P012", "表.xlsx", "口袋公园"),
    ] {
        let row = find(code);
        let told = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
        let all = format!("{} {}", told("message"), told("help"));
        assert!(told("source").ends_with(file) && row["line"].as_u64().is_some_and(|line| line > 0), "{row}");
        assert!(all.contains(words) || code == "P005" && all.contains("4个"), "{code}: {all}");
    }

    let completion = json_lines(&year.out.join("completion.jsonl"));
    let target = |id: &str| {
        completion.iter().find(|row| row["target_id"] == id).unwrap_or_else(|| panic!("{id}: {completion:#?}"))
    };
    for (id, value, rate, met, behind, rule) in [
        ("洪山区-2025/district/1#1", 5000.0, Some(0.208_333), "no", Some("yes"), "pro_rata"),
        ("洪山区-2025/district/2#1", 5.6, None, "no", Some("yes"), "cap"),
        ("洪山区-2025/district/3#1", 1.0, Some(0.125), "no", Some("yes"), "pro_rata"),
        ("洪山区-2025/district/3#2", 3.0, Some(0.25), "no", Some("no"), "pro_rata"),
    ] {
        let row = target(id);
        assert_eq!((row["value"].as_f64(), row["rate"].as_f64()), (Some(value), rate), "{row}");
        assert_eq!(
            (row["met"].as_str(), row["behind"].as_str(), row["rule"].as_str()),
            (Some(met), behind, Some(rule)),
            "{row}"
        );
    }
    board(&year);
}

/// The report shows what came back.
fn board(year: &Year) {
    let report = year.out.with_file_name("报告");
    run(&["report", text(&year.input), "--progress", text(&year.out), "-o", text(&report), "--format", "csv"], 0);
    let page = fs::read_to_string(report.join("index.html")).expect("a page");
    let section =
        page.split("<section id=\"board\">").nth(1).and_then(|rest| rest.split("</section>").next()).expect("a board");
    for words in ["2025年第一季度", "未报送的单位", "商务", "城镇新增就业", "时间过半", "P004", "按条线", "按章节"]
    {
        assert!(section.contains(words), "{words}: {section}");
    }
    assert!(page.contains("按月看") && page.contains("2025年3月"), "the calendar stands in the page");
    assert!(report.join("charts/progress.svg").is_file() && report.join("tables/completion.csv").is_file());
    let book = report.join("duibiao.xlsx");
    let done = cells(&book, "目标完成");
    assert!(done.iter().any(|row| row.concat().contains("超过上限")), "{done:?}");
    assert!(sheets(&book).contains(&"进度看板".to_owned()));
    // answers of another ledger are refused
    let city = year.input.join("武汉市-2025.txt");
    let (_, told) = run(&["report", text(&city), "--progress", text(&year.out), "-o", text(&report)], 2);
    assert!(told.contains("none of these tasks"), "{told}");
}

#[test]
fn a_letter_names_the_other_units_only() {
    let year = year();
    let letters = files(&year.ledger.join("任务书")).into_iter().map(|(path, _)| path);
    let is_ours =
        |path: &PathBuf| path.to_string_lossy().contains("民政") && path.extension().is_some_and(|e| e == "docx");
    let letter = fs::File::open(year.ledger.join("任务书").join(letters.into_iter().find(is_ours).expect("a letter")));
    let mut archive = zip::ZipArchive::new(letter.expect("a file")).expect("an archive");
    let mut words = String::new();
    let mut part = archive.by_name("word/document.xml").expect("a part");
    std::io::Read::read_to_string(&mut part, &mut words).expect("text");
    assert!(words.contains("配合：区商务局") && words.contains("承担下列"), "{words}");
    assert!(!words.contains("牵头：区民政局"), "the unit of the book is not one of the others");
}

#[test]
fn letters_come_back_too() {
    let year = year();
    let letters: Vec<PathBuf> = files(&year.ledger.join("任务书")).into_iter().map(|(path, _)| path).collect();
    let letter = letters
        .iter()
        .find(|path| path.to_string_lossy().contains("民政") && path.extension().is_some_and(|e| e == "docx"));
    let letter = fs::read(year.ledger.join("任务书").join(letter.expect("a letter"))).expect("a file");
    // somebody fills the table of answers in and names the quarter
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(letter)).expect("an archive");
    let path = year.back.join("民政.docx");
    let mut out = zip::ZipWriter::new(fs::File::create(&path).expect("a file"));
    for at in 0..archive.len() {
        use std::io::{Read as _, Write as _};
        let mut part = archive.by_index(at).expect("a part");
        let (name, mut text) = (part.name().expect("a name").into_owned(), String::new());
        part.read_to_string(&mut text).expect("a text");
        if name == "word/document.xml" {
            text = text.replacen("____季度", "第二季度", 1);
            let (before, after) = text.split_at(text.find("进展情况</w:t>").expect("the head of the answers"));
            let row = after.find("社区食堂").expect("the task's row");
            let mut after = after.to_owned();
            // the cells behind the goal: words, figure, status
            for answer in ["选址完成", "12个", "正常推进"] {
                let at = after[row..].find("<w:r></w:r>").expect("an empty cell") + row;
                after.replace_range(at..at + "<w:r></w:r>".len(), &format!("<w:r><w:t>{answer}</w:t></w:r>"));
            }
            text = format!("{before}{after}");
        }
        out.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part");
        out.write_all(text.as_bytes()).expect("a part");
    }
    out.finish().expect("an archive");
    let (out, _) = run(&["progress", text(&year.ledger), text(&path), "--format", "jsonl"], 0);
    let rows: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).expect("a JSON line")).collect();
    let [row] = rows.as_slice() else { panic!("{rows:?}") };
    assert_eq!((row["task_id"].as_str(), row["quarter"].as_str()), (Some("洪山区-2025/district/4"), Some("2025Q2")));
    assert_eq!(
        (row["value"].as_str(), row["status"].as_str(), row["known_by"].as_str()),
        (Some("12个"), Some("on_track"), Some("id"))
    );
}

#[test]
fn printed_forms_are_found_with_their_columns() {
    let (_folder, tables) = parsed();
    let forms: Vec<(String, String, String)> = json_lines(&tables.join("forms.jsonl"))
        .iter()
        .map(|row| {
            let told = |name: &str| row[name].as_str().expect("a text").to_owned();
            let columns =
                row["columns"].as_array().expect("a list").iter().filter_map(Value::as_str).collect::<Vec<_>>();
            (told("notice_id"), told("form"), columns.join(" "))
        })
        .collect();
    let want = [
        ("武昌区-2023", "contacts", "责任人 姓名 职务 办公电话 手机"),
        ("武昌区-2023", "progress", "任务编号 责任事项 完成情况"),
        ("洪山区-2025", "work_plan", "序号 责任事项 季度工作安排 完成时限 责任领导 责任单位"),
        ("洪山区-2025", "progress", "序号 责任事项 完成情况 存在主要问题及下步工作打算"),
    ];
    assert_eq!(forms, want.map(|(notice, form, columns)| (notice.to_owned(), form.to_owned(), columns.to_owned())));
}

/// Run where `LibreOffice` is: `cargo test --release --test cli -- --ignored opens_in_libreoffice`.
#[test]
#[ignore = "needs soffice"]
fn opens_in_libreoffice() {
    let year = year();
    let home = format!("-env:UserInstallation=file://{}", text(&year.back.join("lo")));
    for (path, _) in
        files(&year.ledger).into_iter().filter(|(path, _)| path.extension().is_some_and(|e| e == "xlsx" || e == "docx"))
    {
        let input = year.ledger.join(&path);
        let done = Command::new("soffice")
            .args([&home, "--headless", "--convert-to", "pdf", "--outdir", text(&year.back), text(&input)])
            .output()
            .expect("soffice runs");
        let pdf = year.back.join(path.file_name().expect("a name")).with_extension("pdf");
        assert!(
            done.status.success() && pdf.is_file(),
            "{}: {}",
            input.display(),
            String::from_utf8_lossy(&done.stderr)
        );
        fs::remove_file(pdf).expect("a file");
    }
}
