//! Payments before the approval.

use super::Ledgers;
use crate::error::Result;
use crate::finding::{Code, Finding};
use crate::period::PartialDate;

/// No payment is made before the date on which it, or the project's budget, was approved. Where only months are known,
/// the order is judged where they differ.
pub fn check(ledgers: &Ledgers<'_>) -> Result<Vec<Finding>> {
    let of_project = |project: u32| ledgers.project(project)?.approved.as_ref();
    let approved = |of_payment: Option<PartialDate>, project| {
        of_payment.or_else(|| of_project(project).map(|approved| approved.value))
    };
    let early = ledgers.payments.suspects(|row| {
        let approved = approved(row.approved, row.project);
        row.date.zip(approved).is_some_and(|(date, approved)| date.is_before(approved))
    })?;
    let finding = |suspects| {
        let finding = ledgers.finding(Code::PaymentBeforeApproval, suspects)?;
        let first = suspects.first.first()?;
        let finding = finding.places(of_project(suspects.project).map(|approved| approved.place.clone()));
        Some(finding.with("date", first.date?).with("approved", approved(first.approved, suspects.project)?))
    };
    Ok(early.iter().filter_map(finding).collect())
}
