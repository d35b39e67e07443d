//! The payments of all projects in one frame, sorted by project and date.

use std::collections::BTreeMap;
use std::ops::Range;

use chrono::NaiveDate;
use polars::prelude::*;

use crate::error::Result;
use crate::location::{CellRef, Place, SheetRef};
use crate::money::Money;
use crate::period::{FiscalYear, PartialDate};
use crate::project::ProjectKey;
use crate::recognise::cell::squeezed;
use crate::recognise::tables::TextColumn;

use super::repeated::Repeated;

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
    payees: Repeated,
    purposes: Repeated,
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

impl PaymentFrame {
    /// # Errors
    /// Only when polars refuses the columns, which is a fault of the program.
    pub fn new(columns: PaymentColumns, sheets: Vec<(SheetRef, u16)>, keys: Vec<ProjectKey>) -> Result<Self> {
        let PaymentColumns { project, date, voucher, payee, purpose, amount, planned, approved, sheet, row_0 } =
            columns;
        let mut order: Vec<u32> = (0..project.len() as u32).collect();
        order.sort_by_key(|at| {
            let at = *at as usize;
            (project[at], date[at].map(PartialDate::date), sheet[at], row_0[at])
        });
        // Each column is put in order as it is taken over, and its memory given back before the next one.
        let (payee, payees) = Repeated::of(&payee, payee_key);
        let (purpose, purposes) = Repeated::of(&purpose, squeezed);
        let [day, is_month] = dates(["day", "is_month"], date, &order);
        let [planned, planned_is_month] = dates(["planned", "planned_is_month"], planned, &order);
        let [approved, approved_is_month] = dates(["approved", "approved_is_month"], approved, &order);
        let fen = |amount: Money| amount.fen();
        let frame = DataFrame::new_infer_height(vec![
            whole("project", project, &order),
            day,
            is_month,
            text("voucher", voucher, &order),
            whole("payee", payee, &order),
            whole("purpose", purpose, &order),
            Column::new("amount_fen".into(), in_order(&amount, &order).map(fen).collect::<Vec<i64>>()),
            planned,
            planned_is_month,
            approved,
            approved_is_month,
            whole("sheet", sheet, &order),
            whole("row_0", row_0, &order),
        ])?;
        let mut ranges = BTreeMap::new();
        for (at, project) in frame.column("project")?.u32()?.into_no_null_iter().enumerate() {
            ranges.entry(project).or_insert(at..at).end = at + 1;
        }
        Ok(Self { frame, sheets, keys, ranges, payees, purposes })
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
    pub fn of_project(&self, key: &ProjectKey) -> Result<Vec<Payment>> {
        let Ok(project) = self.keys.binary_search(key) else { return Ok(Vec::new()) };
        self.range(project as u32).map(|at| self.payment(at)).collect()
    }

    /// The earliest payment of a project, by its index.
    pub fn first_of(&self, project: u32) -> Result<Option<Payment>> {
        self.range(project).next().map(|at| self.payment(at)).transpose()
    }

    /// Where the payments of a project lie.
    pub(super) fn range(&self, project: u32) -> Range<usize> {
        self.ranges.get(&project).cloned().unwrap_or_default()
    }

    pub(super) fn payment(&self, at: usize) -> Result<Payment> {
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
            payee: self.payees.text(whole("payee")?).to_owned(),
            purpose: self.purposes.text(whole("purpose")?).to_owned(),
            amount: Money::from_fen(self.frame.column("amount_fen")?.i64()?.get(at).unwrap_or(0)),
            planned: date("planned", "planned_is_month")?,
            approved: date("approved", "approved_is_month")?,
            counted: self.frame.column("counted")?.bool()?.get(at).unwrap_or(false),
            place: sheet.at(CellRef::new(whole("row_0")?, *col_0)),
        })
    }

    /// Places of ledger sheets, for tables.
    pub fn sheets(&self) -> &[(SheetRef, u16)] {
        &self.sheets
    }

    /// The projects in order, by index.
    pub fn keys(&self) -> &[ProjectKey] {
        &self.keys
    }

    /// The names of payees, which its columns have by their numbers.
    pub(super) fn payees(&self) -> &Repeated {
        &self.payees
    }

    /// The same for purposes.
    pub(super) fn purposes(&self) -> &Repeated {
        &self.purposes
    }

    /// The project of an index.
    pub fn key(&self, project: u32) -> &ProjectKey {
        &self.keys[project as usize]
    }

    pub(super) fn frame(&self) -> &DataFrame {
        &self.frame
    }
}

fn in_order<'a, T: Copy>(values: &'a [T], order: &'a [u32]) -> impl Iterator<Item = T> + 'a {
    order.iter().map(|at| values[*at as usize])
}

fn whole(name: &str, values: Vec<u32>, order: &[u32]) -> Column {
    Column::new(name.into(), in_order(&values, order).collect::<Vec<u32>>())
}

fn text(name: &str, values: TextColumn, order: &[u32]) -> Column {
    let texts = order.iter().map(|at| values.get(*at as usize));
    StringChunked::from_iter_values(name.into(), texts).into_column()
}

/// The days of dates, and whether of each only the month is known.
fn dates([day, is_month]: [&str; 2], dates: Vec<Option<PartialDate>>, order: &[u32]) -> [Column; 2] {
    let days = in_order(&dates, order).map(|date| date.map(|date| day_number(date.date())));
    let months = in_order(&dates, order).map(|date| date.is_some_and(PartialDate::is_month));
    [
        Column::new(day.into(), days.collect::<Vec<Option<i32>>>()),
        Column::new(is_month.into(), months.collect::<Vec<bool>>()),
    ]
}

/// A payee's name as names are compared: brackets of both widths, spaces and marks are one.
pub fn payee_key(name: &str) -> String {
    squeezed(name).to_lowercase()
}

/// Days since 1970-01-01, as tables keep dates.
pub fn day_number(date: NaiveDate) -> i32 {
    (date - NaiveDate::default()).num_days() as i32
}

pub(super) fn partial_date(day: Option<i32>, is_month: bool) -> Option<PartialDate> {
    let date = NaiveDate::from_epoch_days(day?)?;
    Some(if is_month { PartialDate::Month(date) } else { PartialDate::Day(date) })
}
