//! Rules over more than one project or year, and rule text, from sheets to points.

use std::collections::BTreeMap;

use crate::support::sheet::{sheet, workbook};
use crate::support::{Inbox, Run};

/// A score table of one indicator that weighs everything.
fn table(code: &str, year: i32, text: &str, target: &str, actual: &str, points: &str) -> Vec<u8> {
    let rows = format!(
        r"
    综合评分表（{year}年度）|<|<|<|<|<|<|<
    项目编码：{code}|||||||
    一级指标|二级指标|三级指标|评分规则|目标值|实际完成值|分值|得分
    产出|数量|完成户数|{text}|{target}|{actual}|100|{points}
"
    );
    workbook(&[sheet("评分", &rows)])
}

fn points(run: &Run) -> BTreeMap<String, [String; 2]> {
    let rows = run.rows("indicators", &["project_code", "points", "points_source"]);
    rows.into_iter().map(|row| (row[0].clone(), [row[1].clone(), row[2].clone()])).collect()
}

const PEERS: &str = r#"
id = "peers"
name = "横向比较"
reference = "示例"
effective = "2023-01-01"
total = "100"
rounding = { places = 2, mode = "half-up" }
base = "revised"
grades = [{ name = "优", from = "90" }, { name = "差", from = "0" }]

[[indicators]]
name = "完成户数"
weight = "100"
measure = { kind = "cell" }
rule = { kind = "peer-average", at-average = "1/2", step = "1", gain-points = "5" }
"#;

#[test]
fn peers_give_the_same_bytes_on_any_number_of_threads() {
    let inbox = Inbox::new();
    inbox.file("peers.toml", PEERS);
    inbox.file("jixiao.toml", "[rubrics]\nfiles = [\"peers.toml\"]\nscore-table = \"peers\"\n");
    for at in 0..40 {
        let code = format!("P{at:02}");
        inbox.file(&format!("{code}/评分表.xlsx"), table(&code, 2023, "", "", &format!("{}户", at % 7), ""));
    }
    let of = |jobs: &str| {
        let run = inbox.run(&["--jobs", jobs]);
        let table = std::fs::read(run.folder.join("tables/indicators.parquet")).unwrap();
        (points(&run), table)
    };
    let (one, two) = (of("1"), of("2"));
    assert_eq!(one.1, two.1);
    // 40 numbers of 0 to 6 have the mean 2.875: 50 points there, 5 for every household more.
    assert_eq!(one.0["P06"], ["65.6300", "computed"].map(str::to_owned));
    assert_eq!(one.0["P00"], ["35.6300", "computed"].map(str::to_owned));
}

#[test]
fn a_text_that_speaks_of_last_year_finds_it() {
    let text = "高于上年得满分，持平得50%，低于上年不得分";
    for (before, now, expected) in [("10户", "12户", "100"), ("10户", "10户", "50"), ("10户", "9户", "0")] {
        let inbox = Inbox::new();
        inbox.file("2022/评分表.xlsx", table("P1", 2022, "", "≥10户", before, "100"));
        inbox.file("2023/评分表.xlsx", table("P1", 2023, text, "≥10户", now, "80"));
        let run = inbox.run(&["--year", "2023"]);
        assert_eq!(points(&run)["P1"], [format!("{expected}.0000"), "computed".to_owned()], "{now}");
    }
    // Without the year before it cannot be judged, and the evaluator's points count.
    let inbox = Inbox::new();
    inbox.file("评分表.xlsx", table("P1", 2023, text, "≥10户", "12户", "80"));
    assert_eq!(points(&inbox.run(&[]))["P1"], ["80.0000", "assessed"].map(str::to_owned));
}

#[test]
fn a_text_goes_before_the_default_and_what_is_refused_falls_back_to_it() {
    for (text, expected, refused) in [
        ("90%以上得100分，80%-90%得60分，80%以下不得分", "60", false),
        // Nothing is said between 89 and 90.
        ("90%-100%得100分，80%-89%得60分，80%以下不得分", "94.44", true),
        ("90%以上得90分，80%-90%得60分，80%以下不得分", "94.44", true),
        ("达到90%得满分，未达到酌情扣分", "94.44", true),
        ("反映完成情况", "94.44", false),
    ] {
        // Without an evaluator's points the default holds in every case.
        let inbox = Inbox::new();
        inbox.file("评分表.xlsx", table("P1", 2023, text, "≥90%", "85%", ""));
        let run = inbox.run(&[]);
        assert_eq!(points(&run)["P1"][0].trim_end_matches('0').trim_end_matches('.'), expected, "{text}");
        let told = run.findings().iter().any(|[code, ..]| code == "rule-text-not-applied");
        assert_eq!(told, refused, "{text}");
    }
}

#[test]
fn what_a_text_leaves_to_discretion_the_evaluator_scores() {
    let inbox = Inbox::new();
    inbox.file("评分表.xlsx", table("P1", 2023, "达到90%得满分，未达到酌情扣分", "≥90%", "85%", "70"));
    let run = inbox.run(&[]);
    assert_eq!(points(&run)["P1"], ["70.0000", "assessed"].map(str::to_owned));
    assert!(run.findings().iter().any(|[code, ..]| code == "rule-text-not-applied"));
}

#[test]
fn days_late_are_counted_from_plain_dates_too() {
    let text = "按时完成得满分，每延迟1天扣1分，扣完为止";
    for (actual, expected) in [("2023/7/3", "97"), ("2023-06-30", "100"), ("2023年7月3日", "97")] {
        let inbox = Inbox::new();
        inbox.file("评分表.xlsx", table("P1", 2023, text, "2023年6月30日前", actual, ""));
        assert_eq!(points(&inbox.run(&[]))["P1"], [format!("{expected}.0000"), "computed".to_owned()], "{actual}");
    }
}
