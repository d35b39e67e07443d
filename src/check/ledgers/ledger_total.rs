//! The ledger's sum against the reported expenditure.

use super::{Ledgers, Payer};
use crate::error::Result;
use crate::finding::{Code, Fact, Finding};
use crate::rate::Rate;

/// What the ledger's payments of the year add to is what the unit reports as spent. Off by a factor of ten thousand, one of
/// them was given in the wrong unit (元 for 万元). A ledger of which rows were refused is not compared: the reported figure
/// is used.
pub fn check(ledgers: &Ledgers<'_>) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for (index, payer) in ledgers.payers {
        if let Some(finding) = compared(payer) {
            let first = match finding.code {
                Code::LedgerIncomplete => None,
                _ => ledgers.payments.first_of(*index)?,
            };
            findings.push(finding.places(first.map(|payment| payment.place)).project(&payer.reviewed.project.key));
        }
    }
    Ok(findings)
}

fn compared(payer: &Payer<'_>) -> Option<Finding> {
    let project = &payer.reviewed.project;
    let reported = project.funds.total.expenditure.as_ref()?;
    // What a unit reports is of the whole year, whatever day the review stands at.
    let paid = payer.year.in_year;
    if !project.refused_payments.is_empty() {
        let refused: u32 = project.refused_payments.iter().map(|sheet| sheet.value).sum();
        let sheets = project.refused_payments.iter().map(|sheet| sheet.place.clone());
        let finding = Finding::of(Code::LedgerIncomplete, &project.key).places(sheets).place(reported.place.clone());
        return Some(finding.with("count", refused as usize).with("paid", paid).with("reported", reported.value));
    }
    payer.ledger.filter(|_| paid != reported.value)?;
    let is_slip = Rate::new(reported.value, paid).is_some_and(|rate| rate.is_unit_slip());
    let finding = Finding::new(if is_slip { Code::UnitSlip } else { Code::LedgerDiffers }, reported.place.clone());
    let finding = finding.with("fact", Fact::Term("fact-expenditure")).with("used", reported.value);
    let finding = finding.with("other-fact", Fact::Term("fact-ledger-sum")).with("other", paid);
    Some(finding.with("difference", reported.value - paid))
}
