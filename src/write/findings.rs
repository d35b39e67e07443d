//! 疑点清单: every finding, the gravest first, with its place and what to do.

use std::collections::BTreeMap;

use crate::finding::Finding;
use crate::project::{Project, ProjectKey};
use crate::review::Review;
use crate::words::Words;

use super::sheet::Sheet;
use super::table::{Cell, Row};
use super::{heading, terms};

pub fn findings<'a>(review: &'a Review, words: &'a Words) -> Sheet<'a> {
    let mut table = heading::table(
        review,
        words,
        "findings",
        &[
            ("severity", 8),
            ("finding-code", 24),
            ("project-code", 14),
            ("project", 22),
            ("year", 6),
            ("department", 16),
            ("file", 26),
            ("sheet", 13),
            ("cell", 8),
            ("message", 50),
            ("help", 36),
            ("further-places", 26),
        ],
    );
    table.notes.push(words.text("note-findings"));
    table.filter = true;
    let projects: BTreeMap<&ProjectKey, &Project> =
        review.projects.iter().map(|reviewed| (&reviewed.project.key, &reviewed.project)).collect();
    let rows = review.findings.iter().map(move |finding| {
        let project = finding.project.as_ref().and_then(|key| projects.get(key).copied());
        let key = finding.project.as_ref();
        let mut cells = vec![
            Cell::text(terms::severity(words, finding.severity())),
            Cell::text(finding.code.name()),
            Cell::text(key.map(|key| key.code.as_str()).unwrap_or_default()),
            Cell::text(project.map(|project| project.name.as_str()).unwrap_or_default()),
            key.map_or(Cell::Empty, |key| Cell::Count(key.year.0.into())),
            Cell::text(project.map(|project| project.department.as_str()).unwrap_or_default()),
        ];
        cells.extend(account(finding, words));
        Row::new(cells).toned(0, terms::severity_tone(finding.severity()))
    });
    Sheet { rest: Some(Box::new(rows)), ..Sheet::from(table) }
}

/// File, sheet and cell of a finding, what it says, what to do, and its further places.
pub fn account(finding: &Finding, words: &Words) -> [Cell; 6] {
    let first = finding.places.first();
    let further: Vec<String> = finding.places.iter().skip(1).map(ToString::to_string).collect();
    [
        Cell::text(first.map(|place| &*place.file).unwrap_or_default()),
        Cell::text(first.map(|place| &*place.sheet).unwrap_or_default()),
        Cell::text(first.map(|place| place.a1()).unwrap_or_default()),
        Cell::text(words.message(finding)),
        Cell::text(words.help(finding)),
        Cell::text(further.join("\n")),
    ]
}
