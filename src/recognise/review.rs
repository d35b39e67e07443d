//! A review sheet (审定表): a row for each indicator on whose points a reviewer of the bureau decided.

use crate::finding::{Code, Finding};
use crate::location::Sited;

use super::header::Role;
use super::indicators::Label;
use super::tables::{Content, PassedOver, ReviewRow};
use super::{Sheet, budget, cell};

/// Reads the decisions of a review sheet. A row without reviewed points decides nothing and is passed over as a note.
pub fn points(sheet: &mut Sheet<'_>) -> Content {
    for row in sheet.body() {
        sheet.settle_ordinary(&row);
    }
    decisions(sheet, PassedOver::Note)
}

/// Reads every decision among the rows that are not settled yet; `undecided` is why a row without one is passed over.
pub fn decisions(sheet: &mut Sheet<'_>, undecided: PassedOver) -> Content {
    let mut content = Content::default();
    for row in sheet.body() {
        if sheet.fates.is_settled(row.row_0) {
            continue;
        }
        let found_before = sheet.findings.made();
        // Points are never below nought, as a weight is not.
        let points = sheet.read(&row, Role::ReviewedPoints, Code::NumberUnreadable, cell::weight);
        let Some(points) = points else {
            match sheet.findings.made() == found_before {
                true => sheet.fates.passed(row.row_0, undecided),
                false => sheet.fates.refused(row.row_0),
            }
            continue;
        };
        let Some(indicator) = sheet.text(&row, Role::Level3) else {
            let place = sheet.header.place(&sheet.at, &row, Role::Level3);
            sheet.findings.push(Finding::new(Code::RowNotUnderstood, place));
            sheet.fates.refused(row.row_0);
            continue;
        };
        let label = Label::read(&indicator.value);
        let level = |role| sheet.text(&row, role).map(|text| Label::read(&text.value).name).unwrap_or_default();
        let (level1, level2) = (level(Role::Level1), level(Role::Level2));
        content.reviews.push(ReviewRow {
            identity: budget::identity(sheet, &row),
            indicator: Sited::new(label.name, indicator.place),
            code: label.code.unwrap_or_default(),
            level1,
            level2,
            points,
            reason: sheet.text(&row, Role::ReviewReason).filter(|reason| !cell::is_blank(&reason.value)),
            reviewer: sheet.text(&row, Role::Reviewer).filter(|reviewer| !cell::is_blank(&reviewer.value)),
        });
        sheet.fates.used(row.row_0);
    }
    content
}
