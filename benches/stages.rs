//! What each stage of a run takes, for an inbox of a hundred projects made by `jixiao demo`: shows what a change made slower. The
//! ratios to other programs are those of the other benchmarks.
//!
//! ```text
//! cargo bench --bench stages                       every stage
//! cargo bench --bench stages -- score              those with this in their names
//! ```

use std::path::Path;
use std::sync::LazyLock;

use clap::Parser;
use divan::Bencher;
use divan::counter::ItemsCount;
use jixiao::assemble::{Assembled, assemble};
use jixiao::cli::{Cli, Command};
use jixiao::config::Config;
use jixiao::frame::export;
use jixiao::history::History;
use jixiao::measure::project::MeasuredProject;
use jixiao::measure::survey::choices::SurveyChoices;
use jixiao::period::FiscalYear;
use jixiao::progress::Progress;
use jixiao::project::Project;
use jixiao::read::inbox;
use jixiao::recognise::header::Headings;
use jixiao::recognise::tables::RecognisedFile;
use jixiao::rubric::editions::Editions;
use jixiao::rubric::measure::Base;
use jixiao::run::{self, Outcome, recognised};
use jixiao::score::others::Others;
use jixiao::score::score;
use jixiao::words::{Lang, Words};
use jixiao::write::demo::Demo;
use jixiao::write::places::Places;
use jixiao::write::{self, findings_by_project, score_sheet_names};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const PROJECTS: u64 = 100;
static OF_ALL: LazyLock<ItemsCount> = LazyLock::new(|| ItemsCount::new(PROJECTS));

static WORDS: LazyLock<Words> = LazyLock::new(|| Words::new(Lang::Zh));
static INBOX: LazyLock<tempfile::TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let demo = Demo { projects: PROJECTS, seed: 1, year: FiscalYear(2023) };
    run::demo(folder.path(), &demo, &Progress::hidden(&WORDS)).expect("the inbox can be made");
    folder
});
static FILES: LazyLock<Vec<(String, Vec<u8>)>> = LazyLock::new(|| {
    let inbox = inbox::list(INBOX.path(), Path::new(""), &[]).expect("the inbox can be listed");
    let bytes = |file| inbox::bytes(file).expect("the file can be read").0;
    inbox.iter().map(|file| (file.name.to_string(), bytes(file))).collect()
});
static HEADINGS: LazyLock<Headings> =
    LazyLock::new(|| Headings::new(&Default::default()).expect("the headings are sound"));
static REVIEWED: LazyLock<Outcome> =
    LazyLock::new(|| run::review(&config(), &Progress::hidden(&WORDS)).expect("it runs"));

fn main() {
    divan::main();
    // What stands in a static is not dropped.
    let _ = std::fs::remove_dir_all(INBOX.path());
}

fn config() -> Config {
    let command = ["jixiao", "run", &INBOX.path().to_string_lossy()].map(str::to_owned);
    let Some(Command::Run(args)) = Cli::parse_from(command).command else { unreachable!("the command is run") };
    Config::load(&args.inbox).expect("there is nothing to configure")
}

fn read() -> Vec<RecognisedFile> {
    FILES.iter().map(|(name, bytes)| recognised(name, bytes.clone(), &HEADINGS)).collect()
}

fn projects() -> Vec<Project> {
    let Assembled { projects, .. } = assemble(&mut read(), None).expect("the projects are sound");
    projects
}

fn measured(projects: &mut Vec<Project>) -> Vec<MeasuredProject> {
    let choices = SurveyChoices::default();
    let measured = |project| MeasuredProject::new(project, None, Base::Revised, &choices);
    projects.drain(..).map(measured).collect()
}

#[divan::bench]
fn read_and_recognise(bencher: Bencher) {
    LazyLock::force(&FILES);
    bencher.counter(*OF_ALL).bench(read);
}

#[divan::bench]
fn assemble_projects(bencher: Bencher) {
    let files = read();
    bencher.counter(*OF_ALL).with_inputs(|| files.clone()).bench_refs(|files| assemble(files, None));
}

#[divan::bench]
fn measure(bencher: Bencher) {
    let projects = projects();
    bencher.counter(*OF_ALL).with_inputs(|| projects.clone()).bench_refs(measured);
}

#[divan::bench]
fn score_indicators(bencher: Bencher) {
    let editions = Editions::load(&[]).expect("the built-in editions are sound");
    let rubric = editions.get("national-self-evaluation").expect("it is built in");
    let (measured, others) = (measured(&mut projects()), Others::default());
    let scored = || measured.iter().map(|project| score(rubric, &project.figures(), &others)).collect::<Vec<_>>();
    bencher.counter(*OF_ALL).bench(scored);
}

#[divan::bench]
fn review(bencher: Bencher) {
    let config = config();
    bencher.counter(*OF_ALL).bench(|| run::review(&config, &Progress::hidden(&WORDS)));
}

#[divan::bench]
fn aggregate_workbook(bencher: Bencher) {
    let review = &REVIEWED.review;
    let (findings, names) = (findings_by_project(review), score_sheet_names(review));
    let (places, history) = (Places::new(review, &WORDS), History::default());
    bencher.counter(*OF_ALL).bench(|| write::aggregate(review, &history, &findings, &names, &places, &WORDS));
}

#[divan::bench]
fn score_sheets(bencher: Bencher) {
    let review = &REVIEWED.review;
    let (findings, places) = (findings_by_project(review), Places::new(review, &WORDS));
    let sheet = |reviewed: &jixiao::review::Reviewed| {
        let own = findings.get(&reviewed.project.key).map_or(&[][..], Vec::as_slice);
        write::score_sheet(review, reviewed, own, &places, &WORDS)
    };
    bencher.counter(*OF_ALL).bench(|| review.projects.iter().map(sheet).collect::<Vec<_>>());
}

#[divan::bench]
fn table_of_payments(bencher: Bencher) {
    bencher.counter(*OF_ALL).bench(|| export::payments(&REVIEWED.payments));
}
