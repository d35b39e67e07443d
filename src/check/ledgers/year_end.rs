//! A rush at the year's end.

use std::collections::BTreeMap;

use chrono::Datelike;

use super::{Ledgers, Payer};
use crate::error::Result;
use crate::finding::{Code, Fact, Finding};
use crate::frame::suspects::Suspects;
use crate::rate::Rate;

/// Not more than the configured share of a year's payments falls into December, or into its last ten days. Payments
/// without a day are counted in December alone.
pub fn check(ledgers: &Ledgers<'_>) -> Result<Vec<Finding>> {
    let thresholds = ledgers.thresholds;
    let rushed = |payer: &Payer<'_>| {
        // A share of a part of the year says nothing.
        let is_over = ledgers.as_of >= payer.reviewed.project.key.year.last_day();
        let payer = Some(payer).filter(|_| is_over)?;
        let (paid, months) = (payer.ledger?.paid(), payer.reviewed.paid.as_ref()?);
        let december = Rate::new(months.in_month(12), paid)?;
        let last_days = Rate::new(payer.year.last_days, paid)?;
        let is_over = december.cmp_share(&thresholds.december_share).is_gt()
            || last_days.cmp_share(&thresholds.last_days_share).is_gt();
        is_over.then_some((december, last_days))
    };
    let rushed: BTreeMap<u32, (Rate, Rate)> =
        ledgers.payers.iter().filter_map(|(index, payer)| Some((*index, rushed(payer)?))).collect();
    let in_december = ledgers.payments.suspects(|row| {
        row.counted && row.date.is_some_and(|date| date.date().month() == 12) && rushed.contains_key(&row.project)
    })?;
    let finding = |suspects: &Suspects| {
        let (december, last_days) = rushed.get(&suspects.project)?;
        let finding = ledgers.finding(Code::YearEndRush, suspects)?.with("december", december.part);
        let finding = finding.with("share", Fact::Share(december.fraction())).with("last-days", last_days.part);
        Some(finding.with("last-days-share", Fact::Share(last_days.fraction())))
    };
    Ok(in_december.iter().filter_map(finding).collect())
}
