//! Putting sheets into a workbook: the only file that knows rust_xlsxwriter, and where numbers become binary.
//!
//! Same sheets, same bytes: rows and formats are written in one order, and the creation date is the as-of date.

use std::collections::HashMap;
use std::path::PathBuf;

use chrono::{Datelike, NaiveDate};
use num_traits::ToPrimitive;
use rust_xlsxwriter::{
    Chart as NativeChart, ChartDataLabel, ChartFont, ChartFormat, ChartLegendPosition, ChartLine, ChartPoint,
    ChartSolidFill, ChartType, ConditionalFormatDataBar, ConditionalFormatType, DocProperties, ExcelDateTime, Format,
    FormatAlign, FormatBorder, FormatUnderline, Formula, IgnoreError, Url, Workbook, Worksheet, XlsxError,
};

use crate::error::{Error, Result};
use crate::fraction::Fraction;
use crate::location::CellRef;
use crate::read::workbook::AUTHOR;

use super::formula;
use super::sheet::{Chart, ChartKind, Sheet};
use super::sheet_name::SheetNames;
use super::table::{Cell, Column, Row, Table, Tone};
use super::width;

/// What all sheets of a workbook share.
pub struct Binding {
    /// The workbook's title, in its properties and at the head of every printed page.
    pub title: String,
    pub as_of: NaiveDate,
    /// The foot of every printed page, where `&P` stands for its number and `&N` for their count.
    pub footer: String,
    pub font: &'static str,
    /// The note under the title of a sheet whose formulas were replaced by their results.
    pub without_formulas: String,
    /// Where the temporary file of a long sheet is kept: beside the output, since the system's own place may be small
    /// or closed.
    pub scratch: PathBuf,
}

/// Rows of data on one sheet; further ones go to a sheet of the same name with a number. Excel ends at 1,048,576.
const SHEET_ROWS: usize = 1_000_000;
/// Beyond so many rows a sheet is written row by row through a temporary file, without being held in memory.
const ROWS_IN_MEMORY: usize = 20_000;
/// Beyond so many formulas a sheet would be slow to open: it gets their results instead, and says so.
const MOST_FORMULAS: usize = 100_000;
/// Excel takes no more links on a sheet.
const MOST_LINKS: usize = 65_530;
/// Excel's longest text in a cell, in UTF-16 units.
const LONGEST_TEXT: usize = 32_767;
/// Excel's tallest row, in points.
const TALLEST_ROW: usize = 409;
/// The height of a line of the text of cells, in points.
const LINE: usize = 14;

/// Separators only where a number is too long to be a year.
const COUNT: &str = "[>=10000]#,##0;0";

/// The bytes of a workbook with these sheets. They are made one after another, so that only one is in memory.
pub fn workbook<'a>(sheets: impl IntoIterator<Item = Sheet<'a>>, binding: &Binding) -> Result<Vec<u8>> {
    build(sheets, binding).map_err(|error| Error::Workbook(error.to_string()))
}

fn build<'a>(
    sheets: impl IntoIterator<Item = Sheet<'a>>,
    binding: &Binding,
) -> std::result::Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_tempdir(&binding.scratch)?;
    let day = binding.as_of;
    let created = ExcelDateTime::from_ymd(
        u16::try_from(day.year()).unwrap_or(1900),
        u8::try_from(day.month()).unwrap_or(1),
        u8::try_from(day.day()).unwrap_or(1),
    )?;
    let properties = DocProperties::new().set_title(&binding.title).set_author(AUTHOR).set_creation_datetime(&created);
    workbook.set_properties(&properties);
    let mut formats = Formats { font: binding.font, made: HashMap::new() };
    let mut names = SheetNames::default();
    for sheet in sheets {
        push(&mut workbook, sheet, binding, &mut formats, &mut names)?;
    }
    workbook.save_to_buffer()
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
    let mut page = Page::open(worksheet(workbook, large)?, names.give(&wanted), &sheet, binding, formats)?;
    let last = sheet.tables.len() - 1;
    let mut tops = Vec::with_capacity(sheet.tables.len());
    for (at, table) in sheet.tables.iter_mut().enumerate() {
        let held = std::mem::take(&mut table.rows);
        tops.push(page.head(table, at, held.len(), formats)?);
        let rest = if at == last { sheet.rest.take() } else { None };
        let mut rows = held.into_iter().chain(rest.into_iter().flatten()).peekable();
        page.rows(table, &mut rows, formats)?;
        while rows.peek().is_some() {
            page.close(at == 0, table);
            workbook.push_worksheet(page.worksheet);
            let alone = Sheet::from(Table { rows: Vec::new(), ..table.clone() });
            page = Page::open(worksheet(workbook, large)?, names.give(&wanted), &alone, binding, formats)?;
            page.head(table, 0, 0, formats)?;
            page.rows(table, &mut rows, formats)?;
        }
        page.close(at == 0, table);
    }
    if let (Some(top), Some(table)) = (tops.first(), sheet.tables.first()) {
        for &column in &sheet.bars {
            page.bar(column, top, table)?;
        }
    }
    for chart in &sheet.charts {
        page.chart(chart, &tops, &sheet.tables)?;
    }
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
    if let Some(table) = sheet.tables.first_mut() {
        table.notes.push(binding.without_formulas.clone());
    }
}

/// Where a table came to stand.
struct Top {
    /// Its title's row, counted from nought.
    title_0: u32,
    heading_0: u32,
    /// Rows of data without the total rows at its end.
    rows: u32,
}

/// A worksheet on which the next row is known.
struct Page {
    worksheet: Worksheet,
    name: String,
    widths: Vec<u16>,
    next_row_0: u32,
    heading_0: u32,
    /// Whether the first heading suits every printed page: not where other tables stand in other columns, and not
    /// where a chart beside it would be repeated with it.
    repeats_heading: bool,
    /// Whether it suits every row, so that it can stand still while the rows move.
    has_one_heading: bool,
    links: usize,
}

impl Page {
    fn open(
        mut worksheet: Worksheet,
        name: String,
        sheet: &Sheet<'_>,
        binding: &Binding,
        formats: &mut Formats,
    ) -> std::result::Result<Self, XlsxError> {
        worksheet.set_name(&name)?;
        let widths = widths(&sheet.tables);
        for (at, &width) in widths.iter().enumerate() {
            worksheet.set_column_width(column_0(at), f64::from(width))?;
        }
        let first = sheet.tables.first();
        worksheet.set_paper_size(9);
        if first.is_some_and(|table| table.landscape) {
            worksheet.set_landscape();
        }
        worksheet.set_print_fit_to_pages(1, 0);
        worksheet.set_print_center_horizontally(true);
        worksheet.set_margins(0.4, 0.4, 0.6, 0.6, 0.3, 0.3);
        // Within a page's head `&` begins a command, so a single one is written twice; the space keeps the size of the
        // type apart from a title that begins with a digit.
        worksheet.set_header(format!("&R&9 {}", short(&binding.title, 100).replace('&', "&&")));
        worksheet.set_footer(format!("&C&9 {}", binding.footer));
        worksheet.set_screen_gridlines(false);
        formats.get(Look::Text, Tone::Plain);
        let is_common = |first: &Table| sheet.tables.iter().all(|table| table.columns == first.columns);
        let has_one_heading = first.is_some_and(is_common);
        let repeats_heading = sheet.charts.is_empty() && has_one_heading;
        Ok(Self { worksheet, name, widths, next_row_0: 0, heading_0: 0, has_one_heading, repeats_heading, links: 0 })
    }

    /// Title, notes and headings of a table.
    fn head(
        &mut self,
        table: &Table,
        at: usize,
        rows: usize,
        formats: &mut Formats,
    ) -> std::result::Result<Top, XlsxError> {
        if at > 0 {
            self.next_row_0 += 1;
        }
        let title_0 = self.next_row_0;
        let (look, height) = if at == 0 { (Look::Title, 30) } else { (Look::Section, 22) };
        if !table.title.is_empty() {
            self.across(&table.title, table, look, height, formats)?;
        }
        for note in &table.notes {
            let room = self.widths.iter().take(table.columns.len()).sum();
            let lines = width::lines(note, room);
            self.across(note, table, Look::Note, lines * LINE + 4, formats)?;
        }
        let heading_0 = self.next_row_0;
        let lines = |(column, &width): (&Column, &u16)| width::lines(&column.heading, width);
        let lines = table.columns.iter().zip(&self.widths).map(lines).max().unwrap_or(1);
        self.height(lines * LINE + 8)?;
        for (column, heading) in table.columns.iter().enumerate() {
            let format = formats.get(Look::Heading, Tone::Plain);
            self.worksheet.write_string_with_format(heading_0, column_0(column), &heading.heading, format)?;
        }
        self.next_row_0 += 1;
        if at == 0 {
            self.heading_0 = heading_0;
            if self.repeats_heading {
                self.worksheet.set_repeat_rows(heading_0, heading_0)?;
            }
            if table.filter && self.has_one_heading {
                self.worksheet.set_freeze_panes(heading_0 + 1, 0)?;
            }
        }
        Ok(Top { title_0, heading_0, rows: u32::try_from(rows).unwrap_or(u32::MAX) })
    }

    /// A line over the whole width of the table.
    fn across(
        &mut self,
        text: &str,
        table: &Table,
        look: Look,
        height: usize,
        formats: &mut Formats,
    ) -> std::result::Result<(), XlsxError> {
        self.height(height)?;
        let format = formats.get(look, Tone::Plain);
        let text = short(text, LONGEST_TEXT);
        let last = column_0(table.columns.len().saturating_sub(1));
        if last > 0 {
            self.worksheet.merge_range(self.next_row_0, 0, self.next_row_0, last, &text, format)?;
        } else {
            self.worksheet.write_string_with_format(self.next_row_0, 0, &text, format)?;
        }
        self.next_row_0 += 1;
        Ok(())
    }

    /// Rows as far as the sheet takes them.
    fn rows(
        &mut self,
        table: &Table,
        rows: &mut dyn Iterator<Item = Row>,
        formats: &mut Formats,
    ) -> std::result::Result<(), XlsxError> {
        let first_0 = self.next_row_0;
        let room = SHEET_ROWS.saturating_sub(first_0 as usize);
        if table.merge_columns.is_empty() {
            for row in rows.take(room) {
                self.row(&row, table, 0, &Merged::default(), formats)?;
            }
        } else {
            // Runs are known only when all rows are; tables with level columns are short.
            let rows: Vec<Row> = rows.take(room).collect();
            let merged = Merged::of(&rows, &table.merge_columns, &self.widths);
            for (at, row) in rows.iter().enumerate() {
                self.row(row, table, at, &merged, formats)?;
            }
        }
        if self.next_row_0 > first_0 {
            let last = column_0(table.columns.len().saturating_sub(1));
            // Codes and years that are text are meant to be text.
            self.worksheet.ignore_error_range(
                first_0,
                0,
                self.next_row_0 - 1,
                last,
                IgnoreError::NumberStoredAsText,
            )?;
        }
        Ok(())
    }

    fn row(
        &mut self,
        row: &Row,
        table: &Table,
        at: usize,
        merged: &Merged,
        formats: &mut Formats,
    ) -> std::result::Result<(), XlsxError> {
        let row_0 = self.next_row_0;
        // The label of a total spreads over the empty cells after it, so that it need not wrap in a level's column.
        let spread = if row.tone == Tone::Total && !table.merge_columns.is_empty() {
            row.cells.iter().skip(1).take_while(|cell| **cell == Cell::Empty).count()
        } else {
            0
        };
        let mut lines = merged.lines.get(at).copied().unwrap_or(1);
        for (column, cell) in row.cells.iter().enumerate().skip(spread) {
            if let (Some(text), Some(&width), false) =
                (shown_text(cell), self.widths.get(column), merged.has(at, column))
            {
                lines = lines.max(width::lines(text, width));
            }
        }
        self.height(lines * LINE + 4)?;
        if let (1.., Some(label)) = (spread, row.cells.first().and_then(shown_text)) {
            let format = formats.get(Look::Centre, row.tone);
            self.worksheet.merge_range(row_0, 0, row_0, column_0(spread), &short(label, LONGEST_TEXT), format)?;
        }
        let first = if spread > 0 { spread + 1 } else { 0 };
        // Every column gets a cell, so that the frame of a row has no gap.
        for column in first..table.columns.len().max(row.cells.len()) {
            let tone = match row.toned {
                Some(toned) if toned != column => Tone::Plain,
                _ => row.tone,
            };
            let cell = row.cells.get(column).unwrap_or(&Cell::Empty);
            match merged.run(at, column) {
                Some(0) => continue,
                Some(length) => {
                    let format = formats.get(Look::Level, tone);
                    let text = short(shown_text(cell).unwrap_or_default(), LONGEST_TEXT);
                    let last_0 = row_0 + length - 1;
                    self.worksheet.merge_range(row_0, column_0(column), last_0, column_0(column), &text, format)?;
                }
                None => {
                    // A level that stands over one row looks like those that stand over more.
                    let level = row.tone != Tone::Total && table.merge_columns.contains(&column);
                    let look = match look(cell) {
                        Look::Text if level => Look::Level,
                        Look::Text if is_narrow(table, column) => Look::Centre,
                        Look::Count if is_narrow(table, column) => Look::CountCentre,
                        look => look,
                    };
                    self.cell(CellRef::new(row_0, column_0(column)), cell, (look, tone), formats)?;
                }
            }
        }
        self.next_row_0 += 1;
        Ok(())
    }

    fn cell(
        &mut self,
        at: CellRef,
        cell: &Cell,
        (look, tone): (Look, Tone),
        formats: &mut Formats,
    ) -> std::result::Result<(), XlsxError> {
        let (row, column) = (at.row_0, at.col_0);
        let format = formats.get(look, tone);
        let sheet = &mut self.worksheet;
        match cell {
            Cell::Empty => sheet.write_blank(row, column, format)?,
            // Text is written as text whatever it begins with: nothing from an inbox becomes a formula.
            Cell::Text(text) => sheet.write_string_with_format(row, column, short(text, LONGEST_TEXT), format)?,
            Cell::Link { target, text } if self.links < MOST_LINKS && !target.is_empty() => {
                self.links += 1;
                let url = if target.starts_with("internal:") { target.clone() } else { format!("file:///{target}") };
                let url = Url::new(url).set_text(short(text, LONGEST_TEXT));
                sheet.write_url_with_format(row, column, url, format)?
            }
            Cell::Link { text, .. } => {
                let format = formats.get(Look::Text, tone);
                sheet.write_string_with_format(row, column, short(text, LONGEST_TEXT), format)?
            }
            Cell::Formula { formula, result } => {
                let formula = Formula::new(formula::a1(formula, at)).set_result(result_text(result));
                sheet.write_formula_with_format(row, column, formula, format)?
            }
            number => match binary(number) {
                Some(value) => sheet.write_number_with_format(row, column, value, format)?,
                None => sheet.write_blank(row, column, format)?,
            },
        };
        Ok(())
    }

    fn height(&mut self, points: usize) -> std::result::Result<(), XlsxError> {
        self.worksheet.set_row_height(self.next_row_0, points.min(TALLEST_ROW) as f64)?;
        Ok(())
    }

    /// The filter of the first table, once its last row is known.
    fn close(&mut self, first: bool, table: &Table) {
        if first && table.filter && self.next_row_0 > self.heading_0 + 1 {
            let last = column_0(table.columns.len().saturating_sub(1));
            // It fails only on a range that is not one, which this is.
            let _ = self.worksheet.autofilter(self.heading_0, 0, self.next_row_0 - 1, last);
        }
    }

    fn bar(&mut self, column: usize, top: &Top, table: &Table) -> std::result::Result<(), XlsxError> {
        if top.rows == 0 || column >= table.columns.len() {
            return Ok(());
        }
        let bar = ConditionalFormatDataBar::new()
            .set_minimum(ConditionalFormatType::Number, 0)
            .set_maximum(ConditionalFormatType::Number, 1)
            .set_fill_color("B4D3EE")
            .set_solid_fill(true)
            .set_border_off(true);
        let column = column_0(column);
        self.worksheet.add_conditional_format(top.heading_0 + 1, column, top.heading_0 + top.rows, column, &bar)?;
        Ok(())
    }

    fn chart(&mut self, chart: &Chart, tops: &[Top], tables: &[Table]) -> std::result::Result<(), XlsxError> {
        let (Some(top), Some(table), Some(beside)) =
            (tops.get(chart.table), tables.get(chart.table), tops.get(chart.beside))
        else {
            return Ok(());
        };
        if top.rows == 0 {
            return Ok(());
        }
        let (first, last) = (top.heading_0 + 1, top.heading_0 + top.rows);
        let mut native = NativeChart::new(match chart.kind {
            ChartKind::Column => ChartType::Column,
            ChartKind::Line => ChartType::Line,
        });
        for &value in &chart.values {
            let labels = column_0(chart.labels);
            let values = column_0(value);
            let series = native.add_series();
            series
                .set_categories((self.name.as_str(), first, labels, last, labels))
                .set_values((self.name.as_str(), first, values, last, values))
                .set_name(table.columns.get(value).map_or("", |column| column.heading.as_str()));
            if chart.kind == ChartKind::Column {
                series.set_data_label(ChartDataLabel::new().show_value()).set_gap(60);
            }
            let points: Vec<ChartPoint> = chart
                .colours
                .iter()
                .map(|&colour| {
                    let fill = ChartSolidFill::new().set_color(colour).clone();
                    ChartPoint::new().set_format(ChartFormat::new().set_solid_fill(&fill))
                })
                .collect();
            if !points.is_empty() {
                series.set_points(&points);
            }
        }
        native.title().set_name(chart.title.as_str()).set_font(ChartFont::new().set_size(11).set_bold());
        if chart.values.len() > 1 {
            native.legend().set_position(ChartLegendPosition::Bottom);
        } else {
            native.legend().set_hidden();
        }
        native.y_axis().set_major_gridlines_line(ChartLine::new().set_color("D9D9D9"));
        if chart.kind == ChartKind::Line {
            native.y_axis().set_num_format("0%").set_min(0);
        }
        native.set_width(chart.width).set_height(chart.height).set_alt_text(&chart.title);
        self.worksheet.insert_chart_with_offset(beside.title_0, column_0(chart.column), &native, 12, 4)?;
        Ok(())
    }
}

/// Cells that become one with those under them.
#[derive(Default)]
struct Merged {
    /// For each row and merged column the length of the run that begins there, 0 inside one.
    runs: HashMap<(usize, usize), u32>,
    /// The lines that a row needs so that the runs over it show their text.
    lines: Vec<usize>,
}

impl Merged {
    /// A run never crosses the border of a run in an earlier column.
    fn of(rows: &[Row], columns: &[usize], widths: &[u16]) -> Self {
        let mut merged = Self { runs: HashMap::new(), lines: vec![1; rows.len()] };
        let mut borders = vec![false; rows.len()];
        for &column in columns {
            let text = |row: &Row| match row.cells.get(column) {
                Some(Cell::Text(text)) if row.tone != Tone::Total => Some(text.clone()),
                _ => None,
            };
            let mut start = 0;
            while start < rows.len() {
                let own = text(&rows[start]);
                let mut end = start + 1;
                while end < rows.len() && !borders[end] && own.is_some() && text(&rows[end]) == own {
                    end += 1;
                }
                borders[start] = true;
                if let (Some(own), true) = (&own, end - start > 1) {
                    merged.runs.insert((start, column), u32::try_from(end - start).unwrap_or(u32::MAX));
                    for inside in start + 1..end {
                        merged.runs.insert((inside, column), 0);
                    }
                    let needed = width::lines(own, widths.get(column).copied().unwrap_or(width::WIDEST));
                    for lines in &mut merged.lines[start..end] {
                        *lines = (*lines).max(needed.div_ceil(end - start));
                    }
                }
                start = end;
            }
        }
        merged
    }

    fn run(&self, row: usize, column: usize) -> Option<u32> {
        self.runs.get(&(row, column)).copied()
    }

    fn has(&self, row: usize, column: usize) -> bool {
        self.runs.contains_key(&(row, column))
    }
}

/// The width of each column of a sheet: the wanted one or that of the content, wide enough for every number and for
/// the words of the headings.
fn widths(tables: &[Table]) -> Vec<u16> {
    let count = tables.iter().map(|table| table.columns.len()).max().unwrap_or(0);
    let mut widths = vec![4; count];
    for table in tables {
        for (at, column) in table.columns.iter().enumerate() {
            let mut width = column.width.max(width::heading(&column.heading));
            for cell in table.rows.iter().filter_map(|row| row.cells.get(at)) {
                let needed = match shown_text(cell) {
                    Some(_) if column.width > 0 => 0,
                    Some(text) => text.split('\n').map(width::text).max().unwrap_or(0),
                    None => shown_number(cell).map_or(0, |text| width::text(&text)),
                };
                width = width.max(width::column(needed, width::WIDEST));
            }
            widths[at] = widths[at].max(width);
        }
    }
    widths
}

/// A look is a format apart from its tone.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Look {
    Title,
    Section,
    Note,
    Heading,
    Text,
    /// Grades and other short words.
    Centre,
    /// A level over one or more rows.
    Level,
    Link,
    Count,
    CountCentre,
    Points,
    Money,
    Share,
    Statistic,
}

fn look(cell: &Cell) -> Look {
    match cell {
        Cell::Empty | Cell::Text(_) => Look::Text,
        Cell::Count(_) => Look::Count,
        Cell::Points(_) => Look::Points,
        Cell::Money(_) => Look::Money,
        Cell::Share(_) | Cell::StatisticShare(_) => Look::Share,
        Cell::Statistic(_) => Look::Statistic,
        Cell::Formula { result, .. } => look(result),
        Cell::Link { .. } => Look::Link,
    }
}

/// Columns made narrow hold ranks, years, grades and levels, which stand in the middle.
fn is_narrow(table: &Table, column: usize) -> bool {
    table.columns.get(column).is_some_and(|column| (1..=12).contains(&column.width))
}

/// The formats in use; each is made once, since Excel takes 65,490 of them.
struct Formats {
    font: &'static str,
    made: HashMap<(Look, Tone), Format>,
}

impl Formats {
    fn get(&mut self, look: Look, tone: Tone) -> &Format {
        let font = self.font;
        self.made.entry((look, tone)).or_insert_with(|| format(font, look, tone))
    }
}

fn format(font: &str, look: Look, tone: Tone) -> Format {
    let format = Format::new().set_font_name(font).set_font_size(10).set_align(FormatAlign::VerticalCenter);
    let format = match look {
        Look::Title => return format.set_font_size(16).set_bold().set_align(FormatAlign::Center),
        Look::Section => return format.set_font_size(12).set_bold().set_align(FormatAlign::Left),
        Look::Note => return format.set_font_color("595959").set_text_wrap().set_align(FormatAlign::Left),
        Look::Heading => {
            format.set_bold().set_align(FormatAlign::Center).set_text_wrap().set_background_color("D6E4F0")
        }
        Look::Text => format.set_align(FormatAlign::Left).set_indent(1).set_text_wrap(),
        // At the top, since a run may go over to the next page, where its middle would be cut in two.
        Look::Level => format.set_align(FormatAlign::Center).set_align(FormatAlign::Top).set_text_wrap(),
        Look::Centre => format.set_align(FormatAlign::Center).set_text_wrap(),
        Look::Link => format
            .set_align(FormatAlign::Center)
            .set_font_color("0563C1")
            .set_underline(FormatUnderline::Single)
            .set_text_wrap(),
        Look::CountCentre => format.set_align(FormatAlign::Center).set_num_format(COUNT),
        Look::Count => format.set_align(FormatAlign::Right).set_indent(1).set_num_format(COUNT),
        // As many decimals as the points have: 15, 4.8, 8.26.
        Look::Points => format.set_align(FormatAlign::Right).set_indent(1).set_num_format("General"),
        Look::Money => format.set_align(FormatAlign::Right).set_indent(1).set_num_format("#,##0.00"),
        Look::Share => format.set_align(FormatAlign::Right).set_indent(1).set_num_format("0.00%"),
        Look::Statistic => format.set_align(FormatAlign::Right).set_indent(1).set_num_format("0.000"),
    };
    let format = format.set_border(FormatBorder::Thin).set_border_color("A6A6A6");
    match tone {
        Tone::Plain => format,
        Tone::Total => format.set_bold().set_background_color("EAF1F8"),
        Tone::Red => format.set_background_color("F8CBCB").set_font_color("9C0006"),
        Tone::Orange => format.set_background_color("FBD9B5").set_font_color("833C0B"),
        Tone::Yellow => format.set_background_color("FFF2CC").set_font_color("7F6000"),
        Tone::Green => format.set_background_color("E2EFDA").set_font_color("375623"),
        Tone::Grey => format.set_background_color("EDEDED").set_font_color("595959"),
    }
}

/// The text of a cell that shows text.
fn shown_text(cell: &Cell) -> Option<&str> {
    match cell {
        Cell::Text(text) | Cell::Link { text, .. } => Some(text),
        Cell::Formula { result, .. } => shown_text(result),
        _ => None,
    }
}

/// A number as its format shows it, to measure its width.
fn shown_number(cell: &Cell) -> Option<String> {
    match cell {
        Cell::Count(count) if *count >= 10_000 => Some(format!("{count},,,")),
        Cell::Count(count) => Some(count.to_string()),
        Cell::Points(points) => Some(points.normalize().to_string()),
        // Yuan with separators is longer than the same in 万元.
        Cell::Money(money) => Some(money.wan().text(2) + &",".repeat(money.wan().text(0).len() / 3)),
        Cell::Share(share) => Some(share.percent(2)),
        Cell::Statistic(_) => Some("-0.000".to_owned()),
        Cell::StatisticShare(_) => Some("100.00%".to_owned()),
        Cell::Formula { result, .. } => shown_number(result),
        Cell::Empty | Cell::Text(_) | Cell::Link { .. } => None,
    }
}

/// The number that a cell stores; `None` for other cells and for what is not a number, which never reaches a workbook.
fn binary(cell: &Cell) -> Option<f64> {
    let value = match cell {
        Cell::Count(count) => count.to_f64(),
        Cell::Points(points) => Fraction::from(*points).to_f64().into(),
        Cell::Money(money) => money.wan().to_f64().into(),
        Cell::Share(share) => share.to_f64().into(),
        Cell::Statistic(statistic) | Cell::StatisticShare(statistic) => Some(*statistic),
        Cell::Formula { result, .. } => binary(result),
        Cell::Empty | Cell::Text(_) | Cell::Link { .. } => None,
    };
    value.filter(|value| value.is_finite())
}

fn result_text(result: &Cell) -> String {
    match shown_text(result) {
        Some(text) => short(text, LONGEST_TEXT),
        None => binary(result).map(|value| value.to_string()).unwrap_or_default(),
    }
}

/// The text, cut to so many UTF-16 units with a mark where it is longer.
fn short(text: &str, units: usize) -> String {
    if text.len() <= units || text.encode_utf16().count() <= units {
        return text.to_owned();
    }
    let mut used = 0;
    let kept = text.chars().take_while(|c| {
        used += c.len_utf16();
        used < units
    });
    kept.chain(['…']).collect()
}

fn column_0(at: usize) -> u16 {
    u16::try_from(at).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Money;

    fn binding() -> Binding {
        Binding {
            title: "甲 & 乙".to_owned(),
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
