//! One payee's total over the whole bureau.

use std::collections::BTreeMap;

use super::Ledgers;
use crate::error::Result;
use crate::finding::{Code, Fact, Finding};
use crate::frame::ledgers::PayeeSum;
use crate::location::Place;
use crate::money::Money;
use crate::rate::Rate;

/// How many of the projects are named by a place.
const MOST_NAMED: usize = 10;

/// No payee of several projects gets more than the configured share of all that the reviewed projects pay.
pub fn check(ledgers: &Ledgers<'_>) -> Result<Vec<Finding>> {
    let sums = ledgers.payments.payee_sums()?;
    let of_reviewed = sums.iter().filter(|sum| ledgers.projects.contains_key(&sum.project));
    let mut by_payee: BTreeMap<&str, Vec<&PayeeSum>> = BTreeMap::new();
    for sum in of_reviewed {
        by_payee.entry(&sum.payee).or_default().push(sum);
    }
    let paid: Money =
        ledgers.projects.keys().filter_map(|project| ledgers.year_sums.get(project)).map(|sums| sums.counted).sum();
    let mut findings = Vec::new();
    for (payee, sums) in by_payee {
        let Some(rate) = Rate::new(sums.iter().map(|sum| sum.amount).sum(), paid) else { continue };
        if sums.len() < 2 || rate.cmp_share(&ledgers.thresholds.bureau_payee_share).is_le() {
            continue;
        }
        let mut places: Vec<Place> = Vec::new();
        let mut name = payee.to_owned();
        for sum in sums.iter().take(MOST_NAMED) {
            if let Some(payment) = ledgers.payments.to_payee(sum.project, payee, |row| row.counted)?.into_iter().next()
            {
                name = payment.payee;
                places.push(payment.place);
            }
        }
        let finding = Finding::at(Code::BureauPayeeShare, None).places(places).with("payee", name);
        let finding = finding.with("count", sums.len()).with("amount", rate.part).with("paid", rate.whole);
        findings.push(finding.with("share", Fact::Share(rate.fraction())));
    }
    Ok(findings)
}
