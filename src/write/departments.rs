//! 部门汇总: the sums over each department's projects.

use crate::fraction::{Fraction, Rounding, RoundingMode};
use crate::points::Points;
use crate::rate::Rate;
use crate::review::{DepartmentTotals, Review};
use crate::words::Words;

use super::formula::sum_above;
use super::heading;
use super::sheet::{Chart, ChartKind, ChartPlace, ChartRows, Sheet};
use super::table::{Cell, Row};

/// The column of the execution rate.
const RATE: usize = 7;
/// More departments than this make a chart that nobody reads.
const MOST_CHARTED: usize = 40;

pub fn departments(review: &Review, words: &Words) -> Sheet<'static> {
    let mut table = heading::table(
        review,
        words,
        "departments",
        &[
            ("department", 32),
            ("projects", 10),
            ("scored", 10),
            ("points-total", 12),
            ("points-mean", 10),
            ("scored-budget", 16),
            ("expenditure", 16),
            ("execution-rate", 12),
            ("unspent", 16),
            ("warned", 10),
        ],
    );
    table.notes.push(words.text("note-departments"));
    let departments = &review.departments;
    table.rows = departments
        .iter()
        .map(|totals| {
            let name = if totals.department.is_empty() {
                words.text("label-no-department")
            } else {
                totals.department.clone()
            };
            Row::new(cells(name, totals, &|value| value))
        })
        .collect();
    if !departments.is_empty() {
        let all = DepartmentTotals {
            department: String::new(),
            projects: departments.iter().map(|totals| totals.projects).sum(),
            scored: departments.iter().map(|totals| totals.scored).sum(),
            budget: departments.iter().map(|totals| totals.budget).sum(),
            expenditure: departments.iter().map(|totals| totals.expenditure).sum(),
            points: departments.iter().map(|totals| totals.points).sum(),
            warned: departments.iter().map(|totals| totals.warned).sum(),
        };
        let summed = |value| Cell::formula(sum_above(departments.len()), value);
        table.rows.push(Row::total(cells(words.text("label-total"), &all, &summed)));
    }
    table.filter = true;
    let chart = Chart {
        kind: ChartKind::Bar,
        title: words.text("title-departments-chart"),
        rows: ChartRows::Table(0),
        labels: 0,
        values: vec![(RATE, words.text("column-execution-rate"))],
        shares: true,
        place: ChartPlace::Under { table: 0 },
        width: 900,
        height: 120 + 24 * u32::try_from(departments.len()).unwrap_or_default(),
        colours: Vec::new(),
    };
    Sheet {
        bars: vec![RATE],
        charts: if (1..=MOST_CHARTED).contains(&departments.len()) { vec![chart] } else { Vec::new() },
        back: Some(heading::to_overview(words)),
        sign_off: Some(review.sign_off.line(words)),
        ..Sheet::from(table)
    }
}

/// A row, its sums made by `sum`: plain values for a department, formulas for all of them.
fn cells(name: String, totals: &DepartmentTotals, sum: &dyn Fn(Cell) -> Cell) -> Vec<Cell> {
    let rate = Rate::new(totals.expenditure, totals.budget).map(|rate| rate.fraction());
    vec![
        Cell::text(name),
        sum(Cell::Count(totals.projects)),
        sum(Cell::Count(totals.scored)),
        sum(Cell::score(totals.points)),
        mean(totals.points, totals.scored),
        sum(Cell::Money(totals.budget)),
        sum(Cell::Money(totals.expenditure)),
        rate.map_or(Cell::Empty, |rate| Cell::formula("RC[-1]/RC[-2]", Cell::Share(rate))),
        Cell::formula("ROUND(RC[-3]-RC[-2],6)", Cell::Money(totals.budget - totals.expenditure)),
        sum(Cell::Count(totals.warned)),
    ]
}

fn mean(points: Points, scored: i64) -> Cell {
    let rounding = Rounding { places: 2, mode: RoundingMode::HalfUp };
    match points.fraction().checked_div(&Fraction::from(scored)) {
        Some(mean) => Cell::formula("ROUND(RC[-1]/RC[-2],2)", Cell::Score(rounding.round(&mean))),
        None => Cell::Empty,
    }
}
