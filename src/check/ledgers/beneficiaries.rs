//! Beneficiaries of two projects.

use std::collections::HashMap;

use super::Ledgers;
use crate::error::Result;
use crate::finding::{Code, Fact, Finding};
use crate::fraction::Fraction;
use crate::frame::ledgers::PayeeSum;
use crate::location::Place;
use crate::money::Money;

/// How many of the payees are named in the message.
const MOST_NAMED: usize = 5;

/// Not more than the configured share of a project's payees is paid for the same purpose by another project of the same
/// year. Payees whose payments and refunds come to nothing are not counted, nor payments that name no purpose.
pub fn check(ledgers: &Ledgers<'_>) -> Result<Vec<Finding>> {
    let sums: Vec<PayeeSum> = ledgers.payments.payee_purpose_sums()?;
    let is_meant = |sum: &&PayeeSum| {
        ledgers.projects.contains_key(&sum.project) && sum.amount > Money::ZERO && !sum.purpose.is_empty()
    };
    let sums: Vec<&PayeeSum> = sums.iter().filter(is_meant).collect();
    let year = |project: u32| ledgers.payments.keys()[project as usize].year;
    // The first project of each payee and purpose, and the first other one.
    let mut projects: HashMap<_, (u32, Option<u32>)> = HashMap::new();
    let key = |sum: &PayeeSum| (year(sum.project), sum.payee.clone(), sum.purpose.clone());
    for sum in &sums {
        let (first, other) = projects.entry(key(sum)).or_insert((sum.project, None));
        if *first != sum.project {
            other.get_or_insert(sum.project);
        }
    }
    let elsewhere = |sum: &PayeeSum| match projects.get(&key(sum)) {
        Some((first, Some(other))) => Some(if *first == sum.project { *other } else { *first }),
        _ => None,
    };
    let mut findings = Vec::new();
    for of_project in sums.chunk_by(|one, two| one.project == two.project) {
        let payees: Vec<&[&PayeeSum]> = of_project.chunk_by(|one, two| one.payee == two.payee).collect();
        let shared = payees.iter().filter_map(|of_payee| of_payee.iter().find_map(|sum| Some((*sum, elsewhere(sum)?))));
        let shared: Vec<(&PayeeSum, u32)> = shared.collect();
        let (Some((first, other)), Some(share)) =
            (shared.first(), Fraction::ratio(shared.len() as i64, payees.len() as i64))
        else {
            continue;
        };
        if share <= ledgers.thresholds.shared_payees {
            continue;
        }
        let mut places: Vec<Place> = Vec::new();
        let mut names: Vec<String> = Vec::new();
        for (sum, _) in shared.iter().take(MOST_NAMED) {
            let payments = ledgers.payments.to_payee(sum.project, &sum.payee, |row| row.counted)?;
            names.extend(payments.first().map(|payment| payment.payee.clone()));
            places.extend(payments.into_iter().next().map(|payment| payment.place));
        }
        let there = ledgers.payments.to_payee(*other, &first.payee, |row| row.counted)?.into_iter().next();
        let other = ledgers.projects.get(other).map(|other| other.project.name.clone()).unwrap_or_default();
        findings.push(
            Finding::of(Code::BeneficiariesShared, &ledgers.payments.keys()[first.project as usize])
                .places(places)
                .places(there.map(|payment| payment.place))
                .with("payees", Fact::Text(names.join("、")))
                .with("count", shared.len())
                .with("share", Fact::Share(share))
                .with("other", other),
        );
    }
    Ok(findings)
}
