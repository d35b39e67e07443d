//! Payments outside the fiscal year or after the as-of date, and negative ones.

use super::Ledgers;
use crate::error::Result;
use crate::finding::{Code, Finding};
use crate::frame::rows::Row;
use crate::period::PartialDate;

/// Every payment lies within the project's fiscal year and not after the as-of date, and is above nought. Those that do
/// not are named; payments outside the period are not counted.
pub fn check(ledgers: &Ledgers<'_>) -> Result<Vec<Finding>> {
    let year = |row: &Row| ledgers.payments.key(row.project).year;
    let day = |row: &Row| row.date.map(PartialDate::date);
    let kinds: [(Code, &dyn Fn(&Row) -> bool); 4] = [
        (Code::PaymentAfterYear, &|row| day(row) > Some(year(row).last_day())),
        (Code::PaymentAfterAsOf, &|row| day(row).is_some_and(|day| day > ledgers.as_of && day <= year(row).last_day())),
        (Code::PaymentBeforeYear, &|row| day(row).is_some_and(|day| day < year(row).first_day())),
        (Code::PaymentNegative, &|row| row.amount.is_negative()),
    ];
    let mut findings = Vec::new();
    for (code, is) in kinds {
        for suspects in ledgers.payments.suspects(is)? {
            let last = match code {
                Code::PaymentAfterAsOf => ledgers.as_of,
                _ => ledgers.payments.key(suspects.project).year.last_day(),
            };
            let finding = ledgers.finding(code, &suspects);
            findings.extend(finding.map(|finding| finding.with("last", PartialDate::Day(last))));
        }
    }
    Ok(findings)
}
