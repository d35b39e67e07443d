//! Putting sheets into a workbook: the only place that knows rust_xlsxwriter, and where numbers become binary.
//!
//! Same sheets, same bytes: rows and formats are written in one order, and the creation date is the as-of date.

mod chart;
mod drawing;
mod formats;
mod merged;
mod page;
mod values;
mod widths;

use std::error::Error as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

use crate::error::{Error, Result};

use super::drawing::Drawing;
use super::folder;
use super::sheet::{ChartPlace, Sheet};
use super::sheet_name::SheetNames;
use super::table::{Cell, Table, Tone};

use formats::Formats;
use page::Page;

/// What all sheets of a workbook share.
pub struct Binding {
    /// The workbook's title, in its properties and at the head of every printed page.
    pub title: String,
    /// The years and the as-of date, at the head of every printed page.
    pub period: String,
    pub as_of: NaiveDate,
    /// The foot of every printed page, where `&P` stands for its number and `&N` for their count.
    pub footer: String,
    pub font: &'static str,
    /// The note under the title of a sheet whose formulas were replaced by their results.
    pub without_formulas: String,
    /// What Excel says where an entry is not what its column asks for.
    pub wrong_entry: String,
    /// Where the temporary file of a long sheet is kept: beside the output, since the system's own place may be small
    /// or closed.
    pub scratch: PathBuf,
}

/// Rows on one sheet, headings included; further ones go to a sheet of the same name with a number. Excel ends at 1,048,576.
pub const SHEET_ROWS: usize = 1_000_000;
/// Beyond so many rows a sheet is written row by row through a temporary file, without being held in memory.
const ROWS_IN_MEMORY: usize = 20_000;
/// Beyond so many formulas a sheet would be slow to open: it gets their results instead, and says so.
pub const MOST_FORMULAS: usize = 100_000;

/// Of the library's levels the quickest: saving is what writing a workbook takes longest for.
const COMPRESSION: u8 = 1;

/// The program that writes the workbooks, in their properties.
const AUTHOR: &str = "jixiao";

/// The bytes of a workbook with these sheets. They are made one after another, so that only one is in memory.
///
/// # Errors
/// When the temporary file of a long sheet cannot be written; any other is a fault of the program.
pub fn workbook<'a>(sheets: impl IntoIterator<Item = Sheet<'a>>, binding: &Binding) -> Result<Vec<u8>> {
    guarded(binding, || {
        let mut workbook = open(binding)?;
        let mut formats = Formats::new(binding.font);
        let mut names = SheetNames::default();
        for sheet in sheets {
            push(&mut workbook, sheet, binding, &mut formats, &mut names)?;
        }
        workbook.save_to_buffer()
    })
}

/// The bytes of a workbook with one drawn sheet.
///
/// # Errors
/// As for [`workbook`].
pub fn drawn(drawing: &Drawing, binding: &Binding) -> Result<Vec<u8>> {
    guarded(binding, || {
        let mut workbook = open(binding)?;
        workbook.push_worksheet(drawing::worksheet(drawing, &mut Formats::new(binding.font))?);
        workbook.save_to_buffer()
    })
}

/// What the library makes, its faults told from those of the disk. It panics where its temporary file finds no room, and has
/// given the room back by the time that this is known.
fn guarded(binding: &Binding, make: impl FnOnce() -> std::result::Result<Vec<u8>, XlsxError>) -> Result<Vec<u8>> {
    let disk = |error: &std::io::Error| Error::writing(&binding.scratch, error);
    match catch_unwind(AssertUnwindSafe(make)) {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(XlsxError::IoError(error))) => Err(disk(&error)),
        Ok(Err(error)) => Err(match error.source().and_then(|source| source.downcast_ref()) {
            Some(error) => disk(error),
            None => Error::Workbook(error.to_string()),
        }),
        Err(_) => Err(match folder::probe(&binding.scratch) {
            Err(error) => disk(&error),
            Ok(()) => Error::Write { path: binding.scratch.clone(), reason: "rust_xlsxwriter".to_owned() },
        }),
    }
}

/// An empty workbook with its properties.
fn open(binding: &Binding) -> std::result::Result<Workbook, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_tempdir(&binding.scratch)?;
    workbook.set_zip_compression_level(COMPRESSION);
    let day = binding.as_of;
    let created = ExcelDateTime::from_ymd(
        u16::try_from(day.year()).unwrap_or(1900),
        u8::try_from(day.month()).unwrap_or(1),
        u8::try_from(day.day()).unwrap_or(1),
    )?;
    let properties = DocProperties::new().set_title(&binding.title).set_author(AUTHOR).set_creation_datetime(&created);
    workbook.set_properties(&properties);
    Ok(workbook)
}

/// Writes a sheet, and further ones of the same name while its rows do not fit.
fn push(
    workbook: &mut Workbook,
    mut sheet: Sheet<'_>,
    binding: &Binding,
    formats: &mut Formats,
    names: &mut SheetNames,
) -> std::result::Result<(), XlsxError> {
    spare_formulas(&mut sheet, binding);
    let Some(first) = sheet.tables.first() else {
        return Ok(());
    };
    let wanted = first.name.clone();
    let large = sheet.rest.is_some() || sheet.tables.iter().any(|table| table.rows.len() > ROWS_IN_MEMORY);
    let mut page = Page::open((worksheet(workbook, large)?, large), names.give(&wanted), &sheet, binding)?;
    let last = sheet.tables.len() - 1;
    let charts = std::mem::take(&mut sheet.charts);
    let mut tops = Vec::with_capacity(sheet.tables.len());
    for (at, table) in sheet.tables.iter_mut().enumerate() {
        let held = std::mem::take(&mut table.rows);
        let shown = held.iter().rev().skip_while(|row| row.tone == Tone::Total).count();
        tops.push(page.head(table, at, shown, formats)?);
        let rest = if at == last { sheet.rest.take() } else { None };
        let mut rows = held.into_iter().chain(rest.into_iter().flatten()).peekable();
        page.rows(table, &mut rows, formats, binding)?;
        while rows.peek().is_some() {
            page.close(at == 0, table, binding)?;
            page.finish("", formats)?;
            workbook.push_worksheet(page.worksheet);
            let alone = Sheet::from(Table { rows: Vec::new(), ..table.clone() });
            page = Page::open((worksheet(workbook, large)?, large), names.give(&wanted), &alone, binding)?;
            page.head(table, 0, 0, formats)?;
            page.rows(table, &mut rows, formats, binding)?;
        }
        page.close(at == 0, table, binding)?;
        for chart in charts.iter().filter(|chart| chart.place == ChartPlace::Under { table: at }) {
            page.chart(chart, &tops)?;
        }
    }
    if let (Some(top), Some(table)) = (tops.first(), sheet.tables.first()) {
        for &column in &sheet.bars {
            page.bar(column, top, table)?;
        }
    }
    for chart in charts.iter().filter(|chart| !matches!(chart.place, ChartPlace::Under { .. })) {
        page.chart(chart, &tops)?;
    }
    page.finish(sheet.sign_off.as_deref().unwrap_or_default(), formats)?;
    workbook.push_worksheet(page.worksheet);
    Ok(())
}

/// A worksheet; a large one keeps its rows in a temporary file.
fn worksheet(workbook: &mut Workbook, large: bool) -> std::result::Result<Worksheet, XlsxError> {
    if large { workbook.new_worksheet_with_low_memory() } else { Ok(Worksheet::new()) }
}

/// Replaces formulas by their results on a sheet with too many of them.
fn spare_formulas(sheet: &mut Sheet<'_>, binding: &Binding) {
    let is_formula = |cell: &&Cell| matches!(cell, Cell::Formula { .. });
    let rows = || sheet.tables.iter().flat_map(|table| &table.rows);
    if rows().map(|row| row.cells.iter().filter(is_formula).count()).sum::<usize>() <= MOST_FORMULAS {
        return;
    }
    for cell in sheet.tables.iter_mut().flat_map(|table| &mut table.rows).flat_map(|row| &mut row.cells) {
        if let Cell::Formula { result, .. } = cell {
            *cell = std::mem::replace(result, Cell::Empty);
        }
    }
    // Said in a note that is there, since other sheets know the rows of this one.
    if let Some(note) = sheet.tables.first_mut().and_then(|table| table.notes.last_mut()) {
        note.push_str(&binding.without_formulas);
    }
}

fn column_0(at: usize) -> u16 {
    u16::try_from(at).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::merged::Merged;
    use super::values::{LONGEST_TEXT, binary, short};
    use super::widths::widths;
    use super::*;
    use crate::money::Money;
    use crate::write::table::{Column, Row};

    fn binding() -> Binding {
        Binding {
            title: "甲 & 乙".to_owned(),
            period: String::new(),
            wrong_entry: String::new(),
            as_of: NaiveDate::from_ymd_opt(2023, 12, 31).unwrap(),
            footer: "&P / &N".to_owned(),
            font: "宋体",
            without_formulas: "values".to_owned(),
            scratch: std::env::temp_dir(),
        }
    }

    fn table(rows: Vec<Row>) -> Table {
        let columns = ["项目名称", "金额", "得分"].map(|heading| Column::new(heading, 0)).to_vec();
        Table { name: "表".to_owned(), title: "题".to_owned(), columns, rows, filter: true, ..Table::default() }
    }

    fn row(name: &str, fen: i64) -> Row {
        Row::new(vec![Cell::text(name), Cell::Money(Money::from_fen(fen)), Cell::Points(15.into())])
    }

    #[test]
    fn the_same_sheets_give_the_same_bytes() {
        let make = || workbook([Sheet::from(table(vec![row("一", 1), row("=1+1", 2)]))], &binding()).unwrap();
        assert_eq!(make(), make());
    }

    #[test]
    fn long_texts_and_names_given_twice_are_written_all_the_same() {
        let long = table(vec![row(&"项😀".repeat(30_000), i64::MAX)]);
        assert!(
            workbook([Sheet::from(long.clone()), Sheet::from(long), Sheet::from(table(Vec::new()))], &binding())
                .is_ok()
        );
        assert_eq!(short(&"项😀".repeat(30_000), LONGEST_TEXT).encode_utf16().count(), LONGEST_TEXT);
        assert_eq!(short("项目", 2), "项目");
        assert_eq!(short("项目库", 2), "项…");
    }

    #[test]
    fn columns_fit_their_numbers_and_headings() {
        let mut wide = table(vec![row("短", 123_456_789_012_345)]);
        wide.columns[1].width = 3;
        let widths = widths(&[wide]);
        assert_eq!(widths[0], 11);
        // 123,456,789.01 and the margin.
        assert!(widths[1] >= 16, "{widths:?}");
    }

    #[test]
    fn runs_of_a_level_stay_within_the_level_above() {
        let level = |one: &str, two: &str| Row::new(vec![Cell::text(one), Cell::text(two)]);
        let rows = [level("产出", "数量"), level("产出", "成本"), level("效益", "成本"), level("效益", "成本")];
        let merged = Merged::of(&rows, &[0, 1], &[10, 10]);
        let run = |row, column| merged.run(row, column);
        assert_eq!((run(0, 0), run(1, 0), run(2, 0), run(3, 0)), (Some(2), Some(0), Some(2), Some(0)));
        assert_eq!((run(0, 1), run(1, 1), run(2, 1), run(3, 1)), (None, None, Some(2), Some(0)));
    }

    #[test]
    fn what_is_not_a_number_is_never_stored() {
        assert_eq!(binary(&Cell::Statistic(f64::NAN)), None);
        assert_eq!(binary(&Cell::Money(Money::from_fen(28_765_000_000))), Some(28_765.0));
    }

    #[test]
    fn rows_made_while_writing_follow_those_held() {
        let sheet = Sheet {
            rest: Some(Box::new((0..3).map(|fen| row("后", fen)))),
            ..Sheet::from(table(vec![row("前", 1)]))
        };
        assert!(workbook([sheet], &binding()).is_ok());
    }
}
