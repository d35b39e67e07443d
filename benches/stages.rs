//! What each stage of a run takes, for an inbox of a hundred projects made by `jixiao demo`: what is slower than before a change is
//! found here, and criterion says whether it is more than chance. Each stage on one thread, all of them together on every core.
//!
//! ```text
//! cargo bench --bench stages                       every stage
//! cargo bench --bench stages -- recognise          those with this in their names
//! ```

use std::path::Path;

use clap::Parser;
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use jixiao::assemble::{Assembled, assemble};
use jixiao::cli::{Cli, Command};
use jixiao::config::Config;
use jixiao::frame::export;
use jixiao::history::History;
use jixiao::measure::project::MeasuredProject;
use jixiao::measure::survey::choices::SurveyChoices;
use jixiao::period::FiscalYear;
use jixiao::progress::Progress;
use jixiao::read::inbox;
use jixiao::recognise::header::Headings;
use jixiao::recognise::tables::RecognisedFile;
use jixiao::rubric::editions::Editions;
use jixiao::rubric::measure::Base;
use jixiao::run::{self, recognised};
use jixiao::score::others::Others;
use jixiao::score::score;
use jixiao::words::{Lang, Words};
use jixiao::write::demo::Demo;
use jixiao::write::places::Places;
use jixiao::write::{self, findings_by_project, score_sheet_names};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const PROJECTS: u64 = 100;

fn stages(criterion: &mut Criterion) {
    let words = Words::new(Lang::Zh);
    let folder = tempfile::tempdir().expect("a folder can be made");
    let demo = Demo { projects: PROJECTS, seed: 1, year: FiscalYear(2023) };
    run::demo(folder.path(), &demo, &Progress::hidden(&words)).expect("the inbox can be made");
    before_scoring(criterion, folder.path());
    after_scoring(criterion, folder.path(), &words);
}

/// Reading and recognising, assembling, measuring and scoring.
fn before_scoring(criterion: &mut Criterion, folder: &Path) {
    let headings = Headings::new(&Default::default()).expect("the headings are sound");
    let editions = Editions::load(&[]).expect("the built-in editions are sound");
    let rubric = editions.get("national-self-evaluation").expect("it is built in");
    let inbox = inbox::list(folder, Path::new(""), &[]).expect("the inbox can be listed");
    let files: Vec<(&str, Vec<u8>)> =
        inbox.iter().map(|file| (&*file.name, inbox::bytes(file).expect("the file can be read").0)).collect();

    let mut group = criterion.benchmark_group("stages");
    group.sample_size(20).throughput(Throughput::Elements(PROJECTS));
    let recognise = || -> Vec<RecognisedFile> {
        files.iter().map(|(name, bytes)| recognised(name, bytes.clone(), &headings)).collect()
    };
    group.bench_function("recognise", |bencher| bencher.iter(recognise));

    let recognised = recognise();
    let assembled = |mut files: Vec<RecognisedFile>| assemble(&mut files, None).expect("the projects are sound");
    let files = || recognised.clone();
    group.bench_function("assemble", |bencher| bencher.iter_batched(files, assembled, BatchSize::LargeInput));

    let Assembled { projects, .. } = assembled(files());
    let choices = SurveyChoices::default();
    let measured = |projects: Vec<_>| -> Vec<MeasuredProject> {
        let measured = |project| MeasuredProject::new(project, None, Base::Revised, &choices);
        projects.into_iter().map(measured).collect()
    };
    let of_all = || projects.clone();
    group.bench_function("measure", |bencher| bencher.iter_batched(of_all, measured, BatchSize::LargeInput));

    let measured = measured(of_all());
    let others = Others::default();
    let scored = || measured.iter().map(|project| score(rubric, &project.figures(), &others)).collect::<Vec<_>>();
    group.bench_function("score", |bencher| bencher.iter(scored));
    group.finish();
}

/// Everything up to a review, and what is written of it.
fn after_scoring(criterion: &mut Criterion, folder: &Path, words: &Words) {
    let command = ["jixiao", "run", &folder.to_string_lossy()].map(str::to_owned);
    let Some(Command::Run(args)) = Cli::parse_from(command).command else { unreachable!("the command is run") };
    let config = Config::load(&args.inbox).expect("there is nothing to configure");
    let reviewed = || run::review(&config, &Progress::hidden(words)).expect("the inbox can be reviewed");

    let mut group = criterion.benchmark_group("stages");
    group.sample_size(20).throughput(Throughput::Elements(PROJECTS));
    group.bench_function("review, on every core", |bencher| bencher.iter(reviewed));

    let outcome = reviewed();
    let review = &outcome.review;
    let findings = findings_by_project(review);
    let names = score_sheet_names(review);
    let places = Places::new(review, words);
    let history = History::default();
    group.bench_function("aggregate workbook", |bencher| {
        bencher.iter(|| write::aggregate(review, &history, &findings, &names, &places, words).expect("it can be made"));
    });
    group.bench_function("score sheets", |bencher| {
        bencher.iter(|| {
            for reviewed in &review.projects {
                let own = findings.get(&reviewed.project.key).map_or(&[][..], Vec::as_slice);
                std::hint::black_box(
                    write::score_sheet(review, reviewed, own, &places, words).expect("it can be made"),
                );
            }
        });
    });
    group.bench_function("table of payments", |bencher| {
        bencher.iter(|| export::payments(&outcome.payments).expect("it can be made"));
    });
    group.finish();
}

criterion_group!(benches, stages);
criterion_main!(benches);
