//! Writes the sample inbox: `cargo run --example make_input [FOLDER]` (default `input`).
//!
//! What stands in the workbooks is in `examples/input/*.toml`, one file per project; this program
//! only lays it out as units do: merged titles, a unit line, borders, totals as formulas. Everything
//! is a grid (a heading and rows); a table, the national self-evaluation form and a survey export
//! differ in what stands around it. The creation date is fixed, so that two runs give the same bytes.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use rust_xlsxwriter::utility::{cell_range, row_col_to_cell};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, Workbook, Worksheet};
use serde::Deserialize;

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

// The data files

/// One data file: the workbooks of one folder of the inbox.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Project {
    /// Empty for a workbook that stands in the inbox itself.
    folder: String,
    book: Vec<Book>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Book {
    file: String,
    sheet: Vec<Sheet>,
}

/// A sheet holds tables one under another, or a form, or survey answers.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sheet {
    name: String,
    #[serde(default)]
    table: Vec<Table>,
    form: Option<Form>,
    survey: Option<Survey>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    title: String,
    /// Lines between title and heading: `单位：万元`, `项目名称：…`.
    #[serde(default)]
    lines: Vec<String>,
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
    #[serde(default)]
    total: Vec<String>,
    #[serde(default)]
    notes: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Column {
    head: String,
    #[serde(default)]
    kind: Kind,
    /// In characters of the default font; a sheet's later tables take the width of the first.
    #[serde(default)]
    width: f64,
}

/// How the text of a cell is written.
#[derive(Clone, Copy, Default, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
enum Kind {
    #[default]
    Text,
    Center,
    Money,
    Number,
    Percent,
    /// A rate without decimals.
    Share,
    Date,
}

/// Figures are strings in the data files, so that none passes through a float on its way in.
#[derive(Deserialize)]
#[serde(untagged)]
enum Cell {
    Text(String),
    /// A rate in a column of texts.
    Percent {
        percent: String,
    },
}

/// A cell of this text is merged with the one above it.
const MERGED: &str = "^";
/// A total of this text is the sum of its column.
const SUM: &str = "=SUM";

impl Cell {
    fn text(&self) -> &str {
        match self {
            Cell::Text(text) | Cell::Percent { percent: text } => text,
        }
    }

    fn is_merged(&self) -> bool {
        matches!(self, Cell::Text(text) if text == MERGED)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    year: u16,
    name: String,
    code: Option<String>,
    department: String,
    unit: String,
    funds: Vec<Vec<Cell>>,
    goal: String,
    done: String,
    indicators: Vec<Vec<Cell>>,
    #[serde(default)]
    notes: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Survey {
    title: Option<String>,
    /// `2024/7`: the copies come in over this month.
    month: String,
    questions: Vec<Question>,
    /// A letter for each closed question, then ` | ` and the open answer.
    answers: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Question {
    text: String,
    /// Empty for an open question.
    #[serde(default)]
    options: Vec<String>,
}

// Files and sheets

fn main() -> Outcome {
    let out = std::env::args().nth(1).map_or_else(|| PathBuf::from("input"), PathBuf::from);
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/input");
    let entries = fs::read_dir(&data).map_err(|error| format!("{}: {error}", data.display()))?;
    let mut files = entries.map(|entry| entry.map(|entry| entry.path())).collect::<Result<Vec<_>, _>>()?;
    files.retain(|file| file.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    for file in files {
        make_project(&file, &out).map_err(|error| format!("{}: {error}", file.display()))?;
    }
    Ok(())
}

fn make_project(file: &Path, out: &Path) -> Outcome {
    let project: Project = toml::from_str(&fs::read_to_string(file)?)?;
    let folder = out.join(&project.folder);
    fs::create_dir_all(&folder)?;
    for book in &project.book {
        let mut workbook = Workbook::new();
        let created = ExcelDateTime::from_ymd(2024, 7, 31)?;
        workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
        for sheet in &book.sheet {
            draw_sheet(workbook.add_worksheet(), sheet)
                .map_err(|error| format!("{}, {}: {error}", book.file, sheet.name))?;
        }
        let path = folder.join(&book.file);
        workbook.save(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        println!("{}", path.display());
    }
    Ok(())
}

fn draw_sheet(page: &mut Worksheet, sheet: &Sheet) -> Outcome {
    page.set_name(&sheet.name)?;
    // A4 across, one page wide: how these tables are printed and filed.
    page.set_paper_size(9).set_landscape().set_print_fit_to_pages(1, 0);
    if let Some(first) = sheet.table.first() {
        let widths: Vec<f64> = first.columns.iter().map(|column| column.width.max(8.0)).collect();
        set_widths(page, &widths)?;
        let mut row = 0;
        for table in &sheet.table {
            row = draw_table(page, table, &widths, row)? + 1;
        }
    }
    if let Some(form) = &sheet.form {
        draw_form(page, form)?;
    }
    if let Some(survey) = &sheet.survey {
        draw_survey(page, survey)?;
    }
    Ok(())
}

// Grids: a heading and rows under it

struct Grid<'a> {
    heads: Vec<(&'a str, Kind)>,
    rows: &'a [Vec<Cell>],
    widths: &'a [f64],
    /// The sheet's column in which it begins.
    left: u16,
}

impl Grid<'_> {
    /// Draws the heading in row `top`, the rows under it, and gives the first free row.
    fn draw(&self, page: &mut Worksheet, top: u32) -> Outcome<u32> {
        let heads = self.heads.iter().map(|(head, _)| *head);
        page.set_row_height(top, height(heads.zip(self.widths)))?;
        for (at, (head, _)) in (self.left..).zip(&self.heads) {
            page.write_with_format(top, at, *head, &heading())?;
        }
        let mut row = top + 1;
        for (index, cells) in self.rows.iter().enumerate() {
            if cells.len() != self.heads.len() {
                let (found, wanted) = (cells.len(), self.heads.len());
                return Err(format!("row {}: {found} cells, not {wanted}", index + 1).into());
            }
            page.set_row_height(row, self.row_height(index))?;
            for (field, (cell, (_, kind))) in cells.iter().zip(&self.heads).enumerate() {
                let at = self.left + u16::try_from(field)?;
                let last = row + self.span(index, field) - 1;
                match cell {
                    _ if cell.is_merged() => {}
                    Cell::Text(text) if last > row => {
                        page.merge_range(row, at, last, at, text, &body(*kind))?;
                    }
                    Cell::Text(text) => write(page, row, at, text, *kind)?,
                    Cell::Percent { percent } => write(page, row, at, percent, Kind::Percent)?,
                }
            }
            row += 1;
        }
        Ok(row)
    }

    /// The number of rows that a cell covers with those merged into it.
    fn span(&self, index: usize, field: usize) -> u32 {
        let below = self.rows[index + 1..].iter();
        let merged = below.take_while(|cells| cells.get(field).is_some_and(Cell::is_merged));
        merged.fold(1, |count, _| count + 1)
    }

    /// Excel fits no merged row of a file that it has not made; a merged text is spread over its rows.
    fn row_height(&self, index: usize) -> f64 {
        let mut lines = 1.0_f64;
        for (field, room) in self.widths.iter().enumerate() {
            let column = |row: usize| self.rows[row].get(field).filter(|cell| !cell.is_merged());
            let own = (0..=index).rev().find_map(|row| Some((row, column(row)?)));
            if let Some((row, cell)) = own {
                lines = lines.max(wrapped(cell.text(), *room) / f64::from(self.span(row, field)));
            }
        }
        line_height(lines.ceil())
    }

    /// The sum of a field in millionths.
    fn sum(&self, field: usize) -> Outcome<i64> {
        let texts = self.rows.iter().map(|cells| cells[field].text());
        texts.filter(|text| !is_blank(text)).map(millionths).sum()
    }
}

/// Lines over the whole width: what stands above a heading, or a note under a table.
fn draw_lines(page: &mut Worksheet, lines: &[String], widths: &[f64], mut row: u32) -> Outcome<u32> {
    let last = u16::try_from(widths.len())? - 1;
    let whole = widths.iter().sum();
    for line in lines {
        page.merge_range(row, 0, row, last, line, &plain())?;
        page.set_row_height(row, height([(line.as_str(), &whole)].into_iter()))?;
        row += 1;
    }
    Ok(row)
}

/// A sum as a formula, with the result that Excel would show.
fn draw_sum(page: &mut Worksheet, row: u32, at: u16, cells: &str, sum: i64, kind: Kind) -> Outcome {
    let formula = Formula::new(format!("=SUM({cells})")).set_result(figure(sum).to_string());
    page.write_formula_with_format(row, at, formula, &body(kind))?;
    Ok(())
}

// Tables

/// Draws a table from row `top` down and gives the first free row under it.
fn draw_table(page: &mut Worksheet, table: &Table, widths: &[f64], top: u32) -> Outcome<u32> {
    let last = u16::try_from(widths.len())? - 1;
    page.merge_range(top, 0, top, last, &table.title, &title())?;
    page.set_row_height(top, 28)?;
    let heads = draw_lines(page, &table.lines, widths, top + 1)?;
    let columns = table.columns.iter().map(|column| (column.head.as_str(), column.kind));
    let grid = Grid { heads: columns.collect(), rows: &table.rows, widths, left: 0 };
    let end = grid.draw(page, heads)?;
    if table.total.is_empty() {
        return draw_lines(page, &table.notes, widths, end);
    }
    if table.total.len() != grid.heads.len() {
        return Err(format!("the total of {} has {} cells", table.title, table.total.len()).into());
    }
    for (field, (text, (_, kind))) in table.total.iter().zip(&grid.heads).enumerate() {
        let at = u16::try_from(field)?;
        match text.as_str() {
            // A ledger without payments has nothing to add.
            SUM if table.rows.is_empty() => write(page, end, at, "0", *kind)?,
            SUM => draw_sum(page, end, at, &cell_range(heads + 1, at, end - 1, at), grid.sum(field)?, *kind)?,
            text => write(page, end, at, text, *kind)?,
        }
    }
    page.set_row_height(end, line_height(1.0))?;
    draw_lines(page, &table.notes, widths, end + 1)
}

// The national self-evaluation form: labels beside values, nine columns

const FORM_WIDTHS: [f64; 9] = [12.0, 22.0, 20.0, 36.0, 17.0, 17.0, 11.0, 10.0, 34.0];

const FUNDS: [(&str, Kind); 7] = [
    ("", Kind::Text),
    ("年初预算数", Kind::Money),
    ("全年预算数", Kind::Money),
    ("全年执行数", Kind::Money),
    ("分值", Kind::Number),
    ("执行率", Kind::Percent),
    ("得分", Kind::Number),
];

const INDICATORS: [(&str, Kind); 8] = [
    ("一级指标", Kind::Center),
    ("二级指标", Kind::Center),
    ("三级指标", Kind::Text),
    ("年度指标值", Kind::Center),
    ("实际完成值", Kind::Center),
    ("分值", Kind::Number),
    ("得分", Kind::Number),
    ("偏差原因分析及改进措施", Kind::Text),
];

fn draw_form(page: &mut Worksheet, form: &Form) -> Outcome {
    set_widths(page, &FORM_WIDTHS)?;
    page.merge_range(0, 0, 0, 8, "项目支出绩效自评表", &title())?;
    page.set_row_height(0, 28)?;
    let year = format!("（{}年度）", form.year);
    page.merge_range(1, 0, 1, 8, &year, &plain().set_align(FormatAlign::Center))?;

    let mut row = 2;
    let code = form.code.as_ref().map(|code| ("项目编码", code));
    for (label, value) in [("项目名称", &form.name)].into_iter().chain(code) {
        draw_label(page, row, 0, label, value, 8)?;
        row += 1;
    }
    draw_label(page, row, 0, "主管部门", &form.department, 3)?;
    draw_label(page, row, 4, "实施单位", &form.unit, 8)?;

    let funds = Grid { heads: FUNDS.to_vec(), rows: &form.funds, widths: &FORM_WIDTHS[1..8], left: 1 };
    let funds_top = row + 1;
    let goals = funds.draw(page, funds_top)?;
    page.merge_range(funds_top, 0, goals - 1, 0, "项目资金\n（万元）", &heading())?;
    page.merge_range(funds_top, 8, goals - 1, 8, "", &body(Kind::Text))?;

    draw_goals(page, form, goals)?;

    let indicators = Grid { heads: INDICATORS.to_vec(), rows: &form.indicators, widths: &FORM_WIDTHS[1..], left: 1 };
    let first = goals + 3;
    let end = indicators.draw(page, first - 1)?;
    page.merge_range(first - 1, 0, end - 1, 0, "绩效指标", &heading())?;

    // The execution rate, whose weight and points stand in the first row of the funds, is part of the total.
    let execution = form.funds.first().ok_or("no row of funds")?;
    page.merge_range(end, 0, end, 5, "总分", &heading())?;
    for (own, field, at) in [(4, 5, 6), (6, 6, 7)] {
        let cells = [row_col_to_cell(funds_top + 1, own + 1), cell_range(first, at, end - 1, at)];
        let sum = indicators.sum(field)? + millionths(execution[usize::from(own)].text())?;
        draw_sum(page, end, at, &cells.join(","), sum, Kind::Number)?;
    }
    write(page, end, 8, "", Kind::Text)?;
    page.set_row_height(end, line_height(1.0))?;
    draw_lines(page, &form.notes, &FORM_WIDTHS, end + 1)?;
    Ok(())
}

/// A label and, beside it up to column `last`, its value.
fn draw_label(page: &mut Worksheet, row: u32, at: u16, label: &str, value: &str, last: u16) -> Outcome {
    page.set_row_height(row, line_height(1.0))?;
    page.write_with_format(row, at, label, &heading())?;
    page.merge_range(row, at + 1, row, last, value, &body(Kind::Center))?;
    Ok(())
}

fn draw_goals(page: &mut Worksheet, form: &Form, row: u32) -> Outcome {
    page.merge_range(row, 0, row + 1, 0, "年度总体目标", &heading())?;
    page.merge_range(row, 1, row, 4, "预期目标", &heading())?;
    page.merge_range(row, 5, row, 8, "实际完成情况", &heading())?;
    page.merge_range(row + 1, 1, row + 1, 4, &form.goal, &body(Kind::Text))?;
    page.merge_range(row + 1, 5, row + 1, 8, &form.done, &body(Kind::Text))?;
    page.set_row_height(row, line_height(1.0))?;
    page.set_row_height(row + 1, line_height(3.0))?;
    Ok(())
}

// Survey answers, as the usual survey sites export them

const RESPONDENT: [(&str, Kind); 6] = [
    ("序号", Kind::Number),
    ("提交答卷时间", Kind::Text),
    ("所用时间", Kind::Text),
    ("来源", Kind::Text),
    ("来源详情", Kind::Text),
    ("来自IP", Kind::Text),
];

fn draw_survey(page: &mut Worksheet, survey: &Survey) -> Outcome {
    let mut widths = vec![6.0, 20.0, 10.0, 8.0, 10.0, 20.0];
    widths.resize(widths.len() + survey.questions.len(), 32.0);
    set_widths(page, &widths)?;
    let mut rows = Vec::new();
    for (index, answer) in survey.answers.iter().enumerate() {
        let mut cells = respondent(index, survey.answers.len(), &survey.month).to_vec();
        cells.extend(answers(survey, answer)?);
        rows.push(cells.into_iter().map(Cell::Text).collect());
    }
    let questions = survey.questions.iter().map(|question| (question.text.as_str(), Kind::Text));
    let heads: Vec<_> = RESPONDENT.into_iter().chain(questions).collect();
    let mut top = 0;
    if let Some(title) = &survey.title {
        page.merge_range(0, 0, 0, u16::try_from(heads.len())? - 1, title, &heading())?;
        page.set_row_height(0, 28)?;
        top = 1;
    }
    Grid { heads, rows: &rows, widths: &widths, left: 0 }.draw(page, top)?;
    Ok(())
}

/// Number, time, duration, source and address of a copy: made up, evenly over the month, from the
/// address block that is kept for examples.
fn respondent(index: usize, count: usize, month: &str) -> [String; 6] {
    let (day, hour) = (3 + index * 25 / count, 9 + index * 200 / count % 8);
    let (minute, second) = ((index * 17 + 4) % 60, (index * 23 + 11) % 60);
    [
        (index + 1).to_string(),
        format!("{month}/{day} {hour:02}:{minute:02}:{second:02}"),
        format!("{}秒", 58 + index * 37 % 113),
        "微信".to_owned(),
        "N/A".to_owned(),
        format!("192.0.2.{}(示例)", index + 11),
    ]
}

/// The option texts that the letters stand for, then the open answer.
fn answers(survey: &Survey, answer: &str) -> Outcome<Vec<String>> {
    let (letters, open) = answer.split_once(" | ").unwrap_or((answer, ""));
    let closed = survey.questions.iter().filter(|question| !question.options.is_empty()).count();
    if letters.len() != closed {
        return Err(format!("{answer}: {} letters, not {closed}", letters.len()).into());
    }
    let mut letters = letters.bytes();
    let mut texts = Vec::new();
    for question in &survey.questions {
        let letter = if question.options.is_empty() { None } else { letters.next() };
        let option = letter.map_or(Some(open), |letter| {
            question.options.get(usize::from(letter.wrapping_sub(b'A'))).map(String::as_str)
        });
        texts.push(option.ok_or_else(|| format!("{answer}: no such option of {}", question.text))?.to_owned());
    }
    Ok(texts)
}

// Cells

/// Writes a text as its kind asks; a blank or a dash stays what it is in every kind.
fn write(page: &mut Worksheet, row: u32, at: u16, text: &str, kind: Kind) -> Outcome {
    let format = body(kind);
    if is_blank(text) || matches!(kind, Kind::Text | Kind::Center) {
        // With a format even an empty text makes a cell, which keeps its border.
        page.write_string_with_format(row, at, text, &format)?;
    } else if kind == Kind::Date {
        page.write_datetime_with_format(row, at, ExcelDateTime::parse_from_str(text)?, &format)?;
    } else {
        page.write_number_with_format(row, at, figure(millionths(text)?), &format)?;
    }
    Ok(())
}

/// What may stand in a column of figures without being one.
fn is_blank(text: &str) -> bool {
    matches!(text, "" | "—" | "合计" | "小计")
}

/// A decimal figure in whole millionths, so that totals are added without a float.
fn millionths(text: &str) -> Outcome<i64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = format!("{whole}{part:0<6}");
    let figure = digits.parse().ok().filter(|_| part.len() <= 6 && part.bytes().all(|byte| byte.is_ascii_digit()));
    figure.ok_or_else(|| format!("'{text}' is not a figure of at most six places").into())
}

fn figure(millionths: i64) -> f64 {
    millionths as f64 / 1e6
}

// Sizes: Excel's own fitting, and the writer's, take a Chinese character for a narrow one

fn set_widths(page: &mut Worksheet, widths: &[f64]) -> Outcome {
    for (at, width) in (0..).zip(widths) {
        page.set_column_width(at, *width)?;
    }
    Ok(())
}

/// The number of lines that a text takes in a column; a little room is lost at each break.
fn wrapped(text: &str, room: f64) -> f64 {
    let width = |line: &str| line.chars().map(|c| if c < '\u{2000}' { 1.0 } else { 2.0 }).sum::<f64>();
    text.split('\n').map(|line| (width(line) / (room - 2.0)).ceil().max(1.0)).sum()
}

fn height<'a>(cells: impl Iterator<Item = (&'a str, &'a f64)>) -> f64 {
    line_height(cells.map(|(text, room)| wrapped(text, *room)).fold(1.0, f64::max))
}

fn line_height(lines: f64) -> f64 {
    6.0 + 15.0 * lines
}

// Formats

fn plain() -> Format {
    Format::new().set_font_name("宋体").set_font_size(11).set_align(FormatAlign::VerticalCenter).set_text_wrap()
}

fn title() -> Format {
    plain().set_bold().set_font_size(16).set_align(FormatAlign::Center)
}

fn heading() -> Format {
    plain().set_bold().set_border(FormatBorder::Thin).set_align(FormatAlign::Center)
}

fn body(kind: Kind) -> Format {
    let (align, number) = match kind {
        Kind::Text => (FormatAlign::Left, "General"),
        Kind::Center | Kind::Number => (FormatAlign::Center, "General"),
        Kind::Money => (FormatAlign::Right, "#,##0.00"),
        Kind::Percent => (FormatAlign::Center, "0.00%"),
        Kind::Share => (FormatAlign::Center, "0%"),
        Kind::Date => (FormatAlign::Center, "yyyy-mm-dd"),
    };
    plain().set_border(FormatBorder::Thin).set_align(align).set_num_format(number)
}
