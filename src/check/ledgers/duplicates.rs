//! Payments entered twice.

use super::Ledgers;
use crate::error::Result;
use crate::finding::{Code, Fact, Finding};
use crate::frame::payments::Payment;
use crate::frame::suspects::Repeat;

/// No payee is paid one amount twice within the configured number of days, in one project or in two, unless it was paid
/// back. Where no day is written, equal payments of one month for one purpose may be the same, and are named.
pub fn check(ledgers: &Ledgers<'_>) -> Result<Vec<Finding>> {
    let repeats = ledgers.payments.repeats(ledgers.thresholds.duplicate_days)?;
    let undated = ledgers.payments.repeats_without_day()?;
    let alike = undated.iter().filter_map(|repeat| {
        let finding =
            ledgers.project(repeat.projects[1]).map(|own| named(Code::PaymentsAlike, repeat).project(&own.key))?;
        let month = repeat.payments[0].date.map_or(Fact::Term("term-not-stated"), Fact::Date);
        Some(finding.with("month", month))
    });
    Ok(repeats.iter().filter_map(|repeat| dated(ledgers, repeat)).chain(alike).collect())
}

fn dated(ledgers: &Ledgers<'_>, repeat: &Repeat) -> Option<Finding> {
    let keys = repeat.projects.map(|index| ledgers.payments.key(index));
    // The later payment is the one to look at, unless its year is not reviewed.
    let [earlier, later] = repeat.projects.map(|index| ledgers.project(index));
    let own = later.or(earlier)?;
    let name = |index: usize| {
        let project = ledgers.project(repeat.projects[index]);
        project.map_or_else(|| keys[index].code.clone(), |project| project.name.clone())
    };
    // One project in two years is one.
    let is_one = keys[0].code == keys[1].code;
    let code = if is_one { Code::PaymentDuplicate } else { Code::PaymentDuplicateAcross };
    let finding = named(code, repeat).project(&own.key);
    let finding = finding.with("first", repeat.payments.first()?.date?).with("second", repeat.payments.last()?.date?);
    Some(if is_one { finding } else { finding.with("project", name(1)).with("other", name(0)) })
}

/// What all say: the latest payment first, then the others, whom and how much.
fn named(code: Code, repeat: &Repeat) -> Finding {
    let places = repeat.payments.iter().rev().map(|payment: &Payment| payment.place.clone());
    let last = repeat.payments.last();
    Finding::at(code, None)
        .places(places)
        .with("payee", last.map(|payment| payment.payee.clone()).unwrap_or_default())
        .with("amount", last.map(|payment| payment.amount).unwrap_or_default())
        .with("count", repeat.count)
}
