//! The command line.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand};

use crate::finding::Severity;
use crate::rank::warnings::Warning;
use crate::words::Lang;

/// 绩效: scores, ranks and checks a finance bureau's projects from the spreadsheets that units send.
/// 财政项目绩效评价：从各单位报送的表格中读取预算、拨付台账、指标和问卷，评分、排名、预警并列出疑点。
#[derive(Debug, Parser)]
#[command(version, args_conflicts_with_subcommands = true)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Option<Command>,
    #[command(flatten)]
    pub run: RunArgs,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read the inbox and write the workbooks and tables (the default) / 读取报送材料，输出汇总工作簿、评分表和数据表
    Run(RunArgs),
    /// Read and check only; exit with 1 when there are errors / 只读取和检查，不输出文件；有错误时以 1 退出
    Check(InboxArgs),
    /// How a figure came about, down to the cells / 说明某个项目、某项指标的得分由来，直到单元格
    Explain(ExplainArgs),
    /// Write blank workbooks with drop-downs and notes, which read back cleanly / 生成带下拉选项和填写说明的空白表
    Template(TemplateArgs),
    /// What changed between two runs / 比较两次运行：名次、得分、执行率、预警和疑点的变化
    Compare(CompareArgs),
    /// Write a made inbox for training and timing / 生成演示收件夹，供培训和测速
    Demo(DemoArgs),
}

/// What decides the reading and scoring of an inbox.
#[derive(Clone, Debug, Args)]
pub struct InboxArgs {
    /// The inbox: the folder with the units' files / 报送材料所在文件夹
    #[arg(default_value = "input")]
    pub input: PathBuf,
    /// The configuration; `jixiao.toml` in the inbox where none is named / 配置文件
    #[arg(long)]
    pub config: Option<PathBuf>,
    /// The as-of date, YYYY-MM-DD; today, but at the latest the last day of the year / 截止日期
    #[arg(long)]
    pub as_of: Option<NaiveDate>,
    /// The fiscal year to rank; the latest in the inbox where none is named / 年度
    #[arg(long, conflicts_with = "all_years", value_parser = clap::value_parser!(i32).range(1990..=2100))]
    pub year: Option<i32>,
    /// Rank every fiscal year in one list / 所有年度合并排名
    #[arg(long)]
    pub all_years: bool,
    /// Threads; one for each core where none is named / 线程数
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub jobs: Option<u16>,
    /// The language of all output / 输出语言
    #[arg(long, value_enum, default_value = "zh")]
    pub lang: Lang,
}

#[derive(Clone, Debug, Args)]
pub struct RunArgs {
    #[command(flatten)]
    pub inbox: InboxArgs,
    /// The output folder / 输出文件夹
    #[arg(long, default_value = "output")]
    pub out: PathBuf,
    /// Leave out the projects' score sheets / 不输出各项目评分表
    #[arg(long)]
    pub no_score_sheets: bool,
    /// Read every file anew, and keep nothing for the next run / 不使用也不保存缓存，全部重新读取
    #[arg(long)]
    pub no_cache: bool,
    /// Exit with 1 at a finding (error, doubt, note) or warning (red, orange, yellow) of this level or graver /
    /// 出现该级别及以上的疑点或预警时以 1 退出
    #[arg(long, value_parser = fail_on)]
    pub fail_on: Option<FailOn>,
}

#[derive(Clone, Debug, Args)]
pub struct ExplainArgs {
    /// The project's code, or part of its name / 项目编码或名称
    pub project: String,
    /// The indicator's code, or part of its name; all of them where none is named / 指标编号或名称
    pub indicator: Option<String>,
    /// The inbox: the folder with the units' files / 报送材料所在文件夹
    #[arg(long, default_value = "input")]
    pub input: PathBuf,
    /// The configuration; `jixiao.toml` in the inbox where none is named / 配置文件
    #[arg(long)]
    pub config: Option<PathBuf>,
    /// The as-of date, YYYY-MM-DD; today, but at the latest the last day of the year / 截止日期
    #[arg(long)]
    pub as_of: Option<NaiveDate>,
    /// The project's fiscal year, where its code stands for more than one / 年度
    #[arg(long, value_parser = clap::value_parser!(i32).range(1990..=2100))]
    pub year: Option<i32>,
    /// Threads; one for each core where none is named / 线程数
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub jobs: Option<u16>,
    /// The language of all output / 输出语言
    #[arg(long, value_enum, default_value = "zh")]
    pub lang: Lang,
}

#[derive(Clone, Debug, Args)]
pub struct TemplateArgs {
    /// The folder that they are written into / 空白表存放的文件夹
    pub dir: PathBuf,
    /// The language of notes and hints; headings stay Chinese / 提示和说明的语言
    #[arg(long, value_enum, default_value = "zh")]
    pub lang: Lang,
}

#[derive(Clone, Debug, Args)]
pub struct CompareArgs {
    /// The as-of dates of two runs; of one, which is held against the one before it; of none for the latest two /
    /// 两次运行的截止日期；只写一个则与其上一次比较；不写则比较最近两次
    #[arg(num_args = 0..=2, value_name = "DATE")]
    pub dates: Vec<NaiveDate>,
    /// The output folder of the runs / 输出文件夹
    #[arg(long, default_value = "output")]
    pub out: PathBuf,
    /// Write what changed into this new workbook too / 同时写入这个新的工作簿
    #[arg(long, value_name = "FILE")]
    pub to: Option<PathBuf>,
    /// The language of all output / 输出语言
    #[arg(long, value_enum, default_value = "zh")]
    pub lang: Lang,
}

#[derive(Clone, Debug, Args)]
pub struct DemoArgs {
    /// The folder that it is written into, which has to be empty / 演示收件夹存放的文件夹，须为空
    pub dir: PathBuf,
    /// How many projects / 项目数
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u64).range(1..=100_000))]
    pub projects: u64,
    /// The same seed gives the same inbox / 种子，相同的种子生成相同的内容
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// The fiscal year / 年度
    #[arg(long, default_value_t = 2024, value_parser = clap::value_parser!(i32).range(1990..=2100))]
    pub year: i32,
    /// Threads; one for each core where none is named / 线程数
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub jobs: Option<u16>,
    /// The language of what is printed; the workbooks are Chinese / 屏幕提示的语言
    #[arg(long, value_enum, default_value = "zh")]
    pub lang: Lang,
}

/// The mildest level at which a run exits with 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailOn {
    Finding(Severity),
    Warning(Warning),
}

fn fail_on(text: &str) -> Result<FailOn, String> {
    match (text.parse::<Severity>(), text.parse::<Warning>()) {
        (Ok(severity), _) => Ok(FailOn::Finding(severity)),
        (_, Ok(level)) if level > Warning::None => Ok(FailOn::Warning(level)),
        _ => Err("error, doubt, note, red, orange or yellow".to_owned()),
    }
}

impl From<&ExplainArgs> for InboxArgs {
    /// An explanation looks at every year; `--year` is that of sheets which state none, and chooses among projects.
    fn from(args: &ExplainArgs) -> Self {
        Self {
            input: args.input.clone(),
            config: args.config.clone(),
            as_of: args.as_of,
            year: args.year,
            all_years: true,
            jobs: args.jobs,
            lang: args.lang,
        }
    }
}
