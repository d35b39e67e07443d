//! Payments outside the fiscal year or after the as-of date, and negative ones.

use super::Case;
use crate::finding::{Code, Finding};
use crate::frame::payments::Payment;
use crate::money::Money;
use crate::period::PartialDate;

/// Every payment lies within the project's fiscal year and not after the as-of date, and is above nought. Those that do
/// not are named; payments outside the period are not counted.
pub fn check(case: &Case<'_>) -> Vec<Finding> {
    let year = case.project.key.year;
    let last = year.last_day();
    let is_late = |payment: &Payment| payment.date.is_some_and(|date| date.date() > last);
    let is_later = |payment: &Payment| payment.date.is_some_and(|date| date.date() > case.as_of && date.date() <= last);
    let is_early = |payment: &Payment| payment.date.is_some_and(|date| date.date() < year.first_day());
    let mut findings = Vec::new();
    for (code, payments) in [
        (Code::PaymentAfterYear, select(case, is_late)),
        (Code::PaymentAfterAsOf, select(case, is_later)),
        (Code::PaymentBeforeYear, select(case, is_early)),
        (Code::PaymentNegative, select(case, |payment| payment.amount.is_negative())),
    ] {
        let Some(first) = payments.first() else { continue };
        findings.push(
            Finding::new(code, first.place.clone())
                .places(payments.iter().skip(1).map(|payment| payment.place.clone()))
                .with("count", payments.len())
                .with("amount", payments.iter().map(|payment| payment.amount).sum::<Money>())
                .with("last", PartialDate::Day(if code == Code::PaymentAfterAsOf { case.as_of } else { last })),
        );
    }
    findings
}

fn select<'a>(case: &Case<'a>, is: impl Fn(&Payment) -> bool) -> Vec<&'a Payment> {
    case.payments.iter().filter(|payment| is(payment)).collect()
}
