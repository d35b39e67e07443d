//! What the payments of each project come to: by purpose and payee, by month, over the year and at its end.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{Datelike, NaiveDate};
use polars::prelude::*;

use crate::error::Result;
use crate::money::Money;
use crate::period::{FiscalYear, PartialDate};
use crate::review::MonthlyPaid;

use super::grouped_sums;
use super::payments::{PaymentFrame, date_of, day_number};

/// The counted payments of a project for one purpose to one payee.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LedgerLine {
    /// Both without white space and in one width, the payee in lower case.
    pub purpose: Arc<str>,
    pub payee: Arc<str>,
    pub amount: Money,
    pub payments: i64,
    /// Of these, what has a planned date and was paid by it.
    pub on_time_amount: Money,
    pub on_time_payments: i64,
    /// How many have a planned date at all.
    pub planned_payments: i64,
}

/// What a project paid over its fiscal year and at its end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct YearSums {
    /// All payments of the year and the undated ones, whatever day the review stands at.
    pub in_year: Money,
    /// The counted payments of the last ten days of December; a month without its day is not known to be among them.
    pub last_days: Money,
}

/// Payments to a named payee of a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PayeeSum {
    /// The project's index.
    pub project: u32,
    /// The payee's normalised name.
    pub payee: Arc<str>,
    pub amount: Money,
    pub payments: i64,
}

impl PaymentFrame {
    /// The counted payments of each project, summed by payee and purpose; lines of one payee follow one another.
    pub fn lines(&self) -> Result<BTreeMap<u32, Vec<LedgerLine>>> {
        let columns = [
            "project",
            "payee_number",
            "purpose_number",
            "amount_fen",
            "day",
            "is_month",
            "planned",
            "planned_is_month",
        ];
        let frame = self.counted(&columns)?;
        let planned: Vec<bool> = frame.column("planned")?.i32()?.iter().map(|day| day.is_some()).collect();
        let on_time = on_time(&frame)?;
        let counts = |is: &[bool]| is.iter().map(|is| i64::from(*is)).collect::<Vec<_>>();
        let frame = with(
            &frame,
            vec![
                Column::new("payments".into(), vec![1_i64; frame.height()]),
                Column::new("planned_payments".into(), counts(&planned)),
                Column::new("on_time_payments".into(), counts(&on_time)),
                amounts_where(&frame, "on_time_fen", on_time)?,
            ],
        )?;
        let sums = ["amount_fen", "payments", "planned_payments", "on_time_payments", "on_time_fen"];
        let grouped = grouped_sums(&frame, &["project", "payee_number", "purpose_number"], &sums)?;
        let [project, purpose, payee] = ["project", "purpose_number", "payee_number"].map(|name| grouped.column(name));
        let (project, purpose, payee) = (project?.u32()?, purpose?.u32()?, payee?.u32()?);
        let sum = sums_of(&grouped);
        let mut lines: BTreeMap<u32, Vec<LedgerLine>> = BTreeMap::new();
        for at in 0..grouped.height() {
            lines.entry(project.get(at).unwrap_or(0)).or_default().push(LedgerLine {
                purpose: self.purpose(purpose.get(at).unwrap_or(0)).clone(),
                payee: self.payee(payee.get(at).unwrap_or(0)).clone(),
                amount: Money::from_fen(sum("amount_fen", at)?),
                payments: sum("payments", at)?,
                on_time_amount: Money::from_fen(sum("on_time_fen", at)?),
                on_time_payments: sum("on_time_payments", at)?,
                planned_payments: sum("planned_payments", at)?,
            });
        }
        Ok(lines)
    }

    /// What each project paid by counted payments in each month of its fiscal year.
    pub fn months(&self) -> Result<BTreeMap<u32, MonthlyPaid>> {
        let frame = self.counted(&["project", "day", "amount_fen"])?;
        let month = |day: Option<i32>| day.and_then(date_of).map_or(0, |date| date.month());
        let months: Vec<u32> = frame.column("day")?.i32()?.iter().map(month).collect();
        let frame = with(&frame, vec![Column::new("month".into(), months)])?;
        let grouped = grouped_sums(&frame, &["project", "month"], &["amount_fen"])?;
        let (project, month) = (grouped.column("project")?.u32()?, grouped.column("month")?.u32()?);
        let sum = sums_of(&grouped);
        let mut paid: BTreeMap<u32, MonthlyPaid> = BTreeMap::new();
        for at in 0..grouped.height() {
            let of_project = paid.entry(project.get(at).unwrap_or(0)).or_default();
            of_project.add(month.get(at).unwrap_or(0), Money::from_fen(sum("amount_fen", at)?));
        }
        Ok(paid)
    }

    /// What each project paid over its fiscal year and at its end.
    pub fn year_sums(&self) -> Result<BTreeMap<u32, YearSums>> {
        let frame = self.frame();
        // First and last day of each project's year, and the first of its last ten days.
        let of_year = |year: FiscalYear| {
            let last_days = NaiveDate::from_ymd_opt(year.0, 12, 22).unwrap_or(NaiveDate::MAX);
            [year.first_day(), year.last_day(), last_days].map(day_number)
        };
        let years: Vec<[i32; 3]> = self.keys().iter().map(|key| of_year(key.year)).collect();
        let project = frame.column("project")?.u32()?;
        let days = frame.column("day")?.i32()?;
        let dated =
            || project.into_no_null_iter().zip(days.iter()).map(|(project, day)| (years[project as usize], day));
        let in_year = dated().map(|([first, last, _], day)| day.is_none_or(|day| (first..=last).contains(&day)));
        let counted = frame.column("counted")?.bool()?.iter();
        let is_day = counted.zip(frame.column("is_month")?.bool()?.iter());
        let is_day = is_day.map(|(counted, is_month)| counted == Some(true) && is_month != Some(true));
        let last_days = dated().zip(is_day).map(|(([.., first], day), is_day)| is_day && day >= Some(first));
        let marked = vec![
            amounts_where(frame, "in_year", in_year.collect())?,
            amounts_where(frame, "last_days", last_days.collect())?,
        ];
        let grouped = grouped_sums(&with(frame, marked)?, &["project"], &["in_year", "last_days"])?;
        let projects = grouped.column("project")?.u32()?;
        let sum = sums_of(&grouped);
        let sums = |at| {
            let (in_year, last_days) = (sum("in_year", at)?, sum("last_days", at)?);
            let sums = YearSums { in_year: Money::from_fen(in_year), last_days: Money::from_fen(last_days) };
            Ok((projects.get(at).unwrap_or(0), sums))
        };
        (0..grouped.height()).map(sums).collect()
    }

    /// The payments of at least `least` and less than `limit`, counted or not, by project and named payee.
    pub fn payee_sums(&self, least: Money, limit: Money) -> Result<Vec<PayeeSum>> {
        let amounts = self.frame().column("amount_fen")?.i64()?;
        let is_between = |fen: i64| (least.fen()..limit.fen()).contains(&fen);
        let mask: BooleanChunked = amounts.into_no_null_iter().map(is_between).collect();
        let frame = self.frame().filter(&mask)?;
        let frame = with(&frame, vec![Column::new("payments".into(), vec![1_i64; frame.height()])])?;
        let grouped = grouped_sums(&frame, &["project", "payee_number"], &["amount_fen", "payments"])?;
        let (project, payee) = (grouped.column("project")?.u32()?, grouped.column("payee_number")?.u32()?);
        let sum = sums_of(&grouped);
        let named = (0..grouped.height()).filter(|at| payee.get(*at) != Some(0));
        let line = |at| {
            Ok(PayeeSum {
                project: project.get(at).unwrap_or(0),
                payee: self.payee(payee.get(at).unwrap_or(0)).clone(),
                amount: Money::from_fen(sum("amount_fen", at)?),
                payments: sum("payments", at)?,
            })
        };
        named.map(line).collect()
    }
}

/// The frame with further columns.
fn with(frame: &DataFrame, columns: Vec<Column>) -> Result<DataFrame> {
    let mut frame = frame.clone();
    for column in columns {
        frame.with_column(column)?;
    }
    Ok(frame)
}

/// The amounts of the rows that are marked, and nought for the others.
fn amounts_where(frame: &DataFrame, name: &str, is: Vec<bool>) -> Result<Column> {
    let amounts = frame.column("amount_fen")?.i64()?;
    let kept = amounts.into_no_null_iter().zip(is).map(|(fen, is)| if is { fen } else { 0 });
    Ok(Column::new(name.into(), kept.collect::<Vec<i64>>()))
}

/// The sum of a column in the row of a group.
fn sums_of(grouped: &DataFrame) -> impl Fn(&str, usize) -> Result<i64> {
    |name, at| Ok(grouped.column(&format!("{name}_sum"))?.i64()?.get(at).unwrap_or(0))
}

/// Which counted payments have a planned date and were made by it; in doubt within a month, they were.
fn on_time(frame: &DataFrame) -> Result<Vec<bool>> {
    let paid = PaymentFrame::dates(frame, "day", "is_month")?;
    let planned = PaymentFrame::dates(frame, "planned", "planned_is_month")?;
    let is_on_time = |(paid, planned): (Option<PartialDate>, Option<PartialDate>)| {
        paid.zip(planned).is_some_and(|(paid, planned)| !planned.is_before(paid))
    };
    Ok(paid.into_iter().zip(planned).map(is_on_time).collect())
}
