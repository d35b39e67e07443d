//! Sums over projects: by department, and by month of payment.

use chrono::{Datelike, NaiveDate};
use polars::prelude::*;

use crate::error::Result;
use crate::money::Money;
use crate::period::FiscalYear;
use crate::points::Points;
use crate::rank::warnings::Warning;
use crate::review::{DepartmentTotals, MonthTotals, Reviewed};
use crate::score::scorecard::Status;

use super::payments::{MonthLine, grouped_sums};

/// Points in whole ten-thousandths, so that they sum exactly in 64 bits.
const POINTS_SCALE: u32 = 4;

/// In order of department.
pub fn departments(projects: &[Reviewed]) -> Result<Vec<DepartmentTotals>> {
    let whole = |of: &dyn Fn(&Reviewed) -> i64| projects.iter().map(of).collect::<Vec<i64>>();
    let rate = |project: &Reviewed| project.card.funds.execution_rate();
    let names: Vec<&str> = projects.iter().map(|project| project.project.department.as_str()).collect();
    let is_scored = |project: &Reviewed| project.card.status == Status::Scored;
    let points = |project: &Reviewed| {
        let points = project.card.points.filter(|_| is_scored(project)).unwrap_or_default().decimal();
        let mut scaled = points;
        scaled.rescale(POINTS_SCALE);
        scaled.mantissa() as i64
    };
    let frame = DataFrame::new_infer_height(vec![
        Column::new("department".into(), names),
        Column::new("projects".into(), vec![1_i64; projects.len()]),
        Column::new("scored".into(), whole(&|project| i64::from(is_scored(project)))),
        Column::new("budget".into(), whole(&|project| rate(project).map_or(0, |rate| rate.whole.fen()))),
        Column::new("expenditure".into(), whole(&|project| rate(project).map_or(0, |rate| rate.part.fen()))),
        Column::new("points".into(), whole(&points)),
        Column::new(
            "warned".into(),
            whole(&|project| i64::from(project.warning.is_some_and(|level| level > Warning::None))),
        ),
    ])?;
    let sums = ["projects", "scored", "budget", "expenditure", "points", "warned"];
    let grouped = grouped_sums(&frame, &["department"], &sums)?;
    let names = grouped.column("department")?.str()?;
    let sum = |name: &str, at: usize| -> Result<i64> {
        Ok(grouped.column(&format!("{name}_sum"))?.i64()?.get(at).unwrap_or(0))
    };
    (0..grouped.height())
        .map(|at| {
            Ok(DepartmentTotals {
                department: names.get(at).unwrap_or("").to_owned(),
                projects: sum("projects", at)?,
                scored: sum("scored", at)?,
                budget: Money::from_fen(sum("budget", at)?),
                expenditure: Money::from_fen(sum("expenditure", at)?),
                points: Points::new(rust_decimal::Decimal::new(sum("points", at)?, POINTS_SCALE)),
                warned: sum("warned", at)?,
            })
        })
        .collect()
}

/// What was paid in each month of the years that are ranked, with the running sum of the year.
///
/// `with_budget` are the lines of the projects that have a budget, by which a share can be shown.
pub fn months(
    lines: &[MonthLine],
    with_budget: &[MonthLine],
    years: &[FiscalYear],
    as_of: NaiveDate,
) -> Vec<MonthTotals> {
    let mut totals = Vec::new();
    for year in years {
        if !lines.iter().any(|line| line.year == year.0) {
            continue;
        }
        let (mut cumulative, mut cumulative_with_budget) = (Money::ZERO, Money::ZERO);
        let paid_in = |lines: &[MonthLine], month: u32| -> Money {
            lines.iter().filter(|line| line.year == year.0 && line.month == month).map(|line| line.amount).sum()
        };
        for month in 1..=12 {
            let first = NaiveDate::from_ymd_opt(year.0, month, 1).unwrap_or(year.last_day());
            if first > as_of {
                break;
            }
            let last = first.with_day(28).map_or(first, last_of_month).min(as_of);
            let paid = paid_in(lines, month);
            cumulative = cumulative + paid;
            cumulative_with_budget = cumulative_with_budget + paid_in(with_budget, month);
            let time_progress = Some(year.time_progress(last));
            totals.push(MonthTotals { year: *year, month, paid, cumulative, cumulative_with_budget, time_progress });
        }
        let undated = paid_in(lines, 0);
        if !undated.is_zero() {
            totals.push(MonthTotals {
                year: *year,
                month: 0,
                paid: undated,
                cumulative: undated,
                cumulative_with_budget: paid_in(with_budget, 0),
                time_progress: None,
            });
        }
    }
    totals
}

fn last_of_month(mut day: NaiveDate) -> NaiveDate {
    while let Some(next) = day.succ_opt().filter(|next| next.month() == day.month()) {
        day = next;
    }
    day
}
