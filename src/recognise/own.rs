//! Sheets that this program wrote. A mark in the line under their title tells them, which stays where a workbook is saved
//! by another program or a sheet is copied into another workbook. They repeat what other files say and are passed over,
//! but for the columns in which a reviewer decides (审定得分, 审定理由, 审定人).

use std::collections::BTreeSet;

use crate::finding::{Finding, Findings};
use crate::location::SheetRef;
use crate::read::grid::{Grid, Value};

use super::header::{Header, Headings, Role};
use super::preamble::Preamble;
use super::rows::Fates;
use super::tables::{Content, PassedOver, RecognisedSheet, SheetKind};
use super::{Sheet, digest, review};

/// What stands in the line under the title of every sheet that the program writes.
pub const MARK: &str = "〔jixiao〕";

/// What stands there on the page of notes of a blank workbook.
pub const GUIDE: &str = "〔jixiao：填写说明〕";

/// The mark stands above the heading of a sheet's first table.
const ROWS_ABOVE: usize = 12;

/// Whether this program wrote a sheet.
pub fn is_own(grid: &Grid) -> bool {
    has(grid, MARK)
}

/// Whether a sheet is the page of notes of a blank workbook, which says nothing of a project.
pub fn is_guide(grid: &Grid) -> bool {
    has(grid, GUIDE)
}

fn has(grid: &Grid, mark: &str) -> bool {
    let marked = |value: Value<'_>| matches!(value, Value::Text(text) if text.ends_with(mark));
    grid.rows().take(ROWS_ABOVE).any(|row| row.cells().next().is_some_and(|cell| marked(cell.value)))
}

/// The page of notes of a blank workbook.
pub fn guide(at: &SheetRef, grid: &Grid) -> RecognisedSheet {
    passed_over(at, grid, Fates::default(), PassedOver::Note)
}

/// The sheet with every row passed over whose fate is open.
fn passed_over(at: &SheetRef, grid: &Grid, mut fates: Fates, why: PassedOver) -> RecognisedSheet {
    for row in grid.rows() {
        fates.passed(row.row_0, why);
    }
    let (rows, _) = fates.finish(grid, 0, u32::MAX);
    let digest = digest(grid, 0, u32::MAX);
    RecognisedSheet { rows, digest, ..RecognisedSheet::without_content(at.clone(), SheetKind::Own) }
}

/// Reads the decisions of a sheet that this program wrote; every other row is passed over.
pub fn sheet(at: &SheetRef, grid: &Grid, headings: &Headings) -> (RecognisedSheet, Vec<Finding>) {
    let (mut fates, mut content, mut findings) = (Fates::default(), Content::default(), Findings::default());
    if let Some(header) = header(grid, headings) {
        let mut sheet = Sheet {
            at: at.clone(),
            grid,
            headings,
            header,
            again: BTreeSet::new(),
            first_row_0: 0,
            end_row_0: u32::MAX,
            preamble: Preamble::default(),
            fates,
            findings,
        };
        content = review::decisions(&mut sheet, PassedOver::Own);
        (fates, findings) = (sheet.fates, sheet.findings);
    }
    let sheet = passed_over(at, grid, fates, PassedOver::Own);
    let has_decisions = sheet.rows.used + sheet.rows.refused > 0;
    let kind = if has_decisions { SheetKind::Review } else { SheetKind::Own };
    (RecognisedSheet { kind, content, ..sheet }, findings.finish())
}

/// The heading over the columns in which a reviewer decides, where a sheet has them.
fn header(grid: &Grid, headings: &Headings) -> Option<Header> {
    let rows: Vec<_> = grid.rows().take(ROWS_ABOVE).collect();
    let header = |row| Header::read_stacked(std::slice::from_ref(row), grid, headings);
    rows.iter().filter_map(header).find(|header| header.has(Role::ReviewedPoints) && header.has(Role::Reviewer))
}
