//! One ledger and one form in every format and under wrong names: all give the typed rows of the xlsx.

use std::io::{Cursor, Read, Write};

use jixiao::recognise::tables::RecognisedFile;

use crate::render::{lines, read};
use crate::support::sheet::{Sheet, sheet, workbook};
use crate::support::{biff5, repository, xlsb};

const LEDGER: &str = r"
    灌区渠系维修资金拨付台账（2023年度）|<|<|<|<|<
    项目编码：SL-2023-07|<|<|<|<|<
    序号|拨付日期|凭证号|收款单位|用途|拨付金额（元）
    1|2023-03-05|'0012|甲水利工程有限公司|工程款，首期|350,000.00
    2|2023-06-18|'0045|甲水利工程有限公司|工程款“二期”|280,000.50
    3|2023/9/7|'0101|乙监理公司|监理费⏎（含税）|2.5万元
    4|2023-11-30|'0130|甲水利工程有限公司|退回|-500
    合计|<|<|<|<|=SUM(F4:F7)→654500.5
";

const FORM: &str = r"
    项目支出绩效自评表|<|<|<|<|<|<|<|<
    （2023年度）|<|<|<|<|<|<|<|<
    项目名称|<|灌区渠系维修|<|<|<|<|<|<
    主管部门|<|甲县水利局|<|<|实施单位|<|甲灌区管理所|<
    项目资金⏎（万元）|<||年初预算数|全年预算数|全年执行数|分值|执行率|得分
    ^|^|年度资金总额|70|70|65.45005|10|93.5%|9.35
    ^|^|其中：当年财政拨款|70|70|65.45005|—|93.5%|—
    绩效指标|一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分|偏差原因分析及改进措施
    ^|产出指标|数量指标|维修渠道长度|≥12公里|12.5公里|30|30|
    ^|^|时效指标|按期完工率|'100%|'96%|30|28.8|雨季停工
    ^|满意度指标|服务对象满意度指标|灌区群众满意度|≥90%|'93%|30|30|
    总分|<|<|<|<|<|100|98.15|
";

fn sheets() -> [Sheet; 2] {
    [sheet("台账", LEDGER), sheet("自评表", FORM)]
}

/// What was recognised, without the names of the sheets, which a text file has not.
fn rows(file: &RecognisedFile) -> Vec<String> {
    let unnamed = |line: String| match line.strip_prefix("sheet ").and_then(|rest| rest.split_once(' ')) {
        Some((_, rest)) => format!("sheet {rest}"),
        None => line,
    };
    lines(file).into_iter().map(unnamed).collect()
}

/// What the xlsx gives; that this is right is told elsewhere for forms and ledgers of many kinds.
fn from_xlsx() -> Vec<String> {
    let rows = rows(&read("申报.xlsx", workbook(&sheets())));
    assert_eq!(rows.iter().filter(|row| row.starts_with("payment ")).count(), 4, "{rows:#?}");
    assert_eq!(rows.iter().filter(|row| row.starts_with("indicator ")).count(), 4, "{rows:#?}");
    assert!(!rows.iter().any(|row| row.starts_with("finding ")), "{rows:#?}");
    rows
}

/// Where what was read differs from the xlsx.
fn differences(name: &str, got: &[String]) -> Vec<String> {
    let expected = from_xlsx();
    let missing = expected.iter().filter(|row| !got.contains(row)).map(|row| format!("{name}, missing: {row}"));
    let extra = got.iter().filter(|row| !expected.contains(row)).map(|row| format!("{name}, not expected: {row}"));
    missing.chain(extra).chain((got.len() != expected.len()).then(|| format!("{name}: {} rows", got.len()))).collect()
}

#[track_caller]
fn expect_same(name: &str, bytes: Vec<u8>) {
    let differ = differences(name, &rows(&read(name, bytes)));
    assert!(differ.is_empty(), "{differ:#?}");
}

/// A workbook that LibreOffice made of the same sheets.
fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(repository().join("tests/fixtures/formats").join(name)).unwrap()
}

#[test]
fn xlsx_under_any_name() {
    expect_same("源.xlsx", fixture("source.xlsx"));
    for name in ["申报.xlsx", "申报.XLSX", "申报.xls", "申报.et", "申报.csv", "申报"] {
        expect_same(name, workbook(&sheets()));
    }
}

/// A workbook with macros differs in what its list of parts calls it.
#[test]
fn xlsm() {
    let mut from = zip::ZipArchive::new(Cursor::new(workbook(&sheets()))).unwrap();
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..from.len() {
        let mut part = from.by_index(at).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        let plain = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";
        let text = text.replace(plain, "application/vnd.ms-excel.sheet.macroEnabled.main+xml");
        to.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        to.write_all(text.as_bytes()).unwrap();
    }
    expect_same("申报.xlsm", to.finish().unwrap().into_inner());
}

#[test]
fn xlsb_as_its_records_are() {
    for name in ["申报.xlsb", "申报.xlsx"] {
        expect_same(name, xlsb::workbook(&sheets()));
    }
}

#[test]
fn xls_under_any_name() {
    for name in ["申报.xls", "申报.et", "申报.xlsx"] {
        expect_same(name, fixture("biff8.xls"));
    }
}

/// Some programs write a code page into BIFF8 that is not that of its text, which is UTF-16 whatever it says.
#[test]
fn xls_with_a_wrong_code_page() {
    let right = [0x42, 0x00, 0x02, 0x00, 0xB0, 0x04];
    for code_page in [1252u16, 936, 437, 21010, 0] {
        let mut bytes = fixture("biff8.xls");
        let at = bytes.windows(right.len()).position(|window| window == right).unwrap();
        bytes[at + 4..at + 6].copy_from_slice(&code_page.to_le_bytes());
        expect_same("申报.xls", bytes);
    }
}

#[test]
fn biff5_from_before_unicode() {
    expect_same("申报.xls", biff5::workbook(&sheets()));
}

#[test]
fn ods_under_any_name() {
    for name in ["申报.ods", "申报.xlsx"] {
        expect_same(name, fixture("calc.ods"));
    }
}

/// Every encoding with every delimiter; cells that hold the delimiter, quotes or a line break are in quotes.
#[test]
fn delimited_text() {
    let utf_16 =
        |text: &str, bytes: fn(u16) -> [u8; 2]| format!("\u{FEFF}{text}").encode_utf16().flat_map(bytes).collect();
    let encodings: [(&str, &dyn Fn(&str) -> Vec<u8>); 5] = [
        ("UTF-8", &|text| text.as_bytes().to_vec()),
        ("UTF-8 with a mark", &|text| [b"\xEF\xBB\xBF", text.as_bytes()].concat()),
        ("UTF-16 LE", &|text| utf_16(text, u16::to_le_bytes)),
        ("UTF-16 BE", &|text| utf_16(text, u16::to_be_bytes)),
        ("GB18030", &|text| encoding_rs::GB18030.encode(text).0.into_owned()),
    ];
    let mut differ = Vec::new();
    for (encoding, encode) in encodings {
        for (delimiter, name) in [(',', "表.csv"), ('\t', "表.tsv"), (';', "表.csv"), (',', "表.xls"), ('\t', "表.xls")]
        {
            let text = |sheet: &Sheet| rows(&read(name, encode(&sheet.delimited(delimiter))));
            let got: Vec<String> = sheets().iter().flat_map(text).collect();
            differ.extend(differences(&format!("{encoding}, {delimiter:?} as {name}"), &got));
        }
    }
    assert!(differ.is_empty(), "{differ:#?}");
}
