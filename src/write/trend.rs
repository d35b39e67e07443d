//! 历次走势: the totals of this run beside those of every earlier one, and the execution rate of each department over them.

use std::collections::BTreeSet;

use crate::finding::Fact;
use crate::fraction::{Rounding, RoundingMode};
use crate::history::History;
use crate::history::snapshot::Totals;
use crate::review::Review;
use crate::words::Words;

use super::heading;
use super::sheet::{Chart, ChartKind, ChartPlace, ChartRows, Sheet};
use super::table::{Cell, Column, Row, Table};

const COLUMNS: [(&str, u16); 12] = [
    ("run-as-of", 26),
    ("projects", 9),
    ("ranked", 9),
    ("points-mean", 10),
    ("scored-budget", 15),
    ("expenditure", 15),
    ("execution-rate", 10),
    ("red", 8),
    ("orange", 8),
    ("yellow", 8),
    ("errors", 8),
    ("doubts", 8),
];
/// The columns that the chart shows.
const RATE: usize = 6;

/// The rates of departments over the latest so many runs.
const MOST_SHOWN: usize = 12;

pub fn trend(review: &Review, history: &History, words: &Words) -> Sheet<'static> {
    let mut runs = heading::table(review, words, "trend", &COLUMNS);
    runs.notes.push(words.text("note-trend"));
    if !history.unsound.is_empty() {
        let dates: Vec<String> = history.unsound.iter().map(ToString::to_string).collect();
        let dates = dates.join(&words.separator("term-list-separator"));
        runs.notes.push(words.with("note-unsound-runs", &vec![("dates", Fact::Text(dates))]));
    }
    runs.rows = history.trend.iter().map(run).collect();
    let chart = Chart {
        kind: ChartKind::Line,
        title: words.text("title-trend-chart"),
        rows: ChartRows::Table(0),
        labels: 0,
        values: vec![(RATE, words.text("column-execution-rate"))],
        shares: true,
        place: ChartPlace::Under { table: 0 },
        width: 900,
        height: 300,
        colours: Vec::new(),
    };
    Sheet {
        charts: if history.trend.iter().all(|totals| totals.spent.rate().is_some()) { vec![chart] } else { Vec::new() },
        tables: vec![runs, departments(history, words)],
        back: Some(heading::to_overview(words)),
        ..Sheet::default()
    }
}

fn run(totals: &Totals) -> Row {
    let rounding = Rounding { places: 2, mode: RoundingMode::HalfUp };
    let rate = match totals.spent.rate() {
        Some(rate) => Cell::formula("RC[-1]/RC[-2]", Cell::Share(rate.fraction())),
        None => Cell::Empty,
    };
    Row::new(vec![
        Cell::text(totals.as_of.to_string()),
        Cell::Count(totals.projects),
        Cell::Count(totals.ranked),
        totals.mean().map_or(Cell::Empty, |mean| Cell::Score(rounding.round(&mean))),
        Cell::Money(totals.spent.budget),
        Cell::Money(totals.spent.expenditure),
        rate,
        Cell::Count(totals.red),
        Cell::Count(totals.orange),
        Cell::Count(totals.yellow),
        Cell::Count(totals.errors),
        Cell::Count(totals.doubts),
    ])
}

/// One row a department, one column a run.
fn departments(history: &History, words: &Words) -> Table {
    let mut table = heading::titled(words, "trend-departments", &[("department", 26)]);
    let shown = &history.trend[history.trend.len().saturating_sub(MOST_SHOWN)..];
    table.columns.extend(shown.iter().map(|totals| Column::new(totals.as_of.to_string(), 12)));
    let names: BTreeSet<&String> = shown.iter().flat_map(|totals| totals.by_department.keys()).collect();
    let name = |name: &String| if name.is_empty() { words.text("label-no-department") } else { name.clone() };
    let row = |department: &&String| {
        let rates = shown.iter().map(|totals| {
            let rate = totals.by_department.get(*department).and_then(|amounts| amounts.rate());
            Cell::share(rate.map(|rate| rate.fraction()))
        });
        Row::new(std::iter::once(Cell::text(name(department))).chain(rates).collect())
    };
    table.rows = names.iter().map(row).collect();
    table
}
