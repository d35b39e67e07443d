//! The ledger's sum against the reported expenditure.

use super::Ledgers;
use crate::error::Result;
use crate::finding::{Code, Fact, Finding};
use crate::fraction::Fraction;
use crate::money::Money;
use crate::rate::Rate;
use crate::review::Reviewed;

/// What the ledger's payments of the year add to is what the unit reports as spent. Off by a factor of ten thousand, one of
/// them was given in the wrong unit (元 for 万元); the same is suspected of an expenditure a thousand times its budget. A
/// ledger of which rows were refused is not compared: the reported figure is used.
pub fn check(ledgers: &Ledgers<'_>) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for (index, reviewed) in ledgers.projects {
        // What a unit reports is of the whole year, whatever day the review stands at.
        let paid = ledgers.year_sums.get(index).map(|sums| sums.in_year).unwrap_or_default();
        let Some(finding) = compared(reviewed, paid) else { continue };
        let first = match finding.code {
            Code::LedgerIncomplete => None,
            _ => ledgers.payments.first_of(*index)?,
        };
        findings.push(finding.places(first.map(|payment| payment.place)).project(&reviewed.project.key));
    }
    Ok(findings)
}

fn compared(reviewed: &Reviewed, paid: Money) -> Option<Finding> {
    let Reviewed { project, card, .. } = reviewed;
    let reported = project.funds.total.expenditure.as_ref()?;
    if !project.refused_payments.is_empty() {
        let refused: u32 = project.refused_payments.iter().map(|sheet| sheet.value).sum();
        let sheets = project.refused_payments.iter().map(|sheet| sheet.place.clone());
        let finding = Finding::of(Code::LedgerIncomplete, &project.key).places(sheets).place(reported.place.clone());
        return Some(finding.with("count", refused as usize).with("paid", paid).with("reported", reported.value));
    }
    let budget = card.funds.initial.or(card.funds.revised);
    let other = match (card.funds.ledger.map(|_| paid), budget) {
        (Some(paid), _) if paid == reported.value => return None,
        (Some(paid), _) => paid,
        (None, budget) => budget.filter(|budget| is_thousandfold(reported.value, *budget))?,
    };
    let is_slip = Rate::new(reported.value, other).is_some_and(|rate| rate.is_unit_slip());
    let is_slip = is_slip || card.funds.ledger.is_none();
    let code = if is_slip { Code::UnitSlip } else { Code::LedgerDiffers };
    let finding = Finding::new(code, reported.place.clone()).with("fact", Fact::Term("fact-expenditure"));
    let finding = finding.with("used", reported.value).with("other", other);
    Some(finding.with("difference", reported.value - other))
}

fn is_thousandfold(reported: Money, budget: Money) -> bool {
    Rate::new(reported, budget).is_some_and(|rate| rate.fraction() >= Fraction::from(1_000))
}
