//! Payments entered twice.

use std::collections::BTreeMap;

use super::Case;
use crate::finding::{Code, Finding};
use crate::frame::payments::{Payment, payee_key};
use crate::money::Money;

/// No payee is paid one amount twice within the configured number of days.
pub fn check(case: &Case<'_>) -> Vec<Finding> {
    let mut alike: BTreeMap<(String, Money), Vec<&Payment>> = BTreeMap::new();
    for payment in case.payments.iter().filter(|payment| payment.amount > Money::ZERO && !payment.payee.is_empty()) {
        alike.entry((payee_key(&payment.payee), payment.amount)).or_default().push(payment);
    }
    let mut findings = Vec::new();
    for ((_, amount), payments) in alike {
        for pair in payments.windows(2) {
            let (Some(first), Some(second)) = (pair[0].date, pair[1].date) else { continue };
            let days = (second.date() - first.date()).num_days();
            // Two payments of a month without their days may be weeks apart or the same; that they are near is not known.
            if first.is_month() || second.is_month() || days > case.thresholds.duplicate_days {
                continue;
            }
            findings.push(
                Finding::new(Code::PaymentDuplicate, pair[1].place.clone())
                    .place(pair[0].place.clone())
                    .with("payee", pair[1].payee.as_str())
                    .with("amount", amount)
                    .with("first", first)
                    .with("second", second),
            );
        }
    }
    findings
}
