//! Runs of different as-of dates held against one another: the sheets of the later one, and `compare`.

mod support;

use std::fs;

use calamine::{Data, Reader, Xlsx, open_workbook};
use support::{Inbox, Run, V, form, jixiao, ledger};

/// Two projects by the end of June, of which one has spent little.
fn june() -> Inbox {
    let inbox = Inbox::two_sound_projects();
    inbox.book("SOUND2/自评表.xlsx", &[("自评", form("SOUND2", 10.0, 10.0, 2.0))]);
    inbox.book("SOUND2/台账.xlsx", &[("台账", ledger("SOUND2", &[("2023-06-07", "乙公司", "补助", 20_000.0)]))]);
    inbox
}

/// The second project has caught up, the first claims too many points.
fn december(inbox: &Inbox) -> Run {
    let payments = [("2023-06-07", "乙公司", "补助", 20_000.0), ("2023-09-05", "乙公司", "补助", 80_000.0)];
    inbox.book("SOUND2/自评表.xlsx", &[("自评", form("SOUND2", 10.0, 10.0, 10.0))]);
    inbox.book("SOUND2/台账.xlsx", &[("台账", ledger("SOUND2", &payments))]);
    inbox.edit("SOUND1/自评表.xlsx", |_, row, col, _| (row == 8 && col == 7).then_some(V::Number(60.0)));
    inbox.run(&["--as-of", "2023-12-31"])
}

fn sheet(run: &Run, name: &str) -> Vec<Vec<Data>> {
    let mut book: Xlsx<_> = open_workbook(run.folder.join("绩效评价汇总.xlsx")).unwrap();
    book.worksheet_range(name).unwrap().rows().map(<[Data]>::to_vec).collect()
}

fn rows_of<'r>(rows: &'r [Vec<Data>], code: &str) -> Vec<&'r Vec<Data>> {
    rows.iter().filter(|row| matches!(&row[0], Data::String(text) if text == code)).collect()
}

/// How many findings are new or settled, as the screen says.
fn findings_changed(run: &Run) -> usize {
    let line = run.screen.lines().find(|line| line.starts_with("较上期（")).unwrap();
    let said = line.split("疑点新增 ").nth(1).unwrap();
    said.split(|c: char| !c.is_ascii_digit()).filter_map(|number| number.parse::<usize>().ok()).sum()
}

#[test]
fn a_first_run_has_nothing_to_be_held_against() {
    let inbox = june();
    let run = inbox.run(&["--as-of", "2023-06-30"]);
    let book: Xlsx<_> = open_workbook(run.folder.join("绩效评价汇总.xlsx")).unwrap();
    assert_eq!(book.sheet_names().len(), 12);
    assert_eq!(run.record()["earlier"].as_array().unwrap().len(), 0);
}

#[test]
fn a_later_run_says_what_changed_since_the_one_before() {
    let inbox = june();
    inbox.run(&["--as-of", "2023-06-30"]);
    let run = december(&inbox);
    let rows = sheet(&run, "较上期变化");
    let second = rows_of(&rows, "SOUND2");
    // The warning, then rank, points and rate.
    let text = |row: &[Data], at: usize| row[at].to_string();
    assert_eq!([3, 4, 5].map(|at| text(second[0], at)), ["红色", "未预警", "解除"]);
    let rates = [9, 10, 11].map(|at| text(second[1], at));
    assert_eq!(rates, ["0.2", "1", "0.8"]);
    let told: Vec<String> = rows.iter().flatten().map(ToString::to_string).collect();
    assert!(told.iter().any(|text| text == "解除"), "{told:?}");
    let findings = sheet(&run, "疑点变化");
    assert_eq!(rows_of(&findings, "新增").len() + rows_of(&findings, "已消除").len(), findings_changed(&run));
    assert!(run.screen.contains("较上期（2023-06-30）：预警新增 0、加重 0、减轻 0、解除 1"), "{}", run.screen);
    let trend = sheet(&run, "历次走势");
    let dates: Vec<String> = trend.iter().map(|row| row[0].to_string()).filter(|it| it.starts_with("2023-")).collect();
    assert_eq!(dates, ["2023-06-30", "2023-12-31"]);
    assert_eq!(run.record()["earlier"][0]["as_of"], "2023-06-30");
}

#[test]
fn findings_are_new_or_settled_by_their_cell() {
    let inbox = june();
    let before = inbox.run(&["--as-of", "2023-06-30"]);
    let after = december(&inbox);
    let (before, after) = (before.findings(), after.findings());
    let count = |these: &[[String; 3]], those: &[[String; 3]]| these.iter().filter(|it| !those.contains(it)).count();
    let output = jixiao().args(["compare", "--out"]).arg(inbox.output()).output().unwrap();
    let screen = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success());
    let said = format!("疑点：新增 {}、已消除 {}", count(&after, &before), count(&before, &after));
    assert!(screen.contains(&said), "{said}\n{screen}");
    assert!(screen.contains("points-over-weight"), "{screen}");
}

#[test]
fn an_earlier_run_that_was_changed_is_named_and_not_compared() {
    let inbox = june();
    let may = inbox.run(&["--as-of", "2023-05-31"]);
    let june = inbox.run(&["--as-of", "2023-06-30"]);
    fs::copy(may.folder.join("tables/findings.parquet"), june.folder.join("tables/projects.parquet")).unwrap();
    let run = december(&inbox);
    assert!(run.screen.contains("截止 2023-06-30 的运行，其记录或数据表缺失或被改动"), "{}", run.screen);
    assert!(run.screen.contains("较上期（2023-05-31）"), "{}", run.screen);
    let output = jixiao().args(["compare", "2023-06-30", "2023-12-31", "--out"]).arg(inbox.output()).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn two_dates_are_compared_in_their_order_and_written_where_asked() {
    let inbox = june();
    inbox.run(&["--as-of", "2023-05-31"]);
    inbox.run(&["--as-of", "2023-06-30"]);
    december(&inbox);
    let to = inbox.output().join("变化.xlsx");
    let compare = |dates: &[&str]| {
        jixiao().arg("compare").args(dates).arg("--out").arg(inbox.output()).arg("--to").arg(&to).output().unwrap()
    };
    let output = compare(&["2023-12-31", "2023-05-31"]);
    assert!(String::from_utf8(output.stdout).unwrap().contains("上期截止 2023-05-31，本期截止 2023-12-31"));
    let book: Xlsx<_> = open_workbook(&to).unwrap();
    assert_eq!(book.sheet_names(), ["较上期变化", "疑点变化"]);
    // What is there is not overwritten.
    assert_eq!(compare(&["2023-12-31"]).status.code(), Some(2));
}

#[test]
fn with_no_run_to_compare_it_says_so() {
    let inbox = june();
    inbox.run(&["--as-of", "2023-06-30"]);
    for dates in [&[][..], &["2023-06-30"], &["2022-12-31", "2023-06-30"]] {
        let output = jixiao().arg("compare").args(dates).arg("--out").arg(inbox.output()).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{dates:?}");
        assert!(!output.stderr.is_empty());
    }
}

#[test]
fn a_run_over_the_same_earlier_runs_has_the_same_bytes() {
    let inbox = june();
    inbox.run(&["--as-of", "2023-06-30"]);
    let bytes = |run: &Run| fs::read(run.folder.join("绩效评价汇总.xlsx")).unwrap();
    assert!(bytes(&december(&inbox)) == bytes(&december(&inbox)));
}

#[test]
fn a_run_copied_under_another_date_is_no_run_of_it() {
    let inbox = june();
    let june = inbox.run(&["--as-of", "2023-06-30"]);
    let copy = inbox.output().join("2023-05-31");
    fs::create_dir_all(copy.join("tables")).unwrap();
    for name in ["run.json", "tables/projects.parquet", "tables/findings.parquet"] {
        fs::copy(june.folder.join(name), copy.join(name)).unwrap();
    }
    let run = december(&inbox);
    assert!(run.screen.contains("较上期（2023-06-30）"), "{}", run.screen);
    assert!(run.screen.contains("截止 2023-05-31 的运行"), "{}", run.screen);
}
