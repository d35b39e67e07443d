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

/// The columns of figures. Each stands in one piece, in which a row is found at once.
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

type Days = <Int32Type as PolarsDataType>::Array;
type Flags = <BooleanType as PolarsDataType>::Array;

/// Texts as they are compared, by the numbers of their forms.
struct Forms<'a>(&'a [u32], &'a Repeated);

impl Forms<'_> {
    fn get(&self, at: usize) -> u32 {
        self.1.form_of(self.0[at])
    }
}

/// Days, and whether of each only the month is known.
struct Dates<'a>(&'a Days, &'a Flags);

impl<'a> Dates<'a> {
    fn of(frame: &'a DataFrame, day: &str, is_month: &str) -> Result<Self> {
        Ok(Self(frame.column(day)?.i32()?.downcast_as_array(), frame.column(is_month)?.bool()?.downcast_as_array()))
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
        let whole = |name: &str| -> Result<&'a [u32]> { Ok(frame.column(name)?.u32()?.cont_slice()?) };
        Ok(Self {
            project: whole("project")?,
            date: Dates::of(frame, "day", "is_month")?,
            planned: Dates::of(frame, "planned", "planned_is_month")?,
            approved: Dates::of(frame, "approved", "approved_is_month")?,
            amount: frame.column("amount_fen")?.i64()?.cont_slice()?,
            counted: frame.column("counted")?.bool()?.downcast_as_array(),
            payee: Forms(whole("payee")?, payments.payees()),
            purpose: Forms(whole("purpose")?, payments.purposes()),
        })
    }

    pub fn payee(&self, at: usize) -> u32 {
        self.payee.get(at)
    }

    pub fn project(&self, at: usize) -> u32 {
        self.project[at]
    }

    /// Built only as far as its caller looks at it.
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
