//! What reading costs, beside calamine alone: every workbook of an inbox is read from memory, by calamine into dense ranges
//! and by this program into its grids, in turn, on the same threads. Checksums and recognition are left out on both sides.
//!
//! ```text
//! cargo bench --bench reading                      an inbox of 1,000 projects made here
//! cargo bench --bench reading -- --projects 200
//! cargo bench --bench reading -- FOLDER            the workbooks of a folder
//! ```

use std::hint::black_box;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use calamine::{Reader, Xlsx, open_workbook_auto_from_rs};
use clap::Parser;
use jixiao::read::inbox::{self, FileKind};
use jixiao::read::workbook::{self, ReadSheet};
use rayon::prelude::*;
use rust_xlsxwriter::{Format, FormatAlign, Formula, Workbook, Worksheet, XlsxError};

/// Both readers get the allocator of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[derive(Parser)]
struct Args {
    /// A folder of workbooks to read instead of those made here.
    folder: Option<PathBuf>,
    /// Projects of the inbox made here, three workbooks each.
    #[arg(long, default_value_t = 1_000)]
    projects: u32,
    /// How often each reader reads the whole inbox on each number of threads.
    #[arg(long, default_value_t = 7)]
    rounds: usize,
    /// What `cargo bench` adds of itself.
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() {
    let args = Args::parse();
    let files = match &args.folder {
        Some(folder) => folder_of(folder),
        None => {
            (0..args.projects).into_par_iter().flat_map_iter(|at| project(at).expect("the workbook is sound")).collect()
        }
    };
    let megabytes = files.iter().map(Vec::len).sum::<usize>() as f64 / 1e6;
    println!("{} workbooks, {megabytes:.1} MB, median of {} rounds", files.len(), args.rounds);
    println!("threads   calamine     jixiao   ratio");
    for threads in [1, 2] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads start");
        let time = |read: fn(&[u8]) -> usize| {
            let start = Instant::now();
            let cells: usize = pool.install(|| files.par_iter().map(|bytes| read(bytes)).sum());
            black_box(cells);
            start.elapsed()
        };
        // One after the other in every round, so that whatever else the machine does falls on both.
        let rounds: Vec<[Duration; 2]> = (0..args.rounds).map(|_| [time(by_calamine), time(by_jixiao)]).collect();
        let [calamine, jixiao] = [0, 1].map(|of| median(rounds.iter().map(|round| round[of])).as_secs_f64());
        println!("{threads:>7} {:>7.1} ms {:>7.1} ms {:>7.2}", calamine * 1e3, jixiao * 1e3, jixiao / calamine);
    }
}

fn median(times: impl Iterator<Item = Duration>) -> Duration {
    let mut times: Vec<Duration> = times.collect();
    times.sort();
    times[times.len() / 2]
}

/// Every sheet of a workbook as a dense range; gives the number of cells, so that nothing is left out as unused.
fn by_calamine(bytes: &[u8]) -> usize {
    let bytes = Cursor::new(bytes);
    if inbox::kind_of(bytes.get_ref()) == FileKind::Zip
        && let Ok(book) = Xlsx::new(bytes.clone())
    {
        return cells(book);
    }
    open_workbook_auto_from_rs(bytes).map_or(0, cells)
}

fn cells<'a>(mut book: impl Reader<Cursor<&'a [u8]>>) -> usize {
    let names = book.sheet_names();
    names.iter().filter_map(|name| book.worksheet_range(name).ok()).map(|range| range.used_cells().count()).sum()
}

/// Every sheet of a workbook as a grid.
fn by_jixiao(bytes: &[u8]) -> usize {
    let mut cells = 0;
    let mut count = |sheet: ReadSheet| cells += sheet.grid.map_or(0, |read| read.grid.len());
    // A file that cannot be read counts for nothing, as it does on the other side.
    let _ = workbook::read(bytes.to_vec(), inbox::kind_of(bytes), &mut count);
    cells
}

fn folder_of(folder: &Path) -> Vec<Vec<u8>> {
    let files = inbox::list(folder, Path::new(""), &[]).expect("the folder can be listed");
    files.iter().map(|file| std::fs::read(&file.path).expect("the file can be read")).collect()
}

/// A project's three workbooks, as units send them: a form with merged cells, a ledger, the export of a survey.
fn project(at: u32) -> Result<Vec<Vec<u8>>, XlsxError> {
    let mut dice = Dice(u64::from(at) + 1);
    let payments: Vec<u32> = (0..dice.from(20, 120)).map(|_| dice.from(10_000, 90_000_000)).collect();
    let name = format!("2023年甲局专项资金项目{at}");
    let code = format!("2023{at:06}");
    Ok(vec![
        book("自评表", |sheet| form(sheet, &mut dice, &code, &name, &payments))?,
        book("资金拨付台账", |sheet| ledger(sheet, &mut dice, &code, &name, &payments))?,
        book("Sheet1", |sheet| survey(sheet, &mut dice))?,
    ])
}

fn book(name: &str, fill: impl FnOnce(&mut Worksheet) -> Result<(), XlsxError>) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    fill(workbook.add_worksheet().set_name(name)?)?;
    workbook.save_to_buffer()
}

fn form(sheet: &mut Worksheet, dice: &mut Dice, code: &str, name: &str, paid: &[u32]) -> Result<(), XlsxError> {
    let cell = Format::new().set_border(rust_xlsxwriter::FormatBorder::Thin).set_align(FormatAlign::Center);
    let percent = cell.clone().set_num_format("0.00%");
    let merged = [
        (0, 0, 0, 8, "项目支出绩效自评表"),
        (1, 0, 1, 8, "（2023年度）"),
        (2, 1, 2, 8, name),
        (3, 1, 3, 8, code),
        (4, 1, 4, 3, "甲局"),
        (4, 4, 4, 5, "实施单位"),
        (4, 6, 4, 8, "甲局项目办"),
        (5, 0, 9, 0, "项目资金（万元）"),
        (10, 1, 10, 4, "预期目标：按期实施，资金及时拨付"),
        (10, 5, 10, 8, "实际完成情况：已完成"),
        (20, 0, 20, 5, "总分"),
    ];
    for (row, col, last_row, last_col, text) in merged {
        sheet.merge_range(row, col, last_row, last_col, text, &cell)?;
    }
    for (row, label) in [(2, "项目名称"), (3, "项目编码"), (4, "主管部门"), (10, "年度总体目标")] {
        sheet.write_with_format(row, 0, label, &cell)?;
    }
    let fund = ["", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"];
    sheet.write_row_with_format(5, 1, fund, &cell)?;
    let executed = paid.iter().sum::<u32>() as f64 / 1e6;
    let budget = executed * 1.05;
    for (row, source) in (6..).zip(["年度资金总额", "其中：当年财政拨款", "上年结转资金", "其他资金"])
    {
        sheet.write_with_format(row, 1, source, &cell)?;
        sheet.write_row_with_format(row, 2, [budget, budget, executed, 10.0], &cell)?;
        sheet.write_with_format(row, 6, executed / budget, &percent)?;
        sheet.write_with_format(row, 7, 9.52, &cell)?;
    }
    let headings = "绩效指标 一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分 偏差原因分析及改进措施";
    sheet.write_row_with_format(11, 0, headings.split(' '), &cell)?;
    for row in 12..20 {
        let goal = dice.from(3, 30);
        let texts =
            ["", "产出指标", "数量指标", &format!("支持企业数量{row}"), &format!("≥{goal}家"), &format!("{goal}家")];
        sheet.write_row_with_format(row, 0, texts, &cell)?;
        sheet.write_row_with_format(row, 6, [10, 10], &cell)?;
    }
    sheet.write_row_with_format(20, 6, [100, 100], &cell).map(drop)
}

fn ledger(sheet: &mut Worksheet, dice: &mut Dice, code: &str, name: &str, paid: &[u32]) -> Result<(), XlsxError> {
    let (day, amount) = (Format::new().set_num_format("yyyy-mm-dd"), Format::new().set_num_format("#,##0.00"));
    sheet.merge_range(0, 0, 0, 7, &format!("{name}资金拨付台账"), &Format::new())?;
    sheet.write(1, 0, "单位：元")?;
    sheet.write_row(2, 0, "序号 项目编码 拨付日期 凭证号 收款单位 用途 拨付金额（元） 备注".split(' '))?;
    // 2023-01-01, as Excel counts days.
    let first_day = 44_927;
    for (row, fen) in (3..).zip(paid) {
        sheet.write(row, 0, row - 2)?.write(row, 1, code)?;
        sheet.write_with_format(row, 2, first_day + dice.from(0, 364), &day)?;
        sheet.write(row, 3, format!("2023{:07}", dice.from(0, 9_999_999)))?;
        sheet.write(row, 4, format!("{}公司", dice.from(1, 400)))?;
        sheet.write(row, 5, ["设备补贴", "运费补贴", "贷款贴息", "培训费"][dice.from(0, 3) as usize])?;
        sheet.write_with_format(row, 6, f64::from(*fen) / 100.0, &amount)?;
    }
    let last = 3 + paid.len() as u32;
    let total = paid.iter().map(|fen| f64::from(*fen)).sum::<f64>() / 100.0;
    let sum = Formula::new(format!("=SUM(G4:G{last})")).set_result(format!("{total:.2}"));
    sheet.write(last, 0, "合计")?.write_with_format(last, 6, sum, &amount).map(drop)
}

fn survey(sheet: &mut Worksheet, dice: &mut Dice) -> Result<(), XlsxError> {
    sheet.write_row(0, 0, "序号 提交答卷时间 所用时间 来源 来源详情 来自IP".split(' '))?;
    for col in 6..12 {
        sheet.write(0, col, format!("{}、您对第{}项工作是否满意？", col - 5, col - 5))?;
    }
    for row in 1..=dice.from(20, 120) {
        let time = format!("2024/7/{} 10:{:02}:00", 1 + row % 28, row % 60);
        let used = format!("{}秒", dice.from(20, 200));
        sheet.write(row, 0, row)?;
        sheet.write_row(row, 1, [time.as_str(), &used, "微信", "N/A", "192.0.2.1"])?;
        for col in 6..12 {
            sheet.write(row, col, ["非常满意", "比较满意", "一般", "不满意"][dice.from(0, 3) as usize])?;
        }
    }
    Ok(())
}

/// Numbers without an order that are the same in every run.
struct Dice(u64);

impl Dice {
    fn from(&mut self, least: u32, most: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        least + ((self.0 >> 33) % u64::from(most - least + 1)) as u32
    }
}
