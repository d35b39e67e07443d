//! What a run says on the screen: the ranking, the projects that are not ranked, and what to look at next.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use serde::{Deserialize, Serialize};

use crate::cli::FailOn;
use crate::finding::{Fact, Finding, Severity};
use crate::history::History;
use crate::history::changes::{Change, Changes};
use crate::history::snapshot::Standing;
use crate::rank::warnings::Warning;
use crate::review::{Review, Reviewed, SheetAccount};
use crate::run::Done;
use crate::score::scorecard::Status;
use crate::words::Words;
use crate::write::changes::facts as changes_facts;
use crate::write::demo::{Demo, Sown};
use crate::write::{return_list, terms};

/// How many projects and findings the screen shows; the workbook has them all.
const MOST_PROJECTS: usize = 30;
const MOST_FINDINGS: usize = 8;

/// What a run says when it is done, apart from where it was written and how wide the terminal is.
#[derive(Serialize, Deserialize)]
pub struct Summary {
    title: String,
    /// The first of the ranking, a text for each of [`COLUMNS`].
    ranking: Vec<[String; COLUMNS.len()]>,
    /// What follows the ranking.
    further: Vec<String>,
    /// The gravest finding and warning that were met.
    finding: Option<Severity>,
    warning: Option<Warning>,
}

impl Summary {
    pub fn of(review: &Review, history: &History, words: &Words) -> Self {
        let mut further = Vec::new();
        further.extend(more("screen-more-projects", review.projects.len(), MOST_PROJECTS, words));
        further.extend(unranked(review, words));
        further.push(counts(review, words));
        further.extend(other_years(review, words));
        further.extend(gravest(review, words));
        if let Some(changes) = &history.changes {
            further.push(words.with("screen-changes", &changes_facts(changes)));
        }
        let unsound = |date: &NaiveDate| words.with("screen-unsound-run", &vec![("date", date.to_string().into())]);
        further.extend(history.unsound.iter().map(unsound));
        Self {
            title: title(review, words),
            ranking: review.projects.iter().take(MOST_PROJECTS).map(|reviewed| row(review, reviewed, words)).collect(),
            further,
            finding: review.findings.iter().map(Finding::severity).max(),
            warning: review.projects.iter().filter_map(|reviewed| reviewed.warning).max(),
        }
    }

    /// Whether a finding or warning of this level or a graver one was met.
    pub fn meets(&self, level: FailOn) -> bool {
        match level {
            FailOn::Finding(least) => self.finding >= Some(least),
            FailOn::Warning(least) => self.warning >= Some(least),
        }
    }
}

/// The closing summary of a run.
pub fn summary(done: &Done, words: &Words) -> String {
    let Summary { title, ranking, further, .. } = &done.summary;
    let mut lines = vec![title.clone(), self::ranking(ranking, words).to_string()];
    lines.extend(further.iter().cloned());
    let facts =
        vec![("folder", done.folder.display().to_string().into()), ("file", words.text("file-aggregate").into())];
    lines.push(words.with(if done.is_unchanged { "screen-unchanged" } else { "screen-written" }, &facts));
    lines.join("\n")
}

/// Where a made inbox was written, and where it stands what was sown.
pub fn demo(dir: &Path, demo: &Demo, sown: &[Sown], words: &Words) -> String {
    let facts = vec![
        ("folder", dir.display().to_string().into()),
        ("projects", (demo.projects as usize).into()),
        ("seed", demo.seed.to_string().into()),
        ("sown", sown.len().into()),
        ("guide", demo.guide(&[]).0.into()),
    ];
    words.with("screen-demo", &facts)
}

/// What `template` says: where the blank workbooks are.
pub fn templates(written: &[PathBuf], words: &Words) -> String {
    let folder = written.first().and_then(|path| path.parent()).unwrap_or(Path::new("."));
    let title = words.with("screen-templates", &vec![("folder", folder.display().to_string().into())]);
    let name = |path: &PathBuf| path.file_name().map(|name| format!("  {}", name.to_string_lossy()));
    std::iter::once(title).chain(written.iter().filter_map(name)).collect::<Vec<_>>().join("\n")
}

/// What `check` says: the account of files and rows, then every error and doubt by department, so that a clerk can ring
/// them up one after another.
pub fn checked(review: &Review, words: &Words) -> String {
    let rows = |of: fn(&SheetAccount) -> u32| {
        let sheets = review.files.iter().flat_map(|file| &file.sheets);
        Fact::Count(sheets.map(|sheet| i64::from(of(sheet))).sum())
    };
    let facts = vec![
        ("files", review.files.len().into()),
        ("sheets", review.files.iter().map(|file| file.sheets.len()).sum::<usize>().into()),
        ("read", rows(|sheet| sheet.rows.read)),
        ("used", rows(|sheet| sheet.rows.used)),
        ("passed", rows(|sheet| sheet.rows.passed_over())),
        ("refused", rows(|sheet| sheet.rows.refused)),
    ];
    let mut lines = vec![words.with("screen-checked", &facts), counts(review, words)];
    lines.extend(other_years(review, words));
    for (department, findings) in return_list::by_department(review) {
        let department = if department.is_empty() { words.text("label-no-department") } else { department.to_owned() };
        let facts = vec![("department", department.into()), ("count", findings.len().into())];
        lines.push(format!("\n{}", words.with("screen-department", &facts)));
        lines.extend(findings.iter().map(|(finding, _)| self::finding(finding, words)));
    }
    lines.join("\n")
}

/// What `compare` says: how much changed, then the warnings, the projects and the findings.
pub fn changes(changes: &Changes, words: &Words) -> String {
    let mut lines = vec![
        words.with("note-changes", &changes_facts(changes)),
        words.with("note-changes-counts", &changes_facts(changes)),
    ];
    let level = |standing: &Option<Standing>| {
        let level = standing.as_ref().map(|standing| terms::level(words, standing.warning));
        level.unwrap_or_else(|| words.text("screen-none"))
    };
    let warnings = changes.warnings();
    lines.extend(warnings.iter().take(MOST_PROJECTS).filter_map(|(change, kind)| {
        let project = change.project()?;
        let facts = vec![
            ("change", terms::warning_change(words, *kind).into()),
            ("code", project.key.code.as_str().into()),
            ("name", cut(&project.name, 26).into()),
            ("before", level(&change.before).into()),
            ("after", level(&change.after).into()),
        ];
        Some(words.with("screen-warning-changed", &facts))
    }));
    lines.extend(more("screen-changes-more", warnings.len(), MOST_PROJECTS, words));
    let changed: Vec<&Change> = changes.changed().collect();
    if !changed.is_empty() {
        lines.push(changed_projects(&changed, words).to_string());
    }
    lines.extend(more("screen-changes-more", changed.len(), MOST_PROJECTS, words));
    for (key, told) in [("screen-finding-new", &changes.new), ("screen-finding-settled", &changes.settled)] {
        lines.extend(told.iter().take(MOST_FINDINGS).map(|told| {
            let place = [&told.key.file, &told.key.sheet, &told.key.cell].map(String::as_str);
            let facts = vec![
                ("severity", terms::severity(words, told.severity).into()),
                ("code", told.key.code.as_str().into()),
                ("message", told.message.as_str().into()),
                ("place", place.join(" ").trim_end().into()),
            ];
            words.with(key, &facts)
        }));
        lines.extend(more("screen-changes-more", told.len(), MOST_FINDINGS, words));
    }
    lines.join("\n")
}

/// That a list goes on.
fn more(key: &str, count: usize, most: usize, words: &Words) -> Option<String> {
    let more = count.checked_sub(most).filter(|more| *more > 0)?;
    Some(words.with(key, &vec![("count", more.into())]))
}

/// Rank, points and rate of projects in two runs.
fn changed_projects(changed: &[&Change], words: &Words) -> Table {
    let mut table = Table::new();
    table.load_style(presets::UTF8_FULL_CONDENSED);
    if let Some((width, _)) = terminal_size::terminal_size() {
        table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width.0);
    }
    table.set_header(
        ["code", "name", "rank", "points", "execution-rate"].map(|key| words.text(&format!("screen-{key}"))),
    );
    for change in changed.iter().take(MOST_PROJECTS) {
        let both = |show: &dyn Fn(&Standing) -> Option<String>| {
            let [before, after] = [&change.before, &change.after]
                .map(|standing| standing.as_ref().and_then(show).unwrap_or_else(|| words.text("screen-none")));
            if before == after { after } else { format!("{before} → {after}") }
        };
        let Some(project) = change.project() else { continue };
        table.add_row([
            project.key.code.clone(),
            cut(&project.name, 26),
            both(&|standing| standing.rank.map(|rank| rank.to_string())),
            both(&|standing| standing.points.map(|points| format!("{:.2}", points.decimal()))),
            both(&|standing| standing.rate.map(|rate| rate.fraction().percent(2))),
        ]);
    }
    table
}

fn title(review: &Review, words: &Words) -> String {
    let years: Vec<String> = review.years.iter().map(ToString::to_string).collect();
    let facts = vec![
        ("years", years.join(&words.separator("term-list-separator")).into()),
        ("as-of", review.as_of.to_string().into()),
    ];
    words.with("screen-title", &facts)
}

/// A column of the ranking: the end of its heading's name, whether it is a number, and whether a narrow terminal has it.
const COLUMNS: [(&str, bool, bool); 9] = [
    ("rank", true, true),
    ("code", false, false),
    ("name", false, true),
    ("year", false, false),
    ("points", true, true),
    ("grade", false, true),
    ("execution-rate", true, true),
    ("warning", false, true),
    ("findings", true, false),
];

/// Half-width characters that all columns take.
const WIDE: u16 = 125;

fn ranking(rows: &[[String; COLUMNS.len()]], words: &Words) -> Table {
    let width = terminal_size::terminal_size().map(|(width, _)| width.0);
    let narrow = width.is_some_and(|width| width < WIDE);
    let shown = |at: &usize| !narrow || COLUMNS[*at].2;
    let columns: Vec<usize> = (0..COLUMNS.len()).filter(shown).collect();
    let mut table = Table::new();
    table.load_style(presets::UTF8_FULL_CONDENSED);
    if let Some(width) = width {
        table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
    }
    table.set_header(columns.iter().map(|at| words.text(&format!("screen-{}", COLUMNS[*at].0))));
    let longest_name = if narrow { 16 } else { 26 };
    let shown = |row: &[String; COLUMNS.len()], at: usize| {
        if COLUMNS[at].0 == "name" { cut(&row[at], longest_name) } else { row[at].clone() }
    };
    for row in rows {
        table.add_row(columns.iter().map(|at| shown(row, *at)));
    }
    for (place, _) in columns.iter().enumerate().filter(|(_, at)| COLUMNS[**at].1) {
        if let Some(column) = table.column_mut(place) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table
}

fn row(review: &Review, reviewed: &Reviewed, words: &Words) -> [String; COLUMNS.len()] {
    let card = &reviewed.card;
    let none = || words.text("screen-none");
    [
        reviewed.rank.map_or_else(none, |rank| rank.to_string()),
        reviewed.project.key.code.clone(),
        reviewed.project.name.clone(),
        reviewed.project.key.year.to_string(),
        card.points.map_or_else(none, |points| format!("{:.2}", points.decimal())),
        card.grade.clone().unwrap_or_else(|| terms::status(words, card.status)),
        card.funds.execution_rate().map_or_else(none, |rate| rate.fraction().percent(2)),
        reviewed.warning.map_or_else(none, |level| terms::warning(words, level)),
        review.findings_of(&reviewed.project).count().to_string(),
    ]
}

/// A name that would break the lines of a terminal is cut; the workbook has it whole.
fn cut(name: &str, most: usize) -> String {
    let name: String = name.chars().filter(|c| !c.is_control()).collect();
    if name.chars().count() <= most { name } else { name.chars().take(most - 1).chain(['…']).collect() }
}

fn unranked<'a>(review: &'a Review, words: &'a Words) -> impl Iterator<Item = String> + 'a {
    let unranked = review.projects.iter().filter(|reviewed| reviewed.card.status != Status::Scored);
    unranked.take(MOST_PROJECTS).map(|reviewed| {
        let reason = reviewed.card.reason.as_ref().map(|reason| words.basis(reason)).unwrap_or_default();
        let facts = vec![
            ("code", reviewed.project.key.code.clone().into()),
            ("name", cut(&reviewed.project.name, 26).into()),
            ("reason", reason.into()),
        ];
        words.with("screen-unranked", &facts)
    })
}

/// The projects of years that are not reviewed.
fn other_years(review: &Review, words: &Words) -> Option<String> {
    let count: usize = review.other_years.values().sum();
    let years = review.other_years.keys().map(|year| Fact::Text(year.to_string())).collect();
    let facts = vec![("count", count.into()), ("years", Fact::List(years))];
    (count > 0).then(|| words.with("screen-other-years", &facts))
}

fn counts(review: &Review, words: &Words) -> String {
    let findings = |severity| review.findings.iter().filter(|finding| finding.severity() == severity).count();
    let warnings = |level| review.projects.iter().filter(|reviewed| reviewed.warning == Some(level)).count();
    let facts = vec![
        ("files", review.files.len().into()),
        ("projects", review.projects.len().into()),
        ("ranked", review.ranked().len().into()),
        ("red", warnings(Warning::Red).into()),
        ("orange", warnings(Warning::Orange).into()),
        ("yellow", warnings(Warning::Yellow).into()),
        ("errors", findings(Severity::Error).into()),
        ("doubts", findings(Severity::Doubt).into()),
        ("notes", findings(Severity::Note).into()),
    ];
    words.with("screen-counts", &facts)
}

/// The first errors, which stand first among the findings.
fn gravest<'a>(review: &'a Review, words: &'a Words) -> impl Iterator<Item = String> + 'a {
    let errors = review.findings.iter().filter(|finding| finding.severity() == Severity::Error);
    errors.take(MOST_FINDINGS).map(|finding| self::finding(finding, words))
}

/// A finding in the manner of a compiler: what, where, what to do.
pub fn finding(finding: &Finding, words: &Words) -> String {
    let severity = terms::severity(words, finding.severity());
    let project = finding.project.as_ref().map(|key| format!("{} ", key.code)).unwrap_or_default();
    let mut text = format!("{severity}[{}] {project}{}", finding.code, words.message(finding));
    const MOST_PLACES: usize = 4;
    for place in finding.places.iter().take(MOST_PLACES) {
        text.push_str(&format!("\n  {} {place}", words.text("screen-at")));
    }
    if finding.places.len() > MOST_PLACES {
        let more = finding.places.len() - MOST_PLACES;
        text.push_str(&format!("\n  {}", words.with("screen-more-places", &vec![("count", more.into())])));
    }
    text.push_str(&format!("\n  {} {}", words.text("screen-help"), words.help(finding)));
    text
}
