//! Nothing of a user's is lost, whatever happens: own outputs, links and modes, closed pipes, signals, hostile names.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::{duibiao, files, json_lines, run, scratch};

const NOTICE: &str = "2024年青岚区《政府工作报告》责任分解\n一、目标\n1.新建停车位5个。(责任单位:区城管局)\n2.建设公园3个。(责任单位:区住建局)\n";

fn text(path: &Path) -> &str {
    path.to_str().expect("paths of tests are UTF-8")
}

/// A folder with these small notices, `青岚区-N.txt`.
fn folder_of_notices(within: &Path, name: &str, number: usize) -> PathBuf {
    let folder = within.join(name);
    fs::create_dir_all(&folder).unwrap();
    for at in 0..number {
        fs::write(folder.join(format!("青岚区-{at}.txt")), NOTICE.replace("停车位5", &format!("停车位{}", at + 5)))
            .unwrap();
    }
    folder
}

/// Runs the binary in a folder; gives its code and stderr.
fn run_in(folder: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let output =
        Command::new(env!("CARGO_BIN_EXE_duibiao")).args(arguments).current_dir(folder).output().expect("it runs");
    (output.status.code(), String::from_utf8(output.stderr).expect("stderr is UTF-8"))
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn own_outputs_are_no_notices() {
    let folder = scratch();
    let input = folder_of_notices(folder.path(), "in", 3);
    for _ in 0..3 {
        let (code, err) = run_in(&input, &["report", "."]);
        assert_eq!(code, Some(0), "{err}");
        assert!(err.contains("3份通知"), "{err}");
        let (_, err) = run(&["parse", text(&input), "-o", text(&input.join("表格"))], 0);
        assert!(err.contains("3份通知") && err.contains("略过"), "{err}");
        run(&["workload", text(&input), "-o", text(&input.join("工作量")), "--format", "csv,xlsx"], 0);
    }
    let (_, err) = run(&["check", text(&input.join("reports"))], 2);
    assert!(err.contains("holds a report"), "{err}");
}

#[test]
fn new_notices_beside_tables_are_read() {
    let folder = scratch();
    let input = folder_of_notices(folder.path(), "in", 2);
    let parse = ["parse", text(&input), "-o", text(&input), "--format", "jsonl"];
    run(&parse, 0);
    folder_of_notices(folder.path(), "in", 4);
    let (_, err) = run(&parse, 0);
    assert!(err.contains("warning") && err.contains("4份通知"), "{err}");
    assert_eq!(json_lines(&input.join("notices.jsonl")).len(), 4);
    assert!(input.join("青岚区-3.txt").is_file());
    // without them the tables are read
    (0..4).for_each(|at| fs::remove_file(input.join(format!("青岚区-{at}.txt"))).unwrap());
    let (out, _) = run(&["workload", text(&input), "--format", "jsonl"], 0);
    assert!(out.contains("城管局"), "{out}");
}

#[test]
fn files_are_counted_once() {
    let folder = scratch();
    folder_of_notices(folder.path(), "in", 2);
    let (_, err) = run_in(folder.path(), &["parse", "in", "./in", "in/青岚区-0.txt"]);
    assert!(err.contains("读取：2份通知"), "{err}");
}

#[test]
fn nobody_listening_loses_no_work() {
    let folder = scratch();
    let input = folder_of_notices(folder.path(), "in", 2);
    for command in ["report", "parse"] {
        let output = folder.path().join(command);
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let status = Command::new(env!("CARGO_BIN_EXE_duibiao"))
            .args([command, text(&input), "-o", text(&output)])
            .stderr(writer)
            .status()
            .expect("it runs");
        assert_eq!(status.code(), Some(0), "{command}");
        assert!(!files(&output).is_empty());
    }
    // neither does a reader that stops reading
    for format in ["csv", "jsonl", "text"] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = Command::new(env!("CARGO_BIN_EXE_duibiao"))
            .args(["workload", "--format", format])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .stdout(writer)
            .output()
            .expect("it runs");
        let err = String::from_utf8(output.stderr).expect("stderr is UTF-8");
        assert_eq!((output.status.code(), err.contains("error")), (Some(0), false), "{format}: {err}");
    }
}

#[test]
fn threads_are_bounded() {
    let (_, err) = run(&["--threads", "1000000", "check"], 2);
    assert!(err.contains("1..=1024"), "{err}");
}

#[test]
fn pages_run_nothing_but_their_script() {
    let folder = scratch();
    let input = folder_of_notices(folder.path(), "in", 1);
    fs::write(input.join("反\u{202e}转\u{9b}.txt"), NOTICE.replace("停车位", "停车\u{2066}位\u{2069}")).unwrap();
    let report = folder.path().join("报告");
    run(&["report", text(&input), "-o", text(&report)], 0);
    for (name, bytes) in files(&report) {
        if name.extension().is_some_and(|ending| ["html", "md", "svg", "js"].iter().any(|known| ending == *known)) {
            let words = String::from_utf8(bytes).expect("text");
            let steers = |c: &char| c.is_control() && *c != '\n' && *c != '\t' || ('\u{202a}'..='\u{202e}').contains(c);
            let found = words.chars().find(|c| steers(c) || ('\u{2066}'..='\u{2069}').contains(c));
            assert_eq!(found, None, "{}", name.display());
        }
    }
    let page = fs::read_to_string(report.join("index.html")).unwrap();
    let policy = page.split("Content-Security-Policy\" content=\"").nth(1).and_then(|rest| rest.split('"').next());
    let policy = policy.expect("a policy").replace("&#x27;", "'");
    assert!(policy.starts_with("default-src 'none'; script-src 'sha256-"), "{policy}");
    let data = page.matches("<script type=\"application/json\" id=\"data-").count();
    assert!(page.matches("<script").count() == data + 1 && !page.contains(" onclick="));
}

#[test]
fn a_table_of_somebody_else_is_not_replaced() {
    let folder = scratch();
    let input = folder_of_notices(folder.path(), "in", 1);
    let output = folder.path().join("out");
    fs::create_dir(&output).unwrap();
    fs::write(output.join("tasks.csv"), "mine").unwrap();
    let parse = ["parse", text(&input), "-o", text(&output), "--format", "csv"];
    let (_, err) = run(&parse, 2);
    assert!(err.contains("out/tasks.csv: this was not written by duibiao"), "{err}");
    assert_eq!(names(&output), ["tasks.csv"]);
    assert_eq!(names(folder.path()), ["in", "out"], "nothing is left lying about");
    fs::remove_file(output.join("tasks.csv")).unwrap();
    run(&parse, 0);
    run(&parse, 0);
    // tables that are added stay beside the others
    run(&["workload", text(&input), "-o", text(&output), "--format", "csv"], 0);
    assert!(output.join("tasks.csv").is_file() && output.join("workload.csv").is_file());
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
    use std::time::Duration;

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::symlink_metadata(path).unwrap().mode() & 0o7777
    }

    fn set_mode(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }

    #[test]
    fn what_stands_in_the_folder_stays_as_it_was() {
        for command in ["report", "parse"] {
            let folder = scratch();
            let input = folder_of_notices(folder.path(), "in", 1);
            let out = folder.path().join("out");
            let arguments = [command, text(&input), "-o", text(&out)];
            run(&arguments, 0);
            for name in ["private", "empty"] {
                fs::create_dir(out.join(name)).unwrap();
            }
            fs::write(out.join("private/a.txt"), "mine").unwrap();
            fs::write(out.join("mine.txt"), "mine").unwrap();
            fs::hard_link(out.join("mine.txt"), out.join("again.txt")).unwrap();
            for (to, name) in [("/etc", "etc"), ("nowhere", "dangling"), (".", "itself")] {
                symlink(to, out.join(name)).unwrap();
            }
            assert!(Command::new("mkfifo").arg(out.join("pipe")).status().unwrap().success());
            set_mode(&out, 0o700);
            set_mode(&out.join("private"), 0o500);
            set_mode(&out.join("mine.txt"), 0o640);
            let before = names(&out);
            let inode = fs::metadata(out.join("mine.txt")).unwrap().ino();
            run(&arguments, 0);
            assert_eq!(names(&out), before, "{command}");
            let modes = ["", "private", "mine.txt"].map(|name| mode(&out.join(name)));
            assert_eq!(modes, [0o700, 0o500, 0o640], "{command}");
            let about = fs::metadata(out.join("mine.txt")).unwrap();
            assert_eq!((about.ino(), about.nlink()), (inode, 2), "{command}");
            for (to, name) in [("/etc", "etc"), ("nowhere", "dangling"), (".", "itself")] {
                assert_eq!(fs::read_link(out.join(name)).unwrap(), Path::new(to), "{command}");
            }
            assert_eq!(fs::read_to_string(out.join("private/a.txt")).unwrap(), "mine");
            assert_eq!(names(folder.path()), ["in", "out"], "nothing is left lying about");
        }
    }

    #[test]
    fn the_folder_one_stands_in_is_not_replaced() {
        for command in ["report", "parse"] {
            let folder = scratch();
            let input = folder_of_notices(folder.path(), "in", 2);
            let here = folder.path().join("here");
            fs::create_dir(&here).unwrap();
            let inode = fs::metadata(&here).unwrap().ino();
            for number in [2, 1] {
                (number..2).for_each(|at| fs::remove_file(input.join(format!("青岚区-{at}.txt"))).unwrap());
                let (code, err) = run_in(&here, &[command, "../in", "-o", "."]);
                assert_eq!(code, Some(0), "{err}");
                assert_eq!(fs::metadata(&here).unwrap().ino(), inode);
                let sources = here.join(if command == "report" { "tables/sources" } else { "sources" });
                assert_eq!(fs::read_dir(sources).unwrap().count(), number, "older files of ours go");
            }
            assert!(names(&here).iter().all(|name| !name.starts_with('.')), "{:?}", names(&here));
            fs::write(here.join("mine.txt"), "mine").unwrap();
            assert_eq!(run_in(&here, &[command, "../in", "-o", "."]).0, Some(0));
            assert!(here.join("mine.txt").is_file());
        }
    }

    #[test]
    fn links_that_lead_nowhere_and_pipes_are_named() {
        let folder = scratch();
        let input = folder_of_notices(folder.path(), "in", 1);
        let link = folder.path().join("link");
        symlink("nowhere", &link).unwrap();
        let (_, err) = run(&["parse", text(&input), "-o", text(&link)], 2);
        assert!(err.contains("link: this is a link that leads nowhere"), "{err}");
        let pipe = folder.path().join("pipe.txt");
        assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let (_, err) = run(&["parse", text(&pipe), text(&input)], 1);
        assert!(err.contains("pipe.txt: this is neither a file nor a folder"), "{err}");
        symlink("nowhere", input.join("b.txt")).unwrap();
        let (_, err) = run(&["parse", text(&input)], 1);
        assert!(err.contains("in/b.txt: this is a link that leads nowhere") && err.contains("1份通知"), "{err}");
    }

    #[test]
    fn names_of_files_do_not_steer_the_terminal() {
        let folder = scratch();
        let input = folder_of_notices(folder.path(), "in", 1);
        for name in ["红\u{1b}[31m\u{7}.txt", "行\nerror: 假.txt", "转\u{202e}\u{9b}.txt"] {
            fs::write(input.join(name), "").unwrap();
            fs::write(input.join(format!("好{name}")), NOTICE).unwrap();
        }
        let commands: [&[&str]; 6] = [
            &["check"],
            &["parse", "--show-source"],
            &["parse"],
            &["match", "-o", "新\u{1b}[1m"],
            &["check", "--explain", "\u{1b}[31m"],
            &["check", "--format", "\u{1b}[31m\u{9b}"],
        ];
        for arguments in commands {
            let output = Command::new(env!("CARGO_BIN_EXE_duibiao"))
                .args(arguments)
                .arg(&input)
                .current_dir(folder.path())
                .output()
                .expect("it runs");
            for bytes in [output.stdout, output.stderr] {
                let words = String::from_utf8(bytes).expect("text");
                let found = words.chars().find(|c| c.is_control() && *c != '\n' || *c == '\u{202e}');
                assert_eq!(found, None, "{arguments:?}: {words:?}");
                assert!(!words.contains("\nerror: 假"), "{words}");
            }
        }
    }

    #[test]
    fn a_run_that_is_told_to_end_leaves_nothing() {
        let folder = scratch();
        let input = folder_of_notices(folder.path(), "in", 300);
        for signal in ["INT", "TERM", "HUP"] {
            let child = Command::new(env!("CARGO_BIN_EXE_duibiao"))
                .args(["-q", "report", text(&input), "-o", text(&folder.path().join("out"))])
                .stderr(Stdio::null())
                .spawn()
                .expect("it runs");
            // as soon as something is being made
            let is_making = || names(folder.path()).iter().any(|name| name.starts_with(".duibiao-"));
            while !is_making() && !folder.path().join("out").exists() {
                std::thread::sleep(Duration::from_millis(2));
            }
            let kill = Command::new("kill").args([&format!("-{signal}"), &child.id().to_string()]).status();
            assert!(kill.unwrap().success());
            child.wait_with_output().unwrap();
            let left = names(folder.path());
            assert!(left.iter().all(|name| name == "in" || name == "out"), "{signal}: {left:?}");
        }
    }

    #[test]
    fn what_a_killed_run_leaves_is_cleared() {
        let folder = scratch();
        let input = folder_of_notices(folder.path(), "in", 1);
        let out = folder.path().join("out");
        let report = ["report", text(&input), "-o", text(&out)];
        run(&report, 0);
        fs::write(out.join("mine.txt"), "mine").unwrap();
        // killed while it wrote
        let left = folder.path().join(".duibiao-aaaaaa");
        fs::create_dir_all(left.join("new/charts")).unwrap();
        fs::write(left.join("lock"), "").unwrap();
        // killed between the exchange of the folders and the return of what is not ours
        let swapped = folder.path().join(".duibiao-bbbbbb");
        fs::create_dir_all(swapped.join("new")).unwrap();
        for (name, words) in [
            ("new/report.json", "{\"duibiao\": \"1\", \"files\": [\"report.json\", \"old.csv\"]}"),
            ("new/old.csv", ""),
            ("new/theirs.txt", "theirs"),
            ("lock", ""),
            ("swap.json", "{\"marker\": \"report.json\", \"target\": \"\\\"out\\\"\", \"old\": null}"),
        ] {
            fs::write(swapped.join(name), words).unwrap();
        }
        // still at work
        let working = folder.path().join(".duibiao-cccccc");
        fs::create_dir_all(working.join("new")).unwrap();
        let lock = fs::File::create(working.join("lock")).unwrap();
        lock.lock().unwrap();
        // somebody's
        fs::create_dir_all(folder.path().join(".duibiao-settings")).unwrap();
        run(&report, 0);
        assert_eq!(names(folder.path()), [".duibiao-cccccc", ".duibiao-settings", "in", "out"]);
        assert_eq!(fs::read_to_string(out.join("theirs.txt")).unwrap(), "theirs");
        assert!(out.join("mine.txt").is_file() && !out.join("old.csv").exists());
        drop(lock);
        run(&report, 0);
        assert_eq!(names(folder.path()), [".duibiao-settings", "in", "out"]);
    }

    #[test]
    fn runs_into_one_folder_do_not_mix() {
        let folder = scratch();
        let input = folder_of_notices(folder.path(), "in", 2);
        let out = folder.path().join("out");
        run(&["parse", text(&input), "-o", text(&out)], 0);
        fs::write(out.join("mine.txt"), "mine").unwrap();
        for _ in 0..5 {
            let children: Vec<_> = ["jsonl", "csv", "parquet,csv", "jsonl"]
                .iter()
                .map(|format| {
                    Command::new(env!("CARGO_BIN_EXE_duibiao"))
                        .args(["-q", "parse", text(&input), "-o", text(&out), "--format", format])
                        .spawn()
                        .expect("it runs")
                })
                .collect();
            for child in children {
                assert!(child.wait_with_output().unwrap().status.success());
            }
            let marker: serde_json::Value =
                serde_json::from_slice(&fs::read(out.join("tables.json")).unwrap()).expect("a marker");
            let mut listed: Vec<&str> = marker["files"].as_array().unwrap().iter().filter_map(|f| f.as_str()).collect();
            listed.push("mine.txt");
            listed.sort_unstable();
            let found: Vec<String> = files(&out).iter().map(|(name, _)| text(name).to_owned()).collect();
            assert_eq!(found, listed);
        }
        assert_eq!(names(folder.path()), ["in", "out"]);
    }

    #[test]
    fn an_output_that_cannot_be_written_is_left_whole() {
        let folder = scratch();
        let input = folder_of_notices(folder.path(), "in", 20);
        let out = folder.path().join("out");
        run(&["parse", text(&input), "-o", text(&out), "--format", "csv"], 0);
        let before = files(&out);
        // files may not grow beyond 2 KiB: as on a full disk, and as root too
        let script = "ulimit -f 2; exec \"$0\" parse \"$1\" -o \"$2\" --format jsonl";
        let output = Command::new("sh")
            .args(["-c", script, env!("CARGO_BIN_EXE_duibiao"), text(&input), text(&out)])
            .output()
            .unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{err}");
        assert!(err.contains("/out/") && !err.contains(".duibiao-"), "{err}");
        assert!(files(&out) == before);
        assert_eq!(names(folder.path()), ["in", "out"]);
        // a report's workbook is written by way of the system's folder for such files
        let output = Command::new("sh")
            .args(["-c", &script.replace("parse", "report").replace("jsonl", "parquet"), env!("CARGO_BIN_EXE_duibiao")])
            .args([&input, &folder.path().join("report")])
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(names(folder.path()), ["in", "out"]);
    }

    #[test]
    fn a_folder_that_cannot_be_listed_costs_only_itself() {
        let folder = scratch();
        let input = folder_of_notices(folder.path(), "in", 2);
        let closed = input.join("closed");
        fs::create_dir(&closed).unwrap();
        set_mode(&closed, 0o000);
        if fs::read_dir(&closed).is_err() {
            let (_, err) = run(&["parse", text(&input)], 1);
            assert!(err.contains("in/closed") && err.contains("2份通知"), "{err}");
        }
        set_mode(&closed, 0o700);
    }
}

#[test]
fn help_says_what_an_input_is() {
    let output = duibiao(&["--help"]);
    let words = String::from_utf8(output.stdout).unwrap();
    assert!(words.contains("not read as notices") && words.contains("beside tables"), "{words}");
}
