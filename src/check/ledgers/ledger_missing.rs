//! Projects without a ledger.

use super::{Ledgers, Payer};
use crate::error::Result;
use crate::finding::{Code, Finding};
use crate::money::Money;

/// Where projects of a run have ledgers, every project that reports an expenditure over a budget has one too.
pub fn check(ledgers: &Ledgers<'_>) -> Result<Vec<Finding>> {
    let payers = || ledgers.payers.values();
    if !payers().any(has_ledger) {
        return Ok(Vec::new());
    }
    Ok(payers().filter(|payer| !has_ledger(payer)).filter_map(missing).collect())
}

/// One of which nothing could be read is there all the same.
fn has_ledger(payer: &Payer<'_>) -> bool {
    payer.ledger.is_some() || !payer.reviewed.project.refused_payments.is_empty()
}

fn missing(payer: &Payer<'_>) -> Option<Finding> {
    let project = &payer.reviewed.project;
    payer.reviewed.card.funds.execution_rate()?;
    let reported = project.funds.total.expenditure.as_ref().filter(|spent| spent.value > Money::ZERO)?;
    let finding = Finding::new(Code::LedgerMissing, reported.place.clone()).project(&project.key);
    Some(finding.with("reported", reported.value))
}
