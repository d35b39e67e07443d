//! Sheets as units send them: merged cells, number formats, real dates, formulas, hidden sheets, tables that begin at
//! any cell.
//!
//! A sheet is written as a text, a line a row, cells between `|`. A cell is taken as Excel takes what is typed: `12.5`,
//! `1,250.00` and `95%` are numbers, `2023-03-05` is a date, `'12.5` a text, `=SUM(F5:F8)→20` a formula with its result.
//! `<` is merged with the cell on its left and `^` with the one above. `⏎` breaks the line inside a cell.

use std::collections::BTreeMap;

use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};

pub struct Sheet {
    pub name: String,
    text: String,
    first: (u32, u16),
    hidden: bool,
}

pub fn sheet(name: &str, text: &str) -> Sheet {
    Sheet { name: name.to_owned(), text: text.to_owned(), first: (0, 0), hidden: false }
}

/// A cell as it is stored: a value, the text of the formula that gave it, and what a person sees.
pub struct Cell {
    pub value: Value,
    formula: Option<String>,
    format: &'static str,
    pub shown: String,
    /// The last row and column of the region that it is merged over.
    pub last: (u32, u16),
}

pub enum Value {
    Text(String),
    Number(f64),
    /// Days since 1899-12-30.
    Date(f64),
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

    /// The cells that hold something or are merged, by row and column.
    pub fn cells(&self) -> BTreeMap<(u32, u16), Cell> {
        let text = self.text.strip_prefix('\n').unwrap_or(&self.text).trim_end();
        let mut typed: BTreeMap<(u32, u16), &str> = BTreeMap::new();
        for (row, line) in (self.first.0..).zip(text.lines()) {
            typed.extend((self.first.1..).zip(line.split('|')).map(|(col, text)| ((row, col), text.trim())));
        }
        let mut owners: BTreeMap<(u32, u16), (u32, u16)> = BTreeMap::new();
        let mut last: BTreeMap<(u32, u16), (u32, u16)> = BTreeMap::new();
        for (&(row, col), text) in &typed {
            let owner = match *text {
                "<" => owners[&(row, col - 1)],
                "^" => owners[&(row - 1, col)],
                _ => (row, col),
            };
            owners.insert((row, col), owner);
            last.insert(owner, (row, col));
        }
        for (&(row, col), &(last_row, last_col)) in &last {
            let inside = |at: &(u32, u16)| (row..=last_row).contains(&at.0) && (col..=last_col).contains(&at.1);
            let is_whole = owners.iter().all(|(at, owner)| inside(at) == (*owner == (row, col)));
            assert!(is_whole, "{}: what is merged at {row}, {col} is no rectangle", self.name);
        }
        let is_there = |at: &(u32, u16), last: &(u32, u16)| !typed[at].is_empty() || at != last;
        last.retain(|at, last| is_there(at, last));
        last.into_iter().map(|(at, last)| (at, Cell::typed(typed[&at], last))).collect()
    }

    fn write(&self, sheet: &mut Worksheet) {
        sheet.set_name(&self.name).unwrap().set_hidden(self.hidden);
        for ((row, col), cell) in self.cells() {
            if (row, col) != cell.last {
                sheet.merge_range(row, col, cell.last.0, cell.last.1, "", &Format::new()).unwrap();
            }
            let format = &Format::new().set_num_format(cell.format);
            match (&cell.formula, cell.value) {
                (Some(formula), _) => sheet.write_formula(row, col, Formula::new(formula).set_result(&cell.shown)),
                (None, Value::Text(text)) => sheet.write_string(row, col, text),
                (None, Value::Number(number)) => sheet.write_with_format(row, col, number, format),
                (None, Value::Date(serial)) => {
                    let date = ExcelDateTime::from_serial_datetime(serial).unwrap();
                    sheet.write_with_format(row, col, &date, format)
                }
            }
            .unwrap();
        }
    }

    /// The sheet as text: cells as they are shown, in quotes where they have to be; what is merged is empty.
    pub fn delimited(&self, delimiter: char) -> String {
        let cells = self.cells();
        let (rows, cols) =
            cells.values().fold((0, 0), |(rows, cols), cell| (rows.max(cell.last.0), cols.max(cell.last.1)));
        let quoted = |text: &str| match text.contains([delimiter, '"', '\n']) {
            true => format!("\"{}\"", text.replace('"', "\"\"")),
            false => text.to_owned(),
        };
        let shown = |at| cells.get(&at).map(|cell| quoted(&cell.shown)).unwrap_or_default();
        let line = |row| (0..=cols).map(|col| shown((row, col))).collect::<Vec<_>>().join(&delimiter.to_string());
        (0..=rows).map(|row| line(row) + "\r\n").collect()
    }
}

impl Cell {
    /// What typing `text` into a cell of Excel makes of it.
    fn typed(text: &str, last: (u32, u16)) -> Self {
        let shown = text.replace('⏎', "\n");
        let number = |text: &str| text.replace(',', "").parse::<f64>().ok();
        let cell = |value, format, shown: &str| Self { value, formula: None, format, shown: shown.to_owned(), last };
        if let Some(text) = shown.strip_prefix('\'') {
            return cell(Value::Text(text.to_owned()), "General", text);
        }
        if let Some((formula, result)) = shown.split_once('→') {
            let formula = Some(formula.to_owned());
            return Self { formula, ..cell(Value::Number(number(result).unwrap()), "General", result) };
        }
        if let Ok(date) = ExcelDateTime::parse_from_str(&shown)
            && shown.len() == "2023-03-05".len()
        {
            return cell(Value::Date(date.to_excel()), "yyyy-mm-dd", &shown);
        }
        if let Some(percent) = shown.strip_suffix('%').and_then(number) {
            return cell(Value::Number(percent / 100.0), "0.00%", &shown);
        }
        match number(&shown) {
            Some(number) if shown.contains(',') => cell(Value::Number(number), "#,##0.00", &shown),
            Some(number) => cell(Value::Number(number), "General", &shown),
            None => cell(Value::Text(shown.clone()), "General", &shown),
        }
    }
}

/// The bytes of a workbook of these sheets.
pub fn workbook(sheets: &[Sheet]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let shown = sheets.iter().position(|sheet| !sheet.hidden);
    for (at, sheet) in sheets.iter().enumerate() {
        // The first sheet is the active one unless another is, and an active sheet is shown.
        sheet.write(workbook.add_worksheet().set_active(Some(at) == shown));
    }
    workbook.save_to_buffer().unwrap()
}
