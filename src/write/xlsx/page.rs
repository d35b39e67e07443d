//! A worksheet being written, row after row: a row is never gone back to, so that a long sheet need not stand in memory.

use std::collections::BTreeSet;

use rust_xlsxwriter::{
    ConditionalFormatCell, ConditionalFormatCellRule, ConditionalFormatDataBar, ConditionalFormatType, DataValidation,
    DataValidationErrorStyle, DataValidationRule, Format, Formula, IgnoreError, ProtectionOptions, Url, Worksheet,
    XlsxError,
};

use crate::location::CellRef;
use crate::write::sheet::{Chart, ChartPlace, ChartRows, Sheet};
use crate::write::table::{Cell, Column, Entry, EntryOf, Row, Table, Tone};
use crate::write::{formula, width};

use super::cells::Cells;
use super::formats::{Formats, Look, condition, entry_look, is_narrow, look, mark};
use super::merged::Merged;
use super::values::{LONGEST_TEXT, binary, short, shown_text};
use super::widths::widths;
use super::{Binding, SHEET_ROWS, chart, column_0};

/// Excel takes no more links on a sheet.
const MOST_LINKS: usize = 65_530;
/// Excel's tallest row, in points.
const TALLEST_ROW: usize = 409;
/// The height of a line of the text of cells, in points.
pub const LINE: usize = 14;
/// Excel's last row, counted from nought.
const LAST_ROW_0: u32 = 1_048_575;
/// So many bytes of rows are packed at a time.
pub const STREAMED_BYTES: usize = 1 << 18;
/// So many rows of charts are printed on a page.
const CHARTS_ON_PAGE: u32 = 5;

type Written<T = ()> = std::result::Result<T, XlsxError>;

/// A worksheet that is done.
pub struct Bound {
    pub worksheet: Worksheet,
    pub cells: Cells,
    /// So many columns, from the first, are open to rows that a person adds.
    pub open: usize,
}

/// Where a table came to stand.
pub struct Top {
    /// Its title's row, counted from nought.
    title_0: u32,
    heading_0: u32,
    /// Rows of data without the total rows at its end.
    rows: u32,
}

/// A worksheet on which the next row is known.
pub struct Page {
    /// What stands around the cells.
    worksheet: Worksheet,
    cells: Cells,
    name: String,
    widths: Vec<u16>,
    /// So many columns are printed, and titles stand over them.
    printed: usize,
    next_row_0: u32,
    heading_0: u32,
    first_row_0: u32,
    /// Whether the first heading suits every printed page: not where other tables stand in other columns, and not
    /// where a chart beside it would be repeated with it.
    repeats_heading: bool,
    /// Whether it suits every row, so that it can stand still while the rows move.
    has_one_heading: bool,
    open_below: bool,
    /// Whether charts stand over the rows, so that the library has to know how high they are.
    has_charts: bool,
    /// The columns that charts show. The library keeps what they say with the charts, for programs that compute nothing.
    charted: BTreeSet<usize>,
    links: usize,
    back: Option<Cell>,
    /// So many bytes of rows stay as they are; what is more is packed.
    room: usize,
}

impl Page {
    /// `room` bytes of rows may stand in memory, or a few more.
    pub fn open(name: String, room: usize, sheet: &Sheet<'_>, binding: &Binding) -> Written<Self> {
        let mut worksheet = Worksheet::new();
        worksheet.set_name(&name)?;
        let widths = widths(&sheet.tables);
        for (at, &width) in widths.iter().enumerate() {
            worksheet.set_column_width(column_0(at), f64::from(width))?;
        }
        let first = sheet.tables.first();
        set_paper(&mut worksheet);
        if first.is_some_and(|table| table.landscape) {
            worksheet.set_landscape();
        }
        let grid = sheet.charts.iter().filter(|chart| matches!(chart.place, ChartPlace::Grid { .. })).count();
        if grid > 0 {
            // Excel breaks a page where it is told only if it need not fit a width.
            worksheet.set_print_scale(70);
        } else {
            worksheet.set_print_fit_to_pages(1, u16::from(sheet.one_page));
        }
        // Within a page's head `&` begins a command, so a single one is written twice; the space keeps the size of the
        // type apart from a title that begins with a digit.
        let head = |text: &str| short(text, 100).replace('&', "&&");
        worksheet.set_header(format!("&L&9 {}&R&9 {}", head(&binding.title), head(&binding.period)));
        worksheet.set_footer(format!("&C&9 {}", binding.footer));
        let is_entry = |cell: &Cell| matches!(cell, Cell::Entry(_));
        let has_entries = sheet.tables.iter().any(|table| {
            table.columns.iter().any(|column| column.entry.is_some())
                || table.rows.iter().flat_map(|row| &row.cells).any(is_entry)
        });
        if has_entries {
            worksheet.protect_with_options(&ProtectionOptions {
                use_autofilter: true,
                format_columns: true,
                format_rows: true,
                insert_rows: sheet.open_below,
                delete_rows: sheet.open_below,
                ..ProtectionOptions::default()
            });
        }
        let is_beside = |chart: &Chart| matches!(chart.place, ChartPlace::Beside { .. });
        let is_common = |first: &Table| sheet.tables.iter().all(|table| table.columns == first.columns);
        let has_one_heading = first.is_some_and(is_common);
        let of_charts = sheet.charts.iter().flat_map(|chart| {
            let values = chart.values.iter().map(|(column, _)| *column);
            values.chain([chart.labels])
        });
        Ok(Self {
            worksheet,
            cells: Cells::default(),
            name,
            widths,
            printed: sheet.tables.iter().map(Table::width).max().unwrap_or(0),
            next_row_0: 0,
            heading_0: 0,
            first_row_0: 0,
            has_one_heading,
            repeats_heading: !sheet.charts.iter().any(is_beside) && has_one_heading,
            open_below: sheet.open_below,
            has_charts: !sheet.charts.is_empty(),
            charted: of_charts.chain(sheet.charted.iter().copied()).collect(),
            links: 0,
            back: sheet.back.clone(),
            room,
        })
    }

    /// Title, notes, key and headings of a table.
    pub fn head(&mut self, table: &Table, at: usize, rows: usize, formats: &mut Formats) -> Written<Top> {
        if at > 0 {
            self.next_row_0 += 1;
        }
        let title_0 = self.next_row_0;
        let (look, height) = if at == 0 { (Look::Title, 30) } else { (Look::Section, 22) };
        let room = self.widths.iter().take(table.width()).sum();
        if !table.title.is_empty() {
            // The type of a title is so much larger than that of cells.
            let lines = width::lines(&table.title, room * 2 / 3);
            self.across(&table.title, table.width(), look, lines * height, formats)?;
        }
        for note in &table.notes {
            let lines = width::lines(note, room);
            self.across(note, table.width(), Look::Note, lines * LINE + 4, formats)?;
        }
        if !table.key.is_empty() {
            self.key(table, formats)?;
        }
        let heading_0 = self.next_row_0;
        if table.columns.iter().any(|column| !column.heading.is_empty()) {
            let lines = |(column, &width): (&Column, &u16)| width::lines(&column.heading, width);
            let lines = table.columns.iter().zip(&self.widths).map(lines).max().unwrap_or(1);
            self.begin(lines * LINE + 8)?;
            for (column, heading) in table.columns.iter().enumerate() {
                let style = formats.of((Look::Heading, Tone::Plain, heading.own_heading));
                self.cells.text(column_0(column), &heading.heading, style);
            }
            self.end(formats)?;
        } else {
            self.next_row_0 += 1;
        }
        self.first_row_0 = self.next_row_0;
        if at == 0 {
            self.heading_0 = heading_0;
            if self.repeats_heading {
                self.worksheet.set_repeat_rows(heading_0, heading_0)?;
            }
            if table.filter && self.has_one_heading {
                self.worksheet.set_freeze_panes(heading_0 + 1, column_0(table.frozen))?;
            }
        }
        Ok(Top { title_0, heading_0, rows: u32::try_from(rows).unwrap_or(u32::MAX) })
    }

    /// A line over so many columns.
    fn across(&mut self, text: &str, columns: usize, look: Look, height: usize, formats: &mut Formats) -> Written {
        self.begin(height)?;
        let style = formats.get(look, Tone::Plain);
        self.cells.text(0, &short(text, LONGEST_TEXT), style);
        self.spread(0, columns.saturating_sub(1), style);
        self.end(formats)
    }

    /// Makes a cell that is written spread over so many to its right.
    fn spread(&mut self, column: usize, over: usize, style: u32) {
        let (first, last) = (column_0(column), column_0(column + over));
        for covered in first + 1..=last {
            self.cells.blank(covered, style);
        }
        if over > 0 {
            self.cells.merge(CellRef::new(self.next_row_0, first), CellRef::new(self.next_row_0, last));
        }
    }

    /// What the colours stand for: a mark of each and its word.
    fn key(&mut self, table: &Table, formats: &mut Formats) -> Written {
        let words: Vec<String> = table.key.iter().map(|(word, _)| format!(" {word}　　")).collect();
        let runs = table.key.iter().zip(&words).flat_map(|((_, tone), word)| {
            // What has no colour is the key's own title.
            let mark = (*tone != Tone::Plain).then_some((Some(mark(*tone)), "■"));
            mark.into_iter().chain([(None, word.as_str())])
        });
        let runs: Vec<(Option<&str>, &str)> = runs.collect();
        self.begin(LINE + 4)?;
        let style = formats.get(Look::Note, Tone::Plain);
        self.cells.rich(0, formats.font, &runs, style);
        self.spread(0, table.width().saturating_sub(1), style);
        self.end(formats)
    }

    /// Rows as far as the sheet takes them.
    pub fn rows(
        &mut self,
        table: &Table,
        rows: &mut dyn Iterator<Item = Row>,
        formats: &mut Formats,
        binding: &Binding,
    ) -> Written {
        let first_0 = self.next_row_0;
        let room = SHEET_ROWS.saturating_sub(first_0 as usize);
        if table.merge_columns.is_empty() {
            for row in rows.take(room) {
                self.row(&row, (table, 0), &Merged::default(), formats, binding)?;
            }
        } else {
            // Runs are known only when all rows are; tables with level columns are short.
            let rows: Vec<Row> = rows.take(room).collect();
            let merged = Merged::of(&rows, &table.merge_columns, &self.widths);
            for (at, row) in rows.iter().enumerate() {
                self.row(row, (table, at), &merged, formats, binding)?;
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

    /// A row, which is the one at `at` of its table.
    fn row(
        &mut self,
        row: &Row,
        (table, at): (&Table, usize),
        merged: &Merged,
        formats: &mut Formats,
        binding: &Binding,
    ) -> Written {
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
        self.begin(lines * LINE + 4)?;
        let mut next = 0;
        if let (1.., Some(label)) = (spread, row.cells.first().and_then(shown_text)) {
            let style = formats.get(Look::Centre, row.tone);
            self.cells.text(0, &short(label, LONGEST_TEXT), style);
            self.spread(0, spread, style);
            next = spread + 1;
        }
        // Every column gets a cell, so that the frame of a row has no gap.
        for column in next..table.columns.len().max(row.cells.len()) {
            let tone = match row.toned {
                Some(toned) if toned != column => Tone::Plain,
                _ => row.tone,
            };
            let cell = row.cells.get(column).unwrap_or(&Cell::Empty);
            if *cell == Cell::Covered {
                continue;
            }
            match merged.run(at, column) {
                Some(0) => self.cells.blank(column_0(column), formats.get(Look::Level, tone)),
                Some(length) => {
                    let text = short(shown_text(cell).unwrap_or_default(), LONGEST_TEXT);
                    self.cells.text(column_0(column), &text, formats.get(Look::Level, tone));
                    let first = CellRef::new(self.next_row_0, column_0(column));
                    self.cells.merge(first, CellRef::new(first.row_0 + length - 1, first.col_0));
                }
                None => {
                    // A level that stands over one row looks like those that stand over more.
                    let level = row.tone != Tone::Total && table.merge_columns.contains(&column);
                    let entry = table.columns.get(column).and_then(|column| column.entry.as_ref());
                    let look = match (look(cell), entry) {
                        (Look::Text, Some(entry)) if *cell == Cell::Empty => entry_look(&entry.of),
                        (Look::Text, _) if level => Look::Level,
                        (Look::Text, _) if is_narrow(table, column) => Look::Centre,
                        (Look::Count, _) if is_narrow(table, column) => Look::CountCentre,
                        (Look::NegativeCount, _) if is_narrow(table, column) => Look::NegativeCountCentre,
                        (Look::Link, _) if is_narrow(table, column) => Look::LinkCentre,
                        (look, _) => look,
                    };
                    let open = entry.is_some() || matches!(cell, Cell::Entry(_));
                    let style = formats.of((look, tone, open));
                    self.cell(column, cell, style)?;
                    let covered = row.cells.iter().skip(column + 1).take_while(|cell| **cell == Cell::Covered).count();
                    self.spread(column, covered, style);
                    if let Cell::Entry(entry) = cell {
                        self.validate(entry, (self.next_row_0, self.next_row_0), column, binding)?;
                    }
                }
            }
        }
        self.end(formats)
    }

    /// Writes a cell of the row begun.
    fn cell(&mut self, column: usize, cell: &Cell, style: u32) -> Written {
        let (row_0, col_0) = (self.next_row_0, column_0(column));
        put(&mut self.cells, CellRef::new(row_0, col_0), cell, style);
        if let Cell::Link { target, .. } = cell
            && self.links < MOST_LINKS
            && !target.is_empty()
        {
            self.links += 1;
            match target.strip_prefix("internal:") {
                Some(place) => self.cells.link(col_0, place),
                // The library keeps the list of the files that a workbook leads to.
                None => {
                    let url = Url::new(format!("file:///{target}"));
                    self.worksheet.write_url_with_format(row_0, col_0, url, &Format::new())?;
                }
            }
        }
        if self.charted.contains(&column) {
            match (binary(cell), shown_text(cell)) {
                (Some(value), _) => self.worksheet.write_number(row_0, col_0, value)?,
                (None, Some(text)) => self.worksheet.write_string(row_0, col_0, short(text, LONGEST_TEXT))?,
                (None, None) => &mut self.worksheet,
            };
        }
        Ok(())
    }

    /// Begins the next row, so many points high.
    fn begin(&mut self, height: usize) -> Written {
        let height = height.min(TALLEST_ROW);
        self.cells.begin(self.next_row_0, Some(height));
        if self.has_charts {
            self.worksheet.set_row_height(self.next_row_0, height as f64)?;
        }
        Ok(())
    }

    /// Ends the row. The first one has the way back at its end, right of everything.
    fn end(&mut self, formats: &mut Formats) -> Written {
        if let Some(back) = self.back.take() {
            let column = self.widths.len();
            self.worksheet.set_column_width(column_0(column), 12)?;
            self.cell(column, &back, formats.get(Look::Back, Tone::Plain))?;
        }
        self.cells.end();
        if self.cells.text.len() > self.room {
            self.cells.pack().map_err(XlsxError::IoError)?;
            self.room = STREAMED_BYTES;
        }
        self.next_row_0 += 1;
        Ok(())
    }

    /// What lies over the rows of a table, once its last one is known: the filter of the first table, colours that follow
    /// what cells say, and what may be typed.
    pub fn close(&mut self, first: bool, table: &Table, binding: &Binding) -> Written {
        let last = column_0(table.columns.len().saturating_sub(1));
        if first && table.filter && self.next_row_0 > self.heading_0 + 1 {
            self.worksheet.autofilter(self.heading_0, 0, self.next_row_0 - 1, last)?;
        }
        let last_0 = if self.open_below { LAST_ROW_0 } else { self.next_row_0.saturating_sub(1) };
        if last_0 < self.first_row_0 {
            return Ok(());
        }
        for it in &table.conditions {
            let rule = ConditionalFormatCellRule::EqualTo(it.says.clone());
            let format = ConditionalFormatCell::new().set_rule(rule).set_format(condition(it.tone));
            let column = column_0(it.column);
            self.worksheet.add_conditional_format(self.first_row_0, column, last_0, column, &format)?;
        }
        for (at, entry) in table.columns.iter().enumerate().filter_map(|(at, it)| Some((at, it.entry.as_ref()?))) {
            self.validate(entry, (self.first_row_0, last_0), at, binding)?;
        }
        Ok(())
    }

    /// Holds what is typed into a column, from row to row, to what it asks for.
    fn validate(&mut self, entry: &Entry, rows: (u32, u32), column: usize, binding: &Binding) -> Written {
        let validation = validation(entry, (rows.0, column), &binding.wrong_entry)?;
        self.worksheet.add_data_validation(rows.0, column_0(column), rows.1, column_0(column), &validation)?;
        Ok(())
    }

    /// The line under the last row, and what is printed; then the page is done.
    pub fn finish(mut self, sign_off: &str, formats: &mut Formats) -> Written<Bound> {
        if !sign_off.is_empty() {
            self.next_row_0 += 1;
            self.across(sign_off, self.printed, Look::SignOff, 2 * LINE, formats)?;
        }
        if self.next_row_0 > 0 {
            let last = column_0(self.printed.saturating_sub(1));
            self.worksheet.set_print_area(0, 0, self.next_row_0 - 1, last)?;
        }
        let open = if self.open_below { self.widths.len() } else { 0 };
        self.cells.text.shrink_to_fit();
        Ok(Bound { worksheet: self.worksheet, cells: self.cells, open })
    }

    pub fn bar(&mut self, column: usize, top: &Top, table: &Table) -> Written {
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

    pub fn chart(&mut self, it: &Chart, tops: &[Top]) -> Written {
        let rows = match &it.rows {
            ChartRows::Of { sheet, first_0, last_0 } => {
                chart::Rows { sheet: sheet.as_str(), first_0: *first_0, last_0: *last_0 }
            }
            ChartRows::Table(table) => match tops.get(*table).filter(|top| top.rows > 0) {
                Some(top) => chart::Rows {
                    sheet: self.name.as_str(),
                    first_0: top.heading_0 + 1,
                    last_0: top.heading_0 + top.rows,
                },
                None => return Ok(()),
            },
        };
        let native = chart::native(it, &rows);
        let (row_0, column) = match it.place {
            ChartPlace::Beside { table, column } => (tops.get(table).map_or(0, |top| top.title_0), column),
            ChartPlace::Under { .. } => {
                let first_0 = self.next_row_0 + 1;
                self.next_row_0 += it.rows_under();
                (first_0, 0)
            }
            ChartPlace::Grid { in_row, at } => {
                let height = it.rows_high();
                let (row, column) = ((at / in_row.max(1)) as u32, at % in_row.max(1));
                let first_0 = self.heading_0 + 1;
                self.next_row_0 = first_0 + (row + 1) * height;
                if row > 0 && row % CHARTS_ON_PAGE == 0 && column == 0 {
                    let breaks: Vec<u32> =
                        (1..=row / CHARTS_ON_PAGE).map(|page| first_0 + page * CHARTS_ON_PAGE * height).collect();
                    self.worksheet.set_page_breaks(&breaks)?;
                }
                (first_0 + row * height, column)
            }
        };
        let offset = if matches!(it.place, ChartPlace::Beside { .. }) { 12 } else { 2 };
        self.worksheet.insert_chart_with_offset(row_0, column_0(column), &native, offset, 4)?;
        Ok(())
    }
}

/// Writes a cell; a link becomes its text.
pub fn put(cells: &mut Cells, at: CellRef, cell: &Cell, style: u32) {
    let column = at.col_0;
    match (cell, binary(cell), shown_text(cell)) {
        (Cell::Formula { formula, .. }, Some(value), _) => {
            cells.formula_of_number(column, &formula::a1(formula, at), value, style);
        }
        // A formula that comes to nothing has no nought stored for it.
        (Cell::Formula { formula, .. }, None, text) => {
            let text = short(text.unwrap_or_default(), LONGEST_TEXT);
            cells.formula_of_text(column, &formula::a1(formula, at), &text, style);
        }
        (_, Some(value), _) => cells.number(column, value, style),
        (_, None, Some(text)) => cells.text(column, &short(text, LONGEST_TEXT), style),
        (_, None, None) => cells.blank(column, style),
    }
}

/// Prints on A4 with narrow margins, and shows no grid on the screen.
pub fn set_paper(worksheet: &mut Worksheet) {
    worksheet.set_paper_size(9);
    worksheet.set_print_center_horizontally(true);
    worksheet.set_margins(0.4, 0.4, 0.6, 0.6, 0.3, 0.3);
    worksheet.set_screen_gridlines(false);
}

/// What Excel takes in the cells of a column; `row_0` is the first one's row.
fn validation(entry: &Entry, (row_0, own): (u32, usize), wrong: &str) -> Written<DataValidation> {
    let number = || {
        let rule = DataValidationRule::GreaterThanOrEqualTo(Formula::new("0"));
        DataValidation::new().allow_decimal_number_formula(rule)
    };
    let date = |year: u16| rust_xlsxwriter::ExcelDateTime::from_ymd(year, 1, 1);
    let validation = match &entry.of {
        EntryOf::Text => DataValidation::new().allow_any_value(),
        EntryOf::Number | EntryOf::Points => number(),
        EntryOf::Amount => {
            // Whatever Excel takes for a number.
            let rule = DataValidationRule::Between(Formula::new("-1E+12"), Formula::new("1E+12"));
            DataValidation::new().allow_decimal_number_formula(rule)
        }
        EntryOf::PointsOf(weight) => {
            let own = CellRef::new(row_0, column_0(own));
            let weight = format!("${}", CellRef::new(row_0, column_0(*weight)));
            let rule = format!("AND(ISNUMBER({own}),{own}>=0,{own}<={weight},ROUND({own},4)={own})");
            DataValidation::new().allow_custom(Formula::new(rule))
        }
        EntryOf::Year => DataValidation::new().allow_whole_number(DataValidationRule::Between(1990, 2100)),
        EntryOf::Date => DataValidation::new().allow_date(DataValidationRule::Between(date(1990)?, date(2100)?)),
        EntryOf::OneOf(choices) => {
            DataValidation::new().allow_list_strings(choices)?.set_error_style(DataValidationErrorStyle::Information)
        }
    };
    validation.set_input_message(short(&entry.hint, 250))?.set_error_message(short(wrong, 250))
}
