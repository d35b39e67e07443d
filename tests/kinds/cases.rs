//! Three forms that units have published, in the national layout: every figure as printed, and a finding for each
//! thing that is wrong with them.

use jixiao::fraction::Fraction;

use crate::render::expect;
use crate::support::sheet::{sheet, workbook};
use crate::support::{Inbox, Run, short};

/// Amounts in yuan, no initial budget, points in whole numbers taken off without a rule.
const SCHOOL_MEALS: &str = r"
    项目支出绩效自评表|<|<|<|<|<|<|<|<
    （2022年度）|<|<|<|<|<|<|<|<
    项目名称|<|义务教育营养改善计划专项资金|<|<|<|<|<|<
    主管部门|<|永德县教育体育局|<|<|实施单位|<|永德县明朗中学|<
    项目资金⏎（元）|<||年初预算数|全年预算数|全年执行数|分值|执行率|得分
    ^|^|年度资金总额||387,664.62|387,664.62|10|100|10
    绩效指标|一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分|偏差原因分析及改进措施
    ^|产出指标|数量指标|学生受资助人数|≥735人次|735人次|10|10|
    ^|^|质量指标|营养改善计划覆盖率|≥100%|'100%|10|10|
    ^|^|时效指标|资金到位及时率|≥100%|'100%|10|7|
    ^|^|成本指标|生均补助标准达标率|=100%|'100%|10|10|
    ^|效益指标|经济效益指标|减轻贫困学生家庭经济负担|有效|有效|10|10|
    ^|^|社会效益指标|政策知晓率|=100%|'98%|10|9|
    ^|^|可持续影响指标|促进学校教育事业健康发展|≥100%|'100%|10|10|
    ^|满意度指标|服务对象满意度指标|学生满意度|≥95%|'100%|10|10|
    ^|^|^|家长满意度|≥95%|'100%|10|10|
    总分|<|<|<|<|<|100|96|
";

/// A rate as a share beside rates in percent, and 40 points on an actual that repeats its target.
const FISHING_SUBSIDY: &str = r"
    项目支出绩效自评表|<|<|<|<|<|<|<|<
    （2020年度）|<|<|<|<|<|<|<|<
    项目名称|<|长江禁捕项目——渔业成品油价格改革补贴|<|<|<|<|<|<
    主管部门|<|区市场监督管理局|<|<|实施单位|<|农业工作科|<
    项目资金⏎（万元）|<||年初预算数|全年预算数|全年执行数|分值|执行率|得分
    ^|^|年度资金总额||1.56|1.56|20|1|20
    绩效指标|一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分|偏差原因分析及改进措施
    ^|产出指标|数量指标|补贴渔船数|6|6|20|20|
    ^|^|质量指标|渔船补贴发放率|'100%|'100%|10|10|
    ^|^|时效指标|12月底之前完成|'100%|'100%|10|10|
    ^|效益指标|服务对象满意度指标|退捕渔民抽样调查满意度|≥90%|≥90%|40|40|
    总分|<|<|<|<|<|100|100|
";

/// A total row of noughts beside a source that was spent, and weights that do not reach the hundred.
const VILLAGE_SUBSIDY: &str = r"
    附件|<|<|<|<|<|<|<|<
    项目支出绩效自评表（2022年度）|<|<|<|<|<|<|<|<
    项目名称|<|村级补助及运转经费|<|<|<|<|<|<
    主管部门|<|池州市贵池区棠溪镇人民政府|<|<|实施单位|<|池州市贵池区棠溪镇人民政府|<
    项目资金⏎（万元）|<||年初预算数|全年预算数|全年执行数|分值|执行率|得分
    ^|^|年度资金总额：|0|0|0|10|0|0
    ^|^|其中：本年财政拨款|202.64|132.912|132.912|||
    ^|^|上年结转资金||||||
    ^|^|其他资金||||||
    年度总体目标|预期目标|<|<|<|实际完成情况|<|<|<
    ^|安排经费2026400元|<|<|<|支出1329120.67元|<|<|<
    绩效指标|一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分|偏差原因分析及改进措施
    ^|产出指标（50分）|数量指标|补助村（社区）数量|=8个|8|8|8|
    ^|^|^|保障村干部人数|=42个|42|8|8|
    ^|^|质量指标|补助资格合规性|合规|达成预期指标|8|8|
    ^|^|^|经费审批流程规范性|严格执行相关制度规定|达成预期指标|8|8|
    ^|^|时效指标|补助经费到位及时性|及时|达成预期指标|8|8|
    ^|^|成本指标|项目总成本（万元）|≤202.6|132.9|10|10|
    ^|效益指标（30分）|经济效益指标|对保障村（社区）两委机构正常运行的影响程度|效果明显|达成预期指标|10|10|
    ^|^|社会效益指标|提高村（社区）干部工作积极性的影响程度|效果明显|达成预期指标|10|10|
";

#[test]
fn school_meals_are_read_with_every_figure() {
    expect(&[sheet("自评", SCHOOL_MEALS)], "
        sheet 自评 self-evaluation name=义务教育营养改善计划专项资金@C3 department=永德县教育体育局@C4 unit=永德县明朗中学@H4 year=2022@A2
        fund revised=387,664.62@E6 spent=387,664.62@F6 rate=1@H6 weight=10@G6 points=10@I6
        indicator 预算执行/预算执行率/预算执行率@C6 actual=100.00%{1 %}@H6 weight=10@G6 points=10@I6
        indicator 产出指标/数量指标/学生受资助人数@D8 target=≥735人次{≥ 735 人次}@E8 actual=735人次{735 人次}@F8 weight=10@G8 points=10@H8
        indicator 产出指标/质量指标/营养改善计划覆盖率@D9 target=≥100%{≥ 1 %}@E9 actual=100%{1 %}@F9 weight=10@G9 points=10@H9
        indicator 产出指标/时效指标/资金到位及时率@D10 target=≥100%{≥ 1 %}@E10 actual=100%{1 %}@F10 weight=10@G10 points=7@H10
        indicator 产出指标/成本指标/生均补助标准达标率@D11 target==100%{= 1 %}@E11 actual=100%{1 %}@F11 weight=10@G11 points=10@H11
        indicator 效益指标/经济效益指标/减轻贫困学生家庭经济负担@D12 target=有效{}@E12 actual=有效{}@F12 weight=10@G12 points=10@H12
        indicator 效益指标/社会效益指标/政策知晓率@D13 target==100%{= 1 %}@E13 actual=98%{0.98 %}@F13 weight=10@G13 points=9@H13
        indicator 效益指标/可持续影响指标/促进学校教育事业健康发展@D14 target=≥100%{≥ 1 %}@E14 actual=100%{1 %}@F14 weight=10@G14 points=10@H14
        indicator 满意度指标/服务对象满意度指标/学生满意度@D15 target=≥95%{≥ 0.95 %}@E15 actual=100%{1 %}@F15 weight=10@G15 points=10@H15
        indicator 满意度指标/服务对象满意度指标/家长满意度@D16 target=≥95%{≥ 0.95 %}@E16 actual=100%{1 %}@F16 weight=10@G16 points=10@H16
        total weight=100@G17 of 10+10+10+10+10+10+10+10+10+10 points=96@H17 of 10+10+10+7+10+10+9+10+10+10
        rows 17: 10 used, 4 title, 2 heading, 1 total, 0 refused
        finding initial-budget-missing@D6,E6
    ");
}

#[test]
fn fishing_subsidy_is_read_with_every_figure() {
    expect(&[sheet("自评", FISHING_SUBSIDY)], "
        sheet 自评 self-evaluation name=长江禁捕项目——渔业成品油价格改革补贴@C3 department=区市场监督管理局@C4 unit=农业工作科@H4 year=2020@A2
        fund revised=15,600.00@E6 spent=15,600.00@F6 rate=1@H6 weight=20@G6 points=20@I6
        indicator 预算执行/预算执行率/预算执行率@C6 actual=100.00%{1 %}@H6 weight=20@G6 points=20@I6
        indicator 产出指标/数量指标/补贴渔船数@D8 target=6{6}@E8 actual=6{6}@F8 weight=20@G8 points=20@H8
        indicator 产出指标/质量指标/渔船补贴发放率@D9 target=100%{1 %}@E9 actual=100%{1 %}@F9 weight=10@G9 points=10@H9
        indicator 产出指标/时效指标/12月底之前完成@D10 target=100%{1 %}@E10 actual=100%{1 %}@F10 weight=10@G10 points=10@H10
        indicator 效益指标/服务对象满意度指标/退捕渔民抽样调查满意度@D11 target=≥90%{≥ 0.9 %}@E11 actual=≥90%{≥ 0.9 %}@F11 weight=40@G11 points=40@H11
        total weight=100@G12 of 20+20+10+10+40 points=100@H12 of 20+20+10+10+40
        rows 12: 5 used, 4 title, 2 heading, 1 total, 0 refused
        finding initial-budget-missing@D6,E6
    ");
}

#[test]
fn village_subsidy_is_read_with_every_figure() {
    expect(&[sheet("自评", VILLAGE_SUBSIDY)], "
        sheet 自评 self-evaluation name=村级补助及运转经费@C3 department=池州市贵池区棠溪镇人民政府@C4 unit=池州市贵池区棠溪镇人民政府@H4 year=2022@A2
        fund initial=0.00@D6 revised=0.00@E6 spent=0.00@F6 rate=0@H6 weight=10@G6 points=0@I6
        fund 本年财政拨款 initial=2,026,400.00@D7 revised=1,329,120.00@E7 spent=1,329,120.00@F7
        fund 上年结转资金
        fund 其他资金
        indicator 预算执行/预算执行率/预算执行率@C6 actual=0.00%{0 %}@H6 weight=10@G6 points=0@I6
        indicator 产出指标/数量指标/补助村(社区)数量@D13 target==8个{= 8 个}@E13 actual=8{8}@F13 weight=8@G13 points=8@H13
        indicator 产出指标/数量指标/保障村干部人数@D14 target==42个{= 42 个}@E14 actual=42{42}@F14 weight=8@G14 points=8@H14
        indicator 产出指标/质量指标/补助资格合规性@D15 target=合规{}@E15 actual=达成预期指标{}@F15 weight=8@G15 points=8@H15
        indicator 产出指标/质量指标/经费审批流程规范性@D16 target=严格执行相关制度规定{}@E16 actual=达成预期指标{}@F16 weight=8@G16 points=8@H16
        indicator 产出指标/时效指标/补助经费到位及时性@D17 target=及时{}@E17 actual=达成预期指标{}@F17 weight=8@G17 points=8@H17
        indicator 产出指标/成本指标/项目总成本(万元)@D18 target=≤202.6{≤ 2026000 元}@E18 actual=132.9{1329000 元}@F18 weight=10@G18 points=10@H18
        indicator 效益指标/经济效益指标/对保障村(社区)两委机构正常运行的影响程度@D19 target=效果明显{}@E19 actual=达成预期指标{}@F19 weight=10@G19 points=10@H19
        indicator 效益指标/社会效益指标/提高村(社区)干部工作积极性的影响程度@D20 target=效果明显{}@E20 actual=达成预期指标{}@F20 weight=10@G20 points=10@H20
        group 产出指标 50@B13 of 8+8+8+8+8+10
        group 效益指标 30@B19 of 10+10
        rows 20: 12 used, 4 title, 2 heading, 2 note, 0 refused
    ");
}

/// A run on one form, and the inbox as long as its outputs are looked at.
fn reviewed(form: &str) -> (Inbox, Run) {
    let inbox = Inbox::new();
    inbox.file("自评表.xlsx", workbook(&[sheet("自评", form)]));
    let run = inbox.run(&[]);
    (inbox, run)
}

/// The points of every indicator with their source and, where it is another, what the unit claims.
fn points(run: &Run) -> Vec<String> {
    let rows = run.rows("indicators", &["level3", "points", "points_source", "claimed_points"]);
    let claimed =
        |row: &[String]| if row[3] == row[1] { String::new() } else { format!(" claimed {}", short(&row[3])) };
    rows.iter().map(|row| format!("{} {} {}{}", row[0], short(&row[1]), row[2], claimed(row))).collect()
}

/// Every finding that is more than a note, as `code cell`.
fn faults(run: &Run) -> Vec<String> {
    let rows = run.rows("findings", &["severity", "code", "cell"]).into_iter().filter(|row| row[0] != "note");
    rows.map(|row| format!("{} {}", row[1], row[2])).collect()
}

#[test]
fn school_meals_are_scored_anew() {
    let (_inbox, run) = reviewed(SCHOOL_MEALS);
    let projects = run.rows("projects", &["rubric", "points", "claimed_points", "grade", "status"]);
    assert_eq!(projects[0], ["national-self-evaluation", "99.8000", "96.0000", "优", "scored"]);
    assert_eq!(
        points(&run),
        [
            "预算执行率 10 computed",
            "学生受资助人数 10 computed",
            "营养改善计划覆盖率 10 computed",
            "资金到位及时率 10 computed claimed 7",
            "生均补助标准达标率 10 computed",
            "减轻贫困学生家庭经济负担 10 computed",
            "政策知晓率 9.8 computed claimed 9",
            "促进学校教育事业健康发展 10 computed",
            "学生满意度 10 computed",
            "家长满意度 10 computed"
        ]
    );
    assert_eq!(
        faults(&run),
        [
            "initial-budget-missing D6",
            "groups-differ G6",
            "claim-differs H10",
            "points-off-unexplained H10",
            "claim-differs H13",
            "claim-total-differs H17"
        ]
    );
}

#[test]
fn fishing_subsidy_is_scored_by_the_edition_of_20_and_80() {
    let (_inbox, run) = reviewed(FISHING_SUBSIDY);
    let projects = run.rows("projects", &["rubric", "points", "claimed_points", "grade", "status"]);
    assert_eq!(projects[0], ["self-evaluation-20-80", "100.0000", "100.0000", "优", "scored"]);
    assert_eq!(
        points(&run),
        [
            "预算执行率 20 computed",
            "补贴渔船数 20 computed",
            "渔船补贴发放率 10 computed",
            "12月底之前完成 10 computed",
            "退捕渔民抽样调查满意度 40 computed"
        ]
    );
    assert_eq!(faults(&run), ["initial-budget-missing D6"]);
}

#[test]
fn village_subsidy_has_no_rate_in_its_total_and_two_in_its_source() {
    let (_inbox, run) = reviewed(VILLAGE_SUBSIDY);
    let rates = ["execution_rate", "execution_rate_initial", "execution_rate_revised", "execution_rate_received"];
    assert_eq!(run.rows("projects", &rates)[0], ["-", "-", "-", "-"]);
    let projects = run.rows("projects", &["rubric", "points", "claimed_points", "grade", "status"]);
    assert_eq!(projects[0], ["national-self-evaluation", "70.0000", "-", "-", "partial"]);
    assert_eq!(
        points(&run),
        [
            "预算执行率 0 policy",
            "补助村(社区)数量 8 computed",
            "保障村干部人数 8 computed",
            "补助资格合规性 8 computed",
            "经费审批流程规范性 8 computed",
            "补助经费到位及时性 8 computed",
            "项目总成本(万元) 10 computed",
            "对保障村(社区)两委机构正常运行的影响程度 10 computed",
            "提高村(社区)干部工作积极性的影响程度 10 computed"
        ]
    );
    assert_eq!(
        faults(&run),
        [
            "weights-total C6",
            "sources-total D6",
            "budget-missing E6",
            "sources-total E6",
            "sources-total F6",
            "revised-cut E7",
            "ceiling-underspent F18",
            "weights-group B19"
        ]
    );
    let told = run.rows("findings", &["code", "message"]);
    let says = |code: &str, words: &[&str]| {
        let message = &told.iter().find(|row| row[0] == code).unwrap()[1];
        assert!(words.iter().all(|word| message.contains(word)), "{message}");
    };
    says("revised-cut", &["本年财政拨款", "2,026,400.00", "1,329,120.00", "100%", "65.59%"]);
    says("ceiling-underspent", &["项目总成本", "132.9", "202.6", "65.60%", "10 分"]);
    let funds = run.rows("funds", &["source", "initial_budget_fen", "revised_budget_fen", "expenditure_fen"]);
    let source: Vec<&str> =
        funds.iter().find(|row| row[0] == "本年财政拨款").unwrap().iter().map(String::as_str).collect();
    assert_eq!(source[1..], ["202640000", "132912000", "132912000"]);
    let over = |base: &str| Fraction::ratio(source[3].parse().unwrap(), base.parse().unwrap()).unwrap().percent(2);
    assert_eq!((over(source[1]), over(source[2])), ("65.59%".to_owned(), "100.00%".to_owned()));
}

/// The findings of a run on one form, as `code cell`.
fn found(form: &str) -> Vec<String> {
    let (_inbox, run) = reviewed(form);
    run.findings().into_iter().map(|[code, _, cell]| format!("{code} {cell}")).collect()
}

/// A fault is found where it stands, and not in the same form without it.
#[track_caller]
fn expect_fault(form: &str, fault: &str, wrong: &str, right: &str) {
    let with = found(form);
    assert!(with.iter().any(|finding| finding == fault), "{fault} is not among {with:#?}");
    assert!(form.contains(wrong), "{wrong}");
    let without = found(&form.replace(wrong, right));
    assert!(!without.iter().any(|finding| finding == fault), "{fault} is still among {without:#?}");
}

#[test]
fn an_empty_initial_budget_beside_a_filled_revised_one() {
    let (wrong, right) = ("年度资金总额||387,664.62", "年度资金总额|387,664.62|387,664.62");
    expect_fault(SCHOOL_MEALS, "initial-budget-missing D6", wrong, right);
}

#[test]
fn points_off_a_met_target_without_a_reason() {
    let (wrong, right) = ("'100%|10|7|", "'100%|10|7|上级资金晚到5天");
    expect_fault(SCHOOL_MEALS, "points-off-unexplained H10", wrong, right);
    assert!(!found(SCHOOL_MEALS).contains(&"points-off-unexplained H13".to_owned()));
}

#[test]
fn an_actual_copied_from_its_target() {
    expect_fault(FISHING_SUBSIDY, "actual-copied F11", "≥90%|≥90%", "≥90%|'93.2%");
    assert!(!found(FISHING_SUBSIDY).contains(&"actual-copied F8".to_owned()));
}

#[test]
fn a_total_of_nought_beside_a_source_that_was_spent() {
    for cell in ["D6", "E6", "F6"] {
        let total = "年度资金总额：|202.64|132.912|132.912";
        expect_fault(VILLAGE_SUBSIDY, &format!("sources-total {cell}"), "年度资金总额：|0|0|0", total);
    }
}

/// The rows after the second benefit indicator are cut off in the source: the weights add to 80, and to 90 with the
/// third benefit indicator that the group's 30 points ask for.
#[test]
fn weights_that_do_not_add_to_a_hundred() {
    let third = "^|^|生态效益指标|村容村貌改善程度|效果明显|达成预期指标|10|10|\n    ";
    let satisfaction = "^|满意度指标（10分）|服务对象满意度指标|村民满意度|≥90%|'95%|10|10|\n    ";
    let ninety = format!("{}{third}", VILLAGE_SUBSIDY);
    for form in [VILLAGE_SUBSIDY, &ninety] {
        let found = found(form);
        assert!(found.iter().any(|finding| finding.starts_with("weights-total ")), "{found:#?}");
        let group = found.contains(&"weights-group B19".to_owned());
        assert_eq!(group, form == VILLAGE_SUBSIDY, "{found:#?}");
    }
    let hundred = found(&format!("{ninety}{satisfaction}"));
    assert!(!hundred.iter().any(|finding| finding.starts_with("weights-")), "{hundred:#?}");
}
