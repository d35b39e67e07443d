//! 预算安排表: the bureau's own table of a year's projects, a row each.

use crate::location::CellRef;
use crate::period::FiscalYear;
use crate::write::sheet::Sheet;
use crate::write::table::{Cell, Column, Row, Table};

use super::project::Project;
use super::words::WORDS;

const WIDTHS: [u16; 9] = [8, 18, 40, 9, 20, 30, 16, 16, 14];
/// The column of 全年预算数.
const REVISED: u16 = 7;

/// The row of a project.
pub fn row(project: &Project) -> Row {
    Row::new(vec![
        Cell::Count(i64::try_from(project.number).unwrap_or(i64::MAX)),
        Cell::text(project.code.as_str()),
        Cell::text(project.name.as_str()),
        Cell::Count(project.year.0.into()),
        Cell::text(project.department.as_str()),
        Cell::text(project.unit.as_str()),
        Cell::Money(project.funds.initial),
        Cell::Money(project.funds.revised),
        Cell::Date(project.approved),
    ])
}

/// The table with its file name.
pub fn table(year: FiscalYear, rows: Vec<Row>) -> (String, Sheet<'static>) {
    let words = &WORDS.budget;
    let columns = words.columns.iter().zip(WIDTHS).map(|(heading, width)| Column::new(heading.as_str(), width));
    let table = Table {
        name: words.sheet.clone(),
        title: format!("{year}{}", words.title),
        notes: vec![words.unit.clone()],
        columns: columns.collect(),
        rows,
        filter: true,
        landscape: true,
        ..Table::default()
    };
    (file(year), table.into())
}

/// Where the revised budget of a project stands, by its number counted from nought: file, sheet and cell.
pub fn place(year: FiscalYear, number_0: u64) -> (String, String, CellRef) {
    let (_, sheet) = table(year, Vec::new());
    let heading_0 = sheet.headings_0().first().copied().unwrap_or_default();
    let row_0 = u32::try_from(number_0).unwrap_or(u32::MAX) + heading_0 + 1;
    (file(year), WORDS.budget.sheet.clone(), CellRef::new(row_0, REVISED))
}

fn file(year: FiscalYear) -> String {
    format!("{year}{}", WORDS.budget.file)
}
