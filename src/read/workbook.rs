//! A workbook is a file of sheets. This is the only file that names calamine.
//!
//! xlsx in its usual form is read without calamine. Other xlsx, and xlsb, are streamed cell by cell into a sparse
//! [grid](super::grid); a dense range, as calamine would make one, lets two far cells take the machine's memory. xls is parsed whole by calamine, after it was distilled; ods is read
//! without it.

use std::io::{BufReader, Cursor};
use std::sync::Arc;

use calamine::{
    Data, DataRef, Dimensions, ExcelDateTime, Reader, SheetType, SheetVisible, Xls, XlsError, XlsOptions, Xlsb,
    XlsbError, Xlsx, XlsxError, XlsxFormulaMetadata,
};
use chrono::NaiveDate;

use crate::location::CellRef;

use super::budget::CONTENT;
use super::grid::{Grid, GridBuilder, MOST_COLUMNS, MOST_ROWS, Merge, Refused, Room, Value};
use super::inbox::FileKind;
use super::ole::{self, Ole};
use super::parts::Parts;
use super::xml::Unusual;
use super::{biff, delimited, guard, ods, xlsx};

/// A sheet as it was read.
#[derive(Debug)]
pub struct ReadSheet {
    pub name: Arc<str>,
    /// Whether whoever opens the file does not see it; it is read like any other.
    pub hidden: bool,
    pub grid: Result<ReadGrid, SheetFault>,
}

/// Its cells, and the positions that held more than one.
#[derive(Debug)]
pub struct ReadGrid {
    pub grid: Grid,
    pub twice: Vec<CellRef>,
}

/// Why a sheet could not be read; the other sheets of its file are not concerned.
#[derive(Debug, PartialEq, Eq)]
pub enum SheetFault {
    TooLarge,
    /// A cell holds more text than Excel would let it.
    LongText(CellRef),
    Unreadable(String),
}

impl From<Refused> for SheetFault {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::TooLarge => Self::TooLarge,
            Refused::LongText(at) => Self::LongText(at),
        }
    }
}

/// Why a file could not be read at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileFault {
    /// A pipe, a device, or a link that leads to no file.
    NotAFile,
    Password,
    /// What it is instead, such as `pdf`.
    NotAWorkbook(&'static str),
    /// Cut off or otherwise broken, as files are that were not copied whole.
    Damaged,
    /// It would take more memory than any workbook of the field needs.
    TooLarge,
    Unreadable(String),
}

/// Takes the sheets of a file one after another.
pub type Visit<'v> = dyn FnMut(ReadSheet) + 'v;

/// Reads every worksheet of a file and hands it over before it reads the next, so that one of them is in memory at a time.
/// The library may panic on a damaged file; whoever calls keeps that from the others.
///
/// # Errors
/// When the file is no workbook, or broken, or asks for too much; sheets that were handed over before do not count.
pub fn read(bytes: Vec<u8>, kind: FileKind, visit: &mut Visit<'_>) -> Result<(), FileFault> {
    match kind {
        FileKind::Zip => open_zip(bytes, visit),
        FileKind::Ole => open_xls(bytes, visit),
        FileKind::Pdf => Err(FileFault::NotAWorkbook("pdf")),
        FileKind::Markup => Err(FileFault::NotAWorkbook("markup")),
        FileKind::Other => delimited::read(&bytes, visit),
    }
}

fn open_zip(bytes: Vec<u8>, visit: &mut Visit<'_>) -> Result<(), FileFault> {
    let mut progress = Progress::default();
    if open_usual_xlsx(&bytes, &mut progress, visit).is_ok() {
        return Ok(());
    }
    let package = guard::zip(&bytes)?;
    let _share = CONTENT.take(package.bytes_taken);
    match package.kind {
        guard::Kind::Xlsx => open_xlsx(&bytes, progress, visit),
        guard::Kind::Xlsb => open_xlsb(bytes, visit),
        guard::Kind::Ods => open_ods(&bytes, visit),
        guard::Kind::Word => Err(FileFault::NotAWorkbook("word")),
        guard::Kind::Other => Err(FileFault::NotAWorkbook("zip")),
    }
}

fn open_ods(bytes: &[u8], visit: &mut Visit<'_>) -> Result<(), FileFault> {
    if guard::text(bytes, "META-INF/manifest.xml").is_some_and(|manifest| ods::is_encrypted(&manifest)) {
        return Err(FileFault::Password);
    }
    match guard::text(bytes, "mimetype") {
        Some(kind) if kind.contains("opendocument.text") => return Err(FileFault::NotAWorkbook("word")),
        Some(kind) if !kind.contains("opendocument.spreadsheet") => return Err(FileFault::NotAWorkbook("zip")),
        _ => {}
    }
    guard::part(bytes, "content.xml", |content| ods::read(BufReader::new(content), visit))
}

/// How far a workbook has been read.
#[derive(Default)]
struct Progress {
    sheets: usize,
    room: Room,
}

/// Reads an xlsx by our own reader, up to the first sheet that is not in the usual form.
fn open_usual_xlsx(bytes: &[u8], progress: &mut Progress, visit: &mut Visit<'_>) -> Result<(), Unusual> {
    let parts = Parts::open(bytes)?;
    let _share = CONTENT.take(parts.bytes_taken());
    let mut book = xlsx::Book::open(parts)?;
    for sheet in std::mem::take(&mut book.sheets) {
        let mut room = progress.room.clone();
        let grid = book.grid(&sheet, &mut room)?;
        *progress = Progress { sheets: progress.sheets + 1, room };
        visit(ReadSheet { name: sheet.name.into(), hidden: sheet.hidden, grid });
    }
    Ok(())
}

/// Reads an xlsx by the library alone, as [`read`] does where a workbook is not in the usual form; tests hold the two
/// readings equal.
///
/// # Errors
/// As for [`read`].
pub fn read_by_library(bytes: &[u8], visit: &mut Visit<'_>) -> Result<(), FileFault> {
    let package = guard::zip(bytes)?;
    let _share = CONTENT.take(package.bytes_taken);
    open_xlsx(bytes, Progress::default(), visit)
}

/// Reads what is left of an xlsx.
fn open_xlsx(bytes: &[u8], mut progress: Progress, visit: &mut Visit<'_>) -> Result<(), FileFault> {
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsxError::Password => FileFault::Password,
        error => FileFault::Unreadable(error.to_string()),
    })?;
    let epoch = if book.has_1904_epoch() { EPOCH_1904 } else { 0.0 };
    for (name, hidden) in worksheets(&book).into_iter().skip(progress.sheets) {
        let grid = stream_xlsx(&mut book, &name, epoch, &mut progress.room);
        visit(ReadSheet { name: name.into(), hidden, grid });
    }
    Ok(())
}

fn stream_xlsx(
    book: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    epoch: f64,
    room: &mut Room,
) -> Result<ReadGrid, SheetFault> {
    let mut builder = GridBuilder::new(room);
    {
        let mut cells = match book.worksheet_cells_reader(name) {
            Ok(cells) => cells,
            Err(XlsxError::NotAWorksheet(_)) => return finish(builder),
            Err(error) => return Err(SheetFault::Unreadable(error.to_string())),
        };
        let unreadable = |error: XlsxError| SheetFault::Unreadable(error.to_string());
        while let Some(cell) = cells.next_cell_with_formula_metadata().map_err(unreadable)? {
            if let (DataRef::SharedString(text), None) = (&cell.value, &cell.formula) {
                builder.push_shared(place(cell.pos)?, text)?;
                continue;
            }
            let typed = match &cell.formula {
                Some(XlsxFormulaMetadata::Normal { formula }) => typed_text(formula, |typed| match cell.value {
                    DataRef::Float(stored) => stored == typed,
                    DataRef::Int(stored) => stored as f64 == typed,
                    DataRef::DateTime(_) => true,
                    _ => false,
                }),
                _ => None,
            };
            let value = match &typed {
                Some(text) => Some(Value::Text(text)),
                // A formula that nobody calculated is not nought.
                None if cell.formula.is_some() => from_ref(&cell.value, epoch).or(Some(Value::Fault)),
                None => from_ref(&cell.value, epoch),
            };
            push(&mut builder, cell.pos, value)?;
        }
    }
    for merge in book.merge_cells_by_sheet_name(name).unwrap_or_default() {
        builder.merge(region(&merge))?;
    }
    finish(builder)
}

/// The text of a formula that is a mere number and whose stored result is another or missing: whoever types `=100%` as
/// a target means those words, and some programs store nought beside them.
pub(super) fn typed_text(formula: &str, is_stored: impl Fn(f64) -> bool) -> Option<String> {
    let number = formula.strip_suffix('%').unwrap_or(formula);
    let digits = number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let typed: f64 = number.parse().ok().filter(|_| digits)?;
    let typed = if number == formula { typed } else { typed / 100.0 };
    (!is_stored(typed)).then(|| format!("={formula}"))
}

fn open_xlsb(bytes: Vec<u8>, visit: &mut Visit<'_>) -> Result<(), FileFault> {
    let mut book = Xlsb::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsbError::Password => FileFault::Password,
        error => FileFault::Unreadable(error.to_string()),
    })?;
    let mut room = Room::default();
    for (name, hidden) in worksheets(&book) {
        let grid = stream_xlsb(&mut book, &name, &mut room);
        visit(ReadSheet { name: name.into(), hidden, grid });
    }
    Ok(())
}

fn stream_xlsb(book: &mut Xlsb<Cursor<Vec<u8>>>, name: &str, room: &mut Room) -> Result<ReadGrid, SheetFault> {
    let unreadable = |error: XlsbError| SheetFault::Unreadable(error.to_string());
    let mut builder = GridBuilder::new(room);
    let mut cells = book.worksheet_cells_reader(name).map_err(unreadable)?;
    while let Some(cell) = cells.next_cell().map_err(unreadable)? {
        match cell.get_value() {
            DataRef::SharedString(text) => builder.push_shared(place(cell.get_position())?, text)?,
            value => push(&mut builder, cell.get_position(), from_ref(value, 0.0))?,
        }
    }
    finish(builder)
}

/// The one stream of a container that holds the workbook.
fn workbook_stream(bytes: &[u8]) -> Result<Vec<u8>, FileFault> {
    let ole = Ole::open(bytes)?;
    // An encrypted xlsx is an OLE container with a stream of this name.
    if ole.has("EncryptionInfo") {
        return Err(FileFault::Password);
    }
    if ole.has("WordDocument") {
        return Err(FileFault::NotAWorkbook("word"));
    }
    ole.stream(&["Workbook", "Book"])?.ok_or(FileFault::NotAWorkbook("other"))
}

fn open_xls(bytes: Vec<u8>, visit: &mut Visit<'_>) -> Result<(), FileFault> {
    let distilled = biff::distil(&workbook_stream(&bytes)?)?;
    drop(bytes);
    let _share = CONTENT.take(distilled.bytes_taken);
    let mut options = XlsOptions::default();
    if distilled.is_biff8 {
        options.force_codepage = Some(1200);
    }
    let container = ole::container(&distilled.stream);
    drop(distilled);
    let mut book = Xls::new_with_options(Cursor::new(container), options).map_err(|error| match error {
        XlsError::Password => FileFault::Password,
        error => FileFault::Unreadable(error.to_string()),
    })?;
    let mut room = Room::default();
    for (name, hidden) in worksheets(&book) {
        let merges = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
        let grid = book
            .worksheet_range(&name)
            .map_err(|error| SheetFault::Unreadable(error.to_string()))
            .and_then(|range| from_range(&range, &merges, &mut room));
        visit(ReadSheet { name: name.into(), hidden, grid });
    }
    Ok(())
}

/// The worksheets by name, each with whether it is hidden.
fn worksheets<B: AsRef<[u8]>, R: Reader<Cursor<B>>>(book: &R) -> Vec<(String, bool)> {
    let sheets = book.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    sheets.map(|sheet| (sheet.name.clone(), sheet.visible != SheetVisible::Visible)).collect()
}

fn from_range(range: &calamine::Range<Data>, merges: &[Dimensions], room: &mut Room) -> Result<ReadGrid, SheetFault> {
    let mut builder = GridBuilder::new(room);
    let (row_0, col_0) = range.start().unwrap_or_default();
    for (row, col, value) in range.used_cells() {
        push(&mut builder, (row_0 + row as u32, col_0 + col as u32), from_data(value))?;
    }
    for merge in merges {
        builder.merge(region(merge))?;
    }
    finish(builder)
}

fn push(builder: &mut GridBuilder<'_>, at: (u32, u32), value: Option<Value<'_>>) -> Result<(), SheetFault> {
    let Some(value) = value else { return Ok(()) };
    Ok(builder.push(place(at)?, value)?)
}

/// A cell outside of any sheet is more than there can be.
fn place((row, col): (u32, u32)) -> Result<CellRef, SheetFault> {
    let inside = row < MOST_ROWS && col < MOST_COLUMNS;
    inside.then(|| CellRef::new(row, col as u16)).ok_or(SheetFault::TooLarge)
}

/// `epoch` is added to dates: the days between 1899-12-30 and the day that the workbook counts from.
fn from_ref<'a>(value: &'a DataRef<'_>, epoch: f64) -> Option<Value<'a>> {
    Some(match value {
        DataRef::Empty => return None,
        DataRef::Int(number) => Value::Number(*number as f64),
        DataRef::Float(number) => Value::Number(*number),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Value::Text(text),
        DataRef::SharedString(text) => Value::Text(text),
        DataRef::Bool(bool) => Value::Bool(*bool),
        DataRef::DateTime(date) if date.is_duration() => Value::Number(date.as_f64()),
        DataRef::DateTime(date) => Value::Date(date.as_f64() + epoch),
        DataRef::Error(_) => Value::Fault,
    })
}

fn from_data(value: &Data) -> Option<Value<'_>> {
    Some(match value {
        Data::Empty => return None,
        Data::Int(number) => Value::Number(*number as f64),
        Data::Float(number) => Value::Number(*number),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => Value::Text(text),
        Data::Bool(bool) => Value::Bool(*bool),
        Data::DateTime(date) if date.is_duration() => Value::Number(date.as_f64()),
        Data::DateTime(date) => Value::Date(date.as_f64() + epoch_of(date)),
        Data::Error(_) => Value::Fault,
    })
}

/// The days between 1899-12-30 and the day that an old workbook counts from, told by the date that the library makes of
/// a number; nought where it makes none.
fn epoch_of(date: &ExcelDateTime) -> f64 {
    let (year, month, day, ..) = date.to_ymd_hms_milli();
    let made = NaiveDate::from_ymd_opt(year.into(), month.into(), day.into());
    let first = NaiveDate::from_ymd_opt(1899, 12, 30);
    let days = made.zip(first).map(|(made, first)| (made - first).num_days() as f64);
    if days.is_some_and(|days| days - date.as_f64().floor() == EPOCH_1904) { EPOCH_1904 } else { 0.0 }
}

/// Days between the two epochs that a workbook may count from.
pub(super) const EPOCH_1904: f64 = 1462.0;

fn region(merge: &Dimensions) -> Merge {
    let corner = |(row, col): (u32, u32)| CellRef::new(row, u16::try_from(col).unwrap_or(u16::MAX));
    Merge { first: corner(merge.start), last: corner(merge.end) }
}

pub(super) fn finish(builder: GridBuilder<'_>) -> Result<ReadGrid, SheetFault> {
    let (grid, twice) = builder.finish()?;
    Ok(ReadGrid { grid, twice })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_all(file: &[u8]) -> Result<Vec<ReadSheet>, FileFault> {
        let mut sheets = Vec::new();
        read(file.to_vec(), crate::read::inbox::kind_of(file), &mut |sheet| sheets.push(sheet)).map(|()| sheets)
    }

    fn cells(grid: &Grid) -> Vec<(CellRef, Value<'_>)> {
        grid.rows().flat_map(|row| row.cells().map(|cell| (cell.at, cell.value)).collect::<Vec<_>>()).collect()
    }

    const UNITS_ODS: &[u8] = include_bytes!("../../tests/fixtures/units.ods");
    const UNITS_XLS: &[u8] = include_bytes!("../../tests/fixtures/units.xls");

    #[test]
    fn a_distilled_workbook_reads_as_the_whole_one() {
        let mut book = Xls::new(Cursor::new(UNITS_XLS.to_vec())).unwrap();
        let sheets = read_all(UNITS_XLS).unwrap();
        let names: Vec<(String, bool)> = sheets.iter().map(|sheet| (sheet.name.to_string(), sheet.hidden)).collect();
        assert_eq!(names, worksheets(&book));
        assert_eq!(names.iter().filter(|(_, hidden)| *hidden).count(), 1);
        let mut seen = 0;
        for sheet in sheets {
            let range = book.worksheet_range(&sheet.name).unwrap();
            let merges = book.merge_cells_by_sheet_name(&sheet.name).unwrap();
            let whole = from_range(&range, &merges, &mut Room::default()).unwrap().grid;
            let grid = sheet.grid.unwrap().grid;
            assert_eq!(cells(&grid), cells(&whole));
            for (at, _) in cells(&grid) {
                assert_eq!(grid.merge_of(at), whole.merge_of(at));
            }
            seen += grid.len();
        }
        assert_eq!(seen, 32);
    }

    /// What the library makes of a cell that is read here as a number or a text.
    fn told_alike(value: Value<'_>) -> String {
        match value {
            Value::Date(days) => {
                let date = NaiveDate::from_ymd_opt(1899, 12, 30).unwrap() + chrono::Days::new(days as u64);
                let seconds = (days.fract() * 86_400.0).round() as u32;
                match seconds {
                    0 => format!("{date}"),
                    _ => format!("{date}T{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60),
                }
            }
            // The library has the words of an error.
            Value::Fault => "#DIV/0!".to_owned(),
            Value::Text(text) => text.to_owned(),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn an_ods_file_reads_as_the_library_reads_it() {
        let mut book = calamine::Ods::new(Cursor::new(UNITS_ODS.to_vec())).unwrap();
        let sheets = read_all(UNITS_ODS).unwrap();
        let names: Vec<(String, bool)> = sheets.iter().map(|sheet| (sheet.name.to_string(), sheet.hidden)).collect();
        assert_eq!(names, worksheets(&book));
        let mut seen = 0;
        for sheet in sheets {
            let range = book.worksheet_range(&sheet.name).unwrap();
            let dense = from_range(&range, &[], &mut Room::default()).unwrap().grid;
            let grid = sheet.grid.unwrap().grid;
            let told =
                |grid: &Grid| cells(grid).into_iter().map(|(at, value)| (at, told_alike(value))).collect::<Vec<_>>();
            assert_eq!(told(&grid), told(&dense));
            seen += grid.len();
        }
        assert_eq!(seen, 32);
    }

    #[test]
    fn one_workbook_in_two_formats_has_the_same_cells_and_merges() {
        let [xls, ods] = [UNITS_XLS, UNITS_ODS].map(|file| read_all(file).unwrap());
        for (xls, ods) in xls.into_iter().zip(ods) {
            assert_eq!((&xls.name, xls.hidden), (&ods.name, ods.hidden));
            let [xls, ods] = [xls, ods].map(|sheet| sheet.grid.unwrap().grid);
            // LibreOffice wrote nought for the text of this formula when it made the xls file.
            let mut but_one = [cells(&xls), cells(&ods)];
            but_one.iter_mut().for_each(|cells| cells.retain(|(at, _)| at.to_string() != "E43"));
            assert_eq!(but_one[0], but_one[1]);
            assert!(cells(&xls).iter().all(|(at, _)| xls.merge_of(*at) == ods.merge_of(*at)));
        }
    }

    #[test]
    fn what_the_library_takes_for_a_cell_is_what_is_reckoned_with() {
        assert!(size_of::<Data>() <= 32 && size_of::<calamine::Cell<Data>>() <= 40);
    }
}
