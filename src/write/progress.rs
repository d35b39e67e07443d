//! 资金拨付进度: what was paid month by month, against the budget and the time that has passed.

use crate::finding::Fact;
use crate::fraction::Fraction;
use crate::money::Money;
use crate::period::FiscalYear;
use crate::rate::Rate;
use crate::review::Review;
use crate::words::Words;

use super::sheet::{Chart, ChartKind, Sheet};
use super::table::{Cell, Row};
use super::{amounts, heading};

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
    let dated = review.months.iter().all(|month| month.month > 0);
    let shared = table.rows.iter().all(|row| row.cells.get(5) != Some(&Cell::Empty));
    let charts = if review.years.len() == 1 && dated && shared && !table.rows.is_empty() {
        vec![Chart {
            kind: ChartKind::Line,
            title: words.text("title-progress"),
            table: 0,
            labels: 1,
            values: vec![5, 6],
            column: 8,
            beside: 0,
            width: 560,
            height: 320,
            colours: Vec::new(),
        }]
    } else {
        Vec::new()
    };
    Sheet { charts, ..Sheet::from(table) }
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
