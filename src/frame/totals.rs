//! Sums over projects: by department, and by month of payment.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use polars::prelude::*;

use crate::error::Result;
use crate::money::Money;
use crate::period::FiscalYear;
use crate::points::Points;
use crate::rank::warnings::Warning;
use crate::review::{DepartmentMonths, DepartmentTotals, MonthTotals, MonthlyPaid, Reviewed};
use crate::score::scorecard::Status;

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

/// What was paid in each month of the years that are ranked up to the as-of date, with the running sum of the year.
pub fn months(projects: &[Reviewed], years: &[FiscalYear], as_of: NaiveDate) -> Vec<MonthTotals> {
    let mut totals = Vec::new();
    for year in years {
        let of_year = projects.iter().filter(|reviewed| reviewed.project.key.year == *year);
        let (mut all, mut with_budget) = (None::<MonthlyPaid>, MonthlyPaid::default());
        for (reviewed, paid) in of_year.filter_map(|reviewed| Some((reviewed, reviewed.paid.as_ref()?))) {
            all.get_or_insert_default().add_all(paid);
            if reviewed.card.funds.execution_rate().is_some() {
                with_budget.add_all(paid);
            }
        }
        let Some(all) = all else { continue };
        for month in 1..=months_shown(*year, as_of) {
            totals.push(MonthTotals {
                year: *year,
                month,
                paid: all.in_month(month),
                cumulative: all.by_end_of(month),
                cumulative_with_budget: with_budget.by_end_of(month),
                time_progress: Some(year.time_progress(last_of_month(*year, month).min(as_of))),
            });
        }
        if !all.undated.is_zero() {
            totals.push(MonthTotals {
                year: *year,
                month: 0,
                paid: all.undated,
                cumulative: all.undated,
                cumulative_with_budget: with_budget.undated,
                time_progress: None,
            });
        }
    }
    totals
}

/// The same for each department, in order of year and department.
pub fn department_months(projects: &[Reviewed]) -> Vec<DepartmentMonths> {
    let mut departments: BTreeMap<(FiscalYear, &str), DepartmentMonths> = BTreeMap::new();
    for reviewed in projects {
        let Some(paid) = &reviewed.paid else { continue };
        let key = (reviewed.project.key.year, reviewed.project.department.as_str());
        let department = departments.entry(key).or_insert_with(|| DepartmentMonths {
            year: key.0,
            department: key.1.to_owned(),
            budget: None,
            paid: MonthlyPaid::default(),
            paid_with_budget: MonthlyPaid::default(),
        });
        department.paid.add_all(paid);
        if let Some(rate) = reviewed.card.funds.execution_rate() {
            department.budget = Some(department.budget.unwrap_or_default() + rate.whole);
            department.paid_with_budget.add_all(paid);
        }
    }
    departments.into_values().collect()
}

/// The last month of a year that has begun at the as-of date; 0 where the year has not.
pub fn months_shown(year: FiscalYear, as_of: NaiveDate) -> u32 {
    if as_of > year.last_day() {
        12
    } else if as_of < year.first_day() {
        0
    } else {
        as_of.month()
    }
}

fn last_of_month(year: FiscalYear, month: u32) -> NaiveDate {
    let next = NaiveDate::from_ymd_opt(year.0, month + 1, 1);
    next.and_then(|next| next.pred_opt()).unwrap_or(year.last_day())
}

/// Sums columns by keys; the groups come in order of their keys.
///
/// The eager aggregates are marked as deprecated in favour of the lazy engine, which this crate leaves out (see the
/// folder's module).
#[expect(deprecated)]
fn grouped_sums(frame: &DataFrame, keys: &[&str], sums: &[&str]) -> Result<DataFrame> {
    let grouped = frame.group_by(keys.iter().copied())?.select(sums.iter().copied()).sum()?;
    Ok(grouped.sort(keys.iter().copied(), SortMultipleOptions::default())?)
}
