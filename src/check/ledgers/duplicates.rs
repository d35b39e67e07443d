//! Payments entered twice.

use super::Ledgers;
use crate::error::Result;
use crate::finding::{Code, Finding};
use crate::frame::suspects::Repeat;

/// No payee is paid one amount twice within the configured number of days, in one project or in two.
pub fn check(ledgers: &Ledgers<'_>) -> Result<Vec<Finding>> {
    let repeats = ledgers.payments.repeats(ledgers.thresholds.duplicate_days)?;
    Ok(repeats.iter().filter_map(|repeat| finding(ledgers, repeat)).collect())
}

fn finding(ledgers: &Ledgers<'_>, repeat: &Repeat) -> Option<Finding> {
    let [earlier, later] = &repeat.payments;
    let [other, own] = repeat.projects;
    let is_one = own == other;
    // The later payment is the one to look at; a project of a year that is not reviewed has no list to stand on.
    let own = ledgers.project(own)?;
    let code = if is_one { Code::PaymentDuplicate } else { Code::PaymentDuplicateAcross };
    let finding = Finding::new(code, later.place.clone())
        .place(earlier.place.clone())
        .project(&own.key)
        .with("payee", later.payee.as_str())
        .with("amount", later.amount)
        .with("first", earlier.date?)
        .with("second", later.date?);
    if is_one {
        return Some(finding);
    }
    let other = ledgers.project(other)?;
    Some(finding.with("project", own.name.as_str()).with("other", other.name.as_str()))
}
