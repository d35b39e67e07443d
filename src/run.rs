//! The pipeline, top to bottom: reading this file is reading the program. Only here is rayon named.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{ErrorKind, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use rayon::prelude::*;
use sha2::{Digest, Sha256};

use crate::assemble::{Assembled, assemble};
use crate::cache::last::LastRun;
use crate::cache::{self, Cache};
use crate::check::ledgers::{self, Ledgers, Payer};
use crate::check::{Case, check};
use crate::config::Config;
use crate::error::{Error, Result};
use crate::finding::{Code, Finding, Findings};
use crate::frame::export;
use crate::frame::ledgers::{LedgerLine, LedgerSums, YearSums};
use crate::frame::losses::losses;
use crate::frame::payments::PaymentFrame;
use crate::frame::totals;
use crate::history::changes::Changes;
use crate::history::{self, History};
use crate::measure::ledger::Ledger;
use crate::measure::project::MeasuredProject;
use crate::period::FiscalYear;
use crate::progress::Progress;
use crate::project::{Project, ProjectKey};
use crate::rank::ranking::rank;
use crate::rank::warnings::warning;
use crate::read::inbox::{self, InboxFile};
use crate::read::workbook::{self, FileFault};
use crate::recognise;
use crate::recognise::header::Headings;
use crate::recognise::tables::RecognisedFile;
use crate::review::{FileAccount, MonthlyPaid, Review, Reviewed};
use crate::rubric::Rubric;
use crate::rubric::measure::Base;
use crate::score::others::{self, Others};
use crate::score::score;
use crate::score::scorecard::{Basis, Scorecard, Status};
use crate::screen::Summary;
use crate::words::{Lang, Words};
use crate::write;
use crate::write::demo::{Demo, Made, Sown};
use crate::write::folder::{self, Folder, Lock};
use crate::write::places::Places;
use crate::write::record;
use crate::write::template;

/// So many projects of a made inbox stand in memory.
const MADE_AT_ONCE: u64 = 256;

/// A review with the payments behind it.
pub struct Outcome {
    pub review: Review,
    pub payments: PaymentFrame,
    /// What each stage took, for the log alone.
    pub timings: Laps,
}

/// Runs `work` on so many threads, or on one for each core.
///
/// # Errors
/// Those of `work`, and when the threads cannot be started.
pub fn on_threads<T: Send>(jobs: Option<usize>, work: impl FnOnce() -> Result<T> + Send) -> Result<T> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs.unwrap_or(0)).build();
    pool.map_err(|error| Error::Frame(error.to_string()))?.install(work)
}

/// What a run has done.
pub struct Done {
    pub summary: Summary,
    pub folder: PathBuf,
    /// Whether the last run had done the same already, so that nothing was written.
    pub is_unchanged: bool,
}

/// Reviews an inbox and writes the review, unless the last run did exactly the same and its outputs still stand.
///
/// # Errors
/// Those of [`review`]; and when there is no project, the folder cannot be written, another run is at work there, or a person
/// has changed a workbook in it.
pub fn run(config: &Config, words: &Words, progress: &Progress) -> Result<Done> {
    let mut inbox = list(config)?;
    let lock = folder::lock(&config.output)?;
    let last = config.cache.then(|| LastRun::load(&config.output)).flatten();
    if let Some((last, as_of)) = last.and_then(|last| last.as_of().map(|as_of| (last, as_of))) {
        add_checksums(&mut inbox, progress);
        let earlier = history::stamp(&config.output, as_of)?;
        // Why a file cannot be read may be another reason by now.
        let all_read = inbox.iter().all(|known| known.checksum.as_ref().is_some_and(|sum| !sum.is_empty()));
        if all_read
            && last.key == key(config, &inbox, &earlier)
            && let Some(folder) = folder::standing(&lock, &config.output, as_of, &last.record)
        {
            return Ok(Done { summary: last.summary, folder, is_unchanged: true });
        }
    }
    let cache = config.cache.then(|| Cache::open(&config.output, &config.text));
    let outcome = review_files(config, &inbox, cache, Sheets::Forgotten, progress)?;
    let Outcome { review, payments, timings } = outcome;
    // An inbox that went amiss must not take the place of earlier results.
    if review.projects.is_empty() {
        return Err(Error::NoProject(config.input.clone()));
    }
    let written = write(config, (&review, payments), &timings, lock, words, progress)?;
    let mut summary = Summary::of(&review, &written.history, words);
    if config.cache {
        // By the bytes that were read, which may have come after the first look.
        for (file, read) in inbox.iter_mut().zip(&review.files) {
            file.checksum = Some(read.checksum.clone());
        }
        let key = key(config, &inbox, &written.earlier);
        summary = LastRun::new(key, review.as_of, written.record, summary).store(&config.output);
    }
    Ok(Done { summary, folder: written.folder, is_unchanged: false })
}

/// A file of the inbox, with the checksum of its bytes where that is known; an empty one where they cannot be read.
struct Known {
    file: InboxFile,
    checksum: Option<String>,
}

fn list(config: &Config) -> Result<Vec<Known>> {
    let inbox = inbox::list(&config.input, &config.output, &config.own_files)?;
    if inbox.is_empty() {
        return Err(Error::NoFile(config.input.clone()));
    }
    Ok(inbox.into_iter().map(|file| Known { file, checksum: None }).collect())
}

fn add_checksums(inbox: &mut [Known], progress: &Progress) {
    let bar = progress.stage("stage-compare", inbox.len());
    inbox.par_iter_mut().for_each(|known| {
        let sum = || inbox::bytes(&known.file).map(|(bytes, _share)| checksum(&bytes));
        known.checksum = Some(bar.step(sum).unwrap_or_default());
    });
}

/// The checksum of everything that decides what a run writes: the program, the configuration and its editions as they were
/// loaded, the arguments, the day, the bytes of every file, and the earlier runs that it is held against.
fn key(config: &Config, inbox: &[Known], earlier: &str) -> String {
    let day = config.as_of.unwrap_or(config.today);
    let Config { year, all_years, lang, score_sheets, text, editions, .. } = config;
    let mut decides = format!("{}\n{day} {year:?} {all_years} {lang:?} {score_sheets}\n", cache::SOURCES);
    decides.push_str(&format!("{text}\n{editions:?}\n{earlier}\n"));
    for Known { file, checksum } in inbox {
        // Names of files hold no NUL, so that the pieces cannot run into one another.
        decides.extend([&*file.name, "\0", checksum.as_deref().unwrap_or_default(), "\0"]);
    }
    checksum(decides.as_bytes())
}

/// Reads, recognises, assembles, measures, scores, checks and ranks; writes nothing.
///
/// # Errors
/// When the inbox cannot be listed or holds no file.
pub fn review(config: &Config, progress: &Progress) -> Result<Outcome> {
    review_files(config, &list(config)?, None, Sheets::Kept, progress)
}

/// What becomes of the rows of a project's sheets when it is scored and checked: an explanation goes down to them, workbooks
/// do not.
#[derive(Clone, Copy, PartialEq)]
enum Sheets {
    Kept,
    Forgotten,
}

fn review_files(
    config: &Config,
    inbox: &[Known],
    cache: Option<Cache>,
    sheets: Sheets,
    progress: &Progress,
) -> Result<Outcome> {
    let mut clock = Clock::start();

    let bar = progress.stage("stage-read", inbox.len());
    let read = |known: &Known| bar.step(|| read(known, config, cache.as_ref()));
    let mut files: Vec<RecognisedFile> = inbox.par_iter().map(read).collect();
    drop(bar);
    if let Some(cache) = cache {
        cache.finish();
    }
    clock.lap("read");

    let Assembled { projects, mut payments, findings } = assemble(&mut files, config.year)?;
    let mut all = Findings::default();
    all.extend(findings);
    all.extend(files.iter_mut().flat_map(|file| std::mem::take(&mut file.findings)));
    let files = files.into_iter().map(FileAccount::from).collect();
    clock.lap("assemble");

    let (years, as_of) = period(config, &projects)?;
    payments.count_until(as_of)?;
    let owned: Result<Vec<Owned>> = (0..)
        .zip(projects)
        .collect::<Vec<_>>()
        .into_par_iter()
        .map(|(at, project)| Ok(Owned { at, project, paid: payments.sums(at)? }))
        .collect();
    let owned = owned?.into_iter();
    let (ranked, unranked): (Vec<_>, Vec<_>) = owned.partition(|owned| years.contains(&owned.project.key.year));
    let mut other_years: BTreeMap<FiscalYear, usize> = BTreeMap::new();
    unranked.iter().for_each(|owned| *other_years.entry(owned.project.key.year).or_default() += 1);
    let entrants: Vec<Entrant<'_>> = ranked.into_par_iter().map(|owned| Entrant::new(config, owned, as_of)).collect();
    let others = others(config, &entrants, unranked, as_of);
    clock.lap("measure");

    let bar = progress.stage("stage-score", entrants.len());
    let score = |entrant| {
        let mut scored = score_project(config, entrant, &others, as_of);
        if sheets == Sheets::Forgotten {
            scored.reviewed.project.forget_sheets();
        }
        scored
    };
    let scored: Vec<ScoredProject> = entrants.into_par_iter().map(|entrant| bar.step(|| score(entrant))).collect();
    drop(bar);
    clock.lap("score");

    all.extend(check_ledgers(config, &scored, &payments, as_of)?);
    clock.lap("check ledgers");

    let mut projects = Vec::new();
    for scored in scored {
        projects.push(scored.reviewed);
        all.extend(scored.findings);
    }
    let mut all = all.finish();
    let order = |finding: &Finding| {
        (std::cmp::Reverse(finding.severity()), finding.project.clone(), finding.places.clone(), finding.code)
    };
    all.sort_by_cached_key(order);
    let ranked = rank(projects, |reviewed| (&reviewed.project.key, &reviewed.card));
    let projects: Vec<Reviewed> = ranked.into_iter().map(|(rank, reviewed)| Reviewed { rank, ..reviewed }).collect();
    clock.lap("rank");

    let review = Review {
        as_of,
        departments: totals::departments(&projects)?,
        months: totals::months(&projects, &years, as_of),
        department_months: totals::department_months(&projects),
        losses: losses(&projects),
        rubrics: rubrics_in_force(config, &projects),
        years,
        other_years,
        projects,
        findings: all,
        files,
        ladders: config.ladders.clone(),
        advice: config.advice.clone(),
        sign_off: config.sign_off.clone(),
        thresholds: config.thresholds.shown(),
    };
    Ok(Outcome { review, payments, timings: clock.laps })
}

/// Where a review was written.
pub struct Written {
    pub folder: PathBuf,
    /// What earlier runs said.
    pub history: History,
    /// Those runs as they stood, from [`history::stamp`].
    pub earlier: String,
    /// The checksum of its record.
    pub record: String,
}

/// Writes a review into the folder of its as-of date, whole or not at all.
///
/// # Errors
/// When the folder cannot be written, another run is at work there, or a person has changed a workbook in it.
fn write(
    config: &Config,
    (review, payments): (&Review, PaymentFrame),
    timings: &Laps,
    lock: Lock,
    words: &Words,
    progress: &Progress,
) -> Result<Written> {
    let mut clock = Clock::start();
    let folder = Folder::create(lock, &config.output, review.as_of)?;
    let earlier = history::stamp(&config.output, review.as_of)?;
    let history = History::of(&config.output, review, words)?;
    clock.lap("earlier runs");
    let findings = write::findings_by_project(review);
    let places = Places::new(review, words);
    let score_sheets = if config.score_sheets { write::score_sheet_names(review) } else { Vec::new() };
    clock.lap("places");

    let bar = progress.stage("stage-write", score_sheets.len() + 1);
    // The aggregate workbook is made on one thread, while others write everything else.
    let aggregate = || {
        let mut clock = Clock::start();
        let bytes = bar.step(|| write::aggregate(review, &history, &findings, &score_sheets, &places, words))?;
        folder.write_pieces(&words.text("file-aggregate"), &bytes.0)?;
        clock.lap("aggregate workbook");
        Ok(clock.laps)
    };
    let others = || {
        let mut clock = Clock::start();
        let write = |name: &str, bytes: &[u8]| folder.write(&format!("tables/{name}.parquet"), bytes);
        write("payments", &export::payments(&payments)?)?;
        drop(payments);
        for (name, make) in export::TABLES {
            write(name, &export::of_projects(make, &review.projects, words)?)?;
        }
        write("findings", &export::findings(review, words)?)?;
        clock.lap("tables");
        return_lists(review, words, &folder)?;
        clock.lap("return lists");
        let sheets = words.text("folder-score-sheets");
        review.projects.par_iter().zip(&score_sheets).try_for_each(|(reviewed, name)| {
            bar.step(|| {
                let own = findings.get(&reviewed.project.key).map_or(&[][..], Vec::as_slice);
                let bytes = write::score_sheet(review, reviewed, own, &places, words)?;
                folder.write(&format!("{sheets}/{name}"), &bytes)
            })
        })?;
        clock.lap("score sheets");
        Ok(clock.laps)
    };
    let (aggregate, others): (Result<Laps>, Result<Laps>) = rayon::join(aggregate, others);
    let (aggregate, others) = (aggregate?, others?);
    drop(bar);

    let record = record::record(config, review, &history, &folder.checksums());
    folder.write(record::FILE, record.as_bytes())?;
    let laps = [timings, &clock.laps, &aggregate, &others].into_iter().flatten();
    folder.write(record::LOG, record::log(laps, rayon::current_num_threads()).as_bytes())?;
    let record = checksum(record.as_bytes());
    Ok(Written { folder: folder.appear()?, history, earlier, record })
}

/// Writes what each department has to correct.
fn return_lists(review: &Review, words: &Words, folder: &Folder) -> Result<()> {
    let lists = write::return_list::by_department(review);
    let no_department = words.text("label-no-department");
    let stems = lists.iter().map(|(department, _)| if department.is_empty() { &no_department } else { *department });
    let names = write::file_name::unique(stems, ".xlsx");
    let place = words.text("folder-return-lists");
    lists.par_iter().zip(&names).try_for_each(|((department, findings), name)| {
        let list = write::return_list(review, department, findings, words)?;
        folder.write(&format!("{place}/{name}"), &list)
    })
}

/// Writes the blank workbooks into a folder, which is made where it is not there; gives their paths.
///
/// # Errors
/// When one of them is there already, in which case none is written, or cannot be written.
pub fn templates(dir: &Path, words: &Words) -> Result<Vec<PathBuf>> {
    let fault = |error: std::io::Error| Error::writing(dir, &error);
    std::fs::create_dir_all(dir).map_err(fault)?;
    let today = chrono::Local::now().date_naive();
    let mut made = Vec::new();
    for template in template::templates(words) {
        let path = dir.join(&template.file);
        if path.exists() {
            return Err(Error::FileExists(path));
        }
        made.push((path, write::template(template, words, today)?));
    }
    for (at, (path, bytes)) in made.iter().enumerate() {
        if let Err(error) = create(path, bytes) {
            // All of them or none.
            for (path, _) in &made[..at] {
                let _ = std::fs::remove_file(path);
            }
            return Err(error);
        }
    }
    Ok(made.into_iter().map(|(path, _)| path).collect())
}

/// What changed between two runs of an output folder; written as a workbook too where a file is named, which is not
/// overwritten.
///
/// # Errors
/// As for [`history::compare`], and when the file is there or cannot be written.
pub fn compare(output: &Path, dates: &[NaiveDate], to: Option<&Path>, words: &Words) -> Result<Changes> {
    if let Some(path) = to.filter(|path| path.exists()) {
        return Err(Error::FileExists(path.to_owned()));
    }
    let changes = history::compare(output, dates)?;
    if let Some(path) = to {
        create(path, &write::comparison(&changes, words)?)?;
    }
    Ok(changes)
}

/// Makes an inbox in a folder, which is made where it is not there; gives what was sown.
///
/// # Errors
/// When the folder is not empty, or cannot be written; then nothing is left in it.
pub fn demo(dir: &Path, demo: &Demo, progress: &Progress) -> Result<Vec<Sown>> {
    std::fs::create_dir_all(dir).map_err(|error| Error::writing(dir, &error))?;
    if std::fs::read_dir(dir).map_err(|error| Error::writing(dir, &error))?.next().is_some() {
        return Err(Error::FolderNotEmpty(dir.to_owned()));
    }
    let begun = folder::begin(dir);
    let sown = fill(dir, demo, progress)?;
    begun.stays();
    Ok(sown)
}

fn fill(dir: &Path, demo: &Demo, progress: &Progress) -> Result<Vec<Sown>> {
    // Units send in Chinese, whoever reads it.
    let words = Words::new(Lang::Zh);
    let bound = |number_0| {
        let made = demo.project(number_0);
        let book = |book| write::demo_book(book, demo.year, &words);
        let books: Vec<Vec<u8>> = made.books.iter().map(book).collect::<Result<_>>()?;
        Ok((made, books))
    };
    let (mut budget, mut sown) = (Vec::new(), Vec::new());
    let bar = progress.stage("stage-demo", demo.projects as usize);
    let mut first = 0;
    while first < demo.projects {
        let end = demo.projects.min(first + MADE_AT_ONCE);
        let made: Vec<(Made, Vec<Vec<u8>>)> =
            (first..end).into_par_iter().map(|number_0| bar.step(|| bound(number_0))).collect::<Result<_>>()?;
        for (made, books) in made {
            let _going_on = folder::going_on();
            let folder = dir.join(&made.folder);
            std::fs::create_dir(&folder).map_err(|error| Error::writing(&folder, &error))?;
            for (book, bytes) in made.books.iter().zip(books) {
                create(&folder.join(&book.file), &bytes)?;
            }
            budget.push(made.budget);
            sown.extend(made.sown);
        }
        first = end;
    }
    for (file, sheet) in [demo.budget(budget), demo.guide(&sown)] {
        create(&dir.join(file), &write::demo_sheet(sheet, demo.year, &words)?)?;
    }
    Ok(sown)
}

/// Writes a file that is not there yet.
fn create(path: &Path, bytes: &[u8]) -> Result<()> {
    let written = std::fs::File::create_new(path).and_then(|mut file| file.write_all(bytes));
    written.map_err(|error| {
        // Half a file would be in the way of the next try.
        if error.kind() != ErrorKind::AlreadyExists {
            let _ = std::fs::remove_file(path);
        }
        Error::writing(path, &error)
    })
}

/// Reads and recognises a file, or takes what was recognised in the same bytes before.
fn read(known: &Known, config: &Config, cache: Option<&Cache>) -> RecognisedFile {
    let name = &known.file.name;
    let had = |sum: &str| cache.and_then(|cache| cache.get(name, sum));
    if let Some(file) = known.checksum.as_deref().and_then(had) {
        return file;
    }
    let (bytes, _share) = match inbox::bytes(&known.file) {
        Ok(read) => read,
        Err(fault) => return recognise::unreadable(name, String::new(), &fault),
    };
    let sum = checksum(&bytes);
    if known.checksum.is_none()
        && let Some(file) = had(&sum)
    {
        return file;
    }
    match recognised_as(name, sum.clone(), bytes, &config.headings) {
        Ok(file) => {
            if let Some(cache) = cache {
                cache.put(&file);
            }
            file
        }
        Err(fault) => recognise::unreadable(name, sum, &fault),
    }
}

/// Reads and recognises the bytes of a file. Whatever goes wrong, a panic too, costs this file and no other.
pub fn recognised(name: &str, bytes: Vec<u8>, headings: &Headings) -> RecognisedFile {
    let sum = checksum(&bytes);
    recognised_as(name, sum.clone(), bytes, headings).unwrap_or_else(|fault| recognise::unreadable(name, sum, &fault))
}

fn recognised_as(
    name: &str,
    checksum: String,
    bytes: Vec<u8>,
    headings: &Headings,
) -> std::result::Result<RecognisedFile, FileFault> {
    let kind = inbox::kind_of(&bytes);
    let recognised = catch_unwind(AssertUnwindSafe(|| {
        let mut recognised = recognise::file(name, checksum);
        workbook::read(bytes, kind, &mut |sheet| recognise::add_sheet(&mut recognised, sheet, headings))?;
        recognised.fit();
        Ok(recognised)
    }));
    recognised.unwrap_or(Err(FileFault::Damaged))
}

/// SHA-256 in hexadecimal.
pub fn checksum(bytes: &[u8]) -> String {
    checksum_of(&[bytes])
}

/// The same of bytes in pieces.
pub fn checksum_of(pieces: &[impl AsRef<[u8]>]) -> String {
    let mut sum = Sha256::new();
    pieces.iter().for_each(|piece| sum.update(piece));
    sum.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The years that are ranked and the as-of date: today, but at the latest the last day of the latest of these years,
/// unless a date is given; where no year is named, the latest that has begun by then.
fn period(config: &Config, projects: &[Project]) -> Result<(Vec<FiscalYear>, NaiveDate)> {
    let mut years: Vec<FiscalYear> = projects.iter().map(|project| project.key.year).collect();
    years.sort();
    years.dedup();
    let today = config.today;
    if !config.all_years {
        let has_begun = |year: &&FiscalYear| config.as_of.is_none_or(|as_of| year.first_day() <= as_of);
        let latest = years.iter().rfind(has_begun).or(years.first());
        let year = config.year.or(latest.copied());
        // A year without a project is a slip; of an inbox without one the findings tell why.
        if let Some(year) = year.filter(|year| !years.is_empty() && !years.contains(year)) {
            return Err(Error::NoProjectOfYear(year.0));
        }
        years = year.into_iter().collect();
    }
    let last = years.last().map_or(today, |year| year.last_day());
    let as_of = config.as_of.unwrap_or(today.min(last));
    match years.first() {
        // A slip of the year, which would say of every project that nothing was paid.
        Some(year) if config.as_of.is_some() && as_of < year.first_day() => Err(Error::BeforeTheYear(as_of)),
        _ => Ok((years, as_of)),
    }
}

/// A project with what its ledger comes to.
struct Owned {
    /// Its place among all.
    at: u32,
    project: Project,
    paid: LedgerSums,
}

/// A project that is measured and about to be scored.
struct Entrant<'c> {
    at: u32,
    measured: MeasuredProject,
    /// `None` without a ledger.
    months: Option<MonthlyPaid>,
    year: YearSums,
    /// `Err` holds a name that no edition has.
    rubric: std::result::Result<Option<&'c Rubric>, String>,
}

impl<'c> Entrant<'c> {
    fn new(config: &'c Config, owned: Owned, as_of: NaiveDate) -> Self {
        let Owned { at, project, paid: LedgerSums { lines, months, year } } = owned;
        let rubric = config.rubric(&project);
        let base = rubric.as_ref().ok().copied().flatten().map_or(Base::Revised, |rubric| rubric.base);
        let months = project.has_ledger.then_some(months);
        Self { at, measured: measured(config, (project, lines), base, as_of), months, year, rubric }
    }

    fn key(&self) -> &ProjectKey {
        &self.measured.project.key
    }

    /// With its edition, where that asks for something.
    fn asking(&self, asks: fn(&Rubric, &Project) -> bool) -> Option<(&Self, &'c Rubric)> {
        let rubric = self.rubric.as_ref().ok().copied().flatten()?;
        asks(rubric, &self.measured.project).then_some((self, rubric))
    }
}

fn measured(config: &Config, owned: (Project, Vec<LedgerLine>), base: Base, as_of: NaiveDate) -> MeasuredProject {
    let (project, lines) = owned;
    let is_part_year = as_of < project.key.year.last_day();
    let ledger = project.has_ledger.then_some(Ledger { lines, is_part_year });
    let choices = config.survey_choices(&project.key.code);
    MeasuredProject::new(project, ledger, base, choices)
}

/// What the rules of the editions in use want to know of other projects and of the year before, ranked or not.
fn others(config: &Config, entrants: &[Entrant<'_>], unranked: Vec<Owned>, as_of: NaiveDate) -> Others {
    let asking =
        |asks: fn(&Rubric, &Project) -> bool| entrants.par_iter().filter_map(move |entrant| entrant.asking(asks));
    let peers = asking(|rubric, _| others::needs_peers(rubric))
        .flat_map_iter(|(entrant, rubric)| others::peer_actuals(rubric, &entrant.measured.figures()))
        .collect();
    let earlier = |entrant: &Entrant<'_>| {
        let ProjectKey { code, year } = entrant.key();
        ProjectKey { code: code.clone(), year: FiscalYear(year.0 - 1) }
    };
    let wanted: BTreeSet<ProjectKey> = asking(others::needs_previous).map(|(entrant, _)| earlier(entrant)).collect();
    let unranked: Vec<MeasuredProject> = unranked
        .into_par_iter()
        .filter(|owned| wanted.contains(&owned.project.key))
        .map(|owned| measured(config, (owned.project, owned.paid.lines), Base::Revised, as_of))
        .collect();
    let known: BTreeMap<&ProjectKey, &MeasuredProject> = (entrants.iter().map(|entrant| &entrant.measured))
        .chain(&unranked)
        .filter(|measured| wanted.contains(&measured.project.key))
        .map(|measured| (&measured.project.key, measured))
        .collect();
    let previous = asking(others::needs_previous)
        .flat_map_iter(|(entrant, rubric)| {
            let before = known.get(&earlier(entrant));
            let actuals =
                before.map(|before| others::previous_actuals(rubric, &entrant.measured.project, &before.figures()));
            actuals.unwrap_or_default()
        })
        .collect();
    Others::new(peers, previous)
}

fn score_project(config: &Config, entrant: Entrant<'_>, others: &Others, as_of: NaiveDate) -> ScoredProject {
    let Entrant { at, measured, months, year, rubric } = entrant;
    let (card, mut findings) = match &rubric {
        Ok(Some(rubric)) => score(rubric, &measured.figures(), others),
        Ok(None) => (unscored("reason-no-indicator", &measured), Vec::new()),
        Err(name) => {
            let place = measured.project.rubric_line.as_ref().map(|line| line.place.clone());
            let finding = Finding::of(Code::RubricUnknown, &measured.project.key).places(place);
            (unscored("reason-no-rubric", &measured), vec![finding.with("name", name.as_str())])
        }
    };
    let project = measured.project;
    let rubric = rubric.ok().flatten();
    let year_is_over = as_of >= project.key.year.last_day();
    let case = Case { project: &project, card: &card, rubric, year_is_over, thresholds: &config.thresholds };
    findings.extend(check(&case));
    let level = warning(card.funds.execution_rate(), project.key.year, as_of, &config.ladders);
    let ledger = measured.ledger;
    let reviewed = Reviewed { project, card, rank: None, warning: level, paid: months };
    ScoredProject { at, reviewed, ledger, year, findings }
}

/// A project that is scored, with what checks over several projects look at.
struct ScoredProject {
    /// Its place among all.
    at: u32,
    reviewed: Reviewed,
    ledger: Option<Ledger>,
    year: YearSums,
    findings: Vec<Finding>,
}

/// The checks over the payments of all reviewed projects.
fn check_ledgers(
    config: &Config,
    scored: &[ScoredProject],
    payments: &PaymentFrame,
    as_of: NaiveDate,
) -> Result<Vec<Finding>> {
    let mut payers = BTreeMap::new();
    for ScoredProject { at, reviewed, ledger, year, findings: _ } in scored {
        payers.insert(*at, Payer { reviewed, ledger: ledger.as_ref(), year: *year });
    }
    let ledgers = Ledgers { payments, payers: &payers, as_of, thresholds: &config.thresholds };
    let found: Vec<Vec<Finding>> =
        ledgers::CHECKS.par_iter().map(|(_, _, check)| check(&ledgers)).collect::<Result<_>>()?;
    Ok(found.into_iter().flatten().collect())
}

fn unscored(reason: &'static str, measured: &MeasuredProject) -> Scorecard {
    Scorecard {
        rubric: String::new(),
        funds: measured.funds.clone(),
        indicators: Vec::new(),
        points: None,
        total_basis: Vec::new(),
        adjustments: Vec::new(),
        claimed: None,
        grade: None,
        status: Status::Unscored,
        reason: Some(Basis { key: reason, facts: Vec::new() }),
        surveys: measured.surveys.clone(),
    }
}

fn rubrics_in_force(config: &Config, projects: &[Reviewed]) -> Vec<Rubric> {
    let used = |id: &str| projects.iter().any(|reviewed| reviewed.card.rubric == id);
    config.editions.iter().filter(|rubric| used(&rubric.id)).cloned().collect()
}

/// What each stage took.
type Laps = Vec<(&'static str, Duration)>;

struct Clock {
    last: Instant,
    laps: Laps,
}

impl Clock {
    fn start() -> Self {
        Self { last: Instant::now(), laps: Vec::new() }
    }

    fn lap(&mut self, stage: &'static str) {
        self.laps.push((stage, self.last.elapsed()));
        self.last = Instant::now();
    }
}
