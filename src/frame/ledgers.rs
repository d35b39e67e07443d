//! What the payments of each project come to: by purpose and payee, by month, over the year and at its end.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{Datelike, NaiveDate};

use crate::error::Result;
use crate::money::Money;
use crate::period::{FiscalYear, PartialDate};
use crate::review::MonthlyPaid;

use super::payments::PaymentFrame;
use super::rows::{Columns, Row};

/// What the payments of a project come to.
#[derive(Clone, Debug, Default)]
pub struct LedgerSums {
    /// The counted payments by payee and purpose; lines of one payee follow one another.
    pub lines: Vec<LedgerLine>,
    /// The counted payments by month of the fiscal year.
    pub months: MonthlyPaid,
    pub year: YearSums,
}

/// The counted payments of a project for one purpose to one payee.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LedgerLine {
    /// Both without white space and in one width, the payee in lower case.
    pub purpose: Arc<str>,
    pub payee: Arc<str>,
    /// The numbers of payee and purpose among those of all payments: equal where the texts are.
    pub numbers: (u32, u32),
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
    /// What the payments of a project come to.
    pub fn sums(&self, project: u32) -> Result<LedgerSums> {
        let columns = Columns::of(self)?;
        let mut sums = LedgerSums::default();
        let mut counted = Vec::new();
        let year = self.key(project).year;
        for row in self.range(project).map(|at| columns.row(at)) {
            sums.year.add(&row, year);
            if row.counted {
                sums.months.add(row.date.map_or(0, |date| date.date().month()), row.amount);
                counted.push(row);
            }
        }
        counted.sort_by_key(|row| (row.payee, row.purpose));
        let alike = counted.chunk_by(|one, two| (one.payee, one.purpose) == (two.payee, two.purpose));
        sums.lines = alike.map(|rows| self.line(rows)).collect();
        Ok(sums)
    }

    /// The line of counted payments for one purpose to one payee, of which there is at least one.
    fn line(&self, rows: &[Row]) -> LedgerLine {
        let mut line = LedgerLine {
            purpose: self.purposes().form(rows[0].purpose).clone(),
            payee: self.payees().form(rows[0].payee).clone(),
            numbers: (rows[0].payee, rows[0].purpose),
            ..LedgerLine::default()
        };
        for row in rows {
            line.amount = line.amount + row.amount;
            line.payments += 1;
            line.planned_payments += i64::from(row.planned.is_some());
            if is_on_time(row) {
                line.on_time_amount = line.on_time_amount + row.amount;
                line.on_time_payments += 1;
            }
        }
        line
    }

    /// The payments of at least `least` and less than `limit`, counted or not, by project and named payee.
    pub fn payee_sums(&self, least: Money, limit: Money) -> Result<Vec<PayeeSum>> {
        let columns = Columns::of(self)?;
        let mut sums = Vec::new();
        for project in 0..self.keys().len() as u32 {
            let mut payees: BTreeMap<u32, (Money, i64)> = BTreeMap::new();
            let meant = self.range(project).map(|at| columns.row(at));
            for row in meant.filter(|row| row.payee != 0 && (least..limit).contains(&row.amount)) {
                let (amount, payments) = payees.entry(row.payee).or_default();
                *amount = *amount + row.amount;
                *payments += 1;
            }
            sums.extend(payees.into_iter().map(|(payee, (amount, payments))| PayeeSum {
                project,
                payee: self.payees().form(payee).clone(),
                amount,
                payments,
            }));
        }
        Ok(sums)
    }
}

impl YearSums {
    fn add(&mut self, row: &Row, year: FiscalYear) {
        let day = row.date.map(PartialDate::date);
        if day.is_none_or(|day| (year.first_day()..=year.last_day()).contains(&day)) {
            self.in_year = self.in_year + row.amount;
        }
        let last_days = NaiveDate::from_ymd_opt(year.0, 12, 22).unwrap_or(NaiveDate::MAX);
        if row.counted && matches!(row.date, Some(PartialDate::Day(day)) if day >= last_days) {
            self.last_days = self.last_days + row.amount;
        }
    }
}

/// Whether a payment has a planned date and was made by it; in doubt within a month, it was.
fn is_on_time(row: &Row) -> bool {
    row.date.zip(row.planned).is_some_and(|(paid, planned)| !planned.is_before(paid))
}
