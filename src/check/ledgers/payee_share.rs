//! One payee's share of a project.

use super::Ledgers;
use crate::error::Result;
use crate::finding::{Code, Fact, Finding};
use crate::money::Money;
use crate::rate::Rate;

/// Where a project pays at least the configured number of payees, none of them gets more than the configured share.
pub fn check(ledgers: &Ledgers<'_>) -> Result<Vec<Finding>> {
    let thresholds = ledgers.thresholds;
    let mut findings = Vec::new();
    for (project, reviewed, ledger) in ledgers.with_ledger() {
        let sums = ledger.by_payee().map(|lines| {
            let amount: Money = lines.iter().map(|line| line.amount).sum();
            (amount, lines[0].payee.clone(), lines.iter().map(|line| line.payments).sum::<i64>())
        });
        let sums: Vec<_> = sums.filter(|(amount, ..)| *amount > Money::ZERO).collect();
        let Some((amount, payee, payments)) = sums.iter().max() else { continue };
        let Some(rate) = Rate::new(*amount, ledger.paid()) else { continue };
        if (sums.len() as i64) < thresholds.payee_share_payees || rate.cmp_share(&thresholds.payee_share).is_le() {
            continue;
        }
        let paid = ledgers.payments.to_payee(project, payee, |row| row.counted)?;
        let name = paid.first().map(|payment| payment.payee.clone()).unwrap_or_default();
        findings.push(
            Finding::of(Code::PayeeShare, &reviewed.project.key)
                .places(paid.into_iter().map(|payment| payment.place))
                .with("payee", name)
                .with("count", Fact::Count(*payments))
                .with("amount", rate.part)
                .with("paid", rate.whole)
                .with("share", Fact::Share(rate.fraction()))
                .with("payees", sums.len()),
        );
    }
    Ok(findings)
}
