//! Putting sheets into a workbook: the only place that knows rust_xlsxwriter, and where numbers become binary.
//!
//! The library makes styles, charts and all that stands around the cells; the cells themselves are
//! written here, in `cells`.
//! Same sheets, same bytes: rows and styles are written in one order, and the creation date is the as-of date.

mod cells;
mod chart;
mod drawing;
mod formats;
mod merged;
mod pack;
mod page;
mod stream;
mod values;
mod widths;

use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};

use crate::error::{Error, Result};

use super::drawing::Drawing;
use super::sheet::{ChartPlace, Sheet};
use super::sheet_name::SheetNames;
use super::table::{Cell, Table, Tone};

use formats::Formats;
use page::{Bound, Page, STREAMED_BYTES};
pub use stream::Pieces;

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
}

/// Rows on one sheet, headings included; further ones go to a sheet of the same name with a number. Excel ends at 1,048,576.
pub const SHEET_ROWS: usize = 1_000_000;
/// Beyond so many formulas a sheet would be slow to open: it gets their results instead, and says so.
pub const MOST_FORMULAS: usize = 100_000;

/// So many bytes of the rows of a workbook stand in memory until it is packed, which is quicker than packing them as they come.
/// A little less than memory that grew by doubling, so that it is not doubled once more.
const ROOM: usize = (32 << 20) - (1 << 18);

/// The program that writes the workbooks, in their properties.
const AUTHOR: &str = "jixiao";

/// The bytes of a workbook with these sheets, which are made one after another.
///
/// # Errors
/// None but a fault of the program.
pub fn workbook<'a>(sheets: impl IntoIterator<Item = Sheet<'a>>, binding: &Binding) -> Result<Pieces> {
    let mut formats = Formats::new(binding.font);
    let mut names = SheetNames::default();
    let mut pages = Vec::new();
    for sheet in sheets {
        push(&mut pages, sheet, binding, &mut formats, &mut names).map_err(fault)?;
    }
    bound(pages, &formats, binding)
}

/// The bytes of a workbook with one drawn sheet.
///
/// # Errors
/// As for [`workbook`].
pub fn drawn(drawing: &Drawing, binding: &Binding) -> Result<Pieces> {
    let mut formats = Formats::new(binding.font);
    let page = drawing::page(drawing, &mut formats).map_err(fault)?;
    bound(vec![page], &formats, binding)
}

/// Puts the pages between covers.
fn bound(pages: Vec<Bound>, formats: &Formats, binding: &Binding) -> Result<Pieces> {
    let mut workbook = open(binding).map_err(fault)?;
    let mut cells = Vec::with_capacity(pages.len());
    for Bound { mut worksheet, cells: own, open } in pages {
        if cells.is_empty() {
            // The library numbers styles as it meets them; the cells of this row are replaced.
            for (column, format) in formats.made().iter().enumerate() {
                worksheet.write_blank(0, column_0(column), format).map_err(fault)?;
            }
        }
        for column in 0..open {
            worksheet.set_column_format(column_0(column), &Format::new().set_unlocked()).map_err(fault)?;
        }
        workbook.push_worksheet(worksheet);
        cells.push(own);
    }
    pack::pack(&workbook.save_to_buffer().map_err(fault)?, cells, formats.made().len())
}

fn fault(error: XlsxError) -> Error {
    Error::Workbook(error.to_string())
}

/// An empty workbook with its properties.
fn open(binding: &Binding) -> std::result::Result<Workbook, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_zip_compression_level(1);
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
    pages: &mut Vec<Bound>,
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
    let mut page = Page::open(names.give(&wanted), room(pages), &sheet, binding)?;
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
            pages.push(page.finish("", formats)?);
            let alone = Sheet::from(Table { rows: Vec::new(), ..table.clone() });
            page = Page::open(names.give(&wanted), room(pages), &alone, binding)?;
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
    pages.push(page.finish(sheet.sign_off.as_deref().unwrap_or_default(), formats)?);
    Ok(())
}

/// The bytes that further pages have.
fn room(pages: &[Bound]) -> usize {
    ROOM.saturating_sub(pages.iter().map(|page| page.cells.text.len()).sum()).max(STREAMED_BYTES)
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
    use calamine::Reader;

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
        let make = || workbook([Sheet::from(table(vec![row("一", 1), row("=1+1", 2)]))], &binding()).unwrap().bytes();
        assert_eq!(make(), make());
    }

    /// The text of a part.
    fn part(workbook: &[u8], name: &str) -> String {
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(workbook)).unwrap();
        std::io::read_to_string(archive.by_name(name).unwrap()).unwrap()
    }

    #[test]
    fn a_count_below_nought_has_a_format_that_shows_its_sign() {
        let bytes = workbook([Sheet::from(table(vec![Row::new(vec![Cell::Count(-3)])]))], &binding()).unwrap().bytes();
        let (sheet, styles) = (part(&bytes, "xl/worksheets/sheet1.xml"), part(&bytes, "xl/styles.xml"));
        let before = |text: &str, mark| text.split_once(mark).unwrap().0.rsplit_once('"').unwrap().1.to_owned();
        let style: usize = before(&sheet, "\"><v>-3</v>").parse().unwrap();
        let formats = styles.split_once("<cellXfs").unwrap().1;
        let format = formats.split("<xf ").nth(style + 1).unwrap();
        let number = format.strip_prefix("numFmtId=\"").unwrap().split_once('"').unwrap().0;
        // One part, for numbers of either sign.
        assert!(styles.contains(&format!("<numFmt numFmtId=\"{number}\" formatCode=\"0\"/>")), "{styles}");
    }

    #[test]
    fn cells_are_read_back_as_they_were_written() {
        let texts = [
            "=1+1",
            "a & <b> \"c\"",
            " blank before",
            "after\n",
            "tab\tin",
            "return\rin",
            "_x0041_",
            "_x00e_ _xyz",
            "控\u{1}制",
            "ctl_x0041\u{1}z",
            "（全角）",
            "\u{FFFE}\u{FFFF}",
            "😀",
            "007",
        ];
        let numbers = [0.0, -0.5, 0.1, 28_765.123_4, 123_456_789_012.34, 1e-7];
        let mut rows: Vec<Row> = texts.iter().map(|text| Row::new(vec![Cell::text(*text)])).collect();
        rows.extend(numbers.map(|number| Row::new(vec![Cell::Empty, Cell::Statistic(number)])));
        let formula = |result| Cell::formula("IF(1<2,\"a\",\"b\")", result);
        rows.push(Row::new(vec![formula(Cell::text("a & b")), formula(Cell::Count(2_023)), formula(Cell::Empty)]));
        let to = "internal:'甲 & \"乙\"'!A1".to_owned();
        rows.push(Row::new(vec![Cell::Link { target: to, text: "去".to_owned() }]));
        let bytes = workbook([Sheet::from(table(rows))], &binding()).unwrap().bytes();

        let mut book: calamine::Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(&bytes)).unwrap();
        let range = book.worksheet_range("表").unwrap();
        let first = 2;
        for (at, text) in texts.iter().enumerate() {
            assert_eq!(range.get((first + at, 0)), Some(&calamine::Data::String((*text).to_owned())), "{text:?}");
        }
        let first = first + texts.len();
        for (at, number) in numbers.iter().enumerate() {
            assert_eq!(range.get((first + at, 1)), Some(&calamine::Data::Float(*number)));
        }
        let first = first + numbers.len();
        let shown: Vec<String> = range.rows().nth(first).unwrap().iter().map(ToString::to_string).collect();
        assert_eq!(shown, ["a & b", "2023", ""]);
        let formulas = book.worksheet_formula("表").unwrap();
        assert_eq!(formulas.get_value((first as u32, 0)).unwrap(), "IF(1<2,\"a\",\"b\")");
        let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
        let link = format!("<hyperlink ref=\"A{}\" location=\"'甲 &amp; &quot;乙&quot;'!A1\"/>", first + 2);
        assert!(sheet.contains(&format!("<hyperlinks>{link}</hyperlinks><printOptions")), "{sheet}");
        assert!(sheet.contains("<mergeCells><mergeCell ref=\"A1:C1\"/></mergeCells>"), "{sheet}");
        assert!(sheet.contains(&format!("<dimension ref=\"A1:C{}\"/>", first + 2)), "{sheet}");
    }

    #[test]
    fn parts_are_packed() {
        let rows = (0..500).map(|fen| row("行", fen)).collect();
        let bytes = workbook([Sheet::from(table(rows))], &binding()).unwrap().bytes();
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&bytes)).unwrap();
        let sheet = archive.by_name("xl/worksheets/sheet1.xml").unwrap();
        assert!(sheet.compressed_size() * 4 < sheet.size(), "{} of {}", sheet.compressed_size(), sheet.size());
    }

    #[test]
    fn rows_packed_as_they_come_are_the_same_rows() {
        let sheet = || Sheet {
            sign_off: Some("签".to_owned()),
            ..Sheet::from(table((0..50).map(|fen| row("行", fen)).collect()))
        };
        let make = |packs: bool| {
            let (mut formats, mut names) = (Formats::new("宋体"), SheetNames::default());
            let mut pages = Vec::new();
            for _ in 0..2 {
                push(&mut pages, sheet(), &binding(), &mut formats, &mut names).unwrap();
            }
            if packs {
                pages[1].cells.pack().unwrap();
            }
            bound(pages, &formats, &binding()).unwrap().bytes()
        };
        let (whole, packed) = (make(false), make(true));
        assert_ne!(whole, packed);
        for name in ["xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/styles.xml"] {
            assert_eq!(part(&whole, name), part(&packed, name));
        }
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
