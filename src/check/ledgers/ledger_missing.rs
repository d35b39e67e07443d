//! Projects without a ledger.

use super::Ledgers;
use crate::error::Result;
use crate::finding::{Code, Finding};
use crate::money::Money;

/// Where projects of a run have ledgers, every project that reports an expenditure over a budget has one too.
pub fn check(ledgers: &Ledgers<'_>) -> Result<Vec<Finding>> {
    let reviewed = || ledgers.projects.values();
    let has_ledger = |reviewed: &crate::review::Reviewed| {
        reviewed.project.has_ledger || !reviewed.project.refused_payments.is_empty()
    };
    if !reviewed().any(|reviewed| has_ledger(reviewed)) {
        return Ok(Vec::new());
    }
    let without = reviewed().filter(|reviewed| !has_ledger(reviewed)).filter_map(|reviewed| {
        let reported = reviewed.project.funds.total.expenditure.as_ref().filter(|spent| spent.value > Money::ZERO)?;
        let finding = Finding::new(Code::LedgerMissing, reported.place.clone()).project(&reviewed.project.key);
        reviewed.card.funds.execution_rate()?;
        Some(finding.with("reported", reported.value))
    });
    Ok(without.collect())
}
