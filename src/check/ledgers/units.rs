//! Payments back to a unit.

use std::collections::HashSet;

use super::Ledgers;
use crate::error::Result;
use crate::finding::{Code, Finding};
use crate::frame::payments::payee_key;

/// No payment goes to the project's own unit or department, which would be a transfer and no expenditure (以拨代支), nor to
/// the unit or department of another project.
pub fn check(ledgers: &Ledgers<'_>) -> Result<Vec<Finding>> {
    let named = |project: u32| {
        let project = ledgers.projects.get(&project).map(|reviewed| &reviewed.project);
        project.into_iter().flat_map(|project| [&project.unit, &project.department]).filter(|name| !name.is_empty())
    };
    let names: HashSet<String> =
        ledgers.projects.keys().flat_map(|project| named(*project)).map(|name| payee_key(name)).collect();
    let paid = ledgers.payments.paid_to(&names)?;
    let finding = |(payee, suspects): &(std::sync::Arc<str>, _)| {
        let suspects: &crate::frame::suspects::Suspects = suspects;
        let own = named(suspects.project).any(|name| *payee_key(name) == **payee);
        let code = if own { Code::PaymentToUnit } else { Code::PaymentToOtherUnit };
        let name = suspects.first.first()?.payee.clone();
        Some(ledgers.finding(code, suspects)?.with("payee", name))
    };
    Ok(paid.iter().filter_map(finding).collect())
}
