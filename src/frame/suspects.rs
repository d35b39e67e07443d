//! The payments that a check asks for. Columns are looked through as a whole; only what is found becomes a [`Payment`]
//! with its texts and its place.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::NaiveDate;
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

    /// The first payments of a project to a payee, by its normalised name, of which `is` holds: ten at most.
    pub fn to_payee(&self, project: u32, payee: &str, is: impl Fn(&Row) -> bool) -> Result<Vec<Payment>> {
        let columns = Columns::of(self.frame())?;
        let rows = self.range(project).filter(|at| {
            let row = columns.row(*at);
            **self.payee(row.payee) == *payee && is(&row)
        });
        rows.take(MOST_NAMED).map(|at| self.payment(at)).collect()
    }

    /// The payments to payees of these normalised names, by project and payee.
    pub fn paid_to(&self, names: &HashSet<String>) -> Result<Vec<Suspects>> {
        let columns = Columns::of(self.frame())?;
        let is_named: Vec<bool> = self.payees().iter().map(|payee| names.contains(&**payee)).collect();
        let mut found: BTreeMap<(u32, u32), Suspects> = BTreeMap::new();
        for at in (0..self.len()).filter(|at| is_named[columns.payee(*at) as usize]) {
            let row = columns.row(at);
            let suspects = found.entry((row.project, row.payee)).or_insert_with(|| Suspects::none(row.project));
            suspects.add(&row, || self.payment(at))?;
        }
        Ok(found.into_values().collect())
    }

    /// Pairs of payments of one amount to one payee, at most so many days apart: next to one another in their project, or
    /// next to one another over all and of two projects. Payments of which only the month is known may be weeks apart, and
    /// are left out.
    pub fn repeats(&self, days: i64) -> Result<Vec<Repeat>> {
        let columns = Columns::of(self.frame())?;
        // Payee, amount and day of each payment that can be one of a pair, and its place.
        let key = |at: usize| {
            let row = columns.row(at);
            let day = match row.date {
                Some(PartialDate::Day(day)) => day,
                _ => return None,
            };
            (row.amount > Money::ZERO && row.payee != 0).then_some((row.payee, row.amount, day, at))
        };
        let mut keys: Vec<(u32, Money, NaiveDate, usize)> = (0..self.len()).filter_map(key).collect();
        keys.sort_unstable();
        let mut repeats = Vec::new();
        for alike in keys.chunk_by(|one, two| (one.0, one.1) == (two.0, two.1)) {
            // The latest payment of each project.
            let mut latest: HashMap<u32, usize> = HashMap::new();
            for (place, (_, _, day, at)) in alike.iter().enumerate() {
                let project = columns.project(*at);
                let in_project = latest.insert(project, place);
                let elsewhere = place.checked_sub(1).filter(|before| columns.project(alike[*before].3) != project);
                for (_, _, before, other) in in_project.into_iter().chain(elsewhere).map(|place| alike[place]) {
                    if (*day - before).num_days() <= days {
                        let projects = [columns.project(other), project];
                        repeats.push(Repeat { projects, payments: [self.payment(other)?, self.payment(*at)?] });
                    }
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

    fn payee(&self, at: usize) -> u32 {
        self.payee.get(at).unwrap_or(0)
    }

    fn project(&self, at: usize) -> u32 {
        self.project.get(at).unwrap_or(0)
    }

    fn row(&self, at: usize) -> Row {
        let is_month = |column: &BooleanChunked| column.get(at).unwrap_or(false);
        Row {
            project: self.project(at),
            date: partial_date(self.day.get(at), is_month(self.is_month)),
            approved: partial_date(self.approved.get(at), is_month(self.approved_is_month)),
            amount: Money::from_fen(self.amount.get(at).unwrap_or(0)),
            counted: self.counted.get(at).unwrap_or(false),
            payee: self.payee(at),
        }
    }
}
