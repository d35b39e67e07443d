//! 较上期变化: what changed since the latest run of an earlier as-of date: warnings raised and cleared, each project's rank,
//! points and rate. 疑点变化: findings new and settled.

use std::collections::BTreeMap;

use crate::finding::{Fact, Facts};
use crate::fraction::Fraction;
use crate::history::changes::{Change, Changes, WarningChange};
use crate::history::snapshot::{Standing, Told};
use crate::project::ProjectKey;
use crate::recognise::own::MARK;
use crate::words::Words;

use super::sheet::Sheet;
use super::table::{Cell, Row, Table, Tone};
use super::{heading, terms};

const WARNINGS: [(&str, u16); 8] = [
    ("project-code", 14),
    ("project", 30),
    ("department", 18),
    ("warning-before", 10),
    ("warning-after", 10),
    ("warning-change", 10),
    ("rate-before", 11),
    ("rate-after", 11),
];
/// The columns of the levels.
const LEVELS: [usize; 2] = [3, 4];

const PROJECTS: [(&str, u16); 14] = [
    ("project-code", 14),
    ("project", 30),
    ("department", 18),
    ("rank-before", 10),
    ("rank-after", 10),
    ("ranks-up", 10),
    ("points-before", 11),
    ("points-after", 11),
    ("points-change", 11),
    ("rate-before", 11),
    ("rate-after", 11),
    ("rate-change", 11),
    ("remark", 14),
    ("year", 7),
];

const FINDINGS: [(&str, u16); 9] = [
    ("change", 9),
    ("severity", 8),
    ("project-code", 14),
    ("project", 26),
    ("file", 26),
    ("sheet", 13),
    ("cell", 8),
    ("message", 60),
    ("finding-code", 24),
];

/// Of findings new and settled at most so many are listed each.
const MOST_LISTED: usize = 5_000;

pub fn changes(changes: &Changes, words: &Words) -> Vec<Sheet<'static>> {
    let mut warnings = headed(changes, words, "changes", &WARNINGS);
    warnings.conditions = LEVELS.into_iter().flat_map(|column| terms::warning_conditions(words, column)).collect();
    warnings.rows = changes.warnings().into_iter().filter_map(|(change, kind)| warning(words, change, kind)).collect();
    let mut projects = heading::titled(words, "projects-changed", &PROJECTS);
    projects.rows = changes.changed().filter_map(|change| project(words, change)).collect();
    let tables = std::iter::once(warnings).chain(Some(projects).filter(|table| !table.rows.is_empty()));
    let mut sheets = vec![Sheet { tables: tables.collect(), ..Sheet::default() }];
    if !changes.new.is_empty() || !changes.settled.is_empty() {
        sheets.push(Sheet::from(findings(changes, words)));
    }
    sheets
}

/// The first table of a sheet, under what is compared with what.
fn headed(changes: &Changes, words: &Words, key: &str, columns: &[(&str, u16)]) -> Table {
    let facts = facts(changes);
    Table {
        name: words.text(&format!("sheet-{key}")),
        notes: vec![
            format!("{}　　{MARK}", words.with("note-changes", &facts)),
            words.with("note-changes-counts", &facts),
        ],
        ..heading::titled(words, key, columns)
    }
}

/// The two days, and how much changed between them.
pub fn facts(changes: &Changes) -> Facts {
    let warnings = changes.warnings();
    let of = |kind| Fact::Count(warnings.iter().filter(|(_, it)| *it == kind).count() as i64);
    let count = |picked: fn(&&Change) -> bool| Fact::Count(changes.projects.iter().filter(picked).count() as i64);
    vec![
        ("before", Fact::Text(changes.before.to_string())),
        ("after", Fact::Text(changes.after.to_string())),
        ("raised", of(WarningChange::Raised)),
        ("graver", of(WarningChange::Graver)),
        ("milder", of(WarningChange::Milder)),
        ("cleared", of(WarningChange::Cleared)),
        ("lost", of(WarningChange::Lost)),
        ("changed", Fact::Count(changes.changed().count() as i64)),
        ("added", count(|change| change.is_new())),
        ("gone", count(|change| change.is_gone())),
        ("new", changes.new.len().into()),
        ("settled", changes.settled.len().into()),
    ]
}

/// Whom a row speaks of.
fn named(standing: &Standing) -> [Cell; 3] {
    [Cell::text(&standing.key.code), Cell::text(&standing.name), Cell::text(&standing.department)]
}

fn warning(words: &Words, change: &Change, kind: WarningChange) -> Option<Row> {
    let level = |standing: &Option<Standing>| {
        standing.as_ref().map_or(Cell::Empty, |standing| Cell::text(terms::level(words, standing.warning)))
    };
    let mut cells = named(change.project()?).to_vec();
    cells.extend([level(&change.before), level(&change.after)]);
    cells.push(Cell::text(terms::warning_change(words, kind)));
    cells.extend([rate(&change.before), rate(&change.after)]);
    Some(Row::new(cells))
}

fn project(words: &Words, change: &Change) -> Option<Row> {
    let rank = |standing: &Option<Standing>| {
        let rank = standing.as_ref().and_then(|standing| standing.rank);
        rank.map_or(Cell::Empty, |rank| Cell::Count(rank.into()))
    };
    let points = |standing: &Option<Standing>| Cell::score(standing.as_ref().and_then(|standing| standing.points));
    let computed = |formula, value: Cell| if value == Cell::Empty { value } else { Cell::formula(formula, value) };
    let up = computed("RC[-2]-RC[-1]", change.ranks_up().map_or(Cell::Empty, Cell::Count));
    let moved = computed("ROUND(RC[-1]-RC[-2],4)", Cell::score(change.points()));
    let rose = computed("RC[-1]-RC[-2]", Cell::share(change.rate()));
    let remark = match () {
        () if change.is_new() => "remark-project-new",
        () if change.is_gone() => "remark-project-gone",
        () if change.points().is_none() => "remark-not-ranked-in-both",
        () => "",
    };
    let standing = change.project()?;
    let mut cells = named(standing).to_vec();
    cells.extend([rank(&change.before), rank(&change.after), up]);
    cells.extend([points(&change.before), points(&change.after), moved]);
    cells.extend([rate(&change.before), rate(&change.after), rose]);
    cells.push(Cell::text(if remark.is_empty() { String::new() } else { words.text(remark) }));
    cells.push(Cell::Count(standing.key.year.0.into()));
    let row = Row::new(cells);
    Some(if change.is_gone() { Row { tone: Tone::Grey, ..row } } else { row })
}

fn rate(standing: &Option<Standing>) -> Cell {
    let rate: Option<Fraction> = standing.as_ref().and_then(|standing| standing.rate).map(|rate| rate.fraction());
    Cell::share(rate)
}

fn findings(changes: &Changes, words: &Words) -> Table {
    let names: BTreeMap<&ProjectKey, &str> =
        changes.projects.iter().filter_map(Change::project).map(|it| (&it.key, it.name.as_str())).collect();
    let mut table = headed(changes, words, "findings-changed", &FINDINGS);
    table.conditions = terms::severity_conditions(words, 1);
    table.filter = true;
    table.frozen = 2;
    for (kind, told) in [("change-new", &changes.new), ("change-settled", &changes.settled)] {
        if let Some(more) = told.len().checked_sub(MOST_LISTED).filter(|more| *more > 0) {
            let facts = vec![("change", words.text(kind).into()), ("count", more.into())];
            table.notes.push(words.with("note-findings-more", &facts));
        }
        table.rows.extend(told.iter().take(MOST_LISTED).map(|told| finding(words, kind, told, &names)));
    }
    table
}

fn finding(words: &Words, kind: &str, told: &Told, names: &BTreeMap<&ProjectKey, &str>) -> Row {
    let project = told.key.project.as_ref();
    Row::new(vec![
        Cell::text(words.text(kind)),
        Cell::text(terms::severity(words, told.severity)),
        Cell::text(project.map(|project| project.code.as_str()).unwrap_or_default()),
        Cell::text(project.and_then(|project| names.get(project)).copied().unwrap_or_default()),
        Cell::text(&told.key.file),
        Cell::text(&told.key.sheet),
        Cell::text(&told.key.cell),
        Cell::text(&told.message),
        Cell::text(&told.key.code),
    ])
}
