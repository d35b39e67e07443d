//! The made inbox: what was sown into it is found where it says, and nothing is wrong where nothing was sown.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use calamine::{Reader, Xlsx, open_workbook};
use support::{Inbox, Run, jixiao};

fn demo(dir: &Path, args: &[&str]) -> String {
    let output = jixiao().arg("demo").arg(dir).args(args).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// A made inbox of so many projects, and what a run over it gives.
fn run(projects: &str, seed: &str) -> (Inbox, Run) {
    let inbox = Inbox::new();
    demo(&inbox.input(), &["--projects", projects, "--seed", seed]);
    let run = inbox.run(&[]);
    (inbox, run)
}

/// The rows of the guide: project, name, file, sheet, cell, what was sown, what is found.
fn guide(inbox: &Inbox) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = open_workbook(inbox.input().join("训练说明.xlsx")).unwrap();
    let range = book.worksheet_range("训练说明").unwrap();
    let rows = range.rows().map(|row| row.iter().map(ToString::to_string).collect::<Vec<_>>());
    rows.skip_while(|row| row[0] != "项目编码").skip(1).collect()
}

#[test]
fn an_inbox_is_the_same_on_any_number_of_threads_and_another_for_another_seed() {
    let dir = tempfile::tempdir().unwrap();
    let made = |name: &str, args: &[&str]| {
        let dir = dir.path().join(name);
        demo(&dir, &[&["--projects", "12"], args].concat());
        files(&dir)
    };
    let one = made("one", &["--seed", "5", "--jobs", "1"]);
    assert_eq!(one.len(), 12 * 3 + 2);
    assert!(one == made("three", &["--seed", "5", "--jobs", "3", "--lang", "en"]));
    assert!(one != made("other", &["--seed", "6"]));
}

/// Every file with its bytes.
fn files(dir: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![dir.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let bytes = std::fs::read(&path).unwrap();
                files.insert(path.strip_prefix(dir).unwrap().to_owned(), bytes);
            }
        }
    }
    files
}

#[test]
fn a_folder_with_something_in_it_is_left_alone() {
    let inbox = Inbox::new();
    inbox.file("台账.csv", "序号");
    let output = jixiao().arg("demo").arg(inbox.input()).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("文件夹不是空的"), "{said}");
    assert_eq!(files(&inbox.input()).len(), 1);
}

#[test]
fn the_guide_says_that_all_is_made_up_and_so_does_every_workbook() {
    let inbox = Inbox::new();
    let said = demo(&inbox.input(), &["--projects", "3", "--year", "2030", "--lang", "en"]);
    assert!(said.contains("3 made projects (seed 1)") && said.contains("训练说明.xlsx"), "{said}");
    for path in files(&inbox.input()).into_keys() {
        let mut book: Xlsx<_> = open_workbook(inbox.input().join(&path)).unwrap();
        let (_, range) = book.worksheets().remove(0);
        let texts = range.used_cells().map(|(_, _, cell)| cell.to_string()).collect::<Vec<_>>();
        assert!(texts.iter().any(|text| text.contains("演示数据")), "{}", path.display());
        assert!(path.components().count() == 1 || path.to_string_lossy().contains("2030"), "{}", path.display());
    }
}

const WARNINGS: [&str; 3] = ["red", "orange", "yellow"];

#[test]
fn what_was_sown_is_found_where_the_guide_says() {
    for seed in ["1", "20240101"] {
        let (inbox, run) = run("40", seed);
        let found: BTreeSet<Vec<String>> =
            run.rows("findings", &["project_code", "file", "sheet", "cell", "code"]).into_iter().collect();
        let warnings: BTreeMap<String, String> = run
            .rows("projects", &["project_code", "warning"])
            .into_iter()
            .map(|row| (row[0].clone(), row[1].clone()))
            .collect();
        let guide = guide(&inbox);
        for row in &guide {
            let [code, _, file, sheet, cell, what, expected] = &row[..] else { panic!("{row:?}") };
            assert!(!what.is_empty(), "{row:?}");
            if WARNINGS.contains(&expected.as_str()) {
                assert_eq!(&warnings[code], expected, "{seed} {row:?}");
            } else {
                let wanted: Vec<String> = [code, file, sheet, cell, expected].map(String::clone).into();
                let near: Vec<_> = found.iter().filter(|row| row[0] == *code).collect();
                assert!(found.contains(&wanted), "{seed}: {wanted:?}\n{near:#?}");
            }
        }
        // Where nothing was sown nothing is found, and every such project has a grade and a rank.
        let sown: BTreeSet<&str> =
            guide.iter().filter(|row| !WARNINGS.contains(&row[6].as_str())).map(|row| row[0].as_str()).collect();
        let elsewhere: Vec<_> = found.iter().filter(|row| !sown.contains(row[0].as_str())).collect();
        assert!(elsewhere.is_empty(), "{seed}: {elsewhere:#?}");
        let unscored = ["weights-total", "tier-unknown"];
        let may_be_unscored =
            |code: &str| guide.iter().any(|row| row[0] == code && unscored.contains(&row[6].as_str()));
        let projects = run.rows("projects", &["project_code", "status", "grade"]);
        assert_eq!(projects.len(), 40);
        assert!(projects.iter().all(|row| row[1] == "scored" || may_be_unscored(&row[0])), "{projects:?}");
        let grades: BTreeSet<&str> = projects.iter().map(|row| row[2].as_str()).collect();
        assert!(["优", "良", "中", "差"].iter().all(|grade| grades.contains(grade)), "{grades:?}");
        // Every low rate is in the guide.
        let told = |code: &str| guide.iter().any(|row| row[0] == code && WARNINGS.contains(&row[6].as_str()));
        for (code, warning) in &warnings {
            assert_eq!(told(code), WARNINGS.contains(&warning.as_str()), "{code}: {warning}");
        }
    }
}
