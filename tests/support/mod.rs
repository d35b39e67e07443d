//! An inbox made in the test, the binary run on it, and its outputs read back.
#![allow(dead_code)] // Each test file uses its own part.

pub mod biff5;
pub mod office;
pub mod sheet;
pub mod xlsb;

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use calamine::{Data, Reader, Xlsx, open_workbook};
use polars::prelude::*;
use rust_xlsxwriter::{Workbook, Worksheet};
use tempfile::TempDir;

/// A cell of a fixture.
#[derive(Clone, Debug)]
pub enum V {
    Text(String),
    Number(f64),
    Blank,
}

impl From<&str> for V {
    fn from(text: &str) -> Self {
        if text.is_empty() { Self::Blank } else { Self::Text(text.to_owned()) }
    }
}

impl From<f64> for V {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl From<i32> for V {
    fn from(number: i32) -> Self {
        Self::Number(number.into())
    }
}

/// Rows of cells: `rows![["项目", 1.5], ["合计", 2]]`.
#[macro_export]
macro_rules! rows {
    ($([$($cell:expr),* $(,)?]),* $(,)?) => {
        vec![$(vec![$($crate::support::V::from($cell)),*]),*]
    };
}

pub type Rows = Vec<Vec<V>>;

/// Rows of texts; what is a number becomes one.
pub fn rows_from(rows: &[&[&str]]) -> Rows {
    let cell = |text: &&str| text.parse::<f64>().map_or_else(|_| V::from(*text), V::Number);
    rows.iter().map(|row| row.iter().map(cell).collect()).collect()
}

/// An inbox in a temporary folder, with an output folder beside it.
pub struct Inbox {
    dir: TempDir,
}

impl Inbox {
    pub fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join("in")).unwrap();
        Self { dir }
    }

    /// The inbox of the repository, copied.
    pub fn sample() -> Self {
        let inbox = Self::new();
        copy(&repository().join("input"), &inbox.input());
        inbox
    }

    /// Two projects whose forms and ledgers are in order.
    pub fn two_sound_projects() -> Self {
        let inbox = Self::new();
        for code in ["SOUND1", "SOUND2"] {
            inbox.book(&format!("{code}/自评表.xlsx"), &[("自评", form(code, 10.0, 10.0, 9.5))]);
            let payments = [("2023-03-05", "甲公司", "补助", 50_000.0), ("2023-06-07", "乙公司", "补助", 45_000.0)];
            inbox.book(&format!("{code}/台账.xlsx"), &[("台账", ledger(code, &payments))]);
        }
        inbox
    }

    pub fn input(&self) -> PathBuf {
        self.dir.path().join("in")
    }

    pub fn output(&self) -> PathBuf {
        self.dir.path().join("out")
    }

    /// Writes a workbook of one or more sheets.
    pub fn book(&self, path: &str, sheets: &[(&str, Rows)]) -> &Self {
        let mut workbook = Workbook::new();
        for (name, rows) in sheets {
            fill(workbook.add_worksheet().set_name(*name).unwrap(), rows);
        }
        self.save(path, workbook)
    }

    /// Writes a workbook whose one sheet with cells is hidden; Excel wants another to show.
    pub fn book_with_hidden(&self, path: &str, name: &str, rows: Rows) -> &Self {
        let mut workbook = Workbook::new();
        workbook.add_worksheet();
        fill(workbook.add_worksheet().set_name(name).unwrap().set_hidden(true), &rows);
        self.save(path, workbook)
    }

    fn save(&self, path: &str, mut workbook: Workbook) -> &Self {
        let path = self.input().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        workbook.save(path).unwrap();
        self
    }

    pub fn file(&self, path: &str, bytes: impl AsRef<[u8]>) -> &Self {
        let path = self.input().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
        self
    }

    /// Rewrites a workbook of the inbox with `change` applied to every cell (sheet, row and column from nought).
    pub fn edit(&self, path: &str, change: impl Fn(&str, u32, u32, &Data) -> Option<V>) -> &Self {
        let mut book: Xlsx<_> = open_workbook(self.input().join(path)).unwrap();
        let mut sheets = Vec::new();
        for name in book.sheet_names() {
            let range = book.worksheet_range(&name).unwrap();
            let (last_row, last_col) = range.end().unwrap_or_default();
            let cell = |row: u32, col: u32| {
                let value = range.get_value((row, col)).unwrap_or(&Data::Empty);
                change(&name, row, col, value).unwrap_or_else(|| match value {
                    Data::Empty => V::Blank,
                    Data::Float(number) => V::Number(*number),
                    Data::Int(number) => V::Number(*number as f64),
                    Data::DateTime(date) => V::Number(date.as_f64()),
                    other => V::Text(other.to_string()),
                })
            };
            let rows: Rows = (0..=last_row).map(|row| (0..=last_col).map(|col| cell(row, col)).collect()).collect();
            sheets.push((name.clone(), rows));
        }
        let sheets: Vec<(&str, Rows)> = sheets.iter().map(|(name, rows)| (name.as_str(), rows.clone())).collect();
        self.book(path, &sheets)
    }

    /// Runs `jixiao run` with further arguments and expects it to succeed.
    pub fn run(&self, args: &[&str]) -> Run {
        let output = self.try_run(args);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        Run::at(&self.output(), output)
    }

    /// What the latest run wrote, whoever started it.
    pub fn latest(&self) -> Run {
        Run::of(&self.output(), String::new())
    }

    pub fn try_run(&self, args: &[&str]) -> Output {
        let mut command = jixiao();
        command.arg("run").arg(self.input()).arg("--out").arg(self.output()).args(args);
        command.output().unwrap()
    }

    pub fn explain(&self, args: &[&str]) -> String {
        let output = jixiao().arg("explain").args(args).arg("--input").arg(self.input()).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }
}

fn fill(sheet: &mut Worksheet, rows: &Rows) {
    for (row, cells) in (0..).zip(rows) {
        for (col, cell) in (0..).zip(cells) {
            match cell {
                V::Text(text) => sheet.write_string(row, col, text).map(drop).unwrap(),
                V::Number(number) => sheet.write_number(row, col, *number).map(drop).unwrap(),
                V::Blank => {}
            }
        }
    }
}

pub fn jixiao() -> Command {
    Command::new(env!("CARGO_BIN_EXE_jixiao"))
}

pub fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The fenced blocks of a document that are marked as `kind`.
pub fn blocks(document: &str, kind: &str) -> Vec<String> {
    let text = std::fs::read_to_string(repository().join(document)).unwrap().replace("\r\n", "\n");
    let mut blocks = Vec::new();
    let mut rest = text.as_str();
    while let Some((_, after)) = rest.split_once(&format!("```{kind}\n")) {
        let (block, after) = after.split_once("```").unwrap();
        blocks.push(block.to_owned());
        rest = after;
    }
    blocks
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target)
        } else {
            std::fs::copy(entry.path(), target).map(drop).unwrap()
        }
    }
}

/// What a run wrote and said.
pub struct Run {
    pub folder: PathBuf,
    pub screen: String,
}

impl Run {
    fn at(output: &Path, said: Output) -> Self {
        Self::of(output, String::from_utf8(said.stdout).unwrap())
    }

    fn of(output: &Path, screen: String) -> Self {
        let folders = std::fs::read_dir(output).unwrap().map(|entry| entry.unwrap().path());
        let folder = folders.filter(|path| path.is_dir()).max().unwrap();
        Self { folder, screen }
    }

    pub fn table(&self, name: &str) -> DataFrame {
        let file = std::fs::File::open(self.folder.join(format!("tables/{name}.parquet"))).unwrap();
        ParquetReader::new(file).finish().unwrap()
    }

    /// A table's rows as text, nulls as `-`, of the columns asked for.
    pub fn rows(&self, table: &str, columns: &[&str]) -> Vec<Vec<String>> {
        let frame = self.table(table);
        (0..frame.height())
            .map(|row| {
                let text = |name: &&str| match frame.column(name).unwrap().get(row).unwrap() {
                    AnyValue::Null => "-".to_owned(),
                    value => value.str_value().into_owned(),
                };
                columns.iter().map(text).collect()
            })
            .collect()
    }

    /// Findings as `[code, sheet, cell]`.
    pub fn findings(&self) -> Vec<[String; 3]> {
        let rows = self.rows("findings", &["code", "sheet", "cell"]);
        rows.into_iter().map(|row| [row[0].clone(), row[1].clone(), row[2].clone()]).collect()
    }

    pub fn codes(&self) -> Vec<String> {
        self.findings().into_iter().map(|[code, ..]| code).collect()
    }

    pub fn record(&self) -> serde_json::Value {
        serde_json::from_str(&std::fs::read_to_string(self.folder.join("run.json")).unwrap()).unwrap()
    }

    /// Points of a project's indicators by name.
    pub fn points(&self, project: &str) -> BTreeMap<String, String> {
        let rows = self.rows("indicators", &["project_code", "level3", "points"]);
        rows.into_iter().filter(|row| row[0] == project).map(|row| (row[1].clone(), short(&row[2]))).collect()
    }

    /// `[points, grade, status]` of a project.
    pub fn result(&self, project: &str) -> [String; 3] {
        let rows = self.rows("projects", &["project_code", "points", "grade", "status"]);
        let row = rows.into_iter().find(|row| row[0] == project).unwrap();
        [short(&row[1]), row[2].clone(), row[3].clone()]
    }
}

/// Without the noughts that a decimal column carries.
pub fn short(decimal: &str) -> String {
    if decimal.contains('.') {
        decimal.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        decimal.to_owned()
    }
}

/// A sound project: a national self-evaluation form with 100 points, in the folder of its code.
pub fn form(code: &str, initial: f64, revised: f64, executed: f64) -> Rows {
    rows![
        ["项目支出绩效自评表"],
        ["（2023年度）"],
        ["项目名称", format!("项目{code}").as_str(), "", "主管部门", "甲局", "实施单位", "甲局办公室"],
        ["项目编码", code],
        ["项目资金（万元）", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        ["", "年度资金总额", initial, revised, executed, 10, executed / revised, 10],
        ["年度总体目标", "预期目标：按期完成", "", "", "实际完成情况：已完成"],
        ["绩效指标", "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
        ["", "产出指标", "数量指标", "完成户数", "≥10户", "10户", 50, 50],
        ["", "效益指标", "社会效益指标", "群众受益", "达成预期指标", "达成预期指标", 30, 30],
        ["", "满意度指标", "服务对象满意度", "群众满意度", "≥90%", "95%", 10, 10],
        ["", "总分", "", "", "", "", 100, 100],
    ]
}

/// A ledger in yuan with one payment a row: date, payee, purpose, amount.
pub fn ledger(code: &str, payments: &[(&str, &str, &str, f64)]) -> Rows {
    let mut rows = rows![
        ["资金拨付台账"],
        ["单位：元"],
        ["序号", "项目编码", "拨付日期", "收款单位", "用途", "拨付金额（元）", "备注"],
    ];
    for (at, (date, payee, purpose, amount)) in (1..).zip(payments) {
        rows.extend(rows![[at, code, *date, *payee, *purpose, *amount]]);
    }
    rows
}

/// An OLE container with these streams, each filled up to the size of those that have sectors of their own.
pub fn ole(streams: &[(&str, &[u8])]) -> Vec<u8> {
    const SECTOR: usize = 512;
    const END: u32 = 0xFFFF_FFFE;
    let number = |number: u32| number.to_le_bytes();
    let entry = |name: &str, kind: u8, right: u32, child: u32, start: u32, len: u32| {
        let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        entry.resize(64, 0);
        entry.extend([2 * (name.len() as u8 + 1), 0, kind, 1]);
        [u32::MAX, right, child].into_iter().for_each(|it| entry.extend(number(it)));
        entry.resize(116, 0);
        entry.extend(number(start));
        entry.extend(number(len));
        entry.resize(128, 0);
        entry
    };
    // The table comes first, then the directory, then the streams; all are chains of neighbours.
    let lens: Vec<usize> = streams.iter().map(|(_, bytes)| bytes.len().max(4096).div_ceil(SECTOR)).collect();
    let directory = (streams.len() + 1).div_ceil(4);
    let mut table_sectors = 1;
    while table_sectors * 128 < table_sectors + directory + lens.iter().sum::<usize>() {
        table_sectors += 1;
    }
    assert!(table_sectors <= 109, "a container for tests is small");
    let mut table: Vec<u32> = vec![0xFFFF_FFFD; table_sectors];
    let mut chain = |len: usize| {
        let start = table.len() as u32;
        table.extend((1..len as u32).map(|at| start + at).chain([END]));
        start
    };
    let directory_start = chain(directory);
    let starts: Vec<u32> = lens.iter().map(|len| chain(*len)).collect();
    table.resize(table_sectors * 128, u32::MAX);

    let mut bytes = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    bytes.resize(24, 0);
    [0x3E_u16, 3, 0xFFFE, 9, 6].into_iter().for_each(|it| bytes.extend(it.to_le_bytes()));
    bytes.resize(44, 0);
    let header = [table_sectors as u32, directory_start, 0, 4096, END, 0, END, 0];
    header.into_iter().for_each(|it| bytes.extend(number(it)));
    (0..109).for_each(|at| bytes.extend(number(if at < table_sectors as u32 { at } else { u32::MAX })));
    table.iter().for_each(|it| bytes.extend(number(*it)));
    bytes.extend(entry("Root Entry", 5, u32::MAX, 1, END, 0));
    for (at, (name, content)) in streams.iter().enumerate() {
        let right = if at + 1 < streams.len() { at as u32 + 2 } else { u32::MAX };
        bytes.extend(entry(name, 2, right, u32::MAX, starts[at], content.len().max(4096) as u32));
    }
    for (at, (_, content)) in streams.iter().enumerate() {
        bytes.resize(SECTOR * (1 + starts[at] as usize), 0);
        bytes.extend(*content);
        bytes.resize(SECTOR * (1 + starts[at] as usize + lens[at]), 0);
    }
    bytes
}

/// A copy of a workbook with the stored results of its formulas taken out, so that whoever opens it has to compute them;
/// and how many there were.
pub fn without_results(workbook: &Path, copy: &Path) -> usize {
    let mut archive = ::zip::ZipArchive::new(std::fs::File::open(workbook).unwrap()).unwrap();
    let mut writer = ::zip::ZipWriter::new(std::fs::File::create(copy).unwrap());
    let mut formulas = 0;
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        let name = part.name().unwrap().into_owned();
        if name.starts_with("xl/worksheets/sheet") {
            let text = String::from_utf8(bytes).unwrap();
            let mut stripped = String::new();
            let mut pieces = text.split("</f>");
            stripped.push_str(pieces.next().unwrap());
            for piece in pieces {
                let rest = piece.strip_prefix("<v>").unwrap().split_once("</v>").unwrap().1;
                stripped.push_str("</f>");
                stripped.push_str(rest);
                formulas += 1;
            }
            bytes = stripped.into_bytes();
        }
        writer.start_file(name, ::zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(&bytes).unwrap();
    }
    writer.finish().unwrap();
    formulas
}

/// A copy of a workbook in which a person has typed into cells that were blank: numbers as numbers, anything else and
/// what begins with `'` as text.
pub fn type_into(workbook: &Path, copy: &Path, sheet: &str, typed: &[(String, String)]) {
    let book: Xlsx<_> = open_workbook(workbook).unwrap();
    let at = book.sheet_names().iter().position(|name| name == sheet).unwrap();
    let part_name = format!("xl/worksheets/sheet{}.xml", at + 1);
    let mut archive = ::zip::ZipArchive::new(std::fs::File::open(workbook).unwrap()).unwrap();
    let mut writer = ::zip::ZipWriter::new(std::fs::File::create(copy).unwrap());
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        let name = part.name().unwrap().into_owned();
        if name == part_name {
            let mut text = String::from_utf8(bytes).unwrap();
            for (cell, value) in typed {
                let start = text.find(&format!("<c r=\"{cell}\"")).unwrap_or_else(|| panic!("no cell {cell}"));
                let end = start + text[start..].find("/>").unwrap();
                let attributes = text[start..end].to_owned();
                assert!(!attributes.contains('>'), "{cell} is not blank");
                let text_alone = value.strip_prefix('\'');
                let value = text_alone.unwrap_or(value);
                let filled =
                    match value.parse::<f64>().map_err(drop).and_then(|it| text_alone.map_or(Ok(it), |_| Err(()))) {
                        Ok(number) => format!("{attributes}><v>{number}</v></c>"),
                        Err(_) => format!("{attributes} t=\"inlineStr\"><is><t>{value}</t></is></c>"),
                    };
                text.replace_range(start..end + 2, &filled);
            }
            bytes = text.into_bytes();
        }
        writer.start_file(name, ::zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(&bytes).unwrap();
    }
    writer.finish().unwrap();
}
