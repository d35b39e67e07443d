//! Surveys as files: tallies beside answers, and what belongs to whom.

mod support;

use support::{Inbox, Rows, form};

fn answers(title: &str, options: &[&str]) -> Rows {
    let mut rows = rows![[title], ["序号", "提交答卷时间", "1、您对服务是否满意？", "2、您对总体满意吗？"]];
    rows.extend(
        options.iter().enumerate().flat_map(|(at, option)| rows![[at as i32 + 1, "2024/1/5", *option, *option]]),
    );
    rows
}

fn tally(title: &str, counts: &[(&str, i32)]) -> Rows {
    let mut rows = rows![[title], ["问题", "选项", "人数"]];
    for question in ["1、您对服务是否满意？", "2、您对总体满意吗？"] {
        rows.extend(counts.iter().flat_map(|(option, count)| rows![[question, *option, *count]]));
    }
    rows
}

#[test]
fn a_tally_of_another_group_asked_the_same_is_a_survey_of_its_own() {
    let inbox = Inbox::new();
    let firms = ["非常满意", "比较满意", "一般", "不满意"].repeat(3);
    inbox.book("P1/自评表.xlsx", &[("自评", form("P1", 10.0, 10.0, 10.0))]);
    inbox.book("P1/企业.xlsx", &[("答卷", answers("企业满意度问卷", &firms))]);
    let residents = tally(
        "居民满意度统计（发放30份，回收25份，有效20份）",
        &[("非常满意", 12), ("比较满意", 5), ("一般", 2), ("不满意", 1)],
    );
    inbox.book("P1/居民.xlsx", &[("统计", residents)]);
    let run = inbox.run(&[]);
    let surveys = run.rows("surveys", &["issued", "returned", "valid", "top_two"]);
    assert_eq!(surveys, [["-", "12", "12", "0.5"], ["30", "25", "20", "0.85"]]);
    assert!(!run.codes().contains(&"tally-differs".to_owned()));
    // That of the same group is compared, and says how many copies there were.
    let own = tally("企业满意度统计（发放15份）", &[("非常满意", 3), ("比较满意", 3), ("一般", 4), ("不满意", 3)]);
    inbox.book("P1/居民.xlsx", &[("统计", own)]);
    let run = inbox.run(&[]);
    assert_eq!(run.rows("surveys", &["issued", "returned", "valid", "top_two"]), [["15", "12", "12", "0.5"]]);
    assert_eq!(run.codes().iter().filter(|code| *code == "tally-differs").count(), 2);
}

#[test]
fn an_export_of_one_question_is_a_survey() {
    let inbox = Inbox::new();
    let mut rows = rows![["序号", "提交答卷时间", "1、您对服务满意吗？"]];
    rows.extend((0..12).flat_map(|at| rows![[at + 1, "2024/1/5", if at < 9 { "非常满意" } else { "一般" }]]));
    inbox.book("P1/自评表.xlsx", &[("自评", form("P1", 10.0, 10.0, 10.0))]).book("P1/问卷.xlsx", &[("问卷", rows)]);
    assert_eq!(inbox.run(&[]).rows("surveys", &["valid", "top_two"]), [["12", "0.75"]]);
}

#[test]
fn a_table_of_points_without_rules_is_scored_where_there_is_no_other() {
    let inbox = Inbox::new();
    let table = rows![
        ["2023年度综合评分表"],
        ["一级指标", "二级指标", "三级指标", "目标值", "实际完成值", "分值", "得分"],
        ["决策", "立项", "立项规范性", "规范", "规范", 40, 40],
        ["产出", "数量", "完成户数", "≥10户", "9户", 30, 27],
        ["效益", "社会效益", "受益户数", "≥10户", "10户", 30, 30],
    ];
    inbox.book("P1/评分表.xlsx", &[("评分", table)]);
    let run = inbox.run(&[]);
    assert_eq!(run.result("P1"), ["97", "优", "scored"]);
    assert_eq!(run.points("P1")["完成户数"], "27");
}
