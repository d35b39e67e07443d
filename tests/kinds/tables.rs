//! Score tables, target and monitoring forms, budget tables, ledgers, surveys and review sheets as units send them.

use jixiao::location::Sited;
use jixiao::money::Money;

use crate::render::{expect, expect_file, read};
use crate::support::sheet::{sheet, workbook};
use crate::support::{Inbox, form};

/// The annex with explanation, rule, target and actual; codes before the names, weights in the labels of the groups.
#[test]
fn a_score_table_with_rules_targets_and_evidence() {
    let table = r"
        附件1：2023年度项目支出绩效评价综合评分表|<|<|<|<|<|<|<|<|<|<
        项目名称：高标准农田建设|<|<|<|<|主管部门：甲县农业农村局|<|<|<|<|<
        一级指标|二级指标|三级指标|指标解释|评分规则|核查情况|目标值|实际完成值|分值|得分|扣分原因
        A决策（20分）|A1项目立项（8分）|A11立项依据充分性|立项是否有依据|①符合法律法规；②符合规划；③与职责相符。每项各占1/3权重分|①符合；②符合；③部分符合(50%)|充分|充分|3|2.5|职责划分不清
        ^|^|A12立项程序规范性|程序是否规范|①按程序申请；②经集体决策。缺一项扣50%|①√②√|规范|规范|5|5|
        ^|A2绩效目标（12分）|A21绩效指标明确性|指标是否清晰|①细化；②可衡量；③匹配|①②符合，③不符合：缺少质量指标|明确|基本明确|12|8|缺少质量指标
        B过程（20分）|B1资金管理（20分）|B11预算执行率|支出与到位之比|预算执行率×权重分||'100%|'96.35%|20|19.27|
        C产出（60分）|C1产出数量（60分）|C11新建面积|完成面积|完成率×权重分||≥1.2万亩|1.21万亩|60|60|
        合计|<|<||||||100|94.77|
    ";
    expect(&[sheet("评分", table)], "
        sheet 评分 score-table name=高标准农田建设@A2 department=甲县农业农村局@F2 year=2023@A1
        indicator A11 决策/项目立项/立项依据充分性@C4 target=充分{}@G4 actual=充分{}@H4 weight=3@I4 points=2.5@J4 reason=职责划分不清@K4 explanation=立项是否有依据 rule=①符合法律法规；②符合规划；③与职责相符。每项各占1/3权重分@E4 evidence=①符合；②符合；③部分符合(50%)@F4
        indicator A12 决策/项目立项/立项程序规范性@C5 target=规范{}@G5 actual=规范{}@H5 weight=5@I5 points=5@J5 explanation=程序是否规范 rule=①按程序申请；②经集体决策。缺一项扣50%@E5 evidence=①√②√@F5
        indicator A21 决策/绩效目标/绩效指标明确性@C6 target=明确{}@G6 actual=基本明确{}@H6 weight=12@I6 points=8@J6 reason=缺少质量指标@K6 explanation=指标是否清晰 rule=①细化；②可衡量；③匹配@E6 evidence=①②符合，③不符合：缺少质量指标@F6
        indicator B11 过程/资金管理/预算执行率@C7 target=100%{1 %}@G7 actual=96.35%{0.9635 %}@H7 weight=20@I7 points=19.27@J7 explanation=支出与到位之比 rule=预算执行率×权重分@E7
        indicator C11 产出/产出数量/新建面积@C8 target=≥1.2万亩{≥ 12000 亩}@G8 actual=1.21万亩{12100 亩}@H8 weight=60@I8 points=60@J8 explanation=完成面积 rule=完成率×权重分@E8
        group 决策 20@A4 of 3+5+12
        group 过程 20@A7 of 20
        group 产出 60@A8 of 60
        group 项目立项 8@B4 of 3+5
        group 绩效目标 12@B6 of 12
        group 资金管理 20@B7 of 20
        group 产出数量 60@B8 of 60
        total weight=100@I9 of 3+5+12+20+60 points=94.77@J9 of 2.5+5+8+19.27+60
        rows 9: 5 used, 2 title, 1 heading, 1 total, 0 refused
    ");
}

/// The annex with standard, process and deduction: the weight stands in the indicator's name. Below it the tables of the
/// report's text repeat the points with rates.
#[test]
fn a_score_table_with_process_and_deduction() {
    let table = r"
        产业扶持资金绩效评价指标综合评分表|<|<|<|<|<|<
        一级指标|二级指标|三级指标|评价标准|评分过程|扣分|实际得分
        决策（8分）|项目立项（8分）|立项依据充分性（3分）|①符合法律法规；②符合规划|依据充分。不扣分，得3分|0|3
        ^|^|立项程序规范性（5分）|①按程序申请；②经集体决策|未经集体决策，扣2分|2|3
        产出（12分）|产出成本⏎（12分）|补贴成本（12分）|成本控制在预算内|成本未超。不扣分，得12分|0|12
        总分|<|<|||2|18
    ";
    let repeated = r"
        项目决策指标得分情况
        一级指标|二级指标|三级指标|权重|得分|得分率
        决策|项目立项|立项依据充分性|3|3|100%
        ^|^|立项程序规范性|5|3|'60%
        合计|<|<|8|6|75%
    ";
    expect(&[sheet("综合评分表", table), sheet("得分情况", repeated)], "
        sheet 综合评分表 score-table
        indicator 决策/项目立项/立项依据充分性@C3 weight=3@C3 points=3@G3 deduction=0@F3 reason=依据充分。不扣分，得3分@E3 rule=①符合法律法规；②符合规划@D3
        indicator 决策/项目立项/立项程序规范性@C4 weight=5@C4 points=3@G4 deduction=2@F4 reason=未经集体决策，扣2分@E4 rule=①按程序申请；②经集体决策@D4
        indicator 产出/产出成本/补贴成本@C5 weight=12@C5 points=12@G5 deduction=0@F5 reason=成本未超。不扣分，得12分@E5 rule=成本控制在预算内@D5
        group 决策 8@A3 of 3+5
        group 产出 12@A5 of 12
        group 项目立项 8@B3 of 3+5
        group 产出成本 12@B5 of 12
        total of 3+5+12 points=18@G6 of 3+3+12
        rows 6: 3 used, 1 title, 1 heading, 1 total, 0 refused
        sheet 得分情况 score-summary
        indicator 决策/项目立项/立项依据充分性@C3 weight=3@D3 points=3@E3 points-rate=1@F3
        indicator 决策/项目立项/立项程序规范性@C4 weight=5@D4 points=3@E4 points-rate=0.6@F4
        subtotal weight=8@D5 of 3+5 points=6@E5 of 3+3
        rows 5: 2 used, 1 title, 1 heading, 1 total, 0 refused
    ");
}

/// A target form has amounts applied for, and no weights or points.
#[test]
fn a_target_form_with_the_funds_applied_for() {
    let form = r"
        项目支出绩效目标申报表|<|<|<|<|<
        （2024年度）|<|<|<|<|<
        项目名称|<|村级文化活动室维修|<|<|<
        主管部门及代码|<|[316]甲县文化和旅游局|<|实施单位|甲县文化馆
        项目属性|<|延续项目|<|项目期|1年
        项目资金⏎（万元）|<|年度资金总额：|<|<|36.5
        ^|^|其中：财政拨款|<|<|30
        ^|^|其他资金|<|<|6.5
        总⏎体⏎目⏎标|维修活动室18个，改善基层文化设施。|<|<|<|<
        绩⏎效⏎指⏎标|一级指标|二级指标|三级指标|<|指标值
        ^|成本指标|经济成本指标|维修总成本|<|≤36.5万元
        ^|产出指标|数量指标|维修活动室数量|<|=18个
        ^|^|质量指标|竣工验收合格率|<|100%
        ^|^|时效指标|……|<|
        ^|效益指标|社会效益指标|基层文化服务能力|<|有所提升
        ^|满意度指标|服务对象满意度指标|群众满意度|<|≥90%
    ";
    expect(&[sheet("目标申报表", form)], "
        sheet 目标申报表 target-form name=村级文化活动室维修@C3 department=[316]甲县文化和旅游局@C4 unit=甲县文化馆@F4 year=2024@A2
        indicator 成本指标/经济成本指标/维修总成本@D11 target=≤36.5万元{≤ 365000 元}@F11
        indicator 产出指标/数量指标/维修活动室数量@D12 target==18个{= 18 个}@F12
        indicator 产出指标/质量指标/竣工验收合格率@D13 target=1{1}@F13
        indicator 效益指标/社会效益指标/基层文化服务能力@D15 target=有所提升{}@F15
        indicator 满意度指标/服务对象满意度指标/群众满意度@D16 target=≥90%{≥ 0.9 %}@F16
        rows 16: 5 used, 1 blank, 9 title, 1 heading, 0 refused
    ");
}

/// What was spent by July and is expected of the year; causes to tick, likelihood in three columns.
#[test]
fn a_monitoring_form() {
    let form = r"
        项目支出绩效目标执行监控表|<|<|<|<|<|<|<|<|<|<|<|<|<|<
        （2023年度）|<|<|<|<|<|<|<|<|<|<|<|<|<|<
        项目名称|<|智慧水表改造|<|<|<|<|<|<|<|<|<|<|<|<
        主管部门及代码|<|甲市水务局|<|<|<|实施单位|<|甲市供水站|<|<|<|<|<|<
        项目资金⏎（万元）|<||年初预算数|1—7月执行数|1—7月执行率|全年预计执行数|<|<|<|<|<|<|<|<
        ^|^|年度资金总额：|200|96|48%|190|<|<|<|<|<|<|<|<
        ^|^|其中：本年一般公共预算拨款|150|80|53.33%|150|<|<|<|<|<|<|<|<
        ^|^|其他资金|50|16|32%|40|<|<|<|<|<|<|<|<
        年度总体目标|改造水表3万只|<|<|<|<|<|<|<|<|<|<|<|<|<
        绩效指标|一级指标|二级指标|三级指标|年度指标值|1—7月完成情况|全年预计完成情况|偏差原因分析|<|<|<|<|<|完成目标可能性|<
        ^|^|^|^|^|^|^|经费保障|制度保障|人员保障|硬件条件保障|其他|原因说明|确定能|有可能
        ^|产出指标|数量指标|改造水表数量|≥3万只|1.6万只|3万只|||√|||雨季停工两周|√|
        ^|^|质量指标|安装合格率|≥98%|97.5%|98%|||||||√|
        ^|效益指标|社会效益指标|漏损率|≤10%|12%|11%|√||||√|老旧管网未更换||√
        ^|满意度指标|服务对象满意度指标|用户满意度|≥90%|年底调查|≥90%||||||||√
    ";
    let form = &form.replace("|确定能|有可能\n", "|确定能|有可能|完全不可能\n");
    expect(&[sheet("监控表", form)], "
        sheet 监控表 monitoring name=智慧水表改造@C3 department=甲市水务局@C4 unit=甲市供水站@I4 year=2023@A2
        fund initial=2,000,000.00@D6
        fund 本年一般公共预算拨款 initial=1,500,000.00@D7
        fund 其他资金 initial=500,000.00@D8
        progress spent=960,000.00@E6 expected=1,900,000.00@G6
        progress 本年一般公共预算拨款 spent=800,000.00@E7 expected=1,500,000.00@G7
        progress 其他资金 spent=160,000.00@E8 expected=400,000.00@G8
        progress 改造水表数量@D12 target=≥3万只{≥ 30000 只}@E12 reached=1.6万只{16000 只}@F12 expected=3万只{30000 只}@G12 likelihood=sure@N12 reason=雨季停工两周@M12
        progress 安装合格率@D13 target=≥98%{≥ 0.98 %}@E13 reached=0.975{0.975}@F13 expected=0.98{0.98}@G13 likelihood=sure@N13
        progress 漏损率@D14 target=≤10%{≤ 0.1 %}@E14 reached=0.12{0.12}@F14 expected=0.11{0.11}@G14 likelihood=possible@O14 reason=老旧管网未更换@M14
        progress 用户满意度@D15 target=≥90%{≥ 0.9 %}@E15 reached=年底调查{}@F15 expected=≥90%{≥ 0.9 %}@G15 likelihood=possible@O15
        rows 15: 7 used, 4 title, 3 heading, 1 note, 0 refused
    ");
}

/// A row a project under two header rows, the total on top, parts of the row above (其中), notes and a signature below.
#[test]
fn a_budget_table_with_two_header_rows() {
    let table = r"
        2023年度部门项目支出预算执行情况表|<|<|<|<|<|<|<|<
        编制单位：甲县财政局|<|<|<|<|<|<|<|单位：万元
        序号|项目编码|项目名称|主管部门|预算数|<|实际到位|全年执行数|执行率
        ^|^|^|^|年初|调整后|^|^|^
        合计|<|<||=SUM(E6:E9)→410|402.5|382.5|350|86.96%
        1|23001|农村饮水安全维修养护|甲县水利局|260|252.5|252.5|240|95.05%
        ||其中：水质检测|甲县水利局|60|60|60|55|91.67%
        2|'023002|学前教育资助|甲县教育局|150|150|130|110|73.33%
        3|'5.0|防灾物资储备|甲县应急局||||
        说明：执行率为全年执行数除以调整后预算数。|<|<|<|<|<|<|<|<
        填表人：张某||联系电话：13900002222||||||
    ";
    let file = read("预算.xlsx", workbook(&[sheet("Sheet1", table).at(1, 0)]));
    expect_file(&file, "
        sheet Sheet1 budget-table year=2023@A2
        fund code=23001@B7 name=农村饮水安全维修养护@C7 department=甲县水利局@D7 initial=2,600,000.00@E7 revised=2,525,000.00@F7 received=2,525,000.00@G7 spent=2,400,000.00@H7 rate=0.9505@I7
        fund code=023002@B9 name=学前教育资助@C9 department=甲县教育局@D9 initial=1,500,000.00@E9 revised=1,500,000.00@F9 received=1,300,000.00@G9 spent=1,100,000.00@H9 rate=0.7333@I9
        fund code=5@B10 name=防灾物资储备@C10 department=甲县应急局@D10
        rows 11: 3 used, 1 title, 1 unit, 2 heading, 1 total, 3 note, 0 refused
    ");
    assert!(!format!("{file:?}").contains("13900002222"));
}

/// The same amounts whether the unit stands above the table, in the heading or in the cell.
#[test]
fn units_of_a_budget_table() {
    for (line, heading, cells) in [
        ("金额单位：元", "年初预算数|全年预算数|批复日期", "1,250,000.00|1,200,000|2023-02-03"),
        ("", "年初预算数（万元）|全年预算数(万元)|批复日期", "125|120|2023年2月3日"),
        ("", "年初预算数（千元）|全年预算数（千元）|批复时间", "1250|1200|2023.02.03"),
        ("", "年初预算数|全年预算数|批准日期", "125万元|1200000元|20230203"),
        ("（单位：万元）", "年初预算|调整后预算数|审批日期", "'125.00|'120|2023/2/3"),
        ("单位：亿元", "年初批复预算数|调整后预算|会议日期", "0.0125|0.012|44960"),
    ] {
        let table = format!(
            "2023年预算安排表|<|<|<|<
            {line}
            项目编码|项目名称|{heading}
            A-01|公交站台更新|{cells}
            总计|<|||"
        );
        let file = read("预算.xlsx", workbook(&[sheet("表", &table)]));
        let (read, passed) = if line.is_empty() { (4, "1 title") } else { (5, "1 title, 1 unit") };
        expect_file(&file, &format!("
            sheet 表 budget-table year=2023@A1
            fund code=A-01@A4 name=公交站台更新@B4 initial=1,250,000.00@C4 revised=1,200,000.00@D4 approved=2023-02-03@E4
            rows {read}: 1 used, {passed}, 1 heading, 1 total, 0 refused
        "));
    }
}

#[test]
fn budget_lines_of_one_project() {
    let table = r"
        项目编码：JT-07|<|项目名称：农村客运补贴|<
        |||单位：元
        序号|支出内容|预算金额|实际支出
        一|车辆保险补贴|300,000.00|300,000.00
        二|站场维护|￥150,000|148,500.50
        |其中：站牌更换|50,000|49,000
        三|监控设备|12.5万元|
        总计|<|575,000.00|448,500.50
    ";
    expect(
        &[sheet("明细", table)],
        "
        sheet 明细 budget-lines code=JT-07@A1 name=农村客运补贴@C1
        line 车辆保险补贴@B4 budget=300,000.00@C4 spent=300,000.00@D4
        line 站场维护@B5 budget=150,000.00@C5 spent=148,500.50@D5
        line 监控设备@B7 budget=125,000.00@C7
        lines-total 总计@A8 budget=575,000.00@C8 spent=448,500.50@D8
        rows 8: 3 used, 1 title, 1 unit, 1 heading, 1 total, 1 note, 0 refused
    ",
    );
}

/// One project's ledger: real dates beside written ones, a subtotal for each month, money that came back, a running
/// number that nobody filled.
#[test]
fn a_ledger_with_monthly_subtotals_and_money_returned() {
    let table = r"
        危房改造补助资金拨付台账（2023年）|<|<|<|<|<|<|<
        项目编码：ZJ-2023-11|<|<|<|<|<|<|单位：元
        序号|拨付日期|资金文号|收款单位|用途|拨付金额|计划拨付日期|备注
        1|2023-03-05|甲财建〔2023〕12号|乙镇人民政府|第一批补助|350,000.00|2023-03-01|
        2|2023/3/18|甲财建〔2023〕15号|丙乡人民政府|第一批补助|￥280,000.00|2023年3月|
        3月小计|<|<|<|<|630,000.00||
        3|20230612|甲财建〔2023〕30号|乙镇人民政府|第二批补助|12.5万元|2023.06.30|
        4|2023年6月20日|甲财建〔2023〕31号|丙乡人民政府|退回结余资金|-5,000.00||退款
        5|2023-06-28|甲财建〔2023〕33号|丁村民委员会|错汇退回|（3,000.00）||
        6月小计|<|<|<|<|117,000.00||
        6|||||||
        7|||||||
        本年累计|<|<|<|<|747,000.00||
        合  计|<|<|<|<|=SUM(F4,F5,F7:F9)→747000||
        备注：退回资金以负数列示。|<|<|<|<|<|<|<
        制表人：张某|<|<|审核人：张某|<|<|<|<
    ";
    expect(&[sheet("台账", table)], "
        sheet 台账 ledger code=ZJ-2023-11@A2 year=2023@A1
        payment 350,000.00@F4 date=2023-03-05 voucher=甲财建〔2023〕12号 payee=乙镇人民政府 purpose=第一批补助 planned=2023-03-01
        payment 280,000.00@F5 date=2023-03-18 voucher=甲财建〔2023〕15号 payee=丙乡人民政府 purpose=第一批补助 planned=2023-03
        payment 125,000.00@F7 date=2023-06-12 voucher=甲财建〔2023〕30号 payee=乙镇人民政府 purpose=第二批补助 planned=2023-06-30
        payment -5,000.00@F8 date=2023-06-20 voucher=甲财建〔2023〕31号 payee=丙乡人民政府 purpose=退回结余资金
        payment -3,000.00@F9 date=2023-06-28 voucher=甲财建〔2023〕33号 payee=丁村民委员会 purpose=错汇退回
        payments-total 747,000.00@F14
        rows 16: 5 used, 2 blank, 2 title, 1 heading, 4 total, 2 note, 0 refused
    ");
}

/// The whole bureau's payments as the treasury's system exports them: a project a row, the names in columns, personal
/// data beside them.
#[test]
fn a_treasury_export_for_many_projects() {
    let table = r"
        国库集中支付明细表|<|<|<|<|<|<|<|<|<|<
        支付日期|支付凭证号|预算单位|项目代码|项目名称|收款人全称|收款人账号|收款人开户银行|摘要|支付金额（元）|功能分类科目
        2023-04-11 |'0000231|甲县民政局|530100001|高龄津贴|张某|'6222020200112233445|某银行甲县支行|四月高龄津贴 身份证11010519491231002X|800|2080201
        2023-04-12|'0000232|甲县民政局|530100001|高龄津贴|甲县社保代发专户|'53001234567890123|某银行甲县支行|四月批量代发|1,236,400.00|2080201
        '2023-05-06 09:12:33|'0000318|甲县教育局|530100002|校舍维修|甲建筑有限公司|'53009876543210987|某银行乙支行|工程进度款，联系13900003333|456,789.12|2050202
        45061|'0000319|甲县教育局|530100002|校舍维修|乙监理有限公司|'53009876543210999|某银行乙支行|监理费|2.5万元|2050202
    ";
    let file = read("支付.xlsx", workbook(&[sheet("导出", table)]));
    expect_file(&file, "
        sheet 导出 ledger
        payment 800.00@J3 date=2023-04-11 voucher=0000231 payee=张某 purpose=四月高龄津贴 身份证*** code=530100001 name=高龄津贴
        payment 1,236,400.00@J4 date=2023-04-12 voucher=0000232 payee=甲县社保代发专户 purpose=四月批量代发 code=530100001 name=高龄津贴
        payment 456,789.12@J5 date=2023-05-06 voucher=0000318 payee=甲建筑有限公司 purpose=工程进度款，联系*** code=530100002 name=校舍维修
        payment 25,000.00@J6 date=2023-05-15 voucher=0000319 payee=乙监理有限公司 purpose=监理费 code=530100002 name=校舍维修
        rows 6: 4 used, 1 title, 1 heading, 0 refused
        finding heading-unknown@K2
    ");
    let carried = format!("{file:?}");
    for personal in ["6222020200112233445", "11010519491231002X", "13900003333", "53001234567890123", "某银行"] {
        assert!(!carried.contains(personal), "{personal}");
    }
}

/// A month and a day in columns of their own; the year stands in the heading, in the title, or in a column.
#[test]
fn dates_in_several_columns() {
    let payments = "
        payment 20,000.00@E5 date=2023-03-05 payee=甲公司 purpose=设计费
        payment 35,000.50@E6 date=2023-03-21 payee=乙公司 purpose=施工费
        payment 18,000.00@E7 date=2023-11-02 payee=乙公司 purpose=尾款";
    let book = r"
        排水管网清淤|<|<|<|<
        单位：元
        2023年|<|摘要|收款单位|支付金额
        月|日|^|^|^
        3|5|设计费|甲公司|20,000.00
        ^|21|施工费|乙公司|35,000.50
        11|2|尾款|乙公司|18,000.00
    ";
    expect(
        &[sheet("账", book)],
        &format!(
            "
        sheet 账 ledger year=2023@A3{payments}
        rows 7: 3 used, 1 title, 1 unit, 2 heading, 0 refused
    "
        ),
    );
    let titled = r"
        排水管网清淤支出明细（2023年度）|<|<|<|<
        项目编码：PS-01|<|<|<|单位：元

        月|日|摘要|收款单位|支付金额
        3月|5日|设计费|甲公司|20,000.00
        03|21|施工费|乙公司|35,000.50
        11|'02|尾款|乙公司|18,000.00
    ";
    expect(
        &[sheet("账", titled)],
        &format!(
            "
        sheet 账 ledger code=PS-01@A2 year=2023@A1{payments}
        rows 6: 3 used, 2 title, 1 heading, 0 refused
    "
        ),
    );
    let three = r"
        排水管网清淤|<|<|<|<|<
        单位：元

        年|月|日|摘要|收款单位|支付金额
        2023|3|5|设计费|甲公司|20,000.00
        2023年|3|21|施工费|乙公司|35,000.50
        2023|11|2|尾款|乙公司|18,000.00
    ";
    expect(
        &[sheet("账", three)],
        &format!(
            "
        sheet 账 ledger{}
        rows 6: 3 used, 1 title, 1 unit, 1 heading, 0 refused
    ",
            payments.replace("@E", "@F")
        ),
    );
}

/// Amounts and dates that cannot be read are findings with their cells, and the payment is not guessed.
#[test]
fn cells_of_a_ledger_that_cannot_be_read() {
    let table = r"
        单位：万元
        拨付日期|收款单位|用途|拨付金额
        三月上旬|甲公司|货款|12
        2023-02-30|乙公司|货款|1
        2023-03-04|丙公司|货款|约20
        2023-03-05|丁公司|货款|
        |戊公司|货款|3.123456789
    ";
    expect(
        &[sheet("台账", table)],
        "
        sheet 台账 ledger
        payment 120,000.00@D3 payee=甲公司 purpose=货款
        payment 10,000.00@D4 payee=乙公司 purpose=货款
        payment 31,234.57@D7 payee=戊公司 purpose=货款
        rows 7: 3 used, 1 unit, 1 heading, 2 refused
        finding date-unreadable@A3
        finding date-unreadable@A4
        finding amount-unreadable@D5
        finding amount-missing@D6
        finding amount-rounded@D7
        finding date-missing@A7
    ",
    );
}

/// The usual export of a survey site: letters or words, several choices joined, questions passed over.
#[test]
fn a_survey_export() {
    let export = r"
        序号|提交答卷时间|所用时间|来源|来源详情|来自IP|1、您的身份是|2、您对服务是否满意？|3、您希望加强哪些方面（多选）|4、其他建议|总分
        1|2024/1/5 09:04:11|58秒|微信|N/A|203.0.113.7(某省-某市)|A.村民|A.非常满意|A.宣传┋C.回访|(空)|5
        2|2024/1/5 09:12:40|95秒|手机提交|直接访问|203.0.113.8(某省-某市)|B.干部|B.满意|B.培训|希望延长服务时间，电话13900004444|4
        3|2024/1/6 10:00:00|41秒|链接|http://example.com|203.0.113.9(未知)|A.村民|C.一般|(跳过)|无|3
        4|2024/1/6 10:02:00|30秒|微信|N/A|203.0.113.10(未知)|A.村民||A.宣传┋B.培训┋C.回访||
    ";
    let file = read("饮水工程满意度.xlsx", workbook(&[sheet("Sheet1", export)]));
    expect_file(
        &file,
        "
        sheet Sheet1 survey-answers
        survey - respondents=4
        question 1 您的身份是@G1: A.村民 / B.干部 / A.村民 / A.村民
        question 2 您对服务是否满意?@H1: A.非常满意 / B.满意 / C.一般 / -
        question 3 您希望加强哪些方面(多选)@I1: A.宣传┋C.回访 / B.培训 / - / A.宣传┋B.培训┋C.回访
        question 4 其他建议@J1: - / 希望延长服务时间，电话*** / 无 / -
        rows 5: 4 used, 1 heading, 0 refused
    ",
    );
    let carried = format!("{file:?}");
    for personal in ["203.0.113", "13900004444"] {
        assert!(!carried.contains(personal), "{personal}");
    }
}

/// Each of several choices of one answer counts for its own option.
#[test]
fn several_choices_count_for_each_option() {
    let export = r"
        序号|提交答卷时间|1、您希望加强哪些方面（多选）|2、您对服务是否满意？
        1|2024-01-05|宣传┋回访|非常满意
        2|2024-01-05|培训|满意
        3|2024-01-06|宣传┋培训┋回访|一般
    ";
    let inbox = Inbox::new();
    inbox.book("P1/自评表.xlsx", &[("自评", form("P1", 10.0, 10.0, 10.0))]);
    inbox.file("P1/问卷.xlsx", workbook(&[sheet("问卷", export)]));
    let mut rows = inbox.run(&[]).rows("survey_options", &["question", "option", "count"]);
    rows.retain(|row| row[0].contains("多选"));
    rows.iter_mut().for_each(|row| drop(row.remove(0)));
    rows.sort();
    assert_eq!(rows, [["回访", "2"], ["培训", "2"], ["宣传", "2"]]);
}

/// Tallies: yes and no in columns with the copies returned, and a row for each option with its share.
#[test]
fn survey_tallies() {
    let yes_no = r"
        满意度调查统计表|<|<|<|<
        本次共发放问卷120份，收回问卷118份，有效问卷115份，受益总体2300人|<|<|<|<
        序号|调查问题|结果为“是”统计数|结果为“否”统计数|结果为“是”占比
        1|1、补贴是否及时到账？|110|5|95.65%
        2|2、您对政策是否满意？|'100|15|'86.96%
        合计|<|210|20|
    ";
    let options = r"
        问卷问题|选项|人数|占比
        1、您对服务是否满意？|非常满意|60|0.6
        ^|满意|30|30%
        ^|不满意|10人|'10%
        2、您是否了解政策？|了解|80|80%
        |不了解|20|20%
    ";
    expect(&[sheet("统计", yes_no), sheet("明细", options)], "
        sheet 统计 survey-tally
        survey 满意度调查统计表 issued=120@A2 returned=118@A2 valid=115@A2 population=2300@A2 respondents=0
        question 1 补贴是否及时到账?@B4: 是=110@C4 share=0.9565@E4 / 否=5@D4
        question 2 您对政策是否满意?@B5: 是=100@C5 share=0.8696@E5 / 否=15@D5
        rows 6: 2 used, 2 title, 1 heading, 1 total, 0 refused
        sheet 明细 survey-tally
        survey - respondents=0
        question 1 您对服务是否满意?@A2: 非常满意=60@C2 share=0.6@D2 / 满意=30@C3 share=0.3@D3 / 不满意=10@C4 share=0.1@D4
        question 2 您是否了解政策?@A5: 了解=80@C5 share=0.8@D5 / 不了解=20@C6 share=0.2@D6
        rows 6: 5 used, 1 heading, 0 refused
    ");
}

/// The bureau's decisions, an indicator a row; a row without reviewed points decides nothing.
#[test]
fn a_review_sheet() {
    let table = r"
        2023年度项目绩效自评结果审定表|<|<|<|<|<|<|<
        项目编码|项目名称|三级指标|分值|自评得分|审定得分|审定理由|审定人
        SL-01|灌区节水改造|渠道防渗长度|20|20|18|抽查一段未完成|张某
        ^|^|群众满意度（10分）|10|10|'9.5分|问卷样本不足|张某
        SL-02|水库除险|★按期完工率|15|15||同意自评|张某
        ^|^|工程合格率|15|15|15||
        合计|<|<|60|60|||
    ";
    expect(
        &[sheet("审定", table)],
        "
        sheet 审定 review year=2023@A1
        review 渠道防渗长度@C3 points=18@F3 reason=抽查一段未完成@G3 reviewer=张某@H3 code=SL-01@A3 name=灌区节水改造@B3
        review 群众满意度@C4 points=9.5@F4 reason=问卷样本不足@G4 reviewer=张某@H4 code=SL-01@A3 name=灌区节水改造@B3
        review 工程合格率@C6 points=15@F6 code=SL-02@A5 name=水库除险@B5
        rows 7: 3 used, 1 title, 1 heading, 1 total, 1 note, 0 refused
    ",
    );
}

/// Reviewed points go before all others and are named as such.
#[test]
fn reviewed_points_are_the_final_ones() {
    let inbox = Inbox::new();
    inbox.book("P1/自评表.xlsx", &[("自评", form("P1", 10.0, 10.0, 10.0))]);
    let review = "项目编码|指标|审定得分|审定理由\nP1|完成户数|45|两户不符合条件";
    inbox.file("审定表.xlsx", workbook(&[sheet("审定", review)]));
    let run = inbox.run(&[]);
    let columns = ["level3", "points", "points_source", "reviewed_points", "claimed_points"];
    let rows = run.rows("indicators", &columns);
    let row = rows.iter().find(|row| row[0] == "完成户数").unwrap();
    assert_eq!(row[1..], ["45.0000", "reviewed", "45.0000", "50.0000"].map(str::to_owned));
}

/// Several kinds in one workbook, and a budget above a ledger on one sheet.
#[test]
fn several_tables_on_a_sheet() {
    let both = r"
        项目名称：公园照明|<|<|<
        单位：元
        支出项目|预算金额|实际支出|
        灯具|200,000|190,000|
        安装|50,000|50,000|
        合计|250,000|240,000|

        资金拨付明细|<|<|<
        拨付日期|收款单位|用途|拨付金额
        2023-05-08|甲公司|灯具款|190,000
        2023-07-19|乙公司|安装费|50,000
        合计|<|<|240,000
    ";
    expect(
        &[sheet("执行情况", both)],
        "
        sheet 执行情况 budget-lines name=公园照明@A1
        line 灯具@A4 budget=200,000.00@B4 spent=190,000.00@C4
        line 安装@A5 budget=50,000.00@B5 spent=50,000.00@C5
        lines-total 合计@A6 budget=250,000.00@B6 spent=240,000.00@C6
        rows 6: 2 used, 1 title, 1 unit, 1 heading, 1 total, 0 refused
        sheet 执行情况 ledger name=公园照明@A1
        payment 190,000.00@D10 date=2023-05-08 payee=甲公司 purpose=灯具款
        payment 50,000.00@D11 date=2023-07-19 payee=乙公司 purpose=安装费
        payments-total 240,000.00@D12
        rows 5: 2 used, 1 title, 1 heading, 1 total, 0 refused
    ",
    );
}

/// Subtotals, carried rows and balances are told by their labels wherever they stand; payments whose purpose ends like one
/// are payments.
#[test]
fn a_ledger_with_carried_rows_and_purposes_like_totals() {
    let table = r"
        2023年道路养护项目资金拨付台账|<|<|<|<|<
        项目编码：A01||||||单位：元
        序号|支付日期|凭证号|收款单位|用途|支付金额
        ||||期初余额|50
        1|2023-01-05|V1|甲公司|电费合计|100
        |2023-01-06|V2|乙公司|其中：农民工工资|300
        2023年1月小计|||||400
        |2023-01-31|||本月合计|400
        |2023-01-31|||过次页|400
        一季度|||||400
        县农业农村局小计|||||400
        2|2023-04-05|V3||水费合计|70
        3|||丙公司|其中：材料费|20
        合计人民币|||||400
    ";
    expect(
        &[sheet("台账", &table.replace("||||||单位", "|||||单位"))],
        "
        sheet 台账 ledger code=A01@A2 year=2023@A1
        payment 100.00@F5 date=2023-01-05 voucher=V1 payee=甲公司 purpose=电费合计
        payment 300.00@F6 date=2023-01-06 voucher=V2 payee=乙公司 purpose=其中：农民工工资
        payments-total 400.00@F14
        rows 14: 2 used, 2 title, 1 heading, 7 total, 2 refused
        finding row-not-understood@A12
        finding row-not-understood@A13
    ",
    );
}

/// Lines of departments among projects are sums of these, also where a number in Chinese or a shorter code is all that says so.
#[test]
fn a_budget_table_with_lines_of_departments() {
    let by_serial = r"
        2023年项目预算表|<|<|<
        单位：万元|<|<|<
        序号|项目名称|年初预算|执行数
        一|交通局|150|140
        1|道路养护|100|90
        2|桥梁|50|50
        |交通运输局小计|150|140
        二|老旧管网|30|30
        1|水库|20|30
        合计||180|170
    ";
    let by_code = r"
        2023年项目预算表|<|<|<
        单位：万元|<|<|<
        项目编码|项目名称|年初预算|执行数
        101|交通局|150|140
        101001|道路养护|100|90
        101002|桥梁|50|50
        A1|水库|20|20
        A10|渠道|20|20
    ";
    expect(
        &[sheet("按序号", by_serial), sheet("按编码", by_code)],
        "
        sheet 按序号 budget-table year=2023@A1
        fund name=道路养护@B5 initial=1,000,000.00@C5 spent=900,000.00@D5
        fund name=桥梁@B6 initial=500,000.00@C6 spent=500,000.00@D6
        fund name=水库@B9 initial=200,000.00@C9 spent=300,000.00@D9
        rows 10: 3 used, 1 title, 1 unit, 1 heading, 3 total, 1 refused
        sheet 按编码 budget-table year=2023@A1
        fund code=101001@A5 name=道路养护@B5 initial=1,000,000.00@C5 spent=900,000.00@D5
        fund code=101002@A6 name=桥梁@B6 initial=500,000.00@C6 spent=500,000.00@D6
        fund code=A1@A7 name=水库@B7 initial=200,000.00@C7 spent=200,000.00@D7
        fund code=A10@A8 name=渠道@B8 initial=200,000.00@C8 spent=200,000.00@D8
        rows 8: 4 used, 1 title, 1 unit, 1 heading, 1 total, 0 refused
        finding row-not-understood@A8
    ",
    );
}

/// An indicator may be called like a total; its target tells it.
#[test]
fn an_indicator_named_like_a_total() {
    let table = r"
        2023年度项目支出绩效目标表|<|<|<
        项目名称|培训|<|<
        一级指标|二级指标|三级指标|指标值
        产出指标|数量指标|培训人次合计|≥50人
        |质量指标|合格率|≥90%
    ";
    expect(
        &[sheet("目标", table)],
        "
        sheet 目标 target-form name=培训@B2 year=2023@A1
        indicator 产出指标/数量指标/培训人次合计@C4 target=≥50人{≥ 50 人}@D4
        indicator 产出指标/质量指标/合格率@C5 target=≥90%{≥ 0.9 %}@D5
        rows 5: 2 used, 2 title, 1 heading, 0 refused
    ",
    );
}

/// A printed page repeats title, labels and heading; a table is signed under it.
#[test]
fn a_ledger_printed_over_pages_and_signed() {
    let table = r"
        2023年台账|||||
        项目编码：A01|||||单位：元
        序号|支付日期|凭证号|收款单位|用途|支付金额
        1|2023-01-05|V1|甲公司|工程款|100
        本页小计|||||100
        2023年台账|||||
        项目编码：A01|||||单位：元
        序号|支付日期|凭证号|收款单位|用途|支付金额
        2|2023-02-05|V2|甲公司|工程款|200
        合  计|||||300
        单位负责人：张某||经办人：张某|||2024年1月5日
        经办人|||||
        财务负责人签字：||||盖章|
    ";
    expect(
        &[sheet("台账", table)],
        "
        sheet 台账 ledger code=A01@A2 year=2023@A1
        payment 100.00@F4 date=2023-01-05 voucher=V1 payee=甲公司 purpose=工程款
        payment 200.00@F9 date=2023-02-05 voucher=V2 payee=甲公司 purpose=工程款
        payments-total 300.00@F10
        rows 13: 2 used, 4 title, 2 heading, 2 total, 3 note, 0 refused
    ",
    );
}

/// A date merged down over its payments, a month written once above its days, a day without its year; a unit in each row and
/// above; numbers of persons and accounts in the texts.
#[test]
fn ledgers_with_dates_units_and_numbers_that_stand_apart() {
    let merged = r"
        2023年1-12月道路养护项目资金拨付台账（万元）|<|<|<|<|<
        项目编码：A01 道路养护项目|||||
        序号|支付日期|凭证号|收款单位|用途|支付金额
        1|2023-01-05|V1|甲公司（账号53001875036051000123）|联系138-0013-8000|1
        2|^|V2|乙公司|款2|2
        3|3月10日|V3|丙公司|款3|3
    ";
    let parts = r"
        2023年道路养护项目资金拨付台账||||||
        项目编码：'A01|||||单位|元
        月|日|凭证号|收款单位|用途|金额|单位
        5|6|V1|甲公司|甲|100|万元
        |7|V2|甲公司|乙|100|元
        |3|V3|甲公司|丙|100|
        6||V4|乙公司|丁|40|
    ";
    expect(
        &[sheet("合并", merged), sheet("分列", parts)],
        "
        sheet 合并 ledger code=A01@A2 name=道路养护项目@A2 year=2023@A1
        payment 10,000.00@F4 date=2023-01-05 voucher=V1 payee=甲公司（账号***） purpose=联系***
        payment 20,000.00@F5 date=2023-01-05 voucher=V2 payee=乙公司 purpose=款2
        payment 30,000.00@F6 date=2023-03-10 voucher=V3 payee=丙公司 purpose=款3
        rows 6: 3 used, 2 title, 1 heading, 0 refused
        sheet 分列 ledger code=A01@A2 year=2023@A1
        payment 1,000,000.00@F4 date=2023-05-06 voucher=V1 payee=甲公司 purpose=甲
        payment 100.00@F5 date=2023-05-07 voucher=V2 payee=甲公司 purpose=乙
        payment 100.00@F6 voucher=V3 payee=甲公司 purpose=丙
        payment 40.00@F7 date=2023-06 voucher=V4 payee=乙公司 purpose=丁
        rows 7: 4 used, 2 title, 1 heading, 0 refused
        finding date-missing@A6
    ",
    );
}

/// The report that a survey site makes: a line for each question, its options under it. And options as columns.
#[test]
fn tallies_with_questions_above_and_options_beside() {
    let report = r"
        第1题：您对服务是否满意？ [单选题]|<|<
        选项|小计|比例
        非常满意|30|75%
        一般|10|25%
        本题有效填写人次|40|
        第2题：您是否知晓政策？ [单选题]|<|<
        选项|小计|比例
        是|32|80%
        否|8|20%
        本题有效填写人次|40|
    ";
    let table = r"
        满意度调查汇总表|<|<|<
        问题|非常满意|满意|不满意
        1、您对服务是否满意？|20|9|1
        2、您对环境是否满意？|15|14|1
    ";
    expect(
        &[sheet("报告", report), sheet("汇总", table)],
        "
        sheet 报告 survey-tally
        survey - respondents=0
        question 1 您对服务是否满意?@A1: 非常满意=30@B3 share=0.75@C3 / 一般=10@B4 share=0.25@C4
        question 2 您是否知晓政策?@A6: 是=32@B8 share=0.8@C8 / 否=8@B9 share=0.2@C9
        rows 10: 4 used, 2 title, 2 heading, 2 total, 0 refused
        sheet 汇总 survey-tally
        survey 满意度调查汇总表 respondents=0
        question 1 您对服务是否满意?@A3: 非常满意=20@B3 / 满意=9@C3 / 不满意=1@D3
        question 2 您对环境是否满意?@A4: 非常满意=15@B4 / 满意=14@C4 / 不满意=1@D4
        rows 4: 2 used, 1 title, 1 heading, 0 refused
    ",
    );
}

/// A later page of a table under headings that differ from those above is refused, where its rows would be misread; where they
/// would not, it is read.
#[test]
fn a_heading_that_comes_again_in_other_words_is_no_heading_for_the_rows_under_it() {
    let pages = |rows: [&str; 5]| {
        let table = format!("2023年度资金安排|<|<|<|<|<\n{}", rows.join("\n"));
        let file = read_table(&table);
        let yuan = |amount: &Option<Sited<Money>>| amount.as_ref().map_or(0, |amount| amount.value.fen() / 100);
        let amounts = file.sheets.iter().flat_map(|sheet| {
            let payments = sheet.content.payments.amount.iter().map(|amount| amount.fen() / 100);
            let funds = sheet.content.funds.iter().map(|row| &row.amounts);
            payments.chain(funds.flat_map(|of| [yuan(&of.initial), yuan(&of.revised), yuan(&of.expenditure)]))
        });
        let is_told = file.findings.iter().any(|finding| finding.code.name() == "second-table");
        let refused: u32 = file.sheets.iter().map(|sheet| sheet.rows.refused).sum();
        (amounts.collect::<Vec<_>>(), refused, is_told)
    };
    let first = "序号|项目编码|拨付日期|收款单位|拨付金额（元）";
    let paid = "1|P1|2023-01-05|甲公司|100";
    for (again, row, is_read) in [
        (first, "3|P1|2023-03-05|丙公司|3", true),
        // A heading that does not say the unit again, leaves a column out or has one more.
        ("序号|项目编码|拨付日期|收款单位|拨付金额", "3|P1|2023-03-05|丙公司|3", true),
        ("序号|项目编码|拨付日期||拨付金额（元）", "3|P1|2023-03-05|丙公司|3", true),
        ("序号|项目编码|拨付日期|收款单位|拨付金额（元）|备注", "3|P1|2023-03-05|丙公司|3|分批", true),
        ("序号|项目编码|拨付日期|收款单位|拨付金额（元）|计划拨付日期", "3|P1|2023-03-05|丙公司|3|2023-03-01", true),
        ("序号|项目编码|拨付日期|收款单位|拨付金额（万元）", "3|P1|2023-03-05|丙公司|3", false),
        ("序号|项目编码|拨付日期|收款单位|预算金额|拨付金额（元）", "3|P1|2023-03-05|丙公司|9000|3", false),
        ("序号|项目编码|拨付日期|收款单位|退回金额（元）", "3|P1|2023-03-05|丙公司|3", false),
        ("序号|项目编码|拨付日期|收款单位|计划拨付金额（元）", "3|P1|2023-03-05|丙公司|3", false),
        ("序号|项目编码|拨付日期|经办科室|退回金额|核对人", "3|P1|2023-03-05|甲科|3|乙", false),
        ("序号|项目编码|计划拨付日期|收款单位|拨付金额（元）", "3|P1|2023-03-05|丙公司|3", false),
        ("序号|项目名称|拨付日期|收款单位|拨付金额（元）", "3|P2|2023-03-05|丙公司|3", false),
        ("序号|项目编码|拨付日期|收款单位|拨付金额（元）|支付状态", "3|P1|2023-03-05|丙公司|3|退票", false),
        ("序号|项目编码|拨付日期|收款单位|拨付金额（元）|金额单位", "3|P1|2023-03-05|丙公司|3|万元", false),
        ("序号|项目编码|拨付日期|收款单位|拨付金额（元）|审批日期", "3|P1|2023-03-05|丙公司|3|2023-03-01", true),
        ("序号|项目编码|审批日期|收款单位|拨付金额（元）", "3|P1|2023-03-05|丙公司|3", false),
        ("序号|合同编号|拨付日期|收款单位|拨付金额（元）", "3|P1|2023-03-05|丙公司|3", false),
        ("序号|项目编码|拨付日期|用途|拨付金额（元）", "3|P1|2023-03-05|补助|3", false),
        ("序号|项目编码|拨付日期|收款单位|实付金额（元）|拨付金额（元）", "3|P1|2023-03-05|丙公司|3|9", false),
        ("序号|项目编码|拨付日期|收款单位|拨付金额（元）|年度", "3|P1|2023-03-05|丙公司|3|2022", false),
    ] {
        let expected = if is_read { (vec![100, 3], 0, false) } else { (vec![100], 2, true) };
        assert_eq!(pages(["", first, paid, again, row]), expected, "{again}");
    }
    let first = "项目编码|项目名称|主管部门|年初预算数（元）|调整后预算数（元）|全年执行数（元）";
    let (one, two) = ("P1|项目一|甲局|1000|1000|900", "P2|项目二|甲局|20|20|18");
    // Of a heading in two rows the lower one may come again alone, or both in one.
    let stacked = "项目编码|项目名称|主管部门|预算数（元）|<|全年执行数（元）\n^|^|^|年初|调整后|^";
    let swapped = "项目编码|项目名称|主管部门|年初预算数（元）|全年执行数（元）|调整后预算数（元）";
    let in_ten_thousands = first.replace("（元）", "（万元）");
    for above in [first, stacked] {
        for (again, is_read) in [(first, true), (&in_ten_thousands, false), (swapped, false)] {
            let amounts = if is_read { &[1000, 1000, 900, 20, 20, 18][..] } else { &[1000, 1000, 900] };
            let refused = if is_read { 0 } else { 2 };
            assert_eq!(pages(["", above, one, again, two]), (amounts.to_vec(), refused, !is_read), "{above}\n{again}");
        }
    }
    // A heading in one row says something else than the lower of two.
    let upper = stacked.split('\n').next().unwrap();
    assert_eq!(pages(["", stacked, one, upper, two]), (vec![1000, 1000, 900, 20, 20, 18], 0, false));
    let other = "项目编码|项目名称|主管部门|年初预算数|上年结转（元）|全年执行数";
    assert_eq!(pages(["", stacked, one, other, two]), (vec![1000, 1000, 900], 2, true));
    // A year that nothing above states.
    let of_year = first.replace("数（", "数（2022年）（");
    assert_eq!(pages(["", first, one, &of_year, two]).1, 2);
    // Headings that nobody understands are headings all the same.
    let unknown = "编码|名称|部门|年初数（万元）|调整数（万元）|支出数（万元）";
    assert_eq!(pages(["", first, one, unknown, two]), (vec![1000, 1000, 900], 2, true));
    // A row of units alone, or words in the place of amounts, end nothing.
    assert_eq!(pages(["", first, "|||元|元|元", one, two]).0, [1000, 1000, 900, 20, 20, 18]);
    let same = "P3|项目三|丙局|同年初预算数|同年初预算数|0";
    assert_eq!(pages(["", first, one, same, two]).0, [1000, 1000, 900, 0, 0, 0, 20, 20, 18]);
    let open = "P3|项目三|丙局|待定|待定|未支付";
    assert_eq!(pages(["", first, one, open, two]).0, [1000, 1000, 900, 0, 0, 0, 20, 20, 18]);
    // What stands above the table says the unit of headings without one, of a second table too.
    let ledger = "2023年度拨付台账|<|<|<|<\n序号|项目编码|拨付日期|收款单位|拨付金额\n1|P1|2023-03-05|丙公司|3";
    let again = "序号|项目编码|拨付日期|收款单位|拨付金额（万元）\n2|P1|2023-04-05|丁公司|4";
    let budget = "项目编码|项目名称|主管部门|预算数\nP1|项目一|甲局|10";
    let file = read_table(&format!("单位：万元\n{budget}\n{ledger}\n{again}"));
    assert_eq!(file.sheets[1].content.payments.amount, [30_000, 40_000].map(|yuan| Money::from_fen(yuan * 100)));
    let plain = "项目编码|项目名称|主管部门|年初预算数|调整后预算数|全年执行数";
    let again = plain.replace('数', "数（万元）");
    let both = pages(["单位：万元", plain, "P1|项目一|甲局|10|10|9", &again, two]);
    assert_eq!(both, (vec![100_000, 100_000, 90_000, 200_000, 200_000, 180_000], 0, false));
    // A form whose second page has target and actual the other way round.
    let table = "一级指标|二级指标|三级指标|评分规则|目标值|完成值|分值|得分
        产出|数量|甲项数量|完成率×分值|10|9|50|45";
    let again = "一级指标|二级指标|三级指标|评分规则|完成值|目标值|分值|得分
        产出|数量|乙项数量|完成率×分值|9|10|50|45";
    let file = read_table(&format!("2023年度评分表|<|<|<|<|<|<|<\n{table}\n{again}"));
    assert_eq!(file.sheets[0].content.indicators.len(), 1);
    assert_eq!(file.sheets[0].rows.refused, 2);
}

#[test]
fn what_a_printed_page_repeats_is_no_row_of_its_own() {
    let budget = "项目编码|项目名称|主管部门|预算数（元）|<|全年执行数（元）\n^|^|^|年初|调整后|^";
    let (one, two) = ("P1|项目一|甲局|1000|1000|900", "P2|项目二|乙局|20|20|18");
    let ledger = "序号|项目编码|拨付日期|收款单位|拨付情况|<\n^|^|^|^|用途|金额（元）";
    let (paid, again) = ("1|P1|2023-01-05|甲公司|补助|100", "2|P1|2023-02-05|乙公司|补助|3");
    for between in [
        "",
        "1|2|3|4|5|6",
        "第1页",
        "第 2 页 共 3 页",
        "续表1",
        "（接上页）",
        "2023年度资金安排表（续）",
        "2023年度资金安排表（续）\n|||||第2页",
        "单位：元",
    ] {
        for (header, first, second) in [(budget, one, two), (ledger, paid, again)] {
            let (mark, numbers) = if between.starts_with('1') { ("", between) } else { (between, "") };
            let page = format!("{header}\n{numbers}");
            let above = "2023年度资金安排表|<|<|<|<|<\n单位：元";
            let table = format!("{above}\n{page}\n{first}\n{mark}\n{page}\n{second}\n第2页");
            let file = read_table(&table);
            let [sheet] = &file.sheets[..] else { panic!("{between}: {}", file.sheets.len()) };
            assert_eq!((sheet.rows.used, sheet.rows.refused), (2, 0), "{table}\n{:?}", file.findings);
        }
    }
}

#[test]
fn a_department_stands_above_its_projects() {
    let heading = "项目编码|项目名称|年初预算数|全年预算数|全年执行数";
    for (above, between) in
        [("主管部门：甲局", "主管部门：乙局"), ("主管部门：甲局　单位：万元", "主管部门：乙局　单位：万元")]
    {
        for repeated in ["", heading] {
            let rows = format!("{heading}\nP1|项目一|10|10|9\n{between}\n{repeated}\nP2|项目二|2|2|2");
            let file = read_table(&format!("2023年度预算表|<|<|<|<\n单位：万元\n{above}\n{rows}"));
            let of = file.sheets.iter().flat_map(|sheet| {
                let whole = sheet.identity.department.as_ref();
                let own = sheet.content.funds.iter().map(move |row| row.identity.department.as_ref().or(whole));
                own.map(|department| department.unwrap().value.clone())
            });
            assert_eq!(of.collect::<Vec<_>>(), ["甲局", "乙局"], "{between} {repeated}: {:?}", file.findings);
        }
    }
    let table = format!(
        "2023年度预算表|<|<|<|<\n单位：万元\n{heading}\n一、甲局\nP1|项目一|10|10|9\n二、续建项目\nP2|项目二|2|2|2"
    );
    let of = |table: &str| {
        let file = read_table(table);
        let of =
            file.sheets[0].content.funds.iter().map(|row| row.identity.department.as_ref().map(|it| it.value.clone()));
        of.collect::<Vec<_>>()
    };
    assert_eq!(of(&table), [Some("甲局".to_owned()), None]);
    assert_eq!(of(&table.replace("二、续建项目", "（一）中小学")), [Some("甲局".to_owned()), Some("甲局".to_owned())]);
}

#[test]
fn a_later_table_of_another_year_is_of_that_year() {
    let heading = "项目编码|项目名称|年初预算数|全年预算数|全年执行数";
    let of = |year| format!("{year}年度项目预算安排表|<|<|<|<\n单位：万元\n{heading}\nP1|项目一|10|10|9");
    let file = read_table(&format!("{}\n{}", of(2023), of(2022)));
    let years = file.sheets.iter().map(|sheet| sheet.identity.year.as_ref().unwrap().value.0);
    assert_eq!(years.collect::<Vec<_>>(), [2023, 2022]);
    assert!(file.sheets.iter().all(|sheet| sheet.content.funds.len() == 1));
    // A project, a caption or a remark above a repeated heading may name any year.
    for (between, projects) in [
        ("P2|2022年结转道路项目|5|5|5", 3),
        ("二、2022年结转项目", 2),
        ("（二）2022年度续建项目", 2),
        ("主管部门：乙局\n二、2022年结转项目", 2),
    ] {
        let file = read_table(&format!("{}\n{between}\n{heading}\nP3|项目三|1|1|1", of(2023)));
        assert!(file.sheets.iter().all(|sheet| sheet.identity.year.as_ref().unwrap().value.0 == 2023), "{between}");
        assert_eq!(file.sheets.iter().map(|sheet| sheet.content.funds.len()).sum::<usize>(), projects, "{between}");
    }
    let scored = "一级指标|二级指标|三级指标|评分规则|目标值|完成值|分值|得分";
    let growth = "效益|经济|产值增长率|完成率×分值|较2022年增长10%|10%|50|50";
    let file = read_table(&format!("2023年度评分表|<|<|<|<|<|<|<\n{scored}\n{growth}\n{scored}\n{growth}"));
    assert_eq!((file.sheets.len(), file.sheets[0].content.indicators.len()), (1, 2));
    // Under a repeated heading 1, 2 and 3 number columns where they do so under the first.
    let file = read_table("单位：元\n月|日|金额|备注\n3|1|20|a\n月|日|金额|备注\n1|2|3|");
    assert_eq!(file.sheets[0].content.payments.len(), 2);
}

#[test]
fn options_of_a_later_page_are_not_counted_as_those_of_the_first() {
    let first = "序号|问题|非常满意|满意|一般|不满意";
    for (again, is_read) in
        [(first, true), ("序号|问题|不满意|一般|满意|非常满意", false), ("序号|问题|很好|较好|一般|不好", false)]
    {
        let file = read_table(&format!("{first}\n1|服务是否满意|10|5|3|2\n{again}\n2|环境是否满意|10|5|3|2"));
        let questions = file.sheets[0].content.survey.as_ref().map_or(0, |survey| survey.questions.len());
        let is_told = file.findings.iter().any(|finding| finding.code.name() == "second-table");
        assert_eq!((questions, is_told), (if is_read { 2 } else { 1 }, !is_read), "{again}: {:?}", file.findings);
    }
    // The export of a site, printed on two pages.
    let heading = "序号|提交答卷时间|1、您对服务是否满意？|2、您对环境是否满意？|3、您的建议？";
    let answers = "1|2023-05-01|满意|一般|无\n2|2023-05-02|一般|满意|无";
    let file = read_table(&format!("{heading}\n{answers}\n{heading}\n{answers}"));
    assert_eq!(file.sheets[0].content.survey.as_ref().unwrap().respondents, 4);
}

fn read_table(table: &str) -> jixiao::recognise::tables::RecognisedFile {
    read("表.xlsx", workbook(&[sheet("表", table)]))
}
