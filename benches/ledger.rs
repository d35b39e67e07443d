//! What a bureau-wide ledger costs: reading, assembling, measuring, scoring and all checks beside calamine's stream over the
//! cells of the same workbooks, in one run.
//!
//! ```text
//! cargo bench --bench ledger                                    1,000,000 payments over 5,000 projects
//! cargo bench --bench ledger -- --payments 200000 --projects 1000
//! ```

use std::hint::black_box;
use std::io::Cursor;
use std::path::Path;
use std::time::{Duration, Instant};

use calamine::{Reader, Xlsx};
use clap::Parser;
use jixiao::cli::{Cli, InboxArgs};
use jixiao::config::Config;
use jixiao::progress::Progress;
use jixiao::run;
use jixiao::words::{Lang, Words};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, XlsxError};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[derive(Parser)]
struct Args {
    #[arg(long, default_value_t = 1_000_000)]
    payments: u32,
    #[arg(long, default_value_t = 5_000)]
    projects: u32,
    /// How often the inbox is reviewed.
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    /// What `cargo bench` adds of itself.
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() {
    let args = Args::parse();
    let folder = tempfile::tempdir().expect("a folder can be made");
    let payments = ledger(folder.path(), &args).expect("the ledger can be written");
    register(folder.path(), &args, &payments).expect("the register can be written");
    let config = Config::load(&inbox(folder.path())).expect("there is nothing to configure");
    let words = Words::new(Lang::Zh);
    println!("{} payments over {} projects", args.payments, args.projects);
    for _ in 0..args.rounds {
        let outcome =
            run::on_threads(config.jobs, || run::review(&config, &Progress::hidden(&words))).expect("it runs");
        let lap =
            |stage: &str| outcome.timings.iter().filter(|(of, _)| *of == stage).map(|(_, lap)| *lap).sum::<Duration>();
        let after: Duration = outcome.timings.iter().filter(|(of, _)| *of != "read").map(|(_, lap)| *lap).sum();
        let each: Vec<String> =
            outcome.timings.iter().map(|(stage, lap)| format!("{stage} {:.2} s", lap.as_secs_f64())).collect();
        let whole: Duration = outcome.timings.iter().map(|(_, lap)| *lap).sum();
        println!("{}", each.join(", "));
        let most = most_memory();
        let stream = streamed(folder.path());
        println!(
            "calamine's cells {:.2} s; read, measured and checked over it {:.2}",
            stream.as_secs_f64(),
            whole.as_secs_f64() / stream.as_secs_f64()
        );
        println!(
            "measures and checks over reading {:.2}; everything after reading over it {:.2}; {} findings; most memory so far {}",
            (lap("measure") + lap("score") + lap("check ledgers")).as_secs_f64() / lap("read").as_secs_f64(),
            after.as_secs_f64() / lap("read").as_secs_f64(),
            outcome.review.findings.len(),
            most,
        );
    }
}

/// What calamine takes for the cells of every workbook, one after another and kept nowhere.
fn streamed(folder: &Path) -> Duration {
    let start = Instant::now();
    let mut cells = 0_usize;
    for entry in std::fs::read_dir(folder).expect("the folder can be listed") {
        let bytes = std::fs::read(entry.expect("the folder can be listed").path()).expect("the file can be read");
        let mut book = Xlsx::new(Cursor::new(bytes)).expect("the workbook is sound");
        for name in book.sheet_names() {
            let mut reader = book.worksheet_cells_reader(&name).expect("the sheet is sound");
            while let Some(cell) = reader.next_cell().expect("the cell is sound") {
                black_box(&cell);
                cells += 1;
            }
        }
    }
    black_box(cells);
    start.elapsed()
}

fn inbox(folder: &Path) -> InboxArgs {
    let command = ["jixiao", "run", &folder.to_string_lossy()].map(str::to_owned);
    match Cli::parse_from(command).command {
        Some(jixiao::cli::Command::Run(run)) => run.inbox,
        _ => unreachable!("the command is run"),
    }
}

/// The highest resident size of this process, where the system tells.
fn most_memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map_or_else(|| "unknown".to_owned(), |size| size.trim().to_owned())
}

/// One ledger for the whole bureau; gives what each project was paid, in yuan.
fn ledger(folder: &Path, args: &Args) -> Result<Vec<u64>, XlsxError> {
    const PURPOSES: [&str; 6] = ["设备补贴", "运费补贴", "厂房补贴", "贷款贴息", "培训费", "工程款"];
    let mut workbook = Workbook::new();
    let date = Format::new().set_num_format("yyyy-mm-dd");
    let sheet = workbook.add_worksheet_with_low_memory()?;
    sheet.write_string(0, 0, "2023年度国库支付明细")?;
    sheet.write_string(1, 0, "单位：元")?;
    for (col, heading) in (0..).zip(["项目编码", "支付日期", "凭证号", "收款单位", "用途", "支付金额（元）"])
    {
        sheet.write_string(2, col, heading)?;
    }
    let mut paid = vec![0; args.projects as usize];
    let mut dice = 0x9E37_79B9_7F4A_7C15_u64;
    let mut roll = |below: u64| {
        dice ^= dice << 13;
        dice ^= dice >> 7;
        dice ^= dice << 17;
        dice % below
    };
    for at in 0..args.payments {
        let row = at + 3;
        let project = u64::from(at) * u64::from(args.projects) / u64::from(args.payments);
        let yuan = 1_000 + roll(499_000);
        paid[project as usize] += yuan;
        let day = ExcelDateTime::from_ymd(2023, 1, 1)?.to_excel() + roll(365) as f64;
        sheet.write_string(row, 0, format!("2023{project:06}"))?;
        sheet.write_number_with_format(row, 1, day, &date)?;
        sheet.write_string(row, 2, format!("2023{at:08}"))?;
        sheet.write_string(row, 3, format!("新疆示例{}有限公司", roll(40_000)))?;
        sheet.write_string(row, 4, PURPOSES[roll(6) as usize])?;
        sheet.write_number(row, 5, yuan as f64)?;
    }
    workbook.save(folder.join("国库支付明细.xlsx"))?;
    Ok(paid)
}

/// The bureau's register of projects with their budgets.
fn register(folder: &Path, args: &Args, paid: &[u64]) -> Result<(), XlsxError> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write_string(0, 0, "2023年度项目预算安排表（单位：元）")?;
    for (col, heading) in
        (0..).zip(["项目编码", "项目名称", "主管部门", "实施单位", "年初预算数", "全年预算数", "到位资金", "实际支出"])
    {
        sheet.write_string(1, col, heading)?;
    }
    for (row, (project, paid)) in (2..).zip((0..args.projects).zip(paid)) {
        let budget = *paid as f64 * 1.1;
        sheet.write_string(row, 0, format!("2023{project:06}"))?;
        sheet.write_string(row, 1, format!("示例项目{project}"))?;
        sheet.write_string(row, 2, format!("示例{}局", project % 40))?;
        sheet.write_string(row, 3, format!("示例单位{project}"))?;
        for (col, amount) in (4..).zip([budget, budget, budget, *paid as f64]) {
            sheet.write_number(row, col, amount.round())?;
        }
    }
    workbook.save(folder.join("项目预算安排表.xlsx"))
}
