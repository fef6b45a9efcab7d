//! Files and folders named without a command, as when they are dropped on the program; and manual pages.

use std::process::Command;

use super::{notices, run, scratch};

#[test]
fn a_folder_gets_its_report_beside_it() {
    let folder = scratch();
    let own = folder.path().join("通知");
    std::fs::create_dir(&own).unwrap();
    let file = "武汉市蔡甸区-2023.txt";
    std::fs::copy(notices().join(file), own.join(file)).unwrap();
    run(&[own.to_str().unwrap()], 0);
    let report = folder.path().join("通知-对标报告");
    assert!(report.join("index.html").is_file() && report.join("duibiao.xlsx").is_file());
    // of one file
    run(&[own.join(file).to_str().unwrap()], 0);
    assert!(own.join("武汉市蔡甸区-2023-对标报告/index.html").is_file());
}

#[test]
fn what_is_no_path_is_a_command_that_is_unknown() {
    let (_, err) = run(&["通知/没有"], 2);
    assert!(err.contains("通知/没有"), "{err}");
    // a folder that is called nearly as a command
    let folder = scratch();
    std::fs::create_dir(folder.path().join("reports")).unwrap();
    let output =
        Command::new(env!("CARGO_BIN_EXE_duibiao")).arg("reports").current_dir(folder.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn every_command_has_a_manual_page() {
    let folder = scratch();
    run(&["man", "-o", folder.path().to_str().unwrap()], 0);
    for page in ["duibiao.1", "duibiao-report.1", "duibiao-match.1", "duibiao-check.1"] {
        let text = std::fs::read_to_string(folder.path().join(page)).unwrap_or_else(|error| panic!("{page}: {error}"));
        assert!(text.contains("INPUT") || page == "duibiao.1", "{page}");
    }
    assert!(run(&["man"], 0).0.contains("duibiao report"));
}
