//! A reviewer changes points in the saved workbook: its own formulas follow, and the next run reads it back to the same.

mod support;

use std::collections::BTreeMap;
use std::path::Path;

use support::office::{cells, is_there, recalculated};
use support::{Inbox, Run, short, type_into};

const INDICATORS: &str = "指标得分";
const RANKING: &str = "项目排名";

/// The cells of a sheet as rows of text, below a heading that names these columns; with the row of each in Excel.
fn rows(workbook: &Path, sheet: &str, columns: &[&str]) -> Vec<(u32, Vec<String>)> {
    let sheets = cells(workbook);
    let (_, cells) = sheets.iter().find(|(name, _)| name == sheet).unwrap();
    let mut grid: BTreeMap<usize, BTreeMap<usize, String>> = BTreeMap::new();
    for ((row, col), value) in cells {
        grid.entry(*row).or_default().insert(*col, value.to_string().trim().to_owned());
    }
    let at =
        |line: &BTreeMap<usize, String>, name: &str| line.iter().find(|(_, text)| *text == name).map(|(at, _)| *at);
    let (heading, places) = grid
        .iter()
        .find_map(|(row, line)| Some((*row, columns.iter().map(|name| at(line, name)).collect::<Option<Vec<_>>>()?)))
        .unwrap();
    grid.range(heading + 1..)
        .map(|(row, line)| {
            (*row as u32 + 1, places.iter().map(|at| line.get(at).cloned().unwrap_or_default()).collect())
        })
        .collect()
}

/// Rank, points and grade of each ranked project in the tables of a run.
fn results(run: &Run) -> BTreeMap<String, [String; 3]> {
    let rows = run.rows("projects", &["project_code", "rank", "points", "grade"]);
    let ranked = rows.into_iter().filter(|row| row[1] != "-");
    ranked.map(|row| (row[0].clone(), [row[1].clone(), short(&row[2]), row[3].clone()])).collect()
}

/// The same as the sheet shows them.
fn shown(workbook: &Path) -> BTreeMap<String, [String; 3]> {
    let rows = rows(workbook, RANKING, &["名次", "项目编码", "得分", "等级"]);
    let ranked = rows.into_iter().map(|(_, row)| row).filter(|row| row[0].parse::<f64>().is_ok());
    ranked.map(|row| (row[1].clone(), [row[0].clone(), short(&row[2]), row[3].clone()])).collect()
}

/// How often each code was found.
fn codes(run: &Run) -> BTreeMap<String, i32> {
    let mut counts = BTreeMap::new();
    run.codes().into_iter().for_each(|code| *counts.entry(code).or_default() += 1);
    counts
}

#[test]
fn reviewed_points_typed_into_the_workbook_move_total_grade_and_rank() {
    let inbox = Inbox::sample();
    let first = inbox.run(&[]);
    // The second run takes the place of the first.
    let (before, before_codes) = (results(&first), codes(&first));
    let saved = first.folder.join("绩效评价汇总.xlsx");
    assert_eq!(shown(&saved), before);

    // Two indicators of one project: the first is cut to nought, the second to half its weight.
    let indicators = rows(&saved, INDICATORS, &["项目编码", "指标", "分值", "得分"]);
    let own: Vec<&(u32, Vec<String>)> = indicators.iter().filter(|(_, row)| row[0] == "DEMO-05").collect();
    let chosen = [own[1], own[2]];
    let half: f64 = chosen[1].1[2].parse::<f64>().unwrap() / 2.0;
    let workbook = inbox.input().join("审定/绩效评价汇总（审定）.xlsx");
    std::fs::create_dir_all(workbook.parent().unwrap()).unwrap();
    let typed = [
        (format!("K{}", chosen[0].0), "0".to_owned()),
        (format!("L{}", chosen[0].0), "佐证材料未盖章".to_owned()),
        (format!("M{}", chosen[0].0), "示例复核人".to_owned()),
        (format!("K{}", chosen[1].0), half.to_string()),
    ];
    type_into(&saved, &workbook, INDICATORS, &typed);
    let second = inbox.run(&[]);
    let after = results(&second);

    let lost: f64 = chosen.iter().map(|(_, row)| row[3].parse::<f64>().unwrap()).sum::<f64>() - half;
    let points = |of: &BTreeMap<String, [String; 3]>| of["DEMO-05"][1].parse::<f64>().unwrap();
    assert!((points(&before) - lost - points(&after)).abs() < 1e-9, "{before:?} {after:?}");
    assert_ne!(before["DEMO-05"][0], after["DEMO-05"][0], "the rank");
    assert_ne!(before["DEMO-05"][2], after["DEMO-05"][2], "the grade");
    for (code, result) in &before {
        if code != "DEMO-05" {
            assert_eq!(result[1..], after[code][1..], "{code}");
        }
    }

    // Reason and reviewer are kept, and the points say where they come from.
    let kept = rows(
        &second.folder.join("绩效评价汇总.xlsx"),
        INDICATORS,
        &["项目编码", "指标", "得分", "审定得分", "审定理由", "审定人", "得分来源"],
    );
    let (_, row) = kept.iter().find(|(_, row)| row[0] == "DEMO-05" && row[1] == chosen[0].1[1]).unwrap();
    assert_eq!(row[2..], ["0", "0", "佐证材料未盖章", "示例复核人", "审定"].map(str::to_owned));
    // The other sheets of the workbook were passed over, which a note says; the rest is what the review changed.
    let mut expected = before_codes;
    for (code, more) in [
        ("file-own-output", 1),
        ("points-reviewed", 2),
        ("review-incomplete", 1),
        ("claim-differs", 2),
        ("claim-far", 1),
    ] {
        *expected.entry(code.to_owned()).or_default() += more;
    }
    assert_eq!(codes(&second), expected);

    if is_there() {
        let folder = tempfile::tempdir().unwrap();
        let computed = recalculated(&workbook, folder.path());
        assert_eq!(shown(&computed), after, "the workbook's own formulas say what the next run says");
    }
}

#[test]
fn a_workbook_without_a_decision_changes_nothing() {
    let inbox = Inbox::two_sound_projects();
    let first = inbox.run(&[]);
    let saved = first.folder.join("绩效评价汇总.xlsx");
    std::fs::copy(&saved, inbox.input().join("汇总.xlsx")).unwrap();
    let sheets = std::fs::read_dir(first.folder.join("评分表")).unwrap().map(|entry| entry.unwrap().path());
    for sheet in sheets {
        std::fs::copy(&sheet, inbox.input().join(sheet.file_name().unwrap())).unwrap();
    }
    let (before, mut expected) = (results(&first), codes(&first));
    let second = inbox.run(&[]);
    assert_eq!(results(&second), before);
    expected.insert("file-own-output".to_owned(), 3);
    assert_eq!(codes(&second), expected);
}

#[test]
fn points_over_the_weight_and_words_in_their_place_are_findings_with_their_cell() {
    let inbox = Inbox::two_sound_projects();
    let first = inbox.run(&[]);
    let saved = first.folder.join("绩效评价汇总.xlsx");
    let own = rows(&saved, INDICATORS, &["项目编码", "分值"]);
    let typed = [(format!("K{}", own[0].0), "11".to_owned()), (format!("K{}", own[1].0), "不合格".to_owned())];
    type_into(&saved, &inbox.input().join("汇总.xlsx"), INDICATORS, &typed);
    let second = inbox.run(&[]);
    let findings = second.findings();
    for (row, _) in &own[..2] {
        let cell = format!("K{row}");
        assert!(findings.iter().any(|finding| finding[1] == INDICATORS && finding[2] == cell), "{cell}: {findings:?}");
    }
}

#[test]
fn the_whole_folder_of_a_run_is_read_for_the_workbook_that_was_changed_in_it() {
    let inbox = Inbox::two_sound_projects();
    let first = inbox.run(&[]);
    let inside = inbox.input().join("2023-12-31");
    for name in ["run.json", "绩效评价汇总.xlsx"] {
        std::fs::create_dir_all(inside.join("评分表")).unwrap();
        std::fs::copy(first.folder.join(name), inside.join(name)).unwrap();
    }
    std::fs::write(inside.join("评分表/a.xlsx"), "nothing").unwrap();
    let same = inbox.run(&[]);
    assert_eq!(same.result("SOUND1")[0], first_points(&first));
    assert!(!same.codes().contains(&"file-own-output".to_owned()));
    let saved = inside.join("绩效评价汇总.xlsx");
    let own = rows(&saved, INDICATORS, &["项目编码", "分值"]);
    let (row, _) = own.iter().find(|(_, row)| row[0] == "SOUND1").unwrap();
    type_into(&first.folder.join("绩效评价汇总.xlsx"), &saved, INDICATORS, &[(format!("K{row}"), "0".to_owned())]);
    let changed = inbox.run(&[]);
    assert!(changed.codes().contains(&"points-reviewed".to_owned()));
    assert_eq!(changed.codes().iter().filter(|code| *code == "file-own-output").count(), 1);
}

fn first_points(run: &Run) -> String {
    run.result("SOUND1")[0].clone()
}

#[test]
fn the_english_workbook_is_read_back_too() {
    let inbox = Inbox::two_sound_projects();
    let first = inbox.run(&["--lang", "en"]);
    let saved = first.folder.join("performance-review.xlsx");
    let own = rows(&saved, "Indicators", &["Project code", "Indicator", "Points"]);
    let typed = [
        (format!("K{}", own[1].0), "1.5".to_owned()),
        (format!("L{}", own[1].0), "no papers".to_owned()),
        (format!("M{}", own[1].0), "A. Reviewer (example)".to_owned()),
    ];
    type_into(&saved, &inbox.input().join("reviewed.xlsx"), "Indicators", &typed);
    let second = inbox.run(&["--lang", "en"]);
    let indicators = second.rows("indicators", &["project_code", "level3", "points", "points_source"]);
    let reviewed: Vec<_> = indicators.iter().filter(|row| row[3] == "reviewed").collect();
    assert_eq!(reviewed.len(), 1);
    assert_eq!((&reviewed[0][0], short(&reviewed[0][2])), (&own[1].1[0], "1.5".to_owned()));
    assert!(!second.codes().contains(&"review-incomplete".to_owned()));
}

#[test]
fn of_two_indicators_alike_the_one_whose_row_was_typed_into_is_reviewed() {
    let inbox = Inbox::new();
    let mut form = support::form("P1", 10.0, 10.0, 10.0);
    let twin = |points: f64| rows_of_one("产出指标", "数量指标", "ZB01完成率", points);
    form.splice(8..9, [twin(20.0), twin(30.0)]);
    inbox.book("P1/自评表.xlsx", &[("自评", form)]);
    let first = inbox.run(&[]);
    let saved = first.folder.join("绩效评价汇总.xlsx");
    let own = rows(&saved, INDICATORS, &["指标", "分值"]);
    let (row, _) = own.iter().find(|(_, row)| row[0] == "ZB01完成率" && row[1] == "30").unwrap();
    type_into(&saved, &inbox.input().join("审定.xlsx"), INDICATORS, &[(format!("K{row}"), "7".to_owned())]);
    let second = inbox.run(&[]);
    let indicators = second.rows("indicators", &["level3", "weight", "points", "points_source"]);
    let twins: Vec<_> = indicators.iter().filter(|row| row[0].contains("完成率")).collect();
    let of =
        |weight: &str| twins.iter().find(|row| short(&row[1]) == weight).map(|row| (short(&row[2]), row[3].clone()));
    assert_eq!(of("20"), Some(("20".to_owned(), "computed".to_owned())), "{twins:?}");
    assert_eq!(of("30"), Some(("7".to_owned(), "reviewed".to_owned())), "{twins:?}");

    // A list of decisions that names them alike says of none which it means.
    std::fs::remove_file(inbox.input().join("审定.xlsx")).unwrap();
    let list = support::rows_from(&[
        &["项目编码", "年度", "指标", "审定得分", "审定理由", "审定人"],
        &["P1", "2023", "ZB01完成率", "7", "未完成", "示例复核人"],
    ]);
    inbox.book("审定表.xlsx", &[("审定", list)]);
    let third = inbox.run(&[]);
    assert!(third.codes().contains(&"review-unmatched".to_owned()), "{:?}", third.codes());
    assert!(third.rows("indicators", &["points_source"]).iter().all(|row| row[0] != "reviewed"));
}

fn rows_of_one(level1: &str, level2: &str, name: &str, points: f64) -> Vec<support::V> {
    use support::V;
    vec![V::Blank, level1.into(), level2.into(), name.into(), "≥90%".into(), "95%".into(), points.into(), points.into()]
}
