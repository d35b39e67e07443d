//! One payee's total over the whole bureau.

use std::collections::{BTreeMap, HashMap};

use super::Ledgers;
use crate::error::Result;
use crate::finding::{Code, Fact, Finding};
use crate::location::Place;
use crate::measure::ledger::Ledger;
use crate::money::Money;
use crate::rate::Rate;

/// How many of the projects are named by a place.
const MOST_NAMED: usize = 10;

/// No payee of several projects gets more than the configured share of all that the reviewed projects pay.
pub fn check(ledgers: &Ledgers<'_>) -> Result<Vec<Finding>> {
    let mut sums: HashMap<&str, Money> = HashMap::new();
    for line in ledgers.paid.values().flat_map(|ledger| &ledger.lines).filter(|line| !line.payee.is_empty()) {
        let sum = sums.entry(&line.payee).or_default();
        *sum = *sum + line.amount;
    }
    let paid: Money = ledgers.paid.values().map(|ledger| ledger.paid()).sum();
    let is_large = |rate: &Rate| rate.cmp_share(&ledgers.thresholds.bureau_payee_share).is_gt();
    let large = sums.into_iter().filter_map(|(payee, sum)| Some((payee, Rate::new(sum, paid).filter(is_large)?)));
    let mut findings = Vec::new();
    for (payee, rate) in large.collect::<BTreeMap<_, _>>() {
        let pays = |ledger: &Ledger| ledger.lines.iter().any(|line| *line.payee == *payee);
        let projects: Vec<u32> =
            ledgers.paid.iter().filter(|(_, ledger)| pays(ledger)).map(|(project, _)| *project).collect();
        if projects.len() < 2 {
            continue;
        }
        let mut places: Vec<Place> = Vec::new();
        let mut name = payee.to_owned();
        for project in projects.iter().take(MOST_NAMED) {
            if let Some(first) = ledgers.payments.to_payee(*project, payee, |row| row.counted)?.into_iter().next() {
                name = first.payee;
                places.push(first.place);
            }
        }
        let finding = Finding::at(Code::BureauPayeeShare, None).places(places).with("payee", name);
        let finding = finding.with("count", projects.len()).with("amount", rate.part).with("paid", rate.whole);
        findings.push(finding.with("share", Fact::Share(rate.fraction())));
    }
    Ok(findings)
}
