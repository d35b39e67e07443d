//! The configuration: flags and `jixiao.toml` in the inbox, checked once, before anything is read.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use chrono::{Datelike, NaiveDate};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::Thresholds;
use crate::cli::InboxArgs;
use crate::error::{Error, Result};
use crate::measure::survey::choices::SurveyChoices;
use crate::period::FiscalYear;
use crate::project::Project;
use crate::rank::advice::{Advice, default_advice};
use crate::rank::warnings::{Ladders, LaddersKeys};
use crate::read::inbox::CONFIG_NAME;
use crate::recognise::header::Headings;
use crate::recognise::tables::SheetKind;
use crate::rubric::Rubric;
use crate::rubric::editions::Editions;
use crate::rubric::groups::Split;
use crate::rubric::schema;
use crate::sign_off::SignOff;
use crate::words::Lang;

/// Everything that decides a run beside the inbox itself.
pub struct Config {
    pub input: PathBuf,
    pub output: PathBuf,
    pub as_of: Option<NaiveDate>,
    /// The day on which the program was started.
    pub today: NaiveDate,
    /// The year that is ranked, and that of sheets which state none; the latest one present where `None`.
    pub year: Option<FiscalYear>,
    pub all_years: bool,
    /// Threads; `None` takes one for each core.
    pub jobs: Option<usize>,
    pub lang: Lang,
    pub score_sheets: bool,
    /// Whether what was recognised in files is kept for the next run.
    pub cache: bool,
    pub headings: Headings,
    pub editions: Editions,
    pub ladders: Ladders,
    pub advice: Vec<Advice>,
    pub sign_off: SignOff,
    pub thresholds: Thresholds,
    /// The configuration in use, one that lies in the inbox, and the editions that are named.
    pub own_files: Vec<PathBuf>,
    choices: Choices,
    surveys: Vec<SurveyChoices>,
    no_choices: SurveyChoices,
    /// The text of the configuration file, empty where there is none; its checksum goes into the record of the run.
    pub text: String,
}

/// `jixiao.toml`. Every key is optional.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
#[schemars(rename = "Configuration")]
struct File {
    /// The fiscal year that is ranked, and that of sheets that state none; as `--year`.
    year: Option<i32>,
    /// Rank every fiscal year in one list; as `--all-years`.
    all_years: bool,
    /// Which rubric edition scores what.
    rubrics: Choices,
    /// The execution rates below which a warning is raised.
    #[schemars(with = "LaddersKeys")]
    warnings: Ladders,
    /// Thresholds of checks.
    checks: Thresholds,
    /// What a grade means for the next budget, in the place of the whole default list.
    advice: Option<Vec<Advice>>,
    /// What stands in the sign-off line; a blank to write on where not set.
    sign_off: SignOff,
    /// Further headings for a role of `headings.toml`.
    headings: BTreeMap<String, Vec<String>>,
    /// What surveys do not say of themselves.
    surveys: Vec<SurveyChoices>,
}

/// Which rubric edition scores what, by its id.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
struct Choices {
    /// Edition files beside the configuration.
    files: Vec<PathBuf>,
    /// By project code.
    projects: BTreeMap<String, String>,
    /// By department.
    departments: BTreeMap<String, String>,
    /// By folder below the inbox.
    folders: BTreeMap<String, String>,
    /// For projects with a score table that nothing else decides.
    score_table: Option<String>,
    /// For projects with a self-evaluation form and no score table that nothing else decides.
    self_evaluation: Option<String>,
}

/// The JSON schema of the configuration, for editors.
pub fn schema() -> String {
    schema::of::<File>()
}

impl Config {
    /// # Errors
    /// When the file cannot be read or has an unknown key, an unknown edition is named, or an edition is not sound.
    pub fn load(args: &InboxArgs) -> Result<Self> {
        let input = args.input.clone();
        if !input.is_dir() {
            return Err(Error::NoInbox(input));
        }
        if args.as_of.is_some_and(|date| !(1990..=2100).contains(&date.year())) {
            let reason = "not in 1990..=2100".to_owned();
            return Err(Error::Config { file: "--as-of".to_owned(), reason });
        }
        let own = input.join(CONFIG_NAME);
        let beside_inbox = own.clone();
        let path = args.config.clone().or_else(|| own.symlink_metadata().is_ok().then_some(own));
        let (file, text) = match &path {
            Some(path) => read(path)?,
            None => (File::default(), String::new()),
        };
        let beside = path.as_deref().and_then(Path::parent).unwrap_or(&input);
        let files: Vec<PathBuf> = file.rubrics.files.iter().map(|name| beside.join(name)).collect();
        let editions = Editions::load(&files.iter().map(PathBuf::as_path).collect::<Vec<_>>())?;
        file.rubrics.check(&editions)?;
        let name = path.as_deref().map_or_else(|| CONFIG_NAME.to_owned(), |path| path.display().to_string());
        file.check(&editions, &name)?;
        Ok(Self {
            input,
            output: PathBuf::new(),
            as_of: args.as_of,
            today: chrono::Local::now().date_naive(),
            year: args.year.or(file.year).map(FiscalYear),
            all_years: args.all_years || args.year.is_none() && file.all_years,
            jobs: args.jobs.map(usize::from),
            lang: args.lang,
            score_sheets: true,
            cache: true,
            headings: Headings::new(&file.headings)?,
            editions,
            ladders: file.warnings,
            advice: file.advice.unwrap_or_else(default_advice),
            sign_off: file.sign_off,
            thresholds: file.checks,
            own_files: path.into_iter().chain([beside_inbox]).chain(files).collect(),
            choices: file.rubrics,
            surveys: file.surveys,
            no_choices: SurveyChoices::default(),
            text,
        })
    }

    /// The edition that scores a project: by code, department or folder; else the one that a line in its sheets names;
    /// else a default for the kind of sheet that it has, by the split of its weights. `Err` holds a name that no edition has.
    pub fn rubric(&self, project: &Project) -> std::result::Result<Option<&Rubric>, String> {
        let choices = &self.choices;
        let chosen = (choices.projects.get(&project.key.code))
            .or_else(|| choices.departments.get(&project.department))
            .or_else(|| choices.folders.get(&project.folder));
        if let Some(id) = chosen {
            return Ok(self.editions.get(id));
        }
        if let Some(line) = &project.rubric_line {
            return self.editions.named(&line.value).map(Some).ok_or_else(|| line.value.clone());
        }
        let has = |kind| project.rows_of(kind).next().is_some();
        let default = |chosen: &Option<String>, kind| match chosen {
            Some(id) => self.editions.get(id),
            None => self.editions.default_for(kind, &Split::of(project)),
        };
        Ok(if has(SheetKind::ScoreTable) {
            default(&choices.score_table, SheetKind::ScoreTable)
        } else if has(SheetKind::SelfEvaluation) {
            default(&choices.self_evaluation, SheetKind::SelfEvaluation)
        } else {
            None
        })
    }

    /// What the configuration says of a project's surveys: in an entry for it, else in that for all.
    pub fn survey_choices(&self, code: &str) -> &SurveyChoices {
        let of_project = self.surveys.iter().find(|survey| survey.project.as_deref() == Some(code));
        of_project.or_else(|| self.surveys.iter().find(|survey| survey.project.is_none())).unwrap_or(&self.no_choices)
    }
}

impl File {
    /// Values that have the right form and make no sense.
    fn check(&self, editions: &Editions, name: &str) -> Result<()> {
        let fault =
            |key: &str, reason: &str| Err(Error::Config { file: name.to_owned(), reason: format!("{key}: {reason}") });
        if self.year.is_some_and(|year| !(1990..=2100).contains(&year)) {
            return fault("year", "not in 1990..=2100");
        }
        if let Some((key, reason)) = self.warnings.fault() {
            return fault(&format!("warnings.{key}"), reason);
        }
        if let Some((grade, reason)) = self.advice.as_deref().and_then(Advice::fault) {
            return fault(&format!("advice.{grade}"), reason);
        }
        let is_known = |grade: &str| editions.iter().flat_map(|rubric| &rubric.grades).any(|band| band.name == grade);
        if let Some(advice) = self.advice.iter().flatten().find(|advice| !is_known(&advice.grade)) {
            return fault(&format!("advice.{}", advice.grade), "no edition has this grade");
        }
        let mut projects = BTreeSet::new();
        if !self.surveys.iter().all(|survey| projects.insert(&survey.project)) {
            return fault("surveys", "two entries for one project, or two for all");
        }
        if let Some(key) = self.surveys.iter().find_map(SurveyChoices::fault) {
            return fault(&format!("surveys.{key}"), "out of range");
        }
        self.checks.fault().map_or(Ok(()), |key| fault(&format!("checks.{key}"), "out of range"))
    }
}

impl Choices {
    fn check(&self, editions: &Editions) -> Result<()> {
        let maps = [&self.projects, &self.departments, &self.folders];
        let ids = maps.into_iter().flat_map(BTreeMap::values).chain(&self.score_table).chain(&self.self_evaluation);
        for id in ids {
            if editions.get(id).is_none() {
                return Err(Error::NoRubric(id.clone()));
            }
        }
        Ok(())
    }
}

fn read(path: &Path) -> Result<(File, String)> {
    let unreadable = |reason: String| Error::Read { path: path.to_owned(), reason };
    // A pipe would be waited for without end.
    if !std::fs::metadata(path).map_err(|error| unreadable(error.to_string()))?.is_file() {
        return Err(Error::NotAFile(path.to_owned()));
    }
    let text = std::fs::read_to_string(path).map_err(|error| unreadable(error.to_string()))?;
    let fault = |reason| Error::Config { file: path.display().to_string(), reason };
    let parsed = toml::Deserializer::parse(&text).map_err(|error| fault(error.to_string()))?;
    let file = serde_path_to_error::deserialize(parsed)
        .map_err(|error| fault(format!("{}: {}", error.path(), error.inner().message())))?;
    Ok((file, text))
}
