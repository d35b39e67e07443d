//! The payments of all projects in one frame, sorted by project and date.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use chrono::{Days, NaiveDate};
use polars::prelude::*;

use crate::error::Result;
use crate::location::{CellRef, Place, SheetRef};
use crate::money::Money;
use crate::period::{FiscalYear, PartialDate};
use crate::project::ProjectKey;
use crate::recognise::tables::TextColumn;

/// Payments in columns, as they are gathered sheet by sheet.
#[derive(Debug, Default)]
pub struct PaymentColumns {
    /// The project's index.
    pub project: Vec<u32>,
    pub date: Vec<Option<PartialDate>>,
    pub voucher: TextColumn,
    pub payee: TextColumn,
    pub purpose: TextColumn,
    pub amount: Vec<Money>,
    pub planned: Vec<Option<PartialDate>>,
    pub approved: Vec<Option<PartialDate>>,
    /// The sheet's index in [`PaymentFrame::sheets`].
    pub sheet: Vec<u32>,
    pub row_0: Vec<u32>,
}

/// All payments.
#[derive(Clone, Debug)]
pub struct PaymentFrame {
    frame: DataFrame,
    /// The ledger sheets with the column of their amounts.
    sheets: Vec<(SheetRef, u16)>,
    /// The projects in order, a project's index being its place here.
    keys: Vec<ProjectKey>,
    /// Where each project's payments lie.
    ranges: BTreeMap<u32, Range<usize>>,
}

/// A payment as checks and explanations look at it.
#[derive(Clone, Debug, PartialEq)]
pub struct Payment {
    pub date: Option<PartialDate>,
    pub voucher: String,
    pub payee: String,
    pub purpose: String,
    pub amount: Money,
    pub planned: Option<PartialDate>,
    pub approved: Option<PartialDate>,
    pub counted: bool,
    pub place: Place,
}

/// The counted payments of a project for one purpose to one payee.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LedgerLine {
    pub purpose: String,
    /// The payee's normalised name.
    pub payee: String,
    pub amount: Money,
    pub payments: i64,
    /// Of these, what has a planned date and was paid by it.
    pub on_time_amount: Money,
    pub on_time_payments: i64,
    /// How many have a planned date at all.
    pub planned_payments: i64,
}

/// What was paid in a month over all projects; month 0 holds the undated payments of the projects of that year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonthLine {
    pub year: i32,
    pub month: u32,
    pub amount: Money,
}

impl PaymentFrame {
    /// # Errors
    /// Only when polars refuses the columns, which is a fault of the program.
    pub fn new(columns: PaymentColumns, sheets: Vec<(SheetRef, u16)>, keys: Vec<ProjectKey>) -> Result<Self> {
        let days = |dates: &[Option<PartialDate>]| -> Vec<Option<i32>> {
            dates.iter().map(|date| date.map(|date| day_number(date.date()))).collect()
        };
        let months = |dates: &[Option<PartialDate>]| -> Vec<bool> {
            dates.iter().map(|date| date.is_some_and(PartialDate::is_month)).collect()
        };
        let text =
            |name: &str, column: &TextColumn| StringChunked::from_iter_values(name.into(), column.iter()).into_column();
        let payee_key: Vec<String> = columns.payee.iter().map(payee_key).collect();
        let frame = DataFrame::new_infer_height(vec![
            Column::new("project".into(), &columns.project),
            Column::new("day".into(), days(&columns.date)),
            Column::new("is_month".into(), months(&columns.date)),
            text("voucher", &columns.voucher),
            text("payee", &columns.payee),
            Column::new("payee_key".into(), payee_key),
            text("purpose", &columns.purpose),
            Column::new("amount_fen".into(), columns.amount.iter().map(|amount| amount.fen()).collect::<Vec<_>>()),
            Column::new("planned".into(), days(&columns.planned)),
            Column::new("planned_is_month".into(), months(&columns.planned)),
            Column::new("approved".into(), days(&columns.approved)),
            Column::new("approved_is_month".into(), months(&columns.approved)),
            Column::new("sheet".into(), &columns.sheet),
            Column::new("row_0".into(), &columns.row_0),
        ])?;
        let order = SortMultipleOptions::default().with_maintain_order(true);
        let mut frame = frame.sort(["project", "day", "sheet", "row_0"], order)?;
        frame.rechunk_mut();
        let mut ranges = BTreeMap::new();
        for (at, project) in frame.column("project")?.u32()?.into_no_null_iter().enumerate() {
            ranges.entry(project).or_insert(at..at).end = at + 1;
        }
        Ok(Self { frame, sheets, keys, ranges })
    }

    pub fn len(&self) -> usize {
        self.frame.height()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Marks the payments that count: those of the project's fiscal year up to the as-of date, and the undated ones.
    /// A month counts from its first day.
    pub fn count_until(&mut self, as_of: NaiveDate) -> Result<()> {
        let bound = |year: FiscalYear| (day_number(year.first_day()), day_number(year.last_day().min(as_of)));
        let bounds: Vec<(i32, i32)> = self.keys.iter().map(|key| bound(key.year)).collect();
        let projects = self.frame.column("project")?.u32()?.clone();
        let days = self.frame.column("day")?.i32()?.clone();
        let counted: Vec<bool> = projects
            .into_no_null_iter()
            .zip(days.iter())
            .map(|(project, day)| {
                let (first, last) = bounds[project as usize];
                day.is_none_or(|day| (first..=last).contains(&day))
            })
            .collect();
        self.frame.with_column(Column::new("counted".into(), counted))?;
        Ok(())
    }

    /// The payments of a project in order of date.
    pub fn of_project(&self, project: u32) -> Result<Vec<Payment>> {
        let Some(range) = self.ranges.get(&project) else { return Ok(Vec::new()) };
        range.clone().map(|at| self.payment(at)).collect()
    }

    /// The payments of a project in order of date, by its key.
    pub fn of_key(&self, key: &ProjectKey) -> Result<Vec<Payment>> {
        self.keys.binary_search(key).map_or(Ok(Vec::new()), |at| self.of_project(at as u32))
    }

    fn payment(&self, at: usize) -> Result<Payment> {
        let text =
            |name: &str| -> Result<String> { Ok(self.frame.column(name)?.str()?.get(at).unwrap_or("").to_owned()) };
        let date = |day: &str, is_month: &str| -> Result<Option<PartialDate>> {
            let day = self.frame.column(day)?.i32()?.get(at);
            let is_month = self.frame.column(is_month)?.bool()?.get(at).unwrap_or(false);
            Ok(partial_date(day, is_month))
        };
        let whole = |name: &str| -> Result<u32> { Ok(self.frame.column(name)?.u32()?.get(at).unwrap_or(0)) };
        let (sheet, col_0) = &self.sheets[whole("sheet")? as usize];
        Ok(Payment {
            date: date("day", "is_month")?,
            voucher: text("voucher")?,
            payee: text("payee")?,
            purpose: text("purpose")?,
            amount: Money::from_fen(self.frame.column("amount_fen")?.i64()?.get(at).unwrap_or(0)),
            planned: date("planned", "planned_is_month")?,
            approved: date("approved", "approved_is_month")?,
            counted: self.frame.column("counted")?.bool()?.get(at).unwrap_or(false),
            place: sheet.at(CellRef::new(whole("row_0")?, *col_0)),
        })
    }

    /// The counted payments of each project, summed by purpose and payee.
    pub fn lines(&self) -> Result<BTreeMap<u32, Vec<LedgerLine>>> {
        let frame = self.counted()?;
        let amounts = frame.column("amount_fen")?.i64()?;
        let planned = frame.column("planned")?.i32()?;
        let on_time = self.on_time(&frame)?;
        let frame = frame
            .clone()
            .with_column(Column::new("payments".into(), vec![1_i64; frame.height()]))?
            .with_column(Column::new(
                "planned_payments".into(),
                planned.iter().map(|day| i64::from(day.is_some())).collect::<Vec<_>>(),
            ))?
            .with_column(Column::new(
                "on_time_payments".into(),
                on_time.iter().map(|yes| i64::from(*yes)).collect::<Vec<_>>(),
            ))?
            .with_column(Column::new(
                "on_time_fen".into(),
                amounts
                    .into_no_null_iter()
                    .zip(&on_time)
                    .map(|(fen, yes)| if *yes { fen } else { 0 })
                    .collect::<Vec<_>>(),
            ))?
            .clone();
        let sums = ["amount_fen", "payments", "planned_payments", "on_time_payments", "on_time_fen"];
        let grouped = grouped_sums(&frame, &["project", "purpose", "payee_key"], &sums)?;
        let project = grouped.column("project")?.u32()?;
        let purpose = grouped.column("purpose")?.str()?;
        let payee = grouped.column("payee_key")?.str()?;
        let sum = |name: &str, at: usize| -> Result<i64> { Ok(grouped.column(name)?.i64()?.get(at).unwrap_or(0)) };
        let mut lines: BTreeMap<u32, Vec<LedgerLine>> = BTreeMap::new();
        for at in 0..grouped.height() {
            lines.entry(project.get(at).unwrap_or(0)).or_default().push(LedgerLine {
                purpose: purpose.get(at).unwrap_or("").to_owned(),
                payee: payee.get(at).unwrap_or("").to_owned(),
                amount: Money::from_fen(sum("amount_fen_sum", at)?),
                payments: sum("payments_sum", at)?,
                on_time_amount: Money::from_fen(sum("on_time_fen_sum", at)?),
                on_time_payments: sum("on_time_payments_sum", at)?,
                planned_payments: sum("planned_payments_sum", at)?,
            });
        }
        Ok(lines)
    }

    /// Which counted payments have a planned date and were made by it; in doubt within a month, they were.
    fn on_time(&self, frame: &DataFrame) -> Result<Vec<bool>> {
        let read = |day: &str, is_month: &str| -> Result<Vec<Option<PartialDate>>> {
            let days = frame.column(day)?.i32()?.clone();
            let months = frame.column(is_month)?.bool()?.clone();
            Ok(days
                .iter()
                .zip(months.iter())
                .map(|(day, is_month)| partial_date(day, is_month.unwrap_or(false)))
                .collect())
        };
        let paid = read("day", "is_month")?;
        let planned = read("planned", "planned_is_month")?;
        Ok(paid
            .iter()
            .zip(planned)
            .map(|(paid, planned)| matches!((paid, planned), (Some(paid), Some(planned)) if !planned.is_before(*paid)))
            .collect())
    }

    /// What was paid in each month, over the projects of `among` together.
    pub fn months(&self, among: &BTreeSet<&ProjectKey>) -> Result<Vec<MonthLine>> {
        use chrono::Datelike;
        let frame = self.counted()?;
        let is_among: Vec<bool> = self.keys.iter().map(|key| among.contains(key)).collect();
        let projects = frame.column("project")?.u32()?.clone();
        let mask: BooleanChunked = projects.into_no_null_iter().map(|project| is_among[project as usize]).collect();
        let frame = frame.filter(&mask)?;
        let dates: Vec<Option<NaiveDate>> =
            frame.column("day")?.i32()?.iter().map(|day| day.and_then(date_of)).collect();
        let projects = frame.column("project")?.u32()?.clone();
        let years = dates
            .iter()
            .zip(projects.into_no_null_iter())
            .map(|(date, project)| date.map_or(self.keys[project as usize].year.0, |date| date.year()));
        let frame = frame
            .clone()
            .with_column(Column::new("year".into(), years.collect::<Vec<i32>>()))?
            .with_column(Column::new(
                "month".into(),
                dates.iter().map(|date| date.map_or(0, |date| date.month())).collect::<Vec<u32>>(),
            ))?
            .clone();
        let grouped = grouped_sums(&frame, &["year", "month"], &["amount_fen"])?;
        let year = grouped.column("year")?.i32()?;
        let month = grouped.column("month")?.u32()?;
        let sum = grouped.column("amount_fen_sum")?.i64()?;
        Ok((0..grouped.height())
            .map(|at| MonthLine {
                year: year.get(at).unwrap_or(0),
                month: month.get(at).unwrap_or(0),
                amount: Money::from_fen(sum.get(at).unwrap_or(0)),
            })
            .collect())
    }

    fn counted(&self) -> Result<DataFrame> {
        Ok(self.frame.filter(self.frame.column("counted")?.bool()?)?)
    }

    /// Places of ledger sheets, for tables.
    pub fn sheets(&self) -> &[(SheetRef, u16)] {
        &self.sheets
    }

    /// The project of an index.
    pub fn key(&self, project: u32) -> &ProjectKey {
        &self.keys[project as usize]
    }

    pub(super) fn frame(&self) -> &DataFrame {
        &self.frame
    }
}

/// Sums columns by keys; the groups come in order of their keys.
///
/// The eager aggregates are marked as deprecated in favour of the lazy engine, which this crate leaves out (see the
/// module above).
#[expect(deprecated)]
pub(super) fn grouped_sums(frame: &DataFrame, keys: &[&str], sums: &[&str]) -> Result<DataFrame> {
    let grouped = frame.group_by(keys.iter().copied())?.select(sums.iter().copied()).sum()?;
    Ok(grouped.sort(keys.iter().copied(), SortMultipleOptions::default())?)
}

/// A payee's name as names are compared: brackets of both widths, spaces and marks are one.
pub fn payee_key(name: &str) -> String {
    crate::recognise::cell::squeezed(name).to_lowercase()
}

/// Days since 1970-01-01, as tables keep dates.
pub fn day_number(date: NaiveDate) -> i32 {
    (date - NaiveDate::default()).num_days() as i32
}

fn partial_date(day: Option<i32>, is_month: bool) -> Option<PartialDate> {
    let date = day.and_then(date_of)?;
    Some(if is_month { PartialDate::Month(date) } else { PartialDate::Day(date) })
}

fn date_of(day: i32) -> Option<NaiveDate> {
    let epoch = NaiveDate::default();
    let days = Days::new(u64::from(day.unsigned_abs()));
    if day >= 0 { epoch.checked_add_days(days) } else { epoch.checked_sub_days(days) }
}
