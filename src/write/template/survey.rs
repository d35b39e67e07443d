//! 满意度调查问卷: a row a respondent; the questions are examples that the unit writes over.

use crate::write::sheet::Sheet;
use crate::write::table::{Cell, Column, EntryOf, Row, Table};

use super::{Asked, Form, ROWS, Template, identity};

/// Questions of a scale, then an open one.
const QUESTIONS: [&str; 6] = [
    "question-openness",
    "question-service",
    "question-timeliness",
    "question-quality",
    "question-overall",
    "question-opinion",
];
const SCALE: [&str; 5] = ["very-satisfied", "satisfied", "fair", "dissatisfied", "very-dissatisfied"];
const WIDTHS: [u16; 7] = [11, 24, 24, 24, 24, 24, 34];

pub fn template(form: &Form<'_>) -> Template {
    let about = identity();
    let [code, name, year] = &about;
    let counts = ["copies-issued", "copies-returned"].map(|key| Asked::new(key, 0, EntryOf::Number));
    let [issued, returned] = &counts;
    let labels = vec![
        Row::new(vec![
            form.label("project-code"),
            form.field(code),
            form.label("project-name"),
            form.field(name),
            Cell::Covered,
        ]),
        Row::new(vec![
            form.label("fiscal-year"),
            form.field(year),
            form.label("copies-issued"),
            form.field(issued),
            form.label("copies-returned"),
            form.field(returned),
        ]),
    ];
    let blank = WIDTHS.map(|width| Column::new("", width)).to_vec();
    let top = Table { columns: blank, rows: labels, ..form.head("survey") };

    let serial = Asked::new("serial", WIDTHS[0], EntryOf::Number);
    let asked = Asked::one_of("answer", 0, &SCALE);
    let opinion = Asked::new("opinion", 0, EntryOf::Text);
    let mut columns = vec![form.column(&serial)];
    for (key, width) in QUESTIONS.into_iter().zip(WIDTHS.into_iter().skip(1)) {
        let asked = if key == "question-opinion" { &opinion } else { &asked };
        let question = Column::new(form.translated(key), width);
        columns.push(Column { entry: Some(form.entry(asked)), own_heading: true, ..question });
    }
    let answers = Table { columns, rows: vec![Row::default(); ROWS], ..Table::default() };
    let sheet = Sheet { tables: vec![top, answers], open_below: true, ..Sheet::default() };
    form.template("survey", sheet, about.iter().chain(&counts).chain([&serial, &asked]))
}
