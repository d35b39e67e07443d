//! Sheets as units send them: merged cells, number formats, real dates, formulas, hidden sheets, tables that begin at
//! any cell.
//!
//! A sheet is written as a text, a line a row, cells between `|`. A cell is taken as Excel takes what is typed: `12.5`,
//! `1,250.00` and `95%` are numbers, `2023-03-05` is a date, `'12.5` a text, `=SUM(F5:F8)→20` a formula with its result.
//! `<` is merged with the cell on its left and `^` with the one above. `⏎` breaks the line inside a cell.

use std::collections::BTreeMap;

use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};

pub struct Sheet {
    name: String,
    text: String,
    first: (u32, u16),
    hidden: bool,
}

pub fn sheet(name: &str, text: &str) -> Sheet {
    Sheet { name: name.to_owned(), text: text.to_owned(), first: (0, 0), hidden: false }
}

impl Sheet {
    /// The table begins `rows` further down and `cols` further right than A1.
    pub fn at(mut self, rows: u32, cols: u16) -> Self {
        self.first = (rows, cols);
        self
    }

    pub fn hidden(mut self) -> Self {
        self.hidden = true;
        self
    }

    /// The cells, by row and column.
    fn cells(&self) -> BTreeMap<(u32, u16), &str> {
        let text = self.text.strip_prefix('\n').unwrap_or(&self.text).trim_end();
        let (first_row, first_col) = self.first;
        let mut cells = BTreeMap::new();
        for (row, line) in (first_row..).zip(text.lines()) {
            let texts = line.split('|').map(str::trim);
            cells.extend((first_col..).zip(texts).map(|(col, text)| ((row, col), text)));
        }
        cells
    }

    fn write(&self, sheet: &mut Worksheet) {
        sheet.set_name(&self.name).unwrap().set_hidden(self.hidden);
        let cells = self.cells();
        let mut owners: BTreeMap<(u32, u16), (u32, u16)> = BTreeMap::new();
        let mut last: BTreeMap<(u32, u16), (u32, u16)> = BTreeMap::new();
        for (&(row, col), text) in &cells {
            let owner = match *text {
                "<" => owners[&(row, col - 1)],
                "^" => owners[&(row - 1, col)],
                _ => (row, col),
            };
            owners.insert((row, col), owner);
            last.insert(owner, (row, col));
        }
        for (&(row, col), &(last_row, last_col)) in &last {
            let inside =
                owners.iter().filter(|(at, _)| (row..=last_row).contains(&at.0) && (col..=last_col).contains(&at.1));
            assert!(
                inside.clone().all(|(_, owner)| *owner == (row, col)),
                "{}: no rectangle at {row}, {col}",
                self.name
            );
            if (row, col) != (last_row, last_col) {
                sheet.merge_range(row, col, last_row, last_col, "", &Format::new()).unwrap();
            }
            write_cell(sheet, row, col, cells[&(row, col)]);
        }
    }
}

/// What typing `text` into a cell of Excel makes of it.
fn write_cell(sheet: &mut Worksheet, row: u32, col: u16, text: &str) {
    let formatted = |format: &str| Format::new().set_num_format(format);
    let text = text.replace('⏎', "\n");
    let grouped = text.replace(',', "").parse::<f64>().ok().filter(|_| text.contains(','));
    if text.is_empty() {
    } else if let Some(text) = text.strip_prefix('\'') {
        sheet.write_string(row, col, text).unwrap();
    } else if let Some((formula, result)) = text.split_once('→') {
        sheet.write_formula(row, col, Formula::new(formula).set_result(result)).unwrap();
    } else if let Ok(date) = ExcelDateTime::parse_from_str(&text)
        && text.len() == "2023-03-05".len()
    {
        sheet.write_with_format(row, col, &date, &formatted("yyyy-mm-dd")).unwrap();
    } else if let Some(percent) = text.strip_suffix('%').and_then(|number| number.parse::<f64>().ok()) {
        sheet.write_with_format(row, col, percent / 100.0, &formatted("0.00%")).unwrap();
    } else if let Some(number) = grouped {
        sheet.write_with_format(row, col, number, &formatted("#,##0.00")).unwrap();
    } else if let Ok(number) = text.parse::<f64>() {
        sheet.write_number(row, col, number).unwrap();
    } else {
        sheet.write_string(row, col, &text).unwrap();
    }
}

/// The bytes of a workbook of these sheets.
pub fn workbook(sheets: &[Sheet]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    for sheet in sheets {
        sheet.write(workbook.add_worksheet());
    }
    workbook.save_to_buffer().unwrap()
}
