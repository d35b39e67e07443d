//! Rows of the frame of payments, put together from its columns of figures without their texts.

use polars::prelude::*;

use crate::error::Result;
use crate::money::Money;
use crate::period::PartialDate;

use super::payments::{PaymentFrame, partial_date};
use super::repeated::Repeated;

/// The figures of a payment.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The project's index.
    pub project: u32,
    pub date: Option<PartialDate>,
    pub planned: Option<PartialDate>,
    pub approved: Option<PartialDate>,
    pub amount: Money,
    pub counted: bool,
    /// The numbers of the forms of payee and purpose; nought where there is none.
    pub(super) payee: u32,
    pub(super) purpose: u32,
}

/// The columns of figures.
pub(super) struct Columns<'a> {
    project: &'a UInt32Chunked,
    date: Dates<'a>,
    planned: Dates<'a>,
    approved: Dates<'a>,
    amount: &'a Int64Chunked,
    counted: &'a BooleanChunked,
    payee: Forms<'a>,
    purpose: Forms<'a>,
}

/// Texts as they are compared, by the numbers of their forms.
struct Forms<'a>(&'a UInt32Chunked, &'a Repeated);

impl Forms<'_> {
    fn get(&self, at: usize) -> u32 {
        self.1.form_of(self.0.get(at).unwrap_or(0))
    }
}

/// Days, and whether of each only the month is known.
struct Dates<'a>(&'a Int32Chunked, &'a BooleanChunked);

impl<'a> Dates<'a> {
    fn of(frame: &'a DataFrame, day: &str, is_month: &str) -> Result<Self> {
        Ok(Self(frame.column(day)?.i32()?, frame.column(is_month)?.bool()?))
    }

    fn get(&self, at: usize) -> Option<PartialDate> {
        partial_date(self.0.get(at), self.1.get(at).unwrap_or(false))
    }
}

impl<'a> Columns<'a> {
    pub fn of(payments: &'a PaymentFrame) -> Result<Self> {
        let frame = payments.frame();
        Ok(Self {
            project: frame.column("project")?.u32()?,
            date: Dates::of(frame, "day", "is_month")?,
            planned: Dates::of(frame, "planned", "planned_is_month")?,
            approved: Dates::of(frame, "approved", "approved_is_month")?,
            amount: frame.column("amount_fen")?.i64()?,
            counted: frame.column("counted")?.bool()?,
            payee: Forms(frame.column("payee")?.u32()?, payments.payees()),
            purpose: Forms(frame.column("purpose")?.u32()?, payments.purposes()),
        })
    }

    pub fn payee(&self, at: usize) -> u32 {
        self.payee.get(at)
    }

    pub fn project(&self, at: usize) -> u32 {
        self.project.get(at).unwrap_or(0)
    }

    pub fn row(&self, at: usize) -> Row {
        Row {
            project: self.project(at),
            date: self.date.get(at),
            planned: self.planned.get(at),
            approved: self.approved.get(at),
            amount: Money::from_fen(self.amount.get(at).unwrap_or(0)),
            counted: self.counted.get(at).unwrap_or(false),
            payee: self.payee(at),
            purpose: self.purpose.get(at),
        }
    }
}
