//! A folder of faults: for each finding code the smallest inbox that causes it, the place and the exact message. Together
//! they are the catalogue in `docs/findings.md`.

mod near;
#[path = "../support/mod.rs"]
mod support;

use std::collections::BTreeSet;

use jixiao::finding::Code;
use strum::IntoEnumIterator;
use support::{Inbox, Rows, V, form, ledger};

struct Fault {
    code: &'static str,
    make: fn(&Inbox),
    /// Sheet and cell of the finding.
    at: [&'static str; 2],
    message: &'static str,
}

/// A form whose figures are all in order: 100 points claimed and computed.
fn sound() -> Rows {
    form("P1", 10.0, 10.0, 10.0)
}

/// The sound form with one cell changed; rows and columns as Excel names them.
fn changed(cell: &str, value: impl Into<V>) -> Rows {
    let (col, row) = cell.split_at(1);
    let mut rows = sound();
    let row = &mut rows[row.parse::<usize>().unwrap() - 1];
    let col = usize::from(col.as_bytes()[0] - b'A');
    row.resize(row.len().max(col + 1), V::Blank);
    row[col] = value.into();
    rows
}

fn form_only(inbox: &Inbox, rows: Rows) {
    inbox.book("P1/自评表.xlsx", &[("自评", rows)]);
}

fn with_ledger(inbox: &Inbox, rows: Rows) {
    inbox.book("P1/自评表.xlsx", &[("自评", sound())]).book("P1/台账.xlsx", &[("台账", rows)]);
}

fn paid(payments: &[(&str, &str, f64)]) -> Rows {
    let rows: Vec<_> = payments.iter().map(|(date, payee, amount)| (*date, *payee, "补助", *amount)).collect();
    ledger("P1", &rows)
}

/// Payments that add to the form's expenditure, spread over the year.
const SPREAD: [(&str, &str, f64); 2] = [("2023-03-05", "甲公司", 60_000.0), ("2023-06-05", "乙公司", 40_000.0)];

fn score_table(rows: Rows) -> Rows {
    let mut all = rows![
        ["2023年度项目绩效评价综合评分表"],
        ["一级指标", "二级指标", "三级指标", "评分规则", "核查情况", "目标值", "实际完成值", "分值", "得分"],
    ];
    all.extend(rows);
    all
}

fn edition(inbox: &Inbox, indicator: &str) {
    let toml = format!(
        "id = \"own\"\nname = \"自定\"\nreference = \"无\"\neffective = \"2023-01-01\"\ntotal = \"100\"\nbase = \"revised\"\n\
         rounding = {{ places = 2, mode = \"half-up\" }}\ngrades = [{{ name = \"优\", from = \"0\" }}]\n{indicator}"
    );
    inbox.file("own.toml", toml);
    inbox.file("jixiao.toml", "[rubrics]\nfiles = [\"own.toml\"]\nprojects = { P1 = \"own\" }\n");
}

const CHECKLIST: &str = "[[indicators]]\ncode = \"A1\"\nname = \"立项规范性\"\nweight = \"100\"\nmeasure = { kind = \"evidence\" }\n\
     rule = { kind = \"checklist\", shares = [\"0.5\", \"0.5\"] }\n";
const PARTS: &str = "[[indicators]]\nname = \"成本\"\nweight = \"100\"\nmeasure = { kind = \"cell\" }\nrule = { kind = \"parts\", parts = [\n\
     { name = \"甲项成本\", weight = \"60\", measure = { kind = \"cell\" }, rule = { kind = \"assessed\" } },\n\
     { name = \"乙项成本\", weight = \"40\", measure = { kind = \"cell\" }, rule = { kind = \"assessed\" } }] }\n";

/// An edition of one indicator, 完成户数, with this rule and these policies, scoring one row.
fn ruled(inbox: &Inbox, before: &str, rule: &str, more: Rows) {
    let indicator = format!(
        "{before}\n[[indicators]]\nname = \"完成户数\"\nweight = \"100\"\nmeasure = {{ kind = \"cell\" }}\nrule = {{ {rule} }}\n"
    );
    edition(inbox, &indicator);
    let mut rows = rows![["产出指标", "数量指标", "完成户数", "", "", "≥10户", "14户", 100, ""]];
    rows.extend(more);
    inbox.book("P1/评分表.xlsx", &[("评分", score_table(rows))]);
}

fn checklist(inbox: &Inbox, row: Rows) {
    edition(inbox, CHECKLIST);
    inbox.book("P1/评分表.xlsx", &[("评分", score_table(row))]);
}

fn budget(rows: Rows) -> Rows {
    let mut all = rows![
        ["2023年度项目预算表"],
        ["单位：万元"],
        ["项目编码", "项目名称", "主管部门", "年初预算数", "全年预算数", "到位资金", "实际支出", "批复日期"],
    ];
    all.extend(rows);
    all
}

fn lines(rows: Rows) -> Rows {
    let mut all = rows![["项目编码：P1"], ["单位：万元"], ["预算项目", "预算金额", "执行金额"]];
    all.extend(rows);
    all
}

fn answers(count: usize, answer: impl Fn(usize) -> &'static str) -> Rows {
    let mut rows = rows![["序号", "提交答卷时间", "1、您对服务是否满意？", "2、您对总体满意吗？"]];
    rows.extend((0..count).flat_map(|at| rows![[at as i32 + 1, "2024/1/5", answer(at), answer(at)]]));
    rows
}

fn with_survey(inbox: &Inbox, rows: Rows) {
    inbox.book("P1/自评表.xlsx", &[("自评", sound())]).book("P1/问卷.xlsx", &[("问卷", rows)]);
}

/// The national form of P1 and the targets that were approved for it: name and target.
fn approved(inbox: &Inbox, rows: Rows, targets: &[(&str, &str)]) {
    let mut form = rows![["项目编码：P1"], ["一级指标", "二级指标", "三级指标", "年度指标值"]];
    form.extend(targets.iter().flat_map(|(name, target)| rows![["产出", "数量", *name, *target]]));
    form_only(inbox, rows);
    inbox.book("P1/目标表.xlsx", &[("目标", form)]);
}

/// The sound form with the target and the actual of 完成户数.
fn reached(target: &str, actual: &str) -> Rows {
    let mut rows = changed("E9", target);
    rows[8][5] = actual.into();
    rows
}

/// A second project beside P1, each with a form and a ledger.
fn two(inbox: &Inbox, one: Rows, other: Rows) {
    with_ledger(inbox, one);
    inbox.book("P2/自评表.xlsx", &[("自评", other_form())]).book("P2/台账.xlsx", &[("台账", other)]);
}

/// The form of P2, which has a department and a unit of its own.
fn other_form() -> Rows {
    let mut rows = form("P2", 10.0, 10.0, 10.0);
    rows[2][4] = "乙局".into();
    rows[2][6] = "乙局中心".into();
    rows
}

fn paid_by_other(payments: &[(&str, &str, f64)], purpose: &str) -> Rows {
    let rows: Vec<_> = payments.iter().map(|(date, payee, amount)| (*date, *payee, purpose, *amount)).collect();
    ledger("P2", &rows)
}

/// Forty payees of one payment each, the first by name.
fn many(first: &str) -> Rows {
    let names: Vec<String> = std::iter::once(first.to_owned()).chain((1..40).map(|at| format!("户{at}"))).collect();
    let payments: Vec<_> = names.iter().map(|name| ("2023-04-05", name.as_str(), "补助", 2_500.0)).collect();
    ledger("P2", &payments)
}

/// Ten payees of P1 of one payment each, the first by name.
fn few(first: &str) -> Rows {
    let names: Vec<String> = std::iter::once(first.to_owned()).chain((1..10).map(|at| format!("组{at}"))).collect();
    let payments: Vec<_> = names.iter().map(|name| ("2023-03-05", name.as_str(), "补助", 10_000.0)).collect();
    ledger("P1", &payments)
}

/// A score table of one indicator, a rate of the funds as its cell states it, beside a budget of which 90 % is spent.
fn stated(inbox: &Inbox, actual: &str) {
    let row = rows![["过程", "资金管理", "预算执行率", "", "", "=100%", actual, 100, 90]];
    inbox.book("P1/评分表.xlsx", &[("评分", score_table(row))]);
    inbox.book("预算.xlsx", &[("预算", budget(rows![["P1", "项目P1", "甲局", 10, 10, 10, 9]]))]);
}

/// Answers under a title that says how many copies there were.
fn titled(title: &str, count: usize) -> Rows {
    let mut rows = rows![[title]];
    rows.extend(answers(count, |at| ["非常满意", "比较满意", "一般"][at % 3]));
    rows
}

/// Answers to five questions, of which so many copies are alike; the others differ from one another.
fn alike(count: usize, all: usize) -> Rows {
    const WORDS: [&str; 4] = ["非常满意", "比较满意", "一般", "不满意"];
    let mut rows = rows![["序号", "提交答卷时间", "1、进度", "2、质量", "3、服务", "4、态度", "5、总体满意度"]];
    for at in 0..all {
        let step = |place: u32| if at < count { "比较满意" } else { WORDS[((at + 40) / 4_usize.pow(place)) % 4] };
        rows.extend(rows![[at as i32 + 1, "2024/1/5", step(0), step(1), step(2), step(0), step(1)]]);
    }
    rows
}

fn reviewed(inbox: &Inbox, rows: Rows) {
    let mut all = rows![["项目编码", "指标", "审定得分", "审定理由", "审定人"]];
    all.extend(rows);
    inbox.book("P1/自评表.xlsx", &[("自评", sound())]).book("审定.xlsx", &[("审定", all)]);
}

fn monitored(inbox: &Inbox, executed: i32, likelihood: &str) {
    let form = rows![
        ["（2023年度）项目编码：P1"],
        ["项目名称", "项目P1"],
        ["项目资金（万元）", "年初预算数", "1—7月执行数", "执行率", "全年预计执行数"],
        ["年度资金总额", 10, executed, "", 10],
        ["一级指标", "二级指标", "三级指标", "年度指标值", "1—7月完成情况", "完成目标可能性"],
        ["产出指标", "数量指标", "完成户数", "≥10户", "4户", likelihood],
    ];
    inbox.book("P1/自评表.xlsx", &[("自评", sound())]).book("P1/监控表.xlsx", &[("监控", form)]);
}

/// A ledger with the text of its sheet changed.
fn with_rewritten_ledger(inbox: &Inbox, change: fn(String) -> String) {
    use std::io::{Read, Write};
    with_ledger(inbox, paid(&SPREAD));
    let path = inbox.input().join("P1/台账.xlsx");
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(std::fs::read(&path).unwrap())).unwrap();
    let mut writer = zip::ZipWriter::new(std::fs::File::create(&path).unwrap());
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        let text = if name.ends_with("sheet1.xml") { change(text) } else { text };
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap();
}

fn dated_amount(inbox: &Inbox) {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let date = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd");
    let sheet = workbook.add_worksheet();
    for (col, (heading, text)) in
        (0..).zip([("项目编码", "P1"), ("拨付日期", "2023-03-05"), ("收款单位", "甲公司"), ("拨付金额（元）", "")])
    {
        sheet.write_string(0, col, heading).unwrap().write_string(1, col, text).unwrap();
    }
    sheet.write_number_with_format(1, 3, 100_000.0, &date).unwrap();
    workbook.save(inbox.input().join("P1/台账.xlsx")).unwrap();
}

/// A budget line whose amount is a formula that was stored without a result.
fn not_calculated(inbox: &Inbox) {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    for (row, cells) in (0..).zip([
        ["2023年度项目预算表", "", "", ""],
        ["单位：万元", "", "", ""],
        ["项目编码", "项目名称", "主管部门", "年初预算数"],
        ["P1", "项目P1", "甲局", ""],
    ]) {
        for (col, text) in (0..).zip(cells) {
            sheet.write_string(row, col, text).unwrap();
        }
    }
    sheet.write_formula(3, 3, "=5+5").unwrap();
    let whole = tempfile::NamedTempFile::new().unwrap();
    workbook.save(whole.path()).unwrap();
    assert_eq!(support::without_results(whole.path(), &inbox.input().join("P1/预算.xlsx")), 1);
}

/// A sheet that fills every cell that there can be, in a few words.
fn full_sheet() -> Vec<u8> {
    use std::io::Write;
    let content = r#"<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet>
        <table:table table:name="S"><table:table-row table:number-rows-repeated="1048576">
        <table:table-cell office:value-type="string" table:number-columns-repeated="16384"><text:p>x</text:p></table:table-cell>
        </table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"#;
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in [("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", content)] {
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A workbook whose texts unpack to 200 MB from next to nothing.
fn bomb() -> Vec<u8> {
    use std::io::Write;
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, size) in [("xl/workbook.xml", 10), ("xl/sharedStrings.xml", 200 << 20)] {
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        std::io::copy(&mut std::io::Read::take(std::io::repeat(b' '), size), &mut writer).unwrap();
    }
    writer.flush().unwrap();
    writer.finish().unwrap().into_inner()
}

#[rustfmt::skip]
const FAULTS: &[Fault] = &[
    Fault { code: "file-unreadable", make: |i| { form_only(i, sound()); i.file("P1/坏.xlsx", b"PK\x03\x04 cut off"); },
        at: ["", ""], message: "文件无法读取：文件不完整或已损坏" },
    Fault { code: "file-not-a-workbook", make: |i| { form_only(i, sound()); i.file("P1/报告.pdf", "%PDF-1.7"); },
        at: ["", ""], message: "文件不是电子表格（PDF 文件）。" },
    Fault { code: "file-password", make: |i| { form_only(i, sound()); i.file("P1/密.xlsx", support::ole(&[("EncryptionInfo", &[]), ("EncryptedPackage", &[])])); },
        at: ["", ""], message: "文件设有打开密码，无法读取。" },
    Fault { code: "file-too-large", make: |i| { form_only(i, sound()); i.file("P1/大.xlsx", bomb()); },
        at: ["", ""], message: "文件过大，或读取时占用内存过多，未读取。" },
    Fault { code: "file-own-output", make: |i| { form_only(i, sound()); let run = i.run(&[]); std::fs::copy(run.folder.join("绩效评价汇总.xlsx"), i.input().join("P1/汇总.xlsx")).unwrap(); },
        at: ["", ""], message: "文件由本程序输出：只读取“指标得分”中填写的审定得分、审定理由和审定人，其余各表略过。" },
    Fault { code: "sheet-unreadable", make: |i| with_rewritten_ledger(i, |text| text[..text.len() / 2].to_owned()),
        at: ["台账", ""], message: "工作表无法读取：内容不完整或已损坏（Xml error: syntax error: tag not closed: `>` not found before end of input）" },
    Fault { code: "sheet-too-large", make: |i| { form_only(i, sound()); i.file("P1/满.ods", full_sheet()); },
        at: ["S", ""], message: "工作表的单元格或文字过多，超过读取上限，未读取。" },
    Fault { code: "cell-twice", make: |i| with_rewritten_ledger(i, |text| text.replace("</sheetData>", r#"<row r="5"><c r="F5"><v>40000</v></c></row></sheetData>"#)),
        at: ["台账", "F5"], message: "文件中同一单元格出现两次，采用后一个。" },
    Fault { code: "amount-is-date", make: |i| { form_only(i, sound()); dated_amount(i); },
        at: ["Sheet1", "D2"], message: "金额单元格为日期格式，已按数值 100,000.00 元读取。" },
    Fault { code: "formula-not-calculated", make: |i| { form_only(i, sound()); not_calculated(i); },
        at: ["Sheet1", "D4"], message: "单元格的公式出错或没有计算结果，未采用。" },
    Fault { code: "sheet-unknown", make: |i| { form_only(i, sound()); i.book("P1/会议.xlsx", &[("纪要", rows![["会议纪要"]])]); },
        at: ["纪要", ""], message: "工作表无法识别，第一处文字为“会议纪要”。" },
    Fault { code: "sheet-hidden", make: |i| { form_only(i, sound()); i.book_with_hidden("P1/台账.xlsx", "台账", paid(&SPREAD)); },
        at: ["台账", ""], message: "工作表是隐藏的，已照常读取。" },
    Fault { code: "sheet-repeated", make: |i| { form_only(i, sound()); i.book("P1/自评表 (2).xlsx", &[("自评", sound())]); },
        at: ["自评", ""], message: "工作表与另一张内容完全相同，只采用一张。" },
    Fault { code: "heading-unknown", make: |i| with_ledger(i, { let mut rows = paid(&SPREAD); rows[2].push("经办".into()); rows }),
        at: ["台账", "H3"], message: "表头“经办”不在识别范围，该列未读取。" },
    Fault { code: "heading-ambiguous", make: |i| with_ledger(i, { let mut rows = paid(&SPREAD); rows[2].push("支付金额（元）".into()); rows }),
        at: ["台账", "H3"], message: "表头“支付金额（元）”与另一列含义相同，无法判断以哪一列为准，两列均未读取。" },
    Fault { code: "funds-not-understood", make: |i| form_only(i, { let mut rows = changed("F5", ""); rows[4][6] = "".into(); rows[4][4] = "完成数".into(); rows[4][7] = "".into(); rows }),
        at: ["自评", "C5"], message: "自评表的资金栏无法识别（“年初预算数”），资金情况未读取。" },
    Fault { code: "payment-not-made", make: |i| with_ledger(i, { let mut rows = paid(&SPREAD); rows[2].push("借贷标志".into()); rows.extend(rows![[3, "P1", "2023-07-01", "甲局", "拨入", 5, "", "贷"]]); rows }),
        at: ["台账", "H6"], message: "该笔“借贷标志”为“贷”（5.00 元），不是支出，未计入。" },
    Fault { code: "heading-twice", make: |i| with_ledger(i, { let mut rows = paid(&SPREAD); rows[2].push("收款人".into()); rows }),
        at: ["台账", "H3"], message: "表头“收款人”与前面某列含义相同，只采用前一列。" },
    Fault { code: "unit-missing", make: |i| with_ledger(i, { let mut rows = paid(&SPREAD[..1]); rows[1] = vec![]; rows[2][5] = "拨付金额".into(); rows }),
        at: ["台账", "F4"], message: "金额“60000”没有单位，表头和表前也没有写明“元”或“万元”。" },
    Fault { code: "findings-many", make: |i| with_ledger(i, { let mut rows = paid(&SPREAD); rows.extend((0..1002).flat_map(|_| rows![[3, "P1", "2023-07-01", "丙公司", "补助", "约300"]])); rows }),
        at: ["台账", ""], message: "本表同类疑点（amount-unreadable）还有 2 处，未逐一列出。" },
    Fault { code: "amount-missing", make: |i| with_ledger(i, { let mut rows = paid(&SPREAD); rows.extend(rows![[3, "P1", "2023-07-01", "丙公司", "补助"]]); rows }),
        at: ["台账", "F6"], message: "该行没有金额（丙公司），未计入。" },
    Fault { code: "amount-unreadable", make: |i| with_ledger(i, { let mut rows = paid(&SPREAD); rows.extend(rows![[3, "P1", "2023-07-01", "丙公司", "补助", "约300"]]); rows }),
        at: ["台账", "F6"], message: "金额“约300”无法读取，未计入。" },
    Fault { code: "amount-rounded", make: |i| with_ledger(i, paid(&[("2023-03-05", "甲公司", 60_000.004), ("2023-06-05", "乙公司", 40_000.0)])),
        at: ["台账", "F4"], message: "金额精确到分以下，已四舍五入为 60,000.00 元。" },
    Fault { code: "date-unreadable", make: |i| with_ledger(i, paid(&[("三月", "甲公司", 60_000.0), SPREAD[1]])),
        at: ["台账", "C4"], message: "日期“三月”无法读取。" },
    Fault { code: "date-missing", make: |i| with_ledger(i, paid(&[("", "甲公司", 60_000.0), SPREAD[1]])),
        at: ["台账", "C4"], message: "该笔支付（60,000.00 元）没有日期，已计入支出，但无法判断月份和先后。" },
    Fault { code: "number-unreadable", make: |i| form_only(i, changed("H9", "满分")),
        at: ["自评", "H9"], message: "“满分”不是可以采用的数字，未采用。" },
    Fault { code: "row-not-understood", make: |i| form_only(i, { let mut rows = sound(); rows.insert(11, rows![["", "", "", "", "其他", "若干"]].remove(0)); rows }),
        at: ["自评", "A12"], message: "该行内容无法识别，未采用。" },
    Fault { code: "project-unknown", make: |i| { form_only(i, sound()); i.book("台账.xlsx", &[("台账", ledger("", &[("2023-03-05", "甲公司", "补助", 1.0)]))]); },
        at: ["台账", "F4"], message: "无法判断属于哪个项目，未采用。" },
    Fault { code: "project-code-from-folder", make: |i| form_only(i, changed("B4", "")),
        at: ["自评", ""], message: "材料中没有项目编码，以文件夹名“P1”作为编码。" },
    Fault { code: "project-code-from-name", make: |i| { i.book("自评表.xlsx", &[("自评", changed("B4", ""))]); },
        at: ["自评", ""], message: "材料中没有项目编码，以项目名称作为编码。" },
    Fault { code: "project-code-unusable", make: |i| with_ledger(i, { let mut rows = paid(&SPREAD); rows[3][1] = 110_105_199_001_011_234.0.into(); rows }),
        at: ["台账", "B4"], message: "项目编码“110105199001011000”是数字格式，末尾已失真，不能使用。" },
    Fault { code: "year-missing", make: |i| { form_only(i, sound()); let mut rows = form("P2", 1.0, 1.0, 1.0); rows.remove(1); i.book("P2/自评表.xlsx", &[("自评", rows)]); },
        at: ["自评", ""], message: "无法判断所属年度，未采用。" },
    Fault { code: "code-two-names", make: |i| { form_only(i, sound()); i.book("预算.xlsx", &[("预算", budget(rows![["P1", "另一项目", "甲局", 10, 10]]))]); },
        at: ["预算", "B4"], message: "项目编码 P1 对应两个名称：“另一项目”和“项目P1”。" },
    Fault { code: "value-conflict", make: |i| { form_only(i, sound()); i.book("预算.xlsx", &[("预算", budget(rows![["P1", "项目P1", "甲局", 12, 10]]))]); },
        at: ["预算", "D4"], message: "年初预算有两个数：采用 120,000.00 元，另一处为 100,000.00 元。" },
    Fault { code: "rubric-unknown", make: |i| form_only(i, { let mut rows = sound(); rows[1].push("指标体系：自定2023".into()); rows }),
        at: ["自评", "B2"], message: "表中写明的指标体系“自定2023”不存在。" },
    Fault { code: "indicator-unmatched", make: |i| checklist(i, rows![
            ["决策", "立项", "A1立项规范性", "规则", "①符合；②符合", "规范", "规范", 100, 100], ["决策", "立项", "另一指标", "规则", "", "规范", "规范", 10, 10]]),
        at: ["评分", "C4"], message: "指标“另一指标”不在指标体系“自定”中，未计分。" },
    Fault { code: "indicator-code-only", make: |i| checklist(i, rows![["决策", "立项", "A1立项合法性", "规则", "①符合；②符合", "规范", "规范", 100, 100]]),
        at: ["评分", "C3"], message: "编号 A1 的指标名称“立项合法性”与指标体系中的“立项规范性”不同，未采用。" },
    Fault { code: "indicator-not-scored", make: |i| form_only(i, { let mut rows = sound(); rows.insert(11, rows![["", "产出指标", "数量指标", "其中：新建", "≥5户", "5户"]].remove(0)); rows }),
        at: ["自评", "D12"], message: "指标“其中:新建”没有分值，未计分。" },
    Fault { code: "weight-differs", make: |i| checklist(i, rows![["决策", "立项", "A1立项规范性", "规则", "①符合；②符合", "规范", "规范", 90, 90]]),
        at: ["评分", "H3"], message: "指标“立项规范性”的分值填为 90，指标体系中为 100，按指标体系计分。" },
    Fault { code: "weights-total", make: |i| form_only(i, changed("G10", 25)),
        at: ["自评", "B6"], message: "指标分值合计 95，应为 100。" },
    Fault { code: "weights-group", make: |i| form_only(i, changed("B9", "产出指标（40分）")),
        at: ["自评", "B9"], message: "“产出指标”标注 40 分，所属指标分值合计为 50 分。" },
    Fault { code: "groups-differ", make: |i| form_only(i, { let mut rows = changed("G9", 45); rows[9][6] = 35.into(); rows }),
        at: ["自评", "F6"], message: "一级指标分值为 预算执行 10、产出指标 45、效益指标 35、满意度指标 10；指标体系“项目支出绩效自评（国家通用）”为 预算执行 10、产出指标 50、效益指标 30、满意度指标 10。" },
    Fault { code: "results-weight-low", make: |i| { i.book("P1/评分表.xlsx", &[("评分", score_table(rows![
            ["决策", "立项", "立项规范性", "规则", "", "规范", "规范", 50, 50], ["产出", "数量", "完成户数", "规则", "", "≥10户", "10户", 30, 30],
            ["效益", "社会效益", "受益户数", "规则", "", "≥10户", "10户", 20, 20]]))]); },
        at: ["评分", "H3"], message: "“产出和效益”的分值合计 50，应不低于 60。" },
    Fault { code: "rule-text-not-applied", make: |i| { edition(i, &format!("{CHECKLIST}[[indicators.readings]]\ntext = \"每缺一项扣一半\"\nwhy-not = \"与正文不一致\"\n"));
            i.book("P1/评分表.xlsx", &[("评分", score_table(rows![["决策", "立项", "A1立项规范性", "规则", "①符合；②符合", "规范", "规范", 100, 100]]))]); },
        at: ["评分", "D3"], message: "指标“立项规范性”的评分规则没有采用：“每缺一项扣一半”。原因：与正文不一致。采用的规则：逐项核查：①50分；②50分，得 100 分；按该文字的得分：无法计算。" },
    Fault { code: "evidence-missing", make: |i| checklist(i, rows![["决策", "立项", "A1立项规范性", "规则", "①符合", "规范", "规范", 100, 100]]),
        at: ["评分", "E3"], message: "指标“立项规范性”的第 2 点没有核查情况，不能评定。" },
    Fault { code: "evidence-unreadable", make: |i| checklist(i, rows![["决策", "立项", "A1立项规范性", "规则", "①符合；②基本", "规范", "规范", 100, 100]]),
        at: ["评分", "E3"], message: "指标“立项规范性”的核查情况“基本”看不出是否符合。" },
    Fault { code: "actual-not-assessable", make: |i| form_only(i, changed("F9", "若干户")),
        at: ["自评", "F9"], message: "指标“完成户数”无法按规则评定：完成值按填报：若干户。" },
    Fault { code: "actual-copied", make: |i| form_only(i, { let mut rows = changed("E10", "有效改善"); rows[9][5] = "有效改善".into(); rows }),
        at: ["自评", "F10"], message: "指标“群众受益”的实际完成值“有效改善”照抄目标值，按达成计分。" },
    Fault { code: "actual-differs", make: |i| { form_only(i, changed("G6", 0.8)); },
        at: ["自评", "G6"], message: "指标“预算执行率”填报的实际完成值为“80.00%”，核算结果为 100.00%，按核算结果计分。" },
    Fault { code: "target-differs", make: |i| { form_only(i, sound()); i.book("P1/完成情况.xlsx", &[("完成", rows![["项目编码：P1"], ["一级指标", "二级指标", "三级指标", "预期目标值", "实际完成值"], ["产出", "数量", "完成户数", "≥8户", "10户"]])]); },
        at: ["自评", "E9"], message: "指标“完成户数”的目标值不一致：采用“≥10户”，另一处为“≥8户”。" },
    Fault { code: "target-changed", make: |i| { form_only(i, sound()); i.book("P1/目标表.xlsx", &[("目标", rows![["项目编码：P1"], ["一级指标", "二级指标", "三级指标", "年度指标值"], ["产出", "数量", "完成户数", "≥12户"]])]); },
        at: ["自评", "E9"], message: "指标“完成户数”批复的目标值为“≥12户”，评价时使用“≥10户”，实际完成“10户”。" },
    Fault { code: "targets-over-budget", make: |i| { form_only(i, sound()); i.book("P1/目标表.xlsx", &[("目标", rows![["项目编码：P1"], ["一级指标", "二级指标", "三级指标", "年度指标值"], ["产出", "成本", "甲项成本", "≤8万元"], ["产出", "成本", "乙项成本", "≤4万元"]])]); },
        at: ["目标", "D3"], message: "批复的成本目标合计 120,000.00 元，超过项目预算 100,000.00 元。" },
    Fault { code: "ceiling-over-approved", make: |i| { form_only(i, { let mut rows = changed("E9", "≤10万元"); rows[8][5] = "9万元".into(); rows });
            i.book("P1/目标表.xlsx", &[("目标", rows![["项目编码：P1"], ["一级指标", "二级指标", "三级指标", "年度指标值"], ["产出", "数量", "完成户数", "≤8万元"]])]); },
        at: ["自评", "E9"], message: "指标“完成户数”实际完成“9万元”，超过批复的上限“≤8万元”，却按调整后的“≤10万元”得满分。" },
    Fault { code: "tier-unknown", make: |i| form_only(i, changed("F10", "尚可")),
        at: ["自评", "F10"], message: "指标“群众受益”的完成情况“尚可”不属于任何一档，不能评定。" },
    Fault { code: "points-over-weight", make: |i| form_only(i, changed("H9", 51)),
        at: ["自评", "H9"], message: "指标“完成户数”得分 51，超过分值 50。" },
    Fault { code: "points-negative", make: |i| form_only(i, changed("H9", -5)),
        at: ["自评", "H9"], message: "指标“完成户数”得分 -5 小于零，按 0 分计。" },
    Fault { code: "points-differ", make: |i| checklist(i, rows![["决策", "立项", "A1立项规范性", "规则", "①符合；②不符合", "规范", "规范", 100, 100]]),
        at: ["评分", "I3"], message: "指标“立项规范性”评分人打 100 分，按规则为 50。" },
    Fault { code: "points-rate-differs", make: |i| { form_only(i, sound()); i.book("P1/得分.xlsx", &[("得分", rows![["项目编码：P1"], ["一级指标", "二级指标", "三级指标", "权重", "得分", "得分率"], ["产出", "数量", "完成户数", 50, 41.3, 0.8261]])]); },
        at: ["得分", "F3"], message: "指标“完成户数”的得分率印为 82.61%，按得分 41.3 除以分值 50 应为 82.60%。" },
    Fault { code: "points-total-differs", make: |i| form_only(i, changed("H12", 99)),
        at: ["自评", "H12"], message: "得分合计印为 99，各行相加为 100。" },
    Fault { code: "deduction-differs", make: |i| { edition(i, "[[indicators]]\nname = \"制度\"\nweight = \"100\"\nmeasure = { kind = \"cell\" }\nrule = { kind = \"assessed\" }\n");
            i.book("P1/评分表.xlsx", &[("评分", rows![["2023年度评分表"], ["一级指标", "二级指标", "三级指标", "评价标准", "评分过程", "扣分", "实际得分"], ["过程", "管理", "制度（100分）", "健全", "缺一项", 5, 90]])]); },
        at: ["评分", "F3"], message: "指标“制度”分值 100，扣 5 分后不等于得分 90。" },
    Fault { code: "parts-differ", make: |i| { edition(i, PARTS); i.book("P1/评分表.xlsx", &[("评分", rows![["2023年度评分表"], ["一级指标", "二级指标", "三级指标", "评价标准", "评分过程", "扣分", "实际得分"], ["产出", "成本", "成本（100分）", "节约", "已节约", 0, 100]]),
            ("分项", rows![["项目编码：P1"], ["一级指标", "二级指标", "三级指标", "权重", "得分"], ["产出", "成本", "甲项成本", 60, 50], ["产出", "成本", "乙项成本", 40, 40]])]); },
        at: ["评分", "G3"], message: "指标“成本”打分 100，各分项相加为 90。" },
    Fault { code: "claim-differs", make: |i| form_only(i, { let mut rows = changed("H11", 9); rows[11][7] = 99.into(); rows }),
        at: ["自评", "H11"], message: "指标“群众满意度”自评 9 分，核定 10 分。" },
    Fault { code: "claim-total-differs", make: |i| form_only(i, { let mut rows = changed("H11", 9); rows[11][7] = 99.into(); rows }),
        at: ["自评", "H12"], message: "自评总分 99，核定总分 100，相差 -1 分。" },
    Fault { code: "claim-far", make: |i| form_only(i, changed("F9", "5户")),
        at: ["自评", "H12"], message: "自评总分 100，核定总分 75，相差 25 分，偏差过大。" },
    Fault { code: "points-off-unexplained", make: |i| form_only(i, { let mut rows = changed("H11", 7); rows[11][7] = 97.into(); rows }),
        at: ["自评", "H11"], message: "指标“群众满意度”目标值“≥90%”，完成值“95%”，按规则应得满分 10 分，却只得 7 分，没有说明扣分原因。" },
    Fault { code: "full-points-unexplained", make: |i| form_only(i, changed("F11", "81%")),
        at: ["自评", "H11"], message: "指标“群众满意度”目标值“≥90%”，完成值“81%”，按规则不能得满分，却得满分 10 分，没有说明原因。" },
    Fault { code: "points-reviewed", make: |i| reviewed(i, rows![["P1", "群众满意度", 9, "样本偏少", "审核岗"]]),
        at: ["审定", "C2"], message: "指标“群众满意度”审定为 9 分，审定前为 10 分。审定理由：样本偏少。" },
    Fault { code: "review-without-points", make: |i| { form_only(i, sound()); let run = i.run(&[]); support::type_into(&run.folder.join("绩效评价汇总.xlsx"), &i.input().join("汇总.xlsx"), "指标得分", &[("L6".to_owned(), "少两户".to_owned())]); },
        at: ["指标得分", "L6"], message: "只填写了审定理由或审定人（“少两户”），没有审定得分，未采用。" },
    Fault { code: "review-incomplete", make: |i| reviewed(i, rows![["P1", "群众满意度", 10, "", "审核岗"]]),
        at: ["审定", "C2"], message: "指标“群众满意度”审定为 10 分，没有写明审定理由或审定人。" },
    Fault { code: "review-unmatched", make: |i| reviewed(i, rows![["P1", "群众满意率", 10, "属实", "审核岗"]]),
        at: ["审定", "B2"], message: "审定的指标“群众满意率”不在该项目的指标中，未采用。" },
    Fault { code: "review-repeated", make: |i| reviewed(i, rows![["P1", "群众满意度", 10, "属实", "审核岗"], ["P1", "群众满意度", 8, "属实", "审核岗"]]),
        at: ["审定", "B3"], message: "指标“群众满意度”有两个审定得分：采用 10 分，另一处为 8 分。" },
    Fault { code: "target-out-of-reach", make: |i| monitored(i, 5, "完全不可能"),
        at: ["监控", "F6"], message: "运行监控时，单位认为指标“完成户数”的目标“≥10户”完全不可能完成。" },
    Fault { code: "monitored-over-expenditure", make: |i| monitored(i, 11, "确定能"),
        at: ["监控", "C4"], message: "运行监控时已执行 110,000.00 元，多于全年执行数 100,000.00 元。" },
    Fault { code: "initial-budget-missing", make: |i| form_only(i, changed("C6", "")),
        at: ["自评", "C6"], message: "全年预算数为 100,000.00 元，年初预算数为空。" },
    Fault { code: "header-unclear", make: |i| with_ledger(i, { let mut rows = paid(&SPREAD); rows.insert(1, rows![["序号", "项目编码", "拨付日期", "收款单位", "用途", "", "备注"]].remove(0)); rows }),
        at: ["台账", "A4"], message: "以这一行为表头（认出 7 列），但另一行也像表头（认出 6 列）。" },
    Fault { code: "rate-unclear", make: |i| form_only(i, { let mut rows = changed("E11", 0.9); rows[7].push("度量单位".into()); rows[10].push("%".into()); rows }),
        at: ["自评", "E11"], message: "“0.9%”可能是百分之几，也可能是百分比格式的小数，按所写的单位“%”读取。" },
    Fault { code: "over-completion", make: |i| {
        ruled(i, "[policies]\nover-completion = { limit = \"1.3\", then = \"flag\" }", "kind = \"proportional\"", rows![])
    }, at: ["评分", "G3"], message: "指标“完成户数”的完成值“14户”是目标值“≥10户”的 140.00%，超过 130.00%。" },
    Fault { code: "previous-missing", make: |i| ruled(i, "", "kind = \"comparison\"", rows![]),
        at: ["评分", "G3"], message: "指标“完成户数”与上一年度比较，而没有同一项目上一年度的完成值。" },
    Fault { code: "peers-not-comparable", make: |i| ruled(i, "", "kind = \"peer-range\"", rows![]),
        at: ["评分", "G3"], message: "指标“完成户数”与其他项目比较：有完成值的项目只有 1 个，不能比较。" },
    Fault { code: "adjustment-capped", make: |i| {
        let before = "adjustments = [{ name = \"创新加分\", kind = \"bonus\" }]\n[policies]\nbonus-most = \"5\"";
        ruled(i, before, "kind = \"proportional\"", rows![["附加", "加分项", "创新加分", "", "", "", "省级试点", "", 8]])
    }, at: ["评分", "I4"], message: "加分共 8 分，按指标体系的规定计 5 分。" },
    Fault { code: "vetoed", make: |i| {
        let before = "[policies]\nvetoes = [{ indicator = \"重大违规\", words = [\"是\"], total-at-most = \"59\" }]";
        ruled(i, before, "kind = \"proportional\"", rows![["附加", "否决项", "重大违规", "", "", "", "是", "", ""]])
    }, at: ["评分", "G4"], message: "“重大违规”为“是”，总分不超过 59 分。" },
    Fault { code: "materials-missing", make: |i| { form_only(i, sound()); i.book("预算.xlsx", &[("预算", budget(rows![["P2", "项目P2", "甲局", 10, 10]]))]); },
        at: ["预算", "E4"], message: "已安排预算 100,000.00 元，但没有读到自评表、评分表、台账、问卷等材料。" },
    Fault { code: "budget-missing", make: |i| form_only(i, { let mut rows = changed("C6", ""); rows[5][3] = "".into(); rows[5][6] = "".into(); rows }),
        at: ["自评", "E6"], message: "项目没有全年预算数（或为零），无法计算执行率（支出 100,000.00 元）。" },
    Fault { code: "lines-budget-total", make: |i| { form_only(i, sound()); i.book("P1/明细.xlsx", &[("明细", lines(rows![["设备", 6, 6], ["安装", 5, 4]]))]); },
        at: ["自评", "C6"], message: "预算明细合计 110,000.00 元，与总数 100,000.00 元相差 10,000.00 元。" },
    Fault { code: "lines-expenditure-total", make: |i| { form_only(i, sound()); i.book("P1/明细.xlsx", &[("明细", lines(rows![["设备", 6, 5], ["安装", 4, 4]]))]); },
        at: ["自评", "E6"], message: "执行明细合计 90,000.00 元，与总数 100,000.00 元相差 -10,000.00 元。" },
    Fault { code: "line-overspent", make: |i| { form_only(i, sound()); i.book("P1/明细.xlsx", &[("明细", lines(rows![["设备", 6, 7], ["安装", 4, 3]]))]); },
        at: ["明细", "C4"], message: "“设备”执行 70,000.00 元，超过该项预算 60,000.00 元。" },
    Fault { code: "sources-total", make: |i| form_only(i, { let mut rows = sound(); rows.insert(6, rows![["", "其中：当年财政拨款", 10, 10, 8, "", "", ""]].remove(0)); rows }),
        at: ["自评", "E6"], message: "支出按资金来源合计 80,000.00 元，与总额 100,000.00 元相差 -20,000.00 元。" },
    Fault { code: "rate-differs", make: |i| form_only(i, changed("G6", 0.8)),
        at: ["自评", "G6"], message: "执行率印为 80.00%，按支出 100,000.00 元除以预算 100,000.00 元为 100.00%。" },
    Fault { code: "over-execution", make: |i| form_only(i, form("P1", 10.0, 10.0, 11.0)),
        at: ["自评", "D6"], message: "支出 110,000.00 元超过全年预算 100,000.00 元，执行率 110.00%。" },
    Fault { code: "rate-over-one", make: |i| form_only(i, form("P1", 9.0, 10.0, 10.0)),
        at: ["自评", "C6"], message: "按年初预算 90,000.00 元计算，支出 100,000.00 元的执行率为 111.11%，与其他口径矛盾。" },
    Fault { code: "nothing-spent", make: |i| form_only(i, form("P1", 10.0, 10.0, 0.0)),
        at: ["自评", "D6"], message: "有全年预算 100,000.00 元，没有任何支出。" },
    Fault { code: "revised-cut", make: |i| form_only(i, form("P1", 15.0, 10.0, 10.0)),
        at: ["自评", "D6"], message: "全年预算（合计）由 150,000.00 元调减为 100,000.00 元，恰好等于支出，按其计算的执行率必为 100%；按年初预算为 66.67%。" },
    Fault { code: "ledger-differs", make: |i| with_ledger(i, paid(&[("2023-03-05", "甲公司", 60_000.0)])),
        at: ["自评", "E6"], message: "台账合计与填报的支出不一致：填报 100,000.00 元，台账 60,000.00 元，相差 40,000.00 元；按台账计算。" },
    Fault { code: "ledger-without-budget", make: |i| { let mut rows = changed("C6", ""); rows[5][3] = "".into(); rows[5][6] = "".into();
            i.book("P1/自评表.xlsx", &[("自评", rows)]).book("P1/台账.xlsx", &[("台账", paid(&SPREAD))]); },
        at: ["自评", "E6"], message: "有支付 100,000.00 元，没有预算数，无法计算执行率。" },
    Fault { code: "ledger-total-differs", make: |i| with_ledger(i, { let mut rows = paid(&SPREAD); rows.extend(rows![["合计", "", "", "", "", 90_000]]); rows }),
        at: ["台账", "F6"], message: "台账合计印为 90,000.00 元，各笔相加为 100,000.00 元，相差 -10,000.00 元。" },
    Fault { code: "unit-slip", make: |i| { i.book("P1/自评表.xlsx", &[("自评", changed("E6", 100_000))]).book("P1/台账.xlsx", &[("台账", paid(&SPREAD))]); },
        at: ["自评", "E6"], message: "支出 1,000,000,000.00 元，约为台账合计 100,000.00 元的一万倍（或万分之一），疑为“元”与“万元”写错。" },
    Fault { code: "payment-duplicate", make: |i| with_ledger(i, paid(&[("2023-03-05", "甲公司", 50_000.0), ("2023-03-12", "甲公司", 50_000.0)])),
        at: ["台账", "F5"], message: "向“甲公司”支付 50,000.00 元 2 次（2023-03-05 至 2023-03-12），疑为重复。" },
    Fault { code: "payment-before-approval", make: |i| { with_ledger(i, paid(&SPREAD)); i.book("预算.xlsx", &[("预算", budget(rows![["P1", "项目P1", "甲局", 10, 10, 10, 10, "2023-04-01"]]))]); },
        at: ["台账", "F4"], message: "1 笔支付（共 60,000.00 元）早于批准：支付 2023-03-05，批准 2023-04-01。" },
    Fault { code: "payment-after-year", make: |i| with_ledger(i, paid(&[("2023-03-05", "甲公司", 60_000.0), ("2024-01-01", "乙公司", 40_000.0)])),
        at: ["台账", "F5"], message: "1 笔支付（共 40,000.00 元）晚于 2023-12-31，未计入支出。" },
    Fault { code: "payment-after-as-of", make: |i| { with_ledger(i, paid(&SPREAD)); },
        at: ["台账", "F5"], message: "1 笔支付（共 40,000.00 元）在截止日期 2023-05-31 之后，本次未计入。" },
    Fault { code: "payment-before-year", make: |i| with_ledger(i, paid(&[("2022-12-31", "甲公司", 60_000.0), ("2023-06-05", "乙公司", 40_000.0)])),
        at: ["台账", "F4"], message: "1 笔支付（共 60,000.00 元）早于本年度，未计入支出。" },
    Fault { code: "payment-negative", make: |i| with_ledger(i, paid(&[("2023-03-05", "甲公司", 110_000.0), ("2023-06-05", "甲公司", -10_000.0)])),
        at: ["台账", "F5"], message: "1 笔负数支付（共 -10,000.00 元），已冲减支出。" },
    Fault { code: "year-end-rush", make: |i| with_ledger(i, paid(&[("2023-03-05", "甲公司", 80_000.0), ("2023-12-21", "乙公司", 20_000.0)])),
        at: ["台账", "F5"], message: "12 月支付 20,000.00 元，占全年 20.00%；其中最后十天 0.00 元，占 0.00%。" },
    Fault { code: "survey-too-small", make: |i| with_survey(i, answers(9, |at| ["非常满意", "比较满意", "一般"][at % 3])),
        at: ["问卷", ""], message: "问卷“问卷”有效答卷 9 份，少于 10 份，结论不可靠。" },
    Fault { code: "survey-all-best", make: |i| with_survey(i, answers(10, |_| "非常满意")),
        at: ["问卷", ""], message: "问卷“问卷”的 10 份答卷全部选择最好的选项。" },
    Fault { code: "survey-alpha-unknown", make: |i| with_survey(i, answers(10, |_| "一般")),
        at: ["问卷", ""], message: "问卷“问卷”的信度系数无法计算：完整答卷不足两份，或各份总分没有差别。" },
    Fault { code: "survey-recovery-full", make: |i| with_survey(i, { let mut rows = rows![["满意度问卷（发放12份）"]]; rows.extend(answers(12, |at| ["非常满意", "一般"][at % 2])); rows }),
        at: ["问卷", ""], message: "问卷“满意度问卷（发放12份）”发放 12 份，全部收回。" },
    Fault { code: "survey-scale-unclear", make: |i| with_survey(i, rows![["序号", "提交答卷时间", "1、是否方便？", "2、总体满意吗？"], [1, "x", "方便", "非常满意"], [2, "x", "方便", "一般"]]),
        at: ["问卷", "D1"], message: "问卷“问卷”有 1 个问题（如“总体满意吗?”）的答案看不出量表有几档，不计算综合满意度。" },
    Fault { code: "survey-counts-contradict", make: |i| with_survey(i, { let mut rows = rows![["满意度问卷（发放10份）"]]; rows.extend(answers(12, |at| ["非常满意", "一般"][at % 2])); rows }),
        at: ["问卷", ""], message: "问卷“满意度问卷（发放10份）”的份数矛盾：发放 10，回收 12，有效 12。" },
    Fault { code: "units-differ", make: |i| form_only(i, changed("F9", "2万元")),
        at: ["自评", "F9"], message: "指标“完成户数”的目标值“≥10户”与完成值“2万元”不是同一种单位，不能比较。" },
    Fault { code: "points-outside-tier", make: |i| form_only(i, { let mut rows = changed("F10", "部分达成"); rows[9][7] = 30.into(); rows }),
        at: ["自评", "F10"], message: "指标“群众受益”的打分 30 超出“部分达成预期指标并具有一定效果”一档的范围，按该档上限计分。" },
    Fault { code: "indicator-repeated", make: |i| { form_only(i, sound()); i.book("P1/自评表二.xlsx", &[("另表", { let mut rows = changed("F11", "96%"); rows[8][3] = "其一".into(); rows[9][3] = "其二".into(); rows })]); },
        at: ["另表", "D11"], message: "指标“群众满意度”在两张表中重复，采用前一张（得分 10），另一张得分 10。" },
    Fault { code: "sheet-not-used", make: |i| { form_only(i, sound()); i.book("P1/明细.xlsx", &[("一", lines(rows![["设备", 6, 6], ["安装", 4, 4]])), ("二", lines(rows![["设备", 5, 5], ["安装", 5, 5]]))]); },
        at: ["二", ""], message: "与另一张表说的是同一件事而内容不同，采用另一张。" },
    Fault { code: "sheet-shared", make: |i| { for code in ["P1", "P2"] { i.book(&format!("{code}/自评表.xlsx"), &[("自评", form(code, 10.0, 10.0, 10.0))]);
            i.book(&format!("{code}/台账.xlsx"), &[("台账", ledger("", &[("2023-03-05", "甲公司", "补助", 100_000.0)]))]); } },
        at: ["台账", ""], message: "工作表与另一个项目的工作表内容完全相同，两个项目都已计入。" },
    Fault { code: "second-table", make: |i| with_ledger(i, { let mut rows = paid(&SPREAD); rows.extend(rows![["项目编码：P2"], [1, "P2", "2023-05-01", "丙公司", "补助", 4]]); rows }),
        at: ["台账", "A6"], message: "工作表中还有另一张表（“项目编码：P2”），从此处起未读取。" },
    Fault { code: "name-two-codes", make: |i| { form_only(i, sound()); i.book("预算.xlsx", &[("预算", budget(rows![["01", "项目P1", "甲局", 10, 10]]))]); },
        at: ["自评", "B3"], message: "项目“项目P1”有两个编码：P1 和 01，按两个项目处理。" },
    Fault { code: "ledger-not-added", make: |i| { with_ledger(i, paid(&SPREAD)); i.book("P1/国库.xlsx", &[("国库", ledger("P1", &[("2023-03-06", "甲公司", "专项支出", 60_000.0), ("2023-06-07", "乙公司", "专项支出", 40_000.0)]))]); },
        at: ["国库", ""], message: "两份台账所记的大多是同样的支付（收款单位和金额相同，日期或凭证不同），两份都有的月份只采用较全的一份，本份 2 笔（100,000.00 元）未计入。" },
    Fault { code: "ledger-incomplete", make: |i| with_ledger(i, paid(&[("2023-03-05", "甲公司", 60_000.0), ("3月初", "乙公司", 40_000.0)]).into_iter().enumerate().map(|(at, mut row)| { if at == 4 { row[5] = "约四万".into(); } row }).collect()),
        at: ["台账", ""], message: "台账有 1 行未能采用，已读的支付合计 60,000.00 元；支出按填报的 100,000.00 元计算。" },
    Fault { code: "voucher-two-amounts", make: |i| { let book = |amount: f64| rows![["资金拨付台账"], ["单位：元"], ["项目编码", "拨付日期", "凭证号", "收款单位", "拨付金额"], ["P1", "2023-03-05", "记1", "甲公司", amount]];
            form_only(i, sound()); i.book("P1/台账一.xlsx", &[("一", book(60_000.0))]).book("P1/台账二.xlsx", &[("二", book(70_000.0))]); },
        at: ["二", "E4"], message: "凭证“记1”向“甲公司”的支付在两份台账中金额不同：一处 60,000.00 元，本处 70,000.00 元，采用前者。" },
    Fault { code: "tally-differs", make: |i| { with_survey(i, answers(12, |at| ["非常满意", "比较满意", "一般"][at % 3])); i.book("P1/统计.xlsx", &[("统计", rows![["问题", "选项", "人数"], ["您对服务是否满意？", "非常满意", 5], ["您对服务是否满意？", "比较满意", 4], ["您对服务是否满意？", "一般", 4]])]); },
        at: ["统计", "C2"], message: "“您对服务是否满意?”选“非常满意”的，统计表为 5 份，答卷为 4 份，采用答卷。" },
    Fault { code: "tally-share-differs", make: |i| with_survey(i, rows![["问卷统计"], ["问题", "选项", "人数", "占比"], ["是否满意", "满意", 20, 0.8686], ["是否满意", "一般", 3, 0.1304]]),
        at: ["问卷", "D3"], message: "“是否满意”中“满意”的占比印为 86.86%，20 份除以 23 份为 86.96%。" },
    Fault { code: "targets-below-budget", make: |i| approved(i, sound(), &[("甲项成本", "≤5万元"), ("乙项成本", "≤4万元")]),
        at: ["目标", "D3"], message: "批复的成本目标合计 90,000.00 元，少于项目预算 100,000.00 元。" },
    Fault { code: "target-met-by-change", make: |i| approved(i, sound(), &[("完成户数", "≥12户")]),
        at: ["自评", "E9"], message: "指标“完成户数”实际完成“10户”，达不到批复的目标值“≥12户”，只因目标值改为“≥10户”才算完成。" },
    Fault { code: "target-missed-by-change", make: |i| approved(i, reached("≥12户", "10户"), &[("完成户数", "≥10户")]),
        at: ["自评", "E9"], message: "指标“完成户数”实际完成“10户”，达到批复的目标值“≥10户”，只因目标值改为“≥12户”才算未完成。" },
    Fault { code: "ceiling-underspent", make: |i| form_only(i, reached("≤10万元", "7.99万元")),
        at: ["自评", "F9"], message: "指标“完成户数”实际“7.99万元”只有上限“≤10万元”的 79.90%，按未超上限得 50 分。" },
    Fault { code: "stated-rate-differs", make: |i| stated(i, "90.01%"),
        at: ["评分", "G3"], message: "指标“预算执行率”填报的实际完成值为“90.01%”，与按资金数核算的各口径都不一致：按年初预算为 90.00%；按全年预算为 90.00%；按到位资金为 90.00%。" },
    Fault { code: "ledger-missing", make: |i| { form_only(i, sound()); i.book("P2/自评表.xlsx", &[("自评", other_form())]).book("P2/台账.xlsx", &[("台账", many("户0"))]); },
        at: ["自评", "E6"], message: "填报支出 100,000.00 元，没有拨付台账可以核对。" },
    Fault { code: "payment-duplicate-across", make: |i| two(i, paid(&[("2023-03-05", "丙公司", 60_000.0), SPREAD[1]]), paid_by_other(&[("2023-03-12", "丙公司", 60_000.0)], "设备")),
        at: ["台账", "F4"], message: "“项目P1”（2023-03-05）和“项目P2”（2023-03-12）都向“丙公司”支付了 60,000.00 元，疑为重复。" },
    Fault { code: "payments-under-limit", make: |i| with_ledger(i, paid(&[("2023-03-05", "甲公司", 450_000.0), ("2023-05-05", "甲公司", 499_999.99), ("2023-07-05", "甲公司", 480_000.0)])),
        at: ["台账", "F4"], message: "向“甲公司”支付 3 笔、共 1,429,999.99 元，每笔都略低于限额 500,000.00 元，疑为化整为零。" },
    Fault { code: "payment-to-unit", make: |i| with_ledger(i, paid(&[("2023-03-05", "甲局办公室", 60_000.0), SPREAD[1]])),
        at: ["台账", "F4"], message: "1 笔支付（共 60,000.00 元）的收款单位“甲局办公室”是项目的实施单位或主管部门，疑为以拨代支。" },
    Fault { code: "payment-to-other-unit", make: |i| two(i, paid(&[("2023-03-05", "乙局中心", 60_000.0), SPREAD[1]]), many("户0")),
        at: ["台账", "F4"], message: "1 笔支付（共 60,000.00 元）的收款单位“乙局中心”是其他项目的实施单位或主管部门。" },
    Fault { code: "payee-share", make: |i| with_ledger(i, paid(&[("2023-03-05", "甲公司", 60_500.0), ("2023-04-05", "乙公司", 20_000.0), ("2023-05-05", "丙公司", 19_500.0)])),
        at: ["台账", "F4"], message: "3 个收款单位中，“甲公司”收到 1 笔、共 60,500.00 元，占全部支付 100,000.00 元的 60.50%。" },
    Fault { code: "bureau-payee-share", make: |i| two(i, paid(&[("2023-03-05", "甲公司", 38_500.0), ("2023-06-05", "乙公司", 61_500.0)]), many("甲公司")),
        at: ["台账", "F4"], message: "“甲公司”从 2 个项目共收到 41,000.00 元，占全部项目支付 200,000.00 元的 20.50%。" },
    Fault { code: "beneficiaries-shared", make: |i| two(i, few("甲公司"), many("甲公司")),
        at: ["台账", "F4"], message: "1 个收款单位（占本项目的 10.00%，如：甲公司）以同一用途还从其他项目（如“项目P2”）领取资金，疑为重复享受补助。" },
    Fault { code: "survey-over-population", make: |i| with_survey(i, titled("满意度问卷（受益对象共计11人）", 12)),
        at: ["问卷", ""], message: "问卷“满意度问卷（受益对象共计11人）”有效答卷 12 份，多于调查总体 11。" },
    Fault { code: "survey-rate-differs", make: |i| with_survey(i, titled("满意度问卷（发放15份，有效率80%）", 12)),
        at: ["问卷", "A1"], message: "问卷“满意度问卷（发放15份，有效率80%）”的有效率印为 80.00%，12 份除以 12 份为 100.00%（有效/发放为 80.00%）。" },
    Fault { code: "survey-alike", make: |i| with_survey(i, alike(5, 20)),
        at: ["问卷", ""], message: "问卷“问卷”的 20 份答卷中，5 份（25.00%）各题答案完全相同。" },
    Fault { code: "survey-letters-unknown", make: |i| with_survey(i, answers(12, |at| ["A", "B", "C"][at % 3])),
        at: ["问卷", ""], message: "问卷“问卷”有 2 个问题的答案只有字母，没有选项清单，不知道所选的是什么。" },
    Fault { code: "tally-shares-uncounted", make: |i| with_survey(i, rows![["问卷统计"], ["问题", "选项", "人数", "占比"], ["有何建议", "资金", "", 0.6], ["有何建议", "宣传", "", 0.4]]),
        at: ["问卷", "D3"], message: "“有何建议”的占比没有份数，无法核对：资金 60.00%；宣传 40.00%；有答案的：未注明。" },
    Fault { code: "expenditure-thousandfold", make: |i| form_only(i, form("P1", 10.0, 10.0, 15_000.0)),
        at: ["自评", "E6"], message: "支出 150,000,000.00 元，是预算 100,000.00 元的 1500 倍，疑为金额单位写错。" },
    Fault { code: "payments-alike", make: |i| with_ledger(i, paid(&[("2023年3月", "甲公司", 50_000.0), ("2023年3月", "甲公司", 50_000.0)])),
        at: ["台账", "F5"], message: "向“甲公司”支付 50,000.00 元 2 次，用途相同，没有写明日期（月份：2023-03），无法判断是否重复。" },
    Fault { code: "survey-scale-assumed", make: |i| with_survey(i, answers(12, |at| ["非常满意", "比较满意", "一般", "不满意"][at % 4])),
        at: ["问卷", "C1"], message: "问卷“问卷”有 2 个问题（如“您对服务是否满意?”）按 4 档计算综合满意度：各档都有人选择；也可能是 5 档中有一档无人选择。" },
    Fault { code: "survey-items-assumed", make: |i| with_survey(i, answers(12, |at| ["5", "4", "3"][at % 3])),
        at: ["问卷", "C1"], message: "问卷“问卷”的答案为数字，信度按这些题计算：1；2。" },
    Fault { code: "survey-choice-unmatched", make: |i| { i.file("jixiao.toml", "[[surveys]]\nproject = \"P1\"\nscale = [\"1\", \"9\"]"); with_survey(i, answers(12, |at| ["非常满意", "一般", "不满意"][at % 3])) },
        at: ["问卷", ""], message: "配置的 [[surveys]] 中指定的题目在问卷里没有：9。" },
    Fault { code: "survey-choice-misplaced", make: |i| { i.file("jixiao.toml", "[[surveys]]\noptions = [{ question = \"1\", options = [\"非常满意\", \"一般\"] }]"); with_survey(i, answers(12, |at| ["非常满意", "一般", "不满意"][at % 3])) },
        at: ["问卷", ""], message: "问卷“问卷”的题目 1 与配置的 [[surveys]] 不符：指定为量表题而没有量表，或登记的选项中没有实际的答案，未采用。" },
    Fault { code: "survey-answers-stray", make: |i| with_survey(i, rows![["序号", "提交答卷时间", "1、是否方便？", "2、总体满意吗？"], [1, "x", "方便", "非常满意"], [2, "x", "方便", "一般"], [3, "x", "方便", "说不清"]]),
        at: ["问卷", "D1"], message: "问卷“问卷”的“总体满意吗?”多数答案属于同一量表，但有不在其中的答案（说不清），该题不计算满意度。" },
];

fn arguments(code: &str) -> &'static [&'static str] {
    if code == "payment-after-as-of" { &["--as-of", "2023-05-31"] } else { &[] }
}

#[test]
fn each_fault_is_found_where_it_is() {
    let mut wrong = Vec::new();
    for fault in FAULTS {
        let inbox = Inbox::new();
        (fault.make)(&inbox);
        let run = inbox.run(arguments(fault.code));
        let rows = run.rows("findings", &["code", "sheet", "cell", "message"]);
        let of: Vec<_> = rows.iter().filter(|row| row[0] == fault.code).collect();
        let expected = [fault.code, fault.at[0], fault.at[1], fault.message].map(str::to_owned);
        if of.len() != 1 || of[0][..] != expected {
            wrong.push(format!("{}: {of:?}\n   all: {:?}", fault.code, run.codes()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_code_has_its_fault() {
    let caused: BTreeSet<&str> = FAULTS.iter().map(|fault| fault.code).collect();
    let all: Vec<String> = Code::iter().map(|code| code.name().to_owned()).collect();
    let all: BTreeSet<&str> = all.iter().map(String::as_str).collect();
    assert_eq!(caused, all);
}

#[test]
fn a_sound_project_has_no_finding() {
    let inbox = Inbox::new();
    with_ledger(&inbox, paid(&SPREAD));
    let run = inbox.run(&[]);
    assert_eq!(run.codes(), Vec::<String>::new());
    assert_eq!(run.result("P1"), ["100", "优", "scored"]);
}

/// `docs/findings.md` lists every code with its severity, an example and what to do; written anew by
/// `JIXIAO_BLESS=1 cargo test --test faults`.
#[test]
fn the_catalogue_in_the_docs_is_up_to_date() {
    use jixiao::finding::Finding;
    use jixiao::location::Place;
    use jixiao::words::{Lang, Words};
    let (zh, en) = (Words::new(Lang::Zh), Words::new(Lang::En));
    let mut text = String::from(
        "# Findings / 疑点\n\nEvery code that a run can report, with its severity, an example of its message and what to do about it.\n\
         The examples are those of the tests in `tests/faults/`, each caused by the smallest inbox that has the fault.\n\n\
         | code | severity | example | 处理办法 | what to do |\n|---|---|---|---|---|\n",
    );
    // What a finding fills in differs from case to case.
    let filled_in = regex::Regex::new(r"\{\$[a-z-]+\}").unwrap();
    for code in Code::iter() {
        let finding = Finding::new(code, Place::file(""));
        let help = |words: &Words| filled_in.replace_all(&words.help(&finding), "…").into_owned();
        let example = FAULTS.iter().find(|fault| fault.code == code.name()).map_or("—", |fault| fault.message);
        let severity = code.severity();
        text.push_str(&format!("| `{code}` | {} | {example} | {} | {} |\n", severity.as_ref(), help(&zh), help(&en)));
    }
    let path = support::repository().join("docs/findings.md");
    if std::env::var_os("JIXIAO_BLESS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &text).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(written == text, "docs/findings.md is out of date: run JIXIAO_BLESS=1 cargo test --test faults");
}
