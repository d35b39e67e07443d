//! The cache changes how long a run takes, and nothing else.

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use jixiao::cache::codec;
use jixiao::recognise::header::Headings;
use jixiao::run::recognised;
use support::{Inbox, V, jixiao, repository};

/// Every file of a run with its bytes, but for the log, which has the clock.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let entries = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
    let files = entries.filter(|entry| entry.file_type().is_file() && entry.file_name() != "run.log");
    files.map(|entry| (entry.path().to_owned(), fs::read(entry.path()).unwrap())).collect()
}

/// What a run writes, and what it says.
fn run(inbox: &Inbox, args: &[&str]) -> (BTreeMap<PathBuf, Vec<u8>>, String) {
    let run = inbox.run(args);
    (files(&run.folder), run.screen)
}

fn cache(inbox: &Inbox, name: &str) -> PathBuf {
    inbox.output().join(".jixiao-cache").join(name)
}

const UNCHANGED: &str = "与上次运行相同";

/// A run of the sample inbox, and one after `change` with and one without the cache.
fn after(change: impl Fn(&Inbox)) -> [(BTreeMap<PathBuf, Vec<u8>>, String); 3] {
    let inbox = Inbox::sample();
    let first = run(&inbox, &[]);
    assert!(!first.1.contains(UNCHANGED));
    change(&inbox);
    let with = run(&inbox, &[]);
    [first, with, run(&inbox, &["--no-cache"])]
}

#[test]
fn what_is_kept_is_had_back_equal() {
    let headings = Headings::new(&BTreeMap::new()).unwrap();
    let (mut books, mut bytes_kept) = (0, 0);
    let folders = [repository().join("input"), repository().join("tests/fixtures")];
    for entry in folders.iter().flat_map(walkdir::WalkDir::new).map(Result::unwrap) {
        if !entry.file_type().is_file() {
            continue;
        }
        let bytes = fs::read(entry.path()).unwrap();
        let file = recognised("甲/乙.xlsx", bytes, &headings);
        let kept = codec::encode(&file).unwrap();
        let had = codec::decode("甲/乙.xlsx", &kept).unwrap();
        assert_eq!(format!("{file:?}"), format!("{had:?}"), "{}", entry.path().display());
        // Under another name it speaks of that.
        let elsewhere = codec::decode("丙.xlsx", &kept).unwrap();
        assert_eq!(format!("{file:?}").replace("甲/乙.xlsx", "丙.xlsx"), format!("{elsewhere:?}"));
        (books, bytes_kept) = (books + 1, bytes_kept + kept.len());
    }
    assert!(books > 30 && bytes_kept > 50_000, "{books} books, {bytes_kept} bytes");
}

#[test]
fn a_survey_without_a_title_is_called_by_the_name_that_its_file_has_now() {
    let inbox = Inbox::two_sound_projects();
    let answers = "序号,1、您对服务是否满意？,2、您对进度是否满意？\n1,满意,满意\n2,满意,不满意\n3,一般,满意\n";
    inbox.file("SOUND1/问卷甲.csv", answers);
    inbox.run(&[]);
    fs::rename(inbox.input().join("SOUND1/问卷甲.csv"), inbox.input().join("SOUND1/问卷乙.csv")).unwrap();
    let with = run(&inbox, &[]);
    assert_eq!(inbox.latest().rows("surveys", &["survey"]), [["问卷乙"]]);
    assert!(with.0 == run(&inbox, &["--no-cache"]).0);
}

#[test]
fn bytes_that_were_cut_or_changed_are_had_back_as_nothing_or_without_a_panic() {
    let headings = Headings::new(&BTreeMap::new()).unwrap();
    let file = recognised("a", fs::read(repository().join("input/项目预算安排表.xlsx")).unwrap(), &headings);
    let kept = codec::encode(&file).unwrap();
    for at in (0..kept.len()).step_by(97) {
        assert!(codec::decode("a", &kept[..at]).is_none(), "{at}");
        let mut changed = kept.clone();
        changed[at] ^= 0x55;
        let _ = codec::decode("a", &changed);
    }
}

#[test]
fn an_unchanged_inbox_is_not_reviewed_again() {
    let [first, second, without] = after(|_| {});
    assert!(second.1.contains(UNCHANGED), "{}", second.1);
    assert!(!without.1.contains(UNCHANGED));
    assert!(first.0 == second.0 && second.0 == without.0);
    // It says the same, but for its last line.
    let said = |screen: &str| screen.lines().rev().skip(1).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(said(&first.1), said(&second.1));
}

#[test]
fn with_one_file_changed_the_bytes_are_those_of_a_run_without_it() {
    let [first, with, without] = after(|inbox| {
        inbox.edit("项目预算安排表.xlsx", |_, row, col, _| {
            (row == 6 && col == 1).then(|| V::from("改了名的项目"))
        });
    });
    assert!(with.0 == without.0);
    assert!(first.0 != with.0);
}

#[test]
fn a_file_moved_or_sent_twice_is_known_by_its_bytes() {
    let copied = |inbox: &Inbox| {
        let from = inbox.input().join("项目预算安排表.xlsx");
        fs::copy(&from, inbox.input().join("副本.xlsx")).unwrap();
        fs::rename(&from, inbox.input().join("预算.xlsx")).unwrap();
    };
    let [first, with, without] = after(copied);
    assert!(with.0 == without.0);
    assert!(first.0 != with.0);
}

#[test]
fn a_cache_that_is_damaged_or_gone_changes_nothing() {
    type Harm = fn(&Path);
    let harms: [Harm; 5] = [
        |path| fs::remove_file(path).unwrap(),
        |path| fs::write(path, b"").unwrap(),
        |path| {
            let bytes = fs::read(path).unwrap();
            fs::write(path, &bytes[..bytes.len() / 2]).unwrap();
        },
        // In the entries, and in the list of them.
        |path| {
            let mut bytes = fs::read(path).unwrap();
            bytes.iter_mut().skip(64).step_by(1_000).for_each(|byte| *byte ^= 1);
            fs::write(path, bytes).unwrap();
        },
        |path| {
            let mut bytes = fs::read(path).unwrap();
            let len = bytes.len();
            bytes[len - 20] ^= 1;
            fs::write(path, bytes).unwrap();
        },
    ];
    let inbox = Inbox::sample();
    let first = run(&inbox, &[]);
    for (at, harm) in harms.iter().enumerate() {
        harm(&cache(&inbox, "recognised"));
        fs::remove_file(cache(&inbox, "last.json")).unwrap();
        assert!(run(&inbox, &[]).0 == first.0, "harm {at}");
    }
    fs::write(cache(&inbox, "last.json"), "{}").unwrap();
    assert!(run(&inbox, &[]).0 == first.0);
    // Where it cannot be written, a run does without.
    fs::remove_dir_all(inbox.output().join(".jixiao-cache")).unwrap();
    fs::write(inbox.output().join(".jixiao-cache"), "in the way").unwrap();
    assert!(run(&inbox, &[]).0 == first.0);
}

#[test]
fn what_decides_a_run_beside_its_files_is_not_forgotten() {
    let inbox = Inbox::sample();
    run(&inbox, &[]);
    let says_unchanged = |args: &[&str]| run(&inbox, args).1.contains(UNCHANGED);
    assert!(says_unchanged(&[]));
    assert!(!says_unchanged(&["--no-score-sheets"]));
    assert!(!says_unchanged(&["--lang", "en"]));
    assert!(!says_unchanged(&[]));
    let config = inbox.input().join("jixiao.toml");
    let text = fs::read_to_string(&config).unwrap();
    fs::write(&config, format!("{text}\n# checked\n")).unwrap();
    assert!(!says_unchanged(&[]));
    // A workbook that is gone is written again, one that was changed is not overwritten.
    let folder = inbox.latest().folder;
    fs::remove_dir_all(folder.join("评分表")).unwrap();
    assert!(!says_unchanged(&[]));
    assert!(folder.join("评分表").is_dir());
    fs::write(folder.join("绩效评价汇总.xlsx"), "mine").unwrap();
    assert_eq!(inbox.try_run(&[]).status.code(), Some(2));
}

#[test]
fn an_earlier_run_that_appears_is_seen() {
    let inbox = Inbox::two_sound_projects();
    inbox.run(&["--as-of", "2023-12-31"]);
    inbox.run(&["--as-of", "2023-06-30"]);
    let run = inbox.run(&["--as-of", "2023-12-31"]);
    assert!(!run.screen.contains(UNCHANGED));
    assert!(run.screen.contains("较上期（2023-06-30）"), "{}", run.screen);
}

#[test]
fn an_unchanged_run_exits_as_the_run_itself() {
    let inbox = Inbox::sample();
    let code = |level: &str| inbox.try_run(&["--fail-on", level]).status.code();
    assert_eq!([code("note"), code("note"), code("red"), code("red")], [Some(1), Some(1), code("red"), code("red")]);
    let output = jixiao().arg("run").arg(inbox.input()).arg("--out").arg(inbox.output()).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
}
