//! The payments of all projects in one frame, sorted by project and date.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;

use chrono::{Days, NaiveDate};
use polars::prelude::*;

use crate::error::Result;
use crate::location::{CellRef, Place, SheetRef};
use crate::money::Money;
use crate::period::{FiscalYear, PartialDate};
use crate::project::ProjectKey;
use crate::recognise::cell::squeezed;
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
    /// The payees' names as names are compared, by the number that stands for each; the first is no name.
    payees: Vec<Arc<str>>,
    /// The same for purposes.
    purposes: Vec<Arc<str>>,
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
        let days = |dates: &[Option<PartialDate>]| -> Vec<Option<i32>> {
            dates.iter().map(|date| date.map(|date| day_number(date.date()))).collect()
        };
        let months = |dates: &[Option<PartialDate>]| -> Vec<bool> {
            dates.iter().map(|date| date.is_some_and(PartialDate::is_month)).collect()
        };
        let text =
            |name: &str, column: &TextColumn| StringChunked::from_iter_values(name.into(), column.iter()).into_column();
        let (payee_number, payees) = numbered(&columns.payee, payee_key);
        let (purpose_number, purposes) = numbered(&columns.purpose, squeezed);
        let frame = DataFrame::new_infer_height(vec![
            Column::new("project".into(), &columns.project),
            Column::new("day".into(), days(&columns.date)),
            Column::new("is_month".into(), months(&columns.date)),
            text("voucher", &columns.voucher),
            text("payee", &columns.payee),
            Column::new("payee_number".into(), payee_number),
            text("purpose", &columns.purpose),
            Column::new("purpose_number".into(), purpose_number),
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
            payee: text("payee")?,
            purpose: text("purpose")?,
            amount: Money::from_fen(self.frame.column("amount_fen")?.i64()?.get(at).unwrap_or(0)),
            planned: date("planned", "planned_is_month")?,
            approved: date("approved", "approved_is_month")?,
            counted: self.frame.column("counted")?.bool()?.get(at).unwrap_or(false),
            place: sheet.at(CellRef::new(whole("row_0")?, *col_0)),
        })
    }

    /// These columns of the payments that count.
    pub(super) fn counted(&self, columns: &[&str]) -> Result<DataFrame> {
        let frame = self.frame.select(columns.iter().copied())?;
        Ok(frame.filter(self.frame.column("counted")?.bool()?)?)
    }

    /// Places of ledger sheets, for tables.
    pub fn sheets(&self) -> &[(SheetRef, u16)] {
        &self.sheets
    }

    /// The projects in order, by index.
    pub fn keys(&self) -> &[ProjectKey] {
        &self.keys
    }

    /// The payee whom a number stands for, as names are compared.
    pub(super) fn payee(&self, number: u32) -> &Arc<str> {
        &self.payees[number as usize]
    }

    /// The payees by number, the first being no name.
    pub(super) fn payees(&self) -> &[Arc<str>] {
        &self.payees
    }

    pub(super) fn purpose(&self, number: u32) -> &Arc<str> {
        &self.purposes[number as usize]
    }

    /// A column of dates, as exact as they were written.
    pub(super) fn dates(frame: &DataFrame, day: &str, is_month: &str) -> Result<Vec<Option<PartialDate>>> {
        let days = frame.column(day)?.i32()?;
        let months = frame.column(is_month)?.bool()?;
        let dates = days.iter().zip(months.iter());
        Ok(dates.map(|(day, is_month)| partial_date(day, is_month.unwrap_or(false))).collect())
    }

    /// The project of an index.
    pub fn key(&self, project: u32) -> &ProjectKey {
        &self.keys[project as usize]
    }

    pub(super) fn frame(&self) -> &DataFrame {
        &self.frame
    }
}

/// A number for each different text, by its form for comparing, and the forms by number. Number 0 is the empty text.
fn numbered(texts: &TextColumn, form: fn(&str) -> String) -> (Vec<u32>, Vec<Arc<str>>) {
    let mut forms: Vec<Arc<str>> = vec!["".into()];
    let mut of_form: HashMap<Arc<str>, u32> = HashMap::from([(forms[0].clone(), 0)]);
    let mut of_text: HashMap<&str, u32> = HashMap::new();
    let numbers = texts.iter().map(|text| {
        *of_text.entry(text).or_insert_with(|| {
            let form: Arc<str> = form(text).into();
            *of_form.entry(form).or_insert_with_key(|form| {
                forms.push(form.clone());
                forms.len() as u32 - 1
            })
        })
    });
    (numbers.collect(), forms)
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
    let date = day.and_then(date_of)?;
    Some(if is_month { PartialDate::Month(date) } else { PartialDate::Day(date) })
}

pub(super) fn date_of(day: i32) -> Option<NaiveDate> {
    let epoch = NaiveDate::default();
    let days = Days::new(u64::from(day.unsigned_abs()));
    if day >= 0 { epoch.checked_add_days(days) } else { epoch.checked_sub_days(days) }
}
