//! A worksheet being written, row after row: a row is never gone back to, so that a long sheet need not stand in memory.

use rust_xlsxwriter::{
    ConditionalFormatCell, ConditionalFormatCellRule, ConditionalFormatDataBar, ConditionalFormatType, DataValidation,
    DataValidationErrorStyle, DataValidationRule, Format, Formula, IgnoreError, ProtectionOptions, Url, Worksheet,
    XlsxError,
};

use crate::location::CellRef;
use crate::write::sheet::{Chart, ChartPlace, ChartRows, Sheet};
use crate::write::table::{Cell, Column, Entry, EntryOf, Row, Table, Tone};
use crate::write::{formula, width};

use super::formats::{Formats, Look, Style, condition, entry_look, is_narrow, look, mark};
use super::merged::Merged;
use super::values::{LONGEST_TEXT, binary, result_text, short, shown_text};
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
/// So many rows of charts are printed on a page.
const CHARTS_ON_PAGE: u32 = 5;

type Written<T = ()> = std::result::Result<T, XlsxError>;

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
    pub worksheet: Worksheet,
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
    is_large: bool,
    /// The style that each column has while the rows of a long sheet are written. A cell of that style is written without
    /// one, since the library looks every style up by all its properties.
    styles: Vec<Option<Style>>,
    links: usize,
    back: Option<Cell>,
}

impl Page {
    /// A large one is not held in memory.
    pub fn open(
        (mut worksheet, is_large): (Worksheet, bool),
        name: String,
        sheet: &Sheet<'_>,
        binding: &Binding,
    ) -> Written<Self> {
        worksheet.set_name(&name)?;
        // A formula that comes to nothing has no nought stored for it.
        worksheet.set_formula_result_default("");
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
        Ok(Self {
            worksheet,
            name,
            widths,
            printed: sheet.tables.iter().map(Table::width).max().unwrap_or(0),
            next_row_0: 0,
            heading_0: 0,
            first_row_0: 0,
            has_one_heading,
            repeats_heading: !sheet.charts.iter().any(is_beside) && has_one_heading,
            open_below: sheet.open_below,
            is_large,
            styles: Vec::new(),
            links: 0,
            back: sheet.back.clone(),
        })
    }

    /// Title, notes, key and headings of a table.
    pub fn head(&mut self, table: &Table, at: usize, rows: usize, formats: &mut Formats) -> Written<Top> {
        if at > 0 {
            self.next_row_0 += 1;
        }
        let title_0 = self.next_row_0;
        if let Some(back) = self.back.take() {
            let column = column_0(self.widths.len());
            self.worksheet.set_column_width(column, 12)?;
            self.cell(CellRef::new(title_0, column), &back, (Look::Back, Tone::Plain, false), formats)?;
        }
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
            self.height(lines * LINE + 8)?;
            for (column, heading) in table.columns.iter().enumerate() {
                let format = formats.of((Look::Heading, Tone::Plain, heading.own_heading));
                self.worksheet.write_string_with_format(heading_0, column_0(column), &heading.heading, format)?;
            }
        }
        self.next_row_0 += 1;
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
        self.height(height)?;
        let format = formats.get(look, Tone::Plain);
        let text = short(text, LONGEST_TEXT);
        let last = column_0(columns.saturating_sub(1));
        if last > 0 {
            self.worksheet.merge_range(self.next_row_0, 0, self.next_row_0, last, &text, format)?;
        } else {
            self.worksheet.write_string_with_format(self.next_row_0, 0, &text, format)?;
        }
        self.next_row_0 += 1;
        Ok(())
    }

    /// What the colours stand for: a mark of each and its word.
    fn key(&mut self, table: &Table, formats: &mut Formats) -> Written {
        let row_0 = self.next_row_0;
        self.across("", table.width(), Look::Note, LINE + 4, formats)?;
        let plain = Format::new();
        let marks: Vec<Format> = table.key.iter().map(|(_, tone)| Format::new().set_font_color(mark(*tone))).collect();
        let words: Vec<String> = table.key.iter().map(|(word, _)| format!(" {word}　　")).collect();
        let runs = table.key.iter().zip(marks.iter().zip(&words)).flat_map(|((_, tone), (mark, word))| {
            // What has no colour is the key's own title.
            let mark = (*tone != Tone::Plain).then_some((mark, "■"));
            mark.into_iter().chain([(&plain, word.as_str())])
        });
        let runs: Vec<(&Format, &str)> = runs.collect();
        self.worksheet.write_rich_string_with_format(row_0, 0, &runs, formats.get(Look::Note, Tone::Plain))?;
        Ok(())
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
        if self.is_large && self.styles.is_empty() {
            self.styles = vec![None; self.widths.len()];
        }
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
            if *cell == Cell::Covered {
                continue;
            }
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
                    let entry = table.columns.get(column).and_then(|column| column.entry.as_ref());
                    let look = match (look(cell), entry) {
                        (Look::Text, Some(entry)) if *cell == Cell::Empty => entry_look(&entry.of),
                        (Look::Text, _) if level => Look::Level,
                        (Look::Text, _) if is_narrow(table, column) => Look::Centre,
                        (Look::Count, _) if is_narrow(table, column) => Look::CountCentre,
                        (Look::Link, _) if is_narrow(table, column) => Look::LinkCentre,
                        (look, _) => look,
                    };
                    let open = entry.is_some() || matches!(cell, Cell::Entry(_));
                    let style = (look, tone, open);
                    let covered = row.cells.iter().skip(column + 1).take_while(|cell| **cell == Cell::Covered).count();
                    if covered > 0 {
                        let last = column_0(column + covered);
                        self.worksheet.merge_range(row_0, column_0(column), row_0, last, "", formats.of(style))?;
                    }
                    self.cell(CellRef::new(row_0, column_0(column)), cell, style, formats)?;
                    if let Cell::Entry(entry) = cell {
                        self.validate(entry, (row_0, row_0), column, binding)?;
                    }
                }
            }
        }
        self.next_row_0 += 1;
        Ok(())
    }

    fn cell(&mut self, at: CellRef, cell: &Cell, style: Style, formats: &mut Formats) -> Written {
        let (row, column) = (at.row_0, at.col_0);
        let is_of_column = self.styles.get(usize::from(column)) == Some(&Some(style));
        let sheet = &mut self.worksheet;
        match cell {
            // Text is written as text whatever it begins with: nothing from an inbox becomes a formula.
            Cell::Text(text) if is_of_column => sheet.write_string(row, column, short(text, LONGEST_TEXT))?,
            Cell::Link { target, text } if self.links < MOST_LINKS && !target.is_empty() => {
                self.links += 1;
                let url = if target.starts_with("internal:") { target.clone() } else { format!("file:///{target}") };
                let url = Url::new(url).set_text(short(text, LONGEST_TEXT));
                sheet.write_url_with_format(row, column, url, formats.of(style))?
            }
            cell => match binary(cell) {
                Some(value) if is_of_column && !matches!(cell, Cell::Formula { .. }) => {
                    sheet.write_number(row, column, value)?
                }
                _ => put(sheet, at, cell, formats.of(style))?,
            },
        };
        if self.styles.get(usize::from(column)) == Some(&None) && matches!(cell, Cell::Text(_)) {
            self.styles[usize::from(column)] = Some(style);
            self.worksheet.set_column_format(column, formats.of(style))?;
        }
        Ok(())
    }

    fn height(&mut self, points: usize) -> Written {
        self.worksheet.set_row_height(self.next_row_0, points.min(TALLEST_ROW) as f64)?;
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

    /// The line under the last row, and what is printed.
    pub fn finish(&mut self, sign_off: &str, formats: &mut Formats) -> Written {
        if self.open_below {
            // Rows to be added are open as those already there.
            let open = Format::new().set_unlocked();
            for column in 0..self.widths.len() {
                self.worksheet.set_column_format(column_0(column), &open)?;
            }
        }
        if !sign_off.is_empty() {
            self.next_row_0 += 1;
            self.across(sign_off, self.printed, Look::SignOff, 2 * LINE, formats)?;
        }
        if !self.styles.is_empty() {
            // A row is put down when the next one begins; only then are the columns plain again.
            self.worksheet.write_blank(self.next_row_0, 0, &Format::new())?;
            for column in 0..self.styles.len() {
                self.worksheet.set_column_format(column_0(column), &Format::new())?;
            }
        }
        if self.next_row_0 > 0 {
            let last = column_0(self.printed.saturating_sub(1));
            self.worksheet.set_print_area(0, 0, self.next_row_0 - 1, last)?;
        }
        Ok(())
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
pub fn put<'w>(sheet: &'w mut Worksheet, at: CellRef, cell: &Cell, format: &Format) -> Written<&'w mut Worksheet> {
    let (row, column) = (at.row_0, at.col_0);
    match cell {
        Cell::Empty | Cell::Covered | Cell::Entry(_) => sheet.write_blank(row, column, format),
        // Text is written as text whatever it begins with: nothing from an inbox becomes a formula.
        Cell::Text(text) | Cell::Label(text) | Cell::Link { text, .. } => {
            sheet.write_string_with_format(row, column, short(text, LONGEST_TEXT), format)
        }
        Cell::Formula { formula, result } => {
            let formula = Formula::new(formula::a1(formula, at)).set_result(result_text(result));
            sheet.write_formula_with_format(row, column, formula, format)
        }
        number => match binary(number) {
            Some(value) => sheet.write_number_with_format(row, column, value, format),
            None => sheet.write_blank(row, column, format),
        },
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
