//! Rows of the frame of payments, put together from its columns of figures without their texts.

use polars::prelude::*;

use crate::error::{Error, Result};
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

/// The columns of figures. Each stands in one piece, so that a row is looked up by its index.
pub(super) struct Columns<'a> {
    project: &'a [u32],
    date: Dates<'a>,
    planned: Dates<'a>,
    approved: Dates<'a>,
    amount: &'a [i64],
    counted: &'a Flags,
    payee: Forms<'a>,
    purpose: Forms<'a>,
}

// The library does not export its arrays by name.
type Days = <Int32Type as PolarsDataType>::Array;
type Flags = <BooleanType as PolarsDataType>::Array;

/// Texts as they are compared, by the numbers of their forms.
struct Forms<'a>(&'a [u32], &'a Repeated);

impl Forms<'_> {
    fn get(&self, at: usize) -> u32 {
        self.1.form_of(self.0[at])
    }
}

/// The array of a column.
fn whole<T: PolarsDataType>(column: &ChunkedArray<T>) -> Result<&T::Array> {
    let in_pieces = || Error::Frame(column.name().to_string());
    column.downcast_iter().next().filter(|_| column.chunks().len() == 1).ok_or_else(in_pieces)
}

/// Days, and whether of each only the month is known.
struct Dates<'a>(&'a Days, &'a Flags);

impl<'a> Dates<'a> {
    fn of(frame: &'a DataFrame, day: &str, is_month: &str) -> Result<Self> {
        Ok(Self(whole(frame.column(day)?.i32()?)?, whole(frame.column(is_month)?.bool()?)?))
    }

    #[inline]
    fn get(&self, at: usize) -> Option<PartialDate> {
        let is_known = self.0.validity().is_none_or(|known| known.get_bit(at));
        partial_date(is_known.then(|| self.0.value(at)), self.1.value(at))
    }
}

impl<'a> Columns<'a> {
    /// # Errors
    /// Only when a column is missing or in pieces, which is a fault of the program.
    pub fn of(payments: &'a PaymentFrame) -> Result<Self> {
        let frame = payments.frame();
        let numbers = |name: &str| -> Result<&'a [u32]> { Ok(frame.column(name)?.u32()?.cont_slice()?) };
        Ok(Self {
            project: numbers("project")?,
            date: Dates::of(frame, "day", "is_month")?,
            planned: Dates::of(frame, "planned", "planned_is_month")?,
            approved: Dates::of(frame, "approved", "approved_is_month")?,
            amount: frame.column("amount_fen")?.i64()?.cont_slice()?,
            counted: whole(frame.column("counted")?.bool()?)?,
            payee: Forms(numbers("payee")?, payments.payees()),
            purpose: Forms(numbers("purpose")?, payments.purposes()),
        })
    }

    pub fn payee(&self, at: usize) -> u32 {
        self.payee.get(at)
    }

    pub fn project(&self, at: usize) -> u32 {
        self.project[at]
    }

    /// Inlined, so that figures at which a caller does not look are not put together.
    #[inline]
    pub fn row(&self, at: usize) -> Row {
        Row {
            project: self.project(at),
            date: self.date.get(at),
            planned: self.planned.get(at),
            approved: self.approved.get(at),
            amount: Money::from_fen(self.amount[at]),
            counted: self.counted.value(at),
            payee: self.payee(at),
            purpose: self.purpose.get(at),
        }
    }
}
