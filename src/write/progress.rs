//! 资金拨付进度: what was paid month by month, against the budget and the time that has passed: all together, by department
//! and by project.

use crate::finding::Fact;
use crate::fraction::Fraction;
use crate::frame::totals::months_shown;
use crate::money::Money;
use crate::period::FiscalYear;
use crate::rate::Rate;
use crate::review::{MonthlyPaid, Review};
use crate::words::Words;

use super::sheet::{Chart, ChartKind, ChartPlace, ChartRows, Sheet};
use super::table::{Cell, Column, Row, Table};
use super::{amounts, heading};

/// The columns of the share of the budget and of time progress.
const SHARE: usize = 5;
const TIME: usize = 6;

pub fn progress(review: &Review, words: &Words) -> Sheet<'static> {
    let mut table = heading::table(
        review,
        words,
        "progress",
        &[
            ("year", 8),
            ("month", 12),
            ("paid", 18),
            ("cumulative", 18),
            ("ledger-budget", 18),
            ("cumulative-share", 14),
            ("time-progress", 14),
            ("ahead", 14),
        ],
    );
    table.notes.push(words.text("note-progress"));
    for &year in &review.years {
        let (budget, without) = ledger_budget(review, year);
        if without > 0 {
            let facts = vec![("year", Fact::Text(year.to_string())), ("count", Fact::Count(without))];
            table.notes.push(words.with("note-ledger-without-budget", &facts));
        }
        for month in review.months.iter().filter(|month| month.year == year) {
            // What was paid without a budget is no share of the others'.
            let paid = month.cumulative_with_budget;
            let share = budget.and_then(|budget| Rate::new(paid, budget)).map(|rate| rate.fraction());
            let as_formula = paid == month.cumulative;
            let ahead = match (&share, &month.time_progress) {
                (Some(share), Some(time)) => Cell::formula("RC[-2]-RC[-1]", Cell::Share(share - time)),
                _ => Cell::Empty,
            };
            let undated = month.month == 0;
            let share: Option<Fraction> = share.filter(|_| !undated);
            table.rows.push(Row::new(vec![
                Cell::Count(year.0.into()),
                if undated { Cell::text(words.text("label-undated")) } else { month_name(words, month.month) },
                Cell::Money(month.paid),
                if undated { Cell::Empty } else { Cell::Money(month.cumulative) },
                Cell::money(budget),
                match share {
                    Some(share) if as_formula => Cell::formula("RC[-2]/RC[-1]", Cell::Share(share)),
                    share => Cell::share(share),
                },
                Cell::share(month.time_progress.clone()),
                if undated { Cell::Empty } else { ahead },
            ]));
        }
    }
    let charts = charts(review, words, &table);
    let further = [departments(review, words), projects(review, words)];
    let tables = std::iter::once(table).chain(further.into_iter().filter(|table| !table.rows.is_empty()));
    Sheet { charts, tables: tables.collect(), back: Some(heading::to_overview(words)), ..Sheet::default() }
}

/// A chart for each year whose payments all have a date and a budget.
fn charts(review: &Review, words: &Words, table: &Table) -> Vec<Chart> {
    let heading = u32::try_from(table.above_heading()).unwrap_or(u32::MAX);
    let mut first_0 = heading + 1;
    let mut charts = Vec::new();
    for &year in &review.years {
        let months = review.months.iter().filter(|month| month.year == year).count();
        let own = table.rows.iter().skip((first_0 - heading - 1) as usize).take(months);
        let next_0 = first_0 + months as u32;
        if months > 0 && own.clone().all(|row| row.cells.get(SHARE).is_some_and(|share| *share != Cell::Empty)) {
            charts.push(Chart {
                kind: ChartKind::Line,
                title: words.with("title-progress-chart", &vec![("year", Fact::Text(year.to_string()))]),
                rows: ChartRows::Of { sheet: words.text("sheet-progress"), first_0, last_0: next_0 - 1 },
                labels: 1,
                values: vec![
                    (SHARE, words.text("column-cumulative-share")),
                    (TIME, words.text("column-time-progress")),
                ],
                shares: true,
                place: ChartPlace::Under { table: 0 },
                width: 780,
                height: 300,
                colours: Vec::new(),
            });
        }
        first_0 = next_0;
    }
    charts
}

/// The cumulative payments of each department by the end of each month, with its share of the budget.
fn departments(review: &Review, words: &Words) -> Table {
    let mut table =
        heading::titled(words, "progress-departments", &[("year", 8), ("department", 22), ("ledger-budget", 16)]);
    add_months(&mut table, words);
    for department in &review.department_months {
        let mut cells = vec![
            Cell::Count(department.year.0.into()),
            Cell::text(&department.department),
            Cell::money(department.budget),
        ];
        cells.extend(by_months(review, department.year, &department.paid));
        let paid = all_of(&department.paid_with_budget);
        cells.push(share(department.budget, paid));
        table.rows.push(Row::new(cells));
    }
    table
}

/// The same of each project that has a ledger.
fn projects(review: &Review, words: &Words) -> Table {
    let columns = [("year", 8), ("project-code", 14), ("project", 26), ("scored-budget", 16)];
    let mut table = heading::titled(words, "progress-projects", &columns);
    add_months(&mut table, words);
    for (reviewed, paid) in review.projects.iter().filter_map(|reviewed| Some((reviewed, reviewed.paid.as_ref()?))) {
        let key = &reviewed.project.key;
        let budget = amounts::scored_base(&reviewed.card.funds);
        let mut cells = vec![
            Cell::Count(key.year.0.into()),
            Cell::text(&key.code),
            Cell::text(&reviewed.project.name),
            Cell::money(budget),
        ];
        cells.extend(by_months(review, key.year, paid));
        cells.push(share(budget, all_of(paid)));
        table.rows.push(Row::new(cells));
    }
    table
}

/// A column for each month, one for what has no date, and one for the share of the budget.
fn add_months(table: &mut Table, words: &Words) {
    let month = |month: u32| words.with("label-by-month", &vec![("month", Fact::Count(month.into()))]);
    table.columns.extend((1..=12).map(|at| Column::new(month(at), 10)));
    table.columns.push(Column::new(words.text("label-undated"), 10));
    table.columns.push(Column::new(words.text("column-cumulative-share"), 10));
}

/// What was paid by the end of each month that has begun, then what has no date.
fn by_months(review: &Review, year: FiscalYear, paid: &MonthlyPaid) -> impl Iterator<Item = Cell> {
    let shown = months_shown(year, review.as_of);
    let months = (1..=12).map(move |month| (month <= shown).then(|| paid.by_end_of(month)));
    let undated = Some(paid.undated).filter(|undated| !undated.is_zero());
    months.chain([undated]).map(Cell::money).collect::<Vec<_>>().into_iter()
}

/// Everything counted, dated or not.
fn all_of(paid: &MonthlyPaid) -> Money {
    paid.by_end_of(12) + paid.undated
}

fn share(budget: Option<Money>, paid: Money) -> Cell {
    Cell::share(budget.and_then(|budget| Rate::new(paid, budget)).map(|rate| rate.fraction()))
}

fn month_name(words: &Words, month: u32) -> Cell {
    Cell::text(words.with("label-month", &vec![("month", Fact::Count(month.into()))]))
}

/// The budgets, on the base that is scored, of the projects of a year that have a ledger, and the number of those
/// without a budget.
fn ledger_budget(review: &Review, year: FiscalYear) -> (Option<Money>, i64) {
    let ledgers = || {
        let with_ledger = review.projects.iter().filter(|reviewed| reviewed.card.funds.ledger.is_some());
        with_ledger.filter(|reviewed| reviewed.project.key.year == year)
    };
    let budgets = || ledgers().filter_map(|reviewed| amounts::scored_base(&reviewed.card.funds));
    let without = ledgers().count() - budgets().count();
    ((budgets().count() > 0).then(|| budgets().sum()), without as i64)
}
