//! What scoring costs, beside reading and recognising the workbooks whose indicators are scored: both in one run, on the same
//! threads.
//!
//! ```text
//! cargo bench --bench scoring                      100,000 indicators
//! cargo bench --bench scoring -- --projects 200    25 indicators a project
//! cargo bench --bench scoring -- --inbox FOLDER    whole projects: forms, ledgers, surveys, by the built-in editions
//! ```

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::Parser;
use jixiao::assemble::{Assembled, assemble};
use jixiao::measure::project::MeasuredProject;
use jixiao::measure::survey::choices::SurveyChoices;
use jixiao::read::inbox;
use jixiao::recognise::header::Headings;
use jixiao::recognise::tables::RecognisedFile;
use jixiao::rubric::editions::Editions;
use jixiao::rubric::measure::Base;
use jixiao::rubric::{Rubric, load};
use jixiao::run::recognised;
use jixiao::score::others::Others;
use jixiao::score::score;
use rayon::prelude::*;
use rust_xlsxwriter::{Workbook, XlsxError};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[derive(Parser)]
struct Args {
    /// Projects made here, a workbook with 25 indicators each.
    #[arg(long, default_value_t = 4_000)]
    projects: u32,
    /// An inbox to read and score in the place of workbooks made here, one folder a project.
    #[arg(long)]
    inbox: Option<PathBuf>,
    /// How often everything is read and scored.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// What `cargo bench` adds of itself.
    #[arg(long, hide = true)]
    bench: bool,
}

/// Kind of rule, evidence, target and actual: five kinds, each five times in a project.
const KINDS: [(&str, &str, &str, &str); 5] = [
    ("kind = \"proportional\"", "", "≥30家", "28家"),
    ("kind = \"deduction\", step = \"0.01\", loss-share = \"0.05\"", "", "≥90%", "82.61%"),
    (
        "kind = \"bands\", bands = [{ from = \"0.9\", share = \"1\" }, { from = \"0.8\", share = \"0.6\" }, { from = \"0\", share = \"0\" }]",
        "",
        "100%",
        "85%",
    ),
    ("kind = \"checklist\", shares = [\"1/3\", \"1/3\", \"1/3\"]", "①符合；②部分符合(50%)；③不符合：资料不全", "", ""),
    ("kind = \"ceiling\", over = \"ratio\"", "", "≤100万元", "125万元"),
];

fn main() {
    let args = Args::parse();
    let rubric = match args.inbox {
        Some(_) => {
            let editions = Editions::load(&[]).expect("the built-in editions are sound");
            editions.get("national-self-evaluation").expect("it is built in").clone()
        }
        None => load::rubric("bench", &edition()).expect("the edition is sound"),
    };
    let books: Vec<(String, Vec<u8>)> = match &args.inbox {
        Some(folder) => files(folder),
        None => (0..args.projects)
            .into_par_iter()
            .map(|at| (format!("{at}.xlsx"), book(at).expect("the workbook is sound")))
            .collect(),
    };
    let headings = Headings::new(&Default::default()).expect("the headings are sound");
    println!("{} workbooks, median of {} rounds", books.len(), args.rounds);
    println!("threads  indicators    reading    scoring   ratio");
    for threads in [1, 2] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads start");
        let rounds: Vec<(usize, [Duration; 2])> =
            (0..args.rounds).map(|_| pool.install(|| round(&books, &headings, &rubric))).collect();
        let [reading, scoring] = [0, 1].map(|of| median(rounds.iter().map(|(_, took)| took[of])).as_secs_f64());
        let (count, _) = rounds[0];
        println!(
            "{threads:>7} {count:>11} {:>7.1} ms {:>7.1} ms {:>7.3}",
            reading * 1e3,
            scoring * 1e3,
            scoring / reading
        );
    }
}

/// The time of reading and recognising, and that of scoring what was read.
fn round(books: &[(String, Vec<u8>)], headings: &Headings, rubric: &Rubric) -> (usize, [Duration; 2]) {
    let start = Instant::now();
    let read = |(name, bytes): &(String, Vec<u8>)| recognised(name, bytes.clone(), headings);
    let mut files: Vec<RecognisedFile> = books.par_iter().map(read).collect();
    let reading = start.elapsed();
    let Assembled { projects, .. } = assemble(&mut files, None).expect("the projects are sound");
    let measured: Vec<MeasuredProject> = projects
        .into_iter()
        .map(|project| MeasuredProject::new(project, None, Base::Revised, &SurveyChoices::default()))
        .collect();
    let others = Others::default();
    let start = Instant::now();
    let scored: usize = measured
        .par_iter()
        .map(|project| {
            let (card, _) = score(rubric, &project.figures(), &others);
            card.indicators.iter().filter(|one| one.computed.is_some()).count()
        })
        .sum();
    let scoring = start.elapsed();
    assert!(black_box(scored) > 0, "there is something to score");
    (scored, [reading, scoring])
}

/// The files of an inbox under their names in it, read beforehand: the disk is not what is measured.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let inbox = inbox::list(folder, Path::new(""), &[]).expect("the inbox can be listed");
    inbox.iter().map(|file| (file.name.to_string(), inbox::bytes(file).expect("the file can be read").0)).collect()
}

fn median(times: impl Iterator<Item = Duration>) -> Duration {
    let mut times: Vec<Duration> = times.collect();
    times.sort();
    times[times.len() / 2]
}

fn edition() -> String {
    let mut text = "id = \"bench\"\nname = \"bench\"\nreference = \"bench\"\neffective = \"2023-01-01\"\ntotal = \"100\"\nbase = \"revised\"\n\
         rounding = { places = 2, mode = \"half-up\" }\ngrades = [{ name = \"优\", from = \"0\" }]\n"
        .to_owned();
    for at in 0..25 {
        let (rule, evidence, ..) = KINDS[at % KINDS.len()];
        let measure = if evidence.is_empty() { "cell" } else { "evidence" };
        text += &format!(
            "[[indicators]]\nname = \"任务{at}\"\nweight = \"4\"\nmeasure = {{ kind = \"{measure}\" }}\nrule = {{ {rule} }}\n"
        );
    }
    text
}

/// A score table of 25 rows.
fn book(at: u32) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write(0, 0, "2023年度项目绩效评价综合评分表")?.write(1, 0, format!("项目编码：P{at:06}"))?;
    let headings = "一级指标 二级指标 三级指标 评分规则 核查情况 目标值 实际完成值 分值 得分";
    sheet.write_row(2, 0, headings.split(' '))?;
    for (row, at) in (3..).zip(0..25) {
        let (_, evidence, target, actual) = KINDS[at % KINDS.len()];
        let name = format!("任务{at}");
        let rule = "按评分标准计分，扣完为止；各要点符合的得该项权重分";
        sheet.write_row(row, 0, ["项目产出", "数量指标", &name, rule, evidence, target, actual])?.write(row, 7, 4)?;
    }
    workbook.save_to_buffer()
}
