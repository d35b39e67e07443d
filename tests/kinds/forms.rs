//! Self-evaluation forms (项目支出绩效自评表): the national one and what the provinces made of it.

use crate::render::expect;
use crate::support::sheet::sheet;

/// The national form with all its merged cells, real percentages, and formulas where units put them.
#[test]
fn the_national_form() {
    let form = r"
        项目支出绩效自评表|<|<|<|<|<|<|<|<
        （2023年度）|<|<|<|<|<|<|<|<
        项目名称|<|村道养护补助|<|<|<|<|<|<
        主管部门|<|甲县交通运输局|<|<|实施单位|<|甲县公路养护中心|<
        项目资金⏎（万元）|<||年初预算数|全年预算数|全年执行数|分值|执行率|得分
        ^|^|年度资金总额|200|180|171|10|=F6/E6→0.95|9.5
        ^|^|其中：当年财政拨款|150|130|125.5|—|96.54%|—
        ^|^|上年结转资金|50|50|45.5|—|91%|—
        ^|^|其他资金||||—||—
        年度总体目标|预期目标|<|<|<|实际完成情况|<|<|<
        ^|养护村道120公里，群众出行条件有效改善。|<|<|<|养护村道126公里。|<|<|<
        绩效指标|一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分|偏差原因分析及改进措施
        ^|产出指标|数量指标|指标1：养护里程|≥120公里|126公里|10|10|
        ^|^|^|指标2：养护乡镇数|=12个|11个|10|9.17|一个乡镇因汛期停工，已列入下年计划
        ^|^|质量指标|指标1：验收合格率|=100%|'100%|15|15|无
        ^|^|时效指标|指标1：按期完工率|≥95%|0.96|15|15|
        ^|效益指标|社会效益指标|指标1：群众出行条件|有效改善|有效改善|30|27|部分路段尚未通车
        ^|满意度指标|服务对象满意度指标|指标1：沿线群众满意度|≥90%|92.5%|10|10|
        总分|<|<|<|<|<|=SUM(G13:G18)+G6→100|95.67|
    ";
    expect(&[sheet("自评", form)], "
        sheet 自评 self-evaluation name=村道养护补助@C3 department=甲县交通运输局@C4 unit=甲县公路养护中心@H4 year=2023@A2
        fund initial=2,000,000.00@D6 revised=1,800,000.00@E6 spent=1,710,000.00@F6 rate=0.95@H6 weight=10@G6 points=9.5@I6
        fund 当年财政拨款 initial=1,500,000.00@D7 revised=1,300,000.00@E7 spent=1,255,000.00@F7 rate=0.9654@H7
        fund 上年结转资金 initial=500,000.00@D8 revised=500,000.00@E8 spent=455,000.00@F8 rate=0.91@H8
        fund 其他资金
        indicator 预算执行/预算执行率/预算执行率@C6 actual=95.00%{0.95 %}@H6 weight=10@G6 points=9.5@I6
        indicator 产出指标/数量指标/养护里程@D13 target=≥120公里{≥ 120 公里}@E13 actual=126公里{126 公里}@F13 weight=10@G13 points=10@H13
        indicator 产出指标/数量指标/养护乡镇数@D14 target==12个{= 12 个}@E14 actual=11个{11 个}@F14 weight=10@G14 points=9.17@H14 reason=一个乡镇因汛期停工，已列入下年计划@I14
        indicator 产出指标/质量指标/验收合格率@D15 target==100%{= 1 %}@E15 actual=100%{1 %}@F15 weight=15@G15 points=15@H15
        indicator 产出指标/时效指标/按期完工率@D16 target=≥95%{≥ 0.95 %}@E16 actual=0.96{0.96}@F16 weight=15@G16 points=15@H16
        indicator 效益指标/社会效益指标/群众出行条件@D17 target=有效改善{}@E17 actual=有效改善{}@F17 weight=30@G17 points=27@H17 reason=部分路段尚未通车@I17
        indicator 满意度指标/服务对象满意度指标/沿线群众满意度@D18 target=≥90%{≥ 0.9 %}@E18 actual=0.925{0.925}@F18 weight=10@G18 points=10@H18
        total weight=100@G19 of 10+10+10+15+15+30+10 points=95.67@H19 of 9.5+10+9.17+15+15+27+10
        rows 19: 10 used, 4 title, 2 heading, 1 total, 2 note, 0 refused
    ");
}

/// Half-width marks, labels broken over lines and padded with spaces, a department with its code, a table that begins at
/// B3 beside a hidden list for drop-downs, and a line for signing off.
#[test]
fn labels_with_line_breaks_in_a_table_that_begins_at_b3() {
    let form = r"
        附件2：
        项目支出绩效自评表|<|<|<|<|<|<|<|<
        ( 2023 年度 )|<|<|<|<|<|<|<|<
        项 目 名 称|<|山洪灾害防治设施维护|<|<|<|<|<|<
        主管部门⏎及代码|<|128-甲县水利局|<|<|实施⏎单位|<|甲县水文站|<
        项目资金⏎(万元)|<||年初⏎预算数|全年⏎预算数|全年⏎执行数|分值|执行⏎率|得分
        ^|^|年度资金总额:|35.6|35.6|35.6|10|100|10
        ^|^|其中:财政⏎拨款|35.6|35.6|35.6|-|100|-
        ^|^|其他⏎资金|0|0|0|-|-|-
        年度⏎总体⏎目标|预期目标|<|<|<|实际完成情况|<|<|<
        ^|维护监测站点48处|<|<|<|已完成|<|<|<
        绩⏎效⏎指⏎标|一级⏎指标|二级⏎指标|三级指标|年度⏎指标值|实际⏎完成值|分值|得分|偏差原因分析⏎及改进措施
        ^|产出⏎指标|数量⏎指标|监测站点维护数|>=48处|48处|20|20|
        ^|^|质量⏎指标|设备完好率|>=98%|98.6|30|30|
        ^|效益⏎指标|社会效益⏎指标|预警信息覆盖人数|≥1.2万人|1.25万人|30|30|
        ^|满意度⏎指标|服务对象⏎满意度|受益群众满意度|≥90%|0.9|10|10|
        总    分|<|<|<|<|<|100|100|
        填表人：张某|<|<|联系电话：13900001111|<|<|填报日期：2024年1月15日|<|<
    ";
    let lists = sheet("下拉", "优\n良\n中\n差").hidden();
    let file =
        crate::render::read("表.xlsx", crate::support::sheet::workbook(&[lists, sheet("Sheet1", form).at(2, 1)]));
    crate::render::expect_file(&file, "
        sheet 下拉 unknown
        rows 4: 0 used, 4 refused
        sheet Sheet1 self-evaluation name=山洪灾害防治设施维护@D6 department=128-甲县水利局@D7 unit=甲县水文站@I7 year=2023@B5
        fund initial=356,000.00@E9 revised=356,000.00@F9 spent=356,000.00@G9 rate=1@I9 weight=10@H9 points=10@J9
        fund 财政拨款 initial=356,000.00@E10 revised=356,000.00@F10 spent=356,000.00@G10 rate=1@I10
        fund 其他资金 initial=0.00@E11 revised=0.00@F11 spent=0.00@G11
        indicator 预算执行/预算执行率/预算执行率@D9 actual=100.00%{1 %}@I9 weight=10@H9 points=10@J9
        indicator 产出指标/数量指标/监测站点维护数@E15 target=>=48处{≥ 48 处}@F15 actual=48处{48 处}@G15 weight=20@H15 points=20@I15
        indicator 产出指标/质量指标/设备完好率@E16 target=>=98%{≥ 0.98 %}@F16 actual=98.6{98.6}@G16 weight=30@H16 points=30@I16
        indicator 效益指标/社会效益指标/预警信息覆盖人数@E17 target=≥1.2万人{≥ 12000 人}@F17 actual=1.25万人{12500 人}@G17 weight=30@H17 points=30@I17
        indicator 满意度指标/服务对象满意度/受益群众满意度@E18 target=≥90%{≥ 0.9 %}@F18 actual=0.9{0.9}@G18 weight=10@H18 points=10@I18
        total weight=100@H19 of 10+20+30+30+10 points=100@I19 of 10+20+30+30+10
        rows 18: 7 used, 5 title, 2 heading, 1 total, 3 note, 0 refused
        finding sheet-hidden@下拉
        finding sheet-unknown@下拉
    ");
    assert!(!format!("{file:?}").contains("13900001111"));
}

/// Yunnan (公开14表): two header rows, the target in three columns, amounts in yuan, remarks and the grade below.
#[test]
fn yunnan_with_two_header_rows_and_the_target_in_three_cells() {
    let form = r"
        项目支出绩效自评表|<|<|<|<|<|<|<|<|<
        （2023年度）|<|<|<|<|<|<|<|<|公开14表
        编制单位：甲县乙乡中心学校|<|<|<|<|<|<|<|<|金额单位：元
        项目名称|<|营养餐食材配送专项资金|<|<|<|<|<|<|<
        主管部门|<|甲县教育体育局|<|<|<|实施单位|甲县乙乡中心学校|<|<
        项目资金|<||年初预算数|全年预算数|全年执行数|分值|执行率|得分|
        ^|^|年度资金总额||1,204,560.50|1,180,000.00|10|97.96|9.8|
        ^|^|其中：当年财政拨款||1,204,560.50|1,180,000.00|——|97.96|——|
        ^|^|上年结转资金||||——||——|
        ^|^|非财政拨款||||——||——|
        年度总体目标|预期目标|<|<|<|实际完成情况|<|<|<|<
        ^|为在校学生提供营养餐。|<|<|<|全年供餐198天。|<|<|<|<
        绩效指标|<|<|年度指标值|<|<|实际完成值|分值|得分|偏差原因分析及改进措施
        一级指标|二级指标|三级指标|指标性质|指标值|度量单位|^|^|^|^
        产出指标|数量指标|受益学生人次|>=|735|人次|735|10|10|
        ^|^|供餐天数|=|200|天|198|10|9.9|两天因停水停供
        ^|质量指标|食材抽检合格率|=|100|%|100|20|20|
        ^|成本指标|生均补助标准|<=|5|元/人·天|5|10|10|
        效益指标|可持续影响指标|学生体质状况|=|持续改善|是/否|持续改善|30|28|个别指标提升较慢
        满意度指标|服务对象满意度指标|家长满意度|≥|95|%|97|10|10|
        其他需要说明事项|无|<|<|<|<|<|<|<|<
        总分|<|<|总分值|<|<|100|总得分|97.70|（自评等级）优
        注：1.其他资金请在“其他需要说明事项”中注明来源。|<|<|<|<|<|<|<|<|<
    ";
    expect(&[sheet("GK14", form)], "
        sheet GK14 self-evaluation name=营养餐食材配送专项资金@C4 department=甲县教育体育局@C5 unit=甲县乙乡中心学校@H5 year=2023@A2
        fund revised=1,204,560.50@E7 spent=1,180,000.00@F7 rate=0.9796@H7 weight=10@G7 points=9.8@I7
        fund 当年财政拨款 revised=1,204,560.50@E8 spent=1,180,000.00@F8 rate=0.9796@H8
        fund 上年结转资金
        fund 非财政拨款
        indicator 预算执行/预算执行率/预算执行率@C7 actual=97.96%{0.9796 %}@H7 weight=10@G7 points=9.8@I7
        indicator 产出指标/数量指标/受益学生人次@C15 target=>=735人次{≥ 735 人次}@E15 actual=735{735 人次}@G15 weight=10@H15 points=10@I15
        indicator 产出指标/数量指标/供餐天数@C16 target==200天{= 200 天}@E16 actual=198{198 天}@G16 weight=10@H16 points=9.9@I16 reason=两天因停水停供@J16
        indicator 产出指标/质量指标/食材抽检合格率@C17 target==100%{= 1 %}@E17 actual=100{1 %}@G17 weight=20@H17 points=20@I17
        indicator 产出指标/成本指标/生均补助标准@C18 target=<=5元/人·天{≤ 5 元/人·天}@E18 actual=5{5 元/人·天}@G18 weight=10@H18 points=10@I18
        indicator 效益指标/可持续影响指标/学生体质状况@C19 target=持续改善{}@E19 actual=持续改善{}@G19 weight=30@H19 points=28@I19 reason=个别指标提升较慢@J19
        indicator 满意度指标/服务对象满意度指标/家长满意度@C20 target=≥95%{≥ 0.95 %}@E20 actual=97{0.97 %}@G20 weight=10@H20 points=10@I20
        total weight=100@G22 of 10+10+10+20+10+30+10 points=97.7@I22 of 9.8+10+9.9+20+10+28+10
        rows 23: 10 used, 4 title, 1 unit, 3 heading, 1 total, 4 note, 0 refused
        finding initial-budget-missing@D7,E7
    ");
}

/// Sichuan: 10 + 90, sign, value and unit as columns of their own under one header row, a reason beside the execution. The
/// unit holds for target and actual.
#[test]
fn sichuan_with_sign_value_and_unit_as_columns() {
    let form = r"
        项目支出绩效自评表（2023年度）|<|<|<|<|<|<|<|<|<
        项目名称|<|51XX0023-甲市基层图书配送|<|<|<|<|<|<|<
        主管部门|<|甲市文化广播电视和旅游局|<|<|实施单位（盖章）|<|甲市图书馆|<|<
        项目预算执行情况（万元）|<||年初预算|调整后预算数|预算执行数|预算执行率|权重|得分|原因
        ^|^|总额|64|60|57|95.00%|10|9.5|政府采购节约
        ^|^|其中：财政资金|64|60|57|95.00%|/|/|
        ^|^|财政专户管理资金||||||/|
        ^|^|单位资金||||||/|
        一级指标|二级指标|三级指标|指标性质|指标值|度量单位|权重|完成值|得分|未完成原因分析
        产出指标|数量指标|配送图书册数|≥|20000|册|20|20500|20|
        ^|质量指标|图书质检合格率|＝|100|%|20|100|20|
        ^|时效指标|完成时限|≤|12|月|10|11|10|
        效益指标|社会效益指标|基层阅读服务水平|定性|好||20|好|18|个别站点借阅量偏低
        满意度指标|服务对象满意度指标|读者满意度|≥|90|%|10|93.4|10|
        成本指标|经济成本指标|图书采购单价|≤|30|元/册|10|28.5|10|
        合计|<|<|<|<|<|100||97.5|
    ";
    expect(&[sheet("自评表", form)], "
        sheet 自评表 self-evaluation name=51XX0023-甲市基层图书配送@C2 department=甲市文化广播电视和旅游局@C3 unit=甲市图书馆@H3 year=2023@A1
        fund initial=640,000.00@D5 revised=600,000.00@E5 spent=570,000.00@F5 rate=0.95@G5 weight=10@H5 points=9.5@I5
        fund 财政资金 initial=640,000.00@D6 revised=600,000.00@E6 spent=570,000.00@F6 rate=0.95@G6
        fund 财政专户管理资金
        fund 单位资金
        indicator 预算执行/预算执行率/预算执行率@C5 actual=95.00%{0.95 %}@G5 weight=10@H5 points=9.5@I5 reason=政府采购节约@J5
        indicator 产出指标/数量指标/配送图书册数@C10 target=≥20000册{≥ 20000 册}@E10 actual=20500{20500 册}@H10 weight=20@G10 points=20@I10
        indicator 产出指标/质量指标/图书质检合格率@C11 target==100%{= 1 %}@E11 actual=100{1 %}@H11 weight=20@G11 points=20@I11
        indicator 产出指标/时效指标/完成时限@C12 target=≤12月{≤ 12 月}@E12 actual=11{11 月}@H12 weight=10@G12 points=10@I12
        indicator 效益指标/社会效益指标/基层阅读服务水平@C13 target=好{}@E13 actual=好{}@H13 weight=20@G13 points=18@I13 reason=个别站点借阅量偏低@J13
        indicator 满意度指标/服务对象满意度指标/读者满意度@C14 target=≥90%{≥ 0.9 %}@E14 actual=93.4{0.934 %}@H14 weight=10@G14 points=10@I14
        indicator 成本指标/经济成本指标/图书采购单价@C15 target=≤30元/册{≤ 30 元/册}@E15 actual=28.5{28.5 元/册}@H15 weight=10@G15 points=10@I15
        total weight=100@G16 of 10+20+20+10+20+10+10 points=97.5@I16 of 9.5+20+20+10+18+10+10
        rows 16: 10 used, 3 title, 2 heading, 1 total, 0 refused
    ");
}

/// Hubei: 20 + 80, weights inside the names, several goals with their own heading, reasons and remedies below.
#[test]
fn hubei_with_several_goals_and_weights_in_the_names() {
    let form = r"
        2023年度水源地巡护项目自评表|<|<|<|<|<|<
        单位名称：甲市水文中心|<|<|<|填报日期：2024年3月10日|<|<
        项目名称|<|水源地巡护|<|<|<|<
        主管部门|<|甲市水利局|<|项目实施单位|甲市水文中心|<
        项目类别|<|1、部门预算项目 √ 2、市直专项 □ 3、对下转移支付项目 □|<|<|<|<
        项目属性|<|1、持续性项目 √ 2、新增性项目 □|<|<|<|<
        预算执行情况⏎（万元）⏎（20分）|<||预算数（A）|执行数（B）|执行率（B/A）|得分⏎（20分*执行率）
        ^|^|年度财政资金总额|120|114|95%|19
        年度绩效目标1⏎（50分）|一级指标|二级指标|三级指标|年初目标值（A）|实际完成值（B）|得分
        ^|产出指标|数量指标|巡护次数（20分）|48次|50次|20
        ^|^|质量指标（10分）|巡护记录完整率|100%|100%|10
        ^|效益指标|生态效益指标|水源地水质达标率（20分）|≥98%|96%|19.6
        年度绩效目标2⏎（30分）|一级指标|二级指标|三级指标|年初目标值（A）|实际完成值（B）|得分
        ^|产出指标|时效指标|监测报告12月底之前完成（10分）|100%|100%|10
        ^|满意度指标|服务对象满意度指标|群众抽样调查满意度（20分）|≥90%|≥90%|20
        总分|<|<|<|<|<|98.6
        偏差大或⏎目标未完成⏎原因分析|<|枯水期水质波动|<|<|<|<
        改进措施及⏎结果应用方案|<|加密枯水期监测|<|<|<|<
        备注：1.预算执行情况口径：预算数为调整后财政资金总额（包括上年结余结转），执行数为资金使用单位财政资金实际支出数。|<|<|<|<|<|<
    ";
    expect(&[sheet("自评表", form)], "
        sheet 自评表 self-evaluation name=水源地巡护@C3 department=甲市水利局@C4 unit=甲市水文中心@F4 year=2023@A1
        fund revised=1,200,000.00@D8 spent=1,140,000.00@E8 rate=0.95@F8 weight=20@A7 points=19@G8
        indicator 预算执行/预算执行率/预算执行率@C8 actual=95.00%{0.95 %}@F8 weight=20@A7 points=19@G8
        indicator 产出指标/数量指标/巡护次数@D10 target=48次{48 次}@E10 actual=50次{50 次}@F10 weight=20@D10 points=20@G10
        indicator 产出指标/质量指标/巡护记录完整率@D11 target=1{1}@E11 actual=1{1}@F11 weight=10@C11 points=10@G11
        indicator 效益指标/生态效益指标/水源地水质达标率@D12 target=≥98%{≥ 0.98 %}@E12 actual=0.96{0.96}@F12 weight=20@D12 points=19.6@G12
        indicator 产出指标/时效指标/监测报告12月底之前完成@D14 target=1{1}@E14 actual=1{1}@F14 weight=10@D14 points=10@G14
        indicator 满意度指标/服务对象满意度指标/群众抽样调查满意度@D15 target=≥90%{≥ 0.9 %}@E15 actual=≥90%{≥ 0.9 %}@F15 weight=20@D15 points=20@G15
        group 年度绩效目标1 50@A9 of 20+10+20
        group 年度绩效目标2 30@A13 of 10+20
        total of 20+20+10+20+10+20 points=98.6@G16 of 19+20+10+19.6+10+20
        rows 19: 6 used, 6 title, 3 heading, 1 total, 3 note, 0 refused
    ");
}

/// Anhui and Jiangsu: letters and weights in the headings, weights of the groups in their labels, a cost group.
#[test]
fn anhui_with_letters_in_the_headings_and_a_cost_group() {
    let form = r"
        附件1
        项目支出绩效自评表|<|<|<|<|<|<|<|<
        （2023年度）|<|<|<|<|<|<|<|<
        项目名称|<|老旧小区消防改造|<|<|<|<|<|<
        主管部门|<|018-甲区消防救援大队|<|<|实施单位|<|018001-甲区消防救援大队|<
        项目资金⏎（万元）|<||年初预算数|全年预算数（A）|全年执行数（B）|分值（10分）|执行率（B/A）|得分
        ^|^|年度资金总额：|86|80|76|10|95%|9.5
        ^|^|其中：本年财政拨款|86|80|76|-|95%|-
        ^|^|上年结转资金|0|0|0|-|0|-
        ^|^|其他资金|0|0|0|-|0|-
        年度总体目标|预期目标|<|<|<|实际完成情况|<|<|<
        ^|改造小区6个|<|<|<|改造小区6个|<|<|<
        绩效指标|一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分|偏差原因分析及改进措施
        ^|成本指标（20分）|经济成本指标|改造总成本|≤80万元|76万元|10|10|
        ^|^|社会成本指标|施工扰民投诉|≤5次|3次|5|5|
        ^|^|生态环境成本指标|建筑垃圾清运率|=100%|100%|5|5|
        ^|产出指标（40分）|数量指标|改造小区数量|=6个|6个|20|20|
        ^|^|时效指标|完成及时性|及时|达成预期指标|20|20|
        ^|效益指标（20分）|社会效益指标|消防安全水平|明显提升|部分达成预期指标并具有一定效果|20|16|两个小区器材未配齐
        ^|满意度指标（10分）|满意度指标|居民满意度|≥90%|91%|10|10|
        总分|<|<|<|<|<|100|95.5|
    ";
    expect(&[sheet("Sheet1", form)], "
        sheet Sheet1 self-evaluation name=老旧小区消防改造@C4 department=018-甲区消防救援大队@C5 unit=018001-甲区消防救援大队@H5 year=2023@A3
        fund initial=860,000.00@D7 revised=800,000.00@E7 spent=760,000.00@F7 rate=0.95@H7 weight=10@G7 points=9.5@I7
        fund 本年财政拨款 initial=860,000.00@D8 revised=800,000.00@E8 spent=760,000.00@F8 rate=0.95@H8
        fund 上年结转资金 initial=0.00@D9 revised=0.00@E9 spent=0.00@F9 rate=0@H9
        fund 其他资金 initial=0.00@D10 revised=0.00@E10 spent=0.00@F10 rate=0@H10
        indicator 预算执行/预算执行率/预算执行率@C7 actual=95.00%{0.95 %}@H7 weight=10@G7 points=9.5@I7
        indicator 成本指标/经济成本指标/改造总成本@D14 target=≤80万元{≤ 800000 元}@E14 actual=76万元{760000 元}@F14 weight=10@G14 points=10@H14
        indicator 成本指标/社会成本指标/施工扰民投诉@D15 target=≤5次{≤ 5 次}@E15 actual=3次{3 次}@F15 weight=5@G15 points=5@H15
        indicator 成本指标/生态环境成本指标/建筑垃圾清运率@D16 target==100%{= 1 %}@E16 actual=1{1}@F16 weight=5@G16 points=5@H16
        indicator 产出指标/数量指标/改造小区数量@D17 target==6个{= 6 个}@E17 actual=6个{6 个}@F17 weight=20@G17 points=20@H17
        indicator 产出指标/时效指标/完成及时性@D18 target=及时{}@E18 actual=达成预期指标{}@F18 weight=20@G18 points=20@H18
        indicator 效益指标/社会效益指标/消防安全水平@D19 target=明显提升{}@E19 actual=部分达成预期指标并具有一定效果{}@F19 weight=20@G19 points=16@H19 reason=两个小区器材未配齐@I19
        indicator 满意度指标/满意度指标/居民满意度@D20 target=≥90%{≥ 0.9 %}@E20 actual=0.91{0.91}@F20 weight=10@G20 points=10@H20
        group 成本指标 20@B14 of 10+5+5
        group 产出指标 40@B17 of 20+20
        group 效益指标 20@B19 of 20
        group 满意度指标 10@B20 of 10
        total weight=100@G21 of 10+10+5+5+20+20+20+10 points=95.5@H21 of 9.5+10+5+5+20+20+16+10
        rows 21: 11 used, 5 title, 2 heading, 1 total, 2 note, 0 refused
    ");
}

/// The execution outside the hundred: no weight in the fund block, and the indicators add to 100 by themselves.
#[test]
fn execution_outside_the_hundred() {
    let form = r"
        项目支出绩效自评表|<|<|<|<|<|<|<|<
        （2023年度）|<|<|<|<|<|<|<|<
        项目名称|<|社区食堂运营补贴|<|<|<|<|<|<
        主管部门|<|甲市民政局|<|<|实施单位|<|甲市养老服务中心|<
        项目资金⏎（万元）|<||年初预算数|全年预算数|全年执行数|执行率|<|<
        ^|^|年度资金总额|45|45|40.5|90%|<|<
        ^|^|其中：财政拨款|45|45|40.5|90%|<|<
        年度总体目标|预期目标|<|<|<|实际完成情况|<|<|<
        ^|补贴食堂15家|<|<|<|补贴食堂15家|<|<|<
        绩效指标|一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分|偏差原因分析及改进措施
        ^|产出指标|数量指标|补贴食堂数|不少于15家|15家|30|30|
        ^|^|时效指标|补贴发放周期|每季度末后30日内|每季度末后30日内|20|20|
        ^|效益指标|经济效益指标|老年人就餐支出减少额|不低于260万元|275万元|20|20|
        ^|^|社会效益指标|日均就餐老年人数|不少于3000人次|3120人次|20|20|
        ^|满意度指标|服务对象满意度|就餐老年人满意度|90%以上|92%|10|10|
        总分|<|<|<|<|<|100|100|
    ";
    expect(&[sheet("自评", form)], "
        sheet 自评 self-evaluation name=社区食堂运营补贴@C3 department=甲市民政局@C4 unit=甲市养老服务中心@H4 year=2023@A2
        fund initial=450,000.00@D6 revised=450,000.00@E6 spent=405,000.00@F6 rate=0.9@G6
        fund 财政拨款 initial=450,000.00@D7 revised=450,000.00@E7 spent=405,000.00@F7 rate=0.9@G7
        indicator 产出指标/数量指标/补贴食堂数@D11 target=不少于15家{≥ 15 家}@E11 actual=15家{15 家}@F11 weight=30@G11 points=30@H11
        indicator 产出指标/时效指标/补贴发放周期@D12 target=每季度末后30日内{}@E12 actual=每季度末后30日内{}@F12 weight=20@G12 points=20@H12
        indicator 效益指标/经济效益指标/老年人就餐支出减少额@D13 target=不低于260万元{≥ 2600000 元}@E13 actual=275万元{2750000 元}@F13 weight=20@G13 points=20@H13
        indicator 效益指标/社会效益指标/日均就餐老年人数@D14 target=不少于3000人次{≥ 3000 人次}@E14 actual=3120人次{3120 人次}@F14 weight=20@G14 points=20@H14
        indicator 满意度指标/服务对象满意度/就餐老年人满意度@D15 target=90%以上{≥ 0.9 %}@E15 actual=0.92{0.92}@F15 weight=10@G15 points=10@H15
        total weight=100@G16 of 30+20+20+20+10 points=100@H16 of 30+20+20+20+10
        rows 16: 7 used, 4 title, 2 heading, 1 total, 2 note, 0 refused
    ");
}

/// Core indicators with a star, parts (其中) without a weight of their own, slots that nobody filled, and the weight in
/// front of the target.
#[test]
fn starred_rows_parts_and_empty_slots() {
    let form = r"
        项目支出绩效自评表|<|<|<|<|<|<|<|<
        （2023年度）|<|<|<|<|<|<|<|<
        项目名称|<|困难群众临时救助|<|<|<|<|<|<
        主管部门|<|甲县民政局|<|<|实施单位|<|甲县民政局|<
        资金情况⏎（万元）|<||年初预算数|全年预算数（A）|全年执行数（B）|分值|执行率（B/A）|得分
        ^|^|年度资金总额|300|320|320|10|100.00%|10
        ^|^|其中：中央补助|200|220|220|—|—|—
        ^|^|地方资金|100|100|100|—|—|—
        ^|^|其他资金||||—|—|—
        年度总体目标|年初设定目标|<|<|<|年度总体目标完成情况综述|<|<|<
        ^|应救尽救|<|<|<|应救尽救|<|<|<
        绩效指标|一级指标|二级指标|三级指标|分值|年度指标值|全年实际值|得分|未完成原因及拟采取的改进措施
        ^|产出指标|数量指标|★临时救助人次|20|≥1500人次|1620人次|20|
        ^|^|^|其中：小额救助人次||≥800人次|842人次||
        ^|^|^|★其中：大病救助人次||≥200人次|215人次||
        ^|^|^|……||||||
        ^|^|质量指标|指标1：★救助对象认定准确率|30|≥99%|99.4%|30|
        ^|^|^|指标2：||||||
        ^|^|时效指标|……||||||
        ^|效益指标|社会效益指标|困难群众基本生活|30|得到保障|得到保障|30|
        ^|^|生态效益指标|……||||||
        ^|满意度指标|服务对象满意度指标|救助对象满意度|10|≥95%|96%|10|
        总分|<|<|<|100|||100|
    ";
    expect(&[sheet("自评", form)], "
        sheet 自评 self-evaluation name=困难群众临时救助@C3 department=甲县民政局@C4 unit=甲县民政局@H4 year=2023@A2
        fund initial=3,000,000.00@D6 revised=3,200,000.00@E6 spent=3,200,000.00@F6 rate=1@H6 weight=10@G6 points=10@I6
        fund 中央补助 initial=2,000,000.00@D7 revised=2,200,000.00@E7 spent=2,200,000.00@F7
        fund 地方资金 initial=1,000,000.00@D8 revised=1,000,000.00@E8 spent=1,000,000.00@F8
        fund 其他资金
        indicator 预算执行/预算执行率/预算执行率@C6 actual=100.00%{1 %}@H6 weight=10@G6 points=10@I6
        indicator 产出指标/数量指标/临时救助人次@D13 target=≥1500人次{≥ 1500 人次}@F13 actual=1620人次{1620 人次}@G13 weight=20@E13 points=20@H13
        indicator 产出指标/数量指标/其中:小额救助人次@D14 target=≥800人次{≥ 800 人次}@F14 actual=842人次{842 人次}@G14
        indicator 产出指标/数量指标/其中:大病救助人次@D15 target=≥200人次{≥ 200 人次}@F15 actual=215人次{215 人次}@G15
        indicator 产出指标/质量指标/救助对象认定准确率@D17 target=≥99%{≥ 0.99 %}@F17 actual=0.994{0.994}@G17 weight=30@E17 points=30@H17
        indicator 效益指标/社会效益指标/困难群众基本生活@D20 target=得到保障{}@F20 actual=得到保障{}@G20 weight=30@E20 points=30@H20
        indicator 满意度指标/服务对象满意度指标/救助对象满意度@D22 target=≥95%{≥ 0.95 %}@F22 actual=0.96{0.96}@G22 weight=10@E22 points=10@H22
        total weight=100@E23 of 10+20+30+30+10 points=100@H23 of 10+20+30+30+10
        rows 23: 10 used, 4 blank, 4 title, 2 heading, 1 total, 2 note, 0 refused
    ");
}

/// The form for transfer payments: no weights and no points at all.
#[test]
fn a_form_without_weights_and_points() {
    let form = r"
        转移支付区域绩效目标自评表|<|<|<|<|<|<
        （2023年度）|<|<|<|<|<|<
        转移支付（项目）名称|<|公益性岗位补贴|<|<|<|<
        中央主管部门|<|丙部|<|<|<|<
        地方主管部门|<|甲省人力资源和社会保障厅|<|资金使用单位|<|甲省就业服务局
        资金投入情况⏎（万元）|<||<|全年预算数（A）|全年执行数（B）|预算执行率（B/A×100%）
        ^|^|年度资金总额：|<|5000|4600|92%
        ^|^|其中：中央财政资金|<|3000|2900|96.67%
        ^|^|地方资金|<|2000|1700|85%
        ^|^|其他资金|<|||
        总体目标完成情况|总体目标|<|<|全年实际完成情况|<|<
        ^|稳定就业岗位|<|<|稳定就业岗位|<|<
        绩效指标|一级指标|二级指标|三级指标|指标值|全年实际完成值|未完成原因和改进措施
        ^|产出指标|数量指标|公益性岗位人数|≥1.5万人|1.62万人|
        ^|^|质量指标|补贴发放准确率|100%|99.8%|信息更新滞后，已建立月度核对
        ^|满意度指标|服务对象满意度指标|在岗人员满意度|≥85%|88%|
        说明|<|请在此处简要说明各级审计和财政监督中发现的问题及其所涉及的金额，如没有请填无。|<|<|<|<
    ";
    expect(&[sheet("附件", form)], "
        sheet 附件 self-evaluation name=公益性岗位补贴@C3 department=甲省人力资源和社会保障厅@C5 unit=甲省就业服务局@G5 year=2023@A2
        fund revised=50,000,000.00@E7 spent=46,000,000.00@F7 rate=0.92@G7
        fund 中央财政资金 revised=30,000,000.00@E8 spent=29,000,000.00@F8 rate=0.9667@G8
        fund 地方资金 revised=20,000,000.00@E9 spent=17,000,000.00@F9 rate=0.85@G9
        fund 其他资金
        indicator 产出指标/数量指标/公益性岗位人数@D14 target=≥1.5万人{≥ 15000 人}@E14 actual=1.62万人{16200 人}@F14
        indicator 产出指标/质量指标/补贴发放准确率@D15 target=1{1}@E15 actual=0.998{0.998}@F15 reason=信息更新滞后，已建立月度核对@G15
        indicator 满意度指标/服务对象满意度指标/在岗人员满意度@D16 target=≥85%{≥ 0.85 %}@E16 actual=0.88{0.88}@F16
        rows 17: 7 used, 5 title, 2 heading, 3 note, 0 refused
    ");
}

/// A short form without a fund block: amounts stand beside their labels.
#[test]
fn amounts_beside_their_labels() {
    let form = r"
        2023年度项目支出绩效自评表|<|<|<|<|<|<
        项目名称|健身步道建设|主管部门|甲县教育体育局|实施单位|甲县体育中心|
        年初预算数（万元）|80|全年预算数（万元）|76.5|全年执行数（万元）|76|
        一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分
        产出指标|数量指标|新建步道|≥3公里|3.2公里|60|60
        满意度指标|服务对象满意度指标|居民满意度|≥85%|'90%|40|40
        合计|<|<|<|<|100|100
    ";
    expect(
        &[sheet("自评", form)],
        "
        sheet 自评 self-evaluation name=健身步道建设@B2 department=甲县教育体育局@D2 unit=甲县体育中心@F2 year=2023@A1
        fund initial=800,000.00@B3 revised=765,000.00@D3 spent=760,000.00@F3
        indicator 产出指标/数量指标/新建步道@C5 target=≥3公里{≥ 3 公里}@D5 actual=3.2公里{3.2 公里}@E5 weight=60@F5 points=60@G5
        indicator 满意度指标/服务对象满意度指标/居民满意度@C6 target=≥85%{≥ 0.85 %}@D6 actual=90%{0.9 %}@E6 weight=40@F6 points=40@G6
        total weight=100@F7 of 60+40 points=100@G7 of 60+40
        rows 7: 3 used, 2 title, 1 heading, 1 total, 0 refused
    ",
    );
}

/// Amounts of the block in a unit of its own, with units in the cells, separators, and 万元 in the row's label.
#[test]
fn units_of_the_fund_block() {
    for (corner, total, cells) in [
        ("项目资金（元）", "年度资金总额", "1,250,000.00|1,200,000.00|1,188,000.00"),
        ("项目资金", "年度资金总额（万元）", "125|120|118.8"),
        ("项目资金（千元）", "年度资金总额", "1250|1200|1188"),
        ("项目资金", "年度资金总额", "125万元|120万元|118.8万元"),
        ("项目资金", "年度资金总额", "'1,250,000元|￥1,200,000元|1188000元"),
    ] {
        let form = format!(
            "项目支出绩效自评表（2023年度）
            项目名称|<|校车线路优化||主管部门|甲县教育局|||
            {corner}|<||年初预算数|全年预算数|全年执行数|分值|执行率|得分
            ^|^|{total}|{cells}|10|99|9.9
            绩效指标|一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分|偏差原因分析及改进措施
            ^|产出指标|数量指标|优化线路|≥20条|20条|90|90|"
        );
        expect(&[sheet("自评", &form)], "
            sheet 自评 self-evaluation name=校车线路优化@C2 department=甲县教育局@F2 year=2023@A1
            fund initial=1,250,000.00@D4 revised=1,200,000.00@E4 spent=1,188,000.00@F4 rate=0.99@H4 weight=10@G4 points=9.9@I4
            indicator 预算执行/预算执行率/预算执行率@C4 actual=99.00%{0.99 %}@H4 weight=10@G4 points=9.9@I4
            indicator 产出指标/数量指标/优化线路@D6 target=≥20条{≥ 20 条}@E6 actual=20条{20 条}@F6 weight=90@G6 points=90@H6
            rows 6: 2 used, 2 title, 2 heading, 0 refused
        ");
    }
}

/// A deadline is a day of the year on or before which something is done; a month alone is its last day.
#[test]
fn deadlines() {
    let form = r"
        项目支出绩效自评表（2023年度）
        项目名称|<|农机报废补贴||主管部门|甲县农业农村局|||
        项目资金（万元）|<||年初预算数|全年预算数|全年执行数|分值|执行率|得分
        ^|^|年度资金总额|20|20|20|10|1|10
        绩效指标|一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分|偏差原因分析及改进措施
        ^|产出指标|时效指标|补贴兑付时间|12月底前|2023年11月20日|30|30|
        ^|^|^|资料归档时间|2023年12月31日前|2023年12月|30|30|
        ^|^|^|公示时限|≤7日|7日|30|30|
    ";
    expect(&[sheet("自评", form)], "
        sheet 自评 self-evaluation name=农机报废补贴@C2 department=甲县农业农村局@F2 year=2023@A1
        fund initial=200,000.00@D4 revised=200,000.00@E4 spent=200,000.00@F4 rate=1@H4 weight=10@G4 points=10@I4
        indicator 预算执行/预算执行率/预算执行率@C4 actual=100.00%{1 %}@H4 weight=10@G4 points=10@I4
        indicator 产出指标/时效指标/补贴兑付时间@D6 target=12月底前{≤ 12-31}@E6 actual=2023年11月20日{2023-11-20}@F6 weight=30@G6 points=30@H6
        indicator 产出指标/时效指标/资料归档时间@D7 target=2023年12月31日前{≤ 2023-12-31}@E7 actual=2023年12月{2023-12-31}@F7 weight=30@G7 points=30@H7
        indicator 产出指标/时效指标/公示时限@D8 target=≤7日{≤ 7 日}@E8 actual=7日{7 日}@F8 weight=30@G8 points=30@H8
        rows 8: 4 used, 2 title, 2 heading, 0 refused
    ");
}

/// A form short enough to be repeated; what differs is the project and what it spent.
fn short(name: &str, code: &str, spent: &str) -> String {
    format!(
        "项目支出绩效自评表|<|<|<|<|<|<|<|<
        （2023年度）|<|<|<|<|<|<|<|<
        项目名称|<|{name}|<|<|项目编码|<|{code}|<
        主管部门|<|甲县林业局|<|<|实施单位|<|甲县国有林场|<
        项目资金⏎（万元）|<||年初预算数|全年预算数|全年执行数|分值|执行率|得分
        ^|^|年度资金总额|50|50|{spent}|10|{spent}|10
        绩效指标|一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分|偏差原因分析及改进措施
        ^|产出指标|数量指标|{name}面积|≥800亩|810亩|60|60|
        ^|满意度指标|服务对象满意度指标|职工满意度|≥90%|95%|30|30|
        总分|<|<|<|<|<|100|100|"
    )
}

#[test]
fn a_form_a_sheet_for_several_projects() {
    let sheets = [
        sheet("森林抚育", &short("森林抚育", "LY001", "50")),
        sheet("苗圃", &short("苗圃改造", "LY002", "48")),
        sheet("Sheet3", ""),
    ];
    expect(&sheets, "
        sheet 森林抚育 self-evaluation code=LY001@H3 name=森林抚育@C3 department=甲县林业局@C4 unit=甲县国有林场@H4 year=2023@A2
        fund initial=500,000.00@D6 revised=500,000.00@E6 spent=500,000.00@F6 rate=0.5@H6 weight=10@G6 points=10@I6
        indicator 预算执行/预算执行率/预算执行率@C6 actual=50.00%{0.5 %}@H6 weight=10@G6 points=10@I6
        indicator 产出指标/数量指标/森林抚育面积@D8 target=≥800亩{≥ 800 亩}@E8 actual=810亩{810 亩}@F8 weight=60@G8 points=60@H8
        indicator 满意度指标/服务对象满意度指标/职工满意度@D9 target=≥90%{≥ 0.9 %}@E9 actual=0.95{0.95}@F9 weight=30@G9 points=30@H9
        total weight=100@G10 of 10+60+30 points=100@H10 of 10+60+30
        rows 10: 3 used, 4 title, 2 heading, 1 total, 0 refused
        sheet 苗圃 self-evaluation code=LY002@H3 name=苗圃改造@C3 department=甲县林业局@C4 unit=甲县国有林场@H4 year=2023@A2
        fund initial=500,000.00@D6 revised=500,000.00@E6 spent=480,000.00@F6 rate=0.48@H6 weight=10@G6 points=10@I6
        indicator 预算执行/预算执行率/预算执行率@C6 actual=48.00%{0.48 %}@H6 weight=10@G6 points=10@I6
        indicator 产出指标/数量指标/苗圃改造面积@D8 target=≥800亩{≥ 800 亩}@E8 actual=810亩{810 亩}@F8 weight=60@G8 points=60@H8
        indicator 满意度指标/服务对象满意度指标/职工满意度@D9 target=≥90%{≥ 0.9 %}@E9 actual=0.95{0.95}@F9 weight=30@G9 points=30@H9
        total weight=100@G10 of 10+60+30 points=100@H10 of 10+60+30
        rows 10: 3 used, 4 title, 2 heading, 1 total, 0 refused
        sheet Sheet3 empty
        rows 0: 0 used, 0 refused
    ");
}

/// Two forms under one another, as the printout of a system gives them: each is read as a sheet of its own.
#[test]
fn two_forms_stacked_on_a_sheet() {
    let both = format!("{}\n\n{}", short("森林抚育", "LY001", "50"), short("苗圃改造", "LY002", "48"));
    expect(&[sheet("汇总", &both)], "
        sheet 汇总 self-evaluation code=LY001@H3 name=森林抚育@C3 department=甲县林业局@C4 unit=甲县国有林场@H4 year=2023@A2
        fund initial=500,000.00@D6 revised=500,000.00@E6 spent=500,000.00@F6 rate=0.5@H6 weight=10@G6 points=10@I6
        indicator 预算执行/预算执行率/预算执行率@C6 actual=50.00%{0.5 %}@H6 weight=10@G6 points=10@I6
        indicator 产出指标/数量指标/森林抚育面积@D8 target=≥800亩{≥ 800 亩}@E8 actual=810亩{810 亩}@F8 weight=60@G8 points=60@H8
        indicator 满意度指标/服务对象满意度指标/职工满意度@D9 target=≥90%{≥ 0.9 %}@E9 actual=0.95{0.95}@F9 weight=30@G9 points=30@H9
        total weight=100@G10 of 10+60+30 points=100@H10 of 10+60+30
        rows 10: 3 used, 4 title, 2 heading, 1 total, 0 refused
        sheet 汇总 self-evaluation code=LY002@H14 name=苗圃改造@C14 department=甲县林业局@C15 unit=甲县国有林场@H15 year=2023@A13
        fund initial=500,000.00@D17 revised=500,000.00@E17 spent=480,000.00@F17 rate=0.48@H17 weight=10@G17 points=10@I17
        indicator 预算执行/预算执行率/预算执行率@C17 actual=48.00%{0.48 %}@H17 weight=10@G17 points=10@I17
        indicator 产出指标/数量指标/苗圃改造面积@D19 target=≥800亩{≥ 800 亩}@E19 actual=810亩{810 亩}@F19 weight=60@G19 points=60@H19
        indicator 满意度指标/服务对象满意度指标/职工满意度@D20 target=≥90%{≥ 0.9 %}@E20 actual=0.95{0.95}@F20 weight=30@G20 points=30@H20
        total weight=100@G21 of 10+60+30 points=100@H21 of 10+60+30
        rows 10: 3 used, 4 title, 2 heading, 1 total, 0 refused
    ");
}

/// The actual in two cells as well: its unit is its own, and a deadline keeps the sign that stands apart.
#[test]
fn units_of_target_and_actual_in_columns_of_their_own() {
    let form = r"
        项目支出绩效自评表（2023年度）|<|<|<|<|<|<|<|<|<
        项目名称|<|渠道维修|<|<|<|<|<|<|<
        一级指标|二级指标|三级指标|年度指标值|<|<|实际完成值|<|分值|得分
        ^|^|^|指标性质|指标值|度量单位|完成值|度量单位|^|^
        产出指标|数量指标|维修长度|≥|85|公里|8250|米|60|60
        产出指标|时效指标|完成时间|≤|2023年12月||2023年11月||20|20
        产出指标|数量指标|设备数量|=|25|台（套）|25|台（套）|20|20
    ";
    expect(
        &[sheet("自评", form)],
        "
        sheet 自评 self-evaluation name=渠道维修@C2 year=2023@A1
        indicator 产出指标/数量指标/维修长度@C5 target=≥85公里{≥ 85 公里}@E5 actual=8250{8250 米}@G5 weight=60@I5 points=60@J5
        indicator 产出指标/时效指标/完成时间@C6 target=≤2023年12月{≤ 2023-12-31}@E6 actual=2023年11月{2023-11-30}@G6 weight=20@I6 points=20@J6
        indicator 产出指标/数量指标/设备数量@C7 target==25台(套){= 25 台(套)}@E7 actual=25{25 台(套)}@G7 weight=20@I7 points=20@J7
        rows 7: 3 used, 2 title, 2 heading, 0 refused
    ",
    );
}
