//! Payments before the approval.

use super::Case;
use crate::finding::{Code, Finding};
use crate::frame::payments::Payment;
use crate::location::Place;
use crate::money::Money;
use crate::period::PartialDate;

/// No payment is made before the date on which it, or the project's budget, was approved. Where only months are known,
/// the order is judged where they differ.
pub fn check(case: &Case<'_>) -> Vec<Finding> {
    let project_approval = case.project.approved.as_ref();
    let approval = |payment: &Payment| payment.approved.or(project_approval.map(|approved| approved.value));
    let early: Vec<(&Payment, PartialDate)> = case
        .payments
        .iter()
        .filter_map(|payment| Some((payment, approval(payment)?)))
        .filter(|(payment, approved)| payment.date.is_some_and(|date| date.is_before(*approved)))
        .collect();
    let Some((first, approved)) = early.first() else { return Vec::new() };
    let Some(date) = first.date else { return Vec::new() };
    let places: Vec<Place> = early.iter().skip(1).map(|(payment, _)| payment.place.clone()).collect();
    let finding = Finding::new(Code::PaymentBeforeApproval, first.place.clone())
        .places(places)
        .places(project_approval.map(|approved| approved.place.clone()))
        .with("count", early.len())
        .with("amount", early.iter().map(|(payment, _)| payment.amount).sum::<Money>())
        .with("date", date)
        .with("approved", *approved);
    vec![finding]
}
