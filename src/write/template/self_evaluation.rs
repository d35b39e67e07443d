//! 项目支出绩效自评表: one project, its funds, its goals, its indicators with the points that the unit gives itself.

use crate::write::formula::sum_above;
use crate::write::sheet::Sheet;
use crate::write::table::{Cell, Column, EntryOf, Row, Table};

use super::{Asked, Form, Template};

/// So many indicators; rows can be inserted among them.
const INDICATORS: usize = 24;
const LEVELS_2: [&str; 9] =
    ["quantity", "quality", "timeliness", "cost", "economic", "social", "ecological", "sustainable", "served"];
/// The column of the weights.
const WEIGHT: usize = 5;
const WIDTHS: [u16; 8] = [16, 18, 26, 15, 15, 10, 10, 30];

pub fn template(form: &Form<'_>) -> Template {
    let text = |key| Asked::new(key, 0, EntryOf::Text);
    let about = [
        text("project-name"),
        text("project-code"),
        Asked::new("fiscal-year", 0, EntryOf::Year),
        text("department"),
        text("unit"),
    ];
    let funds = [
        Asked::new("initial-budget", 0, EntryOf::Number),
        Asked::new("revised-budget", 0, EntryOf::Number),
        Asked::new("expenditure", 0, EntryOf::Number),
        Asked::new("execution-weight", 0, EntryOf::Points),
        Asked::new("execution-points", 0, EntryOf::PointsOf(WEIGHT)),
    ];
    let goals = [text("goals-expected"), text("goals-reached")];
    let indicators = [
        Asked::one_of("level1", 0, &["outputs", "benefits", "satisfaction"]),
        Asked::one_of("level2", 0, &LEVELS_2),
        text("level3"),
        text("target"),
        text("actual"),
        Asked::new("weight", 0, EntryOf::Points),
        Asked::new("points", 0, EntryOf::PointsOf(WEIGHT)),
        text("reason"),
    ];
    let upper = Sheet {
        tables: vec![about_project(form, &about), fund_block(form, &funds), goal_block(form, &goals)],
        ..Sheet::default()
    };
    // The total of the funds is the first row of its block, counted from one.
    let funds_row = upper.headings_0()[1] + 2;
    let mut tables = upper.tables;
    tables.push(indicator_block(form, &indicators, funds_row));
    let asked = about.iter().chain(&funds[..3]).chain(&goals).chain(&indicators);
    form.template("self-evaluation", Sheet { tables, open_below: true, ..Sheet::default() }, asked)
}

/// Columns without headings, of the widths that all blocks of the form have.
fn columns(headings: [String; 8]) -> Vec<Column> {
    headings.into_iter().zip(WIDTHS).map(|(heading, width)| Column::new(heading, width)).collect()
}

fn about_project(form: &Form<'_>, [name, code, year, department, unit]: &[Asked; 5]) -> Table {
    let rows = vec![
        Row::new(vec![
            form.label("project-name"),
            form.field(name),
            Cell::Covered,
            form.label("project-code"),
            form.field(code),
            form.label("fiscal-year"),
            form.field(year),
        ]),
        Row::new(vec![
            form.label("department"),
            form.field(department),
            Cell::Covered,
            form.label("unit"),
            form.field(unit),
            Cell::Covered,
            Cell::Covered,
        ]),
    ];
    Table { columns: columns(Default::default()), rows, ..form.head("self-evaluation") }
}

/// The total of the project's funds, then its sources; only the total has points.
fn fund_block(form: &Form<'_>, [initial, revised, expenditure, weight, points]: &[Asked; 5]) -> Table {
    let headings =
        ["funds", "", "initial-budget", "revised-budget", "expenditure", "weight", "points", "execution-rate"];
    let heading = |key: &str| if key.is_empty() { String::new() } else { form.heading(key) };
    let source = |key: &str, is_total: bool| {
        let label = [form.label(key), Cell::Covered];
        let amounts = [initial, revised, expenditure].map(|asked| form.field(asked));
        let scored = if is_total { [form.field(weight), form.field(points)] } else { [Cell::Empty, Cell::Empty] };
        let rate = Cell::formula("IF(N(RC[-4])=0,\"\",TEXT(RC[-3]/RC[-4],\"0.00%\"))", Cell::Empty);
        Row::new(label.into_iter().chain(amounts).chain(scored).chain([rate]).collect())
    };
    let rows = vec![
        source("funds-total", true),
        source("funds-of-year", false),
        source("funds-carried-over", false),
        source("funds-other", false),
    ];
    Table { columns: columns(headings.map(heading)), rows, ..Table::default() }
}

fn goal_block(form: &Form<'_>, [expected, reached]: &[Asked; 2]) -> Table {
    let row = |asked: &Asked| {
        let covered = std::iter::repeat_n(Cell::Covered, WIDTHS.len() - 2);
        Row::new([form.label(asked.key), form.field(asked)].into_iter().chain(covered).collect())
    };
    Table { columns: columns(Default::default()), rows: vec![row(expected), row(reached)], ..Table::default() }
}

/// The total adds the weight and points of the execution rate, which stand in `funds_row`.
fn indicator_block(form: &Form<'_>, asked: &[Asked; 8], funds_row: u32) -> Table {
    let fields = asked.iter().map(|asked| form.field(asked));
    let mut rows = vec![Row::new(fields.collect()); INDICATORS];
    let sum = || Cell::formula(format!("{}+N(R{funds_row}C)", sum_above(INDICATORS)), Cell::Count(0));
    let mut total = vec![form.label("indicators-total")];
    total.extend(std::iter::repeat_n(Cell::Covered, 4));
    total.extend([sum(), sum(), Cell::Empty]);
    rows.push(Row::new(total));
    let headings = asked.iter().map(|asked| form.heading(asked.key));
    let columns = headings.zip(WIDTHS).map(|(heading, width)| Column::new(heading, width)).collect();
    Table { columns, rows, ..Table::default() }
}
