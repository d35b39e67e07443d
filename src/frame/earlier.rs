//! The tables of an earlier run, read back.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use polars::prelude::*;

use crate::error::{Error, Result};
use crate::history::snapshot::{FindingKey, Standing, Told};
use crate::money::Money;
use crate::period::FiscalYear;
use crate::points::Points;
use crate::project::ProjectKey;
use crate::rate::Rate;

/// The rows of `tables/projects.parquet`.
///
/// # Errors
/// When it is no such table.
pub fn projects(bytes: Vec<u8>) -> Result<Vec<Standing>> {
    let names = [
        "project_code",
        "project_name",
        "department",
        "fiscal_year",
        "expenditure_fen",
        "scored_budget_fen",
        "warning",
        "points",
        "rank",
    ];
    let frame = read(bytes, &names)?;
    let (codes, titles, departments) = (
        frame.column("project_code")?.str()?,
        frame.column("project_name")?.str()?,
        frame.column("department")?.str()?,
    );
    let years = frame.column("fiscal_year")?.i32()?;
    let fen = |name| -> Result<_> { Ok(frame.column(name)?.i64()?) };
    let (expenditure, budget) = (fen("expenditure_fen")?, fen("scored_budget_fen")?);
    let warnings = frame.column("warning")?.str()?;
    let points = frame.column("points")?.cast(&DataType::String)?;
    let points = points.str()?;
    let ranks = frame.column("rank")?.i32()?;
    (0..frame.height())
        .map(|row| {
            let amounts = expenditure.get(row).zip(budget.get(row));
            let rate = amounts.and_then(|(part, whole)| Rate::new(Money::from_fen(part), Money::from_fen(whole)));
            Ok(Standing {
                key: key(codes.get(row), years.get(row)).ok_or_else(unreadable)?,
                name: titles.get(row).unwrap_or_default().to_owned(),
                department: departments.get(row).unwrap_or_default().to_owned(),
                rank: ranks.get(row).and_then(|rank| u32::try_from(rank).ok()),
                points: points.get(row).and_then(|points| points.parse().ok()).map(Points::new),
                rate,
                warning: warnings.get(row).and_then(|level| level.parse().ok()),
            })
        })
        .collect()
}

/// The rows of `tables/findings.parquet`.
///
/// # Errors
/// When it is no such table.
pub fn findings(bytes: Vec<u8>) -> Result<Vec<Told>> {
    let names = ["code", "severity", "project_code", "fiscal_year", "file", "sheet", "cell", "message"];
    let frame = read(bytes, &names)?;
    let text = |name| -> Result<_> { Ok(frame.column(name)?.str()?) };
    let [code, severity, project, file, sheet, cell, message] = [
        text("code")?,
        text("severity")?,
        text("project_code")?,
        text("file")?,
        text("sheet")?,
        text("cell")?,
        text("message")?,
    ];
    let years = frame.column("fiscal_year")?.i32()?;
    let own = |column: &StringChunked, row| column.get(row).unwrap_or_default().to_owned();
    (0..frame.height())
        .map(|row| {
            let place = [own(file, row), own(sheet, row), own(cell, row)];
            let key = FindingKey::new(own(code, row), key(project.get(row), years.get(row)), place);
            let severity = severity.get(row).and_then(|severity| severity.parse().ok()).ok_or_else(unreadable)?;
            Ok(Told { key, severity, message: own(message, row) })
        })
        .collect()
}

fn key(code: Option<&str>, year: Option<i32>) -> Option<ProjectKey> {
    Some(ProjectKey { code: code?.to_owned(), year: FiscalYear(year?) })
}

fn read(bytes: Vec<u8>, names: &[&str]) -> Result<DataFrame> {
    let names = names.iter().map(|name| (*name).to_owned()).collect();
    let read = || ParquetReader::new(Cursor::new(bytes)).with_columns(Some(names)).finish();
    // The library gives some damaged tables up with a panic.
    Ok(catch_unwind(AssertUnwindSafe(read)).map_err(|_| unreadable())??)
}

fn unreadable() -> Error {
    Error::Frame("a table of an earlier run".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_damaged_table_is_an_error_and_no_panic() {
        let mut frame = df!("code" => ["a", "b"], "count" => [1, 2]).unwrap();
        let mut sound = Vec::new();
        ParquetWriter::new(&mut sound).finish(&mut frame).unwrap();
        assert!(read(sound.clone(), &["code"]).is_ok());
        for end in 0..sound.len() {
            assert!(read(sound[..end].to_vec(), &["code"]).is_err(), "{end}");
        }
        // Whatever a changed byte does, the process goes on.
        for at in 0..sound.len() {
            let mut changed = sound.clone();
            changed[at] ^= 0xFF;
            let _ = read(changed, &["code"]);
        }
    }
}
