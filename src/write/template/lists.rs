//! Forms of one row a project, a payment, an indicator or a decision.

use crate::write::sheet::Sheet;
use crate::write::table::{Cell, EntryOf, Row, Table};

use super::{Asked, Form, ROWS, Template, identity};

/// The column of the weights in a score table.
const WEIGHT: usize = 7;

/// 预算安排表: a row a project.
pub fn budget(form: &Form<'_>) -> Template {
    let asked = [
        Asked::new("project-code", 16, EntryOf::Text),
        Asked::new("project-name", 34, EntryOf::Text),
        Asked::new("fiscal-year", 9, EntryOf::Year),
        Asked::new("department", 22, EntryOf::Text),
        Asked::new("unit", 22, EntryOf::Text),
        Asked::new("initial-budget", 15, EntryOf::Number),
        Asked::new("revised-budget", 15, EntryOf::Number),
        Asked::new("received", 15, EntryOf::Number),
        Asked::new("approved", 13, EntryOf::Date),
    ];
    list(form, "budget", &asked)
}

/// 资金拨付台账: a row a payment.
pub fn ledger(form: &Form<'_>) -> Template {
    let asked = [
        Asked::new("project-code", 16, EntryOf::Text),
        Asked::new("project-name", 30, EntryOf::Text),
        Asked::new("date", 13, EntryOf::Date),
        Asked::new("voucher", 16, EntryOf::Text),
        Asked::new("payee", 28, EntryOf::Text),
        Asked::new("purpose", 26, EntryOf::Text),
        Asked::new("amount", 17, EntryOf::Amount),
        Asked::new("note", 20, EntryOf::Text),
    ];
    list(form, "ledger", &asked)
}

/// 审定表: a row an indicator whose points a reviewer changes.
pub fn review(form: &Form<'_>) -> Template {
    let asked = [
        Asked::new("project-code", 16, EntryOf::Text),
        Asked::new("fiscal-year", 9, EntryOf::Year),
        Asked::new("level1", 16, EntryOf::Text),
        Asked::new("level2", 18, EntryOf::Text),
        Asked::new("level3", 28, EntryOf::Text),
        Asked::new("reviewed-points", 11, EntryOf::Points),
        Asked::new("review-reason", 34, EntryOf::Text),
        Asked::new("reviewer", 12, EntryOf::Text),
    ];
    list(form, "review", &asked)
}

/// 综合评分表: a row an indicator of one project, scored by an evaluator.
pub fn score_table(form: &Form<'_>) -> Template {
    let asked = [
        Asked::one_of("level1", 14, &["decision", "process", "output", "benefit"]),
        Asked::new("level2", 16, EntryOf::Text),
        Asked::new("level3", 26, EntryOf::Text),
        Asked::new("explanation", 26, EntryOf::Text),
        Asked::new("rule-text", 34, EntryOf::Text),
        Asked::new("target", 13, EntryOf::Text),
        Asked::new("actual", 13, EntryOf::Text),
        Asked::new("weight", 9, EntryOf::Points),
        Asked::new("points", 9, EntryOf::PointsOf(WEIGHT)),
        Asked::new("reason", 28, EntryOf::Text),
    ];
    let about = identity();
    let [code, name, year] = &about;
    let table = form.table("score-table", &asked, ROWS);
    let labels = vec![
        form.label("project-code"),
        form.field(code),
        form.label("project-name"),
        form.field(name),
        Cell::Covered,
        form.label("fiscal-year"),
        form.field(year),
    ];
    let widths = table.columns.iter().map(|column| crate::write::table::Column::new("", column.width));
    let top = Table { columns: widths.collect(), rows: vec![Row::new(labels)], ..form.head("score-table") };
    let bottom = Table { name: String::new(), title: String::new(), notes: Vec::new(), ..table };
    let sheet = Sheet { tables: vec![top, bottom], open_below: true, ..Sheet::default() };
    form.template("score-table", sheet, about.iter().chain(&asked))
}

fn list(form: &Form<'_>, key: &str, asked: &[Asked]) -> Template {
    let table = Table { filter: true, frozen: 1, ..form.table(key, asked, ROWS) };
    form.template(key, Sheet { open_below: true, ..table.into() }, asked)
}
