//! Payments back to a unit.

use std::collections::HashSet;

use super::Ledgers;
use crate::error::Result;
use crate::finding::{Code, Finding};
use crate::frame::payments::payee_key;
use crate::frame::suspects::Suspects;
use crate::money::Money;
use crate::project::Project;

/// No payment goes to the project's own unit or department, which would be a transfer and no expenditure (以拨代支), nor to
/// the unit or department of another project.
pub fn check(ledgers: &Ledgers<'_>) -> Result<Vec<Finding>> {
    let projects = ledgers.payers.values().map(|payer| &payer.reviewed.project);
    let names: HashSet<String> = projects.flat_map(names).collect();
    Ok(ledgers.payments.paid_to(&names)?.iter().filter_map(|suspects| finding(ledgers, suspects)).collect())
}

/// The normalised names of a project's unit and department.
fn names(project: &Project) -> impl Iterator<Item = String> {
    [&project.unit, &project.department].into_iter().filter(|name| !name.is_empty()).map(|name| payee_key(name))
}

fn finding(ledgers: &Ledgers<'_>, suspects: &Suspects) -> Option<Finding> {
    // What was all paid back went nowhere.
    let payee = &suspects.first.first().filter(|_| suspects.amount > Money::ZERO)?.payee;
    let paid = payee_key(payee);
    let is_own =
        names(ledgers.project(suspects.project)?).any(|name| paid == name || paid.starts_with(&format!("{name}(")));
    let code = if is_own { Code::PaymentToUnit } else { Code::PaymentToOtherUnit };
    Some(ledgers.finding(code, suspects)?.with("payee", payee.as_str()))
}
