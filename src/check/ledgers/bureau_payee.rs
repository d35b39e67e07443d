//! One payee's total over the whole bureau.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::Ledgers;
use crate::error::Result;
use crate::finding::{Code, Fact, Finding};
use crate::frame::payments::Payment;
use crate::measure::ledger::Ledger;
use crate::money::Money;
use crate::rate::Rate;

/// How many of the projects are named by a place.
const MOST_NAMED: usize = 10;

/// No payee of several projects gets more than the configured share of all that the reviewed projects pay.
pub fn check(ledgers: &Ledgers<'_>) -> Result<Vec<Finding>> {
    let mut sums: HashMap<&str, Money> = HashMap::new();
    let lines = ledgers.with_ledger().flat_map(|(_, _, ledger)| &ledger.lines);
    for line in lines.filter(|line| !line.payee.is_empty()) {
        let sum = sums.entry(&line.payee).or_default();
        *sum = *sum + line.amount;
    }
    let paid: Money = ledgers.with_ledger().map(|(_, _, ledger)| ledger.paid()).sum();
    let is_large = |rate: &Rate| rate.cmp_share(&ledgers.thresholds.bureau_payee_share).is_gt();
    let large = sums.into_iter().filter_map(|(payee, sum)| Some((payee, Rate::new(sum, paid).filter(is_large)?)));
    let mut findings = Vec::new();
    for (payee, rate) in large.collect::<BTreeMap<_, _>>() {
        let pays = |ledger: &Ledger| ledger.lines.iter().any(|line| *line.payee == *payee);
        let payers = ledgers.with_ledger().filter(|(_, _, ledger)| pays(ledger));
        let projects: Vec<u32> = payers.map(|(index, ..)| index).collect();
        // One project in two years is one.
        let codes: BTreeSet<&str> =
            projects.iter().filter_map(|index| Some(ledgers.project(*index)?.key.code.as_str())).collect();
        if codes.len() < 2 {
            continue;
        }
        let first = projects.iter().take(MOST_NAMED).map(|project| ledgers.first_paid(*project, payee));
        let first: Vec<Payment> = first.filter_map(Result::transpose).collect::<Result<_>>()?;
        let name = first.first().map(|payment| payment.payee.clone()).unwrap_or_default();
        let places = first.into_iter().map(|payment| payment.place);
        let finding = Finding::at(Code::BureauPayeeShare, None).places(places).with("payee", name);
        let finding = finding.with("count", codes.len()).with("amount", rate.part).with("paid", rate.whole);
        findings.push(finding.with("share", Fact::Share(rate.fraction())));
    }
    Ok(findings)
}
