//! Payments that stay just under a limit.

use super::Ledgers;
use crate::error::Result;
use crate::finding::{Code, Fact, Finding};
use crate::money::Money;

/// No payee of a project is paid the configured number of times or more by amounts just under one of the configured limits
/// (less than the limit, and short of it by no more than the configured share) that together exceed it.
pub fn check(ledgers: &Ledgers<'_>) -> Result<Vec<Finding>> {
    let thresholds = ledgers.thresholds;
    let mut findings = Vec::new();
    for limit in thresholds.limits() {
        let least = thresholds.just_under(limit);
        for sum in ledgers.payments.payee_sums(least, limit)? {
            let Some(project) = ledgers.project(sum.project) else { continue };
            if sum.payments < thresholds.split_payments || sum.amount <= limit {
                continue;
            }
            let is_under = |amount: Money| amount >= least && amount < limit;
            let payments = ledgers.payments.to_payee(sum.project, &sum.payee, |row| is_under(row.amount))?;
            let name = payments.first().map(|payment| payment.payee.clone()).unwrap_or_default();
            findings.push(
                Finding::of(Code::PaymentsUnderLimit, &project.key)
                    .places(payments.into_iter().map(|payment| payment.place))
                    .with("payee", name)
                    .with("count", Fact::Count(sum.payments))
                    .with("amount", sum.amount)
                    .with("limit", limit),
            );
        }
    }
    Ok(findings)
}
