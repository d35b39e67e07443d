//! A rush at the year's end.

use chrono::Datelike;

use super::Ledgers;
use crate::error::Result;
use crate::finding::{Code, Fact, Finding};
use crate::frame::suspects::Suspects;
use crate::rate::Rate;

/// Not more than the configured share of a year's payments falls into December, or into its last ten days. Payments
/// without a day are counted in December alone.
pub fn check(ledgers: &Ledgers<'_>) -> Result<Vec<Finding>> {
    let is_over = |rate: Rate, bound| rate.cmp_share(bound).is_gt();
    let rushed = |project: &u32| {
        let sums = ledgers.year_sums.get(project).filter(|_| ledgers.projects.contains_key(project))?;
        let (december, last_days) =
            Rate::new(sums.december, sums.counted).zip(Rate::new(sums.last_days, sums.counted))?;
        let thresholds = ledgers.thresholds;
        (is_over(december, &thresholds.december_share) || is_over(last_days, &thresholds.last_days_share))
            .then_some((december, last_days))
    };
    let in_december = ledgers.payments.suspects(|row| {
        row.counted && row.date.is_some_and(|date| date.date().month() == 12) && rushed(&row.project).is_some()
    })?;
    let finding = |suspects: &Suspects| {
        let (december, last_days) = rushed(&suspects.project)?;
        let finding = ledgers.finding(Code::YearEndRush, suspects)?.with("december", december.part);
        let finding = finding.with("share", Fact::Share(december.fraction())).with("last-days", last_days.part);
        Some(finding.with("last-days-share", Fact::Share(last_days.fraction())))
    };
    Ok(in_december.iter().filter_map(finding).collect())
}
