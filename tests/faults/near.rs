//! Near misses: for each code of a check an inbox that comes as close as can be without the fault.

use std::collections::BTreeSet;

use jixiao::check;
use jixiao::finding::Code;

use super::*;

struct Near {
    code: &'static str,
    make: fn(&Inbox),
}

#[rustfmt::skip]
const NEAR: &[Near] = &[
    // A project's funds.
    Near { code: "targets-over-budget", make: |i| approved(i, sound(), &[("甲项成本", "≤6万元"), ("乙项成本", "≤4万元")]) },
    Near { code: "targets-below-budget", make: |i| approved(i, sound(), &[("甲项成本", "≤6万元"), ("乙项成本", "≤4万元"), ("每户成本", "≤1万元")]) },
    Near { code: "materials-missing", make: |i| { form_only(i, sound()); i.book("预算.xlsx", &[("预算", budget(rows![["P1", "项目P1", "甲局", 10, 10]]))]); } },
    Near { code: "materials-missing", make: |i| { form_only(i, sound()); i.book("预算.xlsx", &[("预算", budget(rows![["P2", "项目P2", "甲局", 0, 0]]))]); } },
    Near { code: "materials-missing", make: |i| { i.book("预算.xlsx", &[("预算", budget(rows![["P1", "项目P1", "甲局", 10, 10, "", 5]]))]); } },
    Near { code: "materials-missing", make: |i| { of_ten(i).book("P1/台账.xlsx", &[("台账", paid(&SPREAD))]); } },
    Near { code: "materials-missing", make: |i| { of_ten(i).book("P1/台账.xlsx", &[("台账", { let mut rows = ledger("P1", &[("2023-04-05", "甲公司", "补助", 1.0)]); rows[3][5] = "约三万".into(); rows[0][0] = "2023年度资金拨付台账".into(); rows })]); } },
    Near { code: "materials-missing", make: |i| { of_ten(i).book("P1/明细.xlsx", &[("明细", lines(rows![["设备", 6, 6], ["安装", 4, 4]]))]); } },
    Near { code: "materials-missing", make: |i| { of_ten(i).book("P1/问卷.xlsx", &[("问卷", answers(3, |_| "非常满意"))]); } },
    Near { code: "budget-missing", make: |i| form_only(i, form("P1", 10.0, 0.01, 0.01)) },
    Near { code: "ledger-without-budget", make: |i| with_ledger(i, paid(&SPREAD)) },
    Near { code: "rate-over-one", make: |i| form_only(i, form("P1", 10.0, 10.0, 10.0)) },
    Near { code: "lines-budget-total", make: |i| { form_only(i, sound()); i.book("P1/明细.xlsx", &[("明细", lines(rows![["设备", 6, 6], ["安装", 4, 4]]))]); } },
    Near { code: "lines-expenditure-total", make: |i| { form_only(i, sound()); i.book("P1/明细.xlsx", &[("明细", lines(rows![["设备", 6, 5], ["安装", 4, 5]]))]); } },
    Near { code: "line-overspent", make: |i| { form_only(i, sound()); i.book("P1/明细.xlsx", &[("明细", lines(rows![["设备", 6, 6], ["安装", 4, 4]]))]); } },
    Near { code: "over-execution", make: |i| form_only(i, form("P1", 9.999999, 9.999999, 9.999999)) },
    Near { code: "nothing-spent", make: |i| form_only(i, form("P1", 10.0, 10.0, 0.01)) },
    Near { code: "revised-cut", make: |i| form_only(i, form("P1", 15.0, 10.0, 9.999999)) },
    Near { code: "rate-differs", make: |i| form_only(i, { let mut rows = form("P1", 3.0, 3.0, 2.0); rows[5][6] = "66.67%".into(); rows }) },
    Near { code: "stated-rate-differs", make: |i| stated(i, "90.0%") },
    Near { code: "sources-total", make: |i| form_only(i, { let mut rows = sound(); rows.insert(6, rows![["", "其中：当年财政拨款", 10, 10, 10, "", "", ""]].remove(0)); rows }) },
    Near { code: "unit-slip", make: |i| { i.book("P1/自评表.xlsx", &[("自评", changed("E6", 102_000))]).book("P1/台账.xlsx", &[("台账", paid(&SPREAD))]); } },
    // Targets, points and weights.
    Near { code: "target-changed", make: |i| approved(i, sound(), &[("完成户数", "≥10家")]) },
    Near { code: "ceiling-over-approved", make: |i| approved(i, reached("≤10万元", "8万元"), &[("完成户数", "≤8万元")]) },
    Near { code: "target-met-by-change", make: |i| approved(i, reached("≥10户", "12户"), &[("完成户数", "≥12户")]) },
    Near { code: "target-missed-by-change", make: |i| approved(i, reached("≥12户", "12户"), &[("完成户数", "≥10户")]) },
    Near { code: "ceiling-underspent", make: |i| form_only(i, reached("≤10万元", "8万元")) },
    Near { code: "over-completion", make: |i| form_only(i, { let mut rows = reached("≥10户", "13户"); rows[10][4] = "≥1次".into(); rows[10][5] = "2次".into(); rows }) },
    Near { code: "actual-copied", make: |i| form_only(i, { let mut rows = changed("E10", "有效改善"); rows[9][5] = "已有效改善，群众反映良好".into(); rows }) },
    Near { code: "claim-total-differs", make: |i| form_only(i, sound()) },
    Near { code: "claim-far", make: |i| form_only(i, changed("F9", "9户")) },
    Near { code: "groups-differ", make: |i| form_only(i, sound()) },
    Near { code: "results-weight-low", make: |i| { i.book("P1/评分表.xlsx", &[("评分", score_table(rows![
            ["决策", "立项", "立项规范性", "规则", "", "规范", "规范", 40, 40], ["产出", "数量", "完成户数", "规则", "", "≥10户", "10户", 30, 30],
            ["效益", "社会效益", "受益户数", "规则", "", "≥10户", "10户", 30, 30]]))]); } },
    Near { code: "target-out-of-reach", make: |i| monitored(i, 5, "有可能") },
    Near { code: "monitored-over-expenditure", make: |i| monitored(i, 10, "确定能") },
    Near { code: "points-over-weight", make: |i| form_only(i, changed("H9", 50)) },
    Near { code: "points-negative", make: |i| form_only(i, changed("H9", 0)) },
    Near { code: "deduction-differs", make: |i| { edition(i, "[[indicators]]\nname = \"制度\"\nweight = \"100\"\nmeasure = { kind = \"cell\" }\nrule = { kind = \"assessed\" }\n");
            i.book("P1/评分表.xlsx", &[("评分", rows![["2023年度评分表"], ["一级指标", "二级指标", "三级指标", "评价标准", "评分过程", "扣分", "实际得分"], ["过程", "管理", "制度（100分）", "健全", "缺一项", 5, 95]])]); } },
    Near { code: "points-rate-differs", make: |i| { form_only(i, sound()); i.book("P1/得分.xlsx", &[("得分", rows![["项目编码：P1"], ["一级指标", "二级指标", "三级指标", "权重", "得分", "得分率"], ["产出", "数量", "完成户数", 50, 41.3, 0.826]])]); } },
    Near { code: "points-total-differs", make: |i| form_only(i, changed("H12", 100)) },
    Near { code: "points-off-unexplained", make: |i| form_only(i, { let mut rows = changed("H11", 7); rows[7].push("偏差原因分析及改进措施".into()); rows[10].push("问卷回收偏少".into()); rows }) },
    Near { code: "full-points-unexplained", make: |i| form_only(i, changed("F11", "90%")) },
    Near { code: "weights-total", make: |i| form_only(i, sound()) },
    Near { code: "weights-group", make: |i| form_only(i, changed("B9", "产出指标（50分）")) },
    Near { code: "code-two-names", make: |i| { form_only(i, sound()); i.book("预算.xlsx", &[("预算", budget(rows![["P1", " 项目Ｐ1", "甲局", 10, 10]]))]); } },
    // Payments.
    Near { code: "ledger-differs", make: |i| with_ledger(i, paid(&SPREAD)) },
    Near { code: "ledger-incomplete", make: |i| with_ledger(i, paid(&SPREAD)) },
    Near { code: "ledger-missing", make: |i| form_only(i, sound()) },
    Near { code: "ledger-total-differs", make: |i| with_ledger(i, { let mut rows = paid(&SPREAD); rows.extend(rows![["合计", "", "", "", "", 100_000]]); rows }) },
    Near { code: "payment-duplicate", make: |i| with_ledger(i, paid(&[("2023-03-05", "甲公司", 50_000.0), ("2023-03-13", "甲公司", 50_000.0)])) },
    Near { code: "payment-duplicate-across", make: |i| two(i, paid(&[("2023-03-05", "丙公司", 60_000.0), SPREAD[1]]), paid_by_other(&[("2023-03-13", "丙公司", 60_000.0)], "设备")) },
    Near { code: "payment-before-approval", make: |i| { with_ledger(i, paid(&SPREAD)); i.book("预算.xlsx", &[("预算", budget(rows![["P1", "项目P1", "甲局", 10, 10, 10, 10, "2023-03-05"]]))]); } },
    Near { code: "payment-after-year", make: |i| with_ledger(i, paid(&[("2023-03-05", "甲公司", 90_000.0), ("2023-12-31", "乙公司", 10_000.0)])) },
    Near { code: "payment-after-as-of", make: |i| with_ledger(i, paid(&[("2023-03-05", "甲公司", 90_000.0), ("2023-05-31", "乙公司", 10_000.0)])) },
    Near { code: "payment-before-year", make: |i| with_ledger(i, paid(&[("2023-01-01", "甲公司", 60_000.0), SPREAD[1]])) },
    Near { code: "payment-negative", make: |i| with_ledger(i, paid(&[("2023-03-05", "甲公司", 100_000.0), ("2023-06-05", "甲公司", 0.0)])) },
    Near { code: "year-end-rush", make: |i| with_ledger(i, paid(&[("2023-03-05", "甲公司", 85_000.0), ("2023-12-01", "乙公司", 5_000.0), ("2023-12-22", "乙公司", 10_000.0)])) },
    Near { code: "payments-under-limit", make: |i| with_ledger(i, paid(&[("2023-03-05", "甲公司", 449_999.99), ("2023-05-05", "甲公司", 500_000.0), ("2023-07-05", "甲公司", 480_000.0), ("2023-08-05", "甲公司", 480_000.0)])) },
    Near { code: "payment-to-unit", make: |i| with_ledger(i, paid(&[("2023-03-05", "甲局办公用品公司", 60_000.0), SPREAD[1]])) },
    Near { code: "payment-to-other-unit", make: |i| two(i, paid(&[("2023-03-05", "乙局服务公司", 60_000.0), SPREAD[1]]), many("户0")) },
    Near { code: "payee-share", make: |i| with_ledger(i, paid(&[("2023-03-05", "甲公司", 60_000.0), ("2023-04-05", "乙公司", 20_000.0), ("2023-05-05", "丙公司", 20_000.0)])) },
    Near { code: "bureau-payee-share", make: |i| two(i, paid(&[("2023-03-05", "甲公司", 37_500.0), ("2023-06-05", "乙公司", 62_500.0)]), many("甲公司")) },
    Near { code: "beneficiaries-shared", make: |i| two(i, few("甲公司"), paid_by_other(&[("2023-04-05", "甲公司", 100_000.0)], "工程款")) },
    Near { code: "expenditure-thousandfold", make: |i| form_only(i, form("P1", 10.0, 10.0, 9_999.99)) },
    Near { code: "payments-alike", make: |i| with_ledger(i, paid(&[("2023年3月", "甲公司", 50_000.0), ("2023年4月", "甲公司", 50_000.0)])) },
    // Surveys.
    Near { code: "survey-too-small", make: |i| with_survey(i, answers(10, |at| ["非常满意", "比较满意", "一般"][at % 3])) },
    Near { code: "survey-over-population", make: |i| with_survey(i, titled("满意度问卷（受益对象共计12人）", 12)) },
    Near { code: "survey-recovery-full", make: |i| with_survey(i, titled("满意度问卷（发放13份）", 12)) },
    Near { code: "survey-counts-contradict", make: |i| with_survey(i, titled("满意度问卷（发放12份）", 12)) },
    Near { code: "survey-rate-differs", make: |i| with_survey(i, titled("满意度问卷（发放15份，回收率80%，有效率100%）", 12)) },
    Near { code: "survey-alpha-unknown", make: |i| with_survey(i, answers(10, |at| if at == 0 { "比较满意" } else { "一般" })) },
    Near { code: "survey-scale-unclear", make: |i| with_survey(i, answers(12, |at| ["非常满意", "比较满意", "一般", "不满意"][at % 4])) },
    Near { code: "survey-scale-assumed", make: |i| with_survey(i, answers(12, |at| ["非常满意", "比较满意", "一般", "不太满意", "不满意"][at % 5])) },
    Near { code: "survey-items-assumed", make: |i| { i.file("jixiao.toml", "[[surveys]]\nscale = [\"1\", \"2\"]"); with_survey(i, answers(12, |at| ["5", "4", "3"][at % 3])) } },
    Near { code: "survey-choice-unmatched", make: |i| { i.file("jixiao.toml", "[[surveys]]\nproject = \"P1\"\nscale = [\"1\", \"总体\"]"); with_survey(i, answers(12, |at| ["非常满意", "一般", "不满意"][at % 3])) } },
    Near { code: "survey-choice-misplaced", make: |i| { i.file("jixiao.toml", "[[surveys]]\noptions = [{ question = \"1\", options = [\"非常满意\", \"一般\", \"不满意\"] }]"); with_survey(i, answers(12, |at| ["非常满意", "一般", "不满意"][at % 3])) } },
    Near { code: "survey-answers-stray", make: |i| with_survey(i, rows![["序号", "提交答卷时间", "1、性别", "2、总体满意吗？"], [1, "x", "男", "非常满意"], [2, "x", "女", "不好说"], [3, "x", "女", "说不清"]]) },
    Near { code: "survey-letters-unknown", make: |i| { i.file("jixiao.toml", "[[surveys]]\noptions = [{ question = \"满意\", options = [\"非常满意\", \"比较满意\", \"一般\", \"不满意\"] }]");
            with_survey(i, answers(12, |at| ["A", "B", "C"][at % 3])) } },
    Near { code: "survey-all-best", make: |i| with_survey(i, answers(10, |at| if at == 0 { "比较满意" } else { "非常满意" })) },
    Near { code: "survey-alike", make: |i| with_survey(i, alike(5, 25)) },
    Near { code: "tally-share-differs", make: |i| with_survey(i, rows![["问卷统计"], ["问题", "选项", "人数", "占比"], ["是否满意", "满意", 20, 0.8696], ["是否满意", "一般", 3, 0.1304]]) },
    Near { code: "tally-shares-uncounted", make: |i| with_survey(i, rows![["问卷统计"], ["问题", "选项", "人数", "占比"], ["有何建议", "资金", 6, 0.6], ["有何建议", "宣传", 4, 0.4]]) },
    Near { code: "tally-differs", make: |i| { with_survey(i, answers(12, |at| ["非常满意", "比较满意", "一般"][at % 3]));
            i.book("P1/统计.xlsx", &[("统计", rows![["问题", "选项", "人数"], ["您对服务是否满意？", "非常满意、比较满意", 8], ["您对服务是否满意？", "一般", 4]])]); } },
];

/// A budget of P1 alone.
fn of_ten(inbox: &Inbox) -> &Inbox {
    inbox.book("预算.xlsx", &[("预算", budget(rows![["P1", "项目P1", "甲局", 10, 10]]))])
}

#[test]
fn near_misses_are_no_findings() {
    let mut wrong = Vec::new();
    for near in NEAR {
        let inbox = Inbox::new();
        (near.make)(&inbox);
        let run = inbox.run(arguments(near.code));
        assert!(!run.rows("projects", &["project_code"]).is_empty(), "{}", near.code);
        let found: Vec<String> = run.codes().into_iter().filter(|code| code == near.code).collect();
        if !found.is_empty() {
            wrong.push(format!("{}: {:?}", near.code, run.rows("findings", &["code", "message"])));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_code_of_a_check_has_its_near_miss() {
    let of_checks = check::CHECKS.iter().flat_map(|(_, codes, _)| *codes);
    let of_ledgers = check::ledgers::CHECKS.iter().flat_map(|(_, codes, _)| *codes);
    let codes: BTreeSet<String> = of_checks.chain(of_ledgers).map(|code: &Code| code.name().to_owned()).collect();
    let near: BTreeSet<String> = NEAR.iter().map(|near| near.code.to_owned()).collect();
    assert_eq!(codes.difference(&near).collect::<Vec<_>>(), Vec::<&String>::new());
}
