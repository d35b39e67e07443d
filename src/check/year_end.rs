//! A rush at the year's end.

use chrono::Datelike;

use super::Case;
use crate::finding::{Code, Fact, Finding};
use crate::frame::payments::Payment;
use crate::money::Money;
use crate::rate::Rate;

/// How many of the payments are named; the sums are in the message.
const MOST_PLACES: usize = 10;

/// Not more than the configured share of a year's payments falls into December, or into its last ten days. Payments
/// without a day are counted in December alone.
pub fn check(case: &Case<'_>) -> Vec<Finding> {
    let sum = |is: &dyn Fn(&Payment) -> bool| {
        case.payments.iter().filter(|p| p.counted && is(p)).map(|p| p.amount).sum::<Money>()
    };
    let in_december = |payment: &Payment| payment.date.is_some_and(|date| date.date().month() == 12);
    let in_last_days = |payment: &Payment| {
        payment.date.is_some_and(|date| !date.is_month() && date.date().month() == 12 && date.date().day() >= 22)
    };
    let paid = sum(&|_| true);
    let (december, last_days) = (Rate::new(sum(&in_december), paid), Rate::new(sum(&in_last_days), paid));
    let is_over = |rate: Option<Rate>, bound| rate.is_some_and(|rate| rate.cmp_share(bound).is_gt());
    if !is_over(december, &case.thresholds.december_share) && !is_over(last_days, &case.thresholds.last_days_share) {
        return Vec::new();
    }
    let (Some(december), Some(last_days)) = (december, last_days) else { return Vec::new() };
    let places = case.payments.iter().filter(|payment| payment.counted && in_december(payment));
    vec![
        Finding::of(Code::YearEndRush, &case.project.key)
            .places(places.map(|payment| payment.place.clone()).take(MOST_PLACES))
            .with("december", december.part)
            .with("share", Fact::Share(december.fraction()))
            .with("last-days", last_days.part)
            .with("last-days-share", Fact::Share(last_days.fraction())),
    ]
}
