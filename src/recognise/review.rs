//! A review sheet (审定表): a row for each indicator on whose points a reviewer of the bureau decided.

use std::collections::BTreeMap;

use crate::finding::{Code, Finding};
use crate::location::Sited;
use crate::read::grid::GridRow;

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
    let mut equals = Equals::default();
    let is_own = undecided == PassedOver::Own;
    for row in sheet.body() {
        if sheet.fates.is_settled(row.row_0) {
            continue;
        }
        let nth = if is_own { equals.nth(sheet, &row) } else { None };
        let found_before = sheet.findings.made();
        // Points are never below nought, as a weight is not.
        let points = sheet.read(&row, Role::ReviewedPoints, Code::NumberUnreadable, cell::weight);
        let said = |role| sheet.text(&row, role).filter(|text| !cell::is_blank(&text.value));
        let (reason, reviewer) = (said(Role::ReviewReason), said(Role::Reviewer));
        let Some(points) = points else {
            // A list of the bureau's own may well say 同意 beside what it leaves as it is.
            let typed = reason.or(reviewer).filter(|_| is_own && sheet.findings.made() == found_before);
            if let Some(said) = typed {
                sheet.findings.push(Finding::new(Code::ReviewWithoutPoints, said.place).with("text", said.value));
            }
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
        // The program's own words are not taken apart: it knows them as they are.
        let label = |text: &str| match is_own {
            true => Label { code: None, name: text.to_owned(), weight: None },
            false => Label::read(text),
        };
        let level = |role| sheet.text(&row, role).map(|text| label(&text.value).name).unwrap_or_default();
        let (level1, level2) = (level(Role::Level1), level(Role::Level2));
        let named = label(&indicator.value);
        content.reviews.push(ReviewRow {
            identity: budget::identity(sheet, &row),
            indicator: Sited::new(named.name, indicator.place),
            code: named.code.unwrap_or_default(),
            level1,
            level2,
            nth,
            points,
            reason,
            reviewer,
        });
        sheet.fates.used(row.row_0);
    }
    content
}

/// How many rows of one project, levels and name came before.
#[derive(Default)]
struct Equals(BTreeMap<[String; 5], usize>);

impl Equals {
    fn nth(&mut self, sheet: &Sheet<'_>, row: &GridRow<'_>) -> Option<usize> {
        let roles = [Role::ProjectCode, Role::FiscalYear, Role::Level1, Role::Level2, Role::Level3];
        let text = |role| sheet.header.value(row, role).map(cell::text).unwrap_or_default().into_owned();
        let count = self.0.entry(roles.map(text)).or_default();
        *count += 1;
        Some(*count - 1)
    }
}
