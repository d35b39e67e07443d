//! 疑点清单: every finding, the gravest first, with its place and what to do.

use std::collections::BTreeMap;

use crate::finding::Finding;
use crate::location;
use crate::project::{Project, ProjectKey};
use crate::review::Review;
use crate::words::Words;

use super::places::Places;
use super::sheet::Sheet;
use super::table::{Cell, Row, Table};
use super::{heading, terms};

const COLUMNS: [(&str, u16); 12] = [
    ("severity", 8),
    ("project-code", 14),
    ("project", 22),
    ("department", 16),
    ("file", 24),
    ("sheet", 13),
    ("cell", 8),
    ("message", 46),
    ("help", 34),
    ("further-places", 40),
    ("finding-code", 24),
    ("year", 6),
];
/// What follows is not printed.
const PRINTED: usize = 9;

/// The table without its rows.
pub fn head(review: &Review, words: &Words) -> Table {
    let mut table = heading::table(review, words, "findings", &COLUMNS);
    table.notes.push(words.text("note-findings"));
    table.filter = true;
    table.frozen = 2;
    table.printed = Some(PRINTED);
    table.conditions = terms::severity_conditions(words, 0);
    table
}

pub fn findings<'a>(review: &'a Review, words: &'a Words, places: &'a Places<'a>) -> Sheet<'a> {
    let projects: BTreeMap<&ProjectKey, &Project> =
        review.projects.iter().map(|reviewed| (&reviewed.project.key, &reviewed.project)).collect();
    let rows = review.findings.iter().map(move |finding| {
        let key = finding.project.as_ref();
        let project = key.and_then(|key| projects.get(key).copied());
        let mut cells = vec![
            Cell::text(terms::severity(words, finding.severity())),
            key.map_or(Cell::Empty, |key| places.to_ranking(key, &key.code)),
            Cell::text(project.map(|project| project.name.as_str()).unwrap_or_default()),
            Cell::text(project.map(|project| project.department.as_str()).unwrap_or_default()),
        ];
        cells.extend(account(finding, words));
        cells.push(Cell::text(finding.code.name()));
        cells.push(key.map_or(Cell::Empty, |key| Cell::Count(key.year.0.into())));
        Row::new(cells)
    });
    Sheet { rest: Some(Box::new(rows)), back: Some(heading::to_overview(words)), ..Sheet::from(head(review, words)) }
}

/// File, sheet and cell of a finding, what it says, what to do, and its further places.
pub fn account(finding: &Finding, words: &Words) -> [Cell; 6] {
    let first = finding.places.first();
    let further = location::in_few_words(finding.places.get(1..).unwrap_or_default());
    [
        Cell::text(first.map(|place| &*place.file).unwrap_or_default()),
        Cell::text(first.map(|place| &*place.sheet).unwrap_or_default()),
        Cell::text(first.map(|place| place.a1()).unwrap_or_default()),
        Cell::text(words.message(finding)),
        Cell::text(words.help(finding)),
        Cell::text(further),
    ]
}
