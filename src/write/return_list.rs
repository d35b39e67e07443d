//! 退回清单: what a department has to correct, by file, sheet and cell, in words that its units understand.

use std::collections::{BTreeMap, HashSet};

use crate::finding::{Finding, Severity};
use crate::project::{Project, ProjectKey};
use crate::recognise::tables::SheetKind;
use crate::review::Review;
use crate::words::Words;

use super::sheet::Sheet;
use super::table::{Cell, Row};
use super::{findings, heading, terms};

/// A finding that somebody has to look into, with its project, where it is about one.
pub type Returned<'a> = (&'a Finding, Option<&'a Project>);

/// The findings that each department has to look into, without notes; those of no department, and those on the bureau's own
/// review sheets, stand first, under an empty name.
pub fn by_department(review: &Review) -> Vec<(&str, Vec<Returned<'_>>)> {
    let projects: BTreeMap<&ProjectKey, &Project> =
        review.projects.iter().map(|row| (&row.project.key, &row.project)).collect();
    let sheets = review.files.iter().flat_map(|file| &file.sheets);
    let reviews: HashSet<(&str, &str)> = sheets
        .filter(|sheet| sheet.kind == SheetKind::Review)
        .map(|sheet| (&*sheet.at.file, &*sheet.at.sheet))
        .collect();
    let is_of_bureau = |finding: &Finding| {
        finding.places.first().is_some_and(|place| reviews.contains(&(&*place.file, &*place.sheet)))
    };
    let mut lists: BTreeMap<&str, Vec<Returned<'_>>> = BTreeMap::new();
    for finding in review.findings.iter().filter(|finding| finding.severity() > Severity::Note) {
        let project = finding.project.as_ref().and_then(|key| projects.get(key).copied());
        let department = project.filter(|_| !is_of_bureau(finding)).map_or("", |project| &project.department);
        lists.entry(department).or_default().push((finding, project));
    }
    lists.into_iter().collect()
}

/// The list of a department.
pub fn return_list<'a>(review: &'a Review, department: &str, findings: &[Returned<'_>], words: &'a Words) -> Sheet<'a> {
    let columns = [
        ("number", 6),
        ("severity", 8),
        ("project-code", 14),
        ("project", 24),
        ("file", 28),
        ("sheet", 14),
        ("cell", 8),
        ("message", 50),
        ("help", 40),
        ("further-places", 34),
    ];
    let mut table = heading::table(review, words, "return-list", &columns);
    let department = if department.is_empty() { words.text("label-no-department") } else { department.to_owned() };
    table.title = words.with("title-return-list", &vec![("department", department.into())]);
    table.notes.push(words.with("note-return-list", &vec![("count", findings.len().into())]));
    table.filter = true;
    table.conditions = terms::severity_conditions(words, 1);
    for (number, (finding, project)) in (1..).zip(findings) {
        let mut cells = vec![
            Cell::Count(number),
            Cell::text(terms::severity(words, finding.severity())),
            Cell::text(finding.project.as_ref().map(|key| key.code.as_str()).unwrap_or_default()),
            Cell::text(project.map(|project| project.name.as_str()).unwrap_or_default()),
        ];
        cells.extend(findings::account(finding, words));
        table.rows.push(Row::new(cells));
    }
    Sheet { sign_off: Some(review.sign_off.line(words)), ..Sheet::from(table) }
}
