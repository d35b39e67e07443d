//! The payments that a check asks for. Columns are looked through as a whole; only what is found becomes a [`Payment`]
//! with its texts and its place.

use std::collections::{BTreeMap, HashSet};

use chrono::NaiveDate;

use crate::error::Result;
use crate::money::Money;
use crate::period::PartialDate;

use super::payments::{Payment, PaymentFrame};
use super::rows::{Columns, Row};

/// How many payments of one kind are named in a finding; their number and sum are in its message.
const MOST_NAMED: usize = 10;

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

/// Payments of one amount to one payee: several in one project, or one in each of two.
#[derive(Clone, Debug)]
pub struct Repeat {
    /// The indexes of the projects of the first and the last.
    pub projects: [u32; 2],
    pub count: usize,
    /// In order of date, then of row: the first of them and the last, ten at most, never none.
    pub payments: Vec<Payment>,
}

impl PaymentFrame {
    /// The payments of which `is` holds, by project.
    pub fn suspects(&self, is: impl Fn(&Row) -> bool) -> Result<Vec<Suspects>> {
        let columns = Columns::of(self)?;
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
        let columns = Columns::of(self)?;
        let is_to_payee = |at: &usize| **self.payees().form(columns.payee(*at)) == *payee;
        let rows = self.range(project).filter(is_to_payee).filter(|at| is(&columns.row(*at)));
        rows.take(MOST_NAMED).map(|at| self.payment(at)).collect()
    }

    /// The payments to payees of these normalised names, by project and payee.
    pub fn paid_to(&self, names: &HashSet<String>) -> Result<Vec<Suspects>> {
        let columns = Columns::of(self)?;
        // 甲局(基本户) is 甲局.
        let is_among =
            |payee: &str| names.contains(payee) || payee.split_once('(').is_some_and(|(name, _)| names.contains(name));
        let is_named: Vec<bool> = self.payees().forms().iter().map(|payee| is_among(payee)).collect();
        let mut found: BTreeMap<(u32, u32), Suspects> = BTreeMap::new();
        for at in (0..self.len()).filter(|at| is_named[columns.payee(*at) as usize]) {
            let row = columns.row(at);
            let suspects = found.entry((row.project, row.payee)).or_insert_with(|| Suspects::none(row.project));
            suspects.add(&row, || self.payment(at))?;
        }
        Ok(found.into_values().collect())
    }

    /// Payments of one amount to one payee, each at most so many days after the one before: those of a project, less those that
    /// were paid back, and pairs next to one another of two projects. Of some only the month is known; they are left out.
    pub fn repeats(&self, days: i64) -> Result<Vec<Repeat>> {
        let columns = Columns::of(self)?;
        // Payee, size, day and place of each payment or refund whose day is known.
        let key = |at: usize| {
            let row = columns.row(at);
            let day = match row.date {
                Some(PartialDate::Day(day)) => day,
                _ => return None,
            };
            (row.amount != Money::ZERO && row.payee != 0).then_some((row.payee, row.amount.abs(), day, at))
        };
        let mut keys: Vec<(u32, Money, NaiveDate, usize)> = (0..self.len()).filter_map(key).collect();
        keys.sort_unstable();
        let mut repeats = Vec::new();
        let is_near = |one: &(NaiveDate, usize), two: &(NaiveDate, usize)| (two.0 - one.0).num_days() <= days;
        let alike = keys.chunk_by(|one, two| (one.0, one.1) == (two.0, two.1));
        for alike in alike.filter(|alike| alike.len() > 1) {
            // By the project's code: its years are one.
            let mut projects: BTreeMap<&str, Vec<(NaiveDate, usize)>> = BTreeMap::new();
            for (_, _, day, at) in alike {
                let row = columns.row(*at);
                let paid = projects.entry(&self.key(row.project).code).or_default();
                if row.amount.is_negative() {
                    // What came back is the latest that was paid.
                    paid.pop();
                } else {
                    paid.push((*day, *at));
                }
            }
            for run in projects.values().flat_map(|paid| paid.chunk_by(is_near)).filter(|run| run.len() > 1) {
                repeats.push(self.repeat(&columns, run)?);
            }
            let mut left: Vec<(NaiveDate, usize)> = projects.into_values().flatten().collect();
            left.sort_unstable();
            for pair in left.windows(2).filter(|pair| is_near(&pair[0], &pair[1])) {
                let [one, two] = [pair[0].1, pair[1].1].map(|at| &self.key(columns.project(at)).code);
                if one != two {
                    repeats.push(self.repeat(&columns, pair)?);
                }
            }
        }
        Ok(repeats)
    }

    /// Payments of one amount to one payee for one purpose in one project, of which no day is written and the same month, or no
    /// date at all.
    pub fn repeats_without_day(&self) -> Result<Vec<Repeat>> {
        let columns = Columns::of(self)?;
        let mut alike: BTreeMap<(u32, u32, Money, Option<NaiveDate>, u32), Vec<(NaiveDate, usize)>> = BTreeMap::new();
        for at in 0..self.len() {
            let row = columns.row(at);
            let has_no_day = row.date.is_none_or(PartialDate::is_month);
            if !has_no_day || row.amount == Money::ZERO || row.payee == 0 {
                continue;
            }
            let month = row.date.map(PartialDate::date);
            let rows = alike.entry((row.project, row.payee, row.amount.abs(), month, row.purpose)).or_default();
            if row.amount.is_negative() {
                rows.pop();
            } else {
                rows.push((month.unwrap_or_default(), at));
            }
        }
        let several = alike.into_values().filter(|rows| rows.len() > 1);
        several.map(|rows| self.repeat(&columns, &rows)).collect()
    }

    /// Of many payments the first and the last are named.
    fn repeat(&self, columns: &Columns<'_>, rows: &[(NaiveDate, usize)]) -> Result<Repeat> {
        let count = rows.len();
        let projects = [0, count - 1].map(|place| columns.project(rows[place].1));
        let named = rows.iter().enumerate().filter(|(place, _)| *place + 1 < MOST_NAMED || place + 1 == count);
        let payments = named.map(|(_, (_, at))| self.payment(*at)).collect::<Result<_>>()?;
        Ok(Repeat { projects, count, payments })
    }
}
