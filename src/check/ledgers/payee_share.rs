//! One payee's share of a project.

use super::Ledgers;
use crate::error::Result;
use crate::finding::{Code, Fact, Finding};
use crate::rate::Rate;

/// Where a project pays at least the configured number of payees, none of them gets more than the configured share.
pub fn check(ledgers: &Ledgers<'_>) -> Result<Vec<Finding>> {
    let thresholds = ledgers.thresholds;
    let mut findings = Vec::new();
    for sums in ledgers.payments.payee_sums()?.chunk_by(|one, two| one.project == two.project) {
        let project = sums[0].project;
        let (Some(reviewed), Some(year)) = (ledgers.projects.get(&project), ledgers.year_sums.get(&project)) else {
            continue;
        };
        let Some(most) = sums.iter().max_by_key(|sum| sum.amount) else { continue };
        let Some(rate) = Rate::new(most.amount, year.counted) else { continue };
        if (sums.len() as i64) < thresholds.payee_share_payees || rate.cmp_share(&thresholds.payee_share).is_le() {
            continue;
        }
        let payments = ledgers.payments.to_payee(project, &most.payee, |row| row.counted)?;
        let name = payments.first().map(|payment| payment.payee.clone()).unwrap_or_default();
        findings.push(
            Finding::of(Code::PayeeShare, &reviewed.project.key)
                .places(payments.into_iter().map(|payment| payment.place))
                .with("payee", name)
                .with("count", Fact::Count(most.payments))
                .with("amount", rate.part)
                .with("paid", rate.whole)
                .with("share", Fact::Share(rate.fraction()))
                .with("payees", sums.len()),
        );
    }
    Ok(findings)
}
