//! The payments that a check asks for. Columns are looked through as a whole; only what is found becomes a [`Payment`]
//! with its texts and its place.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use polars::prelude::*;

use crate::error::Result;
use crate::money::Money;
use crate::period::PartialDate;

use super::payments::{Payment, PaymentFrame, partial_date};

/// How many payments of one kind are named in a finding; their number and sum are in its message.
const MOST_NAMED: usize = 10;

/// The figures of a payment, without its texts.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The project's index.
    pub project: u32,
    pub date: Option<PartialDate>,
    pub approved: Option<PartialDate>,
    pub amount: Money,
    pub counted: bool,
    payee: u32,
}

/// The payments of a project that a check asked for.
#[derive(Clone, Debug)]
pub struct Suspects {
    /// The project's index.
    pub project: u32,
    pub count: usize,
    pub amount: Money,
    /// The first of them in order of date, never none.
    pub first: Vec<Payment>,
}

impl Suspects {
    fn none(project: u32) -> Self {
        Self { project, count: 0, amount: Money::ZERO, first: Vec::new() }
    }

    fn add(&mut self, row: &Row, payment: impl FnOnce() -> Result<Payment>) -> Result<()> {
        self.count += 1;
        self.amount = self.amount + row.amount;
        if self.first.len() < MOST_NAMED {
            self.first.push(payment()?);
        }
        Ok(())
    }
}

/// Two payments of one amount to one payee.
#[derive(Clone, Debug)]
pub struct Repeat {
    /// The indexes of their projects.
    pub projects: [u32; 2],
    /// In order of date, then of row.
    pub payments: [Payment; 2],
}

impl PaymentFrame {
    /// The payments of which `is` holds, by project.
    pub fn suspects(&self, is: impl Fn(&Row) -> bool) -> Result<Vec<Suspects>> {
        let columns = Columns::of(self.frame())?;
        let mut all: Vec<Suspects> = Vec::new();
        for at in 0..self.len() {
            let row = columns.row(at);
            if !is(&row) {
                continue;
            }
            if all.last().is_none_or(|suspects| suspects.project != row.project) {
                all.push(Suspects::none(row.project));
            }
            if let Some(suspects) = all.last_mut() {
                suspects.add(&row, || self.payment(at))?;
            }
        }
        Ok(all)
    }

    /// The first payments of a project to a payee, by its normalised name, of which `is` holds.
    pub fn to_payee(&self, project: u32, payee: &str, is: impl Fn(&Row) -> bool) -> Result<Vec<Payment>> {
        let columns = Columns::of(self.frame())?;
        let rows = self.range(project).filter(|at| {
            let row = columns.row(*at);
            **self.payee(row.payee) == *payee && is(&row)
        });
        rows.take(MOST_NAMED).map(|at| self.payment(at)).collect()
    }

    /// The payments to payees of these normalised names, by project and payee.
    pub fn paid_to(&self, names: &HashSet<String>) -> Result<Vec<(Arc<str>, Suspects)>> {
        let columns = Columns::of(self.frame())?;
        let is_named: Vec<bool> = self.payees().iter().map(|payee| names.contains(&**payee)).collect();
        let mut found: Vec<(u32, Suspects)> = Vec::new();
        for at in (0..self.len()).filter(|at| is_named[columns.payee(*at)]) {
            let row = columns.row(at);
            let of_project = found.iter_mut().rev().take_while(|(_, suspects)| suspects.project == row.project);
            match of_project.into_iter().find(|(payee, _)| *payee == row.payee) {
                Some((_, suspects)) => suspects.add(&row, || self.payment(at))?,
                None => {
                    let mut suspects = Suspects::none(row.project);
                    suspects.add(&row, || self.payment(at))?;
                    found.push((row.payee, suspects));
                }
            }
        }
        Ok(found.into_iter().map(|(payee, suspects)| (self.payee(payee).clone(), suspects)).collect())
    }

    /// Pairs of payments of one amount to one payee, at most so many days apart: next to one another in their project, or
    /// next to one another over all and of two projects. Payments of which only the month is known may be weeks apart, and
    /// are left out.
    pub fn repeats(&self, days: i64) -> Result<Vec<Repeat>> {
        let frame = self.frame();
        let columns = Columns::of(frame)?;
        let is_known = |at: usize| {
            let row = columns.row(at);
            row.amount > Money::ZERO && row.payee != 0 && matches!(row.date, Some(PartialDate::Day(_)))
        };
        let at: Vec<u32> = (0..self.len()).filter(|at| is_known(*at)).map(|at| at as u32).collect();
        let pick =
            |name: &str| -> Result<Column> { Ok(frame.column(name)?.take(&IdxCa::from_vec("at".into(), at.clone()))?) };
        let keys = ["payee_number", "amount_fen", "day"];
        let mut known = keys.iter().map(|name| pick(name)).collect::<Result<Vec<_>>>()?;
        known.push(Column::new("at".into(), at.clone()));
        let sorted = DataFrame::new_infer_height(known)?
            .sort(["payee_number", "amount_fen", "day", "at"], SortMultipleOptions::default())?;
        let order: Vec<usize> = sorted.column("at")?.u32()?.into_no_null_iter().map(|at| at as usize).collect();
        let mut repeats = Vec::new();
        let is_one = |one: &Row, two: &Row| one.payee == two.payee && one.amount == two.amount;
        let is_near = |one: &Row, two: &Row| {
            let days_apart = one.date.zip(two.date).map(|(one, two)| (two.date() - one.date()).num_days());
            days_apart.is_some_and(|apart| apart <= days)
        };
        // The latest payment of each project in the run of those to one payee of one amount.
        let mut latest: HashMap<u32, usize> = HashMap::new();
        for (place, &at) in order.iter().enumerate() {
            let row = columns.row(at);
            let before = place.checked_sub(1).map(|place| order[place]);
            if before.is_none_or(|before| !is_one(&columns.row(before), &row)) {
                latest.clear();
            }
            let in_project = latest.insert(row.project, at);
            let elsewhere = before
                .filter(|before| is_one(&columns.row(*before), &row) && columns.row(*before).project != row.project);
            for other in in_project.into_iter().chain(elsewhere) {
                let other_row = columns.row(other);
                if is_near(&other_row, &row) {
                    let payments = [self.payment(other)?, self.payment(at)?];
                    repeats.push(Repeat { projects: [other_row.project, row.project], payments });
                }
            }
        }
        Ok(repeats)
    }
}

/// The columns of figures, by which a row is put together without its texts.
struct Columns<'a> {
    project: &'a UInt32Chunked,
    day: &'a Int32Chunked,
    is_month: &'a BooleanChunked,
    approved: &'a Int32Chunked,
    approved_is_month: &'a BooleanChunked,
    amount: &'a Int64Chunked,
    counted: &'a BooleanChunked,
    payee: &'a UInt32Chunked,
}

impl<'a> Columns<'a> {
    fn of(frame: &'a DataFrame) -> Result<Self> {
        Ok(Self {
            project: frame.column("project")?.u32()?,
            day: frame.column("day")?.i32()?,
            is_month: frame.column("is_month")?.bool()?,
            approved: frame.column("approved")?.i32()?,
            approved_is_month: frame.column("approved_is_month")?.bool()?,
            amount: frame.column("amount_fen")?.i64()?,
            counted: frame.column("counted")?.bool()?,
            payee: frame.column("payee_number")?.u32()?,
        })
    }

    fn payee(&self, at: usize) -> usize {
        self.payee.get(at).unwrap_or(0) as usize
    }

    fn row(&self, at: usize) -> Row {
        let is_month = |column: &BooleanChunked| column.get(at).unwrap_or(false);
        Row {
            project: self.project.get(at).unwrap_or(0),
            date: partial_date(self.day.get(at), is_month(self.is_month)),
            approved: partial_date(self.approved.get(at), is_month(self.approved_is_month)),
            amount: Money::from_fen(self.amount.get(at).unwrap_or(0)),
            counted: self.counted.get(at).unwrap_or(false),
            payee: self.payee.get(at).unwrap_or(0),
        }
    }
}
